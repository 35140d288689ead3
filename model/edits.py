"""Gestures as changes: what a drag, a dialog or a command asks for, as one `Change` each.

Nothing is altered here; each function reads a state and returns the change to commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from model.changes import (
    Answer,
    Appoint,
    Batch,
    Change,
    Create,
    Field,
    Join,
    Move,
    Remove,
    SetField,
    SetLimit,
)
from model.errors import ChangeRefusedError
from model.pack import Aggregate, Kind, Measure, ReadyOption, Tier
from model.rules.limits import check_limits, with_limits
from model.state import State
from model.totals import Sum, add_sums


def move(state: State, organisations: Sequence[str], to: str) -> Change:
    """Move organisations under another.

    Raises
    ------
    ChangeRefusedError
        If all of them are there already.
    """
    moves = [Move(o, to) for o in organisations if state.parent(o) != to]
    if not moves:
        raise ChangeRefusedError(f"{_names(state, organisations)} is in {state.label(to)} already.")
    return as_one(moves)


def to_tray(state: State, units: Sequence[str]) -> Change:
    """Take units out of their groups; each waits under its home region.

    Raises
    ------
    ChangeRefusedError
        If all of them are in the tray already.
    """
    moves = [Move(u, state.waiting_place(u)) for u in units if state.group_of(u) is not None]
    if not moves:
        raise ChangeRefusedError(f"{_names(state, units)} is not in any group.")
    return as_one(moves)


def new_group(
    state: State, region: str, identifier: str, name: str = "", units: Sequence[str] = ()
) -> Change:
    """Make a group in a region and move units into it.

    Parameters
    ----------
    identifier : str
        Id of the new group, unique in the world (another copy of the file may make one too).
    name : str
        If empty, that of the largest unit, or "New ..." when there is none.
    """
    kind = state.pack.kind_at(Tier.GROUP)
    if not name:
        name = state.label(largest_first(state, units)[0]) if units else f"New {kind.label}"
    create = Create(identifier, kind.id, free_code(state), name, region)
    return Batch((create, *(Move(u, identifier) for u in units)))


def largest_first(state: State, units: Iterable[str]) -> list[str]:
    """Return units with the largest first, those without a figure last: it names a new group."""
    measure = next((m.id for m in state.pack.measures if m.headline), "")

    def size(unit: str) -> int:
        figure = state.figure(unit, measure)
        return -figure.value if figure else 1

    return sorted(units, key=size)


def dissolve(state: State, groups: Sequence[str]) -> Change:
    """Send the units of groups to the tray and remove the groups, with successors in them.

    Raises
    ------
    ChangeRefusedError
        If the pack does not let users remove organisations of that kind.
    """
    changes: list[Change] = []
    for group in groups:
        kind = state.kind(group)
        if not kind.deletable:
            raise ChangeRefusedError(
                f"{state.label(group)} can't be removed: a {kind.label} stays."
            )
        changes += [Move(unit, state.waiting_place(unit)) for unit in state.members(group)]
        for organisation in (*state.successors_in(group), group):
            changes += [*state.unsaying(organisation), Remove(organisation)]
    return as_one(changes)


def new_successor(
    state: State, group: str, identifier: str, name: str = "", members: Sequence[str] = ()
) -> Change:
    """Make a successor in a group, with members.

    Parameters
    ----------
    identifier : str
        Id of the new successor, unique in the world.
    name : str
        If empty, "New ...".

    Raises
    ------
    ChangeRefusedError
        If the pack has no kind of organisation that takes over from others.
    """
    try:
        kind = state.pack.kind_at(Tier.SUCCESSOR)
    except KeyError:
        raise ChangeRefusedError("This pack has nothing that takes over from others.") from None
    create = Create(identifier, kind.id, free_code(state, kind), name or f"New {kind.label}", group)
    return as_one([create, *(Join(member, identifier) for member in members)])


def set_members(state: State, successor: str, members: Sequence[str]) -> Change:
    """Make just these the members of a successor.

    Raises
    ------
    ChangeRefusedError
        If they are its members already.
    """
    before = state.joined(successor)
    # Those who leave go first: a unit may join in place of its parts.
    changes = [Join(o, "") for o in before if o not in members]
    changes += [Join(o, successor) for o in members if o not in before]
    if not changes:
        raise ChangeRefusedError("That is what it says already.")
    return as_one(changes)


def sums_over(state: State, members: Iterable[str]) -> list[tuple[Measure, Sum]]:
    """Return the sums over members that have nobody in common, of each measure but balances."""
    there = list(members)
    return [(m, add_sums(state.sum(o, m.id) for o in there)) for m in _summed(state)]


def areas(state: State, successor: str) -> list[tuple[Measure, Sum]]:
    """Return what a successor's area comes to by each measure but balances, so far as known."""
    sums = [(m, state.area(successor, m.id)) for m in _summed(state)]
    return [(measure, total) for measure, total in sums if not total.is_missing]


