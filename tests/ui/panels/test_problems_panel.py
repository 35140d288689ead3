"""The problems: which cards there are, stepping, unfolding, filtering, and what a drop brings."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QScrollArea

from model import edits
from model.changes import Field, Move, OptionField, SetField, SetLimit, SetOption, Waive
from model.pack import Tier
from model.rules.rule import Finding, Verdict
from ui import theme
from ui.document import Document
from ui.panels.dropped import consequences
from ui.panels.parts import Ink
from ui.panels.problem_cards import FACE, FINDING, ORGANISATIONS, Counts, Face
from ui.panels.problem_list import place
from ui.panels.problems import NOTHING, ProblemsPanel
from ui.panels.why import confidence

Make = Callable[[Document], ProblemsPanel]


@pytest.fixture
def panel_of(qtbot) -> Make:
    def make(document: Document) -> ProblemsPanel:
        panel = ProblemsPanel(document, theme.LIGHT)
        qtbot.addWidget(panel)
        panel.resize(280, 800)
        panel.show()
        return panel

    return make


def faces(panel: ProblemsPanel) -> list[Face]:
    return [panel.model.index(row, 0).data(FACE) for row in range(panel.model.rowCount())]


def titles(panel: ProblemsPanel) -> list[tuple[str, str]]:
    return [(face.tag, face.title) for face in faces(panel)]


def link_at(panel: ProblemsPanel, index: QModelIndex, link: str) -> QPoint:
    """Return the pixel of a card's link."""
    card = panel.list.delegate.card_rect(index)
    boxes = dict(place(index.data(FACE), panel.list.viewport().width()).links)
    return boxes[link].translated(card.topLeft()).center().toPoint()


def list_card(panel: ProblemsPanel) -> QModelIndex:
    """Return the first card that is a list."""
    rows = range(panel.model.rowCount())
    return next(
        panel.model.index(r, 0) for r in rows if panel.model.rowCount(panel.model.index(r, 0))
    )


def incomplete(document: Document) -> list[Finding]:
    """Return the findings that lack an input: how many there are grows with the pack's rules."""
    return [f for f in document.option.findings.problems() if f.verdict is Verdict.INCOMPLETE]


def test_an_edit_while_it_is_filled_takes_nothing_from_under_it(england: Document, qtbot) -> None:
    panel = ProblemsPanel(england, theme.LIGHT, waits=True)
    qtbot.addWidget(panel)
    steps = panel.fill_slowly()
    next(steps)
    groups = england.state.at_tier(Tier.GROUP)
    england.commit(edits.dissolve(england.state, groups))
    for _ in steps:
        assert not panel.is_filled
    assert panel.is_filled


def test_england_breaks_first_then_exceptions_then_lists(england: Document, panel_of: Make) -> None:
    panel = panel_of(england)
    assert titles(panel)[:14] == [
        ("LAW DH-37", "Cumbria Teaching"),
        ("LAW DH-37", "Surrey"),
        *(
            ("NORM DH-27", trust)
            for trust in (
                *("Northumberland", "Bexley", "Torbay", "North East Lincolnshire"),
                "Blackburn with Darwen Teaching",
            )
        ),
        ("NORM DH-32", "Cumbria"),
        ("NORM DH-32", "Greater Manchester"),
        ("NORM DH-32", "Somerset"),
        ("ACCEPTED EXCEPTION DH-40", "North Yorkshire and York"),
        ("ACCEPTED EXCEPTION DH-31", "South Yorkshire and Bassetlaw"),
        ("ACCEPTED EXCEPTION DH-31", "Northamptonshire and Milton Keynes"),
        ("ACCEPTED EXCEPTION GEO-1", "Southampton, Hampshire, Isle of Wight and Portsmouth"),
    ]
    lists = dict(titles(panel)[14:])
    some = {
        "NOT YET KNOWN DH-07": "42 clusters",
        "NOT YET KNOWN DH-40": "150 PCTs",
        "NOT YET KNOWN DH-44": "England",
    }
    assert {tag: lists[tag] for tag in some} == some
    missing = incomplete(england)
    assert set(lists) == {f"NOT YET KNOWN {finding.rule.id}" for finding in missing}
    assert panel.counts == Counts(2, 8, 4, len(missing))
    assert panel.count == 10
    assert panel.heading.text() == "Problems · 10"


