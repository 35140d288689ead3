"""Changes that come back: what they are made on, and what is left when they are not wanted."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from db import recovery_file
from db.errors import RecoveryError
from db.recovered import Base, Found, Recovered, find
from db.recovery import Recorder
from db.scenario_file import open_scenario, save
from tests.db.recovering import content, move, only, opened, recovered
from tests.sample_pack import sample_scenario

# -- recovering --------------------------------------------------------------------------------


def test_a_file_that_was_changed_meanwhile_is_left_alone(plan: Path, folder: Path) -> None:
    option, recorder = opened(plan, folder)
    move(option, "U2", "G2")
    recorder.close(keep=True)
    other = sample_scenario()
    move(other.option(), "U3", "G1")
    save(other, plan)
    result = recovered(folder)
    assert (result.path, result.sha256) == (None, None)
    assert (result.name, result.base) == ("plan (recovered)", Base.CHANGED)
    assert result.saved is None
    assert content(result.scenario.option()) == content(option)


def test_a_file_that_is_gone_is_made_up_for(plan: Path, folder: Path) -> None:
    option, recorder = opened(plan, folder)
    move(option, "U2", "G2")
    recorder.close(keep=True)
    plan.unlink()
    result = recovered(folder)
    assert (result.path, result.name, result.base) == (None, "plan (recovered)", Base.GONE)
    assert content(result.scenario.option()) == content(option)


def test_a_file_that_was_gone_before_the_first_change(plan: Path, folder: Path) -> None:
    option, recorder = opened(plan, folder)
    plan.unlink()
    move(option, "U2", "G2")
    move(option, "U3", "G1")
    recorder.close(keep=True)
    result = recovered(folder)
    assert (result.changes, result.base) == (2, Base.GONE)
    assert content(result.scenario.option()) == content(option)


def test_the_file_stands_in_for_a_copy_that_is_gone(plan: Path, folder: Path) -> None:
    option, recorder = opened(plan, folder)
    move(option, "U2", "G2")
    recorder.close(keep=True)
    (copy,) = folder.glob("*.footprint")
    copy.unlink()
    assert content(recovered(folder).scenario.option()) == content(option)


def test_changes_are_never_made_on_another_plan(plan: Path, folder: Path) -> None:
    option, recorder = opened(plan, folder)
    move(option, "U2", "G2")
    recorder.close(keep=True)
    other = sample_scenario()
    move(other.option(), "U3", "G1")
    (copy,) = folder.glob("*.footprint")
    save(other, copy)
    save(other, plan)
    with pytest.raises(RecoveryError, match=r"is not there any more.*another one"):
        only(folder).recover()


def test_undoing_what_was_recovered_leads_back_to_the_file(plan: Path, folder: Path) -> None:
    option, recorder = opened(plan, folder)
    move(option, "U2", "G2")
    move(option, "U3", "G1")
    recorder.close(keep=True)
    result = recovered(folder)
    again = result.scenario.option()
    again.undo()
    assert result.scenario.mark != result.saved
    again.undo()
    assert result.scenario.mark == result.saved == open_scenario(plan).scenario.mark


def resumed(folder: Path, found: Found) -> tuple[Recovered, Recorder]:
    """Return what was recovered, and what keeps its changes from then on."""
    result = found.recover()
    again = Recorder(folder)
    again.watch(result.scenario, result.path, result.sha256, result.name)
    again.resume(result.changes, found)
    return result, again


def test_what_was_recovered_is_kept_at_once(plan: Path, folder: Path) -> None:
    option, recorder = opened(plan, folder)
    move(option, "U2", "G2")
    recorder.close(keep=True)
    found = only(folder)
    assert found.claim()
    result, again = resumed(folder, found)
    assert not found.path.exists()
    assert len(os.listdir(folder)) == 2
    move(result.scenario.option(), "U3", "G1")
    again.close(keep=True)
    assert only(folder).changes == 2
    second = recovered(folder)
    assert second.path == plan
    assert content(second.scenario.option()) == content(result.scenario.option())


def test_a_copy_stays_a_copy_when_it_is_recovered_again(plan: Path, folder: Path) -> None:
    option, recorder = opened(plan, folder)
    move(option, "U2", "G2")
    recorder.close(keep=True)
    plan.unlink()
    for _ in range(2):
        result, again = resumed(folder, only(folder))
        again.close(keep=True)
        assert (result.name, result.changes) == ("plan (recovered)", 1)


def test_what_was_recovered_is_not_given_up_before_it_is_kept_again(
    plan: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    option, recorder = opened(plan, folder)
    move(option, "U2", "G2")
    recorder.close(keep=True)
    found = only(folder)
    assert found.claim()
    result = found.recover()
    again = Recorder(folder)
    again.watch(result.scenario, result.path, result.sha256)

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(recovery_file.os, "fsync", fail)
        again.resume(result.changes, found)
    assert "the disk is full" in again.fault
    assert found.path.exists()
    assert len(os.listdir(folder)) == 2
    again.watch(result.scenario, plan, save(result.scenario, plan))
    assert os.listdir(folder) == []


# -- discarding --------------------------------------------------------------------------------


def test_what_is_discarded_is_moved_aside_and_the_newest_are_kept(plan: Path, folder: Path) -> None:
    names = []
    for _ in range(12):
        option, recorder = opened(plan, folder)
        move(option, "U2", "G2")
        recorder.close(keep=True)
        found = only(folder)
        names.append(found.path.stem)
        found.discard()
    assert find(folder) == []
    assert os.listdir(folder) == ["discarded"]
    kept = {path.name for path in (folder / "discarded").iterdir()}
    wanted = {f"{n}{end}" for n in sorted(names)[-10:] for end in (".changes", ".footprint")}
    assert kept == wanted


def test_what_can_not_be_moved_aside_says_so(plan: Path, folder: Path) -> None:
    option, recorder = opened(plan, folder)
    move(option, "U2", "G2")
    recorder.close(keep=True)
    (folder / "discarded").write_text("in the way")
    found = only(folder)
    with pytest.raises(RecoveryError, match="can't be moved: something else has that name; move"):
        found.discard()
    assert found.path.exists()
