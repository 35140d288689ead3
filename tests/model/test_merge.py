"""Merging: what two copies of an option did since they parted, put together."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from model import edits
from model.changes import (
    Appoint,
    Batch,
    Change,
    Create,
    Field,
    Join,
    Move,
    OptionField,
    SetField,
    SetLimit,
    SetOption,
)
from model.errors import ChangeRefusedError, MergeRefusedError
from model.merge import Merge, Side, beside, breaks_text, check_related, decided_by
from model.option import Option, Origin
from model.pack import Tier
from model.records import altered
from model.rules.rule import Verdict
from model.rules.standing import SEVERITY_WORDS
from model.scenario import Add, Scenario
from model.slots import departures
from tests.model.gestures import GESTURES
from tests.model.packs import ON, WHEN, rich_pack, units_pack

PACK = rich_pack()
SEEDS = st.integers(0, 2**32)


def new_option(*changes: Change) -> Option:
    option = Option(PACK, "A", "Option A", ON)
    for change in changes:
        commit(option, change)
    return option


def commit(option: Option, change: Change, who: str = "me") -> None:
    option.commit(change, when=f"{WHEN} {len(option.log)}", who=who)


def copied(option: Option) -> Option:
    copy = Option(PACK, option.id, *option.first)
    copy.restore(list(option.log), option.log.head)
    return copy


def group(code: str, name: str = "", identifier: str = "", region: str = "R1") -> Create:
    return Create(identifier or code, "cluster", code, name or f"Group {code}", region)


def parted(*common: Change) -> tuple[Option, Option]:
    mine = new_option(*common)
    return mine, copied(mine)


def merged(mine: Option, theirs: Option, side: Side = Side.MINE) -> Option:
    """Return a copy of mine with theirs put into it."""
    result = copied(mine)
    merge = Merge(result, theirs)
    decisions = decided_by(merge.conflicts, side)
    if not merge.is_nothing:
        put_in(result, merge, decisions)
    return result


def put_in(option: Option, merge: Merge, decisions: Mapping[int, Side]) -> None:
    change, when = merge.change(decisions), f"{WHEN} {len(option.log)}"
    option.commit(change, when=when, who="me", text=merge.text(), brings=merge.brings)


def random_edits(option: Option, random: Random, number: int, who: str) -> None:
    for _ in range(number):
        name = random.choice(sorted(GESTURES))
        try:
            change = GESTURES[name](option.state, *(random.randrange(1_000) for _ in range(3)))
            commit(option, change, who)
        except ChangeRefusedError:
            continue


# -- whatever they did -------------------------------------------------------------------------


@given(SEEDS, st.integers(0, 40), st.integers(1, 25), st.integers(1, 25))
def test_merging_is_commutative_but_for_the_choices(
    seed: int, common: int, here: int, there: int
) -> None:
    random = Random(seed)
    mine = new_option()
    random_edits(mine, random, common, "both")
    theirs = copied(mine)
    random_edits(mine, random, here, "Ann")
    random_edits(theirs, random, there, "Bo")
    one, other = merged(mine, theirs, Side.MINE), merged(theirs, mine, Side.THEIRS)
    assert departures(one.state) == departures(other.state)
    one, other = merged(mine, theirs, Side.THEIRS), merged(theirs, mine, Side.MINE)
    assert departures(one.state) == departures(other.state)


@given(SEEDS, st.integers(0, 40), st.integers(0, 25))
def test_merging_with_itself_or_its_past_changes_nothing(seed: int, common: int, here: int) -> None:
    mine = new_option()
    random_edits(mine, Random(seed), common, "both")
    before = copied(mine)
    random_edits(mine, Random(seed + 1), here, "Ann")
    for theirs in (before, copied(mine)):
        merge = Merge(mine, theirs)
        assert merge.is_nothing
        assert merge.conflicts == ()
    assert merged(before, mine).state.snapshot() == mine.state.snapshot()


@given(SEEDS, st.integers(0, 30), st.integers(1, 20))
def test_what_each_side_alone_set_is_as_it_set_it(seed: int, common: int, number: int) -> None:
    """Conflicts decided one way and the other differ in what was decided, and nowhere else."""
    random = Random(seed)
    mine = new_option()
    random_edits(mine, random, common, "both")
    theirs = copied(mine)
    random_edits(mine, random, number, "Ann")
    random_edits(theirs, random, number, "Bo")
    merge = Merge(mine, theirs)
    result = merged(mine, theirs, Side.MINE)
    decided = {s for c in merge.conflicts for s in c.values[Side.MINE]}
    now, was = departures(result.state), departures(mine.state)
    for slot in was:
        if slot not in decided and slot not in merge._clashes.free:
            assert now.get(slot) == was[slot]


def test_random_edits_are_seldom_all_or_nothing() -> None:
    """The slots and what is tied together say nearly always what can't be had together."""
    whole = 0
    for seed in range(60):
        random = Random(seed)
        mine = new_option()
        random_edits(mine, random, 25, "both")
        theirs = copied(mine)
        random_edits(mine, random, 12, "Ann")
        random_edits(theirs, random, 12, "Bo")
        conflicts = Merge(mine, theirs).conflicts
        whole += any(c.title.startswith("Both plans") for c in conflicts)
    assert whole <= 3


