"""The map on paper: inside its page, legible, names as text, and the same wherever it is drawn."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from functools import cache, partial
from itertools import combinations
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch
from xml.etree import ElementTree

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from db.errors import InputError
from model import edits
from model.changes import Field
from model.geography.shades import shades
from model.geography.shading import Method
from model.pack import Tier
from model.report.parts import Part
from tests.model.report import plans
from tests.ui.commands import Run
from tests.ui.exported import FILE, long_scenario, pack, started, text_of, wordy, written
from ui import theme
from ui.export_settings import ExportSettings
from ui.map.land import Land, tab_side
from ui.map.painter import MapPainter
from ui.map.paper import PlacedMap, placed_map
from ui.map.scheme import Weight
from ui.pages import FLOOR, Page, PageMaker, figures
from ui.pages.furniture import Words
from ui.svg import SvgPainter

MAP = ExportSettings("A4", landscape=False, layout="map")
NUMBERED = ["A4", "A4 lying", "A3", "A3 lying", "A0", "HTML"]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def _application(qapp: QApplication) -> None:
    """All of these need Qt's fonts."""


@pytest.fixture(scope="module")
def maker() -> PageMaker:
    return PageMaker(started(pack()).option(), FILE)


@pytest.fixture
def england(plan: Path) -> Path:
    """Return a file of all of England."""
    return plan


def nothing(*_: object) -> None:
    """Draw nothing."""


class Text(NamedTuple):
    """A text of a drawing; its letters lie in the box, as do those that go below the line."""

    text: str
    box: QRectF
    size: float


class Drawn(NamedTuple):
    """A map on a page, and what an SVG has of it."""

    page: Page | None
    placed: PlacedMap
    root: ElementTree.Element
    texts: list[Text]
    digest: str = ""


@pytest.fixture(scope="module")
def drawings(maker: PageMaker) -> Callable[[str], Drawn]:
    """Return what draws a map on a paper: once, for all tests of this module."""

    def draw(paper: str) -> Drawn:
        if paper != "A4":  # one of them has all; areas and lines take most of the time
            with patch.multiple(MapPainter, _draw_areas=nothing, _draw_lines=nothing):
                return made(paper)
        return made(paper)

    @cache
    def made(paper: str) -> Drawn:
        if paper == "HTML":
            with patch.object(figures, "SvgPainter", partial(SvgPainter, millimetres=(1, 1))):
                ((_, whole),) = figures.figures(maker, (Part.MAP,))
            root = ElementTree.fromstring(whole)
            box = QRectF(0, 0, *map(float, root.get("viewBox").split()[2:]))
            placed = placed_map(maker.option, maker.land, box, 1.45, is_fixed=True)
            return Drawn(None, placed, root, texts(root))
        name, _, lies = paper.partition(" ")
        (page,) = maker.pages(ExportSettings(name, bool(lies), "map"))
        assert page.map is not None
        written = svg_bytes(page.map, page.width, page.height)
        root = ElementTree.fromstring(written)
        return Drawn(page, page.map, root, texts(root), hashlib.sha256(written).hexdigest())

    return draw


def svg_of(placed: PlacedMap, width: float, height: float) -> ElementTree.Element:
    """Return what an SVG has of a map."""
    return ElementTree.fromstring(svg_bytes(placed, width, height))


def svg_bytes(placed: PlacedMap, width: float, height: float) -> bytes:
    """Return a map as SVG."""
    painter = SvgPainter(width, height, title="Map", millimetres=(width, height))
    placed.draw(painter)
    return painter.finish()


def pixels(image: QImage) -> NDArray[np.int16]:
    """Return the parts of each pixel's colour, by row and column."""
    rows = np.frombuffer(bytes(image.constBits()), dtype=np.uint8)
    return rows.reshape(image.height(), image.width(), 4).astype(np.int16)


