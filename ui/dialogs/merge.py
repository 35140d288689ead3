"""The dialog for merging: what is taken, and each conflict with what either choice brings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialogButtonBox,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from db.identity import user
from model.errors import ChangeRefusedError
from model.merge import Conflict, Merge, Outcome, Side, breaks_text, totals_text
from model.pack import Pack
from model.rules.standing import Sign, sign_of
from model.wording import counted, grouped
from ui.chart.ahead import Ahead
from ui.dialogs.common import LONG, PAD, TITLE, Dialog, Standard, primary, shortened
from ui.dialogs.context_menu import READ_ONLY
from ui.document import Document
from ui.panels.parts import ARROW, SMALL, Hairline, Ink, Prose, Span, breakable, on_button, tip
from ui.panels.unfolding import FoldLine
from ui.theme import BODY, Theme

_SIZE = QSize(720, 640)
_INDENT = 24
_NAME = 40
"""How much of a person's or a file's name is shown, characters."""
_LINE = "\u2028"
"""Begins another line in a text."""
MOST_ROWS = 200
"""How many conflicts have a row of their own."""
_MOST = 200
"""How many of the changes that are taken are listed."""


STALE = "Nothing was merged: the plan was altered in another window. Open the copy again."


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
            spans.append((breakable(f"{_LINE if spans else ''}{line}"), Ink.QUIET))
            if outcome.totals is not None:
                signs = [sign_of(finding) for finding in outcome.breaks]
                ink = Ink.BROKEN if Sign.CROSS in signs else Ink.WARNING if signs else Ink.QUIET
                spans += [("; ", Ink.QUIET), (breaks_text(outcome), ink)]
        self.told[side].write(*(spans or [("no group is touched", Ink.QUIET)]))
        found = [f"{f.rule.id}: {f.sentence}" for o in outcomes for f in o.breaks]
        self.told[side].setToolTip(tip("\n".join(found[:8])))


class MergeDialog(Dialog):
    """Shows what a merge takes, asks for each conflict, and makes it one undo step.

    Parameters
    ----------
    name : str
        What their file is called.

    Signals
    -------
    merged(str)
        It was done, in words.
    """

    merged = Signal(str)

    def __init__(
        self,
        document: Document,
        merge: Merge,
        name: str,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Merge", parent)
        self._document = document
        self._merge = merge
        self._theme = theme
        self._ahead = Ahead(self, self._work_out)
        whose = f"{shortened(merge.authors, _NAME)}'s" if merge.authors else "Theirs"
        pack = document.option.pack
        rows = merge.conflicts[:MOST_ROWS]
        self.rows = [ConflictRow(c, whose, pack, theme) for c in rows]
        self.rest = self._make_rest(whose)
        self.taken_line = FoldLine()
        self.taken = Prose(theme, SMALL)
        self.status = Prose(theme, SMALL, Ink.QUIET)
        self.buttons = QDialogButtonBox(Standard.Cancel, parent=self)
        self.buttons.button(Standard.Cancel).setAutoDefault(False)
        role = QDialogButtonBox.ButtonRole
        self.merge_button = primary(self.buttons.addButton("&Merge", role.AcceptRole))
        self.all_buttons = {
            Side.MINE: self.buttons.addButton("All &yours", role.ResetRole),
            Side.THEIRS: self.buttons.addButton("All &theirs", role.ResetRole),
        }
        self._build(name)
        for row in self._all_rows():
            row.decided.connect(self._check)
        for side, button in self.all_buttons.items():
            button.setVisible(bool(self.rows))
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, s=side: self.choose_all(s))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        document.switched.connect(self.reject)
        document.logged.connect(self._on_logged)
        self._check()
        self._ahead.look(True)

    @classmethod
    def ask(
        cls, document: Document, merge: Merge, name: str, theme: Theme, parent: QWidget | None
    ) -> MergeDialog:
        """Open the dialog over its window."""
        dialog = cls(document, merge, name, theme, parent)
        dialog.open()
        return dialog

    def _make_rest(self, whose: str) -> ConflictRow | None:
        """Return a row for all conflicts that have none of their own, None if there are none."""
        left = len(self._merge.conflicts) - len(self.rows)
        if not left:
            return None
        title = f"{counted(left, 'more conflict', 'more conflicts')}, decided alike"
        rest = Conflict(title, "as you have it", "as they have it", {})
        return ConflictRow(rest, whose, self._document.live.pack, self._theme)

    def _build(self, name: str) -> None:
        merge, theme = self._merge, self._theme
        heading, about = Prose(theme, TITLE, Ink.STRONG), Prose(theme, SMALL, Ink.QUIET)
        whose = f"{shortened(merge.authors, _NAME)}'s" if merge.authors else "their"
        into = shortened(merge.mine.state.name, _NAME, tail=10)
        heading.write(breakable(f"Merge {whose} changes into {into}"))
        number = counted(len(merge.met.after_theirs), "change", "changes")
        text = (
            f"{number} in {shortened(name, LONG)} since the version that you both have. What only "
            "they changed is taken; where both of you changed the same, choose. All of it is one "
            "step, which Undo takes back."
        )
        about.write(breakable(text))
        differences = counted(len(merge.taken), "difference", "differences")
        self.taken_line.write("Taken as it is", differences if merge.taken else "nothing")
        self.taken_line.setEnabled(bool(merge.taken))
        self.taken.hide()
        self.taken_line.toggled.connect(self._unfold)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(4)
        column.addWidget(about)
        column.addSpacing(4)
        column.addWidget(self.taken_line)
        listed = QVBoxLayout()
        listed.setContentsMargins(16, 0, 0, 8)
        listed.addWidget(self.taken)
        column.addLayout(listed)
        for row in self._all_rows():
            column.addWidget(Hairline())
            column.addWidget(row)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName("What is merged")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(PAD, PAD, PAD, 16)
        outer.setSpacing(12)
        outer.addWidget(heading)
        outer.addWidget(scroll, 1)
        outer.addWidget(self.status)
        outer.addWidget(self.buttons)
        self.fit(_SIZE.width(), _SIZE.height())

    def _unfold(self, is_open: bool) -> None:
        """List what is taken, when somebody first wants to see it."""
        if is_open and not self.taken.text():
            lines = [f"{t.title}: {t.before} {ARROW} {t.after}" for t in self._merge.taken[:_MOST]]
            more = len(self._merge.taken) - len(lines)
            if more:
                lines.append(f"and {grouped(more)} more")
            self.taken.write(breakable(_LINE.join(lines)))
        self.taken.setVisible(is_open)

    def _work_out(self) -> Iterator[object]:
        """Work out what each choice brings, one after the other."""
        for number, row in enumerate(self.rows):
            for side in Side:
                try:
                    row.tell(side, self._merge.outcomes(number, side))
                except ChangeRefusedError as error:
                    row.told[side].write((breakable(str(error)), Ink.BROKEN))
                yield side

    def _all_rows(self) -> list[ConflictRow]:
        return self.rows if self.rest is None else [*self.rows, self.rest]

    # -- deciding --------------------------------------------------------------------------

    @property
    def decisions(self) -> dict[int, Side]:
        """Whose choice stands, as far as it is decided."""
        sides = {number: row.side for number, row in enumerate(self.rows)}
        if self.rest is not None:
            more = range(len(self.rows), len(self._merge.conflicts))
            sides |= dict.fromkeys(more, self.rest.side)
        return {number: side for number, side in sides.items() if side is not None}

    def choose_all(self, side: Side) -> None:
        """Choose one side in every conflict."""
        for row in self._all_rows():
            row.choose(side)
        self._check()

    def _check(self) -> None:
        """Say what is still to be decided, and what can't be had together."""
        left = len(self._merge.conflicts) - len(self.decisions)
        text, ink = "", Ink.QUIET
        if self._document.read_only:
            text, ink = READ_ONLY, Ink.BROKEN
        elif left:
            text = f"{counted(left, 'conflict', 'conflicts')} to decide."
        else:
            try:
                self._merge.change(self.decisions)
            except ChangeRefusedError as error:
                text, ink = f"These choices can't be had together: {error}", Ink.BROKEN
        self.status.write((breakable(text), ink))
        self.merge_button.setEnabled(not text)

    def _on_logged(self) -> None:
        """Give up when the plan is altered in another window: what was decided may not fit it."""
        if not self._merge.is_current:
            self.reject()
            self._document.refused.emit(STALE)

    def accept(self) -> None:
        """Merge, as one undo step."""
        merge, decisions = self._merge, self.decisions
        if not self.merge_button.isEnabled():
            return
        self._ahead.stop()
        self._document.logged.disconnect(self._on_logged)
        is_done = self._document.commit(
            merge.change(decisions),
            why=merge.why(decisions, user()),
            text=merge.text(),
            brings=merge.brings,
        )
        if is_done:
            self.merged.emit(f"{merge.text()}: done. Undo takes it back.")
            super().accept()
        else:
            self._document.logged.connect(self._on_logged)
