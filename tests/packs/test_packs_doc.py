"""What docs/packs.md tells those who write packs is true."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from db.packs import read_pack
from model.organisations import Basis
from model.pack import (
    Destination,
    Governance,
    Kind,
    Measure,
    RegionalLeaders,
    Role,
    SeriesPoint,
    Tier,
    Words,
)
from model.rules.checks import VOCABULARY
from model.rules.rule import Rule, Severity

DOC = (Path(__file__).resolve().parents[2] / "docs" / "packs.md").read_text(encoding="utf-8")


def test_the_minimal_pack_works(tmp_path: Path) -> None:
    example = DOC.partition("## A minimal pack")[2]
    files = re.findall(r"^`([\w.]+)`\n\n```\w+\n(.*?)^```$", example, re.DOTALL | re.MULTILINE)
    for name, text in files:
        (tmp_path / name).write_text(text, encoding="utf-8")

    pack = read_pack(tmp_path)

    assert [name for name, _ in files] == [
        "pack.toml",
        "organisations.csv",
        "draft.csv",
        "rules.toml",
    ]
    assert len(pack.organisations) == 5
    assert pack.options[0].groups[0].members == ("ashby", "barton")
    assert [rule.id for rule in pack.rules] == ["PAR-1", "PAR-2"]


def test_every_check_is_explained_with_its_scopes() -> None:
    table = DOC.partition("### Checks")[2].partition("\n## ")[0]
    explained = dict(re.findall(r"^\| `([\w-]+)` \| ([\w, ]+) \|", table, re.MULTILINE))

    assert explained == {
        name: ", ".join(tier.value for tier in check.scopes) for name, check in VOCABULARY.items()
    }


def test_every_key_and_value_is_named() -> None:
    names = {
        part.name
        for record in (
            *(Kind, Measure, Role, Governance, Destination, Words, Rule),
            *(SeriesPoint, RegionalLeaders),
        )
        for part in fields(record)
    }
    names -= {"params", "items", "changed"}
    values = {member.value for choice in (Tier, Basis, Severity) for member in choice}
    values -= {Basis.ENTERED.value}

    missing = {name for name in names | values if f"`{name}`" not in DOC}

    assert missing == set()
