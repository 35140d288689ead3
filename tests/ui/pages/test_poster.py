"""A poster: its sheets cover it, share strips, and say where to cut and how they go together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from model.pack import Tier
from tests.sample_pack import sample_scenario
from tests.ui.commands import Run
from tests.ui.exported import info_of, names, pages_of, scenario, text_of, written
from ui.export_settings import ExportSettings
from ui.pages import FLOOR, Page
from ui.pages.furniture import Stroke, Words
from ui.pages.page import POINTS_PER_MM
from ui.pages.poster import _Box, _cuts

POSTER = ExportSettings("A4", landscape=True, layout="poster", tiles=(3, 2))
STRIP = 10 * POINTS_PER_MM


@pytest.fixture(autouse=True)
def _application(qapp: QApplication) -> None:
    """All of these need Qt's fonts."""


def sheets(settings: ExportSettings = POSTER) -> tuple[list[Page], Page]:
    *tiles, assembly = pages_of(settings, sample_scenario())
    return tiles, assembly


def test_the_sheets_cover_the_poster_and_share_strips() -> None:
    tiles, assembly = sheets()
    assert len(tiles) == 6
    assert assembly.tile is None
    areas = [page.tile.area for page in tiles]
    whole = tiles[0].tile.whole
    assert (areas[0].x, areas[0].y) == (0, 0)
    assert areas[-1].x + areas[-1].width == pytest.approx(whole.width)
    assert areas[-1].y + areas[-1].height == pytest.approx(whole.height)
    for left, right in ((0, 1), (1, 2), (3, 4), (4, 5)):
        assert areas[left].x + areas[left].width - areas[right].x == pytest.approx(STRIP)
    for above, below in ((0, 3), (1, 4), (2, 5)):
        assert areas[above].y + areas[above].height - areas[below].y == pytest.approx(STRIP)


def test_no_sheet_shows_more_than_it_has_room_for() -> None:
    for settings in (POSTER, replace(POSTER, tiles=(4, 3), paper="A3")):
        for page in sheets(settings)[0]:
            assert page.tile.area.width <= page.width - 2 * page.margin + 0.01
            assert page.tile.area.height <= page.height - 2 * page.margin + 0.01


def test_cuts_go_between_cards_where_a_column_of_them_ends() -> None:
    (*tiles, _) = pages_of(ExportSettings("A1", layout="poster", tiles=(2, 1)))
    chart = tiles[0].tile.whole.chart
    cut = tiles[1].tile.area.x + STRIP / 2
    cards = [
        (chart.x + x * chart.scale, chart.x + (x + width) * chart.scale)
        for x, _, width, _ in chart.chart.layout.cards
    ]
    assert not [card for card in cards if card[0] < cut < card[1]]
    assert any(right < cut for _, right in cards)
    assert any(left > cut for left, _ in cards)


def test_what_is_not_to_be_cut_is_cut_as_little_as_possible() -> None:
    boxes = [_Box(0, 60, 100), _Box(70, 140, 100), _Box(0, 200, 1)]
    assert _cuts(200, 2, 140 + STRIP, boxes) == (pytest.approx(70 - 4),)
    assert _cuts(200, 2, 100 + STRIP / 2, boxes) == (pytest.approx(100),)  # no other fits


def test_a_poster_has_no_page_number_of_its_own() -> None:
    tiles, assembly = sheets()
    said = " ".join(i.text for i in tiles[0].tile.whole.items if isinstance(i, Words))
    assert "UTC" in said
    assert "page" not in said
    assert "page 7 of 7" in " ".join(i.text for i in assembly.items if isinstance(i, Words))


def test_marks_and_labels_are_in_the_margins_at_the_middle_of_the_strips() -> None:
    tiles, _ = sheets()
    middle = tiles[1]  # of the upper row
    left = middle.margin
    right = left + middle.tile.area.width
    assert right <= middle.width - middle.margin + 0.01
    marks = [item for item in middle.items if isinstance(item, Stroke)]
    assert len(marks) == 8
    down = sorted({mark.x for mark in marks if mark.down})
    assert down == pytest.approx([left + STRIP / 2, right - STRIP / 2])
    for mark in marks:
        end_x, end_y = mark.x + mark.across, mark.y + mark.down
        beside = end_x <= left or mark.x >= right
        foot = middle.margin + middle.tile.area.height
        assert beside or end_y <= middle.margin or mark.y >= foot
        assert min(mark.x, mark.y) >= 0
        assert end_x <= middle.width
        assert end_y <= middle.height
    (label,) = [item.text for item in middle.items if isinstance(item, Words)]
    assert label == "Sheet 2 of 6: row 1, column 2"


