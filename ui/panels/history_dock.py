"""The panel with the history of an option, made when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtWidgets import QDockWidget, QWidget

from ui.panels.history import HistoryPanel
from ui.panels.parts import is_seen
from ui.theme import Theme

if TYPE_CHECKING:
    from ui.main_window import MainWindow

OPEN = "history/open"
"""Where it is remembered whether the history is open."""

_COLUMNS = "history/columns"


class HistoryDock(QDockWidget):
    """The history, beside the totals."""

    def __init__(self, window: MainWindow, store: QSettings) -> None:
        super().__init__("History", window)
        self._window = window
        self._store = store
        self.setObjectName("history")
        self.panel = HistoryPanel(window.document, window.theme, self)
        self.setWidget(self.panel)
        self.setTitleBarWidget(QWidget(self))
        columns = store.value(_COLUMNS)
        if isinstance(columns, QByteArray):
            self.panel.restore_layout(columns)
        if not window.restoreDockWidget(self):
            window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self)
            window.tabifyDockWidget(window.docks[3], self)
        # A tab that comes to the front is no event for what is in it: it was "visible" behind.
        self.visibilityChanged.connect(lambda on: self.panel.catch_up() if on else None)
        back = window.looking_back
        self.panel.branch_wanted.connect(back.branch)
        self.panel.take_back_wanted.connect(back.take_back)
        self.panel.checkpoint_wanted.connect(back.ask_checkpoint)

    def toggle(self) -> None:
        """Show the history and let keys go there; hide it if it is on the screen."""
        if is_seen(self.panel):
            self.hide()
            self._window.chart.setFocus()
        else:
            self.show()
            self.raise_()
            self.panel.table.setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.panel.set_theme(theme)

    def keep(self) -> None:
        """Remember whether it is open, and how, for the next start."""
        self._store.setValue(OPEN, not self.isHidden())
        self._store.setValue(_COLUMNS, self.panel.layout_state())
