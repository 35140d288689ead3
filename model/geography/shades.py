"""By what a map may be shaded: groups, verdicts, figures, figures per head; and what each shows.

All of it follows from the pack's kinds and measures; no word of it is known here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from functools import partial

from model.geography.shading import Classes, Method, Value, classes
from model.pack import Aggregate, Measure, Pack, Style, Tier
from model.records import record
from model.state import State
from model.totals import Sum
from model.wording import DASH, amount, capital


class Show(StrEnum):
    """What the areas are filled for."""

    GROUPS = "groups"
    VERDICT = "verdict"
    FIGURE = "figure"
    PER_HEAD = "per head"


@record
class Shade:
    """A way to shade the map.

    Attributes
    ----------
    id : str
        Unique within a pack; remembered from session to session.
    label, about : str
        What it is called, and what it shows in a sentence.
    heads : Measure or None
        What the measure is divided by.
    of_groups : bool
        Whether the figure is that of a unit's group, the same for all of its units.
    """

    id: str
    label: str
    about: str
    show: Show
    measure: Measure | None = None
    heads: Measure | None = None
    of_groups: bool = False


def shades(pack: Pack) -> list[Shade]:
    """Return the ways to shade a pack's map; the first is by groups."""
    unit, group = pack.kind_at(Tier.UNIT), pack.kind_at(Tier.GROUP)
    return [
        Shade(
            "groups",
            capital(group.plural),
            f"A colour and a pattern for each {group.label}; those that touch are never alike",
            Show.GROUPS,
        ),
        Shade(
            "verdict",
            "Verdicts",
            f"How each {group.label} stands, all rules together",
            Show.VERDICT,
        ),
        *_figures(pack, unit.label, of_groups=False),
        *_figures(pack, group.label, of_groups=True),
    ]


def _figures(pack: Pack, label: str, *, of_groups: bool) -> Iterator[Shade]:
    """Iterate over the ways to shade by a figure of units, or of groups."""
    below = {kind.id for kind in pack.kinds if kind.tier in (Tier.UNIT, Tier.PART)}
    measures = [m for m in pack.measures if m.carrier in below and not m.stands_for]
    heads = next((m for m in measures if m.style is Style.COUNT and m.headline), None)
    for measure in measures:
        is_sum = measure.aggregate is Aggregate.SUM
        if of_groups and not is_sum:
            continue
        name = f"{measure.label} of each {label}"
        what = f"{'group' if of_groups else 'unit'}:{measure.id}"
        yield Shade(what, name, measure.explanation or name, Show.FIGURE, measure, None, of_groups)
        if heads is not None and is_sum and measure.style is Style.MONEY:
            text = f"{measure.label} divided by {heads.label.lower()}, of each {label}"
            name = f"{measure.label} per head of each {label}"
            yield Shade(f"{what}/{heads.id}", name, text, Show.PER_HEAD, measure, heads, of_groups)


def has_figures(state: State, shade: Shade) -> bool:
    """Whether anything is known of what a way to shade shows."""
    parts = [m for m in (shade.measure, shade.heads) if m is not None]
    return all(state.sum(state.root, measure.id).known for measure in parts)


def bearers(state: State, shade: Shade) -> list[str]:
    """Return the organisations whose figures are shown: not those of groups that have no units."""
    if shade.of_groups:
        return [group for group in state.at_tier(Tier.GROUP) if state.members(group)]
    return state.at_tier(Tier.UNIT)


def value_of(state: State, shade: Shade, organisation: str) -> Value | None:
    """Return the figure that an organisation is shaded by, None if it is not known.

    A sum that lacks a figure is not shown: it would look like a small one.
    """
    return value_in(shade, partial(state.sum, organisation))


def value_in(shade: Shade, sum_of: Callable[[str], Sum]) -> Value | None:
    """Return the same of an organisation of which the sums are told by measures' ids."""
    assert shade.measure is not None
    total = sum_of(shade.measure.id)
    if total.is_missing or total.missing:
        return None
    if shade.heads is None:
        return total.value
    people = sum_of(shade.heads.id)
    if people.missing or people.value <= 0:
        return None
    return Fraction(total.value, people.value)


def values(state: State, shade: Shade) -> Mapping[str, Value | None]:
    """Return the figures that the map is shaded by, by the organisations that have them."""
    return {o: value_of(state, shade, o) for o in bearers(state, shade)}


def classes_of(state: State, shade: Shade, number: int, method: Method) -> Classes | None:
    """Return the classes of the figures that are known, None if none are."""
    known = [value for value in values(state, shade).values() if value is not None]
    return classes(known, number, method)


def written(shade: Shade, value: Value | None) -> str:
    """Return a figure as a legend has it."""
    if value is None or shade.measure is None:
        return DASH
    return amount(shade.measure, round(value), brief=shade.heads is None)
