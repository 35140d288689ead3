"""Mouse and keys on the real chart."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent

from model import edits
from model.changes import Field
from model.chart import Part
from model.option import Preview
from tests.ui import mouse
from ui.chart.view import ChartView
from ui.document import Document

BOLTON, STOCKPORT, WIRRAL = "5HQ", "5F7", "5NK"
CHESHIRE, MANCHESTER = "C05", "C07"
Pixel = Callable[[str], QPoint]
LEFT = Qt.MouseButton.LeftButton


def texts(view: ChartView, card: str) -> list[str]:
    return ["".join(run.text for run in line) for line in view.faces.card(card).lines]


@pytest.fixture
def north_west(view: ChartView) -> ChartView:
    view.reveal(MANCHESTER)
    view.fit()
    view.set_zoom(0.6)
    view.reveal(CHESHIRE)
    return view


def test_a_drag_shows_old_and_new_in_both_headers_before_the_drop(
    north_west: ChartView, document: Document, pixel: Pixel
) -> None:
    mouse.drag(north_west.viewport(), pixel(WIRRAL), pixel(MANCHESTER), drop=False)
    shown = texts(north_west, CHESHIRE)[0].replace("\N{HAIR SPACE}", " ")
    assert shown == "1.22m → 902k · £2.08bn* → £1.46bn*"
    assert texts(north_west, MANCHESTER)[0][:5] == "2.72m"
    assert "3.04m" in texts(north_west, MANCHESTER)[0]
    assert document.state.group_of(WIRRAL) == CHESHIRE
    mouse.release(north_west.viewport(), pixel(MANCHESTER))
    assert document.state.group_of(WIRRAL) == MANCHESTER
    assert texts(north_west, CHESHIRE)[0].startswith("902k")


def test_the_word_changes_while_the_drag_would_mend_a_norm(
    north_west: ChartView, pixel: Pixel
) -> None:
    trafford = "5NR"  # beside Warrington, so that all stay in one piece
    mouse.drag(north_west.viewport(), pixel(trafford), pixel(CHESHIRE), drop=False)
    assert "breaks → meets" in texts(north_west, MANCHESTER)[1]
    assert "still meets" in texts(north_west, CHESHIRE)[1]


def test_undo_takes_a_drop_back(north_west: ChartView, document: Document, pixel: Pixel) -> None:
    before = document.state.snapshot()
    mouse.drag(north_west.viewport(), pixel(WIRRAL), pixel(MANCHESTER))
    assert document.stack.undoText() == "Move Wirral to Greater Manchester"
    document.stack.undo()
    assert document.state.snapshot() == before
    assert not document.is_modified


def test_esc_calls_a_drag_off(
    qtbot, north_west: ChartView, document: Document, pixel: Pixel
) -> None:
    before = document.state.snapshot()
    mouse.drag(north_west.viewport(), pixel(WIRRAL), pixel(MANCHESTER), drop=False)
    qtbot.keyClick(north_west, Qt.Key.Key_Escape)
    mouse.release(north_west.viewport(), pixel(MANCHESTER))
    assert document.state.snapshot() == before
    assert "→" not in texts(north_west, MANCHESTER)[0]


def test_a_locked_card_refuses_and_says_why(
    qtbot, north_west: ChartView, document: Document, pixel: Pixel
) -> None:
    document.commit(edits.set_field(document.state, [MANCHESTER], Field.LOCKED, "yes"))
    mouse.drag(north_west.viewport(), pixel(WIRRAL), pixel(MANCHESTER), drop=False)
    assert north_west.marks.refused
    with qtbot.waitSignal(document.refused) as refused:
        mouse.release(north_west.viewport(), pixel(MANCHESTER))
    assert "Greater Manchester is locked" in refused.args[0]
    assert document.state.group_of(WIRRAL) == CHESHIRE


def test_a_long_name_leaves_room_for_the_lock(view: ChartView, document: Document) -> None:
    name = "Greater Manchester and the valleys of the Pennines, Saddleworth and Glossop"
    document.commit(edits.set_field(document.state, [MANCHESTER], Field.NAME, name))
    open_width = max(run.width for run in view.faces.card(MANCHESTER).name)
    document.commit(edits.set_field(document.state, [MANCHESTER], Field.LOCKED, "yes"))
    locked = max(run.width for run in view.faces.card(MANCHESTER).name)
    assert locked < open_width
    # Card, less padding, sign, count pill and the padlock beside it.
    assert locked <= 240 - 20 - 20 - 34 - 15


def test_a_drop_on_a_region_makes_a_new_group_there(
    north_west: ChartView, document: Document, pixel: Pixel
) -> None:
    mouse.drag(north_west.viewport(), pixel(WIRRAL), pixel("Q31"))
    group = document.state.group_of(WIRRAL)
    assert group not in (None, CHESHIRE)
    assert document.state.region_of(group) == "Q31"
    assert document.state.label(group) == "Wirral"
    document.stack.undo()
    assert document.state.group_of(WIRRAL) == CHESHIRE
    assert group not in document.state


def test_a_drop_on_the_tray_takes_a_unit_out(
    north_west: ChartView, document: Document, pixel: Pixel
) -> None:
    north_west.is_over_tray = lambda _: True
    mouse.drag(north_west.viewport(), pixel(WIRRAL), QPoint(-60, 200))
    assert document.state.tray() == [WIRRAL]


def test_the_edge_does_not_take_what_is_held_over_the_tray(
    north_west: ChartView, document: Document, pixel: Pixel
) -> None:
    north_west.is_over_tray = lambda _: True
    mouse.drag(north_west.viewport(), pixel(WIRRAL), QPoint(4, 300), QPoint(-60, 300), drop=False)
    assert not north_west._edge_timer.isActive()
    mouse.release(north_west.viewport(), QPoint(-60, 300))
    assert document.state.tray() == [WIRRAL]


def test_many_selected_units_are_dragged_as_one_step(
    qtbot, north_west: ChartView, document: Document, pixel: Pixel
) -> None:
    port = north_west.viewport()
    qtbot.mouseClick(port, LEFT, pos=pixel(BOLTON))
    qtbot.mouseClick(port, LEFT, Qt.KeyboardModifier.ControlModifier, pos=pixel(STOCKPORT))
    mouse.drag(north_west.viewport(), pixel(BOLTON), pixel(CHESHIRE))
    assert {document.state.group_of(u) for u in (BOLTON, STOCKPORT)} == {CHESHIRE}
    assert document.stack.count() == 1


def test_shift_click_selects_what_lies_between(
    qtbot, north_west: ChartView, document: Document, pixel: Pixel
) -> None:
    chart = north_west.chart
    rows = [unit for unit, _ in chart.rows_of(chart.card_of[MANCHESTER])]
    port = north_west.viewport()
    qtbot.mouseClick(port, LEFT, pos=pixel(rows[1]))
    qtbot.mouseClick(port, LEFT, Qt.KeyboardModifier.ShiftModifier, pos=pixel(rows[4]))
    assert document.selection == frozenset(rows[1:5])


def test_a_rubber_band_selects_what_it_touches(
    north_west: ChartView, document: Document, pixel: Pixel
) -> None:
    port = north_west.viewport()
    start = pixel("5J2") + QPoint(0, 60)
    assert north_west.hit(start.toPointF()).part is Part.GROUND
    mouse.drag(port, start, pixel("5J2"), pixel(WIRRAL))
    assert {WIRRAL, "5NN", "5J2"} <= document.selection
    assert "5NP" not in document.selection


def test_hovering_announces_a_preview_and_the_drop_ends_it(
    north_west: ChartView, document: Document, pixel: Pixel
) -> None:
    seen: list[Preview | None] = []
    document.previewed.connect(seen.append)
    mouse.drag(north_west.viewport(), pixel(WIRRAL), pixel(MANCHESTER))
    assert seen[0] is None or isinstance(seen[0], Preview)
    assert any(isinstance(p, Preview) and MANCHESTER in p.totals for p in seen)
    assert seen[-1] is None


def test_arrows_walk_from_the_root_to_a_row_and_back(
    qtbot, view: ChartView, document: Document
) -> None:
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(view, key)
    assert document.state.tier(document.current) == "unit"
    first = document.current
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert document.current != first
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert document.current == first
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up):
        qtbot.keyClick(view, key)
    assert document.current == document.state.root


def test_shift_and_arrow_extend_the_selection(qtbot, view: ChartView, document: Document) -> None:
    document.reveal("5NT")
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert len(document.selection) == 2


def test_zooming_keeps_what_is_under_the_pointer(view: ChartView, pixel: Pixel) -> None:
    view.reveal(MANCHESTER)
    anchor = pixel(MANCHESTER).toPointF()
    view.set_zoom(view.zoom * 1.5, anchor)
    moved = pixel(MANCHESTER).toPointF() - anchor
    assert abs(moved.x()) <= 2
    assert abs(moved.y()) <= 6


def test_fit_shows_the_whole_chart(view: ChartView) -> None:
    view.fit()
    layout, size = view.chart.layout, view.viewport().size()
    assert layout.width * view.zoom <= size.width() + 1
    assert layout.height * view.zoom <= size.height() + 1


def test_a_context_menu_selects_what_it_is_for(
    qtbot, north_west: ChartView, document: Document, pixel: Pixel
) -> None:
    at = pixel(WIRRAL)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, at)
    with qtbot.waitSignal(north_west.menu_requested) as asked:
        north_west.contextMenuEvent(event)
    assert asked.args[0] == WIRRAL
    assert document.selection == {WIRRAL}
