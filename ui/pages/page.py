"""A page: what stands where on a sheet of paper, worked out before anything is drawn.

The preview in the export dialog, the PDF and the picture are all drawn from these pages, so that
the preview is the paper. Sizes are in points (1/72 inch) from the sheet's top left corner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from model.chart import Chart
from model.option import Option
from model.pack import Tier
from ui import theme
from ui.chart.fitting import Setting
from ui.chart.paper import LEAST_LINE, PaperFaces, PaperPainter
from ui.export_settings import PAPERS, ExportSettings
from ui.pages import furniture
from ui.pages.furniture import Glyph, Hairline, Item, Link, Stroke, Words

if TYPE_CHECKING:
    from ui.map.paper import PlacedList, PlacedMap

POINTS_PER_MM = 72 / 25.4
FLOOR = 7.0
"""The smallest text that is easy to read on paper, points."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on a page."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A chart on a page; x and y are its left and top."""

    setting: Setting
    x: float
    y: float

    @property
    def chart(self) -> Chart:
        """The chart, in scene units."""
        return self.setting.chart

    @property
    def faces(self) -> PaperFaces:
        """What is written on it."""
        return self.setting.fitting.faces

    @property
    def note(self) -> str:
        """What follows the regions' names: "(2 of 3)"."""
        return self.setting.fitting.note

    @property
    def scale(self) -> float:
        """Points a scene unit."""
        return self.setting.scale

    @property
    def smallest_pt(self) -> float:
        """Size of the smallest text, points."""
        return self.faces.smallest * self.scale

    @property
    def width(self) -> float:
        """Width on the page, points."""
        return self.setting.hung.width * self.scale

    @property
    def height(self) -> float:
        """Height on the page, points."""
        return self.setting.hung.height * self.scale

    def draw(self, painter: QPainter, part: QRectF | None = None) -> None:
        """Draw it, or what of it is in a part of the page, with a painter that takes points."""
        scale, exposed = self.scale, None
        if part is not None:
            x, y = (part.x() - self.x) / scale, (part.y() - self.y) / scale
            exposed = QRectF(x, y, part.width() / scale, part.height() / scale)
        painter.save()
        painter.translate(self.x, self.y)
        painter.scale(scale, scale)
        PaperPainter(self.chart, self.faces, theme.LIGHT, scale, self.note).paint(painter, exposed)
        painter.restore()


@dataclass(frozen=True, slots=True)
class Mark:
    """A place that the contents and a PDF's bookmarks lead to.

    Attributes
    ----------
    level : int
        0 for a chapter, 1 for what is in it.
    y : float
        How far down the page, points; 0 for its top.
    """

    level: int
    title: str
    y: float = 0.0


