"""The one painter of the chart, for screen and paper alike.

It draws only what the exposed rectangle touches, with less detail when things get small, from
arrays of geometry (`model.chart`) and prepared texts (`ui.chart.faces`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import IntEnum
from functools import partial

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen

from model.chart import Chart
from model.rules.standing import Sign
from ui import signs
from ui.chart.faces import (
    CARD_PAD,
    HEAD_LINE,
    INDENT,
    NAME_LINE,
    ROW,
    SIGN_ROOM,
    Bar,
    CardFace,
    Faces,
    Run,
    type_,
)
from ui.chart.overview import PLATE, draw_blocks, fitted, has_plate
from ui.chart.pictures import Pictures
from ui.theme import Theme

RADIUS = 6.0
LEAST_BUS = 0.5
"""Room above cards, pixels, in which the lines to them can be told from the cards."""
INSIDE = 1.0
"""How far a card's frame reaches in; what is written starts further in."""
GROUP = 8
"""How many rows one picture shows at most."""
MARGIN = 8.0
"""How far what is drawn reaches out of its box, at most: frames, marks."""


class Detail(IntEnum):
    """How much of a card is drawn."""

    BLOCK = 0
    """A block of colour with its sign."""
    NAME = 1
    """Name and total, as large as the card allows."""
    FULL = 2


FULL_FROM = 0.5
NAME_FROM = 0.16
"""Zooms from which on a card shows that much."""


def detail_at(zoom: float) -> Detail:
    """Return how much is drawn at a zoom."""
    if zoom >= FULL_FROM:
        return Detail.FULL
    return Detail.NAME if zoom >= NAME_FROM else Detail.BLOCK


class Marks:
    """What is marked on the chart at the moment; nothing of it is on paper.

    Attributes
    ----------
    target : int
        Number of the card that would take what is dragged, -1 for none.
    refused : bool
        That card would refuse it.
    ground : str
        Id of the region in which a drop would make a new group.
    shift : mapping of int to (x, y)
        By the number of a card that is on its way to its place, how far off it is.
    """

    def __init__(self, *, paper: bool = False) -> None:
        self.selection: Collection[str] = frozenset()
        self.current = ""
        self.dragged: Collection[str] = frozenset()
        self.target = -1
        self.refused = False
        self.ground = ""
        self.shift: Mapping[int, tuple[float, float]] = {}
        self.paper = paper


