"""The export dialog, of England and of a small plan."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from ui.dialogs import export as module
from ui.dialogs.export import ExportDialog
from ui.document import Document

Shown = Callable[[QWidget], None]


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have pages laid out at once, however long that takes."""
    monkeypatch.setattr(module, "PATIENCE_S", math.inf)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the files that were opened with another program."""
    files: list[str] = []

    class Services:
        @staticmethod
        def openUrl(url: object) -> bool:
            files.append(url.toLocalFile())
            return True

    monkeypatch.setattr(module, "QDesktopServices", Services)
    return files


@pytest.fixture
def dialog(england: Document, store: QSettings, shown: Shown, opened: list[str]) -> ExportDialog:
    dialog = ExportDialog(england, store)
    shown(dialog)
    return dialog


@pytest.fixture
def small(document: Document, store: QSettings, shown: Shown, opened: list[str]) -> ExportDialog:
    """Return one whose pages are made at once."""
    dialog = ExportDialog(document, store)
    shown(dialog)
    return dialog
