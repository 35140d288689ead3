"""What users are asked: incomplete until all is answered, broken by one no."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.changes import Answer, Create, Move
from model.option import Option
from model.rules.checks import compile_rule
from model.rules.rule import Finding, Item, Rule, Severity
from model.state import State
from tests.model.packs import ON, WHEN, rule, units_pack
from tests.model.rules.asking import fault, heart, together

AGREED = Item("agreed", "agreed by the region", "group")
OWNER = Item("owner", "owner", "group", is_text=True)
PARTY = Item("party", "a party", "unit")


def asking(*items: Item, severity: Severity = Severity.MUST) -> tuple[State, Rule]:
    """Return a state with two units in a group, whose pack has a rule that asks those items."""
    asked = rule("answers", "group", items=items, severity=severity)
    return together(replace(units_pack({}, {}), rules=(asked,))), asked


def found(state: State, asked: Rule) -> Finding:
    return compile_rule(asked, state.pack)(state, "C")


@pytest.mark.parametrize(
    ("agreed", "owner", "expected", "sentence"),
    [
        ("", "", ("incomplete", 0, 2, None), "Not answered yet: agreed by the region and owner."),
        ("yes", "", ("incomplete", 1, 2, None), "Not answered yet: owner."),
        ("", "Ada", ("incomplete", 1, 2, None), "Not answered yet: agreed by the region."),
        ("yes", "Ada", ("meets", 2, 2, 0), "agreed by the region: yes; owner: Ada."),
        ("no", "Ada", ("breaks", 1, 2, -1), "Not so: agreed by the region."),
        # One no is enough, whatever is not answered yet.
        ("no", "", ("breaks", 0, 2, -2), "Not so: agreed by the region."),
        # A name is a name.
        ("yes", "no", ("meets", 2, 2, 0), "agreed by the region: yes; owner: no."),
    ],
)
def test_what_is_answered_and_what_is_not(
    agreed: str, owner: str, expected: object, sentence: str
) -> None:
    state, asked = asking(AGREED, OWNER)
    for item, answer in (("agreed", agreed), ("owner", owner)):
        if answer:
            state.apply(Answer("C", asked.id, item, answer))
    assert heart(found(state, asked)) == expected
    assert found(state, asked).sentence == sentence


def test_what_is_asked_of_members_is_asked_of_each() -> None:
    state, asked = asking(PARTY)
    assert found(state, asked).sentence == (
        "Not answered yet: a party (Unit 1) and a party (Unit 2)."
    )
    state.apply(Answer("U1", asked.id, "party", "yes"))
    assert heart(found(state, asked)) == ("incomplete", 1, 2, None)
    assert found(state, asked).involved == ("U2",)
    state.apply(Answer("U2", asked.id, "party", "yes"))
    assert heart(found(state, asked)) == ("meets", 2, 2, 0)
    state.apply(Answer("U1", asked.id, "party", "no"))
    assert heart(found(state, asked)) == ("breaks", 1, 2, -1)
    assert found(state, asked).involved == ("U1",)


def test_a_members_answer_reaches_the_findings_of_its_group() -> None:
    state, asked = asking(PARTY)
    option = Option(state.pack, "A", "A", ON)
    group = Create("C", "cluster", "C01", "Cluster", "R1")
    for change in (group, Move("U1", "C"), Move("U2", "C")):
        option.commit(change, when=WHEN, who="me")
    before = option.findings.of("C")
    option.commit(Answer("U1", asked.id, "party", "yes"), when=WHEN, who="me")
    assert [f.value for f in before] == [0]
    assert [f.value for f in option.findings.of("C")] == [1]


def test_as_information_an_answer_is_never_judged() -> None:
    state, asked = asking(AGREED, severity=Severity.INFO)
    state.apply(Answer("C", asked.id, "agreed", "no"))
    assert found(state, asked).verdict == "not applicable"


def test_only_a_group_has_members_to_ask() -> None:
    key, message = fault("answers", "root", items=(Item("a", "a", "unit"),))
    assert (key, message) == (
        "item",
        "only what is asked of a group can be asked of its members",
    )
