"""Mouse and keys on the real map."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication

from model import edits
from model.changes import Field, SetField
from model.geography.shades import shades
from model.geography.shading import Method
from model.option import Preview
from tests.ui import mouse
from tests.ui.map.conftest import Pixel
from ui.chart.floor import UNITS_MIME
from ui.document import Document
from ui.map.land import Land
from ui.map.view import MapView

WIRRAL, BOLTON, STOCKPORT, CUMBRIA, CORNWALL = "5NK", "5HQ", "5F7", "5NE", "5QP"
CHESHIRE, MANCHESTER, LANCASHIRE = "C05", "C07", "C08"
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def around(view: MapView, units: list[str], reach: float) -> list[QPoint]:
    """Return the corners of a rectangle about units' labels, in pixels."""
    places = [
        view.to_view(QPointF(*view.land.sheet.main.to_sheet(*view.land.atlas.shapes[u].label)))
        for u in units
    ]
    xs, ys = [p.x() for p in places], [p.y() for p in places]
    left, top, right, bottom = min(xs) - reach, min(ys) - reach, max(xs) + reach, max(ys) + reach
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return [QPointF(*corner).toPoint() for corner in corners]


def test_a_click_selects_what_is_there_in_every_view(
    qtbot, view: MapView, document: Document, pixel: Pixel
) -> None:
    qtbot.mouseClick(view.viewport(), LEFT, pos=pixel(CUMBRIA))
    assert (document.selection, document.current) == ({CUMBRIA}, CUMBRIA)
    qtbot.mouseClick(view.viewport(), LEFT, CTRL, pixel(CORNWALL))
    assert document.selection == {CUMBRIA, CORNWALL}
    assert view.marks.current == {CORNWALL}  # which keys act on
    qtbot.mouseClick(view.viewport(), LEFT, CTRL, pixel(CUMBRIA))
    assert not view.marks.current  # it is the only one
    assert document.selection == {CORNWALL}
    qtbot.mouseClick(view.viewport(), LEFT, SHIFT, pixel(CUMBRIA))
    assert document.selection == {CUMBRIA, CORNWALL}
    qtbot.mouseClick(view.viewport(), LEFT, pos=QPoint(3, 3))
    assert document.selection == frozenset()


def test_an_inset_takes_the_mouse_for_what_it_shows(
    qtbot, view: MapView, document: Document
) -> None:
    inset = view.land.sheet.insets[0]
    for unit in inset.units:
        at = view.to_view(QPointF(*inset.to_sheet(*view.land.atlas.shapes[unit].label)))
        assert view.unit_at(at) == unit
        qtbot.mouseClick(view.viewport(), LEFT, pos=at.toPoint())
        assert document.selection == {view.unit_at(QPointF(at.toPoint()))}


def test_a_rectangle_selects_the_units_whose_names_are_in_it(
    view: MapView, document: Document
) -> None:
    start, _, end, _ = around(view, [CORNWALL], 80)
    found = view.land.atlas.in_box(
        *view.land.sheet.main.to_map(*view.to_scene(QPointF(start)).toTuple()),
        *view.land.sheet.main.to_map(*view.to_scene(QPointF(end)).toTuple()),
    )
    assert CORNWALL in found
    assert not view.unit_at(QPointF(start))  # from the sea
    mouse.drag(view.viewport(), start, end)
    assert document.selection == set(found)


def test_a_rectangle_is_given_up_by_escape(qtbot, view: MapView, document: Document) -> None:
    start, _, end, _ = around(view, [CORNWALL], 80)
    document.select((WIRRAL,))
    mouse.drag(view.viewport(), start, end, drop=False, keys=CTRL)
    assert document.selection > {WIRRAL, CORNWALL}
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert document.selection == {WIRRAL}
    assert not view.is_busy


def test_a_lasso_selects_what_it_goes_round(
    qtbot, view: MapView, document: Document, pixel: Pixel
) -> None:
    qtbot.keyClick(view, Qt.Key.Key_O)
    assert view.tool.id == "lasso"
    view.set_zoom(0.5)
    view.reveal(BOLTON)
    near = [BOLTON, STOCKPORT, "5NT", "5F5"]
    corners = around(view, near, 6)
    mouse.drag(view.viewport(), *corners)
    assert set(near) <= document.selection
    assert CUMBRIA not in document.selection
    qtbot.keyClick(view, Qt.Key.Key_V)
    assert view.tool.id == "select"


