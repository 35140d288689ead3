"""What floats over the map's corners: its legend, the scale and the north."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from ui.letters import letters
from ui.map.land import USUAL
from ui.map.legend import Key, Legend, draw_scale, scale_width
from ui.map.screen import Screen

if TYPE_CHECKING:
    from ui.map.view import MapView

ROOM: Final = 220.0
"""Width of the legend's lines at most, pixels."""
PAD: Final = 10.0
_CORNERS: Final = ((False, True), (False, False), (True, False), (True, True))
"""Right, bottom: those that the legend is put in, the first one if all are as free."""
_FOOT: Final = 34.0
"""Height of the scale, pixels."""


class Corners:
    """Draws the legend in a corner of a view, scale and north at its lower right.

    Attributes
    ----------
    is_open : bool
        Whether the legend is shown.
    """

    def __init__(self, view: MapView) -> None:
        self._view = view
        self._surface = Screen()
        self._legend: Legend | None = None
        self._picture: QPixmap | None = None
        self._look: tuple[object, ...] = ()
        self.is_open = True
        self._corner = 0

    @property
    def words(self) -> str:
        """What the legend says."""
        return "" if self._legend is None else self._legend.words

    @property
    def keys(self) -> list[Key]:
        """The lines of the legend."""
        return [] if self._legend is None else self._legend.keys

    def refresh(self) -> None:
        """Set the legend anew."""
        view = self._view
        small, strong = letters(USUAL), letters(USUAL, bold=True)
        self._legend = Legend(view.scheme, view.theme, small, strong, ROOM)
        self._picture = None
        self.settle()
        view.viewport().update()

    def draw(self, painter: QPainter) -> None:
        """Draw all, in pixels of the viewport."""
        view = self._view
        port, ratio = view.viewport(), view.viewport().devicePixelRatioF()
        self._surface.begin(ratio, (0, 0))
        legend = self._legend
        if legend is not None and self.is_open:
            if self._picture is None or self._look != (ratio, view.theme.name):
                self._look = ratio, view.theme.name
                self._picture = self._paint(legend, ratio)
            painter.drawPixmap(self._place(self._picture), self._picture)
        scale = view.zoom * view.land.sheet.main.scale
        corner = QPointF(port.width() - 2 * PAD, port.height() - PAD)
        kind = letters(USUAL)
        self._draw_plate(painter, QRectF(corner, corner).adjusted(*self._reach(scale)))
        draw_scale(painter, corner, scale, kind, self._surface, view.theme)

    def settle(self) -> None:
        """Put the legend where it hides least, as the map lies now."""
        if self._legend is None:
            return
        view, legend = self._view, self._legend
        size = QSizeF(legend.width + 2 * PAD, legend.height + 2 * PAD)
        self._corner = min(range(len(_CORNERS)), key=lambda n: view.covered(self._box(n, size)))

    def _box(self, corner: int, size: QSizeF) -> QRectF:
        port, (right, bottom) = self._view.viewport(), _CORNERS[corner]
        # The scale has the lower right corner.
        foot = _FOOT if right and bottom else 0.0
        x = port.width() - size.width() - PAD if right else PAD
        y = port.height() - size.height() - PAD - foot if bottom else PAD
        return QRectF(QPointF(x, y), size)

    def _place(self, picture: QPixmap) -> QPointF:
        return self._box(self._corner, picture.deviceIndependentSize()).topLeft()

    @staticmethod
    def _reach(scale: float) -> tuple[float, float, float, float]:
        """Return how far the ground of the scale reaches about its lower right corner."""
        return -scale_width(scale, letters(USUAL)) - 2, -_FOOT + PAD / 2, PAD / 2, 2.0

    def _draw_plate(self, painter: QPainter, box: QRectF) -> None:
        """Draw a ground on which the scale can be read whatever lies below."""
        ground = QColor(self._view.theme.panel)
        ground.setAlpha(200)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 6, 6)

    def _paint(self, legend: Legend, ratio: float) -> QPixmap:
        width, height = legend.width + 2 * PAD, legend.height + 2 * PAD
        picture = QPixmap(round(width * ratio), round(height * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        theme = self._view.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.hairline, 1))
        painter.setBrush(theme.panel)
        painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, height - 1), 6, 6)
        legend.draw(painter, QPointF(PAD, PAD), self._surface)
        painter.end()
        return picture
