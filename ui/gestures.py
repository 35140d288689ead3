"""Mouse gestures that views of a plan share: each has a start, moves, an end and a cancel.

A gesture changes nothing while it goes on; at its end it commits one change, or selects.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from model.errors import ChangeRefusedError

if TYPE_CHECKING:
    from model.changes import Change
    from ui.chart.canvas import Canvas
    from ui.document import Document


class Gesture:
    """What goes on between pressing and releasing a button."""

    def move(self, at: QPointF) -> None:
        """Follow the pointer, in pixels of the viewport."""

    def end(self, at: QPointF) -> None:
        """Carry it out."""

    def cancel(self) -> None:
        """Leave everything as it was."""


class Pan(Gesture):
    """Drag what the view shows."""

    def __init__(self, view: Canvas, at: QPointF) -> None:
        self.view = view
        self._last = at
        view.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def move(self, at: QPointF) -> None:
        """Scroll by what the pointer moved."""
        step = at - self._last
        self._last = at
        self.view.scroll_by(-step.x(), -step.y())

    def end(self, at: QPointF) -> None:
        """Stop."""
        self.view.viewport().unsetCursor()

    def cancel(self) -> None:
        """Stop where it is."""
        self.view.viewport().unsetCursor()


class Held:
    """Units held over a view: where they would go, what that would do, and the drop.

    Attributes
    ----------
    units : sequence of str
        Ids of what is held.
    change : Change or None
        What a drop would do.
    target : str
        Where they would go, in words; "" if nowhere.
    refusal : str
        Why they can't go there, "" if they can.
    """

    def __init__(self, document: Document, units: Sequence[str]) -> None:
        self.document = document
        self.units = units
        self.change: Change | None = None
        self.target = ""
        self.refusal = ""

    def offer(self, choose: Callable[[], Change | None], *, at_home: bool) -> None:
        """Take another place: preview what `choose` makes, or keep why it refuses.

        Parameters
        ----------
        at_home : bool
            Whether it is the place they come from: nothing to do there, nothing to say.
        """
        self.change, self.refusal = None, ""
        try:
            self.change = choose()
        except ChangeRefusedError as error:
            self.refusal = "" if at_home else str(error)
        preview = self.document.preview(self.change)
        if preview is not None and preview.refused:
            self.refusal, self.change = preview.refused, None
            self.document.preview(None)

    def drop(self) -> None:
        """Commit what the last place offered would do."""
        change, refusal = self.change, self.refusal
        self.clear()
        if change is not None:
            self.document.commit(change)
        elif refusal:
            self.document.refused.emit(refusal)

    def clear(self) -> None:
        """End the preview."""
        self.document.preview(None)
