"""Checks of what is spent: cuts, amounts a head, shares; at the limit and one either side."""

from __future__ import annotations

import pytest

from model.organisations import Figure
from model.rules.rule import Finding
from model.state import State
from tests.model.packs import estimate, units_pack
from tests.model.rules.asking import INFO, NORM, ask, heart, some, together

PLAN = {"base": "cost", "plan": "planned"}
CUT = {**PLAN, "steps": [{"by": "2014-03-31", "cut": 30, "of": 100}]}


# -- reduction ---------------------------------------------------------------------------------


def costs(*pairs: tuple[int | None, int | None]) -> State:
    names = ("cost", "planned")
    return some(
        len(pairs),
        *({n: Figure(v) for n, v in zip(names, p, strict=True) if v is not None} for p in pairs),
    )


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (1_000, 700, ("meets", 3_000, 3_000, 0)),
        (1_000, 701, ("breaks", 2_990, 3_000, -10)),
        (1_000, 699, ("meets", 3_010, 3_000, 10)),
        # Less than a hundredth of a per cent too little is too little.
        (1_000_000, 700_001, ("breaks", 2_999, 3_000, -1)),
        (1_000_000, 699_999, ("meets", 3_000, 3_000, 0)),
        (1_000, 1_000, ("breaks", 0, 3_000, -3_000)),
        (1, 0, ("meets", 10_000, 3_000, 7_000)),
        (1_000, 1_100, ("breaks", -1_000, 3_000, -4_000)),
    ],
)
def test_a_cut_is_compared_exactly(before: int, after: int, expected: object) -> None:
    assert heart(ask(costs((before, after)), "reduction", "C", **CUT)) == expected


def test_a_margin_is_below_zero_whenever_the_cut_is_too_small() -> None:
    steps = [{"by": "2014-03-31", "cut": 850, "of": 1_850}]
    finding = ask(costs((1_000_000, 540_550)), "reduction", "C", **PLAN, steps=steps)
    assert heart(finding) == ("breaks", 4_594, 4_594, -1)


def test_the_members_of_a_group_are_counted_together() -> None:
    state = costs((10_000_000, 8_000_000), (20_000_000, 12_000_000))
    finding = ask(state, "reduction", "C", **CUT)
    assert finding.sentence == (
        "Cost 2013/14 £20,000,000 is 33.3% below £30,000,000; "
        "the target is 30.0% by 31 March 2014 (£21,000,000)."
    )
    assert finding.verdict == "meets"


def test_a_cost_that_grows_is_said_to() -> None:
    sentence = ask(costs((1_000, 1_100)), "reduction", "C", **CUT).sentence
    assert sentence.startswith("Cost 2013/14 £1,100 is 10.0% above £1,000;")


@pytest.mark.parametrize(("by", "aim"), [("2011-03-31", "12.0%"), ("2012-03-31", "30.9%")])
def test_the_last_step_counts_whatever_their_order(by: str, aim: str) -> None:
    first = {"by": "2010-06-21", "cut": 0, "of": 1}
    cut = {"12.0%": 222, "30.9%": 572}[aim]
    steps = [{"by": by, "cut": cut, "of": 1_850}, first]
    finding = ask(costs((1_850, 1_850 - cut)), "reduction", "C", **PLAN, steps=steps)
    assert (finding.verdict, f"is {aim} below" in finding.sentence) == ("meets", True)
    assert f"the target is {aim} by 31 March {by[:4]} (£{1_850 - cut:,})" in finding.sentence
    assert finding.sentence.endswith(", on the way 0.0% by 21 June 2010 (£1,850).")


@pytest.mark.parametrize("together", [True, False])
def test_what_is_spent_too_much_is_said_where_the_cut_reads_as_the_target(together: bool) -> None:
    cut = {**CUT, "together": together}
    near = ask(costs((1_000_000, 700_100)), "reduction", "C", **cut)
    assert near.verdict == "breaks"
    assert "30.0%" in near.sentence.partition("; the target is 30.0%")[0]
    assert "; £100 too much" in near.sentence
    assert "too much" not in ask(costs((1_000_000, 800_000)), "reduction", "C", **cut).sentence
    assert "too much" not in ask(costs((1_000_000, 700_000)), "reduction", "C", **cut).sentence


def test_costs_that_are_missing_are_named() -> None:
    sentence = ask(costs((5, None), (None, None)), "reduction", "C", **CUT).sentence
    assert sentence == (
        "No figure for 1 of 2 trusts (Cost 2009/10) and no figure for 2 of 2 trusts "
        "(Cost 2013/14), so the cut of 30.0% by 31 March 2014 can't be tested."
    )
    sentence = ask(costs((None, None)), "reduction", "C", **CUT).sentence
    assert sentence.startswith("No figure for 1 of 1 trust (Cost 2009/10 and Cost 2013/14), so")


