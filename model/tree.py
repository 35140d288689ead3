"""The tree of organisations: who hangs where, under which code and name.

Rows are numbers handed out once an organisation; everything about it is in lists by row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import groupby

from model.changes import Field
from model.errors import UnknownOrganisationError
from model.organisations import Figure
from model.pack import Kind, Pack, Tier

NO_ROW = -1


class Tree:
    """Organisations and what hangs under what; read from outside, altered by `State` only.

    Parameters
    ----------
    pack : Pack
        Gives the kinds and the baseline.
    """

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._kinds = {kind.id: kind for kind in pack.kinds}
        published = pack.organisations
        self.baseline = published
        self.root = published.ids[0]
        # The first rows are those of the published organisations.
        self._row = dict(published.rows)
        self._ids = published.ids.copy()
        self._kind = [*map(self._kinds.__getitem__, published.kinds)]
        self._parent = published.parents.copy()
        self._code = published.codes.copy()
        self._names = published.names.copy()
        # What few rows have, or what is worked out for few, is in dictionaries by row.
        self._children: dict[int, dict[int, None]] = {}
        for parent, rows in groupby(range(len(published)), published.parents.__getitem__):
            if parent != NO_ROW:
                self._children.setdefault(parent, {}).update(dict.fromkeys(rows))
        self._sort: dict[int, SortKey] = {}
        # Children by code, as far as they were asked for; all of them (None) or of one tier.
        self._sorted: dict[int, dict[Tier | None, list[str]]] = {}
        self._fields: dict[int, dict[Field, str]] = {}

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
            if self._children.get(self._at(at)):
                waiting += reversed(self._children_at(at, None))

    def find(self, text: str) -> list[str]:
        """Return the ids of organisations of that id, code or name, upper and lower case alike."""
        by_code = self.with_code(text)
        if by_code is not None:
            return [by_code]
        wanted = folded(text)
        return [i for i in self if folded(i) == wanted] or [
            i for i in self if folded(self.label(i)) == wanted
        ]

    def with_code(self, code: str) -> str | None:
        """Return the id of the organisation with that code, upper and lower case alike."""
        return self._codes.get(folded(code))

    @cached_property
    def _codes(self) -> dict[str, str]:
        """Id by code, in lower case: ones that differ in case only would be taken for each other.

        Made when it is first asked for, which opening and looking at a plan does not.
        """
        return {**self.baseline.by_code, **{folded(self.code(i)): i for i in self.made()}}

    def is_published(self, organisation: str) -> bool:
        """Whether an organisation is part of the baseline; else the option made it."""
        return self.baseline.row(organisation) is not None

    def made(self) -> list[str]:
        """Return the ids of the organisations that the option made, the oldest first."""
        return [i for i in self._ids[len(self.baseline) :] if i in self._row]

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
        return self._names[self._at(organisation)]

    def field(self, organisation: str, field: Field) -> str:
        """Return a field of an organisation, "" if it is not set."""
        row = self._at(organisation)
        return self._names[row] if field is Field.NAME else self._field(row, field)

    def _field(self, row: int, field: Field) -> str:
        fields = self._fields.get(row)
        return "" if fields is None else fields.get(field, "")

    def is_locked(self, organisation: str) -> bool:
        """Whether nothing may enter or leave it (for a unit: it may not be moved)."""
        return bool(self.field(organisation, Field.LOCKED))

    def parent(self, organisation: str) -> str | None:
        """Return the id of the organisation above, None for the root."""
        row = self._parent[self._at(organisation)]
        return None if row == NO_ROW else self._ids[row]

    def children(self, organisation: str) -> list[str]:
        """Return the ids of the organisations just below, by code."""
        return self._children_at(organisation, None).copy()

    def _children_at(self, organisation: str, tier: Tier | None) -> list[str]:
        """Return the children of one tier, or all: a list that is kept, not to be altered."""
        row = self._at(organisation)
        known = self._sorted.setdefault(row, {})
        if tier not in known:
            rows = sorted(self._children.get(row, ()), key=self._sort_key)
            known[tier] = [self._ids[r] for r in rows if tier in (None, self._kind[r].tier)]
        return known[tier]

    def _sort_key(self, row: int) -> SortKey:
        key = self._sort.get(row)
        if key is None:
            key = self._sort[row] = _sort_key(self._code[row])
        return key

    def ancestors(self, organisation: str) -> list[str]:
        """Return the ids of the organisations above, the nearest first."""
        return [self._ids[r] for r in self._path(self._parent[self._at(organisation)])]

    def at_tier(self, tier: Tier) -> list[str]:
        """Return the ids of all organisations at a tier, in the chart's order."""
        if tier is Tier.PART:
            return [i for i in self if self.tier(i) is tier]
        if tier is Tier.UNIT:
            return list(self._units())
        places = self._above_groups()
        if tier is Tier.GROUP:
            return [i for place in places for i in self._children_at(place, tier)]
        if tier is Tier.SUCCESSOR:
            return [i for place in self.at_tier(Tier.GROUP) for i in self._children_at(place, tier)]
        return [i for i in places if self.tier(i) is tier]

    def _units(self) -> Iterator[str]:
        """Iterate over the ids of all units, in the chart's order; what is below them is left."""
        waiting = [self.root]
        while waiting:
            at = waiting.pop()
            if self._kind[self._row[at]].tier is Tier.UNIT:
                yield at
            else:
                waiting += reversed(self._children_at(at, None))

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
        return None if row == NO_ROW else self._ids[row]

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
        row = self.baseline.row(unit)
        at = self._parent[self._at(unit)] if row is None else self.baseline.parents[row]
        while at != NO_ROW and self._kind[at].tier is Tier.GROUP:
            at = self._parent[at]
        return self.root if at == NO_ROW else self._ids[at]

    def members(self, group: str) -> list[str]:
        """Return the ids of the units in a group, by code."""
        return self._children_at(group, Tier.UNIT).copy()

    def tray(self) -> list[str]:
        """Return the ids of the units that are in no group, by home region, then code."""
        places = self._above_groups()
        return [unit for place in places for unit in self._children_at(place, Tier.UNIT)]

    def figure(self, organisation: str, measure: str) -> Figure | None:
        """Return an organisation's own figure, None if it is missing."""
        row = self.baseline.row(organisation)
        return None if row is None else self.baseline.figure(row, measure)

    def value(self, organisation: str, measure: str) -> int | None:
        """Return the number alone of an organisation's own figure, None if it is missing."""
        row = self.baseline.row(organisation)
        return None if row is None else self.baseline.value(row, measure)

    def fact(self, organisation: str, fact: str) -> str:
        """Return a published fact on an organisation, "" if there is none."""
        row = self.baseline.row(organisation)
        return "" if row is None else self.baseline.fact(row, fact)

    # -- rows ------------------------------------------------------------------------------

    def _at(self, organisation: str) -> int:
        try:
            return self._row[organisation]
        except KeyError:
            raise UnknownOrganisationError(
                f"There is no organisation {organisation!r} in this option."
            ) from None

    def _path(self, row: int) -> list[int]:
        """Return a row and all rows above it."""
        path = []
        while row != NO_ROW:
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
        in_group = parent != NO_ROW and self._kind[parent].tier is Tier.GROUP
        return parent if in_group else NO_ROW

    def _unhang(self, row: int) -> None:
        """Take a row from under its parent."""
        parent, self._parent[row] = self._parent[row], NO_ROW
        del self._children[parent][row]
        self._sorted.pop(parent, None)

    def _hang(self, row: int) -> None:
        """Have a row's parent list it."""
        parent = self._parent[row]
        self._children.setdefault(parent, {})[row] = None
        self._sorted.pop(parent, None)

    def _new_row(self, organisation: str) -> int:
        row = len(self._ids)
        self._row[organisation] = row
        self._ids.append(organisation)
        self._kind.append(self.pack.kinds[0])
        self._parent.append(NO_ROW)
        self._code.append("")
        self._names.append("")
        return row

    def _name_row(self, row: int, kind: Kind, code: str, fields: dict[Field, str]) -> None:
        """Say what a new row is; one of the fields is its name."""
        self._kind[row] = kind
        self._code[row] = code
        self._sort.pop(row, None)
        self._codes[folded(code)] = self._ids[row]
        self._names[row] = fields[Field.NAME]
        self._fields[row] = {f: text for f, text in fields.items() if f is not Field.NAME}


_DIGITS = re.compile(r"(\d+)")
SortKey = tuple[tuple[tuple[bool, int, str], ...], str]
"""What puts codes in order."""


def _sort_key(code: str) -> SortKey:
    """Return a key that puts 5NT before C9 and C9 before C10; C1 and C01 keep one order too."""
    parts = enumerate(_DIGITS.split(code))
    key = tuple((False, int(p), "") if i % 2 else (True, 0, folded(p)) for i, p in parts if p)
    return key, code


def folded(text: str) -> str:
    """Return a code or name as it is compared."""
    return text.casefold().strip()
