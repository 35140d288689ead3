"""Before and after: what an option makes of posts, boards and the people in them.

Before is every unit alone, with the team that it has. After is what groups and units have in the
option: posts of groups, which merge those of their members, and posts that units keep. So for
officers before = ΣE(p), merged = S, kept = ΣR(p) and after = S + ΣR(p), for a group, a region or
all of it. Boards, chairs and lay members go by each group's governance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence, Set
from enum import StrEnum
from operator import add

from model.changes import PostState
from model.events import Changed
from model.pack import Governance, Pack, Role, Tier
from model.posts import Post
from model.records import record
from model.state import State
from model.wording import MINUS, capital, grouped, listed


class What(StrEnum):
    """What is counted."""

    OFFICERS = "officers"
    ACCOUNTABLE = "accountable_officers"
    """Distinct persons in accountable posts; an unnamed holder is one."""
    EXECUTIVE_SEATS = "executive_seats"
    LAY_SEATS = "lay_seats"
    OTHER_SEATS = "other_seats"
    """Of those with a vote who are neither executive nor lay."""
    SEATS = "seats"
    """Of executives, and of all others with a vote: the three kinds before it, together."""
    BOARDS = "boards"
    """In law."""
    MEETINGS = "boards_in_practice"
    """One for all members of a group with one board in common."""
    COMMITTEES = "committees"
    LAY = "lay_members"
    """Posts of one lay role."""
    ATTENDING = "in_attendance"
    """Posts of one role that is neither executive nor has a vote: local leads and the like."""
    PEOPLE = "people"
    """Distinct persons in any post."""


_ALWAYS = tuple(what for what in What if what not in (What.LAY, What.ATTENDING, What.PEOPLE))
_IF_ANY = (What.ATTENDING, What.OTHER_SEATS)
"""Left out where there are none."""
_PERSONS = (What.ACCOUNTABLE, What.PEOPLE)


@record
class Line:
    """One count, before and after.

    Attributes
    ----------
    role : Role or None
        Whose posts are counted, where that is one role's.
    before : int
        With every unit alone.
    merged, kept : int
        What groups have for their members, and what units have themselves, in the option.
    """

    what: What
    role: Role | None
    before: int
    merged: int
    kept: int

    @property
    def after(self) -> int:
        """What there is in the option."""
        return self.merged + self.kept

    @property
    def sum_text(self) -> str:
        """The sum in words and numbers, for readers to check."""
        return (
            f"before = {grouped(self.before)}, merged = {grouped(self.merged)}, "
            f"kept = {grouped(self.kept)}, after = {grouped(self.merged)} + {grouped(self.kept)} "
            f"= {grouped(self.after)}"
        )

    @property
    def difference(self) -> str:
        """How many fewer or more there are, "" if as many."""
        change = self.after - self.before
        return "" if not change else f"{'+' if change > 0 else MINUS}{grouped(abs(change))}"


def title(line: Line, pack: Pack) -> str:
    """Return what a line counts, in the pack's words, as it heads a row."""
    words = pack.words
    texts = {
        What.OFFICERS: words.officers,
        What.ACCOUNTABLE: words.accountables,
        What.EXECUTIVE_SEATS: f"executive {words.seats}",
        What.SEATS: f"all {words.seats}",
        What.BOARDS: "boards in law",
        What.MEETINGS: "boards in practice",
        What.COMMITTEES: "joint committees",
        What.LAY_SEATS: f"lay {words.seats}",
        What.OTHER_SEATS: f"other {words.seats}",
        What.PEOPLE: "people in post",
    }
    text = line.role.title if line.role is not None else texts[line.what]
    return capital(text)


def meaning(line: Line, pack: Pack) -> str:
    """Return what a line counts, in a sentence without its stop."""
    unit, group = pack.kind_at(Tier.UNIT), pack.kind_at(Tier.GROUP)
    texts = {
        What.OFFICERS: f"Executive posts; one that several {unit.plural} share is one",
        What.ACCOUNTABLE: f"Distinct persons who answer for the money of a {unit.label}",
        What.EXECUTIVE_SEATS: "Seats that executives fill: one who sits on four boards fills four",
        What.LAY_SEATS: "Seats that chairs and other lay members fill",
        What.OTHER_SEATS: f"Seats with a vote that are neither executive nor lay: {_others(pack)}",
        What.SEATS: "Seats of executives and of all others with a vote",
        What.BOARDS: f"Every {unit.label} keeps its board in law",
        What.MEETINGS: f"A {group.label} with one board in common has one in practice",
        What.COMMITTEES: "Committees that decide within what boards delegate to them",
        What.LAY: f"Posts; a {group.label} with one board in common has one set of them",
        What.ATTENDING: f"Posts at boards without a vote; no {pack.words.officers}",
        What.PEOPLE: "Distinct people in all posts; a vacancy is nobody",
    }
    return texts[line.what]


