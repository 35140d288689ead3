"""The panel that lists what differs between the plan in the window and another one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from model.comparison import Comparison, TotalsPair
from model.comparison_words import SECTION_WORDS, Line, Section, by_section, summary
from model.state import State
from ui.dialogs.common import LONG, TAIL, shortened, theme_of
from ui.dialogs.matching import fold, has_all, words
from ui.panels.comparison_totals import ComparedDelegate, ComparedTotals
from ui.panels.parts import (
    GAP,
    MARGIN,
    SMALL,
    Choice,
    Ink,
    Prose,
    cell_text,
    face,
    on_button,
    set_theme_below,
    tip,
)
from ui.panels.table import RowTable
from ui.theme import BODY, Theme

_HEADS = ("What", "Detail", "Before", "After", "Note")
_WIDTHS = (220, 130, 150, 150, 260)
_ROW = 22
"""Height of a difference, pixels."""
_LINE = Qt.ItemDataRole.UserRole
_ALL = 100
"""Where the slider shows nothing but the other plan."""
_SLIDER = 96
"""Width of the slider, pixels."""
OPEN_FILE = "file…"
"""The choice that asks for another file."""


SAME = "The two are the same: nothing hangs elsewhere, is set or is judged otherwise."
NONE_FOUND = "No difference has these words. Clear the filter to see all."


class DifferenceList(QTreeWidget):
    """What differs, section by section.

    Signals
    -------
    gone_to(Line)
        The user has gone to a difference.
    """

    gone_to = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setColumnCount(len(_HEADS))
        self.setHeaderLabels(_HEADS)
        self.setAccessibleName("Differences")
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setRootIsDecorated(True)
        self.setIndentation(14)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setStyleSheet(f"QTreeWidget::item {{ height: {_ROW}px; padding: 0 5px; }}")
        for place, width in enumerate(_WIDTHS):
            self.header().resizeSection(place, width)
        self.header().setHighlightSections(False)
        self._lines: list[Line] = []
        self._folded: set[Section] = set()
        self.itemCollapsed.connect(self._on_collapsed)
        self.itemExpanded.connect(self._on_expanded)
        self.currentItemChanged.connect(self._on_current)
        self.itemClicked.connect(self._go)

    def show_lines(self, lines: Sequence[Line], wanted: Sequence[str]) -> int:
        """Show the differences that have those words in them; return how many there are."""
        blocker = QSignalBlocker(self)
        kept, place = self._current(), self.verticalScrollBar().value()
        self.clear()
        self._lines = [x for x in lines if has_all(fold(" ".join(x.texts)), wanted)]
        for section, some in by_section(self._lines):
            head = QTreeWidgetItem([f"{SECTION_WORDS[section]} ({len(some):,})"])
            head.setFont(0, face(BODY, bold=True))
            head.setData(0, _LINE, section)
            self.addTopLevelItem(head)
            head.setFirstColumnSpanned(True)
            items = [_item(line) for line in some]
            head.addChildren(items)
            head.setExpanded(section not in self._folded)
            for line, item in zip(some, items, strict=True):
                if _key(line) == kept:
                    self.setCurrentItem(item)
        self.verticalScrollBar().setValue(place)
        blocker.unblock()
        return len(self._lines)

    def _current(self) -> tuple[str, ...] | None:
        item = self.currentItem()
        line = item.data(0, _LINE) if item is not None else None
        return _key(line) if isinstance(line, Line) else None

    def _on_collapsed(self, item: QTreeWidgetItem) -> None:
        self._folded.add(item.data(0, _LINE))

    def _on_expanded(self, item: QTreeWidgetItem) -> None:
        self._folded.discard(item.data(0, _LINE))

    def _on_current(self, item: QTreeWidgetItem | None, _old: QTreeWidgetItem | None) -> None:
        if item is not None:
            self._go(item)

    @staticmethod
    def concerned(index: QModelIndex) -> tuple[str, ...]:
        """Return the organisation of the plan in the window that a row is about, if any."""
        line = index.siblingAtColumn(0).data(_LINE)
        return (line.after,) if isinstance(line, Line) and line.after else ()

    def _go(self, item: QTreeWidgetItem) -> None:
        line = item.data(0, _LINE)
        if isinstance(line, Line):
            self.gone_to.emit(line)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy everything on Ctrl+C, go to the current difference on Enter."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.as_text())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_current(self.currentItem(), None)
        else:
            super().keyPressEvent(event)

    def as_text(self) -> str:
        """Return what is shown as a table with tabs between the cells."""
        heads = ("Difference", *_HEADS)
        rows = [heads, *(line.texts for line in self._lines)]
        return "\n".join("\t".join(map(cell_text, row)) for row in rows)


def _item(line: Line) -> QTreeWidgetItem:
    texts = [" ".join(text.split()) for text in line.texts[1:]]
    item = QTreeWidgetItem(texts)
    item.setData(0, _LINE, line)
    for place, text in enumerate(texts):
        item.setToolTip(place, tip(text))
    return item


def _key(line: Line) -> tuple[str, ...]:
    return line.section, line.before, line.after, line.what


class ComparisonPanel(QWidget):
    """With what the plan in the window is compared, what differs, and both plans' totals.

    Signals
    -------
    other_wanted(str)
        The user has chosen another plan to compare with, or `OPEN_FILE`.
    flip_wanted(bool)
        The user wants to see the other plan on the chart, or no longer.
    blend_wanted(float)
        The user wants to see it as dense as that over the plan in the window, from 0 to 1.
    gone_to(Line)
        The user has gone to a difference.
    place_wanted(TotalsPair)
        The user has gone to totals.
    end_wanted()
        The user has done with comparing.
    """

    other_wanted = Signal(str)
    flip_wanted = Signal(bool)
    blend_wanted = Signal(float)
    gone_to = Signal(object)
    place_wanted = Signal(object)
    end_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: Sequence[Line] = ()
        self._fault = self._same = ""
        self.other = Choice()
        self.other.setMinimumContentsLength(14)
        self.other.setMaximumWidth(420)
        self.summary = Prose(theme, SMALL, Ink.QUIET)
        self.summary.setAccessibleName("What differs, in short")
        self.list = DifferenceList()
        self.model = ComparedTotals(self)
        self.totals = RowTable()
        self.totals.setModel(self.model)
        self.totals.setAccessibleName("Totals side by side")
        self.delegate = ComparedDelegate(self.totals, theme)
        self.totals.setItemDelegate(self.delegate)
        self.message = Prose(theme, BODY, Ink.QUIET)
        self._make_controls()
        self._lay_out()
        self.other.activated.connect(self._on_other)
        self.flip.toggled.connect(self.flip_wanted)
        self.slider.valueChanged.connect(lambda value: self.blend_wanted.emit(value / _ALL))
        self.slider.sliderReleased.connect(self._on_released)
        self.search.textChanged.connect(self._filter)
        self.differing.toggled.connect(self._filter)
        self.copy.clicked.connect(self.copy_text)
        self.close_button.clicked.connect(self.end_wanted)
        self.list.gone_to.connect(self.gone_to)
        self.totals.selectionModel().currentRowChanged.connect(self._on_totals)
        self._filter()

    def _make_controls(self) -> None:
        self.flip = QPushButton("Show it (X)")
        self.flip.setCheckable(True)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, _ALL)
        self.slider.setSingleStep(_ALL)  # keys and clicks go from end to end
        self.slider.setPageStep(_ALL)
        self.slider.setFixedWidth(_SLIDER)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Filter differences…")
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(220)
        self.differing = QCheckBox("Only totals that differ")
        self.differing.setChecked(True)
        self.copy = QPushButton("Copy")
        self.close_button = QPushButton("Done")
        for widget, about in (
            (self.other, "What the plan in the window is compared with"),
            (self.flip, "Show the other plan on the chart, to look at; once more goes back (X)"),
            (self.slider, "Drag to see the other plan come up over this one, and go again"),
            (self.search, "Show the differences and totals in which these words occur"),
            (self.differing, "Leave out totals that are the same in both"),
            (self.copy, "Copy differences and totals as tables, for a message or a spreadsheet"),
            (self.close_button, "Compare no longer: the marks on the chart go"),
        ):
            widget.setToolTip(tip(about))
            widget.setAccessibleName(about)

    def _lay_out(self) -> None:
        label = QLabel("Compared with")
        label.setBuddy(self.other)
        rows = []
        for margins, widgets in (
            (
                (MARGIN, MARGIN, MARGIN, 2),
                (
                    label,
                    self.other,
                    self.slider,
                    self.flip,
                    None,
                    self.search,
                    self.copy,
                    self.close_button,
                ),
            ),
            ((MARGIN, 0, MARGIN, 4), (self.summary, None, self.differing)),
        ):
            row = QHBoxLayout()
            row.setContentsMargins(*margins)
            row.setSpacing(GAP)
            for widget in widgets:
                if widget is None:
                    row.addStretch(1)
                else:
                    wide = {self.other: 3, self.search: 2, self.summary: 20}
                    row.addWidget(widget, wide.get(widget, 0))
            rows.append(row)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.list)
        self.splitter.addWidget(self.totals)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        blank = QHBoxLayout()
        blank.setContentsMargins(MARGIN, 0, MARGIN, 0)
        blank.addWidget(self.message)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for row in rows:
            column.addLayout(row)
        column.addLayout(blank)
        column.addWidget(self.splitter, 1)
        column.addStretch(0)
        self.setFocusProxy(self.list)

    # -- what is shown ---------------------------------------------------------------------

    def offer(self, choices: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer plans to compare with, as (key, name)."""
        shown = [(key, on_button(shortened(name, LONG, tail=TAIL))) for key, name in choices]
        self.other.offer([*shown, (OPEN_FILE, "Another file…")], chosen)
        self.other.setToolTip(tip(dict(choices).get(chosen, "")))

    def show_result(
        self,
        comparison: Comparison,
        lines: Sequence[Line],
        pairs: Sequence[TotalsPair],
        before: State,
        after: State,
    ) -> None:
        """Show what differs."""
        self._lines, self._fault = lines, ""
        same = " ".join(filter(None, (SAME, comparison.warning)))
        self._same = same if comparison.is_same else ""
        told = (summary(comparison), comparison.warning)
        self.summary.write(" ".join(filter(None, told)))
        widths = not self.model.columns
        self.model.show_pairs(pairs, before, after)
        if widths:
            for place, column in enumerate(self.model.columns):
                self.totals.horizontalHeader().resizeSection(place, column.width)
        self._filter()

    def say(self, text: str) -> None:
        """Say why nothing is compared."""
        self._lines, self._fault, self._same = (), text, ""
        self.summary.write("")
        self.model.clear()
        self._filter()

    def _show_message(self, text: str) -> None:
        self.message.write(text)
        self.message.setVisible(bool(text))
        self.summary.setVisible(not text or text != self._same)
        self.splitter.setVisible(not text)

    def _filter(self) -> None:
        wanted = words(self.search.text())
        found = self.list.show_lines(self._lines, wanted)
        self.model.show_only(wanted, differing=self.differing.isChecked())
        text = self._fault
        if not found and not self.model.rowCount() and not text:
            text = self._same or (NONE_FOUND if wanted else "")
        self._show_message(text)

    def show_flipped(self, on: bool) -> None:
        """Show whether the other plan is on the chart."""
        blocker = QSignalBlocker(self.flip)
        self.flip.setChecked(on)
        self.flip.setText("Go back (X)" if on else "Show it (X)")
        blocker.unblock()
        if not self.slider.isSliderDown():
            blocker = QSignalBlocker(self.slider)
            self.slider.setValue(_ALL if on else 0)
            blocker.unblock()

    # -- what is done ----------------------------------------------------------------------

    def _on_other(self) -> None:
        self.other_wanted.emit(str(self.other.currentData()))

    def _on_released(self) -> None:
        """Have one of the plans on the chart: half of each is for a look while it is dragged."""
        self.slider.setValue(_ALL if self.slider.value() * 2 >= _ALL else 0)

    def _on_totals(self) -> None:
        row = self.totals.currentIndex().row()
        if 0 <= row < self.model.rowCount():
            self.place_wanted.emit(self.model.pair(row))

    def copy_text(self) -> None:
        """Copy all that is shown."""
        texts = [self.summary.text(), self.list.as_text(), self.model.as_text()]
        QGuiApplication.clipboard().setText("\n\n".join(texts))

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "splitter"):
            theme = theme_of(self)
            self.delegate.theme = theme
            set_theme_below(self, theme)
            self.totals.viewport().update()
