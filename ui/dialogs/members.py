"""The dialog in which the members of a successor are chosen: units, or parts of units."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from model import edits
from model.pack import Tier
from model.wording import capital, counted, sum_text
from ui.dialogs.common import LONG, TITLE, Dialog, primary, shortened, theme_of
from ui.dialogs.matching import fold, has_all, words
from ui.document import Document
from ui.panels.parts import Ink, Prose, breakable

_ID = Qt.ItemDataRole.UserRole
_COLUMN = 0
_ROW = 24
"""Height of a row, pixels."""
_MEMBER_OF = 130
"""Width of the column that names whose member somebody is, pixels."""


class MembersDialog(Dialog):
    """Ticks what a successor takes over from; everything altered is one undo step.

    What another successor has is shown with its name, and comes over when it is ticked.
    """

    def __init__(self, document: Document, successor: str, parent: QWidget | None = None) -> None:
        state = document.state
        title = f"Members of {shortened(state.label(successor), LONG)}"
        super().__init__(title, parent)
        self._document, self._successor = document, successor
        unit = state.pack.kind_at(Tier.UNIT)
        heading = Prose(theme_of(self), TITLE, Ink.STRONG)
        heading.write(breakable(title))
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(f"Find a {unit.label} or what is below it")
        self.filter.setClearButtonEnabled(True)
        self.filter.setToolTip("Shows only those whose name or code has these words in it")
        self.tree = QTreeWidget()
        self.tree.setHeaderLabels([capital(unit.plural), "Member of"])
        self.tree.setUniformRowHeights(True)
        self.tree.setAccessibleName(f"{capital(unit.plural)} to choose from")
        self.tree.setToolTip("Space ticks or clears the chosen one")
        self.total = QLabel()
        self.total.setTextFormat(Qt.TextFormat.PlainText)
        self.total.setWordWrap(True)
        self._fill()
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Ok | standard.Cancel, parent=self)
        self.ok = primary(buttons.button(standard.Ok))
        self.ok.setText("Set members")
        self.ok.setEnabled(not document.read_only)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.filter.textChanged.connect(self._narrow)
        self.tree.itemChanged.connect(lambda *_: self._add_up())
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        for widget in (heading, self.filter, self.tree, self.total, buttons):
            column.addWidget(widget)
        self._add_up()
        self.fit(560, 600)
        self.filter.setFocus()

    @classmethod
    def ask(cls, document: Document, successor: str, parent: QWidget | None) -> MembersDialog:
        """Open the dialog over its window."""
        dialog = cls(document, successor, parent)
        dialog.open()
        return dialog

    # -- what is there ---------------------------------------------------------------------

    def _fill(self) -> None:
        """List its own group first, then all others, then what is in no group."""
        state = self._document.state
        own = state.parent(self._successor)
        groups = sorted(state.at_tier(Tier.GROUP), key=lambda group: group != own)
        for group in groups:
            members = state.members(group)
            if members:
                self._add_place(state.label(group), members, is_open=group == own)
        waiting = state.tray()
        if waiting:
            self._add_place("In the tray", waiting, is_open=False)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_COLUMN, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(_COLUMN + 1, _MEMBER_OF)

    def _add_place(self, label: str, units: list[str], *, is_open: bool) -> None:
        place = QTreeWidgetItem(self.tree, [label])
        place.setSizeHint(_COLUMN, QSize(0, _ROW))  # all rows are as high as the first
        place.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        for unit in units:
            item = self._add(place, unit)
            for part in self._document.state.below(unit):
                self._add(item, part)
        has_own = any(item.checkState(_COLUMN) is Qt.CheckState.Checked for item in _all(place))
        place.setExpanded(is_open or has_own)

    def _add(self, above: QTreeWidgetItem, organisation: str) -> QTreeWidgetItem:
        state = self._document.state
        now = state.successor_of(organisation)
        elsewhere = state.label(now) if now and now != self._successor else ""
        text = f"{state.code(organisation)} {state.label(organisation)}"
        item = QTreeWidgetItem(above, [text, elsewhere])
        item.setData(_COLUMN, _ID, organisation)
        is_member = now == self._successor
        item.setCheckState(_COLUMN, Qt.CheckState.Checked if is_member else Qt.CheckState.Unchecked)
        return item

    def _narrow(self, text: str) -> None:
        """Show only what has all words in its code and name, with what it is in."""
        wanted = words(text)
        for place in _below(self.tree.invisibleRootItem()):
            shown = [_narrow_below(item, wanted) for item in _below(place)]
            place.setHidden(not any(shown))
            if wanted and any(shown):
                place.setExpanded(True)

    # -- what is chosen --------------------------------------------------------------------

    def chosen(self) -> list[str]:
        """Return the ids of those that are ticked."""
        ticked = Qt.CheckState.Checked
        return [
            str(item.data(_COLUMN, _ID))
            for item in _all(self.tree.invisibleRootItem())
            if item.data(_COLUMN, _ID) and item.checkState(_COLUMN) is ticked
        ]

    def _add_up(self) -> None:
        """Say what those who are ticked come to, or why that can't be."""
        document, chosen = self._document, self.chosen()
        state = document.state
        text = counted(len(chosen), "member", "members")
        now = set(state.joined(self._successor))
        if set(chosen) != now:
            refused = document.option.preview(
                edits.set_members(state, self._successor, chosen)
            ).refused
            if refused:
                self.ok.setEnabled(False)
                self.total.setText(refused)
                return
        self.ok.setEnabled(not document.read_only)
        sums = edits.sums_over(state, chosen)
        parts = [f"{sum_text(m, total)} {m.short}" for m, total in sums if not total.is_missing]
        self.total.setText(", ".join([text, *parts]))

    def accept(self) -> None:
        """Commit what was altered."""
        state, chosen = self._document.state, self.chosen()
        if set(chosen) != set(state.joined(self._successor)):
            change = edits.set_members(state, self._successor, chosen)
            if not self._document.commit(change):
                return
        super().accept()


def _below(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    """Return the items just below an item."""
    children = (item.child(number) for number in range(item.childCount()))
    return [child for child in children if child is not None]


def _all(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    """Return an item and all below it."""
    return [item, *(deeper for child in _below(item) for deeper in _all(child))]


def _narrow_below(item: QTreeWidgetItem, wanted: list[str]) -> bool:
    """Hide what has not all words in it; returns whether something is still shown."""
    below = [_narrow_below(child, wanted) for child in _below(item)]
    shown = not wanted or has_all(fold(item.text(_COLUMN)), wanted) or any(below)
    item.setHidden(not shown)
    if wanted and any(below):
        item.setExpanded(True)
    return shown
