"""Tables that flow over pages: rows whole, heads repeated, all of it there and in its column."""

from __future__ import annotations

from itertools import groupby, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from model.records import altered
from model.report.outline import Section
from model.report.reading import for_reading
from model.report.table import Cell, Column, Holds, Table, text
from model.rules.standing import Sign
from ui.pages.flow import BODY, Flow, Leaf
from ui.pages.furniture import LEADING, Block, Hairline, Words
from ui.pages.grid import Grid

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
    return [leaf.block for leaf in flow.pages()]


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
    assert first == ["Changes", "When", "30 September 2011,", "09:00"]


def test_lines_below_rows_are_as_many_as_rows() -> None:
    (page,) = pages_of(table("a", "b"))
    lines = [item for item in page.items if isinstance(item, Hairline)]
    assert len(lines) == 4  # heads, two rows, the total
    assert all(one.y < other.y for one, other in pairwise(lines))


def findings(*sentences: str) -> Table:
    names = ("verdict", "rule", "title", "severity", "code", "organisation", "sentence")
    columns = tuple(
        Column(name, name.capitalize(), weight=6 if name == "sentence" else 1) for name in names
    )
    rows = tuple(
        (Cell("breaks", sign=Sign.CROSS), *map(text, ("S-01", "Size", "law", "C07", "Mid", said)))
        for said in sentences
    )
    return Table("Rules", columns, rows, (), "None.", ("Not yet known: S-02.",))


def section_of(*tables: Table) -> list[Block]:
    flow = Flow(540.0, 700.0, 1.0)
    flow.section(Section("one", "One", ("Above.",), tables))
    return [leaf.block for leaf in flow.pages()]


def test_a_narrow_table_has_what_is_short_beside_it() -> None:
    long = "It is too small by far, as it has been for as long as anyone can remember " * 2
    for said, heads in (("Small.", ["Verdict", "S-01 Size"]), (long, ["Breaks: S-01 Size"])):
        (page,) = section_of(table(*"abcdef"), findings(said))
        places = {item.text: item for item in words(page)}
        assert places["Places"].y == places["Rules"].y
        assert places["Rules"].x > max(places[head].x for head in ("Code", "Name", "Population"))
        for words_beside in (*heads, "law", "Not yet known: S-02."):
            assert places[words_beside].x >= places["Rules"].x


def test_what_is_said_of_both_is_below_both_where_a_column_has_not_the_room() -> None:
    said = " ".join(f"w{i}" for i in range(200))
    for height, beside in ((900.0, True), (420.0, False)):
        flow = Flow(540.0, height, 1.0)
        right = altered(table(*"abcdef"), remarks=(said,))
        flow.section(Section("one", "One", (), (table(*"abcdef"), right)))
        (page,) = [leaf.block for leaf in flow.pages()]
        headings = [item for item in words(page) if item.text == "Places"]
        assert headings[0].y == headings[1].y
        assert headings[0].x < headings[1].x
        begins = next(item for item in words(page) if item.text.startswith("w0 "))
        assert (begins.x == headings[1].x) is beside
        assert begins.y > max(item.y for item in words(page) if item.text == "Together")


def test_what_is_long_has_all_the_width() -> None:
    pages = section_of(table("a"), findings(*["It is too small by far, and more. " * 9] * 9))
    places = {item.text: item for page in pages for item in words(page)}
    assert (places["Places"].x, places["Rules"].x) == (0, 0)


def chapters(*counts: int) -> list[Leaf]:
    flow = Flow(ROOM, HEIGHT, 1.0)
    for number, count in enumerate(counts):
        own = Section(f"s{number}", f"S{number}", (), (table(*(f"r{i}" for i in range(count))),))
        flow.chapter(f"S{number}", own)
    return flow.pages()


