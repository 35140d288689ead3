"""What a structure comes to: the table of the four scenario types, and an option's own numbers."""

from __future__ import annotations

import pytest

from model.changes import Field, OptionField, SetField, SetOption
from model.edits import new_group, new_successor
from model.pack import Body, Structure, structure_fault
from model.structures import count_bodies, counts_of
from tests.england import installed_pack
from tests.model.packs import KINDS
from tests.sample_pack import sample_scenario

TABLE = [
    ("bill", False, 101, 101, 2),
    ("statutory-clusters", False, 53, 53, 3),
    ("outposts", False, 101, 101, 2),
    ("local-health-boards", False, 53, 53, 3),
    ("local-health-boards", True, 153, 153, 3),
]


@pytest.mark.parametrize(("structure", "are_legal", "boards", "accountable", "layers"), TABLE)
def test_the_table_of_scenario_types_with_52_clusters_and_100_consortia(
    structure: str, are_legal: bool, boards: int, accountable: int, layers: int
) -> None:
    pack = installed_pack()
    found = pack.structure(structure)
    assert found is not None
    counts = count_bodies(
        found, {"nation": 1, "cluster": 52, "consortium": 100}, are_legal=are_legal
    )
    assert (counts.boards, counts.accountable, counts.layers) == (boards, accountable, layers)


def test_the_layers_of_offices_are_beside_those_of_what_takes_over() -> None:
    pack = installed_pack()
    found = pack.structure("outposts")
    assert found is not None
    board = "NHS Commissioning Board"
    assert count_bodies(found, {}).chains == ((board, "outpost"), (board, "consortium"))


def test_an_option_counts_its_groups_and_successors() -> None:
    state = sample_scenario().options[0].state
    assert counts_of(state) is None
    state.apply(SetOption(OptionField.STRUCTURE, "later"))
    assert [n for _, n in counts_of(state).bodies] == [1, 3, 0]
    state.apply(new_successor(state, "G1", "H1"))
    state.apply(new_successor(state, "G2", "H2"))
    counts = counts_of(state)
    assert (counts.boards, counts.accountable) == (1, 1)
    assert [(b.kind, n) for b, n in counts.bodies] == [("nation", 1), ("cluster", 3), ("heir", 2)]
    state.apply(SetOption(OptionField.LEGAL, "yes"))
    assert (counts_of(state).boards, counts_of(state).accountable) == (3, 3)


def test_what_single_ones_are_given_is_counted_once() -> None:
    state = sample_scenario().options[0].state
    state.apply(SetOption(OptionField.STRUCTURE, "later"))
    state.apply(new_successor(state, "G1", "H1"))
    state.apply(SetField("G1", Field.BOARD, "yes"))
    state.apply(SetField("G2", Field.ACCOUNTABLE, "yes"))
    assert (counts_of(state).boards, counts_of(state).accountable) == (2, 2)
    state.apply(SetField("H1", Field.LEGAL, "yes"))
    assert (counts_of(state).boards, counts_of(state).accountable) == (3, 3)
    state.apply(SetOption(OptionField.LEGAL, "yes"))
    assert (counts_of(state).boards, counts_of(state).accountable) == (3, 3)


def test_what_an_empty_group_is_given_is_not_counted() -> None:
    state = sample_scenario().options[0].state
    state.apply(SetOption(OptionField.STRUCTURE, "later"))
    state.apply(new_group(state, "R1", "G9"))
    state.apply(SetField("G9", Field.BOARD, "yes"))
    counts = counts_of(state)
    assert (counts.boards, [n for _, n in counts.bodies]) == (1, [1, 3, 0])


@pytest.mark.parametrize(
    ("bodies", "said"),
    [
        ((), "no bodies"),
        ((Body("cluster", "c", "cs"),), "not the root"),
        ((Body("nation", "n", "ns"), Body("nation", "n", "ns", "nation")), "twice"),
        ((Body("nation", "n", "ns"), Body("planet", "p", "ps", "nation")), "not in the pack"),
        ((Body("nation", "n", "ns"), Body("cluster", "c", "cs")), "does not answer"),
        ((Body("nation", "n", "ns"), Body("cluster", "c", "cs", "alliance")), "does not answer"),
        ((Body("nation", "n", "ns", "nation"),), "does not answer"),
        ((Body("nation", "n", "ns"), Body("cluster", "c", "cs", "nation")), ""),
    ],
)
def test_a_structure_stands_on_its_root(bodies: tuple[Body, ...], said: str) -> None:
    fault = structure_fault(Structure("s", "S", bodies), KINDS)
    assert said in fault
    assert bool(said) == bool(fault)
