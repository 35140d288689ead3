"""The panel of plots: which one is shown, in which order, and what is taken from it elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QModelIndex, QPoint, Qt
from PySide6.QtGui import (
    QAction,
    QGuiApplication,
    QHideEvent,
    QKeySequence,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from model.events import Changed
from model.option import Preview
from model.plots.kept import Items
from model.plots.kinds import kinds, plot_of
from model.plots.plot import Order, Outcome, Plot, PlotKind, words
from ui.dialogs.common import announce
from ui.hovering import RowLights
from ui.panels.parts import (
    GAP,
    MARGIN,
    SECTION,
    SMALL,
    Choice,
    Heading,
    Ink,
    Prose,
    breakable,
    is_seen,
    on_button,
    set_theme_below,
)
from ui.plots.drawing import Marks
from ui.plots.figure import Figure
from ui.plots.table import KEY, NumbersModel, NumbersTable, as_text
from ui.plots.view import PlotView
from ui.theme import BODY, Theme

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.plots.paper import Sheet

_AS_TABLE = "Show as &table"
_BROAD = 620
"""From this width on all choices stand in one row, pixels."""
_NARROW = 440
"""Below this width a button has a shorter text, pixels."""
_SPOKEN_LONG = 400
"""How much of a plot's description a screen reader is given, characters."""


