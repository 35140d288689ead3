"""The table of totals, with a bar for each group's distance from the norm."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import (
    QByteArray,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from model.pack import Tier
from model.wording import STAR
from ui import signs
from ui.document import Document
from ui.panels.parts import (
    GAP,
    MARGIN,
    SMALL,
    Choice,
    Heading,
    Ink,
    Prose,
    capital,
    face,
    metrics,
    set_theme_below,
)
from ui.panels.totals_cells import Bar, Cell, Column, What
from ui.panels.totals_model import ID, TotalsModel, TotalsSort
from ui.theme import BODY, Theme

ROW = 24
_NAME_WIDTH, _BAR_WIDTH, _VERDICT_WIDTH, _WIDEST = 248, 144, 120, 320
_ARROW_WIDTH = 12
_MIDDLE_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_MIDDLE_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)

Index = QModelIndex | QPersistentModelIndex


class TotalsDelegate(QStyledItemDelegate):
    """Draws a row's cells on a hairline; stars hang outside the column, so that digits line up.

    It asks the model what is in a cell once, not Qt's way, a role at a time: a dozen calls from C++
    for each cell would take ten times as long as drawing it.
    """

    def __init__(self, sort: TotalsSort, model: TotalsModel, theme: Theme) -> None:
        super().__init__(sort)
        self._sort = sort
        self._model = model
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size that a cell's text takes."""
        size = super().sizeHint(option, index)
        return QSize(size.width() + _beside(), ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell."""
        cell = self._model.cell(self._sort.source_row(index), index.column())
        room = QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(room, self.theme.tint)
        painter.setPen(QPen(self.theme.hairline, 1))
        painter.drawLine(room.bottomLeft(), room.bottomRight())
        if cell.bar is not None:
            draw_bar(painter, room.adjusted(GAP, 0, -GAP, 0), cell.bar, self.theme)
        elif cell.text:
            self._write(painter, room.adjusted(GAP, 0, -GAP, 0), cell)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self.theme.accent, 1))
            painter.drawRect(room.adjusted(0.5, 0.5, -0.5, -1.5))
        painter.restore()

    def _write(self, painter: QPainter, room: QRectF, cell: Cell) -> None:
        widths = metrics(BODY, bold=cell.is_bold)
        painter.setFont(face(BODY, bold=cell.is_bold))
        painter.setPen(self.theme.accent if cell.is_new else self.theme.text)
        if cell.sign is not None:
            box = QRectF(room.left(), room.center().y() - 8, 16, 16).toRect()
            signs.icon(cell.sign, self.theme).paint(painter, box)
            room.setLeft(room.left() + 20)
        if not cell.is_number:
            text = widths.elidedText(cell.text, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, _MIDDLE_LEFT, text)
            return
        star = int(widths.horizontalAdvance(STAR) + 0.5) if cell.is_starred else 0
        room.setRight(room.right() - star)
        digits = cell.text.removesuffix(STAR)
        painter.drawText(room, _MIDDLE_RIGHT, digits)
        if digits != cell.text:
            place = QRectF(room.right(), room.top(), star + 2, room.height())
            painter.drawText(place, _MIDDLE_LEFT, STAR)


def _beside() -> int:
    """Return what a cell takes beside its text as Qt sets it: our margins, and a star."""
    return int(GAP + metrics(BODY).horizontalAdvance(STAR))


def draw_bar(painter: QPainter, room: QRectF, bar: Bar, theme: Theme) -> None:
    """Draw a track, the norm as a band on it, and the value as a tick."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    middle, width = room.center().y(), room.width()
    painter.setBrush(theme.ground)
    painter.drawRoundedRect(QRectF(room.left(), middle - 3, width, 6), 3, 3)
    painter.setBrush(theme.band)
    band = QRectF(room.left() + bar.low * width, middle - 3, (bar.high - bar.low) * width, 6)
    painter.drawRoundedRect(band, 3, 3)
    ticks = [(bar.value, theme.accent if bar.is_within else theme.warning)]
    if bar.new is not None:
        ticks = [(bar.value, theme.quiet)]
        ticks.append((bar.new, theme.accent if bar.is_new_within else theme.warning))
    for place, colour in ticks:
        painter.setBrush(colour)
        x = room.left() + place * (width - 3)
        painter.drawRoundedRect(QRectF(x, middle - 6, 3, 12), 1.5, 1.5)
    painter.restore()


class TotalsTable(QTableView):
    """The table itself: keys for showing a row and for copying."""

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
        return "\n".join("\t".join(_cell(text) for text in line) for line in lines)


def _cell(text: str) -> str:
    """Return a text for a spreadsheet: one cell, never a formula."""
    text = " ".join(text.split())
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


class TotalsPanel(QWidget):
    """Totals of the nation, the regions and the groups; selecting a row shows the card."""

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._is_following = False
        self._fitted: tuple[Column, ...] = ()
        self.model = TotalsModel(document, theme, self)
        self.sort = TotalsSort(self)
        self.sort.setSourceModel(self.model)
        self.table = TotalsTable()
        self.table.setModel(self.sort)
        self.table.setAccessibleName("Totals")
        self.delegate = TotalsDelegate(self.sort, self.model, theme)
        self.table.setItemDelegate(self.delegate)
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
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN - GAP, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.table)
        self.tiers.currentIndexChanged.connect(self._on_tier_chosen)
        self.table.selectionModel().selectionChanged.connect(self._on_rows_selected)
        self.table.doubleClicked.connect(self._on_row_opened)
        document.switched.connect(self._on_switched)
        self.model.modelReset.connect(self._on_reset)
        document.selected.connect(self._on_selected)
        document.revealed.connect(self._on_revealed)
        document.changed.connect(self._refresh_legend)
        self._on_switched()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.delegate.theme = theme
        self.model.set_theme(theme)
        set_theme_below(self, theme)
        self.table.viewport().update()

    def layout_state(self) -> QByteArray:
        """Return widths, order and sorting of the columns, for the next start."""
        return self.table.horizontalHeader().saveState()

    def restore_layout(self, state: QByteArray) -> bool:
        """Take widths, order and sorting of the columns; whether they fit this table."""
        return self.table.horizontalHeader().restoreState(state)

    # -- keeping up ------------------------------------------------------------------------

    def _on_switched(self) -> None:
        pack = self._document.state.pack
        chosen = max(0, self.tiers.currentIndex())
        self._is_following = True
        self.tiers.clear()
        self.tiers.addItem("All rows", None)
        for tier in (Tier.GROUP, Tier.REGION):
            self.tiers.addItem(capital(pack.kind_at(tier).plural), tier)
        self.tiers.setCurrentIndex(chosen)
        self._is_following = False
        self._on_reset()

    def _on_reset(self) -> None:
        if self.model.columns != self._fitted:
            # Another pack, or a norm that comes into force; else the user's widths are kept.
            self._fitted = self.model.columns
            self._fit_columns()
        self._refresh_legend()
        self._on_selected()

    def _fit_columns(self) -> None:
        """Make columns as wide as their widest texts, which need no search among all rows."""
        head = self.table.horizontalHeader()
        margin = self.table.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin) + 1
        for place, column in enumerate(self.model.columns):
            if column.what is What.NAME:
                width = _NAME_WIDTH
            elif column.what is What.VERDICT:
                width = _VERDICT_WIDTH  # at least: the last column takes what is left
            else:
                texts = self.model.widest(column)
                widths = [metrics(BODY, bold=b).horizontalAdvance(text) for text, b in texts]
                wanted = ceil(max(widths, default=0)) + 2 * margin + _beside()
                width = max(wanted, head.sectionSizeHint(place)) + _ARROW_WIDTH
                if column.what is What.NORM:
                    width = max(_BAR_WIDTH, width)
            head.resizeSection(place, min(_WIDEST, width))

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
        return [str(index.data(ID)) for index in rows]

    def _on_rows_selected(self) -> None:
        if self._is_following or self.model.is_moving:
            return
        chosen = self.selected()
        if len(chosen) == 1:
            self._document.reveal(chosen[0])
        elif chosen:
            current = str(self.table.currentIndex().data(ID))
            self._document.select(chosen, current if current in chosen else chosen[0])

    def _on_row_opened(self, index: Index) -> None:
        if index.isValid():
            self._document.reveal(str(index.data(ID)))

    def _on_selected(self) -> None:
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
