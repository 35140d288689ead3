"""Pictures of what is written on cards, so that a frame costs no text.

A picture is of the inside of a card, which is opaque: the frame around it is drawn each time, and
what is copied in is what drawing would have put there, to the pixel. It is kept under all that it
depends on, so it can't be out of date: something new to write is another picture.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from math import ceil, floor

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap

LEAST_BYTES = 12 << 20
VIEWPORTS = 2
"""How much is kept: so many times what the device shows, and not less than that many bytes."""
PHASES = 256
"""Steps in which a pixel is divided: how far off its place a picture may be."""
AT_ONCE = 72
"""How many rows are written in one frame while somebody scrolls or zooms; the rest follows."""


class Pictures:
    """The pictures of one view, least recently used ones going first.

    Attributes
    ----------
    in_haste : bool
        The view is being scrolled or zoomed: a frame writes `AT_ONCE` rows that have no picture,
        and sketches the others.
    unfinished : bool
        In the last frame something was sketched; painting again writes some more of it.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[QPixmap, object]] = OrderedDict()
        self.size = 0
        self.in_haste = self.unfinished = False
        self._look: tuple[object, ...] = ()

    def begin(self, painter: QPainter, *look: object) -> None:
        """Prepare for a frame; pictures made for another scale or `look` are dropped."""
        self._room, self.unfinished = AT_ONCE, False
        device = painter.device()
        self._ratio = device.devicePixelRatioF()
        self.most = max(
            LEAST_BYTES, round(VIEWPORTS * 4 * device.width() * device.height() * self._ratio**2)
        )
        scale = painter.worldTransform().m11()
        self._is_new = self._look != (scale, self._ratio, *look)
        if self._is_new:
            self._look = (scale, self._ratio, *look)
            self._kept.clear()
            self.size = 0

    def draw(
        self,
        painter: QPainter,
        box: QRectF,
        ground: QColor,
        shown: tuple[object, ...],
        marks: Hashable,
        render: Callable[[QPainter], None],
        rows: int = 0,
    ) -> bool:
        """Draw a box of the scene from its picture, which is made if there is none.

        Returns
        -------
        bool
            Whether it was drawn; else it has to wait for a frame with room for so many `rows`.

        In the first frame at another scale it is drawn as it is: while somebody zooms, no frame
        has the scale of the one before.

        Parameters
        ----------
        painter : QPainter
            Moved and scaled so that it takes scene units.
        shown, marks : tuple of objects, hashable
            All that the picture depends on; the objects by what they are, not what they say.
        render : callable
            Draws what is in the box, in scene units.
        """
        if self._is_new:
            if self._has_room(rows):
                render(painter)
                return True
            return False
        to_device, ratio = painter.worldTransform(), self._ratio
        place = to_device.mapRect(box)
        x, y = place.left() * ratio, place.top() * ratio
        # Sideways whole pixels, so that the frame stays; downwards boxes that touch share none.
        left, top = ceil(x - _NEARLY), floor(y + _NEARLY)
        width = floor(place.right() * ratio + _NEARLY) - left
        height = floor(place.bottom() * ratio + _NEARLY) - top
        if width <= 0 or height <= 0:
            return True
        phase = (round((left - x) * PHASES), round((top - y) * PHASES))
        key = (phase, width, height, tuple(map(id, shown)), marks)
        found = self._kept.get(key)
        if found is None:
            if not self._has_room(rows):
                return False
            picture = QPixmap(width, height)
            picture.setDevicePixelRatio(ratio)
            picture.fill(ground)
            inner = QPainter(picture)
            inner.translate(-left / ratio, -top / ratio)
            inner.setWorldTransform(to_device, combine=True)
            render(inner)
            inner.end()
            # What it shows is kept with it, so that its id stays its own.
            found = self._kept[key] = (picture, shown)
            self.size += 4 * width * height
            self._drop_some()
        else:
            self._kept.move_to_end(key)
        painter.setWorldMatrixEnabled(False)
        painter.drawPixmap(QPointF(left / ratio, top / ratio), found[0])
        painter.setWorldMatrixEnabled(True)
        return True

    def _has_room(self, rows: int) -> bool:
        """Return whether this frame may write so many rows more, and count them."""
        if not self.in_haste:
            return True
        if rows and self._room <= 0:
            self.unfinished = True
            return False
        self._room -= rows
        return True

    def _drop_some(self) -> None:
        while self.size > self.most and len(self._kept) > 1:
            _, (picture, _) = self._kept.popitem(last=False)
            self.size -= 4 * picture.width() * picture.height()


_NEARLY = 1e-6
