"""The table of all posts: above it filters, and what the posts come to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QByteArray,
    QItemSelection,
    QItemSelectionModel,
    QPointF,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeySequence, QPainter, QPen, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from model.boards import PostKey
from model.changes import PostState
from model.events import Changed
from model.pack import Tier
from model.post_words import STATE_WORDS
from model.wording import capital
from ui.dialogs.matching import words
from ui.document import Document
from ui.hovering import RowLights
from ui.later import Later
from ui.panels.bodies import by_name
from ui.panels.parts import (
    GAP,
    MARGIN,
    SMALL,
    Choice,
    Ink,
    Prose,
    face,
    is_seen,
    metrics,
    set_theme_below,
    tip,
)
from ui.panels.posts_cells import summary
from ui.panels.posts_model import PostsModel, Wanted, hangs_otherwise, is_hollow, reached
from ui.panels.table import MIDDLE_LEFT, MIDDLE_RIGHT, Index, RowDelegate, RowTable
from ui.theme import BODY, Theme

_FEW = 500
"""Organisations whose posts are read at once; of more, a step at a time."""

_ALL, _SELECTED, _TRAY = "", "selected", "tray"

NONE = "There are no posts yet: they come with the organisations that have boards."
NONE_FOUND = "No post is like that. Clear the filters to see all of them."
READING = "Reading the posts…"


class PostDelegate(RowDelegate):
    """Draws a cell; a hollow ring stands at vacancies."""

    def __init__(self, table: RowTable, model: PostsModel, theme: Theme) -> None:
        super().__init__(table, theme)
        self._model = model

    def draw(self, painter: QPainter, room: QRectF, index: Index) -> None:
        """Draw a text."""
        column = self._model.columns[index.column()]
        post = self._model.post(index.row())
        text = self._model.cells.text(post, column.what)
        painter.setFont(face(BODY))
        painter.setPen(self.theme.text)
        if is_hollow(post, column.what):
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.theme.text, 1.5))
            painter.drawEllipse(QPointF(room.left() + 4, room.center().y()), 3.5, 3.5)
            painter.restore()
            room.setLeft(room.left() + 12)
        fitting = metrics(BODY).elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, MIDDLE_RIGHT if column.is_number else MIDDLE_LEFT, fitting)


class PostsTable(QWidget):
    """All posts of an option; selecting one shows its organisation.

    It reads nothing while nobody sees it.

    Signals
    -------
    chosen(PostKey)
        The user has gone to a post.
    opened(PostKey)
        The user wants to edit a post.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._is_following = False
        self._is_read = self._is_reading = False
        self._reached: set[str] = set()
        self._is_hung_otherwise = False
        self._kept: tuple[set[PostKey], int] = (set(), 0)
        self.model = PostsModel(document, self)
        self.table = RowTable()
        self.table.setModel(self.model)
        self.table.setAccessibleName("All posts")
        self.delegate = PostDelegate(self.table, self.model, theme)
        self.table.setItemDelegate(self.delegate)
        RowLights(self.table, document, lambda i: (self.model.post(i.row()).organisation,))
        self._make_filters()
        self.empty = Prose(theme, BODY, Ink.QUIET)
        self.empty.setContentsMargins(0, GAP, 0, 0)
        self.sums = Prose(theme, SMALL, Ink.QUIET)
        self._lay_out()
        self._later = Later(iter(()), self)
        self._later.done.connect(self._on_read)
        self._adding_up = QTimer(self)
        self._adding_up.setSingleShot(True)
        self._adding_up.setInterval(0)
        self._adding_up.timeout.connect(self.add_up)
        self._connect()
        self._fill_filters()
        self._fit_columns()

    def _make_filters(self) -> None:
        self.search = QLineEdit()
        self.search.setPlaceholderText("Name, organisation, post…")
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(240)
        self.roles, self.states, self.places = Choice(), Choice(), Choice()
        for widget, about in (
            (self.search, "Show the posts in which these words occur (/)"),
            (self.roles, "Which posts to show, by role"),
            (self.states, "Which posts to show, by how they are filled"),
            (self.places, "Whose posts to show"),
        ):
            widget.setAccessibleName(about)
            widget.setToolTip(tip(about))
        key = QShortcut(QKeySequence("/"), self.table)
        key.setContext(Qt.ShortcutContext.WidgetShortcut)
        key.activated.connect(self._on_find)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(MARGIN, MARGIN, MARGIN, 4)
        top.setSpacing(GAP)
        top.addWidget(self.sums, 3, Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(self.search, 1)
        for box in (self.roles, self.states, self.places):
            box.setMaximumWidth(190)
            top.addWidget(box, 1)
        self._blank = QWidget()
        blank = QVBoxLayout(self._blank)
        blank.setContentsMargins(MARGIN, 0, MARGIN, 0)
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
        document.changed.connect(self._on_changed)
        document.switched.connect(self._on_switched)
        document.selected.connect(self._on_selected)
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        model.altered.connect(self._on_altered)
        self.search.textChanged.connect(self._on_filtered)
        for box in (self.roles, self.states, self.places):
            box.currentIndexChanged.connect(self._on_filtered)
        self.table.selectionModel().selectionChanged.connect(self._on_rows_selected)
        self.table.doubleClicked.connect(self._on_opened)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.delegate.theme = theme
        set_theme_below(self, theme)
        self.table.viewport().update()

    def layout_state(self) -> QByteArray:
        """Return widths, order and sorting of the columns, for the next start."""
        return self.table.horizontalHeader().saveState()

    def restore_layout(self, state: QByteArray) -> bool:
        """Take widths, order and sorting of the columns; whether they fit this table."""
        return self.table.horizontalHeader().restoreState(state)

    def _fit_columns(self) -> None:
        for place, column in enumerate(self.model.columns):
            self.table.horizontalHeader().resizeSection(place, column.width)

    # -- keeping up ------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Read what has changed until now."""
        super().showEvent(event)
        self.catch_up()

    def catch_up(self) -> None:
        """Read everything, or what edits have reached since it was read."""
        if not self._is_read:
            if not self._is_reading:
                self._begin()
            return
        if self._reached or self._is_hung_otherwise:
            ids, is_hung_otherwise = self._reached, self._is_hung_otherwise
            self._reached, self._is_hung_otherwise = set(), False
            self._fill_places()
            self.model.follow(ids, is_hung_otherwise=is_hung_otherwise)
            self._on_filtered()  # Who is in the chosen place may differ.

    def _begin(self) -> None:
        state = self._document.state
        self._reached, self._is_hung_otherwise = set(), False
        self._is_reading = True
        self._later.begin_again(self.model.read())
        if state.count(state.root) <= _FEW:
            self._later.finish()
        else:
            self._say(READING)
            self._later.start()

    def _on_read(self) -> None:
        self._is_read, self._is_reading = True, False
        self.catch_up()
        self._on_altered()

    def _on_switched(self) -> None:
        self._is_read = self._is_reading = False
        self._later.begin_again(iter(()))
        self._fill_filters()
        if is_seen(self):
            self._begin()

    def _on_changed(self, event: Changed) -> None:
        self._reached |= reached(event)
        self._is_hung_otherwise = self._is_hung_otherwise or hangs_otherwise(event)
        if self._is_read and is_seen(self):
            self.catch_up()

    def _on_altered(self) -> None:
        if not self._is_read:
            return
        self._say("" if self.model.rowCount() else NONE_FOUND if self.model.total else NONE)
        self._adding_up.start()

    def _say(self, text: str) -> None:
        """Show a sentence in place of the table, "" for the table."""
        self.empty.write(text)
        self._blank.setVisible(bool(text))
        self.table.setVisible(not text)

    def add_up(self) -> None:
        """Say above the table what the posts in it come to."""
        self._adding_up.stop()
        self.sums.write(summary(self.model.posts, self.model.total) if self._is_read else "")

    # -- filtering -------------------------------------------------------------------------

    def _fill_filters(self) -> None:
        pack = self._document.state.pack
        self._is_following = True
        _refill(self.roles, [("", "All posts"), *((r.id, r.title) for r in pack.roles)])
        states = [(how.value or "filled", capital(text)) for how, text in STATE_WORDS.items()]
        _refill(self.states, [("", "Filled or not"), *states])
        self._is_following = False
        self._fill_places()
        self._on_filtered()

    def _fill_places(self) -> None:
        state = self._document.state
        group, unit = (state.pack.kind_at(tier) for tier in (Tier.GROUP, Tier.UNIT))
        places = [
            (_ALL, f"All {group.plural} and {unit.plural}"),
            (_SELECTED, "What is selected"),
            (_TRAY, f"In no {group.label}"),
            *by_name(state, state.at_tier(Tier.GROUP)),
        ]
        self._is_following = True
        _refill(self.places, places)
        self._is_following = False

    def _on_filtered(self) -> None:
        if self._is_following:
            return
        chosen = str(self.states.currentData() or "")
        self.model.show(
            Wanted(
                tuple(words(self.search.text())),
                str(self.roles.currentData() or ""),
                PostState("" if chosen == "filled" else chosen) if chosen else None,
                self._within(),
            )
        )

    def _within(self) -> frozenset[str] | None:
        state, place = self._document.state, self.places.currentData()
        if not place:
            return None
        if place == _TRAY:
            return frozenset(state.tray())
        chosen: Sequence[str] = [place] if place in state else []
        if place == _SELECTED:
            chosen = [o for o in self._document.selection if o in state]
        return frozenset(o for one in chosen for o in (one, *state.posted_below(one)))

    def _on_find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    # -- selecting -------------------------------------------------------------------------

    def _rows(self) -> list[int]:
        return sorted(index.row() for index in self.table.selectionModel().selectedRows())

    def _keep(self) -> None:
        """Remember which posts are selected, before rows change places."""
        self._is_following = True
        self._kept = (
            {self.model.key(row) for row in self._rows()},
            self.table.verticalScrollBar().value(),
        )

    def _restore(self) -> None:
        keys, scroll = self._kept
        if keys:
            selection = QItemSelection()
            last = len(self.model.columns) - 1
            for row in self.model.rows_of(keys):
                selection.select(self.model.index(row, 0), self.model.index(row, last))
            flags = QItemSelectionModel.SelectionFlag.Select
            self.table.selectionModel().select(selection, flags)
        self.table.verticalScrollBar().setValue(scroll)
        self._is_following = False

    def _on_rows_selected(self) -> None:
        if self._is_following:
            return
        rows = self._rows()
        if not rows:
            return
        there = list(dict.fromkeys(self.model.post(row).organisation for row in rows))
        self._is_following = True  # What is selected may be what is shown.
        if len(there) == 1:
            self._document.reveal(there[0])
        else:
            self._document.select(there, there[0])
        self._is_following = False
        if len(rows) == 1:
            self.chosen.emit(self.model.key(rows[0]))

    def _on_selected(self) -> None:
        if self.places.currentData() == _SELECTED and not self._is_following:
            self._on_filtered()

    def _on_opened(self, index: Index) -> None:
        if index.isValid():
            self.opened.emit(self.model.key(index.row()))


def _refill(box: Choice, found: list[tuple[str, str]]) -> None:
    """Show other ways to filter; what was chosen stays so if it is still there."""
    box.offer(found, str(box.currentData() or ""))
