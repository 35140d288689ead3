"""What is asked when somebody else has the file open, or saved it meanwhile."""

from __future__ import annotations

from enum import Enum

from PySide6.QtWidgets import QWidget

from db.identity import host, user
from db.presence import Holder
from model.rules.standing import Sign
from ui.dialogs.common import LONG, moment, primary, shortened
from ui.dialogs.messages import Message, Part


class InUse(Message):
    """Says who has a file open, and asks whether to look at it or to edit it all the same.

    Esc is looking. `edit` is the button for editing.
    """

    def __init__(self, name: str, holder: Holder, parent: QWidget | None = None) -> None:
        super().__init__(
            f"“{shortened(name, LONG)}” is open elsewhere", _who(holder), parent, Sign.ADVICE
        )
        self.setWindowTitle("The file is in use")
        self.look = primary(self.buttons.addButton("Open &read-only", Part.RejectRole))
        self.edit = self.buttons.addButton("&Edit anyway", Part.AcceptRole)
        self.look.setToolTip("Nothing can be changed; it can be saved under another name")
        self.edit.setToolTip("Whoever saves second is asked before anything is overwritten")
        self.look.clicked.connect(self.reject)
        self.edit.clicked.connect(self.accept)
        self.fit_text()
        self.look.setFocus()


def _who(holder: Holder) -> str:
    where = f"the computer {shortened(holder.host, LONG)}" if holder.host else "another computer"
    is_mine = holder.host == host()
    if is_mine and holder.user == user():
        who = "You have it open in another window on this computer"
    else:
        name = shortened(holder.user, LONG) or "Somebody"
        who = f"{name} has it open on {'this computer' if is_mine else where}"
    return (
        f"{who}, since {moment(holder.since)}.\n"
        "Read-only, you see what was saved last, and can save it under another name. If you edit "
        "it too, Footprint asks before one of you overwrites what the other saved."
    ).replace("\n", "\u2028\u2028")


class Clash(Enum):
    """What to do where a file was changed by somebody else since it was opened."""

    COPY = "copy"
    COMPARE = "compare"
    MERGE = "merge"
    OVERWRITE = "overwrite"
    CANCEL = "cancel"


class ClashQuestion(Message):
    """Asks what to do where a file was changed by somebody else since it was opened."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(
            f"“{shortened(name, LONG)}” was changed by somebody else",
            "It was saved by somebody else, or by another program, since you opened it. Nothing "
            "was overwritten. Merge what was saved there into yours and save again; save yours as "
            "a copy, and both are kept; compare the two first; or overwrite it, and what was saved "
            "there is lost.",
            parent,
            Sign.ADVICE,
        )
        self.setWindowTitle("The file was changed")
        self.answer = Clash.CANCEL
        self.copy = primary(self.buttons.addButton("Save as a &copy…", Part.AcceptRole))
        self.merge = self.buttons.addButton("&Merge…", Part.ActionRole)
        self.compare = self.buttons.addButton("Comp&are", Part.ActionRole)
        self.overwrite = self.buttons.addButton("&Overwrite", Part.DestructiveRole)
        self.cancel = self.buttons.addButton("Cancel", Part.RejectRole)
        self.copy.clicked.connect(lambda: self._end(Clash.COPY))
        self.merge.clicked.connect(lambda: self._end(Clash.MERGE))
        self.compare.clicked.connect(lambda: self._end(Clash.COMPARE))
        self.overwrite.clicked.connect(lambda: self._end(Clash.OVERWRITE))
        self.cancel.clicked.connect(self.reject)
        self.fit_text()
        self.copy.setFocus()

    def _end(self, answer: Clash) -> None:
        self.answer = answer
        self.accept()


def ask_clash(parent: QWidget | None, name: str) -> Clash:
    """Ask what to do with a plan whose file was changed by somebody else; Esc is cancel."""
    question = ClashQuestion(name, parent)
    question.exec()
    return question.answer