class PlotsPanel(QWidget):
    """A plot of the option that is shown; it follows edits, the selection and what hovers.

    Parameters
    ----------
    window : MainWindow
        Whose document is plotted.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._document = window.document
        self._theme = window.theme
        self._orders: dict[str, str] = {}
        self._items: Items | None = None
        self._base: Figure | None = None
        self._preview: Preview | None = None
        self._is_stale = True
        self._is_following = False
        self._unsubscribe: list[Callable[[], None]] = []
        self._make_head()
        self._make_body()
        self._make_actions()
        self._lay_out()
        self._connect()
        self._on_switched()

    # -- making ----------------------------------------------------------------------------

    def _make_head(self) -> None:
        self.kind = Choice()
        self.kind.setAccessibleName("Plot to show")
        self.kind.setToolTip("Which plot to show")
        self.kind.setMinimumContentsLength(18)
        self.order = Choice()
        self.order.setAccessibleName("Order of the plot")
        self.order.setToolTip("In which order to show it")
        self.order.setMinimumContentsLength(10)
        self.as_table = QToolButton()
        self.as_table.setText(_AS_TABLE)
        self.as_table.setAccessibleName("Show as table")
        self.as_table.setCheckable(True)
        self.as_table.setToolTip("Show the numbers of the plot as a table")
        self.as_table.setProperty("answer", True)
        self.take = QToolButton()
        self.take.setText("&Copy or export")
        self.take.setObjectName("take")
        self.take.setToolTip("Take the plot or its numbers elsewhere")
        self.take.setProperty("answer", True)
        self.take.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _make_body(self) -> None:
        self.view = PlotView(self._theme)
        self.model = NumbersModel(self._theme, self)
        self.table = NumbersTable(self.model)
        RowLights(self.table, self._document, self._about_row, with_group=True)
        self.empty = Prose(self._theme, BODY, Ink.QUIET)
        self._nothing = QWidget()
        around = QVBoxLayout(self._nothing)
        around.setContentsMargins(GAP, SECTION, MARGIN, 0)
        around.addWidget(self.empty)
        around.addStretch(1)
        self.stack = QStackedWidget()
        for widget in (self.view, self.table, self._nothing):
            self.stack.addWidget(widget)
        self.about = Prose(self._theme, SMALL, Ink.QUIET)
        self.told = Prose(self._theme, SMALL, Ink.QUIET)
        self.told.hide()

    def _make_actions(self) -> None:
        self.copy_picture_action = self._action(
            "Copy as &picture", self.copy_picture, QKeySequence.StandardKey.Copy, self.view
        )
        self.copy_text_action = self._action(
            "Copy &numbers as text", self.copy_text, "Ctrl+Shift+C", self
        )
        self.export_action = self._action("&Export plot…", self.ask_export, "Ctrl+Shift+E", self)
        self.table_action = self._action(_AS_TABLE, self.toggle_table, "Ctrl+Shift+T", self)
        self.table_action.setCheckable(True)
        self.home_action = self._action("&Show all of it", self.view.go_home, "0", self.view)
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        self.menu.addActions([self.copy_picture_action, self.copy_text_action, self.export_action])
        self.menu.addSeparator()
        self.menu.addActions([self.table_action, self.home_action])
        self.take.setMenu(self.menu)

    def _action(
        self,
        text: str,
        do: Callable[[], object],
        key: str | QKeySequence.StandardKey,
        where: QWidget,
    ) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda *_: do())
        action.setShortcut(QKeySequence(key))
        # The same keys mean other things elsewhere in the window.
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        where.addAction(action)
        return action

    def _lay_out(self) -> None:
        heading = Heading("Plots")
        heading.setMinimumWidth(44)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(GAP)
        first.addWidget(heading, 1)
        first.addWidget(self.kind, 4)
        second.addWidget(self.order)
        second.addWidget(self.as_table)
        second.addWidget(self.take)
        second.addStretch(1)
        self._top = top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        top.setContentsMargins(GAP, GAP, MARGIN, 4)
        top.setSpacing(GAP)
        top.addLayout(first, 1)
        top.addLayout(second)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN - GAP, 0, 0, GAP)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(self.stack, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(GAP, 0, MARGIN, 0)
        foot.setSpacing(2)
        foot.addWidget(self.about)
        foot.addWidget(self.told)
        column.addLayout(foot)
        self.setMinimumWidth(260)

    def _connect(self) -> None:
        document = self._document
        document.changed.connect(self._on_changed)
        document.switched.connect(self._on_switched)
        document.listed.connect(self._on_listed)
        document.selected.connect(self._mark)
        document.previewed.connect(self._on_previewed)
        document.hovered.connect(self._mark)
        document.revealed.connect(self._on_revealed)
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.order.currentIndexChanged.connect(self._on_order)
        self.as_table.toggled.connect(self._on_table)
        self.view.pointed.connect(self._on_pointed)
        self.view.chosen.connect(self._on_chosen)
        self.view.opened.connect(self._on_opened)
        self.view.cleared.connect(lambda: document.select(()))
        self.view.menu_wanted.connect(self._show_menu)
        self.view.focused.connect(self._mark)
        self.table.selectionModel().selectionChanged.connect(self._on_rows)
        self.table.doubleClicked.connect(lambda index: self._on_opened(str(index.data(KEY))))

    # -- what is shown ---------------------------------------------------------------------

    @property
    def figure(self) -> Figure | None:
        """What is drawn; None if there is nothing to draw."""
        return self.view.figure

    def _on_switched(self) -> None:
        state = self._document.state
        self._preview = self._document.foreseen
        self._is_following = True
        found = kinds(state.pack)
        titles = [(kind.value, on_button(self._plot(kind).title)) for kind in found]
        self.kind.offer(titles, str(self.kind.currentData()))
        self._is_following = False
        self._begin()

    def _plot(self, kind: PlotKind) -> Plot:
        document = self._document
        return plot_of(kind, document.state, document.live.id, document.scenario.with_status())

    def _begin(self) -> None:
        """Read the plot that is chosen anew, when it is seen."""
        self._leave_others()
        self._items = self._base = None
        self._is_stale = True
        if is_seen(self):
            self.catch_up()

    def catch_up(self) -> None:
        """Show how things are now: what is not seen follows nothing."""
        if not self._is_stale:
            return
        self._is_stale = False
        chosen = self.kind.currentData()
        if chosen is None:
            self._show_empty("There are no figures to plot.")
            return
        plot = self._plot(PlotKind(chosen))
        self._items = Items(plot)
        if plot.kind is PlotKind.SPREAD:
            self._listen_to_others()
        names = {
            Order.PLACE: f"By {plot.place_title}" if plot.place_title else "In order",
            Order.NAME: "By name",
            Order.SIZE: "Largest first",
        }
        self._is_following = True
        wanted = self._orders.get(plot.kind.value, plot.orders[0].value)
        self.order.offer([(o.value, on_button(names[o])) for o in plot.orders], wanted)
        self.order.setVisible(len(plot.orders) > 1)
        self._is_following = False
        self.view.setAccessibleName(plot.title)
        self._draw()

    def _draw(self) -> None:
        """Draw the items as they are, and what hovers."""
        if (items := self._items) is not None:
            order = Order(self.order.currentData() or Order.PLACE)
            self._base = Figure(items.plot, items.all(), order)
            self._draw_hovering()

    def _draw_hovering(self) -> None:
        base = self._base
        if base is None:
            return
        outcome = self._would()
        would = outcome.items if outcome is not None else {}
        if not base.items and not would:
            self._show_empty(base.plot.empty)
            return
        figure = base.during(outcome) if outcome is not None and would else base
        self.view.show_figure(figure)
        if self.as_table.isChecked():
            self.model.show_figure(figure)
        self._show_in_stack(self.table if self.as_table.isChecked() else self.view)
        if outcome is not None and would:
            # A line that came and went while something hovers would push the plot to and fro.
            if not self.about.isHidden():
                self.about.write(breakable(outcome.about))
        else:
            self.about.write(breakable(base.plot.about(base.items)))
            self.about.setVisible(bool(self.about.text()))
            self.view.setAccessibleDescription(self.about.text()[:_SPOKEN_LONG])
            for action in (self.copy_picture_action, self.copy_text_action, self.export_action):
                action.setEnabled(True)
            self._mark()

    def _show_in_stack(self, widget: QWidget) -> None:
        self.stack.setCurrentWidget(widget)
        self.setFocusProxy(self.kind if widget is self._nothing else widget)

    def _show_empty(self, text: str) -> None:
        self.empty.write(breakable(text))
        self._show_in_stack(self._nothing)
        self.view.show_figure(None)
        self.model.show_figure(None)
        self.about.hide()
        for action in (self.copy_picture_action, self.copy_text_action, self.export_action):
            action.setEnabled(False)

    def _would(self) -> Outcome | None:
        """Return what would differ by what hovers."""
        preview, items = self._preview, self._items
        if preview is None or preview.change is None or preview.refused or items is None:
            return None
        return items.would(self._document.option, preview.change)

    def _on_changed(self, event: Changed) -> None:
        self._preview = None
        if event.option:
            self._on_switched()
        elif self._items is None or not is_seen(self):
            self._is_stale = True
        elif self._items.follow(event) or self.view.figure is None or self.view.figure.would:
            self._draw()

    def _on_previewed(self, preview: Preview | None) -> None:
        if preview is self._preview:
            return
        self._preview = preview
        if not self._is_stale and is_seen(self):
            self._draw_hovering()

    def _on_listed(self, event: object) -> None:
        del event
        if self._items is not None and self._items.plot.kind is PlotKind.SPREAD:
            self._begin()

    def _listen_to_others(self) -> None:
        """Follow the options that the shown one is compared with: other windows edit them."""
        for option in self._document.scenario.with_status():
            if option is not self._document.live:
                self._unsubscribe.append(option.subscribe(lambda _: self._begin()))

    def _leave_others(self) -> None:
        for leave in self._unsubscribe:
            leave()
        self._unsubscribe.clear()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was not seen."""
        super().showEvent(event)
        self.catch_up()

    def hideEvent(self, event: QHideEvent) -> None:
        """Follow nothing any more; a window that is closed goes for good."""
        super().hideEvent(event)
        self._leave_others()
        self._is_stale = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the choices below each other where they don't fit beside each other."""
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        self._top.setDirection(ways.LeftToRight if self.width() >= _BROAD else ways.TopToBottom)
        self.as_table.setText("&Table" if self.width() < _NARROW else _AS_TABLE)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.view.set_theme(theme)
        self.model.theme = self.table.delegate.theme = theme
        self.table.viewport().update()
        set_theme_below(self, theme)

    # -- choosing --------------------------------------------------------------------------

    def _on_kind(self) -> None:
        if not self._is_following:
            self.told.hide()
            self._begin()

    def _on_order(self) -> None:
        if not self._is_following and self._items is not None:
            self._orders[self._items.plot.kind.value] = str(self.order.currentData())
            self._draw()

    def toggle_table(self) -> None:
        """Show the numbers as a table, or the plot again."""
        self.as_table.toggle()
        self.setFocus()

    def _on_table(self, on: bool) -> None:
        self.table_action.setChecked(on)
        self._draw()

    def layout_state(self) -> QByteArray:
        """Return which plot is shown, and how, for the next start."""
        state = {
            "kind": self.kind.currentData(),
            "orders": self._orders,
            "table": self.as_table.isChecked(),
        }
        return QByteArray(json.dumps(state).encode())

    def restore_layout(self, state: QByteArray) -> bool:
        """Show the plot that was shown last; whether that was one that we know."""
        try:
            found = json.loads(bytes(state.data()))
            kind, orders, table = found["kind"], found["orders"], found["table"]
            self._orders = {PlotKind(k).value: Order(o).value for k, o in orders.items()}
        except (ValueError, KeyError, TypeError, AttributeError):
            return False
        self.as_table.setChecked(table is True)
        at = self.kind.findData(kind)
        if at >= 0:
            self.kind.setCurrentIndex(at)
        self._begin()
        return at >= 0

    def show_kind(self, kind: PlotKind) -> None:
        """Show a plot."""
        self.kind.setCurrentIndex(max(0, self.kind.findData(kind.value)))

    # -- one selection ---------------------------------------------------------------------

    def _mark(self) -> None:
        document = self._document
        marks = document.selection, self._hovered(), self._cursor(), document.groups_of_selected
        self.view.show_marks(Marks(*marks))
        self._select_rows()

    def _hovered(self) -> str:
        """Return what the mouse is over in any view: its group, if it is no item itself."""
        pointed, figure = self._document.pointed, self.view.figure
        if figure is None or not pointed or pointed in figure.keys_of:
            return pointed
        return self._document.state.nearest_group(pointed)

    def _cursor(self) -> str:
        return self.view.at if self.view.hasFocus() else ""

    def _organisation(self, key: str) -> str:
        """Return whom an item stands for, if the option that is shown has it."""
        figure = self.view.figure
        item = figure.by_key.get(key) if figure is not None else None
        if item is None or item.organisation not in self._document.state:
            return ""
        return item.organisation

    def _on_pointed(self, key: str) -> None:
        self._document.hover(self._organisation(key))

    def _on_chosen(self, key: str, extend: bool) -> None:
        organisation = self._organisation(key)
        document = self._document
        if organisation and extend:
            document.select(document.selection ^ {organisation}, organisation)
        elif organisation:
            document.select((organisation,))
        self._mark()
        self._tell_item(key)

    def _tell_item(self, key: str) -> None:
        """Have a screen reader say an item."""
        figure = self.view.figure
        if figure is None or key not in figure.by_key:
            return
        keys = figure.walk()
        text = f"{words(figure.plot, figure.by_key[key])}. {keys.index(key) + 1} of {len(keys)}."
        self.view.setAccessibleDescription(text[:_SPOKEN_LONG])
        announce(self.view, text)

    def _on_opened(self, key: str) -> None:
        organisation = self._organisation(key)
        if organisation:
            self._document.reveal(organisation)

    def _on_revealed(self, organisation: str) -> None:
        figure = self.view.figure
        if figure is None:
            return
        keys = [k for k in figure.walk() if self._organisation(k) == organisation]
        if keys:
            self.view.bring_into_view(keys[0])

    def _about_row(self, index: QModelIndex) -> list[str]:
        return [self.model.item(index.row()).organisation]

    def _on_rows(self) -> None:
        if self._is_following:
            return
        rows = sorted(i.row() for i in self.table.selectionModel().selectedRows())
        found = [self._organisation(self.model.item(row).key) for row in rows]
        if any(found):
            self._document.select([o for o in found if o])

    def _select_rows(self) -> None:
        if not self.as_table.isChecked() or self.view.figure is None:
            return
        self._is_following = True
        selection = self.table.selectionModel()
        flags = selection.SelectionFlag
        wanted = self._document.selection
        selection.clearSelection()
        for row in range(self.model.rowCount()):
            if self.model.item(row).organisation in wanted:
                index = self.model.index(row, 0)
                selection.select(index, flags.Select | flags.Rows)
                if not self.table.hasFocus():
                    selection.setCurrentIndex(index, flags.NoUpdate)
                    self.table.scrollTo(index)
        self._is_following = False

    # -- taking it elsewhere ---------------------------------------------------------------

    def _show_menu(self, at: QPoint) -> None:
        self.menu.popup(at)

    def _tell(self, text: str, *, is_wrong: bool = False) -> None:
        self.told.write((breakable(text), Ink.WARNING if is_wrong else Ink.QUIET))
        self.told.show()
        announce(self.told, text)

    def copy_picture(self) -> None:
        """Put the plot on the clipboard as a picture."""
        if (sheet := self._sheet()) is not None:
            QGuiApplication.clipboard().setImage(sheet.image())
            self._tell("The plot is on the clipboard as a picture.")

    def copy_text(self) -> None:
        """Put the numbers on the clipboard, with tabs between the columns."""
        if self.figure is not None:
            QGuiApplication.clipboard().setText(as_text(self.figure))
            self._tell("The numbers are on the clipboard, with tabs between the columns.")

    def _sheet(self) -> Sheet | None:
        from ui.plots.paper import Sheet

        if self._base is None or self.figure is None:
            return None
        return Sheet(self._base, self._document.option, self._document.scenario.id)

    def ask_export(self) -> QFileDialog | None:
        """Let the user choose where to export the plot to, and as what."""
        from ui.plots.paper import FILTERS, file_name

        if self.figure is None:
            return None
        dialog = QFileDialog(self, "Export plot")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(list(FILTERS))
        dialog.setDefaultSuffix(next(iter(FILTERS.values())))
        dialog.filterSelected.connect(lambda name: dialog.setDefaultSuffix(FILTERS[name]))
        dialog.selectFile(file_name(self.figure.plot.title))
        dialog.fileSelected.connect(lambda name: self.export(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def export(self, path: Path) -> bool:
        """Write the plot, or its numbers, to a file; say so, and whether that was possible."""
        from db.errors import InputError, SaveError

        sheet = self._sheet()
        if sheet is None:
            return False
        try:
            sheet.write(path)
        except (InputError, SaveError) as error:
            self._tell(str(error), is_wrong=True)
            return False
        self._tell(f"The plot is in {path.name}.")
        return True
