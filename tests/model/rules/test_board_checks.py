"""Checks of posts and boards: merged, kept apart, sitting everywhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.changes import (
    Appoint,
    Arrange,
    Arrangement,
    Create,
    Detail,
    Field,
    SetField,
    SetPost,
    Staff,
)
from model.state import State
from tests.model.packs import rich_pack, units_pack
from tests.model.rules.asking import ask, heart, some, together

OWN, SHARED, EVERYWHERE = Arrangement.OWN, Arrangement.SHARED, Arrangement.EVERYWHERE


def arranged(number: int, role: str, how: Arrangement, *units: int) -> State:
    """Return a group of a number of units, some of which arrange a role in their way."""
    state = some(number)
    for unit in units:
        state.apply(Arrange(f"U{unit}", role, how))
    return state


# -- one leader --------------------------------------------------------------------------------


def leader(state: State):
    return ask(state, "one-leader", "C", role="chief")


def test_one_leader_for_all_meets() -> None:
    finding = leader(some(3))
    assert heart(finding) == ("meets", 1, 1, 0)
    assert finding.sentence == "One chief executive for 3 trusts; no name entered."


def test_the_leader_is_named() -> None:
    state = some(3)
    state.apply(Appoint("C", "chief", "Ann Lee"))
    assert leader(state).sentence == "One chief executive for 3 trusts: Ann Lee."


@pytest.mark.parametrize(
    ("units", "leaders", "sentence"),
    [
        ((3,), 2, "2 posts of chief executive: Unit 3 of its own."),
        ((2, 3), 3, "3 posts of chief executive: Unit 2 and Unit 3 of their own."),
        ((1, 2, 3), 3, "3 posts of chief executive: Unit 1, Unit 2 and Unit 3 of their own."),
    ],
)
def test_a_second_leader_breaks(units: tuple[int, ...], leaders: int, sentence: str) -> None:
    finding = leader(arranged(3, "chief", OWN, *units))
    assert heart(finding) == ("breaks", leaders, 1, 1 - leaders)
    assert finding.sentence == sentence
    assert finding.involved == tuple(f"U{u}" for u in units)


def test_a_group_of_one_has_one_leader_whoever_employs_it() -> None:
    state = arranged(1, "chief", OWN, 1)
    state.apply(Appoint("U1", "chief", "Bo Diaz"))
    assert heart(leader(state)) == ("meets", 1, 1, 0)
    assert leader(state).sentence == "One chief executive for 1 trust: Bo Diaz."


def test_one_person_in_two_posts_is_one_leader() -> None:
    state = arranged(2, "chief", OWN, 2)
    state.apply(Appoint("C", "chief", "Ann Lee"))
    state.apply(Appoint("U2", "chief", "Ann Lee"))
    assert leader(state).sentence == "One chief executive for 2 trusts: Ann Lee."
    state.apply(Appoint("U2", "chief", "Bo Diaz"))
    assert heart(leader(state)) == ("breaks", 2, 1, -1)


def test_a_vacant_post_leads_nobody() -> None:
    state = some(2)
    state.apply(SetPost("C", "chief", 1, Detail.STATE, "vacant"))
    assert heart(leader(state)) == ("breaks", 0, 1, -1)
    assert leader(state).sentence == "The post of chief executive for 2 trusts is vacant."


# -- one holder --------------------------------------------------------------------------------


def holder(state: State, unit: str = "U1"):
    return ask(state, "one-holder", unit, role="chief")


def test_each_unit_has_one_holder_its_own_or_its_groups() -> None:
    assert heart(holder(some(2))) == ("meets", 1, 1, 0)
    state = arranged(2, "chief", OWN, 1)
    state.apply(Appoint("U1", "chief", "Ann Lee"))
    state.apply(Appoint("C", "chief", "Bo Diaz"))
    assert holder(state, "U1").sentence == "One chief executive: Ann Lee."
    assert holder(state, "U2").sentence == "One chief executive: Bo Diaz."
    assert holder(some(1)).sentence == "One chief executive; no name entered."


def test_a_vacancy_leaves_nobody() -> None:
    state = some(2)
    state.apply(SetPost("C", "chief", 1, Detail.STATE, "vacant"))
    assert heart(holder(state)) == ("breaks", 0, 1, -1)
    assert holder(state).sentence == "The post of chief executive is vacant."
    state.apply(SetPost("C", "chief", 1, Detail.STATE, "acting"))
    assert holder(state).verdict == "meets"


def test_without_a_post_there_is_no_holder() -> None:
    state = arranged(2, "chief", OWN, 1)
    state.apply(Staff("U1", "chief", 0))
    assert holder(state).sentence == "No post of chief executive."


@pytest.mark.parametrize(
    ("guests", "people", "sentence"),
    [
        ((2,), 2, "2 people are chief executive: one more than can be."),
        ((2, 3), 3, "3 people are chief executive: 2 more than can be."),
    ],
)
def test_two_holders_are_one_too_many(guests: tuple[int, ...], people: int, sentence: str) -> None:
    state = arranged(3, "chief", EVERYWHERE, *guests)
    assert heart(holder(state)) == ("breaks", people, 1, 1 - people)
    assert holder(state).sentence == sentence
    for owner in ("C", *(f"U{g}" for g in guests)):
        state.apply(Appoint(owner, "chief", "Ann Lee"))
    assert holder(state).verdict == "meets"


# -- a filled team -----------------------------------------------------------------------------


def filled(state: State):
    return ask(state, "team-filled", "C", roles=["chief", "finance", "nursing"])


def test_a_team_of_which_nothing_is_said_is_taken_for_filled() -> None:
    assert heart(filled(some(2))) == ("meets", 3, 3, 0)
    assert filled(some(2)).sentence == (
        "None of 3 posts of the team is entered as vacant, acting or interim."
    )


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("vacant", "is vacant"),
        ("interim", "is held for the interim"),
        ("acting", "is held by somebody acting"),
    ],
)
def test_a_post_that_is_not_filled_for_good_is_named(how: str, words: str) -> None:
    state = some(2)
    state.apply(SetPost("C", "finance", 1, Detail.STATE, how))
    assert heart(filled(state)) == ("breaks", 2, 3, -1)
    assert filled(state).sentence == (
        f"2 of 3 posts of the team are filled for good: director of finance {words}."
    )


def test_posts_that_units_keep_belong_to_the_team() -> None:
    state = arranged(2, "finance", OWN, 2)
    assert filled(state).value == 4
    state.apply(SetPost("U2", "finance", 1, Detail.STATE, "vacant"))
    assert filled(state).sentence == (
        "3 of 4 posts of the team are filled for good: director of finance of Unit 2 is vacant."
    )


# -- single team -------------------------------------------------------------------------------


def team(state: State):
    return ask(state, "single-team", "C", roles=["chief", "finance", "nursing"])


def test_a_merged_team_meets() -> None:
    finding = team(some(3))
    assert heart(finding) == ("meets", 3, 3, 0)
    assert finding.sentence == "All 3 posts of the team are held once for 3 trusts."


def test_a_post_kept_apart_breaks_the_single_team() -> None:
    state = arranged(3, "finance", OWN, 2)
    assert heart(team(state)) == ("breaks", 2, 3, -1)
    assert team(state).sentence == (
        "2 of 3 posts of the team are merged; Unit 2 keeps director of finance."
    )
    state.apply(Arrange("U3", "nursing", OWN))
    assert team(state).sentence == (
        "1 of 3 posts of the team are merged; "
        "Unit 2 and Unit 3 keep director of finance and director of nursing."
    )


def test_a_team_with_a_post_twice_or_not_at_all_is_not_single() -> None:
    state = arranged(3, "finance", OWN, 2)
    state.apply(Staff("C", "nursing", 2))
    assert heart(team(state)) == ("breaks", 1, 3, -2)
    assert team(state).sentence == (
        "1 of 3 posts of the team are merged; Unit 2 keeps director of finance; "
        "it has 2 posts of director of nursing."
    )
    state = some(3)
    state.apply(Staff("C", "nursing", 0))
    assert heart(team(state)) == ("breaks", 2, 3, -1)
    assert team(state).sentence == (
        "2 of 3 posts of the team are merged; it has no post of director of nursing."
    )


def test_a_group_of_one_has_a_single_team_by_nature() -> None:
    assert heart(team(arranged(1, "finance", OWN, 1))) == ("meets", 3, 3, 0)


# -- keeps its board ---------------------------------------------------------------------------


def test_a_unit_keeps_its_board_in_a_group() -> None:
    finding = ask(some(3), "keeps-board", "U1")
    assert heart(finding) == ("meets", 4, 1, 3)
    assert finding.sentence == "Keeps its legal status and its board of 4 executive seats."


def test_a_unit_without_a_board_or_a_legal_body_breaks() -> None:
    pack = units_pack({})
    trusts = tuple(replace(k, legal_body=False) for k in pack.kinds)
    no_body = ask(together(replace(pack, kinds=trusts)), "keeps-board", "U1")
    assert heart(no_body) == ("breaks", 4, None, None)
    assert no_body.sentence == "Is not a legal body."
    chairs = tuple(r for r in pack.roles if not r.executive)
    no_board = ask(together(replace(pack, roles=chairs)), "keeps-board", "U1")
    assert heart(no_board) == ("breaks", 0, 1, -1)
    assert no_board.sentence == "Has no board."


def test_guests_sit_on_the_board_too() -> None:
    state = arranged(3, "health", EVERYWHERE, 1, 2)
    values = [ask(state, "keeps-board", u).value for u in ("U1", "U2", "U3")]
    assert values == [5, 5, 6]


# -- employer ----------------------------------------------------------------------------------


def test_shared_posts_need_an_employer() -> None:
    finding = ask(some(2), "employer", "C")
    assert heart(finding) == ("incomplete", 0, 3, None)
    assert finding.sentence == (
        "No employer entered for its 3 shared posts; a cluster can't employ anybody."
    )


def test_a_lone_unit_is_asked_only_of_what_somebody_said() -> None:
    state = some(1)
    finding = ask(state, "employer", "C")
    assert heart(finding) == ("not applicable", None, None, None)
    assert finding.sentence == "1 trust alone: its officers are its own."
    state.apply(SetPost("C", "chief", 1, Detail.EMPLOYER, "U1"))
    finding = ask(state, "employer", "C")
    assert heart(finding) == ("meets", 1, 1, 0)
    assert finding.sentence == "Unit 1 employs the holders of its 1 shared post."


def test_a_member_may_employ() -> None:
    state = some(2)
    state.apply(SetField("C", Field.EMPLOYER, "U2"))
    finding = ask(state, "employer", "C")
    assert (finding.verdict, finding.involved) == ("meets", ("U2",))
    assert finding.sentence == "Unit 2 employs the holders of its 3 shared posts."


def test_an_employer_from_outside_is_allowed_and_said() -> None:
    state = together(rich_pack(), "R1", "T01", "T02")
    state.apply(SetField("C", Field.EMPLOYER, "T06"))
    finding = ask(state, "employer", "C")
    assert finding.verdict == "meets"
    assert finding.sentence.endswith("; it is not in the cluster, which is allowed but unusual.")


def test_a_post_may_have_an_employer_of_its_own() -> None:
    state = together(rich_pack(), "R1", "T01", "T02")
    for role in ("chief", "nursing"):
        state.apply(SetPost("C", role, 1, Detail.EMPLOYER, "T01"))
    finding = ask(state, "employer", "C")
    assert heart(finding) == ("incomplete", 2, 3, None)
    assert finding.sentence == (
        "No employer entered for 1 of its 3 shared posts (director of finance); "
        "a cluster can't employ anybody."
    )
    state.apply(SetPost("C", "finance", 1, Detail.EMPLOYER, "T06"))
    finding = ask(state, "employer", "C")
    assert heart(finding) == ("meets", 3, 3, 0)
    assert finding.sentence == (
        "Trust 1 and Trust 6 employ the holders of its 3 shared posts; "
        "Trust 6 is not in the cluster, which is allowed but unusual."
    )


def test_lay_members_are_nobodys_employees() -> None:
    state = some(2)
    state.apply(SetField("C", Field.GOVERNANCE, "common"))
    assert ask(state, "employer", "C").limit == 3


def test_where_nothing_is_shared_nobody_is_employed() -> None:
    state = some(2)
    for unit in ("U1", "U2"):
        for role in ("chief", "finance", "nursing"):
            state.apply(Arrange(unit, role, OWN))
    finding = ask(state, "employer", "C")
    assert (finding.verdict, finding.sentence) == ("not applicable", "No post is shared.")


# -- shared people -----------------------------------------------------------------------------


def test_sharing_is_allowed_and_counted() -> None:
    finding = ask(some(3), "shared-people", "C")
    assert heart(finding) == ("meets", 3, None, None)
    assert finding.sentence == "3 holders sit on two or more of 3 boards: allowed."
    assert ask(some(2), "shared-people", "C").sentence == "3 holders sit on both boards: allowed."


def test_guests_are_counted_and_posts_shared_by_one_are_not() -> None:
    state = arranged(2, "health", EVERYWHERE, 1)
    state.apply(Arrange("U2", "chief", OWN))
    assert ask(state, "shared-people", "C").value == 2 + 1


def test_who_sits_on_one_board_only_shares_nothing() -> None:
    state = some(2)
    for role in ("chief", "finance", "nursing"):
        state.apply(Arrange("U1", role, OWN))
    assert ask(state, "shared-people", "C").sentence == "Nobody sits on more than one of 2 boards."
    alone = ask(some(1), "shared-people", "C")
    assert heart(alone) == ("not applicable", 0, None, None)
    assert alone.sentence == "1 trust only: no board to share."


# -- own post ----------------------------------------------------------------------------------


def own_post(state: State, unit: str):
    return ask(state, "own-post", unit, role="health")


def test_a_post_of_its_own_meets() -> None:
    finding = own_post(some(3), "U1")
    assert heart(finding) == ("meets", 1, 1, 0)
    assert finding.sentence == "Has its own director of public health."


def test_one_post_in_place_of_three_breaks() -> None:
    finding = own_post(arranged(3, "health", SHARED, 1, 2, 3), "U1")
    assert heart(finding) == ("breaks", 1, 3, -2)
    assert finding.sentence == (
        "No director of public health of its own: Cluster has 1 for 3 trusts."
    )


def test_only_those_that_share_break() -> None:
    state = arranged(3, "health", SHARED, 1, 2)
    assert heart(own_post(state, "U2")) == ("breaks", 2, 3, -1)
    assert own_post(state, "U3").verdict == "meets"


def test_a_post_that_is_ended_is_no_post_of_its_own() -> None:
    state = some(2)
    state.apply(Staff("U1", "health", 0))
    assert heart(own_post(state, "U1")) == ("breaks", 0, 1, -1)
    assert own_post(state, "U1").sentence == "Has no director of public health."


def test_a_post_of_its_own_that_sits_everywhere_is_its_own() -> None:
    assert own_post(arranged(3, "health", EVERYWHERE, 1), "U1").verdict == "meets"


# -- board cap ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("guests", "expected"),
    [
        ((), ("meets", 3, 4, 1)),
        ((1,), ("meets", 4, 4, 0)),
        ((1, 2), ("breaks", 5, 4, -1)),
    ],
)
def test_a_board_may_be_as_full_as_the_cap(guests: tuple[int, ...], expected: object) -> None:
    state = arranged(3, "health", EVERYWHERE, *guests)
    assert heart(ask(state, "board-cap", "C", cap=4)) == expected


def test_the_boards_that_are_too_full_are_named() -> None:
    finding = ask(arranged(3, "health", EVERYWHERE, 1, 2), "board-cap", "C", cap=4)
    assert finding.sentence == ("5 voting officers on the board of Unit 3: over the cap of 4 by 1.")
    assert finding.involved == ("U3",)
    meets = ask(some(3), "board-cap", "C", cap=4)
    assert meets.sentence == "At most 3 voting officers on a board, within the cap of 4."


def test_who_has_no_vote_fills_no_voting_seat() -> None:
    state = arranged(3, "nursing", EVERYWHERE, 1, 2, 3)
    assert ask(state, "board-cap", "C", cap=4).value == 3


def test_a_unit_made_here_has_a_board_as_any_other() -> None:
    state = some(1)
    state.apply(Create("V", "venture", "V1", "Venture", "C"))
    assert ask(state, "keeps-board", "V").verdict == "meets"
    assert ask(state, "board-cap", "C", cap=4).value == 3
