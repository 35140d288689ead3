"""How wide a workbook's columns are and how high its rows, for what is written in them.

Programs that open the file don't all work that out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from db.exports.arial import width_of, word_width, wrapped
from model.report.table import MARKS, Cell, Column, Holds, Row, Table

SIZE: Final = 10.0
"""Of letters, points; sheets are set in Arial, whose widths are known (`db.exports.arial`)."""
CHARACTER: Final = 5.25
"""What a column's width counts in: a digit of that size, points."""

_MIN_WIDTH, _WIDTH_A_WEIGHT, _MAX_WIDTH = 7, 10, 60
_LINE, _PAD = 12.75, 3.0
"""Height of a line, and what a row has beyond its lines, points."""
MOST_HIGH: Final = 409.0
"""More a row can't be high, points."""
_MOST_LINES = 28
"""Lines that such a row has room for, with some to spare for programs that break sooner."""
BUTTON: Final = 3
"""Characters' room that the button of a filter takes."""
_INDENT = 2
"""Characters' room between a number and what stands to its right."""


def signed(cell: Cell) -> str:
    """Return a cell's text with its sign."""
    mark = MARKS[cell.sign]
    return f"{mark} {cell.text}" if mark else cell.text


def column_width(table: Table, place: int) -> int:
    """Return the width of a column: of its longest text, as far as it deserves."""
    column = table.columns[place]
    texts = {line for row in table.rows for line in signed(row[place]).split("\n")}
    longest = max((_characters(width_of(text, SIZE)) for text in texts), default=0.0)
    if table.total:
        text = signed(table.total[place])
        longest = max(longest, _characters(width_of(text, SIZE, bold=True)))
    head = _characters(word_width(column.title, SIZE, bold=True)) + BUTTON
    if column.holds.is_number:
        return max(_MIN_WIDTH, math.ceil(longest) + 1 + _INDENT, math.ceil(head) + _INDENT)
    most = min(_MAX_WIDTH, _WIDTH_A_WEIGHT * (column.weight + 1))
    if not wraps(column) or column.holds is Holds.STANDING:
        most = _MAX_WIDTH
    return max(_MIN_WIDTH, min(math.ceil(longest) + 1 + room_aside(column), most), math.ceil(head))


def room_aside(column: Column) -> int:
    """Return how many characters' room a cell leaves at its side."""
    return _INDENT if column.holds is Holds.STANDING or column.holds.is_number else 0


def _characters(points: float) -> float:
    return points / CHARACTER


def wraps(column: Column) -> bool:
    """Whether texts of a column go on in further lines."""
    return column.holds in (Holds.TEXT, Holds.STANDING)


def lines_in(text: str, width: float, *, bold: bool = False) -> tuple[str, ...]:
    """Return the lines that a text takes in a column."""
    return wrapped(text, max(1.0, width) * CHARACTER, SIZE, bold=bold)


def pieces(text: str, width: float) -> Iterator[str]:
    """Iterate over a text in pieces of as many lines as a row can show."""
    starts, at = [], 0
    for line in lines_in(text, width):
        at = text.index(line, at)
        starts.append(at)
        at += len(line)
    for start, end in pairwise([*starts[::_MOST_LINES], len(text)]):
        yield text[start:end].strip()


def high(lines: int) -> float:
    """Return how high a row of some lines is, points."""
    return min(MOST_HIGH, lines * _LINE + _PAD)


def row_height(cells: Row, table: Table, widths: Sequence[int], *, bold: bool = False) -> float:
    """Return how high a row of a table is, points; widths are those of its columns."""
    lines = (
        len(lines_in(signed(cell), width - room_aside(column), bold=bold))
        for cell, column, width in zip(cells, table.columns, widths, strict=True)
        if wraps(column)
    )
    return high(max(lines, default=1))
