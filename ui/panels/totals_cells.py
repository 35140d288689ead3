"""What stands in the cells of the table of totals: texts, bars, sort keys, tooltips."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from model.norm import Norm, groups, headline, norm_of
from model.option import Preview
from model.pack import Measure, Pack, Tier
from model.records import record
from model.rules.limits import changed_text, told
from model.rules.rule import Finding, Verdict
from model.rules.standing import STANDING, Sign, Standing
from model.state import State
from model.totals import Totals
from model.wording import (
    DASH,
    DISSOLVED,
    amount,
    capital,
    grouped,
    listed,
    sum_note,
    sum_text,
)
from ui.document import Document
from ui.panels.parts import ARROW

_WORST_FIRST = list(Sign)


class What(StrEnum):
    """What a column shows."""

    NAME = "name"
    REGION = "region"
    UNITS = "units"
    MEASURE = "measure"
    NORM = "norm"
    OFFICERS = "officers"
    VERDICT = "verdict"


@record
class Column:
    """A column of the table."""

    what: What
    title: str
    about: str
    measure: Measure | None = None

    @property
    def is_number(self) -> bool:
        """Whether it is written to the right."""
        return self.what in (What.UNITS, What.MEASURE, What.OFFICERS)


@record
class Bar:
    """A value against the norm: places along the bar, 0 to 1.

    Attributes
    ----------
    new : float or None
        Where the value would be.
    is_within, is_new_within : bool
        Whether the value lies, and would lie, within the norm.
    """

    low: float
    high: float
    value: float
    is_within: bool
    new: float | None = None
    is_new_within: bool = True


@record
class Row:
    """What is known of an organisation, and what a preview would make of it.

    Attributes
    ----------
    is_gone : bool
        The preview would remove it.
    """

    totals: Totals
    standing: Standing
    new_totals: Totals | None = None
    new_standing: Standing | None = None
    is_gone: bool = False


class Cell(NamedTuple):
    """All that is drawn of a cell."""

    text: str
    bar: Bar | None
    sign: Sign | None
    is_number: bool
    is_bold: bool
    is_new: bool
    is_starred: bool
    """Whether the column has stars, for which room must be left."""


class Cells:
    """What is in each cell, with what a preview would bring; kept until it is forgotten."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._rows: dict[str, Row] = {}
        self.preview: Preview | None = None
        self.reset()

    def reset(self) -> None:
        """Forget everything; the option or the scenario is another."""
        state = self._document.state
        self.norm = norm_of(state)
        self.columns = _columns(state, self.norm)
        self.preview = None
        self._rows.clear()

    def forget(self, organisations: Iterable[str]) -> None:
        """Forget what is known of organisations."""
        for organisation in organisations:
            self._rows.pop(organisation, None)

    def is_heavy(self, organisation: str) -> bool:
        """Whether a row is written in bold: it sums up others of the table."""
        return self._document.state.tier(organisation) is not Tier.GROUP

    def is_starred(self, column: Column) -> bool:
        """Whether there are estimates in a column."""
        state = self._document.state
        measure = column.measure
        return measure is not None and state.sum(state.root, measure.id).is_starred

    def cell(self, organisation: str, column: Column) -> Cell:
        """Return all that is drawn of a cell."""
        is_new = self.is_new(organisation, column)
        what = column.what
        return Cell(
            self.text(organisation, column, new=True) if what is not What.NORM else "",
            self.bar(organisation) if what is What.NORM else None,
            self.standing(organisation).sign if what is What.NAME else None,
            column.is_number,
            is_new or self.is_heavy(organisation),
            is_new,
            self.is_starred(column),
        )

    def widest(self, column: Column) -> list[tuple[str, bool]]:
        """Return texts among which the widest of a column is, and which of them are bold."""
        state, norm = self._document.state, self.norm
        match column.what:
            case What.REGION:
                return [(state.label(region), False) for region in state.at_tier(Tier.REGION)]
            case What.NORM if norm is not None:
                values = [state.sum(group, norm.measure.id) for group in groups(state)]
                known = {v.value for v in values if not v.is_missing}
                return (
                    [(norm.distance(v), False) for v in (min(known), max(known))] if known else []
                )
        # Nothing adds up to more than all of it.
        return [(self.text(state.root, column, new=False), True)]

    def row(self, organisation: str) -> Row:
        """Return what is known of an organisation."""
        if organisation not in self._rows:
            self._rows[organisation] = self._read(organisation)
        return self._rows[organisation]

    def _read(self, organisation: str) -> Row:
        option, preview = self._document.option, self.preview
        totals = option.state.totals(organisation)
        standing = option.findings.standing(organisation)
        if preview is None:
            return Row(totals, standing)
        after = preview.totals.get(organisation, (None, None))[1]
        if after is None and organisation in preview.totals:
            return Row(totals, standing, is_gone=True)
        return Row(totals, standing, after, preview.standings.get(organisation, (None, None))[1])

    def standing(self, organisation: str) -> Standing:
        """Return how an organisation stands, or would stand."""
        row = self.row(organisation)
        return row.new_standing or row.standing

    def text(self, organisation: str, column: Column, *, new: bool) -> str:
        """Return a cell's text; `new`, as a preview would have it."""
        state, row = self._document.state, self.row(organisation)
        totals = (row.new_totals or row.totals) if new else row.totals
        if new and row.is_gone and column.what not in (What.NAME, What.REGION):
            return DISSOLVED if column.what is What.VERDICT else ""
        match column.what:
            case What.NAME:
                return state.label(organisation)
            case What.REGION:
                region = state.region_of(organisation)
                return state.label(region) if region and region != organisation else ""
            case What.UNITS:
                return grouped(totals.units)
            case What.MEASURE if column.measure:
                return sum_text(column.measure, totals.sums[column.measure.id])
            case What.NORM:
                return self._distance(organisation, totals)
            case What.OFFICERS:
                return grouped(totals.officers)
            case What.VERDICT:
                return self._verdict(row) if new else row.standing.text
        return ""

    def _verdict(self, row: Row) -> str:
        new = row.new_standing
        if new is None or new == row.standing:
            return row.standing.text
        if new.word != row.standing.word:
            turn = f"{row.standing.word or DASH} {ARROW} {new.word or DASH}"
            return f"{turn}: {new.text}" if new.text else turn
        return new.text

    def _distance(self, organisation: str, totals: Totals) -> str:
        """Return how far a group is from the norm, in words."""
        norm = self.norm
        if norm is None or self._document.state.tier(organisation) is not Tier.GROUP:
            return ""
        total = totals.sums[norm.measure.id]
        return DASH if total.is_missing else norm.distance(total.value)

    def is_new(self, organisation: str, column: Column) -> bool:
        """Whether a preview would alter a cell."""
        row = self.row(organisation)
        if row.new_totals is None and row.new_standing is None and not row.is_gone:
            return False
        return self.text(organisation, column, new=True) != self.text(
            organisation, column, new=False
        )

    def bar(self, organisation: str) -> Bar | None:
        """Return a group's bar, None where there is nothing to draw."""
        norm, row = self.norm, self.row(organisation)
        if norm is None or self._document.state.tier(organisation) is not Tier.GROUP:
            return None
        if row.is_gone:
            return None
        total = row.totals.sums[norm.measure.id]
        if total.is_missing and row.new_totals is None:
            return None
        new = None
        is_new_within = True
        if row.new_totals is not None and row.new_totals.sums[norm.measure.id] != total:
            value = row.new_totals.sums[norm.measure.id].value
            new, is_new_within = norm.place(value), norm.contains(value)
        return Bar(
            norm.place(norm.low),
            norm.place(norm.high),
            norm.place(total.value),
            norm.contains(total.value),
            new,
            is_new_within,
        )

    def key(self, organisation: str, column: Column) -> object:
        """Return what a cell is sorted by, as it is now, whatever hovers; None if it is missing."""
        state, row = self._document.state, self.row(organisation)
        match column.what:
            case What.NAME | What.REGION:
                return self.text(organisation, column, new=False).casefold() or None
            case What.UNITS:
                return row.totals.units
            case What.MEASURE if column.measure:
                total = row.totals.sums[column.measure.id]
                return None if total.is_missing else total.value
            case What.NORM if self.norm and state.tier(organisation) is Tier.GROUP:
                total = row.totals.sums[self.norm.measure.id]
                return None if total.is_missing else total.value
            case What.OFFICERS:
                return row.totals.officers
            case What.VERDICT:
                standing = row.standing
                return _WORST_FIRST.index(standing.sign) if standing.sign is not Sign.NONE else None
        return None

    def about(self, organisation: str, column: Column) -> str:
        """Return a cell's tooltip."""
        state, row = self._document.state, self.row(organisation)
        totals = row.new_totals or row.totals
        match column.what:
            case What.NAME:
                name = f"{state.label(organisation)} ({state.code(organisation)})"
                text = self.standing(organisation).said
                return f"{name}\n{text}" if text else name
            case What.MEASURE if column.measure:
                return self._about_figure(organisation, column.measure, totals)
            case What.NORM:
                return self._about_norm(organisation)
            case What.VERDICT:
                worst = [
                    f
                    for f in self._findings(organisation)
                    if f.verdict is not Verdict.NOT_APPLICABLE
                ]
                pack = state.pack
                lines = [f"{f.rule.id}: {told(f, pack)}" for f in worst[:4]]
                # Of the plan as it is: a preview says nothing of units that it does not reach.
                below = self._document.option.findings.judged_below(organisation)
                lines += [
                    f"{state.label(f.organisation)}, {f.rule.id}: {told(f, pack)}"
                    for f in below[:4]
                ]
                return "\n".join(lines)
        return self.text(organisation, column, new=True)

    def _about_figure(self, organisation: str, measure: Measure, totals: Totals) -> str:
        state = self._document.state
        lines = [f"{measure.label} {sum_text(measure, totals.sums[measure.id])}"]
        note = sum_note(measure, totals.sums[measure.id])
        if note:
            lines.append(capital(note))
        sources = _sources(state, organisation, measure)
        if sources:
            lines.append(f"Source: {listed(sources, 3)}")
        return "\n".join(lines)

    def _about_norm(self, organisation: str) -> str:
        norm = self.norm
        for finding in self._findings(organisation):
            if norm is not None and finding.rule.id == norm.rule.id:
                return f"{finding.rule.id}: {told(finding, self._document.state.pack)}"
        return ""

    def _findings(self, organisation: str) -> Sequence[Finding]:
        if self.preview is not None and organisation in self.preview.findings:
            return self.preview.findings[organisation][1]
        return self._document.option.findings.of(organisation)

    def spoken(self, organisation: str, column: Column) -> str:
        """Return a cell's text for those who can't see signs and bars."""
        text = self.text(organisation, column, new=True)
        match column.what:
            case What.NAME:
                return f"{text}, {self.standing(organisation).meaning}"
            case What.NORM if text and self.norm:
                return f"{text} the {self.norm.text}" if text != "within" else self.norm.text
        return text


