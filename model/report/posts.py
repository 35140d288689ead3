"""Tables of posts and of what becomes of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from model.before_after import BeforeAfter, What, meaning, title
from model.changes import PostState
from model.pack import Tier
from model.post_words import STATE_WORDS, destination_words, post_title, wte_words
from model.posts import Post
from model.report.table import BLANK, Cell, Column, Holds, Row, Table, text
from model.state import State
from model.wording import grouped, money

OPTIONAL = ("holder", "employer", "destination", "cost")
"""Columns of what need not be known of any post."""

POST_COLUMNS = (
    Column("organisation", "Organisation", weight=3),
    Column("post", "Post", weight=3),
    Column("holder", "Holder", weight=3),
    Column("state", "State"),
    Column("wte", "WTE", Holds.HUNDREDTHS),
    Column("boards", "Sits on the boards of", weight=4),
    Column("vote", "Vote"),
    Column("employer", "Employer", weight=3),
    Column("destination", "Destination", weight=3),
    Column("cost", "Cost a year", Holds.MONEY),
)


def posts_table(state: State, places: Iterable[str]) -> Table:
    """Return every post that places and all below them have, in the chart's order."""
    posts = [post for place in places for post in state.posts_below(place)]
    rows = tuple(post_row(state, post) for post in posts)
    return Table("Posts", POST_COLUMNS, rows, empty="No posts.", remarks=taken_as_filled(posts))


def taken_as_filled(posts: Iterable[Post]) -> tuple[str, ...]:
    """Return what must be said of posts that are counted as filled without a name."""
    is_taken = any(post.state is PostState.FILLED and not post.holder for post in posts)
    return ("Posts are taken to be filled unless something else is said of them.",) * is_taken


def post_row(state: State, post: Post) -> Row:
    """Return what is to be said of a post, a cell for each of `POST_COLUMNS`."""
    return (
        text(state.label(post.organisation)),
        text(post_title(post, state)),
        text(post.holder),
        text(STATE_WORDS[post.state]),
        Cell(wte_words(post.wte), post.wte),
        text(_boards(state, post.boards)),
        text("yes" if post.votes else "in attendance"),
        text(state.label(post.employer) if post.employer in state else ""),
        text(destination_words(state.pack, post.destination)),
        BLANK if post.cost is None else Cell(money(post.cost), post.cost),
    )


def _boards(state: State, boards: Sequence[str]) -> str:
    return ", ".join(map(state.label, boards))


def before_after_table(state: State, places: Sequence[str], counts: BeforeAfter) -> Table:
    """Return posts, boards and people before and after, with the sum for readers to check."""
    columns = (
        Column("what", "What", weight=3),
        Column("before", "Before", Holds.COUNT),
        Column("merged", "Merged", Holds.COUNT),
        Column("kept", "Kept", Holds.COUNT),
        Column("after", "After", Holds.COUNT),
        Column("difference", "Difference", Holds.COUNT),
    )
    lines = counts.lines(places)
    rows = tuple(
        (
            text(title(line, state.pack)),
            *(Cell(grouped(n), n) for n in (line.before, line.merged, line.kept, line.after)),
            Cell(line.difference or "0", line.after - line.before),
        )
        for line in lines
    )
    unit, group = state.pack.kind_at(Tier.UNIT), state.pack.kind_at(Tier.GROUP)
    heading = f"Before (each {unit.label} alone) and after"
    remarks = (
        f"Merged: what a {group.label} has for all its {unit.plural}. "
        f"Kept: what a {unit.label} has itself. After: both together.",
        *(
            f"{title(line, state.pack)}: {meaning(line, state.pack)}."
            for line in lines
            if line.what in _EXPLAINED
        ),
    )
    return Table(heading, columns, rows, empty="No posts.", remarks=remarks if rows else ())


_EXPLAINED = (What.OTHER_SEATS, What.BOARDS, What.MEETINGS)
"""Counts that their names alone do not explain."""
