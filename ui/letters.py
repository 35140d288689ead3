"""Texts of the bundled family, measured once and set once, for everything that goes on paper.

An export measures and draws the same texts again and again: for each page, for each size that is
tried, for the preview and for the file. What Qt has found out about a text is kept here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Final, Protocol

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QGlyphRun,
    QPaintEngine,
    QPainter,
    QStaticText,
    QTextLayout,
)

from ui import theme

_KEPT: Final = 16_384
"""How many texts of a style are kept: all on the pages of a large chart."""


class Letters:
    """The type of one size and weight.

    Parameters
    ----------
    pixels : int
        Its size, in the painter's unit.

    Attributes
    ----------
    ascent : float
        From the top of a line to the line that the letters stand on.
    width, glyphs, static : callable
        A text to its width, to what Qt draws of it, and to that prepared for the screen.
    """

    def __init__(self, pixels: int, *, bold: bool = False) -> None:
        self.pixels = pixels
        self.bold = bold
        self.font: QFont = theme.font(pixels, bold=bold)
        self._metrics = QFontMetricsF(self.font)
        self.ascent: float = self._metrics.ascent()
        self.width: Callable[[str], float] = lru_cache(_KEPT)(self._measure)
        self.glyphs: Callable[[str], list[QGlyphRun]] = lru_cache(_KEPT)(self._set)
        self.static: Callable[[str], QStaticText] = lru_cache(_KEPT)(self._prepare)

    def _measure(self, text: str) -> float:
        # A function of ours: asked for the doc string of one of Qt's, as `lru_cache` does, PySide
        # reads the signatures of all there are, which takes longer than the first picture.
        return self._metrics.horizontalAdvance(text)

    def _set(self, text: str) -> list[QGlyphRun]:
        layout = QTextLayout(text, self.font)
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        return layout.glyphRuns()

    def _prepare(self, text: str) -> QStaticText:
        static = QStaticText(text)
        static.setTextFormat(Qt.TextFormat.PlainText)
        static.prepare(font=self.font)
        return static


def letters(pixels: int, *, bold: bool = False) -> Letters:
    """Return the type of a size and weight."""
    return _letters(pixels, bold)


@lru_cache(maxsize=64)
def _letters(pixels: int, bold: bool) -> Letters:
    return Letters(pixels, bold=bold)


def letters_of(font: QFont) -> Letters:
    """Return the type of a font of the bundled family."""
    return letters(font.pixelSize(), bold=font.weight() > QFont.Weight.Medium)


Write = Callable[[Letters, float, float, str], None]
"""Draws a text in the colour of the painter's pen; x and y are its left and top."""


class Writer(Protocol):
    """A painter that writes texts itself."""

    def write(self, letters: Letters, x: float, y: float, text: str) -> None:
        """Write a text; x and y are its left and top."""


def writing(painter: QPainter | Writer, *, at_scale: bool = True) -> Write:
    """Return what draws texts with a painter.

    A PDF takes glyphs that are in their places in a third of the time that it takes to set a text
    again, which is what Qt does there even with a prepared one; the file is the same. Pixels are
    the same only if texts stay what they always were there: prepared at the size that they are
    drawn at, on the chart, and set at a large size to be scaled down, around it.

    Parameters
    ----------
    at_scale : bool
        Whether the painter draws texts as large as they come.
    """
    if not isinstance(painter, QPainter):
        return painter.write
    if at_scale and painter.paintEngine().type() is not QPaintEngine.Type.Pdf:
        return partial(_draw_static, painter)
    return partial(_draw_glyphs, painter)


def _draw_glyphs(painter: QPainter, letters: Letters, x: float, y: float, text: str) -> None:
    place = QPointF(x, y)
    for run in letters.glyphs(text):
        painter.drawGlyphRun(place, run)


def _draw_static(painter: QPainter, letters: Letters, x: float, y: float, text: str) -> None:
    painter.setFont(letters.font)
    painter.drawStaticText(QPointF(x, y), letters.static(text))
