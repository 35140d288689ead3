"""How near a group is to breaking a rule, worked out in the pauses while it is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from model.margin import margin_text, margins
from ui.chart.ahead import Ahead
from ui.document import Document
from ui.panels.parts import Ink, Prose, breakable
from ui.panels.section import Section
from ui.theme import BODY, Theme


class ToBreak(Section):
    """The smallest move after which a group would break a rule that it meets."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__(document, theme, "Margin to break")
        self.text = Prose(theme, BODY)
        self.column.addWidget(self.text)
        self._group = ""
        self._serials = count(1)
        self._ahead = Ahead(self, self._work_out)

    def refresh(self) -> None:
        """Read anew what is shown, soon: what stands there is of before until then."""
        self.setVisible(bool(self.state.count(self.shown[0])))
        if self.shown[0] != self._group:
            self._group = self.shown[0]
            self.text.write(("Working it out…", Ink.QUIET))
        self._ahead.stop()
        self._ahead.look(next(self._serials))

    def _work_out(self) -> Iterator[None]:
        group = self.shown[0]
        if group not in self.state or not self.state.count(group):
            return
        found = None
        for step in margins(self._document.option, group):
            found = step
            yield
        findings = self._document.option.findings.of(group)
        self.text.write(breakable(margin_text(self.state, group, found, findings)))
