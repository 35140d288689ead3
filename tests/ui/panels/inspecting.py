"""Reading and typing in the inspector, for its tests."""

from typing import TypeVar

from PySide6.QtWidgets import QWidget

from ui.panels.inspector import InspectorPanel
from ui.panels.section import Section

S = TypeVar("S", bound=Section)


def part(panel: InspectorPanel, kind: type[S]) -> S:
    """Return a section of what is shown."""
    assert panel.page is not None
    return next(s for s in panel.page.sections if isinstance(s, kind))


def type_into(qtbot, field: QWidget, text: str) -> None:
    """Type a text in place of what a field has."""
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
