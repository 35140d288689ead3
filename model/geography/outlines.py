"""Outlines of several areas together: of groups, of regions, and of what units are tied to."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from functools import cached_property, lru_cache
from math import atan2

from model.geography.arcs import Arc, arcs_of, by_side
from model.geography.projection import Point
from model.geography.shapes import Atlas, Ring, ring_area, ring_length
from model.pack import Link, Pack
from model.records import record
from model.slivers import without_slivers
from model.state import State

SEAM = 2.0
"""Widest gap or overlap between areas that is a fault of drawing, and no outline, metres."""
_MANY = 50
_KEPT = 600
"""How many unions are remembered: those of all groups, regions and ties, and some of before."""


class Outlines:
    """Outlines of unions of an atlas's areas.

    What was asked for is remembered: after a move only the two groups are new.
    """

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._remembered: Callable[[frozenset[str]], tuple[Ring, ...]]
        self._remembered = lru_cache(_KEPT)(self._union)

    @cached_property
    def arcs(self) -> tuple[Arc, ...]:
        """All lines of the atlas, each once."""
        return arcs_of(self._atlas)

    @cached_property
    def _by_side(self) -> dict[str, list[Arc]]:
        return dict(by_side(self.arcs))

    def borders(self, organisations: Iterable[str]) -> list[Arc]:
        """Return the lines around some organisations together, in no order."""
        inside = set(organisations)
        return [
            arc
            for organisation in inside
            for arc in self._by_side.get(organisation, ())
            if arc.beyond(organisation) not in inside
        ]

    def of(self, organisations: Iterable[str]) -> tuple[Ring, ...]:
        """Return the rings around some organisations together, those of holes among them.

        Filled by the odd-even rule they are the area; organisations that have none are left out.
        """
        return self._remembered(frozenset(organisations))

    def _union(self, organisations: frozenset[str]) -> tuple[Ring, ...]:
        ahead: dict[Point, list[Ring]] = defaultdict(list)
        for arc in self.borders(organisations):
            way = arc.points if arc.right in organisations else arc.backwards
            ahead[way[0], way[1]].append(way)
        rings = []
        while ahead:
            first = way = next(iter(ahead.values()))[-1]
            ring = array("d")
            is_closed = False
            while not is_closed:
                ring += way[:-2]
                ways = ahead.get((way[-2], way[-1]), [])
                if not ways:  # areas overlap, or an edge is there twice
                    _leave(ahead, first)
                    break
                # Where many meet in one point, nobody can see which goes around which.
                place = len(ways) - 1 if len(ways) > _MANY else _leftmost(way, ways)
                way = ways[place]
                _leave(ahead, way, place)
                is_closed = way is first
            rings.append(ring)
        return tuple(ring for ring in rings if abs(ring_area(ring)) > SEAM * ring_length(ring) / 2)


def _leave(ahead: dict[Point, list[Ring]], way: Ring, place: int | None = None) -> None:
    """Take a way from those that are left to go; `place` is where it stands, if that is known."""
    start = (way[0], way[1])
    ways = ahead[start]
    if place is None:
        place = next(n for n in reversed(range(len(ways))) if ways[n] is way)
    del ways[place]
    if not ways:
        del ahead[start]


def _leftmost(before: Ring, ways: list[Ring]) -> int:
    return min(range(len(ways)), key=lambda place: _turn(before, ways[place]))


def _turn(before: Ring, after: Ring) -> float:
    """Return how far to the right a way turns from another; hard to the left is least.

    Where areas meet in a point, the ring that keeps to the left goes around all of them, and what
    is left over between them is a ring of its own.
    """
    ax, ay = before[-2] - before[-4], before[-1] - before[-3]
    bx, by = after[2] - after[0], after[3] - after[1]
    return atan2(ax * by - ay * bx, ax * bx + ay * by)


# -- ties --------------------------------------------------------------------------------------


@record
class Cut:
    """Something that units of several groups are tied to.

    Attributes
    ----------
    code, name : str
        Of what they are tied to.
    units : tuple of str
        All units that are tied to it, in the order of the pack.
    """

    code: str
    name: str
    units: tuple[str, ...]


class Ties:
    """What several units are tied to, and what of it a plan cuts.

    If the pack has rules that ties lie wholly in a group (check `whole-links`), it is the ties that
    these ask about, whatever their dates; else all. Slivers are left out, as the rules do.
    """

    def __init__(self, pack: Pack) -> None:
        asked = [rule.params["codes"] for rule in pack.rules if rule.check == "whole-links"]
        codes = tuple(str(c) for of in asked if isinstance(of, list | tuple) for c in of)
        ties: dict[str, list[Link]] = defaultdict(list)
        for link in pack.links:
            if link.code.startswith(codes or ""):
                ties[link.code].append(link)
        counting = {code: without_slivers(tied) for code, tied in ties.items()}
        self._shared = [
            Cut(code, tied[0].name, tuple(tie.unit for tie in tied))
            for code, tied in counting.items()
            if len(tied) > 1
        ]

    def cut(self, state: State) -> list[Cut]:
        """Return what units of several groups, or in a group and in none, are tied to."""
        return [tie for tie in self._shared if len(_places(state, tie.units)) > 1]


def _places(state: State, units: Collection[str]) -> set[str | None]:
    return {state.group_of(unit) for unit in units}
