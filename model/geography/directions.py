"""Walking over a map by arrow keys: which place lies to the left, right, above or below another.

A step goes to the place beyond the border that lies most nearly in the direction; where no border
is crossed that way, over gaps and water to the place that best combines near and straight ahead.
It always leads on in its direction, so it ends where nothing lies further that way, and every
place can be walked to from every other.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from math import hypot, inf

from model.contiguity import Contiguity

Point = tuple[float, float]

STEEPEST = 3**0.5
"""How much further aside than ahead a neighbour may lie to be stepped to first: 60 degrees."""


class Direction(Enum):
    """A way to go on a map whose y grows southwards, as on a screen: what x and y grow by."""

    LEFT = (-1, 0)
    RIGHT = (1, 0)
    UP = (0, -1)
    DOWN = (0, 1)


class Directions:
    """The steps between places.

    Parameters
    ----------
    places : mapping of organisation id to (x, y)
        Where each is labelled, in any unit, y southwards.
    contiguity : Contiguity
        Which of them touch.
    """

    def __init__(self, places: Mapping[str, Point], contiguity: Contiguity) -> None:
        self._places = dict(places)
        self._contiguity = contiguity
        # Also places on one spot, or beside each other on one line, have an order, the same from
        # both sides.
        right = sorted(places, key=lambda p: (*places[p], p))
        down = sorted(places, key=lambda p: (*places[p][::-1], p))
        self._orders = {
            Direction.RIGHT: right,
            Direction.LEFT: right[::-1],
            Direction.DOWN: down,
            Direction.UP: down[::-1],
        }
        self._ranks = {
            direction: {place: rank for rank, place in enumerate(order)}
            for direction, order in self._orders.items()
        }
        self._steps = {direction: self._found(direction) for direction in Direction}
        self._join()

    def __contains__(self, place: object) -> bool:
        return place in self._places

    def step(self, place: str, direction: Direction) -> str | None:
        """Return the place one step on; None where nothing lies further that way."""
        return self._steps[direction].get(place)

    def far(self, direction: Direction) -> str | None:
        """Return the place that lies furthest in a direction, None if there is none at all."""
        order = self._orders[direction]
        return order[-1] if order else None

    # -- finding steps ---------------------------------------------------------------------

    def _found(self, direction: Direction) -> dict[str, str]:
        """Return the step from each place but the last one of a direction."""
        ranks, steps = self._ranks[direction], {}
        for place in self._orders[direction][:-1]:
            best, least = "", inf
            for other in self._contiguity.beside(place):
                if ranks.get(other, -1) > ranks[place]:
                    ahead, aside = self._way(place, other, direction)
                    if aside <= STEEPEST * ahead and _cost(ahead, aside) < least:
                        best, least = other, _cost(ahead, aside)
            steps[place] = best or self._nearest(place, direction)
        return steps

    def _nearest(self, place: str, direction: Direction) -> str:
        best, least = "", inf
        for other in self._orders[direction][self._ranks[direction][place] + 1 :]:
            ahead, aside = self._way(place, other, direction)
            if ahead > least:
                break  # whatever comes now is further on than the best one costs
            if _cost(ahead, aside) < least:
                best, least = other, _cost(ahead, aside)
        return best

    def _way(self, start: str, end: str, direction: Direction) -> tuple[float, float]:
        """Return how far ahead of a place another lies, and how far aside."""
        (x, y), (to_x, to_y), (dx, dy) = self._places[start], self._places[end], direction.value
        right, down = to_x - x, to_y - y
        return right * dx + down * dy, abs(right * dy + down * dx)

    # -- that all can be reached -----------------------------------------------------------

    def _join(self) -> None:
        """Lead a step by each place that none leads to.

        Each direction ends at one place, which all others lead to; so what can be reached from one
        such place can be reached from everywhere. A place that can't is put between two that follow
        each other in some direction, and leads on to the second. There always are such two: the way
        from one end of the map to the other passes it.
        """
        start = self.far(Direction.RIGHT)
        if start is None:
            return
        reached = self._reached_from(start)
        left = [place for place in self._places if place not in reached]
        while left:
            _, place, before, name = min(
                (_cost(*self._way(before, place, direction)), place, before, direction.name)
                for place in left
                for direction, ranks in self._ranks.items()
                for before, after in self._steps[direction].items()
                if before in reached and ranks[before] < ranks[place] < ranks[after]
            )
            steps = self._steps[Direction[name]]
            steps[before], steps[place] = place, steps[before]
            reached |= self._reached_from(place)
            left = [place for place in left if place not in reached]

    def _reached_from(self, start: str) -> set[str]:
        reached, waiting = {start}, [start]
        while waiting:
            at = waiting.pop()
            for steps in self._steps.values():
                to = steps.get(at)
                if to is not None and to not in reached:
                    reached.add(to)
                    waiting.append(to)
        return reached


def _cost(ahead: float, aside: float) -> float:
    """Return how far off a place seems: its distance straight ahead, twice that at 45 degrees."""
    far = hypot(ahead, aside)
    return far * (1 + 2 * (aside / far) ** 2) if far else 0.0
