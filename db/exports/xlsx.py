"""The report as a workbook: a sheet for each table, with sums that can be followed and checked.

A total is a formula over the rows that make it up, written only where it comes to what the model
has; that is its cached value too. Sums by code are SUMPRODUCT, not SUMIFS, which takes the codes
5E1 and 50 for one and the same number and reads * as "anything". Texts are written as texts,
whatever they look like.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from db.placements import LEADS
from model.before_after import BeforeAfter
from model.option import Option
from model.remarks import limits_set, waivers_given
from model.report.changes import changes_table
from model.report.imprint import Imprint
from model.report.lists import groups_list, posts_list, units_list
from model.report.outline import facts
from model.report.parts import Part
from model.report.posts import before_after_table
from model.report.rules import findings_table, rules_table
from model.report.table import Cell, Column, Holds, Row, Table
from model.report.totals import estimates_table, regions_table
from model.rules.rule import Verdict
from model.rules.standing import EXCEPTION
from model.texts import read_moment
from model.wording import DASH, STAR

Step = Callable[[int, int], None]

A4, A3 = 9, 8
"""Excel's numbers of papers."""
_BROAD = 190
"""Characters from which on a sheet has the larger paper: on A4 they would be under 7 pt."""

_LONGEST = 32_000
"""Characters of a text; a cell holds 767 more."""
_NAME_LENGTH = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']|[^\x20-\uffff]")
_MIN_WIDTH, _WIDTH_A_WEIGHT, _MAX_WIDTH = 7, 10, 60
_WIDE = 90
_LINE = 15
"""Height of a line, points."""
_ROOMY = 0.9
"""Share of a column's width that texts can be trusted to find: letters differ, lines break."""
_MOST_LINES = 27
"""More a row can't be high."""
_EARLIEST = datetime.datetime(1900, 3, 1)
"""The first day that sheets agree on."""

_VERDICTS = (
    ("begins with", "Breaks", "#F9D6D2", "#8C1D14"),
    ("containing", EXCEPTION[0], "#E3E7EB", "#36424D"),
    ("begins with", "Waived", "#E3E7EB", "#36424D"),
    ("begins with", "Incomplete", "#E3E7EB", "#36424D"),
    ("begins with", "Meets", "#D5EEDD", "#14532B"),
)
"""Words by which a verdict is known, with its ground and ink, worst first; the words stay."""


@dataclass
class _Sheet:
    """A table with what is to be worked out in it."""

    name: str
    table: Table
    sums: Mapping[str, _Lookup] = field(default_factory=dict)

    @property
    def quoted(self) -> str:
        return f"'{self.name}'"

    def place(self, identifier: str) -> int:
        """Return the column of an id, -1 if there is none."""
        return next((i for i, c in enumerate(self.table.columns) if c.id == identifier), -1)

    def column(self, identifier: str) -> str:
        """Return all cells of a column as a formula names them."""
        letter = xl_col_to_name(self.place(identifier), col_abs=True)
        return f"{self.quoted}!{letter}$2:{letter}${len(self.table.rows) + 1}"


@dataclass(frozen=True)
class _Lookup:
    """What a column adds up from another sheet: of its rows, those that agree in some columns.

    Attributes
    ----------
    agree : tuple of pairs of str
        Column ids there and here.
    wanted : tuple of pairs of str
        Column ids there and the text that must stand in them.
    add : str
        Column id there; "" to count rows.
    """

    source: _Sheet
    agree: tuple[tuple[str, str], ...]
    add: str = ""
    wanted: tuple[tuple[str, str], ...] = ()

    def formula(self, sheet: _Sheet, row: int) -> str:
        tests = [
            f"--({self.source.column(there)}={xl_rowcol_to_cell(row, sheet.place(here))})"
            for there, here in self.agree
        ]
        tests += [f'--({self.source.column(there)}="{text}")' for there, text in self.wanted]
        added = [self.source.column(self.add)] if self.add else []
        return f"=SUMPRODUCT({','.join(tests + added)})"

    def value(self, sheet: _Sheet, cells: Row) -> int:
        """Return what the formula comes to in a row."""
        pairs = [(self.source.place(there), cells[sheet.place(here)]) for there, here in self.agree]
        asked = [(place, cell.text.casefold()) for place, cell in pairs]
        asked += [(self.source.place(there), text) for there, text in self.wanted]
        added = self.source.place(self.add)
        total = 0
        for row in self.source.table.rows:
            if all(row[place].text.casefold() == text for place, text in asked):
                value = row[added].value if self.add else 1
                total += value if isinstance(value, int) else 0
        return total


