"""Two windows on one scenario: what they share, what each has of its own, and closing them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QSettings, Qt
from PySide6.QtTest import QTest

from db.recovered import find
from model.changes import Move
from tests.england import judged
from tests.ui import mouse
from tests.ui.in_the_window import pixel, totals_of
from ui.app import first_scenario
from ui.chart.canvas import MIN_ZOOM
from ui.comparing import comparing
from ui.dialogs import messages
from ui.main_window import MainWindow
from ui.map.view import MapView
from ui.panels.parts import is_seen

WIRRAL, CHESHIRE, MANCHESTER = "5NK", "C05", "C07"
JUNE = "Clusters of June 2011"
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what was asked about unsaved changes; the answer is to discard them."""
    found: list[str] = []

    def ask(_window: object, name: str) -> messages.Answer:
        found.append(name)
        return messages.Answer.DISCARD

    monkeypatch.setattr(messages, "ask_save", ask)
    return found


@pytest.fixture
def first(qtbot, store: QSettings, tmp_path: Path, asked: list[str]) -> Iterator[MainWindow]:
    window = MainWindow(judged(first_scenario()), store, tmp_path / "recovery")
    with qtbot.waitActive(window):
        window.show()
    window.later.finish()
    QTest.keyClick(window, Qt.Key.Key_B, CTRL | SHIFT)
    QTest.keyClick(window, Qt.Key.Key_PageUp, CTRL)
    yield window  # not given to qtbot, which would delete it before the second one is closed
    window.close()
    window.deleteLater()


def beside(qtbot, first: MainWindow, key: Qt.Key) -> Iterator[MainWindow]:
    """Yield the window that a key makes beside the first, and close it if it is open then."""
    QTest.keyClick(first, key, CTRL | SHIFT)
    windows = first.files.windows
    assert windows is not None
    window = windows.all[1]
    qtbot.waitExposed(window)
    window.later.finish()
    yield window
    if window in windows.all:
        window.close()


@pytest.fixture
def second(qtbot, first: MainWindow) -> Iterator[MainWindow]:
    yield from beside(qtbot, first, Qt.Key.Key_N)


def test_a_second_window_shows_another_option(first: MainWindow, second: MainWindow) -> None:
    assert first.windowTitle().endswith(JUNE)
    assert second.windowTitle().endswith(f"{JUNE} (2)")
    second.document.commit(Move(WIRRAL, MANCHESTER))
    assert first.document.state.group_of(WIRRAL) == CHESHIRE
    assert first.isWindowModified()
    assert second.isWindowModified()


def test_an_edit_is_seen_in_both_and_undone_in_either(
    first: MainWindow, second: MainWindow
) -> None:
    second.document.show_option(first.document.live.id)
    first.document.commit(Move(WIRRAL, MANCHESTER))
    assert WIRRAL in second.chart.chart.in_order([WIRRAL])
    assert second.document.state.group_of(WIRRAL) == MANCHESTER
    assert second.actions_.undo.isEnabled()
    second.document.undo()
    assert first.document.state.group_of(WIRRAL) == CHESHIRE
    assert first.actions_.redo.isEnabled()


def test_selection_and_zoom_are_kept_in_step(first: MainWindow, second: MainWindow) -> None:
    first.document.reveal(WIRRAL)
    assert second.document.selection == {WIRRAL}
    second.chart.set_zoom(1.7)
    assert first.chart.zoom == 1.7
    first.actions_.panels.in_step.trigger()
    assert not second.actions_.panels.in_step.isChecked()
    first.document.select([MANCHESTER])
    first.chart.set_zoom(0.8)
    assert (second.document.selection, second.chart.zoom) == ({WIRRAL}, 1.7)
    second.actions_.panels.in_step.trigger()
    assert (second.document.selection, second.chart.zoom) == ({MANCHESTER}, 0.8)


def test_a_window_of_another_width_leaves_the_zoom_of_the_others(
    first: MainWindow, second: MainWindow
) -> None:
    zoom, own = first.chart.zoom, second.chart.zoom
    second.layout_.show_map(second, is_large=True)
    QCoreApplication.processEvents()
    assert second.chart.zoom < own
    assert first.chart.zoom == zoom
    second.chart.set_zoom(0.6)
    assert first.chart.zoom == second.chart.zoom


def test_what_is_only_in_one_option_is_selected_there(
    first: MainWindow, second: MainWindow
) -> None:
    first.document.select([WIRRAL])
    first.new_group("Q31")
    made = set(first.document.selection) - {WIRRAL}
    assert made
    assert not second.document.selection & made


def test_one_window_alone_has_nothing_to_keep_in_step(first: MainWindow) -> None:
    assert not first.actions_.panels.in_step.isEnabled()


def test_both_are_dressed_alike(first: MainWindow, second: MainWindow) -> None:
    _, light, dark = first.actions_.themes
    for action, name in ((dark, "dark"), (light, "light")):
        action.trigger()
        assert second.theme.name == first.theme.name == name


