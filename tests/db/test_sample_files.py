"""A file of every version of the format opens, and says what it said when it was written.

If this fails because the tables of a format that is not released yet were changed, write its sample
anew: `python -m tools.sample_file`.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from db.scenario_file import FORMAT, open_scenario, save
from db.schema import version_text
from tools.sample_file import content

DATA = Path(__file__).resolve().parents[1] / "data"
SAMPLES = sorted(DATA.glob("format-*.footprint"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_file_of_each_version_says_what_it_said(path: Path, tmp_path: Path) -> None:
    opened = open_scenario(path)
    wanted = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert content(opened.scenario) == wanted
    again = tmp_path / "again.footprint"
    save(opened.scenario, again)
    assert content(open_scenario(again).scenario) == wanted


def test_there_is_one_of_the_present_version() -> None:
    assert f"format-{version_text(FORMAT)}" in {path.stem for path in SAMPLES}
