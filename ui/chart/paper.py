"""The chart on paper: the same cards and the same painter, but no text is ever shortened.

On screen a long name ends in an ellipsis and the tooltip has the rest. Paper has no tooltips, and a
PDF is searched for names, so here cards are a little wider, a long name takes a line of its own
(in one piece, if it can) or wraps, and rows and headers grow with their texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from model.chart import Chart, PostDetail, Stack
from model.layout import Metrics
from model.option import Option
from model.pack import Tier
from model.rules.standing import Sign, Standing
from model.state import State
from model.totals import Totals
from ui import signs
from ui.chart.faces import CARD_PAD, HEAD_LINE, NAME_LINE, Bar, CardFace, Faces, Run, type_
from ui.chart.painter import Marks, Painter
from ui.letters import Letters, Write, letters_of, writing
from ui.theme import Theme

CARD_WIDTH = 248.0
"""Width of a card with rows, scene units."""
LEAST_LINE = 0.25
"""The thinnest line that prints well, points."""

_LINE = 14.5
ROW_HEIGHT = 20.0
"""Of a row whose name takes one line, scene units."""
_ROW_TOP = 2.75
_SMALL_DROP = 1.0
"""How much lower small text starts, to stand on the same line as the rest."""
_CODE_GAP = 7.0
_MOST_CODE = 64.0
_MARK = 16.0
"""Room of a sign or a lock in a row."""
ROOT_PAD = 17.0
HEAD_INDENT = 12.0
HEAD = 27.0
"""Height of a region's head on one line."""
LONGEST_HEAD = 620.0
_DOT = "·"


def paper_metrics() -> Metrics:
    """Return the sizes of a chart on paper: closer together than on screen.

    Gutter and gap between regions come to the gap between columns, so that all are on one grid.
    """
    return Metrics(
        card_width=CARD_WIDTH,
        gap=20,
        row_height=ROW_HEIGHT,
        card_foot=5,
        region_head=HEAD,
        region_gap=7,
        shelf_gap=28,
        gutter=13,
        margin=1,
    )


def wrapped(text: str, width_of: Callable[[str], float], room: float) -> list[str]:
    """Return all of a text in lines of at most `room`, broken in a word only where it is too long.

    A single character that is wider than the room stands alone and sticks out.
    """
    words = text.split()
    if width_of(whole := " ".join(words)) <= room:
        return [whole]
    lines: list[str] = []
    line = ""
    for word in words:
        longer = f"{line} {word}" if line else word
        if width_of(longer) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        while width_of(word) > room and len(word) > 1:
            end = _fitting(word, width_of, room)
            lines.append(word[:end])
            word = word[end:]
        line = word
    return [*lines, line] if line or not lines else lines


def _fitting(word: str, width_of: Callable[[str], float], room: float) -> int:
    """Return how many characters of a word fit, at least 1."""
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        if width_of(word[:middle]) <= room:
            low = middle
        else:
            high = middle - 1
    return low


class Piece(NamedTuple):
    """A text and where it stands in its box, scene units."""

    text: str
    letters: Letters
    x: float
    y: float
    tone: str = "text"

    @property
    def right(self) -> float:
        """Where it ends in its box, scene units."""
        return self.x + self.letters.width(self.text)


class PaperRow(NamedTuple):
    """A row: its texts, its sign and lock, and the height that they take."""

    pieces: tuple[Piece, ...]
    height: float
    sign: Sign = Sign.NONE
    sign_at: tuple[float, float] = (0.0, 0.0)
    lock_at: tuple[float, float] | None = None
    box: bool | None = None
    """Whether the box of a successor is solid; None for no box."""


