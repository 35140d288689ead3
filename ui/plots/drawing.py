"""What draws plots, alike on screen, in pictures and on paper.

Only calls are made that `ui.svg.SvgPainter` has too. Nothing is told by colour alone: what is
below 0, before or compared with is hatched or hollow, what is outside a norm says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from model.plots.plot import Item, Shape
from ui.letters import Letters, letters, writing
from ui.panels.parts import SMALL, metrics
from ui.plots.axes import Axis
from ui.plots.figure import PAIR, ROW, Figure, Line
from ui.plots.frames import (
    EDGE,
    INDENT,
    NAME_GAP,
    TITLE_GAP,
    Frame,
    both_of,
    label_of,
)
from ui.plots.labels import DOT, Label, placed, plates
from ui.plots.legend import LEGEND, legend_places
from ui.theme import CAPTION, Theme

_HATCH = 5.0
_THIN = 1.0
_LONGEST_NAME = 180
"""Pixels of a name beside a point on screen."""
_LONGEST_PLATE = 220
"""Pixels of the name of a point that is marked."""
_LEAST_NOTE = 4
"""Characters of a shortened note that are worth showing."""
_THICKEST = 40.0
_FULLEST = 0.58
"""How much of its row a bar fills."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked in a plot.

    Attributes
    ----------
    selected : frozenset of str
        Ids of organisations.
    hovered : str
        Id of an organisation.
    current : str
        Key of the item where keys are, "" while they are elsewhere.
    held : frozenset of str
        Ids of the groups that something selected is in.
    """

    selected: frozenset[str] = frozenset()
    hovered: str = ""
    current: str = ""
    held: frozenset[str] = frozenset()


NOTHING = Marks()


class Drawer:
    """Draws a figure in a frame.

    Parameters
    ----------
    right : float
        Where rows end.
    is_whole : bool
        Whether no name is shortened: on paper.
    """

    def __init__(
        self,
        painter: QPainter,
        figure: Figure,
        frame: Frame,
        theme: Theme,
        right: float,
        marks: Marks = NOTHING,
        *,
        is_whole: bool = False,
    ) -> None:
        self._painter, self._figure, self._frame = painter, figure, frame
        self._look, self._marks, self._right = theme, marks, right
        self._is_whole = is_whole
        self._draw = writing(painter)
        self._small, self._bold = letters(CAPTION), letters(CAPTION, bold=True)
        self._name, self._name_bold = letters(SMALL), letters(SMALL, bold=True)

    # -- pieces ----------------------------------------------------------------------------

    def _write(
        self, text: str, x: float, middle: float, of: Letters, colour: QColor, align: float = 0.0
    ) -> float:
        """Write a text on a line with a middle; return its width."""
        width = of.width(text)
        self._painter.setPen(colour)
        self._draw(of, x - width * align, middle - of.pixels * 0.64, text)
        return width

    def _fill(self, box: QRectF, colour: QColor) -> None:
        self._painter.fillRect(box, colour)

    def _outline(self, box: QRectF, pen: QPen) -> None:
        self._painter.setPen(pen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRect(box)

    def _hatched(self, box: QRectF, colour: QColor) -> None:
        """Draw a box that is filled with slanted lines."""
        self._fill(box, self._look.panel)
        painter = self._painter
        painter.save()
        painter.translate(box.left(), box.top())
        painter.setPen(QPen(colour, _THIN))
        painter.drawLines(hatch(round(box.width(), 2), round(box.height(), 2)))
        painter.restore()
        self._outline(box, QPen(colour, _THIN))

    def _dot(self, spot: QPointF, fill: QColor, edge: QPen, radius: float = DOT) -> None:
        self._painter.setPen(edge)
        self._painter.setBrush(fill)
        box = QRectF(spot.x() - radius, spot.y() - radius, 2 * radius, 2 * radius)
        self._painter.drawRoundedRect(box, radius, radius)

    def _is_marked(self, item: Item) -> bool:
        return bool(item.organisation) and item.organisation in self._marks.selected

    def _is_hovered(self, item: Item) -> bool:
        return bool(item.organisation) and item.organisation == self._marks.hovered

    def _is_held(self, item: Item) -> bool:
        return item.organisation in self._marks.held

    # -- what bars and points are held against ---------------------------------------------

    def ground(self, across: Axis, up: Axis | None = None) -> None:
        """Draw the norm, lines at the axes' numbers, and the average."""
        frame, look, area = self._frame, self._look, self._frame.area
        norm = self._figure.plot.norm
        low, high = frame.across
        if norm is not None:
            left, right = (frame.x(min(high, max(low, n))) for n in (norm.low, norm.high))
            self._fill(QRectF(left, area.top(), right - left, area.height()), look.tint)
        painter = self._painter
        painter.setPen(QPen(look.hairline, _THIN))
        painter.drawLines([self._upright(n) for n in across.ticks(low, high, area.width())])
        if up is not None:
            numbers = up.ticks(*frame.up, area.height(), upright=True)
            ys = [frame.y(n) for n in numbers]
            painter.drawLines([QLineF(area.left(), y, area.right(), y) for y in ys])
            painter.setPen(QPen(look.quiet, _THIN))
            painter.drawLine(QLineF(area.bottomLeft(), area.topLeft()))
        if low <= 0 <= high:
            painter.setPen(QPen(look.quiet, _THIN))
            painter.drawLine(self._upright(0))
        if norm is not None:
            painter.setPen(QPen(look.quiet, _THIN, Qt.PenStyle.DashLine))
            ends = [n for n in (norm.low, norm.high) if low <= n <= high]
            painter.drawLines([self._upright(n) for n in ends])
        if self._figure.average is not None:
            painter.setPen(QPen(look.text, 1.5, Qt.PenStyle.DotLine))
            painter.drawLine(self._upright(self._figure.average))
        if up is not None:
            self._proportion()

    def _upright(self, number: float) -> QLineF:
        x = self._frame.x(number)
        return QLineF(x, self._frame.area.top(), x, self._frame.area.bottom())

    def _proportion(self) -> None:
        """Draw the line on which points would be if all had as much for each."""
        known = [item for item in self._figure.then.values() if item.is_known]
        across = sum(item.numbers[0] or 0 for item in known)
        up = sum(item.numbers[1] or 0 for item in known)
        if across <= 0 or up <= 0:
            return
        frame = self._frame
        (left, right), (foot, head) = frame.across, frame.up
        ratio = up / across
        start, end = max(left, foot / ratio), min(right, head / ratio)
        if start < end:
            self._painter.setPen(QPen(self._look.quiet, 1.5, Qt.PenStyle.DotLine))
            self._painter.drawLine(
                QLineF(frame.x(start), frame.y(start * ratio), frame.x(end), frame.y(end * ratio))
            )

    def foot(self, axis: Axis, *, is_beside: bool = False) -> None:
        """Write the numbers below the area, and under or beside them what they are."""
        area, look = self._frame.area, self._look
        numbers = axis.ticks(*self._frame.across, area.width())
        middle = area.bottom() + 12
        for number, text in zip(numbers, axis.texts(numbers), strict=True):
            self._write(text, self._frame.x(number), middle, self._small, look.quiet, 0.5)
        width = self._bold.width(axis.title)
        if is_beside:
            x = area.right() + TITLE_GAP
        else:
            x, middle = max(self._frame.left + EDGE, area.right() - width), middle + 17
        self._write(axis.title, x, middle, self._bold, look.quiet)

    def side(self, axis: Axis) -> None:
        """Write the numbers to the left of the area, and over it what they are."""
        area, look = self._frame.area, self._look
        numbers = axis.ticks(*self._frame.up, area.height(), upright=True)
        for number, text in zip(numbers, axis.texts(numbers), strict=True):
            y = self._frame.y(number)
            self._write(text, area.left() - 8, y, self._small, look.quiet, 1.0)
        self._write(axis.title, self._frame.left + EDGE, area.top() - 12, self._bold, look.quiet)

    # -- the legend ------------------------------------------------------------------------

    def legend(self, left: float, top: float, width: float) -> None:
        """Draw what the signs of the plot mean."""
        for x, y, sign, text in legend_places(self._figure, width):
            middle = top + y + LEGEND / 2
            box = QRectF(left + x, middle - 5, 14, 10)
            self._sign(sign, box)
            self._write(text, box.right() + 6, middle, self._small, self._look.quiet)

    def _sign(self, sign: str, box: QRectF) -> None:
        look = self._look
        match sign:
            case "bar":
                self._fill(box, look.accent)
            case "outside":
                self._fill(box, look.warning)
            case "hatched":
                self._hatched(box, look.quiet)
            case "below":
                self._hatched(box, look.broken)
            case "norm":
                self._fill(box, look.tint)
                self._painter.setPen(QPen(look.quiet, _THIN, Qt.PenStyle.DashLine))
                self._painter.drawLines(
                    [
                        QLineF(box.topLeft(), box.bottomLeft()),
                        QLineF(box.topRight(), box.bottomRight()),
                    ]
                )
            case "average":
                self._painter.setPen(QPen(look.text, 1.5, Qt.PenStyle.DotLine))
                x = box.center().x()
                self._painter.drawLine(QLineF(x, box.top() - 2, x, box.bottom() + 2))
            case "line":
                self._painter.setPen(QPen(look.quiet, 1.5, Qt.PenStyle.DotLine))
                self._painter.drawLine(QLineF(box.bottomLeft(), box.topRight()))
            case "dot":
                self._dot(box.center(), look.accent, QPen(look.panel, _THIN), 4.5)
            case "other":
                self._dot(box.center(), look.panel, QPen(look.quiet, 1.5), 4.5)
            case _:
                self._outline(box, QPen(look.text, _THIN, Qt.PenStyle.DashLine))

    # -- rows ------------------------------------------------------------------------------

    def rows(self, top: float, bottom: float) -> None:
        """Draw the rows of which something is between two heights."""
        is_dots = self._figure.plot.shape is Shape.DOTS
        spots = self._figure.spots(self._frame) if is_dots else {}
        then = self._figure.spots(self._frame, then=True) if is_dots else {}
        for line in self._figure.between(self._frame, top, bottom):
            row = self._frame.row(line, self._right)
            if line.heading:
                self._heading(line, row)
            elif is_dots:
                self._dots(line, row, spots, then)
            else:
                self._bar(line.keys[0], row)

    def _heading(self, line: Line, row: QRectF) -> None:
        self._painter.setPen(QPen(self._look.hairline, _THIN))
        self._painter.drawLine(QLineF(row.bottomLeft(), row.bottomRight()))
        room = row.width() - 2 * EDGE
        text = self._cut(line.heading, room, bold=True)
        x, middle = row.left() + EDGE, row.bottom() - 10
        # It lies over the plot's lines.
        width = self._name_bold.width(text)
        self._fill(QRectF(x - 2, middle - 8, width + 4, 16), self._look.panel)
        self._write(text, x, middle, self._name_bold, self._look.text)

    def _cut(self, text: str, room: float, *, bold: bool = False) -> str:
        of = self._name_bold if bold else self._name
        if self._is_whole or of.width(text) <= room:
            return text
        return metrics(SMALL, bold=bold).elidedText(text, Qt.TextElideMode.ElideRight, room)

    def _bar(self, key: str, row: QRectF) -> None:
        figure, look = self._figure, self._look
        now = figure.by_key[key]
        is_touched = key in figure.would
        then = figure.would[key] if is_touched else now
        if self._is_marked(now) or self._is_hovered(now):
            name = QRectF(row.left(), row.top(), self._frame.area.left() - row.left(), row.height())
            self._fill(name, look.tint if self._is_marked(now) else look.ground)
            self._painter.setPen(QPen(look.accent, _THIN))
            line = [QLineF(row.topLeft(), row.topRight()),
                    QLineF(row.bottomLeft(), row.bottomRight())]  # fmt: skip
            self._painter.drawLines(line)
        if self._is_marked(now) or self._is_held(now):
            self._fill(QRectF(row.left(), row.top() + 1, 3, row.height() - 2), look.accent)
        self._write_name(now, row)
        end = max(self._bars(now, then, row), self._frame.x(0))
        self._label(now, then, row, end, is_touched=is_touched)
        if key == self._marks.current:
            self._outline(row.adjusted(0.5, 0.5, -0.5, -0.5), QPen(look.accent, 1.5))

    def _write_name(self, item: Item, row: QRectF) -> None:
        plot = self._figure.plot
        bold = self._is_marked(item) or (plot.shape is Shape.STACKS and plot.is_main(item))
        indent = INDENT if self._figure.has_headings else EDGE
        x = row.left() + indent
        room = self._frame.area.left() - NAME_GAP - x
        of = self._name_bold if bold else self._name
        lines = name_lines(item.name, room) if self._is_whole else [item.name]
        middle = row.center().y() - (len(lines) - 1) * LEGEND / 2 * 0.8
        for n, text in enumerate(lines):
            cut = self._cut(text, room, bold=bold)
            self._write(cut, x, middle + n * LEGEND * 0.8, of, self._look.text)

    def _bars(self, now: Item, then: Item | None, row: QRectF) -> float:
        """Draw the bars of a row as they would be, and the edges of those that are there now.

        Returns where they end.
        """
        end = self._frame.area.left()
        dashed = QPen(self._look.text, _THIN, Qt.PenStyle.DashLine)
        for box, style in self._boxes(then, row) if then is not None else ():
            self._sign(style, box)
            end = max(end, box.right())
        if then is not now and now.key in self._figure.now:
            for box, _ in self._boxes(now, row):
                self._outline(box, dashed)
                end = max(end, box.right())
        return end

    def _boxes(self, item: Item, row: QRectF) -> Iterator[tuple[QRectF, str]]:
        """Iterate over the boxes of an item's bars, and how they look."""
        frame, plot = self._frame, self._figure.plot
        middle = row.center().y()
        usual = PAIR if len(plot.columns) > 1 and plot.shape is Shape.BARS else ROW
        thick = min(row.height(), usual * frame.stretch, _THICKEST) * _FULLEST
        if plot.shape is Shape.STACKS:
            at = 0
            for n, number in enumerate(item.numbers[:-1]):
                left, right = frame.x(at), frame.x(at + (number or 0))
                at += number or 0
                box = QRectF(left, middle - thick / 2, right - left, thick)
                yield box, "hatched" if n else "bar"
            return
        number_of_bars = len(plot.columns)
        each = thick * (1 if number_of_bars == 1 else 1.3) / number_of_bars
        for n, number in enumerate(item.numbers):
            if number is None:
                continue
            zero, x = frame.x(0), frame.x(number)
            top = middle + (n - number_of_bars / 2) * each
            box = QRectF(min(zero, x), top, abs(x - zero), each - (number_of_bars > 1))
            if number_of_bars > 1 and n == 0:
                style = "hatched"
            elif number < 0:
                style = "below"
            else:
                is_outside = plot.norm is not None and not plot.norm.contains(number)
                style = "outside" if is_outside else "bar"
            yield box, style

    def _label(
        self, now: Item, then: Item | None, row: QRectF, end: float, *, is_touched: bool
    ) -> None:
        look, figure = self._look, self._figure
        is_new = is_touched and now.key not in figure.now
        if is_touched and not is_new:
            number, note = both_of(figure, now, then)
        else:
            number, note = label_of(figure, now)
        of = self._bold if is_touched or self._is_marked(now) else self._small
        x, middle = end + 6, row.center().y()
        if is_touched and then is not None and of.width(number) > self._right - x - 2:
            number = label_of(figure, then)[0]  # what there is now is drawn beneath
        width = of.width(number)
        self._behind(QRectF(x - 2, middle - 7, width + 4, 14))
        self._write(number, x, middle, of, look.accent if is_touched else look.text)
        x += width + 6
        note = self._fitting(note, self._right - x - 2)
        if note:
            self._behind(QRectF(x - 2, middle - 7, self._small.width(note) + 4, 14))
            self._write(note, x, middle, self._small, look.quiet)

    def _fitting(self, note: str, room: float) -> str:
        """Return as much of what is said of a bar as there is room for, on paper all of it."""
        if self._is_whole or not note or self._small.width(note) <= room:
            return note
        cut = metrics(CAPTION).elidedText(note, Qt.TextElideMode.ElideRight, max(0.0, room))
        return cut if len(cut) > _LEAST_NOTE else ""

    def _behind(self, box: QRectF) -> None:
        """Keep lines from going through a text, on the colour that is there."""
        norm, frame = self._figure.plot.norm, self._frame
        is_in_norm = norm is not None and (
            frame.x(norm.low) <= box.left()
            and box.right() <= min(frame.x(norm.high), frame.area.right())
        )
        self._fill(box, self._look.tint if is_in_norm else self._look.panel)

    # -- dots and points -------------------------------------------------------------------

    def _dots(
        self,
        line: Line,
        row: QRectF,
        spots: Mapping[str, QPointF],
        then: Mapping[str, QPointF],
    ) -> None:
        figure, look = self._figure, self._look
        first = figure.by_key[line.keys[0]] if line.keys else None
        place = first.place if first else ""
        self._painter.setPen(QPen(look.hairline, _THIN))
        self._painter.drawLine(QLineF(row.bottomLeft(), row.bottomRight()))
        room = self._frame.area.left() - NAME_GAP - row.left() - EDGE
        bold = first is not None and figure.plot.is_main(first)
        lines = name_lines(place, room) if self._is_whole else [place]
        middle = row.center().y() - (len(lines) - 1) * 8
        for n, text in enumerate(lines):
            of = self._name_bold if bold else self._name
            cut = self._cut(text, room, bold=bold)
            self._write(cut, row.left() + EDGE, middle + 16 * n, of, look.text)
        mean = figure.averages.get(place)
        if mean is not None:
            x = self._frame.x(mean)
            self._painter.setPen(QPen(look.text, 1.5, Qt.PenStyle.DotLine))
            self._painter.drawLine(QLineF(x, row.top() + 4, x, row.bottom() - 4))
        self._spots(line.keys, spots, then)
        self._named(self._plates(line.keys, then, row))

    def points(self) -> None:
        """Draw all points, and the names that find room."""
        figure = self._figure
        spots, then = figure.spots(self._frame), figure.spots(self._frame, then=True)
        keys = tuple(item.key for item in figure.shown)
        self._spots(keys, spots, then)
        over = self._plates(keys, then, self._frame.area)
        marked = {label.key for label in over} | set(figure.would)
        dots = [s for k in marked if (s := then.get(k)) is not None]
        taken = [QRectF(s.x() - DOT, s.y() - DOT, 2 * DOT, 2 * DOT) for s in dots]
        taken += [label.box for label in over]
        for label in self._labels(spots):
            if label.key in marked or any(box.intersects(label.box) for box in taken):
                continue
            self._fill(label.box.adjusted(0, 2, 0, -2), self._look.panel)
            middle = label.box.center().y()
            self._write(label.text, label.box.left(), middle, self._small, self._look.text)
        self._named(over)

    def _labels(self, spots: Mapping[str, QPointF]) -> list[Label]:
        """Return the names that find room beside points as they are."""
        figure = self._figure.kept or self._figure
        key = (self._frame, self._marks.selected, self._is_whole)
        if figure.named is None or figure.named[0] != key:
            names = {}
            for item in figure.items:
                text = item.name
                if not self._is_whole:
                    elide = Qt.TextElideMode.ElideRight
                    text = metrics(CAPTION).elidedText(text, elide, _LONGEST_NAME)
                names[item.key] = (text, self._bold.width(text))
            first = [k for k in spots if self._is_marked(figure.now[k])]
            figure.named = (key, placed(spots, names, 14.0, self._frame.area, first))
        return figure.named[1]

    def _spots(
        self, keys: Sequence[str], spots: Mapping[str, QPointF], then: Mapping[str, QPointF]
    ) -> None:
        figure, look = self._figure, self._look
        last, plain = list[str](), dict[str, list[QPointF]]()
        for key in keys:
            item = figure.by_key[key]
            is_marked = self._is_marked(item) or self._is_hovered(item) or self._is_held(item)
            if key in figure.would or is_marked:
                last.append(key)
            elif key in then:
                plain.setdefault(self._style(item), []).append(then[key])
        for style, of in plain.items():
            self._plain(style, of)
        for key in last:
            item = figure.by_key[key]
            now, new = spots.get(key), then.get(key)
            if key in figure.would and now is not None:
                self._painter.setPen(QPen(look.text, _THIN, Qt.PenStyle.DashLine))
                if new is not None:
                    self._painter.drawLine(QLineF(now, new))
                self._dot(now, look.panel, QPen(look.text, _THIN, Qt.PenStyle.DashLine))
            if new is not None:
                self._spot(figure.then[key], new)
        current = self._marks.current
        if current in keys and current in then:
            spot = then[current]
            box = QRectF(spot.x() - 10, spot.y() - 10, 20, 20)
            self._outline(box, QPen(look.accent, 1.5))

    def _spot(self, item: Item, spot: QPointF) -> None:
        look = self._look
        if self._is_marked(item) or self._is_hovered(item):
            edge = look.accent if self._is_marked(item) else look.text
            self._dot(spot, look.panel, QPen(edge, 2), DOT + 3)
        elif self._is_held(item):
            self._dot(spot, look.panel, QPen(look.accent, _THIN), DOT + 3)
        self._plain(self._style(item), [spot])

    def _style(self, item: Item) -> str:
        plot, number = self._figure.plot, item.numbers[0]
        if not plot.is_main(item):
            return "other"
        is_outside = plot.norm is not None and number is not None and not plot.norm.contains(number)
        return "outside" if is_outside else "bar"

    def _plain(self, style: str, spots: Sequence[QPointF]) -> None:
        """Draw dots that look alike."""
        look, painter = self._look, self._painter
        is_other, radius = style == "other", DOT - 0.5
        painter.setPen(QPen(look.quiet, 1.5) if is_other else QPen(look.panel, _THIN))
        painter.setBrush(
            look.panel if is_other else look.warning if style == "outside" else look.accent
        )
        for spot in spots:
            box = QRectF(spot.x() - radius, spot.y() - radius, 2 * radius, 2 * radius)
            painter.drawRoundedRect(box, radius, radius)

    def _plates(
        self, keys: Iterable[str], spots: Mapping[str, QPointF], room: QRectF
    ) -> list[Label]:
        """Return the names of what is marked that find room, over everything else.

        What the pointer and keys are at comes first, then what is selected, then what is new.
        """
        figure, marks, names = self._figure, self._marks, dict[str, tuple[str, float]]()
        ranks = dict[str, int]()
        for key in keys:
            item = figure.by_key[key]
            found = (
                key == marks.current or self._is_hovered(item),
                self._is_marked(item),
                key in figure.would and key not in figure.now,
                key in figure.would,
            )
            if key not in spots or not any(found):
                continue
            ranks[key] = found.index(True)
            elide = Qt.TextElideMode.ElideRight
            text = metrics(CAPTION, bold=True).elidedText(item.name, elide, _LONGEST_PLATE)
            names[key] = text, self._bold.width(text)
        return plates(spots, names, room, sorted(ranks, key=ranks.__getitem__))

    def _named(self, over: Iterable[Label]) -> None:
        """Write the names of what is marked."""
        look = self._look
        for label in over:
            box = label.box
            self._fill(box, look.panel)
            self._outline(box, QPen(look.hairline, _THIN))
            colour = look.accent if label.key in self._figure.would else look.text
            self._write(label.text, box.left() + 3, box.center().y(), self._bold, colour)


@lru_cache(maxsize=256)
def hatch(width: float, height: float) -> list[QLineF]:
    """Return slanted lines that fill a box to its edges, from its left and top."""
    lines, at, end = [], _HATCH, width + height
    while at < end:
        left, foot = (0.0, at) if at <= height else (at - height, height)
        right, top = (at, 0.0) if at <= width else (width, at - width)
        lines.append(QLineF(left, foot, right, top))
        at += _HATCH
    return lines


def name_lines(name: str, room: float) -> list[str]:
    """Return a name in lines that are no wider than there is room for."""
    from ui.chart.paper import wrapped  # only paper shows names in several lines

    return wrapped(name, letters(SMALL, bold=True).width, room)