class Painter:
    """Draws a chart in scene units onto any painter.

    Parameters
    ----------
    pictures : Pictures, optional
        Where pictures of cards are kept from frame to frame; on paper there are none.
    """

    def __init__(
        self, chart: Chart, faces: Faces, theme: Theme, pictures: Pictures | None = None
    ) -> None:
        self.chart = chart
        self._pictures = pictures
        self.faces = faces
        self.theme = theme
        self._pens = {
            "text": QPen(theme.text),
            "quiet": QPen(theme.quiet),
            "accent": QPen(theme.accent),
            **{sign.value: QPen(theme.sign(sign)) for sign in Sign},
        }
        self._hairline = QPen(theme.hairline, 1.0)
        self._wire = QPen(theme.band, 1.0)
        for pen in (self._hairline, self._wire):
            pen.setCosmetic(True)

    # -- the whole -------------------------------------------------------------------------

    def draw(
        self, painter: QPainter, exposed: QRectF, zoom: float, marks: Marks | None = None
    ) -> None:
        """Draw what a rectangle of the scene shows.

        Parameters
        ----------
        painter : QPainter
            Already scaled and moved so that it takes scene units.
        exposed : QRectF
            Scene units.
        zoom : float
            Pixels a scene unit: chooses the detail.
        """
        marks = marks or Marks()
        detail = Detail.FULL if marks.paper else detail_at(zoom)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if self._pictures is not None:
            self._pictures.begin(painter, self.theme)
        self._draw_lines(painter, exposed, zoom)
        self._draw_root(painter, exposed, detail, zoom)
        self._draw_regions(painter, exposed, detail, zoom, marks)
        cards = self._cards_in(exposed, zoom, marks)
        if detail is Detail.BLOCK:
            frame = partial(self._marked_frame, marks=marks)
            draw_blocks(painter, self.chart, self.faces, self.theme, cards, zoom, frame)
            self._draw_plates(painter, exposed, zoom)
            return
        for card, dx, dy in cards:
            if dx or dy:
                painter.translate(dx, dy)
                self._draw_card(painter, card, exposed.translated(-dx, -dy), detail, zoom, marks)
                painter.translate(-dx, -dy)
            else:
                self._draw_card(painter, card, exposed, detail, zoom, marks)

    def _cards_in(
        self, exposed: QRectF, zoom: float, marks: Marks
    ) -> Iterator[tuple[int, float, float]]:
        """Iterate over the cards that show at the moment, with how far off their places they are.

        That is in whole pixels: what slides is as sharp as what stands.
        """
        left, top = exposed.left() - MARGIN, exposed.top() - MARGIN
        right, bottom = exposed.right() + MARGIN, exposed.bottom() + MARGIN
        if not marks.shift:
            yield from ((card, 0.0, 0.0) for card in self.chart.cards_in(left, top, right, bottom))
            return
        for card, (x, y, width, height) in enumerate(self.chart.layout.cards):
            dx, dy = (round(d * zoom) / zoom for d in marks.shift.get(card, (0.0, 0.0)))
            is_across = x + dx <= right and x + dx + width >= left
            if is_across and y + dy <= bottom and y + dy + height >= top:
                yield card, dx, dy

    def _draw_lines(self, painter: QPainter, exposed: QRectF, zoom: float) -> None:
        layout = self.chart.layout
        near = exposed.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
        seen = [*layout.trunk]
        is_seen = self.chart.metrics.bus * zoom >= LEAST_BUS
        for reach, branches in zip(layout.reach, layout.branches if is_seen else (), strict=False):
            if near.intersects(QRectF(*reach)):
                seen += branches
        left, top = exposed.left(), exposed.top()
        right, bottom = exposed.right(), exposed.bottom()
        painter.setPen(self._wire)
        painter.drawLines(
            [
                QLineF(x1, y1, x2, y2)
                for x1, y1, x2, y2 in seen
                if min(x1, x2) <= right
                and max(x1, x2) >= left
                and min(y1, y2) <= bottom
                and max(y1, y2) >= top
            ]
        )

    # -- root and regions ------------------------------------------------------------------

    def _draw_root(self, painter: QPainter, exposed: QRectF, detail: Detail, zoom: float) -> None:
        box = QRectF(*self.chart.layout.root)
        if not box.intersects(exposed):
            return
        self._panel(painter, box, self._hairline)
        if detail is not Detail.FULL:
            label = self.faces.option.state.label(self.chart.root)
            if self.faces.ahead is not None:
                label = self.faces.ahead.title(label)
            self._title(painter, label, box, zoom)
            return
        name, totals = self.faces.head(self.chart.root, box.width() - 34)
        kind = type_()
        x = box.center().x() - (name.width + 10 + totals.width) / 2
        self._text(painter, name, kind.head, x, box.top() + 9)
        self._text(painter, totals, kind.body, x + name.width + 10, box.top() + 11)
        for i, line in enumerate(self.faces.head_lines(box.width() - 34), 1):
            x, y = box.center().x() - line.width / 2, box.top() + 11 + i * HEAD_LINE
            self._text(painter, line, kind.body, x, y)

    def _draw_regions(
        self, painter: QPainter, exposed: QRectF, detail: Detail, zoom: float, marks: Marks
    ) -> None:
        metrics, layout = self.chart.metrics, self.chart.layout
        near = exposed.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
        for region, place in zip(self.chart.regions, layout.regions, strict=True):
            box = QRectF(*place)
            if not near.intersects(box):
                continue
            if marks.ground == region:
                pen = QPen(self.theme.accent, 1.5, Qt.PenStyle.DashLine)
                pen.setCosmetic(True)
                painter.setPen(pen)
                painter.setBrush(self._alpha(self.theme.tint, 120))
                painter.drawRoundedRect(box.adjusted(-6, 0, 6, 8), RADIUS, RADIUS)
            head = QRectF(box.left(), box.top(), box.width(), metrics.region_head)
            if not head.intersects(exposed):
                continue
            painter.fillRect(QRectF(head.left(), head.top() + 2, 3, 18), self.theme.accent)
            kind = type_()
            if detail is Detail.FULL:
                name, totals = self.faces.head(region, head.width() - 24)
                chosen = region in marks.selection
                tone = "accent" if chosen else name.tone
                self._text(painter, name, kind.head, head.left() + 12, head.top() + 2, tone)
                x = head.left() + 12 + name.width + 12
                self._text(painter, totals, kind.body, x, head.top() + 4)
            elif not (detail is Detail.BLOCK and has_plate(box, zoom)):
                label = self.faces.option.state.label(region)
                room = QRectF(head.left() + 10, head.top() + 1, head.width() - 10, 20)
                self._title(painter, label, room, zoom, centred=False)

    def _draw_plates(self, painter: QPainter, exposed: QRectF, zoom: float) -> None:
        """Write the names of regions over their cards, where they are seen from so far."""
        tall = PLATE / zoom
        for region, place in zip(self.chart.regions, self.chart.layout.regions, strict=True):
            box = QRectF(*place)
            room = QRectF(box.left(), box.top(), box.width(), tall)
            if room.intersects(exposed) and has_plate(box, zoom):
                label = self.faces.option.state.label(region)
                self._title(painter, label, room, zoom, most=tall, centred=False)

    # -- cards -----------------------------------------------------------------------------

    def _draw_card(
        self,
        painter: QPainter,
        card: int,
        exposed: QRectF,
        detail: Detail,
        zoom: float,
        marks: Marks,
    ) -> None:
        organisation, waiting = self.chart.cards[card], self.chart.waiting[card]
        box = QRectF(*self.chart.layout.cards[card])
        face = self.faces.waiting(organisation) if waiting else self.faces.card(organisation)
        pen = self._marked_frame(card, marks) or self._hairline
        self._panel(painter, box, pen, solid=not waiting)
        if detail is Detail.NAME:
            name = face.name[0].text if waiting else self.faces.option.state.label(organisation)
            foot = self._draw_name_only(painter, box, face, name, zoom) + 2
            top = max(foot, exposed.top() - self.chart.metrics.row_height)
            places = self.chart.rows_at(card, top, exposed.bottom())
            self._draw_row_lines(painter, card, box, places, foot)
            return
        if self._pictures is None or waiting:
            self._draw_header(painter, box, face, waiting)
            self._draw_team(painter, card, box)
            self._draw_rows(painter, card, box, exposed, marks)
        else:
            self._show_pictures(painter, card, box, face, exposed, marks)

    def _show_pictures(
        self,
        painter: QPainter,
        card: int,
        box: QRectF,
        face: CardFace,
        exposed: QRectF,
        marks: Marks,
    ) -> None:
        """Draw header and rows from their pictures, rows in groups of a fixed number."""
        assert self._pictures is not None
        chart, panel, posts = self.chart, self.theme.panel, self.faces.posts
        inside = box.adjusted(INSIDE, RADIUS, -INSIDE, -RADIUS)
        rows, first = chart.rows_of(card), chart.row_top(card, 0)
        head = QRectF(inside.left(), inside.top(), inside.width(), first - inside.top())
        seats = posts.seats(chart.stacks[card]) if posts is not None else ()
        if head.intersects(exposed):

            def draw_head(inner: QPainter) -> None:
                self._draw_header(inner, box, face, waiting=False)
                self._draw_team(inner, card, box)

            written = (face,) if posts is None else (face, posts.card(chart.cards[card]))
            self._pictures.draw(painter, head, panel, written, (), draw_head)
        places = chart.rows_at(card, exposed.top(), exposed.bottom())
        for group in chart.pieces(card, places, GROUP):
            units = [rows[i][0] for i in group]
            top, foot = chart.row_top(card, group.start), chart.row_top(card, group.stop)
            place = QRectF(inside.left(), top, inside.width(), foot - top)
            shown: tuple[object, ...] = tuple(map(self.faces.row, units))
            if posts is not None and posts.in_rows:
                shown += tuple(map(posts.unit, units))
            if not self._pictures.draw(
                *(painter, place, panel, shown),
                (_marked(units, marks), seats[group.start : group.stop]),
                partial(self._draw_some_rows, card=card, box=box, places=group, marks=marks),
                rows=len(group),
            ):
                self._draw_row_lines(painter, card, box, group, top)
        # The lines between rows end on the frame, where no picture reaches.
        painter.setPen(self._hairline)
        right = box.right() - 1
        painter.drawPoints([QPointF(right, top) for top in chart.row_tops(card, places)[:-1]])

    def _marked_frame(self, card: int, marks: Marks) -> QPen | None:
        """Return the pen of a card's frame if it is marked, or is of units in the tray."""
        if card == marks.target:
            pen = QPen(self.theme.broken if marks.refused else self.theme.accent, 2.0)
        elif self.chart.waiting[card]:
            pen = QPen(self.theme.quiet, 1.0, Qt.PenStyle.DashLine)
        elif self.chart.cards[card] in marks.selection:
            pen = QPen(self.theme.accent, 2.0)
        else:
            ahead = self.faces.ahead
            return None if ahead is None else ahead.frame(self.chart.cards[card], self.theme)
        pen.setCosmetic(True)
        return pen

    def _panel(self, painter: QPainter, box: QRectF, pen: QPen, *, solid: bool = True) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        painter.setBrush(QBrush(self.theme.panel) if solid else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _draw_name_only(
        self, painter: QPainter, box: QRectF, face: CardFace, name: str, zoom: float
    ) -> float:
        """Draw sign, name and total, large enough to read; return where they end."""
        inset = min(6 / zoom, 14.0)
        side = min(11 / zoom, box.width() / 6)
        sign = QRectF(box.left() + inset, box.top() + inset, side, side)
        signs.draw(painter, face.sign, sign, self.theme)
        left = sign.right() + 4 / zoom if face.sign is not Sign.NONE else sign.left()
        room = QRectF(
            left, box.top() + inset * 0.7, box.right() - inset * 0.6 - left, box.height() - inset
        )
        line = 13 / zoom
        name_room = QRectF(room)
        name_room.setHeight(max(line, room.height() - line))
        foot = self._large(painter, name, name_room, zoom, 10.5)
        total = QRectF(left, foot, room.width(), box.bottom() - foot)
        return self._large(painter, face.total.text, total, zoom, 10.5, "quiet", bold=False)

    def _title(
        self,
        painter: QPainter,
        text: str,
        box: QRectF,
        zoom: float,
        *,
        most: float = 40.0,
        centred: bool = True,
    ) -> None:
        """Write a name at a size to read from far, across what it is the name of.

        Connectors behind it are covered: at such a zoom the letters are larger than their place.
        """
        size = round(min(11 / zoom, most))
        font, lines = fitted(text, round(box.width()), size, 1, True)
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(lines[0]) + 0.6 * size
        left = box.center().x() - width / 2 if centred else box.left()
        room = QRectF(left, box.center().y() - 0.65 * size, width, 1.3 * size)
        painter.fillRect(room, self.theme.panel if centred else self.theme.ground)
        painter.setPen(self._pens["text"])
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), lines[0])

    def _draw_row_lines(
        self, painter: QPainter, card: int, box: QRectF, places: range, foot: float
    ) -> None:
        """Draw a line for each of some rows that the texts leave free, so that size shows."""
        tall = self.chart.metrics.row_height
        painter.setPen(self._hairline)
        left, right = box.left() + CARD_PAD, box.right() - CARD_PAD
        tops = self.chart.row_tops(card, places)[:-1]
        painter.drawLines(
            [QLineF(left, y + tall / 2, right, y + tall / 2) for y in tops if y >= foot]
        )

    def _large(
        self,
        painter: QPainter,
        text: str,
        room: QRectF,
        zoom: float,
        pixels: float,
        tone: str = "text",
        *,
        bold: bool = True,
    ) -> float:
        """Write a text at about `pixels` on screen, whatever the zoom; return where it ends.

        What does not fit the room's height is shortened; a word wider than the room makes the
        text smaller, down to a floor, and is shortened after that.
        """
        size = round(min(pixels / zoom, 40.0))
        most = max(1, int(room.height() / (size * 1.22)))
        font, lines = fitted(text, round(room.width()), size, most, bold)
        painter.setFont(font)
        painter.setPen(self._pens[tone])
        step = font.pixelSize() * 1.22
        y = room.top()
        for line in lines:
            painter.drawText(QPointF(room.left(), y + font.pixelSize()), line)
            y += step
        return y

    def _draw_header(self, painter: QPainter, box: QRectF, face: CardFace, waiting: bool) -> None:
        kind = type_()
        left, top = box.left() + CARD_PAD, box.top() + 9
        signs.draw(painter, face.sign, QRectF(left, top + 2, 13, 13), self.theme)
        indent = 0.0 if waiting else SIGN_ROOM
        for i, run in enumerate(face.name):
            self._text(painter, run, kind.name, left + indent, top + i * NAME_LINE)
        self._draw_count(painter, box, face)
        y = top + len(face.name) * NAME_LINE + 3
        for line in face.lines:
            x = left
            for run in line:
                self._text(painter, run, kind.strong if run.bold else kind.small, x, y)
                x += run.width
            y += 16
        if face.bar is not None:
            self._draw_bar(painter, QRectF(left, y + 3, box.width() - 2 * CARD_PAD, 12), face.bar)

    def _draw_team(self, painter: QPainter, card: int, box: QRectF) -> None:
        """Write a group's posts at the foot of its header."""
        posts, stack = self.faces.posts, self.chart.stacks[card]
        if posts is None or stack.waiting or not (block := posts.card(stack.card)).height:
            return
        from ui.chart.post_marks import Pens, draw_block  # not loaded while no posts are shown

        foot, pens = self.chart.row_top(card, 0), Pens(self._wire, self._small)
        left, top = box.left() + CARD_PAD, foot - posts.card_rise(stack.card)
        draw_block(painter, self.theme, block, left, top, foot, pens)

    def _small(self, painter: QPainter, run: Run, x: float, y: float) -> None:
        self._text(painter, run, type_().small, x, y)

    def _draw_count(self, painter: QPainter, box: QRectF, face: CardFace) -> None:
        width = max(20.0, face.count.width + 10)
        pill = QRectF(box.right() - CARD_PAD - width, box.top() + 9, width, 16)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.ground)
        painter.drawRoundedRect(pill, 8, 8)
        x = pill.center().x() - face.count.width / 2
        self._text(painter, face.count, type_().small, x, pill.top() + 1)
        if face.locked:
            signs.draw_lock(painter, self.theme, QPointF(pill.left() - 15, pill.top() + 2))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _draw_bar(self, painter: QPainter, room: QRectF, bar: Bar) -> None:
        """Draw the norm as a band on a track, the value as a tick, a would-be value in accent."""
        middle = room.center().y()
        track = QRectF(room.left(), middle - 2, room.width(), 4)
        painter.fillRect(track, self.theme.ground)
        band = QRectF(
            track.left() + bar.low * track.width(),
            track.top(),
            (bar.high - bar.low) * track.width(),
            4,
        )
        painter.fillRect(band, self.theme.band)
        old = QRectF(track.left() + bar.value * track.width() - 1.5, middle - 5, 3, 10)
        if bar.new is None:
            painter.fillRect(old, self.theme.accent)
            return
        painter.fillRect(old, self._alpha(self.theme.quiet, 140))
        new = QRectF(track.left() + bar.new * track.width() - 1.5, middle - 5, 3, 10)
        painter.fillRect(new, self.theme.accent)

    # -- rows ------------------------------------------------------------------------------

    def _draw_rows(
        self, painter: QPainter, card: int, box: QRectF, exposed: QRectF, marks: Marks
    ) -> None:
        places = self.chart.rows_at(card, exposed.top(), exposed.bottom())
        if places:
            self._draw_some_rows(painter, card, box, places, marks)

    def _draw_some_rows(
        self, painter: QPainter, card: int, box: QRectF, places: range, marks: Marks
    ) -> None:
        chart, posts, kind = self.chart, self.faces.posts, type_()
        rows, tops = chart.rows_of(card), chart.row_tops(card, places)
        left, right = box.left() + CARD_PAD, box.right() - CARD_PAD
        edges = [QLineF(box.left() + 1, y, box.right() - 1, y) for y in tops[:-1]]
        painter.setPen(self._hairline)
        painter.drawLines(edges)
        for i, y, foot in zip(places, tops, tops[1:], strict=False):
            unit, depth = rows[i]
            tall = foot - y
            if unit in marks.selection:
                frame = QRectF(box.left() + 1.5, y + 0.5, box.width() - 3, tall - 1)
                painter.fillRect(frame, self.theme.tint)
                if unit == marks.current:
                    painter.fillRect(QRectF(frame.left(), y + 0.5, 3, tall - 1), self.theme.accent)
            faded = unit in marks.dragged
            if faded:
                painter.setOpacity(0.35)
            indent = INDENT * depth
            if posts is not None and posts.in_rows:
                self._draw_row_posts(painter, card, i, left)
                indent += posts.rail(unit)
            face = self.faces.row(unit)
            if face.is_boxed:
                self._draw_box(painter, QRectF(box.left(), y, box.width(), tall), face.is_legal)
            self._text(painter, face.code, kind.small, left + indent, y + 4.5)
            self._text(painter, face.name, kind.body, left + face.code_room + indent, y + 4)
            if face.words is not None:
                at = left + face.code_room + indent
                self._text(painter, face.words, kind.small, at, y + ROW - 2.5)
            x = right - face.figure.width
            self._text(painter, face.figure, kind.body, x, y + 4)
            if face.sign is not Sign.NONE:
                signs.draw(painter, face.sign, QRectF(x - 15, y + 5.5, 11, 11), self.theme)
            if face.locked:
                shift = 15 if face.sign is not Sign.NONE else 0
                signs.draw_lock(painter, self.theme, QPointF(x - 15 - shift, y + 4))
            if faded:
                painter.setOpacity(1.0)

    def _draw_row_posts(self, painter: QPainter, card: int, place: int, left: float) -> None:
        """Draw a row's threads and its unit's posts."""
        posts, unit = self.faces.posts, self.chart.rows_of(card)[place][0]
        if posts is not None and posts.in_rows:
            from ui.chart.post_marks import Pens, draw_row

            rise, pens = posts.unit_rise(unit), Pens(self._wire, self._small)
            draw_row(painter, self.theme, self.chart, posts, (card, place), left, rise, pens)

    def _draw_box(self, painter: QPainter, row: QRectF, is_legal: bool) -> None:
        """Draw the box of a successor: solid for a legal body, else dashed."""
        style = Qt.PenStyle.SolidLine if is_legal else Qt.PenStyle.DashLine
        painter.setPen(QPen(self.theme.quiet, 1.0, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(row.adjusted(5.5, 2.5, -5.5, -1.5))

    # -- helpers ---------------------------------------------------------------------------

    def _text(
        self, painter: QPainter, run: Run, font: QFont, x: float, y: float, tone: str = ""
    ) -> None:
        painter.setFont(font)
        painter.setPen(self._pens[tone or run.tone])
        painter.drawStaticText(QPointF(x, y), run.static)

    @staticmethod
    def _alpha(colour: QColor, alpha: int) -> QColor:
        faint = QColor(colour)
        faint.setAlpha(alpha)
        return faint


def _marked(units: Sequence[str], marks: Marks) -> tuple[object, ...]:
    """Return how the rows of some units are marked."""
    if not marks.selection and not marks.dragged:
        return ()
    return tuple((u in marks.selection, u == marks.current, u in marks.dragged) for u in units)
