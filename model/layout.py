"""The chart's geometry: cards of fixed width packed under their regions, with connectors.

An organisation chart of three levels whose last one is stacked: the root on top, regions as
blocks that flow in shelves, groups as cards in rows inside their block. What stands in a card
needs no place of its own here: rows follow each other from the card's header down
(`model.chart`), so that a chart of 100,000 organisations is laid out as the few hundred cards
that it is. All in scene units (1 = 1 pixel at 100% zoom), y downwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from model.records import record

Box = tuple[float, float, float, float]
"""x, y, width and height."""
Line = tuple[float, float, float, float]
"""From x, y to x, y; level or upright."""


@record
class Metrics:
    """Sizes, all multiples of 4 scene units."""

    card_width: float = 240
    gap: float = 12
    stack_gap: float = 10
    """Between cards that hang below each other (`model.hanging`)."""
    row_height: float = 22
    card_foot: float = 6
    region_head: float = 32
    region_gap: float = 40
    shelf_gap: float = 36
    bus: float = 12
    """Room above a row of cards for the hairline that joins them."""
    gutter: float = 20
    """Room left of everything for the trunk that joins the shelves."""
    root_width: float = 440
    root_height: float = 36
    margin: float = 24


@record
class Shape:
    """What is to be laid out, in the chart's order.

    Attributes
    ----------
    cards_of_region : one a region
        Number of cards in each region.
    header, body : one a card
        Heights of each card's header and of all its rows.
    """

    cards_of_region: Sequence[int]
    header: Sequence[float]
    body: Sequence[float]

    def card_heights(self, metrics: Metrics) -> list[float]:
        """Return the height of each card."""
        foot = metrics.card_foot
        return [h + b + foot for h, b in zip(self.header, self.body, strict=True)]

    def first_cards(self) -> list[int]:
        """Return the number of each region's first card, and of one after the last."""
        return list(accumulate(self.cards_of_region, initial=0))

    def region_of_card(self) -> list[int]:
        """Return the number of each card's region."""
        return [r for r, count in enumerate(self.cards_of_region) for _ in range(count)]


@record
class Layout:
    """Where everything is.

    Attributes
    ----------
    width, height : float
        Of the whole chart, margins included.
    regions, cards : boxes
    reach : boxes, one a region
        What each region covers with its cards; some arrangements set cards beside its box.
    region_of_card : one a card
    first_card : one a region and one more
        Cards of a region are `first_card[r]` to `first_card[r + 1] - 1`.
    trunk : lines
        From the root to the regions.
    branches : lines, for each region
        From it to its cards.
    """

    width: float
    height: float
    root: Box
    regions: Sequence[Box]
    cards: Sequence[Box]
    reach: Sequence[Box]
    region_of_card: Sequence[int]
    first_card: Sequence[int]
    trunk: Sequence[Line]
    branches: Sequence[Sequence[Line]]


@record
class _Block:
    """A region in rows of cards, from its own corner.

    Attributes
    ----------
    across : int
        How many cards a row has.
    tops : floats
        Of each row of cards.
    """

    width: float
    height: float
    across: int
    tops: Sequence[float]


def lay_out(shape: Shape, columns: int, metrics: Metrics) -> Layout:
    """Lay out a chart whose shelves are at most `columns` cards wide.

    Raises
    ------
    ValueError
        If `columns` is below 1.
    """
    m = metrics
    heights, first = shape.card_heights(m), shape.first_cards()
    blocks, shelves = _blocks(heights, first, columns, m)
    regions: list[Box] = []
    cards: list[Box] = []
    branches: list[list[Line]] = []
    buses: list[tuple[float, list[float]]] = []
    y = m.margin + m.root_height + m.shelf_gap
    for shelf in shelves:
        x = m.margin + m.gutter
        buses.append((y - m.bus, []))
        for number in shelf:
            block = blocks[number]
            regions.append((x, y, block.width, block.height))
            buses[-1][1].append(x)
            own = heights[first[number] : first[number + 1]]
            placed = _place(own, block, x, y, m)
            cards += placed
            branches.append(_branches(placed, block, x, y, m))
            x += block.width + m.region_gap
        y += max(blocks[number].height for number in shelf) + m.shelf_gap
    width, height = _extent(blocks, shelves, m)
    root = ((width - m.root_width) / 2, m.margin, m.root_width, m.root_height)
    return Layout(
        width,
        height,
        root,
        regions,
        cards,
        regions,
        shape.region_of_card(),
        first,
        _trunk(root, buses, m),
        branches,
    )


