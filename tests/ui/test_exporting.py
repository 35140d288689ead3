"""Exports: every name is on paper, nothing is clipped, and the old file survives what fails."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from db import replace as replacing
from db.errors import InputError, SaveError
from model import edits, post_edits
from model.changes import Field
from model.pack import Tier
from model.report.parts import Part
from model.rules.rule import Severity
from model.rules.standing import SEVERITY_WORDS, SIGN_WORDS, Sign
from model.wording import capital
from tests.ui.exported import (
    A0,
    A3,
    A4,
    FILE,
    LAYOUTS,
    PAGES,
    REGIONS,
    WHEN,
    info_of,
    long_scenario,
    maker_of,
    names,
    pack,
    pages_of,
    plain,
    poppler,
    scenario,
    started,
    text_of,
    texts_of,
    units_on,
    wordy,
    written,
)
from ui import exporting
from ui.export_file import ExportReport, ExportStoppedError
from ui.export_settings import PAPERS, ExportSettings
from ui.exporting import check_picture
from ui.pages import FLOOR, Page, PageMaker, smallest_pt
from ui.pages.furniture import Words


@pytest.fixture(autouse=True)
def _application(qtbot: QtBot) -> None:
    """All of these need Qt's fonts."""


class Made(NamedTuple):
    """A file that several tests read, and what was said of it."""

    path: Path
    report: ExportReport


