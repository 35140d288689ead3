"""`check`: every finding with its number, limit, margin and source, in words and as JSON."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest

from db.scenario_file import open_scenario
from model.changes import Answer, Enter, Move, SetLimit, Waive
from tests.ui.commands import GREATER_MANCHESTER, ROOT, Run, edit


def by_code(document: dict) -> dict[str, dict]:
    return {o["code"]: o for o in document["organisations"]}


def found(document: dict, rule: str, organisation: str) -> dict:
    """Return the one finding of a rule for an organisation."""
    (one,) = (
        f for f in document["findings"] if (f["rule"], f["organisation"]) == (rule, organisation)
    )
    return one


def test_check_lists_every_finding_worst_first(run: Run, plan: Path) -> None:
    document = run("check", plan, "--json").json
    order = ["breaks", "waived", "incomplete", "meets", "not applicable"]
    places = [order.index(f["verdict"]) for f in document["findings"]]
    assert places == sorted(places)
    assert (document["schema"], document["on"]) == ("footprint.check/1", "2011-06-01")
    for severity, counts in document["summary"].items():
        for verdict, number in counts.items():
            assert number == sum(
                f["severity"] == severity and f["verdict"] == verdict for f in document["findings"]
            )


def test_the_two_that_crossed_are_recorded_exceptions(run: Run, plan: Path) -> None:
    waived = [f for f in run("check", plan, "--json").json["findings"] if f["verdict"] == "waived"]
    assert [f["rule"] for f in waived] == ["DH-40", "DH-31", "DH-31", "GEO-1"]
    assert "Bassetlaw" in waived[1]["sentence"]
    assert "Milton Keynes" in waived[2]["sentence"]
    assert "ferry" in waived[3]["sentence"]


def test_check_carries_number_limit_and_margin(run: Run, plan: Path) -> None:
    (found,) = (
        f
        for f in run("check", plan, "--json").json["findings"]
        if (f["rule"], f["organisation"]) == ("DH-32", GREATER_MANCHESTER)
    )
    assert (found["value"], found["limit"], found["margin"]) == (2_715_618, 2_600_000, -115_618)
    assert found["verdict"] == "breaks"


def test_figures_can_be_worked_out_from_the_tables(run: Run, plan: Path) -> None:
    pack = ROOT / "resources" / "packs" / "pct-2011"
    with (pack / "organisations.csv").open(encoding="utf-8", newline="") as file:
        units = {row["id"]: row for row in csv.DictReader(file)}
    with (pack / "options" / "june-2011.csv").open(encoding="utf-8", newline="") as file:
        members = {row["code"]: row["members"].split("; ") for row in csv.DictReader(file)}
    totals = by_code(run("show", plan, "--json").json)
    findings = run("check", plan, "--json").json["findings"]
    values = {f["organisation"]: f["value"] for f in findings if f["rule"] == "DH-32"}
    assert values.keys() == members.keys()
    for code, inside in members.items():
        assert values[code] == sum(int(units[unit]["population"]) for unit in inside)
        money = sum(int(units[unit]["allocation"]) for unit in inside)
        estimated = sum(
            int(units[unit]["allocation"])
            for unit in inside
            if units[unit]["allocation_basis"] == "estimate"
        )
        assert totals[code]["totals"]["allocation"] == money
        assert totals[code]["estimated"]["allocation"] == estimated


@pytest.mark.parametrize("how", [[], ["--json"]])
def test_exit_code_is_1_just_when_law_or_must_breaks(run: Run, plan: Path, how: list[str]) -> None:
    for on in ("2011-06-01", "2020-01-01"):
        summary = run("check", plan, "--on", on, "--json").json["summary"]
        breaks = summary["law"]["breaks"] + summary["must"]["breaks"]
        assert run("check", plan, "--on", on, *how).code == (1 if breaks else 0)


def test_a_plan_that_breaks_no_law_or_instruction_exits_0(run: Run, tmp_path: Path) -> None:
    """Cumbria and Surrey ended 2010-11 in deficit, whatever the plan: without them nothing does."""
    pack = shutil.copytree(ROOT / "resources" / "packs" / "pct-2011", tmp_path / "pack")
    rules = pack / "rules.toml"
    law = 'id = "DH-37"'
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace(law, f"{law}\nstart = 2012-01-01"), "utf-8")
    run("new", tmp_path / "plan", "--pack", pack)
    assert run("check", tmp_path / "plan").code == 0


def test_check_as_on_another_date_leaves_the_file_alone(run: Run, plan: Path) -> None:
    before = plan.read_bytes()
    document = run("check", plan, "--on", "2010-06-01", "--json").json
    in_force = {f["rule"] for f in document["findings"] if f["verdict"] != "not applicable"}
    assert document["on"] == "2010-06-01"
    assert "DH-41" in in_force
    assert "DH-44" not in in_force
    assert plan.read_bytes() == before


def test_check_in_words(run: Run, plan: Path) -> None:
    lines = run("check", plan).out.splitlines()
    assert (
        "    C07 Greater Manchester: Population 2,715,618: over the planning norm of 2,600,000"
        in "\n".join(lines)
    )
    heads = [lines.index(x) for x in lines if re.match(r"[A-Z]{3,} ?[A-Z]*", x)]
    assert heads == sorted(heads)
    assert len(heads) == 3
    assert "  DH-02 (instruction) Clusters in place by the deadline: 50 clusters" in lines
    assert re.fullmatch(r"\d+ findings? breaks? law or instruction, .* met\.", lines[-1])
    # The last line is one sentence, as long as its numbers are.
    assert max(len(line) for line in lines[:-1] if str(plan) not in line) <= 120


# -- all of it, and what users said ----------------------------------------------------------------


def test_there_is_a_finding_for_every_rule_and_every_organisation(run: Run, plan: Path) -> None:
    option = open_scenario(plan).scenario.option()
    state = option.state
    expected = [
        (rule.id, state.code(organisation))
        for rule in state.pack.rules
        for organisation in state
        if state.tier(organisation).value == rule.scope
    ]
    findings = run("check", plan, "--json").json["findings"]
    assert sorted((f["rule"], f["organisation"]) for f in findings) == sorted(expected)


def test_every_finding_says_who_says_so(run: Run, plan: Path) -> None:
    rules = {rule.id: rule for rule in open_scenario(plan).scenario.option().pack.rules}
    for one in run("check", plan, "--json").json["findings"]:
        rule = rules[one["rule"]]
        assert (one["title"], one["severity"]) == (rule.title, rule.severity.value)
        assert (one["source"], one["confidence"]) == (rule.source, rule.confidence)
        assert one["sentence"].endswith((".", "!", "?"))


def test_a_waiver_is_printed_with_reason_name_and_day(run: Run, plan: Path) -> None:
    edit(plan, Waive(GREATER_MANCHESTER, "DH-32", "Agreed in March", "A. Board", "2011-05-20"))
    document = run("check", plan, "--json").json
    one = found(document, "DH-32", GREATER_MANCHESTER)
    assert (one["verdict"], one["exception"]) == ("waived", False)
    assert one["waiver"] == {"reason": "Agreed in March", "who": "A. Board", "on": "2011-05-20"}
    assert found(document, "DH-32", "C06")["waiver"] is None
    out = run("check", plan).out
    text = " ".join(out.partition("ACCEPTED EXCEPTIONS")[2].split())
    assert "by 115,618. Accepted by A. Board on 20 May 2011: Agreed in March." in text
    assert "5 accepted exceptions, of which 1 accepted by users;" in out


def test_a_limit_that_users_set_is_told_with_the_packs(run: Run, plan: Path) -> None:
    assert "LIMITS" not in run("check", plan).out
    edit(plan, SetLimit("DH-32", "low", "600000"), SetLimit("DH-02", "deadline", "2011-06-30"))
    document = run("check", plan, "--json").json
    size = found(document, "DH-32", "C04")
    assert (size["verdict"], size["limit"], size["margin"]) == ("breaks", 600_000, -42_773)
    assert size["changed"] == [{"limit": "low", "value": 600_000, "pack": 530_000}]
    assert found(document, "DH-02", "C04")["changed"] == [
        {"limit": "deadline", "value": "2011-06-30", "pack": "2011-06-01"}
    ]
    assert found(document, "DH-35", "C04")["changed"] == []
    lines = run("check", plan).out.splitlines()
    head = next(i for i, x in enumerate(lines) if x.startswith("  DH-32 (norm)"))
    assert lines[head + 1] == "    Low limit 600,000, changed from 530,000."
    end = lines[lines.index("LIMITS SET FOR THIS PLAN") :]
    assert end[1:4] == [
        "  DH-02 Clusters in place by the deadline: "
        "deadline 30 June 2011, changed from 1 June 2011.",
        "  DH-32 Cluster population: low limit 600,000, changed from 530,000.",
        "",
    ]


def test_a_limit_is_told_also_where_it_leaves_nothing_to_break(run: Run, plan: Path) -> None:
    edit(plan, SetLimit("DH-32", "low", "1"), SetLimit("DH-32", "high", "9000000"))
    out = run("check", plan).out
    assert "DH-32 (norm)" not in out
    own = " ".join(out.partition("LIMITS SET FOR THIS PLAN")[2].split())
    assert own.startswith(
        "DH-32 Cluster population: low limit 1, changed from 530,000; "
        "high limit 9,000,000, changed from 2,600,000."
    )


def test_whom_a_finding_is_about_is_told_by_code(run: Run, plan: Path) -> None:
    edit(plan, Move("5N7", "C14"))
    document = run("check", plan, "--json").json
    assert found(document, "DH-31", "C14")["involved"] == ["5ET", "5N7"]
    assert found(document, "DH-32", "C14")["involved"] == []


def test_answers_and_own_figures_count(run: Run, plan: Path) -> None:
    own = [
        Enter(unit, measure, value)
        for unit, base, later in (("5PP", 10_000_000, 8_000_000), ("5PN", 20_000_000, 12_000_000))
        for measure, value in (("management_cost_base", base), ("management_cost_plan", later))
    ]
    edit(plan, Answer("C26", "DH-36", "viable", "yes"), *own)
    document = run("check", plan, "--json").json
    cut = found(document, "DH-42", "C26")
    assert (cut["verdict"], cut["value"], cut["limit"]) == ("meets", 3_333, 3_000)
    assert "a viable size" not in found(document, "DH-36", "C26")["sentence"]
    edit(plan, SetLimit("DH-42", "together", "no"))
    cut = found(run("check", plan, "--json").json, "DH-42", "C26")
    assert (cut["verdict"], cut["value"], cut["involved"]) == ("breaks", 2_000, ["5PP"])
    assert cut["changed"] == [{"limit": "together", "value": False, "pack": True}]