def test_no_cut_can_be_worked_out_from_nothing() -> None:
    finding = ask(costs((0, 0)), "reduction", "C", **CUT)
    assert heart(finding) == ("incomplete", None, 3_000, None)
    assert finding.sentence == "Cost 2009/10 is £0, so no cut can be worked out."


@pytest.mark.parametrize("of", ["C", "R1", "N"])
def test_a_cut_can_be_asked_of_group_region_and_root(of: str) -> None:
    assert ask(costs((1_000, 700)), "reduction", of, **CUT).verdict == "meets"


def test_what_the_target_leaves_is_said_as_soon_as_the_base_is_known() -> None:
    sentence = ask(costs((999, None)), "reduction", "C", **CUT).sentence
    assert sentence.endswith("so the cut of 30.0% by 31 March 2014 (£699) can't be tested.")


# -- reduction, each member by itself ----------------------------------------------------------


def apart(*pairs: tuple[int | None, int | None]) -> Finding:
    return ask(costs(*pairs), "reduction", "C", **CUT, together=False)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (700, ("meets", 3_000, 3_000, 0)),
        (701, ("breaks", 2_990, 3_000, -10)),
        (699, ("meets", 3_010, 3_000, 10)),
    ],
)
def test_apart_the_member_that_cuts_least_decides(after: int, expected: object) -> None:
    assert heart(apart((1_000, 100), (1_000, after))) == expected


def test_apart_those_that_fall_short_are_named() -> None:
    finding = apart((10_000_000, 8_000_000), (20_000_000, 12_000_000), (10, 8))
    assert finding.involved == ("U1", "U3")
    assert finding.sentence == (
        "Each by itself: the least cut is 20.0%, by Unit 1; the target is 30.0% by 31 March 2014; "
        "short of it: Unit 1 and Unit 3."
    )


def test_apart_one_that_falls_short_is_enough_whatever_is_missing() -> None:
    assert heart(apart((1_000, 800), (None, 5))) == ("breaks", 2_000, 3_000, -1_000)
    finding = apart((1_000, 700), (None, 5), (0, 0))
    assert heart(finding) == ("incomplete", None, 3_000, None)
    assert finding.sentence == (
        "Each by itself: no cut can be worked out for 2 of 3 trusts, "
        "so 30.0% by 31 March 2014 can't be tested for all."
    )


def test_together_is_how_a_group_is_counted_unless_said_otherwise() -> None:
    state = costs((10_000_000, 8_000_000), (20_000_000, 12_000_000))
    one, same = (ask(state, "reduction", "C", **CUT, **more) for more in ({}, {"together": True}))
    assert one.sentence == same.sentence
    assert (one.verdict, apart((10, 8), (20, 12)).verdict) == ("meets", "breaks")


# -- ambition ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (850, ("meets", 1_500, 1_500, 0)),
        (849, ("meets", 1_510, 1_500, 10)),
        (851, ("not applicable", 1_490, 1_500, -10)),
        (None, ("incomplete", None, 1_500, None)),
    ],
)
def test_an_ambition_is_met_or_told(after: int | None, expected: object) -> None:
    steps = [{"by": "2011-03-31", "cut": 15, "of": 100}]
    finding = ask(costs((1_000, after)), "ambition", "R1", **PLAN, steps=steps, severity=NORM)
    assert heart(finding) == expected
    says_so = finding.sentence.endswith("An ambition: to fall short of it breaks nothing.")
    assert says_so == (finding.verdict == "not applicable")


# -- per head ----------------------------------------------------------------------------------


def a_head(cost: int | Figure | None, people: int | None = 1_000, **rest: object) -> Finding:
    figures = {
        "cost": Figure(cost) if isinstance(cost, int) else cost,
        "population": None if people is None else Figure(people),
    }
    state = some(1, {name: figure for name, figure in figures.items() if figure is not None})
    limits = {"low": 15, "high": 63} if not {"low", "high"} & set(rest) else {}
    return ask(state, "per-head", "U1", measure="cost", per="population", **limits, **rest)


@pytest.mark.parametrize(
    ("cost", "expected"),
    [
        (14_999, ("breaks", 1_499, 1_500, -1)),
        (15_000, ("meets", 1_500, 1_500, 0)),
        (15_010, ("meets", 1_501, 1_500, 1)),
        (62_990, ("meets", 6_299, 6_300, 1)),
        (63_000, ("meets", 6_300, 6_300, 0)),
        (63_001, ("breaks", 6_300, 6_300, -1)),
    ],
)
def test_both_limits_of_an_amount_a_head_are_allowed(cost: int, expected: object) -> None:
    assert heart(a_head(cost)) == expected


