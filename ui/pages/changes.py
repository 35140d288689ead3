"""What is printed of an option's history: pages with its changes, the appendix of a board paper.

Only what is in effect is listed, in the order it was done. Long notes go on over the foot of a
page: nothing is shortened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from model.option import Option
from model.report.changes import changes_table
from model.report.table import Row
from model.wording import counted, listed
from ui.chart.faces import ARROW
from ui.dialogs.common import moment
from ui.pages.furniture import LEADING, Block, Hairline, Item, Words, below, prose, wrap

TITLE = "Changes"
_SIZE, _HEAD = 7.5, 7.0
"""Of texts and of the columns' headings, points on A4."""
_GAP, _PAD = 10.0, 3.0
"""Between columns and around the lines of a row."""
_MOST_LINES = 12
"""Of a note in its column."""
_SHARES = (3.0, 11.0, 12.0, 25.0, 24.0, 25.0)


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands in a row: the lines of each cell, and whether it is a checkpoint's."""

    cells: tuple[tuple[str, ...], ...]
    is_checkpoint: bool = False

    @property
    def lines(self) -> int:
        return max(map(len, self.cells))

    def cut(self, at: int) -> tuple[_Row, _Row]:
        """Return the first `at` lines, and the others."""
        first = tuple(cell[:at] for cell in self.cells)
        return _Row(first, self.is_checkpoint), _Row(
            tuple(cell[at:] for cell in self.cells), self.is_checkpoint
        )


class ChangePages:
    """Sets an option's changes in pages.

    Parameters
    ----------
    room : float
        Width of a page without its margins, points.
    k : float
        How much larger than on A4.
    """

    def __init__(self, option: Option, room: float, k: float) -> None:
        self._option = option
        self._room = room
        self._size = _SIZE * k
        self._head_size = _HEAD * k
        self._gap, self._pad = _GAP * k, _PAD * k
        self._step = self._size * LEADING
        spare = room - self._gap * (len(_SHARES) - 1)
        self._widths = [spare * share / sum(_SHARES) for share in _SHARES]
        lefts = [0.0]
        for width in self._widths[:-1]:
            lefts.append(lefts[-1] + width + self._gap)
        self._lefts = lefts
        self._table = changes_table(option)

    @property
    def notes(self) -> list[Sequence[str]]:
        """What stands below the heading of each page."""
        rows = self._table.rows
        if not rows:
            return []
        who = list(dict.fromkeys(row[1].text for row in rows if row[1].text))
        parts = [
            counted(len(rows), "change", "changes"),
            f"from {rows[0][0].text} to {rows[-1][0].text} (UTC)",
            f"by {listed(who or ['nobody named'])}",
        ]
        left_out = len(self._option.log) - len(rows)
        if left_out:
            said = counted(left_out, "that is", "that are")
            parts.append(f"without {said} not in effect")
        return [parts]

    def titled(self, height: float) -> Iterator[tuple[str, Block]]:
        """Iterate over the pages with their titles."""
        blocks = list(self.blocks(height))
        for i, block in enumerate(blocks, 1):
            yield (f"{TITLE} ({i} of {len(blocks)})" if len(blocks) > 1 else TITLE), block

    def blocks(self, height: float) -> Iterator[Block]:
        """Iterate over the pages, each at most `height` high."""
        if not self._table.rows:
            yield prose(self._table.empty, self._size, self._room)
            return
        head = self._heads()
        room = max(height - head.height, 4 * self._step)
        page: list[Block] = []
        used = 0.0
        for row in self._rows():
            rest: _Row | None = row
            while rest is not None:
                free = int((room - used - 2 * self._pad) / self._step)
                most = int((room - 2 * self._pad) / self._step)
                if page and free < rest.lines and (rest.lines <= most or free < 3):
                    yield below([head, *page])
                    page, used = [], 0.0
                    continue
                fits = max(1, free)
                now, rest = rest.cut(fits) if rest.lines > fits else (rest, None)
                page.append(self._set(now, is_cut=rest is not None))
                used += page[-1].height
        yield below([head, *page])

    # -- rows ------------------------------------------------------------------------------

    def _rows(self) -> Iterator[_Row]:
        for number, row in enumerate(self._table.rows, 1):
            *cells, why = self._cells(number, row)
            if len(why) <= _MOST_LINES:
                yield _Row((*cells, why))
            else:  # a long note has the width of several columns, below
                yield _Row((*cells, ()))
                yield self._across(row[-1].text)
            if checkpoint := row[2].note:
                yield self._across(checkpoint, is_checkpoint=True)

    def _across(self, text: str, *, is_checkpoint: bool = False) -> _Row:
        """Return a row with a text from the fourth column to the edge."""
        lines = self._lines(text, self._room - self._lefts[3], bold=is_checkpoint)
        return _Row(((), (), (), lines, (), ()), is_checkpoint)

    def _lines(self, text: str, room: float, *, bold: bool = False) -> tuple[str, ...]:
        parts = text.splitlines()
        return tuple(line for p in parts for line in wrap(p, self._size, room, bold=bold))

    def _cells(self, number: int, row: Row) -> Iterator[tuple[str, ...]]:
        when, who, what, before, after, why = (cell.text for cell in row)
        texts = (f"{number:,}", when, who, what, f"{before} {ARROW} {after}", why)
        for text, width in zip(texts, self._widths, strict=True):
            yield self._lines(text, width)

    def _set(self, row: _Row, *, is_cut: bool) -> Block:
        items: list[Item] = []
        for left, lines in zip(self._lefts, row.cells, strict=True):
            items += [
                Words(line, left, self._pad + i * self._step, self._size, bold=row.is_checkpoint)
                for i, line in enumerate(lines)
            ]
        height = row.lines * self._step + 2 * self._pad
        if not is_cut:
            items.append(Hairline(0.0, height, self._room))
        return Block(tuple(items), height)

    def _heads(self) -> Block:
        when, who, what, before, after, why = (column.title for column in self._table.columns)
        heads = ("No.", when, who, what, f"{before} {ARROW} {after.lower()}", why)
        items: list[Item] = [
            Words(head, left, 0.0, self._head_size, bold=True, tone="quiet")
            for head, left in zip(heads, self._lefts, strict=True)
        ]
        height = self._head_size * LEADING + self._pad
        items.append(Hairline(0.0, height, self._room))
        return Block(tuple(items), height)


def past_note(option: Option) -> list[str]:
    """Return what is to be said of a plan as it was, and no longer is; nothing of the present."""
    log = option.log
    if option.at == log.head:
        return []
    return [f"as it was {f'on {moment(log[option.at].when)}' if option.at else 'at first'}"]