def test_the_last_page_shows_how_the_sheets_go_together() -> None:
    tiles, assembly = sheets()
    whole = tiles[0].tile.whole
    said = " ".join(item.text for item in assembly.items if isinstance(item, Words))
    size = f"{whole.width_mm:.0f} × {whole.height_mm:.0f} mm"
    assert f"6 sheets, 3 across and 2 down, make a poster of {size}" in said
    numbers = [item.text for item in assembly.items if isinstance(item, Words) and item.size == 24]
    assert numbers == ["1", "2", "3", "4", "5", "6"]


def image_of(page: Page) -> QImage:
    image = QImage(round(page.width), round(page.height), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    page.draw(painter)
    painter.end()
    return image


def cells(image: QImage, part: QRectF) -> list[int]:
    """Return how light each of some cells of a picture is."""
    smooth = Qt.TransformationMode.SmoothTransformation
    cut = image.copy(part.toRect()).scaled(12, 8, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
    return [cut.pixelColor(x, y).lightness() for y in range(8) for x in range(12)]


def test_a_sheet_shows_its_part_and_nothing_of_it_outside() -> None:
    tiles, _ = sheets()
    poster = image_of(tiles[0].tile.whole)
    for page in tiles:
        area, sheet = page.tile.area, image_of(page)
        shown = cells(sheet, QRectF(page.tile.x, page.tile.y, area.width, area.height))
        meant = cells(poster, QRectF(area.x, area.y, area.width, area.height))
        # Pixels fall elsewhere by a part of one.
        assert shown == pytest.approx(meant, abs=3)
        assert sheet.pixelColor(round(page.margin / 2), round(page.height / 2)).lightness() == 255


def test_every_unit_is_found_in_one_piece_on_some_sheet(tmp_path: Path) -> None:
    pdf = tmp_path / "poster.pdf"
    report = written(pdf, POSTER)
    assert report.pages == 7
    assert report.smallest_pt >= FLOOR
    lines = text_of(pdf)
    assert [name for name in names() if name not in lines] == []


def test_a_poster_is_larger_than_a_page() -> None:
    (one,) = pages_of(ExportSettings("A4"), scenario())
    *_, last, _ = pages_of(POSTER, scenario())
    assert last.tile.whole.chart.scale > 1.5 * one.chart.scale


def test_the_line_on_every_page_is_there(tmp_path: Path, plan: Path, run: Run) -> None:
    secret = "Official: for the board"
    for layout in ("one-page", "pages", "board-paper"):
        settings = ExportSettings("A4", layout=layout, line=secret)
        for page in pages_of(settings, sample_scenario()):
            assert secret in [item.text for item in page.items if isinstance(item, Words)]
    out = tmp_path / "poster.pdf"
    how = ["--layout", "poster", "--tiles", "1x2", "--paper", "letter", "--line", secret]
    ran = run("export", plan, out, *how, "--margins", "12")
    assert ran.code == 0
    assert "more sheets (--tiles 2x3) or a larger paper (--paper A2) makes it larger" in ran.err
    assert info_of(out)["Page size"].startswith("791 x 612 pts")
    assert secret in text_of(out)


@pytest.mark.parametrize("layout", ["one-page", "pages", "board-paper", "poster"])
def test_margins_are_kept(layout: str) -> None:
    settings = ExportSettings("A3", layout=layout, margin_mm=25)
    for page in pages_of(settings, sample_scenario()):
        assert page.margin == pytest.approx(25 * POINTS_PER_MM)
        if page.tile is None:
            assert min(item.x for item in page.items) >= page.margin - 0.01


def test_regions_are_bookmarks_of_a_layout_by_region() -> None:
    of = sample_scenario()
    state = of.option().state
    pages = pages_of(ExportSettings("A4", layout="pages"), of)
    marks = [mark.title for page in pages for mark in page.marks]
    assert marks == ["Overview", *map(state.label, state.at_tier(Tier.REGION))]
