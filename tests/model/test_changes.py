"""Changes as data: written, read back, and refused when they are not what was written."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.changes import (
    Appoint,
    Arrange,
    Arrangement,
    Batch,
    Change,
    Create,
    Field,
    KeepLink,
    Move,
    OptionField,
    Remove,
    SetField,
    SetOption,
    flatten,
    from_data,
    to_data,
)
from model.errors import ChangeRefusedError, LogError
from model.state import State
from tests.model.packs import ON, rich_pack

PACK = rich_pack()
TEXT = st.text(max_size=8) | st.sampled_from(["T01", "R1", "C", "chief", "L1"])
PAIRS = st.lists(st.tuples(st.sampled_from([f.value for f in Field]) | TEXT, TEXT), max_size=3)
SIMPLE = st.one_of(
    st.builds(Create, TEXT, TEXT, TEXT, TEXT, TEXT, PAIRS.map(tuple)),
    st.builds(Remove, TEXT),
    st.builds(Move, TEXT, TEXT),
    st.builds(SetField, TEXT, st.sampled_from(Field), TEXT),
    st.builds(SetOption, st.sampled_from(OptionField), TEXT),
    st.builds(Appoint, TEXT, TEXT, TEXT),
    st.builds(Arrange, TEXT, TEXT, st.none() | st.sampled_from(Arrangement)),
    st.builds(KeepLink, TEXT, TEXT, st.booleans()),
)
CHANGES = st.recursive(
    SIMPLE, lambda c: st.lists(c, max_size=3).map(tuple).map(Batch), max_leaves=6
)

TAGS = ["create", "remove", "move", "set", "option", "appoint", "arrange", "link", "batch"]
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | TEXT | st.sampled_from(TAGS)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=7) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=20,
)
NEARLY = st.tuples(st.sampled_from(TAGS), st.lists(JSON | TEXT, max_size=7)).map(
    lambda parts: [parts[0], *parts[1]]
)


@given(CHANGES)
def test_a_change_comes_back_from_its_data(change: Change) -> None:
    written = json.loads(json.dumps(to_data(change)))
    assert from_data(written) == change


@given(JSON | NEARLY)
def test_whatever_is_read_is_a_change_or_a_fault_of_the_log(data: object) -> None:
    try:
        change = from_data(data)
    except LogError:
        return
    assert to_data(change) == json.loads(json.dumps(data))


@given(CHANGES)
def test_whatever_a_change_asks_for_is_done_or_refused(change: Change) -> None:
    state = State(PACK, "Option", ON)
    before = state.snapshot()
    try:
        inverse = state.apply(change)
    except ChangeRefusedError:
        assert state.snapshot() == before
        return
    state.apply(inverse)
    assert state.snapshot() == before


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        "move",
        ["move"],
        ["move", "T01"],
        ["move", "T01", "C", "D"],
        ["move", "T01", None],
        ["fly", "T01", "C"],
        [["move"], "T01", "C"],
        ["set", "C", "colour", "red"],
        ["option", "colour", "red"],
        ["arrange", "T01", "chief", "sometimes"],
        ["arrange", "T01", "chief", None],
        ["link", "T01", "L1", 1],
        ["link", "T01", "L1", "yes"],
        ["create", "C", "cluster", "C01", "C"],
        ["create", "C", "cluster", "C01", "C", "R1", "fields"],
        ["create", "C", "cluster", "C01", "C", "R1", [["note"]]],
        ["create", "C", "cluster", "C01", "C", "R1", [["note", 1]]],
        ["batch"],
        ["batch", "move"],
        ["batch", [["move"]]],
    ],
)
def test_what_is_malformed_is_a_fault_of_the_log(data: object) -> None:
    with pytest.raises(LogError):
        from_data(data)


def test_batches_do_not_go_down_for_ever() -> None:
    data: list[object] = ["batch", []]
    for _ in range(100_000):
        data = ["batch", [data]]
    with pytest.raises(LogError, match="compound"):
        from_data(data)
    for deep in (["move", data, "C"], [data], ["set", "C", data, ""]):
        with pytest.raises(LogError):
            from_data(deep)


def test_a_batch_is_its_simple_changes_in_order() -> None:
    first, second, third = Move("a", "b"), Remove("c"), Move("d", "e")
    assert flatten(Batch((first, Batch((second, third))))) == [first, second, third]
    assert flatten(first) == [first]
