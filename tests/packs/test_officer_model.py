"""The tables of guidance.md 3.3 to 3.5 against the pack pct-2011."""

from __future__ import annotations

import datetime
from itertools import pairwise
from pathlib import Path

import pytest

from model import edits
from model.before_after import BeforeAfter, What
from model.changes import Arrange, Arrangement, Field, OptionField, SetField, SetOption, Staff
from model.option import Option
from model.pack import Pack, Tier
from model.series import fall, series_point
from model.state import State
from model.wording import per_cent
from tests.england import installed_pack

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "packs" / "pct-2011"
WHEN = "2011-05-01T09:00:00+00:00"
YORKSHIRE = ("5J6", "5N2", "5N3", "5N1")  # Calderdale, Kirklees, Wakefield District, Leeds
K = 6
"""Non-executive directors of a PCT besides its chair."""


@pytest.fixture(scope="module")
def pack() -> Pack:
    return installed_pack()


def clustered(pack: Pack, n: int, governance: str = "") -> State:
    """Return a state with one cluster of n PCTs, G."""
    state = State(pack, "A", datetime.date(2011, 6, 1))
    state.apply(edits.new_group(state, "Q32", "G", "Cluster", YORKSHIRE[:n]))
    if governance:
        state.apply(SetField("G", Field.GOVERNANCE, governance))
    return state


def lines(state: State, place: str = "G") -> dict[str, tuple[int, int, int, int]]:
    """Return before, merged, kept and after by what is counted, or by role."""
    return {
        line.role.id if line.role else line.what.value: (
            *(line.before, line.merged, line.kept, line.after),
        )
        for line in BeforeAfter(state).lines([place])
    }


# -- 3.3: what merges and what stays -----------------------------------------------------------


@pytest.mark.parametrize("n", [1, 3, 4])
def test_officers_before_are_six_each_and_after_five_and_one_each(pack: Pack, n: int) -> None:
    found = lines(clustered(pack, n))
    assert found[What.OFFICERS] == (6 * n, 5, n, 5 + n)
    assert found[What.OFFICERS][0] - found[What.OFFICERS][3] == 5 * (n - 1)
    assert found[What.ACCOUNTABLE] == (n, 1, 0, 1)


def test_the_general_form_uses_the_real_teams(pack: Pack) -> None:
    """One PCT has two medical directors, another no nursing director and keeps its finance one."""
    state = clustered(pack, 3)
    state.apply(Staff("5J6", "medical", 2))
    state.apply(Staff("5N2", "nursing", 0))
    state.apply(Arrange("5N3", "finance", Arrangement.OWN))
    assert lines(state)[What.OFFICERS] == (18, 5, 4, 9)


def test_local_leads_are_counted_separately(pack: Pack) -> None:
    """Calderdale, Kirklees and Wakefield had three chief operating officers, in attendance."""
    state = clustered(pack, 3)
    assert "local-lead" not in lines(state)
    before = lines(state)[What.SEATS]
    for unit in YORKSHIRE[:3]:
        state.apply(Staff(unit, "local-lead", 1))
    found = lines(state)
    assert found["local-lead"] == (0, 0, 3, 3)
    assert found[What.OFFICERS] == (18, 5, 3, 8)
    assert found[What.SEATS] == before


# -- 3.4: the four arrangements ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("governance", "n", "boards", "meetings", "committees", "chairs", "neds"),
    [
        *(("separate", n, n, n, 0, n, K * n) for n in (3, 4)),  # A
        *(("joint-committee", n, n, n, 1, n, K * n) for n in (3, 4)),  # B
        *(("common-board", n, n, 1, 0, 1, K) for n in (3, 4)),  # C, model 2
        *((g, 1, 1, 1, 0, 1, K) for g in ("separate", "joint-committee", "common-board")),  # D
    ],
)
def test_boards_chairs_and_lay_members_go_by_the_governance(
    *, pack: Pack, governance: str, n: int, boards: int, meetings: int, committees: int,
    chairs: int, neds: int,
) -> None:  # fmt: skip
    found = lines(clustered(pack, n, governance))
    assert found[What.BOARDS][3] == boards
    assert found[What.MEETINGS][3] == meetings
    assert found[What.COMMITTEES][3] == committees
    assert found["chair"][3] == chairs
    assert found["ned"][3] == neds
    # Seats in law, officers and accountable officers are the same in all of them.
    assert found[What.EXECUTIVE_SEATS] == (6 * n, 5 * n, n, 6 * n)
    assert found[What.LAY_SEATS][3] == (1 + K) * n
    assert found[What.OFFICERS][3] == 5 + n
    assert found[What.ACCOUNTABLE][3] == 1
    assert found["chair"][0] == found[What.BOARDS][0] == found[What.MEETINGS][0] == n
    assert found["ned"][0] == K * n


