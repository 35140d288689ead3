"""The table of totals as it is drawn: cells and the widths of columns."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from model.wording import STAR
from ui import signs
from ui.panels.parts import GAP, face, metrics
from ui.panels.table import (
    ARROW_WIDTH,
    MIDDLE_LEFT,
    MIDDLE_RIGHT,
    ROW,
    Index,
    RowDelegate,
    RowTable,
)
from ui.panels.totals_cells import Bar, Cell, What
from ui.panels.totals_model import TotalsModel, TotalsSort
from ui.theme import BODY, Theme

_NAME_WIDTH, _BAR_WIDTH, _VERDICT_WIDTH, _WIDEST = 248, 144, 120, 320


class TotalsDelegate(RowDelegate):
    """Draws a row's cells; stars hang outside the column, so that digits line up.

    It asks the model what is in a cell once, not Qt's way, a role at a time: a dozen calls from C++
    for each cell would take ten times as long as drawing it.
    """

    def __init__(self, sort: TotalsSort, model: TotalsModel, theme: Theme) -> None:
        super().__init__(sort, theme)
        self._sort = sort
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size that a cell's text takes."""
        size = super().sizeHint(option, index)
        return QSize(size.width() + _beside(), ROW)

    def draw(self, painter: QPainter, room: QRectF, index: Index) -> None:
        """Draw a bar or a text."""
        cell = self._model.cell(self._sort.source_row(index), index.column())
        if cell.bar is not None:
            draw_bar(painter, room, cell.bar, self.theme)
        elif cell.text:
            self._write(painter, room, cell)

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
            painter.drawText(room, MIDDLE_LEFT, text)
            return
        star = int(widths.horizontalAdvance(STAR) + 0.5) if cell.is_starred else 0
        room.setRight(room.right() - star)
        digits = cell.text.removesuffix(STAR)
        painter.drawText(room, MIDDLE_RIGHT, digits)
        if digits != cell.text:
            place = QRectF(room.right(), room.top(), star + 2, room.height())
            painter.drawText(place, MIDDLE_LEFT, STAR)


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


class TotalsTable(RowTable):
    """The table itself."""

    def fit_columns(self, model: TotalsModel) -> None:
        """Make columns as wide as their widest texts, which need no search among all rows."""
        head = self.horizontalHeader()
        margin = self.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin) + 1
        for place, column in enumerate(model.columns):
            if column.what is What.NAME:
                width = _NAME_WIDTH
            elif column.what is What.VERDICT:
                width = _VERDICT_WIDTH  # at least: the last column takes what is left
            else:
                texts = model.widest(column)
                widths = [metrics(BODY, bold=b).horizontalAdvance(text) for text, b in texts]
                wanted = ceil(max(widths, default=0)) + 2 * margin + _beside()
                width = max(wanted, head.sectionSizeHint(place)) + ARROW_WIDTH
                if column.what is What.NORM:
                    width = max(_BAR_WIDTH, width)
            head.resizeSection(place, min(_WIDEST, width))
