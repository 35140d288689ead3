"""The numbers of a plot as a table, for those who can't see it and those who want to copy."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from model.plots.plot import Item, cells, headings, words
from model.records import record
from ui.panels.parts import cell_text, face, tip
from ui.panels.table import Index, RowDelegate, RowTable, TableModel, alignment
from ui.plots.figure import Figure
from ui.theme import BODY, Theme

KEY = Qt.ItemDataRole.UserRole
_WIDEST = 280
"""Width that a column may have in any table, pixels."""
_COLOUR = Qt.ItemDataRole.ForegroundRole


@record
class Head:
    """A column of the table."""

    title: str
    about: str
    is_number: bool


class NumbersModel(TableModel):
    """A row for each item, in the order in which the plot shows them."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._figure: Figure | None = None
        self._heads: tuple[Head, ...] = ()
        self._items: list[Item] = []

    @property
    def columns(self) -> Sequence[Head]:
        """What the columns are."""
        return self._heads

    @property
    def _rows(self) -> Sequence[Item]:
        return self._items

    def show_figure(self, figure: Figure | None) -> None:
        """Show the items of a figure; rows stay where they are if they are the same ones."""
        items = rows_of(figure) if figure is not None else []
        old = self._figure
        is_same = (
            figure is not None
            and old is not None
            and old.plot is figure.plot
            and [item.key for item in items] == [item.key for item in self._items]
        )
        if is_same:
            self._figure, self._items = figure, items
            if items:
                last = self.index(len(items) - 1, len(self._heads) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._figure, self._items = figure, items
        self._heads = heads_of(figure) if figure is not None else ()
        self.endResetModel()

    def row_of(self, key: str) -> int:
        """Return the row of an item, -1 if it has none."""
        return next((n for n, item in enumerate(self._items) if item.key == key), -1)

    def item(self, row: int) -> Item:
        """Return the item of a row."""
        return self._items[row]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows."""
        if not index.isValid() or self._figure is None:
            return None
        item, plot = self._items[index.row()], self._figure.plot
        is_new = item.key in self._figure.would
        then = self._figure.would.get(item.key) or item
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cells(plot, then)[index.column()]
            case Qt.ItemDataRole.TextAlignmentRole:
                return alignment(self._heads[index.column()])
            case Qt.ItemDataRole.FontRole:
                return face(BODY, bold=is_new)
            case Qt.ItemDataRole.ForegroundRole:
                return self.theme.accent if is_new else None
            case Qt.ItemDataRole.ToolTipRole:
                return tip(words(plot, then))
        return item.key if role == KEY else None


def rows_of(figure: Figure) -> list[Item]:
    """Return the items that are listed: those without a number too, which no picture shows."""
    drawn = figure.shown
    there = {item.key for item in drawn}
    return [*drawn, *(item for item in figure.items if item.key not in there)]


def heads_of(figure: Figure) -> tuple[Head, ...]:
    """Return the columns of a figure's table."""
    titles = headings(figure.plot)
    first = len(titles) - 1 - len(figure.plot.columns)
    return tuple(Head(title, title, first <= n < len(titles) - 1) for n, title in enumerate(titles))


def as_text(figure: Figure) -> str:
    """Return all numbers of a figure with tabs between them, for a message or a spreadsheet."""
    lines = [headings(figure.plot)]
    lines += [cells(figure.plot, item, bare=True) for item in rows_of(figure)]
    return "\n".join("\t".join(map(_cell, line)) for line in lines)


def _cell(text: str) -> str:
    """Return a text for a cell; a number below 0 is no formula."""
    return text if text.removeprefix("-").isdecimal() else cell_text(text)


class NumbersDelegate(RowDelegate):
    """Draws a cell with its text to the side that its column asks for."""

    def draw(self, painter: QPainter, room: QRectF, index: Index) -> None:
        """Draw a cell's text, as much of it as there is room for."""
        font, colour = index.data(Qt.ItemDataRole.FontRole), index.data(_COLOUR)
        painter.setFont(font)
        painter.setPen(colour or self.theme.text)
        elide = Qt.TextElideMode.ElideRight
        text = painter.fontMetrics().elidedText(str(index.data()), elide, int(room.width()))
        painter.drawText(room, index.data(Qt.ItemDataRole.TextAlignmentRole), text)


class NumbersTable(RowTable):
    """The table; rows are those of the plot, in its order."""

    def __init__(self, model: NumbersModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSortingEnabled(False)
        self.setModel(model)
        self.setAccessibleName("Numbers of the plot")
        self.delegate = NumbersDelegate(self, model.theme)
        self.setItemDelegate(self.delegate)
        head = self.horizontalHeader()
        head.setSectionsMovable(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        model.modelReset.connect(self._fit)

    def _fit(self) -> None:
        """Give columns the width of what is in them, but none more than a third."""
        most = max(_WIDEST, self.viewport().width() // 3)
        for column in range(self.model().columnCount()):
            self.resizeColumnToContents(column)
            self.setColumnWidth(column, min(most, self.columnWidth(column) + 16))
