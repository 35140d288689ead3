"""One change at a time: what it does to the tree and the books, and what is refused."""

from __future__ import annotations

import dataclasses

import pytest

from model import edits
from model.changes import (
    Appoint,
    Arrange,
    Arrangement,
    Batch,
    Create,
    Field,
    KeepLink,
    Move,
    OptionField,
    Remove,
    SetField,
    SetOption,
)
from model.errors import ChangeRefusedError, LockedError, UnknownOrganisationError
from model.events import Touched
from model.organisations import Organisation, Organisations
from model.pack import Kind, Pack, Tier
from model.state import State
from tests.model import reference
from tests.model.packs import ON, rich_pack

PACK = rich_pack()


def new_state(pack: Pack = PACK) -> State:
    return State(pack, "Option", ON)


def with_group(*units: str, region: str = "R1", pack: Pack = PACK) -> State:
    """Return a state with one group, C, and units in it."""
    state = new_state(pack)
    state.apply(Create("C", "cluster", "C01", "Cluster", region))
    for unit in units:
        state.apply(Move(unit, "C"))
    return state


def refused(state: State, change: object) -> str:
    """Try a change that must be refused and leave everything as it was; return why."""
    before = state.snapshot(), reference.totals(state)
    with pytest.raises(ChangeRefusedError) as error:
        state.apply(change)
    assert (state.snapshot(), reference.totals(state)) == before
    return str(error.value)


# -- reading -----------------------------------------------------------------------------------


def test_children_stand_in_the_order_that_people_read_codes_in() -> None:
    codes = [new_state().code(o) for o in new_state().children("R1")]
    assert codes == ["5E1", "5E9", "5E10", "5NT", "E01"]


def test_codes_that_differ_in_zeros_only_keep_one_order_whatever_came_first() -> None:
    first, second = with_group("T05", "T06"), with_group("T06", "T05")
    assert first.members("C") == second.members("C")


@pytest.mark.parametrize("text", ["T01", "t01", "5NT", "5nt ", "Trust 1", " trust 1"])
def test_an_organisation_is_found_by_id_code_or_name_in_any_case(text: str) -> None:
    assert new_state().find(text) == ["T01"]


def test_a_code_comes_before_a_name_when_finding() -> None:
    state = with_group()
    state.apply(SetField("C", Field.NAME, "5NT"))
    assert state.find("5nt") == ["T01"]
    assert state.find("nobody") == []


def test_the_tray_lists_units_by_home_region_and_code() -> None:
    state = with_group("T01", "T03", "T06")
    waiting = ["T02", "T04", "T05", "T07", "T08", "T09", "T10", "T11", "T12"]
    assert [state.code(u) for u in waiting[:3]] == ["5E1", "5E10", "E01"]
    assert state.tray() == waiting


def test_each_tier_is_listed_in_the_charts_order() -> None:
    state = with_group("T06", "T01")
    assert (state.at_tier(Tier.ROOT), state.at_tier(Tier.GROUP)) == (["N"], ["C"])
    assert state.at_tier(Tier.REGION) == ["R1", "R2", "R3"]
    assert state.at_tier(Tier.UNIT)[:5] == ["T02", "T03", "T04", "T01", "T06"]
    assert state.at_tier(Tier.PART) == ["P1", "P2"]
    assert list(state.below("C")) == ["T01", "P1", "T06"]
    assert len(list(state)) == len(state) == 19


def test_a_unit_keeps_its_home_in_a_group_of_another_region() -> None:
    state = with_group("T06")
    assert (state.region_of("T06"), state.home("T06"), state.waiting_place("T06")) == (
        "R1",
        "R2",
        "R2",
    )


def test_regions_within_regions_have_their_groups_and_their_tray() -> None:
    region = Kind("region", "Region", "Regions", Tier.REGION, ("nation", "region"))
    kinds = tuple(region if k.id == "region" else k for k in PACK.kinds)
    inner = Organisation("R9", "region", "R9", "Inner", "R1")
    unit = Organisation("T99", "trust", "X99", "Inner trust", "R9")
    organisations = Organisations.of((*PACK.organisations, inner, unit))
    state = new_state(dataclasses.replace(PACK, kinds=kinds, organisations=organisations))
    state.apply(Create("C", "cluster", "C01", "Cluster", "R9"))
    assert "R9" in state.at_tier(Tier.REGION)
    assert state.at_tier(Tier.GROUP) == ["C"]
    assert "T99" in state.tray()


