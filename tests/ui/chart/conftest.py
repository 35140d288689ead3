"""A chart of England in a window, on the real pack."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QApplication

import resources
from db.packs import read_pack
from model.pack import Pack
from model.scenario import from_ready
from ui import theme
from ui.chart.view import ChartView
from ui.document import Document


@pytest.fixture(scope="session")
def pack() -> Pack:
    return read_pack(resources.path("packs", "pct-2011"))


@pytest.fixture
def document(pack: Pack, qapp: QApplication) -> Document:
    ready = next(o for o in pack.options if o.id == "june-2011")
    scenario = from_ready(pack, ready, "s", when="2011-06-01T00:00:00+00:00", who="me")
    return Document(scenario)


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

    def at(organisation: str) -> QPoint:
        x, y, width, height = view.chart.box(organisation)
        tall = min(height, 20.0)
        return view.to_view(QPointF(x + width / 2, y + tall / 2)).toPoint()

    return at
