"""Texts and tables below each other, going on over as many slides as they need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from db.exports.arial import line_height
from db.exports.slides.drawing import (
    CELL_INSET,
    FLOOR,
    PLAIN,
    Box,
    Canvas,
    Ink,
    Paragraph,
    Run,
    Style,
    TableRow,
    height_of,
    paragraph,
)
from db.exports.slides.grids import Grid, grid, split_row
from db.exports.slides.key import above_key
from model.report.table import Table

SIZES = (14.0, 13.0, 12.0, 11.0, FLOOR)
_BESIDE_SIZES = (12.0, 11.0, FLOOR)
GAP = 12.0
_CAPTION = 12.0
_CAPTION_GAP = 3.0
_SHARES = (0.5, 0.55, 0.45, 0.6)
"""How much of a slide's width the left of two columns may have; the first that fits is taken."""
_ALLEY = 18.0
_LOWER = 0.6
"""Share of a slide: a table that has less left, and would be broken, goes to the next one."""
_AGAIN = " (continued)"
_PANEL = Style(Ink.PAPER, Ink.LINE, inset=(8.0, 6.0))

Draw = Callable[[Canvas], None]


@dataclass(frozen=True)
class Piece:
    """What of a block stands on one slide."""

    height: float
    draw: Callable[[Canvas, Box], None]


class Block(Protocol):
    """Something that may go on over several slides."""

    def take(
        self, width: float, height: float, fresh: float, *, is_fresh: bool
    ) -> tuple[Piece | None, Block | None]:
        """Return what fits into a height, and what is left.

        Parameters
        ----------
        fresh : float
            How much a new slide would give it.
        is_fresh : bool
            Whether there is nothing above it, so that a new slide would give it no more room; it
            must take something then.
        """


@dataclass(frozen=True)
class Words:
    """Paragraphs on a panel."""

    paragraphs: tuple[Paragraph, ...]
    name: str

    def take(
        self, width: float, height: float, fresh: float, *, is_fresh: bool
    ) -> tuple[Piece | None, Block | None]:
        """Return the paragraphs that fit; one that is longer than a slide is broken."""
        del fresh  # it may go on anywhere
        taken: list[Paragraph] = []
        left = list(self.paragraphs)
        while left and _PANEL.height([*taken, left[0]], width) <= height:
            taken.append(left.pop(0))
        if not taken:
            if not is_fresh:
                return None, self
            first, rest = self._broken(left.pop(0), width, height)
            taken, left = [first], [rest, *left]
        shown = tuple(taken)

        def draw(canvas: Canvas, box: Box) -> None:
            canvas.shape(box, shown, _PANEL, name=self.name)

        piece = Piece(_PANEL.height(shown, width), draw)
        return piece, (replace(self, paragraphs=tuple(left)) if left else None)

    @staticmethod
    def _broken(whole: Paragraph, width: float, height: float) -> tuple[Paragraph, Paragraph]:
        aside, above = _PANEL.inset
        lines = whole.lines(width - 2 * aside)
        count = max(1, int((height - 2 * above - whole.before) / line_height(whole.size)))
        face = whole.runs[-1]
        first, rest = (
            replace_text(whole, Run(" ".join(part), whole.size, face.bold, face.ink))
            for part in (lines[:count], lines[count:])
        )
        return first, rest


def replace_text(whole: Paragraph, run: Run) -> Paragraph:
    """Return a paragraph with another text."""
    return Paragraph((run,), whole.align, whole.before, whole.indent)


@dataclass(frozen=True)
class Rows:
    """A table, or what is left of one."""

    grid: Grid
    rows: tuple[TableRow, ...]
    has_caption: bool = True
    is_again: bool = False

    @property
    def caption(self) -> str:
        """What stands above it, "" for nothing."""
        if not self.has_caption:
            return ""
        return self.grid.title + (_AGAIN if self.is_again else "")

    @property
    def most_lines(self) -> int:
        """How many lines the highest row has."""
        highest = max((row.height for row in self.rows), default=0.0) - 2 * CELL_INSET[1]
        return round(highest / line_height(self.grid.size))

    def take(
        self, width: float, height: float, fresh: float, *, is_fresh: bool
    ) -> tuple[Piece | None, Block | None]:
        """Return as many rows as fit below the head; a row that is higher is broken.

        A table that would begin in the lower half of a slide and go on stands on the next one, if
        it is whole there.
        """
        above = _caption(self.caption)
        top = height_of(above, width) + (_CAPTION_GAP if above else 0.0)
        room = height - top - self.grid.head.height
        rows, used = list(self.rows), 0.0
        taken: list[TableRow] = []
        while rows and used + rows[0].height <= room:
            used += rows[0].height
            taken.append(rows.pop(0))
        is_scrap = len(taken) < min(2, len(self.rows))
        if rows and height < fresh * _LOWER:
            needed = top + self.grid.head.height + sum(row.height for row in self.rows)
            is_scrap |= needed <= fresh
        if is_scrap and not is_fresh:
            return None, self
        if not taken:
            first, rest = split_row(rows[0], self.grid.widths, room, self.grid.size)
            taken, rows = [first], [rest, *rows[1:]]
            used = first.height
        piece = self._piece(tuple(taken), above, top, used)
        return piece, (replace(self, rows=tuple(rows), is_again=True) if rows else None)

    def _piece(
        self, rows: tuple[TableRow, ...], above: tuple[Paragraph, ...], top: float, used: float
    ) -> Piece:
        shown, title = (self.grid.head, *rows), self.caption or self.grid.title

        def draw(canvas: Canvas, box: Box) -> None:
            if above:
                line = Box(box.x, box.y, box.width, top - _CAPTION_GAP)
                canvas.shape(line, above, PLAIN, name=f"Heading: {title}")
            about = f"Table: {title}; {len(self.grid.widths)} columns, {len(rows)} rows"
            canvas.table(
                (box.x, box.y + top), self.grid.widths, shown, name=f"Table: {title}", about=about
            )

        return Piece(top + self.grid.head.height + used, draw)


