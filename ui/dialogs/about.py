"""The dialog that says what the program is, and whose work is in it."""

from __future__ import annotations

import platform
from collections.abc import Iterator

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtGui import QGuiApplication, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QLabel,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

import resources
from model.pack import Pack
from model.wording import day
from ui.dialogs.common import PAD, Dialog, Standard, primary
from ui.panels.parts import SMALL, Ink, Prose, face
from ui.theme import BODY, CAPTION, Theme
from ui.version import VERSION

_SIZE = QSize(600, 560)
NAME = "Footprint"
WHAT = (
    "An offline desktop editor for organisation charts that are being re-drawn. "
    "Nothing that you enter leaves this computer unless you send it."
)
LICENCE = (
    "Copyright (c) 2026 The Footprint authors. Free software under the MIT licence: use it, copy "
    "it, alter it and pass it on, as long as this notice goes with it. It comes without warranty."
)
PARTS = (
    "Qt and PySide6 (Qt for Python), © The Qt Company Ltd and contributors: GNU Lesser General "
    "Public License 3 (LGPL-3.0-only). They are used unaltered and as separate libraries, so you "
    "may put other versions in their place.",
    "NumPy, © the NumPy developers: BSD 3-Clause licence.",
    "sqlite-utils, © Simon Willison: Apache License 2.0.",
    "click, © Pallets: BSD 3-Clause licence.",
    "platformdirs, © its contributors: MIT licence.",
    "XlsxWriter, © John McNamara: BSD 2-Clause licence.",
    "python-pptx, © Steve Canny: MIT licence. It uses lxml (BSD 3-Clause licence), Pillow "
    "(MIT-CMU licence) and typing_extensions (PSF licence).",
    "pyqtgraph, © Luke Campagnola and contributors: MIT licence. It uses colorama (BSD 3-Clause "
    "licence).",
    "SQLite: in the public domain. Python, © Python Software Foundation: PSF licence.",
)

Role = QDialogButtonBox.ButtonRole
Part = tuple[str, tuple[str, ...]]


def parts(pack: Pack) -> Iterator[Part]:
    """Iterate over headings with the paragraphs below them."""
    yield "Licence", (LICENCE,)
    about = (pack.summary,) if pack.summary else ()
    yield f"Data: {pack.name}, {pack.version}, as of {day(pack.as_of)}", (*about, *pack.credits)
    yield "Typeface", (font_line(),)
    yield "Made with", PARTS
    versions = f"Python {platform.python_version()}, PySide6 {pyside_version}, Qt {qVersion()}"
    yield "This copy", (f"{NAME} {VERSION}, {versions}, {platform.platform()}",)


def font_line() -> str:
    """Return whose the bundled typeface is, from its licence's first line."""
    licence = resources.path("fonts", "OFL.txt").read_text(encoding="utf-8")
    return (
        f"{resources.FONT_FAMILY}, a changed version of Inter. {licence.splitlines()[0].strip()}. "
        "SIL Open Font License, Version 1.1 (scripts.sil.org/OFL); its text is beside the font."
    )


class AboutDialog(Dialog):
    """Name, version, licences and credits as text that can be selected and copied."""

    def __init__(self, pack: Pack, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(f"About {NAME}", parent)
        name = QLabel(NAME)
        name.setFont(face(24, bold=True))
        version = Prose(theme, BODY, Ink.QUIET)
        version.write(f"Version {VERSION}")
        what = Prose(theme, BODY)
        what.write(WHAT)
        self.text = QTextEdit()
        self.text.setReadOnly(True)
        self.text.setAcceptRichText(False)
        self.text.setTabChangesFocus(True)
        flags = Qt.TextInteractionFlag
        self.text.setTextInteractionFlags(
            flags.TextSelectableByMouse | flags.TextSelectableByKeyboard
        )
        self.text.setAccessibleName("Licences and credits")
        self._write(pack, theme)
        self.buttons = QDialogButtonBox(self)
        self.copy_button = self.buttons.addButton(
            "&Copy all", QDialogButtonBox.ButtonRole.ActionRole
        )
        close = self.buttons.addButton(Standard.Close)
        primary(close)
        self.copy_button.clicked.connect(self._on_copy)
        close.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, 16)
        column.setSpacing(4)
        for widget in (name, version):
            column.addWidget(widget)
        column.addSpacing(4)
        column.addWidget(what)
        column.addSpacing(8)
        column.addWidget(self.text, 1)
        column.addSpacing(8)
        column.addWidget(self.buttons)
        self.setTabOrder(self.text, self.copy_button)
        self.fit(_SIZE.width(), _SIZE.height())
        close.setFocus()

    @classmethod
    def ask(cls, pack: Pack, theme: Theme, parent: QWidget | None) -> AboutDialog:
        """Open the dialog over its window."""
        dialog = cls(pack, theme, parent)
        dialog.open()
        return dialog

    def _write(self, pack: Pack, theme: Theme) -> None:
        """Fill the text; inserted as characters, so that no mark-up in it means anything."""
        head, body = QTextCharFormat(), QTextCharFormat()
        head.setFont(face(CAPTION, bold=True))
        head.setForeground(theme.quiet)
        body.setFont(face(SMALL))
        body.setForeground(theme.text)
        space, tight = QTextBlockFormat(), QTextBlockFormat()
        space.setTopMargin(12)
        tight.setTopMargin(4)
        cursor = QTextCursor(self.text.document())
        for number, (title, texts) in enumerate(parts(pack)):
            if number:
                cursor.insertBlock(space)
            cursor.insertText(title, head)
            for text in texts:
                cursor.insertBlock(tight)
                cursor.insertText(text, body)
        self.text.moveCursor(QTextCursor.MoveOperation.Start)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(
            f"{NAME} {VERSION}\n{WHAT}\n\n{self.text.toPlainText()}"
        )
