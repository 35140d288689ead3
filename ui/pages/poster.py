"""The layout "poster": one page over many sheets of paper, to be put together on a wall.

Each sheet shows a part of the poster and, beyond where it is cut, a strip of what its neighbours
show. Cuts go between cards where that is possible; marks in the margins say where. The last page
says how the sheets go together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from model.wording import counted
from ui.chart.paper import HEAD
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
_OVERLAP = OVERLAP_MM * POINTS_PER_MM
_SMALLER = (0.97, 0.94, 0.91, 0.88)
"""Shares of what the sheets hold, tried in turn until no card is cut."""
_PAPER = 10.0
"""How many cards may be cut rather than leave all of the paper empty."""
_CLEAR = 4.0
"""How far a cut stays off what it goes between, points."""
_HAIR = 1e-6
"""What rounding may make of a length."""
_CARD, _HEAD, _WORDS = 100.0, 20.0, 5.0
"""How bad it is to cut through each of these."""


_CLEAN = 0.1
"""A cut through less than this, in cards, is good enough."""


class _Box(NamedTuple):
    """What is not to be cut: from where to where along a length, and how bad it would be."""

    begin: float
    end: float
    weight: float


def _boxes(page: Page) -> tuple[list[_Box], list[_Box]]:
    """Return what is on a poster, across and down."""
    beside: list[_Box] = []
    below: list[_Box] = []

    def add(x: float, y: float, width: float, height: float, weight: float) -> None:
        beside.append(_Box(x, x + width, weight))
        below.append(_Box(y, y + height, weight))

    for item in page.items:
        if isinstance(item, Words):
            add(item.x, item.y, item.width, item.height, _WORDS)
    if (placed := page.chart) is not None:
        layout, scale = placed.chart.layout, placed.scale
        faces, cards = placed.faces, layout.cards
        heads = [
            (x, y, faces.head_width(region, placed.note), HEAD)
            for region, (x, y, *_) in zip(placed.chart.regions, layout.regions, strict=True)
        ]
        lines: list[tuple[float, float, float, float]] = []
        for stack, (x, y, width, _) in zip(placed.chart.stacks, cards, strict=True):
            heights = [faces.stack_header(stack), *(faces.row_height(*row) for row in stack.rows)]
            for height in heights:
                lines.append((x, y, width, height))
                y += height
        weighed = ((cards, _CARD), ((layout.root, *heads), _HEAD), (lines, _WORDS))
        for boxes, weight in weighed:
            for x, y, *sides in boxes:
                width, height = (side * scale for side in sides)
                add(placed.x + x * scale, placed.y + y * scale, width, height, weight)
    return beside, below


@dataclass(frozen=True, slots=True)
class _Raster:
    """How a poster is divided: points.

    Attributes
    ----------
    width, height : float
        Of the poster.
    across, down : tuple of float
        Where it is cut, from its left and from its top: between sheets only.
    """

    width: float
    height: float
    across: tuple[float, ...]
    down: tuple[float, ...]

    @property
    def columns(self) -> int:
        """Sheets beside each other."""
        return len(self.across) + 1

    @property
    def rows(self) -> int:
        """Sheets below each other."""
        return len(self.down) + 1

    def places(self) -> Iterator[tuple[int, int]]:
        """Iterate over the sheets' rows and columns, from the top left."""
        for row in range(self.rows):
            for column in range(self.columns):
                yield row, column

    def area(self, row: int, column: int) -> Area:
        """Return what of the poster a sheet shows: half a strip beyond where it is cut."""
        left, right = _span(self.across, self.width, column)
        top, foot = _span(self.down, self.height, row)
        return Area(left, top, right - left, foot - top)


def _span(cuts: Sequence[float], whole: float, number: int) -> tuple[float, float]:
    begin = cuts[number - 1] - _OVERLAP / 2 if number else 0.0
    return begin, cuts[number] + _OVERLAP / 2 if number < len(cuts) else whole


def _cuts(whole: float, count: int, sheet: float, boxes: Sequence[_Box]) -> tuple[float, ...]:
    """Return where to cut a length into so many pieces, through as little as possible.

    Parameters
    ----------
    sheet : float
        The longest that a piece may be, with its half strips.
    boxes : sequence of _Box
        What is not to be cut, along this length.
    """
    step = sheet - _OVERLAP
    cuts: list[float] = []
    for number in range(1, count):
        even = whole * number / count
        least = whole - (count - number) * step - _OVERLAP / 2
        most = (cuts[-1] if cuts else _OVERLAP / 2) + step
        # Where something ends or begins there is room for a cut, and where it is nearest to even.
        tried = {least, most, min(max(even, least), most)}
        for box in boxes:
            clear = _CLEAR if box.weight > _WORDS else 0.0
            tried |= {box.begin - clear, box.end + clear}
        feasible = sorted(at for at in tried if least - _HAIR <= at <= most + _HAIR)
        cuts.append(min(feasible, key=lambda at: (_harm(at, boxes), abs(at - even))))
    return tuple(cuts)


