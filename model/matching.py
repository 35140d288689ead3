"""Which organisations of two plans over the same published data are the same.

What is in both under the same id is the same. Of the groups that are left, two are taken for the
same if each has the greatest part of its members in the other: most people by the published figure
that units carry, then most units; of equals the one with the lowest code. The tray and groups that
are in both count as places that members may be in, too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from enum import StrEnum

from model.pack import Tier
from model.records import record
from model.state import State


class How(StrEnum):
    """How an organisation that plans made was found in both."""

    NONE = ""
    """It is in one of them only."""
    IDENTITY = "identity"
    OVERLAP = "overlap"
    """By the greatest overlap of members."""


@record
class Match:
    """An organisation that a plan made, in one or in both.

    Attributes
    ----------
    before, after : str
        Its id in each, "" where it is not.
    units, of : int
        How many of its members it has in both, and in either.
    people : int
        How many people those in both have, by the published figure that units carry.
    """

    before: str
    after: str
    how: How = How.NONE
    units: int = 0
    of: int = 0
    people: int = 0


class Pairs:
    """The organisations of two states, each with what it is in the other."""

    def __init__(self, before: State, after: State) -> None:
        self.before, self.after = before, after
        self._went_to: dict[str, str] = {}
        self._came_from: dict[str, str] = {}
        old, new = before.made(), after.made()
        same = {o for o in old if o in after and before.kind(o).id == after.kind(o).id}
        self._note({o: o for o in same})
        gone = [g for g in old if g not in same and before.tier(g) is Tier.GROUP]
        come = {g for g in new if g not in same and after.tier(g) is Tier.GROUP}
        flows = _flows(before, after)
        self._note(self._overlapping(gone, come, flows))
        found = [(o, self._went_to.get(o, "")) for o in old]
        found += [("", o) for o in new if o not in self._came_from]
        self.matches = tuple(self._match(*both, flows) for both in sorted(found, key=self._order))

    def _note(self, same: Mapping[str, str]) -> None:
        self._went_to.update(same)
        self._came_from.update({after: before for before, after in same.items()})

    def after_of(self, organisation: str) -> str:
        """Return what an organisation of the first is in the second, "" for nothing."""
        if self.before.is_published(organisation):
            return organisation
        return self._went_to.get(organisation, "")

    def before_of(self, organisation: str) -> str:
        """Return what an organisation of the second is in the first, "" for nothing."""
        if self.after.is_published(organisation):
            return organisation
        return self._came_from.get(organisation, "")

    def _overlapping(
        self, gone: Iterable[str], come: Container[str], flows: Mapping[tuple[str, str], _Flow]
    ) -> dict[str, str]:
        """Return, of groups in one state only, those that are each other's greatest overlap."""
        to: dict[str, tuple[_Rank, str]] = {}
        back: dict[str, tuple[_Rank, str]] = {}
        for (one, other), flow in flows.items():
            for best, at, place, state in (
                (to, one, other, self.after),
                (back, other, one, self.before),
            ):
                # A group before the tray, a low code before a high one.
                code = state.code(place) if place else ""
                rank = (-flow.people, -flow.units, not place, code, place)
                if at and (at not in best or rank < best[at][0]):
                    best[at] = rank, place
        return {
            group: to[group][1]
            for group in gone
            if group in to and to[group][1] in come and back[to[group][1]][1] == group
        }

    def _match(self, before: str, after: str, flows: Mapping[tuple[str, str], _Flow]) -> Match:
        if not before or not after:
            return Match(before, after)
        how = How.IDENTITY if before == after else How.OVERLAP
        flow = flows.get((before, after), _NO_FLOW)
        if self.before.tier(before) is not Tier.GROUP:
            return Match(before, after, how)
        members = len(self.before.members(before)) + len(self.after.members(after))
        return Match(before, after, how, flow.units, members - flow.units, flow.people)

    def _order(self, both: tuple[str, str]) -> tuple[bool, str, str, str]:
        one, other = both
        state, at = (self.after, other) if other else (self.before, one)
        return state.tier(at) is not Tier.GROUP, state.code(at), one, other


_Rank = tuple[int, int, bool, str, str]


class _Flow:
    """Who is in one group in the first state and in another in the second."""

    __slots__ = ("people", "units")

    def __init__(self) -> None:
        self.people = self.units = 0


_NO_FLOW = _Flow()


def _flows(before: State, after: State) -> dict[tuple[str, str], _Flow]:
    """Return how many units, with how many people, are in which groups; "" is the tray.

    People are those that are published: figures that somebody entered would have the same two
    options matched in another way when they are compared the other way round.
    """
    carriers = {k.id for k in before.pack.kinds if k.tier is Tier.UNIT}
    headline = (m.id for m in before.pack.measures if m.headline and m.carrier in carriers)
    measure = next(headline, None)
    flows: dict[tuple[str, str], _Flow] = defaultdict(_Flow)
    for unit in before.at_tier(Tier.UNIT):
        if unit not in after:
            continue
        flow = flows[before.group_of(unit) or "", after.group_of(unit) or ""]
        flow.units += 1
        figure = before.published_figure(unit, measure) if measure is not None else None
        flow.people += 0 if figure is None else figure.value
    return flows
