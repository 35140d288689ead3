"""Fields to edit with: each shows a value of the model and says when the user has another.

A field that is being typed in is left alone until the model's value differs from the one it
showed, or until it is told to `forget`, because it will be about something else. `flush` takes what
was typed without waiting for the focus to leave.
"""

from __future__ import annotations

import datetime

from PySide6.QtCore import QDate, QEvent, QLocale, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QTextCharFormat,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QDateEdit,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionFrame,
    QStylePainter,
    QToolButton,
    QWidget,
)

from model.texts import MAX_NOTE, MAX_TEXT
from ui.panels.parts import SMALL, face, on_button, tip
from ui.theme import BODY


class LineField(QLineEdit):
    """A line of text.

    Signals
    -------
    edited(str)
        The user has entered another text.
    """

    edited = Signal(str)

    def __init__(self, about: str, *, pixels: int = BODY, bold: bool = False) -> None:
        super().__init__()
        self._value: str | None = None
        self.setMaxLength(MAX_TEXT)
        self.setFont(face(pixels, bold=bold))
        self.setMinimumWidth(60)
        self.describe(about)
        self.editingFinished.connect(self.flush)

    def describe(self, about: str) -> None:
        """Say what the field is."""
        self.setAccessibleName(about)
        self._tell()

    def _tell(self) -> None:
        """Say in the tooltip what the field is and all that is in it."""
        about = f"{self.accessibleName()}. Enter to keep, Esc to leave as it was"
        self.setToolTip(tip(f"{self._value}\n{about}" if self._value else about))

    def set_value(self, value: str) -> None:
        """Show the model's value."""
        if value != self._value:
            self._value = value
            self.reset()

    def forget(self) -> None:
        """Drop what was typed; the next value is about something else."""
        self._value = None

    def reset(self) -> None:
        """Show the model's value again, whatever was typed."""
        self.setText(self._value or "")
        self.setCursorPosition(0)
        self._tell()

    def flush(self) -> None:
        """Take what was typed."""
        text = self.text().strip()
        if self._value is not None and text != self._value:
            self.edited.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the value as it was on Esc."""
        if event.key() == Qt.Key.Key_Escape and self.text() != self._value:
            self.reset()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it, with an ellipsis in a text that is too long, unless it is being typed in."""
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        part = QStyle.SubElement.SE_LineEditContents
        room = self.style().subElementRect(part, option, self).adjusted(2, 0, -2, 0)
        widths = self.fontMetrics()
        if self.hasFocus() or widths.horizontalAdvance(self.text()) <= room.width():
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        painter.drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        text = widths.elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), text)
        painter.end()


class NoteField(QPlainTextEdit):
    """Several lines of text, taken when the focus leaves.

    Signals
    -------
    edited(str)
        The user has entered another text.
    """

    edited = Signal(str)

    def __init__(self, about: str) -> None:
        super().__init__()
        self._value: str | None = None
        self.setTabChangesFocus(True)
        self.setAccessibleName(about)
        self.setToolTip(tip(f"{about}. At most {MAX_NOTE:,} characters"))
        self.setPlaceholderText("Why it is so, what is agreed, what is open")
        self.setMinimumHeight(72)
        self.setFixedHeight(88)

    def minimumSizeHint(self) -> QSize:
        """Return the least size."""
        return QSize(60, 72)

    def set_value(self, value: str) -> None:
        """Show the model's value."""
        if value != self._value:
            self._value = value
            if self.toPlainText() != value:  # Else the cursor would jump at one's own edit.
                self.reset()

    def forget(self) -> None:
        """Drop what was typed; the next value is about something else."""
        self._value = None

    def reset(self) -> None:
        """Show the model's value again, whatever was typed."""
        self.setPlainText(self._value or "")

    def flush(self) -> None:
        """Take what was typed."""
        if self._value is not None and self.toPlainText() != self._value:
            self.edited.emit(self.toPlainText())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.flush()


