"""A table as the panels show them: rows on hairlines, keys for opening a row and for copying."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
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

from ui.panels.parts import GAP, cell_text
from ui.theme import Theme

ROW = 24
"""Height of a row, pixels."""
ARROW_WIDTH = 12
"""Room for the arrow in the heading of the column that is sorted by."""
MIDDLE_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
MIDDLE_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)

Index = QModelIndex | QPersistentModelIndex


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


class RowTable(QTableView):
    """A table of rows: Enter opens one, Ctrl+C copies those that are selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSortingEnabled(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(ROW)
        rows.setDefaultSectionSize(ROW)
        head = self.horizontalHeader()
        # Qt's arrow lies over a heading that is written to the right; ours is part of the text.
        head.setStyleSheet(
            "QHeaderView::up-arrow, QHeaderView::down-arrow { image: none; width: 0; height: 0; }"
        )
        head.setHighlightSections(False)
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
