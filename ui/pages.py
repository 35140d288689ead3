"""The page model: what stands where on each sheet of paper, worked out before anything is drawn.

The preview in the export dialog, the PDF and the picture are all drawn from these pages, so that
the preview is the paper. Sizes are in points (1/72 inch) from the sheet's top left corner.

Layout "one-page": the whole chart, as large as the sheet allows. Layout "pages": an overview
without units, then each region on a page of its own; where that would be too small to read, the
region is carried on on a further page.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from PySide6.QtGui import QPainter

from model.before_after import BeforeAfter, What
from model.chart import Chart, PostDetail, Stack, stacks_of
from model.option import Option
from model.pack import Measure, Tier
from model.remarks import limits_set, waivers_given
from model.wording import STAR, counted, day, grouped, sum_note, sum_text
from ui import furniture, theme
from ui.appendix import TITLE, ChangePages, past_note
from ui.chart.arranging import thread_room
from ui.chart.faces import ARROW
from ui.chart.fitting import Fitting, Setting, Stacks
from ui.chart.paper import (
    CARD_WIDTH,
    LEAST_LINE,
    OutlineFaces,
    PaperFaces,
    PaperPainter,
    outline_of,
)
from ui.dividing import NEARLY, in_pages, split_tall, split_waiting
from ui.export_settings import PAPERS, ExportSettings
from ui.furniture import Block, Figure, Item, Verdicts, Words
from ui.legend import Shown, legend_entries

POINTS_PER_MM = 72 / 25.4
FLOOR = 7.0
"""The smallest text that is easy to read on paper, points."""

_MARGIN_MM = 10.0
"""Of an A4 sheet; a larger sheet has more, as it has larger headings."""
_MOST_SCALE = 9.5 / 12
"""Points a scene unit on A4: a unit's name is at most 9.5 pt high."""
_SMALL_PRINT = (5.0, 7.0)
"""The small print is no larger than this, and on one page no larger than the chart's text."""
_OVERVIEWS = ((CARD_WIDTH, False), (216.0, False), (204.0, True))
"""Widths of cards in an overview, and whether they are brief."""
_OUTLINES = (246.0, 232.0, 216.0)
"""Widths of cards in an overview that have a row for each group."""
_LEAST_CARD, _LEAST_ROW = 45.0, 20.0
"""Heights that cards and rows of an overview have at least, scene units."""
_WAITING_ROWS = (24, 18, 14, 11, 9, 7)
"""Most rows of a card of units to place, tried in turn."""
_WORTH_IT = 1.06
"""Such a card is split only if that makes everything larger by at least this."""
_OVERVIEW = "Overview"


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


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet of paper.

    Attributes
    ----------
    title : str
        The page's own: the region, "Overview" or the name of the whole.
    width_mm, height_mm : int
        Of the sheet.
    margin : float
        Nothing is drawn nearer to the edge, points.
    items : tuple of Item
        Everything but the chart.
    chart : Placed or None
        None on a page of an appendix.
    """

    title: str
    number: int
    count: int
    width_mm: int
    height_mm: int
    margin: float
    items: tuple[Item, ...]
    chart: Placed | None

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
        around = min(item.size for item in self.items if isinstance(item, Words))
        return min(around, self.chart.smallest_pt) if self.chart is not None else around

    def draw(self, painter: QPainter) -> None:
        """Draw the page with a painter that takes points."""
        look = theme.LIGHT
        furniture.Drawer(painter, look, LEAST_LINE * 2).draw(self.items)
        if (placed := self.chart) is None:
            return
        painter.save()
        painter.translate(placed.x, placed.y)
        painter.scale(placed.scale, placed.scale)
        PaperPainter(placed.chart, placed.faces, look, placed.scale, placed.note).paint(painter)
        painter.restore()


def smallest_pt(pages: Sequence[Page]) -> float:
    """Return the size of the smallest text on any page."""
    return min(page.smallest_pt for page in pages)


def legibility_warning(pages: Sequence[Page], settings: ExportSettings, option: Option) -> str:
    """Return what to say of text that is too small to read well, "" if there is none."""
    smallest = smallest_pt(pages)
    if smallest >= FLOOR - 0.05:
        return ""
    hard = "too small to read" if smallest < FLOOR - 1 else "hard to read"
    remedies = []
    if settings.paper != list(PAPERS)[-1]:
        remedies.append("a larger paper")
    if settings.layout == "one-page":
        remedies.append(f"a page for each {option.pack.kind_at(Tier.REGION).label}")
    text = f"the smallest text is {smallest:.1f} pt, {hard} on paper"
    return f"{text}; {' or '.join(remedies)} makes it larger" if remedies else text


class PageMaker:
    """Makes the pages of one option; keeps what does not depend on the paper.

    The option must not change meanwhile.

    Parameters
    ----------
    source_name : str
        Name of the scenario file.
    when : str
        ISO date, or date and time, of the export.
    """

    def __init__(self, option: Option, source_name: str, when: str) -> None:
        self.option = option
        self.source_name = source_name
        self.when = datetime.datetime.fromisoformat(when).date()
        self._faces: dict[tuple[type[PaperFaces], float, bool, PostDetail], PaperFaces] = {}
        self._stacks: dict[str, list[Stack]] = {}
        self._fittings: dict[tuple[object, ...], Fitting] = {}

    @cached_property
    def has_locks(self) -> bool:
        """Whether anything on the chart is locked."""
        state = self.option.state
        return any(map(state.is_locked, (*state.at_tier(Tier.GROUP), *state.at_tier(Tier.UNIT))))

    @cached_property
    def _counts(self) -> BeforeAfter:
        return BeforeAfter(self.option.state)

    def before(self, organisation: str) -> tuple[int, int]:
        """Return officers and accountable persons with every unit in a place alone.

        As on screen: with the team that each has in this option.
        """
        found = {line.what: line.before for line in self._counts.lines([organisation])}
        return found[What.OFFICERS], found[What.ACCOUNTABLE]

    def faces(
        self,
        kind: type[PaperFaces] = PaperFaces,
        width: float = CARD_WIDTH,
        *,
        brief: bool = False,
        posts: PostDetail = PostDetail.OFF,
    ) -> PaperFaces:
        """Return the faces of a kind, for cards of a width."""
        key = (kind, width, brief, posts)
        if key not in self._faces:
            made = self._faces[key] = kind(self.option, width, brief=brief)
            if posts is not PostDetail.OFF:
                made.show_posts(posts)
        return self._faces[key]

    def stacks(self, region: str) -> list[Stack]:
        """Return a region's cards."""
        if region not in self._stacks:
            self._stacks[region] = stacks_of(self.option.state, region)
        return self._stacks[region]

    def fitting(
        self, faces: PaperFaces, stacks: Stacks, *, card_width: float = CARD_WIDTH, note: str = ""
    ) -> Fitting:
        """Return what sets some cards in any area."""
        # Rows are told by their number: a card is shown whole, without rows, or in even parts.
        cards = (
            (region, stack.card, stack.waiting, stack.part, stack.parts, len(stack.rows))
            for region, of_region in stacks.items()
            for stack in of_region
        )
        key = (id(faces), card_width, note, *stacks, *cards)
        if key not in self._fittings:
            self._fittings[key] = Fitting(faces, stacks, card_width=card_width, note=note)
        return self._fittings[key]

    def pages(self, settings: ExportSettings) -> list[Page]:
        """Return the pages as the settings ask for them."""
        book = _Book(self, settings)
        sheets = [book.whole()] if settings.layout == "one-page" else list(book.parts())
        sheets += book.changes() if settings.changes else ()
        return [book.page(sheet, i, len(sheets)) for i, sheet in enumerate(sheets, 1)]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page before it is known how many there are."""

    title: str
    blocks: tuple[Block, ...]
    """From the top."""
    feet: tuple[Block, ...]
    """From the footer upwards."""
    chart: Placed | None


class _Book:
    """Lays out the pages for one choice of settings."""

    def __init__(self, maker: PageMaker, settings: ExportSettings) -> None:
        self.maker = maker
        self.option = maker.option
        self.state = maker.option.state
        self.settings = settings
        self.width, self.height = (side * POINTS_PER_MM for side in settings.size_mm)
        self.posts = PostDetail(settings.posts)
        self.card_width = CARD_WIDTH + thread_room(self.posts)
        self.title = settings.title or self.state.name
        self.floor = FLOOR / PaperFaces.smallest
        self._usual = (min(settings.size_mm) / 210) ** 0.6
        self.cap = _MOST_SCALE * self._usual
        self._enlarge(self._usual)
        self._around: dict[float, tuple[tuple[Block, Block], tuple[Block, Block]]] = {}
        pack = self.option.pack
        self.kinds = {tier: pack.kind_at(tier) for tier in (Tier.REGION, Tier.GROUP, Tier.UNIT)}

    def _enlarge(self, k: float) -> None:
        """Set everything around the chart `k` times as large as on A4."""
        self.k = k
        self.margin = _MARGIN_MM * POINTS_PER_MM * k
        self.room = self.width - 2 * self.margin
        self._footer_height = self._footer(88, 88).height

    # -- pages -----------------------------------------------------------------------------

    def whole(self) -> _Sheet:
        """Return the page with the whole chart."""
        least, most = _SMALL_PRINT
        self._enlarge(1.0)
        sheet = self._whole(most)
        assert sheet.chart is not None
        legible = sheet.chart.smallest_pt
        # What is around a small chart stays small as well and leaves it the room.
        if legible < most:
            return self._whole(max(least, legible))
        if self._usual > 1:
            self._enlarge(min(self._usual, legible / most))
            sheet = self._whole(most)
        return sheet

    def _whole(self, small_print: float) -> _Sheet:
        state, root = self.state, self.state.label(self.state.root)
        if self.k not in self._around:
            above = (self._header(root, self._whole_notes()), self._summary())
            self._around[self.k] = (above, (self._legend(Shown.ROWS, self.posts), self._waivers()))
        blocks, below = self._around[self.k]
        feet = (self._small_print(small_print), *below)
        stacks = {r: self.maker.stacks(r) for r in state.at_tier(Tier.REGION)}
        return _Sheet(root, blocks, feet, self._best(stacks, self._area(blocks, feet)))

    def parts(self) -> Iterator[_Sheet]:
        """Iterate over the overview and the pages of each region."""
        yield self._overview()
        regions = self.state.at_tier(Tier.REGION)
        for region in regions:
            yield from self._region(region, is_last=region == regions[-1])

    def changes(self) -> Iterator[_Sheet]:
        """Iterate over the pages that list what was changed."""
        made = ChangePages(self.option, self.room, self.k)
        tallest = self._header(f"{TITLE} (88 of 88)", made.notes)
        for title, block in made.titled(self._area((tallest,), ()).height):
            yield _Sheet(title, (self._header(title, made.notes), block), (), None)

    def page(self, sheet: _Sheet, number: int, count: int) -> Page:
        """Return a sheet as page `number` of `count`."""
        items: list[Item] = []
        y = self.margin
        for block in sheet.blocks:
            items += block.at(self.margin, y)
            y += block.height
        y = self.height - self.margin - self._footer_height
        items += self._footer(number, count).at(self.margin, y)
        for block in sheet.feet:
            y -= block.height + self._foot_gap(block)
            items += block.at(self.margin, y)
        width, height = self.settings.size_mm
        return Page(
            sheet.title, number, count, width, height, self.margin, tuple(items), sheet.chart
        )

    def _area(self, blocks: Sequence[Block], feet: Sequence[Block]) -> Area:
        """Return what is left for the chart."""
        top = self.margin + sum(block.height for block in blocks)
        foot = self._footer_height + sum(b.height + self._foot_gap(b) for b in feet)
        gap = 6 * self.k
        height = self.height - self.margin - foot - gap - top
        # Texts that leave the chart no room at all are absurd; the chart stays, very small.
        return Area(self.margin, top, self.room, max(height, self.height / 20))

    def _foot_gap(self, block: Block) -> float:
        return 6 * self.k if block.height else 0.0

    def _overview(self) -> _Sheet:
        """Return the first of these that is legible: cards, brief cards, rows, regions alone."""
        state, faces = self.state, self.maker.faces
        regions = state.at_tier(Tier.REGION)
        blocks = (self._header(_OVERVIEW, self._whole_notes()), self._summary())
        # Those of a region stand on its own page.
        waivers = self._waivers(state.root)
        cards = {r: [replace(stack, rows=()) for stack in self.maker.stacks(r)] for r in regions}
        count = sum(map(len, cards.values()))
        for width, is_brief in _OVERVIEWS:
            feet = (self._legend(Shown.CARDS, has_bar=not is_brief), waivers)
            if self._overfull(count * width * _LEAST_CARD, PaperFaces):
                continue
            made = faces(PaperFaces, width, brief=is_brief)
            placed = self._fit(cards, self._area(blocks, feet), faces=made, card_width=width)
            if placed.smallest_pt >= FLOOR - NEARLY:
                return _Sheet(_OVERVIEW, blocks, feet, placed)
        feet = (self._legend(Shown.NAMES, has_bar=False), waivers)
        outline = {r: outline_of(state, r) for r in regions}
        count = sum(len(stack.rows) for of_region in outline.values() for stack in of_region)
        for width in _OUTLINES if count else ():
            if self._overfull(count * width * _LEAST_ROW, OutlineFaces):
                continue
            made = faces(OutlineFaces, width)
            placed = self._fit(outline, self._area(blocks, feet), faces=made, card_width=width)
            if placed.smallest_pt >= FLOOR - NEARLY:
                return _Sheet(_OVERVIEW, blocks, feet, placed)
        note = f"each {self.kinds[Tier.REGION].label} has a page that shows what is in it"
        blocks = (self._header(_OVERVIEW, [*self._whole_notes(), [note]]), blocks[1])
        bare: Stacks = {region: [] for region in regions}
        made = faces(OutlineFaces)
        broad = max(made.head_width(region) for region in regions)
        placed = self._fit(bare, self._area(blocks, feet), faces=made, card_width=broad)
        return _Sheet(_OVERVIEW, blocks, feet, placed)

    def _overfull(self, least: float, kind: type[PaperFaces]) -> bool:
        """Whether so much, in square scene units, is too small to read on any page."""
        return least * (FLOOR / kind.smallest) ** 2 > self.room * self.height

    def _region(self, region: str, *, is_last: bool) -> Iterator[_Sheet]:
        name = self.state.label(region)
        legend = self._legend(Shown.ROWS, self.posts)
        small_print = (self._small_print(_SMALL_PRINT[1]),) if is_last else ()
        feet = (*small_print, legend, self._waivers(region))
        notes = self._region_notes(region)
        area = self._area((self._header(f"{name} (8 of 8)", notes),), feet)
        placed = self._paginate(region, area)
        for i, chart in enumerate(placed, 1):
            title = f"{name} ({i} of {len(placed)})" if len(placed) > 1 else name
            yield _Sheet(title, (self._header(title, notes),), feet, chart)

    # -- fitting charts --------------------------------------------------------------------

    def _fit(
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
        made = faces or self.maker.faces(width=self.card_width, posts=self.posts)
        fitting = self.maker.fitting(
            made, stacks, card_width=card_width or self.card_width, note=note
        )
        setting = fitting.largest(area.width, area.height, cap or self.cap)
        x = area.x + (area.width - setting.hung.width * setting.scale) / 2
        return Placed(setting, x, area.y)

    def _best(self, stacks: Stacks, area: Area) -> Placed:
        """Return a chart with the cards of units to place split as suits the area best."""
        best = self._fit(stacks, area)
        for most in _WAITING_ROWS:
            split = {r: split_waiting(of_region, most) for r, of_region in stacks.items()}
            if best.scale >= self.cap or split == stacks:
                continue
            placed = self._fit(split, area)
            if placed.scale > best.scale * _WORTH_IT:
                best = placed
        return best

    def _paginate(self, region: str, area: Area) -> list[Placed]:
        """Return a region's charts, one a page, none of them too small to read if possible."""
        stacks = self.maker.stacks(region)
        whole = self._best({region: stacks}, area)
        if whole.scale >= self.floor - NEARLY or not stacks:
            return [whole]

        def scale(some: list[Stack]) -> float:
            return self._fit({region: some}, area, note="(8 of 8)").scale

        low = [part for stack in stacks for part in split_tall(stack, scale, self.floor)]
        if len(low) == 1:
            return [whole]
        groups = in_pages(low, scale, self.floor)
        if len(groups) == 1:
            return [self._fit({region: groups[0]}, area)]
        cap = min(self.cap, *(scale(group) for group in groups))
        return [
            self._fit({region: group}, area, note=f"({i} of {len(groups)})", cap=cap)
            for i, group in enumerate(groups, 1)
        ]

    # -- what stands around ----------------------------------------------------------------

    def _header(self, page_title: str, notes: Sequence[Sequence[str]]) -> Block:
        return furniture.header(self.title, page_title, notes, self.room, self.k)

    def _footer(self, number: int, count: int) -> Block:
        pack = self.option.pack
        left = (
            *(self.maker.source_name, f"option {self.state.name}"),
            f"as on {day(self.state.on)}",
            *past_note(self.option),
            f"{pack.name}, version {pack.version}",
        )
        right = f"exported {day(self.maker.when)} · page {number} of {count}"
        return furniture.footer(left, right, self.room, self.k)

    def _whole_notes(self) -> list[Sequence[str]]:
        state = self.state
        region, group, unit = (self.kinds[t] for t in (Tier.REGION, Tier.GROUP, Tier.UNIT))
        waiting = len(state.tray())
        placed = (
            f"{counted(waiting, unit.label, unit.plural)} still to place"
            if waiting
            else f"every {unit.label} is placed"
        )
        parts = (
            counted(len(state.at_tier(Tier.REGION)), region.label, region.plural),
            counted(len(state.at_tier(Tier.GROUP)), group.label, group.plural),
            counted(state.count(state.root), unit.label, unit.plural),
            placed,
            f"as on {day(state.on)}",
        )
        own = limits_set(state)
        if own:
            own[0] = f"limits that are not the pack's: {own[0]}"
        return [parts, own] if own else [parts]

    def _region_notes(self, region: str) -> list[Sequence[str]]:
        state, words = self.state, self.option.pack.words
        now, (officers, accountable) = state.totals(region), self.maker.before(region)
        group, unit = self.kinds[Tier.GROUP], self.kinds[Tier.UNIT]
        groups = sum(state.tier(child) is Tier.GROUP for child in state.children(region))
        parts = [
            counted(groups, group.label, group.plural),
            counted(now.units, unit.label, unit.plural),
        ]
        notes: list[Sequence[str]] = []
        for measure in self._headline():
            total = now.sums[measure.id]
            parts.append(f"{measure.label.lower()} {sum_text(measure, total)}")
            if note := sum_note(measure, total):
                star = f"{STAR} " if total.is_starred else ""
                notes.append([f"{star}{measure.label}: {note}"])
        parts += [
            f"{words.officers} {officers:,} {ARROW} {now.officers:,}",
            f"{words.accountables} {accountable:,} {ARROW} {now.accountable_officers:,}",
        ]
        return [parts, *notes]

    def _headline(self) -> list[Measure]:
        return [measure for measure in self.option.pack.measures if measure.headline]

    def _summary(self) -> Block:
        state, words = self.state, self.option.pack.words
        now, (officers, accountable) = state.totals(state.root), self.maker.before(state.root)
        group, unit = self.kinds[Tier.GROUP], self.kinds[Tier.UNIT]
        groups = counted(len(state.at_tier(Tier.GROUP)), group.label, group.plural)
        waiting = len(state.tray())
        placed = f"in {groups}" if waiting < now.units else f"no {group.label} yet"
        notes = (placed, f"{waiting:,} still to place") if waiting else (placed,)
        cells: list[Figure | Verdicts] = [
            Figure(unit.plural, grouped(now.units), notes, width=66),
        ]
        for measure in self._headline():
            total = now.sums[measure.id]
            note = sum_note(measure, total)
            lines = tuple(f"{STAR} {note}" if total.is_starred else note for _ in "." if note)
            width = 170.0 if note else 80.0
            cells.append(Figure(measure.label, sum_text(measure, total), lines, width))
        was = f"{unit.plural} alone {ARROW} this option"
        for noun, old, new, width in (
            (words.officers, officers, now.officers, 94.0),
            (words.accountables, accountable, now.accountable_officers, 108.0),
        ):
            numbers = f"{old:,} {ARROW} {new:,}"
            cells.append(Figure(noun[:1].upper() + noun[1:], numbers, (was,), width))
        cells.append(Verdicts("Rules", self.option.findings.summary()))
        return furniture.summary(cells, self.room, self.k)

    def _legend(
        self, shown: Shown, posts: PostDetail = PostDetail.OFF, *, has_bar: bool = True
    ) -> Block:
        entries = legend_entries(self.option, shown, posts, has_bar, self.maker.has_locks)
        return furniture.legend(entries, self.room, self.k)

    def _small_print(self, size: float) -> Block:
        return furniture.small_print(self.option.pack.credits, self.room, size * self.k**0.5)

    def _waivers(self, *places: str) -> Block:
        """Return the departures accepted in some places and below; in all, if none is named."""
        state = self.state
        within = {o for o in state if o in places or state.region_of(o) in places}
        lines = waivers_given(self.option, within if places else None)
        return furniture.paragraphs(lines, 7.5 * self.k, self.room)
