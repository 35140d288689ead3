"""What floats over the map's corners: its legend, the scale and the north."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from enum import Enum
from math import inf
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF, Qt
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
LARGEST: Final = 0.4
"""Part of the view that the legend takes at most; it is left out of smaller ones."""


class Told(Enum):
    """How much the legend tells."""

    ALL = "all"
    FILLS = "fills"
    """Nothing of lines and numbers."""
    NOTHING = "nothing"
    """It is left out."""


class Corners:
    """Draws the legend in a corner of a view, scale and north at its lower right.

    Attributes
    ----------
    is_open : bool
        Whether the legend is shown.
    is_crowded : bool
        Whether there is no room for it, and it is left out.
    """

    def __init__(self, view: MapView) -> None:
        self._view = view
        self._surface = Screen()
        self._whole: Legend | None = None
        self._legend: Legend | None = None
        self._told = Told.ALL
        self._picture: QPixmap | None = None
        self._look: tuple[object, ...] = ()
        self.is_open = True
        self.is_crowded = False
        self._corner = 0

    @property
    def words(self) -> str:
        """What the legend says, in full."""
        return "" if self._whole is None else self._whole.words

    @property
    def keys(self) -> list[Key]:
        """The lines of the legend that are shown."""
        return [] if self._legend is None else self._legend.keys

    @property
    def box(self) -> QRectF | None:
        """Where the legend is, pixels of the viewport; None if it is not shown."""
        if self._legend is None or not self.is_open or self.is_crowded:
            return None
        return self._box(self._corner)

    @property
    def size(self) -> QSizeF:
        """How much room the whole legend takes, with what is kept free; none if it is closed."""
        if self._whole is None or not self.is_open:
            return QSizeF()
        return _extent(self._whole).grownBy(QMarginsF(PAD, PAD, PAD, PAD))

    def refresh(self) -> None:
        """Set the legend anew."""
        view, before = self._view, self.size
        small, strong = letters(USUAL), letters(USUAL, bold=True)
        self._whole = Legend(view.scheme, view.theme, small, strong, ROOM)
        self.tell(self._told)
        if self.size != before:
            self.settle()
        view.viewport().update()

    def tell(self, told: Told) -> None:
        """Have the legend tell so much."""
        whole, view = self._whole, self._view
        self._told, self._picture = told, None
        self._legend = None if told is Told.NOTHING else whole
        if told is Told.FILLS and whole is not None:
            fills = [key for key in whole.keys if key.looks]
            small, strong = letters(USUAL), letters(USUAL, bold=True)
            self._legend = Legend(view.scheme, view.theme, small, strong, ROOM, fills)

    def draw(self, painter: QPainter, exposed: QRectF) -> None:
        """Draw what a rectangle shows, in pixels of the viewport."""
        view = self._view
        ratio = view.viewport().devicePixelRatioF()
        self._surface.begin(ratio, (0, 0))
        legend, box = self._legend, self.box
        if legend is not None and box is not None and box.intersects(exposed):
            if self._picture is None or self._look != (ratio, view.theme.name):
                self._look = ratio, view.theme.name
                self._picture = self._paint(legend, ratio)
            painter.drawPixmap(box.topLeft(), self._picture)
        if not self.foot.intersects(exposed):
            return
        kind, scale = letters(USUAL), self._scale
        self._draw_plate(painter, self.foot)
        draw_scale(painter, self._foot_corner, scale, kind, self._surface, view.theme)

    @property
    def foot(self) -> QRectF:
        """Where scale and north are, pixels of the viewport."""
        corner = self._foot_corner
        return QRectF(corner, corner).adjusted(*self._reach(self._scale))

    @property
    def foot_hides(self) -> int:
        """How much scale and north hide, as the map lies now."""
        return self._hidden(self.foot)

    @property
    def _foot_corner(self) -> QPointF:
        port = self._view.viewport()
        return QPointF(port.width() - 2 * PAD, port.height() - PAD)

    @property
    def _scale(self) -> float:
        return self._view.zoom * self._view.land.sheet.main.scale

    def settle(self) -> int:
        """Put the legend where it hides least, as the map lies now; returns how much it hides."""
        self.is_crowded = False
        if self._legend is None or not self.is_open:
            return 0
        extent, port = _extent(self._legend), self._view.viewport()
        room = port.width() * port.height()
        self.is_crowded = extent.width() * extent.height() > LARGEST * room
        if self.is_crowded:
            return 0
        least = -1
        for corner in range(len(_CORNERS)):
            hidden = self._hidden(self._box(corner))
            if least < 0 or hidden < least:
                self._corner, least = corner, hidden
            if not least:
                break
        return least

    def _hidden(self, box: QRectF) -> int:
        """Return at how many places in a box of the viewport the map has something."""
        first, last = self._view.to_scene(box.topLeft()), self._view.to_scene(box.bottomRight())
        left, top, right, bottom = first.x(), first.y(), last.x(), last.y()
        taken = self._view.land.taken
        between = taken[bisect_right(taken, (left, inf)) : bisect_left(taken, (right, -inf))]
        return sum(top < y < bottom for _, y in between)

    def _box(self, corner: int) -> QRectF:
        assert self._legend is not None
        size, port = _extent(self._legend), self._view.viewport()
        right, bottom = _CORNERS[corner]
        x = port.width() - size.width() - PAD if right else PAD
        y = port.height() - size.height() - PAD if bottom else PAD
        box, foot = QRectF(QPointF(x, y), size), self.foot
        if box.intersects(foot):
            box.moveBottom(foot.top() - PAD / 2)
        return box

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


def _extent(legend: Legend) -> QSizeF:
    """Return the size of a legend with its margins."""
    return QSizeF(legend.width + 2 * PAD, legend.height + 2 * PAD)
