"""Limits, waivers, answers and figures of users' own: what they do, and what is refused."""

from __future__ import annotations

import pytest

from model import edits
from model.changes import Answer, Change, Create, Enter, Move, Remove, SetLimit, Waive
from model.errors import ChangeRefusedError
from model.option import Option
from model.organisations import Basis
from model.rules.rule import Finding, Verdict
from tests.model import reference
from tests.model.packs import ON, WHEN, rich_pack

PACK = rich_pack()
AGREED = ("Agreed by both boards", "Ann Lee", "2011-04-30")


def option_with_group(*units: str) -> Option:
    option = Option(PACK, "A", "Option", ON)
    do(option, Create("C", "cluster", "C01", "Coast", "R1"))
    for unit in units:
        do(option, Move(unit, "C"))
    return option


def do(option: Option, change: Change) -> None:
    option.commit(change, when=f"{WHEN} {len(option.log)}", who="me")


def found(option: Option, rule: str, organisation: str = "C") -> Finding:
    return next(f for f in option.findings.of(organisation) if f.rule.id == rule)


def check(option: Option) -> None:
    reference.check(option.state, option.findings)


# -- limits ------------------------------------------------------------------------------------


def test_a_limit_that_is_set_is_what_counts_and_is_marked() -> None:
    option = option_with_group("T01")  # 300,000 people, the lower limit exactly
    assert found(option, "T-range").verdict is Verdict.MEETS
    do(option, SetLimit("T-range", "low", "300001"))
    finding = found(option, "T-range")
    assert (finding.verdict, finding.limit, finding.margin) == (Verdict.BREAKS, 300_001, -1)
    assert finding.rule.changed == ("low",)
    check(option)
    option.undo()
    assert found(option, "T-range").verdict is Verdict.MEETS
    assert found(option, "T-range").rule is PACK.rule("T-range")
    option.redo()
    assert found(option, "T-range").verdict is Verdict.BREAKS


def test_the_packs_own_value_is_no_other_value() -> None:
    option = option_with_group("T01")
    do(option, SetLimit("T-range", "low", "300000"))
    assert dict(option.state.limits) == {}
    assert found(option, "T-range").rule.changed == ()


def test_a_preview_of_a_limit_leaves_all_as_it_was() -> None:
    option = option_with_group("T01")
    before = option.state.snapshot(), dict(reference.findings(option.findings))
    preview = option.preview(SetLimit("T-range", "low", "400000"))
    assert [f.verdict for f in preview.findings["C"][1] if f.rule.id == "T-range"] == ["breaks"]
    assert (option.state.snapshot(), dict(reference.findings(option.findings))) == before
    # What nobody has asked about is judged by the limits as they are, too.
    do(option, Create("D", "cluster", "C02", "Dale", "R1"))
    do(option, Move("T10", "D"))
    assert found(option, "T-range", "D").verdict is Verdict.MEETS


@pytest.mark.parametrize(
    ("rule", "key", "value", "why"),
    [
        ("T-range", "low", "900001", "over the high one"),
        ("T-range", "high", "299999", "over the high one"),
        ("T-range", "low", "1e5", "whole number"),
        ("T-range", "low", "10000000000000000", "too large"),
        ("T-range", "low", "2011-06-01", "whole number"),
        ("T-range", "measure", "budget", "no limit 'measure'"),
        ("T-level", "limit", "5", "no limit 'limit'"),
        ("nothing", "low", "5", "no rule 'nothing'"),
    ],
)
def test_what_can_be_no_limit_is_refused(rule: str, key: str, value: str, why: str) -> None:
    option = option_with_group("T01")
    with pytest.raises(ChangeRefusedError) as error:
        do(option, SetLimit(rule, key, value))
    assert why in str(error.value)
    assert dict(option.state.limits) == {}


# -- waivers -----------------------------------------------------------------------------------


def test_a_norm_that_is_waived_stays_to_be_seen() -> None:
    option = option_with_group("T02")  # 250,001 people
    assert found(option, "T-range").verdict is Verdict.BREAKS
    do(option, Waive("C", "T-range", *AGREED))
    finding = found(option, "T-range")
    assert finding.verdict is Verdict.WAIVED
    assert not finding.exception
    assert finding.waiver is not None
    assert (finding.waiver.reason, finding.waiver.who, finding.waiver.on) == AGREED
    assert "under the planning norm of 300,000" in finding.sentence
    assert "Accepted by Ann Lee on 30 April 2011: Agreed by both boards." in finding.sentence
    check(option)
    option.undo()
    assert found(option, "T-range").verdict is Verdict.BREAKS


def test_a_waiver_of_what_is_met_says_nothing_until_it_breaks() -> None:
    option = option_with_group("T01")
    do(option, Waive("C", "T-range", *AGREED))
    assert found(option, "T-range").verdict is Verdict.MEETS
    do(option, SetLimit("T-range", "low", "400000"))
    assert found(option, "T-range").verdict is Verdict.WAIVED
    do(option, Waive("C", "T-range", ""))
    assert found(option, "T-range").verdict is Verdict.BREAKS


