"""Texts and tables that flow over as many pages as they need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from model.records import altered
from model.report.outline import Section
from model.report.reading import for_column
from model.report.table import Table
from ui.pages.furniture import LEADING, Block, Item, Words, prose, wrap
from ui.pages.grid import Grid

BODY = 9.0
"""Of texts, points on A4."""
TITLE = 15.0
"""Of what begins a page or a section."""
_REMARK = 7.5
_HEADING = 10.5
_GAP = 11.0
_BETWEEN = 22.0
"""Between a section and the heading of the next on the same page."""
_GUTTER = 20.0
"""Between two tables beside each other."""
_TIGHTER = 1.35
"""How much more room the right of two tables may want than it gets, at most."""
_WORTH_IT = 0.85
"""Tables stand beside each other if both then take less than this share of the height."""
_WHOLE = 0.4
"""Share of a page: a table that takes no more is not divided for a little room that is left."""
_CONTINUED = "continued"
_TOGETHER = 3
"""Lines of a text, or of a row higher than a page, that stay together on either side of a cut."""
_NEARLY_EMPTY = 0.12
"""Share of a page: a section does not end on a page of its own with less, if that can be helped."""
_CLOSER = 0.4
"""What gaps come to where that saves a page which would be nearly empty."""
_MOST_MOVED, _STEPS = 0.36, 9
"""Share of a page that is left free at most for the next one to have more, found in such steps."""


@dataclass(slots=True)
class Leaf:
    """What is on a page.

    Attributes
    ----------
    items : list of Item
        From its top.
    title : str
        Of the section that it begins with.
    goes_on : bool
        Whether that began on a page before.
    begun : list of (str, float)
        The sections that begin on it, and how far down.
    """

    title: str = ""
    goes_on: bool = False
    items: list[Item] = field(default_factory=list)
    height: float = 0.0
    begun: list[tuple[str, float]] = field(default_factory=list)

    @property
    def block(self) -> Block:
        """What is on it, as one."""
        return Block(tuple(self.items), self.height)


class Flow:
    """Places blocks below each other, on a new page where one is full.

    Parameters
    ----------
    room, height : float
        What a page offers, points.
    k : float
        How much larger than on A4.
    closer : float
        What gaps come to, as a share of what is usual.
    short : tuple of (int, float)
        A page by its place, and how much of it stays free.
    """

    def __init__(
        self,
        room: float,
        height: float,
        k: float,
        *,
        closer: float = 1.0,
        short: tuple[int, float] = (-1, 0.0),
    ) -> None:
        self.room, self.height, self.k = room, height, k
        self._closer, self._short = closer, short
        self._pages = [Leaf()]
        # With the table, so that no other has its identity meanwhile.
        self._grids: dict[int, tuple[Table, Grid]] = {}

    def pages(self) -> list[Leaf]:
        """Return what is on each page."""
        return self._pages

    @property
    def _y(self) -> float:
        return self._pages[-1].height

    @property
    def free(self) -> float:
        """Height that is left on the page."""
        place, kept = self._short
        return self.height - self._y - (kept if len(self._pages) - 1 == place else 0.0)

    def turn(self) -> None:
        """Go on on a new page, unless this one is empty."""
        page = self._pages[-1]
        if page.items:
            title = page.begun[-1][0] if page.begun else page.title
            self._pages.append(Leaf(title, goes_on=True))
        page.height = self.height if page.items else 0.0

    def add(self, block: Block, *, after: float = 0.0) -> None:
        """Place a block; with so much room after it on the same page, if there is as much."""
        if block.height + after > self.free:
            self.turn()
        page = self._pages[-1]
        page.items += block.at(0.0, page.height)
        page.height += block.height

    def gap(self, height: float = _GAP) -> None:
        """Leave room, but not at the top of a page."""
        if self._y:
            self._pages[-1].height += height * self.k * self._closer

    # -- what is said ----------------------------------------------------------------------

    def chapter(self, title: str, section: Section) -> None:
        """Place a section that has a title: on a page of its own, or below the one before it.

        It stays below if it is wholly there, or if it is longer than a page in any case and much
        of this one is left. So pages are neither left near empty nor sections torn for little.
        """
        alone = self._ended_well(section, Leaf(title, begun=[(title, 0.0)]))
        first, *more = alone
        heading = prose(title, TITLE * self.k, self.room, bold=True)
        above = (_BETWEEN + 3) * self.k + heading.height
        fits = above + first.height <= self.free and not more
        if self._y and (fits or (more and self.free > self.height / 3)):
            self.gap(_BETWEEN)
            page = self._pages[-1]
            page.begun.append((title, page.height))
            self.add(heading)
            self.gap(3.0)
            if fits:
                self.add(first.block)
            else:
                self._pages[-1:] = self._ended_well(section, page)
            return
        if self._pages[-1].items:
            self._pages[-1].height = self.height
        else:
            self._pages.pop()
        self._pages += alone

    def _ended_well(self, section: Section, on: Leaf) -> list[Leaf]:
        """Return a page and those that a section needs from there on, the last not nearly empty.

        What would be left over for it is taken in by narrower gaps, or gets company from the page
        before.
        """
        usual = self._laid(section, on)
        if not _is_ill_ended(usual, self.height):
            return usual
        closer = self._laid(section, on, closer=_CLOSER)
        if len(closer) < len(usual):
            return closer
        place = len(usual) - 2
        for step in range(1, _STEPS + 1):
            kept = self.height * _MOST_MOVED * step / _STEPS
            pages = self._laid(section, on, short=(place, kept))
            if len(pages) == len(usual) and not _is_ill_ended(pages, self.height):
                return pages
        return usual

    def _laid(
        self,
        section: Section,
        on: Leaf,
        *,
        closer: float = 1.0,
        short: tuple[int, float] = (-1, 0.0),
    ) -> list[Leaf]:
        flow = Flow(self.room, self.height, self.k, closer=closer, short=short)
        flow._grids = self._grids
        flow._pages = [replace(on, items=[*on.items], begun=[*on.begun])]
        flow.section(section)
        return flow.pages()

    def section(self, section: Section) -> None:
        """Place a section's paragraphs and tables, small tables beside each other."""
        self.paragraphs(section.paragraphs)
        tables = iter(section.tables)
        before = next(tables, None)
        while before is not None:
            after = next(tables, None)
            both = self._both(before, after) if after is not None else None
            if both is not None:
                self.gap()
                self.add(both)
                after = next(tables, None)
            else:
                self.table(before)
            before = after

    def _both(self, left: Table, right: Table) -> Block | None:
        """Return two tables beside each other, None if that is no gain.

        What is to be said of them stands below each, or below both if there is not the room.
        """
        apart = self._pair(left, right)
        free = self.free - _GAP * self.k
        if apart is not None and apart.height <= free:
            return apart
        bare = self._pair(altered(left, remarks=()), altered(right, remarks=()))
        if bare is None:
            return apart
        said = Flow(self.room, self.height, self.k)
        said.add(bare)
        said._remarks(altered(right, remarks=(*left.remarks, *right.remarks)))
        first, *more = said.pages()
        return first.block if not more and first.height <= free else apart

    def _pair(self, left: Table, right: Table) -> Block | None:
        """Return two tables beside each other, None if they are too broad or too long for that."""
        if not left.rows:
            return None
        gutter = _GUTTER * self.k
        natural = self._grid(left).natural
        rest = self.room - gutter - natural
        if natural > self.room * 0.6 or rest < self.room * 0.3:
            return None
        half = (self.room - gutter) / 2
        below = self._alone(right, self.room)
        column = for_column(right)
        tighter = _TIGHTER if column is None else 1.0
        for shown in (right, column):
            if shown is None or below is None:
                continue
            wanted = self._grid(shown).natural if shown.rows else rest
            if shown is right and wanted > rest * tighter:
                continue
            width = max(min(rest, wanted), min(half, rest))
            if shown is right and wanted > rest:  # heads of the left may be of several lines
                width = min(wanted, self.room - gutter - self._grid(left).tightest)
            one = self._alone(left, self.room - gutter - width)
            other = self._alone(shown, width)
            if one is None or other is None:
                continue
            height = max(one.height, other.height)
            if height < (one.height + below.height) * _WORTH_IT:
                return Block((*one.items, *other.at(self.room - width, 0.0)), height)
        return None

    def _grid(self, table: Table) -> Grid:
        """Return a table as it is set in all the width, worked out once."""
        if id(table) not in self._grids:
            self._grids[id(table)] = table, Grid(table, self.room, self.k)
        return self._grids[id(table)][1]

    def _alone(self, table: Table, width: float) -> Block | None:
        """Return a table in a width, None if it is higher than half a page or has no room there."""
        flow = Flow(width, self.height / 2, self.k)
        if table.rows and not flow._grid(table).is_roomy:
            return None
        flow.table(table)
        pages = flow.pages()
        return pages[0].block if len(pages) == 1 else None

    def paragraphs(self, texts: Iterable[str]) -> None:
        """Place texts, which go on over the foot of a page."""
        size = BODY * self.k
        for text in texts:
            for part in text.splitlines():
                self._text(part, size)
            self.gap(4.0)

    def _text(self, text: str, size: float, tone: str = "text") -> None:
        """Place a text; of one that goes on over the foot of a page, some lines are on either."""
        step = size * LEADING
        rest = wrap(text, size, self.room)
        while rest:
            most = int(self.free / step + 1e-6)
            fit = most if most >= len(rest) else min(most, len(rest) - _TOGETHER)
            if fit < min(_TOGETHER, len(rest)):
                fit = 0 if self._pages[-1].items else max(1, most)
            now, rest = rest[:fit], rest[fit:]
            if now:
                lines = (Words(line, 0.0, i * step, size, tone=tone) for i, line in enumerate(now))
                self.add(Block(tuple(lines), step * len(now)))
            if rest:
                self.turn()

    def table(self, table: Table) -> None:
        """Place a table with its heading; rows stay whole, and the columns' heads are repeated."""
        self.gap()
        if not table.rows:
            said = prose(table.empty, BODY * self.k, self.room)
            self.add(self._heading(table.title), after=said.height)
            self.add(said)
            self._remarks(table)
            return
        grid = self._grid(table)
        strips = list(grid.strips())
        title = self._heading(table.title)
        again = self._heading(f"{table.title}, {_CONTINUED}")
        first = grid.head.height + min(grid.height(strips[0]), self.height / 3)
        whole = grid.head.height + sum(map(grid.height, strips))
        self.add(title, after=whole if whole <= self.height * _WHOLE else first)
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
                now, left = grid.cut(rest, self.free)
                if left.count < _TOGETHER:
                    closer = (_TOGETHER - left.count) * grid.size * LEADING
                    now, left = grid.cut(rest, self.free - closer)
                rest = left
                self.add(grid.block(now))
                self._begin(again, grid)
            self.add(grid.block(rest))
        self._remarks(table)

    def _remarks(self, table: Table) -> None:
        """Place what is to be said below a table."""
        size = _REMARK * self.k
        for remark in table.remarks:
            self.gap(3.0)
            self._text(remark, size, "quiet")

    def _begin(self, again: Block, grid: Grid) -> None:
        """Go on with a table on a new page."""
        self.turn()
        self.add(again)
        self.add(grid.head)

    def _heading(self, text: str) -> Block:
        block = prose(text, _HEADING * self.k, self.room, bold=True)
        return Block(block.items, block.height + 2 * self.k)


def _is_ill_ended(pages: list[Leaf], height: float) -> bool:
    """Whether the last of several pages is nearly empty."""
    return len(pages) > 1 and pages[-1].height < height * _NEARLY_EMPTY
