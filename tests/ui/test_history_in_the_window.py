"""History on the real window: undo after reopening, checkpoints, going back, taking back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtWidgets import QApplication

from db.scenario_file import open_scenario
from model.changes import Appoint, Move
from tests.ui.in_the_window import drag
from tests.ui.test_main_window import BURY, CHESHIRE, MANCHESTER, WIRRAL
from ui.dialogs.checkpoint import CheckpointDialog
from ui.main_window import MainWindow
from ui.panels.history_model import What

LEFT = Qt.MouseButton.LeftButton
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def press(qtbot, window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    qtbot.keyClick(window.chart, key, modifier)


def group_of(window: MainWindow, unit: str) -> str | None:
    return window.document.state.group_of(unit)


@pytest.fixture
def edited(qtbot, window: MainWindow) -> MainWindow:
    """Return a window in which Wirral was moved by the mouse, and then Bury by a command."""
    drag(window, WIRRAL, MANCHESTER)
    assert window.document.commit(Move(BURY, CHESHIRE))
    return window


# -- undo and redo after reopening -------------------------------------------------------------


def test_undo_and_redo_after_reopening(qtbot, edited: MainWindow, tmp_path: Path) -> None:
    window, path = edited, tmp_path / "plan.footprint"
    press(qtbot, window, Qt.Key.Key_Z, CONTROL)
    assert window.files.save_as(path)
    assert window.files.open(path)
    assert (group_of(window, WIRRAL), group_of(window, BURY)) == (MANCHESTER, MANCHESTER)
    press(qtbot, window, Qt.Key.Key_Y, CONTROL)
    assert group_of(window, BURY) == CHESHIRE
    assert window.isWindowModified()
    for _ in range(2):
        press(qtbot, window, Qt.Key.Key_Z, CONTROL)
    assert (group_of(window, WIRRAL), group_of(window, BURY)) == (CHESHIRE, MANCHESTER)
    assert not window.actions_.undo.isEnabled()
    assert "Wirral" in window.actions_.redo.text()


# -- going back --------------------------------------------------------------------------------


def test_going_back_with_the_keys_changes_nothing(qtbot, edited: MainWindow) -> None:
    window, document = edited, edited.document
    now, entries = document.live.state.snapshot(), list(document.live.log)
    press(qtbot, window, Qt.Key.Key_Left, ALT)
    assert group_of(window, BURY) == MANCHESTER
    assert group_of(window, WIRRAL) == MANCHESTER
    press(qtbot, window, Qt.Key.Key_Left, ALT)
    assert group_of(window, WIRRAL) == CHESHIRE
    band = window.looking_back.band
    assert band.isVisible()
    assert "(2 changes ago)" in band.label.text()
    assert "Start from Clusters of June 2011" in band.label.text()
    press(qtbot, window, Qt.Key.Key_Right, ALT)
    assert "(1 change ago)" in band.label.text()
    qtbot.keyClick(window.chart, Qt.Key.Key_Escape)
    assert not band.isVisible()
    assert document.option is document.live
    assert (document.live.state.snapshot(), list(document.live.log)) == (now, entries)
    assert group_of(window, BURY) == CHESHIRE


def test_the_past_is_shown_by_chart_totals_and_problems(qtbot, edited: MainWindow) -> None:
    window = edited
    window.later.finish()

    def shown() -> list[object]:
        rows = window.totals.model.rowCount()
        return [window.chart.chart.box(BURY), rows, window._counts.text()]

    before = shown()
    for _ in range(3):
        press(qtbot, window, Qt.Key.Key_Left, ALT)
    window.later.finish()
    past = shown()
    assert all(old != new for old, new in zip(before, past, strict=True))
    window.looking_back.band.now.click()
    window.later.finish()
    assert shown()[1:] == before[1:]


def test_nothing_can_be_edited_while_the_past_is_shown(qtbot, edited: MainWindow) -> None:
    window, document = edited, edited.document
    press(qtbot, window, Qt.Key.Key_Left, ALT)
    entries = len(document.live.log)
    drag(window, BURY, CHESHIRE)
    for key in (Qt.Key.Key_Z, Qt.Key.Key_Y):
        press(qtbot, window, key, CONTROL)
    assert not document.commit(Appoint(MANCHESTER, "ce", "Ann Lee"))
    assert "back to now" in window.messages.text
    assert len(document.live.log) == entries
    assert document.live.state.group_of(BURY) == CHESHIRE
    assert not window.actions_.undo.isEnabled()
    qtbot.keyClick(window.chart, Qt.Key.Key_Escape)
    assert window.actions_.undo.isEnabled()
    press(qtbot, window, Qt.Key.Key_Z, CONTROL)
    assert group_of(window, BURY) == MANCHESTER


def test_what_is_saved_while_the_past_is_shown_is_the_present(
    qtbot, edited: MainWindow, tmp_path: Path
) -> None:
    window, path = edited, tmp_path / "plan.footprint"
    press(qtbot, window, Qt.Key.Key_Left, ALT)
    assert window.files.save_as(path)
    assert open_scenario(path).scenario.option().state.group_of(BURY) == CHESHIRE
    assert window.looking_back.band.isVisible()


def test_the_slider_goes_back_through_history(qtbot, edited: MainWindow) -> None:
    window = edited
    press(qtbot, window, Qt.Key.Key_H, CONTROL)
    panel = window.docks.history.panel
    slider = panel.slider
    assert (slider.maximum(), slider.value()) == (3, 3)
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_Left)
    assert group_of(window, BURY) == MANCHESTER
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    assert window.document.state.group_of(WIRRAL) is None
    assert "before its first change" in window.looking_back.band.label.text()
    qtbot.keyClick(slider, Qt.Key.Key_End)
    assert window.document.past is None
    assert group_of(window, BURY) == CHESHIRE
    assert not window.looking_back.band.isVisible()


def test_another_file_ends_the_past(qtbot, edited: MainWindow, tmp_path: Path) -> None:
    window, path = edited, tmp_path / "plan.footprint"
    assert window.files.save_as(path)
    press(qtbot, window, Qt.Key.Key_Left, ALT)
    assert window.files.open(path)
    assert window.document.past is None
    assert not window.looking_back.band.isVisible()
    assert group_of(window, BURY) == CHESHIRE


# -- branching from the past -------------------------------------------------------------------


def test_a_branch_goes_on_from_the_past(qtbot, edited: MainWindow, tmp_path: Path) -> None:
    window, document, first = edited, edited.document, edited.document.live
    document.set_checkpoint(list(first.log)[1].id, "Agreed")
    press(qtbot, window, Qt.Key.Key_Left, ALT)
    qtbot.mouseClick(window.looking_back.band.branch, LEFT)
    branch = document.live
    assert branch is not first
    assert document.past is None
    assert not window.looking_back.band.isVisible()
    assert "Clusters of June 2011 (2)" in window.windowTitle()
    assert branch.state.group_of(BURY) == MANCHESTER
    assert branch.state.group_of(WIRRAL) == MANCHESTER
    assert first.state.group_of(BURY) == CHESHIRE
    assert [c.name for c in branch.log.checkpoints] == ["Agreed"]
    drag(window, BURY, CHESHIRE)
    assert group_of(window, BURY) == CHESHIRE
    for _ in range(2):
        press(qtbot, window, Qt.Key.Key_Z, CONTROL)
    assert document.live is first
    assert document.scenario.with_status() == [first]
    for _ in range(2):
        press(qtbot, window, Qt.Key.Key_Y, CONTROL)
    assert (document.live, group_of(window, BURY)) == (branch, CHESHIRE)
    assert window.files.save_as(tmp_path / "plan.footprint")
    assert window.files.open(tmp_path / "plan.footprint")
    assert [o.id for o in document.scenario.options] == [first.id, branch.id]


def test_the_list_branches_from_any_entry(qtbot, edited: MainWindow) -> None:
    window, document = edited, edited.document
    window.actions_.panels.late["history"].trigger()
    start = next(iter(document.live.log)).id
    click(qtbot, window, start)
    choose(window, "Branch a new option from here")
    assert group_of(window, WIRRAL) == CHESHIRE
    branching = [e.text for e in document.live.log]
    assert branching[-1].startswith("Branch from")
    panel = window.docks.history.panel
    shown = [e.text for r in range(panel.model.rowCount()) if (e := panel.model.entry(r))]
    assert shown == branching[::-1]


def test_another_option_ends_the_past(edited: MainWindow) -> None:
    window, document, first = edited, edited.document, edited.document.live
    window.looking_back.branch(first.log.head)
    document.step_through_past(-1)
    document.show_option(first.id)
    assert (document.past, document.option) == (None, first)
    assert not window.looking_back.band.isVisible()


# -- the list ----------------------------------------------------------------------------------


def row_of(window: MainWindow, entry: str) -> int:
    return window.docks.history.panel.model.row_of(entry)


def click(qtbot, window: MainWindow, entry: str, what: What = What.TEXT) -> QPoint:
    table = window.docks.history.panel.table
    index = table.model().index(row_of(window, entry), list(What).index(what))
    table.scrollTo(index)
    place = table.visualRect(index).center()
    qtbot.mouseClick(table.viewport(), LEFT, pos=place)
    return place


def choose(window: MainWindow, text: str) -> None:
    menu = window.docks.history.panel.menu()
    action = next(a for a in menu.actions() if text in a.text().replace("&", ""))
    assert action.isEnabled()
    action.trigger()


def test_a_double_click_shows_the_plan_after_an_entry(qtbot, edited: MainWindow) -> None:
    window = edited
    window.actions_.panels.late["history"].trigger()
    first = next(iter(window.document.live.log)).id
    place = click(qtbot, window, first)
    qtbot.mouseDClick(window.docks.history.panel.table.viewport(), LEFT, pos=place)
    assert window.document.at == first
    assert group_of(window, WIRRAL) == CHESHIRE


def test_what_was_done_behind_another_tab_is_there_when_the_list_is_in_front(
    qtbot, edited: MainWindow
) -> None:
    window = edited
    window.docks.posts.toggle()
    window.docks.history.toggle()
    model = window.docks.history.panel.model
    window.docks.posts.raise_()
    assert window.document.commit(Move(BURY, MANCHESTER))
    window.docks.history.raise_()
    assert model.total == len(window.document.live.log)
    assert window.document.commit(Appoint(MANCHESTER, "chief-executive", "Ann Lee"))
    window.docks.posts.raise_()
    rows = window.docks.posts.panel.model
    names = (rows.index(r, c).data() for r in range(rows.rowCount()) for c in range(4))
    assert "Ann Lee" in names


def test_a_note_is_edited_in_place_and_is_no_undo_step(
    qtbot, edited: MainWindow, tmp_path: Path
) -> None:
    window, path = edited, tmp_path / "plan.footprint"
    window.files.save_as(path)
    window.actions_.panels.late["history"].trigger()
    _, entry, last = window.document.live.log
    click(qtbot, window, entry.id, What.NOTE)
    table = window.docks.history.panel.table
    qtbot.keyClick(table, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    qtbot.keyClicks(editor, "As agreed")
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(editor, "by all")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    log = window.document.live.log
    assert log[entry.id].why == "As agreed\nby all"
    assert window.isWindowModified()
    press(qtbot, window, Qt.Key.Key_Z, CONTROL)
    assert log.head == last.parent
    assert log[entry.id].why == "As agreed\nby all"
    assert window.files.save()
    assert open_scenario(path).scenario.option().log[entry.id].why == "As agreed\nby all"


def test_a_reason_is_written_at_once_by_a_key(qtbot, edited: MainWindow) -> None:
    window = edited
    window.docks.history.toggle()
    window.docks.history.panel.search.setText("nothing has this in it")
    assert not window.docks.history.panel.model.rowCount()
    press(qtbot, window, Qt.Key.Key_K, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    editor = QApplication.focusWidget()
    qtbot.keyClicks(editor, "Asked for by Bury")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    *_, last = window.document.live.log
    assert last.why == "Asked for by Bury"


def test_a_checkpoint_is_set_by_a_key_and_is_a_flag_in_the_list(
    qtbot, edited: MainWindow, tmp_path: Path
) -> None:
    window, log = edited, edited.document.live.log
    press(qtbot, window, Qt.Key.Key_K, CONTROL)
    dialog = window.findChild(CheckpointDialog)
    assert not dialog.ok.isEnabled()
    qtbot.keyClicks(dialog.name, "Sent <b>out</b>")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    assert [(c.entry, c.name) for c in log.checkpoints] == [(log.head, "Sent <b>out</b>")]
    window.actions_.panels.late["history"].trigger()
    model = window.docks.history.panel.model
    texts = [str(model.index(row, 2).data()) for row in range(model.rowCount())]
    assert [text[:18] for text in texts if "⚑" in text] == ["⚑ Sent <b>out</b>:"]
    assert window.files.save_as(tmp_path / "plan.footprint")
    assert window.files.open(tmp_path / "plan.footprint")
    log = window.document.live.log
    assert [c.name for c in log.checkpoints] == ["Sent <b>out</b>"]
    click(qtbot, window, log.head)
    choose(window, "Take checkpoint away")
    assert log.checkpoints == []
    assert window.isWindowModified()


def test_a_change_is_taken_back_as_a_new_one(qtbot, edited: MainWindow) -> None:
    window, document = edited, edited.document
    window.actions_.panels.late["history"].trigger()
    moved = list(document.live.log)[1]
    click(qtbot, window, moved.id)
    press(qtbot, window, Qt.Key.Key_Left, ALT)
    choose(window, "Take this change back")
    assert document.past is None
    assert (group_of(window, WIRRAL), group_of(window, BURY)) == (CHESHIRE, CHESHIRE)
    assert document.live.log[document.live.log.head].text == f"Take back: {moved.text}"
    press(qtbot, window, Qt.Key.Key_Z, CONTROL)
    assert group_of(window, WIRRAL) == MANCHESTER
    document.commit(Move(WIRRAL, CHESHIRE))
    click(qtbot, window, moved.id)
    choose(window, "Take this change back")
    assert "1 later change depends on it: “Move Wirral to" in window.messages.text
    model = window.docks.history.panel.model
    later = document.live.log[document.live.log.head]
    assert model.text(later, What.TEXT) == f"Depends on it: {later.text}"
    assert model.text(moved, What.TEXT) == moved.text
    press(qtbot, window, Qt.Key.Key_Z, CONTROL)
    window.docks.history.panel.catch_up()
    assert "Depends" not in model.text(later, What.TEXT)


def test_the_panel_is_remembered_and_made_only_when_wanted(
    qtbot, window: MainWindow, store: QSettings
) -> None:
    window.later.finish()
    assert not window.docks.made
    window.actions_.panels.late["history"].trigger()
    assert window.docks.history.isVisible()
    window.actions_.panels.late["history"].trigger()
    assert not window.docks.history.isVisible()
    window.actions_.panels.late["history"].trigger()
    window.close()
    again = MainWindow(window.document.scenario, store)
    qtbot.addWidget(again)
    again.show()
    again.later.finish()
    assert again.docks.history.isVisible()
    again.close()
