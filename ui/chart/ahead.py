"""Looking ahead: rows that will soon come into view have their texts set while nothing happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

STEP_S = 0.004
"""How long a step takes at most: no key and no click waits for more."""


class Ahead:
    """Does what can be done before it is needed, in the pauses between events.

    Parameters
    ----------
    owner : QObject
        What lives as long.
    begin : callable
        Returns an iterator that does a little each time something is asked of it.
    """

    def __init__(self, owner: QObject, begin: Callable[[], Iterator[object]]) -> None:
        self._begin = begin
        self._left: Iterator[object] | None = None
        self._view: object = None
        self._timer = QTimer(owner)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_pause)

    def look(self, view: object) -> None:
        """Begin anew in the next pause, if something else is in view than before."""
        if view != self._view:
            self._view = view
            self._left = None
            self._timer.start(0)

    def stop(self) -> None:
        """Do nothing more until told to begin anew: what there was may be gone."""
        self._left = self._view = None
        self._timer.stop()

    def _on_pause(self) -> None:
        if self._left is None:
            self._left = self._begin()
        end = perf_counter() + STEP_S
        for _ in self._left:
            if not isValid(self._timer):
                return  # the view went meanwhile
            if perf_counter() >= end:
                self._timer.start(0)
                return
