"""The layout "poster": one page over many sheets of paper, to be put together on a wall.

Each sheet shows a part of the poster and, on its right and below, a strip of what its neighbours
show. Marks in the margins say where to cut. The last page says how the sheets go together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from model.wording import counted
from ui.export_settings import ExportSettings
from ui.pages import furniture
from ui.pages.book import Book, Sheet
from ui.pages.furniture import Block, Item, Stroke, Words, measure, prose
from ui.pages.material import Material
from ui.pages.one_page import OnePage
from ui.pages.page import POINTS_PER_MM, Area, Page, Tile

OVERLAP_MM = 10
"""Strip that two sheets share."""
_MARK, _AWAY = 12.0, 3.0
"""Length of a mark and how far it stays off what is printed, points."""
_LABEL = 7.5


@dataclass(frozen=True, slots=True)
class _Raster:
    """How a poster is divided: points.

    Attributes
    ----------
    width, height : float
        Of what a sheet shows.
    """

    columns: int
    rows: int
    width: float
    height: float
    overlap: float

    @property
    def whole(self) -> tuple[float, float]:
        """Width and height of the poster."""
        return (
            self.columns * self.width - (self.columns - 1) * self.overlap,
            self.rows * self.height - (self.rows - 1) * self.overlap,
        )

    def places(self) -> Iterator[tuple[int, int]]:
        """Iterate over the sheets' rows and columns, from the top left."""
        for row in range(self.rows):
            for column in range(self.columns):
                yield row, column

    def area(self, row: int, column: int) -> Area:
        """Return what of the poster a sheet shows."""
        x, y = column * (self.width - self.overlap), row * (self.height - self.overlap)
        return Area(x, y, self.width, self.height)


class Poster(Book):
    """Lays out a poster over sheets."""

    def __init__(self, material: Material, settings: ExportSettings) -> None:
        super().__init__(material, settings)
        # Printers leave a margin, which is not larger on larger paper.
        self.enlarge(1.0)
        columns, rows = settings.tiles
        self._raster = _Raster(
            columns, rows, self.room, self.height - 2 * self.margin, OVERLAP_MM * POINTS_PER_MM
        )

    def sheets(self) -> Iterator[Sheet]:
        """Iterate over the parts of the poster, and the page that says how they go together."""
        width, height = self._raster.whole
        size_mm = (width / POINTS_PER_MM, height / POINTS_PER_MM)
        book = OnePage(self.material, self.settings, size_mm)
        (sheet,) = book.sheets()
        whole = book.page(sheet, 1, 1)
        count = self._raster.columns * self._raster.rows
        for number, (row, column) in enumerate(self._raster.places(), 1):
            label = f"Sheet {number} of {count}: row {row + 1}, column {column + 1}"
            area = self._raster.area(row, column)
            tile = Tile(whole, area, self.margin, self.margin)
            yield Sheet(label, (), (), tile=tile, items=tuple(self._marks(row, column, label)))
        yield self._assembly(whole)

    def _marks(self, row: int, column: int, label: str) -> Iterator[Item]:
        """Iterate over the marks in the margins of a sheet, and its label."""
        raster, margin = self._raster, self.margin
        right, foot = margin + raster.width, margin + raster.height
        # What is cut off: the strip that the sheet on the left, or above, shows as well.
        shared = raster.overlap / 2
        cuts_x = [margin + shared * bool(column), right - shared * (column < raster.columns - 1)]
        cuts_y = [margin + shared * bool(row), foot - shared * (row < raster.rows - 1)]
        for x in cuts_x:
            yield Stroke(x, margin - _AWAY - _MARK, 0.0, _MARK)
            yield Stroke(x, foot + _AWAY, 0.0, _MARK)
        for y in cuts_y:
            yield Stroke(margin - _AWAY - _MARK, y, _MARK, 0.0)
            yield Stroke(right + _AWAY, y, _MARK, 0.0)
        width = measure(label, _LABEL)
        x, y = (self.width - width) / 2, foot + _AWAY
        yield Words(label, x, y, _LABEL, tone="quiet")

    def _assembly(self, whole: Page) -> Sheet:
        raster = self._raster
        count = raster.columns * raster.rows
        size = f"{whole.width_mm:.0f} × {whole.height_mm:.0f} mm"
        said = (
            f"{counted(count, 'sheet', 'sheets')}, {raster.columns} across and {raster.rows} down, "
            f"make a poster of {size}.",
            "Print them at 100%, not fitted to the page.",
            f"Neighbours share a strip of {OVERLAP_MM} mm. Cut each sheet along its marks, through "
            "the middle of that strip, and lay the edges against each other; or cut one of the two "
            "and glue it over the other, so that marks meet.",
        )
        title = "How the sheets go together"
        header = self.around.header(title, [])
        text = furniture.below([prose(line, 9.0, self.room) for line in said])
        gap = Block((), 14.0)
        area = self.area((header, text, gap), ())
        return Sheet(title, (header, text, gap, self._diagram(area)), ())

    def _diagram(self, area: Area) -> Block:
        """Return the sheets as boxes with their numbers."""
        raster = self._raster
        width, height = raster.whole
        scale = min(area.width / width, area.height / height)
        items: list[Item] = []
        for number, (row, column) in enumerate(raster.places(), 1):
            part = raster.area(row, column)
            x, y = part.x * scale, part.y * scale
            across, down = part.width * scale, part.height * scale
            items += (
                Stroke(x, y, across, 0.0),
                Stroke(x, y + down, across, 0.0),
                Stroke(x, y, 0.0, down),
                Stroke(x + across, y, 0.0, down),
            )
            size = max(7.0, min(24.0, down / 3))
            label = str(number)
            left = x + (across - measure(label, size, bold=True)) / 2
            top = y + (down - size * furniture.LEADING) / 2
            items.append(Words(label, left, top, size, bold=True))
        return Block(tuple(items), height * scale)
