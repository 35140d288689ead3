"""Before and after: the same as counted post by post, and kept right after every edit."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import edits
from model.before_after import BeforeAfter, Line, What, title
from model.changes import Appoint, Detail, Field, PostState, SetField, SetPost, Staff
from model.errors import ChangeRefusedError, LogError
from model.events import Changed
from model.option import Option
from model.pack import Pack, RegionalLeaders, Role, Tier
from model.posts import Post
from model.series import fall, regional_leaders, series_point
from model.staffing import staffing
from model.state import State
from model.wording import per_cent
from tests.model.gestures import GESTURES
from tests.model.packs import ON, ROLES, WHEN, WORDS, rich_pack

LOCAL = Role("local", "Borough director", "BD", executive=False, voting=False, number=0)
PACK = replace(rich_pack(), roles=(*ROLES, LOCAL))
COMMITTEE = replace(
    PACK,
    governances=(
        PACK.governances[1],
        PACK.governances[0],
        replace(PACK.governances[0], id="joint", committee=True),
    ),
)
"""Where boards in common are usual."""
PACKS = st.sampled_from([PACK, COMMITTEE, replace(PACK, governances=())])

GESTURE = st.tuples(st.sampled_from([*sorted(GESTURES), "undo"]), *[st.integers(0, 10_000)] * 3)


def new_state(pack: Pack = PACK) -> State:
    return State(pack, "A", ON)


def key(line: Line) -> tuple[What, str]:
    return line.what, line.role.id if line.role else ""


def found(state: State, *places: str) -> dict[tuple[What, str], tuple[int, int, int]]:
    lines = BeforeAfter(state).lines(places or [state.root])
    return {key(line): (line.before, line.merged, line.kept) for line in lines}


def people(posts: list[Post], others: list[Post]) -> tuple[int, int]:
    """Return the persons in some posts, and those in others who are in none of the first."""
    first = {p.holder or (p.organisation, p.role.id, p.number) for p in posts}
    second = {p.holder or (p.organisation, p.role.id, p.number) for p in others}
    return len(first), len(second - first)


def by_hand(state: State, place: str) -> dict[tuple[What, str], tuple[int, int, int]]:
    """Count one thing after the other, the long way."""
    below = [o for o in (place, *state.below(place)) if o in state]
    units = [o for o in below if state.tier(o) is Tier.UNIT]
    groups = [o for o in below if state.tier(o) is Tier.GROUP]
    theirs = [p for g in groups for p in state.posts(g)]
    own = [p for u in units for p in state.posts(u)]
    counts: dict[tuple[What, str], tuple[int, int, int]] = {}

    def usual(role) -> int:
        set_ = [state.staff(u, role.id) for u in units]
        return sum(role.number if n is None else n for n in set_) if role.number else 0

    def count(what: What, chosen, seats: bool = False, role_id: str = "") -> None:
        before = sum(usual(r) for r in state.pack.roles if chosen(r, r.voting))
        sides = (
            sum(len(p.boards) if seats else 1 for p in posts if chosen(p.role, p.votes))
            for posts in (theirs, own)
        )
        counts[what, role_id] = (before, *sides)

    count(What.OFFICERS, lambda r, v: r.executive)
    count(What.EXECUTIVE_SEATS, lambda r, v: r.executive, seats=True)
    count(What.SEATS, lambda r, v: r.executive or v, seats=True)
    count(What.LAY_SEATS, lambda r, v: r.lay and v, seats=True)
    count(What.OTHER_SEATS, lambda r, v: v and not (r.lay or r.executive), seats=True)
    if not any(counts[What.OTHER_SEATS, ""]):
        del counts[What.OTHER_SEATS, ""]
    for role in state.pack.roles:
        if role.lay:
            count(What.LAY, lambda r, v, role=role: r.id == role.id, role_id=role.id)
        elif not role.executive and not role.voting:
            count(What.ATTENDING, lambda r, v, role=role: r.id == role.id, role_id=role.id)
            if not any(counts[What.ATTENDING, role.id]):
                del counts[What.ATTENDING, role.id]
    for what, counts_role in (
        (What.ACCOUNTABLE, lambda r: r.accountable),
        (What.PEOPLE, lambda r: True),
    ):
        before = sum(usual(r) for r in state.pack.roles if counts_role(r))
        filled = [
            [p for p in posts if counts_role(p.role) and p.state is not PostState.VACANT]
            for posts in (theirs, own)
        ]
        counts[what, ""] = (before, *people(*filled))
    several = {g: n for g in groups if (n := len(state.members(g))) > 1}
    common = [g for g in several if (found := state.governance(g)) and found.common]
    joint = [g for g in several if (found := state.governance(g)) and found.committee]
    counts[What.BOARDS, ""] = (len(units), 0, len(units))
    apart = len(units) - sum(several[g] for g in common)
    counts[What.MEETINGS, ""] = (len(units), len(common), apart)
    counts[What.COMMITTEES, ""] = (0, len(joint), 0)
    return counts


def option_after(gestures, pack: Pack, listener=None) -> Option:
    option = Option(pack, "A", "A", ON)
    if listener is not None:
        option.subscribe(lambda event: listener(option, event))
    for gesture, a, b, c in gestures:
        try:
            if gesture == "undo":
                option.undo()
            else:
                change = GESTURES[gesture](option.state, a, b, c)
                option.commit(change, when=WHEN, who="me")
        except (ChangeRefusedError, LogError):
            continue
    return option


@given(st.lists(GESTURE, max_size=25), PACKS)
def test_every_line_is_as_counted_post_by_post(gestures, pack: Pack) -> None:
    state = option_after(gestures, pack).state
    for place in [o for o in state if state.tier(o) in (Tier.ROOT, Tier.REGION, Tier.GROUP)]:
        assert found(state, place) == by_hand(state, place), place


@given(st.lists(GESTURE, max_size=25), PACKS)
def test_it_agrees_with_the_totals(gestures, pack: Pack) -> None:
    state = option_after(gestures, pack).state
    for place in [o for o in state if state.tier(o) in (Tier.ROOT, Tier.REGION, Tier.GROUP)]:
        totals = state.totals(place)
        after = {what: sum(rest) for (what, _), (_, *rest) in found(state, place).items()}
        assert after[What.OFFICERS] == totals.officers
        assert after[What.EXECUTIVE_SEATS] == totals.board_seats
        assert after[What.ACCOUNTABLE] == totals.accountable_officers
        assert after[What.BOARDS] == totals.units
        seats = (What.EXECUTIVE_SEATS, What.LAY_SEATS, What.OTHER_SEATS)
        assert after[What.SEATS] == sum(after.get(what, 0) for what in seats)
        assert after[What.PEOPLE] == staffing(state.posts_below(place)).people
    counts = found(state)
    before = tuple(
        counts[what, ""][0] for what in (What.OFFICERS, What.EXECUTIVE_SEATS, What.ACCOUNTABLE)
    )
    assert before == state.alone()


@given(st.lists(GESTURE, max_size=25))
def test_what_is_kept_is_right_after_every_edit(gestures) -> None:
    kept: list[BeforeAfter] = []

    def on_changed(option: Option, event: Changed) -> None:
        state = option.state
        if not kept:
            kept.append(BeforeAfter(state))
        kept[0].follow(event)
        for place in [o for o in state if state.tier(o) in (Tier.ROOT, Tier.REGION, Tier.GROUP)]:
            assert kept[0].lines([place]) == BeforeAfter(state).lines([place])

    option_after(gestures, PACK, on_changed)


@given(st.lists(GESTURE, max_size=12), GESTURE.filter(lambda g: g[0] != "undo"))
def test_what_is_tried_is_counted_and_leaves_nothing_behind(before, last) -> None:
    gesture, a, b, c = last
    option = option_after(before, PACK)
    state = option.state
    counts = BeforeAfter(state)
    as_is = counts.lines([state.root])
    try:
        change = GESTURES[gesture](state, a, b, c)
        with option.tried(change) as touched:
            tried = counts.lines([state.root], anew=touched.groups | touched.units)
            afresh = BeforeAfter(state).lines([state.root])
    except ChangeRefusedError:
        return
    assert tried == afresh
    assert counts.lines([state.root]) == as_is == BeforeAfter(state).lines([state.root])


def grouped_by(units: list[str], pack: Pack = PACK, governance: str = "") -> State:
    state = new_state(pack)
    state.apply(edits.new_group(state, "R1", "G", "All", units))
    if governance:
        state.apply(SetField("G", Field.GOVERNANCE, governance))
    return state


def test_a_region_and_its_groups_are_counted_once() -> None:
    state = grouped_by(["T01", "T02"])
    assert found(state, "R1", "G", "T01") == found(state, "R1")
    assert found(state, "T01") == found(state, "G")
    assert found(state, "T01", "T02", "gone") == found(state, "G")


def test_the_sum_is_written_out() -> None:
    line = next(iter(BeforeAfter(grouped_by(["T01", "T02", "T03"])).lines(["G"])))
    assert line.what is What.OFFICERS
    assert line.sum_text == "before = 12, merged = 3, kept = 3, after = 3 + 3 = 6"
    assert line.difference == "−6"
    assert Line(What.OFFICERS, None, 1, 0, 1).difference == ""
    assert Line(What.COMMITTEES, None, 0, 1, 0).difference == "+1"
    assert title(line, PACK) == "Officers"


def test_every_line_has_another_title() -> None:
    state = grouped_by(["T01"])
    state.apply(Staff("T01", "local", 2))
    lines = BeforeAfter(state).lines(["G"])
    titles = [title(line, PACK) for line in lines]
    assert len(set(titles)) == len(titles)
    assert titles[1] == WORDS.accountables.capitalize()
    assert {"Borough director", "Treasurer", "Chair", "Lay member"} <= set(titles)


def test_local_leads_were_not_there_before_and_are_no_officers() -> None:
    state = grouped_by(["T01", "T02"])
    usual = found(state, "G")
    assert (What.ATTENDING, "local") not in usual
    state.apply(Staff("T01", "local", 1))
    state.apply(Staff("T02", "local", 2))
    counts = found(state, "G")
    assert counts.pop((What.ATTENDING, "local")) == (0, 0, 3)
    before, merged, kept = usual[What.PEOPLE, ""]
    assert counts.pop((What.PEOPLE, "")) == (before, merged, kept + 3)
    assert counts == {k: v for k, v in usual.items() if k != (What.PEOPLE, "")}


def test_a_real_team_that_differs_counts_before_too() -> None:
    state = new_state()
    state.apply(Staff("T01", "nursing", 0))
    state.apply(Staff("T02", "health", 2))
    state.apply(edits.new_group(state, "R1", "G", "Both", ["T01", "T02"]))
    assert found(state, "G")[What.OFFICERS, ""] == (8, 3, 3)


def test_a_person_in_a_shared_and_a_local_post_is_one_and_a_vacancy_none() -> None:
    state = grouped_by(["T01", "T02"])
    _, merged, kept = found(state, "G")[What.PEOPLE, ""]
    state.apply(Appoint("G", "chief", "Ann Lee"))
    state.apply(Appoint("T01", "health", "Ann Lee"))
    assert found(state, "G")[What.PEOPLE, ""][1:] == (merged, kept - 1)
    state.apply(SetPost("T02", "health", 1, Detail.STATE, PostState.VACANT.value))
    assert found(state, "G")[What.PEOPLE, ""][1:] == (merged, kept - 2)


# -- the series --------------------------------------------------------------------------------

LEADERS = (
    RegionalLeaders(10, "authorities"),
    RegionalLeaders(4, "pairs", datetime.date(2011, 10, 3)),
    RegionalLeaders(0, "authorities", datetime.date(2013, 4, 1)),
)


@pytest.mark.parametrize(
    ("on", "number"),
    [
        ("1999-04-01", 10),
        ("2011-10-02", 10),
        ("2011-10-03", 4),
        ("2013-03-31", 4),
        ("2013-04-01", 0),
        ("2024-01-01", 0),
    ],
)
def test_who_leads_above_the_groups_depends_on_the_day(on: str, number: int) -> None:
    found = regional_leaders(replace(PACK, regional=LEADERS), datetime.date.fromisoformat(on))
    assert found is not None
    assert found.number == number


def test_before_the_first_day_nobody_is_known() -> None:
    assert regional_leaders(PACK, ON) is None
    pack = replace(PACK, regional=LEADERS[1:])
    assert regional_leaders(pack, datetime.date(2011, 10, 2)) is None


def test_an_option_is_a_point_of_the_series() -> None:
    state = grouped_by(["T01", "T02"], replace(PACK, regional=LEADERS))
    point = series_point(state)
    accountable = state.totals(state.root).accountable_officers
    assert (point.year, point.local, point.regional) == (2011, accountable, 10)
    assert point.total == accountable + 10
    assert point.local_label == "clusters and trusts"
    assert series_point(state, 5).total == 15
    assert series_point(grouped_by(["T01"])).regional == 0


def test_a_point_with_an_empty_tray_names_groups_alone() -> None:
    state = grouped_by([o for o in new_state() if o.startswith("T")])
    assert series_point(state).local_label == "clusters"
    state.apply(edits.new_group(state, "R1", "H", "Empty", []))
    assert series_point(state).local_label == "clusters with trusts"


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        *[(581, 331, "43.0%"), (331, 162, "51.1%"), (162, 62, "61.7%"), (581, 62, "89.3%")],
        *[(3, 3, "0.0%"), (2, 3, "−50.0%"), (100_000, 87_654, "12.3%")],
    ],
)
def test_falls_are_rounded_once(before: int, after: int, text: str) -> None:
    assert per_cent(fall(before, after)) == text
