"""The picture of a map in its viewport, kept from frame to frame.

Painting the whole map takes some frames' time, so what is painted is kept: a scroll moves it and
paints the strips that come into view, an edit paints anew what it altered. While the scale changes
the last picture is shown larger or smaller, and a sharp one is painted band by band as soon as
there is time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from time import perf_counter
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPixmap

from ui.map.painter import Lens

QUICK: Final = 0.010
"""Seconds: what is painted in less is painted at once, whatever happens."""
_REST_MS: Final = 120
"""How long the scale must stay the same before a sharp picture is begun."""
_BAND: Final = 64
"""Height of what is painted in one turn of the event loop, pixels."""

Draw = Callable[[QPainter, QRectF, Lens], None]
"""Draws a rectangle of the viewport through a lens."""


class _Key(NamedTuple):
    """What a picture is of."""

    zoom: float
    size: QSize
    ratio: float


class Picture(QObject):
    """The picture of what a viewport shows.

    Parameters
    ----------
    draw : callable
        Draws on a painter, in the viewport's pixels.
    update : callable
        Has the viewport painted anew, or a rectangle of it.
    """

    def __init__(self, draw: Draw, update: Callable[..., None], parent: QObject) -> None:
        super().__init__(parent)
        self._draw = draw
        self._update = update
        self._pixmap = QPixmap()
        self._key: _Key | None = None
        self._at = QPoint()
        self._stale: list[QRect] = []
        self._missed: list[QRect] = []
        self._cost = 0.0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._begin)
        self._wanted: tuple[_Key, QPoint] | None = None
        self._bands: Iterator[None] | None = None

    @property
    def is_sharp(self) -> bool:
        """Whether what was shown last is all that can be shown."""
        return self._wanted is None

    def forget(self, boxes: Iterable[QRectF] | None = None) -> None:
        """Have boxes of the viewport painted anew; everything, if none are given."""
        if boxes is None:
            self._bands = None
            self._key = None
            self._update()
            return
        rects = [box.toAlignedRect().adjusted(-1, -1, 1, 1) for box in boxes]
        for rect in rects:
            self._update(rect)
        if self._wanted is None or self._key is None:
            self._stale += rects
        elif rects:
            # The boxes are those of the picture that is wanted. What is painted of it already
            # is kept, however often something is altered: else it would never be there.
            self._missed += rects
            self._stale = [QRect(QPoint(), self._key.size)]
            self._rest.start(0)

    def paint(self, painter: QPainter, lens: Lens, size: QSize, ratio: float) -> None:
        """Show the picture; what is missing is painted first, or follows if that takes long."""
        key, at = _Key(lens.zoom, size, ratio), _corner(lens, ratio)
        lens = _snapped(key, at)
        if key == self._key:
            self._wanted = None
            self._rest.stop()
            self._bands = None
            self._scroll(at)
            self._mend(lens)
        elif self._key is None or self._cost < QUICK or self._key.ratio != ratio:
            self._wanted = None
            self._start(key, at)
            self._stale = [QRect(QPoint(), size)]
            began = perf_counter()
            self._mend(lens)
            self._cost = perf_counter() - began
        else:
            self._show_roughly(painter, lens, size)
            if self._wanted != (key, at):
                self._wanted = key, at
                self._bands = None
                self._rest.start(_REST_MS)
            return
        painter.drawPixmap(0, 0, self._pixmap)

    def _start(self, key: _Key, at: QPoint) -> None:
        self._pixmap = _blank(key)
        self._key, self._at = key, at

    def _scroll(self, at: QPoint) -> None:
        """Move what is painted, and note what comes into view."""
        step = at - self._at
        if step.isNull():
            return
        assert self._key is not None
        whole, ratio = self._pixmap.rect(), self._key.ratio
        self._at = at
        if abs(step.x()) >= whole.width() or abs(step.y()) >= whole.height():
            self._stale = [QRect(QPoint(), self._key.size)]
            return
        self._pixmap.scroll(step.x(), step.y(), whole)
        shift = QPoint(round(step.x() / ratio), round(step.y() / ratio))
        self._stale = [rect.translated(shift) for rect in self._stale]
        for rect in _bared(whole, step):
            box = QRectF(QPointF(rect.topLeft()) / ratio, rect.size().toSizeF() / ratio)
            self._stale.append(box.toAlignedRect())

    def _mend(self, lens: Lens) -> None:
        """Paint what is stale."""
        if not self._stale:
            return
        assert self._key is not None
        stale, self._stale = self._stale, []
        painter = QPainter(self._pixmap)
        for rect in _merged(stale, QRect(QPoint(), self._key.size)):
            painter.save()
            painter.setClipRect(rect)
            self._draw(painter, QRectF(rect), lens)
            painter.restore()
        painter.end()

    def _show_roughly(self, painter: QPainter, lens: Lens, size: QSize) -> None:
        """Show the last picture at the scale that is wanted."""
        assert self._key is not None
        times = lens.zoom / self._key.zoom
        ratio = self._key.ratio
        corner = QPointF(lens.dx, lens.dy) - QPointF(self._at) / ratio * times
        place = QRectF(corner, self._key.size.toSizeF() * times)
        painter.drawPixmap(place, self._pixmap, QRectF(self._pixmap.rect()))

    # -- sharp again -----------------------------------------------------------------------

    def finish(self) -> None:
        """Paint the sharp picture now."""
        if self._wanted is not None:
            if self._bands is None:
                self._bands = self._sharpen()
            for _ in self._bands:
                pass

    def _begin(self) -> None:
        """Paint the sharp picture, a band in each turn of the event loop."""
        if self._wanted is None:
            return
        if self._bands is None:
            self._bands = self._sharpen()
        if next(self._bands, self) is not self:
            self._rest.start(0)

    def _sharpen(self) -> Iterator[None]:
        assert self._wanted is not None
        key, at = self._wanted
        self._missed = []
        pixmap = _blank(key)
        lens = _snapped(key, at)
        cost, size = 0.0, key.size
        for top in range(0, size.height(), _BAND):
            rect = QRect(0, top, size.width(), min(_BAND, size.height() - top))
            began = perf_counter()
            painter = QPainter(pixmap)
            painter.setClipRect(rect)
            self._draw(painter, QRectF(rect), lens)
            painter.end()
            cost += perf_counter() - began
            yield
        self._pixmap, self._key, self._at, self._stale = pixmap, key, at, self._missed
        self._cost, self._wanted = cost, None
        self._update()


def _corner(lens: Lens, ratio: float) -> QPoint:
    """Return where the map's corner is, in whole pixels of the screen."""
    return QPoint(round(lens.dx * ratio), round(lens.dy * ratio))