def test_a_recorded_exception_can_have_a_reason_of_ones_own() -> None:
    option = option_with_group()
    do(option, Create("S", "cluster", "C09", "South", "R2"))
    do(option, Move("T02", "S"))
    assert found(option, "T-one-region", "S").exception
    do(option, Waive("S", "T-one-region", *AGREED))
    finding = found(option, "T-one-region", "S")
    assert finding.exception
    assert finding.waiver is not None


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (Waive("C", "T-formed-by", *AGREED), "can't be accepted: it is a must rule"),
        (Waive("C", "T-employer", *AGREED), "can't be accepted: it is a law rule"),
        (Waive("C", "T-level", *AGREED), "can't be accepted: it is a info rule"),
        (Waive("T01", "T-range", *AGREED), "not asked of Trust 1"),
        (Waive("C", "T-range", "Because", "", "2011-04-30"), "a reason and the name"),
        (Waive("C", "T-range", "Because", "Ann", "yesterday"), "is not a date"),
        (Waive("C", "T-range", " ", "Ann", "2011-04-30"), "a reason and the name"),
        (Waive("C", "T-range", "", "Ann", "2011-04-30"), "has a reason"),
        (Waive("C", "nothing", *AGREED), "no rule 'nothing'"),
    ],
)
def test_what_can_be_no_waiver_is_refused(change: Change, why: str) -> None:
    option = option_with_group("T02")
    before = option.state.snapshot()
    with pytest.raises(ChangeRefusedError) as error:
        do(option, change)
    assert why in str(error.value)
    assert option.state.snapshot() == before


# -- answers -----------------------------------------------------------------------------------


def test_a_question_is_open_until_all_of_it_is_answered() -> None:
    option = option_with_group("T01")
    assert found(option, "T-asked").verdict is Verdict.INCOMPLETE
    do(option, Answer("C", "T-asked", "agreed", "yes"))
    assert "owner" in found(option, "T-asked").sentence
    do(option, Answer("C", "T-asked", "owner", "Ann Lee"))
    finding = found(option, "T-asked")
    assert (finding.verdict, finding.value, finding.limit) == (Verdict.MEETS, 2, 2)
    do(option, Answer("C", "T-asked", "agreed", "no"))
    finding = found(option, "T-asked")
    assert (finding.verdict, finding.margin) == (Verdict.BREAKS, -1)
    check(option)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (Answer("C", "T-asked", "agreed", "perhaps"), "'yes' or 'no'"),
        (Answer("C", "T-asked", "owner", "Two\nlines"), "one line"),
        (Answer("C", "T-asked", "colour", "yes"), "nothing called 'colour'"),
        (Answer("C", "T-range", "agreed", "yes"), "nothing called 'agreed'"),
        (Answer("T01", "T-asked", "agreed", "yes"), "not asked of Trust 1"),
    ],
)
def test_what_can_be_no_answer_is_refused(change: Change, why: str) -> None:
    option = option_with_group("T01")
    with pytest.raises(ChangeRefusedError) as error:
        do(option, change)
    assert why in str(error.value)


# -- figures -----------------------------------------------------------------------------------


def test_a_figure_that_is_entered_takes_the_place_of_the_published_one() -> None:
    option = option_with_group("T03")  # an estimate
    state = option.state
    assert state.sum("C", "population").is_starred
    do(option, Enter("T03", "population", 123_456))
    figure = state.figure("T03", "population")
    assert figure is not None
    assert (figure.value, figure.basis, figure.source) == (
        123_456,
        Basis.ENTERED,
        "Entered in this option",
    )
    assert (state.sum("C", "population").value, state.sum("C", "population").is_starred) == (
        123_456,
        False,
    )
    check(option)
    do(option, Move("T03", "R1"))
    check(option)
    option.undo()
    option.undo()
    assert state.sum("C", "population").is_starred
    check(option)


def test_a_figure_that_nobody_published_is_no_longer_missing() -> None:
    option = option_with_group("T04")
    assert option.state.sum("C", "planned").missing == 1
    do(option, Enter("T04", "planned", 0))
    total = option.state.sum("C", "planned")
    assert (total.missing, total.known, total.value) == (0, 1, 0)
    do(option, Enter("T04", "planned", None))
    assert option.state.sum("C", "planned").missing == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (Enter("T01", "budget", 5), "can't be entered"),
        (Enter("C", "population", 5), "can't be entered"),
        (Enter("T01", "nothing", 5), "has no 'nothing'"),
        (Enter("T01", "population", 10**15 + 1), "too large"),
        (Enter("T01", "population", -1), "−1 is below 0, which Population never is."),
        (Enter("T01", "planned", -1_234), "−1,234 is below 0, which Cost 2013/14 never is."),
        (Enter("T01", "surplus", -(10**15) - 1), "too large"),
    ],
)
def test_what_can_not_be_entered_is_refused(change: Change, why: str) -> None:
    with pytest.raises(ChangeRefusedError) as error:
        do(option_with_group("T01"), change)
    assert why in str(error.value)


def test_a_balance_may_be_below_0() -> None:
    option = option_with_group("T01")
    do(option, Enter("T01", "surplus", -5_000))
    assert option.state.value("T01", "surplus") == -5_000
    do(option, Enter("T01", "planned", 0))
    assert option.state.value("T01", "planned") == 0


def test_what_is_said_of_a_group_goes_with_it_and_comes_back_with_it() -> None:
    option = option_with_group("T02")
    do(option, Waive("C", "T-range", *AGREED))
    do(option, Answer("C", "T-asked", "agreed", "yes"))
    do(option, Move("T02", "R1"))
    with pytest.raises(ChangeRefusedError, match="still has posts, members, answers"):
        option.state.apply(Remove("C"))
    option.undo()
    before = option.state.snapshot()
    do(option, edits.dissolve(option.state, ["C"]))
    assert "C" not in option.state
    option.undo()
    assert option.state.snapshot() == before
