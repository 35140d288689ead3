"""Painting in the whole window: by mouse with all views following, and by keys alone."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication, QMenu

from model.changes import Field, SetField
from model.pack import Tier
from model.stroke import Place
from tests.ui import mouse
from tests.ui.in_the_window import LANCASHIRE, LEFT, MANCHESTER, cards, dialog
from ui.main_window import MainWindow
from ui.map.choosing import TargetDialog
from ui.map.panel import MapPanel
from ui.map.view import MapView

CORNWALL, DEVON, SOMERSET = "5QP", "5QQ", "5QL"
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
FIVE = [CORNWALL, DEVON, SOMERSET, "5QM", "5QK"]
"""From west to east: each touches the next."""


def show_map(qtbot, window: MainWindow) -> MapPanel:
    qtbot.keyClick(window.chart, Qt.Key.Key_M, CTRL | ALT)
    panel = window.docks.late("map").panel
    qtbot.waitUntil(lambda: panel.isVisible() and shown(panel).height() > 300)
    with qtbot.waitActive(window):  # the offscreen platform forgets which it was
        window.activateWindow()
    return panel


def shown(panel: MapPanel) -> MapView:
    assert panel.view is not None
    return panel.view


def pixel(view: MapView, unit: str) -> QPoint:
    place = view.land.sheet.main.to_sheet(*view.land.atlas.shapes[unit].label)
    return view.to_view(QPointF(*place)).toPoint()


def totals_of(window: MainWindow, organisation: str) -> list[str]:
    model = window.totals.model
    row = model.row_of(organisation)
    return [str(model.index(row, c).data()) for c in range(model.columnCount())]


def test_five_units_are_painted_into_a_new_group_and_every_view_follows(
    qtbot, window: MainWindow
) -> None:
    window.later.finish()
    document, state = window.document, window.document.state
    view = shown(show_map(qtbot, window))
    before, groups = state.snapshot(), state.at_tier(Tier.GROUP)
    lost = state.group_of(CORNWALL)
    assert lost is not None
    old_row, old_cards = totals_of(window, lost), cards(window)
    old_face = window.chart.faces.card(lost)
    qtbot.keyClick(window.chart, Qt.Key.Key_B)
    qtbot.keyClick(view, Qt.Key.Key_G, SHIFT)
    assert view.painting.target is Place.NEW

    port = view.viewport()
    mouse.press(port, pixel(view, FIVE[0]))
    for unit in FIVE[1:]:
        mouse.move(port, pixel(view, unit), LEFT)
    swept = view.painting.units
    mouse.release(port, pixel(view, FIVE[-1]))
    for unit in [u for u in swept if u not in FIVE]:  # passed on the way
        qtbot.mouseClick(port, LEFT, pos=pixel(view, unit))
    qtbot.waitUntil(lambda: view.painting.is_settled)
    assert sorted(view.painting.units) == sorted(FIVE)

    # While it is pending, nothing is moved, and everybody says what would be.
    assert state.snapshot() == before
    assert totals_of(window, lost) != old_row
    assert window.chart.faces.card(lost) != old_face
    qtbot.waitUntil(lambda: bool(window.problems._dropped.texts))
    assert any("New cluster" in text for text in window.problems._dropped.texts)
    assert "5 PCTs" in view.tool.ghost.texts[0]

    panel = window.docks.late("map").panel
    qtbot.mouseClick(panel.paint_bar.accept, LEFT)
    made = next(g for g in state.at_tier(Tier.GROUP) if g not in groups)
    assert state.members(made) == sorted(FIVE)
    assert window.chart.chart.box(made) is not None
    assert totals_of(window, made)[0] == state.label(made)
    assert cards(window) != old_cards
    assert view.scheme.look(CORNWALL, view.theme) == view.scheme.look(DEVON, view.theme)

    qtbot.keyClick(view, Qt.Key.Key_Z, CTRL)
    assert state.snapshot() == before
    assert window.chart.chart.box(made) is None
    assert totals_of(window, lost) == old_row
    assert [c.title for c in cards(window)] == [c.title for c in old_cards]
    assert not document.stack.canUndo()


def test_everything_on_the_map_can_be_done_by_keys(qtbot, window: MainWindow) -> None:
    window.later.finish()
    document, state = window.document, window.document.state
    panel = show_map(qtbot, window)
    view = shown(panel)
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)

    # Walk, select more, zoom, scroll, fit.
    document.select((DEVON,))
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert document.current == CORNWALL
    qtbot.keyClick(view, Qt.Key.Key_Up, SHIFT)
    assert document.selection == {CORNWALL, DEVON}
    assert "2 selected" in view.accessibleDescription()
    fitted = view.zoom
    for _ in range(6):
        qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.zoom > fitted
    at = view.horizontalScrollBar().value()
    qtbot.keyClick(view, Qt.Key.Key_Right, CTRL)
    assert view.horizontalScrollBar().value() > at
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.zoom == fitted

    # What it is shaded by; every button can be reached by Tab.
    shade = panel.shade_box.currentText()
    panel.shade_box.setFocus()
    qtbot.keyClick(panel.shade_box, Qt.Key.Key_Down)
    assert panel.shade_box.currentText() != shade
    qtbot.keyClick(panel.shade_box, Qt.Key.Key_Up)
    for button in (panel.show_button, panel.paint_bar.target, panel.paint_bar.source):
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus

    # The group is chosen from a list that is searched.
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_G)
    asked = dialog(qtbot, window, TargetDialog)
    qtbot.keyClicks(asked.search, "lanca")
    qtbot.keyClick(asked.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert view.painting.target == LANCASHIRE
    assert panel.paint_bar.isVisible()
    assert "Lancashire" in panel.paint_bar.target.text()

    # Units are swept one by one, taken back, called off, accepted.
    qtbot.waitUntil(view.hasFocus)
    document.select((CORNWALL,))
    qtbot.keyClick(view, Qt.Key.Key_Space)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert view.painting.units == [CORNWALL, DEVON]
    assert panel.paint_bar.text.text().startswith("2 PCTs · 1.46m → ")
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not view.painting.units
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert state.group_of(DEVON) == LANCASHIRE

    # The eyedropper, the filter, and a new group, from the menu as by their keys.
    document.select(("5HQ",))
    qtbot.keyClick(view, Qt.Key.Key_I)
    assert view.painting.target == MANCHESTER
    qtbot.keyClick(view, Qt.Key.Key_I, SHIFT)
    assert view.painting.source == MANCHESTER
    menu = QMenu(window)
    window.actions_.panels.fill_map(menu)
    commands = {a.text().replace("&", "").split("\t")[0]: a for a in menu.actions()}
    commands["Paint from anywhere"].trigger()
    assert view.painting.source is None
    commands["Paint from the tray only"].trigger()
    assert panel.paint_bar.source.currentText() == "the tray only"
    commands["Paint into a new cluster"].trigger()
    commands["Paint from anywhere"].trigger()
    document.select(("5HQ",))
    commands["Sweep the selected"].trigger()
    assert view.painting.units == ["5HQ"]
    commands["Accept"].trigger()
    assert state.label(state.group_of("5HQ") or "") == state.label("5HQ")
    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Z, CTRL)
    assert not document.stack.canUndo()
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not panel.paint_bar.isVisible()


def test_the_list_of_targets_says_what_is_locked_and_what_is_not_found(
    qtbot, window: MainWindow
) -> None:
    panel = show_map(qtbot, window)
    painting = shown(panel).painting
    document = window.document
    document.select((MANCHESTER,))
    window.editing.lock()
    asked = TargetDialog.ask(painting, window.theme, window)
    qtbot.keyClicks(asked.search, "greater manch")
    assert asked.list.row is not None
    assert asked.list.row.is_locked
    qtbot.keyClick(asked.search, Qt.Key.Key_Return)
    assert asked.isVisible()
    asked.search.setText("nowhere")
    assert "“nowhere”" in asked.nothing_found.text()
    asked.search.setText("tray")
    asked.accept()
    assert painting.target is Place.TRAY
    again = TargetDialog.ask(painting, window.theme, window)
    assert again.target is Place.TRAY
    again.search.setText("new")
    assert again.target is Place.NEW
    again.accept()
    assert painting.target is Place.NEW


def test_the_map_stays_where_it_is_whatever_the_bar_says(qtbot, window: MainWindow) -> None:
    document = window.document
    name = "The long-winded transitional cluster of Lancashire and " + "W" * 140
    document.commit(SetField(LANCASHIRE, Field.NAME, name))
    panel = show_map(qtbot, window)
    view, bar = shown(panel), panel.paint_bar
    qtbot.keyClick(window.chart, Qt.Key.Key_B)
    qtbot.waitUntil(bar.isVisible)
    height = bar.sizeHint().height()
    view.painting.choose(LANCASHIRE)
    view.painting.sweep([CORNWALL, DEVON])
    view.painting.finish()
    assert bar.sizeHint().height() == height
    assert bar.sizeHint().width() <= panel.minimumWidth() + 200
    assert "PCTs · 1.46m → " in bar.text.text()
    assert name in bar.target.toolTip()
