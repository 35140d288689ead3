"""The chart as data: which cards and rows there are, in which order, where, and what is hit.

Cards are groups, in their region's order; a region with units in the tray has one card more
that holds them, so that a print-out shows what is still to be placed. Rows are units, largest
first, each followed by the parts below it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from model.layout import Floats, Layout, Metrics, Shape, best_columns, lay_out
from model.pack import Tier
from model.state import State


class Part(Enum):
    """What of the chart is under a point."""

    GROUND = "ground"
    """Nothing; `Hit.id` is "" or the region whose block it is in."""
    ROOT = "root"
    REGION = "region"
    """A region's head."""
    CARD = "card"
    """A card's header or foot."""
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Hit:
    """What is under a point.

    Attributes
    ----------
    id : str
        Of the organisation; for the card of units in the tray, of their region.
    card : int
        Number of the card, -1 if none.
    region : str
        Id of the region whose block the point is in, "" if none.
    """

    part: Part
    id: str = ""
    card: int = -1
    region: str = ""


@dataclass(frozen=True, slots=True)
class Stack:
    """What one card holds.

    Attributes
    ----------
    card : str
        Id of the group; for the card of units in the tray, of their region.
    rows : tuple of (id, depth)
        Units, each followed by the parts below it.
    part, parts : int
        Which card this is of those that the rows were split over.
    """

    card: str
    waiting: bool
    rows: tuple[tuple[str, int], ...]
    part: int = 1
    parts: int = 1


def stacks_of(state: State, region: str) -> list[Stack]:
    """Return a region's cards with their rows, in the chart's order."""
    return [
        Stack(card, is_waiting, tuple(_rows_of(state, units)))
        for card, is_waiting, units in _cards_of(state, region)
    ]


