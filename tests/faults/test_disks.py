"""Full and failing disks, and what others do to a file meanwhile: nothing is lost or damaged."""

from __future__ import annotations

import datetime
import errno
import os
import re
import signal
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from db import identity, recovery_file
from db.presence import note_of
from db.scenario_file import open_scenario, save
from model.changes import Move
from model.scenario import Scenario
from tests.faults.disks import ERRORS, Trial, content, fail_everywhere, fails, make
from tests.sample_pack import WHEN, WHO, sample_scenario
from ui.dialogs.others import Clash

pytestmark = pytest.mark.usefixtures("qapp")


POSIX = pytest.mark.skipif(sys.platform == "win32", reason="permissions and links of POSIX")


@pytest.mark.parametrize("number", ERRORS, ids=errno.errorcode.get)
def test_a_disk_that_fails_at_any_call(number: int, tmp_path: Path) -> None:
    """Whichever call it is: nothing is lost, the file is whole, and the user is told.

    The quick set takes each call for a full disk, every fifth for other faults.
    """
    tally = fail_everywhere(tmp_path, number, each=1 if number == errno.ENOSPC else 5)
    assert tally.wrong == []
    assert tally.faults > 1


def test_the_kit_sees_what_is_left_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "unlink", lambda *_, **__: None)
    found = [fails(make(tmp_path / str(good)), good, errno.ENOSPC)[1] for good in range(3, 9)]
    assert any("is left over" in wrong for one in found for wrong in one)


# -- what others do to the file meanwhile ------------------------------------------------------


@pytest.fixture
def trial(tmp_path: Path):
    """Return a user who has made a change."""
    trial = Trial(tmp_path)
    trial.edit("U2", "G2")
    yield trial
    trial.close()


def their_plan() -> Scenario:
    theirs = sample_scenario()
    theirs.options[0].commit(Move("U3", "G1"), when=WHEN, who=WHO)
    return theirs


def another_plan(plan: Path) -> None:
    save(their_plan(), plan)


def a_folder(plan: Path) -> None:
    plan.unlink()
    plan.mkdir()


def no_folder(plan: Path) -> None:
    plan.parent.rename(plan.parent.with_name("moved"))


def a_file_in_its_place(plan: Path) -> None:
    no_folder(plan)
    plan.parent.write_text("")


def a_circle(plan: Path) -> None:
    plan.unlink()
    plan.symlink_to(plan)


REFUSED = [
    (another_plan, "ask"),
    (lambda plan: plan.write_bytes(b"gone"), "ask"),
    (lambda plan: plan.write_bytes(plan.read_bytes()[:5000]), "ask"),
    (a_folder, "a folder has that name.*another name"),
    (no_folder, "there is no folder .*choose another folder"),
    (a_file_in_its_place, "a file.*choose another folder"),
    pytest.param(a_circle, "round in a circle.*another name", marks=POSIX),
]


@pytest.mark.parametrize(("happen", "said"), REFUSED)
def test_what_is_in_the_way_of_a_save(
    trial: Trial, happen: Callable[[Path], object], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is left as it is, the change is kept, and the user is asked or told what to do."""
    asked: list[str] = []
    happen(trial.plan)
    before = look(trial.plan)
    trial.on_clash = lambda name: asked.append(name) or Clash.CANCEL
    assert not trial.save()
    assert look(trial.plan) == before
    if said == "ask":
        assert asked == ["plan.footprint"]
    else:
        (text,) = trial.said
        assert re.search(rf"plan\.footprint was not saved\. .*{said}", text, re.IGNORECASE)
        assert "Nothing was changed." in text
    trial.edit("U3", "G1")  # editing goes on
    assert trial.now in trial.left()


def look(path: Path) -> object:
    return path.read_bytes() if path.is_file() else (path.exists(), path.is_dir())


@pytest.mark.parametrize(
    "happen", [Path.unlink, lambda plan: os.utime(plan, (0, 0)), lambda plan: plan.touch()]
)
def test_what_is_not_in_the_way(trial: Trial, happen: Callable[[Path], object]) -> None:
    happen(trial.plan)
    assert trial.save()
    assert content(open_scenario(trial.plan).scenario.option()) == trial.now


@POSIX
def test_a_folder_and_a_file_that_may_only_be_read(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda _, mode: mode != os.W_OK)  # root may all the same
    trial.plan.chmod(stat.S_IREAD)
    assert not trial.save()
    assert (
        "The file is write-protected. Nothing was changed. Save it under another name."
        in (trial.said[0])
    )
    assert trial.now in trial.left()


def test_a_clock_that_was_set_back(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """Moments are written and shown; what comes after what is known without them."""

    class Then(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:
            return datetime.datetime(1999, 12, 31, 23, 59, 59, tzinfo=tz)

    past = SimpleNamespace(datetime=Then, UTC=datetime.UTC, date=datetime.date)
    for module in (identity, recovery_file):
        monkeypatch.setattr(module, "datetime", past)
    trial.edit("U3", "G1")
    assert trial.now in trial.left()
    assert trial.save()
    trial.edit("U6", "G3")  # kept in a list of 1999
    trial.document.undo()
    trial.document.redo()
    assert trial.now in trial.left()
    before = trial.now
    assert trial.start_again()
    assert trial.now == before


@pytest.mark.parametrize(
    "name",
    [
        "with  spaces .footprint",
        "🏥 Übersicht \N{COMBINING DIAERESIS}.footprint",
        "x" * 240 + ".footprint",
        "100% & <b>x<b> #1;.footprint",
    ],
)
def test_names_of_all_sorts(name: str, tmp_path: Path) -> None:
    """Edited, killed, recovered, saved: whatever it is called."""
    trial = Trial(tmp_path, name)
    trial.edit("U2", "G2")
    assert trial.now in trial.left()
    before = trial.now
    assert trial.start_again()
    assert trial.now == before
    assert trial.document.path == trial.plan
    assert trial.save()
    assert content(open_scenario(trial.plan).scenario.option()) == trial.now
    trial.close()
    assert os.listdir(trial.plan.parent) == [name]


def test_a_folder_for_recovery_that_can_not_be_had(tmp_path: Path) -> None:
    """The user is told once, and goes on; a save is as good as ever."""
    (tmp_path / "recovery").write_text("in the way")
    trial = Trial(tmp_path)
    trial.edit("U2", "G2")
    trial.edit("U3", "G1")
    (text,) = trial.said
    assert re.search(r"changes are not kept until you save: .*recovery", text)
    assert trial.save()
    assert content(open_scenario(trial.plan).scenario.option()) == trial.now


@POSIX
def test_a_disk_of_its_own_that_is_really_full(trial: Trial) -> None:
    """No stand-in: the kernel itself takes no more than some bytes a file."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, hard))
    try:
        assert not trial.save()
        trial.edit("U3", "G1")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert "plan.footprint was not saved. That is too large a file" in trial.said[0]
    assert trial.now in trial.left()
    assert set(os.listdir(trial.plan.parent)) == {note_of(trial.plan).name, trial.plan.name}
    assert trial.save()
