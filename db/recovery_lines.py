"""Reading the lines of a recovery file, which is believed no more than a file from outside.

It may be cut short, damaged, or made up. Every field is checked that can be without the plan.
"""

from __future__ import annotations

import json
import logging
import re
import zlib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from db import defence
from db.errors import InputError, RecoveryError
from db.pack_checks import check_texts
from db.plan_tables import check_time
from db.recovery_file import FORMAT, LONGEST, Header
from db.schema import BrokenPromiseError
from model.changes import Change, from_data
from model.errors import LogError, ModelError
from model.log import entry_id
from model.option import Status
from model.presets import check_preset
from model.records import record
from model.scenario import MAX_OPTIONS, ListEdit, Place, SetPreset, SetStatus, Take
from model.texts import check_note, is_line

log = logging.getLogger(__name__)

LONGEST_NAME = 200
ASK = "keep it and ask for help with it; nothing of it was removed"
"""What to do about a file that nothing can be recovered from."""

_LONGEST_ID, _LONGEST_TEXT, _LONGEST_PATH = 2_000, 10_000, 40_000
"""As in a scenario file; a path of Windows has at most 32,767 characters."""
_ID = re.compile(r"[0-9a-f]{16}")
_HASH = re.compile(r"[0-9a-f]{64}")


@record
class Event:
    """Something that was done: to an option, or to the list of options.

    Attributes
    ----------
    line : int
        Where it stands in the file.
    kind : str
        "commit", "undo", "redo" or "remark"; "list" if options or presets were edited.
    id : str
        Of the log's entry that was made or moved over.
    change : Change or None
        What was made; None unless it is a commit.
    name, named_when, who : str
        The checkpoint of a remark, empty for none.
    edit : ListEdit or None
        What was done to the list of options or presets; None if it was something else.
    brings : str
        As of the log's entry.
    """

    line: int
    kind: str
    option: str
    id: str
    when: str
    parent: str = ""
    who: str = ""
    text: str = ""
    why: str = ""
    change: Change | None = None
    name: str = ""
    named_when: str = ""
    edit: ListEdit | None = None
    brings: str = ""


def read_lines(path: Path) -> Iterator[Header | Event]:
    """Iterate over what a list of changes says of itself, and then over what was done.

    A last line without its end was being written when the program was killed: it is left out.

    Raises
    ------
    RecoveryError
        At the first line that can't be read, or believed.
    """
    for number, data in enumerate(_values(path), 1):
        yield _header(path, data) if number == 1 else _event(path, number, data)


def _values(path: Path) -> Iterator[object]:
    """Iterate over what the lines hold that have an end."""
    try:
        if path.stat().st_size > LONGEST:
            raise RecoveryError(path, f"is longer than {LONGEST >> 20} MiB", remedy=ASK)
        data = defence.read_bytes(path)
    except (OSError, InputError) as error:
        if isinstance(error, RecoveryError):
            raise
        what = error.what if isinstance(error, InputError) else str(error.strerror)
        raise RecoveryError(path, what, remedy=ASK) from error
    crc = at = number = 0
    while (end := data.find(b"\n", at)) >= 0:
        text, at, number = data[at:end], end + 1, number + 1
        crc = zlib.crc32(text[9:], crc)
        if text[:9] != b"%08x " % crc:
            raise _damaged(path, number, "its checksum is another")
        try:
            yield json.loads(text[9:])
        except (ValueError, RecursionError) as error:
            raise _damaged(path, number, "it is not JSON") from error
    if at < len(data):
        log.info("%s breaks off in line %d", path, number + 1)


def _damaged(path: Path, number: int, detail: str) -> RecoveryError:
    remedy = "what comes before it can be recovered" if number > 1 else ASK
    return RecoveryError(path, f"is damaged ({detail})", line=number, remedy=remedy)


_WANTED = {field.name: int if field.type == "int" else str for field in fields(Header)}


