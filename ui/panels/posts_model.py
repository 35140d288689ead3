"""The table of all posts as a Qt model: read when it is first seen, then followed post by post.

It sorts and filters itself: a proxy would ask Python twice for each comparison, which takes seconds
with the posts of 10,000 organisations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal

from model.boards import PostKey
from model.changes import PostState
from model.events import Changed
from model.pack import Tier
from model.posts import Post
from model.state import State
from ui.dialogs.matching import has_all
from ui.document import Document
from ui.panels.parts import tip
from ui.panels.posts_cells import Column, Key, PostCells, What, columns
from ui.panels.table import Index, TableModel, alignment, sorted_by

AT_ONCE = 200
"""How many organisations' posts are read in one step."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which posts are shown.

    Attributes
    ----------
    words : tuple of str
        Folded words that must occur in what a post is found by.
    role : str
        Id of a role, "" for all.
    state : PostState or None
        None for all.
    within : frozenset of str or None
        Ids of organisations, None for all.
    """

    words: tuple[str, ...] = ()
    role: str = ""
    state: PostState | None = None
    within: frozenset[str] | None = None


class Line:
    """A post in the table, with what was worked out for it."""

    __slots__ = ("id", "key", "post", "searched")

    def __init__(self, post: Post) -> None:
        self.post = post
        self.id: PostKey = (post.organisation, post.role.id, post.number)
        self.key: Key | None = None
        self.searched = ""


class PostsModel(TableModel):
    """Posts of all groups and units, in the tree's order unless they are sorted.

    Signals
    -------
    altered()
        Other posts are shown, or something else of them.
    """

    altered = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.cells = PostCells(lambda: document.state)
        self._columns: tuple[Column, ...] = columns(document.state)
        self._order: list[str] = []
        self._lines: dict[str, list[Line]] = {}
        self._shown: list[Line] = []
        self._wanted = Wanted()
        self._column, self._direction = -1, Qt.SortOrder.AscendingOrder
        self.total = 0

    @property
    def _state(self) -> State:
        return self._document.state

    # -- reading all -----------------------------------------------------------------------

    def read(self) -> Iterator[None]:
        """Read everything anew, in steps; nothing is shown until the last."""
        self.beginResetModel()
        self._order, self._lines, self._shown, self.total = [], {}, [], 0
        self._columns = columns(self._state)
        self.endResetModel()
        state = self._state
        order = list(state.posted_below(state.root))
        lines: dict[str, list[Line]] = {}
        for start in range(0, len(order), AT_ONCE):
            if start:
                yield
            for organisation in order[start : start + AT_ONCE]:
                lines[organisation] = _lines(state, organisation)
        self._order, self._lines = order, lines
        self._arrange()

    # -- following -------------------------------------------------------------------------

    def follow(self, reached: Iterable[str], *, is_hung_otherwise: bool) -> None:
        """Read the posts anew that edits may have altered, and no others.

        Parameters
        ----------
        reached : iterable of str
            Ids of organisations that edits reached; some of them may be gone.
        is_hung_otherwise : bool
            Whether organisations came, went or moved.
        """
        state = self._state
        stale = {o for o in reached if o in state and o in self._lines}
        if is_hung_otherwise:
            self._order = list(state.posted_below(state.root))
            stale |= {o for o in self._order if o not in self._lines}
        # What a group's members share depends on the group, and where guests sit on its members.
        groups = {o for o in stale if state.tier(o) is Tier.GROUP}
        stale |= {unit for group in groups for unit in state.members(group)}
        is_same = not is_hung_otherwise and not self._is_arranged
        altered: set[PostKey] = set()
        for organisation in stale:
            old, new = self._lines.get(organisation, []), _lines(state, organisation)
            self._lines[organisation] = new
            is_same = is_same and [a.id for a in old] == [b.id for b in new]
            altered |= {line.id for line in new}
        if is_same:
            self._replace(altered)
        else:
            self._arrange()

    @property
    def _is_arranged(self) -> bool:
        return self._column >= 0 or self._wanted != Wanted()

    def _replace(self, altered: set[PostKey]) -> None:
        """Show altered posts in the rows that they have."""
        fresh = {line.id: line for o in {o for o, _, _ in altered} for line in self._lines[o]}
        last = len(self.columns) - 1
        for row, line in enumerate(self._shown):
            if line.id in fresh:
                self._shown[row] = fresh[line.id]
                self.dataChanged.emit(self.index(row, 0), self.index(row, last))
        self.altered.emit()

    # -- sorting and filtering -------------------------------------------------------------

    def show(self, wanted: Wanted) -> None:
        """Show the posts that are wanted."""
        if wanted != self._wanted:
            self._wanted = wanted
            self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, what is missing last; -1 for the tree's order."""
        if (column, order) == (self._column, self._direction):
            return
        if column != self._column:
            for lines in self._lines.values():
                for line in lines:
                    line.key = None
        self._column, self._direction = column, order
        self._arrange()

    def _arrange(self) -> None:
        """Show what is wanted, in the order that is wanted."""
        everything = [line for o in self._order for line in self._lines[o]]
        found = everything
        if self._wanted != Wanted():
            folded: dict[str, str] = {}
            found = [line for line in everything if self._is_wanted(line, folded)]
        if self._column >= 0:
            found = self._sorted(found)
        self.total = len(everything)
        if [line.id for line in found] == [line.id for line in self._shown]:
            self._shown = found
            if found:
                last = self.index(len(found) - 1, len(self.columns) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
        else:
            self.beginResetModel()
            self._shown = found
            self.endResetModel()
        self.altered.emit()

    def _is_wanted(self, line: Line, folded: dict[str, str]) -> bool:
        wanted, post = self._wanted, line.post
        if wanted.role and post.role.id != wanted.role:
            return False
        if wanted.state is not None and post.state is not wanted.state:
            return False
        if wanted.within is not None and post.organisation not in wanted.within:
            return False
        if not wanted.words:
            return True
        if not line.searched:
            line.searched = self.cells.searched(post, folded)
        return has_all(line.searched, wanted.words)

    def _sorted(self, lines: list[Line]) -> list[Line]:
        what = self.columns[self._column].what
        there: list[tuple[Key, Line]] = []
        missing: list[Line] = []
        for line in lines:
            if line.key is None:
                line.key = self.cells.key(line.post, what)
            if line.key is None:
                missing.append(line)
            else:
                there.append((line.key, line))
        is_falling = self._direction is Qt.SortOrder.DescendingOrder
        there.sort(key=lambda pair: pair[0], reverse=is_falling)
        return [line for _, line in there] + missing

    # -- reading ---------------------------------------------------------------------------

    @property
    def columns(self) -> tuple[Column, ...]:
        """What the columns show."""
        return self._columns

    @property
    def _rows(self) -> list[Line]:
        return self._shown

    @property
    def posts(self) -> list[Post]:
        """The posts that are shown, from top to bottom."""
        return [line.post for line in self._shown]

    def post(self, row: int) -> Post:
        """Return the post of a row."""
        return self._shown[row].post

    def key(self, row: int) -> PostKey:
        """Return what tells the post of a row from others."""
        return self._shown[row].id

    def rows_of(self, keys: set[PostKey]) -> list[int]:
        """Return the rows of posts, of those that are shown."""
        return [row for row, line in enumerate(self._shown) if line.id in keys]

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return a column's heading; an arrow marks the one that is sorted by."""
        found = super().headerData(section, orientation, role)
        is_sorted = role == Qt.ItemDataRole.DisplayRole and section == self._column
        return sorted_by(str(found), self._direction) if is_sorted and found else found

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what is shown in a cell."""
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        post, column = self._shown[index.row()].post, self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.cells.text(post, column.what)
            case Qt.ItemDataRole.TextAlignmentRole:
                return alignment(column)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(self.cells.about(post, column.what))
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.cells.spoken(post, column)
        return None


def _lines(state: State, organisation: str) -> list[Line]:
    return [Line(post) for post in state.posts(organisation)]


def reached(event: Changed) -> set[str]:
    """Return the organisations whose posts an edit may have altered; their members may be, too."""
    return {*event.edited, *event.moved, *event.created, *event.totals}


def hangs_otherwise(event: Changed) -> bool:
    """Whether an edit made organisations come, go or move."""
    return bool(event.created or event.removed or event.moved)


def is_hollow(post: Post, what: What) -> bool:
    """Whether a cell says that a post is vacant."""
    return what is What.STATE and post.state is PostState.VACANT
