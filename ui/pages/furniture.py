"""What stands around the chart on a page: header, summary, legend, credits, footer.

Everything is placed in points (1/72 inch), y downwards, and is plain data until `paint` draws it,
so that a test can ask where each text is. Texts wrap; none is shortened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from model.rules.rule import Severity, Verdict
from model.rules.standing import SEVERITY_WORDS, SIGN_WORDS, VERDICT_WORDS, WORST, Sign
from model.wording import DASH, STAR, capital
from ui import signs
from ui.chart.paper import wrapped
from ui.letters import letters, writing
from ui.samples import WIDTHS, Kind, draw_sample
from ui.theme import Theme

LEADING = 1.25
"""Height of a line, times the size of its text."""
_FINE = 20
"""Fonts come in whole pixels: texts are set this many times as large and scaled down."""


# -- pieces --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text; x and y are its left and top."""

    text: str
    x: float
    y: float
    size: float
    bold: bool = False
    tone: str = "text"

    @property
    def width(self) -> float:
        """How wide it is."""
        return measure(self.text, self.size, bold=self.bold)

    @property
    def height(self) -> float:
        """How high its line is."""
        return self.size * LEADING


@dataclass(frozen=True, slots=True)
class Glyph:
    """A sign in a square."""

    sign: Sign
    x: float
    y: float
    side: float


@dataclass(frozen=True, slots=True)
class Hairline:
    """A level line."""

    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Sample:
    """A small picture in the legend of something on the chart."""

    kind: Kind
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Link:
    """An area that leads to another page, so far down it, in a PDF."""

    page: int
    x: float
    y: float
    width: float
    height: float
    down: float = 0.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line from a point over a way: across, down, or both."""

    x: float
    y: float
    across: float
    down: float


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture in a box."""

    image: QImage
    x: float
    y: float
    width: float
    height: float


Item = Words | Glyph | Hairline | Sample | Link | Stroke | Logo


def shifted(items: Sequence[Item], dx: float, dy: float) -> list[Item]:
    """Return items moved."""
    return [_shifted(item, dx, dy) for item in items]


def _shifted(item: Item, dx: float, dy: float) -> Item:
    # Most are words, of which a board paper has tens of thousands.
    if isinstance(item, Words):
        return Words(item.text, item.x + dx, item.y + dy, item.size, item.bold, item.tone)
    return replace(item, x=item.x + dx, y=item.y + dy)


@dataclass(frozen=True, slots=True)
class Block:
    """Items from (0, 0) on and the height that they take."""

    items: tuple[Item, ...]
    height: float

    def at(self, x: float, y: float) -> list[Item]:
        """Return the items with the block's top left corner there."""
        return shifted(self.items, x, y)


NOTHING = Block((), 0.0)


# -- text ----------------------------------------------------------------------------------------


def measure(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a text, points."""
    return letters(100, bold=bold).width(text) * size / 100


def wrap(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Return a text in lines of at most `room` points."""
    return wrapped(text, partial(measure, size=size, bold=bold), room)


def wrap_parts(parts: Sequence[str], size: float, room: float) -> list[str]:
    """Return parts with dots between them in lines, broken inside a part only if it is too long."""
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]} · {part}" if lines else part
        if lines and measure(longer, size) <= room:
            lines[-1] = longer
        else:
            lines += wrap(part, size, room)
    return lines


def prose(
    text: str | Sequence[str], size: float, room: float, *, bold: bool = False, tone: str = "text"
) -> Block:
    """Return a text that wraps; if it is in parts, between them where that is possible."""
    step = size * LEADING
    if isinstance(text, str):
        lines = wrap(text, size, room, bold=bold)
    else:
        lines = wrap_parts(text, size, room)
    words = [Words(line, 0.0, i * step, size, bold, tone) for i, line in enumerate(lines)]
    return Block(tuple(words), step * len(words))


def paragraphs(texts: Sequence[str | Sequence[str]], size: float, room: float) -> Block:
    """Return texts below each other, each as `prose` sets it, in the quiet tone."""
    return below([prose(text, size, room, tone="quiet") for text in texts])


def below(blocks: Sequence[Block]) -> Block:
    """Return blocks below each other as one."""
    items: list[Item] = []
    y = 0.0
    for block in blocks:
        items += block.at(0.0, y)
        y += block.height
    return Block(tuple(items), y)


# -- header and footer ---------------------------------------------------------------------------


def header(
    title: str, page_title: str, notes: Sequence[Sequence[str]], room: float, k: float
) -> Block:
    """Return title, the page's own title and what is to be said below.

    Parameters
    ----------
    notes : sequence of parts
        Each begins a line.
    k : float
        How much larger than on A4.
    """
    size = 15 * k if len(title) <= 90 else 11 * k
    lines = wrap(title, size, room, bold=True)
    step = size * LEADING
    items: list[Item] = [
        Words(line, 0.0, i * step, size, bold=True) for i, line in enumerate(lines)
    ]
    y = (len(lines) - 1) * step
    used = measure(lines[-1], size, bold=True) + size * 0.6
    if used + measure(page_title, size) <= room:
        items.append(Words(page_title, used, y, size, tone="quiet"))
    else:
        under = prose(page_title, size, room, tone="quiet")
        items += under.at(0.0, y + step)
        y += under.height
    y += step + 1.5 * k
    said = paragraphs(notes, 8.5 * k, room)
    items += said.at(0.0, y)
    return Block(tuple(items), y + said.height + 5 * k)


