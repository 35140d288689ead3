"""Checks of who is where: the tray, regions, dates and links."""

from __future__ import annotations

import datetime

import pytest

from model import edits
from model.changes import Create, Field, KeepLink, Move, OptionField, SetField, SetOption
from model.state import State
from tests.model.packs import ON, rich_pack
from tests.model.rules.asking import INFO, NORM, ask, heart, some, together

PACK = rich_pack()


# -- placed ------------------------------------------------------------------------------------


def test_units_in_the_tray_are_counted_and_named() -> None:
    finding = ask(State(PACK, "Option", ON), "placed", "N")
    assert heart(finding) == ("breaks", 12, 0, -12)
    assert finding.sentence == (
        "12 of 12 trusts not in a cluster yet: Trust 2, Trust 3, Trust 4 and 9 more."
    )
    assert len(finding.involved) == 12


def test_one_unit_in_the_tray_is_one_too_many() -> None:
    state = some(3)
    state.apply(Move("U2", "R1"))
    finding = ask(state, "placed", "N")
    assert heart(finding) == ("breaks", 1, 0, -1)
    assert finding.sentence == "1 of 3 trusts not in a cluster yet: Unit 2."


def test_an_empty_tray_meets() -> None:
    finding = ask(some(3), "placed", "N")
    assert heart(finding) == ("meets", 0, 0, 0)
    assert finding.sentence == "All 3 trusts are in a cluster."


# -- count -------------------------------------------------------------------------------------


def test_groups_are_counted_against_what_was_expected_and_never_judged() -> None:
    state = some(3)
    finding = ask(state, "count", "N", expected=[1, 3], severity=INFO)
    assert heart(finding) == ("not applicable", 1, 1, 0)
    assert finding.sentence == "1 cluster: exactly 1, 2 fewer than 3."


def test_a_group_with_nothing_in_it_is_not_counted() -> None:
    state = some(3)
    for code in ("C2", "C3"):
        state.apply(Create(code, "cluster", code, code, "R2"))
    state.apply(Move("U1", "C2"))
    finding = ask(state, "count", "N", expected=[1])
    assert finding.sentence == "2 clusters: 1 more than 1."


@pytest.mark.parametrize(
    ("groups", "tolerance", "said"),
    [
        (4, 0, "2 fewer than 6, 5 fewer than 9"),
        (4, 1, "2 fewer than 6, 5 fewer than 9; not within 1 of 6 or 9"),
        (4, 2, "2 fewer than 6, 5 fewer than 9; within 2 of 6"),
        (8, 2, "2 more than 6, 1 fewer than 9; within 2 of 6 and 9"),
        (9, 2, "3 more than 6, exactly 9; within 2 of 9"),
        (9, -2, "3 more than 6, exactly 9"),
    ],
)
def test_how_far_off_is_near_enough_is_for_users_to_set(
    groups: int, tolerance: int, said: str
) -> None:
    state = some(groups)
    for number in range(2, groups + 1):
        state.apply(Create(f"C{number}", "cluster", f"C{number}", f"C{number}", "R2"))
        state.apply(Move(f"U{number}", f"C{number}"))
    finding = ask(state, "count", "N", expected=[6, 9], tolerance=tolerance, severity=INFO)
    assert heart(finding) == ("not applicable", groups, 6, 6 - groups)
    assert finding.sentence == f"{groups} clusters: {said}."


# -- one region --------------------------------------------------------------------------------


def region(state: State):
    exceptions = [{"unit": "T02", "region": "R2", "note": "It really did (a paper)."}]
    return ask(state, "one-region", "C", exceptions=exceptions, severity=NORM)


def test_members_from_the_groups_region_meet() -> None:
    finding = region(together(PACK, "R1", "T01", "T02"))
    assert heart(finding) == ("meets", 0, 0, 0)
    assert finding.sentence == "All in North."


def test_a_member_from_elsewhere_breaks() -> None:
    finding = region(together(PACK, "R1", "T01", "T06"))
    assert heart(finding) == ("breaks", 1, 0, -1)
    assert finding.sentence == "Trust 6's home is Middle; the cluster is in North."
    assert finding.involved == ("T06",)


def test_a_recorded_exception_is_waived_and_marked() -> None:
    finding = region(together(PACK, "R2", "T02", "T06"))
    assert heart(finding) == ("waived", 1, 0, -1)
    assert finding.exception
    assert finding.sentence == (
        "Accepted, on record: Trust 2's home is North; the cluster is in Middle. "
        "It really did (a paper)."
    )


def test_the_exception_holds_for_that_region_only() -> None:
    finding = region(together(PACK, "R3", "T02", "T11"))
    assert (finding.verdict, finding.exception) == ("breaks", False)


