"""A table of posts that says in few rows what others say in many, for short readings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from model.report.table import Row, Table, text

_NUMBERED = re.compile(r"(.*\S) ([0-9]+)")


def gathered(posts: Table) -> Table:
    """Return a table of posts in which those that differ by their number alone share a row.

    "Lay member 1 to 6" instead of six rows of which each says the same.
    """
    at = next(i for i, column in enumerate(posts.columns) if column.id == "post")
    rows = tuple(_gathered(posts.rows, at))
    return Table(posts.title, posts.columns, rows, posts.total, posts.empty)


def _gathered(rows: tuple[Row, ...], at: int) -> Iterator[Row]:
    begun: list[Row] = []
    for row in rows:
        if begun and _goes_on(begun[-1], row, at):
            begun.append(row)
            continue
        yield from _joined(begun, at)
        begun = [row]
    yield from _joined(begun, at)


def _goes_on(before: Row, row: Row, at: int) -> bool:
    """Whether a row says what the one before it says, of the next number."""
    if (*before[:at], *before[at + 1 :]) != (*row[:at], *row[at + 1 :]):
        return False
    one, other = _NUMBERED.fullmatch(before[at].text), _NUMBERED.fullmatch(row[at].text)
    if one is None or other is None or one[1] != other[1]:
        return False
    return int(other[2]) == int(one[2]) + 1


def _joined(rows: list[Row], at: int) -> Iterator[Row]:
    if len(rows) < 2:
        yield from rows
        return
    last = _NUMBERED.fullmatch(rows[-1][at].text)
    number = last[2] if last is not None else ""
    yield (*rows[0][:at], text(f"{rows[0][at].text} to {number}"), *rows[0][at + 1 :])