def footer(left: Sequence[str], right: str, room: float, k: float) -> Block:
    """Return a hairline with a text on either side below it."""
    size = 7 * k
    right_room = measure(right, size)
    left_block = prose(left, size, room - right_room - 18 * k, tone="quiet")
    top = 4 * k
    items = [
        Hairline(0.0, 0.0, room),
        *left_block.at(0.0, top),
        Words(right, room - right_room, top, size, tone="quiet"),
    ]
    return Block(tuple(items), top + left_block.height)


# -- summary -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the summary with its caption and what must be said of it."""

    caption: str
    value: str
    notes: tuple[str, ...] = ()
    width: float = 90.0
    """What it would like, points on A4."""

    def block(self, room: float, k: float) -> Block:
        """Return it set in a column."""
        items: list[Item] = []
        y = 0.0
        for text, size, bold, tone in (
            (self.caption, 7.5, False, "quiet"),
            (self.value, 12.0, True, "text"),
            *((note, 7.0, False, "quiet") for note in self.notes),
        ):
            part = prose(text, size * k, room, bold=bold, tone=tone)
            items += part.at(0.0, y)
            y += part.height
        return Block(tuple(items), y)


_SHOWN = (Verdict.BREAKS, Verdict.WAIVED, Verdict.INCOMPLETE, Verdict.MEETS)


_COUNTS = 7.5
"""Size of the texts of a small table of counts, points on A4."""
_SEVERITIES, _CLOSEST = 46.0, 9.0
"""Width of its first column, and least between the others."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Counts of verdicts by severity, as a small table."""

    caption: str
    counts: dict[str, dict[str, int]]

    @property
    def width(self) -> float:
        """How wide it is at least on A4, points: as the words over its columns are."""
        words = sum(measure(VERDICT_WORDS[verdict], _COUNTS) for verdict in _SHOWN)
        return _SEVERITIES + words + _CLOSEST * len(_SHOWN)

    def block(self, room: float, k: float) -> Block:
        """Return it set in a column."""
        size = _COUNTS * k
        step = size * LEADING
        items: list[Item] = [Words(self.caption, 0.0, 0.0, size, tone="quiet")]
        widths = [measure(VERDICT_WORDS[verdict], size) for verdict in _SHOWN]
        first = _SEVERITIES * k
        gap = min(16 * k, (room - first - sum(widths)) / len(_SHOWN))
        rights = [
            first + sum(widths[: place + 1]) + gap * (place + 1) for place in range(len(_SHOWN))
        ]
        for verdict, right, width in zip(_SHOWN, rights, widths, strict=True):
            items.append(Words(VERDICT_WORDS[verdict], right - width, 0.0, size, tone="quiet"))
        y = step
        for severity in (s for s in Severity if s is not Severity.INFO):
            counts = self.counts.get(severity.value, {})
            items.append(Words(capital(SEVERITY_WORDS[severity]), 0.0, y, size, tone="quiet"))
            for verdict, right in zip(_SHOWN, rights, strict=True):
                number = counts.get(verdict.value, 0)
                stands_out = bool(number) and verdict is Verdict.BREAKS
                text = f"{number:,}"
                x = right - measure(text, size, bold=stands_out)
                tone = "text" if number else "quiet"
                items.append(Words(text, x, y, size, bold=stands_out, tone=tone))
            y += step
        return Block(tuple(items), y)


def _columns(rows: Sequence[Sequence[Figure | Verdicts]]) -> list[list[Figure | Verdicts]]:
    return [[row[i] for row in rows if i < len(row)] for i in range(len(rows[0]))]


def summary(cells: Sequence[Figure | Verdicts], room: float, k: float) -> Block:
    """Return figures in as many columns as there is room for, between hairlines."""
    gap = 12 * k
    for columns in range(len(cells), 0, -1):
        rows = [cells[at : at + columns] for at in range(0, len(cells), columns)]
        wanted = [max(cell.width for cell in column) for column in _columns(rows)]
        spare = room - gap * (columns - 1)
        if sum(wanted) * k <= spare:
            break
    widths = [spare * width / sum(wanted) for width in wanted]
    y = 6 * k
    items: list[Item] = [Hairline(0.0, 0.0, room)]
    for row in rows:
        x, height = 0.0, 0.0
        for cell, width in zip(row, widths, strict=False):
            block = cell.block(width, k)
            items += block.at(x, y)
            height = max(height, block.height)
            x += width + gap
        y += height + 6 * k
    items.append(Hairline(0.0, y, room))
    return Block(tuple(items), y + 6 * k)


