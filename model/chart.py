"""The chart as data: which cards and rows there are, in which order, where, and what is hit.

Cards are groups, in their region's order; a region with units in the tray has one card more
that holds them, so that a print-out shows what is still to be placed. Rows are units, largest
first, each followed by the parts below it; then come the successors in a group, by code. A card's
rows are put in order when they are first looked at: of 10,000 a window shows a few dozen.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from enum import Enum, StrEnum
from functools import cached_property
from itertools import accumulate, pairwise
from typing import overload

from model.layout import Box, Layout, Metrics, Shape, best_columns, lay_out
from model.pack import Tier
from model.records import record
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


class PostDetail(StrEnum):
    """How much of the posts is shown."""

    OFF = "off"
    SUMMARY = "summary"
    """How many there are in a group, and how many of them are not filled."""
    TEAM = "team"
    """Executive posts: a group's once in its header, those that units keep at the units."""
    FULL = "full"
    """All posts, and on which boards the holders of a group's posts sit."""


@record
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


Row = tuple[str, int]
"""An organisation in a card and its depth: 0 for a unit, more for what is below one."""


@record
class Stack:
    """What one card holds.

    Attributes
    ----------
    card : str
        Id of the group; for the card of units in the tray, of their region.
    rows : sequence of (id, depth)
        Units, each followed by the parts below it; then successors.
    part, parts : int
        Which card this is of those that the rows were split over.
    """

    card: str
    waiting: bool
    rows: Sequence[Row]
    part: int = 1
    parts: int = 1


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
        self._state = state
        if stacks is None:
            regions = [only] if only else state.at_tier(Tier.REGION)
            stacks = {region: stacks_of(state, region) for region in regions}
        self.by_region = stacks
        self.regions = list(stacks)
        self.stacks = [stack for of_region in stacks.values() for stack in of_region]
        self.cards = [stack.card for stack in self.stacks]
        self.waiting = [stack.waiting for stack in self.stacks]
        # Where each row begins below the header, and where the last one ends, for a card whose
        # rows are not all of one height.
        self._offsets: list[list[float]] = []
        if row_height is not None:
            for stack in self.stacks:
                heights = (row_height(*row) for row in stack.rows)
                self._offsets.append(list(accumulate(heights, initial=0.0)))
        tall = self.metrics.row_height
        self.shape = Shape(
            [len(of_region) for of_region in stacks.values()],
            [
                stack_header(stack) if stack_header else header_height(stack.card, stack.waiting)
                for stack in self.stacks
            ],
            [offsets[-1] for offsets in self._offsets]
            if row_height
            else [tall * len(stack.rows) for stack in self.stacks],
        )
        self.columns = columns
        if arrange is None:
            self.columns = columns or best_columns(self.shape, aspect, self.metrics)
            self.layout: Layout = lay_out(self.shape, self.columns, self.metrics)
        else:
            self.layout = arrange(self.shape)
        self.card_of = {card: i for i, card in enumerate(self.cards) if not self.waiting[i]}
        self.waiting_card_of = {card: i for i, card in enumerate(self.cards) if self.waiting[i]}
        self._order: dict[int, dict[str, int]] = {}
        self._pieces: dict[tuple[int, int], list[int]] = {}

    # -- rows ------------------------------------------------------------------------------

    def rows_of(self, card: int) -> Sequence[Row]:
        """Return a card's rows."""
        return self.stacks[card].rows

    def pieces(self, card: int, places: range, most: int) -> Iterator[range]:
        """Iterate over pieces of at most so many rows that hold a card's rows in some places.

        A row that has others below it begins a piece: where it comes or goes with them, the other
        pieces stay as they are.
        """
        starts = self._pieces.get((card, most))
        if starts is None:
            depths = [depth for _, depth in self.stacks[card].rows]
            starts = self._pieces[card, most] = []
            for place, (depth, below) in enumerate(zip(depths, [*depths, 0][1:], strict=True)):
                if not starts or depth < below or place - starts[-1] == most:
                    starts.append(place)
            starts.append(len(depths))
        first = bisect_right(starts, places.start) - 1
        for start, stop in pairwise(starts[first:]):
            if start >= places.stop:
                return
            yield range(start, stop)

    def place(self, organisation: str) -> tuple[int, int] | None:
        """Return card and place in it of an organisation's row, None if it has none."""
        card = self._card_holding(organisation)
        if card is None:
            return None
        order = self._order.get(card)
        if order is None:
            rows = self.stacks[card].rows
            order = self._order[card] = {unit: place for place, (unit, _) in enumerate(rows)}
        place = order.get(organisation)
        return None if place is None else (card, place)

    def _card_holding(self, organisation: str) -> int | None:
        """Return the number of the card in which a unit, or what is below one, is listed."""
        state = self._state
        at: str | None = organisation if organisation in state else None
        while at is not None and state.tier(at) in _ROW_TIERS:
            at = state.parent(at)
        if at is None or at == organisation:
            return None
        is_group = state.tier(at) is Tier.GROUP
        return (self.card_of if is_group else self.waiting_card_of).get(at)

    def in_order(self, organisations: Iterable[str]) -> list[str]:
        """Return those of some organisations that have a row, in the chart's order."""
        placed = ((self.place(o), o) for o in organisations)
        return [o for _, o in sorted((place, o) for place, o in placed if place is not None)]

    def between(self, start: tuple[int, int], end: tuple[int, int]) -> list[str]:
        """Return the ids of the rows from one place to another, both included."""
        (card, first), (last_card, last) = sorted((start, end))
        found = []
        while card <= last_card:
            rows = self.stacks[card].rows
            stop = last + 1 if card == last_card else len(rows)
            found += [rows[i][0] for i in range(first, stop)]
            card, first = card + 1, 0
        return found

    # -- geometry --------------------------------------------------------------------------

    def box(self, organisation: str) -> Box | None:
        """Return x, y, width and height of an organisation's box, None if it has none."""
        layout = self.layout
        if organisation == self.root:
            return layout.root
        if (card := self.card_of.get(organisation)) is not None:
            return layout.cards[card]
        if organisation in self.by_region:
            return layout.regions[self.regions.index(organisation)]
        place = self.place(organisation)
        return None if place is None else self.row_box(*place)

    def row_box(self, card: int, place: int) -> Box:
        """Return x, y, width and height of a row."""
        x, _, width, _ = self.layout.cards[card]
        return x, self.row_top(card, place), width, self._tall(card, place)

    def row_top(self, card: int, place: int) -> float:
        """Return y of a card's row of that number; of one after the last, y of their end."""
        top = self.layout.cards[card][1] + self.shape.header[card]
        if self._offsets:
            return top + self._offsets[card][place]
        return top + place * self.metrics.row_height

    def row_tops(self, card: int, places: range) -> list[float]:
        """Return y of a card's rows in those places, and of what follows the last of them."""
        first = self.layout.cards[card][1] + self.shape.header[card]
        if self._offsets:
            return [first + y for y in self._offsets[card][places.start : places.stop + 1]]
        tall = self.metrics.row_height
        return [first + place * tall for place in range(places.start, places.stop + 1)]

    def _tall(self, card: int, place: int) -> float:
        if self._offsets:
            return self._offsets[card][place + 1] - self._offsets[card][place]
        return self.metrics.row_height

    def rows_at(self, card: int, top: float, bottom: float) -> range:
        """Return the places of a card's rows that reach into the room from `top` to `bottom`."""
        first = self.row_top(card, 0)
        if self._offsets:
            offsets = self._offsets[card]
            start, end = (
                bisect_right(offsets, top - first) - 1,
                bisect_right(offsets, bottom - first),
            )
        else:
            tall = self.metrics.row_height
            start, end = int((top - first) // tall), int((bottom - first) // tall) + 1
        return range(max(0, start), min(len(self.stacks[card].rows), end))

    def hit(self, x: float, y: float) -> Hit:
        """Return what is at a point of the scene."""
        layout = self.layout
        if _contains(layout.root, x, y):
            return Hit(Part.ROOT, self.root)
        for number, region in enumerate(self.regions):
            if not _contains(layout.reach[number], x, y):
                continue
            for card in range(layout.first_card[number], layout.first_card[number + 1]):
                if _contains(layout.cards[card], x, y):
                    return self._hit_card(card, region, y)
        for number, region in enumerate(self.regions):
            box = layout.regions[number]
            if _contains(box, x, y):
                in_head = y <= box[1] + self.metrics.region_head
                return Hit(Part.REGION if in_head else Part.GROUND, region, region=region)
        return Hit(Part.GROUND)

    def _hit_card(self, card: int, region: str, y: float) -> Hit:
        for place in self.rows_at(card, y, y):
            top = self.row_top(card, place)
            if top <= y < top + self._tall(card, place):
                return Hit(Part.ROW, self.stacks[card].rows[place][0], card, region)
        return Hit(Part.CARD, self.cards[card], card, region)

    def cards_in(self, x: float, y: float, right: float, bottom: float) -> Iterator[int]:
        """Iterate over the numbers of the cards that a rectangle touches."""
        layout = self.layout
        for number, reach in enumerate(layout.reach):
            if not _touches(reach, x, y, right, bottom):
                continue
            for card in range(layout.first_card[number], layout.first_card[number + 1]):
                if _touches(layout.cards[card], x, y, right, bottom):
                    yield card

    def rows_in(self, x: float, y: float, width: float, height: float) -> Iterator[str]:
        """Iterate over the ids of the rows that a rectangle touches."""
        for card in self.cards_in(x, y, x + width, y + height):
            left, _, wide, _ = self.layout.cards[card]
            if not (left < x + width and left + wide > x):
                continue
            rows = self.stacks[card].rows
            for place in self.rows_at(card, y, y + height):
                top = self.row_top(card, place)
                if top < y + height and top + self._tall(card, place) > y:
                    yield rows[place][0]


# -- what is on the chart ----------------------------------------------------------------------


def stacks_of(state: State, region: str, kept: Mapping[str, Stack] | None = None) -> list[Stack]:
    """Return a region's cards with their rows, in the chart's order.

    Parameters
    ----------
    kept : mapping of group id to Stack, optional
        Cards that still hold what they held.
    """
    kept = kept or {}
    stacks, waiting = [], []
    for child in state.children(region):
        if state.tier(child) is Tier.UNIT:
            waiting.append(child)
        else:
            stacks.append(kept.get(child) or Stack(child, False, _Rows(state, child)))
    if waiting:
        stacks.append(Stack(region, True, _Rows(state, region, waiting)))
    return stacks


def restacked(chart: Chart, state: State, touched: Collection[str]) -> dict[str, list[Stack]]:
    """Return what is on a chart after an edit: what the edit did not touch is as it was.

    Parameters
    ----------
    touched : collection of str
        Ids of the groups and regions in which something came, went or moved.
    """
    stacks: dict[str, list[Stack]] = {}
    for region in state.at_tier(Tier.REGION):
        before = chart.by_region.get(region)
        if before is not None and region not in touched:
            stacks[region] = list(before)
        else:
            kept = {s.card: s for s in before or () if not s.waiting and s.card not in touched}
            stacks[region] = stacks_of(state, region, kept)
    return stacks


class _Rows(Sequence[Row]):
    """The rows of one card of a state, put in order when somebody looks at them.

    Parameters
    ----------
    place : str
        Id of the group; for units in the tray, of their region.
    waiting : list of str, optional
        Ids of the units in the tray.
    """

    def __init__(self, state: State, place: str, waiting: list[str] | None = None) -> None:
        self._state, self._place, self._waiting = state, place, waiting
        self._count = sum(map(state.held, waiting)) if waiting else state.held(place)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        return self._rows[at]

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._rows == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # a state may alter

    @cached_property
    def _rows(self) -> tuple[Row, ...]:
        units = self._state.members(self._place) if self._waiting is None else self._waiting
        rows = _rows_of(self._state, units)
        if self._waiting is not None:
            return tuple(rows)
        return (*rows, *((o, 0) for o in self._state.successors_in(self._place)))


def _rows_of(state: State, units: list[str]) -> Iterator[Row]:
    headline = next((m.id for m in state.pack.measures if m.headline), "")

    def largest_first(unit: str) -> tuple[int, str]:
        value = state.value(unit, headline)
        return (1 if value is None else -value, state.code(unit))

    for unit in sorted(units, key=largest_first):
        yield unit, 0
        for part in state.below(unit):
            yield part, 1


_ROW_TIERS = (Tier.UNIT, Tier.PART, Tier.SUCCESSOR)


def _contains(box: Box, x: float, y: float) -> bool:
    left, top, width, height = box
    return left <= x <= left + width and top <= y <= top + height


def _touches(box: Box, x: float, y: float, right: float, bottom: float) -> bool:
    left, top, width, height = box
    return left <= right and left + width >= x and top <= bottom and top + height >= y