def test_a_chart_without_regions_has_a_tray_too() -> None:
    kinds = tuple(
        dataclasses.replace(k, parents=("nation", *k.parents)) if k.tier is Tier.UNIT else k
        for k in PACK.kinds
    )
    unit = Organisation("T99", "trust", "X99", "National trust", "N")
    pack = dataclasses.replace(
        PACK, kinds=kinds, organisations=Organisations.of((*PACK.organisations, unit))
    )
    state = with_group("T99", pack=pack)
    state.apply(edits.to_tray(state, ["T99"]))
    assert (state.parent("T99"), state.home("T99")) == ("N", None)
    assert "T99" in state.tray()


def test_unknown_organisations_are_named() -> None:
    with pytest.raises(UnknownOrganisationError, match="'nobody'"):
        new_state().label("nobody")


# -- posts -------------------------------------------------------------------------------------


def test_sharing_leaves_one_post_with_a_seat_on_every_board() -> None:
    state = with_group("T01", "T02", "T03")
    chief = state.posts("C")[0]
    assert (chief.role.id, chief.boards) == ("chief", ("T02", "T03", "T01"))
    totals = state.totals("C")
    # Three posts shared by three, and three directors of public health.
    assert (totals.officers, totals.board_seats) == (3 + 3, 4 * 3)


def test_each_unnamed_accountable_post_counts_as_a_person() -> None:
    state = with_group("T01", "T02")
    # One chief for both; the treasurer of each is accountable too.
    assert state.totals("C").accountable_officers == 1 + 2


def test_one_person_in_several_accountable_posts_is_counted_once() -> None:
    state = with_group("T01", "T02")
    state.apply(Appoint("C", "chief", "Ann Lee"))
    state.apply(Appoint("T01", "treasurer", "Ann Lee"))
    assert state.totals("C").accountable_officers == 2
    posts = 2 * 12 - 1  # a chief and a treasurer each, but one chief for two
    assert state.totals("N").accountable_officers == posts - 1
    state.apply(Appoint("T06", "chief", "Ann Lee"))
    assert state.totals("N").accountable_officers == posts - 2


def test_a_persons_count_follows_when_the_unit_moves() -> None:
    state = with_group("T01")
    state.apply(Appoint("C", "chief", "Ann Lee"))
    state.apply(Appoint("T02", "treasurer", "Ann Lee"))
    state.apply(Move("T02", "C"))
    assert state.totals("C").accountable_officers == 2
    state.apply(Move("T02", "R1"))
    assert state.totals("C").accountable_officers == 2


def test_a_post_everywhere_has_a_seat_on_every_members_board() -> None:
    state = with_group("T01", "T02", "T03")
    state.apply(Arrange("T01", "health", Arrangement.EVERYWHERE))
    assert state.totals("C").board_seats == 4 * 3 + 2
    assert [len(state.board(u)) for u in ("T01", "T02", "T03")] == [8, 9, 9]
    state.apply(Move("T04", "C"))
    assert state.totals("C").board_seats == 4 * 4 + 3


def test_only_voting_officers_count_among_voting_officers() -> None:
    state = with_group("T01", "T02")
    for role in ("nursing", "chair", "treasurer", "health"):
        state.apply(Arrange("T01", role, Arrangement.EVERYWHERE))
    # Chief, finance and public health vote; of the guests, only public health does.
    assert (state.voting_officers("T01"), state.voting_officers("T02")) == (3, 4)
    assert (state.executive_seats("T01"), state.executive_seats("T02")) == (4, 6)


def test_the_chair_everywhere_fills_no_executive_seat() -> None:
    state = with_group("T01", "T02")
    before = state.totals("C").board_seats
    state.apply(Arrange("T01", "chair", Arrangement.EVERYWHERE))
    assert state.totals("C").board_seats == before


