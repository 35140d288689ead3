"""What the inspector shows of successors, and of groups where a structure is looked ahead to."""

from collections.abc import Callable

from model import edits
from model.changes import Field, OptionField, SetOption
from tests.ui.panels.inspecting import part
from ui.document import Document
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
