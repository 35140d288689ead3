"""The panel of plots in the window: one selection, live numbers, and what is taken elsewhere."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from model import edits
from model.changes import Field, SetField
from model.pack import Tier
from model.plots.plot import PlotKind
from tests.sample_pack import sample_scenario
from tests.ui import mouse
from tests.ui.in_the_window import LEFT, MANCHESTER
from tests.ui.plots.plotted import click, move_of, numbers, place
from ui.hovering import RowLights
from ui.plots.panel import PlotsPanel

LONDON = "C34"


# -- one selection -------------------------------------------------------------------------------


def test_the_key_shows_the_panel_and_hides_it_again(window, panel, qtbot) -> None:
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    assert panel.view.hasFocus()
    assert "Plo&ts" in [a.text() for m in window.menuBar().actions() for a in m.menu().actions()]
    qtbot.keyClick(panel.view, Qt.Key.Key_L, keys)
    assert window.docks.late("plots").isHidden()


def test_a_click_selects_in_every_view_and_a_selection_is_marked(window, panel, qtbot) -> None:
    click(qtbot, panel, LONDON)
    assert window.document.selection == {LONDON}
    click(qtbot, panel, MANCHESTER, Qt.KeyboardModifier.ControlModifier)
    assert window.document.selection == {LONDON, MANCHESTER}
    window.document.select((LONDON,))
    assert panel.view.marks.selected == {LONDON}
    before = panel.view.grab().toImage()
    window.document.select((MANCHESTER,))
    assert panel.view.grab().toImage() != before


def test_hovering_goes_both_ways(window, panel) -> None:
    mouse.move(panel.view.viewport(), place(panel, LONDON))
    assert window.document.pointed == LONDON
    assert panel.view.marks.hovered == LONDON
    window.document.hover(MANCHESTER)
    assert panel.view.marks.hovered == MANCHESTER
    window.document.hover(window.document.state.members(LONDON)[0])
    assert panel.view.marks.hovered == LONDON  # a plot of groups has no units
    panel.show_kind(PlotKind.BALANCE)
    state = window.document.state
    unit = next(u for u in state.members(MANCHESTER) if state.value(u, "surplus") is not None)
    window.document.hover(unit)
    assert panel.view.marks.hovered == unit
    QApplication.sendEvent(panel.view, QEvent(QEvent.Type.Leave))
    assert window.document.pointed == ""


def test_a_row_of_the_table_lights_up(host, alone) -> None:
    alone.as_table.setChecked(True)
    (lights,) = alone.table.findChildren(RowLights)
    host.document.hover(MANCHESTER)
    (lit,) = lights.lit
    index = alone.table.indexAt(lit.center())
    assert alone.model.item(index.row()).organisation == MANCHESTER


def test_arrow_keys_walk_through_the_bars(window, panel, qtbot) -> None:
    figure = panel.figure
    assert figure is not None
    keys = figure.walk()
    for _ in range(3):
        qtbot.keyClick(panel.view, Qt.Key.Key_Down)
    assert window.document.selection == {keys[2]}
    assert panel.view.marks.current == keys[2]
    assert panel.view.accessibleDescription().endswith("3 of 50.")
    assert window.document.state.label(keys[2]) in panel.view.accessibleDescription()
    qtbot.keyClick(panel.view, Qt.Key.Key_End)
    assert window.document.selection == {keys[-1]}
    assert panel.view.frame.scrolled > 0
    qtbot.keyClick(panel.view, Qt.Key.Key_Home)
    assert window.document.selection == {keys[0]}
    assert panel.view.frame.scrolled == 0
    heard: list[str] = []
    window.document.revealed.connect(heard.append)
    qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    assert heard == [keys[0]]


def test_tab_leads_on(host, alone, qtbot) -> None:
    with qtbot.waitActive(host):
        host.activateWindow()
    alone.setFocus()
    assert alone.view.hasFocus()
    qtbot.keyClick(alone.view, Qt.Key.Key_Up)
    assert alone.view.marks.current
    qtbot.keyClick(alone.view, Qt.Key.Key_Tab)
    assert not alone.view.hasFocus()
    assert not alone.view.marks.current


@pytest.mark.parametrize("kind", list(PlotKind))
def test_every_plot_can_be_walked_through_by_keys(host, alone, qtbot, kind) -> None:
    alone.show_kind(kind)
    figure = alone.figure
    assert figure is not None
    seen = []
    qtbot.keyClick(alone.view, Qt.Key.Key_Home)
    step = Qt.Key.Key_Down if figure.rows and kind is not PlotKind.SPREAD else Qt.Key.Key_Right
    while alone.view.at not in seen:
        seen.append(alone.view.at)
        qtbot.keyClick(alone.view, step)
    assert sorted(seen) == sorted(figure.walk())


# -- orders, tables, zooming ---------------------------------------------------------------------


def test_bars_can_be_put_in_another_order(host, alone) -> None:
    state = host.document.state

    def names() -> list[str]:
        assert alone.figure is not None
        return [item.name for item in alone.figure.shown]

    assert names()[0] == state.label(MANCHESTER)
    alone.order.setCurrentIndex(alone.order.findText("By name"))
    assert names() == sorted(names(), key=str.casefold)
    alone.order.setCurrentIndex(alone.order.findText("By SHA"))
    assert alone.figure is not None
    assert [line.heading for line in alone.figure.rows if line.heading] == [
        state.label(region) for region in state.at_tier(Tier.REGION)
    ]


def test_the_table_has_the_same_numbers_and_the_same_selection(window, panel, qtbot) -> None:
    qtbot.keyClick(panel.view, Qt.Key.Key_T, _control_shift())
    assert panel.table.hasFocus()
    model = panel.model
    assert model.rowCount() == 50
    state = window.document.state
    row = model.row_of(LONDON)
    cells = [model.index(row, c).data() for c in range(model.columnCount())]
    total = state.sum(LONDON, "population").value
    assert cells[:3] == [state.label(LONDON), "London", f"{total:,}"]
    spot = panel.table.visualRect(model.index(row, 0)).center()
    qtbot.mouseClick(panel.table.viewport(), LEFT, pos=spot)
    assert window.document.selection == {LONDON}
    window.document.select((MANCHESTER,))
    chosen = panel.table.selectionModel().selectedRows()
    assert [model.item(i.row()).organisation for i in chosen] == [MANCHESTER]
    change, here, _ = move_of(window)
    window.document.preview(change)
    assert model.index(model.row_of(here), 2).data() == f"{numbers(panel, here)[0]:,}"
    window.document.preview(None)
    qtbot.keyClick(panel.table, Qt.Key.Key_T, _control_shift())
    assert panel.view.hasFocus()


def _control_shift() -> Qt.KeyboardModifier:
    return Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def test_points_are_zoomed_and_a_double_click_shows_all_again(host, alone, qtbot) -> None:
    alone.show_kind(PlotKind.MONEY)
    view = alone.view
    home = view.frame
    middle = home.area.center()
    wheel = QWheelEvent(
        middle,
        view.viewport().mapToGlobal(middle),
        QPoint(),
        QPoint(0, 480),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), wheel)
    near = view.frame
    assert near.across[1] - near.across[0] < (home.across[1] - home.across[0]) / 2
    for _ in range(30):
        view.box.translateBy(x=near.across[1], y=near.up[1])
    assert view.frame.across[1] <= home.across[1] * 1.001
    for _ in range(60):
        view.zoom(2.0)
    assert view.frame.across == pytest.approx(home.across)
    view.zoom(0.3)
    empty = QPointF(view.frame.area.right() - 4, view.frame.area.bottom() - 4).toPoint()
    assert view.key_at(QPointF(empty)) == ""
    qtbot.mouseClick(view.viewport(), LEFT, pos=empty)
    qtbot.mouseDClick(view.viewport(), LEFT, pos=empty)
    assert view.frame.across == pytest.approx(home.across)
    assert view.frame.up == pytest.approx(home.up)
    qtbot.keyClicks(view, "++")
    near = view.frame.across
    assert near[1] < home.across[1]
    host.document.commit(move_of(host)[0])  # an edit leaves alone what somebody looks at
    assert view.frame.across == pytest.approx(near)
    host.document.undo()
    qtbot.keyClicks(view, "0")
    assert view.frame.across == pytest.approx(home.across)


def test_rows_are_scrolled_and_never_out_of_sight(alone) -> None:
    view = alone.view
    assert view.bar.isVisible()
    view.bar.setValue(view.bar.maximum())
    assert view.frame.scrolled == pytest.approx(view.bar.maximum(), abs=1)
    view.scroll_to(10_000)
    assert view.frame.scrolled == pytest.approx(view.bar.maximum(), abs=1)
    last = view.figure.rows[-1]
    row = view.frame.row(last, 10)
    assert row.bottom() == pytest.approx(view.frame.area.bottom(), abs=1.5)
    view.box.translateBy(y=10_000)  # as dragging does
    assert view.frame.scrolled == pytest.approx(view.bar.maximum(), abs=1)
    view.scroll_to(-50)
    assert view.frame.scrolled == 0


def test_the_menu_has_our_commands_alone(alone, qtbot) -> None:
    at = place(alone, LONDON)
    qtbot.mouseClick(alone.view.viewport(), Qt.MouseButton.RightButton, pos=at)
    assert not alone.view.box.menuEnabled()
    texts = [a.text() for a in alone.menu.actions() if a.text()]
    assert texts == [
        "Copy as &picture",
        "Copy &numbers as text",
        "&Export plot…",
        "Show as &table",
        "&Show all of it",
    ]
    assert alone.menu in [alone.take.menu()]


# -- taking it elsewhere -------------------------------------------------------------------------


def test_plot_and_numbers_are_copied(window, panel, qtbot) -> None:
    qtbot.keyClick(panel.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    picture = QGuiApplication.clipboard().image()
    assert picture.width() > 1_000
    assert "on the clipboard" in panel.told.text()
    qtbot.keyClick(panel.view, Qt.Key.Key_C, _control_shift())
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:3] == ["Cluster", "SHA", "Population (people)"]
    assert len(lines) == 51
    total = window.document.state.sum(MANCHESTER, "population").value
    assert lines[1].split("\t")[:3] == ["Greater Manchester", "North West", str(total)]


@pytest.mark.parametrize("kind", list(PlotKind))
def test_every_plot_is_exported_with_its_texts(alone, tmp_path: Path, kind: PlotKind) -> None:
    alone.show_kind(kind)
    figure = alone.figure
    assert figure is not None
    name = figure.shown[0].name if kind is not PlotKind.SPREAD else "Clusters of June 2011"
    for suffix in (".pdf", ".png", ".svg", ".csv"):
        assert alone.export(tmp_path / f"plot{suffix}"), alone.told.text()
    reader = shutil.which("pdftotext")
    assert reader is not None
    text = subprocess.run(
        [reader, "-layout", tmp_path / "plot.pdf", "-"], capture_output=True, check=True, text=True
    ).stdout
    svg = (tmp_path / "plot.svg").read_text(encoding="utf-8")
    if kind is not PlotKind.MONEY:  # whose names stand where there is room
        assert name in text
        assert f">{name}" in svg
    assert figure.plot.title in text
    assert f">{figure.plot.title}</text>" in svg
    assert QImage(str(tmp_path / "plot.png")).width() > 1_000
    with (tmp_path / "plot.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == len(figure.items) + 1
    first = figure.shown[0]
    assert rows[1][0] == first.name
    assert [str(n) for n in first.numbers] == [c for c in rows[1] if c.lstrip("-").isdecimal()][
        -len(first.numbers) :
    ]


def test_an_export_that_fails_says_why(alone, tmp_path: Path) -> None:
    assert not alone.export(tmp_path / "plot.doc")
    assert "end it in .pdf" in alone.told.text()
    assert not alone.export(tmp_path / "nowhere" / "plot.svg")
    assert "plot.svg" in alone.told.text()


def test_the_dialog_offers_all_formats(alone) -> None:
    dialog = alone.ask_export()
    assert isinstance(dialog, QFileDialog)
    assert len(dialog.nameFilters()) == 4
    dialog.filterSelected.emit(dialog.nameFilters()[2])
    assert dialog.defaultSuffix() == "svg"
    dialog.reject()


# -- remembering, names, emptiness ---------------------------------------------------------------


def test_what_was_shown_last_is_shown_again(host, alone) -> None:
    alone.show_kind(PlotKind.OFFICERS)
    alone.order.setCurrentIndex(alone.order.findText("By name"))
    alone.as_table.setChecked(True)
    other = PlotsPanel(host)
    assert other.restore_layout(alone.layout_state())
    assert other.kind.currentData() == PlotKind.OFFICERS.value
    assert other.as_table.isChecked()
    other.resize(600, 300)
    other.show()
    other.catch_up()
    assert other.order.currentText() == "By name"
    for damaged in (b"", b"{", b"[]", b'{"kind": 1}', b'{"kind": "x", "orders": [], "table": 1}'):
        assert not other.restore_layout(QByteArray(damaged))
    other.hide()


def test_names_are_shown_as_they_are(panel_of) -> None:
    panel = panel_of(sample_scenario())
    document = panel._document
    name = "<b>x</b> & " + "W" * 150
    document.commit(SetField("G1", Field.NAME, name))
    assert name in panel.view.about("G1")
    panel.resize(300, 300)
    panel.grab()
    frame = panel.view.frame
    assert frame.area.width() >= 60
    for kind in PlotKind:
        panel.show_kind(kind)
        panel.grab()


def test_an_empty_plan_says_what_is_missing(panel_of) -> None:
    panel = panel_of(sample_scenario("blank"))
    assert panel.figure is None
    assert panel.empty.text() == "There is no cluster with units in it yet."
    assert not panel.export_action.isEnabled()
    document = panel._document
    state = document.state
    document.preview(edits.new_group(state, "R1", "new", "New", ["U1"]))
    assert panel.figure is not None
    assert set(panel.figure.would) == {"new"}
    document.preview(None)
    assert panel.figure is None
    document.commit(edits.new_group(state, "R1", "new", "New", ["U1"]))
    assert panel.figure is not None
    assert panel.export_action.isEnabled()


def test_dark_and_light_are_taken_up(window, panel) -> None:
    for choice in ("dark", "light"):
        window.choose_theme(choice)
        picture = panel.view.grab().toImage()
        corner = picture.pixelColor(picture.width() - 30, picture.height() - 2)
        assert corner == window.theme.panel
        fill = window.theme.accent
        at = place(panel, LONDON)
        scale = picture.devicePixelRatio()
        assert picture.pixelColor(int((at.x() + 20) * scale), int(at.y() * scale)) == fill
