"""The state of one option: the tree, its fields, posts and totals, and how a change alters it.

`State` knows no log, no listeners and no rules. `apply` either makes the whole change and gives
back its inverse, or refuses and leaves everything as it was.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import compress
from operator import ne

from model.boards import PostKey
from model.changes import (
    Answer,
    Appoint,
    Arrange,
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
from model.errors import ChangeRefusedError, LockedError
from model.events import Touched
from model.judgements import Said
from model.pack import Kind, Link, Pack, Tier
from model.records import record
from model.succession import Succession
from model.texts import MAX_TEXT, check_note, is_line, read_day
from model.tree import NO_ROW, folded

_FIELDS = {field.value: field for field in Field}
_FIELD_TIERS = {
    Field.FORMED: (Tier.GROUP,),
    Field.EMPLOYER: (Tier.GROUP,),
    Field.LOCKED: (Tier.GROUP, Tier.UNIT),
    Field.GOVERNANCE: (Tier.GROUP,),
    Field.LEGAL: (Tier.SUCCESSOR,),
    Field.BOARD: (Tier.GROUP,),
    Field.ACCOUNTABLE: (Tier.GROUP,),
    Field.AUTHORISED: (Tier.SUCCESSOR,),
}
"""Where a field belongs to organisations of some tiers only."""
_FLAGS = {
    Field.LOCKED: "A lock",
    Field.LEGAL: "A legal status",
    Field.BOARD: "A board",
    Field.ACCOUNTABLE: "An accountable officer",
    Field.AUTHORISED: "An authorisation",
}
"""Fields that are "yes" or nothing."""


@record
class Snapshot:
    """All in which a state departs from the baseline, each in a fixed order.

    Attributes
    ----------
    option : (name, as-on date, note, structure, whether successors are legal bodies)
    made : tuple of (id, kind, code, name, parent)
        Organisations that the option made, by id.
    placed : tuple of (id, parent)
        Published organisations that hang elsewhere, in the baseline's order.
    fields : tuple of (id, field, value)
        Set fields but names.
    holders : tuple of ((organisation, role, number), name)
    details : tuple of ((organisation, role, number), detail, value)
        What is set on posts.
    staffed : tuple of (organisation, role, number of posts)
    arranged : tuple of (unit, role, arrangement)
    dropped : tuple of (unit, code of the link)
    said : Said
        Limits, waivers, answers and figures.
    joined : tuple of (member, successor)
    """

    option: tuple[str, str, str, str, str]
    made: tuple[tuple[str, str, str, str, str], ...]
    placed: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, str, str], ...]
    holders: tuple[tuple[PostKey, str], ...]
    arranged: tuple[tuple[str, str, str], ...]
    dropped: tuple[tuple[str, str], ...]
    details: tuple[tuple[PostKey, str, str], ...] = ()
    staffed: tuple[tuple[str, str, int], ...] = ()
    said: Said = Said()
    joined: tuple[tuple[str, str], ...] = ()


class State(Succession):
    """Organisations as one option has them.

    Parameters
    ----------
    pack : Pack
        The baseline; its organisations are the first state, every unit in the tray.
    name, on : str, datetime.date
        The option's name and as-on date.
    """

    def __init__(self, pack: Pack, name: str, on: datetime.date) -> None:
        super().__init__(pack)
        self.name = name
        self.on = on
        self.note = ""
        self._links: dict[str, list[Link]] = {}
        self._ties: dict[str, list[Link]] = {}
        for link in pack.links:
            self._links.setdefault(link.unit, []).append(link)
            self._ties.setdefault(link.code, []).append(link)
        self._dropped: set[tuple[str, str]] = set()
        self._retired: dict[str, int] = {}

    # -- links -----------------------------------------------------------------------------

    def links(self, unit: str) -> list[Link]:
        """Return a unit's links as published."""
        return self._links.get(unit, [])

    def ties(self, code: str) -> list[Link]:
        """Return the published links to one place, of all units that have one."""
        return self._ties.get(code, [])

    def keeps_link(self, unit: str, code: str) -> bool:
        """Whether the option keeps that link of a unit."""
        return (unit, code) not in self._dropped

    # -- comparing -------------------------------------------------------------------------

    def snapshot(self) -> Snapshot:
        """Return all that an option can alter, as plain values: equal for equal states."""
        published = self.baseline.parents
        ids = self._ids
        made = sorted((i, self._row[i]) for i in self.made())
        return Snapshot(
            (
                *(self.name, self.on.isoformat(), self.note),
                self.structure.id if self.structure else "",
                "yes" if self.are_legal else "",
            ),
            tuple(
                (i, self._kind[row].id, self._code[row], self._names[row], ids[self._parent[row]])
                for i, row in made
            ),
            tuple(
                (ids[row], ids[now])
                for row, now in compress(enumerate(self._parent), map(ne, published, self._parent))
            ),
            tuple(
                sorted(
                    (ids[row], field.value, value)
                    for row, fields in self._fields.items()
                    if ids[row] in self._row
                    for field, value in fields.items()
                    if value
                )
            ),
            tuple(sorted(self._holders.items())),
            tuple(
                sorted((u, r, a.value) for u, of in self._arranged.items() for r, a in of.items())
            ),
            tuple(sorted(self._dropped)),
            tuple(
                sorted((k, d.value, v) for k, of in self._details.items() for d, v in of.items())
            ),
            tuple(sorted((o, r, n) for o, of in self._staffed.items() for r, n in of.items())),
            self._said(),
            self._members_said(),
        )

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
        touched = Touched(is_wanted=False) if touched is None else touched
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
            case Appoint() | SetPost() | Staff() | Arrange():
                return self._change_post(change, touched)
            case SetLimit() | Waive() | Answer() | Enter():
                return self._judge(change, touched)
            case Join(member, successor):
                return self._join(member, successor, touched)
            case KeepLink(unit, code, kept):
                return self._keep_link(unit, code, kept, touched)

    def _batch(self, changes: Sequence[Change], touched: Touched) -> Change:
        self._close(len(changes))
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
        identifier, name, to = self._ids[row], self._names[row], self._names[target]
        if not kind.movable:
            raise ChangeRefusedError(f"{name} can't be moved: a {kind.label} stays where it is.")
        if above.id not in kind.parents:
            raise ChangeRefusedError(f"{name} can't be moved to {to}: that is a {above.label}.")
        if row in self._path(target):
            raise ChangeRefusedError(f"{name} can't be moved below itself.")
        if self._parent[row] == target:
            return
        # One that was made here waits where it is put: undoing a move must lead back there.
        if (
            kind.tier is Tier.UNIT
            and above.tier is not Tier.GROUP
            and self.is_published(identifier)
        ):
            home = self.waiting_place(identifier)
            if home != self._ids[target]:
                raise ChangeRefusedError(
                    f"{name} can't wait under {to}: outside a group it belongs to its home, "
                    f"{self.label(home)}."
                )
        if self._field(row, Field.LOCKED):
            raise LockedError(f"{name} is locked. Unlock it to move it.")
        left, entered = self._path(self._parent[row]), self._path(target)
        self._check_stays_once(row, entered)
        self._check_open([p for p in left if p not in entered])
        self._check_open([p for p in entered if p not in left])

    def _check_open(self, places: Iterable[int]) -> None:
        for place in places:
            if self._field(place, Field.LOCKED):
                raise LockedError(
                    f"{self._names[place]} is locked: nothing may enter or leave it. "
                    "Unlock it first."
                )

    def _create(self, new: Create, touched: Touched) -> Change:
        parent = self._at(new.parent)
        kind = self._kinds.get(new.kind)
        if kind is None or not kind.creatable:
            raise ChangeRefusedError(f"An organisation of the kind {new.kind!r} can't be made.")
        if self._kind[parent].id not in kind.parents:
            raise ChangeRefusedError(
                f"A {kind.label} can't stand under {self._names[parent]}, "
                f"which is a {self._kind[parent].label}."
            )
        if not is_line(new.id) or new.id in self._row:
            raise ChangeRefusedError(f"The id {new.id[:40]!r} is in use, or is not an id.")
        if not is_line(new.code) or self.with_code(new.code) is not None:
            raise ChangeRefusedError(f"The code {new.code[:40]!r} is in use, or is not a code.")
        fields = self._first_fields(new, kind)
        self._check_open(self._path(parent))
        row = self._retired.pop(new.id, NO_ROW)
        if row == NO_ROW:
            row = self._new_row(new.id)
        self._row[new.id] = row
        self._name_row(row, kind, new.code, fields)
        self._open_row(row)
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
        kind, name = self._kind[row], self._names[row]
        # Whether a user may remove one of its kind is asked in `model.edits`: undo always may.
        if self.is_published(organisation):
            raise ChangeRefusedError(f"{name} is part of the published data and can't be removed.")
        if self._children.get(row):
            raise ChangeRefusedError(f"{name} still has organisations in it.")
        self._check_nothing_said(organisation)
        fields = dict(self._fields.get(row, {}))
        if fields.get(Field.LOCKED):
            raise LockedError(f"{name} is locked. Unlock it to remove it.")
        parent = self._parent[row]
        self._check_open(self._path(parent))
        if kind.legal_body:
            self._check_employs_nobody(organisation)
        self._reached(row, touched)
        touched.add_removed(organisation)
        inverse = Create(
            organisation,
            kind.id,
            self._code[row],
            name,
            self._ids[parent],
            tuple(sorted((f.value, v) for f, v in fields.items() if v)),
        )
        self._detach(row)
        del self._row[organisation]
        del self._codes[folded(self._code[row])]
        self._retired[organisation] = row
        return inverse

    def _check_employs_nobody(self, organisation: str) -> None:
        for group in self.at_tier(Tier.GROUP):
            if self.field(group, Field.EMPLOYER) == organisation:
                raise ChangeRefusedError(
                    f"{self.label(organisation)} still employs the holders of the shared posts "
                    f"of {self.label(group)}."
                )
        for (other, role, number), details in self._details.items():
            if details.get(Detail.EMPLOYER) == organisation and other in self._row:
                raise ChangeRefusedError(
                    f"{self.label(organisation)} still employs the holder of a post of "
                    f"{self.label(other)}: {self._role(role).title.lower()}"
                    f"{f', number {number}' if number > 1 else ''}."
                )

    def _set_field(self, organisation: str, field: Field, value: str, touched: Touched) -> Change:
        row = self._at(organisation)
        old = self.field(organisation, field)
        if field is Field.NAME and self.is_published(organisation) and value != old:
            raise ChangeRefusedError(f"{old} is a published name and can't be changed.")
        value = self._checked(self._kind[row], field, value)
        if field is Field.NAME:
            self._names[row] = value
        elif field is Field.GOVERNANCE:
            self._set_governance(row, value)
            for unit in self.members(organisation):
                self._reached(self._row[unit], touched)
        else:
            self._put_field(row, field, value)
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
            if not is_line(value):
                raise ChangeRefusedError(
                    f"A name is one line of 1 to {MAX_TEXT} characters; got {value[:40]!r}."
                )
        elif field is Field.FORMED and value:
            read_day(value)
        elif field is Field.EMPLOYER and value:
            if not self.kind(value).legal_body:
                raise ChangeRefusedError(
                    f"{self.label(value)} is not a legal body, so it can't employ anybody."
                )
        elif field is Field.GOVERNANCE and value:
            if all(value != governance.id for governance in self.pack.governances):
                raise ChangeRefusedError(f"There is no governance {value[:40]!r} in this pack.")
        elif field in _FLAGS and value not in ("", "yes"):
            raise ChangeRefusedError(f"{_FLAGS[field]} is 'yes' or nothing, not {value[:40]!r}.")
        elif field is Field.NOTE:
            check_note(value)
        return value

    def _set_option(self, field: OptionField, value: str, touched: Touched) -> Change:
        touched.option = True
        match field:
            case OptionField.NAME:
                if not is_line(value):
                    raise ChangeRefusedError("An option's name is one line of text.")
                old, self.name = self.name, value
            case OptionField.ON:
                old, self.on = self.on.isoformat(), read_day(value)
                touched.everything = True
            case OptionField.NOTE:
                check_note(value)
                old, self.note = self.note, value
            case OptionField.STRUCTURE:
                old = self._set_structure(value, touched)
            case OptionField.LEGAL:
                old = self._set_legal(value, touched)
        return SetOption(field, old)

    def _keep_link(self, unit: str, code: str, kept: bool, touched: Touched) -> Change:
        row = self._at(unit)
        if not any(link.code == code for link in self.links(unit)):
            raise ChangeRefusedError(f"{self._names[row]} has no link {code!r}.")
        old = self.keeps_link(unit, code)
        if kept:
            self._dropped.discard((unit, code))
        else:
            self._dropped.add((unit, code))
        touched.edited.add(unit)
        touched.units.add(unit)
        return KeepLink(unit, code, old)
