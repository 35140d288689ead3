"""Moving by keyboard: what is offered, what is said before, and the one undo step after."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from shiboken6 import isValid

from model import edits
from model.changes import Field, SetField
from model.pack import Tier
from ui import theme
from ui.dialogs.move import MoveDialog
from ui.document import Document

Key = Qt.Key
MANCHESTER, SALFORD = "5NT", "5F5"
GREATER_MANCHESTER, CHESHIRE, LANCASHIRE, MERSEYSIDE = "C07", "C05", "C08", "C09"


@pytest.fixture
def ask(england: Document, shown) -> Callable[..., MoveDialog]:
    def open_(*units: str, recent: list[str] | None = None) -> MoveDialog:
        dialog = MoveDialog(england, units or (MANCHESTER,), theme.LIGHT, None, recent)
        shown(dialog)
        return dialog

    return open_


def names(dialog: MoveDialog) -> list[str]:
    return [row.name for row in dialog.list.rows]


def texts(dialog: QWidget) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def test_recent_places_come_first_then_home_then_the_rest_and_the_tray_last(ask) -> None:
    dialog = ask(recent=[LANCASHIRE, "C01"])
    shown = names(dialog)
    assert shown[:3] == ["Recently used", "Lancashire", "County Durham and Darlington"]
    assert shown[3] == "Home: North West"
    at_home = shown.index("New cluster in North West…")
    assert shown.index("Merseyside") < at_home < shown.index("Other SHAs") < shown.index("Tees")
    assert shown[-1] == "The tray"
    assert shown.count("Lancashire") == 1


def test_the_log_says_what_was_used_last(england: Document, ask) -> None:
    england.commit(edits.move(england.state, ["5NK"], "C06"))
    england.commit(edits.move(england.state, ["5J4"], "C01"))
    assert names(ask())[:3] == ["Recently used", "County Durham and Darlington", "Cumbria"]


def test_the_list_is_walked_and_chosen_from_without_leaving_the_field(
    england: Document, ask, qtbot
) -> None:
    recent = [LANCASHIRE]
    dialog = ask(recent=recent)
    qtbot.keyClicks(dialog.search, "ches")
    assert dialog.list.row.name == "Cheshire, Warrington and Wirral"
    steps = england.stack.count()
    qtbot.keyClick(dialog.search, Key.Key_Return)
    assert england.state.group_of(MANCHESTER) == CHESHIRE
    assert england.stack.count() == steps + 1
    assert recent == [CHESHIRE, LANCASHIRE]
    england.stack.undo()
    assert england.state.group_of(MANCHESTER) == GREATER_MANCHESTER


def test_tab_goes_from_the_field_to_the_list_and_on_to_the_buttons(ask, qtbot) -> None:
    dialog = ask()
    stops = (dialog.search, dialog.list, dialog.move_button)
    for stop in stops:
        assert dialog.focusWidget() is stop
        qtbot.keyClick(stop, Key.Key_Tab)
    qtbot.keyClick(dialog.list, Key.Key_Down)
    assert dialog.list.row.name == "Cumbria"
    qtbot.keyClick(dialog.list, Key.Key_Return)
    assert not isValid(dialog) or not dialog.isVisible()


def test_arrows_step_over_headings_and_stop_at_the_ends(ask, qtbot) -> None:
    dialog = ask(recent=[LANCASHIRE])
    qtbot.keyClick(dialog.search, Key.Key_Up)
    assert dialog.list.row.name == "Lancashire"
    qtbot.keyClick(dialog.search, Key.Key_Down)
    assert dialog.list.row.name == "Cheshire, Warrington and Wirral"
    for _ in range(30):
        qtbot.keyClick(dialog.search, Key.Key_PageDown)
    assert dialog.list.row.name == "The tray"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("c07", "Greater Manchester"),
        ("tyne n", "North of Tyne"),
        ("SOMERSET bath", "Bath and North East Somerset, Wiltshire"),
        ("tray", "The tray"),
        ("new london", "New cluster in London…"),
    ],
)
def test_places_are_found_by_name_code_and_region(ask, qtbot, typed: str, found: str) -> None:
    dialog = ask()
    qtbot.keyClicks(dialog.search, typed)
    assert found in names(dialog)


def test_a_region_finds_all_in_it(ask, qtbot) -> None:
    dialog = ask()
    qtbot.keyClicks(dialog.search, "north east")
    assert {"Tees", "North of Tyne", "New cluster in North East…"} <= set(names(dialog))


def test_source_and_target_are_shown_old_and_new_with_the_word_that_changes(ask) -> None:
    dialog = ask()
    dialog.list.highlight_key(f"into {LANCASHIRE}")
    shown = texts(dialog.effect)
    assert "1,460,893 → 1,964,020" in shown
    assert "2,715,618 → 2,212,491" in shown
    assert "10 → 11" in shown
    assert "15 → 14" in shown
    assert "breaks → meets" in shown
    assert "still breaks" in shown  # Blackburn is a care trust; Manchester does not touch them
    assert "(2) Manchester Teaching" in shown


def test_what_is_highlighted_is_previewed_in_every_view(england: Document, ask) -> None:
    dialog = ask()
    heard: list[object] = []
    england.previewed.connect(heard.append)
    dialog.list.highlight_key(f"into {LANCASHIRE}")
    assert set(heard[-1].totals) >= {LANCASHIRE, GREATER_MANCHESTER}


def test_esc_ends_the_preview_and_alters_nothing(england: Document, ask, qtbot) -> None:
    dialog = ask()
    heard: list[object] = []
    england.previewed.connect(heard.append)
    before = england.state.snapshot()
    qtbot.keyClick(dialog.search, Key.Key_Escape)
    assert heard == [None]
    assert england.state.snapshot() == before


def test_a_locked_target_says_why_and_is_not_moved_to(england: Document, ask, qtbot) -> None:
    england.commit(SetField(MERSEYSIDE, Field.LOCKED, "yes"))
    dialog = ask()
    qtbot.keyClicks(dialog.search, "merseyside")
    assert dialog.list.row.is_locked
    assert "Merseyside is locked: nothing may enter or leave it." in texts(dialog.effect)
    assert not dialog.move_button.isEnabled()
    qtbot.keyClick(dialog.search, Key.Key_Return)
    assert dialog.isVisible()
    assert england.state.group_of(MANCHESTER) == GREATER_MANCHESTER


def test_the_first_that_can_be_chosen_is_highlighted(england: Document, ask, qtbot) -> None:
    england.commit(SetField(CHESHIRE, Field.LOCKED, "yes"))
    dialog = ask()
    assert dialog.list.row.name == "Cumbria"


def test_where_it_is_now_is_no_target(ask) -> None:
    dialog = ask()
    dialog.list.highlight_key(f"into {GREATER_MANCHESTER}")
    assert "is in Greater Manchester already" in texts(dialog.effect)
    assert not dialog.move_button.isEnabled()


def test_a_new_group_is_named_made_and_filled_in_one_step(england: Document, ask, qtbot) -> None:
    dialog = ask(MANCHESTER, SALFORD)
    groups, steps = len(england.state.at_tier(Tier.GROUP)), england.stack.count()
    qtbot.keyClicks(dialog.search, "new north west")
    assert dialog.name.text() == "Manchester Teaching"
    dialog.name.selectAll()
    qtbot.keyClicks(dialog.name, "Twin cities")
    qtbot.keyClick(dialog.name, Key.Key_Return)
    made = england.state.group_of(MANCHESTER)
    assert england.state.label(made) == "Twin cities"
    assert england.state.group_of(SALFORD) == made
    assert england.stack.count() == steps + 1
    england.stack.undo()
    assert len(england.state.at_tier(Tier.GROUP)) == groups


def test_a_new_group_without_a_name_is_refused_in_the_models_words(ask, qtbot) -> None:
    dialog = ask()
    qtbot.keyClicks(dialog.search, "new north west")
    dialog.name.selectAll()
    qtbot.keyClick(dialog.name, Key.Key_Backspace)
    assert "A name is one line of 1 to 200 characters" in texts(dialog.effect)
    qtbot.keyClick(dialog.name, Key.Key_Return)
    assert dialog.isVisible()


def test_the_tray_takes_several_back_each_to_its_home(england: Document, ask, qtbot) -> None:
    dialog = ask(MANCHESTER, "5KM")
    qtbot.keyClicks(dialog.search, "tray")
    assert "0 → 2" in texts(dialog.effect)
    qtbot.keyClick(dialog.search, Key.Key_Return)
    assert england.state.tray() == ["5KM", MANCHESTER]


def test_a_group_is_moved_to_another_region(england: Document, ask, qtbot) -> None:
    dialog = ask(GREATER_MANCHESTER)
    assert names(dialog)[0] == "SHAs"
    qtbot.keyClicks(dialog.search, "london")
    qtbot.keyClick(dialog.search, Key.Key_Return)
    assert england.state.label(england.state.parent(GREATER_MANCHESTER)) == "London"


def test_nothing_found_is_said(ask, qtbot) -> None:
    dialog = ask()
    qtbot.keyClicks(dialog.search, "zzzz")
    assert "Nothing here is called “zzzz”." in texts(dialog)
    assert not dialog.move_button.isEnabled()
    qtbot.keyClick(dialog.search, Key.Key_Return)
    assert dialog.isVisible()


def test_a_read_only_file_says_so_and_stays_as_it_is(england: Document, ask, qtbot) -> None:
    england.read_only = True
    dialog = ask()
    qtbot.keyClick(dialog.search, Key.Key_Return)
    assert "open read-only" in texts(dialog.effect)
    assert dialog.isVisible()
    assert england.state.group_of(MANCHESTER) == GREATER_MANCHESTER


def test_an_edit_from_elsewhere_is_followed(england: Document, ask) -> None:
    dialog = ask()
    england.commit(SetField(LANCASHIRE, Field.NAME, "Red Rose"))
    assert "Red Rose" in names(dialog)
    england.replace(england.scenario)
    assert not dialog.isVisible()


def test_names_are_shown_as_they_are(nasty: Document, shown) -> None:
    nasty.commit(SetField("G2", Field.NAME, "<b>y</b> & z"))
    dialog = MoveDialog(nasty, ["U1"], theme.LIGHT)
    shown(dialog)
    dialog.list.highlight_key("into G2")
    labels = dialog.findChildren(QLabel)
    assert all(x.textFormat() is Qt.TextFormat.PlainText for x in labels if "<b>" in x.text())
    assert "<b>y</b> & z" in texts(dialog.effect)
    tip = dialog.list.currentIndex().data(Qt.ItemDataRole.ToolTipRole)
    assert "<b>y" not in tip


def test_a_long_name_neither_widens_the_dialog_nor_hides_the_figures(
    nasty: Document, shown
) -> None:
    nasty.commit(SetField("G2", Field.NAME, "W" * 200))
    dialog = MoveDialog(nasty, ["U1"], theme.LIGHT)
    shown(dialog)
    dialog.list.highlight_key("into G2")
    assert dialog.minimumSizeHint().width() < 640
    assert dialog.width() <= 760
    blocks = dialog.effect.widget()
    assert blocks.width() <= dialog.effect.viewport().width()


def test_what_cannot_be_moved_is_refused_with_the_reason(england: Document) -> None:
    heard: list[str] = []
    england.refused.connect(heard.append)
    region = england.state.at_tier(Tier.REGION)[0]
    assert MoveDialog.ask(england, [region], theme.LIGHT, None) is None
    assert "can't be moved" in heard[0]


def test_it_is_gone_when_closed(
    england: Document, qtbot, assert_freed: Callable[[list[QWidget]], None]
) -> None:
    dialog = MoveDialog.ask(england, [MANCHESTER], theme.LIGHT, None)
    qtbot.keyClicks(dialog.search, "new")
    handed_over: list[QWidget] = [dialog]
    del dialog
    assert_freed(handed_over)
    england.commit(edits.move(england.state, [MANCHESTER], CHESHIRE))
