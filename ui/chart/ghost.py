"""The box that follows the pointer during a drag."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from model.norm import headline
from model.totals import add_sums
from model.wording import ARROW, counted, grouped, sum_text
from ui.chart.faces import Run, type_
from ui.panels.parts import BOLD, Ink, Span, colour_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from model.pack import Measure
    from model.state import State
    from ui.document import Document
    from ui.gestures import Held
    from ui.theme import Theme

OFFSET = QPoint(14, 12)
PAD = 10
EDGE = 2
"""What is kept free between the box and the edge of the view, pixels."""
SHADOW = 6
FIRST, LINE = 28, 18
"""Height of a box with one line, and of each line more, pixels."""
MOST_LINES = 3
"""How many lines a sentence may take that says why something is refused."""
WIDEST_FIRST, WIDEST = 320.0, 420.0
"""Width of the first line and of the others at most, pixels."""

Line = Sequence[Span]


class Ground(Protocol):
    """A view that things are carried over."""

    document: Document
    theme: Theme

    def viewport(self) -> QWidget:
        """Return what the view is drawn on."""


class Ghost:
    """Draws what is carried: its name or number, its figures, and where it would go.

    Parameters
    ----------
    avoided : callable, optional
        Which pixels of the viewport are to be kept in sight.
    """

    def __init__(self, view: Ground, avoided: Callable[[], QRect] = QRect) -> None:
        self._view = view
        self._avoided = avoided
        self._key: tuple[object, ...] = ()
        self._lines: list[list[tuple[Run, Ink]]] = []
        self._refused = False
        self._look: tuple[object, ...] = ()
        self._picture = QPixmap()
        self.rect = QRect()

    def show(self, carry: Held, at: QPoint | None) -> None:
        """Move to the pointer; None hides it (the pointer is elsewhere)."""
        if at is None:
            self.hide()
            return
        key = (tuple(carry.units), carry.target, carry.refusal)
        if key != self._key:
            self.write(key, self._said(carry), refused=bool(carry.refusal))
        self.move(at)

    def write(self, key: tuple[object, ...], lines: Iterable[Line], *, refused: bool) -> None:
        """Say something else, line by line; the first one is larger.

        Parameters
        ----------
        key : tuple
            What it says no more when it is hidden.
        """
        self._key, self._look, self._refused = key, (), refused
        self._lines = []
        for line in lines:
            for part in self._broken(line):
                self._lines.append(self._fit(part, is_first=not self._lines))

    def move(self, at: QPoint) -> None:
        """Move to the pointer."""
        width = max(sum(run.width for run, _ in line) for line in self._lines) + 2 * PAD
        height = FIRST + LINE * (len(self._lines) - 1)
        old = self.rect
        self.rect = QRect(at + OFFSET, at + OFFSET + QPoint(round(width), height))
        port = self._view.viewport().rect().adjusted(EDGE, EDGE, -EDGE, -EDGE)
        if self.rect.right() > port.right():
            self.rect.moveRight(max(at.x() - OFFSET.x(), port.left() + self.rect.width()))
        if self.rect.bottom() > port.bottom():
            self.rect.moveBottom(at.y() - OFFSET.y())
        header = self._avoided()
        if header.intersects(self.rect):
            # What the target's header shows now is what the drag is for: keep it in sight.
            self.rect.moveTop(header.bottom() + 6)
        self._update(old)
        self._update(self.rect)

    def hide(self) -> None:
        """Take the box away."""
        old, self.rect, self._key = self.rect, QRect(), ()
        self._update(old)

    @property
    def texts(self) -> list[str]:
        """What it says, line by line; nothing while it is hidden."""
        if self.rect.isNull():
            return []
        return ["".join(run.text for run, _ in line) for line in self._lines]

    def _update(self, rect: QRect) -> None:
        if not rect.isNull():
            self._view.viewport().update(rect.adjusted(-SHADOW, -SHADOW, SHADOW, SHADOW + 4))

    def _said(self, carry: Held) -> list[Line]:
        state, units = self._view.document.state, carry.units
        if len(units) == 1:
            name = state.label(units[0])
        else:
            unit = state.kind(units[0])
            name = counted(len(units), unit.label, unit.plural)
        figures = figures_of(state, units, headline(state.pack)[:2])
        to = f" {ARROW} {carry.target}" if carry.target else ""
        second = (carry.refusal, Ink.BROKEN) if carry.refusal else (figures + to, Ink.QUIET)
        return [((name, Ink.STRONG),), (second,)]

    def _broken(self, line: Line) -> list[Line]:
        """Return a sentence that says why not in as many lines as it takes, but not very many.

        Names stand first in it, so what is left out of a longer one is its middle.
        """
        (text, ink), *others = line
        if others or ink is not Ink.BROKEN:
            return [line]
        kind = type_()
        room = self._room(is_first=False)
        most = MOST_LINES * room * 0.9  # lines are not full to the last pixel
        text = kind.metrics(kind.strong).elidedText(text, Qt.TextElideMode.ElideMiddle, most)
        return [((part, ink),) for part in kind.wrap(text, kind.strong, room, MOST_LINES)]

    def _room(self, *, is_first: bool) -> float:
        """Return how wide a line may be."""
        most = self._view.viewport().width() - 2 * PAD - 2 * EDGE
        return min(WIDEST_FIRST if is_first else WIDEST, most)

    def _fit(self, line: Line, *, is_first: bool) -> list[tuple[Run, Ink]]:
        """Return a line as it is written; where there is no room its longest text is shortened."""
        kind = type_()
        inks = [ink for _, ink in line]
        styles = [kind.name if is_first else kind.strong if i in BOLD else kind.small for i in inks]
        runs = [kind.run(text, style) for (text, _), style in zip(line, styles, strict=True)]
        over = sum(run.width for run in runs) - self._room(is_first=is_first)
        if over > 0:  # what is said of a name matters more than the end of the name
            at = max(range(len(runs)), key=lambda i: runs[i].width)
            room = max(1.0, runs[at].width - over)
            runs[at] = kind.run(line[at][0], styles[at], room=room)
        return list(zip(runs, inks, strict=True))

    def draw(self, painter: QPainter) -> None:
        """Draw the box, in pixels of the viewport."""
        if self.rect.isNull() or not self._lines:
            return
        ratio = painter.device().devicePixelRatioF()
        look = (self._view.theme.name, ratio)
        if self._look != look:
            self._look, self._picture = look, self._paint(ratio)
        painter.drawPixmap(self.rect.topLeft() - QPoint(SHADOW, SHADOW), self._picture)

    def _paint(self, ratio: float) -> QPixmap:
        """Return the box with its shadow; on its way it only changes its place."""
        theme, kind = self._view.theme, type_()
        room = self.rect.size() + QSize(2 * SHADOW, 2 * SHADOW + 4)
        picture = QPixmap(room * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        box = QRectF(QPointF(SHADOW, SHADOW), self.rect.size().toSizeF())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(0, 0, 0, 0))
        painter.setBrush(QColor(0, 0, 0, 30))
        painter.drawRoundedRect(box.adjusted(-2, 0, 2, 4), 8, 8)
        painter.setBrush(theme.panel)
        painter.setPen(QPen(theme.broken if self._refused else theme.accent, 2))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        for i, line in enumerate(self._lines):
            x, y = box.left() + PAD, box.top() + (25 + LINE * (i - 1) if i else 7)
            for run, ink in line:
                small = kind.strong if run.bold else kind.small
                painter.setFont(small if i else kind.name)
                painter.setPen(colour_of(ink, theme))
                painter.drawStaticText(QPointF(x, y), run.static)
                x += run.width
        painter.end()
        return picture


def figures_of(state: State, units: Sequence[str], measures: Iterable[Measure]) -> str:
    """Return what units come to together, and how many figures are not in it."""
    parts = []
    for measure in measures:
        total = add_sums(state.sum(unit, measure.id) for unit in units)
        text = sum_text(measure, total, brief=True)
        if total.missing and not total.is_missing:
            text += f" ({grouped(total.missing)} not known)"
        parts.append(text)
    return " · ".join(parts)
