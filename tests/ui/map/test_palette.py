"""Fills: names can be read on each, and no two groups' are the same."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from model.geography.colouring import FILLS
from model.rules.standing import Sign
from ui.map import palette
from ui.map.palette import Brushes, Look
from ui.theme import DARK, LIGHT, Theme

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


def _light(rgb: int) -> float:
    """Return the relative luminance of a colour (WCAG 2)."""
    parts = [(rgb >> shift & 255) / 255 for shift in (16, 8, 0)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: int, other: int) -> float:
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


def looks(theme: Theme) -> list[Look]:
    return [
        *(palette.group_look(fill, theme) for fill in FILLS),
        *(palette.class_look(n, count, 0, theme) for count in range(1, 8) for n in range(count)),
        *(palette.class_look(n, 6, 3, theme) for n in range(6)),
        *(palette.sign_look(sign, theme) for sign in Sign),
        palette.waiting_look(theme),
        palette.missing_look(theme),
    ]


@THEMES
def test_names_can_be_read_on_every_fill(theme: Theme) -> None:
    text = theme.text.rgb() & 0xFFFFFF
    for look in looks(theme):
        assert contrast(text, look.colour) >= 4.5, look


@THEMES
def test_no_two_groups_are_filled_alike_and_patterns_can_be_seen(theme: Theme) -> None:
    found = [palette.group_look(fill, theme) for fill in FILLS]
    assert len(set(found)) == len(FILLS)
    assert all(contrast(look.colour, look.ink) >= 1.15 for look in found)


@THEMES
def test_classes_are_told_by_how_light_they_are(theme: Theme) -> None:
    for count in range(2, 8):
        steps = [_light(palette.class_look(n, count, 0, theme).colour) for n in range(count)]
        assert steps == sorted(steps, reverse=theme is LIGHT)
        assert all(max(a, b) / min(a, b) > 1.05 for a, b in pairwise(steps))
    below = [palette.class_look(n, 6, 3, theme) for n in range(6)]
    assert {look.pattern for look in below[:3]}.isdisjoint({look.pattern for look in below[3:]})


def test_patterns_are_different_tiles_at_every_ratio(qapp: QApplication) -> None:
    for ratio in (1.0, 1.5, 2.0):
        brushes = Brushes()
        brushes.begin(ratio, (0, 0))
        tiles = [
            brushes.brush(Look(0xFFFFFF, pattern, 0x808080)).texture().toImage()
            for pattern in palette.Pattern
            if pattern
        ]
        for one, other in combinations(tiles, 2):
            assert one != other
        assert {tile.width() for tile in tiles} == {round(palette.STEP * ratio)}


def test_colours_are_as_light_as_they_say() -> None:
    assert palette.oklch(1.0, 0.0, 0.0) == 0xFFFFFF
    assert palette.oklch(0.0, 0.0, 0.0) == 0
    red = QColor.fromRgb(palette.oklch(0.62796, 0.25768, 29.234))  # sRGB red, by definition
    assert (red.red(), red.green(), red.blue()) == (255, 0, 0)
