"""Editing on the command line: moves, tables of places, options; what is refused and left alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from db.scenario_file import open_scenario, save
from model.changes import Change, Field, SetField
from model.option import Option, Status
from tests.ui.commands import (
    GREATER_MANCHESTER,
    MANCHESTER,
    TEES,
    WHEN,
    Run,
    by_code,
    edit,
    log_of,
    one_line,
)
from ui import headless


def test_move_is_one_step_in_the_log(run: Run, plan: Path) -> None:
    before = log_of(plan)
    ran = run("move", plan, MANCHESTER, "Salford", "--to", "tees", "--why", "a trial")
    after = log_of(plan)
    assert (ran.code, ran.err) == (0, "")
    assert [e.id for e in after[:-1]] == [e.id for e in before]
    assert after[-1].why == "a trial"
    found = by_code(run("show", plan, "--json").json)
    assert found[TEES]["totals"]["units"] == 4 + 2
    assert found[GREATER_MANCHESTER]["totals"]["units"] == 10 - 2


def test_move_says_what_it_did(run: Run, plan: Path) -> None:
    lines = run("move", plan, MANCHESTER, "--to", TEES).out.splitlines()
    assert lines[0] == "Move Manchester Teaching to Tees."
    assert re.search(r"C04 Tees: 4 → 5 PCTs, Population 557,227 → 1,\d{3},\d{3}, ", lines[1])
    assert re.search(r"C07 Greater Manchester: 10 → 9 PCTs, .*; breaks → meets$", lines[2])


def test_moving_there_and_back_gives_the_same_totals(run: Run, plan: Path) -> None:
    before = run("show", plan, "--json", "--all").json
    run("move", plan, MANCHESTER, "5NR", "--to", "tray")
    between = run("show", plan, "--json").json
    assert (between["complete"], between["tray"]) == (False, ["5NR", "5NT"])
    run("move", plan, "5nt", "5nr", "5NT", "--to", "greater manchester")
    assert run("show", plan, "--json", "--all").json == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["5XX", "--to", TEES], "there is no PCT '5XX'"),
        (["Manchestr Teaching", "--to", TEES], "did you mean 5NT Manchester Teaching?"),
        ([MANCHESTER, "--to", "Teas"], "did you mean C04 Tees?"),
        ([MANCHESTER, "--to", "5NR"], "of the kind PCT, not cluster"),
        ([GREATER_MANCHESTER, "--to", TEES], "of the kind cluster, not PCT"),
        ([MANCHESTER, "--to", GREATER_MANCHESTER], "is in Greater Manchester already"),
        ([MANCHESTER, "--to", TEES, "--option", "B"], "there is no option 'B'"),
        ([MANCHESTER], "Missing option '--to'"),
        (["--to", TEES], "Missing argument 'CODE...'"),
    ],
)
def test_a_refused_move_says_why_and_leaves_the_file(
    run: Run, plan: Path, arguments: list[str], words: str
) -> None:
    before = plan.read_bytes()
    assert words in one_line(run("move", plan, *arguments))
    assert plan.read_bytes() == before


@pytest.mark.parametrize("locked", [TEES, GREATER_MANCHESTER, MANCHESTER])
def test_a_lock_refuses_a_move(run: Run, plan: Path, locked: str) -> None:
    edit(plan, SetField(locked, Field.LOCKED, "yes"))
    before = plan.read_bytes()
    assert "is locked" in one_line(run("move", plan, "5NR", MANCHESTER, "--to", TEES))
    assert plan.read_bytes() == before


def test_clusters_of_one_name_are_told_apart_by_code(run: Run, plan: Path) -> None:
    edit(plan, SetField("C01", Field.NAME, "Tees"))
    sentence = one_line(run("move", plan, MANCHESTER, "--to", "TEES"))
    assert "2 clusters are called 'TEES'" in sentence
    assert "C01 Tees (North East), C04 Tees (North East)" in sentence
    assert run("move", plan, MANCHESTER, "--to", "C04").code == 0


@pytest.mark.parametrize("name", ['Tees, "Wear" & Tyne; etc.', "Côte d'Azur – 東京", "-x", "tray"])
def test_names_that_are_hard_to_quote(run: Run, plan: Path, name: str) -> None:
    edit(plan, SetField(TEES, Field.NAME, name))
    assert by_code(run("show", plan, "--json").json)[TEES]["name"] == name
    assert run("move", plan, MANCHESTER, f"--to={name}").code == 0
    assert f"  C04 {name}" in run("show", plan).out
    in_tray = run("show", plan, "--json").json["tray"]
    assert in_tray == ([MANCHESTER] if name == "tray" else [])


def test_a_reason_that_no_file_can_hold(run: Run, plan: Path) -> None:
    before = plan.read_bytes()
    for why in ("x" * 10_001, "a bell \x07"):
        one_line(run("move", plan, MANCHESTER, "--to", TEES, "--why", why))
        assert plan.read_bytes() == before


def test_a_file_of_a_later_version_is_read_but_not_changed(run: Run, plan: Path) -> None:
    later = bytearray(plan.read_bytes())
    later[60:64] = (int.from_bytes(later[60:64]) + 1).to_bytes(4)  # SQLite's user_version
    plan.write_bytes(later)
    assert run("show", plan).code == 0
    assert "newer Footprint" in one_line(run("move", plan, MANCHESTER, "--to", TEES))
    assert plan.read_bytes() == later


def test_a_table_that_was_exported_places_another_plan_alike(run: Run, plan: Path) -> None:
    table, other = plan.with_name("plan.csv"), plan.with_name("other.footprint")
    assert run("export", plan, table).code == 0
    assert run("new", other, "--pack", "pct-2011", "--option", "blank").code == 0
    before = other.read_bytes()
    would = "50 clusters made, 151 PCTs moved.\n"
    assert run("place", other, table, "--dry-run").out == f"Would be done: {would}"
    assert other.read_bytes() == before
    assert run("place", other, table, "--why", "As agreed").out == f"Done: {would}"
    again = plan.with_name("again.csv")
    run("export", other, again)
    assert again.read_bytes() == table.read_bytes()
    entry = open_scenario(other).scenario.option().log.path()[-1]
    assert entry.why == "As agreed"
    assert "already" in run("place", other, table).out


def test_a_table_with_slips_changes_nothing_and_says_where(run: Run, plan: Path) -> None:
    table = plan.with_name("plan.csv")
    table.write_text("unit_code,group_code\n5NT,C07\nzzz,C07\n", encoding="utf-8")
    before = plan.read_bytes()
    said = one_line(run("place", plan, table))
    assert "plan.csv: line 3, column unit_code: there is no PCT 'zzz'; nothing was changed" in said
    assert plan.read_bytes() == before


def test_a_plan_that_refuses_a_table_is_told_without_trying_it(run: Run, plan: Path) -> None:
    edit(plan, SetField(MANCHESTER, Field.LOCKED, "yes"))
    table = plan.with_name("plan.csv")
    code = open_scenario(plan).scenario.option().state.code(MANCHESTER)
    table.write_text(f"unit_code,group_code\n{code},{TEES}\n", encoding="utf-8")
    assert "locked" in one_line(run("place", plan, table, "--dry-run"))
    assert "locked" in one_line(run("place", plan, table))


def test_what_somebody_else_saves_meanwhile_is_kept(
    run: Run, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(*arguments: Any) -> Change:
        edit(plan, SetField(TEES, Field.NOTE, "saved by a colleague"))
        return move(*arguments)

    move = headless.move
    monkeypatch.setattr(headless, "move", slowly)
    assert "changed it" in one_line(run("move", plan, MANCHESTER, "--to", TEES))
    state = open_scenario(plan).scenario.option().state
    assert state.field(TEES, Field.NOTE) == "saved by a colleague"


def test_a_file_without_any_option(run: Run, plan: Path) -> None:
    scenario = open_scenario(plan).scenario
    scenario.options.clear()
    save(scenario, plan)
    assert "has no option in it" in one_line(run("show", plan))


def test_archived_options_are_there_and_deleted_ones_are_not(run: Run, plan: Path) -> None:
    scenario = open_scenario(plan).scenario
    for identifier, name, status in (
        ("B", "Bold", Status.ARCHIVED),
        ("C", "Bold", Status.DELETED),
        ("D", "Clusters of June 2011", Status.ARCHIVED),
    ):
        option = Option(scenario.pack, identifier, name, scenario.pack.as_of)
        option.status = status
        scenario.options.append(option)
    save(scenario, plan)
    assert run("show", plan, "--json", "--option", "bold").json["option"] == "Bold"
    assert run("show", plan, "--json", "--option", "d").json["complete"] is False
    june = run("show", plan, "--json", "--option", "clusters of june 2011")
    assert june.json["complete"] is True
    said = one_line(run("show", plan, "--option", "C"))
    assert "there is no option 'C'" in said
    assert "'Clusters of June 2011' (A), 'Bold' (B, archived)" in said


def test_options_go_by_id_or_name(run: Run, plan: Path) -> None:
    scenario = open_scenario(plan).scenario
    ready = {o.id: o for o in headless.pack_named("pct-2011").options}
    for identifier, first in (("B", "blank"), ("C", "alone"), ("D", "alone")):
        option = Option.from_ready(scenario.pack, ready[first], identifier, when=WHEN, who="")
        scenario.options.append(option)
    save(scenario, plan)
    assert run("show", plan, "--json").json["option"] == "Clusters of June 2011"
    assert run("show", plan, "--json", "--option", "b").json["option"] == "Blank"
    assert run("show", plan, "--json", "--option", "blank").json["complete"] is False
    assert "by its id: C, D" in one_line(run("show", plan, "--option", "every PCT alone"))
    run("move", plan, MANCHESTER, "--to", "A-5NR", "--option", "C")
    assert (
        by_code(run("show", plan, "--json", "--option", "C").json)["A-5NR"]["totals"]["units"] == 2
    )
    assert run("show", plan, "--json", "--option", "D").json["complete"] is True
    assert len(log_of(plan)) == 1
