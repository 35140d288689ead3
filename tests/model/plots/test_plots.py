"""Plots: the numbers are those that a slow recount gives, kept right after every edit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import edits
from model.changes import Enter, Field, Move, SetField, Staff
from model.errors import ChangeRefusedError, LogError
from model.events import Changed
from model.option import Option
from model.pack import Aggregate, Measure, Pack, SeriesPoint, Style, Tier
from model.plots.kept import Items
from model.plots.kinds import kinds, plot_of
from model.plots.plot import (
    Item,
    Order,
    Plot,
    PlotKind,
    average,
    averages,
    cells,
    headings,
    ordered,
    words,
)
from model.state import State
from model.wording import DISSOLVED, LEFT_EMPTY
from tests.model.gestures import GESTURES
from tests.model.packs import ON, WHEN, rich_pack
from tests.sample_pack import sample_scenario

SERIES = (
    SeriesPoint(1999, 12, "groups", 4, "authorities"),
    SeriesPoint(2006, 6, "trusts", 0, ""),
)
PACK = replace(rich_pack(), series=SERIES)
GESTURE = st.tuples(st.sampled_from([*sorted(GESTURES), "undo"]), *[st.integers(0, 10_000)] * 3)
KINDS = st.sampled_from(kinds(PACK))


def plot(kind: PlotKind, option: Option, others: tuple[Option, ...] = ()) -> Plot:
    return plot_of(kind, option.state, option.id, (option, *others))


def do(option: Option, gesture) -> None:
    name, a, b, c = gesture
    try:
        if name == "undo":
            option.undo()
        else:
            option.commit(GESTURES[name](option.state, a, b, c), when=WHEN, who="me")
    except (ChangeRefusedError, LogError):
        return


def new_option(gestures=()) -> Option:
    option = Option(PACK, "A", "A", ON)
    for gesture in gestures:
        do(option, gesture)
    return option


def england_in_small() -> Option:
    """Return an option with groups G1 of T01 and T02, and G2 of T03; the others wait."""
    option = new_option()
    for group, units in (("G1", ["T01", "T02"]), ("G2", ["T03"])):
        region = option.state.region_of(units[0])
        assert region is not None
        change = edits.new_group(option.state, region, group, group, units)
        option.commit(change, when=WHEN, who="me")
    return option


def summed(state: State, group: str, measure: Measure) -> int | None:
    """Add up the figures in a group, the long way."""
    figures = [state.figure(o, measure.id) for o in state.below(group, include=True)]
    values = [figure.value for figure in figures if figure is not None]
    return sum(values) if values else None


def by_hand(kind: PlotKind, state: State) -> dict[str, tuple[int | None, ...]]:
    """Return the numbers of a plot's items, one thing after the other."""
    pack = state.pack
    groups = [g for g in state.at_tier(Tier.GROUP) if state.members(g)]
    people, money = pack.measure("population"), pack.measure("budget")
    match kind:
        case PlotKind.SIZES:
            return {g: (summed(state, g, people),) for g in groups}
        case PlotKind.MONEY:
            return {g: (summed(state, g, people), summed(state, g, money)) for g in groups}
        case PlotKind.SPREAD:
            return {f"A/{g}": (summed(state, g, people),) for g in groups}
        case PlotKind.BALANCE:
            figures = {u: state.figure(u, "surplus") for u in state.at_tier(Tier.UNIT)}
            return {u: (f.value,) for u, f in figures.items() if f is not None}
        case PlotKind.OFFICERS:
            return {g: (alone(state, g), officers(state, g)) for g in groups}
        case PlotKind.SERIES:
            now = state.totals(state.root).accountable_officers
            return {"0": (12, 4, 16), "1": (6, 0, 6), "now": (now, 0, now)}


def alone(state: State, group: str) -> int:
    roles = [role for role in state.pack.roles if role.executive]
    return sum(state.number_alone(u, r.id) for u in state.members(group) for r in roles)


def officers(state: State, group: str) -> int:
    return sum(post.role.executive for post in state.posts_below(group))


def outcome_of_those_left(kind: PlotKind) -> str:
    """Return what is said of an item that goes while its organisation stays."""
    return "no figure" if kind is PlotKind.BALANCE else LEFT_EMPTY


def numbers(items: Items) -> dict[str, tuple[int | None, ...]]:
    return {item.key: item.numbers for item in items.all()}


@given(st.lists(GESTURE, max_size=25), KINDS)
def test_numbers_are_those_of_a_slow_recount(gestures, kind: PlotKind) -> None:
    option = new_option(gestures)
    found = numbers(Items(plot(kind, option)))
    assert found == by_hand(kind, option.state)
    assert list(found) == list(by_hand(kind, option.state))


