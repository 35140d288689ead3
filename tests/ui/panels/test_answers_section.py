"""The checklist: what is asked of whom, answered by mouse and keys, of one or of several."""

import datetime
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from model.changes import Answer, Field, OptionField, SetField, SetOption
from model.option import Option
from model.rules.rule import Item, Verdict
from model.scenario import Scenario
from tests.sample_pack import WHEN, WHO, sample_pack
from tests.ui.panels.inspecting import part, type_into
from ui.document import Document
from ui.panels.answers import Answers, ItemRow
from ui.panels.fields import LineField, YesNo
from ui.panels.inspector import InspectorPanel
from ui.panels.verdicts import Verdicts

Make = Callable[[Document], InspectorPanel]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def of_units(qapp: QApplication) -> Document:
    """Return the small document with a rule that asks something of each unit, too."""
    pack = sample_pack()
    asked = replace(
        pack.rule("S-00"),
        items=(Item("agreed", "both boards agree", "group"), Item("party", "a party", "unit")),
    )
    pack = replace(pack, rules=tuple(asked if r.id == "S-00" else r for r in pack.rules))
    option = Option.from_ready(pack, pack.options[0], "A", when=WHEN, who=WHO)
    return Document(Scenario("s", pack, WHEN, [option], "A"))


def item(panel: InspectorPanel, name: str) -> ItemRow:
    return part(panel, Answers).blocks["S-00"].rows[name]


def yes_no(panel: InspectorPanel, name: str = "agreed") -> YesNo:
    field = item(panel, name).yes_no
    assert field is not None
    return field


def lead(panel: InspectorPanel) -> LineField:
    field = item(panel, "lead").name
    assert field is not None
    return field


def answers(document: Document, name: str = "agreed") -> list[str]:
    return [document.state.answer(g, "S-00", name) for g in ("G1", "G2", "G3")]


def down(field: YesNo) -> list[str]:
    return [name for name, button in field.buttons.items() if button.isChecked()]


def test_a_question_is_answered_by_mouse_and_taken_back(
    document: Document, panel_of: Make, qtbot
) -> None:
    panel = panel_of(document)
    document.select(["G1"])
    section = part(panel, Answers)
    assert section.heading.text() == "Checklist · 0 of 2 answered"
    steps = document.stack.count()
    qtbot.mouseClick(yes_no(panel).buttons["yes"], LEFT)
    assert answers(document) == ["yes", "", ""]
    assert down(yes_no(panel)) == ["yes"]
    assert section.heading.text() == "Checklist · 1 of 2 answered"
    assert section.blocks["S-00"].title.text() == "Agreed S-00 · 1 of 2 answered"
    qtbot.mouseClick(yes_no(panel).buttons["no"], LEFT)
    assert answers(document) == ["no", "", ""]
    qtbot.mouseClick(yes_no(panel).buttons["no"], LEFT)
    assert answers(document) == ["", "", ""]
    assert down(yes_no(panel)) == []
    assert document.stack.count() == steps + 3
    document.stack.undo()
    assert down(yes_no(panel)) == ["no"]


@pytest.mark.parametrize(
    ("key", "before", "after"),
    [
        (Qt.Key.Key_Y, "", "yes"),
        (Qt.Key.Key_N, "yes", "no"),
        (Qt.Key.Key_Delete, "no", ""),
        (Qt.Key.Key_Backspace, "yes", ""),
        (Qt.Key.Key_Y, "yes", "yes"),
    ],
)
def test_a_question_is_answered_by_keys(
    document: Document, panel_of: Make, qtbot, key: Qt.Key, before: str, after: str
) -> None:
    if before:
        document.commit(Answer("G1", "S-00", "agreed", before))
    panel = panel_of(document)
    document.select(["G1"])
    steps = document.stack.count()
    qtbot.keyClick(yes_no(panel).buttons["no"], key)
    assert answers(document)[0] == after
    assert document.stack.count() == steps + (before != after)


