"""Parts of groups, against a graph library: as they stand, after random edits, and numbered."""

from __future__ import annotations

from random import Random

import networkx as nx
import pytest

from model.changes import Batch, Enter, Move
from model.contiguity import Contiguity
from model.geography.parts import Parts
from model.option import Option
from model.pack import Pack, Tier
from model.state import State
from tests.england import installed_pack
from tests.sample_pack import WHEN, WHO, sample_scenario


@pytest.fixture(scope="module")
def england() -> Pack:
    return installed_pack()


@pytest.fixture(scope="module")
def graph(england: Pack) -> nx.Graph:
    """Return who touches whom, from the published borders, as the library has it."""
    found = nx.Graph()
    found.add_nodes_from(o.id for o in england.organisations if o.kind == "pct")
    for border in england.borders:
        if border.kind == "land" or border.fixed_link:
            found.add_edge(border.a, border.b)
    return found


def by_library(graph: nx.Graph, state: State, group: str) -> set[frozenset[str]]:
    return {frozenset(p) for p in nx.connected_components(graph.subgraph(state.members(group)))}


def june(pack: Pack) -> Option:
    return Option.from_ready(pack, pack.options[0], "A", when=WHEN, who=WHO)


def test_the_clusters_of_june_2011_are_in_as_many_parts_as_a_graph_library_says(
    england: Pack, graph: nx.Graph
) -> None:
    state = june(england).state
    parts = Parts(Contiguity(england.borders))
    groups = list(state.at_tier(Tier.GROUP))
    assert len(groups) == 50
    for group in groups:
        found = parts.of(state, group)
        assert {frozenset(part) for part in found} == by_library(graph, state, group)
    # One is beyond the sea: the Isle of Wight, which a ferry alone joins to its cluster.
    assert [g for g in groups if len(parts.of(state, g)) > 1] == ["C43"]
    assert parts.of(state, "C43")[1] == ("5QT",)


def test_two_thousand_random_plans_are_in_as_many_parts_as_a_graph_library_says(
    england: Pack, graph: nx.Graph
) -> None:
    """Each plan is the one before after a few moves; what they did not touch is as it was."""
    random = Random(2011)
    state = june(england).state
    parts = Parts(Contiguity(england.borders))
    units, groups = list(graph), list(state.at_tier(Tier.GROUP))
    several = 0
    for number in range(2_000):
        moves = {
            unit: random.choice(groups)
            for unit in random.sample(units, random.choice([1, 1, 2, 4]))
        }
        touched = {*moves.values(), *(str(state.group_of(unit)) for unit in moves)}
        state.apply(Batch(tuple(Move(unit, to) for unit, to in moves.items())))
        for group in touched if number % 100 else groups:
            found = parts.of(state, group)
            wanted = by_library(graph, state, group)
            assert {frozenset(part) for part in found} == wanted
            several += len(found) > 1
    assert several > 1_000
    again = Parts(Contiguity(england.borders))
    assert [parts.of(state, g) for g in groups] == [again.of(state, g) for g in groups]


def test_parts_are_numbered_by_units_and_then_by_people(england: Pack) -> None:
    option = june(england)
    state = option.state
    parts = Parts(Contiguity(england.borders))
    # Manchester with three single ones far from it and from each other.
    for unit in ("5QT", "5QP", "TAN"):
        state.apply(Move(unit, "C08"))
    assert len(state.members("C08")) > 3
    first, *others = parts.of(state, "C08")
    assert len(first) > 1
    people = [state.sum(part[0], "population").value for part in others]
    assert [len(part) for part in others] == [1, 1, 1]
    assert people == sorted(people, reverse=True)


def test_figures_that_users_enter_put_parts_in_another_order() -> None:
    state = sample_scenario().options[0].state
    parts = Parts(Contiguity(state.pack.borders))
    assert parts.of(state, "G3") == [("U4",), ("U5",)]  # a ferry alone
    state.apply(Enter("U5", "population", 500_000))
    assert parts.of(state, "G3") == [("U5",), ("U4",)]


def test_without_borders_nothing_is_said() -> None:
    state = sample_scenario().options[0].state
    assert Parts(Contiguity(())).of(state, "G1") == ()
    assert Parts(Contiguity(state.pack.borders)).of(state, "G1") == [("U1", "U2")]
