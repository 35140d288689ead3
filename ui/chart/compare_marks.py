"""What differs from another plan, marked on the chart: who has moved, and what is new.

A unit that hangs elsewhere in the other plan bears a tab with an arrow at its row; a group that
came, is called otherwise or has other members bears a flag with the words on its edge. From far,
where no words can be read, flags shrink to a corner.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from model.comparison import Comparison
from model.comparison_words import place_words
from model.pack import Tier
from model.state import State
from model.wording import MINUS
from ui.chart.faces import CARD_PAD, type_
from ui.chart.painter import FULL_FROM, NAME_FROM
from ui.chart.view import ChartView
from ui.theme import Theme

_TAB = QRectF(1.0, 4.0, 7.0, 14.0)
"""Where a tab stands in its row, scene units."""
_FLAG = 15.0
"""Height of a flag, pixels."""
_LEFT = 10.0
"""How far in from a card's edge its flag begins, pixels."""
_CORNER = 9.0
"""Size of the corner that a flag is from far, pixels."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked: words by the id of an organisation, and what a group's flag says."""

    rows: dict[str, str]
    flags: dict[str, str]
    cards: dict[str, str]


def marks_after(found: Comparison, before: State, after: State) -> Marks:
    """Return the marks on the second plan: where each came from."""
    rows = {m.after: f"was in {place_words(before, m.left)}" for m in found.moves}
    came = Counter(m.entered for m in found.moves if after.tier(m.after) is Tier.UNIT)
    left = Counter(
        found.after_of(m.left) for m in found.moves if before.tier(m.before) is Tier.UNIT
    )
    flags, cards = _changed(came, left, after, "came", "left")
    for match in found.renamed:
        if before.label(match.before) != after.label(match.after):
            old = before.label(match.before)
            flags[match.after] = _joined(f"was {old}", flags.get(match.after, ""))
            cards[match.after] = _joined(f"was called {old}", cards.get(match.after, ""))
    for match in found.added:
        flags[match.after] = "new"
        cards[match.after] = "new: not in the other plan"
    return Marks(rows, flags, cards)


def marks_before(found: Comparison, before: State, after: State) -> Marks:
    """Return the marks on the first plan: where each goes."""
    rows = {m.before: f"goes to {place_words(after, m.entered)}" for m in found.moves}
    goes = Counter(m.left for m in found.moves if before.tier(m.before) is Tier.UNIT)
    come = Counter(
        found.before_of(m.entered) for m in found.moves if after.tier(m.after) is Tier.UNIT
    )
    flags, cards = _changed(come, goes, before, "come", "leave")
    for match in found.renamed:
        if before.label(match.before) != after.label(match.after):
            new = after.label(match.after)
            flags[match.before] = _joined(f"becomes {new}", flags.get(match.before, ""))
            cards[match.before] = _joined(f"becomes {new}", cards.get(match.before, ""))
    for match in found.dissolved:
        flags[match.before] = "dissolved"
        cards[match.before] = "dissolved in the other plan"
    return Marks(rows, flags, cards)


def _changed(
    come: Counter[str], go: Counter[str], state: State, coming: str, going: str
) -> tuple[dict[str, str], dict[str, str]]:
    """Return what flags and tooltips say of groups with other members."""
    flags, cards = {}, {}
    for group in come.keys() | go.keys():
        if group in state and state.tier(group) is Tier.GROUP:
            plus = f"+{come[group]}" if come[group] else ""
            minus = f"{MINUS}{go[group]}" if go[group] else ""
            flags[group] = " ".join(filter(None, (plus, minus)))
            words = (f"{come[group]} {coming}" * bool(plus), f"{go[group]} {going}" * bool(minus))
            cards[group] = ", ".join(filter(None, words))
    return flags, cards


def _joined(first: str, rest: str) -> str:
    return f"{first}, {rest}" if rest else first


class CompareMarks:
    """Draws the marks over a view of the chart."""

    def __init__(self, view: ChartView, marks: Marks) -> None:
        self._view = view
        self._marks = marks

    def words(self, organisation: str) -> str:
        """Return what is marked on an organisation, in words; "" for nothing."""
        return self._marks.rows.get(organisation, "") or self._marks.cards.get(organisation, "")

    def draw(self, painter: QPainter, exposed: QRectF, zoom: float) -> None:
        """Draw the marks that a rectangle of the scene shows."""
        view = self._view
        chart, theme, shift = view.chart, view.theme, view.marks.shift
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = exposed.adjusted(-_FLAG / zoom, -_FLAG / zoom, _FLAG / zoom, _FLAG / zoom)
        for card in chart.cards_in(*room.getCoords()):  # type: ignore[misc]  # four numbers
            if card in shift:
                continue  # it is on its way, and its marks come with it
            box = QRectF(*chart.layout.cards[card])
            if zoom >= FULL_FROM:
                self._draw_rows(painter, card, box, exposed, theme)
            if not chart.waiting[card] and (text := self._marks.flags.get(chart.cards[card])):
                self._draw_flag(painter, box, text, zoom, theme)
        painter.restore()

    def _draw_rows(
        self, painter: QPainter, card: int, box: QRectF, exposed: QRectF, theme: Theme
    ) -> None:
        chart, rows = self._view.chart, self._marks.rows
        painter.setPen(Qt.PenStyle.NoPen)
        for place in chart.rows_at(card, exposed.top(), exposed.bottom()):
            if chart.rows_of(card)[place][0] not in rows:
                continue
            tab = _TAB.translated(box.left(), chart.row_top(card, place))
            painter.setBrush(theme.accent)
            painter.drawRoundedRect(tab, 2, 2)
            painter.setBrush(theme.on_accent)
            middle = tab.center()
            corners = [QPointF(-2, -3.5), QPointF(2.5, 0), QPointF(-2, 3.5)]
            painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))

    def _draw_flag(
        self, painter: QPainter, box: QRectF, text: str, zoom: float, theme: Theme
    ) -> None:
        """Draw a flag on a card's upper edge, of one size on the screen down to a card's name."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.accent)
        if zoom < NAME_FROM:
            size = min(_CORNER / zoom, box.width() / 3)
            corners = [QPointF(0, 0), QPointF(size, 0), QPointF(0, size)]
            painter.drawPolygon(QPolygonF([box.topLeft() + corner for corner in corners]))
            return
        kind, scale = type_(), 1.0 if zoom >= FULL_FROM else 1.0 / zoom
        room = box.width() / scale - 2 * CARD_PAD
        run = kind.run(text, kind.strong, room=max(12.0, room))
        painter.save()
        # From far a name begins at the card's upper edge, so the flag goes to the lower one.
        painter.translate(box.topLeft() if zoom >= FULL_FROM else box.bottomLeft())
        painter.scale(scale, scale)
        flag = QRectF(_LEFT, -_FLAG / 2 - 1, run.width + 10, _FLAG)
        painter.drawRoundedRect(flag, 3, 3)
        painter.setFont(kind.strong)
        painter.setPen(theme.on_accent)
        painter.drawStaticText(QPointF(flag.left() + 5, flag.top() + 0.5), run.static)
        painter.restore()
