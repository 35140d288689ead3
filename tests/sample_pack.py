"""A small pack in which everything that a pack can say is said once.

One nation (N), two regions (R1, R2), six units (U1 to U6), a part below U1. For tests that need a
pack and not a particular one.
"""

from __future__ import annotations

import datetime
from types import MappingProxyType

from db.boundaries import pack_outline
from model.geography.shapes import MICRO, Degrees
from model.option import Option
from model.organisations import Basis, Figure, Organisation, Organisations
from model.pack import (
    Aggregate,
    Body,
    Border,
    Destination,
    Fact,
    Governance,
    Kind,
    Link,
    Measure,
    Pack,
    ReadyOption,
    RegionalLeaders,
    Role,
    SeriesPoint,
    StartGroup,
    Structure,
    Style,
    Tier,
    Words,
)
from model.rules.rule import Item, Rule, Severity
from model.scenario import Scenario

WHEN = "2026-03-01T09:00:00.000000+00:00"
WHO = "Ada"
CENSUS = "Census 2011"


def sample_pack() -> Pack:
    """Return the pack; figures are exact, rounded, estimated, in deficit and missing."""
    return Pack(
        id="sample",
        name="Sample of “everything”",
        version="1.2",
        as_of=datetime.date(2011, 4, 1),
        words=Words("officer", "officers", "chief officer", "chief officers", links="ties"),
        kinds=_kinds(),
        measures=(
            Measure("population", "Population", "people", "unit", headline=True, enterable=True),
            Measure(
                *("surplus", "Surplus", "surplus", "unit", Style.MONEY, Aggregate.NEVER),
                explanation="Before technical adjustments.",
                signed=True,
            ),
        ),
        roles=(
            Role("chief", "Chief Officer", "CO", merges=True, accountable=True),
            Role("finance", "Director of Finance", "DF", merges=True),
            Role("health", "Director of Public Health", "DPH"),
            Role("chair", "Chair", "Ch", executive=False, voting=False),
            Role(
                *("member", "Lay member", "LM", False, False, False, True, 2),
                lay=True,
                statutory=True,
                common=True,
            ),
        ),
        governances=(
            Governance("apart", "Separate boards"),
            Governance("joint", "Joint committee", committee=True, text="Within what it is given."),
            Governance("common", "Board in common", "2", common=True),
        ),
        destinations=(Destination("board", "The board"), Destination("council", "Councils")),
        series=(
            SeriesPoint(1999, 12, "groups", 4, "authorities", "A leader", "Or 15."),
            SeriesPoint(2006, 6, "units", 2, "regions"),
        ),
        regional=(
            RegionalLeaders(2, "regions", source="A letter"),
            RegionalLeaders(1, "regions together", datetime.date(2011, 10, 3)),
        ),
        structures=(
            Structure(
                "later",
                "Later on",
                (
                    Body("nation", "Board", "Boards", "", *(True, True, True)),
                    Body("cluster", "office", "offices", "nation", word="office of all"),
                    Body("heir", "heir", "heirs", "cluster", optional=True),
                ),
                "What may be.",
                "A journal",
                "gone",
                "Trusts end on a day",
            ),
        ),
        organisations=Organisations.of(_organisations()),
        rules=_rules(),
        links=(
            Link("U1", "E1", "Northtown", 900),
            Link("U1", "E2", "Cité-du-Nord", 100),
            Link("U4", "E1", "Northtown"),
        ),
        borders=(
            Border("U1", "U2", "land", 1200),
            Border("U2", "U3", "water", 0, fixed_link=True, note="A bridge"),
            Border("U4", "U5", "sea", 0, fixed_link=False),
        ),
        boundaries=MappingProxyType(_boundaries()),
        facts=(Fact("deficit", "Ended the year in deficit", "Accounts"),),
        options=(
            ReadyOption(
                "three",
                "Three clusters",
                datetime.date(2011, 6, 1),
                (
                    StartGroup("G1", "C01", "North", "R1", ("U1", "U2"), "Ann Lee", "A list"),
                    StartGroup("G2", "C02", "Mid", "R1", ("U3",), note="For a year."),
                    StartGroup("G3", "C03", "South", "R2", ("U4", "U5")),
                ),
            ),
            ReadyOption("blank", "Blank", datetime.date(2011, 6, 1)),
        ),
        credits=("Contains invented data under no licence at all.", "Map: nobody."),
        summary="Six units that never were.",
    )


def sample_scenario(option: str = "three") -> Scenario:
    """Return a scenario with one option, A, that starts as one the pack offers."""
    pack = sample_pack()
    ready = next(o for o in pack.options if o.id == option)
    first = Option.from_ready(pack, ready, "A", when=WHEN, who=WHO)
    return Scenario("5ce7a410", pack, WHEN, [first], "A")


