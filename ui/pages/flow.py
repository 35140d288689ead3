"""Texts and tables that flow over as many pages as they need."""

from __future__ import annotations

from collections.abc import Iterable

from model.report.outline import Section
from model.report.table import Table
from ui.pages.furniture import LEADING, Block, Item, Words, prose, wrap
from ui.pages.grid import Grid

BODY = 9.0
"""Of texts, points on A4."""
_REMARK = 8.0
_TITLE = 10.5
_GAP = 11.0
_CONTINUED = "continued"


class Flow:
    """Places blocks below each other, on a new page where one is full.

    Parameters
    ----------
    room, height : float
        What a page offers, points.
    k : float
        How much larger than on A4.
    """

    def __init__(self, room: float, height: float, k: float) -> None:
        self.room, self.height, self.k = room, height, k
        self._pages: list[list[Item]] = [[]]
        self._y = 0.0

    def pages(self) -> list[Block]:
        """Return what is on each page."""
        *full, last = self._pages
        return [*(Block(tuple(items), self.height) for items in full), Block(tuple(last), self._y)]

    @property
    def free(self) -> float:
        """Height that is left on the page."""
        return self.height - self._y

    def turn(self) -> None:
        """Go on on a new page, unless this one is empty."""
        if self._pages[-1]:
            self._pages.append([])
        self._y = 0.0

    def add(self, block: Block, *, after: float = 0.0) -> None:
        """Place a block; with so much room after it on the same page, if there is as much."""
        if block.height + after > self.free:
            self.turn()
        self._pages[-1] += block.at(0.0, self._y)
        self._y += block.height

    def gap(self, height: float = _GAP) -> None:
        """Leave room, but not at the top of a page."""
        if self._y:
            self._y += height * self.k

    # -- what is said ----------------------------------------------------------------------

    def section(self, section: Section) -> None:
        """Place a section's paragraphs and tables."""
        self.paragraphs(section.paragraphs)
        for table in section.tables:
            self.table(table)

    def paragraphs(self, texts: Iterable[str]) -> None:
        """Place texts, which go on over the foot of a page."""
        size = BODY * self.k
        for text in texts:
            for part in text.splitlines():
                for line in wrap(part, size, self.room):
                    self.add(Block((Words(line, 0.0, 0.0, size),), size * LEADING))
            self.gap(4.0)

    def table(self, table: Table) -> None:
        """Place a table with its heading; rows stay whole, and the columns' heads are repeated."""
        self.gap()
        if not table.rows:
            words = ". ".join(filter(None, (table.title, table.empty)))
            self.add(prose(words, BODY * self.k, self.room, tone="quiet"))
            self._remarks(table)
            return
        grid = Grid(table, self.room, self.k)
        strips = list(grid.strips())
        title = self._heading(table.title)
        again = self._heading(f"{table.title}, {_CONTINUED}")
        first = grid.head.height + min(grid.height(strips[0]), self.height / 3)
        # A table that fits on a page is not divided for a little room that is left.
        whole = grid.head.height + sum(map(grid.height, strips))
        self.add(title, after=whole if whole <= self.height / 3 else first)
        self.add(grid.head)
        most = self.height - again.height - grid.head.height
        for at, strip in enumerate(strips):
            # What is all together does not stand alone on a page.
            is_before_total = bool(table.total) and at == len(strips) - 2
            after = grid.height(strips[-1]) if is_before_total else 0.0
            if after + grid.height(strip) > most:
                after = 0.0
            height = grid.height(strip)
            if height + after > self.free and (height <= most or self.free < most / 4):
                self._begin(again, grid)
            rest = strip
            while grid.height(rest) > self.free:
                now, rest = grid.cut(rest, self.free)
                self.add(grid.block(now))
                self._begin(again, grid)
            self.add(grid.block(rest))
        self._remarks(table)

    def _remarks(self, table: Table) -> None:
        """Place what is to be said below a table."""
        size = _REMARK * self.k
        for remark in table.remarks:
            self.gap(3.0)
            for line in wrap(remark, size, self.room):
                words = Words(line, 0.0, 0.0, size, tone="quiet")
                self.add(Block((words,), size * LEADING))

    def _begin(self, again: Block, grid: Grid) -> None:
        """Go on with a table on a new page."""
        self.turn()
        self.add(again)
        self.add(grid.head)

    def _heading(self, text: str) -> Block:
        block = prose(text, _TITLE * self.k, self.room, bold=True)
        return Block(block.items, block.height + 2 * self.k)