def _columns(state: State, norm: Norm | None) -> tuple[Column, ...]:
    pack = state.pack
    unit, group = pack.kind_at(Tier.UNIT), pack.kind_at(Tier.GROUP)
    region = pack.kind_at(Tier.REGION)
    officers = capital(pack.words.officers)
    columns = [
        Column(What.NAME, capital(group.label), f"Name of the {group.label}, and how it stands"),
        Column(What.REGION, region.label, f"{region.label} that the {group.label} hangs under"),
        Column(What.UNITS, unit.plural, f"Number of {unit.plural}"),
    ]
    measures = headline(pack)
    for measure in measures:
        columns.append(
            Column(What.MEASURE, measure.label, measure.explanation or measure.label, measure)
        )
        if norm is not None and measure.id == norm.measure.id:
            columns.append(_norm_column(norm, pack))
    if norm is not None and norm.measure not in measures:
        columns.append(_norm_column(norm, pack))
    about = f"{officers} in post: one who serves several {unit.plural} is counted once"
    columns.append(Column(What.OFFICERS, officers, about))
    columns.append(Column(What.VERDICT, STANDING, "All rules together; worst first when sorted"))
    return tuple(columns)


def _norm_column(norm: Norm, pack: Pack) -> Column:
    low, high = amount(norm.measure, norm.low), amount(norm.measure, norm.high)
    about = f"{norm.rule.id}, {norm.rule.title}: {low} to {high}.\n{norm.rule.text}"
    if norm.rule.changed:
        about += f"\n{capital(changed_text(norm.rule, pack))}."
    return Column(What.NORM, capital(norm.text), about)


def _sources(state: State, organisation: str, measure: Measure) -> list[str]:
    """Return the different sources of the figures in a sum, the most frequent first."""
    counts: dict[str, int] = {}
    for below in state.below(organisation, include=True):
        figure = state.figure(below, measure.id)
        if figure is not None and figure.source:
            counts[figure.source] = counts.get(figure.source, 0) + 1
    return sorted(counts, key=lambda source: (-counts[source], source))
