"""Whose names are written on the map, from afar and from near."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPixmap

from model.geography.labels import Placed
from ui.map.land import Land
from ui.map.painter import Lens, MapPainter
from ui.map.screen import Screen
from ui.map.view import MapView
from ui.theme import LIGHT, Theme

WIDE, HIGH = 300.0, 200.0


class Heard(Screen):
    """A screen that notes which names are written on it."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def write(self, painter: QPainter, name: object, at: object, theme: Theme) -> None:
        """Note a name."""
        self.names.add(" ".join(name.lines))


def written(view: MapView, land: Land, placed: Placed, zoom: float) -> set[str]:
    """Return what is written in a rectangle about the place of a name."""
    surface, canvas = Heard(), QPixmap(int(WIDE), int(HIGH))
    painter = QPainter(canvas)
    x, y = land.sheet.main.to_sheet(placed.label.x, placed.label.y)
    lens = Lens(zoom, WIDE / 2 - x * zoom, HIGH / 2 - y * zoom)
    MapPainter(land, view.scheme, LIGHT, surface).draw(painter, QRectF(0, 0, WIDE, HIGH), lens)
    painter.end()
    return surface.names


def test_from_near_every_unit_is_named(view: MapView, land: Land) -> None:
    scheme, main = view.scheme, land.sheet.main
    for unit, placed in scheme.unit_names().items():
        group = scheme.group_of[unit]
        zoom = 1.01 * max(placed.scale, scheme.opens.get(group, 0.0)) / main.scale
        assert " ".join(scheme.unit_name(unit).lines) in written(view, land, placed, 2 * zoom)


def test_from_afar_groups_are_named_first(view: MapView, land: Land) -> None:
    scheme, main = view.scheme, land.sheet.main
    for group, placed in scheme.names.items():
        zoom = 1.01 * placed.scale / main.scale
        assert placed.scale * 1.01 < scheme.opens[group]
        assert " ".join(scheme.name(group).lines) in written(view, land, placed, zoom)
