"""The layout "one-page": the whole chart, as large as the sheet allows."""

from __future__ import annotations

from collections.abc import Iterator

from model.pack import Tier
from ui.export_settings import ExportSettings
from ui.pages import furniture
from ui.pages.book import SMALL_PRINT, Book, Sheet
from ui.pages.furniture import Block
from ui.pages.legend import Shown
from ui.pages.material import Material

_LEAST_PRINT = 5.0
"""The small print is as small as the chart's text, but not smaller than this."""


class OnePage(Book):
    """Lays out the whole chart on one page."""

    def __init__(
        self,
        material: Material,
        settings: ExportSettings,
        size_mm: tuple[float, float] | None = None,
    ) -> None:
        self._set: dict[float, tuple[tuple[Block, Block], tuple[Block, Block]]] = {}
        super().__init__(material, settings, size_mm)

    def sheets(self) -> Iterator[Sheet]:
        """Iterate over the page."""
        self.enlarge(1.0)
        sheet, legible = self._whole(SMALL_PRINT)
        # What is around a small chart stays small as well and leaves it the room.
        if legible < SMALL_PRINT:
            sheet, _ = self._whole(max(_LEAST_PRINT, legible))
        elif self.usual > 1:
            self.enlarge(min(self.usual, legible / SMALL_PRINT))
            sheet, _ = self._whole(SMALL_PRINT)
        yield sheet

    def _whole(self, small_print: float) -> tuple[Sheet, float]:
        """Return the page, and the size of the chart's smallest text."""
        state, around = self.state, self.around
        root = state.label(state.root)
        if self.k not in self._set:
            header = furniture.below([around.logo(), around.header(root, around.whole_notes())])
            above = (header, around.summary())
            waivers = around.waivers(most=self.most_waivers)
            self._set[self.k] = (above, (around.legend(Shown.ROWS, self.posts), waivers))
        blocks, below = self._set[self.k]
        feet = (around.small_print(small_print), *below)
        stacks = {r: self.material.stacks(r) for r in state.at_tier(Tier.REGION)}
        chart = self.best(stacks, self.area(blocks, feet))
        return Sheet(root, blocks, feet, chart), chart.smallest_pt
