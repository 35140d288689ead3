"""Several options in the window: switching, branching, the list of them, by keys and mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu

from db.scenario_file import open_scenario
from model.changes import Move, OptionField, SetOption
from model.option import Option, Status
from model.rules.standing import Sign, sign_of
from ui.dialogs.new_option import NewOptionDialog
from ui.dialogs.options import OptionsDialog
from ui.main_window import MainWindow

WIRRAL, CHESHIRE, MANCHESTER = "5NK", "C05", "C07"
JUNE = "Clusters of June 2011"
LEFT = Qt.MouseButton.LeftButton
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def window(window: MainWindow) -> MainWindow:
    """Return the whole window once all is in it."""
    window.later.finish()
    return window


@pytest.fixture
def dialog(window: MainWindow, qtbot) -> OptionsDialog:
    """Return the list with two more options, of which the last is shown."""
    for _ in range(2):
        QTest.keyClick(window, Qt.Key.Key_B, CTRL | SHIFT)
    QTest.keyClick(window, Qt.Key.Key_O, CTRL | SHIFT)
    found = window.findChild(OptionsDialog)
    assert found is not None
    qtbot.waitExposed(found)
    return found


def names(window: MainWindow) -> list[str]:
    return [option.state.name for option in window.document.scenario.with_status()]


def rows(dialog: OptionsDialog) -> list[str]:
    return [row.text(0) for row in dialog.tree.rows()]


def centre(dialog: OptionsDialog, row: int) -> QPoint:
    return dialog.tree.visualItemRect(dialog.tree.rows()[row]).center()


def entries(menu: QMenu) -> list[str]:
    menu.aboutToShow.emit()
    return [a.text() for a in menu.actions() if a.isCheckable()]


def test_names_that_differ_at_the_end_are_told_apart(window: MainWindow) -> None:
    name = "The plan that was agreed with all of the councils on Tuesday in the town hall of Leeds"
    window.document.commit(SetOption(OptionField.NAME, name))
    window.options.branch()
    menu = window.tool_bar.option.menu()
    first, second = entries(menu)
    assert first.endswith("hall of Leeds")
    assert second.endswith("of Leeds (2)")


# -- switching ---------------------------------------------------------------------------------


def test_branch_and_switch_by_keys(qtbot, window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_B, CTRL | SHIFT)
    assert f"{JUNE} (2)" in window.windowTitle()
    assert window.tool_bar.option.text() == f"{JUNE} (2)"
    window.document.commit(Move(WIRRAL, MANCHESTER))
    QTest.keyClick(window, Qt.Key.Key_PageUp, CTRL)
    assert window.windowTitle().endswith(JUNE)
    assert window.document.state.group_of(WIRRAL) == CHESHIRE
    QTest.keyClick(window, Qt.Key.Key_PageUp, CTRL)  # round the end
    assert window.document.state.group_of(WIRRAL) == MANCHESTER
    QTest.keyClick(window, Qt.Key.Key_PageDown, CTRL)
    assert window.windowTitle().endswith(JUNE)


def test_one_option_alone_has_no_next(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_PageDown, CTRL)
    assert "no other option" in window.messages.label.text()


def test_undo_takes_a_branch_back_and_redo_makes_it(window: MainWindow) -> None:
    assert not window.actions_.undo.isEnabled()
    QTest.keyClick(window, Qt.Key.Key_B, CTRL | SHIFT)
    assert window.actions_.undo.text() == f"&Undo Branch to {JUNE} (2)"
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert names(window) == [JUNE]
    assert window.windowTitle().endswith(JUNE)
    assert not window.isWindowModified()
    assert window.actions_.redo.text() == f"&Redo Branch to {JUNE} (2)"
    QTest.keyClick(window, Qt.Key.Key_Y, CTRL)
    assert window.windowTitle().endswith(f"{JUNE} (2)")
    assert window.isWindowModified()


def test_the_menu_of_the_tool_bar_lists_what_is_in_use(window: MainWindow) -> None:
    menu = window.tool_bar.option.menu()
    assert entries(menu) == [JUNE]
    QTest.keyClick(window, Qt.Key.Key_B, CTRL | SHIFT)
    assert entries(menu) == [JUNE, f"{JUNE} (2)"]
    checked = [a.text() for a in menu.actions() if a.isChecked()]
    assert checked == [f"{JUNE} (2)"]
    menu.actions()[0].trigger()
    assert window.windowTitle().endswith(JUNE)


def test_the_view_stays_where_it_is(qtbot, window: MainWindow) -> None:
    chart = window.chart
    chart.set_zoom(1.3)
    chart.verticalScrollBar().setValue(700)
    window.document.select([WIRRAL])
    QTest.keyClick(window, Qt.Key.Key_B, CTRL | SHIFT)
    assert (chart.zoom, chart.verticalScrollBar().value()) == (1.3, 700)
    assert window.document.selection == {WIRRAL}
    window.document.commit(Move(WIRRAL, MANCHESTER))
    QTest.keyClick(window, Qt.Key.Key_PageUp, CTRL)
    assert chart.zoom == 1.3
    assert abs(chart.verticalScrollBar().value() - 700) < 60  # a card is a row longer or shorter
    assert window.problems.counts == counts(window)


def counts(window: MainWindow) -> object:
    window.later.finish()
    return window.problems.counts


def test_options_are_there_again_after_saving(window: MainWindow, tmp_path: Path) -> None:
    QTest.keyClick(window, Qt.Key.Key_B, CTRL | SHIFT)
    window.document.commit(Move(WIRRAL, MANCHESTER))
    path = tmp_path / "plan.footprint"
    assert window.files.save_as(path)
    assert not window.isWindowModified()
    QTest.keyClick(window, Qt.Key.Key_PageUp, CTRL)
    assert not window.isWindowModified()
    assert window.files.open(path)
    assert names(window) == [JUNE, f"{JUNE} (2)"]
    assert window.document.state.group_of(WIRRAL) == MANCHESTER
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert window.document.state.group_of(WIRRAL) == CHESHIRE


# -- a new one ---------------------------------------------------------------------------------


def new_option(window: MainWindow, qtbot) -> NewOptionDialog:
    window.actions_.new_option.trigger()
    found = window.findChild(NewOptionDialog)
    assert found is not None
    qtbot.waitExposed(found)
    return found


def test_an_empty_option_is_added(qtbot, window: MainWindow) -> None:
    dialog = new_option(window, qtbot)
    assert dialog.name.text() == "Option A"
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert names(window) == [JUNE, "Option A"]
    assert len(window.document.state.tray()) == 151
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert names(window) == [JUNE]


def test_a_ready_made_option_is_added_to_a_file_that_was_opened(
    qtbot, window: MainWindow, plan: Path
) -> None:
    assert window.files.open(plan)
    dialog = new_option(window, qtbot)
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    assert dialog.name.text() == f"{JUNE} (2)"
    dialog.name.setFocus()
    dialog.name.selectAll()
    QTest.keyClicks(dialog.name, JUNE.lower())
    assert not dialog.add.isEnabled()
    assert "called Clusters of June 2011 already" in str(dialog.fault.spans)
    QTest.keyClick(dialog.name, Qt.Key.Key_End)
    QTest.keyClicks(dialog.name, " B")
    QTest.mouseClick(dialog.add, LEFT)
    assert names(window) == [JUNE, f"{JUNE.lower()} B"]
    assert len(window.document.state.tray()) == 0
    assert not window.document.stack.undoText().startswith("Start from")


# -- the list ----------------------------------------------------------------------------------


def test_the_list_says_what_each_option_comes_to(window: MainWindow, dialog: OptionsDialog) -> None:
    dialog._later.finish()
    first, second, third = dialog.tree.rows()
    assert rows(dialog) == names(window) == [JUNE, f"{JUNE} (2)", f"{JUNE} (3)"]
    assert [first.text(column) for column in (1, 2, 3)] == ["1 June 2011", "50", "0"]
    signs = [sign_of(finding) for finding in window.document.option.findings]
    assert first.text(4).startswith(f"× {signs.count(Sign.CROSS)}  ◆ ")
    assert first.text(6) == f"Start from {JUNE}"
    assert second.text(6) == f"Branch of {JUNE} at “Start from {JUNE}”"
    assert third.text(6) == f"Branch of {JUNE} (2) at “Branch from {JUNE}”"
    assert [item.font(0).bold() or item.font(0).weight() > 400 for item in dialog.tree.rows()] == [
        False,
        False,
        True,
    ]


def test_the_list_follows_the_window(window: MainWindow, dialog: OptionsDialog) -> None:
    window.document.commit(Move(WIRRAL, window.document.state.region_of(WIRRAL) or ""))
    assert dialog.tree.rows()[2].text(3) == "1"
    QTest.keyClick(dialog, Qt.Key.Key_PageUp, CTRL)
    assert dialog.tree.currentItem().text(0) == f"{JUNE} (2)"
    assert window.windowTitle().endswith("(2)")


def test_a_click_in_the_list_shows_an_option(window: MainWindow, dialog: OptionsDialog) -> None:
    QTest.mouseClick(dialog.tree.viewport(), LEFT, pos=centre(dialog, 0))
    assert window.windowTitle().endswith(JUNE)
    QTest.keyClick(dialog.tree, Qt.Key.Key_Down)
    assert window.windowTitle().endswith("(2)")


def rename(dialog: OptionsDialog, name: str, qtbot) -> None:
    QTest.keyClick(dialog.tree, Qt.Key.Key_F2)
    editor = dialog.tree.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, name)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.tree.findChild(QLineEdit) is None)
    dialog._later.finish()


def test_an_option_is_renamed_in_the_list(qtbot, window: MainWindow, dialog: OptionsDialog) -> None:
    rename(dialog, "Fewer & larger", qtbot)
    assert window.tool_bar.option.text() == "Fewer && larger"
    assert names(window)[2] == rows(dialog)[2] == "Fewer & larger"
    QTest.keyClick(dialog, Qt.Key.Key_Z, CTRL)
    assert names(window)[2] == rows(dialog)[2] == f"{JUNE} (3)"


@pytest.mark.parametrize(("name", "said"), [(JUNE.upper(), "already"), ("   ", "one line")])
def test_a_name_that_can_not_be_is_refused(
    qtbot, name: str, said: str, window: MainWindow, dialog: OptionsDialog
) -> None:
    rename(dialog, name, qtbot)
    assert rows(dialog)[2] == names(window)[2] == f"{JUNE} (3)"
    assert said in window.messages.label.text()


def test_options_are_put_in_order_by_keys(window: MainWindow, dialog: OptionsDialog) -> None:
    QTest.keyClick(dialog.tree, Qt.Key.Key_Up, ALT)
    assert rows(dialog) == names(window) == [JUNE, f"{JUNE} (3)", f"{JUNE} (2)"]
    QTest.keyClick(dialog.tree, Qt.Key.Key_Up, ALT)
    QTest.keyClick(dialog.tree, Qt.Key.Key_Up, ALT)  # it is at the top already
    assert names(window) == [f"{JUNE} (3)", JUNE, f"{JUNE} (2)"]
    QTest.keyClick(dialog, Qt.Key.Key_Z, CTRL)
    QTest.keyClick(dialog.tree, Qt.Key.Key_Down, ALT)
    assert names(window) == [JUNE, f"{JUNE} (2)", f"{JUNE} (3)"]


@pytest.mark.parametrize(
    ("grabbed", "below", "order"),
    [(2, 0, "312"), (2, 1, "132"), (0, 2, "213"), (0, 3, "231"), (1, 1, "123"), (1, 2, "123")],
)
def test_options_are_put_in_order_by_dragging(
    grabbed: int, below: int, order: str, window: MainWindow, dialog: OptionsDialog
) -> None:
    """Drop a row between others, below so many of them: Qt's own drag can't be played here."""
    from PySide6.QtCore import QMimeData, QPointF
    from PySide6.QtGui import QDropEvent

    QTest.mouseClick(dialog.tree.viewport(), LEFT, pos=centre(dialog, grabbed))
    edge = (
        centre(dialog, 0).y()
        + (below - 0.5) * dialog.tree.visualItemRect(dialog.tree.rows()[0]).height()
    )
    dialog.tree.dropEvent(
        QDropEvent(
            QPointF(60, edge),
            Qt.DropAction.MoveAction,
            QMimeData(),
            LEFT,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    number = {JUNE: "1", f"{JUNE} (2)": "2", f"{JUNE} (3)": "3"}
    assert "".join(number[name] for name in names(window)) == order
    assert rows(dialog) == names(window)


def status_of(window: MainWindow, name: str) -> Status:
    options: list[Option] = window.document.scenario.options
    return next(o.status for o in options if o.state.name == name)


def test_delete_restore_and_undo(window: MainWindow, dialog: OptionsDialog) -> None:
    third = f"{JUNE} (3)"
    QTest.keyClick(dialog.tree, Qt.Key.Key_Delete)
    assert status_of(window, third) is Status.DELETED
    assert window.windowTitle().endswith("(2)")  # what it was branched from
    assert rows(dialog) == [JUNE, f"{JUNE} (2)", "Deleted (1)"]
    QTest.keyClick(dialog, Qt.Key.Key_Z, CTRL)
    assert window.windowTitle().endswith("(3)")
    QTest.keyClick(dialog, Qt.Key.Key_Y, CTRL)
    fold = dialog.tree.rows()[2]
    assert not fold.isExpanded()
    fold.setExpanded(True)
    row = fold.child(0)
    QTest.mouseClick(dialog.tree.viewport(), LEFT, pos=dialog.tree.visualItemRect(row).center())
    assert window.windowTitle().endswith("(2)")  # a deleted one is not shown
    assert not dialog.buttons["branch"].isEnabled()
    QTest.mouseClick(dialog.buttons["restore"], LEFT)
    assert window.windowTitle().endswith("(3)")
    assert rows(dialog) == [JUNE, f"{JUNE} (2)", third]


def test_archived_ones_are_under_a_fold(window: MainWindow, dialog: OptionsDialog) -> None:
    QTest.mouseClick(dialog.buttons["archive"], LEFT)
    assert rows(dialog)[2] == "Archived (1)"
    assert status_of(window, f"{JUNE} (3)") is Status.ARCHIVED
    QTest.mouseClick(dialog.buttons["archive"], LEFT)
    assert names(window) == [JUNE]
    assert not dialog.buttons["archive"].isEnabled()
    assert not dialog.buttons["delete"].isEnabled()


def test_removing_for_good_asks_first(
    window: MainWindow, dialog: OptionsDialog, tmp_path: Path
) -> None:
    QTest.keyClick(dialog.tree, Qt.Key.Key_Delete)
    QTest.keyClick(dialog.tree, Qt.Key.Key_Delete)
    fold = dialog.tree.rows()[1]
    assert fold.text(0) == "Deleted (2)"
    QTest.mouseClick(dialog.tree.viewport(), LEFT, pos=dialog.tree.visualItemRect(fold).center())
    question = dialog.ask_removal()
    assert question is not None
    QTest.mouseClick(question.keep, LEFT)
    assert len(window.document.scenario.options) == 3
    question = dialog.ask_removal()
    assert question is not None
    QTest.mouseClick(question.remove, LEFT)
    assert len(window.document.scenario.options) == 1
    assert window.files.save_as(tmp_path / "plan.footprint")
    assert len(open_scenario(tmp_path / "plan.footprint").scenario.options) == 1


def test_a_file_that_is_read_only_can_be_looked_through(
    window: MainWindow, dialog: OptionsDialog
) -> None:
    window.document.open_read_only()
    assert not any(button.isEnabled() for button in dialog.buttons.values())
    QTest.keyClick(dialog.tree, Qt.Key.Key_Delete)
    QTest.keyClick(dialog.tree, Qt.Key.Key_Up, ALT)
    assert names(window) == [JUNE, f"{JUNE} (2)", f"{JUNE} (3)"]
    QTest.keyClick(dialog.tree, Qt.Key.Key_Up)
    assert window.windowTitle().endswith("(2)")
    assert window.options.branch() is None
