"""Opening a colleague's copy of what is open: view, take over, merge, or open it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from db.scenario_file import open_scenario, save
from model.changes import Change, Move
from model.merge import Side
from model.option import Status
from model.scenario import Add, SetStatus
from tests.sample_pack import sample_scenario
from ui import theme
from ui.comparing import comparing
from ui.dialogs import merge as merge_dialog
from ui.dialogs import merge_part, messages
from ui.dialogs.copy_found import BESIDE, COMPARE, MERGE, OPEN, VIEW, CopyFound
from ui.dialogs.merge import MergeDialog
from ui.document import Document
from ui.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
LATER = "2026-03-03T10:04:00.000000+00:00"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Return two copies of one scenario, three clusters: G1 (U1, U2), G2 (U3), G3 (U4, U5)."""
    paths = tmp_path / "mine.footprint", tmp_path / "anna.footprint"
    for path in paths:
        save(sample_scenario(), path)
    return paths


def edit(path: Path, who: str, *changes: Change) -> None:
    scenario = open_scenario(path).scenario
    for change in changes:
        scenario.option().commit(change, when=LATER, who=who)
    save(scenario, path)


@pytest.fixture
def window(
    qtbot,
    files: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    store: QSettings,
) -> Iterator[MainWindow]:
    monkeypatch.setattr(messages, "ask_save", lambda *_: messages.Answer.DISCARD)
    theme.load_fonts()
    window = MainWindow(sample_scenario(), store)
    qtbot.addWidget(window)
    window.resize(1200, 800)
    with qtbot.waitExposed(window):
        window.show()
    yield window
    window.close()


def sheet(window: MainWindow) -> CopyFound:
    return window.findChildren(CopyFound)[-1]


def press(button: QPushButton) -> None:
    assert button.isEnabled()
    QTest.mouseClick(button, LEFT)


def open_both(window: MainWindow, files: tuple[Path, Path]) -> CopyFound:
    mine, theirs = files
    window.files.adopt(mine, open_scenario(mine))
    window.files.open(theirs)
    return sheet(window)


def parent(window: MainWindow, unit: str) -> str | None:
    return window.document.state.parent(unit)


def test_a_copy_is_recognised_and_says_who_changed_what_since_when(
    window: MainWindow, files: tuple[Path, Path]
) -> None:
    edit(files[0], "Ben", Move("U1", "G2"))
    edit(files[1], "Anna", Move("U1", "G3"), Move("U6", "G1"))
    found = open_both(window, files)
    assert "anna.footprint" in found.title.text()
    text = found.text.text()
    assert "Anna made 2 changes after the version that you both have of 1 March 2026" in text
    assert "You made 1 change since. 1 conflict would be yours to decide." in text
    assert window.document.path == files[0]
    QTest.keyClick(found, Qt.Key.Key_Escape)
    assert window.document.path == files[0]


def test_conflicts_are_decided_one_by_one_and_merged_as_one_step(
    window: MainWindow, files: tuple[Path, Path], qtbot
) -> None:
    edit(files[0], "Ben", Move("U1", "G2"), Move("U2", "G3"))
    edit(files[1], "Anna", Move("U1", "G3"), Move("U2", "G2"), Move("U6", "G1"))
    press(open_both(window, files).choices[MERGE, ""])
    (dialog,) = window.findChildren(MergeDialog)
    steps = window.document.stack.count()
    assert len(dialog.rows) == 2
    assert not dialog.merge_button.isEnabled()
    assert dialog.status.text() == "2 conflicts to decide."
    row = dialog.rows[0]
    qtbot.waitUntil(lambda: all(r.told[s].text() for r in dialog.rows for s in Side))
    assert "units, population" in row.told[Side.THEIRS].text()
    row.buttons[Side.THEIRS].setFocus()
    QTest.keyClick(row.buttons[Side.THEIRS], Qt.Key.Key_Space)
    assert dialog.status.text() == "1 conflict to decide."
    dialog.rows[1].buttons[Side.MINE].click()
    press(dialog.merge_button)
    assert [parent(window, u) for u in ("U1", "U2", "U6")] == ["G3", "G3", "G1"]
    assert window.document.stack.count() == steps + 1
    entry = window.document.option.log.path()[-1]
    assert entry.text == "Merge Anna's changes (3 changes, 2 decided)"
    assert "(Anna's), not" in entry.why
    assert window.document.is_modified
    window.actions_.undo.trigger()
    assert [parent(window, u) for u in ("U1", "U2", "U6")] == ["G2", "G3", "R2"]


