"""A table set on paper: its cells wrap, its columns share the width by what is in them.

A row is in one piece, unless it is higher than a page. Nothing is shortened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from model.report.reading import for_reading
from model.report.table import Cell, Column, Holds, Row, Table
from model.rules.standing import Sign
from ui.pages.furniture import LEADING, Block, Glyph, Hairline, Item, Words, measure, wrap

_SIZES = (8.5, 8.0, 7.5, 7.0)
"""Of texts, points on A4: the largest in which no word has to be broken."""
_ROOMY = 8.0
"""What is set smaller has too little room."""
_LEAST = 7.0
_GAP, _PAD = 9.0, 2.5
"""Between columns and above and below the lines of a row."""
_LONGEST_WORD = 0.3
"""Share of the width from which on a word may be broken."""
_MOST = 1.5
"""How much more than its share of the width a column may ask for."""
_MOST_LINES = 14
"""Of a cell; a longer text stands below its row and has all the width."""
_HAIR = 0.01
"""What rounding may make of a width that is just large enough."""
_STRETCH = 1.5
"""How much broader than its texts a small table may be."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a cell."""

    text: str
    size: float
    bold: bool = False
    tone: str = "text"
    sign: Sign = Sign.NONE
    indent: float = 0.0

    @property
    def height(self) -> float:
        """What it takes of the page."""
        return self.size * LEADING


@dataclass(frozen=True, slots=True)
class Strip:
    """A row, or a part of one: the lines of its cells, and those below that have all the width."""

    cells: tuple[tuple[Line, ...], ...]
    below: tuple[Line, ...] = ()

    @property
    def lines_height(self) -> float:
        """Height of its highest cell."""
        return max((sum(line.height for line in cell) for cell in self.cells), default=0.0)

    @property
    def below_height(self) -> float:
        """Height of what is below."""
        return sum(line.height for line in self.below)

    @property
    def count(self) -> int:
        """How many lines stand below each other."""
        return max(map(len, self.cells), default=0) + len(self.below)


