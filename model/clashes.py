"""Where two edits of one plan get in each other's way, slot by slot and beyond.

`Clashes` compares what two sides made of one base. Slots that one side alone set are free; slots
that both set to different things clash. What the model allows only together is tied together:
whether a group is there and what is in it, a lock and what passes it, the limits of one rule,
members of successors, codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from model.changes import Field
from model.edits import free_code
from model.errors import ChangeRefusedError
from model.pack import Tier
from model.records import record
from model.rules.limits import check_limits, with_limits
from model.slots import Slot, Value, What, altered_slots, parent_of, read, there
from model.state import State
from model.tree import folded
from model.wording import counted, listed

Values = dict[Slot, Value]


@record
class Clash:
    """Slots that are decided together.

    Attributes
    ----------
    told : tuple of Slot
        The slots of which to speak where nothing else is said.
    mine, theirs : mapping of Slot to Value
        What they hold under each choice.
    places : tuple of str
        Ids of the groups that the choice touches.
    title, my_words, their_words : str
        What it is about and what each side chose; "" if the slots say so.
    """

    told: tuple[Slot, ...]
    mine: Mapping[Slot, Value]
    theirs: Mapping[Slot, Value]
    places: tuple[str, ...]
    title: str = ""
    my_words: str = ""
    their_words: str = ""


@record
class _Tie:
    """Slots that belong together, with what to say of them; the words are in the sides' order."""

    slots: frozenset[Slot]
    title: str = ""
    words: tuple[str, str] = ("", "")


