"""Placing by a table, asked for from the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from ui.dialogs.place import PlaceDialog

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_FILTER = "Tables of placements (*.csv)"


def ask_place(window: MainWindow) -> PlaceDialog | None:
    """Let the user choose a table and show what it would do; None if none is chosen."""
    document = window.document
    if document.refuses():
        return None
    folder = str(document.path.parent) if document.path is not None else ""
    name, _ = QFileDialog.getOpenFileName(window, "Place from a table", folder, _FILTER)
    if not name:
        return None
    window.inspector.flush()
    return PlaceDialog.ask(document, Path(name), window.theme, window)
