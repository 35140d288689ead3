"""Changes: the only way anything in an option is altered.

Each is a small frozen record that carries ids and values, never objects. Applying one
(`model.option.Option.apply`) gives back its inverse. `to_data` and `from_data` turn a change
into plain lists and strings and back, for the log and the scenario file.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from model.errors import LogError
from model.records import names_of, record

LARGEST = 10**15
"""Largest number that a change may hold, either side of zero."""


class Field(StrEnum):
    """What can be set on an organisation, always as text; "" clears it."""

    NAME = "name"
    FORMED = "formed"
    """ISO date on which a group was formed."""
    EMPLOYER = "employer"
    """Id of the legal body that employs the holders of a group's shared posts."""
    LOCKED = "locked"
    """"yes" or ""."""
    GOVERNANCE = "governance"
    """Id of how the boards of a group's members decide; "" for the pack's first."""
    LEGAL = "legal"
    """"yes" for a successor that is a legal body, though its structure has none of its kind."""
    BOARD = "board"
    """"yes" for a group with a board of its own, though its structure gives it none."""
    ACCOUNTABLE = "accountable"
    """"yes" for a group with an accountable officer, though its structure gives it none."""
    AUTHORISED = "authorised"
    """"yes" for a successor that was found fit to take over."""
    NOTE = "note"


class OptionField(StrEnum):
    """What can be set on an option as a whole."""

    NAME = "name"
    ON = "on"
    """ISO date: the rules in force on it apply."""
    NOTE = "note"
    STRUCTURE = "structure"
    """Id of the structure that it looks ahead to; "" for things as they are."""
    LEGAL = "legal"
    """"yes" if successors are legal bodies where the structure leaves that open."""


class Arrangement(StrEnum):
    """Who fills a unit's seat for one role, and where its holder sits."""

    OWN = "own"
    """The unit's own post, on its own board."""
    SHARED = "shared"
    """The group's post: one holder for every member that shares."""
    EVERYWHERE = "everywhere"
    """The unit's own post, with a vote on the board of every member of its group."""


class Detail(StrEnum):
    """What can be set on a post, always as text; "" for what is usual."""

    STATE = "state"
    """One of `PostState`."""
    WTE = "wte"
    """Whole-time equivalent, in hundredths: "60" is three days a week."""
    VOTE = "vote"
    """"yes" or "no"; usually as the role has it."""
    EMPLOYER = "employer"
    """Id of the legal body that employs the holder."""
    DESTINATION = "destination"
    """Where its duties go: shares in per cent, as `model.posts.shares_text` writes them."""
    COST = "cost"
    """What it costs a year, whole pounds."""
    NOTE = "note"


class PostState(StrEnum):
    """How a post is filled."""

    FILLED = ""
    """For good, or nothing is known about it."""
    VACANT = "vacant"
    INTERIM = "interim"
    ACTING = "acting"


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
    """Name the holder of a post; "" when nobody is named.

    One name is one person, wherever it stands; `number` tells posts of one role apart, from 1.
    """

    organisation: str
    role: str
    holder: str
    number: int = 1


@record
class SetPost:
    """Set something on a post."""

    organisation: str
    role: str
    number: int
    detail: Detail
    value: str


@record
class Staff:
    """Set how many posts of a role an organisation has itself; None for what is usual."""

    organisation: str
    role: str
    number: int | None


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
class Join:
    """Make a unit, or a part of one, a member of a successor; of none, ""."""

    member: str
    successor: str


@record
class SetLimit:
    """Set a limit of a rule that users may adjust: a whole number or an ISO date; "" resets it."""

    rule: str
    key: str
    value: str


@record
class Waive:
    """Accept that an organisation is outside a rule, with reason, name and date; or no more, ""."""

    organisation: str
    rule: str
    reason: str
    who: str = ""
    on: str = ""


@record
class Answer:
    """Answer what a rule asks about an organisation; "" takes the answer back."""

    organisation: str
    rule: str
    item: str
    value: str


@record
class Enter:
    """Enter a figure of an organisation's own in place of the published one; None ends that."""

    organisation: str
    measure: str
    value: int | None


@record
class Batch:
    """Several changes as one: all of them or none."""

    changes: tuple[Change, ...]


Change = (
    Create
    | Remove
    | Move
    | SetField
    | SetOption
    | Appoint
    | SetPost
    | Staff
    | Arrange
    | KeepLink
    | Join
    | SetLimit
    | Waive
    | Answer
    | Enter
    | Batch
)


_TAGS: Mapping[type, str] = MappingProxyType(
    {
        Create: "create",
        Remove: "remove",
        Move: "move",
        SetField: "set",
        SetOption: "option",
        Appoint: "appoint",
        SetPost: "post",
        Staff: "staff",
        Arrange: "arrange",
        KeepLink: "link",
        Join: "join",
        SetLimit: "limit",
        Waive: "waive",
        Answer: "answer",
        Enter: "enter",
    }
)


def to_data(change: Change) -> list[object]:
    """Return the change as a JSON-ready list: its tag, then its values in their order."""
    if isinstance(change, Batch):
        return ["batch", [to_data(c) for c in change.changes]]
    values: list[object] = [getattr(change, name) for name in names_of(type(change))]
    if isinstance(change, Create):
        values[-1] = [list(field) for field in change.fields]
    if isinstance(change, Arrange):
        values[-1] = change.arrangement or ""
    plain = (value.value if isinstance(value, StrEnum) else value for value in values)
    return [_TAGS[type(change)], *plain]


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
        return _numbered(tag, rest) or _simple(tag, [_text(t) for t in rest])
    except (TypeError, ValueError) as error:
        raise LogError(f"a change is malformed: {tag[:40]!r}") from error


def _numbered(tag: str, rest: list[object]) -> Change | None:
    """Return a change that has a number in it, None if `tag` is of another."""
    match tag, rest:
        case "appoint", [organisation, role, holder, number]:
            return Appoint(_text(organisation), _text(role), _text(holder), _number(number))
        case "post", [organisation, role, number, detail, value]:
            what = Detail(_text(detail))
            return SetPost(_text(organisation), _text(role), _number(number), what, _text(value))
        case "staff", [organisation, role, number]:
            staff = None if number is None else _number(number)
            return Staff(_text(organisation), _text(role), staff)
        case "enter", [organisation, measure, figure]:
            value = None if figure is None else _number(figure)
            return Enter(_text(organisation), _text(measure), value)
    return None


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
        case "arrange", [unit, role, how]:
            return Arrange(unit, role, Arrangement(how) if how else None)
        case "join", [member, successor]:
            return Join(member, successor)
        case "limit", [rule, key, value]:
            return SetLimit(rule, key, value)
        case "waive", [organisation, rule, reason, who, on]:
            return Waive(organisation, rule, reason, who, on)
        case "answer", [organisation, rule, item, value]:
            return Answer(organisation, rule, item, value)
    raise ValueError(tag)


def _text(value: object) -> str:
    if not isinstance(value, str):
        # Not its repr: it may be deep enough to end the interpreter, or long enough to fill a page.
        raise LogError(f"a change holds a {type(value).__name__} where a text belongs")
    return value


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise LogError(f"a change holds a {type(value).__name__} where a whole number belongs")
    if abs(value) > LARGEST:
        raise LogError("a change holds a number that is too large")
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
