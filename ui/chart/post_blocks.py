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
SPACE = 4.0
"""Between a name and what is said after it."""
LEAST_NAME = 56.0
"""Where a name would have less room, what is said after it goes on a line below."""
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


def set_notes(notes: Sequence[tuple[str, str]], room: float, wrap: Wrap | None = None) -> Block:
    """Return texts with their tones, dots between them, in as many lines as they need."""
    kind = type_()
    dot = kind.run(" · ", kind.small, "quiet")
    pieces: list[Piece] = []
    x = y = 0.0
    for i, (text, tone) in enumerate(notes):
        runs = _runs(text, tone, room, wrap)
        if x and x + dot.width + runs[0].width > room:
            x, y = 0.0, y + LINE
        elif i:
            pieces.append(Piece(x, y, dot))
            x += dot.width
        for j, run in enumerate(runs):
            x, y = (0.0, y + LINE) if j else (x, y)
            pieces.append(Piece(x, y, run))
        x += runs[-1].width
    return Block((), tuple(pieces), y + LINE)


def _runs(text: str, tone: str, room: float, wrap: Wrap | None) -> list[Run]:
    """Return a text shortened to a room, or all of it in lines."""
    kind = type_()
    if wrap is None:
        return [kind.run(text, kind.small, tone, room)]
    lines = wrap(text, lambda part: kind.width(part, kind.small), room)
    return [kind.run(line, kind.small, tone) for line in lines]


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
        self._is_listed = False

    def flow(self, posts: Sequence[Post]) -> Block:
        """Return posts in lines that those without a name share."""
        some = alike(posts)
        names_at = self._names_at(some)
        items: list[Item] = []
        x = y = foot = 0.0
        for these in some:
            if _holder(these[0]):
                x, item = 0.0, self._named(these, 0.0, foot, 0.0, names_at)
            else:
                item = self._unnamed(these, x, y if x else foot)
                if x and (x + item.width > self._room or item.height > LINE):
                    x, item = 0.0, self._unnamed(these, 0.0, foot)
                x += item.width + GAP
                # Nothing shares a line with what takes several.
                x = x if item.height <= LINE else 0.0
            y, foot = item.y, item.y + item.height
            items.append(item)
        return Block(tuple(items), (), foot)

    def listed(self, posts: Sequence[Post], columns: tuple[str, ...], note: str) -> Block:
        """Return posts in lines of their own, each with its mark at the head of its thread."""
        some, self._is_listed = alike(posts), True
        at = {role: i * PITCH for i, role in enumerate(columns)}
        # What sits on no board has its mark beside the threads.
        free = len(columns) * PITCH
        last = free if any(these[0].role.id not in at for these in some) else free - PITCH
        last = max(0.0, last)
        top = set_notes([(note, "quiet")], self._room, self._wrap) if note else NOTHING
        names_at = self._names_at(some) + last
        items: list[Item] = []
        y = top.height
        for these in some:
            mark = at.get(these[0].role.id, last)
            if _holder(these[0]):
                item = self._named(these, mark, y, last - mark, names_at)
            else:
                item = self._unnamed(these, mark, y, last - mark)
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
        if not boards:
            return "on no board"
        if self._members:
            return f"{boards} of {self._members}" if boards != self._members else ""
        return f"on {boards} boards" if boards > 1 else ""

    def _ends(self, these: Sequence[Post]) -> list[tuple[str, str]]:
        """Return what is said after title and name, with its tone."""
        post = these[0]
        ends = []
        if post.state in STATE_TONES:
            ends.append((STATE_WORDS[post.state], STATE_TONES[post.state]))
        if more := self._elsewhere.get(_holder(post)):
            ends.append((f"+{more} post" + "s" * (more > 1), "accent"))
        if tail := self._tail(these):
            ends.append((tail, "quiet"))
        return ends

    def _unnamed(self, these: tuple[Post, ...], x: float, y: float, lead: float = 0.0) -> Item:
        left = x + lead + MARK_ROOM
        texts = [(_title(these), "text"), *self._ends(these)]
        # What shares a line is first set as if alone, to see whether it fits.
        right = self._room if self._is_listed else self._room + x
        pieces, height = self._after(texts, left, left, y, right)
        right = max(piece.x + piece.run.width for piece in pieces)
        return Item(these, x, y, right - x, height, tuple(pieces))

    def _named(
        self, these: tuple[Post, ...], x: float, y: float, lead: float, names_at: float
    ) -> Item:
        kind, post = type_(), these[0]
        left, ends = x + lead + MARK_ROOM, self._ends(these)
        taken = sum(kind.width(text, kind.small) + SPACE for text, _ in ends)
        room = self._room - names_at
        # Where names wrap, one in a single line is easier to find than one in a narrow column.
        wish = LEAST_NAME if self._wrap is None else kind.width(post.holder, kind.small)
        beside = room - taken >= max(LEAST_NAME, min(wish, room))
        titles = _runs(_title(these), "quiet", names_at - TITLE_GAP - left, self._wrap)
        names = _runs(post.holder, "text", room - taken if beside else room, self._wrap)
        pieces = [Piece(left, y + i * LINE, run) for i, run in enumerate(titles)]
        pieces += [Piece(names_at, y + i * LINE, run) for i, run in enumerate(names)]
        height = LINE * max(len(titles), len(names))
        if ends and beside:
            at = names_at + max(run.width for run in names) + SPACE
            pieces += self._after(ends, at, names_at, y, self._room)[0]
        elif ends:
            more, tall = self._after(ends, left, left, y + height, self._room)
            pieces += more
            height += tall
        return Item(these, x, y, self._room - x, height, tuple(pieces))

    def _after(
        self, texts: Sequence[tuple[str, str]], x: float, left: float, y: float, right: float
    ) -> tuple[list[Piece], float]:
        """Return texts one after the other, further lines from `left` on, and their height."""
        pieces: list[Piece] = []
        top = y
        for text, tone in texts:
            if x > left and x + type_().width(text, type_().small) > right:
                x, y = left, y + LINE
            for i, run in enumerate(_runs(text, tone, right - x, self._wrap)):
                y += LINE if i else 0.0
                pieces.append(Piece(x, y, run))
            x += pieces[-1].run.width + SPACE
        return pieces, y + LINE - top


def _title(these: Sequence[Post]) -> str:
    short = these[0].role.short
    return short if len(these) == 1 else f"{short} × {len(these)}"