def test_in_the_tray_every_post_is_the_units_own() -> None:
    state = new_state()
    state.apply(Arrange("T01", "chief", Arrangement.SHARED))
    assert state.arrangement("T01", "chief") is Arrangement.OWN
    assert [p.boards for p in state.posts("T01")] == [("T01",)] * 8


# -- moving ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (Move("T01", "T02"), "Trust 1 can't be moved to Trust 2: that is a trust."),
        (Move("R1", "N"), "North can't be moved: a Region stays where it is."),
        (
            Move("T01", "R2"),
            "Trust 1 can't wait under Middle: outside a group it belongs to its home, North.",
        ),
        (Move("C", "C"), "Cluster can't be moved to Cluster: that is a cluster."),
        (Move("T01", "nowhere"), "There is no organisation 'nowhere' in this option."),
    ],
)
def test_a_move_that_makes_no_sense_is_refused(change: Move, why: str) -> None:
    assert refused(with_group(), change) == why


def test_a_group_goes_to_another_region_with_all_that_is_in_it() -> None:
    state = with_group("T01", "T02")
    inverse = state.apply(Move("C", "R2"))
    assert (state.count("R1"), state.count("R2"), state.home("T01")) == (3, 7, "R1")
    state.apply(inverse)
    assert state.snapshot() == with_group("T01", "T02").snapshot()


def test_what_is_locked_keeps_what_is_in_it() -> None:
    state = with_group("T01")
    state.apply(SetField("C", Field.LOCKED, "yes"))
    create = Create("P9", "practice", "P9", "Practice 9", "T01")
    for change in (Move("T02", "C"), Move("T01", "R1"), Move("C", "R2"), Move("P1", "T07"), create):
        with pytest.raises(LockedError, match="Cluster is locked"):
            state.apply(change)
    assert refused(state, edits.dissolve(state, ["C"]))


def test_what_is_in_a_locked_group_can_not_be_removed() -> None:
    state = with_group("T01")
    state.apply(Create("V", "venture", "V1", "Venture", "C"))
    state.apply(SetField("C", Field.LOCKED, "yes"))
    assert "Cluster is locked" in refused(state, Remove("V"))


def test_an_empty_locked_group_stays() -> None:
    state = with_group()
    state.apply(SetField("C", Field.LOCKED, "yes"))
    with pytest.raises(LockedError):
        state.apply(Remove("C"))


def test_a_part_moves_between_units_of_one_locked_group() -> None:
    state = with_group("T01", "T02")
    state.apply(SetField("C", Field.LOCKED, "yes"))
    state.apply(Move("P1", "T02"))
    assert state.parent("P1") == "T02"


def test_a_group_with_a_locked_unit_can_not_be_dissolved() -> None:
    state = with_group("T01", "T02")
    state.apply(SetField("T02", Field.LOCKED, "yes"))
    why = refused(state, edits.dissolve(state, ["C"]))
    assert why == "Trust 2 is locked. Unlock it to move it."


def test_a_batch_is_made_in_full_or_not_at_all() -> None:
    state = with_group("T01")
    batch = Batch((Move("T02", "C"), Appoint("C", "chief", "Ann"), Move("T03", "R2")))
    assert "can't wait under" in refused(state, batch)


# -- creating and removing ---------------------------------------------------------------------


def test_a_unit_made_by_a_user_counts_from_the_start() -> None:
    state = with_group("T01")
    state.apply(Create("V", "venture", "V1", "Venture", "C"))
    assert (state.count("C"), state.totals("R1").units) == (2, 6)
    assert state.sum("C", "visits").missing == 1
    assert state.sharing("C", "chief") == 2
    reference.check_totals(state)


def test_removing_a_unit_takes_all_of_it_out_of_the_books() -> None:
    state = with_group("T01")
    before = state.snapshot(), reference.totals(state)
    inverse = state.apply(Create("V", "venture", "V1", "Venture", "C"))
    state.apply(inverse)
    assert (state.snapshot(), reference.totals(state)) == before


def test_an_id_that_was_in_use_can_come_back_as_another_kind() -> None:
    state = new_state()
    state.apply(Create("X", "venture", "V1", "Venture", "R1"))
    state.apply(Remove("X"))
    state.apply(Create("X", "cluster", "C01", "Cluster", "R2"))
    assert (state.count("X"), state.count("N"), state.kind("X").id) == (0, 12, "cluster")


