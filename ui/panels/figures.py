"""Figures with where they come from, and totals with how sure they are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from model.changes import Enter
from model.errors import ChangeRefusedError
from model.judgements import read_figure
from model.option import Option
from model.organisations import Basis, Figure
from model.pack import Measure, Tier
from model.records import record
from model.rules.figures import basis_note
from model.state import State
from model.totals import Totals, add_sums
from model.wording import (
    STAR,
    amount,
    capital,
    grouped,
    sum_note,
    sum_text,
)
from ui.chart.tips import BASIS_WORDS, published_words
from ui.document import Document
from ui.panels.entries import TypedField
from ui.panels.parts import (
    GAP,
    SMALL,
    Citation,
    Ink,
    Prose,
    tip,
)
from ui.panels.section import Pool, Section
from ui.theme import BODY, Theme

_FIELD = 124
"""Width of a field, pixels: £9,999,999,999."""


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


class EnterRow(QWidget):
    """A label and a field on one line, and below it what is known of the number.

    Signals
    -------
    entered(object)
        The user has entered a whole number, or, None, goes back to what is published.
    """

    entered = Signal(object)

    def __init__(self, theme: Theme, measure: Measure) -> None:
        super().__init__()
        self.measure = measure
        self.label = Prose(theme, BODY)
        self.label.write(measure.label)
        self.label.setContentsMargins(0, 5, 0, 0)
        self.field = TypedField(measure.label, partial(_read, measure))
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setFixedWidth(_FIELD)
        self.source = Citation()
        self.wrong = Prose(theme, SMALL, Ink.BROKEN)
        self.wrong.hide()
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self.label, 1)
        line.addWidget(self.field, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self.source)
        column.addWidget(self.wrong)
        self.field.entered.connect(lambda text: self.entered.emit(int(text) if text else None))
        self.field.wrong.connect(self._refuse)

    def show_figure(self, option: Option, organisation: str) -> None:
        """Show an organisation's figure, entered or published."""
        measure, state = self.measure, option.state
        figure = state.figure(organisation, measure.id)
        text = ""
        if figure is not None:
            text = amount(measure, figure.value) + (STAR if figure.is_estimate else "")
        self.field.set_value(text)
        self.field.setPlaceholderText("no figure")
        about = [measure.explanation] if measure.explanation else []
        note = _provenance(option, organisation, measure, figure) if figure else ""
        if figure is not None and figure.basis is Basis.ENTERED:
            about.append(capital(published_words(state, organisation, measure)))
            about.append("Clear the field to go back to that")
        self.source.write(note)
        self.setToolTip(tip("\n".join(about)))

    def _refuse(self, why: str) -> None:
        self.wrong.write(f"× {why}" if why else "")
        self.wrong.setVisible(bool(why))


def _read(measure: Measure, text: str) -> str:
    """Return the whole number that a text is, without separators; "" for none."""
    try:
        return str(read_figure(text.removesuffix(STAR), measure)) if text else ""
    except ChangeRefusedError as error:
        raise ValueError(str(error)) from None


class Figures(Section):
    """A unit's own figures, or what a group, a region or a selection comes to."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__(document, theme, "Figures")
        self.rows = Pool(self.column, lambda: FigureRow(theme))
        self.entries: dict[str, EnterRow] = {}
        self.missing = Prose(theme, SMALL, Ink.QUIET)

    def refresh(self) -> None:
        """Read anew what is shown."""
        lines, missing = self.lines()
        for row, line in zip(self.rows.take(len(lines)), lines, strict=True):
            row.write(line)
        entries = self._enterable()
        for measure in entries:
            if measure.id not in self.entries:
                self._add_entry(measure)
        wanted = {measure.id for measure in entries}
        for name, entry in self.entries.items():
            self.column.addWidget(entry)  # Below the rows, also the new ones.
            entry.setVisible(name in wanted)
            if name in wanted:
                entry.show_figure(self._document.option, self.shown[0])
        self.column.addWidget(self.missing)
        self.missing.write(f"No figure: {', '.join(missing)}" if missing else "")
        self.missing.setVisible(bool(missing))
        self.setVisible(bool(lines or missing or entries))

    def _enterable(self) -> list[Measure]:
        """Return the measures of which a figure can be entered for what is shown."""
        if len(self.shown) != 1:
            return []
        kind = self.state.kind(self.shown[0]).id
        return [m for m in self.state.pack.measures if m.enterable and m.carrier == kind]

    def _add_entry(self, measure: Measure) -> None:
        entry = self.entries[measure.id] = EnterRow(self._theme, measure)
        self.add_editor(entry.field)

        def enter(value: int | None) -> None:
            organisation = self.shown[0]
            if organisation not in self.state:
                return
            is_same = value == self.state.entered(organisation, measure.id)
            if is_same or not self.commit(Enter(organisation, measure.id, value)):
                entry.field.reset()  # Nothing is published to clear, or it was refused.

        entry.entered.connect(enter)

    def lines(self) -> tuple[list[Line], list[str]]:
        """Return what is shown, and the labels of the measures without any figure."""
        if len(self.shown) == 1:
            kind = self.state.kind(self.shown[0])
            # A successor's area is told with its members.
            is_successor = kind.tier is Tier.SUCCESSOR
            if is_successor or any(m.carrier == kind.id for m in self.state.pack.measures):
                return own_figures(self._document.option, self.shown[0])
        return totals_of(self.state, self.shown)


def own_figures(option: Option, organisation: str) -> tuple[list[Line], list[str]]:
    """Return an organisation's own figures and facts, and the labels of what is missing.

    Those that users may enter are left out.
    """
    lines: list[Line] = []
    missing: list[str] = []
    state = option.state
    kind = state.kind(organisation).id
    for measure in state.pack.measures:
        if measure.enterable and measure.carrier == kind:
            continue  # has a field
        figure = state.figure(organisation, measure.id)
        if figure is not None:
            number = amount(measure, figure.value) + (STAR if figure.is_estimate else "")
            note = _provenance(option, organisation, measure, figure)
            lines.append(Line(measure.label, number, note, measure.explanation))
        elif measure.carrier == kind:
            missing.append(measure.label)
    for fact in state.pack.facts:
        if text := state.fact(organisation, fact.id):
            source = f"Source: {fact.source}" if fact.source else ""
            lines.append(Line(fact.label, text, about=source))
    return lines, missing


def _provenance(option: Option, organisation: str, measure: Measure, figure: Figure) -> str:
    """Return how a figure came about: basis, whether it counts, interval, source and note."""
    rules = (finding.rule for finding in option.findings.of(organisation))
    said = basis_note(option.state, organisation, measure, rules)
    parts = [capital(said or BASIS_WORDS[figure.basis])]
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
