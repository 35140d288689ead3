"""A list to choose from, in sections, that a search field can filter and steer.

The rows are few enough to be kept as they are shown; what is drawn of them is only what is seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from model.rules.standing import SIGN_WORDS, Sign
from model.wording import capital
from ui import signs
from ui.dialogs.matching import fold, has_all, places_of, words
from ui.panels.parts import SMALL, face, metrics, tip
from ui.theme import BODY, CAPTION, Theme

ROW = 28
"""Height of a row and of a heading, pixels."""
_PAD = 12
_SIGN_ROOM = 24
_LOCK_ROOM = 18
_ASIDE_SHARE = 0.45
"""How much of a row's width the text at its right may take where the name is long."""

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Row:
    """Something that can be chosen, or the heading of a section.

    Attributes
    ----------
    key : str
        What it stands for, unique in its list; "" for a heading.
    aside : str
        Said more quietly at its right.
    also : str
        What else it is found by.
    refusal : str
        Why it can't be chosen, "" if it can; it can still be highlighted and read about.
    is_locked : bool
        Shown with a lock.
    marked : tuple of str
        Words whose places in it are underlined.
    """

    key: str
    name: str
    aside: str = ""
    sign: Sign = Sign.NONE
    also: str = ""
    refusal: str = ""
    is_locked: bool = False
    marked: tuple[str, ...] = ()

    @property
    def is_heading(self) -> bool:
        """Whether it is there to be read only."""
        return not self.key

    @property
    def spoken(self) -> str:
        """The row in words, its signs too."""
        sign = "" if self.sign is Sign.NONE else SIGN_WORDS[self.sign]
        refusal = "" if self.refusal in self.aside else self.refusal
        return ", ".join(t for t in (self.name, self.aside, sign, refusal) if t)


Section = tuple[str, Sequence[Row]]
"""A heading ("" for none) and what stands below it."""


