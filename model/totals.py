"""Totals: what an organisation and all below it come to, kept incrementally.

Every organisation has one list of integers (its *tally*). A tally is additive, so moving a
subtree subtracts it along the old ancestors and adds it along the new ones: O(depth).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from math import isqrt
from typing import TYPE_CHECKING

from model.organisations import Basis, Figure, FigureColumn, Organisations
from model.pack import Kind, Measure, Tier
from model.records import record

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

# Places in a tally before the measures' own.
UNITS, OFFICERS, SEATS, ACCOUNTABLE, HELD = range(5)
_PER_MEASURE = 6
_VALUE, _ESTIMATED, _MISSING, _KNOWN, _BELOW, _ABOVE = range(_PER_MEASURE)
_FIRST = 5

Tally = list[int]


@record
class Sum:
    """A measure over an organisation and all below it.

    Attributes
    ----------
    value : int
        Sum of the figures that are known, in the measure's unit.
    estimated : int
        How much of `value` is estimated.
    missing : int
        Number of organisations that should have a figure and have none.
    known : int
        Number of organisations whose figure is in `value`.
    low, high : int
        90% interval; half-widths are added in quadrature (the estimates' errors are taken as
        independent). Equal to `value` where nothing is estimated.
    """

    value: int
    estimated: int
    missing: int
    known: int
    low: int
    high: int

    @property
    def is_starred(self) -> bool:
        """Whether it contains an estimate and is shown with a star."""
        return self.estimated != 0 or self.low != self.high

    @property
    def is_missing(self) -> bool:
        """Whether not one figure is known: shown as a dash, never as 0."""
        return self.known == 0


@record
class Totals:
    """What an organisation and all below it come to.

    Attributes
    ----------
    units : int
        Organisations of the kind that gets moved.
    sums : mapping of measure id to Sum
    officers : int
        Distinct executive posts.
    board_seats : int
        Seats of executive posts on the units' boards; one post may fill many.
    accountable_officers : int
        Distinct persons accountable for at least one unit's money.
    """

    units: int
    sums: Mapping[str, Sum]
    officers: int
    board_seats: int
    accountable_officers: int


def add_sums(sums: Iterable[Sum]) -> Sum:
    """Return sums over different organisations as one; half-widths add in quadrature."""
    value = estimated = missing = known = below = above = 0
    for one in sums:
        value += one.value
        estimated += one.estimated
        missing += one.missing
        known += one.known
        below += (one.value - one.low) ** 2
        above += (one.high - one.value) ** 2
    return Sum(value, estimated, missing, known, value - _root(below), value + _root(above))


def sum_of_one(figure: Figure) -> Sum:
    """Return one figure as a sum."""
    value = figure.value
    low = value if figure.low is None else figure.low
    high = value if figure.high is None else figure.high
    return Sum(value, value if figure.is_estimate else 0, 0, 1, low, high)


class TallyShape:
    """Where each measure's integers stand in a tally."""

    def __init__(self, measures: Sequence[Measure]) -> None:
        self.measures = tuple(measures)
        self.length = _FIRST + _PER_MEASURE * len(self.measures)
        self._start = {m.id: _FIRST + _PER_MEASURE * i for i, m in enumerate(self.measures)}

    def blank(self) -> Tally:
        """Return a tally of nothing."""
        return [0] * self.length

    def start(self, measure_id: str) -> int:
        """Return where the integers of a measure begin."""
        return self._start[measure_id]

    def own(self, kind: Kind) -> Tally:
        """Return what an organisation without figures carries itself, without posts."""
        tally = self.blank()
        tally[UNITS] = int(kind.tier is Tier.UNIT)
        tally[HELD] = int(kind.tier in _HELD_TIERS)
        for measure in self.measures:
            tally[self._start[measure.id] + _MISSING] = int(measure.carrier == kind.id)
        return tally

    def figure(
        self, kind: Kind, measure_id: str, figure: Figure | None
    ) -> Iterator[tuple[int, int]]:
        """Iterate over the places in the tally of an organisation of a kind that a figure fills."""
        start = self._start[measure_id]
        if figure is None:
            measure = next(m for m in self.measures if m.id == measure_id)
            yield start + _MISSING, int(measure.carrier == kind.id)
            return
        yield start + _VALUE, figure.value
        yield start + _ESTIMATED, figure.value if figure.is_estimate else 0
        yield start + _KNOWN, 1
        yield start + _BELOW, 0 if figure.low is None else (figure.value - figure.low) ** 2
        yield start + _ABOVE, 0 if figure.high is None else (figure.high - figure.value) ** 2

    def sum_of(self, tally: Tally, measure_id: str) -> Sum:
        """Return one measure of a tally."""
        start = self._start[measure_id]
        value, estimated, missing, known, below, above = tally[start : start + _PER_MEASURE]
        return Sum(value, estimated, missing, known, value - _root(below), value + _root(above))


