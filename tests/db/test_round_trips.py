"""Whatever a plan is about and whatever was done to it: what is saved is what is opened."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from db.limits import MAX_NUMBER, text_fault
from db.scenario_file import open_scenario, save, to_bytes
from model.option import Option
from model.organisations import (
    ROOT_PARENT,
    Basis,
    Citation,
    FigureColumn,
    Organisations,
)
from model.pack import Border, Link, Measure, Pack, Style
from model.scenario import Scenario
from tests.db.edits import edit_at_random
from tests.sample_pack import WHEN, sample_pack

ALPHABET = "aZ9 ,\"'\\[]{}:éß漢🏥\N{COMBINING ACUTE ACCENT}"
PARENTS = {"region": "nation", "unit": "region", "part": "unit"}


def text(random: Random, longest: int = 12) -> str:
    found = "".join(random.choices(ALPHABET, k=random.randint(1, longest))).strip()
    return found if found and not text_fault(found) else "x"


def number(random: Random, least: int) -> int:
    return random.choice([random.randint(least, MAX_NUMBER), MAX_NUMBER, least, 0, 7])


def figures(random: Random, measure: Measure, o: Organisations, cited: list[Citation]) -> None:
    """Give some of those who carry a measure a figure."""
    carriers = [row for row, kind in enumerate(o.kinds) if kind == measure.carrier]
    few = random.choice([0, 0.5, 1])
    column = FigureColumn([], [], [])
    for row in carriers:
        if random.random() < few:
            value = number(random, 0 if measure.style is Style.COUNT else -MAX_NUMBER)
            citation = random.choice([0, random.randrange(len(cited))])
            column.rows.append(row)
            column.values.append(value)
            column.cited.append(citation)
            if cited[citation].basis is Basis.ESTIMATE:
                column.low[row] = random.randint(-MAX_NUMBER, value)
                column.high[row] = random.randint(value, MAX_NUMBER)
    if column.rows:
        o.figures[measure.id] = column


def pack_at_random(random: Random) -> Pack:
    """Return a sound pack of made-up organisations of the sample's kinds, in any order."""
    size = random.choice([0, 5, 20, 80])
    kinds = ["nation", "region", "region", "unit", *random.choices([*PARENTS], k=size)]
    if random.random() < 0.5:
        kinds[4:] = sorted(kinds[4:], key=[*PARENTS].index)
    ids = ["N", "R1", "R2", "U1", *(f"o{row}.{random.randrange(10)}" for row in range(4, size + 4))]
    parents = [ROOT_PARENT]
    for row, kind in enumerate(kinds[1:], 1):
        above = [place for place in range(row) if kinds[place] == PARENTS[kind]]
        parents.append(random.choice(above))
    somewhere = [(180.0, -90.0), (-0.0, 1e-300), (math.pi, 51), (0.1 + 0.2, 5e-324)]
    sample = sample_pack()
    cited = [
        Citation(
            random.choice([b for b in Basis if b is not Basis.ENTERED]), text(random), text(random)
        )
        for _ in range(4)
    ]
    o = Organisations(
        ids,
        kinds,
        [f"{text(random)}{row}" for row in range(len(ids))],
        [text(random) for _ in ids],
        parents,
        citations=cited,
        facts={"deficit": {row: text(random) for row in range(len(ids)) if random.random() < 0.3}},
        places={row: random.choice(somewhere) for row in range(len(ids)) if random.random() < 0.3},
    )
    for measure in sample.measures:
        figures(random, measure, o, cited)
    units = [ids[row] for row, kind in enumerate(kinds) if kind == "unit"]
    links = tuple(Link(u, "E1", text(random), random.choice([None, 0, 9])) for u in units[:3])
    borders = tuple(Border(units[0], u, "land", 5) for u in units[1:3])
    areas = {unit: random.randbytes(random.randrange(1, 9000)) for unit in units[:4]}
    return replace(
        sample,
        organisations=o,
        rules=(),
        links=links,
        borders=borders,
        boundaries=areas,
        options=(),
    )


def scenario_at_random(random: Random) -> Scenario:
    pack = pack_at_random(random)
    options = [Option(pack, name, name, pack.as_of) for name in "AB"[: random.randrange(3)]]
    for option in options:
        edit_at_random(option, random, random.choice([0, 12]))
    return Scenario("any", pack, WHEN, options, options[-1].id if options else "")


@given(random=st.randoms(use_true_random=False))
def test_any_plan_comes_back(random: Random) -> None:
    scenario = scenario_at_random(random)
    with TemporaryDirectory() as folder:
        path = Path(folder, "plan.footprint")
        save(scenario, path)
        opened = open_scenario(path).scenario
        assert path.read_bytes() == to_bytes(scenario) == to_bytes(opened)
    assert opened.pack == scenario.pack
    assert opened.pack.organisations.figures.keys() == scenario.pack.organisations.figures.keys()
    assert (opened.id, opened.created, opened.active) == (scenario.id, WHEN, scenario.active)
    for one, other in zip(scenario.options, opened.options, strict=True):
        assert one.state.snapshot() == other.state.snapshot()
        assert list(one.log) == list(other.log)
        assert one.log.head == other.log.head
        assert [one.state.totals(o) for o in one.state] == [
            other.state.totals(o) for o in other.state
        ]
