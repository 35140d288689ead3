"""The history of an option as a Qt model: the newest entry first, under the day it was made on.

An entry's words are worked out when its row is first drawn or searched: a log of thousands is there
at once.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject, Qt

from model.history import History, concerns
from model.log import Entry
from model.option import Option
from model.wording import counted, day
from ui.dialogs.common import moment
from ui.dialogs.matching import fold, has_all
from ui.document import Document
from ui.panels.parts import tip
from ui.panels.table import Index, TableModel, alignment


class What(Enum):
    """What a column shows."""

    WHEN = "when"
    WHO = "who"
    TEXT = "text"
    BEFORE = "before"
    AFTER = "after"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: heading, tooltip of the heading, and width in pixels."""

    what: What
    title: str
    about: str
    width: int
    is_number: bool = False


COLUMNS = (
    Column(What.WHEN, "When", "The time of day, on this machine's clock", 64),
    Column(What.WHO, "Who", "Who made the change", 110),
    Column(What.TEXT, "Change", "What was done; a flag marks a checkpoint", 400),
    Column(What.BEFORE, "From", "What was so before", 180),
    Column(What.AFTER, "To", "What was so after it", 180),
    Column(What.NOTE, "Note", "Why; F2 edits it, at any time", 240),
)
LAST = len(COLUMNS) - 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are shown.

    Attributes
    ----------
    words : tuple of str
        Folded words that must occur in an entry.
    group : str
        Id of the group that it must concern, "" for all.
    who : str or None
        Who must have made it, None for all.
    since, until : date or None
        Days between which it must have been made, None for no end.
    """

    words: tuple[str, ...] = ()
    group: str = ""
    who: str | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """A row that says on which day the entries below it were made."""

    date: datetime.date
    entries: int

    @property
    def text(self) -> str:
        """The day in words, and how many of the entries shown are of it."""
        return f"{day(self.date)} · {counted(self.entries, 'change', 'changes')}"


def local(when: str) -> datetime.datetime:
    """Return an ISO date and time on the clock of this machine."""
    found = datetime.datetime.fromisoformat(when)
    try:
        return found.astimezone()
    except (OverflowError, OSError):  # a year that no clock shows
        return found


class HistoryModel(TableModel):
    """Entries of the log of the active option, and the days between them.

    Attributes
    ----------
    option : Option
        Whose log was read last.
    in_the_way : frozenset of str
        Ids of the entries for whose sake another can't be taken back; until something is done.
    """

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._wanted = Wanted()
        self._shown: list[Day | str] = []
        self._searched: dict[str, str] = {}
        self._days: dict[str, datetime.datetime] = {}
        self.history = History(document.live)
        self.option: Option = document.live
        self.in_the_way: frozenset[str] = frozenset()

    @property
    def columns(self) -> Sequence[Column]:
        """What the columns are."""
        return COLUMNS

    @property
    def _rows(self) -> Sequence[Day | str]:
        return self._shown

    # -- reading ---------------------------------------------------------------------------

    def read(self) -> None:
        """Read what was done since it was last read; another option's log is read anew."""
        self.in_the_way = frozenset()
        if self.option is not self._document.live:
            self.option = self._document.live
            self._searched, self._days = {}, {}
            self.history = History(self.option)
        else:
            self.history.read()
        self._arrange()

    def show(self, wanted: Wanted) -> None:
        """Show other entries."""
        if wanted != self._wanted:
            self._wanted = wanted
            self._arrange()

    def _arrange(self) -> None:
        shown = list(self._lines())
        if shown != self._shown:
            self.beginResetModel()
            self._shown = shown
            self.endResetModel()
        else:  # Which of them are done, and where the chart stands, may differ.
            self.repaint()

    def mark(self, entries: Iterable[str]) -> None:
        """Mark the entries for whose sake another can't be taken back."""
        self.in_the_way = frozenset(entries)
        self.repaint()

    def repaint(self) -> None:
        """Have all rows drawn again."""
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, LAST))

    def _lines(self) -> Iterator[Day | str]:
        """Iterate over the ids of wanted entries, the newest first, each day's below its row."""
        of_day: list[str] = []
        date: datetime.date | None = None
        for entry in reversed(self.history.entries):
            if self._is_wanted(entry):
                if (made := self.made(entry).date()) != date:
                    if date is not None:
                        yield Day(date, len(of_day))
                        yield from of_day
                    date, of_day = made, []
                of_day.append(entry.id)
        if date is not None:
            yield Day(date, len(of_day))
            yield from of_day

    def _is_wanted(self, entry: Entry) -> bool:
        wanted = self._wanted
        if wanted.who is not None and entry.who != wanted.who:
            return False
        if wanted.since or wanted.until:
            date = self.made(entry).date()
            if (wanted.since and date < wanted.since) or (wanted.until and date > wanted.until):
                return False
        if wanted.group and not concerns(self.option, self.history.told(entry), wanted.group):
            return False
        return not wanted.words or has_all(self._searched_text(entry), wanted.words)

    def _searched_text(self, entry: Entry) -> str:
        if entry.id not in self._searched:
            told = self.history.told(entry)
            texts = (entry.who, entry.text, told.before, told.after)
            self._searched[entry.id] = fold(" ".join(texts))
        named = self.option.log.checkpoint(entry.id)
        return f"{self._searched[entry.id]} {fold(entry.why)} {fold(named.name if named else '')}"

    def made(self, entry: Entry) -> datetime.datetime:
        """Return when an entry was made, on the clock of this machine."""
        if entry.id not in self._days:
            self._days[entry.id] = local(entry.when)
        return self._days[entry.id]

    # -- asking ----------------------------------------------------------------------------

    @property
    def total(self) -> int:
        """How many entries there are, shown or not."""
        return len(self.history.entries)

    @property
    def days(self) -> list[datetime.date]:
        """The days on which something was done, the newest first."""
        return sorted({self.made(e).date() for e in self.history.entries}, reverse=True)

    def entry(self, row: int) -> Entry | None:
        """Return the entry of a row, None for that of a day."""
        found = self._shown[row] if 0 <= row < len(self._shown) else None
        return self.option.log[found] if isinstance(found, str) else None

    def row_of(self, entry: str) -> int:
        """Return the row of an entry, -1 if it is not shown."""
        return self._shown.index(entry) if entry in self._shown else -1

    def day_rows(self) -> list[int]:
        """Return the rows that are days."""
        return [row for row, found in enumerate(self._shown) if isinstance(found, Day)]

    def day(self, row: int) -> Day | None:
        """Return the day of a row, None for that of an entry."""
        found = self._shown[row]
        return found if isinstance(found, Day) else None

    def is_done(self, entry: Entry) -> bool:
        """Whether an entry is in effect, and not undone."""
        return self.history.is_done(entry)

    def is_shown_on_chart(self, entry: Entry) -> bool:
        """Whether the chart shows the plan as it was after an entry."""
        return entry.id == self._document.at

    def checkpoint(self, entry: Entry) -> str:
        """Return the name of the checkpoint at an entry, "" if there is none."""
        named = self.option.log.checkpoint(entry.id)
        return named.name if named else ""

    # -- Qt --------------------------------------------------------------------------------

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows, says or takes for editing."""
        found = self._shown[index.row()]
        what = COLUMNS[index.column()].what
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(COLUMNS[index.column()])
        if isinstance(found, Day):
            texts = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return found.text if role in texts and index.column() == 0 else None
        entry = self.option.log[found]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self.text(entry, what)
            case Qt.ItemDataRole.EditRole if what is What.NOTE:
                return entry.why
            case Qt.ItemDataRole.ToolTipRole:
                when = f"{moment(entry.when)} by {entry.who}"
                return tip(when if what in (What.WHEN, What.WHO) else self.text(entry, what))
        return None

    def text(self, entry: Entry, what: What) -> str:
        """Return what a cell says."""
        match what:
            case What.WHEN:
                return f"{self.made(entry):%H:%M}"
            case What.WHO:
                return entry.who
            case What.BEFORE:
                return self.history.told(entry).before
            case What.AFTER:
                return self.history.told(entry).after
            case What.NOTE:
                return entry.why
        flag = f"⚑ {name}: " if (name := self.checkpoint(entry)) else ""
        state = "" if self.is_done(entry) else "Undone: "
        if entry.id in self.in_the_way:
            state = "Depends on it: "
        return f"{flag}{state}{entry.text}"

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a cell: notes are edited in place."""
        if not index.isValid() or self.entry(index.row()) is None:
            return Qt.ItemFlag.ItemIsEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if COLUMNS[index.column()].what is What.NOTE and not self._document.read_only:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take another note for an entry."""
        entry = self.entry(index.row())
        if entry is None or role != Qt.ItemDataRole.EditRole:
            return False
        return self._document.annotate(entry.id, str(value).strip())
