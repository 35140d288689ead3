"""The list of all options beside the window: what each comes to, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from model.changes import OptionField, SetOption
from model.option import Option, Status
from model.pack import Tier
from model.rules.rule import Finding
from model.rules.standing import Sign, sign_of
from model.scenario import Place, SetStatus
from model.wording import capital, day
from ui.dialogs.common import LONG, PAD, TAIL, Dialog, Standard, moment, primary, shortened
from ui.dialogs.messages import Message, Part
from ui.later import Later
from ui.panels.parts import SMALL, Ink, Prose, set_theme_below, tip
from ui.panels.problem_cards import judged
from ui.panels.table import Index
from ui.theme import font

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_ID = Qt.ItemDataRole.UserRole
_NAME, _ON, _GROUPS, _WAITING, _BROKEN, _CHANGED, _ORIGIN = range(7)
_AT_ONCE = 40
"""How many organisations are judged before keys and clicks get their turn."""
_FOLDS = {Status.ARCHIVED: "Archived", Status.DELETED: "Deleted"}
_UNKNOWN = "…"
_ROW = 26


class Tree(QTreeWidget):
    """Rows that are renamed in place, and moved by keys or by dragging.

    Signals
    -------
    dropped(str, str)
        An option was dropped on the place of another: their ids.
    stepped(int)
        The current one should go so many places down.
    """

    dropped = Signal(str, str)
    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the current option with Alt+Up and Alt+Down."""
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if by and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.stepped.emit(by)
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Say where an option goes; the rows follow when it is there."""
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        moved = self.currentItem()
        target = self._target(moved, event.position().toPoint())
        if moved is not None and target is not None:
            self.dropped.emit(moved.data(0, _ID), target.data(0, _ID))

    def rows(self) -> list[QTreeWidgetItem]:
        """Return the rows of the top level."""
        rows = map(self.topLevelItem, range(self.topLevelItemCount()))
        return [row for row in rows if row is not None]

    def _target(self, moved: QTreeWidgetItem | None, at: QPoint) -> QTreeWidgetItem | None:
        """Return the row whose place a dropped one takes, None if it stays."""
        options = [row for row in self.rows() if isinstance(row.data(0, _ID), str)]
        if moved not in options:
            return None
        here = options.index(moved)
        middles = [self.visualItemRect(row).center().y() for row in options]
        below = sum(at.y() > middle for middle in middles)  # how many rows are above the drop
        there = below - 1 if below > here else below
        return None if there == here else options[there]


class NameDelegate(QStyledItemDelegate):
    """Leaves out the middle of a long name: those of branches differ at the end."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Say how a name is shown."""
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideMiddle


class Removal(Message):
    """Asks whether deleted options are to be removed for good; `accepted` is yes."""

    def __init__(self, options: list[Option], parent: QWidget) -> None:
        what = (
            f"“{shortened(options[0].state.name, LONG, tail=TAIL)}”"
            if len(options) == 1
            else f"{len(options)} deleted options"
        )
        super().__init__(
            f"Remove {what} for good?",
            "The plan and its history go. This can't be undone.",
            parent,
            Sign.ADVICE,
        )
        self.setWindowTitle("Remove for good")
        self.remove = self.buttons.addButton("&Remove for good", Part.DestructiveRole)
        self.keep = primary(self.buttons.addButton("Keep", Part.RejectRole))
        self.remove.clicked.connect(self.accept)
        self.keep.clicked.connect(self.reject)
        self.fit_text()
        self.keep.setFocus()


