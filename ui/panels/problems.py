"""The problems: findings that break, are accepted exceptions or are not yet known, worst first."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from model.events import Changed
from model.option import Preview
from model.rules.rule import Finding, Verdict
from model.rules.standing import EXCEPTION, UNKNOWN
from model.wording import counted
from ui.document import Document
from ui.later import WaitingPanel
from ui.panels.parts import GAP, MARGIN, Choice, Heading, Ink, Prose, set_theme_below, tip
from ui.theme import BODY, Theme

if TYPE_CHECKING:  # loaded when the panel is filled
    from ui.panels.dropped import Dropped
    from ui.panels.problem_cards import Counts, ProblemsModel, Stop
    from ui.panels.problem_list import ProblemList

_SORTS = {
    "All": None,
    "Breaks": Verdict.BREAKS,
    "Accepted": Verdict.WAIVED,
    "Not yet known": Verdict.INCOMPLETE,
}

_AT_ONCE = 40
"""Organisations whose rules are checked in one go, some milliseconds."""

NOTHING = "Nothing breaks and nothing is missing."

A_GLANCE_MS = 50
"""How long what a drop would alter stays as it is: nobody reads sentences faster than that."""


class ProblemsPanel(WaitingPanel):
    """Problems as cards, and what a drop would alter about them.

    Checking every rule takes longer than painting a window: a panel that waits can be filled in
    steps, by `fill_slowly`.

    Signals
    -------
    counts_changed(int, int, int, int)
        Findings that break a law or an instruction, that break guidance or a norm, that are
        accepted exceptions, that are not yet known.
    asked(str, Finding)
        The user asks for something to be done about a problem: the link that says what.
    """

    counts_changed = Signal(int, int, int, int)
    asked = Signal(str, object)

    def __init__(
        self,
        document: Document,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        waits: bool = False,
    ) -> None:
        super().__init__(document, theme, parent, waits=waits)
        self._at: Stop | None = None
        self._counted: Counts | None = None
        self._preview: Preview | None = None
        self._is_behind = False
        self._previewing = QTimer(self)
        self._previewing.setSingleShot(True)
        self._previewing.timeout.connect(self._show_preview)
        self._build()
        document.changed.connect(self._on_changed)
        document.switched.connect(self._on_switched)
        document.previewed.connect(self._on_previewed)
        if not waits:
            self.fill()

    def _build(self) -> None:
        self.setMinimumWidth(200)
        self.heading = Heading("Problems")
        self.verdicts = Choice()
        self.verdicts.setAccessibleName("Problems to show")
        self.verdicts.setToolTip("Which problems to show")
        self.verdicts.setMinimumContentsLength(12)
        for name, verdict in _SORTS.items():
            self.verdicts.addItem(name, verdict)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter")
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName("Filter problems")
        self.filter.setToolTip("Show problems that hold these words: a name, a rule, a severity")
        self.filter.setMinimumWidth(60)
        self.filter.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.empty = Prose(self._theme, BODY, Ink.QUIET)
        tools = QHBoxLayout()
        tools.setSpacing(GAP)
        tools.addWidget(self.verdicts)
        tools.addWidget(self.filter, 1)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(self.heading)
        column.addLayout(tools)
        column.addWidget(self.empty)
        self.empty.hide()
        self._rest = QWidget()
        column.addWidget(self._rest, 1)
        self.verdicts.currentIndexChanged.connect(self._on_filtered)
        self.filter.textChanged.connect(self._on_filtered)

    @property
    def model(self) -> ProblemsModel:
        """All problems, whatever of them is shown."""
        self.fill()
        return self._model

    @property
    def list(self) -> ProblemList:
        """The list of problems."""
        self.fill()
        return self._list

    @cached_property
    def _model(self) -> ProblemsModel:
        from ui.panels.problem_cards import ProblemsModel

        return ProblemsModel(self._document, self)

    @cached_property
    def _list(self) -> ProblemList:
        from ui.hovering import RowLights
        from ui.panels.problem_cards import ORGANISATIONS
        from ui.panels.problem_list import ProblemList

        made = ProblemList(self._model, self._theme)
        RowLights(made, self._document, lambda index: index.data(ORGANISATIONS) or ())
        made.setAccessibleName("Problems")
        made.chosen.connect(self._show)
        made.asked.connect(self.asked)
        made.selectionModel().currentChanged.connect(self._on_current_changed)
        self._column.insertWidget(self._column.indexOf(self._rest), made, 1)
        self.setFocusProxy(made)
        return made

    @property
    def dropped(self) -> Dropped:
        """What a drop would alter, there while something hovers over a target."""
        self._show_preview()
        return self._dropped

    @cached_property
    def _dropped(self) -> Dropped:
        from ui.panels.dropped import Dropped

        made = Dropped(self._theme)
        self._column.addWidget(made)
        return made

    def fill_slowly(self) -> Iterator[None]:
        """Fill the panel in steps of some milliseconds."""
        from ui.panels.problem_cards import judged

        option = self._document.option
        waiting, head = judged(option.state), option.log.head
        while batch := [*islice(waiting, _AT_ONCE)]:
            for organisation in batch:
                option.findings.of(organisation)
            yield
            if option.log.head != head:  # an edit may have taken away where the walk stood
                waiting, head = judged(option.state), option.log.head
        self.fill()

    def _show_all(self) -> None:
        if "_model" in self.__dict__:
            self._model.reset()
        self._on_filtered()

    def _show_head(self) -> None:
        self._model.clear()
        self._write_names()
        self.empty.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        if "_list" in self.__dict__:  # made, though it may wait to be filled again
            self._list.set_theme(theme)
        set_theme_below(self, theme)

    # -- keeping up ------------------------------------------------------------------------

    @property
    def counts(self) -> Counts:
        """Numbers of findings of each sort, whatever the filter shows."""
        self.fill()
        return self.model.counts

    @property
    def count(self) -> int:
        """Number of findings that break a rule."""
        return self.counts.cross + self.counts.warnings

    def _on_changed(self, event: Changed) -> None:
        if self._is_behind:
            self._preview = None  # it was of the plan as it was
        if self.is_filled:
            self.model.follow(event)
            self._refresh()

    def _on_switched(self) -> None:
        self._at = None
        self._on_previewed(None)
        self._show_preview()
        self._counted = None
        self._switch()

    def _on_previewed(self, preview: Preview | None) -> None:
        """Show what a drop would alter once the chart has shown it.

        Setting texts takes as long as all else that is done about a step of the mouse, and of
        targets that are only passed nobody reads them.
        """
        self._preview, self._is_behind = preview, True
        if not self._previewing.isActive():
            self._previewing.start(A_GLANCE_MS)

    def _show_preview(self) -> None:
        if self._is_behind:
            self._is_behind = False
            if self._preview is not None or "_dropped" in self.__dict__:
                self._dropped.show_preview(self._document.state, self._preview)

    def _on_filtered(self) -> None:
        self.fill()
        chosen = self.verdicts.currentData()
        self.model.show_only(self.filter.text(), Verdict(chosen) if chosen else None)
        self._refresh()

    def _refresh(self) -> None:
        counts = self.counts
        number = counts.cross + counts.warnings + counts.exceptions + counts.incomplete
        is_empty = not self.model.rowCount()
        self.empty.write("Nothing matches the filter." if number else NOTHING)
        self.empty.setVisible(is_empty)
        self._rest.setVisible(is_empty)
        self.list.setVisible(not is_empty)
        if counts != self._counted:
            self._counted = counts
            self._write_counts(counts)
            self.counts_changed.emit(
                counts.cross, counts.warnings, counts.exceptions, counts.incomplete
            )

    def _write_names(self) -> None:
        """Write the head without numbers, which are not known yet."""
        self.heading.setText("Problems")
        self.heading.setToolTip("")
        self.heading.setAccessibleName("Problems")
        for place, name in enumerate(_SORTS):
            self.verdicts.setItemText(place, name)

    def _write_counts(self, counts: Counts) -> None:
        parts = (self.count, counts.exceptions, counts.incomplete)
        self.heading.setText(f"Problems · {self.count:,}")
        about = (
            f"{counts.cross:,} break law or an instruction, {counts.warnings:,} guidance or a norm"
        )
        accepted = counted(counts.exceptions, *EXCEPTION)
        about += f"; {accepted}; {counts.incomplete:,} {UNKNOWN}"
        self.heading.setToolTip(tip(about))
        self.heading.setAccessibleName(f"Problems: {about}")
        for place, (name, number) in enumerate(zip(_SORTS, (sum(parts), *parts), strict=True)):
            self.verdicts.setItemText(place, f"{name} {number:,}")

    @property
    def current(self) -> Finding | None:
        """The finding of the row that the keys act on, None if they act on none here."""
        if "_list" not in self.__dict__ or not self._list.hasFocus():
            return None
        from ui.panels.problem_cards import FINDING

        index = self._list.currentIndex()
        return index.data(FINDING) if index.isValid() else None

    # -- stepping through ------------------------------------------------------------------

    def next_problem(self) -> None:
        """Show the next problem; after the last one the first."""
        self._step(1)

    def previous_problem(self) -> None:
        """Show the previous problem; before the first one the last."""
        self._step(-1)

    def _step(self, by: int) -> None:
        stops = self._stops()
        if not stops:
            return
        # Stops rise as they go down the list, so what was shown last has its place there also when
        # it is solved: the next one is the first that is greater.
        names = [self.model.stop_at(index) for index in stops]
        if self._at is None:
            place = 0 if by > 0 else -1
        elif by > 0:
            place = bisect_right(names, self._at)
        else:
            place = bisect_left(names, self._at) - 1
        self._show(stops[place % len(stops)])

    def _stops(self) -> Sequence[QModelIndex]:
        """Return the rows that stepping comes by: single cards, and lists, one by one if open."""
        stops = []
        for row in range(self.model.rowCount()):
            index = self.model.index(row, 0)
            if self.list.isExpanded(index) and self.model.rowCount(index):
                stops += [
                    self.model.index(below, 0, index) for below in range(self.model.rowCount(index))
                ]
            else:
                stops.append(index)
        return stops

    def _show(self, index: QModelIndex) -> None:
        from ui.panels.problem_cards import ORGANISATIONS

        organisations = list(index.data(ORGANISATIONS) or ())
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)
        self._at = self.model.stop_at(index)
        if len(organisations) == 1:
            self._document.reveal(organisations[0])
        elif organisations:
            self._document.select(organisations, organisations[0])

    def _on_current_changed(self, current: QModelIndex) -> None:
        if current.isValid() and not self.model.is_moving:
            self._at = self.model.stop_at(current)
