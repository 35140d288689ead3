"""The dialog for figures of one's own: typed, pasted, cleared, copied, and one undo step."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from model.changes import Enter
from ui import theme
from ui.dialogs.figures import FiguresDialog
from ui.document import Document

CTRL, LEFT = Qt.KeyboardModifier.ControlModifier, Qt.MouseButton.LeftButton


@pytest.fixture
def dialog(document: Document, shown: Callable[[QWidget], None]) -> FiguresDialog:
    made = FiguresDialog(document, theme.LIGHT)
    shown(made)
    return made


def column(dialog: FiguresDialog, place: int = 2) -> list[str]:
    model = dialog.model
    return [str(model.index(row, place).data()) for row in range(model.rowCount())]


def test_a_column_is_pasted_by_code_and_entered_as_one_step(
    dialog: FiguresDialog, document: Document, qtbot
) -> None:
    QGuiApplication.clipboard().setText("5U2\t190,000\nBad\t1\n5U1\t310,000\n")
    qtbot.keyClick(dialog.table, Qt.Key.Key_V, CTRL)
    assert dialog.told.text() == (
        "Understood: 2 figures for 2 units. 1 thing was not understood and left out:"
    )
    assert dialog.problems.toPlainText() == "Line 2: 'Bad' is the code or name of no unit."
    assert column(dialog)[:3] == ["→ 310,000", "→ 190,000", "230,000*"]
    assert document.state.entered("U1", "population") is None
    steps = document.stack.count()
    assert dialog.enter_button.text() == "Enter 2 figures"
    qtbot.mouseClick(dialog.enter_button, LEFT)
    assert document.state.entered("U1", "population") == 310_000
    assert document.state.entered("U2", "population") == 190_000
    assert document.stack.count() == steps + 1
    document.stack.undo()
    assert document.state.value("U1", "population") == 300_000
    document.stack.redo()
    assert document.state.value("U1", "population") == 310_000


def test_a_plain_column_begins_at_the_chosen_cell(dialog: FiguresDialog, qtbot) -> None:
    dialog.table.setCurrentIndex(dialog.model.index(4, 2))
    QGuiApplication.clipboard().setText("1\n2\n3")
    qtbot.keyClick(dialog.table, Qt.Key.Key_V, CTRL)
    assert column(dialog)[4:] == ["→ 1", "→ 2"]
    assert dialog.problems.toPlainText() == "Line 3: there is no unit for it."


def test_what_is_typed_waits_and_what_is_no_number_is_said(dialog: FiguresDialog) -> None:
    model = dialog.model
    cell = model.index(0, 2)
    assert model.setData(cell, "1,234")
    assert column(dialog)[0] == "→ 1,234"
    assert not model.setData(cell, "=1+1")
    assert dialog.told.text() == ("Left as it was. 5U1, Population: '=1+1' is not a whole number.")
    assert not model.setData(cell, "-7")
    assert dialog.told.text() == (
        "Left as it was. 5U1, Population: −7 is below 0, which Population never is."
    )
    assert column(dialog)[0] == "→ 1,234"
    assert model.setData(cell, "300000")  # as published: nothing to enter
    assert not dialog.enter_button.isEnabled()


def test_delete_goes_back_to_the_published_figure(
    document: Document, shown: Callable[[QWidget], None], qtbot
) -> None:
    document.commit(Enter("U1", "population", 1234))
    dialog = FiguresDialog(document, theme.LIGHT)
    shown(dialog)
    assert column(dialog)[0] == "• 1,234"
    tip = str(dialog.model.index(0, 2).data(Qt.ItemDataRole.ToolTipRole))
    assert "entered by you; published: 300,000" in tip
    dialog.table.setCurrentIndex(dialog.model.index(0, 2))
    qtbot.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert column(dialog)[0] == "→ 300,000"
    qtbot.mouseClick(dialog.enter_button, LEFT)
    assert document.state.entered("U1", "population") is None


def test_the_table_is_copied_and_pasted_back(dialog: FiguresDialog, qtbot) -> None:
    qtbot.mouseClick(dialog.copy_button, LEFT)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[:2] == ["Code\tName\tPopulation", "5U1\tAshford\t300000"]
    assert lines[6] == "5U6\tFenwick 'n' Fell\t"
    dialog.table.selectColumn(2)
    qtbot.keyClick(dialog.table, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text().split("\n")[:2] == ["300000", "180000"]


def test_a_read_only_file_can_not_be_altered(
    document: Document, shown: Callable[[QWidget], None]
) -> None:
    document.read_only = True
    dialog = FiguresDialog(document, theme.LIGHT)
    shown(dialog)
    assert not dialog.paste_button.isEnabled()
    assert not dialog.model.flags(dialog.model.index(0, 2)) & Qt.ItemFlag.ItemIsEditable
    assert "read-only" in dialog.told.text()


def test_it_is_gone_when_it_is_closed(document: Document, assert_freed) -> None:
    assert_freed([FiguresDialog(document, theme.LIGHT)])
