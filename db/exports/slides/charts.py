"""The chart on slides: the nation with its regions and groups, and each region with its units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from db.exports.arial import line_height, width_of, word_width
from db.exports.slides.drawing import (
    FLOOR,
    Box,
    Canvas,
    Ink,
    Paragraph,
    Run,
    Style,
    paragraph,
    sign_ink,
)
from db.exports.slides.flow import Draw
from model.norm import in_brief, norm_of
from model.option import Option
from model.pack import Style as MeasureStyle
from model.pack import Tier
from model.report.table import MARKS
from model.report.totals import headline
from model.rules.standing import Standing
from model.state import State
from model.wording import counted, sum_text

_HEAD = Style(Ink.PALE, Ink.ACCENT, 1.25, inset=(6.0, 4.0), anchor="ctr")
_BOX = Style(Ink.PAPER, Ink.QUIET, inset=(3.0, 2.0))
_CARD = Style(Ink.PALE, Ink.QUIET, inset=(5.0, 3.0))
_UNIT = Style(Ink.PAPER, Ink.LINE, inset=(6.0, 2.5))
_WAITING = Style(Ink.PAPER, Ink.QUIET, inset=(6.0, 4.0), dashed=True)
_GAP = 6.0
_BETWEEN = 3.0
"""Between the boxes that hang below each other, points."""
_DROP = 18.0
"""Room for lines between a level and the next, points."""
_INDENT = 8.0
_SIZES = (16.0, 15.0, 14.0, 13.0, 12.0, 11.0, FLOOR)
_MOST_ROWS = 3
_ALLEY = 16.0
"""Between the halves of a row that has another below it: the line from the top goes down there."""
_NARROWEST_CARD, _WIDEST_CARD = 118.0, 260.0
_LONGEST_WORD = 100.0
"""Wider words may be broken, points."""
_WIDEST_HEAD = 560.0
_STEPS, _STEP = 60, 4.0
"""How often, and by how many points, widths of columns are altered."""


def figures_line(state: State, place: str) -> str:
    """Return what a place comes to, in short: "3 units · 797k people · £1.45bn · 8 officers"."""
    totals, unit, words = state.totals(place), state.pack.kind_at(Tier.UNIT), state.pack.words
    parts = [counted(totals.units, unit.label, unit.plural)]
    # Of groups only: the norm is theirs.
    norm = norm_of(state) if state.tier(place) is Tier.GROUP else None
    for measure in headline(state):
        number = in_brief(norm, measure, totals.sums[measure.id])
        parts.append(
            number if measure.style is MeasureStyle.MONEY else f"{number} {measure.short}".strip()
        )
    parts.append(counted(totals.officers, words.officer, words.officers))
    return " · ".join(parts)


def told(standing: Standing) -> str:
    """Return how a place stands, in words."""
    return standing.text or standing.meaning.capitalize()


def _signed(standing: Standing, words: str, size: float) -> Paragraph:
    mark = MARKS[standing.sign]
    runs = [Run(f"{mark} ", size, ink=sign_ink(standing.sign))] if mark else []
    return Paragraph((*runs, Run(words, size)))


def in_rows(count: int, rows: int) -> list[int]:
    """Return how many of some boxes stand in each row; none, if there are too few for so many.

    A row with another below it has an even number: the line from the top goes down in its middle.
    """
    each = -(-count // rows)
    each += each % 2 if rows > 1 else 0
    shares = [min(each, count - first) for first in range(0, count, each)] if each else []
    return shares if len(shares) == rows else []


# -- the nation --------------------------------------------------------------------------------


def nation(option: Option, room: Box) -> Draw | None:
    """Return the drawing of all groups below their regions, None if there is no room for it.

    Regions stand side by side, in as many rows as give the largest letters.
    """
    regions = option.state.at_tier(Tier.REGION)
    for size in _SIZES:
        for rows in range(1, _MOST_ROWS + 1):
            shares = in_rows(len(regions), rows)
            found = _nation(option, room, size, shares) if shares else None
            if found is not None:
                return found
    return None


@dataclass(frozen=True)
class _Region:
    """A region in letters of a size, with the boxes that hang from it.

    Attributes
    ----------
    least : float
        How wide its column must be for no word to be broken, within reason.
    hung : list of tuple
        What each box says, its name, and what is told to those who can't see it.
    """

    name: str
    about: str
    head: list[Paragraph]
    least: float
    hung: list[tuple[list[Paragraph], str, str]]

    @classmethod
    def of(cls, option: Option, region: str, size: float) -> _Region:
        """Return a region of an option."""
        state = option.state
        name = state.label(region)
        return cls(
            name,
            f"{name}: {figures_line(state, region)}.",
            [
                paragraph(name, size, bold=True),
                paragraph(_count_of_groups(state, region), size),
            ],
            _least(state, region, size),
            list(_hung_words(option, region, size)),
        )

    def height(self, wide: float) -> float:
        """Return how high its column is, points."""
        head = _CARD.height(self.head, wide - _INDENT / 2)
        return head + sum(_BOX.height(s, wide - _INDENT) + _BETWEEN for s, _, _ in self.hung)


_Hung = tuple[Box, list[Paragraph], str, str]
_Column = tuple[_Region, Box, list[_Hung]]


def _nation(option: Option, room: Box, size: float, shares: Sequence[int]) -> Draw | None:
    state = option.state
    root = [
        paragraph(state.label(state.root), size + 2, bold=True, align="ctr"),
        paragraph(figures_line(state, state.root), size, align="ctr"),
    ]
    head_width = min(room.width, _WIDEST_HEAD)
    top = Box(room.middle - head_width / 2, room.y, head_width, _HEAD.height(root, head_width))
    left = [_Region.of(option, region, size) for region in state.at_tier(Tier.REGION)]
    y = top.bottom + _DROP
    rows: list[tuple[float, list[_Column]]] = []
    for place, share in enumerate(shares):
        row, left = left[:share], left[share:]
        is_last = place == len(shares) - 1
        # All heads of a row are as high as the highest, some lines more than some have.
        enough = room.bottom - y - _GAP - 2 * line_height(size) if len(shares) == 1 else 0.0
        widths = _widths(row, room.width, enough, alley=not is_last)
        if widths is None:
            return None
        placed = _row_of_columns(row, widths, Box(room.x, y, room.width, 0.0))
        rows.append((y, placed))
        y = _DROP + max(hung[-1][0].bottom if hung else box.bottom for _, box, hung in placed)
        if y - _DROP > room.bottom:
            return None

    def draw(canvas: Canvas) -> None:
        above = canvas.shape(top, root, _HEAD, name=state.label(state.root))
        for number, (y, columns) in enumerate(rows):
            start = canvas.joint(above, y - _DROP) if number else above
            for column in columns:
                canvas.connect(start, _draw_column(canvas, column))

    return draw


def _draw_column(canvas: Canvas, column: _Column) -> int:
    region, box, boxes = column
    below = canvas.shape(box, region.head, _CARD, name=region.name, about=region.about)
    hung = [
        canvas.shape(where, said, _BOX, name=name, about=about)
        for where, said, name, about in boxes
    ]
    for each in hung:
        canvas.hang(below, each, box.x - _INDENT / 2 + 1.0)
    return below


def _widths(
    regions: Sequence[_Region], width: float, enough: float, *, alley: bool
) -> list[float] | None:
    """Return how wide the columns of regions are, None if they can't be: those that hold more are.

    Widths are altered in steps: from the lowest column to the highest, until none is higher than
    is `enough`.
    """
    if alley:
        half = len(regions) // 2
        sides = [
            _widths(side, (width - _ALLEY) / 2, enough, alley=False)
            for side in (regions[:half], regions[half:])
        ]
        return None if None in sides else [wide for side in sides if side for wide in side]
    spare = width - _GAP * (len(regions) - 1) - sum(region.least for region in regions)
    if spare < 0:
        return None
    widths = [region.least + spare / len(regions) for region in regions]
    heights = [region.height(wide) for region, wide in zip(regions, widths, strict=True)]
    best, lowest = list(widths), max(heights)
    for _ in range(_STEPS):
        if lowest <= enough:
            break
        most = heights.index(max(heights))
        giving = [
            place
            for place, region in enumerate(regions)
            if widths[place] - _STEP >= region.least and place != most
        ]
        if not giving:
            break
        low = min(giving, key=heights.__getitem__)
        widths[low] -= _STEP
        widths[most] += _STEP
        for place in (low, most):
            heights[place] = regions[place].height(widths[place])
        if max(heights) < lowest:
            best, lowest = list(widths), max(heights)
    return best


def _least(state: State, region: str, size: float) -> float:
    """Return how wide a region's column must be for no word to be broken, within reason."""
    names = [state.label(group) for group in _groups(state, region)]
    within = max((word_width(name, size) for name in names), default=0.0)
    own = max(
        word_width(state.label(region), size, bold=True),
        width_of(_count_of_groups(state, region), size, bold=True),
    )
    longest = _LONGEST_WORD * size / FLOOR
    return 1.0 + max(
        min(within, longest) + 2 * _BOX.inset[0] + _INDENT,
        min(own, longest) + 2 * _CARD.inset[0] + _INDENT / 2,
    )


