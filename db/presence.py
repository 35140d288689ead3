"""Who has a file open: a note beside it, which says so to other windows and machines.

The note (`.~lock.NAME#`) is there while a window has the file open, and is held by its process
(`db.recovery_file`): one that ended in any way holds nothing, and its note counts no more. Where
locks don't reach from one machine to another, a note counts while it is renewed. A note never
blocks anybody: it is a reason to ask, and saving looks at the file itself.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import stat
import time
from contextlib import suppress
from pathlib import Path

from db.identity import host, now, one_line, user
from db.plan_tables import check_time
from db.recovery_file import close, hold, is_alive
from db.schema import BrokenPromiseError
from model.records import record

log = logging.getLogger(__name__)

RENEW = 300.0
"""How often a note is renewed, seconds."""
STALE = 3600.0
"""From which age on the note of another machine counts no more, seconds."""

_LONGEST_NAME = 200
"""Longest name of a file that is repeated in that of its note, bytes: the disk takes 255."""
_LONGEST = 4096
_OPEN = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_ATTEMPTS = 5


@record
class Holder:
    """Who has a file open.

    Attributes
    ----------
    user, host : str
        Account and machine; "" if they have no name.
    since : str
        When it was opened: ISO, UTC.
    pid : int
        The process on that machine.
    """

    user: str
    host: str
    since: str
    pid: int

    @property
    def is_here(self) -> bool:
        """Whether that is this very process."""
        return (self.pid, self.host) == (os.getpid(), host())


def note_of(path: Path) -> Path:
    """Return where the note about a file is."""
    name = path.name
    if len(os.fsencode(name)) > _LONGEST_NAME:
        name = hashlib.sha256(os.fsencode(name)).hexdigest()
    return path.with_name(f".~lock.{name}#")


class Presence:
    """The note about one file, while this process has it open.

    Where none can be written (a folder that can only be read, say), there is none, and nothing is
    said of it.

    Parameters
    ----------
    path : Path
        The file that is open.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        # A link leads to the same file, and so do two links.
        self._note = note_of(Path(os.path.realpath(path)))
        self._descriptor = -1

    @property
    def is_noted(self) -> bool:
        """Whether others are told."""
        return self._descriptor >= 0

    def take(self, *, anyway: bool = False) -> Holder | None:
        """Note that the file is open here, unless somebody else has it; return who.

        Parameters
        ----------
        anyway : bool
            Note it even if another machine did, in the place of that.
        """
        for _ in range(_ATTEMPTS):
            if self.is_noted:
                return None
            descriptor, may_write = self._open()
            if descriptor < 0:
                return None
            other = self._other(descriptor, anyway)
            if other is None and may_write and not self._is_in_place(descriptor):
                close(descriptor)  # who had it until now took it away a moment ago
                continue
            if other is None and may_write:
                self._write(descriptor)
            else:
                close(descriptor)
            return other
        return None

    def _open(self) -> tuple[int, bool]:
        """Return a descriptor of the note, -1 if there can be none, and whether it is for writing.

        Somebody else's can be looked at where it can't be written.
        """
        for flags in (os.O_RDWR | os.O_CREAT, os.O_RDONLY):
            try:
                descriptor = os.open(self._note, flags | _OPEN, 0o666)
            except (OSError, ValueError) as error:
                log.info("no note that %s is open: %s", self.path, error)
                continue
            if stat.S_ISREG(os.fstat(descriptor).st_mode):
                return descriptor, bool(flags & os.O_CREAT)
            close(descriptor)
        return -1, False

    def _other(self, descriptor: int, anyway: bool) -> Holder | None:
        held, holder = hold(descriptor), _read(descriptor)
        if held is False:
            return holder or Holder("", "", now(), 0)  # it is about to say who
        if holder is None or anyway:
            return None
        if holder.host == host():
            return holder if held is None and is_alive(holder.pid) else None
        # Their lock may not reach us, so what counts is when they renewed it. A clock may be wrong.
        age = abs(time.time() - os.fstat(descriptor).st_mtime)
        return holder if age < STALE else None

    def _is_in_place(self, descriptor: int) -> bool:
        try:
            return os.path.samestat(os.fstat(descriptor), self._note.stat())
        except OSError:
            return False

    def _write(self, descriptor: int) -> None:
        said = {"user": user(), "host": host(), "since": now(), "pid": os.getpid()}
        try:
            os.ftruncate(descriptor, 0)
            os.lseek(descriptor, 0, os.SEEK_SET)
            os.write(descriptor, json.dumps(said).encode())
        except OSError as error:  # a full disk: held all the same, so others are told something
            log.info("the note that %s is open can't be written: %s", self.path, error)
        self._descriptor = descriptor

    def renew(self) -> None:
        """Say that the file is still open, to machines that no lock reaches."""
        if self.is_noted and self._is_in_place(self._descriptor):
            with suppress(OSError):
                os.utime(self._note)

    def release(self) -> None:
        """Take the note away; never fails."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor < 0:
            return
        is_ours = self._is_in_place(descriptor)
        with suppress(OSError):
            os.ftruncate(descriptor, 0)
        if is_ours and os.name != "nt":
            with suppress(OSError):
                self._note.unlink()
        close(descriptor)
        if is_ours and os.name == "nt":  # which removes no open file, and none that others opened
            with suppress(OSError):
                self._note.unlink()


def _read(descriptor: int) -> Holder | None:
    """Return what a note says, None if it says nothing that can be."""
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        said = json.loads(os.read(descriptor, _LONGEST))
    except (OSError, ValueError, RecursionError):
        return None
    match said:
        case {"user": str(who), "host": str(where), "since": str(since), "pid": int(pid)}:
            pass
        case _:
            return None
    try:
        check_time(since)
    except BrokenPromiseError:
        return None
    return Holder(one_line(who), one_line(where), since, pid)
