"""What tests of areas share: maps of squares and of ragged cells, and the slow questions."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from random import Random

from model.geography.shapes import Atlas, Part, Point, Ring, Shape, turned


def ring(*points: Point) -> Ring:
    """Return a ring of points."""
    return array("d", [number for point in points for number in point])


def square(x: float, y: float, size: float = 1.0) -> Ring:
    """Return a square by its left upper corner, clockwise as one sees it."""
    return ring((x, y), (x + size, y), (x + size, y + size), (x, y + size))


def ragged(random: Random, columns: int, rows: int) -> dict[str, Shape]:
    """Return cells side by side, named 0-0, 1-0..., whose shared lines are crooked."""
    corners = {
        (x, y): (x * 10 + random.uniform(-3, 3), y * 10 + random.uniform(-3, 3))
        for x in range(columns + 1)
        for y in range(rows + 1)
    }
    between: dict[frozenset[tuple[int, int]], Point] = {}

    def way(a: tuple[int, int], b: tuple[int, int]) -> list[Point]:
        (ax, ay), (bx, by) = corners[a], corners[b]
        middle = ((ax + bx) / 2 + random.uniform(-1, 1), (ay + by) / 2 + random.uniform(-1, 1))
        return [corners[a], between.setdefault(frozenset((a, b)), middle)]

    shapes = {}
    for x in range(columns):
        for y in range(rows):
            around = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)]
            points = [
                point
                for a, b in zip(around, [*around[1:], around[0]], strict=True)
                for point in way(a, b)
            ]
            outer = turned(ring(*points), clockwise=True)
            shapes[f"{x}-{y}"] = Shape(f"{x}-{y}", [Part(outer)])
    return shapes


def is_inside(rings: Iterable[Ring], x: float, y: float) -> bool:
    """Return whether a place is inside rings, by how often they go round it."""
    inside = False
    for one in rings:
        points = list(zip(one[::2], one[1::2], strict=True))
        for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]], strict=True):
            if (ay <= y) != (by <= y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
                inside = not inside
    return inside


def atlas_of(shapes: dict[str, Shape]) -> Atlas:
    """Return an atlas of shapes."""
    return Atlas(shapes, {})
