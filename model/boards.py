"""Boards: which posts there are, who is in them, and on whose boards they sit.

Read from outside, altered by `State` only. Few organisations depart from what is usual; what they
say of themselves is in dictionaries by organisation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from model.changes import Arrangement, Detail, Field, PostState
from model.errors import ChangeRefusedError
from model.pack import Governance, Pack, Role, Tier
from model.posts import FULL, Post
from model.tree import NO_ROW, Tree

PostKey = tuple[str, str, int]
"""Organisation, role and number of a post."""


class Boards(Tree):
    """A tree with posts on boards."""

    def __init__(self, pack: Pack) -> None:
        super().__init__(pack)
        self._roles = {role.id: role for role in pack.roles}
        self._holders: dict[PostKey, str] = {}
        # Seats that are filled otherwise than the pack would, by unit and role; few units have any.
        self._arranged: dict[str, dict[str, Arrangement]] = {}
        # How many posts of a role an organisation has itself, where that is not as usual.
        self._staffed: dict[str, dict[str, int]] = {}
        self._details: dict[PostKey, dict[Detail, str]] = {}
        # Vacant posts by organisation; the same is in the details.
        self._vacant: dict[str, set[tuple[str, int]]] = {}
        # Posts of which something is set by organisation, and posts by who is named in them: the
        # same is in the details and the holders, by post.
        self._told: dict[str, set[tuple[str, int]]] = {}
        self._named: dict[str, set[tuple[str, int]]] = {}
        self._held: dict[str, set[PostKey]] = {}

    def _role(self, role_id: str) -> Role:
        try:
            return self._roles[role_id]
        except KeyError:
            raise ChangeRefusedError(f"There is no role {role_id!r} in this pack.") from None

    # -- how seats are filled --------------------------------------------------------------

    def governance(self, group: str) -> Governance | None:
        """Return how the boards of a group's members decide; None if the pack says nothing."""
        return self._governance(self._at(group))

    def _governance(self, row: int) -> Governance | None:
        return self._governances.get(self._field(row, Field.GOVERNANCE))

    @cached_property
    def _governances(self) -> dict[str, Governance]:
        found = {g.id: g for g in self.pack.governances}
        return {"": self.pack.governances[0], **found} if found else {}

    def arrangement(self, unit: str, role: str) -> Arrangement:
        """Return how a unit's seat for a role is filled; in the tray always by its own post."""
        return self._arrangement(self._at(unit), self._role(role))

    def chosen_arrangement(self, unit: str, role: str) -> Arrangement | None:
        """Return what the option sets for a unit's seat, None for the pack's default."""
        return self._arranged.get(unit, {}).get(role)

    def usual_arrangement(self, unit: str, role: str) -> Arrangement:
        """Return how a unit's seat for a role is filled where the option sets nothing."""
        group = self._group_row(self._at(unit))
        return self._usual_arrangement(group, self._role(role))

    def _arrangement(self, row: int, role: Role) -> Arrangement:
        group = self._group_row(row)
        if group == NO_ROW:
            return Arrangement.OWN
        chosen = self._arranged.get(self._ids[row])
        if chosen is not None and role.id in chosen:
            return chosen[role.id]
        return self._usual_arrangement(group, role)

    def _usual_arrangement(self, group: int, role: Role) -> Arrangement:
        if group == NO_ROW or not (role.merges or (role.common and self._is_common(group))):
            return Arrangement.OWN
        return Arrangement.SHARED

    def _is_common(self, group: int) -> bool:
        governance = self._governance(group)
        return governance is not None and governance.common

    def _merging(self, group: int) -> Sequence[Role]:
        """Return the roles that a group's units share as a rule."""
        return self._merging_common if self._is_common(group) else self._merging_always

    @cached_property
    def _merging_always(self) -> tuple[Role, ...]:
        return tuple(role for role in self.pack.roles if role.merges)

    @cached_property
    def _merging_common(self) -> tuple[Role, ...]:
        return tuple(role for role in self.pack.roles if role.merges or role.common)

    # -- how many posts --------------------------------------------------------------------

    def staff(self, organisation: str, role: str) -> int | None:
        """Return how many posts of a role an option sets for an organisation, None for none."""
        return self._staffed.get(organisation, {}).get(role)

    def number(self, organisation: str, role: str) -> int:
        """Return how many posts of a role an organisation has itself now."""
        row = self._at(organisation)
        return self._number(row, self._role(role))

    def _number(self, row: int, role: Role) -> int:
        match self._kind[row].tier:
            case Tier.UNIT:
                shares = self._arrangement(row, role) is Arrangement.SHARED
                return 0 if shares else self._own_number(row, role)
            case Tier.GROUP:
                if self._sharing(row, role.id):
                    return self._own_number(row, role)
                # What nobody shares is there only if the user has added it.
                return 0 if role.merges else self._added(row, role)
        return 0

    def _own_number(self, row: int, role: Role) -> int:
        """Return how many posts of a role an organisation has, if it has them itself."""
        staffed = self._staffed.get(self._ids[row])
        return role.number if staffed is None else staffed.get(role.id, role.number)

    def _added(self, row: int, role: Role) -> int:
        staffed = self._staffed.get(self._ids[row])
        return 0 if staffed is None else staffed.get(role.id, 0)

    def _sharing(self, group: int, role: str) -> int:
        """Return how many of a group's units share its posts of a role."""
        units = self._children_at(self._ids[group], Tier.UNIT)
        found = self._roles[role]
        return sum(self._arrangement(self._row[u], found) is Arrangement.SHARED for u in units)

    # -- posts -----------------------------------------------------------------------------

    def posts(self, organisation: str) -> list[Post]:
        """Return the posts of an organisation itself, in the pack's order of roles."""
        row = self._at(organisation)
        if self._kind[row].tier not in (Tier.GROUP, Tier.UNIT):
            return []
        return [
            post
            for role in self.pack.roles
            if (count := self._number(row, role))
            for post in self._posts_of(row, role, count)
        ]

    def posts_below(self, organisation: str) -> list[Post]:
        """Return the posts of an organisation and of all groups and units below it."""
        found = self.posts(organisation)
        for below in self.posted_below(organisation):
            found += self.posts(below)
        return found

    def posted_below(self, organisation: str) -> Iterator[str]:
        """Iterate over the groups and units below an organisation, parents first."""
        waiting = self.children(organisation)[::-1]
        while waiting:
            at = waiting.pop()
            tier = self.tier(at)
            if tier in (Tier.GROUP, Tier.UNIT):
                yield at
            if tier is not Tier.UNIT:
                waiting += self.children(at)[::-1]

    def _posts_of(self, row: int, role: Role, count: int) -> list[Post]:
        organisation = self._ids[row]
        boards = self._boards_of(row, role)
        return [self._post(organisation, role, n, boards) for n in range(1, count + 1)]

    def _post(self, organisation: str, role: Role, number: int, boards: tuple[str, ...]) -> Post:
        key = (organisation, role.id, number)
        holder = self._holders.get(key, "")
        usual = self._usual_employer(organisation)
        details = self._details.get(key)
        if details is None:
            return Post(
                organisation, role, holder, boards, number, votes=role.voting, employer=usual
            )
        get = details.get
        cost = get(Detail.COST)
        return Post(
            organisation,
            role,
            holder,
            boards,
            number,
            state=PostState(get(Detail.STATE, "")),
            votes=get(Detail.VOTE, "yes" if role.voting else "no") == "yes",
            wte=int(get(Detail.WTE, FULL)),
            employer=get(Detail.EMPLOYER, usual),
            destination=get(Detail.DESTINATION, ""),
            cost=None if cost is None else int(cost),
            note=get(Detail.NOTE, ""),
        )

    def _usual_employer(self, organisation: str) -> str:
        """Return who employs the people in an organisation's posts, if nothing else is said."""
        if self.kind(organisation).legal_body:
            return organisation
        return self.field(organisation, Field.EMPLOYER)

    def _boards_of(self, row: int, role: Role) -> tuple[str, ...]:
        """Return the units on whose boards the holders of an organisation's own posts sit."""
        organisation = self._ids[row]
        if self._kind[row].tier is Tier.GROUP:
            return self.members_sharing(organisation, role.id)
        if self._arrangement(row, role) is Arrangement.EVERYWHERE:
            group = self._group_row(row)
            return tuple(self._children_at(self._ids[group], Tier.UNIT))
        return (organisation,)

    def board(self, unit: str) -> list[Post]:
        """Return the posts that sit on a unit's board, its own and its group's."""
        group = self.group_of(unit)
        own = self.posts(unit)
        if group is None:
            return own
        shared = [p for p in self.posts(group) if unit in p.boards]
        wide = self._arranged if self._has_guests(group) else {}
        guests = [
            post
            for member in self._children_at(group, Tier.UNIT)
            if member != unit and member in wide
            for post in self.posts(member)
            if unit in post.boards
        ]
        order = {role.id: i for i, role in enumerate(self.pack.roles)}
        return sorted(own + shared + guests, key=lambda p: order[p.role.id])

    def _has_guests(self, group: str) -> bool:
        return any(unit in self._arranged for unit in self._children_at(group, Tier.UNIT))

    def members_sharing(self, group: str, role: str) -> tuple[str, ...]:
        """Return the ids of a group's units whose seat for a role is filled by the group's post."""
        found = self._role(role)
        return tuple(
            u
            for u in self._children_at(group, Tier.UNIT)
            if self._arrangement(self._row[u], found) is Arrangement.SHARED
        )

    def has_usual_posts(self, organisation: str) -> bool:
        """Whether an option sets nothing on an organisation's posts and seats, but for names."""
        return not (
            organisation in self._arranged
            or organisation in self._staffed
            or organisation in self._told
        )

    def has_usual_team(self, group: str) -> bool:
        """Whether that is so for a group, whose boards are apart, and for all of its units."""
        if self._field(self._at(group), Field.GOVERNANCE) or not self.has_usual_posts(group):
            return False
        if not (self._arranged or self._staffed or self._told):
            return True
        return all(map(self.has_usual_posts, self._children_at(group, Tier.UNIT)))

    def is_plain(self, group: str) -> bool:
        """Whether a group's team is as usual, with no name and no employer entered anywhere in it.

        What there is to say of it then depends on how many its units are.
        """
        if not self.has_usual_team(group) or self._field(self._at(group), Field.EMPLOYER):
            return False
        named = self._named
        if not named:
            return True
        return group not in named and named.keys().isdisjoint(self._children_at(group, Tier.UNIT))

    def holder(self, organisation: str, role: str, number: int = 1) -> str:
        """Return the name of the holder of a post, "" if nobody is named."""
        return self._holders.get((organisation, role, number), "")

    def detail(self, organisation: str, role: str, number: int, detail: Detail) -> str:
        """Return what is set on a post, "" where it is as usual."""
        return self._details.get((organisation, role, number), {}).get(detail, "")

    def named(self, organisation: str) -> list[tuple[str, int]]:
        """Return the posts (role and number) of an organisation that somebody is named in.

        They may be posts that it does not have now.
        """
        return sorted(self._named.get(organisation, ()))

    def told(self, organisation: str) -> list[tuple[str, int]]:
        """Return the posts (role and number) of an organisation of which something is set.

        They may be posts that it does not have now.
        """
        return sorted(self._told.get(organisation, ()))

    def knows_board(self, unit: str) -> bool:
        """Whether somebody has said who sits on a unit's board besides its executive team.

        How many lay members or others there are, who shares them, or who has a vote: of the unit
        itself or of its group. Until then they are as many as is usual, which is no more than a
        guess.
        """
        group = self.group_of(unit)
        return self._says_board(unit) or (group is not None and self._says_board(group))

    def _says_board(self, organisation: str) -> bool:
        staffed, arranged = self._staffed.get(organisation), self._arranged.get(organisation)
        told = self._told.get(organisation)
        if not (staffed or arranged or told):  # as a rule
            return False
        said = {*(staffed or ()), *(arranged or ())}
        if any(not self._roles[role].executive for role in said):
            return True
        return any(
            Detail.VOTE in self._details[organisation, role, number] for role, number in told or ()
        )

    def posts_told(self) -> set[str]:
        """Return the ids of the organisations of whose posts an option says anything at all."""
        return {*self._arranged, *self._staffed, *self._told, *self._named}

    def number_alone(self, unit: str, role: str) -> int:
        """Return how many posts of a role a unit has without a group.

        A role that no unit has as a rule is there only where the option adds it: alone, a unit
        has none.
        """
        found = self._role(role)
        return self._own_number(self._at(unit), found) if found.number else 0

    def may_have(self, organisation: str, role: str) -> bool:
        """Whether an organisation may have posts of a role itself, as it is arranged now."""
        row, found = self._at(organisation), self._role(role)
        match self._kind[row].tier:
            case Tier.UNIT:
                return self._arrangement(row, found) is not Arrangement.SHARED
            case Tier.GROUP:
                return not found.merges or bool(self._sharing(row, role))
        return False

    def usual_number(self, organisation: str, role: str) -> int:
        """Return how many posts of a role an organisation has itself where nothing is set."""
        row, found = self._at(organisation), self._role(role)
        if not self.may_have(organisation, role):
            return 0
        if self._kind[row].tier is Tier.GROUP and not self._sharing(row, role):
            return 0  # What nobody shares is there only if the user has added it.
        return found.number

    def people(self) -> list[str]:
        """Return the names of all who are named in a post, once each."""
        return sorted(self._held, key=lambda name: (name.casefold(), name))

    def posts_held(self, name: str) -> list[PostKey]:
        """Return the posts that a person is named in, whether they are filled now or not."""
        return sorted(self._held.get(name, ()))

    def posts_filled(self, name: str) -> list[PostKey]:
        """Return the posts that a person is in now: those that are there and are not vacant."""
        return [key for key in self.posts_held(name) if self.is_filled(*key)]

    def is_filled(self, organisation: str, role: str, number: int) -> bool:
        """Whether a post is there now and not vacant."""
        if organisation not in self or number > self.number(organisation, role):
            return False
        return (role, number) not in self._vacant.get(organisation, ())

    def _note(
        self,
        index: dict[str, set[tuple[str, int]]],
        organisation: str,
        post: tuple[str, int],
        *,
        is_in: bool,
    ) -> None:
        """Put a post of an organisation into an index, or take it out."""
        posts = index.pop(organisation, set())
        posts.discard(post)
        if is_in:
            posts.add(post)
        if posts:
            index[organisation] = posts

    def _note_holder(self, key: PostKey, old: str, new: str) -> None:
        """Put a post into the indexes under who is named in it now."""
        organisation, role, number = key
        self._note(self._named, organisation, (role, number), is_in=bool(new))
        for name in {old, new} - {""}:
            held = self._held.pop(name, set())
            held.discard(key)
            if name == new:
                held.add(key)
            if held:
                self._held[name] = held
