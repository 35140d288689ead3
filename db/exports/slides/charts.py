"""The chart on slides: the nation with its regions and groups, and each region with its units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from db.exports.arial import width_of, word_width
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
_DROP = 18.0
"""Room for lines between a level and the next, points."""
_INDENT = 8.0
_CARD_SIZES = (14.0, 13.0, 12.0, 11.0, FLOOR)
_NARROWEST_CARD, _WIDEST_CARD = 118.0, 260.0
_LONGEST_WORD = 100.0
"""Wider words may be broken, points."""
_WIDEST_HEAD = 560.0
_STEPS, _STEP = 120, 2.0
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


# -- the nation --------------------------------------------------------------------------------


def nation(option: Option, room: Box) -> Draw | None:
    """Return the drawing of all groups below their regions, None if there is no room for it."""
    state = option.state
    regions = state.at_tier(Tier.REGION)
    if not regions:
        return None
    if sum(_least(state, region) + _GAP for region in regions) > room.width:
        return None
    root = [
        paragraph(state.label(state.root), 12.0, bold=True, align="ctr"),
        paragraph(figures_line(state, state.root), FLOOR, align="ctr"),
    ]
    head_width = min(room.width, _WIDEST_HEAD)
    top = Box(room.middle - head_width / 2, room.y, head_width, _HEAD.height(root, head_width))
    heads = [_region_words(option, region) for region in regions]
    columns = _columns(option, regions, heads, room, top.bottom + _DROP)
    if any(boxes and boxes[-1][0].bottom > room.bottom for _, boxes in columns):
        return None

    def draw(canvas: Canvas) -> None:
        above = canvas.shape(top, root, _HEAD, name=state.label(state.root))
        for region, words, (box, boxes) in zip(regions, heads, columns, strict=True):
            below = canvas.shape(
                box, words, _CARD, name=state.label(region), about=_region_about(option, region)
            )
            hung = [
                canvas.shape(where, said, _BOX, name=name, about=about)
                for where, said, name, about in boxes
            ]
            canvas.connect(above, below)
            for each in hung:
                canvas.hang(below, each, box.x - _INDENT / 2 + 1.0)

    return draw


_Hung = tuple[Box, list[Paragraph], str, str]
_Column = tuple[Box, list[_Hung]]


def _columns(
    option: Option, regions: Sequence[str], heads: list[list[Paragraph]], room: Box, y: float
) -> list[_Column]:
    """Return a column for each region; those that hold more are wider.

    Widths are altered in steps: from the lowest column to the highest.
    """
    least = [_least(option.state, region) for region in regions]
    spare = room.width - _GAP * (len(regions) - 1) - sum(least)
    widths = [each + spare / len(regions) for each in least]
    best: list[_Column] = []
    lowest = 0.0
    for _ in range(_STEPS):
        # A region begins a little to the right of the line that its groups hang from.
        high = max(
            _CARD.height(words, wide - _INDENT / 2)
            for words, wide in zip(heads, widths, strict=True)
        )
        columns, x = [], room.x
        for region, wide in zip(regions, widths, strict=True):
            columns.append(_column(option, region, x, y, wide, high))
            x += wide + _GAP
        ends = [boxes[-1][0].bottom if boxes else box.bottom for box, boxes in columns]
        if not best or max(ends) < lowest:
            best, lowest = columns, max(ends)
        if max(ends) <= room.bottom:
            break
        giving = [i for i in range(len(regions)) if widths[i] - _STEP >= least[i]]
        most = ends.index(max(ends))
        low = min((i for i in giving if i != most), key=ends.__getitem__, default=most)
        widths[low] -= _STEP
        widths[most] += _STEP
    return best


def _least(state: State, region: str) -> float:
    """Return how wide a region's column must be for no word to be broken, within reason."""
    names = [state.label(group) for group in _groups(state, region)]
    within = max((word_width(name, FLOOR) for name in names), default=0.0)
    own = max(
        word_width(state.label(region), FLOOR, bold=True),
        width_of(_count_of_groups(state, region), FLOOR, bold=True),
    )
    return 1.0 + max(
        min(within, _LONGEST_WORD) + 2 * _BOX.inset[0] + _INDENT,
        min(own, _LONGEST_WORD) + 2 * _CARD.inset[0] + _INDENT / 2,
    )


