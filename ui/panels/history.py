"""The history of an option: a list of what was done, and a slider that goes back through it."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence

from PySide6.QtCore import QByteArray, QModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
    QPolygonF,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QSlider,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from model.log import Entry
from model.pack import Tier
from model.wording import counted, day
from ui.dialogs.matching import words
from ui.document import Document
from ui.hovering import RowLights
from ui.panels.bodies import by_name
from ui.panels.history_model import COLUMNS, LAST, HistoryModel, Wanted, What
from ui.panels.parts import (
    GAP,
    MARGIN,
    SMALL,
    Choice,
    Elided,
    Ink,
    Prose,
    face,
    is_seen,
    metrics,
    on_button,
    set_theme_below,
    tip,
)
from ui.panels.table import MIDDLE_LEFT, Index, RowDelegate, RowTable
from ui.theme import BODY, Theme

NONE = "Nothing was done yet: every change will be listed here, with who made it, when and why."
NONE_FOUND = "No change is like that. Clear the filters to see all of them."

_FLAG = 14
"""Room for a flag."""
_EDITOR_HEIGHT = 76


class _NoteEdit(QPlainTextEdit):
    """A note in its cell: Enter takes it, Shift+Enter begins a line, Esc leaves it as it was."""

    def __init__(self, parent: QWidget, delegate: HistoryDelegate) -> None:
        super().__init__(parent)
        self._delegate = delegate
        self.setTabChangesFocus(True)
        self.setAccessibleName("Note")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the note on Enter."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._delegate.commitData.emit(self)
            self._delegate.closeEditor.emit(self)
        else:
            super().keyPressEvent(event)


class HistoryDelegate(RowDelegate):
    """Draws days as bands, checkpoints as flags, and what was undone quietly."""

    def __init__(self, table: RowTable, model: HistoryModel, theme: Theme) -> None:
        super().__init__(table, theme)
        self._table = table
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell, or the band of a day."""
        found = self._model.day(index.row())
        if found is None:
            super().paint(painter, option, index)
            return
        room = QRectF(option.rect)
        painter.save()
        painter.fillRect(room, self.theme.ground)
        painter.setFont(face(SMALL, bold=True))
        painter.setPen(self.theme.quiet)
        painter.drawText(room.adjusted(GAP, 0, -GAP, 0), MIDDLE_LEFT, found.text)
        painter.restore()

    def draw(self, painter: QPainter, room: QRectF, index: Index) -> None:
        """Draw what is in the cell of an entry."""
        entry = self._model.entry(index.row())
        if entry is None:
            return
        what = COLUMNS[index.column()].what
        if what is What.WHEN and self._model.is_shown_on_chart(entry):
            bar = QRectF(room.left() - GAP, room.top(), 4, room.height() - 1)
            painter.fillRect(bar, self.theme.accent)
        text = " ".join(self._model.text(entry, what).split())
        name = self._model.checkpoint(entry) if what is What.TEXT else ""
        if name:
            room = self._draw_flag(painter, room, name)
            text = text.removeprefix(f"⚑ {' '.join(name.split())}: ")
        is_done = self._model.is_done(entry)
        is_quiet = not is_done or what in (What.WHEN, What.BEFORE)
        painter.setFont(face(BODY))
        painter.setPen(self.theme.quiet if is_quiet else self.theme.text)
        fitting = metrics(BODY).elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, MIDDLE_LEFT, fitting)

    def _draw_flag(self, painter: QPainter, room: QRectF, name: str) -> QRectF:
        """Draw a checkpoint's flag and name; returns the room that is left."""
        left, middle = room.left() + 1.5, room.center().y()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme.accent, 1.5))
        painter.setBrush(self.theme.accent)
        painter.drawLine(QPointF(left, middle - 7), QPointF(left, middle + 7))
        points = [QPointF(left, middle - 7), QPointF(left + 8, middle - 4), QPointF(left, middle)]
        painter.drawPolygon(QPolygonF(points))
        painter.restore()
        bold = metrics(BODY, bold=True)
        most = max(40.0, room.width() * 0.6)
        fitting = bold.elidedText(name, Qt.TextElideMode.ElideRight, most)
        painter.setFont(face(BODY, bold=True))
        painter.setPen(self.theme.accent)
        painter.drawText(room.adjusted(_FLAG, 0, 0, 0), MIDDLE_LEFT, fitting)
        return room.adjusted(_FLAG + bold.horizontalAdvance(fitting) + GAP, 0, 0, 0)

    # -- editing notes ---------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the field for a note."""
        del option, index
        return _NoteEdit(parent, self)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Fill in the note that there is."""
        assert isinstance(editor, _NoteEdit)
        editor.setPlainText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
        editor.selectAll()

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        """Take the note."""
        assert isinstance(editor, _NoteEdit)
        self._model.setData(index, editor.toPlainText())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Give the field room for some lines, within the table."""
        del index
        cell = option.rect
        viewport = self._table.viewport()
        height = min(_EDITOR_HEIGHT, viewport.height())
        top = max(0, min(cell.top(), viewport.height() - height))
        width = max(160, min(cell.width(), viewport.width() - max(0, cell.left())))
        left = max(0, min(cell.left(), viewport.width() - width))
        editor.setGeometry(left, top, width, height)