# -- what gets in each other's way ---------------------------------------------------------------


def test_changes_that_do_not_touch_are_taken() -> None:
    mine, theirs = parted(group("C01"), group("C02"))
    commit(mine, Move("T01", "C01"))
    commit(theirs, Move("T02", "C01"), "Bo")
    commit(theirs, SetField("C02", Field.NAME, "West"), "Bo")
    merge = Merge(mine, theirs)
    assert merge.conflicts == ()
    assert [(t.title, t.before, t.after) for t in merge.taken] == [
        ("Where Trust 2 is", "no cluster (North)", "Group C01"),
        ("Name of Group C02", "Group C02", "West"),
    ]
    assert merge.text() == "Merge Bo's changes (2 changes)"
    commit(mine, merge.change({}))
    assert mine.state.members("C01") == ["T02", "T01"]
    assert mine.state.label("C02") == "West"
    mine.undo()
    assert mine.state.members("C01") == ["T01"]


def test_one_place_set_alike_by_both_is_no_conflict() -> None:
    mine, theirs = parted(group("C01"))
    for option in (mine, theirs):
        commit(option, Move("T01", "C01"), option.id)
    commit(mine, Move("T02", "C01"))
    assert Merge(mine, theirs).is_nothing


def test_one_unit_in_two_places_is_a_conflict_with_totals_and_findings_of_both() -> None:
    mine, theirs = parted(group("C01", "East"), group("C02", "West"))
    commit(mine, Move("T01", "C01"))
    commit(theirs, Move("T01", "C02"), "Bo")
    merge = Merge(mine, theirs)
    (conflict,) = merge.conflicts
    assert (conflict.title, conflict.mine, conflict.theirs) == ("Where Trust 1 is", "East", "West")
    before = mine.state.snapshot()
    for side, units in ((Side.MINE, [1, 0]), (Side.THEIRS, [0, 1])):
        outcomes = merge.outcomes(0, side)
        assert [o.name for o in outcomes] == ["East", "West"]
        assert [o.totals.units for o in outcomes if o.totals] == units
        result = merged(mine, theirs, side)
        for outcome in outcomes:
            found = result.findings.of(outcome.place)
            assert [*outcome.breaks] == [f for f in found if f.verdict is Verdict.BREAKS]
            assert outcome.totals == result.state.totals(outcome.place)
        assert any(o.breaks for o in outcomes)
        for finding in (f for o in outcomes for f in o.breaks):
            told = f"{finding.rule.id} ({SEVERITY_WORDS[finding.rule.severity]})"
            assert any(told in breaks_text(o) for o in outcomes)
    assert mine.state.snapshot() == before
    decisions = {0: Side.THEIRS}
    assert merge.why(decisions, "Ann") == (
        "Ann chose:\nWhere Trust 1 is: West (Bo's), not East (mine)"
    )
    assert merge.text() == "Merge Bo's changes (1 change, 1 decided)"
    commit(mine, merge.change(decisions))
    assert mine.state.parent("T01") == "C02"