def test_what_is_asked_of_successors_is_there_from_the_start(
    england: Document, panel_of: Make
) -> None:
    england.commit(SetOption(OptionField.ON, "2011-07-01"))
    england.commit(edits.new_successor(england.state, "C04", "H1", "First", ["5D9"]))
    asked = {
        (f"NOT YET KNOWN {f.rule.id}", "First")
        for f in england.option.findings.problems()
        if f.organisation == "H1" and f.verdict is Verdict.INCOMPLETE
    }
    assert asked
    panel = panel_of(england)
    assert asked <= set(titles(panel))
    assert panel.counts.incomplete == len(incomplete(england))


def test_a_list_holds_its_organisations(england: Document, panel_of: Make) -> None:
    panel = panel_of(england)
    card = list_card(panel)
    assert panel.model.rowCount(card) == 42
    assert len(card.data(ORGANISATIONS)) == 42
    first = panel.model.index(0, 0, card)
    assert first.data() == "County Durham and Darlington"
    assert first.data(ORGANISATIONS) == ["C01"]
    assert "No employer entered" in str(first.data(Qt.ItemDataRole.ToolTipRole))


def test_without_problems_it_says_so(england_with: Callable[[str], Document], qtbot) -> None:
    document = england_with("june-2011")
    panel = ProblemsPanel(document, theme.LIGHT)
    qtbot.addWidget(panel)
    panel.filter.setText("nothing is called this")
    assert panel.empty.text() == "Nothing matches the filter."
    assert panel.list.isHidden()
    assert NOTHING == "Nothing breaks and nothing is missing."


def test_a_solved_problem_goes_and_undo_brings_it_back(
    document: Document, panel_of: Make, qtbot
) -> None:
    panel = panel_of(document)
    assert ("NORM S-01", "Mid") in titles(panel)
    with qtbot.assertNotEmitted(panel.model.modelReset):
        document.commit(Move("U2", "G2"))
        assert ("NORM S-01", "Mid") not in titles(panel)
        document.stack.undo()
    assert ("NORM S-01", "Mid") in titles(panel)


