"""Work that can wait until its window has been painted: done then, a step at a time."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

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
            self._step()

    def _on_turn(self) -> None:
        self._step()
        if not self.is_done:
            self._timer.start(0)

    def _step(self) -> None:
        try:
            next(self._steps)
        except StopIteration:
            self.is_done = True
            self.done.emit()
