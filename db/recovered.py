"""What a program that was killed left behind: finding it, and making the plan again from it.

What can't be read (`db.recovery_lines`) or done again is told with file and line; what comes before
it is recovered.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import suppress
from enum import Enum
from pathlib import Path

from db import defence
from db.errors import InputError, RecoveryError
from db.identity import host
from db.plan_tables import log_rows, state_rows
from db.recovery import CHANGES, COPY
from db.recovery_file import Header, close, hold, is_alive, remove_pair
from db.recovery_lines import ASK, LONGEST_NAME, Event, read_lines
from db.replace import cause
from db.scenario_file import open_scenario, to_bytes
from db.schema import BrokenPromiseError
from model.errors import LogError, ModelError
from model.option import Status
from model.records import record
from model.scenario import Mark, Scenario

log = logging.getLogger(__name__)

DISCARDED = "discarded"
"""Folder in that of the recovery files, for those that nobody wanted."""
KEPT = 10
"""How many of these are kept."""

_BEGINNING = 60.0
"""A list that is empty for less, seconds, may be one that another window is about to write."""
_OURS = re.compile(r"\d{8}-\d{6}-[0-9a-f]{8}")


class Base(Enum):
    """What became of the file that changes were made in."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"
    NONE = "none"
    """The plan was never saved."""


@record
class Recovered:
    """A plan as it was when the program was killed.

    Attributes
    ----------
    path, sha256 : Path and str, or None
        The file that the changes are not in yet. None if there is no such file, or it is another
        than they were made in: then this is a copy, which belongs in a file of its own.
    name : str
        What to call it if it is in no file; "" if it never had a name.
    changes : int
        How many changes it has that are in no file.
    saved : list or None
        The scenario's mark when it was as in the file at `path`; None without one.
    problem : str
        What could not be recovered, and why; "" if nothing is missing.
    """

    scenario: Scenario
    path: Path | None
    sha256: str | None
    base: Base
    name: str
    changes: int
    saved: Mark | None
    problem: str


