"""Telling a plan on the command line: figures, what it looks ahead to, before and after."""

from __future__ import annotations

import re
from pathlib import Path

from db.scenario_file import open_scenario, save
from model.changes import Enter, OptionField, SetOption
from model.edits import new_successor
from tests.ui.commands import (
    GREATER_MANCHESTER,
    MANCHESTER,
    TEES,
    WHEN,
    Run,
    by_code,
)


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
