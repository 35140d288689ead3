"""Placing by a table: it shows what it would do, does that as one step, and tells every slip."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from db.placements import to_csv
from model import edits
from model.placements import placements
from ui import placing
from ui.dialogs.place import PlaceDialog
from ui.document import Document
from ui.theme import LIGHT

Shown = Callable[[QWidget], None]


@pytest.fixture
def table(document: Document, tmp_path: Path) -> Path:
    """Return what the document's plan was, after an edit of it."""
    path = tmp_path / "plan.csv"
    path.write_bytes(to_csv(document.state))
    unit = next(iter(document.state.members("G1")))
    document.commit(edits.to_tray(document.state, [unit]))
    return path


def test_it_shows_what_it_would_do_and_does_it_as_one_step(
    document: Document, table: Path, shown: Shown, qtbot
) -> None:
    dialog = PlaceDialog(document, table, LIGHT)
    shown(dialog)
    assert dialog.about.text().startswith("1 ")
    assert dialog.about.text().endswith(" moved.")
    assert dialog.effect.isVisible()
    assert dialog.effect.effects[0].name == document.state.label("G1")
    steps = len(document.option.log)
    dialog.why.setText(" As agreed ")
    qtbot.mouseClick(dialog.place_button, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
    assert len(document.option.log) == steps + 1
    entry = document.option.log.path()[-1]
    assert (entry.text, entry.why) == ("Placed as plan.csv says", "As agreed")
    assert to_csv(document.state) == table.read_bytes()
    document.undo()
    assert to_csv(document.state) != table.read_bytes()


def test_slips_are_listed_and_nothing_can_be_done(
    document: Document, table: Path, shown: Shown
) -> None:
    text = table.read_text(encoding="utf-8-sig").splitlines()
    rows = [line.replace(line.split(",")[0], f"<b>z{n}</b>", 1) for n, line in enumerate(text[1:])]
    table.write_text("\n".join([text[0], *rows]), encoding="utf-8")
    dialog = PlaceDialog(document, table, LIGHT)
    shown(dialog)
    assert not dialog.place_button.isEnabled()
    assert not dialog.effect.isVisible()
    assert len(dialog.problems) == len(list(placements(document.state)))
    assert dialog.problems[0].startswith("line 2, column unit_code: there is no ")
    assert "<b>z0</b>" in dialog.slips.text()
    assert dialog.slips.text().count("\N{LINE SEPARATOR}") == len(dialog.problems) - 1
    before = document.option.log.head
    dialog.accept()
    assert dialog.isVisible()
    assert document.option.log.head == before


def test_what_is_no_table_is_told(document: Document, tmp_path: Path, shown: Shown) -> None:
    path = tmp_path / "other.csv"
    path.write_text("colour\nred\n", encoding="utf-8")
    dialog = PlaceDialog(document, path, LIGHT)
    shown(dialog)
    assert not dialog.place_button.isEnabled()
    assert dialog.problems == ("other.csv, line 1, column colour: is not a known column",)


def test_it_follows_edits_that_are_made_meanwhile(
    document: Document, table: Path, shown: Shown
) -> None:
    dialog = PlaceDialog(document, table, LIGHT)
    shown(dialog)
    document.undo()
    assert dialog.about.text() == "Everything is placed as the table says already."
    assert not dialog.place_button.isEnabled()
    document.redo()
    assert dialog.place_button.isEnabled()


def test_the_window_asks_for_a_table(
    document: Document, table: Path, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Window(QWidget):
        """As much of the window as is asked."""

        theme = LIGHT

        def __init__(self) -> None:
            super().__init__()
            self.document = document
            self.inspector = self

        def flush(self) -> None:
            self.flushed = True

    window = Window()
    qtbot.addWidget(window)
    answers = ["", str(table)]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (answers.pop(0), ""))
    assert placing.ask_place(window) is None
    dialog = placing.ask_place(window)
    assert dialog.isVisible()
    assert window.flushed
    dialog.reject()
