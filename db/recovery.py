"""Keeping every change from the moment it is made: whoever kills the program loses nothing.

Between saves the changes go to a recovery file: a list that only ever grows, beside a copy of the
plan to make them on, in a folder of the user's own (`db.recovery_file`). `db.recovered` reads what
a program that was killed left behind. This module is small, because it is there from the start.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from db import identity
from db.errors import InputError
from db.replace import cause
from db.scenario_file import to_bytes
from db.schema import BrokenPromiseError
from model.changes import to_data
from model.events import Changed
from model.option import Option
from model.scenario import Add, Listed, Place, Scenario, SetPreset, SetStatus, Take

if TYPE_CHECKING:
    from db.recovery_file import Pair

log = logging.getLogger(__name__)

CHANGES = ".changes"
"""How the name of a list of changes ends."""
COPY = ".footprint"
"""How the name of the copy ends, which is a scenario file like any other."""


def has_any(folder: Path) -> bool:
    """Whether there is a list of changes in a folder, maybe one that is being written now."""
    try:
        with os.scandir(folder) as entries:
            return any(entry.name.endswith(CHANGES) for entry in entries)
    except OSError:  # no folder yet, as a rule
        return False


class Removable(Protocol):
    """Something on the disk that is no longer needed at some time."""

    def remove(self) -> None:
        """Take it away; never fails."""


class _Watched:
    """An option, and how it was when its last change was written."""

    def __init__(self, option: Option) -> None:
        self.option = option
        self.take_note()

    def take_note(self) -> None:
        """Note how the option is now."""
        self._head, self._entries = self.option.log.head, len(self.option.log)

    @property
    def is_new(self) -> bool:
        """Whether something was done since."""
        return (self._head, self._entries) != (self.option.log.head, len(self.option.log))

    def event(self) -> list[object] | None:
        """Return what was done since, as it is written; None if that is not just one thing."""
        entries, head = self.option.log, self.option.log.head
        added = len(entries) - self._entries
        follows = bool(head) and entries[head].parent == self._head
        if added == 1 and follows:
            e = entries[head]
            what = [e.id, e.when, e.parent, e.who, e.text, e.why, to_data(e.change), e.brings]
            return ["commit", self.option.id, *what]
        if added == 0 and follows:
            return ["redo", self.option.id, head, identity.now()]
        if added == 0 and self._head and entries[self._head].parent == head:
            return ["undo", self.option.id, self._head, identity.now()]
        return None


def _remark(option: Option, entry: str) -> list[object]:
    """Return all that is said of an entry now, as it is written."""
    named = option.log.checkpoint(entry)
    checkpoint = [named.name, named.when, named.who] if named is not None else ["", "", ""]
    return ["remark", option.id, entry, identity.now(), option.log[entry].why, *checkpoint]


class Recorder:
    """Writes each change of a scenario to the disk as it is made, undone or done again.

    It listens to the scenario and its options: when `Scenario.apply`, or `Option.commit`, `undo` or
    `redo` returns, what was done is on the disk. It never fails: where a change can't be written,
    it tells so once, and editing goes on.

    Parameters
    ----------
    folder : Path
        Where recovery files are kept; made with the first.
    program : str
        What writes it, with its version.
    tell : callable, optional
        Gets a sentence when changes are not kept from now on.

    Attributes
    ----------
    fault : str
        Why changes are not kept, "" while they are.
    """

    def __init__(
        self,
        folder: Path,
        program: str = "Footprint",
        tell: Callable[[str], None] | None = None,
    ) -> None:
        self.fault = ""
        self._folder = folder
        self._program = program
        self._tell = tell
        self._pair: Pair | None = None
        self._older: Removable | None = None
        self._changes = 0
        self._scenario: Scenario | None = None
        self._path: Path | None = None
        self._sha256 = ""
        self._name = ""
        self._unsubscribe: list[Callable[[], None]] = []

    def watch(
        self,
        scenario: Scenario,
        path: Path | None = None,
        sha256: str | None = None,
        name: str = "",
    ) -> None:
        """Keep the changes of a scenario from now on; those kept until now are done with.

        To be called when a scenario was made, opened or saved. The file itself begins with the
        next change.

        Parameters
        ----------
        path : Path, optional
            The file that has the scenario as it is now; None if none has.
        sha256 : str, optional
            Of that file.
        name : str
            What the scenario is called if it is in no file.
        """
        self.close()
        self._scenario = scenario
        self._path, self._sha256, self._name = path, sha256 or "", name
        self._listen(scenario)

    def resume(self, changes: int, older: Removable) -> None:
        """Keep what was recovered at once, together with all that follows.

        To be called after `watch`.

        Parameters
        ----------
        changes : int
            How many changes were recovered.
        older : Removable
            What they were recovered from; it is removed as soon as it is not needed any more.
        """
        self._changes = changes
        self._older = older
        self._attempt(self._start_over)

    def _listen(self, scenario: Scenario | None) -> None:
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        self._unsubscribe = []
        if scenario is not None:
            self._unsubscribe = [
                scenario.subscribe(self._on_listed),
                *(o.subscribe(partial(self._on_changed, _Watched(o))) for o in scenario.options),
            ]

    def close(self, *, keep: bool = False) -> None:
        """Listen no more, and remove what was kept, unless it is to be recovered later."""
        self._listen(None)
        if keep and self._pair is not None:
            self._pair.close()
        else:
            for kept in (self._pair, self._older):
                if kept is not None:
                    kept.remove()
        self._scenario = self._pair = self._older = None
        self._changes, self.fault = 0, ""

    # -- writing ---------------------------------------------------------------------------

    def _on_changed(self, watched: _Watched, changed: Changed) -> None:
        if changed.remarked:
            event: list[object] | None = _remark(watched.option, changed.remarked)
        elif not watched.is_new:  # a listener before us made another change, and we heard of both
            return
        else:
            event = watched.event()
            watched.take_note()
        self._changes += 1
        if not self.fault:
            self._attempt(partial(self._write, event))

    def _on_listed(self, event: Listed) -> None:
        assert self._scenario is not None
        line: list[object] | None = None
        match event.edit:
            case Place(option, at):
                line = ["place", option, at, identity.now()]
            case SetStatus(option, status):
                line = ["status", option, status.value, identity.now()]
            case SetPreset(name, settings):
                line = ["preset", name, settings, identity.now()]
            case Take(option):
                line = ["take", option, identity.now()]
                self._listen(self._scenario)
            case Add():  # it may have a history of any length, from anywhere: kept in a copy
                self._listen(self._scenario)
        self._changes += 1
        if not self.fault:
            self._attempt(partial(self._write, line))

    def _attempt(self, write: Callable[[], None]) -> None:
        try:
            write()
        except OSError as error:
            self._give_up(cause(error, self._folder)[0])
        except (BrokenPromiseError, InputError, sqlite3.Error, UnicodeError) as error:
            self._give_up(f"something in the plan is not fit for a file: {error}")

    def _write(self, event: list[object] | None) -> None:
        if event is None:
            self._start_over()
        elif self._pair is not None and not self._pair.is_long:
            self._pair.append(event)
        elif self._pair is None and (copy := self._saved()) is not None:
            self._pair = self._begin(copy, self._sha256, 0, event)
        else:
            self._start_over()

    def _saved(self) -> bytes | None:
        """Return the bytes that the scenario's file had when it was opened or saved."""
        if self._path is None:
            return None
        try:
            data = self._path.read_bytes()
        except OSError:
            return None
        return data if hashlib.sha256(data).hexdigest() == self._sha256 else None

    def _start_over(self) -> None:
        """Begin with a copy of the scenario as it is now, and do without what was kept so far."""
        assert self._scenario is not None
        copy = to_bytes(self._scenario, self._program)
        pair = self._begin(copy, hashlib.sha256(copy).hexdigest(), self._changes)
        for kept in (self._pair, self._older):
            if kept is not None:
                kept.remove()
        self._pair, self._older = pair, None

    def _begin(self, copy: bytes, sha256: str, changes: int, *events: object) -> Pair:
        from db.recovery_file import Header, Pair  # costs a start more than the first change

        assert self._scenario is not None
        header = Header(
            scenario=self._scenario.id,
            path="" if self._path is None else str(self._path.absolute()),
            name=self._name[:200],  # more is not read
            sha256=self._sha256,
            copy=sha256,
            changes=changes,
            last=identity.now(),
            program=self._program,
            pid=os.getpid(),
            host=identity.host(),
        )
        return Pair(self._folder, copy, header, *events)

    def _give_up(self, reason: str) -> None:
        """Keep no more until the next save: what is missing here could not be made up later."""
        where = "" if str(self._folder) in reason else f" (in {self._folder})"
        self.fault = f"From now on changes are not kept until you save: {reason}{where}."
        log.warning("%s", self.fault)
        if self._tell is not None:
            self._tell(self.fault)
