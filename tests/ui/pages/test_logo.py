"""A logo: of any usual kind, on the first page, in nobody's way; what is unsafe is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from db.errors import InputError
from tests.sample_pack import sample_scenario
from tests.ui.exported import pages_of, poppler, written
from tests.ui.pages.test_board_paper import assert_set_well
from ui.export_settings import ExportSettings
from ui.pages.furniture import Logo, Words
from ui.pages.logo import read_logo

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100">{}'
    '<rect width="300" height="100" fill="#005eb8"/></svg>'
)


@pytest.fixture(autouse=True)
def _application(qapp: QApplication) -> None:
    """All of these need Qt."""


def picture(path: Path, width: int = 300, height: int = 100) -> Path:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0xFF005EB8)
    assert image.save(str(path))
    return path


def svg(path: Path, inside: str = "") -> Path:
    path.write_text(SVG.format(inside), encoding="utf-8")
    return path


@pytest.mark.parametrize("layout", ["one-page", "pages", "board-paper"])
@pytest.mark.parametrize("suffix", ["png", "jpg", "svg"])
def test_it_stands_on_the_first_page_and_nothing_on_it(
    tmp_path: Path, suffix: str, layout: str
) -> None:
    file = tmp_path / f"logo.{suffix}"
    (svg if suffix == "svg" else picture)(file)
    settings = ExportSettings("A4", layout=layout, logo=str(file), line="For the board")
    pages = pages_of(settings, sample_scenario())
    shown = [[i for i in page.items if isinstance(i, Logo)] for page in pages]
    assert [len(logos) for logos in shown] == [1, *[0] * (len(pages) - 1)]
    (logo,) = shown[0]
    assert logo.width == pytest.approx(3 * logo.height)
    assert logo.x + logo.width == pytest.approx(pages[0].width - pages[0].margin)
    for words in pages[0].items:
        if isinstance(words, Words):
            beside = words.x + words.width <= logo.x
            assert beside or words.y >= logo.y + logo.height or words.y + words.height <= logo.y
    if layout == "board-paper":
        assert_set_well(pages[0])


def test_a_very_broad_one_takes_half_of_the_page(tmp_path: Path) -> None:
    file = picture(tmp_path / "logo.png", 2000, 20)
    (page,) = pages_of(ExportSettings("A4", logo=str(file)), sample_scenario())
    (logo,) = [item for item in page.items if isinstance(item, Logo)]
    assert logo.width == pytest.approx((page.width - 2 * page.margin) / 2)
    assert logo.width == pytest.approx(100 * logo.height)


def test_it_is_in_the_files(tmp_path: Path) -> None:
    file = picture(tmp_path / "logo.png")
    settings = ExportSettings("A4", logo=str(file))
    pdf, drawing = tmp_path / "out.pdf", tmp_path / "out.svg"
    written(pdf, settings, sample_scenario())
    (found,) = poppler("pdfimages", "-list", pdf).splitlines()[2:]
    assert found.split()[3:5] == ["300", "100"]
    assert "jpeg" not in found
    written(drawing, settings, sample_scenario())
    assert '<image x="' in drawing.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "inside",
    [
        '<image href="file:///etc/passwd" width="9" height="9"/>',
        "<image xlink:href='/etc/passwd' width='9' height='9'/>",
        '<style>@import url("x.css");</style>',
    ],
)
def test_an_svg_that_refers_to_other_files_is_refused(tmp_path: Path, inside: str) -> None:
    with pytest.raises(InputError, match="refers to other files"):
        read_logo(str(svg(tmp_path / "logo.svg", inside)))


def test_what_can_not_be_used_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't be read"):
        read_logo(str(tmp_path / "none.png"))
    no_picture = tmp_path / "no.png"
    no_picture.write_bytes(b"no picture")
    with pytest.raises(InputError, match="no picture that can be shown"):
        read_logo(str(no_picture))
    large = tmp_path / "large.svg"
    large.write_bytes(b" " * 2_000_001)
    with pytest.raises(InputError, match="larger than 2 MB"):
        read_logo(str(large))
    with pytest.raises(InputError, match="at most 6,000"):
        read_logo(str(picture(tmp_path / "wide.png", 6_001, 1)))
    with pytest.raises(InputError, match="use PNG, JPEG or SVG"):
        read_logo(str(picture(tmp_path / "logo.bmp")))
