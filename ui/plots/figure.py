"""Where the items of a plot stand: rows below each other, points in a plane.

Worked out before anything is drawn, for a size on screen or on paper; what the pointer is over is
found in it too.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import hypot, inf

from PySide6.QtCore import QPointF

from model.plots.plot import Item, Order, Outcome, Plot, Shape, average, averages, ordered
from ui.plots.frames import Frame, Labels, labels_of, name_width
from ui.plots.labels import DOT, Label

ROW, PAIR, DOTS, HEAD = 22.0, 26.0, 72.0, 24.0
"""Heights of a row with one bar, with two, with dots, and of a place's heading, pixels."""
_ROOMIEST = 1.5
"""How much higher rows may become where there is room."""
REACH = 12.0
"""How near to a point the pointer must be, pixels."""
_NEAR_NORM = 1.5
"""The upper limit of a norm is in view if it is not more than so many times the largest number."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a plot.

    Attributes
    ----------
    top, height : float
        From the top of all rows, pixels.
    heading : str
        The place that begins here; "" in a row of items.
    keys : tuple of str
        The items in it: one, or all of a row of dots.
    """

    top: float
    height: float
    heading: str
    keys: tuple[str, ...]


@dataclass
class Figure:
    """A plot as it is drawn.

    Attributes
    ----------
    items : sequence of Item
        As they are now, in the chart's order.
    would : mapping of str to Item or None
        What would differ, by key, while something hovers; None for what would go.
    lost : mapping of str to str
        What would become of those that would go, in words.
    kept : Figure or None
        The same without what hovers.
    legend : list of (sign, text) or None
        What its signs mean, once that was asked for.
    named : (object, list of Label) or None
        Names beside points where they were placed last, and for what.
    heights : mapping of str to float
        Rows that are higher than others, by key: names that take several lines, on paper.
    """

    plot: Plot
    items: Sequence[Item]
    order: Order
    would: Mapping[str, Item | None] = field(default_factory=dict)
    heights: Mapping[str, float] = field(default_factory=dict)
    kept: Figure | None = None
    named: tuple[object, list[Label]] | None = None
    legend: list[tuple[str, str]] | None = None
    lost: Mapping[str, str] = field(default_factory=dict)
    _placed: tuple[Frame, dict[str, QPointF]] | None = None

    def during(self, outcome: Outcome) -> Figure:
        """Return the figure while something hovers; what stays the same is not worked out anew."""
        would, lost = outcome.items, outcome.lost
        return Figure(self.plot, self.items, self.order, would, self.heights, self, lost=lost)

    @cached_property
    def now(self) -> dict[str, Item]:
        """The items as they are."""
        return self.kept.now if self.kept else {item.key: item for item in self.items}

    @cached_property
    def new(self) -> list[Item]:
        """The items that would come."""
        return [item for key, item in self.would.items() if item and key not in self.now]

    @cached_property
    def by_key(self) -> dict[str, Item]:
        """The items as they are; those that would come, as they would be."""
        found = dict(self.now)
        for key, item in self.would.items():
            if item is not None:
                found.setdefault(key, item)
        return found

    @cached_property
    def then(self) -> dict[str, Item]:
        """The items as they would be."""
        found = dict(self.now)
        for key, item in self.would.items():
            if item is None:
                found.pop(key, None)
            else:
                found[key] = item
        return found

    @cached_property
    def shown(self) -> list[Item]:
        """The items in the order in which they are shown and walked through.

        What would come stands on top, where its place is the same whatever its size will be.
        """
        if self.kept and not self.new:
            return self.kept.shown
        if self.plot.shape is Shape.POINTS:
            found = [item for item in self.items if item.is_known]
        elif self.plot.shape is Shape.DOTS:
            places = {place: n for n, place in enumerate(self.places)}
            known = [item for item in (*self.items, *self.new) if item.is_known]
            return sorted(known, key=lambda item: (places[item.place], item.size))
        elif self.has_headings:
            places = {place: n for n, place in enumerate(self.places)}
            return sorted([*self.items, *self.new], key=lambda item: places[item.place])
        else:
            found = ordered(self.items, self.order)
        return [*self.new, *found]

    @cached_property
    def keys_of(self) -> dict[str, list[str]]:
        """The keys of the items that stand for an organisation, by its id."""
        found: dict[str, list[str]] = {}
        for item in self.by_key.values():
            found.setdefault(item.organisation, []).append(item.key)
        return found

    @cached_property
    def places(self) -> list[str]:
        """The places in which there are items."""
        return list(dict.fromkeys(item.place for item in self.by_key.values()))

    @property
    def has_headings(self) -> bool:
        """Whether items stand below their places."""
        return (
            self.order is Order.PLACE
            and self.plot.shape is Shape.BARS
            and bool(self.plot.place_title)
        )

    @cached_property
    def average(self) -> int | None:
        """The average of all items as they would be, where the plot has one."""
        is_one = self.plot.has_average and self.plot.shape is not Shape.DOTS
        return average(self.then.values()) if is_one else None

    @cached_property
    def averages(self) -> dict[str, int]:
        """The average in each row of dots, as it would be."""
        return averages(self.then.values()) if self.plot.shape is Shape.DOTS else {}

    # -- numbers ---------------------------------------------------------------------------

    def extent(self, column: int) -> tuple[float, float]:
        """Return the range in which a column's numbers lie, with 0 and, if near, the norm."""
        is_plane = self.plot.shape is Shape.POINTS
        columns = [column] if is_plane else range(len(self.plot.columns))
        low, high = self.reach[column] if is_plane else _joined(self.reach)
        then = [item for item in self.would.values() if item is not None]
        for number in (item.numbers[c] or 0 for item in then for c in columns):
            low, high = min(low, number), max(high, number)
        norm = self.plot.norm
        if norm is not None and column == 0:
            high = max(high, norm.low)
            if norm.high <= _NEAR_NORM * high:
                high = max(high, norm.high)
        return (float(low), float(high)) if high > low else (0.0, 1.0)

    @cached_property
    def reach(self) -> list[tuple[int, int]]:
        """The least and the greatest number of each column as things are, or 0."""
        if self.kept:
            return self.kept.reach
        found = []
        for column in range(len(self.plot.columns)):
            numbers = [n for item in self.items if (n := item.numbers[column]) is not None]
            found.append((min([0, *numbers]), max([0, *numbers])))
        return found

    # -- rows ------------------------------------------------------------------------------

    @cached_property
    def rows(self) -> list[Line]:
        """The rows, from the top; a plane of points has none."""
        shape = self.plot.shape
        if self.kept and not self.new:
            return self.kept.rows
        if shape is Shape.POINTS:
            return []
        if shape is Shape.DOTS:
            found = []
            for n, place in enumerate(self.places):
                keys = tuple(item.key for item in self.shown if item.place == place)
                found.append(Line(n * DOTS, DOTS, "", keys))
            return found
        height = PAIR if shape is Shape.BARS and len(self.plot.columns) > 1 else ROW
        found, top = list[Line](), 0.0
        places: set[str] = set()
        for item in self.shown:
            if self.has_headings and item.place not in places:
                places.add(item.place)
                found.append(Line(top, HEAD, item.place or " ", ()))
                top += HEAD
            of = max(height, self.heights.get(item.key, 0.0))
            found.append(Line(top, of, "", (item.key,)))
            top += of
        return found

    def between(self, frame: Frame, top: float, bottom: float) -> list[Line]:
        """Return the rows of which something is between two heights."""
        zero = frame.area.top() - frame.scrolled
        first = bisect_right(self.rows, (top - zero) / frame.stretch, key=lambda line: line.top)
        last = bisect_right(self.rows, (bottom - zero) / frame.stretch, key=lambda line: line.top)
        return self.rows[max(0, first - 1) : last]

    @property
    def height(self) -> float:
        """Height of all rows, pixels."""
        return self.rows[-1].top + self.rows[-1].height if self.rows else 0.0

    def stretch(self, room: float) -> float:
        """Return how much higher rows may be so that they fill a height."""
        return max(1.0, min(_ROOMIEST, room / self.height)) if self.height else 1.0

    @cached_property
    def line_of(self) -> dict[str, Line]:
        """The row of each item."""
        return {key: line for line in self.rows for key in line.keys}

    @cached_property
    def labels(self) -> Labels:
        """The texts beside bars as things are."""
        return self.kept.labels if self.kept and not self.new else labels_of(self)

    @cached_property
    def widest_name(self) -> float:
        """Width of the widest name."""
        return self.kept.widest_name if self.kept and not self.new else name_width(self)

    # -- points ----------------------------------------------------------------------------

    def spots(self, frame: Frame, *, then: bool = False) -> dict[str, QPointF]:
        """Return where points and dots are.

        Parameters
        ----------
        then : bool
            As they would be, not as they are.
        """
        if self.kept and not then:
            return self.kept.spots(frame)
        if self._placed is None or self._placed[0] != frame:
            self._placed = (frame, self._place(frame))
        return self._placed[1]

    def _place(self, frame: Frame) -> dict[str, QPointF]:
        of = self.then
        if self.plot.shape is Shape.POINTS:
            return {
                key: QPointF(frame.x(item.numbers[0] or 0), frame.y(item.numbers[1] or 0))
                for key, item in of.items()
                if item.is_known
            }
        found: dict[str, QPointF] = {}
        for line in self.rows:
            row = frame.row(line, frame.area.right())
            rest = [of[key] for key in line.keys if key in of and of[key].is_known]
            rest.sort(key=lambda item: item.numbers[0] or 0)
            across = [frame.x(item.numbers[0] or 0) for item in rest]
            heights = swarm(across, row.height() / 2 - DOT - 8)
            middle = row.center().y()
            for item, x, height in zip(rest, across, heights, strict=True):
                found[item.key] = QPointF(x, middle + height)
        return found

    # -- walking ---------------------------------------------------------------------------

    def walk(self) -> list[str]:
        """Return the keys of the items in the order in which keys go through them."""
        found = [item for item in self.shown if item.key in self.by_key]
        if self.plot.shape is Shape.POINTS:
            found.sort(key=lambda item: item.numbers[0] or 0)
        return [item.key for item in found]

    def step(self, key: str, across: int, down: int) -> str | None:
        """Return the key of the item that an arrow key leads to, None if there is none.

        In a plane, left and right go to the next number across, up and down to the next one up.
        Among dots, left and right go along a row, up and down to the row beside.
        """
        keys = self.walk()
        if not keys:
            return None
        if key not in keys:
            return keys[0]
        if self.plot.shape is Shape.POINTS and down:
            keys.sort(key=lambda k: -(self.by_key[k].numbers[1] or 0))
        elif self.plot.shape is Shape.DOTS:
            lines = [line for line in self.rows if line.keys]
            at = next(n for n, line in enumerate(lines) if key in line.keys)
            keys = list(lines[at].keys)
            if down:
                beside = lines[max(0, min(len(lines) - 1, at + down))]
                size = self.by_key[key].size or 0
                return min(beside.keys, key=lambda k: abs((self.by_key[k].size or 0) - size))
        return keys[max(0, min(len(keys) - 1, keys.index(key) + (across or down)))]

    def at(self, frame: Frame, place: QPointF, right: float) -> str:
        """Return the key of the item at a place, "" if there is none."""
        if self.plot.shape in (Shape.POINTS, Shape.DOTS):
            return nearest(self.spots(frame, then=True), place)
        for line in self.between(frame, place.y(), place.y()):
            if line.keys and frame.row(line, right).contains(place):
                return line.keys[0]
        return ""