def _row_of_columns(regions: Sequence[_Region], widths: Sequence[float], at: Box) -> list[_Column]:
    """Return the columns of regions that stand side by side, across a width."""
    # A region begins a little to the right of the line that its groups hang from.
    high = max(
        _CARD.height(region.head, wide - _INDENT / 2)
        for region, wide in zip(regions, widths, strict=True)
    )
    spare = at.width - sum(widths) - _GAP * (len(regions) - 1)
    found: list[_Column] = []
    x = at.x
    for place, (region, wide) in enumerate(zip(regions, widths, strict=True)):
        if place and 2 * place == len(regions):
            x += spare
        box = Box(x + _INDENT / 2, at.y, wide - _INDENT / 2, high)
        hung: list[_Hung] = []
        below = box.bottom + _GAP
        for said, name, about in region.hung:
            where = Box(x + _INDENT, below, wide - _INDENT, _BOX.height(said, wide - _INDENT))
            hung.append((where, said, name, about))
            below = where.bottom + _BETWEEN
        found.append((region, box, hung))
        x += wide + _GAP
    return found


def _hung_words(
    option: Option, region: str, size: float
) -> Iterator[tuple[list[Paragraph], str, str]]:
    """Iterate over the boxes below a region: what they say, their names, and what is told."""
    state = option.state
    for group in _groups(state, region):
        standing = option.findings.standing(group)
        name = f"{state.code(group)} {state.label(group)}"
        about = f"{name}: {figures_line(state, group)}. {told(standing)}."
        yield [_signed(standing, name, size)], name, about
    waiting = _waiting(state, region)
    if waiting:
        kind = state.pack.kind_at(Tier.UNIT)
        text = f"{counted(len(waiting), kind.label, kind.plural)} not placed yet"
        yield [paragraph(text, size)], text, ""


