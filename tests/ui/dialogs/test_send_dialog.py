"""The dialog for a copy to send: what it says, what it writes, and what it never overwrites."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from db.scenario_file import open_scenario
from model.changes import Appoint, Field, Move, SetField
from model.sending import Level
from ui import theme
from ui.dialogs.send import SendDialog
from ui.document import Document

LEFT = Qt.MouseButton.LeftButton
ANN = "Ánn O'Léary"


@pytest.fixture
def open_(shown: Callable[[QWidget], None], qtbot) -> Callable[..., SendDialog]:
    def make(document: Document) -> SendDialog:
        dialog = SendDialog(document, "Untitled", theme.LIGHT)
        shown(dialog)
        qtbot.waitUntil(lambda: dialog.is_worked_out)
        return dialog

    return make


@pytest.fixture
def told(document: Document) -> Document:
    """Return a plan with a name, a note and some history."""
    role = document.option.pack.roles[0].id
    document.commit(Appoint("G1", role, ANN))
    document.commit(SetField("G1", Field.NOTE, f"Ask {ANN}."))
    document.commit(Move("U6", "G1"), why="Agreed.")
    return document


def choose(dialog: SendDialog, qtbot, level: Level) -> None:
    button = dialog.levels[level]
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: dialog.is_worked_out)


def test_it_says_what_travels_and_how_large_that_is(
    told: Document, open_: Callable[..., SendDialog], qtbot, tmp_path: Path
) -> None:
    dialog = open_(told)
    assert dialog.levels[Level.WHOLE].isChecked()
    assert "4 changes of history" in dialog.gets.text()
    people = len(told.state.people())
    for level, line in (
        (Level.PLAN, "names of "),
        (Level.NAMELESS, f"{people} {'person' if people == 1 else 'people'} without a name"),
        (Level.TOTALS, "no notes"),
    ):
        dialog = open_(told)
        choose(dialog, qtbot, level)
        assert line in dialog.gets.text()
        assert "of history" not in dialog.gets.text()
        path = tmp_path / level
        dialog.save_to(path)
        assert f"a file of {path.stat().st_size // 1000} KB" in dialog.gets.text()
        assert (ANN.encode() in path.read_bytes()) is (level is Level.PLAN)


def test_notes_can_be_left_out_and_are_warned_of_where_names_are(
    told: Document, open_: Callable[..., SendDialog], qtbot, tmp_path: Path
) -> None:
    dialog = open_(told)
    assert not dialog.notes.isEnabled()
    choose(dialog, qtbot, Level.NAMELESS)
    assert "may name people in other words" in dialog.warning.text()
    qtbot.mouseClick(dialog.notes, LEFT)
    qtbot.waitUntil(lambda: dialog.is_worked_out)
    assert dialog.warning.text() == ""
    assert "no notes" in dialog.gets.text()
    dialog.save_to(tmp_path / "sent.footprint")
    state = open_scenario(tmp_path / "sent.footprint").scenario.option().state
    assert state.field("G1", Field.NOTE) == ""


def test_the_copy_is_written_where_the_user_says(
    told: Document,
    open_: Callable[..., SendDialog],
    qtbot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def answer(*arguments: object) -> tuple[str, str]:
        asked.append(Path(str(arguments[2])).name)
        return str(tmp_path / "for Anna"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    dialog = open_(told)
    with qtbot.waitSignal(dialog.sent) as sent:
        qtbot.mouseClick(dialog.save_button, LEFT)
    assert asked == ["Untitled (to send).footprint"]
    assert sent.args == ["for Anna.footprint is ready to send."]
    copy = open_scenario(tmp_path / "for Anna.footprint").scenario
    assert copy.option().state.snapshot() == told.state.snapshot()
    assert len(copy.option().log) == len(told.option.log)
    assert told.path is None
    assert told.is_modified


def test_it_never_writes_over_the_file_that_is_open(
    told: Document, open_: Callable[..., SendDialog], tmp_path: Path
) -> None:
    path = tmp_path / "own.footprint"
    path.write_bytes(b"mine")
    told.note_file(path, sha256="", read_only=False)
    dialog = open_(told)
    dialog.save_to(path)
    assert "choose another name" in dialog.fault.text()
    assert path.read_bytes() == b"mine"
    dialog.save_to(tmp_path / "nowhere" / "x.footprint")
    assert "there is no folder" in dialog.fault.text()
    assert dialog.isVisible()


def test_a_choice_is_answered_at_once_and_the_others_are_made_in_pauses(
    told: Document, open_: Callable[..., SendDialog], qtbot
) -> None:
    dialog = open_(told)
    told.annotate(told.option.log.head, "Altered.")  # there is no pause before the next line
    assert "working it out" in dialog.gets.text()
    assert not dialog.save_button.isEnabled()
    qtbot.waitUntil(lambda: len(dialog._made) == len(Level))
    for level in Level:
        dialog.levels[level].click()
        assert dialog.save_button.isEnabled()
        assert "a file of" in dialog.gets.text()


def test_what_another_window_alters_is_in_the_copy(
    told: Document, open_: Callable[..., SendDialog], qtbot, tmp_path: Path
) -> None:
    dialog = open_(told)
    Document(told.open).commit(Move("U1", "G2"))
    assert not dialog.save_button.isEnabled()
    qtbot.waitUntil(lambda: dialog.is_worked_out)
    dialog.save_to(tmp_path / "sent.footprint")
    state = open_scenario(tmp_path / "sent.footprint").scenario.option().state
    assert state.parent("U1") == "G2"


def test_a_closed_dialog_is_gone(
    told: Document, assert_freed: Callable[[list[QWidget]], None]
) -> None:
    assert_freed([SendDialog.ask(told, "Untitled", theme.LIGHT, None)])
