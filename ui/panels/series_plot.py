"""A plot that places an option in the series of past years: few points, each with its number.

Drawn by ourselves: four points and a mark need no plotting library, which would take as long to
load as all of Qt, and the same drawing makes the picture to copy and to save.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from model.pack import SeriesPoint
from model.records import record
from model.series import fall
from model.wording import grouped, per_cent
from ui.panels.parts import ARROW, SMALL, face, metrics, tip
from ui.theme import BODY, CAPTION, LIGHT, Theme

_SLOT = 120.0
"""Width that is the option's, to the right of the years."""
_TOP, _BOTTOM, _RIGHT = 32.0, 40.0, 4.0
_DOT, _DIAMOND = 4.0, 7.0
_REACH = 18.0
"""How near to a point the pointer tells about it, pixels."""
_PICTURE = QSize(760, 380)
_SHARPER = 2
"""Pixels of a picture for each of the screen's."""


@record
class Series:
    """What is plotted.

    Attributes
    ----------
    title : str
        What is counted.
    would : SeriesPoint or None
        What the option would be, while something hovers.
    on : str
        The option's day, in words.
    """

    title: str
    past: tuple[SeriesPoint, ...]
    option: SeriesPoint
    would: SeriesPoint | None
    on: str


def about(point: SeriesPoint) -> str:
    """Return the sum that a point is."""
    parts = [f"{grouped(point.local)} {point.local_label}"]
    if point.regional or point.regional_label:
        parts.append(f"{grouped(point.regional)} {point.regional_label}")
    return f"{grouped(point.total)} = {' + '.join(parts)}"


def ticks(most: int) -> list[int]:
    """Return at most six round numbers from 0 on, the last not below `most`."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            count = -(-max(1, most) // step)
            if count <= 5:
                return [step * i for i in range(count + 1)]
        size *= 10


class Places:
    """Where things are on a plot of a size."""

    def __init__(self, series: Series, size: QSize) -> None:
        totals = [p.total for p in (*series.past, series.option, series.would) if p]
        self.ticks = ticks(max(totals))
        numbers = metrics(CAPTION)
        left = max(numbers.horizontalAdvance(t) for t in (*map(grouped, self.ticks), "Year")) + 8
        self.area = QRectF(
            left, _TOP, max(80.0, size.width() - left - _RIGHT), size.height() - _TOP - _BOTTOM
        )
        self.slot = self.area.right() - min(_SLOT, self.area.width() / 3)
        years = [p.year for p in series.past]
        self._first = years[0]
        self._span = max(1, years[-1] - years[0])

    def y(self, number: int) -> float:
        """Return the height of a number."""
        return self.area.bottom() - self.area.height() * number / self.ticks[-1]

    def past(self, point: SeriesPoint) -> QPointF:
        """Return where a year's point is."""
        left, right = self.area.left() + 16, self.slot - 36
        share = (point.year - self._first) / self._span
        return QPointF(left + (right - left) * share, self.y(point.total))

    def option(self, point: SeriesPoint) -> QPointF:
        """Return where the option's point is."""
        return QPointF((self.slot + self.area.right()) / 2, self.y(point.total))


