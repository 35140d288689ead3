"""What is asked when another copy of the open scenario is to be opened."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from model.merge import Merge
from model.option import Option
from model.rules.standing import Sign
from model.wording import counted, listed
from ui.dialogs.common import LONG, moment, primary, shortened
from ui.dialogs.context_menu import READ_ONLY
from ui.dialogs.messages import Message, Part
from ui.panels.parts import on_button, tip

MERGE, COMPARE, OPEN, VIEW, BESIDE = "merge", "compare", "open", "view", "beside"
"""What can be chosen; after `BESIDE`, the id of one of their options."""


class CopyFound(Message):
    """Says who changed what in another copy of the open scenario, and asks what to do with it.

    Parameters
    ----------
    merge : Merge or None
        How the option that is shown stands to theirs; None if nothing can be merged into it.
    reason : str
        Why nothing can be.
    extra : list of Option
        Their options that may be taken over beside one's own.
    news : list of str
        Names of their other options in which something is new.
    kept : list of str
        What is other in their list of options and would stay as one has it, in sentences.
    can_merge : bool
        Whether there is something to merge, in that option or beside it.
    can_compare : bool
        Whether theirs rests on the same data.

    Signals
    -------
    chosen(str, str)
        What to do, and the id of the option that it is about, "" for the file.
    """

    chosen = Signal(str, str)

    def __init__(
        self,
        name: str,
        merge: Merge | None,
        reason: str,
        extra: list[Option],
        parent: QWidget | None = None,
        *,
        news: Sequence[str] = (),
        kept: Sequence[str] = (),
        can_merge: bool = False,
        can_compare: bool = True,
        read_only: bool = False,
    ) -> None:
        told = told_of(merge) if merge is not None else reason
        if news:
            names = listed([shortened(name, 40, tail=10) for name in news], 4)
            told += f"\u2028There is something new in other options too: {names}."
        told += "".join(f"\u2028{text}" for text in kept[:_MOST])
        super().__init__(
            f"“{shortened(name, LONG)}” is another copy of this scenario",
            told,
            parent,
            Sign.ADVICE,
        )
        self.setWindowTitle("Another copy")
        self.choices: dict[tuple[str, str], QPushButton] = {}
        self._offer(MERGE, "", "&Merge…", "Put their changes into yours, one undo step an option")
        self._offer(COMPARE, "", "&Compare", "List what is other in theirs, beside the chart")
        self.choices[COMPARE, ""].setVisible(can_compare)
        for option in extra[:_MOST]:
            text = f"&Take over {shortened(option.state.name, 40, tail=10)} as another option"
            about = f"{option.state.name} stands beside yours, which stays as it is"
            self._offer(BESIDE, option.id, text, about)
        self._offer(VIEW, "", "&View it read-only", "Look at it in place of yours; nothing changes")
        self._offer(OPEN, "", "&Open it in place of yours", "Go on with their copy")
        merge_button = self.choices[MERGE, ""]
        merge_button.setEnabled(can_merge and not read_only)
        if read_only:
            for (what, _), button in self.choices.items():
                if what in (MERGE, BESIDE):
                    button.setEnabled(False)
                    button.setToolTip(READ_ONLY)
        self.cancel = self.buttons.addButton("Cancel", Part.RejectRole)
        self.cancel.clicked.connect(self.reject)
        first = merge_button if merge_button.isEnabled() else self.choices[VIEW, ""]
        primary(first).setFocus()
        self.fit_text()
        shown = [button for button in self.choices.values() if not button.isHidden()]
        height = sum(button.sizeHint().height() + self.rows.spacing() for button in shown)
        self.fit(self.width(), self.height() + height)

    def _offer(self, what: str, option: str, text: str, about: str) -> None:
        mark, rest = text.split("&", 1)
        button = QPushButton(f"{on_button(mark)}&{on_button(rest)}")
        button.setToolTip(tip(about))
        button.setAccessibleDescription(about)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._choose(what, option))
        self.choices[what, option] = button
        self.rows.addWidget(button)

    def _choose(self, what: str, option: str) -> None:
        self.accept()
        self.chosen.emit(what, option)


_MOST = 4
"""How many of their options are offered, and how many differences of the lists are said."""


def told_of(merge: Merge) -> str:
    """Say who changed what since when: in theirs, and in one's own."""
    met = merge.met
    who = shortened(merge.authors, 40) or "Somebody"
    name = shortened(merge.mine.state.name, 40, tail=10)
    past = f" of {moment(met.mine[-1].when)}" if met.mine else ""
    since = f"after the version that you both have{past}"
    mine = counted(len(met.after_mine), "change", "changes")
    if merge.is_nothing:
        more = f"; yours has {mine} more" if met.after_mine else ""
        return f"{name}: it has nothing that yours has not{more}."
    theirs = counted(len(met.after_theirs), "change", "changes")
    own = f"You made {mine} since." if met.after_mine else "You made none since."
    conflicts = counted(len(merge.conflicts), "conflict", "conflicts")
    clash = f" {conflicts} would be yours to decide." if merge.conflicts else ""
    return f"{name}: {who} made {theirs} {since}. {own}{clash}"
