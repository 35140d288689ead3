"""The worked examples about size and money, to the pound, and the rules that stand beside them.

The numbers are those of the guidance: nothing here was copied from what the program says.
"""

from __future__ import annotations

import datetime

import pytest

from model.changes import Answer, Enter, OptionField, SetLimit, SetOption, Staff
from model.option import Option
from model.pack import Pack, Tier
from model.report.totals import forecasts_told, units_table
from model.rules.rule import Severity, Verdict
from model.rules.standing import Sign
from model.wording import DASH
from tests.england import judged, started
from tests.packs.examples import (
    CAMBRIDGESHIRE,
    GREATER_MANCHESTER,
    NORTH_YORKSHIRE,
    PETERBOROUGH,
    SOMERSET,
    TEES,
    do,
    each,
    finding,
    officers,
    start,
    with_figures,
)

MILLION = 1_000_000


def on(option: Option, date: datetime.date) -> Option:
    """Have an option be as on another date."""
    do(option, SetOption(OptionField.ON, date.isoformat()))
    return option


def nation(pack: Pack, base: int, plan: int) -> Pack:
    """Return the pack with management costs that come to those sums, spread over all PCTs."""
    units = [o.id for o in pack.organisations if o.kind == "pct"]
    first, others = units[0], units[1:]
    spread = {
        unit: {"management_cost_base": 1_234_567, "management_cost_plan": 654_321}
        for unit in others
    }
    rest = {
        "management_cost_base": base - len(others) * 1_234_567,
        "management_cost_plan": plan - len(others) * 654_321,
    }
    return with_figures(pack, {first: rest, **spread})


# -- WE-3: Greater Manchester ------------------------------------------------------------------


def test_we3_a_lead_director_of_public_health_is_only_a_label(pack: Pack) -> None:
    option = start(pack, "june-2011")
    do(option, Staff(GREATER_MANCHESTER[0], "lead-dph", 1))
    found = {finding(option, "DH-25", unit).verdict for unit in GREATER_MANCHESTER}
    assert (found, officers(option, ["C07"])) == ({Verdict.MEETS}, (15, 1))


def test_we3_one_person_more_is_over_the_norm(pack: Pack) -> None:
    people = {**each(GREATER_MANCHESTER, population=260_000), "5NT": {"population": 260_001}}
    size = finding(start(with_figures(pack, people), "june-2011"), "DH-32", "C07")
    assert (size.verdict, size.value, size.margin) == (Verdict.BREAKS, 2_600_001, -1)


# -- WE-4: Tees --------------------------------------------------------------------------------


def test_we4_the_users_own_threshold_flags_tees_and_says_that_it_is_theirs(pack: Pack) -> None:
    figures = {**each(TEES, population=140_000), SOMERSET: {"population": 530_000}}
    option = start(with_figures(pack, figures), "june-2011")
    assert option.state.sum("C04", "population").value // 4 == 140_000
    assert finding(option, "DH-32", "C04").verdict is Verdict.MEETS
    do(option, SetLimit("DH-32", "low", "600000"))
    size = finding(option, "DH-32", "C04")
    assert (size.verdict, size.margin) == (Verdict.BREAKS, -40_000)
    assert (size.rule.severity, size.rule.changed) == (Severity.NORM, ("low",))
    assert option.is_complete
    option.undo()
    assert finding(option, "DH-32", "C04").rule.changed == ()
    assert finding(option, "DH-32", "C50").verdict is Verdict.MEETS


# -- WE-5: Cambridgeshire and Peterborough -----------------------------------------------------


