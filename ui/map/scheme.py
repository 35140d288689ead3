"""How a plan looks on the map: fills, weights of lines, names of groups; kept up edit by edit."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import IntEnum
from statistics import median
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

from model.contiguity import Contiguity
from model.events import Changed
from model.geography.cells import Box
from model.geography.colouring import Colouring, Fill, touching
from model.geography.labels import NEVER, Label, Placed, place
from model.geography.outlines import Cut
from model.geography.parts import Parts
from model.geography.projection import Point
from model.geography.shades import (
    Shade,
    Show,
    bearers,
    classes_of,
    shades,
    value_in,
    value_of,
    written,
)
from model.geography.shading import Classes, Method, Value
from model.geography.sheet import LONG_SIDE
from model.option import Option, Preview, unlike
from model.pack import Tier
from model.rules.standing import Sign
from ui.letters import Letters, letters
from ui.map import palette
from ui.map.land import GROUP_ROOM, PAGE, USUAL, Land, Name, line_height, set_name
from ui.map.palette import Look
from ui.theme import Theme

CLASSES: Final = 5
"""How many classes there are, unless the user wants another number."""

_OPENS: Final = 1.5
"""How far one must look closer, beyond where all names are there, to read those of units first."""


class Weight(IntEnum):
    """How heavy a line is."""

    UNIT = 0
    GROUP = 1
    """Between groups, and along what belongs to nobody: coast."""
    REGION = 2
    CUT = 3
    """Round what units of several groups are tied to."""


class Badge(NamedTuple):
    """The number of one of the parts that a group falls into.

    Attributes
    ----------
    x, y : float
        The point of the map that it belongs to.
    drop : float
        How far below that its middle is, in the painter's unit: under the name there.
    """

    group: str
    number: int
    x: float
    y: float
    drop: float


class Dots(NamedTuple):
    """Places and the box around them."""

    points: list[Point]
    bounds: Box

    @classmethod
    def of(cls, points: list[Point]) -> Dots:
        """Return places with the box around them."""
        xs, ys = zip(*points, strict=True)
        return cls(points, (min(xs), min(ys), max(xs), max(ys)))


class Lettering(NamedTuple):
    """The type of names: of units, and of groups."""

    small: Letters
    strong: Letters


def screen_lettering() -> Lettering:
    """Return the type of names on the screen."""
    return Lettering(letters(USUAL), letters(USUAL + 1, bold=True))


_colourings: WeakKeyDictionary[Option, Colouring] = WeakKeyDictionary()


def colouring_of(option: Option) -> Colouring:
    """Return the fills of an option's groups, the same for all maps of it on screen and paper."""
    return _colourings.setdefault(option, Colouring())