def test_an_exception_does_not_cover_others_beside_it() -> None:
    finding = region(together(PACK, "R2", "T01", "T02", "T06"))
    assert heart(finding) == ("breaks", 2, 0, -2)
    assert finding.sentence == "Trust 1's home is North; the cluster is in Middle."


def test_a_group_that_goes_to_another_region_is_looked_at_from_there() -> None:
    state = together(PACK, "R1", "T01", "T02")
    state.apply(Move("C", "R3"))
    assert heart(region(state)) == ("breaks", 2, 0, -2)


def test_a_region_without_exceptions_needs_no_list() -> None:
    assert ask(together(PACK, "R1", "T01"), "one-region", "C").verdict == "meets"


# -- lone --------------------------------------------------------------------------------------


def test_a_lone_unit_is_allowed_and_asked_for_its_reason() -> None:
    finding = ask(some(1), "lone", "C")
    assert heart(finding) == ("meets", 1, 1, 0)
    assert finding.sentence == (
        "1 trust alone: allowed. Nothing is saved by sharing posts; give the reason in its note."
    )


def test_a_lone_unit_with_its_reason_is_left_in_peace() -> None:
    state = some(1)
    state.apply(SetField("C", Field.NOTE, "An island."))
    sentence = ask(state, "lone", "C").sentence
    assert sentence == "1 trust alone: allowed. Nothing is saved by sharing posts."


def test_two_units_are_not_alone() -> None:
    finding = ask(some(2), "lone", "C")
    assert heart(finding) == ("not applicable", 2, None, None)
    assert finding.sentence == "2 trusts share it."


# -- formed by ---------------------------------------------------------------------------------


def formed(day: str, deadline: object = datetime.date(2011, 6, 1)):
    state = some(1)
    state.apply(SetField("C", Field.FORMED, day))
    return ask(state, "formed-by", "C", deadline=deadline)


@pytest.mark.parametrize(
    ("day", "verdict", "margin", "sentence"),
    [
        (
            *("2011-05-31", "meets", 1),
            "Formed on 31 May 2011, by the deadline of 1 June 2011.",
        ),
        (
            *("2011-06-01", "meets", 0),
            "Formed on 1 June 2011, by the deadline of 1 June 2011.",
        ),
        (
            *("2011-06-02", "breaks", -1),
            "Formed on 2 June 2011: 1 day after the deadline of 1 June 2011.",
        ),
        (
            *("2011-07-01", "breaks", -30),
            "Formed on 1 July 2011: 30 days after the deadline of 1 June 2011.",
        ),
    ],
)
def test_the_deadline_itself_is_in_time(day: str, verdict: str, margin: int, sentence: str) -> None:
    finding = formed(day)
    assert heart(finding) == (verdict, None, None, margin)
    assert finding.sentence == sentence


def test_the_deadline_can_be_written_as_text() -> None:
    assert formed("2011-06-30", "2011-06-30").verdict == "meets"


@pytest.mark.parametrize(
    ("on", "rest"),
    [
        ("2011-05-01", ", in 31 days."),
        ("2011-05-31", ", in 1 day."),
        ("2011-06-01", "."),
        ("2011-06-02", "."),
    ],
)
def test_without_a_date_the_days_that_are_left_are_counted(on: str, rest: str) -> None:
    state = some(1)
    state.apply(SetOption(OptionField.ON, on))
    finding = ask(state, "formed-by", "C", deadline=datetime.date(2011, 6, 1))
    assert heart(finding) == ("incomplete", None, None, None)
    assert finding.sentence == f"No formation date entered; the deadline is 1 June 2011{rest}"


# -- links -------------------------------------------------------------------------------------


def test_a_unit_that_keeps_its_links_meets() -> None:
    finding = ask(together(PACK, "R1", "T01"), "keeps-links", "T01")
    assert heart(finding) == ("meets", 2, 2, 0)
    assert finding.sentence == "Keeps its 2 links."


def test_a_dropped_link_breaks_and_is_named() -> None:
    state = together(PACK, "R1", "T01")
    state.apply(KeepLink("T01", "L2", kept=False))
    finding = ask(state, "keeps-links", "T01")
    assert heart(finding) == ("breaks", 1, 2, -1)
    assert finding.sentence == "Keeps 1 of 2 links: without Council 2."


def test_a_unit_without_links_has_nothing_to_keep() -> None:
    finding = ask(together(PACK, "R1", "T02"), "keeps-links", "T02")
    assert (finding.verdict, finding.sentence) == ("not applicable", "No link is recorded.")


def test_dissolving_a_group_puts_its_units_back_in_the_tray() -> None:
    state = some(2)
    state.apply(edits.dissolve(state, ["C"]))
    assert ask(state, "placed", "N").value == 2
