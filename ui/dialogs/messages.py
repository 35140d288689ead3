"""Questions and messages: before changes are lost, after a failure, when an edit is refused."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from model.rules.standing import Sign
from ui import signs
from ui.dialogs.common import LONG, PAD, TITLE, Dialog, announce, primary, shortened, theme_of
from ui.panels.parts import Ink, Prose, breakable
from ui.theme import BODY

_WIDTH = 460
_SIGN = 24
_KINDS = {"refused": Sign.ADVICE, "error": Sign.CROSS, "done": Sign.TICK, "info": Sign.NONE}
Part = QDialogButtonBox.ButtonRole


class Answer(Enum):
    """What to do with changes that are in no file."""

    SAVE = "save"
    DISCARD = "discard"
    CANCEL = "cancel"


class _SignBox(QWidget):
    """A sign, large, beside a message."""

    def __init__(self, sign: Sign, side: int = _SIGN, height: int = _SIGN + 4) -> None:
        super().__init__()
        self.sign = sign
        self.setFixedSize(side, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sign."""
        del event
        painter = QPainter(self)
        top = (self.height() - self.width()) / 2
        box = QRectF(0, top, self.width(), self.width())
        signs.draw(painter, self.sign, box, theme_of(self))
        painter.end()


class Message(Dialog):
    """A sign, a title, a text and buttons; all texts are shown as they are."""

    def __init__(self, title: str, text: str, parent: QWidget | None, sign: Sign) -> None:
        super().__init__(title, parent)
        theme = theme_of(parent) if parent is not None else theme_of(self)
        self.title, self.text = Prose(theme, TITLE, Ink.STRONG), Prose(theme, BODY)
        self.title.write(breakable(title))
        self.text.write(breakable(text))
        self.setAccessibleDescription(text)
        self.buttons = QDialogButtonBox(self)
        self._scroll = scroll = QScrollArea()
        scroll.setWidget(self.text)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setVisible(bool(text))
        self.rows = QVBoxLayout()
        self.rows.setSpacing(8)
        self.rows.addWidget(self.title)
        self.rows.addWidget(scroll, 1)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(_SignBox(sign), 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(self.rows, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, 16)
        column.setSpacing(16)
        column.addLayout(top, 1)
        column.addWidget(self.buttons)

    def fit_text(self) -> None:
        """Take the height that the texts need; a very long one scrolls."""
        room = _WIDTH - 2 * PAD - _SIGN - 12
        title, text = (p.heightForWidth(room) for p in (self.title, self.text))
        self._scroll.setMaximumHeight(text)
        self._scroll.setMinimumHeight(min(text, 2 * BODY))
        rest = PAD + 8 + 16 + self.buttons.sizeHint().height() + 16
        self.fit(_WIDTH, title + text + rest + 4)


class SaveQuestion(Message):
    """Asks what to do with changes that are in no file."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(
            f"Save the changes to “{shortened(name, LONG)}”?",
            "Without saving, they are lost.",
            parent,
            Sign.ADVICE,
        )
        self.setWindowTitle("Unsaved changes")
        self.answer = Answer.CANCEL
        self.save = primary(self.buttons.addButton("&Save", Part.AcceptRole))
        self.discard = self.buttons.addButton("&Don't save", Part.DestructiveRole)
        self.cancel = self.buttons.addButton("Cancel", Part.RejectRole)
        self.save.clicked.connect(lambda: self._end(Answer.SAVE))
        self.discard.clicked.connect(lambda: self._end(Answer.DISCARD))
        self.cancel.clicked.connect(self.reject)
        self.fit_text()
        self.save.setFocus()

    def _end(self, answer: Answer) -> None:
        self.answer = answer
        self.accept()


class ErrorMessage(Message):
    """Says what went wrong; what is of use to us only is behind a button."""

    def __init__(
        self, title: str, text: str, details: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(shortened(title, 2 * LONG), text, parent, Sign.CROSS)
        self.details = QPlainTextEdit(details)
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setAccessibleName("Details")
        self.details.setMinimumHeight(96)
        self.details.hide()
        self.rows.addWidget(self.details, 1)
        self.more = QPushButton("&Details")
        self.more.setCheckable(True)
        self.more.toggled.connect(self._on_more)
        if details:
            self.buttons.addButton(self.more, Part.HelpRole)
        else:
            self.more.setParent(self)
            self.more.hide()
        self.ok = primary(self.buttons.addButton("OK", Part.AcceptRole))
        self.ok.clicked.connect(self.accept)
        self.fit_text()
        self.ok.setFocus()

    def _on_more(self, is_open: bool) -> None:
        self.details.setVisible(is_open)
        if is_open:
            self.fit(max(_WIDTH, self.width()), self.height() + 160)
        else:
            self.fit_text()


def ask_save(parent: QWidget | None, name: str) -> Answer:
    """Ask what to do with changes that are in no file; Esc is cancel."""
    question = SaveQuestion(name, parent)
    question.exec()
    return question.answer


def show_error(parent: QWidget | None, title: str, text: str, details: str = "") -> None:
    """Say what went wrong and wait until it was read."""
    ErrorMessage(title, text, details, parent).exec()


class MessageBar(QFrame):
    """A sentence over the foot of a widget for some seconds; it never takes the focus.

    It stays while the pointer or the focus is on it, and longer the longer it is.
    """

    LEAST_MS, MS_A_CHARACTER = 4_000, 60
    MARGIN = 16
    WIDEST = 560

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_timeout)
        self._sign = _SignBox(Sign.NONE, 16, 28)
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.close_button = QToolButton()
        self.close_button.setText("×")
        self.close_button.setToolTip("Close this message")
        self.close_button.setAccessibleName("Close this message")
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(8)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Message")
        over.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self.label.text()

    @property
    def time_left(self) -> int:
        """Milliseconds until it goes; below 0 while something keeps it."""
        return self._timer.remainingTime()

    def show_message(self, text: str, kind: str = "info") -> None:
        """Say something in place of what was said before.

        Parameters
        ----------
        kind : str
            "info", "done", "refused" or "error".
        """
        self._sign.sign = _KINDS.get(kind, Sign.NONE)
        self._sign.setVisible(self._sign.sign is not Sign.NONE)
        self.label.setText(breakable(shortened(text, 400)))
        self.setAccessibleDescription(text)
        self.place()
        self.show()
        self.raise_()
        self._timer.start(self.LEAST_MS + self.MS_A_CHARACTER * len(text))
        announce(self, text)

    def place(self) -> None:
        """Stand over the foot of the widget below, in its middle."""
        room = self._over.rect().adjusted(self.MARGIN, self.MARGIN, -self.MARGIN, -self.MARGIN)
        layout = self.layout()
        assert layout is not None
        width = max(1, min(self.WIDEST, room.width(), self._wanted_width()))
        height = min(room.height(), max(40, layout.heightForWidth(width)))
        at = QPoint(room.center().x() - width // 2, room.bottom() - height)
        self.setGeometry(at.x(), at.y(), width, height)

    def _wanted_width(self) -> int:
        """Return the width of the text on one line and of what is beside it."""
        margins = 20 + self.close_button.sizeHint().width() + 8
        sign = 24 * (self._sign.sign is not Sign.NONE)
        return self.label.fontMetrics().horizontalAdvance(self.label.text()) + margins + sign + 4

    def _on_timeout(self) -> None:
        if self.underMouse() or self.close_button.hasFocus():
            self._timer.start(self.LEAST_MS)
        else:
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the widget below."""
        if watched is self._over and event.type() is QEvent.Type.Resize and self.isVisible():
            self.place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while the pointer is on it."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Go some time after the pointer has left."""
        if self.isVisible():
            self._timer.start(self.LEAST_MS)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc, if the focus is on the button."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            self._over.setFocus()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a raised panel."""
        del event
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(theme.sign(self._sign.sign))
        edge = theme.quiet if self._sign.sign is Sign.NONE else colour
        painter.setPen(QPen(edge, 1))
        painter.setBrush(theme.panel)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()
