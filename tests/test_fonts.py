"""The bundled family: every character that we draw comes back from the text layer of a PDF."""

from __future__ import annotations

import subprocess
from itertools import product
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetricsF, QPainter, QPdfWriter

import resources

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

LINES = [
    "".join(map(chr, range(0x21, 0x50))),
    "".join(map(chr, range(0x50, 0x7F))),
    "£1,117 – 5,890 — → ← ✓ ✗ ▲ ▼ △ ▽ ◆ ◇ ● ○ ■ □ … × · • ± − ≤ ≥ ½ °",
    "‘Hywel’ “Ŵŷ” é ñ č ł ß — (5NT) [A–B] 10–15 -> 2x3, 53,012,456 people*",
]
WEIGHTS = [QFont.Weight.Normal, QFont.Weight.DemiBold]


@pytest.fixture
def family(qtbot: QtBot) -> str:
    for name in resources.FONT_FILES:
        QFontDatabase.addApplicationFont(str(resources.path("fonts", name)))
    return resources.FONT_FAMILY


@pytest.mark.parametrize("weight", WEIGHTS)
def test_digits_have_one_width(family: str, weight: QFont.Weight) -> None:
    font = QFont(family, 10, weight)
    info = QFontInfo(font)
    assert (info.family(), info.weight()) == (family, weight)
    assert len({QFontMetricsF(font).horizontalAdvance(digit * 8) for digit in "0123456789"}) == 1


@pytest.fixture
def pdf(family: str, tmp_path: Path) -> Path:
    """Return a page with each line in each weight."""
    target = tmp_path / "fonts.pdf"
    writer = QPdfWriter(str(target))
    writer.setPageMargins(QMarginsF(10, 10, 10, 10))
    writer.setResolution(96)
    painter = QPainter(writer)
    for row, (weight, line) in enumerate(product(WEIGHTS, LINES), 1):
        painter.setFont(QFont(family, 10, weight))
        painter.drawText(0, row * 40, line)
    painter.end()
    return target


def poppler(program: str, *arguments: str | Path) -> list[str]:
    done = subprocess.run([program, *arguments], capture_output=True, encoding="utf-8", check=True)
    return [line.strip() for line in done.stdout.splitlines() if line.strip()]


def test_text_of_a_pdf_is_what_was_drawn(pdf: Path) -> None:
    assert poppler("pdftotext", "-layout", pdf, "-") == LINES * len(WEIGHTS)


def test_pdf_embeds_our_fonts_alone_and_only_what_was_drawn(pdf: Path) -> None:
    fonts = [line.split() for line in poppler("pdffonts", pdf)[2:]]
    assert [row[0] for row in fonts] == ["FootprintInter-Regular", "FootprintInter-SemiBold"]
    assert {row[-5] for row in fonts} == {"yes"}  # embedded
    whole = sum(resources.path("fonts", name).stat().st_size for name in resources.FONT_FILES)
    assert pdf.stat().st_size < whole / 8
