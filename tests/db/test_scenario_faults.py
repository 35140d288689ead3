"""Saving when the world does not help: the old file stays whole, nothing else is left behind."""

from __future__ import annotations

import errno
import os
import signal
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from db import replace
from db.errors import SaveError
from db.scenario_file import open_scenario, save
from model.changes import Move
from model.scenario import Scenario
from tests.sample_pack import WHEN, WHO, sample_scenario

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="permissions and links of POSIX")


def other_scenario() -> Scenario:
    scenario = sample_scenario()
    scenario.options[0].commit(Move("U3", "G1"), when=WHEN, who=WHO)
    return scenario


def assert_not_saved(path: Path, said: str, **more: str) -> None:
    """Check the sentence, and that the folder holds just what it held before."""
    before = content(path)
    with pytest.raises(SaveError, match=said) as caught:
        save(other_scenario(), path, **more)
    sentence = str(caught.value)
    assert sentence.startswith(f"{path.name}: ")
    assert "nothing was changed" in sentence
    assert "\n" not in sentence
    assert content(path) == before


def content(path: Path) -> tuple[list[str] | None, bytes | None]:
    """Return what is in a file's folder, and in the file."""
    names = os.listdir(path.parent) if path.parent.is_dir() else None
    return names, path.read_bytes() if os.path.isfile(path) else None


def failing(number: int, *names: object) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number), *names)

    return fail


# -- places where no file can be ---------------------------------------------------------------


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert_not_saved(tmp_path / "gone" / "plan.footprint", "there is no folder .*gone")


def test_a_folder_that_is_a_file(plan: Path) -> None:
    assert_not_saved(plan / "plan.footprint", "what should be its folder is a file")


def test_a_target_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "plan.footprint").mkdir()
    assert_not_saved(tmp_path / "plan.footprint", "a folder has that name")


@POSIX
def test_a_target_that_is_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "plan.footprint")
    assert_not_saved(tmp_path / "plan.footprint", "that is not a file")


@POSIX
def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    assert_not_saved(tmp_path / ("x" * 256), "too long; .*choose a shorter one")


def test_a_name_that_no_file_can_have(tmp_path: Path) -> None:
    with pytest.raises(SaveError, match="not a name for a file"):
        save(sample_scenario(), tmp_path / "nul\0l")


@POSIX
def test_links_that_lead_round_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert_not_saved(tmp_path / "a", "round in a circle")