def texts(root: ElementTree.Element) -> list[Text]:
    found = []
    for element in root.iter(f"{SVG}text"):
        x, y, long = (float(element.get(name)) for name in ("x", "y", "textLength"))
        size = float(element.get("font-size"))
        found.append(Text(element.text, QRectF(x, y - 0.73 * size, long, 0.9 * size), size))
    return found


def only(page: list[Page]) -> PlacedMap:
    (one,) = page
    assert one.map is not None
    return one.map


@pytest.mark.parametrize("paper", NUMBERED)
def test_every_group_is_numbered_on_the_map_and_listed_once(
    maker: PageMaker, drawings: Callable[[str], Drawn], paper: str
) -> None:
    placed, state = drawings(paper).placed, maker.option.state
    groups = {group for group in state.at_tier(Tier.GROUP) if state.members(group)}
    assert set(placed.numbers) == groups
    assert sorted(placed.numbers.values()) == list(range(1, 51))
    # Each part of a group has its number, in each frame once at most.
    parts = sum(len(placed.scheme.parts_of(group)) for group in groups)
    marks = [[mark for mark in frame if mark.number] for frame in placed.numbering.marks]
    assert {mark.number for frame in marks for mark in frame} == set(map(str, range(1, 51)))
    assert sum(map(len, marks)) >= parts == 51
    for frame in marks:
        numbers = Counter(mark.number for mark in frame)
        for group, number in placed.numbers.items():
            assert numbers[str(number)] <= len(placed.scheme.parts_of(group)), group
    assert all(mark.number == str(placed.numbers[mark.key]) for f in marks for mark in f)
    # What is drawn is that, and the list: each number there and on the map, each name in full.
    said = Counter(text.text for text in drawings(paper).texts)
    for group, number in placed.numbers.items():
        there = sum(mark.key == group for frame in marks for mark in frame)
        is_legend = number == 1  # the legend's example
        leads = is_legend * placed.numbering.has_leads
        assert said[str(number)] == there + 1 + is_legend + leads, group
    listed = " ".join(text.text for text in drawings(paper).texts if text.text)
    assert all(" ".join(state.label(group).split()[:2]) in listed for group in groups)


@pytest.mark.parametrize("paper", NUMBERED)
def test_a_group_that_an_inset_shows_is_numbered_in_it(
    maker: PageMaker, drawings: Callable[[str], Drawn], paper: str
) -> None:
    numbering, state = drawings(paper).placed.numbering, maker.option.state
    told = {state.label(m.key) for frame in numbering.marks[1:] for m in frame if m.number}
    london = {state.label(g) for g in state.children("Q36")}
    assert len(london) == 6
    assert told >= london | {"Merseyside", "Greater Manchester"}
    assert told >= {"Black Country", "Birmingham and Solihull"}


@pytest.mark.parametrize("paper", NUMBERED)
def test_a_number_stands_on_its_group_or_leads_to_it(
    drawings: Callable[[str], Drawn], paper: str
) -> None:
    placed = drawings(paper).placed
    land = placed.arrangement.land
    for frame, marks in zip(land.sheet.frames, placed.numbering.marks, strict=True):
        back, _ = placed.arrangement.lens.through(frame).inverted()
        for mark in marks:
            # A line ends within a cell of 1.5 pt; a plate on a narrow coast may be half at sea.
            box = mark.box if mark.lead is None else QRectF(-0.75, -0.75, 1.5, 1.5)
            if mark.lead is not None:
                box.translate(mark.lead)
            place = back.mapRect(box)
            assert any(
                land.paths[unit].intersects(place)
                for unit, group in placed.scheme.group_of.items()
                if mark.key in (unit, group)
            ), mark


