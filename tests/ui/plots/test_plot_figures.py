"""Where things of a plot stand: nothing hides another, and axes are in plain figures."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

from hypothesis import assume, given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QApplication

from model.changes import Field, Move, SetField
from model.option import Option
from model.pack import Tier
from model.plots.kept import Items
from model.plots.kinds import plot_of
from model.plots.plot import Item, Order, PlotKind
from tests.model.packs import WHEN
from tests.model.plots.test_plots import england_in_small
from ui.letters import letters
from ui.plots.axes import Axis
from ui.plots.drawing import hatch
from ui.plots.figure import Figure, swarm
from ui.plots.frames import label_of, point_frame, row_frame
from ui.plots.labels import DOT, placed, plates
from ui.plots.paper import Sheet, to_csv
from ui.plots.table import as_text
from ui.svg import SvgPainter
from ui.theme import CAPTION

SPOT = st.tuples(st.floats(20, 580), st.floats(20, 380))
AREA = QRectF(0, 0, 600, 400)


def figure(kind: PlotKind, option: Option | None = None, order: Order = Order.PLACE) -> Figure:
    option = option or england_in_small()
    found = plot_of(kind, option.state, option.id, [option])
    return Figure(found, Items(found).all(), order)


@given(st.lists(st.floats(0, 1_000), min_size=1, max_size=40))
def test_dots_hide_each_other_only_where_there_is_no_room(across: list[float]) -> None:
    across = sorted(across)
    heights = swarm(across, 1_000)
    for (x, y), (u, v) in combinations(zip(across, heights, strict=True), 2):
        assert abs(x - u) >= 2 * DOT or abs(y - v) >= 2 * DOT
    tight = swarm(across, 25)
    assert all(abs(height) <= 25 for height in tight)
    assert swarm(across, 0) == [0.0] * len(across)


@given(st.lists(SPOT, max_size=30), st.lists(st.floats(10, 200), min_size=30, max_size=30))
def test_names_hide_neither_points_nor_each_other(places, widths) -> None:
    spots = {str(n): QPointF(x, y) for n, (x, y) in enumerate(places)}
    names = {key: (f"name {key}", widths[int(key)]) for key in spots}
    labels = placed(spots, names, 14, AREA)
    for one, other in combinations(labels, 2):
        assert not one.box.intersects(other.box)
    for label in labels:
        assert AREA.contains(label.box)
        for spot in spots.values():
            dot = QRectF(spot.x() - DOT, spot.y() - DOT, 2 * DOT, 2 * DOT)
            assert not dot.intersects(label.box)
    if len(spots) == 1:
        assert len(labels) == 1


def test_who_comes_first_has_a_name_where_not_all_have_room() -> None:
    spots = {str(n): QPointF(300 + n, 200) for n in range(40)}
    names = {key: (key, 150.0) for key in spots}
    assert "17" not in {label.key for label in placed(spots, names, 14, AREA)}
    assert "17" in {label.key for label in placed(spots, names, 14, AREA, ["17"])}


@given(st.floats(0.5, 300), st.floats(0.5, 60))
def test_hatching_stays_in_its_box(width: float, height: float) -> None:
    box = QRectF(-0.01, -0.01, width + 0.02, height + 0.02)
    for line in hatch(width, height):
        assert box.contains(line.p1())
        assert box.contains(line.p2())


@given(
    st.integers(-(10**10), 10**10),
    st.integers(1, 10**10),
    st.floats(60, 1_500),
    st.sampled_from([PlotKind.SIZES, PlotKind.BALANCE, PlotKind.OFFICERS]),
)
def test_axes_have_plain_figures_in_rising_order(
    qapp: QApplication, low: int, span: int, pixels: float, kind: PlotKind
) -> None:
    del qapp
    assume(span > abs(low) / 1_000)
    axis = Axis(figure(kind).plot, 0, (low, low + span))
    numbers = axis.ticks(low, low + span, pixels)
    assert all(one < other for one, other in pairwise(numbers))
    assert all(low - 1 <= number <= low + span + 1 for number in numbers)
    texts = axis.texts(numbers)
    assert not any(letter in text for text in texts for letter in "eE")
    assert len(set(texts)) == len(numbers)


def test_axes_say_their_unit_in_words(qapp: QApplication) -> None:
    del qapp
    sizes, balance = figure(PlotKind.SIZES).plot, figure(PlotKind.BALANCE).plot
    assert Axis(sizes, 0, (0, 90_000)).title == "Population, people"
    assert Axis(sizes, 0, (0, 50_000_000)).title == "Population, million people"
    assert Axis(balance, 0, (-6_000_000, 10)).title == "Surplus, £ million"
    assert Axis(balance, 0, (0, 900)).title == "Surplus, £"
    assert Axis(figure(PlotKind.OFFICERS).plot, 0, (0, 9)).title == "Officers"
    whole = Axis(figure(PlotKind.OFFICERS).plot, 0, (0, 2))
    assert whole.texts(whole.ticks(0, 2, 900)) == ["0", "1", "2"]
    assert Axis(balance, 0, (-6_000_000, 10)).texts([-5_000_000, 0.0]) == ["−5", "0"]


def test_axes_that_are_thinned_out_keep_0(qapp: QApplication) -> None:
    del qapp
    axis = Axis(figure(PlotKind.BALANCE).plot, 0, (-12_000_000, 12_000_000))
    for pixels in range(60, 900, 7):
        assert 0 in axis.ticks(-12_000_000, 12_000_000, pixels), pixels


def test_what_hovers_is_beside_what_is_there(qapp: QApplication) -> None:
    del qapp
    option = england_in_small()
    for kind in (PlotKind.MONEY, PlotKind.SPREAD):
        found = plot_of(kind, option.state, option.id, [option])
        items = Items(found)
        base = Figure(found, items.all(), Order.PLACE)
        during = base.during(items.would(option, Move("T02", "G2")))
        keys = {item.organisation: item.key for item in base.items}
        if kind is PlotKind.MONEY:
            frame = point_frame(base, Axis(found, 1, base.extent(1)), 0, 0, 600, 400)
        else:
            frame = row_frame(base, 0, 0, 600, base.height)
        assert during.spots(frame) == base.spots(frame)
        now, then = during.spots(frame), during.spots(frame, then=True)
        assert then[keys["G1"]].x() < now[keys["G1"]].x()
        assert then[keys["G2"]].x() > now[keys["G2"]].x()


def test_names_on_paper_are_whole(qapp: QApplication) -> None:
    del qapp
    option = england_in_small()
    name = "A name of many words " * 8
    option.commit(SetField("G1", Field.NAME, name.strip()), when=WHEN, who="me")
    sheet = Sheet(figure(PlotKind.SIZES, option), option, "s")
    lines = sheet.figure.line_of
    assert lines["G1"].height > 2 * lines["G2"].height
    for kind in (PlotKind.SIZES, PlotKind.OFFICERS, PlotKind.SPREAD):
        page = Sheet(figure(kind, option), option, "s").page(is_paper=False)
        painter = SvgPainter(page.width, page.height, title="x")
        page.draw(painter)
        texts = re.findall(r">([^<]+)</text>", painter.finish().decode())
        assert kind is PlotKind.SPREAD or name.strip() in " ".join(texts)
        assert not any("…" in text for text in texts)


def test_names_are_no_formulas_elsewhere_and_numbers_stay_numbers(qapp: QApplication) -> None:
    del qapp
    items = [Item("a", "a", "=1+1", "@home", (-5,)), Item("b", "b", "Plain", "North", (None,))]
    found = Figure(figure(PlotKind.BALANCE).plot, items, Order.SIZE)
    rows = [line.split("\t") for line in as_text(found).splitlines()]
    assert rows[1:] == [["'=1+1", "'@home", "-5", ""], ["Plain", "North", "", ""]]
    lines = to_csv(found).decode("utf-8-sig").splitlines()
    assert lines[1:] == ["'=1+1,'@home,-5,", "Plain,North,,"]


def test_rows_stand_below_each_other_and_are_found_again(qapp: QApplication) -> None:
    del qapp
    for kind in (PlotKind.SIZES, PlotKind.BALANCE, PlotKind.OFFICERS, PlotKind.SERIES):
        found = figure(kind)
        frame = row_frame(found, 0, 30, 700, found.height)
        bottoms = [frame.row(line, 700) for line in found.rows]
        assert all(a.bottom() <= b.top() + 0.01 for a, b in pairwise(bottoms))
        for line in found.rows:
            there = found.at(frame, frame.row(line, 700).center(), 700)
            assert there == (line.keys[0] if line.keys else "")


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=12), st.floats(500, 2_000))
def test_no_text_beside_a_bar_goes_over_the_edge(
    qapp: QApplication, values: list[int], width: float
) -> None:
    del qapp
    plot = figure(PlotKind.BALANCE).plot
    items = [Item(str(n), "", "A name", "", (value,)) for n, value in enumerate(values)]
    found = Figure(plot, items, Order.SIZE)
    for is_whole in (False, True):
        frame = row_frame(found, 0, 0, width, 400, is_whole=is_whole)
        for item in items:
            text = letters(CAPTION, bold=True).width(label_of(found, item)[0])
            assert frame.x(max(0, item.size)) + 6 + text <= width + 0.01
        assert frame.area.right() <= width


def test_units_stand_below_their_groups(qapp: QApplication) -> None:
    del qapp
    option = england_in_small()
    found = figure(PlotKind.BALANCE, option)
    place = ""
    for line in found.rows:
        place = line.heading or place
        for key in line.keys:
            group = option.state.group_of(key)
            assert place == (option.state.label(group) if group else "not placed yet")
    assert option.state.tier(found.rows[1].keys[0]) is Tier.UNIT
    assert not any(line.heading for line in figure(PlotKind.BALANCE, option, Order.NAME).rows)


def test_arrow_keys_lead_to_what_is_there(qapp: QApplication) -> None:
    del qapp
    option = england_in_small()
    rows = figure(PlotKind.SIZES, option)
    assert rows.step("", 0, 1) == rows.walk()[0]
    assert rows.step("G1", 0, 1) == "G2"
    assert rows.step("G2", 0, 1) == "G2"
    assert rows.step("G2", 0, -10) == "G1"
    plane = figure(PlotKind.MONEY, option)
    by_people = sorted(plane.items, key=lambda item: item.numbers[0])
    by_money = sorted(plane.items, key=lambda item: item.numbers[1])
    assert plane.step(by_people[0].key, 1, 0) == by_people[1].key
    assert plane.step(by_money[0].key, 0, -1) == by_money[1].key
    assert plane.step(by_money[1].key, 0, 1) == by_money[0].key


@given(
    st.lists(st.tuples(st.floats(0, 400), st.floats(0, 90), st.floats(10, 200)), min_size=1),
)
def test_names_over_points_never_hide_each_other(points: list[tuple[float, float, float]]) -> None:
    spots = {str(n): QPointF(x, y) for n, (x, y, _) in enumerate(points)}
    names = {str(n): (str(n), width) for n, (_, _, width) in enumerate(points)}
    area = QRectF(0, 0, 400, 90)
    found = plates(spots, names, area, names)
    assert found[0].key == "0"  # who chooses first always finds a place
    for one, other in combinations(found, 2):
        assert not one.box.intersects(other.box)
    assert all(area.contains(label.box) for label in found)
