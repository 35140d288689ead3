"""Questions, errors and the bar that says why an edit was refused."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget

from model import edits
from model.changes import Field, SetField
from ui.dialogs.messages import Answer, ErrorMessage, MessageBar, SaveQuestion
from ui.document import Document

Key = Qt.Key


@pytest.mark.parametrize(
    ("press", "answer"),
    [
        (lambda q, bot: bot.keyClick(q, Key.Key_Return), Answer.SAVE),
        (lambda q, bot: bot.keyClick(q, Key.Key_Escape), Answer.CANCEL),
        (lambda q, bot: bot.keyClick(q.discard, Key.Key_Space), Answer.DISCARD),
        (lambda q, bot: bot.keyClick(q.cancel, Key.Key_Space), Answer.CANCEL),
        (lambda q, bot: q.close(), Answer.CANCEL),
    ],
)
def test_each_key_gives_its_answer(shown, qtbot, press, answer: Answer) -> None:
    question = SaveQuestion("north.footprint")
    shown(question)
    press(question, qtbot)
    assert question.answer is answer


def test_texts_are_shown_as_they_are(shown) -> None:
    for box in (SaveQuestion("<b>x</b>.footprint"), ErrorMessage("<b>t</b>", "<i>x</i>", "<u>")):
        shown(box)
        labels = [x for x in box.findChildren(QLabel) if x.text()]
        assert any("<b>" in x.text() for x in labels)
        assert all(x.textFormat() is Qt.TextFormat.PlainText for x in labels)


def test_a_very_long_message_fits_the_screen(shown) -> None:
    box = ErrorMessage("W" * 300, "long " * 2000)
    shown(box)
    assert box.height() <= box.screen().availableGeometry().height()
    assert box.ok.isVisible()
    assert box.rect().contains(box.ok.geometry().translated(box.buttons.pos()))


def test_details_wait_behind_a_button(shown, qtbot) -> None:
    box = ErrorMessage("It failed", "The disk is full", "Traceback")
    shown(box)
    assert not box.details.isVisible()
    qtbot.keyClick(box.more, Key.Key_Space)
    assert box.details.isVisible()
    assert box.details.toPlainText() == "Traceback"


def test_without_details_there_is_no_button_for_them(shown) -> None:
    box = ErrorMessage("It failed", "The disk is full")
    shown(box)
    assert not box.more.isVisible()


@pytest.mark.parametrize("box", [lambda: SaveQuestion("x"), lambda: ErrorMessage("a", "b", "c")])
def test_boxes_are_gone_when_closed(
    qapp, box, assert_freed: Callable[[list[QWidget]], None]
) -> None:
    handed_over: list[QWidget] = [box()]
    handed_over[0].show()
    assert_freed(handed_over)


# -- the bar -----------------------------------------------------------------------------------


@pytest.fixture
def window(shown) -> QWidget:
    """Return a window with a field that has the focus."""
    widget = QWidget()
    widget.resize(600, 300)
    widget.field = QLineEdit()
    QVBoxLayout(widget).addWidget(widget.field)
    shown(widget)
    widget.field.setFocus()
    return widget


def test_a_refusal_is_said_without_taking_the_focus(document: Document, window: QWidget) -> None:
    bar = MessageBar(window)
    document.refused.connect(lambda text: bar.show_message(text, "refused"))
    document.commit(SetField("G2", Field.LOCKED, "yes"))
    document.commit(edits.move(document.state, ["U1"], "G2"))
    assert bar.isVisible()
    assert bar.text == "Mid is locked: nothing may enter or leave it. Unlock it first."
    assert bar.accessibleDescription() == bar.text
    assert window.field.hasFocus()


def test_the_bar_goes_by_itself(window: QWidget, qtbot, monkeypatch) -> None:
    monkeypatch.setattr(MessageBar, "LEAST_MS", 1)
    monkeypatch.setattr(MessageBar, "MS_A_CHARACTER", 0)
    bar = MessageBar(window)
    bar.show_message("Something.")
    qtbot.waitUntil(lambda: not bar.isVisible())


def test_a_longer_message_stays_longer(window: QWidget) -> None:
    bar = MessageBar(window)
    times = []
    for text in ("Short.", "Long. " * 20):
        bar.show_message(text)
        times.append(bar.time_left)
    assert times[1] > times[0] + 1_000


def test_the_bar_stays_while_the_pointer_is_on_it(window: QWidget) -> None:
    bar = MessageBar(window)
    bar.show_message("Something.")
    at = bar.rect().center().toPointF()
    QApplication.sendEvent(bar, QEnterEvent(at, at, at))
    assert bar.time_left < 0
    QApplication.sendEvent(bar, QEvent(QEvent.Type.Leave))
    assert bar.time_left > 0


def test_the_bar_is_closed_by_its_button_or_esc(window: QWidget, qtbot) -> None:
    bar = MessageBar(window)
    bar.show_message("Something.", "error")
    qtbot.mouseClick(bar.close_button, Qt.MouseButton.LeftButton)
    assert not bar.isVisible()
    bar.show_message("Something else.")
    bar.close_button.setFocus()
    qtbot.keyClick(bar.close_button, Key.Key_Escape)
    assert not bar.isVisible()


def test_the_bar_stays_within_what_it_is_over(window: QWidget) -> None:
    bar = MessageBar(window)
    bar.show_message("<b>x</b> " + "W" * 500)
    assert bar.label.textFormat() is Qt.TextFormat.PlainText
    assert window.rect().contains(bar.geometry())
    window.resize(300, 200)
    assert window.rect().contains(bar.geometry())
    assert bar.geometry().bottom() > 150
