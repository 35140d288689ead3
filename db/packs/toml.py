"""TOML files of a pack, read key by key, with the line of each key known when it is at fault.

`tomllib` forgets where a value stood. The places are found by a second look at the text, which
is taken only once something is wrong.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from typing import TypeVar, cast

from db.errors import PackError
from db.limits import IDENTIFIER, MAX_NAME, MAX_NUMBER, MAX_TEXT, text_fault
from db.packs.folder import MAX_TOML, PackFolder

Place = tuple[str | int, ...]
"""Where a value stands: ("rule", 3, "params", "low") is that key of the fourth [[rule]]."""

_Choice = TypeVar("_Choice", bound=StrEnum)

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_OPAQUE = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*', re.DOTALL
)
_HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+)\]")
_KEY = re.compile(r"\s*([\w-]+(?:\s*\.\s*[\w-]+)*)\s*=")
_MAX_DEPTH = 6


class TomlFile:
    """One TOML file of a pack."""

    def __init__(self, folder: PackFolder, name: str) -> None:
        self.folder = folder
        self.name = name
        self._text = folder.read(name, MAX_TOML)
        self._lines: dict[Place, int] | None = None
        try:
            self.top = Table(self, (), tomllib.loads(self._text))
        except RecursionError as error:
            raise folder.fault("is nested too deeply", name) from error
        except ValueError as error:
            raise self._syntax_fault(str(error)) from error

    def _syntax_fault(self, message: str) -> PackError:
        found = _PLACE.search(message)
        if not found:
            return self.folder.fault(f"is not TOML: {message}", self.name)
        line, column = found[1], found[2]
        if line is None:
            line, column = str(self._text.rstrip().count("\n") + 1), ""
        what = message[: found.start()]
        return self.folder.fault(f"is not TOML: {what}", self.name, int(line), column)

    def line(self, path: Place) -> int:
        """Return the line of a key, or of the nearest thing around it that has a line."""
        places = self._places()
        while path:
            # An array of tables begins where its first table does.
            for known in (path, (*path, 0)):
                if known in places:
                    return places[known]
            path = path[:-1]
        return 1

    def _places(self) -> dict[Place, int]:
        if self._lines is None:
            self._lines = dict(_locate(self._text))
        return self._lines


def _locate(text: str) -> Iterator[tuple[Place, int]]:
    """Yield the path and line of every table header and key of a TOML text that is sound."""
    masked = _OPAQUE.sub(_mask, text)
    table: Place = ()
    counts: dict[Place, int] = {}
    depth = 0
    for number, line in enumerate(masked.split("\n"), 1):
        header = _HEADER.match(line)
        key = _KEY.match(line)
        if depth:
            depth += _opened(line)
        elif header:
            table = _enter(header[2].split("."), header[1] == "[[", counts)
            yield table, number
        elif key:
            yield (*table, *(part.strip() for part in key[1].split("."))), number
            depth += _opened(line[key.end() :])


def _mask(found: re.Match[str]) -> str:
    if found[0].startswith("#"):
        return ""
    return "".join("\n" if c == "\n" else "_" for c in found[0])


def _opened(text: str) -> int:
    return sum((c in "[{") - (c in "]}") for c in text)


def _enter(names: list[str], is_array: bool, counts: dict[Place, int]) -> Place:
    path: Place = ()
    for name in names[:-1]:
        path = (*path, name.strip())
        if path in counts:
            path = (*path, counts[path] - 1)
    path = (*path, names[-1].strip())
    if is_array:
        counts[path] = counts.get(path, 0) + 1
        return (*path, counts[path] - 1)
    return path


class Table:
    """A table of a TOML file, whose values come out checked or not at all."""

    def __init__(self, file: TomlFile, path: Place, values: Mapping[str, object]) -> None:
        self.file = file
        self.path = path
        self._values = values

    def __contains__(self, key: object) -> bool:
        return key in self._values

    @property
    def line(self) -> int:
        """The line of the table's header."""
        return self.file.line(self.path)

    def fault(self, message: str, key: str = "", remedy: str = "") -> PackError:
        """Return the error to raise for a fault of a key, or of the table as a whole."""
        path = (*self.path, key) if key else self.path
        return self.file.folder.fault(
            message, self.file.name, self.file.line(path), key, remedy=remedy
        )

    def allow(self, *keys: str) -> None:
        """Refuse keys other than these."""
        for key in self._values:
            if key not in keys:
                raise self.fault("is not a known key", key, f"known here: {', '.join(keys)}")

    def _get(self, key: str, kind: type, expected: str) -> object:
        value = self._values[key]
        # bool is an int to Python and a datetime is a date, but neither is one to a reader.
        if type(value) is not kind:
            raise self.fault(f"must be {expected}", key)
        return value

    def _need(self, key: str) -> None:
        if key not in self._values:
            raise self.fault("is missing", key)

    def text(self, key: str, default: str | None = None, longest: int = MAX_TEXT) -> str:
        """Return a text; one that is empty or missing is a fault unless there is a default."""
        if key not in self._values and default is not None:
            return default
        self._need(key)
        value = str(self._get(key, str, "a text in quotes")).strip()
        fault = text_fault(value, longest)
        if fault:
            raise self.fault(fault, key)
        if not value and default is None:
            raise self.fault("is empty", key)
        return value

    def name(self, key: str, default: str | None = None) -> str:
        """Return a text that is short enough to be a name or label."""
        return self.text(key, default, MAX_NAME)

    def identifier(self, key: str) -> str:
        """Return a text that can serve as an id."""
        value = self.text(key)
        if not IDENTIFIER.fullmatch(value):
            raise self.fault(
                f"{value!r} can't be an id", key, "use letters, digits, full stops and hyphens"
            )
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty if the key is not there."""
        if key not in self._values:
            return ()
        values = cast("list[object]", self._get(key, list, "a list of texts"))
        for value in values:
            if not isinstance(value, str) or not value.strip():
                raise self.fault("must be a list of texts", key)
            fault = text_fault(value)
            if fault:
                raise self.fault(fault, key)
        return tuple(str(value).strip() for value in values)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return true or false."""
        return bool(self._get(key, bool, "true or false")) if key in self._values else default

    def number(self, key: str) -> int:
        """Return a whole number."""
        self._need(key)
        return cast("int", self._get(key, int, "a whole number"))

    def day(self, key: str) -> datetime.date:
        """Return a date."""
        self._need(key)
        return cast(
            "datetime.date", self._get(key, datetime.date, "a date without quotes: 2011-06-01")
        )

    def day_or_none(self, key: str) -> datetime.date | None:
        """Return a date, None if the key is not there."""
        return self.day(key) if key in self._values else None

    def choice(self, key: str, kind: type[_Choice], default: _Choice | None = None) -> _Choice:
        """Return a member of an enumeration, given by its value."""
        if key not in self._values and default is not None:
            return default
        value = self.text(key)
        try:
            return kind(value)
        except ValueError:
            known = ", ".join(member.value for member in kind)
            raise self.fault(f"{value!r} is not one of {known}", key) from None

    def table(self, key: str) -> Table:
        """Return the table of that name, an empty one if it is not there."""
        if key not in self._values:
            return Table(self.file, (*self.path, key), {})
        values = self._get(key, dict, "a table")
        return Table(self.file, (*self.path, key), cast("dict[str, object]", values))

    def tables(self, key: str) -> tuple[Table, ...]:
        """Return the tables of an array [[key]], in their order."""
        if key not in self._values:
            return ()
        rows = cast("list[object]", self._get(key, list, f"tables that start with [[{key}]]"))
        if not all(isinstance(row, dict) for row in rows):
            raise self.fault(f"must be tables that start with [[{key}]]", key)
        return tuple(
            Table(self.file, (*self.path, key, i), cast("dict[str, object]", row))
            for i, row in enumerate(rows)
        )

    def data(self) -> dict[str, object]:
        """Return the whole table as plain data: texts, whole numbers, dates, lists, tables."""
        for key, value in self._values.items():
            fault = _data_fault(value)
            if fault:
                raise self.fault(fault, key)
        return dict(self._values)

    def unique(self, key: str, value: str, taken: Collection[str]) -> None:
        """Refuse a value that another table has already."""
        if value in taken:
            raise self.fault(f"{value!r} is there twice", key)


def _data_fault(value: object, depth: int = 0) -> str:
    if depth > _MAX_DEPTH:
        return "is nested too deeply"
    if isinstance(value, str):
        return text_fault(value)
    if isinstance(value, int):
        return "" if abs(value) <= MAX_NUMBER else "is too large a number"
    if isinstance(value, dict):
        return next(
            filter(None, (_data_fault(v, depth + 1) for v in [*value, *value.values()])), ""
        )
    if isinstance(value, list):
        return next(filter(None, (_data_fault(v, depth + 1) for v in value)), "")
    return "" if type(value) is datetime.date else "must be a text, a whole number or a date"
