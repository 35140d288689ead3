"""A scene that is scrolled and zoomed: coordinates, scroll bars, wheel and pinch."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

MIN_ZOOM, MAX_ZOOM = 0.01, 4.0
NEXT_FRAME_MS = 10
"""How soon a frame follows in which something was left out."""


class Canvas(QAbstractScrollArea):
    """A viewport onto a scene; what is drawn is for the class that builds on it.

    Signals
    -------
    zoomed(float)
        The zoom differs.

    Attributes
    ----------
    in_haste : bool
        The wheel or a pinch moves what is seen: the next frame may leave out what takes long, if
        others follow that bring it.
    """

    zoomed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.zoom = 1.0
        self.in_haste = False

    def extent(self) -> tuple[float, float]:
        """Return width and height of the scene, scene units."""
        raise AssertionError("a canvas needs a scene")

    # -- coordinates -----------------------------------------------------------------------

    def to_scene(self, at: QPointF) -> QPointF:
        """Return the scene point at a pixel of the viewport."""
        return (at + self._origin()) / self.zoom

    def to_view(self, at: QPointF) -> QPointF:
        """Return the pixel of the viewport that shows a scene point."""
        return at * self.zoom - self._origin()

    def _origin(self) -> QPointF:
        """Return the pixel of the zoomed scene at the viewport's top left; centres small charts."""
        size, (width, height) = self.viewport().size(), self.extent()
        spare_x = size.width() - width * self.zoom
        spare_y = size.height() - height * self.zoom
        return QPointF(
            -spare_x / 2 if spare_x > 0 else self.horizontalScrollBar().value(),
            -min(spare_y / 2, 24.0) if spare_y > 0 else self.verticalScrollBar().value(),
        )

    def update_scene(self, rect: QRectF) -> None:
        """Have a rectangle of the scene painted anew."""
        self.viewport().update(self.pixels(rect).adjusted(-2, -2, 2, 2))

    def pixels(self, rect: QRectF) -> QRect:
        """Return the pixels of the viewport that show a rectangle of the scene."""
        corners = QRectF(self.to_view(rect.topLeft()), self.to_view(rect.bottomRight()))
        return corners.toAlignedRect()

    # -- scrolling and zooming -------------------------------------------------------------

    def set_scroll_bars(self) -> None:
        """Let the scroll bars reach over the zoomed scene."""
        size, (width, height) = self.viewport().size(), self.extent()
        for bar, whole, page in (
            (self.horizontalScrollBar(), width, size.width()),
            (self.verticalScrollBar(), height, size.height()),
        ):
            bar.setRange(0, max(0, round(whole * self.zoom) - page))
            bar.setPageStep(page)
            bar.setSingleStep(24)

    def scroll_by(self, dx: float, dy: float) -> None:
        """Scroll by pixels."""
        for bar, step in ((self.horizontalScrollBar(), dx), (self.verticalScrollBar(), dy)):
            bar.setValue(bar.value() + round(step))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Repaint after a scroll; ours shows just what the bars say."""
        self.viewport().update()

    def set_zoom(self, zoom: float, anchor: QPointF | None = None) -> None:
        """Zoom so that the scene point under `anchor` (a pixel; the middle, if None) stays."""
        zoom = min(MAX_ZOOM, max(MIN_ZOOM, zoom))
        if anchor is None:
            anchor = QPointF(self.viewport().rect().center())
        fixed = self.to_scene(anchor)
        self.zoom = zoom
        self.set_scroll_bars()
        self.horizontalScrollBar().setValue(round(fixed.x() * zoom - anchor.x()))
        self.verticalScrollBar().setValue(round(fixed.y() * zoom - anchor.y()))
        self.viewport().update()
        self.zoomed.emit(zoom)

    def follow_up(self, unfinished: bool) -> None:
        """Have another frame painted soon, if the last one left something out."""
        self.in_haste = unfinished
        if unfinished:
            port = self.viewport()
            QTimer.singleShot(NEXT_FRAME_MS, port, port.update)

    def bring_into_view(self, box: QRectF) -> None:
        """Scroll (and zoom in, if names can't be read) so that a box of the scene is seen."""
        if self.zoom < 0.5:
            self.set_zoom(0.8)
        view = QRectF(self.viewport().rect())
        shown = QRectF(self.to_view(box.topLeft()), self.to_view(box.bottomRight()))
        if not view.adjusted(16, 16, -16, -16).contains(shown):
            target = shown.center()
            if shown.height() > view.height():
                target.setY(shown.top() + view.height() / 2 - 16)
            self.scroll_by(target.x() - view.center().x(), target.y() - view.center().y())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl zooms to the pointer; else scroll, Shift sideways."""
        self.in_haste = True
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = event.angleDelta().y() or event.pixelDelta().y() * 2
            self.set_zoom(self.zoom * 1.0016**steps, event.position())
            event.accept()
            return
        pixels, angle = event.pixelDelta(), event.angleDelta()
        step = pixels if not pixels.isNull() else angle / 2
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not step.x():
            step = QPoint(step.y(), 0)
        self.scroll_by(-step.x(), -step.y())
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Take pinches."""
        pinch = Qt.NativeGestureType.ZoomNativeGesture
        if isinstance(event, QNativeGestureEvent) and event.gestureType() is pinch:
            self.in_haste = True
            self.set_zoom(self.zoom * (1.0 + event.value()), event.position())
            return True
        return super().viewportEvent(event)
