"""Posts in words, and words as what can be set on a post: the same in every form, list and page."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from model.boards import PostKey
from model.changes import LARGEST, PostState
from model.errors import ChangeRefusedError
from model.pack import Pack
from model.posting import MOST_WTE
from model.posts import FULL, MOST_POSTS, Post, read_shares
from model.staffing import Staffing
from model.state import State
from model.texts import read_number
from model.wording import counted, grouped, listed, money

STATE_WORDS = {
    PostState.FILLED: "filled",
    PostState.VACANT: "vacant",
    PostState.INTERIM: "interim",
    PostState.ACTING: "acting",
}

NO_NAME = "no name entered"
_UNNAMED = "no name"


def holder_words(post: Post) -> str:
    """Return who is in a post, and how, on one line: "Ann Lee, interim", "vacant"."""
    if post.state is PostState.VACANT:
        return STATE_WORDS[post.state]
    name = post.holder or _UNNAMED
    return name if post.state is PostState.FILLED else f"{name}, {STATE_WORDS[post.state]}"


def post_title(post: Post, state: State) -> str:
    """Return a post's title, with its number where its organisation has several of the role."""
    several = state.number(post.organisation, post.role.id) > 1
    return f"{post.role.title} {post.number}" if several else post.role.title


def wte_words(hundredths: int) -> str:
    """Return a whole-time equivalent as it is written: "0.60"."""
    return f"{grouped(hundredths // FULL)}.{hundredths % FULL:02}"


def read_wte(text: str) -> str:
    """Return the hundredths that a whole-time equivalent has, "" for the usual.

    Raises
    ------
    ValueError
        With what is wrong, if it is none.
    """
    if not text:
        return ""
    most = wte_words(MOST_WTE)
    try:
        hundredths = Decimal(text.replace(",", ".")) * FULL
        is_within = 0 <= hundredths <= MOST_WTE
    except ArithmeticError:  # no number, not a number, or one that no decimal holds: 1e999999
        raise ValueError(f"A number up to {most}, such as 0.60.") from None
    if not is_within or hundredths % 1:
        raise ValueError(f"A number from 0 to {most}, with two decimals at most.")
    return "" if hundredths == FULL else str(int(hundredths))


def read_cost(text: str) -> str:
    """Return the whole pounds of an amount, "" for none.

    Raises
    ------
    ValueError
        With what is wrong, if it is none.
    """
    if not text.strip(" £"):
        return ""
    pounds = _read_whole(text, "Whole pounds, such as 95,000.")
    if pounds > LARGEST:
        raise ValueError(f"At most {money(LARGEST)}.")
    return str(pounds)


def read_posts(text: str) -> str:
    """Return the number of posts that a text says.

    Raises
    ------
    ValueError
        With what is wrong, if it says none.
    """
    wanted = f"A whole number from 0 to {MOST_POSTS}."
    number = _read_whole(text, wanted)
    if number > MOST_POSTS:
        raise ValueError(wanted)
    return str(number)


def _read_whole(text: str, wanted: str) -> int:
    """Return the whole number, 0 or more, that a text is; `wanted` says what it should be."""
    try:
        number = read_number(text)
    except ChangeRefusedError:
        raise ValueError(wanted) from None
    if number < 0:
        raise ValueError(wanted)
    return number


def destination_words(pack: Pack, text: str) -> str:
    """Return where a post's duties go: "Councils 60%, The board 40%"; "" if nobody said so."""
    labels = {destination.id: destination.label for destination in pack.destinations}
    shares = read_shares(text)
    if len(shares) == 1:
        return labels.get(shares[0][0], shares[0][0])
    return ", ".join(f"{labels.get(to, to)} {share}%" for to, share in shares)


def held_besides(state: State, name: str, here: PostKey) -> list[PostKey]:
    """Return the posts that a person is in now, but for one."""
    return [post for post in state.posts_filled(name) if post != here]


def held_elsewhere(state: State, name: str, here: PostKey) -> str:
    """Return which other posts a person is in: "also medical director of Ashford"; "" if none."""
    if not name:
        return ""
    others = [
        f"{state.pack.role(role).title.lower()} of {state.label(organisation)}"
        for organisation, role, _ in held_besides(state, name, here)
    ]
    return f"also {listed(_once(others), 3)}" if others else ""


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def staffing_words(found: Staffing) -> str:
    """Return what posts come to, on one line."""
    parts = [
        counted(found.posts, "post", "posts"),
        counted(found.people, "person", "people"),
        f"{grouped(found.vacancies)} vacant",
        f"{wte_words(found.wte)} WTE",
    ]
    if found.interims:
        parts.insert(3, f"{grouped(found.interims)} interim or acting")
    if found.costed == found.posts:
        parts.append(f"cost {money(found.cost)}")
    elif found.costed:
        of = f"entered for {grouped(found.costed)} of {grouped(found.posts)}"
        parts.append(f"cost {money(found.cost)} ({of})")
    else:
        parts.append("no cost entered")
    return " · ".join(parts)
