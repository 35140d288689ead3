"""Drawing posts: their marks, texts and threads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from model.changes import PostState
from model.chart import Chart
from ui.chart.faces import Run
from ui.chart.post_blocks import LEAD_GAP, LINE, MARK, PITCH, Block, Item
from ui.chart.postings import Postings, Seat
from ui.theme import Theme

Text = Callable[[QPainter, Run, float, float], None]
"""Writes a text: painter, text, left and top."""


class Pens(NamedTuple):
    """What posts are drawn with: on screen and on paper texts are written in other ways."""

    thread: QPen
    text: Text


_DOT = 5.0
"""Side of a dot on a thread."""


def draw_mark(
    painter: QPainter, state: PostState, box: QRectF, colour: QColor, ground: QColor
) -> None:
    """Draw how a post is filled: a full disc, a hollow one if vacant, half a one for a time."""
    inner = box.adjusted(0.65, 0.65, -0.65, -0.65)
    ring, half = QPainterPath(), QPainterPath()
    ring.addEllipse(inner)
    painter.fillPath(ring, colour if state is PostState.FILLED else ground)
    painter.strokePath(ring, QPen(colour, 1.3))
    if state in (PostState.INTERIM, PostState.ACTING):
        half.arcMoveTo(inner, 90)
        half.arcTo(inner, 90, 180)
        half.closeSubpath()
        painter.fillPath(half, colour)


def colour_of(state: PostState, theme: Theme) -> QColor:
    """Return the colour of a mark."""
    if state is PostState.VACANT:
        return theme.warning
    return theme.quiet if state is PostState.FILLED else theme.accent


def draw_row(
    painter: QPainter,
    theme: Theme,
    chart: Chart,
    posts: Postings,
    at: tuple[int, int],
    left: float,
    rise: float,
    pens: Pens,
) -> None:
    """Draw the threads at a row, and write its unit's own posts below its name.

    Parameters
    ----------
    at : (card, place)
        Which row.
    rise : float
        How far above the row's foot its posts begin.
    """
    card, place = at
    stack, tops = chart.stacks[card], chart.row_tops(card, range(place, place + 1))
    top, foot = tops
    if seats := posts.seats(stack):
        middle = top + chart.metrics.row_height / 2
        _draw_threads(painter, theme, seats[place], left, (top, middle, foot), pens.thread)
    unit, depth = stack.rows[place]
    if not depth and (block := posts.unit(unit)).height:
        where = left + posts.block_at(unit)
        draw_block(painter, theme, block, where, foot - rise, foot, pens)


def draw_block(
    painter: QPainter, theme: Theme, block: Block, left: float, top: float, foot: float, pens: Pens
) -> None:
    """Draw posts with their corner at `left` and `top`, and their threads down to `foot`."""
    heads: dict[str, float] = {}
    for item in block.items:
        heads.setdefault(item.posts[0].role.id, top + item.y + LINE / 2)
    painter.setPen(pens.thread)
    painter.drawLines(
        [
            QLineF(x, heads[role], x, foot)
            for column, role in enumerate(block.columns)
            for x in (left + column * PITCH + MARK / 2,)
        ]
    )
    if block.columns:
        # From a mark to its title, above where the threads further right begin.
        painter.drawLines([_leader(item, left, top) for item in block.items])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for item in block.items:
        box = QRectF(left + item.x, top + item.y + (LINE - MARK) / 2, MARK, MARK)
        draw_mark(painter, item.state, box, colour_of(item.state, theme), theme.panel)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for piece in block.notes:
        pens.text(painter, piece.run, left + piece.x, top + piece.y)
    for item in block.items:
        for piece in item.pieces:
            pens.text(painter, piece.run, left + piece.x, top + piece.y)


def _leader(item: Item, left: float, top: float) -> QLineF:
    y = top + item.y + LINE / 2
    return QLineF(left + item.x + MARK, y, left + item.pieces[0].x - LEAD_GAP, y)


def _draw_threads(
    painter: QPainter,
    theme: Theme,
    threads: Sequence[Seat],
    left: float,
    reach: tuple[float, float, float],
    thread: QPen,
) -> None:
    """Draw the threads at a row: on to the next one or to an end, with a dot at each seat."""
    top, middle, foot = reach
    at = [left + column * PITCH + MARK / 2 for column, _, _ in threads]
    painter.setPen(thread)
    painter.drawLines(
        [
            QLineF(x, top, x, foot if on else middle)
            for x, (_, _, on) in zip(at, threads, strict=True)
        ]
    )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for x, (_, state, _) in zip(at, threads, strict=True):
        if state is not None:
            box = QRectF(x - _DOT / 2, middle - _DOT / 2, _DOT, _DOT)
            draw_mark(painter, state, box, colour_of(state, theme), theme.panel)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
