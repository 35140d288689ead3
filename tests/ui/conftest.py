"""What all tests of the window share."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent


@pytest.fixture(autouse=True)
def _widgets_are_gone_after_each_test() -> Iterator[None]:
    """Carry out what `deleteLater` promised: without a running event loop nobody else does.

    Windows left over would be dressed again by every later test that sets the style sheet.
    """
    yield
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