class Grid:
    """Sets a table in a width.

    Parameters
    ----------
    room : float
        The width, points.
    k : float
        How much larger than on A4.
    """

    def __init__(self, table: Table, room: float, k: float) -> None:
        self.table = for_reading(table)
        self.room = room
        self._gap, self._pad = _GAP * k, _PAD * k
        for size in _SIZES:
            self.size = size * k
            self._small = max(_LEAST, size - 1) * k
            least = [self._least(number) for number in range(len(self.table.columns))]
            spare = room - self._gap * (len(least) - 1)
            if sum(least) <= spare:
                break
        self.is_roomy = self.size >= _ROOMY * k and sum(least) <= spare
        wanted = [max(low, self._wanted(number)) for number, low in enumerate(least)]
        gaps = self._gap * (len(least) - 1)
        self.natural, self.tightest = sum(wanted) + gaps, sum(least) + gaps
        self.widths = self._shared(least, wanted, spare)
        lefts = [0.0]
        for width in self.widths[:-1]:
            lefts.append(lefts[-1] + width + self._gap)
        self.lefts = lefts
        self.width = lefts[-1] + self.widths[-1]
        self.head = self._head()

    # -- widths ----------------------------------------------------------------------------

    def _cells(self, number: int) -> Iterator[tuple[Cell, bool]]:
        """Iterate over the cells of a column, and whether they are of the last row."""
        for row in self.table.rows:
            yield row[number], False
        if self.table.total:
            yield self.table.total[number], True

    def _lead(self, cell: Cell) -> float:
        """Return the room of a cell's sign."""
        return self.size * 1.25 if cell.sign is not Sign.NONE else 0.0

    def _least(self, number: int) -> float:
        """Return the width in which no number, no day and no word of a column is broken."""
        column = self.table.columns[number]
        most = self.room * _LONGEST_WORD
        widths = [measure(word, self._small, bold=True) for word in column.title.split()]
        for cell, is_total in self._cells(number):
            words = _unbroken(cell.text, column.holds)
            longest = (measure(word, self.size, bold=is_total) for word in words)
            widths.append(self._lead(cell) + max(longest, default=0.0))
            if not column.holds.is_number:
                widths += (measure(word, self._small) for word in cell.note.split())
        return min(most, max(widths, default=0.0) + _HAIR)

    def _wanted(self, number: int) -> float:
        """Return the width in which every text of a column is on one line."""
        column = self.table.columns[number]
        widths = [measure(column.title, self._small, bold=True)]
        for cell, is_total in self._cells(number):
            widths.append(self._lead(cell) + measure(cell.text, self.size, bold=is_total))
            if not column.holds.is_number:
                widths.append(measure(cell.note, self._small))
        # A longer text asks for no more than its column's share and half as much again.
        share = column.weight / sum(other.weight for other in self.table.columns)
        most = max(self._least(number), self.room * share * _MOST)
        return max(widths) if column.holds.is_number else min(most, max(widths))

    def _shared(self, least: Sequence[float], wanted: Sequence[float], spare: float) -> list[float]:
        """Return the widths of the columns."""
        if sum(least) > spare:  # a word here and there is broken, but no date and no number
            most = _level(least, spare)
            return [min(width, most) for width in least]
        if sum(wanted) <= spare:
            stretch = min(_STRETCH, spare / sum(wanted))
            return [width * stretch for width in wanted]
        # Texts need the room more than the heads of numbers do, which may be of several lines; and
        # what is short is whole before what is long gets more.
        widths = list(least)
        for is_number in (False, True):
            asking = sorted(
                ((wanted[number] - least[number]) / column.weight, number, column.weight)
                for number, column in enumerate(self.table.columns)
                if column.holds.is_number is is_number
            )
            left, shares = spare - sum(widths), sum(weight for *_, weight in asking)
            for extra, number, weight in asking:
                given = min(extra, left / shares) * weight
                widths[number] += given
                left, shares = left - given, shares - weight
        return widths

    # -- rows ------------------------------------------------------------------------------

    def strips(self) -> Iterator[Strip]:
        """Iterate over the rows, the last one set apart included."""
        for row in self.table.rows:
            yield self._strip(row, is_total=False)
        if self.table.total:
            yield self._strip(self.table.total, is_total=True)

    def _strip(self, row: Row, *, is_total: bool) -> Strip:
        cells: list[tuple[Line, ...]] = []
        below, long = [], []
        for cell, column, width in zip(row, self.table.columns, self.widths, strict=True):
            lead = self._lead(cell)
            texts = _wrapped(cell.text, self.size, width - lead, bold=is_total)
            if len(texts) > _MOST_LINES and cells:
                said = f"{column.title}: {cell.text}"
                long += _wrapped(said, self.size, self.room - self._indent)
                texts = []
            lines = [Line(text, self.size, is_total, indent=lead) for text in texts]
            lines[:1] = [replace(line, sign=cell.sign) for line in lines[:1]]
            if cell.note and column.holds.is_number:
                below.append(f"{column.title}: {cell.note}")
            elif cell.note:
                notes = _wrapped(cell.note, self._small, width - lead)
                lines += (Line(note, self._small, tone="quiet", indent=lead) for note in notes)
            cells.append(tuple(lines))
        notes = _wrapped(" · ".join(below), self._small, self.room - self._indent) if below else []
        lines_below = [Line(note, self._small, tone="quiet") for note in notes]
        return Strip(tuple(cells), (*lines_below, *(Line(text, self.size) for text in long)))

    @property
    def _indent(self) -> float:
        """Where lines below a row begin: at its second column."""
        return self.lefts[1] if len(self.lefts) > 1 else 0.0

    def _below_top(self, strip: Strip) -> float:
        """Return how far down lines below a row begin: under those cells that they reach."""
        if not strip.below:
            return strip.lines_height
        broad = max(measure(line.text, line.size, bold=line.bold) for line in strip.below)
        left, right = self._indent, self._indent + broad + self._gap
        over = (
            sum(line.height for line in cell)
            for cell, at, width in zip(strip.cells, self.lefts, self.widths, strict=True)
            if at < right and at + width > left
        )
        return max(over, default=0.0)

    def height(self, strip: Strip) -> float:
        """Return what a row takes of the page."""
        lines, below = strip.lines_height, self._below_top(strip) + strip.below_height
        return max(lines, below) + 2 * self._pad

    def block(self, strip: Strip) -> Block:
        """Return a row as it is drawn."""
        items: list[Item] = []
        for cell, column, left, width in zip(
            strip.cells, self.table.columns, self.lefts, self.widths, strict=True
        ):
            items += self._set(cell, column, left, width)
        y = self._pad + self._below_top(strip)
        for line in strip.below:
            items.append(Words(line.text, self._indent, y, line.size, line.bold, line.tone))
            y += line.height
        height = self.height(strip)
        items.append(Hairline(0.0, height, self.width))
        return Block(tuple(items), height)

    def _set(
        self, cell: Sequence[Line], column: Column, left: float, width: float
    ) -> Iterator[Item]:
        y = self._pad
        for line in cell:
            x = left + line.indent
            if column.holds.is_number:
                x = left + width - measure(line.text, line.size, bold=line.bold)
            if line.sign is not Sign.NONE:
                side = line.size * 0.95
                yield Glyph(line.sign, left, y + (line.height - side) / 2, side)
            yield Words(line.text, x, y, line.size, line.bold, line.tone)
            y += line.height

    def _head(self) -> Block:
        cells = tuple(
            tuple(
                Line(text, self._small, bold=True, tone="quiet")
                for text in _wrapped(column.title, self._small, width, bold=True)
            )
            for column, width in zip(self.table.columns, self.widths, strict=True)
        )
        # They stand on one line.
        high = max(map(len, cells))
        blank = Line("", self._small)
        return self.block(Strip(tuple((*[blank] * (high - len(cell)), *cell) for cell in cells)))

    def cut(self, strip: Strip, height: float) -> tuple[Strip, Strip]:
        """Return as much of a row as a height allows, at least a line, and the rest."""
        room = max(height - 2 * self._pad, self.size * LEADING)
        parts = [_divided(cell, room) for cell in strip.cells]
        first = Strip(tuple(now for now, _ in parts))
        rests = tuple(later for _, later in parts)
        if any(rests):
            return first, replace(strip, cells=rests)
        below, left = _divided(strip.below, room - first.lines_height)
        return replace(first, below=below), Strip(tuple(() for _ in strip.cells), left)


def _unbroken(text: str, holds: Holds) -> list[str]:
    """Return what of a text stays on one line: a number, a day before its time, a word."""
    if holds.is_number:
        return [text]
    return re.split(r"(?<=,) ", text) if holds is Holds.DATE else text.split()


def _level(widths: Sequence[float], spare: float) -> float:
    """Return the width to which the broadest must come down for all to take no more than that."""
    left = spare
    for place, width in enumerate(sorted(widths)):
        share = left / (len(widths) - place)
        if width > share:
            return share
        left -= width
    return max(widths)


def _divided(lines: tuple[Line, ...], room: float) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    used, count = 0.0, 0
    for line in lines:
        used += line.height
        if used > room + 1e-6:
            break
        count += 1
    return lines[:count], lines[count:]


def _wrapped(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Return a text in lines; where it has lines of its own, they begin anew."""
    return [line for part in text.splitlines() for line in wrap(part, size, room, bold=bold)]
