"""Colours of groups on a map: those that touch are never alike, and a group keeps its own.

A colour is a hue and a pattern, both as numbers; what they look like is for whoever draws. There
are as many pairs as 72 groups need to be told apart without asking who touches whom. Of hues that
some people take for each other, two that touch have different patterns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Final, NamedTuple

HUES: Final = 12
PATTERNS: Final = 6


class Fill(NamedTuple):
    """What a group's area is filled with.

    Attributes
    ----------
    hue : int
        0 to `HUES` - 1, round the circle: the last is as near to the first as the second.
    pattern : int
        0 to `PATTERNS` - 1; 0 is none.
    """

    hue: int
    pattern: int


ALIKE: Final = frozenset(
    pair
    for one, others in {
        0: (1, 2, 4, 5, 11),
        1: (3, 11),
        2: (3, 4, 10),
        5: (7, 11),
        6: (8, 10),
        7: (8, 9, 10),
        8: (10,),
        9: (10,),
    }.items()
    for other in others
    for pair in ((one, other), (other, one))
)
"""Hues that look alike to people with a colour vision deficiency of one kind or another.

Measured on the fills that are drawn (`tests/ui/map/test_colours_told_apart.py`).
"""
FILLS: Final = tuple(Fill(hue, pattern) for pattern in range(PATTERNS) for hue in range(HUES))
_SPREAD: Final = (7, 1, 4, 9, 2, 11, 5, 0, 8, 3, 10, 6)
"""The order in which hues are taken where nothing else decides: far from those before."""


def _of_one_hue(one: Fill, other: Fill) -> bool:
    return one.hue == other.hue


def _taken_for_each_other(one: Fill, other: Fill) -> bool:
    """Whether somebody may take a fill for another that it touches."""
    is_alike = one.pattern == other.pattern and (one.hue, other.hue) in ALIKE
    return is_alike or one.hue == other.hue


class Colouring:
    """The fills of groups, kept from edit to edit."""

    def __init__(self) -> None:
        self._fills: dict[str, Fill] = {}

    def __getitem__(self, group: str) -> Fill:
        return self._fills[group]

    def __contains__(self, group: object) -> bool:
        return group in self._fills

    def get(self, group: str) -> Fill | None:
        """Return the fill of a group, None if it has none yet."""
        return self._fills.get(group)

    def update(self, beside: Mapping[str, Collection[str]]) -> set[str]:
        """Fit the fills to the groups there are and to who touches whom.

        A group keeps its fill unless one that it touches has the same hue, or the same pattern on
        one that looks alike to some, and keeps it; or another has just the same fill although there
        are enough for all.

        Parameters
        ----------
        beside : mapping of str to collection of str
            For each group those that it touches, both ways.

        Returns
        -------
        set of str
            The groups whose fill is another than before, or is new.
        """
        old, self._fills = self._fills, {g: f for g, f in self._fills.items() if g in beside}
        self._let_go(beside)
        for group in [g for g in beside if g not in self._fills]:
            fill = self._best(group, beside)
            if fill is None:  # so many touch it that all are taken
                self._paint_anew(beside)
                break
            self._fills[group] = fill
        return {g for g, fill in self._fills.items() if old.get(g) != fill}

    def _let_go(self, beside: Mapping[str, Collection[str]]) -> None:
        """Take the fills of those that can't keep theirs, of as few as will do."""
        fills = self._fills
        alike = {g: self._rivals(g, beside) for g in fills}
        places = {group: place for place, group in enumerate(fills)}
        while True:
            worst = max(alike, key=lambda g: (len(alike[g]), places[g]), default=None)
            if worst is None or not alike[worst]:
                break
            del alike[worst], fills[worst]
            for rivals in alike.values():
                rivals.discard(worst)
        if len(beside) <= len(FILLS):
            seen: set[Fill] = set()
            for group, fill in list(fills.items()):
                if fill in seen:
                    del fills[group]
                seen.add(fill)

    def _rivals(self, group: str, beside: Mapping[str, Collection[str]]) -> set[str]:
        """Return for whose sake a group should take another fill: those too like it, beside it."""
        fill, fills = self._fills[group], self._fills
        near = {o: fills[o] for o in beside[group] if o in fills and o != group}
        for clash in (_taken_for_each_other, _of_one_hue):
            found = {o for o, other in near.items() if clash(fill, other)}
            if not found:
                return found
            around = set(near.values())
            if any(not any(clash(free, other) for other in around) for free in FILLS):
                return found  # there is a fill that would do
        return {o for o, other in near.items() if other == fill}

    def _best(self, group: str, beside: Mapping[str, Collection[str]]) -> Fill | None:
        """Return the fill that is least like those around a group; None if all touch it."""
        fills = self._fills
        near = [fills[o] for o in beside[group] if o in fills and o != group]
        taken, hues = set(near), Counter(fill.hue for fill in near)
        patterns = Counter(fill.pattern for fill in near)
        around = {p for o in beside[group] for p in beside.get(o, ()) if p != group}
        farther = Counter(fills[o].hue for o in around if o in fills)
        used, used_hues = Counter(fills.values()), Counter(f.hue for f in fills.values())

        def likeness(fill: Fill) -> tuple[int, ...]:
            hue, pattern = fill
            close = hues[(hue + 1) % HUES] + hues[hue - 1 if hue else HUES - 1]
            look = 4 * patterns[pattern] + 4 * close + 2 * farther[hue] + used_hues[hue]
            taken_for = sum(1 for other in near if _taken_for_each_other(fill, other))
            return hues[hue], taken_for, used[fill], look, pattern, _SPREAD.index(hue)

        return min((fill for fill in FILLS if fill not in taken), key=likeness, default=None)

    def _paint_anew(self, beside: Mapping[str, Collection[str]]) -> None:
        """Give all groups fills anew, those that touch fewest others last.

        So each meets as few that are filled as can be: five at most where areas lie in a plane.
        """
        self._fills = {}
        for group in _smallest_last(beside):
            near = {self._fills[o] for o in beside[group] if o in self._fills}
            free = (fill for fill in FILLS if fill not in near)
            # More than there are can only touch each other where no plane holds them.
            self._fills[group] = next(free, FILLS[0])


def _smallest_last(beside: Mapping[str, Collection[str]]) -> list[str]:
    """Return the groups so that each touches few of those before it."""
    left = {group: {o for o in others if o != group} for group, others in beside.items()}
    order = []
    while left:
        group = min(left, key=lambda g: len(left[g]))
        order.append(group)
        for other in left.pop(group):
            left[other].discard(group)
    return order[::-1]


def touching(
    borders: Iterable[tuple[str, str]], group_of: Mapping[str, str]
) -> dict[str, set[str]]:
    """Return for each group which others it touches.

    Parameters
    ----------
    borders : iterable of (str, str)
        Units that lie beside each other.
    group_of : mapping of str to str
        The group of each unit that is in one.
    """
    beside: dict[str, set[str]] = {group: set() for group in group_of.values()}
    for a, b in borders:
        here, there = group_of.get(a), group_of.get(b)
        if here is not None and there is not None and here != there:
            beside[here].add(there)
            beside[there].add(here)
    return beside
