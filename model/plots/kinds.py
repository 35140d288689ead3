"""The plots that there are: which numbers of a state each shows, and of whom.

Which measures are plotted follows from the pack: the norm's and the first of people, the first of
money, the first that may be below 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

from model.before_after import BeforeAfter, What
from model.norm import Norm, norm_of
from model.option import Option
from model.pack import Aggregate, Measure, Pack, SeriesPoint, Style, Tier
from model.plots.plot import (
    Column,
    Item,
    Order,
    Plot,
    PlotKind,
    Shape,
    averages,
    column_of,
)
from model.series import series_point
from model.state import State
from model.totals import Sum
from model.wording import DISSOLVED, LEFT_EMPTY, capital, counted, grouped, sum_note

_TRAY = "not placed yet"


def _carried(pack: Pack) -> list[Measure]:
    """Return the measures that units and what is below them carry, those of the cards first."""
    tiers = {kind.id: kind.tier for kind in pack.kinds}
    found = [m for m in pack.measures if tiers[m.carrier] in (Tier.UNIT, Tier.PART)]
    return sorted(found, key=lambda m: not m.headline)


def _summed(pack: Pack, style: Style) -> Measure | None:
    """Return the first measure of a style that may be added up."""
    for measure in _carried(pack):
        if measure.style is style and measure.aggregate is Aggregate.SUM and not measure.signed:
            return measure
    return None


def people_of(pack: Pack) -> Measure | None:
    """Return the measure that says how large groups are: the norm's, else the first of people."""
    for rule in pack.rules:
        wanted = rule.params.get("measure")
        if rule.check == "range" and wanted in {m.id for m in _carried(pack)}:
            return pack.measure(str(wanted))
    return _summed(pack, Style.COUNT)


def money_of(pack: Pack) -> Measure | None:
    """Return the first measure of money that may be added up."""
    return _summed(pack, Style.MONEY)


def balance_of(pack: Pack) -> Measure | None:
    """Return the first measure of units that may be below 0."""
    tiers = {kind.id: kind.tier for kind in pack.kinds}
    return next((m for m in pack.measures if m.signed and tiers[m.carrier] is Tier.UNIT), None)


class _OfGroups(Plot):
    """A plot that has an item for each group that has members."""

    shape = Shape.BARS
    orders: tuple[Order, ...] = (Order.SIZE, Order.NAME, Order.PLACE)

    def __init__(self, state: State) -> None:
        super().__init__(state)
        pack = state.pack
        self._group = pack.kind_at(Tier.GROUP)
        self._unit = pack.kind_at(Tier.UNIT)
        self.name_title = capital(self._group.label)
        self.place_title = capital(pack.kind_at(Tier.REGION).label)

    @property
    def empty(self) -> str:
        """What to say where there is no item."""
        return f"There is no {self._group.label} with {self._unit.plural} in it yet."

    def list_keys(self) -> list[str]:
        """Return the ids of the groups that have members, in the chart's order."""
        return [g for g in self.state.at_tier(Tier.GROUP) if self._is_shown(g)]

    def _is_shown(self, organisation: str) -> bool:
        state = self.state
        return (
            organisation in state
            and state.tier(organisation) is Tier.GROUP
            and state.count(organisation) > 0
        )

    def _region(self, group: str) -> str:
        region = self.state.region_of(group)
        return self.state.label(region) if region else ""

    def _item(self, group: str, numbers: Sequence[Sum], note: str) -> Item:
        """Return the item of a group with sums as its numbers."""
        return Item(
            group,
            group,
            self.state.label(group),
            self._region(group),
            tuple(None if s.is_missing else s.value for s in numbers),
            any(s.is_starred for s in numbers),
            note,
        )

    def lost(self, key: str) -> str:
        """Return what became of a group: a group that is left empty is still there."""
        return LEFT_EMPTY if key in self.state else DISSOLVED

    def _foot(self, items: Iterable[Item], *, starts: str = "") -> str:
        """Return what is said below: how many groups have no item, and whether there are stars."""
        number = _empties(self.state)
        groups = counted(number, f"empty {self._group.label}", f"empty {self._group.plural}")
        hidden = f"{groups} not shown." if number else ""
        return " ".join(filter(None, [starts, hidden, self._starred(items)]))

    @staticmethod
    def _starred(items: Iterable[Item]) -> str:
        return "* contains estimates." if any(item.is_starred for item in items) else ""


