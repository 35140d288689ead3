"""The dialog for figures of one's own: a table of all units, to type in, paste into and copy."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from model import edits
from model.changes import Enter
from model.errors import ChangeRefusedError
from model.judgements import read_figure
from model.organisations import Basis
from model.pack import Measure, Tier
from model.pasting import Pasted, Sheet, keys_of
from model.wording import DASH, STAR, amount, counted
from ui.chart.tips import figure_line
from ui.dialogs.common import PAD, TITLE, Dialog, Standard, announce, primary
from ui.dialogs.context_menu import READ_ONLY
from ui.document import Document
from ui.panels.parts import SMALL, Ink, Prose, breakable, cell_text, face, tip
from ui.panels.table import MIDDLE_RIGHT, NOWHERE, Index
from ui.theme import BODY, Theme

_SIZE = QSize(960, 620)
_CODE, _NAME, _FIRST = range(3)
ENTERED = "•"
"""Stands before a figure that a user entered."""
NEW = "→"
"""Stands before a figure that will be entered."""
NONE = "This pack has no figure that can be entered."


class FiguresModel(QAbstractTableModel):
    """Units by measures that can be entered; what is altered waits in `waiting`.

    Signals
    -------
    altered()
        `waiting` differs.
    refused(str)
        What was typed is no figure, with the reason.
    """

    altered = Signal()
    refused = Signal(str)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        state = document.state
        kinds = {k.id for k in state.pack.kinds if k.tier is Tier.UNIT}
        self.measures = [m for m in state.pack.measures if m.enterable and m.carrier in kinds]
        self.units = sorted(state.at_tier(Tier.UNIT), key=lambda u: (state.code(u), u))
        self.waiting: dict[tuple[str, str], int | None] = {}
        """Figures that will be entered; None for those that go back to the published one."""

    def sheet(self) -> Sheet:
        """Return the table as texts are pasted into it."""
        state = self._document.state
        names = [(u, state.code(u), state.label(u)) for u in self.units]
        noun = state.pack.kind_at(Tier.UNIT).label
        return Sheet(self.units, self.measures, keys_of(names), noun)

    def measure(self, column: int) -> Measure | None:
        """Return the measure of a column, None for code and name."""
        return self.measures[column - _FIRST] if column >= _FIRST else None

    # -- altering --------------------------------------------------------------------------

    def enter(self, figures: dict[tuple[str, str], int | None]) -> None:
        """Note figures to enter; what is so already is left out."""
        state = self._document.state
        for at, value in figures.items():
            self.waiting.pop(at, None)
            if value != state.entered(*at):
                self.waiting[at] = value
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)
        self.altered.emit()

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed into a cell."""
        measure = self.measure(index.column())
        if role != Qt.ItemDataRole.EditRole or measure is None:
            return False
        text = str(value).strip().removesuffix(STAR)
        unit = self.units[index.row()]
        try:
            number = read_figure(text, measure) if text else None
        except ChangeRefusedError as error:
            code = self._document.state.code(unit)
            self.refused.emit(f"{code}, {measure.label}: {error}")
            return False
        figure = self._document.state.figure(unit, measure.id)
        if number is None or figure is None or number != figure.value:
            self.enter({(unit, measure.id): number})
        elif (unit, measure.id) in self.waiting:
            self.enter({(unit, measure.id): self._document.state.entered(unit, measure.id)})
        return True

    # -- reading ---------------------------------------------------------------------------

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of units."""
        return 0 if parent.isValid() else len(self.units)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of measures, and two for code and name."""
        return 0 if parent.isValid() else len(self.measures) + _FIRST

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a cell."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        is_open = index.column() >= _FIRST and not self._document.read_only
        return flags | Qt.ItemFlag.ItemIsEditable if is_open else flags

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return a column's heading."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        measure = self.measure(section)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return ("Code", "Name")[section] if measure is None else measure.label
            case Qt.ItemDataRole.TextAlignmentRole if measure is not None:
                return int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
            case Qt.ItemDataRole.ToolTipRole if measure is not None:
                return tip(f"{measure.label}\n{measure.explanation}".strip())
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what is shown of a cell."""
        unit, measure = self.units[index.row()], self.measure(index.column())
        state = self._document.state
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole if measure is None:
                return state.code(unit) if index.column() == _CODE else state.label(unit)
            case Qt.ItemDataRole.DisplayRole if measure is not None:
                return self.text(unit, measure)
            case Qt.ItemDataRole.EditRole if measure is not None:
                return self._plain(unit, measure)
            case Qt.ItemDataRole.FontRole if measure is not None:
                return face(BODY, bold=(unit, measure.id) in self.waiting)
            case Qt.ItemDataRole.TextAlignmentRole if measure is not None:
                return MIDDLE_RIGHT
            case Qt.ItemDataRole.ToolTipRole:
                if measure is None:
                    return tip(f"{state.label(unit)} ({state.code(unit)})")
                line = figure_line(state, unit, measure)
                if (unit, measure.id) in self.waiting:
                    line += f"\nWill be: {self.text(unit, measure).removeprefix(NEW).strip()}"
                return tip(line)
        return None

    def text(self, unit: str, measure: Measure) -> str:
        """Return a figure as it is shown: marked if it was entered, or will be."""
        value, is_estimate, mark = self._figure(unit, measure)
        if value is None:
            return f"{mark} {DASH}".strip()
        return f"{mark} {amount(measure, value)}{STAR if is_estimate else ''}".strip()

    def _plain(self, unit: str, measure: Measure) -> str:
        value = self._figure(unit, measure)[0]
        return "" if value is None else str(value)

    def _figure(self, unit: str, measure: Measure) -> tuple[int | None, bool, str]:
        """Return a figure, whether it is estimated, and its mark."""
        at, state = (unit, measure.id), self._document.state
        mark, figure = "", state.figure(*at)
        if at in self.waiting:
            value, mark = self.waiting[at], NEW
            if value is not None:
                return value, False, mark
            figure = state.published_figure(*at)
        elif figure is not None and figure.basis is Basis.ENTERED:
            mark = ENTERED
        if figure is None:
            return None, False, mark
        return figure.value, figure.is_estimate, mark

    def copied(self, cells: Sequence[QModelIndex]) -> str:
        """Return cells, or the whole table with its headings, as lines with tabs between."""
        if cells:
            rows = sorted({i.row() for i in cells})
            columns = sorted({i.column() for i in cells})
            chosen = {(i.row(), i.column()) for i in cells}
            return "\n".join(
                "\t".join(self._copied(r, c) if (r, c) in chosen else "" for c in columns)
                for r in rows
            )
        columns = list(range(self.columnCount()))
        heads = [
            str(self.headerData(c, Qt.Orientation.Horizontal)) for c in range(self.columnCount())
        ]
        lines = ["\t".join(self._copied(row, c) for c in columns) for row in range(len(self.units))]
        return "\n".join(["\t".join(heads), *lines])

    def _copied(self, row: int, column: int) -> str:
        text = str(self.data(self.index(row, column), Qt.ItemDataRole.EditRole) or "")
        # A figure below 0 is no formula, and must stay a number.
        return cell_text(text) if column < _FIRST else text


class FiguresTable(QTableView):
    """The table itself: Ctrl+V pastes, Ctrl+C copies, Delete goes back to the published figure.

    Signals
    -------
    pasted(Pasted)
        What was understood of a text.
    """

    pasted = Signal(object)

    def __init__(self, model: FiguresModel) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self.setFont(face(BODY))
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setAccessibleName("Figures")
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(26)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setColumnWidth(_CODE, 64)
        self.setColumnWidth(_NAME, 200)
        for column in range(_FIRST, model.columnCount()):
            text = str(model.headerData(column, Qt.Orientation.Horizontal))
            width = header.fontMetrics().horizontalAdvance(text) + 40
            self.setColumnWidth(column, max(120, min(240, width)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste, copy and clear."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear_chosen()
        else:
            super().keyPressEvent(event)

    def paste(self) -> None:
        """Take figures from the clipboard, at the current cell."""
        current = self.currentIndex()
        row, column = max(0, current.row()), max(0, current.column() - _FIRST)
        text = QGuiApplication.clipboard().text()
        found = self._model.sheet().understand(text, row, column)
        self._model.enter(dict(found.figures))
        self.pasted.emit(found)

    def copy(self) -> None:
        """Put the selected cells on the clipboard; the whole table if there is but one."""
        cells = self.selectedIndexes()
        text = self._model.copied(cells if len(cells) > 1 else [])
        QGuiApplication.clipboard().setText(text)

    def clear_chosen(self) -> None:
        """Have the selected figures go back to what is published."""
        model = self._model
        figures: dict[tuple[str, str], int | None] = {}
        for index in self.selectedIndexes() or [self.currentIndex()]:
            measure = model.measure(index.column()) if index.isValid() else None
            if measure is not None:
                figures[model.units[index.row()], measure.id] = None
        model.enter(figures)


class FiguresDialog(Dialog):
    """Figures of one's own for all units; what was entered is one undo step."""

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Figures", parent)
        self._document = document
        self.model = FiguresModel(document, self)
        self.table = FiguresTable(self.model)
        self.told = Prose(theme, SMALL)
        self.problems = QPlainTextEdit()
        self.paste_button = QPushButton("Paste")
        self.copy_button = QPushButton("Copy table")
        self.buttons = QDialogButtonBox(Standard.Cancel, parent=self)
        self.enter_button = primary(
            self.buttons.addButton("Enter figures", QDialogButtonBox.ButtonRole.AcceptRole)
        )
        self._build(theme)
        self.model.altered.connect(self._count)
        self.model.refused.connect(self._on_refused)
        self.table.pasted.connect(self._on_pasted)
        self.paste_button.clicked.connect(self.table.paste)
        self.copy_button.clicked.connect(self._copy_all)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._count()

    @classmethod
    def ask(cls, document: Document, theme: Theme, parent: QWidget | None) -> FiguresDialog | None:
        """Open the dialog over its window; None if nothing can be entered."""
        dialog = cls(document, theme, parent)
        if not dialog.model.measures:
            dialog.deleteLater()
            document.refused.emit(NONE)
            return None
        dialog.open()
        return dialog

    def _build(self, theme: Theme) -> None:
        unit = self._document.option.pack.kind_at(Tier.UNIT)
        heading = Prose(theme, TITLE, Ink.STRONG)
        heading.write("Figures of your own")
        about = Prose(theme, SMALL, Ink.QUIET)
        about.write(
            "Type, or paste from a spreadsheet: lines that begin with a code or a name, or one "
            f"column in the order below from the chosen cell on. {ENTERED} entered by you, "
            f"{NEW} will be entered; Delete goes back to the published figure."
        )
        self.told.hide()
        self.problems.setReadOnly(True)
        self.problems.setFont(face(SMALL))
        self.problems.setMaximumHeight(96)
        self.problems.setAccessibleName("Lines that were not understood")
        self.problems.hide()
        for button, text in (
            (self.paste_button, "Take figures from the clipboard, at the chosen cell (Ctrl+V)"),
            (self.copy_button, f"Copy all {unit.plural} with code, name and figures"),
        ):
            button.setToolTip(tip(text))
            button.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.addWidget(self.paste_button)
        foot.addWidget(self.copy_button)
        foot.addWidget(self.buttons, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, 16)
        column.setSpacing(12)
        column.addWidget(heading)
        column.addWidget(about)
        column.addWidget(self.table, 1)
        column.addWidget(self.told)
        column.addWidget(self.problems)
        column.addLayout(foot)
        self.fit(_SIZE.width(), _SIZE.height())
        self.paste_button.setEnabled(not self._document.read_only)
        if self.model.measures and self.model.units:
            self.table.setCurrentIndex(self.model.index(0, _FIRST))
        self.table.setFocus()

    # -- what is told ----------------------------------------------------------------------

    def _count(self) -> None:
        number = len(self.model.waiting)
        self.enter_button.setText(
            f"Enter {counted(number, 'figure', 'figures')}" if number else "Enter figures"
        )
        self.enter_button.setEnabled(bool(number) and not self._document.read_only)
        if self._document.read_only:
            self._tell(READ_ONLY, [])

    def _on_pasted(self, found: Pasted) -> None:
        unit = self._document.option.pack.kind_at(Tier.UNIT)
        units = len({organisation for organisation, _ in found.figures})
        text = f"Understood: {counted(len(found.figures), 'figure', 'figures')}"
        text += f" for {counted(units, unit.label, unit.plural)}."
        if found.problems:
            lines = counted(len(found.problems), "thing was", "things were")
            text += f" {lines} not understood and left out:"
        if not found.figures and not found.problems:
            text = "There is nothing on the clipboard that could be a figure."
        self._tell(text, found.problems)
        rows = [self.model.units.index(organisation) for organisation, _ in found.figures]
        if rows:
            self.table.scrollTo(self.model.index(min(rows), _FIRST))

    def _on_refused(self, why: str) -> None:
        self._tell(f"Left as it was. {why}", [])

    def _tell(self, text: str, problems: Sequence[str]) -> None:
        self.told.write(breakable(text))
        self.told.setVisible(bool(text))
        self.problems.setPlainText("\n".join(problems))
        self.problems.setVisible(bool(problems))
        announce(self.table, " ".join([text, *problems[:3]]))

    def _copy_all(self) -> None:
        QGuiApplication.clipboard().setText(self.model.copied([]))

    # -- ending ----------------------------------------------------------------------------

    def accept(self) -> None:
        """Enter the figures, as one undo step."""
        if not self.enter_button.isEnabled():
            return
        changes = [Enter(*at, value) for at, value in self.model.waiting.items()]
        if self._document.commit(edits.as_one(changes)):
            super().accept()
