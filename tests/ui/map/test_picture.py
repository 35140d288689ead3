"""What is kept of the map is what would be painted anew."""

from __future__ import annotations

from itertools import cycle
from random import Random

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from db.identity import new_id
from model import edits
from model.changes import Field, SetField
from model.errors import ChangeRefusedError
from model.geography.shades import shades
from model.geography.shading import Method
from ui import theme
from ui.document import Document
from ui.map import picture
from ui.map.land import Land
from ui.map.view import MapView

MANCHESTER = "C07"
ROUNDING = 6
"""Of 255 levels of a colour: a line that begins elsewhere is smoothed a little otherwise."""
FEW = 12
"""Parts of pixels in a million that may differ by more."""


def shot(view: MapView) -> QImage:
    view.grab()  # whatever is wanted is painted, if only roughly
    view.picture.finish()
    return view.grab().toImage()


def alike(one: QImage, other: QImage) -> bool:
    """Whether two pictures are the same but for rounding at the edges of lines."""
    one, other = (image.convertToFormat(QImage.Format.Format_RGB32) for image in (one, other))
    if one.size() != other.size():
        return False
    a, b = (np.frombuffer(image.constBits(), np.uint8).astype(int) for image in (one, other))
    return int(np.count_nonzero(np.abs(a - b) > ROUNDING)) <= FEW


def anew(view: MapView) -> QImage:
    view.picture.forget()
    return shot(view)


def test_scrolling_leaves_the_picture_that_painting_makes(view: MapView) -> None:
    view.set_zoom(0.5)
    shot(view)
    for step in ((40, 0), (-13, 57), (300, -200), (5000, 0), (-777, 333), (0, -1)):
        view.scroll_by(*step)
        assert alike(shot(view), anew(view)), step


def test_zooming_ends_in_the_picture_that_painting_makes(view: MapView) -> None:
    shot(view)
    for times in (1.3, 1.7, 0.4):
        view.set_zoom(view.zoom * times, QPointF(300, 300))
        assert alike(shot(view), anew(view)), times


@pytest.mark.parametrize("shade", ["groups", "verdict", "unit:population", "group:population"])
def test_edits_paint_anew_what_they_alter(view: MapView, document: Document, shade: str) -> None:
    random = Random(7)
    wanted = next(s for s in shades(document.option.pack) if s.id == shade)
    view.choose(wanted, Method.QUANTILES, 5)
    view.show_cuts(True)
    shot(view)
    units = sorted(view.land.paths)
    for number in range(6):
        state = document.state
        some = random.sample(units, random.randint(1, 3))
        if number == 2:
            change = edits.to_tray(state, some)
        elif number == 4:
            region = state.region_of(some[0])
            assert region is not None
            change = edits.new_group(state, region, new_id(), units=some[:1])
        else:
            groups = sorted(set(view.scheme.group_of.values()))
            change = edits.move(state, some, random.choice(groups))
        try:
            document.commit(change)
        except ChangeRefusedError:
            continue
        document.select(some[:1])
        assert alike(shot(view), anew(view)), number
    document.undo()
    assert alike(shot(view), anew(view))


def test_a_name_that_is_altered_is_written_anew(view: MapView, document: Document) -> None:
    shot(view)
    document.commit(SetField(MANCHESTER, Field.NAME, "A much longer name for all of it"))
    assert alike(shot(view), anew(view))


def test_selecting_paints_and_takes_away_the_mark(view: MapView, document: Document) -> None:
    plain = shot(view)
    document.select((MANCHESTER,))
    marked = shot(view)
    assert not alike(marked, plain)
    assert alike(marked, anew(view))
    document.select(())
    assert alike(shot(view), plain)


def test_a_picture_at_twice_the_pixels_is_kept_as_well(
    document: Document, land: Land, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = MapView(document, land, theme.DARK)
    qtbot.addWidget(view)
    view.resize(500, 400)
    monkeypatch.setattr(view.viewport(), "devicePixelRatioF", lambda: 1.5)
    view.show()
    qtbot.waitExposed(view)
    view.set_zoom(0.4)
    shot(view)
    view.scroll_by(33, 17)
    kept = view.picture._pixmap.toImage()
    shot(view)
    assert not alike(view.picture._pixmap.toImage(), kept)
    kept = view.picture._pixmap.toImage()
    anew(view)
    assert alike(view.picture._pixmap.toImage(), kept)


def test_two_maps_of_one_plan_follow_its_edits_alike(
    view: MapView, document: Document, land: Land, qtbot
) -> None:
    beside = MapView(document, land, theme.LIGHT)
    qtbot.addWidget(beside)
    beside.resize(view.size())
    beside.show()
    shot(view)
    shot(beside)
    state, scheme = document.state, view.scheme
    groups = sorted(set(scheme.group_of.values()))
    one, other = next(
        (a, b)
        for a in groups
        for b in groups
        if a != b and scheme.fill(a).hue == scheme.fill(b).hue and len(state.members(b)) > 1
    )
    fills = scheme.fill(one), scheme.fill(other)
    unit = next(u for u in state.members(other) if land.beside(u) & set(state.members(other)))
    document.commit(edits.move(state, [unit], one))  # now they touch
    assert (scheme.fill(one), scheme.fill(other)) != fills
    for unit in land.paths:
        assert beside.scheme.look(unit, theme.LIGHT) == view.scheme.look(unit, theme.LIGHT), unit
    assert alike(shot(beside), anew(beside))
    assert alike(shot(view), anew(view))


def test_the_sharp_picture_comes_while_things_are_altered(
    view: MapView, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    shot(view)
    monkeypatch.setattr(picture, "QUICK", -1.0)  # every picture takes long
    view.set_zoom(view.zoom * 1.3)
    view.grab()
    assert not view.picture.is_sharp
    units = cycle(sorted(view.land.paths))
    for _ in range(500):
        document.select((next(units),))
        QApplication.processEvents()
        if view.picture.is_sharp:
            break
    assert view.picture.is_sharp
    assert alike(view.grab().toImage(), anew(view))


def test_going_back_to_a_scale_shows_what_was_altered_meanwhile(
    view: MapView, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    shot(view)
    monkeypatch.setattr(picture, "QUICK", -1.0)
    before, zoom = view.grab().toImage(), view.zoom
    view.set_zoom(zoom * 1.3)
    view.grab()
    document.select((MANCHESTER,))
    view.set_zoom(zoom)
    view.grab()
    assert not alike(view.grab().toImage(), before)
    assert alike(view.grab().toImage(), anew(view))
