"""Checks of what follows, on the pack that ships with the program."""

from __future__ import annotations

import pytest

from model import edits
from model.changes import (
    Answer,
    Create,
    Enter,
    Field,
    Join,
    Move,
    OptionField,
    SetField,
    SetOption,
)
from model.option import Option
from model.rules.rule import Finding, Item, Verdict
from model.state import State
from tests.england import installed_pack
from tests.model.packs import rich_pack
from tests.model.rules.asking import ask, fault, heart, together
from tests.sample_pack import WHEN, WHO

MANCHESTER, SALFORD, WIRRAL = "5NT", "5F5", "5NK"
BREAKS, MEETS, INCOMPLETE = Verdict.BREAKS, Verdict.MEETS, Verdict.INCOMPLETE
NOT_ASKED = Verdict.NOT_APPLICABLE
ALLOWANCE = "running_cost_allowance"


@pytest.fixture(scope="module")
def pack():
    return installed_pack()


@pytest.fixture
def option(pack) -> Option:
    """Return June 2011 with a consortium X1 of Manchester in C07."""
    ready = next(o for o in pack.options if o.id == "june-2011")
    option = Option.from_ready(pack, ready, "A", when=WHEN, who=WHO)
    do(option, edits.new_successor(option.state, "C07", "X1", "One", [MANCHESTER]))
    assert option.findings.of("X1")
    return option


def do(option: Option, change) -> None:
    option.commit(change, when=WHEN, who=WHO)


def finding(option: Option, organisation: str, rule: str) -> Finding:
    return next(f for f in option.findings.of(organisation) if f.rule.id == rule)


def verdict(option: Option, organisation: str, rule: str) -> Verdict:
    return finding(option, organisation, rule).verdict


@pytest.mark.parametrize(
    ("structure", "rule", "organisation", "field", "verdicts"),
    [
        ("statutory-clusters", "S1-1", "X1", Field.LEGAL, (MEETS, BREAKS)),
        ("outposts", "S2-1", "C07", Field.BOARD, (MEETS, BREAKS)),
        ("outposts", "S2-2", "C07", Field.ACCOUNTABLE, (MEETS, BREAKS)),
        ("local-health-boards", "S3-1", "X1", Field.AUTHORISED, (BREAKS, MEETS)),
    ],
)
def test_what_a_structure_warns_of(
    option: Option, structure: str, rule: str, organisation: str, field: Field, verdicts
) -> None:
    assert verdict(option, organisation, rule) is NOT_ASKED
    do(option, SetOption(OptionField.STRUCTURE, structure))
    assert verdict(option, organisation, rule) is verdicts[0]
    do(option, SetField(organisation, field, "yes"))
    assert verdict(option, organisation, rule) is verdicts[1]
    do(option, SetOption(OptionField.STRUCTURE, "bill"))
    assert verdict(option, organisation, rule) is NOT_ASKED


def test_a_consortium_between_two_clusters(option: Option) -> None:
    assert heart(finding(option, "X1", "DH-30")) == ("meets", 1, 1, 0)
    do(option, edits.set_members(option.state, "X1", [MANCHESTER, WIRRAL]))
    apart = finding(option, "X1", "DH-30")
    assert heart(apart) == ("breaks", 2, 1, -1)
    assert apart.involved == ("C05", "C07")
    do(option, Move(WIRRAL, "C07"))
    assert verdict(option, "X1", "DH-30") is MEETS
    do(option, edits.to_tray(option.state, [WIRRAL]))
    assert verdict(option, "X1", "DH-30") is INCOMPLETE
    do(option, edits.set_members(option.state, "X1", []))
    assert verdict(option, "X1", "DH-30") is INCOMPLETE


