"""Tables that flow over pages: rows whole, heads repeated, all of it there and in its column."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from model.report.table import Cell, Column, Holds, Table, text
from ui.pages.flow import Flow
from ui.pages.furniture import Block, Hairline, Words
from ui.pages.grid import Grid
from ui.pages.reading import for_reading

ROOM, HEIGHT = 400.0, 300.0
LONG = "Wissenschaftsgesellschaft" * 8


@pytest.fixture(autouse=True)
def _application(qapp: QApplication) -> None:
    """All of these need Qt's fonts."""


def table(*names: str, note: str = "") -> Table:
    columns = (
        Column("code", "Code", Holds.CODE),
        Column("name", "Name", weight=3),
        Column("sum", "Population", Holds.COUNT),
    )
    rows = tuple(
        (text(f"X{i}"), text(name), Cell(f"{i:,}", i, note=note)) for i, name in enumerate(names)
    )
    total = (text(""), text("Together"), Cell("99", 99))
    return Table("Places", columns, rows, total, "None.")


def pages_of(*tables: Table) -> list[Block]:
    flow = Flow(ROOM, HEIGHT, 1.0)
    for one in tables:
        flow.table(one)
    return flow.pages()


def words(page: Block) -> list[Words]:
    return [item for item in page.items if isinstance(item, Words)]


def texts(page: Block) -> list[str]:
    return [item.text for item in words(page)]


def test_heads_are_repeated_and_the_title_says_that_it_goes_on() -> None:
    pages = pages_of(table(*(f"Place {i}" for i in range(60))))
    assert len(pages) > 2
    assert texts(pages[0])[:4] == ["Places", "Code", "Name", "Population"]
    for page in pages[1:]:
        assert texts(page)[:4] == ["Places, continued", "Code", "Name", "Population"]
    shown = [t for page in pages for t in texts(page) if t.startswith("Place ")]
    assert shown == [f"Place {i}" for i in range(60)]


def test_rows_stay_whole_and_the_total_is_never_alone() -> None:
    for count in range(10, 40):
        pages = pages_of(
            table(*(f"A place that takes two lines or even more {LONG}" for _ in range(count)))
        )
        for page in pages:
            in_rows = [t for t in texts(page) if t.startswith("X")]
            starts = [t for t in texts(page) if t.startswith("A place")]
            assert len(in_rows) == len(starts)
        assert "Together" in texts(pages[-1])
        assert any(t.startswith("X") for t in texts(pages[-1]))


@given(st.lists(st.integers(1, 2000), min_size=1, max_size=12))
def test_nothing_is_lost_or_outside_whatever_the_lengths(lengths: list[int]) -> None:
    names = [" ".join(f"w{i}" for i in range(length)) for length in lengths]
    pages = pages_of(table(*names, note="some of it is estimated"))
    told = [t for page in pages for line in texts(page) for t in line.split() if t[0] == "w"]
    assert told == " ".join(names).split()
    for page in pages:
        assert page.height <= HEIGHT + 0.01
        for item in words(page):
            assert item.x >= -0.01
            assert item.x + item.width <= ROOM + 0.01
            assert item.y + item.height <= HEIGHT + 0.01


def test_numbers_stand_at_the_right_edge_of_their_column() -> None:
    (page,) = pages_of(table("a", "b", "c"))
    rights = {round(w.x + w.width, 2) for w in words(page) if w.text in ("0", "1", "2", "99")}
    assert len(rights) == 1


def test_a_note_of_a_number_has_the_width_of_the_row() -> None:
    note = "£1,234,000 of it (12%) is estimated; 90% interval £1.2m to £1.3m"
    (page,) = pages_of(table("a", note=note))
    assert f"Population: {note}" in texts(page)


def test_a_word_longer_than_its_column_is_broken_not_cut() -> None:
    (page,) = pages_of(table(LONG))
    assert LONG in "".join(texts(page))


def test_words_too_long_for_a_page_break_no_dates_beside_them() -> None:
    columns = (Column("when", "When", Holds.DATE), *(Column(c, c) for c in "abcd"))
    row = (text("30 September 2011, 09:00"), *(text(LONG) for _ in "abcd"))
    (page,) = pages_of(Table("Changes", columns, (row,)))
    first = [item.text for item in words(page) if item.x == 0.0]
    assert first == ["Changes", "When", "30", "September", "2011,", "09:00"]


def test_lines_below_rows_are_as_many_as_rows() -> None:
    (page,) = pages_of(table("a", "b"))
    lines = [item for item in page.items if isinstance(item, Hairline)]
    assert len(lines) == 4  # heads, two rows, the total
    assert all(one.y < other.y for one, other in pairwise(lines))


def test_an_empty_table_says_so() -> None:
    (page,) = pages_of(Table("Places", table("a").columns, (), (), "None."))
    assert texts(page) == ["Places. None."]


def test_columns_in_which_nothing_stands_are_left_out_and_others_joined() -> None:
    columns = tuple(
        Column(name, name.capitalize())
        for name in ("rule", "title", "severity", "code", "organisation", "sentence", "source", "x")
    )
    cells = ("S-01", "Size", "law", "C07", "Mid", "Too small.", "HSJ", "")
    read = for_reading(Table("Rules", columns, (tuple(map(text, cells)),)))
    assert [column.id for column in read.columns] == ["title", "organisation", "sentence"]
    (row,) = read.rows
    assert [(cell.text, cell.note) for cell in row] == [
        ("S-01 Size", "law"),
        ("C07 Mid", ""),
        ("Too small.", "Source: HSJ"),
    ]


def test_texts_are_as_large_as_the_width_allows_and_never_too_small() -> None:
    assert Grid(table("a"), 400.0, 1.0).size == 9.0
    many = Table(
        "Wide",
        tuple(Column(f"c{i}", f"Column {i}", Holds.COUNT) for i in range(9)),
        (tuple(Cell("123,456,789") for _ in range(9)),),
    )
    assert Grid(many, 400.0, 1.0).size == 7.0
