"""A rule's data are refused with the key that is at fault; nothing is read past or left over."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

from model.changes import Create, OptionField, SetOption
from model.pack import Tier
from model.rules.checks import VOCABULARY, validate
from model.rules.engine import Findings
from model.rules.rule import Severity, Verdict
from model.state import State
from tests.model.packs import ON, RULES, rich_pack, rule
from tests.model.rules.asking import fault, some

PACK = rich_pack()
CUT = {"base": "cost", "plan": "planned"}


def test_the_pack_of_the_tests_has_a_rule_for_every_check() -> None:
    assert {r.check for r in RULES} == set(VOCABULARY)
    for each in RULES:
        validate(each, PACK)


@pytest.mark.parametrize("check", sorted(VOCABULARY))
def test_a_key_that_a_check_does_not_know_is_refused(check: str) -> None:
    known = next(r for r in RULES if r.check == check)
    params = {**known.params, "colour": "red"}
    key, message = fault(check, known.scope, **params)
    assert (key, message) == ("colour", f"the check {check!r} knows no 'colour'")


OPTIONAL = {"exceptions", "fact", "reference", "low", "high"}
"""Keys that some check can do without; those that it can't are tested with their values below."""


@pytest.mark.parametrize("check", sorted(VOCABULARY))
def test_a_key_that_a_check_needs_is_asked_for(check: str) -> None:
    known = next(r for r in RULES if r.check == check)
    for key in set(known.params) - OPTIONAL:
        rest = {k: v for k, v in known.params.items() if k != key}
        named, message = fault(check, known.scope, **rest)
        assert (named, repr(key) in message) == (key, True)


@pytest.mark.parametrize("check", sorted(VOCABULARY))
def test_a_check_is_asked_at_its_own_scopes_only(check: str) -> None:
    known = next(r for r in RULES if r.check == check)
    for tier in set(Tier) - set(VOCABULARY[check].scopes):
        key, message = fault(check, tier.value, **known.params)
        assert (key, "is asked of a" in message) == ("scope", True)


def test_a_check_that_is_not_there_is_refused() -> None:
    assert fault("eval", "group") == ("check", "there is no check 'eval'")


STEPS = [{"by": "2011-01-01", "cut": 1, "of": 2}]
HEADS = {"measure": "cost", "per": "population"}
RANGE = {"measure": "population", "low": 1, "high": 2}


@pytest.mark.parametrize(
    ("check", "scope", "params", "key"),
    [
        ("range", "group", {**RANGE, "low": 3}, "low"),
        ("range", "group", {**RANGE, "low": "1"}, "low"),
        ("range", "group", {**RANGE, "low": True}, "low"),
        ("range", "group", {**RANGE, "high": 2.5}, "high"),
        ("range", "group", {**RANGE, "high": 10**16}, "high"),
        ("range", "group", {**RANGE, "measure": "height"}, "measure"),
        ("range", "group", {**RANGE, "measure": 1}, "measure"),
        # Each unit balances by itself: a sum of surpluses says nothing.
        ("range", "group", {**RANGE, "measure": "surplus"}, "measure"),
        ("reduction", "root", {**CUT, "plan": "surplus", "steps": STEPS}, "plan"),
        ("range", "group", {**RANGE, "reference": None}, "reference"),
        ("level", "group", {"measure": "budget", "limit": "2bn"}, "limit"),
        ("one-leader", "group", {"role": "cook"}, "role"),
        ("one-leader", "group", {"role": ""}, "role"),
        ("own-post", "unit", {"role": ["chief"]}, "role"),
        ("single-team", "group", {"roles": []}, "roles"),
        ("single-team", "group", {"roles": "chief"}, "roles"),
        ("single-team", "group", {"roles": ["chief", "cook"]}, "roles"),
        ("count", "root", {"expected": []}, "expected"),
        ("count", "root", {"expected": [50, "52"]}, "expected"),
        ("formed-by", "group", {"deadline": "June"}, "deadline"),
        ("formed-by", "group", {"deadline": datetime.datetime(2011, 6, 1)}, "deadline"),
        ("balance", "unit", {"measure": "surplus", "fact": "rich"}, "fact"),
        ("mixed-balance", "group", {"measure": "surplus", "fact": 1}, "fact"),
        ("reserve", "unit", {"base": "budget", "held": "gold", "share_bp": 200}, "held"),
        ("reserve", "unit", {"base": "budget", "held": "held", "share_bp": 2.0}, "share_bp"),
        ("board-cap", "group", {"cap": None}, "cap"),
        ("one-region", "group", {"exceptions": [1]}, "exceptions"),
        ("one-region", "group", {"exceptions": [{"unit": "T01"}]}, "exceptions"),
        (
            *("one-region", "group"),
            {"exceptions": [{"unit": "nobody", "region": "R1", "note": "x"}]},
            "exceptions",
        ),
        ("reduction", "root", {**CUT, "steps": []}, "steps"),
        ("reduction", "root", {**CUT, "steps": [{"by": "2011-01-01", "cut": 1}]}, "steps"),
        (
            *("reduction", "root"),
            {**CUT, "steps": [{"by": "2011-01-01", "cut": 3, "of": 2}]},
            "steps",
        ),
        (
            *("reduction", "root"),
            {**CUT, "steps": [{"by": "2011-01-01", "cut": 0, "of": 0}]},
            "steps",
        ),
        (
            *("reduction", "root"),
            {**CUT, "steps": [{"by": "soon", "cut": 1, "of": 2}]},
            "steps",
        ),
        # Only a group has members that can be counted together or not.
        ("reduction", "region", {**CUT, "steps": STEPS, "together": True}, "together"),
        ("reduction", "group", {**CUT, "steps": STEPS, "together": 1}, "together"),
        ("range", "group", {"measure": "population", "high": 2}, "low"),
        ("range", "group", {"measure": "population", "low": 2}, "high"),
        ("per-head", "unit", HEADS, "low"),
        ("per-head", "unit", {**HEADS, "low": 3, "high": 2}, "low"),
        ("per-head", "unit", {**HEADS, "per": "surplus", "low": 3}, "per"),
        ("shares", "group", {"share": "part", "size": "surplus"}, "size"),
        ("shares", "group", {"share": "surplus", "size": "population"}, "share"),
    ],
)
def test_data_of_the_wrong_kind_name_their_key(
    check: str, scope: str, params: dict[str, object], key: str
) -> None:
    assert fault(check, scope, **params)[0] == key