@dataclass(frozen=True, slots=True)
class Tile:
    """A part of a larger page on a sheet.

    Attributes
    ----------
    area : Area
        The part, on that page.
    x, y : float
        Where its left and top are on the sheet.
    """

    whole: Page
    area: Area
    x: float
    y: float

    def draw(self, painter: QPainter) -> None:
        """Draw it with a painter that takes points."""
        part = QRectF(self.area.x, self.area.y, self.area.width, self.area.height)
        painter.save()
        painter.translate(self.x - part.x(), self.y - part.y())
        painter.setClipRect(part)
        self.whole.draw(painter, part)
        painter.restore()


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet of paper.

    Attributes
    ----------
    title : str
        The page's own: the region, "Overview" or the name of the whole.
    width_mm, height_mm : float
        Of the sheet.
    margin : float
        Nothing is drawn nearer to the edge, points.
    items : tuple of Item
        Everything but the chart.
    chart : Placed or None
        None on a page of text.
    marks : tuple of Mark
        What begins on it.
    tile : Tile or None
        The part of a poster that it shows.
    map : PlacedMap, PlacedList or None
        The map, or a page of what is listed beside it, if it shows that.
    """

    title: str
    number: int
    count: int
    width_mm: float
    height_mm: float
    margin: float
    items: tuple[Item, ...]
    chart: Placed | None
    marks: tuple[Mark, ...] = ()
    tile: Tile | None = None
    map: PlacedMap | PlacedList | None = None

    @property
    def links(self) -> list[Link]:
        """What leads to another page."""
        return [item for item in self.items if isinstance(item, Link)]

    @property
    def width(self) -> float:
        """Of the sheet, points."""
        return self.width_mm * POINTS_PER_MM

    @property
    def height(self) -> float:
        """Of the sheet, points."""
        return self.height_mm * POINTS_PER_MM

    @property
    def smallest_pt(self) -> float:
        """Size of the smallest text on the page."""
        sizes = [item.size for item in self.items if isinstance(item, Words)]
        if self.chart is not None:
            sizes.append(self.chart.smallest_pt)
        if self.map is not None:
            sizes.append(self.map.smallest_pt)
        if self.tile is not None:
            sizes.append(self.tile.whole.smallest_pt)
        return min(sizes)

    def draw(self, painter: QPainter, part: QRectF | None = None) -> None:
        """Draw the page, or only what is in a part of it, with a painter that takes points."""
        look = theme.LIGHT
        items = self.items if part is None else [i for i in self.items if _reaches(i, part)]
        furniture.Drawer(painter, look, LEAST_LINE * 2).draw(items)
        if self.tile is not None:
            self.tile.draw(painter)
        if self.chart is not None:
            self.chart.draw(painter, part)
        if self.map is not None:
            self.map.draw(painter, part)


def _reaches(item: Item, part: QRectF) -> bool:
    """Whether something of an item may be in a part of the page."""
    match item:
        case Glyph(_, x, y, side):
            box = QRectF(x, y, side, side)
        case Hairline(x, y, width):
            box = QRectF(x, y - 1, width, 2)
        case Stroke(x, y, across, down):
            box = QRectF(x - 1, y - 1, across + 2, down + 2)
        case _:
            # Letters reach out of their line a little.
            pad = item.height / 4
            box = QRectF(item.x, item.y - pad, item.width, item.height + 2 * pad)
    return box.intersects(part)


def smallest_pt(pages: Sequence[Page]) -> float:
    """Return the size of the smallest text on any page."""
    return min(page.smallest_pt for page in pages)


def legibility_warning(
    pages: Sequence[Page],
    settings: ExportSettings,
    option: Option,
    *,
    can_divide: bool = True,
    typed: bool = False,
) -> str:
    """Return what to say of text that is too small to read well, "" if there is none.

    Parameters
    ----------
    can_divide : bool
        Whether it may be laid out on several pages.
    typed : bool
        Whether remedies come with what to type.
    """
    smallest = smallest_pt(pages)
    if smallest >= FLOOR - 0.05:
        return ""
    hard = "too small to read" if smallest < FLOOR - 1 else "hard to read"
    remedies = []
    if settings.layout == "poster":
        across, down = settings.tiles
        remedies.append(("more sheets", f"--tiles {across + 1}x{down + 1}"))
    if settings.paper != "A0":
        remedies.append(("a larger paper", f"--paper {_paper_for(FLOOR / smallest, settings)}"))
    if settings.layout == "one-page" and can_divide:
        each = f"a page for each {option.pack.kind_at(Tier.REGION).label}"
        remedies.append((each, "--layout pages"))
    told = [f"{words} ({how})" if typed else words for words, how in remedies]
    text = f"the smallest text is {smallest:.1f} pt, {hard} on paper"
    return f"{text}; {' or '.join(told)} makes it larger" if told else text


def _paper_for(factor: float, settings: ExportSettings) -> str:
    """Return the smallest paper on which everything is so much larger; the largest, if none is."""
    width, height = settings.size_mm
    # What is around a chart does not grow as its paper does, so the chart grows by a little more.
    wanted = 0.95 * width * height * factor**2
    large = (name for name, (short, long) in PAPERS.items() if short * long >= wanted)
    return next(large, "A0")
