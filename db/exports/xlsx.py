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

from db.exports.arial import FONT, wrapped
from db.exports.fitting import (
    BUTTON,
    CHARACTER,
    MOST_HIGH,
    SIZE,
    column_width,
    high,
    lines_in,
    pieces,
    room_aside,
    row_height,
    signed,
    wraps,
)
from db.placements import LEADS
from model.before_after import BeforeAfter
from model.option import Option
from model.remarks import limits_set, waivers_given
from model.report.changes import changes_table
from model.report.imprint import Imprint
from model.report.legend import NUMBER_WORDS, marks_told
from model.report.lists import groups_list, posts_list, units_list
from model.report.outline import facts
from model.report.parts import Part
from model.report.posts import before_after_table
from model.report.rules import JUDGED, findings_table, rules_table
from model.report.sheets import Sheet as SheetKind
from model.report.sheets import sheets_told
from model.report.table import Cell, Column, Holds, Row, Table
from model.report.totals import estimates_table, regions_table
from model.rules.rule import Verdict
from model.rules.standing import WORST, Sign
from model.texts import read_moment
from model.wording import DASH, STAR, capital, counted

Step = Callable[[int, int], None]

A4, A3 = 9, 8
"""Excel's numbers of papers."""
_BROAD = 205
"""Characters from which on a sheet has the larger paper: on A4 they would be under 7 pt."""

_LONGEST = 32_000
"""Characters of a text; a cell holds 767 more."""
_NAME_LENGTH = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']|[^\x20-\uffff]")
_WIDE = 90
_ROW_PIXELS = 17
"""A row's height where none is said: a line."""
_EARLIEST = datetime.datetime(1900, 3, 1)
"""The first day that sheets agree on."""

_STARRED = f"After a number: it {NUMBER_WORDS[STAR]}"
_EMPTY = f"An empty cell: {NUMBER_WORDS[DASH]}"

_PALE = "#E8EDF2"
_AMBER = ("#FBE9CC", "#7A4300")
_GREY = ("#E3E7EB", "#36424D")
_LOOKS = {
    Sign.CROSS: ("#F9D6D2", "#8C1D14"),
    Sign.OVER: _AMBER,
    Sign.UNDER: _AMBER,
    Sign.ADVICE: _AMBER,
    Sign.EXCEPTION: ("#F6F1E3", "#7A4300"),
    Sign.OPEN: _GREY,
    Sign.TICK: ("#D5EEDD", "#14532B"),
}
"""Ground and ink of verdicts by sign: a law broken is not a norm departed from. Words stay."""