def test_a_drag_previews_then_moves_in_one_step(
    view: MapView, document: Document, pixel: Pixel
) -> None:
    view.set_zoom(0.6)
    view.reveal(BOLTON)
    seen: list[Preview | None] = []
    document.previewed.connect(seen.append)
    mouse.drag(view.viewport(), pixel(WIRRAL), pixel(BOLTON), drop=False)
    assert seen[-1] is not None
    assert seen[-1].totals[MANCHESTER][1].units == 11
    assert view.marks.dragged == {WIRRAL}
    assert BOLTON in view.marks.target
    assert not view.ghost.rect.isNull()
    assert document.state.group_of(WIRRAL) == CHESHIRE
    mouse.release(view.viewport(), pixel(BOLTON))
    assert document.state.group_of(WIRRAL) == MANCHESTER
    assert seen[-1] is None
    assert not view.marks.dragged
    assert view.ghost.rect.isNull()
    document.undo()
    assert document.state.group_of(WIRRAL) == CHESHIRE


def test_escape_puts_back_what_is_dragged(
    qtbot, view: MapView, document: Document, pixel: Pixel
) -> None:
    view.set_zoom(0.6)
    view.reveal(BOLTON)
    mouse.drag(view.viewport(), pixel(WIRRAL), pixel(BOLTON), drop=False)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    mouse.release(view.viewport(), pixel(BOLTON))
    assert document.state.group_of(WIRRAL) == CHESHIRE
    assert not view.marks.dragged
    assert not view.marks.target
    assert document.stack.count() == 0


def test_a_drag_carries_all_that_is_selected_and_says_why_it_is_refused(
    view: MapView, document: Document, pixel: Pixel
) -> None:
    view.set_zoom(0.6)
    view.reveal(BOLTON)
    document.commit(SetField(MANCHESTER, Field.LOCKED, "yes"))
    document.select((WIRRAL, "5J2"), WIRRAL)
    told: list[str] = []
    document.refused.connect(told.append)
    mouse.drag(view.viewport(), pixel(WIRRAL), pixel(BOLTON), drop=False)
    assert view.marks.dragged == {WIRRAL, "5J2"}
    assert view.marks.is_refused
    mouse.release(view.viewport(), pixel(BOLTON))
    assert len(told) == 1
    assert "locked" in told[0]


def test_pointing_is_told_to_every_view_and_marked(
    view: MapView, document: Document, pixel: Pixel
) -> None:
    over: list[str] = []
    document.hovered.connect(over.append)
    mouse.move(view.viewport(), pixel(CUMBRIA))
    assert over[-1] == CUMBRIA
    assert view.marks.hovered == {CUMBRIA}
    document.hover(MANCHESTER)  # another view points at a group
    assert view.marks.hovered == set(document.state.members(MANCHESTER))
    QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))
    assert over[-1] == ""
    assert not view.marks.hovered


def test_the_wheel_zooms_at_the_pointer_and_the_middle_button_pans(view: MapView) -> None:
    view.set_zoom(0.4)
    at = QPointF(300, 200)
    before = view.to_scene(at)
    turn = QWheelEvent(
        *(at, QPointF(view.viewport().mapToGlobal(at.toPoint()))),
        *(QPoint(), QPoint(0, 240)),
        *(Qt.MouseButton.NoButton, CTRL, Qt.ScrollPhase.NoScrollPhase, False),
    )
    QApplication.sendEvent(view.viewport(), turn)
    assert view.zoom > 0.5
    assert (view.to_scene(at) - before).manhattanLength() * view.zoom < 3
    corner = view.to_scene(QPointF())
    mouse.drag(view.viewport(), QPoint(400, 400), QPoint(350, 370), drop=False, button=MIDDLE)
    mouse.release(view.viewport(), QPoint(350, 370), MIDDLE)
    step = (view.to_scene(QPointF()) - corner) * view.zoom
    assert (round(step.x()), round(step.y())) == (50, 30)


def test_keys_zoom_and_fit(qtbot, view: MapView) -> None:
    whole = view.zoom
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.zoom > whole
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    assert view.zoom == pytest.approx(whole)
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.zoom == pytest.approx(whole)
    view.resize(700, 500)
    assert view.zoom < whole  # the whole map still


def test_the_space_bar_pans_with_the_left_button(qtbot, view: MapView, document: Document) -> None:
    view.set_zoom(0.5)
    corner = view.to_scene(QPointF())
    qtbot.keyPress(view, Qt.Key.Key_Space)
    mouse.drag(view.viewport(), QPoint(400, 400), QPoint(360, 400))
    qtbot.keyRelease(view, Qt.Key.Key_Space)
    assert ((view.to_scene(QPointF()) - corner) * view.zoom).x() == pytest.approx(40)
    assert not document.selection


def test_what_is_revealed_comes_into_view_large_enough(view: MapView, pixel: Pixel) -> None:
    view.set_zoom(0.05)
    tower_hamlets = "5C4"
    view.reveal(tower_hamlets)
    assert view.viewport().rect().contains(pixel(tower_hamlets))
    (box, *_) = view.boxes([tower_hamlets])
    assert max(box.width(), box.height()) > 60


