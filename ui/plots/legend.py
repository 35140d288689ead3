"""What the signs of a plot mean, in lines above it."""

from __future__ import annotations

from model.plots.plot import Shape
from ui.letters import letters
from ui.plots.figure import Figure
from ui.theme import CAPTION

LEGEND = 20.0
"""Height of a line of the legend, pixels."""
SIGN = 14.0
"""Width of a sign."""
_GAP, _APART = 6.0, 16.0
"""Between a sign and its text, and between two of them."""


def legend_of(figure: Figure) -> list[tuple[str, str]]:
    """Return the signs of a plot and what they mean."""
    if figure.legend is None:
        figure.legend = _legend(figure)
    return figure.legend


def _legend(figure: Figure) -> list[tuple[str, str]]:
    plot, found = figure.plot, list[tuple[str, str]]()
    if plot.shape is Shape.STACKS:
        found += [("bar", plot.columns[0].title), ("hatched", plot.columns[1].title)]
    elif plot.shape is Shape.BARS and len(plot.columns) > 1:
        found += [("hatched", plot.columns[0].title), ("bar", plot.columns[1].title)]
    elif any((item.size or 0) < 0 for item in figure.items):
        found += [("bar", "above 0"), ("below", "below 0")]
    elif plot.shape is Shape.POINTS:
        found.append(("line", "where all would be if they had as much for each"))
    if plot.norm is not None:
        found.append(("norm", plot.norm.text))
        if any(
            plot.is_main(i) and i.size is not None and not plot.norm.contains(i.size)
            for i in figure.then.values()
        ):
            found.append(("outside", f"outside the {plot.norm.word}"))
    if figure.average is not None:
        found.append(("average", f"average {plot.columns[0].text(figure.average)}"))
    if plot.shape is Shape.DOTS:
        found.append(("average", "average of an option"))
        if any(not plot.is_main(item) for item in figure.items):
            found += [("dot", "the option that is shown"), ("other", "other options")]
    if figure.would:
        found.append(("now", "as it is now"))
    return found


def legend_places(figure: Figure, width: float) -> list[tuple[float, float, str, str]]:
    """Return where signs of the legend stand, with their texts: (x, y, sign, text)."""
    found, x, y = [], 0.0, 0.0
    of = letters(CAPTION)
    for sign, text in legend_of(figure):
        needed = SIGN + _GAP + of.width(text) + _APART
        if x and x + needed > width:
            x, y = 0.0, y + LEGEND
        found.append((x, y, sign, text))
        x += needed
    return found


def legend_height(figure: Figure, width: float) -> float:
    """Return how high the legend is at a width."""
    places = legend_places(figure, width)
    return places[-1][1] + LEGEND if places else 0.0
