"""Checks of who has a vote on a board: at each limit, and one either side of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.changes import Arrange, Arrangement, Detail, SetPost, Staff
from model.pack import Role
from model.rules.rule import Finding
from model.state import State
from tests.model.packs import ROLES, units_pack
from tests.model.rules.asking import ask, fault, heart, together

# On a usual board: chief, finance, health and a clinician; a chair and two lay members.
CLINICIAN = Role("clinician", "Clinician", "CL", executive=False)
EVERYWHERE, OWN = Arrangement.EVERYWHERE, Arrangement.OWN


def boards(units: int, **staff: int) -> State:
    """Return a group of units; `staff` is how many posts of some roles U1 has."""
    pack = replace(units_pack(*({} for _ in range(units))), roles=(*ROLES, CLINICIAN))
    state = together(pack)
    for role, number in staff.items():
        state.apply(Staff("U1", role, number))
    return state


def without_vote(state: State, *roles: str) -> State:
    for role in roles:
        owner = "C" if role in ("chief", "finance", "nursing") else "U1"
        state.apply(SetPost(owner, role, 1, Detail.VOTE, "no"))
    return state


# -- board size --------------------------------------------------------------------------------


def size(state: State, low: int = 5, high: int = 7) -> Finding:
    return ask(state, "board-size", "U1", low=low, high=high, uncounted=["chair"])


@pytest.mark.parametrize(
    ("lay", "expected"),
    [
        (0, ("breaks", 4, 5, -1)),
        (1, ("meets", 5, 5, 0)),
        (2, ("meets", 6, 5, 1)),
        (3, ("meets", 7, 7, 0)),
        (4, ("breaks", 8, 7, -1)),
    ],
)
def test_a_board_has_so_many_members_the_chair_not_counted(lay: int, expected: object) -> None:
    assert heart(size(boards(2, member=lay))) == expected


def test_the_size_is_said_with_limit_and_margin() -> None:
    texts = [size(boards(2, member=lay)).sentence for lay in (0, 2, 4)]
    assert texts == [
        "4 voting members besides the chair: 1 fewer than the 5 that are needed.",
        "6 voting members besides the chair, within 5 to 7.",
        "8 voting members besides the chair: 1 more than the 7 that are allowed.",
    ]


def test_nobody_is_judged_by_a_usual_board() -> None:
    finding = size(boards(2), high=5)
    assert heart(finding) == ("incomplete", 6, None, None)
    assert finding.sentence == (
        "6 voting members besides the chair on a usual board, where 5 to 5 are allowed; "
        "nobody has said yet who else sits on this board."
    )


def test_a_vote_that_is_taken_away_says_who_sits_there() -> None:
    assert heart(size(without_vote(boards(2), "clinician"))) == ("meets", 5, 5, 0)


def test_what_is_said_of_the_group_holds_for_its_units() -> None:
    state = boards(2)
    state.apply(Arrange("U1", "member", Arrangement.SHARED))
    state.apply(Staff("C", "member", 4))
    assert heart(size(state)) == ("breaks", 8, 7, -1)
    other = ask(state, "board-size", "U2", low=5, high=7, uncounted=["chair"])
    assert heart(other) == ("meets", 6, 5, 1)


def test_guests_from_other_members_sit_there_too() -> None:
    state = boards(2, member=2)
    state.apply(Arrange("U2", "health", EVERYWHERE))
    assert heart(size(state)) == ("meets", 7, 7, 0)


def test_limits_of_a_board_in_the_wrong_order_are_refused() -> None:
    key, _ = fault("board-size", "unit", low=8, high=7, uncounted=["chair"])
    assert key == "low"


# -- officers ----------------------------------------------------------------------------------


def cap(state: State, limit: int) -> Finding:
    return ask(state, "officer-cap", "U1", cap=limit, uncounted=["chair"])


@pytest.mark.parametrize(
    ("limit", "expected"),
    [(3, ("breaks", 4, 3, -1)), (4, ("meets", 4, 4, 0)), (5, ("meets", 4, 5, 1))],
)
def test_officers_are_no_more_than_the_cap(limit: int, expected: object) -> None:
    assert heart(cap(boards(2, member=6), limit)) == expected


@pytest.mark.parametrize(
    ("lay", "expected"),
    [(3, ("breaks", 4, 3, -1)), (4, ("meets", 4, 4, 0)), (5, ("meets", 4, 5, 1))],
)
def test_officers_are_no_more_than_lay_members(lay: int, expected: object) -> None:
    assert heart(cap(boards(2, member=lay), 7)) == expected


def test_both_faults_of_a_board_are_named() -> None:
    assert cap(boards(2, member=2), 3).sentence == (
        "4 officers and 2 lay members: over the cap of 3 by 1 and 2 more than lay members."
    )
    assert cap(boards(2, member=4), 4).sentence == (
        "4 officers and 4 lay members: within the cap of 4, and no more officers than lay members."
    )


def test_a_usual_board_is_no_evidence_of_too_many_officers() -> None:
    finding = cap(boards(2), 3)
    assert heart(finding) == ("incomplete", 4, 3, None)
    assert finding.sentence == (
        "3 executives with a vote; on a usual board 4 officers (at most 3) and 2 lay members; "
        "nobody has said yet who else sits on this board."
    )


def test_more_executives_than_the_cap_are_too_many_whoever_else_sits_there() -> None:
    finding = cap(boards(2), 2)
    assert heart(finding) == ("breaks", 3, 2, -1)
    assert finding.sentence == "3 executives with a vote: over the cap of 2 officers by 1."


def test_who_sits_there_is_called_what_the_pack_calls_it() -> None:
    pack = boards(2).pack
    words = replace(pack.words, officer="director", officers="directors")
    called = together(replace(pack, words=words))
    called.apply(Staff("U1", "member", 4))
    limits = {"cap": 4, "uncounted": ["chair"]}
    assert ask(called, "officer-cap", "U1", **limits).sentence == (
        "4 directors and 4 lay members: within the cap of 4, and no more directors than "
        "lay members."
    )
    assert ask(called, "board-cap", "C", cap=4).sentence == (
        "At most 3 voting directors on a board, within the cap of 4."
    )


def test_a_director_kept_by_one_unit_says_nothing_of_its_lay_members() -> None:
    state = boards(2)
    state.apply(Arrange("U1", "finance", OWN))
    assert cap(state, 3).verdict == "incomplete"


# -- mandatory posts ---------------------------------------------------------------------------


def mandatory(state: State, low: int = 1, high: int = 2) -> Finding:
    params = {"roles": ["chief", "health"], "nominees": "clinician", "low": low, "high": high}
    return ask(state, "mandatory-posts", "U1", **params)


@pytest.mark.parametrize(
    ("nominees", "expected"),
    [
        (0, ("breaks", 2, 3, -1)),
        (1, ("meets", 3, 3, 0)),
        (2, ("meets", 4, 3, 1)),
        (3, ("breaks", 5, 3, -1)),
    ],
)
def test_nominees_are_so_many(nominees: int, expected: object) -> None:
    assert heart(mandatory(boards(2, clinician=nominees))) == expected


def test_posts_that_are_there_and_those_that_are_not_are_named() -> None:
    texts = [mandatory(boards(2, clinician=n)).sentence for n in (0, 1, 3)]
    assert texts == [
        "No clinician with a vote, where 1 to 2 belong.",
        "Has chief executive and director of public health, and 1 post of clinician with a vote.",
        "3 posts of clinician with a vote, where 1 to 2 belong.",
    ]


def test_a_mandatory_executive_without_a_vote_is_missing() -> None:
    finding = mandatory(without_vote(boards(2), "health"))
    assert heart(finding) == ("breaks", 2, 3, -1)
    assert finding.sentence == "No director of public health with a vote."


def test_an_executive_that_is_not_there_is_missing_whatever_else_is_said() -> None:
    assert heart(mandatory(boards(2, health=0))) == ("breaks", 2, 3, -1)


def test_nominees_of_a_usual_board_are_not_taken_for_granted() -> None:
    finding = mandatory(boards(2))
    assert heart(finding) == ("incomplete", 3, 3, None)
    assert finding.sentence == (
        "3 of at least 3 such officers on a usual board; "
        "nobody has said yet who else sits on this board."
    )


def test_nominees_limits_in_the_wrong_order_are_refused() -> None:
    params = {"roles": ["chief"], "nominees": "treasurer", "low": 3, "high": 2}
    assert fault("mandatory-posts", "unit", **params)[0] == "low"


# -- professions -------------------------------------------------------------------------------

WANTED = [{"label": "doctor", "role": "health"}, {"label": "lawyer", "role": "finance"}]


def professions(state: State) -> Finding:
    return ask(state, "professions", "U1", wanted=WANTED, others=["clinician"])


@pytest.mark.parametrize(
    ("silent", "clinicians", "expected"),
    [
        ((), 0, ("meets", 2, 2, 0)),
        (("health",), 1, ("incomplete", 1, 2, None)),
        (("health",), 0, ("breaks", 1, 2, -1)),
        (("health", "finance"), 2, ("incomplete", 0, 2, None)),
        (("health", "finance"), 1, ("breaks", 0, 2, -1)),
    ],
)
def test_what_a_board_lacks_another_member_may_be(
    silent: tuple[str, ...], clinicians: int, expected: object
) -> None:
    state = without_vote(boards(2, clinician=clinicians), *silent)
    assert heart(professions(state)) == expected


def test_professions_are_told_with_the_posts_that_stand_for_them() -> None:
    assert professions(boards(2, clinician=0)).sentence == (
        "A doctor and a lawyer with a vote: director of public health and director of finance."
    )
    assert professions(without_vote(boards(2, clinician=0), "health")).sentence == (
        "No doctor among the executives with a vote, and no other officers who could be."
    )
    assert professions(without_vote(boards(2, clinician=1), "health")).sentence == (
        "No doctor among the executives with a vote; "
        "what the other officer is by training is not recorded."
    )
    assert professions(boards(2)).verdict == "incomplete"


def test_professions_to_ask_for_are_listed() -> None:
    assert fault("professions", "unit", wanted=[], others=["chief"])[0] == "wanted"
