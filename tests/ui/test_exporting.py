"""Exports: every name is on paper, nothing is clipped, and the old file survives what fails."""

from __future__ import annotations

import csv
import errno
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QFontMetricsF, QImage
from pytestqt.qtbot import QtBot

import resources
from db import replace as replacing
from db.errors import InputError, SaveError
from db.packs import read_pack
from model import edits, post_edits
from model.changes import Field
from model.option import Option
from model.organisations import Organisations
from model.pack import Pack, Tier
from model.rules.standing import SIGN_WORDS, Sign
from model.scenario import Scenario, from_ready
from model.wording import DASH
from tests.model.packs import ON, rich_pack
from tests.sample_pack import sample_scenario
from ui import exporting
from ui.chart.faces import CARD_PAD, COUNT_ROOM, NAME_LINE, SIGN_ROOM, Faces
from ui.chart.paper import PaperFaces, wrapped
from ui.export_file import ExportReport, ExportStoppedError, export
from ui.export_settings import PAPERS, ExportSettings
from ui.exporting import check_picture
from ui.pages import FLOOR, Page, PageMaker, Placed, smallest_pt
from ui.pages.furniture import Words

FOLDER = resources.path("packs", "pct-2011")
WHEN = "2026-11-21T09:30:00.000000+00:00"
FILE = "north.footprint"
REGIONS = 10

A4, A3, A0 = (ExportSettings(paper) for paper in ("A4", "A3", "A0"))
PAGES = ExportSettings("A4", landscape=True, layout="pages")


@pytest.fixture(autouse=True)
def _application(qtbot: QtBot) -> None:
    """All of these need Qt's fonts."""


@cache
def pack() -> Pack:
    return read_pack(FOLDER)


def started(of: Pack, ready: str = "june-2011") -> Scenario:
    option = next(o for o in of.options if o.id == ready)
    return from_ready(of, option, "abc", when="2011-06-01T00:00:00+00:00", who="nobody")


@cache
def scenario(ready: str = "june-2011") -> Scenario:
    """Return one that no test may alter."""
    return started(pack(), ready)


def written(
    out: Path, settings: ExportSettings = A3, of: Scenario | None = None, **more: object
) -> ExportReport:
    of = of or scenario()
    return export(of, of.option(), out, settings, source_name=FILE, **more)


def pages_of(settings: ExportSettings, of: Scenario | None = None) -> list[Page]:
    return PageMaker((of or scenario()).option(), FILE).pages(settings)


def names() -> list[str]:
    with (FOLDER / "organisations.csv").open(encoding="utf-8") as file:
        return [row["name"] for row in csv.DictReader(file) if row["kind"] == "pct"]


