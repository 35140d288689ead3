"""The table of totals, with a bar for each group's distance from the norm."""

from __future__ import annotations

from PySide6.QtCore import (
    QByteArray,
    QItemSelectionModel,
    QModelIndex,
    QObject,
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
    metrics,
    set_theme_below,
)
from ui.panels.totals_cells import Bar, Column, What
from ui.panels.totals_model import BAR, ID, NEW, STARRED, WHAT, TotalsModel, TotalsSort
from ui.theme import BODY, Theme

ROW = 24
_NAME_WIDTH, _BAR_WIDTH, _VERDICT_WIDTH, _WIDEST = 248, 144, 120, 320
_ARROW_WIDTH = 12

Index = QModelIndex | QPersistentModelIndex


class TotalsDelegate(QStyledItemDelegate):
    """Draws a row's cells on a hairline; stars hang outside the column, so that digits line up."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size that a cell's text takes."""
        size = super().sizeHint(option, index)
        star = metrics(BODY).horizontalAdvance(STAR)
        return QSize(int(size.width() + GAP + star), ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell."""
        self.initStyleOption(option, index)
        room = QRectF(option.rect)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if is_selected:
            painter.fillRect(room, self.theme.tint)
        painter.setPen(QPen(self.theme.hairline, 1))
        painter.drawLine(room.bottomLeft(), room.bottomRight())
        if index.data(WHAT) == What.NORM:
            bar = index.data(BAR)
            if isinstance(bar, Bar):
                draw_bar(painter, room.adjusted(GAP, 0, -GAP, 0), bar, self.theme)
        else:
            self._write(painter, option, room, index)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self.theme.accent, 1))
            painter.drawRect(room.adjusted(0.5, 0.5, -0.5, -1.5))
        painter.restore()

    def _write(
        self, painter: QPainter, option: QStyleOptionViewItem, room: QRectF, index: Index
    ) -> None:
        text = str(index.data() or "")
        is_new = bool(index.data(NEW))
        painter.setFont(option.font)
        painter.setPen(self.theme.accent if is_new else self.theme.text)
        room = room.adjusted(GAP, 0, -GAP, 0)
        if not option.icon.isNull():
            box = QRectF(room.left(), room.center().y() - 8, 16, 16).toRect()
            option.icon.paint(painter, box)
            room.setLeft(room.left() + 20)
        middle = Qt.AlignmentFlag.AlignVCenter
        if not option.displayAlignment & Qt.AlignmentFlag.AlignRight:
            text = option.fontMetrics.elidedText(
                text, Qt.TextElideMode.ElideRight, int(room.width())
            )
            painter.drawText(room, int(middle | Qt.AlignmentFlag.AlignLeft), text)
            return
        star = option.fontMetrics.horizontalAdvance(STAR) if index.data(STARRED) else 0
        room.setRight(room.right() - star)
        digits = text.removesuffix(STAR)
        painter.drawText(room, int(middle | Qt.AlignmentFlag.AlignRight), digits)
        if digits != text:
            place = QRectF(room.right(), room.top(), star + 2, room.height())
            painter.drawText(place, int(middle | Qt.AlignmentFlag.AlignLeft), STAR)


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
        self.delegate = TotalsDelegate(theme, self)
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
        self.table.resizeColumnsToContents()
        head = self.table.horizontalHeader()
        for place, column in enumerate(self.model.columns):
            width = head.sectionSize(place) + _ARROW_WIDTH
            if column.what is What.NORM:
                width = max(_BAR_WIDTH, width)
            elif column.what is What.NAME:
                width = _NAME_WIDTH
            elif column.what is What.VERDICT:
                width = _VERDICT_WIDTH  # at least: the last column takes what is left
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