# -- in force ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "verdict"),
    [
        ("2011-05-31", Verdict.NOT_APPLICABLE),
        ("2011-06-01", Verdict.MEETS),
        ("2013-03-31", Verdict.MEETS),
        ("2013-04-01", Verdict.NOT_APPLICABLE),
    ],
)
def test_a_rule_applies_from_its_first_day_to_its_last(on: str, verdict: Verdict) -> None:
    state = some(1)
    state.apply(SetOption(OptionField.ON, on))
    start, end = datetime.date(2011, 6, 1), datetime.date(2013, 3, 31)
    (finding,) = Findings(state, [rule("lone", "group", start=start, end=end)])
    assert finding.verdict is verdict
    if verdict is Verdict.NOT_APPLICABLE:
        assert finding.sentence == "In force only from 1 June 2011 to 31 March 2013."


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        ({"start": datetime.date(2012, 1, 1)}, "In force only from 1 January 2012."),
        ({"end": datetime.date(2010, 1, 1)}, "In force only to 1 January 2010."),
    ],
)
def test_a_rule_may_have_one_end(dates: dict[str, datetime.date], sentence: str) -> None:
    (finding,) = Findings(some(1), [rule("lone", "group", **dates)])
    assert finding.sentence == sentence


# -- information -------------------------------------------------------------------------------


@pytest.mark.parametrize("each", RULES, ids=lambda r: r.id)
def test_information_is_never_judged(each: object) -> None:
    state = some(2)
    state.apply(Create("A1", "alliance", "A1", "Alliance", state.at_tier(Tier.GROUP)[0]))
    told = dataclasses.replace(each, severity=Severity.INFO)
    params = {k: v for k, v in told.params.items() if k != "exceptions"}
    told = dataclasses.replace(told, params=params)
    verdicts = {f.verdict for f in Findings(state, [told])}
    assert verdicts == {Verdict.NOT_APPLICABLE}


# -- all together ------------------------------------------------------------------------------


def test_findings_come_worst_first_and_most_binding_first() -> None:
    found = Findings(State(PACK, "Option", ON), RULES).worst_first()
    orders = [(list(Verdict).index(f.verdict), f.rule.severity.rank) for f in found]
    breaks = [o for o in orders if o[0] == 1]
    assert found[0].verdict is Verdict.BREAKS
    assert breaks == sorted(breaks)
    assert found[0].rule.severity is Severity.LAW


def test_problems_are_what_breaks_is_recorded_or_is_incomplete() -> None:
    findings = Findings(State(PACK, "Option", ON), RULES)
    kinds = {f.verdict for f in findings.problems()}
    assert kinds == {Verdict.BREAKS, Verdict.INCOMPLETE}
    rest = [f for f in findings if f.verdict in (Verdict.MEETS, Verdict.NOT_APPLICABLE)]
    assert len(findings.problems()) + len(rest) == len(list(findings))


def test_the_summary_counts_every_finding_once() -> None:
    findings = Findings(State(PACK, "Option", ON), RULES)
    summary = findings.summary()
    assert sum(n for by_verdict in summary.values() for n in by_verdict.values()) == len(
        list(findings)
    )
    assert list(summary) == [s.value for s in Severity]
    assert summary["law"]["breaks"] == 4
