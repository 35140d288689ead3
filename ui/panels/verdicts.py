"""An organisation's findings: what each rule says of it, and why."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from model.mend import is_mendable
from model.rules.limits import told
from model.rules.rule import Finding, Severity, Verdict
from model.rules.standing import sign_of
from model.wording import CHANGED
from ui.document import Document
from ui.panels.parts import GAP, Citation, Ink, LinkButton, Prose, SignLabel, Span
from ui.panels.problem_cards import (
    LIMITS,
    MEND,
    NEXT_PART,
    PREVIOUS_PART,
    WAIVE,
    WAIVER,
    in_parts,
)
from ui.panels.section import Pool, Section
from ui.panels.why import why
from ui.theme import BODY, Theme


class FindingRow(QWidget):
    """A finding with its sign and sentence; what stands behind its rule can be unfolded."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__()
        self._document = document
        self.rule = ""
        self.is_open = False
        self._finding: Finding | None = None
        self._reasons: tuple[Span, ...] = ()
        self.sign = SignLabel(theme)
        self.sentence = Prose(theme, BODY)
        self.link = LinkButton("Why?")
        self.mend = LinkButton(MEND)
        self.mend.setToolTip("List what would mend it")
        self.link.setToolTip("What the rule says, who says so, and what helps")
        self.waive = LinkButton(WAIVE)
        self.waive.setToolTip("Why it is accepted, by whom and when")
        self.reasons = QWidget()
        self._column = QVBoxLayout(self.reasons)
        self._column.setContentsMargins(24, 0, 0, 4)
        self._column.setSpacing(4)
        self._texts: list[Citation] = []
        self.limits = LinkButton(LIMITS)
        self.limits.setToolTip("Set the limits of this rule, or go back to the pack's")
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.sentence, 1)
        line.addWidget(self.link, 0, Qt.AlignmentFlag.AlignTop)
        self._lines = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(line)
        # What can be done about it stands below: beside it the sentence would have no room.
        self.deeds = QWidget()
        below = QHBoxLayout(self.deeds)
        below.setContentsMargins(24, 0, 0, 2)
        below.setSpacing(2 * GAP)
        self.parts: QWidget | None = None
        below.addWidget(self.mend)
        below.addWidget(self.waive)
        below.addStretch(1)
        column.addWidget(self.deeds)
        column.addWidget(self.reasons)
        self.reasons.setVisible(False)
        self.link.clicked.connect(self.toggle)
        self.waive.clicked.connect(self._ask_waiver)
        self.limits.clicked.connect(self._ask_limits)
        self.mend.clicked.connect(self._on_mend)

    def write(self, finding: Finding) -> None:
        """Show a finding; it stays unfolded only while it is of the same rule."""
        if finding == self._finding:
            return
        self._finding = finding
        if finding.rule.id != self.rule:
            self.rule = finding.rule.id
            self._set_open(False)
        self.sign.show_sign(sign_of(finding))
        changed = f"{CHANGED} " if finding.rule.changed else ""
        text = told(finding, self._document.state.pack)
        self.sentence.write((f"{finding.rule.id} {changed}", Ink.QUIET), text)
        self.waive.setVisible(finding.is_waivable)
        self.waive.setText(WAIVE if finding.waiver is None else WAIVER)
        self.waive.setAccessibleName(f"{self.waive.text()} {finding.rule.id}, {finding.rule.title}")
        self.link.setAccessibleName(f"Why? {finding.rule.id}, {finding.rule.title}")
        self.mend.setVisible(is_mendable(finding))
        self._show_parts(finding)
        self.deeds.setVisible(finding.is_waivable or is_mendable(finding))
        self.mend.setAccessibleName(f"Mend {finding.rule.id}, {finding.rule.title}")
        if self.is_open:
            self._fill()

    def _show_parts(self, finding: Finding) -> None:
        """Offer to go from part to part where there are several; few rules have any."""
        if in_parts(finding) and self.parts is None:
            self.parts = QWidget()
            line = QHBoxLayout(self.parts)
            line.setContentsMargins(24, 0, 0, 2)
            line.setSpacing(2 * GAP)
            for text, by in ((PREVIOUS_PART, -1), (NEXT_PART, 1)):
                button = LinkButton(text)
                button.setToolTip("Select a part of it in all views")
                button.clicked.connect(lambda _=False, by=by: self._on_part(by))
                line.addWidget(button)
            line.addStretch(1)
            self._lines.insertWidget(self._lines.indexOf(self.reasons), self.parts)
        if self.parts is not None:
            self.parts.setVisible(in_parts(finding))

    def _on_part(self, by: int) -> None:
        from ui.showing_parts import show_part

        if self._finding is not None:
            show_part(self._document, self._finding.organisation, by)

    def _on_mend(self) -> None:
        if self._finding is not None:
            where, rule = self._finding.organisation, self._finding.rule.id
            self._document.mend_wanted.emit(where, rule)

    def toggle(self) -> None:
        """Unfold or fold what stands behind the rule."""
        self._set_open(not self.is_open)

    def _ask_waiver(self) -> None:
        from ui.dialogs.common import theme_of
        from ui.dialogs.waive import WaiveDialog

        if self._finding is not None:
            where, rule = self._finding.organisation, self._finding.rule.id
            WaiveDialog.ask(self._document, where, theme_of(self), self.window(), rule)

    def _ask_limits(self) -> None:
        from ui.dialogs.common import theme_of
        from ui.dialogs.limits import LimitsDialog

        LimitsDialog.ask(self._document, theme_of(self), self.window(), self.rule)

    def _set_open(self, is_open: bool) -> None:
        self.is_open = is_open
        self.link.setText("Hide" if is_open else "Why?")
        if is_open:
            self._fill()
        self.reasons.setVisible(is_open)

    def _fill(self) -> None:
        pack = self._document.state.pack
        reasons = () if self._finding is None else why(self._finding.rule, pack)
        if reasons == self._reasons:
            return
        self._reasons = reasons
        while len(self._texts) < len(self._reasons):
            text = Citation()
            self._column.addWidget(text)
            self._texts.append(text)
        for place, text in enumerate(self._texts):
            words, ink = self._reasons[place] if place < len(self._reasons) else ("", Ink.QUIET)
            text.write(words)
            text.set_quiet(ink is Ink.QUIET)
        self._column.addWidget(self.limits)  # Below the texts, also the new ones.
        rule = self._finding.rule if self._finding is not None else None
        self.limits.setVisible(rule is not None and bool(rule.adjustable))


class Verdicts(Section):
    """The rules as they stand for one organisation, worst first."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__(document, theme, "Rules")
        self.rows = Pool(self.column, lambda: FindingRow(document, theme))

    def refresh(self) -> None:
        """Read anew what is shown."""
        found = self._document.option.findings.of(self.shown[0])
        found = tuple(f for f in found if is_telling(f))
        for row, finding in zip(self.rows.take(len(found)), found, strict=True):
            row.write(finding)
        self.setVisible(bool(found))


def is_telling(finding: Finding) -> bool:
    """Whether a finding says something: not of a rule that does not apply here."""
    is_number = finding.rule.severity is Severity.INFO and finding.value is not None
    return finding.verdict is not Verdict.NOT_APPLICABLE or is_number