class PaperFaces(Faces):
    """The faces of cards and rows on paper.

    Parameters
    ----------
    brief : bool
        For cards without rows: name and figures only.

    Attributes
    ----------
    smallest : float
        Size of the smallest text, scene units.
    """

    smallest = 11.0

    def __init__(
        self, option: Option, card_width: float = CARD_WIDTH, *, brief: bool = False
    ) -> None:
        self.brief = brief
        super().__init__(option, card_width)
        self._paper_rows: dict[tuple[str, int], PaperRow] = {}
        self._parts: dict[tuple[str, bool, int, int], CardFace] = {}
        self._head_pieces: dict[tuple[str, float, str], list[list[Piece]]] = {}
        kind = type_()
        self._body, self._small = letters_of(kind.body), letters_of(kind.small)
        self._bold, self._heading = letters_of(kind.name), letters_of(kind.head)
        state = option.state
        rows = (*state.at_tier(Tier.UNIT), *state.at_tier(Tier.SUCCESSOR))
        widest = max(map(self._small.width, map(state.code, rows)), default=0.0)
        self._code_room = min(widest, _MOST_CODE)

    def show_posts(self, detail: PostDetail) -> None:
        """Write so much of the posts, all of each name."""
        from ui.chart.postings import Postings  # as `Faces` does

        name_at = self._code_room + _CODE_GAP
        self.posts = Postings(self.option, detail, self._room, lambda _: name_at, wrapped)

    # -- cards -----------------------------------------------------------------------------

    def _wrap_name(self, card: str, name: str) -> list[str]:
        return wrapped(name, self._bold.width, self._name_room(card))

    def _fit(self, runs: Sequence[Run]) -> tuple[Run, ...]:
        return tuple(runs)

    def _set_line(self, runs: Sequence[Run]) -> Sequence[tuple[Run, ...]]:
        return () if self.brief else flow(runs, self._room)

    def _assemble(
        self,
        card: str,
        totals: Totals,
        standing: Standing,
        lines: tuple[tuple[Run, ...], ...],
        bar: Bar | None,
    ) -> CardFace:
        if self.brief:
            lines, bar = lines[:1], None
        flowed = tuple(row for line in lines for row in flow(line, self._room))
        return super()._assemble(card, totals, standing, flowed, bar)

    def stack(self, stack: Stack) -> CardFace:
        """Return the face of a card; one that carries on another has just its name."""
        face = self.waiting(stack.card) if stack.waiting else self.card(stack.card)
        if stack.parts == 1:
            return face
        key = (stack.card, stack.waiting, stack.part, stack.parts)
        if key not in self._parts:
            kind, note = type_(), f"({stack.part} of {stack.parts})"
            if stack.waiting:
                lines = [f"{face.name[0].text} {note}"]
            else:
                lines = self._wrap_name(stack.card, f"{self.option.state.label(stack.card)} {note}")
            name = tuple(kind.run(line, kind.name, face.name[0].tone) for line in lines)
            part = replace(face, name=name)
            if stack.part > 1:
                part = replace(part, lines=(), bar=None)
            self._parts[key] = part
        return self._parts[key]

    def stack_header(self, stack: Stack) -> float:
        """Return the height of a card's header, scene units."""
        face = self.stack(stack)
        height = 12.0 + NAME_LINE * len(face.name) + 16.0 * len(face.lines)
        height += 24.0 if face.bar else 7.0
        if self.posts is None or stack.waiting:
            return height
        # Every part of a card has them: they say what the threads in it are.
        return height + self.posts.card_height(stack.card)

    # -- rows ------------------------------------------------------------------------------

    def row_height(self, unit: str, depth: int) -> float:
        """Return the height of a row, scene units."""
        return self.paper_row(unit, depth).height

    def paper_row(self, unit: str, depth: int) -> PaperRow:
        """Return a row, its texts placed from the left edge of the card's content."""
        key = (unit, depth)
        row = self._paper_rows.get(key)
        if row is None:
            rail = self.posts.rail(unit) if self.posts is not None else 0.0
            row = self._make_paper_row(unit, 10.0 * depth + rail)
            if self.posts is not None and self.posts.in_rows and not depth:
                row = row._replace(height=row.height + self.posts.row_height(unit))
            self._paper_rows[key] = row
        return row

    def _make_paper_row(self, unit: str, indent: float) -> PaperRow:
        state, body, small = self.option.state, self._body, self._small
        sign, is_locked = self.row_sign(unit), state.is_locked(unit)
        figure, tone = self.row_figure(unit)
        left = indent + self._code_room + _CODE_GAP
        right = self._room - body.width(figure)
        marks = _MARK * ((sign is not Sign.NONE) + is_locked)
        beside = right - left - marks - _CODE_GAP * bool(figure)
        kind, names, last_has_room = self._row_name(state.label(unit), beside, self._room - left)
        pieces: list[Piece] = []
        y = _ROW_TOP + _SMALL_DROP
        for text in wrapped(state.code(unit), small.width, self._code_room):
            pieces.append(Piece(text, small, indent, y, "quiet"))
            y += _LINE
        y = _ROW_TOP + _SMALL_DROP if kind is small else _ROW_TOP
        deep = len(pieces)
        for text in names:
            pieces.append(Piece(text, kind, left, y))
            y += _LINE
        at = len(names) - 1 if last_has_room else len(names)
        words = self.ahead.words(unit) if self.ahead is not None else ""
        said = wrapped(words, small.width, self._room - left) if words else []
        for i, text in enumerate(said, at + 1):
            pieces.append(Piece(text, small, left, _line(i), "quiet"))
        top = _line(at)
        if figure:
            pieces.append(Piece(figure, body, right, top, tone))
        lock_x = right - 15 - (15 if sign is not Sign.NONE else 0)
        lock_at = (lock_x, top) if is_locked else None
        height = ROW_HEIGHT + _LINE * (max(deep, at + 1 + len(said)) - 1)
        is_boxed = state.tier(unit) is Tier.SUCCESSOR
        box = state.is_legal_body(unit) if is_boxed else None
        return PaperRow(tuple(pieces), height, sign, (right - 15, top + 1.5), lock_at, box)

    def _row_name(self, name: str, beside: float, alone: float) -> tuple[Letters, list[str], bool]:
        """Return type and lines of a row's name, and whether its figure fits on the last one.

        In one line beside the figure, if need be a size smaller; else in one line of its own; else
        wrapped. So a name of usual length is found in one piece by whoever searches a PDF.
        """
        body, small = self._body, self._small
        for kind in (body, small):
            if kind.width(name) <= beside:
                return kind, [name], True
        for kind in (body, small):
            if kind.width(name) <= alone:
                return kind, [name], False
        lines = wrapped(name, body.width, alone)
        return body, lines, body.width(lines[-1]) <= beside

    # -- heads -----------------------------------------------------------------------------

    def head_pieces(self, organisation: str, room: float, note: str = "") -> list[list[Piece]]:
        """Return the name and the totals of the root or of a region, line by line.

        Parameters
        ----------
        note : str
            Follows the name: "(2 of 3)".
        """
        key = (organisation, room, note)
        if key not in self._head_pieces:
            self._head_pieces[key] = self._make_head_pieces(organisation, room, note)
        return self._head_pieces[key]

    def _make_head_pieces(self, organisation: str, room: float, note: str) -> list[list[Piece]]:
        body, heading, endless = self._body, self._heading, 1e6
        name, totals = (run.text for run in self.head(organisation, endless))
        name = f"{name} {note}".strip()
        beside = heading.width(name) + 10
        if beside + body.width(totals) <= room:
            first = [Piece(name, heading, 0.0, 0.0), Piece(totals, body, beside, 2.0, "quiet")]
            return [first, *self._said_below(organisation, HEAD_LINE, room)]
        lines = [
            Piece(text, heading, 0.0, HEAD_LINE * i)
            for i, text in enumerate(wrapped(name, heading.width, room))
        ]
        top = HEAD_LINE * len(lines)
        lines += [
            Piece(text, body, 0.0, top + _LINE * i, "quiet")
            for i, text in enumerate(_wrapped_parts(totals, body.width, room))
        ]
        below = self._said_below(organisation, lines[-1].y + HEAD_LINE, room)
        return [*([piece] for piece in lines), *below]

    def _said_below(self, organisation: str, top: float, room: float) -> list[list[Piece]]:
        """Return what the root says of the structure looked ahead to, line by line."""
        if self.ahead is None or organisation != self.option.state.root:
            return []
        body = self._body
        said = (line for text in self.ahead.head() for line in wrapped(text, body.width, room))
        return [[Piece(text, body, 0.0, top + _LINE * i + 2)] for i, text in enumerate(said)]

    def head_width(self, region: str, note: str = "") -> float:
        """Return the width of a region whose head is on one line if it is not very long."""
        return width_of(self.head_pieces(region, LONGEST_HEAD, note)) + HEAD_INDENT + 1


