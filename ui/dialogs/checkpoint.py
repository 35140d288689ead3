"""Naming a checkpoint: how the plan was after one entry of its history."""

from __future__ import annotations

from PySide6.QtWidgets import QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from model.texts import MAX_TEXT
from ui.dialogs.common import PAD, Dialog, moment, primary, theme_of
from ui.document import Document
from ui.panels.parts import SMALL, Ink, Prose, breakable

_WIDTH = 420
Standard = QDialogButtonBox.StandardButton


class CheckpointDialog(Dialog):
    """Asks for a name; an empty one takes the checkpoint away."""

    def __init__(self, document: Document, entry: str, parent: QWidget | None = None) -> None:
        super().__init__("Checkpoint", parent)
        self._document = document
        self._entry = entry
        log = document.live.log
        named = log.checkpoint(entry)
        theme = theme_of(parent if parent is not None else self)
        self.name = QLineEdit(named.name if named else "")
        self.name.setMaxLength(MAX_TEXT)
        self.name.setPlaceholderText("Sent to the board")
        self.name.selectAll()
        label = QLabel("&Name")
        label.setBuddy(self.name)
        form = QFormLayout()
        form.addRow(label, self.name)
        self.about = Prose(theme, SMALL, Ink.QUIET)
        said = log[entry]
        self.about.write(breakable(f"The plan after: {said.text} ({moment(said.when)})."))
        buttons = QDialogButtonBox(Standard.Ok | Standard.Cancel, parent=self)
        self.ok = primary(buttons.button(Standard.Ok))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        if named is None:
            self.ok.setEnabled(False)
            self.name.textChanged.connect(lambda text: self.ok.setEnabled(bool(text.strip())))
        else:
            self.name.setToolTip("Leave it empty to take the checkpoint away")
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, 16)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(self.about)
        column.addStretch(1)
        column.addWidget(buttons)
        height = self.about.heightForWidth(_WIDTH - 2 * PAD)
        self.fit(_WIDTH, height + self.name.sizeHint().height() + PAD + 16 + 24 + 36)
        self.name.setFocus()

    @classmethod
    def ask(cls, document: Document, entry: str, parent: QWidget | None) -> CheckpointDialog:
        """Open the dialog over its window."""
        dialog = cls(document, entry, parent)
        document.switched.connect(dialog.reject)
        dialog.open()
        return dialog

    def accept(self) -> None:
        """Set the checkpoint; stay open if it is refused."""
        if self._document.set_checkpoint(self._entry, self.name.text().strip()):
            super().accept()
