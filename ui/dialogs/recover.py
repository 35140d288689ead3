"""The question about changes that were kept when the program was killed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from db.errors import InputError
from db.identity import host
from db.recovered import Base, Found
from model.rules.standing import Sign
from model.wording import counted
from ui.dialogs import messages
from ui.dialogs.choice_list import ROW, ChoiceList, Row
from ui.dialogs.common import LONG, announce, moment, primary, shortened, theme_of
from ui.dialogs.messages import Message, Part
from ui.panels.parts import breakable

_MOST_ROWS = 5
"""How many of several are seen at once."""


class RecoverDialog(Message):
    """Offers what was kept, one at a time; what is neither taken nor discarded stays.

    Parameters
    ----------
    found : sequence of Found
        What to offer, at least one.
    recover : callable
        Takes the one that is to be recovered, after the dialog was closed.
    """

    def __init__(
        self,
        found: Sequence[Found],
        recover: Callable[[Found], object],
        parent: QWidget | None = None,
    ) -> None:
        several = len(found) > 1
        title = "Recover changes that were not saved?" if several else _question(found[0])
        # The file that each was made in is read to say what became of it: once.
        self._found = {str(number): (one, _about(one)) for number, one in enumerate(found)}
        super().__init__(title, self._found["0"][1], parent, Sign.ADVICE)
        self.setWindowTitle("Unsaved changes")
        self._recover = recover
        self.list = ChoiceList(theme_of(parent if parent is not None else self))
        self.list.setAccessibleName("Plans with changes that were not saved")
        self._frame = QFrame()
        self._frame.setObjectName("choices")
        self._frame.setStyleSheet(
            "#choices { border: 1px solid palette(midlight); border-radius: 4px; }"
        )
        within = QVBoxLayout(self._frame)
        within.setContentsMargins(1, 1, 1, 1)
        within.addWidget(self.list)
        self._frame.setVisible(several)
        self.rows.insertWidget(1, self._frame)
        self.recover = primary(self.buttons.addButton("&Recover", Part.AcceptRole))
        self.later = self.buttons.addButton("&Not now", Part.RejectRole)
        self.discard = self.buttons.addButton("&Discard", Part.DestructiveRole)
        self.later.setToolTip("Ask again at the next start, or when you choose File > Recover")
        self.discard.setToolTip("Move it aside; the last ten that were discarded are kept")
        self.recover.clicked.connect(self.accept)
        self.later.clicked.connect(self.reject)
        self.discard.clicked.connect(self._on_discard)
        self.list.highlighted.connect(self._on_highlighted)
        self.list.chosen.connect(self.accept)
        self._fill()
        (self.list if several else self.recover).setFocus()

    @classmethod
    def ask(
        cls, found: Sequence[Found], recover: Callable[[Found], object], parent: QWidget | None
    ) -> RecoverDialog:
        """Open the dialog over its window."""
        dialog = cls(found, recover, parent)
        dialog.open()
        return dialog

    def _fill(self) -> None:
        rows = [_row(key, one) for key, (one, _) in self._found.items()]
        self.list.setFixedHeight(ROW * min(len(rows), _MOST_ROWS))
        self.list.set_sections([("", rows)])

    @property
    def _chosen(self) -> Found | None:
        row = self.list.row
        return self._found[row.key][0] if row is not None else None

    def fit_text(self) -> None:
        """Take the height that the texts and the list need."""
        super().fit_text()
        if not self._frame.isHidden():
            self.fit(self.width(), self.height() + self.list.height() + 2 + self.rows.spacing())

    def _on_highlighted(self, row: Row | None) -> None:
        if row is None:
            return
        found, text = self._found[row.key]
        self.recover.setEnabled(found.header is not None)
        self._write(text)
        self.setAccessibleDescription(text)
        announce(self.list, text)
        self.fit_text()

    def _write(self, text: str) -> None:
        # To Qt's layouts a line feed is a space.
        self.text.write(breakable(text).replace("\n", "\u2028"))

    def _on_discard(self) -> None:
        found = self._chosen
        if found is None:
            return
        try:
            if found.claim():  # or another window has it, and it is no longer ours to offer
                found.discard()
        except InputError as error:
            messages.show_error(self, "It was not discarded", str(error))
            return
        assert self.list.row is not None
        del self._found[self.list.row.key]
        if self._found:
            self._fill()
        else:
            super().reject()

    def accept(self, _row: Row | None = None) -> None:
        """Recover what is highlighted, unless it can't be read."""
        found = self._chosen
        if found is not None and found.header is not None:
            super().accept()
            self._recover(found)


def _question(found: Found) -> str:
    if found.header is None:
        return "Changes that were not saved can't be read"
    if not found.name:
        return "Recover the plan that was not saved?"
    return f"Recover the changes to “{shortened(found.name, LONG)}”?"


def _row(key: str, found: Found) -> Row:
    if found.header is None:
        return Row(key, found.path.name, "can't be read", Sign.CROSS)
    sign = Sign.CROSS if found.problem else Sign.NONE
    made = counted(found.changes, "change", "changes")
    return Row(key, found.name or "A plan that was never saved", made, sign)


def _about(found: Found) -> str:
    """Say what was kept, and what recovering it would bring."""
    header = found.header
    if header is None:
        return f"Footprint ended before they were saved. {found.problem}."
    made = counted(found.changes, "change was", "changes were")
    last = (
        f", the last on {moment(found.last)}" if found.changes > 1 else f" on {moment(found.last)}"
    )
    where = f" on the computer {header.host}" if header.host != host() else ""
    parts = [f"Footprint ended{where} before the plan was saved. {made} made{last}."]
    copy = "The changes open in a copy, which you can save as a file of its own."
    base = found.base
    if base is Base.CHANGED:
        parts.append(f"{found.name} was changed since by somebody else, and stays as it is. {copy}")
    elif base is Base.GONE:
        folder = Path(header.path).parent
        parts.append(f"{found.name} can't be found in {folder} any more. {copy}")
    if found.problem:
        parts.append(f"Not all of it can be read: {found.problem}.")
    return "\n\n".join(parts)