Make = Callable[..., Made]


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Return what gives a PDF with some settings of a ready-made option; each is made once."""
    folder = tmp_path_factory.mktemp("exported")

    @cache
    def make(settings: ExportSettings = A3, ready: str = "june-2011") -> Made:
        path = folder / f"{len(list(folder.iterdir()))}.pdf"
        return Made(path, written(path, settings, scenario(ready), maker=maker_of(ready)))

    return make


# -- what is on the pages --------------------------------------------------------------------------


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
    pdf: Make, ready: str, paper: str, lies: int, layout: str
) -> None:
    lines = text_of(pdf(ExportSettings(paper, bool(lies), layout), ready).path)
    assert len(names()) == 151
    assert [name for name in names() if name not in lines] == []


@pytest.mark.parametrize("landscape", [True, False], ids=["landscape", "portrait"])
@pytest.mark.parametrize("paper", list(PAPERS))
def test_the_page_is_the_paper_and_one_page_stays_one(
    pdf: Make, paper: str, landscape: bool
) -> None:
    made = pdf(ExportSettings(paper, landscape))
    assert made.report.pages == 1
    info = info_of(made.path)
    width, height = (float(n) for n in re.findall(r"[\d.]+", info["Page size"])[:2])
    short, long = (side * 72 / 25.4 for side in PAPERS[paper])
    wanted = (long, short) if landscape else (short, long)
    assert (width, height) == pytest.approx(wanted, abs=0.6)
    assert info["Pages"] == "1"


def test_pages_are_an_overview_and_one_for_each_region(pdf: Make) -> None:
    path, report = pdf(PAGES)
    assert report.pages == 1 + REGIONS == int(info_of(path)["Pages"])
    regions = _labels(Tier.REGION)
    assert [page.title for page in pages_of(PAGES)] == ["Overview", *regions]
    for region, text in zip(regions, texts_of(path)[1:], strict=True):
        assert region in text


def _labels(tier: Tier) -> list[str]:
    state = scenario().option().state
    return [state.label(organisation) for organisation in state.at_tier(tier)]


def test_a_region_too_large_for_a_legible_page_is_carried_on() -> None:
    pages = pages_of(PAGES, "alone")
    london = [page for page in pages if page.title.startswith("London")]
    assert [page.title for page in london] == ["London (1 of 2)", "London (2 of 2)"]
    assert all(page.smallest_pt >= FLOOR - 0.01 for page in pages)
    assert len({page.chart.scale for page in london}) == 1
    rows = [unit for page in london for unit in units_on(page)]
    assert len(rows) == len(set(rows)) == 31


def test_the_overview_shows_every_group_with_its_sign_and_total(pdf: Make) -> None:
    for settings in (PAGES, ExportSettings("A3", layout="pages")):
        overview = texts_of(pdf(settings).path, "-raw")[0]  # names may be on several lines
        assert [name for name in _labels(Tier.GROUP) if name not in overview] == []
        assert "2.72m" in overview


def test_an_overview_of_more_groups_than_a_page_holds_shows_the_regions(pdf: Make) -> None:
    overview = texts_of(pdf(PAGES, "alone").path)[0]
    assert "each SHA has a page that shows what is in it" in overview
    assert [name for name in _labels(Tier.REGION) if name not in overview] == []


def test_what_is_in_the_tray_is_on_paper_as_still_to_place(pdf: Make) -> None:
    overview, _, north_west, *_ = texts_of(pdf(PAGES, "blank").path)
    assert "151 PCTs still to place" in overview
    assert "To place (1 of 2)" in north_west
    assert "Manchester Teaching" in north_west


@pytest.mark.parametrize("settings", [A3, PAGES], ids=["one page", "pages"])
def test_summary_estimates_and_legend_are_there(pdf: Make, settings: ExportSettings) -> None:
    texts = texts_of(pdf(settings).path)
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
        assert part in texts[0]
    assert "planning norm 530k–2.60m" in " ".join(texts)


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
    words = [item for item in pages_of(A3)[0].items if isinstance(item, Words)]
    for severity, counts in scenario().option().findings.summary().items():
        if severity == "info":
            continue
        label = next(i for i in words if i.text == capital(SEVERITY_WORDS[Severity(severity)]))
        row = [w.text for w in words if w.y == label.y and w.x >= label.x]
        numbers = [counts[v] for v in ("breaks", "waived", "incomplete", "meets")]
        assert row == [label.text, *map(str, numbers)]


def test_every_page_has_a_footer_and_the_last_has_the_credits(pdf: Make) -> None:
    texts = texts_of(pdf(PAGES).path)
    assert len(texts) == 11
    for number, text in enumerate(texts, 1):
        for part in (
            FILE,
            "option Clusters of June 2011",
            "as on 1 June 2011",
            f"{pack().name}, version {pack().version}",
            f"of 1 June 2011, 00:00 UTC · page {number} of 11",
        ):
            assert part in text
    # Long addresses break where a line ends.
    last = "".join(texts[-1].split())
    assert [line for line in pack().credits if "".join(line.split()) not in last] == []
    assert "OpenGovernmentLicence" in "".join(text_of(pdf(A4).path).split())


def test_a_title_of_ones_own_heads_the_page(tmp_path: Path) -> None:
    pdf = tmp_path / "out.pdf"
    written(pdf, ExportSettings("A3", title="Board paper 7 & <b>annex</b>"))
    assert "Board paper 7 & <b>annex</b>" in plain(text_of(pdf))
    assert info_of(pdf)["Title"] == "Board paper 7 & <b>annex</b>"


def test_locked_groups_are_explained() -> None:
    of = started(pack())
    option = of.option()
    assert "locked" not in _words(pages_of(A3)[0])
    option.commit(edits.set_field(option.state, ["C07"], Field.LOCKED, "yes"), when=WHEN, who="x")
    assert "locked" in _words(PageMaker(option, FILE).pages(A3)[0])


def _words(page: Page) -> list[str]:
    return [item.text for item in page.items if isinstance(item, Words)]


# -- the file --------------------------------------------------------------------------------------


def test_fonts_are_embedded_and_the_file_is_sound(pdf: Make) -> None:
    path, report = pdf(PAGES)
    fonts = [line.split() for line in poppler("pdffonts", path).splitlines()[2:]]
    assert {row[0].split("+")[-1] for row in fonts} == {
        "FootprintInter-Regular",
        "FootprintInter-SemiBold",
    }
    assert {row[-5] for row in fonts} == {"yes"}
    assert {row[-4] for row in fonts} == {"yes"}  # and said to be a part of the whole
    assert report.bytes == path.stat().st_size < 500_000


def test_a_font_has_one_name_everywhere_and_other_parts_of_it_have_others(pdf: Make) -> None:
    names = []
    for settings in (PAGES, A3):
        raw = pdf(settings).path.read_bytes()
        found = re.findall(rb"/(?:BaseFont|FontName) /([A-Z]{6}\+FootprintInter-\w+)\n", raw)
        # Of each: the font, what is below it, and the descriptor.
        assert Counter(Counter(found).values()) == {3: 2}
        assert len(re.findall(rb"/(?:BaseFont|FontName) /", raw)) == len(found)
        names.append(set(found))
    assert names[0] != names[1]


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
    tmp_path: Path, pdf: Make, ready: str, landscape: bool, layout: str
) -> None:
    made = pdf(ExportSettings("A4", landscape, layout), ready).path
    subprocess.run(["pdftoppm", "-r", "50", "-gray", made, tmp_path / "page"], check=True)
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


def test_long_names_are_in_the_pdf_in_full(tmp_path: Path) -> None:
    pdf = tmp_path / "out.pdf"
    of = long_scenario(wordy)
    written(pdf, PAGES, of)
    # In the order of drawing: a column beside does not come between two lines of a name.
    text = plain(text_of(pdf, "-raw"))
    state = of.option().state
    units = [state.label(unit) for unit in state.at_tier(Tier.UNIT)]
    assert [name for name in units if name not in text] == []


# -- legibility ------------------------------------------------------------------------------------


def test_the_smallest_text_is_reported_and_warned_of(pdf: Make) -> None:
    small = pdf(A4).report
    assert small.smallest_pt < 6
    assert re.fullmatch(
        r"the smallest text is \d\.\d pt, too small to read on paper; "
        r"a larger paper \(--paper A1\) or a page for each SHA \(--layout pages\) makes it larger",
        *small.warnings,
    )
    for settings in (A0, PAGES, ExportSettings("A2"), ExportSettings("A4", False, "pages")):
        fine = pdf(settings).report
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


def test_the_picture_is_the_page_of_the_pdf(tmp_path: Path, pdf: Make) -> None:
    written(tmp_path / "a.png", ExportSettings("A4", dpi=50))
    subprocess.run(
        ["pdftoppm", "-r", "50", "-gray", "-singlefile", pdf(A4).path, tmp_path / "p"],
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


@pytest.mark.parametrize("after", [0, 1, 2])
def test_stopping_leaves_the_old_file(old: Path, after: int) -> None:
    seen = []

    def progress(done: int, total: int) -> bool:
        seen.append((done, total))
        return len(seen) <= after

    with pytest.raises(ExportStoppedError):
        written(old, A4, progress=progress)
    assert seen == [(0, 0), (0, 1), (1, 1)][: after + 1]


def test_progress_is_told_page_by_page(tmp_path: Path) -> None:
    """While pages are laid out, nobody knows how many there will be."""
    seen = []
    written(tmp_path / "out.pdf", PAGES, progress=lambda d, t: not seen.append((d, t)))
    assert seen == [*((done, 0) for done in range(11)), *((done, 11) for done in range(12))]


@pytest.mark.parametrize("name", ["board.pdf", "report.html"])
def test_what_takes_long_can_be_stopped_before_any_of_it_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def fail(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(Page, "draw", fail)
    monkeypatch.setattr("db.exports.html.to_html", fail)
    board = ExportSettings(layout="board-paper", parts=(Part.OVERVIEW, Part.SOURCES))
    steps = count()
    with pytest.raises(ExportStoppedError):
        written(tmp_path / name, board, progress=lambda done, total: next(steps) < 3)
    assert not (tmp_path / name).exists()


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
    pdf: Make,
) -> None:
    made = pdf(A3).path
    stamp = scenario().option().log.head[:8]
    assert f"plan no. {stamp} of 1 June 2011, 00:00 UTC" in plain(text_of(made))
    info = info_of(made)
    assert {info["CreationDate"], info["ModDate"]} == {"Wed Jun  1 00:00:00 2011 UTC"}
