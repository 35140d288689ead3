"""A field for the path of a file, with a button that lets the user choose one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from ui.panels.parts import tip

_BROWSE = 40
"""Width of the button, pixels."""


class FileField(QWidget):
    """A path, typed or chosen.

    Parameters
    ----------
    hint : str
        What stands in the empty field.
    about : str
        What the file is for.
    choose : str
        What the button does.
    kind : str
        What files are offered: "Pictures (*.png)".
    """

    def __init__(self, hint: str, about: str, choose: str, kind: str) -> None:
        super().__init__()
        self._choose, self._kind = choose, kind
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(hint)
        self.edit.setToolTip(tip(about))
        self.edit.setClearButtonEnabled(True)
        self.browse = QPushButton("…")
        self.browse.setAutoDefault(False)
        self.browse.setFixedWidth(_BROWSE)
        self.browse.setToolTip(choose)
        self.browse.setAccessibleName(choose)
        self.browse.clicked.connect(self._on_browse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.edit, 1)
        row.addWidget(self.browse)
        self.setFocusProxy(self.edit)

    @property
    def path(self) -> str:
        """What is in it."""
        return self.edit.text().strip()

    def _on_browse(self) -> None:
        dialog = QFileDialog(self, self._choose, self.path, self._kind)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.edit.setText)
        dialog.open()
