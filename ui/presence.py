"""Two windows, or two machines, on one file: the second is told who has it, and asked."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from db.presence import RENEW, Holder, Presence
from ui.document import Document

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class Others(QObject):
    """Notes beside a document's file that it is open here, and asks if somebody else did so before.

    Parameters
    ----------
    window : QWidget
        Over which questions are asked.
    """

    def __init__(self, document: Document, window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self.use(document, window)
        self._presence: Presence | None = None
        self._asked: Path | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(int(RENEW * 1000))
        self._timer.timeout.connect(self._renew)

    def use(self, document: Document, window: QWidget) -> None:
        """Ask over another window on the same scenario from now on."""
        self._document = document
        self._window = window

    def look(self) -> None:
        """See who has the document's file open; asks once for each file."""
        path = self._document.path
        if self._presence is not None and self._presence.path == path and self._presence.is_noted:
            return
        self.release()
        if path is None or self._document.read_only:  # what is only looked at is nobody's
            return
        self._presence = Presence(path)
        holder = self._presence.take()
        self._timer.start()
        if holder is not None and not holder.is_here and path != self._asked:
            self._asked = path
            self._ask(path, holder)

    def _ask(self, path: Path, holder: Holder) -> None:
        from ui.dialogs.others import InUse  # seldom needed

        question = InUse(path.name, holder, self._window)
        question.rejected.connect(partial(self._look_only, path))
        question.accepted.connect(self._edit)
        question.open()

    def _look_only(self, path: Path) -> None:
        self._asked = None  # who opens it once more may want to know
        if self._document.path == path:
            self._document.open_read_only()

    def _edit(self) -> None:
        if self._presence is not None:
            self._presence.take(anyway=True)

    def _renew(self) -> None:
        if self._presence is not None:
            self._presence.renew()

    def release(self) -> None:
        """Take the note away."""
        self._timer.stop()
        if self._presence is not None:
            self._presence.release()
        self._presence = None
