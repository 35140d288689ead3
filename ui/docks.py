"""The panels around the chart: the docks they are in, and those that come when they are asked for.

What a start shows is made at once. The others are in `LATE`: a dock of theirs is an empty frame
until it is first on the screen, and there is none at all before somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QIcon
from PySide6.QtWidgets import QAbstractButton, QDockWidget, QTabWidget, QWidget

import resources
from ui.panels.parts import is_seen

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.panels.history import HistoryPanel
    from ui.panels.posts_table import PostsTable
    from ui.theme import Theme

Area = Qt.DockWidgetArea
_BOTTOM = Area.BottomDockWidgetArea
LOW = 840
"""A window lower than this has no room for a map above plots, pixels."""
_TOTALS = 220
"""Height of the totals at first, pixels."""


class Panel(Protocol):
    """What a panel in `LATE` must be able to do, besides being a widget that takes the focus."""

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""

    def catch_up(self) -> None:
        """Show what happened while it could not be seen, behind another tab."""

    def layout_state(self) -> QByteArray:
        """Return what to remember of it until the next start: columns, zoom..."""

    def restore_layout(self, state: QByteArray) -> bool:
        """Take up what was remembered; False, and nothing done, if that does not fit."""


P = TypeVar("P", bound=QWidget)


class Late(NamedTuple):
    """A panel that is made when it is first shown.

    Attributes
    ----------
    title : str
        Of the dock and its tab.
    text, key, help : str
        Of the command that shows and hides it.
    make : callable
        Makes the panel, a `Panel`, for a window; imports what it needs itself.
    place : callable
        Puts the dock where it belongs at first.
    prepare : callable, optional
        Does what takes long of making the panel, in steps, while there is time.
    """

    title: str
    text: str
    key: str
    help: str
    make: Callable[[MainWindow], QWidget]
    place: Callable[[Docks, QDockWidget], None]
    prepare: Callable[[MainWindow], Iterator[None]] | None = None


def _posts(window: MainWindow) -> QWidget:
    from ui.panels.posts_table import PostsTable

    panel = PostsTable(window.document, window.theme)
    panel.chosen.connect(lambda key: window.show_post(*key, focus=False))
    panel.opened.connect(lambda key: window.show_post(*key))
    return panel


def _history(window: MainWindow) -> QWidget:
    from ui.panels.history import HistoryPanel

    panel = HistoryPanel(window.document, window.theme)
    back = window.looking_back
    panel.branch_wanted.connect(back.branch)
    panel.take_back_wanted.connect(back.take_back)
    panel.checkpoint_wanted.connect(back.ask_checkpoint)
    return panel


def _map(window: MainWindow) -> QWidget:
    from ui.map.panel import MapPanel

    return MapPanel(window)


def _plots(window: MainWindow) -> QWidget:
    from ui.plots.panel import PlotsPanel

    return PlotsPanel(window)


def _prepare_map(window: MainWindow) -> Iterator[None]:
    from ui.map.panel import prepare

    yield
    yield from prepare(window.document.open)


def _prepare_plots(_window: MainWindow) -> Iterator[None]:
    from ui.plots.loading import load_slowly

    yield
    yield from load_slowly()


def _behind_totals(docks: Docks, dock: QDockWidget) -> None:
    docks.window.addDockWidget(_BOTTOM, dock)
    docks.window.tabifyDockWidget(docks.totals, dock)


def _below_or_behind_map(docks: Docks, dock: QDockWidget) -> None:
    """Put a dock behind the totals, and have all there high enough for a picture.

    In a low window that would leave too little of a map: there it goes behind that.
    """
    window, beside = docks.window, docks.made.get("map")
    if window.height() < LOW and beside is not None and _is_in_window(beside):
        window.tabifyDockWidget(beside, dock)
        return
    _behind_totals(docks, dock)
    window.resizeDocks([dock], [window.height() * 2 // 5], Qt.Orientation.Vertical)


def _is_in_window(dock: QDockWidget) -> bool:
    return not dock.isHidden() and not dock.isFloating()


def beside_chart(docks: Docks, dock: QDockWidget) -> None:
    """Put a dock between the chart and the problems, as wide as the chart is then."""
    window, right = docks.window, Area.RightDockWidgetArea
    width = window.chart.width() // 2
    window.addDockWidget(right, dock)
    for first in (docks.problems, docks.inspector):
        if window.dockWidgetArea(first) is right and not first.isFloating():
            others = window.tabifiedDockWidgets(first)
            window.splitDockWidget(dock, first, Qt.Orientation.Horizontal)
            for other in others:
                window.tabifyDockWidget(first, other)
            first.raise_()
            break
    dock.show()  # the size of what is hidden can not be set
    window.resizeDocks([dock], [width], Qt.Orientation.Horizontal)


def _map_beside_chart(docks: Docks, dock: QDockWidget) -> None:
    """Put the map beside the chart; in a low window plots go behind it from where they are high."""
    beside_chart(docks, dock)
    window, plots = docks.window, docks.made.get("plots")
    if plots is None or window.height() >= LOW:
        return
    if plots in window.tabifiedDockWidgets(docks.totals):
        is_shown = not plots.isHidden()
        window.tabifyDockWidget(dock, plots)
        plots.setVisible(is_shown)
        window.resizeDocks([docks.totals], [_TOTALS], Qt.Orientation.Vertical)


LATE: dict[str, Late] = {
    "map": Late(
        "Map",
        "&Map",
        "Ctrl+Alt+M",
        "Show the plan on the ground, beside the chart; once more to hide it",
        _map,
        _map_beside_chart,
        _prepare_map,
    ),
    "posts": Late(
        "Posts",
        "Table of p&osts",
        "Ctrl+Alt+O",
        "List all posts, to sort, filter and copy; once more to hide them",
        _posts,
        _behind_totals,
    ),
    "history": Late(
        "History",
        "&History",
        "Ctrl+H",
        "List what was done, by whom, when and why; once more to hide it",
        _history,
        _behind_totals,
    ),
    "plots": Late(
        "Plots",
        "Plo&ts",
        "Ctrl+Alt+L",
        "Plot sizes, money and officers of the option; once more to hide them",
        _plots,
        _below_or_behind_map,
        _prepare_plots,
    ),
}
"""The panels that are made when they are first shown, in the View menu's order."""


