"""What the map's fills, lines and signs mean: the same beside the map on screen and on paper."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from model.geography.shades import Show
from model.pack import Kind, Tier
from model.rules.standing import SIGN_WORDS, Sign
from model.wording import capital, counted
from ui import signs
from ui.letters import Letters, letters
from ui.map import palette
from ui.map.land import Name, line_height, set_name
from ui.map.painter import Surface, line_pens
from ui.map.palette import Look
from ui.map.scheme import Scheme, Weight
from ui.theme import Theme

SWATCH: Final = 24.0
"""Width of a swatch, in the unit of letters of 11."""
GAP: Final = 8.0
_KM: Final = 1000.0
_NICE: Final = (1, 2, 5)


class Key(NamedTuple):
    """One line of a legend: what is drawn, and what it means.

    Attributes
    ----------
    looks : tuple of Look
        Fills that share the swatch.
    weight : Weight or None
        A line, in place of fills.
    number : int
        The number of a part, in place of fills; 0 for none.
    plate : str
        What stands on the plate of a group on paper, in place of fills.
    letter : str
        That of an inset, in place of fills.
    has_lead : bool
        Whether a line leads from the plate.
    sample : str
        A text of the kind that is explained, in place of fills.
    dots : QColor or None
        That of points, in place of fills.
    ink : QColor or None
        That of the line, if it is not the usual one.
    """

    text: str
    looks: tuple[Look, ...] = ()
    weight: Weight | None = None
    sign: Sign = Sign.NONE
    number: int = 0
    plate: str = ""
    letter: str = ""
    has_lead: bool = False
    sample: str = ""
    dots: QColor | None = None
    ink: QColor | None = None


def title(scheme: Scheme) -> str:
    """Return what the map shows."""
    return scheme.shade.label


def keys(scheme: Scheme, theme: Theme) -> list[Key]:
    """Return the lines of a map's legend."""
    pack, show = scheme.option.pack, scheme.shade.show
    unit, group = pack.kind_at(Tier.UNIT), pack.kind_at(Tier.GROUP)
    region = next((kind for kind in pack.kinds if kind.tier is Tier.REGION), None)
    found: list[Key] = []
    if show is Show.GROUPS:
        groups = list(dict.fromkeys(scheme.group_of.values()))[:3]
        looks = tuple(scheme.target_look(g, theme) for g in groups)
        if groups:
            found.append(Key(f"One colour and pattern to each {group.label}", looks))
    elif show is Show.VERDICT:
        found += _verdicts(scheme, theme)
    else:
        found += _classes(scheme, theme)
    waiting = len(scheme.land.paths) - len(scheme.group_of)
    if waiting and (scheme.shade.measure is None or scheme.shade.of_groups):
        text = f"{capital(counted(waiting, unit.label, unit.plural))} not placed yet"
        found.append(Key(text, (palette.waiting_look(theme),)))
    if region is not None:
        found.append(Key(border(region), weight=Weight.REGION))
    found.append(Key(border(group), weight=Weight.GROUP))
    if scheme.cuts:
        words = pack.words
        number = counted(len(scheme.cuts), words.link, words.links)
        found.append(Key(f"{number} in several {group.plural}", weight=Weight.CUT))
    if scheme.badges:
        found.append(Key(f"Part of {article(group.label)} that is in several", number=1))
    return found


def border(kind: Kind) -> str:
    """Return what a line between organisations of a kind is."""
    return f"Border of {article(kind.label)}"


def article(noun: str) -> str:
    """Return a noun with its article; what is in capitals is spelt: an MP."""
    spelt = "AEFHILMNORSX" if noun[:2].isupper() else "AEIOUaeiou"
    return f"{'an' if noun[:1] in spelt else 'a'} {noun}"


def _verdicts(scheme: Scheme, theme: Theme) -> Iterator[Key]:
    group = scheme.option.pack.kind_at(Tier.GROUP)
    counts = Counter(scheme.sign(g) for g in dict.fromkeys(scheme.group_of.values()))
    for sign in Sign:
        if counts[sign]:
            number = counted(counts[sign], group.label, group.plural)
            text = f"{capital(SIGN_WORDS[sign])}: {number}"
            yield Key(text, (palette.sign_look(sign, theme),), sign=sign)


def _classes(scheme: Scheme, theme: Theme) -> Iterator[Key]:
    counts, missing = scheme.counts()
    for number, words in enumerate(scheme.class_words()):
        look = scheme.class_look(number, theme)
        yield Key(f"{words} ({counts[number]})", (look,))
    if missing:
        yield Key(f"No figure ({missing})", (palette.missing_look(theme),))


