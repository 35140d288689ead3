"""Pieces of groups, against a plain reference."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from model.contiguity import Contiguity
from model.pack import Border


def pieces_plainly(units: list[str], borders: list[Border]) -> set[frozenset[str]]:
    """Return connected components by joining sets until nothing joins."""
    sets = [{unit} for unit in units]
    for border in borders:
        if border.fixed_link and border.a in units and border.b in units:
            one = next(s for s in sets if border.a in s)
            two = next(s for s in sets if border.b in s)
            if one is not two:
                one |= two
                sets.remove(two)
    return {frozenset(s) for s in sets}


@given(st.integers(0, 10_000), st.integers(0, 14), st.integers(0, 25))
def test_pieces_are_the_connected_components(seed: int, number: int, edges: int) -> None:
    random = Random(seed)
    everyone = [f"U{i}" for i in range(16)]
    borders = [
        Border(*random.sample(everyone, 2), "land", fixed_link=random.random() < 0.8)
        for _ in range(edges)
    ]
    units = random.sample(everyone, number)
    pieces = Contiguity(borders).pieces(units)
    assert {frozenset(piece) for piece in pieces} == pieces_plainly(units, borders)
    assert sorted(u for piece in pieces for u in piece) == sorted(units)
    assert [len(p) for p in pieces] == sorted((len(p) for p in pieces), reverse=True)
    for piece in pieces:
        assert piece == sorted(piece, key=units.index)


def test_a_bridge_joins_and_open_water_does_not() -> None:
    contiguity = Contiguity(
        [Border("a", "b", "water", fixed_link=True), Border("b", "c", "sea", fixed_link=False)]
    )
    assert contiguity.pieces("abc") == [["a", "b"], ["c"]]
    assert contiguity.beside("b") == {"a": 0}
    assert not contiguity.beside("c")


def test_without_borders_nothing_is_said() -> None:
    assert not Contiguity([])
    assert not Contiguity([Border("a", "b", "sea", fixed_link=False)])
    assert Contiguity([Border("a", "b", "land", 3)])