def to_xlsx(option: Option, parts: Collection[Part], imprint: Imprint, step: Step) -> bytes:
    """Return a report as a workbook.

    Parameters
    ----------
    step : callable
        Told how many sheets are done, and of how many; may raise to stop.
    """
    data = io.BytesIO()
    # In memory, entries of the archive have one fixed time.
    book = Workbook(data, {"in_memory": True})
    book.set_properties(
        {
            "title": imprint.title,
            "comments": imprint.line,
            "author": "",
            "created": imprint.changed.replace(tzinfo=None),
        }
    )
    writer = _Writer(book, imprint)
    sheets = list(_sheets(option, parts))
    writer.about(option, sheets)
    for done, sheet in enumerate(sheets):
        step(done, len(sheets))
        writer.table(sheet)
    step(len(sheets), len(sheets))
    book.close()
    return data.getvalue()


# -- what stands where -----------------------------------------------------------------------------


def _sheets(option: Option, parts: Collection[Part]) -> Iterable[_Sheet]:
    taken = {"about"}

    def sheet(name: str, table: Table, sums: Mapping[str, _Lookup] | None = None) -> _Sheet:
        return _Sheet(_sheet_name(name, taken), table, sums or {})

    def named(table: Table, sums: Mapping[str, _Lookup] | None = None) -> _Sheet:
        return sheet(table.title, table, sums)

    state = option.state
    units = groups = posts = None
    if Part.GROUPS in parts:
        units = named(units_list(option))
        posts = sheet("Posts", posts_list(option))
        groups = named(groups_list(option))
        groups.sums = _sums_of_groups(groups, units, posts)
    if Part.REGIONS in parts:
        table = regions_table(option)
        adding = [c.id for c in table.columns if c.adds_up]
        own = (("region_code", "code"),)
        sums = {c: _Lookup(groups, own, c) for c in adding} if groups else {}
        yield named(table, sums)
    if groups and units and posts:
        yield from (groups, units, posts)
    if Part.OVERVIEW in parts:
        table = before_after_table(state, [state.root], BeforeAfter(state))
        yield sheet("Before and after", table)
    if Part.FINDINGS in parts:
        yield sheet("Rule results", findings_table(option, verdicts=frozenset(Verdict)))
    if Part.CHANGES in parts:
        yield sheet("Changes", changes_table(option))
    if Part.SOURCES in parts:
        yield sheet("Sources", rules_table(option))
        yield sheet("Estimates", estimates_table(option))


def _sums_of_groups(groups: _Sheet, units: _Sheet, posts: _Sheet) -> dict[str, _Lookup]:
    own = (("group_code", "code"), ("region_code", "region_code"))
    measures = [
        c.id for c in groups.table.columns if c.adds_up and c.id not in ("units", "officers")
    ]
    return {
        "units": _Lookup(units, own),
        "officers": _Lookup(posts, own, wanted=(("officer", "yes"),)),
        **{m: _Lookup(units, own, m) for m in measures if units.place(m) >= 0},
    }


def _sheet_name(name: str, taken: set[str]) -> str:
    """Return a name that a sheet may have and no other has."""
    base = _NOT_IN_NAMES.sub(" ", name).strip()[:_NAME_LENGTH].strip() or "Sheet"
    if base.casefold() == "history":  # which Excel keeps for itself
        base = "Log"
    found, number = base, 1
    while found.casefold() in taken:
        number += 1
        ending = f" {number}"
        found = base[: _NAME_LENGTH - len(ending)] + ending
    taken.add(found.casefold())
    return found


# -- writing ---------------------------------------------------------------------------------------


