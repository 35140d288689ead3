"""The tray: what waits, searching, selecting, dragging, and the plan so far."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from model import edits
from model.changes import Field, SetField, Staff
from ui import theme
from ui.document import Document
from ui.panels.parts import Heading, Ink
from ui.panels.tray import TrayPanel
from ui.panels.tray_list import ID, mime_of, units_of

Make = Callable[[Document], TrayPanel]


@pytest.fixture
def panel_of(qtbot) -> Make:
    def make(document: Document) -> TrayPanel:
        panel = TrayPanel(document, theme.LIGHT)
        qtbot.addWidget(panel)
        panel.resize(220, 700)
        panel.show()
        return panel

    return make


def shown(panel: TrayPanel) -> dict[str, list[str]]:
    """Return the names in the list, by region."""
    model = panel.filter
    return {
        str(model.index(row, 0).data()): [
            str(model.index(below, 0, model.index(row, 0)).data())
            for below in range(model.rowCount(model.index(row, 0)))
        ]
        for row in range(model.rowCount())
    }


def select(panel: TrayPanel, *units: str) -> None:
    """Select units as a user does in the list."""
    selection = panel.list.selectionModel()
    for unit in units:
        index = panel.filter.mapFromSource(panel.model.index_of(unit))
        selection.setCurrentIndex(index, selection.SelectionFlag.Select)


def drop(panel: TrayPanel, mime: QMimeData) -> None:
    move, left = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), move, mime, left, none)
    QApplication.sendEvent(panel, enter)
    if enter.isAccepted():  # Qt itself sends no drop to what has refused the drag.
        QApplication.sendEvent(panel, QDropEvent(QPointF(9, 9), move, mime, left, none))


def test_units_wait_by_region_with_counts_and_figures(blank: Document, panel_of: Make) -> None:
    panel = panel_of(blank)
    assert shown(panel) == {
        "North": ["Ashford", "Bexham", "Çalder"],
        "South": ["Dunmere", "Eskdale", "Fenwick 'n' Fell"],
    }
    assert panel.number.text() == "6"
    assert panel.sums.text() == "1.22m* people"


def test_a_complete_option_says_zero(england: Document, panel_of: Make) -> None:
    panel = panel_of(england)
    assert panel.number.text() == "0"
    assert panel.sentence.text() == "every PCT is in a cluster"
    assert not panel.list.isVisible()
    assert not panel.search.isVisible()


def test_a_move_empties_the_tray_and_undo_fills_it(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    document.commit(edits.move(document.state, ["U6"], "G3"))
    assert shown(panel) == {}
    assert panel.number.text() == "0"
    document.stack.undo()
    assert shown(panel) == {"South": ["Fenwick 'n' Fell"]}


def test_another_scenario_is_read_anew(
    document: Document, england: Document, panel_of: Make
) -> None:
    england.commit(edits.to_tray(england.state, ["5NT"]))
    panel = panel_of(england)
    panel.search.setText("manchester")
    england.replace(document.scenario)
    assert panel.search.text() == ""
    assert shown(panel) == {"South": ["Fenwick 'n' Fell"]}
    assert panel.search.placeholderText() == "Search units"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("nowhere", []),
        ("cal", ["Çalder"]),
        ("çAL", ["Çalder"]),
        ("5u2", ["Bexham"]),
        ("dale sk", ["Eskdale"]),
    ],
)
def test_searching_takes_names_and_codes(
    blank: Document, panel_of: Make, text: str, names: list[str]
) -> None:
    panel = panel_of(blank)
    panel.search.setText(text)
    assert [name for below in shown(panel).values() for name in below] == names
    assert panel.nothing_found.isVisible() == (not names)


def test_the_list_selects_in_the_document(blank: Document, panel_of: Make) -> None:
    panel = panel_of(blank)
    select(panel, "U1", "U4")
    assert blank.selection == {"U1", "U4"}
    assert blank.current == "U4"


def test_the_document_selects_in_the_list(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    document.select(["U6", "U1"], "U6")
    assert panel.list.selected_units() == ["U6"]
    assert document.selection == {"U6", "U1"}
    document.select(["U1"])
    assert panel.list.selected_units() == []


def test_searching_leaves_the_selection_alone(blank: Document, panel_of: Make) -> None:
    panel = panel_of(blank)
    select(panel, "U1")
    panel.search.setText("dunmere")
    assert blank.selection == {"U1"}


def test_enter_and_double_click_ask_for_the_dialog(blank: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(blank)
    select(panel, "U2", "U1")
    with qtbot.waitSignal(panel.move_requested) as asked:
        qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert asked.args == [["U1", "U2"]]
    place = panel.list.visualRect(panel.filter.mapFromSource(panel.model.index_of("U4"))).center()
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(panel.move_requested) as asked:
        qtbot.mouseDClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked.args == [["U4"]]


def test_a_click_folds_a_region(blank: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(blank)
    region = panel.filter.index(0, 0)
    place = panel.list.visualRect(region).center()
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not panel.list.isExpanded(region)
    blank.commit(edits.new_group(blank.state, "R1", "X", units=["U1"]))
    assert not panel.list.isExpanded(panel.filter.index(0, 0))


def test_a_region_that_comes_back_is_unfolded(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    document.commit(edits.to_tray(document.state, ["U1"]))
    assert [panel.list.isExpanded(panel.filter.index(row, 0)) for row in range(2)] == [True, True]


def test_what_leaves_the_tray_stays_selected(blank: Document, panel_of: Make) -> None:
    panel = panel_of(blank)
    select(panel, "U1", "U4")
    blank.commit(edits.new_group(blank.state, "R1", "X", units=["U1", "U4"]))
    assert blank.selection == {"U1", "U4"}
    assert panel.list.selected_units() == []


def test_the_menu_moves_and_shows_the_home(blank: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(blank)
    move, home = panel.menu_for(["U1", "U2"]).actions()
    assert (move.text(), home.text()) == ("Move to…", "Show home Region")
    with qtbot.waitSignal(blank.revealed) as shown_place:
        home.trigger()
    assert shown_place.args == ["R1"]
    with qtbot.waitSignal(panel.move_requested) as asked:
        move.trigger()
    assert asked.args == [["U1", "U2"]]
    assert len(panel.menu_for(["U1", "U4"]).actions()) == 1


def test_a_read_only_file_offers_no_move(blank: Document, panel_of: Make) -> None:
    panel = panel_of(blank)
    blank.read_only = True
    assert not panel.menu_for(["U1"]).actions()[0].isEnabled()


def test_a_drag_carries_ids_one_a_line(blank: Document, panel_of: Make) -> None:
    panel = panel_of(blank)
    select(panel, "U1", "U4")
    mime = panel.filter.mimeData(panel.list.selectedIndexes())
    assert mime.formats() == ["application/x-footprint-units"]
    assert bytes(mime.data("application/x-footprint-units").data()) == b"U1\nU4"
    assert units_of(mime) == ["U1", "U4"]


def test_what_is_dropped_on_the_panel_is_taken_out(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    drop(panel, mime_of(["U1", "U4", "no such unit"]))
    assert document.state.tray() == ["U1", "U4", "U6"]
    assert document.stack.undoText() == "Take Ashford and Dunmere out of their clusters"


def test_what_hovers_is_previewed_until_it_leaves(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    move, left = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton
    mime = mime_of(["U1"])
    enter = QDragEnterEvent(QPoint(9, 9), move, mime, left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(panel, enter)
    assert enter.isAccepted()
    assert panel.number.text() == "1 → 2"
    QApplication.sendEvent(panel, QDragLeaveEvent())
    assert panel.number.text() == "1"
    assert document.state.tray() == ["U6"]


def test_a_locked_cluster_refuses_in_words(document: Document, panel_of: Make) -> None:
    document.commit(SetField("G1", Field.LOCKED, "yes"))
    panel = panel_of(document)
    move, left = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton
    mime = mime_of(["U1"])
    QApplication.sendEvent(
        panel, QDragEnterEvent(QPoint(9, 9), move, mime, left, Qt.KeyboardModifier.NoModifier)
    )
    assert panel.sentence.text().startswith("North is locked")


def test_what_waits_already_is_not_taken(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    drop(panel, mime_of(["U6"]))
    assert not document.is_modified


def test_before_is_every_unit_alone(england: Document, panel_of: Make) -> None:
    panel = panel_of(england)
    rows = panel.before_and_after.rows
    assert [(name.text(), numbers.text()) for name, numbers in rows] == [
        ("Officers", "906 → 401"),
        ("Accountable chief executives", "151 → 50"),
        ("Board seats", "906 → 906"),
    ]


def test_before_has_the_teams_that_units_have(england: Document, panel_of: Make) -> None:
    panel = panel_of(england)
    officers = panel.before_and_after.rows[0][1]
    england.commit(Staff("5NT", "dph", 2))
    assert officers.text() == "907 → 402"
    england.stack.undo()
    assert officers.text() == "906 → 401"


def test_details_are_asked_for(england: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(england)
    before_and_after = panel.before_and_after
    with qtbot.waitSignal(before_and_after.details_wanted):
        qtbot.mouseClick(before_and_after.details, Qt.MouseButton.LeftButton)


def test_a_preview_shows_what_would_be_in_accent(england: Document, panel_of: Make) -> None:
    panel = panel_of(england)
    officers = panel.before_and_after.rows[0][1]
    england.preview(edits.to_tray(england.state, ["5NT"]))
    assert officers.spans[-1] == ("406", Ink.ACCENT)
    assert officers.text() == "906 → 406"
    assert "401 in this option, 406 if dropped here" in officers.toolTip()
    england.preview(None)
    assert officers.text() == "906 → 401"


def test_the_heading_of_before_and_after_has_room_beside_a_scroll_bar(
    england: Document, panel_of: Make
) -> None:
    panel = panel_of(england)
    panel.resize(200, 220)  # as narrow as it is first, with a scroll bar
    heading = next(h for h in panel.findChildren(Heading) if h.text() == "Before → after")
    # In capitals and letter-spaced: as the font's own measures have it.
    assert heading.width() >= heading.fontMetrics().horizontalAdvance(heading.text())


def test_the_spread_names_the_largest_and_the_smallest(england: Document, panel_of: Make) -> None:
    panel = panel_of(england)
    spread = panel.spread
    assert spread.count.text() == "50 · planning norm 530k–2.60m"
    assert (spread.largest.text(), spread.smallest.text()) == ("2.72m", "500k")
    assert "Greater Manchester" in spread.largest.accessibleName()
    assert "over the norm" in spread.largest.accessibleName()
    spread.smallest.click()
    assert england.selection == {"C06"}


def test_the_spread_follows_a_preview(england: Document, panel_of: Make) -> None:
    panel = panel_of(england)
    spread = panel.spread
    england.preview(edits.new_group(england.state, "Q31", "new", units=["5NT"]))
    assert spread.count.text().startswith("50 → 51 · ")
    england.preview(None)
    assert spread.count.text().startswith("50 · ")


def test_a_point_on_the_screen_is_held_or_not(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    inside = panel.mapToGlobal(QPoint(20, 20))
    assert panel.holds(inside)
    assert not panel.holds(inside + QPoint(4000, 0))
    panel.hide()
    assert not panel.holds(inside)


def test_names_are_plain_text_and_do_not_widen(nasty: Document, panel_of: Make) -> None:
    nasty.commit(edits.to_tray(nasty.state, ["U1"]))
    panel = panel_of(nasty)
    index = panel.filter.mapFromSource(panel.model.index_of("U1"))
    assert str(index.data()).startswith("<b>x</b> & WWW")
    assert "&lt;b&gt;x" in str(index.data(Qt.ItemDataRole.ToolTipRole))
    assert panel.minimumSizeHint().width() <= 240


def test_the_models_are_sound(blank: Document, panel_of: Make, qtmodeltester) -> None:
    panel = panel_of(blank)
    qtmodeltester.check(panel.model)
    qtmodeltester.check(panel.filter)
    panel.search.setText("5U")
    blank.commit(edits.new_group(blank.state, "R1", "X", units=["U1", "U2"]))
    blank.commit(edits.move(blank.state, ["U4"], "X"))
    blank.stack.undo()
    blank.stack.undo()
    qtmodeltester.check(panel.model)


def test_a_theme_is_taken(blank: Document, panel_of: Make) -> None:
    panel = panel_of(blank)
    panel.set_theme(theme.DARK)
    assert panel.grab().toImage().isNull() is False
    assert panel.event(QEvent(QEvent.Type.PaletteChange))


def test_an_index_outside_has_nothing(blank: Document, panel_of: Make) -> None:
    panel = panel_of(blank)
    assert panel.model.index(99, 0).data(ID) is None
