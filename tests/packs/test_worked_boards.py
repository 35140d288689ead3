"""Worked examples of the guidance about boards, posts, dates and the number of bodies."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from model.changes import (
    Arrange,
    Arrangement,
    Detail,
    Field,
    Move,
    OptionField,
    SetField,
    SetLimit,
    SetOption,
    SetPost,
    Staff,
)
from model.option import Option
from model.organisations import Organisations
from model.pack import Pack, Tier
from model.rules.rule import Severity, Verdict
from tests.packs.examples import CKW, KIRKLEES, alone, do, finding, group, officers, start

# -- WE-2: seven SHAs in spring 2010 (guidance 3.6) ----------------------------------------------

GROUPS = {
    "Q36": (31, 6, 186, 61),  # London
    "Q33": (9, 5, 54, 34),  # East Midlands
    "Q39": (14, 8, 84, 54),  # South West
    "Q38": (9, 2, 54, 19),  # South Central
    "Q30": (12, 4, 72, 32),  # North East
    "Q31": (24, 7, 144, 59),  # North West
    "Q34": (17, 5, 102, 42),  # West Midlands
}
"""PCTs, groups, and officers before and after, by SHA."""
FALLS = {"Q36": 80.6, "Q33": 44.4, "Q39": 42.9, "Q38": 77.8, "Q30": 66.7, "Q31": 70.8, "Q34": 70.6}


@pytest.fixture(scope="module")
def spring(pack: Pack) -> Option:
    """Return a plan with the groups of seven SHAs; who is in which is not in the table."""
    option = start(pack, "blank")
    for sha, (_, groups, _, _) in GROUPS.items():
        units = option.state.members(sha)
        for i in range(groups):
            group(option, *units[i::groups])
    return option


@pytest.mark.parametrize("sha", GROUPS)
def test_we2_each_sha_has_its_row(pack: Pack, spring: Option, sha: str) -> None:
    units = [u for u in spring.state.at_tier(Tier.UNIT) if spring.state.home(u) == sha]
    clusters = [g for g in spring.state.at_tier(Tier.GROUP) if spring.state.region_of(g) == sha]
    before, after = alone(pack, units), officers(spring, clusters)
    assert (len(units), len(clusters), before[0], after[0]) == GROUPS[sha]
    assert (before[1], after[1]) == (len(units), len(clusters))
    assert round(100 * (1 - len(clusters) / len(units)), 1) == FALLS[sha]


def test_we2_seven_shas_together(pack: Pack, spring: Option) -> None:
    state = spring.state
    clusters = state.at_tier(Tier.GROUP)
    units = [u for g in clusters for u in state.members(g)]
    assert (len(units), len(clusters), len(units) - len(clusters)) == (116, 37, 79)
    assert round(100 * 79 / 116, 1) == 68.1
    assert 79 / 116 > 2 / 3
    assert round(len(units) / len(clusters), 2) == 3.14
    before, after = alone(pack, units)[0], officers(spring, clusters)[0]
    assert (before, after, before - after) == (696, 301, 395)


def test_we2_with_17_pcts_in_london_the_table_does_not_add_up(pack: Pack) -> None:
    option = start(pack, "blank")
    shown = {sha: len(option.state.members(sha)) for sha in GROUPS}
    assert (shown["Q36"], sum(shown.values())) == (31, 116)
    assert sum({**shown, "Q36": 17}.values()) == 102


# -- 3.3: Calderdale, Kirklees and Wakefield District, October 2011 ------------------------------


def ckw(pack: Pack, on: str = "2011-10-04") -> tuple[Option, str]:
    option = start(pack, "blank")
    do(option, SetOption(OptionField.ON, on))
    return option, group(option, *CKW, name="Calderdale, Kirklees and Wakefield District")


@pytest.fixture
def october(pack: Pack) -> tuple[Option, str]:
    """Return the cluster with one board in common: a chair and seven non-executives."""
    option, cluster = ckw(pack)
    do(option, SetField(cluster, Field.GOVERNANCE, "common-board"))
    do(option, Staff(cluster, "ned", 7))
    for unit in CKW:
        for role in ("pec-chair", "pec-member"):
            do(option, Staff(unit, role, 0))
    return option, cluster


def test_the_calibration_cluster_has_eight_executives(october: tuple[Option, str]) -> None:
    option, cluster = october
    assert officers(option, [cluster]) == (8, 1)
    titles = sorted(p.role.id for p in option.state.posts_below(cluster) if p.role.executive)
    assert titles == sorted(
        ["chief-executive", "finance", "commissioning", "nursing", "medical", "dph", "dph", "dph"]
    )


@pytest.mark.parametrize("unit", CKW)
def test_each_calibration_board_has_13_seats_within_the_limits(
    october: tuple[Option, str], unit: str
) -> None:
    option, cluster = october
    seats = [post for post in option.state.board(unit) if post.role.id != "chair"]
    assert len(seats) == 13
    size, cap = finding(option, "DH-20", unit), finding(option, "DH-21", unit)
    assert (size.verdict, size.value, size.margin) == (Verdict.MEETS, 13, 1)
    assert (cap.verdict, cap.value, cap.limit) == (Verdict.MEETS, 6, 7)
    assert finding(option, "DH-24", cluster).value == 6
    assert finding(option, "DH-13", cluster).verdict is Verdict.MEETS
    assert finding(option, "DH-12", cluster).verdict is Verdict.MEETS


def test_until_the_board_is_said_nobody_is_judged_by_a_usual_one(pack: Pack) -> None:
    option, _ = ckw(pack)
    found = {finding(option, f"DH-{n}", KIRKLEES).verdict for n in (20, 21, 22, 23)}
    assert found == {Verdict.INCOMPLETE}
    # 6 executives, 2 clinical members and 6 non-executives are usual: guidance 3.2.
    assert finding(option, "DH-20", KIRKLEES).value == 14
    assert finding(option, "DH-21", KIRKLEES).value == 8


# -- WE-10: all three directors vote everywhere --------------------------------------------------


def test_we10_three_directors_on_every_board_are_over_the_statutory_cap(pack: Pack) -> None:
    option, cluster = ckw(pack)
    for unit in CKW:
        do(option, Arrange(unit, "dph", Arrangement.EVERYWHERE))
    for unit in CKW:
        found = finding(option, "DH-21", unit)
        assert (found.verdict, found.value, found.limit) == (Verdict.BREAKS, 8, 7)
        assert found.rule.severity is Severity.LAW
    assert finding(option, "DH-24", cluster).verdict is Verdict.BREAKS
    option.undo()
    # The third board has eight still: its own director and two guests. The first has seven, as
    # many as there may be, and nobody has said who else sits there.
    assert finding(option, "DH-24", cluster).value == 8
    assert finding(option, "DH-21", CKW[0]).verdict is Verdict.INCOMPLETE


# -- WE-11: dates ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("deadline", "formed", "verdict"),
    [
        ("", "2011-06-01", Verdict.MEETS),
        ("", "2011-06-02", Verdict.BREAKS),
        ("2011-06-30", "2011-06-01", Verdict.MEETS),
        ("2011-06-30", "2011-06-02", Verdict.MEETS),
        ("2011-06-30", "2011-06-30", Verdict.MEETS),
        ("2011-06-30", "2011-07-01", Verdict.BREAKS),
    ],
)
def test_we11_the_deadline_is_a_setting(
    pack: Pack, deadline: str, formed: str, verdict: Verdict
) -> None:
    option, cluster = ckw(pack)
    do(option, SetField(cluster, Field.FORMED, formed))
    if deadline:
        do(option, SetLimit("DH-02", "deadline", deadline))
    found = finding(option, "DH-02", cluster)
    assert found.verdict is verdict
    assert found.rule.changed == (("deadline",) if deadline else ())


@pytest.mark.parametrize(
    ("on", "allowed", "preferred"),
    [
        ("2011-05-31", Verdict.MEETS, Verdict.NOT_APPLICABLE),
        ("2011-09-30", Verdict.MEETS, Verdict.NOT_APPLICABLE),
        ("2011-10-01", Verdict.NOT_APPLICABLE, Verdict.BREAKS),
        ("2011-11-01", Verdict.NOT_APPLICABLE, Verdict.BREAKS),
    ],
)
def test_we11_separate_non_executives_before_and_after_october(
    pack: Pack, on: str, allowed: Verdict, preferred: Verdict
) -> None:
    option, cluster = ckw(pack, on)
    do(option, SetField(cluster, Field.GOVERNANCE, "separate"))
    assert finding(option, "DH-14", cluster).verdict is allowed
    advice = finding(option, "DH-12", cluster)
    assert (advice.verdict, advice.rule.severity) == (preferred, Severity.SHOULD)


# -- WE-12: a merger is not clustering -------------------------------------------------------------

EAST_AND_NORTH, WEST = "5P3", "5P4"
HERTFORDSHIRE = "5QV"


@pytest.fixture
def before_2010(pack: Pack) -> Pack:
    """Return the pack as it was with two PCTs in Hertfordshire."""
    whole = next(o for o in pack.organisations if o.id == HERTFORDSHIRE)
    halves = [
        replace(whole, id=code, code=code, name=name, figures={})
        for code, name in ((EAST_AND_NORTH, "East and North Herts"), (WEST, "West Herts"))
    ]
    kept = [o for o in pack.organisations if o.id != HERTFORDSHIRE]
    links = tuple(link for link in pack.links if link.unit != HERTFORDSHIRE)
    borders = tuple(b for b in pack.borders if HERTFORDSHIRE not in (b.a, b.b))
    organisations = Organisations.of([*kept, *halves])
    return replace(pack, organisations=organisations, links=links, borders=borders)


def boards(option: Option, cluster: str) -> int:
    members = option.state.members(cluster)
    return sum(finding(option, "DH-06", unit).verdict is Verdict.MEETS for unit in members)


def test_we12_two_pcts_share_a_team_and_then_become_one(pack: Pack, before_2010: Pack) -> None:
    first = start(before_2010, "blank")
    shared = group(first, EAST_AND_NORTH, WEST, name="Hertfordshire")
    assert (boards(first, shared), officers(first, [shared])[1]) == (2, 1)
    assert finding(first, "DH-08", "ENG").value == 152

    merged = start(pack, "blank")
    one = group(merged, HERTFORDSHIRE)
    assert (boards(merged, one), officers(merged, [one])[1]) == (1, 1)
    assert finding(merged, "DH-08", "ENG").value == 151


def test_we12_clustering_two_others_leaves_the_count_as_it_was(pack: Pack) -> None:
    option = start(pack, "june-2011")
    do(option, Move("5NT", "C04"))
    number, area = finding(option, "DH-08", "ENG"), finding(option, "DH-09", "ENG")
    assert (number.verdict, number.value, number.limit) == (Verdict.MEETS, 151, 151)
    assert (area.verdict, area.value) == (Verdict.MEETS, 151)


# -- vacancies and dates of single rules -----------------------------------------------------------


def test_a_cluster_without_a_finance_director_is_told_so_and_breaks_no_instruction(
    pack: Pack,
) -> None:
    """Kent in July 2011: HSJ."""
    option, cluster = ckw(pack, "2011-07-15")
    do(option, SetPost(cluster, "finance", 1, Detail.STATE, "vacant"))
    assert finding(option, "DH-05", cluster).verdict is Verdict.MEETS
    told = finding(option, "DH-05b", cluster)
    assert (told.verdict, told.rule.severity) == (Verdict.BREAKS, Severity.SHOULD)
    do(option, SetPost(cluster, "chief-executive", 1, Detail.STATE, "vacant"))
    assert {finding(option, "DH-04", unit).verdict for unit in CKW} == {Verdict.BREAKS}


@pytest.mark.parametrize(
    ("on", "verdict"),
    [("2011-06-29", Verdict.NOT_APPLICABLE), ("2011-06-30", Verdict.INCOMPLETE)],
)
def test_dh49_nothing_is_overdue_before_its_day(pack: Pack, on: str, verdict: Verdict) -> None:
    option, _ = ckw(pack, on)
    assert finding(option, "DH-49", KIRKLEES).verdict is verdict


def test_dh19_ten_shas_run_as_four(pack: Pack) -> None:
    option = start(pack, "june-2011")
    do(option, SetOption(OptionField.ON, datetime.date(2011, 10, 3).isoformat()))
    found = finding(option, "DH-19", "ENG")
    assert (found.verdict, found.value, found.limit) == (Verdict.NOT_APPLICABLE, 4, 10)
    assert found.sentence == (
        "10 SHAs run as 4: London (1), Midlands and East (3), North of England (3) and "
        "South of England (3)."
    )
