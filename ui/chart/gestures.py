"""Mouse gestures on the chart: selecting, and dragging units from card to card."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from db.identity import new_id
from model import edits
from model.changes import Change
from model.chart import Hit, Part
from model.pack import Tier
from ui.chart.floor import Drag
from ui.gestures import Gesture, Held

if TYPE_CHECKING:
    from ui.chart.view import ChartView


class Band(Gesture):
    """Select the units that a rectangle touches."""

    def __init__(self, view: ChartView, at: QPointF, *, add: bool) -> None:
        self.view = view
        self._start = view.to_scene(at)
        self._before = view.document.selection if add else frozenset()
        self.rect = QRectF()
        view.document.select(self._before)

    def move(self, at: QPointF) -> None:
        """Select what the rectangle touches now."""
        old = self.rect
        self.rect = QRectF(self._start, self.view.to_scene(at)).normalized()
        found = self.view.chart.rows_in(
            self.rect.x(), self.rect.y(), self.rect.width(), self.rect.height()
        )
        self.view.document.select(self._before | set(found))
        self.view.update_scene(old.united(self.rect).adjusted(-4, -4, 4, 4))

    def end(self, at: QPointF) -> None:
        """Keep the selection."""
        self._clear()

    def cancel(self) -> None:
        """Go back to what was selected."""
        self.view.document.select(self._before)
        self._clear()

    def draw(self, painter: QPainter) -> None:
        """Draw the rectangle, in pixels of the viewport."""
        if self.rect.isEmpty():
            return
        view, accent = self.view, self.view.theme.accent
        box = QRectF(view.to_view(self.rect.topLeft()), view.to_view(self.rect.bottomRight()))
        fill = QColor(accent)
        fill.setAlpha(30)
        painter.setPen(QPen(accent, 1))
        painter.setBrush(fill)
        painter.drawRect(box)

    def _clear(self) -> None:
        rect, self.rect = self.rect, QRectF()
        self.view.update_scene(rect.adjusted(-4, -4, 4, 4))


class Carry(Held):
    """Units held over the chart, by a drag on it or from the tray."""

    def __init__(self, view: ChartView, units: list[str]) -> None:
        super().__init__(view.document, units)
        self.view = view
        self._over: tuple[Part, str] | None = None

    def over(self, hit: Hit | None, *, tray: bool = False) -> None:
        """Work out what a drop here would do, and show it."""
        key = (Part.GROUND, "tray") if tray else (hit.part, hit.id) if hit else None
        if hit is not None and hit.part is Part.ROW:
            key = (Part.CARD, self.view.chart.cards[hit.card])
        if key == self._over:
            return
        self._over = key
        self.target = ""
        marks = self.view.marks
        marks.target, marks.ground = -1, ""
        self.offer(partial(self._choose, hit, tray), at_home=self._is_source(hit))
        marks.refused = bool(self.refusal)
        self.view.viewport().update()

    def _choose(self, hit: Hit | None, tray: bool) -> Change | None:
        state, view = self.view.document.state, self.view
        if tray:
            self.target = "the tray"
            return edits.to_tray(state, self.units)
        if hit is None:
            return None
        if hit.card >= 0:
            card, waiting = view.chart.cards[hit.card], view.chart.waiting[hit.card]
            view.marks.target = hit.card
            self.target = "the tray" if waiting else state.label(card)
            if waiting:
                return edits.to_tray(state, self.units)
            return edits.move(state, self.units, card)
        if hit.region:
            view.marks.ground = hit.region
            kind = state.pack.kind_at(Tier.GROUP)
            self.target = f"a new {kind.label} in {state.label(hit.region)}"
            return edits.new_group(
                state, hit.region, new_id(), units=edits.largest_first(state, self.units)
            )
        return None

    def _is_source(self, hit: Hit | None) -> bool:
        if hit is None or hit.card < 0:
            return True
        card = self.view.chart.cards[hit.card]
        return all(self.view.document.state.parent(u) == card for u in self.units)

    def clear(self) -> None:
        """End the preview."""
        marks = self.view.marks
        marks.target, marks.ground, marks.refused = -1, "", False
        super().clear()
        self.view.viewport().update()


def target_header(view: ChartView) -> QRect:
    """Return the header of the card that would take what is carried, in pixels."""
    card = view.marks.target
    if card < 0:
        return QRect()
    x, y, width, _ = view.chart.layout.cards[card]
    height = view.chart.shape.header[card]
    corner = view.to_view(QPointF(x, y))
    return QRectF(corner.x(), corner.y(), width * view.zoom, height * view.zoom).toAlignedRect()


class Press(Gesture):
    """A button is down on a row or card: a click, until the pointer moves far enough."""

    def __init__(
        self, view: ChartView, hit: Hit, at: QPointF, modifiers: Qt.KeyboardModifier
    ) -> None:
        self.view = view
        self._hit = hit
        self._start = at
        self._modifiers = modifiers
        self._was_selected = hit.id in view.document.selection
        if not self._was_selected or modifiers:
            self._click()

    def move(self, at: QPointF) -> None:
        """Turn into a drag once the pointer has moved far enough."""
        step: QPoint = (at - self._start).toPoint()
        if step.manhattanLength() < self.view.drag_distance():
            return
        if self._hit.part is Part.ROW:
            units = self.view.movable(self._hit.id)
            if units:
                self.view.begin(Drag(self.view, units, at))

    def end(self, at: QPointF) -> None:
        """Select what was clicked, alone, if it was one of many."""
        if self._was_selected and not self._modifiers:
            self.view.document.select((self._hit.id,))

    def _click(self) -> None:
        document, organisation = self.view.document, self._hit.id
        if self._modifiers & Qt.KeyboardModifier.ControlModifier:
            if organisation in document.selection:
                document.select(document.selection - {organisation})
            else:
                document.select(document.selection | {organisation}, organisation)
        elif self._modifiers & Qt.KeyboardModifier.ShiftModifier:
            span = self.view.span(document.current, organisation)
            document.select(document.selection | set(span), organisation)
        else:
            document.select((organisation,))
