"""What the plan has done so far: posts before and after, and the spread of the groups."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from model.events import Changed
from model.norm import Norm, groups, norm_of
from model.option import Preview
from model.pack import Pack, Tier
from model.rules.limits import changed_text, told
from model.rules.rule import Finding
from model.rules.standing import SIGN_WORDS, Sign, sign_of
from model.totals import Totals
from model.wording import DASH, capital, counted, grouped
from ui import signs
from ui.document import Document
from ui.panels.parts import (
    ARROW,
    GAP,
    Heading,
    Ink,
    LinkButton,
    Prose,
    Span,
    face,
    metrics,
    tip,
)
from ui.theme import BODY, Theme


class BeforeAndAfter(QWidget):
    """Officers, accountable persons and board seats: every unit alone, as planned, as dropped.

    Signals
    -------
    details_wanted()
        The user asks for all counts.
    """

    details_wanted = Signal()

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._pack: Pack | None = None
        self._alone: tuple[int, int, int] | None = None
        self._shown: tuple[tuple[int, int, int], ...] = ()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(4)
        # In a row of their own: as wide as the numbers' column leaves it, the heading was cut off
        # where the panel has a scroll bar.
        head = QHBoxLayout()
        head.addWidget(Heading(f"Before {ARROW} after"), 1)
        self.details = LinkButton("Details…", "of before and after: all counts, and past years")
        self.details.clicked.connect(self.details_wanted)
        head.addWidget(self.details)
        grid.addLayout(head, 0, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        self.rows: list[tuple[Prose, Prose]] = []
        for row in range(1, 4):
            name, numbers = Prose(theme), Prose(theme, BODY, Ink.STRONG, right=True)
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(numbers, row, 1, Qt.AlignmentFlag.AlignTop)
            self.rows.append((name, numbers))

    def switch(self) -> None:
        """Read the pack's words."""
        pack = self._document.state.pack
        if pack is self._pack:
            return
        self._pack, self._alone, self._shown = pack, None, ()
        words = pack.words
        state = self._document.state
        for (name, numbers), text, now in zip(
            self.rows,
            (words.officers, words.accountables, words.seats),
            _posts(state.totals(state.root)),
            strict=True,
        ):
            name.write(capital(text))
            # The names must not break otherwise when the numbers come.
            room = metrics(BODY, bold=True).horizontalAdvance(f"{now:,} {ARROW} {now:,}")
            numbers.setMinimumWidth(ceil(room) + 1)
            numbers.write("")

    def look_back(self) -> None:
        """Work out how things are with every unit alone."""
        if self._alone is None:
            self._look_back()
            for _, numbers in self.rows:
                numbers.setMinimumWidth(0)

    def _look_back(self) -> None:
        officers, seats, accountable = self._document.state.alone()
        self._alone = (officers, accountable, seats)

    def read(self, event: Changed) -> None:
        """Take in what an edit altered of how things are with every unit alone."""
        if self._alone is not None and (event.edited or event.created or event.removed):
            self._look_back()

    def refresh(self, preview: Preview | None) -> None:
        """Show the numbers as they are, and as a preview would have them."""
        state = self._document.state
        if self._alone is None:
            return
        now = state.totals(state.root)
        then = preview.totals.get(state.root, (None, None))[1] if preview else None
        shown = (self._alone, _posts(now), _posts(then or now))
        if shown == self._shown:
            return
        self._shown = shown
        unit = state.pack.kind_at(Tier.UNIT).label
        for (name, numbers), old, new, would in zip(self.rows, *shown, strict=True):
            # As wide as without a preview, so that nothing moves while the mouse does.
            ink = Ink.STRONG if would == new else Ink.ACCENT
            numbers.write((f"{old:,} {ARROW} ", Ink.STRONG), (f"{would:,}", ink))
            text = f"{name.text()}: {old:,} with every {unit} alone, {new:,} in this option"
            if would != new:
                text += f", {would:,} if dropped here"
            numbers.setToolTip(tip(text))
            name.setToolTip(tip(text))


def _posts(totals: Totals) -> tuple[int, int, int]:
    return totals.officers, totals.accountable_officers, totals.board_seats


