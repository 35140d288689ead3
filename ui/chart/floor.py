"""A canvas over which units are held: dragged on it, or from the tray, to where they are to go."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from ui.chart.canvas import Canvas
from ui.chart.ghost import Ghost
from ui.document import Document
from ui.gestures import Held

UNITS_MIME = "application/x-footprint-units"
"""What a drag from the tray carries: ids of units, one a line."""

EDGE = 36
"""Pixels from the viewport's edge at which a drag scrolls."""


class Floor(Canvas):
    """A canvas that takes units from the tray and scrolls while something is held at its edge.

    Attributes
    ----------
    ghost : Ghost
        The box that follows the pointer; for the class that builds on this one to make.
    carried : Held or None
        What a drag from the tray holds over it.
    """

    document: Document
    ghost: Ghost

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.carried: Held | None = None
        self._edge_timer = QTimer(self)
        self._edge_timer.setInterval(30)
        self._edge_timer.timeout.connect(self._on_edge_timer)
        self._edge_step = QPointF()
        self._edge_at = QPointF()
        self.setAcceptDrops(True)

    def hold(self, units: list[str]) -> Held:
        """Return what holds units over this view."""
        raise AssertionError("it takes nothing")

    def hold_over(self, held: Held, at: QPointF) -> None:
        """Work out what a drop at a pixel of the viewport would do, and show it."""
        raise AssertionError("it takes nothing")

    def held_by_gesture(self) -> Held | None:
        """Return what a gesture on the view itself holds."""
        return None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take units dragged from the tray."""
        if event.mimeData().hasFormat(UNITS_MIME):
            text = bytes(event.mimeData().data(UNITS_MIME).data()).decode()
            self.carried = self.hold([u for u in text.splitlines() if u in self.document.state])
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show what a drop here would do."""
        if self.carried is None:
            event.ignore()
            return
        self.hold_over(self.carried, event.position())
        self.ghost.show(self.carried, event.position().toPoint())
        self.scroll_near_edge(event.position())
        event.setAccepted(self.carried.change is not None)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """End the preview."""
        self.let_go()

    def dropEvent(self, event: QDropEvent) -> None:
        """Carry it out."""
        held = self.carried
        if held is None:
            event.ignore()
            return
        self.hold_over(held, event.position())
        self.carried = None
        self.ghost.hide()
        self.stop_scrolling()
        held.drop()
        event.acceptProposedAction()

    def let_go(self) -> None:
        """Have nothing held from the tray any more."""
        if self.carried is not None:
            self.carried.clear()
            self.carried = None
        self.ghost.hide()
        self.stop_scrolling()

    def scroll_near_edge(self, at: QPointF) -> None:
        """Scroll while something is held near the viewport's edge."""
        size = self.viewport().size()
        dx = min(0.0, at.x() - EDGE) + max(0.0, at.x() - size.width() + EDGE)
        dy = min(0.0, at.y() - EDGE) + max(0.0, at.y() - size.height() + EDGE)
        self._edge_step, self._edge_at = QPointF(dx, dy) * 0.5, at
        if self._edge_step.isNull():
            self._edge_timer.stop()
        elif not self._edge_timer.isActive():
            self._edge_timer.start()

    def stop_scrolling(self) -> None:
        """Stop scrolling by itself."""
        self._edge_timer.stop()

    def _on_edge_timer(self) -> None:
        self.scroll_by(self._edge_step.x(), self._edge_step.y())
        held = self.held_by_gesture()
        if held is not None:
            self.hold_over(held, self._edge_at)
