"""The tray: what is still to be placed, and what the plan has done so far."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from model import edits
from model.errors import ChangeRefusedError
from model.events import Changed
from model.option import Preview
from model.pack import Tier
from model.state import State
from model.wording import grouped
from ui.document import Document
from ui.panels.parts import (
    ARROW,
    MARGIN,
    SECTION,
    SMALL,
    Heading,
    Ink,
    Prose,
    Span,
    set_theme_below,
    tip,
)
from ui.panels.so_far import BeforeAndAfter, Spread
from ui.theme import BIG, BODY, Theme

if TYPE_CHECKING:  # loaded when there is something to place, or soon after the first paint
    from ui.panels.tray_list import TrayFilter, TrayList, TrayModel


class TrayPanel(QWidget):
    """Units to place, posts before and after, and the spread of the groups.

    The list is made when there is something to place. A panel that `waits` shows how things stood
    before the plan only when it is told to `fill`: that takes adding up everything anew.

    Signals
    -------
    move_requested(list)
        Ids of units that the user wants to move with the dialog.
    """

    move_requested = Signal(list)

    def __init__(
        self,
        document: Document,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        waits: bool = False,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._theme = theme
        self._waits = waits
        self._preview: Preview | None = None
        self._is_target = False
        self._is_following = False
        self._folded: set[str] = set()
        self._build()
        document.changed.connect(self._on_changed)
        document.switched.connect(self._on_switched)
        document.selected.connect(self._on_selected)
        document.previewed.connect(self._on_previewed)
        self._on_switched()

    # -- building --------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._theme
        self.setAcceptDrops(True)
        self.setMinimumWidth(180)
        self.number = Prose(theme, BIG, Ink.STRONG)
        self.sentence = Prose(theme, BODY, Ink.QUIET)
        self.sums = Prose(theme, SMALL, Ink.QUIET)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("Search what is to be placed")
        self.nothing_found = Prose(theme, SMALL, Ink.QUIET)
        self.before_and_after = BeforeAndAfter(self._document, theme)
        self.spread = Spread(self._document, theme)

        inside = QWidget()
        self._column = column = QVBoxLayout(inside)
        column.setContentsMargins(MARGIN - 2, MARGIN - 2, MARGIN - 2, MARGIN - 2)
        column.setSpacing(4)
        column.addWidget(Heading("To place"))
        for widget in (self.number, self.sentence, self.sums):
            column.addWidget(widget)
        column.addSpacing(4)
        column.addWidget(self.search)
        column.addWidget(self.nothing_found)
        self._list_place = column.count()
        column.addSpacing(SECTION - 8)
        column.addWidget(self.before_and_after)
        column.addSpacing(SECTION - 8)
        column.addWidget(self.spread)
        self._rest = QWidget()
        column.addWidget(self._rest, 1)

        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        around = QVBoxLayout(self)
        # Room for the ring that marks the panel while a drop would land on it.
        around.setContentsMargins(2, 2, 2, 2)
        around.addWidget(scroll)

        self.search.textChanged.connect(self._on_searched)

    @cached_property
    def model(self) -> TrayModel:
        """What is to be placed."""
        from ui.panels.tray_list import TrayModel

        return TrayModel(self._document, self)

    @cached_property
    def filter(self) -> TrayFilter:
        """What of it is searched for."""
        from ui.panels.tray_list import TrayFilter

        made = TrayFilter(self)
        made.setSourceModel(self.model)
        return made

    @cached_property
    def list(self) -> TrayList:
        """The list of it."""
        from ui.hovering import RowLights
        from ui.panels.tray_list import ID, ROW, TrayList

        made = TrayList(self._theme)
        if not self.model.count:
            made.hide()
        made.setModel(self.filter)
        made.setAccessibleName("To place")
        made.setMinimumHeight(4 * ROW)
        made.selectionModel().selectionChanged.connect(self._on_list_selected)
        RowLights(made, self._document, lambda index: (str(index.data(ID)),))
        made.opened.connect(self.move_requested)
        made.asked_for_menu.connect(self._on_menu_wanted)
        made.collapsed.connect(lambda index: self._folded.add(str(index.data(ID))))
        made.expanded.connect(lambda index: self._folded.discard(str(index.data(ID))))
        self._column.insertWidget(self._list_place, made, 1)
        self.setFocusProxy(made)
        return made

    def _has_list(self) -> bool:
        """Whether the list is there: it is made as soon as there is something to be in it."""
        if "list" not in self.__dict__ and self._document.state.tray():
            if "model" in self.__dict__:  # made when there was nothing to place
                self.model.reset()
            self.list.show()
            self._unfold()
        return "list" in self.__dict__

    def fill(self) -> None:
        """Show how things stood before, and have the list at hand."""
        self.before_and_after.look_back()
        self.before_and_after.refresh(self._preview)
        if not self._has_list():
            self.list.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        if "list" in self.__dict__:
            self.list.set_theme(theme)
        self.spread.set_theme(theme)
        set_theme_below(self, theme)
        self.update()

    # -- keeping up ------------------------------------------------------------------------

    def _on_switched(self) -> None:
        pack = self._document.state.pack
        unit = pack.kind_at(Tier.UNIT)
        self.search.setPlaceholderText(f"Search {unit.plural}")
        self.search.setToolTip(tip(f"Show the {unit.plural} whose name or code holds these words"))
        self._preview = None
        self._folded.clear()
        if self._has_list():
            # First the rows, then the search: it asks them for names.
            self.model.reset()
            self.search.clear()
            self._unfold()
        self.before_and_after.switch()
        if not self._waits:
            self.before_and_after.look_back()
        self.spread.read(None)
        self._refresh()
        self._on_selected()

    def _on_changed(self, event: Changed) -> None:
        if event.structure and self._has_list():
            self._is_following = True
            self.model.refresh(event)
            self._is_following = False
            self._unfold()
        self.before_and_after.read(event)
        self.spread.read(event)
        self._refresh()

    def _on_previewed(self, preview: Preview | None) -> None:
        self._preview = preview
        self._refresh()

    def _refresh(self) -> None:
        state = self._document.state
        number = self.model.count if self._has_list() else 0
        unit, group = state.pack.kind_at(Tier.UNIT), state.pack.kind_at(Tier.GROUP)
        after = number - _placed(state, self._preview)
        spans: list[Span] = [(f"{number:,}", Ink.STRONG)]
        if after != number:
            spans.append((f" {ARROW} {after:,}", Ink.ACCENT))
        self.number.write(*spans)
        if self._preview is not None and self._preview.refused and self._is_target:
            self.sentence.write((self._preview.refused, Ink.WARNING))
        elif number:
            of = grouped(state.count(state.root))
            verb = "is" if number == 1 else "are"
            self.sentence.write(f"of {of} {unit.plural} {verb} in no {group.label}")
        else:
            self.sentence.write(f"every {unit.label} is in a {group.label}")
        self._show_list(state, has_units=bool(number))
        self.before_and_after.refresh(self._preview)
        self.spread.refresh(self._preview)

    def _show_list(self, state: State, *, has_units: bool) -> None:
        text = about = ""
        if has_units:
            from ui.panels.tray_list import in_brief, in_full

            sums = self.model.sums()
            text, about = in_brief(state, sums), in_full(state, sums)
        self.sums.write(text)
        self.sums.setToolTip(tip(about))
        if has_units or "list" in self.__dict__:
            self.list.setVisible(has_units)
        self.sums.setVisible(has_units)
        self.search.setVisible(has_units)
        self._rest.setVisible(not has_units)
        self._show_whether_found()

    def _show_whether_found(self) -> None:
        text = self.search.text().strip()
        is_empty = bool(text) and bool(self.model.count) and not self.filter.rowCount()
        plural = self._document.state.pack.kind_at(Tier.UNIT).plural
        self.nothing_found.write(f"No {plural} to place match “{text}”." if is_empty else "")
        self.nothing_found.setVisible(is_empty)

    def _on_searched(self, text: str) -> None:
        self._is_following = True
        self.filter.search(text)
        self._is_following = False
        self._unfold()
        self._show_whether_found()

    def _unfold(self) -> None:
        """Unfold every region but those that the user has folded."""
        from ui.panels.tray_list import ID

        for row in range(self.filter.rowCount()):
            index = self.filter.index(row, 0)
            if str(index.data(ID)) not in self._folded:
                self.list.expand(index)

    # -- selecting -------------------------------------------------------------------------

    def _on_list_selected(self) -> None:
        from ui.panels.tray_list import ID

        units = self.list.selected_units()
        if self._is_following or not units:
            return
        current = self.list.currentIndex().data(ID)
        self._document.select(units, str(current) if current in units else units[0])

    def _on_selected(self) -> None:
        wanted = self._document.selection
        if not self._has_list() or set(self.list.selected_units()) == wanted:
            return
        self._is_following = True
        selection = self.list.selectionModel()
        selection.clearSelection()
        for organisation in wanted:
            index = self.filter.mapFromSource(self.model.index_of(organisation))
            if index.isValid():
                selection.select(index, selection.SelectionFlag.Select)
                if organisation == self._document.current:
                    selection.setCurrentIndex(index, selection.SelectionFlag.NoUpdate)
                    self.list.scrollTo(index)
        self._is_following = False

    def _on_menu_wanted(self, place: QPoint) -> None:
        self.menu_for(self.list.selected_units()).popup(place)

    def menu_for(self, units: Sequence[str]) -> QMenu:
        """Return the context menu of units in the tray."""
        state = self._document.state
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        move = QAction("Move to…", menu)
        move.setEnabled(not self._document.read_only)
        move.triggered.connect(lambda: self.move_requested.emit(list(units)))
        menu.addAction(move)
        homes = {home for u in units if (home := state.home(u)) is not None}
        if len(homes) == 1:
            home = homes.pop()
            kind = state.kind(home)
            show = QAction(f"Show home {kind.label}", menu)
            show.triggered.connect(lambda: self._document.reveal(home))
            menu.addAction(show)
        return menu

    # -- being dropped on ------------------------------------------------------------------

    def holds(self, place: QPoint) -> bool:
        """Whether a point of the screen lies on the panel: what is dropped there is taken out."""
        return self.isVisible() and QRect(QPoint(), self.size()).contains(self.mapFromGlobal(place))

    def set_target(self, on: bool) -> None:
        """Show, or stop showing, that a drop would land here."""
        self._is_target = on
        self._refresh()
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Show what taking the units out of their groups would bring."""
        from ui.panels.tray_list import units_of

        units = units_of(event.mimeData())
        try:
            change = edits.to_tray(self._document.state, self._known(units))
        except ChangeRefusedError:
            event.ignore()
            return
        self.set_target(True)
        preview = self._document.preview(change)
        if preview is not None and preview.refused:
            event.setDropAction(Qt.DropAction.IgnoreAction)
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """End the preview."""
        self.set_target(False)
        self._document.preview(None)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the units out of their groups."""
        from ui.panels.tray_list import units_of

        self.set_target(False)
        self._document.preview(None)
        self.take(units_of(event.mimeData()))
        event.acceptProposedAction()

    def take(self, units: Sequence[str]) -> bool:
        """Send units to the tray as one undo step; whether that was done."""
        try:
            change = edits.to_tray(self._document.state, self._known(units))
        except ChangeRefusedError:
            return False
        return self._document.commit(change)

    def _known(self, units: Sequence[str]) -> Sequence[str]:
        state = self._document.state
        return [u for u in units if u in state and state.tier(u) is Tier.UNIT]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a ring around the panel while a drop would land here."""
        super().paintEvent(event)
        if self._is_target:
            painter = QPainter(self)
            painter.setPen(QPen(self._theme.accent, 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
            painter.end()


def _placed(state: State, preview: Preview | None) -> int:
    """Return how many more units a preview would have in groups."""
    if preview is None:
        return 0
    return sum(
        (after.units if after else 0) - (before.units if before else 0)
        for organisation, (before, after) in preview.totals.items()
        if organisation not in state or state.tier(organisation) is Tier.GROUP
    )
