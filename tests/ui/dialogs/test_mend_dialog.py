"""The window of mends: found while one works, shown on the chart, made as one undo step."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from model.changes import Batch, Field, Move, OptionField, Remove, SetField, SetOption
from model.mend import mends
from model.pack import Pack
from model.rules.rule import Verdict
from model.rules.standing import Sign
from model.scenario import from_ready
from tests.sample_pack import WHEN, WHO
from ui import theme
from ui.chart.view import ChartView
from ui.dialogs.mend import MOST, MendDialog, worst_mendable
from ui.document import Document

Key = Qt.Key
GREATER_MANCHESTER, LANCASHIRE, CUMBRIA, SOMERSET = "C07", "C08", "C06", "C50"
BURY = "5JX"


RULES = ("DH-01", "DH-02", "DH-07", "DH-31", "DH-32", "DH-37", "DH-39")


@pytest.fixture
def england(pack: Pack, qapp: QApplication) -> Document:
    """Return England's clusters of June 2011 under a few rules, whatever others the pack has."""
    few = replace(pack, rules=tuple(rule for rule in pack.rules if rule.id in RULES))
    ready = next(o for o in pack.options if o.id == "june-2011")
    return Document(from_ready(few, ready, "s", when=WHEN, who=WHO))


@pytest.fixture
def ask(england: Document, shown, qtbot) -> Callable[..., MendDialog]:
    def open_(organisation: str = GREATER_MANCHESTER, rule: str = "DH-32") -> MendDialog:
        dialog = MendDialog(england, organisation, rule, theme.LIGHT)
        shown(dialog)
        qtbot.waitUntil(lambda: not dialog.is_searching)
        return dialog

    return open_


def test_the_best_come_first_and_the_first_is_shown(england: Document, ask) -> None:
    dialog = ask()
    *_, best = mends(england.option, dialog.finding)
    assert dialog.found == best
    assert [row.name for row in dialog.list.rows] == [m.text for m in best[:MOST]]
    row = dialog.list.rows[0]
    assert (row.name, row.sign) == ("Move Bury to Lancashire", Sign.TICK)
    assert row.aside == "Breaks nothing new · in one piece"
    assert dialog.list.row == row
    assert dialog.status.text().startswith("24 ways to mend it, fewest new breaks first; ")
    assert "over the planning norm" in dialog.sentence.text()


def test_both_groups_are_shown_old_and_new(ask) -> None:
    effects = ask().effect.effects
    assert [e.name for e in effects] == ["Greater Manchester", "Lancashire"]
    lines = {line.label: (line.old, line.new) for line in effects[0].lines}
    assert lines["PCTs"] == ("10", "9")
    assert lines["Population"] == ("2,715,618", "2,530,558")
    assert lines["Pieces"] == ("1", "1")
    assert (effects[0].old_word, effects[0].new_word) == ("breaks", "meets")


def test_choosing_one_shows_old_and_new_on_the_chart_until_the_window_closes(
    england: Document, ask, qtbot
) -> None:
    chart = ChartView(england, theme.LIGHT)
    qtbot.addWidget(chart)
    before = chart.faces.card(LANCASHIRE)
    dialog = ask()
    would_be = chart.faces.card(LANCASHIRE)
    assert would_be != before
    qtbot.keyClick(dialog.list, Key.Key_Down)
    assert dialog.list.row.name == "Move Heywood, Middleton and Rochdale to Lancashire"
    assert chart.faces.card(LANCASHIRE) != would_be
    steps = england.stack.count()
    qtbot.keyClick(dialog.list, Key.Key_Escape)
    assert chart.faces.card(LANCASHIRE) == before
    assert england.stack.count() == steps


def test_accepting_is_one_undo_step_that_names_the_rule(england: Document, ask, qtbot) -> None:
    dialog = ask()
    steps = england.stack.count()
    with qtbot.waitSignal(england.changed):
        qtbot.keyClick(dialog.list, Key.Key_Return)
    assert england.state.group_of(BURY) == LANCASHIRE
    assert england.stack.count() == steps + 1
    assert england.stack.undoText() == "Move Bury to Lancashire (mends DH-32)"
    entry = england.option.log[england.option.log.head]
    assert entry.why.startswith("Mends DH-32, Cluster population: Population 2,715,618")
    assert not isValid(dialog) or not dialog.isVisible()
    england.stack.undo()
    assert england.state.group_of(BURY) == GREATER_MANCHESTER
    england.stack.redo()
    assert england.state.group_of(BURY) == LANCASHIRE


def test_a_group_of_one_can_be_taken_in_by_its_neighbour(england: Document, ask, qtbot) -> None:
    dialog = ask(CUMBRIA)
    assert dialog.list.row.name == "Move Cumbria Teaching to Lancashire; dissolve Cumbria"
    assert dialog.list.row.aside.startswith("Newly breaks DH-39 in Lancashire")
    assert dialog.effect.effects[0].new_word == "dissolved"
    qtbot.mouseClick(dialog.mend_button, Qt.MouseButton.LeftButton)
    assert CUMBRIA not in england.state
    england.stack.undo()
    assert england.state.members(CUMBRIA) == ["5NE"]


