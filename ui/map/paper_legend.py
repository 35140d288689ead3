"""What the legend of a map on paper says: each line, fill, letter and sign that is on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from model.geography.shades import Show
from model.pack import Measure, Tier
from model.wording import capital, sum_text
from ui import theme
from ui.map import palette
from ui.map.legend import Key, Legend, article, border, keys
from ui.map.scheme import Scheme, Weight
from ui.theme import Theme


def paper_legend(
    scheme: Scheme,
    numbers: Mapping[str, int],
    width: float,
    *,
    has_leads: bool,
    has_units: bool,
    measure: Measure | None,
) -> Legend:
    """Return the legend of a map.

    Parameters
    ----------
    numbers : mapping of str to int
        Of the groups that are listed beside the map.
    width : float
        Most that it takes.
    has_leads, has_units : bool
        Whether lines lead from numbers to groups, and whether units are named.
    measure : Measure or None
        What the list has of each group.
    """
    lines = list(_keys(scheme, numbers, theme.LIGHT, has_leads, has_units, measure))
    small, strong = scheme.lettering
    return Legend(scheme, theme.LIGHT, small, strong, width, lines)


def _keys(
    scheme: Scheme,
    numbers: Mapping[str, int],
    look: Theme,
    has_leads: bool,
    has_units: bool,
    measure: Measure | None,
) -> Iterator[Key]:
    state, pack = scheme.option.state, scheme.option.pack
    unit = pack.kind_at(Tier.UNIT)
    yield from _numbers(scheme, numbers, has_leads=has_leads)
    for key in keys(scheme, look):
        if key.weight is Weight.GROUP:
            text = f"{key.text}, or coast" if scheme.group_of else "Coast"
            yield key._replace(text=text)
        elif not key.number:  # parts are told by the number of their group
            yield key
    within = [n for n, weight in enumerate(scheme.weights) if weight is Weight.UNIT]
    between = [scheme.land.arcs[number].right for number in within]
    grouped = next((u for u in between if u in scheme.group_of), "")
    if grouped:
        ink = look.quiet if scheme.shade.measure is not None else None
        yield Key(border(unit), (scheme.look(grouped, look),), weight=Weight.UNIT, ink=ink)
    waiting = next((u for u in between if u not in scheme.group_of), "")
    if waiting:
        text = f"{border(unit)} not placed yet"
        yield Key(text, (scheme.look(waiting, look),), weight=Weight.UNIT, ink=look.quiet)
    if scheme.land.atlas.points:
        point = next(iter(scheme.land.atlas.points))
        yield Key(capital(state.kind(point).label), dots=palette.dot_colour(None, look))
    insets = scheme.land.sheet.insets
    if insets:
        yield Key("Shown larger in the frame with the same letter", letter="A")
    if numbers and measure is not None and scheme.shade.show is not Show.FIGURE:
        told = (sum_text(measure, state.sum(g, measure.id), brief=True) for g in numbers)
        yield Key(f"{measure.label}, in the list", sample=min(told, key=len))
    if has_units:
        yield Key(f"Name of {article(unit.label)}", sample="Abc")


def _numbers(scheme: Scheme, numbers: Mapping[str, int], *, has_leads: bool) -> Iterator[Key]:
    """Iterate over what the legend says of numbers."""
    if not numbers:
        return
    group = scheme.option.pack.kind_at(Tier.GROUP)
    number = str(min(numbers.values()))
    text = f"Number of {article(group.label)}, as in the list"
    if any(len(scheme.parts_of(g)) > 1 for g in numbers):
        text = f"{text}; on each of its parts"
    yield Key(text, plate=number)
    if has_leads:
        told = f"The same, where the {group.label} is too small for it"
        yield Key(told, plate=number, has_lead=True)
