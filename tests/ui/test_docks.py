"""The docks of a window: those that come when they are asked for, their places, their frames."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDockWidget, QTabBar

from model.changes import Move
from tests.england import judged
from ui.app import first_scenario
from ui.dialogs import messages
from ui.docks import LATE
from ui.main_window import MainWindow
from ui.panels.parts import is_seen

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture(autouse=True)
def discarding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "ask_save", lambda *_: messages.Answer.DISCARD)


def opened(qtbot, store: QSettings) -> MainWindow:
    window = MainWindow(judged(first_scenario()), store)
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


@pytest.mark.parametrize("order", [("map", "plots"), ("plots", "map")])
def test_in_a_low_window_plots_go_behind_the_map(
    qtbot, window: MainWindow, order: tuple[str, str]
) -> None:
    window.resize(1280, 720)
    for name in order:
        window.docks.late(name).bring()
    beside, plots = window.docks.late("map"), window.docks.late("plots")
    assert "Plots" in tabs(window, beside)
    front, behind = (beside, plots) if order[-1] == "map" else (plots, beside)
    qtbot.waitUntil(lambda: is_seen(front.panel) and not is_seen(behind.panel))
    qtbot.waitUntil(lambda: window.docks.totals.height() < 260)
    beside.bring()
    qtbot.waitUntil(lambda: beside.panel.view.height() > 250)


def test_in_a_high_window_plots_are_below_the_map(qtbot, window: MainWindow) -> None:
    for name in ("map", "plots"):
        window.docks.late(name).bring()
    qtbot.waitUntil(lambda: all(is_seen(window.docks.late(n).panel) for n in ("map", "plots")))
    assert "Plots" in tabs(window, window.docks.totals)


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
    again = MainWindow(judged(first_scenario()), store)
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


def test_the_chart_alone_has_the_window_and_resetting_brings_the_panels_back(
    qtbot, window: MainWindow
) -> None:
    window.docks.history.bring()
    narrow = window.chart.width()
    qtbot.keyClick(window.chart, Qt.Key.Key_1, CTRL | ALT)
    assert all(dock.isHidden() for dock in window.docks)
    QApplication.processEvents()
    assert window.chart.width() > narrow + 400
    qtbot.keyClick(window.chart, Qt.Key.Key_0, CTRL | ALT)
    assert not any(dock.isHidden() for dock in window.docks.first)
    assert window.docks.history.isHidden()
    QApplication.processEvents()
    assert abs(window.chart.width() - narrow) < 8
    assert is_seen(window.problems)
    assert not is_seen(window.inspector)


def bars(window: MainWindow) -> list[QTabBar]:
    """Return the tab bars of the docks of a window that can be seen."""
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    return [bar for bar in window.findChildren(QTabBar, "", direct) if is_seen(bar)]


def test_resetting_leaves_no_tabs_of_what_was_before(qtbot, window: MainWindow) -> None:
    for _ in range(3):
        window.docks.history.bring()
        window.layout_.reset(window)
        QApplication.processEvents()

    def shown() -> list[list[str]]:
        return [[bar.tabText(i) for i in range(bar.count())] for bar in bars(window)]

    qtbot.waitUntil(lambda: shown() == [["Problems", "Inspector"]])


def are_tabs_right(window: MainWindow) -> bool:
    """Whether problems have a tab, no panel has two, and all are of panels in the window."""
    titles = [bar.tabText(i) for bar in bars(window) for i in range(bar.count())]
    there = {d.windowTitle() for d in window.docks if not d.isHidden() and not d.isFloating()}
    return {"Problems"} <= set(titles) <= there and len(set(titles)) == len(titles)


def test_no_panel_has_two_tabs_however_panels_come_and_go(qtbot, window: MainWindow) -> None:
    docks, panels = window.docks, window.actions_.panels
    beside, plots = docks.late("map"), docks.late("plots")

    def click_inspector() -> None:
        bar = next(b for b in bars(window) if b.tabText(0) == "Problems")
        qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(1).center())
        assert is_seen(docks.inspector)

    for step in (
        panels.late["map"].trigger,
        click_inspector,
        lambda: beside.setFloating(True),
        lambda: beside.setFloating(False),
        panels.late["plots"].trigger,
        lambda: plots.setFloating(True),
        lambda: plots.setFloating(False),
        beside.hide,
        *(arrangement.trigger for arrangement in panels.arrangements[1:]),
        panels.reset.trigger,
    ):
        step()
        QApplication.processEvents()  # lays out; only an event loop deletes the bars of before
        qtbot.waitUntil(lambda: are_tabs_right(window))
    panels.arrangements[0].trigger()
    qtbot.waitUntil(lambda: not bars(window))


def test_the_chart_takes_the_room_that_the_map_leaves_and_gives_it_back(
    qtbot, window: MainWindow
) -> None:
    docks, show = window.docks, window.actions_.panels.late["map"].trigger
    show()
    beside = docks.late("map")
    qtbot.waitUntil(lambda: is_seen(beside) and beside.width() > 400)
    chart, panel, wide = window.chart.width(), docks.problems.width(), beside.width()

    def is_as_before() -> bool:
        return abs(docks.problems.width() - panel) < 3 and abs(window.chart.width() - chart) < 3

    def is_left() -> bool:
        gained = window.chart.width() - chart
        return abs(docks.problems.width() - panel) < 3 and abs(gained - wide) < 10

    for leave in (show, beside.close):
        leave()
        qtbot.waitUntil(is_left)
        show()
        qtbot.waitUntil(is_as_before)
    beside.setFloating(True)
    qtbot.waitUntil(is_left)


def test_the_panel_that_has_the_focus_floats_by_a_key_and_comes_back(
    qtbot, window: MainWindow
) -> None:
    dock = window.docks.totals
    window.chart.setFocus()
    qtbot.keyClick(window.chart, Qt.Key.Key_W, CTRL | ALT)
    assert "Go to a panel first" in window.messages.text
    qtbot.keyClick(window.chart, Qt.Key.Key_T, CTRL | ALT)
    window.actions_.panels.float.trigger()
    assert dock.isFloating()
    assert dock.isVisible()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is window.totals.table)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_W, CTRL | ALT)
    assert not dock.isFloating()


def test_a_panel_on_another_screen_is_there_again_at_the_next_start(
    qtbot, store: QSettings
) -> None:
    first = opened(qtbot, store)
    dock = first.docks.history
    dock.bring()
    dock.setFloating(True)
    dock.setGeometry(0, 150, 795, 300)
    first.close()
    again = opened(qtbot, store)
    again.later.finish()
    found = again.docks.made["history"]
    assert found.isFloating()
    assert found.titleBarWidget() is None
    assert (found.width(), found.height()) == (795, 300)
    assert found.is_made
    again.close()


def test_a_window_beside_another_has_a_layout_of_its_own(qtbot, store: QSettings) -> None:
    first = opened(qtbot, store)
    second = first.files.beside(first).open_beside(first)
    second.docks.tray.hide()
    second.docks.history.bring()
    second.close()
    assert not first.docks.tray.isHidden()
    third = first.files.beside(first).open_beside(first)
    assert third.docks.tray.isHidden()
    assert not third.docks.made["history"].isHidden()
    third.close()
    first.close()
    again = opened(qtbot, store)
    assert not again.docks.tray.isHidden()
    assert not again.docks.made
    again.close()


def test_keys_go_to_the_list_that_a_panel_is_for(qtbot, window: MainWindow) -> None:
    window.document.commit(Move("5NK", "Q31"))
    for key, widget in (
        (Qt.Key.Key_T, window.totals.table),
        (Qt.Key.Key_P, window.problems.list),
        (Qt.Key.Key_Y, window.tray.list),
        (Qt.Key.Key_C, window.chart),
    ):
        qtbot.keyClick(window, key, CTRL | ALT)
        assert QApplication.focusWidget() is widget


def test_chart_and_map_share_the_room_and_panels_are_behind_each_other(
    qtbot, window: MainWindow
) -> None:
    docks = window.docks
    qtbot.keyClick(window.chart, Qt.Key.Key_2, CTRL | ALT)
    view = docks.late("map").panel
    qtbot.waitUntil(lambda: abs(view.width() - window.chart.width()) < 40)
    assert window.chart.hasFocus()
    assert tabs(window, docks.problems) == {"Inspector", "Tray"}
    assert is_seen(window.problems)
    assert is_seen(window.totals)
    qtbot.keyClick(window.chart, Qt.Key.Key_3, CTRL | ALT)
    qtbot.waitUntil(lambda: view.width() > 1.5 * window.chart.width())
    assert not is_seen(window.totals)
    qtbot.keyClick(window.chart, Qt.Key.Key_0, CTRL | ALT)
    assert docks.late("map").isHidden()
    qtbot.waitUntil(lambda: is_seen(window.totals))
    assert tabs(window, docks.problems) == {"Inspector"}


def test_the_map_comes_between_the_chart_and_the_problems_and_stays_where_it_is_put(
    window: MainWindow,
) -> None:
    dock, room = window.docks.late("map"), window.chart.width()
    dock.bring()
    QApplication.processEvents()
    assert abs(dock.width() - room // 2) < 20
    assert window.chart.geometry().right() < dock.geometry().left()
    assert dock.geometry().right() < window.docks.problems.geometry().left()
    assert tabs(window, window.docks.problems) == {"Inspector"}
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
    dock.hide()
    dock.bring()
    assert window.dockWidgetArea(dock) is Qt.DockWidgetArea.LeftDockWidgetArea


def test_buttons_of_title_bars_are_named_and_take_the_theme(window: MainWindow) -> None:
    window.choose_theme("light")
    window.actions_.panels.title_bars.trigger()
    for dock in window.docks:
        close = dock.findChild(QAbstractButton, "qt_dockwidget_closebutton")
        assert close.accessibleName() == "Close the panel"
        light = close.icon().pixmap(14, 14).toImage()
        window.choose_theme("dark")
        assert close.icon().pixmap(14, 14).toImage() != light
        window.choose_theme("light")
        assert close.icon().pixmap(14, 14).toImage() == light
    dock = window.docks.totals
    dock.findChild(QAbstractButton, "qt_dockwidget_closebutton").click()
    assert dock.isHidden()


def test_after_anything_that_is_done_with_panels_the_menu_is_right_and_resetting_works(
    window: MainWindow,
) -> None:
    random, docks, panels = Random(3), window.docks, window.actions_.panels
    first = [(dock, dock.width()) for dock in docks.first if is_seen(dock)]
    commands = [
        *panels.late.values(),
        *panels.arrangements,
        *(panels.reset, panels.float, panels.title_bars),
        *panels.focus,
        *(dock.toggleViewAction() for dock in docks.first),
    ]
    for _ in range(60):
        random.choice(commands).trigger()
        QApplication.processEvents()
        for name, dock in docks.made.items():
            assert panels.late[name].isChecked() is not dock.isHidden()
    panels.reset.trigger()
    QApplication.processEvents()
    assert all(dock.isHidden() for dock in docks.made.values())
    assert not any(dock.isFloating() for dock in docks)
    assert not any(dock.isHidden() for dock in docks.first)
    for dock, width in first:
        assert is_seen(dock)
        assert abs(dock.width() - width) < 8
    assert window.chart.verticalScrollBar().value() == 0
