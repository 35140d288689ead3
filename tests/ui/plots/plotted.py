"""What is in a plot: where it stands, its numbers, and edits that alter them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt

from model.changes import Move
from model.pack import Tier
from tests.ui import mouse
from tests.ui.in_the_window import LEFT, MANCHESTER
from ui.main_window import MainWindow
from ui.plots.panel import PlotsPanel

LONDON = "C34"


def place(panel: PlotsPanel, key: str) -> QPoint:
    """Bring an item into view and return where it is in the viewport."""
    view, figure = panel.view, panel.view.figure
    assert figure is not None
    view.bring_into_view(key)
    if figure.rows and key in figure.line_of and len(figure.line_of[key].keys) == 1:
        row = view.frame.row(figure.line_of[key], view.box.geometry().right())
        return QPointF(view.frame.area.left() + 3, row.center().y()).toPoint()
    return figure.spots(view.frame, then=True)[key].toPoint()


def click(qtbot, panel: PlotsPanel, key: str, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    at = place(panel, key)
    mouse.move(panel.view.viewport(), at)
    qtbot.mouseClick(panel.view.viewport(), LEFT, modifier, at)


def numbers(panel: PlotsPanel, key: str) -> tuple[int | None, ...]:
    assert panel.figure is not None
    return panel.figure.then[key].numbers


def move_of(panel_window: MainWindow, unit: int = 0) -> tuple[Move, str, str]:
    """Return a move of a unit of Manchester to the next group."""
    state = panel_window.document.state
    groups = state.at_tier(Tier.GROUP)
    other = groups[groups.index(MANCHESTER) + 1]
    return Move(state.members(MANCHESTER)[unit], other), MANCHESTER, other
