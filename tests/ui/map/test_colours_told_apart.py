"""Fills of the map are told apart by people who see fewer hues, too."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from PySide6.QtGui import QColor, QImage

from model.geography.colouring import ALIKE, FILLS, HUES, Fill, touching
from model.rules.standing import Sign
from tools.colour_vision import Sight, distance, simulate
from ui.document import Document
from ui.map import palette
from ui.map.land import Land
from ui.map.palette import Look
from ui.map.scheme import Scheme
from ui.theme import DARK, LIGHT, Theme

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
SEEN = 3.0
"""From how far apart on colours of two areas that touch are told apart at a glance."""


def apart(one: Look, other: Look) -> float:
    """Return how far apart two fills are, patterns apart, to those who tell them worst."""
    return min(distance(one.colour, other.colour, sight) for sight in Sight)


def test_hues_that_somebody_does_not_tell_are_known_to_be_alike() -> None:
    found = set()
    for one, other in combinations(range(HUES), 2):
        looks = [
            [palette.group_look(Fill(hue, 0), theme) for hue in (one, other)]
            for theme in (LIGHT, DARK)
        ]
        if any(apart(*pair) < SEEN for pair in looks):
            found |= {(one, other), (other, one)}
    assert found == ALIKE


@THEMES
def test_groups_that_touch_are_told_apart_by_all(
    document: Document, land: Land, theme: Theme
) -> None:
    scheme = Scheme(document.option, land)
    beside = touching(land.borders, scheme.group_of)
    pairs = [(g, o) for g, others in beside.items() for o in others if g < o]
    assert len(pairs) > 100
    for group, other in pairs:
        one, two = (scheme.target_look(g, theme) for g in (group, other))
        assert one.pattern != two.pattern or apart(one, two) >= SEEN, (group, other)


@THEMES
def test_patterns_are_seen_on_their_fills_by_all(theme: Theme) -> None:
    looks = [palette.group_look(fill, theme) for fill in FILLS if fill.pattern]
    looks += [palette.sign_look(s, theme) for s in Sign]
    looks += [palette.waiting_look(theme), palette.missing_look(theme)]
    looks += [palette.pending_look(fill, theme) for fill in FILLS[:HUES]]
    for look in looks:
        if look.pattern:
            assert min(distance(look.colour, look.ink, sight) for sight in Sight) >= SEEN, look


@THEMES
def test_verdicts_and_classes_are_told_apart_by_all(theme: Theme) -> None:
    signs = [palette.sign_look(sign, theme) for sign in Sign]
    for one, other in combinations(signs, 2):
        assert one.pattern != other.pattern or apart(one, other) >= SEEN
    for count, below in ((5, 0), (7, 0), (6, 3)):
        classes = [palette.class_look(n, count, below, theme) for n in range(count)]
        for one, other in pairwise(classes):
            assert one.pattern != other.pattern or apart(one, other) >= SEEN, (count, below)


def test_what_is_grey_is_grey_to_all_and_red_is_not_red_to_protans() -> None:
    picture = QImage(3, 2, QImage.Format.Format_ARGB32)
    picture.fill(QColor(0x77, 0x77, 0x77))
    picture.setPixelColor(1, 1, QColor(255, 0, 0))
    for sight in Sight:
        found = simulate(picture, sight)
        grey = found.pixelColor(0, 0)
        assert all(abs(part - 0x77) <= 1 for part in (grey.red(), grey.green(), grey.blue()))
        red = found.pixelColor(1, 1)
        assert (red == QColor(255, 0, 0)) is (sight is Sight.USUAL)
    assert distance(0xFF0000, 0x00FF00, Sight.USUAL) > 2 * distance(
        0xC00000, 0x607000, Sight.PROTAN
    )