def poppler(program: str, *arguments: str | Path) -> str:
    done = subprocess.run([program, *arguments], capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def text_of(pdf: Path, page: int = 0, *how: str) -> str:
    only = ["-f", str(page), "-l", str(page)] if page else []
    return poppler("pdftotext", *how, *only, pdf, "-")


def info_of(pdf: Path) -> dict[str, str]:
    lines = (line.partition(":") for line in poppler("pdfinfo", pdf).splitlines())
    return {key: value.strip() for key, _, value in lines}


def plain(text: str) -> str:
    return " ".join(text.split())


# -- what is on the pages --------------------------------------------------------------------------


LAYOUTS = ("one-page", "pages")
SHEETS = [
    *(
        ("june-2011", p, lies, how)
        for p in ("A4", "A3", "A0")
        for lies in (0, 1)
        for how in LAYOUTS
    ),
    *((ready, "A4", 1, how) for ready in ("blank", "alone") for how in LAYOUTS),
]


@pytest.mark.parametrize(("ready", "paper", "lies", "layout"), SHEETS)
def test_every_unit_is_found_by_its_whole_name_in_one_piece(
    tmp_path: Path, ready: str, paper: str, lies: int, layout: str
) -> None:
    pdf = tmp_path / "out.pdf"
    written(pdf, ExportSettings(paper, bool(lies), layout), scenario(ready))
    lines = text_of(pdf)
    assert len(names()) == 151
    assert [name for name in names() if name not in lines] == []


@pytest.mark.parametrize("landscape", [True, False], ids=["landscape", "portrait"])
@pytest.mark.parametrize("paper", list(PAPERS))
def test_the_page_is_the_paper_and_one_page_stays_one(
    tmp_path: Path, paper: str, landscape: bool
) -> None:
    pdf = tmp_path / "out.pdf"
    assert written(pdf, ExportSettings(paper, landscape)).pages == 1
    info = info_of(pdf)
    width, height = (float(n) for n in re.findall(r"[\d.]+", info["Page size"])[:2])
    short, long = (side * 72 / 25.4 for side in PAPERS[paper])
    wanted = (long, short) if landscape else (short, long)
    assert (width, height) == pytest.approx(wanted, abs=0.6)
    assert info["Pages"] == "1"


def test_pages_are_an_overview_and_one_for_each_region(tmp_path: Path) -> None:
    pdf = tmp_path / "out.pdf"
    report = written(pdf, PAGES)
    assert report.pages == 1 + REGIONS == int(info_of(pdf)["Pages"])
    regions = _labels(Tier.REGION)
    assert [page.title for page in pages_of(PAGES)] == ["Overview", *regions]
    for number, region in enumerate(regions, 2):
        assert region in text_of(pdf, number)


def _labels(tier: Tier) -> list[str]:
    state = scenario().option().state
    return [state.label(organisation) for organisation in state.at_tier(tier)]


def test_a_region_too_large_for_a_legible_page_is_carried_on() -> None:
    pages = pages_of(PAGES, scenario("alone"))
    london = [page for page in pages if page.title.startswith("London")]
    assert [page.title for page in london] == ["London (1 of 2)", "London (2 of 2)"]
    assert all(page.smallest_pt >= FLOOR - 0.01 for page in pages)
    assert len({page.chart.scale for page in london}) == 1
    rows = [unit for page in london for unit in units_on(page)]
    assert len(rows) == len(set(rows)) == 31


def test_the_overview_shows_every_group_with_its_sign_and_total(tmp_path: Path) -> None:
    for settings in (PAGES, ExportSettings("A3", layout="pages")):
        pdf = tmp_path / "out.pdf"
        written(pdf, settings)
        overview = plain(text_of(pdf, 1, "-raw"))  # names may be on several lines
        assert [name for name in _labels(Tier.GROUP) if name not in overview] == []
        assert "2.72m" in overview


def test_an_overview_of_more_groups_than_a_page_holds_shows_the_regions(tmp_path: Path) -> None:
    pdf = tmp_path / "out.pdf"
    written(pdf, PAGES, scenario("alone"))
    overview = plain(text_of(pdf, 1))
    assert "each SHA has a page that shows what is in it" in overview
    assert [name for name in _labels(Tier.REGION) if name not in overview] == []


def test_what_is_in_the_tray_is_on_paper_as_still_to_place(tmp_path: Path) -> None:
    pdf = tmp_path / "out.pdf"
    written(pdf, PAGES, scenario("blank"))
    assert "151 PCTs still to place" in plain(text_of(pdf, 1))
    north_west = plain(text_of(pdf, 3))
    assert "To place (1 of 2)" in north_west
    assert "Manchester Teaching" in north_west


@pytest.mark.parametrize("settings", [A3, PAGES], ids=["one page", "pages"])
def test_summary_estimates_and_legend_are_there(tmp_path: Path, settings: ExportSettings) -> None:
    pdf = tmp_path / "out.pdf"
    written(pdf, settings)
    text = plain(text_of(pdf, 1))
    for part in (
        "Clusters of June 2011",
        "53,012,456",
        "£89,042,955,000*",
        "* £50.77bn of it (57%) is estimated; 90% interval £88.70bn to £89.38bn",
        "906 → 401",
        "151 → 50",
        "contains an estimate",
        "as on 1 June 2011",
        *(words for sign, words in SIGN_WORDS.items() if sign is not Sign.NONE),
    ):
        assert part in text
    assert "planning norm 530k–2.60m" in plain(text_of(pdf))


def test_before_is_with_the_team_that_each_unit_has_as_on_screen() -> None:
    of = started(pack())
    state = of.option().state
    state.apply(post_edits.staff(state, "5D9", "dph", 2))
    officers, _, accountable = state.alone()
    assert officers == 907
    maker = PageMaker(of.option(), FILE)
    assert maker.before(state.root) == (officers, accountable)
    regions = [maker.before(region) for region in state.at_tier(Tier.REGION)]
    assert sum(number for number, _ in regions) == officers
    words = [i.text for i in maker.pages(A3)[0].items if isinstance(i, Words)]
    assert any("907 → 402" in text for text in words)


def test_counts_of_verdicts_are_those_of_the_findings() -> None:
    of = scenario()
    words = [item for item in pages_of(A3, of)[0].items if isinstance(item, Words)]
    for severity, counts in of.option().findings.summary().items():
        if severity == "info":
            continue
        label = next(item for item in words if item.text == severity.capitalize())
        row = [w.text for w in words if w.y == label.y and w.x >= label.x]
        numbers = [counts[v] for v in ("breaks", "waived", "incomplete", "meets")]
        assert row == [label.text, *map(str, numbers)]


def test_every_page_has_a_footer_and_the_last_has_the_credits(tmp_path: Path) -> None:
    pdf = tmp_path / "out.pdf"
    written(pdf, PAGES)
    for number in range(1, 12):
        text = plain(text_of(pdf, number))
        for part in (
            FILE,
            "option Clusters of June 2011",
            "as on 1 June 2011",
            f"{pack().name}, version {pack().version}",
            f"of 1 June 2011, 00:00 UTC · page {number} of 11",
        ):
            assert part in text
    # Long addresses break where a line ends.
    last = "".join(text_of(pdf, 11).split())
    assert [line for line in pack().credits if "".join(line.split()) not in last] == []
    one = tmp_path / "one.pdf"
    written(one, A4)
    assert "OpenGovernmentLicence" in "".join(text_of(one).split())


def test_a_title_of_ones_own_heads_the_page(tmp_path: Path) -> None:
    pdf = tmp_path / "out.pdf"
    written(pdf, ExportSettings("A3", title="Board paper 7 & <b>annex</b>"))
    assert "Board paper 7 & <b>annex</b>" in plain(text_of(pdf))
    assert info_of(pdf)["Title"] == "Board paper 7 & <b>annex</b>"


def test_locked_groups_are_explained(tmp_path: Path) -> None:
    of = started(pack())
    option = of.option()
    assert "locked" not in _words(pages_of(A3, of)[0])
    option.commit(edits.set_field(option.state, ["C07"], Field.LOCKED, "yes"), when=WHEN, who="x")
    assert "locked" in _words(pages_of(A3, of)[0])


def _words(page: Page) -> list[str]:
    return [item.text for item in page.items if isinstance(item, Words)]


# -- the file --------------------------------------------------------------------------------------


def test_fonts_are_embedded_and_the_file_is_sound(tmp_path: Path) -> None:
    pdf = tmp_path / "out.pdf"
    report = written(pdf, PAGES)
    fonts = [line.split() for line in poppler("pdffonts", pdf).splitlines()[2:]]
    assert {row[0].split("+")[-1] for row in fonts} == {
        "FootprintInter-Regular",
        "FootprintInter-SemiBold",
    }
    assert {row[-5] for row in fonts} == {"yes"}
    assert report.bytes == pdf.stat().st_size < 500_000


def test_nobody_is_named_in_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("USER", "LOGNAME", "USERNAME", "LNAME"):
        monkeypatch.setenv(name, "zebedee")
    pdf = tmp_path / "out.pdf"
    written(pdf)
    info = info_of(pdf)
    assert info["Title"] == "Clusters of June 2011"
    assert info["Creator"].startswith("Footprint ")
    assert not info.get("Author")
    assert b"zebedee" not in pdf.read_bytes()
    assert str(tmp_path).encode() not in pdf.read_bytes()


@pytest.mark.parametrize("layout", ["one-page", "pages"])
@pytest.mark.parametrize("landscape", [True, False], ids=["landscape", "portrait"])
@pytest.mark.parametrize("ready", ["june-2011", "blank", "alone"])
def test_nothing_is_drawn_in_the_margins(
    tmp_path: Path, ready: str, landscape: bool, layout: str
) -> None:
    pdf = tmp_path / "out.pdf"
    written(pdf, ExportSettings("A4", landscape, layout), scenario(ready))
    subprocess.run(["pdftoppm", "-r", "50", "-gray", pdf, tmp_path / "page"], check=True)
    pictures = sorted(tmp_path.glob("page*.pgm"))
    assert pictures
    for picture in pictures:
        grey = _pgm(picture)
        border = np.ones(grey.shape, dtype=bool)
        border[17:-17, 17:-17] = False  # 10 mm are 19 dots
        assert (grey[border] == 255).all()
        assert (grey[~border] < 255).any()


def _pgm(path: Path) -> np.ndarray:
    magic, width, height, _, _ = path.read_bytes().split(maxsplit=4)
    assert magic == b"P5"
    # The header ends in one blank, and the first pixel may look like another.
    size = int(width) * int(height)
    return np.frombuffer(path.read_bytes()[-size:], dtype=np.uint8).reshape(int(height), int(width))


# -- positions, by the page model ------------------------------------------------------------------


def long_scenario(make: Callable[[str], str]) -> Scenario:
    """Return June 2011 with every name made by `make`."""
    organisations = Organisations.of(replace(o, name=make(o.name)) for o in pack().organisations)
    options = tuple(
        replace(o, name=make(o.name), groups=tuple(replace(g, name=make(g.name)) for g in o.groups))
        for o in pack().options
    )
    return started(replace(pack(), organisations=organisations, options=options))


def wordy(name: str) -> str:
    return (name + " and the Metropolitan Borough of Upper and Lower Wimbleford" * 5)[:200].strip()


def unbroken(name: str) -> str:
    return (name.replace(" ", "") + "MWwgjpqxyzÅÉ" * 20)[:200]


ALL = [
    *(ExportSettings("A4", lies, layout) for lies in (True, False) for layout in LAYOUTS),
    ExportSettings("A3", layout="pages"),
]


@pytest.mark.parametrize("settings", ALL, ids=lambda s: f"{s.paper}-{s.landscape}-{s.layout}")
@pytest.mark.parametrize("make", [str, wordy, unbroken])
def test_no_text_leaves_its_box_and_no_box_its_page(
    make: Callable[[str], str], settings: ExportSettings
) -> None:
    of = long_scenario(make)
    pages = pages_of(settings, of)
    for page in pages:
        left, right = page.margin - 0.01, page.width - page.margin + 0.01
        top, bottom = page.margin - 0.01, page.height - page.margin + 0.01
        for item in page.items:
            if isinstance(item, Words):
                assert left <= item.x
                assert item.x + item.width <= right + 0.2
                assert top <= item.y
                assert item.y + item.height <= bottom
        placed = page.chart
        assert left <= placed.x
        assert placed.x + placed.width <= right
        above = [i.y for i in page.items if isinstance(i, Words) and i.y > placed.y]
        assert placed.y + placed.height <= min(above)
        _check_chart(placed)
    if settings.layout == "pages":
        shown = [u for page in pages for u in units_on(page)]
        units = of.option().state.at_tier(Tier.UNIT)
        assert sorted(set(shown) & set(units)) == sorted(units)


def units_on(page: Page) -> list[str]:
    return [unit for stack in page.chart.chart.stacks for unit, _ in stack.rows]


def _check_chart(placed: Placed) -> None:
    chart, faces = placed.chart, placed.faces
    room = chart.metrics.card_width - 2 * CARD_PAD
    for number, stack in enumerate(chart.stacks):
        face, header = faces.stack(stack), faces.stack_header(stack)
        assert chart.layout.cards[number][3] >= header
        if header:
            for run in face.name:
                assert run.width <= room - SIGN_ROOM - COUNT_ROOM + 0.1
            for line in face.lines:
                assert sum(run.width for run in line) <= room + 0.1
            assert 12 + NAME_LINE * len(face.name) + 16 * len(face.lines) <= header
    for unit, depth in (row for stack in chart.stacks for row in stack.rows):
        row = faces.paper_row(unit, depth)
        written = "".join(piece.text for piece in row.pieces).replace(" ", "")
        assert faces.option.state.label(unit).replace(" ", "") in written
        boxes = []
        for piece in row.pieces:
            assert piece.x >= 0
            assert piece.right <= room + 0.1
            high = QFontMetricsF(piece.letters.font).height()
            assert piece.y + high <= row.height + 0.5
            boxes.append((piece.x, piece.y, piece.right, piece.y + high - 0.6))
        assert not _overlapping(boxes)
    for region, box in zip(chart.regions, chart.layout.regions, strict=True):
        lines = faces.head_pieces(region, box[2] - 12, placed.note)
        for line in lines:
            assert line[-1].right <= box[2] - 12 + 0.1
        number = chart.regions.index(region)
        own = slice(*chart.layout.first_card[number : number + 2])
        for _, top, _, _ in chart.layout.cards[own]:
            assert box[1] + lines[-1][-1].y + 17 <= top
    root = chart.layout.root
    for line in faces.head_pieces(chart.root, root[2] - 33.5):
        assert line[-1].right <= root[2] - 33
        assert line[-1].y + 9 + 17 <= root[3]


def test_a_row_says_on_paper_what_it_says_on_screen() -> None:
    signs, figures = set(), set()
    every = Option(rich_pack(), "A", "Every kind", ON)
    for option in (started(pack(), "alone").option(), every, sample_scenario().option()):
        paper, screen = PaperFaces(option), Faces(option, 4_000)
        for unit in (*option.state.at_tier(Tier.UNIT), *option.state.at_tier(Tier.PART)):
            row, face = paper.paper_row(unit, 0), screen.row(unit)
            code, name, *figure = [piece.text for piece in row.pieces]
            assert (code, name) == (face.code.text, face.name.text)
            assert "".join(figure) == face.figure.text
            assert row.sign is face.sign
            if figure:
                assert row.pieces[-1].tone == face.figure.tone
            signs.add(row.sign)
            figures.update(figure or [""])
    assert Sign.CROSS in signs
    assert {"", DASH, "9.0k"} <= figures


def _overlapping(boxes: list[tuple[float, float, float, float]]) -> list[tuple[int, int]]:
    return [
        (i, j)
        for i, (a, b, c, d) in enumerate(boxes)
        for j, (e, f, g, h) in enumerate(boxes[:i])
        if a < g - 0.1 and e < c - 0.1 and b < h and f < d
    ]


@pytest.mark.parametrize("text", ["", "one", "a b c", "x" * 50, "ab " * 30, "a-b/c " * 9])
def test_wrapping_keeps_every_letter(text: str) -> None:
    lines = wrapped(text, lambda part: float(len(part)), 10)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(len(line) <= 10 for line in lines)
    assert lines


def test_long_names_are_in_the_pdf_in_full(tmp_path: Path) -> None:
    pdf = tmp_path / "out.pdf"
    of = long_scenario(wordy)
    written(pdf, PAGES, of)
    # In the order of drawing: a column beside does not come between two lines of a name.
    text = plain(text_of(pdf, 0, "-raw"))
    state = of.option().state
    units = [state.label(unit) for unit in state.at_tier(Tier.UNIT)]
    assert [name for name in units if name not in text] == []


# -- legibility ------------------------------------------------------------------------------------


def test_the_smallest_text_is_reported_and_warned_of(tmp_path: Path) -> None:
    small = written(tmp_path / "a.pdf", A4)
    assert small.smallest_pt < 6
    assert re.fullmatch(
        r"the smallest text is \d\.\d pt, too small to read on paper; "
        "a larger paper or a page for each SHA makes it larger",
        *small.warnings,
    )
    for settings in (A0, PAGES, ExportSettings("A2"), ExportSettings("A4", False, "pages")):
        fine = written(tmp_path / "b.pdf", settings)
        assert fine.smallest_pt >= FLOOR - 0.01
        assert fine.warnings == ()


def test_a_larger_paper_has_larger_text() -> None:
    by_size = sorted(PAPERS, key=lambda paper: PAPERS[paper][1])
    sizes = [smallest_pt(pages_of(ExportSettings(paper))) for paper in by_size]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]


