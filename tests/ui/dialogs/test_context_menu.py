"""What can be done with an organisation, and why something can't."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from model import edits
from model.changes import Field, SetField
from model.pack import Tier
from ui.dialogs.context_menu import context_menu
from ui.document import Document


class Asked:
    """What the menu asked the window for."""

    def __init__(self) -> None:
        self.moves: list[list[str]] = []
        self.renames: list[str] = []
        self.waivers: list[str] = []


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def menu(qtbot, asked: Asked) -> Callable[[Document, str], QMenu]:
    window = QWidget()
    qtbot.addWidget(window)

    def make(document: Document, organisation: str) -> QMenu:
        return context_menu(
            document,
            organisation,
            window,
            on_move=asked.moves.append,
            on_rename=asked.renames.append,
            on_waive=asked.waivers.append,
        )

    return make


def entry(menu: QMenu, start: str) -> QAction:
    return next(a for a in menu.actions() if a.text().startswith(start))


def entries(menu: QMenu) -> list[str]:
    return [a.text() for a in menu.actions() if not a.isSeparator()]


def test_a_units_menu(document: Document, menu, asked: Asked) -> None:
    made = menu(document, "U1")
    assert entries(made) == [
        "Move to…",
        "To the tray",
        "Lock",
        "Select all 2 units of North",
        "Show its home, North",
        "Accept an exception…",
    ]
    entry(made, "Move").trigger()
    assert asked.moves == [["U1"]]
    entry(made, "Select").trigger()
    assert document.selection == {"U1", "U2"}
    assert document.current == "U1"
    entry(made, "Show").trigger()
    assert document.selection == {"R1"}
    steps = document.stack.count()
    entry(made, "To the tray").trigger()
    assert document.state.group_of("U1") is None
    assert document.stack.count() == steps + 1


def test_it_acts_on_all_that_are_selected_with_it(document: Document, menu, asked) -> None:
    document.select(["U2", "U3", "U4", "G1"])
    made = menu(document, "U3")
    assert entries(made)[:3] == ["Move 3 units to…", "3 units to the tray", "Lock 3 units"]
    entry(made, "Move").trigger()
    assert asked.moves == [["U3", "U2", "U4"]]
    entry(made, "Lock").trigger()
    assert all(document.state.is_locked(u) for u in ("U2", "U3", "U4"))
    assert entries(menu(document, "U2"))[2] == "Unlock 3 units"
    assert entries(menu(document, "U1"))[0] == "Move to…"


def test_what_cannot_be_done_says_why(document: Document, menu) -> None:
    document.commit(SetField("G1", Field.LOCKED, "yes"))
    made = menu(document, "U1")
    for start in ("Move", "To the tray"):
        action = entry(made, start)
        assert not action.isEnabled()
        assert action.statusTip().startswith("North is locked: nothing may enter or leave it")
        assert "North is locked" in action.toolTip()
    assert entry(made, "Lock").isEnabled()
    waiting = menu(document, "U6")
    assert entry(waiting, "Move").isEnabled()
    assert not entry(waiting, "To the tray").isEnabled()
    assert "is in no cluster" in entry(waiting, "Select").statusTip()


def test_a_locked_unit_can_only_be_unlocked(document: Document, menu) -> None:
    document.commit(SetField("U6", Field.LOCKED, "yes"))
    made = menu(document, "U6")
    assert entry(made, "Move").statusTip() == (
        f"{document.state.label('U6')} is locked. Unlock it to move it."
    )
    entry(made, "Unlock").trigger()
    assert not document.state.is_locked("U6")


def test_a_groups_menu(document: Document, menu, asked: Asked) -> None:
    made = menu(document, "G1")
    assert entries(made) == [
        "Rename…",
        "Move to Region…",
        "Lock",
        "Select its 2 units",
        "New heir here",
        "Dissolve",
        "Accept an exception…",
    ]
    entry(made, "Rename").trigger()
    entry(made, "Move").trigger()
    assert (asked.renames, asked.moves) == (["G1"], [["G1"]])
    entry(made, "Select").trigger()
    assert document.selection == {"U1", "U2"}
    steps = document.stack.count()
    entry(made, "Dissolve").trigger()
    assert "G1" not in document.state
    assert {"U1", "U2"} <= set(document.state.tray())
    assert document.stack.count() == steps + 1


def test_a_locked_group_is_not_dissolved(document: Document, menu) -> None:
    document.commit(SetField("G1", Field.LOCKED, "yes"))
    made = menu(document, "G1")
    assert "locked" in entry(made, "Dissolve").statusTip()
    assert not entry(made, "Dissolve").isEnabled()
    entry(made, "Unlock").trigger()
    assert entry(menu(document, "G1"), "Dissolve").isEnabled()


def test_an_empty_group_has_nothing_to_select(document: Document, menu) -> None:
    document.commit(edits.new_group(document.state, "R1", "E", "Empty"))
    assert entry(menu(document, "E"), "Select").statusTip() == "There is no unit in Empty."


def test_a_regions_menu_is_the_grounds_too(document: Document, menu) -> None:
    made = menu(document, "R2")
    assert entries(made) == ["New cluster here", "Select 1 unit to place"]
    entry(made, "Select").trigger()
    assert document.selection == {"U6"}
    before = set(document.state.at_tier(Tier.GROUP))
    entry(made, "New cluster").trigger()
    (new,) = set(document.state.at_tier(Tier.GROUP)) - before
    assert document.state.parent(new) == "R2"
    assert document.selection == {new}
    assert entry(menu(document, "R1"), "Select").statusTip() == "Every unit is placed."


@pytest.mark.parametrize("organisation", ["", "N"])
def test_the_root_and_the_ground_around_select_what_waits(
    document: Document, menu, organisation: str
) -> None:
    made = menu(document, organisation)
    assert entries(made) == ["Select 1 unit to place"]
    entry(made, "Select").trigger()
    assert document.selection == {"U6"}


def test_what_is_outside_a_norm_can_be_waived(document: Document, menu, asked: Asked) -> None:
    entry(menu(document, "G2"), "Accept an exception").trigger()
    assert asked.waivers == ["G2"]
    assert (
        entry(menu(document, "G1"), "Accept an exception").statusTip()
        == "North is not outside any rule."
    )
    document.commit(SetField("G1", Field.FORMED, "2011-07-01"))
    binding = entry(menu(document, "G1"), "Accept an exception")
    assert not binding.isEnabled()
    assert binding.statusTip().startswith("No exception from a law or an instruction")


def test_a_part_goes_where_its_unit_goes(document: Document, menu) -> None:
    state = document.state
    part = next(o for o in state if state.tier(o) is Tier.PART)
    assert entries(menu(document, part)) == ["Select Ashford"]


def test_a_read_only_file_offers_no_edit(document: Document, menu) -> None:
    document.read_only = True
    for organisation in ("U1", "G2", "R1"):
        for action in menu(document, organisation).actions():
            edit = action.text().startswith(
                ("Move", "To ", "Lock", "Rename", "Diss", "New", "Accept an exception")
            )
            if edit:
                assert not action.isEnabled()
                assert "read-only" in action.statusTip()


def test_names_are_shown_as_they_are_and_not_at_any_length(nasty: Document, menu) -> None:
    nasty.commit(SetField("G1", Field.NAME, "<b>y</b> & " + "z" * 180))
    nasty.commit(SetField("G1", Field.LOCKED, "yes"))
    made = menu(nasty, "U1")
    text = entry(made, "Select").text()
    assert "<b>y</b> && z" in text
    assert len(text) < 90
    assert "<b>" not in entry(made, "Move").toolTip()
    assert "<b>y</b> & z" in entry(made, "Move").statusTip()


def test_the_words_are_the_packs(england: Document, menu) -> None:
    assert entries(menu(england, "C07")) == [
        "Rename…",
        "Move to SHA…",
        "Lock",
        "Mend DH-32…",
        "Select its 10 PCTs",
        "New consortium here",
        "Dissolve",
        "Accept an exception…",
    ]


def test_what_breaks_can_be_mended(england: Document, menu, qtbot) -> None:
    made = entry(menu(england, "C07"), "Mend DH-32")
    assert "2,715,618" in made.statusTip()
    with qtbot.waitSignal(england.mend_wanted) as wanted:
        made.trigger()
    assert wanted.args == ["C07", "DH-32"]


def test_a_shown_menu_is_walked_by_keys_and_gone_after(document: Document, menu, qtbot) -> None:
    made = menu(document, "R2")
    made.popup(made.mapToGlobal(made.rect().center()))
    qtbot.waitExposed(made)
    with qtbot.waitSignal(made.destroyed):
        qtbot.keyClick(made, Qt.Key.Key_Down)
        qtbot.keyClick(made, Qt.Key.Key_Down)
        qtbot.keyClick(made, Qt.Key.Key_Return)
    assert document.selection == {"U6"}


def test_one_that_is_locked_among_many_holds_all_of_them(document: Document, menu) -> None:
    document.commit(SetField("U4", Field.LOCKED, "yes"))
    document.select(["U1", "U2", "U3", "U4"])
    made = menu(document, "U1")
    for start in ("Move", "4 units to the tray"):
        assert entry(made, start).statusTip() == "Dunmere is locked. Unlock it to move it."
    entry(made, "Lock 4 units").trigger()
    assert all(document.state.is_locked(u) for u in ("U1", "U2", "U3", "U4"))


def test_units_in_the_tray_do_not_keep_others_from_it(document: Document, menu) -> None:
    document.select(["U5", "U6"])
    entry(menu(document, "U6"), "2 units to the tray").trigger()
    assert document.state.tray() == ["U5", "U6"]
