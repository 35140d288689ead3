"""The commands of the *Map* menu: everything that the mouse does on the map, for keys and menus."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from model.pack import Tier
from model.stroke import Place, Source
from ui.map.brush import Paint
from ui.map.choosing import TargetDialog
from ui.map.view import MapView

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.map.panel import MapPanel


class MapCommands:
    """What can be done on the map of a window, with texts and keys."""

    def __init__(self, window: MainWindow, panel: MapPanel) -> None:
        self._window = window
        self._panel = panel
        make = partial(window.actions_.panels.make, "Map")
        group = window.document.option.pack.kind_at(Tier.GROUP).label
        self.choose = make(
            "Paint &into…",
            self.choose_target,
            "G",
            f"Choose the {group} to paint into, or the tray",
        )
        self.pick = make(
            f"Paint into the {group} of the s&elected",
            self._pick,
            "I",
            f"Paint into the {group} of what is selected (Alt+click on the map)",
        )
        self.new = make(
            f"Paint into a &new {group}",
            partial(self._choose, Place.NEW),
            "Shift+G",
            f"The {group} is made when you accept",
        )
        self.from_anywhere = make(
            "Paint from any&where", partial(self._take_only, None), "", "Take whatever is swept"
        )
        self.from_tray = make(
            "Paint from the &tray only",
            partial(self._take_only, Place.TRAY),
            "",
            "Take only what is not placed yet",
        )
        self.from_group = make(
            f"Paint &from the {group} of the selected only",
            self._take_from_selected,
            "Shift+I",
            f"Take only what is in the {group} of what is selected",
        )
        self.export = make(
            "E&xport the map…", self._export, "", "On a page of its own, as PDF, PNG or SVG"
        )
        self._shades = QMenu("Sha&de by", panel)
        self._shades.setToolTipsVisible(True)
        self._shades.aboutToShow.connect(lambda: panel.fill_shades(self._shades))
        self.sweep = self._plain("&Sweep the selected\tSpace", Paint.sweep_selected)
        self.back = self._plain("Take the last one &back\tBackspace", Paint.take_last_back)
        self.accept_ = self._plain("&Accept\tEnter", Paint.accept)
        self.discard_ = self._plain("&Discard\tEsc", Paint.discard)

    def _plain(self, text: str, do: Callable[[Paint], object]) -> QAction:
        """Return a command whose key the map takes itself: it means something else elsewhere."""
        action = QAction(text, self._panel)
        action.triggered.connect(lambda _checked=False: self._with_brush(do))
        return action

    def fill(self, menu: QMenu) -> None:
        """Put the commands into a menu that is about to be shown."""
        menu.clear()
        panel, painting = self._panel, self._window.actions_.panels.paint
        tools = [a for name, a in panel.tool_actions.items() if name != Paint.id]
        menu.addActions([*tools, *panel.view_actions])
        menu.addSeparator()
        for below in (self._shades, panel.class_menu, panel.show_menu):
            menu.addMenu(below).setEnabled(panel.view is not None)
        if not panel.classes_button.isEnabled():
            panel.class_menu.menuAction().setEnabled(False)
        menu.addSeparator()
        menu.addActions([painting, self.choose, self.pick, self.new])
        menu.addSeparator()
        menu.addActions([self.from_anywhere, self.from_tray, self.from_group])
        menu.addSeparator()
        menu.addActions([self.sweep, self.back, self.accept_, self.discard_])
        menu.addSeparator()
        menu.addAction(self.export)
        stroke = panel.view is not None and panel.view.painting.stroke is not None
        for action in (self.back, self.discard_):
            action.setEnabled(stroke)
        self.export.setEnabled(panel.view is not None)

    # -- doing -----------------------------------------------------------------------------

    def paint(self) -> MapView | None:
        """Show the map and have the brush chosen; None if there is no map."""
        window, panel = self._window, self._panel
        window.docks.late("map").bring()
        if panel.view is None:
            window.document.refused.emit(panel.text.text())
            return None
        panel.view.use(Paint.id)
        panel.view.setFocus()
        return panel.view

    def _with_brush(self, do: Callable[[Paint], object]) -> None:
        view = self.paint()
        if view is not None and isinstance(view.tool, Paint):
            do(view.tool)

    def choose_target(self) -> None:
        """Let the user choose what is painted into."""
        view = self.paint()
        if view is not None:
            TargetDialog.ask(view.painting, self._window.theme, self._window)

    def _pick(self) -> None:
        view = self.paint()
        if view is not None:
            view.painting.choose_of(self._window.document.current)

    def _choose(self, place: Place) -> None:
        view = self.paint()
        if view is not None:
            view.painting.choose(place)

    def _take_only(self, source: Source) -> None:
        view = self.paint()
        if view is not None:
            view.painting.take_only(source)

    def _take_from_selected(self) -> None:
        view, document = self.paint(), self._window.document
        if view is not None and document.current in document.state:
            group = document.state.nearest_group(document.current)
            view.painting.take_only(group or Place.TRAY)

    def _export(self) -> None:
        """Let the user export the map."""
        from ui.export_settings import PDF

        form = self._window.ask_export().form
        if "map" not in form.format.layouts:
            form.choose(PDF)
        form.choose_layout("map")

    def accept(self) -> None:
        """Put what is swept where it goes."""
        self._with_brush(Paint.accept)

    def discard(self) -> None:
        """Leave everything as it is."""
        self._with_brush(Paint.discard)
