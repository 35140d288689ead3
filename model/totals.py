"""Totals: what an organisation and all below it come to, kept incrementally.

Every organisation has one list of integers (its *tally*). A tally is additive, so moving a
subtree subtracts it along the old ancestors and adds it along the new ones: O(depth).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isqrt

from model.pack import Figure, Measure

# Places in a tally before the measures' own.
UNITS, OFFICERS, SEATS, ACCOUNTABLE = range(4)
_PER_MEASURE = 6
_FIRST = 4

Tally = list[int]


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


class TallyShape:
    """Where each measure's integers stand in a tally."""

    def __init__(self, measures: Sequence[Measure]) -> None:
        self.measures = tuple(measures)
        self.length = _FIRST + _PER_MEASURE * len(self.measures)
        self._start = {m.id: _FIRST + _PER_MEASURE * i for i, m in enumerate(self.measures)}

    def blank(self) -> Tally:
        """Return a tally of nothing."""
        return [0] * self.length

    def own(self, kind: str, figures: Mapping[str, Figure], *, is_unit: bool) -> Tally:
        """Return what one organisation carries itself, without posts."""
        tally = self.blank()
        tally[UNITS] = int(is_unit)
        for measure in self.measures:
            start = self._start[measure.id]
            figure = figures.get(measure.id)
            if figure is None:
                tally[start + 2] = int(measure.carrier == kind)
                continue
            low = figure.value if figure.low is None else figure.low
            high = figure.value if figure.high is None else figure.high
            tally[start : start + _PER_MEASURE] = (
                figure.value,
                figure.value if figure.is_estimate else 0,
                0,
                1,
                (figure.value - low) ** 2,
                (high - figure.value) ** 2,
            )
        return tally

    def sum_of(self, tally: Tally, measure_id: str) -> Sum:
        """Return one measure of a tally."""
        start = self._start[measure_id]
        value, estimated, missing, known, below, above = tally[start : start + _PER_MEASURE]
        return Sum(value, estimated, missing, known, value - _root(below), value + _root(above))


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

    def __init__(self, shape: TallyShape) -> None:
        self.shape = shape
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

    def roll_up(self, parents: Sequence[int]) -> None:
        """Add every row's own figures to all rows above it; parents come before children."""
        for column in self._columns:
            for row in range(len(parents) - 1, -1, -1):
                if (above := parents[row]) >= 0:
                    column[above] += column[row]
