"""Checks of the people in posts: where else they are, who employs them, what becomes of them."""

from __future__ import annotations

import pytest

from model.changes import (
    Appoint,
    Arrange,
    Arrangement,
    Create,
    Detail,
    Field,
    Move,
    Remove,
    SetField,
    SetPost,
    Staff,
)
from model.errors import ChangeRefusedError
from model.events import Touched
from model.rules.engine import Findings
from model.rules.rule import Finding
from model.state import State
from tests.model.packs import rich_pack, rule
from tests.model.rules.asking import ask, heart, some, together

OWN, SHARED = Arrangement.OWN, Arrangement.SHARED


def own_holder(state: State, unit: str = "U1") -> Finding:
    return ask(state, "own-holder", unit, role="health")


# -- one person, one unit ----------------------------------------------------------------------


def test_who_is_named_once_meets() -> None:
    state = some(2)
    state.apply(Appoint("U1", "health", "Ann Lee"))
    state.apply(Appoint("U2", "health", "Bo Diaz"))
    assert heart(own_holder(state)) == ("meets", 1, 1, 0)
    assert own_holder(state).sentence == "Ann Lee: director of public health of no other."


def test_who_is_named_twice_is_told_of_with_the_other() -> None:
    state = some(3)
    for unit in ("U1", "U2"):
        state.apply(Appoint(unit, "health", "Ann Lee"))
    assert heart(own_holder(state)) == ("breaks", 2, 1, -1)
    assert own_holder(state).sentence == "Ann Lee is director of public health of Unit 2 too."
    assert own_holder(state).involved == ("U2",)
    state.apply(Appoint("U3", "health", "Ann Lee"))
    assert heart(own_holder(state)) == ("breaks", 3, 1, -2)


def test_another_role_and_a_post_that_is_vacant_or_gone_do_not_count() -> None:
    state = some(3)
    for unit in ("U1", "U2", "U3"):
        state.apply(Appoint(unit, "health", "Ann Lee"))
    state.apply(Appoint("U2", "chair", "Ann Lee"))
    state.apply(SetPost("U2", "health", 1, Detail.STATE, "vacant"))
    state.apply(Staff("U3", "health", 0))
    assert own_holder(state).verdict == "meets"


def test_where_nobody_is_named_nothing_is_asked() -> None:
    assert own_holder(some(1)).verdict == "not applicable"
    state = some(1)
    state.apply(Appoint("U1", "health", "Ann Lee"))
    state.apply(SetPost("U1", "health", 1, Detail.STATE, "vacant"))
    assert own_holder(state).sentence == "Nobody is named as its own director of public health."


@pytest.mark.parametrize(
    "change",
    [
        Appoint("T06", "health", "Ann Lee"),
        Staff("T06", "health", 1),
        SetPost("T06", "health", 1, Detail.STATE, ""),
    ],
)
def test_what_is_found_elsewhere_is_asked_again(change) -> None:
    """T01 learns of T06, which is in another region and in no group."""
    state = together(rich_pack(), "R1", "T01", "T02")
    state.apply(Appoint("T01", "health", "Ann Lee"))
    if not isinstance(change, Appoint):
        state.apply(Appoint("T06", "health", "Ann Lee"))
        off = (
            Staff("T06", "health", 0)
            if isinstance(change, Staff)
            else SetPost("T06", "health", 1, Detail.STATE, "vacant")
        )
        state.apply(off)
    findings = Findings(state, [rule("own-holder", "unit", role="health")])
    assert {f.verdict for f in findings.of("T01")} == {"meets"}
    touched = Touched()
    state.apply(change, touched)
    assert "T01" in findings.update(touched)[0]
    assert {f.verdict for f in findings.of("T01")} == {"breaks"}


# -- lay members elsewhere ---------------------------------------------------------------------


def lay(state: State) -> Finding:
    return ask(state, "lay-elsewhere", "C")


def test_lay_members_who_sit_elsewhere_are_told_of() -> None:
    state = together(rich_pack(), "R1", "T01", "T02")
    assert (lay(state).sentence, lay(state).value) == ("No lay member is named.", 0)
    state.apply(Appoint("T01", "chair", "Ann Lee"))
    state.apply(Appoint("T02", "member", "Ann Lee", 2))
    assert lay(state).sentence == "1 lay member named, none of them outside this cluster too."
    state.apply(Appoint("T06", "member", "Ann Lee", 1))
    assert (lay(state).value, lay(state).involved) == (1, ("T06",))
    assert lay(state).sentence == "Ann Lee sits for Trust 6 too."


def test_who_joins_the_group_sits_elsewhere_no_more() -> None:
    state = together(rich_pack(), "R1", "T01", "T02")
    state.apply(Appoint("T01", "chair", "Ann Lee"))
    state.apply(Appoint("T06", "chair", "Ann Lee"))
    assert lay(state).value == 1
    state.apply(Move("T06", "C"))
    assert lay(state).value == 0


# -- destinations ------------------------------------------------------------------------------

POSTS = [("C", "chief"), ("C", "finance"), ("C", "nursing"), ("U1", "health"), ("U1", "treasurer")]


def going(**shares: str) -> Finding:
    """Send each post of a group of one to the council, but for those that say otherwise."""
    state = some(1)
    for owner, role in POSTS:
        where = shares.get(role, "council 100")
        state.apply(SetPost(owner, role, 1, Detail.DESTINATION, where))
    return ask(state, "destinations", "C", unplaced="none", over=50)


