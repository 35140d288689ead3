"""The map's tools: what the left button and the keys do on it.

A tool is made for a view and stays; the view asks the one that is chosen. New ones are listed in
`ui.map.toolbox`, from where the panel takes its buttons and the menu its entries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QPainter

from ui.gestures import Gesture

if TYPE_CHECKING:
    from ui.map.view import MapView


class Tool:
    """What the left button and the keys do on the map.

    Attributes
    ----------
    id : str
        Unique among tools.
    label, help : str
        What its button and its menu's entry say; with `{unit}`, `{units}`, `{group}` and
        `{groups}` for the pack's words.
    key : str
        Chooses it while the map has the focus.
    """

    id: ClassVar[str]
    label: ClassVar[str]
    help: ClassVar[str]
    key: ClassVar[str]

    def __init__(self, view: MapView) -> None:
        self.view = view

    @property
    def cursor(self) -> Qt.CursorShape:
        """The pointer over the map."""
        return Qt.CursorShape.ArrowCursor

    def enter(self) -> None:
        """Begin: the tool was chosen."""

    def leave(self) -> None:
        """End: another was chosen, or what the map shows is another plan."""

    def press(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> Gesture | None:
        """Return the gesture that a press of the left button begins, None for none."""
        return None

    def double_click(self, at: QPointF) -> bool:
        """Take a double click; return whether it meant something."""
        return False

    def hover(self, at: QPointF | None) -> None:
        """Follow the pointer while no button is down; None when it leaves the map."""

    def key_press(self, event: QKeyEvent) -> bool:
        """Take a key; return whether it meant something."""
        return False

    def draw(self, painter: QPainter) -> None:
        """Draw over the map, in pixels of the viewport."""


class Select(Tool):
    """Click, drag units to another group, or draw a rectangle about some."""

    id = "select"
    label = "Select"
    help = (
        "Click a {unit} to select it, drag it onto another {group}, or drag from the open ground "
        "to select all in a rectangle"
    )
    key = "V"

    def press(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> Gesture | None:
        """Begin a click or drag on a unit, a rectangle elsewhere."""
        from ui.map.gestures import Band, Press

        unit = self.view.unit_at(at)
        if unit and not modifiers & Qt.KeyboardModifier.AltModifier:
            return Press(self.view, unit, at, modifiers)
        return Band(self.view, at, add=bool(modifiers & _ADD))

    def double_click(self, at: QPointF) -> bool:
        """Ask where to move a unit."""
        unit = self.view.unit_at(at)
        if unit:
            self.view.move_requested.emit(self.view.movable(unit))
        return bool(unit)


class Lasso(Tool):
    """Draw a line about units to select them."""

    id = "lasso"
    label = "Lasso"
    help = "Draw a line round {units} to select them; with Ctrl or Shift, in addition"
    key = "O"

    @property
    def cursor(self) -> Qt.CursorShape:
        """The pointer over the map."""
        return Qt.CursorShape.CrossCursor

    def press(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> Gesture | None:
        """Begin the line."""
        from ui.map.gestures import Loop

        return Loop(self.view, at, add=bool(modifiers & _ADD))


_ADD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