def test_we5_what_they_share_is_split_by_people_unless_they_say_otherwise(pack: Pack) -> None:
    people = {CAMBRIDGESHIRE: {"population": 600_000}, PETERBOROUGH: {"population": 200_000}}
    option = start(with_figures(pack, people), "june-2011")
    split = finding(option, "DH-38", "C26")
    assert (split.verdict, split.value) == (Verdict.MEETS, 100)
    assert "Cambridgeshire 75.0%" in split.sentence
    assert "Peterborough 25.0%" in split.sentence
    do(option, Enter(CAMBRIDGESHIRE, "management_share", 60))
    assert finding(option, "DH-38", "C26").verdict is Verdict.INCOMPLETE
    do(option, Enter(PETERBOROUGH, "management_share", 39))
    assert finding(option, "DH-38", "C26").margin == -1
    do(option, Enter(PETERBOROUGH, "management_share", 40))
    assert finding(option, "DH-38", "C26").verdict is Verdict.MEETS


# -- WE-9: management cost ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "verdict", "margin"),
    [
        (1_000 * MILLION - 1, Verdict.MEETS, 0),
        (1_000 * MILLION, Verdict.MEETS, 0),
        (1_000 * MILLION + 1, Verdict.BREAKS, -1),
    ],
)
def test_we9_england_is_to_spend_a_thousand_million(
    pack: Pack, plan: int, verdict: Verdict, margin: int
) -> None:
    option = start(nation(pack, 1_850 * MILLION, plan), "june-2011")
    cut = finding(option, "DH-44", "ENG")
    assert (cut.verdict, cut.margin) == (verdict, margin)
    assert (cut.rule.severity, cut.limit) == (Severity.MUST, 4_594)
    assert "is 45.9% below £1,850,000,000" in cut.sentence


def test_we9_the_steps_on_the_way_are_said_in_pounds(pack: Pack) -> None:
    option = start(nation(pack, 1_850 * MILLION, 1_000 * MILLION), "june-2011")
    sentence = finding(option, "DH-44", "ENG").sentence
    for step in (
        "12.0% by 31 March 2011 (£1,628,000,000)",
        "30.9% by 31 March 2012 (£1,278,000,000)",
        "45.9% by 31 March 2014 (£1,000,000,000)",
    ):
        assert step in sentence


@pytest.mark.parametrize(
    ("saving", "verdict"),
    [
        (555 * MILLION, Verdict.MEETS),
        (555 * MILLION - 1, Verdict.BREAKS),
        (555 * MILLION + 1, Verdict.MEETS),
    ],
)
def test_we9_thirty_per_cent_alone_leaves_1295_million(
    pack: Pack, saving: int, verdict: Verdict
) -> None:
    """The target of December 2009 is each SHA's own; here one has all of the cost."""
    costs = {
        "management_cost_base": 1_850 * MILLION,
        "management_cost_plan": 1_850 * MILLION - saving,
    }
    nothing = dict.fromkeys(costs, 0)
    state = start(pack, "june-2011").state
    figures = {unit: nothing for unit in state.at_tier(Tier.UNIT) if state.region_of(unit) == "Q36"}
    figures[next(iter(figures))] = costs
    option = on(start(with_figures(pack, figures), "june-2011"), datetime.date(2010, 5, 1))
    cut = finding(option, "DH-41", "Q36")
    assert (cut.verdict, cut.rule.severity) == (verdict, Severity.MUST)
    assert "30.0% by 31 March 2014 (£1,295,000,000)" in cut.sentence
    assert finding(option, "DH-44", "ENG").verdict is Verdict.NOT_APPLICABLE


def two(pack: Pack) -> Pack:
    """Return the pack with the costs of two PCTs: 10m to 8m and 20m to 12m."""
    return with_figures(
        pack,
        {
            CAMBRIDGESHIRE: {
                "management_cost_base": 10 * MILLION,
                "management_cost_plan": 8 * MILLION,
            },
            PETERBOROUGH: {
                "management_cost_base": 20 * MILLION,
                "management_cost_plan": 12 * MILLION,
            },
        },
    )