_HELD_TIERS = (Tier.UNIT, Tier.PART, Tier.SUCCESSOR)
_MANY = 1000
"""From so many rows on, adding up with arrays pays for loading them."""
_POSTS = (OFFICERS, SEATS, ACCOUNTABLE)
_EXACT = 1 << 53
"""Whole numbers below it are exact as floats, and so are their sums."""


def _root(square: int) -> int:
    """Return the rounded integer square root."""
    if not square:  # as a rule: most sums have no estimate in them
        return 0
    root = isqrt(square)
    return root + (square - root * root > root)


class Ledger:
    """The tally of every organisation, by row, one list of integers a column.

    Rows are handed out by `model.state.State`; -1 is no row.
    """

    def __init__(self, shape: TallyShape, kinds: Iterable[Kind]) -> None:
        self.shape = shape
        self._kinds = tuple(kinds)
        self._columns: list[list[int]] = [[] for _ in range(shape.length)]

    def add_row(self) -> None:
        """Add a row of nothing."""
        for column in self._columns:
            column.append(0)

    def set_row(self, row: int, own: Tally) -> None:
        """Set a row, with nothing below it, to its own figures."""
        for column, number in zip(self._columns, own, strict=True):
            column[row] = number

    def tally(self, row: int) -> Tally:
        """Return the tally of a row."""
        return [column[row] for column in self._columns]

    def get(self, row: int, place: int) -> int:
        """Return one integer of a row's tally."""
        return self._columns[place][row]

    def add(self, path: Sequence[int], delta: Sequence[int], sign: int = 1) -> None:
        """Add `sign` times `delta` to every row of `path`: O(depth).

        `delta` may stop short; what is not in it is 0.
        """
        for column, number in zip(self._columns, delta, strict=False):
            if number:
                step = number * sign
                for row in path:
                    column[row] += step

    def fill(
        self,
        kinds: Sequence[Kind],
        parents: Sequence[int],
        organisations: Organisations,
        posts: Mapping[int, Sequence[int]],
    ) -> None:
        """Work out the tally of every row anew.

        Parameters
        ----------
        kinds, parents : one a row
            What it is, and the row above it.
        organisations : Organisations
            Has the figures of the first rows; the others have none.
        posts : mapping of row to (officers, seats, accountable)
        """
        fill = self.filled_by_level if len(parents) >= _MANY else self.filled_by_row
        self._columns = fill(kinds, parents, organisations, posts)

    def filled_by_row(
        self,
        kinds: Sequence[Kind],
        parents: Sequence[int],
        organisations: Organisations,
        posts: Mapping[int, Sequence[int]],
        places: Iterable[int] | None = None,
    ) -> list[list[int]]:
        """Return the columns, each row's own numbers added to the rows above it one by one.

        Parameters
        ----------
        places : iterable of int, optional
            Which columns; all, if not given.
        """
        tallies = {kind.id: self.shape.own(kind) for kind in self._kinds}
        columns = [[tallies[k.id][place] for k in kinds] for place in range(self.shape.length)]
        soft = _estimates(organisations)
        for measure in self.shape.measures:
            figures = organisations.figures.get(measure.id)
            if figures is not None:
                start = self.shape.start(measure.id)
                _enter(figures, soft, columns[start : start + _PER_MEASURE])
        for row, numbers in posts.items():
            for place, number in zip(_POSTS, numbers, strict=True):
                columns[place][row] = number
        wanted = columns if places is None else [columns[place] for place in places]
        for column in wanted:
            for row, number in enumerate(list(column)):
                above = parents[row] if number else -1
                while above >= 0:
                    column[above] += number
                    above = parents[above]
        return wanted

    def filled_by_level(
        self,
        kinds: Sequence[Kind],
        parents: Sequence[int],
        organisations: Organisations,
        posts: Mapping[int, Sequence[int]],
    ) -> list[list[int]]:
        """Return all columns, added up a whole level at a time where floats do that exactly."""
        import numpy as np  # takes longer to load than a few hundred organisations to add up

        number = {id(kind): n for n, kind in enumerate(self._kinds)}
        of_kind = np.array([number[k] for k in map(id, kinds)])
        own = np.array([self.shape.own(kind) for kind in self._kinds], dtype=np.float64)
        filled: dict[int, Floats] = {
            p: own[of_kind, p] for p in np.flatnonzero(own.any(axis=0)).tolist()
        }

        def column(place: int) -> Floats:
            return filled.setdefault(place, np.zeros(len(kinds)))

        soft = _estimates(organisations)
        for measure in self.shape.measures:
            figures, at = organisations.figures.get(measure.id), self.shape.start(measure.id)
            if figures is None:
                continue
            rows, values = np.array(figures.rows), np.array(figures.values, dtype=np.float64)
            column(at + _VALUE)[rows] = values
            column(at + _MISSING)[rows] = 0
            column(at + _KNOWN)[rows] = 1
            if soft:
                is_soft = np.isin(figures.cited, soft)
                column(at + _ESTIMATED)[rows[is_soft]] = values[is_soft]
            for place, ends in ((at + _BELOW, figures.low), (at + _ABOVE, figures.high)):
                if ends:
                    # In whole numbers: what two large ones differ by may be lost in floats.
                    value_of = dict(zip(figures.rows, figures.values, strict=True))
                    widths = [float((value_of[row] - end) ** 2) for row, end in ends.items()]
                    column(place)[list(ends)] = widths
        for i, place in enumerate(_POSTS):
            column(place)[list(posts)] = [numbers[i] for numbers in posts.values()]
        # Squares of broad intervals are too large for floats, and few.
        large = [place for place, numbers in filled.items() if np.abs(numbers).sum() >= _EXACT]
        levels = levels_of(parents)
        columns = [[0] * len(kinds) if p not in filled else [] for p in range(self.shape.length)]
        for place, numbers in filled.items():
            if place not in large:
                for rows, above in levels:
                    numbers += sums_by(above, numbers[rows], len(numbers))
                columns[place] = numbers.astype(np.int64).tolist()
        exact = self.filled_by_row(kinds, parents, organisations, posts, large) if large else ()
        for place, sums in zip(large, exact, strict=True):
            columns[place] = sums
        return columns


