"""The panel of plots: in the window with England, and alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QWidget

from model.scenario import Scenario
from ui import theme
from ui.app import first_scenario
from ui.dialogs import messages
from ui.document import Document
from ui.main_window import MainWindow
from ui.plots.panel import PlotsPanel


@pytest.fixture
def panel(window: MainWindow, qtbot) -> PlotsPanel:
    """Return the panel of plots, opened by its key in the window with England."""
    qtbot.keyClick(
        window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    )
    found = window.docks.late("plots").panel
    qtbot.waitUntil(lambda: found.figure is not None)
    return found


class Host(QWidget):
    """What the panel needs of a window: most of what it does is tried without the others."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document, self.theme = document, theme.LIGHT


@pytest.fixture
def host(qtbot) -> Host:
    host = Host(Document(first_scenario()))
    qtbot.addWidget(host)
    theme.apply(QApplication.instance(), theme.LIGHT)
    host.resize(1440, 330)
    return host


@pytest.fixture
def alone(qtbot, host: Host) -> PlotsPanel:
    """Return the panel by itself, with England."""
    panel = PlotsPanel(host)
    panel.resize(1440, 330)
    with qtbot.waitExposed(host):
        host.show()
    return panel


@pytest.fixture
def panel_of(qtbot, tmp_path: Path, monkeypatch) -> Callable[[Scenario], PlotsPanel]:
    """Return a maker of the panel in a window on a scenario."""
    monkeypatch.setattr(messages, "ask_save", lambda *_: messages.Answer.DISCARD)

    def make(scenario: Scenario) -> PlotsPanel:
        store = QSettings(str(tmp_path / "small.ini"), QSettings.Format.IniFormat)
        window = MainWindow(scenario, store)
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        window.docks.late("plots").bring()
        return window.docks.late("plots").panel

    return make