class Chart:
    """Cards, rows and their geometry for one state.

    Parameters
    ----------
    header_height : callable
        Group id (or region id, for its waiting card) to the height of the card's header,
        scene units.
    aspect : float
        Width by height that the chart should have, as nearly as whole columns allow.
    stacks : mapping of region id to stacks, optional
        What is on the chart; everything, or all of `only`, if not given.
    arrange : callable, optional
        What sets the cards in place of rows of `columns`.
    stack_header, row_height : callable, optional
        Height of a stack's header in place of `header_height`, and of an organisation's row;
        all rows are of the metrics' height if not given.
    """

    def __init__(
        self,
        state: State,
        header_height: Callable[[str, bool], float],
        *,
        aspect: float = 1.6,
        metrics: Metrics | None = None,
        only: str = "",
        columns: int = 0,
        stacks: Mapping[str, Sequence[Stack]] | None = None,
        arrange: Callable[[Shape], Layout] | None = None,
        stack_header: Callable[[Stack], float] | None = None,
        row_height: Callable[[str, int], float] | None = None,
    ) -> None:
        self.metrics = metrics or Metrics()
        self.root = state.root
        if stacks is None:
            regions = [only] if only else state.at_tier(Tier.REGION)
            stacks = {region: stacks_of(state, region) for region in regions}
        self.regions = list(stacks)
        self.stacks = [stack for of_region in stacks.values() for stack in of_region]
        self.cards = [stack.card for stack in self.stacks]
        self.waiting = [stack.waiting for stack in self.stacks]
        rows = [row for stack in self.stacks for row in stack.rows]
        self.rows = [row for row, _ in rows]
        self.depth = [depth for _, depth in rows]
        headers = [
            stack_header(stack) if stack_header else header_height(stack.card, stack.waiting)
            for stack in self.stacks
        ]
        self.shape = Shape(
            np.array([len(of_region) for of_region in stacks.values()], dtype=np.int64),
            np.array(headers, dtype=np.float64),
            np.array([len(stack.rows) for stack in self.stacks], dtype=np.int64),
            np.array([row_height(*row) for row in rows], dtype=np.float64) if row_height else None,
        )
        self.columns = columns
        if arrange is None:
            self.columns = columns or best_columns(self.shape, aspect, self.metrics)
            self.layout: Layout = lay_out(self.shape, self.columns, self.metrics)
        else:
            self.layout = arrange(self.shape)
        self.row_of = {unit: i for i, unit in enumerate(self.rows)}
        self.card_of = {card: i for i, card in enumerate(self.cards) if not self.waiting[i]}
        self.waiting_card_of = {card: i for i, card in enumerate(self.cards) if self.waiting[i]}

    def box(self, organisation: str) -> tuple[float, float, float, float] | None:
        """Return x, y, width and height of an organisation's box, None if it has none."""
        layout = self.layout
        if organisation == self.root:
            return layout.root
        if (row := self.row_of.get(organisation)) is not None:
            return self.row_box(row)
        if (card := self.card_of.get(organisation)) is not None:
            return _four(layout.cards[card])
        if organisation in self.regions:
            return _four(layout.regions[self.regions.index(organisation)])
        return None

    def row_box(self, row: int) -> tuple[float, float, float, float]:
        """Return x, y, width and height of a row."""
        x, _, width, _ = _four(self.layout.cards[int(self.layout.card_of_row[row])])
        return x, float(self.layout.row_top[row]), width, float(self.layout.row_height[row])

    def rows_of(self, card: int) -> range:
        """Return the numbers of a card's rows."""
        first = self.layout.first_row
        return range(int(first[card]), int(first[card + 1]))

    def hit(self, x: float, y: float) -> Hit:
        """Return what is at a point of the scene."""
        layout = self.layout
        left, top, width, height = layout.root
        if left <= x <= left + width and top <= y <= top + height:
            return Hit(Part.ROOT, self.root)
        cards = _containing(layout.cards, x, y)
        if len(cards):
            return self._hit_card(int(cards[0]), y)
        blocks = _containing(layout.regions, x, y)
        if not len(blocks):
            return Hit(Part.GROUND)
        block = int(blocks[0])
        region = self.regions[block]
        in_head = y <= layout.regions[block, 1] + self.metrics.region_head
        return Hit(Part.REGION if in_head else Part.GROUND, region, region=region)

    def _hit_card(self, card: int, y: float) -> Hit:
        region = self.regions[int(self.layout.region_of_card[card])]
        rows = self.rows_of(card)
        if len(rows):
            tops = self.layout.row_top[rows.start : rows.stop]
            place = int(np.searchsorted(tops, y, side="right")) - 1
            if place >= 0 and y < tops[place] + self.layout.row_height[rows[place]]:
                return Hit(Part.ROW, self.rows[rows[place]], card, region)
        return Hit(Part.CARD, self.cards[card], card, region)

    def rows_in(self, x: float, y: float, width: float, height: float) -> Iterator[str]:
        """Iterate over the ids of the rows that a rectangle touches."""
        layout = self.layout
        cards = layout.cards[layout.card_of_row]
        touched = (
            (cards[:, 0] < x + width)
            & (cards[:, 0] + cards[:, 2] > x)
            & (layout.row_top < y + height)
            & (layout.row_top + layout.row_height > y)
        )
        for row in np.flatnonzero(touched).tolist():
            yield self.rows[row]


def _cards_of(state: State, region: str) -> Iterator[tuple[str, bool, list[str]]]:
    """Iterate over a region's cards: id, whether it holds the tray, units in it."""
    waiting = []
    for child in state.children(region):
        if state.tier(child) is Tier.UNIT:
            waiting.append(child)
        else:
            yield child, False, state.members(child)
    if waiting:
        yield region, True, waiting


def _rows_of(state: State, units: list[str]) -> Iterator[tuple[str, int]]:
    headline = next((m.id for m in state.pack.measures if m.headline), "")

    def largest_first(unit: str) -> tuple[int, str]:
        figure = state.figure(unit, headline)
        return (-figure.value if figure else 1, state.code(unit))

    for unit in sorted(units, key=largest_first):
        yield unit, 0
        for part in state.below(unit):
            yield part, 1


def _containing(boxes: Floats, x: float, y: float) -> np.ndarray:
    inside = (
        (boxes[:, 0] <= x)
        & (x <= boxes[:, 0] + boxes[:, 2])
        & (boxes[:, 1] <= y)
        & (y <= boxes[:, 1] + boxes[:, 3])
    )
    return np.flatnonzero(inside)


def _four(row: Floats) -> tuple[float, float, float, float]:
    x, y, width, height = row.tolist()
    return x, y, width, height
