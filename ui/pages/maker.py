"""Makes the pages of an option in any layout."""

from __future__ import annotations

from ui.export_settings import ExportSettings
from ui.pages.board import BoardPaper
from ui.pages.book import Book
from ui.pages.by_region import ByRegion
from ui.pages.material import Material
from ui.pages.one_page import OnePage
from ui.pages.page import Page

_LAYOUTS: dict[str, type[Book]] = {
    "one-page": OnePage,
    "pages": ByRegion,
    "board-paper": BoardPaper,
}


class PageMaker(Material):
    """Makes the pages of one option; keeps what does not depend on the paper.

    The option must not change meanwhile.
    """

    def pages(self, settings: ExportSettings) -> list[Page]:
        """Return the pages as the settings ask for them."""
        book = _LAYOUTS[settings.layout](self, settings)
        sheets = [*book.sheets(), *(book.changes() if settings.changes else ())]
        return [book.page(sheet, i, len(sheets)) for i, sheet in enumerate(sheets, 1)]