def _summed(state: State) -> list[Measure]:
    return [m for m in state.pack.measures if m.aggregate is not Aggregate.NEVER]


def remove_successors(state: State, successors: Iterable[str]) -> Change:
    """Remove successors with all that is said of them; their members stay where they are."""
    changes: list[Change] = []
    for successor in successors:
        changes += [*state.unsaying(successor), Remove(successor)]
    return as_one(changes)


def set_field(state: State, organisations: Iterable[str], field: Field, value: str) -> Change:
    """Set a field of many organisations at once.

    Raises
    ------
    ChangeRefusedError
        If all of them have that value already.
    """
    changes = [SetField(o, field, value) for o in organisations if state.field(o, field) != value]
    if not changes:
        raise ChangeRefusedError("That is what it says already.")
    return as_one(changes)


def set_limits(state: State, wanted: Mapping[tuple[str, str], str]) -> Change:
    """Set limits of rules, by rule and key; "" for the pack's own.

    They are set in an order in which no lower limit is ever over its upper one.

    Raises
    ------
    ChangeRefusedError
        If all of them are so already, or one can't be.
    """
    differ = {at: value for at, value in wanted.items() if value != state.limit(*at)}
    if not differ:
        raise ChangeRefusedError("That is what it says already.")
    changes: list[Change] = []
    for rule_id in dict.fromkeys(rule for rule, _ in differ):
        published = state.pack.rule(rule_id)
        now = with_limits(published, state.limits)
        then = with_limits(published, {**state.limits, **differ})
        check_limits(then)
        keys = [key for rule, key in differ if rule == rule_id]
        if "low" in keys and "high" in keys:
            low, high = now.params["low"], then.params["high"]
            upwards = isinstance(low, int) and isinstance(high, int) and low <= high
            keys.sort(key=lambda key: (key == "high") is not upwards)
        changes += [SetLimit(rule_id, key, differ[rule_id, key]) for key in keys]
    return as_one(changes)


def answer(state: State, organisations: Iterable[str], rule: str, item: str, value: str) -> Change:
    """Answer what a rule asks about many organisations at once; "" takes the answers back.

    Raises
    ------
    ChangeRefusedError
        If all of them have that answer already.
    """
    changes = [
        Answer(o, rule, item, value) for o in organisations if state.answer(o, rule, item) != value
    ]
    if not changes:
        raise ChangeRefusedError("That is what it says already.")
    return as_one(changes)


def start(option: ReadyOption, state: State) -> Change:
    """Return a ready-made option as one change to a state with every unit in the tray."""
    kind = state.pack.kind_at(Tier.GROUP)
    leader = next((r.id for r in state.pack.roles if r.accountable and r.merges), "")
    changes: list[Change] = []
    for group in option.groups:
        note = "\n".join(
            t
            for t in (group.note, f"Leader: {group.leader_source}" if group.leader else "")
            if t.strip()
        )
        fields = ((Field.NOTE.value, note),) if note else ()
        changes.append(Create(group.id, kind.id, group.code, group.name, group.parent, fields))
        changes += [Move(unit, group.id) for unit in group.members]
        if group.leader and leader:
            changes.append(Appoint(group.id, leader, group.leader))
    return Batch(tuple(changes))


def free_code(state: State, kind: Kind | None = None, taken: Iterable[str] = ()) -> str:
    """Return the first code after those in use for a kind, groups if not given: C51 after C50.

    Parameters
    ----------
    taken : iterable of str
        Codes that are not free either.
    """
    group = state.pack.kind_at(Tier.GROUP)
    kind = kind or group
    prefix = kind.label[:1].upper()
    if kind is not group and prefix == group.label[:1].upper():
        prefix = kind.label[:2].upper()
    numbers = [
        int(code[len(prefix) :])
        for code in (*map(state.code, state.at_tier(kind.tier)), *taken)
        if code.startswith(prefix)
        and code[len(prefix) :].isascii()
        and code[len(prefix) :].isdigit()
    ]
    number = max(numbers, default=0) + 1
    while state.with_code(f"{prefix}{number:02}") is not None:
        number += 1
    return f"{prefix}{number:02}"


def as_one(changes: Sequence[Change]) -> Change:
    """Return changes as one."""
    return changes[0] if len(changes) == 1 else Batch(tuple(changes))


def _names(state: State, organisations: Sequence[str]) -> str:
    if len(organisations) == 1:
        return state.label(organisations[0])
    return f"Every one of the {len(organisations)}"