def _caption(text: str) -> tuple[Paragraph, ...]:
    return (paragraph(text, _CAPTION, bold=True, ink=Ink.THEME),) if text else ()


def table_block(table: Table, width: float, size: float, *, caption: bool = True) -> Block:
    """Return a table as a block; what it says instead, if it has no rows."""
    if not table.rows:
        words = f"{table.title}: {table.empty}" if caption else table.empty
        return Words((paragraph(words, size),), table.title)
    made = grid(table, width, size)
    return Rows(made, made.rows, caption)


def paged(
    blocks: Sequence[Block], room: Box, first: float = 0.0, *, columns: int = 1
) -> list[list[Draw]]:
    """Place blocks below each other; give what to draw on each slide.

    Parameters
    ----------
    first : float
        How much of the room is taken on the first slide, points.
    columns : int
        In how many columns they go on.
    """
    wide = (room.width - GAP * (columns - 1)) / columns
    stacks: list[list[Draw]] = [[]]
    y, is_fresh = room.y + first, not first
    for block in blocks:
        rest: Block | None = block
        while rest is not None:
            high = room.bottom - y
            piece, rest = rest.take(wide, high, room.height, is_fresh=is_fresh)
            if piece is not None:
                x = room.x + (len(stacks) - 1) % columns * (wide + GAP)
                box = Box(x, y, wide, piece.height)
                stacks[-1].append(partial(_draw, piece, box))
                y, is_fresh = box.bottom + GAP, False
            if rest is not None:
                stacks.append([])
                # The room that is taken on the first slide is taken above all of its columns.
                y, is_fresh = room.y + (first if len(stacks) <= columns else 0.0), True
    return [
        [draw for stack in stacks[at : at + columns] for draw in stack]
        for at in range(0, len(stacks), columns)
    ]


def _draw(piece: Piece, box: Box, canvas: Canvas) -> None:
    piece.draw(canvas, box)


def best(
    make: Callable[[float], Sequence[Block]], room: Box, first: float = 0.0, *, columns: int = 1
) -> list[list[Draw]]:
    """Place what `make` gives for a size of letters: the largest that needs the fewest slides.

    Room is left for the key to the signs where that takes no more slides.
    """
    less = above_key(room)
    found = [
        paged(blocks, part, first, columns=columns)
        for blocks in map(make, SIZES)
        for part in (less, room)
    ]
    return min(found, key=len)


@dataclass(frozen=True)
class Sides:
    """What stands left and right, and what stands below both over the whole width."""

    left: Sequence[Block]
    right: Sequence[Block]
    below: Sequence[Block] = ()

    @property
    def is_cramped(self) -> bool:
        """Whether words of a table are broken for want of width."""
        blocks = (*self.left, *self.right, *self.below)
        return any(isinstance(block, Rows) and block.grid.is_cramped for block in blocks)


def beside(
    make: Callable[[float, float, float], Iterable[Sides]], room: Box, first: float
) -> list[Draw] | None:
    """Place blocks on one slide in two columns, None if there is no room for that.

    Parameters
    ----------
    make : callable
        Gives for a size of letters, and the widths of the columns, what may stand in them: the
        first that fits is taken, in the largest letters.
    """
    for part in (above_key(room), room):
        for size in _BESIDE_SIZES:
            for share in _SHARES:
                left = (room.width - _ALLEY) * share
                right = room.width - _ALLEY - left
                for sides in make(size, left, right):
                    drawn = None if sides.is_cramped else _beside(sides, part, left, first)
                    if drawn is not None:
                        return drawn
    return None


def _beside(sides: Sides, room: Box, left: float, first: float) -> list[Draw] | None:
    drawn: list[Draw] = []
    y = room.y + first
    x = room.x + left + _ALLEY
    for blocks, column in (
        (sides.left, Box(room.x, y, left, room.bottom - y)),
        (sides.right, Box(x, y, room.right - x, room.bottom - y)),
    ):
        stack = _stack(blocks, column)
        if stack is None:
            return None
        drawn += stack[0]
        y = max(y, stack[1] + GAP)
    below = _stack(sides.below, Box(room.x, y, room.width, room.bottom - y))
    return None if below is None else [*drawn, *below[0]]


def _stack(blocks: Sequence[Block], room: Box) -> tuple[list[Draw], float] | None:
    """Place blocks below each other, each of them whole; say where they end."""
    drawn: list[Draw] = []
    end = room.y
    for block in blocks:
        y = end + (GAP if drawn else 0.0)
        piece, rest = block.take(room.width, room.bottom - y, room.height, is_fresh=False)
        if piece is None or rest is not None:
            return None
        end = y + piece.height
        drawn.append(partial(_draw, piece, Box(room.x, y, room.width, piece.height)))
    return drawn, end
