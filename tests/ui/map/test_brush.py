"""Painting on the real map by mouse: sweeping, taking back, calling off, and what is seen of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor

from model import edits
from model.changes import Field, SetField
from model.stroke import Place
from tests.ui import mouse
from tests.ui.map.conftest import Pixel
from ui.document import Document
from ui.map.brush import Paint
from ui.map.palette import Pattern
from ui.map.view import MapView

CUMBRIA, YORK, DURHAM, CORNWALL, DEVON = "5NE", "5NV", "5ND", "5QP", "5QQ"
LANCASHIRE, MANCHESTER = "C08", "C07"
BOLTON = "5HQ"
LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def brush(view: MapView) -> Paint:
    view.use(Paint.id)
    assert isinstance(view.tool, Paint)
    view.painting.choose(LANCASHIRE)
    return view.tool


def press(view: MapView, start: QPoint, *stops: QPoint) -> None:
    mouse.press(view.viewport(), start)
    for stop in stops:
        mouse.move(view.viewport(), stop, LEFT)


def release(view: MapView, at: QPoint) -> None:
    mouse.release(view.viewport(), at)


def on_the_way(view: MapView, start: QPoint, end: QPoint) -> list[str]:
    """Return the units that a straight line passes, asked at each pixel of it."""
    steps = (end - start).manhattanLength()
    found: dict[str, None] = {}
    for i in range(steps + 1):
        unit = view.unit_at(start.toPointF() + (end - start).toPointF() * (i / steps))
        if unit:
            found[unit] = None
    return list(found)


def test_a_sweep_takes_all_on_its_way_however_far_the_pointer_jumps(
    view: MapView, document: Document, brush: Paint, pixel: Pixel
) -> None:
    start, end = pixel(CUMBRIA), pixel(DURHAM)
    press(view, start, end)
    assert {CUMBRIA, DURHAM} <= set(view.painting.units) <= set(on_the_way(view, start, end))
    before = document.state.snapshot()
    release(view, end)
    assert view.painting.units
    assert document.state.snapshot() == before  # until it is accepted
    brush.accept()
    assert document.state.group_of(CUMBRIA) == document.state.group_of(DURHAM) == LANCASHIRE
    document.undo()
    assert document.state.snapshot() == before


def test_a_click_on_what_is_swept_takes_it_back(view: MapView, brush: Paint, pixel: Pixel) -> None:
    for unit in (CUMBRIA, CORNWALL):
        press(view, pixel(unit))
        release(view, pixel(unit))
    assert view.painting.units == [CUMBRIA, CORNWALL]
    press(view, pixel(CUMBRIA))
    release(view, pixel(CUMBRIA))
    assert view.painting.units == [CORNWALL]


def test_esc_ends_the_sweep_then_the_stroke_then_the_tool(
    qtbot, view: MapView, document: Document, brush: Paint, pixel: Pixel
) -> None:
    press(view, pixel(CUMBRIA))
    release(view, pixel(CUMBRIA))
    press(view, pixel(CORNWALL), pixel(DEVON))
    assert CORNWALL in view.painting.units
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.painting.units == [CUMBRIA]
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not view.painting.units
    assert view.tool is brush
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.tool is not brush
    assert not view.painting.is_on
    assert not document.stack.canUndo()


def test_a_second_button_calls_the_sweep_off(view: MapView, brush: Paint, pixel: Pixel) -> None:
    press(view, pixel(CORNWALL), pixel(DEVON))
    mouse.press(view.viewport(), pixel(DEVON), Qt.MouseButton.RightButton)
    assert not view.painting.units


def test_alt_picks_up_the_group_of_what_is_clicked(
    qtbot, view: MapView, document: Document, brush: Paint, pixel: Pixel
) -> None:
    qtbot.mouseClick(view.viewport(), LEFT, ALT, pixel(BOLTON))
    assert view.painting.target == MANCHESTER
    assert not view.painting.units
    document.commit(edits.to_tray(document.state, [CORNWALL]))
    qtbot.mouseClick(view.viewport(), LEFT, ALT, pixel(CORNWALL))
    assert view.painting.target is Place.TRAY


def test_a_group_that_is_selected_anywhere_is_painted_into(
    view: MapView, document: Document, brush: Paint
) -> None:
    document.select((MANCHESTER,))
    assert view.painting.target == MANCHESTER
    view.painting.sweep([CORNWALL])
    document.select((LANCASHIRE,))
    assert view.painting.target == MANCHESTER  # what is swept is for that one
    view.painting.accept()
    view.use_first_tool()
    document.select((MANCHESTER,))
    document.select((LANCASHIRE,))
    assert view.painting.target == MANCHESTER


def test_the_box_at_the_pointer_says_what_it_would_bring(
    view: MapView, document: Document, brush: Paint, pixel: Pixel
) -> None:
    assert brush.ghost.texts == []
    press(view, pixel(CUMBRIA))
    view.painting.finish()
    state = document.state
    after = document.option.preview(edits.move(state, [CUMBRIA], LANCASHIRE))
    assert brush.ghost.texts[0] == "1 PCT → Lancashire"
    assert brush.ghost.texts[1].startswith("1.46m → 1.96m people")
    assert after.totals[LANCASHIRE][1].sums["population"].value // 10_000 == 196
    assert view.viewport().rect().contains(brush.ghost.rect)
    release(view, pixel(CUMBRIA))
    document.commit(edits.set_field(state, [CORNWALL], Field.LOCKED, "yes"))
    press(view, pixel(CORNWALL))
    assert brush.ghost.texts[-1].endswith("is locked. Unlock it to move it.")
    assert view.painting.units == [CUMBRIA]
    release(view, pixel(CORNWALL))
    assert not brush.ghost.texts[-1].endswith("Unlock it to move it.")
    brush.hover(None)
    assert brush.ghost.texts == []


def test_the_box_shortens_names_and_keeps_what_is_said_of_them(
    view: MapView, document: Document, brush: Paint
) -> None:
    view.resize(420, 500)
    loser = document.state.group_of(DEVON)
    assert loser is not None
    document.commit(SetField(loser, Field.NAME, "The transitional cluster of " + "W" * 120))
    view.painting.choose(LANCASHIRE)
    view.painting.sweep([DEVON])
    view.painting.finish()
    brush.hover(QPointF(60, 60))
    line = next(text for text in brush.ghost.texts if text.startswith("The trans"))
    assert len(brush.ghost.texts) == 3
    assert "…: 1.13m → 387k people, meets → breaks DH-32" in line
    assert view.viewport().rect().contains(brush.ghost.rect)
    view.resize(420, 150)
    brush.hover(None)
    brush.hover(QPointF(60, 60))
    assert len(brush.ghost.texts) == 2  # a low map is not to go under it


def test_the_box_says_why_not_to_the_end_however_long_a_name_is(
    view: MapView, document: Document, brush: Paint
) -> None:
    view.resize(380, 400)
    group = document.state.group_of(DEVON)
    assert group is not None
    document.commit(SetField(group, Field.NAME, "The transitional cluster of " + "Wye and " * 20))
    document.commit(edits.set_field(document.state, [group], Field.LOCKED, "yes"))
    view.painting.sweep([DEVON])
    brush.hover(QPointF(60, 60))
    said = " ".join(brush.ghost.texts)
    assert said.startswith("The transitional cluster of Wye")
    assert said.endswith("is locked: nothing may enter or leave it. Unlock it first.")
    assert view.viewport().rect().contains(brush.ghost.rect)


def test_what_is_swept_has_the_targets_fill_under_a_pattern_of_its_own(
    view: MapView, document: Document, brush: Paint
) -> None:
    theme = view.theme
    own = view.scheme.look(CUMBRIA, theme)
    member = document.state.members(LANCASHIRE)[0]
    view.painting.sweep([CUMBRIA])
    view.painting.finish()
    pending = view.scheme.look(CUMBRIA, theme)
    assert pending.pattern is Pattern.LATTICE
    assert pending.colour == view.scheme.look(member, theme).colour != own.colour
    view.painting.choose(Place.NEW)
    fresh = view.scheme.look(CUMBRIA, theme)
    assert fresh.pattern is Pattern.LATTICE
    assert fresh.colour != pending.colour
    view.painting.discard()
    assert view.scheme.look(CUMBRIA, theme) == own


def test_the_picture_is_painted_anew_where_units_came_and_went(
    view: MapView, brush: Paint, pixel: Pixel
) -> None:
    view.painting.take_only(Place.TRAY)

    def seen() -> list[int]:
        view.painting.finish()
        view.picture.finish()
        picture = view.viewport().grab().toImage()
        return [
            QColor(picture.pixel(pixel(CUMBRIA) + QPoint(dx, dy))).rgb()
            for dx in range(-14, 15, 2)
            for dy in range(12, 30, 2)
        ]

    before = seen()
    view.painting.sweep([CUMBRIA])
    assert seen() == before  # it is not in the tray
    view.painting.take_only(None)
    view.painting.sweep([CUMBRIA])
    assert seen() != before
    view.painting.discard()
    assert seen() == before


def test_another_plan_is_painted_on_with_nothing_left_of_the_stroke(
    view: MapView, document: Document, brush: Paint
) -> None:
    view.painting.sweep([CUMBRIA])
    view.painting.finish()
    assert view.scheme.pending
    document.look_at("")
    assert not view.painting.units
    assert not view.scheme.pending
    document.look_at_now()
    assert view.tool is brush
    assert view.painting.is_on
