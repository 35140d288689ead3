"""What lies around groups: which units could go where, and what is near to what.

Read once from a state; it must be made anew when units are elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from model.changes import Move
from model.contiguity import Contiguity
from model.pack import Tier
from model.rules.limits import with_limits
from model.state import State

_TOUCHING, _BESIDE, _IN_REGION = range(3)
"""How near: the unit itself touches; its group does; or they are of one region only."""


class Surroundings:
    """Where the units of a state could go; what is locked stays where it is, and is not entered."""

    def __init__(self, state: State) -> None:
        self._state = state
        self.contiguity = Contiguity(state.pack.borders)
        self._free: dict[str, bool] = {}
        self._sizes: dict[tuple[str, str], int] = {}
        limits = state.limits
        self._ranges = [
            (str(r.params["measure"]), r.params["low"], r.params["high"])
            for rule in state.pack.rules
            if rule.check == "range" and rule.in_force(state.on)
            for r in (with_limits(rule, limits),)
        ]

    # -- what may go where -----------------------------------------------------------------

    def may_leave(self, unit: str) -> bool:
        """Whether a unit may be moved from where it is."""
        state = self._state
        group = state.group_of(unit)
        free = state.kind(unit).movable and not state.is_locked(unit)
        return free and (group is None or self.is_open(group))

    def is_open(self, group: str) -> bool:
        """Whether units may leave and enter a group: neither it nor what is above is locked."""
        if group not in self._free:
            state = self._state
            self._free[group] = not any(
                state.is_locked(place) for place in (group, *state.ancestors(group))
            )
        return self._free[group]

    def _may_enter(self, unit: str, group: str) -> bool:
        state = self._state
        return state.kind(group).id in state.kind(unit).parents and self.is_open(group)

    # -- moves -----------------------------------------------------------------------------

    def moves_of(self, unit: str) -> list[Move]:
        """Return the moves of a unit into other groups, the nearest first."""
        if not self.may_leave(unit):
            return []
        state, near = self._state, self._groups_near(unit)
        groups = sorted(near, key=lambda group: (near[group], state.code(group)))
        return [Move(unit, group) for group in groups if self._may_enter(unit, group)]

    def _groups_near(self, unit: str) -> dict[str, tuple[int, int]]:
        """Return the other groups near a unit: how near, and how long the border is, negative."""
        state, here = self._state, self._state.group_of(unit)
        near: dict[str, tuple[int, int]] = {}
        for other, length in self.contiguity.beside(unit).items():
            group = state.group_of(other) if other in state else None
            if group is not None:
                near[group] = (_TOUCHING, near.get(group, (0, 0))[1] - length)
        for member in state.members(here) if here is not None else ():
            for other in self.contiguity.beside(member):
                group = state.group_of(other) if other in state else None
                if group is not None:
                    near.setdefault(group, (_BESIDE, 0))
        for region in {state.home(unit), state.region_of(unit)} - {None}:
            for group in state.children(str(region)):
                if state.tier(group) is Tier.GROUP:
                    near.setdefault(group, (_IN_REGION, 0))
        near.pop(here or "", None)
        return near

    def moves_out(self, group: str) -> Iterator[Move]:
        """Iterate over the moves of a group's members into other groups, each's nearest first."""
        waiting = [self.moves_of(unit) for unit in self._state.members(group)]
        for place in range(max(map(len, waiting), default=0)):
            yield from (moves[place] for moves in waiting if place < len(moves))

    def moves_in(self, group: str) -> Iterator[Move]:
        """Iterate over the moves of other units into a group, the nearest first."""
        if not self.is_open(group):
            return
        state = self._state
        near: dict[str, tuple[int, int]] = {}
        for member in state.members(group):
            for other, length in self.contiguity.beside(member).items():
                if other in state and state.group_of(other) != group:
                    near[other] = (_TOUCHING, near.get(other, (0, 0))[1] - length)
        for beside in {g for unit in near if (g := state.group_of(unit)) is not None}:
            for unit in state.members(beside):
                near.setdefault(unit, (_BESIDE, 0))
        region = state.region_of(group)
        if region is not None:
            for child in state.children(region):
                tier = state.tier(child)
                units = state.members(child) if tier is Tier.GROUP else [child]
                for unit in units if child != group and tier in (Tier.GROUP, Tier.UNIT) else ():
                    near.setdefault(unit, (_IN_REGION, 0))
        for unit in sorted(near, key=lambda unit: (near[unit], state.code(unit))):
            if self.may_leave(unit) and self._may_enter(unit, group):
                yield Move(unit, group)

    # -- what moves come to ----------------------------------------------------------------

    def size(self, units: Iterable[str]) -> int:
        """Return what units come to by the pack's first measure."""
        if not self._state.pack.measures:
            return 0
        measure = self._state.pack.measures[0].id
        return sum(self.value(unit, measure) for unit in units)

    def value(self, unit: str, measure: str) -> int:
        """Return what a unit and all below it come to."""
        key = (unit, measure)
        if key not in self._sizes:
            self._sizes[key] = self._state.sum(unit, measure).value
        return self._sizes[key]

    def burden(self, moves: Sequence[Move]) -> int:
        """Return how much trouble moves are likely to make: an estimate from sums and homes."""
        state = self._state
        trouble = sum(state.home(move.id) != state.region_of(move.to) for move in moves)
        for group in self.concerned(moves):
            for measure, low, high in self._ranges:
                assert isinstance(low, int)
                assert isinstance(high, int)
                now = state.sum(group, measure).value
                then = now + self.gain(group, moves, measure)
                trouble += low <= now <= high and not low <= then <= high
        return trouble

    def gain(self, group: str, moves: Iterable[Move], measure: str) -> int:
        """Return by how much moves alter a group's sum."""
        gain, group_of = 0, self._state.group_of
        for move in moves:
            if group_of(move.id) != move.to:
                gain += self.value(move.id, measure) * (move.to == group)
                gain -= self.value(move.id, measure) * (group_of(move.id) == group)
        return gain

    def concerned(self, moves: Iterable[Move]) -> list[str]:
        """Return the ids of the groups that units would leave or enter."""
        state = self._state
        found = dict.fromkeys(o for move in moves for o in (state.group_of(move.id), move.to))
        return [o for o in found if o is not None and state.tier(o) is Tier.GROUP]

    def pieces(self, moves: Sequence[Move]) -> tuple[tuple[str, int, int], ...]:
        """Return into how many pieces each group that moves concern falls, before and after.

        Nothing, where the pack has no borders.
        """
        if not self.contiguity:
            return ()
        state = self._state
        to = {move.id: move.to for move in moves}
        found = []
        for group in self.concerned(moves):
            before = state.members(group)
            after = [u for u in before if u not in to] + [u for u in to if to[u] == group]
            now, then = (len(self.contiguity.pieces(units)) for units in (before, after))
            found.append((group, now, then))
        return tuple(found)
