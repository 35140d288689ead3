"""Figures pasted from a spreadsheet: which figure of which organisation each cell is.

Lines of cells between tabs, as spreadsheets copy them. Every cell is text: what looks like a
formula is no number, and is told as such.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from model.errors import ChangeRefusedError
from model.judgements import read_figure
from model.pack import Measure
from model.texts import read_number


@dataclass(slots=True)
class Pasted:
    """What was understood of a text, and what was not.

    Attributes
    ----------
    figures : dict of (organisation, measure) to int
    problems : list of str
        Sentences that say which line was left out, and why.
    """

    figures: dict[tuple[str, str], int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The table that a text is pasted into.

    Attributes
    ----------
    rows : sequence of str
        Ids of organisations in the order that is shown.
    columns : sequence of Measure
        In the order that is shown.
    keys : mapping of str to str or None
        Ids by code and by name, both folded; None where several have it.
    noun : str
        What the organisations are called, one of them.
    """

    rows: Sequence[str]
    columns: Sequence[Measure]
    keys: Mapping[str, str | None]
    noun: str

    def understand(self, text: str, row: int = 0, column: int = 0) -> Pasted:
        """Return which figures a text holds that is pasted into a cell.

        Lines whose first cell is a code or a name are of that organisation, wherever they are
        pasted; without any such, lines follow the order of the rows from the cell on, and an empty
        one leaves its row as it is. A first line without a number is taken for headings: a
        measure's own label says which column is meant.
        """
        lines = _lines(text)
        found = Pasted()
        is_keyed = any(_key(cells[0]) in self.keys for _, cells in lines)
        places: list[int | None] = list(range(column, len(self.columns)))
        above = 0
        if lines and _is_heading(lines[0][1], self.keys, is_keyed=is_keyed):
            above, cells = lines.pop(0)
            named = self._places(cells[is_keyed:])
            if not named and not is_keyed:
                # A heading or a missing figure? Lines below would be of another row.
                what = next(cell.strip() for cell in cells if cell.strip())[:40]
                found.problems.append(
                    f"Line {above}: {what!r} is neither a number nor the name of a column, so "
                    "nothing was taken. Leave that line out, or put codes before the figures."
                )
                return found
            places = named or places
        seen: set[str] = set()
        for number, cells in lines:
            at = row + number - 1 - above
            values = cells
            organisation: str | None
            if is_keyed:
                organisation, values = self._organisation(number, cells[0], seen, found), cells[1:]
            elif at < len(self.rows):
                organisation = self.rows[at]
            else:
                organisation = None
                found.problems.append(f"Line {number}: there is no {self.noun} for it.")
            if organisation is not None:
                self._read(number, is_keyed + 1, organisation, values, places, found)
        return found

    def _organisation(self, number: int, cell: str, seen: set[str], found: Pasted) -> str | None:
        organisation = self.keys.get(_key(cell))
        problem = ""
        if _key(cell) not in self.keys:
            problem = f"{cell.strip()[:60]!r} is the code or name of no {self.noun}."
        elif organisation is None:
            problem = f"several have the name {cell.strip()[:60]!r}: use the code."
        elif organisation in seen:
            problem = f"{cell.strip()[:60]!r} is there twice."
        if problem:
            found.problems.append(f"Line {number}: {problem}")
            return None
        assert organisation is not None
        seen.add(organisation)
        return organisation

    def _places(self, labels: Sequence[str]) -> list[int | None]:
        """Return the columns that headings name, [] if they name none."""
        known = {_key(m.label): place for place, m in enumerate(self.columns)}
        places = [known.get(_key(label)) for label in labels]
        return [] if all(place is None for place in places) else places

    def _read(
        self,
        number: int,
        first: int,
        organisation: str,
        values: Sequence[str],
        places: Sequence[int | None],
        found: Pasted,
    ) -> None:
        for at, value in enumerate(values):
            place = places[at] if at < len(places) else None
            if not value.strip():
                continue
            where = f"Line {number}, column {at + first}"
            if place is None:
                found.problems.append(f"{where}: there is no column for {value.strip()[:40]!r}.")
                continue
            measure = self.columns[place]
            try:
                found.figures[organisation, measure.id] = read_figure(value, measure)
            except ChangeRefusedError as error:
                found.problems.append(f"{where} ({measure.label}): {error}")


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """Return the lines that have something in them, with their numbers from 1."""
    found = [(n, line.split("\t")) for n, line in enumerate(text.splitlines(), 1)]
    return [(n, cells) for n, cells in found if any(cell.strip() for cell in cells)]


def _key(text: str) -> str:
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split()).casefold()


def _is_heading(cells: Sequence[str], keys: Mapping[str, object], *, is_keyed: bool) -> bool:
    """Whether a line is of headings: of no organisation, and without a number or a formula."""
    if is_keyed and _key(cells[0]) in keys:
        return False
    values = [cell.strip() for cell in cells[is_keyed:] if cell.strip()]
    return not any(_is_number(value) or value[0] in "=+-@" for value in values)


def _is_number(text: str) -> bool:
    try:
        read_number(text)
    except ChangeRefusedError:
        return False
    return True


def keys_of(names: Sequence[tuple[str, str, str]]) -> dict[str, str | None]:
    """Return ids by what they may be called, from (id, code, name); a code comes before a name."""
    found: dict[str, str | None] = {}
    for identifier, _, name in names:
        key = _key(name)
        found[key] = None if key in found else identifier
    found.update((_key(code), identifier) for identifier, code, _ in names)
    return found
