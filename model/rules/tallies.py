"""How many findings of each sign an organisation and all below it have, kept incrementally.

As totals are (`model.totals`): an organisation of which some findings differ, or that hangs
elsewhere, takes its numbers from those above it and gives them the new ones, O(depth).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from model.events import Touched
from model.pack import Tier
from model.records import record
from model.rules.rule import Finding
from model.rules.standing import Sign, Tally, tally_of
from model.state import State

ABOVE_UNITS = (Tier.ROOT, Tier.REGION, Tier.GROUP)
"""No rule is asked of what is below a unit, and that may be thousands."""


@record
class Tried:
    """What a change that is being tried does to the tallies.

    Attributes
    ----------
    own : mapping of organisation id to Tally
        Of its own findings, for each that is reached and there.
    above : mapping of organisation id to ids
        Each that is reached and all above it, with the change; none where it is gone.
    """

    own: Mapping[str, Tally]
    above: Mapping[str, tuple[str, ...]]


class Tallies:
    """The tallies of those organisations that somebody asked about, and of all below them.

    Parameters
    ----------
    findings : callable
        Returns the findings of an organisation.
    """

    def __init__(self, state: State, findings: Callable[[str], Iterable[Finding]]) -> None:
        self._state = state
        self._findings = findings
        self._own: dict[str, Tally] = {}
        self._whole: dict[str, Tally] = {}
        # What each one is counted in; the state may be an edit ahead.
        self._above: dict[str, str] = {}
        self._put_off: set[str] = set()

    def over(self, state: State, findings: Callable[[str], Iterable[Finding]]) -> Tallies:
        """Return the tallies of another state that was made by the same changes."""
        twin = Tallies(state, findings)
        twin._own = dict(self._own)  # one is replaced, never altered
        twin._whole = {o: list(tally) for o, tally in self._whole.items()}
        twin._above = dict(self._above)
        twin._put_off = set(self._put_off)
        return twin

    # -- reading ---------------------------------------------------------------------------

    def own(self, organisation: str) -> Tally:
        """Return the tally of an organisation's own findings."""
        self._catch_up()
        tally = self._own.get(organisation)
        if tally is None:
            tally = self._own[organisation] = tally_of(self._findings(organisation))
        return tally

    def whole(self, organisation: str) -> Tally:
        """Return the tally of the findings of an organisation and all below it."""
        self._catch_up()
        tally = self._whole.get(organisation)
        if tally is None:
            tally = list(self.own(organisation))
            state = self._state
            is_above = state.tier(organisation) in ABOVE_UNITS
            for child in state.children(organisation) if is_above else ():
                _add(tally, self.whole(child))
                self._above[child] = organisation
            self._whole[organisation] = tally
        return tally

    # -- keeping up ------------------------------------------------------------------------

    def forget(self) -> set[str]:
        """Count all anew when it is next asked for; return what was counted."""
        counted = set(self._whole) | set(self._own)
        self._own.clear()
        self._whole.clear()
        self._above.clear()
        self._put_off.clear()
        return counted

    def follow(self, touched: Touched) -> set[str]:
        """Count organisations where they hang now; return those whose tally that may alter."""
        state, reached = self._state, set[str]()
        hung = touched.moved | touched.created | touched.removed
        for organisation in hung:
            parent = state.parent(organisation) if organisation in state else None
            if self._above.get(organisation) != parent:
                reached |= self._unhang(organisation)
        for organisation in touched.removed:
            self._own.pop(organisation, None)
            self._whole.pop(organisation, None)
        for organisation in hung - touched.removed:
            parent = state.parent(organisation)
            if parent in self._whole and self._above.get(organisation) != parent:
                self._above[organisation] = parent
                reached |= self._add_above(parent, self.whole(organisation))
        return reached

    def _unhang(self, organisation: str) -> set[str]:
        above = self._above.pop(organisation, None)
        if above is None:
            return set()
        return self._add_above(above, [-number for number in self._whole[organisation]])

    def put_off(self, organisation: str) -> None:
        """Count anew what is found of an organisation when somebody next asks for a tally."""
        self._put_off.add(organisation)

    def _catch_up(self) -> None:
        while self._put_off:
            self.recount(self._put_off.pop())

    def recount(self, organisation: str) -> set[str]:
        """Count anew what is found of an organisation; return those whose tally that alters."""
        old = self._own.get(organisation)
        if old is None:
            return set()
        new = self._own[organisation] = tally_of(self._findings(organisation))
        if new == old:
            return set()
        if organisation not in self._whole:
            return {organisation}
        return self._add_above(organisation, [b - a for a, b in zip(old, new, strict=True)])

    def _add_above(self, organisation: str, delta: Tally) -> set[str]:
        """Add numbers to an organisation and to all that it is counted in."""
        reached: set[str] = set()
        at: str | None = organisation
        while at is not None:
            _add(self._whole[at], delta)
            reached.add(at)
            at = self._above.get(at)
        return reached

    # -- what a change would bring ---------------------------------------------------------

    def would(self, tried: Tried) -> tuple[dict[str, Tally], dict[str, Tally]]:
        """Return the tallies after a change that was tried: own ones and with all below.

        To be asked once the change is taken back. Only organisations that it reaches are there.
        """
        state, own = self._state, dict(tried.own)
        whole: dict[str, Tally] = {}

        def add(path: Iterable[str], tally: Tally, sign: int) -> None:
            for place in path:
                known = whole.get(place)
                if known is None:
                    is_there = place in state
                    known = list(self.whole(place)) if is_there else [0] * len(Sign)
                    whole[place] = known
                _add(known, tally, sign)

        for organisation, path in tried.above.items():
            old: Tally = []
            if organisation in state:
                old = self.own(organisation)
                add((organisation, *state.ancestors(organisation)), old, -1)
            add(path, own.setdefault(organisation, old), 1)
        return own, whole


def _add(tally: Tally, delta: Sequence[int], sign: int = 1) -> None:
    for place, number in enumerate(delta):
        if number:
            tally[place] += sign * number