def test_all_of_one_side_is_chosen_at_once(window: MainWindow, files: tuple[Path, Path]) -> None:
    edit(files[0], "Ben", Move("U1", "G2"))
    edit(files[1], "Anna", Move("U1", "G3"))
    press(open_both(window, files).choices[MERGE, ""])
    (dialog,) = window.findChildren(MergeDialog)
    press(dialog.all_buttons[Side.THEIRS])
    press(dialog.merge_button)
    assert parent(window, "U1") == "G3"


def test_more_conflicts_than_one_can_read_are_decided_alike(
    window: MainWindow, files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merge_part, "MOST_ROWS", 1)
    edit(files[0], "Ben", Move("U1", "G2"), Move("U2", "G3"), Move("U3", "G1"))
    edit(files[1], "Anna", Move("U1", "G3"), Move("U2", "G2"), Move("U3", "G3"))
    press(open_both(window, files).choices[MERGE, ""])
    (dialog,) = window.findChildren(MergeDialog)
    assert len(dialog.rows) == 1
    rest = dialog.parts[0].rest
    assert rest is not None
    assert rest.title.text() == "2 more conflicts, decided alike"
    dialog.rows[0].buttons[Side.MINE].click()
    assert dialog.status.text() == "2 conflicts to decide."
    rest.buttons[Side.THEIRS].click()
    press(dialog.merge_button)
    assert [parent(window, u) for u in ("U1", "U2", "U3")] == ["G2", "G2", "G3"]


def test_what_is_taken_unfolds(window: MainWindow, files: tuple[Path, Path]) -> None:
    edit(files[1], "Anna", Move("U6", "G1"))
    press(open_both(window, files).choices[MERGE, ""])
    (dialog,) = window.findChildren(MergeDialog)
    (part,) = dialog.parts
    assert part.taken_line.words == "1 difference"
    QTest.keyClick(part.taken_line, Qt.Key.Key_Return)
    assert part.taken.isVisibleTo(dialog)
    assert part.taken.text().startswith("Where ")
    assert dialog.merge_button.isEnabled()


def test_it_can_be_viewed_or_opened_in_place(window: MainWindow, files: tuple[Path, Path]) -> None:
    edit(files[1], "Anna", Move("U6", "G1"))
    press(open_both(window, files).choices[VIEW, ""])
    assert window.document.path == files[1]
    assert window.document.read_only
    assert parent(window, "U6") == "G1"
    assert not window.actions_.undo.isEnabled()
    window.files.open(files[0])  # nothing of one's own is open that a copy could be one of
    assert (window.document.path, window.document.read_only) == (files[0], False)
    window.files.open(files[1])
    press([s for s in window.findChildren(CopyFound) if s.isVisible()][-1].choices[OPEN, ""])
    assert (window.document.path, window.document.read_only) == (files[1], False)
    assert window.actions_.undo.isEnabled()


def test_what_is_viewed_and_saved_as_ones_own_has_copies_again(
    window: MainWindow, files: tuple[Path, Path]
) -> None:
    edit(files[1], "Anna", Move("U6", "G1"))
    press(open_both(window, files).choices[VIEW, ""])
    assert window.files.save_as(files[1].with_name("mine too.footprint"))
    window.files.open(files[0])
    assert [s for s in window.findChildren(CopyFound) if s.isVisible()]


def test_their_copy_stands_beside_ones_own_as_an_option(
    window: MainWindow, files: tuple[Path, Path]
) -> None:
    edit(files[1], "Anna", Move("U6", "G1"))
    press(open_both(window, files).choices[BESIDE, "A"])
    first, second = window.document.scenario.options
    assert window.document.option is second
    assert second.state.parent("U6") == "G1"
    assert first.state.parent("U6") == "R2"
    assert second.origin is not None
    window.actions_.undo.trigger()
    assert window.document.scenario.options == [first]