def test_an_outpost_relates_to_three(option: Option) -> None:
    do(option, SetOption(OptionField.STRUCTURE, "outposts"))
    assert verdict(option, "C07", "DH-55") is NOT_ASKED  # nobody had thought of it in 2011
    do(option, SetOption(OptionField.ON, "2012-04-01"))
    # An office that nobody has drawn a consortium for is not judged.
    none = finding(option, "C05", "DH-55")
    assert (none.verdict, none.sentence) == (NOT_ASKED, "No consortium relates to it yet.")
    assert verdict(option, "C07", "DH-55") is BREAKS
    do(option, edits.new_successor(option.state, "C07", "X2", "Two"))
    assert verdict(option, "C07", "DH-55") is BREAKS
    # One that hangs elsewhere and has members here counts as well.
    do(option, edits.new_successor(option.state, "C05", "X3", "Three", [SALFORD]))
    assert heart(finding(option, "C07", "DH-55")) == ("meets", 3, 3, 0)
    assert heart(finding(option, "C05", "DH-55")) == ("breaks", 1, 3, -2)
    do(option, edits.new_successor(option.state, "C07", "X4", "Four"))
    assert heart(finding(option, "C07", "DH-55")) == ("meets", 4, 3, 1)


def test_people_whom_somebody_entered_take_the_place_of_the_members(option: Option) -> None:
    do(option, Enter("X1", ALLOWANCE, 2_500_000))
    assert finding(option, "X1", "DH-47").limit == 2_500  # far too little for Manchester
    for people, expected in (
        (100_001, ("breaks", 2_499, 2_500, -1)),
        (100_000, ("meets", 2_500, 2_500, 0)),
        (71_429, ("meets", 3_499, 3_500, 0)),
        (71_428, ("breaks", 3_500, 3_500, -1)),
    ):
        do(option, Enter("X1", "consortium_population", people))
        assert heart(finding(option, "X1", "DH-47")) == expected
    assert "(71,428 people, entered)" in finding(option, "X1", "DH-47").sentence
    # Nobody need be a member any more, and the nation's people are who they were.
    do(option, edits.set_members(option.state, "X1", []))
    assert verdict(option, "X1", "DH-47") is BREAKS
    england = option.state.sum(option.state.root, "population").value
    do(option, Enter("X1", "consortium_population", None))
    assert finding(option, "X1", "DH-47").sentence == "It has no members yet."
    assert option.state.sum(option.state.root, "population").value == england


# -- running costs -----------------------------------------------------------------------------


def test_the_allowance_of_a_consortium_is_between_two_limits(option: Option) -> None:
    people = option.state.value(MANCHESTER, "population")
    assert people
    assert verdict(option, "X1", "DH-47") is INCOMPLETE
    for allowance, expected in (
        (people * 25 - 1, BREAKS),
        (people * 25, MEETS),
        (people * 35, MEETS),
        (people * 35 + 1, BREAKS),
    ):
        do(option, Enter("X1", ALLOWANCE, allowance))
        assert verdict(option, "X1", "DH-47") is expected
    assert verdict(option, "X1", "DH-47b") is NOT_ASKED
    # More people, the same money: what its members come to counts.
    do(option, edits.set_members(option.state, "X1", [MANCHESTER, SALFORD]))
    more = people + (option.state.value(SALFORD, "population") or 0)
    found = finding(option, "X1", "DH-47")
    assert (found.verdict, found.limit) == (BREAKS, 2_500)  # too little now
    assert found.value == (people * 35 + 1) * 100 // more
    do(option, edits.set_members(option.state, "X1", []))
    empty = finding(option, "X1", "DH-47")
    assert (empty.verdict, empty.sentence) == (INCOMPLETE, "It has no members yet.")


def test_from_2012_the_allowance_has_an_upper_limit_alone(option: Option) -> None:
    people = option.state.value(MANCHESTER, "population")
    assert people
    do(option, SetOption(OptionField.ON, "2012-05-01"))
    assert verdict(option, "X1", "DH-47") is NOT_ASKED
    assert verdict(option, "X1", "DH-47b") is INCOMPLETE
    for allowance, expected in ((people * 25 - 1, MEETS), (people * 25, MEETS)):
        do(option, Enter("X1", ALLOWANCE, allowance))
        assert verdict(option, "X1", "DH-47b") is expected
    do(option, Enter("X1", ALLOWANCE, people * 25 + 1))
    found = finding(option, "X1", "DH-47b")
    assert heart(found) == ("breaks", 2_500, 2_500, -1)
    assert found.sentence.endswith("over £25 by £1 in all.")
    do(option, Enter("X1", ALLOWANCE, None))
    assert verdict(option, "X1", "DH-47b") is INCOMPLETE


