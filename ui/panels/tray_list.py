"""The list of units that wait to be placed: by region, searchable, to drag from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import (
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QDrag,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPixmap,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from model.events import Changed
from model.norm import headline
from model.pack import Style, Tier
from model.state import State
from model.totals import Sum, add_sums
from model.wording import counted, sum_note, sum_text
from ui.chart.floor import UNITS_MIME
from ui.dialogs.matching import fold, has_all, words
from ui.document import Document
from ui.panels.parts import SMALL, face, metrics, tip
from ui.panels.rows import follow
from ui.theme import BODY, Theme

ID = Qt.ItemDataRole.UserRole
CODE = Qt.ItemDataRole.UserRole + 1
FIGURE = Qt.ItemDataRole.UserRole + 2
"""Roles: an organisation's id, its code, its figure in brief."""

_UNIT_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
)

ROW = 24

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


def _row(organisation: str, flags: Qt.ItemFlag) -> QStandardItem:
    row = QStandardItem()
    row.setData(organisation, ID)
    row.setFlags(flags)
    return row


def units_of(mime: QMimeData) -> list[str]:
    """Return the ids that a drag carries, none if it carries something else."""
    if not mime.hasFormat(UNITS_MIME):
        return []
    data = mime.data(UNITS_MIME).data()
    return [i for i in bytes(data).decode("utf-8", "replace").split("\n") if i]


def mime_of(units: Sequence[str]) -> QMimeData:
    """Return what a drag of units carries."""
    mime = QMimeData()
    mime.setData(UNITS_MIME, "\n".join(units).encode())
    return mime


def together(state: State, units: Iterable[str]) -> dict[str, Sum]:
    """Return what units come to, by headline measure."""
    there = [*units]
    return {m.id: add_sums(state.sum(u, m.id) for u in there) for m in headline(state.pack)}


def in_brief(state: State, sums: dict[str, Sum]) -> str:
    """Return the headline sums in a few words: "1.22m people · £2.08bn*"."""
    parts = []
    for measure in headline(state.pack):
        text = sum_text(measure, sums[measure.id], brief=True)
        parts.append(text if measure.style is Style.MONEY else f"{text} {measure.short}")
    return " · ".join(parts)


def in_full(state: State, sums: dict[str, Sum]) -> str:
    """Return the headline sums with all digits and notes, a line each."""
    lines = []
    for measure in headline(state.pack):
        note = sum_note(measure, sums[measure.id])
        line = f"{measure.label} {sum_text(measure, sums[measure.id])}"
        lines.append(f"{line}: {note}" if note else line)
    return "\n".join(lines)


