"""The table of all posts: what it reads and when, sorting, filtering, selecting, copying."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from model import edits
from model.changes import Appoint, Arrange, Arrangement, Detail, Field, SetPost, Staff
from model.pack import ReadyOption
from model.scenario import from_ready
from tests.model.packs import ON, wide_pack
from tests.sample_pack import WHEN, WHO
from ui import theme
from ui.document import Document
from ui.panels import posts_table
from ui.panels.posts_cells import What
from ui.panels.posts_model import PostsModel
from ui.panels.posts_table import NONE_FOUND, READING, PostsTable

Make = Callable[[Document], PostsTable]
LEFT = Qt.MouseButton.LeftButton
RISING, FALLING = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@pytest.fixture
def table_of(qtbot) -> Make:
    def make(document: Document) -> PostsTable:
        table = PostsTable(document, theme.LIGHT)
        qtbot.addWidget(table)
        table.resize(1200, 400)
        table.show()
        return table

    return make


def column(table: PostsTable, what: What) -> int:
    return next(i for i, c in enumerate(table.model.columns) if c.what is what)


def cells(table: PostsTable, *wanted: What) -> list[tuple[str, ...]]:
    model = table.model
    places = [column(table, what) for what in wanted]
    return [
        tuple(str(model.index(row, place).data()) for place in places)
        for row in range(model.rowCount())
    ]


def click(qtbot, table: PostsTable, row: int, *, twice: bool = False) -> None:
    place = table.table.visualRect(table.model.index(row, 0)).center()
    qtbot.mouseClick(table.table.viewport(), LEFT, pos=place)
    if twice:
        qtbot.mouseDClick(table.table.viewport(), LEFT, pos=place)


def is_as_read_anew(table: PostsTable, document: Document) -> bool:
    """Whether a table that has followed edits shows what a new one reads."""
    fresh = PostsModel(document)
    list(fresh.read())
    return fresh.posts == table.model.posts


# -- what it shows -------------------------------------------------------------------------


def test_every_post_is_a_row_with_its_terms(document: Document, table_of: Make) -> None:
    document.commit(SetPost("G1", "finance", 1, Detail.COST, "120000"))
    document.commit(SetPost("G1", "finance", 1, Detail.DESTINATION, "council 60, board 40"))
    document.commit(SetPost("G1", "finance", 1, Detail.EMPLOYER, "U2"))
    document.commit(SetPost("G1", "finance", 1, Detail.STATE, "vacant"))
    table = table_of(document)
    model = table.model
    assert [str(model.index(1, c).data()) for c in range(model.columnCount())] == [
        *("North", "North", "Director of Finance", "–", "Vacant", "2", "1.00", "Votes"),
        *("Bexham", "Customary", "£120,000", "Councils 60%, The board 40%"),
    ]
    boards = model.index(1, column(table, What.BOARDS))
    assert boards.data(Qt.ItemDataRole.ToolTipRole) == "Sits on the boards of Ashford and Bexham"
    state = document.state
    assert model.rowCount() == len(state.posts_below(state.root))
    table.add_up()
    assert table.sums.text().startswith(f"{model.rowCount()} posts · ")
    assert table.sums.text().endswith("cost £120,000 (entered for 1 of 32)")


def test_england_has_all_its_posts(england: Document, table_of: Make) -> None:
    table = table_of(england)
    assert table.model.rowCount() == len(england.state.posts_below(england.state.root))
    table.add_up()
    assert table.sums.text().startswith("1,760 posts · 1,760 people · 0 vacant")


def test_nothing_is_read_while_nobody_sees_it(document: Document, qtbot) -> None:
    table = PostsTable(document, theme.LIGHT)
    qtbot.addWidget(table)
    document.commit(Appoint("U1", "health", "Di Fo"))
    assert table.model.rowCount() == 0
    table.show()
    assert ("Di Fo",) in cells(table, What.HOLDER)
    table.hide()
    document.commit(Appoint("U1", "health", "Ed Gee"))
    assert ("Di Fo",) in cells(table, What.HOLDER)
    table.show()
    assert ("Ed Gee",) in cells(table, What.HOLDER)


def test_a_large_plan_is_read_in_steps(
    qapp: QApplication, table_of: Make, monkeypatch: pytest.MonkeyPatch, qtbot
) -> None:
    pack = replace(wide_pack(units=450), options=(ReadyOption("blank", "Blank", ON),))
    document = Document(from_ready(pack, pack.options[0], "s", when=WHEN, who=WHO))
    monkeypatch.setattr(posts_table, "_FEW", 300)
    table = table_of(document)
    assert table.model.rowCount() == 0
    assert table.empty.isVisible()
    assert table.empty.text() == READING
    # An edit in between is not lost.
    document.commit(Appoint("T01", "health", "Ann Lee"))
    qtbot.waitUntil(lambda: table.model.rowCount() > 0)
    assert table.table.isVisible()
    assert ("Ann Lee",) in cells(table, What.HOLDER)
    assert is_as_read_anew(table, document)


@pytest.mark.parametrize(
    "change",
    [
        Appoint("G1", "finance", "Cy Dee"),
        Staff("U1", "member", 4),
        Staff("G1", "member", 1),
        Arrange("U1", "finance", Arrangement.OWN),
        Arrange("U1", "health", Arrangement.EVERYWHERE),
        edits.SetField("G1", Field.GOVERNANCE, "common"),
        edits.SetField("G1", Field.EMPLOYER, "U2"),
        edits.SetField("G1", Field.NAME, "Far North"),
        edits.Move("U4", "G1"),
        edits.Move("U1", "R1"),
    ],
)
def test_it_follows_every_edit_and_its_undoing(document: Document, table_of: Make, change) -> None:
    table = table_of(document)
    before = cells(table, *What)
    assert document.commit(change)
    assert is_as_read_anew(table, document)
    after = cells(table, *What)
    assert after != before
    document.stack.undo()
    assert cells(table, *What) == before
    document.stack.redo()
    assert cells(table, *What) == after


def test_it_follows_clusters_that_come_and_go(document: Document, table_of: Make) -> None:
    table = table_of(document)
    for change in (
        edits.new_group(document.state, "R1", "X", "Anew", ["U1", "U3"]),
        edits.dissolve(document.state, ["G3"]),
    ):
        document.commit(change)
        assert is_as_read_anew(table, document)
    document.stack.undo()
    document.stack.undo()
    assert is_as_read_anew(table, document)


def test_another_scenario_is_read_anew(
    document: Document, england: Document, table_of: Make
) -> None:
    table = table_of(document)
    document.replace(england.scenario)
    assert table.model.rowCount() == 1_760
    assert table.roles.findText("Director of nursing") > 0


# -- sorting and filtering -----------------------------------------------------------------


def test_any_column_sorts_and_what_is_missing_is_last(
    document: Document, table_of: Make, qtbot
) -> None:
    for unit, cost in (("U1", "90000"), ("U2", "100000")):
        document.commit(SetPost(unit, "health", 1, Detail.COST, cost))
    table = table_of(document)
    in_order = cells(table, *What)
    place = column(table, What.COST)
    head = table.table.horizontalHeader()
    at = QPoint(head.sectionViewportPosition(place) + 10, 8)
    for wanted, arrow in ((["£90,000", "£100,000", "–"], "↑"), (["£100,000", "£90,000", "–"], "↓")):
        qtbot.mouseClick(head.viewport(), LEFT, pos=at)
        assert [text for (text,) in cells(table, What.COST)[:3]] == wanted
        assert table.model.headerData(place, Qt.Orientation.Horizontal) == f"Cost a year {arrow}"
    qtbot.mouseClick(head.viewport(), LEFT, pos=at)
    assert cells(table, *What) == in_order
    for place in range(table.model.columnCount()):
        table.table.sortByColumn(place, RISING)
        assert sorted(cells(table, *What)) == sorted(in_order)


def test_a_sorted_table_stays_sorted_through_edits(document: Document, table_of: Make) -> None:
    table = table_of(document)
    table.table.sortByColumn(column(table, What.HOLDER), RISING)
    document.commit(Appoint("U5", "member", "Aa Aa", 2))
    assert cells(table, What.HOLDER)[:2] == [("Aa Aa",), ("Ann Lee",)]
    document.stack.undo()
    assert cells(table, What.HOLDER)[:2] == [("Ann Lee",), ("–",)]


def test_words_role_state_and_place_filter_together(
    document: Document, table_of: Make, qtbot
) -> None:
    document.commit(SetPost("U1", "health", 1, Detail.STATE, "vacant"))
    table = table_of(document)
    qtbot.keyClicks(table.search, "ash health")
    assert cells(table, What.ORGANISATION, What.ROLE) == [("Ashford", "Director of Public Health")]
    table.search.clear()
    table.roles.setCurrentText("Director of Public Health")
    assert table.model.rowCount() == 6
    table.states.setCurrentText("Vacant")
    assert cells(table, What.ORGANISATION) == [("Ashford",)]
    table.add_up()
    assert table.sums.text().startswith("1 of 32 posts · 0 people · 1 vacant")
    document.commit(SetPost("U1", "health", 1, Detail.STATE, ""))
    assert table.empty.isVisible()
    assert table.empty.text() == NONE_FOUND
    document.stack.undo()
    assert table.table.isVisible()
    table.states.setCurrentIndex(0)
    table.places.setCurrentText("North")
    assert cells(table, What.ORGANISATION) == [("Ashford",), ("Bexham",)]
    document.commit(edits.Move("U2", "G3"))
    assert cells(table, What.ORGANISATION) == [("Ashford",)]
    table.places.setCurrentText("In no cluster")
    assert cells(table, What.ORGANISATION) == [("Fenwick 'n' Fell",)]


def test_it_can_show_what_is_selected_on_the_chart(document: Document, table_of: Make) -> None:
    table = table_of(document)
    table.places.setCurrentText("What is selected")
    assert table.model.rowCount() == 0
    document.select(["U4"])
    assert {o for (o,) in cells(table, What.ORGANISATION)} == {"Dunmere"}
    document.select(["G1"])
    assert {o for (o,) in cells(table, What.ORGANISATION)} == {"North", "Ashford", "Bexham"}


def test_slash_goes_to_the_search(document: Document, table_of: Make, qtbot) -> None:
    table = table_of(document)
    with qtbot.waitActive(table):
        table.activateWindow()
    table.table.setFocus()
    qtbot.keyClick(table.table, Qt.Key.Key_Slash)
    assert table.search.hasFocus()


# -- selecting and copying -----------------------------------------------------------------


def test_a_row_shows_its_organisation_and_a_double_click_opens_it(
    document: Document, table_of: Make, qtbot
) -> None:
    table = table_of(document)
    revealed: list[str] = []
    document.revealed.connect(revealed.append)
    with qtbot.waitSignal(table.chosen) as chosen:
        click(qtbot, table, 1)
    assert (document.selection, revealed) == ({"G1"}, ["G1"])
    assert chosen.args == [("G1", "finance", 1)]
    with qtbot.waitSignal(table.opened) as opened:
        click(qtbot, table, 1, twice=True)
    assert opened.args == [("G1", "finance", 1)]
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table.table, Qt.Key.Key_Return)
    assert opened.args == [("G1", "finance", 1)]


def test_several_rows_select_their_organisations_and_stay_selected_through_edits(
    document: Document, table_of: Make, qtbot
) -> None:
    table = table_of(document)
    click(qtbot, table, 0)
    shift = Qt.KeyboardModifier.ShiftModifier
    for _ in range(2):
        qtbot.keyClick(table.table, Qt.Key.Key_Down, shift)
    assert document.selection == {"G1", "U1"}
    document.commit(Staff("G1", "member", 1))
    chosen = sorted(i.row() for i in table.table.selectionModel().selectedRows())
    assert [cells(table, What.ORGANISATION, What.ROLE)[row] for row in chosen] == [
        ("North", "Chief Officer"),
        ("North", "Director of Finance"),
        ("Ashford", "Director of Public Health"),
    ]


def test_rows_are_copied_with_tabs_and_never_as_formulas(
    document: Document, table_of: Make, qtbot
) -> None:
    document.commit(Appoint("G1", "finance", "=1+1"))
    table = table_of(document)
    click(qtbot, table, 1)
    qtbot.keyClick(table.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    head, row = QApplication.clipboard().text().split("\n")
    assert head.split("\t")[:4] == ["Organisation", "Cluster", "Post", "Holder"]
    assert row.split("\t")[:4] == ["North", "North", "Director of Finance", "'=1+1"]


def test_long_names_stay_in_their_columns_in_both_themes(nasty: Document, table_of: Make) -> None:
    table = table_of(nasty)
    light = table.grab().toImage()
    table.set_theme(theme.DARK)
    assert table.grab().toImage() != light
    assert table.minimumSizeHint().width() < 1_000
    tip = table.model.index(2, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "<b>x" not in tip


def test_every_filter_has_a_name_and_a_tooltip(document: Document, table_of: Make) -> None:
    table = table_of(document)
    for widget in (table.search, table.roles, table.states, table.places):
        assert widget.accessibleName()
        assert widget.toolTip()
