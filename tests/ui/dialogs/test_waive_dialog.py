"""The dialog that accepts being outside a rule: reason, name, date; and what can't be accepted."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QWidget

from db.identity import today, user
from model.changes import Field, SetField, Waive
from model.rules.rule import Verdict, Waiver
from ui import theme
from ui.dialogs.waive import WaiveDialog
from ui.document import Document

AGREED = Waiver("A valley of its own", "Ann Lee", "2011-05-03")
ENTER = Qt.Key.Key_Return


def waived(document: Document) -> Waiver | None:
    return document.state.waiver("G2", "S-01")


@pytest.fixture
def dialog(document: Document, shown: Callable[[QWidget], None]) -> WaiveDialog:
    made = WaiveDialog(document, "G2", theme.LIGHT)
    shown(made)
    return made


def test_a_norm_is_waived_by_keys(dialog: WaiveDialog, document: Document, qtbot) -> None:
    assert dialog.sentence.text().startswith("S-01 Population")
    assert (dialog.who.text(), dialog.change.on) == (user(), today())
    assert not dialog.waive_button.isEnabled()
    qtbot.keyClicks(dialog.reason, "A valley of its own")
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Tab)
    assert dialog.who.hasFocus()
    qtbot.keyClicks(dialog.who, "Ann Lee")
    dialog.on.setDate(QDate(2011, 5, 3))
    steps = document.stack.count()
    qtbot.keyClick(dialog.who, ENTER)
    assert waived(document) == AGREED
    assert document.stack.count() == steps + 1
    (finding,) = (f for f in document.option.findings.of("G2") if f.rule.id == "S-01")
    assert (finding.verdict, finding.waiver) == (Verdict.WAIVED, AGREED)
    document.stack.undo()
    assert waived(document) is None
    document.stack.redo()
    assert waived(document) == AGREED


@pytest.mark.parametrize("field", ["reason", "who"])
def test_nothing_is_waived_without_reason_and_name(dialog: WaiveDialog, field: str) -> None:
    dialog.reason.setPlainText("Agreed")
    dialog.who.setText("Ann Lee")
    assert dialog.waive_button.isEnabled()
    if field == "reason":
        dialog.reason.setPlainText(" \n ")
    else:
        dialog.who.setText("  ")
    assert not dialog.waive_button.isEnabled()
    assert not dialog.refusal.isVisible()


def test_what_the_model_refuses_is_said(dialog: WaiveDialog) -> None:
    dialog.who.setText("Ann Lee")
    dialog.reason.setPlainText("x" * 10_001)
    assert not dialog.waive_button.isEnabled()
    assert "at most 10,000 characters" in dialog.refusal.text()


def test_esc_waives_nothing(dialog: WaiveDialog, document: Document, qtbot) -> None:
    qtbot.keyClicks(dialog.reason, "Agreed")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert waived(document) is None


def test_a_waiver_is_altered_or_taken_back(
    document: Document, shown: Callable[[QWidget], None], qtbot
) -> None:
    document.commit(Waive("G2", "S-01", AGREED.reason, AGREED.who, AGREED.on))
    steps = document.stack.count()
    first = WaiveDialog(document, "G2", theme.LIGHT)
    shown(first)
    assert first.reason.toPlainText() == AGREED.reason
    assert (first.who.text(), first.change.on) == (AGREED.who, AGREED.on)
    qtbot.mouseClick(first.waive_button, Qt.MouseButton.LeftButton)
    assert document.stack.count() == steps  # kept as it was: nothing to undo
    second = WaiveDialog(document, "G2", theme.LIGHT)
    shown(second)
    second.who.setText("Bob Ray")
    qtbot.mouseClick(second.waive_button, Qt.MouseButton.LeftButton)
    assert waived(document) == Waiver(AGREED.reason, "Bob Ray", AGREED.on)
    third = WaiveDialog(document, "G2", theme.LIGHT)
    shown(third)
    qtbot.mouseClick(third.back_button, Qt.MouseButton.LeftButton)
    assert waived(document) is None
    assert document.stack.count() == steps + 2


def test_of_several_findings_one_is_chosen(
    document: Document, shown: Callable[[QWidget], None]
) -> None:
    document.commit(SetField("G2", Field.FORMED, "2011-07-01"))
    made = WaiveDialog(document, "G2", theme.LIGHT)
    shown(made)
    # It begins with what can be waived, though what binds is worse.
    assert made.finding.rule.id == "S-01"
    assert made.choice.itemText(0).startswith("S-03 Formed in time (breaks law or instruction")
    made.choice.setCurrentIndex(0)
    assert made.refusal.text().startswith("No exception from a law or an instruction")
    assert not made.reason.isVisible()
    assert not made.waive_button.isVisible()
    named = WaiveDialog(document, "G2", theme.LIGHT, rule="S-03")
    shown(named)
    assert named.finding.rule.id == "S-03"


def test_where_nothing_is_outside_a_rule_it_says_so(document: Document, qtbot) -> None:
    with qtbot.waitSignal(document.refused) as told:
        assert WaiveDialog.ask(document, "G1", theme.LIGHT, None) is None
    assert told.args == ["North is not outside any rule: there is nothing to accept."]
    with qtbot.waitSignal(document.refused) as told:
        assert WaiveDialog.ask(document, "", theme.LIGHT, None) is None
    assert told.args == ["Select what a finding is about, or the problem itself."]


def test_a_read_only_file_can_not_be_altered(
    document: Document, shown: Callable[[QWidget], None]
) -> None:
    document.read_only = True
    made = WaiveDialog(document, "G2", theme.LIGHT)
    shown(made)
    assert not made.reason.isEnabled()
    assert "read-only" in made.refusal.text()
    assert not made.waive_button.isEnabled()


def test_names_are_plain_text_and_do_not_widen(
    nasty: Document, shown: Callable[[QWidget], None]
) -> None:
    nasty.commit(SetField("G2", Field.NAME, "<b>y</b>" + "z" * 190))
    made = WaiveDialog(nasty, "G2", theme.LIGHT)
    shown(made)
    assert made.heading.text().startswith("<b>y</b>zz")
    assert made.width() <= 600


def test_it_is_gone_when_it_is_closed(document: Document, assert_freed) -> None:
    assert_freed([WaiveDialog(document, "G2", theme.LIGHT)])
