"""Pages: what stands where on each sheet of paper, for the preview, the PDF and pictures alike."""

from ui.pages.glyphs import glyph_warning
from ui.pages.maker import PageMaker
from ui.pages.page import FLOOR, Page, Placed, legibility_warning, smallest_pt

__all__ = [
    "FLOOR",
    "Page",
    "PageMaker",
    "Placed",
    "glyph_warning",
    "legibility_warning",
    "smallest_pt",
]