def _count_of_groups(state: State, region: str) -> str:
    kind = state.pack.kind_at(Tier.GROUP)
    return counted(len(_groups(state, region)), kind.label, kind.plural)


def _groups(state: State, region: str) -> list[str]:
    return [o for o in state.children(region) if state.tier(o) is Tier.GROUP]


def _waiting(state: State, region: str) -> list[str]:
    return [o for o in state.children(region) if state.tier(o) is Tier.UNIT]


# -- a region ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Card:
    """A group with its units, or as many of them as fit below each other."""

    name: str
    about: str
    head: list[Paragraph]
    units: list[list[Paragraph]]
    names: list[str]
    style: Style = _CARD


def region(option: Option, place: str, room: Box) -> list[list[Draw]]:
    """Return the drawings of a region: its groups as cards, on as few slides as can be.

    They stand in as many rows as give the largest letters. Where they don't fit on one slide at
    all, they stand in one row, and a card that is higher than a slide goes on in the next one.
    """
    count = len(_cards(option, place, FLOOR))
    for size in _SIZES:
        cards = _cards(option, place, size)
        head = _region_head(option, place, room, size)
        for rows in range(1, _MOST_ROWS + 1):
            shares = in_rows(count, rows)
            found = _in_rows(cards, head, room, size, shares) if shares else None
            if found is not None:
                return [[found]]
    return min((_over_slides(option, place, room, size) for size in _SIZES), key=len)