@given(st.lists(GESTURE, max_size=25), KINDS)
def test_items_are_right_after_every_edit(gestures, kind: PlotKind) -> None:
    option = new_option()
    kept = [Items(plot(kind, option))]

    def on_changed(event: Changed) -> None:
        before = kept[0].all()
        if event.option:  # limits and dates alter what the plot itself is
            kept[0] = Items(plot(kind, option))
            return
        is_other = kept[0].follow(event)
        afresh = Items(plot(kind, option)).all()
        assert kept[0].all() == afresh
        assert is_other == (afresh != before)

    option.subscribe(on_changed)
    for gesture in gestures:
        do(option, gesture)


@given(st.lists(GESTURE, max_size=12), GESTURE.filter(lambda g: g[0] != "undo"), KINDS)
def test_what_hovers_is_shown_as_it_will_be(before, last, kind: PlotKind) -> None:
    option = new_option(before)
    name, a, b, c = last
    try:
        change = GESTURES[name](option.state, a, b, c)
    except ChangeRefusedError:
        return
    items = Items(plot(kind, option))
    now = {item.key: item for item in items.all()}
    option_fields: list[bool] = []
    option.subscribe(lambda event: option_fields.append(event.option))
    outcome = items.would(option, change)
    would = outcome.items
    assert items.all() == Items(plot(kind, option)).all()  # nothing is left behind
    try:
        option.commit(change, when=WHEN, who="me")
    except ChangeRefusedError:
        assert not would
        return
    if option_fields[-1]:
        return
    after = {item.key: item for item in Items(plot(kind, option)).all()}
    assert {key: after.get(key) for key in would} == would
    assert {k: i for k, i in {**now, **would}.items() if i is not None} == after
    assert all(now.get(key) != item for key, item in would.items())
    assert not would or outcome.about == items.plot.about(after.values())
    assert set(outcome.lost) == {key for key, item in would.items() if item is None}
    for key, word in outcome.lost.items():
        is_there = key.rpartition("/")[2] in option.state
        assert word == (DISSOLVED if not is_there else outcome_of_those_left(kind))


def test_a_group_without_members_is_no_item() -> None:
    option = england_in_small()
    assert list(numbers(Items(plot(PlotKind.SIZES, option)))) == ["G1", "G2"]
    would = Items(plot(PlotKind.SIZES, option)).would(option, Move("T03", "G1"))
    assert would.items["G2"] is None
    assert would.lost == {"G2": "left empty"}
    gone = Items(plot(PlotKind.SIZES, option)).would(option, edits.dissolve(option.state, ["G2"]))
    assert gone.lost == {"G2": "dissolved"}


def test_groups_are_counted_alike_before_and_after_one_is_left_empty() -> None:
    option = england_in_small()
    said = {
        PlotKind.SIZES: "1 empty cluster not shown.",
        PlotKind.MONEY: "1 empty cluster not shown.",
        PlotKind.OFFICERS: "1 empty cluster not shown.",
        PlotKind.SPREAD: "A (shown): 1 cluster with trusts, on average",
    }
    items = {kind: Items(plot(kind, option)) for kind in said}
    assert not any("empty" in of.plot.about(of.all()) for of in items.values())
    change = Move("T03", "G1")
    foreseen = {kind: of.would(option, change).about for kind, of in items.items()}
    now = Items(plot(PlotKind.SERIES, option))["now"]
    assert "with trusts" not in now.note
    option.commit(change, when=WHEN, who="me")
    for kind, text in said.items():
        made = Items(plot(kind, option))
        assert made.plot.about(made.all()) == foreseen[kind]
        assert text in foreseen[kind]
    assert ", and 1 empty." in foreseen[PlotKind.SPREAD]


def test_an_edit_that_reaches_nothing_here_is_no_reason_to_draw() -> None:
    option = england_in_small()
    items = Items(plot(PlotKind.BALANCE, option))
    heard: list[bool] = []
    option.subscribe(lambda event: heard.append(items.follow(event)))
    option.commit(SetField("G2", Field.NOTE, "Why not"), when=WHEN, who="me")
    option.commit(SetField("G1", Field.NAME, "Other name"), when=WHEN, who="me")
    assert heard[0] is False
    with_figure = {item.key for item in items.all()}
    assert heard[1] is bool(with_figure & {"T01", "T02"})


def test_officers_follow_posts_and_what_hovers_over_them() -> None:
    option = england_in_small()
    items = Items(plot(PlotKind.OFFICERS, option))
    option.subscribe(lambda event: items.follow(event) is None)
    role = next(r for r in option.pack.roles if r.executive and not r.merges)
    before = items["G1"].numbers
    for change in (Staff("T01", role.id, 3), Staff("T02", role.id, 2)):
        would = items.would(option, change).items["G1"]
        assert would is not None
        assert would.numbers != items["G1"].numbers
        option.commit(change, when=WHEN, who="me")
        assert items["G1"] == would
    assert items["G1"].numbers[1] == officers(option.state, "G1") != before[1]
    while option.edits[-1].change in (Staff("T01", role.id, 3), Staff("T02", role.id, 2)):
        option.undo()
    assert items["G1"].numbers == before


