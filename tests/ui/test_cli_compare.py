"""`compare`: what differs between options, in words and as JSON."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from db.scenario_file import open_scenario, save
from model import edits
from model.changes import Appoint, Field, Move, SetField
from model.option import Option
from tests.ui.commands import GREATER_MANCHESTER, MANCHESTER, ROOT, TEES, WHEN, Run, edit

LANCASHIRE, LEEDS_AND_BRADFORD = "C08", "C10"

GOLDEN = """\
Before: plan.footprint: Clusters of June 2011, as on 1 June 2011
After: theirs.footprint: Clusters of June 2011, as on 1 June 2011

2 renamed or matched, 2 moved, 1 setting differs, 3 findings gained, 1 finding cleared.

RENAMED OR MATCHED (2)
  C04 Teesside: C04 Tees → C04 Teesside (the same one)
  C51 Leeds: C10 Airedale, Bradford and Leeds → C51 Leeds (matched by most members in common: 2 of 3
  PCTs)

MOVED (2)
  5N2 Kirklees: Calderdale, Kirklees and Wakefield District → Leeds
  5NT Manchester Teaching: Greater Manchester → Lancashire

POSTS (1)
  C08 Lancashire: Chief executive: – → Ann Lee

FINDINGS GAINED (3)
  C11 Calderdale, Kirklees and Wakefield District: DH-32 Cluster population: meets → breaks
  (Population 529,663: under the planning norm of 530,000 by 337.)
  C08 Lancashire: GEO-1 A cluster is in one piece: meets → breaks (In 2 parts that no border on
  land, bridge or tunnel joins: (1) Blackpool, North Lancashire Teaching, Central Lancashire, East
  Lancashire Teaching and Blackburn with Darwen Teaching; (2) Manchester Teaching.)
  C11 Calderdale, Kirklees and Wakefield District: GEO-1 A cluster is in one piece: meets → breaks
  (In 2 parts that no border on land, bridge or tunnel joins: (1) Wakefield District; (2)
  Calderdale.)

FINDINGS CLEARED (1)
  C07 Greater Manchester: DH-32 Cluster population: breaks → meets (Population 2,212,491: within the
  planning norm of 530,000 to 2,600,000; 221.2% of the reference of 1,000,000.)

TOTALS                                                    before            after       difference
-----------------------------------------------  ---------------  ---------------  ---------------
C07 Greater Manchester
  PCTs                                                        10                9               −1
  Population                                           2,715,618        2,212,491         −503,127
  Budget 2011-12                                 £4,995,562,000*  £3,962,562,000*  −£1,033,000,000
"""


@pytest.fixture
def theirs(plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a colleague's version of a plan, both named as from their folder."""
    other = Path(shutil.copy(plan, tmp_path / "theirs.footprint"))
    state = open_scenario(other).scenario.option().state
    edit(
        other,
        Move(MANCHESTER, LANCASHIRE),
        SetField(TEES, Field.NAME, "Teesside"),
        Appoint(LANCASHIRE, state.pack.roles[0].id, "Ann Lee"),
        edits.dissolve(state, [LEEDS_AND_BRADFORD]),
    )
    state = open_scenario(other).scenario.option().state
    edit(other, edits.new_group(state, "Q32", "made", units=["5N1", "5NY", "5N2"]))
    monkeypatch.chdir(tmp_path)
    return Path(other.name)


def second_option(plan: Path, name: str = "Option B") -> None:
    """Add an option with nothing in it but Manchester in Tees."""
    scenario = open_scenario(plan).scenario
    option = Option(scenario.pack, name[-1], name, scenario.option().state.on)
    new = edits.new_group(option.state, "Q31", "made", units=[MANCHESTER])
    option.commit(new, when=WHEN, who="a colleague")
    scenario.options.append(option)
    save(scenario, plan)


def test_two_files_are_told_apart_in_words(run: Run, plan: Path, theirs: Path) -> None:
    ran = run("compare", plan.name, theirs)
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.startswith(GOLDEN)
    assert ran.out.endswith("The totals of 57 others are the same.\n")


