"""The dialog for limits: what is shown, checked as it is typed, set as one step, and reset."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from model.changes import SetLimit
from model.option import Option
from model.scenario import Scenario
from tests.sample_pack import WHEN, WHO, sample_pack
from ui import theme
from ui.dialogs.limits import NONE, LimitRow, LimitsDialog
from ui.document import Document
from ui.panels.fields import Box, DayEdit
from ui.panels.parts import Prose

LEFT, ENTER = Qt.MouseButton.LeftButton, Qt.Key.Key_Return
LOW, HIGH, DEADLINE = ("S-01", "low"), ("S-01", "high"), ("S-03", "deadline")


@pytest.fixture
def open_(shown: Callable[[QWidget], None]) -> Callable[..., LimitsDialog]:
    def make(document: Document, rule: str = "") -> LimitsDialog:
        dialog = LimitsDialog(document, theme.LIGHT, rule=rule)
        shown(dialog)
        return dialog

    return make


def row(dialog: LimitsDialog, at: tuple[str, str]) -> LimitRow:
    return next(r for r in dialog.rows if (r.rule.id, r.key) == at)


def type_into(qtbot, row: LimitRow, text: str) -> None:
    assert isinstance(row.field, QLineEdit)
    row.field.setFocus()
    row.field.selectAll()
    qtbot.keyClicks(row.field, text)


def limits(document: Document) -> dict[tuple[str, str], str]:
    return dict(document.state.limits)


def test_every_limit_is_there_with_its_unit_and_what_the_pack_has(
    document: Document, open_: Callable[..., LimitsDialog]
) -> None:
    dialog = open_(document)
    told = [(r.name.text(), r.unit.text(), r.pack.text()) for r in dialog.rows]
    assert told == [
        ("Low limit", "people", "pack: 300,000"),
        ("High limit", "people", "pack: 900,000"),
        ("Deadline", "date", "pack: 1 June 2011"),
    ]
    assert not any(r.reset_button.isEnabled() for r in dialog.rows)
    assert not dialog.reset_all_button.isEnabled()


def test_a_limit_is_set_by_keys_and_undone(
    document: Document, open_: Callable[..., LimitsDialog], qtbot
) -> None:
    dialog = open_(document, "S-01")
    steps = document.stack.count()
    low = row(dialog, LOW)
    qtbot.waitUntil(low.field.hasFocus)
    qtbot.keyClicks(low.field, "350,000")
    assert low.own.text() == "≠ changed"
    qtbot.keyClick(low.field, ENTER)
    assert limits(document) == {LOW: "350000"}
    assert document.stack.count() == steps + 1
    document.stack.undo()
    assert limits(document) == {}
    document.stack.redo()
    assert limits(document) == {LOW: "350000"}


@pytest.mark.parametrize(
    ("low", "high"), [(1_000_000, 2_000_000), (1_000, 2_000), (400_000, 800_000)]
)
def test_both_limits_go_up_or_down_in_one_step(
    document: Document, open_: Callable[..., LimitsDialog], qtbot, low: int, high: int
) -> None:
    for first, second in ((low, high), (300_001, 900_001)):
        dialog = open_(document)
        steps = document.stack.count()
        type_into(qtbot, row(dialog, LOW), f"{first:,}")
        type_into(qtbot, row(dialog, HIGH), f"{second}")
        qtbot.mouseClick(dialog.set_button, LEFT)
        assert limits(document) == {LOW: str(first), HIGH: str(second)}
        assert document.stack.count() == steps + 1


def test_what_can_not_be_is_said_as_it_is_typed(
    document: Document, open_: Callable[..., LimitsDialog], qtbot
) -> None:
    dialog = open_(document)
    type_into(qtbot, row(dialog, LOW), "1,000,000")
    assert dialog.refusal.text() == (
        "S-01 Planning norm: The low limit (1,000,000) would be over the high one (900,000)."
    )
    assert not dialog.set_button.isEnabled()
    qtbot.keyClick(dialog, ENTER)
    assert limits(document) == {}
    type_into(qtbot, row(dialog, LOW), "many")
    assert dialog.refusal.text() == ("S-01 Planning norm, low limit: 'many' is not a whole number.")
    type_into(qtbot, row(dialog, LOW), "400 000")
    assert not dialog.refusal.isVisible()
    assert dialog.set_button.isEnabled()


def test_one_limit_or_all_go_back_to_the_packs(
    document: Document, open_: Callable[..., LimitsDialog], qtbot
) -> None:
    document.commit(SetLimit(*LOW, "350000"))
    document.commit(SetLimit(*DEADLINE, "2011-10-03"))
    dialog = open_(document)
    assert [r.own.text() for r in dialog.rows] == ["≠ changed", "", "≠ changed"]
    qtbot.mouseClick(row(dialog, LOW).reset_button, LEFT)
    qtbot.mouseClick(dialog.set_button, LEFT)
    assert limits(document) == {DEADLINE: "2011-10-03"}
    dialog = open_(document)
    qtbot.mouseClick(dialog.reset_all_button, LEFT)
    steps = document.stack.count()
    qtbot.mouseClick(dialog.set_button, LEFT)
    assert limits(document) == {}
    assert document.stack.count() == steps + 1


def test_a_deadline_is_a_date(
    document: Document, open_: Callable[..., LimitsDialog], qtbot
) -> None:
    dialog = open_(document)
    field = row(dialog, DEADLINE).field
    assert isinstance(field, DayEdit)
    field.setDate(QDate(2011, 10, 3))
    qtbot.mouseClick(dialog.set_button, LEFT)
    assert limits(document) == {DEADLINE: "2011-10-03"}


def test_a_switch_is_a_box_to_tick(england: Document, open_: Callable[..., LimitsDialog]) -> None:
    dialog = open_(england)
    switch = next(r for r in dialog.rows if isinstance(r.field, Box))
    assert isinstance(switch.field, Box)
    assert switch.value == ""
    switch.field.click()
    assert switch.value in ("yes", "no")
    assert switch.own.text() == "≠ changed"
    dialog.accept()
    assert england.state.limit(switch.rule.id, switch.key) == switch.value


def test_nothing_altered_is_no_step(
    document: Document, open_: Callable[..., LimitsDialog], qtbot
) -> None:
    dialog = open_(document)
    type_into(qtbot, row(dialog, LOW), "£300,000")
    steps = document.stack.count()
    qtbot.mouseClick(dialog.set_button, LEFT)
    assert document.stack.count() == steps


def test_a_read_only_file_can_not_be_altered(
    document: Document, open_: Callable[..., LimitsDialog]
) -> None:
    document.commit(SetLimit(*LOW, "350000"))
    document.read_only = True
    dialog = open_(document)
    assert not any(r.field.isEnabled() or r.reset_button.isEnabled() for r in dialog.rows)
    assert not dialog.set_button.isEnabled()
    assert not dialog.reset_all_button.isEnabled()
    assert "read-only" in dialog.refusal.text()


def test_a_pack_without_limits_says_so(
    qapp: QApplication, open_: Callable[..., LimitsDialog]
) -> None:
    pack = sample_pack()
    pack = replace(pack, rules=tuple(replace(r, adjustable=()) for r in pack.rules))
    option = Option.from_ready(pack, pack.options[0], "A", when=WHEN, who=WHO)
    dialog = open_(Document(Scenario("s", pack, WHEN, [option], "A")))
    assert NONE in [p.text() for p in dialog.findChildren(Prose)]
    assert not dialog.set_button.isEnabled()


def test_it_is_gone_when_it_is_closed(document: Document, assert_freed) -> None:
    assert_freed([LimitsDialog(document, theme.LIGHT, rule="S-01")])
