"""The program is killed at random moments, and at every call to the disk: no change is lost.

`make faults` kills it a thousand times; this is the quick set.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from db.replace import replace_file
from tests.faults import killing
from tests.faults.killing import Life, Tally, die_everywhere, kill_many, nursery


def test_no_change_is_lost_however_often_the_program_is_killed(tmp_path: Path) -> None:
    tally = kill_many(tmp_path, 24, seed=2011, every=12)
    assert tally.lost == []
    assert tally.kills == 24
    assert tally.changes > 0
    assert tally.recoveries > 0


def test_no_change_is_lost_wherever_the_disk_is_asked_last(tmp_path: Path) -> None:
    tally = die_everywhere(tmp_path, seed=5, steps=14, each=5)
    assert tally.lost == []
    assert tally.kills > 5
    assert tally.moments.keys() >= {"save", "edit"}


@pytest.fixture
def life(tmp_path: Path):
    """Return a plan that somebody edited until they were killed, and what is known of it."""
    tally = Tally()
    with nursery() as made:
        life = Life(tmp_path, made, tally, Random(3))
        while not tally.recoveries:
            life.kill_at_random(window=False)
        assert tally.lost == []
        yield life, tally


def test_the_kit_sees_a_change_that_is_lost(life, monkeypatch: pytest.MonkeyPatch) -> None:
    alive, tally = life
    monkeypatch.setattr(killing, "find", lambda _: [])
    alive._look({}, [])
    assert "a change is lost" in tally.lost[-1]


def test_the_kit_sees_a_file_that_is_damaged_or_another(life, tmp_path: Path) -> None:
    alive, tally = life
    replace_file(tmp_path / "z.footprint", b"SQLite format 3\0")
    alive._look({}, [])
    assert "a damaged file" in tally.lost[0]
