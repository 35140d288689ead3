"""How numbers and rows of a plot come to their places in a picture of a size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRectF

from model.plots.plot import Item, Shape
from ui.letters import letters
from ui.panels.parts import ARROW, SMALL
from ui.theme import CAPTION

if TYPE_CHECKING:
    from ui.plots.axes import Axis
    from ui.plots.figure import Figure, Line

EDGE = 8.0
"""Between the edge of a plot and what is written."""
NAME_GAP = 10.0
"""Between names and bars."""
FOOT, LOW_FOOT = 40.0, 24.0
"""Height of the axis below, with its title under the numbers and with it beside them."""
HEAD = 24.0
"""Height of the title of the axis at the side, which stands over it."""
TITLE_GAP = 40.0
"""Between the end of an axis and its title beside it: half a number may stick out."""
INDENT = 14.0
"""How far names are set in below the names of places."""
_NAMES, _LABELS = 0.38, 0.45
"""Most of the width that names, and texts beside bars, take on screen."""
_NAMES_WHOLE = 0.5
"""Most of it that names take where none is shortened."""
_LABELS_WHOLE = 0.4
_LEAST = 60.0
_PAD = 0.06
"""How much more than its points a plane shows."""


@dataclass(frozen=True, slots=True)
class Frame:
    """How numbers and rows come to their places in a picture.

    Attributes
    ----------
    area : QRectF
        Where bars and points are; names stand to the left of it, beginning at `left`.
    across, up : pair of float
        The numbers at its left and right, and at its foot and head.
    scrolled : float
        How far rows are scrolled up, pixels.
    stretch : float
        How much higher than usual they are.
    """

    area: QRectF
    left: float
    across: tuple[float, float]
    up: tuple[float, float] = (0.0, 1.0)
    scrolled: float = 0.0
    stretch: float = 1.0

    def x(self, number: float) -> float:
        """Return how far to the right a number is."""
        low, high = self.across
        return self.area.left() + (number - low) / (high - low) * self.area.width()

    def y(self, number: float) -> float:
        """Return the height of a number."""
        low, high = self.up
        return self.area.bottom() - (number - low) / (high - low) * self.area.height()

    def row(self, line: Line, right: float) -> QRectF:
        """Return the rectangle of a row, names included."""
        top = self.area.top() + line.top * self.stretch - self.scrolled
        return QRectF(self.left, top, right - self.left, line.height * self.stretch)


def label_of(figure: Figure, item: Item) -> tuple[str, str]:
    """Return what is written beside a bar: its numbers, and what is said of them."""
    columns, numbers = figure.plot.columns, item.numbers
    if figure.plot.shape is Shape.STACKS:
        return columns[-1].text(numbers[-1]), item.note
    texts = [c.text(n, starred=item.is_starred) for c, n in zip(columns, numbers, strict=True)]
    norm, number = figure.plot.norm, numbers[0]
    is_outside = norm is not None and number is not None and not norm.contains(number)
    return f" {ARROW} ".join(texts), item.note if is_outside else ""


def both_of(figure: Figure, now: Item, then: Item | None) -> tuple[str, str]:
    """Return what is written beside a bar that something hovering would alter."""
    before, _ = label_of(figure, now)
    if then is None:
        return f"{before} {ARROW} {figure.lost.get(now.key, '')}", ""
    after, note = label_of(figure, then)
    if before == after:
        moves = figure.has_headings and then.place != now.place
        return after, f"{ARROW} {then.place}" if moves else note
    if len(figure.plot.columns) > 1 and figure.plot.shape is Shape.BARS:
        return f"{after} (now {before})", note
    return f"{before} {ARROW} {after}", note


def row_frame(
    figure: Figure,
    left: float,
    top: float,
    width: float,
    height: float,
    scrolled: float = 0.0,
    *,
    is_whole: bool = False,
) -> Frame:
    """Return the frame of rows in a rectangle.

    Parameters
    ----------
    is_whole : bool
        Whether no name is shortened, and rows may be lower than on screen: on paper.
    """
    names = names_width(figure, width, is_whole=is_whole)
    is_dots = figure.plot.shape is Shape.DOTS
    rest = width - names
    bars = rest - 2 * EDGE if is_dots else _bars_width(figure, rest, is_whole=is_whole)
    area = QRectF(left + names, top, max(_LEAST, bars), height)
    stretch = height / figure.height if is_whole and figure.height else figure.stretch(height)
    return Frame(area, left, figure.extent(0), scrolled=scrolled, stretch=stretch)


def names_width(figure: Figure, width: float, *, is_whole: bool = False) -> float:
    """Return how wide the column of names is."""
    edge = INDENT if figure.has_headings else EDGE
    most = (_NAMES_WHOLE if is_whole else _NAMES) * width
    return min(edge + figure.widest_name + NAME_GAP + 2, most)


def name_width(figure: Figure) -> float:
    """Return how wide the widest name beside a row is."""
    of = letters(SMALL, bold=True)
    is_dots = figure.plot.shape is Shape.DOTS
    texts = figure.places if is_dots else [item.name for item in figure.by_key.values()]
    return max((of.width(text) for text in texts), default=0.0)


class Labels(NamedTuple):
    """The texts beside bars, as what they leave of the width: (where a bar ends, width) each.

    Attributes
    ----------
    alone, said, full : list of (float, float)
        Numbers alone, with what is said of them, and with what hovers.
    """

    alone: list[tuple[float, float]]
    said: list[tuple[float, float]]
    full: list[tuple[float, float]]


def labels_of(figure: Figure) -> Labels:
    """Return the texts beside bars, but for those that others leave room for anyway."""
    plain, bold = letters(CAPTION), letters(CAPTION, bold=True)
    found = Labels([], [], [])
    is_stack = figure.plot.shape is Shape.STACKS
    for item in figure.by_key.values():
        number, note = label_of(figure, item)
        known = [n for n in item.numbers if n is not None]
        end = float(max([0, *known]))
        width = bold.width(number)
        also = plain.width(note) + NAME_GAP if note else 0.0
        both = width if is_stack else bold.width(f"{number} {ARROW} {number}")
        found.alone.append((end, width))
        found.said.append((end, width + also))
        found.full.append((end, both + also))
    return Labels(*(_foremost(of) for of in found))


def _foremost(labels: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the labels that are wider than all beside longer bars."""
    found: list[tuple[float, float]] = []
    for end, width in sorted(labels, reverse=True):
        if not found or width > found[-1][1]:
            found.append((end, width))
    return found


