"""Tables (CSV files) of a pack, read cell by cell, with line and column known for each."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator

from db.errors import PackError
from db.limits import IDENTIFIER, MAX_NAME, MAX_NUMBER, MAX_TEXT, text_fault
from db.packs.folder import MAX_TABLE, PackFolder

_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,12})?")
_YES_NO = {"yes": True, "no": False}


class Row:
    """A row of a table, whose cells come out checked or not at all."""

    __slots__ = ("_cells", "line", "sheet")

    def __init__(self, sheet: Sheet, line: int, cells: dict[str, str]) -> None:
        self.sheet = sheet
        self.line = line
        self._cells = cells

    def fault(self, column: str, message: str, remedy: str = "") -> PackError:
        """Return the error to raise for a fault in that column."""
        return self.sheet.folder.fault(message, self.sheet.name, self.line, column, remedy)

    def text(self, column: str) -> str:
        """Return a cell's text; "" for an empty one and for a column that the table leaves out."""
        return self._cells.get(column, "")

    def name(self, column: str) -> str:
        """Return a text that is there and short enough for a name or code."""
        value = self.text(column)
        if not value:
            raise self.fault(column, "is empty")
        fault = text_fault(value, MAX_NAME)
        if fault:
            raise self.fault(column, fault)
        return value

    def identifier(self, column: str) -> str:
        """Return a text that can serve as an id."""
        value = self.name(column)
        if not IDENTIFIER.fullmatch(value):
            raise self.fault(
                column, f"{value!r} can't be an id", "use letters, digits, full stops and hyphens"
            )
        return value

    def integer(self, column: str) -> int | None:
        """Return a whole number, None for an empty cell."""
        value = self._cells.get(column)
        if not value:
            return None
        if not _INTEGER.fullmatch(value):
            raise self.fault(
                column, f"{value!r} is not a whole number", "write digits only, without separators"
            )
        # The length first: turning a million digits into a number takes minutes.
        if len(value) > MAX_TEXT or abs(number := int(value)) > MAX_NUMBER:
            raise self.fault(column, "is out of range", f"at most {MAX_NUMBER:,}")
        return number

    def degrees(self, column: str, most: int) -> float | None:
        """Return degrees between -most and +most, None for an empty cell."""
        value = self.text(column)
        if not value:
            return None
        if not _DECIMAL.fullmatch(value):
            raise self.fault(column, f"{value!r} is not a number of degrees")
        number = float(value)
        if abs(number) > most:
            raise self.fault(column, f"{value} is out of range", f"at most {most} either way")
        return number

    def yes(self, column: str) -> bool | None:
        """Return whether a cell says yes or no, None for an empty one."""
        value = self.text(column)
        if not value:
            return None
        if value not in _YES_NO:
            raise self.fault(column, f"{value!r} is neither yes nor no")
        return _YES_NO[value]

    def parts(self, column: str) -> tuple[str, ...]:
        """Return the texts of a cell that lists several, with semicolons between them."""
        return tuple(part.strip() for part in self.text(column).split(";") if part.strip())


class Sheet:
    """A table with a header.

    Parameters
    ----------
    required, optional : collections of str
        The columns that must be there and those that may. Any other column is a fault: it is
        more often a slip of the keyboard than something to be left out in silence.
    """

    def __init__(
        self, folder: PackFolder, name: str, required: Collection[str], optional: Collection[str]
    ) -> None:
        self.folder = folder
        self.name = name
        text = folder.read(name, MAX_TABLE)
        self._reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        self._header: list[str] = []
        self._header = self._read_header(required, optional)

    def _read_header(self, required: Collection[str], optional: Collection[str]) -> list[str]:
        header = [cell.strip() for cell in next(self._records(), (1, []))[1]]
        if len(header) == 1 and ";" in header[0]:
            raise self.folder.fault(
                "has semicolons between its columns", self.name, 1, remedy="use commas"
            )
        seen: set[str] = set()
        for column in header:
            known = column in required or column in optional
            if column in seen or not known:
                what = "is there twice" if column in seen else "is not a known column"
                raise self.folder.fault(what, self.name, 1, column or "(without a name)")
            seen.add(column)
        for column in required:
            if column not in seen:
                raise self.folder.fault("is missing", self.name, 1, column)
        return header

    def __iter__(self) -> Iterator[Row]:
        """Iterate over the rows below the header, leaving out empty ones."""
        header = self._header
        width = len(header)
        for line, cells in self._records():
            if len(cells) != width:
                raise self.folder.fault(
                    f"has {len(cells)} cells, the header {width}",
                    self.name,
                    line,
                    remedy="put a text that has a comma in it in quotes",
                )
            yield Row(self, line, dict(zip(header, cells, strict=True)))

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        reader = self._reader
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise self.folder.fault(f"is not CSV: {error}", self.name, line) from error
            cells = [cell.strip() for cell in cells]
            if any(cells):
                self._check_texts(line, cells)
                yield line, cells

    def _check_texts(self, line: int, cells: list[str]) -> None:
        # One look at the joined row: `text_fault` on each of a million cells would be slow.
        joined = ",".join(cells)
        if len(joined) <= MAX_TEXT and not text_fault(joined):
            return
        for i, cell in enumerate(cells):
            fault = text_fault(cell)
            if fault:
                column = self._header[i] if i < len(self._header) else str(i + 1)
                raise self.folder.fault(fault, self.name, line, column)
