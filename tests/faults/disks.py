"""Disks that fail, and what others do to a file meanwhile: nothing may be lost or left half done.

A user edits a plan, something goes wrong while they go on editing and save, and then it is mended.
`Trial` holds all that must be so after it, whatever it was.
"""

from __future__ import annotations

import errno
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QWidget

from db import recovery_file
from db.errors import InputError
from db.recovered import Found, find
from db.recovery import CHANGES
from db.scenario_file import open_scenario, save
from model import edits
from model.option import Option
from tests.sample_pack import sample_scenario
from ui.dialogs import messages, others
from ui.document import Document
from ui.files import Files

FULL = (errno.ENOSPC, errno.EDQUOT)
"""What a disk says that takes no more: what is there can still be removed and renamed."""
ERRORS = (*FULL, errno.EIO, errno.EROFS, errno.EACCES, errno.EBUSY)
CALLS = ("open", "fdopen", "write", "fsync", "replace", "unlink", "ftruncate", "mkdir", "stat")
_TAKING = ("open", "fdopen", "write", "fsync", "mkdir")


class _Half:
    """An open file that takes half of what it gets."""

    def __init__(self, real: Any, number: int) -> None:
        self._real, self._number = real, number

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def __enter__(self) -> _Half:
        return self

    def __exit__(self, *_: object) -> None:
        self._real.close()

    def write(self, data: bytes) -> None:
        self._real.write(data[: len(data) // 2])
        self._real.flush()
        raise OSError(self._number, os.strerror(self._number))


class Disk:
    """The disk, as it answers this process; from some call on it fails.

    Parameters
    ----------
    good : int
        How many calls it answers as ever.
    number : int
        The error of the system that it gives then.
    """

    def __init__(self, good: int, number: int) -> None:
        self.asked = 0
        self._good = good
        self._number = number

    @property
    def has_failed(self) -> bool:
        """Whether it was asked often enough."""
        return self.asked > self._good

    @contextmanager
    def failing(self) -> Iterator[None]:
        """Have it fail while the body runs."""
        names = [n for n in CALLS if self._number not in FULL or n in _TAKING]
        with patch.multiple(os, **{name: self._wrapped(name) for name in names}):
            recovery_file._sync, real = os.fsync, recovery_file._sync
            try:
                yield
            finally:
                recovery_file._sync = real

    def _wrapped(self, name: str) -> Callable[..., Any]:
        real = getattr(os, name)

        def ask(*args: Any, **more: Any) -> Any:
            self.asked += 1
            is_reading = name == "open" and not args[1] & (os.O_CREAT | os.O_RDWR | os.O_WRONLY)
            if not self.has_failed or is_reading:
                return real(*args, **more)
            if name == "write":
                real(args[0], bytes(args[1])[: len(args[1]) // 2])
            if name == "fdopen":
                return _Half(real(*args, **more), self._number)
            raise OSError(self._number, os.strerror(self._number), *map(str, args[:1]))

        return ask


class Trial:
    """A user with an open plan, and what they are told.

    Parameters
    ----------
    home : Path
        An empty folder.
    name : str
        Of the file.
    """

    def __init__(self, home: Path, name: str = "plan.footprint") -> None:
        self.plan = home / "folder" / name
        self.plan.parent.mkdir()
        self.folder = home / "recovery"
        save(sample_scenario(), self.plan)
        self.said: list[str] = []
        self.on_clash: Callable[[str], others.Clash] = lambda _: others.Clash.CANCEL
        opened = open_scenario(self.plan)
        self.document = Document(opened.scenario)
        self._window = QWidget()
        settings = QSettings(str(home / "settings.ini"), QSettings.Format.IniFormat)
        self.files = Files(self.document, settings, self._window, self.folder)
        self.files.told.connect(lambda text, _kind: self.said.append(text))
        self.files.adopt(self.plan, opened)
        self.files.others.look()

    def edit(self, unit: str, to: str) -> None:
        """Move a unit; editing goes on whatever the disk does."""
        assert self.document.commit(edits.move(self.document.state, [unit], to))

    def save(self) -> bool:
        """Save, and take note of what is said."""
        with (
            patch.object(
                messages, "show_error", lambda _, *said: self.said.append(". ".join(said))
            ),
            patch.object(others, "ask_clash", lambda _, name: self.on_clash(name)),
        ):
            return self.files.save()

    def start_again(self) -> bool:
        """Have the program killed, started again, and take up what was left."""
        recorder = self.files._recorder
        assert recorder is not None
        recorder.close(keep=True)
        (found,) = find(self.folder)
        with patch.object(messages, "ask_save", lambda *_: messages.Answer.DISCARD):
            return self.files.recover(found)

    @property
    def now(self) -> object:
        """Return how the plan is on screen."""
        return content(self.document.option)

    def left(self) -> list[object]:
        """Return what plans could be had if the program were killed now."""
        plans: list[object] = []
        for path in self.folder.glob(f"*{CHANGES}"):
            found = Found(path)
            found.read()
            with suppress(InputError):
                plans.append(content(found.recover().scenario.option()))
        with suppress(InputError):
            plans.append(content(open_scenario(self.plan).scenario.option()))
        return plans

    def close(self) -> None:
        """End, as a window does whose changes are not wanted."""
        self.files.close()


def content(option: Option) -> object:
    """Return what is equal for equal plans."""
    return option.state.snapshot(), option.log.head, len(option.log)


@dataclass
class Trials:
    """What came of some faults, each in a trial of its own.

    Attributes
    ----------
    faults : int
        How many were tried.
    wrong : list of str
        What was lost or damaged, or not told.
    """

    faults: int = 0
    wrong: list[str] = field(default_factory=list)


def make(folder: Path) -> Path:
    """Make a folder, and return it."""
    folder.mkdir()
    return folder


def fail_everywhere(home: Path, number: int, *, each: int = 1) -> Trials:
    """Have the disk fail at every call that a user's editing and saving makes, or each n-th."""
    trials, good, goes_on = Trials(), 0, True
    while goes_on:
        goes_on, wrong = fails(make(home / str(good)), good, number)
        trials.faults += goes_on
        name = errno.errorcode[number]
        trials.wrong += [f"{name} from call {good + 1} on: {one}" for one in wrong]
        good += each
    return trials


def fails(home: Path, good: int, number: int) -> tuple[bool, list[str]]:
    """Have the disk fail from some call on while a user edits and saves.

    Returns
    -------
    bool, list of str
        Whether it was asked often enough to fail; all that was wrong after it.
    """
    trial, wrong = Trial(home), []
    before = content(open_scenario(trial.plan).scenario.option())
    trial.edit("U2", "G2")
    disk = Disk(good, number)
    with disk.failing():
        trial.edit("U3", "G1")
        done = trial.save()
        if not done:
            trial.edit("U6", "G3")
    said = [text for text in trial.said if trial.plan.name in text]
    kept_no_more = any("not kept" in text for text in trial.said)
    file = content(open_scenario(trial.plan).scenario.option())
    if done and file != trial.now:
        wrong.append("it said that it was saved, and it was not")
    if not done and file != before:
        wrong.append("it said that it was not saved, and the file is another one")
    if not done and not said:
        wrong.append(f"nobody was told: {trial.said}")
    wrong += [f"not one line: {text!r}" for text in trial.said if "\n" in text]
    if trial.now not in trial.left() and not kept_no_more:
        wrong.append("a change would be lost, and nobody was told")
    if disk.has_failed and number in FULL:
        left = [n for n in os.listdir(trial.plan.parent) if n.endswith(".tmp")]
        wrong += [f"{name} is left over" for name in left]
    if not trial.save() or content(open_scenario(trial.plan).scenario.option()) != trial.now:
        wrong.append("it can't be saved now that the disk is well again")
    trial.edit("U2", "G1")
    if trial.now not in trial.left():
        wrong.append("changes are not kept again after a save")
    trial.close()
    return disk.has_failed, wrong


if __name__ == "__main__":
    QApplication([])
    total = Trials()
    with tempfile.TemporaryDirectory() as made:
        for error in ERRORS:
            found = fail_everywhere(make(Path(made, str(error))), error)
            total.faults += found.faults
            total.wrong += found.wrong
    print(json.dumps(vars(total)))  # noqa: T201 - what it is run for
