"""Choosing the members of a successor: what is listed, found, counted, refused and committed."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidgetItem, QWidget

from model import edits
from model.changes import Join
from model.pack import Tier
from tests.ui.dialogs.test_context_menu import entries
from ui.dialogs.context_menu import context_menu
from ui.dialogs.members import MembersDialog
from ui.document import Document


@pytest.fixture
def dialog(document: Document, shown: Callable[[QWidget], None]) -> MembersDialog:
    """Return the dialog for H1 in G1, of which U1 is a member; U3 is one of H2."""
    document.commit(edits.new_successor(document.state, "G1", "H1", "First", ["U1"]))
    document.commit(edits.new_successor(document.state, "G2", "H2", "Second", ["U3"]))
    made = MembersDialog(document, "H1")
    shown(made)
    return made


def item(dialog: MembersDialog, text: str) -> QTreeWidgetItem:
    match = Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive
    return dialog.tree.findItems(text, match)[0]


def tick(dialog: MembersDialog, organisation: str, *, on: bool = True) -> None:
    code = dialog._document.state.code(organisation)
    item(dialog, code).setCheckState(0, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)


def test_its_own_group_comes_first_and_others_say_whose_they_are(dialog: MembersDialog) -> None:
    assert dialog.tree.topLevelItem(0).text(0) == "North"
    assert dialog.chosen() == ["U1"]
    assert item(dialog, "5U3").text(1) == "Second"


def test_ticking_is_one_step_and_takes_from_another(
    dialog: MembersDialog, document: Document
) -> None:
    steps = document.stack.count()
    tick(dialog, "U2")
    tick(dialog, "U3")
    tick(dialog, "U1", on=False)
    assert dialog.total.text().startswith("2 members, ")
    dialog.accept()
    state = document.state
    assert (state.joined("H1"), state.joined("H2")) == (["U2", "U3"], [])
    assert document.stack.count() == steps + 1
    document.stack.undo()
    assert (state.joined("H1"), state.joined("H2")) == (["U1"], ["U3"])


def test_nobody_is_ticked_as_a_whole_and_as_a_part(
    dialog: MembersDialog, document: Document
) -> None:
    part = document.state.at_tier(Tier.PART)[0]
    tick(dialog, part)
    assert not dialog.ok.isEnabled()
    assert "as a whole" in dialog.total.text()
    tick(dialog, "U1", on=False)
    assert dialog.ok.isEnabled()


def test_the_filter_shows_only_what_has_its_words(dialog: MembersDialog) -> None:
    dialog.filter.setText("5u4")
    assert not item(dialog, "5U4").isHidden()
    assert item(dialog, "5U5").isHidden()
    assert dialog.tree.topLevelItem(0).isHidden()
    dialog.filter.clear()
    assert not dialog.tree.topLevelItem(0).isHidden()


def test_the_menu_of_a_successor(document: Document, qtbot) -> None:
    document.commit(edits.new_successor(document.state, "G1", "H1", "First", ["U1"]))
    menu = context_menu(
        *(document, "H1"),
        on_move=lambda _: None,
        on_rename=lambda _: None,
        on_waive=lambda _: None,
    )
    qtbot.addWidget(menu)
    assert entries(menu) == ["Members…", "Authorise", "Remove", "Accept an exception…"]
    next(a for a in menu.actions() if a.text() == "Remove").trigger()
    assert "H1" not in document.state
    assert document.state.successor_of("U1") == ""
    document.stack.undo()
    assert document.state.joined("H1") == ["U1"]
    document.commit(Join("U1", ""))
    assert document.state.joined("H1") == []
