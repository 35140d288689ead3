"""Which unit is in which group, as rows of a table, and back from such rows to one change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from model import edits
from model.changes import Batch, Change, Create, Field, Move, SetField, flatten
from model.errors import ChangeRefusedError
from model.pack import Tier
from model.records import record
from model.state import State
from model.tree import folded
from model.wording import counted


@record
class Placement:
    """One row: a unit with the group that it is in, or a group that nobody is in.

    Attributes
    ----------
    unit, unit_name : str
        Code and name; "" in the row of an empty group.
    group, group_name : str
        "" for a unit that is not placed.
    region, region_name : str
        What the group, or the unit that is not placed, hangs under; "" for none.
    line : int
        Where it was read, 0 for nowhere.
    """

    unit: str
    unit_name: str
    group: str
    group_name: str
    region: str
    region_name: str
    line: int = 0


@record
class Problem:
    """Why a row can't be used.

    Attributes
    ----------
    column : str
        Name of a field of `Placement`.
    """

    line: int
    column: str
    text: str


@dataclass(slots=True)
class Understood:
    """What rows come to.

    Attributes
    ----------
    change : Change or None
        None if there is nothing to do, or a row can't be used.
    steps : list of str
        What it does, in words.
    problems : list of Problem
    """

    change: Change | None = None
    steps: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class _Group:
    row: Placement
    name: str
    region: str
    units: list[str] = field(default_factory=list)
    id: str = ""


def placements(state: State) -> Iterator[Placement]:
    """Yield a row for each unit, in the chart's order, and for each group with nobody in it."""
    for group in state.at_tier(Tier.GROUP):
        if not state.members(group):
            yield Placement("", "", *_named(state, group), *_named(state, state.region_of(group)))
    for unit in state.at_tier(Tier.UNIT):
        group_of, region = state.group_of(unit), state.region_of(unit)
        yield Placement(*_named(state, unit), *_named(state, group_of), *_named(state, region))


def _named(state: State, organisation: str | None) -> tuple[str, str]:
    if organisation is None:
        return "", ""
    return state.code(organisation), state.label(organisation)


def placed_text(table: str) -> str:
    """Return what the log says of a placing by a table of that name."""
    return f"Placed as {table} says"


def understand(state: State, rows: Sequence[Placement], new_id: Callable[[], str]) -> Understood:
    """Return what rows alter, as one change, or every reason why they can't be used.

    Units that no row names stay where they are. A group that all its units leave, and that no row
    names, is dissolved: rows tell of all groups.

    Parameters
    ----------
    new_id : callable
        Gives ids for groups that have to be made.
    """
    return _Reader(state, new_id).read(rows)


