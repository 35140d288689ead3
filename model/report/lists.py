"""Tables of everything of a kind, with the codes that tie them together: for sheets and programs.

A report's other tables stand below headings that say whose they are; these stand alone, so each
row says itself to which group and region it belongs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from model.option import Option
from model.pack import Measure, Tier
from model.report.posts import posts_table
from model.report.table import BLANK, Cell, Column, Holds, Row, Table, text
from model.report.totals import (
    NOT_PLACED,
    count_cell,
    figure_cell,
    headline,
    measure_column,
    own_row,
    standing_cell,
    sum_cell,
)
from model.rules.standing import STANDING
from model.state import State
from model.totals import add_sums
from model.wording import capital


def groups_list(option: Option) -> Table:
    """Return every group by region, with what waits in each, and the nation."""
    state = option.state
    words, measures = state.pack.words, headline(state)
    columns = (
        *_region_columns(state),
        Column("code", "Code", Holds.CODE),
        Column("name", "Name", weight=4),
        Column("units", capital(state.pack.kind_at(Tier.UNIT).plural), Holds.COUNT, adds_up=True),
        *map(measure_column, measures),
        Column("officers", capital(words.officers), Holds.COUNT, adds_up=True),
        Column("accountable", capital(words.accountables), Holds.COUNT),
        Column("standing", STANDING, Holds.STANDING, weight=3),
        Column("notes", "Notes", weight=5),
    )
    rows = [_group_row(option, [group], measures) for group in state.at_tier(Tier.GROUP)]
    waiting: dict[str | None, list[str]] = {}
    for unit in state.tray():
        waiting.setdefault(state.region_of(unit), []).append(unit)
    rows += (_group_row(option, units, measures) for units in waiting.values())
    for place in (*state.at_tier(Tier.REGION), state.root):
        rows += _own_rows(option, place, columns)
    total = (BLANK, BLANK, *_sums_row(option, [state.root], measures))
    title = state.pack.kind_at(Tier.GROUP).plural
    return Table(capital(title), columns, tuple(rows), total, f"No {title} yet.")


def units_list(option: Option) -> Table:
    """Return every unit with its group, its region, and all of its figures."""
    state = option.state
    units = state.at_tier(Tier.UNIT)
    measures = [m for m in state.pack.measures if any(state.sum(u, m.id).known for u in units)]
    group = state.pack.kind_at(Tier.GROUP).label
    columns = (
        Column("code", "Code", Holds.CODE),
        Column("name", "Name", weight=4),
        Column("group_code", f"{capital(group)} code", Holds.CODE),
        Column("group", capital(group), weight=4),
        *_region_columns(state),
        *map(measure_column, measures),
        Column("standing", STANDING, Holds.STANDING, weight=3),
        Column("notes", "Notes", weight=5),
    )
    rows = []
    for unit in units:
        figures = [figure_cell(option, unit, m) for m in measures]
        rows.append(
            (
                text(state.code(unit)),
                text(state.label(unit)),
                *_group_cells(state, unit),
                *_region_cells(state, unit),
                *figures,
                standing_cell(option.findings.standing(unit)),
                _notes(measures, figures),
            )
        )
    plural = state.pack.kind_at(Tier.UNIT).plural
    return Table(capital(plural), columns, tuple(rows), empty=f"No {plural}.")


def posts_list(option: Option) -> Table:
    """Return every post with the codes of where it is, and whether it counts as an officer."""
    state = option.state
    table = posts_table(state, [state.root])
    group = state.pack.kind_at(Tier.GROUP).label
    columns = (
        Column("code", "Code", Holds.CODE),
        Column("group_code", f"{capital(group)} code", Holds.CODE),
        _region_columns(state)[0],
        *table.columns,
        Column("officer", f"Counts as {state.pack.words.officer}"),
        Column("note", "Note", weight=4),
    )
    rows = tuple(
        (
            text(state.code(post.organisation)),
            _group_cells(state, post.organisation)[0],
            _region_cells(state, post.organisation)[0],
            *row,
            text("yes" if post.role.executive else "no"),
            text(post.note),
        )
        for post, row in zip(state.posts_below(state.root), table.rows, strict=True)
    )
    return Table(table.title, columns, rows, empty=table.empty, remarks=table.remarks)


def _group_row(option: Option, places: Sequence[str], measures: Sequence[Measure]) -> Row:
    """Return the row of a group, or of units that are in none."""
    return (
        *_region_cells(option.state, places[0]),
        *_sums_row(option, places, measures),
    )


def _own_rows(option: Option, place: str, columns: Sequence[Column]) -> Iterator[Row]:
    """Iterate over the row of what rules ask of a region itself, or of the nation."""
    where = dict(zip(("region_code", "region"), _region_cells(option.state, place), strict=True))
    for row in own_row(option, place, columns):
        yield tuple(where.get(c.id, cell) for c, cell in zip(columns, row, strict=True))


def _sums_row(option: Option, places: Sequence[str], measures: Sequence[Measure]) -> Row:
    state, first = option.state, places[0]
    waits = state.tier(first) is Tier.UNIT
    totals = [state.totals(place) for place in places]
    sums = [sum_cell(m, add_sums(t.sums[m.id] for t in totals)) for m in measures]
    findings = option.findings
    standing = findings.standing_together(places) if waits else findings.standing(first)
    return (
        BLANK if waits else text(state.code(first)),
        text(NOT_PLACED if waits else state.label(first)),
        count_cell(sum(t.units for t in totals)),
        *sums,
        count_cell(sum(t.officers for t in totals)),
        count_cell(sum(t.accountable_officers for t in totals)),
        standing_cell(standing),
        _notes(measures, sums),
    )


def _notes(measures: Iterable[Measure], cells: Iterable[Cell]) -> Cell:
    """Return what must be said of the figures of a row, for those who can't see it below them."""
    pairs = zip(measures, cells, strict=True)
    return text(". ".join(f"{m.label}: {cell.note}" for m, cell in pairs if cell.note))


def _region_columns(state: State) -> tuple[Column, Column]:
    region = capital(state.pack.kind_at(Tier.REGION).label)
    return Column("region_code", f"{region} code", Holds.CODE), Column("region", region, weight=3)


def _region_cells(state: State, organisation: str) -> tuple[Cell, Cell]:
    region = state.region_of(organisation)
    return (BLANK, BLANK) if region is None else _code_and_name(state, region)


def _group_cells(state: State, organisation: str) -> tuple[Cell, Cell]:
    is_group = state.tier(organisation) is Tier.GROUP
    group = organisation if is_group else state.group_of(organisation)
    return (BLANK, BLANK) if group is None else _code_and_name(state, group)


def _code_and_name(state: State, organisation: str) -> tuple[Cell, Cell]:
    return text(state.code(organisation)), text(state.label(organisation))