def test_we9_two_pcts_cut_a_fifth_and_two_fifths(pack: Pack) -> None:
    option = start(two(pack), "alone")
    found = [
        finding(option, "DH-42", option.state.group_of(unit) or "")
        for unit in (CAMBRIDGESHIRE, PETERBOROUGH)
    ]
    assert [(f.value, f.verdict) for f in found] == [
        (2_000, Verdict.BREAKS),
        (4_000, Verdict.MEETS),
    ]


def test_we9_together_they_cut_a_third_and_apart_the_first_fails(pack: Pack) -> None:
    option = start(two(pack), "june-2011")
    both = finding(option, "DH-42", "C26")
    assert (both.verdict, both.value) == (Verdict.MEETS, 3_333)
    assert "is 33.3% below £30,000,000" in both.sentence
    do(option, SetLimit("DH-42", "together", "no"))
    each_alone = finding(option, "DH-42", "C26")
    assert (each_alone.verdict, each_alone.value) == (Verdict.BREAKS, 2_000)
    assert each_alone.involved == (CAMBRIDGESHIRE,)
    assert each_alone.rule.changed == ("together",)
    option.undo()
    assert finding(option, "DH-42", "C26") == both


def test_we9_the_users_own_figures_count(pack: Pack) -> None:
    option = start(pack, "june-2011")
    assert finding(option, "DH-42", "C26").verdict is Verdict.INCOMPLETE
    for unit, base, plan in ((CAMBRIDGESHIRE, 10, 8), (PETERBOROUGH, 20, 12)):
        do(option, Enter(unit, "management_cost_base", base * MILLION))
        do(option, Enter(unit, "management_cost_plan", plan * MILLION))
    assert finding(option, "DH-42", "C26").value == 3_333
    assert finding(option, "DH-44", "ENG").verdict is Verdict.INCOMPLETE


# -- the rules beside them: what is at the limit, and one either side --------------------------


@pytest.mark.parametrize(
    ("later", "verdict"),
    [(85, Verdict.MEETS), (84, Verdict.MEETS), (86, Verdict.NOT_APPLICABLE)],
)
def test_dh43_fifteen_per_cent_by_2011_meets_an_ambition(
    pack: Pack, later: int, verdict: Verdict
) -> None:
    state = start(pack, "june-2011").state
    region = [unit for unit in state.at_tier(Tier.UNIT) if state.region_of(unit) == "Q30"]
    figures = each(region, management_cost_base=100, management_cost_2010=later)
    option = on(start(with_figures(pack, figures), "june-2011"), datetime.date(2010, 12, 1))
    assert finding(option, "DH-43", "Q30").verdict is verdict
    assert finding(option, "DH-43", "Q31").verdict is Verdict.INCOMPLETE


def test_dh44_pro_rata_is_our_arithmetic_and_never_judged(pack: Pack) -> None:
    option = start(nation(pack, 1_850 * MILLION, 1_850 * MILLION), "june-2011")
    found = [finding(option, "DH-44b", region) for region in option.state.at_tier(Tier.REGION)]
    assert {(f.verdict, f.rule.confidence) for f in found} == {(Verdict.NOT_APPLICABLE, "I")}


@pytest.mark.parametrize(
    ("plan", "verdict"),
    [(200, Verdict.MEETS), (199, Verdict.MEETS), (201, Verdict.BREAKS), (None, Verdict.INCOMPLETE)],
)
def test_dh45_running_costs_fall_by_a_third(pack: Pack, plan: int | None, verdict: Verdict) -> None:
    units = [o.id for o in pack.organisations if o.kind == "pct"]
    figures = each(units, running_cost_base=300, running_cost_plan=200)
    if plan is None:
        figures[SOMERSET] = {"running_cost_base": 300}
    else:
        figures[SOMERSET] = {"running_cost_base": 300, "running_cost_plan": plan}
    cut = finding(start(with_figures(pack, figures), "june-2011"), "DH-45", "ENG")
    assert (cut.verdict, cut.rule.severity) == (verdict, Severity.MUST)


