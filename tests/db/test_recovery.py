"""What is kept between saves: every change is on the disk when it has been made."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path
from random import Random

import pytest

from db import recovery_file
from db.recovered import Base, find
from db.recovery import Recorder, has_any
from db.scenario_file import open_scenario, save
from model.changes import Move, OptionField, SetOption
from model.log import Checkpoint
from model.option import Option, Status
from model.scenario import Add, Place, Scenario, SetPreset, SetStatus, Take
from tests.db.edits import edit_at_random
from tests.db.recovering import content, move, only, opened, recovered
from tests.sample_pack import WHEN, WHO, sample_scenario

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")


# -- what is kept ------------------------------------------------------------------------------


def test_nothing_is_there_before_the_first_change(plan: Path, folder: Path) -> None:
    _, recorder = opened(plan, folder)
    assert not folder.exists()
    assert not has_any(folder)
    recorder.close()
    assert not folder.exists()


def test_a_change_is_on_the_disk_when_it_has_been_made(plan: Path, folder: Path) -> None:
    option, recorder = opened(plan, folder)
    sizes = []
    for to in ("G2", "G1", "R1"):
        move(option, "U2", to)
        (path,) = folder.glob("*.changes")
        sizes.append(path.stat().st_size)
        assert b'["move","U2","%s"]' % to.encode() in path.read_bytes()
    assert sizes == sorted(set(sizes))
    assert has_any(folder)
    recorder.close()


@pytest.mark.parametrize("seed", range(12))
def test_whatever_was_done_is_done_again(seed: int, plan: Path, folder: Path) -> None:
    option, recorder = opened(plan, folder)
    edit_at_random(option, Random(seed), 60)
    option.redo() if option.log.after_head() else option.undo()
    recorder.close(keep=True)
    result = recovered(folder)
    assert content(result.scenario.option()) == content(option)
    assert (result.path, result.base) == (plan, Base.SAME)


@pytest.mark.parametrize("seed", range(4))
def test_a_plan_that_was_never_saved_is_made_again(seed: int, folder: Path) -> None:
    scenario = sample_scenario()
    recorder = Recorder(folder)
    recorder.watch(scenario)
    edit_at_random(scenario.option(), Random(seed), 40)
    recorder.close(keep=True)
    result = recovered(folder)
    assert content(result.scenario.option()) == content(scenario.option())
    assert (result.path, result.name, result.base) == (None, "", Base.NONE)


def test_the_first_change_of_a_plan_that_was_never_saved_counts(folder: Path) -> None:
    scenario = sample_scenario()
    recorder = Recorder(folder)
    recorder.watch(scenario)
    move(scenario.option(), "U3", "G1")
    recorder.close(keep=True)
    found = only(folder)
    assert (found.changes, found.name) == (1, "")
    assert found.last > WHEN


def test_what_is_found_says_what_it_is(plan: Path, folder: Path) -> None:
    option, recorder = opened(plan, folder)
    move(option, "U2", "G2")
    option.undo()
    recorder.close(keep=True)
    found = only(folder)
    assert (found.name, found.changes, found.base) == ("plan.footprint", 2, Base.SAME)
    assert found.last > WHEN
    assert found.header is not None
    assert found.header.pid == os.getpid()


def test_reasons_and_names_are_kept(plan: Path, folder: Path) -> None:
    option, recorder = opened(plan, folder)
    option.commit(Move("U2", "G2"), when=WHEN, who="Zoë ☃", why="two\nlines", text="So & so")
    recorder.close(keep=True)
    entry = list(recovered(folder).scenario.option().log)[-1]
    assert (entry.who, entry.why, entry.text) == ("Zoë ☃", "two\nlines", "So & so")


def test_what_a_merge_brought_in_is_kept(plan: Path, folder: Path) -> None:
    option, recorder = opened(plan, folder)
    option.commit(Move("U2", "G2"), when=WHEN, who="Ada", brings="0123456789abcdef")
    recorder.close(keep=True)
    again = recovered(folder).scenario.option()
    assert again.log[again.log.head].brings == "0123456789abcdef"


def test_remarks_are_kept_and_undoing_does_not_lead_back_to_the_file(
    plan: Path, folder: Path
) -> None:
    option, recorder = opened(plan, folder)
    entry = option.log.head
    option.annotate(entry, "two\nlines")
    option.set_checkpoint(entry, "Sent out", when=WHEN, who="Zoë ☃")
    recorder.close(keep=True)
    assert only(folder).changes == 2
    result = recovered(folder)
    again = result.scenario.option()
    assert again.log[entry].why == "two\nlines"
    assert again.log.checkpoints == [Checkpoint(entry, "Sent out", WHEN, "Zoë ☃")]
    assert result.scenario.mark != result.saved


def test_every_option_is_kept(folder: Path, tmp_path: Path) -> None:
    scenario = sample_scenario()
    second = Option(scenario.pack, "B", "Other", scenario.pack.as_of)
    scenario.options.append(second)
    path = tmp_path / "two.footprint"
    recorder = Recorder(folder)
    recorder.watch(scenario, path, save(scenario, path))
    second.commit(SetOption(OptionField.NAME, "Next"), when=WHEN, who=WHO)
    move(scenario.option("A"), "U3", "G1")
    recorder.close(keep=True)
    result = recovered(folder)
    assert [content(o) for o in result.scenario.options] == [content(o) for o in scenario.options]
    assert result.saved not in (None, result.scenario.mark)


def test_presets_are_kept(plan: Path, folder: Path) -> None:
    found = open_scenario(plan)
    recorder = Recorder(folder)
    recorder.watch(found.scenario, plan, found.sha256)
    for name in ("Board", "Gone"):
        found.scenario.apply(SetPreset(name, {"format": ".pdf", "parts": ["overview"]}))
    found.scenario.apply(SetPreset("Gone", None))
    recorder.close(keep=True)
    assert only(folder).changes == 3
    again = recovered(folder)
    assert again.scenario.presets == {"Board": {"format": ".pdf", "parts": ["overview"]}}
    assert again.scenario.mark != again.saved


def test_an_option_that_came_later_is_kept(plan: Path, folder: Path) -> None:
    found = open_scenario(plan)
    scenario = found.scenario
    recorder = Recorder(folder)
    recorder.watch(scenario, plan, found.sha256)
    move(scenario.option("A"), "U3", "G1")
    scenario.apply(Add(Option(scenario.pack, "B", "Other", scenario.pack.as_of), 1))
    scenario.option("B").commit(SetOption(OptionField.NOTE, "New"), when=WHEN, who=WHO)
    recorder.close(keep=True)
    assert only(folder).changes == 3
    result = recovered(folder)
    assert [content(o) for o in result.scenario.options] == [content(o) for o in scenario.options]
    assert (result.path, result.saved) == (plan, None)


def listed(scenario: Scenario) -> object:
    return (
        scenario.mark,
        [content(o) for o in scenario.options],
        [o.start for o in scenario.options],
    )


def test_every_edit_of_the_list_is_kept(plan: Path, folder: Path) -> None:
    found = open_scenario(plan)
    scenario, option = found.scenario, found.scenario.option()
    recorder = Recorder(folder)
    recorder.watch(scenario, plan, found.sha256)
    for name in "BCDE":
        twin = option.branch(name, f"Plan {name}", when=WHEN, who=WHO)
        taken_back = scenario.apply(Add(twin, 1))
    scenario.apply(scenario.apply(taken_back))  # E goes and comes back ...
    move(scenario.option("E"), "U3", "G1")  # ... and is listened to as before
    for edit in (
        Place("E", 3),
        SetStatus("C", Status.ARCHIVED),
        SetStatus("D", Status.DELETED),
        Take("D"),
        SetStatus("A", Status.DELETED),
    ):
        before = scenario.mark
        scenario.apply(edit)
        assert scenario.mark != before
    move(scenario.option("B"), "U2", "G2")
    recorder.close(keep=True)
    assert only(folder).changes == 13
    result = recovered(folder)
    assert listed(result.scenario) == listed(scenario)
    assert result.scenario.active == "B"  # where the last change was made
    assert result.saved is None


def test_edits_of_the_list_alone_lead_back_to_the_file(plan: Path, folder: Path) -> None:
    scenario = open_scenario(plan).scenario
    scenario.apply(Add(scenario.option().branch("B", "Plan B", when=WHEN, who=WHO), 1))
    recorder = Recorder(folder)
    recorder.watch(scenario, plan, save(scenario, plan))
    back = scenario.apply(SetStatus("A", Status.ARCHIVED))
    recorder.close(keep=True)
    result = recovered(folder)
    assert result.scenario.mark == scenario.mark != result.saved
    assert result.scenario.active == "B"
    result.scenario.apply(back)
    assert result.scenario.mark == result.saved


def test_a_change_made_by_a_listener_is_kept(plan: Path, folder: Path) -> None:
    found = open_scenario(plan)
    option = found.scenario.option()

    def follow(_: object) -> None:
        if option.state.name != "Followed":
            option.commit(SetOption(OptionField.NAME, "Followed"), when=WHEN, who=WHO)

    option.subscribe(follow)
    recorder = Recorder(folder)
    recorder.watch(found.scenario, plan, found.sha256)
    move(option, "U2", "G2")
    move(option, "U3", "G1")
    recorder.close(keep=True)
    assert content(recovered(folder).scenario.option()) == content(option)


def test_a_list_that_grows_too_long_begins_anew(
    plan: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recovery_file, "ENOUGH", 2_000)
    option, recorder = opened(plan, folder)
    for _ in range(20):
        move(option, "U2", "G2")
        move(option, "U2", "G1")
    (path,) = folder.glob("*.changes")
    assert path.stat().st_size < 3_000
    recorder.close(keep=True)
    assert only(folder).changes == 40
    result = recovered(folder)
    assert content(result.scenario.option()) == content(option)
    assert (result.path, result.saved) == (plan, None)


# -- what is kept no longer --------------------------------------------------------------------


def test_nothing_is_left_after_a_save(plan: Path, folder: Path) -> None:
    found = open_scenario(plan)
    recorder = Recorder(folder)
    recorder.watch(found.scenario, plan, found.sha256)
    option = found.scenario.option()
    move(option, "U2", "G2")
    recorder.watch(found.scenario, plan, save(found.scenario, plan))
    assert os.listdir(folder) == []
    move(option, "U3", "G1")
    recorder.close(keep=True)
    assert only(folder).changes == 1
    assert content(recovered(folder).scenario.option()) == content(option)


def test_who_is_killed_right_after_a_save_is_offered_nothing(plan: Path, folder: Path) -> None:
    """The file has the changes, and what was kept of them had no time to go."""
    found = open_scenario(plan)
    recorder = Recorder(folder)
    recorder.watch(found.scenario, plan, found.sha256)
    found.scenario.option().commit(Move("U2", "G2"), when=WHEN, who=WHO)
    save(found.scenario, plan, expected_sha256=found.sha256)
    recorder.close(keep=True)
    assert find(folder) == []
    assert os.listdir(folder) == []


def test_nothing_is_left_after_a_clean_end(plan: Path, folder: Path) -> None:
    option, recorder = opened(plan, folder)
    move(option, "U2", "G2")
    recorder.close()
    assert os.listdir(folder) == []
    move(option, "U3", "G1")
    assert os.listdir(folder) == []
    recorder.close()


def test_a_list_that_can_not_be_removed_says_nothing_any_more(
    plan: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    option, recorder = opened(plan, folder)
    move(option, "U2", "G2")

    def refuse(path: Path, **_: object) -> None:
        raise PermissionError(errno.EACCES, "held by a virus scanner", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        recorder.close()
    assert "could not be removed" in caplog.text
    assert has_any(folder)
    assert find(folder) == []
    for path in folder.iterdir():
        os.utime(path, (0, 0))
    assert find(folder) == []
    assert os.listdir(folder) == []


# -- where it can't be kept --------------------------------------------------------------------


@pytest.mark.parametrize("call", ["write", "fsync", "open"])
def test_editing_goes_on_where_nothing_can_be_kept(
    call: str, plan: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    found = open_scenario(plan)
    option = found.scenario.option()
    recorder = Recorder(folder, tell=said.append)
    recorder.watch(found.scenario, plan, found.sha256)

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(recovery_file.os, call, fail)
        move(option, "U2", "G2")
    move(option, "U3", "G1")
    option.undo()
    assert option.state.group_of("U2") == "G2"
    assert said == [recorder.fault]
    assert "the disk is full" in said[0]
    assert str(folder) in said[0]
    assert os.listdir(folder) == []
    recorder.watch(found.scenario, plan, save(found.scenario, plan))
    assert recorder.fault == ""
    move(option, "U3", "G1")
    recorder.close(keep=True)
    assert only(folder).changes == 1


def test_what_was_kept_before_a_disk_filled_up_stays(
    plan: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    option, recorder = opened(plan, folder)
    move(option, "U2", "G2")
    kept = content(option)
    write = os.write

    def half(descriptor: int, data: bytes) -> int:
        write(descriptor, data[:50])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(recovery_file.os, "write", half)
        move(option, "U3", "G1")
    move(option, "U4", "R2")
    assert recorder.fault
    recorder.close(keep=True)
    assert content(recovered(folder).scenario.option()) == kept


def test_a_disk_that_takes_a_line_in_pieces(
    plan: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(recovery_file.os, "write", lambda d, data: write(d, data[:7]))
    option, recorder = opened(plan, folder)
    move(option, "U2", "G2")
    recorder.close(keep=True)
    assert content(recovered(folder).scenario.option()) == content(option)


def test_a_folder_that_is_a_file(plan: Path, folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_text("in the way")
    option, recorder = opened(plan, folder)
    move(option, "U2", "G2")
    assert "something else has that name" in recorder.fault
    recorder.close()
    assert find(folder) == []
    assert not has_any(folder)


def test_a_plan_that_no_file_can_hold_says_so(folder: Path) -> None:
    scenario = sample_scenario()
    scenario.created = "\0"
    recorder = Recorder(folder)
    recorder.watch(scenario)
    move(scenario.option(), "U2", "G2")
    assert "not fit for a file" in recorder.fault
    assert not folder.exists()


@POSIX
def test_nobody_else_may_read_it(plan: Path, folder: Path) -> None:
    option, recorder = opened(plan, folder)
    move(option, "U2", "G2")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(p.stat().st_mode) for p in folder.iterdir()} == {0o600}
    recorder.close()


def test_the_disk_is_asked_once_for_each_change(
    plan: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    option, recorder = opened(plan, folder)
    move(option, "U2", "G2")
    calls: list[str] = []
    for name in ("open", "write", "close"):
        real = getattr(os, name)
        monkeypatch.setattr(
            recovery_file.os, name, lambda *a, n=name, r=real: (calls.append(n), r(*a))[1]
        )
    sync = recovery_file._sync
    monkeypatch.setattr(recovery_file, "_sync", lambda d: (calls.append("sync"), sync(d)))
    move(option, "U3", "G1")
    option.undo()
    option.redo()
    assert calls == ["write", "sync"] * 3
    monkeypatch.undo()
    recorder.close()


def test_scenarios_share_a_recorder_one_after_another(plan: Path, folder: Path) -> None:
    option, recorder = opened(plan, folder)
    move(option, "U2", "G2")
    other: Scenario = sample_scenario("blank")
    recorder.watch(other)
    assert os.listdir(folder) == []
    move(option, "U3", "G1")
    assert os.listdir(folder) == []
    other.option().commit(SetOption(OptionField.NOTE, "New"), when=WHEN, who=WHO)
    recorder.close(keep=True)
    assert content(recovered(folder).scenario.option()) == content(other.option())
