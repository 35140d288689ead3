"""Figures typed in the inspector: entered, refused, and cleared to go back to the published one."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from tests.ui.panels.inspecting import part, type_into
from ui.document import Document
from ui.panels.figures import EnterRow, Figures
from ui.panels.inspector import InspectorPanel

Make = Callable[[Document], InspectorPanel]
ENTER = Qt.Key.Key_Return


def row(panel: InspectorPanel) -> EnterRow:
    return part(panel, Figures).entries["population"]


def test_a_figure_is_entered_and_cleared(document: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(document)
    document.select(["U1"])
    assert row(panel).field.text() == "300,000"
    steps = document.stack.count()
    type_into(qtbot, row(panel).field, "310 000")
    qtbot.keyClick(row(panel).field, ENTER)
    assert document.state.entered("U1", "population") == 310_000
    assert row(panel).field.text() == "310,000"
    assert row(panel).source.text() == "Entered by you."
    assert "Published: 300,000" in row(panel).toolTip()
    row(panel).field.clear()
    qtbot.keyClick(row(panel).field, ENTER)
    assert document.state.entered("U1", "population") is None
    assert row(panel).field.text() == "300,000"
    assert document.stack.count() == steps + 2
    document.stack.undo()
    assert row(panel).field.text() == "310,000"


def test_what_is_no_number_is_said_beside_the_field(
    document: Document, panel_of: Make, qtbot
) -> None:
    panel = panel_of(document)
    document.select(["U6"])
    assert row(panel).field.placeholderText() == "no figure"
    steps = document.stack.count()
    type_into(qtbot, row(panel).field, "=2+2")
    qtbot.keyClick(row(panel).field, ENTER)
    assert row(panel).wrong.text() == "× '=2+2' is not a whole number."
    type_into(qtbot, row(panel).field, "-5")
    qtbot.keyClick(row(panel).field, ENTER)
    assert row(panel).wrong.text() == "× −5 is below 0, which Population never is."
    assert document.stack.count() == steps


def test_clearing_what_is_published_alters_nothing(
    document: Document, panel_of: Make, qtbot
) -> None:
    panel = panel_of(document)
    document.select(["U3"])
    assert row(panel).field.text() == "230,000*"
    steps = document.stack.count()
    row(panel).field.clear()
    qtbot.keyClick(row(panel).field, ENTER)
    assert row(panel).field.text() == "230,000*"
    assert document.stack.count() == steps


def test_a_read_only_file_can_not_be_altered(document: Document, panel_of: Make) -> None:
    document.read_only = True
    panel = panel_of(document)
    document.select(["U1"])
    assert not row(panel).field.isEnabled()
