"""Work that can wait until its window has been painted: done then, a step at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from ui.document import Document
    from ui.theme import Theme

A_FRAME_MS = 16
"""How long the first step waits: by then what was painted is on the screen."""


class Later(QObject):
    """Work in steps, one for each turn of the event loop.

    Keys and clicks get their turns in between, so whatever a step makes must also come into being
    when somebody asks for it before.

    Parameters
    ----------
    steps : iterator
        Does a step each time something is asked of it.

    Signals
    -------
    done()
        All of it is done.
    """

    done = Signal()

    def __init__(self, steps: Iterator[object], parent: QObject) -> None:
        super().__init__(parent)
        self._steps = steps
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_turn)
        self.is_done = False

    def begin_again(self, steps: Iterator[object]) -> None:
        """Take other steps in place of what is left, once it is started again."""
        self._timer.stop()
        self._steps = steps
        self.is_done = False

    def start(self) -> None:
        """Begin, once what has just been painted can be seen."""
        if not self.is_done and not self._timer.isActive():
            self._timer.start(A_FRAME_MS)

    def finish(self) -> None:
        """Do all that is left now."""
        self._timer.stop()
        while not self.is_done:
            self.step()

    def _on_turn(self) -> None:
        self.step()
        if not self.is_done:
            self._timer.start(0)

    def step(self) -> None:
        """Do one step now."""
        try:
            next(self._steps)
        except StopIteration:
            self.is_done = True
            self.done.emit()


class WaitingPanel(QWidget):
    """A panel that may show its head alone until it is filled, for each document anew.

    What is in it comes with `fill`, or at once as soon as anybody asks for it.

    Parameters
    ----------
    waits : bool
        Whether it waits to be filled; else it always shows all.
    """

    def __init__(
        self, document: Document, theme: Theme, parent: QWidget | None = None, *, waits: bool
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._theme = theme
        self._waits = waits
        self.is_filled = False

    def fill(self) -> None:
        """Show what is in it, from now on also as edits alter it."""
        if not self.is_filled:
            self.is_filled = True
            self._show_all()

    def _switch(self) -> None:
        """Show another document or option: its head alone, if the panel waits."""
        if not self.is_filled:
            return
        if self._waits:
            self.is_filled = False
            self._show_head()
        else:
            self._show_all()

    def _show_all(self) -> None:
        """Make what is in it, or read it anew."""
        raise NotImplementedError

    def _show_head(self) -> None:
        """Let go of what is in it."""
        raise NotImplementedError
