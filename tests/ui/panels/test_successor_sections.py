"""What the inspector shows of successors, and of groups where a structure is looked ahead to."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from model import edits
from model.changes import Field, OptionField, SetOption
from tests.ui.panels.inspecting import part, type_into
from ui.chart import tips
from ui.chart.faces import Faces
from ui.document import Document
from ui.panels.answers import Answers
from ui.panels.figures import Figures
from ui.panels.inspector import InspectorPanel
from ui.panels.successor import Afterwards, Membership

Make = Callable[[Document], InspectorPanel]


def test_a_successor_shows_its_members_and_is_authorised(
    document: Document, panel_of: Make
) -> None:
    document.commit(edits.new_successor(document.state, "G1", "H1", "First", ["U1"]))
    panel = panel_of(document)
    document.select(["H1"])
    members, after = part(panel, Membership), part(panel, Afterwards)
    assert members.area.text().startswith("1 member, ")
    assert members.names.text() == document.state.label("U1")
    assert "Edit > Option" in after.what.text()
    assert not after.legal.isVisible()
    after.authorised.click()
    assert document.state.field("H1", Field.AUTHORISED) == "yes"
    document.stack.undo()
    assert not after.authorised.isChecked()


def test_what_departs_from_a_structure_can_be_ticked(document: Document, panel_of: Make) -> None:
    document.commit(edits.new_successor(document.state, "G1", "H1", "First"))
    panel = panel_of(document)
    document.select(["G1"])
    assert not part(panel, Afterwards).isVisible()
    document.commit(SetOption(OptionField.STRUCTURE, "later"))
    after = part(panel, Afterwards)
    assert after.what.text() == "Later on: office, no legal body; answers to the Board."
    after.board.click()
    assert document.state.field("G1", Field.BOARD) == "yes"
    document.select(["H1"])
    after = part(panel, Afterwards)
    assert (after.legal.isVisible(), after.board.isVisible()) == (True, False)
    after.legal.click()
    assert after.what.text() == "Later on: heir, a legal body; answers to the office."
    document.commit(SetOption(OptionField.LEGAL, "yes"))
    assert not after.legal.isVisible()


def test_a_population_is_entered_in_place_of_the_members(
    england: Document, panel_of: Make, qtbot
) -> None:
    england.commit(edits.new_successor(england.state, "C07", "X1", "First", ["5NT"]))
    panel = panel_of(england)
    england.select(["X1"])
    members, field = (
        part(panel, Membership),
        part(panel, Figures).entries["consortium_population"].field,
    )
    faces = Faces(england.option, 240.0)
    assert members.area.text().startswith("1 member, 503,127 people, ")
    assert faces.row_figure("X1")[0] == "503k"
    type_into(qtbot, field, "420 000")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert members.area.text().startswith("1 member, 420,000 people (entered), ")
    assert part(panel, Figures).entries["consortium_population"].source.text() == "Entered by you."
    assert "Population: 420,000 (entered)" in tips.lines(england, "X1")
    assert faces.row_figure("X1")[0] == "420k"
    england.stack.undo()
    assert members.area.text().startswith("1 member, 503,127 people, ")
    assert "Population: 503,127" in tips.lines(england, "X1")
    england.stack.redo()
    england.commit(edits.set_members(england.state, "X1", []))
    assert members.area.text() == "0 members, 420,000 people (entered)"


def test_running_costs_and_the_reason_for_crossing_a_council_are_typed(
    england: Document, panel_of: Make, qtbot
) -> None:
    solihull, south_birmingham = "5QW", "5M1"
    england.commit(SetOption(OptionField.ON, "2011-07-01"))
    group = england.state.group_of(solihull)
    assert group is not None
    members = [solihull, south_birmingham]
    england.commit(edits.new_successor(england.state, group, "X1", "First", members))
    panel = panel_of(england)
    england.select(["X1"])

    def sentence(rule: str) -> str:
        return next(f.sentence for f in england.option.findings.of("X1") if f.rule.id == rule)

    figures = part(panel, Figures)
    assert (figures.lines(), list(figures.entries)) == (
        ([], []),
        ["running_cost_allowance", "consortium_population"],
    )
    assert sentence("DH-47") == "Running-cost allowance: no figure."
    field = figures.entries["running_cost_allowance"].field
    type_into(qtbot, field, "15 000 000")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert sentence("DH-47").startswith("Running-cost allowance £15,000,000 is £26.76 a head")
    said = tips.lines(england, "X1")
    assert "2 members" in said
    assert "Population: 560,552" in said
    assert any(line.startswith("Running-cost allowance: £15,000,000") for line in said)

    assert sentence("DH-29").endswith("written justification not given yet.")
    reason = part(panel, Answers).blocks["DH-29"].rows["justification"].name
    assert reason is not None
    type_into(qtbot, reason, "One hospital")
    qtbot.keyClick(reason, Qt.Key.Key_Return)
    assert sentence("DH-29").endswith("written justification: One hospital.")
    england.stack.undo()
    england.stack.undo()
    assert sentence("DH-29").endswith("not given yet.")
    assert sentence("DH-47") == "Running-cost allowance: no figure."
