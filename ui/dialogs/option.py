"""The dialog for what belongs to an option as a whole: name, as-on date and note."""

from __future__ import annotations

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from model.changes import Batch, Change, OptionField, SetOption
from model.texts import MAX_TEXT
from ui.document import Document


class OptionDialog(QDialog):
    """Edits the active option; everything altered is one undo step."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        state = document.state
        self.setWindowTitle("Option")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.name = QLineEdit(state.name)
        self.name.setMaxLength(MAX_TEXT)
        self.on = QDateEdit(QDate(state.on.year, state.on.month, state.on.day))
        self.on.setCalendarPopup(True)
        self.on.setDisplayFormat("d MMMM yyyy")
        self.on.setToolTip("Rules in force on this day apply")
        self.note = QPlainTextEdit(state.note)
        self.note.setTabChangesFocus(True)
        self.note.setMinimumHeight(88)
        form = QFormLayout()
        for text, field in (("&Name", self.name), ("&As on", self.on), ("N&ote", self.note)):
            label = QLabel(text)
            label.setBuddy(field)
            form.addRow(label, field)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel,
            parent=self,
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        for editor in (self.name, self.on, self.note):
            editor.setEnabled(not document.read_only)
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.name.textChanged.connect(lambda text: self.ok.setEnabled(bool(text.strip())))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(16)
        column.addLayout(form)
        column.addWidget(buttons)
        self.resize(440, self.sizeHint().height())

    @classmethod
    def ask(cls, document: Document, parent: QWidget | None) -> OptionDialog:
        """Open the dialog over its window."""
        dialog = cls(document, parent)
        dialog.open()
        return dialog

    def accept(self) -> None:
        """Commit what was altered."""
        state = self._document.state
        wanted: list[Change] = []
        for field, old, new in (
            (OptionField.NAME, state.name, self.name.text().strip()),
            (OptionField.ON, state.on.isoformat(), self.on.date().toString(Qt.DateFormat.ISODate)),
            (OptionField.NOTE, state.note, self.note.toPlainText()),
        ):
            if new != old:
                wanted.append(SetOption(field, new))
        if wanted:
            change = wanted[0] if len(wanted) == 1 else Batch(tuple(wanted))
            if not self._document.commit(change):
                return
        super().accept()
