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
    tally = kill_many(tmp_path, 18, seed=2011, every=9)
    assert tally.lost == []
    assert tally.kills == 18
    assert tally.changes > 0
    assert tally.recoveries > 0


def test_no_change_is_lost_wherever_the_disk_is_asked_last(tmp_path: Path) -> None:
    tally = die_everywhere(tmp_path, seed=5, steps=14, each=5)
    assert tally.lost == []
    assert tally.kills > 5
    assert tally.moments.keys() >= {"save", "edit"}


def test_the_kit_sees_what_is_damaged_and_what_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tally = Tally()
    with nursery() as made:
        life = Life(tmp_path, made, tally, Random(3))
        while not tally.recoveries:
            life.kill_at_random(window=False)
    assert tally.lost == []
    replace_file(tmp_path / "z.footprint", b"SQLite format 3\0")
    life._look({}, [])
    (said,) = tally.lost
    assert "a damaged file" in said
    (tmp_path / "z.footprint").unlink()
    monkeypatch.setattr(killing, "find", lambda _: [])
    life._look({}, [])
    assert "a change is lost" in tally.lost[-1]
