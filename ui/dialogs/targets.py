"""Where organisations can be moved to, in the order to offer it, and the change that does so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from model import edits
from model.changes import Change, Move, flatten
from model.option import Option
from model.pack import Tier
from model.state import State
from model.wording import capital, counted
from ui.dialogs.choice_list import Row, Section

RECENT = 5
"""How many places that were used last are offered first."""
HERE = "here now"
LOCKED = "locked"


class What(Enum):
    """What kind of place something is moved to."""

    INTO = "into"
    """An organisation that is there."""
    NEW = "new"
    """A group that is made for it."""
    TRAY = "tray"


@dataclass(frozen=True, slots=True)
class Target:
    """A place that something can be moved to.

    Attributes
    ----------
    organisation : str
        Id of what is moved into; of a new group, its region's; "" for the tray.
    """

    what: What
    organisation: str = ""

    @property
    def key(self) -> str:
        """A text that stands for it."""
        return f"{self.what.value} {self.organisation}"


def target_of(key: str) -> Target:
    """Return the target that a key stands for."""
    what, _, organisation = key.partition(" ")
    return Target(What(what), organisation)


def movers(state: State, organisations: Iterable[str]) -> list[str]:
    """Return those that can be moved, all at the tier of the first."""
    able = [o for o in organisations if o in state and state.kind(o).movable]
    return [o for o in able if state.tier(o) is state.tier(able[0])]


def recent_targets(option: Option) -> list[str]:
    """Return the ids of what was moved into last in an option, newest first, from its log.

    A plan that fills many groups at once says nothing about where the user is at work.
    """
    found: dict[str, None] = {}
    for entry in reversed(option.log.path()):
        places = {c.to for c in flatten(entry.change) if isinstance(c, Move)}
        if len(places) == 1:
            found.update(dict.fromkeys(places))
    return [o for o in found if o in option.state]


def change_to(
    state: State, units: Sequence[str], target: Target, identifier: str, name: str = ""
) -> Change:
    """Return the change that moves organisations to a target.

    Parameters
    ----------
    identifier, name : str
        Of a new group, if the target is one.

    Raises
    ------
    ChangeRefusedError
        If all of them are there already.
    """
    match target.what:
        case What.TRAY:
            return edits.to_tray(state, units)
        case What.NEW:
            largest = edits.largest_first(state, units)
            return edits.new_group(state, target.organisation, identifier, name, largest)
        case What.INTO:
            return edits.move(state, units, target.organisation)


class Targets:
    """The places that organisations can be moved to.

    Parameters
    ----------
    units : sequence of str
        Ids of what is moved, all at one tier: units into groups, or groups into regions.
    recent : sequence of str
        Ids of the places used last, newest first.
    """

    def __init__(self, option: Option, units: Sequence[str], recent: Sequence[str] = ()) -> None:
        self._option = option
        self._state = state = option.state
        self._units = units
        self._tier = state.tier(units[0])
        parents = [set(state.kind(u).parents) for u in units]
        self._kinds = set.intersection(*parents)
        # What a unit hangs under while it waits is no place of its own: that is the tray.
        waits = (Tier.REGION, Tier.ROOT) if self._tier is Tier.UNIT else ()
        places = [
            o
            for region in state.at_tier(Tier.REGION)
            for o in self._places(region)
            if state.tier(o) not in waits
        ]
        known = set(places)
        self._recent = [o for o in recent if o in known and not self._is_here(o)][:RECENT]
        self._rest: dict[str, list[str]] = {}
        for place in places:
            if place not in self._recent:
                self._rest.setdefault(state.region_of(place) or "", []).append(place)

    def _places(self, region: str) -> Iterator[str]:
        """Iterate over what a region offers, itself included; below groups if parts are moved."""
        deep = self._tier is Tier.PART
        todo = [region]
        while todo:
            organisation = todo.pop()
            if self._state.kind(organisation).id in self._kinds:
                yield organisation
            if deep or self._state.tier(organisation) is not Tier.UNIT:
                todo += reversed(self._state.children(organisation))

    def sections(self) -> list[Section]:
        """Return the rows to offer: recently used, at home, elsewhere, the tray."""
        state = self._state
        recent = [self._row(o) for o in self._recent]
        if self._tier is not Tier.UNIT:
            rest = [o for places in self._rest.values() for o in places]
            title = capital(state.kind(rest[0]).plural) if rest else ""
            return [("Recently used", recent), (title, [self._row(o) for o in rest])]
        homes = list(dict.fromkeys(h for u in self._units if (h := state.home(u))))
        at_home = [row for region in homes for row in self._region(region)]
        others = [r for r in state.at_tier(Tier.REGION) if r not in homes]
        elsewhere = [row for region in others for row in self._region(region)]
        kind = state.pack.kind_at(Tier.REGION)
        home = state.label(homes[0]) if len(homes) == 1 else ""
        return [
            ("Recently used", recent),
            (f"Home: {home}" if home else f"Home {kind.plural}", at_home),
            (f"Other {kind.plural}", elsewhere),
            ("Not placed", [self._tray(homes)]),
        ]

    def _region(self, region: str) -> list[Row]:
        state = self._state
        rows = [self._row(o) for o in self._rest.get(region, ())]
        kind = state.pack.kind_at(Tier.GROUP)
        if kind.creatable and kind.id in self._kinds and state.kind(region).id in kind.parents:
            name = state.label(region)
            key = Target(What.NEW, region).key
            rows.append(Row(key, f"New {kind.label} in {name}…", "", also=state.code(region)))
        return rows

    def _row(self, organisation: str) -> Row:
        state = self._state
        region = state.region_of(organisation)
        aside = state.label(region) if region and region != organisation else ""
        sign = self._option.findings.standing(organisation).sign
        locked, here = state.is_locked(organisation), self._is_here(organisation)
        code = state.code(organisation)
        return Row(
            Target(What.INTO, organisation).key,
            state.label(organisation),
            " · ".join(t for t in (HERE if here else aside, code) if t),
            sign,
            also=aside,
            refusal=LOCKED if locked else HERE if here else "",
            is_locked=locked,
        )

    def _tray(self, homes: Sequence[str]) -> Row:
        state = self._state
        kind = state.pack.kind_at(Tier.REGION)
        names = [state.label(h) for h in homes]
        where = names[0] if len(names) == 1 else counted(len(names), kind.label, kind.plural)
        here = all(state.group_of(u) is None for u in self._units)
        return Row(
            Target(What.TRAY).key,
            "The tray",
            HERE if here else f"waits in {where}",
            also="unplaced to place",
            refusal=HERE if here else "",
        )

    def _is_here(self, organisation: str) -> bool:
        return all(self._state.parent(u) == organisation for u in self._units)