class Found:
    """A recovery file that nobody writes to any more.

    Attributes
    ----------
    path : Path
        The list of changes.
    header : Header or None
        What it says of itself; None if that can't be read.
    events : list of Event
        What can be read, in the order it was done.
    problem : str
        What is wrong with it, in a sentence; "" if nothing is.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.header: Header | None = None
        self.events: list[Event] = []
        self.problem = ""
        self._descriptor = -1

    @property
    def name(self) -> str:
        """What the plan was called; "" if it had no name yet."""
        if self.header is None:
            return ""
        return Path(self.header.path).name or self.header.name

    @property
    def changes(self) -> int:
        """How many changes were made since the last save."""
        return len(self.events) + (self.header.changes if self.header is not None else 0)

    @property
    def last(self) -> str:
        """When the last of them was made: ISO, UTC; "" if that is not known."""
        if self.events:
            return self.events[-1].when
        return self.header.last if self.header is not None else ""

    @property
    def base(self) -> Base:
        """What became of the file since; the file is read to find out."""
        if self.header is None or not self.header.path:
            return Base.NONE
        try:
            data = defence.read_bytes(Path(self.header.path))
        except InputError:
            return Base.GONE
        same = hashlib.sha256(data).hexdigest() == self.header.sha256
        return Base.SAME if same else Base.CHANGED

    @property
    def is_saved(self) -> bool:
        """Whether the file has all of it: the program was killed when it had just saved."""
        if self.problem or self.header is None or self.base is not Base.CHANGED:
            return False
        try:
            saved = open_scenario(Path(self.header.path)).scenario
            return _all_of(self.recover().scenario) == _all_of(saved)
        except InputError:
            return False

    # -- having it to oneself --------------------------------------------------------------

    def claim(self) -> bool:
        """Keep other windows from it; False if one has it, or if it is gone."""
        if self._descriptor >= 0:
            return True
        try:
            descriptor = os.open(self.path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        except OSError as error:
            log.info("%s can't be had: %s", self.path, error)
            return False
        held = hold(descriptor)
        if held is None:  # then what it says of its writer is all there is to go by
            self.read()
            writer = self.header
            held = writer is None or writer.host != host() or not is_alive(writer.pid)
        if not held:
            close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Leave it to other windows, or to the next start."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            close(descriptor)

    def remove(self) -> None:
        """Take it away; one that could not be read to its end is moved aside."""
        if self.problem or self.header is None:
            with suppress(RecoveryError):
                self.discard()
            return
        descriptor, self._descriptor = self._descriptor, -1
        remove_pair(self.path, descriptor)

    def discard(self) -> None:
        """Move it aside, where the newest few are kept.

        Raises
        ------
        RecoveryError
            If it can't be moved.
        """
        self.release()
        folder = self.path.parent / DISCARDED
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            for path in (self.path.with_suffix(COPY), self.path):
                with suppress(FileNotFoundError):
                    os.replace(path, folder / path.name)
            for old in sorted(folder.glob(f"*{CHANGES}"))[:-KEPT]:
                remove_pair(old)
        except OSError as error:
            what = cause(error, folder)[0]
            remedy = f"move it out of {self.path.parent} yourself"
            raise RecoveryError(self.path, f"can't be moved: {what}", remedy=remedy) from error

    # -- reading ---------------------------------------------------------------------------

    def read(self) -> None:
        """Read what there is; what is wrong with it is in `problem` then."""
        self.header, self.events, self.problem = None, [], ""
        try:
            for item in read_lines(self.path):
                if isinstance(item, Header):
                    self.header = item
                else:
                    self.events.append(item)
        except RecoveryError as error:
            self.problem = str(error)

    def recover(self) -> Recovered:
        """Make the plan again: the copy, and on it every change as it was made.

        Raises
        ------
        RecoveryError
            If nothing can be recovered.
        """
        header = self.header
        if header is None:
            raise RecoveryError(self.path, "can't be read", remedy=ASK)
        base = self.base
        scenario = self._open_copy(header)
        is_same = base is Base.SAME and header.copy == header.sha256
        saved = scenario.mark if is_same else None
        made = self._replay(scenario)
        try:
            to_bytes(scenario)  # it holds a plan to all that is asked of a scenario file
        except (BrokenPromiseError, sqlite3.Error, UnicodeError) as error:
            raise RecoveryError(self.path, f"leads to no plan: {error}", remedy=ASK) from error
        path = Path(header.path) if base is Base.SAME else None
        name = header.name
        if header.path and path is None:
            name = f"{Path(header.path).stem} (recovered)"[:LONGEST_NAME]
        return Recovered(
            scenario=scenario,
            path=path,
            sha256=header.sha256 if path is not None else None,
            base=base,
            name=name,
            changes=header.changes + made,
            saved=saved,
            problem=self.problem,
        )

    def _open_copy(self, header: Header) -> Scenario:
        """Return the plan that the changes were made on; never another one."""
        faults = []
        for path in (self.path.with_suffix(COPY), Path(header.path)):
            try:
                opened = open_scenario(path)
            except InputError as error:
                faults.append(error.what)
                continue
            if opened.sha256 == header.copy and opened.scenario.id == header.scenario:
                return opened.scenario
            faults.append("it is another one")
        raise RecoveryError(
            self.path,
            f"the plan that its changes were made on is not there any more ({faults[0]})",
            remedy=ASK,
        )

    def _replay(self, scenario: Scenario) -> int:
        """Make the changes again; return how many could be."""
        for made, event in enumerate(self.events):
            try:
                _do(event, scenario)
            except ModelError as error:
                fault = RecoveryError(
                    self.path,
                    f"what was done can't be done again: {error}",
                    line=event.line,
                    remedy="what comes before it was recovered",
                )
                self.problem = str(fault)
                return made
        return len(self.events)


def find(folder: Path) -> list[Found]:
    """Return what killed programs left in a folder, the newest first.

    What another window writes is left alone; what holds nothing is removed.
    """
    try:
        names = sorted(os.listdir(folder), reverse=True)
    except OSError as error:
        log.info("%s can't be read: %s", folder, error)
        return []
    found: list[Found] = []
    for path in (folder / name for name in names):
        if path.suffix == CHANGES:
            found += _look(path)
        elif _is_orphan(path):
            remove_pair(path.with_suffix(CHANGES))
    return found


def _is_orphan(path: Path) -> bool:
    """Whether that is a copy whose list of changes was removed already."""
    is_copy = path.suffix == COPY and _OURS.fullmatch(path.stem) is not None
    # Asked after its name was seen: a window that begins makes the list first.
    return is_copy and not path.with_suffix(CHANGES).exists()


def _look(path: Path) -> Iterator[Found]:
    try:
        status = path.stat()
    except OSError:  # removed a moment ago by another window
        return
    if not status.st_size:
        if time.time() - status.st_mtime > _BEGINNING:
            remove_pair(path)
        return
    found = Found(path)
    if not found.claim():
        return
    found.read()
    if found.problem or (found.changes and not found.is_saved):
        found.release()
        yield found
    else:
        found.remove()


def _all_of(scenario: Scenario) -> object:
    """Return all that can be edited in a scenario, equal for equal ones."""
    states = state_rows(scenario.options, scenario.pack)
    return scenario.id, states, log_rows(scenario.options), scenario.presets


def _do(event: Event, scenario: Scenario) -> None:
    """Do again what was done, and show the option that it was done in.

    Raises
    ------
    ModelError
        If that can't be, or does not follow what was done before it.
    """
    if event.edit is not None:
        scenario.apply(event.edit)
        return
    option = next((o for o in scenario.options if o.id == event.option), None)
    if option is None:
        raise LogError(f"the plan has no option {event.option!r}")
    if option.status is Status.ACTIVE:
        scenario.active = option.id
    before = option.log.head
    if event.kind == "remark":
        option.annotate(event.id, event.why)
        option.set_checkpoint(event.id, event.name, when=event.named_when, who=event.who)
    elif event.change is not None:
        if before != event.parent:
            raise LogError(f"it follows {event.parent!r}, and {before!r} is what was done last")
        option.commit(
            event.change,
            when=event.when,
            who=event.who,
            why=event.why,
            text=event.text,
            brings=event.brings,
        )
    elif event.kind == "redo":
        option.redo(event.id)
    elif before != event.id:
        raise LogError(f"it takes back {event.id!r}, and {before!r} is what was done last")
    else:
        option.undo()
