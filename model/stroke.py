"""A stroke of paint: units swept into one group, to be put there as one change.

Each unit more is one step on a copy of the plan, whatever was swept before, so that what the stroke
would bring is known while it goes on. The plan itself stays as it is; accepting is committing
`Stroke.change`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum

from model import edits
from model.changes import Batch, Change, Field, Move, Remove, SetField
from model.errors import ChangeRefusedError
from model.events import Touched
from model.option import Option, Preview
from model.pack import Tier
from model.past import NOT_TO_BE_CHANGED, Past, shortened, way_between
from model.rules.engine import Asked, Findings
from model.rules.rule import Finding
from model.rules.standing import Standing
from model.state import State
from model.totals import Totals


class Place(Enum):
    """Where units are put, or taken from, that is no group of the plan."""

    NEW = "new"
    """A group that the stroke makes, in the region of its first unit, named after its largest."""
    TRAY = "tray"


Target = str | Place
"""What units are put into: a group's id, a new group or the tray."""
Source = str | Place | None
"""What units are taken from: one group, the tray, or anything."""


class Stroke:
    """Units on their way into one group.

    Parameters
    ----------
    option : Option
        The plan; when it is edited, the stroke must be begun anew.
    target : str or Place
        Where they go.
    only : str or Place, optional
        Take only units of that group, or only those in the tray.
    identifier : str, optional
        Id of the group, if the stroke makes one.

    Attributes
    ----------
    units : list of str
        Units that are in the stroke, in the order in which they came.
    group : str
        Id of the group that they are put into, "" for the tray.
    """

    def __init__(
        self, option: Option, target: Target, only: Source = None, identifier: str = ""
    ) -> None:
        self.option = option
        self.target = target
        self.only = only
        self.units: list[str] = []
        self.group = target if isinstance(target, str) else ""
        if target is Place.NEW:
            self.group = identifier
        self._region = self._largest = ""
        self._change: Change | None = None
        self._copy: State | None = None
        self._found: Findings | None = None
        # Rules that are still to be asked, by organisation; in order of how soon they are wanted.
        self._late: list[dict[str, dict[str, Asked]]] = [{}, {}, {}, {}, {}]
        self._asked: set[str] = set()
        self._totals: dict[str, tuple[Totals | None, Totals | None]] = {}
        self._findings: dict[str, tuple[Sequence[Finding], Sequence[Finding]]] = {}
        self._standings: dict[str, tuple[Standing | None, Standing | None]] = {}

    @property
    def change(self) -> Change | None:
        """All of the stroke as one change; None if there is nothing in it."""
        if self._change is None and self.units:
            self._change = self._whole()
        return self._change

    def _whole(self) -> Change:
        state = self.option.state
        if self.target is Place.NEW:
            name = state.label(self._largest)
            return edits.new_group(state, self._region, self.group, name, self.units)
        return edits.as_one([Move(unit, self._place(unit)) for unit in self.units])

    @property
    def preview(self) -> Preview | None:
        """What the stroke would bring; None if there is nothing in it.

        Organisations of which nothing would differ are left out. What a step did not reach is the
        same object as before it (`model.option.unlike`). Totals are always those of all units,
        findings are there as far as they were worked out (`settle`).
        """
        if not self.units:
            return None
        if self._found is not None:
            self._compare(self._found)
        totals = {place: self._totals[place] for place in sorted(self._totals)}
        standings = dict(self._standings)
        return Preview(totals, dict(self._findings), change=self.change, standings=standings)

    # -- sweeping --------------------------------------------------------------------------

    def add(self, unit: str) -> str:
        """Take a unit into the stroke; return "", or why it can't be, in a sentence."""
        if unit in self.units:
            return ""
        refusal = self._refusal(unit)
        if refusal:
            return refusal
        state = self.option.state
        begins = self.target is Place.NEW and not self.units
        if begins:
            self._region = state.region_of(unit) or ""
            step = edits.new_group(state, self._region, self.group, units=[unit])
        else:
            step = Move(unit, self._place(unit))
        try:
            touched = self._make(step)
        except ChangeRefusedError as error:
            return str(error)
        self.units.append(unit)
        self._take_in(touched)
        self._name([unit] if begins else [self._largest, unit])
        return ""

    def take_back(self, unit: str) -> None:
        """Take a unit out of the stroke again; nothing happens if it is not in it."""
        if unit not in self.units:
            return
        self.units.remove(unit)
        step: Change = Move(unit, self.option.state.parent(unit) or "")
        if self.target is Place.NEW and not self.units:
            step = Batch((step, Remove(self.group)))
        self._take_in(self._make(step))
        self._name(self.units)

    def _refusal(self, unit: str) -> str:
        """Return why a unit is not for this stroke; what else is against it the model says."""
        state = self.option.state
        label, group = state.label(unit), state.group_of(unit)
        if isinstance(self.option, Past):
            return NOT_TO_BE_CHANGED
        if state.tier(unit) is not Tier.UNIT:
            return f"{label} is a {state.kind(unit).label}."
        there = state.label(group) if group is not None else "the tray"
        if group == self.group or (group is None and self.target is Place.TRAY):
            return f"{label} is in {there} already."
        if self.only is Place.TRAY and group is not None:
            return f"{label} is in {there}, and only the tray is painted from."
        if isinstance(self.only, str) and group != self.only:
            return f"{label} is in {there}, and only {state.label(self.only)} is painted from."
        return ""

    def _place(self, unit: str) -> str:
        return self.group or self.option.state.waiting_place(unit)

    def _name(self, units: Sequence[str]) -> None:
        """Name a new group after the largest of some units."""
        if self.target is not Place.NEW or not units or self._copy is None:
            return
        self._largest = edits.largest_first(self.option.state, units)[0]
        name = self.option.state.label(self._largest)
        if name != self._copy.label(self.group):
            self._take_in(self._make(SetField(self.group, Field.NAME, name)))

    def _make(self, step: Change) -> Touched:
        """Make a step on the copy of the plan; return what it reached."""
        if self._copy is None:
            option = self.option
            self._copy = State(option.pack, *option.first)
            way = way_between(option.log, "", option.at)
            self._copy.apply(Batch(tuple(shortened(way))))
            self._found = option.findings.over(self._copy)
        touched = Touched()
        self._copy.apply(step, touched)
        return touched

    # -- what it would bring ---------------------------------------------------------------

    def _take_in(self, touched: Touched) -> None:
        """Note totals that a step altered, and whose findings it may have."""
        assert self._copy is not None
        assert self._found is not None
        self._change = None
        now, then = self.option.state, self._copy
        for place in touched.groups | touched.regions | {then.root}:
            known = self._totals.get(place)
            totals = known[0] if known else _totals(now, place), _totals(then, place)
            if totals[0] == totals[1]:
                self._totals.pop(place, None)
            else:
                self._totals[place] = totals
        self._found.follow(touched)
        for organisation, asked in self._found.stale(touched).items():
            late = self._queue(organisation).setdefault(organisation, {})
            late.update((one[0].id, one) for one in asked)
        for organisation in touched.removed:
            self._late[0].pop(organisation, None)  # nothing is removed but the stroke's own group
            self._findings.pop(organisation, None)
            self._asked.discard(organisation)
            self._standings.pop(organisation, None)

    def settle(self) -> Iterator[None]:
        """Work out the findings that are not yet, one a step, the most wanted first.

        Units may be swept between two steps: what they alter comes later then.
        """
        while waiting := next(filter(None, self._late), None):
            organisation, late = next(iter(waiting.items()))
            asked = late.pop(next(iter(late)))
            if not late:
                del waiting[organisation]
            assert self._found is not None
            self._found.ask_anew(organisation, (asked,))
            self._asked.add(organisation)
            yield

    def _queue(self, organisation: str) -> dict[str, dict[str, Asked]]:
        """Return whose findings wait with those of an organisation, the most wanted first."""
        if organisation == self.group:
            return self._late[0]
        assert self._copy is not None
        return self._late[_RANKS.get(self._copy.tier(organisation), len(self._late) - 1)]

    def _compare(self, found: Findings) -> None:
        """Set what was found by now against how it is without the stroke."""
        for organisation in self._asked:
            pair = self.option.findings.of(organisation), found.of(organisation)
            if pair[0] == pair[1]:
                self._findings.pop(organisation, None)
            elif pair != self._findings.get(organisation):
                self._findings[organisation] = pair
        then = found.state
        paths = ((o, *then.ancestors(o)) for o in self._asked if o in then)
        restated = {p for path in paths for p in path if then.tier(p) in _RANKS}
        self._asked.clear()
        for place in sorted(restated):
            standings = _standing(self.option.findings, place), _standing(found, place)
            if standings[0] == standings[1]:
                self._standings.pop(place, None)
            elif standings != self._standings.get(place):
                self._standings[place] = standings


_RANKS = {Tier.GROUP: 1, Tier.REGION: 2, Tier.ROOT: 3}
"""Groups are looked at first; units, of which there are most, last."""


def _standing(found: Findings, place: str) -> Standing | None:
    return found.standing(place) if place in found.state else None


def _totals(state: State, place: str) -> Totals | None:
    return state.totals(place) if place in state else None
