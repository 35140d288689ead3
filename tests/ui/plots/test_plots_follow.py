"""Live numbers in plots: edits, the past, what hovers or is dragged, other options."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from model import edits
from model.changes import Batch, Move, SetLimit
from model.pack import Tier
from model.plots.plot import Order, PlotKind
from model.scenario import Add
from tests.sample_pack import WHEN, WHO
from tests.ui import mouse
from tests.ui.in_the_window import LEFT, MANCHESTER
from tests.ui.plots.plotted import click, move_of, numbers
from ui.panels.parts import is_seen

LONDON = "C34"


@pytest.mark.parametrize("kind", [PlotKind.SIZES, PlotKind.MONEY, PlotKind.OFFICERS])
def test_an_edit_and_its_undo_are_followed(host, alone, kind) -> None:
    alone.show_kind(kind)
    change, here, there = move_of(host)
    before = numbers(alone, here), numbers(alone, there)
    host.document.commit(change)
    after = numbers(alone, here), numbers(alone, there)
    assert after[0] != before[0]
    assert after[1] != before[1]
    state = host.document.state
    if kind is PlotKind.SIZES:
        assert after[0] == (state.sum(here, "population").value,)
    host.document.undo()
    assert (numbers(alone, here), numbers(alone, there)) == before


def test_the_past_is_plotted_while_it_is_shown(host, alone) -> None:
    document = host.document
    change, here, _ = move_of(host)
    before = numbers(alone, here)
    document.commit(change)
    after = numbers(alone, here)
    document.step_through_past(-1)
    assert document.past is not None
    assert numbers(alone, here) == before != after
    document.look_at_now()
    assert numbers(alone, here) == after


@pytest.mark.parametrize("kind", list(PlotKind))
def test_what_hovers_is_shown_beside_what_is(host, alone, kind) -> None:
    alone.show_kind(kind)
    state = host.document.state
    change, here, there = move_of(host)
    unit = ""
    if kind is PlotKind.BALANCE:
        unit = next(u for u in state.members(MANCHESTER) if state.value(u, "surplus") is not None)
        change = Move(unit, there)
    if kind is PlotKind.SERIES:
        change = edits.dissolve(state, [here])
    picture = alone.view.grab().toImage()
    host.document.preview(change)
    figure = alone.figure
    assert figure is not None
    wanted = {
        PlotKind.BALANCE: {unit},
        PlotKind.SERIES: {"now"},
        PlotKind.SPREAD: {f"{host.document.live.id}/{g}" for g in (here, there)},
    }.get(kind, {here, there})
    assert set(figure.would) == wanted
    assert alone.view.grab().toImage() != picture
    key = min(wanted)
    assert "If dropped here" in alone.view.about(key)
    host.document.preview(None)
    assert alone.figure is not None
    assert not alone.figure.would
    assert alone.view.grab().toImage() == picture


@pytest.mark.parametrize("order", list(Order))
def test_a_new_group_is_seen_while_it_hovers(host, alone, order) -> None:
    view, state = alone.view, host.document.state
    alone.order.setCurrentIndex(alone.order.findData(order.value))
    view.scroll_to(200)
    region = state.region_of(MANCHESTER)

    def hover(units) -> None:
        host.document.preview(edits.new_group(state, region, "new", "Z", units))
        assert view.figure.would["new"] is not None

    def is_seen_whole() -> bool:
        row = view.frame.row(view.figure.line_of["new"], 1)
        return (
            view.frame.area.top() - 1 <= row.top() and row.bottom() <= view.frame.area.bottom() + 1
        )

    units = state.members(MANCHESTER)
    hover(units[:1])
    assert is_seen_whole()
    if order is not Order.PLACE:
        assert view.figure.rows[0].keys == ("new",)
    host.document.preview(None)
    assert view._scrolled == pytest.approx(200, abs=1)
    hover(units[:1])
    view.scroll_to(100)
    hover(units[:2])
    assert view._scrolled == pytest.approx(100, abs=1)  # the user looks at something else
    host.document.preview(None)
    assert view._scrolled == pytest.approx(100, abs=1)


def test_a_group_that_is_left_empty_is_not_said_to_go(host, alone) -> None:
    state = host.document.state
    here, there = state.at_tier(Tier.GROUP)[:2]
    host.document.preview(Batch(tuple(Move(unit, there) for unit in state.members(here))))
    assert f"{state.label(here)}: left empty" in alone.view.about(here)
    host.document.preview(edits.dissolve(state, [here]))
    assert f"{state.label(here)}: dissolved" in alone.view.about(here)


def test_a_line_below_the_plot_waits_until_a_group_is_empty(host, alone) -> None:
    state = host.document.state
    here, there = state.at_tier(Tier.GROUP)[:2]
    change = Batch(tuple(Move(unit, there) for unit in state.members(here)))
    assert alone.about.isHidden()
    host.document.preview(change)
    assert alone.about.isHidden()  # else bars would go up and down with the mouse
    host.document.commit(change)
    assert "1 empty cluster not shown." in alone.about.text()


def test_a_real_drag_on_the_chart_is_shown_in_the_plot(window, panel) -> None:
    chart, port = window.chart, window.chart.viewport()
    state = window.document.state
    unit, target = "5NK", MANCHESTER
    home = state.group_of(unit)
    chart.fit()
    before = numbers(panel, target)
    people = state.value(unit, "population")
    at = mouse.pixel_of(chart, target)
    mouse.drag(port, mouse.pixel_of(chart, unit), at, drop=False)
    assert panel.figure is not None
    assert set(panel.figure.would) == {home, target}
    assert numbers(panel, target) == (before[0] + people,)
    assert panel.figure.now[target].numbers == before
    mouse.release(port, at)
    assert not panel.figure.would
    assert panel.figure.now[target].numbers == (before[0] + people,)
    window.document.undo()
    assert panel.figure.now[target].numbers == before


@pytest.mark.parametrize("kind", [PlotKind.SIZES, PlotKind.MONEY, PlotKind.SPREAD])
def test_the_group_of_a_unit_that_is_selected_is_marked(qtbot, window, panel, kind) -> None:
    panel.show_kind(kind)
    chart, view = window.chart, panel.view
    chart.fit()
    QApplication.processEvents()
    plain = view.grab().toImage()
    qtbot.mouseClick(chart.viewport(), LEFT, pos=mouse.pixel_of(chart, "5NT"))
    mouse.leave(chart.viewport())
    assert window.document.selection == {"5NT"}
    assert view.marks.held == {MANCHESTER}
    with_unit = view.grab().toImage()
    window.document.select((MANCHESTER,))
    assert not view.marks.held
    assert len({bytes(p.constBits()) for p in (plain, with_unit, view.grab().toImage())}) == 3
    window.document.select(())
    assert view.grab().toImage() == plain


def test_only_rows_that_differ_are_drawn_anew(host, alone) -> None:
    host.document.preview(move_of(host)[0])
    host.document.preview(None)
    alone.view.scroll_to(0)
    QApplication.processEvents()
    regions = []
    whole = alone.view.box.geometry().height()
    inside = alone.view._inside
    paint = inside.paint

    def watched(painter, option, widget=None) -> None:
        regions.append(option.exposedRect.height())
        paint(painter, option, widget)

    inside.paint = watched
    host.document.hover(MANCHESTER)
    QApplication.processEvents()
    assert regions
    assert max(regions) < whole / 3


def test_a_panel_that_is_not_seen_catches_up(window, panel, qtbot) -> None:
    change, here, _ = move_of(window)
    before = numbers(panel, here)
    window.docks.totals.raise_()
    qtbot.waitUntil(lambda: not is_seen(panel))
    window.document.commit(change)
    assert numbers(panel, here) == before  # nothing is drawn that nobody sees
    window.docks.late("plots").bring()
    assert numbers(panel, here) != before


def test_limits_that_users_set_move_the_norm(host, alone) -> None:
    figure = alone.figure
    assert figure is not None
    norm = figure.plot.norm
    assert norm is not None
    host.document.commit(SetLimit(norm.rule.id, "high", "900000"))
    figure = alone.figure
    assert figure is not None
    assert figure.plot.norm is not None
    assert figure.plot.norm.high == 900_000
    assert "over" in figure.now[LONDON].note


def test_other_options_are_compared_and_followed(window, panel, qtbot) -> None:
    document = window.document
    live = document.live
    other = live.branch("other", "Other plan", when=WHEN, who=WHO)
    document.edit_list(Add(other, 1), show=live.id)
    panel.show_kind(PlotKind.SPREAD)
    figure = panel.figure
    assert figure is not None
    assert figure.places == [f"{live.state.name} (shown)", "Other plan"]
    change, here, _ = move_of(window)
    before = numbers(panel, f"other/{here}")
    other.commit(change, when=WHEN, who=WHO)  # as another window does
    assert numbers(panel, f"other/{here}") != before
    assert numbers(panel, f"{live.id}/{here}") == before
    click(qtbot, panel, f"other/{LONDON}")
    assert document.selection == {LONDON}


def test_a_panel_that_is_put_away_listens_to_no_other_option(window, panel) -> None:
    document = window.document
    live = document.live
    other = live.branch("other", "Other plan", when=WHEN, who=WHO)
    document.edit_list(Add(other, 1), show=live.id)
    panel.show_kind(PlotKind.SPREAD)
    heard = len(other._listeners)
    window.docks.late("plots").hide()
    assert len(other._listeners) == heard - 1
    change, here, _ = move_of(window)
    before = numbers(panel, f"other/{here}")
    other.commit(change, when=WHEN, who=WHO)
    window.docks.late("plots").bring()
    assert numbers(panel, f"other/{here}") != before
