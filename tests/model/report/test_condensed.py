"""Posts that differ by their number alone share a row; nothing else does."""

from __future__ import annotations

from model.report.condensed import gathered
from model.report.table import Column, Table, text


def posts(*rows: tuple[str, str, str]) -> list[tuple[str, ...]]:
    columns = (
        Column("organisation", "Organisation"),
        Column("post", "Post"),
        Column("holder", "Who"),
    )
    table = Table("Posts", columns, tuple(tuple(map(text, row)) for row in rows), empty="None.")
    made = gathered(table)
    assert (made.title, made.columns, made.empty) == (table.title, table.columns, table.empty)
    return [tuple(cell.text for cell in row) for row in made.rows]


def test_numbers_that_follow_each_other_share_a_row() -> None:
    assert posts(
        ("Mid", "Chair", ""),
        ("Mid", "Lay member 1", ""),
        ("Mid", "Lay member 2", ""),
        ("Mid", "Lay member 3", ""),
        ("East", "Lay member 4", ""),
    ) == [
        ("Mid", "Chair", ""),
        ("Mid", "Lay member 1 to 3", ""),
        ("East", "Lay member 4", ""),
    ]


def test_who_is_named_or_another_or_out_of_order_keeps_a_row() -> None:
    rows = [
        ("Mid", "Lay member 1", "Ann"),
        ("Mid", "Lay member 2", ""),
        ("Mid", "Lay member 4", ""),
        ("Mid", "Doctor 5", ""),
        ("Mid", "Doctor", ""),
        ("Mid", "Doctor", ""),
    ]
    assert posts(*rows) == rows
    assert posts() == []