def _region_head(option: Option, place: str, room: Box, size: float) -> tuple[Box, list[Paragraph]]:
    state = option.state
    head = [
        paragraph(state.label(place), size + 2, bold=True, align="ctr"),
        paragraph(figures_line(state, place), size, align="ctr"),
    ]
    width = min(room.width, _WIDEST_HEAD)
    return Box(room.middle - width / 2, room.y, width, _HEAD.height(head, width)), head


def _cards(option: Option, place: str, size: float) -> list[_Card]:
    groups, waiting = _groups(option.state, place), _waiting(option.state, place)
    cards = [_group_card(option, group, size) for group in groups]
    return [*cards, *([_waiting_card(option.state, waiting, size)] if waiting else [])]


def _in_rows(
    left: Sequence[_Card],
    above: tuple[Box, list[Paragraph]],
    room: Box,
    size: float,
    shares: Sequence[int],
) -> Draw | None:
    """Return all cards of a region on one slide, in rows, None if there is no room for them."""
    top, head = above
    y, alley = top.bottom + _DROP, _ALLEY if len(shares) > 1 else _GAP
    narrowest, widest = (limit * size / FLOOR for limit in (_NARROWEST_CARD, _WIDEST_CARD))
    spread = room.width - _GAP * (max(shares) - 2) - alley if max(shares) > 1 else room.width
    wide = min(widest, spread / max(shares))
    if wide < narrowest:
        return None
    rows: list[_Row] = []
    for number, share in enumerate(shares):
        cards, left = left[:share], left[share:]
        middle = alley if number < len(shares) - 1 else _GAP
        rows.append(_row_of_cards(cards, wide, middle, Box(room.x, y, room.width, 0.0)))
        y = rows[-1].bottom + _DROP
        if rows[-1].bottom > room.bottom:
            return None
    return _region_drawing(top, head, rows)


@dataclass(frozen=True)
class _Row:
    """Cards side by side.

    Attributes
    ----------
    placed : list of tuple
        The left side of each card, and the card.
    y, wide, high : float
        The top of all, the width of each, and how high their heads are.
    """

    placed: list[tuple[float, _Card]]
    y: float
    wide: float
    high: float

    @property
    def bottom(self) -> float:
        """Where the highest card ends."""
        units = ([_UNIT.height(u, self.wide) for u in card.units] for _, card in self.placed)
        return self.y + self.high + max((sum(heights) for heights in units), default=0.0)


def _row_of_cards(cards: Sequence[_Card], wide: float, middle: float, at: Box) -> _Row:
    """Place cards in the middle of a width; half of them stand left of a gap of their own."""
    is_halved = len(cards) % 2 == 0
    whole = len(cards) * (wide + _GAP) - _GAP + (middle - _GAP if is_halved else 0.0)
    x, placed = at.middle - whole / 2, []
    for place, card in enumerate(cards):
        if place and 2 * place == len(cards):
            x += middle - _GAP
        placed.append((x, card))
        x += wide + _GAP
    return _Row(placed, at.y, wide, _head_height(cards, wide))


