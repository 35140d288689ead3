"""Tables of what places come to: the nation's regions, a region's groups, a group's units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from model.option import Option
from model.organisations import Basis
from model.pack import Aggregate, Measure, Style, Tier
from model.report.table import BLANK, Cell, Column, Holds, Row, Table, text
from model.rules.figures import basis_note
from model.rules.standing import SIGN_WORDS, STANDING, Sign, Standing
from model.state import State
from model.totals import Sum, Totals, add_sums
from model.wording import DASH, STAR, amount, capital, grouped, listed, sum_note, sum_text

NOT_PLACED = "Not placed yet"
"""Heads the row of units that are in no group."""


def headline(state: State) -> list[Measure]:
    """Return the measures that totals are shown of."""
    return [measure for measure in state.pack.measures if measure.headline]


def measure_column(measure: Measure) -> Column:
    """Return the column of a measure."""
    holds = Holds.MONEY if measure.style is Style.MONEY else Holds.COUNT
    adds_up = measure.aggregate is not Aggregate.NEVER
    return Column(measure.id, measure.label, holds, adds_up=adds_up)


def sum_cell(measure: Measure, total: Sum) -> Cell:
    """Return a sum as a cell; no value where not one figure is known."""
    value = None if total.is_missing else total.value
    return Cell(sum_text(measure, total), value, note=sum_note(measure, total))


def count_cell(number: int) -> Cell:
    """Return a number as a cell."""
    return Cell(grouped(number), number)


def figure_cell(option: Option, unit: str, measure: Measure) -> Cell:
    """Return a unit's own figure as a cell; of one figure there is no share to tell."""
    total = option.state.sum(unit, measure.id)
    cell = sum_cell(measure, total)
    notes = []
    if total.is_starred:
        write = partial(amount, measure, brief=True)
        notes.append(f"estimated; 90% interval {write(total.low)} to {write(total.high)}")
    if basis := _basis_note(option, unit, measure):
        notes.append(basis)
    return Cell(cell.text, cell.value, note="; ".join(notes))


def _basis_note(option: Option, unit: str, measure: Measure) -> str:
    rules = (finding.rule for finding in option.findings.of(unit))
    return basis_note(option.state, unit, measure, rules)


def forecasts_told(option: Option, units: Iterable[str]) -> list[str]:
    """Return which figures of units are forecasts, for tables that have no notes at numbers."""
    state = option.state
    found: dict[tuple[str, str], list[str]] = {}
    for unit in units:
        for measure in state.pack.measures:
            if note := _basis_note(option, unit, measure):
                found.setdefault((measure.label, note), []).append(state.label(unit))
    return [f"{label} of {listed(names)}: {note}." for (label, note), names in found.items()]


def standing_cell(standing: Standing) -> Cell:
    """Return how a place stands, all rules together, and in words if nothing is judged there."""
    if standing.sign is Sign.NONE:
        return text(SIGN_WORDS[Sign.NONE])
    return Cell(standing.text, standing.word, standing.sign)


def own_row(option: Option, place: str, columns: Sequence[Column]) -> list[Row]:
    """Return the row of what rules ask of a place itself, so that the column of rules adds up.

    None where they ask nothing of it.
    """
    standing = option.findings.own_standing(place)
    if standing.sign is Sign.NONE:
        return []
    cells = {
        "name": text(f"The {option.state.kind(place).label} itself"),
        "standing": standing_cell(standing),
    }
    return [tuple(cells.get(column.id, BLANK) for column in columns)]


def regions_table(option: Option) -> Table:
    """Return what each region comes to, and all of it."""
    state = option.state
    kind = state.pack.kind_at(Tier.REGION)
    return _places_table(option, kind.plural, state.at_tier(Tier.REGION), state.root)


def groups_table(option: Option, region: str) -> Table:
    """Return what each group of a region comes to, with what waits there, and the region."""
    state = option.state
    title = f"{state.pack.kind_at(Tier.GROUP).plural} of {state.label(region)}"
    groups = [o for o in state.children(region) if state.tier(o) is Tier.GROUP]
    return _places_table(option, title, groups, region, waiting=True)