class _Drawer:
    """Draws a plot."""

    def __init__(self, painter: QPainter, series: Series, size: QSize, theme: Theme) -> None:
        self._painter = painter
        self._series = series
        self._theme = theme
        self._places = Places(series, size)

    def draw(self) -> None:
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._axes()
        self._past()
        self._option()

    def _write(
        self,
        text: str,
        at: QPointF,
        colour: QColor,
        pixels: int = CAPTION,
        *,
        bold: bool = False,
        align: float = 0.5,
    ) -> None:
        """Write a text on a base line; `align` is how much of it lies to the left of `at`."""
        width = metrics(pixels, bold=bold).horizontalAdvance(text)
        self._painter.setFont(face(pixels, bold=bold))
        self._painter.setPen(colour)
        self._painter.drawText(QPointF(at.x() - width * align, at.y()), text)

    def _axes(self) -> None:
        area, look = self._places.area, self._theme
        self._write(self._series.title, QPointF(0, 12), look.quiet, SMALL, bold=True, align=0)
        for tick in self._places.ticks:
            y = self._places.y(tick)
            self._painter.setPen(QPen(look.quiet if tick == 0 else look.hairline, 1))
            self._painter.drawLine(QLineF(area.left(), y, area.right(), y))
            self._write(grouped(tick), QPointF(area.left() - 8, y + 4), look.quiet, align=1)
        below = area.bottom() + 16
        self._write("Year", QPointF(area.left() - 8, below), look.quiet, align=1)
        for point in self._series.past:
            x = self._places.past(point).x()
            self._write(str(point.year), QPointF(x, below), look.text)
        middle = (self._places.slot + area.right()) / 2
        self._write("This option", QPointF(middle, below), look.text, bold=True)
        self._write(self._series.on, QPointF(middle, below + 15), look.quiet)
        self._painter.setPen(QPen(look.band, 1, Qt.PenStyle.DotLine))
        self._painter.drawLine(
            QLineF(self._places.slot, area.top(), self._places.slot, area.bottom())
        )

    def _past(self) -> None:
        look, painter = self._theme, self._painter
        points = [self._places.past(p) for p in self._series.past]
        painter.setPen(QPen(look.quiet, 2))
        for one, other in pairwise(points):
            painter.drawLine(QLineF(one, other))
        for (a, b), (one, other) in zip(pairwise(self._series.past), pairwise(points), strict=True):
            if a.total:
                middle = (one + other) / 2
                self._write(_change(a, b), middle + QPointF(8, -6), look.quiet, align=0)
        for point, place in zip(self._series.past, points, strict=True):
            painter.setPen(QPen(look.panel, 2))
            painter.setBrush(look.quiet)
            painter.drawEllipse(place, _DOT + 1, _DOT + 1)
            self._number(grouped(point.total), place + QPointF(7, -7))

    def _number(self, text: str, at: QPointF) -> None:
        """Write a number so that no line goes through it."""
        width, ascent = metrics(BODY, bold=True).horizontalAdvance(text), BODY * 0.75
        under = QRectF(at.x() - 1, at.y() - ascent - 1, width + 2, ascent + 3)
        self._painter.fillRect(under, self._theme.panel)
        self._write(text, at, self._theme.text, BODY, bold=True, align=0)

    def _option(self) -> None:
        look, painter, series = self._theme, self._painter, self._series
        now = series.would or series.option
        place = self._places.option(now)
        painter.setPen(QPen(look.accent, 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(self._places.past(series.past[-1]), place))
        if series.would is not None:
            self._diamond(self._places.option(series.option), filled=False)
        self._diamond(place, filled=True)
        text = grouped(now.total)
        if series.would is not None and now.total != series.option.total:
            text = f"{grouped(series.option.total)} {ARROW} {text}"
        self._write(text, place + QPointF(0, -14), look.accent, 18, bold=True)

    def _diamond(self, place: QPointF, *, filled: bool) -> None:
        look, painter = self._theme, self._painter
        corners = [QPointF(0, -1), QPointF(1, 0), QPointF(0, 1), QPointF(-1, 0)]
        painter.setPen(QPen(look.accent, 1.5))
        painter.setBrush(look.accent if filled else look.panel)
        painter.drawPolygon(QPolygonF([place + corner * _DIAMOND for corner in corners]))


def _change(one: SeriesPoint, other: SeriesPoint) -> str:
    """Return by how much the second is less or more, in per cent."""
    return per_cent(-fall(one.total, other.total))


class SeriesPlot(QWidget):
    """The plot; the pointer on a point tells its sum and source."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.series: Series | None = None
        self.setMinimumSize(360, 220)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_series(self, series: Series) -> None:
        """Show a series."""
        if series != self.series:
            self.series = series
            self.setAccessibleName(series.title)
            self.setAccessibleDescription(in_words(series))
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size that reads well."""
        return QSize(560, 240)

    def picture(self) -> QImage:
        """Return the plot as a picture on white, for documents."""
        image = QImage(_PICTURE * _SHARPER, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(_SHARPER)
        image.fill(LIGHT.panel)
        if self.series is not None:
            painter = QPainter(image)
            painter.translate(16, 16)
            _Drawer(painter, self.series, _PICTURE - QSize(32, 32), LIGHT).draw()
            painter.end()
        return image

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the plot."""
        del event
        if self.series is not None:
            painter = QPainter(self)
            _Drawer(painter, self.series, self.size(), self._theme).draw()
            painter.end()

    def text_at(self, place: QPointF) -> str:
        """Return what there is to say of the point that is near a place, "" if none is."""
        near = [(QLineF(at, place).length(), text) for at, text in self._points() if at is not None]
        distance, text = min(near, default=(_REACH + 1, ""))
        return text if distance <= _REACH else ""

    def _points(self) -> Iterator[tuple[QPointF, str]]:
        series = self.series
        if series is None:
            return
        places = Places(series, self.size())
        for point in series.past:
            lines = [f"{point.year}: {about(point)}", point.note, _source(point)]
            yield places.past(point), "\n".join(filter(None, lines))
        now = series.would or series.option
        yield places.option(now), f"This option, {series.on}: {about(now)}"

    def event(self, event: QEvent) -> bool:
        """Tell about the point under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            text = self.text_at(QPointF(event.pos()))
            if text:
                QToolTip.showText(event.globalPos(), tip(text), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)


def _source(point: SeriesPoint) -> str:
    return f"Source: {point.source}" if point.source else ""


def in_words(series: Series) -> str:
    """Return the series in sentences."""
    past = "; ".join(f"{p.year}: {about(p)}" for p in series.past)
    now = series.would or series.option
    return f"{past}. {comparison(series.past, now)}"


def comparison(past: Sequence[SeriesPoint], now: SeriesPoint) -> str:
    """Return how an option stands to the first and the last of the past years."""
    first, last = past[0], past[-1]
    text = f"This option: {about(now)}."
    difference = now.total - last.total
    if difference:
        more = "more" if difference > 0 else "fewer"
        text += f" That is {grouped(abs(difference))} {more} than in {last.year}"
    else:
        text += f" That is as many as in {last.year}"
    if first.total and first is not last:
        change = fall(first.total, now.total)
        more = "less" if change >= 0 else "more"
        text += f", and {per_cent(abs(change))} {more} than in {first.year}"
    return text + "."