def _harm(at: float, boxes: Sequence[_Box]) -> float:
    return sum(box.weight for box in boxes if box.begin < at < box.end)


class _Try(NamedTuple):
    """A size that a poster may have: how it is divided then, and how bad that is, in cards cut."""

    shares: tuple[float, float]
    whole: Page
    raster: _Raster
    cards: float

    @property
    def cost(self) -> float:
        """How bad it is: cards that are cut, and paper that is left."""
        return self.cards + (2 - sum(self.shares)) * _PAPER


class Poster(Book):
    """Lays out a poster over sheets."""

    def __init__(self, material: Material, settings: ExportSettings) -> None:
        super().__init__(material, settings)
        # Printers leave a margin, which is not larger on larger paper.
        self.enlarge(1.0)

    def sheets(self) -> Iterator[Sheet]:
        """Iterate over the parts of the poster, and the page that says how they go together."""
        whole, raster = self._divided()
        count = raster.columns * raster.rows
        for number, (row, column) in enumerate(raster.places(), 1):
            label = f"Sheet {number} of {count}: row {row + 1}, column {column + 1}"
            tile = Tile(whole, raster.area(row, column), self.margin, self.margin)
            items = tuple(self._marks(raster, row, column, label))
            yield Sheet(label, (), (), tile=tile, items=items)
        yield self._assembly(raster)

    def _divided(self) -> tuple[Page, _Raster]:
        """Return the poster, and how it is divided.

        It is a little smaller than its sheets where that lets a cut go between cards.
        """
        columns, rows = self.settings.tiles
        best = self._try(1.0, 1.0)
        if columns > 1:
            best = self._best(best, lambda share: self._try(share, 1.0))
        if rows > 1:
            across = best.shares[0]
            best = self._best(best, lambda share: self._try(across, share))
        return best.whole, best.raster

    def _best(self, best: _Try, make: Callable[[float], _Try]) -> _Try:
        """Return the best of some sizes, tried in turn until no card is cut."""
        for share in _SMALLER:
            if best.cards < _CLEAN:
                break
            other = make(share)
            if other.cost < best.cost:
                best = other
        return best

    def _try(self, across: float, down: float) -> _Try:
        """Return a poster that is so much smaller than its sheets, either way."""
        columns, rows = self.settings.tiles
        room, high = self.room, self.height - 2 * self.margin
        width = (columns * (room - _OVERLAP) + _OVERLAP) * across
        height = (rows * (high - _OVERLAP) + _OVERLAP) * down
        size_mm = (width / POINTS_PER_MM, height / POINTS_PER_MM)
        book = OnePage(self.material, self.settings, size_mm)
        (sheet,) = book.sheets()
        whole = book.page(sheet, 0, 0)
        beside, below = _boxes(whole)
        cuts_x, cuts_y = _cuts(width, columns, room, beside), _cuts(height, rows, high, below)
        harm = sum(_harm(at, beside) for at in cuts_x) + sum(_harm(at, below) for at in cuts_y)
        return _Try((across, down), whole, _Raster(width, height, cuts_x, cuts_y), harm / _CARD)

    def _marks(self, raster: _Raster, row: int, column: int, label: str) -> Iterator[Item]:
        """Iterate over the marks in the margins of a sheet, and its label."""
        margin, area = self.margin, raster.area(row, column)
        right, foot = margin + area.width, margin + area.height
        # What is cut off: the strip that the sheet on the left, or above, shows as well.
        shared = _OVERLAP / 2
        cuts_x = [margin + shared * bool(column), right - shared * (column < raster.columns - 1)]
        cuts_y = [margin + shared * bool(row), foot - shared * (row < raster.rows - 1)]
        for x in cuts_x:
            yield Stroke(x, margin - _AWAY - _MARK, 0.0, _MARK)
            yield Stroke(x, foot + _AWAY, 0.0, _MARK)
        for y in cuts_y:
            yield Stroke(margin - _AWAY - _MARK, y, _MARK, 0.0)
            yield Stroke(right + _AWAY, y, _MARK, 0.0)
        width = measure(label, _LABEL)
        x, y = (self.width - width) / 2, self.height - margin + _AWAY
        yield Words(label, x, y, _LABEL, tone="quiet")

    def _assembly(self, raster: _Raster) -> Sheet:
        count = raster.columns * raster.rows
        width, height = (side / POINTS_PER_MM for side in (raster.width, raster.height))
        size = f"{width:.0f} × {height:.0f} mm"
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
        text = furniture.below(
            [prose(line, 9.0 * min(self.usual, 1.5), self.room) for line in said]
        )
        gap = Block((), 14.0)
        area = self.area((header, text, gap), ())
        return Sheet(title, (header, text, gap, self._diagram(raster, area)), ())

    def _diagram(self, raster: _Raster, area: Area) -> Block:
        """Return the sheets as boxes with their numbers."""
        scale = min(area.width / raster.width, area.height / raster.height)
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
        return Block(tuple(items), raster.height * scale)
