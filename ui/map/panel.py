"""The map's panel: its tools, what it is shaded by, the map itself and its legend."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QToolButton, QVBoxLayout, QWidget

from db.errors import InputError
from model.events import Changed
from model.geography.shades import Shade, has_figures, shades
from model.geography.shading import METHOD_WORDS, Method
from model.pack import Tier
from model.wording import capital
from ui.dialogs.common import announce
from ui.later import Later
from ui.map.bar import PaintBar
from ui.map.commands import MapCommands
from ui.map.corners import Corners
from ui.map.land import Land
from ui.map.scheme import CLASSES
from ui.map.toolbox import TOOLS
from ui.map.tools import Tool
from ui.map.view import MapView
from ui.panels.parts import MARGIN, Choice, Ink, Prose, on_button, tip
from ui.theme import BODY, Theme

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.open_scenario import OpenScenario

MOST_CLASSES: Final = 7


def prepare(opened: OpenScenario) -> Iterator[None]:
    """Read areas and find their lines, which is most of the work of making a map, in steps."""
    try:
        is_there = bool(opened.atlas())
    except InputError:
        return  # the panel says so
    yield
    if is_there:
        len(opened.outlines().arcs)
        yield


class MapPanel(QWidget):
    """The map of a window's option.

    Attributes
    ----------
    view : MapView or None
        The map; None where there is none, and `text` says why.
    class_menu, show_menu : QMenu
        How figures are cut into classes, and what else is shown.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._document = window.document
        self._theme = window.theme
        self.view: MapView | None = None
        self._land: Land | None = None
        self._shade = ""
        self._method, self._number = Method.QUANTILES, CLASSES
        self._has_legend = True
        self.text = Prose(self._theme, BODY, Ink.QUIET)
        self.text.setContentsMargins(0, MARGIN, 0, 0)
        self._make_bar()
        self.commands = MapCommands(window, self)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        self._stack = QStackedLayout()
        # Into the panel before anything is in it: a stack shows its first widget at once, which
        # without a parent is a window of its own that takes the focus.
        column.addLayout(self._stack, 1)
        empty = QWidget()
        inner = QVBoxLayout(empty)
        inner.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        inner.addWidget(self.text)
        inner.addStretch()
        self._stack.addWidget(empty)
        self.setMinimumWidth(320)
        self._show()
        self._document.switched.connect(self._show)
        self._document.changed.connect(self._on_changed)

    def sizeHint(self) -> QSize:
        """Return the size that it likes."""
        return QSize(520, 600)

    # -- the bar ---------------------------------------------------------------------------

    def _make_bar(self) -> None:
        self._bar = QWidget()
        rows = QVBoxLayout(self._bar)
        rows.setContentsMargins(MARGIN - 4, 4, MARGIN - 4, 6)
        rows.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(2)
        rows.addLayout(row)
        pack = self._document.option.pack
        unit, group = pack.kind_at(Tier.UNIT), pack.kind_at(Tier.GROUP)
        words = {
            "unit": unit.label,
            "units": unit.plural,
            "group": group.label,
            "groups": group.plural,
        }
        self.tool_actions: dict[str, QAction] = {}
        tools = QActionGroup(self)
        for tool in TOOLS:
            action = QAction(tool.label, self)
            action.setCheckable(True)
            action.setToolTip(tip(f"{tool.help.format(**words)} ({tool.key})"))
            _show_key(action, tool.key)
            action.triggered.connect(partial(self._use, tool))
            tools.addAction(action)
            self.tool_actions[tool.id] = action
            row.addWidget(self._button(action))
        row.addStretch(1)
        self.view_actions: list[QAction] = []
        for text, name, key, about, do in (
            ("−", "Zoom &out", "-", "Show things smaller (−)", MapView.zoom_out),
            ("+", "&Zoom in", "+", "Show things larger (+)", MapView.zoom_in),
            ("Fit", "&Fit", "0", "Show the whole map (0)", MapView.fit),
        ):
            action = QAction(name, self)
            _show_key(action, key)
            action.setToolTip(about)
            action.triggered.connect(partial(self._ask, do))
            self.view_actions.append(action)
            button = self._button(action)
            button.setText(text)
            button.setAccessibleName(name.replace("&", ""))
            row.addWidget(button)
        row = QHBoxLayout()
        row.setSpacing(4)
        rows.addLayout(row)
        self.shade_box = Choice()
        self.shade_box.setAccessibleName("Shade the map by")
        self.shade_box.setToolTip("What the areas are filled for")
        self.shade_box.activated.connect(self._on_shade)
        row.addWidget(self.shade_box, 1)
        self.classes_button = QToolButton()
        self.classes_button.setText("Classes")
        self.classes_button.setToolTip("How figures are cut into classes, and into how many")
        self.classes_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.class_menu = QMenu("C&lasses", self.classes_button)
        self.class_menu.setToolTipsVisible(True)
        self.class_menu.aboutToShow.connect(self._fill_classes)
        self.classes_button.setMenu(self.class_menu)
        row.addWidget(self.classes_button)
        self.show_button = QToolButton()
        self.show_button.setText("Show")
        self.show_button.setToolTip("What else the map shows")
        self.show_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.show_menu = menu = QMenu("S&how", self.show_button)
        menu.setToolTipsVisible(True)
        self.show_button.setMenu(menu)
        self.legend_action = menu.addAction("Legend")
        self.legend_action.setCheckable(True)
        self.legend_action.setChecked(True)
        self.legend_action.setToolTip("Show what fills and lines mean, where there is room for it")
        self.legend_action.toggled.connect(self._show_legend)
        self.cuts_action = menu.addAction("")
        self.cuts_action.setCheckable(True)
        self.cuts_action.toggled.connect(self._show_cuts)
        row.addWidget(self.show_button)

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _use(self, tool: type[Tool], _checked: bool = False) -> None:
        if self.view is not None:
            self.view.use(tool.id)
            self.view.setFocus()

    def _ask(self, do: Callable[[MapView], None], _checked: bool = False) -> None:
        if self.view is not None:
            do(self.view)

    def _fill_classes(self) -> None:
        menu = self.class_menu
        menu.clear()
        methods, numbers = QActionGroup(menu), QActionGroup(menu)
        for method in Method:
            action = menu.addAction(capital(method.value))
            action.setToolTip(METHOD_WORDS[method])
            action.setCheckable(True)
            action.setChecked(method is self._method)
            action.triggered.connect(partial(self._classify, method, 0))
            methods.addAction(action)
        menu.addSeparator()
        for number in range(2, MOST_CLASSES + 1):
            action = menu.addAction(f"{number} classes")
            action.setCheckable(True)
            action.setChecked(number == self._number)
            action.triggered.connect(partial(self._classify, None, number))
            numbers.addAction(action)

    # -- what is shown ---------------------------------------------------------------------

    def _show(self) -> None:
        """Show the map of what is open, or why there is none."""
        pack = self._document.option.pack
        if self._land is not None and self._land.pack is pack:
            self._fill_shades()
            return
        try:
            atlas = self._document.open.atlas()
        except InputError as error:
            self._say(f"{capital(str(error))}.")
            return
        if not atlas:
            self._say(f"There is no map: {pack.name} has no boundaries.")
            return
        self._land = Land(pack, atlas, self._document.open.outlines())
        if self.view is None:
            self.view = self._make_view(self._land)
        else:
            self.view.show_land(self._land)
        self._stack.setCurrentIndex(1)
        self._bar.setEnabled(True)
        group, words = pack.kind_at(Tier.GROUP), pack.words
        self.cuts_action.setText(capital(f"{words.links} in several {group.plural}"))
        about = f"Draw a dashed line round each {words.link} that the plan divides"
        self.cuts_action.setToolTip(about)
        self.cuts_action.setVisible(bool(pack.links))
        self.view.show_cuts(self.cuts_action.isChecked())
        self._fill_shades()

    def _say(self, text: str) -> None:
        self._land = None
        self.text.write(text)
        self._stack.setCurrentIndex(0)
        self._bar.setEnabled(False)

    def _make_view(self, land: Land) -> MapView:
        window = self._window
        view = MapView(self._document, land, self._theme, self)
        self.corners = view.corners = Corners(view)
        Later(view.prepare(), view).start()
        view.is_over_tray = window.is_over_tray
        view.drag_ended.connect(lambda: window.tray.set_target(False))
        view.move_requested.connect(window.ask_move)
        view.menu_requested.connect(window.show_menu)
        view.tool_changed.connect(self._on_tool)
        self.corners.is_open = self._has_legend
        self.paint_bar = PaintBar(view.painting)
        self.paint_bar.target_wanted.connect(self.commands.choose_target)
        self.paint_bar.accepted.connect(self.commands.accept)
        self.paint_bar.discarded.connect(self.commands.discard)
        view.painting.told.connect(partial(announce, view))
        self._column.insertWidget(1, self.paint_bar)
        self._stack.addWidget(view)
        self.setFocusProxy(view)
        self.tool_actions[view.tool.id].setChecked(True)
        return view

    def _on_tool(self) -> None:
        assert self.view is not None
        self.tool_actions[self.view.tool.id].setChecked(True)

    def _on_changed(self, event: Changed) -> None:
        if self.view is None or self._land is None:
            return
        if event.edited:
            self._fill_shades()
        self._show_keys()

    def fill_shades(self, menu: QMenu) -> None:
        """List in a menu what areas can be filled for."""
        menu.clear()
        choices = QActionGroup(menu)
        for shade in self._shades() if self.view is not None else ():
            action = menu.addAction(on_button(shade.label))
            action.setToolTip(tip(shade.about))
            action.setCheckable(True)
            action.setChecked(shade.id == self._shade)
            action.triggered.connect(
                lambda _checked=False, to=shade.id: self.shade_by(to, self._method, self._number)
            )
            choices.addAction(action)

    def _shades(self) -> list[Shade]:
        state = self._document.state
        return [s for s in shades(self._document.option.pack) if has_figures(state, s)]

    def _fill_shades(self) -> None:
        assert self.view is not None
        found = self._shades()
        if self._shade not in [s.id for s in found]:
            self._shade = found[0].id
        self.shade_box.offer([(s.id, s.label) for s in found], self._shade)
        self.shade_by(self._shade, self._method, self._number)

    def _on_shade(self) -> None:
        self.shade_by(str(self.shade_box.currentData()), self._method, self._number)

    def _classify(self, method: Method | None, number: int, _checked: bool = False) -> None:
        """Take another method, or another number of classes."""
        self.shade_by(self._shade, method or self._method, number or self._number)

    def shade_by(self, shade: str, method: Method, number: int) -> None:
        """Fill the areas for what has that id, in so many classes."""
        assert self.view is not None
        wanted = next(s for s in self._shades() if s.id == shade)
        self._shade, self._method, self._number = shade, method, number
        self.shade_box.setCurrentIndex(max(0, self.shade_box.findData(shade)))
        self.shade_box.setToolTip(tip(wanted.about))
        self.classes_button.setEnabled(wanted.measure is not None)
        self.view.choose(wanted, method, number)
        before = self.corners.size
        self._show_keys()
        if self.corners.size != before:
            self.view.refit()

    def _show_keys(self) -> None:
        """Set the legend anew; its button has it in words."""
        self.corners.refresh()
        self.show_button.setAccessibleDescription(self.corners.words)

    def _show_cuts(self, is_shown: bool) -> None:
        if self.view is not None:
            self.view.show_cuts(is_shown)
            self._show_keys()

    def _show_legend(self, is_shown: bool) -> None:
        self._has_legend = is_shown
        if self.view is not None:
            self.corners.is_open = is_shown
            self.view.refit()
            self.corners.settle()
            self.view.viewport().update()

    # -- what a dock asks ------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.text.set_theme(theme)
        if self.view is not None:
            self.view.set_theme(theme)
            if self._land is not None:
                self._show_keys()

    def catch_up(self) -> None:
        """Show what happened while it could not be seen: it follows all the time."""

    def layout_state(self) -> QByteArray:
        """Return what to remember until the next start."""
        kept = {
            "shade": self._shade,
            "method": self._method.value,
            "number": self._number,
            "legend": self._has_legend,
            "cuts": self.cuts_action.isChecked(),
        }
        return QByteArray(json.dumps(kept).encode())

    def restore_layout(self, state: QByteArray) -> bool:
        """Take up what was remembered; False, and nothing done, if that does not fit."""
        try:
            kept = json.loads(bytes(QByteArray(state).data()))
            method, number = Method(kept["method"]), int(kept["number"])
            shade, legend = str(kept["shade"]), bool(kept["legend"])
            cuts = bool(kept["cuts"])
        except (ValueError, KeyError, TypeError):
            return False
        if not 2 <= number <= MOST_CLASSES:
            return False
        self._method, self._number, self._shade = method, number, shade
        self.legend_action.setChecked(legend)
        self.cuts_action.setChecked(cuts)
        if self.view is not None:
            self._fill_shades()
        return True


def _show_key(action: QAction, key: str) -> None:
    """Have menus show a key that the map takes itself: it means something else elsewhere."""
    action.setShortcut(QKeySequence(key))
    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
