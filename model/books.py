"""The books: posts and totals of every organisation, kept right whenever something moves.

What a subtree comes to is an additive tally (`model.totals`); posts are derived from who is in
which group and put into the same tallies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import compress, count
from operator import attrgetter

from model.boards import Boards
from model.changes import Arrangement
from model.pack import Pack, Role, Tier
from model.totals import (
    ACCOUNTABLE,
    HELD,
    OFFICERS,
    SEATS,
    UNITS,
    Ledger,
    Sum,
    TallyShape,
    Totals,
)
from model.tree import NO_ROW


class Books(Boards):
    """A tree with posts and totals.

    The books are worked out when something in them is first asked for, and kept right from then on:
    each change puts in what it alters. An edit of so many changes that counting anew is quicker
    closes them until somebody asks again.
    """

    def __init__(self, pack: Pack) -> None:
        super().__init__(pack)
        self._usual = {placed: self._usual_posts(in_group=placed) for placed in (True, False)}
        self._ledger = Ledger(TallyShape(pack.measures), pack.kinds)
        self._is_counted = False
        # What an organisation's own posts put into its tally: officers, seats, accountable.
        self._posts: dict[int, tuple[int, int, int]] = {}
        self._people: dict[int, Counter[str]] = {}
        # Per group and role: how many members share the group's post, and how many posts of
        # members sit on every board.
        self._shared: dict[int, dict[str, int]] = {}
        self._wide: dict[int, dict[str, int]] = {}

    def _count(self) -> None:
        """Open the books, if they are closed, by working out all that is in them."""
        if self._is_counted:
            return
        self._shared, self._wide, self._people = {}, {}, {}
        units, groups = (self._rows_at(tier) for tier in (Tier.UNIT, Tier.GROUP))
        special = {self._row[unit] for unit in self._arranged}
        odd = {self._row[o] for o in (*self._staffed, *self._vacant)}
        group_of = {row: self._group_row(row) for row in units}
        alike = Counter(group for row, group in group_of.items() if row not in special)
        for group in alike.keys() - {NO_ROW}:
            roles = [role.id for role in self._merging(group)]
            self._shared[group] = dict.fromkeys(roles, alike[group])
        for row in special:
            if group_of[row] != NO_ROW:
                self._count_seats(row, group_of[row], 1)
        self._posts = {row: self._usual[group != NO_ROW] for row, group in group_of.items()}
        odd |= {row for row, group in group_of.items() if group in odd}
        self._posts |= {row: self._count_own_posts(row) for row in {*special, *odd, *groups}}
        self._ledger.fill(self._kind, self._parent, self.baseline, self._posts)
        self._is_counted = True
        for row in {self._row[organisation] for organisation, *_ in self._holders}:
            self._count_people(self._path(row), self._own_people(row), 1)
        self._count_entered()

    def _count_entered(self) -> None:
        """Put figures that users entered into books that were just opened."""

    def _rows_at(self, tier: Tier) -> list[int]:
        """Return all rows at a tier, also of what is gone, which hangs nowhere."""
        kinds = {kind.id for kind in self._kinds.values() if kind.tier is tier}
        return list(compress(count(), map(kinds.__contains__, map(attrgetter("id"), self._kind))))

    def _usual_posts(self, *, in_group: bool) -> tuple[int, int, int]:
        """Return what a unit adds itself if nothing is arranged for it."""
        roles = self.pack.roles
        own = [role for role in roles if not (in_group and role.merges)]
        seats = sum(role.number for role in roles if role.executive)
        officers = sum(role.number for role in own if role.executive)
        return officers, seats, sum(role.number for role in own if role.accountable)

    def _close(self, changes: int) -> None:
        """Close the books before an edit of that many changes, if counting anew is quicker."""
        if changes > _MANY + len(self._ids) // _ROWS_A_CHANGE:
            self._is_counted = False

    def _new_row(self, organisation: str) -> int:
        row = super()._new_row(organisation)
        if self._is_counted:
            self._ledger.add_row()
        return row

    def _open_row(self, row: int) -> None:
        """Enter a new organisation, which has no figures and no posts yet."""
        if self._is_counted:
            self._posts.pop(row, None)
            self._ledger.set_row(row, self._ledger.shape.own(self._kind[row]))

    # -- totals ----------------------------------------------------------------------------

    def totals(self, organisation: str) -> Totals:
        """Return what an organisation and all below it come to."""
        row = self._at(organisation)
        self._count()
        tally = self._ledger.tally(row)
        shape = self._ledger.shape
        sums = {m.id: shape.sum_of(tally, m.id) for m in shape.measures}
        is_unit = self._kind[row].tier is Tier.UNIT
        # Guests from other members' teams are on the group's books.
        seats = self.executive_seats(organisation) if is_unit else tally[SEATS]
        return Totals(tally[UNITS], sums, tally[OFFICERS], seats, self._persons(row))

    def sum(self, organisation: str, measure: str) -> Sum:
        """Return one measure over an organisation and all below it."""
        self._count()
        return self._ledger.shape.sum_of(self._ledger.tally(self._at(organisation)), measure)

    def count(self, organisation: str) -> int:
        """Return the number of units in an organisation."""
        self._count()
        return self._ledger.get(self._at(organisation), UNITS)

    def held(self, organisation: str) -> int:
        """Return the number of units, of parts below them and of successors in a place."""
        self._count()
        return self._ledger.get(self._at(organisation), HELD)

    def _persons(self, row: int) -> int:
        """Return the distinct persons in accountable posts; an unnamed holder counts as one."""
        posts = self._ledger.get(row, ACCOUNTABLE)
        people = self._people.get(row)
        return posts if people is None else posts - people.total() + len(people)

    # -- posts -----------------------------------------------------------------------------

    def sharing(self, group: str, role: str) -> int:
        """Return how many of a group's units share its post for a role."""
        self._count()
        return self._shared.get(self._at(group), {}).get(role, 0)

    def _sharing(self, group: int, role: str) -> int:
        if not self._is_counted:
            return super()._sharing(group, role)
        return self._shared.get(group, {}).get(role, 0)

    def holding(self, group: str, role: str) -> int:
        """Return how many posts a group and its units have for a role."""
        found, row = self._role(role), self._at(group)
        shared = self.sharing(group, role)
        posts = self._number(row, found)
        members = self._children_at(group, Tier.UNIT)
        if any(unit in self._staffed for unit in members):
            return posts + sum(self._number(self._row[unit], found) for unit in members)
        return posts + (len(members) - shared) * found.number

    def on_every_board(self, group: str, role: str) -> int:
        """Return how many posts of a role of a group's units sit on every member's board."""
        self._count()
        return self._wide.get(self._at(group), {}).get(role, 0)

    @cached_property
    def _executives(self) -> list[Role]:
        return [role for role in self.pack.roles if role.executive]

    @cached_property
    def _voting_executives(self) -> list[Role]:
        return [role for role in self._executives if role.voting]

    def executive_seats(self, unit: str) -> int:
        """Return the number of executive posts that sit on a unit's board."""
        return self._seats(unit, self._executives)

    def voting_officers(self, unit: str) -> int:
        """Return the number of executive posts with a vote on a unit's board."""
        if not self._details:
            return self._seats(unit, self._voting_executives)
        return sum(post.role.executive and post.votes for post in self.board(unit))

    def votes(self, unit: str) -> Mapping[str, int]:
        """Return how many posts of each role have a vote on a unit's board, by the role's id."""
        row = self._at(unit)
        self._count()
        wide = self._wide.get(self._group_row(row))
        guests = wide is not None and any(wide.values())
        told = unit in self._told or self.group_of(unit) in self._told
        if told or (guests and self._details):
            return Counter(post.role.id for post in self.board(unit) if post.votes)
        if not guests and self._is_usual(row):  # as a rule
            return self._usual_votes
        return {role.id: self._seats(unit, [role]) for role in self.pack.roles if role.voting}

    @cached_property
    def _usual_votes(self) -> Mapping[str, int]:
        return {role.id: role.number for role in self.pack.roles if role.voting}

    def _seats(self, unit: str, roles: Sequence[Role]) -> int:
        """Count the posts of some roles on a unit's board: its seats, and other members' guests."""
        self._count()
        row = self._at(unit)
        group = self._group_row(row)
        wide = self._wide.get(group)
        if not wide and self._is_usual(row):  # as a rule
            return sum([role.number for role in roles])
        seats = 0
        for role in roles:
            how = self._arrangement(row, role)
            own = self._own_number(group if how is Arrangement.SHARED else row, role)
            seats += own
            if wide and wide.get(role.id):
                seats += wide[role.id] - (own if how is Arrangement.EVERYWHERE else 0)
        return seats

    def alone(self) -> tuple[int, int, int]:
        """Return the officers, executive seats and accountable posts with every unit by itself."""
        units = self.count(self.root)
        officers, seats, accountable = (number * units for number in self._usual[False])
        for unit in self._staffed:
            if unit not in self or self.tier(unit) is not Tier.UNIT:
                continue
            for role in self.pack.roles:
                extra = self.number_alone(unit, role.id) - role.number
                officers += extra * role.executive
                seats += extra * role.executive
                accountable += extra * role.accountable
        return officers, seats, accountable

    # -- hanging ---------------------------------------------------------------------------

    def _detach(self, row: int) -> None:
        """Take a row, with all below it, out of the tree and out of the books above it."""
        if not self._is_counted:
            self._unhang(row)
            return
        with self._regroup(row, self._group_row(row), -1):
            self._shift(self._path(self._parent[row]), row, -1)
            self._unhang(row)

    def _attach(self, row: int, parent: int, people: Counter[str]) -> None:
        """Hang a detached row under another; `people` are its named accountable holders so far."""
        self._parent[row] = parent
        if not self._is_counted:
            self._hang(row)
            return
        self._set_posts(row, [row])
        self._set_people(row, people, [row])
        with self._regroup(row, self._group_row(row), 1):
            self._hang(row)
            self._shift(self._path(parent), row, 1)

    # -- posts in the tallies --------------------------------------------------------------

    def _is_usual(self, row: int) -> bool:
        """Whether a unit's posts are as the pack has them, and so are its group's."""
        unit, group = self._ids[row], self._group_row(row)
        if unit in self._arranged or unit in self._staffed or unit in self._vacant:
            return False
        return group == NO_ROW or self._ids[group] not in self._staffed

    def _count_own_posts(self, row: int) -> tuple[int, int, int]:
        """Return the officers, board seats and accountable posts that a row adds itself."""
        match self._kind[row].tier:
            case Tier.UNIT:
                if self._is_usual(row):
                    return self._usual[self._group_row(row) != NO_ROW]
                return self._count_unit_posts(row)
            case Tier.GROUP:
                return self._count_group_posts(row)
        return _NO_POSTS

    def _count_unit_posts(self, row: int) -> tuple[int, int, int]:
        officers = seats = accountable = 0
        group = self._group_row(row)
        for role in self.pack.roles:
            shares = self._arrangement(row, role) is Arrangement.SHARED
            number = self._own_number(group if shares else row, role)
            seats += number * role.executive
            if not shares:
                officers += number * role.executive
                accountable += number * role.accountable
        return officers, seats, accountable - self._vacancies(row)

    def _count_group_posts(self, row: int) -> tuple[int, int, int]:
        shared, wide = self._shared.get(row, {}), self._wide.get(row, {})
        if self._ids[row] in self._staffed:
            numbers = {role: self._number(row, role) for role in self.pack.roles}
        else:
            numbers = {self._roles[r]: self._roles[r].number for r, n in shared.items() if n}
        guests = sum(n for r, n in wide.items() if self._roles[r].executive)
        seats = guests * (len(self._children_at(self._ids[row], Tier.UNIT)) - 1) if guests else 0
        officers = sum(n for role, n in numbers.items() if role.executive)
        accountable = sum(n for role, n in numbers.items() if role.accountable)
        return officers, seats, accountable - self._vacancies(row)

    def _vacancies(self, row: int) -> int:
        """Return how many accountable posts of a row are vacant, of those that it has."""
        vacant = self._vacant.get(self._ids[row])
        if not vacant:
            return 0
        roles = [role for role in self.pack.roles if role.accountable]
        numbers = {role.id: self._number(row, role) for role in roles}
        return sum(number <= numbers.get(role, 0) for role, number in vacant)

    def _set_posts(self, row: int, path: Sequence[int]) -> None:
        """Count a row's own posts anew and put the difference into the tallies of `path`."""
        if not self._is_counted:
            return
        old, new = self._posts.get(row, _NO_POSTS), self._count_own_posts(row)
        if old != new:
            self._posts[row] = new
            delta = (new[0] - old[0], new[1] - old[1], new[2] - old[2])
            self._ledger.add(path, _post_tally(delta))

    @contextmanager
    def _regroup(self, row: int, group: int, sign: int) -> Iterator[None]:
        """Count a unit's seats out of (-1) or into (+1) a group's posts around what the body does.

        The body takes the unit away from, or puts it under, the group.
        """
        if group == NO_ROW or not self._is_counted:
            yield
            return
        people = self._own_people(group)
        self._count_seats(row, group, sign)
        yield
        path = self._path(group)
        self._set_posts(group, path)
        self._set_people(group, people, path)

    def _count_seats(self, row: int, group: int, sign: int) -> None:
        """Count a unit's seats out of (-1) or into (+1) its group's posts."""
        if self._kind[row].tier is not Tier.UNIT:
            return
        shared = self._shared.setdefault(group, {})
        chosen = self._arranged.get(self._ids[row])
        if chosen is None:
            for role in self._merging(group):
                shared[role.id] = shared.get(role.id, 0) + sign
            return
        wide = self._wide.setdefault(group, {})
        for role in self.pack.roles:
            how = chosen.get(role.id) or self._usual_arrangement(group, role)
            if how is Arrangement.SHARED:
                shared[role.id] = shared.get(role.id, 0) + sign
            elif how is Arrangement.EVERYWHERE:
                wide[role.id] = wide.get(role.id, 0) + sign * self._own_number(row, role)

    def _own_people(self, row: int) -> Counter[str]:
        """Return the named holders of the accountable posts that a row itself has now."""
        people: Counter[str] = Counter()
        if not self._holders or not self._is_counted:
            return people
        organisation = self._ids[row]
        vacant = self._vacant.get(organisation, ())
        for role in self.pack.roles:
            if not role.accountable:
                continue
            for number in range(1, self._number(row, role) + 1):
                name = self._holders.get((organisation, role.id, number))
                if name and (role.id, number) not in vacant:
                    people[name] += 1
        return people

    def _set_people(self, row: int, old: Counter[str], path: Sequence[int]) -> None:
        """Count a row's own named accountable holders anew in `path`; `old` is what they were."""
        if not self._is_counted:
            return
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
        if not self._is_counted:
            return
        self._ledger.add(path, self._ledger.tally(row), sign)
        people = self._people.get(row)
        if people:
            self._count_people(path, people.copy(), sign)


_NO_POSTS = (0, 0, 0)
_MANY = 24
_ROWS_A_CHANGE = 40
"""Counting anew costs as much as so many changes, and one more for so many organisations."""


def _post_tally(posts: Sequence[int]) -> list[int]:
    tally = [0] * (ACCOUNTABLE + 1)
    tally[OFFICERS], tally[SEATS], tally[ACCOUNTABLE] = posts
    return tally
