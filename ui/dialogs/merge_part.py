"""What is merged of one option: what is taken, and each conflict with what either choice brings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from model.errors import ChangeRefusedError
from model.merge import Conflict, Merge, Outcome, Side, breaks_text, totals_text
from model.pack import Pack
from model.rules.standing import Sign, sign_of
from model.wording import counted, grouped
from ui.dialogs.common import LONG, TITLE, shortened
from ui.panels.parts import ARROW, SMALL, Hairline, Ink, Prose, Span, breakable, on_button, tip
from ui.panels.unfolding import FoldLine
from ui.theme import BODY, Theme

_INDENT = 24
NAME = 40
"""How much of a person's or a file's name is shown, characters."""
LINE = "\u2028"
"""Begins another line in a text."""
MOST_ROWS = 200
"""How many conflicts of an option have a row of their own."""
_MOST = 200
"""How many of the changes that are taken are listed."""


class SideButton(QRadioButton):
    """One side's choice; its text is plain, and no text widens the dialog."""

    def __init__(self, whose: str, text: str) -> None:
        super().__init__(on_button(f"{whose}: {shortened(text, LONG)}"))
        self.setAccessibleName(f"{whose}: {text}")
        self.setToolTip(tip(f"{whose}: {text}"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Return the least size."""
        return QSize(40, super().minimumSizeHint().height())


class ConflictRow(QWidget):
    """A conflict: what it is about, both choices, and what the groups come to under each.

    Signals
    -------
    decided()
        The user has chosen a side.
    """

    decided = Signal()

    def __init__(self, conflict: Conflict, whose: str, pack: Pack, theme: Theme) -> None:
        super().__init__()
        self._pack = pack
        self.title = Prose(theme, BODY, Ink.STRONG)
        self.title.write(breakable(conflict.title))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 8)
        column.setSpacing(2)
        column.addWidget(self.title)
        self._group = QButtonGroup(self)
        self.buttons: dict[Side, SideButton] = {}
        self.told: dict[Side, Prose] = {}
        for side, name in ((Side.MINE, "Yours"), (Side.THEIRS, whose)):
            button, told = SideButton(name, conflict.text(side)), Prose(theme, SMALL, Ink.QUIET)
            button.setAccessibleDescription(conflict.title)
            self._group.addButton(button)
            self.buttons[side], self.told[side] = button, told
            row = QVBoxLayout()
            row.setContentsMargins(_INDENT, 0, 0, 0)
            row.addWidget(told)
            column.addSpacing(2)
            column.addWidget(button)
            column.addLayout(row)
            button.clicked.connect(self.decided)

    @property
    def side(self) -> Side | None:
        """Whose choice stands, None if nobody has chosen yet."""
        return next((side for side, button in self.buttons.items() if button.isChecked()), None)

    def choose(self, side: Side) -> None:
        """Choose a side."""
        self.buttons[side].setChecked(True)

    def tell(self, side: Side, outcomes: Sequence[Outcome]) -> None:
        """Say what the groups come to under a choice."""
        spans: list[Span] = []
        for outcome in outcomes:
            line = totals_text(self._pack, outcome)
            spans.append((breakable(f"{LINE if spans else ''}{line}"), Ink.QUIET))
            if outcome.totals is not None:
                signs = [sign_of(finding) for finding in outcome.breaks]
                ink = Ink.BROKEN if Sign.CROSS in signs else Ink.WARNING if signs else Ink.QUIET
                spans += [("; ", Ink.QUIET), (breaks_text(outcome), ink)]
        self.told[side].write(*(spans or [("no group is touched", Ink.QUIET)]))
        found = [f"{f.rule.id}: {f.sentence}" for o in outcomes for f in o.breaks]
        self.told[side].setToolTip(tip("\n".join(found[:8])))


class MergePart(QWidget):
    """One option that is merged.

    Parameters
    ----------
    is_headed : bool
        Say which option it is; there is more than one.

    Signals
    -------
    decided()
        The user has chosen a side.
    """

    decided = Signal()

    def __init__(self, merge: Merge, theme: Theme, *, is_headed: bool) -> None:
        super().__init__()
        self.merge = merge
        whose = f"{shortened(merge.authors, NAME)}'s" if merge.authors else "Theirs"
        pack = merge.mine.pack
        self.rows = [ConflictRow(c, whose, pack, theme) for c in merge.conflicts[:MOST_ROWS]]
        self.rest = self._make_rest(whose, theme)
        self.taken_line = FoldLine()
        self.taken = Prose(theme, SMALL)
        self._build(theme, is_headed=is_headed)
        for row in self.all_rows:
            row.decided.connect(self.decided)

    def _make_rest(self, whose: str, theme: Theme) -> ConflictRow | None:
        """Return a row for all conflicts that have none of their own, None if there are none."""
        left = len(self.merge.conflicts) - len(self.rows)
        if not left:
            return None
        title = f"{counted(left, 'more conflict', 'more conflicts')}, decided alike"
        rest = Conflict(title, "as you have it", "as they have it", {})
        return ConflictRow(rest, whose, self.merge.mine.pack, theme)

    def _build(self, theme: Theme, *, is_headed: bool) -> None:
        merge = self.merge
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if is_headed:
            heading = Prose(theme, TITLE, Ink.STRONG)
            heading.write(breakable(shortened(merge.mine.state.name, LONG, tail=10)))
            column.addSpacing(12)
            column.addWidget(heading)
        number = counted(len(merge.met.after_theirs), "change", "changes")
        about = Prose(theme, SMALL, Ink.QUIET)
        about.write(f"{number} since the version that you both have.")
        column.addWidget(about)
        differences = counted(len(merge.taken), "difference", "differences")
        self.taken_line.write("Taken as it is", differences if merge.taken else "nothing")
        self.taken_line.setEnabled(bool(merge.taken))
        self.taken.hide()
        self.taken_line.toggled.connect(self._unfold)
        column.addWidget(self.taken_line)
        listed = QVBoxLayout()
        listed.setContentsMargins(16, 0, 0, 8)
        listed.addWidget(self.taken)
        column.addLayout(listed)
        for row in self.all_rows:
            column.addWidget(Hairline())
            column.addWidget(row)

    def _unfold(self, is_open: bool) -> None:
        """List what is taken, when somebody first wants to see it."""
        if is_open and not self.taken.text():
            lines = [f"{t.title}: {t.before} {ARROW} {t.after}" for t in self.merge.taken[:_MOST]]
            more = len(self.merge.taken) - len(lines)
            if more:
                lines.append(f"and {grouped(more)} more")
            self.taken.write(breakable(LINE.join(lines)))
        self.taken.setVisible(is_open)

    def work_out(self) -> Iterator[object]:
        """Work out what each choice brings, one after the other."""
        for number, row in enumerate(self.rows):
            for side in Side:
                try:
                    row.tell(side, self.merge.outcomes(number, side))
                except ChangeRefusedError as error:
                    row.told[side].write((breakable(str(error)), Ink.BROKEN))
                yield side

    @property
    def all_rows(self) -> list[ConflictRow]:
        """Rows of single conflicts, and the one of all others."""
        return self.rows if self.rest is None else [*self.rows, self.rest]

    @property
    def decisions(self) -> dict[int, Side]:
        """Whose choice stands, as far as it is decided."""
        sides = {number: row.side for number, row in enumerate(self.rows)}
        if self.rest is not None:
            more = range(len(self.rows), len(self.merge.conflicts))
            sides |= dict.fromkeys(more, self.rest.side)
        return {number: side for number, side in sides.items() if side is not None}

    @property
    def left(self) -> int:
        """How many conflicts are to be decided."""
        return len(self.merge.conflicts) - len(self.decisions)

    @property
    def chosen(self) -> dict[str, Side]:
        """Whose choice stands, by what the conflict is about."""
        conflicts = self.merge.conflicts
        return {_about(conflicts[number]): side for number, side in self.decisions.items()}

    def choose(self, chosen: Mapping[str, Side]) -> None:
        """Choose what was chosen before, in conflicts that are as they were."""
        for conflict, row in zip(self.merge.conflicts, self.rows, strict=False):
            side = chosen.get(_about(conflict))
            if side is not None:
                row.choose(side)


def _about(conflict: Conflict) -> str:
    return LINE.join((conflict.title, conflict.mine, conflict.theirs))
