"""Posts in lines: what is written of one organisation's posts, from its top left corner.

What somebody has said something of (a name, a vacancy) can be read; posts of which nothing is said
share a line, and several of one role are written as one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from model.changes import PostState
from model.post_words import STATE_WORDS
from model.posts import Post
from model.records import record
from model.rules.standing import Sign
from ui.chart.faces import Run, type_

LINE = 16.0
"""Height of a line of posts, scene units."""
MARK = 7.0
"""Side of a mark."""
MARK_ROOM = 12.0
"""From a mark's left to what stands beside it."""
PITCH = 8.0
"""From one thread to the next."""
LEAD_GAP = 3.0
"""Between the line that leads to a title and the title."""
RAIL_GAP = 5.0
"""Between the last thread and the row."""
GAP = 10.0
"""Between posts that share a line."""
TITLE_GAP = 6.0
MOST_TITLE = 0.45
"""Part of a line that a title takes at most where a name stands beside it."""

STATE_TONES = {
    PostState.VACANT: Sign.OVER.value,
    PostState.INTERIM: "accent",
    PostState.ACTING: "accent",
}

Wrap = Callable[[str, Callable[[str], float], float], list[str]]
"""Sets a text in lines: text, what measures it, and room."""


@record
class Piece:
    """A text of a block, from the block's corner."""

    x: float
    y: float
    run: Run


@record
class Item:
    """One post as it is written, or several of a role that are written as one.

    Attributes
    ----------
    x, y, width, height : float
        What it takes, from the block's corner; its mark is at the left.
    """

    posts: tuple[Post, ...]
    x: float
    y: float
    width: float
    height: float
    pieces: tuple[Piece, ...]

    @property
    def state(self) -> PostState:
        """How these posts are filled."""
        return self.posts[0].state


@record
class Block:
    """One organisation's posts as they are written.

    Attributes
    ----------
    notes : tuple of Piece
        What is said of all of them.
    columns : tuple of str
        Ids of the roles that have a thread, from the left.
    """

    items: tuple[Item, ...] = ()
    notes: tuple[Piece, ...] = ()
    height: float = 0.0
    columns: tuple[str, ...] = ()

    @property
    def rail(self) -> float:
        """Room that the threads take left of the rows."""
        return len(self.columns) * PITCH + RAIL_GAP if self.columns else 0.0

    def at(self, x: float, y: float) -> tuple[Post, ...]:
        """Return the posts that are written at a point, from the block's corner."""
        for item in self.items:
            across = item.x <= x < item.x + item.width
            if across and item.y <= y < item.y + item.height:
                return item.posts
        return ()


NOTHING = Block()


def alike(posts: Sequence[Post]) -> list[tuple[Post, ...]]:
    """Return posts in their order of roles, those of a role that say the same as one."""
    found: dict[tuple[object, ...], list[Post]] = {}
    for post in posts:
        nobody = not _holder(post)
        sameness = (
            (post.role.id, post.state, post.boards) if nobody else (post.role.id, post.number)
        )
        found.setdefault(sameness, []).append(post)
    return [tuple(these) for these in found.values()]


def _holder(post: Post) -> str:
    """Return who is in a post now; a vacant one may still bear the name of who left it."""
    return "" if post.state is PostState.VACANT else post.holder


def set_notes(notes: Sequence[tuple[str, str]], room: float, top: float = 0.0) -> Block:
    """Return texts with their tones, dots between them, in as many lines as they need."""
    kind = type_()
    dot = kind.run(" · ", kind.small, "quiet")
    pieces: list[Piece] = []
    x, y = 0.0, top
    for i, (text, tone) in enumerate(notes):
        run = kind.run(text, kind.small, tone, room)
        if x and x + dot.width + run.width > room:
            x, y = 0.0, y + LINE
        elif i:
            pieces.append(Piece(x, y, dot))
            x += dot.width
        pieces.append(Piece(x, y, run))
        x += run.width
    return Block((), tuple(pieces), y + LINE)


