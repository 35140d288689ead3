"""Documents for the dialogs, and a check that a closed dialog is really gone."""

import gc
import weakref
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from ui import theme


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> None:
    theme.load_fonts()


@pytest.fixture
def shown(qtbot) -> Iterator[Callable[[QWidget], None]]:
    """Return what shows a widget; it is closed at the end of the test if it was not before.

    `qtbot.addWidget` can't be used for dialogs that delete themselves when they close.
    """
    widgets: list[QWidget] = []

    def show(widget: QWidget) -> None:
        widgets.append(widget)
        widget.show()
        qtbot.waitExposed(widget)
        widget.activateWindow()

    yield show
    for widget in widgets:
        if isValid(widget):
            widget.close()
            widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def assert_freed() -> Callable[[list[QWidget]], None]:
    """Return a check that a widget, handed over in a list, is gone once it was closed.

    A lambda that holds the dialog, or a signal of the document's that does, would keep it.
    """
    gc.freeze()  # what is there before the dialog need not be looked through to find it

    def check(handed_over: list[QWidget]) -> None:
        widget = handed_over.pop()
        gone = weakref.ref(widget)
        widget.close()
        del widget
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        assert gone() is None

    return check
