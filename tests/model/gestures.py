"""A random user: each gesture takes a state and three numbers and gives the change to commit.

Many of the changes must be refused; that is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from model import edits
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
)
from model.pack import Tier
from model.rules.rule import WAIVABLE
from model.state import State

Gesture = Callable[[State, int, int, int], Change]

NAMES = ("", "Ann Lee", "Bo Diaz", "Cy Moss")
DAYS = ("", "2011-06-01", "2011-06-02", "2010-02-30")
TEXTS = ("", "Because.", "Agreed by both\nboards.")


def _pick(options: Sequence[str], number: int) -> str:
    return options[number % len(options)] if options else "nothing"


def _any(state: State, number: int) -> str:
    return _pick(list(state), number)


def _units(state: State) -> list[str]:
    return state.at_tier(Tier.UNIT)


def _groups(state: State) -> list[str]:
    return state.at_tier(Tier.GROUP)


def _region(state: State, number: int) -> str:
    return _pick(state.at_tier(Tier.REGION), number)


def _role(state: State, number: int) -> str:
    return state.pack.roles[number % len(state.pack.roles)].id


def _some(options: list[str], start: int, number: int) -> list[str]:
    """Return a few of the options, from one on and round the end."""
    return [_pick(options, start + i) for i in range(number % 4 + 1)] if options else []


def _place(state: State, number: int) -> str:
    """Return where units go: mostly a group, at times anything."""
    groups = _groups(state)
    return _any(state, number // 7) if number % 7 == 0 else _pick(groups, number)


def _new_id(state: State, number: int) -> str:
    """Return an id that may have been in use before, and may still be."""
    return f"G{number % (12 if len(state) < 100 else 60)}"


def new_group(state: State, a: int, b: int, c: int) -> Change:
    units = _some(_units(state), b, c) if c % 3 else []
    return edits.new_group(state, _region(state, a), _new_id(state, b + c), units=units)


def move_one(state: State, a: int, b: int, c: int) -> Change:
    return edits.move(state, [_pick(_units(state), a)], _place(state, b))


def move_many(state: State, a: int, b: int, c: int) -> Change:
    return edits.move(state, _some(_units(state), a, c), _place(state, b))


def move_anything(state: State, a: int, b: int, c: int) -> Change:
    return Move(_any(state, a), _any(state, b))


def move_group(state: State, a: int, b: int, c: int) -> Change:
    return Move(_pick(_groups(state), a), _region(state, b))


def to_tray(state: State, a: int, b: int, c: int) -> Change:
    return edits.to_tray(state, _some(_units(state), a, c))


def dissolve(state: State, a: int, b: int, c: int) -> Change:
    groups = _some(_groups(state), a, c // 7)
    return edits.dissolve(state, groups[: 1 + c % 2] if c % 3 else ["nothing"])


def lock(state: State, a: int, b: int, c: int) -> Change:
    places = _groups(state) if c % 3 else _units(state)
    if b % 3 == 0:
        return edits.set_field(state, [_pick(places, a)], Field.LOCKED, "yes")
    locked = [o for o in places if state.is_locked(o)]
    return edits.set_field(state, _some(locked, a, c), Field.LOCKED, "")


def rename(state: State, a: int, b: int, c: int) -> Change:
    names = ("New name", "Manchester", "  ", "x" * 201, "Two\nlines")
    made = [o for o in state if not state.is_published(o)]
    return SetField(_pick(made, a) if c % 5 else _any(state, a), Field.NAME, _pick(names, b))


def set_anything(state: State, a: int, b: int, c: int) -> Change:
    values = (*DAYS, "yes", "no", _any(state, c))
    return SetField(_any(state, a), list(Field)[b % len(Field)], _pick(values, c))


def set_group(state: State, a: int, b: int, c: int) -> Change:
    field, value = (
        (Field.FORMED, _pick(DAYS, c)),
        (Field.EMPLOYER, _pick(["", *_units(state)], c)),
        (Field.NOTE, _pick(TEXTS, c)),
    )[b % 3]
    return edits.set_field(state, [_pick(_groups(state), a)], field, value)


def set_option(state: State, a: int, b: int, c: int) -> Change:
    field, value = (
        (OptionField.ON, _pick(DAYS, c)),
        (OptionField.NAME, _pick(("Option B", ""), c)),
        (OptionField.NOTE, _pick(TEXTS, c)),
        (OptionField.STRUCTURE, _pick(("open", "apart", "", "nonsense"), c)),
        (OptionField.LEGAL, _pick(("yes", "", "no"), c)),
    )[b % 5]
    return SetOption(field, value)


def join(state: State, a: int, b: int, c: int) -> Change:
    places = state.at_tier(Tier.PART) if c % 2 else _units(state)
    member = _any(state, a) if c % 9 == 0 else _pick(places, a)
    return Join(member, _pick([*state.at_tier(Tier.SUCCESSOR), "", _any(state, b)], b))


def new_successor(state: State, a: int, b: int, c: int) -> Change:
    members = _some(_units(state), b, c) if c % 3 else []
    return edits.new_successor(state, _pick(_groups(state), a), _new_id(state, b + c), "", members)


def appoint(state: State, a: int, b: int, c: int) -> Change:
    places = _groups(state) if c % 3 else _units(state)
    if a % 9 == 0:
        places = list(state)
    # Mostly the accountable roles: their holders are counted.
    role = "chief" if b % 2 else _role(state, b // 2)
    return Appoint(_pick(places, a), role, _pick(NAMES, c // 3), 1 + (b % 11 == 0))


def set_post(state: State, a: int, b: int, c: int) -> Change:
    places = _groups(state) if c % 3 else _units(state)
    role = ("chief", "treasurer", "chair", _role(state, b))[b % 4]
    detail, value = (
        (Detail.STATE, _pick(("vacant", "", "interim", "gone"), c // 3)),
        (Detail.STATE, _pick(("vacant", ""), c // 3)),
        (Detail.WTE, _pick(("60", "", "6O", "2000"), c // 3)),
        (Detail.VOTE, _pick(("yes", "no", ""), c // 3)),
        (Detail.EMPLOYER, _pick(["", *_units(state), *_groups(state)], c // 3)),
        (Detail.DESTINATION, _pick(("board 60, council 40", "board 10", ""), c // 3)),
        (Detail.COST, _pick(("90000", "-1", ""), c // 3)),
        (Detail.NOTE, _pick(TEXTS, c)),
    )[a % 8]
    return SetPost(_pick(places, a // 8), role, 1 + (b % 11 == 0), detail, value)


def staff(state: State, a: int, b: int, c: int) -> Change:
    places = _groups(state) if c % 3 else _units(state)
    return Staff(_pick(places, a), _role(state, b), (None, 0, 1, 2, 3, 99)[c // 3 % 6])


def govern(state: State, a: int, b: int, c: int) -> Change:
    how = _pick(("common", "common", "", "apart", "nonsense"), b)
    return SetField(_pick(_groups(state), a), Field.GOVERNANCE, how)


def set_limit(state: State, a: int, b: int, c: int) -> Change:
    rules = [r for r in state.pack.rules if r.adjustable] or list(state.pack.rules)
    rule = rules[a % len(rules)]
    key = _pick([*rule.adjustable, "nonsense"], b)
    values = ("", "500000", "250000", "2000000", "x", "2011-07-01")
    return SetLimit(rule.id, key, _pick(values, c))


def waive(state: State, a: int, b: int, c: int) -> Change:
    rules = [r for r in state.pack.rules if c % 5 == 0 or r.severity in WAIVABLE]
    rule = rules[b % len(rules)]
    places = [o for o in state if state.tier(o).value == rule.scope]
    said = (("Agreed", "Ann Lee", "2011-05-01"), ("Agreed", "", ""), ("", "", ""))[c % 3]
    return Waive(_pick(places, a), rule.id, *said)


def answer(state: State, a: int, b: int, c: int) -> Change:
    rules = [r for r in state.pack.rules if r.items] or list(state.pack.rules)
    rule = rules[a % len(rules)]
    item = _pick([*(i.id for i in rule.items), "nonsense"], b)
    places = _groups(state) if c % 5 else list(state)
    return Answer(_pick(places, b // 3), rule.id, item, _pick(("yes", "no", "", "Ann Lee"), c))


def enter(state: State, a: int, b: int, c: int) -> Change:
    measures = [m for m in state.pack.measures if m.enterable] or list(state.pack.measures)
    measure = measures[b % len(measures)]
    places = [o for o in state if state.kind(o).id == measure.carrier or c % 7 == 0]
    return Enter(_pick(places, a), measure.id, (None, 0, -5, 12_345, 10**15)[c % 5])


def arrange(state: State, a: int, b: int, c: int) -> Change:
    how = (None, *Arrangement)[c % 4]
    return Arrange(_pick(_units(state), a), _role(state, b), how)


def keep_link(state: State, a: int, b: int, c: int) -> Change:
    links = [link for unit in _units(state) for link in state.links(unit)]
    link = links[a % len(links)]
    return KeepLink(link.unit, link.code if b % 5 else "nothing", kept=bool(c % 2))


def create_anything(state: State, a: int, b: int, c: int) -> Change:
    kind = _pick(["venture", "practice", "cluster", "trust", "alliance"], a // 2)
    below = [o for o in state if state.kind(o).id in state.pack.kind(kind).parents]
    parent = _pick(below, b) if a % 5 else _any(state, b)
    fields = (("note", "Made."),), (("locked", "yes"),), (("colour", "red"),)
    code = _pick(("V1", "v1", "V01", "C01"), b) if b % 5 == 0 else f"V{c}"
    chosen = fields[c % 3] if c % 5 == 0 else ()
    return Create(_new_id(state, c), kind, code, "Made", parent, chosen)


def remove(state: State, a: int, b: int, c: int) -> Change:
    made = [o for o in state if not state.is_published(o)]
    empty = [o for o in made if not state.children(o)]
    return Remove(_pick(empty, a) if c % 5 else _any(state, a))


def several(state: State, a: int, b: int, c: int) -> Change:
    """Several gestures as one; what the later ones name may be gone by then."""
    gestures = [g for g in GESTURES.values() if g is not several]
    chosen = [gestures[(a + i * b) % len(gestures)] for i in range(2 + c % 3)]
    return Batch(tuple(g(state, a + i, b + i, c) for i, g in enumerate(chosen)))


GESTURES: dict[str, Gesture] = {
    g.__name__: g
    for g in (
        *(new_group, move_one, move_many, move_anything, move_group, to_tray, dissolve, lock),
        *(rename, set_anything, set_group, set_option, appoint, arrange, keep_link),
        *(join, new_successor),
        *(set_post, staff, govern, set_limit, waive, answer, enter),
        *(create_anything, remove, several),
    )
}