def _column(option: Option, region: str, x: float, y: float, wide: float, high: float) -> _Column:
    state = option.state
    box = Box(x + _INDENT / 2, y, wide - _INDENT / 2, high)
    found: list[_Hung] = []
    below = box.bottom + _GAP
    for group in _groups(state, region):
        standing = option.findings.standing(group)
        name = f"{state.code(group)} {state.label(group)}"
        said = [_signed(standing, name, FLOOR)]
        width = wide - _INDENT
        where = Box(x + _INDENT, below, width, _BOX.height(said, width))
        about = f"{name}: {figures_line(state, group)}. {told(standing)}."
        found.append((where, said, name, about))
        below = where.bottom + 3.0
    waiting = _waiting(state, region)
    if waiting:
        kind = state.pack.kind_at(Tier.UNIT)
        text = f"{counted(len(waiting), kind.label, kind.plural)} not placed yet"
        said = [paragraph(text, FLOOR)]
        where = Box(x + _INDENT, below, wide - _INDENT, _BOX.height(said, wide - _INDENT))
        found.append((where, said, text, ""))
    return box, found


def _region_words(option: Option, region: str) -> list[Paragraph]:
    state = option.state
    groups = _count_of_groups(state, region)
    return [paragraph(state.label(region), FLOOR, bold=True), paragraph(groups, FLOOR)]


def _count_of_groups(state: State, region: str) -> str:
    kind = state.pack.kind_at(Tier.GROUP)
    return counted(len(_groups(state, region)), kind.label, kind.plural)


def _region_about(option: Option, region: str) -> str:
    return f"{option.state.label(region)}: {figures_line(option.state, region)}."


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
    """Return the drawings of a region: its groups as cards in a row, on as many slides as needed.

    A card that is higher than a slide goes on in the next one. Letters are the largest that need
    the fewest slides.
    """
    return min((_region(option, place, room, size) for size in _CARD_SIZES), key=len)


def _region(option: Option, place: str, room: Box, size: float) -> list[list[Draw]]:
    state = option.state
    head = [
        paragraph(state.label(place), size + 2, bold=True, align="ctr"),
        paragraph(figures_line(state, place), size, align="ctr"),
    ]
    width = min(room.width, _WIDEST_HEAD)
    top = Box(room.middle - width / 2, room.y, width, _HEAD.height(head, width))
    y = top.bottom + _DROP
    narrowest = _NARROWEST_CARD * size / FLOOR
    most = max(1, int((room.width + _GAP) / (narrowest + _GAP)))
    groups, waiting = _groups(state, place), _waiting(state, place)
    count = len(groups) + bool(waiting)
    if not count:
        kind = state.pack.kind_at(Tier.GROUP)
        none = [paragraph(f"No {kind.plural} yet.", 12.0)]
        return [[_region_drawing(top, head, [], lambda canvas: _note(canvas, room, y, none))]]
    cards = [_group_card(option, group, size) for group in groups]
    if waiting:
        cards.append(_waiting_card(state, waiting, size))
    # As few slides as can be, and as many cards on each as leave a unit room below their heads.
    for beside in range(most, 0, -1):
        abreast = -(-count // -(-count // beside))
        wide = min(_WIDEST_CARD * size / FLOOR, (room.width - _GAP * (abreast - 1)) / abreast)
        top_height = _head_height(cards, wide)
        highest = max((_UNIT.height(said, wide) for c in cards for said in c.units), default=0.0)
        if y + top_height + highest <= room.bottom:
            break
    cards = [p for card in cards for p in _in_height(card, wide, top_height, room.bottom - y)]
    pages = []
    for first in range(0, len(cards), abreast):
        row = cards[first : first + abreast]
        left = room.middle - (len(row) * (wide + _GAP) - _GAP) / 2
        placed = [(left + i * (wide + _GAP), card) for i, card in enumerate(row)]
        pages.append([_region_drawing(top, head, placed, None, y=y, wide=wide)])
    return pages


def _note(canvas: Canvas, room: Box, y: float, said: list[Paragraph]) -> None:
    box = Box(room.x, y, room.width, _UNIT.height(said, room.width))
    canvas.shape(box, said, _UNIT, name="Nothing here yet")


def _region_drawing(
    top: Box,
    head: list[Paragraph],
    placed: Sequence[tuple[float, _Card]],
    more: Callable[[Canvas], None] | None,
    *,
    y: float = 0.0,
    wide: float = 0.0,
) -> Draw:
    high = _head_height([card for _, card in placed], wide)

    def draw(canvas: Canvas) -> None:
        above = canvas.shape(top, head, _HEAD, name=head[0].text)
        for x, card in placed:
            canvas.connect(above, _draw_card(canvas, card, Box(x, y, wide, high)))
        if more is not None:
            more(canvas)

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