class OptionsDialog(Dialog):
    """Lists the options; the one that is current in the list is shown in the window.

    It stays open beside the window and follows all that is done there.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__("Options", window)
        self._window = window
        self._document = window.document
        self._broken: dict[Option, tuple[str, str]] = {}
        """How many findings are broken, and the log's head when they were counted."""
        self._open: set[Status] = set()
        self._build(window)
        self._later = Later(iter(()), self)
        document = self._document
        document.listed.connect(self._refresh)
        document.switched.connect(self._refresh)
        document.stepped.connect(self._refresh)
        self._refresh()
        self.fit(1160, 420)
        self.tree.setFocus()

    @classmethod
    def ask(cls, window: MainWindow) -> OptionsDialog:
        """Open the dialog beside its window, or bring the one that is open to the front."""
        dialog = window.findChild(cls)
        if dialog is None:
            dialog = cls(window)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        return dialog

    def _build(self, window: MainWindow) -> None:
        self.tree = Tree()
        self.tree.setAccessibleName("Options")
        groups = capital(self._document.option.pack.kind_at(Tier.GROUP).plural)
        self.tree.setHeaderLabels(
            ["Option", "As on", groups, "To place", "Broken", "Changed", "Where from"]
        )
        self.tree.setUniformRowHeights(True)
        self.tree.setRootIsDecorated(True)
        self.tree.setIndentation(16)
        self.tree.setStyleSheet(f"QTreeView::item {{ height: {_ROW}px; padding: 0 5px; }}")
        self.tree.setItemDelegateForColumn(_NAME, NameDelegate(self.tree))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for number in (_GROUPS, _WAITING, _BROKEN):
            self.tree.headerItem().setTextAlignment(number, right)
        self.tree.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.tree.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        header = self.tree.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.hint = Prose(window.theme, SMALL, Ink.QUIET)
        side = QVBoxLayout()
        side.setSpacing(6)
        self.buttons: dict[str, QPushButton] = {}
        for name, text, about, do in (
            ("new", "&New…", "Add an option, empty or as the pack has it", window.options.ask_new),
            ("branch", "&Branch", "Go on from this one in another", self._branch),
            ("rename", "&Rename", "Rename it in the list (F2)", self.rename),
            ("up", "Move &up", "Nearer to the top (Alt+Up)", lambda: self.shift(-1)),
            ("down", "Move do&wn", "Nearer to the foot (Alt+Down)", lambda: self.shift(1)),
            ("archive", "&Archive", "Keep it out of the way", lambda: self.put(Status.ARCHIVED)),
            ("delete", "&Delete", "It can be restored (Del)", lambda: self.put(Status.DELETED)),
            ("restore", "Re&store", "Take it back into use", lambda: self.put(Status.ACTIVE)),
            ("remove", "Remove &for good…", "Only what was deleted", self.ask_removal),
        ):
            button = QPushButton(text)
            button.setToolTip(about)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, do=do: do())
            side.addWidget(button)
            self.buttons[name] = button
        side.addStretch(1)
        foot = QDialogButtonBox(Standard.Close, self)
        foot.rejected.connect(self.reject)
        actions = self._window.actions_  # whose keys work here too
        self.addActions([actions.undo, actions.redo, actions.branch])
        self.addActions([actions.previous_option, actions.next_option])
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.tree, 1)
        row.addLayout(side)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, 16)
        column.setSpacing(12)
        column.addLayout(row, 1)
        column.addWidget(self.hint)
        column.addWidget(foot)
        self.tree.currentItemChanged.connect(self._on_current)
        self.tree.itemChanged.connect(self._on_renamed)
        self.tree.itemExpanded.connect(lambda item: self._open.add(item.data(0, _ID)))
        self.tree.itemCollapsed.connect(lambda item: self._open.discard(item.data(0, _ID)))
        self.tree.dropped.connect(self._on_dropped)
        self.tree.stepped.connect(self.shift)

    # -- keeping up ------------------------------------------------------------------------

    def _refresh(self, _event: object = None) -> None:
        """Write all rows anew; there are few."""
        scenario, kept = self._document.scenario, self.tree.currentItem()
        chosen = kept.data(0, _ID) if kept is not None else None
        usable = scenario.with_status()
        put_aside = [o.id for o in scenario.options if o.status is not Status.ACTIVE]
        was_aside = kept is not None and (kept.parent() is not None or isinstance(chosen, Status))
        if not was_aside or (chosen not in put_aside and not isinstance(chosen, Status)):
            chosen = self._document.live.id
        with QSignalBlocker(self.tree):
            self.tree.clear()
            for option in usable:
                self.tree.addTopLevelItem(self._row(option))
            for status, title in _FOLDS.items():
                found = scenario.with_status(status)
                if found:
                    fold = QTreeWidgetItem([f"{title} ({len(found)})"])
                    fold.setData(0, _ID, status)
                    fold.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                    fold.addChildren([self._row(option) for option in found])
                    self.tree.addTopLevelItem(fold)
                    fold.setFirstColumnSpanned(True)
                    fold.setExpanded(status in self._open)
            current = self._item(chosen) or self._item(self._document.live.id)
            assert current is not None  # what is shown is in use, and listed
            self.tree.setCurrentItem(current)
        for column in range(_ORIGIN):
            self.tree.resizeColumnToContents(column)
        self.tree.setColumnWidth(_NAME, max(160, min(260, self.tree.columnWidth(_NAME))))
        self._enable()
        self.hint.write(
            "Drag options, or press Alt+Up and Alt+Down, to put them in order."
            if len(usable) > 1
            else "Branch from this option to try another plan beside it."
        )
        self._later.begin_again(self._count())
        self._later.start()

    def _item(self, identifier: object) -> QTreeWidgetItem | None:
        """Return the row of an option or of a fold."""
        rows = self.tree.rows()
        below = [row.child(n) for row in rows for n in range(row.childCount())]
        found = (item for item in [*rows, *below] if item and item.data(0, _ID) == identifier)
        return next(found, None)

    def _row(self, option: Option) -> QTreeWidgetItem:
        state, is_shown = option.state, option is self._document.live
        path = option.log.path()
        item = QTreeWidgetItem()
        item.setText(_NAME, state.name)
        item.setText(_ON, day(state.on))
        item.setText(_GROUPS, f"{len(state.at_tier(Tier.GROUP)):,}")
        item.setText(_WAITING, f"{len(state.tray()):,}")
        item.setText(_BROKEN, self._broken.get(option, (_UNKNOWN,))[0])
        item.setText(_CHANGED, moment(path[-1].when) if path else "")
        item.setText(_ORIGIN, self._origin(option))
        for column in (_GROUPS, _WAITING, _BROKEN):
            item.setTextAlignment(
                column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            )
        for column in (_NAME, _ORIGIN):
            item.setToolTip(column, tip(item.text(column)))
        item.setData(0, _ID, option.id)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if option.status is Status.ACTIVE:
            flags |= Qt.ItemFlag.ItemIsDragEnabled
            if is_shown and not self._document.read_only:
                flags |= Qt.ItemFlag.ItemIsEditable
        item.setFlags(flags)
        if is_shown:
            item.setFont(_NAME, font(bold=True))
            item.setData(_NAME, Qt.ItemDataRole.AccessibleDescriptionRole, "is shown")
        return item

    def _origin(self, option: Option) -> str:
        if option.origin is None:
            return option.log[option.start].text if option.start else "Empty"
        name = self._document.scenario.option(option.origin.option).state.name
        entry = option.origin.entry
        after = f"“{option.log[entry].text}”" if entry else "the start"
        return f"Branch of {name} at {after}"

    def _count(self) -> Iterator[None]:
        """Count what is broken in each option, in steps too short to be noticed."""
        for option in self._document.scenario.options:
            if self._broken.get(option, ("", None))[1] == option.log.head:
                continue
            waiting = list(judged(option.state))
            for first in range(0, len(waiting), _AT_ONCE):
                for organisation in waiting[first : first + _AT_ONCE]:
                    option.findings.of(organisation)
                yield
            self._broken[option] = (_broken(list(option.findings)), option.log.head)
            item = self._item(option.id)
            if item is not None:
                with QSignalBlocker(self.tree):
                    item.setText(_BROKEN, self._broken[option][0])
            yield
        self.tree.resizeColumnToContents(_BROKEN)

    def _enable(self) -> None:
        """Enable what can be done with the current row."""
        chosen, writable = self._chosen(), not self._document.read_only
        usable = self._document.scenario.with_status()
        is_active = chosen is not None and chosen.status is Status.ACTIVE
        at = usable.index(chosen) if chosen is not None and is_active else -1
        can = {
            "new": True,
            "branch": is_active,
            "rename": is_active,
            "up": at > 0,
            "down": 0 <= at < len(usable) - 1,
            "archive": chosen is not None and (is_active and len(usable) > 1),
            "delete": chosen is not None
            and chosen.status is not Status.DELETED
            and not (is_active and len(usable) == 1),
            "restore": chosen is not None and not is_active,
            "remove": bool(self._removable()),
        }
        for name, button in self.buttons.items():
            button.setEnabled(can[name] and writable)

    def _chosen(self) -> Option | None:
        """Return the option of the current row, None on a fold."""
        item = self.tree.currentItem()
        identifier = item.data(0, _ID) if item is not None else None
        found = (o for o in self._document.scenario.options if o.id == identifier)
        return next(found, None)

    def _removable(self) -> list[Option]:
        """Return the deleted options that are chosen: one, or all of them on their fold."""
        item = self.tree.currentItem()
        if item is not None and item.data(0, _ID) is Status.DELETED:
            return self._document.scenario.with_status(Status.DELETED)
        chosen = self._chosen()
        return [chosen] if chosen is not None and chosen.status is Status.DELETED else []

    def _on_current(self) -> None:
        chosen = self._chosen()
        if chosen is not None and chosen.status is Status.ACTIVE:
            self._document.show_option(chosen.id)
        self._enable()

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and "hint" in self.__dict__:
            set_theme_below(self, self._window.theme)

    # -- doing -----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete with Del."""
        if event.key() == Qt.Key.Key_Delete and self.buttons["delete"].isEnabled():
            self.put(Status.DELETED)
        else:
            super().keyPressEvent(event)

    def _branch(self) -> None:
        self._window.options.branch()

    def rename(self) -> None:
        """Let the user type another name, in the list."""
        item = self._item(self._document.live.id)
        if item is not None:
            self.tree.setFocus()
            self.tree.setCurrentItem(item)
            self.tree.editItem(item, _NAME)

    def _on_renamed(self, item: QTreeWidgetItem, column: int) -> None:
        option, name = self._document.live, item.text(_NAME).strip()
        if column != _NAME or item.data(0, _ID) != option.id:
            return
        if name != option.state.name:
            fault = self._document.scenario.name_fault(name, option.id)
            if fault:
                self._document.refused.emit(fault)
            else:
                self._document.commit(SetOption(OptionField.NAME, name))
        self._later.begin_again(self._rewrite())
        self._later.start()

    def _rewrite(self) -> Iterator[None]:
        """Show what came of a name, once its editor is gone."""
        self._refresh()
        yield from self._count()

    def shift(self, by: int) -> None:
        """Put the current option so many places down."""
        chosen, usable = self._chosen(), self._document.scenario.with_status()
        if chosen in usable:
            to = usable.index(chosen) + by
            if 0 <= to < len(usable):
                self._on_dropped(chosen.id, usable[to].id)

    def _on_dropped(self, moved: str, target: str) -> None:
        ids = [option.id for option in self._document.scenario.options]
        self._document.edit_list(Place(moved, ids.index(target)))

    def put(self, status: Status) -> None:
        """Archive, delete or restore the current option."""
        chosen = self._chosen()
        if chosen is not None and chosen.status is not status:
            show = chosen.id if status is Status.ACTIVE else ""
            self._document.edit_list(SetStatus(chosen.id, status), show=show)

    def ask_removal(self) -> Removal | None:
        """Ask whether the chosen deleted options are to be removed for good."""
        found = self._removable()
        if not found:
            return None
        question = Removal(found, self)
        question.accepted.connect(lambda: self._document.remove_for_good(found))
        question.open()
        return question


def _broken(findings: list[Finding]) -> str:
    """Return how many findings are broken, those that bind first."""
    signs = [sign_of(finding) for finding in findings]
    binding = signs.count(Sign.CROSS)
    others = sum(sign in (Sign.OVER, Sign.UNDER, Sign.ADVICE) for sign in signs)
    return (
        "  ".join(
            part
            for part in (f"× {binding:,}" if binding else "", f"◆ {others:,}" if others else "")
        ).strip()
        or "none"
    )
