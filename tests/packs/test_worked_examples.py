"""The worked examples of the guidance on PCT clusters, against the pack pct-2011.

Where an example's figures are rounder than the national data, they are put in their place.
Per-head figures, averages and falls are worked out here as they are shown: from exact totals.
"""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest

from model.changes import (
    Arrange,
    Arrangement,
    KeepLink,
    Move,
    from_data,
)
from model.errors import LogError
from model.option import Option
from model.pack import Pack, Tier
from model.rules.rule import Severity, Verdict
from tests.packs.examples import (
    ALONE,
    BASSETLAW,
    CAMBRIDGESHIRE,
    CKW,
    DERBY_CITY,
    FOLDER,
    GREATER_MANCHESTER,
    ISLE_OF_WIGHT,
    KIRKLEES,
    MILTON_KEYNES,
    NORTH_YORKSHIRE,
    PETERBOROUGH,
    SOMERSET,
    TEES,
    alone,
    do,
    each,
    finding,
    group,
    officers,
    start,
    with_figures,
)

# -- WE-3: Greater Manchester ------------------------------------------------------------------


@pytest.fixture(scope="module")
def manchester(pack: Pack) -> Option:
    figures = each(
        GREATER_MANCHESTER,
        population=260_000,
        allocation=470_000_000,
        nonrecurrent_reserve=9_400_000,
    )
    return start(with_figures(pack, figures), "june-2011")


def test_we3_greater_manchester_shares_one_team(pack: Pack, manchester: Option) -> None:
    cluster = manchester.state.group_of("5NT") or ""
    assert alone(pack, GREATER_MANCHESTER) == (60, 10)
    assert officers(manchester, [cluster]) == (15, 1)
    assert finding(manchester, "DH-03", cluster).verdict is Verdict.MEETS


