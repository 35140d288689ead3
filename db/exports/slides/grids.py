"""Tables set for a slide: how wide columns are, how high rows, and where a table breaks."""

from __future__ import annotations

from collections.abc import Sequence

from db.exports.arial import line_height, width_of, word_width
from db.exports.slides.drawing import (
    CELL_INSET,
    Ink,
    Paragraph,
    Run,
    TableCell,
    TableRow,
    height_of,
    paragraph,
    sign_ink,
)
from model.records import record
from model.report.table import BLANK, MARKS, Cell, Column, Holds, Row, Table

_ASIDE, _ABOVE = CELL_INSET
_TIE = "\N{NO-BREAK SPACE}"
"""Keeps a sign and its word on one line."""
_LONGEST_WORD = 0.22
"""Share of a table's width that one word can claim for its column; longer ones are broken."""
_MOST = 0.6
"""Share of a table's width beyond which a column's texts are long, however long they are."""


@record
class Grid:
    """A table as it will stand on slides of a width, whole.

    Attributes
    ----------
    head : TableRow
        Repeated on each slide.
    is_cramped : bool
        Whether words are broken for want of width.
    """

    title: str
    widths: tuple[float, ...]
    head: TableRow
    rows: tuple[TableRow, ...]
    size: float
    is_cramped: bool = False


def without_blanks(table: Table) -> Table:
    """Return a table without the columns in which nothing stands."""
    return table.said([column.id for column in table.columns])


def grid(table: Table, width: float, size: float) -> Grid:
    """Set a table in a width, in letters of a size."""
    widths, is_cramped = _widths(table, width, size)
    heads = tuple(Cell(column.title) for column in table.columns)
    rows = [
        _row(row, table.columns, widths, size, is_last=place == len(table.rows) - 1)
        for place, row in enumerate(table.rows)
    ]
    if table.total:
        rows.append(_row(table.total, table.columns, widths, size, is_total=True))
    head = _row(heads, table.columns, widths, size, is_head=True)
    return Grid(table.title, widths, head, tuple(rows), size, is_cramped)


def _row(
    row: Row,
    columns: Sequence[Column],
    widths: Sequence[float],
    size: float,
    *,
    is_head: bool = False,
    is_total: bool = False,
    is_last: bool = False,
) -> TableRow:
    is_bold = is_head or is_total
    cells = tuple(
        TableCell((_text(cell, column, size, is_bold=is_bold),))
        for cell, column in zip(row, columns, strict=True)
    )
    fill = Ink.PALE if is_head else Ink.GROUND if is_total else Ink.PAPER
    rule = 1.0 if is_head or is_last else 0.5
    return TableRow(cells, _height(cells, widths), fill, rule)


def _height(cells: Sequence[TableCell], widths: Sequence[float]) -> float:
    heights = (
        height_of(cell.paragraphs, width - 2 * _ASIDE)
        for cell, width in zip(cells, widths, strict=True)
    )
    return max(heights, default=0.0) + 2 * _ABOVE


def _text(cell: Cell, column: Column, size: float, *, is_bold: bool) -> Paragraph:
    runs = [Run(cell.text, size, is_bold)]
    mark = MARKS[cell.sign]
    if mark:
        runs.insert(0, Run(f"{mark}{_TIE}", size, is_bold, sign_ink(cell.sign)))
    return Paragraph(tuple(runs), "r" if column.holds.is_number else "l")


# -- widths ------------------------------------------------------------------------------------


def _widths(table: Table, width: float, size: float) -> tuple[tuple[float, ...], bool]:
    """Share a width among the columns; say whether that breaks words.

    Each gets what its longest word needs; numbers, codes and dates are never broken unless all of
    them together are too wide. What is left goes to the texts that want more.
    """
    least, wanted = [], []
    for place, column in enumerate(table.columns):
        cells = [row[place] for row in (*table.rows, table.total) if row]
        texts = [_said(cell) for cell in cells]
        word = max(
            word_width(column.title, size, bold=True),
            max((word_width(text, size, bold=bool(table.total)) for text in texts), default=0.0),
        )
        line = max((width_of(t, size, bold=bool(table.total)) for t in texts), default=0.0)
        if column.holds in (Holds.TEXT, Holds.STANDING):
            word, line = min(word, width * _LONGEST_WORD), min(line, width * _MOST)
        else:
            word = max(word, min(line, width * _LONGEST_WORD))
        line = max(line, min(width_of(column.title, size, bold=True), 2 * word))
        pad = 2 * _ASIDE + 0.5
        least.append(word + pad)
        wanted.append(max(word, line) + pad)
    return _shared(least, wanted, width), sum(least) > width


def _said(cell: Cell) -> str:
    """Return a cell's text with room for its sign."""
    mark = MARKS[cell.sign]
    return f"{mark}{_TIE}{cell.text}" if mark else cell.text


def _shared(least: Sequence[float], wanted: Sequence[float], width: float) -> tuple[float, ...]:
    total = sum(least)
    if total > width:
        return tuple(each * width / total for each in least)
    missing = [want - low for want, low in zip(wanted, least, strict=True)]
    spare = width - total
    if sum(missing) <= spare:
        # All stands on one line: what is over widens every column alike.
        stretch = width / sum(wanted)
        return tuple(want * stretch for want in wanted)
    share = spare / sum(missing)
    return tuple(low + more * share for low, more in zip(least, missing, strict=True))


# -- breaking ----------------------------------------------------------------------------------


def split_row(
    row: TableRow, widths: Sequence[float], height: float, size: float
) -> tuple[TableRow, TableRow]:
    """Break a row that is higher than a slide: what fits into a height, and what is left."""
    count = max(1, int((height - 2 * _ABOVE) / line_height(size)))
    heads, tails = [], []
    for cell, width in zip(row.cells, widths, strict=True):
        (whole,) = cell.paragraphs
        lines = whole.lines(width - 2 * _ASIDE)
        head, tail = " ".join(lines[:count]), " ".join(lines[count:])
        if not tail:
            heads.append(cell)
            tails.append(TableCell((paragraph(BLANK.text, size),)))
            continue
        face = whole.runs[-1]
        for words, cells in ((head, heads), (tail, tails)):
            run = Run(words, face.size, face.bold, face.ink)
            cells.append(TableCell((Paragraph((run,), whole.align),)))
    first, rest = tuple(heads), tuple(tails)
    return (
        TableRow(first, _height(first, widths), row.fill, row.rule),
        TableRow(rest, _height(rest, widths), row.fill, row.rule),
    )