class HistoryPanel(QWidget):
    """What was done in an option, to read, filter, annotate and go back through.

    It reads nothing while nobody sees it.

    Signals
    -------
    branch_wanted(str)
        A new option is to go on from that entry.
    take_back_wanted(str)
        That entry is to be taken back out of the plan.
    checkpoint_wanted(str)
        That entry is to be named.
    """

    branch_wanted = Signal(str)
    take_back_wanted = Signal(str)
    checkpoint_wanted = Signal(str)

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._is_following = False
        self._is_outdated = True
        self.model = HistoryModel(document, self)
        self.table = RowTable()
        self.table.setSortingEnabled(False)
        self.table.setModel(self.model)
        self.table.setAccessibleName("History")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.delegate = HistoryDelegate(self.table, self.model, theme)
        self.table.setItemDelegate(self.delegate)
        for place, column in enumerate(COLUMNS):
            self.table.horizontalHeader().resizeSection(place, column.width)
        RowLights(self.table, document, self._concerned)
        self._make_filters()
        self._make_slider()
        self.empty = Prose(theme, BODY, Ink.QUIET)
        self.place = Elided(SMALL, quiet=True)
        self._lay_out()
        self._connect()

    def _concerned(self, index: Index) -> Collection[str]:
        """Return the organisations that an entry concerned; of a day's row, none."""
        entry = self.model.entry(index.row())
        return () if entry is None else self.model.history.told(entry).concerned

    # -- making ----------------------------------------------------------------------------

    def _make_filters(self) -> None:
        self.search = QLineEdit()
        self.search.setPlaceholderText("Name, word, note…")
        self.search.setClearButtonEnabled(True)
        self.groups, self.people = Choice(), Choice()
        self.since, self.until = Choice(), Choice()
        for widget, about in (
            (self.search, "Show the changes in which these words occur (/)"),
            (self.groups, "Show the changes that concerned one of them"),
            (self.people, "Whose changes to show"),
            (self.since, "Show the changes from this day on"),
            (self.until, "Show the changes up to this day"),
        ):
            widget.setAccessibleName(about)
            widget.setToolTip(tip(about))
        key = QShortcut(QKeySequence("/"), self.table)
        key.setContext(Qt.ShortcutContext.WidgetShortcut)
        key.activated.connect(self._on_find)

    def _make_slider(self) -> None:
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName("Go back through history")
        self.slider.setToolTip(
            tip(
                "Show the plan as it was; nothing is changed. "
                "Alt+Left and Alt+Right step, Esc goes back to now."
            )
        )
        self.slider.setSingleStep(1)
        self.slider.setPageStep(10)
        self.slider.setMinimumWidth(80)
        self.slider.valueChanged.connect(self._on_slid)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(MARGIN, MARGIN, MARGIN, 4)
        top.setSpacing(GAP)
        top.addWidget(self.slider, 2)
        top.addWidget(self.place, 2)
        self.search.setMinimumWidth(80)
        self.search.setMaximumWidth(220)
        top.addWidget(self.search, 1)
        for box in (self.groups, self.people, self.since, self.until):
            box.setMinimumWidth(64)  # at the side of a window its text may be shortened
            box.setMaximumWidth(170)
            top.addWidget(box, 1)
        self._blank = QWidget()
        blank = QVBoxLayout(self._blank)
        blank.setContentsMargins(MARGIN, GAP, MARGIN, 0)
        blank.addWidget(self.empty)
        blank.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addWidget(self._blank, 1)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        document, model = self._document, self.model
        document.logged.connect(self._on_logged)
        document.switched.connect(self._on_switched)
        document.looked.connect(self._on_looked)
        model.modelReset.connect(self._on_reset)
        self.search.textChanged.connect(self._on_filtered)
        for box in (self.groups, self.people, self.since, self.until):
            box.currentIndexChanged.connect(self._on_filtered)
        self.table.doubleClicked.connect(self._on_opened)
        self.table.customContextMenuRequested.connect(
            lambda at: self.menu().popup(self.table.viewport().mapToGlobal(at))
        )

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.delegate.theme = theme
        set_theme_below(self, theme)
        self.table.viewport().update()

    def layout_state(self) -> QByteArray:
        """Return widths and order of the columns, for the next start."""
        return self.table.horizontalHeader().saveState()

    def restore_layout(self, state: QByteArray) -> bool:
        """Take widths and order of the columns; whether they fit this table."""
        return self.table.horizontalHeader().restoreState(state)

    # -- keeping up ------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was done until now."""
        super().showEvent(event)
        self.catch_up()

    def _on_switched(self) -> None:
        if self.model.option is not self._document.live:  # else only its past is shown
            self._on_logged()

    def _on_logged(self) -> None:
        self._is_outdated = True
        if is_seen(self):
            self.catch_up()

    def catch_up(self) -> None:
        """Read what was done since it was last read."""
        if self._is_outdated:
            self._is_outdated = False
            self.model.read()
            self._fill_filters()
            self._on_reset()
            self._on_looked()

    def mark(self, entries: Sequence[str]) -> None:
        """Mark the entries for whose sake another can't be taken back, and show the oldest."""
        self.catch_up()
        if any(self.model.row_of(entry) < 0 for entry in entries):
            self._clear_filters()
        self.model.mark(entries)
        self.table.scrollTo(self.model.index(self.model.row_of(entries[0]), 0))

    def _on_reset(self) -> None:
        self.table.clearSpans()
        for row in self.model.day_rows():
            self.table.setSpan(row, 0, 1, len(COLUMNS))
        is_empty = not self.model.rowCount()
        self.empty.write((NONE_FOUND if self.model.total else NONE) if is_empty else "")
        self._blank.setVisible(is_empty)
        self.table.setVisible(not is_empty)

    def _on_looked(self) -> None:
        """Follow which point of history the chart shows."""
        document = self._document
        self._is_following = True
        self.slider.setMaximum(len(document.live.log.path()))
        self.slider.setValue(document.steps_from_start)
        self._is_following = False
        self.slider.setEnabled(self.slider.maximum() > 0)
        self.place.write(self._place_text())
        self.model.repaint()
        if document.past is not None and (row := self.model.row_of(document.at)) >= 0:
            self.table.scrollTo(self.model.index(row, 0))

    def _place_text(self) -> str:
        path, at = self.slider.maximum(), self._document.steps_from_start
        if self._document.past is None:
            return f"Now, after {counted(path, 'change', 'changes')}" if path else ""
        log, shown = self._document.live.log, self._document.at
        is_undone = bool(shown) and not self.model.is_done(log[shown])
        undone = ", and what was undone since" if is_undone else ""
        return f"After {at:,} of {counted(path, 'change', 'changes')}{undone}"

    def _on_slid(self, value: int) -> None:
        if not self._is_following:
            path = self._document.live.log.path()
            self._document.look_at(path[value - 1].id if value else "")

    # -- filtering -------------------------------------------------------------------------

    def _fill_filters(self) -> None:
        state = self._document.live.state
        kind = state.pack.kind_at(Tier.GROUP)
        people = sorted({entry.who for entry in self.model.history.entries}, key=str.casefold)
        days = [(date.isoformat(), day(date)) for date in self.model.days]
        self._is_following = True
        for box, found in (
            (
                self.groups,
                [("", f"All {kind.plural}"), *by_name(state, state.at_tier(Tier.GROUP))],
            ),
            (
                self.people,
                [("", "Everybody"), *((f"={who}", who or "Nobody named") for who in people)],
            ),
            (self.since, [("", "From the start"), *((d, f"From {text}") for d, text in days)]),
            (self.until, [("", "Until now"), *((d, f"Until {text}") for d, text in days)]),
        ):
            box.offer(found, str(box.currentData() or ""))
        self._is_following = False
        self._on_filtered()

    def _on_filtered(self) -> None:
        if not self._is_following:
            who = str(self.people.currentData() or "")
            self.model.show(
                Wanted(
                    tuple(words(self.search.text())),
                    str(self.groups.currentData() or ""),
                    who[1:] if who else None,
                    _date(self.since.currentData()),
                    _date(self.until.currentData()),
                )
            )

    def _clear_filters(self) -> None:
        self._is_following = True
        self.search.clear()
        for box in (self.groups, self.people, self.since, self.until):
            box.setCurrentIndex(0)
        self._is_following = False
        self._on_filtered()

    def _on_find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    # -- doing -----------------------------------------------------------------------------

    @property
    def current(self) -> Entry | None:
        """The entry that the keys act on."""
        return self.model.entry(self.table.currentIndex().row())

    def _on_opened(self, index: QModelIndex) -> None:
        """Show the plan as it was after an entry; edit its note if that is what was clicked."""
        entry = self.model.entry(index.row())
        if entry is None:
            return
        if COLUMNS[index.column()].what is What.NOTE:
            self.table.edit(index)
        else:
            self._document.look_at(entry.id)

    def edit_note(self, entry: str = "") -> None:
        """Edit the note of an entry, in place; of the one that the keys act on, if not given."""
        row = self.table.currentIndex().row()
        if entry:
            self.catch_up()
            if self.model.row_of(entry) < 0:
                self._clear_filters()
            row = self.model.row_of(entry)
        index = self.model.index(row, LAST)
        self.table.scrollTo(index)
        self.table.setCurrentIndex(index)
        self.table.edit(index)

    def menu(self) -> QMenu:
        """Return what can be done with the entry that the keys act on."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        entry = self.current
        if entry is None:
            menu.addAction("Choose a change first").setEnabled(False)
            return menu
        document, log = self._document, self._document.live.log
        look = menu.addAction("&Show the plan as it was after this")
        look.triggered.connect(lambda: document.look_at(entry.id))
        look.setEnabled(entry.id != document.at)
        branch = menu.addAction("&Branch a new option from here")
        branch.triggered.connect(lambda: self.branch_wanted.emit(entry.id))
        back = menu.addAction("&Take this change back")
        back.triggered.connect(lambda: self.take_back_wanted.emit(entry.id))
        back.setEnabled(self.model.is_done(entry))
        menu.addSeparator()
        named = log.checkpoint(entry.id)
        mark = menu.addAction(
            f"&Rename checkpoint “{on_button(named.name)}”…" if named else "Set &checkpoint…"
        )
        mark.triggered.connect(lambda: self.checkpoint_wanted.emit(entry.id))
        if named:
            away = menu.addAction("Take checkpoint &away")
            away.triggered.connect(lambda: document.set_checkpoint(entry.id, ""))
            away.setEnabled(not document.read_only)
        note = menu.addAction("Edit &note\tF2")
        note.triggered.connect(lambda: self.edit_note())
        for action in (branch, back, mark, note):
            action.setEnabled(action.isEnabled() and not document.read_only)
        menu.addSeparator()
        copy = menu.addAction("C&opy")
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(self.table.as_text()))
        return menu


def _date(text: object) -> datetime.date | None:
    return datetime.date.fromisoformat(str(text)) if text else None