class _Reader:
    def __init__(self, state: State, new_id: Callable[[], str]) -> None:
        self._state, self._new_id = state, new_id
        self._kind = state.pack.kind_at(Tier.GROUP)
        self._unit_kind = state.pack.kind_at(Tier.UNIT)
        self._groups: dict[str, _Group] = {}
        self._place_of: dict[str, str] = {}
        self._line_of: dict[str, int] = {}
        self._found = Understood()

    def read(self, rows: Sequence[Placement]) -> Understood:
        for row in rows:
            self._read_row(row)
        changes = [*self._group_changes(), *self._moves(), *self._dissolved()]
        if changes and not self._found.problems:
            self._found.change = Batch(tuple(changes))
        return self._found

    def _fault(self, row: Placement, column: str, text: str) -> None:
        self._found.problems.append(Problem(row.line, column, text))

    def _read_row(self, row: Placement) -> None:
        unit = self._read_unit(row) if row.unit else ""
        if not row.group:
            if not row.unit:
                self._fault(row, "unit", "names neither a unit nor a group")
            elif unit:
                self._place_of[unit] = ""
            return
        key = folded(row.group)
        group = self._groups.setdefault(key, _Group(row, row.group_name, row.region))
        for column, said, other in (
            ("group_name", row.group_name, group.name),
            ("region", row.region, group.region),
        ):
            if said and other and folded(said) != folded(other):
                line = group.row.line
                self._fault(row, column, f"is {said!r}, but {other!r} in line {line}")
        group.name, group.region = group.name or row.group_name, group.region or row.region
        if unit:
            group.units.append(unit)
            self._place_of[unit] = key

    def _read_unit(self, row: Placement) -> str:
        state = self._state
        unit = state.with_code(row.unit)
        if unit is None or state.tier(unit) is not Tier.UNIT:
            self._fault(row, "unit", f"there is no {self._unit_kind.label} {row.unit!r}")
            return ""
        if unit in self._line_of:
            line = self._line_of[unit]
            self._fault(row, "unit", f"{row.unit!r} is in line {line} already")
            return ""
        self._line_of[unit] = row.line
        return unit

    # -- groups ----------------------------------------------------------------------------

    def _group_changes(self) -> list[Change]:
        made, named, moved = [], [], []
        for group in self._groups.values():
            region = self._region(group)
            there = self._state.with_code(group.row.group)
            if there is None:
                group.id = self._new_id()
                if not group.name:
                    text = f"there is no {self._kind.label} {group.row.group!r}, and no name for it"
                    self._fault(group.row, "group_name", text)
                elif region:
                    name, code = group.name, group.row.group
                    made.append(Create(group.id, self._kind.id, code, name, region))
            elif self._state.tier(there) is not Tier.GROUP:
                label = self._state.kind(there).label
                text = f"{group.row.group!r} is the code of a {label}, not of a {self._kind.label}"
                self._fault(group.row, "group", text)
            else:
                group.id = there
                if group.name and group.name != self._state.label(there).strip():
                    named.append(SetField(there, Field.NAME, group.name))
                if group.region and region and region != self._state.region_of(there):
                    moved.append(Move(there, region))
        one, many = self._kind.label, self._kind.plural
        self._say(made, one, many, "made")
        self._say(named, one, many, "renamed")
        self._say(moved, one, many, "moved to another region")
        return [*made, *named, *moved]

    def _region(self, group: _Group) -> str:
        """Return what a group hangs under, where its units belong if the rows don't say."""
        state = self._state
        if not group.region:
            if group.units:
                return state.waiting_place(group.units[0])
            there = state.with_code(group.row.group)
            if there is None:
                self._fault(group.row, "region", "is empty, and there is no unit to tell it by")
            return ""
        region = state.with_code(group.region)
        if region is None or state.tier(region) is not Tier.REGION:
            kind = state.pack.kind_at(Tier.REGION).label
            self._fault(group.row, "region", f"there is no {kind} {group.region!r}")
            return ""
        return region

    # -- units -----------------------------------------------------------------------------

    def _moves(self) -> list[Change]:
        state, moves = self._state, []
        for unit, key in self._place_of.items():
            to = self._groups[key].id if key else ""
            if to and state.parent(unit) != to:
                moves.append(Move(unit, to))
            elif not key and state.group_of(unit) is not None:
                moves.append(Move(unit, state.waiting_place(unit)))
        self._say(moves, self._unit_kind.label, self._unit_kind.plural, "moved")
        return [*moves]

    def _dissolved(self) -> list[Change]:
        state = self._state
        named = {group.id for group in self._groups.values()}
        left = [
            group
            for group in state.at_tier(Tier.GROUP)
            if group not in named
            and (members := state.members(group))
            and all(member in self._place_of for member in members)
        ]
        if not left:
            return []
        try:
            removed = flatten(edits.dissolve(state, left))
        except ChangeRefusedError as error:
            self._found.problems.append(Problem(0, "group", str(error).rstrip(".")))
            return []
        self._say(left, self._kind.label, self._kind.plural, "dissolved")
        # Their units have moved by then.
        return [change for change in removed if not isinstance(change, Move)]

    def _say(self, done: Iterable[object], one: str, many: str, what: str) -> None:
        number = len(list(done))
        if number:
            self._found.steps.append(f"{counted(number, one, many)} {what}")
