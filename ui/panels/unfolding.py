"""A line that unfolds what is below it, with what matters most of that on the right."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.panels.parts import GAP, face, metrics, tip
from ui.theme import BODY

HEIGHT = 26
_LEAD = 16
"""Room for the arrow."""
_MARK = 12
"""Room for a mark before the right-hand text."""


class FoldLine(QAbstractButton):
    """A line of a list; a click, Space or Enter unfolds what is below it, or folds it.

    Parameters
    ----------
    level : int
        How far it is moved in, in steps.
    """

    def __init__(self, level: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lead = level * _LEAD
        self.title = ""
        self.words = ""
        self.is_hollow = False
        self.is_quiet = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def write(
        self, title: str, words: str, *, more: str = "", hollow: bool = False, quiet: bool = False
    ) -> None:
        """Show a line.

        Parameters
        ----------
        more : str
            What else the tooltip says.
        hollow : bool
            Whether the post is vacant: a hollow ring stands before the words.
        quiet : bool
            Whether the words are not a name.
        """
        if (title, words, hollow, quiet) != (self.title, self.words, self.is_hollow, self.is_quiet):
            self.title, self.words = title, words
            self.is_hollow, self.is_quiet = hollow, quiet
            self.setAccessibleName(f"{title}: {words}" if words else title)
            self.update()
        self.setToolTip(tip("\n".join(t for t in (self.accessibleName(), more) if t)))

    def sizeHint(self) -> QSize:
        """Return the size it would like."""
        return QSize(200, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Return the least size: no text may widen a panel."""
        return QSize(80, HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Unfold on Enter too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow and both texts, each with as much of it as there is room for."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role, palette = QPalette.ColorRole, self.palette()
        room = QRectF(self.rect()).adjusted(self._lead, 0, 0, 0)
        if self.underMouse() or self.hasFocus():
            painter.setPen(Qt.PenStyle.NoPen)
            if self.hasFocus():
                painter.setPen(QPen(palette.color(role.Highlight), 1))
            painter.setBrush(
                palette.color(role.AlternateBase) if self.underMouse() else Qt.BrushStyle.NoBrush
            )
            painter.drawRoundedRect(room.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        self._draw_arrow(painter, room)
        self._draw_texts(painter, room.adjusted(_LEAD, 0, -4, 0))
        painter.end()

    def _draw_arrow(self, painter: QPainter, room: QRectF) -> None:
        pen = QPen(self.palette().color(QPalette.ColorRole.PlaceholderText), 1.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        x, y = room.left() + 7, room.center().y()
        points = [QPointF(x - 2, y - 3.5), QPointF(x + 2, y), QPointF(x - 2, y + 3.5)]
        if self.isChecked():
            points = [QPointF(x - 3.5, y - 2), QPointF(x, y + 2), QPointF(x + 3.5, y - 2)]
        painter.drawPolyline(points)

    def _draw_texts(self, painter: QPainter, room: QRectF) -> None:
        widths = metrics(BODY)
        plain = self.palette().color(QPalette.ColorRole.WindowText)
        quiet = self.palette().color(QPalette.ColorRole.PlaceholderText)
        mark = _MARK if self.is_hollow else 0
        title = widths.horizontalAdvance(self.title)
        words = widths.horizontalAdvance(self.words) + mark
        free = room.width() - GAP
        if title + words > free:
            # Whichever is short is written in full; two long ones share the line.
            words = min(words, max(free * 0.45, free - title))
            title = min(title, free - words)
        painter.setFont(face(BODY))
        middle = Qt.AlignmentFlag.AlignVCenter
        elide = Qt.TextElideMode.ElideRight
        painter.setPen(plain)
        text = widths.elidedText(self.title, elide, int(title + 1))
        painter.drawText(room, int(middle | Qt.AlignmentFlag.AlignLeft), text)
        right = QRectF(room.right() - words, room.top(), words, room.height())
        if self.is_hollow:
            painter.setPen(QPen(plain, 1.5))
            painter.drawEllipse(QPointF(right.left() + 4, right.center().y()), 3.5, 3.5)
            right.setLeft(right.left() + mark)
        painter.setPen(quiet if self.is_quiet else plain)
        text = widths.elidedText(self.words, elide, int(right.width() + 1))
        painter.drawText(right, int(middle | Qt.AlignmentFlag.AlignRight), text)