def test_it_searches_anew_after_an_edit(england: Document, ask, qtbot) -> None:
    dialog = ask()
    england.commit(SetField(LANCASHIRE, Field.LOCKED, "yes"))
    assert dialog.is_searching
    qtbot.waitUntil(lambda: not dialog.is_searching)
    assert dialog.found
    for mend in dialog.found:
        assert not isinstance(mend.change, Move) or mend.change.to != LANCASHIRE
        assert LANCASHIRE not in {group for group, _, _ in mend.pieces}


def test_what_is_in_order_by_now_is_said_to_be(england: Document, ask) -> None:
    dialog = ask()
    assert dialog.list.isVisible()
    england.commit(Move(BURY, LANCASHIRE))
    assert not dialog.is_searching
    assert dialog.list.rows == []
    assert not dialog.list.isVisible()
    assert dialog.status.text() == "This is in order now: there is nothing left to mend."
    assert not dialog.mend_button.isEnabled()


def test_what_is_gone_is_said_to_be(england: Document, ask) -> None:
    dialog = ask(CUMBRIA)
    england.commit(Batch((Move("5NE", LANCASHIRE), Remove(CUMBRIA))))
    assert dialog.status.text() == "What this was about is gone."
    assert not dialog.mend_button.isEnabled()


def test_why_nothing_is_found_is_said(england: Document, ask) -> None:
    england.commit(SetField(SOMERSET, Field.LOCKED, "yes"))
    dialog = ask(SOMERSET)
    assert dialog.list.rows == []
    assert not dialog.list.isVisible()
    assert dialog.status.text() == "Somerset is locked. Unlock it to have it mended."


def test_a_file_that_is_open_read_only_is_left_as_it_is(england: Document, ask, qtbot) -> None:
    england.read_only = True
    dialog = ask()
    assert not dialog.mend_button.isEnabled()
    qtbot.keyClick(dialog.list, Key.Key_Return)
    assert dialog.isVisible()
    assert "read-only" in dialog.effect.sentence.text()
    assert england.state.group_of(BURY) == GREATER_MANCHESTER


def test_an_employer_is_named_for_a_list_that_lacks_them(england: Document, ask, qtbot) -> None:
    dialog = ask(LANCASHIRE, "DH-07")
    assert len(dialog.list.rows) == 5
    assert all("as employer of the shared posts" in row.name for row in dialog.list.rows)
    qtbot.keyClick(dialog.list, Key.Key_Return)
    found = england.option.findings.of(LANCASHIRE)
    assert next(f for f in found if f.rule.id == "DH-07").verdict is Verdict.MEETS


def test_another_governance_is_offered_where_one_is_preferred(pack: Pack, shown, qtbot) -> None:
    only = replace(pack, rules=tuple(r for r in pack.rules if r.check == "preferred-governance"))
    ready = next(o for o in pack.options if o.id == "june-2011")
    document = Document(from_ready(only, ready, "s", when=WHEN, who=WHO))
    document.commit(SetOption(OptionField.ON, "2011-12-01"))
    (finding,) = document.option.findings.of(LANCASHIRE)
    assert finding.verdict is Verdict.BREAKS
    dialog = MendDialog(document, LANCASHIRE, finding.rule.id, theme.LIGHT)
    shown(dialog)
    qtbot.waitUntil(lambda: not dialog.is_searching)
    assert dialog.list.row.name.startswith("Give Lancashire another governance: ")
    qtbot.keyClick(dialog.list, Key.Key_Return)
    (finding,) = document.option.findings.of(LANCASHIRE)
    assert finding.verdict is Verdict.MEETS


def test_the_worst_that_can_be_mended_is_found(england: Document) -> None:
    assert worst_mendable(england, [GREATER_MANCHESTER]) == (GREATER_MANCHESTER, "DH-32")
    assert worst_mendable(england, ["5NE", CUMBRIA]) == (CUMBRIA, "DH-32")
    assert worst_mendable(england, []) is None


def test_names_that_look_like_html_are_shown_as_they_are(nasty: Document, shown, qtbot) -> None:
    nasty.commit(SetField("G1", Field.FORMED, "2011-07-01"))
    dialog = MendDialog(nasty, "G2", "S-01", theme.DARK)
    shown(dialog)
    qtbot.waitUntil(lambda: not dialog.is_searching)
    assert any("<b>x</b>" in row.name for row in dialog.list.rows)
    assert dialog.width() < 600
    for row in dialog.list.rows:
        dialog.list.highlight_key(row.key)
    assert dialog.mend_button.isEnabled()


def test_a_closed_window_is_freed(england: Document, assert_freed, qtbot) -> None:
    dialog = MendDialog(england, GREATER_MANCHESTER, "DH-32", theme.LIGHT)
    dialog.show()
    handed_over = [dialog]
    del dialog
    assert_freed(handed_over)