def alliance(*members: str) -> State:
    """Return the rich pack with an alliance A1 of these members."""
    state = together(rich_pack())
    state.apply(Create("A1", "alliance", "A1", "Alliance", "C"))
    for member in members:
        state.apply(Join(member, "A1"))
    return state


def test_an_amount_a_head_of_parts_is_not_known() -> None:
    limits = {"measure": "budget", "per": "population", "high": 2_000}
    assert ask(alliance("T01"), "per-head", "A1", **limits).verdict is MEETS
    part = ask(alliance("P1", "T02"), "per-head", "A1", **limits)
    assert part.verdict is INCOMPLETE
    assert part.sentence == "Budget: not known of Practice 1, as parts of others."


# -- councils ----------------------------------------------------------------------------------

BIRMINGHAM = ("5M1", "5MX", "5PG")
SOLIHULL, WESTERN_CHESHIRE = "5QW", "5NN"


def test_a_consortium_that_crosses_a_council_says_why(option: Option) -> None:
    assert verdict(option, "X1", "DH-29") is NOT_ASKED  # it came in the middle of that month
    do(option, SetOption(OptionField.ON, "2011-06-15"))
    assert finding(option, "X1", "DH-29").sentence == "It lies within Manchester."

    do(option, edits.set_members(option.state, "X1", [BIRMINGHAM[0]]))
    assert verdict(option, "X1", "DH-29") is MEETS  # inside one council, with others
    do(option, edits.set_members(option.state, "X1", [BIRMINGHAM[0], SOLIHULL]))
    found = finding(option, "X1", "DH-29")
    assert heart(found) == ("breaks", 1, 0, -1)
    assert found.sentence == (
        "Crosses the boundary of Birmingham; written justification not given yet."
    )
    assert found.involved == BIRMINGHAM[1:]
    do(option, Answer("X1", "DH-29", "justification", "One hospital"))
    found = finding(option, "X1", "DH-29")
    assert heart(found) == ("meets", 1, 0, 0)
    assert found.sentence.endswith("; written justification: One hospital.")
    do(option, Answer("X1", "DH-29", "justification", ""))
    do(option, edits.set_members(option.state, "X1", [*BIRMINGHAM, SOLIHULL]))
    assert heart(finding(option, "X1", "DH-29")) == ("meets", 0, 0, 0)
    do(option, edits.set_members(option.state, "X1", [WESTERN_CHESHIRE]))
    assert heart(finding(option, "X1", "DH-29")) == ("breaks", 2, 0, -2)
    do(option, edits.set_members(option.state, "X1", []))
    assert verdict(option, "X1", "DH-29") is INCOMPLETE


def crossing(state: State, **rest) -> Finding:
    why = Item("why", "justification", "successor", is_text=True)
    return ask(state, "crosses-links", "A1", codes=["L"], items=(why,), **rest)


def test_what_councils_parts_lie_in_is_not_known() -> None:
    state = alliance("P1", "T06")
    found = crossing(state)
    assert found.verdict is INCOMPLETE
    assert found.sentence == "Practice 1 is a part: which links it crosses is not in the data."
    state.apply(Answer("A1", "T-crosses-links", "why", "Known to them"))
    assert crossing(state).verdict is MEETS
    assert crossing(alliance("P2")).verdict is NOT_ASKED  # nothing is recorded


def test_what_crosses_asks_for_one_text() -> None:
    asked = Item("why", "justified", "successor")
    assert fault("crosses-links", "successor", codes=["L"], items=(asked,))[0] == "item"