class Sizes(_OfGroups):
    """How many people each group has, against the norm and the average."""

    kind = PlotKind.SIZES

    def __init__(self, state: State, measure: Measure) -> None:
        super().__init__(state)
        self._measure = measure
        self.title = f"{measure.label} by {self._group.label}"
        self.columns = (column_of(measure),)

    @cached_property
    def norm(self) -> Norm | None:
        """The norm in force on the option's day, if it is of this measure."""
        found = norm_of(self.state)
        return found if found is not None and found.measure == self._measure else None

    @property
    def has_average(self) -> bool:
        """Whether items are held against their average."""
        return True

    def item(self, key: str, anew: frozenset[str] = frozenset()) -> Item | None:
        """Return how many people a group has."""
        del anew
        if not self._is_shown(key):
            return None
        total = self.state.sum(key, self._measure.id)
        notes = [sum_note(self._measure, total)] if total.missing else []
        if self.norm is not None and not total.is_missing:
            word, distance = self.norm.word, self.norm.distance(total.value)
            notes.insert(0, f"within the {word}" if distance == "within" else distance)
        return self._item(key, (total,), "; ".join(notes))

    def about(self, items: Iterable[Item]) -> str:
        """Return how many groups are empty, and that there are estimates in it, if so."""
        return self._foot(items)