def best_columns(shape: Shape, aspect: float, metrics: Metrics) -> int:
    """Return the number of columns whose chart fills a page of that aspect best.

    Parameters
    ----------
    aspect : float
        Width of the page by its height.
    """
    heights, first = shape.card_heights(metrics), shape.first_cards()
    most = len(heights) + len(shape.cards_of_region)
    best, best_scale = 1, 0.0
    for columns in _tried(most):
        width, height = _extent(*_blocks(heights, first, columns, metrics), metrics)
        scale = min(aspect / width, 1.0 / height)
        if scale > best_scale * 1.0001:
            best, best_scale = columns, scale
    return best


_EACH = 60
"""Up to so many columns each number is tried; beyond, it hardly matters which."""


def _tried(most: int) -> Iterator[int]:
    """Iterate over the numbers of columns to try."""
    columns = 1
    while columns <= most:
        yield columns
        columns += 1 if columns < _EACH else columns // 20


def _blocks(
    heights: Sequence[float], first: Sequence[int], columns: int, m: Metrics
) -> tuple[list[_Block], list[list[int]]]:
    """Return each region's block, and the numbers of the regions on each shelf."""
    if columns < 1:
        raise ValueError("a chart needs at least one column")
    pitch = m.card_width + m.gap
    limit = columns * pitch - m.gap + m.gutter
    blocks: list[_Block] = []
    shelves: list[list[int]] = []
    used = 0.0
    for number in range(len(first) - 1):
        own = heights[first[number] : first[number + 1]]
        # Two cards wide at least: room for the head's totals, and ground to drop a new group on.
        across = min(max(len(own), 2), columns)
        block = _block(own, across, across * pitch - m.gap + m.gutter, m)
        if shelves and used + m.region_gap + block.width <= limit:
            shelves[-1].append(number)
            used += m.region_gap + block.width
        else:
            shelves.append([number])
            used = block.width
        blocks.append(block)
    return blocks, shelves


def _block(heights: Sequence[float], across: int, width: float, m: Metrics) -> _Block:
    top = m.region_head + m.bus
    height = top + m.row_height * 2
    tops = []
    for start in range(0, len(heights), across):
        tallest = max(heights[start : start + across])
        tops.append(top)
        height = max(height, top + tallest)
        top += tallest + m.gap + m.bus
    return _Block(width, height, across, tops)


def _place(heights: Sequence[float], block: _Block, x: float, y: float, m: Metrics) -> list[Box]:
    """Return the boxes of a region's cards."""
    left, pitch, across = x + m.gutter, m.card_width + m.gap, block.across
    return [
        (left + i % across * pitch, y + block.tops[i // across], m.card_width, height)
        for i, height in enumerate(heights)
    ]


def _extent(
    blocks: Sequence[_Block], shelves: Sequence[Sequence[int]], m: Metrics
) -> tuple[float, float]:
    """Return width and height of the whole chart."""
    left, bottom = m.margin + m.gutter, m.margin + m.root_height + m.shelf_gap
    right, top = m.root_width, bottom
    for shelf in shelves:
        widths = [blocks[number].width for number in shelf]
        right = max(right, left + sum(widths) + m.region_gap * (len(widths) - 1))
        tallest = max(blocks[number].height for number in shelf)
        bottom = top + tallest
        top = bottom + m.shelf_gap
    return max(right, m.root_width + m.margin) + m.margin, bottom + m.margin


def _trunk(root: Box, buses: Sequence[tuple[float, list[float]]], m: Metrics) -> list[Line]:
    """Return the hairlines from the root to the regions.

    Parameters
    ----------
    buses : for each shelf
        Where the line above it is, and where its regions begin.
    """
    if not buses:
        return []
    middle, foot = root[0] + root[2] / 2, root[1] + root[3]
    top, left = buses[0][0], m.margin
    lines: list[Line] = [(middle, foot, middle, top), (left, top, left, buses[-1][0])]
    for number, (bus, starts) in enumerate(buses):
        reach = max([*starts, middle] if number == 0 else starts)
        lines.append((left, bus, reach, bus))
        lines += [(x, bus, x, bus + m.bus) for x in starts]
    return lines


def _branches(cards: Sequence[Box], block: _Block, x: float, y: float, m: Metrics) -> list[Line]:
    """Return the hairlines from a region's head to its cards.

    Below its head a region has an upright line left of its cards, and a level one above each row
    of them, from which a short line drops to each card.
    """
    if not cards:
        return []
    lines: list[Line] = []
    for start, top in zip(range(0, len(cards), block.across), block.tops, strict=True):
        bus = y + top - m.bus
        centres = [card[0] + card[2] / 2 for card in cards[start : start + block.across]]
        lines.append((x, bus, centres[-1], bus))
        lines += [(centre, bus, centre, y + top) for centre in centres]
    lines.append((x, y + m.region_head - m.bus, x, y + block.tops[-1] - m.bus))
    return lines
