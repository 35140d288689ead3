"""Posts on the chart: in a group's header, below a unit's name, and the threads between them.

Loaded when posts are first shown. With every post shown, each role of a group has a thread that
runs down through the rows, with a dot at each unit on whose board its holders sit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from model.changes import PostState
from model.chart import PostDetail, Stack
from model.option import Option
from model.pack import Tier
from model.post_words import STATE_WORDS, held_besides
from model.posts import Post
from ui.chart.post_blocks import (
    NOTHING,
    PITCH,
    STATE_TONES,
    Block,
    Setter,
    Wrap,
    set_notes,
)

MOST_THREADS = 12
"""More would leave the rows no room; what has no thread still says on how many boards it sits."""
CARD_RISE = 3.0
"""How far a group's block reaches into the header above it."""
ROW_RISE, ROW_FOOT = 2.0, 3.0
"""How far a unit's block reaches into the row above it, and what is free below it."""

Seat = tuple[int, PostState | None, bool]
"""Of a thread at a row: its column, how the post with a seat there is filled (None for no seat),
and whether the thread goes on below."""


class Postings:
    """What the chart writes of an option's posts.

    Parameters
    ----------
    room : float
        Width of a card's content, scene units.
    name_at : callable
        Unit id to where its name begins in its row, so much further in than the row.
    wrap : callable, optional
        Sets a name in as many lines as it needs, for paper; on screen it is shortened.
    """

    def __init__(
        self,
        option: Option,
        detail: PostDetail,
        room: float,
        name_at: Callable[[str], float],
        wrap: Wrap | None = None,
    ) -> None:
        self._option = option
        self.detail = detail
        self._room = room
        self._name_at = name_at
        self._wrap = wrap
        self._cards: dict[str, Block] = {}
        self._units: dict[str, Block] = {}
        self._seats: dict[str, tuple[Stack, tuple[tuple[Seat, ...], ...]]] = {}
        # Whose names stand in an organisation's block: what is said of a person depends on
        # the posts that the person has elsewhere.
        self._people: dict[str, set[str]] = {}

    @property
    def in_rows(self) -> bool:
        """Whether units have posts below their names."""
        return self.detail in (PostDetail.TEAM, PostDetail.FULL)

    # -- keeping up ------------------------------------------------------------------------

    def forget(self, organisations: Iterable[str]) -> set[str]:
        """Drop what is written of organisations and of all that depends on it; return which."""
        reached = set(self._around(organisations))
        names = self._names_in(reached)
        if names:
            reached |= {o for o, people in self._people.items() if not people.isdisjoint(names)}
        for organisation in reached:
            self._cards.pop(organisation, None)
            self._units.pop(organisation, None)
            self._seats.pop(organisation, None)
            self._people.pop(organisation, None)
        return reached

    def _around(self, organisations: Iterable[str]) -> Iterator[str]:
        """Iterate over organisations, their groups, and the members of these."""
        state = self._option.state
        for organisation in organisations:
            yield organisation
            if organisation not in state:
                continue
            tier = state.tier(organisation)
            group = organisation if tier is Tier.GROUP else None
            if tier is Tier.UNIT:
                group = state.group_of(organisation)
            if group is not None:
                yield group
                # How far in a row begins depends on its group's threads.
                for unit in state.members(group):
                    yield from state.below(unit, include=True)

    def _names_in(self, organisations: Iterable[str]) -> set[str]:
        """Return the people in posts of organisations, now and when these were written."""
        state = self._option.state
        names: set[str] = set()
        for organisation in organisations:
            names |= self._people.get(organisation, set())
            if organisation in state:
                names |= {post.holder for post in state.posts(organisation)}
        return names - {""}

    # -- what is written -------------------------------------------------------------------

    def card(self, group: str) -> Block:
        """Return what stands in a group's header."""
        block = self._cards.get(group)
        if block is None:
            make = self._summary if self.detail is PostDetail.SUMMARY else self._team
            block = self._cards[group] = make(group)
        return block

    def unit(self, unit: str) -> Block:
        """Return what stands below a unit's name."""
        block = self._units.get(unit)
        if block is None:
            block = self._units[unit] = self._own(unit)
        return block

    def rail(self, organisation: str) -> float:
        """Return the room that threads take left of the row of a unit or a part of one."""
        if self.detail is not PostDetail.FULL:
            return 0.0
        state, at = self._option.state, organisation
        while state.tier(at) is Tier.PART and (above := state.parent(at)):
            at = above
        group = state.group_of(at)
        return 0.0 if group is None else self.card(group).rail

    def card_height(self, group: str) -> float:
        """Return by how much posts make a group's header higher, scene units."""
        return self.card(group).height

    def row_height(self, unit: str) -> float:
        """Return by how much posts make a unit's row higher, scene units."""
        height = self.unit(unit).height
        return height - ROW_RISE + ROW_FOOT if height else 0.0

    def card_rise(self, group: str) -> float:
        """Return how far above its header's foot a group's block begins, scene units."""
        return self.card_height(group) + CARD_RISE

    def unit_rise(self, unit: str) -> float:
        """Return how far above its row's foot a unit's block begins, scene units."""
        return self.row_height(unit) + ROW_RISE

    def block_at(self, unit: str) -> float:
        """Return how far in a unit's block begins, from the card's content."""
        return self.rail(unit) + self._name_at(unit)

    # -- threads ---------------------------------------------------------------------------

    def seats(self, stack: Stack) -> tuple[tuple[Seat, ...], ...]:
        """Return the threads at each row of a card; nothing where there are none."""
        if stack.waiting or self.detail is not PostDetail.FULL:
            return ()
        kept = self._seats.get(stack.card)
        if kept is None or kept[0] is not stack:
            kept = self._seats[stack.card] = (stack, self._threads(stack))
        return kept[1]

    def _threads(self, stack: Stack) -> tuple[tuple[Seat, ...], ...]:
        rows: list[list[Seat]] = [[] for _ in stack.rows]
        place_of = {unit: place for place, (unit, _) in enumerate(stack.rows)}
        for column, posts in enumerate(self._by_column(stack.card)):
            at = {place_of[unit] for post in posts for unit in post.boards if unit in place_of}
            how = posts[0].state if len({post.state for post in posts}) == 1 else PostState.FILLED
            last = max(at, default=-1)
            for place in range(last + 1):
                rows[place].append((column, how if place in at else None, place < last))
        return tuple(map(tuple, rows))

    def _by_column(self, group: str) -> list[list[Post]]:
        posts = self._option.state.posts(group)
        return [[p for p in posts if p.role.id == role] for role in self.card(group).columns]

    def seated_at(self, stack: Stack, place: int, x: float) -> tuple[Post, ...]:
        """Return the group's posts whose dot is at x in a row, from the card's content."""
        rows = self.seats(stack)
        column = int(x // PITCH)
        if rows and any(at == column and how is not None for at, how, _ in rows[place]):
            return tuple(self._by_column(stack.card)[column])
        return ()

    # -- making ----------------------------------------------------------------------------

    def _is_shown(self, post: Post) -> bool:
        return self.detail is PostDetail.FULL or post.role.executive

    def _summary(self, group: str) -> Block:
        """Return how many posts are shared and kept, and how many of them are not filled."""
        posts = [p for p in self._option.state.posts_below(group) if p.role.executive]
        shared = sum(p.organisation == group for p in posts)
        notes = [(f"{shared} shared + {len(posts) - shared} own posts", "quiet")]
        for how, tone in STATE_TONES.items():
            if number := sum(p.state is how for p in posts):
                notes.append((f"{number} {STATE_WORDS[how]}", tone))
        if len(notes) == 1:
            notes.append(("none vacant", "quiet"))
        return set_notes(notes, self._room)

    def _team(self, group: str) -> Block:
        state = self._option.state
        posts = [p for p in state.posts(group) if self._is_shown(p)]
        members = len(state.members(group))
        setter = Setter(self._room, members, self._note_people(group, posts), self._wrap)
        if self.detail is PostDetail.TEAM:
            return setter.flow(posts)
        columns = tuple(dict.fromkeys(p.role.id for p in posts if p.boards))[:MOST_THREADS]
        governance = state.governance(group) if members > 1 else None
        return setter.listed(posts, columns, governance.label if governance else "")

    def _own(self, unit: str) -> Block:
        posts = [p for p in self._option.state.posts(unit) if self._is_shown(p)]
        if not posts:
            return NOTHING
        room = self._room - self.block_at(unit)
        return Setter(room, 0, self._note_people(unit, posts), self._wrap).flow(posts)

    def _note_people(self, organisation: str, posts: Iterable[Post]) -> dict[str, int]:
        """Note whose names are written; return in how many other posts each of them is."""
        held = {p.holder: (p.organisation, p.role.id, p.number) for p in posts if p.holder}
        if held:
            self._people[organisation] = set(held)
        state = self._option.state
        found = ((name, len(held_besides(state, name, here))) for name, here in held.items())
        return {name: more for name, more in found if more}
