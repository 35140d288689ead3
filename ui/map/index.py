"""The list of groups beside a map on paper: number, fill and name, region by region."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from model.geography.shades import Show, value_of, written
from model.pack import Measure, Style, Tier
from model.report.totals import headline
from model.rules.standing import Sign
from model.wording import sum_text
from ui import signs
from ui.letters import Letters, letters
from ui.map.land import Name, line_height, set_name
from ui.map.legend import write_lines
from ui.map.painter import Surface
from ui.map.palette import Look
from ui.map.scheme import Scheme
from ui.theme import Theme

_SWATCH: Final = 13.0
_GAP: Final = 3.5
"""Points on A4, as all lengths here."""
_LONGEST: Final = 90.0
"""Width of the longest word that a column is made wide enough for."""
_BETWEEN: Final = 0.6
"""From one line of the list to the next."""
_ABOVE: Final = 4.0
"""Over the name of a region."""


def numbers_of(scheme: Scheme) -> dict[str, int]:
    """Return the number of each group that is on the map, in the order of regions and names."""
    state, found = scheme.option.state, set(scheme.group_of.values())
    ordered = [group for group in state.at_tier(Tier.GROUP) if group in found]
    regions = {region: place for place, region in enumerate(state.at_tier(Tier.REGION))}

    def place(group: str) -> tuple[int, str]:
        region = state.region_of(group)
        return regions.get(region or "", len(regions)), state.label(group).casefold()

    return {group: number for number, group in enumerate(sorted(ordered, key=place), 1)}


class Row(NamedTuple):
    """A line of the list: a region without a number, or a group.

    Attributes
    ----------
    height : float
        With what is left free above it.
    """

    text: Name
    height: float
    number: int = 0
    look: Look | None = None
    sign: Sign = Sign.NONE
    figure: str = ""


class Block(NamedTuple):
    """A region with its groups."""

    head: Row
    rows: tuple[Row, ...]


class Index:
    """The list of a map's groups, to be set in columns.

    Parameters
    ----------
    has_figures : bool
        Whether each group's figure stands at the end of its line.

    Attributes
    ----------
    measure : Measure or None
        What that is the figure of, besides what the map is shaded by.
    least : float
        Width of the narrowest column that parts no ordinary word.
    """

    def __init__(
        self, scheme: Scheme, numbers: Mapping[str, int], theme: Theme, *, has_figures: bool
    ) -> None:
        self._scheme, self._numbers, self._theme = scheme, numbers, theme
        self._blocks: dict[tuple[float, int], list[Block]] = {}
        self._small = scheme.lettering.small
        self._bold = letters(self._small.pixels, bold=True)
        self._k = self._small.pixels / 7
        self.measure = list_measure(scheme) if has_figures else None
        widest = max((str(n) for n in numbers.values()), key=self._bold.width, default="0")
        self._digits = self._bold.width(widest)
        shade = scheme.shade
        has_looks = shade.measure is None or shade.of_groups
        self._side = self._digits + _GAP * self._k
        if has_looks:
            self._side += (_SWATCH + _GAP) * self._k
        self._figures = {group: self._figure(group) for group in numbers}
        widths = map(self._small.width, self._figures.values())
        self._tail = max(widths, default=0.0)
        if self._tail:
            self._tail += 2 * _GAP * self._k
        self._signs: dict[str, Sign] = {}
        if shade.show is Show.VERDICT:
            self._signs = {group: scheme.sign(group) for group in numbers}
        self._looks: dict[str, Look] = {}
        if has_looks:
            looks = {group: unit for unit, group in scheme.group_of.items()}
            self._looks = {group: scheme.look(unit, theme) for group, unit in looks.items()}
        state = scheme.option.state
        longest = max(
            (self._small.width(word) for g in numbers for word in state.label(g).split()),
            default=0.0,
        )
        self.least = self._side + self._tail + min(longest, _LONGEST * self._k)

    @property
    def smallest_pt(self) -> float:
        """Size of its texts, points."""
        return float(self._small.pixels)

    def _figure(self, group: str) -> str:
        scheme = self._scheme
        if scheme.shade.of_groups:
            return written(scheme.shade, value_of(scheme.option.state, scheme.shade, group))
        if self.measure is None:
            return ""
        total = scheme.option.state.sum(group, self.measure.id)
        return sum_text(self.measure, total, brief=True)

    def blocks(self, width: float, lines: int) -> list[Block]:
        """Return the list set in a column of a width, each name in so many lines at most."""
        if (width, lines) not in self._blocks:
            self._blocks[width, lines] = self._set(width, lines)
        return self._blocks[width, lines]

    def _set(self, width: float, lines: int) -> list[Block]:
        state, k = self._scheme.option.state, self._k
        high, room = line_height(self._small), width - self._side - self._tail
        found: dict[str, list[Row]] = {}
        for group, number in self._numbers.items():
            text = set_name(state.label(group), self._small, room, lines)
            region = state.region_of(group) or ""
            found.setdefault(region, []).append(
                Row(
                    text,
                    text.height + _BETWEEN * k,
                    number,
                    self._looks.get(group),
                    self._signs.get(group, Sign.NONE),
                    self._figures[group],
                )
            )
        result = []
        for region, rows in found.items():
            name = set_name(state.label(region) if region else "", self._bold, width, lines)
            result.append(Block(Row(name, max(name.height, high) + _ABOVE * k), tuple(rows)))
        return result

    def draw(
        self,
        painter: QPainter,
        column: Column,
        at: QPointF,
        width: float,
        surface: Surface,
    ) -> float:
        """Draw a column of the list; `at` is its top left corner. Returns where it ends."""
        y = at.y()
        for row in (row for region in column for row in region):
            self._draw_row(painter, row, QPointF(at.x(), y), width, surface)
            y += row.height
        return y

    def _draw_row(
        self, painter: QPainter, row: Row, at: QPointF, width: float, surface: Surface
    ) -> None:
        """Draw a line of the list; `at` is the top left corner of it."""
        k, theme = self._k, self._theme
        if not row.number:
            top = QPointF(at.x(), at.y() + _ABOVE * k)
            write_lines(painter, row.text, top, surface, theme.text)
            return
        high = line_height(self._small)
        number = _one(str(row.number), self._bold)
        right = at.x() + self._digits
        write_lines(painter, number, QPointF(right - number.width, at.y()), surface, theme.text)
        if row.look is not None:
            box = QRectF(right + _GAP * k, at.y() + 0.5 * k, _SWATCH * k, high - k)
            path = QPainterPath()
            path.addRect(box)
            surface.fill(painter, path, row.look)
            painter.setPen(QPen(theme.quiet, 0.5 * k))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box)
            side = high - 1.5 * k
            place = QRectF(0, 0, side, side)
            place.moveCenter(box.center())
            signs.draw(painter, row.sign, place, theme)
        start = QPointF(at.x() + self._side, at.y())
        write_lines(painter, row.text, start, surface, theme.text)
        if row.figure:
            text = _one(row.figure, self._small)
            end = QPointF(at.x() + width - text.width, at.y())
            write_lines(painter, text, end, surface, theme.quiet)


def _one(text: str, kind: Letters) -> Name:
    return Name((text,), kind, kind.width(text), float(line_height(kind)))


def list_measure(scheme: Scheme) -> Measure | None:
    """Return what is counted of each group: people, or whatever the pack counts first."""
    counted = (m for m in headline(scheme.option.state) if m.style is Style.COUNT)
    return next(counted, None)


Column = tuple[tuple[Row, ...], ...]
"""Lines of a column of the list, region by region."""

_NEAR: Final = 0.5
"""How near to the lowest columns are, points."""
_PARTED: Final = 1.25
"""Regions are parted if that makes the columns so many times lower."""


def height_of(column: Column) -> float:
    """Return how high a column is."""
    return sum(row.height for part in column for row in part)


def columns(blocks: Sequence[Block], taken: Sequence[float]) -> list[Column]:
    """Return a list in columns, as low as can be.

    Regions stay whole unless that makes the columns much higher; what is parted has its head again.

    Parameters
    ----------
    taken : sequence of float
        How high what stands in each column besides is.
    """
    whole = [_height((block.head, *block.rows)) for block in blocks]
    parts, high = _lowest([[height] for height in whole], [0.0] * len(blocks), taken)
    if high > _PARTED * max(*taken, (sum(whole) + sum(taken)) / len(taken)):
        rows = [[row.height for row in block.rows] for block in blocks]
        lower, low = _lowest(rows, [block.head.height for block in blocks], taken)
        if high > _PARTED * low:
            return _cut(blocks, lower)
    return [tuple((blocks[at].head, *blocks[at].rows) for at, _, _ in column) for column in parts]


def pages(blocks: Sequence[Block], count: int, height: float) -> list[list[Column]]:
    """Return a list on as many pages as it takes, in so many columns of a height on each."""
    rows = [[row.height for row in block.rows] for block in blocks]
    heads = [block.head.height for block in blocks]
    # A line that is higher than a page has one to itself.
    height = max(height, *(head + max(of) for head, of in zip(heads, rows, strict=True)))
    taken = [0.0] * count
    while (found := _filled(rows, heads, taken, height)) is None:
        taken += [0.0] * count
    made = _cut(blocks, found)
    return [made[start : start + count] for start in range(0, len(made), count)]


_Cut = tuple[int, int, int]
"""A block, the first of its pieces in a column, and the one after the last."""


def _lowest(
    pieces: Sequence[Sequence[float]], heads: Sequence[float], taken: Sequence[float]
) -> tuple[list[list[_Cut]], float]:
    """Return blocks in the lowest columns, and how high these are.

    Parameters
    ----------
    pieces : sequence of sequence of float
        The heights of what each block may be parted into.
    heads : sequence of float
        What stands above each block, again in each column.
    """
    low = max(taken)
    high = low + sum(map(sum, pieces)) + sum(map(operator.mul, heads, map(len, pieces))) + _NEAR
    found = _filled(pieces, heads, taken, high)
    while high - low > _NEAR:
        middle = (low + high) / 2
        lower = _filled(pieces, heads, taken, middle)
        if lower is None:
            low = middle
        else:
            found, high = lower, middle
    assert found is not None
    return found, high


def _filled(
    pieces: Sequence[Sequence[float]],
    heads: Sequence[float],
    taken: Sequence[float],
    height: float,
) -> list[list[_Cut]] | None:
    """Return blocks in columns of a height, None if they need more of them."""
    found: list[list[_Cut]] = [[] for _ in taken]
    at, free = 0, height - taken[0]
    for block, (head, of_block) in enumerate(zip(heads, pieces, strict=True)):
        start, is_open = 0, False
        for number, piece in enumerate(of_block):
            while (piece if is_open else head + piece) > free:
                if is_open:
                    found[at].append((block, start, number))
                start, is_open, at = number, False, at + 1
                if at == len(taken):
                    return None
                free = height - taken[at]
            free -= piece if is_open else head + piece
            is_open = True
        found[at].append((block, start, len(of_block)))
    return found


def _cut(blocks: Sequence[Block], cuts: Sequence[Sequence[_Cut]]) -> list[Column]:
    return [
        tuple((blocks[at].head, *blocks[at].rows[start:end]) for at, start, end in column)
        for column in cuts
    ]


def _height(rows: Iterable[Row]) -> float:
    return sum(row.height for row in rows)