class _Writer:
    def __init__(self, book: Workbook, imprint: Imprint) -> None:
        self._book, self._imprint = book, imprint
        self._formats: dict[tuple[object, ...], Format] = {}
        self._footer = _footer(imprint)

    def _format(self, **look: object) -> Format:
        key = tuple(sorted(look.items(), key=str))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"valign": "top", **look})
        return self._formats[key]

    # -- the first sheet --

    def about(self, option: Option, sheets: Iterable[_Sheet]) -> None:
        """Write the sheet that says what the workbook is."""
        page = self._book.add_worksheet("About")
        self._set_up(page, self._imprint.title, repeat=False)
        page.set_column(0, 0, 24)
        page.set_column(1, 1, _WIDE)
        page.write_string(0, 0, _cut(self._imprint.title), self._format(bold=True, font_size=16))
        pairs = [
            *facts(option),
            ("File", self._imprint.line),
            ("Written by", self._imprint.program),
        ]
        pairs += [
            ("Signs", f"{STAR} contains an estimate. An empty cell: no figure is known."),
            ("Totals", "Formulas over the rows of the other sheets, by code."),
        ]
        pairs += [("Note", option.state.note)] if option.state.note else []
        pairs += [("Limit that is not the pack's", text) for text in limits_set(option.state)]
        pairs += [("Accepted by users", text) for text in waivers_given(option)]
        pairs += [("Source", text) for text in option.pack.credits]
        remarks = dict.fromkeys(text for sheet in sheets for text in sheet.table.remarks)
        pairs += [("Note", text) for text in remarks]
        for row, (caption, text) in enumerate(pairs, 2):
            page.write_string(row, 0, caption, self._format(font_color="#4F5F6D"))
            page.write_string(row, 1, _cut(text), self._format(text_wrap=True, **_guard(text)))
            page.set_row(row, _LINE * _lines(text, _WIDE))

    # -- tables --

    def table(self, sheet: _Sheet) -> None:
        """Write a sheet with a table in it."""
        table = sheet.table
        page = self._book.add_worksheet(sheet.name)
        self._set_up(page, table.title, repeat=True)
        last = len(table.columns) - 1
        head = self._format(bold=True, text_wrap=True, bottom=2, bg_color="#E8EDF2")
        head_right = self._format(
            bold=True, text_wrap=True, bottom=2, bg_color="#E8EDF2", align="right"
        )
        widths = [_width(table, place) for place in range(last + 1)]
        if sum(widths) > _BROAD:
            page.set_paper(A3)
        titles = [column.title for column in table.columns]
        page.set_row(0, _LINE * max(map(_lines, titles, (width - 3 for width in widths))))
        for place, column in enumerate(table.columns):
            page.set_column(place, place, widths[place])
            look = head_right if column.holds.is_number else head
            page.write_string(0, place, _cut(column.title), look)
        page.freeze_panes(1, _frozen(table))
        if not table.rows:
            page.write_string(1, 0, table.empty)
            return
        end = len(table.rows)
        for row, cells in enumerate(table.rows, 1):
            for place, (cell, column) in enumerate(zip(cells, table.columns, strict=True)):
                lookup = sheet.sums.get(column.id)
                formula = ""
                if lookup and lookup.source.table.rows and lookup.value(sheet, cells) == cell.value:
                    formula = lookup.formula(sheet, row)
                self._write(page, row, place, cell, column, formula)
            page.set_row(row, _height(cells, table, widths))
        page.autofilter(0, 0, end, last)
        for place, column in enumerate(table.columns):
            if column.holds is Holds.STANDING:
                self._colour(page, place, end)
        page.ignore_errors({"number_stored_as_text": f"A1:{xl_rowcol_to_cell(end + 1, last)}"})
        if table.total:
            self._total(page, table, end)
            page.set_row(end + 1, _height(table.total, table, widths))

    def _total(self, page: Worksheet, table: Table, end: int) -> None:
        for place, (cell, column) in enumerate(zip(table.total, table.columns, strict=True)):
            values = [row[place].value for row in table.rows]
            known = sum(value for value in values if isinstance(value, int))
            letter = xl_col_to_name(place)
            formula = ""
            if column.adds_up and known == cell.value:
                formula = f"=SUM({letter}2:{letter}{end + 1})"
            self._write(page, end + 1, place, cell, column, formula, bold=True, top=1)

    def _write(
        self,
        page: Worksheet,
        row: int,
        place: int,
        cell: Cell,
        column: Column,
        formula: str = "",
        **look: object,
    ) -> None:
        value = cell.value
        if value is None or value == "":
            # A verdict has words even where nothing was judged.
            if look or cell.text not in ("", DASH):
                shown = "" if cell.text == DASH else cell.text
                page.write(row, place, shown or None, self._format(**look))
        elif isinstance(value, int):
            style = self._format(num_format=_number(column.holds, cell.text), **look)
            number = value / 100 if column.holds is Holds.HUNDREDTHS else value
            if formula:
                page.write_formula(row, place, formula, style, number)
            else:
                page.write_number(row, place, number, style)
        elif (moment := _moment(column, str(value))) is not None:
            style = self._format(num_format="yyyy-mm-dd hh:mm", align="left", **look)
            page.write_datetime(row, place, moment, style)
        else:
            text = _cut(cell.text)
            if column.holds is Holds.STANDING:
                look["indent"] = 1  # numbers to its left stand against it
            style = self._format(text_wrap=_wraps(column), **_guard(text), **look)
            page.write_string(row, place, text, style)

    def _colour(self, page: Worksheet, place: int, end: int) -> None:
        for where, word, ground, ink in _VERDICTS:
            # Never told to `_format`: a conditional format has no place of its own in a cell.
            look = self._book.add_format({"bg_color": ground, "font_color": ink})
            rule = {"type": "text", "criteria": where, "value": word, "format": look}
            page.conditional_format(1, place, end, place, rule)

    def _set_up(self, page: Worksheet, title: str, *, repeat: bool) -> None:
        page.set_landscape()
        page.set_paper(A4)
        page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        page.fit_to_pages(1, 0)
        if repeat:
            page.repeat_rows(0)
        page.set_header(f"&L&B{_plain(self._imprint.title, 100)}&R{_plain(title, 80)}")
        page.set_footer(self._footer)