def test_every_post_goes_somewhere() -> None:
    finding = going(health="board 51, council 49")
    assert heart(finding) == ("meets", 5, 5, 0)
    assert finding.sentence == "All 5 posts have a main destination."


@pytest.mark.parametrize(
    ("shares", "verdict"),
    [
        ("board 51, council 49", "meets"),
        ("board 50, council 50", "breaks"),
        ("board 49, council 48, none 3", "breaks"),
    ],
)
def test_the_largest_share_is_over_half(shares: str, verdict: str) -> None:
    assert going(health=shares).verdict == verdict


def test_a_post_that_goes_to_several_is_named() -> None:
    finding = going(health="board 50, council 50")
    assert heart(finding) == ("breaks", 4, 5, -1)
    assert finding.sentence == (
        "No place has over 50% of the duties of director of public health (Unit 1)."
    )


@pytest.mark.parametrize("shares", ["", "none 60, board 40"])
def test_a_post_that_is_not_placed_leaves_it_incomplete(shares: str) -> None:
    finding = going(health=shares)
    assert heart(finding) == ("incomplete", 4, 5, None)
    assert finding.sentence == "4 of 5 posts have a destination."


def test_lay_members_go_nowhere() -> None:
    state = some(1)
    state.apply(SetPost("U1", "chair", 1, Detail.DESTINATION, "council 100"))
    assert heart(ask(state, "destinations", "C", unplaced="none", over=50))[1:3] == (0, 5)


# -- who may employ ----------------------------------------------------------------------------


def employing(state: State) -> Finding:
    return ask(state, "employing-kinds", "C", kinds=["trust"])


def with_venture() -> State:
    state = some(2)
    state.apply(Create("V", "venture", "V1", "Venture", "R1"))
    return state


def test_a_body_of_another_kind_employs_nobody() -> None:
    state = with_venture()
    assert heart(employing(state)) == ("incomplete", 0, 0, None)
    assert employing(state).sentence == ("Not known for 3 shared posts; only trusts can employ.")
    state.apply(SetField("C", Field.EMPLOYER, "U1"))
    assert heart(employing(state)) == ("meets", 0, 0, 0)
    state.apply(SetPost("U1", "health", 1, Detail.EMPLOYER, "V"))
    assert heart(employing(state)) == ("breaks", 1, 0, -1)
    assert employing(state).sentence == (
        "Venture can't employ yet: director of public health (Unit 1). Only trusts can."
    )
    assert employing(state).involved == ("V",)


def test_nobody_need_say_who_employs_the_officers_of_a_lone_unit() -> None:
    state = some(1)
    assert heart(employing(state)) == ("not applicable", None, None, None)
    assert employing(state).sentence == "1 trust alone: its officers are its own."
    state.apply(Create("V", "venture", "V1", "Venture", "R1"))
    state.apply(SetField("C", Field.EMPLOYER, "V"))
    assert heart(employing(state)) == ("breaks", 3, 0, -3)


def test_the_employer_of_shared_posts_is_asked_of_each_that_has_no_other() -> None:
    state = with_venture()
    state.apply(SetField("C", Field.EMPLOYER, "V"))
    assert heart(employing(state)) == ("breaks", 3, 0, -3)
    state.apply(SetPost("C", "chief", 1, Detail.EMPLOYER, "U1"))
    assert heart(employing(state)) == ("breaks", 2, 0, -2)


def test_who_employs_somebody_cannot_be_removed() -> None:
    state = with_venture()
    state.apply(SetPost("U1", "health", 1, Detail.EMPLOYER, "V"))
    with pytest.raises(ChangeRefusedError, match="of Unit 1: director of public health"):
        state.apply(Remove("V"))
    state.apply(SetPost("U1", "health", 1, Detail.EMPLOYER, ""))
    state.apply(Remove("V"))


# -- posts that go -----------------------------------------------------------------------------


def removed(state: State) -> Finding:
    return ask(state, "removed-posts", "C")


def test_posts_that_go_are_counted() -> None:
    assert heart(removed(some(2))) == ("not applicable", 6, None, None)
    assert removed(some(2)).sentence == "6 posts go; nobody is named in them."
    state = some(2)
    for role in ("chief", "finance", "nursing"):
        for unit in ("U1", "U2"):
            state.apply(Arrange(unit, role, OWN))
    assert removed(state).sentence == "No post goes."
    state.apply(Staff("U1", "health", 0))
    assert removed(state).value == 1


def test_who_is_named_in_a_post_that_goes_needs_a_place() -> None:
    state = some(2)
    state.apply(Appoint("U1", "chief", "Ann Lee"))
    assert heart(removed(state)) == ("breaks", 6, None, -1)
    assert removed(state).sentence == ("6 posts go; Ann Lee has no other post and no destination.")
    assert removed(state).involved == ("U1",)
    state.apply(SetPost("U1", "chief", 1, Detail.DESTINATION, "board 100"))
    assert heart(removed(state)) == ("meets", 6, None, None)


def test_another_post_is_a_place_unless_it_goes_too() -> None:
    state = some(2)
    for unit in ("U1", "U2"):
        state.apply(Appoint(unit, "chief", "Ann Lee"))
    assert removed(state).verdict == "breaks"
    state.apply(Appoint("C", "chief", "Ann Lee"))
    assert removed(state).verdict == "meets"
    state.apply(SetPost("C", "chief", 1, Detail.STATE, "vacant"))
    assert removed(state).verdict == "breaks"
