"""The map of England, on the real pack."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QApplication

from model.pack import Pack
from tests.england import installed_atlas
from ui import theme
from ui.document import Document
from ui.map.land import Land
from ui.map.view import MapView

Pixel = Callable[[str], QPoint]


@pytest.fixture
def document(england: Document) -> Document:
    return england


@pytest.fixture(scope="session")
def land(pack: Pack, qapp: QApplication) -> Land:
    return Land(pack, installed_atlas())


@pytest.fixture
def view(document: Document, land: Land, qtbot) -> MapView:
    view = MapView(document, land, theme.LIGHT)
    qtbot.addWidget(view)
    view.resize(1200, 900)
    view.show()
    qtbot.waitExposed(view)
    return view


@pytest.fixture
def pixel(view: MapView) -> Pixel:
    """Return the pixel of the main map at which a unit's name stands."""

    def at(unit: str) -> QPoint:
        x, y = view.land.sheet.main.to_sheet(*view.land.atlas.shapes[unit].label)
        return view.to_view(QPointF(x, y)).toPoint()

    return at
