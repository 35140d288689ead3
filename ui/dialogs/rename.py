"""Renaming a group in place: a field over its name, no dialog."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from model import edits
from model.changes import Field, SetField
from ui.dialogs.common import announce
from ui.document import Document
from ui.panels.parts import SMALL, Ink, Prose, breakable, face
from ui.theme import BODY, Theme

_NARROWEST = 200
_MARGIN = 6


class _NameField(QLineEdit):
    """The field; the frame around it is told when the focus goes elsewhere."""

    def __init__(self, name: str, frame: RenameEdit) -> None:
        super().__init__(name, frame)
        self._frame = frame

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter renames, Esc leaves the name as it is."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._frame.accept()
        elif event.key() == Qt.Key.Key_Escape:
            self._frame.finish()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Rename, as a click elsewhere does in other programs, if the name will do."""
        super().focusOutEvent(event)
        stays = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
        if event.reason() not in stays:
            self._frame.leave()


class RenameEdit(QFrame):
    """A field over a group's name; renaming is one undo step.

    Parameters
    ----------
    over : QWidget
        What it stands on: the chart's viewport. It gets the focus back.
    place : QRect, optional
        Where the name is, in pixels of `over`; near its top, if None.
    """

    def __init__(
        self,
        document: Document,
        organisation: str,
        theme: Theme,
        over: QWidget,
        place: QRect | None = None,
    ) -> None:
        super().__init__(over)
        self._document = document
        self._organisation = organisation
        self._theme = theme
        self._over = over
        self._place = place
        self._is_over = False
        state = document.state
        self.field = _NameField(state.label(organisation), self)
        self.field.setFont(face(BODY, bold=True))
        # The frame shows where the focus is.
        self.field.setStyleSheet("border: 0; padding: 2px 4px;")
        self.field.setAccessibleName(f"New name of {state.label(organisation)}")
        self.refusal = Prose(theme, SMALL, Ink.BROKEN)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(self.refusal)
        self.field.textChanged.connect(self._on_edited)
        document.changed.connect(self._on_changed)
        document.switched.connect(self.finish)
        over.installEventFilter(self)
        self._show_refusal("")

    @classmethod
    def ask(
        cls,
        document: Document,
        organisation: str,
        theme: Theme,
        over: QWidget,
        place: QRect | None = None,
    ) -> RenameEdit:
        """Put a field over a group's name and the focus into it."""
        editor = cls(document, organisation, theme, over, place)
        editor.show()
        editor.raise_()
        editor.field.selectAll()
        editor.field.setFocus()
        return editor

    @property
    def text(self) -> str:
        """The name that is typed, without spaces around it."""
        return self.field.text().strip()

    def why_not(self) -> str:
        """Return why the name that is typed can't be, "" if it can."""
        preview = self._document.option.preview(SetField(self._organisation, Field.NAME, self.text))
        return preview.refused

    def _on_edited(self) -> None:
        reason = self.why_not()
        self._show_refusal(reason)
        announce(self.field, reason)

    def _show_refusal(self, reason: str) -> None:
        self.refusal.write(breakable(reason))
        self.refusal.setVisible(bool(reason))
        self._lay_out()

    def _lay_out(self) -> None:
        room = self._over.rect().adjusted(4, 4, -4, -4)
        place = self._place or QRect(room.center().x() - _NARROWEST, room.top() + 24, 0, 0)
        wanted = place.width() if self._place is not None else 2 * _NARROWEST
        width = min(room.width(), max(_NARROWEST, wanted + 2 * _MARGIN))
        height = self.field.sizeHint().height() + 2 * _MARGIN
        if self.refusal.text():
            height += 4 + self.refusal.heightForWidth(width - 2 * _MARGIN)
        left = max(room.left(), min(place.left() - _MARGIN, room.right() + 1 - width))
        top = max(room.top(), min(place.top() - _MARGIN, room.bottom() + 1 - height))
        self.setGeometry(QRect(QPoint(left, top), QPoint(left + width - 1, top + height - 1)))

    # -- ending ----------------------------------------------------------------------------

    def accept(self) -> None:
        """Rename, unless the model refuses the name."""
        reason = self.why_not()
        if reason:
            self._show_refusal(reason)
            return
        state, organisation, name = self._document.state, self._organisation, self.text
        self.finish()
        if name != state.label(organisation):
            self._document.commit(edits.set_field(state, [organisation], Field.NAME, name))

    def leave(self) -> None:
        """Rename if the name will do; else leave it as it is."""
        if not self._is_over:
            if self.why_not():
                self.finish()
            else:
                self.accept()

    def finish(self) -> None:
        """Close; the name stays as it is."""
        if self._is_over:
            return
        self._is_over = True
        had_focus = self.field.hasFocus()
        self._over.removeEventFilter(self)
        self.hide()
        if had_focus:
            self._over.setFocus()
        self.deleteLater()

    def _on_changed(self) -> None:
        if self._organisation not in self._document.state:
            self.finish()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close when what it stands on scrolls or changes its size."""
        if watched is self._over and event.type() in (QEvent.Type.Wheel, QEvent.Type.Resize):
            self.leave()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a raised panel."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.accent, 1))
        painter.setBrush(self._theme.panel)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()
