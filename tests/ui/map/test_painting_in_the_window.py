"""Painting in the whole window: by mouse with all views following, and by keys alone."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from model.changes import Field, SetField
from model.pack import Tier
from model.plots.plot import Item, PlotKind
from model.stroke import Place
from tests.ui import mouse
from tests.ui.in_the_window import (
    LANCASHIRE,
    LEFT,
    MANCHESTER,
    cards,
    dialog,
    pixel,
    totals_of,
)
from ui.dialogs.export import ExportDialog
from ui.dialogs.move import MoveDialog
from ui.main_window import MainWindow
from ui.map.choosing import TargetDialog
from ui.map.panel import MapPanel
from ui.map.tools import Lasso, Select
from ui.map.view import MapView
from ui.plots.panel import PlotsPanel

CORNWALL, DEVON, SOMERSET, WIGHT = "5QP", "5QQ", "5QL", "5QT"
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


def show_plots(qtbot, window: MainWindow) -> PlotsPanel:
    """Open the plots by their key, on the sizes of groups."""
    qtbot.keyClick(window.chart, Qt.Key.Key_L, CTRL | ALT)
    panel = window.docks.late("plots").panel
    qtbot.waitUntil(lambda: panel.figure is not None)
    assert panel.kind.currentData() == PlotKind.SIZES
    return panel


def plotted(panel: PlotsPanel) -> dict[str, Item]:
    """Return what is drawn, by whom it stands for; what would be in place of what is."""
    assert panel.figure is not None
    found = {**panel.figure.by_key, **panel.figure.would}
    return {item.organisation or key: item for key, item in found.items() if item is not None}


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
    plots = show_plots(qtbot, window)  # opened in the middle of it
    five = sum(state.sum(unit, "population").value for unit in FIVE)
    assert five in [item.size for item in plots.figure.would.values() if item is not None]
    assert lost not in plotted(plots)  # it would have nobody left
    assert state.members(lost) == [CORNWALL]

    panel = window.docks.late("map").panel
    qtbot.mouseClick(panel.paint_bar.accept, LEFT)
    made = next(g for g in state.at_tier(Tier.GROUP) if g not in groups)
    assert state.members(made) == sorted(FIVE)
    assert window.chart.chart.box(made) is not None
    assert totals_of(window, made)[0] == state.label(made)
    assert cards(window) != old_cards
    assert not plots.figure.would
    assert plotted(plots)[made].size == five
    assert view.scheme.look(CORNWALL, view.theme) == view.scheme.look(DEVON, view.theme)

    qtbot.keyClick(view, Qt.Key.Key_Z, CTRL)
    assert state.snapshot() == before
    assert window.chart.chart.box(made) is None
    assert totals_of(window, lost) == old_row
    assert [c.title for c in cards(window)] == [c.title for c in old_cards]
    assert made not in plotted(plots)
    assert plotted(plots)[lost].size == state.sum(CORNWALL, "population").value
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

    # What hovering says is in the inspector; the menu key has what can be done.
    document.select((CORNWALL,))
    page = window.inspector.page
    assert page is not None
    said = " ".join(label.text() for label in page.findChildren(QLabel))
    assert state.label(CORNWALL) in said
    people = state.sum(CORNWALL, "population").value
    assert f"{people:,}" in said
    with qtbot.waitSignal(view.menu_requested) as asked_for:
        QApplication.sendEvent(
            view.viewport(),
            QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint()),
        )
    assert asked_for.args[0] == CORNWALL
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    qtbot.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Escape)

    # What it is shaded by, in which classes, and what else it shows, from the menu or by Tab.
    menu = QMenu(window)
    window.actions_.panels.fill_map(menu)
    below = {a.text().replace("&", ""): a.menu() for a in menu.actions() if a.menu()}
    below["Shade by"].aboutToShow.emit()
    figures = [a for a in below["Shade by"].actions() if a.text().startswith("Population of each")]
    figures[0].trigger()
    assert view.scheme.classes is not None
    assert panel.shade_box.currentText() == figures[0].text()
    below["Classes"].aboutToShow.emit()
    next(a for a in below["Classes"].actions() if a.text() == "3 classes").trigger()
    assert len(view.scheme.classes) == 3
    assert f"{people // 1000}k" in view.scheme.unit_name(CORNWALL).lines
    next(a for a in below["Show"].actions() if "in several" in a.text()).trigger()
    assert panel.cuts_action.isChecked()
    panel.shade_box.setFocus()
    qtbot.keyClick(panel.shade_box, Qt.Key.Key_Home)
    assert view.scheme.classes is None
    for button in (
        *(panel.classes_button, panel.show_button, panel.paint_bar.target, panel.paint_bar.source),
        *(panel.paint_bar.accept, panel.paint_bar.discard),
    ):
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus

    # What a drag does: to another group, and to the tray.
    view.setFocus()
    document.select((DEVON,))
    qtbot.keyClick(view, Qt.Key.Key_M)
    moving = dialog(qtbot, window, MoveDialog)
    qtbot.keyClicks(moving.search, "lancashire")
    qtbot.keyClick(moving.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert state.group_of(DEVON) == LANCASHIRE
    qtbot.waitUntil(view.hasFocus)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert state.group_of(DEVON) is None
    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Z, CTRL)
    assert not document.stack.canUndo()

    # The parts of a group one after the other.
    document.select((state.group_of(WIGHT),))
    parts = set()
    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_F7)
        parts.add(document.selection)
    assert len(parts) == 2
    assert {WIGHT} in parts

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
    for key, tool in ((Qt.Key.Key_O, Lasso), (Qt.Key.Key_V, Select)):
        qtbot.keyClick(view, key)
        assert isinstance(view.tool, tool)

    # It goes on paper.
    commands["Export the map…"].trigger()
    export = dialog(qtbot, window, ExportDialog)
    assert export.form.layout_.currentData() == "map"
    qtbot.keyClick(export, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)


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