class Legend:
    """A legend, set to be drawn.

    Parameters
    ----------
    room : float
        How wide it may be.
    lines : sequence of Key, optional
        What it says, if that is not what a map on screen says.

    Attributes
    ----------
    width, height : float
        In the unit of its letters.
    """

    def __init__(
        self,
        scheme: Scheme,
        theme: Theme,
        small: Letters,
        strong: Letters,
        room: float,
        lines: Sequence[Key] | None = None,
    ) -> None:
        self._theme = theme
        self._small, self._strong = small, strong
        self._unit = small.pixels / 11
        self.keys = keys(scheme, theme) if lines is None else list(lines)
        side = (SWATCH + GAP) * self._unit
        self._title = set_name(title(scheme), strong, room)
        self._texts = [set_name(key.text, small, room - side) for key in self.keys]
        self.width = max(self._title.width, *(side + text.width for text in self._texts))
        self.height = self._title.height + sum(t.height + 4 * self._unit for t in self._texts)

    @property
    def words(self) -> str:
        """All that it says, for those who don't see it."""
        return ". ".join([" ".join(self._title.lines), *(key.text for key in self.keys)])

    def draw(self, painter: QPainter, at: QPointF, surface: Surface) -> None:
        """Draw it; `at` is its top left corner."""
        unit, theme = self._unit, self._theme
        write_lines(painter, self._title, at, surface, theme.text)
        y = at.y() + self._title.height + 4 * unit
        pens = line_pens(theme)
        for key, text in zip(self.keys, self._texts, strict=True):
            box = QRectF(at.x(), y + 1 * unit, SWATCH * unit, line_height(self._small) - 2 * unit)
            self._draw_swatch(painter, key, box, surface, pens)
            write_lines(painter, text, QPointF(box.right() + GAP * unit, y), surface, theme.text)
            y += text.height + 4 * unit

    def _draw_swatch(
        self,
        painter: QPainter,
        key: Key,
        box: QRectF,
        surface: Surface,
        pens: dict[Weight, QPen],
    ) -> None:
        if key.weight is not None:
            if key.looks:
                ground = QPainterPath()
                ground.addRect(box)
                surface.fill(painter, ground, key.looks[0])
            middle = box.center().y()
            path = QPainterPath(QPointF(box.left(), middle))
            path.lineTo(box.right(), middle)
            pen = QPen(pens[key.weight])
            if key.ink is not None:
                pen.setColor(key.ink)
            surface.stroke(painter, [path], pen)
            return
        if key.number:
            self._draw_number(painter, str(key.number), box, surface)
            return
        if key.plate or key.letter or key.sample or key.dots is not None:
            self._draw_sample(painter, key, box, surface)
            return
        width = box.width() / len(key.looks or "x")
        for number, look in enumerate(key.looks):
            path = QPainterPath()
            path.addRect(QRectF(box.left() + number * width, box.top(), width, box.height()))
            surface.fill(painter, path, look)
        painter.setPen(QPen(self._theme.quiet, 0.75 * self._unit))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        if key.sign is not Sign.NONE:
            side = 10 * self._unit
            place = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
            signs.draw(painter, key.sign, place, self._theme)

    def _draw_sample(self, painter: QPainter, key: Key, box: QRectF, surface: Surface) -> None:
        theme, middle, small = self._theme, box.center(), self._small
        bold = letters(small.pixels, bold=True)
        if key.dots is not None:
            step = box.width() / 4
            points = [(middle.x() + n * step, middle.y()) for n in (-1, 0, 1)]
            surface.dots(painter, points, key.dots, 1.6 * self._unit)
        elif key.plate:
            width, height = number_size(key.plate, bold)
            place = QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
            if key.has_lead:
                place.moveLeft(box.left())
                lead = QPointF(box.right(), middle.y())
                start = QPointF(place.right(), middle.y())
                draw_lead(painter, start, lead, bold, surface, theme)
            draw_number(painter, key.plate, place, bold, surface, theme)
        else:
            kind = self._strong if key.letter else small
            text = key.letter or key.sample
            name = Name((text,), kind, kind.width(text), float(line_height(kind)))
            if key.letter:
                side = box.height() + 2 * self._unit
                place = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
                painter.fillRect(place, theme.quiet)
            colour = theme.panel if key.letter else theme.text
            # What is wider than a swatch reaches into the gap beside it.
            at = QPointF(max(middle.x(), box.left() + name.width / 2), middle.y())
            surface.write_plain(painter, name, at, colour)

    def _draw_number(self, painter: QPainter, text: str, box: QRectF, surface: Surface) -> None:
        side = box.height() + 2 * self._unit
        middle = box.center()
        place = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.text)
        painter.drawRoundedRect(place, side / 2, side / 2)
        name = Name((text,), self._small, self._small.width(text), float(line_height(self._small)))
        surface.write_plain(painter, name, middle, self._theme.panel)