def test_we3_greater_manchester_in_averages(manchester: Option) -> None:
    totals = manchester.state.totals("C07")
    people, budget = totals.sums["population"].value, totals.sums["allocation"].value
    assert (totals.units, people, budget) == (10, 2_600_000, 4_700_000_000)
    assert (people // 10, budget // 10) == (260_000, 470_000_000)
    assert round(budget / people) == 1_808
    assert round(budget / 0.06 / 1e9, 1) == 78.3


def test_we3_greater_manchester_is_at_the_norm_and_over_two_billion(manchester: Option) -> None:
    size, level = (finding(manchester, rule, "C07") for rule in ("DH-32", "DH-35"))
    assert (size.verdict, size.value, size.margin) == (Verdict.MEETS, 2_600_000, 0)
    assert (level.verdict, level.margin) == (Verdict.NOT_APPLICABLE, -2_700_000_000)
    assert level.sentence.startswith("Budget 2011-12 £4,700,000,000: over £2,000,000,000; ")


def test_we3_greater_manchester_holds_back_94_million(manchester: Option) -> None:
    found = [finding(manchester, "DH-40", unit) for unit in GREATER_MANCHESTER]
    assert sum(f.limit or 0 for f in found) == 94_000_000
    assert {f.verdict for f in found} == {Verdict.MEETS}


def test_we3_greater_manchester_keeps_ten_directors_of_public_health(manchester: Option) -> None:
    own = [p for u in GREATER_MANCHESTER for p in manchester.state.posts(u)]
    posts = [p for p in own if p.role.executive]
    assert [p.role.id for p in posts] == ["dph"] * 10
    found = {finding(manchester, "DH-25", unit).verdict for unit in GREATER_MANCHESTER}
    assert found == {Verdict.MEETS}


# -- WE-4: Tees --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tees(pack: Pack) -> Pack:
    somerset = {"population": 530_000, "allocation": 797_000_000}
    return with_figures(pack, {**each(TEES, population=140_000), SOMERSET: somerset})


def test_we4_tees_is_a_small_cluster_within_the_norm(pack: Pack, tees: Pack) -> None:
    option = start(tees, "june-2011")
    size = finding(option, "DH-32", "C04")
    assert (size.verdict, size.value, size.margin) == (Verdict.MEETS, 560_000, 30_000)
    assert size.sentence.endswith("; 56.0% of the reference of 1,000,000.")
    assert (alone(pack, TEES), officers(option, ["C04"])) == ((24, 4), (9, 1))


def test_we4_a_higher_norm_flags_tees_and_forbids_nothing(tees: Pack) -> None:
    rules = tuple(
        replace(r, params={**r.params, "low": 600_000}) if r.id == "DH-32" else r
        for r in tees.rules
    )
    option = start(replace(tees, rules=rules), "june-2011")
    size = finding(option, "DH-32", "C04")
    assert (size.verdict, size.margin) == (Verdict.BREAKS, -40_000)
    assert (size.rule.severity, option.is_complete) == (Severity.NORM, True)
    assert size.sentence == ("Population 560,000: under the planning norm of 600,000 by 40,000.")


def test_we4_somerset_is_as_small_as_can_be(pack: Pack, tees: Pack) -> None:
    option = start(tees, "june-2011")
    totals = option.state.totals("C50")
    assert (finding(option, "DH-32", "C50").verdict, totals.units) == (Verdict.MEETS, 1)
    people, budget = totals.sums["population"].value, totals.sums["allocation"].value
    assert round(budget / people) == 1_504
    assert (alone(pack, [SOMERSET]), officers(option, ["C50"])) == ((6, 1), (6, 1))


# -- WE-5: Cambridgeshire and Peterborough -----------------------------------------------------


def cambridge(pack: Pack, surplus: int) -> Option:
    figures = {CAMBRIDGESHIRE: {"surplus": surplus}, PETERBOROUGH: {"surplus": -12_800_000}}
    return start(with_figures(pack, figures), "june-2011")


def test_we5_each_pct_balances_by_itself(pack: Pack) -> None:
    option = cambridge(pack, 500_000)
    first, second = (finding(option, "DH-37", u) for u in (CAMBRIDGESHIRE, PETERBOROUGH))
    assert (first.verdict, first.margin) == (Verdict.MEETS, 500_000)
    assert (second.verdict, second.margin) == (Verdict.BREAKS, -12_800_000)
    assert second.rule.severity is Severity.LAW


def test_we5_the_mixture_is_shown_with_its_spread_and_net(pack: Pack) -> None:
    mixed = finding(cambridge(pack, 500_000), "DH-39", "C26")
    assert (mixed.verdict, mixed.value) == (Verdict.BREAKS, 13_300_000)
    assert mixed.sentence == (
        "Peterborough in deficit beside 1 PCT that is not; spread £13,300,000, net −£12,300,000."
    )
    assert mixed.rule.severity is Severity.NORM


def test_we5_two_pcts_share_a_team(pack: Pack) -> None:
    units = (CAMBRIDGESHIRE, PETERBOROUGH)
    assert alone(pack, units) == (12, 2)
    assert officers(start(pack, "june-2011"), ["C26"]) == (7, 1)


def test_we5_a_neighbours_surplus_does_not_make_up_for_a_deficit(pack: Pack) -> None:
    option = cambridge(pack, 13_000_000)
    assert option.state.sum("C26", "surplus").value == 200_000
    assert finding(option, "DH-37", PETERBOROUGH).verdict is Verdict.BREAKS


def test_we5_no_change_moves_money_between_pcts() -> None:
    for change in (["set", PETERBOROUGH, "surplus", "0"], ["transfer", CAMBRIDGESHIRE, "1"]):
        with pytest.raises(LogError):
            from_data(change)


# -- WE-6: lone PCTs ---------------------------------------------------------------------------


def test_we6_seven_lone_pcts_save_nothing(pack: Pack) -> None:
    option = start(pack, "blank")
    clusters = [group(option, unit) for unit in ALONE]
    assert {finding(option, "DH-34", c).verdict for c in clusters} == {Verdict.MEETS}
    assert alone(pack, ALONE) == officers(option, clusters) == (42, 7)


def test_we6_cost_targets_apply_to_lone_pcts_too(pack: Pack) -> None:
    figures = each(ALONE, management_cost_base=10_000_000, management_cost_plan=7_000_001)
    option = start(with_figures(pack, figures), "alone")
    found = [finding(option, "DH-42", option.state.group_of(unit) or "") for unit in ALONE]
    assert {(f.verdict, f.value) for f in found} == {(Verdict.BREAKS, 2_999)}


def test_we6_eight_lone_pcts_and_44_clusters(pack: Pack) -> None:
    option = start(pack, "blank")
    units = option.state.at_tier(Tier.UNIT)
    lone, others = units[:8], units[8:]
    clusters = [group(option, unit) for unit in lone]
    clusters += [group(option, *others[i::44]) for i in range(44)]
    totals = option.state.totals(option.state.root)
    assert (len(clusters), len(others), totals.units) == (52, 143, 151)
    assert alone(pack, units) == (906, 151)
    assert (totals.officers, totals.accountable_officers) == (411, 52)
    assert round(len(others) / 44, 2) == 3.25
    assert round(100 * (52 / 151 - 1), 1) == -65.6
    assert totals.accountable_officers + len(option.state.at_tier(Tier.REGION)) == 62


# -- WE-7: SHA boundaries ----------------------------------------------------------------------


@pytest.mark.parametrize(("unit", "home"), [(BASSETLAW, "Q33"), (MILTON_KEYNES, "Q38")])
def test_we7_the_two_that_crossed_are_recorded_exceptions(pack: Pack, unit: str, home: str) -> None:
    option = start(pack, "june-2011")
    found = finding(option, "DH-31", option.state.group_of(unit) or "")
    assert (found.verdict, found.exception, found.involved) == (Verdict.WAIVED, True, (unit,))
    assert option.state.home(unit) == home != option.state.region_of(unit)


def test_we7_derby_in_south_yorkshire_is_warned_of(pack: Pack) -> None:
    option = start(pack, "june-2011")
    do(option, Move(DERBY_CITY, "C14"))
    found = finding(option, "DH-31", "C14")
    assert (found.verdict, found.rule.severity) == (Verdict.BREAKS, Severity.NORM)
    assert found.sentence == (
        "Derby City's home is East Midlands; the cluster is in Yorkshire and the Humber."
    )


def test_we7_figures_follow_the_pct_and_its_home_stays(pack: Pack) -> None:
    option = start(pack, "june-2011")
    state = option.state
    measures, places = ("population", "allocation"), ("C14", "Q32", "Q33")
    before = [state.sum(p, m).value for m in measures for p in places]
    do(option, Move(DERBY_CITY, "C14"))
    own = [state.sum(DERBY_CITY, m).value for m in measures for _ in places]
    after = [state.sum(p, m).value for m in measures for p in places]
    moved = [a - b for a, b in zip(after, before, strict=True)]
    assert moved == [o * sign for o, sign in zip(own, (1, 1, -1) * 2, strict=True)]
    assert (state.home(DERBY_CITY), state.region_of(DERBY_CITY)) == ("Q33", "Q32")


# -- WE-8: averages ----------------------------------------------------------------------------


def test_we8_the_average_cluster_has_about_a_million_people(pack: Pack) -> None:
    units = [o.id for o in pack.organisations if o.kind == "pct"]
    option = start(with_figures(pack, each(units, population=350_000)), "june-2011")
    people = option.state.sum(option.state.root, "population").value
    assert (len(units), people) == (151, 52_850_000)
    assert round(people / 52) == 1_016_346
    assert people / len(option.state.at_tier(Tier.GROUP)) == 1_057_000


# -- WE-10: directors of public health and councils --------------------------------------------


def ckw(pack: Pack) -> tuple[Option, str]:
    option = start(pack, "blank")
    return option, group(option, *CKW, name="Calderdale, Kirklees and Wakefield District")


def test_we10_one_director_in_place_of_three_fails(pack: Pack) -> None:
    option, cluster = ckw(pack)
    assert (alone(pack, CKW), officers(option, [cluster])) == ((18, 3), (8, 1))
    for unit in CKW:
        do(option, Arrange(unit, "dph", Arrangement.SHARED))
    found = [finding(option, "DH-25", unit) for unit in CKW]
    assert {(f.verdict, f.value, f.limit) for f in found} == {(Verdict.BREAKS, 1, 3)}
    for _ in CKW:
        option.undo()
    assert {finding(option, "DH-25", unit).verdict for unit in CKW} == {Verdict.MEETS}
    assert officers(option, [cluster]) == (8, 1)


def test_we10_a_council_link_that_is_dropped_fails(pack: Pack) -> None:
    option, _ = ckw(pack)
    council = option.state.links(KIRKLEES)[0]
    assert finding(option, "DH-26", KIRKLEES).verdict is Verdict.MEETS
    do(option, KeepLink(KIRKLEES, council.code, kept=False))
    found = finding(option, "DH-26", KIRKLEES)
    assert (found.verdict, found.margin) == (Verdict.BREAKS, -1)
    assert council.name in found.sentence


def test_we10_three_directors_on_every_board_are_too_many(pack: Pack) -> None:
    option, cluster = ckw(pack)
    for number, unit in enumerate(CKW, 1):
        do(option, Arrange(unit, "dph", Arrangement.EVERYWHERE))
        assert finding(option, "DH-24", cluster).value == min(6 + number, 8)
    found = finding(option, "DH-24", cluster)
    assert (found.verdict, found.value, found.limit) == (Verdict.BREAKS, 8, 7)


# -- the clusters of June 2011 -----------------------------------------------------------------


@pytest.fixture(scope="module")
def june(pack: Pack) -> Option:
    return start(pack, "june-2011")


def test_june_2011_in_totals(june: Option) -> None:
    totals = june.state.totals(june.state.root)
    assert (len(june.state.at_tier(Tier.GROUP)), totals.units) == (50, 151)
    assert totals.sums["population"].value == 53_012_456
    assert (totals.officers, totals.accountable_officers) == (5 * 50 + 151, 50)
    assert totals.board_seats == 6 * 151
    assert june.is_complete


@pytest.mark.parametrize(
    ("name", "units", "people"), [("Greater Manchester", 10, 2_715_618), ("Tees", 4, 557_227)]
)
def test_june_2011_cluster_by_cluster(june: Option, name: str, units: int, people: int) -> None:
    (cluster,) = june.state.find(name)
    assert june.state.count(cluster) == units
    assert june.state.sum(cluster, "population").value == people


def test_june_2011_can_be_recomputed_from_the_tables(june: Option) -> None:
    def read(name: str) -> list[dict[str, str]]:
        with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    published = {row["id"]: row for row in read("organisations.csv")}
    for row in read("options/june-2011.csv"):
        members = row["members"].split("; ")
        for measure in ("population", "allocation"):
            expected = sum(int(published[m][measure]) for m in members)
            assert june.state.sum(row["id"], measure).value == expected
        size = finding(june, "DH-32", row["id"])
        assert size.value == sum(int(published[m]["population"]) for m in members)


def test_june_2011_has_the_recorded_exceptions_and_no_other(june: Option) -> None:
    recorded = [(f.rule.id, *f.involved) for f in june.findings if f.exception]
    assert sorted(recorded) == [
        ("DH-31", MILTON_KEYNES),
        ("DH-31", BASSETLAW),
        ("DH-40",),
        ("GEO-1", ISLE_OF_WIGHT),
    ]
    assert finding(june, "DH-40", NORTH_YORKSHIRE).exception


def test_june_2011_breaks_no_law_but_for_the_two_pcts_in_deficit(june: Option) -> None:
    broken = {
        (f.rule.id, june.state.label(f.organisation))
        for f in june.findings
        if f.verdict is Verdict.BREAKS and f.rule.severity in (Severity.LAW, Severity.MUST)
    }
    assert broken == {("DH-37", "Surrey"), ("DH-37", "Cumbria Teaching")}


def test_june_2011_says_how_far_greater_manchester_is_over_the_norm(june: Option) -> None:
    assert finding(june, "DH-32", "C07").sentence == (
        "Population 2,715,618: over the planning norm of 2,600,000 by 115,618."
    )


def test_every_pct_alone_has_906_officers(pack: Pack) -> None:
    totals = start(pack, "alone").state.totals("ENG")
    assert (totals.officers, totals.accountable_officers) == (906, 151)


def test_with_nothing_placed_every_pct_is_in_the_tray(pack: Pack) -> None:
    option = start(pack, "blank")
    found = finding(option, "DH-01", "ENG")
    assert (found.verdict, found.value, len(option.state.tray())) == (Verdict.BREAKS, 151, 151)