class SizeLink(QPushButton):
    """A group's size with its sign; a click shows the group."""

    chosen = Signal(str)

    def __init__(self, label: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = label
        self._theme = theme
        self._sign = Sign.NONE
        self._shown: tuple[str, ...] = ()
        self.organisation = ""
        self.setFlat(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFont(face(BODY, bold=True))
        self.setStyleSheet(
            "QPushButton { border: 0; padding: 0; background: transparent; }"
            "QPushButton:hover, QPushButton:focus { color: palette(link); }"
        )
        # The sign follows the number.
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.clicked.connect(lambda: self.chosen.emit(self.organisation))

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.setIcon(signs.icon(self._sign, theme))

    def clear(self) -> None:
        """Show that there is no group."""
        self.show_group("", "", DASH, Sign.NONE, "")

    def show_group(
        self, organisation: str, name: str, size: str, sign: Sign, sentence: str
    ) -> None:
        """Show a group's size and sign; name and sentence are in the tooltip."""
        shown = (organisation, name, size, sign, sentence)
        if shown == self._shown:
            return
        self._shown = shown
        self.organisation = organisation
        self._sign = sign
        self.setEnabled(bool(organisation))
        self.setText(size)
        self.setIcon(signs.icon(sign, self._theme))
        self.setToolTip(tip(f"{self._label}: {name}. {sentence} Click to show it."))
        self.setAccessibleName(f"{self._label}: {name}, {size}, {SIGN_WORDS[sign]}")


class Spread(QWidget):
    """How many groups there are, the norm, and the largest and the smallest."""

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._norm: Norm | None = None
        self._sizes: dict[str, int | None] = {}
        self.heading = Heading("")
        self.count = Prose(theme, BODY, Ink.QUIET)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.heading)
        column.addWidget(self.count)
        self.largest = SizeLink("Largest", theme)
        self.smallest = SizeLink("Smallest", theme)
        for label, link in (("Largest", self.largest), ("Smallest", self.smallest)):
            name = Prose(theme, BODY, Ink.QUIET)
            name.write(label)
            line = QHBoxLayout()
            line.setSpacing(GAP)
            line.addWidget(name, 1, Qt.AlignmentFlag.AlignVCenter)
            line.addWidget(link)
            column.addLayout(line)
            link.chosen.connect(document.reveal)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.largest.set_theme(theme)
        self.smallest.set_theme(theme)

    def read(self, event: Changed | None) -> None:
        """Read the groups' sizes: all of them, or those that an edit may have altered."""
        state = self._document.state
        if event is None or event.option:
            self._norm = norm_of(state)
            self._sizes = {group: self._size(group) for group in groups(state)}
            return
        for group in event.removed:
            self._sizes.pop(group, None)
        for group in event.totals:
            if state.tier(group) is Tier.GROUP:
                self._sizes[group] = self._size(group)

    def _size(self, group: str) -> int | None:
        """Return a group's size; None if there is nothing in it, or no figure of what there is."""
        state, norm = self._document.state, self._norm
        if norm is None or not state.count(group):
            return None
        total = state.sum(group, norm.measure.id)
        return None if total.is_missing else total.value

    def refresh(self, preview: Preview | None) -> None:
        """Show the groups as they are, and as a preview would have them."""
        state, norm, there = self._document.state, self._norm, len(self._sizes)
        kind = state.pack.kind_at(Tier.GROUP)
        would = there + _made(preview)
        self.heading.setText(kind.plural)
        spans: list[Span] = [(grouped(there), Ink.STRONG)]
        if would != there:
            spans.append((f" {ARROW} {would:,}", Ink.ACCENT))
        lines = [counted(there, kind.label, kind.plural)]
        if norm is not None:
            spans.append((f" · {norm.text}", Ink.QUIET))
            lines.append(norm.rule.text)
            if norm.rule.changed:
                lines.append(f"{capital(changed_text(norm.rule, state.pack))}.")
        self.count.write(*spans)
        self.count.setToolTip(tip("\n".join(lines)))
        sizes = self._sizes if preview is None else self._sizes | self._new_sizes(preview)
        known = [(size, group) for group, size in sizes.items() if size is not None]
        if norm is None or not known:
            self.largest.clear()
            self.smallest.clear()
            return
        for link, (value, group) in ((self.largest, max(known)), (self.smallest, min(known))):
            sign, sentence = self._verdict(group, norm, preview)
            size = norm.size(value)
            link.show_group(group, state.label(group), size, sign, sentence)

    def _new_sizes(self, preview: Preview) -> dict[str, int | None]:
        """Return the sizes that groups would have."""
        sizes: dict[str, int | None] = {}
        for group, (_, after) in preview.totals.items():
            if group in self._sizes and self._norm is not None:
                total = after.sums[self._norm.measure.id] if after and after.units else None
                sizes[group] = None if total is None or total.is_missing else total.value
        return sizes

    def _verdict(self, group: str, norm: Norm, preview: Preview | None) -> tuple[Sign, str]:
        findings: Sequence[Finding] = self._document.option.findings.of(group)
        if preview is not None and group in preview.findings:
            findings = preview.findings[group][1]
        for finding in findings:
            if finding.rule.id == norm.rule.id:
                return sign_of(finding), told(finding, self._document.state.pack)
        return Sign.NONE, ""


def _made(preview: Preview | None) -> int:
    """Return how many more groups there would be."""
    if preview is None:
        return 0
    return sum((b is None) - (a is None) for b, a in preview.totals.values())