def test_a_section_shares_the_page_before_it_only_if_it_is_whole_there() -> None:
    both = chapters(2, 2)
    assert [[title for title, _ in leaf.begun] for leaf in both] == [["S0", "S1"]]
    apart = chapters(8, 8)
    assert [(leaf.title, leaf.goes_on) for leaf in apart] == [("S0", False), ("S1", False)]


def test_what_goes_on_has_the_title_of_what_began_last() -> None:
    leaves = chapters(2, 40)
    assert [title for title, _ in leaves[0].begun] == ["S0", "S1"]
    assert {(leaf.title, leaf.goes_on) for leaf in leaves[1:]} == {("S1", True)}
    told = [item.text for leaf in leaves for item in leaf.items if isinstance(item, Words)]
    assert [t for t in told if t.startswith("r")] == [f"r{i}" for i in (*range(2), *range(40))]


def paragraphs_on(leaf: Leaf) -> list[str]:
    """Return of each line of text on a page which paragraph it is of."""
    return [item.text[0] for item in leaf.items if isinstance(item, Words) and item.size == BODY]


@given(st.lists(st.integers(3, 150), min_size=8, max_size=24))
def test_no_page_has_a_line_or_two_of_a_text_and_none_is_nearly_empty(lengths: list[int]) -> None:
    # Each paragraph of words of one letter of its own, so that each line tells whose it is.
    own = [" ".join([chr(ord("a") + at) * 5] * length) for at, length in enumerate(lengths)]
    flow = Flow(ROOM, HEIGHT, 1.0)
    flow.chapter("One", Section("one", "One", tuple(own), ()))
    pages = [paragraphs_on(leaf) for leaf in flow.pages()]
    assert [t for t, _ in groupby(t for page in pages for t in page)] == [t[0] for t in own]
    for now, after in pairwise(pages):
        if now[-1] == after[0]:
            assert now.count(now[-1]) >= 3
            assert after.count(after[0]) >= 3
    assert len(pages) == 1 or len(pages[-1]) >= 3


def test_narrower_gaps_save_a_page_of_a_few_lines() -> None:
    line = BODY * LEADING
    flow = Flow(ROOM, 20 * (line + 4.0) - 4.0, 1.0)
    for count, pages in ((20, 1), (22, 1), (30, 2)):
        flow = Flow(ROOM, flow.height, 1.0)
        flow.chapter("One", Section("one", "One", ("Said.",) * count, ()))
        assert len(flow.pages()) == pages


@given(st.integers(1, 3000))
def test_of_a_row_higher_than_a_page_no_line_or_two_are_left_over(length: int) -> None:
    one = altered(table(" ".join(f"w{i}" for i in range(length))), total=())
    counts = [sum(t.startswith("w") for t in texts(page)) for page in pages_of(one)]
    assert len(counts) == 1 or min(counts) >= 3


def test_a_note_stands_under_the_cells_that_it_reaches() -> None:
    columns = (
        Column("code", "Code"),
        Column("name", "Name"),
        Column("sum", "Sum", Holds.COUNT),
        Column("said", "Said"),
    )
    name, said = text("A name that takes some room"), text("many words of it " * 9)
    row = (text("X"), name, Cell("1", 1, note="estimated"), said)
    (page,) = pages_of(Table("Places", columns, (row,)))
    places = {item.text: item for item in words(page)}
    note = next(item for said, item in places.items() if said.endswith(": estimated"))
    assert note.y == places["X"].y + places["X"].height
    assert sum(item.y >= note.y for item in words(page)) > 1  # the long text goes on beside it


def test_an_empty_table_says_so() -> None:
    (page,) = pages_of(Table("Places", table("a").columns, (), (), "None."))
    assert texts(page) == ["Places", "None."]


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
    assert Grid(table("a"), 400.0, 1.0).size == 8.5
    many = Table(
        "Wide",
        tuple(Column(f"c{i}", f"Column {i}", Holds.COUNT) for i in range(9)),
        (tuple(Cell("123,456,789") for _ in range(9)),),
    )
    assert Grid(many, 400.0, 1.0).size == 7.0
