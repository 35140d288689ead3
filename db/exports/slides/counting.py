"""How many slides a deck will have, found out a slide at a time, before any of it is made."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from db.exports.slides.deck import Deck, Planned
from db.exports.slides.drawing import FLOOR
from db.exports.slides.report import frame_of, slides_of
from model.option import Option
from model.report.parts import Part


class SlideCount:
    """Plans the slides of an option, which must not change meanwhile; keeps them by part.

    Parameters
    ----------
    template : pathlib.Path, optional
        A house template or presentation: how much room a slide has is its.

    Attributes
    ----------
    least_pt : float
        No text is smaller.

    Raises
    ------
    InputError
        If the template can't be used.
    """

    least_pt = FLOOR

    def __init__(self, option: Option, template: Path | None) -> None:
        self._option = option
        self._deck = Deck(template)
        self._planned: dict[Part, list[Planned]] = {}

    def steps(self, parts: Collection[Part]) -> Iterator[None]:
        """Plan what is not planned yet, a slide with each step."""
        for part in parts:
            if part not in self._planned:
                slides = []
                for slide in slides_of(part, self._option, self._deck.room):
                    slides.append(slide)
                    yield
                self._planned[part] = slides

    def count(self, parts: Collection[Part]) -> int:
        """Return how many slides parts come to that are planned, 0 if one is not."""
        if not all(part in self._planned for part in parts):
            return 0
        frame = frame_of(self._option, self._deck.room)
        planned = [slide for part in Part if part in parts for slide in self._planned[part]]
        return self._deck.count([*frame, *planned])
