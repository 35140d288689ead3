"""Texts for paper: measured as Qt measures them, and drawn as Qt would draw them."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF, QImage, QPageSize, QPainter, QPdfWriter
from pytestqt.qtbot import QtBot

from ui import theme
from ui.letters import letters, letters_of, writing

TEXTS = ("", "Leeds", "AVATo 11,111", "Çalder & Fylde – «x»", " · ", "שלום Leeds", "fi ffi e\u0301")


@pytest.fixture(autouse=True)
def _application(qtbot: QtBot) -> None:
    """All of these need Qt's fonts."""


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("bold", [False, True])
def test_widths_are_those_of_the_font(text: str, bold: bool) -> None:
    kind = letters(13, bold=bold)
    assert kind.width(text) == QFontMetricsF(theme.font(13, bold=bold)).horizontalAdvance(text)


def test_a_font_has_its_letters() -> None:
    assert letters_of(theme.font(14, bold=True)) is letters(14, bold=True)
    assert letters_of(theme.font(11)) is letters(11)


def drawn(text: str, *, by_letters: bool) -> np.ndarray:
    image = QImage(400, 60, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    painter.scale(0.5, 0.5)
    kind = letters(40)
    if by_letters:
        writing(painter, at_scale=False)(kind, 10.0, 20.0, text)
    else:
        painter.setFont(kind.font)
        painter.drawText(QPointF(10.0, 20.0 + kind.ascent), text)
    painter.end()
    return np.frombuffer(image.constBits(), dtype=np.uint8).copy()


@pytest.mark.parametrize("text", TEXTS)
def test_set_letters_look_like_a_text_that_is_drawn(text: str) -> None:
    assert (drawn(text, by_letters=True) == drawn(text, by_letters=False)).all()


def test_a_pdf_takes_glyphs_and_pixels_a_prepared_text(tmp_path) -> None:
    kind = letters(12)
    writer = QPdfWriter(str(tmp_path / "out.pdf"))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A6))
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    asked = []
    for device in (writer, image):
        before = kind.glyphs.cache_info().misses, kind.static.cache_info().misses
        painter = QPainter(device)
        writing(painter)(kind, 0.0, 0.0, f"Only here, on {device.width()}")
        painter.end()
        after = kind.glyphs.cache_info().misses, kind.static.cache_info().misses
        asked.append((after[0] - before[0], after[1] - before[1]))
    assert asked == [(1, 0), (0, 1)]