class Scheme:
    """The look of one option's plan.

    Attributes
    ----------
    opens : mapping of str to float
        From which scale on a group's name gives way to those of units.
    group_of : mapping of str to str
        The group of each unit on the map that is in one.
    weights : list of Weight
        Of each of the land's lines.
    shade : Shade
        What the areas are filled for.
    badges : frozenset of Badge
        The numbers of the parts of those groups that are in several.
    cuts : list of Cut
        What units of several groups are tied to; none while that is not shown.
    changed_badges : frozenset of Badge
        Those that the last edit took away or brought.
    changed_names : list of Placed
        Names of groups that the last edit took away, set elsewhere or wrote.
    pending : mapping of str to str
        Units that would go into a group, "" for into none, when it is decided on.
    classes : Classes or None
        Those of the figures shown; they stay while the plan is edited, so that a figure keeps its
        fill, until another way to shade is chosen.
    """

    def __init__(self, option: Option, land: Land, lettering: Lettering | None = None) -> None:
        self.option = option
        self.land = land
        self.lettering = lettering or screen_lettering()
        self.shade: Shade = shades(option.pack)[0]
        self.method = Method.QUANTILES
        self.number = CLASSES
        self.classes: Classes | None = None
        self.changed_names: list[Placed] = []
        self.changed_badges: frozenset[Badge] = frozenset()
        self.cuts: list[Cut] = []
        self._has_cuts = False
        self._parts = Parts(Contiguity(option.pack.borders))
        self._preview: Preview | None = None
        self._looks: dict[tuple[str, str], Look] = {}
        self._fills: dict[str, Fill] = {}
        self._known: dict[str, Name] = {}
        self.pending: dict[str, str] = {}
        self._read()

    def _read(self) -> None:
        """Read the whole plan."""
        state = self.option.state
        self.group_of: dict[str, str] = {}
        self.weights: list[Weight] = []
        for unit in self.land.paths:
            group = state.group_of(unit)
            if group is not None:
                self.group_of[unit] = group
        self._recolour()
        self.weights = [self._weight(n) for n in range(len(self.land.arcs))]
        self._place_names()
        self.badges = self._number_parts()
        self._dots: dict[str | None, Dots] | None = None

    def _recolour(self) -> set[str]:
        """Fit the colours of groups; returns those that have another."""
        inside = dict.fromkeys(self.option.state.at_tier(Tier.GROUP))
        beside = touching(self.land.borders, self.group_of)
        near = {group: beside.get(group, set()) for group in inside}
        colouring = colouring_of(self.option)
        colouring.update(near)
        # Another map of the option may have fitted them already: what counts is what this one had.
        before, self._fills = self._fills, {group: colouring[group] for group in near}
        return {group for group, fill in self._fills.items() if before.get(group) != fill}

    def _weight(self, number: int) -> Weight:
        arc, state = self.land.arcs[number], self.option.state
        if not arc.left:
            return Weight.GROUP
        if state.region_of(arc.right) != state.region_of(arc.left):
            return Weight.REGION
        here, there = self.group_of.get(arc.right), self.group_of.get(arc.left)
        return Weight.UNIT if here == there else Weight.GROUP

    # -- keeping up ------------------------------------------------------------------------

    def refresh(self, event: Changed) -> set[str]:
        """Take up an edit; returns the units whose area looks another way."""
        state, land = self.option.state, self.land
        altered = {u for u in self._reached(event) if u in land.paths}
        self.changed_badges = frozenset()
        names = {g for g in event.edited | event.created | event.removed if g not in land.paths}
        old = dict(self.group_of)
        moved = set()
        if event.structure:
            for unit in land.paths if event.removed or event.created else altered:
                group = state.group_of(unit)
                if group != old.get(unit):
                    moved.add(unit)
                    if group is None:
                        del self.group_of[unit]
                    else:
                        self.group_of[unit] = group
            for number in {n for unit in altered | moved for n in land.arcs_of[unit]}:
                self.weights[number] = self._weight(number)
            recoloured = self._recolour()
            self._dots = None
            badges, self.badges = self.badges, self._number_parts()
            self.changed_badges = badges ^ self.badges
            altered |= self._cut_anew()
            reached = {*recoloured, *(old.get(u) for u in moved), *map(self.group_of.get, moved)}
            names |= {g for g in reached if g is not None}
            altered |= moved | {u for u, g in self.group_of.items() if g in recoloured}
        foreseen, self._preview = unlike(self._preview, None), None
        if self.shade.of_groups:
            names |= (event.totals | foreseen) & self.names.keys()
        if self.shade.show is Show.VERDICT or self.shade.of_groups:
            told = event.totals | event.standings | foreseen
            altered |= {u for u, g in self.group_of.items() if g in told}
        self._forget_looks(altered)
        self.changed_names = []
        if names:
            self._place_names_anew(names)
        return altered

    def foresee(self, preview: Preview | None) -> set[str]:
        """Fill groups as they would be, where fills tell of them; returns units of other looks."""
        before, self._preview = self._preview, preview
        if self.shade.show is not Show.VERDICT and not self.shade.of_groups:
            return set()
        groups = unlike(before, preview) & self.names.keys()
        altered = {unit for unit, group in self.group_of.items() if group in groups}
        self._forget_looks(altered)
        self.changed_badges = frozenset()
        if self.shade.of_groups:
            self._place_names_anew(groups)
        else:  # only their signs differ
            self.changed_names = [self.names[group] for group in groups]
        return altered

    def _forget_looks(self, units: Iterable[str]) -> None:
        for unit in units:
            for theme in ("light", "dark"):
                self._looks.pop((unit, theme), None)

    def _place_names_anew(self, groups: set[str]) -> None:
        """Set the names of groups, and note what became of those of some."""
        before, opened = self.names, self.opens
        self._place_names()
        # One name that goes or comes makes room for others, or takes it.
        groups = groups | {
            g
            for g in {*before, *self.names}
            if before.get(g) != self.names.get(g) or opened.get(g) != self.opens.get(g)
        }
        found = (places.get(g) for g in groups for places in (before, self.names))
        self.changed_names = [placed for placed in found if placed is not None]

    def _reached(self, event: Changed) -> Iterator[str]:
        """Iterate over what an edit reached, and the units in what moved."""
        state = self.option.state
        for organisation in event.moved | event.created | event.edited:
            yield organisation
            if organisation in state and state.tier(organisation) is Tier.GROUP:
                yield from state.members(organisation)

    def choose(self, shade: Shade, method: Method, number: int) -> None:
        """Fill areas for something else, or in other classes."""
        self.shade, self.method, self.number = shade, method, number
        self.classes = None
        if shade.measure is not None:
            self.classes = classes_of(self.option.state, shade, number, method)
        self._looks.clear()
        self._place_names()
        self.badges = self._number_parts()

    def pend(self, units: Mapping[str, str]) -> None:
        """Show units as what would go into a group, "" for into none."""
        self._forget_looks({*self.pending, *units})
        self.pending = dict(units)

    # -- looks -----------------------------------------------------------------------------

    def look(self, unit: str, theme: Theme) -> Look:
        """Return how a unit's area is filled."""
        key = (unit, theme.name)
        look = self._looks.get(key)
        if look is None:
            look = self._looks[key] = self._make_look(unit, theme)
        return look

    def _make_look(self, unit: str, theme: Theme) -> Look:
        group = self.group_of.get(unit)
        shade = self.shade
        if unit in self.pending:
            known = colouring_of(self.option)
            to = self.pending[unit] if shade.show is Show.GROUPS else ""
            return palette.pending_look(known.get(to), theme)
        if group is None and (shade.of_groups or shade.measure is None):
            return palette.waiting_look(theme)
        if shade.show is Show.GROUPS:
            assert group is not None
            return palette.group_look(colouring_of(self.option)[group], theme)
        if shade.show is Show.VERDICT:
            assert group is not None
            return palette.sign_look(self.sign(group), theme)
        bearer = group if shade.of_groups else unit
        assert bearer is not None
        value = self._value(bearer)
        if value is None or self.classes is None:
            return palette.missing_look(theme)
        return self.class_look(self.classes.of(value), theme)

    def class_look(self, number: int, theme: Theme) -> Look:
        """Return how areas of a class are filled."""
        assert self.classes is not None
        below = sum(1 for limit in self.classes.limits if limit <= 0) if self.classes.low < 0 else 0
        if self.classes.low < 0 and self.classes.high < 0:
            below = len(self.classes)
        return palette.class_look(number, len(self.classes), below, theme)

    def fill(self, group: str) -> Fill:
        """Return the hue and pattern of a group."""
        return colouring_of(self.option)[group]

    def target_look(self, group: str, theme: Theme) -> Look:
        """Return how a group's area is filled where fills tell groups."""
        return palette.group_look(colouring_of(self.option)[group], theme)

    def sign(self, group: str) -> Sign:
        """Return how a group stands with all below it, or would stand."""
        findings = self.option.findings
        if self._preview is not None:
            return self._preview.standing(group, findings)[1].sign
        return findings.standing(group).sign

    def _value(self, bearer: str) -> Value | None:
        """Return the figure that an organisation is shaded by, or would be."""
        would = self._preview.totals.get(bearer) if self._preview is not None else None
        if would is None:
            return value_of(self.option.state, self.shade, bearer)
        return None if would[1] is None else value_in(self.shade, would[1].sums.__getitem__)

    def class_words(self) -> list[str]:
        """Return what each class holds, in words."""
        if self.classes is None:
            return []
        return self.classes.words(lambda value: written(self.shade, value))

    def counts(self) -> tuple[Counter[int], int]:
        """Return how many are in each class, and how many have no figure."""
        found: Counter[int] = Counter()
        missing = 0
        for organisation in bearers(self.option.state, self.shade):
            value = value_of(self.option.state, self.shade, organisation)
            if value is None or self.classes is None:
                missing += 1
            else:
                found[self.classes.of(value)] += 1
        return found, missing

    # -- names of groups -------------------------------------------------------------------

    def _place_names(self) -> None:
        state, land = self.option.state, self.land
        members: dict[str, list[str]] = defaultdict(list)
        for unit, group in self.group_of.items():
            members[group].append(unit)
        shapes = land.atlas.shapes
        spread = {g: sum(shapes[u].area for u in units) for g, units in members.items()}
        labels = []
        self._set: dict[str, Name] = {}
        # Where figures are those of units, their names are what people look for.
        named = () if self._has_figures else members
        for group in sorted(named, key=lambda g: (-spread[g], g)):
            name = self._set[group] = self._told(self._name(state.label(group)), group)
            unit = self._middle(members[group])
            below = self.unit_name(unit).height
            boxes = [shapes[u].bounds for u in members[group]]
            wide = max(b[2] for b in boxes) - min(b[0] for b in boxes)
            least = max(name.width / (wide * 1.35 + 1e-9), 0.4 * PAGE * land.scale / LONG_SIDE)
            lift = -(below + name.height) / 2 - 1
            x, y = shapes[unit].label
            size = (name.width + 6, name.height + 2)
            offsets = ((0.0, lift), (0.0, 0.0))  # over the unit's name, or in its place
            labels.append(Label(group, x, y, *size, least, offsets))
        self.names: Mapping[str, Placed] = place(labels, land.tabs(self.lettering.strong))
        self.opens = {g: self._opening(placed, members[g]) for g, placed in self.names.items()}

    def _opening(self, placed: Placed, units: Collection[str]) -> float:
        """Return from which scale on a group's name gives way to those of units.

        Most of its units have room for theirs by then, and its own was seen at smaller scales.
        """
        names = self.unit_names()
        scales = [names[u].scale for u in units if names[u].scale < NEVER]
        return _OPENS * max(placed.scale, median(scales) if scales else 0.0)

    def unit_name(self, unit: str) -> Name:
        """Return a unit's name as it is set, with its figure if the map is shaded by that."""
        return self._told(self.land.name(unit, self.lettering.small), unit)

    def unit_names(self) -> Mapping[str, Placed]:
        """Return where the names of units stand, and from which scale on."""
        small, strong = self.lettering
        return self.land.names(small, strong, spare=int(self._has_figures))

    @property
    def _has_figures(self) -> bool:
        """Whether the map shows figures of units."""
        return self.shade.measure is not None and not self.shade.of_groups

    def _told(self, name: Name, organisation: str) -> Name:
        """Return a name with a line below it for the figure that the map is shaded by."""
        shade, state = self.shade, self.option.state
        if shade.measure is None or shade.of_groups is (state.tier(organisation) is Tier.UNIT):
            return name
        value = self._value(organisation)
        if value is None:
            return name
        figure = written(shade, value)
        width = max(name.width, name.letters.width(figure))
        height = name.height + line_height(name.letters)
        return Name((*name.lines, figure), name.letters, width, height)

    def parts_of(self, group: str) -> list[list[str]]:
        """Return the units on the map of each part that a group falls into, the main part first.

        All are one part where no borders are known.
        """
        state = self.option.state
        parts = self._parts.of(state, group) or [tuple(state.members(group))]
        found = [[unit for unit in part if unit in self.land.paths] for part in parts]
        return [units for units in found if units]

    def _number_parts(self) -> frozenset[Badge]:
        """Return the numbers of the parts of groups that are in several."""
        found = []
        small = self.lettering.small
        for group in dict.fromkeys(self.group_of.values()):
            parts = self._parts.of(self.option.state, group)
            if len(parts) < 2:
                continue
            for number, part in enumerate(parts, 1):
                units = [unit for unit in part if unit in self.land.paths]
                if units:
                    unit = self._middle(units)
                    drop = self.unit_name(unit).height / 2 + small.pixels * 0.9
                    x, y = self.land.atlas.shapes[unit].label
                    found.append(Badge(group, number, x, y, drop))
        return frozenset(found)

    # -- ties that are cut -----------------------------------------------------------------

    def show_cuts(self, is_on: bool) -> None:
        """Show what units of several groups are tied to, or no more."""
        self._has_cuts = is_on
        self._cut_anew()

    def _cut_anew(self) -> set[str]:
        """Find what is cut; returns the units of what was not before, or is no more."""
        before = {cut.code: cut.units for cut in self.cuts}
        self.cuts = self.land.ties.cut(self.option.state) if self._has_cuts else []
        after = {cut.code: cut.units for cut in self.cuts}
        codes = before.keys() ^ after.keys()
        units = {u for code in codes for u in (*before.get(code, ()), *after.get(code, ()))}
        return {unit for unit in units if unit in self.land.paths}

    def _name(self, text: str) -> Name:
        name = self._known.get(text)
        if name is None:
            kind = self.lettering.strong
            room = GROUP_ROOM * kind.pixels / USUAL
            name = self._known[text] = set_name(text, kind, room)
        return name

    def name(self, group: str) -> Name:
        """Return a group's name as it is set."""
        return self._set[group]

    def _middle(self, units: Collection[str]) -> str:
        """Return the unit that lies nearest to the middle of some."""
        shapes = [self.land.atlas.shapes[unit] for unit in units]
        whole = sum(s.area for s in shapes) or 1.0
        x = sum(s.label[0] * s.area for s in shapes) / whole
        y = sum(s.label[1] * s.area for s in shapes) / whole
        return min(
            shapes,
            key=lambda s: ((s.label[0] - x) ** 2 + (s.label[1] - y) ** 2, s.organisation),
        ).organisation

    # -- places ----------------------------------------------------------------------------

    def _unit_of(self, organisation: str) -> str | None:
        """Return the unit that an organisation is, or is a part of."""
        state, at = self.option.state, organisation
        while state.tier(at) is not Tier.UNIT:
            above = state.parent(at)
            if above is None:
                return None
            at = above
        return at

    @property
    def dots(self) -> dict[str | None, Dots]:
        """The places of organisations without an area, by the group that they are in."""
        if self._dots is None:
            state, found = self.option.state, defaultdict[str | None, list[Point]](list)
            for organisation, point in self.land.atlas.points.items():
                unit = self._unit_of(organisation)
                found[None if unit is None else state.group_of(unit)].append(point)
            self._dots = {group: Dots.of(points) for group, points in found.items()}
        return self._dots
