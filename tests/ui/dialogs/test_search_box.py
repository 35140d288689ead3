"""Searching from the tool bar by keyboard and mouse."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from model.changes import Appoint, Field, SetField
from model.option import Option
from model.scenario import Scenario
from tests.model.packs import ON, WHEN, wide_pack
from tests.sample_pack import sample_scenario
from ui import theme
from ui.dialogs.choice_list import ROW
from ui.dialogs.find import SearchBox
from ui.dialogs.matching import places_of
from ui.document import Document

Key = Qt.Key


@pytest.fixture
def make(shown) -> Callable[[Document], SearchBox]:
    def box(document: Document) -> SearchBox:
        window = QWidget()
        window.resize(800, 500)
        column = QVBoxLayout(window)
        search = SearchBox(document, theme.LIGHT, window)
        column.addWidget(search)
        column.addWidget(QLabel("chart"), 1)
        shown(window)
        search.setFocus()
        search.window_ = window
        return search

    return box


@pytest.fixture
def box(england: Document, make) -> SearchBox:
    return make(england)


def names(box: SearchBox) -> list[str]:
    return [row.name for row in box.list.rows if not row.is_heading]


def headings(box: SearchBox) -> list[str]:
    return [row.name for row in box.list.rows if row.is_heading]


def test_the_words_are_the_packs(box: SearchBox) -> None:
    assert box.placeholderText() == "Find organisation, person, council…"


def test_enter_goes_to_the_first_that_is_found(england: Document, box: SearchBox, qtbot) -> None:
    revealed: list[str] = []
    england.revealed.connect(revealed.append)
    qtbot.keyClicks(box, "5nt")
    assert names(box) == ["Manchester Teaching"]
    with qtbot.waitSignal(box.left):
        qtbot.keyClick(box, Key.Key_Return)
    assert revealed == ["5NT"]
    assert england.selection == {"5NT"}
    assert not box.is_open


def test_arrows_walk_through_what_was_found(england: Document, box: SearchBox, qtbot) -> None:
    qtbot.keyClicks(box, "manchester")
    assert names(box) == ["Manchester Teaching", "Manchester", "Greater Manchester"]
    qtbot.keyClick(box, Key.Key_Down)
    qtbot.keyClick(box, Key.Key_Down)
    qtbot.keyClick(box, Key.Key_Return)
    assert england.selection == {"C07"}


def test_a_click_goes_there(england: Document, box: SearchBox, qtbot) -> None:
    qtbot.keyClicks(box, "manchester")
    place = [row.name for row in box.list.rows].index("Greater Manchester")
    rect = box.list.visualRect(box.list.choices.index(place))
    qtbot.mouseClick(box.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert england.selection == {"C07"}


def test_a_link_selects_all_units_that_have_it(document: Document, make, qtbot) -> None:
    box = make(document)
    qtbot.keyClicks(box, "northtown")
    qtbot.keyClick(box, Key.Key_Return)
    assert document.selection == {"U1", "U4"}


def test_a_person_leads_to_the_post(document: Document, make, qtbot) -> None:
    box = make(document)
    document.commit(Appoint("U3", "health", "Bo Diaz"))
    qtbot.keyClicks(box, "diaz")
    with qtbot.waitSignal(box.post_wanted) as wanted:
        qtbot.keyClick(box, Key.Key_Return)
    assert wanted.args == ["U3", "health", 1]
    assert document.selection == {"U3"}


def test_edits_are_found_at_the_next_key(document: Document, make, qtbot) -> None:
    box = make(document)
    qtbot.keyClicks(box, "mid")
    document.commit(SetField("G2", Field.NAME, "Riverside"))
    assert not box.is_open
    box.selectAll()
    qtbot.keyClicks(box, "river")
    assert names(box) == ["Riverside"]


def test_another_scenario_is_searched_once_it_is_shown(england: Document, box, qtbot) -> None:
    qtbot.keyClicks(box, "5nt")
    england.replace(sample_scenario())
    assert box.text() == ""
    assert box.placeholderText() == "Find organisation, person, link…"
    qtbot.keyClicks(box, "dunmere")
    assert names(box) == ["Dunmere"]


def test_nothing_found_is_said_and_leads_nowhere(england: Document, box, qtbot) -> None:
    qtbot.keyClicks(box, "qqq")
    assert names(box) == ["Nothing here is called “qqq”"]
    qtbot.keyClick(box, Key.Key_Return)
    assert england.selection == frozenset()


def test_esc_closes_the_list_then_leaves(box: SearchBox, qtbot) -> None:
    qtbot.keyClicks(box, "man")
    qtbot.keyClick(box, Key.Key_Escape)
    assert not box.is_open
    assert box.text() == "man"
    qtbot.keyClick(box, Key.Key_Down)
    assert box.is_open
    qtbot.keyClick(box, Key.Key_Escape)
    with qtbot.waitSignal(box.left):
        qtbot.keyClick(box, Key.Key_Escape)
    assert box.text() == ""


def test_the_list_goes_with_the_text_and_with_the_focus(box: SearchBox, qtbot) -> None:
    qtbot.keyClicks(box, "m")
    qtbot.keyClick(box, Key.Key_Backspace)
    assert not box.is_open
    qtbot.keyClicks(box, "m")
    box.clearFocus()
    assert not box.is_open


def test_the_list_stays_in_the_window_and_needs_no_scroll_bar(box: SearchBox, qtbot) -> None:
    qtbot.keyClicks(box, "man")
    popup = box.list.parentWidget()
    assert box.window_.rect().contains(popup.geometry())
    assert box.list.viewport().height() == ROW * len(box.list.rows)
    box.window_.resize(300, 120)
    box.open_list()
    assert box.window_.rect().contains(popup.geometry())


def test_names_are_shown_as_they_are(nasty: Document, make, qtbot) -> None:
    box = make(nasty)
    qtbot.keyClicks(box, "b x b")
    index = box.list.choices.index(1)
    assert index.data().startswith("<b>x</b>")
    assert "<b>" not in index.data(Qt.ItemDataRole.ToolTipRole)


def test_ten_thousand_organisations_are_searched(qapp, make, qtbot) -> None:
    option = Option(wide_pack(units=10_000), "A", "A", ON)
    box = make(Document(Scenario("s", option.pack, WHEN, [option], "A")))
    qtbot.keyClicks(box, "trust 77")
    assert "Trust 77" in names(box)


def test_what_was_found_is_in_sorts_and_the_rest_of_one_is_a_row_away(
    england: Document, box: SearchBox, qtbot
) -> None:
    qtbot.keyClicks(box, "north")
    assert headings(box)[:2] == ["SHAs", "Clusters"]
    more = next(row for row in box.list.rows if row.name.endswith("more…"))
    title = more.key.removeprefix("more")
    number = int(more.name.split()[0])
    before = [row.name for row in box.list.rows]
    shown = before.index(more.name) - before.index(title) - 1
    box.list.highlight_key(more.key)
    qtbot.keyClick(box, Key.Key_Return)
    assert box.is_open
    assert headings(box) == [title]
    assert len(names(box)) == shown + number
    qtbot.keyClick(box, Key.Key_Return)
    assert len(england.selection) == 1
    assert not box.is_open


def test_typed_letters_are_marked_where_they_are() -> None:
    assert places_of("Manchester Teaching", ["man", "ch"]) == [(0, 3), (3, 5), (14, 16)]
    assert places_of("Manchester and Salford", ["an"]) == [(11, 13)]
    assert places_of("Çalder", ["calder"]) == [(0, 6)]
    assert places_of("5NT · PCT in Greater Manchester", ["5nt"]) == [(0, 3)]
    assert places_of("nothing of it", ["x"]) == []


def test_reading_ahead_is_in_vain_after_an_edit(england: Document, box: SearchBox, qtbot) -> None:
    england.switched.emit()  # nothing is read yet
    steps = box.read()
    next(steps)
    england.commit(SetField("C07", Field.NAME, "Riverside"))
    assert list(steps) == []
    qtbot.keyClicks(box, "riverside")
    assert names(box) == ["Riverside"]