def test_a_figure_that_is_entered_makes_an_item() -> None:
    option = new_option()
    items = Items(plot(PlotKind.BALANCE, option))
    units = option.state.at_tier(Tier.UNIT)
    without = next(u for u in units if u not in items)
    option.subscribe(lambda event: items.follow(event) is None)
    option.commit(Enter(without, "surplus", -7), when=WHEN, who="me")
    assert items[without].numbers == (-7,)
    assert "not placed" in words(items.plot, items[without])


def test_the_norm_says_how_far_a_group_is_from_it() -> None:
    scenario = sample_scenario()
    option = scenario.option()
    found = plot_of(PlotKind.SIZES, option.state, option.id, [option])
    assert found.norm is not None
    for item in Items(found).all():
        number = item.size
        assert number is not None
        is_within = found.norm.low <= number <= found.norm.high
        assert item.note.startswith("within the planning norm") == is_within
        assert ("over" in item.note or "under" in item.note) == (not is_within)


def test_options_are_compared_group_by_group() -> None:
    one = england_in_small()
    other = one.branch("B", "Other", when=WHEN, who="me")
    other.commit(Move("T02", "G2"), when=WHEN, who="me")
    items = Items(plot(PlotKind.SPREAD, one, (other,)))
    assert {item.place for item in items.all()} == {"A (shown)", "Other"}
    assert [items.plot.is_main(item) for item in items.all()] == [True, True, False, False]
    assert [item.organisation for item in items.all()] == ["G1", "G2", "G1", "G2"]
    total = sum(item.size or 0 for item in items.all() if item.key.startswith("A/"))
    assert abs(2 * averages(items.all())["A (shown)"] - total) <= 1
    assert "Other: 2 clusters, on average" in items.plot.about(items.all())


def test_measures_come_from_the_pack() -> None:
    plain = Measure("heads", "Heads", "heads", "trust")
    pounds = Measure("cost", "Cost", "cost", "trust", Style.MONEY)
    never = replace(pounds, id="never", aggregate=Aggregate.NEVER)
    shown = replace(plain, id="shown", label="Shown", headline=True)

    def titles(*measures: Measure) -> list[str]:
        pack: Pack = replace(PACK, measures=measures, rules=(), series=())
        state = State(pack, "A", ON)
        return [plot_of(kind, state).title for kind in kinds(pack)]

    officers_title = "Officers before and after by cluster"
    assert titles() == [officers_title]
    assert titles(plain) == [
        "Heads by cluster",
        officers_title,
        "Sizes of clusters in each option",
    ]
    assert "Shown by cluster" in titles(plain, shown)
    assert "Cost against heads" in titles(plain, never, pounds)
    assert "Cost against heads" not in titles(plain, never)
    assert "Cost by trust" in titles(replace(never, signed=True))
    with pytest.raises(ValueError, match="no figures for"):
        plot_of(PlotKind.SIZES, State(replace(PACK, measures=(), rules=()), "A", ON))


def item(key: str, number: int | None, place: str = "", **more) -> Item:
    return Item(key, key, more.pop("name", key), place, (number,), **more)


def test_items_are_put_in_order() -> None:
    items = [item("b", 3), item("a", None), item("c", -4), item("D", 3)]
    assert [i.key for i in ordered(items, Order.PLACE)] == ["b", "a", "c", "D"]
    assert [i.key for i in ordered(items, Order.NAME)] == ["a", "b", "c", "D"]
    assert [i.key for i in ordered(items, Order.SIZE)] == ["b", "D", "c", "a"]


@given(st.lists(st.none() | st.integers(-(10**12), 10**12), max_size=9))
def test_the_average_is_of_what_is_known(values: list[int | None]) -> None:
    known = [v for v in values if v is not None]
    found = average([item(str(n), v) for n, v in enumerate(values)])
    assert (found is None) == (not known)
    if found is not None:
        assert abs(found * len(known) - sum(known)) * 2 <= len(known)


def test_an_item_is_told_in_words() -> None:
    option = england_in_small()
    sizes = plot(PlotKind.SIZES, option)
    told = item("x", 1_200, "North", name="West", is_starred=True, note="5 over")
    assert words(sizes, told) == "West, North: 1,200 people, contains an estimate, 5 over"
    assert "no figure of population" in words(sizes, item("x", None))
    assert cells(sizes, told) == ["West", "North", "1,200*", "5 over"]
    assert cells(sizes, told, bare=True) == [
        "West",
        "North",
        "1200",
        "contains an estimate; 5 over",
    ]
    assert headings(sizes) == ["Cluster", "Region", "Population (people)", "Note"]
    both = plot(PlotKind.OFFICERS, option)
    pair = replace(told, numbers=(12, 7), is_starred=False, note="")
    assert words(both, pair) == "West, North: before 12, after 7 officers"
    series = plot(PlotKind.SERIES, option)
    year = Items(series)["0"]
    assert words(series, year) == "1999: 16 accountable officers, 12 groups + 4 authorities"
    assert headings(series)[0] == "Year"
    assert len(headings(series)) == len(cells(series, year))