def test_closing_one_leaves_the_other_and_asks_nothing(
    first: MainWindow, second: MainWindow, asked: list[str], tmp_path: Path
) -> None:
    second.document.commit(Move(WIRRAL, MANCHESTER))
    assert first.close()
    assert asked == []
    assert second.isVisible()
    assert not second.actions_.panels.in_step.isEnabled()
    second.document.commit(Move(WIRRAL, CHESHIRE))
    second.document.show_option(first.document.live.id)
    second.document.commit(Move(WIRRAL, MANCHESTER))
    assert list((tmp_path / "recovery").glob("*.changes"))  # still kept
    assert second.files.save_as(tmp_path / "plan.footprint")
    assert not second.isWindowModified()
    second.document.undo()
    assert second.close()
    assert asked == ["plan.footprint"]
    assert find(tmp_path / "recovery") == []


def test_closing_the_second_leaves_the_first(
    first: MainWindow, second: MainWindow, asked: list[str]
) -> None:
    assert second.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    first.document.commit(Move(WIRRAL, MANCHESTER))
    QTest.keyClick(first, Qt.Key.Key_PageDown, CTRL)
    first.document.commit(Move(WIRRAL, MANCHESTER))
    first.chart.set_zoom(1.2)
    assert asked == []
    assert first.close()
    assert asked == ["Untitled"]


def test_closing_one_that_compares_lets_go_of_the_other_plan(
    first: MainWindow, second: MainWindow
) -> None:
    other = first.document.live
    compares = comparing(second)
    compares.toggle()
    compares.finish()
    compares.flip()
    assert second.document.held
    second.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    first.document.commit(Move(WIRRAL, MANCHESTER))
    assert other.state.group_of(WIRRAL) == MANCHESTER
    assert compares.other_view is None


def test_a_past_that_another_window_makes_the_present_is_no_past_any_more(
    first: MainWindow, second: MainWindow
) -> None:
    second.document.show_option(first.document.live.id)
    first.document.commit(Move(WIRRAL, MANCHESTER))
    second.document.step_through_past(-1)
    assert second.looking_back.band.isVisible()
    first.document.undo()
    assert second.document.past is None
    assert not second.looking_back.band.isVisible()
    second.document.redo()
    assert first.document.state.group_of(WIRRAL) == MANCHESTER


def test_another_file_is_shown_in_both(
    first: MainWindow, second: MainWindow, plan: Path, asked: list[str]
) -> None:
    assert second.files.open(plan)
    assert asked == ["Untitled"]
    assert first.windowTitle().startswith(plan.name)
    assert second.windowTitle().startswith(plan.name)
    assert first.document.live is second.document.live


# -- the map in a window of its own ---------------------------------------------------------------


@pytest.fixture
def mapped(qtbot, first: MainWindow) -> Iterator[MainWindow]:
    """Return a second window with a large map, made by its key."""
    yield from beside(qtbot, first, Qt.Key.Key_M)


def the_map(window: MainWindow) -> MapView:
    view = window.docks.late("map").panel.view
    assert view is not None
    return view


def middle(view: MapView) -> QPointF:
    return view.to_scene(QPointF(view.viewport().rect().center()))


def test_a_second_window_has_the_map_of_the_same_option(
    first: MainWindow, mapped: MainWindow
) -> None:
    assert mapped.document.live is first.document.live
    view = the_map(mapped)
    assert is_seen(view)
    assert view.width() > mapped.chart.width()
    assert "map" not in first.docks.made
    first.document.reveal(WIRRAL)
    assert view.document.selection == {WIRRAL}
    first.document.hover(CHESHIRE)
    assert view.marks.hovered == set(first.document.state.members(CHESHIRE))
    first.document.commit(Move(WIRRAL, MANCHESTER))
    assert view.scheme.group_of[WIRRAL] == MANCHESTER
    mapped.document.undo()
    assert first.document.state.group_of(WIRRAL) == CHESHIRE


def test_a_stroke_on_the_map_is_foreseen_in_the_other_window(
    qtbot, first: MainWindow, mapped: MainWindow
) -> None:
    view = the_map(mapped)
    face, row = first.chart.faces.card(CHESHIRE), totals_of(first, CHESHIRE)
    first.document.reveal(MANCHESTER)
    qtbot.keyClick(view, Qt.Key.Key_B)
    port = view.viewport()
    qtbot.mouseClick(port, Qt.MouseButton.LeftButton, pos=pixel(view, WIRRAL))
    qtbot.waitUntil(lambda: first.document.foreseen is not None)
    assert view.painting.units == [WIRRAL]
    assert totals_of(first, CHESHIRE) != row
    assert first.chart.faces.card(CHESHIRE) != face
    assert first.document.own_preview is None

    # What the first one does itself comes first, and what waits in the other one comes back.
    waiting = totals_of(first, CHESHIRE)
    first.document.preview(Move("5LH", MANCHESTER))
    assert totals_of(first, CHESHIRE) == row
    first.document.preview(None)
    assert totals_of(first, CHESHIRE) == waiting
    qtbot.waitUntil(lambda: mapped.document.foreseen is view.painting.preview)

    qtbot.keyClick(view, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: first.document.foreseen is None)
    assert view.painting.stroke is None
    assert totals_of(first, CHESHIRE) == row
    assert first.chart.faces.card(CHESHIRE) == face