def _over_slides(option: Option, place: str, room: Box, size: float) -> list[list[Draw]]:
    top, head = _region_head(option, place, room, size)
    y = top.bottom + _DROP
    narrowest = _NARROWEST_CARD * size / FLOOR
    most = max(1, int((room.width + _GAP) / (narrowest + _GAP)))
    cards = _cards(option, place, size)
    if not cards:
        kind = option.state.pack.kind_at(Tier.GROUP)
        none = [paragraph(f"No {kind.plural} yet.", 12.0)]
        return [[_region_drawing(top, head, []), partial(_note, room=room, y=y, said=none)]]
    count = len(cards)
    # As few slides as can be, and as many cards on each as leave a unit room below their heads.
    for beside in range(most, 0, -1):
        abreast = -(-count // -(-count // beside))
        wide = min(_WIDEST_CARD * size / FLOOR, (room.width - _GAP * (abreast - 1)) / abreast)
        top_height = _head_height(cards, wide)
        highest = max((_UNIT.height(said, wide) for c in cards for said in c.units), default=0.0)
        if y + top_height + highest <= room.bottom:
            break
    cards = [p for card in cards for p in _in_height(card, wide, top_height, room.bottom - y)]
    pages: list[list[Draw]] = []
    for first in range(0, len(cards), abreast):
        at = Box(room.x, y, room.width, 0.0)
        row = _row_of_cards(cards[first : first + abreast], wide, _GAP, at)
        pages.append([_region_drawing(top, head, [row])])
    return pages


def _note(canvas: Canvas, room: Box, y: float, said: list[Paragraph]) -> None:
    box = Box(room.x, y, room.width, _UNIT.height(said, room.width))
    canvas.shape(box, said, _UNIT, name="Nothing here yet")


def _region_drawing(top: Box, head: list[Paragraph], rows: Sequence[_Row]) -> Draw:
    def draw(canvas: Canvas) -> None:
        above = canvas.shape(top, head, _HEAD, name=head[0].text)
        for number, row in enumerate(rows):
            start = canvas.joint(above, row.y - _DROP) if number else above
            for x, card in row.placed:
                drawn = _draw_card(canvas, card, Box(x, row.y, row.wide, row.high))
                canvas.connect(start, drawn)

    return draw


def _head_height(cards: Iterable[_Card], wide: float) -> float:
    """Return how high the heads of cards that stand side by side are."""
    return max((card.style.height(card.head, wide) for card in cards), default=0.0)


def _draw_card(canvas: Canvas, card: _Card, at: Box) -> int:
    number = canvas.shape(at, card.head, card.style, name=card.name, about=card.about)
    y = at.bottom
    for name, said in zip(card.names, card.units, strict=True):
        high = _UNIT.height(said, at.width)
        canvas.shape(Box(at.x, y, at.width, high), said, _UNIT, name=name)
        y += high
    return number


def _group_card(option: Option, group: str, size: float) -> _Card:
    state = option.state
    standing = option.findings.standing(group)
    name = f"{state.code(group)} {state.label(group)}"
    line = figures_line(state, group)
    head = [paragraph(name, size, bold=True), paragraph(line, size)]
    head.append(_signed(standing, told(standing), size))
    members = state.members(group)
    return _Card(
        name,
        f"{name}: {line}. {told(standing)}.",
        head,
        [[_unit(state, unit, size)] for unit in members],
        [state.label(unit) for unit in members],
    )


def _waiting_card(state: State, units: list[str], size: float) -> _Card:
    kind = state.pack.kind_at(Tier.UNIT)
    said = counted(len(units), kind.label, kind.plural)
    head = [paragraph("Not placed yet", size, bold=True), paragraph(said, size)]
    names = [state.label(unit) for unit in units]
    paragraphs = [[_unit(state, unit, size)] for unit in units]
    return _Card("Not placed yet", "", head, paragraphs, names, _WAITING)


def _unit(state: State, unit: str, size: float) -> Paragraph:
    runs = [Run(f"{state.code(unit)} ", size, ink=Ink.QUIET), Run(state.label(unit), size)]
    measures = headline(state)
    if measures:
        total = sum_text(measures[0], state.sum(unit, measures[0].id), brief=True)
        runs.append(Run(f" · {total}", size, ink=Ink.QUIET))
    return Paragraph(tuple(runs))


def _in_height(card: _Card, wide: float, top: float, height: float) -> list[_Card]:
    """Return a card as one or more, none of which is higher than a slide has room for."""
    pieces: list[_Card] = []
    head, units, names = card.head, list(card.units), list(card.names)
    while True:
        used, count = top, 0
        for said in units:
            high = _UNIT.height(said, wide)
            if count and used + high > height:
                break
            used += high
            count += 1
        pieces.append(_Card(card.name, card.about, head, units[:count], names[:count], card.style))
        units, names = units[count:], names[count:]
        if not units:
            return pieces
        head = [paragraph(f"{card.name} (continued)", card.head[0].size, bold=True)]
