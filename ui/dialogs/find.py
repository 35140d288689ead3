"""The search box of the tool bar: organisations, people and links, found as one types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from model.events import Changed
from ui.document import Document
from ui.panels.parts import breakable
from ui.theme import Theme

if TYPE_CHECKING:  # loaded when the field first gets the focus, not with the window
    from ui.dialogs.choice_list import ChoiceList, Row, Section
    from ui.dialogs.results import Results
    from ui.dialogs.search_index import Entry, SearchIndex

MOST = 12
"""How many are listed of one sort, or of several together."""
_OF_EACH = 4
"""How many are listed of each sort at first, where there are several."""
_ALL = 200
"""How many are listed of a sort whose rest was asked for."""
_NOTHING, _MORE = "nothing", "more"


class SearchBox(QLineEdit):
    """Finds organisations, people in posts and links, and goes there.

    Signals
    -------
    left()
        The user is done here: the focus belongs to the chart again.
    post_wanted(str, str, int)
        The user wants to see a person's post: its organisation, role and number.
    """

    left = Signal()
    post_wanted = Signal(str, str, int)

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._theme = theme
        self._index: SearchIndex | None = None
        self._coming: SearchIndex | None = None
        self._stale: set[str] = set()
        self._found: dict[str, Entry] = {}
        self._results: Results | None = None
        self.setClearButtonEnabled(True)
        self.setAccessibleName("Find")
        self._write_placeholder()
        self.textEdited.connect(self._on_edited)
        self.textChanged.connect(self._on_changed_text)
        document.changed.connect(self._on_changed)
        document.switched.connect(self._on_switched)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        if self._results is not None:
            self._results.list.set_theme(theme)

    @property
    def found(self) -> list[Entry]:
        """What the list shows."""
        return list(self._found.values())

    @property
    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self._results is not None and self._results.isVisible()

    @property
    def list(self) -> ChoiceList:
        """The list of what was found."""
        return self._popup().list

    # -- keeping up ------------------------------------------------------------------------

    def _write_placeholder(self) -> None:
        words = self._document.option.pack.words
        self.setPlaceholderText(f"Find organisation, person, {words.link}…")
        text = f"Organisations, people in posts and {words.links}, by name or code"
        self.setAccessibleDescription(text)

    def _on_changed(self, event: Changed) -> None:
        """Note what to read anew when something is searched next."""
        self._coming = None
        if self._index is not None:
            self._stale |= event.created | event.removed | event.edited
        self.close_list()

    def _on_switched(self) -> None:
        self._index = self._coming = None
        self._stale.clear()
        self.clear()
        self.close_list()
        self._write_placeholder()

    def index(self) -> SearchIndex:
        """Return the index, as of now."""
        if self._index is None:
            for _ in self.read():
                pass
        assert self._index is not None
        if self._stale:
            self._index.refresh(self._stale)
        self._stale.clear()
        return self._index

    def read(self) -> Iterator[None]:
        """Read what can be found, in steps; in vain if there is an edit before the last one."""
        from ui.dialogs.search_index import SearchIndex

        coming = self._coming = SearchIndex(self._document.state)
        for _ in coming.read():
            yield
            if self._coming is not coming:
                return
        self._index, self._coming = coming, None

    # -- searching -------------------------------------------------------------------------

    def _popup(self) -> Results:
        from ui.dialogs.results import Results

        if self._results is None:
            self._results = Results(self._theme, self.window())
            self._results.list.clicked.connect(self._on_clicked)
        return self._results

    def _on_edited(self, text: str) -> None:
        self.open_list() if text.strip() else self.close_list()

    def _on_changed_text(self, text: str) -> None:
        if not text:
            self.close_list()

    def open_list(self, only: str = "") -> None:
        """Show what fits what is typed; the first is highlighted.

        Parameters
        ----------
        only : str
            The title of a sort of which all are wanted, and no others.
        """
        from ui.dialogs.choice_list import Row
        from ui.dialogs.common import shortened
        from ui.dialogs.matching import words

        index, popup = self.index(), self._popup()
        sorts = index.find(self.text(), _ALL if only else MOST)
        if only:
            sorts = [sort for sort in sorts if sort.title == only]
        self._found = {}
        sections: list[Section] = []
        marked = tuple(words(self.text()))
        for sort, number in zip(sorts, _shares([len(s.entries) for s in sorts]), strict=True):
            rows = []
            for entry in sort.entries if only else sort.entries[:number]:
                key = str(len(self._found))
                self._found[key] = entry
                rows.append(Row(key, entry.name, index.aside(entry), marked=marked))
            left = sort.count - len(rows)
            if left and not only:
                rows.append(Row(f"{_MORE}{sort.title}", f"{left:,} more…"))
            elif left:
                rows.append(Row(_NOTHING, f"{left:,} more: type on to find them", refusal=_NOTHING))
            sections.append((sort.title, rows))
        if not sections:
            query = breakable(shortened(self.text().strip(), 40))
            nothing = Row(_NOTHING, f"Nothing here is called “{query}”", refusal=_NOTHING)
            sections = [("", [nothing])]
        popup.list.set_sections(sections)
        popup.place(self)
        popup.show()
        first = popup.list.row
        if first is not None:
            count = sum(sort.count for sort in sorts)
            popup.say(f"{count:,} found. {first.spoken}" if count else first.name, self)

    def close_list(self) -> None:
        """Hide what was found."""
        if self._results is not None:
            self._results.hide()

    def go(self, row: Row | None) -> None:
        """Bring what a row stands for into view.

        Of a link, select all units that have it; of a person, show the post; of the rest of a
        sort, list them.
        """
        if row is not None and row.key.startswith(_MORE):
            self.open_list(only=row.key.removeprefix(_MORE))
            return
        entry = self._found.get(row.key) if row is not None else None
        if entry is None:
            return
        self.close_list()
        units = self.index().units(entry)
        if units:
            self._document.reveal(units[0])
            if len(units) > 1:
                self._document.select(units, units[0])
        if entry.role:
            self.post_wanted.emit(entry.id, entry.role, entry.number)
        self.left.emit()

    def _on_clicked(self) -> None:
        self.go(self.list.row)

    # -- keys ------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through what was found, go there, or leave."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self.is_open and self.text().strip():
                self.open_list()
            if self.is_open:
                self.go(self.list.row)
            return
        if key == Qt.Key.Key_Escape:
            if self.is_open:
                self.close_list()
            else:
                self.clear()
                self.left.emit()
            return
        if key == Qt.Key.Key_Down and not self.is_open and self.text().strip():
            self.open_list()
            return
        if self.is_open and self.list.walk(key):
            if (row := self.list.row) is not None:
                self._popup().say(row.spoken, self)
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Read what can be found before the first key is pressed."""
        super().focusInEvent(event)
        self.index()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide what was found, unless the window merely went behind another."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
            self.close_list()


def _shares(counts: Sequence[int]) -> list[int]:
    """Return how many of each sort to list: some of each, and then of the first what is left."""
    shares = [min(count, _OF_EACH) for count in counts]
    for place, count in enumerate(counts):
        shares[place] += max(0, min(count - shares[place], MOST - sum(shares)))
    return shares
