"""Walking over the map by arrow keys: from unit to unit, to where each lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from model.contiguity import Contiguity
from model.geography.directions import Direction, Directions
from ui.dialogs.common import announce

if TYPE_CHECKING:
    from ui.map.land import Land
    from ui.map.view import MapView

STEPS = {
    Qt.Key.Key_Left: Direction.LEFT,
    Qt.Key.Key_Right: Direction.RIGHT,
    Qt.Key.Key_Up: Direction.UP,
    Qt.Key.Key_Down: Direction.DOWN,
}
PAN = 80
"""How far a key scrolls, pixels."""


class Walk:
    """Takes the arrow keys of a map, whatever its tool is."""

    def __init__(self, view: MapView) -> None:
        self._view = view
        self._land: Land | None = None
        self._directions = Directions({}, Contiguity(()))

    def key_press(self, event: QKeyEvent) -> bool:
        """Go to the unit that lies in an arrow's direction.

        With Shift it is selected in addition, with Ctrl the map is scrolled.
        """
        direction = STEPS.get(Qt.Key(event.key()))
        if direction is not None and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._view.scroll_by(*(PAN * step for step in direction.value))
            return True
        if direction is None or event.modifiers() & ~_ALLOWED:
            return False
        document = self._view.document
        to = self._next(document.current, direction)
        if to:
            extends = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            document.select(document.selection | {to} if extends else (to,), to)
            self._show(to)
        return True

    @property
    def directions(self) -> Directions:
        """The steps between the units on the map."""
        land = self._view.land
        if land is not self._land:
            self._land = land
            labels = {unit: shape.label for unit, shape in land.atlas.shapes.items()}
            self._directions = Directions(labels, Contiguity(land.pack.borders))
        return self._directions

    def _next(self, current: str, direction: Direction) -> str:
        """Return where a step leads; from what is no unit, to its first one or to the middle."""
        if current in self.directions:
            return self.directions.step(current, direction) or ""
        inside = self._view.units_of((current,))
        return inside[0] if inside else self._in_the_middle()

    def _in_the_middle(self) -> str:
        view, shapes = self._view, self._view.land.atlas.shapes
        middle = view.to_scene(QPointF(view.viewport().rect().center()))
        x, y = view.land.sheet.main.to_map(*middle.toTuple())

        def far(unit: str) -> float:
            at = shapes[unit].label
            return (at[0] - x) ** 2 + (at[1] - y) ** 2

        return min(shapes, key=far, default="")

    def _show(self, unit: str) -> None:
        """Bring a unit into view, and say what it is."""
        view = self._view
        if not view.boxes((unit,)):
            view.reveal(unit)
        state = view.document.state
        group = state.group_of(unit)
        place = "not placed" if group is None else state.label(group)
        swept = ", swept" if unit in view.painting.units else ""
        announce(view, f"{state.label(unit)}, {place}{swept}")


_ALLOWED = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
