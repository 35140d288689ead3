"""A chart of England in a window, on the real pack."""

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QPoint

from tests.ui import mouse
from ui import theme
from ui.chart.view import ChartView
from ui.document import Document


@pytest.fixture
def document(england: Document) -> Document:
    return england


@pytest.fixture
def view(document: Document, qtbot) -> ChartView:
    chart = ChartView(document, theme.LIGHT)
    qtbot.addWidget(chart)
    chart.resize(1280, 800)
    chart.show()
    qtbot.waitExposed(chart)
    chart.read()
    return chart


@pytest.fixture
def pixel(view: ChartView) -> Callable[[str], QPoint]:
    """Return the pixel in the middle of an organisation's box (of a card: of its header)."""

    return partial(mouse.pixel_of, view)