class LateDock(QDockWidget, Generic[P]):
    """A dock whose panel is made when it is first on the screen, or asked for.

    Attributes
    ----------
    late : Late
        What it is for.
    memory : QByteArray or None
        What was remembered of the panel, until that is made.
    """

    def __init__(self, window: MainWindow, name: str, memory: object) -> None:
        self.late = LATE[name]
        super().__init__(self.late.title, window)
        self.setObjectName(name)
        self._window = window
        self._panel: P | None = None
        self.memory = memory if isinstance(memory, QByteArray) else None
        self.visibilityChanged.connect(self._on_visible)
        self.topLevelChanged.connect(lambda floats: self._leave_room() if floats else None)
        self._widths: dict[QDockWidget, int] = {}

    @property
    def is_made(self) -> bool:
        """Whether its panel is there."""
        return self._panel is not None

    @property
    def panel(self) -> P:
        """What is in it."""
        if self._panel is None:
            made: Any = self.late.make(self._window)
            self._panel = made
            self.setWidget(made)
            if self.memory is not None:
                made.restore_layout(self.memory)
            self._window.docks.tell_made(self.objectName(), made)
        return self._panel

    def _on_visible(self, is_visible: bool) -> None:
        # A tab that comes to the front is no event for what is in it: it was "visible" behind.
        if is_visible and (self.is_made or self._window.docks.is_filled):
            self.fill()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Go, and leave the room to the chart."""
        self._leave_room()
        super().closeEvent(event)

    def _leave_room(self) -> None:
        """Have the chart take the room that this leaves, not the panels that stood beside it."""
        area = self._window.dockWidgetArea(self)
        if area not in (Area.LeftDockWidgetArea, Area.RightDockWidgetArea):
            return
        beside = [
            dock
            for dock in self._window.findChildren(QDockWidget)
            if dock is not self
            and is_seen(dock)
            and not dock.isFloating()
            and self._window.dockWidgetArea(dock) is area
        ]
        self._widths = {dock: dock.width() for dock in beside}  # not shared out anew yet
        self._widen(self._widths)
        self._widths[self] = self.width()

    def _take_room(self) -> None:
        """Be as wide again as before, and leave the panels beside it as they are."""
        self._widen(self._widths)

    def _widen(self, widths: Mapping[QDockWidget, int]) -> None:
        """Give docks of a side their widths once Qt has laid out what came or went."""
        docks, wide = list(widths), list(widths.values())
        if docks:
            sideways = Qt.Orientation.Horizontal
            QTimer.singleShot(0, self, lambda: self._window.resizeDocks(docks, wide, sideways))

    def fill(self) -> None:
        """Show in its panel all that there is to show by now."""
        panel: Any = self.panel
        panel.catch_up()

    def toggle(self) -> None:
        """Show it and let keys go there; hide it if it is on the screen."""
        if is_seen(self):
            self._leave_room()
            self.hide()
            self._window.chart.setFocus()
        else:
            was_hidden = self.isHidden()
            self.bring()
            if was_hidden:
                self._take_room()
            self.panel.setFocus()

    def bring(self) -> None:
        """Have it on the screen."""
        if not self.is_placed:
            self.late.place(self._window.docks, self)
        self.show()
        self.raise_()
        self.fill()

    @property
    def is_placed(self) -> bool:
        """Whether it has a place in the window, or is a window of its own."""
        nowhere = self._window.dockWidgetArea(self) is Area.NoDockWidgetArea
        return self.isFloating() or not nowhere

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        panel: Any = self._panel
        if panel is not None:
            panel.set_theme(theme)

    def layout_state(self) -> QByteArray | None:
        """Return what to remember of its panel."""
        panel: Any = self._panel
        if panel is None:
            return self.memory
        state: QByteArray = panel.layout_state()
        return state


class Docks:
    """The docks of a window.

    Attributes
    ----------
    tray, problems, inspector, totals : QDockWidget
        Those that a start shows.
    memories : dict of str to object
        What was remembered of panels that are not there yet.
    is_filled : bool
        Whether docks of `LATE` have their panels as soon as they are seen. Until the first paint
        they are empty frames.
    """

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.memories: dict[str, object] = {}
        self._late: dict[str, LateDock[Any]] = {}
        self._others: list[QDockWidget] = []
        self._waiting: list[tuple[str, Callable[[Any], None]]] = []
        self._is_movable = False
        self.is_filled = False
        window.setDockNestingEnabled(True)
        self.tray = self._dock("Tray", window.tray)
        self.problems = self._dock("Problems", window.problems)
        self.inspector = self._dock("Inspector", window.inspector)
        self.totals = self._dock("Totals", window.totals)
        self.first = [self.tray, self.problems, self.inspector, self.totals]
        window.setTabPosition(Area.RightDockWidgetArea, QTabWidget.TabPosition.North)
        for corner in (Qt.Corner.BottomLeftCorner, Qt.Corner.BottomRightCorner):
            window.setCorner(corner, _BOTTOM)
        self._lay_out_first()
        self.inspector.visibilityChanged.connect(
            lambda on: window.inspector.catch_up() if on else None
        )

    def __iter__(self) -> Iterator[QDockWidget]:
        return iter([*self.first, *self._late.values(), *self._others])

    def _dock(self, title: str, widget: QWidget) -> QDockWidget:
        dock = QDockWidget(title, self.window)
        dock.setObjectName(title.lower())
        dock.setWidget(widget)
        self._frame(dock)
        return dock

    def _lay_out_first(self) -> None:
        """Put the docks of a start into the window."""
        window = self.window
        for dock, area in (
            (self.tray, Area.LeftDockWidgetArea),
            (self.problems, Area.RightDockWidgetArea),
            (self.inspector, Area.RightDockWidgetArea),
            (self.totals, _BOTTOM),
        ):
            window.addDockWidget(area, dock)
            dock.show()
        window.tabifyDockWidget(self.problems, self.inspector)
        self.problems.raise_()
        window.resizeDocks([self.tray, self.problems], [208, 288], Qt.Orientation.Horizontal)
        window.resizeDocks([self.totals], [_TOTALS], Qt.Orientation.Vertical)

    # -- those that come later -------------------------------------------------------------

    @property
    def posts(self) -> LateDock[PostsTable]:
        """The dock of the table of all posts."""
        return self.late("posts")

    @property
    def history(self) -> LateDock[HistoryPanel]:
        """The dock of the option's history."""
        return self.late("history")

    @property
    def made(self) -> dict[str, LateDock[Any]]:
        """Those of `LATE` that are there."""
        return self._late

    def late(self, name: str) -> LateDock[Any]:
        """Return a dock of `LATE`; hidden if it was not there before."""
        dock = self._late.get(name)
        if dock is None:
            dock = LateDock(self.window, name, self.memories.get(name))
            self._late[name] = dock
            self.window.restoreDockWidget(dock)  # to where it was, if it ever was
            dock.hide()
            self._frame(dock)
            self.window.actions_.panels.follow(name, dock)
        return dock

    def when_made(self, name: str, heard: Callable[[Any], None]) -> None:
        """Hand the panel of a dock of `LATE` to somebody: now, or as soon as it is made."""
        self._waiting.append((name, heard))
        dock = self._late.get(name)
        if dock is not None and dock.is_made:
            heard(dock.panel)

    def tell_made(self, name: str, panel: QWidget) -> None:
        """Hand a panel that has been made to those who wait for it."""
        for wanted, heard in self._waiting:
            if wanted == name:
                heard(panel)

    def add(self, dock: QDockWidget) -> None:
        """Take a dock of somebody else's among the others, behind the totals and hidden."""
        _behind_totals(self, dock)
        dock.hide()
        self._others.append(dock)
        self._frame(dock)

    # -- their frames ----------------------------------------------------------------------

    def _frame(self, dock: QDockWidget) -> None:
        dock.topLevelChanged.connect(lambda _floats: self._set_title_bar(dock))
        self._set_title_bar(dock)

    def _set_title_bar(self, dock: QDockWidget) -> None:
        """Let a dock have its title bar while it is to be moved, or is a window of its own."""
        shown, bar = self._is_movable or dock.isFloating(), dock.titleBarWidget()
        if shown is (bar is None):
            return
        # None gives the bar of the style back, which the stubs do not know.
        dock.setTitleBarWidget(None if shown else QWidget(dock))  # type: ignore[arg-type]
        if bar is not None:
            bar.deleteLater()
        self._dress(dock)

    def _dress(self, dock: QDockWidget) -> None:
        """Give the buttons of a title bar that is shown pictures for the theme, and words."""
        if dock.titleBarWidget() is not None:
            return
        for name, words in (("close", "Close the panel"), ("float", "In a window of its own")):
            button = dock.findChild(QAbstractButton, f"qt_dockwidget_{name}button")
            if isinstance(button, QAbstractButton):
                picture = resources.path("icons", f"{name}-{self.window.theme.name}.svg")
                button.setIcon(QIcon(str(picture)))
                button.setToolTip(words)
                button.setAccessibleName(words)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for late in self._late.values():
            late.set_theme(theme)
        for dock in self:
            self._dress(dock)

    def let_move(self, is_movable: bool) -> None:
        """Show the title bars, to drag, float and close panels by; or hide them again."""
        self._is_movable = is_movable
        for dock in self:
            self._set_title_bar(dock)

    # -- all of them -----------------------------------------------------------------------

    def fill_slowly(self) -> Iterator[None]:
        """Make the panels that would be seen, a step for each."""
        self.is_filled = True
        for dock in self._late.values():
            if is_seen(dock):
                yield
                if dock.late.prepare is not None and not dock.is_made:
                    yield from dock.late.prepare(self.window)
                dock.fill()

    def put_back(self) -> None:
        """Have the docks of a start where they were then, and hide all others."""
        self._take_out()
        self._lay_out_first()

    def put_beside_map(self) -> None:
        """Have chart and map beside each other, and the panels behind each other at the right."""
        self._take_out()
        beside = self.late("map")
        right = Area.RightDockWidgetArea
        for dock, area in ((beside, right), (self.problems, right), (self.totals, _BOTTOM)):
            self.window.addDockWidget(area, dock)
            dock.show()
        self.window.splitDockWidget(beside, self.problems, Qt.Orientation.Horizontal)
        for dock in (self.inspector, self.tray):
            self.window.tabifyDockWidget(self.problems, dock)
            dock.show()
        self.problems.raise_()
        beside.fill()

    def _take_out(self) -> None:
        """Take all docks out of the window; they are hidden."""
        # Not by `restoreState`: Qt 6.11 leaves the tabs of the layout before on the screen.
        for dock in self:
            dock.setFloating(False)
            self.window.removeDockWidget(dock)
        for dock in self._others:
            _behind_totals(self, dock)
            dock.hide()