def test_their_copy_is_compared_beside_the_chart(
    window: MainWindow, files: tuple[Path, Path]
) -> None:
    edit(files[1], "Anna", Move("U6", "G1"))
    press(open_both(window, files).choices[COMPARE, ""])
    found = comparing(window)
    found.finish()
    assert found.is_on
    assert found.found is not None
    assert not found.found.is_same
    assert parent(window, "U6") == "R2"


def test_a_copy_that_has_nothing_new_says_so_and_can_be_viewed(
    window: MainWindow, files: tuple[Path, Path]
) -> None:
    edit(files[0], "Ben", Move("U6", "G1"))
    found = open_both(window, files)
    assert "it has nothing that yours has not; yours has 1 change more" in found.text.text()
    assert not found.choices[MERGE, ""].isEnabled()
    assert found.choices[VIEW, ""].isDefault()


def test_news_in_options_that_are_not_shown_is_told(
    window: MainWindow, files: tuple[Path, Path]
) -> None:
    scenario = open_scenario(files[1]).scenario
    scenario.apply(Add(scenario.option().branch("B", "Theirs", when=LATER, who="Anna"), 1))
    save(scenario, files[1])
    found = open_both(window, files)
    assert "it has nothing that yours has not" in found.text.text()
    assert "something new in other options too: Theirs." in found.text.text()
    press(found.choices[BESIDE, "B"])
    assert window.document.state.name == "Theirs"


def test_what_is_other_in_the_list_of_options_is_told(
    window: MainWindow, files: tuple[Path, Path]
) -> None:
    window.files.adopt(files[0], open_scenario(files[0]))
    window.options.branch()
    assert window.files.save()
    shutil.copy(*files)
    scenario = open_scenario(files[1]).scenario
    scenario.apply(SetStatus("A", Status.ARCHIVED))
    save(scenario, files[1])
    window.files.open(files[1])
    found = sheet(window)
    assert "Three clusters is archived in theirs; yours is in use." in found.text.text()
    assert not found.choices[MERGE, ""].isEnabled()


def test_nothing_is_merged_while_the_other_plan_is_shown(
    window: MainWindow, files: tuple[Path, Path]
) -> None:
    edit(files[1], "Anna", Move("U6", "G1"))
    press(open_both(window, files).choices[MERGE, ""])
    (dialog,) = window.findChildren(MergeDialog)
    window.document.held = "Another plan is shown."
    press(dialog.merge_button)
    assert dialog.isVisible()
    assert parent(window, "U6") == "R2"
    window.document.held = ""
    assert window.document.commit(Move("U1", "G3"))  # it still follows
    press(dialog.merge_button)
    assert [parent(window, u) for u in ("U1", "U6")] == ["G3", "G1"]


