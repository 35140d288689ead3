"""How compact areas are, by two measures of the literature; they inform, and judge nobody.

Polsby-Popper compares an area with a circle whose circumference is as long as its outline: D. D.
Polsby and R. D. Popper, "The Third Criterion", Yale Law & Policy Review 9 (1991), 301-353. Reock
compares it with the smallest circle around it: E. C. Reock, "A Note: Measuring Compactness as a
Requirement of Legislative Apportionment", Midwest Journal of Political Science 5 (1961), 70-74.
Both are 1 for a circle and go down to 0. The first depends on how finely an outline is drawn, a
coast above all; the second does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from math import dist, hypot, pi
from random import Random

from model.geography.outlines import Outlines
from model.geography.projection import Point
from model.geography.shapes import Atlas, points_of, ring_length
from model.records import record

Circle = tuple[float, float, float]
"""Its middle, x and y, and its radius."""

_KEPT = 200
_ON_IT = 1e-9
"""How far beyond a circle, in parts of its radius, a point may be that is on it."""


@record
class Compactness:
    """How large and how compact an area is.

    Attributes
    ----------
    area, perimeter : float
        Square metres, and metres; lines between its own organisations are no part of its outline.
    polsby_popper : float
        The area, over that of a circle with this perimeter.
    reock : float
        The area, over that of the smallest circle around it.
    circle : (float, float, float)
        That circle: middle, x and y, and radius.
    """

    area: float
    perimeter: float
    polsby_popper: float
    reock: float
    circle: Circle


class Measuring:
    """Measures areas of several organisations together; those of before are remembered."""

    def __init__(self, atlas: Atlas, outlines: Outlines) -> None:
        self._atlas = atlas
        self._outlines = outlines
        self._remembered: Callable[[frozenset[str]], Compactness | None]
        self._remembered = lru_cache(_KEPT)(self._measure)

    def of(self, organisations: Iterable[str]) -> Compactness | None:
        """Return how compact the area of some organisations is; None if one of them has none."""
        return self._remembered(frozenset(organisations))

    def _measure(self, organisations: frozenset[str]) -> Compactness | None:
        if not organisations or not organisations <= self._atlas.shapes.keys():
            return None
        rings = self._outlines.of(organisations)
        area = sum(self._atlas.shapes[organisation].area for organisation in organisations)
        perimeter = sum(map(ring_length, rings))
        circle = smallest_circle([point for ring in rings for point in points_of(ring)])
        if not perimeter or not circle[2]:
            return None
        return Compactness(
            area,
            perimeter,
            4 * pi * area / perimeter**2,
            area / (pi * circle[2] ** 2),
            circle,
        )


# -- the smallest circle -----------------------------------------------------------------------


def smallest_circle(points: Sequence[Point]) -> Circle:
    """Return the smallest circle around points, at least one.

    Welzl's way: E. Welzl, "Smallest enclosing disks (balls and ellipsoids)", New Results and New
    Trends in Computer Science, LNCS 555 (1991), 359-370, without its recursion: whatever is outside
    of the circle so far is on the next one. Only corners of the convex hull can be.
    """
    corners = hull(points)
    Random(0).shuffle(corners)  # in no order at all it takes time in proportion to their number
    circle = (*corners[0], 0.0)
    for i, a in enumerate(corners):
        if _is_in(circle, a):
            continue
        circle = (*a, 0.0)
        for j, b in enumerate(corners[:i]):
            if _is_in(circle, b):
                continue
            circle = _across(a, b)
            for c in corners[:j]:
                if not _is_in(circle, c):
                    circle = _through(a, b, c)
    return circle


def hull(points: Iterable[Point]) -> list[Point]:
    """Return the corners of the convex hull of points, in order (A. M. Andrew's chains, 1979)."""
    rest = sorted(set(points))
    if len(rest) < 3:
        return rest
    return [*_chain(rest), *_chain(rest[::-1])]


def _chain(points: Sequence[Point]) -> list[Point]:
    found: list[Point] = []
    for x, y in points:
        while len(found) > 1:
            (ax, ay), (bx, by) = found[-2:]
            if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                break
            found.pop()
        found.append((x, y))
    return found[:-1]


def _is_in(circle: Circle, point: Point) -> bool:
    return dist(circle[:2], point) <= circle[2] * (1 + _ON_IT)


def _across(a: Point, b: Point) -> Circle:
    """Return the circle of which a line is the diameter."""
    x, y = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
    return x, y, max(dist((x, y), a), dist((x, y), b))


def _through(a: Point, b: Point, c: Point) -> Circle:
    """Return the circle through three points; of three in a line, the one across them."""
    bx, by, cx, cy = b[0] - a[0], b[1] - a[1], c[0] - a[0], c[1] - a[1]
    doubled = 2 * (bx * cy - by * cx)
    if not doubled:
        return max((_across(a, b), _across(a, c), _across(b, c)), key=lambda circle: circle[2])
    b2, c2 = bx * bx + by * by, cx * cx + cy * cy
    x, y = (cy * b2 - by * c2) / doubled, (bx * c2 - cx * b2) / doubled
    return a[0] + x, a[1] + y, hypot(x, y)
