"""What a plot is made of: items with numbers under columns, and what they are held against."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from model.norm import Norm
from model.pack import Measure, Style
from model.records import record
from model.state import State
from model.wording import DASH, DISSOLVED, STAR, grouped, money


class PlotKind(StrEnum):
    """What is plotted."""

    SIZES = "sizes"
    MONEY = "money"
    BALANCE = "balance"
    OFFICERS = "officers"
    SPREAD = "spread"
    SERIES = "series"


class Shape(StrEnum):
    """How items are drawn."""

    BARS = "bars"
    """A bar for each number, before and after beneath each other."""
    STACKS = "stacks"
    """All numbers but the last are parts of one bar; the last is their sum."""
    POINTS = "points"
    """The first number across, the second up."""
    DOTS = "dots"
    """A row of dots for each place."""


class Order(StrEnum):
    """In which order items stand."""

    PLACE = "place"
    """As in the chart, below their places."""
    NAME = "name"
    SIZE = "size"
    """The largest first."""


@record
class Column:
    """What one of the numbers of each item is.

    Attributes
    ----------
    title : str
        "Population"; starts a sentence.
    unit : str
        "people"; "" for money, whose numbers bear the sign of pounds.
    """

    title: str
    unit: str
    style: Style = Style.COUNT

    @property
    def heading(self) -> str:
        """The title with the unit in words."""
        unit = "£" if self.style is Style.MONEY else self.unit
        if not unit or unit.casefold() in self.title.casefold():
            return self.title
        return f"{self.title} ({unit})"

    def text(self, number: int | None, *, starred: bool = False) -> str:
        """Return a number as it is written: in full, a dash where it is missing."""
        if number is None:
            return DASH
        written = money(number) if self.style is Style.MONEY else grouped(number)
        return written + (STAR if starred else "")

    def spoken(self, number: int | None) -> str:
        """Return a number with its unit in words."""
        if number is None:
            return f"no figure of {self.title[:1].lower()}{self.title[1:]}"
        unit = f" {self.unit}" if self.unit and self.style is not Style.MONEY else ""
        return f"{self.text(number)}{unit}"


def column_of(measure: Measure) -> Column:
    """Return the column of a measure."""
    return Column(measure.label, measure.short, measure.style)


@record
class Item:
    """One bar, point or dot.

    Attributes
    ----------
    key : str
        Names it among those of its plot, before and after an edit.
    organisation : str
        Whom it stands for, "" if for nobody that could be selected.
    place : str
        What it stands below: its region, its group, its option.
    numbers : tuple of int or None
        One for each column of the plot; None for what is missing.
    is_starred : bool
        Whether there is an estimate in the numbers.
    note : str
        What else is to be said of it; starts in lower case.
    """

    key: str
    organisation: str
    name: str
    place: str
    numbers: tuple[int | None, ...]
    is_starred: bool = False
    note: str = ""

    @property
    def size(self) -> int | None:
        """What it is sorted by."""
        return self.numbers[0]

    @property
    def is_known(self) -> bool:
        """Whether it has all numbers: else there is nothing to draw."""
        return None not in self.numbers


class Plot(ABC):
    """One plot of a state. It reads what it is asked for, and keeps nothing.

    Attributes
    ----------
    title : str
        What is plotted, as a heading.
    columns : tuple of Column
        What the numbers of its items are.
    place_title, name_title : str
        What stands over places and over names in a table; "" where items have no place.
    orders : tuple of Order
        In which orders items may stand; the first is the usual one.
    """

    kind: PlotKind
    shape: Shape
    title: str
    columns: tuple[Column, ...]
    place_title: str
    name_title: str
    orders: tuple[Order, ...] = (Order.PLACE,)

    def __init__(self, state: State) -> None:
        self.state = state

    @property
    def norm(self) -> Norm | None:
        """What the first number is held against, if anything."""
        return None

    @property
    def has_average(self) -> bool:
        """Whether items are held against their average."""
        return False

    @property
    @abstractmethod
    def empty(self) -> str:
        """What to say where there is no item."""

    def is_main(self, item: Item) -> bool:
        """Whether an item is of the option that is shown, not of one that it is compared with."""
        del item
        return True

    def about(self, items: Iterable[Item]) -> str:
        """Return what must be said below the plot, "" if nothing."""
        del items
        return ""

    @abstractmethod
    def list_keys(self) -> list[str]:
        """Return the keys of all items, in the chart's order."""

    @abstractmethod
    def item(self, key: str, anew: frozenset[str] = frozenset()) -> Item | None:
        """Return an item as it is now, None if there is none.

        Parameters
        ----------
        anew : frozenset of str
            Ids of what a change that is being tried has reached: not to be taken from what is kept.
        """

    def lost(self, key: str) -> str:
        """Return what became of an item that is none any more: gone, or only without figures."""
        return "no figure" if key in self.state else DISSOLVED

    def stale(self, organisations: Iterable[str]) -> set[str]:
        """Return the keys of items that may differ where something of organisations does."""
        return set(organisations)

    def forget(self, organisations: frozenset[str]) -> None:
        """Forget what may be kept of organisations; as it is, nothing is."""
        del organisations


