"""Changes: the only way anything in an option is altered.

Each is a small frozen record that carries ids and values, never objects. Applying one
(`model.option.Option.apply`) gives back its inverse. `to_data` and `from_data` turn a change
into plain lists and strings and back, for the log and the scenario file.
"""

from __future__ import annotations

from enum import StrEnum

from model.errors import LogError
from model.records import record


class Field(StrEnum):
    """What can be set on an organisation, always as text; "" clears it."""

    NAME = "name"
    FORMED = "formed"
    """ISO date on which a group was formed."""
    EMPLOYER = "employer"
    """Id of the legal body that employs the holders of a group's shared posts."""
    LOCKED = "locked"
    """"yes" or ""."""
    NOTE = "note"


class OptionField(StrEnum):
    """What can be set on an option as a whole."""

    NAME = "name"
    ON = "on"
    """ISO date: the rules in force on it apply."""
    NOTE = "note"


class Arrangement(StrEnum):
    """Who fills a unit's seat for one role, and where its holder sits."""

    OWN = "own"
    """The unit's own post, on its own board."""
    SHARED = "shared"
    """The group's post: one holder for every member that shares."""
    EVERYWHERE = "everywhere"
    """The unit's own post, with a vote on the board of every member of its group."""


@record
class Create:
    """Add an organisation below `parent`."""

    id: str
    kind: str
    code: str
    name: str
    parent: str
    fields: tuple[tuple[str, str], ...] = ()
    """Further fields, sorted by name."""


@record
class Remove:
    """Take away a created organisation that has nothing below it."""

    id: str


@record
class Move:
    """Hang an organisation, with all below it, under another."""

    id: str
    to: str


@record
class SetField:
    """Set a field of an organisation."""

    id: str
    field: Field
    value: str


@record
class SetOption:
    """Set a field of the option itself."""

    field: OptionField
    value: str


@record
class Appoint:
    """Name the holder of a post; "" when nobody is named."""

    organisation: str
    role: str
    holder: str


@record
class Arrange:
    """Set how a unit's seat for a role is filled; None for the pack's default."""

    unit: str
    role: str
    arrangement: Arrangement | None


@record
class KeepLink:
    """Keep or drop one of a unit's links in this option."""

    unit: str
    code: str
    kept: bool


@record
class Batch:
    """Several changes as one: all of them or none."""

    changes: tuple[Change, ...]


Change = Create | Remove | Move | SetField | SetOption | Appoint | Arrange | KeepLink | Batch


def to_data(change: Change) -> list[object]:
    """Return the change as a JSON-ready list: its tag, then its values."""
    match change:
        case Create(id, kind, code, name, parent, fields):
            return ["create", id, kind, code, name, parent, [list(f) for f in fields]]
        case Remove(id):
            return ["remove", id]
        case Move(id, to):
            return ["move", id, to]
        case SetField(id, field, value):
            return ["set", id, field.value, value]
        case SetOption(option_field, value):
            return ["option", option_field.value, value]
        case Appoint(organisation, role, holder):
            return ["appoint", organisation, role, holder]
        case Arrange(unit, role, arrangement):
            return ["arrange", unit, role, arrangement.value if arrangement else ""]
        case KeepLink(unit, code, kept):
            return ["link", unit, code, kept]
        case Batch(changes):
            return ["batch", [to_data(c) for c in changes]]


def from_data(data: object, depth: int = 0) -> Change:
    """Return the change that `to_data` wrote.

    Raises
    ------
    LogError
        If `data` is not such a list.
    """
    if not isinstance(data, list) or not data:
        raise LogError("a change is not a list")
    tag, *rest = data
    if not isinstance(tag, str):
        raise LogError("a change does not begin with what it is")
    if tag == "batch":
        if depth > 8 or len(rest) != 1 or not isinstance(rest[0], list):
            raise LogError("a compound change is malformed")
        return Batch(tuple(from_data(c, depth + 1) for c in rest[0]))
    if tag == "link" and len(rest) == 3 and isinstance(rest[2], bool):
        return KeepLink(_text(rest[0]), _text(rest[1]), rest[2])
    if tag == "create" and len(rest) == 6 and isinstance(rest[5], list):
        identifier, kind, code, name, parent = (_text(t) for t in rest[:5])
        return Create(identifier, kind, code, name, parent, tuple(_pair(f) for f in rest[5]))
    try:
        return _simple(tag, [_text(t) for t in rest])
    except (TypeError, ValueError) as error:
        raise LogError(f"a change is malformed: {tag[:40]!r}") from error


def _simple(tag: str, texts: list[str]) -> Change:
    match tag, texts:
        case "remove", [id]:
            return Remove(id)
        case "move", [id, to]:
            return Move(id, to)
        case "set", [id, field, value]:
            return SetField(id, Field(field), value)
        case "option", [field, value]:
            return SetOption(OptionField(field), value)
        case "appoint", [organisation, role, holder]:
            return Appoint(organisation, role, holder)
        case "arrange", [unit, role, how]:
            return Arrange(unit, role, Arrangement(how) if how else None)
    raise ValueError(tag)


def _text(value: object) -> str:
    if not isinstance(value, str):
        # Not its repr: it may be deep enough to end the interpreter, or long enough to fill a page.
        raise LogError(f"a change holds a {type(value).__name__} where a text belongs")
    return value


def _pair(value: object) -> tuple[str, str]:
    if not isinstance(value, list) or len(value) != 2:
        raise LogError("a field of a created organisation is malformed")
    return _text(value[0]), _text(value[1])


def flatten(change: Change) -> list[Change]:
    """Return the simple changes that a change is made of, in order."""
    if isinstance(change, Batch):
        return [simple for part in change.changes for simple in flatten(part)]
    return [change]
