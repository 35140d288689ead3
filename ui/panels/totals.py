"""The panel of totals: which rows it shows, and that selecting goes both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QByteArray,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from model.pack import Tier
from model.wording import STAR, capital
from ui.document import Document
from ui.later import WaitingPanel
from ui.panels.parts import (
    GAP,
    MARGIN,
    SMALL,
    Choice,
    Heading,
    Ink,
    Prose,
    set_theme_below,
)
from ui.theme import Theme

if TYPE_CHECKING:  # loaded when the panel is filled
    from ui.panels.totals_cells import Column
    from ui.panels.totals_model import TotalsModel, TotalsSort
    from ui.panels.totals_table import TotalsTable

_LEAST = 74
"""What the table needs at least, kept free for it, pixels."""

Index = QModelIndex | QPersistentModelIndex


class TotalsPanel(WaitingPanel):
    """Totals of the nation, the regions and the groups; selecting a row shows the card."""

    def __init__(
        self,
        document: Document,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        waits: bool = False,
    ) -> None:
        super().__init__(document, theme, parent, waits=waits)
        self._is_following = False
        self._fitted: tuple[Column, ...] = ()
        self._layout: QByteArray | None = None
        self.tiers = Choice()
        self.tiers.setAccessibleName("Rows to show")
        self.tiers.setToolTip("Which rows to show")
        self.legend = Prose(theme, SMALL, Ink.QUIET)
        top = QHBoxLayout()
        top.setContentsMargins(GAP, GAP, MARGIN, 4)
        top.setSpacing(GAP)
        top.addWidget(Heading("Totals"), 1)
        top.addWidget(self.legend, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(self.tiers)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN - GAP, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        self._rest = QWidget()
        self._rest.setMinimumSize(_LEAST, _LEAST)
        column.addWidget(self._rest, 1)
        self.tiers.currentIndexChanged.connect(self._on_tier_chosen)
        document.switched.connect(self._on_switched)
        document.selected.connect(self._on_selected)
        document.revealed.connect(self._on_revealed)
        document.changed.connect(self._on_changed)
        self._name_tiers()
        if not waits:
            self.fill()

    def _show_all(self) -> None:
        if "_table" in self.__dict__:
            self._model.reset()
        else:
            self._make_table()

    def _show_head(self) -> None:
        self._model.clear()

    def _make_table(self) -> None:
        from ui.hovering import RowLights
        from ui.panels.totals_model import TotalsModel, TotalsSort
        from ui.panels.totals_table import TotalsDelegate, TotalsTable

        self._model = TotalsModel(self._document, self._theme, self)
        self._sort = TotalsSort(self)
        self._sort.setSourceModel(self._model)
        self._table = TotalsTable()
        self._table.setModel(self._sort)
        self._table.setAccessibleName("Totals")
        self.delegate = TotalsDelegate(self._sort, self._model, self._theme)
        self._table.setItemDelegate(self.delegate)
        self._table.selectionModel().selectionChanged.connect(self._on_rows_selected)
        self._table.doubleClicked.connect(self._on_row_opened)
        self._model.modelReset.connect(self._on_reset)
        self._column.replaceWidget(self._rest, self._table)
        RowLights(self._table, self._document, lambda i: (self._id(i),), with_group=True)
        self._rest.deleteLater()
        self.setFocusProxy(self._table)
        self._on_reset()
        if self._layout is not None:
            self.restore_layout(self._layout)

    @property
    def model(self) -> TotalsModel:
        """The totals, in the chart's order."""
        self.fill()
        return self._model

    @property
    def sort(self) -> TotalsSort:
        """The totals as they are shown."""
        self.fill()
        return self._sort

    @property
    def table(self) -> TotalsTable:
        """The table that shows them."""
        self.fill()
        return self._table

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        set_theme_below(self, theme)
        if "_table" in self.__dict__:  # made, though it may wait to be filled again
            self.delegate.theme = theme
            self._model.set_theme(theme)
            self._table.viewport().update()

    def layout_state(self) -> QByteArray:
        """Return widths, order and sorting of the columns, for the next start."""
        return self.table.horizontalHeader().saveState()

    def restore_layout(self, state: QByteArray) -> bool:
        """Take widths, order and sorting of the columns; whether they fit this table."""
        if not self.is_filled:
            self._layout = state
            return True
        return self.table.horizontalHeader().restoreState(state)

    # -- keeping up ------------------------------------------------------------------------

    def _name_tiers(self) -> None:
        pack = self._document.state.pack
        chosen = max(0, self.tiers.currentIndex())
        self._is_following = True
        self.tiers.clear()
        self.tiers.addItem("All rows", None)
        for tier in (Tier.GROUP, Tier.REGION):
            self.tiers.addItem(capital(pack.kind_at(tier).plural), tier)
        self.tiers.setCurrentIndex(chosen)
        self._is_following = False

    def _on_switched(self) -> None:
        self._name_tiers()
        self._switch()

    def _on_reset(self) -> None:
        if not self.is_filled:
            return
        if self.model.columns != self._fitted:
            # Another pack, or a norm that comes into force; else the user's widths are kept.
            self._fitted = self.model.columns
            self.table.fit_columns(self.model)
        self._refresh_legend()
        self._on_selected()

    def _on_changed(self) -> None:
        if self.is_filled:
            self._refresh_legend()

    def _refresh_legend(self) -> None:
        state = self._document.state
        totals = state.totals(state.root)
        is_starred = any(
            totals.sums[c.measure.id].is_starred for c in self.model.columns if c.measure
        )
        self.legend.write(f"{STAR} contains estimates" if is_starred else "")

    def _on_tier_chosen(self) -> None:
        if self._is_following:
            return
        self._is_following = True
        chosen = self.tiers.currentData()
        self.sort.show_tier(Tier(chosen) if chosen else None)
        self._is_following = False
        self._on_selected()

    # -- selecting -------------------------------------------------------------------------

    def selected(self) -> list[str]:
        """Return the ids of the selected rows, from top to bottom."""
        rows = sorted(self.table.selectionModel().selectedRows(), key=lambda i: i.row())
        return [self._id(index) for index in rows]

    def _on_rows_selected(self) -> None:
        if self._is_following or self.model.is_moving:
            return
        chosen = self.selected()
        if len(chosen) == 1:
            self._document.reveal(chosen[0])
        elif chosen:
            current = self._id(self.table.currentIndex())
            self._document.select(chosen, current if current in chosen else chosen[0])

    def _on_row_opened(self, index: Index) -> None:
        if index.isValid():
            self._document.reveal(self._id(index))

    def _on_selected(self) -> None:
        if not self.is_filled:
            return
        wanted = {o for o in self._document.selection if self._index_of(o).isValid()}
        if set(self.selected()) == wanted:
            return
        self._is_following = True
        selection = self.table.selectionModel()
        flags = QItemSelectionModel.SelectionFlag
        selection.clearSelection()
        for organisation in wanted:
            selection.select(self._index_of(organisation), flags.Select | flags.Rows)
        self._go_to(self._document.current)
        self._is_following = False

    def _on_revealed(self, organisation: str) -> None:
        if self.is_filled:
            self._go_to(organisation)

    def _go_to(self, organisation: str) -> None:
        """Make a row the current one and bring it into view."""
        index = self._index_of(organisation)
        if index.isValid():
            column = max(0, self.table.currentIndex().column())
            index = index.siblingAtColumn(column)
            flags = QItemSelectionModel.SelectionFlag
            self.table.selectionModel().setCurrentIndex(index, flags.NoUpdate)
            self.table.scrollTo(index)

    def _index_of(self, organisation: str) -> QModelIndex:
        row = self.model.row_of(organisation)
        return self.sort.mapFromSource(self.model.index(row, 0)) if row >= 0 else QModelIndex()

    @staticmethod
    def _id(index: Index) -> str:
        from ui.panels.totals_model import ID

        return str(index.data(ID))
