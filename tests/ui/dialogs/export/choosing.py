"""Choosing in the export dialog as its tests do."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ui.dialogs.export import ExportDialog
from ui.dialogs.export_form import ExportForm


def chosen(dialog: ExportDialog, paper: str, layout: str) -> None:
    dialog.form.paper.setCurrentText(paper)
    dialog.form.layout_.setCurrentIndex(dialog.form.layout_.findData(layout))
    dialog.refresh()


def offered(form: ExportForm) -> list[str]:
    """Return the layouts that can be chosen."""
    box = form.layout_
    rows = [box.model().index(row, 0) for row in range(box.count())]
    return [
        box.itemData(index.row()) for index in rows if index.flags() & Qt.ItemFlag.ItemIsEnabled
    ]
