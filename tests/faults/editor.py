"""A user at the program, in a process of their own, who edits and saves until somebody kills it.

    python -m tests.faults.editor

reads jobs from stdin, one JSON object a line, and does each in a process of its own: forked where
the system can (what the program imports is then loaded once), else in this one, which ends with it.
All goes through the program's own document and files, with its window (offscreen) or without.
What is about to be done, and what has been done, is written to stdout, one JSON object a line.
"""

from __future__ import annotations

import faulthandler
import hashlib
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from db import recovery_file
from db.identity import new_id, now
from db.recovered import find
from db.scenario_file import open_scenario
from model.errors import ModelError
from model.scenario import Add, Scenario
from tests.db.edits import any_change
from tests.sample_pack import sample_scenario
from ui import app
from ui.dialogs import messages, others
from ui.document import Document
from ui.files import Files
from ui.main_window import MainWindow

Job = dict[str, Any]
FORKS = hasattr(os, "fork")
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # on Windows that is TerminateProcess

MOST = 4
"""Most options that a plan gets."""
HANGS = 300.0
"""After how long a job that has not ended is said to hang, seconds: the machine may be busy."""
CALLS = ("open", "write", "fsync", "fdatasync", "replace", "unlink", "ftruncate", "mkdir")
"""What the program asks of the disk."""


_write = os.write  # as it is before anybody counts


def tell(**said: object) -> None:
    """Write a line; it is short enough for a pipe to take it whole or not at all."""
    _write(1, json.dumps(said).encode() + b"\n")


def state(scenario: Scenario) -> dict[str, list[object]]:
    """Return of each option its head, the length of its log, what is equal for equal states."""
    return {
        option.id: [
            option.log.head,
            len(option.log),
            hashlib.sha256(repr(option.state.snapshot()).encode()).hexdigest()[:16],
        ]
        for option in scenario.options
    }


def die_at(call: int) -> None:
    """End this process just before the disk is asked for the n-th time, or half way through it."""
    made = 0

    def wrapped(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def ask(*args: Any, **more: Any) -> Any:
            nonlocal made
            made += 1
            if made > call:
                if name == "write":  # half a line is what is left then
                    real(args[0], bytes(args[1])[: len(args[1]) // 2])
                os.kill(os.getpid(), KILL)
            return real(*args, **more)

        return ask

    for name in CALLS:
        if hasattr(os, name):
            setattr(os, name, wrapped(name, getattr(os, name)))
    recovery_file._sync = wrapped("sync", recovery_file._sync)


class User:
    """Does what a job says.

    Parameters
    ----------
    job : dict
        `home`: a folder for all that is written; `plan`: the file to open, or None for a plan that
        is in none; `recover`: the name of what a killed program left, or None; `seed`; `window`:
        whether there is one; `die`: at which call to the disk to die, or None; `steps`.
    """

    def __init__(self, job: Job) -> None:
        self._random = Random(job["seed"])
        self._home = Path(job["home"])
        self._steps = int(job["steps"])
        self._die = job["die"]
        self._folder = self._home / "recovery"
        plan = Path(job["plan"]) if job["plan"] else None
        self._window = self._start(plan) if job["window"] else None
        if self._window is not None:
            self._document, self._files = self._window.document, self._window.files
        else:
            self._without_window(plan)
        if self._die is not None:
            die_at(self._die)
        if job["recover"]:
            (found,) = (f for f in find(self._folder) if f.path.name == job["recover"])
            tell(will="recover")
            if not self._files.recover(found):
                raise RuntimeError(f"nothing came back from {found.path.name}")
            self._told("recover")

    def _start(self, plan: Path | None) -> MainWindow:
        app.settings = self._settings
        app.recovery_folder = lambda: self._folder
        app.first_scenario = sample_scenario
        window = app.make_window(plan)
        window.show()
        QApplication.processEvents()
        for dialog in window.findChildren(QDialog):  # what was left is taken up below
            dialog.reject()
        window.later.finish()
        return window

    def _settings(self) -> QSettings:
        return QSettings(str(self._home / "settings.ini"), QSettings.Format.IniFormat)

    def _without_window(self, plan: Path | None) -> None:
        opened = open_scenario(plan) if plan is not None else None
        self._document = Document(opened.scenario if opened else sample_scenario())
        self._widget = QWidget()
        self._files = Files(self._document, self._settings(), self._widget, self._folder)
        if plan is not None and opened is not None:
            self._files.adopt(plan, opened)

    def _told(self, what: str) -> None:
        path = self._document.path
        at, shown = state(self._document.scenario), self._document.option.id
        tell(did=what, state=at, shown=shown, path=str(path) if path else None)

    def work(self) -> None:
        """Edit, undo, redo and save at random."""
        self._told("start")
        for _ in range(self._steps):
            match self._random.randrange(16):
                case 0 | 1:
                    self._save(self._document.path or self._home / "a.footprint")
                case 2:
                    self._save(self._home / f"{self._random.choice('abc')}.footprint")
                case 3 | 4:
                    self._do("undo", self._document.undo)
                case 5:
                    self._do("redo", self._document.redo)
                case 6 if len(self._document.scenario.options) < MOST:
                    self._branch()
                case _:
                    self._edit()
            if self._window is not None:
                QApplication.processEvents()
        tell(did="all")

    def _do(self, what: str, do: Callable[[], object]) -> None:
        tell(will=what)
        do()
        self._told(what)

    def _edit(self) -> None:
        try:
            change = any_change(self._document.option, self._random)
        except ModelError:
            return
        self._do("edit", lambda: self._document.commit(change))

    def _branch(self) -> None:
        at = len(self._document.scenario.options)
        name = f"Another {self._random.randrange(10**6)}"
        new = self._document.option.branch(new_id(), name, when=now(), who="Bo")
        self._do("branch", lambda: self._document.edit_list(Add(new, at), show=new.id))

    def _save(self, path: Path) -> None:
        tell(will="save", path=str(path))
        is_same = path == self._document.path
        if not (self._files.save() if is_same else self._files.save_as(path)):
            raise RuntimeError("it was not saved")
        self._told("save")


def _refuse(_parent: object, *said: object) -> Any:
    raise RuntimeError(f"a question or a message that nobody expected: {said}")


def do(job: Job) -> None:
    """Do a job to its end; a fault of ours is told."""
    faulthandler.dump_traceback_later(HANGS, exit=True)
    messages.show_error = messages.ask_save = others.ask_clash = _refuse
    try:
        QApplication([])
        User(job).work()
    except Exception:  # noqa: BLE001 - whatever it is, it is a finding
        tell(fault=traceback.format_exc()[-3000:])


def serve() -> None:
    """Do the jobs that come, each in a process of its own."""
    for line in sys.stdin:
        job = json.loads(line)
        child = os.fork() if FORKS else 0
        if child:
            tell(pid=child)
            os.waitpid(child, 0)
            tell(ended=True)
            continue
        if not FORKS:
            tell(pid=os.getpid())
        do(job)
        if FORKS:
            os._exit(0)
        return


if __name__ == "__main__":
    serve()
