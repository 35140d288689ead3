"""Whose work is in the program, as text that can be copied."""

import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget

from model.pack import Pack
from ui import theme
from ui.dialogs.about import AboutDialog
from ui.version import VERSION

ROOT = Path(__file__).resolve().parents[3]


def test_the_version_is_the_projects() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION


def test_every_licence_and_credit_is_there(pack: Pack, shown) -> None:
    dialog = AboutDialog(pack, theme.LIGHT)
    shown(dialog)
    text = dialog.text.toPlainText()
    assert len(pack.credits) > 3
    for credit in pack.credits:
        assert credit in text
    for words in (
        "MIT licence",
        "Copyright 2020 The Inter Project Authors",
        "SIL Open Font License, Version 1.1",
        "LGPL-3.0-only",
        "NumPy",
        "sqlite-utils",
        "click",
        "platformdirs",
    ):
        assert words in text
    assert f"Version {VERSION}" in [label.text() for label in dialog.findChildren(QLabel)]


def test_all_that_we_install_is_named(pack: Pack, shown) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    dialog = AboutDialog(pack, theme.LIGHT)
    shown(dialog)
    text = dialog.text.toPlainText().casefold()
    for requirement in project["dependencies"]:
        name = requirement.split(">")[0].split("=")[0].split("-Essentials")[0]
        assert name.casefold() in text


def test_credits_are_shown_as_they_are(pack: Pack, shown) -> None:
    nasty = replace(pack, name="<i>n</i>", credits=("<b>x</b> <img src='file:///x'>",))
    dialog = AboutDialog(nasty, theme.LIGHT)
    shown(dialog)
    assert "<b>x</b> <img src='file:///x'>" in dialog.text.toPlainText()
    assert "<i>n</i>" in dialog.text.toPlainText()


def test_the_text_is_selected_and_copied_by_keyboard(pack: Pack, shown, qtbot) -> None:
    dialog = AboutDialog(pack, theme.LIGHT)
    shown(dialog)
    dialog.text.setFocus()
    qtbot.keyClick(dialog.text, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert pack.credits[0] in dialog.text.textCursor().selectedText()
    qtbot.keyClick(dialog.copy_button, Qt.Key.Key_Space)
    assert pack.credits[0] in QGuiApplication.clipboard().text()
    qtbot.keyClick(dialog.text, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.copy_button


def test_it_is_gone_when_closed(
    pack: Pack, qapp, assert_freed: Callable[[list[QWidget]], None]
) -> None:
    handed_over: list[QWidget] = [AboutDialog.ask(pack, theme.LIGHT, None)]
    assert_freed(handed_over)
