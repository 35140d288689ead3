"""What stands on the slides of a deck: a report's tables and the chart, slide by slide."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from db.exports.slides import charts
from db.exports.slides.deck import Deck, Planned, Slides, series
from db.exports.slides.drawing import (
    FLOOR,
    Box,
    Canvas,
    Ink,
    Paragraph,
    Run,
    Style,
    paragraph,
    sign_ink,
)
from db.exports.slides.flow import GAP, Block, Words, best, table_block
from db.exports.slides.grids import without_blanks
from model.before_after import BeforeAfter
from model.option import Option
from model.pack import Tier
from model.remarks import limits_set, waivers_given
from model.report.changes import changes_table
from model.report.condensed import not_yet_known, team_table, with_sources_below
from model.report.imprint import Imprint
from model.report.outline import facts
from model.report.parts import Part
from model.report.posts import before_after_table
from model.report.rules import JUDGED, OPEN, findings_table, rules_table, verdicts_table
from model.report.table import BLANK, MARKS, Cell, Column, Row, Table, text
from model.report.totals import (
    count_cell,
    estimates_table,
    groups_table,
    headline,
    regions_table,
    sum_cell,
    units_table,
)
from model.rules.rule import Verdict
from model.rules.standing import SIGN_WORDS, STANDING, UNKNOWN, WORST, Sign
from model.state import State
from model.wording import DASH, STAR, capital

_GROUP_LEVEL = 1
"""How deep groups stand in the contents."""
_TILE = Style(Ink.PAPER, Ink.LINE, inset=(8.0, 5.0))
_TILE_GAP = 8.0
_VERDICT_TILES = 2
"""How many tiles' room the verdict has."""
_LEGEND = f"{STAR} contains an estimate; {DASH} no figure is known."


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
    planned: list[Planned] = []
    begun = 0
    for part in Part:
        for slide in slides_of(part, option, deck.room) if part in parts else ():
            planned.append(slide)
            begun += slide.level == _GROUP_LEVEL
            step(min(begun, count), 2 * count)
    cover = [f"{caption}: {text}" for caption, text in facts(option)]
    return deck.write(
        imprint,
        line,
        cover,
        planned,
        lambda done, total: step(count + count * done // total, 2 * count),
    )


def slides_of(part: Part, option: Option, room: Box) -> Iterable[Planned]:
    """Iterate over the slides of a part of the report, planned one by one; none show a map."""
    makers: dict[Part, Callable[[Option, Box], Iterable[Planned]]] = {
        Part.OVERVIEW: _overview,
        Part.REGIONS: _regions,
        Part.GROUPS: _groups,
        Part.FINDINGS: _findings,
        Part.CHANGES: _changes,
        Part.SOURCES: _sources,
    }
    make = makers.get(part)
    return make(option, room) if make is not None else ()


def _tables(
    title: str, room: Box, tables: Iterable[Table], notes: str = "", *, level: int = 0
) -> list[Planned]:
    """Return slides with tables below each other; one alone needs no heading of its own."""
    shown = list(map(without_blanks, tables))

    def make(size: float) -> list[Block]:
        several = len(shown) > 1
        blocks = [table_block(table, room.width, size, caption=several) for table in shown]
        remarks = tuple(paragraph(r, size, before=3.0) for table in shown for r in table.remarks)
        return [*blocks, Words(remarks, f"About {title}")] if remarks else blocks

    return series(title, best(make, room), notes, level)


# -- the whole ---------------------------------------------------------------------------------


def _overview(option: Option, room: Box) -> Iterator[Planned]:
    state = option.state
    root = state.label(state.root)
    notes = _notes(_figure_sources(state, state.at_tier(Tier.UNIT)), _LEGEND)
    drawn = charts.nation(option, room)
    title = f"{root}: {state.pack.kind_at(Tier.GROUP).plural}"
    if drawn is not None:
        yield Planned(title, [drawn], f"{_signs()}\n{notes}", 0)
    else:
        yield from _tables(title, room, [_all_groups(option)], notes)
    table = regions_table(option)
    yield from _tables(f"{root}: totals", room, [table], _notes(_remarks(table), notes))
    counts = before_after_table(state, [state.root], BeforeAfter(state))
    yield from _tables(f"{root}: posts, before and after", room, [counts])
    said = [state.note, *(f"Limit set for this plan: {words}." for words in limits_set(state))]
    paragraphs = tuple(paragraph(words, 12.0, before=4.0) for words in said if words)
    if paragraphs:
        pages = best(lambda _: [Words(paragraphs, "About this option")], room)
        yield from series("About this option", pages, level=0)


def _all_groups(option: Option) -> Table:
    """Return all groups in one table, with their region and the sum of all."""
    state = option.state
    whole = regions_table(option)
    kind = state.pack.kind_at(Tier.REGION)
    found = [(state.label(r), groups_table(option, r)) for r in state.at_tier(Tier.REGION)]
    columns = (Column("region", kind.label, weight=2), *whole.columns[1:])
    rows = tuple((text(label), *_with_code(row)) for label, table in found for row in table.rows)
    return Table(whole.title, columns, rows, (BLANK, *_with_code(whole.total)), whole.empty)


def _with_code(row: Row) -> Row:
    """Return a row with code and name in one cell."""
    code, name, *others = row
    return (text(f"{code.text} {name.text}".strip()), *others)


def _regions(option: Option, room: Box) -> Iterator[Planned]:
    state = option.state
    kind = state.pack.kind_at(Tier.GROUP)
    for region in state.at_tier(Tier.REGION):
        table = groups_table(option, region)
        notes = _notes(_remarks(table), [_LEGEND])
        pages = charts.region(option, region, room)
        yield from series(f"{state.label(region)}: {kind.plural}", pages, notes, 0)


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
    tiles, high = _tiles(option, group, room)
    units = without_blanks(units_table(option, group))
    judged = _short(findings_table(option, inside, JUDGED))
    judged = without_blanks(judged)
    judged = Table(
        "Rules broken, and accepted exceptions",
        *(judged.columns, judged.rows, judged.total, "none."),
    )
    posts = without_blanks(team_table(state, group))
    waivers = waivers_given(option, inside)
    unknown = not_yet_known(option, group)

    def make(size: float) -> list[Block]:
        said = [paragraph(words, size) for words in waivers]
        if unknown:
            runs = (Run(f"{capital(UNKNOWN)}: ", size, bold=True), Run(unknown, size))
            said.append(Paragraph(runs, before=3.0 if said else 0.0))
        return [
            table_block(units, room.width, size),
            table_block(judged, room.width, size),
            *(
                [Words(tuple(said), "Accepted exceptions, and what is not yet known")]
                if said
                else []
            ),
            table_block(posts, room.width, size),
        ]

    pages = best(make, room, high + GAP)
    pages[0].insert(0, tiles)
    region = state.region_of(group)
    above = [] if region is None else [f"In {state.label(region)}."]
    found = sorted((f for o in inside for f in option.findings.of(o)), key=lambda f: f.order)
    asked = {f.rule.id: f.rule for f in found if f.verdict in OPEN}
    sources = [f"{r.id} {r.title}: {r.source}" for r in asked.values() if r.source]
    notes = _notes(
        above, _remarks(units), _figure_sources(state, state.members(group)), sources, [_LEGEND]
    )
    return series(f"{state.code(group)} {state.label(group)}", pages, notes, _GROUP_LEVEL)


def _incomplete(option: Option) -> Table:
    return _short(findings_table(option, None, {Verdict.INCOMPLETE}, folded=True))


def _short(findings: Table) -> Table:
    """Return findings without how well their sources are known: codes that nobody explains here."""
    kept = [i for i, column in enumerate(findings.columns) if column.id != "confidence"]
    columns = tuple(findings.columns[i] for i in kept)
    rows = tuple(tuple(row[i] for i in kept) for row in findings.rows)
    return Table(findings.title, columns, rows, empty=findings.empty)


def _tiles(option: Option, group: str, room: Box) -> tuple[Callable[[Canvas], None], float]:
    """Return the row of boxes with the verdict and what the group comes to, and its height."""
    state = option.state
    totals, words = state.totals(group), state.pack.words
    standing = option.findings.standing(group)
    cells: list[tuple[str, Cell]] = [
        (capital(state.pack.kind_at(Tier.UNIT).plural), count_cell(totals.units)),
        *((m.label, sum_cell(m, totals.sums[m.id])) for m in headline(state)),
        (capital(words.officers), count_cell(totals.officers)),
        (capital(words.accountables), count_cell(totals.accountable_officers)),
    ]
    mark = MARKS[standing.sign]
    sign = (Run(f"{mark} ", 12.0, bold=True, ink=sign_ink(standing.sign)),) if mark else ()
    verdict = (
        paragraph(STANDING, FLOOR, ink=Ink.QUIET),
        Paragraph((*sign, Run(charts.told(standing), 12.0, bold=True))),
    )
    wide = (room.width - _TILE_GAP * len(cells)) / (len(cells) + _VERDICT_TILES)
    said = [(STANDING, verdict, wide * _VERDICT_TILES)]
    for caption, cell in cells:
        number = paragraph(cell.text, 14.0, bold=True)
        said.append((caption, (paragraph(caption, FLOOR, ink=Ink.QUIET), number), wide))
    high = max(_TILE.height(words, width) for _, words, width in said)

    def draw(canvas: Canvas) -> None:
        x = room.x
        for caption, words, width in said:
            canvas.shape(Box(x, room.y, width, high), words, _TILE, name=caption)
            x += width + _TILE_GAP

    return draw, high


# -- findings, changes, sources ----------------------------------------------------------------


def _findings(option: Option, room: Box) -> Iterator[Planned]:
    counts = verdicts_table(option)
    yield from _tables("Findings: how many", room, [counts], _signs())
    judged = _short(findings_table(option, None, JUDGED))
    yield from _tables("Findings: broken or accepted", room, [judged])
    waivers = waivers_given(option)
    if waivers:
        said = tuple(paragraph(words, 12.0, before=3.0) for words in waivers)
        pages = best(lambda _: [Words(said, "Accepted by whom")], room)
        yield from series("Findings: accepted by whom, and why", pages, level=0)
    yield from _tables("Findings: not yet known", room, [_incomplete(option)])


def _changes(option: Option, room: Box) -> Iterator[Planned]:
    yield from _tables("Changes", room, [changes_table(option)])


def _sources(option: Option, room: Box) -> Iterator[Planned]:
    yield from _tables("Rules and their sources", room, [rules_table(option)])
    estimates = with_sources_below(estimates_table(option))
    yield from _tables(estimates.title, room, [estimates])
    said = tuple(paragraph(words, 12.0, before=4.0) for words in option.pack.credits)
    if said:
        pages = best(lambda _: [Words(said, "Credits")], room)
        yield from series("Licences and credits", pages, level=0)


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


def _signs() -> str:
    told = ", ".join(f"{MARKS[sign]} {SIGN_WORDS[sign]}" for sign in Sign if MARKS[sign])
    return f"Signs: {told}; {WORST}."
