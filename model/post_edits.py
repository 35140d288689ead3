"""Gestures on posts as changes: what a form, a list or a table asks for, as one `Change` each.

As in `model.edits`, nothing is altered here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from model.boards import PostKey
from model.changes import (
    Appoint,
    Arrange,
    Arrangement,
    Batch,
    Change,
    Detail,
    PostState,
    SetPost,
    Staff,
)
from model.edits import as_one
from model.errors import ChangeRefusedError
from model.state import State


def name_holder(state: State, post: PostKey, holder: str) -> Change:
    """Name somebody in a post, which is vacant no more; "" takes the name away."""
    organisation, role, number = post
    appoint = Appoint(organisation, role, holder, number)
    is_vacant = state.detail(*post, Detail.STATE) == PostState.VACANT
    if not holder or not is_vacant:
        return appoint
    return Batch((appoint, SetPost(organisation, role, number, Detail.STATE, "")))


def set_state(state: State, post: PostKey, how: PostState) -> Change:
    """Say how a post is filled; nobody is named in one that is vacant."""
    organisation, role, number = post
    change = SetPost(organisation, role, number, Detail.STATE, how.value)
    if how is not PostState.VACANT or not state.holder(*post):
        return change
    return Batch((change, Appoint(organisation, role, "", number)))


def staff(state: State, organisation: str, role: str, number: int) -> Staff:
    """Set how many posts of a role an organisation has; nothing is kept if that is usual."""
    usual = number == state.usual_number(organisation, role)
    return Staff(organisation, role, None if usual else number)


def remove_post(state: State, post: PostKey) -> Change:
    """Take a post away; those of its role that follow keep their holders and move up."""
    organisation, role, number = post
    count = state.number(organisation, role)
    changes: list[Change] = []
    for at in range(number, count + 1):
        here = (organisation, role, at)
        after = (organisation, role, at + 1)
        is_last = at == count
        holder = "" if is_last else state.holder(*after)
        if holder != state.holder(*here):
            changes.append(Appoint(organisation, role, holder, at))
        for detail in Detail:
            value = "" if is_last else state.detail(*after, detail)
            if value != state.detail(*here, detail):
                changes.append(SetPost(organisation, role, at, detail, value))
    return _all([staff(state, organisation, role, count - 1), *changes])


def staff_all(state: State, organisations: Iterable[str], role: str, number: int) -> Change:
    """Set how many posts of a role organisations have, those that may have any.

    Raises
    ------
    ChangeRefusedError
        If all of them have so many already.
    """
    return _all(
        [
            staff(state, o, role, number)
            for o in organisations
            if state.may_have(o, role) and state.number(o, role) != number
        ]
    )


def arrange_all(
    state: State, units: Iterable[str], role: str, arrangement: Arrangement | None
) -> Change:
    """Set how units' seats for a role are filled.

    Raises
    ------
    ChangeRefusedError
        If all of them are filled so already.
    """
    chosen = state.chosen_arrangement
    return _all([Arrange(u, role, arrangement) for u in units if chosen(u, role) != arrangement])


def set_all(
    state: State, organisations: Iterable[str], role: str, detail: Detail, value: str
) -> Change:
    """Set something on all posts of a role that organisations have.

    Raises
    ------
    ChangeRefusedError
        If it is so on all of them already.
    """
    posts = [(o, role, n + 1) for o in organisations for n in range(state.number(o, role))]
    if detail is Detail.STATE:
        how = PostState(value)
        different = [p for p in posts if state.detail(*p, detail) != value]
        return _all([set_state(state, post, how) for post in different])
    return _all([SetPost(*p, detail, value) for p in posts if state.detail(*p, detail) != value])


def _all(changes: Sequence[Change]) -> Change:
    if not changes:
        raise ChangeRefusedError("That is what it says already.")
    return as_one(changes)