# -- pictures --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "size"),
    [
        (ExportSettings("A4", dpi=100), (1169, 827)),
        (ExportSettings("A4", landscape=False, dpi=200), (1654, 2339)),
        (ExportSettings("A3", dpi=300), (4961, 3508)),
    ],
)
def test_a_picture_has_the_dots_asked_for(
    tmp_path: Path, settings: ExportSettings, size: tuple[int, int]
) -> None:
    png = tmp_path / "out.png"
    report = written(png, settings)
    image = QImage(str(png))
    assert (image.width(), image.height()) == size
    assert image.dotsPerMeterX() == pytest.approx(settings.dpi / 0.0254, abs=1)
    assert image.text("Title") == "Clusters of June 2011"
    assert image.pixelColor(1, 1).name() == "#ffffff"
    assert report.pages == 1


def test_a_picture_is_the_same_however_many_bands_it_is_made_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, parts = tmp_path / "whole.png", tmp_path / "parts.png"
    settings = ExportSettings("A4", dpi=96)
    written(whole, settings)
    monkeypatch.setattr(exporting, "_BAND", 1123 * 37)
    written(parts, settings)
    assert QImage(str(whole)) == QImage(str(parts))


def test_the_picture_is_the_page_of_the_pdf(tmp_path: Path) -> None:
    settings = ExportSettings("A4", dpi=50)
    written(tmp_path / "a.png", settings)
    written(tmp_path / "a.pdf", settings)
    subprocess.run(
        ["pdftoppm", "-r", "50", "-gray", "-singlefile", tmp_path / "a.pdf", tmp_path / "p"],
        check=True,
    )
    ours = QImage(str(tmp_path / "a.png")).convertToFormat(QImage.Format.Format_Grayscale8)
    mine = np.frombuffer(ours.constBits(), dtype=np.uint8).reshape(ours.height(), -1)
    theirs = _pgm(tmp_path / "p.pgm")
    high, wide = (min(a, b) // 8 * 8 for a, b in zip(theirs.shape, mine.shape, strict=True))
    difference = _blurred(mine[:high, :wide]) - _blurred(theirs[:high, :wide])
    assert abs(difference).mean() < 4
    assert abs(difference).max() < 60


def _blurred(grey: np.ndarray) -> np.ndarray:
    high, wide = grey.shape
    return grey.reshape(high // 8, 8, wide // 8, 8).mean(axis=(1, 3))


def test_pictures_too_large_are_refused_with_what_would_do(tmp_path: Path) -> None:
    png = tmp_path / "out.png"
    with pytest.raises(InputError, match=r"more than most programs can open; choose 50\d dots"):
        written(png, ExportSettings("A0", dpi=600))
    with pytest.raises(InputError, match=r"more than most programs can open; choose 50\d dots"):
        written(png, ExportSettings("A0", dpi=1200))
    with pytest.raises(InputError, match="one page"):
        written(png, ExportSettings("A4", layout="pages"))
    assert not png.exists()
    assert check_picture(ExportSettings("A3", dpi=150)) == ""
    assert "MB" in check_picture(ExportSettings("A0", dpi=300))


def test_no_memory_for_a_picture_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr(exporting.png, "picture", refuse)
    with pytest.raises(SaveError, match="no memory for 2,480 × 1,754 pixels; choose fewer dots"):
        written(tmp_path / "out.png")


# -- failing and stopping --------------------------------------------------------------------------


@pytest.fixture(params=["out.pdf", "out.png", "out.svg"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """Yield a file that is there already and must be there at the end, alone."""
    path = tmp_path / request.param
    path.write_bytes(b"old")
    yield path
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_the_old_file(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(replacing.os, "fsync", fail)
    with pytest.raises(SaveError, match=rf"{old.name}: .*the disk is full"):
        written(old, A4)


def test_a_fault_in_drawing_leaves_the_old_file(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(Page, "draw", fail)
    with pytest.raises(RuntimeError):
        written(old, A4)


@pytest.mark.parametrize("after", [0, 1])
def test_stopping_leaves_the_old_file(old: Path, after: int) -> None:
    seen = []

    def progress(done: int, total: int) -> bool:
        seen.append((done, total))
        return done < after

    with pytest.raises(ExportStoppedError):
        written(old, A4, progress=progress)
    assert [done for done, _ in seen] == list(range(after + 1))


def test_progress_is_told_page_by_page(tmp_path: Path) -> None:
    seen = []
    written(tmp_path / "out.pdf", PAGES, progress=lambda d, t: not seen.append((d, t)))
    assert seen == [(done, 11) for done in range(12)]


def test_what_can_not_be_written_says_why(tmp_path: Path) -> None:
    (tmp_path / "folder.pdf").mkdir()
    for out, why in (
        (tmp_path / "none" / "out.pdf", "the folder .* is not there; choose another folder"),
        (tmp_path / "folder.pdf", "folder has that name"),
        (tmp_path / "out.pdf" / "out.pdf", "is a file; choose another folder"),
    ):
        (tmp_path / "out.pdf").write_bytes(b"")
        with pytest.raises(SaveError, match=why):
            written(out, A4)
    with pytest.raises(InputError, match=r"end it in \.pdf, \.png"):
        written(tmp_path / "out.docx")


def test_a_file_is_written_over(tmp_path: Path) -> None:
    pdf = tmp_path / "OUT.PDF"
    pdf.write_bytes(b"old")
    written(pdf)
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert list(tmp_path.iterdir()) == [pdf]


# -- alone -----------------------------------------------------------------------------------------


def test_it_works_with_no_display_and_no_application(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; import resources;"
        "from db.packs import read_pack; from model.scenario import from_ready;"
        "from ui.export_settings import ExportSettings; from ui.export_file import export;"
        "pack = read_pack(resources.path('packs', 'pct-2011'));"
        "s = from_ready(pack, pack.options[0], 'x', when='2011-06-01T00:00:00+00:00', who='');"
        "r = export(s, s.option(), Path(sys.argv[1]), ExportSettings('A3'),"
        " source_name='x'); print(r.pages)"
    )
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {key: value for key, value in os.environ.items() if key not in hidden}
    out = tmp_path / "out.pdf"
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script, out],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "1\n", "")
    assert out.read_bytes().startswith(b"%PDF-")


def test_a_file_says_which_state_of_the_plan_it_shows_and_not_when_it_was_made(
    tmp_path: Path,
) -> None:
    pdf = tmp_path / "out.pdf"
    written(pdf)
    of = scenario()
    stamp = of.option().log.head[:8]
    assert f"state {stamp} of 1 June 2011, 00:00 UTC" in plain(text_of(pdf))
    info = info_of(pdf)
    assert {info["CreationDate"], info["ModDate"]} == {"Wed Jun  1 00:00:00 2011 UTC"}