def test_a_unit_made_here_waits_where_it_is_put_and_the_move_can_be_undone() -> None:
    state = with_group(region="R2")
    state.apply(Create("V", "venture", "V1", "Venture", "R1"))
    before = state.snapshot()
    inverse = state.apply(Move("V", "C"))
    assert state.home("V") == "R2"
    state.apply(inverse)
    assert state.snapshot() == before


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (Create("R1", "cluster", "C9", "C", "R1"), "The id 'R1' is in use, or is not an id."),
        (Create("", "cluster", "C9", "C", "R1"), "The id '' is in use, or is not an id."),
        (Create("X", "cluster", "5nt", "C", "R1"), "The code '5nt' is in use, or is not a code."),
        (Create("X", "trust", "C9", "C", "R1"), "An organisation of the kind 'trust' can't be"),
        (Create("X", "circus", "C9", "C", "R1"), "An organisation of the kind 'circus' can't"),
        (Create("X", "cluster", "C9", "C", "T01"), "A cluster can't stand under Trust 1"),
        (Create("X", "cluster", "C9", "", "R1"), "A name is one line"),
        (Create("X", "cluster", "C9", "C", "R1", (("colour", "red"),)), "a field 'colour'"),
        (Create("X", "cluster", "C9", "C", "R1", (("name", "D"),)), "a field 'name'"),
        (Create("X", "cluster", "C9", "C", "R1", (("locked", "yes"),)), "locked before it is"),
        (Create("X", "venture", "C9", "C", "R1", (("formed", "2011-06-01"),)), "no such field"),
        (Create("X", "cluster", "C9", "C", "R1", (("formed", "June"),)), "not a date"),
    ],
)
def test_what_can_not_be_made_is_refused(change: Create, why: str) -> None:
    state = new_state()
    assert why in refused(state, change)
    # Nor does a batch leave anything behind.
    assert why in refused(state, Batch((Create("C", "cluster", "C1", "C", "R1"), change)))


@pytest.mark.parametrize(
    ("before", "why"),
    [
        (Move("T01", "C"), "still has organisations in it"),
        (Appoint("C", "chief", "Ann Lee"), "still has posts"),
    ],
)
def test_a_group_in_use_can_not_be_removed(before: object, why: str) -> None:
    state = with_group()
    state.apply(before)
    assert why in refused(state, Remove("C"))


def test_an_employer_can_not_be_removed() -> None:
    state = with_group("T01")
    state.apply(Create("V", "venture", "V1", "Venture", "R1"))
    state.apply(SetField("C", Field.EMPLOYER, "V"))
    assert "still employs" in refused(state, Remove("V"))


def test_a_unit_with_arranged_posts_can_not_be_removed() -> None:
    state = new_state()
    state.apply(Create("V", "venture", "V1", "Venture", "R1"))
    state.apply(Arrange("V", "chief", Arrangement.OWN))
    assert "still has posts" in refused(state, Remove("V"))


def test_published_organisations_stay() -> None:
    for organisation in ("N", "R1", "T01", "P1"):
        assert "published data" in refused(new_state(), Remove(organisation))


# -- fields ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        SetField("T01", Field.NAME, "Other"),
        SetField("C", Field.NAME, " "),
        SetField("C", Field.NAME, "x" * 201),
        SetField("C", Field.NAME, "Two\nlines"),
        SetField("C", Field.FORMED, "20110601"),
        SetField("C", Field.FORMED, "2011-W22-3"),
        SetField("C", Field.FORMED, "2011-02-30"),
        SetField("T01", Field.FORMED, "2011-06-01"),
        SetField("C", Field.EMPLOYER, "R1"),
        SetField("C", Field.EMPLOYER, "C"),
        SetField("C", Field.EMPLOYER, "nobody"),
        SetField("T01", Field.EMPLOYER, "T02"),
        SetField("C", Field.LOCKED, "no"),
        SetField("R1", Field.LOCKED, "yes"),
        SetField("C", Field.NOTE, "x" * 10_001),
        SetField("C", Field.NOTE, "half \ud800 a pair"),
        SetField("C", Field.NOTE, "nothing \0 there"),
        SetOption(OptionField.NAME, ""),
        SetOption(OptionField.ON, ""),
        SetOption(OptionField.ON, "20110601"),
        SetOption(OptionField.NOTE, "\x1b[31m"),
        Appoint("R1", "chief", "Ann Lee"),
        Appoint("C", "cook", "Ann Lee"),
        Appoint("C", "chief", "Ann\nLee"),
        Arrange("C", "chief", Arrangement.OWN),
        Arrange("T01", "cook", Arrangement.OWN),
        KeepLink("T01", "L9", kept=False),
        KeepLink("C", "L1", kept=False),
    ],
)
def test_what_can_not_be_set_is_refused(change: object) -> None:
    assert refused(with_group("T01"), change)