class Clashes:
    """What two sides did to one base.

    Ids are those of mine: where both made a group of one name in one place, with something in
    common, it is taken for the same one.

    Attributes
    ----------
    free : dict of Slot to Value
        What they alone set.
    found : list of Clash
        What both set, each in another way.
    """

    def __init__(
        self, base: State, mine: State, theirs: State, their_base: State | None = None
    ) -> None:
        self.base, self._states = base, (mine, theirs)
        mine_set = altered_slots(base, mine)
        theirs_set = altered_slots(their_base or base, theirs)
        self._alias = _namesakes(base, mine, theirs, mine_set, theirs_set)
        self._back = {own: other for other, own in self._alias.items()}
        theirs_set = {self._own(s): self._owned(s, v) for s, v in theirs_set.items()}
        self._sets: tuple[Values, Values] = (mine_set, theirs_set)
        self._ties: list[_Tie] = []
        self._tie_what_clashes()
        for side in (0, 1):
            self._tie_what_goes(side)
            self._tie_what_is_locked(side)
        self._tie_limits()
        self._tie_members()
        bundles = self._bundles()
        tied = {s for ties in bundles for tie in ties for s in tie.slots}
        self.free = {
            s: v for s, v in theirs_set.items() if s not in tied and mine_set.get(s, _NONE) != v
        }
        self.found = [self._clash(ties) for ties in bundles]
        self.found += self._codes_taken_twice()

    # -- reading both sides ----------------------------------------------------------------

    def _own(self, slot: Slot) -> Slot:
        """Return their slot with the ids that mine has."""
        if slot.organisation in self._alias:
            return Slot(slot.what, (self._alias[slot.organisation], *slot.key[1:]))
        return slot

    def _owned(self, slot: Slot, value: Value) -> Value:
        """Return what their slot holds with the ids that mine has."""
        names = slot.named(value) - {slot.organisation}
        return self._alias.get(str(value), value) if names else value

    def _held(self, side: int, slot: Slot) -> Value:
        """Return what a slot holds on one side."""
        if slot in self._sets[side]:
            return self._sets[side][slot]
        if side and slot.organisation in self._back:
            theirs = Slot(slot.what, (self._back[slot.organisation], *slot.key[1:]))
            return self._owned(theirs, read(self._states[1], theirs))
        # What it holds there is what it held before: they did not set it.
        return read(self.base, slot)

    def name(self, organisation: str) -> str:
        """Return the name of an organisation, wherever it is there."""
        mine, theirs = self._states
        back = self._back.get(organisation, organisation)
        for state, at in ((mine, organisation), (theirs, back), (self.base, organisation)):
            if at in state:
                return state.label(at)
        return organisation

    def _path(self, side: int, organisation: str) -> list[str]:
        """Return an organisation and what it is below on one side."""
        path: list[str] = []
        while organisation and organisation not in path:
            path.append(organisation)
            organisation = str(self._held(side, parent_of(organisation)))
        return path

    # -- what belongs together -------------------------------------------------------------

    def _tie(self, slots: Iterable[Slot], title: str = "", words: Sequence[str] = ("", "")) -> None:
        first, second = words
        self._ties.append(_Tie(frozenset(slots), title, (first, second)))

    def _disagreed(self, side: int) -> Iterator[tuple[Slot, Value]]:
        """Iterate over what a side set and the other did not set alike."""
        for slot, value in self._sets[side].items():
            if self._sets[1 - side].get(slot, _NONE) != value:
                yield slot, value

    def _tie_what_clashes(self) -> None:
        for slot, value in self._disagreed(0):
            if slot in self._sets[1] and self._sets[1][slot] != value:
                self._tie([slot])

    def _tie_what_goes(self, side: int) -> None:
        """Tie an organisation that one side removed to what the other did with it."""
        gone = [
            s.organisation for s, v in self._sets[side].items() if s.what is What.THERE and not v
        ]
        if not gone:
            return
        users: dict[str, set[Slot]] = {}
        for slot, value in self._disagreed(1 - side):
            for organisation in {slot.organisation, *slot.named(value)}:
                users.setdefault(organisation, set()).add(slot)
        for organisation in gone:
            if not self._held(1 - side, there(organisation)):
                continue
            uses = users.get(organisation)
            if not uses:
                continue
            told = _spoken(uses)
            uses = self._with_what_comes(1 - side, uses)
            used = counted(len(told), "change", "changes")
            names = listed([self.name(s.organisation) for s in told if s.what is What.PARENT], 3)
            kept = f"kept, with {names} in it" if names else f"kept, with {used} to it"
            words = ("removed", kept) if side == 0 else (kept, "removed")
            self._tie(uses | self._of_what_went(side, organisation), self.name(organisation), words)

    def _with_what_comes(self, side: int, uses: set[Slot]) -> set[Slot]:
        """Add all that a side says of organisations that it makes among these slots."""
        while True:
            come = {
                s.organisation
                for s in uses
                if s.organisation and self._sets[side].get(there(s.organisation))
            }
            more = {
                s for s, v in self._disagreed(side) if s.organisation in come or come & s.named(v)
            }
            if more <= uses:
                return uses
            uses = uses | more

    def _of_what_went(self, side: int, organisation: str) -> set[Slot]:
        """Return all slots that a side emptied because an organisation went.

        What was in it and waits in the tray now is among them, and what was removed with it; what
        was moved elsewhere is not.
        """
        gone, found = {organisation}, set[Slot]()
        while True:
            for slot, value in self._disagreed(side):
                held = read(self.base, slot)
                was_in = gone & (slot.named(held) - {slot.organisation})
                if slot.organisation in gone or (was_in and self._is_let_go(side, slot, value)):
                    found.add(slot)
            removed = {
                s.organisation
                for s in found
                if s.what is What.PARENT and not self._held(side, there(s.organisation))
            }
            if removed <= gone:
                return found
            gone |= removed

    def _is_let_go(self, side: int, slot: Slot, value: Value) -> bool:
        if slot.what is not What.PARENT or not value:
            return not value
        state = self._states[side]
        return value == state.waiting_place(slot.organisation) and (
            state.tier(slot.organisation) is Tier.UNIT
        )

    def _tie_what_is_locked(self, side: int) -> None:
        """Tie what passes a lock that the other side put on."""
        locks = [
            slot.organisation
            for slot, value in self._sets[side].items()
            if slot.key[-1] is Field.LOCKED and value and not read(self.base, slot)
        ]
        if not locks:
            return
        other = 1 - side
        passers: dict[str, set[Slot]] = {}
        for slot, value in self._disagreed(other):
            if slot.what is What.PARENT:
                left = set(self._base_path(str(read(self.base, slot))))
                for passed in {slot.organisation, *(left ^ set(self._path(other, str(value))))}:
                    passers.setdefault(passed, set()).add(slot)
        for locked in locks:
            passing = passers.get(locked)
            if not passing:
                continue
            passing = self._with_what_comes(other, passing)
            for gone in {s.organisation for s in passing if not self._held(other, s)}:
                passing |= {s for s, _ in self._disagreed(other) if s.organisation == gone}
            names = listed([self.name(s.organisation) for s in _spoken(passing)], 3)
            strict, lenient = (
                "locked: nothing enters or leaves it",
                f"{names} may pass; locked after it",
            )
            words = (strict, lenient) if side == 0 else (lenient, strict)
            self._tie(passing, self.name(locked), words)

    def _base_path(self, organisation: str) -> list[str]:
        if organisation not in self.base:
            return []
        return [organisation, *self.base.ancestors(organisation)]

    def _tie_limits(self) -> None:
        """Tie the limits of a rule that can't be as both sides want them."""
        slots = [s for values in self._sets for s in values if s.what is What.LIMIT]
        for rule_id in sorted({str(s.key[0]) for s in slots}):
            of_rule = {s for s in slots if s.key[0] == rule_id}
            both = {**self.base.limits}
            for side in (0, 1):
                both |= {
                    (rule_id, str(s.key[1])): str(self._sets[side][s])
                    for s in of_rule
                    if s in self._sets[side]
                }
            try:
                check_limits(with_limits(self.base.pack.rule(rule_id), both))
            except ChangeRefusedError:
                self._tie(of_rule)

    def _tie_members(self) -> None:
        """Tie memberships of a whole and of its part, which would be counted twice."""
        joins = [
            {s.organisation: s for s, v in self._disagreed(side) if v and s.what is What.SUCCESSOR}
            for side in (0, 1)
        ]
        if not all(joins):
            return
        for side in (0, 1):
            for member, slot in joins[side].items():
                above = {o for at in (0, 1) for o in self._path(at, member)} - {member}
                for whole in sorted(above & joins[1 - side].keys()):
                    self._tie([slot, joins[1 - side][whole]])

    # -- clashes ---------------------------------------------------------------------------

    def _bundles(self) -> list[list[_Tie]]:
        """Return the ties, those together that have a slot in common; in a fixed order."""
        of_slot: dict[Slot, int] = {}
        bundles: dict[int, list[_Tie]] = {}
        for number, tie in enumerate(self._ties):
            known = sorted({of_slot[s] for s in tie.slots if s in of_slot})
            into = known[0] if known else number
            bundles.setdefault(into, []).append(tie)
            for other in known[1:]:
                bundles[into] += bundles.pop(other)
            for joined in bundles[into] if len(known) > 1 else [tie]:
                of_slot |= dict.fromkeys(joined.slots, into)
        return sorted(
            bundles.values(), key=lambda ties: min(_sort_key(s) for t in ties for s in t.slots)
        )

    def _clash(self, ties: Sequence[_Tie]) -> Clash:
        slots = sorted({s for tie in ties for s in tie.slots}, key=_sort_key)
        spoken = {t.title: t for t in ties if t.title}
        title = listed([*spoken], 3)
        words = [listed([t.words[side] for t in spoken.values()], 3) for side in (0, 1)]
        mine, theirs = ({s: self._held(side, s) for s in slots} for side in (0, 1))
        told = tuple(s for s in slots if mine[s] != theirs[s]) or tuple(slots)
        return Clash(told, mine, theirs, self._places(slots), title, words[0], words[1])

    def _places(self, slots: Iterable[Slot]) -> tuple[str, ...]:
        """Return the ids of the groups that slots are about, on either side."""
        found: dict[str, None] = {}
        for slot in slots:
            for side in (0, 1):
                value = self._held(side, slot)
                reached = self._path(side, slot.organisation)
                if slot.what is What.PARENT:
                    reached += self._path(side, str(value))
                found |= dict.fromkeys(o for o in reached if self._is_group(o))
        return tuple(found)

    def _is_group(self, organisation: str) -> bool:
        mine, theirs = self._states
        back = self._back.get(organisation, organisation)
        for state, at in ((mine, organisation), (theirs, back), (self.base, organisation)):
            if at in state:
                return state.tier(at) is Tier.GROUP
        return False

    def all_or_nothing(self, reason: str) -> Clash:
        """Return the clash of all that differs, with why it can't be had in parts."""
        slots = sorted({*self._sets[0], *self._sets[1]}, key=_sort_key)
        mine, theirs = ({s: self._held(side, s) for s in slots} for side in (0, 1))
        return Clash(
            tuple(slots),
            mine,
            theirs,
            self._places(slots),
            f"Both plans as a whole: {reason}",
            "all as in mine",
            "all as in theirs",
        )

    # -- codes -----------------------------------------------------------------------------

    def _codes_taken_twice(self) -> list[Clash]:
        """Return a clash for each code that both gave to something new."""
        mine = self._states[0]
        given: set[str] = set()
        found = []
        for slot, value in sorted(self._sets[1].items(), key=lambda item: _sort_key(item[0])):
            if slot.what is not What.THERE or not isinstance(value, tuple) or not value:
                continue
            other = mine.with_code(value[1])
            if other is None or other == slot.organisation or not self._sets[0].get(there(other)):
                continue
            own = (mine.kind(other).id, mine.code(other))
            code = self._free_code(value[0], given)
            given.add(code)
            names = self.name(other), self.name(slot.organisation)
            found.append(
                Clash(
                    (slot,),
                    {slot: (value[0], code), there(other): own},
                    {slot: value, there(other): (own[0], code)},
                    tuple(o for o in (other, slot.organisation) if self._is_group(o)),
                    f"Code {value[1]}",
                    f"{names[0]} keeps it, {names[1]} becomes {code}",
                    f"{names[1]} keeps it, {names[0]} becomes {code}",
                )
            )
        return found

    def _free_code(self, kind: str, taken: Iterable[str]) -> str:
        mine, theirs = self._states
        used = {*taken, *map(theirs.code, theirs)}
        return free_code(mine, mine.pack.kind(kind), used)

    def with_free_codes(self, wanted: Mapping[Slot, Value], state: State | None = None) -> Values:
        """Return what is wanted of a state, with other codes where two would have the same.

        What does not come after all has no code either.

        Parameters
        ----------
        state : State, optional
            Mine, if not given.
        """
        mine, found = state or self._states[0], dict(wanted)
        if not any(slot.what is What.THERE for slot in found):
            return found

        def now(slot: Slot) -> Value:
            return found[slot] if slot in found else read(mine, slot)

        for slot in [s for s, v in wanted.items() if s.what is What.THERE and v]:
            if not now(parent_of(slot.organisation)):
                found[slot] = ()
        there_ = {there(o) for o in mine} | {s for s in found if s.what is What.THERE}
        by_code: dict[str, list[Slot]] = {}
        for slot in there_:
            value = now(slot)
            if isinstance(value, tuple) and value:
                by_code.setdefault(folded(value[1]), []).append(slot)
        taken = {str(v[1]) for v in map(now, there_) if isinstance(v, tuple) and v}
        for _, slots in sorted(by_code.items()):
            # What was there before keeps its code.
            others = sorted(slots, key=lambda s: (s.organisation not in self.base, s.key))[1:]
            for slot in others:
                value = now(slot)
                assert isinstance(value, tuple)  # it has a code
                code = self._free_code(value[0], taken)
                taken.add(code)
                found[slot] = (value[0], code)
        return found