class TrayModel(QStandardItemModel):
    """Regions, and below each the units that wait there, by name.

    Its rows are Qt's own, for whenever one comes or goes the view asks about all of them. What is
    in a row is asked of the state, by the id that the row holds.
    """

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._regions: list[str] = []
        self._units: list[list[str]] = []
        self._own: dict[str, list[Sum]] = {}
        self._together: dict[str, Sum] | None = None
        self.reset()

    # -- keeping up ------------------------------------------------------------------------

    def reset(self) -> None:
        """Read everything anew."""
        self.clear()
        self._regions = self._document.state.at_tier(Tier.REGION)
        self._units = [self._waiting(region) for region in self._regions]
        self._own, self._together = {}, None
        rows = []
        for region, units in zip(self._regions, self._units, strict=True):
            row = _row(region, Qt.ItemFlag.ItemIsEnabled)
            row.setColumnCount(1)  # else the first unit would bring it, in the midst of coming
            row.appendRows([_row(unit, _UNIT_FLAGS) for unit in units])
            rows.append(row)
        self.invisibleRootItem().appendRows(rows)

    def refresh(self, event: Changed) -> None:
        """Add and take away the rows that an edit made differ."""
        if self._document.state.at_tier(Tier.REGION) != self._regions:
            self.reset()
            return
        if self._alters_units(event):
            self._own, self._together = {}, None
        for row, region in enumerate(self._regions):
            if region in event.totals:
                self._refresh_region(row, self._waiting(region))

    def _alters_units(self, event: Changed) -> bool:
        """Whether an edit may have altered what units themselves come to: it moved parts of one."""
        state = self._document.state
        come = any(state.tier(o) is Tier.PART for o in event.moved | event.created)
        may_go = any(kind.creatable and kind.tier is Tier.PART for kind in state.pack.kinds)
        return come or (may_go and bool(event.removed))

    def _refresh_region(self, row: int, new: list[str]) -> None:
        units, item = self._units[row], self.item(row)

        def remove(first: int, last: int) -> None:
            del units[first : last + 1]
            item.removeRows(first, last - first + 1)

        def insert(first: int, last: int) -> None:
            units[first:first] = new[first : last + 1]
            item.insertRows(first, [_row(unit, _UNIT_FLAGS) for unit in new[first : last + 1]])

        if follow(tuple(units), new, remove, insert):
            self._together = None
            self.dataChanged.emit(item.index(), item.index())

    def _waiting(self, region: str) -> list[str]:
        state = self._document.state
        units = [o for o in state.children(region) if state.tier(o) is Tier.UNIT]
        return sorted(units, key=lambda o: (state.label(o).casefold(), state.code(o)))

    # -- reading ---------------------------------------------------------------------------

    @property
    def units(self) -> list[str]:
        """Ids of all units that wait."""
        return [unit for units in self._units for unit in units]

    @property
    def count(self) -> int:
        """How many units wait."""
        return sum(map(len, self._units))

    def sums(self) -> dict[str, Sum]:
        """Return what all units that wait come to, by headline measure."""
        if self._together is None:
            state = self._document.state
            ids = [m.id for m in headline(state.pack)]
            units = self.units
            for unit in units:
                if unit not in self._own:
                    self._own[unit] = [state.sum(unit, measure) for measure in ids]
            own = [self._own[unit] for unit in units]
            self._together = {m: add_sums(sums[i] for sums in own) for i, m in enumerate(ids)}
        return self._together

    def index_of(self, organisation: str) -> QModelIndex:
        """Return where a unit stands, an invalid index if it does not wait."""
        for row, units in enumerate(self._units):
            if organisation in units:
                return self.index(units.index(organisation), 0, self.index(row, 0))
        return QModelIndex()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what is shown of a region or a unit."""
        organisation = super().data(index, ID)
        if organisation is None or role == ID:
            return organisation
        if not index.parent().isValid():
            return self._region_data(str(organisation), index.row(), role)
        return self._unit_data(str(organisation), role)

    def _region_data(self, region: str, row: int, role: int) -> object:
        state, units = self._document.state, self._units[row]
        kind = state.pack.kind_at(Tier.UNIT)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return state.label(region)
            case _ if role == FIGURE:
                return f"{len(units):,}"
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                name = state.label(region)
                count = counted(len(units), kind.label, kind.plural)
                text = f"{name}: {count} to place"
                if role == Qt.ItemDataRole.AccessibleTextRole:
                    return text
                return tip(f"{text}\n{in_full(state, together(state, units))}")
        return None

    def _unit_data(self, unit: str, role: int) -> object:
        state = self._document.state
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return state.label(unit)
            case _ if role == CODE:
                return state.code(unit)
            case _ if role == FIGURE:
                first = headline(state.pack)[:1]
                return sum_text(first[0], state.sum(unit, first[0].id), brief=True) if first else ""
            case Qt.ItemDataRole.AccessibleTextRole:
                sums = in_brief(state, dict(state.totals(unit).sums))
                return f"{state.label(unit)}, {state.code(unit)}, {sums}"
            case Qt.ItemDataRole.ToolTipRole:
                sums = in_full(state, dict(state.totals(unit).sums))
                return tip(f"{state.label(unit)} ({state.code(unit)})\n{sums}")
        return None

    # -- dragging --------------------------------------------------------------------------

    def mimeTypes(self) -> list[str]:
        """Return the one type that a drag carries."""
        return [UNITS_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return what a drag of rows carries."""
        return mime_of([str(i.data(ID)) for i in indexes if i.parent().isValid()])

    def supportedDragActions(self) -> Qt.DropAction:
        """Return that units are moved, never copied."""
        return Qt.DropAction.MoveAction


