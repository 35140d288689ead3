"""A canvas with gestures, over which units are held: dragged on it or from the tray."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from ui.chart.canvas import Canvas
from ui.chart.ghost import Ghost
from ui.document import Document
from ui.gestures import Gesture, Held

UNITS_MIME = "application/x-footprint-units"
"""What a drag from the tray carries: ids of units, one a line."""

EDGE = 36
"""Pixels from the viewport's edge at which a drag scrolls."""


class Floor(Canvas):
    """A canvas that takes units from the tray and scrolls while something is held at its edge.

    Signals
    -------
    drag_ended()
        What was dragged on it was dropped or put back.

    Attributes
    ----------
    is_over_tray : callable
        Whether a global position is over the tray.
    ghost : Ghost
        The box that follows the pointer; for the class that builds on this one to make.
    carried : Held or None
        What a drag from the tray holds over it.
    """

    drag_ended = Signal()
    document: Document
    ghost: Ghost

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_over_tray: Callable[[QPoint], bool] = lambda _: False
        self.carried: Held | None = None
        self._gesture: Gesture | None = None
        self._has_space = False
        self._edge_timer = QTimer(self)
        self._edge_timer.setInterval(30)
        self._edge_timer.timeout.connect(self._on_edge_timer)
        self._edge_step = QPointF()
        self._edge_at = QPointF()
        self.setAcceptDrops(True)

    def hold(self, units: list[str]) -> Held:
        """Return what holds units over this view."""
        raise AssertionError("it takes nothing")

    def hold_over(self, held: Held, at: QPointF | None, *, tray: bool = False) -> None:
        """Work out what a drop at a pixel of the viewport would do, and show it.

        Parameters
        ----------
        at : QPointF or None
            None for outside of the viewport.
        tray : bool
            It is over the tray.
        """
        raise AssertionError("it takes nothing")

    def mark_dragged(self, units: Collection[str]) -> None:
        """Mark units as held by the pointer, and none else."""
        raise AssertionError("nothing can be dragged on it")

    # -- gestures --------------------------------------------------------------------------

    def begin(self, gesture: Gesture) -> None:
        """Let a gesture take over from the one that goes on."""
        self._gesture = gesture

    @property
    def is_busy(self) -> bool:
        """Whether a gesture goes on."""
        return self._gesture is not None

    def drag_distance(self) -> int:
        """Return how far the pointer moves before a press becomes a drag, pixels."""
        return QApplication.startDragDistance()

    def _cancel(self) -> None:
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.cancel()
        self._show_cursor()
        self.viewport().update()

    def _show_cursor(self) -> None:
        """Show what the mouse does when no gesture goes on."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that keys go here."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that keys go elsewhere."""
        super().focusOutEvent(event)
        self._has_space = False
        self.viewport().update()

    # -- what is held ----------------------------------------------------------------------

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
        if isinstance(self._gesture, Drag):
            self.hold_over(self._gesture.held, self._edge_at)


class Drag(Gesture):
    """Carry units to another place of the view, or to the tray."""

    def __init__(self, view: Floor, units: list[str], at: QPointF) -> None:
        self.view = view
        self.held = view.hold(units)
        view.mark_dragged(units)
        view.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self.move(at)

    def move(self, at: QPointF) -> None:
        """Show what a drop here would do; the ghost follows the pointer."""
        view, port = self.view, self.view.viewport()
        inside = port.rect().contains(at.toPoint())
        tray = not inside and view.is_over_tray(port.mapToGlobal(at.toPoint()))
        view.hold_over(self.held, at if inside else None, tray=tray)
        view.ghost.show(self.held, at.toPoint() if inside else None)
        if inside:
            view.scroll_near_edge(at)
        else:
            # On its way out the pointer passed the edge; what scrolls there would take the drop.
            view.stop_scrolling()

    def end(self, at: QPointF) -> None:
        """Drop."""
        self._finish()
        self.held.drop()

    def cancel(self) -> None:
        """Put them back."""
        self._finish()
        self.held.clear()

    def _finish(self) -> None:
        view = self.view
        view.mark_dragged(())
        view.ghost.hide()
        view.stop_scrolling()
        view.viewport().unsetCursor()
        view.drag_ended.emit()
