"""The table of two plans' totals side by side, with what the second has more or less."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QPainter

from model.comparison import TotalsPair
from model.comparison_words import Count, counts_of, pair_name
from model.state import State
from model.wording import DASH
from ui.dialogs.matching import fold, has_all
from ui.panels.parts import GAP, cell_text, face, metrics, tip
from ui.panels.table import (
    MIDDLE_LEFT,
    MIDDLE_RIGHT,
    Index,
    RowDelegate,
    TableModel,
    sorted_by,
)
from ui.theme import BODY, CAPTION

_NAME_WIDTH, _NUMBER_WIDTH = 230, 88


PARTS = (
    ("before", "in the plan that is compared with"),
    ("after", "in the plan that the window shows"),
    ("difference", "that the plan in the window has more or less"),
)
BEFORE, AFTER, DIFFERENCE = range(3)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: names, or one of the `PARTS` of a count."""

    title: str
    about: str
    width: int
    count: Count | None = None
    part: int = BEFORE

    @property
    def is_number(self) -> bool:
        """Whether it is written to the right."""
        return self.count is not None

    @property
    def full_title(self) -> str:
        """The heading where there is none beside it to say what is counted."""
        return f"{self.count.label}, {PARTS[self.part][0]}" if self.count else ""


def columns_of(counts: Sequence[Count]) -> tuple[Column, ...]:
    """Return the columns: names, then three for each count."""
    found = [Column("", "What the totals are of", _NAME_WIDTH)]
    for count in counts:
        for part, (title, about) in enumerate(PARTS):
            head = title if part else f"{count.label}: {title}"
            width = int(metrics(CAPTION, bold=True).horizontalAdvance(head)) + 2 * GAP + 12
            text = f"{count.label} {about}"
            found.append(Column(head, text, max(_NUMBER_WIDTH, width), count, part))
    return tuple(found)


class ComparedTotals(TableModel):
    """The totals of two plans, sorted by any column."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._columns: tuple[Column, ...] = ()
        self._names: dict[int, str] = {}
        self._all: list[TotalsPair] = []
        self._shown: list[TotalsPair] = []
        self._sort: tuple[int, Qt.SortOrder] = (-1, Qt.SortOrder.AscendingOrder)
        self._counts: list[Count] = []
        self._wanted: tuple[Sequence[str], bool] = ((), False)

    @property
    def columns(self) -> Sequence[Column]:
        """What the columns are, in the order of the model."""
        return self._columns

    @property
    def _rows(self) -> Sequence[TotalsPair]:
        return self._shown

    def show_pairs(self, pairs: Sequence[TotalsPair], before: State, after: State) -> None:
        """Show other totals."""
        self.beginResetModel()
        self._counts = counts_of(after.pack)
        self._columns = columns_of(self._counts)
        self._all = list(pairs)
        self._names = {id(pair): pair_name(pair, before, after) for pair in pairs}
        self._choose()
        self.endResetModel()

    def clear(self) -> None:
        """Show nothing."""
        self.beginResetModel()
        self._all, self._shown = [], []
        self.endResetModel()

    def show_only(self, wanted: Sequence[str], *, differing: bool) -> None:
        """Show only totals of what has those words in its name, or only those that differ."""
        if (wanted, differing) != self._wanted:
            self._wanted = (wanted, differing)
            self.beginResetModel()
            self._choose()
            self.endResetModel()

    def _choose(self) -> None:
        words, differing = self._wanted
        self._shown = [
            pair
            for pair in self._all
            if has_all(fold(self.name(pair)), words)
            and not (differing and not any(c.difference(pair) for c in self._counts))
        ]
        place, order = self._sort
        if 0 <= place < len(self._columns):
            column = self._columns[place]
            self._shown.sort(
                key=lambda pair: self._key(pair, column),
                reverse=order is Qt.SortOrder.DescendingOrder,
            )

    def _key(self, pair: TotalsPair, column: Column) -> tuple[int, str]:
        if column.count is None:
            return 0, self.name(pair).casefold()
        return self.number(pair, column), ""

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 for the plan's own order."""
        self._sort = (column, order)
        self.beginResetModel()
        self._choose()
        self.endResetModel()

    # -- reading ---------------------------------------------------------------------------

    def pair(self, row: int) -> TotalsPair:
        """Return what a row is about."""
        return self._shown[row]

    def name(self, pair: TotalsPair) -> str:
        """Return what totals are of."""
        return self._names[id(pair)]

    @staticmethod
    def number(pair: TotalsPair, column: Column) -> int:
        """Return what is in a column of numbers; 0 where nothing is known."""
        count = column.count
        assert count is not None
        if column.part == DIFFERENCE:
            return count.difference(pair)
        return count.number(pair.new if column.part else pair.old) or 0

    def text(self, pair: TotalsPair, column: Column) -> str:
        """Return what a cell says."""
        count = column.count
        if count is None:
            return self.name(pair)
        if column.part == DIFFERENCE:
            return count.difference_text(pair)
        return count.text(pair.new if column.part else pair.old)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell says."""
        if not index.isValid():
            return None
        column = self._columns[index.column()]
        text = self.text(self._shown[index.row()], column)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return text
            case Qt.ItemDataRole.ToolTipRole:
                return tip(text)
            case Qt.ItemDataRole.AccessibleTextRole if column.count is not None:
                return f"{column.full_title}: {text}"
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return a heading, with an arrow if rows are sorted by its column."""
        found = super().headerData(section, orientation, role)
        is_title = role == Qt.ItemDataRole.DisplayRole and section == self._sort[0]
        if is_title and orientation is Qt.Orientation.Horizontal and isinstance(found, str):
            return sorted_by(found, self._sort[1])
        return found

    def as_text(self) -> str:
        """Return all rows under their headings, with tabs; numbers as spreadsheets take them."""
        lines = ["\t".join(column.full_title for column in self._columns)]
        for pair in self._shown:
            cells = [cell_text(self.name(pair))]
            for column in self._columns[1:]:
                is_known = self.text(pair, column) != DASH
                cells.append(str(self.number(pair, column)) if is_known else "")
            lines.append("\t".join(cells))
        return "\n".join(lines)


class ComparedDelegate(RowDelegate):
    """Draws a cell; a difference is strong, so that no difference is told by colour alone."""

    def draw(self, painter: QPainter, room: QRectF, index: Index) -> None:
        """Draw a text."""
        model = index.model()
        assert isinstance(model, ComparedTotals)
        column, pair = model.columns[index.column()], model.pair(index.row())
        text = model.text(pair, column)
        is_strong = column.part == DIFFERENCE and text != "0"
        painter.setFont(face(BODY, bold=is_strong))
        painter.setPen(
            self.theme.text if is_strong or column.part != DIFFERENCE else self.theme.quiet
        )
        widths = metrics(BODY, bold=is_strong)
        fitting = widths.elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, MIDDLE_RIGHT if column.is_number else MIDDLE_LEFT, fitting)
