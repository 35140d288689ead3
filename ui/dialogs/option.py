"""The dialog for what belongs to an option as a whole: name, as-on date, note, structure."""

from __future__ import annotations

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
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
from model.pack import Structure
from model.structures import counts_in, counts_text, successor_kind
from model.texts import MAX_TEXT
from model.wording import capital
from ui.dialogs.common import announce, theme_of
from ui.document import Document
from ui.panels.parts import SMALL, Ink, Prose, breakable

AS_NOW = "As now"
"""Stands for no structure."""
_WIDTH = 480


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
        self._ask_structure(form)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel,
            parent=self,
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        for editor in (self.name, self.on, self.note, self.structure, self.legal):
            editor.setEnabled(not document.read_only)
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.fault = Prose(theme_of(self), SMALL, Ink.BROKEN)
        self.name.textChanged.connect(self._check)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(16)
        column.addLayout(form)
        column.addWidget(self.fault)
        column.addWidget(self.counts)
        column.addWidget(self.about)
        column.addWidget(buttons)
        self.resize(_WIDTH, 0)
        self._check(self.name.text())

    def _check(self, name: str) -> None:
        """Say what is wrong with a name; one that other options have too may stay as it is."""
        document = self._document
        is_new = name.strip() != document.state.name
        fault = document.scenario.name_fault(name, document.live.id) if is_new else ""
        if fault != self.fault.text():
            self.fault.write(breakable(fault))
            announce(self.fault, fault)
        self.fault.setVisible(bool(fault))
        self.ok.setEnabled(bool(name.strip()) and not fault)
        self._explain()

    def _ask_structure(self, form: QFormLayout) -> None:
        """Add what the option looks ahead to; a pack without structures has nothing to choose."""
        state = self._document.state
        self.structure = QComboBox()
        self.structure.setToolTip("What may follow: counts, chart and warnings show it")
        self.structure.addItem(AS_NOW, "")
        for structure in state.pack.structures:
            self.structure.addItem(structure.label, structure.id)
        now = state.structure.id if state.structure else ""
        self.structure.setCurrentIndex(self.structure.findData(now))
        kind = successor_kind(state.pack)
        plural = state.pack.kind(kind).plural if kind else ""
        self.legal = QCheckBox(f"{capital(plural)} are &legal bodies")
        self.legal.setToolTip(
            "Each with a board and an accountable officer; the source leaves it open"
        )
        self.legal.setChecked(state.are_legal)
        self.counts = QLabel()
        self.about = QLabel()
        for label in (self.counts, self.about):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.about.setForegroundRole(self.about.palette().ColorRole.PlaceholderText)
        self.structure.currentIndexChanged.connect(self._explain)
        self.legal.toggled.connect(self._explain)
        if state.pack.structures:
            label = QLabel("Look a&head to")
            label.setBuddy(self.structure)
            form.addRow(label, self.structure)
            form.addRow("", self.legal)

    def _chosen(self) -> Structure | None:
        return self._document.state.pack.structure(self.structure.currentData())

    def _explain(self) -> None:
        """Say what the chosen structure means and comes to."""
        structure, state = self._chosen(), self._document.state
        is_open = structure is not None and any(body.optional for body in structure.bodies)
        self.legal.setVisible(is_open)
        self.counts.setVisible(structure is not None)
        self.about.setVisible(structure is not None)
        if structure is not None:
            counts = counts_in(state, structure, are_legal=self.legal.isChecked())
            self.counts.setText(counts_text(counts))
            self.about.setText(f"{structure.text} Source: {structure.source}.")
        # Texts that wrap have a height for each width, which a window does not ask for itself.
        column, width = self._column, max(self.width(), _WIDTH)
        column.invalidate()
        wraps = column.hasHeightForWidth()
        height = column.totalHeightForWidth(width) if wraps else column.totalSizeHint().height()
        self.setMinimumHeight(height)
        self.resize(width, height)

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
            (
                OptionField.STRUCTURE,
                state.structure.id if state.structure else "",
                self.structure.currentData(),
            ),
            (
                OptionField.LEGAL,
                "yes" if state.are_legal else "",
                "yes" if self.legal.isChecked() else "",
            ),
        ):
            if new != old:
                wanted.append(SetOption(field, new))
        if wanted:
            change = wanted[0] if len(wanted) == 1 else Batch(tuple(wanted))
            if not self._document.commit(change):
                return
        super().accept()
