"""The bound of a PDF: the same boxes, lines and texts drawn by Qt's own writer, and nothing else.

What is on a page is noted first, outside of what is timed; drawing it takes a loop over calls of
`QPainter`. Nothing is laid out, measured, judged or coloured.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QIODevice, QLineF, QMarginsF, QPointF, QRectF, QSizeF
from PySide6.QtGui import QFont, QPageSize, QPainter, QPdfWriter

from ui import theme
from ui.letters import Letters
from ui.pages import Page
from ui.svg import SvgPainter

FINE = 20
"""Fonts come in whole pixels, of which a point has so many."""


class Noted(SvgPainter):
    """Notes the boxes, lines and texts of a page, in points."""

    def __init__(self, page: Page) -> None:
        super().__init__(page.width, page.height, title="")
        self.size = QSizeF(page.width, page.height)
        self.boxes: list[QRectF] = []
        self.lines: list[QLineF] = []
        self.texts: list[tuple[QFont, QPointF, str]] = []
        self._fonts: dict[tuple[int, bool], QFont] = {}
        page.draw(self)

    def _box(self, box: QRectF, rest: str, name: str = "rect") -> None:
        k = self._scale
        left, top = box.x() * k + self._dx, box.y() * k + self._dy
        self.boxes.append(QRectF(left, top, box.width() * k, box.height() * k))

    def drawLines(self, lines: Sequence[QLineF]) -> None:
        """Note lines."""
        k, dx, dy = self._scale, self._dx, self._dy
        self.lines += [
            QLineF(a.x1() * k + dx, a.y1() * k + dy, a.x2() * k + dx, a.y2() * k + dy)
            for a in lines
        ]

    def write(self, letters: Letters, x: float, y: float, text: str) -> None:
        """Note a text."""
        k = self._scale
        size = round(letters.pixels * k * FINE)
        key = (size, letters.bold)
        font = self._fonts.setdefault(key, theme.font(size, bold=letters.bold))
        at = QPointF((x * k + self._dx) * FINE, ((y + letters.ascent) * k + self._dy) * FINE)
        self.texts.append((font, at, text))


def bare_pdf(noted: Noted) -> bytes:
    """Draw what was noted into a PDF."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(1200)
    writer.setPageSize(QPageSize(noted.size, QPageSize.Unit.Point))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    painter.scale(1200 / 72, 1200 / 72)
    for box in noted.boxes:
        painter.drawRect(box)
    for line in noted.lines:
        painter.drawLine(line)
    painter.scale(1 / FINE, 1 / FINE)
    for font, at, text in noted.texts:
        painter.setFont(font)
        painter.drawText(at, text)
    painter.end()
    return bytes(buffer.data().data())
