"""The docks of a window: those that come when they are asked for, their places, their frames."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QDockWidget

from ui.app import first_scenario
from ui.dialogs import messages
from ui.docks import LATE
from ui.main_window import MainWindow
from ui.panels.parts import is_seen

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def store(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture(autouse=True)
def discarding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "ask_save", lambda *_: messages.Answer.DISCARD)


def opened(qtbot, store: QSettings) -> MainWindow:
    window = MainWindow(first_scenario(), store)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    qtbot.waitExposed(window)
    return window


@pytest.fixture
def window(qtbot, store: QSettings) -> Iterator[MainWindow]:
    window = opened(qtbot, store)
    window.later.finish()
    yield window
    window.close()


def tabs(window: MainWindow, dock: QDockWidget) -> set[str]:
    """Return the titles of what shares a place with a dock."""
    return {d.windowTitle() for d in window.tabifiedDockWidgets(dock) if not d.isHidden()}


@pytest.mark.parametrize("name", LATE)
def test_a_panel_is_made_by_its_command_which_also_hides_it(window: MainWindow, name: str) -> None:
    assert name not in window.docks.made
    action = window.actions_.panels.late[name]
    assert not action.isChecked()
    action.trigger()
    dock = window.docks.late(name)
    assert is_seen(dock.panel)
    assert dock.panel.isAncestorOf(window.focusWidget()) or dock.panel is window.focusWidget()
    assert action.isChecked()
    action.trigger()
    assert dock.isHidden()
    assert not action.isChecked()
    assert window.chart.hasFocus()


def test_what_is_closed_by_its_title_bar_is_no_longer_ticked(window: MainWindow) -> None:
    dock = window.docks.history
    dock.bring()
    assert window.actions_.panels.late["history"].isChecked()
    dock.close()
    assert not window.actions_.panels.late["history"].isChecked()


@pytest.mark.parametrize("name", LATE)
def test_a_panel_that_was_open_has_its_place_at_once_and_comes_after_the_first_paint(
    qtbot, store: QSettings, name: str
) -> None:
    first = opened(qtbot, store)
    first.docks.late(name).bring()
    beside = tabs(first, first.docks.late(name))
    first.close()
    again = MainWindow(first_scenario(), store)
    qtbot.addWidget(again)
    again.later.begin_again(iter(()))  # nobody has painted it yet
    again.show()
    dock = again.docks.made[name]
    assert not dock.isHidden()
    assert not dock.is_made
    assert tabs(again, dock) == beside
    again.later.begin_again(again._fill())
    again.later.finish()
    assert dock.is_made
    again.close()


def test_a_panel_that_was_closed_is_not_made_by_the_next_start(qtbot, store: QSettings) -> None:
    first = opened(qtbot, store)
    first.docks.history.bring()
    first.docks.history.hide()
    first.close()
    again = opened(qtbot, store)
    again.later.finish()
    assert not again.docks.made
    again.close()


def test_a_panel_goes_where_it_was_when_it_is_opened_after_a_start_without_it(
    qtbot, store: QSettings
) -> None:
    first = opened(qtbot, store)
    dock = first.docks.history
    dock.bring()
    first.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
    dock.hide()
    first.close()
    again = opened(qtbot, store)
    again.docks.history.bring()
    area = again.dockWidgetArea(again.docks.history)
    assert area is Qt.DockWidgetArea.LeftDockWidgetArea
    again.close()


def test_resetting_hides_what_came_later_and_forgets_where_it_was(window: MainWindow) -> None:
    dock = window.docks.posts
    dock.bring()
    dock.setFloating(True)
    window.docks.tray.hide()
    window.actions_.panels.reset.trigger()
    assert dock.isHidden()
    assert not dock.isFloating()
    assert not window.docks.tray.isHidden()
    assert is_seen(window.totals)
    dock.toggle()
    assert "Totals" in tabs(window, dock)
    assert is_seen(dock.panel)


def test_title_bars_are_there_to_arrange_by_and_on_windows_of_their_own(
    window: MainWindow,
) -> None:
    docks = window.docks
    docks.history.bring()
    title_bars = window.actions_.panels.title_bars
    assert all(dock.titleBarWidget() is not None for dock in docks)
    title_bars.trigger()
    assert all(dock.titleBarWidget() is None for dock in docks)
    docks.posts.bring()
    assert docks.posts.titleBarWidget() is None
    title_bars.trigger()
    docks.history.setFloating(True)
    assert docks.history.titleBarWidget() is None
    docks.history.setFloating(False)
    assert docks.history.titleBarWidget() is not None
