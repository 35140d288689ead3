"""Checks of what follows, on the pack that ships with the program."""

from __future__ import annotations

import pytest

import resources
from db.packs import read_pack
from model import edits
from model.changes import Field, Move, OptionField, SetField, SetOption
from model.option import Option
from model.rules.rule import Verdict
from tests.sample_pack import WHEN, WHO

MANCHESTER, SALFORD, WIRRAL = "5NT", "5F5", "5NK"
BREAKS, MEETS, INCOMPLETE = Verdict.BREAKS, Verdict.MEETS, Verdict.INCOMPLETE
NOT_ASKED = Verdict.NOT_APPLICABLE


@pytest.fixture(scope="module")
def pack():
    return read_pack(resources.path("packs", "pct-2011"))


@pytest.fixture
def option(pack) -> Option:
    """Return June 2011 with a consortium X1 of Manchester in C07."""
    ready = next(o for o in pack.options if o.id == "june-2011")
    option = Option.from_ready(pack, ready, "A", when=WHEN, who=WHO)
    do(option, edits.new_successor(option.state, "C07", "X1", "One", [MANCHESTER]))
    assert option.findings.of("X1")
    return option


def do(option: Option, change) -> None:
    option.commit(change, when=WHEN, who=WHO)


def verdict(option: Option, organisation: str, rule: str) -> Verdict:
    return next(f.verdict for f in option.findings.of(organisation) if f.rule.id == rule)


@pytest.mark.parametrize(
    ("structure", "rule", "organisation", "field", "verdicts"),
    [
        ("statutory-clusters", "S1-1", "X1", Field.LEGAL, (MEETS, BREAKS)),
        ("outposts", "S2-1", "C07", Field.BOARD, (MEETS, BREAKS)),
        ("outposts", "S2-2", "C07", Field.ACCOUNTABLE, (MEETS, BREAKS)),
        ("local-health-boards", "S3-1", "X1", Field.AUTHORISED, (BREAKS, MEETS)),
    ],
)
def test_what_a_structure_warns_of(
    option: Option, structure: str, rule: str, organisation: str, field: Field, verdicts
) -> None:
    assert verdict(option, organisation, rule) is NOT_ASKED
    do(option, SetOption(OptionField.STRUCTURE, structure))
    assert verdict(option, organisation, rule) is verdicts[0]
    do(option, SetField(organisation, field, "yes"))
    assert verdict(option, organisation, rule) is verdicts[1]
    do(option, SetOption(OptionField.STRUCTURE, "bill"))
    assert verdict(option, organisation, rule) is NOT_ASKED


def test_a_consortium_between_two_clusters(option: Option) -> None:
    assert verdict(option, "X1", "DH-30") is MEETS
    do(option, edits.set_members(option.state, "X1", [MANCHESTER, WIRRAL]))
    assert verdict(option, "X1", "DH-30") is BREAKS
    do(option, Move(WIRRAL, "C07"))
    assert verdict(option, "X1", "DH-30") is MEETS
    do(option, edits.to_tray(option.state, [WIRRAL]))
    assert verdict(option, "X1", "DH-30") is INCOMPLETE
    do(option, edits.set_members(option.state, "X1", []))
    assert verdict(option, "X1", "DH-30") is INCOMPLETE


def test_an_outpost_relates_to_three(option: Option) -> None:
    do(option, SetOption(OptionField.STRUCTURE, "outposts"))
    assert verdict(option, "C07", "DH-55") is BREAKS
    do(option, edits.new_successor(option.state, "C07", "X2", "Two"))
    assert verdict(option, "C07", "DH-55") is BREAKS
    # One that hangs elsewhere and has members here counts as well.
    do(option, edits.new_successor(option.state, "C05", "X3", "Three", [SALFORD]))
    assert verdict(option, "C07", "DH-55") is MEETS
