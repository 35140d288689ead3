"""A table of a report: typed values with their texts, for paper, slides, sheets and pages alike."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from enum import StrEnum

from model.records import altered, record
from model.rules.standing import Sign

Value = str | int | datetime.date | None
"""None where nothing is known, or there is nothing to say."""


class Holds(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    CODE = "code"
    """Text, however much it looks like a number: 5E1."""
    COUNT = "count"
    MONEY = "money"
    """Whole pounds."""
    HUNDREDTHS = "hundredths"
    """Of a whole-time equivalent."""
    DATE = "date"
    STANDING = "standing"
    """A verdict: the cell has a sign."""

    @property
    def is_number(self) -> bool:
        """Whether it is set to the right."""
        return self in (Holds.COUNT, Holds.MONEY, Holds.HUNDREDTHS)


MARKS = {
    Sign.CROSS: "✕",
    Sign.OVER: "▲",
    Sign.UNDER: "▼",
    Sign.ADVICE: "◆",
    Sign.EXCEPTION: "◇",
    Sign.OPEN: "…",
    Sign.TICK: "✓",
    Sign.NONE: "",
}
"""A character for each sign; its word stands beside it."""


@record
class Column:
    """One column.

    Attributes
    ----------
    id : str
        Tells columns apart for those who write formulas: a measure's id, "units"...
    adds_up : bool
        Whether the last row is the sum of those above it.
    weight : int
        How much room it needs beside others; texts that run on need more.
    """

    id: str
    title: str
    holds: Holds = Holds.TEXT
    adds_up: bool = False
    weight: int = 1


@record
class Cell:
    """What stands at one place of a table.

    Attributes
    ----------
    text : str
        As people read it, with a star or a dash where one belongs.
    value : str, int, datetime.date or None
        The same for programs: whole numbers as numbers.
    note : str
        What must be said of it: how much is estimated, what is missing.
    """

    text: str
    value: Value = None
    sign: Sign = Sign.NONE
    note: str = ""


BLANK = Cell("")

Row = tuple[Cell, ...]


@record
class Table:
    """A table with its heading.

    Attributes
    ----------
    rows : tuple of tuple of Cell
        One cell for each column.
    total : tuple of Cell
        The last row, set apart; empty if there is none.
    empty : str
        What to say where there is no row.
    remarks : tuple of str
        What is to be said below it.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row = ()
    empty: str = ""
    remarks: tuple[str, ...] = ()

    def said(self, optional: Collection[str]) -> Table:
        """Return the table without those of the optional columns that say nothing."""
        kept = [
            place
            for place, column in enumerate(self.columns)
            if column.id not in optional or any(row[place].text for row in self.rows)
        ]

        def only(row: Row) -> Row:
            return tuple(row[place] for place in kept) if row else row

        columns = tuple(self.columns[place] for place in kept)
        rows = tuple(map(only, self.rows))
        return altered(self, columns=columns, rows=rows, total=only(self.total))


def text(words: str) -> Cell:
    """Return a cell of words."""
    return Cell(words, words)