def test_a_file_is_the_same_as_itself(run: Run, plan: Path) -> None:
    ran = run("compare", plan, plan)
    assert ran.code == 0
    assert "The two are the same." in ran.out
    document = run("compare", plan, plan, "--json").json
    assert document["same"]
    parts = ("moved", "settings", "findings", "lines")
    assert [document[part] for part in parts] == [[], [], [], []]


def test_the_document_has_what_the_text_says(run: Run, plan: Path, theirs: Path) -> None:
    ran = run("compare", plan.name, theirs, "--json")
    document = ran.json
    assert (ran.code, document["schema"]) == (1, "footprint.compare/1")
    assert not document["same"]
    moved = {
        (m["organisation"], m["from"]["organisation"], m["to"]["name"]) for m in document["moved"]
    }
    assert moved == {(MANCHESTER, GREATER_MANCHESTER, "Lancashire"), ("5N2", "C11", "Leeds")}
    (leeds,) = [o for o in document["organisations"] if o["matched"] == "overlap"]
    assert (leeds["before"]["code"], leeds["after"]["id"]) == (LEEDS_AND_BRADFORD, "made")
    assert (leeds["members_in_both"], leeds["members_in_either"]) == (2, 3)
    (post,) = document["settings"]
    assert (post["what"], post["organisation"]) == ("holder", LANCASHIRE)
    assert (post["before"], post["after"]) == (None, "Ann Lee")
    found = {(f["change"], f["rule"], f["organisation"]) for f in document["findings"]}
    assert found == {
        ("gained", "DH-32", "C11"),
        ("gained", "GEO-1", "C11"),
        ("gained", "GEO-1", LANCASHIRE),
        ("cleared", "DH-32", GREATER_MANCHESTER),
    }
    (totals,) = [t for t in document["totals"] if t["organisation"] == GREATER_MANCHESTER]
    people = {"before": 2_715_618, "after": 2_212_491, "difference": -503_127}
    assert totals["totals"]["population"] == people
    assert len(document["totals"]) == 61


def test_one_option_is_compared_with_the_published_data(run: Run, plan: Path) -> None:
    document = run("compare", plan, "--json").json
    assert document["before"]["baseline"]
    assert document["before"]["option"] is None
    assert document["after"]["option"] == "Clusters of June 2011"
    assert len(document["moved"]) == 151
    assert all(moved["from"]["tray"] for moved in document["moved"])
    back = run("compare", plan, "--options", "clusters of june 2011", "baseline", "--json").json
    assert all(moved["to"]["tray"] for moved in back["moved"])


def test_two_options_of_a_file_are_compared_in_their_order(run: Run, plan: Path) -> None:
    second_option(plan)
    document = run("compare", plan, "--json").json
    assert (document["before"]["id"], document["after"]["id"]) == ("A", "B")
    named = run("compare", plan, "--options", "option b", "A", "--json").json
    assert (named["before"]["id"], named["after"]["id"]) == ("B", "A")


def test_with_more_options_two_must_be_named(run: Run, plan: Path) -> None:
    second_option(plan)
    second_option(plan, "Option C")
    ran = run("compare", plan)
    assert (ran.code, ran.out) == (2, "")
    assert "has 3 options; name two of them, or baseline: --options A B" in ran.err
    assert run("compare", plan, "--options", "B", "C").code == 0


def test_what_cannot_be_compared_is_refused_in_a_sentence(run: Run, plan: Path) -> None:
    ran = run("compare", plan, "--options", "baseline", "Baseline")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "the baseline can't differ from itself" in ran.err
    other = plan.with_name("practices.footprint")
    assert run("new", other, "--pack", "pct-2011-practices").code == 0
    ran = run("compare", plan, other)
    assert (ran.code, ran.out) == (2, "")
    assert "one is of the pack pct-2011, the other of pct-2011-practices" in ran.err


def test_compare_loads_no_window(plan: Path) -> None:
    code = (
        "import sys; from ui import cli; "
        f"cli.main(['compare', {str(plan)!r}]); "
        "assert not [m for m in sys.modules if m.startswith(('PySide6', 'numpy'))]"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)
