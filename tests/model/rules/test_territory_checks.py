"""Checks of what units are and what they cover."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.changes import Answer, Create, KeepLink, Move
from model.organisations import Figure, Organisations
from model.pack import Border, Link, Pack
from model.rules.checks import compile_rule
from model.rules.rule import Finding, Item
from model.state import State
from tests.model.packs import ON, rich_pack, rule, units_pack
from tests.model.rules.asking import INFO, ask, fault, heart, some, together

# -- the number of units -----------------------------------------------------------------------


def test_moving_units_does_not_change_their_number() -> None:
    state = State(rich_pack(), "Option", ON)
    assert heart(ask(state, "same-number", "N", kind="trust")) == ("meets", 12, 12, 0)
    finding = ask(together(rich_pack(), "R1", "T01", "T02"), "same-number", "N", kind="trust")
    assert heart(finding) == ("meets", 12, 12, 0)
    assert finding.sentence == (
        "12 trusts, as many as before: who hangs where does not change that."
    )


def test_one_that_is_made_is_one_more() -> None:
    state = State(rich_pack(), "Option", ON)
    state.apply(Create("V", "venture", "V1", "Venture", "R1"))
    finding = ask(state, "same-number", "N", kind="venture")
    assert heart(finding) == ("breaks", 1, 0, -1)
    assert finding.sentence == "1 venture, 1 more than before: Venture."
    assert ask(state, "same-number", "N", kind="trust").verdict == "meets"


def test_units_cover_the_whole_as_long_as_they_are_bodies() -> None:
    finding = ask(State(rich_pack(), "Option", ON), "covered", "N")
    assert heart(finding) == ("meets", 12, 12, 0)
    assert finding.sentence == "All 12 trusts are there; together they cover Nation."
    pack = rich_pack()
    kinds = tuple(replace(k, legal_body=k.id != "trust") for k in pack.kinds)
    ended = ask(State(replace(pack, kinds=kinds), "Option", ON), "covered", "N")
    assert heart(ended) == ("breaks", 0, 12, -12)
    assert ended.sentence == "0 of 12 trusts are legal bodies: the others' areas belong to nobody."


# -- regions run together ----------------------------------------------------------------------


def regions(*said: str) -> Finding:
    pack = rich_pack()
    facts = {f"R{i}": {"deficit": text} for i, text in enumerate(said, 1) if text}
    organisations = Organisations.of(
        replace(o, facts=facts.get(o.id, o.facts)) for o in pack.organisations
    )
    state = State(replace(pack, organisations=organisations), "Option", ON)
    return ask(state, "run-together", "N", severity=INFO, fact="deficit")


def test_regions_are_counted_by_with_whom_they_are_run() -> None:
    finding = regions("East", "West", "East")
    assert heart(finding) == ("not applicable", 2, 3, None)
    assert finding.sentence == "3 Regions run as 2: East (2) and West (1)."
    assert regions("East", "", "East").sentence == (
        "3 Regions; it is not known how 1 of them are run."
    )


# -- ties that lie wholly in a group -----------------------------------------------------------


def tied(*links: Link) -> Pack:
    return replace(units_pack({}, {}, {}), links=links)


def whole(pack: Pack, *units: str, limit: int = 0) -> Finding:
    return ask(together(pack, "R1", *units), "whole-links", "C", limit=limit, codes=["L"])


SHARED = (Link("U1", "L1", "Leeds", 750), Link("U2", "L1", "Leeds", 250), Link("U1", "L2", "York"))


def test_councils_that_lie_wholly_in_a_group_meet() -> None:
    finding = whole(tied(*SHARED), "U1", "U2")
    assert heart(finding) == ("meets", 0, 0, 0)
    assert finding.sentence == "2 links, all wholly in this cluster."


def test_a_council_that_is_divided_breaks() -> None:
    finding = whole(tied(*SHARED), "U1")
    assert heart(finding) == ("breaks", 1, 0, -1)
    assert finding.sentence == (
        "1 of 2 links partly outside this cluster: Leeds (25.0% of its people outside)."
    )
    assert finding.involved == ("U2",)


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (1, ("breaks", 2, 1, -1)),
        (2, ("meets", 2, 2, 0)),
        (3, ("meets", 2, 3, 1)),
    ],
)
def test_so_many_councils_may_be_divided(limit: int, expected: object) -> None:
    more = (*SHARED, Link("U3", "L2", "York"))
    finding = whole(tied(*more), "U1", limit=limit)
    assert heart(finding) == expected
    assert finding.sentence == (
        "2 of 2 links partly outside this cluster: Leeds (25.0% of its people outside) and York; "
        f"up to {limit} may be."
    )


def test_a_link_that_was_dropped_is_an_area_still() -> None:
    state = together(tied(*SHARED), "R1", "U1")
    state.apply(KeepLink("U1", "L1", kept=False))
    assert ask(state, "whole-links", "C", limit=0, codes=["L"]).verdict == "breaks"


def test_only_councils_of_some_codes_are_asked_about() -> None:
    state = together(tied(*SHARED, Link("U1", "D1", "Dale"), Link("U3", "D1", "Dale")), "R1", "U1")
    assert ask(state, "whole-links", "C", limit=0, codes=["D", "L2"]).value == 1
    assert ask(state, "whole-links", "C", limit=0, codes=["L2"]).value == 0


SLIVER = (Link("U1", "L1", "Leeds", 981), Link("U2", "L1", "Leeds", 19))


def test_a_sliver_of_a_council_is_no_division_on_either_side() -> None:
    finding = whole(tied(*SLIVER), "U1")
    assert heart(finding) == ("meets", 0, 0, 0)
    assert finding.sentence == (
        "1 link, wholly in this cluster. "
        "A sliver elsewhere is not counted: Leeds (1.9% of its people outside)."
    )
    assert whole(tied(*SLIVER), "U2").sentence == "No link is recorded."


@pytest.mark.parametrize("people", [(980, 20), (None, 19)])
def test_two_in_a_hundred_divide_and_so_does_what_nobody_has_counted(
    people: tuple[int | None, int],
) -> None:
    ties = (Link("U1", "L1", "Leeds", people[0]), Link("U2", "L1", "Leeds", people[1]))
    assert whole(tied(*ties), "U1").verdict == "breaks"
    assert whole(tied(*ties), "U2").verdict == "breaks"


def test_without_councils_nothing_is_asked() -> None:
    assert whole(tied(*SHARED), "U3").sentence == "No link is recorded."


# -- ties at risk ------------------------------------------------------------------------------

ITEMS = (Item("joint", "an officer shared", "unit"),)


def at_risk(state: State, unit: str = "U1") -> Finding:
    asked = rule("ties-at-risk", "unit", fact="deficit", items=ITEMS)
    return compile_rule(asked, state.pack)(state, unit)


def test_a_unit_of_which_nothing_is_said_is_at_no_risk() -> None:
    finding = at_risk(some(2))
    assert heart(finding) == ("meets", 2, None, None)
    assert finding.sentence == "None of this is said of it: In deficit and an officer shared."


@pytest.mark.parametrize(
    ("units", "expected"),
    [(1, ("meets", 1, 1, 0)), (2, ("breaks", 2, 1, -1)), (3, ("breaks", 3, 1, -2))],
)
def test_a_fact_puts_a_unit_at_risk_among_others(units: int, expected: object) -> None:
    pack = units_pack(*({} for _ in range(units)), facts={"U1": "yes"})
    finding = at_risk(together(pack))
    assert heart(finding) == expected
    if units == 2:
        assert finding.sentence == (
            "In deficit, in a cluster of 2 trusts: what it has built up with its links may suffer."
        )


def test_a_unit_in_the_tray_is_with_no_others() -> None:
    state = State(units_pack({}, facts={"U1": "yes"}), "Option", ON)
    assert at_risk(state).sentence == "In deficit; it shares no team."


@pytest.mark.parametrize(("answer", "verdict"), [("yes", "breaks"), ("no", "meets")])
def test_users_may_say_what_puts_it_at_risk(answer: str, verdict: str) -> None:
    state = some(2)
    state.apply(Answer("U1", "T-ties-at-risk", "joint", answer))
    assert at_risk(state).verdict == verdict


def test_who_joins_puts_a_unit_at_risk() -> None:
    state = together(units_pack({}, {}, facts={"U1": "yes"}), "R1", "U1")
    assert at_risk(state).verdict == "meets"
    state.apply(Move("U2", "C"))
    assert at_risk(state).verdict == "breaks"


# -- groups in one piece -----------------------------------------------------------------------


def apart(*borders: tuple[str, str, str, bool], limit: int = 1, **rest: object) -> Finding:
    """Ask of U1 to U5, with so many people that U4 comes before U5, whether they hang together."""
    figures = ({"population": Figure(n)} for n in (10, 20, 30, 50, 40))
    pack = units_pack(*figures)
    found = tuple(Border(a, b, kind, fixed_link=link) for a, b, kind, link in borders)
    return ask(
        together(replace(pack, borders=found)), "contiguous", "C", allowed_parts=limit, **rest
    )


LAND = [("U1", "U2", "land", True), ("U2", "U3", "land", True)]
CHAIN = [*LAND, ("U3", "U4", "water", True), ("U4", "U5", "land", True)]


def test_units_hang_together_on_land_and_by_bridges() -> None:
    finding = apart(*CHAIN)
    assert heart(finding) == ("meets", 1, 1, 0)
    assert finding.sentence == "5 trusts in one piece."


def test_parts_are_named_with_their_units_the_largest_first() -> None:
    finding = apart(*LAND, ("U3", "U4", "water", False), ("U3", "U5", "sea", False))
    assert heart(finding) == ("breaks", 3, 1, -2)
    assert finding.sentence == (
        "In 3 parts that no border on land, bridge or tunnel joins: "
        "(1) Unit 1, Unit 2 and Unit 3; (2) Unit 4; (3) Unit 5."
    )
    assert finding.involved == ("U4", "U5")


def test_users_may_allow_more_parts() -> None:
    finding = apart(*LAND, limit=2)
    assert heart(finding) == ("breaks", 3, 2, -1)
    assert finding.sentence.endswith("(3) Unit 5. Up to 2 are allowed.")
    assert heart(apart(*LAND, limit=3)) == ("meets", 3, 3, 0)
    assert heart(apart(*CHAIN, limit=0)) == ("meets", 1, 1, 0)  # less than one there can't be


@pytest.mark.parametrize(
    ("islands", "verdict"),
    [(("U4", "U5"), "waived"), (("U5",), "breaks"), (("U4", "U5", "U1"), "waived"), ((), "breaks")],
)
def test_islands_on_record_may_be_apart(islands: tuple[str, ...], verdict: str) -> None:
    listed = [{"unit": unit, "note": f"{unit} is an island."} for unit in islands]
    finding = apart(*LAND, **({"exceptions": listed} if listed else {}))
    assert finding.verdict == verdict
    assert finding.exception is (verdict == "waived")
    if verdict == "waived":
        assert finding.sentence.startswith("Accepted, on record: In 3 parts")
        assert finding.sentence.endswith("(3) Unit 5. U4 is an island. U5 is an island.")


def test_a_group_of_islands_alone_is_apart_by_record() -> None:
    listed = [{"unit": f"U{n}", "note": "An island."} for n in range(1, 6)]
    borders = [("U1", "U6", "land", True)]
    assert apart(*borders, exceptions=listed).verdict == "waived"


def test_what_joins_two_parts_and_what_leaves_is_seen() -> None:
    borders = tuple(Border(a, b, kind, fixed_link=link) for a, b, kind, link in CHAIN)
    state = together(replace(units_pack(*({} for _ in range(5))), borders=borders), "R1", "U1")
    assert ask(state, "contiguous", "C", allowed_parts=1).sentence == "1 trust alone."
    for unit, parts in (("U3", 2), ("U2", 1), ("U5", 2), ("U4", 1)):
        state.apply(Move(unit, "C"))
        assert ask(state, "contiguous", "C", allowed_parts=1).value == parts
    state.apply(Move("U3", "R1"))
    assert ask(state, "contiguous", "C", allowed_parts=1).value == 2


def test_without_borders_nothing_is_judged() -> None:
    finding = apart()
    assert heart(finding) == ("not applicable", None, None, None)
    assert finding.sentence == "No borders are recorded."


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ({}, "allowed_parts"),
        ({"allowed_parts": "1"}, "allowed_parts"),
        ({"allowed_parts": 1, "exceptions": [{"unit": "U99", "note": "x"}]}, "exceptions"),
        ({"allowed_parts": 1, "exceptions": [{"unit": "T01"}]}, "exceptions"),
        ({"allowed_parts": 1, "parts": 2}, "parts"),
    ],
)
def test_odd_data_are_refused(data: dict[str, object], key: str) -> None:
    assert fault("contiguous", "group", **data)[0] == key
