"""Posts in words, and words as what can be set on a post: the same in every form, list and page."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from model.boards import PostKey
from model.changes import LARGEST, PostState
from model.pack import Pack
from model.posting import MOST_WTE
from model.posts import FULL, MOST_POSTS, Post, read_shares
from model.staffing import Staffing
from model.state import State
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
        whole = int(hundredths)
    except (InvalidOperation, ValueError, OverflowError):
        raise ValueError(f"A number up to {most}, such as 0.60.") from None
    if not 0 <= whole <= MOST_WTE or whole != hundredths:
        raise ValueError(f"A number from 0 to {most}, with two decimals at most.")
    return "" if whole == FULL else str(whole)


def read_cost(text: str) -> str:
    """Return the whole pounds of an amount, "" for none.

    Raises
    ------
    ValueError
        With what is wrong, if it is none.
    """
    digits = text.replace("£", "").replace(",", "").replace(" ", "")
    if not digits and not text.strip("£"):
        return ""
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError("Whole pounds, such as 95,000.")
    if int(digits[:20]) > LARGEST:
        raise ValueError(f"At most {money(LARGEST)}.")
    return str(int(digits))


def read_number(text: str) -> str:
    """Return the number of posts that a text says.

    Raises
    ------
    ValueError
        With what is wrong, if it says none.
    """
    if not (text.isascii() and text.isdigit() and int(text[:4]) <= MOST_POSTS):
        raise ValueError(f"A whole number from 0 to {MOST_POSTS}.")
    return str(int(text))


def destination_words(pack: Pack, text: str) -> str:
    """Return where a post's duties go: "Councils 60%, The board 40%"; "" if nobody said so."""
    labels = {destination.id: destination.label for destination in pack.destinations}
    shares = read_shares(text)
    if len(shares) == 1:
        return labels.get(shares[0][0], shares[0][0])
    return ", ".join(f"{labels.get(to, to)} {share}%" for to, share in shares)


def held_besides(state: State, name: str, here: PostKey) -> list[PostKey]:
    """Return the posts that there are now in which a person is, but for one."""
    return [
        (organisation, role, number)
        for organisation, role, number in state.posts_held(name)
        if (organisation, role, number) != here
        and organisation in state
        and number <= state.number(organisation, role)
    ]


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