class OutlineFaces(PaperFaces):
    """The faces of an overview that has a row for each group, under the head of its region."""

    smallest = 12.0

    def stack_header(self, stack: Stack) -> float:
        """Return the height of a card's header: just the room above its first row."""
        del stack
        return 0.0

    def _make_paper_row(self, unit: str, indent: float) -> PaperRow:
        face, body = self.card(unit), self._body
        figure = face.total.text
        left, right = indent + _MARK, self._room - body.width(figure)
        name = self.option.state.label(unit)
        lines = wrapped(name, body.width, right - left - _CODE_GAP)
        pieces = (
            *(Piece(text, body, left, _line(i)) for i, text in enumerate(lines)),
            Piece(figure, body, right, _line(0)),
        )
        height = ROW_HEIGHT + _LINE * (len(lines) - 1)
        return PaperRow(pieces, height, face.sign, (0.0, _line(0) + 1.5))


def outline_of(state: State, region: str) -> list[Stack]:
    """Return a region's groups as the rows of one card."""
    groups = tuple((c, 0) for c in state.children(region) if state.tier(c) is Tier.GROUP)
    return [Stack(region, False, groups)] if groups else []


def _line(number: int) -> float:
    return _ROW_TOP + _LINE * number


def _wrapped_parts(text: str, width_of: Callable[[str], float], room: float) -> list[str]:
    """Return a text of parts between dots in lines, broken at the dots where possible."""
    lines: list[str] = []
    for part in text.split(f" {_DOT} "):
        longer = f"{lines[-1]} {_DOT} {part}" if lines else part
        if lines and width_of(longer) <= room:
            lines[-1] = longer
        else:
            lines += wrapped(part, width_of, room)
    return lines


