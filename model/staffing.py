"""What posts come to: posts, people, vacancies, working time and cost, each counted once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from model.changes import PostState
from model.posts import Post


@dataclass(frozen=True, slots=True)
class Staffing:
    """What some posts come to.

    Attributes
    ----------
    posts : int
        Posts; one that is shared by several boards is one post.
    people : int
        Distinct people in them: a name is one person wherever it stands, and an unnamed holder of
        a post that is not vacant is one person more.
    vacancies, interims : int
        Posts that are vacant, and posts that are filled for a time only (interim or acting).
    seats, votes : int
        Seats on boards that the holders fill, and those with a vote.
    wte, filled_wte : int
        Whole-time equivalent of all posts, and of those that are not vacant: hundredths.
    cost : int
        Pounds a year, of the posts whose cost somebody entered.
    costed : int
        How many posts that are.
    """

    posts: int = 0
    people: int = 0
    vacancies: int = 0
    interims: int = 0
    seats: int = 0
    votes: int = 0
    wte: int = 0
    filled_wte: int = 0
    cost: int = 0
    costed: int = 0


def staffing(posts: Iterable[Post]) -> Staffing:
    """Return what posts come to; a post that is given twice counts once."""
    once = {(post.organisation, post.role.id, post.number): post for post in posts}
    names: set[str] = set()
    unnamed = vacancies = interims = seats = votes = wte = vacant_wte = cost = costed = 0
    for post in once.values():
        boards = len(post.boards)
        seats += boards
        wte += post.wte
        if post.votes:
            votes += boards
        if post.cost is not None:
            cost += post.cost
            costed += 1
        if post.state is PostState.VACANT:
            vacancies += 1
            vacant_wte += post.wte
            continue
        interims += post.state is not PostState.FILLED
        if post.holder:
            names.add(post.holder)
        else:
            unnamed += 1
    return Staffing(
        posts=len(once),
        people=len(names) + unnamed,
        vacancies=vacancies,
        interims=interims,
        seats=seats,
        votes=votes,
        wte=wte,
        filled_wte=wte - vacant_wte,
        cost=cost,
        costed=costed,
    )
