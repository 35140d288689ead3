"""Packs for the tests of the model: a small one in which everything occurs, and a wide one."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

from model.organisations import Basis, Figure, Organisation, Organisations
from model.pack import (
    Aggregate,
    Body,
    Destination,
    Fact,
    Governance,
    Kind,
    Link,
    Measure,
    Pack,
    Role,
    Structure,
    Style,
    Tier,
    Words,
)
from model.rules.rule import Item, Rule, Severity

ON = datetime.date(2011, 5, 1)
WHEN = "2011-05-01T09:00:00+00:00"

WORDS = Words("officer", "officers", "accountable officer", "accountable officers")

KINDS = (
    Kind("nation", "Nation", "Nations", Tier.ROOT),
    Kind("region", "Region", "Regions", Tier.REGION, ("nation",)),
    Kind(
        *("cluster", "cluster", "clusters", Tier.GROUP, ("region",)),
        creatable=True,
        movable=True,
        deletable=True,
    ),
    Kind(
        *("trust", "trust", "trusts", Tier.UNIT, ("region", "cluster")),
        legal_body=True,
        movable=True,
    ),
    # A unit that users make, and something below units: no pack has them yet, any may.
    Kind(
        *("venture", "venture", "ventures", Tier.UNIT, ("region", "cluster")),
        legal_body=True,
        creatable=True,
        movable=True,
        deletable=True,
    ),
    Kind(
        *("practice", "practice", "practices", Tier.PART, ("trust", "venture")),
        creatable=True,
        movable=True,
        deletable=True,
    ),
    Kind(
        *("alliance", "alliance", "alliances", Tier.SUCCESSOR, ("cluster",)),
        creatable=True,
        movable=True,
        deletable=True,
    ),
)

STRUCTURES = (
    Structure(
        "apart",
        "Alliances apart",
        (
            Body("nation", "Board", "Boards", "", *(True, True, True)),
            Body("cluster", "office", "offices", "nation"),
            Body("alliance", "alliance", "alliances", "nation", *(True, True, True)),
        ),
    ),
    Structure(
        "open",
        "Left open",
        (
            Body("nation", "Board", "Boards", "", *(True, True, True)),
            Body("cluster", "cluster", "clusters", "nation", *(True, True, True)),
            Body("alliance", "alliance", "alliances", "cluster", optional=True),
        ),
    ),
)

MEASURES = (
    Measure("population", "Population", "people", "trust", headline=True, enterable=True),
    Measure("budget", "Budget", "budget", "trust", Style.MONEY, headline=True),
    Measure(
        *("surplus", "Surplus", "surplus", "trust", Style.MONEY, Aggregate.NEVER),
        enterable=True,
        signed=True,
    ),
    Measure("cost", "Cost 2009/10", "cost", "trust", Style.MONEY),
    Measure("planned", "Cost 2013/14", "cost", "trust", Style.MONEY, enterable=True),
    Measure("held", "Reserve", "reserve", "trust", Style.MONEY),
    Measure("part", "Share", "share", "trust", aggregate=Aggregate.NEVER, enterable=True),
    Measure("visits", "Visits", "visits", "venture", enterable=True),
    Measure("patients", "Patients", "patients", "practice"),
    Measure(
        *("served", "People served", "people", "alliance"), enterable=True, stands_for="population"
    ),
)

ROLES = (
    Role("chief", "Chief Executive", "CE", merges=True, accountable=True),
    Role("finance", "Director of Finance", "DF", merges=True),
    Role("nursing", "Director of Nursing", "DN", merges=True, voting=False),
    Role("health", "Director of Public Health", "DPH"),
    Role("treasurer", "Treasurer", "TR", executive=False, accountable=True, voting=False),
    Role("chair", "Chair", "CH", executive=False, lay=True, common=True),
    Role("member", "Lay member", "LM", executive=False, number=2, lay=True, common=True),
    Role("lead", "Local lead", "LL", number=0, voting=False),
)

GOVERNANCES = (
    Governance("apart", "Boards of their own"),
    Governance("common", "One board in common", "2", common=True),
    Governance("joint", "A joint committee", committee=True),
)

DESTINATIONS = (
    Destination("council", "Councils"),
    Destination("board", "The board"),
    Destination("none", "Nowhere yet"),
)


def rule(check: str, scope: str, identifier: str = "", **rest: Any) -> Rule:
    """Return a rule; what is not a field of `Rule` is one of its params."""
    own = {"severity", "start", "end", "adjustable", "items"}
    given = {k: v for k, v in rest.items() if k in own}
    params: Mapping[str, object] = {k: v for k, v in rest.items() if k not in own}
    severity = given.pop("severity", Severity.MUST)
    return Rule(
        *(identifier or f"T-{check}", check, scope, check, severity, "Text", "Source", "R"),
        params=params,
        **given,
    )


RULES = (
    rule("placed", "root"),
    rule("count", "root", severity=Severity.INFO, expected=[3, 5]),
    rule(
        *("one-region", "group"),
        severity=Severity.NORM,
        exceptions=[{"unit": "T02", "region": "R2", "note": "It really did."}],
    ),
    rule("lone", "group", severity=Severity.SHOULD),
    rule("formed-by", "group", deadline=datetime.date(2011, 6, 1)),
    rule("keeps-links", "unit"),
    rule("one-leader", "group", role="chief"),
    rule("single-team", "group", roles=["chief", "finance", "nursing"]),
    rule("keeps-board", "unit", severity=Severity.LAW),
    rule("employer", "group", severity=Severity.LAW),
    rule("shared-people", "group", severity=Severity.SHOULD),
    rule("own-post", "unit", role="health"),
    rule("board-cap", "group", severity=Severity.LAW, cap=4),
    rule("one-holder", "unit", role="chief"),
    rule("team-filled", "group", severity=Severity.SHOULD, roles=["chief", "finance"]),
    rule("same-number", "root", kind="venture"),
    rule("covered", "root"),
    rule("run-together", "root", severity=Severity.INFO, fact="deficit"),
    rule(
        "whole-links", "group", severity=Severity.NORM, limit=0, codes=["L"], adjustable=("limit",)
    ),
    rule(
        *("contiguous", "group"),
        severity=Severity.NORM,
        allowed_parts=1,
        exceptions=[{"unit": "T03", "note": "An island."}],
        adjustable=("allowed_parts",),
    ),
    rule(
        *("ties-at-risk", "unit"),
        severity=Severity.NORM,
        fact="deficit",
        items=(Item("joint", "an officer shared", "unit"),),
    ),
    rule("board-size", "unit", low=5, high=7, uncounted=["chair"]),
    rule("officer-cap", "unit", cap=4, uncounted=["chair"]),
    rule(
        *("mandatory-posts", "unit"),
        roles=["chief", "finance"],
        nominees="treasurer",
        low=1,
        high=2,
    ),
    rule(
        *("professions", "unit"),
        wanted=[{"label": "nurse", "role": "nursing"}, {"label": "doctor", "role": "health"}],
        others=["treasurer"],
    ),
    rule(
        *("committee", "group"),
        items=(Item("party", "a party", "unit"), Item("delegation", "delegates", "unit")),
    ),
    rule("preferred-governance", "group", severity=Severity.SHOULD, governance="common"),
    rule("common-board", "group", severity=Severity.SHOULD),
    rule("separate-boards", "group", severity=Severity.SHOULD),
    rule("own-holder", "unit", severity=Severity.SHOULD, role="health"),
    rule("lay-elsewhere", "group", severity=Severity.INFO),
    rule("destinations", "group", severity=Severity.SHOULD, unplaced="none", over=50),
    rule("employing-kinds", "group", kinds=["trust"]),
    rule("removed-posts", "group", severity=Severity.SHOULD),
    rule(
        *("range", "group"),
        severity=Severity.NORM,
        measure="population",
        low=300_000,
        high=900_000,
        reference=600_000,
        adjustable=("low", "high", "reference"),
    ),
    rule(
        *("answers", "group", "T-asked"),
        items=(Item("agreed", "agreed", "group"), Item("owner", "owner", "group", is_text=True)),
    ),
    rule("level", "group", severity=Severity.INFO, measure="budget", limit=2_000_000_000),
    rule("balance", "unit", severity=Severity.LAW, measure="surplus", fact="deficit"),
    rule("mixed-balance", "group", severity=Severity.NORM, measure="surplus", fact="deficit"),
    rule("reserve", "unit", base="budget", held="held", share_bp=200),
    *(
        rule(
            *("reduction", scope, f"T-reduction-{scope}"),
            base="cost",
            plan="planned",
            steps=[
                {"by": "2011-03-31", "cut": 222, "of": 1850},
                {"by": "2014-03-31", "cut": 850, "of": 1850},
            ],
        )
        for scope in ("root", "region", "group")
    ),
    rule(
        *("in-structure", "successor"),
        severity=Severity.NORM,
        structure="open",
        field="authorised",
        wanted="yes",
    ),
    rule("one-group", "successor", severity=Severity.NORM),
    rule(
        *("crosses-links", "successor"),
        severity=Severity.SHOULD,
        codes=["L"],
        items=(Item("why", "justification", "successor", is_text=True),),
    ),
    rule(
        *("per-head", "successor", "T-per-head-successor"),
        measure="budget",
        per="population",
        high=2_000,
    ),
    rule("serves", "group", severity=Severity.NORM, structure="apart", least=2),
    rule(
        *("ambition", "region"),
        severity=Severity.NORM,
        base="cost",
        plan="planned",
        steps=[{"by": "2011-03-31", "cut": 15, "of": 100}],
    ),
    rule(
        *("per-head", "unit"),
        severity=Severity.SHOULD,
        measure="cost",
        per="population",
        low=15,
        high=63,
        reference=23,
    ),
    rule("shares", "group", severity=Severity.SHOULD, share="part", size="population"),
    rule(
        *("range", "group", "T-later"),
        start=datetime.date(2011, 6, 1),
        measure="budget",
        low=0,
        high=10**9,
    ),
)


def estimate(value: int, low: int, high: int) -> Figure:
    """Return a figure with an interval."""
    return Figure(value, Basis.ESTIMATE, low, high)


def _trust(number: int, region: str, figures: Mapping[str, Figure], deficit: str = "") -> Any:
    facts = {"deficit": deficit} if deficit else {}
    identifier = f"T{number:02}"
    # Codes that sort otherwise as text than as people read them, and one pair that ties.
    code = {1: "5NT", 2: "5E1", 3: "5E9", 4: "5E10", 5: "E01", 6: "E1"}.get(number, f"X{number}")
    return Organisation(identifier, "trust", code, f"Trust {number}", region, figures, facts)


def _all(people: int, budget: int, surplus: int, cost: int, planned: int) -> dict[str, Figure]:
    return {
        "population": Figure(people),
        "budget": Figure(budget, Basis.ROUNDED),
        "surplus": Figure(surplus, Basis.OUTTURN),
        "cost": Figure(cost),
        "planned": Figure(planned),
        "held": Figure(budget // 50),
    }


def rich_pack() -> Pack:
    """Return three regions and twelve trusts: exact, estimated, missing and negative figures."""
    full = _all(300_000, 500_000_000, 1_000_000, 20_000_000, 10_000_000)
    poor = {**_all(250_001, 400_000_001, -1, 20_000_000, 11_000_000), "held": Figure(8_000_000)}
    guessed = {
        **_all(1, 1, 0, 3, 1),
        "population": estimate(200_000, 190_000, 215_000),
        "budget": estimate(800_000_000, 750_000_000, 850_000_000),
        "surplus": Figure(-2_000_000, Basis.FORECAST),
    }
    only_people = {"population": Figure(149_999)}
    trusts = (
        _trust(1, "R1", full),
        _trust(2, "R1", poor),
        _trust(3, "R1", guessed, "yes"),
        _trust(4, "R1", only_people, "no"),
        _trust(5, "R1", {**full, "population": estimate(100_000, 99_000, 103_000)}),
        _trust(6, "R2", guessed, "no"),
        _trust(7, "R2", {}),
        _trust(8, "R2", poor, "no"),
        _trust(9, "R2", {**full, "surplus": estimate(-5, -10, 5)}),
        _trust(10, "R2", full),
        _trust(11, "R3", {**only_people, "budget": Figure(0)}),
        _trust(12, "R3", full, "no"),
    )
    practices = (
        Organisation("P1", "practice", "P1", "Practice 1", "T01", {"patients": Figure(9_000)}),
        Organisation("P2", "practice", "P2", "Practice 2", "T07"),
    )
    regions = tuple(
        Organisation(f"R{i}", "region", f"R{i}", name, "N")
        for i, name in enumerate(("North", "Middle", "South"), 1)
    )
    links = (
        *(Link("T01", f"L{i}", f"Council {i}") for i in (1, 2)),
        Link("T06", "L2", "Council 2", 1_000),
    )
    return Pack(
        *("rich", "Rich", "1", ON, WORDS, KINDS, MEASURES, ROLES),
        organisations=Organisations.of(
            (
                Organisation("N", "nation", "N", "Nation", None),
                *regions,
                *trusts,
                *practices,
            )
        ),
        rules=RULES,
        links=links,
        facts=(Fact("deficit", "In deficit"),),
        governances=GOVERNANCES,
        destinations=DESTINATIONS,
        structures=STRUCTURES,
    )


def units_pack(*units: Mapping[str, Figure], facts: Mapping[str, str] | None = None) -> Pack:
    """Return the rich pack with other trusts: U1, U2... in the region North, no links.

    Parameters
    ----------
    facts : mapping of unit id to "yes" or "no", optional
        Whether it ended the year in deficit.
    """
    said = {unit: {"deficit": text} for unit, text in (facts or {}).items()}
    trusts = (
        Organisation(f"U{i}", "trust", f"U{i}", f"Unit {i}", "R1", figures, said.get(f"U{i}", {}))
        for i, figures in enumerate(units, 1)
    )
    pack = rich_pack()
    above = [o for o in pack.organisations if o.kind in ("nation", "region")]
    return replace(pack, organisations=Organisations.of((*above, *trusts)), links=())


def wide_pack(regions: int = 10, units: int = 151, seed: int = 1) -> Pack:
    """Return a pack as large as England's of 2011, or larger, with made-up figures."""
    random = Random(seed)
    organisations = [Organisation("N", "nation", "N", "Nation", None)]
    for i in range(1, regions + 1):
        organisations.append(Organisation(f"R{i}", "region", f"R{i}", f"Region {i}", "N"))
    for i in range(1, units + 1):
        people = random.randrange(90_000, 900_000)
        width = random.randrange(1, 5_000)
        figures = {
            "population": Figure(people),
            "budget": estimate(people * 1_500, (people - width) * 1_500, (people + width) * 1_500),
            "surplus": Figure(random.randrange(-900_000, 9_000_000), Basis.OUTTURN),
            "cost": Figure(people * 40),
            "planned": Figure(people * random.randrange(18, 25)),
        }
        if i % 10 == 0:
            del figures["budget"]
        region = f"R{1 + i % regions}"
        organisations.append(
            Organisation(f"T{i:02}", "trust", f"5{i:03}", f"Trust {i}", region, figures)
        )
    return Pack(
        *("wide", "Wide", "1", ON, WORDS, KINDS, MEASURES, ROLES, Organisations.of(organisations)),
        structures=STRUCTURES,
        rules=RULES,
        links=tuple(Link(f"T{i:02}", "L", "Council") for i in range(1, units + 1, 3)),
        facts=(Fact("deficit", "In deficit"),),
        governances=GOVERNANCES,
        destinations=DESTINATIONS,
    )
