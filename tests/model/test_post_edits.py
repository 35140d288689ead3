"""Gestures on posts: what each asks for, and that taking it back restores everything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import edits, post_edits
from model.changes import Appoint, Arrangement, Change, Detail, PostState, SetPost, Staff
from model.describe import describe
from model.errors import ChangeRefusedError
from model.posts import MOST_POSTS, Post
from model.state import State
from tests.model.packs import ON, rich_pack

HEALTH = ("T01", "health", 1)


@pytest.fixture
def state() -> State:
    state = State(rich_pack(), "A", ON)
    state.apply(edits.new_group(state, "R1", "G", "Both", ["T01", "T02"]))
    return state


def post(state: State, key: tuple[str, str, int]) -> Post:
    organisation, role, number = key
    return next(p for p in state.posts(organisation) if (p.role.id, p.number) == (role, number))


def is_taken_back(state: State, change: Change) -> bool:
    before = state.snapshot()
    state.apply(state.apply(change))
    is_same = state.snapshot() == before
    state.apply(change)
    return is_same


def test_a_vacancy_takes_the_name_away_in_the_same_step(state: State) -> None:
    state.apply(Appoint("T01", "health", "Ann Lee"))
    change = post_edits.set_state(state, HEALTH, PostState.VACANT)
    assert describe(change, state) == ("Set the director of public health of Trust 1 to vacant")
    assert is_taken_back(state, change)
    assert (post(state, HEALTH).holder, post(state, HEALTH).state) == ("", PostState.VACANT)


def test_whoever_is_named_in_a_vacant_post_fills_it(state: State) -> None:
    state.apply(post_edits.set_state(state, HEALTH, PostState.VACANT))
    change = post_edits.name_holder(state, HEALTH, "Ann Lee")
    assert describe(change, state) == "Name Ann Lee director of public health of Trust 1"
    assert is_taken_back(state, change)
    assert (post(state, HEALTH).holder, post(state, HEALTH).state) == ("Ann Lee", PostState.FILLED)


def test_another_name_leaves_an_interim_an_interim(state: State) -> None:
    state.apply(post_edits.set_state(state, HEALTH, PostState.INTERIM))
    state.apply(post_edits.name_holder(state, HEALTH, "Ann Lee"))
    assert post(state, HEALTH).state is PostState.INTERIM


def test_the_usual_number_of_posts_is_not_kept(state: State) -> None:
    assert post_edits.staff(state, "T01", "member", 3) == Staff("T01", "member", 3)
    assert post_edits.staff(state, "T01", "member", 2) == Staff("T01", "member", None)
    assert post_edits.staff(state, "G", "member", 0) == Staff("G", "member", None)
    assert post_edits.staff(state, "G", "chief", 1) == Staff("G", "chief", None)


def test_where_posts_are_shared_a_unit_has_none_of_its_own(state: State) -> None:
    assert not state.may_have("T01", "chief")
    assert state.usual_number("T01", "chief") == 0
    assert state.may_have("G", "chief")
    assert state.may_have("T12", "chief")
    assert not state.may_have("R1", "chief")
    assert state.usual_number("R1", "chief") == 0
    for unit in ("T01", "T02"):
        state.apply(post_edits.arrange_all(state, [unit], "chief", Arrangement.OWN))
    assert not state.may_have("G", "chief")


@given(number=st.integers(1, 4), given=st.data())
def test_removing_a_post_moves_the_others_up(number: int, given) -> None:
    state = State(rich_pack(), "A", ON)
    state.apply(Staff("T01", "member", 4))
    for n in range(1, 5):
        if given.draw(st.booleans()):
            state.apply(Appoint("T01", "member", f"Person {n}", n))
        if given.draw(st.booleans()):
            state.apply(SetPost("T01", "member", n, Detail.WTE, str(n)))
    before = [(p.holder, p.wte) for p in state.posts("T01") if p.role.id == "member"]
    change = post_edits.remove_post(state, ("T01", "member", number))
    assert describe(change, state) == "Give Trust 1 3 posts of lay member"
    assert is_taken_back(state, change)
    after = [(p.holder, p.wte) for p in state.posts("T01") if p.role.id == "member"]
    assert after == before[: number - 1] + before[number:]
    # What comes anew begins with nothing of the one that went.
    state.apply(Staff("T01", "member", 4))
    assert post(state, ("T01", "member", 4)).holder == ""


def test_many_at_once_are_one_step_that_leaves_out_who_has_no_such_post(state: State) -> None:
    change = post_edits.staff_all(state, ["T01", "T03"], "chief", 0)
    assert change == Staff("T03", "chief", 0)
    change = post_edits.staff_all(state, ["T01", "T03"], "member", 5)
    assert is_taken_back(state, change)
    assert [state.number(u, "member") for u in ("T01", "T02", "T03")] == [5, 2, 5]
    change = post_edits.set_all(state, ["T01", "T02"], "member", Detail.VOTE, "no")
    assert is_taken_back(state, change)
    votes = [p.votes for u in ("T01", "T02") for p in state.posts(u) if p.role.id == "member"]
    assert votes == [False] * 7


def test_vacancies_of_many_take_all_names_away(state: State) -> None:
    for unit in ("T01", "T02"):
        state.apply(Appoint(unit, "health", "Ann Lee"))
    change = post_edits.set_all(state, ["T01", "T02"], "health", Detail.STATE, "vacant")
    assert is_taken_back(state, change)
    assert state.posts_held("Ann Lee") == []
    assert state.people() == []


def test_people_are_named_once_in_the_order_of_their_names(state: State) -> None:
    for unit, name in (("T01", "bo"), ("T02", "Ann"), ("T03", "bo")):
        state.apply(Appoint(unit, "health", name))
    assert state.people() == ["Ann", "bo"]


@pytest.mark.parametrize(
    "make",
    [
        lambda s: post_edits.staff_all(s, ["T01"], "member", 2),
        lambda s: post_edits.arrange_all(s, ["T01"], "member", None),
        lambda s: post_edits.set_all(s, ["T01"], "member", Detail.VOTE, ""),
        lambda s: post_edits.set_all(s, ["T01"], "member", Detail.STATE, ""),
    ],
)
def test_what_is_so_already_is_refused(state: State, make) -> None:
    with pytest.raises(ChangeRefusedError, match="already"):
        make(state)


def test_no_more_posts_than_there_may_be(state: State) -> None:
    with pytest.raises(ChangeRefusedError, match="0 to 30"):
        state.apply(post_edits.staff(state, "T01", "member", MOST_POSTS + 1))