@dataclass
class _Sheet:
    """A table with what is to be worked out in it."""

    kind: SheetKind
    name: str
    about: str
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
    face = {"font_name": FONT, "font_size": SIZE, "font_scheme": False, "theme": -1}
    look = {"default_format_properties": face, "default_row_height": _ROW_PIXELS}
    book = Workbook(data, {"in_memory": True, **look})
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
    told, taken = sheets_told(option, parts), {"about"}

    def sheet(kind: SheetKind, table: Table, sums: Mapping[str, _Lookup] | None = None) -> _Sheet:
        name, about = told[kind]
        return _Sheet(kind, _sheet_name(name, taken), about, table, sums or {})

    state = option.state
    units = groups = posts = None
    if SheetKind.GROUPS in told:
        units = sheet(SheetKind.UNITS, units_list(option))
        posts = sheet(SheetKind.POSTS, posts_list(option))
        groups = sheet(SheetKind.GROUPS, groups_list(option))
        groups.sums = _sums_of_groups(groups, units, posts)
    if SheetKind.REGIONS in told:
        table = regions_table(option)
        adding = [c.id for c in table.columns if c.adds_up]
        own = (("region_code", "code"),)
        sums = {c: _Lookup(groups, own, c) for c in adding} if groups else {}
        yield sheet(SheetKind.REGIONS, table, sums)
    if groups and units and posts:
        yield from (groups, units, posts)
    if SheetKind.BEFORE in told:
        table = before_after_table(state, [state.root], BeforeAfter(state))
        yield sheet(SheetKind.BEFORE, table)
    if SheetKind.FINDINGS in told:
        yield sheet(SheetKind.FINDINGS, findings_table(option, folded=True))
        yield sheet(SheetKind.RESULTS, findings_table(option, verdicts=frozenset(Verdict)))
    if SheetKind.CHANGES in told:
        yield sheet(SheetKind.CHANGES, changes_table(option))
    if SheetKind.SOURCES in told:
        yield sheet(SheetKind.SOURCES, rules_table(option))
        yield sheet(SheetKind.ESTIMATES, estimates_table(option))


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

    def about(self, option: Option, sheets: Sequence[_Sheet]) -> None:
        """Write the sheet that says what the workbook is."""
        page = self._book.add_worksheet("About")
        self._set_up(page, "About this workbook")
        page.set_portrait()
        page.set_column(0, 0, 26)
        page.set_column(1, 1, _WIDE)
        title = self._imprint.title
        wide = (26 + _WIDE) * CHARACTER
        page.merge_range(
            *(0, 0, 0, 1),
            _cut(title),
            self._format(bold=True, font_size=16, text_wrap=True, **_guard(title)),
        )
        page.set_row(0, min(MOST_HIGH, 21.0 * len(wrapped(title, wide, 16.0, bold=True))))
        state = option.state
        row = self._pairs(
            page,
            *(2, "About this workbook"),
            [
                *facts(option),
                ("File", self._imprint.line),
                ("Written by", self._imprint.program),
                *([("Note", state.note)] if state.note else []),
                *(("Limit set for this plan", text) for text in limits_set(state)),
                *(("Accepted by users", text) for text in waivers_given(option)),
            ],
        )
        row = self._contents(page, row, sheets)
        row = self._signs(page, row)
        remarks: dict[str, str] = {}
        for sheet in sheets:
            for text in sheet.table.remarks:
                remarks.setdefault(text, sheet.name)
        self._pairs(
            page,
            *(row, "Notes and sources"),
            [
                ("Totals", "Formulas over the rows of the other sheets, by code."),
                *((name, text) for text, name in remarks.items()),
                *(("Source", text) for text in option.pack.credits),
            ],
        )

    def _heading(self, page: Worksheet, row: int, heading: str) -> None:
        for place, words in enumerate((heading, "")):
            page.write(row, place, words or None, self._format(bold=True, bg_color=_PALE))

    def _pairs(
        self, page: Worksheet, row: int, heading: str, pairs: Sequence[tuple[str, str]]
    ) -> int:
        """Write captions with texts; give the row for what follows."""
        self._heading(page, row, heading)
        rows = [
            ("" if number else caption, piece)
            for caption, text in pairs
            for number, piece in enumerate(pieces(text, _WIDE))
        ]
        for at, (caption, text) in enumerate(rows, row + 1):
            page.write(at, 0, caption or None, self._format(font_color="#4F5F6D", text_wrap=True))
            self._about_text(page, at, text)
        return row + len(rows) + 2

    def _contents(self, page: Worksheet, row: int, sheets: Sequence[_Sheet]) -> int:
        self._heading(page, row, "Sheets")
        link = self._format(font_color="#005EB8", underline=1, text_wrap=True)
        for at, sheet in enumerate(sheets, row + 1):
            name = sheet.name
            page.write_url(at, 0, f"internal:{sheet.quoted}!A1", link, name, f"Go to {name}")
            rows = counted(len(sheet.table.rows), "row", "rows")
            self._about_text(page, at, f"{sheet.about} ({rows})")
        return row + len(sheets) + 2

    def _signs(self, page: Worksheet, row: int) -> int:
        self._heading(page, row, "Signs")
        signs = marks_told()
        for at, (sign, mark, words) in enumerate(signs, row + 1):
            ground, ink = _LOOKS[sign]
            page.write_string(at, 0, mark, self._format(bg_color=ground, font_color=ink))
            self._about_text(page, at, capital(words))
        at = row + len(signs) + 1
        others = (("", capital(WORST)), (STAR, _STARRED), ("", _EMPTY))
        for place, (mark, words) in enumerate(others, at):
            page.write(place, 0, mark or None, self._format())
            self._about_text(page, place, words)
        return at + len(others) + 1

    def _about_text(self, page: Worksheet, row: int, text: str) -> None:
        page.write_string(row, 1, _cut(text), self._format(text_wrap=True, **_guard(text)))
        page.set_row(row, high(len(lines_in(text, _WIDE))))

    # -- tables --

    def table(self, sheet: _Sheet) -> None:
        """Write a sheet with a table in it."""
        table = sheet.table
        page = self._book.add_worksheet(sheet.name)
        self._set_up(page, _printed_title(sheet))
        page.repeat_rows(0)
        widths = [column_width(table, place) for place in range(len(table.columns))]
        if sum(widths) > _BROAD:
            page.set_paper(A3)
        self._head(page, table, widths)
        page.freeze_panes(1, _frozen(table))
        if not table.rows:
            page.write_string(1, 0, table.empty)
            return
        end, last = len(table.rows), len(table.columns) - 1
        hidden = _hidden(sheet)
        for row, cells in enumerate(table.rows, 1):
            for place, (cell, column) in enumerate(zip(cells, table.columns, strict=True)):
                lookup = sheet.sums.get(column.id)
                formula = ""
                if lookup and lookup.source.table.rows and lookup.value(sheet, cells) == cell.value:
                    formula = lookup.formula(sheet, row)
                self._write(page, row, place, cell, column, formula)
            options = {"hidden": True} if row - 1 in hidden else {}
            page.set_row(row, row_height(cells, table, widths), None, options)
        page.autofilter(0, 0, end, last)
        if hidden:
            shown = (row for place, row in enumerate(table.rows) if place not in hidden)
            page.filter_column_list(0, list(dict.fromkeys(signed(cells[0]) for cells in shown)))
        if sheet.kind is SheetKind.RESULTS:
            judged = sum(row[0].value in JUDGED for row in table.rows)
            page.print_area(0, 0, judged, last)
        for place, column in enumerate(table.columns):
            if column.holds is Holds.STANDING:
                self._colour(page, place, end)
        page.ignore_errors({"number_stored_as_text": f"A1:{xl_rowcol_to_cell(end + 1, last)}"})
        if table.total:
            self._total(page, table, end)
            page.set_row(end + 1, row_height(table.total, table, widths, bold=True))

    def _head(self, page: Worksheet, table: Table, widths: Sequence[int]) -> None:
        lines = 1
        for place, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
            page.set_column(place, place, width)
            aside = {"align": "right", "indent": 1} if column.holds.is_number else {}
            look = self._format(bold=True, text_wrap=True, bg_color=_PALE, valign="bottom", **aside)
            page.write_string(0, place, _cut(column.title), look)
            taken = BUTTON + room_aside(column)
            lines = max(lines, len(lines_in(column.title, width - taken, bold=True)))
        page.set_row(0, high(lines))

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
            shown = _number(column.holds, cell.text)
            style = self._format(num_format=shown, align="right", **look)
            number = value / 100 if column.holds is Holds.HUNDREDTHS else value
            if formula:
                page.write_formula(row, place, formula, style, number)
            else:
                page.write_number(row, place, number, style)
        elif (moment := _moment(column, str(value))) is not None:
            style = self._format(num_format="yyyy-mm-dd hh:mm", align="left", **look)
            page.write_datetime(row, place, moment, style)
        else:
            text = _cut(signed(cell))
            if column.holds is Holds.STANDING:
                look["indent"] = 1  # its ground would touch the number to its left
            style = self._format(text_wrap=wraps(column), **_guard(text), **look)
            page.write_string(row, place, text, style)

    def _colour(self, page: Worksheet, place: int, end: int) -> None:
        for sign, mark, _ in marks_told():
            ground, ink = _LOOKS[sign]
            # Never told to `_format`: a conditional format has no place of its own in a cell.
            look = self._book.add_format({"bg_color": ground, "font_color": ink})
            rule = {"type": "text", "criteria": "begins with", "value": mark, "format": look}
            page.conditional_format(1, place, end, place, rule)

    def _set_up(self, page: Worksheet, title: str) -> None:
        page.set_landscape()
        page.set_paper(A4)
        page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        page.fit_to_pages(1, 0)
        page.set_header(f"&L&B{_plain(self._imprint.title, 100)}&R{_plain(title, 80)}")
        page.set_footer(self._footer)