def _header(path: Path, data: object) -> Header:
    if not isinstance(data, dict) or type(version := data.pop("recovery", None)) is not int:
        raise _damaged(path, 1, "it does not say what it is")
    if version > FORMAT:
        remedy = "open it with the version that wrote it, or a later one"
        raise RecoveryError(path, "was written by a later version of Footprint", remedy=remedy)
    if {key: type(value) for key, value in data.items()} != _WANTED:
        raise _damaged(path, 1, "it says something else of itself than it should")
    header = Header(**data)
    names = header.scenario, header.name, header.program, header.host
    is_fit = (
        all(len(name) <= _LONGEST_ID for name in names)
        and _HASH.fullmatch(header.copy)
        and _is_path(header.path)
        and bool(header.path) == bool(_HASH.fullmatch(header.sha256))
        and 0 <= header.changes <= LONGEST
        and _is_time(header.last)
    )
    if not is_fit:
        raise _damaged(path, 1, "it says of itself what can't be")
    return header


def _is_path(text: str) -> bool:
    return not text or (
        len(text) <= _LONGEST_PATH and "\0" not in text and Path(text).is_absolute()
    )


def _is_time(text: str) -> bool:
    try:
        check_time(text)
    except BrokenPromiseError:
        return False
    return len(text) <= 40


def _event(path: Path, number: int, data: object) -> Event:
    try:
        event = _checked(number, data)
    except (ModelError, BrokenPromiseError) as error:
        raise _damaged(path, number, str(error)) from error
    if event is None:
        raise _damaged(path, number, "it does not say what was done")
    return event


def _check_checkpoint(name: str, when: str, who: str) -> None:
    """Check what a remark says of a checkpoint.

    Raises
    ------
    LogError, BrokenPromiseError
        If it can't be.
    """
    if not name:
        if when or who:
            raise LogError("it is about a checkpoint without a name")
        return
    check_time(when)
    check_texts((who,), "a checkpoint")
    if not is_line(name) or len(who) > LONGEST_NAME or len(when) > 40:
        raise LogError("it names a checkpoint as none can be named")


def _checked(number: int, data: object) -> Event | None:
    """Return an event of which all has been checked that can be without the plan.

    Raises
    ------
    ModelError, BrokenPromiseError
        If something of it can't be.
    """
    match data:
        case ["undo" | "redo" as kind, str(option), str(id_), str(when)]:
            event = Event(number, kind, option, id_, when)
        case ["remark", str(option), str(id_), str(when), *rest]:
            match rest:
                case [str(why), str(name), str(named), str(who)]:
                    check_note(why)
                    _check_checkpoint(name, named, who)
                case _:
                    return None
            event = Event(
                number, "remark", option, id_, when, who=who, why=why, name=name, named_when=named
            )
        case ["commit", str(option), str(id_), str(when), *rest]:
            match rest:
                case [str(parent), str(who), str(text), str(why), list(change_data), str(brings)]:
                    change = from_data(change_data)
                case _:
                    return None
            if len(who) > LONGEST_NAME or not 0 < len(text) <= _LONGEST_TEXT:
                return None
            if brings and not _ID.fullmatch(brings):
                return None
            check_texts((who, text), "the history")
            check_note(why)
            if entry_id(parent, when, who, text, change) != id_:
                raise LogError("it is not what was written")
            event = Event(
                number, "commit", option, id_, when, parent, who, text, why, change, brings=brings
            )
        case ["place" | "status" | "take" | "preset" as kind, str(option), *what, str(when)]:
            edit = _list_edit(kind, option, what)
            if edit is None or not _is_time(when) or len(option) > LONGEST_NAME:
                return None
            return Event(number, "list", option, "", when, edit=edit)
        case _:
            return None
    is_fit = _ID.fullmatch(id_) and _is_time(when) and len(option) <= LONGEST_NAME
    return event if is_fit else None


def _list_edit(kind: str, option: str, what: list[object]) -> ListEdit | None:
    match kind, what:
        case "place", [int(at)] if type(at) is int and 0 <= at < MAX_OPTIONS:
            return Place(option, at)
        case "status", [str(status)] if status in _STATUSES:
            return SetStatus(option, Status(status))
        case "take", []:
            return Take(option)
        case "preset", [dict() | None as settings]:
            if settings is not None:
                check_preset(option, settings)
            return SetPreset(option, settings)
    return None


_STATUSES = {status.value for status in Status}
