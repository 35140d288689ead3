"""The tool that paints: units that the pointer sweeps over come into a stroke.

Nothing is moved before the stroke is accepted; until then the swept units have the target's fill
under a pattern of their own, and a box at the pointer says what it would bring.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QPainter

from ui.chart.ghost import FIRST, LINE, Ghost, Line
from ui.dialogs.common import announce
from ui.gestures import Gesture
from ui.map import stroke_words
from ui.map.tools import Tool
from ui.panels.parts import Ink

if TYPE_CHECKING:
    from ui.map.painting import Painting
    from ui.map.view import MapView

STRIDE = 3.0
"""How far apart on the pointer's way it is asked which unit is there, pixels."""


class Paint(Tool):
    """Sweep units into a group; accept with Enter, call off with Esc."""

    id = "paint"
    label = "Paint"
    help = (
        "Sweep {units} into a {group}: they go there when you accept. With Alt, click a {unit} to "
        "paint into its {group}; sweep again to take back"
    )
    key = "B"

    def __init__(self, view: MapView) -> None:
        super().__init__(view)
        self.ghost = Ghost(view)
        self._at: QPointF | None = None
        self.painting.previewed.connect(self._write)

    @property
    def painting(self) -> Painting:
        """What is painted in this window."""
        return self.view.painting

    @property
    def cursor(self) -> Qt.CursorShape:
        """The pointer over the map."""
        return Qt.CursorShape.CrossCursor

    def enter(self) -> None:
        """Begin to paint."""
        self.painting.begin()

    def leave(self) -> None:
        """End; what is swept stays until it is decided on."""
        self.ghost.hide()
        self._at = None
        self.painting.end()

    # -- mouse -----------------------------------------------------------------------------

    def press(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> Gesture | None:
        """Begin to sweep; with Alt, paint into the group of what is there."""
        unit = self.view.unit_at(at)
        if modifiers & Qt.KeyboardModifier.AltModifier:
            self.painting.choose_of(unit)
            return None
        return Sweep(self, at, takes_back=unit in self.painting.units)

    def double_click(self, at: QPointF) -> bool:
        """Take it for two clicks: nothing is zoomed while one paints."""
        return True

    def hover(self, at: QPointF | None) -> None:
        """Have the box follow the pointer."""
        self._at = at
        if at is None or not self.ghost.texts:
            self._write()
        else:
            self.ghost.move(at.toPoint())

    def wait(self, at: QPointF) -> None:
        """Have the box follow the pointer when there is something else to say."""
        self._at = at

    def _write(self) -> None:
        """Say what the stroke would bring; nothing where nothing is swept."""
        painting = self.painting
        if self._at is None or not (painting.units or painting.refusal):
            self.ghost.hide()
            return
        said: list[Line] = []
        if painting.units:
            said = [((stroke_words.headline(painting), Ink.STRONG),)]
            said += stroke_words.lines(painting)[: self._lines_at_most]
        if painting.refusal:
            said.append(((painting.refusal, Ink.BROKEN),))
        self.ghost.write((), said, refused=bool(painting.refusal))
        self.ghost.move(self._at.toPoint())

    @property
    def _lines_at_most(self) -> int:
        """How many lines the box has below its first: a low map must not go under it."""
        return max(1, round((self.view.viewport().height() / 3 - FIRST) / LINE))

    def draw(self, painter: QPainter) -> None:
        """Draw the box at the pointer."""
        self.ghost.draw(painter)

    # -- keyboard --------------------------------------------------------------------------

    def key_press(self, event: QKeyEvent) -> bool:
        """Sweep by Space, accept by Enter, take back by Backspace, call off by Esc."""
        painting, key = self.painting, event.key()
        if key == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self.sweep_selected()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        elif key == Qt.Key.Key_Backspace:
            self.take_last_back()
        elif key == Qt.Key.Key_Escape and painting.stroke is not None:
            self.discard()
        elif key == Qt.Key.Key_Escape:
            self.view.use_first_tool()
        else:
            return False
        return True

    def sweep_selected(self) -> None:
        """Take what is selected into the stroke, or out of it if all of it is in it."""
        painting = self.painting
        units = self.view.movable(self.view.document.current)
        if units and set(units) <= set(painting.units):
            painting.take_back(units)
        else:
            painting.sweep(units)
        painting.finish()
        announce(self.view, stroke_words.spoken(painting))

    def take_last_back(self) -> None:
        """Take what came last out of the stroke again."""
        self.painting.take_back(self.painting.units[-1:])
        self.painting.finish()
        announce(self.view, stroke_words.spoken(self.painting))

    def discard(self) -> None:
        """Leave everything as it is."""
        self.painting.discard()

    def accept(self) -> None:
        """Put what is swept where it goes; what is selected, if nothing is swept."""
        if self.painting.stroke is None:
            self.sweep_selected()
        self.painting.accept()


class Sweep(Gesture):
    """The left button is down: what the pointer passes comes into the stroke.

    Parameters
    ----------
    takes_back : bool
        Whether what it passes goes out of the stroke.
    """

    def __init__(self, tool: Paint, at: QPointF, *, takes_back: bool) -> None:
        self._tool = tool
        self._takes_back = takes_back
        self._before = list(tool.painting.units)
        self._last = at
        self._passed = ""
        tool.view.document.hover("")
        self._pass([at])

    def move(self, at: QPointF) -> None:
        """Take what is on the way, however far the pointer has jumped."""
        way = at - self._last
        steps = max(1, ceil((way.x() ** 2 + way.y() ** 2) ** 0.5 / STRIDE))
        start, self._last = self._last, at
        self._pass([start + way * (i / steps) for i in range(1, steps + 1)])

    def _pass(self, places: list[QPointF]) -> None:
        view, painting = self._tool.view, self._tool.painting
        units = []
        for at in places:
            unit = view.unit_at(at)
            if unit and unit != self._passed:
                units.append(unit)
            self._passed = unit
        if units:
            painting.take_back(units) if self._takes_back else painting.sweep(units)
        if painting.is_shown:
            self._tool.hover(places[-1])
        else:  # what that brings, and the box, are painted together
            self._tool.wait(places[-1])

    def end(self, at: QPointF) -> None:
        """Leave what was swept in the stroke."""
        self.move(at)
        self._tool.painting.forget_refusal()

    def cancel(self) -> None:
        """Have the stroke as it was before the button went down."""
        painting = self._tool.painting
        painting.take_back([u for u in painting.units if u not in self._before])
        painting.sweep([u for u in self._before if u not in painting.units])
