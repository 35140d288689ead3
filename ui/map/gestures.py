"""Mouse gestures on the map: clicking, dragging units, selecting by a rectangle or a loop."""

from __future__ import annotations

from abc import ABC, abstractmethod
from array import array
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from model import edits
from model.changes import Change
from ui.chart.floor import Drag
from ui.gestures import Gesture, Held

if TYPE_CHECKING:
    from ui.map.view import MapView


class Press(Gesture):
    """A button is down on a unit: a click, until the pointer moves far enough."""

    def __init__(
        self, view: MapView, unit: str, at: QPointF, modifiers: Qt.KeyboardModifier
    ) -> None:
        self.view = view
        self._unit = unit
        self._start = at
        self._modifiers = modifiers
        self._was_selected = unit in view.document.selection
        if not self._was_selected or modifiers:
            self._click()

    def move(self, at: QPointF) -> None:
        """Turn into a drag once the pointer has moved far enough."""
        if (at - self._start).toPoint().manhattanLength() >= self.view.drag_distance():
            units = self.view.movable(self._unit)
            if units:
                self.view.begin(Drag(self.view, units, at))

    def end(self, at: QPointF) -> None:
        """Select what was clicked, alone, if it was one of many."""
        if self._was_selected and not self._modifiers:
            self.view.document.select((self._unit,))

    def _click(self) -> None:
        document, unit = self.view.document, self._unit
        if self._modifiers & Qt.KeyboardModifier.ControlModifier and unit in document.selection:
            document.select(document.selection - {unit})
        elif self._modifiers & _ADD:
            document.select(document.selection | {unit}, unit)
        else:
            document.select((unit,))


class Carry(Held):
    """Units held over the map: they would go into the group whose ground is below."""

    def __init__(self, view: MapView, units: list[str]) -> None:
        super().__init__(view.document, units)
        self.view = view
        self._over: str | None = None

    def over(self, at: QPointF | None, *, tray: bool = False) -> None:
        """Work out what a drop here would do, and show it; None for nowhere."""
        view = self.view
        unit = view.unit_at(at) if at is not None else ""
        group = view.scheme.group_of.get(unit, "") if unit else ""
        place = "tray" if tray or (unit and not group) else group
        if place == self._over:
            return
        self._over = place
        self.target = ""
        state = self.document.state
        is_source = all((state.group_of(u) or "tray") == place for u in self.units)
        self.offer(partial(self._choose, place), at_home=is_source or not place)
        view.mark_target(group if place == group else "", refused=bool(self.refusal))

    def _choose(self, place: str) -> Change | None:
        state = self.document.state
        if not place:
            return None
        if place == "tray":
            self.target = "the tray"
            return edits.to_tray(state, self.units)
        self.target = state.label(place)
        return edits.move(state, self.units, place)

    def clear(self) -> None:
        """End the preview."""
        self.view.mark_target("")
        super().clear()


class Around(Gesture, ABC):
    """Select the units that lie in a shape that the pointer draws.

    What begins in an inset is about what that shows.
    """

    def __init__(self, view: MapView, at: QPointF, *, add: bool) -> None:
        self.view = view
        self._before = view.document.selection if add else frozenset()
        self._frame = view.frame_at(at)
        self._start = self._last = view.to_scene(at)
        view.document.select(self._before)

    def move(self, at: QPointF) -> None:
        """Select what is in the shape now."""
        view = self.view
        self._last = view.to_scene(at)
        self._follow()
        document = view.document
        found = self._before | set(self._found())
        current = document.current if document.current in found else ""
        document.select(found, current)
        view.viewport().update()

    def end(self, at: QPointF) -> None:
        """Keep the selection."""
        self.view.viewport().update()

    def cancel(self) -> None:
        """Go back to what was selected."""
        self.view.document.select(self._before)
        self.view.viewport().update()

    def draw(self, painter: QPainter) -> None:
        """Draw the shape, in pixels of the viewport."""
        accent = self.view.theme.accent
        fill = QColor(accent)
        fill.setAlpha(30)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(accent, 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(fill)
        painter.drawPolygon(QPolygonF([self.view.to_view(p) for p in self._corners()]))

    def _follow(self) -> None:
        """Take the pointer's new place."""

    @abstractmethod
    def _corners(self) -> list[QPointF]:
        """Return the shape's corners on the sheet."""

    @abstractmethod
    def _found(self) -> list[str]:
        """Return the units in the shape."""


class Band(Around):
    """A rectangle."""

    def _corners(self) -> list[QPointF]:
        box = QRectF(self._start, self._last).normalized()
        return [box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft()]

    def _found(self) -> list[str]:
        first, _, last, _ = self._corners()
        left, top = self._frame.to_map(*first.toTuple())
        right, bottom = self._frame.to_map(*last.toTuple())
        return self.view.land.atlas.in_box(left, top, right, bottom)


class Loop(Around):
    """A line drawn by hand, closed by itself."""

    def __init__(self, view: MapView, at: QPointF, *, add: bool) -> None:
        super().__init__(view, at, add=add)
        self._points = [self._start]

    def _follow(self) -> None:
        step = (self._last - self._points[-1]) * self.view.zoom
        if step.manhattanLength() >= _STEP:
            self._points.append(self._last)

    def _corners(self) -> list[QPointF]:
        return [*self._points, self._last]

    def _found(self) -> list[str]:
        ring = array("d")
        for point in self._corners():
            ring.extend(self._frame.to_map(*point.toTuple()))
        return self.view.land.atlas.within(ring)


_ADD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_STEP = 4
"""Pixels from one corner of a loop to the next."""
