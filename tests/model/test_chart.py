"""The chart as data: what an edit did not touch is kept, and every question has its slow answer."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest

from model.changes import Batch, Create, Move
from model.chart import Chart, Hit, Part, restacked
from model.errors import ChangeRefusedError
from model.option import Option
from model.pack import Tier
from model.state import State
from tests.model.gestures import GESTURES
from tests.model.packs import ON, rich_pack, wide_pack

PACK = rich_pack()


def height(card: str, waiting: bool) -> float:
    """Return a height that differs from card to card."""
    return 52.0 if waiting else 80.0 + 17.0 * (len(card) % 3)


def listed(chart: Chart) -> list[tuple[str, bool, list[tuple[str, int]]]]:
    return [(s.card, s.waiting, list(s.rows)) for s in chart.stacks]


def some_state(seed: int) -> State:
    """Return a state after a number of random edits."""
    random, state = Random(seed), State(PACK, "Option", ON)
    names = sorted(GESTURES)
    for _ in range(40):
        numbers = [random.randrange(10**6) for _ in range(3)]
        try:
            state.apply(GESTURES[random.choice(names)](state, *numbers))
        except ChangeRefusedError:
            continue
    return state


@pytest.mark.parametrize("seed", range(8))
def test_a_chart_that_follows_edits_is_the_chart_made_anew(seed: int) -> None:
    random = Random(seed)
    option = Option(PACK, "A", "Option", ON)
    events = []
    option.subscribe(events.append)
    chart = Chart(option.state, height, columns=3)
    names = sorted(GESTURES)
    for step in range(60):
        numbers = [random.randrange(10**6) for _ in range(3)]
        try:
            change = GESTURES[random.choice(names)](option.state, *numbers)
            option.commit(change, when="2011-05-01T09:00:00+00:00", who="me")
        except ChangeRefusedError:
            continue
        if step % 6 == 5:
            option.undo()
        for event in events:
            if event.structure:
                stacks = restacked(chart, option.state, event.totals)
                chart = Chart(option.state, height, columns=3, stacks=stacks)
        events.clear()
        fresh = Chart(option.state, height, columns=3)
        assert listed(chart) == listed(fresh)
        assert chart.layout == fresh.layout
        assert [len(s.rows) for s in chart.stacks] == [len(list(s.rows)) for s in chart.stacks]


@pytest.mark.parametrize("seed", range(4))
def test_every_row_has_its_place_and_its_box(seed: int) -> None:
    state = some_state(seed)
    chart = Chart(state, height, columns=2)
    order = []
    for card, stack in enumerate(chart.stacks):
        _, top, _, tall = chart.layout.cards[card]
        for place, (unit, depth) in enumerate(stack.rows):
            assert chart.place(unit) == (card, place)
            assert (depth == 0) == (state.tier(unit) is not Tier.PART)
            x, y, width, high = chart.row_box(card, place)
            assert top <= y
            assert y + high <= top + tall
            assert chart.hit(x + width / 2, y + high / 2) == Hit(
                Part.ROW, unit, card, chart.regions[chart.layout.region_of_card[card]]
            )
            order.append(unit)
    shuffled = order.copy()
    Random(seed).shuffle(shuffled)
    assert chart.in_order([*shuffled, state.root, "nobody"]) == order
    start, end = sorted((len(order) // 4, 3 * len(order) // 4))
    between = chart.between(chart.place(order[end]), chart.place(order[start]))
    assert between == order[start : end + 1]
    for organisation in (state.root, *state.at_tier(Tier.REGION), *state.at_tier(Tier.GROUP)):
        assert chart.place(organisation) is None


@pytest.mark.parametrize("seed", range(4))
def test_a_rectangle_touches_the_rows_that_it_overlaps(seed: int) -> None:
    chart, random = Chart(some_state(seed), height, columns=2), Random(seed)
    boxes = {
        unit: chart.row_box(card, place)
        for card, stack in enumerate(chart.stacks)
        for place, (unit, _) in enumerate(stack.rows)
    }
    for _ in range(60):
        x, y = random.uniform(-50, chart.layout.width), random.uniform(-50, chart.layout.height)
        width, tall = random.uniform(0, 500), random.uniform(0, 400)
        wanted = {
            unit
            for unit, (left, top, wide, high) in boxes.items()
            if left < x + width and left + wide > x and top < y + tall and top + high > y
        }
        assert set(chart.rows_in(x, y, width, tall)) == wanted


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("most", [1, 2, 5])
def test_pieces_of_a_card_hold_its_rows_and_begin_with_what_has_rows_below(
    seed: int, most: int
) -> None:
    chart, random = Chart(some_state(seed), height, columns=2), Random(seed)
    for card, stack in enumerate(chart.stacks):
        number = len(stack.rows)
        pieces = list(chart.pieces(card, range(number), most))
        assert [place for piece in pieces for place in piece] == list(range(number))
        assert all(0 < len(piece) <= most for piece in pieces)
        starts = {piece.start for piece in pieces}
        for place, ((_, depth), (_, below)) in enumerate(pairwise(stack.rows)):
            assert depth >= below or place in starts
        places = range(random.randint(0, number), number)
        some = list(chart.pieces(card, places, most))
        assert some == [piece for piece in pieces if piece.stop > places.start]


def test_a_unit_that_leaves_takes_its_own_pieces_with_it() -> None:
    state = some_state(2)
    card, stack = next(
        (i, s)
        for i, s in enumerate(Chart(state, height, columns=2).stacks)
        if not s.waiting and sum(depth == 0 for _, depth in s.rows) > 1 and len(s.rows) > 2
    )
    chart = Chart(state, height, columns=2)

    def written(at: Chart, card: int) -> list[tuple[str, ...]]:
        rows = at.rows_of(card)
        pieces = at.pieces(card, range(len(rows)), 2)
        return [tuple(rows[i][0] for i in piece) for piece in pieces]

    before = written(chart, card)
    with_parts = [u for u, _ in stack.rows if state.children(u)]
    assert with_parts
    gone = with_parts[0]
    below = {gone, *state.below(gone)}
    state.apply(Move(gone, state.waiting_place(gone)))
    after = Chart(state, height, columns=2)
    left = written(after, after.card_of[stack.card])
    assert left == [piece for piece in before if not below & {*piece}]


def test_rows_of_several_heights_follow_each_other() -> None:
    def tall(unit: str, depth: int) -> float:
        return 20.0 + 7.0 * depth + len(unit)

    chart = Chart(some_state(2), height, columns=2, row_height=tall)
    for card, stack in enumerate(chart.stacks):
        top = chart.row_top(card, 0)
        for place, (unit, depth) in enumerate(stack.rows):
            assert chart.row_top(card, place) == pytest.approx(top)
            assert list(chart.rows_at(card, top + 0.5, top + 1)) == [place]
            top += tall(unit, depth)
        assert chart.row_top(card, len(stack.rows)) == pytest.approx(top)


def test_a_card_is_not_listed_before_it_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    state = State(wide_pack(regions=3, units=60), "Option", ON)
    groups = [Create(f"G{r}", "cluster", f"G{r}", f"Group {r}", f"R{r}") for r in (1, 2, 3)]
    moves = [Move(u, f"G{r}") for r in (1, 2, 3) for u in state.children(f"R{r}")]
    state.apply(Batch((*groups, *moves)))
    asked: list[str] = []
    members = State.members
    monkeypatch.setattr(State, "members", lambda s, g: asked.append(g) or members(s, g))
    chart = Chart(state, height)
    assert sum(len(stack.rows) for stack in chart.stacks) == 60
    assert asked == []
    assert len(list(chart.rows_of(1))) == chart.shape.body[1] / chart.metrics.row_height
    assert asked == ["G2"]
