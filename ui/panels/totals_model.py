"""The table of totals as a Qt model: a row for the nation, each region and each group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, QSortFilterProxyModel, Qt
from PySide6.QtGui import QBrush

from model.events import Changed
from model.norm import norm_of, upper
from model.option import Preview, unlike
from model.pack import Tier
from ui import signs
from ui.document import Document
from ui.panels.parts import face, tip
from ui.panels.rows import follow
from ui.panels.table import NOWHERE, Index, TableModel, alignment, sorted_by
from ui.panels.totals_cells import Cell, Cells, Column, What
from ui.theme import BODY, Theme

ID = Qt.ItemDataRole.UserRole
KEY = Qt.ItemDataRole.UserRole + 1
"""What a column is sorted by; None for what is missing."""
BAR = Qt.ItemDataRole.UserRole + 2
"""A `Bar`, in the norm's column."""
NEW = Qt.ItemDataRole.UserRole + 3
"""Whether a cell shows what a preview would bring."""
WHAT = Qt.ItemDataRole.UserRole + 4
"""What the column shows."""
STARRED = Qt.ItemDataRole.UserRole + 5
"""Whether the column has stars, for which room must be left."""


class TotalsModel(TableModel):
    """Totals of the root, the regions and the groups, in the chart's order.

    Follows the document row by row; only another option or scenario resets it.
    """

    def __init__(self, document: Document, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._theme = theme
        self._cells = Cells(document)
        self._cells.preview = document.foreseen
        self._ids: list[str] = list(upper(document.state))
        self._places: dict[str, int] | None = None
        self._is_read = True
        self.is_moving = False
        """True while rows come, go or change places: selections then differ by themselves."""
        document.changed.connect(self._on_changed)
        document.previewed.connect(self._on_previewed)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._emit(self._ids)

    # -- keeping up ------------------------------------------------------------------------

    def clear(self) -> None:
        """Show no rows until everything is read anew."""
        self.beginResetModel()
        self._is_read = False
        self._ids, self._places = [], None
        self.endResetModel()

    def reset(self) -> None:
        """Read everything anew."""
        self.beginResetModel()
        self._is_read = True
        self._cells.reset()
        self._cells.preview = self._document.foreseen
        self._ids, self._places = list(upper(self._document.state)), None
        self.endResetModel()

    def _on_changed(self, event: Changed) -> None:
        if not self._is_read:
            return
        if event.option and norm_of(self._document.state) != self._cells.norm:
            self.reset()
            return
        moved = {o for o in event.moved if self.row_of(o) >= 0}
        if event.created or event.removed or moved:
            self._follow_tree()
        stale = event.totals | event.standings | event.edited | moved | event.removed
        self._cells.forget(stale)
        self._emit(stale)

    def _follow_tree(self) -> None:
        new = list(upper(self._document.state))
        there, wanted = set(self._ids), set(new)
        self.is_moving = True
        follow(tuple(self._ids), [i for i in self._ids if i in wanted], self._remove, self._remove)
        kept = [i for i in new if i in there]
        if kept != self._ids:
            self._reorder(kept)
        follow(
            tuple(self._ids), new, self._remove, lambda first, last: self._insert(new, first, last)
        )
        self.is_moving = False

    def _remove(self, first: int, last: int) -> None:
        self.beginRemoveRows(NOWHERE, first, last)
        del self._ids[first : last + 1]
        self._places = None
        self.endRemoveRows()

    def _insert(self, new: Sequence[str], first: int, last: int) -> None:
        self.beginInsertRows(NOWHERE, first, last)
        self._ids[first:first] = new[first : last + 1]
        self._places = None
        self.endInsertRows()

    def _reorder(self, new: list[str]) -> None:
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        place = {organisation: row for row, organisation in enumerate(new)}
        now = [self.index(place[self._ids[i.row()]], i.column()) for i in old]
        self._ids, self._places = new, None
        self.changePersistentIndexList(old, now)
        self.layoutChanged.emit()

    def _on_previewed(self, preview: Preview | None) -> None:
        stale = unlike(self._cells.preview, preview)
        self._cells.preview = preview
        self._cells.forget(stale)
        self._emit(stale)

    def _emit(self, organisations: Iterable[str]) -> None:
        last = len(self.columns) - 1
        for row in sorted(self.row_of(o) for o in organisations):
            if row >= 0:
                self.dataChanged.emit(self.index(row, 0), self.index(row, last))

    # -- reading ---------------------------------------------------------------------------

    @property
    def columns(self) -> tuple[Column, ...]:
        """What the columns show."""
        return self._cells.columns

    @property
    def _rows(self) -> list[str]:
        return self._ids

    def row_of(self, organisation: str) -> int:
        """Return the row of an organisation, -1 if it has none."""
        if self._places is None:
            self._places = {identifier: row for row, identifier in enumerate(self._ids)}
        return self._places.get(organisation, -1)

    def cell(self, row: int, column: int) -> Cell:
        """Return all that is drawn of a cell."""
        return self._cells.cell(self._ids[row], self.columns[column])

    def widest(self, column: Column) -> list[tuple[str, bool]]:
        """Return texts among which the widest of a column is, and which of them are bold."""
        return self._cells.widest(column)

    def tier(self, row: int) -> Tier:
        """Return where in the tree a row's organisation stands."""
        return self._document.state.tier(self._ids[row])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what is shown in a cell."""
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        organisation, column = self._ids[index.row()], self.columns[index.column()]
        if role >= Qt.ItemDataRole.UserRole:
            return self._own_data(organisation, column, role)
        cells = self._cells
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cells.text(organisation, column, new=True)
            case Qt.ItemDataRole.TextAlignmentRole:
                return alignment(column)
            case Qt.ItemDataRole.ForegroundRole if cells.is_new(organisation, column):
                return QBrush(self._theme.accent)
            case Qt.ItemDataRole.FontRole:
                is_new = cells.is_new(organisation, column)
                return face(BODY, bold=is_new or cells.is_heavy(organisation))
            case Qt.ItemDataRole.DecorationRole if column.what is What.NAME:
                return signs.icon(cells.standing(organisation).sign, self._theme)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(cells.about(organisation, column))
            case Qt.ItemDataRole.AccessibleTextRole:
                return cells.spoken(organisation, column)
        return None

    def _own_data(self, organisation: str, column: Column, role: int) -> object:
        if role == ID:
            return organisation
        if role == KEY:
            return self._cells.key(organisation, column)
        if role == BAR and column.what is What.NORM:
            return self._cells.bar(organisation)
        if role == NEW:
            return self._cells.is_new(organisation, column)
        if role == STARRED:
            return self._cells.is_starred(column)
        return column.what if role == WHAT else None


class TotalsSort(QSortFilterProxyModel):
    """Sorts by numbers as numbers, what is missing last; shows all rows or those of one tier."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tier: Tier | None = None

    def show_tier(self, tier: Tier | None) -> None:
        """Show only the organisations of a tier; None for all."""
        self.beginFilterChange()
        self._tier = tier
        self.endFilterChange()

    def source_row(self, index: Index) -> int:
        """Return the model's row of one that is shown."""
        if self._tier is None and self.sortColumn() < 0:
            return index.row()
        return self.mapToSource(self.index(index.row(), 0)).row()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Whether a row is of the tier that is shown."""
        del parent
        model = self.sourceModel()
        if self._tier is None or not isinstance(model, TotalsModel):
            return True
        return model.tier(row) is self._tier

    def lessThan(self, left: Index, right: Index) -> bool:
        """Whether one cell comes before another in rising order."""
        a, b = left.data(KEY), right.data(KEY)
        if a is None or b is None:
            if a is None and b is None:
                return False
            # Falling order asks with the two exchanged.
            is_rising = self.sortOrder() is Qt.SortOrder.AscendingOrder
            return (b is None) if is_rising else (a is None)
        return bool(a < b)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return a column's heading; an arrow marks the one that is sorted by."""
        model = self.sourceModel()
        assert isinstance(model, TotalsModel)
        # Columns stand as in the model, so it is asked at once: Qt would go by C++ and back.
        found = model.headerData(section, orientation, role)
        if role == Qt.ItemDataRole.DisplayRole and section == self.sortColumn() and found:
            return sorted_by(str(found), self.sortOrder())
        return found
