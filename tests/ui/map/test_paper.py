"""The map on paper: inside its page, legible, names as text, and the same wherever it is drawn."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest
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
from tests.ui.exported import FILE, pack, started, text_of, written
from ui.export_settings import ExportSettings
from ui.map.land import Land, tab_side
from ui.map.paper import PlacedMap, placed_map
from ui.pages import FLOOR, Page, PageMaker
from ui.pages.furniture import Words
from ui.svg import SvgPainter

MAP = ExportSettings("A4", landscape=False, layout="map")
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


def only(page: list[Page]) -> PlacedMap:
    (one,) = page
    assert one.map is not None
    return one.map


def drawn(placed: PlacedMap, width: float, height: float) -> ElementTree.Element:
    """Return what an SVG has of it."""
    painter = SvgPainter(width, height, title="Map", millimetres=(width, height))
    placed.draw(painter)
    return ElementTree.fromstring(painter.finish())


def texts(root: ElementTree.Element) -> list[tuple[str, float, float, float, float]]:
    """Return each text with its left, right, line and size."""
    found = []
    for element in root.iter(f"{SVG}text"):
        x, long = float(element.get("x")), float(element.get("textLength"))
        size = float(element.get("font-size"))
        found.append((element.text, x, x + long, float(element.get("y")), size))
    return found


@pytest.mark.parametrize("paper", ["A4", "A3", "A0", "300x300mm"])
@pytest.mark.parametrize("lies", [True, False])
def test_it_lies_in_its_place_and_can_be_read(maker: PageMaker, paper: str, *, lies: bool) -> None:
    (page,) = maker.pages(ExportSettings(paper, lies, "map"))
    placed = page.map
    assert placed is not None
    assert page.smallest_pt >= FLOOR - 0.01
    root = drawn(placed, page.width, page.height)
    assert min(size for *_, size in texts(root)) >= FLOOR - 0.01
    for clipped in root.findall(f"{SVG}g"):  # frames of their own cut off what reaches out of them
        root.remove(clipped)
    for text, left, right, line, size in texts(root):
        assert placed.box.left() - 0.5 <= left < right <= placed.box.right() + 0.5, text
        assert placed.box.top() - size / 10 <= line - size, text
        assert line <= placed.box.bottom() + 0.5, text
    for item in page.items:
        if isinstance(item, Words):
            box = QRectF(item.x, item.y, item.width, item.height)
            assert not box.intersects(placed.box), item


def test_a_longer_sheet_of_paper_has_more_names(maker: PageMaker) -> None:
    def count(paper: str) -> int:
        (page,) = maker.pages(ExportSettings(paper, False, "map"))
        assert page.map is not None
        return len(texts(drawn(page.map, page.width, page.height)))

    assert count("A4") < count("A2") < count("A0")


@pytest.mark.parametrize("paper", ["A4", "A3", "A2", "A0"])
def test_no_name_lies_on_the_letter_of_an_inset(maker: PageMaker, paper: str) -> None:
    (page,) = maker.pages(ExportSettings(paper, False, "map"))
    assert page.map is not None
    side = tab_side(page.map.scheme.lettering.strong)
    found = texts(drawn(page.map, page.width, page.height))
    # Each is on the inset and where on the map the inset is from.
    letters = [text for text in found if len(text[0]) == 1 and text[0] in "ABCD"]
    assert Counter(Counter(text for text, *_ in letters).values()) == {2: 3}
    for letter, left, right, line, size in letters:
        middle, height = (left + right) / 2, line - size * 0.36
        for text, begin, end, base, high in found:
            if text in (letter, "1", "2"):
                continue
            across = begin < middle + side / 2 and end > middle - side / 2
            down = base - high * 0.7 < height + side / 2 and base > height - side / 2
            assert not (across and down), (text, letter)


def test_what_is_cut_off_is_closed_again(maker: PageMaker) -> None:
    placed = only(maker.pages(MAP))
    root = drawn(placed, 595.0, 842.0)
    clips = {element.get("id") for element in root.iter(f"{SVG}clipPath")}
    used = [e.get("clip-path") for e in root.iter(f"{SVG}g")]
    assert used
    assert {f"url(#{name})" for name in clips} == set(used)
    assert len(used) == len(set(used))
    # The legend and the scale come last, outside of everything that is cut off.
    outside = "".join(e.text or "" for e in root.findall(f"{SVG}text"))
    assert "Border of a cluster" in outside
    assert " km" in outside


def test_the_legend_says_what_is_shown(maker: PageMaker) -> None:
    placed = only(maker.pages(MAP))
    said = " ".join(text for text, *_ in texts(drawn(placed, 595.0, 842.0)))
    for key in placed.legend.keys:
        assert key.text.split()[-1] in said
    assert placed.words.startswith("Clusters. One colour and pattern to each cluster")


@pytest.mark.parametrize("place", range(6))
def test_every_way_to_shade_can_be_drawn(maker: PageMaker, place: int) -> None:
    option, land = maker.option, maker.land
    placed = placed_map(option, land, QRectF(30, 30, 500, 700), 1.0)
    shade = shades(option.pack)[place]
    placed.scheme.choose(shade, Method.QUANTILES, 5)
    root = drawn(placed, 560.0, 760.0)
    fills = {e.get("fill") for e in root.iter(f"{SVG}path")} - {None, "#ffffff"}
    assert len(fills) > 2
    assert shade.label.split()[0] in " ".join(text for text, *_ in texts(root))


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

    part = QRectF(150, 300, 250, 200)
    some, whole = picture(part), picture(None)
    pixels = [(x, y) for x in range(152, 398) for y in range(302, 498)]
    assert len({whole.pixel(*at) for at in pixels}) > 100
    for at in pixels:
        one, other = some.pixelColor(*at), whole.pixelColor(*at)
        apart = (abs(a - b) for a, b in zip(one.getRgb(), other.getRgb(), strict=True))
        assert max(apart) < 8, at  # rounding at the edges of lines


def test_names_of_groups_are_text_in_a_pdf_once(tmp_path: Path) -> None:
    scenario = started(pack())
    option = scenario.option()
    group = option.state.at_tier(Tier.GROUP)[5]
    option.commit(
        edits.set_field(option.state, [group], Field.NAME, "Zwölfkirchen"),
        when="2026-11-21T09:30:00+00:00",
        who="Ann",
    )
    out = tmp_path / "map.pdf"
    report = written(out, ExportSettings("A3", False, "map"), scenario)
    assert report.pages == 1
    assert text_of(out).count("Zwölfkirchen") == 1


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


@pytest.mark.parametrize("suffix", ["pdf", "svg", "png"])
def test_two_processes_write_the_same_bytes(tmp_path: Path, england: Path, suffix: str) -> None:
    made = []
    for seed, zone in (("1", "UTC"), ("2", "Asia/Kathmandu")):
        out = tmp_path / f"{seed}.{suffix}"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        arguments = ["export", england, out, "--layout", "map", "--paper", "A4", "--no-scenario"]
        subprocess.run([sys.executable, "main.py", *arguments], check=True, env=environment)
        made.append(out.read_bytes())
    assert made[0] == made[1]


def test_the_command_line_adds_a_map_and_says_where_there_is_none(
    tmp_path: Path, england: Path, run: Run
) -> None:
    out = tmp_path / "out.pdf"
    assert run("export", england, out, "--paper", "A4", "--include", "map").code == 0
    assert "One colour and pattern to each cluster" in " ".join(text_of(out, "-f", "2").split())
    ran = run("export", england, tmp_path / "out.png", "--layout", "pages")
    assert ran.code == 2
    assert "choose the layout one-page or map" in ran.err
