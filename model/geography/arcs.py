"""The lines that areas are made of: each once, with who is on either side of it.

Neighbours have the points of their shared line in common, so that lines can be found by comparing
points, without any reckoning. Whatever follows from a union of areas (its outline, its length) is
then a matter of some hundred lines and not of some ten thousand points.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, repeat
from math import dist

from model.geography.projection import Point
from model.geography.shapes import Atlas, Ring, points_of

_Edge = tuple[int, int]


class Arc:
    """A line between two points where lines meet, or a closed one.

    Attributes
    ----------
    points : Ring
        From its start to its end; a closed one has its first point again at its end.
    right, left : str
        The organisation on its right as one goes along it, and the one on its left; "" where there
        is none: the sea, or what is not on the map. `right` is always somebody.
    """

    def __init__(self, points: Sequence[Point], right: str, left: str) -> None:
        self.points: Ring = array("d", chain.from_iterable(points))
        self.right = right
        self.left = left

    @cached_property
    def length(self) -> float:
        """Metres."""
        points = list(points_of(self.points))
        return sum(map(dist, points[:-1], points[1:]))

    @cached_property
    def backwards(self) -> Ring:
        """Its points from its end to its start."""
        return array("d", chain.from_iterable(reversed(list(points_of(self.points)))))

    def beyond(self, organisation: str) -> str:
        """Return who is on the other side of it from one of the two."""
        return self.left if organisation == self.right else self.right


def arcs_of(atlas: Atlas) -> tuple[Arc, ...]:
    """Return the lines of an atlas.

    A line with the same organisation on both sides (where an area touches itself) is left out.
    """
    rings, places = _numbered(atlas)
    owner: dict[_Edge, str] = {}
    for organisation, corners in rings:
        owner.update(
            zip(zip(corners, [*corners[1:], corners[0]], strict=True), repeat(organisation))
        )
    once = [edge for edge in owner if edge[0] < edge[1] or edge[::-1] not in owner]
    met = Counter(chain.from_iterable(once))
    nodes = {corner for corner, number in met.items() if number != 2}
    done: set[_Edge] = set()
    found = []
    for organisation, corners in rings:
        for line in _lines(corners, nodes):
            first, last = (line[0], line[1]), (line[-1], line[-2])
            if first in done or last in done:
                continue
            done.add(first)
            beyond = owner.get((first[1], first[0]), "")
            if beyond != organisation:
                found.append(Arc([places[corner] for corner in line], organisation, beyond))
    return tuple(found)


def _numbered(atlas: Atlas) -> tuple[list[tuple[str, list[int]]], list[Point]]:
    """Return all rings as numbers of points, with whose they are, and the points."""
    numbers: dict[Point, int] = {}
    rings = []
    for organisation, shape in atlas.shapes.items():
        for ring in shape.rings:
            points = list(points_of(ring))
            for point in points:
                if point not in numbers:
                    numbers[point] = len(numbers)
            rings.append((organisation, [numbers[point] for point in points]))
    return rings, list(numbers)


def _lines(corners: list[int], nodes: set[int]) -> Iterator[list[int]]:
    """Iterate over the lines of a ring from node to node; a ring without a node is one line."""
    start = next((place for place, corner in enumerate(corners) if corner in nodes), None)
    if start is None:  # both sides begin it at the same point
        start = corners.index(min(corners))
        yield [*corners[start:], *corners[: start + 1]]
        return
    line = [corners[start]]
    for corner in chain(corners[start + 1 :], corners[: start + 1]):
        line.append(corner)
        if corner in nodes:
            yield line
            line = [corner]


def by_side(arcs: Iterable[Arc]) -> Mapping[str, list[Arc]]:
    """Return the lines of each organisation, by its id."""
    found = defaultdict(list)
    for arc in arcs:
        found[arc.right].append(arc)
        if arc.left:
            found[arc.left].append(arc)
    return found
