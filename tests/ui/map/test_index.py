"""The list of groups beside a map on paper, set in columns."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ui.letters import letters
from ui.map.index import Block, Column, Row, columns, height_of
from ui.map.land import Name


def block(region: str, count: int, height: float = 10.0) -> Block:
    def row(text: str, number: int) -> Row:
        return Row(Name((text,), letters(7), 0.0, height), height, number)

    return Block(row(region, 0), tuple(row(f"{region}{n}", n) for n in range(1, count + 1)))


def said(column: Column) -> list[str]:
    return [" ".join(row.text.lines) for part in column for row in part]


def test_regions_stay_whole_in_columns_as_low_as_can_be(qapp: object) -> None:
    found = columns([block("a", 4), block("b", 2), block("c", 5)], [0.0, 0.0])
    assert [said(column) for column in found] == [
        ["a", "a1", "a2", "a3", "a4", "b", "b1", "b2"],
        ["c", "c1", "c2", "c3", "c4", "c5"],
    ]


def test_what_else_is_in_a_column_leaves_less_room(qapp: object) -> None:
    found = columns([block("a", 4), block("b", 4), block("c", 4)], [60.0, 0.0])
    assert [said(column)[0] for column in found] == ["a", "b"]


def test_a_long_region_is_parted_below_its_name_again(qapp: object) -> None:
    found = columns([block("a", 11)], [0.0, 0.0, 0.0])
    assert [said(column)[:2] for column in found] == [["a", "a1"], ["a", "a5"], ["a", "a9"]]
    assert [height_of(column) for column in found] == [50.0, 50.0, 40.0]


def test_a_plan_without_groups_has_an_empty_list(qapp: object) -> None:
    assert columns([], [3.0, 5.0]) == [(), ()]


@given(
    sizes=st.lists(st.integers(1, 12), min_size=1, max_size=8),
    taken=st.lists(st.floats(0, 80), min_size=1, max_size=5),
)
def test_each_line_is_there_once_in_its_order(
    qapp: object, sizes: list[int], taken: list[float]
) -> None:
    blocks = [block("abcdefgh"[n], size) for n, size in enumerate(sizes)]
    found = columns(blocks, taken)
    assert len(found) == len(taken)
    rows = [text for column in found for text in said(column) if len(text) > 1]
    assert rows == [" ".join(row.text.lines) for b in blocks for row in b.rows]
    for column in found:
        for head, *others in column:
            assert others
            assert {row.text.lines[0][0] for row in others} == {head.text.lines[0]}
    # No arrangement is lower than if it were poured in.
    least = (sum(10 * size for size in sizes) + sum(taken)) / len(taken)
    assert max(map(sum, zip(map(height_of, found), taken, strict=True))) >= least - 0.5
