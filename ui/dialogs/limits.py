"""The dialog for the limits of rules: what the pack has, and what users set in its place."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from model import edits
from model.errors import ChangeRefusedError
from model.rules.limits import (
    check_limits,
    limit_label,
    limit_text,
    limit_unit,
    limit_words,
    read_limit,
    with_limits,
)
from model.rules.rule import Rule
from model.texts import read_number
from model.wording import CHANGED, capital
from ui.dialogs.common import PAD, TITLE, Dialog, Standard, announce, primary
from ui.dialogs.context_menu import READ_ONLY
from ui.document import Document
from ui.panels.fields import Box, DayEdit
from ui.panels.parts import (
    SMALL,
    Hairline,
    Ink,
    Prose,
    breakable,
    face,
    tip,
)
from ui.theme import BODY, Theme

_SIZE = QSize(760, 560)
_FIELD = 168
"""Width of a field, pixels at 100%."""

NONE = "No rule of this pack has a limit that can be set."


class LimitRow(QWidget):
    """A limit: its name, a field with its unit, what the pack has, and a way back to that.

    Signals
    -------
    edited()
        The user has entered something else.
    """

    edited = Signal()

    def __init__(self, document: Document, theme: Theme, rule: Rule, key: str) -> None:
        super().__init__()
        pack = document.option.pack
        self.rule, self.key = rule, key
        self._published = limit_text(rule.params[key])
        self.name = Prose(theme, BODY)
        self.name.write(capital(limit_label(key)))
        about = f"{rule.id} {rule.title}: {limit_label(key)}"
        self.field = self._make_field(about)
        self.unit = Prose(theme, SMALL, Ink.QUIET)
        self.unit.write(limit_unit(rule, key, pack))
        self.own = Prose(theme, SMALL, Ink.STRONG)
        self.pack = Prose(theme, SMALL, Ink.QUIET)
        self.pack.write(f"pack: {limit_words(rule, key, pack)}")
        self.reset_button = QPushButton("Reset")
        self.reset_button.setFont(face(SMALL))
        self.reset_button.setAccessibleName(f"Reset {about}")
        self.reset_button.setToolTip(tip(f"Back to the pack's {limit_words(rule, key, pack)}"))
        self.reset_button.setAutoDefault(False)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        for column, (widget, width) in enumerate(
            ((self.name, 104), (self.field, _FIELD), (self.unit, 96))
        ):
            grid.addWidget(widget, 0, column, Qt.AlignmentFlag.AlignVCenter)
            grid.setColumnMinimumWidth(column, width)
        told = QVBoxLayout()
        told.setSpacing(0)
        told.addWidget(self.pack)
        told.addWidget(self.own)
        grid.addLayout(told, 0, 3, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.reset_button, 0, 4, Qt.AlignmentFlag.AlignVCenter)
        grid.setColumnStretch(3, 1)
        self.show_value(document.state.limit(rule.id, key))
        self.reset_button.clicked.connect(self.reset)
        self.field.setEnabled(not document.read_only)
        self.reset_button.setEnabled(self.reset_button.isEnabled() and not document.read_only)

    def _make_field(self, about: str) -> QLineEdit | DayEdit | Box:
        value = self.rule.params[self.key]
        field: QLineEdit | DayEdit | Box
        if isinstance(value, bool):
            field = Box("Yes", about)
            field.edited.connect(self._on_edited)
        elif isinstance(value, datetime.date):
            field = DayEdit()
            field.dateChanged.connect(self._on_edited)
        else:
            field = QLineEdit()
            field.setMaxLength(40)
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.textChanged.connect(self._on_edited)
        field.setAccessibleName(about)
        field.setToolTip(tip(about))
        field.setFixedWidth(_FIELD)
        return field

    def _on_edited(self) -> None:
        try:
            is_own = self.value != ""
        except ChangeRefusedError:
            is_own = True
        self.own.write(CHANGED if is_own else "")
        self.own.setVisible(is_own)
        self.reset_button.setEnabled(is_own and self.field.isEnabled())
        self.edited.emit()

    def show_value(self, value: str) -> None:
        """Show what the limit is set to, "" for the pack's."""
        text = value or self._published
        if isinstance(self.field, Box):
            self.field.set_value(text == "yes")
        elif isinstance(self.field, DayEdit):
            self.field.set_iso(text)
        else:
            self.field.setText(f"{int(text):,}")
        self._on_edited()

    def reset(self) -> None:
        """Go back to what the pack has."""
        self.show_value("")
        self.field.setFocus()

    @property
    def value(self) -> str:
        """What the limit would be set to, "" for the pack's.

        Raises
        ------
        ChangeRefusedError
            If what was entered can't be a limit.
        """
        if isinstance(self.field, Box):
            text = limit_text(self.field.isChecked())
        elif isinstance(self.field, DayEdit):
            text = self.field.iso
        else:
            text = limit_text(read_number(self.field.text()))
        read_limit(self.rule, self.key, text)
        return "" if text == self._published else text


