"""The list of problems as it is drawn and handled: cards with links, and lists that unfold."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QTextLayout,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from model.mend import is_mendable
from model.rules.rule import Finding, Verdict
from model.rules.standing import Sign
from ui import signs
from ui.panels.parts import SMALL, Ink, colour_of, face, lay_out, metrics, tip, wrapping
from ui.panels.problem_cards import (
    CODE,
    FACE,
    FINDING,
    MEND,
    TAKE_BACK,
    WAIVE,
    Face,
    ProblemsModel,
)
from ui.panels.why import BINDING
from ui.theme import BODY, Theme

ROW = 24
"""Height of an organisation in a list."""
PAD = 10
GAP = 8
"""Space between cards."""
TAG = 10
"""Size of a tag's letters."""
_TAG_HEIGHT = 16
_LINK_GAP = 16
_LINK_LINE = 18
_INDENT = 18
"""Where a title starts, after the sign."""

Index = QModelIndex | QPersistentModelIndex


@dataclass(slots=True)
class Placed:
    """Where everything on a card is, from the card's upper left corner."""

    height: float = 0.0
    tag: QRectF = field(default_factory=QRectF)
    sentence: QTextLayout = field(default_factory=QTextLayout)
    sentence_at: QPointF = field(default_factory=QPointF)
    links: list[tuple[str, QRectF]] = field(default_factory=list)
    why_from: float = 0.0
    why: list[tuple[QTextLayout, QPointF, Ink]] = field(default_factory=list)


@lru_cache(maxsize=512)
def place(card: Face, width: int) -> Placed:
    """Return where everything on a card of a width is."""
    placed = Placed()
    inner = max(40.0, width - 2.0 * PAD)
    y = PAD + 18.0 + 4.0
    tag_width = metrics(TAG, bold=True).horizontalAdvance(card.tag) + 10
    placed.tag = QRectF(PAD, y, min(tag_width, inner), _TAG_HEIGHT)
    indent = tag_width + 8 if tag_width + 60 < inner else 0.0
    if not indent:
        y += _TAG_HEIGHT + 4
    placed.sentence, height = _text(card.sentence, Ink.QUIET, inner, first=indent)
    placed.sentence_at = QPointF(PAD, y)
    y += max(height, _TAG_HEIGHT if indent else 0.0) + 6
    x = float(PAD)
    for link in card.links:
        length = metrics(SMALL, bold=True).horizontalAdvance(link)
        if x > PAD and x + length > PAD + inner:
            x, y = float(PAD), y + _LINK_LINE
        placed.links.append((link, QRectF(x, y, length, _LINK_LINE)))
        x += length + _LINK_GAP
    y += _LINK_LINE
    if card.why:
        y += 8
        placed.why_from = y
        y += 8
    for text, ink in card.why:
        layout, height = _text(text, ink, inner)
        placed.why.append((layout, QPointF(PAD, y), ink))
        y += height + 6
    placed.height = y + PAD - 4
    return placed


def _text(text: str, ink: Ink, width: float, *, first: float = 0.0) -> tuple[QTextLayout, float]:
    layout = QTextLayout(text, face(SMALL, bold=ink is Ink.STRONG))
    layout.setTextOption(wrapping())
    height = lay_out(layout, width, first=first)
    return layout, height


