"""Putting a new file in the place of an old one, so that either the old or the new one is whole.

The bytes go to a file of their own beside the target, are brought to the disk, and only then take
the target's name. Each way in which that fails has its own sentence.
"""

from __future__ import annotations

import errno
import hashlib
import logging
import os
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from db.errors import ChangedError, SaveError

log = logging.getLogger(__name__)

_SAFE = "nothing was changed"
_ELSEWHERE = "save it somewhere else"

# Errors of the system, by number: what happened, and what to do about it.
_CAUSES = {
    errno.ENOSPC: ("the disk is full", f"make room or {_ELSEWHERE}"),
    errno.EDQUOT: ("your share of the disk is used up", f"make room or {_ELSEWHERE}"),
    errno.EFBIG: ("that is too large a file for the disk or for you", _ELSEWHERE),
    errno.EROFS: ("the disk can only be read", _ELSEWHERE),
    errno.ENAMETOOLONG: ("the name or its path is too long", "choose a shorter one"),
    errno.EINVAL: ("that is not a name for a file here", "choose another name"),
    errno.EILSEQ: ("that is not a name for a file here", "choose another name"),
    errno.EIO: ("the disk reports a fault", _ELSEWHERE),
    errno.ENOTDIR: ("what should be its folder is a file", "choose another folder"),
    errno.ELOOP: ("the link leads round in a circle", "choose another name"),
    errno.EISDIR: ("a folder has that name", "choose another name"),
    errno.EEXIST: ("something else has that name", "choose another name"),
}
_HELD = {32, 33}
"""Windows' numbers for a file that another program holds."""
_TOO_LONG = {206}


def replace_file(
    path: Path,
    data: bytes,
    expected_sha256: str | None = None,
    *,
    confirm: Callable[[], bool] = lambda: True,
) -> bool:
    """Make `path` a file of these bytes, or leave it as it is.

    Parameters
    ----------
    expected_sha256 : str, optional
        What the file held when it was last read or written. If it holds something else now, it is
        not replaced. A file that is gone by now is written again.
    confirm : callable, optional
        Asked when the bytes are on the disk, whether they are to have the name.

    Returns
    -------
    bool
        Whether they have it.

    Raises
    ------
    ChangedError
        If the file is not what was expected.
    SaveError
        If it can't be done; no other file is left behind then.
    """
    try:
        # A link goes on leading to the same file, which is the one to replace.
        target = Path(os.path.realpath(path, strict=False))
        mode = _mode(path, target)
    except (OSError, ValueError) as error:
        raise _fault(path, error) from error
    temporary = target.parent / f".footprint-{os.urandom(8).hex()}.tmp"
    try:
        _write(temporary, data, mode)
        if expected_sha256 is not None:
            _check_unchanged(path, target, expected_sha256)
        if not confirm():
            return False
        os.replace(temporary, target)
    except OSError as error:
        raise _fault(path, error) from error
    finally:
        with suppress(OSError):  # it is gone already if all went well
            temporary.unlink()
    sync_folder(target.parent)
    return True


def _mode(path: Path, target: Path) -> int | None:
    """Return the permissions that the file has, None if there is no file yet."""
    try:
        status = target.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(status.st_mode):
        raise SaveError(path, "could not be saved: a folder has that name", remedy=_other_name())
    if not stat.S_ISREG(status.st_mode):
        raise SaveError(path, "could not be saved: that is not a file", remedy=_other_name())
    if not os.access(target, os.W_OK):
        raise SaveError(
            path, "could not be saved: the file is write-protected", remedy=_other_name()
        )
    return stat.S_IMODE(status.st_mode)


def _other_name() -> str:
    return f"{_SAFE}; save it under another name"


def _write(temporary: Path, data: bytes, mode: int | None) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(temporary, flags, 0o666), "wb") as file:
        if mode is not None and sys.platform != "win32":
            with suppress(OSError):  # on a disk that knows no permissions
                os.fchmod(file.fileno(), mode)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _check_unchanged(path: Path, target: Path, expected_sha256: str) -> None:
    try:
        found = hashlib.sha256(target.read_bytes()).hexdigest()
    except FileNotFoundError:
        return
    if found != expected_sha256:
        raise ChangedError(
            path,
            "was not saved: somebody else, or another program, changed it since it was opened",
            remedy=f"{_SAFE}; save yours under another name, then open both",
        )


def sync_folder(folder: Path) -> None:
    """Bring the new name to the disk, where a folder can be synced (not on Windows)."""
    if sys.platform == "win32":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:  # the new file is there all the same; some network disks can't
        log.info("the folder %s could not be synced: %s", folder, error)


def _fault(path: Path, error: OSError | ValueError) -> SaveError:
    what, remedy = cause(error, path.absolute().parent)
    return SaveError(path, f"could not be saved: {what}", remedy=f"{_SAFE}; {remedy}")


def cause(error: OSError | ValueError, folder: Path) -> tuple[str, str]:
    """Return why nothing could be written into a folder, and what to do about it, in words."""
    if not isinstance(error, OSError):  # a name with a null character
        return _CAUSES[errno.EINVAL]
    code = getattr(error, "winerror", None)
    if code in _TOO_LONG:
        return _CAUSES[errno.ENAMETOOLONG]
    if code in _HELD or error.errno in (errno.EBUSY, errno.ETXTBSY):
        return "another program has it open", "close it there and save again"
    if error.errno in (errno.EACCES, errno.EPERM):
        if error.filename2 is None:
            return f"you may not write into the folder {folder}", "choose another folder"
        # The last step: the folder took the new file, but the old one may not be replaced.
        what = "another program has the file open, or it is not yours to replace"
        return what, "close it there, or save it under another name"
    if error.errno == errno.ENOENT and not folder.is_dir():
        return f"there is no folder {folder}", "choose another folder"
    other = (error.strerror or str(error), f"try again or {_ELSEWHERE}")
    return _CAUSES.get(error.errno or 0, other)