class LimitsDialog(Dialog):
    """All limits that can be set; what was altered is one undo step.

    Parameters
    ----------
    rule : str, optional
        Which rule to begin with.
    """

    def __init__(
        self, document: Document, theme: Theme, parent: QWidget | None = None, rule: str = ""
    ) -> None:
        super().__init__("Limits", parent)
        self._document = document
        self._first = rule
        self.rows: list[LimitRow] = []
        self._heads: dict[str, Prose] = {}
        self.refusal = Prose(theme, SMALL, Ink.BROKEN)
        self.buttons = QDialogButtonBox(Standard.Cancel, parent=self)
        self.set_button = primary(
            self.buttons.addButton("Set limits", QDialogButtonBox.ButtonRole.AcceptRole)
        )
        self.reset_all_button = self.buttons.addButton(
            "Reset all", QDialogButtonBox.ButtonRole.ResetRole
        )
        self._scroll = QScrollArea()
        self._build(theme)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.reset_all_button.clicked.connect(self.reset_all)
        for row in self.rows:
            row.edited.connect(self._check)
        self._check()
        self._begin_with(rule)

    @classmethod
    def ask(
        cls, document: Document, theme: Theme, parent: QWidget | None, rule: str = ""
    ) -> LimitsDialog:
        """Open the dialog over its window."""
        dialog = cls(document, theme, parent, rule)
        dialog.open()
        return dialog

    def _build(self, theme: Theme) -> None:
        heading = Prose(theme, TITLE, Ink.STRONG)
        heading.write("Limits of rules")
        about = Prose(theme, SMALL, Ink.QUIET)
        about.write(
            "Planning norms and deadlines that a plan may set for itself. A limit that is not the "
            f"pack's is marked \N{LEFT DOUBLE QUOTATION MARK}{CHANGED}"
            "\N{RIGHT DOUBLE QUOTATION MARK} wherever its rule is shown or printed."
        )
        inside = QWidget()
        self._list = list_ = QVBoxLayout(inside)
        list_.setContentsMargins(0, 0, 8, 0)
        list_.setSpacing(8)
        adjustable = [r for r in self._document.option.pack.rules if r.adjustable]
        for rule in adjustable:
            if self.rows:
                list_.addWidget(Hairline())
            head = Prose(theme, BODY)
            head.write((rule.title, Ink.STRONG), (f"  {rule.id}, {rule.severity}", Ink.QUIET))
            head.setToolTip(tip(rule.text))
            list_.addWidget(head)
            self._heads[rule.id] = head
            for key in rule.adjustable:
                row = LimitRow(self._document, theme, rule, key)
                list_.addWidget(row)
                self.rows.append(row)
        if not adjustable:
            empty = Prose(theme, BODY, Ink.QUIET)
            empty.write(NONE)
            list_.addWidget(empty)
        list_.addStretch(1)
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName("Limits of rules")
        self.reset_all_button.setToolTip("Show what the pack has for every limit")
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, 16)
        column.setSpacing(12)
        column.addWidget(heading)
        column.addWidget(about)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.refusal)
        column.addWidget(self.buttons)
        self.fit(_SIZE.width(), _SIZE.height())

    def _begin_with(self, rule: str) -> None:
        row = next((r for r in self.rows if r.rule.id == rule), None)
        if row is None:
            row = next(iter(self.rows), None)
        if row is None:
            self.set_button.setEnabled(False)
            return
        row.field.setFocus()
        if isinstance(row.field, QLineEdit):
            row.field.selectAll()

    def showEvent(self, event: QShowEvent) -> None:
        """Bring the rule to begin with into view: now its place is known."""
        super().showEvent(event)
        if self._first in self._heads:
            self._list.activate()
            last = max(r.geometry().bottom() for r in self.rows if r.rule.id == self._first)
            self._scroll.ensureVisible(0, last, 0, 0)
            self._scroll.ensureVisible(0, self._heads[self._first].y(), 0, 8)

    # -- what is entered -------------------------------------------------------------------

    def wanted(self) -> Mapping[tuple[str, str], str]:
        """Return what all limits would be set to, "" for the pack's.

        Raises
        ------
        ChangeRefusedError
            If one of them can't be.
        """
        found = {}
        for row in self.rows:
            try:
                found[row.rule.id, row.key] = row.value
            except ChangeRefusedError as error:
                where = f"{row.rule.id} {row.rule.title}, {limit_label(row.key)}"
                raise ChangeRefusedError(f"{where}: {error}") from error
        for rule in {row.rule.id: row.rule for row in self.rows}.values():
            try:
                check_limits(with_limits(rule, found))
            except ChangeRefusedError as error:
                raise ChangeRefusedError(f"{rule.id} {rule.title}: {error}") from error
        return found

    def _check(self) -> None:
        """Say what can't be, as it is typed."""
        reason = READ_ONLY if self._document.read_only else ""
        try:
            wanted = self.wanted()
        except ChangeRefusedError as error:
            reason, wanted = reason or str(error), {}
        self.refusal.write(breakable(reason))
        self.refusal.setVisible(bool(reason))
        announce(self, reason)
        self.set_button.setEnabled(not reason)
        self.reset_all_button.setEnabled(
            not self._document.read_only and (any(wanted.values()) or bool(reason))
        )

    def reset_all(self) -> None:
        """Show what the pack has for every limit."""
        for row in self.rows:
            row.show_value("")

    def accept(self) -> None:
        """Set what was altered, as one undo step."""
        if not self.set_button.isEnabled():
            return
        wanted, state = self.wanted(), self._document.state
        is_same = all(value == state.limit(*at) for at, value in wanted.items())
        if is_same or self._document.commit(edits.set_limits(state, wanted)):
            super().accept()