def flow(runs: Iterable[Run], room: float) -> list[tuple[Run, ...]]:
    """Return runs of text in as many lines as they need; where one breaks, the dot is left out."""
    kind = type_()
    lines: list[list[Run]] = [[]]
    used = 0.0
    for run in runs:
        if used + run.width <= room:
            lines[-1].append(run)
            used += run.width
            continue
        if lines[-1] and lines[-1][-1].text.strip() == _DOT:
            lines[-1].pop()
        if run.text.strip() == _DOT:
            lines.append([])
            used = 0.0
            continue
        font = kind.strong if run.bold else kind.small
        for text in wrapped(run.text, partial(kind.width, font=font), room):
            lines.append([kind.run(text, font, run.tone)])
            used = lines[-1][-1].width
    return [tuple(line) for line in lines if line]


def width_of(lines: Sequence[Sequence[Piece]]) -> float:
    """Return the width of a head's texts."""
    return max(line[-1].right for line in lines)


class PaperPainter(Painter):
    """Draws a chart on paper: everything in full, lines as thick as they must be to print.

    Parameters
    ----------
    scale : float
        Points a scene unit.
    note : str
        Follows the regions' names.
    """

    def __init__(
        self, chart: Chart, faces: PaperFaces, theme: Theme, scale: float, note: str = ""
    ) -> None:
        super().__init__(chart, faces, theme)
        self._paper = faces
        self._note = note
        self._width = max(0.8, LEAST_LINE / scale)
        for pen in (self._hairline, self._wire):
            pen.setCosmetic(False)
            pen.setWidthF(self._width)
        self._dashes = QPen(theme.quiet, self._width, Qt.PenStyle.DashLine)
        kind = type_()
        fonts = (kind.body, kind.name, kind.small, kind.strong, kind.head)
        self._letters = {id(font): letters_of(font) for font in fonts}
        self._write: Write = _nowhere

    def paint(self, painter: QPainter, exposed: QRectF | None = None) -> None:
        """Draw all of the chart, or only what is in an area, scene units."""
        self._write = writing(painter)
        layout = self.chart.layout
        everything = QRectF(0, 0, layout.width, layout.height)
        self.draw(painter, exposed or everything, 1.0, Marks(paper=True))

    def _draw_root(self, painter: QPainter, *_: object) -> None:
        box = QRectF(*self.chart.layout.root)
        self._panel(painter, box, self._hairline)
        room = box.width() - 2 * ROOT_PAD + 0.5
        for line in self._paper.head_pieces(self.chart.root, room):
            self._pieces(painter, line, box.center().x() - line[-1].right / 2, box.top() + 9)

    def _draw_regions(self, painter: QPainter, *_: object) -> None:
        for region, row in zip(self.chart.regions, self.chart.layout.regions, strict=True):
            box = QRectF(*row)
            lines = self._paper.head_pieces(region, box.width() - HEAD_INDENT, self._note)
            tall = 18.0 + lines[-1][-1].y - (2.0 if len(lines) == 1 else 0.0)
            painter.fillRect(QRectF(box.left(), box.top() + 2, 3, tall), self.theme.accent)
            for line in lines:
                self._pieces(painter, line, box.left() + HEAD_INDENT, box.top() + 2)

    def _draw_card(self, painter: QPainter, card: int, exposed: QRectF, *_: object) -> None:
        stack = self.chart.stacks[card]
        box = QRectF(*self.chart.layout.cards[card])
        face = self._paper.stack(stack)
        pen = self._dashes if stack.waiting else self._frame(stack.card)
        self._panel(painter, box, pen, solid=not stack.waiting)
        if self._paper.stack_header(stack):
            self._draw_header(painter, box, face, stack.waiting)
            self._draw_team(painter, card, box)
        self._draw_rows(painter, card, box, exposed, Marks(paper=True))

    def _frame(self, card: str) -> QPen:
        ahead = self._paper.ahead
        pen = ahead.frame(card, self.theme, self._width) if ahead is not None else None
        if pen is None:
            return self._hairline
        pen.setCosmetic(False)
        return pen

    def _draw_rows(
        self, painter: QPainter, card: int, box: QRectF, exposed: QRectF, marks: Marks
    ) -> None:
        del exposed, marks
        rows = self.chart.rows_of(card)
        tops = [self.chart.row_top(card, place) for place in range(len(rows))]
        painter.setPen(self._hairline)
        painter.drawLines([QLineF(box.left(), top, box.right(), top) for top in tops])
        left = box.left() + CARD_PAD
        for place, ((unit, depth), top) in enumerate(zip(rows, tops, strict=True)):
            self._draw_row_posts(painter, card, place, left)
            row = self._paper.paper_row(unit, depth)
            if row.box is not None:
                inside = QRectF(box.left(), top, box.width(), row.height)
                self._draw_box(painter, inside, is_legal=row.box)
            self._pieces(painter, row.pieces, left, top)
            if row.sign is not Sign.NONE:
                x, y = row.sign_at
                signs.draw(painter, row.sign, QRectF(left + x, top + y, 11, 11), self.theme)
            if row.lock_at:
                x, y = row.lock_at
                signs.draw_lock(painter, self.theme, QPointF(left + x, top + y))

    def _text(
        self, painter: QPainter, run: Run, font: QFont, x: float, y: float, tone: str = ""
    ) -> None:
        painter.setPen(self._pens[tone or run.tone])
        self._write(self._letters[id(font)], x, y, run.text)

    def _pieces(self, painter: QPainter, pieces: Iterable[Piece], x: float, y: float) -> None:
        pens, write = self._pens, self._write
        for text, letters, dx, dy, tone in pieces:
            painter.setPen(pens[tone])
            write(letters, x + dx, y + dy, text)


def _nowhere(*_: object) -> None:
    """Write nothing: nothing is drawn before `paint` says with what."""