def _width(table: Table, place: int) -> int:
    """Return the width of a column: of its longest text, as far as it deserves."""
    column = table.columns[place]
    cells = [row[place] for row in table.rows]
    cells += [table.total[place]] if table.total else []
    longest = max((len(line) for cell in cells for line in cell.text.split("\n")), default=0)
    words = max(len(word) for word in column.title.split() or [""])
    if column.holds.is_number:
        return max(_MIN_WIDTH, longest + 2, words + 4)
    most = min(_MAX_WIDTH, _WIDTH_A_WEIGHT * (column.weight + 1))
    # The heads have the button of the filter beside them.
    return max(_MIN_WIDTH, min(longest + 2, most), words + 4)


def _wraps(column: Column) -> bool:
    return column.weight > 1 or column.holds is Holds.STANDING


def _lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column."""
    room = max(1, int(width * _ROOMY))
    return sum(max(1, -(-len(line) // room)) for line in text.split("\n"))


def _height(cells: Row, table: Table, widths: Sequence[int]) -> int:
    """Return how high a row is: programs that open the file don't all work it out."""
    lines = (
        _lines(cell.text, width)
        for cell, column, width in zip(cells, table.columns, widths, strict=True)
        if _wraps(column)
    )
    return _LINE * min(_MOST_LINES, max(lines, default=1))


def _frozen(table: Table) -> int:
    """Return how many columns stay in sight: the code and the name, if they come first."""
    return 2 if [c.id for c in table.columns[:2]] == ["code", "name"] else 0


def _number(holds: Holds, text: str) -> str:
    """Return the format of a number; the star of an estimate is part of it."""
    star = '"*"' if text.endswith(STAR) else ""
    if holds is Holds.HUNDREDTHS:
        return f"0.00{star}"
    sign = "£" if holds is Holds.MONEY or "£" in text else ""
    return f"{sign}#,##0{star};-{sign}#,##0{star}"


def _moment(column: Column, value: str) -> datetime.datetime | None:
    """Return a date as sheets have them, None for what is none or too early."""
    if column.holds is not Holds.DATE:
        return None
    moment = read_moment(value).replace(microsecond=0, tzinfo=None)
    return moment if moment >= _EARLIEST else None


def _guard(text: str) -> dict[str, bool]:
    """Return the format that keeps a text a text when somebody edits it."""
    return {"quote_prefix": True} if text.startswith(LEADS) else {}


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _plain(text: str, most: int) -> str:
    """Return a text for a header or a footer, where & begins a command."""
    short = text if len(text) <= most else f"{text[:most]}…"
    return short.replace("&", "&&")


def _footer(imprint: Imprint) -> str:
    return f"&L{_plain(imprint.line, 150)}&RPage &P of &N"