class MoneyAndPeople(_OfGroups):
    """How much money each group has against how many people."""

    kind = PlotKind.MONEY
    shape = Shape.POINTS
    orders = (Order.SIZE,)

    def __init__(self, state: State, people: Measure, money: Measure) -> None:
        super().__init__(state)
        self._measures = (people, money)
        self.title = f"{money.label} against {people.label[:1].lower()}{people.label[1:]}"
        self.columns = (column_of(people), column_of(money))

    def item(self, key: str, anew: frozenset[str] = frozenset()) -> Item | None:
        """Return how many people and how much money a group has."""
        del anew
        if not self._is_shown(key):
            return None
        return self._item(key, [self.state.sum(key, m.id) for m in self._measures], "")

    def about(self, items: Iterable[Item]) -> str:
        """Return what the line is, how many groups are empty, and that there are estimates."""
        people, money = self._measures
        found = [item for item in items if item.is_known]
        across = sum(item.numbers[0] or 0 for item in found)
        up = sum(item.numbers[1] or 0 for item in found)
        line = ""
        if across > 0:
            each = column_of(money).text((2 * up + across) // (2 * across))
            all_ = f"all {self._group.plural} together, {column_of(people).spoken(across)}"
            line = f"{capital(all_)}, {each} for each."
        return self._foot(found, starts=line)


class Balance(Plot):
    """Surplus or deficit of each unit, below its group."""

    kind = PlotKind.BALANCE
    shape = Shape.BARS
    orders = (Order.PLACE, Order.SIZE, Order.NAME)

    def __init__(self, state: State, measure: Measure) -> None:
        super().__init__(state)
        pack = state.pack
        self._measure = measure
        self._unit, self._group = pack.kind_at(Tier.UNIT), pack.kind_at(Tier.GROUP)
        self.title = f"{measure.label} by {self._unit.label}"
        self.columns = (column_of(measure),)
        self.name_title = self._unit.label
        self.place_title = capital(self._group.label)

    @property
    def empty(self) -> str:
        """What to say where there is no item."""
        hint = " Figures can be entered in the Edit menu." if self._measure.enterable else ""
        return f"No {self._unit.label} has a figure of this.{hint}"

    def list_keys(self) -> list[str]:
        """Return the ids of the units that have a figure, in the chart's order."""
        state, wanted = self.state, self._measure.id
        return [u for u in state.at_tier(Tier.UNIT) if state.value(u, wanted) is not None]

    def item(self, key: str, anew: frozenset[str] = frozenset()) -> Item | None:
        """Return the balance of a unit."""
        del anew
        state = self.state
        if key not in state or state.tier(key) is not Tier.UNIT:
            return None
        figure = state.figure(key, self._measure.id)
        if figure is None:
            return None
        group = state.group_of(key)
        place = state.label(group) if group else _TRAY
        return Item(key, key, state.label(key), place, (figure.value,), figure.is_estimate)

    def stale(self, organisations: Iterable[str]) -> set[str]:
        """Return the ids of units among organisations, and of those in groups among them."""
        state, found = self.state, set[str]()
        for organisation in organisations:
            found.add(organisation)
            if organisation in state and state.tier(organisation) is Tier.GROUP:
                found.update(state.members(organisation))
        return found

    def about(self, items: Iterable[Item]) -> str:
        """Return for how many units there is no figure."""
        known = len(list(items))
        number = self.state.count(self.state.root)
        if known == number:
            return ""
        return f"No figure for {grouped(number - known)} of {grouped(number)} {self._unit.plural}."


class Officers(_OfGroups):
    """Officers of each group's members before, with every unit alone, and after."""

    kind = PlotKind.OFFICERS

    def __init__(self, state: State) -> None:
        super().__init__(state)
        words = state.pack.words
        self.title = f"{capital(words.officers)} before and after by {self._group.label}"
        self.columns = (
            Column("Before", words.officers),
            Column("After", words.officers),
        )
        self._counts = BeforeAfter(state)

    def item(self, key: str, anew: frozenset[str] = frozenset()) -> Item | None:
        """Return the officers of a group's members before and after."""
        if not self._is_shown(key):
            return None
        lines = self._counts.lines([key], anew=anew)
        line = next(line for line in lines if line.what is What.OFFICERS)
        note = f"{grouped(line.merged)} shared and {grouped(line.kept)} kept"
        return Item(
            key, key, self.state.label(key), self._region(key), (line.before, line.after), note=note
        )

    def about(self, items: Iterable[Item]) -> str:
        """Return how many groups are empty, if any is."""
        return self._foot(items)

    def forget(self, organisations: frozenset[str]) -> None:
        """Count organisations anew."""
        self._counts.forget(organisations)


class Spread(_OfGroups):
    """How large the groups of each option are, the options below each other.

    Parameters
    ----------
    options : sequence of Option
        What is compared, in the scenario's order.
    """

    kind = PlotKind.SPREAD
    shape = Shape.DOTS
    orders = (Order.PLACE,)

    def __init__(
        self, state: State, measure: Measure, option: str, options: Sequence[Option]
    ) -> None:
        super().__init__(state)
        self._measure = measure
        self.option = option
        self._states = {o.id: o.state for o in options}
        self._states[option] = state
        self.title = f"Sizes of {self._group.plural} in each option"
        self.columns = (column_of(measure),)
        self.place_title = "Option"

    @cached_property
    def norm(self) -> Norm | None:
        """The norm in force on the option's day, if it is of this measure."""
        found = norm_of(self.state)
        return found if found is not None and found.measure == self._measure else None

    @property
    def has_average(self) -> bool:
        """Whether items are held against their average."""
        return True

    def list_keys(self) -> list[str]:
        """Return a key for each group of each option."""
        return [
            f"{option}/{group}"
            for option, state in self._states.items()
            for group in state.at_tier(Tier.GROUP)
            if state.count(group)
        ]

    def item(self, key: str, anew: frozenset[str] = frozenset()) -> Item | None:
        """Return how many people a group has in an option."""
        del anew
        option, _, group = key.partition("/")
        state = self._states[option]
        if group not in state or state.tier(group) is not Tier.GROUP or not state.count(group):
            return None
        total = state.sum(group, self._measure.id)
        number = None if total.is_missing else total.value
        starred = total.is_starred
        return Item(key, group, state.label(group), self._place(option), (number,), starred)

    def lost(self, key: str) -> str:
        """Return what became of a group in its option."""
        option, _, group = key.partition("/")
        return LEFT_EMPTY if group in self._states[option] else DISSOLVED

    def _place(self, option: str) -> str:
        name = self._states[option].name
        return name if option != self.option else f"{name} (shown)"

    def stale(self, organisations: Iterable[str]) -> set[str]:
        """Return the keys of groups of the option that is shown."""
        return {f"{self.option}/{organisation}" for organisation in organisations}

    def is_main(self, item: Item) -> bool:
        """Whether an item is of the option that is shown."""
        return item.key.startswith(f"{self.option}/")

    def about(self, items: Iterable[Item]) -> str:
        """Return how many groups each option has, and the average of those with members."""
        found = list(items)
        means, column = averages(found), self.columns[0]
        empty: Counter[str] = Counter()
        for option, state in self._states.items():
            empty[self._place(option)] += _empties(state)
        parts = []
        for place, mean in means.items():
            number = sum(item.place == place for item in found)
            size = counted(number, self._group.label, self._group.plural)
            mean_text = f"on average {column.spoken(mean)}"
            if empty[place]:
                held = f"{size} with {self._unit.plural}"
                parts.append(f"{place}: {held}, {mean_text}, and {grouped(empty[place])} empty.")
            else:
                parts.append(f"{place}: {size}, {mean_text}.")
        return " ".join([*parts, self._starred(found)]).strip()


_NOW = "now"


class Series(Plot):
    """Accountable persons in past years, and in the option."""

    kind = PlotKind.SERIES
    shape = Shape.STACKS

    def __init__(self, state: State) -> None:
        super().__init__(state)
        words = state.pack.words
        past = state.pack.series
        self.title = (
            f"{capital(words.accountables)}, {past[0].year}–{past[-1].year} and this option"
        )
        self.columns = (
            Column("Local", words.accountables),
            Column("Above them", words.accountables),
            Column("Together", words.accountables),
        )
        self.place_title, self.name_title = "", "Year"

    @property
    def empty(self) -> str:
        """What to say where there is no item."""
        return ""

    def list_keys(self) -> list[str]:
        """Return a key for each past year and one for the option."""
        return [*(str(n) for n in range(len(self.state.pack.series))), _NOW]

    def item(self, key: str, anew: frozenset[str] = frozenset()) -> Item | None:
        """Return how many there were in a year, or are in the option."""
        del anew
        if key == _NOW:
            point = series_point(self.state)
            return _year(key, f"This option, {point.year}", point)
        point = self.state.pack.series[int(key)]
        return _year(key, str(point.year), point)

    def is_main(self, item: Item) -> bool:
        """Whether an item is the option."""
        return item.key == _NOW

    def stale(self, organisations: Iterable[str]) -> set[str]:
        """Return the key of the option: every edit may reach its persons."""
        return {_NOW} if set(organisations) else set()


def _year(key: str, name: str, point: SeriesPoint) -> Item:
    local = f"{grouped(point.local)} {point.local_label}"
    regional = f"{grouped(point.regional)} {point.regional_label}"
    note = f"{local} + {regional}" if point.regional or point.regional_label else local
    return Item(key, "", name, "", (point.local, point.regional, point.total), note=note)


def _empties(state: State) -> int:
    """Return how many groups have no members."""
    return sum(not state.count(group) for group in state.at_tier(Tier.GROUP))


def kinds(pack: Pack) -> list[PlotKind]:
    """Return the plots that a pack has the figures for."""
    has = {
        PlotKind.SIZES: people_of(pack) is not None,
        PlotKind.MONEY: people_of(pack) is not None
        and money_of(pack) not in (None, people_of(pack)),
        PlotKind.BALANCE: balance_of(pack) is not None,
        PlotKind.OFFICERS: any(role.executive for role in pack.roles),
        PlotKind.SPREAD: people_of(pack) is not None,
        PlotKind.SERIES: bool(pack.series),
    }
    return [kind for kind in PlotKind if has[kind]]


def plot_of(kind: PlotKind, state: State, option: str = "", options: Sequence[Option] = ()) -> Plot:
    """Return a plot of a state.

    Parameters
    ----------
    option : str
        Id of the option that the state is of.
    options : sequence of Option
        All that it is compared with.

    Raises
    ------
    ValueError
        If the pack has no figures for it; see `kinds`.
    """
    pack = state.pack
    people, money, balance = people_of(pack), money_of(pack), balance_of(pack)
    if kind is PlotKind.SIZES and people is not None:
        return Sizes(state, people)
    if kind is PlotKind.MONEY and people is not None and money is not None:
        return MoneyAndPeople(state, people, money)
    if kind is PlotKind.BALANCE and balance is not None:
        return Balance(state, balance)
    if kind is PlotKind.OFFICERS:
        return Officers(state)
    if kind is PlotKind.SPREAD and people is not None:
        return Spread(state, people, option, options)
    if kind is PlotKind.SERIES and pack.series:
        return Series(state)
    raise ValueError(f"the pack {pack.id!r} has no figures for {kind}")