class DayEdit(QDateEdit):
    """A date that a turn of the wheel over it does not alter."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # As in the rest of the program, whatever the machine's language is.
        self.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
        self.setDisplayFormat("d MMMM yyyy")
        self.setCalendarPopup(True)
        for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            # Red is for what breaks the law.
            self.calendarWidget().setWeekdayTextFormat(weekend, QTextCharFormat())
        self.setMinimumWidth(60)

    @property
    def iso(self) -> str:
        """The date in ISO form."""
        return self.date().toString(Qt.DateFormat.ISODate)

    def set_iso(self, day: str) -> None:
        """Show a date in ISO form."""
        self.setDate(QDate.fromString(day, Qt.DateFormat.ISODate))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to whatever scrolls."""
        event.ignore()


class DateField(QWidget):
    """A date, or none.

    Signals
    -------
    edited(str)
        The user has entered another date: in ISO form, "" for none.
    """

    edited = Signal(str)

    def __init__(self, about: str) -> None:
        super().__init__()
        self._value: str | None = None
        self._start = datetime.date(2000, 1, 1)
        self.button = QPushButton("Set a date…")
        self.date = DayEdit()
        self.date.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clear_button = QToolButton()
        self.clear_button.setText("×")
        for widget, name in (
            (self.button, f"Set: {about}"),
            (self.date, about),
            (self.clear_button, f"Clear: {about}"),
        ):
            widget.setAccessibleName(name)
            widget.setToolTip(tip(name))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.button, 1)
        row.addWidget(self.date, 1)
        row.addWidget(self.clear_button)
        self.setFocusProxy(self.date)
        self.button.clicked.connect(self._on_set)
        self.clear_button.clicked.connect(lambda: self._say(""))
        self.date.editingFinished.connect(self.flush)
        self.date.calendarWidget().clicked.connect(self.flush)
        self.set_value("", self._start)

    def set_value(self, value: str, start: datetime.date, *, is_mixed: bool = False) -> None:
        """Show the model's value.

        Parameters
        ----------
        start : datetime.date
            Where a new date starts from.
        is_mixed : bool
            Several values are shown at once, and they differ.
        """
        self._start = start
        if value != self._value:
            self._value = value
            self.reset()
        self.button.setText("They differ: set a date…" if is_mixed else "Set a date…")
        self.button.setVisible(not value)
        self.date.setVisible(bool(value))
        self.clear_button.setVisible(bool(value) or is_mixed)

    def reset(self) -> None:
        """Show the model's value again, whatever was entered."""
        if self._value:
            self.date.set_iso(self._value)

    def forget(self) -> None:
        """Drop what was entered; the next value is about something else."""
        self._value = None

    def flush(self) -> None:
        """Take what was entered."""
        if self._value:
            self._say(self.date.iso)

    def _say(self, value: str) -> None:
        if value != self._value or not self._value:
            self.edited.emit(value)

    def _on_set(self) -> None:
        self.edited.emit(self._start.isoformat())
        if self.date.isVisible():
            self.date.setFocus()