@pytest.mark.parametrize(
    "change",
    [
        SetField("C", Field.NAME, "Kensington\N{NO-BREAK SPACE}& Chelsea"),
        SetField("C", Field.FORMED, "2011-06-01"),
        SetField("C", Field.EMPLOYER, "T07"),
        SetField("C", Field.LOCKED, "yes"),
        SetField("T01", Field.LOCKED, "yes"),
        SetField("N", Field.NOTE, "x" * 10_000),
        SetField("C", Field.NAME, "x" * 200),
        SetField("N", Field.NOTE, "Two\nlines,\ttabbed, and an emoji: \N{WINKING FACE}"),
        SetOption(OptionField.NAME, "Option B"),
        SetOption(OptionField.ON, "2012-02-29"),
        SetOption(OptionField.NOTE, "Why"),
        Appoint("C", "chief", "Ann Lee"),
        Appoint("T02", "chief", "Ann Lee"),
        Arrange("T01", "chief", Arrangement.OWN),
        Arrange("T01", "health", Arrangement.SHARED),
        Arrange("T01", "nursing", Arrangement.EVERYWHERE),
        Arrange("T02", "nursing", Arrangement.EVERYWHERE),
        KeepLink("T01", "L1", kept=False),
        Move("T01", "R1"),
        Move("T02", "C"),
        Move("C", "R3"),
        Create("X", "practice", "P9", "Practice 9", "T01", (("note", "New"),)),
    ],
)
def test_every_change_is_undone_by_its_inverse_and_the_inverse_by_the_change(
    change: object,
) -> None:
    state = with_group("T01")
    before = state.snapshot(), reference.totals(state)
    inverse = state.apply(change)
    after = state.snapshot(), reference.totals(state)
    assert after[0] != before[0]
    again = state.apply(inverse)
    assert (state.snapshot(), reference.totals(state)) == before
    state.apply(again)
    assert (state.snapshot(), reference.totals(state)) == after
    reference.check_totals(state)


def test_moving_to_where_it_is_changes_nothing() -> None:
    state = with_group("T01")
    state.apply(SetField("T01", Field.LOCKED, "yes"))
    before = state.snapshot()
    assert state.apply(Move("T01", "C")) == Move("T01", "C")
    assert state.snapshot() == before


# -- what an edit is said to have touched ------------------------------------------------------


def test_what_came_and_went_within_one_edit_was_never_there() -> None:
    touched = Touched()
    create = Create("X", "cluster", "C09", "C", "R1")
    new_state().apply(Batch((create, Remove("X"))), touched)
    assert (touched.created, touched.removed) == (set(), set())


def test_what_went_and_came_back_within_one_edit_has_moved() -> None:
    state, touched = with_group(), Touched()
    state.apply(Batch((Remove("C"), Create("C", "cluster", "C01", "C", "R2"))), touched)
    assert (touched.created, touched.removed) == (set(), set())
    assert (touched.moved, touched.edited) == ({"C"}, {"C"})


def test_what_is_gone_at_the_end_of_an_edit_has_neither_moved_nor_been_edited() -> None:
    state, touched = with_group(), Touched()
    state.apply(Batch((SetField("C", Field.NOTE, "x"), Move("C", "R2"), Remove("C"))), touched)
    assert (touched.removed, touched.moved, touched.edited) == ({"C"}, set(), set())