def test_the_calibration_cluster(pack: Pack) -> None:
    """Calderdale, Kirklees and Wakefield on 4 October 2011: eight executives, chair and seven."""
    state = clustered(pack, 3, "common-board")
    state.apply(Staff("G", "ned", 7))
    found = lines(state)
    assert found[What.OFFICERS][3] == 8
    assert (found["chair"][3], found["ned"][3]) == (1, 7)
    # 6 officers and 7 lay members on each board besides the chair.
    assert found[What.EXECUTIVE_SEATS][3] == 3 * 6
    assert found[What.LAY_SEATS][3] == 3 * (7 + 1)


def test_people_are_all_posts_once(pack: Pack) -> None:
    """A PCT has six executives, two of its executive committee, and 1 + k lay members."""
    a, c = (lines(clustered(pack, 3, how)) for how in ("separate", "common-board"))
    alone = 6 + 2 + 1 + K
    assert a[What.PEOPLE] == (3 * alone, 5, 3 * (alone - 5), 5 + 3 * (alone - 5))
    assert c[What.PEOPLE] == (3 * alone, 5 + 1 + K, 3 * (1 + 2), 5 + 1 + K + 9)


# -- the nation --------------------------------------------------------------------------------


def start(pack: Pack, ready: str) -> Option:
    found = next(option for option in pack.options if option.id == ready)
    return Option.from_ready(pack, found, "A", when=WHEN, who="me")


def test_england_in_june_2011(pack: Pack) -> None:
    state = start(pack, "june-2011").state
    found = lines(state, state.root)
    assert found[What.OFFICERS] == (906, 250, 151, 401)
    assert found[What.ACCOUNTABLE] == (151, 50, 0, 50)
    assert found[What.BOARDS] == (151, 0, 151, 151)
    assert found[What.EXECUTIVE_SEATS] == (906, 755, 151, 906)
    regions = [lines(state, region) for region in state.at_tier(Tier.REGION)]
    for what, whole in found.items():
        assert tuple(map(sum, zip(*(r[what] for r in regions), strict=True))) == whole


# -- 3.5: accountable chief executives ---------------------------------------------------------


def test_the_series_of_the_past(pack: Pack) -> None:
    totals = [point.total for point in pack.series]
    assert [point.year for point in pack.series] == [1999, 2002, 2006, 2011]
    assert [(p.local, p.regional) for p in pack.series] == [
        *((481, 100), (303, 28), (152, 10), (52, 10))
    ]
    assert totals == [581, 331, 162, 62]
    falls = [per_cent(fall(a, b)) for a, b in pairwise(totals)]
    assert [*falls, per_cent(fall(totals[0], totals[-1]))] == ["43.0%", "51.1%", "61.7%", "89.3%"]


def test_an_option_in_the_series(pack: Pack) -> None:
    option = start(pack, "june-2011")
    for on, number, label in (
        ("2011-06-01", 10, "SHAs"),
        ("2011-10-02", 10, "SHAs"),
        ("2011-10-03", 4, "SHA clusters"),
        ("2013-04-01", 0, "SHAs"),
    ):
        option.commit(SetOption(OptionField.ON, on), when=WHEN, who="me")
        point = series_point(option.state)
        assert (point.local, point.local_label) == (50, "clusters")
        assert (point.regional, point.regional_label) == (number, label)
        assert point.total == 50 + number


def test_nobody_clustered_is_151_and_the_ten(pack: Pack) -> None:
    for ready in ("blank", "alone"):
        assert series_point(start(pack, ready).state).total == 161
