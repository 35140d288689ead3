"""A map of thousands of places: practices as dots in the colours of their clusters."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from db.boundaries import read_atlas
from model import edits
from model.pack import Tier
from model.scenario import from_ready
from tests.england import installed_pack
from ui import theme
from ui.document import Document
from ui.map import palette
from ui.map.land import Land
from ui.map.view import MapView

WIRRAL, MANCHESTER = "5NK", "C07"


@pytest.fixture
def view(qtbot, qapp: QApplication) -> MapView:
    pack = installed_pack("pct-2011-practices")
    scenario = from_ready(pack, pack.options[0], "s", when="2011-06-01T00:00:00+00:00", who="me")
    view = MapView(Document(scenario), Land(pack, read_atlas(pack)), theme.LIGHT)
    qtbot.addWidget(view)
    view.resize(900, 700)
    return view


def test_every_practice_is_a_dot_in_the_colour_of_its_cluster(view: MapView) -> None:
    state = view.document.state
    assert (
        sum(len(dots.points) for dots in view.scheme.dots.values())
        == len(view.land.atlas.points)
        > 8000
    )
    practice = next(o for o in state.below(WIRRAL) if o in view.land.atlas.points)
    point = view.land.atlas.points[practice]
    home = state.group_of(WIRRAL)
    assert point in view.scheme.dots[home].points
    view.document.commit(edits.move(state, [WIRRAL], MANCHESTER))
    assert point in view.scheme.dots[MANCHESTER].points
    assert point not in view.scheme.dots[home].points

    view.set_zoom(2.0)
    view.reveal(WIRRAL)
    view.grab()
    view.picture.finish()
    x, y = view.land.sheet.main.to_sheet(*point)
    centre = view.to_scene(view.viewport().rect().center().toPointF())
    view.scroll_by((x - centre.x()) * view.zoom, (y - centre.y()) * view.zoom)
    at = view.lens.box((x, y, x, y)).topLeft().toPoint()
    image = view.viewport().grab().toImage()
    dot = palette.dot_colour(view.scheme.fill(MANCHESTER), theme.LIGHT)
    near = [image.pixelColor(at.x() + dx, at.y() + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    assert dot in near
    thing = view.thing_at(view.lens.box((x, y, x, y)).topLeft())
    assert view.land.atlas.points[thing] == pytest.approx(point, abs=100)
    assert state.tier(thing) is Tier.PART
    assert state.label(thing) in view._tip(thing)
    view.fit()
    assert view.thing_at(view.lens.box((x, y, x, y)).topLeft()) == WIRRAL  # too small to point at
