"""Loading what draws plots, in steps: all at once it takes as long as the start of the window.

The longest step is the plotting library's own modules. A thread could load them while the window
goes on, but would make classes of Qt while the window makes others.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

_FIRST = ("numpy", "multiprocessing", "pydoc", "PySide6.QtSvg", "PySide6.QtTest")
"""What the library loads of others."""
_OF_QT = ("PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets")
"""Modules of which it takes every class, which are made when they are first asked for."""
_AT_ONCE = 60
"""How many of those are made in one step, some milliseconds."""


def load_slowly() -> Iterator[None]:
    """Load all that the panel of plots needs, a step at a time."""
    for name in _FIRST:
        import_module(name)
        yield
    for name in _OF_QT:
        module = import_module(name)
        for place, thing in enumerate(dir(module)):
            getattr(module, thing)
            if place % _AT_ONCE == _AT_ONCE - 1:
                yield
    import_module("pyqtgraph")
    yield
    import_module("ui.plots.panel")
    yield
