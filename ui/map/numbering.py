"""What stands on the map on paper: the number of each group, its name where there is room for it.

Numbers lead to the key beside the map (`ui.map.paper_key`). A group has its number on each of its
parts; a part that an inset shows has it there. Nothing covers anything else, nor a frame's edge.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QTransform

from model.geography.annotation import NOTHING, Canvas, Spot, end_of_line
from model.geography.cells import Box
from model.geography.shades import Show
from model.geography.sheet import Frame
from model.rules.standing import Sign
from ui import signs
from ui.chart.paper import wrapped
from ui.letters import letters
from ui.map.land import Land, Name, line_height
from ui.map.legend import draw_lead, draw_number, number_size
from ui.map.painter import Lens, MapPainter, Surface, inset_tab
from ui.map.scheme import Scheme, Weight
from ui.theme import Theme

_CELL: Final = 1.5
"""Points of a cell in which room is looked for, on A4."""
_HOME: Final = 0.5
"""How much of a part an inset must show for its number to stand there, whatever it takes."""
_ENOUGH: Final = 0.25
"""The same for no line to lead to it on the map, if its number is in the inset."""
_LOOSE: Final = (0.62, 0.25)
"""How much of a number lies on its area at least, and on others at most, if it does not fit in."""
_NAME: Final = (0.7, 0.03)
"""The same of a name."""
_UNIT: Final = (0.75, 0.04)
_ROOMS: Final = (1.0, 0.6, 0.42)
"""Widths of lines that are tried for a name, of all of it in one."""
_MOST_LINES: Final = 3
_WORTH_IT: Final = 0.4
"""Units are named if there is room for so many of them at least: a few names would tell nothing."""
_APART: Final = 1.0
"""Round a label, points on A4."""


class Mark(NamedTuple):
    """A label in its place on the page.

    Attributes
    ----------
    key : str
        The group, or the unit.
    box : QRectF
        All of it.
    number : str
        That of a group; "" for a unit's name.
    sign : Sign
        How the group stands, if the map is shaded by that.
    name : Name or None
        The name beside it, if there is room.
    lead : QPointF or None
        Where a line leads from it.
    """

    key: str
    box: QRectF
    number: str
    sign: Sign
    name: Name | None
    lead: QPointF | None = None


@dataclass(frozen=True)
class Numbering:
    """The labels of a map on paper.

    Attributes
    ----------
    marks : list of list of Mark
        Of each frame of the sheet.
    plate : (float, float)
        Width and height of what a number stands on.
    has_units : bool
        Whether units are named.
    """

    marks: list[list[Mark]]
    plate: tuple[float, float]
    has_units: bool

    @property
    def has_leads(self) -> bool:
        """Whether any label stands beside what it means."""
        return any(mark.lead is not None for marks in self.marks for mark in marks)


class _Part(NamedTuple):
    group: str
    units: Sequence[str]
    is_first: bool
    area: float


class _Board(NamedTuple):
    """A frame to be labelled; the canvas begins at `corner` of the page."""

    frame: Frame
    corner: QPointF
    canvas: Canvas
    units: Canvas


class _Numberer:
    def __init__(
        self,
        scheme: Scheme,
        numbers: Mapping[str, int],
        land: Land,
        lens: Lens,
        room: QRectF,
        corner: QRectF | None,
    ) -> None:
        self.scheme, self.numbers, self.lens = scheme, numbers, lens
        self.land = land
        self.k = scheme.lettering.small.pixels / 7
        bold = letters(scheme.lettering.small.pixels, bold=True)
        # All plates are as wide as the widest: they look the same wherever they are.
        widest = max((str(n) for n in numbers.values()), key=bold.width, default="0")
        self.plate = number_size(widest, bold)
        self.sign_side = 9 * self.k if scheme.shade.show is Show.VERDICT else 0.0
        self.rows = {unit: row for row, unit in enumerate(land.paths)}
        self.parts = list(self._find_parts())
        self.boards = [self._board(frame, room) for frame in self.land.sheet.frames]
        if corner is not None:
            _bar(self.boards[0], corner, 2 * self.k)
        self.marks: list[list[Mark]] = [[] for _ in self.boards]
        self.spots: dict[tuple[int, int], Spot] = {}

    def _find_parts(self) -> Iterator[_Part]:
        shapes = self.land.atlas.shapes
        groups = dict.fromkeys(self.scheme.group_of.values())
        for group in sorted(groups, key=lambda g: self.numbers[g]):
            for number, units in enumerate(self.scheme.parts_of(group)):
                yield _Part(group, units, number == 0, sum(shapes[u].area for u in units))

    def _board(self, frame: Frame, room: QRectF) -> _Board:
        lens, cell, sheet = self.lens, _CELL * self.k, self.land.sheet
        is_main = frame is sheet.main
        place = lens.box(frame.box)
        box = room if is_main else place.adjusted(self.k, self.k, -self.k, -self.k)
        units = self._raster(lens.through(frame), box, cell)
        table = np.full(len(self.land.paths) + 1, len(self.parts), dtype=np.int32)
        table[-1] = NOTHING
        for number, part in enumerate(self.parts):
            table[[self.rows[unit] for unit in part.units]] = number
        canvas, named = Canvas(table[units], cell), Canvas(units, cell)
        board = _Board(frame, box.topLeft(), canvas, named)
        if is_main:
            for inset in sheet.insets:
                _bar(board, lens.box(inset.box), 2 * self.k)
                (left, top), (right, foot) = (
                    frame.to_sheet(*inset.source[:2]),
                    frame.to_sheet(*inset.source[2:]),
                )
                source = lens.box((left, top, right, foot))
                self._bar_rim(board, source)
                tab = inset_tab(inset, source, lens, self.scheme.lettering.strong, inside=False)
                if tab is not None:
                    _bar(board, tab, self.k)
        else:
            tab = inset_tab(frame, place, lens, self.scheme.lettering.strong, inside=True)
            if tab is not None:
                _bar(board, tab, self.k)
        return board

    @staticmethod
    def _bar_rim(board: _Board, box: QRectF) -> None:
        """Keep labels off the edge of what an inset shows."""
        left, top, right, foot = box.left(), box.top(), box.right(), box.bottom()
        for x, y, u, v in (
            (left, top, right, top),
            (left, foot, right, foot),
            (left, top, left, foot),
            (right, top, right, foot),
        ):
            _bar(board, QRectF(QPointF(x, y), QPointF(u, v)), 0.5)

    def _raster(self, through: QTransform, box: QRectF, cell: float) -> NDArray[np.int32]:
        """Return which unit each cell of a box of the page belongs to."""
        across = max(1, math.floor(box.width() / cell))
        down = max(1, math.floor(box.height() / cell))
        image = QImage(across, down, QImage.Format.Format_RGB32)
        image.fill(QColor(0, 0, 0))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        to = through * QTransform.fromTranslate(-box.left(), -box.top())
        to *= QTransform.fromScale(1 / cell, 1 / cell)
        for number, path in enumerate(self.land.paths.values(), 1):
            painter.fillPath(to.map(path), QColor.fromRgb(number))
        painter.end()
        cells = np.frombuffer(bytes(image.constBits()), dtype=np.uint32).reshape(down, -1)[
            :, :across
        ]
        return (cells & 0xFFFFFF).astype(np.int32) - 1

    # -- numbers ---------------------------------------------------------------------------

    def number(self) -> None:
        """Put the number of each part where it belongs."""
        insets = range(1, len(self.boards))
        homes: dict[int, int] = {}
        shares: dict[int, float] = defaultdict(float)
        for number, part in enumerate(self.parts):
            for at in insets:
                board = self.boards[at]
                scale = board.frame.scale * self.lens.zoom
                share = board.canvas.size(number) / scale**2 / max(part.area, 1e-9)
                shares[number] = max(shares[number], share)
                if share >= _HOME:
                    homes[number] = at
        waiting: list[tuple[int, int]] = []
        for number in range(len(self.parts)):
            home = homes.get(number, 0)
            is_there = self._put_inside(number, home)
            # What an inset or the map shows besides has its number there if that needs no line.
            others = [
                self._put_inside(number, at, is_home=False)
                for at in range(len(self.boards))
                if at != home
            ]
            if not is_there and not (any(others) and shares[number] >= _ENOUGH):
                waiting.append((number, home))
        for number, home in waiting:
            # Where something lies on all of it, another frame may show more; a line that crosses
            # others is the last resort.
            frames = sorted(range(len(self.boards)), key=lambda at: (at != home, at))
            ways = ((at, crossing) for crossing in (False, True) for at in frames)
            any(self._put_beside(number, at, crossing=crossing) for at, crossing in ways)

    def _put_beside(self, number: int, at: int, *, crossing: bool) -> bool:
        """Put a number beside its part, with a line to it; returns whether there is room."""
        board, part = self.boards[at], self.parts[number]
        if at and not board.canvas.size(number):
            return False
        largest = max(part.units, key=lambda u: (self.land.atlas.shapes[u].area, u))
        x, y = self.land.atlas.shapes[largest].label
        near = self.lens.through(board.frame).map(QPointF(x, y)) - board.corner
        width, height = self._outer(*self._size(part.group))
        point = near.x(), near.y()
        spot = board.canvas.beside(number, width, height, point, crossing=crossing)
        if spot is not None:
            self._put(number, at, spot)
        return spot is not None

    def _put_inside(self, number: int, at: int, *, is_home: bool = True) -> bool:
        board, part = self.boards[at], self.parts[number]
        width, height = self._outer(*self._size(part.group))
        spot = board.canvas.inside(number, width, height)
        if spot is None and is_home:
            own, others = _LOOSE
            spot = board.canvas.inside(number, width, height, own=own, others=others)
        if spot is None:
            return False
        self._put(number, at, spot)
        return True

    def _put(self, number: int, at: int, spot: Spot) -> None:
        self.boards[at].canvas.take(spot, *self._outer(*self._size(self.parts[number].group)))
        self.spots[at, number] = spot

    def _size(self, group: str, name: Name | None = None) -> tuple[float, float]:
        width, height = self.plate
        if self._sign(group) is not Sign.NONE:
            width += self.sign_side + self.k
        if name is None:
            return width, height
        return width + 2 * self.k + name.width, max(height, name.height)

    def _outer(self, width: float, height: float) -> tuple[float, float]:
        return width + _APART * self.k, height + _APART * self.k

    def _sign(self, group: str) -> Sign:
        """Return the sign beside a number, where fills tell how groups stand."""
        if not self.sign_side:
            return Sign.NONE
        sign = self.scheme.sign(group)
        return Sign.NONE if sign is Sign.TICK else sign

    # -- names -----------------------------------------------------------------------------

    def name_groups(self) -> None:
        """Put names beside numbers where they fit, the largest areas first."""
        for number in sorted(range(len(self.parts)), key=lambda n: (-self.parts[n].area, n)):
            for at in range(len(self.boards)):
                self._place_mark(number, at)

    def _place_mark(self, number: int, at: int) -> None:
        part, board = self.parts[number], self.boards[at]
        spot = self.spots.get((at, number))
        if spot is None:
            return
        group, canvas = part.group, board.canvas
        size = self._size(group)
        found = None
        if spot.lead is None and part.is_first:
            canvas.free(spot, *self._outer(*size))
            own, others = _NAME
            for name in self._settings(group):
                wide = self._size(group, name)
                better = canvas.inside(number, *self._outer(*wide), own=own, others=others)
                if better is not None:
                    found, spot, size = name, better, wide
                    break
            canvas.take(spot, *self._outer(*size))
        middle = board.corner + QPointF(spot.x, spot.y)
        box = QRectF(middle.x() - size[0] / 2, middle.y() - size[1] / 2, *size)
        lead = None
        if spot.lead is not None:
            lead = board.corner + QPointF(*spot.lead)
        text = str(self.numbers[group])
        self.marks[at].append(Mark(group, box, text, self._sign(group), found, lead))
        outer = self._outer(*size)
        board.units.bar(
            *(spot.x - outer[0] / 2, spot.y - outer[1] / 2),
            *(spot.x + outer[0] / 2, spot.y + outer[1] / 2),
        )

    def _settings(self, group: str) -> Iterator[Name]:
        """Iterate over the ways to set a group's name, those in fewest lines first."""
        strong = self.scheme.lettering.strong
        text = self.scheme.option.state.label(group)
        whole, words, seen = strong.width(text), set(text.split()), set()
        for share in _ROOMS:
            lines = tuple(wrapped(text, strong.width, max(whole * share, 30 * self.k)))
            is_torn = not words.issuperset(word for line in lines for word in line.split())
            if len(lines) > _MOST_LINES or lines in seen or is_torn:
                continue
            seen.add(lines)
            width = max(map(strong.width, lines))
            yield Name(lines, strong, width, float(len(lines) * line_height(strong)))

    def name_units(self) -> bool:
        """Put the names of units where they fit; returns whether there are any.

        Those of groups are named if most of them can be; those in no group have no other name.
        """
        shapes, group_of = self.land.atlas.shapes, self.scheme.group_of
        sizes = Counter(group_of.values())
        waiting = [unit for unit in self.land.paths if unit not in group_of]
        grouped = [unit for unit, group in group_of.items() if sizes[group] > 1]
        found: list[tuple[int, Mark]] = []
        for units, least in ((waiting, 0.0), (grouped, _WORTH_IT)):
            largest = sorted(units, key=lambda u: (-shapes[u].area, u))
            marks = [mark for unit in largest for mark in self._unit_marks(unit)]
            if len({mark.key for _, mark in marks}) >= least * len(units):
                found += marks
        for at, mark in found:
            self.marks[at].append(mark)
        return bool(found)

    def _unit_marks(self, unit: str) -> Iterator[tuple[int, Mark]]:
        """Iterate over the places where a unit's name fits, each with the number of its frame."""
        name = self.scheme.unit_name(unit)
        if any(line.endswith("…") for line in name.lines):
            return
        size, (own, others) = (name.width + self.k, name.height), _UNIT
        for at, board in enumerate(self.boards):
            spot = board.units.inside(self.rows[unit], *size, own=own, others=others)
            if spot is not None:
                board.units.take(spot, *size)
                middle = board.corner + QPointF(spot.x, spot.y)
                box = QRectF(middle.x() - size[0] / 2, middle.y() - size[1] / 2, *size)
                yield at, Mark(unit, box, "", Sign.NONE, name)