def _places_table(
    option: Option,
    title: str,
    places: Sequence[str],
    whole: str,
    *,
    waiting: bool = False,
) -> Table:
    """Return a row for each place, and what all of it comes to."""
    state = option.state
    words, measures = state.pack.words, headline(state)
    columns = (
        Column("code", "Code", Holds.CODE),
        Column("name", "Name", weight=4),
        Column("units", capital(state.pack.kind_at(Tier.UNIT).plural), Holds.COUNT, adds_up=True),
        *map(measure_column, measures),
        Column("officers", capital(words.officers), Holds.COUNT, adds_up=True),
        Column("accountable", capital(words.accountables), Holds.COUNT),
        Column("standing", STANDING, Holds.STANDING, weight=3),
    )
    rows = [_place_row(option, place, measures) for place in places]
    units = [o for o in state.children(whole) if state.tier(o) is Tier.UNIT] if waiting else []
    if units:
        rows.append(_waiting_row(option, units, measures))
    rows += own_row(option, whole, columns)
    total = _place_row(option, whole, measures)
    return Table(capital(title), columns, tuple(rows), total, f"No {title} yet.")


def _place_row(option: Option, place: str, measures: Iterable[Measure]) -> Row:
    state = option.state
    totals: Totals = state.totals(place)
    return (
        text(state.code(place)),
        text(state.label(place)),
        count_cell(totals.units),
        *(sum_cell(m, totals.sums[m.id]) for m in measures),
        count_cell(totals.officers),
        count_cell(totals.accountable_officers),
        standing_cell(option.findings.standing(place)),
    )


def _waiting_row(option: Option, units: Sequence[str], measures: Iterable[Measure]) -> Row:
    """Return the row of the units that are in no group."""
    state = option.state
    totals = [state.totals(unit) for unit in units]
    return (
        BLANK,
        text(NOT_PLACED),
        count_cell(len(units)),
        *(sum_cell(m, add_sums(t.sums[m.id] for t in totals)) for m in measures),
        count_cell(sum(t.officers for t in totals)),
        count_cell(sum(t.accountable_officers for t in totals)),
        standing_cell(option.findings.standing_together(units)),
    )


def units_table(option: Option, group: str) -> Table:
    """Return a group's units with all of their figures, and the group's sums."""
    state = option.state
    members = state.members(group)
    measures = [m for m in state.pack.measures if any(state.sum(u, m.id).known for u in members)]
    columns = (
        Column("code", "Code", Holds.CODE),
        Column("name", "Name", weight=4),
        *map(measure_column, measures),
        Column("standing", STANDING, Holds.STANDING, weight=3),
    )
    rows = [
        (
            text(state.code(unit)),
            text(state.label(unit)),
            *(figure_cell(option, unit, m) for m in measures),
            standing_cell(option.findings.standing(unit)),
        )
        for unit in members
    ]
    rows += own_row(option, group, columns) if members else []
    sums = (
        Cell(DASH) if m.aggregate is Aggregate.NEVER else sum_cell(m, state.sum(group, m.id))
        for m in measures
    )
    total = (
        text(state.code(group)),
        text("Together"),
        *sums,
        standing_cell(option.findings.standing(group)),
    )
    plural = state.pack.kind_at(Tier.UNIT).plural
    return Table(capital(plural), columns, tuple(rows), total, f"No {plural} in it yet.")


def estimates_table(option: Option) -> Table:
    """Return every figure that is estimated or was entered by users, with where it comes from."""
    state = option.state
    columns = (
        Column("code", "Code", Holds.CODE),
        Column("name", "Organisation", weight=3),
        Column("measure", "Figure", weight=2),
        Column("value", "Value", Holds.COUNT),
        Column("interval", "90% interval", weight=2),
        Column("source", "Source", weight=5),
    )
    found = map(partial(_estimate_rows, state), state)
    rows = tuple(row for of_one in found for row in of_one)
    return Table("Estimates and own figures", columns, rows, empty="Every figure is published.")


def _estimate_rows(state: State, organisation: str) -> list[Row]:
    rows: list[Row] = []
    for measure in state.pack.measures:
        figure = state.figure(organisation, measure.id)
        if figure is None or figure.basis not in (Basis.ESTIMATE, Basis.ENTERED):
            continue
        write: Callable[[int], str] = partial(amount, measure)
        interval = ""
        if figure.low is not None and figure.high is not None:
            # In three digits or so: more would claim what nobody knows.
            brief: Callable[[int], str] = partial(amount, measure, brief=True)
            interval = f"{brief(figure.low)} to {brief(figure.high)}"
        star = STAR if figure.is_estimate else ""
        rows.append(
            (
                text(state.code(organisation)),
                text(state.label(organisation)),
                text(measure.label),
                Cell(write(figure.value) + star, figure.value),
                text(interval),
                text(". ".join(filter(None, (figure.source, figure.note)))),
            )
        )
    return rows