def test_counts_are_told_when_they_differ(document: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(document)
    before = panel.counts
    with qtbot.waitSignal(panel.counts_changed) as told:
        document.commit(SetField("G1", Field.FORMED, "2011-07-01"))
    assert told.args == [before.cross + 1, before.warnings, 0, before.incomplete - 1]
    with qtbot.assertNotEmitted(panel.counts_changed):
        document.commit(SetField("G1", Field.NOTE, "Late"))


def test_a_list_of_one_becomes_a_card(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    assert ("NOT YET KNOWN S-03", "3 clusters") in titles(panel)
    for group in ("G1", "G2"):
        document.commit(SetField(group, Field.FORMED, "2011-05-01"))
    assert ("NOT YET KNOWN S-03", "South") in titles(panel)
    document.stack.undo()
    assert ("NOT YET KNOWN S-03", "2 clusters") in titles(panel)


def test_an_open_list_follows_an_edit(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    card = list_card(panel)
    panel.list.expand(card)
    document.commit(SetField("G2", Field.FORMED, "2011-05-01"))
    card = list_card(panel)
    assert panel.list.isExpanded(card)
    names = [panel.model.index(r, 0, card).data() for r in range(panel.model.rowCount(card))]
    assert names == ["North", "South"]


def test_a_new_name_is_shown(document: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(document)
    with qtbot.waitSignal(panel.model.dataChanged):
        document.commit(SetField("G2", Field.NAME, "Middle"))
    assert ("NORM S-01", "Middle") in titles(panel)


def test_show_reveals_and_why_unfolds(document: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(document)
    card = panel.model.index(0, 0)
    left = Qt.MouseButton.LeftButton
    with qtbot.waitSignal(document.revealed) as shown:
        qtbot.mouseClick(panel.list.viewport(), left, pos=link_at(panel, card, "Show"))
    assert shown.args == ["G2"]
    height = panel.list.visualRect(card).height()
    qtbot.mouseClick(panel.list.viewport(), left, pos=link_at(panel, card, "Why?"))
    why = [text for text, _ in card.data(FACE).why]
    assert why[:2] == ["Planning norm", "A cluster has from 300,000 to 900,000 people."]
    assert "Source: Nobody's guidance, section 2" in why
    assert panel.list.visualRect(card).height() > height + 60
    qtbot.mouseClick(panel.list.viewport(), left, pos=link_at(panel, card, "Hide why"))
    assert card.data(FACE).why == ()


def test_a_list_unfolds_at_a_click(document: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(document)
    card = list_card(panel)
    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(panel.list.viewport(), left, pos=link_at(panel, card, "Show list"))
    assert panel.list.isExpanded(card)
    assert card.data(FACE).links[0] == "Hide list"
    row = panel.list.visualRect(panel.model.index(2, 0, card)).center()
    with qtbot.waitSignal(document.revealed) as shown:
        qtbot.mouseClick(panel.list.viewport(), left, pos=row)
    assert shown.args == ["G3"]


def test_keys_walk_show_and_unfold(document: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(document)
    panel.list.setCurrentIndex(panel.model.index(0, 0))
    with qtbot.waitSignal(document.revealed) as shown:
        qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert shown.args == ["G2"]
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    assert faces(panel)[0].why
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert panel.list.isExpanded(list_card(panel))


def test_stepping_goes_round_both_ways(england: Document, panel_of: Make) -> None:
    panel = panel_of(england)
    panel.next_problem()
    assert england.selection == {"5NE"}
    panel.next_problem()
    assert england.selection == {"5P5"}
    panel.previous_problem()
    panel.previous_problem()
    # A folded list is one stop, the last one.
    last = incomplete(england)[-1].rule.id
    assert england.selection == {f.organisation for f in incomplete(england) if f.rule.id == last}
    panel.next_problem()
    assert england.selection == {"5NE"}


def test_stepping_goes_through_an_open_list(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    panel.list.expand(list_card(panel))
    seen = []
    for _ in range(6):
        panel.next_problem()
        seen.append(document.current)
    assert seen == ["G2", "G1", "G2", "G3", "G1", "G2"]


def test_the_next_one_takes_a_solved_ones_place(england: Document, panel_of: Make) -> None:
    panel = panel_of(england)
    panel.filter.setText("DH-32")
    for _ in range(2):
        panel.next_problem()
    assert england.selection == {"C07"}
    england.commit(edits.to_tray(england.state, ["5NT"]))
    assert ("NORM DH-32", "Greater Manchester") not in titles(panel)
    panel.next_problem()
    assert england.selection == {"C50"}
    panel.previous_problem()
    assert england.selection == {"C06"}


def test_stepping_without_problems_does_nothing(england: Document, panel_of: Make) -> None:
    panel = panel_of(england)
    panel.filter.setText("no such thing")
    panel.next_problem()
    panel.previous_problem()
    assert england.selection == frozenset()


def test_filters_by_words_and_by_verdict(england: Document, panel_of: Make) -> None:
    panel = panel_of(england)
    panel.filter.setText("norm cumbria")
    assert titles(panel) == [("NORM DH-32", "Cumbria")]
    panel.filter.clear()
    panel.verdicts.setCurrentIndex(panel.verdicts.findData(Verdict.WAIVED))
    assert {tag for tag, _ in titles(panel)} == {
        *("ACCEPTED EXCEPTION DH-31", "ACCEPTED EXCEPTION DH-40", "ACCEPTED EXCEPTION GEO-1")
    }
    missing = len(incomplete(england))
    assert [panel.verdicts.itemText(i) for i in range(4)] == [
        *(f"All {missing + 14:,}", "Breaks 10", "Accepted 4", f"Not yet known {missing:,}")
    ]
    assert panel.count == 10


def test_a_preview_says_what_changes(england: Document, panel_of: Make) -> None:
    panel = panel_of(england)
    england.preview(edits.move(england.state, ["5NT"], "C05"))
    assert panel.dropped.isVisible()
    assert panel.dropped.texts[:4] == [
        "Cheshire, Warrington and Wirral",
        "1.22m → 1.72m people, still meets DH-32",
        "Greater Manchester",
        "2.72m → 2.21m people, breaks → meets DH-32",
    ]
    spans = panel.dropped.lines[3].spans
    assert (("breaks", Ink.WARNING) in spans, ("meets", Ink.OK) in spans) == (True, True)
    england.preview(None)
    assert not panel.dropped.isVisible()


def test_all_that_a_preview_says_can_be_scrolled_to_in_a_low_panel(
    england: Document, panel_of: Make, qtbot
) -> None:
    panel = panel_of(england)
    england.preview(edits.move(england.state, ["5NT", "5QP", "5QQ", "5QL"], "C05"))
    dropped = panel.dropped
    area = dropped.findChild(QScrollArea)
    assert len(dropped.texts) > 8
    qtbot.waitUntil(lambda: not area.verticalScrollBar().maximum())
    panel.resize(280, 330)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    last = next(line for line in reversed(dropped.lines) if line.text())
    area.setFocus()
    qtbot.keyClick(area, Qt.Key.Key_PageDown)
    for _ in range(60):
        qtbot.keyClick(area, Qt.Key.Key_Down)
    assert last.visibleRegion().boundingRect() == last.rect()
    assert panel.list.viewport().height() > 40


def test_a_preview_says_which_cluster_it_would_dissolve(england: Document) -> None:
    preview = england.preview(edits.dissolve(england.state, ["C06"]))
    assert preview is not None
    told = dict(consequences(england.state, preview))
    assert told["Cumbria"] == [(("dissolved", Ink.STRONG),)]


def test_a_preview_across_regions_names_the_rule(england: Document, panel_of: Make) -> None:
    panel = panel_of(england)
    england.preview(edits.move(england.state, ["5NT"], "C10"))
    assert any(text.startswith("meets → breaks DH-31: ") for text in panel.dropped.texts)


def test_a_preview_of_a_new_cluster_and_of_a_refusal(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    document.preview(edits.new_group(document.state, "R1", "X", units=["U1"]))
    assert panel.dropped.texts[:2] == ["New cluster", "0 → 300k people, meets S-01"]
    document.commit(SetField("G1", Field.LOCKED, "yes"))
    document.preview(Move("U1", "G2"))
    assert panel.dropped.texts[0].startswith("North is locked")


def test_names_are_plain_text_and_do_not_widen(nasty: Document, panel_of: Make) -> None:
    nasty.commit(edits.new_group(nasty.state, "R1", "X", "<b>x</b>" + "W" * 190, ["U5"]))
    panel = panel_of(nasty)
    nasty.preview(Move("U2", "X"))
    panel.list.expand(list_card(panel))
    assert any(title.startswith("<b>x</b>WW") for _, title in titles(panel))
    assert "&lt;b&gt;x" in str(panel.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole))
    assert panel.dropped.texts[0].startswith("<b>x</b>WW")
    assert panel.minimumSizeHint().width() <= 260


def test_the_menu_has_the_links_and_copies(document: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(document)
    actions = panel.list.menu_for(panel.model.index(0, 0)).actions()
    assert [a.text() for a in actions] == ["Show", "Mend…", "Why?", "Accept…", "Copy text"]
    with qtbot.waitSignal(document.revealed):
        actions[0].trigger()
    with qtbot.waitSignal(panel.asked) as asked:
        actions[1].trigger()
    assert asked.args[0] == "Mend…"
    assert (asked.args[1].organisation, asked.args[1].rule.id) == ("G2", "S-01")


def test_a_finding_is_mended_by_link_or_key(england: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(england)
    assert panel.model.index(0, 0).data(FACE).links == ("Show", "Why?")  # a unit's own deficit
    panel.filter.setText("DH-32")
    index = panel.model.index(0, 0)
    assert index.data(FACE).links == ("Show", "Mend…", "Why?", "Accept…")
    panel.list.setCurrentIndex(index)
    with qtbot.waitSignal(panel.asked) as asked:
        qtbot.keyClick(panel.list, Qt.Key.Key_M)
    assert asked.args[1].organisation == "C06"


def test_one_of_a_list_is_mended_from_its_menu(england: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(england)
    model = panel.model
    places = [model.index(row, 0) for row in range(model.rowCount())]
    card = next(i for i in places if i.data(FINDING).rule.id == "DH-07")
    below = model.index(3, 0, card)
    actions = panel.list.menu_for(below).actions()
    assert [a.text() for a in actions] == ["Show", "Mend…", "Copy text"]
    with qtbot.waitSignal(panel.asked) as asked:
        actions[1].trigger()
    assert asked.args == ["Mend…", below.data(FINDING)]


def test_links_ask_for_what_is_done_elsewhere(document: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(document)
    norm = panel.model.index(0, 0)
    at = link_at(panel, norm, "Accept…")
    with qtbot.waitSignal(panel.asked) as asked:
        qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert asked.args[0] == "Accept…"
    assert (asked.args[1].organisation, asked.args[1].rule.id) == ("G2", "S-01")
    qtbot.mouseClick(
        panel.list.viewport(), Qt.MouseButton.LeftButton, pos=link_at(panel, norm, "Why?")
    )
    with qtbot.waitSignal(panel.asked) as asked:
        at = link_at(panel, norm, "Limits…")
        qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert asked.args[0] == "Limits…"


def test_links_that_have_no_room_go_to_the_next_line(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    panel.model.toggle_why(panel.model.index(0, 0))
    face = panel.model.index(0, 0).data(FACE)
    wide, narrow = place(face, 400), place(face, 200)
    assert len({box.top() for _, box in wide.links}) == 1
    assert len({box.top() for _, box in narrow.links}) == 2
    assert all(box.right() <= 200 for _, box in narrow.links)
    assert narrow.why_from > max(box.bottom() for _, box in narrow.links)


def test_a_waived_problem_is_an_exception_that_says_who_and_why(
    document: Document, panel_of: Make
) -> None:
    panel = panel_of(document)
    before = panel.counts
    document.commit(Waive("G2", "S-01", "A valley of its own", "Ann Lee", "2011-05-03"))
    assert (panel.counts.warnings, panel.counts.exceptions) == (
        before.warnings - 1,
        before.exceptions + 1,
    )
    card = next(f for f in faces(panel) if f.tag == "ACCEPTED EXCEPTION S-01")
    assert card.sentence.endswith("Accepted by Ann Lee on 3 May 2011: A valley of its own.")
    assert card.links == ("Show", "Why?", "Exception…")
    document.stack.undo()
    assert panel.counts == before


def test_what_binds_has_an_entry_that_says_why_it_can_not_be_waived(
    england: Document, panel_of: Make
) -> None:
    panel = panel_of(england)
    assert faces(panel)[0].links == ("Show", "Why?")
    menu = panel.list.menu_for(panel.model.index(0, 0))
    entry = next(a for a in menu.actions() if a.text() == "Accept…")
    assert not entry.isEnabled()
    assert "No exception from a law or an instruction" in entry.toolTip()


def test_a_changed_limit_is_marked_and_told(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    panel.model.toggle_why(panel.model.index(0, 0))
    document.commit(SetLimit("S-01", "low", "350000"))
    card = next(f for f in faces(panel) if f.title == "Mid" and "S-01" in f.tag)
    assert card.tag == "NORM S-01 ≠ CHANGED"
    assert card.sentence.endswith("Low limit 350,000, changed from 300,000.")
    assert ("≠ changed: low limit 350,000, changed from 300,000.", Ink.STRONG) in card.why
    document.stack.undo()
    card = next(f for f in faces(panel) if f.title == "Mid" and "S-01" in f.tag)
    assert "changed" not in f"{card.tag} {card.sentence} {card.why}".lower()


def test_another_scenario_is_read_anew(
    document: Document, england: Document, panel_of: Make, qtbot
) -> None:
    panel = panel_of(england)
    panel.next_problem()
    with qtbot.waitSignal(panel.counts_changed):
        england.replace(document.scenario)
    assert titles(panel)[0] == ("NORM S-01", "Mid")
    panel.next_problem()
    assert england.selection == {"G2"}


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("R", "R – read in the source itself"),
        (
            "S, R (s.228)",
            "S, R (s.228) – stated in an article of the trade press; "
            "read in the source itself (s.228)",
        ),
        ("E", "E"),
        ("Q, E", "Q, E"),
        ("R (text), Q (posts, date)", "R (text), Q (posts, date)"),
    ],
)
def test_a_confidence_is_explained_where_its_letters_are_known(code: str, text: str) -> None:
    assert confidence(code) == text


def test_the_model_is_sound(england: Document, panel_of: Make, qtmodeltester) -> None:
    panel = panel_of(england)
    panel.filter.setText("dh-3")  # all kinds of rows, and not a thousand of one kind
    assert 10 < panel.model.rowCount() < 100
    qtmodeltester.check(panel.model)
    panel.list.expandAll()
    england.commit(edits.to_tray(england.state, ["5NT", "5NE"]))
    england.commit(SetField("C01", Field.FORMED, "2011-05-01"))
    panel.filter.setText("cumbria")
    england.stack.undo()
    england.stack.undo()
    panel.filter.setText("dh-3")
    qtmodeltester.check(panel.model)


def test_both_themes_are_drawn(england: Document, panel_of: Make) -> None:
    panel = panel_of(england)
    panel.list.follow_link(panel.model.index(0, 0), "Why?")
    england.preview(edits.move(england.state, ["5NT"], "C08"))
    light = panel.grab().toImage()
    panel.set_theme(theme.DARK)
    assert panel.grab().toImage() != light
