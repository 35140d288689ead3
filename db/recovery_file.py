"""What a recovery file consists of: checked lines that are added to it, held by who writes it.

`docs/file-format.md` describes it. `db.recovery` decides what is written and when, `db.recovered`
reads. This module is imported with the first change, not with the program.
"""

from __future__ import annotations

import datetime
import json
import logging
import os
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from db.identity import new_id
from db.recovery import CHANGES, COPY
from db.replace import sync_folder
from model.records import record

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

log = logging.getLogger(__name__)

FORMAT = 1
LONGEST = 64 << 20
"""Size from which on a list of changes is not read, bytes."""
ENOUGH = LONGEST // 2
"""Size at which it is better to begin another one."""

_BINARY = getattr(os, "O_BINARY", 0)
_FAR = 1 << 30
"""Windows locks bytes; this one is past the end of any list, where nobody reads or writes."""


@record
class Header:
    """What a recovery file says of itself in its first line.

    Attributes
    ----------
    scenario : str
        Its id.
    path : str
        The file that the plan was opened from or saved to last, "" if it is in none.
    name : str
        What the plan is called if it is in no file; may be "".
    sha256 : str
        Of the file at `path` when it was opened or saved.
    copy : str
        SHA256 of the copy, which is the same unless there was no such file to copy.
    changes : int
        How many changes since the last save the copy has already.
    last : str
        When the last of these was made; ISO, UTC.
    pid, host : int, str
        The process that writes it, and on which machine.
    """

    scenario: str
    path: str
    name: str
    sha256: str
    copy: str
    changes: int
    last: str
    program: str
    pid: int
    host: str


# ASCII: a name of a file that is no text (it has half surrogates then) can be written too.
_encode = json.JSONEncoder(ensure_ascii=True, check_circular=False, separators=(",", ":")).encode


def line(data: object, crc: int) -> tuple[bytes, int]:
    """Return a line of the file and its checksum, which goes into that of the next."""
    text = _encode(data).encode()
    crc = zlib.crc32(text, crc)
    return b"%08x %s\n" % (crc, text), crc


def hold(descriptor: int) -> bool | None:
    """Keep other processes from taking an open file for one that was left behind.

    Returns
    -------
    bool or None
        False if another process, or another opening of the file in this one, holds it; None if
        the disk knows no locks. A process that ends in any way lets go.
    """
    if sys.platform == "win32":
        os.lseek(descriptor, _FAR, os.SEEK_SET)  # what is appended goes to the end all the same
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def is_alive(pid: int) -> bool:
    """Whether a process of this machine still runs; asked where the disk knows no locks."""
    if sys.platform == "win32" or pid <= 0:  # every disk of Windows knows them
        return False
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # it is somebody else's
        return True
    return True


def remove_pair(changes: Path, descriptor: int = -1) -> None:
    """Take a list of changes and its copy away; logs what can't be.

    Parameters
    ----------
    descriptor : int
        Of the list, if it is open; it is closed, for Windows removes no open file.
    """
    if descriptor >= 0:
        with suppress(OSError):
            # Should a virus scanner keep the file from being removed, it says nothing any more.
            os.ftruncate(descriptor, 0)
        close(descriptor)
    for path in (changes, changes.with_suffix(COPY)):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            log.warning("%s could not be removed: %s", path, error)
    # Or a power cut would bring back what was saved since.
    sync_folder(changes.parent)


def close(descriptor: int) -> None:
    """Close a file, whatever the system says of it: what was written was synced before."""
    with suppress(OSError):
        os.close(descriptor)


# Of a file that only grows, all that counts is synced without its times.
_sync: Callable[[int], None] = getattr(os, "fdatasync", os.fsync)


class Pair:
    """A list of changes that is open for more, and the copy that they are made on.

    Raises
    ------
    OSError
        If it can't be written; nothing is left behind then.
    """

    def __init__(self, folder: Path, copy: bytes, header: Header, *events: object) -> None:
        if not folder.is_dir():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            sync_folder(folder.parent)
        now = datetime.datetime.now(datetime.UTC)
        self.changes = folder / f"{now:%Y%m%d-%H%M%S}-{new_id()[:8]}{CHANGES}"
        self._size = 0
        self._crc = 0
        # The list is there, and held, before the copy: a copy without one is nobody's.
        self._descriptor = self._open(self.changes)
        try:
            hold(self._descriptor)
            self._write_copy(copy)
            self.append({"recovery": FORMAT, **asdict(header)}, *events)
            sync_folder(folder)
        except OSError:
            self.remove()
            raise

    @staticmethod
    def _open(path: Path) -> int:
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | _BINARY, 0o600)

    def _write_copy(self, data: bytes) -> None:
        with os.fdopen(self._open(self.changes.with_suffix(COPY)), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())

    def append(self, *events: object) -> None:
        """Write events and bring them to the disk; one write, one sync."""
        # Blocks of zeros to overwrite, so that the file seldom grows, were tried: no difference.
        data, crc = b"", self._crc
        for event in events:
            new, crc = line(event, crc)
            data += new
        left = memoryview(data)
        while left:
            left = left[os.write(self._descriptor, left) :]
        _sync(self._descriptor)
        self._size += len(data)
        self._crc = crc

    @property
    def is_long(self) -> bool:
        """Whether it is time to begin another one."""
        return self._size > ENOUGH

    def close(self) -> None:
        """Write no more; what was written stays."""
        descriptor, self._descriptor = self._descriptor, -1
        close(descriptor)

    def remove(self) -> None:
        """Take both files away."""
        descriptor, self._descriptor = self._descriptor, -1
        remove_pair(self.changes, descriptor)
