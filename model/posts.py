"""Posts as an option has them: derived from who is where, never stored.

A unit has so many posts of each role of the pack as is usual, or as the option says. In a group,
the roles that merge (or that the user shares) are filled by posts of the group, whose holders take
the seats on every sharing member's board; leaving the group gives the seats back.
"""

from __future__ import annotations

from collections.abc import Iterable

from model.changes import PostState
from model.pack import Role
from model.records import record

MOST_POSTS = 30
"""How many posts of one role an organisation may have."""
FULL = 100
"""Hundredths of a whole-time equivalent in a post, as a rule."""


@record
class Post:
    """A position on one or more units' boards.

    Attributes
    ----------
    organisation : str
        Id of the unit or group that the post belongs to.
    holder : str
        Name of the person in it, "" if nobody is named.
    boards : tuple of str
        Ids of the units on whose boards its holder sits.
    number : int
        Tells posts of one role in one organisation apart, from 1.
    votes : bool
        Whether its holder has a vote there.
    wte : int
        Whole-time equivalent, hundredths.
    employer : str
        Id of the legal body that employs the holder, "" if none is named.
    destination : str
        Where its duties go, as `shares_text` writes it.
    cost : int or None
        Whole pounds a year, None if nobody entered it.
    """

    organisation: str
    role: Role
    holder: str
    boards: tuple[str, ...]
    number: int = 1
    state: PostState = PostState.FILLED
    votes: bool = True
    wte: int = FULL
    employer: str = ""
    destination: str = ""
    cost: int | None = None
    note: str = ""


Shares = tuple[tuple[str, int], ...]
"""Where duties go: ids of the pack's destinations, each with its share in per cent."""


def shares_text(shares: Iterable[tuple[str, int]]) -> str:
    """Return shares as a post keeps them: "councils 60, board 40", the largest first."""
    return ", ".join(f"{to} {share}" for to, share in sorted(shares, key=lambda s: (-s[1], s[0])))


def read_shares(text: str) -> Shares:
    """Return the shares of a text that `shares_text` wrote.

    Raises
    ------
    ValueError
        If it is no such text.
    """
    shares = []
    for part in text.split(", ") if text else ():
        to, _, share = part.rpartition(" ")
        if not to or not share.isascii() or not share.isdigit():
            raise ValueError(part)
        shares.append((to, int(share)))
    if len(dict(shares)) < len(shares) or shares_text(shares) != text:
        raise ValueError(text)
    return tuple(shares)