class Setter:
    """Sets posts in lines.

    Parameters
    ----------
    room : float
        Width of a line, scene units.
    members : int
        How many units the group has whose posts these are; 0 for a unit's own.
    elsewhere : mapping of str to int
        In how many other posts a holder is, for those who are.
    wrap : callable, optional
        Sets a name in as many lines as it needs; it is shortened if not given.
    """

    def __init__(
        self, room: float, members: int, elsewhere: Mapping[str, int], wrap: Wrap | None
    ) -> None:
        self._room = room
        self._members = members
        self._elsewhere = elsewhere
        self._wrap = wrap

    def flow(self, posts: Sequence[Post]) -> Block:
        """Return posts in lines that those without a name share."""
        some = alike(posts)
        names_at = self._names_at(some)
        items: list[Item] = []
        x = y = 0.0
        for these in some:
            if _holder(these[0]):
                y += LINE if x else 0.0
                item = self._named(these, 0.0, y, 0.0, names_at)
                x, y = 0.0, y + item.height
            else:
                item = self._unnamed(these, x, y)
                if x and x + item.width > self._room:
                    x, y = 0.0, y + LINE
                    item = self._unnamed(these, x, y)
                x += item.width + GAP
            items.append(item)
        return Block(tuple(items), (), y + (LINE if x else 0.0))

    def listed(self, posts: Sequence[Post], columns: tuple[str, ...], note: str) -> Block:
        """Return posts in lines of their own, each with its mark at the head of its thread."""
        some = alike(posts)
        rail = len(columns) * PITCH
        at = {role: i * PITCH for i, role in enumerate(columns)}
        top = set_notes([(note, "quiet")], self._room) if note else NOTHING
        names_at = self._names_at(some) + max(0.0, rail - PITCH)
        items: list[Item] = []
        y = top.height
        for these in some:
            mark = at.get(these[0].role.id, max(0.0, rail - PITCH))
            lead = max(0.0, rail - PITCH) - mark
            if _holder(these[0]):
                item = self._named(these, mark, y, lead, names_at)
            else:
                item = self._unnamed(these, mark, y, lead)
            items.append(item)
            y += item.height
        return Block(tuple(items), top.notes, y, columns)

    def _names_at(self, some: Sequence[tuple[Post, ...]]) -> float:
        """Return where names begin, so that they stand below each other."""
        kind = type_()
        named = [_title(these) for these in some if _holder(these[0])]
        widest = max((kind.width(title, kind.small) for title in named), default=0.0)
        return MARK_ROOM + min(widest, self._room * MOST_TITLE) + TITLE_GAP

    def _tail(self, these: Sequence[Post]) -> str:
        """Return on whose boards posts sit where that is not as one would think."""
        boards = len(these[0].boards)
        if self._members:
            return f"{boards} of {self._members}" if boards != self._members else ""
        return f"on {boards} boards" if boards > 1 else ""

    def _unnamed(self, these: tuple[Post, ...], x: float, y: float, lead: float = 0.0) -> Item:
        kind, state = type_(), these[0].state
        texts = [(_title(these), "text")]
        if state in STATE_TONES:
            texts.append((STATE_WORDS[state], STATE_TONES[state]))
        if tail := self._tail(these):
            texts.append((tail, "quiet"))
        pieces: list[Piece] = []
        left = x + lead + MARK_ROOM
        for text, tone in texts:
            room = max(16.0, self._room - (left - x))
            pieces.append(Piece(left, y, kind.run(text, kind.small, tone, room)))
            left = pieces[-1].x + pieces[-1].run.width + 4.0
        return Item(these, x, y, left - 4.0 - x, LINE, tuple(pieces))

    def _named(
        self, these: tuple[Post, ...], x: float, y: float, lead: float, names_at: float
    ) -> Item:
        kind, post = type_(), these[0]
        left = x + lead + MARK_ROOM
        title = kind.run(_title(these), kind.small, "quiet", names_at - TITLE_GAP - left)
        ends = []
        if post.state in STATE_TONES:
            ends.append(kind.run(STATE_WORDS[post.state], kind.small, STATE_TONES[post.state]))
        if more := self._elsewhere.get(post.holder):
            text = f"+{more} post" + "s" * (more > 1)
            ends.append(kind.run(text, kind.small, "accent"))
        if tail := self._tail(these):
            ends.append(kind.run(tail, kind.small, "quiet"))
        taken = sum(run.width + 5.0 for run in ends)
        room = max(24.0, self._room - names_at - taken)
        if self._wrap is None:
            names = [kind.run(post.holder, kind.small, "text", room)]
        else:
            lines = self._wrap(post.holder, lambda t: kind.width(t, kind.small), room)
            names = [kind.run(line, kind.small) for line in lines]
        pieces = [Piece(left, y, title)]
        pieces += [Piece(names_at, y + i * LINE, run) for i, run in enumerate(names)]
        at = names_at + max(run.width for run in names) + 5.0
        for run in ends:
            pieces.append(Piece(at, y, run))
            at += run.width + 5.0
        return Item(these, x, y, self._room - x, LINE * len(names), tuple(pieces))


def _title(these: Sequence[Post]) -> str:
    short = these[0].role.short
    return short if len(these) == 1 else f"{short} × {len(these)}"