def _estimates(organisations: Organisations) -> list[int]:
    """Return the numbers of the citations of estimates."""
    cited = organisations.citations
    return [n for n, citation in enumerate(cited) if citation.basis is Basis.ESTIMATE]


def _enter(figures: FigureColumn, soft: Container[int], columns: Sequence[list[int]]) -> None:
    """Put one measure's figures into its columns; `soft` are the citations of estimates."""
    values, estimated, missing, known, below, above = columns
    for row, value in zip(figures.rows, figures.values, strict=True):
        values[row] = value
        missing[row] = 0
        known[row] = 1
    if soft:
        for row, value, cited in zip(figures.rows, figures.values, figures.cited, strict=True):
            if cited in soft:
                estimated[row] = value
    for row, low in figures.low.items():
        below[row] = (values[row] - low) ** 2
    for row, high in figures.high.items():
        above[row] = (high - values[row]) ** 2


def levels_of(parents: Sequence[int]) -> list[tuple[Ints, Ints]]:
    """Return the rows of each depth with the rows above them, the deepest first; not the top."""
    import numpy as np

    above = np.array(parents, dtype=np.int64)
    depth = np.zeros(len(above), dtype=np.int64)
    at = above
    while (deeper := at >= 0).any():
        depth += deeper
        at = np.where(deeper, above[at], -1)
    rows = [np.flatnonzero(depth == d) for d in range(int(depth.max(initial=0)), 0, -1)]
    return [(of_depth, above[of_depth]) for of_depth in rows]


def sums_by(groups: Ints, values: Floats, count: int) -> Floats:
    """Return the sum of `values` in each of `count` groups, exact as long as it is below 2**53.

    Parameters
    ----------
    groups : ints, one a value
        Number of each value's group.
    """
    import numpy as np

    sums: Floats = np.bincount(groups, values, count).astype(np.float64, copy=False)
    return sums
