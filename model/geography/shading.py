"""Shading a map by a figure: into which classes its values fall, and how these are told.

Classes are few, so that each can be told from the others; a legend says what each means.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from fractions import Fraction

from model.records import record

Value = int | Fraction
"""A figure, or a figure divided by another."""

MOST_SEARCHED = 200
"""Values among which natural limits are looked for; of more, as many are taken in even steps."""


class Method(StrEnum):
    """How values are cut into classes."""

    QUANTILES = "quantiles"
    """As many in each."""
    EQUAL = "equal steps"
    """As wide as each other."""
    NATURAL = "natural limits"
    """So that values in a class differ as little as can be (Fisher 1958, Jenks 1967)."""


METHOD_WORDS = {
    Method.QUANTILES: "Each class has as many as the others",
    Method.EQUAL: "Each class is as wide as the others",
    Method.NATURAL: "Classes end where values lie farthest apart (Fisher-Jenks)",
}
"""What each method does, for tooltips."""


@record
class Classes:
    """Limits of classes, from the lowest up.

    Attributes
    ----------
    limits : tuple of int or Fraction
        Where each class but the first begins; a value at a limit belongs to the class above it.
    low, high : int or Fraction
        The least and the greatest value.
    """

    limits: tuple[Value, ...]
    low: Value
    high: Value

    def __len__(self) -> int:
        return len(self.limits) + 1

    def of(self, value: Value) -> int:
        """Return the number of the class that a value belongs to, 0 for the lowest."""
        return bisect_right(self.limits, value)

    def words(self, write: Callable[[Value], str]) -> list[str]:
        """Return what each class holds: "under 250k", "250k to 400k", "400k and more"."""
        if not self.limits:
            low, high = write(self.low), write(self.high)
            return [low if low == high else f"{low} to {high}"]
        between = [
            f"{write(a)} to {write(b)}" for a, b in zip(self.limits, self.limits[1:], strict=False)
        ]
        return [f"under {write(self.limits[0])}", *between, f"{write(self.limits[-1])} and more"]


def classes(values: Iterable[Value], number: int, method: Method) -> Classes | None:
    """Return classes for some values, None if there are none.

    They are fewer than asked for where there are not so many different values. Where values lie on
    both sides of 0, the limit next to 0 is moved there: above and below are never in one class.
    Limits are round numbers.
    """
    ordered = sorted(values)
    if not ordered:
        return None
    different = sorted(set(ordered))
    count = min(number, len(different))
    match method:
        case Method.QUANTILES:
            limits = [ordered[len(ordered) * i // count] for i in range(1, count)]
        case Method.EQUAL:
            width = Fraction(ordered[-1] - ordered[0], count)
            limits = [ordered[0] + width * i for i in range(1, count)]
        case Method.NATURAL:
            limits = _natural(ordered, different, count)
    low, high = ordered[0], ordered[-1]
    kept = sorted(
        {limit for limit in (_tidy(v, high - low) for v in limits) if low < limit <= high}
    )
    if low < 0 < high and kept:
        nearest = min(kept, key=lambda limit: -limit if limit < 0 else limit)
        kept = sorted({0 if limit == nearest else limit for limit in kept})
    return Classes(tuple(kept), low, high)


def _tidy(value: Value, span: Value) -> Value:
    """Return a limit as people would draw it: round, a hundredth of the span off at most."""
    step = Fraction(10) ** math.floor(math.log10(span))
    step = next(s for s in (step / 10, step / 20, step / 50, step / 100) if s * 50 <= span)
    tidy = round(value / step) * step
    return int(tidy) if tidy.denominator == 1 else tidy


def _natural(ordered: Sequence[Value], different: Sequence[Value], count: int) -> list[Value]:
    """Return the limits that leave the least sum of squares within classes: Fisher's partition."""
    if len(ordered) > MOST_SEARCHED:
        step = (len(ordered) - 1) / (MOST_SEARCHED - 1)
        ordered = [ordered[round(i * step)] for i in range(MOST_SEARCHED)]
        different = sorted(set(ordered))
        count = min(count, len(different))
    numbers = [float(v) for v in different]
    weights = [ordered.count(v) for v in different] if len(different) < len(ordered) else None
    weights = weights or [1] * len(different)
    sums, squares, weighed = [0.0], [0.0], [0]
    for number, weight in zip(numbers, weights, strict=True):
        sums.append(sums[-1] + weight * number)
        squares.append(squares[-1] + weight * number * number)
        weighed.append(weighed[-1] + weight)

    def spread(begin: int, end: int) -> float:
        total = sums[end] - sums[begin]
        return squares[end] - squares[begin] - total * total / (weighed[end] - weighed[begin])

    size = len(numbers)
    best = [0.0, *(spread(0, end) for end in range(1, size + 1))]
    cuts: list[list[int]] = []
    for parts in range(2, count + 1):
        row, cut = [0.0] * (size + 1), [0] * (size + 1)
        for end in range(parts, size + 1):
            row[end], cut[end] = min(
                (best[begin] + spread(begin, end), begin) for begin in range(parts - 1, end)
            )
        best = row
        cuts.append(cut)
    limits, end = [], size
    for cut in reversed(cuts):
        end = cut[end]
        limits.append(different[end])
    return limits[::-1]
