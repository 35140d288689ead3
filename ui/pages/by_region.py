"""An overview without units, then each region on a page of its own: the layout "pages".

Where that would be too small to read, the region is carried on on a further page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from model.chart import Stack
from model.pack import Tier
from ui.chart.fitting import Stacks
from ui.chart.paper import CARD_WIDTH, OutlineFaces, PaperFaces, outline_of
from ui.pages import furniture
from ui.pages.book import SMALL_PRINT, Book, Sheet, marked
from ui.pages.dividing import NEARLY, in_pages, split_tall
from ui.pages.furniture import Block
from ui.pages.legend import Shown
from ui.pages.page import FLOOR, Area, Mark, Placed

_OVERVIEWS = ((CARD_WIDTH, False), (216.0, False), (204.0, True))
"""Widths of cards in an overview, and whether they are brief."""
_OUTLINES = (246.0, 232.0, 216.0)
"""Widths of cards in an overview that have a row for each group."""
_NARROWED = (1.0, 0.6, 0.4, 0.25)
"""Shares of the width of the longest region's name that its lines may have, tried in turn."""
_LEAST_CARD, _LEAST_ROW = 45.0, 20.0
"""Heights that cards and rows of an overview have at least, scene units."""
OVERVIEW = "Overview"


class ByRegion(Book):
    """Lays out an overview and the pages of each region."""

    def sheets(self) -> Iterator[Sheet]:
        """Iterate over the overview and the pages of each region."""
        yield self.overview()
        regions = self.state.at_tier(Tier.REGION)
        for region in regions:
            sheets = self.region(region, with_credits=region == regions[-1])
            yield from marked(sheets, Mark(0, self.state.label(region)))

    @property
    def logo(self) -> Block:
        """What stands above the overview."""
        return self.around.logo()

    def overview(self) -> Sheet:
        """Return the first of these that is legible: cards, brief cards, rows, regions alone."""
        state, faces = self.state, self.material.faces
        regions = state.at_tier(Tier.REGION)
        header = self.around.header(OVERVIEW, self.around.whole_notes())
        blocks = (furniture.below([self.logo, header]), self.around.summary())
        # Those of a region stand on its own page.
        waivers = self.around.waivers(state.root, most=self.most_waivers)
        cards = {r: [replace(stack, rows=()) for stack in self.material.stacks(r)] for r in regions}
        count = sum(map(len, cards.values()))
        for width, is_brief in _OVERVIEWS:
            feet = (self.around.legend(Shown.CARDS, has_bar=not is_brief), waivers)
            if self._overfull(count * width * _LEAST_CARD, PaperFaces):
                continue
            made = faces(PaperFaces, width, brief=is_brief)
            placed = self.fit(cards, self.area(blocks, feet), faces=made, card_width=width)
            if placed.smallest_pt >= FLOOR - NEARLY:
                return Sheet(OVERVIEW, blocks, feet, placed, (Mark(0, OVERVIEW),))
        feet = (self.around.legend(Shown.NAMES, has_bar=False), waivers)
        outline = {r: outline_of(state, r) for r in regions}
        count = sum(len(stack.rows) for of_region in outline.values() for stack in of_region)
        for width in _OUTLINES if count else ():
            if self._overfull(count * width * _LEAST_ROW, OutlineFaces):
                continue
            made = faces(OutlineFaces, width)
            placed = self.fit(outline, self.area(blocks, feet), faces=made, card_width=width)
            if placed.smallest_pt >= FLOOR - NEARLY:
                return Sheet(OVERVIEW, blocks, feet, placed, (Mark(0, OVERVIEW),))
        note = f"each {self.kinds[Tier.REGION].label} has a page that shows what is in it"
        header = self.around.header(OVERVIEW, [*self.around.whole_notes(), [note]])
        blocks = (furniture.below([self.logo, header]), blocks[1])
        bare: Stacks = {region: [] for region in regions}
        made = faces(OutlineFaces)
        broad = max(made.head_width(region) for region in regions)
        area = self.area(blocks, feet)
        tried = (broad * share for share in _NARROWED)
        found = [self.fit(bare, area, faces=made, card_width=width) for width in tried]
        placed = max(found, key=lambda one: one.scale)
        return Sheet(OVERVIEW, blocks, feet, placed, (Mark(0, OVERVIEW),))

    def _overfull(self, least: float, kind: type[PaperFaces]) -> bool:
        """Whether so much, in square scene units, is too small to read on any page."""
        return least * (FLOOR / kind.smallest) ** 2 > self.room * self.height

    def region(
        self, region: str, *, with_credits: bool, below: Block = furniture.NOTHING
    ) -> Iterator[Sheet]:
        """Iterate over the pages of a region, with something directly below each chart."""
        name = self.state.label(region)
        legend = self.around.legend(Shown.ROWS, self.posts)
        small_print = (self.around.small_print(SMALL_PRINT),) if with_credits else ()
        waivers = self.around.waivers(region, most=self.most_waivers)
        feet = (*small_print, legend, waivers)
        notes = self.around.region_notes(region)
        area = self.area((self.around.header(f"{name} (8 of 8)", notes),), feet, below)
        placed = self._paginate(region, area)
        for i, chart in enumerate(placed, 1):
            title = f"{name} ({i} of {len(placed)})" if len(placed) > 1 else name
            yield Sheet(title, (self.around.header(title, notes),), feet, chart, below=below)

    def together(self, region: str, below: Block) -> list[Sheet]:
        """Return the page of a region with something below its chart; none if it has no room."""
        sheets = list(self.region(region, with_credits=False, below=below))
        charts = [sheet.chart for sheet in sheets if sheet.chart is not None]
        is_legible = all(chart.smallest_pt >= FLOOR - NEARLY for chart in charts)
        return sheets if len(sheets) == 1 and is_legible else []

    def _paginate(self, region: str, area: Area) -> list[Placed]:
        """Return a region's charts, one a page, none of them too small to read if possible."""
        stacks = self.material.stacks(region)
        whole = self.best({region: stacks}, area)
        if whole.scale >= self.floor - NEARLY or not stacks:
            return [whole]

        def scale(some: list[Stack]) -> float:
            return self.fit({region: some}, area, note="(8 of 8)").scale

        low = [part for stack in stacks for part in split_tall(stack, scale, self.floor)]
        if len(low) == 1:
            return [whole]
        groups = in_pages(low, scale, self.floor)
        if len(groups) == 1:
            return [self.fit({region: groups[0]}, area)]
        cap = min(self.cap, *(scale(group) for group in groups))
        return [
            self.fit({region: group}, area, note=f"({i} of {len(groups)})", cap=cap)
            for i, group in enumerate(groups, 1)
        ]


class Pages(ByRegion):
    """The layout "pages": charts alone, so that they may take all of a sheet."""

    largest = 13.0
