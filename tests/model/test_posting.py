"""Posts that a user changes: numbers, vacancies, details, governance; and what is refused."""

from __future__ import annotations

import dataclasses

import pytest

from model.changes import (
    Appoint,
    Arrange,
    Arrangement,
    Change,
    Create,
    Detail,
    Field,
    Move,
    PostState,
    SetField,
    SetPost,
    Staff,
)
from model.errors import ChangeRefusedError, UnknownOrganisationError
from model.pack import Pack
from model.posts import read_shares, shares_text
from model.state import State
from tests.model import reference
from tests.model.packs import ON, rich_pack

PACK = rich_pack()


def with_group(*units: str, pack: Pack = PACK) -> State:
    """Return a state with one group, C, and units in it."""
    state = State(pack, "Option", ON)
    state.apply(Create("C", "cluster", "C01", "Coast", "R1"))
    for unit in units:
        state.apply(Move(unit, "C"))
    return state


def done_and_undone(state: State, change: Change) -> None:
    """Make a change; take it back, which must leave all as it was; make it again."""
    before = state.snapshot(), reference.totals(state)
    inverse = state.apply(change)
    after = state.snapshot()
    reference.check_totals(state)
    state.apply(inverse)
    assert (state.snapshot(), reference.totals(state)) == before
    assert state.apply(change) == inverse
    assert state.snapshot() == after


# -- how many ----------------------------------------------------------------------------------


def test_a_unit_with_fewer_directors_has_fewer_officers() -> None:
    state = with_group("T01", "T02")
    officers = state.totals("T03").officers
    done_and_undone(state, Staff("T03", "nursing", 0))
    assert state.totals("T03").officers == officers - 1
    assert "nursing" not in [p.role.id for p in state.posts("T03")]


def test_a_shared_role_counts_as_often_as_the_group_has_it() -> None:
    state = with_group("T01", "T02")
    officers, seats = state.totals("C").officers, state.totals("C").board_seats
    done_and_undone(state, Staff("C", "finance", 2))
    assert state.totals("C").officers == officers + 1
    # Both finance directors sit on both boards.
    assert state.totals("C").board_seats == seats + 2
    assert [p.number for p in state.posts("C") if p.role.id == "finance"] == [1, 2]


def test_what_a_unit_is_without_comes_to_nothing_while_the_group_has_it() -> None:
    state = with_group("T01", "T02")
    officers = state.totals("C").officers
    done_and_undone(state, Staff("T01", "finance", 0))
    assert state.totals("C").officers == officers
    assert state.alone()[0] == 12 * 4 - 1


def test_a_role_that_nobody_has_is_added_to_a_unit_or_a_group() -> None:
    state = with_group("T01", "T02")
    for place in ("T01", "C"):
        done_and_undone(state, Staff(place, "lead", 2))
        assert [p.role.id for p in state.posts(place)].count("lead") == 2
    assert [p.boards for p in state.posts("C") if p.role.id == "lead"] == [(), ()]


def test_a_merging_role_that_nobody_shares_is_no_post_of_the_group() -> None:
    state = with_group("T01")
    state.apply(Arrange("T01", "chief", Arrangement.OWN))
    done_and_undone(state, Staff("C", "chief", 1))
    assert "chief" not in [p.role.id for p in state.posts("C")]


@pytest.mark.parametrize("number", [-1, 31, 10**9])
def test_nobody_has_that_many_posts(number: int) -> None:
    with pytest.raises(ChangeRefusedError, match="0 to 30 posts"):
        with_group("T01").apply(Staff("T01", "chief", number))


# -- vacancies and people ----------------------------------------------------------------------


def test_a_vacant_accountable_post_is_nobody() -> None:
    state = with_group("T01", "T02")
    people = state.totals("C").accountable_officers
    done_and_undone(state, SetPost("C", "chief", 1, Detail.STATE, "vacant"))
    assert state.totals("C").accountable_officers == people - 1
    assert state.posts("C")[0].state is PostState.VACANT
    # It stays a post.
    assert state.totals("C").officers == 3 + 2


def test_a_name_left_in_a_vacant_post_counts_as_nobody_either() -> None:
    state = with_group("T01", "T02")
    state.apply(Appoint("C", "chief", "Ann Lee"))
    people = state.totals("N").accountable_officers
    done_and_undone(state, SetPost("C", "chief", 1, Detail.STATE, "vacant"))
    assert state.totals("N").accountable_officers == people - 1


@pytest.mark.parametrize("how", ["interim", "acting"])
def test_somebody_who_stands_in_counts(how: str) -> None:
    state = with_group("T01", "T02")
    people = state.totals("C").accountable_officers
    done_and_undone(state, SetPost("C", "chief", 1, Detail.STATE, how))
    assert state.totals("C").accountable_officers == people


def test_the_posts_of_a_person_are_found_by_name() -> None:
    state = with_group("T01", "T02")
    state.apply(Appoint("C", "chief", "Ann Lee"))
    state.apply(Appoint("T03", "member", "Ann Lee", 2))
    assert state.posts_held("Ann Lee") == [("C", "chief", 1), ("T03", "member", 2)]
    assert state.holder("T03", "member", 2) == "Ann Lee"


# -- governance --------------------------------------------------------------------------------