def _printed_title(sheet: _Sheet) -> str:
    """Return what stands above a sheet in print; of every result, only few are printed."""
    if sheet.kind is SheetKind.RESULTS:
        return f"{sheet.name}: broken or accepted (the sheet has all)"
    return sheet.table.title


def _hidden(sheet: _Sheet) -> set[int]:
    """Return the rows that a filter hides at first: rules that don't apply, if others do."""
    if sheet.kind is not SheetKind.RESULTS:
        return set()
    rows = sheet.table.rows
    idle = {place for place, row in enumerate(rows) if row[0].value == Verdict.NOT_APPLICABLE}
    return idle if len(idle) < len(rows) else set()


def _frozen(table: Table) -> int:
    """Return how many columns stay in sight: the code and the name, if they come first."""
    return 2 if [c.id for c in table.columns[:2]] == ["code", "name"] else 0


def _number(holds: Holds, text: str) -> str:
    """Return the format of a number: a star behind an estimate, its room behind any other.

    A digit's room is left behind both, or numbers touch what stands to their right; not all
    programs indent them.
    """
    end = (f'"{STAR}"' if text.endswith(STAR) else f"_{STAR}") + "_0"
    if holds is Holds.HUNDREDTHS:
        return f"0.00{end}"
    sign = "£" if holds is Holds.MONEY or "£" in text else ""
    return f"{sign}#,##0{end};-{sign}#,##0{end}"


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