def test_a_folder_that_we_may_not_write_into(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make = os.open

    def refuse(path: Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_CREAT:  # root may write anywhere, so the refusal is played
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return make(path, flags, mode)

    monkeypatch.setattr(os, "open", refuse)
    assert_not_saved(plan, "you may not write into the folder")


def test_a_file_that_is_write_protected(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan.chmod(stat.S_IREAD)
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)  # root may all the same
    assert_not_saved(plan, "the file is write-protected; .*under another name")
    plan.chmod(stat.S_IREAD | stat.S_IWRITE)


# -- what goes wrong on the way ----------------------------------------------------------------

CAUSES = [
    ("open", failing(errno.EACCES, "plan"), "you may not write into the folder"),
    ("open", failing(errno.EROFS), "the disk can only be read"),
    ("open", failing(errno.EMFILE), "Too many open files; .*try again"),
    ("fsync", failing(errno.EIO), "the disk reports a fault"),
    ("fsync", failing(errno.ENOSPC), "the disk is full; .*make room"),
    ("fsync", failing(errno.EDQUOT), "your share of the disk is used up"),
    ("replace", failing(errno.EACCES, "a", None, "b"), "another program has the file open, or"),
    ("replace", failing(errno.EBUSY), "another program has it open"),
    ("replace", failing(errno.ENOSPC), "the disk is full"),
    ("replace", failing(errno.EISDIR), "a folder has that name"),
]


@pytest.mark.parametrize(("call", "fail", "said"), CAUSES, ids=[f"{c[0]}-{c[2]}" for c in CAUSES])
def test_each_cause_has_its_sentence(
    call: str,
    fail: Callable[..., None],
    said: str,
    plan: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(replace.os, call, fail)
    assert_not_saved(plan, said)


@pytest.mark.parametrize(("number", "said"), [(32, "another program has it"), (206, "too long")])
def test_what_windows_says_in_numbers_of_its_own(
    number: int, said: str, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        error = OSError(errno.EACCES, "in the words of Windows")
        error.winerror = number
        raise error

    monkeypatch.setattr(replace.os, "replace", fail)
    assert_not_saved(plan, said)


class FullDisk:
    """A file that takes some bytes and then no more."""

    def __init__(self, real: object) -> None:
        self.real = real

    def __getattr__(self, name: str) -> object:
        return getattr(self.real, name)

    def __enter__(self) -> FullDisk:
        return self

    def __exit__(self, *_: object) -> None:
        self.real.close()

    def write(self, data: bytes) -> None:
        self.real.write(data[:5000])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_disk_that_fills_up_half_way(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fdopen = os.fdopen
    monkeypatch.setattr(replace.os, "fdopen", lambda *args: FullDisk(fdopen(*args)))
    assert_not_saved(plan, "the disk is full")
    monkeypatch.undo()
    assert open_scenario(plan).scenario.id == sample_scenario().id


@POSIX
def test_a_limit_of_the_system_on_the_size_of_files(plan: Path) -> None:
    """No stand-in here: the kernel itself stops the writing."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        assert_not_saved(plan, "too large a file")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def test_an_interruption_leaves_nothing_behind(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = plan.read_bytes()
    monkeypatch.setattr(replace.os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save(other_scenario(), plan)
    assert os.listdir(plan.parent) == [plan.name]
    assert plan.read_bytes() == before


@POSIX
def test_a_folder_that_can_not_be_synced_does_not_undo_the_save(
    plan: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sync = os.fsync

    def fail_on_folders(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "not here")
        sync(descriptor)

    caplog.set_level("INFO")
    monkeypatch.setattr(replace.os, "fsync", fail_on_folders)
    assert save(other_scenario(), plan) == open_scenario(plan).sha256
    assert "could not be synced" in caplog.text


# -- somebody else at the same file ------------------------------------------------------------


def test_a_file_that_was_changed_meanwhile_is_left_alone(plan: Path) -> None:
    mine = open_scenario(plan)
    save(other_scenario(), plan)
    assert_not_saved(plan, "changed it since it was opened", expected_sha256=mine.sha256)


def test_a_file_that_is_as_we_left_it_is_replaced(plan: Path) -> None:
    mine = open_scenario(plan)
    second = save(other_scenario(), plan, expected_sha256=mine.sha256)
    third = save(mine.scenario, plan, expected_sha256=second)
    assert (third, second != third) == (mine.sha256, True)


def test_a_file_that_was_deleted_meanwhile_is_written_again(plan: Path) -> None:
    mine = open_scenario(plan)
    plan.unlink()
    save(mine.scenario, plan, expected_sha256=mine.sha256)
    assert open_scenario(plan).sha256 == mine.sha256


# -- what stays as it was ----------------------------------------------------------------------


@POSIX
def test_permissions_are_kept_and_new_files_have_the_usual_ones(plan: Path) -> None:
    usual = plan.with_name("usual")
    usual.touch()
    assert stat.S_IMODE(plan.stat().st_mode) == stat.S_IMODE(usual.stat().st_mode)
    plan.chmod(0o640)
    save(other_scenario(), plan)
    assert stat.S_IMODE(plan.stat().st_mode) == 0o640


@POSIX
def test_a_link_goes_on_leading_to_the_file(plan: Path) -> None:
    link = plan.with_name("link.footprint")
    link.symlink_to(plan.name)
    save(other_scenario(), link)
    assert link.is_symlink()
    assert open_scenario(plan).scenario.options[0].state.group_of("U3") == "G1"


@pytest.mark.parametrize("name", ["with spaces.footprint", "🏥 Übersicht.footprint", "x" * 240])
def test_names_of_all_sorts(name: str, tmp_path: Path) -> None:
    save(sample_scenario(), tmp_path / name)
    assert open_scenario(tmp_path / name).scenario.id == sample_scenario().id
    assert os.listdir(tmp_path) == [name]
