"""What areas of the map are filled with: hues, patterns and ramps, in light and dark.

Colours are taken from OKLCH (Ottosson 2020), in which as light is as light whatever the hue. Fills
are pale, so that names can be read on them; a pattern is drawn in a stronger tone of its fill.
"""

from __future__ import annotations

import math
from enum import IntEnum
from functools import lru_cache
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap, QTransform

from model.geography.colouring import HUES, Fill
from model.rules.standing import Sign
from ui.theme import Theme

STEP: Final = 8
"""From one line of a pattern to the next, pixels at 100%."""


class Pattern(IntEnum):
    """What is drawn over a fill; the first six are those of groups."""

    NONE = 0
    RISING = 1
    FALLING = 2
    LEVEL = 3
    UPRIGHT = 4
    DOTS = 5
    GRID = 6
    """Only for what is in no group."""
    LATTICE = 7
    """Only for what is not decided on."""


class Look(NamedTuple):
    """How an area is filled; colours as 0xRRGGBB."""

    colour: int
    pattern: Pattern = Pattern.NONE
    ink: int = 0


def group_look(fill: Fill, theme: Theme) -> Look:
    """Return how the area of a group is filled."""
    # Every other hue is a little darker: those who can't tell two hues tell them by that.
    angle, dim = 360.0 * fill.hue / HUES + 15.0, 0.035 * (fill.hue % 2)
    if theme.name == "dark":
        back, ink = oklch(0.40 - dim, 0.062, angle), oklch(0.53 - dim, 0.075, angle)
    else:
        back, ink = oklch(0.905 - dim, 0.058, angle), oklch(0.80 - dim, 0.085, angle)
    return Look(back, Pattern(fill.pattern), ink)


def dot_colour(fill: Fill | None, theme: Theme) -> QColor:
    """Return the colour of a place in the area of a group, or of none."""
    if fill is None:
        return theme.quiet
    angle = 360.0 * fill.hue / HUES + 15.0
    light, strong = (0.78, 0.11) if theme.name == "dark" else (0.50, 0.12)
    return QColor.fromRgb(oklch(light, strong, angle))


def waiting_look(theme: Theme) -> Look:
    """Return how the area of a unit in the tray is filled."""
    return Look(theme.panel.rgb() & 0xFFFFFF, Pattern.GRID, theme.band.rgb() & 0xFFFFFF)


def pending_look(fill: Fill | None, theme: Theme) -> Look:
    """Return how the area of a unit is filled that would go into a group.

    Parameters
    ----------
    fill : Fill or None
        That of the group; None where it has none yet, or where fills tell something else.
    """
    back = theme.tint.rgb() & 0xFFFFFF if fill is None else group_look(fill, theme).colour
    return Look(back, Pattern.LATTICE, _mixed(theme.accent, QColor.fromRgb(back), 0.6))


def missing_look(theme: Theme) -> Look:
    """Return how an area without a figure is filled."""
    return Look(theme.panel.rgb() & 0xFFFFFF, Pattern.DOTS, theme.quiet.rgb() & 0xFFFFFF)


def class_look(number: int, count: int, below: int, theme: Theme) -> Look:
    """Return how areas of a class are filled: the farther from 0, or from the least, the stronger.

    Parameters
    ----------
    number : int
        Of the class, from 0.
    count : int
        How many classes there are.
    below : int
        How many of them lie below 0: those are of another hue, and hatched.
    """
    is_below = number < below
    steps = below if is_below else count - below
    place = below - 1 - number if is_below else number - below
    share = (place + 0.5) / steps if below else place / max(1, steps - 1)
    light = 0.28 + 0.22 * share if theme.name == "dark" else 0.96 - 0.32 * share
    angle, strong = (60.0, 0.04 + 0.07 * share) if is_below else (250.0, 0.02 + 0.09 * share)
    ink = light + (0.10 if theme.name == "dark" else -0.12)
    pattern = Pattern.FALLING if is_below else Pattern.NONE
    return Look(oklch(light, strong, angle), pattern, oklch(ink, strong, angle))


_SIGN_PATTERNS: Final = {
    Sign.CROSS: Pattern.GRID,
    Sign.OVER: Pattern.RISING,
    Sign.UNDER: Pattern.FALLING,
    Sign.ADVICE: Pattern.UPRIGHT,
    Sign.EXCEPTION: Pattern.LEVEL,
    Sign.OPEN: Pattern.DOTS,
    Sign.TICK: Pattern.NONE,
    Sign.NONE: Pattern.NONE,
}


