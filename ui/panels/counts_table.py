"""The table of posts, boards and people before and after."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from model.before_after import Line, What, meaning, title
from model.pack import Pack, Tier
from model.wording import grouped
from ui.panels.parts import cell_text, face, metrics, tip
from ui.panels.table import MIDDLE_LEFT, MIDDLE_RIGHT, NOWHERE, ROW, Index, make_plain
from ui.theme import BODY, Theme

COLUMNS = ("", "Before", "Merged", "Kept", "After", "Change")
_AFTER, _CHANGE = 4, 5
_NAME_WIDTH, _NUMBER_WIDTH = 168, 66

Item = Qt.ItemDataRole
Key = tuple[What, str]
Row = tuple[Line, Line]
"""A count as it is, and as a preview would have it."""


def shown(lines: Sequence[Line], would: Sequence[Line] | None = None) -> list[Row]:
    """Return the lines to show, each with what it would be.

    What governance alters is left out where it alters nothing: boards in practice are those in
    law, and there is no joint committee.
    """
    mine, other = _by_key(lines), _by_key(would if would is not None else lines)
    keys = [_key(line) for line in (*lines, *(would or ()))]
    rows = []
    for key in sorted(dict.fromkeys(keys), key=lambda k: _order(k, keys)):
        line = mine.get(key) or _nothing(other[key])
        then = other.get(key) or _nothing(mine[key])
        if any(_tells(of, found) for of, found in ((mine, line), (other, then))):
            rows.append((line, then))
    return rows


def _order(key: Key, keys: Sequence[Key]) -> tuple[int, int]:
    # Posts in attendance that would come stand with those that are there, before people.
    return list(What).index(key[0]), keys.index(key)


def _key(line: Line) -> Key:
    return line.what, line.role.id if line.role else ""


def _by_key(lines: Sequence[Line]) -> dict[Key, Line]:
    return {_key(line): line for line in lines}


def _nothing(line: Line) -> Line:
    return Line(line.what, line.role, 0, 0, 0)


def _tells(lines: dict[Key, Line], line: Line) -> bool:
    """Whether a line says what no other does."""
    if line.what is What.MEETINGS:
        return line.after != lines[What.BOARDS, ""].after
    return line.what is not What.COMMITTEES or bool(line.after)


def as_text(rows: Sequence[Row], pack: Pack) -> str:
    """Return the counts as they are, under headings, with tabs between; numbers are bare."""
    lines = ["\t".join(COLUMNS)]
    for line, _ in rows:
        change = line.after - line.before
        numbers = (line.before, line.merged, line.kept, line.after, change)
        lines.append("\t".join([cell_text(title(line, pack)), *map(str, numbers)]))
    return "\n".join(lines)


def _text(line: Line, pack: Pack, column: int) -> str:
    if column == 0:
        return title(line, pack)
    if column == _CHANGE:
        return line.difference
    return grouped((line.before, line.merged, line.kept, line.after)[column - 1])


class CountsModel(QAbstractTableModel):
    """Counts in rows; what would differ is shown as it would be, in the accent's colour."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._pack: Pack | None = None
        self.rows: list[Row] = []

    def show_rows(self, rows: list[Row], pack: Pack) -> None:
        """Show counts; the current cell stays where the rows are the same."""
        same = pack is self._pack and [_key(r[0]) for r in rows] == [_key(r[0]) for r in self.rows]
        if same:
            if rows != self.rows:
                self.rows = rows
                last = self.index(len(rows) - 1, len(COLUMNS) - 1)
                self.dataChanged.emit(self.index(0, 1), last)
            return
        self.beginResetModel()
        self._pack, self.rows = pack, rows
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of counts."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Item.DisplayRole
    ) -> object:
        """Return a column's heading and what it means."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Item.DisplayRole:
            return COLUMNS[section]
        if role == Item.TextAlignmentRole:
            return MIDDLE_RIGHT if section else MIDDLE_LEFT
        if role == Item.ToolTipRole and self._pack is not None:
            return tip(_about_column(section, self._pack))
        return None

    def data(self, index: Index, role: int = Item.DisplayRole) -> object:
        """Return what a cell shows."""
        if not index.isValid() or self._pack is None:
            return None
        line, would = self.rows[index.row()]
        column = index.column()
        text = _text(would, self._pack, column)
        is_new = text != _text(line, self._pack, column)
        match role:
            case Item.DisplayRole:
                return text
            case Item.TextAlignmentRole:
                return MIDDLE_RIGHT if column else MIDDLE_LEFT
            case Item.FontRole:
                return face(BODY, bold=is_new or column == _AFTER)
            case Item.ForegroundRole:
                return self.theme.accent if is_new else None
            case Item.ToolTipRole | Item.AccessibleDescriptionRole:
                return self._about(line, would, column, role)
        return None

    def _about(self, line: Line, would: Line, column: int, role: int) -> str:
        assert self._pack is not None  # there are rows
        text = _about_line(line, self._pack)
        if column and line != would:
            now = _text(line, self._pack, column) or "no change"
            text = f"{now} now, {_text(would, self._pack, column) or 'no change'} if dropped here"
        elif column:
            text = f"{title(line, self._pack)}: {line.sum_text}"
        return tip(text) if role == Item.ToolTipRole else text


def _about_column(column: int, pack: Pack) -> str:
    unit, group = pack.kind_at(Tier.UNIT), pack.kind_at(Tier.GROUP)
    return (
        "What is counted",
        f"With every {unit.label} alone, with the team that it has",
        f"What {group.plural} have for their members",
        f"What {unit.plural} have themselves",
        "Merged and kept together",
        "After against before",
    )[column]


def _about_line(line: Line, pack: Pack) -> str:
    return f"{title(line, pack)}. {meaning(line, pack)}."


class CountsTable(QTableView):
    """The table; the key for copying asks for all of it.

    Signals
    -------
    copy_wanted()
        The user pressed it.
    """

    copy_wanted = Signal()

    def __init__(self, model: CountsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName("Before and after")
        make_plain(self)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = self.horizontalHeader()
        # Headings stand over their numbers, to the pixel.
        head.setStyleSheet("QHeaderView::section { padding: 4px 3px; }")
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, len(COLUMNS)):
            head.resizeSection(column, _NUMBER_WIDTH)
        model.modelReset.connect(self._fit)

    def _fit(self) -> None:
        """Be as high as the rows and as wide as the numbers: what is around may scroll."""
        model, head = self.model(), self.horizontalHeader()
        rows, columns = range(model.rowCount()), range(1, len(COLUMNS))
        widths = metrics(BODY, bold=True)
        number = max(
            (widths.horizontalAdvance(str(model.index(r, c).data() or "")) for r in rows
             for c in columns),
            default=0,
        )  # fmt: skip
        number = max(_NUMBER_WIDTH, int(number) + 20)
        for column in columns:
            head.resizeSection(column, number)
        self.setMinimumWidth(_NAME_WIDTH + number * len(columns))
        self.setFixedHeight(head.sizeHint().height() + len(rows) * ROW + 2 * self.frameWidth())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for a copy on Ctrl+C."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        else:
            super().keyPressEvent(event)