@pytest.mark.parametrize("paper", NUMBERED)
def test_no_two_texts_overlap_and_none_leaves_its_box(
    drawings: Callable[[str], Drawn], paper: str
) -> None:
    drawn = drawings(paper)
    page, placed, found = drawn.page, drawn.placed, drawn.texts
    for one, other in combinations(found, 2):
        assert not one.box.intersects(other.box), (one, other)
    room = placed.box.adjusted(-0.5, -0.5, 0.5, 0.5)
    for text in found:
        assert room.contains(text.box), text
        assert text.size >= FLOOR - 0.01
    # Nothing lies over the edge of a frame.
    made = placed.arrangement
    edges = [made.lens.box(inset.box) for inset in made.land.sheet.insets]
    marks = [mark.box for frame in placed.numbering.marks for mark in frame]
    for box in [*marks, *(text.box for text in found)]:
        for edge in edges:
            assert edge.contains(box) or not edge.intersects(box), box
    # A legend in a corner of the map is at sea.
    if made.corner is not None:
        back, _ = made.lens.through(made.land.sheet.main).inverted()
        corner = back.mapRect(made.corner)
        assert not any(path.intersects(corner) for path in made.land.paths.values())
        assert not any(edge.intersects(made.corner) for edge in edges)
    for item in page.items if page else ():
        if isinstance(item, Words):
            assert not QRectF(item.x, item.y, item.width, item.height).intersects(placed.box)


def test_more_names_are_written_where_there_is_more_room(
    drawings: Callable[[str], Drawn],
) -> None:
    def named(paper: str) -> int:
        frames = drawings(paper).placed.numbering.marks
        return len({mark.key for frame in frames for mark in frame if mark.name})

    assert named("A4") < named("A3") < 50 < named("A0")


@pytest.mark.parametrize("paper", ["A4", "A3", "A0"])
def test_no_text_lies_on_the_letter_of_an_inset(
    drawings: Callable[[str], Drawn], paper: str
) -> None:
    placed, found = drawings(paper).placed, drawings(paper).texts
    side = tab_side(placed.scheme.lettering.strong)
    # Each is on the inset and where on the map the inset is from; the legend has the first.
    letters = [text for text in found if len(text.text) == 1 and text.text in "ABCD"]
    assert Counter(text.text for text in letters) == {"A": 3, "B": 2, "C": 2}
    for letter in letters:
        tab = QRectF(0, 0, side, side)
        tab.moveCenter(letter.box.center())
        for text in found:
            assert text is letter or not tab.intersects(text.box), (text, letter)


def test_what_is_cut_off_is_closed_again(drawings: Callable[[str], Drawn]) -> None:
    root = drawings("A4").root
    clips = {element.get("id") for element in root.iter(f"{SVG}clipPath")}
    used = [e.get("clip-path") for e in root.iter(f"{SVG}g")]
    assert used
    assert {f"url(#{name})" for name in clips} == set(used)
    assert len(used) == len(set(used))
    # The legend and the scale come last, outside of everything that is cut off.
    outside = "".join(e.text or "" for e in root.findall(f"{SVG}text"))
    assert "Border of a cluster" in outside
    assert " km" in outside


def test_the_legend_says_what_is_shown(drawings: Callable[[str], Drawn]) -> None:
    placed = drawings("A4").placed
    said = " ".join(text.text for text in drawings("A4").texts)
    assert [key.text for key in placed.legend.keys] == [
        "Number of a cluster, as in the list; on each of its parts",
        "The same, where the cluster is too small for it",
        "One colour and pattern to each cluster",
        "Border of an SHA",
        "Border of a cluster, or coast",
        "Border of a PCT",
        "Shown larger in the frame with the same letter",
    ]
    for key in placed.legend.keys:
        assert key.text.split()[-1] in said
    assert placed.words.startswith("Clusters. Number of a cluster, as in the list")
    # On large paper no line leads anywhere, and there are names of PCTs and figures.
    assert [key.text for key in drawings("A0").placed.legend.keys][-2:] == [
        "Population, in the list",
        "Name of a PCT",
    ]
    assert not drawings("A0").placed.numbering.has_leads


