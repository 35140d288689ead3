"""`merge` and `send` on the command line: copies of June 2011."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from db.scenario_file import open_scenario, save
from model.changes import Change, Field, Move, SetField
from model.option import Option
from tests.ui.commands import ROOT, WHEN, Ran, Run

EXAMPLE = re.compile(r"```json\n(.*?)```", re.DOTALL)


@pytest.fixture
def theirs(plan: Path) -> Path:
    return Path(shutil.copy(plan, plan.with_name("theirs.footprint")))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out.footprint"


def change(path: Path, who: str, *moves: tuple[str, str]) -> None:
    """Move units, by code, into groups, by code."""
    scenario = open_scenario(path).scenario
    state = scenario.option().state
    for unit, to in moves:
        where = Move(str(state.with_code(unit)), str(state.with_code(to)))
        scenario.option().commit(where, when=WHEN, who=who)
    save(scenario, path)


def commit(path: Path, what: Change) -> None:
    scenario = open_scenario(path).scenario
    scenario.option().commit(what, when=WHEN, who="Anna")
    save(scenario, path)


def option_in(path: Path) -> Option:
    return open_scenario(path).scenario.option()


def place(option: Option, unit: str) -> str:
    return option.state.code(str(option.state.parent(str(option.state.with_code(unit)))))


def sentence(ran: Ran) -> str:
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    return ran.err


def test_changes_that_do_not_touch_are_put_together(
    run: Run, plan: Path, theirs: Path, out: Path
) -> None:
    change(plan, "Ben", ("5NT", "C04"))
    change(theirs, "Anna", ("5D9", "C07"), ("5E1", "C07"))
    before = plan.read_bytes(), theirs.read_bytes()
    ran = run("merge", plan, theirs, "-o", out)
    assert (ran.code, ran.err) == (0, "")
    assert "2 changes by Anna; 2 differences taken." in ran.out
    assert f"{out} written." in ran.out
    option = option_in(out)
    assert [place(option, unit) for unit in ("5NT", "5D9", "5E1")] == ["C04", "C07", "C07"]
    assert option.log.path()[-1].text == "Merge Anna's changes (2 changes)"
    option.undo()
    assert [place(option, unit) for unit in ("5NT", "5D9", "5E1")] == ["C04", "C04", "C04"]
    assert (plan.read_bytes(), theirs.read_bytes()) == before


@pytest.mark.parametrize(("prefer", "ends"), [("mine", "C04"), ("theirs", "C01")])
def test_conflicts_are_listed_and_nothing_is_written_unless_they_are_settled(
    run: Run, plan: Path, theirs: Path, out: Path, prefer: str, ends: str
) -> None:
    change(plan, "Ben", ("5NT", "C04"))
    change(theirs, "Anna", ("5NT", "C01"), ("5D9", "C07"))
    ran = run("merge", plan, theirs, "-o", out)
    assert (ran.code, ran.err) == (1, "")
    state = option_in(plan).state
    title = f"Where {state.label(str(state.with_code('5NT')))} is"
    assert f"Conflict: {title}\n    mine: Tees\n" in ran.out
    assert "1 conflict needs a person; nothing was written." in ran.out
    assert not out.exists()
    assert not run("merge", plan, theirs, "-o", out, "--json").json["written"]
    assert not out.exists()
    ran = run("merge", plan, theirs, "-o", out, "--prefer", prefer)
    assert (ran.code, ran.err) == (0, "")
    option = option_in(out)
    assert (place(option, "5NT"), place(option, "5D9")) == (ends, "C07")
    entry = option.log.path()[-1]
    assert entry.text == "Merge Anna's changes (2 changes, 1 decided)"
    assert f"{title}: " in entry.why


def test_out_may_be_mine_and_no_other_file_that_is_there(
    run: Run, plan: Path, theirs: Path, out: Path
) -> None:
    change(theirs, "Anna", ("5NT", "C04"))
    out.write_text("something else")
    assert "is there already" in sentence(run("merge", plan, theirs, "-o", out))
    assert out.read_text() == "something else"
    assert run("merge", plan, theirs, "-o", out, "--force").code == 0
    assert place(option_in(out), "5NT") == "C04"
    kept = theirs.read_bytes()
    assert run("merge", plan, theirs, "-o", plan).code == 0
    assert place(option_in(plan), "5NT") == "C04"
    assert theirs.read_bytes() == kept


def test_a_copy_with_nothing_new_is_said_to_have_nothing(
    run: Run, plan: Path, theirs: Path, out: Path
) -> None:
    change(plan, "Ben", ("5NT", "C04"))
    ran = run("merge", plan, theirs, "-o", out)
    assert ran.code == 0
    assert "nothing to merge" in ran.out
    assert len(option_in(out).log) == len(option_in(plan).log)


def test_other_scenarios_are_refused_with_the_reason(
    run: Run, plan: Path, tmp_path: Path, out: Path
) -> None:
    other = tmp_path / "other.footprint"
    run("new", other, "--pack", "pct-2011")
    assert "two scenarios" in sentence(run("merge", plan, other, "-o", out))
    assert not out.exists()
    assert "no option" in sentence(run("merge", plan, plan, "-o", out, "--option", "nonsense"))


def test_an_option_that_only_they_have_is_added_unless_one_is_named(
    run: Run, plan: Path, theirs: Path, out: Path
) -> None:
    scenario = open_scenario(theirs).scenario
    first = scenario.option()
    scenario.options.append(Option(scenario.pack, "b", "Another", first.state.on))
    save(scenario, theirs)
    assert run("merge", plan, theirs, "-o", out, "--option", "A").code == 0
    assert [o.id for o in open_scenario(out).scenario.options] == ["A"]
    ran = run("merge", plan, theirs, "-o", out, "--force", "--json")
    assert ran.json["added"] == [{"id": "b", "name": "Another"}]
    assert [o.id for o in open_scenario(out).scenario.options] == ["A", "b"]
    assert "has no copy" in sentence(run("merge", theirs, plan, "-o", theirs, "--option", "b"))


def test_names_do_not_reach_the_terminal_as_commands(
    run: Run, plan: Path, theirs: Path, out: Path
) -> None:
    group = str(option_in(theirs).state.with_code("C04"))
    commit(theirs, SetField(group, Field.NOTE, "\N{RIGHT-TO-LEFT MARK}Tees\nNorth"))
    ran = run("merge", plan, theirs, "-o", out)
    assert ran.code == 0
    assert "\N{RIGHT-TO-LEFT MARK}" not in ran.out
    assert "(HSJ Feb 2011). → \N{REPLACEMENT CHARACTER}Tees North" in ran.out


# -- copies to send --------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["whole", "plan", "nameless", "totals"])
def test_a_copy_to_send_says_what_is_in_it_and_can_be_merged(
    run: Run, plan: Path, out: Path, what: str, tmp_path: Path
) -> None:
    name = next(iter(option_in(plan).state.people()))
    before = plan.read_bytes()
    ran = run("send", plan, "-o", out, "--what", what)
    assert (ran.code, ran.err) == (0, "")
    assert ("1 change of history" in ran.out) is (what == "whole")
    assert (name.encode() in out.read_bytes()) is (what in ("whole", "plan"))
    assert plan.read_bytes() == before
    change(out, "Anna", ("5NT", "C04"))
    both = tmp_path / "both.footprint"
    assert run("merge", plan, out, "-o", both).code == 0
    option = option_in(both)
    assert place(option, "5NT") == "C04"
    assert name in option.state.people()


def test_a_copy_to_send_never_replaces_what_is_there(run: Run, plan: Path, out: Path) -> None:
    before = plan.read_bytes()
    assert "the file itself" in sentence(run("send", plan, "-o", plan, "--force"))
    assert plan.read_bytes() == before
    out.write_text("something else")
    assert "is there already" in sentence(run("send", plan, "-o", out))
    assert "--no-notes goes with" in sentence(run("send", plan, "-o", out, "--force", "--no-notes"))
    assert out.read_text() == "something else"
    assert run("send", plan, "-o", out, "--force", "--what", "plan", "--no-notes").code == 0
    assert option_in(out).state.note == ""


def shape(value: object) -> object:
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return None


def test_the_page_shows_the_document_as_it_is(
    run: Run, plan: Path, theirs: Path, out: Path
) -> None:
    change(plan, "Ben", ("5NT", "C04"))
    change(theirs, "Anna", ("5NT", "C01"), ("5D9", "C07"))
    scenario = open_scenario(theirs).scenario
    on = scenario.option().state.on
    scenario.options.append(Option(scenario.pack, "b", "Another", on))
    save(scenario, theirs)
    document = run("merge", plan, theirs, "-o", out, "--json").json
    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    text = page.split("### footprint.merge/1")[1].split("\n## ")[0]
    example = EXAMPLE.search(text)
    assert example is not None
    shown = json.loads(example[1])
    for side in ("with_mine", "with_theirs"):
        (conflict,) = document["options"][0]["conflicts"]
        assert all(shape(o) for o in conflict[side])
    assert shape(document) == shape(shown)
