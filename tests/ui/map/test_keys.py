"""Walking over the real map by arrow keys, and painting without a mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from model.geography.directions import Direction
from model.stroke import Place
from tests.model.geography.walking import reachable
from ui.document import Document
from ui.map.brush import Paint
from ui.map.view import MapView

CORNWALL, DEVON, PLYMOUTH, WIGHT, CUMBRIA = "5QP", "5QQ", "5F1", "5QT", "5NE"
LANCASHIRE = "C08"
SHIFT = Qt.KeyboardModifier.ShiftModifier
ARROWS = {
    Direction.LEFT: Qt.Key.Key_Left,
    Direction.RIGHT: Qt.Key.Key_Right,
    Direction.UP: Qt.Key.Key_Up,
    Direction.DOWN: Qt.Key.Key_Down,
}


def test_arrows_lead_to_what_lies_there(qtbot, view: MapView, document: Document) -> None:
    document.select((DEVON,))
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert document.selection == {CORNWALL}
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert document.selection == {CORNWALL}  # there is nothing further west
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert document.selection == {DEVON}


def test_every_unit_of_england_can_be_walked_to(view: MapView, document: Document) -> None:
    directions = view.walk.directions
    reached = reachable(directions, DEVON)
    assert reached == set(view.land.paths)
    assert WIGHT in reached
    crossed = [
        view.land.beside(at) & {directions.step(at, direction)}
        for at in reached
        for direction in Direction
    ]
    assert sum(map(bool, crossed)) > 0.8 * len(crossed)


def test_with_shift_the_selection_grows(qtbot, view: MapView, document: Document) -> None:
    document.select((DEVON,))
    qtbot.keyClick(view, Qt.Key.Key_Left, SHIFT)
    assert (document.selection, document.current) == ({DEVON, CORNWALL}, CORNWALL)


@pytest.mark.parametrize("start", ["", LANCASHIRE])
def test_walking_begins_in_the_group_or_in_the_middle(
    qtbot, view: MapView, document: Document, start: str
) -> None:
    document.select((start,) if start else ())
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert document.current in view.land.paths
    if start:
        assert document.state.group_of(document.current) == start


def test_what_is_walked_to_comes_into_view(qtbot, view: MapView, document: Document) -> None:
    view.set_zoom(8 * view.zoom)
    document.select((CUMBRIA,))
    view.reveal(CUMBRIA)
    for _ in range(5):
        qtbot.keyClick(view, Qt.Key.Key_Down)
        assert view.boxes((document.current,))


def test_units_are_swept_taken_back_and_accepted_by_keys(
    qtbot, view: MapView, document: Document
) -> None:
    view.use(Paint.id)
    painting = view.painting
    painting.choose(LANCASHIRE)
    document.select((DEVON,))
    qtbot.keyClick(view, Qt.Key.Key_Space)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert painting.units == [DEVON, CORNWALL]
    assert painting.is_settled
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert painting.units == [DEVON]
    qtbot.keyClick(view, Qt.Key.Key_Space)
    qtbot.keyClick(view, Qt.Key.Key_Backspace)
    assert painting.units == [DEVON]
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert document.state.group_of(DEVON) == LANCASHIRE
    assert document.state.group_of(CORNWALL) != LANCASHIRE
    document.select((CORNWALL, PLYMOUTH))
    qtbot.keyClick(view, Qt.Key.Key_Enter)  # nothing is swept: what is selected goes at once
    assert {document.state.group_of(u) for u in (CORNWALL, PLYMOUTH)} == {LANCASHIRE}
    document.undo()
    document.undo()
    assert not document.stack.canUndo()


def test_while_another_tool_is_chosen_space_and_enter_paint_nothing(
    qtbot, view: MapView, document: Document
) -> None:
    document.select((DEVON,))
    qtbot.keyClick(view, Qt.Key.Key_Space)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert view.painting.target is Place.NEW
    assert not view.painting.units
    assert not document.stack.canUndo()
