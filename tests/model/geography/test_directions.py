"""Walking over a map by arrow keys."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from model.contiguity import Contiguity
from model.geography.directions import Direction, Directions
from model.pack import Border
from tests.model.geography.walking import reachable

NOTHING = Contiguity(())

# A 5 x 5 grid of spots, so that many are on one line and some on the same spot.
spots = st.tuples(st.integers(0, 4), st.integers(0, 4))
maps = st.dictionaries(st.sampled_from([f"U{i:02}" for i in range(30)]), spots, min_size=1)
borders = st.lists(
    st.tuples(st.integers(0, 29), st.integers(0, 29)).filter(lambda pair: pair[0] != pair[1])
)


def contiguity_of(pairs: list[tuple[int, int]]) -> Contiguity:
    return Contiguity([Border(f"U{a:02}", f"U{b:02}", "land", 1) for a, b in pairs])


@given(maps, borders)
def test_every_place_can_be_walked_to_from_every_other(
    places: dict[str, tuple[float, float]], pairs: list[tuple[int, int]]
) -> None:
    directions = Directions(places, contiguity_of(pairs))
    for place in places:
        assert reachable(directions, place) == set(places)


@given(maps, borders)
def test_a_step_leads_on_in_its_direction_and_ends_only_at_the_edge(
    places: dict[str, tuple[float, float]], pairs: list[tuple[int, int]]
) -> None:
    directions = Directions(places, contiguity_of(pairs))
    for direction in Direction:
        dx, dy = direction.value
        edge = directions.far(direction)
        for place, (x, y) in places.items():
            to = directions.step(place, direction)
            if to is None:
                assert place == edge
            else:
                assert places[to][0] * dx + places[to][1] * dy >= x * dx + y * dy


def test_what_is_unknown_leads_nowhere() -> None:
    directions = Directions({}, NOTHING)
    assert directions.step("U01", Direction.LEFT) is None
    assert directions.far(Direction.UP) is None
    assert "U01" not in directions


def test_a_neighbour_goes_before_what_is_nearer_but_does_not_touch() -> None:
    places = {"here": (0.0, 0.0), "beside": (4.0, 1.0), "near": (2.0, 0.0)}
    touching = Contiguity([Border("here", "beside", "land", 1)])
    assert Directions(places, touching).step("here", Direction.RIGHT) == "beside"
    assert Directions(places, NOTHING).step("here", Direction.RIGHT) == "near"


def test_a_neighbour_far_aside_does_not_go_before_what_is_ahead() -> None:
    places = {"here": (0.0, 0.0), "aside": (1.0, 3.0), "ahead": (3.0, 0.0)}
    touching = Contiguity([Border("here", "aside", "land", 1)])
    assert Directions(places, touching).step("here", Direction.RIGHT) == "ahead"
    assert Directions(places, touching).step("here", Direction.DOWN) == "aside"


def test_what_no_step_would_lead_to_is_led_by() -> None:
    # From each of the others something is nearer than "off", or more nearly straight ahead.
    places = {"a": (1, 1), "off": (4, 2), "b": (1, 5), "c": (7, 0), "d": (7, 7), "e": (2, 0)}
    directions = Directions({k: (float(x), float(y)) for k, (x, y) in places.items()}, NOTHING)
    for place in places:
        assert "off" in reachable(directions, place)
