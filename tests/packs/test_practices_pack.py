"""The pack with GP practices: as the pack without them, and practices as members of consortia."""

from __future__ import annotations

from pathlib import Path

import pytest

import resources
from db.packs import installed, read_pack
from db.scenario_file import open_scenario, save
from model import edits
from model.changes import Enter
from model.option import Option
from model.pack import Pack, Tier
from model.scenario import from_ready
from tests.england import installed_pack
from tests.sample_pack import WHEN, WHO
from tools import practices


@pytest.fixture(scope="module")
def pack() -> Pack:
    return installed_pack(practices.FOLDER.name)


def test_it_is_what_the_pack_without_practices_makes_of_it(tmp_path: Path) -> None:
    practices.build(practices.shipped_practices(), tmp_path)

    written = sorted(p.relative_to(tmp_path) for p in tmp_path.rglob("*") if p.is_file())
    shipped = sorted(
        p.relative_to(practices.FOLDER) for p in practices.FOLDER.rglob("*") if p.is_file()
    )
    assert [*written, Path("README.md")] == [p for p in shipped if p.name != "README.md"] + [
        Path("README.md")
    ]
    differ = [
        str(name)
        for name in written
        if (tmp_path / name).read_bytes() != (practices.FOLDER / name).read_bytes()
    ]
    assert differ == [], "run python -m tools.practices"


def test_practices_are_read_from_the_reference_data(tmp_path: Path) -> None:
    (tmp_path / "gp-practices.csv").write_text(
        "practice_code,practice_name,pct_code,pct_basis,ccg_code_2013,patients_17plus_2010_11,lat,lon\n"
        "L81014,A SURGERY,5A3,location,12A,11392,51.5,-2.5\n"
        'L81018,"B, AND PARTNERS",5A3,location,12A,,51.6,-2.5\n'
    )
    practices.build(practices.read_practices(tmp_path), tmp_path / "pack")
    pack = read_pack(tmp_path / "pack")

    found = [o for o in pack.organisations if o.kind == pack.kind_at(Tier.PART).id]
    assert [(o.id, o.name, o.parent) for o in found] == [
        ("L81014", "A SURGERY", "5A3"),
        ("L81018", "B, AND PARTNERS", "5A3"),
    ]
    assert [o.figures.get("patients") is None for o in found] == [False, True]
    assert found[0].figures["patients"].value == 11392


def test_the_pack_without_practices_is_offered_first() -> None:
    assert [info.id for info in installed(resources.path("packs"))] == [
        "pct-2011",
        "pct-2011-practices",
    ]


def test_all_practices_are_there_and_altogether_it_is_small(pack: Pack) -> None:
    kind = pack.kind_at(Tier.PART).id
    assert sum(o.kind == kind for o in pack.organisations) == 8_234
    files = [p for p in practices.FOLDER.rglob("*") if p.is_file()]
    assert sum(p.stat().st_size for p in files) < 2_000_000


def test_a_consortium_of_twenty_practices_is_saved_and_opened(pack: Pack, tmp_path: Path) -> None:
    scenario = from_ready(pack, pack.options[0], "A", when=WHEN, who=WHO)
    option = scenario.options[0]
    state = option.state
    cluster = state.group_of("5NT")
    assert cluster is not None
    parts = [o for o in state.below("5NT") if state.tier(o) is Tier.PART]
    members, other = parts[:20], state.members(cluster)[0]
    assert other != "5NT"
    change = edits.new_successor(state, cluster, "X1", "Twenty", [*members, other])
    option.commit(change, when=WHEN, who=WHO)
    file = tmp_path / "plan.footprint"
    save(scenario, file)

    again: Option = open_scenario(file).scenario.options[0]
    state = again.state

    assert len(members) == 20
    assert state.joined("X1") == sorted([*members, other], key=state.code)
    assert state.area_units("X1") == sorted(["5NT", other], key=state.code)
    # Residents are known of whole PCTs, patients of practices: each is added up apart, and once.
    own = [state.value(o, "patients") for o in (*members, *state.below(other))]
    assert state.area("X1", "patients").value == sum(value or 0 for value in own)
    assert state.area("X1", "population").value == state.value(other, "population")


def test_a_consortium_of_practices_is_judged_by_the_people_that_somebody_entered(
    pack: Pack, tmp_path: Path
) -> None:
    scenario = from_ready(pack, pack.options[0], "A", when=WHEN, who=WHO)
    option = scenario.options[0]
    state = option.state
    parts = [o for o in state.below("5NT") if state.tier(o) is Tier.PART][:20]
    cluster = state.group_of("5NT")
    assert cluster is not None

    def running_costs(of: Option) -> tuple[str, str]:
        found = next(f for f in of.findings.of("X1") if f.rule.id == "DH-47")
        return found.verdict.value, found.sentence

    for change in (
        edits.new_successor(state, cluster, "X1", "Twenty", parts),
        Enter("X1", "running_cost_allowance", 2_500_000),
    ):
        option.commit(change, when=WHEN, who=WHO)
    verdict, sentence = running_costs(option)
    assert verdict == "incomplete"
    assert sentence.startswith("Population: not known of ")
    england = state.sum(state.root, "population")
    option.commit(Enter("X1", "consortium_population", 100_000), when=WHEN, who=WHO)
    assert running_costs(option) == (
        "meets",
        "Running-cost allowance £2,500,000 is £25.00 a head (100,000 people, entered): "
        "within £25 to £35.",
    )
    assert state.sum(state.root, "population") == england
    save(scenario, tmp_path / "plan.footprint")
    again = open_scenario(tmp_path / "plan.footprint").scenario.options[0]
    assert running_costs(again) == running_costs(option)
