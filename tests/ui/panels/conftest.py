"""Documents for the panels: a small one in which everything occurs, and England."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from tests.sample_pack import sample_scenario
from ui import theme
from ui.document import Document
from ui.panels.inspector import InspectorPanel


@pytest.fixture
def blank(qapp: QApplication) -> Document:
    """Return the same units, all of them in the tray."""
    return Document(sample_scenario("blank"))


@pytest.fixture
def panel_of(qtbot) -> Callable[[Document], InspectorPanel]:
    """Return a maker of an inspector that is on the screen."""

    def make(document: Document) -> InspectorPanel:
        panel = InspectorPanel(document, theme.LIGHT)
        qtbot.addWidget(panel)
        panel.resize(300, 900)
        panel.show()
        return panel

    return make
