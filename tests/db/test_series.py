"""Accountable persons of the past and above the groups: read from packs, kept in files."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from db.errors import DamagedError, PackError
from db.packs import read_pack
from db.scenario_file import open_scenario, save
from model.pack import RegionalLeaders, SeriesPoint
from tests.db.tampering import alter, assert_refused
from tests.db.tiny_pack import PACK, write_tiny
from tests.sample_pack import sample_scenario

POINT = """
[[series]]
year = 1999
local = 481
local_label = "groups"
regional = 100
regional_label = "authorities"
"""
LATER = (
    POINT.replace("1999", "2002").replace("481", "303") + 'source = "A leader"\nnote = "Or so."\n'
)
FIRST = '\n[[regional]]\nnumber = 10\nlabel = "authorities"\n'
SECOND = '\n[[regional]]\nnumber = 4\nlabel = "pairs"\nstart = 2011-10-03\nsource = "A letter"\n'


def write(folder: Path, more: str) -> Path:
    """Write the tiny pack with more at the end of its pack.toml."""
    path = write_tiny(folder)
    (path / "pack.toml").write_text(PACK + more, encoding="utf-8")
    return path


def test_they_are_read_in_order(tmp_path: Path) -> None:
    pack = read_pack(write(tmp_path, POINT + LATER + FIRST + SECOND))

    assert pack.series == (
        SeriesPoint(1999, 481, "groups", 100, "authorities"),
        SeriesPoint(2002, 303, "groups", 100, "authorities", "A leader", "Or so."),
    )
    assert [point.total for point in pack.series] == [581, 403]
    assert pack.regional == (
        RegionalLeaders(10, "authorities"),
        RegionalLeaders(4, "pairs", datetime.date(2011, 10, 3), "A letter"),
    )


@pytest.mark.parametrize(
    ("more", "key", "message"),
    [
        (LATER + POINT, "year", "is not after the one before"),
        (POINT + POINT, "year", "is not after the one before"),
        (POINT.replace("1999", "999"), "year", "is not between 1000 and 9999"),
        (POINT.replace("481", "-1"), "local", "is not between 0 and 1000000"),
        (POINT.replace("= 100", "= 1000001"), "regional", "is not between 0 and 1000000"),
        (POINT + "total = 581\n", "total", "is not a known key"),
        (FIRST + FIRST, "start", "is missing"),
        (FIRST + SECOND + SECOND, "start", "is not after the one before"),
        (SECOND.replace("2011-10-03", '"2011"'), "start", "must be a date"),
    ],
)
def test_a_fault_is_told_with_its_key(tmp_path: Path, more: str, key: str, message: str) -> None:
    with pytest.raises(PackError, match=rf"pack\.toml, line \d+, key {key}: .*{message}"):
        read_pack(write(tmp_path, more))


def test_a_file_keeps_them(tmp_path: Path) -> None:
    scenario = sample_scenario()
    save(scenario, tmp_path / "a.footprint")

    kept = open_scenario(tmp_path / "a.footprint").scenario.pack

    assert kept.series == scenario.pack.series
    assert kept.regional == scenario.pack.regional
    assert kept.series
    assert kept.regional


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE series SET year = 1999", "the years of the past are not in order"),
        ("UPDATE regional SET starts = NULL", "the regional leaders are not in order"),
        ("UPDATE regional SET starts = 'soon' WHERE nr = 2", "'soon' is not a date"),
        ("UPDATE series SET note = char(8238)", "a text of the published data"),
    ],
)
def test_a_file_that_has_them_otherwise_is_refused(statement: str, said: str, plan: Path) -> None:
    assert_refused(alter(plan, statement), DamagedError, said)
