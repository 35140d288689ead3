"""The commands for panels and windows: showing them, going there, putting them back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QDockWidget, QMenu

from ui.docks import LATE

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class Make(Protocol):
    """What makes the window's actions."""

    def __call__(
        self,
        section: str,
        text: str,
        do: Callable[[], object],
        key: QKeySequence.StandardKey | str,
        help_: str,
    ) -> QAction:
        """Make an action for a menu, with its text, what it does, key and help."""


class PanelActions:
    """A window's commands for its panels, and for the windows beside it.

    Attributes
    ----------
    late : dict of str to QAction
        Show and hide the panels of `ui.docks.LATE`.
    paint : QAction
        Paints on the map, which is shown then.
    arrangements : list of QAction
        Give the window a ready-made arrangement of panels.
    focus : list of QAction
        Lead to the chart and to the panels that a start shows.
    """

    def __init__(self, window: MainWindow, make: Make) -> None:
        self._window = window
        self.make = make
        self.late = {name: self._make_late(name) for name in LATE}
        self.paint = make(
            "Map",
            "&Paint",
            lambda: window.docks.late("map").panel.commands.paint(),
            "B",
            "Sweep over the map what goes into a group; nothing moves before you accept",
        )
        self.arrangements = [make("View", *row) for row in self._arrangements()]
        self.title_bars = make(
            "View",
            "Let panels be &moved",
            lambda: window.docks.let_move(self.title_bars.isChecked()),
            "",
            "Show title bars, to move, float or close panels by",
        )
        self.title_bars.setCheckable(True)
        self.float = make(
            "View",
            "Panel in a window of its &own",
            self._float,
            "Ctrl+Alt+W",
            "Take the panel that keys go to out of the window, or put it back",
        )
        self.reset = make(
            "View",
            "&Reset panels",
            lambda: window.layout_.reset(window),
            "Ctrl+Alt+0",
            "Put all panels back where they were at first",
        )
        self.new_window = make(
            "View",
            "New &window",
            lambda: window.files.beside(window).open_beside(window),
            "Ctrl+Shift+N",
            "Show another option, or this one, in a window beside this one",
        )
        self.map_window = make(
            "View",
            "&Map in a second window",
            lambda: window.files.beside(window).open_beside(window, with_map=True),
            "Ctrl+Shift+M",
            "Show a large map of this option in a window beside this one, for a second screen",
        )
        self.in_step = make(
            "View",
            "Keep windows in &step",
            lambda: window.files.beside(window).keep_in_step(self.in_step.isChecked()),
            "",
            "Selection, zoom, and the place that maps show are the same in all windows",
        )
        self.in_step.setCheckable(True)
        self.in_step.setEnabled(False)

    def _arrangements(self) -> list[tuple[str, Callable[[], object], str, str]]:
        """Return the ready-made arrangements of panels: text, what it does, key and help."""
        window, layout = self._window, self._window.layout_
        return [
            (
                "&Chart alone",
                lambda: layout.show_chart_alone(window),
                "Ctrl+Alt+1",
                "Hide all panels",
            ),
            (
                "Chart and &map",
                lambda: layout.show_map(window, is_large=False),
                "Ctrl+Alt+2",
                "Chart and map side by side, panels behind each other",
            ),
            (
                "&Large map",
                lambda: layout.show_map(window, is_large=True),
                "Ctrl+Alt+3",
                "A map with a narrow chart beside it, without the totals",
            ),
        ]

    def _float(self) -> None:
        """Take the panel that has the focus out of the window, or put it back."""
        at = QApplication.focusWidget()
        while at is not None and not isinstance(at, QDockWidget):
            at = at.parentWidget()
        if at is None:
            text = "Go to a panel first: the Go menu leads there. The chart stays in its window."
            self._window.messages.show_message(text, "info")
        else:
            at.setFloating(not at.isFloating())
            at.activateWindow()
            at.widget().setFocus()

    def _make_late(self, name: str) -> QAction:
        window, late = self._window, LATE[name]

        def toggle() -> None:
            dock = window.docks.late(name)
            dock.toggle()
            action.setChecked(not dock.isHidden())

        action = self.make("View", late.text, toggle, late.key, late.help)
        action.setCheckable(True)
        return action

    def follow(self, name: str, dock: QDockWidget) -> None:
        """Have the command of a panel that came later show whether it is there."""
        dock.toggleViewAction().toggled.connect(self.late[name].setChecked)

    def fill_map(self, menu: QMenu) -> None:
        """Put the map's commands into a menu that is about to be shown."""
        self._window.docks.late("map").panel.commands.fill(menu)

    def show_in_step(self, is_on: bool | None) -> None:
        """Show whether windows are kept in step; None while there is one window alone."""
        self.in_step.setEnabled(is_on is not None)
        self.in_step.setChecked(bool(is_on))

    def make_focus(self) -> None:
        """Make the commands that lead to the chart and to panels."""
        window = self._window
        go = self.make("Go", "&Chart", window.chart.setFocus, "Ctrl+Alt+C", "Keys go to the chart")
        self.focus = [go]
        for dock, key in zip(window.docks.first, "YPIT", strict=True):
            title = dock.windowTitle()
            help_ = f"Keys go to the {title.lower()}"
            self.focus.append(self.make("Go", title, _focuser(dock), f"Ctrl+Alt+{key}", help_))


def _focuser(dock: QDockWidget) -> Callable[[], None]:
    def focus() -> None:
        dock.show()
        dock.raise_()
        dock.widget().setFocus()

    return focus
