"""The state of one option: the tree, its fields, posts and totals, and how a change alters it.

`State` knows no log, no listeners and no rules. `apply` either makes the whole change and gives
back its inverse, or refuses and leaves everything as it was.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType

from model.changes import (
    Appoint,
    Arrange,
    Arrangement,
    Batch,
    Change,
    Create,
    Field,
    KeepLink,
    Move,
    OptionField,
    Remove,
    SetField,
    SetOption,
)
from model.errors import ChangeRefusedError, LockedError, UnknownOrganisationError
from model.events import Touched
from model.pack import Figure, Kind, Link, Organisation, Pack, Role, Tier
from model.posts import Post
from model.totals import ACCOUNTABLE, OFFICERS, SEATS, UNITS, Ledger, Sum, TallyShape, Totals

MAX_TEXT = 200
"""Longest name or code, characters."""
MAX_NOTE = 10_000
"""Longest note, characters."""

_NO_FIGURES: Mapping[str, Figure] = MappingProxyType({})
_NO_ROW = -1
_FIELDS = {field.value: field for field in Field}
_FIELD_TIERS = {
    Field.FORMED: (Tier.GROUP,),
    Field.EMPLOYER: (Tier.GROUP,),
    Field.LOCKED: (Tier.GROUP, Tier.UNIT),
}
"""Where a field belongs to organisations of some tiers only."""


class State:
    """Organisations as one option has them.

    Parameters
    ----------
    pack : Pack
        The baseline; its organisations are the first state, every unit in the tray.
    name, on : str, datetime.date
        The option's name and as-on date.
    """

    def __init__(self, pack: Pack, name: str, on: datetime.date) -> None:
        self.pack = pack
        self.name = name
        self.on = on
        self.note = ""
        self._kinds = {kind.id: kind for kind in pack.kinds}
        self._roles = {role.id: role for role in pack.roles}
        self.baseline = {o.id: o for o in pack.organisations}
        self._links: dict[str, list[Link]] = {}
        for link in pack.links:
            self._links.setdefault(link.unit, []).append(link)

        self._row: dict[str, int] = {}
        self._ids: list[str] = []
        self._kind: list[Kind] = []
        self._parent: list[int] = []
        self._children: list[dict[int, None]] = []
        self._code: list[str] = []
        self._sort: list[_SortKey] = []
        # Children by code, as far as they were asked for; all of them (None) or of one tier.
        self._sorted: list[dict[Tier | None, list[str]]] = []
        self._fields: list[dict[Field, str]] = []
        # Id by code, in lower case: codes that differ in case only would be taken for each other.
        self._codes: dict[str, str] = {}
        self._retired: dict[str, int] = {}
        # What an organisation's own posts put into its tally: officers, seats, accountable.
        self._posts: list[tuple[int, int, int]] = []
        self._holders: dict[tuple[str, str], str] = {}
        self._people: dict[int, Counter[str]] = {}
        self._arranged: dict[tuple[str, str], Arrangement] = {}
        self._dropped: set[tuple[str, str]] = set()
        # Per group and role: how many members share the group's post, and how many have a post of
        # their own that sits on every board.
        self._shared: dict[int, dict[str, int]] = {}
        self._wide: dict[int, dict[str, int]] = {}
        self._ledger = Ledger(TallyShape(pack.measures))
        for organisation in pack.organisations:
            self._add_baseline(organisation)
        self._ledger.roll_up(self._parent)
        self.root = self._ids[0]

    def _add_baseline(self, organisation: Organisation) -> None:
        kind = self._kinds[organisation.kind]
        parent = _NO_ROW if organisation.parent is None else self._row[organisation.parent]
        row = self._new_row(organisation.id)
        self._name_row(row, kind, organisation.code, {Field.NAME: organisation.name})
        self._ledger.set_row(row, self._own_tally(row, organisation.figures))
        self._parent[row] = parent
        if parent != _NO_ROW:
            self._children[parent][row] = None
        posts = self._count_own_posts(row)
        self._posts[row] = posts
        self._ledger.add([row], _post_tally(posts))

    # -- reading ---------------------------------------------------------------------------

    def __contains__(self, organisation: object) -> bool:
        return organisation in self._row

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids of all organisations, parents first, siblings by code."""
        return self.below(self.root, include=True)

    def __len__(self) -> int:
        return len(self._row)

    def below(self, organisation: str, *, include: bool = False) -> Iterator[str]:
        """Iterate over the ids below an organisation, parents first, siblings by code."""
        waiting = [organisation] if include else self.children(organisation)[::-1]
        while waiting:
            at = waiting.pop()
            yield at
            waiting += reversed(self._children_at(at, None))

    def find(self, text: str) -> list[str]:
        """Return the ids of organisations of that id, code or name, upper and lower case alike."""
        by_code = self.with_code(text)
        if by_code is not None:
            return [by_code]
        wanted = _folded(text)
        return [i for i in self if _folded(i) == wanted] or [
            i for i in self if _folded(self.label(i)) == wanted
        ]

    def with_code(self, code: str) -> str | None:
        """Return the id of the organisation with that code, upper and lower case alike."""
        return self._codes.get(_folded(code))

    def kind(self, organisation: str) -> Kind:
        """Return the kind of an organisation."""
        return self._kind[self._at(organisation)]

    def tier(self, organisation: str) -> Tier:
        """Return where in the tree an organisation stands."""
        return self._kind[self._at(organisation)].tier

    def code(self, organisation: str) -> str:
        """Return the code of an organisation."""
        return self._code[self._at(organisation)]

    def label(self, organisation: str) -> str:
        """Return the name of an organisation."""
        return self._fields[self._at(organisation)][Field.NAME]

    def field(self, organisation: str, field: Field) -> str:
        """Return a field of an organisation, "" if it is not set."""
        return self._fields[self._at(organisation)].get(field, "")

    def is_locked(self, organisation: str) -> bool:
        """Whether nothing may enter or leave it (for a unit: it may not be moved)."""
        return bool(self.field(organisation, Field.LOCKED))

    def parent(self, organisation: str) -> str | None:
        """Return the id of the organisation above, None for the root."""
        row = self._parent[self._at(organisation)]
        return None if row == _NO_ROW else self._ids[row]

    def children(self, organisation: str) -> list[str]:
        """Return the ids of the organisations just below, by code."""
        return self._children_at(organisation, None).copy()

    def _children_at(self, organisation: str, tier: Tier | None) -> list[str]:
        """Return the children of one tier, or all: a list that is kept, not to be altered."""
        row = self._at(organisation)
        known = self._sorted[row]
        if tier not in known:
            rows = sorted(self._children[row], key=self._sort.__getitem__)
            known[tier] = [self._ids[r] for r in rows if tier in (None, self._kind[r].tier)]
        return known[tier]

    def ancestors(self, organisation: str) -> list[str]:
        """Return the ids of the organisations above, the nearest first."""
        return [self._ids[r] for r in self._path(self._parent[self._at(organisation)])]

    def at_tier(self, tier: Tier) -> list[str]:
        """Return the ids of all organisations at a tier, in the chart's order."""
        if tier in (Tier.UNIT, Tier.PART):
            return [i for i in self if self.tier(i) is tier]
        places = self._above_groups()
        if tier is Tier.GROUP:
            return [i for place in places for i in self._children_at(place, tier)]
        return [i for i in places if self.tier(i) is tier]

    def _above_groups(self) -> list[str]:
        """Return the ids of the root and all regions, in the chart's order."""
        places = []
        waiting = [self.root]
        while waiting:
            places.append(at := waiting.pop())
            waiting += reversed(self._children_at(at, Tier.REGION))
        return places

    def group_of(self, unit: str) -> str | None:
        """Return the id of the group a unit is in, None for one in the tray."""
        row = self._group_row(self._at(unit))
        return None if row == _NO_ROW else self._ids[row]

    def region_of(self, organisation: str) -> str | None:
        """Return the id of the region an organisation hangs under now."""
        return self._nearest(organisation, Tier.REGION)

    def home(self, unit: str) -> str | None:
        """Return the id of the region that a unit belongs to, wherever it is now.

        That is the one it is published in; for a unit made here, the one it hangs under.
        """
        place = self.waiting_place(unit)
        return self.region_of(place)

    def waiting_place(self, unit: str) -> str:
        """Return the id of what a unit hangs under while it is in no group."""
        published = self.baseline.get(unit)
        at = self.parent(unit) if published is None else published.parent
        while at is not None and self.tier(at) is Tier.GROUP:
            at = self.parent(at)
        return self.root if at is None else at

    def members(self, group: str) -> list[str]:
        """Return the ids of the units in a group, by code."""
        return self._children_at(group, Tier.UNIT).copy()

    def tray(self) -> list[str]:
        """Return the ids of the units that are in no group, by home region, then code."""
        places = self._above_groups()
        return [unit for place in places for unit in self._children_at(place, Tier.UNIT)]

    def figure(self, organisation: str, measure: str) -> Figure | None:
        """Return an organisation's own figure, None if it is missing."""
        found = self.baseline.get(organisation)
        return None if found is None else found.figures.get(measure)

    def totals(self, organisation: str) -> Totals:
        """Return what an organisation and all below it come to."""
        row = self._at(organisation)
        tally = self._ledger.tally(row)
        shape = self._ledger.shape
        sums = {m.id: shape.sum_of(tally, m.id) for m in shape.measures}
        is_unit = self._kind[row].tier is Tier.UNIT
        # Guests from other members' teams are on the group's books.
        seats = self.executive_seats(organisation) if is_unit else tally[SEATS]
        return Totals(tally[UNITS], sums, tally[OFFICERS], seats, self._persons(row))

    def sum(self, organisation: str, measure: str) -> Sum:
        """Return one measure over an organisation and all below it."""
        return self._ledger.shape.sum_of(self._ledger.tally(self._at(organisation)), measure)

    def count(self, organisation: str) -> int:
        """Return the number of units in an organisation."""
        return self._ledger.get(self._at(organisation), UNITS)

    def _persons(self, row: int) -> int:
        """Return the distinct persons in accountable posts; an unnamed holder counts as one."""
        posts = self._ledger.get(row, ACCOUNTABLE)
        people = self._people.get(row)
        return posts if people is None else posts - people.total() + len(people)

    # -- posts -----------------------------------------------------------------------------

    def arrangement(self, unit: str, role: str) -> Arrangement:
        """Return how a unit's seat for a role is filled; in the tray always by its own post."""
        row = self._at(unit)
        return self._arrangement(row, self._role(role), self._group_row(row) != _NO_ROW)

    def chosen_arrangement(self, unit: str, role: str) -> Arrangement | None:
        """Return what the option sets for a unit's seat, None for the pack's default."""
        return self._arranged.get((unit, role))

    def posts(self, organisation: str) -> list[Post]:
        """Return the posts of an organisation itself, in the pack's order of roles."""
        row = self._at(organisation)
        tier = self._kind[row].tier
        if tier is Tier.GROUP:
            shared = self._shared.get(row, {})
            return [
                self._post(organisation, r, self.members_sharing(organisation, r.id))
                for r in self.pack.roles
                if shared.get(r.id)
            ]
        if tier is not Tier.UNIT:
            return []
        return [
            self._post(organisation, r, self._boards_of(organisation, how))
            for r in self.pack.roles
            if (how := self.arrangement(organisation, r.id)) is not Arrangement.SHARED
        ]

    def board(self, unit: str) -> list[Post]:
        """Return the posts that sit on a unit's board, its own and its group's."""
        group = self.group_of(unit)
        own = self.posts(unit)
        if group is None:
            return own
        shared = [p for p in self.posts(group) if unit in p.boards]
        guests = [
            post
            for member in self.members(group)
            if member != unit
            for post in self.posts(member)
            if unit in post.boards
        ]
        order = {role.id: i for i, role in enumerate(self.pack.roles)}
        return sorted(own + shared + guests, key=lambda p: order[p.role.id])

    def members_sharing(self, group: str, role: str) -> tuple[str, ...]:
        """Return the ids of a group's units whose seat for a role is filled by the group's post."""
        return tuple(
            u for u in self.members(group) if self.arrangement(u, role) is Arrangement.SHARED
        )

    def sharing(self, group: str, role: str) -> int:
        """Return how many of a group's units share its post for a role."""
        return self._shared.get(self._at(group), {}).get(role, 0)

    def holding(self, group: str, role: str) -> int:
        """Return how many posts a group and its units have for a role."""
        shared = self.sharing(group, role)
        return self.count(group) - shared + bool(shared)

    def on_every_board(self, group: str, role: str) -> int:
        """Return how many of a group's units have a post for a role that sits on every board."""
        return self._wide.get(self._at(group), {}).get(role, 0)

    def executive_seats(self, unit: str) -> int:
        """Return the number of executive posts that sit on a unit's board."""
        return self._seats(unit, [r for r in self.pack.roles if r.executive])

    def voting_officers(self, unit: str) -> int:
        """Return the number of voting executive posts on a unit's board."""
        return self._seats(unit, [r for r in self.pack.roles if r.executive and r.voting])

    def _seats(self, unit: str, roles: Sequence[Role]) -> int:
        """Count the posts of some roles on a unit's board: its seats, and other members' guests."""
        row = self._at(unit)
        wide = self._wide.get(self._group_row(row), {})
        guests = sum(
            wide[r.id] - (self._arrangement(row, r, in_group=True) is Arrangement.EVERYWHERE)
            for r in roles
            if wide.get(r.id)
        )
        return len(roles) + guests

    def holder(self, organisation: str, role: str) -> str:
        """Return the name of the holder of a post, "" if nobody is named."""
        return self._holders.get((organisation, role), "")

    def _post(self, organisation: str, role: Role, boards: tuple[str, ...]) -> Post:
        return Post(organisation, role, self.holder(organisation, role.id), boards)

    def _boards_of(self, unit: str, how: Arrangement) -> tuple[str, ...]:
        group = self.group_of(unit)
        if how is Arrangement.EVERYWHERE and group is not None:
            return tuple(self.members(group))
        return (unit,)

    # -- links -----------------------------------------------------------------------------

    def links(self, unit: str) -> list[Link]:
        """Return a unit's links as published."""
        return self._links.get(unit, [])

    def keeps_link(self, unit: str, code: str) -> bool:
        """Whether the option keeps that link of a unit."""
        return (unit, code) not in self._dropped

    # -- comparing -------------------------------------------------------------------------

    def snapshot(self) -> tuple[object, ...]:
        """Return all that an option can alter, as plain values: equal for equal states."""
        organisations = tuple(
            (i, self.kind(i).id, self.code(i), self.parent(i), self._set_fields(i))
            for i in sorted(self._row)
        )
        return (
            (self.name, self.on.isoformat(), self.note),
            organisations,
            tuple(sorted(self._holders.items())),
            tuple(sorted((u, r, a.value) for (u, r), a in self._arranged.items())),
            tuple(sorted(self._dropped)),
        )

    def _set_fields(self, organisation: str) -> tuple[tuple[str, str], ...]:
        fields = self._fields[self._at(organisation)]
        return tuple(sorted((f.value, v) for f, v in fields.items() if v))

    # -- changing --------------------------------------------------------------------------

    def apply(self, change: Change, touched: Touched | None = None) -> Change:
        """Make a change and return its inverse.

        Parameters
        ----------
        touched : Touched, optional
            Filled with the ids that the change reached.

        Raises
        ------
        ChangeRefusedError
            If the change can't be made; nothing is altered then.
        """
        touched = Touched() if touched is None else touched
        match change:
            case Batch(changes):
                return self._batch(changes, touched)
            case Move(organisation, to):
                return self._move(organisation, to, touched)
            case Create():
                return self._create(change, touched)
            case Remove(organisation):
                return self._remove(organisation, touched)
            case SetField(organisation, field, value):
                return self._set_field(organisation, field, value, touched)
            case SetOption(option_field, value):
                return self._set_option(option_field, value, touched)
            case Appoint(organisation, role, holder):
                return self._appoint(organisation, role, holder, touched)
            case Arrange(unit, role, arrangement):
                return self._arrange(unit, role, arrangement, touched)
            case KeepLink(unit, code, kept):
                return self._keep_link(unit, code, kept, touched)

    def _batch(self, changes: Sequence[Change], touched: Touched) -> Change:
        inverses: list[Change] = []
        try:
            for change in changes:
                inverses.append(self.apply(change, touched))
        except ChangeRefusedError:
            for inverse in reversed(inverses):
                self.apply(inverse)
            raise
        return Batch(tuple(reversed(inverses)))

    def _move(self, organisation: str, to: str, touched: Touched) -> Change:
        row, target = self._at(organisation), self._at(to)
        old = self._parent[row]
        self._check_move(row, target)
        inverse = Move(organisation, self._ids[old])
        if old == target:
            return inverse
        self._reached(row, touched)
        people = self._own_people(row)
        self._detach(row)
        self._attach(row, target, people)
        self._reached(row, touched)
        touched.moved.add(organisation)
        return inverse

    def _check_move(self, row: int, target: int) -> None:
        kind, above = self._kind[row], self._kind[target]
        identifier, name, to = self._ids[row], self._name(row), self._name(target)
        if not kind.movable:
            raise ChangeRefusedError(f"{name} can't be moved: a {kind.label} stays where it is.")
        if above.id not in kind.parents:
            raise ChangeRefusedError(f"{name} can't be moved to {to}: that is a {above.label}.")
        if row in self._path(target):
            raise ChangeRefusedError(f"{name} can't be moved below itself.")
        if self._parent[row] == target:
            return
        # One that was made here waits where it is put: undoing a move must lead back there.
        if kind.tier is Tier.UNIT and above.tier is not Tier.GROUP and identifier in self.baseline:
            home = self.waiting_place(identifier)
            if home != self._ids[target]:
                raise ChangeRefusedError(
                    f"{name} can't wait under {to}: outside a group it belongs to its home, "
                    f"{self.label(home)}."
                )
        if self._fields[row].get(Field.LOCKED):
            raise LockedError(f"{name} is locked. Unlock it to move it.")
        left, entered = self._path(self._parent[row]), self._path(target)
        self._check_open([p for p in left if p not in entered])
        self._check_open([p for p in entered if p not in left])

    def _check_open(self, places: Iterable[int]) -> None:
        for place in places:
            if self._fields[place].get(Field.LOCKED):
                raise LockedError(
                    f"{self._name(place)} is locked: nothing may enter or leave it. "
                    "Unlock it first."
                )

    def _create(self, new: Create, touched: Touched) -> Change:
        parent = self._at(new.parent)
        kind = self._kinds.get(new.kind)
        if kind is None or not kind.creatable:
            raise ChangeRefusedError(f"An organisation of the kind {new.kind!r} can't be made.")
        if self._kind[parent].id not in kind.parents:
            raise ChangeRefusedError(
                f"A {kind.label} can't stand under {self._name(parent)}, "
                f"which is a {self._kind[parent].label}."
            )
        if not _is_line(new.id) or new.id in self._row:
            raise ChangeRefusedError(f"The id {new.id[:40]!r} is in use, or is not an id.")
        if not _is_line(new.code) or self.with_code(new.code) is not None:
            raise ChangeRefusedError(f"The code {new.code[:40]!r} is in use, or is not a code.")
        fields = self._first_fields(new, kind)
        self._check_open(self._path(parent))
        row = self._retired.pop(new.id, _NO_ROW)
        if row == _NO_ROW:
            row = self._new_row(new.id)
        self._row[new.id] = row
        self._name_row(row, kind, new.code, fields)
        self._posts[row] = (0, 0, 0)
        self._ledger.set_row(row, self._own_tally(row, _NO_FIGURES))
        self._attach(row, parent, Counter())
        self._reached(row, touched)
        touched.add_created(new.id)
        return Remove(new.id)

    def _first_fields(self, new: Create, kind: Kind) -> dict[Field, str]:
        fields = {Field.NAME: self._checked(kind, Field.NAME, new.name)}
        for key, value in new.fields:
            field = _FIELDS.get(key)
            if field is None or field in fields:
                raise ChangeRefusedError(f"{new.name} can't have a field {key[:40]!r}, or not two.")
            if field is Field.LOCKED and value:
                # Taking back what made it would have to remove a locked organisation.
                raise ChangeRefusedError(f"{new.name} can't be locked before it is there.")
            fields[field] = self._checked(kind, field, value)
        return fields

    def _remove(self, organisation: str, touched: Touched) -> Change:
        row = self._at(organisation)
        kind, name = self._kind[row], self._name(row)
        # Whether a user may remove one of its kind is asked in `model.edits`: undo always may.
        if organisation in self.baseline:
            raise ChangeRefusedError(f"{name} is part of the published data and can't be removed.")
        if self._children[row]:
            raise ChangeRefusedError(f"{name} still has organisations in it.")
        if any(org == organisation for org, _ in self._holders):
            raise ChangeRefusedError(f"{name} still has people named in its posts.")
        if any(org == organisation for org, _ in self._arranged):
            raise ChangeRefusedError(f"{name} still has posts that are arranged otherwise.")
        fields = dict(self._fields[row])
        if fields.get(Field.LOCKED):
            raise LockedError(f"{name} is locked. Unlock it to remove it.")
        parent = self._parent[row]
        self._check_open(self._path(parent))
        if kind.legal_body:
            self._check_employs_nobody(organisation)
        self._reached(row, touched)
        touched.add_removed(organisation)
        label = fields.pop(Field.NAME)
        inverse = Create(
            organisation,
            kind.id,
            self._code[row],
            label,
            self._ids[parent],
            tuple(sorted((f.value, v) for f, v in fields.items() if v)),
        )
        self._detach(row)
        del self._row[organisation]
        del self._codes[_folded(self._code[row])]
        self._retired[organisation] = row
        return inverse

    def _check_employs_nobody(self, organisation: str) -> None:
        for group in self.at_tier(Tier.GROUP):
            if self.field(group, Field.EMPLOYER) == organisation:
                raise ChangeRefusedError(
                    f"{self.label(organisation)} still employs the holders of the shared posts "
                    f"of {self.label(group)}."
                )

    def _set_field(self, organisation: str, field: Field, value: str, touched: Touched) -> Change:
        row = self._at(organisation)
        old = self._fields[row].get(field, "")
        if field is Field.NAME and organisation in self.baseline and value != old:
            raise ChangeRefusedError(f"{old} is a published name and can't be changed.")
        value = self._checked(self._kind[row], field, value)
        if value:
            self._fields[row][field] = value
        else:
            self._fields[row].pop(field, None)
        touched.edited.add(organisation)
        self._reached(row, touched)
        if field is Field.NAME and self._kind[row].tier is not Tier.GROUP:
            # Findings anywhere may name it: as a home region, as an employer.
            touched.everything = True
        return SetField(organisation, field, old)

    def _checked(self, kind: Kind, field: Field, value: str) -> str:
        """Return the value if an organisation of that kind may have it in that field."""
        if kind.tier not in _FIELD_TIERS.get(field, Tier):
            raise ChangeRefusedError(f"A {kind.label} has no such field ({field}).")
        if field is Field.NAME:
            if not _is_line(value):
                raise ChangeRefusedError(
                    f"A name is one line of 1 to {MAX_TEXT} characters; got {value[:40]!r}."
                )
        elif field is Field.FORMED and value:
            _date(value)
        elif field is Field.EMPLOYER and value:
            if not self.kind(value).legal_body:
                raise ChangeRefusedError(
                    f"{self.label(value)} is not a legal body, so it can't employ anybody."
                )
        elif field is Field.LOCKED and value not in ("", "yes"):
            raise ChangeRefusedError(f"A lock is 'yes' or nothing, not {value[:40]!r}.")
        elif field is Field.NOTE:
            _check_note(value)
        return value

    def _set_option(self, field: OptionField, value: str, touched: Touched) -> Change:
        touched.option = True
        match field:
            case OptionField.NAME:
                if not _is_line(value):
                    raise ChangeRefusedError("An option's name is one line of text.")
                old, self.name = self.name, value
            case OptionField.ON:
                old, self.on = self.on.isoformat(), _date(value)
                touched.everything = True
            case OptionField.NOTE:
                _check_note(value)
                old, self.note = self.note, value
        return SetOption(field, old)

    def _appoint(self, organisation: str, role_id: str, holder: str, touched: Touched) -> Change:
        row = self._at(organisation)
        self._role(role_id)
        if self._kind[row].tier not in (Tier.GROUP, Tier.UNIT):
            raise ChangeRefusedError(f"{self._name(row)} has no posts.")
        if holder and not _is_line(holder):
            raise ChangeRefusedError(f"A holder's name is one line of 1 to {MAX_TEXT} characters.")
        key = (organisation, role_id)
        old = self._holders.get(key, "")
        people = self._own_people(row)
        if holder:
            self._holders[key] = holder
        else:
            self._holders.pop(key, None)
        self._set_people(row, people, self._path(row))
        touched.edited.add(organisation)
        self._reached(row, touched)
        return Appoint(organisation, role_id, old)

    def _arrange(
        self, unit: str, role_id: str, arrangement: Arrangement | None, touched: Touched
    ) -> Change:
        row = self._at(unit)
        self._role(role_id)
        if self._kind[row].tier is not Tier.UNIT:
            raise ChangeRefusedError(f"{self._name(row)} has no board.")
        key = (unit, role_id)
        old = self._arranged.get(key)
        group = self._group_row(row)
        people = self._own_people(row)
        with self._regroup(row, group, -1):
            pass
        if arrangement is None:
            self._arranged.pop(key, None)
        else:
            self._arranged[key] = arrangement
        path = self._path(row)
        self._set_posts(row, path)
        self._set_people(row, people, path)
        with self._regroup(row, group, 1):
            pass
        touched.edited.add(unit)
        self._reached(row, touched)
        return Arrange(unit, role_id, old)

    def _keep_link(self, unit: str, code: str, kept: bool, touched: Touched) -> Change:
        row = self._at(unit)
        if not any(link.code == code for link in self.links(unit)):
            raise ChangeRefusedError(f"{self._name(row)} has no link {code!r}.")
        old = self.keeps_link(unit, code)
        if kept:
            self._dropped.discard((unit, code))
        else:
            self._dropped.add((unit, code))
        touched.edited.add(unit)
        touched.units.add(unit)
        return KeepLink(unit, code, old)

    # -- rows ------------------------------------------------------------------------------

    def _at(self, organisation: str) -> int:
        try:
            return self._row[organisation]
        except KeyError:
            raise UnknownOrganisationError(
                f"There is no organisation {organisation!r} in this option."
            ) from None

    def _role(self, role_id: str) -> Role:
        try:
            return self._roles[role_id]
        except KeyError:
            raise ChangeRefusedError(f"There is no role {role_id!r} in this pack.") from None

    def _name(self, row: int) -> str:
        return self._fields[row].get(Field.NAME, self._code[row])

    def _path(self, row: int) -> list[int]:
        """Return a row and all rows above it."""
        path = []
        while row != _NO_ROW:
            path.append(row)
            row = self._parent[row]
        return path

    def _nearest(self, organisation: str, tier: Tier) -> str | None:
        for row in self._path(self._at(organisation)):
            if self._kind[row].tier is tier:
                return self._ids[row]
        return None

    def _group_row(self, row: int) -> int:
        parent = self._parent[row]
        in_group = parent != _NO_ROW and self._kind[parent].tier is Tier.GROUP
        return parent if in_group else _NO_ROW

    def _new_row(self, organisation: str) -> int:
        row = len(self._ids)
        self._row[organisation] = row
        self._ids.append(organisation)
        self._kind.append(self.pack.kinds[0])
        self._parent.append(_NO_ROW)
        self._children.append({})
        self._code.append("")
        self._sort.append(_sort_key(""))
        self._sorted.append({})
        self._fields.append({})
        self._posts.append((0, 0, 0))
        self._ledger.add_row()
        return row

    def _name_row(self, row: int, kind: Kind, code: str, fields: dict[Field, str]) -> None:
        self._kind[row] = kind
        self._code[row] = code
        self._sort[row] = _sort_key(code)
        self._codes[_folded(code)] = self._ids[row]
        self._fields[row] = fields

    def _own_tally(self, row: int, figures: Mapping[str, Figure]) -> list[int]:
        kind = self._kind[row]
        return self._ledger.shape.own(kind.id, figures, is_unit=kind.tier is Tier.UNIT)

    def _detach(self, row: int) -> None:
        """Take a row, with all below it, out of the tree and out of the books above it."""
        parent = self._parent[row]
        with self._regroup(row, self._group_row(row), -1):
            self._shift(self._path(parent), row, -1)
            del self._children[parent][row]
            self._sorted[parent] = {}
            self._parent[row] = _NO_ROW

    def _attach(self, row: int, parent: int, people: Counter[str]) -> None:
        """Hang a detached row under another; `people` are its named accountable holders so far."""
        self._parent[row] = parent
        self._set_posts(row, [row])
        self._set_people(row, people, [row])
        with self._regroup(row, self._group_row(row), 1):
            self._children[parent][row] = None
            self._sorted[parent] = {}
            self._shift(self._path(parent), row, 1)

    def _reached(self, row: int, touched: Touched) -> None:
        """Note a row and what hangs above it as touched."""
        for at in self._path(row):
            match self._kind[at].tier:
                case Tier.UNIT:
                    touched.units.add(self._ids[at])
                case Tier.GROUP:
                    touched.groups.add(self._ids[at])
                case Tier.REGION:
                    touched.regions.add(self._ids[at])

    # -- posts in the tallies --------------------------------------------------------------

    def _arrangement(self, row: int, role: Role, in_group: bool) -> Arrangement:
        if not in_group:
            return Arrangement.OWN
        chosen = self._arranged.get((self._ids[row], role.id))
        if chosen is not None:
            return chosen
        return Arrangement.SHARED if role.merges else Arrangement.OWN

    def _count_own_posts(self, row: int) -> tuple[int, int, int]:
        """Return the officers, board seats and accountable posts that a row adds itself."""
        tier = self._kind[row].tier
        if tier is Tier.UNIT:
            in_group = self._group_row(row) != _NO_ROW
            officers = accountable = 0
            for role in self.pack.roles:
                if self._arrangement(row, role, in_group) is not Arrangement.SHARED:
                    officers += role.executive
                    accountable += role.accountable
            return officers, sum(r.executive for r in self.pack.roles), accountable
        if tier is Tier.GROUP:
            shared = self._shared.get(row, {})
            roles = [self._roles[r] for r, n in shared.items() if n]
            wide = self._wide.get(row, {})
            guests = sum(n for r, n in wide.items() if self._roles[r].executive)
            seats = guests * (self._ledger.get(row, UNITS) - 1)
            return sum(r.executive for r in roles), seats, sum(r.accountable for r in roles)
        return 0, 0, 0

    def _set_posts(self, row: int, path: Sequence[int]) -> None:
        """Count a row's own posts anew and put the difference into the tallies of `path`."""
        old, new = self._posts[row], self._count_own_posts(row)
        if old != new:
            self._posts[row] = new
            delta = (new[0] - old[0], new[1] - old[1], new[2] - old[2])
            self._ledger.add(path, _post_tally(delta))

    @contextmanager
    def _regroup(self, row: int, group: int, sign: int) -> Iterator[None]:
        """Count a unit's seats out of (-1) or into (+1) a group's posts around what the body does.

        The body takes the unit away from, or puts it under, the group.
        """
        if group == _NO_ROW:
            yield
            return
        people = self._own_people(group)
        shared = self._shared.setdefault(group, {})
        wide = self._wide.setdefault(group, {})
        for role in self.pack.roles if self._kind[row].tier is Tier.UNIT else ():
            how = self._arrangement(row, role, in_group=True)
            if how is Arrangement.SHARED:
                shared[role.id] = shared.get(role.id, 0) + sign
            elif how is Arrangement.EVERYWHERE:
                wide[role.id] = wide.get(role.id, 0) + sign
        yield
        path = self._path(group)
        self._set_posts(group, path)
        self._set_people(group, people, path)

    def _own_people(self, row: int) -> Counter[str]:
        """Return the named holders of the accountable posts that a row itself has now."""
        if not self._holders:
            return Counter()
        organisation = self._ids[row]
        tier = self._kind[row].tier
        people: Counter[str] = Counter()
        for role in self.pack.roles:
            name = self._holders.get((organisation, role.id)) if role.accountable else None
            if not name:
                continue
            if tier is Tier.GROUP:
                exists = bool(self._shared.get(row, {}).get(role.id))
            else:
                in_group = self._group_row(row) != _NO_ROW
                exists = self._arrangement(row, role, in_group) is not Arrangement.SHARED
            if exists:
                people[name] += 1
        return people

    def _set_people(self, row: int, old: Counter[str], path: Sequence[int]) -> None:
        """Count a row's own named accountable holders anew in `path`; `old` is what they were."""
        new = self._own_people(row)
        if new != old:
            self._count_people(path, old, -1)
            self._count_people(path, new, 1)

    def _count_people(self, path: Sequence[int], people: Counter[str], sign: int) -> None:
        for at in path if people else ():
            counter = self._people.setdefault(at, Counter())
            for name, number in people.items():
                counter[name] += sign * number
                if not counter[name]:
                    del counter[name]

    def _shift(self, path: Sequence[int], row: int, sign: int) -> None:
        """Add (or take) all that a row's subtree comes to along `path`."""
        self._ledger.add(path, self._ledger.tally(row), sign)
        people = self._people.get(row)
        if people:
            self._count_people(path, people.copy(), sign)