def _joined(reaches: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return min(low for low, _ in reaches), max(high for _, high in reaches)


def nearest(spots: Mapping[str, QPointF], place: QPointF) -> str:
    """Return the key of the spot that is nearest to a place, "" if none is near."""
    best, key = inf, ""
    for name, spot in spots.items():
        distance = hypot(spot.x() - place.x(), spot.y() - place.y())
        if distance < best:
            best, key = distance, name
    return key if best <= REACH else ""


def swarm(across: Iterable[float], reach: float) -> list[float]:
    """Return how far above or below their row dots stand so that they hide each other little.

    Each takes the place nearest to the middle that is free; where all are taken, the one whose
    dot ends first.

    Parameters
    ----------
    across : iterable of float
        Where they are from left to right, in rising order.
    reach : float
        How far from the middle they may stand.
    """
    step = 2 * DOT
    each_side = max(0, int(reach // step))
    lanes = [0.0, *(side * n * step for n in range(1, each_side + 1) for side in (1, -1))]
    ends = [-inf] * len(lanes)
    found = []
    for x in across:
        free = next((n for n, end in enumerate(ends) if end <= x - DOT), None)
        lane = min(range(len(ends)), key=ends.__getitem__) if free is None else free
        ends[lane] = x + DOT
        found.append(lanes[lane])
    return found