@pytest.mark.parametrize(
    ("pounds", "band", "quarter"),
    [
        (15, "within £15 to £63", "not over"),
        (23, "within £15 to £63", "not over"),
        (63, "within £15 to £63", "over"),
        (14, "under £15", "not over"),
        (64, "over £63", "over"),
    ],
)
def test_dh46_cost_a_head_is_told_beside_what_was_seen(
    pack: Pack, pounds: int, band: str, quarter: str
) -> None:
    figures = {SOMERSET: {"population": 530_000, "management_cost_base": 530_000 * pounds}}
    option = start(with_figures(pack, figures), "june-2011")
    told = finding(option, "DH-46", SOMERSET)
    assert (told.verdict, told.value) == (Verdict.NOT_APPLICABLE, 100 * pounds)
    assert f"£{pounds}.00 a head" in told.sentence
    assert band in told.sentence
    assert told.sentence.endswith(f"; {quarter} the reference of £23.")


@pytest.mark.parametrize(
    ("fund", "verdict"),
    [(1_060_000, Verdict.MEETS), (1_059_999, Verdict.BREAKS), (1_060_001, Verdict.MEETS)],
)
def test_dh48_two_pounds_a_head_for_consortia(pack: Pack, fund: int, verdict: Verdict) -> None:
    figures = {SOMERSET: {"population": 530_000, "consortium_fund": fund}}
    option = start(with_figures(pack, figures), "june-2011")
    assert finding(option, "DH-48", SOMERSET).verdict is verdict
    assert finding(option, "DH-48", NORTH_YORKSHIRE).verdict is Verdict.INCOMPLETE


def test_dh36_the_shas_judgement_is_asked_for_and_never_judged(pack: Pack) -> None:
    option = start(pack, "june-2011")
    before = finding(option, "DH-36", "C26")
    assert (before.verdict, before.value, before.limit) == (Verdict.NOT_APPLICABLE, 0, 2)
    do(option, Answer("C26", "DH-36", "viable", "no"))
    after = finding(option, "DH-36", "C26")
    assert (after.verdict, after.sentence != before.sentence) == (Verdict.NOT_APPLICABLE, True)


def test_dh40_the_one_that_was_excused_is_on_record(pack: Pack) -> None:
    figures = each((NORTH_YORKSHIRE, SOMERSET), allocation=797 * MILLION)
    option = start(with_figures(pack, figures), "june-2011")
    excused = finding(option, "DH-40", NORTH_YORKSHIRE)
    assert (excused.verdict, excused.exception, excused.limit) == (
        Verdict.WAIVED,
        True,
        15_940_000,
    )
    do(option, Enter(SOMERSET, "nonrecurrent_reserve", 15_939_999))
    assert finding(option, "DH-40", SOMERSET).margin == -1
    do(option, Enter(NORTH_YORKSHIRE, "nonrecurrent_reserve", 15_940_000))
    assert finding(option, "DH-40", NORTH_YORKSHIRE).verdict is Verdict.MEETS


# -- how figures are printed -----------------------------------------------------------------------


def test_a_deficit_that_was_forecast_and_not_borne_out_says_so_beside_its_number(
    pack: Pack,
) -> None:
    option = judged(started(of=pack)).option()
    table = units_table(option, option.state.group_of("5P6") or "")
    at = next(place for place, column in enumerate(table.columns) if column.id == "surplus")
    row = next(row for row in table.rows if row[0].text == "5P6")
    assert row[at].text == "−£8,600,000"
    said = "forecast, not borne out: the year ended without a deficit, as published"
    assert row[at].note == f"{said}, and that counts (DH-37)"
    assert row[-1].sign is Sign.TICK
    assert table.total[at].text == DASH  # the duty is each PCT's own
    told = forecasts_told(option, ["5P6", "5P5"])  # Surrey's is an outturn
    assert told == [f"{table.columns[at].title} of West Sussex: {row[at].note}."]
