"""Tiles with figures, and the cover that has them: what an option comes to at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.exports.slides.drawing import (
    FLOOR,
    Box,
    Canvas,
    Ink,
    Paragraph,
    Run,
    Style,
    paragraph,
    sign_ink,
)
from model.report.table import MARKS
from model.rules.standing import Sign

_TILE = Style(Ink.PAPER, Ink.LINE, inset=(8.0, 5.0))
_TILE_GAP = 8.0
_BROAD = 2
"""How many tiles' room words have."""
_COVER_SIZES = (20.0, 18.0, 16.0, 14.0, 12.0, FLOOR)


@dataclass(frozen=True)
class Tile:
    """A figure with its caption; words, with a sign, are broader."""

    caption: str
    text: str
    sign: Sign = Sign.NONE
    is_words: bool = False

    def said(self, size: float, caption_size: float) -> tuple[Paragraph, Paragraph]:
        """Return the caption, and the figure below it in letters of a size."""
        mark = MARKS[self.sign]
        runs = [Run(f"{mark} ", size, bold=True, ink=sign_ink(self.sign))] if mark else []
        figure = Paragraph((*runs, Run(self.text, size, bold=True)))
        return paragraph(self.caption, caption_size, ink=Ink.QUIET), figure


@dataclass(frozen=True)
class Tiles:
    """Tiles in a row, as they will stand.

    Attributes
    ----------
    height : float
        Of all of them, points.
    """

    shown: tuple[tuple[Tile, tuple[Paragraph, Paragraph], float], ...]
    height: float

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw them from a place on."""
        for tile, said, wide in self.shown:
            canvas.shape(Box(x, y, wide, self.height), said, _TILE, name=tile.caption)
            x += wide + _TILE_GAP


def tiles_in(
    tiles: Sequence[Tile], width: float, *, figures: float, words: float, caption: float = FLOOR
) -> Tiles:
    """Return tiles side by side across a width, in letters of those sizes."""
    parts = sum(_BROAD if tile.is_words else 1 for tile in tiles)
    wide = (width - _TILE_GAP * (len(tiles) - 1)) / max(1, parts)
    shown = tuple(
        (
            tile,
            tile.said(words if tile.is_words else figures, caption),
            wide * (_BROAD if tile.is_words else 1),
        )
        for tile in tiles
    )
    return Tiles(shown, max((_TILE.height(said, w) for _, said, w in shown), default=0.0))


@dataclass(frozen=True)
class Cover:
    """What a cover says.

    Attributes
    ----------
    facts : tuple of pairs of str
        Captions and texts.
    figures : tuple of Tile
        What the whole comes to.
    """

    facts: tuple[tuple[str, str], ...]
    figures: tuple[Tile, ...]

    def lines(self, *, with_figures: bool) -> list[str]:
        """Return the facts, a line each; where there are no tiles, with the figures."""
        figures = [(tile.caption, f"{MARKS[tile.sign]} {tile.text}") for tile in self.figures]
        captions = {caption for caption, _ in figures}
        facts = [fact for fact in self.facts if fact[0] not in captions]
        return [
            f"{caption}: {text.strip()}"
            for caption, text in (*facts, *(figures if with_figures else ()))
        ]

    def draw_figures(self, canvas: Canvas, room: Box) -> None:
        """Draw the figures as tiles, in the largest letters that fit."""
        for size in _COVER_SIZES:
            tiles = tiles_in(
                self.figures,
                room.width,
                figures=size,
                words=max(FLOOR, size * 0.7),
                caption=max(FLOOR, size * 0.6),
            )
            is_broken = any(
                len(said[1].lines(wide - 2 * _TILE.inset[0])) > 1
                for tile, said, wide in tiles.shown
                if not tile.is_words
            )
            if tiles.height <= room.height and not is_broken:
                break
        tiles.draw(canvas, room.x, room.y)
