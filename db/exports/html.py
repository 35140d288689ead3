"""The report as one page of HTML: whole in itself, without scripts, for screens and printers.

Every text is escaped, so that nothing in a scenario is taken for markup. Nothing is fetched: style
stands in the page. Readers that speak find headings in order, captions and header cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from types import MappingProxyType

from model.option import Option
from model.report.imprint import Imprint
from model.report.legend import NUMBER_WORDS
from model.report.outline import Section, facts
from model.report.reading import for_column, for_reading
from model.report.table import MARKS, Cell, Column, Holds, Row, Table
from model.rules.standing import SIGN_WORDS, WORST, Sign
from model.wording import capital

_WIDEST = 6
"""Weight of the columns that get the most room."""
_SHORT = 16
"""Rows of a table that is not divided in print."""
_NARROW, _FEW = 6, 4
"""Columns of a table that has room for another beside it, and findings that have it there."""
_LONG_WORD = re.compile(r"\S{21,}")
"""A word, escaped, that may make a table wider than a page in print if it is not broken."""
_BELOW_NOTHING = re.compile(r"[−-][£$€][\d.,]*\d[a-z]*")


def to_html(
    option: Option,
    sections: Sequence[Section],
    imprint: Imprint,
    figures: Mapping[str, Sequence[str]] = MappingProxyType({}),
    style: str = "",
) -> str:
    """Return a report as a page.

    Parameters
    ----------
    figures : mapping of str to sequence of str
        Charts as elements of HTML, by the id of the section that they stand in.
    style : str
        What of a style sheet they need.
    """
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en-GB">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta name="generator" content="{escape(imprint.program)}">',
        f"<title>{escape(imprint.title)}</title>",
        f"<style>{_STYLE}{style}</style>",
        "</head>",
        "<body>",
        '<a class="skip" href="#report">Go to the report</a>',
        "<header>",
        f"<h1>{escape(imprint.title)}</h1>",
        *_facts(option),
        *_legend(),
        "</header>",
        '<nav aria-label="Contents">',
        *_contents(sections),
        "</nav>",
        '<main id="report">',
        *(line for section in sections for line in _section(section, 2, figures)),
        "</main>",
        "<footer>",
        *_line(imprint.line, "small"),
        *_line(f"Written by {imprint.program}.", "small"),
        "</footer>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _line(text: str, style: str) -> Iterator[str]:
    if text:
        yield f'<p class="{style}">{escape(text)}</p>'


def _legend() -> Iterator[str]:
    """Iterate over what signs and marks mean, before the first of them."""
    signs = (
        f'<span class="{sign.value}">{MARKS[sign]}</span> {escape(SIGN_WORDS[sign])}'
        for sign in Sign
        if MARKS[sign]
    )
    marks = (f"{mark} {words}" for mark, words in NUMBER_WORDS.items())
    entries = "".join(f"<li>{entry}</li>" for entry in (*signs, capital(WORST), *marks))
    yield f'<ul class="legend" aria-label="Signs and marks">{entries}</ul>'


def _facts(option: Option) -> Iterator[str]:
    yield "<dl>"
    for caption, text in facts(option):
        yield f"<div><dt>{escape(caption)}</dt><dd>{escape(text)}</dd></div>"
    yield "</dl>"


def _contents(sections: Iterable[Section]) -> Iterator[str]:
    yield "<ul>"
    for section in sections:
        yield f'<li><a href="#{escape(section.id)}">{escape(section.title)}</a>'
        if section.sections:
            yield from _contents(section.sections)
        yield "</li>"
    yield "</ul>"


def _section(section: Section, level: int, figures: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield f'<section id="{escape(section.id)}" class="level{level}">'
    yield f"<h{level}>{escape(section.title)}</h{level}>"
    for paragraph in section.paragraphs:
        for line in paragraph.split("\n"):
            yield f"<p>{_said(line)}</p>"
    for figure in figures.get(section.id, ()):
        # A group that the keyboard can scroll, as tables are.
        yield '<div class="scroll" tabindex="0" role="group" aria-label="Chart">'
        yield f'<figure class="chart">{figure}</figure></div>'
    yield from _tables(section.tables)
    for below in section.sections:
        yield from _section(below, level + 1, figures)
    yield "</section>"


def _tables(tables: Sequence[Table]) -> Iterator[str]:
    """Iterate over tables, small ones beside each other where there is room."""
    at = 0
    while at < len(tables):
        beside = _beside(*tables[at : at + 2]) if at + 1 < len(tables) else None
        if beside is None:
            yield from _table(tables[at])
            at += 1
            continue
        yield '<div class="pair"><div>'
        yield from _table(tables[at])
        yield "</div><div>"
        yield from _table(beside)
        yield "</div></div>"
        at += 2


def _beside(left: Table, right: Table) -> Table | None:
    """Return how a table is written beside another, None if it stands below it."""
    if not left.rows or not _is_narrow(left) or len(right.rows) > _SHORT:
        return None
    if not right.rows or _is_narrow(right):
        return right
    return for_column(right) if len(right.rows) <= _FEW else None


def _is_narrow(table: Table) -> bool:
    """Whether a table has numbers alone beside the names of its rows."""
    columns = table.columns
    return len(columns) <= _NARROW and sum(not c.holds.is_number for c in columns) == 1


def _table(given: Table) -> Iterator[str]:
    table = for_reading(given)
    if not table.rows:
        yield f'<p class="none"><b>{escape(table.title)}:</b> {escape(table.empty)}</p>'
        yield from _remarks(table)
        return
    # A group, not a region: there are too many to be landmarks.
    short = " short" if len(table.rows) <= _SHORT else ""
    yield (
        f'<div class="scroll{short}" tabindex="0" role="group" aria-label="{escape(table.title)}">'
    )
    yield f"<table><caption>{escape(table.title)}</caption>"
    heads = (f'<th scope="col"{_style(c)}>{escape(c.title)}</th>' for c in table.columns)
    yield f"<thead><tr>{''.join(heads)}</tr></thead>"
    yield "<tbody>"
    for row in table.rows:
        yield from _row(row, table.columns)
    yield "</tbody>"
    if table.total:
        yield f"<tfoot>{''.join(_row(table.total, table.columns))}</tfoot>"
    yield "</table></div>"
    yield from _remarks(table)


def _remarks(table: Table) -> Iterator[str]:
    for remark in table.remarks:
        yield from _line(remark, "small")


def _row(row: Row, columns: Sequence[Column]) -> Iterator[str]:
    named = next((place for place, column in enumerate(columns) if column.weight > 1), 0)
    if len(columns) == 1:
        named = -1  # a row of one cell has nothing to be the head of
    cells = (
        _cell(cell, column, is_head=place == named)
        for place, (cell, column) in enumerate(zip(row, columns, strict=True))
    )
    # What is said of numbers would make their column broad, or the row high.
    notes = " · ".join(
        f"{column.title}: {cell.note}"
        for cell, column in zip(row, columns, strict=True)
        if cell.note and column.holds.is_number
    )
    if not notes:
        yield f"<tr>{''.join(cells)}</tr>"
        return
    yield f'<tr class="noted">{"".join(cells)}</tr>'
    before = f'<td colspan="{named}"></td>' if named > 0 else ""
    wide = len(columns) - max(named, 0)
    yield f'<tr class="notes">{before}<td colspan="{wide}">{_said(notes)}</td></tr>'


def _cell(cell: Cell, column: Column, *, is_head: bool) -> str:
    mark = MARKS[cell.sign]
    text = _said(cell.text)
    if mark:
        text = f'<span class="{cell.sign.value}" aria-hidden="true">{mark}</span> {text}'
    if cell.note and not column.holds.is_number:
        text += f'<small class="note">{_said(cell.note)}</small>'
    if is_head:
        return f'<th scope="row"{_style(column)}>{text}</th>'
    return f"<td{_style(column)}>{text}</td>"


def _said(text: str) -> str:
    """Return a text as HTML has it, an amount below nothing in one piece.

    Browsers may begin a line between a minus sign and a currency sign. They make a column of a
    table as wide as its longest word, so those that may be broken anywhere are marked.
    """
    said = _LONG_WORD.sub(r'<span class="long">\g<0></span>', escape(text))
    said = _BELOW_NOTHING.sub(r'<span class="whole">\g<0></span>', said)
    return said.replace("\n", "<br>")


def _style(column: Column) -> str:
    if column.holds.is_number:
        return ' class="number"'
    if column.holds is Holds.CODE:
        return ' class="code"'
    if column.holds is Holds.STANDING and column.weight == 1:
        return ' class="whole"'
    return f' class="w{min(column.weight, _WIDEST)}"' if column.weight > 1 else ""


_STYLE = """
:root { color-scheme: light dark; --ink: #1d2a35; --quiet: #4f5f6d; --line: #c9d2da;
  --ground: #ffffff; --panel: #f2f5f8; --accent: #005eb8; --bad: #b3261e; --warn: #8a4b00;
  --good: #1f6b3a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebf0; --quiet: #a9b6c2; --line: #3a4753;
  --ground: #12181e; --panel: #1c252e; --accent: #7cb8f5; --bad: #ff8a80; --warn: #f0b35c;
  --good: #7fd6a0; } }
body { font: 15px/1.45 system-ui, "Segoe UI", Arial, sans-serif; color: var(--ink);
  background: var(--ground); margin: 0 auto; max-width: 76rem; padding: 1.5rem; }
h1, h2, h3, p, li, dd, caption, .note { overflow-wrap: anywhere; }
a { color: var(--accent); }
.skip { position: absolute; left: -99rem; }
.skip:focus { position: static; }
h1 { font-size: 1.9rem; margin: 0 0 .5rem; }
h2 { font-size: 1.4rem; margin: 2.5rem 0 .5rem; border-bottom: 2px solid var(--accent); }
h3 { font-size: 1.15rem; margin: 2rem 0 .25rem; }
dl { display: flex; flex-wrap: wrap; gap: .25rem 2rem; margin: 0; }
dl div { display: flex; gap: .5rem; }
dt { color: var(--quiet); }
dd { margin: 0; font-weight: 600; }
nav { background: var(--panel); padding: .75rem 1rem; margin: 1.25rem 0; }
nav ul { margin: 0; padding-left: 1.1rem; }
nav ul ul { columns: 16rem; column-gap: 2rem; padding-left: 1.1rem; }
.scroll { overflow-x: auto; margin: 1rem 0; }
@media screen and (max-width: 40rem) { .scroll:has(> .chart) { border: 1px solid var(--line); } }
.chart { margin: 0; background: #ffffff; padding: .5rem; width: fit-content; }
.chart svg { display: block; height: auto; font-variant-numeric: tabular-nums; }
@media (min-width: 40rem) { .chart { width: auto; max-width: 60rem; }
  .chart svg { width: 100%; } }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .3rem .4rem;
  border-bottom: 1px solid var(--line); }
.w2, .w3, .w4, .w5, .w6 { overflow-wrap: anywhere; }
.w2 { min-width: 5rem; } .w3 { min-width: 7rem; } .w4 { min-width: 8rem; }
.w5 { min-width: 10rem; } .w6 { min-width: 12rem; }
.code { overflow-wrap: anywhere; min-width: 3.5rem; }
thead th { border-bottom: 2px solid var(--quiet); color: var(--quiet); }
tbody th { font-weight: 400; }
tfoot th, tfoot td { font-weight: 600; border-top: 2px solid var(--quiet); }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.whole { white-space: nowrap; }
.long { overflow-wrap: anywhere; }
.note, .small, .none { color: var(--quiet); }
.note { display: block; font-weight: 400; white-space: normal; }
thead .number { white-space: normal; }
.noted th, .noted td { border-bottom: 0; padding-bottom: 0; }
.notes td { color: var(--quiet); font-size: .87em; font-weight: 400; padding-top: 0; }
tfoot .notes td { border-top: 0; font-weight: 400; }
.legend { display: flex; flex-wrap: wrap; gap: .1rem 1.25rem; list-style: none; margin: 1rem 0 0;
  padding: 0; font-size: .87em; color: var(--quiet); }
.small { font-size: .87em; }
.cross { color: var(--bad); } .over, .under, .advice { color: var(--warn); }
.exception, .open { color: var(--quiet); } .tick { color: var(--good); }
footer { margin-top: 3rem; border-top: 1px solid var(--line); color: var(--quiet); }
@media screen and (min-width: 60rem) { .pair { display: grid; gap: 0 2rem; align-items: start;
  grid-template-columns: minmax(0, 11fr) minmax(0, 9fr); } }
@page { margin: 12mm; }
@media print { body { max-width: none; padding: 0; font-size: 8.5pt; line-height: 1.3; }
  .skip { display: none; }
  .w2, .w3, .w4, .w5, .w6 { min-width: 0; overflow-wrap: break-word; }
  tfoot { display: table-row-group; } th, td { padding: 2pt; }
  .pair { display: flex; flex-wrap: wrap; gap: 0 2em; align-items: start; }
  .pair > div { flex: 11 1 0; min-width: min-content; } .pair > div + div { flex-grow: 9; }
  .scroll { margin: 6pt 0; } h3 { margin-top: 16pt; } p { margin: 4pt 0; }
  h2 { font-size: 15pt; margin-top: 18pt; } .level3 > h3 { font-size: 12pt; }
  .chart { break-inside: avoid; padding: 0; width: auto; }
  .chart svg { max-width: 100%; max-height: 240mm; width: auto; margin: 0 auto; }
  .short, .level3, .pair { break-inside: avoid; }
  thead { display: table-header-group; } tr { break-inside: avoid; }
  tbody tr:nth-last-child(2), tbody tr:last-child { break-before: avoid; }
  tfoot tr, .notes { break-before: avoid; }
  h2, h3, caption, thead, h2 + p, h3 + p { break-after: avoid; } .scroll { overflow: visible; }
  section.level2 { break-before: page; } #changes, #sources { break-before: auto; } }
"""
