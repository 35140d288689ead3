"""The panel that shows, old beside new, what would come of a choice."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from model.rules.standing import Sign
from ui.dialogs.common import LONG, shortened
from ui.dialogs.effects import Effect, Line
from ui.panels.parts import ARROW, SMALL, Elided, Hairline, Ink, Prose, SignLabel, breakable, tip
from ui.theme import BODY, Theme

MOST = 6
"""How many organisations are shown; a move of many units may reach dozens."""
_TURNS = 4
"""How many rules are named for each."""

_INKS = {
    Sign.TICK: Ink.OK,
    Sign.CROSS: Ink.BROKEN,
    Sign.OVER: Ink.WARNING,
    Sign.UNDER: Ink.WARNING,
    Sign.ADVICE: Ink.WARNING,
    Sign.EXCEPTION: Ink.WARNING,
}


def ink_of(sign: Sign) -> Ink:
    """Return how the words that go with a sign are written."""
    return _INKS.get(sign, Ink.QUIET)


class _Turn(QWidget):
    """A sign and a sentence."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._sign = SignLabel(theme)
        self._text = Prose(theme, SMALL)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)

    def write(self, sign: Sign, text: str) -> None:
        """Show a rule's verdict."""
        self._sign.show_sign(sign)
        self._text.write(breakable(text))


class _Block(QWidget):
    """What would come of a choice for one organisation; used again for the next one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._name = Prose(theme, BODY, Ink.STRONG)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._cells: list[tuple[Elided, Prose]] = []
        self._verdict = Prose(theme, SMALL, Ink.QUIET)
        self._turns = [_Turn(theme) for _ in range(_TURNS)]
        self._more = Prose(theme, SMALL, Ink.QUIET)
        self.line = Hairline()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(4)
        column.addWidget(self.line)
        column.addSpacing(6)
        column.addWidget(self._name)
        column.addLayout(self._grid)
        column.addWidget(self._verdict)
        for turn in self._turns:
            column.addWidget(turn)
        column.addWidget(self._more)

    def show_effect(self, effect: Effect) -> None:
        """Show what would come of it for an organisation."""
        self._name.write(breakable(shortened(effect.name, LONG)))
        self._name.setToolTip(tip(effect.name))
        for place, line in enumerate(effect.lines):
            self._write_line(place, line)
        for place, cells in enumerate(self._cells):
            for cell in cells:
                cell.setVisible(place < len(effect.lines))
        self._write_verdict(effect)
        for turn in self._turns:
            turn.hide()
        for turn, (sign, text) in zip(self._turns, effect.turns, strict=False):
            turn.write(sign, text)
            turn.show()
        rest = len(effect.turns) - _TURNS
        self._more.write(f"and {rest} more" if rest > 0 else "")
        self._more.setVisible(rest > 0)

    def _write_line(self, place: int, line: Line) -> None:
        if place == len(self._cells):
            cells = (Elided(SMALL, quiet=True), Prose(self._theme, SMALL, right=True))
            self._cells.append(cells)
            for column, cell in enumerate(cells):
                self._grid.addWidget(cell, place, column)
        label, value = self._cells[place]
        label.write(line.label)
        if line.old == line.new:
            value.write((line.new, Ink.QUIET))
        elif line.old:
            value.write((f"{line.old} {ARROW} ", Ink.QUIET), (line.new, Ink.ACCENT))
        else:
            value.write((line.new, Ink.ACCENT))

    def _write_verdict(self, effect: Effect) -> None:
        ink, old, new = ink_of(effect.sign), effect.old_word, effect.new_word
        if old and new and old != new:
            self._verdict.write((f"{old} {ARROW} ", Ink.QUIET), (new, ink))
        elif old and new:
            self._verdict.write("still ", (new, ink))
        else:
            self._verdict.write((new, ink))
        self._verdict.setVisible(bool(new))


class EffectPanel(QScrollArea):
    """What would come of a choice: a sentence, or a block for each organisation that it reaches."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.effects: tuple[Effect, ...] = ()
        self.sentence = Prose(theme, BODY, Ink.QUIET)
        self._blocks: list[_Block] = []
        self._more = Prose(theme, SMALL, Ink.QUIET)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self.sentence)
        self._column.addWidget(self._more)
        self._column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_sentence(self, text: str) -> None:
        """Show a sentence in place of effects: why something can't be chosen."""
        self._show((), text)

    def show_effects(self, effects: Sequence[Effect]) -> None:
        """Show what would come of the choice."""
        self._show(effects, "")

    def _show(self, effects: Sequence[Effect], sentence: str) -> None:
        self.effects = tuple(effects)
        self.setUpdatesEnabled(False)
        self.sentence.write(sentence)
        self.sentence.setVisible(bool(sentence))
        shown = effects[:MOST]
        while len(self._blocks) < len(shown):
            block = _Block(self._theme)
            self._column.insertWidget(1 + len(self._blocks), block)
            self._blocks.append(block)
        for place, block in enumerate(self._blocks):
            block.setVisible(place < len(shown))
            block.line.setVisible(place > 0)
            if place < len(shown):
                block.show_effect(shown[place])
        rest = len(effects) - len(shown)
        self._more.write(f"and {rest} more" if rest else "")
        self._more.setVisible(rest > 0)
        self.verticalScrollBar().setValue(0)
        self.setUpdatesEnabled(True)
