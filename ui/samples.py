"""Small pictures of what is on the chart, for the legend on paper."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from model.changes import PostState
from model.outlook import Outlook
from ui import signs
from ui.chart.ahead_faces import frame
from ui.chart.post_blocks import MARK
from ui.chart.post_marks import colour_of, draw_mark
from ui.theme import Theme


class Kind(StrEnum):
    """What a sample in the legend shows."""

    BAR = "bar"
    WAITING = "waiting"
    LOCK = "lock"
    LEGAL = "legal"
    OFFICE = "office"
    ENDED = "ended"
    BOX = "box"
    DASHED_BOX = "dashed box"
    FILLED = "filled"
    VACANT = "vacant"
    FOR_A_TIME = "for a time"
    THREAD = "thread"


WIDTHS = {Kind.BAR: 30.0, **dict.fromkeys(Kind, 18.0), Kind.LOCK: 7.0} | dict.fromkeys(
    (Kind.FILLED, Kind.VACANT, Kind.FOR_A_TIME, Kind.THREAD), 7.0
)
"""Widths on A4, points."""
_LOCK = 12.5
_FRAMES = {
    Kind.LEGAL: Outlook.LEGAL,
    Kind.OFFICE: Outlook.OFFICE,
    Kind.ENDED: Outlook.ENDED,
}
_STATES = {
    Kind.FILLED: PostState.FILLED,
    Kind.VACANT: PostState.VACANT,
    Kind.FOR_A_TIME: PostState.INTERIM,
    Kind.THREAD: PostState.FILLED,
}
_DOT = 0.6
"""How large a dot on a thread is beside the mark of a post."""


def draw_sample(painter: QPainter, look: Theme, kind: Kind, box: QRectF, thin: float) -> None:
    """Draw a sample in a box.

    Parameters
    ----------
    thin : float
        Width of a thin line.
    """
    if kind is Kind.BAR:
        _draw_bar(painter, look, box)
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if kind is Kind.LOCK:
        painter.translate(box.topLeft())
        painter.scale(box.height() / _LOCK, box.height() / _LOCK)
        signs.draw_lock(painter, look, QPointF(0, 0))
    elif (state := _STATES.get(kind)) is not None:
        _draw_post(painter, look, kind, state, box)
    else:
        if (outlook := _FRAMES.get(kind)) is not None:
            painter.setPen(frame(outlook, look, thin))
        else:
            is_solid = kind is Kind.BOX
            style = Qt.PenStyle.SolidLine if is_solid else Qt.PenStyle.DashLine
            painter.setPen(QPen(look.quiet, thin, style))
        corner = 0.0 if kind in (Kind.BOX, Kind.DASHED_BOX) else 1.5
        painter.drawRoundedRect(box, corner, corner)
    painter.restore()


def _draw_bar(painter: QPainter, look: Theme, box: QRectF) -> None:
    middle, tall = box.center().y(), box.height()
    track = QRectF(box.left(), middle - tall / 6, box.width(), tall / 3)
    painter.fillRect(track, look.ground)
    band = QRectF(track.left() + track.width() * 0.17, track.top(), 0.0, track.height())
    band.setWidth(track.width() * 0.66)
    painter.fillRect(band, look.band)
    tick = QRectF(track.left() + track.width() * 0.45, box.top(), tall / 4, tall)
    painter.fillRect(tick, look.accent)


def _draw_post(painter: QPainter, look: Theme, kind: Kind, state: PostState, box: QRectF) -> None:
    """Draw the mark of a post, or a thread with its dot, in the middle of a box."""
    painter.translate(box.center())
    scale = box.height() / (MARK + 1)
    painter.scale(scale, scale)
    side = MARK
    if kind is Kind.THREAD:
        painter.setPen(QPen(look.band, 1.0))
        painter.drawLine(QLineF(0, -MARK * 0.7, 0, MARK * 0.7))
        side *= _DOT
    mark = QRectF(-side / 2, -side / 2, side, side)
    draw_mark(painter, state, mark, colour_of(state, look), look.panel)
