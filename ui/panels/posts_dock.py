"""The panel with the table of all posts, made when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtWidgets import QDockWidget, QWidget

from ui.panels.parts import is_seen
from ui.panels.posts_table import PostsTable
from ui.theme import Theme

if TYPE_CHECKING:
    from ui.main_window import MainWindow

OPEN = "posts-table/open"
"""Where it is remembered whether the table is open."""

_COLUMNS = "posts-table/columns"


class PostsDock(QDockWidget):
    """The table of all posts, beside the totals; it leads to the inspector's form of a post."""

    def __init__(self, window: MainWindow, store: QSettings) -> None:
        super().__init__("Posts", window)
        self._window = window
        self._store = store
        self.setObjectName("posts")
        self.posts = PostsTable(window.document, window.theme, self)
        self.setWidget(self.posts)
        self.setTitleBarWidget(QWidget(self))
        columns = store.value(_COLUMNS)
        if isinstance(columns, QByteArray):
            self.posts.restore_layout(columns)
        if not window.restoreDockWidget(self):
            window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self)
            window.tabifyDockWidget(window.docks[3], self)
        # A tab that comes to the front is no event for what is in it: it was "visible" behind.
        self.visibilityChanged.connect(lambda on: self.posts.catch_up() if on else None)
        show = window.show_post
        self.posts.chosen.connect(lambda key: show(*key, focus=False))
        self.posts.opened.connect(lambda key: show(*key))

    def toggle(self) -> None:
        """Show the table and let keys go there; hide it if it is on the screen."""
        if is_seen(self.posts):
            self.hide()
            self._window.chart.setFocus()
        else:
            self.show()
            self.raise_()
            self.posts.table.setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.posts.set_theme(theme)

    def keep(self) -> None:
        """Remember whether it is open, and how, for the next start."""
        self._store.setValue(OPEN, not self.isHidden())
        self._store.setValue(_COLUMNS, self.posts.layout_state())
