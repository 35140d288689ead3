"""A section of the inspector: a heading, what stands below it, and how an edit is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from model.changes import Change, Field
from model.edits import set_field
from model.errors import ChangeRefusedError
from model.events import Changed
from model.state import State
from ui.document import Document
from ui.panels.fields import Box, DateField, LineField, NoteField, YesNo
from ui.panels.parts import SMALL, Choice, Heading, Ink, Prose
from ui.theme import Theme

Editor = LineField | NoteField | DateField | Box | Choice | YesNo

Row = TypeVar("Row", bound=QWidget)


class Section(QWidget):
    """Part of a page about one organisation or several, `shown`."""

    def __init__(self, document: Document, theme: Theme, title: str = "") -> None:
        super().__init__()
        self._document = document
        self._theme = theme
        self.shown: tuple[str, ...] = ()
        self._editors: list[Editor] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self.heading = Heading(title)
        self.column.addWidget(self.heading)
        self.heading.setVisible(bool(title))

    @property
    def state(self) -> State:
        """The state of the active option."""
        return self._document.state

    def fill(self, organisations: Sequence[str]) -> None:
        """Show what there is to say of organisations; called after every edit, too."""
        is_other = self.shown != tuple(organisations)
        self.shown = tuple(organisations)
        for editor in self._editors:
            editor.setEnabled(not self._document.read_only)
            if is_other and isinstance(editor, LineField | NoteField | DateField):
                editor.forget()
        self.refresh()

    def refresh(self) -> None:
        """Read anew what is shown."""

    def note_change(self, event: Changed | None) -> None:
        """Forget what an edit made differ; everything, if the option is another (None)."""

    def flush(self) -> None:
        """Take what is being typed."""
        for editor in self._editors:
            if isinstance(editor, LineField | NoteField | DateField) and editor.isVisibleTo(self):
                editor.flush()

    def add_editor(self, editor: Editor) -> None:
        """Take charge of a field: it is disabled where nothing may be altered."""
        self._editors.append(editor)
        editor.setEnabled(not self._document.read_only)

    def caption(self, text: str) -> Prose:
        """Return a small quiet label that stands above a field."""
        label = Prose(self._theme, SMALL, Ink.QUIET)
        label.write(text)
        return label

    # -- editing ---------------------------------------------------------------------------

    def commit(self, change: Change) -> bool:
        """Make a change; what it refuses is shown as it was."""
        is_done = self._document.commit(change)
        if not is_done:
            for editor in self._editors:
                if isinstance(editor, LineField | NoteField | DateField):
                    editor.reset()
            self.refresh()
        return is_done

    def set_all(self, field: Field, value: str) -> None:
        """Set a field of everything that is shown, as one undo step."""
        there = [o for o in self.shown if o in self.state]
        try:
            change = set_field(self.state, there, field, value)
        except ChangeRefusedError:
            self.refresh()  # It says so already.
            return
        self.commit(change)


class Pool(Generic[Row]):
    """Rows that are made once and used again, as many as are needed."""

    def __init__(self, column: QVBoxLayout, make: Callable[[], Row]) -> None:
        self._column = column
        self._make = make
        self.rows: list[Row] = []

    def take(self, number: int) -> list[Row]:
        """Return that many rows and hide the others."""
        while len(self.rows) < number:
            row = self._make()
            self._column.addWidget(row)
            self.rows.append(row)
        for place, row in enumerate(self.rows):
            row.setVisible(place < number)
        return self.rows[:number]
