"""What users say about a plan, in the whole window: said, undone, redone, saved and reopened."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from model.pack import Tier
from model.rules.rule import Verdict
from tests.ui.in_the_window import LEFT, MANCHESTER, NORM, cards, dialog, finding, link
from ui.dialogs.limits import LimitsDialog
from ui.dialogs.waive import WaiveDialog
from ui.main_window import MainWindow
from ui.panels.answers import Answers
from ui.panels.problem_cards import FACE

ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab
CTRL = Qt.KeyboardModifier.ControlModifier


def check_undo_and_reopen(
    qtbot, window: MainWindow, path: Path, is_said: Callable[[], bool]
) -> None:
    """Undo and redo with keys, save, open again: what was said is there, and can be undone."""
    assert is_said()
    qtbot.keyClick(window.chart, Qt.Key.Key_Z, CTRL)
    assert not is_said()
    qtbot.keyClick(window.chart, Qt.Key.Key_Y, CTRL)
    assert is_said()
    saved = window.document.state.snapshot()
    assert window.files.save_as(path)
    assert window.files.open(path)
    assert window.document.state.snapshot() == saved
    assert is_said()
    window.document.stack.undo()
    assert not is_said()


def test_a_norm_is_waived_from_its_card(qtbot, window: MainWindow, tmp_path: Path) -> None:
    at = link(window, "Greater Manchester", NORM, "Accept…")
    qtbot.mouseClick(window.problems.list.viewport(), LEFT, pos=at)
    asked = dialog(qtbot, window, WaiveDialog)
    assert isinstance(asked, WaiveDialog)
    qtbot.keyClicks(asked.reason, "One city; the board of 3 May agreed")
    qtbot.keyClick(asked.reason, TAB)
    asked.who.selectAll()
    qtbot.keyClicks(asked.who, "Ann Lee")
    qtbot.keyClick(asked.who, ENTER)

    def is_said() -> bool:
        now = finding(window)
        return (
            now.verdict is Verdict.WAIVED
            and now.waiver is not None
            and (now.waiver.reason, now.waiver.who)
            == ("One city; the board of 3 May agreed", "Ann Lee")
        )

    check_undo_and_reopen(qtbot, window, tmp_path / "plan.footprint", is_said)


def test_w_waives_what_is_selected_and_the_card_takes_it_back(qtbot, window: MainWindow) -> None:
    window.document.select([MANCHESTER])
    qtbot.keyClick(window.chart, Qt.Key.Key_W)
    asked = dialog(qtbot, window, WaiveDialog)
    assert isinstance(asked, WaiveDialog)
    asked.choice.setCurrentIndex(asked.choice.findText(NORM, Qt.MatchFlag.MatchStartsWith))
    qtbot.keyClicks(asked.reason, "One city")
    qtbot.mouseClick(asked.waive_button, LEFT)
    assert finding(window).verdict is Verdict.WAIVED
    steps = window.document.stack.count()
    model = window.problems.model
    rows = (model.index(row, 0) for row in range(model.rowCount()))
    card = next(
        index
        for index in rows
        if (index.data(FACE).title, index.data(FACE).tag)
        == ("Greater Manchester", f"ACCEPTED EXCEPTION {NORM}")
    )
    menu = window.problems.list.menu_for(card)
    next(a for a in menu.actions() if a.text() == "No longer accept").trigger()
    assert finding(window).verdict is Verdict.BREAKS
    assert window.document.stack.count() == steps + 1


def test_w_in_the_list_of_problems_is_about_the_card(qtbot, window: MainWindow) -> None:
    window.document.select([MANCHESTER])
    view, model = window.problems.list, window.problems.model
    rows = (model.index(row, 0) for row in range(model.rowCount()))
    view.setCurrentIndex(next(i for i in rows if i.data(FACE).title == "Somerset"))
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_W)
    asked = dialog(qtbot, window, WaiveDialog)
    assert isinstance(asked, WaiveDialog)
    assert (asked.heading.text(), asked.finding.rule.id) == ("Somerset", NORM)
    asked.reject()


def test_the_inspector_leads_to_the_waiver(qtbot, window: MainWindow) -> None:
    window.document.select([MANCHESTER])
    page = window.inspector.page
    assert page is not None
    window.docks.inspector.raise_()
    rows = [r for s in page.sections for r in getattr(getattr(s, "rows", None), "rows", ())]
    row = next(r for r in rows if getattr(r, "rule", "") == NORM)
    qtbot.mouseClick(row.waive, LEFT)
    asked = dialog(qtbot, window, WaiveDialog)
    assert isinstance(asked, WaiveDialog)
    assert asked.finding == finding(window)
    asked.reject()


def test_where_there_is_nothing_to_waive_it_says_so(qtbot, window: MainWindow) -> None:
    window.document.select(["C05"])
    with qtbot.waitSignal(window.document.refused) as told:
        qtbot.keyClick(window.chart, Qt.Key.Key_W)
    assert "is not outside any rule" in told.args[0]


def test_a_limit_is_changed_and_marked_everywhere(
    qtbot, window: MainWindow, tmp_path: Path
) -> None:
    assert "changed" not in finding(window, "C01").sentence
    qtbot.keyClick(window.chart, Qt.Key.Key_L, CTRL | Qt.KeyboardModifier.ShiftModifier)
    asked = dialog(qtbot, window, LimitsDialog)
    assert isinstance(asked, LimitsDialog)
    low = next(r for r in asked.rows if (r.rule.id, r.key) == (NORM, "low"))
    assert isinstance(low.field, QLineEdit)
    low.field.setFocus()
    low.field.selectAll()
    qtbot.keyClicks(low.field, "650,000")
    qtbot.keyClick(low.field, ENTER)
    tags = {c.tag for c in cards(window)}
    assert "NORM DH-32 ≠ CHANGED" in tags
    assert "NORM DH-32" not in tags

    def is_said() -> bool:
        now = finding(window, "C01")
        return now.rule.changed == ("low",) and now.verdict is Verdict.BREAKS

    check_undo_and_reopen(qtbot, window, tmp_path / "plan.footprint", is_said)


def test_a_card_leads_to_the_limits_of_its_rule(qtbot, window: MainWindow) -> None:
    port = window.problems.list.viewport()
    qtbot.mouseClick(port, LEFT, pos=link(window, "Somerset", NORM, "Why?"))
    qtbot.mouseClick(port, LEFT, pos=link(window, "Somerset", NORM, "Limits…"))
    asked = dialog(qtbot, window, LimitsDialog)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "DH-32 Cluster population: low limit"
    asked.reject()


def test_keys_of_the_checklist_are_not_the_windows(qtbot, window: MainWindow) -> None:
    """N would make a group and Delete empty one: in the checklist they are answers."""
    window.document.select([MANCHESTER])
    window.docks.inspector.raise_()
    page = window.inspector.page
    assert page is not None
    checklist = next(s for s in page.sections if isinstance(s, Answers))
    rows = (r for b in checklist.blocks.values() for r in b.rows.values())
    row = next(r for r in rows if r.yes_no is not None and r.isVisibleTo(page))
    assert row.yes_no is not None
    groups = window.document.state.at_tier(Tier.GROUP)
    row.yes_no.setFocus()
    for key, answer in ((Qt.Key.Key_Y, "yes"), (Qt.Key.Key_N, "no"), (Qt.Key.Key_Delete, "")):
        focused = QApplication.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, key)
        said = window.document.state.answer(MANCHESTER, row.rule, row.item.id)
        assert said == answer
    assert window.document.state.at_tier(Tier.GROUP) == groups
    assert not window.document.state.tray()
