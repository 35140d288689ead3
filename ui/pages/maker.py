"""Makes the pages of an option in any layout."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from model.option import Option
from ui.export_settings import ExportSettings
from ui.pages.board import BoardPaper
from ui.pages.book import Book
from ui.pages.by_region import Pages
from ui.pages.map_page import MapPage
from ui.pages.material import Material
from ui.pages.one_page import OnePage
from ui.pages.page import Page
from ui.pages.poster import Poster

_LAYOUTS: dict[str, type[Book]] = {
    "one-page": OnePage,
    "pages": Pages,
    "board-paper": BoardPaper,
    "poster": Poster,
    "map": MapPage,
}


class PageMaker(Material):
    """Makes the pages of one option; keeps what does not depend on the paper.

    The option must not change meanwhile.
    """

    def __init__(self, option: Option, source_name: str) -> None:
        super().__init__(option, source_name)
        self._made: dict[ExportSettings, list[Page]] = {}

    def pages(self, settings: ExportSettings) -> list[Page]:
        """Return the pages as the settings ask for them."""
        for _ in self.steps(settings):
            pass
        return self._made[settings]

    def steps(self, settings: ExportSettings) -> Iterator[None]:
        """Make the pages in steps; once all are done, `pages` has them."""
        if settings in self._made:
            return
        book = _LAYOUTS[settings.layout](self, settings)
        yield from book.beforehand()
        behind = book.map_behind() if settings.map else ()
        listed = book.changes() if settings.changes else ()
        sheets = []
        for sheet in chain(book.sheets(), behind, listed):
            sheets.append(sheet)
            yield
        pages = [book.page(sheet, i, len(sheets)) for i, sheet in enumerate(sheets, 1)]
        self._made = {settings: pages}
