"""What a drop would bring, in sentences: sizes before and after, and verdicts that change."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMargins, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from model.norm import Norm, in_brief, norm_of
from model.option import Preview
from model.pack import Tier
from model.rules.rule import Finding, Severity, Verdict
from model.rules.standing import VERDICT_WORDS
from model.state import State
from model.totals import Totals
from model.wording import CHANGED, DISSOLVED
from ui.panels.parts import ARROW, Heading, Ink, Prose, Span
from ui.theme import BODY, Theme

MOST = 6
"""Organisations that are spelled out; the others are counted."""
TITLE = "What it would do"
LEAST = 60
"""Height that the lines have at least, pixels: for a name and what is said of it."""

_INKS = {
    Verdict.MEETS: Ink.OK,
    Verdict.INCOMPLETE: Ink.QUIET,
    Verdict.NOT_APPLICABLE: Ink.QUIET,
    Verdict.WAIVED: Ink.WARNING,
}

_PROBLEMS = {Verdict.BREAKS, Verdict.WAIVED}

Line = tuple[Span, ...]


def verdict_span(finding: Finding) -> Span:
    """Return a finding's verdict in its colour."""
    if finding.verdict is Verdict.BREAKS:
        is_binding = finding.rule.severity in (Severity.LAW, Severity.MUST)
        return VERDICT_WORDS[finding.verdict], Ink.BROKEN if is_binding else Ink.WARNING
    return VERDICT_WORDS[finding.verdict], _INKS[finding.verdict]


def consequences(state: State, preview: Preview) -> list[tuple[str, list[Line]]]:
    """Return what a preview brings: for each organisation its name and a few lines.

    A group shows its size and whether it still keeps the norm; every organisation shows the
    rules whose verdict would be another.
    """
    norm = norm_of(state)
    found: list[tuple[str, list[Line]]] = []
    groups = [o for o in preview.totals if o not in state or state.tier(o) is Tier.GROUP]
    others = [o for o in preview.findings if o not in groups]
    for organisation in sorted(groups, key=lambda o: _gains(preview.totals[o]), reverse=True):
        lines: list[Line] = []
        before, after = preview.findings.get(organisation, ((), ()))
        if preview.totals[organisation][1] is None:
            found.append((_name(state, organisation), [((DISSOLVED, Ink.STRONG),)]))
            continue
        if norm is not None:
            lines += _size(norm, preview.totals[organisation], before, after)
        lines += _turns(before, after, norm.rule.id if norm else "")
        found.append((_name(state, organisation), lines))
    for organisation in others:
        before, after = preview.findings[organisation]
        turns = _turns(before, after, "")
        if turns:
            found.append((_name(state, organisation), turns))
    return [item for item in found if item[1]]


def _gains(pair: tuple[Totals | None, Totals | None]) -> int:
    before, after = pair
    return (after.units if after else 0) - (before.units if before else 0)


def _name(state: State, organisation: str) -> str:
    if organisation in state:
        return state.label(organisation)
    return f"New {state.pack.kind_at(Tier.GROUP).label}"


def _size(
    norm: Norm,
    totals: tuple[Totals | None, Totals | None],
    before: Sequence[Finding],
    after: Sequence[Finding],
) -> list[Line]:
    sizes = [in_brief(norm, norm.measure, t.sums[norm.measure.id]) if t else "0" for t in totals]
    line: list[Span] = [
        (f"{sizes[0]} {ARROW} {sizes[1]}", Ink.STRONG),
        (f" {norm.measure.short}", Ink.QUIET),
    ]
    old, new = _of_rule(before, norm.rule.id), _of_rule(after, norm.rule.id)
    if new is not None and new.verdict is not Verdict.NOT_APPLICABLE:
        line.append((", ", Ink.QUIET))
        if old is None or old.verdict in (new.verdict, Verdict.NOT_APPLICABLE):
            line.append(("still " if old and old.verdict is new.verdict else "", Ink.QUIET))
            line.append(verdict_span(new))
        else:
            line += [verdict_span(old), (f" {ARROW} ", Ink.QUIET), verdict_span(new)]
        line.append((f" {_marked(new)}", Ink.QUIET))
    return [tuple(line)]


def _turns(before: Sequence[Finding], after: Sequence[Finding], without: str) -> list[Line]:
    """Return a line for each rule that begins or ceases to be a problem.

    One that is told already is left out; so is what turns from one harmless verdict to another.
    """
    lines: list[Line] = []
    known = {f.rule.id: f for f in before}
    for new in after:
        old = known.get(new.rule.id)
        if old is new or new.rule.id == without or (old and old.verdict is new.verdict):
            continue
        if not {new.verdict, old.verdict if old else None} & _PROBLEMS:
            continue
        line: list[Span] = []
        if old is not None:
            line += [verdict_span(old), (f" {ARROW} ", Ink.QUIET)]
        line += [verdict_span(new), (f" {_marked(new)}: ", Ink.QUIET), (new.sentence, Ink.QUIET)]
        lines.append(tuple(line))
    return lines


def _marked(finding: Finding) -> str:
    """Return a rule's id, marked if its limits are not the pack's."""
    return f"{finding.rule.id}{f' {CHANGED}' if finding.rule.changed else ''}"


def _of_rule(findings: Sequence[Finding], rule: str) -> Finding | None:
    return next((f for f in findings if f.rule.id == rule), None)


class _Lines(QScrollArea):
    """Lines below each other, as high as they are; what has no room is scrolled to."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = QWidget()
        self.column = QVBoxLayout(self.inside)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2)
        self.setWidget(self.inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(TITLE)

    def sizeHint(self) -> QSize:
        """Return the size of all lines."""
        width = max(1, self.viewport().width())
        return QSize(super().sizeHint().width(), self.column.totalHeightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the size of a name and what is said of it."""
        return QSize(super().minimumSizeHint().width(), LEAST)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height where lines break elsewhere."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class Dropped(QWidget):
    """The section at the foot of the problems, there while something hovers over a target."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(4)
        column.addWidget(Heading(TITLE))
        self._scroll = _Lines()
        column.addWidget(self._scroll)
        self.lines: list[Prose] = []
        self.setVisible(False)

    def show_preview(self, state: State, preview: Preview | None) -> None:
        """Show what a preview brings; nothing if there is none."""
        lines: list[Line] = []
        if preview is not None and preview.refused:
            lines.append(((preview.refused, Ink.WARNING),))
        elif preview is not None:
            found = consequences(state, preview)
            for name, below in found[:MOST]:
                lines += [((name, Ink.QUIET),), *below]
            if len(found) > MOST:
                lines.append(((f"and {len(found) - MOST} more", Ink.QUIET),))
        while len(self.lines) < len(lines):
            prose = Prose(self._theme, BODY)
            self._scroll.column.addWidget(prose)
            self.lines.append(prose)
        for place, prose in enumerate(self.lines):
            line = lines[place] if place < len(lines) else ()
            # A name stands apart from what was said of the one before it.
            is_name = place > 0 and len(line) == 1
            margins = QMargins(0, 6 if is_name else 0, 0, 0)
            if margins != prose.contentsMargins():
                prose.setContentsMargins(margins)
            prose.write(*line)
            prose.setVisible(bool(line))
        self._scroll.updateGeometry()
        self.setVisible(bool(lines))

    @property
    def texts(self) -> list[str]:
        """What is shown, line by line."""
        return [p.text() for p in self.lines if p.text()]