def _bar(board: _Board, box: QRectF, reach: float) -> None:
    at = box.translated(-board.corner).adjusted(-reach, -reach, reach, reach)
    for canvas in (board.canvas, board.units):
        canvas.bar(at.left(), at.top(), at.right(), at.bottom())


def numbering_of(
    scheme: Scheme,
    numbers: Mapping[str, int],
    land: Land,
    lens: Lens,
    room: QRectF,
    corner: QRectF | None = None,
) -> Numbering:
    """Return where numbers and names stand on a page.

    Parameters
    ----------
    numbers : mapping of str to int
        Of each group on the map.
    room : QRectF
        What labels may take of the page.
    corner : QRectF, optional
        What they may not take of that.
    """
    made = _Numberer(scheme, numbers, land, lens, room, corner)
    made.number()
    made.name_groups()
    return Numbering(made.marks, made.plate, made.name_units())


class NumberedPainter(MapPainter):
    """Draws a map with the numbers and names that were placed on it.

    Parameters
    ----------
    surface : Surface
        What it draws with.
    numbering : Numbering
        Placed for the lens that it draws through.
    """

    def __init__(
        self, land: Land, scheme: Scheme, theme: Theme, surface: Surface, numbering: Numbering
    ) -> None:
        super().__init__(land, scheme, theme, surface)
        self._numbering = numbering

    def _draw_lines(self, painter: QPainter, through: QTransform, box: Box) -> None:
        super()._draw_lines(painter, through, box)
        # The usual borders of units are light, as the ground of those in no group is.
        scheme, arcs = self.scheme, self.land.arcs
        waiting = [
            through.map(path)
            for number, path in self.land.near(box)
            if scheme.weights[number] is Weight.UNIT and arcs[number].right not in scheme.group_of
        ]
        pen = QPen(self._pens[Weight.UNIT])
        pen.setColor(self.theme.quiet)
        self.surface.stroke(painter, waiting, pen)

    def _draw_names(
        self, painter: QPainter, through: QTransform, exposed: QRectF, frame: Frame, lens: Lens
    ) -> None:
        surface, theme = self.surface, self.theme
        bold = letters(self.scheme.lettering.small.pixels, bold=True)
        marks = self._numbering.marks[self.land.sheet.frames.index(frame)]
        for mark in marks:
            if mark.lead is not None:
                box = mark.box
                spot = Spot(box.center().x(), box.center().y(), (mark.lead.x(), mark.lead.y()))
                start = QPointF(*end_of_line(spot, box.width(), box.height()))
                draw_lead(painter, start, mark.lead, bold, surface, theme)
        k = bold.pixels / 7
        for mark in marks:
            box, left = mark.box, mark.box.left()
            if not box.intersects(exposed):
                continue
            if mark.number:
                width, height = self._numbering.plate
                plate = QRectF(left, box.center().y() - height / 2, width, height)
                draw_number(painter, mark.number, plate, bold, surface, theme)
                left = plate.right() + k
            if mark.sign is not Sign.NONE:
                side = 9 * k
                place = QRectF(left, box.center().y() - side / 2, side, side)
                signs.draw(painter, mark.sign, place, theme)
                left = place.right() + k
            if mark.name is not None:
                middle = QPointF((left + box.right()) / 2, box.center().y())
                surface.write(painter, mark.name, middle, theme)
