"""What changes set, as slots: single places of a plan, each with a value that can be read and set.

The parent of a unit is a slot, and so is the holder of a post, the limit of a rule or whether an
organisation is there at all. Two changes that set no slot in common don't touch each other; two
states differ by the slots in which they differ. That is what comparing, merging and taking back
an old change ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from model.changes import (
    Answer,
    Appoint,
    Arrange,
    Arrangement,
    Batch,
    Change,
    Create,
    Detail,
    Enter,
    Field,
    Join,
    KeepLink,
    Move,
    OptionField,
    Remove,
    SetField,
    SetLimit,
    SetOption,
    SetPost,
    Staff,
    Waive,
    flatten,
)
from model.edits import set_limits
from model.pack import Tier
from model.records import record
from model.state import State
from model.tree import folded

Value = str | int | bool | tuple[str, ...] | None
"""What a slot holds; "" or () is nothing, None what is usual."""


class What(StrEnum):
    """What kind of slot it is, with its key and what it holds."""

    THERE = "there"
    """(organisation): its (kind, code), () if it is not there."""
    PARENT = "parent"
    """(organisation): id of the organisation above."""
    FIELD = "field"
    """(organisation, `Field`): text."""
    STAFF = "staff"
    """(organisation, role): number of posts, or None."""
    HOLDER = "holder"
    """(organisation, role, number): name."""
    DETAIL = "detail"
    """(organisation, role, number, `Detail`): text."""
    ARRANGED = "arranged"
    """(unit, role): an `Arrangement`, or None."""
    LINK = "link"
    """(unit, code): whether it is kept."""
    ANSWER = "answer"
    """(organisation, rule, item): text."""
    WAIVER = "waiver"
    """(organisation, rule): (reason, who, on), or ()."""
    FIGURE = "figure"
    """(organisation, measure): number, or None."""
    SUCCESSOR = "successor"
    """(member): id of the successor that it is a member of."""
    LIMIT = "limit"
    """(rule, key): text."""
    OPTION = "option"
    """(`OptionField`): text."""


@record
class Slot:
    """One place of a plan that a change can set."""

    what: What
    key: tuple[str | int, ...]

    @property
    def organisation(self) -> str:
        """Id of the organisation that it belongs to, "" for the option as a whole."""
        return "" if self.what in (What.LIMIT, What.OPTION) else str(self.key[0])

    def named(self, value: Value) -> set[str]:
        """Return the ids of the organisations that it needs to be there to hold a value."""
        if self.what is What.THERE:
            return set()
        named = {self.organisation}
        if self.what in (What.PARENT, What.SUCCESSOR) or self.key[-1] in _EMPLOYERS:
            named.add(str(value))
        return named - {""}


_EMPLOYERS = (Field.EMPLOYER, Detail.EMPLOYER)


def there(organisation: str) -> Slot:
    """Return the slot that says whether an organisation is there, and as what."""
    return Slot(What.THERE, (organisation,))


def parent_of(organisation: str) -> Slot:
    """Return the slot that says below what an organisation hangs."""
    return Slot(What.PARENT, (organisation,))


def field_of(organisation: str, field: Field) -> Slot:
    """Return the slot of a field of an organisation."""
    return Slot(What.FIELD, (organisation, field))


# -- changes -------------------------------------------------------------------------------


def slots(change: Change) -> frozenset[Slot]:
    """Return the slots that a change sets."""
    return frozenset(sets(change))


def sets(change: Change) -> dict[Slot, Value]:
    """Return what a change sets its slots to.

    What goes has nothing in its fields any more; all else that is said of it has to be taken back
    before.
    """
    match change:
        case Batch():
            return {s: v for part in flatten(change) for s, v in sets(part).items()}
        case Create(organisation, kind, code, name, parent, fields):
            given = {field_of(organisation, Field(field)): value for field, value in fields}
            return {
                there(organisation): (kind, code),
                parent_of(organisation): parent,
                field_of(organisation, Field.NAME): name,
                **given,
            }
        case Remove(organisation):
            nothing: dict[Slot, Value] = {there(organisation): (), parent_of(organisation): ""}
            return nothing | {field_of(organisation, field): "" for field in Field}
        case Appoint() | SetPost() | Staff() | Arrange():
            return _sets_of_post(change)
        case SetLimit() | Waive() | Answer() | Enter():
            return _sets_of_judgement(change)
        case Move(organisation, to):
            return {parent_of(organisation): to}
        case SetField(organisation, own_field, value):
            return {field_of(organisation, own_field): value}
        case SetOption(option_field, value):
            return {Slot(What.OPTION, (option_field,)): value}
        case KeepLink(unit, code, kept):
            return {Slot(What.LINK, (unit, code)): kept}
        case Join(member, successor):
            return {Slot(What.SUCCESSOR, (member,)): successor}


def _sets_of_post(change: Appoint | SetPost | Staff | Arrange) -> dict[Slot, Value]:
    match change:
        case Appoint(organisation, role, holder, number):
            return {Slot(What.HOLDER, (organisation, role, number)): holder}
        case SetPost(organisation, role, number, detail, value):
            return {Slot(What.DETAIL, (organisation, role, number, detail)): value}
        case Staff(organisation, role, staff):
            return {Slot(What.STAFF, (organisation, role)): staff}
        case Arrange(unit, role, arrangement):
            return {Slot(What.ARRANGED, (unit, role)): arrangement}


def _sets_of_judgement(change: SetLimit | Waive | Answer | Enter) -> dict[Slot, Value]:
    match change:
        case SetLimit(rule, key, value):
            return {Slot(What.LIMIT, (rule, key)): value}
        case Waive(organisation, rule, reason, who, on):
            return {Slot(What.WAIVER, (organisation, rule)): (reason, who, on) if reason else ()}
        case Answer(organisation, rule, item, value):
            return {Slot(What.ANSWER, (organisation, rule, item)): value}
        case Enter(organisation, measure, figure):
            return {Slot(What.FIGURE, (organisation, measure)): figure}


def setting(slot: Slot, value: Value) -> Change:
    """Return the change that sets a slot.

    Raises
    ------
    ValueError
        If an organisation is to come, which takes a name and a place too (`changes_to`), or the
        slot never holds such a value.
    """
    match slot.what, slot.key, value:
        case What.THERE, (str(organisation),), ():
            return Remove(organisation)
        case What.PARENT, (str(organisation),), str():
            return Move(organisation, value)
        case What.FIELD, (str(organisation), Field() as field), str():
            return SetField(organisation, field, value)
        case What.OPTION, (OptionField() as option_field,), str():
            return SetOption(option_field, value)
        case What.SUCCESSOR, (str(member),), str():
            return Join(member, value)
        case What.LIMIT, (str(rule), str(key)), str():
            return SetLimit(rule, key, value)
        case What.WAIVER, (str(organisation), str(rule)), tuple():
            return Waive(organisation, rule, *value) if value else Waive(organisation, rule, "")
        case What.ANSWER, (str(organisation), str(rule), str(item)), str():
            return Answer(organisation, rule, item, value)
        case What.LINK, (str(unit), str(code)), bool():
            return KeepLink(unit, code, value)
        case What.FIGURE, (str(organisation), str(measure)), int() | None:
            return Enter(organisation, measure, value)
    return _setting_of_post(slot, value)


def _setting_of_post(slot: Slot, value: Value) -> Change:
    match slot.what, slot.key, value:
        case What.HOLDER, (str(organisation), str(role), int(number)), str():
            return Appoint(organisation, role, value, number)
        case (
            What.DETAIL,
            (str(organisation), str(role), int(number), Detail() as detail),
            str(),
        ):
            return SetPost(organisation, role, number, detail, value)
        case What.STAFF, (str(organisation), str(role)), int() | None:
            return Staff(organisation, role, value)
        case What.ARRANGED, (str(unit), str(role)), Arrangement() | None:
            return Arrange(unit, role, value)
    raise ValueError(f"{slot} never holds {value!r} alone")


# -- states --------------------------------------------------------------------------------


def read(state: State, slot: Slot) -> Value:
    """Return what a slot holds; of an organisation that is not there, nothing."""
    if slot.organisation and slot.organisation not in state:
        return nothing_in(slot)
    match slot.what, slot.key:
        case What.THERE, (str(organisation),):
            return state.kind(organisation).id, state.code(organisation)
        case What.PARENT, (str(organisation),):
            return state.parent(organisation) or ""
        case What.FIELD, (str(organisation), Field() as field):
            return state.field(organisation, field)
        case What.LINK, (str(unit), str(code)):
            return state.keeps_link(unit, code)
        case What.SUCCESSOR, (str(member),):
            return state.successor_of(member)
        case What.LIMIT, (str(rule), str(key)):
            return state.limit(rule, key)
        case What.WAIVER, (str(organisation), str(rule)):
            waiver = state.waiver(organisation, rule)
            return (waiver.reason, waiver.who, waiver.on) if waiver else ()
        case What.ANSWER, (str(organisation), str(rule), str(item)):
            return state.answer(organisation, rule, item)
        case What.FIGURE, (str(organisation), str(measure)):
            return state.entered(organisation, measure)
        case What.OPTION, (OptionField() as option_field,):
            return _read_option(state, option_field)
    return _read_post(state, slot)


def _read_post(state: State, slot: Slot) -> Value:
    match slot.what, slot.key:
        case What.HOLDER, (str(organisation), str(role), int(number)):
            return state.holder(organisation, role, number)
        case What.DETAIL, (str(organisation), str(role), int(number), Detail() as detail):
            return state.detail(organisation, role, number, detail)
        case What.STAFF, (str(organisation), str(role)):
            return state.staff(organisation, role)
        case What.ARRANGED, (str(unit), str(role)):
            return state.chosen_arrangement(unit, role)
    raise ValueError(f"there is no slot {slot}")


def _read_option(state: State, field: OptionField) -> str:
    match field:
        case OptionField.NAME:
            return state.name
        case OptionField.ON:
            return state.on.isoformat()
        case OptionField.NOTE:
            return state.note
        case OptionField.STRUCTURE:
            return state.structure.id if state.structure else ""
        case OptionField.LEGAL:
            return "yes" if state.are_legal else ""


def nothing_in(slot: Slot) -> Value:
    """Return what a slot holds of an organisation that is not there, or that says nothing."""
    match slot.what:
        case What.THERE | What.WAIVER:
            return ()
        case What.STAFF | What.ARRANGED | What.FIGURE:
            return None
        case What.LINK:
            return True
    return ""


def departures(state: State) -> dict[Slot, Value]:
    """Return all slots in which a state departs from the baseline, with what they hold."""
    now = state.snapshot()
    found: dict[Slot, Value] = {
        Slot(What.OPTION, (field,)): text
        for field, text in zip(
            (
                *(OptionField.NAME, OptionField.ON, OptionField.NOTE),
                *(OptionField.STRUCTURE, OptionField.LEGAL),
            ),
            now.option,
            strict=True,
        )
    }
    for made in now.made:
        found |= sets(Create(*made))
    found |= {parent_of(o): parent for o, parent in now.placed}
    found |= {field_of(o, Field(field)): text for o, field, text in now.fields}
    found |= {Slot(What.HOLDER, post): name for post, name in now.holders}
    found |= {Slot(What.DETAIL, (*post, Detail(d))): text for post, d, text in now.details}
    found |= {Slot(What.STAFF, (o, role)): number for o, role, number in now.staffed}
    found |= {Slot(What.ARRANGED, (o, role)): Arrangement(how) for o, role, how in now.arranged}
    found |= {Slot(What.LINK, link): False for link in now.dropped}
    found |= {Slot(What.LIMIT, (rule, key)): text for rule, key, text in now.said.limits}
    found |= {Slot(What.WAIVER, (o, rule)): (*why,) for o, rule, *why in now.said.waived}
    found |= {Slot(What.ANSWER, (o, r, item)): text for o, r, item, text in now.said.answers}
    found |= {Slot(What.FIGURE, (o, measure)): number for o, measure, number in now.said.entered}
    found |= {Slot(What.SUCCESSOR, (member,)): to for member, to in now.joined}
    return found


def altered_slots(base: State, other: State) -> dict[Slot, Value]:
    """Return the slots in which a state differs from another, with what they hold in `other`.

    Both are of one baseline. The slots are in a fixed order.
    """
    before, after = departures(base), departures(other)
    differ = before.keys() | after.keys() if before != after else ()
    found = {s: read(other, s) for s in differ if read(base, s) != read(other, s)}
    return dict(sorted(found.items(), key=_order))


def differences(base: State, other: State) -> tuple[Change, ...]:
    """Return the changes that make one state the other, none of them more than is needed."""
    return changes_to(base, altered_slots(base, other))


def changes_to(state: State, wanted: Mapping[Slot, Value]) -> tuple[Change, ...]:
    """Return changes that set slots of a state, in an order in which each of them can be made.

    What is locked is unlocked meanwhile. An organisation that goes loses all that is said of it,
    whether that is wanted of its slots or not.

    Raises
    ------
    ChangeRefusedError
        If limits are wanted that can't be. Other things that can't be are found when the changes
        are made.
    """
    return _Way(state, wanted).changes()


class _Way:
    """How to get from a state to what is wanted of it."""

    def __init__(self, state: State, wanted: Mapping[Slot, Value]) -> None:
        self._state = state
        self._wanted = {s: v for s, v in wanted.items() if read(state, s) != v}
        self._now: dict[Slot, Value] = {}
        self._done: list[Change] = []
        altered = {s.organisation for s in self._wanted if s.what is What.THERE}
        self._leaving = [o for o in state if o in altered] if altered else []
        self._coming = sorted(o for o in altered if self._wanted[there(o)])
        self._first = self._in_the_way()

    def changes(self) -> tuple[Change, ...]:
        """Return the changes."""
        self._unsay()
        moving = self._moving()
        self._unlock([*moving, *self._leaving, *self._coming])
        self._part(moving)
        self._clear_the_way()
        self._come()
        for organisation in moving:
            self._set(parent_of(organisation), self._goal(parent_of(organisation)))
        for organisation in reversed(self._leaving):
            if organisation not in self._first:
                self._make(Remove(organisation))
        self._set_rest()
        return tuple(self._done)

    # -- reckoning -------------------------------------------------------------------------

    def _goal(self, slot: Slot) -> Value:
        """Return what a slot is to hold at the end."""
        at = slot.organisation
        if slot.what is not What.THERE and at and not self._goal(there(at)):
            return nothing_in(slot)
        return self._wanted[slot] if slot in self._wanted else read(self._state, slot)

    def _holds(self, slot: Slot) -> Value:
        return self._now[slot] if slot in self._now else read(self._state, slot)

    def _make(self, change: Change) -> None:
        self._done.append(change)
        self._now |= sets(change)

    def _set(self, slot: Slot, value: Value) -> None:
        if self._holds(slot) != value:
            self._make(setting(slot, value))

    def _goal_path(self, organisation: str) -> list[str]:
        """Return an organisation and all that it will be below, the nearest first."""
        path: list[str] = []
        while organisation and organisation not in path:
            path.append(organisation)
            organisation = str(self._goal(parent_of(organisation)))
        return path

    def _in_the_way(self) -> set[str]:
        """Return the organisations that must go before others can come: their codes are wanted.

        What users made below them has to go too, and comes back.
        """
        codes = {folded(str(self._code(o))) for o in self._coming}
        first = {o for o in self._leaving if folded(self._state.code(o)) in codes}
        first.update(set(self._leaving).intersection(self._coming))
        for organisation in sorted(first):
            for below in self._state.below(organisation):
                if not self._state.is_published(below):
                    first.add(below)
        back = first.difference(self._leaving)
        if back:
            self._coming = sorted({*self._coming, *back})
            gone = first.union(self._leaving)
            self._leaving = [o for o in self._state if o in gone]
        return first

    def _code(self, organisation: str) -> str:
        value = self._goal(there(organisation))
        return value[1] if isinstance(value, tuple) and len(value) > 1 else ""

    def _moving(self) -> list[str]:
        """Return what hangs elsewhere at the end and is there throughout, parents first."""
        found = {s.organisation for s in self._wanted if s.what is What.PARENT}
        found |= {o for f in self._first for o in self._state.below(f)}
        found -= {*self._leaving, *self._coming}
        moving = [o for o in found if o in self._state]
        return sorted(moving, key=lambda o: (len(self._goal_path(o)), o))

    # -- steps -----------------------------------------------------------------------------

    def _unsay(self) -> None:
        """Take back what is said of all that goes, and what refers to it."""
        for organisation in self._leaving:
            for change in self._state.unsaying(organisation):
                if any(self._holds(s) != v for s, v in sets(change).items()):
                    self._make(change)
        gone = set(self._leaving)
        for slot, value in sorted(departures(self._state).items(), key=_order):
            if slot.key[-1] in _EMPLOYERS and value in gone:
                self._set(slot, "")

    def _unlock(self, touched: Iterable[str]) -> None:
        concerned: set[str] = set()
        for organisation in touched:
            concerned.update(self._goal_path(organisation))
            if organisation in self._state:
                concerned |= {organisation, *self._state.ancestors(organisation)}
                if self._first and self._state.is_published(organisation):
                    concerned.update(self._home_path(organisation))
        for organisation in sorted(concerned):
            if organisation in self._state:
                self._set(field_of(organisation, Field.LOCKED), "")

    def _part(self, moving: Iterable[str]) -> None:
        """Take members out of successors that leave them, or that move and might be counted twice.

        They are put back at the end.
        """
        parts = [o for o in moving if self._state.tier(o) is Tier.PART]
        below = {b for o in parts for b in self._state.below(o, include=True)}
        for slot, value in sorted(departures(self._state).items(), key=_order):
            if slot.what is What.SUCCESSOR and (
                self._goal(slot) != value or slot.organisation in below
            ):
                self._set(slot, "")

    def _clear_the_way(self) -> None:
        for organisation in self._leaving:
            if organisation in self._first:
                for child in self._state.children(organisation):
                    if child not in self._leaving:
                        self._make(Move(child, self._home_path(child)[0]))
        for organisation in reversed(self._leaving):
            if organisation in self._first:
                self._make(Remove(organisation))

    def _home_path(self, organisation: str) -> list[str]:
        """Return where a published organisation can wait, and what that is below."""
        if self._state.tier(organisation) is Tier.UNIT:
            home = self._state.waiting_place(organisation)
        else:
            row = self._state.baseline.rows[organisation]
            home = self._state.baseline.ids[self._state.baseline.parents[row]]
        return [home, *self._state.ancestors(home)]

    def _come(self) -> None:
        for organisation in sorted(self._coming, key=lambda o: (len(self._goal_path(o)), o)):
            value = self._goal(there(organisation))
            assert isinstance(value, tuple)  # it comes
            kind, code = value
            name = str(self._goal(field_of(organisation, Field.NAME)))
            parent = str(self._goal(parent_of(organisation)))
            self._make(Create(organisation, kind, code, name, parent))

    def _set_rest(self) -> None:
        """Set all that has nothing to do with what is there and where it hangs."""
        limits = {
            (str(s.key[0]), str(s.key[1])): str(v)
            for s, v in self._wanted.items()
            if s.what is What.LIMIT
        }
        if limits:
            for change in flatten(set_limits(self._state, limits)):
                self._make(change)
        for slot in sorted({*self._wanted, *self._now}, key=lambda s: _order((s, ""))):
            if slot.what not in (What.THERE, What.PARENT, What.LIMIT):
                self._set(slot, self._goal(slot))


_KINDS = {what: number for number, what in enumerate(What)}


def _order(item: tuple[Slot, Value]) -> tuple[bool, int, tuple[tuple[bool, int, str], ...]]:
    """Return what puts slots in a fixed order: locks last."""
    slot, _ = item
    parts = tuple(
        (True, part, "") if isinstance(part, int) else (False, 0, str(part)) for part in slot.key
    )
    return slot.key[-1] is Field.LOCKED, _KINDS[slot.what], parts