def _kinds() -> tuple[Kind, ...]:
    return (
        Kind("nation", "Nation", "Nations", Tier.ROOT),
        Kind("region", "Region", "Regions", Tier.REGION, ("nation",)),
        Kind(
            *("cluster", "cluster", "clusters", Tier.GROUP, ("region",)),
            creatable=True,
            movable=True,
            deletable=True,
        ),
        Kind(
            *("unit", "unit", "units", Tier.UNIT, ("region", "cluster")),
            legal_body=True,
            movable=True,
        ),
        Kind(
            *("part", "part", "parts", Tier.PART, ("unit", "part")),
            creatable=True,
            movable=True,
            deletable=True,
        ),
        Kind(
            *("heir", "heir", "heirs", Tier.SUCCESSOR, ("cluster",)),
            creatable=True,
            deletable=True,
        ),
    )


def _organisations() -> tuple[Organisation, ...]:
    def exact(value: int) -> Figure:
        return Figure(value, source=CENSUS)

    def unit(id_: str, name: str, region: str, **figures: Figure) -> Organisation:
        facts = {"deficit": "yes" if id_ == "U2" else "no"} if id_ in ("U2", "U3") else {}
        place = (-1.5 - int(id_[1:]) / 4, 53.25) if id_ != "U6" else None
        return Organisation(
            *(id_, "unit", f"5{id_}", name, region),
            figures=MappingProxyType(figures),
            facts=MappingProxyType(facts),
            place=place,
        )

    estimate = Figure(230_000, Basis.ESTIMATE, 210_000, 250_000, "Our own", "From two halves")
    return (
        Organisation("N", "nation", "N", "Nation", None),
        Organisation("R1", "region", "R1", "North", "N"),
        Organisation("R2", "region", "R2", "South", "N"),
        unit("U1", "Ashford", "R1", population=exact(300_000), surplus=Figure(4_000_000)),
        unit("U2", "Bexham", "R1", population=exact(180_000), surplus=Figure(-1_500_000)),
        unit("U3", "Çalder", "R1", population=estimate),
        unit(
            *("U4", "Dunmere", "R2"),
            population=Figure(410_000, Basis.ROUNDED, source=CENSUS, note="To 10,000"),
            surplus=Figure(2, Basis.FORECAST, source="A plan"),
        ),
        unit("U5", "Eskdale", "R2", population=exact(95_000), surplus=Figure(0, Basis.OUTTURN)),
        unit("U6", "Fenwick 'n' Fell", "R2"),
        Organisation("P1", "part", "P1", "Ashford East", "U1"),
    )


def _boundaries() -> dict[str, bytes]:
    """Return areas side by side from east to west; U4 has an islet, U5 a lake, U6 is unknown."""

    def square(longitude: float, latitude: float, size: float) -> Degrees:
        west, south = round((longitude - size) * MICRO), round((latitude - size) * MICRO)
        east, north = round((longitude + size) * MICRO), round((latitude + size) * MICRO)
        return [west, east, east, west], [south, south, north, north]

    areas = {
        unit: [[square(-1.5 - int(unit[1:]) / 4, 53.25, 0.125)]]
        for unit in ("U1", "U2", "U3", "U4", "U5")
    }
    areas["U4"].append([square(-2.5, 53, 0.05)])
    areas["U5"][0].append(square(-2.8, 53.3, 0.02))
    return {unit: pack_outline(polygons) for unit, polygons in areas.items()}


def _rules() -> tuple[Rule, ...]:
    return (
        Rule(
            *("S-01", "Planning norm", "group", "range", Severity.NORM),
            text="A cluster has from 300,000 to 900,000 people.",
            source="Nobody's guidance, section 2",
            confidence="E",
            params=MappingProxyType(
                {"measure": "population", "low": 300_000, "high": 900_000, "reference": 1_200_000}
            ),
            adjustable=("low", "high"),
        ),
        Rule(
            *("S-00", "Agreed", "group", "answers", Severity.SHOULD),
            text="Somebody agreed to the cluster.",
            source="A meeting",
            confidence="A",
            items=(
                Item("agreed", "both boards agree", "group"),
                Item("lead", "who leads", "group", is_text=True),
            ),
        ),
        Rule(
            *("S-02", "Within one region", "group", "one-region", Severity.MUST),
            text="All members belong to the cluster's region.",
            source="A letter",
            confidence="A",
            params=MappingProxyType(
                {"exceptions": [{"unit": "U3", "region": "R2", "note": "Agreed in 2010"}]}
            ),
            start=datetime.date(2010, 12, 15),
        ),
        Rule(
            *("S-03", "Formed in time", "group", "formed-by", Severity.MUST),
            text="Clusters are formed by June.",
            source="A letter",
            confidence="A",
            params=MappingProxyType({"deadline": datetime.date(2011, 6, 1)}),
            end=datetime.date(2013, 3, 31),
            advice="Enter the date on which the boards met.",
            adjustable=("deadline",),
        ),
    )