@pytest.mark.parametrize(
    ("rest", "sentence"),
    [
        ({}, "Cost 2009/10 £22,855 is £22.86 a head (1,000 population): within £15 to £63."),
        (
            {"low": 23},
            "Cost 2009/10 £22,855 is £22.86 a head (1,000 population): under £23 by £145 in all.",
        ),
        (
            {"high": 22},
            "Cost 2009/10 £22,855 is £22.86 a head (1,000 population): over £22 by £855 in all.",
        ),
        ({"low": 2}, "Cost 2009/10 £22,855 is £22.86 a head (1,000 population): at least £2."),
        (
            {"high": 63, "reference": 22},
            "Cost 2009/10 £22,855 is £22.86 a head (1,000 population): at most £63; "
            "over the reference of £22.",
        ),
    ],
)
def test_an_amount_a_head_in_words(rest: dict[str, int], sentence: str) -> None:
    assert a_head(22_855, **rest).sentence == sentence.replace("1,000 population", "1,000 people")


def test_an_amount_at_the_reference_is_not_over_it() -> None:
    assert a_head(23_000, reference=23).sentence.endswith("; not over the reference of £23.")
    assert a_head(23_001, reference=23).sentence.endswith("; over the reference of £23.")


def test_an_amount_a_head_without_its_figures_is_incomplete() -> None:
    for finding in (a_head(None), a_head(5, None), a_head(5, 0)):
        assert heart(finding) == ("incomplete", None, None, None)
    assert a_head(None).sentence == "Cost 2009/10: no figure."
    of_group = ask(costs((5, 5), (5, 5)), "per-head", "C", measure="cost", per="population", low=1)
    assert of_group.sentence == "Population: no figure for 2 of 2 trusts."
    assert a_head(5, 0).sentence == "Population is 0: nothing a head can be worked out."


def test_an_estimate_makes_an_amount_a_head_one() -> None:
    sentence = a_head(estimate(20_000, 15_000, 25_000)).sentence
    assert sentence.startswith("Cost 2009/10 £20,000* is £20.00* a head (")


def test_as_information_an_amount_a_head_is_never_judged() -> None:
    assert a_head(70_000, severity=INFO).verdict == "not applicable"


def test_of_a_group_it_is_sum_by_sum() -> None:
    both = [{"cost": Figure(c), "population": Figure(p)} for c, p in ((10, 1), (20, 9))]
    finding = ask(some(2, *both), "per-head", "C", measure="cost", per="population", high=3)
    assert heart(finding) == ("meets", 300, 300, 0)


# -- shares ------------------------------------------------------------------------------------


def shared(*shares: int | None, people: tuple[int | None, ...] = (4_000, 3_000, 1_000)) -> Finding:
    figures = [
        {
            **({} if share is None else {"part": Figure(share)}),
            **({} if size is None else {"population": Figure(size)}),
        }
        for share, size in zip(shares, people, strict=False)
    ]
    state = together(units_pack(*figures))
    return ask(state, "shares", "C", share="part", size="population")


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ((50, 50), ("meets", 100, 100, 0)),
        ((50, 49), ("breaks", 99, 100, -1)),
        ((50, 51), ("breaks", 101, 100, -1)),
        ((100, 0), ("meets", 100, 100, 0)),
        ((50, None), ("incomplete", 50, 100, None)),
        ((100, None), ("incomplete", 100, 100, None)),
        # What is over the whole already is too much whatever the others get.
        ((101, None), ("breaks", 101, 100, -1)),
    ],
)
def test_shares_come_to_a_hundred(shares: tuple[int | None, ...], expected: object) -> None:
    assert heart(shared(*shares)) == expected


def test_shares_in_words() -> None:
    assert (
        shared(50, 49).sentence == "Share: Unit 1 50% and Unit 2 49%, together 99%: 1% too little."
    )
    assert shared(60, 50).sentence.endswith("together 110%: 10% too much.")
    assert shared(50, None).sentence == (
        "Share: Unit 1 50%, together 50%; no share entered for Unit 2."
    )


def test_without_shares_each_gets_one_by_its_size() -> None:
    finding = shared(None, None, None)
    assert heart(finding) == ("meets", 100, 100, 0)
    assert finding.sentence == (
        "By population, as no shares are entered: Unit 1 50.0%, Unit 2 37.5% and Unit 3 12.5%."
    )


def test_without_shares_and_sizes_nothing_is_known() -> None:
    finding = shared(None, None, people=(5, None))
    assert heart(finding) == ("incomplete", None, 100, None)
    assert finding.sentence == (
        "No shares entered, and none by population: no figure for 1 of 2 trusts."
    )
    assert shared(None, None, people=(0, 0)).sentence.endswith(
        "none by population: Population is 0."
    )


def test_one_alone_shares_nothing() -> None:
    assert heart(shared(70)) == ("not applicable", None, None, None)
