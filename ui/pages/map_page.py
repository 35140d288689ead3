"""The layout "map": the plan on the ground, on one page."""

from __future__ import annotations

from collections.abc import Iterator

from ui.pages import furniture
from ui.pages.book import Book, Sheet


class MapPage(Book):
    """Lays out the map, with the totals above it."""

    def sheets(self) -> Iterator[Sheet]:
        """Iterate over the page."""
        around = self.around
        root = self.state.label(self.state.root)
        header = furniture.below([around.logo(), around.header(root, around.whole_notes())])
        yield from self.ground(root, (header, around.summary()))
