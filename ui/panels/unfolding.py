"""A line that unfolds what is below it; what matters most of that stands on it, or under it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.panels.parts import GAP, face, metrics, tip
from ui.theme import BODY

HEIGHT = 26
_BELOW = 18
"""How much higher it is with its words below the title."""
_LEAD = 16
"""Room for the arrow."""
_MARK = 12
"""Room for a mark before the words."""
_END = 4
"""Room after the words."""


class FoldLine(QAbstractButton):
    """A line of a list; a click, Space or Enter unfolds what is below it, or folds it.

    Where the title and the words are too long to stand side by side, the words stand below. What
    is too long even so loses its middle: numbers and states are at the end.

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
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
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
            self.updateGeometry()
            self.update()
        self.setToolTip(tip("\n".join(t for t in (self.accessibleName(), more) if t)))

    def sizeHint(self) -> QSize:
        """Return the size it would like."""
        return QSize(200, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Return the least size: no text may widen a panel."""
        return QSize(80, HEIGHT)

    def hasHeightForWidth(self) -> bool:
        """Whether the height depends on the width: always."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that it takes at a width."""
        return HEIGHT + (0 if self._fits(width - self._lead - _LEAD - _END) else _BELOW)

    def _fits(self, room: float) -> bool:
        """Whether both texts have room side by side."""
        return self._title_width() + GAP + self._words_width() <= room

    def _title_width(self) -> float:
        return metrics(BODY).horizontalAdvance(self.title)

    def _words_width(self) -> float:
        width = metrics(BODY).horizontalAdvance(self.words)
        return width + (_MARK if self.is_hollow else 0)

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
        self._draw_texts(painter, room.adjusted(_LEAD, 0, -_END, 0))
        painter.end()

    def _draw_arrow(self, painter: QPainter, room: QRectF) -> None:
        pen = QPen(self.palette().color(QPalette.ColorRole.PlaceholderText), 1.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        x, y = room.left() + 7, room.top() + HEIGHT / 2
        points = [QPointF(x - 2, y - 3.5), QPointF(x + 2, y), QPointF(x - 2, y + 3.5)]
        if self.isChecked():
            points = [QPointF(x - 3.5, y - 2), QPointF(x, y + 2), QPointF(x + 3.5, y - 2)]
        painter.drawPolyline(points)

    def _draw_texts(self, painter: QPainter, room: QRectF) -> None:
        top = QRectF(room.left(), room.top(), room.width(), HEIGHT)
        painter.setFont(face(BODY))
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        _draw(painter, top, self.title)
        if self._fits(room.width()):
            self._draw_words(painter, top.adjusted(room.width() - self._words_width(), 0, 0, 0))
        else:
            self._draw_words(painter, top.translated(0, _BELOW))

    def _draw_words(self, painter: QPainter, room: QRectF) -> None:
        role, palette = QPalette.ColorRole, self.palette()
        if self.is_hollow:
            painter.setPen(QPen(palette.color(role.WindowText), 1.5))
            painter.drawEllipse(QPointF(room.left() + 4, room.center().y()), 3.5, 3.5)
            room = room.adjusted(_MARK, 0, 0, 0)
        painter.setPen(palette.color(role.PlaceholderText if self.is_quiet else role.WindowText))
        _draw(painter, room, self.words)


def _draw(painter: QPainter, room: QRectF, text: str) -> None:
    text = metrics(BODY).elidedText(text, Qt.TextElideMode.ElideMiddle, int(room.width() + 1))
    painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