def test_the_menu_is_asked_for_by_mouse_and_by_key(
    view: MapView, document: Document, pixel: Pixel
) -> None:
    asked: list[str] = []
    view.menu_requested.connect(lambda organisation, _at: asked.append(organisation))
    at = pixel(CUMBRIA)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.mapToGlobal(at))
    QApplication.sendEvent(view.viewport(), event)
    assert asked == [CUMBRIA]
    assert document.selection == {CUMBRIA}
    key = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(view, key)
    assert asked == [CUMBRIA, CUMBRIA]


def test_a_double_click_asks_where_to_move(qtbot, view: MapView, pixel: Pixel) -> None:
    asked: list[list[str]] = []
    view.move_requested.connect(asked.append)
    qtbot.mouseDClick(view.viewport(), LEFT, pos=pixel(CUMBRIA))
    assert asked == [[CUMBRIA]]


def test_what_is_selected_elsewhere_is_marked_and_said(view: MapView, document: Document) -> None:
    document.select((MANCHESTER,))
    assert view.units_of(document.selection) == document.state.members(MANCHESTER)
    document.select((WIRRAL,))
    assert "Cheshire, Warrington and Wirral" in view.accessibleDescription()
    document.select(())
    assert view.accessibleDescription() == "Nothing selected"


def test_another_option_is_shown_as_it_is(view: MapView, document: Document) -> None:
    document.commit(edits.to_tray(document.state, [WIRRAL]))
    assert WIRRAL not in view.scheme.group_of
    document.undo()
    assert view.scheme.group_of[WIRRAL] == CHESHIRE


def test_units_are_dropped_from_the_tray(view: MapView, document: Document, pixel: Pixel) -> None:
    document.commit(edits.to_tray(document.state, [WIRRAL]))
    mime = QMimeData()
    mime.setData(UNITS_MIME, WIRRAL.encode())
    at, action = QPointF(pixel(CUMBRIA)), Qt.DropAction.MoveAction
    more = (action, mime, LEFT, Qt.KeyboardModifier.NoModifier)
    seen: list[Preview | None] = []
    document.previewed.connect(seen.append)
    view.dragEnterEvent(QDragEnterEvent(at.toPoint(), *more))
    view.dragMoveEvent(QDragMoveEvent(at.toPoint(), *more))
    assert seen[-1] is not None
    assert view.marks.target == {CUMBRIA}
    view.dragLeaveEvent(QDragLeaveEvent())
    assert seen[-1] is None
    assert not view.marks.target
    view.dragEnterEvent(QDragEnterEvent(at.toPoint(), *more))
    view.dropEvent(QDropEvent(at, *more))
    assert document.state.group_of(WIRRAL) == document.state.group_of(CUMBRIA)


def test_a_drag_to_the_edge_scrolls(qtbot, view: MapView, pixel: Pixel) -> None:
    view.set_zoom(0.6)
    view.reveal(BOLTON)
    corner = view.to_scene(QPointF())
    mouse.drag(view.viewport(), pixel(BOLTON), QPoint(400, 8), drop=False)
    qtbot.waitUntil(lambda: view.to_scene(QPointF()).y() < corner.y() - 40)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not view._edge_timer.isActive()


def test_nothing_beyond_the_land_keeps_room_from_insets(land: Land) -> None:
    """What fills rows of a picture up in memory was once taken for land, at random."""
    left, top, right, bottom = land.sheet.main.box
    main = [at for at in land.taken if land.sheet.frame_at(*at) is land.sheet.main]
    near = 100.0  # points are about 65 apart
    assert all(left <= x <= right + near and top <= y <= bottom + near for x, y in main)
    assert max(land.sheet.width, land.sheet.height) == land.sheet.height  # none makes it wide


@pytest.mark.parametrize("shade", ["verdict", "group:population"])
def test_fills_for_what_is_known_of_groups_follow_what_hovers(
    view: MapView, document: Document, shade: str
) -> None:
    wanted = next(s for s in shades(document.option.pack) if s.id == shade)
    view.choose(wanted, Method.QUANTILES, 7)
    scheme, theme = view.scheme, view.theme
    units = {u for u, g in scheme.group_of.items() if g in (MANCHESTER, LANCASHIRE)}
    away = sorted(u for u, g in scheme.group_of.items() if g == MANCHESTER)[:6]
    move = edits.move(document.state, away, LANCASHIRE)
    before = {unit: scheme.look(unit, theme) for unit in scheme.group_of}
    document.preview(move)
    during = {unit: scheme.look(unit, theme) for unit in scheme.group_of}
    altered = {unit for unit in before if before[unit] != during[unit]}
    assert altered
    assert altered <= units
    named = scheme.name(MANCHESTER).lines
    document.preview(None)
    assert {unit: scheme.look(unit, theme) for unit in scheme.group_of} == before
    document.preview(move)
    document.commit(move)
    after = {unit: scheme.look(unit, theme) for unit in scheme.group_of}
    assert {u for u in after if u not in away and after[u] != during[u]} == set()
    assert scheme.name(MANCHESTER).lines == named
