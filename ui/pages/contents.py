"""The contents of a paper: what is on which page, in columns, each line a link."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ui.pages.furniture import LEADING, Block, Item, Link, Words, measure, prose, shifted

_SIZE = 9.0
"""Of the lines, points on A4."""
_INDENT, _NUMBER, _GAP, _SPACE = 10.0, 28.0, 24.0, 3.0
"""What is in a chapter is indented; room of page numbers; between columns, and between lines."""
_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """A line; see `ui.pages.page.Mark`."""

    level: int
    title: str
    page: int
    down: float = 0.0


def columns(
    entries: Iterable[Entry], room: float, first: float, later: float, k: float
) -> list[Block]:
    """Return the contents of as many pages as it takes, the first one empty if it has no room.

    Parameters
    ----------
    first, later : float
        Height that the first page and the others offer, points.
    """
    width = (room - _GAP * k * (_COLUMNS - 1)) / _COLUMNS
    lines = [_line(entry, width, k) for entry in entries]
    pages: list[Block] = []
    at = 0
    while at < len(lines) or not pages:
        # A line that is higher than a page has one to itself.
        height = max(later, lines[at].height) if pages else first
        items: list[Item] = []
        for column in range(_COLUMNS):
            y = 0.0
            while at < len(lines) and y + lines[at].height <= height:
                items += lines[at].at(column * (width + _GAP * k), y)
                y += lines[at].height
                at += 1
        pages.append(Block(tuple(items), height))
    return pages


def _line(entry: Entry, width: float, k: float) -> Block:
    size = _SIZE * k
    indent = _INDENT * k if entry.level else 0.0
    room, bold = width - indent - _NUMBER * k, not entry.level
    text = prose(entry.title, size, room, bold=bold)
    if len(text.items) > 1:  # so that what goes on does not look like another line
        hang = _INDENT * k
        first, *more = prose(entry.title, size, room - hang, bold=bold).items
        text = Block((first, *shifted(more, hang, 0.0)), size * LEADING * (1 + len(more)))
    number = f"{entry.page:,}"
    lead = 0.0 if entry.level else _SPACE * k
    foot = lead + text.height - size * LEADING
    items: tuple[Item, ...] = (
        Link(entry.page, 0.0, lead, width, text.height, entry.down),
        *text.at(indent, lead),
        Words(number, width - measure(number, size), foot, size),
    )
    return Block(items, text.height + lead + _SPACE * k)
