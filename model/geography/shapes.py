"""The areas of organisations on a plane, and whose area a place is in.

A plane is measured in metres, x to the east and y to the south, as on a screen. Where two areas
meet, both have the same points, so that their shared line is the same to the last digit.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from math import dist
from operator import mul
from typing import TYPE_CHECKING

from model.geography.cells import Box, Cells
from model.geography.projection import Point, Projection, middle
from model.records import record

if TYPE_CHECKING:
    Ring = array[float]
else:
    Ring = array
"""Of "d": x0, y0, x1, y1... It is closed without saying so."""
Degrees = tuple[Sequence[int], Sequence[int]]
"""A ring on the earth: its longitudes and latitudes, millionths of a degree."""

MICRO = 1_000_000
"""Parts of a degree in which rings on the earth are given: 11 cm at the equator."""

_SMALLEST_RING = 6
_LINES = 9
"""How many lines across an area are tried for the place of its label."""
_EDGES_IN_BAND = 8
"""How many edges, about, there are in each of the bands that `Shape.contains` looks into."""


@record
class Part:
    """A piece of an area, in one line around.

    Attributes
    ----------
    outer : Ring
        Clockwise, as one sees it.
    holes : tuple of Ring
        The other way round.
    """

    outer: Ring
    holes: tuple[Ring, ...] = ()

    @property
    def rings(self) -> tuple[Ring, ...]:
        """All its rings, the outer one first."""
        return (self.outer, *self.holes)


class Shape:
    """The area of an organisation.

    Attributes
    ----------
    organisation : str
        Its id.
    parts : tuple of Part
        The largest first.
    label : (float, float)
        Where its name may stand.
    """

    def __init__(
        self, organisation: str, parts: Iterable[Part], label: Point | None = None
    ) -> None:
        self.organisation = organisation
        self.parts = tuple(
            sorted(parts, key=lambda part: sum(map(ring_area, part.rings)), reverse=True)
        )
        self.label = self._inner_place() if label is None else label

    @property
    def rings(self) -> Iterator[Ring]:
        """All rings of all parts."""
        return chain.from_iterable(part.rings for part in self.parts)

    @cached_property
    def bounds(self) -> Box:
        """The box around it."""
        return around(part.outer for part in self.parts)

    @cached_property
    def area(self) -> float:
        """Square metres, without holes."""
        return sum(map(ring_area, self.rings))

    @cached_property
    def perimeter(self) -> float:
        """The length of all its rings, metres."""
        return sum(map(ring_length, self.rings))

    def contains(self, x: float, y: float) -> bool:
        """Whether a place is in the area; one on a shared line is in one of the two areas only."""
        left, top, right, bottom = self.bounds
        if not (left <= x <= right and top <= y <= bottom):
            return False
        inside = False
        for x1, y1, x2, y2 in self._bands.get(self._band(y), ()):
            # y1 < y2 in every area that has this edge, so that all of them decide alike.
            if y1 <= y < y2 and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                inside = not inside
        return inside

    def prepare(self) -> None:
        """Make what `contains` would make when it is first asked."""
        len(self._bands)

    def _band(self, y: float) -> int:
        return int((y - self.bounds[1]) / self._band_height)

    @cached_property
    def _band_height(self) -> float:
        number = sum(map(len, self.rings)) // 2
        even = (self.bounds[3] - self.bounds[1]) * _EDGES_IN_BAND / number
        # An edge is in few bands as a rule; if there is one that makes long edges only, in few too.
        rise = sum(abs(by - ay) for ring in self.rings for _, ay, _, by in edges(ring)) / number
        return max(even, rise) or 1.0

    @cached_property
    def _bands(self) -> Mapping[int, list[tuple[float, float, float, float]]]:
        """The edges that cross each band of equal height, upper end first; level ones nowhere."""
        bands = defaultdict(list)
        top, high = self.bounds[1], self._band_height
        for ring in self.rings:
            for edge in edges(ring):
                ax, ay, bx, by = edge
                if ay > by:
                    edge = ax, ay, bx, by = bx, by, ax, ay
                first, last = int((ay - top) / high), int((by - top) / high)
                if first == last:  # as of most; calls for each would take longer than the rest
                    if ay != by:
                        bands[first].append(edge)
                    continue
                for band in range(first, last + 1):
                    bands[band].append(edge)
        return bands

    def _inner_place(self) -> Point:
        """Return the middle of the widest of some lines across the largest part."""
        part = self.parts[0]
        _, top, _, bottom = around([part.outer])
        best, found = -1.0, (part.outer[0], part.outer[1])
        for number in range(1, _LINES + 1):
            y = top + (bottom - top) * number / (_LINES + 1)
            crossed = sorted(
                ax + (y - ay) / (by - ay) * (bx - ax)
                for ring in part.rings
                for ax, ay, bx, by in edges(ring)
                if (ay <= y) != (by <= y)
            )
            for enter, leave in zip(crossed[::2], crossed[1::2], strict=True):
                if leave - enter > best:
                    best, found = leave - enter, ((enter + leave) / 2, y)
        return found


# -- rings -------------------------------------------------------------------------------------


def points_of(ring: Ring) -> Iterator[Point]:
    """Iterate over the points of a ring."""
    return zip(ring[::2], ring[1::2], strict=True)


def edges(ring: Ring) -> Iterator[tuple[float, float, float, float]]:
    """Iterate over the edges of a ring, each as x and y of its ends; the closing one is last."""
    xs, ys = ring[::2], ring[1::2]
    return zip(xs, ys, chain(xs[1:], xs[:1]), chain(ys[1:], ys[:1]), strict=True)


def ring_area(ring: Ring) -> float:
    """Return the area in a ring: below zero if it is not clockwise as one sees it."""
    # About its own first point, or what is left of two large products would be of few digits.
    xs, ys = [x - ring[0] for x in ring[::2]], [y - ring[1] for y in ring[1::2]]
    there: float = sum(map(mul, xs, [*ys[1:], *ys[:1]]))
    back: float = sum(map(mul, [*xs[1:], *xs[:1]], ys))
    return (there - back) / 2


def ring_length(ring: Ring) -> float:
    """Return the length of a ring."""
    points = list(points_of(ring))
    return sum(map(dist, points, [*points[1:], *points[:1]]))


def around(rings: Iterable[Ring]) -> Box:
    """Return the box around rings, at least one."""
    boxes = [(min(r[::2]), min(r[1::2]), max(r[::2]), max(r[1::2])) for r in rings]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def turned(ring: Ring, *, clockwise: bool) -> Ring:
    """Return a ring that goes the way round that is wanted."""
    if (ring_area(ring) >= 0) is clockwise:
        return ring
    return array("d", chain.from_iterable(reversed(list(points_of(ring)))))


# -- all of them -------------------------------------------------------------------------------


class Atlas:
    """Where the organisations of a pack are; false if no area is known.

    Attributes
    ----------
    shapes : mapping of organisation id to Shape
        Areas, which do not overlap.
    points : mapping of organisation id to (float, float)
        Organisations of which a place alone is known.
    bounds : (float, float, float, float)
        Left, top, right and bottom of all of this.
    """

    def __init__(self, shapes: Mapping[str, Shape], points: Mapping[str, Point]) -> None:
        self.shapes = shapes
        self.points = points
        boxes = [shape.bounds for shape in shapes.values()]
        boxes += [(x, y, x, y) for x, y in points.values()]
        lefts, tops, rights, bottoms = zip(*boxes or [(0.0,) * 4], strict=True)
        self.bounds: Box = (min(lefts), min(tops), max(rights), max(bottoms))

    def __bool__(self) -> bool:
        return bool(self.shapes)

    @classmethod
    def of(
        cls,
        outlines: Mapping[str, Sequence[Sequence[Degrees]]],
        places: Mapping[str, Point],
    ) -> Atlas:
        """Return the atlas of areas and places on the earth, on a plane about their middle.

        Parameters
        ----------
        outlines : mapping of organisation id to polygons
            Each a list of rings, the outer one first.
        places : mapping of organisation id to (longitude, latitude)
            Degrees; the place of an organisation that has an area is that of its label.
        """
        plane = _plane(outlines, places)
        corners = dict.fromkeys(  # most are those of two areas
            corner
            for polygons in outlines.values()
            for rings in polygons
            for ring in rings
            for corner in zip(*ring, strict=True)
        )
        known = dict(
            zip(corners, plane.points((x / MICRO, y / MICRO) for x, y in corners), strict=True)
        )

        def projected(ring: Degrees, *, clockwise: bool) -> Ring:
            points = map(known.__getitem__, zip(*ring, strict=True))
            return turned(array("d", chain.from_iterable(points)), clockwise=clockwise)

        spots = dict(zip(places, plane.points(places.values()), strict=True))
        shapes = {}
        for organisation, polygons in outlines.items():
            parts = [
                Part(
                    projected(outer, clockwise=True),
                    tuple(projected(hole, clockwise=False) for hole in holes),
                )
                for outer, *holes in polygons
            ]
            shapes[organisation] = Shape(organisation, parts, spots.pop(organisation, None))
        return cls(shapes, spots)

    def at(self, x: float, y: float) -> str | None:
        """Return the organisation in whose area a place is."""
        for number in self._cells.at(x, y):
            organisation, shape = self._areas[number]
            if shape.contains(x, y):
                return organisation
        return None

    def prepare(self) -> Iterator[None]:
        """Make, an area at a time, what `at` would make when it is first asked about each."""
        for shape in self.shapes.values():
            shape.prepare()
            yield

    def near(self, box: Box) -> list[str]:
        """Return the organisations whose areas' boxes touch a box."""
        left, top, right, bottom = box
        found = []
        for number in self._cells.near(box):
            organisation, shape = self._areas[number]
            west, north, east, south = shape.bounds
            if west <= right and east >= left and north <= bottom and south >= top:
                found.append(organisation)
        return found

    def within(self, ring: Ring) -> list[str]:
        """Return the organisations whose areas have their label inside a ring (a lasso)."""
        if len(ring) < _SMALLEST_RING:
            return []
        lasso = Shape("", [Part(ring)], (ring[0], ring[1]))
        return [o for o, shape in self.shapes.items() if lasso.contains(*shape.label)]

    def in_box(self, left: float, top: float, right: float, bottom: float) -> list[str]:
        """Return the organisations whose areas have their label inside a box."""
        return [
            organisation
            for organisation, shape in self.shapes.items()
            if left <= shape.label[0] <= right and top <= shape.label[1] <= bottom
        ]

    @cached_property
    def _areas(self) -> list[tuple[str, Shape]]:
        return list(self.shapes.items())

    @cached_property
    def _cells(self) -> Cells:
        """The areas' boxes; numbered as the areas are."""
        return Cells([shape.bounds for shape in self.shapes.values()])


def _plane(
    outlines: Mapping[str, Sequence[Sequence[Degrees]]], places: Mapping[str, Point]
) -> Projection:
    """Return the plane about the middle of areas, or of places if there are no areas."""
    rings = [ring for polygons in outlines.values() for rings in polygons for ring in rings]
    longitudes = [x / MICRO for ring, _ in rings for x in (min(ring), max(ring))]
    latitudes = [y / MICRO for _, ring in rings for y in (min(ring), max(ring))]
    if not rings:
        longitudes = [longitude for longitude, _ in places.values()] or [0.0]
        latitudes = [latitude for _, latitude in places.values()] or [0.0]
    return Projection(*middle(longitudes, latitudes))
