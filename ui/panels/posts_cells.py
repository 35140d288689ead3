"""What stands in the cells of the table of all posts, and what it is sorted and searched by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from model.changes import PostState
from model.pack import Tier
from model.post_words import (
    STATE_WORDS,
    destination_words,
    held_elsewhere,
    post_title,
    staffing_words,
    wte_words,
)
from model.posts import Post
from model.staffing import staffing
from model.state import State
from model.wording import DASH, capital, counted, grouped, listed, money
from ui.dialogs.matching import fold

Key = tuple[object, ...]

_MOST_NAMES = 12
"""Boards that a tooltip names."""


class What(Enum):
    """What a column shows."""

    ORGANISATION = "organisation"
    GROUP = "group"
    ROLE = "role"
    HOLDER = "holder"
    STATE = "state"
    BOARDS = "boards"
    WTE = "wte"
    VOTE = "vote"
    EMPLOYER = "employer"
    STATUTORY = "statutory"
    DESTINATION = "destination"
    COST = "cost"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: heading, tooltip of the heading, width in pixels, and how it is aligned."""

    what: What
    title: str
    about: str
    width: int
    is_number: bool = False


def columns(state: State) -> tuple[Column, ...]:
    """Return the columns, in the pack's words."""
    group = capital(state.pack.kind_at(Tier.GROUP).label)
    return (
        Column(What.ORGANISATION, "Organisation", "Whose post it is", 170),
        Column(What.GROUP, group, f"The {group.lower()} that it is in", 150),
        Column(What.ROLE, "Post", "The role, with a number where there are several", 190),
        Column(What.HOLDER, "Holder", "Who is in it", 140),
        Column(What.STATE, "State", "Whether it is filled, vacant, interim or acting", 74),
        Column(What.BOARDS, "Boards", "On how many boards its holder sits", 66, is_number=True),
        Column(What.WTE, "WTE", "Whole-time equivalent", 58, is_number=True),
        Column(What.VOTE, "Vote", "Whether its holder votes or is in attendance", 96),
        Column(What.EMPLOYER, "Employer", "The legal body that employs the holder", 140),
        Column(What.STATUTORY, "Basis", "Whether the law asks for the post, or custom", 86),
        Column(What.COST, "Cost a year", "As entered; nobody publishes it", 96, is_number=True),
        Column(What.DESTINATION, "Duties go to", "Where its duties go after the transition", 150),
    )


class PostCells:
    """Reads posts for the table."""

    def __init__(self, state: Callable[[], State]) -> None:
        self._state = state

    def text(self, post: Post, what: What) -> str:
        """Return what is in a cell."""
        state = self._state()
        match what:
            case What.ORGANISATION:
                return state.label(post.organisation)
            case What.GROUP:
                return self._group(post)
            case What.ROLE:
                return post_title(post, state)
            case What.HOLDER:
                return post.holder or DASH
            case What.STATE:
                return capital(STATE_WORDS[post.state])
            case What.VOTE:
                return "Votes" if post.votes else "In attendance"
            case What.EMPLOYER:
                return state.label(post.employer) if post.employer else DASH
            case What.STATUTORY:
                return "Statutory" if post.role.statutory else "Customary"
            case What.DESTINATION:
                return destination_words(state.pack, post.destination) or DASH
        return _number(post, what)

    def _group(self, post: Post) -> str:
        state = self._state()
        group = state.group_of(post.organisation)
        if state.tier(post.organisation) is Tier.GROUP:
            group = post.organisation
        return DASH if group is None else state.label(group)

    def about(self, post: Post, what: What) -> str:
        """Return the tooltip of a cell."""
        state = self._state()
        match what:
            case What.BOARDS if post.boards:
                names = [state.label(board) for board in post.boards]
                return f"Sits on the boards of {listed(names, _MOST_NAMES)}"
            case What.HOLDER if post.holder:
                here = (post.organisation, post.role.id, post.number)
                elsewhere = held_elsewhere(state, post.holder, here)
                return f"{post.holder}, {elsewhere}" if elsewhere else post.holder
            case What.ORGANISATION:
                own = staffing_words(staffing(state.posts(post.organisation)))
                return f"{state.label(post.organisation)}\n{own}"
            case What.ROLE if post.note:
                return f"{self.text(post, what)}\n{post.note}"
        return self.text(post, what)

    def spoken(self, post: Post, column: Column) -> str:
        """Return a cell for those who can't see its heading."""
        return f"{column.title}: {self.text(post, column.what)}"

    def key(self, post: Post, what: What) -> Key | None:
        """Return what a column is sorted by, None for what is missing."""
        match what:
            case What.ROLE:
                order = [role.id for role in self._state().pack.roles]
                return (order.index(post.role.id), post.number)
            case What.STATE:
                return (list(PostState).index(post.state),)
            case What.BOARDS:
                return (len(post.boards),)
            case What.WTE:
                return (post.wte,)
            case What.COST:
                return None if post.cost is None else (post.cost,)
        text = self.text(post, what)
        return None if text == DASH else (text.casefold(),)

    def searched(self, post: Post, folded: dict[str, str]) -> str:
        """Return what a post is found by, folded.

        Parameters
        ----------
        folded : dict
            What was folded so far, by id: many posts have organisation and role in common.
        """
        state = self._state()
        organisation, role, employer = post.organisation, post.role, post.employer
        if organisation not in folded:
            name = f"{state.label(organisation)} {state.code(organisation)}"
            folded[organisation] = fold(f"{name} {self._group(post)}")
        if (key := f"role {role.id}") not in folded:
            folded[key] = fold(f"{role.title} {role.short}")
        own = f"{post.holder} {post.note}"
        if employer and employer != organisation:
            own += f" {state.label(employer)}"
        return " ".join((folded[organisation], folded[key], fold(own) if own != " " else ""))


def summary(posts: list[Post], total: int) -> str:
    """Return what the posts that are shown come to."""
    text = staffing_words(staffing(posts))
    if len(posts) == total:
        return text
    shown = f"{grouped(len(posts))} of {counted(total, 'post', 'posts')}"
    return f"{shown} · {text.partition(' · ')[2]}" if posts else shown


def _number(post: Post, what: What) -> str:
    """Return what is in a cell with a number."""
    match what:
        case What.BOARDS:
            return grouped(len(post.boards))
        case What.WTE:
            return wte_words(post.wte)
    return DASH if post.cost is None else money(post.cost)