_NONE: Value = ("not", "set", "at", "all")


def _spoken(slots: Iterable[Slot]) -> list[Slot]:
    """Return the slots of which to speak: of what comes, where it is, and no more."""
    ordered = sorted(slots, key=_sort_key)
    come = {s.organisation for s in ordered if s.what is What.THERE}
    return [
        s
        for s in ordered
        if s.what is not What.THERE and (s.what is What.PARENT or s.organisation not in come)
    ]


def _sort_key(slot: Slot) -> tuple[str, ...]:
    return (slot.what, *map(str, slot.key))


def _namesakes(
    base: State, mine: State, theirs: State, mine_set: Values, theirs_set: Values
) -> dict[str, str]:
    """Return their id and mine of what both made anew under one name in one place.

    They must have something in common that hangs in them, or nothing must hang in either.
    """

    def made(state: State, values: Values) -> dict[tuple[str, str, str], list[str]]:
        found: dict[tuple[str, str, str], list[str]] = {}
        for slot, value in values.items():
            o = slot.organisation
            if slot.what is What.THERE and value and o not in base:
                key = (state.kind(o).id, folded(state.label(o)), state.parent(o) or "")
                found.setdefault(key, []).append(o)
        return found

    ours, others = made(mine, mine_set), made(theirs, theirs_set)
    alias = {}
    for key, (own, *more) in ours.items():
        other, *rest = others.get(key, [own])
        if more or rest or other in mine or own in theirs:
            continue
        here, there_ = set(mine.children(own)), set(theirs.children(other))
        if here & there_ or not (here or there_):
            alias[other] = own
    return alias
