"""What the mouse is over in one view lights up in the others."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QImage
from PySide6.QtWidgets import QAbstractItemView, QApplication

from model.changes import Move
from tests.ui import mouse
from ui.comparing import comparing
from ui.hovering import PageLight, RowLights, lowest
from ui.main_window import MainWindow
from ui.panels.problem_cards import ORGANISATIONS

WIRRAL, CHESHIRE, MANCHESTER, BURY = "5NK", "C05", "C07", "5JX"


@pytest.fixture
def window(window: MainWindow) -> MainWindow:
    """Return the whole window once all is in it."""
    window.later.finish()
    return window


def place(window: MainWindow, organisation: str) -> QPoint:
    window.chart.reveal(organisation)
    return mouse.pixel_of(window.chart, organisation)


def lit(view: QAbstractItemView) -> list[QRect]:
    return view.findChild(RowLights).lit


def lit_rows(view: QAbstractItemView) -> list[QModelIndex]:
    return [view.indexAt(room.center()) for room in lit(view)]


def totals_index(window: MainWindow, organisation: str) -> QModelIndex:
    totals = window.totals
    index = totals.sort.mapFromSource(totals.model.index(totals.model.row_of(organisation), 0))
    totals.table.scrollTo(index)
    return index


def grabbed(window: MainWindow) -> QImage:
    return window.chart.viewport().grab().toImage()


def altered(before: QImage, after: QImage) -> QRect:
    """Return the least rectangle that holds all pixels in which two pictures differ."""
    found = QRect()
    for y in range(before.height()):
        if before.copy(0, y, before.width(), 1) != after.copy(0, y, after.width(), 1):
            for x in range(before.width()):
                if before.pixel(x, y) != after.pixel(x, y):
                    found = found.united(QRect(x, y, 1, 1))
    return found


def test_a_row_of_the_chart_lights_up_its_group_in_the_totals(window: MainWindow) -> None:
    row = totals_index(window, CHESHIRE)
    at = place(window, WIRRAL)
    mouse.move(window.chart.viewport(), at)
    assert window.document.pointed == WIRRAL
    assert [i.row() for i in lit_rows(window.totals.table)] == [row.row()]
    mouse.leave(window.chart.viewport())
    assert window.document.pointed == ""
    assert not lit(window.totals.table)


def test_the_row_of_a_group_is_marked_while_a_unit_in_it_is_selected(
    window: MainWindow, qtbot
) -> None:
    table, lights = window.totals.table, window.totals.table.findChild(RowLights)
    plain = totals_index(window, CHESHIRE)
    before = table.viewport().grab(table.visualRect(plain)).toImage()
    qtbot.mouseClick(window.chart.viewport(), Qt.MouseButton.LeftButton, pos=place(window, WIRRAL))
    mouse.leave(window.chart.viewport())
    assert window.document.selection == {WIRRAL}
    assert not window.totals.selected()

    def marked() -> list[QModelIndex]:
        return [table.indexAt(room.center()).siblingAtColumn(0) for room in lights.marked]

    assert marked() == [plain]
    row = plain.row()
    bar = altered(before, table.viewport().grab(table.visualRect(plain)).toImage())
    assert (bar.left(), bar.width()) == (0, 3)  # no tint, no frame: the row is not selected
    qtbot.mouseClick(
        table.horizontalHeader().viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 8)
    )
    elsewhere = totals_index(window, CHESHIRE)
    assert elsewhere.row() != row
    assert marked() == [elsewhere]
    table.horizontalScrollBar().setValue(50)
    room = table.visualRect(elsewhere)
    picture = table.viewport().grab().toImage()
    assert picture.pixelColor(1, room.center().y()) == window.theme.accent
    window.document.commit(Move(WIRRAL, MANCHESTER))
    there = totals_index(window, MANCHESTER)
    assert marked() == [there]
    assert window.document.selection == {WIRRAL}
    window.document.select((WIRRAL, MANCHESTER))
    assert not marked()  # it is selected itself
    window.document.select((WIRRAL,))
    window.document.select(())
    assert not marked()


def test_a_row_of_the_totals_is_framed_on_the_chart_and_nothing_else_alters(
    window: MainWindow,
) -> None:
    place(window, CHESHIRE)
    table = window.totals.table
    index = totals_index(window, CHESHIRE)
    before = grabbed(window)
    mouse.move(table.viewport(), table.visualRect(index).center())
    frame = altered(before, grabbed(window))
    chart = window.chart
    box = chart.pixels(QRectF(*chart.chart.box(CHESHIRE)))
    assert box.adjusted(-6, -6, 6, 6).contains(frame)
    assert frame.contains(box)
    assert not lit(table)  # it is where the mouse is
    mouse.leave(table.viewport())
    assert grabbed(window) == before


def test_the_frame_goes_with_what_is_moved(window: MainWindow) -> None:
    window.document.hover(WIRRAL)
    assert window.document.commit(Move(WIRRAL, MANCHESTER))
    window.chart._slide.finish()
    place(window, WIRRAL)
    with_frame = grabbed(window)
    window.document.hover("")
    chart = window.chart
    box = chart.pixels(QRectF(*chart.chart.box(WIRRAL)))
    assert box.adjusted(-6, -6, 6, 6).contains(altered(grabbed(window), with_frame))


def test_nothing_lights_up_while_the_mouse_is_pressed(window: MainWindow) -> None:
    port = window.chart.viewport()
    start = place(window, WIRRAL)
    mouse.move(port, start)
    mouse.press(port, start)
    assert window.document.pointed == ""
    mouse.move(port, start + QPoint(40, 40), mouse.LEFT)
    assert window.document.pointed == ""
    window.chart._cancel()


def test_problems_light_up_that_are_about_what_the_mouse_is_over(window: MainWindow) -> None:
    problems = window.problems.list
    first = problems.indexAt(QPoint(4, 4))
    organisation = first.data(ORGANISATIONS)[0]
    window.document.hover(organisation)
    rows = lit_rows(problems)
    assert first in rows
    assert all(organisation in row.data(ORGANISATIONS) for row in rows)
    window.document.hover("Q31" if organisation != "Q31" else "Q30")
    assert first not in lit_rows(problems)


def test_what_waits_in_the_tray_and_its_row_in_the_history_light_up(window: MainWindow) -> None:
    window.document.commit(Move(WIRRAL, "Q31"))
    window.docks.history.bring()
    QApplication.processEvents()
    window.document.hover(WIRRAL)
    assert [i.data(Qt.ItemDataRole.UserRole) for i in lit_rows(window.tray.list)] == [WIRRAL]
    history = window.docks.history.panel
    entries = [history.model.entry(i.row()) for i in lit_rows(history.table)]
    # The other is the one that the ready-made option came with, which set all of it.
    assert next(e.id for e in entries if e) == window.document.live.log.head
    room = lit(history.table)[0]
    window.document.hover("")
    mouse.move(history.table.viewport(), room.center())
    assert window.document.pointed == WIRRAL
    mouse.leave(history.table.viewport())


def test_posts_light_up_and_say_whose_they_are(window: MainWindow) -> None:
    window.docks.posts.bring()
    posts = window.docks.posts.panel
    posts._later.finish()
    posts.search.setText("greater manchester")
    QApplication.processEvents()
    at = posts.table.visualRect(posts.model.index(0, 0)).center()
    mouse.move(posts.table.viewport(), at)
    assert window.document.pointed == posts.model.post(0).organisation
    mouse.leave(posts.table.viewport())
    window.document.hover(posts.model.post(0).organisation)
    assert all(
        posts.model.post(i.row()).organisation == window.document.pointed
        for i in lit_rows(posts.table)
    )
    assert lit(posts.table)


def test_what_is_compared_lights_up(window: MainWindow) -> None:
    compares = comparing(window)
    compares.toggle()
    compares.finish()
    QApplication.processEvents()
    for view in (compares.panel.list, compares.panel.totals):
        model = view.model()
        parent = model.index(0, 0) if model.rowCount(model.index(0, 0)) else QModelIndex()
        rows = (model.index(row, 0, parent) for row in range(model.rowCount(parent)))
        row = next(index for index in rows if index.data().startswith("C01 "))
        view.scrollTo(row)
        mouse.move(view.viewport(), view.visualRect(row).center())
        assert window.document.pointed == "C01"
        assert not lit(view)
        mouse.leave(view.viewport())
        window.document.hover("C01")
        assert row in [index.siblingAtColumn(0) for index in lit_rows(view)]


def test_windows_in_step_light_up_together(window: MainWindow, qtbot) -> None:
    second = window.files.beside(window).open_beside(window)
    qtbot.waitExposed(second)
    second.later.finish()
    QApplication.processEvents()
    row = totals_index(second, CHESHIRE).row()
    window.document.hover(WIRRAL)
    assert second.document.pointed == WIRRAL
    assert [i.row() for i in lit_rows(second.totals.table)] == [row]
    window.actions_.panels.in_step.trigger()
    window.document.hover(BURY)
    assert second.document.pointed == WIRRAL
    second.close()


def test_the_lowest_of_several_is_meant_if_it_is_one(window: MainWindow) -> None:
    state = window.document.state
    assert lowest(state, {CHESHIRE, MANCHESTER, WIRRAL}) == WIRRAL
    assert lowest(state, {WIRRAL, BURY, CHESHIRE}) == ""
    assert lowest(state, {"gone", CHESHIRE}) == CHESHIRE
    assert lowest(state, ()) == ""


# -- the inspector --------------------------------------------------------------------------------


def test_the_inspector_says_and_shows_whom_it_is_about(window: MainWindow) -> None:
    document = window.document
    document.reveal(MANCHESTER)
    window.docks.inspector.raise_()
    page = window.inspector.page
    assert page is not None
    light = page.findChild(PageLight)
    at = QPointF(5, 5)
    QApplication.sendEvent(page, QEnterEvent(at, at, at))
    assert document.pointed == MANCHESTER
    assert light.frame.isHidden()  # the mouse is there
    mouse.leave(page)
    assert document.pointed == ""
    for pointed, is_lit in ((MANCHESTER, True), (CHESHIRE, False), (BURY, True), ("", False)):
        document.hover(pointed)
        assert light.frame.isHidden() is not is_lit
    document.hover(MANCHESTER)
    document.select((MANCHESTER, CHESHIRE))
    assert light.frame.isHidden()
