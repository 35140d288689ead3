"""The window's menus and its tool bar: which commands stand where."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDockWidget,
    QLabel,
    QMenu,
    QMenuBar,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QWidget,
)

from ui import theme
from ui.actions import Actions
from ui.dialogs.find import SearchBox
from ui.document import Document
from ui.panels.parts import on_button, tip
from ui.theme import Theme

ELIDE = Qt.TextElideMode.ElideMiddle
WIDEST_NAME = 280
"""Most of an option's name that the tool bar shows, pixels."""


def fill_menus(bar: QMenuBar, a: Actions, docks: Sequence[QDockWidget]) -> QMenu:
    """Put all commands into the menus; returns the menu of recent files, which is empty."""
    file = bar.addMenu("&File")
    file.addActions([a.new, a.open])
    recent = QMenu("Open &recent", file)
    file.addMenu(recent)
    file.addSeparator()
    file.addActions([a.save, a.save_as, a.send, a.recover])
    file.addSeparator()
    file.addActions([a.export, a.place])
    file.addSeparator()
    file.addAction(a.quit)
    _fill_edit(bar.addMenu("&Edit"), a)
    option = bar.addMenu("&Option")
    option.aboutToShow.connect(lambda: a.fill_options(option))
    _fill_view(bar.addMenu("&View"), a, docks)
    map_ = bar.addMenu("&Map")
    map_.aboutToShow.connect(lambda: a.panels.fill_map(map_))
    go = bar.addMenu("&Go")
    go.addActions([a.next_problem, a.previous_problem, a.next_part, a.previous_part])
    go.addSeparator()
    go.addActions(a.panels.focus)
    help_ = bar.addMenu("&Help")
    help_.addActions([a.shortcuts, a.about])
    return recent


def _fill_edit(edit: QMenu, a: Actions) -> None:
    for group in (
        [a.undo, a.redo],
        [a.move, a.mend, a.to_tray, a.new_group, a.rename, a.lock, a.dissolve],
        [a.waive, a.limits, a.figures],
        [a.new_successor, a.members],
        [a.select_all, a.checkpoint, a.reason, a.find],
    ):
        if not edit.isEmpty():
            edit.addSeparator()
        edit.addActions(group)


def _fill_view(view: QMenu, a: Actions, docks: Sequence[QDockWidget]) -> None:
    view.addActions([a.zoom_in, a.zoom_out, a.overview, a.reading, a.tree, a.show_selected])
    view.addMenu("&Posts on the chart").addActions(a.posts)
    view.addSeparator()
    view.addActions([dock.toggleViewAction() for dock in docks])
    view.addActions(list(a.panels.late.values()))
    arrange = view.addMenu("&Arrange panels")
    arrange.addActions(a.panels.arrangements)
    arrange.addSeparator()
    arrange.addActions([a.panels.float, a.panels.title_bars, a.panels.reset])
    view.addSeparator()
    view.addActions([a.earlier, a.later])
    view.addSeparator()
    view.addActions([a.before_after, a.compare, a.flip])
    view.addSeparator()
    view.addActions([a.panels.new_window, a.panels.map_window, a.panels.in_step])
    view.addSeparator()
    view.addMenu("&Theme").addActions(a.themes)


class MainToolBar(QToolBar):
    """Option, undo and redo, search, zoom and arrangements; export at the far end."""

    def __init__(self, a: Actions, document: Document, colours: Theme, parent: QWidget) -> None:
        super().__init__("Main", parent)
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        name = QLabel("Footprint")
        name.setFont(theme.font(16, bold=True))
        name.setContentsMargins(0, 0, 8, 0)
        self.addWidget(name)
        self.option = QToolButton()
        self.option.setObjectName("option")
        self.option.setAccessibleName("Option that is shown")
        self.option.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.option)
        menu.aboutToShow.connect(lambda: a.fill_options(menu))
        self.option.setMenu(menu)
        self.addWidget(self.option)
        self.addActions([a.undo_short, a.redo_short])
        self.search = SearchBox(document, colours, parent)
        self.search.setMaximumWidth(300)
        self.search.setMinimumWidth(200)
        self.addWidget(self.search)
        self.addAction(a.zoom_out)
        self._zoom = QLabel()
        self._zoom.setMinimumWidth(44)
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._zoom.setAccessibleName("Zoom")
        self.addWidget(self._zoom)
        self.addActions([a.zoom_in, a.overview, a.reading, a.tree])
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(spacer)
        export = QToolButton()
        export.setDefaultAction(a.export)
        export.setObjectName("export")
        self.addWidget(export)

    def show_option(self, name: str) -> None:
        """Show which option is shown."""
        self.option.ensurePolished()  # the style's face is broader than the widget's own
        metrics = self.option.fontMetrics()
        self.option.setText(on_button(metrics.elidedText(name, ELIDE, WIDEST_NAME)))
        self.option.setToolTip(tip(f"{name}: show another option, or make one"))

    def show_zoom(self, zoom: float) -> None:
        """Show how large the chart is."""
        self._zoom.setText(f"{zoom:.0%}")
