"""The history panel: days, filters, words, and what it does not read while nobody looks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from model.changes import Field, Move, SetField
from tests.sample_pack import WHO
from ui import theme
from ui.document import Document
from ui.panels.history import NONE, NONE_FOUND, HistoryPanel
from ui.panels.history_model import What

Make = Callable[[Document], HistoryPanel]

DAYS = ("2026-03-01", "2026-03-02", "2026-03-05")


@pytest.fixture
def panel_of(qtbot) -> Make:
    def make(document: Document) -> HistoryPanel:
        panel = HistoryPanel(document, theme.LIGHT)
        qtbot.addWidget(panel)
        panel.resize(1200, 400)
        panel.show()
        return panel

    return make


@pytest.fixture
def busy(document: Document) -> Document:
    """Return three clusters after moves of two people on three days, the last one undone."""
    for day, who, unit, to in (
        (1, "Ann Lee", "U1", "G2"),
        (1, "Bo Diaz", "U6", "G3"),
        (2, "Ann Lee", "U2", "G3"),
    ):
        when = f"{DAYS[day]}T12:0{len(document.live.log)}:00+00:00"
        document.live.commit(Move(unit, to), when=when, who=who, why=f"Reason {unit}")
    document.live.undo()
    return document


def rows(panel: HistoryPanel, *wanted: What) -> list[tuple[str, ...]]:
    model, places = panel.model, [list(What).index(what) for what in wanted]
    return [
        tuple(str(model.index(row, place).data()) for place in places)
        for row in range(model.rowCount())
    ]


def texts(panel: HistoryPanel) -> list[str]:
    found = range(panel.model.rowCount())
    return [e.text for row in found if (e := panel.model.entry(row)) is not None]


def test_the_newest_comes_first_under_its_day(panel_of: Make, busy: Document) -> None:
    panel = panel_of(busy)
    assert rows(panel, What.WHEN, What.TEXT)[0] == ("5 March 2026 · 1 change", "None")
    found = rows(panel, What.WHO, What.TEXT, What.BEFORE, What.AFTER, What.NOTE)
    assert found[1] == ("Ann Lee", "Undone: Move Bexham to South", "North", "South", "Reason U2")
    days = [row[0] for row in rows(panel, What.WHEN) if "change" in row[0]]
    assert days == [
        "5 March 2026 · 1 change",
        "2 March 2026 · 2 changes",
        "1 March 2026 · 1 change",
    ]
    assert found[-1][0] == WHO


@pytest.mark.parametrize(
    ("box", "data", "wanted"),
    [
        ("people", "=Bo Diaz", ["Move Fenwick 'n' Fell to South"]),
        ("groups", "G2", ["Move Ashford to Mid", "Start from Three clusters"]),
        ("since", "2026-03-05", ["Move Bexham to South"]),
        ("until", "2026-03-01", ["Start from Three clusters"]),
    ],
)
def test_filters(panel_of: Make, busy: Document, box: str, data: str, wanted: list[str]) -> None:
    panel = panel_of(busy)
    choice = getattr(panel, box)
    choice.setCurrentIndex(choice.findData(data))
    assert texts(panel) == wanted
    choice.setCurrentIndex(0)
    assert len(texts(panel)) == 4


def test_words_are_looked_for_in_all_that_is_said(panel_of: Make, busy: Document) -> None:
    panel = panel_of(busy)
    entry = list(busy.live.log)[1]
    busy.set_checkpoint(entry.id, "Sent to the board")
    for typed, wanted in (
        ("ashford mid", ["Move Ashford to Mid"]),
        ("reason u6", ["Move Fenwick 'n' Fell to South"]),
        ("BOARD", ["Move Ashford to Mid"]),
        ("bo diaz", ["Move Fenwick 'n' Fell to South"]),
        ("nothing like that", []),
    ):
        panel.search.setText(typed)
        assert texts(panel) == wanted
    assert panel.empty.text() == NONE_FOUND
    assert panel.table.isHidden()


def test_a_plan_to_which_nothing_was_done(panel_of: Make, blank: Document) -> None:
    panel = panel_of(blank)
    assert panel.empty.text() == NONE
    assert not panel.slider.isEnabled()
    assert not panel.menu().actions()[0].isEnabled()
    blank.commit(SetField("U1", Field.NOTE, "Hm"))
    assert len(texts(panel)) == 1
    assert panel.slider.isEnabled()
    assert panel.table.isVisible()


def test_it_reads_nothing_while_nobody_sees_it(panel_of: Make, busy: Document) -> None:
    panel = panel_of(busy)
    before = texts(panel)
    panel.hide()
    busy.commit(Move("U1", "G1"))
    assert texts(panel) == before
    panel.show()
    assert texts(panel) == ["Move Ashford to North", *before]


def test_undo_greys_and_the_slider_follows(panel_of: Make, busy: Document) -> None:
    panel = panel_of(busy)
    assert (panel.slider.maximum(), panel.slider.value()) == (3, 3)
    busy.live.undo()
    assert panel.slider.maximum() == 2
    undone = [row for (row,) in rows(panel, What.TEXT) if row.startswith("Undone: ")]
    assert undone == ["Undone: Move Bexham to South", "Undone: Move Fenwick 'n' Fell to South"]
    last = list(busy.live.log)[-1]
    busy.look_at(last.id)
    assert busy.state.group_of("U2") == "G3"
    assert panel.slider.value() == 2
    assert panel.place.text() == "After 2 of 2 changes, and what was undone since"


def test_what_is_copied_says_all(panel_of: Make, busy: Document) -> None:
    panel = panel_of(busy)
    panel.table.selectRow(1)
    choose = next(a for a in panel.menu().actions() if a.text() == "C&opy")
    choose.trigger()
    head, line = QApplication.clipboard().text().split("\n")
    assert head.split("\t") == ["When", "Who", "Change", "From", "To", "Note"]
    assert line.split("\t")[1:] == [
        *("Ann Lee", "Undone: Move Bexham to South", "North", "South", "Reason U2"),
    ]


def test_nothing_is_remarked_in_a_file_that_is_read_only(panel_of: Make, busy: Document) -> None:
    panel = panel_of(busy)
    panel.table.selectRow(1)
    busy.open_read_only()
    enabled = {a.text().replace("&", "") for a in panel.menu().actions() if a.isEnabled()}
    assert enabled == {"Show the plan as it was after this", "", "Copy"}
    note = panel.model.index(1, list(What).index(What.NOTE))
    assert not panel.model.flags(note) & Qt.ItemFlag.ItemIsEditable
    refused: list[str] = []
    busy.refused.connect(refused.append)
    assert not busy.annotate(busy.live.log.head, "Hm")
    assert not busy.set_checkpoint(busy.live.log.head, "Hm")
    assert len(refused) == 2