def write_lines(
    painter: QPainter, name: Name, at: QPointF, surface: Surface, colour: QColor
) -> None:
    """Write lines from a top left corner."""
    top = at.y()
    for line in name.lines:
        width = name.letters.width(line)
        height = line_height(name.letters)
        one = Name((line,), name.letters, width, height)
        surface.write_plain(painter, one, QPointF(at.x() + width / 2, top + height / 2), colour)
        top += height


# -- numbers of groups ------------------------------------------------------------------------


def number_size(text: str, kind: Letters) -> tuple[float, float]:
    """Return how wide and high the plate of a number is."""
    height = line_height(kind) + kind.pixels / 12
    return max(kind.width(text) + 0.6 * kind.pixels, height), height


def draw_number(
    painter: QPainter, text: str, box: QRectF, kind: Letters, surface: Surface, theme: Theme
) -> None:
    """Draw the plate with a group's number."""
    unit = kind.pixels / 7
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.text, 0.6 * unit))
    painter.setBrush(theme.panel)
    painter.drawRoundedRect(box, 2.5 * unit, 2.5 * unit)
    name = Name((text,), kind, kind.width(text), float(line_height(kind)))
    surface.write_plain(painter, name, box.center(), theme.text)


def draw_lead(
    painter: QPainter,
    start: QPointF,
    to: QPointF,
    kind: Letters,
    surface: Surface,
    theme: Theme,
) -> None:
    """Draw the line from the plate of a number to the area that it means."""
    unit = kind.pixels / 7
    path = QPainterPath(start)
    path.lineTo(to)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    surface.stroke(painter, [path], QPen(theme.panel, 2.2 * unit))
    surface.stroke(painter, [path], QPen(theme.text, 0.75 * unit))
    surface.dots(painter, [(to.x(), to.y())], theme.text, 1.3 * unit)


# -- scale and north ---------------------------------------------------------------------------


def scale_bar(scale: float, room: float) -> tuple[float, str]:
    """Return how long a bar is and what stands at it: a round length that fits in `room`.

    Parameters
    ----------
    scale : float
        The painter's units to a metre.
    """
    metres = room / scale
    ten = 10.0 ** math.floor(math.log10(metres))
    length = max(n * ten for n in _NICE if n * ten <= metres)
    text = f"{length / _KM:g} km" if length >= _KM else f"{length:g} m"
    return length * scale, text


def scale_width(scale: float, letters: Letters) -> float:
    """Return how wide the scale bar and the arrow to the north are together."""
    unit = letters.pixels / 11
    return scale_bar(scale, 110 * unit)[0] + 30 * unit


def draw_scale(
    painter: QPainter,
    right: QPointF,
    scale: float,
    letters: Letters,
    surface: Surface,
    theme: Theme,
) -> QRectF:
    """Draw a scale bar and an arrow to the north; returns where.

    Parameters
    ----------
    right : QPointF
        The bottom right corner.
    """
    unit = letters.pixels / 11
    length, text = scale_bar(scale, 110 * unit)
    height = line_height(letters)
    width = letters.width(text)
    arrow = 22 * unit
    left = right.x() - length - arrow
    base = right.y() - 4 * unit
    pen = QPen(theme.text, 1.25 * unit, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
    path = QPainterPath(QPointF(left, base - 5 * unit))
    for x, y in ((left, base), (left + length, base), (left + length, base - 5 * unit)):
        path.lineTo(x, y)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    surface.stroke(painter, [path], pen)
    middle = QPointF(left + length / 2, base - 5 * unit - height / 2)
    one = Name((text,), letters, width, height)
    surface.write(painter, one, middle, theme)
    x = right.x() - 7 * unit
    tip = QPainterPath(QPointF(x, base - 22 * unit))
    for dx, dy in ((5, 13), (0, 10), (-5, 13)):
        tip.lineTo(x + dx * unit, base - 22 * unit + dy * unit)
    tip.closeSubpath()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.text)
    painter.drawPath(tip)
    north = Name(("N",), letters, letters.width("N"), height)
    surface.write_plain(painter, north, QPointF(x, base - 4 * unit), theme.text)
    top = base - 26 * unit
    return QRectF(left - 4 * unit, top, right.x() - left + 8 * unit, right.y() - top)
