"""What stands on the slides of a deck: a report's tables and the chart, slide by slide."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from db.exports.slides import charts
from db.exports.slides.cover import Cover, Tile, Tiles, tiles_in
from db.exports.slides.deck import Deck, Planned, Slides, series
from db.exports.slides.drawing import Box, Paragraph, Run, paragraph
from db.exports.slides.flow import GAP, Block, Rows, Sides, Words, beside, best, table_block
from db.exports.slides.grids import without_blanks
from db.exports.slides.key import ALL_MARKS, above_key
from model.before_after import BeforeAfter
from model.option import Option
from model.pack import Tier
from model.records import altered
from model.remarks import limits_set, waivers_given
from model.report.changes import changes_table
from model.report.condensed import (
    joined,
    not_yet_known,
    said_once,
    team_table,
    with_sources_below,
    without,
)
from model.report.imprint import Imprint
from model.report.legend import legend_line, legend_table
from model.report.outline import facts
from model.report.parts import Part
from model.report.posts import before_after_table, taken_as_filled
from model.report.rules import JUDGED, OPEN, findings_table, rules_table, verdicts_table
from model.report.table import BLANK, Column, Table, text
from model.report.totals import (
    estimates_table,
    forecasts_told,
    groups_table,
    headline,
    regions_table,
    units_table,
)
from model.rules.rule import Verdict
from model.rules.standing import EXCEPTION, STANDING, UNKNOWN
from model.state import State
from model.wording import capital, counted, grouped, sum_text

_GROUP_LEVEL = 1
"""How deep groups stand in the contents."""
_MOST_LINES = 3
"""Of a row of figures beside others, and one less of posts; smaller letters read better."""


def to_pptx(
    option: Option,
    imprint: Imprint,
    parts: Collection[Part] = frozenset(Part),
    *,
    line: str = "",
    template: Path | None = None,
    step: Callable[[int, int], None] = lambda done, total: None,
) -> Slides:
    """Return an option as a presentation.

    Parameters
    ----------
    line : str
        A line for the cover and the foot of every slide.
    template : pathlib.Path, optional
        A house template or presentation, whose look the slides take.
    step : callable
        Told how many steps are done, and of how many.

    Raises
    ------
    InputError
        If the template can't be used.
    """
    deck = Deck(template)
    count = 1 + len(option.state.at_tier(Tier.GROUP))
    planned: list[Planned] = _key(option, deck.room)
    begun = 0
    for part in Part:
        for slide in slides_of(part, option, deck.room) if part in parts else ():
            planned.append(slide)
            begun += slide.level == _GROUP_LEVEL
            step(min(begun, count), 2 * count)
    planned += _credits(option, deck.room)
    return deck.write(
        imprint,
        line,
        Cover((*facts(option), ("From", imprint.line)), tuple(_figures(option))),
        planned,
        lambda done, total: step(count + count * done // total, 2 * count),
    )


def slides_of(part: Part, option: Option, room: Box) -> Iterable[Planned]:
    """Iterate over the slides of a part of the report, planned one by one; none show a map."""
    pack = option.pack
    makers: dict[Part, tuple[str, Callable[[Option, Box], Iterable[Planned]]]] = {
        Part.OVERVIEW: ("Overview", _overview),
        Part.REGIONS: (capital(pack.kind_at(Tier.REGION).plural), _regions),
        Part.GROUPS: (capital(pack.kind_at(Tier.GROUP).plural), _groups),
        Part.FINDINGS: ("Findings", _findings),
        Part.CHANGES: ("Changes", _changes),
        Part.SOURCES: ("Sources", _sources),
    }
    if part in makers:
        chapter, make = makers[part]
        for slide in make(option, room):
            yield replace(slide, chapter=chapter)


def frame_of(option: Option, room: Box) -> list[Planned]:
    """Return the slides that every deck has: how to read it before all, credits after all."""
    return [*_key(option, room), *_credits(option, room)]


def _tables(planned: Planned, room: Box, tables: Iterable[Table]) -> list[Planned]:
    """Return slides with tables below each other; one alone needs no heading of its own."""
    shown = list(map(without_blanks, tables))

    def make(size: float) -> list[Block]:
        several = len(shown) > 1
        blocks = [table_block(table, room.width, size, caption=several) for table in shown]
        remarks = tuple(paragraph(r, size, before=3.0) for table in shown for r in table.remarks)
        about = planned.entry or planned.title
        return [*blocks, Words(remarks, f"About {about}")] if remarks else blocks

    return series(planned, best(make, room))


def _key(option: Option, room: Box) -> list[Planned]:
    """Return the slide that explains the signs, before any is used."""
    planned = Planned("How to read these slides", (), level=0, explains=True)
    table = legend_table()
    # Said once for all: a line more on each group's slide would take many a second one.
    remarks = (*table.remarks, *taken_as_filled(option.state.posts_below(option.state.root)))
    return _tables(planned, room, [altered(table, remarks=remarks)])


def _credits(option: Option, room: Box) -> list[Planned]:
    """Return whose data these are, which licences ask to be said, whatever else is left out."""
    said = tuple(paragraph(words, 12.0, before=4.0) for words in option.pack.credits)
    planned = Planned("Licences and credits", (), level=0, chapter="Sources")
    return series(planned, best(lambda _: [Words(said, "Credits")], room)) if said else []


# -- the whole ---------------------------------------------------------------------------------


def _figures(option: Option) -> Iterator[Tile]:
    """Iterate over what the whole comes to, for the cover."""
    state = option.state
    kinds = [state.pack.kind_at(tier) for tier in (Tier.GROUP, Tier.UNIT)]
    totals = state.totals(state.root)
    yield Tile(capital(kinds[0].plural), grouped(len(state.at_tier(Tier.GROUP))))
    yield Tile(capital(kinds[1].plural), grouped(totals.units))
    for measure in headline(state):
        yield Tile(measure.label, sum_text(measure, totals.sums[measure.id], brief=True))
    yield Tile(capital(state.pack.words.officers), grouped(totals.officers))
    table = regions_table(option)
    standing = table.total[-1]
    yield Tile(table.columns[-1].title, standing.text, standing.sign, is_words=True)


def _overview(option: Option, room: Box) -> Iterator[Planned]:
    state = option.state
    root = state.label(state.root)
    region, group, unit = (state.pack.kind_at(t) for t in (Tier.REGION, Tier.GROUP, Tier.UNIT))
    notes = _notes(_figure_sources(state, state.at_tier(Tier.UNIT)), legend_line(ALL_MARKS))
    drawn = charts.nation(option, above_key(room)) or charts.nation(option, room)
    title = (
        f"{root}: {counted(state.totals(state.root).units, unit.label, unit.plural)} in "
        f"{counted(len(state.at_tier(Tier.GROUP)), group.label, group.plural)}"
    )
    shown = Planned(title, [drawn] if drawn else (), notes, 0)
    if drawn is not None:
        yield shown
    else:
        yield from _tables(shown, room, [_all_groups(option)])
    table = regions_table(option)
    totals = f"{root}: totals by {region.label}"
    yield from _tables(Planned(totals, (), _notes(_remarks(table), notes), 0), room, [table])
    lines = BeforeAfter(state).lines([state.root])
    counts = before_after_table(state, [state.root], BeforeAfter(state))
    title = f"{root}: posts, before and after"
    if lines:
        first = lines[0]
        what = state.pack.words.officers
        title = f"{root}: {grouped(first.before)} {what} before, {grouped(first.after)} after"
    yield from _tables(Planned(title, (), level=0), room, [counts])
    said = [state.note, *(f"Limit set for this plan: {words}." for words in limits_set(state))]
    if any(said):

        def make(size: float) -> list[Block]:
            told = tuple(paragraph(words, size, before=4.0) for words in said if words)
            return [Words(told, "About this option")]

        yield from series(Planned("About this option", (), level=0), best(make, room))


def _all_groups(option: Option) -> Table:
    """Return all groups in one table, with their region and the sum of all."""
    state = option.state
    whole = joined(regions_table(option), "code", "name")
    kind = state.pack.kind_at(Tier.REGION)
    found = [(state.label(r), groups_table(option, r)) for r in state.at_tier(Tier.REGION)]
    columns = (Column("region", kind.label, weight=2), *whole.columns)
    rows = tuple(
        (text(label), *row) for label, table in found for row in joined(table, "code", "name").rows
    )
    own = whole.rows[len(found) :]  # of the nation itself, so that the column of rules adds up
    rows += tuple((BLANK, *row) for row in own)
    return Table(whole.title, columns, rows, (BLANK, *whole.total), whole.empty)


def _regions(option: Option, room: Box) -> Iterator[Planned]:
    state = option.state
    group, unit = state.pack.kind_at(Tier.GROUP), state.pack.kind_at(Tier.UNIT)
    for region in state.at_tier(Tier.REGION):
        table = groups_table(option, region)
        short = charts.region(option, region, above_key(room))
        pages = short if len(short) == 1 else charts.region(option, region, room)
        groups = sum(state.tier(o) is Tier.GROUP for o in state.children(region))
        units = counted(state.totals(region).units, unit.label, unit.plural)
        title = f"{state.label(region)}: {units} in {counted(groups, group.label, group.plural)}"
        planned = Planned(
            title, (), _notes(_remarks(table), legend_line(ALL_MARKS)), 0, state.label(region)
        )
        yield from series(planned, pages)


# -- a group -----------------------------------------------------------------------------------


def _groups(option: Option, room: Box) -> Iterator[Planned]:
    state = option.state
    for region in (*state.at_tier(Tier.REGION), None):
        for group in state.at_tier(Tier.GROUP):
            if state.region_of(group) == region:
                yield from _group(option, group, room)


def _group(option: Option, group: str, room: Box) -> list[Planned]:
    state = option.state
    inside = {group, *state.members(group)}
    tiles = _tiles(option, group, room)
    units = without_blanks(units_table(option, group))
    found = findings_table(option, inside, JUDGED)
    judged = altered(
        without_blanks(_short(found)),
        title="Rules broken, and accepted exceptions",
        empty="none.",
    )
    posts = said_once(without_blanks(team_table(state, group)), "state", "wte", "vote")

    def remarks(size: float) -> list[Block]:
        told = [*forecasts_told(option, state.members(group)), *waivers_given(option, inside)]
        said = [paragraph(words, size) for words in told]
        unknown = not_yet_known(option, group)
        if unknown:
            runs = (Run(f"{capital(UNKNOWN)}: ", size, bold=True), Run(unknown, size))
            said.append(Paragraph(runs, before=3.0 if said else 0.0))
        name = f"{capital(EXCEPTION[1])}, and what is {UNKNOWN}"
        return [Words(tuple(said), name)] if said else []

    def make(size: float) -> list[Block]:
        shown = (units, judged)
        first = [table_block(table, room.width, size) for table in shown]
        return [*first, *remarks(size), table_block(posts, room.width, size)]

    def make_beside(size: float, left: float, right: float) -> Iterator[Sides]:
        over = table_block(units, left, size)
        below = table_block(without(judged, "source"), left, size)
        team, said = table_block(posts, right, size), remarks(size)
        for block, most in ((over, _MOST_LINES), (team, _MOST_LINES - 1)):
            if isinstance(block, Rows) and block.most_lines > most:
                return
        yield Sides([over, below, *said], [team])
        yield Sides([over, below], [team, *said])
        yield Sides([over, below], [team], said)
        yield Sides([over], [team], [table_block(judged, room.width, size), *said])

    drawn = beside(make_beside, room, tiles.height + GAP)
    pages = [drawn] if drawn else best(make, room, tiles.height + GAP)
    pages[0].insert(0, lambda canvas: tiles.draw(canvas, room.x, room.y))
    region = state.region_of(group)
    above = [] if region is None else [f"In {state.label(region)}."]
    asked = sorted((f for o in inside for f in option.findings.of(o)), key=lambda f: f.order)
    rules = {f.rule.id: f.rule for f in asked if f.verdict in OPEN}
    sources = [f"{r.id} {r.title}: {r.source}" for r in rules.values() if r.source]
    notes = _notes(
        above,
        _remarks(units),
        _figure_sources(state, state.members(group)),
        sources,
        legend_line(ALL_MARKS),
    )
    name, kind = f"{state.code(group)} {state.label(group)}", state.pack.kind_at(Tier.UNIT)
    members = counted(len(state.members(group)), kind.label, kind.plural)
    return series(Planned(f"{name}: {members}", (), notes, _GROUP_LEVEL, name), pages)


def _short(findings: Table) -> Table:
    """Return findings in few columns, without codes for how well their sources are known."""
    table = altered(without(findings, "confidence"), remarks=())
    table = joined(table, "rule", "title", "Rule")
    return joined(table, "code", "organisation")


def _tiles(option: Option, group: str, room: Box) -> Tiles:
    """Return the row of boxes with the verdict and what the group comes to."""
    state = option.state
    totals, words = state.totals(group), state.pack.words
    standing = option.findings.standing(group)
    tiles = [
        Tile(STANDING, charts.told(standing), standing.sign, is_words=True),
        Tile(capital(state.pack.kind_at(Tier.UNIT).plural), grouped(totals.units)),
        *(Tile(m.label, sum_text(m, totals.sums[m.id])) for m in headline(state)),
        Tile(capital(words.officers), grouped(totals.officers)),
        Tile(capital(words.accountables), grouped(totals.accountable_officers)),
    ]
    return tiles_in(tiles, room.width, figures=14.0, words=12.0)


# -- findings, changes, sources ----------------------------------------------------------------


def _findings(option: Option, room: Box) -> Iterator[Planned]:
    counts = verdicts_table(option)
    yield from _tables(Planned(_counts_title(counts), (), level=0), room, [counts])
    judged = _short(findings_table(option, None, JUDGED))
    yield from _tables(Planned("Findings: broken, and accepted", (), level=0), room, [judged])
    waivers = waivers_given(option)
    if waivers:

        def make(size: float) -> list[Block]:
            said = tuple(paragraph(words, size, before=3.0) for words in waivers)
            return [Words(said, "Accepted by whom")]

        planned = Planned("Findings: accepted by whom, and why", (), level=0)
        yield from series(planned, best(make, room))
    unknown = _short(findings_table(option, None, {Verdict.INCOMPLETE}, folded=True))
    unknown = without(unknown, "verdict")
    yield from _tables(Planned(f"Findings: {UNKNOWN}", (), level=0), room, [unknown])


def _counts_title(counts: Table) -> str:
    """Return how many findings there are of each kind, as a title: "Findings: breaks 12, ..."."""
    told = zip(counts.columns[1:], counts.total[1:], strict=True)
    numbers = [f"{column.title.lower()} {cell.text}" for column, cell in told if cell.value]
    return f"Findings: {', '.join(numbers) or 'none'}"


def _changes(option: Option, room: Box) -> Iterator[Planned]:
    yield from _tables(Planned("Changes", (), level=0), room, [changes_table(option)])


def _sources(option: Option, room: Box) -> Iterator[Planned]:
    asked = {f.rule.id for f in option.findings if f.verdict is not Verdict.NOT_APPLICABLE}
    table = rules_table(option)
    rows = tuple(row for row in table.rows if row[0].text in asked)
    left = len(table.rows) - len(rows)
    rules = joined(without(altered(table, rows=rows), "text", "confidence"), "rule", "title")
    notes = "Each rule in words is in the workbook and in the board paper."
    told = f"Left out: {counted(left, 'rule', 'rules')} with nothing to judge in this plan."
    rules = altered(rules, remarks=(told,) if left else (), empty="No rules.")
    yield from _tables(Planned("Rules and their sources", (), notes, 0), room, [rules])
    yield from _estimates(option, room)


def _estimates(option: Option, room: Box) -> Iterator[Planned]:
    whole = estimates_table(option)
    numbered = with_sources_below(whole)
    if numbered is whole:
        yield from _tables(Planned(whole.title, (), level=0), room, [whole])
        return
    first = Planned(f"{whole.title}: where they come from", (), level=0)

    def make_sources(size: float) -> list[Block]:
        told = tuple(paragraph(words, size, before=4.0) for words in numbered.remarks)
        return [Words(told, "Sources by their numbers")]

    yield from series(first, best(make_sources, room))
    table = joined(said_once(altered(numbered, remarks=()), "measure"), "code", "name")

    def make(size: float) -> list[Block]:
        return [table_block(table, (room.width - GAP) / 2, size)]

    planned = Planned(
        *(whole.title, (), "", -1),
        remark=f"Sources by number: slide “{first.title}”",
    )
    yield from series(planned, best(make, room, columns=2))


# -- notes -------------------------------------------------------------------------------------


def _notes(*parts: Iterable[str] | str) -> str:
    lines: list[str] = []
    for part in parts:
        lines.extend(part.split("\n") if isinstance(part, str) else part)
    return "\n".join(filter(None, lines))


def _remarks(table: Table) -> list[str]:
    """Return what must be said of a table's numbers: how much of them is estimated or missing."""
    found = []
    for row in (*table.rows, table.total):
        name = next(
            (c.text for c, col in zip(row, table.columns, strict=False) if col.id == "name"), ""
        )
        found += [
            f"{name}, {column.title}: {cell.note}."
            for cell, column in zip(row, table.columns, strict=False)
            if cell.note
        ]
    return found


def _figure_sources(state: State, units: Iterable[str]) -> list[str]:
    """Return where the figures of units come from, each source once."""
    found: dict[str, dict[str, None]] = {}
    for unit in units:
        for measure in headline(state):
            figure = state.figure(unit, measure.id)
            if figure is not None and figure.source:
                found.setdefault(measure.label, {})[figure.source] = None
    return [f"{label}: {'; '.join(sources)}." for label, sources in found.items()]