def average(items: Iterable[Item]) -> int | None:
    """Return the mean of the first numbers that are known, rounded; None if none is."""
    known = [item.size for item in items if item.size is not None]
    return (2 * sum(known) + len(known)) // (2 * len(known)) if known else None


def averages(items: Iterable[Item]) -> dict[str, int]:
    """Return the average in each place."""
    places: dict[str, list[Item]] = {}
    for item in items:
        places.setdefault(item.place, []).append(item)
    found = {place: average(of) for place, of in places.items()}
    return {place: mean for place, mean in found.items() if mean is not None}


def ordered(items: Sequence[Item], order: Order) -> list[Item]:
    """Return items in an order; those that come alike stay as they were."""
    if order is Order.NAME:
        return sorted(items, key=lambda item: item.name.casefold())
    if order is Order.SIZE:
        return sorted(items, key=lambda item: (item.size is None, -(item.size or 0)))
    return list(items)


def words(plot: Plot, item: Item) -> str:
    """Return an item in a sentence, for those who can't see it."""
    columns, numbers = plot.columns, item.numbers
    if plot.shape is Shape.STACKS:
        columns, numbers = columns[-1:], numbers[-1:]
    pairs = list(zip(columns, numbers, strict=True))
    if len(columns) == 1:
        said = columns[0].spoken(numbers[0])
    elif len({column.unit for column in columns}) == 1:
        said = ", ".join(f"{c.title.lower()} {c.text(number)}" for c, number in pairs)
        said = f"{said} {columns[0].unit}"
    else:
        said = ", ".join(f"{c.title} {c.spoken(number)}" for c, number in pairs)
    name = f"{item.name}, {item.place}" if item.place else item.name
    star = ", contains an estimate" if item.is_starred else ""
    note = f", {item.note}" if item.note else ""
    return f"{name}: {said}{star}{note}"


def headings(plot: Plot) -> list[str]:
    """Return what stands over the columns of a plot as a table."""
    place = [plot.place_title] if plot.place_title else []
    return [plot.name_title, *place, *(column.heading for column in plot.columns), "Note"]


def cells(plot: Plot, item: Item, *, bare: bool = False) -> list[str]:
    """Return what stands in an item's row of that table.

    Parameters
    ----------
    bare : bool
        Whether numbers are written for programs: digits alone, nothing for what is missing.
    """
    place = [item.place] if plot.place_title else []
    if bare:
        numbers = ["" if number is None else str(number) for number in item.numbers]
    else:
        numbers = [
            column.text(number, starred=item.is_starred)
            for column, number in zip(plot.columns, item.numbers, strict=True)
        ]
    star = ["contains an estimate"] if bare and item.is_starred else []
    return [item.name, *place, *numbers, "; ".join([*star, *filter(None, [item.note])])]


@record
class Outcome:
    """What a change would make of a plot.

    Attributes
    ----------
    items : mapping of str to Item or None
        What would differ, by key; None for what would be an item no more.
    lost : mapping of str to str
        What would become of those, in words.
    about : str
        What would have to be said below the plot.
    """

    items: Mapping[str, Item | None]
    lost: Mapping[str, str]
    about: str = ""


def changed(before: Mapping[str, Item], after: Mapping[str, Item | None]) -> dict[str, Item | None]:
    """Return what differs of the items that a change would reach; None for those that would go."""
    return {key: item for key, item in after.items() if before.get(key) != item}