def test_a_common_board_has_one_chair_and_one_set_of_lay_members() -> None:
    state = with_group("T01", "T02", "T03")
    lay = lambda place: [p.role.id for p in state.posts(place) if p.role.lay]  # noqa: E731
    assert (lay("C"), lay("T01")) == ([], ["chair", "member", "member"])
    done_and_undone(state, SetField("C", Field.GOVERNANCE, "common"))
    assert (lay("C"), lay("T01")) == (["chair", "member", "member"], [])
    chair = next(p for p in state.posts("C") if p.role.id == "chair")
    assert set(chair.boards) == {"T01", "T02", "T03"}
    assert len(state.board("T02")) == 8


def test_a_unit_may_keep_its_own_chair_beside_a_common_board() -> None:
    state = with_group("T01", "T02")
    state.apply(SetField("C", Field.GOVERNANCE, "common"))
    done_and_undone(state, Arrange("T01", "chair", Arrangement.OWN))
    assert "chair" in [p.role.id for p in state.posts("T01")]
    assert state.members_sharing("C", "chair") == ("T02",)


def test_a_pack_without_governances_takes_none() -> None:
    pack = dataclasses.replace(PACK, governances=())
    state = with_group("T01", pack=pack)
    assert state.governance("C") is None
    with pytest.raises(ChangeRefusedError, match="no governance 'common'"):
        state.apply(SetField("C", Field.GOVERNANCE, "common"))


# -- details -----------------------------------------------------------------------------------


def test_everything_that_is_set_on_a_post_is_read_from_it() -> None:
    state = with_group("T01", "T02")
    values = {
        Detail.STATE: "interim",
        Detail.WTE: "60",
        Detail.VOTE: "no",
        Detail.EMPLOYER: "T05",
        Detail.DESTINATION: "council 60, board 40",
        Detail.COST: "95000",
        Detail.NOTE: "Until May.",
    }
    for detail, value in values.items():
        done_and_undone(state, SetPost("T01", "health", 1, detail, value))
    post = next(p for p in state.posts("T01") if p.role.id == "health")
    assert (post.state, post.wte, post.votes, post.employer) == ("interim", 60, False, "T05")
    assert (post.destination, post.cost, post.note) == (
        "council 60, board 40",
        95_000,
        "Until May.",
    )


def test_a_legal_body_employs_its_own_people_and_a_group_whoever_it_names() -> None:
    state = with_group("T01", "T02")
    assert {p.employer for p in state.posts("T01")} == {"T01"}
    assert {p.employer for p in state.posts("C")} == {""}
    state.apply(SetField("C", Field.EMPLOYER, "T02"))
    assert {p.employer for p in state.posts("C")} == {"T02"}


def test_a_vote_that_is_taken_away_leaves_the_voting_officers() -> None:
    state = with_group("T01", "T02")
    before = state.voting_officers("T01"), state.voting_officers("T02")
    state.apply(SetPost("C", "finance", 1, Detail.VOTE, "no"))
    assert (state.voting_officers("T01"), state.voting_officers("T02")) == (
        before[0] - 1,
        before[1] - 1,
    )


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (SetPost("C", "chief", 1, Detail.STATE, "gone"), "never 'gone'"),
        (SetPost("C", "chief", 1, Detail.WTE, "1001"), "up to 1,000"),
        (SetPost("C", "chief", 1, Detail.WTE, "0.6"), "whole number"),
        (SetPost("C", "chief", 1, Detail.WTE, "060"), "whole number"),
        (SetPost("C", "chief", 1, Detail.COST, "-5"), "whole number"),
        (SetPost("C", "chief", 1, Detail.COST, "٥"), "whole number"),
        (SetPost("C", "chief", 1, Detail.VOTE, "maybe"), "'yes' or 'no'"),
        (SetPost("C", "chief", 1, Detail.EMPLOYER, "C"), "not a legal body"),
        (SetPost("C", "chief", 1, Detail.DESTINATION, "moon 100"), "no destination 'moon'"),
        (SetPost("C", "chief", 1, Detail.DESTINATION, "board 60"), "60%, not 100%"),
        (SetPost("C", "chief", 1, Detail.DESTINATION, "board 100, council 0"), "not 100%"),
        (SetPost("C", "chief", 1, Detail.DESTINATION, "somewhere"), "where duties go"),
        (SetPost("C", "chief", 1, Detail.NOTE, "x" * 10_001), "at most 10,000"),
        (SetPost("C", "chief", 0, Detail.NOTE, "x"), "numbered from 1"),
        (SetPost("R1", "chief", 1, Detail.NOTE, "x"), "has no posts"),
        (SetPost("C", "cook", 1, Detail.NOTE, "x"), "no role 'cook'"),
        (Appoint("C", "chief", "Ann", 31), "numbered from 1 to 30"),
    ],
)
def test_what_a_post_can_not_have_is_refused(change: Change, why: str) -> None:
    state = with_group("T01")
    before = state.snapshot()
    with pytest.raises(ChangeRefusedError) as error:
        state.apply(change)
    assert why in str(error.value)
    assert state.snapshot() == before


def test_an_employer_must_be_there() -> None:
    with pytest.raises(UnknownOrganisationError):
        with_group("T01").apply(SetPost("C", "chief", 1, Detail.EMPLOYER, "nobody"))


@pytest.mark.parametrize("text", ["", "board 100", "council 60, board 40", "a 50, b 50"])
def test_shares_are_read_as_they_are_written(text: str) -> None:
    assert shares_text(read_shares(text)) == text


@pytest.mark.parametrize("text", ["board", "board x", "board 40, council 60", "b 50, b 50", "b 5 "])
def test_what_is_not_written_as_shares_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_shares(text)