def _others(pack: Pack) -> str:
    """Return the titles of the roles with a vote that are neither executive nor lay."""
    return listed([r.title for r in pack.roles if r.voting and not (r.executive or r.lay)])


class _Tally:
    """Counts of a group with its members, or of a unit without one.

    For each line before, merged and kept; named persons apart, by who has their post.
    """

    def __init__(self, size: int) -> None:
        self.numbers = [0] * (3 * size)
        self.names: dict[What, tuple[set[str], set[str]]] = {w: (set(), set()) for w in _PERSONS}

    def add(self, other: _Tally, times: int = 1) -> None:
        """Add what others have, so many of them; a name is one person wherever it stands."""
        numbers = other.numbers if times == 1 else [times * n for n in other.numbers]
        self.numbers = list(map(add, self.numbers, numbers))
        for what, sides in other.names.items():
            for mine, theirs in zip(self.names[what], sides, strict=True):
                mine |= theirs


class BeforeAfter:
    """The counts of a state, kept for each group and each unit without one until an edit."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._usual_units: dict[tuple[bool, str], _Tally] = {}
        self._usual_blocks: dict[tuple[int, str], _Tally] = {}
        self._tallies: dict[str, _Tally] = {}
        roles = state.pack.roles
        self._lines: list[tuple[What, Role | None]] = [
            *((what, None) for what in _ALWAYS),
            *((What.LAY, role) for role in roles if role.lay),
            *((What.ATTENDING, role) for role in roles if _attends(role)),
            (What.PEOPLE, None),
        ]
        self._place = {
            (what, role.id if role else ""): n for n, (what, role) in enumerate(self._lines)
        }

    def follow(self, event: Changed) -> None:
        """Forget what an edit may have altered."""
        self.forget(event.totals | event.edited | event.moved | event.removed)

    def forget(self, organisations: Iterable[str]) -> None:
        """Count organisations anew, and the groups that they are in."""
        state = self._state
        for organisation in organisations:
            self._tallies.pop(organisation, None)
            group = state.group_of(organisation) if organisation in state else None
            if group is not None:
                self._tallies.pop(group, None)

    def lines(
        self, organisations: Iterable[str], *, anew: Collection[str] = frozenset()
    ) -> tuple[Line, ...]:
        """Return what organisations together come to, each counted once.

        A unit in a group stands for its group, whose posts it shares. Posts in attendance that
        nobody has are left out.

        Parameters
        ----------
        anew : collection of str
            Ids of groups and units to be counted for this once: a change is being tried.
        """
        tallies = self._tallies
        told = self._state.posts_told()
        found: Counter[_Tally] = Counter()
        for block in self._blocks(organisations):
            if block in anew:
                found[self._count(block, told)] += 1
                continue
            if block not in tallies:
                tallies[block] = self._count(block, told)
            found[tallies[block]] += 1
        whole = _Tally(len(self._lines))
        for tally, times in found.items():
            whole.add(tally, times)
        return tuple(
            line
            for line in (self._line(whole, *found) for found in self._lines)
            if line.what not in _IF_ANY or line.before or line.after
        )

    def _line(self, tally: _Tally, what: What, role: Role | None) -> Line:
        at = 3 * self._place[what, role.id if role else ""]
        before, merged, kept = tally.numbers[at : at + 3]
        if what in _PERSONS:
            of_groups, of_units = tally.names[what]
            merged += len(of_groups)
            kept += len(of_units - of_groups)
        return Line(what, role, before, merged, kept)

    def _blocks(self, organisations: Iterable[str]) -> list[str]:
        """Return the groups and the units without one in organisations, each once."""
        state = self._state
        found: dict[str, None] = {}
        waiting = [o for o in organisations if o in state][::-1]
        while waiting:
            at = waiting.pop()
            match state.tier(at):
                case Tier.GROUP:
                    found[at] = None
                case Tier.UNIT:
                    found[state.group_of(at) or at] = None
                case Tier.ROOT | Tier.REGION:
                    waiting += state.children(at)[::-1]
        return list(found)

    # -- counting --------------------------------------------------------------------------

    def _count(self, block: str, told: Set[str]) -> _Tally:
        """Count a group with its members, or a unit without one; shared by those alike."""
        state = self._state
        is_unit = state.tier(block) is Tier.UNIT
        units = () if is_unit else state.members(block)
        governance = None if is_unit else state.governance(block)
        alike = (-1 if is_unit else len(units), governance.id if governance else "")
        is_usual = block not in told and told.isdisjoint(units)
        if is_usual and alike in self._usual_blocks:
            return self._usual_blocks[alike]
        tally = _Tally(len(self._lines))
        if is_unit:
            tally.add(self._count_unit(block, None, told))
        for unit in units:
            tally.add(self._count_unit(unit, governance, told))
        if not is_unit:
            self._add_posts(tally, state.posts(block), 1)
        self._add_boards(tally, 1 if is_unit else len(units), governance)
        if is_usual:
            self._usual_blocks[alike] = tally
        return tally

    def _add_boards(self, tally: _Tally, boards: int, governance: Governance | None) -> None:
        joined = governance if boards > 1 else None
        self._add(tally, What.BOARDS, boards, 0, boards)
        if joined is not None and joined.common:
            self._add(tally, What.MEETINGS, boards, 1, 0)
        else:
            self._add(tally, What.MEETINGS, boards, 0, boards)
        if joined is not None and joined.committee:
            self._add(tally, What.COMMITTEES, 0, 1, 0)

    def _count_unit(self, unit: str, governance: Governance | None, told: Set[str]) -> _Tally:
        """Count a unit's own posts, and those that it had alone."""
        state = self._state
        alike = (state.group_of(unit) is not None, governance.id if governance else "")
        if unit not in told and alike in self._usual_units:
            return self._usual_units[alike]
        tally = _Tally(len(self._lines))
        self._add_before(tally, unit)
        self._add_posts(tally, state.posts(unit), 2)
        if unit not in told:
            self._usual_units[alike] = tally
        return tally

    def _add_before(self, tally: _Tally, unit: str) -> None:
        for role in self._state.pack.roles:
            number = self._state.number_alone(unit, role.id)
            if number:
                for key in _counted(role, votes=role.voting):
                    tally.numbers[3 * self._place[key]] += number

    def _add_posts(self, tally: _Tally, posts: Sequence[Post], side: int) -> None:
        """Add posts of a group (side 1) or of a unit (side 2)."""
        for post in posts:
            boards = len(post.boards)
            for what, role in _counted(post.role, votes=post.votes):
                if what in _PERSONS:
                    if post.state is PostState.VACANT:
                        continue
                    if post.holder:
                        tally.names[what][side - 1].add(post.holder)
                        continue
                number = boards if what in _OF_BOARDS else 1
                tally.numbers[3 * self._place[what, role] + side] += number

    def _add(self, tally: _Tally, what: What, *numbers: int) -> None:
        """Add what there was before, and what is merged and kept."""
        at = 3 * self._place[what, ""]
        for place, number in enumerate(numbers, at):
            tally.numbers[place] += number


_OF_BOARDS = (What.EXECUTIVE_SEATS, What.SEATS, What.LAY_SEATS, What.OTHER_SEATS)


def _attends(role: Role) -> bool:
    return not (role.executive or role.voting or role.lay)


def _counted(role: Role, *, votes: bool) -> list[tuple[What, str]]:
    """Return the lines that a post of a role is counted in."""
    found = [(What.PEOPLE, "")]
    if role.executive:
        found += [(What.OFFICERS, ""), (What.EXECUTIVE_SEATS, "")]
    if role.executive or votes:
        found.append((What.SEATS, ""))
    if role.accountable:
        found.append((What.ACCOUNTABLE, ""))
    if role.lay:
        found.append((What.LAY, role.id))
    if votes and not role.executive:
        found.append((What.LAY_SEATS if role.lay else What.OTHER_SEATS, ""))
    if _attends(role):
        found.append((What.ATTENDING, role.id))
    return found