def test_what_is_not_placed_is_named_and_its_borders_can_be_seen(maker: PageMaker) -> None:
    option = started(pack(), "blank").option()
    placed = placed_map(option, maker.land, QRectF(30, 30, 530, 600), 1.0)
    assert placed.numbers == {}
    assert [key.text for key in placed.legend.keys] == [
        "151 PCTs not placed yet",
        "Border of an SHA",
        "Coast",
        "Border of a PCT not placed yet",
        "Shown larger in the frame with the same letter",
        "Name of a PCT",
    ]
    root = svg_of(placed, 560.0, 660.0)
    said = {text.text for text in texts(root)}
    assert said >= {"Devon", "Norfolk", "Croydon"}
    # A light line on a light ground would not be seen: the last one drawn of these is grey.
    key = next(key for key in placed.legend.keys if key.weight is Weight.UNIT)
    assert key.ink == theme.LIGHT.quiet
    thin = [e for e in root.iter(f"{SVG}path") if e.get("stroke") == theme.LIGHT.quiet.name()]
    assert max(len(e.get("d")) for e in thin) > 10_000


def test_the_list_goes_by_region_and_name(drawings: Callable[[str], Drawn]) -> None:
    placed = drawings("A4").placed
    state, rows = placed.scheme.option.state, []
    for column in placed.arrangement.columns:
        for head, *groups in column:
            rows.append((" ".join(head.text.lines), [" ".join(g.text.lines) for g in groups]))
    assert [region for region, _ in rows] == [
        state.label(region) for region in state.at_tier(Tier.REGION)
    ]
    assert all(names == sorted(names) for _, names in rows)
    assert sum(len(names) for _, names in rows) == 50


@pytest.mark.parametrize("way", ["verdict", "unit:population", "group:allocation/population"])
def test_other_ways_to_shade_have_numbers_too(maker: PageMaker, way: str) -> None:
    option, land = maker.option, maker.land
    placed = placed_map(option, land, QRectF(30, 30, 500, 700), 1.0)
    shade = next(shade for shade in shades(option.pack) if shade.id == way)
    placed.scheme.choose(shade, Method.QUANTILES, 5)
    root = svg_of(placed, 560.0, 760.0)
    fills = {e.get("fill") for e in root.iter(f"{SVG}path")} - {None, "#ffffff"}
    assert len(fills) > 2
    assert shade.label.split()[0] in " ".join(text.text for text in texts(root))
    numbers = {m.number for frame in placed.numbering.marks for m in frame if m.number}
    assert len(numbers) == 50


def test_a_part_of_the_page_is_drawn_as_the_whole(maker: PageMaker) -> None:
    (page,) = maker.pages(MAP)

    def picture(part: QRectF | None) -> QImage:
        image = QImage(595, 842, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFFFF)
        painter = QPainter(image)
        if part is not None:
            painter.setClipRect(part)
        page.draw(painter, part)
        painter.end()
        return image

    part = QRectF(100, 300, 250, 200)
    some, whole = picture(part), picture(None)
    one, other = (pixels(image)[302:498, 102:348] for image in (some, whole))
    assert len(np.unique(other.reshape(-1, 4), axis=0)) > 100
    assert abs(one - other).max() < 8  # rounding at the edges of lines


def test_names_of_groups_are_text_in_a_pdf(tmp_path: Path, maker: PageMaker) -> None:
    scenario = started(pack())
    option = scenario.option()
    group = option.state.at_tier(Tier.GROUP)[5]
    option.commit(
        edits.set_field(option.state, [group], Field.NAME, "Zwölfkirchen"),
        when="2026-11-21T09:30:00+00:00",
        who="Ann",
    )
    out, own = tmp_path / "map.pdf", PageMaker(option, FILE)
    own.land = maker.land
    report = written(out, ExportSettings("A3", False, "map"), scenario, maker=own)
    assert report.pages == 1
    # In the list, and on the map, which has room for it.
    assert text_of(out).count("Zwölfkirchen") == 2