def _post_tally(posts: Sequence[int]) -> list[int]:
    tally = [0] * (ACCOUNTABLE + 1)
    tally[OFFICERS], tally[SEATS], tally[ACCOUNTABLE] = posts
    return tally


_DIGITS = re.compile(r"(\d+)")
_SortKey = tuple[tuple[tuple[bool, int, str], ...], str]


def _sort_key(code: str) -> _SortKey:
    """Return a key that puts 5NT before C9 and C9 before C10; C1 and C01 keep one order too."""
    parts = enumerate(_DIGITS.split(code))
    key = tuple((False, int(p), "") if i % 2 else (True, 0, _folded(p)) for i, p in parts if p)
    return key, code


def _folded(text: str) -> str:
    """Return a code or name as it is compared."""
    return text.casefold().strip()


_UNWRITABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
"""Control characters other than line ends and tabs, and halves of surrogate pairs."""


def _is_line(text: str) -> bool:
    # A no-break space comes along when text is pasted; Python does not call it printable.
    printable = text.replace("\N{NO-BREAK SPACE}", " ").isprintable()
    return 0 < len(text) <= MAX_TEXT and printable and not text.isspace()


def _check_note(text: str) -> None:
    if len(text) > MAX_NOTE:
        raise ChangeRefusedError(f"A note has at most {MAX_NOTE:,} characters.")
    if _UNWRITABLE.search(text):
        raise ChangeRefusedError("A note is plain text; it holds characters that are not text.")


def _date(text: str) -> datetime.date:
    try:
        date = datetime.date.fromisoformat(text)
    except ValueError:
        date = None
    # Python reads 20110601 and 2011-W22-3 too; one day is written in one way here.
    if date is None or date.isoformat() != text:
        raise ChangeRefusedError(
            f"{text[:40]!r} is not a date; write year-month-day, such as 2011-06-01."
        )
    return date
