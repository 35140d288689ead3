"""The command line as people and scripts use it, on the pack that ships with the program."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from pptx import Presentation

from db.scenario_file import open_scenario, save
from model.changes import Change, Enter, Field, OptionField, SetField, SetOption
from model.edits import new_successor
from model.option import Option, Status
from tests.ui.commands import GREATER_MANCHESTER, MANCHESTER, ROOT, TEES, WHEN, Ran, Run, edit
from ui import cli, headless, start


def run_apart(*arguments: object, **env: str | None) -> Ran:
    """Run main.py in a process of its own; a variable that is None is taken away."""
    variables = {**os.environ, **env}
    done = subprocess.run(
        [sys.executable, ROOT / "main.py", *map(str, arguments)],
        capture_output=True,
        env={name: value for name, value in variables.items() if value is not None},
        timeout=60,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def log_of(path: Path) -> list:
    return open_scenario(path).scenario.option().log.path()


def one_line(ran: Ran) -> str:
    """Return the sentence on stderr after checking that it is all that was printed."""
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("footprint: ")
    assert ran.err.count("\n") == 1
    return ran.err[len("footprint: ") : -1]


def by_code(document: dict) -> dict[str, dict]:
    return {o["code"]: o for o in document["organisations"]}


# -- new -----------------------------------------------------------------------------------------


def test_new_makes_a_file_and_says_what_is_in_it(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "plan.footprint"
    ran = run("new", out, "--pack", "pct-2011", "--option", "june-2011")
    assert (ran.code, ran.err) == (0, "")
    assert "151 PCTs, 50 clusters, 0 in the tray" in ran.out
    assert out.is_file()


def test_new_starts_from_the_first_option_unless_told(run: Run, tmp_path: Path) -> None:
    run("new", tmp_path / "plan", "--pack", "pct-2011")
    assert run("show", tmp_path / "plan", "--json").json["option"] == "Clusters of June 2011"


def test_new_takes_a_pack_by_its_folder(run: Run, tmp_path: Path) -> None:
    folder = ROOT / "resources" / "packs" / "pct-2011"
    assert run("new", tmp_path / "plan", "--pack", folder, "--option", "Blank").code == 0
    assert len(run("show", tmp_path / "plan", "--json").json["tray"]) == 151


def test_new_leaves_a_file_that_is_there_alone(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "plan.footprint"
    out.write_text("mine")
    assert "--force" in one_line(run("new", out, "--pack", "pct-2011"))
    assert out.read_text() == "mine"
    assert run("new", out, "--pack", "pct-2011", "--force").code == 0
    assert run("show", out).code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--pack", "atlantis"], "there is no pack 'atlantis'; there is: pct-2011"),
        ([], "--pack must name a pack; there is: pct-2011"),
        (["--pack", "pct-2011", "--option", "june"], "june-2011, blank, alone"),
    ],
)
def test_new_names_what_there_is(
    run: Run, tmp_path: Path, arguments: list[str], words: str
) -> None:
    assert words in one_line(run("new", tmp_path / "plan", *arguments))
    assert list(tmp_path.iterdir()) == []


def test_new_says_what_is_wrong_with_a_pack(run: Run, tmp_path: Path) -> None:
    pack = shutil.copytree(ROOT / "resources" / "packs" / "pct-2011", tmp_path / "mine")
    table = pack / "organisations.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",pct,", ",ptc,", 1), "utf-8")
    sentence = one_line(run("new", tmp_path / "plan", "--pack", pack))
    assert re.match(r"pack mine, organisations.csv, line \d+, column kind: ", sentence)


@pytest.mark.parametrize("out", ["", "no/such/folder/plan", "a-file/plan"])
def test_new_where_nothing_can_be_written(run: Run, tmp_path: Path, out: str) -> None:
    (tmp_path / "a-file").touch()
    one_line(run("new", tmp_path / out, "--pack", "pct-2011", "--force"))


# -- show ----------------------------------------------------------------------------------------


def test_show_gives_the_figures_of_june_2011(run: Run, plan: Path) -> None:
    document = run("show", plan, "--json").json
    found = by_code(document)
    assert (document["schema"], document["file"]) == ("footprint.show/1", str(plan))
    assert (document["complete"], document["tray"]) == (True, [])
    assert sum(o["kind"] == "cluster" for o in found.values()) == 50
    assert found["ENG"]["totals"]["units"] == 151
    assert found["ENG"]["totals"]["population"] == 53_012_456
    assert found["ENG"]["totals"]["officers"] == 5 * 50 + 151
    assert found["ENG"]["totals"]["accountable_officers"] == 50
    assert found[GREATER_MANCHESTER]["totals"]["units"] == 10
    assert found[GREATER_MANCHESTER]["totals"]["population"] == 2_715_618
    assert found[TEES]["totals"]["population"] == 557_227


def test_officers_before_clusters(run: Run, tmp_path: Path) -> None:
    run("new", tmp_path / "plan", "--pack", "pct-2011", "--option", "alone")
    totals = by_code(run("show", tmp_path / "plan", "--json").json)["ENG"]["totals"]
    assert (totals["officers"], totals["accountable_officers"]) == (906, 151)


def test_show_lists_parents_before_children(run: Run, plan: Path) -> None:
    organisations = run("show", plan, "--json", "--all").json["organisations"]
    seen = set()
    for organisation in organisations:
        assert organisation["parent"] in seen or organisation["parent"] is None
        seen.add(organisation["id"])
    assert len(organisations) == 1 + 10 + 50 + 151


def test_estimates_of_the_units_make_up_those_of_their_cluster(run: Run, plan: Path) -> None:
    found = run("show", plan, "--json", "--all").json["organisations"]
    for measure in ("population", "allocation"):
        inside = [o["estimated"][measure] for o in found if o["parent"] == TEES]
        (cluster,) = (o for o in found if o["id"] == TEES)
        assert sum(inside) == cluster["estimated"][measure]


def test_a_measure_of_which_nothing_is_known_is_null(run: Run, plan: Path) -> None:
    found = run("show", plan, "--json", "--all").json["organisations"]
    run("move", plan, *(o["code"] for o in found if o["parent"] == TEES), "--to", "tray")
    totals = by_code(run("show", plan, "--json").json)[TEES]["totals"]
    assert (totals["units"], totals["population"], totals["allocation"]) == (0, None, None)


def test_show_says_what_an_option_looks_ahead_to(run: Run, plan: Path) -> None:
    document = run("show", plan, "--json").json
    assert (document["structure"], document["successors"]) == (None, [])
    opened = open_scenario(plan).scenario
    option = opened.option()
    for change in (
        SetOption(OptionField.STRUCTURE, "bill"),
        new_successor(option.state, GREATER_MANCHESTER, "X1", "Pathfinder", [MANCHESTER]),
    ):
        option.commit(change, when=WHEN, who="Ada")
    save(opened, plan)
    document = run("show", plan, "--json").json
    structure = document["structure"]
    assert (structure["id"], structure["boards"], structure["layers"]) == ("bill", 2, 2)
    assert [(b["kind"], b["number"]) for b in structure["bodies"]] == [
        ("nation", 1),
        ("consortium", 1),
    ]
    (consortium,) = document["successors"]
    assert (consortium["code"], consortium["members"]) == ("CO01", [MANCHESTER])
    assert (consortium["legal_body"], consortium["authorised"]) == (True, False)
    assert consortium["area"]["population"] == 503_127
    out = run("show", plan).out
    assert "Bill as introduced: 1 consortium: 2 boards, 2 accountable officers" in out
    assert "CO01 Pathfinder: 1 member, 503,127 people." in out
    assert consortium["entered"] == []
    option.commit(Enter("X1", "consortium_population", 498_000), when=WHEN, who="Ada")
    save(opened, plan)
    (consortium,) = run("show", plan, "--json").json["successors"]
    assert (consortium["area"]["population"], consortium["entered"]) == (498_000, ["population"])
    assert "Pathfinder: 1 member, 498,000 people (entered)." in run("show", plan).out


def test_show_says_the_same_twice(run: Run, plan: Path) -> None:
    assert run("show", plan, "--json", "--all").out == run("show", plan, "--json", "--all").out


def test_the_table_lines_up_and_explains_the_star(run: Run, plan: Path) -> None:
    lines = run("show", plan).out.splitlines()
    rows = [x for x in lines if re.match(r"(ENG|Q\d\d|  C\d\d) ", x)]
    assert len(rows) == 1 + 10 + 50
    assert {len(row) for row in rows} == {len(rows[0])}
    assert any(
        re.match(r"\* contains estimates. Budget 2011-12, England: £.* of it", x) for x in lines
    )
    assert "Officers: 906 with every PCT alone, 401 in this option: −505 (−55.7%)." in lines
    assert "  Check: before = 906, merged = 250, kept = 151, after = 250 + 151 = 401." in lines
    assert (
        "With 10 SHAs: 60 accountable chief executives; "
        "581 in 1999, 331 in 2002, 162 in 2006 and 62 in 2011." in lines
    )
    assert "In the tray: 0 PCTs. The option is complete." in lines


def test_before_and_after_agree_with_the_totals(run: Run, plan: Path) -> None:
    document = run("show", plan, "--json", "--all").json
    for organisation in document["organisations"]:
        counts = {c["count"]: c for c in organisation["before_after"]}
        assert bool(counts) == (organisation["kind"] != "pct")
        for name in ("officers", "accountable_officers") if counts else ():
            assert counts[name]["after"] == organisation["totals"][name]
            assert counts[name]["merged"] + counts[name]["kept"] == counts[name]["after"]
    tees = by_code(document)[TEES]["before_after"]
    assert {c["role"]: c["before"] for c in tees if c["count"] == "lay_members"} == {
        "chair": 4,
        "ned": 24,
    }
    assert document["series"]["option"] == {
        "year": 2011,
        "local": 50,
        "regional": 10,
        "total": 60,
    }
    assert [point["total"] for point in document["series"]["past"]] == [581, 331, 162, 62]


def test_rows_of_the_table_add_up_with_the_tray(run: Run, plan: Path) -> None:
    run("move", plan, MANCHESTER, "--to", "tray")
    out = run("show", plan, "--all").out
    north_west = out[out.index("\nQ31 ") : out.index("\nQ32 ")].splitlines()[1:]
    people = {
        re.split(r"  +\d", row)[0]: int(re.split(r"  +", row.strip())[2].replace(",", ""))
        for row in north_west
    }
    parts = [n for name, n in people.items() if re.match(r"  (C|in the tray)", name)]
    assert sum(parts) == people["Q31 North West"]
    assert "    5NT Manchester" in out


# -- move ----------------------------------------------------------------------------------------


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


# -- export --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chart.docx"], "end it in .pdf, .png, .svg"),
        (["chart"], "end it in .pdf, .png, .svg"),
        (["chart.pdf", "--paper", "B5"], "choose one of A4, A3, A2, A1, A0"),
        (["chart.png", "--dpi", "0"], "from 30 to 1200"),
        (["chart.png", "--dpi", "1200", "--paper", "A0"], "dots per inch or fewer"),
        (["chart.png", "--layout", "pages"], "PDF only"),
        (["chart.svg", "--layout", "pages"], "PDF only"),
        (["chart.pdf", "--layout", "book"], "choose one-page or pages"),
        (["chart.pdf", "--option", "B"], "there is no option 'B'"),
        (["chart.pdf", "--posts", "all"], "choose off or summary or team or full"),
    ],
)
def test_export_refuses_what_it_cannot_draw(
    run: Run, plan: Path, arguments: list[str], words: str
) -> None:
    out = plan.with_name(arguments[0])
    assert words in one_line(run("export", plan, out, *arguments[1:]))
    assert not out.exists()


def test_export_draws_a_picture_of_the_size_asked_for(run: Run, plan: Path) -> None:
    out = plan.with_name("Chart.PNG")
    how = ["--paper", "a4", "--portrait", "--dpi", "72", "--title", "For the board"]
    ran = run("export", plan, out, *how)
    assert (ran.code, ran.out) == (0, f"{out} written.\n")
    data = out.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (595, 842)
    assert "too small to read" in ran.err


def test_export_writes_a_drawing_with_its_texts(run: Run, plan: Path) -> None:
    out = plan.with_name("chart.svg")
    ran = run("export", plan, out, "--title", "For <the> board")
    assert (ran.code, ran.out) == (0, f"{out} written.\n")
    drawing = out.read_text(encoding="utf-8")
    assert drawing.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<svg ')
    assert "<title>For &lt;the&gt; board</title>" in drawing
    assert ">Manchester Teaching</text>" in drawing


def test_export_shows_as_much_of_the_posts_as_is_asked_for(run: Run, plan: Path) -> None:
    shown = {}
    for level in ("off", "summary", "team", "full"):
        out = plan.with_name(f"{level}.svg")
        assert run("export", plan, out, "--posts", level).code == 0
        drawing = out.read_text(encoding="utf-8")
        shown[level] = [f">{text}</text>" in drawing for text in ("none vacant", "DPH", "NED × 6")]
    assert shown == {
        "off": [False, False, False],
        "summary": [True, False, False],
        "team": [False, True, False],
        "full": [False, True, True],
    }


def test_export_draws_a_page_for_each_region(run: Run, plan: Path) -> None:
    out = plan.with_name("chart.pdf")
    ran = run("export", plan, out, "--layout", "pages", "--no-scenario")
    assert (ran.code, ran.out, ran.err) == (0, f"{out} written.\n", "")
    assert out.read_bytes().startswith(b"%PDF-")


def test_export_writes_slides_of_the_parts_that_are_named(run: Run, plan: Path) -> None:
    out = plan.with_name("chart.pptx")
    more = ["--include", "overview", "--line", "In confidence", "--title", "For the board"]
    ran = run("export", plan, out, *more)
    assert (ran.code, ran.out, ran.err) == (0, f"{out} written.\n", "")
    slides = Presentation(str(out)).slides
    titles = [slide.shapes.title.text for slide in slides]
    assert titles[:4] == ["For the board", "Contents", "England: clusters", "England: totals"]
    assert "In confidence" in slides[0].placeholders[1].text
    ran = run("export", plan, out, "--template", plan.with_name("none.potx"))
    assert "none.potx: can't be read" in one_line(ran)
    assert len(Presentation(str(out)).slides) == len(titles)


def test_export_to_where_nothing_can_be_written(run: Run, plan: Path) -> None:
    ran = run("export", plan, plan.with_name("missing") / "chart.pdf")
    assert "missing" in one_line(ran)
    assert not plan.with_name("missing").exists()


# -- packs, help, what is given wrongly ----------------------------------------------------------


def test_packs_lists_what_new_takes(run: Run) -> None:
    (pack,) = (p for p in run("packs", "--json").json["packs"] if p["id"] == "pct-2011")
    assert pack["options"] == ["june-2011", "blank", "alone"]
    assert pack["problem"] is None
    assert "options: june-2011, blank, alone" in run("packs").out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["shwo", "plan"], "there is no file and no command 'shwo'; commands: check, compare,"),
        (["--bar"], "No such option '--bar'"),
        (["plan.footprint", "check"], "main.py check plan.footprint"),
        (["show"], "Missing argument 'FILE'"),
        (["show", "a", "b"], "unexpected extra argument"),
        (["check", "plan", "--on", "1/6/2011"], "'1/6/2011' is not a date, such as 2011-06-01"),
        (["no-such.footprint"], "no-such.footprint: there is no such file"),
        (["show", "no-such.footprint"], "no-such.footprint"),
    ],
)
def test_wrong_arguments_get_one_line(run: Run, arguments: list[str], words: str) -> None:
    assert words in one_line(run(*arguments))


@pytest.mark.parametrize("command", ["show", "check", "move", "export"])
def test_files_that_are_no_scenarios_get_one_line(
    run: Run, plan: Path, command: str, tmp_path: Path
) -> None:
    bad = tmp_path / "bad\x1b[2J name.footprint"
    rest = {"move": [MANCHESTER, "--to", TEES], "export": [tmp_path / "x.pdf"]}.get(command, [])
    whole = plan.read_bytes()
    for content in (b"", b"not a database", whole[:5000], whole[: len(whole) // 2], whole[100:]):
        bad.write_bytes(content)
        sentence = one_line(run(command, bad, *rest))
        assert "\x1b" not in sentence
        assert bad.read_bytes() == content
    one_line(run(command, tmp_path, *rest))


def test_version_is_that_of_the_project(run: Run) -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    version = re.search(r'^version = "(.+)"', project, re.MULTILINE)
    assert version is not None
    assert run("--version").out == f"Footprint {version[1]}\n"


def test_help_names_every_command(run: Run) -> None:
    assert run("--help").code == 0
    assert all(f"\n  {name} " in run("-h").out for name in start.HEADLESS)
    assert set(start.HEADLESS) == set(cli.cli.commands)


# -- the window ----------------------------------------------------------------------------------

NO_DISPLAY = {"DISPLAY": None, "WAYLAND_DISPLAY": None, "QT_QPA_PLATFORM": None}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others always have a display")
@pytest.mark.parametrize("with_file", [False, True])
def test_without_a_display_the_window_says_what_works(made: Path, with_file: bool) -> None:
    ran = run_apart(*[made] * with_file, **NO_DISPLAY)
    sentence = one_line(ran)
    assert all(name in sentence for name in start.HEADLESS)
    assert "qt" not in sentence.casefold()


def test_a_file_in_place_of_a_command_opens_the_window(
    run: Run, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    monkeypatch.setattr(start, "open_window", lambda path: opened.append(path) or 0)
    elsewhere = plan.rename(plan.with_name("without-suffix"))
    assert (run().code, run(elsewhere).code) == (0, 0)
    assert opened == [None, elsewhere]


# -- as a program of its own ---------------------------------------------------------------------


def test_the_whole_way_as_a_program(tmp_path: Path) -> None:
    """In a folder with a name that no code page of Windows has."""
    folder = tmp_path / "Plan – “Tees”, ř"
    folder.mkdir()
    plan = folder / "a.footprint"
    steps = [
        ("new", plan, "--pack", "pct-2011", "--option", "june-2011"),
        ("move", plan, MANCHESTER, "--to", "Tees"),
        ("show", plan, "--json"),
        ("check", plan, "--json"),
    ]
    new, move, show, check = (run_apart(*s, PYTHONIOENCODING="ascii", **NO_DISPLAY) for s in steps)
    assert [r.err for r in (new, move, show, check)] == ["", "", "", ""]
    assert (new.code, move.code, show.code) == (0, 0, 0)
    assert by_code(show.json)[TEES]["totals"]["units"] == 5
    assert show.json["file"] == str(plan)
    assert check.code == (1 if check.json["summary"]["law"]["breaks"] else 0)
    assert sorted(p.name for p in folder.iterdir()) == ["a.footprint"]


HEAVY = {"PySide6", "shiboken6", "numpy", "sqlite_utils", "pyqtgraph"}
LOADED = """
import sys
from ui import cli
code = cli.main(sys.argv[1:])
print(sorted({name.split(".")[0] for name in sys.modules}), file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.parametrize(
    "command",
    [
        ["packs"],
        ["show", "PLAN"],
        ["show", "PLAN", "--json", "--all"],
        ["check", "PLAN"],
        ["check", "PLAN", "--json"],
        ["move", "PLAN", MANCHESTER, "--to", TEES],
        ["new", "NEW", "--pack", "pct-2011"],
        ["merge", "PLAN", "PLAN", "-o", "NEW"],
        ["send", "PLAN", "-o", "NEW", "--what", "totals"],
        ["--help"],
    ],
    ids=" ".join,
)
def test_commands_load_nothing_heavy(plan: Path, command: list[str]) -> None:
    names = {"PLAN": str(plan), "NEW": str(plan.with_name("new"))}
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *(names.get(word, word) for word in command)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    assert HEAVY.isdisjoint(ast.literal_eval(done.stderr))


def test_a_reader_who_has_seen_enough_is_no_error(plan: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, ROOT / "main.py", "check", plan, "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    with process.stderr:
        assert process.stderr.read() == b""
    assert process.wait(timeout=60) in (0, 1)


# -- the page that describes it ------------------------------------------------------------------


@pytest.fixture(scope="module")
def page() -> str:
    return (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")


def section(page: str, title: str) -> str:
    """Return the part of the page under a heading of any level, up to the next one like it."""
    found = re.search(
        rf"^(#+) {re.escape(title)}\n(.*?)(?=^\1 |\Z)", page, re.DOTALL | re.MULTILINE
    )
    assert found is not None, f"the page has no heading {title!r}"
    return found[2]


@pytest.mark.parametrize("name", sorted(cli.cli.commands))
def test_the_page_has_every_command_and_option(page: str, name: str) -> None:
    text = section(page, name)
    usage = text.split("\n\n")[0]
    for parameter in cli.cli.commands[name].params:
        if isinstance(parameter, click.Option):
            for option in (*parameter.opts, *parameter.secondary_opts):
                assert re.search(rf"^\|.*`{option}\b", text, re.MULTILINE), f"{name} {option}"
                assert option in usage, f"{option} is not in the usage of {name}"
        else:
            assert str(parameter.metavar) in usage


def shape(value: object) -> object:
    """Return a JSON value with every plain value gone, every list as its first entry's shape."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value and isinstance(value[0], dict) else []
    return None


@pytest.mark.parametrize("command", ["show", "check", "compare", "packs"])
def test_the_page_shows_each_document_as_it_is(
    run: Run, plan: Path, page: str, command: str
) -> None:
    document = run(command, *([] if command == "packs" else [plan]), "--json").json
    text = section(page, document["schema"])
    example = re.search(r"```json\n(.*?)```", text, re.DOTALL)
    assert example is not None
    assert shape(json.loads(example[1])) == shape(document)
    explained = set(re.findall(r"`([a-z_]+)`", "".join(re.findall(r"^\|[^|]*\|", text, re.M))))
    named = explained | {"population", "allocation"} | set(document.get("summary", {}))
    assert (
        keys(document) - named - {"meets", "breaks", "incomplete", "waived", "not applicable"}
        == set()
    )


def keys(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(keys, value.values()))
    return set().union(*map(keys, value)) if isinstance(value, list) else set()
