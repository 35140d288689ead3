"""The key at the foot of a slide: what the signs on it mean, for readers who were told nothing."""

from __future__ import annotations

from db.exports.slides.drawing import FLOOR, PLAIN, Box, Canvas, Ink, height_of, paragraph
from model.report.legend import NUMBER_WORDS, legend_line
from model.report.table import MARKS

_GAP = 8.0
ALL_MARKS = frozenset({*filter(None, MARKS.values()), *NUMBER_WORDS})
"""All signs that there are."""


def above_key(room: Box) -> Box:
    """Return the room that is left above a key to all signs."""
    high = height_of([paragraph(legend_line(ALL_MARKS), FLOOR)], room.width) + _GAP
    return Box(room.x, room.y, room.width, room.height - high)


def draw_key(canvas: Canvas, room: Box, remark: str = "") -> None:
    """Say at the foot of a slide what the signs on it mean, if there is room for it."""
    told = " · ".join(filter(None, (legend_line(canvas.marks), remark)))
    if not told:
        return
    said = [paragraph(told, FLOOR, ink=Ink.THEME)]
    high = height_of(said, room.width)
    if canvas.bottom + _GAP / 2 <= room.bottom - high:
        box = Box(room.x, room.bottom - high, room.width, high)
        canvas.shape(box, said, PLAIN, name="What the signs mean")