# -- legend --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """A sign or a sample with its words; a text alone has its mark in bold."""

    text: str
    sign: Sign = Sign.NONE
    sample: Kind | None = None
    mark: str = ""


def signs_entries() -> list[Entry]:
    """Return every sign with its words."""
    entries = [Entry(words, sign) for sign, words in SIGN_WORDS.items() if sign is not Sign.NONE]
    return [*entries, Entry(WORST, mark="Signs:")]


def mark_entries(has_missing: bool) -> list[Entry]:
    """Return the marks that stand at numbers."""
    entries = [Entry("contains an estimate", mark=STAR)]
    return [*entries, Entry("no figure", mark=DASH)] if has_missing else entries


def legend(entries: Sequence[Entry], room: float, k: float) -> Block:
    """Return the entries in lines that flow."""
    size = 7.5 * k
    step, gap, side = size * 1.5, 13 * k, 8 * k
    items: list[Item] = []
    x = y = 0.0
    for entry in entries:
        lead = _lead(entry, size, side, k)
        text_room = room - lead
        width = min(text_room, measure(entry.text, size))
        if x and x + lead + width > room:
            x, y = 0.0, y + step
        middle = y + size * LEADING / 2
        if entry.sign is not Sign.NONE:
            items.append(Glyph(entry.sign, x, middle - side / 2, side))
        elif entry.sample:
            sample_width = lead - 4 * k
            items.append(Sample(entry.sample, x, middle - side / 2, sample_width, side))
        else:
            items.append(Words(entry.mark, x, y, size, bold=True))
        text = prose(entry.text, size, text_room, tone="quiet")
        items += text.at(x + lead, y)
        y += text.height - size * LEADING
        x += lead + width + gap
    return Block(tuple(items), y + size * LEADING)


def _lead(entry: Entry, size: float, side: float, k: float) -> float:
    """Return the width of what stands before an entry's words, with its space."""
    if entry.sample:
        return WIDTHS[entry.sample] * k + 4 * k
    if entry.mark:
        return measure(entry.mark, size, bold=True) + 3 * k
    return side + 3 * k


# -- small print ---------------------------------------------------------------------------------


def small_print(lines: Sequence[str], room: float, size: float) -> Block:
    """Return paragraphs in columns of a width that reads well."""
    if not lines:
        return NOTHING
    gap = size * 2.5
    columns = max(1, round(room / (size * 62)))
    width = (room - gap * (columns - 1)) / columns
    step = size * LEADING
    texts: list[str] = []
    for line in lines:
        texts += wrap(line, size, width)
    deep = -(-len(texts) // columns)
    items = [
        Words(text, (i // deep) * (width + gap), (i % deep) * step, size, tone="quiet")
        for i, text in enumerate(texts)
    ]
    return Block(tuple(items), deep * step)


# -- drawing -------------------------------------------------------------------------------------


class Drawer:
    """Draws items with a painter that takes points."""

    def __init__(self, painter: QPainter, look: Theme, thin: float) -> None:
        self._painter = painter
        self._look = look
        self._line = QPen(look.band, thin)
        self._mark = QPen(look.quiet, thin)
        self._tones = {"text": look.text, "quiet": look.quiet, "accent": look.accent}
        self._write = writing(painter, at_scale=False)

    def draw(self, items: Sequence[Item]) -> None:
        """Draw everything."""
        for item in items:
            if isinstance(item, Words):
                self._words(item)
            elif isinstance(item, Glyph):
                box = QRectF(item.x, item.y, item.side, item.side)
                signs.draw(self._painter, item.sign, box, self._look)
            elif isinstance(item, Hairline):
                self._painter.setPen(self._line)
                self._painter.drawLine(QLineF(item.x, item.y, item.x + item.width, item.y))
            elif isinstance(item, Stroke):
                self._painter.setPen(self._mark)
                end = (item.x + item.across, item.y + item.down)
                self._painter.drawLine(QLineF(item.x, item.y, *end))
            elif isinstance(item, Logo):
                box = QRectF(item.x, item.y, item.width, item.height)
                self._painter.drawImage(box, item.image)
            elif isinstance(item, Sample):
                box = QRectF(item.x, item.y, item.width, item.height)
                draw_sample(self._painter, self._look, item.kind, box, self._line.widthF())

    def _words(self, words: Words) -> None:
        painter = self._painter
        pixels = max(1, round(words.size * _FINE))
        painter.save()
        painter.translate(words.x, words.y)
        painter.scale(words.size / pixels, words.size / pixels)
        painter.setPen(self._tones.get(words.tone) or QColor(words.tone))
        kind = letters(pixels, bold=words.bold)
        ascent = letters(100, bold=words.bold).ascent * pixels / 100
        self._write(kind, 0.0, ascent - kind.ascent, words.text)
        painter.restore()