def test_the_sheet_takes_the_windows_theme(window: MainWindow, files: tuple[Path, Path]) -> None:
    edit(files[1], "Anna", Move("U6", "G1"))
    press(open_both(window, files).choices[MERGE, ""])
    (dialog,) = window.findChildren(MergeDialog)
    for choice in ("dark", "light"):
        window.choose_theme(choice)
        image = dialog.heading.grab().toImage()
        row = [image.pixelColor(x, image.height() // 2).lightness() for x in range(image.width())]
        assert max(row) - min(row) > 100  # its letters stand out from the ground


def test_what_they_lack_is_no_reason_to_offer_nothing(
    window: MainWindow, files: tuple[Path, Path]
) -> None:
    edit(files[1], "Anna", Move("U6", "G1"))
    scenario = open_scenario(files[1]).scenario
    for name in ("Theirs", "Deleted"):
        scenario.apply(Add(scenario.option().branch(name, name, when=LATER, who="Anna"), 9))
    scenario.apply(SetStatus("Deleted", Status.DELETED))
    save(scenario, files[1])
    window.files.adopt(files[0], open_scenario(files[0]))
    window.options.branch()
    window.files.open(files[1])
    found = sheet(window)
    assert "It has no copy of the option that you look at" in found.text.text()
    assert "something new in other options too: Three clusters and Theirs." in found.text.text()
    assert [option for what, option in found.choices if what == BESIDE] == ["Theirs"]
    press(found.choices[COMPARE, ""])
    comparing(window).finish()
    assert comparing(window).found is not None


def test_from_the_past_one_merges_into_the_present(
    window: MainWindow, files: tuple[Path, Path]
) -> None:
    edit(files[0], "Ben", Move("U1", "G2"))
    edit(files[1], "Anna", Move("U6", "G1"))
    window.files.adopt(files[0], open_scenario(files[0]))
    window.document.step_through_past(-1)
    window.files.open(files[1])
    press(sheet(window).choices[MERGE, ""])
    (dialog,) = window.findChildren(MergeDialog)
    press(dialog.merge_button)
    assert window.document.past is None
    assert [parent(window, u) for u in ("U1", "U6")] == ["G2", "G1"]


def test_a_plan_that_is_altered_meanwhile_is_merged_as_it_is_then(
    window: MainWindow, files: tuple[Path, Path]
) -> None:
    edit(files[1], "Anna", Move("U6", "G1"))
    other = Document(window.document.open, window)
    found = open_both(window, files)
    assert other.commit(Move("U6", "G2"))
    press(found.choices[MERGE, ""])
    (dialog,) = window.findChildren(MergeDialog)
    (row,) = dialog.rows
    row.buttons[Side.THEIRS].click()
    told: list[str] = []
    window.document.refused.connect(told.append)
    assert window.document.commit(Move("U1", "G3"))  # the window can be used meanwhile
    assert told == [merge_dialog.STALE]
    (row,) = dialog.rows
    assert row.side is Side.THEIRS
    assert other.commit(Move("U6", "G3"))
    (row,) = dialog.rows
    assert row.side is None  # it is another conflict now
    row.buttons[Side.THEIRS].click()
    press(dialog.merge_button)
    assert [parent(window, u) for u in ("U1", "U6")] == ["G3", "G1"]


def test_all_options_are_merged_on_one_sheet_and_undone_in_each(
    window: MainWindow, files: tuple[Path, Path]
) -> None:
    window.files.adopt(files[0], open_scenario(files[0]))
    window.options.branch()
    assert window.files.save()
    shutil.copy(*files)
    theirs = open_scenario(files[1]).scenario
    first, second = theirs.options
    first.commit(Move("U6", "G1"), when=LATER, who="Anna")
    second.commit(Move("U1", "G3"), when=LATER, who="Bo")
    theirs.apply(Add(second.branch("C", "Only theirs", when=LATER, who="Bo"), 9))
    save(theirs, files[1])
    assert window.document.commit(Move("U1", "G2"))
    window.files.open(files[1])
    press(sheet(window).choices[MERGE, ""])
    (dialog,) = window.findChildren(MergeDialog)
    assert not dialog.isModal()
    assert dialog.heading.text() == "Merge Anna and Bo's changes into 2 options"
    assert [len(part.rows) for part in dialog.parts] == [0, 1]
    assert not dialog.merge_button.isEnabled()
    press(dialog.all_buttons[Side.THEIRS])
    press(dialog.merge_button)
    options = window.document.scenario.options
    assert [o.state.parent("U6") for o in options] == ["G1", "R2", "R2"]
    assert [o.state.parent("U1") for o in options] == ["G1", "G3", "G3"]
    window.actions_.undo.trigger()  # the option that only they have
    window.actions_.undo.trigger()
    assert parent(window, "U1") == "G2"
    window.document.show_option(options[0].id)
    window.actions_.undo.trigger()
    assert parent(window, "U6") == "R2"


def test_what_is_viewed_is_said(window: MainWindow, files: tuple[Path, Path]) -> None:
    edit(files[1], "Anna", Move("U6", "G1"))
    told: list[str] = []
    window.files.told.connect(lambda text, _kind: told.append(text))
    press(open_both(window, files).choices[VIEW, ""])
    assert told[-1].startswith("anna.footprint is shown, and can't be altered.")


def test_the_same_file_again_asks_nothing(window: MainWindow, files: tuple[Path, Path]) -> None:
    window.files.adopt(files[0], open_scenario(files[0]))
    window.files.open(files[0])
    assert window.findChildren(CopyFound) == []


def test_a_file_that_somebody_else_saved_meanwhile_is_another_copy(
    window: MainWindow, files: tuple[Path, Path]
) -> None:
    window.files.adopt(files[0], open_scenario(files[0]))
    edit(files[0], "Anna", Move("U6", "G1"))
    window.files.open(files[0])
    assert "Anna made 1 change" in sheet(window).text.text()
