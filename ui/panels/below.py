"""What is broken or accepted below an organisation, with the way there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from model.rules.limits import told
from model.rules.rule import Finding
from model.rules.standing import sign_of
from ui.document import Document
from ui.panels.parts import GAP, SMALL, Ink, LinkButton, Prose, SignLabel
from ui.panels.section import Pool, Section
from ui.theme import BODY, Theme

MOST = 8
"""So many are listed; the problems panel has them all."""


class BelowRow(QWidget):
    """A finding of something below, and a link that selects it."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__()
        self._document = document
        self._organisation = ""
        self.sign = SignLabel(theme)
        self.sentence = Prose(theme, BODY)
        self.link = LinkButton("Select")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        line.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.sentence, 1)
        line.addWidget(self.link, 0, Qt.AlignmentFlag.AlignTop)
        self.link.clicked.connect(lambda: document.select([self._organisation]))

    def write(self, finding: Finding) -> None:
        """Show a finding."""
        state = self._document.state
        self._organisation = finding.organisation
        name = state.label(finding.organisation)
        self.sign.show_sign(sign_of(finding))
        head = f"{name}, {finding.rule.id} "
        self.sentence.write((head, Ink.QUIET), told(finding, state.pack))
        self.link.setToolTip("Select it in all views; its own rules are shown here then")
        self.link.setAccessibleName(f"Select {name}")


class Below(Section):
    """What is broken or accepted below an organisation, worst first."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__(document, theme, "Below it")
        self.rows = Pool(self.column, lambda: BelowRow(document, theme))
        self.more = Prose(theme, SMALL, Ink.QUIET)
        self.column.addWidget(self.more)

    def refresh(self) -> None:
        """Read anew what is shown."""
        found = self._document.option.findings.judged_below(self.shown[0])
        listed = found[:MOST]
        for row, finding in zip(self.rows.take(len(listed)), listed, strict=True):
            row.write(finding)
        rest = len(found) - len(listed)
        self.more.write(f"and {rest:,} more, in Problems" if rest else "")
        self.more.setVisible(bool(rest))
        self.column.addWidget(self.more)  # below rows that were made since
        self.setVisible(bool(found))
