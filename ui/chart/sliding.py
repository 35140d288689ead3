"""Cards on their way from where they were to where they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from model.chart import Chart

if TYPE_CHECKING:
    from PySide6.QtCore import QVariantAnimation
    from PySide6.QtWidgets import QWidget

SLIDE_MS = 120


class Slide:
    """Lets cards slide, unless the system asks for less motion.

    Parameters
    ----------
    view : QWidget
        What shows them.
    show : callable
        Takes, by number of the card, how far off its place each card is now.
    """

    def __init__(
        self, view: QWidget, show: Callable[[dict[int, tuple[float, float]]], None]
    ) -> None:
        self._view = view
        self._show = show
        self._off: dict[int, tuple[float, float]] = {}
        self._animation: QVariantAnimation | None = None

    def begin(self, old: Chart, new: Chart) -> None:
        """Slide from where the cards of one chart were to where the other has them."""
        from PySide6.QtWidgets import QStyle  # takes its time to load, as Qt's curves do

        self.finish()
        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        wanted = self._view.style().styleHint(hint, None, self._view)
        if not wanted or not self._view.isVisible():
            return
        self._off = _offsets(old, new)
        if self._off:
            self._made().start()

    @property
    def is_on(self) -> bool:
        """Whether cards are on their way."""
        return bool(self._off)

    def finish(self) -> None:
        """Be there."""
        if self._animation is not None:
            self._animation.stop()
        self._off = {}
        self._show({})

    def _made(self) -> QVariantAnimation:
        """Return the animation, made for the first slide: Qt's curves take their time to load."""
        if self._animation is None:
            from PySide6.QtCore import QVariantAnimation

            self._animation = QVariantAnimation(self._view)
            self._animation.setDuration(SLIDE_MS)
            self._animation.setStartValue(1.0)
            self._animation.setEndValue(0.0)
            self._animation.valueChanged.connect(self._on_value)
        return self._animation

    def _on_value(self, share: float) -> None:
        if share <= 0.0:
            self._off = {}
        self._show({card: (dx * share, dy * share) for card, (dx, dy) in self._off.items()})


def _offsets(old: Chart, new: Chart) -> dict[int, tuple[float, float]]:
    """Return how far from its new place each card was that has moved."""
    offsets = {}
    for card, (x, y, _, _) in enumerate(new.layout.cards):
        places = old.waiting_card_of if new.waiting[card] else old.card_of
        before = places.get(new.cards[card])
        if before is not None:
            old_x, old_y, _, _ = old.layout.cards[before]
            if (old_x, old_y) != (x, y):
                offsets[card] = (old_x - x, old_y - y)
    return offsets
