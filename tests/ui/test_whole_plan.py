"""A plan made in the window with mouse and keys alone: each thing undone and redone, all kept."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from model.changes import Arrangement, PostState
from model.rules.rule import Verdict
from tests.ui.in_the_window import (
    CITY,
    CONTROL,
    LANCASHIRE,
    LEFT,
    MANCHESTER,
    NORM,
    bring_into_view,
    choose,
    dialog,
    enter,
    finding,
    form_of,
    link,
    post,
    row_of,
)
from ui.dialogs.limits import LimitsDialog
from ui.dialogs.mend import MendDialog
from ui.dialogs.waive import WaiveDialog
from ui.main_window import MainWindow
from ui.panels.answers import Answers
from ui.panels.figures import Figures
from ui.panels.section import Section

DURHAM = "C01"
ENTER = Qt.Key.Key_Return


def section(window: MainWindow, organisation: str, kind: type[Section]) -> Section:
    """Go to an organisation in the inspector, and return a section of its page."""
    window.document.reveal(organisation)
    window.docks.inspector.raise_()
    assert window.inspector.page is not None
    return next(s for s in window.inspector.page.sections if isinstance(s, kind))


def make_a_vacancy(qtbot, window: MainWindow) -> None:
    form = form_of(qtbot, window, MANCHESTER, "chief-executive")
    enter(qtbot, form.holder, "Ann Lee")
    choose(qtbot, form.state, "Vacant")


def share_a_director(qtbot, window: MainWindow) -> None:
    for group in (MANCHESTER, LANCASHIRE):
        enter(qtbot, form_of(qtbot, window, group, "medical").holder, "Bo Ek")


def merge_the_directors_of_public_health_but_one(qtbot, window: MainWindow) -> None:
    choose(qtbot, row_of(qtbot, window, MANCHESTER, "dph").arrangement, "Shared by the cluster")
    choose(qtbot, row_of(qtbot, window, CITY, "dph").arrangement, "Its own")


def waive_a_norm(qtbot, window: MainWindow) -> None:
    at = link(window, "Greater Manchester", NORM, "Accept…")
    qtbot.mouseClick(window.problems.list.viewport(), LEFT, pos=at)
    asked = dialog(qtbot, window, WaiveDialog)
    assert isinstance(asked, WaiveDialog)
    qtbot.keyClicks(asked.reason, "One city")
    qtbot.mouseClick(asked.waive_button, LEFT)


def change_a_limit(qtbot, window: MainWindow) -> None:
    qtbot.keyClick(window.chart, Qt.Key.Key_L, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    asked = dialog(qtbot, window, LimitsDialog)
    assert isinstance(asked, LimitsDialog)
    low = next(r for r in asked.rows if (r.rule.id, r.key) == (NORM, "low"))
    assert isinstance(low.field, QLineEdit)
    low.field.setFocus()
    low.field.selectAll()
    qtbot.keyClicks(low.field, "650,000")
    qtbot.keyClick(low.field, ENTER)


def mend_a_finding(qtbot, window: MainWindow) -> None:
    window.document.reveal(DURHAM)
    name = window.chart.name_place(DURHAM).center()
    qtbot.mouseClick(window.chart.viewport(), LEFT, pos=name)
    assert window.document.selection == {DURHAM}
    qtbot.keyClick(window.chart, Qt.Key.Key_M, CONTROL)
    (asked,) = window.findChildren(MendDialog)
    assert asked.finding.rule.id == NORM
    qtbot.waitUntil(lambda: not asked.is_searching)
    qtbot.keyClick(asked.list, ENTER)


def answer_a_question(qtbot, window: MainWindow) -> None:
    answers = section(window, MANCHESTER, Answers)
    assert isinstance(answers, Answers)
    agreed = answers.blocks["DH-15"].rows["sha-agreed"].yes_no
    assert agreed is not None
    bring_into_view(qtbot, window, agreed.buttons["yes"])
    qtbot.mouseClick(agreed.buttons["yes"], LEFT)


def enter_a_figure(qtbot, window: MainWindow) -> None:
    figures = section(window, CITY, Figures)
    assert isinstance(figures, Figures)
    field = figures.entries["nonrecurrent_reserve"].field
    bring_into_view(qtbot, window, field)
    enter(qtbot, field, "1 000 000")


def is_vacant(window: MainWindow) -> bool:
    return post(window, MANCHESTER, "chief-executive").state is PostState.VACANT


def is_shared(window: MainWindow) -> bool:
    held = window.document.state.posts_held("Bo Ek")
    return [o for o, _, _ in held] == [MANCHESTER, LANCASHIRE]


def is_kept_apart(window: MainWindow) -> bool:
    how = [window.document.state.arrangement(unit, "dph") for unit in (CITY, "5HG")]
    return how == [Arrangement.OWN, Arrangement.SHARED]


def is_waived(window: MainWindow) -> bool:
    return finding(window).verdict is Verdict.WAIVED


def is_limit_changed(window: MainWindow) -> bool:
    return finding(window, DURHAM).rule.changed == ("low",)


def is_mended(window: MainWindow) -> bool:
    return finding(window, DURHAM).verdict is Verdict.MEETS


def is_answered(window: MainWindow) -> bool:
    return window.document.state.answer(MANCHESTER, "DH-15", "sha-agreed") == "yes"


def is_entered(window: MainWindow) -> bool:
    return window.document.state.entered(CITY, "nonrecurrent_reserve") == 1_000_000


PLAN = (
    (make_a_vacancy, is_vacant),
    (share_a_director, is_shared),
    (merge_the_directors_of_public_health_but_one, is_kept_apart),
    (waive_a_norm, is_waived),
    (change_a_limit, is_limit_changed),
    (mend_a_finding, is_mended),
    (answer_a_question, is_answered),
    (enter_a_figure, is_entered),
)
"""What is done, and whether it is so."""


def test_all_that_a_plan_says_is_undone_redone_saved_and_reopened(
    qtbot, window: MainWindow, tmp_path: Path
) -> None:
    document = window.document
    first = document.state.snapshot()
    for gesture, is_so in PLAN:
        before, start = document.state.snapshot(), document.stack.index()
        assert not is_so(window), gesture.__name__
        gesture(qtbot, window)
        assert is_so(window), gesture.__name__
        after, steps = document.state.snapshot(), document.stack.index() - start
        assert 1 <= steps <= 2, gesture.__name__
        with qtbot.waitActive(window):  # it may still be the dialog's turn
            window.activateWindow()
        for _ in range(steps):
            qtbot.keyClick(window.chart, Qt.Key.Key_Z, CONTROL)
        assert document.state.snapshot() == before, gesture.__name__
        for _ in range(steps):
            qtbot.keyClick(window.chart, Qt.Key.Key_Y, CONTROL)
        assert document.state.snapshot() == after, gesture.__name__

    made, steps = document.state, document.stack.index()
    path = tmp_path / "plan.footprint"
    assert window.files.save_as(path)
    assert window.files.open(path)
    assert document.state is not made
    assert document.state.snapshot() == made.snapshot()
    assert all(is_so(window) for _, is_so in PLAN)
    for _ in range(steps):
        qtbot.keyClick(window.chart, Qt.Key.Key_Z, CONTROL)
    assert document.state.snapshot() == first
