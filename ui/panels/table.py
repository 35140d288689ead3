"""A table as the panels show them: rows on hairlines, keys for opening a row and for copying.

`TableModel` is what the models of such tables have in common: their numbers and their headings.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    Qt,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.panels.parts import GAP, cell_text, face, tip
from ui.theme import CAPTION, Theme

ROW = 24
"""Height of a row, pixels."""
ARROW_WIDTH = 12
"""Room for the arrow in the heading of the column that is sorted by."""
MIDDLE_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
MIDDLE_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
"""The parent of all rows of a table."""


class Head(Protocol):
    """What a model must know of a column for its heading."""

    @property
    def title(self) -> str:
        """The heading."""

    @property
    def about(self) -> str:
        """What the heading's tooltip says, plain text."""

    @property
    def is_number(self) -> bool:
        """Whether the column is written to the right."""


def sorted_by(title: str, order: Qt.SortOrder) -> str:
    """Return the heading of the column that is sorted by, with an arrow for the order."""
    return f"{title} {'↑' if order is Qt.SortOrder.AscendingOrder else '↓'}"


def alignment(column: Head) -> int:
    """Return how the cells of a column are aligned, for Qt."""
    return MIDDLE_RIGHT if column.is_number else MIDDLE_LEFT


class TableModel(QAbstractTableModel):
    """A model of rows, all on one level, below columns that say what they are."""

    @property
    def columns(self) -> Sequence[Head]:
        """What the columns are, in the order of the model."""
        raise NotImplementedError

    @property
    def _rows(self) -> Sequence[object]:
        """What there is a row for."""
        raise NotImplementedError

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return a column's heading, what it means, and how it is written."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return column.title
            case Qt.ItemDataRole.ToolTipRole:
                return tip(column.about)
            case Qt.ItemDataRole.TextAlignmentRole:
                return alignment(column)
            case Qt.ItemDataRole.FontRole:
                return face(CAPTION, bold=True)
        return None


class RowDelegate(QStyledItemDelegate):
    """Draws a cell on a hairline, with its row's tint if it is selected.

    What is in it is drawn by `draw`: its text, or what a table of its own kind has.
    """

    def __init__(self, parent: QObject, theme: Theme) -> None:
        super().__init__(parent)
        self.theme = theme

    def draw(self, painter: QPainter, room: QRectF, index: Index) -> None:
        """Draw what is in a cell, within `room`."""
        painter.setPen(self.theme.text)
        painter.drawText(room, MIDDLE_LEFT, str(index.data()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell."""
        room = QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(room, self.theme.tint)
        painter.setPen(QPen(self.theme.hairline, 1))
        painter.drawLine(room.bottomLeft(), room.bottomRight())
        self.draw(painter, room.adjusted(GAP, 0, -GAP, 0), index)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self.theme.accent, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(room.adjusted(0.5, 0.5, -0.5, -1.5))
        painter.restore()


def make_plain(table: QTableView) -> None:
    """Have a table show whole rows of one height, to be read and not to be written in."""
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    rows = table.verticalHeader()
    rows.hide()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setMinimumSectionSize(ROW)
    rows.setDefaultSectionSize(ROW)
    table.horizontalHeader().setHighlightSections(False)


class RowTable(QTableView):
    """A table of rows: Enter opens one, Ctrl+C copies those that are selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        make_plain(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSortingEnabled(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        head = self.horizontalHeader()
        # Qt's arrow lies over a heading that is written to the right; ours is part of the text.
        head.setStyleSheet(
            "QHeaderView::up-arrow, QHeaderView::down-arrow { image: none; width: 0; height: 0; }"
        )
        head.setSectionsMovable(True)
        head.setStretchLastSection(True)
        head.setSortIndicatorClearable(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy on Ctrl+C, show the row on Enter."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.as_text())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.doubleClicked.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def as_text(self) -> str:
        """Return the selected rows, under a line of headings, with tabs between the cells."""
        model, head = self.model(), self.horizontalHeader()
        columns = [head.logicalIndex(place) for place in range(head.count())]
        columns = [c for c in columns if not self.isColumnHidden(c)]
        across = Qt.Orientation.Horizontal
        lines = [[str(model.headerData(c, across)) for c in columns]]
        for index in sorted(self.selectionModel().selectedRows(), key=lambda i: i.row()):
            lines.append([str(model.index(index.row(), c).data() or "") for c in columns])
        return "\n".join("\t".join(map(cell_text, line)) for line in lines)