@pytest.mark.parametrize("end", ["option", "past", "step", "close"])
def test_what_is_foreseen_goes_with_the_window_that_foresees_it(
    qtbot, first: MainWindow, mapped: MainWindow, end: str
) -> None:
    first.document.commit(Move(WIRRAL, MANCHESTER))
    view = the_map(mapped)
    row = totals_of(first, CHESHIRE)
    first.document.reveal(CHESHIRE)
    qtbot.keyClick(view, Qt.Key.Key_B)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=pixel(view, WIRRAL))
    qtbot.waitUntil(lambda: first.document.foreseen is not None)
    assert totals_of(first, CHESHIRE) != row
    if end == "option":
        qtbot.keyClick(mapped, Qt.Key.Key_PageDown, CTRL)
    elif end == "past":
        mapped.document.step_through_past(-1)
    elif end == "step":
        first.actions_.panels.in_step.trigger()
    else:
        mapped.close()
    qtbot.waitUntil(lambda: first.document.foreseen is None)
    assert totals_of(first, CHESHIRE) == row
    assert first.document.state.group_of(WIRRAL) == MANCHESTER


def test_a_drag_is_foreseen_only_where_the_same_option_is_shown(
    qtbot, first: MainWindow, second: MainWindow
) -> None:
    port, chart = first.chart.viewport(), first.chart
    chart.fit()
    row = totals_of(second, CHESHIRE)
    start, end = (mouse.pixel_of(chart, o) for o in (WIRRAL, MANCHESTER))
    mouse.drag(port, start, end, drop=False)
    QCoreApplication.processEvents()
    assert first.document.foreseen is not None
    assert second.document.foreseen is None
    second.document.show_option(first.document.live.id)
    qtbot.waitUntil(lambda: second.document.foreseen is not None)
    assert totals_of(second, CHESHIRE) != row
    mouse.release(port, end)
    qtbot.waitUntil(lambda: second.document.foreseen is None)
    assert second.document.state.group_of(WIRRAL) == MANCHESTER


@pytest.fixture
def maps(qtbot, first: MainWindow, mapped: MainWindow) -> tuple[MapView, MapView]:
    """Return the maps of two windows, both on the screen."""
    first.docks.late("map").bring()
    one, other = the_map(first), the_map(mapped)
    qtbot.waitUntil(lambda: is_seen(one) and is_seen(other))
    return one, other


def test_maps_of_windows_in_step_show_the_same_place(
    first: MainWindow, maps: tuple[MapView, MapView]
) -> None:
    one, other = maps
    other.set_zoom(4 * other.zoom, QPointF(20, 20))
    assert one.zoom == other.zoom
    assert (middle(one) - middle(other)).manhattanLength() * one.zoom < 4
    first.actions_.panels.in_step.trigger()
    one.zoom_out()
    assert one.zoom != other.zoom
    first.actions_.panels.in_step.trigger()
    one.fit()
    assert not other.horizontalScrollBar().maximum()
    assert not other.verticalScrollBar().maximum()


def test_maps_of_windows_in_step_are_dragged_about_together(
    first: MainWindow, maps: tuple[MapView, MapView]
) -> None:
    one, other = maps
    one.set_zoom(5 * one.zoom)
    one.scroll_by(60, 80)
    assert (middle(one) - middle(other)).manhattanLength() * one.zoom < 4
    first.actions_.panels.in_step.trigger()
    there = middle(other)
    one.scroll_by(-90, 0)
    assert middle(other) == there
    first.actions_.panels.in_step.trigger()
    assert (middle(one) - middle(other)).manhattanLength() * one.zoom < 4


def test_a_map_that_gets_another_size_leaves_the_other_as_it_is(
    qtbot, first: MainWindow, mapped: MainWindow, maps: tuple[MapView, MapView]
) -> None:
    one, other = maps
    qtbot.waitUntil(lambda: first.later.is_done and mapped.later.is_done)
    qtbot.waitUntil(lambda: min(one.zoom, other.zoom) > 2 * MIN_ZOOM)  # they have their sizes
    one.fit()
    shown, sizes = other.zoom, set()
    for wider, higher in ((200, -100), (-200, 100), (300, 60)):
        first.resize(first.width() + wider, first.height() + higher)
        QCoreApplication.processEvents()
        sizes.add(one.zoom)
        assert other.zoom == shown  # the whole in its own size, whatever the other's is
        assert one.is_fitted
        assert other.is_fitted
    assert len(sizes) > 1