class ProblemDelegate(QStyledItemDelegate):
    """Draws cards and the organisations in their lists."""

    def __init__(self, theme: Theme, view: QTreeView) -> None:
        super().__init__(view)
        self.theme = theme
        self._view = view
        self.hot: tuple[QPersistentModelIndex, str] | None = None
        """The link, or the organisation (""), that the pointer is over."""

    def card_rect(self, index: Index) -> QRectF:
        """Return where a card lies in the viewport."""
        model_index = self._view.model().index(index.row(), 0, index.parent())
        room = QRectF(self._view.visualRect(model_index))
        return QRectF(0.5, room.top() + 0.5, self._width() - 1, room.height() - GAP - 1)

    def _width(self) -> int:
        return self._view.viewport().width()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of a row at the list's present width."""
        del option
        card = index.data(FACE)
        if not isinstance(card, Face):
            is_last = index.row() == index.model().rowCount(index.parent()) - 1
            return QSize(80, ROW + (GAP if is_last else 0))
        return QSize(80, int(place(card, self._width()).height + GAP + 1))

    def link_at(self, index: Index, at: QPoint) -> str:
        """Return the link of a card that a point of the viewport is on, "" if none."""
        card = index.data(FACE)
        if not isinstance(card, Face):
            return ""
        offset = self.card_rect(index).topLeft()
        for link, box in place(card, self._width()).links:
            if box.translated(offset).adjusted(-4, -3, 4, 3).contains(QPointF(at)):
                return link
        return ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        has_focus = is_current and self._view.hasFocus()
        card = index.data(FACE)
        hot = self.hot[1] if self.hot is not None and self.hot[0] == index else None
        if isinstance(card, Face):
            self._draw_card(painter, self.card_rect(index), card, is_current, has_focus, hot)
        else:
            room = QRectF(0, option.rect.top(), self._width(), ROW)
            self._draw_place(painter, room, index, is_current, has_focus, is_hot=hot is not None)
        painter.restore()

    def _draw_card(
        self,
        painter: QPainter,
        room: QRectF,
        card: Face,
        is_current: bool,
        has_focus: bool,
        hot: str | None,
    ) -> None:
        theme, placed = self.theme, place(card, self._width())
        edge = theme.accent if has_focus else theme.quiet if is_current else theme.hairline
        painter.setPen(QPen(edge, 1))
        painter.setBrush(theme.panel)
        painter.drawRoundedRect(room, 6, 6)
        painter.translate(room.topLeft())
        box = QRectF(PAD, PAD + 3, signs.BOX, signs.BOX)
        signs.draw(painter, card.sign, box, theme)
        painter.setPen(theme.text)
        painter.setFont(face(BODY, bold=True))
        line = QRectF(PAD + _INDENT, PAD, room.width() - 2 * PAD - _INDENT, 18)
        title = metrics(BODY, bold=True).elidedText(
            card.title, Qt.TextElideMode.ElideRight, line.width()
        )
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), title)
        self._draw_tag(painter, placed.tag, card)
        painter.setPen(theme.quiet)
        placed.sentence.draw(painter, placed.sentence_at)
        painter.setPen(theme.accent)
        for link, where in placed.links:
            style = face(SMALL, bold=True)
            if link == hot:
                style = type(style)(style)
                style.setUnderline(True)
            painter.setFont(style)
            painter.drawText(where, int(Qt.AlignmentFlag.AlignVCenter), link)
        if placed.why:
            painter.setPen(QPen(theme.hairline, 1))
            painter.drawLine(
                QPointF(PAD, placed.why_from), QPointF(room.width() - PAD, placed.why_from)
            )
        for layout, at, ink in placed.why:
            painter.setPen(colour_of(ink, theme))
            layout.draw(painter, at)

    def _draw_tag(self, painter: QPainter, room: QRectF, card: Face) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.ground)
        painter.drawRoundedRect(room, 4, 4)
        is_loud = card.sign in (Sign.CROSS, Sign.OVER, Sign.UNDER, Sign.ADVICE)
        painter.setPen(self.theme.sign(card.sign) if is_loud else self.theme.quiet)
        painter.setFont(face(TAG, bold=True))
        text = metrics(TAG, bold=True).elidedText(
            card.tag, Qt.TextElideMode.ElideRight, room.width() - 8
        )
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), text)

    def _draw_place(
        self,
        painter: QPainter,
        room: QRectF,
        index: Index,
        is_current: bool,
        has_focus: bool,
        *,
        is_hot: bool,
    ) -> None:
        theme = self.theme
        if is_current:
            painter.fillRect(room, theme.tint)
        if has_focus:
            painter.setPen(QPen(theme.accent, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(room.adjusted(0.5, 0.5, -0.5, -0.5))
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        line = room.adjusted(PAD + _INDENT, 0, -PAD, 0)
        code = str(index.data(CODE) or "")
        painter.setFont(face(SMALL))
        painter.setPen(theme.quiet)
        painter.drawText(line, middle, code)
        line.setLeft(line.left() + max(36.0, metrics(SMALL).horizontalAdvance(code) + 8))
        painter.setPen(theme.accent if is_hot else theme.text)
        painter.setFont(face(BODY))
        name = metrics(BODY).elidedText(
            str(index.data() or ""), Qt.TextElideMode.ElideRight, line.width()
        )
        painter.drawText(line, middle, name)


class ProblemList(QTreeView):
    """The list itself.

    Signals
    -------
    chosen(QModelIndex)
        The user asks to be shown what a row is about.
    asked(str, Finding)
        The user asks for something else to be done: the link that says what.
    """

    chosen = Signal(QModelIndex)
    asked = Signal(str, object)

    def __init__(self, model: ProblemsModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.delegate = ProblemDelegate(theme, self)
        self.setItemDelegate(self.delegate)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu_wanted)
        self.expanded.connect(lambda index: model.set_open(index, True))
        self.collapsed.connect(lambda index: model.set_open(index, False))

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.delegate.theme = theme
        self.viewport().update()

    def follow_link(self, index: Index, link: str) -> None:
        """Do what a link of a card says."""
        index = self._model.index(index.row(), index.column(), index.parent())
        if link in ("Why?", "Hide why"):
            self._model.toggle_why(index)
        elif link in ("Show list", "Hide list"):
            self.setExpanded(index, not self.isExpanded(index))
        elif link == "Show":
            self.chosen.emit(index)
        else:
            self.asked.emit(link, index.data(FINDING))

    def open_row(self, index: Index) -> None:
        """Show what a row is about: a card's organisation, or its list."""
        card = index.data(FACE)
        self.follow_link(index, card.links[0] if isinstance(card, Face) else "Show")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show on Enter, say why on the space bar, mend with M."""
        index = self.currentIndex()
        if index.isValid() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_row(index)
        elif index.isValid() and event.key() == Qt.Key.Key_Space:
            self.follow_link(index.parent() if index.parent().isValid() else index, "Why?")
        elif index.isValid() and event.key() == Qt.Key.Key_M and is_mendable(index.data(FINDING)):
            self.follow_link(index, MEND)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Follow the link that was clicked, or show what was."""
        super().mouseReleaseEvent(event)
        at = event.position().toPoint()
        index = self.indexAt(at)
        if event.button() is not Qt.MouseButton.LeftButton or not index.isValid():
            return
        link = self.delegate.link_at(index, at)
        if link:
            self.follow_link(index, link)
        else:
            self.open_row(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the link under the pointer."""
        super().mouseMoveEvent(event)
        at = event.position().toPoint()
        index = self.indexAt(at)
        link = self.delegate.link_at(index, at) if index.isValid() else ""
        is_place = index.isValid() and index.parent().isValid()
        hot = (QPersistentModelIndex(index), link) if link or is_place else None
        if hot != self.delegate.hot:
            self.delegate.hot = hot
            self.viewport().update()
        shape = Qt.CursorShape.PointingHandCursor if hot else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def leaveEvent(self, event: QEvent) -> None:
        """Unmark the link."""
        super().leaveEvent(event)
        self.delegate.hot = None
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the texts anew when the width differs."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def _on_menu_wanted(self, at: QPoint) -> None:
        index = self.indexAt(at)
        if index.isValid():
            self.menu_for(index).popup(self.viewport().mapToGlobal(at))

    def menu_for(self, index: Index) -> QMenu:
        """Return the context menu of a row."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        card = index.data(FACE)
        kept = QPersistentModelIndex(index)
        mend = (MEND,) if is_mendable(index.data(FINDING)) else ()
        for link in card.links if isinstance(card, Face) else ("Show", *mend):
            action = QAction(link, menu)
            action.triggered.connect(lambda _=False, link=link: self.follow_link(kept, link))
            menu.addAction(action)
        self._add_waiver(menu, index.data(FINDING))
        text = str(index.data(Qt.ItemDataRole.AccessibleTextRole) or "")
        copy = QAction("Copy text", menu)
        copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(text))
        menu.addAction(copy)
        return menu

    def _add_waiver(self, menu: QMenu, finding: Finding) -> None:
        """Add what a card's links don't have: taking a waiver back, or why there can be none."""
        if finding.waiver is not None:
            back = QAction(TAKE_BACK, menu)
            back.triggered.connect(lambda: self.asked.emit(TAKE_BACK, finding))
            menu.addAction(back)
        elif finding.verdict is Verdict.BREAKS and not finding.is_waivable:
            no = QAction(WAIVE, menu)
            no.setEnabled(False)
            no.setToolTip(tip(BINDING))
            menu.setToolTipsVisible(True)
            menu.addAction(no)
