"""Renaming a group in place."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from model import edits
from ui import theme
from ui.dialogs.rename import RenameEdit
from ui.document import Document

Key = Qt.Key


@pytest.fixture
def window(shown) -> QWidget:
    widget = QWidget()
    widget.resize(500, 300)
    widget.other = QLineEdit()
    widget.over = QWidget()
    widget.over.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    column = QVBoxLayout(widget)
    column.addWidget(widget.other)
    column.addWidget(widget.over, 1)
    shown(widget)
    return widget


@pytest.fixture
def editor(document: Document, window: QWidget) -> RenameEdit:
    return RenameEdit.ask(document, "G1", theme.LIGHT, window.over, QRect(40, 40, 200, 30))


def test_the_old_name_is_there_to_be_typed_over(
    document: Document, editor: RenameEdit, window: QWidget, qtbot
) -> None:
    assert editor.field.hasFocus()
    assert editor.field.selectedText() == "North"
    qtbot.keyClicks(editor.field, " Riverside ")
    steps = document.stack.count()
    qtbot.keyClick(editor.field, Key.Key_Return)
    assert document.state.label("G1") == "Riverside"
    assert document.stack.count() == steps + 1
    assert window.over.hasFocus()


def test_esc_leaves_the_name(document: Document, editor: RenameEdit, qtbot) -> None:
    qtbot.keyClicks(editor.field, "Riverside")
    qtbot.keyClick(editor.field, Key.Key_Escape)
    assert document.state.label("G1") == "North"


def test_the_same_name_is_no_undo_step(document: Document, editor: RenameEdit, qtbot) -> None:
    steps = document.stack.count()
    qtbot.keyClick(editor.field, Key.Key_Return)
    assert document.stack.count() == steps


@pytest.mark.parametrize("name", ["", "   ", "w" * 201])
def test_a_name_that_will_not_do_is_refused_in_the_models_words(
    document: Document, editor: RenameEdit, qtbot, name: str
) -> None:
    editor.field.setText(name)
    qtbot.keyClick(editor.field, Key.Key_Return)
    assert editor.refusal.text().startswith("A name is one line of 1 to 200 characters")
    assert editor.refusal.isVisible()
    assert document.state.label("G1") == "North"
    editor.field.setText("Fine")
    assert not editor.refusal.isVisible()
    qtbot.keyClick(editor.field, Key.Key_Return)
    assert document.state.label("G1") == "Fine"


def test_a_click_elsewhere_keeps_a_good_name(
    document: Document, editor: RenameEdit, window: QWidget, qtbot
) -> None:
    qtbot.keyClicks(editor.field, "Riverside")
    window.other.setFocus()
    assert document.state.label("G1") == "Riverside"
    assert window.other.hasFocus()


def test_a_click_elsewhere_drops_a_bad_name(
    document: Document, editor: RenameEdit, window: QWidget
) -> None:
    steps = document.stack.count()
    editor.field.setText("")
    window.other.setFocus()
    assert not editor.isVisible()
    assert document.stack.count() == steps


def test_scrolling_below_ends_it(document: Document, editor: RenameEdit, window, qtbot) -> None:
    qtbot.keyClicks(editor.field, "Riverside")
    at = QPointF(5, 5)
    none = Qt.MouseButton.NoButton
    wheel = QWheelEvent(
        *(at, at, QPoint(), QPoint(0, -120), none, Qt.KeyboardModifier.NoModifier),
        *(Qt.ScrollPhase.NoScrollPhase, False),
    )
    QApplication.sendEvent(window.over, wheel)
    assert not editor.isVisible()
    assert document.state.label("G1") == "Riverside"


def test_it_goes_with_its_group(document: Document, editor: RenameEdit) -> None:
    document.commit(edits.dissolve(document.state, ["G1"]))
    assert not editor.isVisible()


@pytest.mark.parametrize(
    "place", [None, QRect(-500, -500, 10, 10), QRect(490, 290, 200, 30), QRect(0, 0, 5000, 5)]
)
def test_it_stays_in_sight(document: Document, window: QWidget, place: QRect | None) -> None:
    editor = RenameEdit.ask(document, "G1", theme.LIGHT, window.over, place)
    assert window.over.rect().contains(editor.geometry())
    editor.field.setText("w" * 300)
    assert window.over.rect().contains(editor.geometry())


def test_names_are_shown_as_they_are(document: Document, editor: RenameEdit) -> None:
    editor.field.setText("<b>x</b>" * 40)
    labels = editor.findChildren(QLabel)
    assert any("<b>" in x.text() for x in labels)
    assert all(x.textFormat() is Qt.TextFormat.PlainText for x in labels)


def test_it_is_gone_when_done(
    document: Document,
    window: QWidget,
    qtbot,
    assert_freed: Callable[[list[QWidget]], None],
) -> None:
    editor = RenameEdit.ask(document, "G1", theme.LIGHT, window.over)
    qtbot.keyClick(editor.field, Key.Key_Escape)
    handed_over: list[QWidget] = [editor]
    del editor
    assert_freed(handed_over)
    assert isValid(window.over)
