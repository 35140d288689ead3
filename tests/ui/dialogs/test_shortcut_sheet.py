"""All keys and gestures, from the actions themselves."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from model.pack import Pack
from ui import theme
from ui.dialogs.shortcuts import (
    ShortcutSheet,
    gestures,
    gestures_elsewhere,
    in_columns,
    lines_of,
)


@pytest.fixture
def sections(qapp: QApplication) -> list[tuple[str, QAction]]:
    def action(text: str, keys: list[str], help_: str = "") -> QAction:
        made = QAction(text, qapp)
        made.setShortcuts([QKeySequence(k) for k in keys])
        made.setStatusTip(help_)
        return made

    return [
        ("File", action("&Open…", ["Ctrl+O"], "Open a file")),
        ("File", action("&About", [], "Who")),
        ("Edit", action("&Undo Move Bath && Wells to X", ["Ctrl+Z"])),
        ("View", action("+", ["Ctrl++", "Ctrl+="], "Zoom in")),
        ("File", action("&Salt && pepper", ["Ctrl+P"], "Season")),
    ]


def test_actions_with_a_key_are_listed_by_section(sections) -> None:
    assert lines_of(sections) == [
        ("File", [("Ctrl+O", "Open"), ("Ctrl+P", "Salt & pepper")]),
        ("Edit", [("Ctrl+Z", "Undo")]),
        ("View", [("Ctrl++ or Ctrl+=", "Zoom in")]),
    ]


def test_gestures_are_told_in_the_packs_words(pack: Pack) -> None:
    said = " ".join(f"{keys} {what}" for _, lines in gestures(pack) for keys, what in lines)
    for words in ("Drag a PCT", "To a cluster", "New cluster in that SHA"):
        assert words in said
    assert "PCT" not in str(gestures(None))
    said = " ".join(
        f"{keys} {what}" for _, lines in gestures_elsewhere(pack) for keys, what in lines
    )
    for words in ("Sweep PCTs", "To the PCT that lies there", "a new cluster"):
        assert words in said
    assert "PCT" not in str(gestures_elsewhere(None))


@pytest.mark.parametrize(
    ("sizes", "left", "right"),
    [
        ([], [], []),
        ([1], [1], []),
        ([3, 3], [3], [3]),
        ([6, 9, 5, 7, 1, 6, 13], [6, 9, 5, 1], [7, 6, 13]),
        ([20, 1, 2], [20], [1, 2]),
    ],
)
def test_columns_are_as_even_as_their_parts_allow(
    sizes: list[int], left: list[int], right: list[int]
) -> None:
    columns = in_columns([(str(n), [("k", "w")] * n) for n in sizes])
    assert [[len(lines) for _, lines in column] for column in columns] == [left, right]


def test_every_line_is_on_the_sheet(sections, pack: Pack, shown) -> None:
    sheet = ShortcutSheet(sections, theme.LIGHT, None, pack)
    shown(sheet)
    labels = {label.text() for label in sheet.findChildren(QLabel)}
    for _, lines in sheet.parts:
        for keys, what in lines:
            assert {keys, what} <= labels
    assert not sheet.isModal()


@pytest.mark.parametrize("key", ["?", Qt.Key.Key_F1, Qt.Key.Key_Escape])
def test_the_key_that_opened_it_closes_it(sections, shown, qtbot, key) -> None:
    sheet = ShortcutSheet(sections, theme.LIGHT)
    shown(sheet)
    with qtbot.waitSignal(sheet.finished):
        qtbot.keyClick(sheet, key)


def test_it_is_gone_when_closed(
    sections, pack: Pack, assert_freed: Callable[[list[QWidget]], None]
) -> None:
    handed_over: list[QWidget] = [ShortcutSheet.ask(sections, theme.LIGHT, None, pack)]
    assert_freed(handed_over)