def test_a_board_paper_has_it_where_there_are_boundaries(maker: PageMaker) -> None:
    parts = (Part.MAP, Part.CHANGES)
    settings = ExportSettings("A4", False, "board-paper", parts=parts)
    cover, *pages = maker.pages(settings)
    assert [mark.title for page in pages for mark in page.marks] == ["Map", "Changes"]
    assert [page.map is not None for page in (cover, *pages)] == [False, True, False]
    without = PageMaker(plans.plan(), FILE)
    assert all(page.map is None for page in without.pages(settings))
    assert [mark.title for page in without.pages(settings) for mark in page.marks][1:] == [
        "Changes"
    ]


def test_a_list_that_leaves_the_map_no_room_has_pages_of_its_own() -> None:
    option = long_scenario(wordy).option()
    maker = PageMaker(option, FILE)
    pages = maker.pages(ExportSettings("A4", False, "board-paper", parts=(Part.MAP,)))
    shown = [page for page in pages if page.map is not None]
    assert [page.title for page in shown] == ["Map", *["Map: clusters"] * (len(shown) - 1)]
    placed, *lists = (page.map for page in shown)
    assert not any(placed.arrangement.columns)
    assert placed.arrangement.is_spacious
    # All groups in their order, each name in full, in columns that end where the page does.
    rows = []
    for listed in lists:
        for column in listed.page.columns:
            assert sum(row.height for part in column for row in part) <= listed.box.height()
            rows += [row for part in column for row in part if row.number]
    assert [row.number for row in rows] == list(range(1, 51))
    names = {option.state.label(group) for group in placed.numbers}
    assert {" ".join(row.text.lines) for row in rows} == {" ".join(n.split()) for n in names}
    said = [text for item in shown[1].items if isinstance(item, Words) for text in [item.text]]
    assert "Each cluster by its number on the map, with its population." in said


def test_it_follows_a_chart_if_that_is_asked_for(maker: PageMaker) -> None:
    pages = maker.pages(ExportSettings("A3", map=True, changes=True))
    assert [page.title for page in pages] == [pages[0].title, "Map", "Changes"]
    assert pages[1].map is not None


@pytest.mark.parametrize("settings", [MAP, ExportSettings("A4", map=True)])
def test_who_asks_for_a_map_that_is_not_there_is_told(settings: ExportSettings) -> None:
    maker = PageMaker(plans.plan(), FILE)
    with pytest.raises(InputError, match="there is no map: Rich has no boundaries"):
        maker.pages(settings)


def test_land_is_made_once(maker: PageMaker) -> None:
    first = only(maker.pages(MAP)).land
    assert only(maker.pages(ExportSettings("A3", False, "map"))).land is first
    assert isinstance(first, Land)


def test_another_process_draws_the_same_bytes(drawings: Callable[[str], Drawn]) -> None:
    code = (
        "import hashlib; from PySide6.QtWidgets import QApplication; app = QApplication([])\n"
        "from tests.ui.map.test_paper import *\n"
        "(page,) = PageMaker(started(pack()).option(), FILE).pages(MAP)\n"
        "print(hashlib.sha256(svg_bytes(page.map, page.width, page.height)).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Kathmandu"}
    command = [sys.executable, "-c", code]
    ran = subprocess.run(command, check=True, env=environment, capture_output=True, text=True)
    assert ran.stdout.strip() == drawings("A4").digest


def test_the_command_line_adds_a_map_and_says_where_there_is_none(
    tmp_path: Path, england: Path, run: Run
) -> None:
    out = tmp_path / "out.pdf"
    assert run("export", england, out, "--paper", "A4", "--include", "map").code == 0
    assert "One colour and pattern to each cluster" in " ".join(text_of(out, "-f", "2").split())
    ran = run("export", england, tmp_path / "out.png", "--layout", "pages")
    assert ran.code == 2
    assert "choose the layout one-page or map" in ran.err
