"""Figures with where they come from, and totals with how sure they are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from model.organisations import Basis, Figure
from model.pack import Measure, Tier
from model.records import record
from model.state import State
from model.totals import Totals, add_sums
from model.wording import STAR, amount, grouped, sum_note, sum_text
from ui.chart.tips import BASIS_WORDS, published_words
from ui.document import Document
from ui.panels.parts import GAP, SMALL, Citation, Ink, Prose, capital, tip
from ui.panels.section import Pool, Section
from ui.theme import BODY, Theme


@record
class Line:
    """A line of the section.

    Attributes
    ----------
    note : str
        What must be said of the number; shown below it.
    about : str
        What may be said of it; shown in the tooltip.
    """

    label: str
    number: str
    note: str = ""
    about: str = ""


class FigureRow(QWidget):
    """A label and a number on one line, and below it where the number comes from."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._line: Line | None = None
        self.label = Prose(theme, BODY)
        self.number = Prose(theme, BODY, Ink.STRONG, right=True)
        self.source = Citation()
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self.label, 1)
        line.addWidget(self.number)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self.source)
        self.source.setContentsMargins(0, 0, 0, 4)

    def write(self, line: Line) -> None:
        """Show a figure."""
        if line == self._line:
            return
        self._line = line
        self.label.write(line.label)
        self.number.write(line.number)
        self.source.write(line.note)
        self.setToolTip(tip(line.about))
        self.setAccessibleName(f"{line.label}: {line.number}")


class Figures(Section):
    """A unit's own figures, or what a group, a region or a selection comes to."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__(document, theme, "Figures")
        self.rows = Pool(self.column, lambda: FigureRow(theme))
        self.missing = Prose(theme, SMALL, Ink.QUIET)

    def refresh(self) -> None:
        """Read anew what is shown."""
        lines, missing = self.lines()
        for row, line in zip(self.rows.take(len(lines)), lines, strict=True):
            row.write(line)
        self.column.addWidget(self.missing)  # Below the rows, also the new ones.
        self.missing.write(f"No figure: {', '.join(missing)}" if missing else "")
        self.missing.setVisible(bool(missing))
        self.setVisible(bool(lines or missing))

    def lines(self) -> tuple[list[Line], list[str]]:
        """Return what is shown, and the labels of the measures without any figure."""
        if len(self.shown) == 1:
            kind = self.state.kind(self.shown[0]).id
            if any(m.carrier == kind for m in self.state.pack.measures):
                return own_figures(self.state, self.shown[0])
        return totals_of(self.state, self.shown)


def own_figures(state: State, organisation: str) -> tuple[list[Line], list[str]]:
    """Return an organisation's own figures and facts, and the labels of what is missing."""
    lines: list[Line] = []
    missing: list[str] = []
    kind = state.kind(organisation).id
    for measure in state.pack.measures:
        figure = state.figure(organisation, measure.id)
        if figure is not None:
            number = amount(measure, figure.value) + (STAR if figure.is_estimate else "")
            about = measure.explanation
            if figure.basis is Basis.ENTERED:
                published = capital(published_words(state, organisation, measure))
                about = f"{about}\n{published}" if about else published
            lines.append(Line(measure.label, number, provenance(measure, figure), about))
        elif measure.carrier == kind:
            missing.append(measure.label)
    for fact in state.pack.facts:
        if text := state.fact(organisation, fact.id):
            source = f"Source: {fact.source}" if fact.source else ""
            lines.append(Line(fact.label, text, about=source))
    return lines, missing


def provenance(measure: Measure, figure: Figure) -> str:
    """Return how a figure came about: basis, interval, source and note."""
    parts = [capital(BASIS_WORDS[figure.basis])]
    if figure.low is not None and figure.high is not None:
        low, high = amount(measure, figure.low), amount(measure, figure.high)
        parts[0] += f", 90% interval {low} to {high}"
    if figure.source and figure.basis is not Basis.ENTERED:
        parts.append(f"Source: {figure.source}")
    if figure.note:
        parts.append(figure.note)
    return ". ".join(part.rstrip(".") for part in parts) + "."


def totals_of(state: State, organisations: Sequence[str]) -> tuple[list[Line], list[str]]:
    """Return what organisations come to, one inside another counted once, and what is missing."""
    apart = _apart(state, organisations)
    found = [state.totals(o) for o in apart]
    unit = state.pack.kind_at(Tier.UNIT)
    lines: list[Line] = [Line(capital(unit.plural), grouped(sum(t.units for t in found)))]
    missing: list[str] = []
    for measure in state.pack.measures:
        total = add_sums(t.sums[measure.id] for t in found)
        if total.is_missing:
            if total.missing:
                missing.append(measure.label)
            continue
        note = sum_note(measure, total)
        text = sum_text(measure, total)
        lines.append(Line(measure.label, text, capital(note), measure.explanation))
    lines += _posts(state, apart, found)
    return lines, missing


def _posts(state: State, apart: Sequence[str], found: Sequence[Totals]) -> list[Line]:
    words = state.pack.words
    lines = [
        Line(capital(words.officers), grouped(sum(t.officers for t in found))),
        Line(capital(words.seats), grouped(sum(t.board_seats for t in found))),
    ]
    if len(apart) == 1:  # One person may answer in several: persons can't be added up.
        persons = grouped(found[0].accountable_officers)
        lines.append(Line(capital(words.accountables), persons))
    return lines


def _apart(state: State, organisations: Sequence[str]) -> list[str]:
    """Return organisations without those that lie inside another of them."""
    chosen = set(organisations)
    return [o for o in organisations if not chosen.intersection(state.ancestors(o))]