@pytest.mark.parametrize("mine_dissolves", [True, False])
def test_a_group_that_one_side_dissolved_and_the_other_filled(mine_dissolves: bool) -> None:
    mine, theirs = parted(group("C01", "East"), Move("T01", "C01"), Appoint("C01", "chief", "Lee"))
    gone, used = (mine, theirs) if mine_dissolves else (theirs, mine)
    commit(gone, edits.dissolve(gone.state, ["C01"]))
    commit(used, Move("T02", "C01"))
    commit(used, Create("S", "alliance", "S", "Alliance", "C01"))
    commit(used, Join("T02", "S"))
    (conflict,) = Merge(mine, theirs).conflicts
    assert conflict.title == "East"
    texts = {conflict.mine, conflict.theirs}
    assert texts == {"removed", "kept, with Alliance and Trust 2 in it"}
    for side in Side:
        state = merged(mine, theirs, side).state
        if (side is Side.MINE) is mine_dissolves:
            assert "C01" not in state
            assert "S" not in state
        else:
            assert state.members("C01") == ["T02", "T01"]
            assert state.holder("C01", "chief") == "Lee"
            assert state.successor_of("T02") == "S"


def test_a_unit_that_left_a_group_before_it_was_dissolved_stays_where_it_went() -> None:
    mine, theirs = parted(group("C01"), group("C02"), Move("T01", "C01"), Move("T02", "C01"))
    commit(mine, Move("T01", "C02"))
    commit(mine, edits.dissolve(mine.state, ["C01"]))
    commit(theirs, SetField("C01", Field.NOTE, "Keep this one."))
    state = merged(mine, theirs, Side.THEIRS).state
    assert state.members("C01") == ["T02"]
    assert state.members("C02") == ["T01"]


def test_a_code_that_both_gave_away_is_decided() -> None:
    mine, theirs = parted()
    commit(mine, group("C01", "East", "M"))
    commit(theirs, group("c01", "West", "T"))
    (conflict,) = Merge(mine, theirs).conflicts
    assert conflict.mine == "East keeps it, West becomes C02"
    assert conflict.theirs == "West keeps it, East becomes C02"
    codes = {s: merged(mine, theirs, s).state for s in Side}
    assert [codes[Side.MINE].code(o) for o in ("M", "T")] == ["C01", "C02"]
    assert [codes[Side.THEIRS].code(o) for o in ("M", "T")] == ["C02", "c01"]


def test_a_group_that_both_made_of_the_same_units_is_one_group() -> None:
    mine, theirs = parted()
    for option, code, units in ((mine, "C01", ("T01", "T02")), (theirs, "C02", ("T02", "T03"))):
        commit(option, edits.new_group(option.state, "R1", f"{code}x", "East", units))
        commit(option, SetField(f"{code}x", Field.NOTE, f"Note {code}"))
    merge = Merge(mine, theirs)
    assert [c.title for c in merge.conflicts] == ["Note on East"]
    state = merged(mine, theirs, Side.THEIRS).state
    assert state.at_tier(Tier.GROUP) == ["C01x"]
    assert state.members("C01x") == ["T02", "T03", "T01"]
    assert state.field("C01x", Field.NOTE) == "Note C02"


def test_groups_of_one_name_with_nothing_in_common_stay_two() -> None:
    mine, theirs = parted()
    for option, code, unit in ((mine, "C01", "T01"), (theirs, "C02", "T02")):
        commit(option, edits.new_group(option.state, "R1", code, "East", [unit]))
    assert merged(mine, theirs).state.at_tier(Tier.GROUP) == ["C01", "C02"]


