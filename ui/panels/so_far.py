"""What the plan has done so far: posts before and after, and the spread of the groups."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from model.norm import Norm, groups, norm_of
from model.option import Preview
from model.pack import Pack, Tier
from model.rules.rule import Finding
from model.rules.standing import SIGN_WORDS, Sign, sign_of
from model.state import State
from model.totals import Totals
from model.wording import DASH, amount, counted, grouped
from ui import signs
from ui.document import Document
from ui.panels.parts import ARROW, GAP, Heading, Ink, Prose, Span, capital, face, tip
from ui.theme import BODY, Theme


class BeforeAndAfter(QWidget):
    """Officers, accountable persons and board seats: every unit alone, as planned, as dropped."""

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._pack: Pack | None = None
        self._alone: Totals | None = None
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(4)
        grid.addWidget(Heading(f"Before {ARROW} after"), 0, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        self.rows: list[tuple[Prose, Prose]] = []
        for row in range(1, 4):
            name, numbers = Prose(theme), Prose(theme, BODY, Ink.STRONG, right=True)
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(numbers, row, 1, Qt.AlignmentFlag.AlignTop)
            self.rows.append((name, numbers))

    def switch(self) -> None:
        """Read the pack's words, and work out where things stood before any group was made."""
        state = self._document.state
        if state.pack is not self._pack:
            self._pack = state.pack
            fresh = State(state.pack, state.name, state.on)
            self._alone = fresh.totals(fresh.root)
            words = state.pack.words
            for (name, _), text in zip(
                self.rows, (words.officers, words.accountables, words.seats), strict=True
            ):
                name.write(capital(text))

    def refresh(self, preview: Preview | None) -> None:
        """Show the numbers as they are, and as a preview would have them."""
        state = self._document.state
        if self._alone is None:
            return
        now = state.totals(state.root)
        then = preview.totals.get(state.root, (None, None))[1] if preview else None
        unit = state.pack.kind_at(Tier.UNIT).label
        for (name, numbers), old, new, would in zip(
            self.rows, _posts(self._alone), _posts(now), _posts(then or now), strict=True
        ):
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

    def refresh(self, preview: Preview | None) -> None:
        """Show the groups as they are, and as a preview would have them."""
        state = self._document.state
        kind, norm = state.pack.kind_at(Tier.GROUP), norm_of(state)
        there = groups(state)
        would = len(there) + _made(preview)
        self.heading.setText(kind.plural)
        spans: list[Span] = [(grouped(len(there)), Ink.STRONG)]
        if would != len(there):
            spans.append((f" {ARROW} {would:,}", Ink.ACCENT))
        lines = [counted(len(there), kind.label, kind.plural)]
        if norm is not None:
            spans.append((f" · {norm.text}", Ink.QUIET))
            lines.append(norm.rule.text)
        self.count.write(*spans)
        self.count.setToolTip(tip("\n".join(lines)))
        sizes = [] if norm is None else _sizes(state, norm, there, preview)
        if norm is None or not sizes:
            self.largest.clear()
            self.smallest.clear()
            return
        for link, (value, group) in ((self.largest, max(sizes)), (self.smallest, min(sizes))):
            sign, sentence = self._verdict(group, norm, preview)
            size = amount(norm.measure, value, brief=True)
            link.show_group(group, state.label(group), size, sign, sentence)

    def _verdict(self, group: str, norm: Norm, preview: Preview | None) -> tuple[Sign, str]:
        findings: Sequence[Finding] = self._document.option.findings.of(group)
        if preview is not None and group in preview.findings:
            findings = preview.findings[group][1]
        for finding in findings:
            if finding.rule.id == norm.rule.id:
                return sign_of(finding), finding.sentence
        return Sign.NONE, ""


def _made(preview: Preview | None) -> int:
    """Return how many more groups there would be."""
    if preview is None:
        return 0
    return sum((b is None) - (a is None) for b, a in preview.totals.values())


def _sizes(
    state: State, norm: Norm, all_groups: Sequence[str], preview: Preview | None
) -> list[tuple[int, str]]:
    """Return the size of each group with something in it, and its id."""
    sizes = []
    for group in all_groups:
        count, total = state.count(group), state.sum(group, norm.measure.id)
        if preview is not None and group in preview.totals:
            after = preview.totals[group][1]
            count = after.units if after else 0
            total = after.sums[norm.measure.id] if after else total
        if count and not total.is_missing:
            sizes.append((total.value, group))
    return sizes
