"""The chart seen from afar: a block of colour for each card, and regions' names over them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from model.chart import Chart
from model.rules.standing import Sign
from ui import signs
from ui.chart.faces import Faces, type_
from ui.theme import Theme

PLATE = 16.0
"""Height of the plate that bears a region's name over its cards, pixels."""
FAINT = 70 / 255
"""How much of a sign's colour is in the block."""
LEAST_SIGN = 4.0
"""Side of a sign that is worth drawing, pixels."""


def draw_blocks(
    painter: QPainter,
    chart: Chart,
    faces: Faces,
    theme: Theme,
    cards: Iterable[tuple[int, float, float]],
    zoom: float,
    frame: Callable[[int], QPen | None],
) -> None:
    """Draw a block for each card, in the colour of its sign, all of one colour at once.

    Parameters
    ----------
    cards : iterable of (number, x, y)
        Which cards, and how far off their places they are.
    zoom : float
        Pixels a scene unit.
    frame : callable
        Number of a card to the pen of its frame, None for the usual one.
    """
    blocks: dict[Sign, list[QRectF]] = {}
    framed: list[tuple[QRectF, QPen, Sign, bool]] = []
    for card, dx, dy in cards:
        x, y, width, height = chart.layout.cards[card]
        box, pen = QRectF(x + dx, y + dy, width, height), frame(card)
        organisation, waiting = chart.cards[card], chart.waiting[card]
        sign = faces.waiting(organisation).sign if waiting else faces.sign(organisation)
        if pen is None:
            blocks.setdefault(sign, []).append(box)
        else:
            framed.append((box, pen, sign, waiting))
    for sign, boxes in blocks.items():
        painter.setPen(_hairline(theme))
        painter.setBrush(_faint(theme, sign))
        painter.drawRects(boxes)
        for box in boxes:
            _draw_sign(painter, sign, box, zoom, theme)
    for box, pen, sign, is_hollow in framed:
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush if is_hollow else _faint(theme, sign))
        painter.drawRect(box)
        _draw_sign(painter, sign, box, zoom, theme)


def has_plate(block: QRectF, zoom: float) -> bool:
    """Whether a region's name is written over its cards: where little of them is hidden by it."""
    return block.height() * zoom >= 4 * PLATE


def _draw_sign(painter: QPainter, sign: Sign, box: QRectF, zoom: float, theme: Theme) -> None:
    side = min(box.width() * 0.6, box.height() * 0.6)
    if side * zoom >= LEAST_SIGN:
        centre = box.center()
        place = QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)
        signs.draw(painter, sign, place, theme)


def _hairline(theme: Theme) -> QPen:
    pen = QPen(theme.hairline, 1.0)
    pen.setCosmetic(True)
    return pen


def _faint(theme: Theme, sign: Sign) -> QColor:
    """Return a sign's colour as it looks through on the ground; opaque, which is filled faster."""
    under, over = ((c.red(), c.green(), c.blue()) for c in (theme.ground, theme.sign(sign)))
    return QColor(*(round(u + (o - u) * FAINT) for u, o in zip(under, over, strict=True)))


@lru_cache(maxsize=4096)
def fitted(text: str, width: int, pixels: int, most: int, bold: bool) -> tuple[QFont, list[str]]:
    """Return a font of at most that size, and a text in lines that fit that width in it."""
    kind = type_()
    base = kind.name if bold else kind.body
    words = text.split() or [""]
    widest = max(kind.width(word, base) for word in words) / base.pixelSize()
    size = max(1, min(pixels, max(round(pixels * 0.72), int(width / max(widest, 0.1)))))
    scale = base.pixelSize() / size
    lines = kind.wrap(text, base, width * scale, most)
    font = QFont(base)
    font.setPixelSize(size)
    return font, lines