@pytest.mark.parametrize("side", [*Side])
def test_what_passes_a_lock_that_the_other_side_put_on_is_decided(side: Side) -> None:
    mine, theirs = parted(group("C01", "East"), Move("T01", "C01"))
    commit(mine, SetField("C01", Field.LOCKED, "yes"))
    commit(theirs, Move("T01", "R1"))
    commit(theirs, Move("T02", "C01"))
    (conflict,) = Merge(mine, theirs).conflicts
    assert conflict.mine == "locked: nothing enters or leaves it"
    assert conflict.theirs == "Trust 1 and Trust 2 may pass; locked after it"
    state = merged(mine, theirs, side).state
    assert state.members("C01") == (["T01"] if side is Side.MINE else ["T02"])
    assert state.is_locked("C01")


def test_limits_that_would_cross_are_one_conflict() -> None:
    mine, theirs = parted()
    commit(mine, SetLimit("T-range", "low", "800000"))
    commit(theirs, SetLimit("T-range", "high", "700000"))
    (conflict,) = Merge(mine, theirs).conflicts
    assert conflict.mine == "as the rule has it and 800,000"
    assert merged(mine, theirs, Side.THEIRS).state.limits == {("T-range", "high"): "700000"}


def test_a_whole_and_its_part_are_not_counted_twice() -> None:
    alliances = [Create(i, "alliance", i, f"Alliance {i}", "C01") for i in ("S1", "S2")]
    mine, theirs = parted(group("C01"), *alliances)
    commit(mine, Join("T01", "S1"))
    commit(theirs, Join("P1", "S2"))
    (conflict,) = Merge(mine, theirs).conflicts
    assert conflict.title == "Alliance of Practice 1 and Alliance of Trust 1"
    assert merged(mine, theirs, Side.THEIRS).state.joined("S2") == ["P1"]


def test_fields_of_the_option_are_merged_too() -> None:
    mine, theirs = parted()
    commit(mine, SetOption(OptionField.NAME, "East"))
    commit(theirs, SetOption(OptionField.ON, "2011-06-02"))
    state = merged(mine, theirs).state
    assert (state.name, state.on.isoformat()) == ("East", "2011-06-02")


def test_a_long_list_of_choices_is_cut_to_what_a_note_holds() -> None:
    pack = units_pack(*[{}] * 99)
    mine = Option(pack, "A", "Option A", ON)
    names = [f"{code} {'x' * 190}" for code in ("C01", "C02", "C03")]
    for name in names:
        commit(mine, group(name[:3], name))
    theirs = Option(pack, "A", "Option A", ON)
    theirs.restore(list(mine.log), mine.log.head)
    units = mine.state.at_tier(Tier.UNIT)
    commit(mine, Batch(tuple(Move(u, "C01") for u in units)))
    commit(theirs, Batch(tuple(Move(u, "C02") for u in units)))
    merge = Merge(mine, theirs)
    why = merge.why({}, "Ann")
    assert why.splitlines()[-1].endswith("choices more")
    mine.commit(merge.change({}), when=WHEN, who="Ann", why=why, text=merge.text())


# -- what can't be merged ------------------------------------------------------------------------


def test_what_is_no_copy_is_refused_with_the_reason() -> None:
    option = new_option()
    scenario = Scenario("1", PACK, WHEN, [option], "A")
    check_related(scenario, Scenario("1", rich_pack(), WHEN))
    with pytest.raises(MergeRefusedError, match="two scenarios"):
        check_related(scenario, Scenario("2", PACK, WHEN))
    with pytest.raises(MergeRefusedError, match="Rich 1 and Rich 2"):
        check_related(scenario, Scenario("1", altered(PACK, version="2"), WHEN))
    with pytest.raises(MergeRefusedError, match="published figures"):
        check_related(scenario, Scenario("1", altered(units_pack(), version="1"), WHEN))
    other = Option(PACK, "A", "Other", ON)
    with pytest.raises(MergeRefusedError, match="no past in common"):
        Merge(option, other)