def _bars_width(figure: Figure, width: float, *, is_whole: bool) -> float:
    """Return how wide bars may be in a width that texts beside them share, whatever hovers.

    Where that leaves too little, there is room for the numbers as they are. On paper nothing
    hovers.
    """
    labels = figure.labels
    if is_whole:
        return max(_fitting(figure, labels.said, width), (1 - _LABELS_WHOLE) * width)
    full = _fitting(figure, labels.full, width)
    return full if full >= (1 - _LABELS) * width else _fitting(figure, labels.alone, width)


def _fitting(figure: Figure, labels: list[tuple[float, float]], width: float) -> float:
    """Return the width of bars at which no text beside them goes over the edge."""
    low, high = figure.extent(0)
    widths = [
        (width - label - 2 * EDGE) * (high - low) / (end - low)
        for end, label in labels
        if end > low
    ]
    return min([width - 2 * EDGE, *widths])


def point_frame(
    figure: Figure,
    up: Axis,
    left: float,
    top: float,
    width: float,
    height: float,
    view: tuple[tuple[float, float], tuple[float, float]] | None = None,
) -> Frame:
    """Return the frame of points in a rectangle, axes at the left and below it not counted.

    Parameters
    ----------
    view : pair of pair of float
        The numbers across and up that are in view; all, if not given.
    """
    across, rise = view or home(figure)
    numbers = up.texts(up.ticks(*rise, height, upright=True))
    side = max((letters(CAPTION).width(text) for text in numbers), default=0.0) + EDGE + 12
    area = QRectF(left + side, top + HEAD, max(_LEAST, width - side - 2 * EDGE), height - HEAD)
    return Frame(area, left, across, rise)


def foot_height(axis: Axis, area_right: float, right: float) -> float:
    """Return how high the axis below is: lower where there is room for its title beside it."""
    beside = letters(CAPTION, bold=True).width(axis.title) + TITLE_GAP + EDGE
    return LOW_FOOT if area_right + beside <= right else FOOT


def home(figure: Figure) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the numbers across and up in which all points are."""
    found = []
    for column in (0, 1):
        low, high = figure.extent(column)
        pad = (high - low) * _PAD
        found.append((low - pad if low < 0 else low, high + pad))
    return found[0], found[1]