def test_a_name_is_typed(document: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(document)
    document.select(["G1"])
    type_into(qtbot, lead(panel), "Ann Lee")
    qtbot.keyClick(lead(panel), Qt.Key.Key_Return)
    assert answers(document, "lead") == ["Ann Lee", "", ""]
    type_into(qtbot, lead(panel), "Bob")
    document.select(["G2"])  # what is typed is taken before something else is shown
    assert answers(document, "lead") == ["Bob", "", ""]
    assert lead(panel).text() == ""


def test_answers_complete_the_rule(document: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(document)
    document.select(["G1"])

    def verdict() -> Verdict:
        found = document.option.findings.of("G1")
        return next(f.verdict for f in found if f.rule.id == "S-00")

    assert verdict() is Verdict.INCOMPLETE
    qtbot.mouseClick(yes_no(panel).buttons["yes"], LEFT)
    type_into(qtbot, lead(panel), "Ann Lee")
    qtbot.keyClick(lead(panel), Qt.Key.Key_Return)
    assert verdict() is Verdict.MEETS
    told = [r.sentence.text() for r in part(panel, Verdicts).rows.rows]
    assert any("both boards agree: yes; who leads: Ann Lee" in text for text in told)


def test_several_groups_are_answered_at_once(document: Document, panel_of: Make, qtbot) -> None:
    document.commit(Answer("G1", "S-00", "agreed", "yes"))
    document.commit(Answer("G2", "S-00", "agreed", "no"))
    panel = panel_of(document)
    document.select(["G1", "G2", "G3"])
    row = item(panel, "agreed")
    assert row.differ.text() == "They differ: 1 yes, 1 no, 1 not answered"
    assert down(yes_no(panel)) == []
    assert part(panel, Answers).heading.text() == "Checklist · 2 of 6 answered"
    steps = document.stack.count()
    qtbot.mouseClick(yes_no(panel).buttons["yes"], LEFT)
    assert answers(document) == ["yes", "yes", "yes"]
    assert document.stack.count() == steps + 1
    assert not row.differ.isVisible()
    document.stack.undo()
    assert answers(document) == ["yes", "no", ""]
    document.commit(Answer("G1", "S-00", "lead", "Ann Lee"))
    assert lead(panel).placeholderText() == "they differ"
    assert item(panel, "lead").differ.text() == "They differ: 1 answered, 2 not answered"


def test_what_is_asked_of_members_is_answered_at_them(
    of_units: Document, panel_of: Make, qtbot
) -> None:
    panel = panel_of(of_units)
    of_units.select(["G1"])
    block = part(panel, Answers).blocks["S-00"]
    assert block.below.text() == "Asked of each unit: 0 of 2 answered"
    qtbot.mouseClick(block.below, LEFT)
    assert of_units.selection == {"U1", "U2"}
    qtbot.mouseClick(yes_no(panel, "party").buttons["yes"], LEFT)
    assert [of_units.state.answer(u, "S-00", "party") for u in ("U1", "U2")] == ["yes", "yes"]
    of_units.select(["U1"])
    assert down(yes_no(panel, "party")) == ["yes"]
    of_units.select(["G1"])
    assert part(panel, Answers).blocks["S-00"].below.text() == "Asked of each unit: 2 of 2 answered"


def test_nothing_is_asked_where_no_rule_asks(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    for chosen in (["U1"], ["R1"], ["G1", "U3"]):
        document.select(chosen)
        assert not part(panel, Answers).isVisible()


def test_questions_about_a_committee_are_asked_where_there_is_one(
    england: Document, panel_of: Make
) -> None:
    group, other = "C07", "C06"
    england.commit(SetField(group, Field.GOVERNANCE, "joint-committee"))
    units = [england.state.members(of)[0] for of in (group, other)]
    panel = panel_of(england)

    def is_asked(*organisations: str) -> bool:
        england.select(organisations)
        section = part(panel, Answers)
        return "DH-11" in section.blocks and section.blocks["DH-11"].isVisible()

    assert is_asked(group)
    assert is_asked(units[0])
    assert not is_asked(other)
    assert not is_asked(units[1])
    # Of both only the one that is asked is counted, and answered.
    assert is_asked(*units)
    block = part(panel, Answers).blocks["DH-11"]
    assert block.title.text().endswith("0 of 2 answered")
    party = block.rows["party"].yes_no
    assert party is not None
    party.buttons["yes"].click()
    assert [england.state.answer(u, "DH-11", "party") for u in units] == ["yes", ""]
    assert is_asked(group, other)
    number = len(england.state.members(group))
    below = part(panel, Answers).blocks["DH-11"].below.text()
    assert below == f"Asked of each PCT: 1 of {2 * number} answered"
    england.commit(SetField(group, Field.GOVERNANCE, "separate"))
    assert not is_asked(group)
    assert not is_asked(units[0])
    # What was said is kept for the day on which it is asked again.
    england.stack.undo()
    assert is_asked(units[0])
    assert england.state.answer(units[0], "DH-11", "party") == "yes"


def test_rules_that_come_into_force_stand_in_the_packs_order(
    england: Document, panel_of: Make
) -> None:
    panel = panel_of(england)
    england.select(["C04"])
    before = set(part(panel, Answers).blocks)
    england.commit(SetOption(OptionField.ON, "2012-05-01"))
    section = part(panel, Answers)
    assert set(section.blocks) > before
    order = [rule.id for rule in england.state.pack.rules]
    places = {name: section.column.indexOf(block) for name, block in section.blocks.items()}
    assert sorted(places, key=places.__getitem__) == sorted(places, key=order.index)


def test_a_rule_out_of_force_asks_nothing(qapp: QApplication, panel_of: Make) -> None:
    pack = sample_pack()
    later = replace(pack.rule("S-00"), start=datetime.date(2012, 1, 1))
    pack = replace(pack, rules=tuple(later if r.id == "S-00" else r for r in pack.rules))
    option = Option.from_ready(pack, pack.options[0], "A", when=WHEN, who=WHO)
    document = Document(Scenario("s", pack, WHEN, [option], "A"))
    panel = panel_of(document)
    document.select(["G1"])
    assert not part(panel, Answers).isVisible()


def test_a_read_only_file_can_not_be_answered(document: Document, panel_of: Make) -> None:
    document.read_only = True
    panel = panel_of(document)
    document.select(["G1"])
    assert not yes_no(panel).buttons["yes"].isEnabled()
    assert not lead(panel).isEnabled()


def test_long_labels_do_not_widen_the_panel(qapp: QApplication, panel_of: Make) -> None:
    pack = sample_pack()
    items = (Item("a", "<b>x</b>" + "W" * 190, "group"), Item("b", "y" * 190, "group", True))
    asked = replace(pack.rule("S-00"), items=items, title="T" * 190)
    pack = replace(pack, rules=tuple(asked if r.id == "S-00" else r for r in pack.rules))
    option = Option.from_ready(pack, pack.options[0], "A", when=WHEN, who=WHO)
    document = Document(Scenario("s", pack, WHEN, [option], "A"))
    panel = panel_of(document)
    document.select(["G1"])
    assert part(panel, Answers).minimumSizeHint().width() <= 216
    assert item(panel, "a").label.text().startswith("<b>x</b>WW")