class ChoiceModel(QAbstractListModel):
    """The rows that fit what was typed; a heading is there if one of its rows is."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sections: list[tuple[str, list[tuple[str, Row]]]] = []
        self._query: list[str] = []
        self.rows: list[Row] = []

    def set_sections(self, sections: Sequence[Section]) -> None:
        """Show other rows."""
        self._sections = [
            (title, [(fold(f"{r.name} {r.aside} {r.also}"), r) for r in rows])
            for title, rows in sections
        ]
        self._fill()

    def replace(self, row: Row) -> None:
        """Show a row in place of the one that has its key."""
        self._sections = [
            (title, [(text, row if old.key == row.key else old) for text, old in rows])
            for title, rows in self._sections
        ]
        for place, old in enumerate(self.rows):
            if old.key == row.key:
                self.rows[place] = row
                self.dataChanged.emit(self.index(place), self.index(place))

    def set_query(self, query: str) -> None:
        """Show just the rows in which all words of a text occur."""
        self._query = words(query)
        self._fill()

    def _fill(self) -> None:
        self.beginResetModel()
        self.rows = []
        for title, rows in self._sections:
            found = [row for folded, row in rows if has_all(folded, self._query)]
            if found and title:
                self.rows.append(Row("", title))
            self.rows += found
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of rows, headings included."""
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a row: with a heading, nothing."""
        if not index.isValid() or self.rows[index.row()].is_heading:
            return Qt.ItemFlag.ItemNeverHasChildren
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what is shown or said of a row."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.name
            case Qt.ItemDataRole.AccessibleTextRole:
                return row.spoken
            case Qt.ItemDataRole.ToolTipRole:
                return tip("\n".join(capital(t) for t in row.spoken.split(", ", 1)))
        return None


class ChoiceDelegate(QStyledItemDelegate):
    """Draws a row: its sign, its name, and quietly what else there is to say."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.has_signs = True

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of a row; it takes the width that there is."""
        del option, index
        return QSize(0, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        model = index.model()
        assert isinstance(model, ChoiceModel)
        row = model.rows[index.row()]
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.is_heading:
            self._draw_heading(painter, rect, row)
        else:
            if state & QStyle.StateFlag.State_Selected:
                self._draw_selected(painter, rect)
            elif state & QStyle.StateFlag.State_MouseOver:
                painter.fillRect(rect, self.theme.ground)
            self._draw_row(painter, rect, row)
        painter.restore()

    def _draw_heading(self, painter: QPainter, rect: QRect, row: Row) -> None:
        style = QFont(face(CAPTION, bold=True))
        room = rect.adjusted(_PAD, 4, -_PAD, -3)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        self._draw_text(painter, room, row.name, style, self.theme.quiet, flags)

    def _draw_selected(self, painter: QPainter, rect: QRect) -> None:
        painter.fillRect(rect, self.theme.tint)
        painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), self.theme.accent)

    def _draw_row(self, painter: QPainter, rect: QRect, row: Row) -> None:
        left, right = rect.left() + _PAD, rect.right() - _PAD
        if self.has_signs:
            box = QRectF(left, rect.center().y() - signs.BOX / 2 + 0.5, signs.BOX, signs.BOX)
            signs.draw(painter, row.sign, box, self.theme)
            left += _SIGN_ROOM
        if row.is_locked:
            right -= _LOCK_ROOM
            self._draw_lock(painter, QPointF(right + 6, rect.center().y()))
        wanted = metrics(SMALL).horizontalAdvance(row.aside) + 1
        spare = right - left - metrics(BODY).horizontalAdvance(row.name) - 14
        room = max(spare, (right - left) * _ASIDE_SHARE)
        aside = int(min(wanted, room)) if row.aside else 0
        middle = Qt.AlignmentFlag.AlignVCenter
        where = QRect(right - aside, rect.top(), aside, rect.height())
        flags = Qt.AlignmentFlag.AlignRight | middle
        style = face(SMALL)
        elsewhere = [word for word in row.marked if not places_of(row.name, [word])]
        self._draw_text(painter, where, row.aside, style, self.theme.quiet, flags, elsewhere)
        where = QRect(left, rect.top(), right - aside - left - 12 * bool(aside), rect.height())
        flags = Qt.AlignmentFlag.AlignLeft | middle
        colour = self.theme.quiet if row.refusal else self.theme.text
        self._draw_text(painter, where, row.name, face(BODY), colour, flags, row.marked)

    def _draw_text(
        self,
        painter: QPainter,
        rect: QRect,
        text: str,
        style: QFont,
        colour: QColor,
        flags: Qt.AlignmentFlag,
        marked: Sequence[str] = (),
    ) -> None:
        painter.setFont(style)
        painter.setPen(colour)
        end, wide = Qt.TextElideMode.ElideRight, painter.fontMetrics()
        short = wide.elidedText(text, end, rect.width())
        painter.drawText(rect, flags | Qt.TextFlag.TextSingleLine, short)
        is_right = bool(flags & Qt.AlignmentFlag.AlignRight)
        left = rect.right() + 1 - wide.horizontalAdvance(short) if is_right else rect.left()
        foot = rect.center().y() + wide.ascent() // 2 + 3
        for start, stop in places_of(short, marked):
            from_, to = (wide.horizontalAdvance(short[:at]) for at in (start, stop))
            painter.fillRect(left + from_, foot, to - from_, 2, self.theme.accent)

    def _draw_lock(self, painter: QPainter, at: QPointF) -> None:
        """Draw a padlock, 10 by 12 pixels, its left at `at` and its middle at the same height."""
        painter.setPen(QPen(self.theme.quiet, 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawArc(QRectF(at.x() + 2, at.y() - 6, 6, 7), 0, 180 * 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.quiet)
        painter.drawRoundedRect(QRectF(at.x(), at.y() - 2, 10, 8), 1.5, 1.5)


class ChoiceList(QListView):
    """Rows to choose from; a search field can filter them and walk through them.

    Signals
    -------
    highlighted(object)
        The `Row` that would be chosen, None if there is none.
    chosen(object)
        The `Row` that was clicked twice, or Enter pressed on.
    """

    highlighted = Signal(object)
    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices = ChoiceModel(self)
        self.look = ChoiceDelegate(theme, self)
        self._field: QLineEdit | None = None
        self.setModel(self.choices)
        self.setItemDelegate(self.look)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(ROW)
        self.doubleClicked.connect(self._on_double_clicked)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.look.theme = theme
        self.viewport().update()

    # -- what is shown ---------------------------------------------------------------------

    def set_sections(self, sections: Sequence[Section]) -> None:
        """Show other rows and highlight the first."""
        self.choices.set_sections(sections)
        self.look.has_signs = any(r.sign is not Sign.NONE for _, rows in sections for r in rows)
        self.highlight_first()

    def set_query(self, query: str) -> None:
        """Show just the rows that fit and highlight the first that can be chosen."""
        self.choices.set_query(query)
        self.highlight_first()

    def refuse(self, key: str, aside: str, why: str) -> None:
        """Mark a row as one that can't be chosen, which was not known before."""
        row = next(row for row in self.rows if row.key == key)
        self.choices.replace(replace(row, aside=aside, sign=Sign.CROSS, refusal=why))
        self.look.has_signs = True
        self.viewport().update()

    @property
    def rows(self) -> list[Row]:
        """What is shown, headings included."""
        return self.choices.rows

    @property
    def row(self) -> Row | None:
        """The row that would be chosen."""
        index = self.currentIndex()
        return self.choices.rows[index.row()] if index.isValid() else None

    def highlight(self, place: int) -> None:
        """Make a row the one that would be chosen; -1 for none."""
        index = self.choices.index(place)
        if index.isValid():
            self.setCurrentIndex(index)
            if place == 1 and self.rows[0].is_heading:
                self.scrollToTop()
        else:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
            self.highlighted.emit(None)

    def highlight_first(self) -> None:
        """Highlight the first row that can be chosen; failing that, the first to read about."""
        places = [i for i, row in enumerate(self.rows) if not row.is_heading]
        free = [i for i in places if not self.rows[i].refusal]
        self.highlight((free or places or [-1])[0])

    def highlight_key(self, key: str) -> None:
        """Highlight the row of that key, if it is shown."""
        for place, row in enumerate(self.rows):
            if row.key == key:
                self.highlight(place)

    def step(self, by: int) -> None:
        """Highlight a row further down or up, over headings; stops at either end."""
        places = [i for i, row in enumerate(self.rows) if not row.is_heading]
        if not places:
            return
        here = self.currentIndex().row()
        at = places.index(here) if here in places else -1
        self.highlight(places[max(0, min(len(places) - 1, at + by))])

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which row would be chosen."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.highlighted.emit(self.choices.rows[current.row()])

    # -- keys and mouse --------------------------------------------------------------------

    def steer_by(self, field: QLineEdit) -> None:
        """Filter by what is typed in a field, and let its arrow keys walk through the rows."""
        self._field = field
        field.textChanged.connect(self.set_query)
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the arrow keys that a line of text has no use for."""
        is_key = watched is self._field and event.type() is QEvent.Type.KeyPress
        if is_key and isinstance(event, QKeyEvent) and self.walk(Qt.Key(event.key())):
            return True
        return super().eventFilter(watched, event)

    def walk(self, key: Qt.Key) -> bool:
        """Step by a key; False if it is not one that walks."""
        page = max(1, self.viewport().height() // ROW - 1)
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_PageUp: -page,
        }
        if key not in steps:
            return False
        self.step(steps[key])
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk; Enter chooses."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.row is not None:
                self.chosen.emit(self.row)
            return
        if not self.walk(Qt.Key(event.key())):
            super().keyPressEvent(event)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.chosen.emit(self.choices.rows[index.row()])