def _snapped(key: _Key, at: QPoint) -> Lens:
    """Return the lens that is a whole number of the screen's pixels off."""
    return Lens(key.zoom, at.x() / key.ratio, at.y() / key.ratio)


def _blank(key: _Key) -> QPixmap:
    pixmap = QPixmap(key.size * key.ratio)
    pixmap.setDevicePixelRatio(key.ratio)
    pixmap.fill(QColor(Qt.GlobalColor.transparent))
    return pixmap


def _bared(whole: QRect, step: QPoint) -> list[QRect]:
    """Return what comes into view on two sides when a picture moves by a step."""
    kept = whole.intersected(whole.translated(step))
    strips = []
    if step.x():
        left = 0 if step.x() > 0 else kept.right() + 1
        strips.append(QRect(left, 0, abs(step.x()), whole.height()))
    if step.y():
        top = 0 if step.y() > 0 else kept.bottom() + 1
        strips.append(QRect(kept.left(), top, kept.width(), abs(step.y())))
    return strips


def _merged(rects: Iterable[QRect], within: QRect) -> list[QRect]:
    """Return rectangles that hold others, as one where they meet: each is painted at a price."""
    apart: list[QRect] = []
    for rect in rects:
        new = rect.intersected(within)
        if new.isEmpty():
            continue
        while met := [other for other in apart if other.intersects(new)]:
            for other in met:
                apart.remove(other)
                new = new.united(other)
        apart.append(new)
    return apart