def sign_look(sign: Sign, theme: Theme) -> Look:
    """Return how the area of a group is filled that stands so."""
    if sign is Sign.NONE:
        return Look(theme.panel.rgb() & 0xFFFFFF)
    colour = theme.sign(sign)
    back, ink = _mixed(colour, theme.panel, 0.22), _mixed(colour, theme.panel, 0.5)
    return Look(back, _SIGN_PATTERNS[sign], ink)


def _mixed(colour: QColor, other: QColor, share: float) -> int:
    parts = (
        (colour.red(), other.red()),
        (colour.green(), other.green()),
        (colour.blue(), other.blue()),
    )
    red, green, blue = (round(a * share + b * (1 - share)) for a, b in parts)
    return red << 16 | green << 8 | blue


@lru_cache(maxsize=512)
def oklch(light: float, chroma: float, angle: float) -> int:
    """Return a colour of OKLCH as 0xRRGGBB, cut to what a screen can show."""
    a = chroma * math.cos(math.radians(angle))
    b = chroma * math.sin(math.radians(angle))
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    result = 0
    for part in linear:
        bright = 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
        result = result << 8 | round(255 * min(1.0, max(0.0, bright)))
    return result


class Brushes:
    """Brushes for looks on the screen, kept; patterns stay in place on the map."""

    def __init__(self) -> None:
        self._ratio = 1.0
        self._brushes: dict[Look, QBrush] = {}
        self._shift = (0, 0)

    def begin(self, ratio: float, shift: tuple[int, int]) -> None:
        """Take a screen's pixel ratio, and where the map's corner is in its pixels."""
        if ratio != self._ratio:
            self._ratio = ratio
            self._brushes.clear()
        side = self._side
        self._shift = shift[0] % side, shift[1] % side

    @property
    def _side(self) -> int:
        return max(4, round(STEP * self._ratio))

    def brush(self, look: Look) -> QBrush:
        """Return the brush of a look, for a painter that is neither moved nor scaled."""
        brush = self._brushes.get(look)
        if brush is None:
            brush = self._brushes[look] = self._make(look)
        if look.pattern:
            moved = QTransform.fromTranslate(
                self._shift[0] / self._ratio, self._shift[1] / self._ratio
            )
            brush.setTransform(moved.scale(1 / self._ratio, 1 / self._ratio))
        return brush

    def _make(self, look: Look) -> QBrush:
        if not look.pattern:
            return QBrush(QColor.fromRgb(look.colour))
        tile = QPixmap(self._side, self._side)
        tile.fill(QColor.fromRgb(look.colour))
        painter = QPainter(tile)
        draw_pattern(painter, look, float(self._side))
        painter.end()
        return QBrush(tile)


def draw_pattern(painter: QPainter, look: Look, side: float) -> None:
    """Draw a tile of a look's pattern that fits to itself on all sides."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = QColor.fromRgb(look.ink)
    painter.setPen(QPen(ink, side / 6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
    if look.pattern is Pattern.DOTS:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        for x, y in ((0.25, 0.25), (0.75, 0.75)):
            painter.drawEllipse(QPointF(x * side, y * side), side / 9, side / 9)
    elif look.pattern is Pattern.LATTICE:
        painter.setPen(QPen(ink, side / 9))
        for shift in (-side, 0.0, side):
            painter.drawLine(QPointF(shift, side), QPointF(shift + side, 0.0))
            painter.drawLine(QPointF(shift, 0.0), QPointF(shift + side, side))
    elif look.pattern in (Pattern.RISING, Pattern.FALLING):
        sign = -1 if look.pattern is Pattern.RISING else 1
        for shift in (-side, 0.0, side):
            y = side if sign < 0 else 0.0
            painter.drawLine(QPointF(shift, y), QPointF(shift + side, y + sign * side))
    else:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        thick = max(1, round(side / 8))
        if look.pattern in (Pattern.LEVEL, Pattern.GRID):
            painter.fillRect(QRectF(0, side // 2, side, thick), ink)
        if look.pattern in (Pattern.UPRIGHT, Pattern.GRID):
            painter.fillRect(QRectF(side // 2, 0, thick, side), ink)
