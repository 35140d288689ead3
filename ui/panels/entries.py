"""Entries of a form: a caption, a field beside it, and below it why what was typed can't be kept.

`TypedField` checks what is typed and keeps it on screen where it can't be taken; `NameField`
proposes names while one is typed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QVBoxLayout, QWidget

from ui.panels.fields import LineField
from ui.panels.parts import GAP, SMALL, Ink, Prose
from ui.theme import Theme

CAPTION_WIDTH = 76
"""Room for the captions of a form, so that its fields stand in one column."""

_MOST_PROPOSED = 10


class TypedField(LineField):
    """A line of text that stands for a value.

    Parameters
    ----------
    parse : callable, optional
        Returns the value that a text stands for; raises ValueError with a sentence if none.

    Signals
    -------
    entered(str)
        The user has entered a text, and this is its value.
    wrong(str)
        What was typed stands for nothing, with the reason; "" when that is over.
    """

    entered = Signal(str)
    wrong = Signal(str)

    def __init__(self, about: str, parse: Callable[[str], str] | None = None) -> None:
        super().__init__(about)
        self._parse = parse
        self._is_wrong = False
        self.edited.connect(self._on_edited)
        self.textEdited.connect(lambda: self._note_wrong(""))

    def reset(self) -> None:
        """Show the model's value again, whatever was typed."""
        super().reset()
        self._note_wrong("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the value as it was on Esc, and say nothing more of what was wrong."""
        super().keyPressEvent(event)
        if event.key() == Qt.Key.Key_Escape:
            self._note_wrong("")

    def refuse(self, why: str) -> None:
        """Say why what was typed can't be kept."""
        self._note_wrong(why)

    def _on_edited(self, text: str) -> None:
        try:
            value = self._parse(text) if self._parse is not None else text
        except ValueError as error:
            self._note_wrong(str(error))
            return
        self._note_wrong("")
        self.entered.emit(value)

    def _note_wrong(self, why: str) -> None:
        if why or self._is_wrong:
            self._is_wrong = bool(why)
            self.wrong.emit(why)


class NameField(TypedField):
    """A line of text that proposes names while one is typed.

    Parameters
    ----------
    names : callable
        Returns the names to propose; asked when the field is entered.
    """

    def __init__(
        self,
        about: str,
        names: Callable[[], Sequence[str]],
        parse: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__(about, parse)
        self._names = names
        self._proposed: QStringListModel | None = None

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Learn which names there are."""
        if self._proposed is None:
            self._propose()
        if self._proposed is not None:
            names = list(self._names())
            if names != self._proposed.stringList():
                self._proposed.setStringList(names)
        super().focusInEvent(event)

    def _propose(self) -> None:
        """Make the list of proposals; few fields are ever typed in."""
        self._proposed = QStringListModel(self)
        completer = QCompleter(self._proposed, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(_MOST_PROPOSED)
        completer.activated.connect(self._on_chosen)
        self.setCompleter(completer)

    def _on_chosen(self, name: str) -> None:
        self.setText(name)
        self.flush()


class Entry(QWidget):
    """A caption with a field beside it, and what there is to say below them."""

    def __init__(self, theme: Theme, caption: str, *fields: QWidget) -> None:
        super().__init__()
        self.caption = Prose(theme, SMALL, Ink.QUIET)
        self.caption.write(caption)
        self.caption.setFixedWidth(CAPTION_WIDTH)
        self.caption.setContentsMargins(0, 5, 0, 0)
        self.about = Prose(theme, SMALL, Ink.QUIET)
        self.wrong = Prose(theme, SMALL, Ink.BROKEN)
        right = QVBoxLayout()
        right.setSpacing(2)
        for widget in (*fields, self.about, self.wrong):
            right.addWidget(widget)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        line.addWidget(self.caption, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(right, 1)
        self.tell("")
        self.refuse("")
        for field in fields:
            if isinstance(field, TypedField):
                field.wrong.connect(self.refuse)

    def tell(self, text: str) -> None:
        """Show what there is to say of the value, "" for nothing."""
        self.about.write(text)
        self.about.setVisible(bool(text))

    def refuse(self, why: str) -> None:
        """Show why what was typed can't be kept, "" for nothing."""
        self.wrong.write(f"× {why}" if why else "")
        self.wrong.setVisible(bool(why))
