"""What the chart says and shows of the structure that an option looks ahead to.

Loaded only while there is one. Each group and successor bears its words, and groups have frames of
their own: solid for a legal body, dotted for an office of another, dashed for what has ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from model.option import Option, Preview
from model.outlook import Outlook, outlook_head, outlook_of, outlook_words
from model.pack import Tier
from model.wording import ARROW
from ui.chart.faces import CardFace, Run, type_
from ui.theme import Theme

DOT = " · "
CARD_LINE = 16.0
"""Height of a line of a card's header, scene units."""
WORD_LINE = 15.0
"""How much higher a row with words below its name is, scene units."""
_STRONG = 1.6
"""How much wider than usual lines the frame of a legal body is."""
_PATTERNS = {Outlook.OFFICE: (1.5, 2.0), Outlook.ENDED: (6.0, 4.0)}
# Not wider: patterns of wider lines with round ends take five times as long to draw as a chart.

SetLine = Callable[[Sequence[Run]], Sequence[tuple[Run, ...]]]
"""Sets runs of text in the lines of a card that they need."""


def frame(outlook: Outlook, theme: Theme, width: float = 1.0) -> QPen:
    """Return the pen of the frame of what becomes so.

    Parameters
    ----------
    width : float
        Of usual lines.
    """
    colour = theme.band if outlook is Outlook.ENDED else theme.quiet
    pen = QPen(colour, width * _STRONG if outlook is Outlook.LEGAL else width)
    if (pattern := _PATTERNS.get(outlook)) is not None:
        pen.setDashPattern(pattern)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


class AheadFaces:
    """What is written of the structure, for the faces of cards and rows.

    Parameters
    ----------
    option : Option
        It is asked what a change would bring.
    set_line : callable
        Sets a line of a card.
    """

    def __init__(self, option: Option, set_line: SetLine) -> None:
        self._option = option
        self._state = option.state
        self._set_line = set_line
        self._head: list[str] | None = None
        self._would_be: list[str] | None = None

    def forget(self, organisations: Iterable[str]) -> None:
        """Drop what is kept of organisations."""
        if self._state.root in organisations:
            self._head = None

    def show_preview(self, preview: Preview | None) -> None:
        """Let the root say old and new counts, where a change would alter them; None ends that."""
        self._would_be = None
        if preview is None or preview.change is None or preview.refused:
            return
        before = outlook_head(self._state)
        with self._option.tried(preview.change):
            after = outlook_head(self._state)
        if before != after and [*map(len, before)] == [*map(len, after)]:
            self._would_be = [
                DOT.join(map(_turn, *both)) for both in zip(before, after, strict=True)
            ]

    # -- cards -----------------------------------------------------------------------------

    def lines(self, card: str) -> list[tuple[Run, ...]]:
        """Return what a card's header says, below its name."""
        kind = type_()
        lines: list[tuple[Run, ...]] = []
        for i, parts in enumerate(outlook_words(self._state, card)):
            font, tone = (kind.small, "quiet") if i else (kind.strong, "text")
            lines += self._set_line([kind.run(DOT.join(parts), font, tone)])
        return lines

    def height(self, card: str) -> float:
        """Return the height of what a card's header says, each line set in one, scene units."""
        return CARD_LINE * len(outlook_words(self._state, card))

    def dressed(self, card: str, face: CardFace) -> CardFace:
        """Return the face of a group's card with its words; faded, if it has ended."""
        if card not in self._state:
            return face
        if outlook_of(self._state, card) is Outlook.ENDED:
            name = tuple(replace(run, tone="quiet") for run in face.name)
            lines = tuple(
                tuple(replace(r, tone="quiet") if r.tone == "text" else r for r in line)
                for line in face.lines
            )
            face = replace(face, name=name, lines=lines)
        return replace(face, lines=(*self.lines(card), *face.lines))

    def frame(self, card: str, theme: Theme, width: float = 1.0) -> QPen | None:
        """Return the pen of a group's frame, None for what is not one."""
        if self._state.tier(card) is not Tier.GROUP:
            return None
        pen = frame(outlook_of(self._state, card), theme, width)
        pen.setCosmetic(True)
        return pen

    # -- rows ------------------------------------------------------------------------------

    def words(self, row: str) -> str:
        """Return what a row says below its name; "" for nothing."""
        if self._state.tier(row) is not Tier.SUCCESSOR:
            return ""
        return DOT.join(part for parts in outlook_words(self._state, row) for part in parts)

    def rise(self, row: str) -> float:
        """Return how much higher a row is, scene units."""
        return WORD_LINE if self._state.tier(row) is Tier.SUCCESSOR else 0.0

    # -- head ------------------------------------------------------------------------------

    def head(self) -> list[str]:
        """Return what the root says, line by line; old and new during a preview."""
        if self._would_be is not None:
            return self._would_be
        if self._head is None:
            self._head = [DOT.join(parts) for parts in outlook_head(self._state)]
        return self._head

    def title(self, name: str) -> str:
        """Return what the root says where there is room for one line: its name and the boards."""
        lines = self.head()
        return f"{name}{DOT}{lines[1].split(DOT)[0]}" if len(lines) > 1 else name


def _turn(before: str, after: str) -> str:
    """Return "51 → 50 boards" for "51 boards" and "50 boards"."""
    return after if before == after else f"{before.split(' ')[0]} {ARROW} {after}"
