"""Checks of how the boards of a group's members decide together."""

from __future__ import annotations

import pytest

from model.changes import Answer, Appoint, Arrange, Arrangement, Field, SetField
from model.rules.checks import compile_rule
from model.rules.rule import Finding, Item
from model.state import State
from tests.model.packs import rule
from tests.model.rules.asking import ask, heart, some

OWN, SHARED = Arrangement.OWN, Arrangement.SHARED


def governed(units: int, how: str) -> State:
    """Return a group of units whose boards decide in one of the pack's ways."""
    state = some(units)
    state.apply(SetField("C", Field.GOVERNANCE, how))
    return state


# -- joint committee ---------------------------------------------------------------------------

ITEMS = (Item("party", "a party", "unit"), Item("delegation", "delegation recorded", "unit"))


def joint(state: State, **answers: str) -> Finding:
    """Answer for U1 and U2 ("U1_party": "yes") and return what is found."""
    asked = rule("committee", "group", items=ITEMS)
    for at, value in answers.items():
        unit, _, item = at.partition("_")
        # The rule of the pack has the same items.
        state.apply(Answer(unit, "T-committee", item, value))
    return compile_rule(asked, state.pack)(state, "C")


def answered(value: str, *but: str) -> dict[str, str]:
    keys = [f"{u}_{i}" for u in ("U1", "U2") for i in ("party", "delegation")]
    return {key: value for key in keys if key not in but}


def test_a_committee_of_which_nothing_is_said_is_incomplete() -> None:
    finding = joint(governed(2, "joint"))
    assert heart(finding) == ("incomplete", 0, 4, None)
    assert finding.sentence == (
        "Not answered yet: a party (Unit 1), a party (Unit 2), delegation recorded (Unit 1) and "
        "delegation recorded (Unit 2)."
    )


def test_a_committee_lacks_one_answer() -> None:
    finding = joint(governed(2, "joint"), **answered("yes", "U2_delegation"))
    assert heart(finding) == ("incomplete", 3, 4, None)
    assert finding.sentence == "Not answered yet: delegation recorded (Unit 2)."


def test_a_committee_of_all_with_their_delegations_meets() -> None:
    finding = joint(governed(2, "joint"), **answered("yes"))
    assert heart(finding) == ("meets", 4, 4, 0)
    assert finding.sentence == (
        "a party (Unit 1): yes; a party (Unit 2): yes; delegation recorded (Unit 1): yes; "
        "delegation recorded (Unit 2): yes."
    )


def test_a_member_that_is_no_party_breaks_the_committee() -> None:
    said = answered("yes") | {"U2_party": "no"}
    finding = joint(governed(2, "joint"), **said)
    assert heart(finding) == ("breaks", 3, 4, -1)
    assert finding.sentence == "Not so: a party (Unit 2)."
    assert finding.involved == ("U2",)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (lambda: governed(2, "apart"), "The boards decide otherwise: boards of their own."),
        (lambda: governed(1, "joint"), "1 trust only: one board decides."),
    ],
)
def test_without_a_committee_nothing_is_asked(state, sentence: str) -> None:
    finding = joint(state())
    assert (finding.verdict, finding.sentence) == ("not applicable", sentence)


# -- preferred governance ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("units", "how", "verdict", "sentence"),
    [
        (2, "common", "meets", "Has it: one board in common."),
        (
            *(2, "apart", "breaks"),
            "Has boards of their own; preferred is: one board in common (number 2).",
        ),
        # What nobody has chosen is the pack's first.
        (
            *(2, "", "breaks"),
            "Has boards of their own; preferred is: one board in common (number 2).",
        ),
        (1, "apart", "not applicable", "1 trust only: one board decides."),
    ],
)
def test_one_governance_is_preferred(units: int, how: str, verdict: str, sentence: str) -> None:
    finding = ask(governed(units, how), "preferred-governance", "C", governance="common")
    assert (finding.verdict, finding.sentence) == (verdict, sentence)


# -- a board in common -------------------------------------------------------------------------


def test_a_board_in_common_is_the_same_everywhere() -> None:
    finding = ask(governed(3, "common"), "common-board", "C")
    assert heart(finding) == ("meets", 5, 5, 0)
    assert finding.sentence == "The same people fill 5 roles on all 3 boards."


def test_a_member_with_a_chair_of_its_own_is_named() -> None:
    state = governed(3, "common")
    state.apply(Arrange("U2", "chair", OWN))
    finding = ask(state, "common-board", "C")
    assert heart(finding) == ("breaks", 4, 5, -1)
    assert finding.sentence == "Unit 2 has another chair than the board in common."
    assert finding.involved == ("U2",)


def test_posts_of_their_own_may_be_held_by_the_same_person() -> None:
    state = governed(2, "common")
    for unit in ("U1", "U2"):
        state.apply(Arrange(unit, "chair", OWN))
        state.apply(Appoint(unit, "chair", "Ann Lee"))
    assert ask(state, "common-board", "C").verdict == "meets"
    state.apply(Appoint("U2", "chair", "Bo Diaz"))
    assert ask(state, "common-board", "C").sentence == (
        "Unit 1 and Unit 2 have another chair than the board in common."
    )


def test_only_a_board_in_common_is_compared() -> None:
    assert ask(governed(2, "apart"), "common-board", "C").verdict == "not applicable"
    assert ask(governed(1, "common"), "common-board", "C").verdict == "not applicable"


# -- lay members of one's own ------------------------------------------------------------------


def test_lay_members_of_ones_own_are_allowed() -> None:
    finding = ask(governed(3, "apart"), "separate-boards", "C")
    assert heart(finding) == ("meets", 3, None, None)
    assert finding.sentence == "3 sets of lay members for 3 trusts: allowed."


def test_sets_that_are_shared_are_counted_once() -> None:
    state = governed(3, "common")
    assert heart(ask(state, "separate-boards", "C")) == ("not applicable", 1, None, None)
    state.apply(Arrange("U3", "member", OWN))
    assert heart(ask(state, "separate-boards", "C")) == ("meets", 2, None, None)
    assert ask(governed(1, "apart"), "separate-boards", "C").verdict == "not applicable"
