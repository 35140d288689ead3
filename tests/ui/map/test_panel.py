"""The map's panel in the window: its bar, its legend, and why there may be no map."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from PySide6.QtCore import QPointF

from model import edits
from model.geography.shading import Method
from tests.sample_pack import sample_scenario
from ui.main_window import MainWindow
from ui.map.panel import MapPanel
from ui.theme import DARK

WIRRAL, MANCHESTER = "5NK", "C07"


@pytest.fixture
def panel(window: MainWindow) -> MapPanel:
    dock = window.docks.late("map")
    dock.bring()
    panel = dock.panel
    assert isinstance(panel, MapPanel)
    assert panel.view is not None
    return panel


def texts(panel: MapPanel) -> list[str]:
    return [key.text for key in panel.corners.keys]


def test_the_map_has_a_button_for_each_tool(panel: MapPanel) -> None:
    assert panel.view is not None
    assert panel.tool_actions["select"].isChecked()
    panel.tool_actions["lasso"].trigger()
    assert panel.view.tool.id == "lasso"
    panel.view.use("select")
    assert panel.tool_actions["select"].isChecked()
    for action in panel.tool_actions.values():
        assert "{" not in action.toolTip()
        assert action.toolTip()


def test_ways_to_shade_are_those_of_the_pack_that_have_figures(panel: MapPanel) -> None:
    labels = [panel.shade_box.itemText(i) for i in range(panel.shade_box.count())]
    assert labels[:3] == ["Clusters", "Verdicts", "Population of each PCT"]
    assert "Budget 2011-12 per head of each cluster" in labels
    assert not any("Running cost" in label for label in labels)


def test_the_legend_names_classes_with_how_many_are_in_each(panel: MapPanel) -> None:
    panel.shade_by("unit:population", Method.QUANTILES, 4)
    found = texts(panel)[:4]
    assert found[0].startswith("under ")
    assert found[-1].split(" (")[0].endswith(" and more")
    assert sum(int(text.split("(")[1][:-1]) for text in found) == 151
    panel.shade_by("unit:surplus", Method.EQUAL, 3)
    assert any(text.startswith("No figure (") for text in texts(panel))
    panel.shade_by("verdict", Method.QUANTILES, 5)
    assert any(text.endswith("clusters") and "Meets" in text for text in texts(panel))
    panel.shade_by("groups", Method.QUANTILES, 5)
    assert texts(panel)[0] == "One colour and pattern to each cluster"
    assert "Border of an SHA" in texts(panel)


def test_the_legend_follows_edits(window: MainWindow, panel: MapPanel) -> None:
    window.document.commit(edits.to_tray(window.document.state, [WIRRAL]))
    assert "1 PCT not placed yet" in texts(panel)
    window.document.undo()
    assert "1 PCT not placed yet" not in texts(panel)


def test_classes_are_chosen_from_a_menu(panel: MapPanel) -> None:
    panel.shade_by("unit:population", Method.QUANTILES, 5)
    panel.classes_button.menu().aboutToShow.emit()
    entries = {action.text(): action for action in panel.classes_button.menu().actions()}
    entries["3 classes"].trigger()
    entries["Equal steps"].trigger()
    assert panel.view is not None
    assert panel.view.scheme.classes is not None
    assert len(panel.view.scheme.classes) == 3
    assert panel.view.scheme.method is Method.EQUAL
    panel.shade_by("groups", Method.EQUAL, 3)
    assert not panel.classes_button.isEnabled()


def test_the_legend_is_out_of_the_way_and_can_be_hidden(panel: MapPanel) -> None:
    assert panel.view is not None
    shown = panel.view.grab().toImage()
    panel.legend_action.trigger()
    assert panel.view.grab().toImage() != shown
    panel.legend_action.trigger()
    assert panel.view.grab().toImage() == shown
    assert "Border of a cluster" in panel.show_button.accessibleDescription()


def test_what_was_chosen_is_remembered(window: MainWindow, panel: MapPanel) -> None:
    panel.shade_by("unit:population", Method.NATURAL, 6)
    panel.legend_action.setChecked(False)
    state = panel.layout_state()
    again = MapPanel(window)
    assert again.restore_layout(state)
    assert again.layout_state() == state
    for bad in (b"", b"[]", b'{"shade": "x", "method": "y", "number": 3, "legend": true}'):
        assert not again.restore_layout(bad)
    assert again.layout_state() == state


def test_a_pack_without_boundaries_has_a_sentence_in_place_of_the_map(
    window: MainWindow, panel: MapPanel
) -> None:
    scenario = sample_scenario()
    scenario.pack = replace(scenario.pack, boundaries={})
    window.document.replace(scenario)
    assert "has no boundaries" in panel.text.text()
    assert panel.text.isVisible()
    window.document.replace(sample_scenario())
    assert not panel.text.isVisible()
    assert set(panel.view.land.paths) == {"U1", "U2", "U3", "U4", "U5"}


def test_a_damaged_map_has_a_sentence_too(window: MainWindow, panel: MapPanel) -> None:
    scenario = sample_scenario()
    scenario.pack = replace(scenario.pack, boundaries={"U1": b"broken"})
    window.document.replace(scenario)
    assert panel.text.text() == (
        "The area of Ashford on the map is damaged (it can't be unpacked);"
        " all but the map can be used."
    )


def test_the_map_takes_the_theme(window: MainWindow, panel: MapPanel) -> None:
    window.choose_theme("dark")
    assert panel.view is not None
    assert panel.view.theme is DARK
    assert panel.view.painter.theme is DARK


def test_what_is_divided_is_drawn_and_counted(window: MainWindow, panel: MapPanel) -> None:
    assert panel.view is not None
    assert panel.cuts_action.text() == "Councils in several clusters"
    # Western Cheshire, into Cumbria: both councils of Cheshire are divided then.
    home = window.document.state.group_of("5NN")
    window.document.commit(edits.move(window.document.state, ["5NN"], "C06"))
    plain = panel.view.grab().toImage()
    panel.cuts_action.trigger()
    cuts = panel.view.scheme.cuts
    assert len(cuts) == 2
    assert "2 councils in several clusters" in texts(panel)
    assert panel.view.grab().toImage() != plain
    window.document.commit(edits.move(window.document.state, ["5NN"], str(home)))
    assert panel.view.scheme.cuts == []
    assert "2 councils in several clusters" not in texts(panel)
    window.document.undo()
    assert panel.view.scheme.cuts == cuts
    panel.cuts_action.trigger()
    assert panel.view.scheme.cuts == []


def test_parts_of_a_cluster_are_numbered(window: MainWindow, panel: MapPanel) -> None:
    assert panel.view is not None
    state = window.document.state
    before = panel.view.scheme.badges
    cumbria = "5NE"
    window.document.commit(edits.move(state, ["5QP"], state.group_of(cumbria)))
    new = panel.view.scheme.badges - before
    assert sorted(badge.number for badge in new) == [1, 2]
    assert {badge.group for badge in new} == {state.group_of(cumbria)}
    assert "Part of a cluster that is in several" in texts(panel)
    window.document.undo()
    assert panel.view.scheme.badges == before


def test_a_map_that_was_open_comes_in_steps(qtbot, window: MainWindow) -> None:
    from ui.docks import LATE

    steps = LATE["map"].prepare
    assert steps is not None
    assert sum(1 for _ in steps(window)) == 3
    assert window.document.open.atlas()
    scenario = sample_scenario()
    scenario.pack = replace(scenario.pack, boundaries={"U1": b"broken"})
    window.document.replace(scenario)
    assert sum(1 for _ in steps(window)) == 1  # the panel says what is wrong


def test_figures_stand_below_the_names_of_those_that_they_are_of(
    window: MainWindow, panel: MapPanel
) -> None:
    assert panel.view is not None
    panel.shade_by("unit:population", Method.QUANTILES, 5)
    scheme = panel.view.scheme
    assert scheme.unit_name(WIRRAL).lines == ("Wirral", "320k")
    assert not scheme.names  # of clusters: theirs would be in the way
    panel.shade_by("unit:surplus", Method.QUANTILES, 5)
    assert scheme.unit_name(WIRRAL).lines == ("Wirral",)  # nothing is known
    panel.shade_by("group:population", Method.QUANTILES, 5)
    assert scheme.unit_name(WIRRAL).lines == ("Wirral",)
    assert scheme.name(MANCHESTER).lines == ("Greater Manchester", "2.72m")
    window.document.commit(edits.move(window.document.state, [WIRRAL], MANCHESTER))
    assert scheme.name(MANCHESTER).lines == ("Greater Manchester", "3.04m")
    panel.shade_by("groups", Method.QUANTILES, 5)
    assert scheme.name(MANCHESTER).lines == ("Greater Manchester",)


@pytest.mark.parametrize(
    ("width", "height", "is_shown"),
    [(1200, 900, True), (935, 830, True), (500, 370, True), (320, 610, True), (220, 110, False)],
)
@pytest.mark.parametrize("shade", ["groups", "unit:population"])
def test_the_legend_hides_neither_areas_nor_the_scale(
    panel: MapPanel, qtbot, width: int, height: int, is_shown: bool, shade: str
) -> None:
    view = panel.view
    assert view is not None
    panel.shade_by(shade, Method.QUANTILES, 5)
    view.setParent(None)  # so that it can have any size
    qtbot.addWidget(view)
    view.resize(width, height)
    view.show()
    qtbot.waitExposed(view)
    box = panel.corners.box
    assert (box is not None) is is_shown
    if box is None:
        return
    assert not box.intersects(panel.corners.foot)
    assert view.rect().contains(box.toAlignedRect())
    across = range(round(box.left()), round(box.right()), 4)
    down = range(round(box.top()), round(box.bottom()), 4)
    hidden = [at for at in product(across, down) if view.unit_at(QPointF(*at))]
    assert len(hidden) < 10  # an islet


def test_where_the_map_would_be_small_the_legend_is_shortened_first(panel: MapPanel, qtbot) -> None:
    view = panel.view
    assert view is not None
    panel.shade_by("group:population", Method.QUANTILES, 5)
    view.setParent(None)
    qtbot.addWidget(view)
    view.resize(1000, 700)
    view.show()
    qtbot.waitExposed(view)
    all_of_it, words = texts(panel), panel.corners.words
    view.resize(390, 300)
    view.refit()
    (width, height), room = view.extent(), view.viewport().size()
    whole = min(room.width() / width, room.height() / height)
    assert texts(panel) == all_of_it[:5]  # the classes
    assert panel.corners.words == words  # as a screen reader has it
    assert view.zoom > 0.75 * whole
    view.resize(1000, 700)
    view.refit()
    assert texts(panel) == all_of_it
