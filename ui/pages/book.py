"""A book of pages: how large things are on its paper, and a chart set in what room there is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QRectF

from model.chart import PostDetail
from model.pack import Tier
from model.report.outline import Section
from model.report.parts import Part
from model.wording import DASH, STAR
from ui.chart.arranging import thread_room
from ui.chart.fitting import Stacks
from ui.chart.paper import CARD_WIDTH, PaperFaces
from ui.export_settings import ExportSettings
from ui.pages.around import Around
from ui.pages.dividing import split_high
from ui.pages.flow import Leaf
from ui.pages.furniture import NOTHING, Block, Item, Words
from ui.pages.material import Material
from ui.pages.page import FLOOR, POINTS_PER_MM, Area, Mark, Page, Placed, Tile

if TYPE_CHECKING:
    from ui.map.paper import PlacedList, PlacedMap

_MARGIN_MM = 10.0
"""Of an A4 sheet; a larger sheet has more, as it has larger headings."""
_APART = 14.0
"""Between a chart and what is below it."""
SMALL_PRINT = 7.0
"""Size of the small print, points on A4."""
MAP_TITLE = "Map"
_WAIVERS = 0.15
"""Share of a page's height that accepted departures may take of a chart's room."""
_MOST_ROWS = (24, 18, 14, 11, 9, 7)
"""Most rows of a card that may be split, tried in turn."""
_WORTH_IT = 1.06
"""Such a card is split only if that makes everything larger by at least this."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page before it is known how many there are.

    Attributes
    ----------
    blocks : tuple of Block
        From the top.
    feet : tuple of Block
        From the footer upwards.
    items : tuple of Item
        What has its place on the sheet; with a tile there is no footer.
    below : Block
        Directly below the chart.
    """

    title: str
    blocks: tuple[Block, ...]
    feet: tuple[Block, ...]
    chart: Placed | None = None
    marks: tuple[Mark, ...] = ()
    tile: Tile | None = None
    items: tuple[Item, ...] = ()
    map: PlacedMap | PlacedList | None = None
    below: Block = NOTHING


def marked(sheets: Iterable[Sheet], *marks: Mark) -> Iterator[Sheet]:
    """Iterate over sheets with marks on the first."""
    for number, sheet in enumerate(sheets):
        yield sheet if number else replace(sheet, marks=(*marks, *sheet.marks))


def unmarked(sheets: Iterable[Sheet]) -> Iterator[Sheet]:
    """Iterate over sheets that go on with what is marked before them."""
    return (replace(sheet, marks=()) for sheet in sheets)


class Book(ABC):
    """Lays out pages for one choice of settings.

    Parameters
    ----------
    size_mm : pair of float, optional
        Width and height, if they are not the paper's.

    Attributes
    ----------
    usual : float
        How much larger than on A4 things usually are on this paper.
    floor : float
        Points that a scene unit takes at least, for its texts to be legible.
    cap : float
        Points that a scene unit takes at most.
    """

    def __init__(
        self,
        material: Material,
        settings: ExportSettings,
        size_mm: tuple[float, float] | None = None,
    ) -> None:
        self.material = material
        self.state = material.option.state
        self.settings = settings
        self.size_mm: tuple[float, float] = size_mm or settings.size_mm
        self.width, self.height = (side * POINTS_PER_MM for side in self.size_mm)
        self.posts = PostDetail(settings.posts)
        self.card_width = CARD_WIDTH + thread_room(self.posts)
        self.floor = FLOOR / PaperFaces.smallest
        self.usual = (min(self.size_mm) / 210) ** 0.6
        self.cap = self.largest / 12 * self.usual
        pack = material.option.pack
        self.kinds = {tier: pack.kind_at(tier) for tier in (Tier.REGION, Tier.GROUP, Tier.UNIT)}
        self.enlarge(self.usual)

    around_of: ClassVar[type[Around]] = Around
    largest: ClassVar[float] = 9.5
    """Size of a unit's name at most, points on A4."""

    @property
    def most_waivers(self) -> float:
        """Height that accepted departures may take on a page with a chart."""
        return self.height * _WAIVERS

    def beforehand(self) -> Iterator[None]:
        """Do what must be done before the first page is known, in steps; all of them, once."""
        yield from ()

    @abstractmethod
    def sheets(self) -> Iterable[Sheet]:
        """Return the pages in their order, once all that comes beforehand is done."""

    def changes(self) -> Iterator[Sheet]:
        """Iterate over the pages that list what was changed."""
        for section in self.material.sections(Part.CHANGES):
            yield from self.flowed((section.title, section))

    def ground(
        self,
        title: str,
        blocks: Sequence[Block],
        *,
        with_credits: bool = True,
        goes_on: bool = False,
    ) -> Iterator[Sheet]:
        """Iterate over pages with the map below some blocks, and who made its boundaries.

        Parameters
        ----------
        with_credits : bool
            False if these stand on another page.
        goes_on : bool
            Whether the list of groups may be on pages of its own if it is too long to be beside
            the map.

        Raises
        ------
        InputError
            If there is no map.
        """
        from ui.map.paper import list_told, placed_lists, placed_map  # few pages are maps

        feet = (self.around.small_print(SMALL_PRINT),) if with_credits else ()
        placed = placed_map(
            self.material.option, self.material.land, self._map_box(blocks, feet), self.k
        )
        lists = []
        if goes_on and not placed.arrangement.is_spacious:
            placed = replace(placed, is_listed=False)
            of = f"{title}: {self.kinds[Tier.GROUP].plural}"
            header = (self.around.header(of, [[list_told(placed)]]),)
            found = placed_lists(placed, self._map_box(header, ()))
            lists = [Sheet(of, header, (), map=page) for page in found]
        yield Sheet(title, tuple(blocks), feet, map=placed)
        yield from lists

    def _map_box(self, blocks: Sequence[Block], feet: Sequence[Block]) -> QRectF:
        area = self.area(blocks, feet)
        return QRectF(area.x, area.y, area.width, area.height)

    def map_behind(self) -> Iterator[Sheet]:
        """Iterate over the page with the map that follows a chart."""
        yield from self.ground(MAP_TITLE, (self.around.header(MAP_TITLE, []),), goes_on=True)

    # -- pages of text ---------------------------------------------------------------------

    def flowed(self, *sections: tuple[str, Section], level: int = 0) -> Iterator[Sheet]:
        """Iterate over the pages of sections with their titles, each of which is a mark."""
        for leaf in self.leaves(*sections):
            title = _continued(leaf.title) if leaf.goes_on else leaf.title
            header = self.around.header(title, [])
            top = self.margin + header.height
            marks = tuple(Mark(level, name, top + y if y else 0.0) for name, y in leaf.begun)
            yield Sheet(title, (header, leaf.block), self._explained(leaf), marks=marks)

    def leaves(self, *sections: tuple[str, Section]) -> list[Leaf]:
        """Return what stands on the pages of sections with their titles."""
        heads = [self.around.header(_continued(title), []) for title, _ in sections]
        height = min(self.area((head,), (self.around.marks(),)).height for head in heads)
        return self.material.flowed(sections, self.room, height, self.k)

    def _explained(self, leaf: Leaf) -> tuple[Block, ...]:
        """Return what the marks on a page of tables mean, if there are any."""
        texts = {item.text for item in leaf.items if isinstance(item, Words)}
        starred, missing = any(text.endswith(STAR) for text in texts), DASH in texts
        return (self.around.marks(starred=starred, missing=missing),)

    def enlarge(self, k: float) -> None:
        """Set everything around the chart `k` times as large as on A4."""
        self.k = k
        own = self.settings.margin_mm
        self.margin = (own or _MARGIN_MM * k) * POINTS_PER_MM
        self.room = self.width - 2 * self.margin
        self.around = self.around_of(
            self.material,
            self.settings.title or self.state.name,
            self.room,
            self.k,
            self.settings.line,
            self.settings.logo,
        )
        self._footer_height = self.around.footer(88, 88).height

    def page(self, sheet: Sheet, number: int, count: int) -> Page:
        """Return a sheet as page `number` of `count`."""
        items: list[Item] = [*sheet.items]
        y = self.margin
        for block in sheet.blocks:
            items += block.at(self.margin, y)
            y += block.height
        y = self.height - self.margin - self._footer_height
        if sheet.tile is None:
            items += self.around.footer(number, count).at(self.margin, y)
        for block in sheet.feet:
            y -= block.height + self._foot_gap(block)
            items += block.at(self.margin, y)
        if sheet.chart is not None:
            y = sheet.chart.y + sheet.chart.height + _APART * self.k
            items += sheet.below.at(self.margin, y)
        width, height = self.size_mm
        return Page(
            sheet.title,
            number,
            count,
            width,
            height,
            self.margin,
            tuple(items),
            sheet.chart,
            sheet.marks,
            sheet.tile,
            sheet.map,
        )

    def area(self, blocks: Sequence[Block], feet: Sequence[Block], below: Block = NOTHING) -> Area:
        """Return what is left for the chart."""
        top = self.margin + sum(block.height for block in blocks)
        foot = self._footer_height + sum(b.height + self._foot_gap(b) for b in feet)
        gap = 6 * self.k
        if below.height:
            foot += below.height + _APART * self.k
        height = self.height - self.margin - foot - gap - top
        # Texts that leave the chart no room at all are absurd; the chart stays, very small.
        return Area(self.margin, top, self.room, max(height, self.height / 20))

    def _foot_gap(self, block: Block) -> float:
        return 6 * self.k if block.height else 0.0

    # -- fitting charts --------------------------------------------------------------------

    def fit(
        self,
        stacks: Stacks,
        area: Area,
        *,
        note: str = "",
        cap: float = 0.0,
        faces: PaperFaces | None = None,
        card_width: float = 0.0,
    ) -> Placed:
        """Return a chart as large as an area allows, in its middle."""
        made = faces or self.material.faces(width=self.card_width, posts=self.posts)
        fitting = self.material.fitting(
            made, stacks, card_width=card_width or self.card_width, note=note
        )
        setting = fitting.largest(area.width, area.height, cap or self.cap)
        x = area.x + (area.width - setting.hung.width * setting.scale) / 2
        return Placed(setting, x, area.y)

    def best(self, stacks: Stacks, area: Area) -> Placed:
        """Return a chart with its high cards split as suits the area best."""
        best = self.fit(stacks, area)
        for most in _MOST_ROWS:
            split = {r: split_high(of_region, most) for r, of_region in stacks.items()}
            if best.scale >= self.cap or split == stacks:
                continue
            placed = self.fit(split, area)
            if placed.scale > best.scale * _WORTH_IT:
                best = placed
        return best


def _continued(title: str) -> str:
    return f"{title} (continued)"
