"""Where what lies on the map is on the screen: zooming, scrolling, giving way to the legend."""

from __future__ import annotations

from collections.abc import Collection
from itertools import product

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from model.geography.cells import Box
from model.geography.sheet import Frame
from ui.chart.canvas import MIN_ZOOM
from ui.chart.floor import Floor
from ui.map.corners import Corners, Told
from ui.map.land import Land
from ui.map.painter import Lens, dot_size

REACH = 6.0
"""How far round an area marks and lines reach, pixels."""
_SHARES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
"""To how much of its size the map gives way to its legend."""
_LEANS = (QPointF(0.8, 0.5), QPointF(1.0, 0.5), QPointF(0.5, 0.0), QPointF(1.0, 1.0))
"""To which side it goes then: share of the spare room that is left of it, and above."""
LEAST_DOT = 1.5
"""Radius of a dot from which on one can point at it, pixels."""
SMALL = 40.0
"""What is smaller on the screen, pixels, is zoomed in on when it is to be seen."""
_MIDDLE = QPointF(0.5, 0.5)
STEP = 1.25
"""How much a key or a button zooms."""


class Plane(Floor):
    """The sheet that a map lies on, in a viewport.

    Signals
    -------
    placed()
        Another place is shown, or larger or smaller; not where only the view's size differs.

    Attributes
    ----------
    land : Land
        What of the map no edit alters.
    corners : Corners or None
        What floats over its corners.
    is_fitted : bool
        Whether the whole sheet is shown, also when the size of the view alters.
    """

    placed = Signal()

    def __init__(self, land: Land, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.land = land
        self.corners: Corners | None = None
        self.is_fitted = True
        self._is_placing = False
        self._lean = _MIDDLE

    def extent(self) -> tuple[float, float]:
        """Return width and height of the sheet, scene units."""
        return self.land.sheet.width, self.land.sheet.height

    # -- places ----------------------------------------------------------------------------

    def _origin(self) -> QPointF:
        """Return the pixel of the zoomed sheet at the viewport's top left; centres small ones."""
        size, (width, height) = self.viewport().size(), self.extent()
        spare_x = size.width() - width * self.zoom
        spare_y = size.height() - height * self.zoom
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        return QPointF(
            -round(spare_x * self._lean.x()) if spare_x > 0 else across.value(),
            -round(spare_y * self._lean.y()) if spare_y > 0 else down.value(),
        )

    @property
    def lens(self) -> Lens:
        """What takes the sheet to the viewport."""
        origin = self._origin()
        return Lens(self.zoom, -origin.x(), -origin.y())

    def frame_at(self, at: QPointF) -> Frame:
        """Return the inset at a pixel of the viewport, or the main map."""
        return self.land.sheet.frame_at(*self.to_scene(at).toTuple())

    def unit_at(self, at: QPointF) -> str:
        """Return the unit whose area is at a pixel of the viewport, "" if none is."""
        x, y = self.to_scene(at).toTuple()
        return self.land.atlas.at(*self.land.sheet.frame_at(x, y).to_map(x, y)) or ""

    def thing_at(self, at: QPointF) -> str:
        """Return the place whose dot is at a pixel of the viewport, else the unit there."""
        x, y = self.to_scene(at).toTuple()
        frame = self.land.sheet.frame_at(x, y)
        size = dot_size(frame.scale * self.zoom / self.land.scale)
        if self.land.atlas.points and size > LEAST_DOT:
            reach = (size + 1.0) / (frame.scale * self.zoom)
            place = self.land.place_near(*frame.to_map(x, y), reach)
            if place is not None:
                return place
        return self.unit_at(at)

    def boxes(self, units: Collection[str]) -> list[QRectF]:
        """Return the pixels round units' areas, on the map and in insets."""
        found, lens, view = [], self.lens, QRectF(self.viewport().rect())
        shapes = self.land.atlas.shapes
        for frame in self.land.sheet.frames:
            through, shown = lens.through(frame), view
            if frame is not self.land.sheet.main:
                shown = view.intersected(lens.box(frame.box))
            for unit in units:
                box = through.mapRect(_rect(shapes[unit].bounds))
                box = box.adjusted(-REACH, -REACH, REACH, REACH).intersected(shown)
                if not box.isEmpty():
                    found.append(box)
        return found

    def update_units(self, units: Collection[str]) -> None:
        """Have what is marked on units drawn anew."""
        for box in self.boxes(units):
            self.viewport().update(box.toAlignedRect())

    # -- scrolling and zooming -------------------------------------------------------------

    def fit(self) -> None:
        """Show the whole sheet, out from under the legend if that hides any of it."""
        self.is_fitted = True
        self.refit()
        self.placed.emit()

    def refit(self) -> None:
        """Show the whole sheet again, if it was shown, after the size of something has altered."""
        if not self.is_fitted:
            return
        (width, height), size = self.extent(), self.viewport().size()
        whole = max(MIN_ZOOM, min(size.width() / width, size.height() / height))
        self._lean = _MIDDLE
        self._place(whole, QPointF())
        if self.corners is not None:
            self.corners.tell(Told.ALL)
            if self.corners.settle() or self.corners.is_crowded:
                self._make_room(self.corners, whole)
                self._place(self.zoom, QPointF())
            elif self.corners.foot_hides:
                self._clear_foot(self.corners, whole)
                self._place(self.zoom, QPointF())

    def _make_room(self, corners: Corners, whole: float) -> None:
        """Move the map aside, and show it smaller if need be, so that the legend hides nothing.

        Before it gets much smaller the legend is shortened, and left out if that does not help.
        """
        for told, shares in ((Told.ALL, _SHARES[:3]), (Told.FILLS, _SHARES)):
            corners.tell(told)
            for self.zoom, self._lean in product((whole * share for share in shares), _LEANS):
                if not corners.settle() and not corners.is_crowded and not corners.foot_hides:
                    return
        self.zoom, self._lean = whole, _MIDDLE
        corners.tell(Told.NOTHING)

    def _clear_foot(self, corners: Corners, whole: float) -> None:
        """Move the map aside, so that scale and north hide nothing; little smaller if need be."""
        for share, self._lean in product(_SHARES[:3], _LEANS):
            self.zoom = whole * share
            if not (corners.settle() or corners.is_crowded or corners.foot_hides):
                return
        self.zoom, self._lean = whole, _MIDDLE
        corners.settle()

    def set_zoom(self, zoom: float, anchor: QPointF | None = None) -> None:
        """Zoom so that what is under `anchor` (a pixel; the middle, if None) stays."""
        self.is_fitted = False
        self._place(zoom, anchor)
        self.placed.emit()

    def _place(self, zoom: float, anchor: QPointF | None) -> None:
        self._is_placing = True
        super().set_zoom(zoom, anchor)
        self._is_placing = False

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Show another place."""
        super().scrollContentsBy(dx, dy)
        if not self._is_placing:
            self.placed.emit()

    def zoom_in(self) -> None:
        """Show things larger."""
        self.set_zoom(self.zoom * STEP)

    def zoom_out(self) -> None:
        """Show things smaller."""
        self.set_zoom(self.zoom / STEP)

    def show_units(self, units: Collection[str]) -> None:
        """Scroll, and zoom in on what is small, so that some units are seen."""
        through = Lens(1.0, 0.0, 0.0).through(self.land.sheet.main)
        box = QRectF()
        for unit in units:
            box = box.united(through.mapRect(_rect(self.land.atlas.shapes[unit].bounds)))
        port = QRectF(self.viewport().rect())
        if max(box.width(), box.height()) * self.zoom < SMALL:
            self.set_zoom(3 * SMALL / max(box.width(), box.height(), 1.0))
        shown = self.lens.box((box.left(), box.top(), box.right(), box.bottom()))
        if not port.adjusted(8, 8, -8, -8).contains(shown):
            step = shown.center() - port.center()
            self.scroll_by(step.x(), step.y())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the whole sheet if it was shown before."""
        super().resizeEvent(event)
        self.refit()
        self._is_placing = True
        self.set_scroll_bars()
        self._is_placing = False

    def zoom_by(self, key: int) -> bool:
        """Zoom by a key; False if it is none that does."""
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif key == Qt.Key.Key_Minus:
            self.zoom_out()
        elif key == Qt.Key.Key_0:
            self.fit()
        else:
            return False
        return True


def _rect(box: Box) -> QRectF:
    return QRectF(QPointF(*box[:2]), QPointF(*box[2:]))