# -- options of theirs ---------------------------------------------------------------------------


def test_theirs_beside_mine_is_a_branch_from_the_common_past() -> None:
    mine, theirs = parted(group("C01"), Move("T01", "C01"))
    past = mine.log.head
    commit(theirs, Move("T02", "C01"))
    scenario = Scenario("1", PACK, WHEN, [mine], "A")
    scenario.apply(Add(beside(scenario, theirs, "b", when=WHEN, who="me"), 1))
    added = scenario.option("b")
    assert added.state.members("C01") == ["T02", "T01"]
    assert added.origin == Origin("A", past)
    assert added.state.name == "Option B"
    assert mine.state.members("C01") == ["T01"]


# -- merging again -------------------------------------------------------------------------------


def test_theirs_stands_beside_mine_again_after_they_merged_mine() -> None:
    mine, theirs = parted(group("C01"))
    shared = mine.log.head
    commit(mine, Move("T01", "C01"))
    commit(theirs, Move("T02", "C01"), who="them")
    merge = Merge(theirs, mine)
    put_in(theirs, merge, {})
    scenario = Scenario("id", PACK, WHEN, [mine], mine.id)
    for number in range(2):
        scenario.apply(Add(beside(scenario, theirs, f"b{number}", when=WHEN, who="me"), 1))
        added = scenario.option(f"b{number}")
        assert added.origin == Origin(mine.id, shared)
        assert added.state.members("C01") == theirs.state.members("C01")


def test_what_was_decided_once_is_not_asked_again() -> None:
    mine, theirs = parted(group("C01", "East"), group("C02", "West"))
    commit(mine, Move("T01", "C01"))
    commit(theirs, Move("T01", "C02"), "Bo")
    both = merged(mine, theirs, Side.MINE)
    # Bo gets it back, and takes it as it is.
    back = Merge(theirs, both)
    assert back.conflicts == ()
    assert merged(theirs, both).state.parent("T01") == "C01"
    # Bo went on meanwhile, and so did mine.
    commit(theirs, Move("T02", "C02"), "Bo")
    commit(both, Move("T03", "C01"))
    for one, other in ((theirs, both), (both, theirs)):
        merge = Merge(one, other)
        assert merge.conflicts == ()
        assert len(merge.taken) == (2 if one is theirs else 1)
        state = merged(one, other).state
        assert [state.parent(u) for u in ("T01", "T02", "T03")] == ["C01", "C02", "C01"]
    # What was decided and alters later is asked again.
    commit(theirs, Move("T01", "R1"), "Bo")
    assert [c.title for c in Merge(both, theirs).conflicts] == ["Where Trust 1 is"]


@given(SEEDS)
def test_a_merge_has_all_of_theirs_until_they_go_on(seed: int) -> None:
    random = Random(seed)
    mine = new_option()
    random_edits(mine, random, 20, "both")
    theirs = copied(mine)
    random_edits(mine, random, 10, "Ann")
    random_edits(theirs, random, 10, "Bo")
    both = merged(mine, theirs, Side.MINE)
    assert Merge(both, theirs).is_nothing
    assert Merge(both, mine).is_nothing
    assert departures(merged(theirs, both).state) == departures(both.state)


@given(SEEDS)
def test_two_who_merge_each_other_meet_at_one_place(seed: int) -> None:
    """Each has the other's work merged, went on, and merges again: they end up alike."""
    random = Random(seed)
    mine = new_option()
    random_edits(mine, random, 25, "both")
    theirs = copied(mine)
    for _ in range(2):
        random_edits(mine, random, 6, "Ann")
        random_edits(theirs, random, 6, "Bo")
        # What both made of one name and place is one thing, with the id that each has given it.
        assume(not Merge(mine, theirs)._clashes._alias)
        mine, theirs = merged(mine, theirs, Side.MINE), merged(theirs, mine, Side.THEIRS)
        assert departures(mine.state) == departures(theirs.state)
