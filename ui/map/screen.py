"""What the map is drawn with on a screen: tiles of patterns, pictures of names, dots."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from ui.map.land import Name, line_height
from ui.map.palette import Brushes, Look
from ui.theme import Theme

_HALO: Final = 3.0
"""Width of the light line round letters, pixels."""
_PAD: Final = 3
_NEAR: Final = 1.2
"""How far thin lines beside each other may be apart, pixels, for nothing to show between them."""
_KEPT: Final = 2000
"""Pictures of names that are kept at most."""


class Screen:
    """Draws with pixels; a painter must be neither moved nor scaled but by the screen's ratio."""

    def __init__(self) -> None:
        self.brushes = Brushes()
        self.ratio = 1.0
        self._names: dict[tuple[Name, str], QPixmap] = {}
        self._dots: dict[tuple[int, float], QPixmap] = {}

    def begin(self, ratio: float, shift: tuple[int, int]) -> None:
        """Take the screen's ratio, and where the map's corner is in its pixels."""
        if ratio != self.ratio:
            self.ratio = ratio
            self._names.clear()
            self._dots.clear()
        self.brushes.begin(ratio, shift)

    def fill(self, painter: QPainter, path: QPainterPath, look: Look) -> None:
        """Fill an area."""
        painter.fillPath(path, self.brushes.brush(look))

    def clip(self, painter: QPainter, box: QRectF) -> None:
        """Draw nothing outside a box."""
        painter.setClipRect(box, Qt.ClipOperation.IntersectClip)

    def write(self, painter: QPainter, name: Name, at: QPointF, theme: Theme) -> None:
        """Write a name about a place."""
        picture = self._picture(name, theme)
        size = picture.deviceIndependentSize()
        ratio = self.ratio
        left = round((at.x() - size.width() / 2) * ratio) / ratio
        top = round((at.y() - size.height() / 2) * ratio) / ratio
        painter.drawPixmap(QPointF(left, top), picture)

    def prepare(self, name: Name, theme: Theme) -> None:
        """Make a name's picture, which takes longer than to show it."""
        self._picture(name, theme)

    def _picture(self, name: Name, theme: Theme) -> QPixmap:
        key = (name, theme.name)
        picture = self._names.get(key)
        if picture is None:
            if len(self._names) > _KEPT:
                self._names.clear()
            picture = self._names[key] = self._paint(name, theme)
        return picture

    def _paint(self, name: Name, theme: Theme) -> QPixmap:
        """Return a picture of a name with a rim in the colour of the ground."""
        width, height = round(name.width) + 2 * _PAD + 1, round(name.height) + 2 * _PAD
        picture = QPixmap(round(width * self.ratio), round(height * self.ratio))
        picture.setDevicePixelRatio(self.ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        letters = name.letters
        rim = QColor(theme.panel)
        rim.setAlpha(225)
        pen = QPen(rim, _HALO, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        for is_rim in (True, False):
            top = float(_PAD)
            for line in name.lines:
                x = (width - letters.width(line)) / 2
                if is_rim:
                    path = QPainterPath()
                    path.addText(QPointF(x, top + letters.ascent), letters.font, line)
                    painter.strokePath(path, pen)
                else:
                    painter.setFont(letters.font)
                    painter.setPen(theme.text)
                    painter.drawStaticText(QPointF(x, top), letters.static(line))
                top += line_height(letters)
        painter.end()
        return picture

    def write_plain(self, painter: QPainter, name: Name, at: QPointF, colour: QColor) -> None:
        """Write a name about a place, in a colour."""
        painter.setPen(colour)
        painter.setFont(name.letters.font)
        top = at.y() - name.height / 2 + 1
        for line in name.lines:
            x = round((at.x() - name.letters.width(line) / 2) * self.ratio) / self.ratio
            y = round(top * self.ratio) / self.ratio
            painter.drawStaticText(QPointF(x, y), name.letters.static(line))
            top += line_height(name.letters)

    def stroke(self, painter: QPainter, paths: Iterable[QPainterPath], pen: QPen) -> None:
        """Draw lines; wide ones as thin ones beside each other.

        A line one pixel wide takes Qt a tenth of the time of a wider one, whose outline it works
        out first. On screens with finer pixels it would take so many that they gain nothing.
        """
        width = pen.widthF() * self.ratio
        if width <= 1 or self.ratio > 1 or pen.style() is not Qt.PenStyle.SolidLine:
            painter.setPen(pen)
            for path in paths:
                painter.drawPath(path)
            return
        painter.setPen(QPen(pen.color(), 1.0))
        shifts = _around((width - 1) / 2)
        for path in paths:
            last = QPointF()
            for shift in shifts:
                painter.translate(shift - last)
                painter.drawPath(path)
                last = shift
            painter.translate(-last)

    def dots(
        self, painter: QPainter, points: Iterable[tuple[float, float]], colour: QColor, size: float
    ) -> None:
        """Draw dots of a radius."""
        key = (colour.rgb(), size)
        picture = self._dots.get(key)
        if picture is None:
            if len(self._dots) > _KEPT:
                self._dots.clear()
            picture = self._dots[key] = self._dot(colour, size)
        half = picture.width() / self.ratio / 2
        for x, y in points:
            painter.drawPixmap(round(x - half), round(y - half), picture)

    def _dot(self, colour: QColor, size: float) -> QPixmap:
        side = math.ceil(2 * size) + 1
        picture = QPixmap(math.ceil(side * self.ratio), math.ceil(side * self.ratio))
        picture.setDevicePixelRatio(self.ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(side / 2, side / 2), size, size)
        painter.end()
        return picture


@lru_cache(maxsize=64)
def _around(radius: float) -> list[QPointF]:
    """Return places in a disc, near enough for thin lines there to make a wide one."""
    found = []
    while radius > 0.3:
        number = max(4, math.ceil(math.tau * radius / _NEAR))
        angles = (math.tau * (i + 0.5) / number for i in range(number))
        found += [QPointF(radius * math.cos(a), radius * math.sin(a)) for a in angles]
        radius -= _NEAR
    return found or [QPointF()]
