"""Texts and tables below each other, going on over as many slides as they need."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from db.exports.arial import line_height
from db.exports.slides.drawing import (
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
from model.report.table import Table

SIZES = (12.0, 11.0, FLOOR)
GAP = 12.0
_CAPTION = 12.0
_CAPTION_GAP = 3.0
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
        self, width: float, height: float, *, is_fresh: bool
    ) -> tuple[Piece | None, Block | None]:
        """Return what fits into a height, and what is left.

        Parameters
        ----------
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
        self, width: float, height: float, *, is_fresh: bool
    ) -> tuple[Piece | None, Block | None]:
        """Return the paragraphs that fit; one that is longer than a slide is broken."""
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

    def take(
        self, width: float, height: float, *, is_fresh: bool
    ) -> tuple[Piece | None, Block | None]:
        """Return as many rows as fit below the head; a row that is higher is broken."""
        above = _caption(self.caption)
        top = height_of(above, width) + (_CAPTION_GAP if above else 0.0)
        room = height - top - self.grid.head.height
        rows, used = list(self.rows), 0.0
        taken: list[TableRow] = []
        while rows and used + rows[0].height <= room:
            used += rows[0].height
            taken.append(rows.pop(0))
        is_scrap = len(taken) < min(2, len(self.rows))
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


def paged(blocks: Sequence[Block], room: Box, first: float = 0.0) -> list[list[Draw]]:
    """Place blocks below each other; give what to draw on each slide.

    Parameters
    ----------
    first : float
        How much of the room is taken on the first slide, points.
    """
    pages: list[list[Draw]] = [[]]
    y, is_fresh = room.y + first, not first
    for block in blocks:
        rest: Block | None = block
        while rest is not None:
            piece, rest = rest.take(room.width, room.bottom - y, is_fresh=is_fresh)
            if piece is not None:
                box = Box(room.x, y, room.width, piece.height)
                pages[-1].append(partial(_draw, piece, box))
                y, is_fresh = box.bottom + GAP, False
            if rest is not None:
                pages.append([])
                y, is_fresh = room.y, True
    return pages


def _draw(piece: Piece, box: Box, canvas: Canvas) -> None:
    piece.draw(canvas, box)


def best(
    make: Callable[[float], Sequence[Block]], room: Box, first: float = 0.0
) -> list[list[Draw]]:
    """Place what `make` gives for a size of letters: the largest that needs the fewest slides."""
    found = [paged(make(size), room, first) for size in SIZES]
    return min(found, key=len)
