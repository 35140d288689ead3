"""The tables of the pack pct-2011, read as plain CSV and held against what was published.

No reader of ours is in between: a figure that the program shows can be recomputed like this.
"""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

import pytest

PACK = Path(__file__).resolve().parents[2] / "resources" / "packs" / "pct-2011"

Rows = list[dict[str, str]]


def read(name: str) -> Rows:
    with (PACK / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def pcts() -> Rows:
    return [row for row in read("organisations.csv") if row["kind"] == "pct"]


@pytest.fixture(scope="module")
def clusters() -> dict[str, list[str]]:
    return {row["name"]: row["members"].split("; ") for row in read("options/june-2011.csv")}


@pytest.fixture(scope="module")
def rules() -> list[dict[str, str]]:
    rows: list[dict[str, str]] = tomllib.loads((PACK / "rules.toml").read_text("utf-8"))["rule"]
    return rows


def people(pcts: Rows, codes: list[str]) -> int:
    return sum(int(row["population"]) for row in pcts if row["id"] in codes)


# -- published totals --------------------------------------------------------------------------


def test_england_is_the_census_total(pcts: Rows) -> None:
    assert people(pcts, [row["id"] for row in pcts]) == 53_012_456


@pytest.mark.parametrize(
    ("cluster", "members", "population"),
    [("Greater Manchester", 10, 2_715_618), ("Tees", 4, 557_227), ("Somerset", 1, 529_972)],
)
def test_a_clusters_people_are_the_published_number(
    pcts: Rows, clusters: dict[str, list[str]], cluster: str, members: int, population: int
) -> None:
    assert len(clusters[cluster]) == members
    assert people(pcts, clusters[cluster]) == population


def test_regions_have_the_published_numbers_of_pcts(pcts: Rows) -> None:
    names = {row["id"]: row["name"] for row in read("organisations.csv")}

    assert Counter(names[row["parent"]] for row in pcts) == {
        "North East": 12,
        "North West": 24,
        "Yorkshire and the Humber": 14,
        "East Midlands": 9,
        "West Midlands": 17,
        "East of England": 13,
        "London": 31,
        "South East Coast": 8,
        "South Central": 9,
        "South West": 14,
    }


def test_there_are_50_clusters_and_eight_of_one_pct(clusters: dict[str, list[str]]) -> None:
    sizes = [len(members) for members in clusters.values()]

    assert len(sizes) == 50
    assert sizes.count(1) == 8
    assert sum(size >= 3 for size in sizes) == 26


def test_exactly_two_pcts_crossed_a_region(pcts: Rows) -> None:
    home = {row["id"]: row["parent"] for row in pcts}
    crossed = {
        (member, row["parent"])
        for row in read("options/june-2011.csv")
        for member in row["members"].split("; ")
        if home[member] != row["parent"]
    }

    assert crossed == {("5ET", "Q32"), ("5CQ", "Q33")}


# -- budgets -----------------------------------------------------------------------------------


def test_budgets_have_the_published_bases(pcts: Rows) -> None:
    bases = Counter(row["allocation_basis"] for row in pcts)

    assert bases == {"estimate": 72, "exact": 71, "rounded": 8}


def test_budgets_sum_to_the_national_total(pcts: Rows) -> None:
    totals: defaultdict[str, int] = defaultdict(int)
    for row in pcts:
        totals[row["allocation_basis"]] += int(row["allocation"])

    assert sum(totals.values()) == 89_042_955_000
    assert {basis: round(pounds / 1e9, 1) for basis, pounds in totals.items()} == {
        "exact": 30.8,
        "rounded": 7.4,
        "estimate": 50.8,
    }


def test_greater_manchester_has_just_under_five_billion(
    pcts: Rows, clusters: dict[str, list[str]]
) -> None:
    members = [row for row in pcts if row["id"] in clusters["Greater Manchester"]]

    assert round(sum(int(row["allocation"]) for row in members) / 1e6) == 4996


def test_each_budget_has_a_source_and_each_estimate_an_interval(pcts: Rows) -> None:
    for row in pcts:
        is_estimate = row["allocation_basis"] == "estimate"
        assert row["allocation_source"]
        assert bool(row["allocation_low"]) == bool(row["allocation_high"]) == is_estimate
        said = f"{row['allocation_source']} {row['allocation_note']}"
        assert not is_estimate or "estimate" in said


def test_the_surplus_of_13_pcts_is_known_and_two_ended_in_deficit(pcts: Rows) -> None:
    known = [row for row in pcts if row["surplus"]]

    assert len(known) == 13
    assert all(row["surplus_basis"] in ("outturn", "forecast") for row in known)
    assert all(row["surplus_source"] and row["surplus_note"] for row in known)
    assert {row["name"] for row in pcts if row["in_deficit"] == "yes"} == {
        "Surrey",
        "Cumbria Teaching",
    }


# -- links, borders, boundaries ----------------------------------------------------------------


def test_the_people_of_a_pcts_councils_are_its_own(pcts: Rows) -> None:
    by_pct: defaultdict[str, int] = defaultdict(int)
    for row in read("links.csv"):
        by_pct[row["unit"]] += int(row["people"])

    assert by_pct == {row["id"]: int(row["population"]) for row in pcts}


def test_borders_are_of_the_published_kinds() -> None:
    kinds = Counter(row["kind"] for row in read("adjacency.csv"))

    assert kinds == {"land": 354, "water": 27, "sea": 3}


def test_every_cluster_is_in_one_piece(clusters: dict[str, list[str]]) -> None:
    near: defaultdict[str, set[str]] = defaultdict(set)
    for row in read("adjacency.csv"):
        near[row["a"]].add(row["b"])
        near[row["b"]].add(row["a"])

    for members in clusters.values():
        reached, waiting = set(), [members[0]]
        while waiting:
            place = waiting.pop()
            reached.add(place)
            waiting += (near[place] & set(members)) - reached
        assert reached == set(members)


def test_every_pct_has_a_boundary_and_nothing_but_its_id(pcts: Rows) -> None:
    features = json.loads((PACK / "boundaries.geojson").read_text("utf-8"))["features"]

    assert [f["properties"] for f in features] == [{"id": row["id"]} for row in pcts]
    assert {f["geometry"]["type"] for f in features} <= {"Polygon", "MultiPolygon"}


# -- rules -------------------------------------------------------------------------------------


def test_rules_stand_in_the_order_of_their_ids(rules: list[dict[str, str]]) -> None:
    ids = [rule["id"] for rule in rules]

    assert ids == sorted(set(ids))
    assert all(re.fullmatch(r"DH-\d\d[a-z]?|GEO-\d|S\d-\d", identifier) for identifier in ids)


def test_nobody_is_said_to_require_what_is_a_norm_or_our_inference(
    rules: list[dict[str, str]],
) -> None:
    for rule in rules:
        if rule["severity"] in ("norm", "info") or rule["confidence"].startswith("I"):
            words = " ".join((rule["title"], rule["text"], rule.get("advice", "")))
            assert not re.search(r"\b(DH|[Rr]equire[sd]?|[Mm]ust|[Ss]hall|had to|has to)\b", words)


def test_every_rule_has_a_source_and_a_confidence(rules: list[dict[str, str]]) -> None:
    for rule in rules:
        assert rule["source"]
        assert set(re.findall(r"\b[A-Z]\b", rule["confidence"])) <= set("RQSI")
        assert len(rule["text"]) < 400