class Box(QCheckBox):
    """A box to tick; its text is plain and ends in an ellipsis where it is too long.

    It draws itself: Qt's own box can hardly be seen on a dark ground.

    Signals
    -------
    edited(bool)
        The user has ticked or cleared it.
    """

    edited = Signal(bool)

    def __init__(self, text: str = "", about: str = "") -> None:
        super().__init__()
        self._words = ""
        self.describe(text, about)
        self.clicked.connect(self._on_clicked)

    def describe(self, text: str, about: str = "") -> None:
        """Set its text; `about` is the tooltip."""
        self._words = text
        self.setText(on_button(text))
        self.setAccessibleName(text)
        self.setToolTip(tip(about or text))

    def set_value(self, value: bool | None) -> None:
        """Show the model's value; None where several values differ."""
        self.setTristate(value is None)
        state = Qt.CheckState.PartiallyChecked
        if value is not None:
            state = Qt.CheckState.Checked if value else Qt.CheckState.Unchecked
        self.setCheckState(state)

    def minimumSizeHint(self) -> QSize:
        """Return the least size: no text may widen a panel."""
        return QSize(40, super().minimumSizeHint().height())

    def hitButton(self, pos: QPoint) -> bool:
        """Whether a click there ticks it: anywhere on it."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, its tick or dash, and the text."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role, palette = QPalette.ColorRole, self.palette()
        is_marked = self.checkState() is not Qt.CheckState.Unchecked
        colour = palette.color(role.Highlight if self.isEnabled() else role.Mid)
        side = QRectF(1, (self.height() - 14) / 2, 14, 14)
        edge = colour if is_marked or self.hasFocus() or self.underMouse() else None
        painter.setPen(QPen(edge or palette.color(role.Dark), 1.5 if self.hasFocus() else 1))
        painter.setBrush(colour if is_marked else palette.color(role.Base))
        painter.drawRoundedRect(side, 3, 3)
        if is_marked:
            pen = QPen(palette.color(role.HighlightedText), 1.8)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            marks = [(3.5, 7.5), (6.0, 10.0), (10.5, 4.5)]
            if self.checkState() is Qt.CheckState.PartiallyChecked:
                marks = [(4.0, 7.0), (10.0, 7.0)]
            painter.drawPolyline([side.topLeft() + QPointF(x, y) for x, y in marks])
        painter.setPen(palette.color(role.WindowText))
        room = QRectF(self.rect()).adjusted(22, 0, 0, 0)
        text = self.fontMetrics().elidedText(
            self._words, Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), text)
        painter.end()

    def _on_clicked(self) -> None:
        # Ticking what differs ticks all of them.
        is_on = self.checkState() is not Qt.CheckState.Unchecked
        self.edited.emit(is_on)


ANSWERS = {"yes": "Yes", "no": "No"}
_ANSWER_KEYS: dict[int, str] = {
    Qt.Key.Key_Y: "yes",
    Qt.Key.Key_N: "no",
    Qt.Key.Key_Delete: "",
    Qt.Key.Key_Backspace: "",
}


class YesNo(QWidget):
    """Two buttons side by side: one is down, or none while there is no answer.

    The one that is down is pressed again to take the answer back. With the keyboard: Y, N, Delete.

    Signals
    -------
    edited(str)
        The user has answered "yes" or "no", or takes the answer back, "".
    """

    edited = Signal(str)

    def __init__(self, about: str) -> None:
        super().__init__()
        self._value = ""
        self.buttons: dict[str, QToolButton] = {}
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        for value, words in ANSWERS.items():
            button = QToolButton()
            button.setText(words)
            button.setFont(face(SMALL))
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setProperty("answer", True)
            button.setAccessibleName(f"{about}: {words.lower()}")
            button.setToolTip(tip(f"{about}: {words.lower()}\nY, N, or Delete for no answer"))
            button.clicked.connect(lambda on, value=value: self._say(value if on else ""))
            line.addWidget(button)
            self.buttons[value] = button
        self.setFocusProxy(self.buttons["yes"])

    def set_value(self, value: str) -> None:
        """Show "yes", "no", or "" for no answer."""
        self._value = value
        for name, button in self.buttons.items():
            button.setChecked(name == value)
            button.setText(f"\N{CHECK MARK} {ANSWERS[name]}" if name == value else ANSWERS[name])

    def event(self, event: QEvent) -> bool:
        """Keep its keys from the window's commands, which have the same."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if is_plain and event.key() in _ANSWER_KEYS:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer with Y and N, take it back with Delete."""
        answer = _ANSWER_KEYS.get(event.key())
        if answer is None:
            super().keyPressEvent(event)
        else:
            self._say(answer)

    def _say(self, value: str) -> None:
        self.set_value(self._value)  # It shows what the model says, which may refuse.
        self.edited.emit(value)
