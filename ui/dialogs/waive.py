"""The dialog in which being outside a rule is accepted, with a reason, a name and a date."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from db.identity import today, user
from model.changes import Waive
from model.rules.limits import told
from model.rules.rule import Finding, Verdict
from model.rules.standing import SIGN_WORDS, sign_of
from model.texts import MAX_TEXT
from ui.dialogs.common import LONG, PAD, TITLE, Dialog, Standard, announce, primary, shortened
from ui.dialogs.context_menu import READ_ONLY
from ui.document import Document
from ui.panels.fields import DayEdit
from ui.panels.parts import SMALL, Choice, Ink, Prose, SignLabel, breakable, tip
from ui.panels.problem_cards import TAKE_BACK
from ui.panels.why import BINDING
from ui.theme import Theme

_SIZE = QSize(560, 420)


def outside(document: Document, organisation: str) -> list[Finding]:
    """Return the findings that an organisation is outside a rule, worst first."""
    if organisation not in document.state:
        return []
    found = document.option.findings.of(organisation)
    return [f for f in found if f.verdict in (Verdict.BREAKS, Verdict.WAIVED)]


class WaiveDialog(Dialog):
    """Accepts a finding of an organisation, alters the waiver there is, or takes it back.

    Parameters
    ----------
    rule : str, optional
        Which of its findings to begin with; the first that can be accepted, if it has no such.
    """

    def __init__(
        self,
        document: Document,
        organisation: str,
        theme: Theme,
        parent: QWidget | None = None,
        rule: str = "",
    ) -> None:
        super().__init__("Accept an exception", parent)
        self._document = document
        self._organisation = organisation
        self._findings = outside(document, organisation)
        self.heading = Prose(theme, TITLE, Ink.STRONG)
        self.choice = Choice()
        self.sign = SignLabel(theme)
        self.sentence = Prose(theme)
        self.refusal = Prose(theme, SMALL, Ink.BROKEN)
        self.reason = QPlainTextEdit()
        self.who = QLineEdit()
        self.on = DayEdit()
        self.buttons = QDialogButtonBox(Standard.Cancel, parent=self)
        self.waive_button = primary(
            self.buttons.addButton("Accept", QDialogButtonBox.ButtonRole.AcceptRole)
        )
        self.back_button = self.buttons.addButton(
            TAKE_BACK, QDialogButtonBox.ButtonRole.DestructiveRole
        )
        self._build()
        self._connect()
        wanted = (f for f in self._findings if f.rule.id == rule)
        can = (f for f in self._findings if f.is_waivable)
        first = next(wanted, None) or next(can, None) or self._findings[0]
        self.choice.setCurrentIndex(self._findings.index(first))
        self._show_finding()

    @classmethod
    def ask(
        cls,
        document: Document,
        organisation: str,
        theme: Theme,
        parent: QWidget | None,
        rule: str = "",
    ) -> WaiveDialog | None:
        """Open the dialog over its window; None if nothing of the organisation can be accepted."""
        if not outside(document, organisation):
            document.refused.emit(why_nothing(document, organisation))
            return None
        dialog = cls(document, organisation, theme, parent, rule)
        dialog.open()
        return dialog

    # -- building --------------------------------------------------------------------------

    def _build(self) -> None:
        name = self._document.state.label(self._organisation)
        self.heading.write(breakable(shortened(name, LONG)))
        self.heading.setToolTip(tip(name))
        for finding in self._findings:
            words = SIGN_WORDS[sign_of(finding)]
            self.choice.addItem(f"{finding.rule.id} {finding.rule.title} ({words})")
        self.choice.setAccessibleName("Finding")
        self.choice.setToolTip("Which of its findings is meant")
        self.choice.setVisible(len(self._findings) > 1)
        self.reason.setTabChangesFocus(True)
        self.reason.setPlaceholderText("Why this is accepted; who agreed to it, and where")
        self.reason.setMinimumHeight(72)
        self.who.setMaxLength(MAX_TEXT)
        self._form = QWidget()
        form = QFormLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(8)
        for text, field, about in (
            ("&Reason", self.reason, "Why being outside the rule is accepted; needed"),
            ("&Name", self.who, "Who accepts it; needed"),
            ("&Date", self.on, "The day on which it is accepted"),
        ):
            label = QLabel(text)
            label.setBuddy(field)
            field.setAccessibleName(text.replace("&", ""))
            field.setToolTip(about)
            form.addRow(label, field)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.sentence, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, 16)
        column.setSpacing(12)
        column.addWidget(self.heading)
        column.addWidget(self.choice)
        column.addLayout(line)
        column.addWidget(self._form, 1)
        column.addWidget(self.refusal)
        column.addStretch(0)
        column.addWidget(self.buttons)
        self.waive_button.setToolTip("The finding stays to be seen, with reason, name and date")
        self.back_button.setToolTip("The finding counts again")
        can = any(f.is_waivable for f in self._findings)
        if not can:
            self.buttons.button(Standard.Cancel).setText("Close")
        self.fit(_SIZE.width(), _SIZE.height() if can else 0)

    def _connect(self) -> None:
        self.choice.currentIndexChanged.connect(self._show_finding)
        self.reason.textChanged.connect(self._check)
        self.who.textChanged.connect(self._check)
        self.on.dateChanged.connect(self._check)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.back_button.clicked.connect(self.take_back)

    # -- what is shown ---------------------------------------------------------------------

    @property
    def finding(self) -> Finding:
        """The finding that is meant."""
        return self._findings[self.choice.currentIndex()]

    @property
    def change(self) -> Waive:
        """What would be done."""
        reason, who = self.reason.toPlainText().strip(), self.who.text().strip()
        return Waive(self._organisation, self.finding.rule.id, reason, who, self.on.iso)

    def _show_finding(self) -> None:
        finding = self.finding
        waiver = finding.waiver
        self.sign.show_sign(sign_of(finding))
        text = told(finding, self._document.state.pack)
        self.sentence.write((f"{finding.rule.id} ", Ink.QUIET), breakable(text))
        self._form.setVisible(finding.is_waivable)
        self.reason.setPlainText("" if waiver is None else waiver.reason)
        self.who.setText(user() if waiver is None else waiver.who)
        self.on.set_iso(today() if waiver is None else waiver.on)
        self.waive_button.setText("Accept" if waiver is None else "Keep it accepted")
        self.back_button.setVisible(waiver is not None)
        self.waive_button.setVisible(finding.is_waivable)
        editable = not self._document.read_only
        for widget in (self.reason, self.who, self.on, self.back_button):
            widget.setEnabled(editable)
        self._check()
        if finding.is_waivable:
            self.reason.setFocus()
        announce(self.choice, self.refusal.text() or text)

    def _check(self) -> None:
        """Say why it can't be done, but not what is merely left to be filled in."""
        if not self.finding.is_waivable:
            self._refuse(BINDING)
            return
        change = self.change
        is_filled = bool(change.reason and change.who)
        refused = self._document.option.preview(change).refused if is_filled else ""
        if self._document.read_only:
            refused = READ_ONLY
        self._refuse(refused)
        self.waive_button.setEnabled(is_filled and not refused)

    def _refuse(self, text: str) -> None:
        self.refusal.write(breakable(text))
        self.refusal.setVisible(bool(text))

    # -- ending ----------------------------------------------------------------------------

    def accept(self) -> None:
        """Accept the finding, as one undo step."""
        waiver, change = self.finding.waiver, self.change
        is_same = waiver is not None and (waiver.reason, waiver.who, waiver.on) == (
            *(change.reason, change.who, change.on),
        )
        if self.waive_button.isEnabled() and (is_same or self._document.commit(change)):
            super().accept()

    def take_back(self) -> None:
        """Have the finding count again, as one undo step."""
        if self._document.commit(Waive(self._organisation, self.finding.rule.id, "")):
            super().accept()


def why_nothing(document: Document, organisation: str) -> str:
    """Return why there is nothing to accept."""
    state = document.state
    if organisation not in state:
        return "Select what a finding is about, or the problem itself."
    return f"{state.label(organisation)} is not outside any rule: there is nothing to accept."