class TrayFilter(QSortFilterProxyModel):
    """Shows the units whose name or code holds every word that is searched for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self.setRecursiveFilteringEnabled(True)

    def search(self, text: str) -> None:
        """Show only what matches; everything if the text is empty."""
        self.beginFilterChange()
        self._words = words(text)
        self.endFilterChange()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Whether a unit matches; a region is there for its units only."""
        if not parent.isValid():
            return False
        index = self.sourceModel().index(row, 0, parent)
        return has_all(fold(f"{index.data(CODE)} {index.data()}"), self._words)


class TrayDelegate(QStyledItemDelegate):
    """Draws a region as a quiet heading and a unit with its code and figure."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of a row."""
        del option, index
        return QSize(120, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self.theme.tint)
        room = QRectF(rect).adjusted(0, 0, -4, 0)
        is_unit = index.parent().isValid()
        figure = str(index.data(FIGURE) or "")
        width = metrics(SMALL).horizontalAdvance(figure)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(face(SMALL))
        painter.setPen(self.theme.quiet)
        painter.drawText(room, int(middle | Qt.AlignmentFlag.AlignRight), figure)
        room.setRight(room.right() - width - 8)
        if not is_unit:
            is_open = bool(state & QStyle.StateFlag.State_Open)
            draw_arrow(painter, QRectF(room.left(), room.center().y() - 4, 8, 8), is_open=is_open)
        room.setLeft(room.left() + 14)
        if is_unit:
            code = str(index.data(CODE) or "")
            painter.drawText(room, int(middle | Qt.AlignmentFlag.AlignLeft), code)
            room.setLeft(room.left() + max(36.0, metrics(SMALL).horizontalAdvance(code) + 8))
        painter.setPen(self.theme.text)
        painter.setFont(face(BODY, bold=not is_unit))
        name = metrics(BODY, bold=not is_unit).elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, int(middle | Qt.AlignmentFlag.AlignLeft), name)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self.theme.accent, 1))
            painter.drawRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.restore()


class TrayList(QTreeView):
    """The list itself.

    Signals
    -------
    opened(list)
        Enter or a double click on units, with their ids.
    asked_for_menu(QPoint)
        A context menu is wanted, at that place on the screen.
    """

    opened = Signal(list)
    asked_for_menu = Signal(QPoint)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        # The delegate draws the arrow: Qt's own indents more than a narrow panel can spare.
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setExpandsOnDoubleClick(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu_wanted)
        self.setItemDelegate(TrayDelegate(theme, self))

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        delegate = self.itemDelegate()
        if isinstance(delegate, TrayDelegate):
            delegate.theme = theme
        self.viewport().update()

    def selected_units(self) -> list[str]:
        """Return the ids of the selected units, in the list's order."""
        indexes = [i for i in self.selectedIndexes() if i.parent().isValid()]
        indexes.sort(key=lambda i: (i.parent().row(), i.row()))
        return [str(i.data(ID)) for i in indexes]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the selected units on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.selected_units():
            self.opened.emit(self.selected_units())
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a unit."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.parent().isValid():
            self.opened.emit(self.selected_units() or [str(index.data(ID))])
            return
        super().mouseDoubleClickEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Fold or unfold a region at a click."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not index.parent().isValid():
            self.setExpanded(index, not self.isExpanded(index))
        super().mousePressEvent(event)

    def _on_menu_wanted(self, place: QPoint) -> None:
        if self.selected_units():
            self.asked_for_menu.emit(self.viewport().mapToGlobal(place))

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Drag the selected units."""
        del actions
        units = self.selected_units()
        if not units:
            return
        drag = QDrag(self)
        drag.setMimeData(mime_of(units))
        # The chart draws what is carried itself, with what a drop would do: two labels cover it.
        nothing = QPixmap(1, 1)
        nothing.fill(Qt.GlobalColor.transparent)
        drag.setPixmap(nothing)
        drag.exec(Qt.DropAction.MoveAction)


def draw_arrow(painter: QPainter, box: QRectF, *, is_open: bool) -> None:
    """Draw the sign of what can be folded, in the pen's colour: to the right, or down if open."""
    if is_open:
        points = [box.topLeft() + QPointF(0, 2), box.topRight() + QPointF(0, 2)]
        points.append(QPointF(box.center().x(), box.bottom() - 1))
    else:
        points = [box.topLeft() + QPointF(2, 0), box.bottomLeft() + QPointF(2, 0)]
        points.append(QPointF(box.right() - 1, box.center().y()))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(painter.pen().color())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(points)
    painter.restore()
