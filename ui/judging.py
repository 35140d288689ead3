"""What users say about a plan, asked for from the window: waivers, limits, figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.changes import Waive
from model.rules.rule import Finding
from ui.dialogs.figures import FiguresDialog
from ui.dialogs.limits import LimitsDialog
from ui.dialogs.waive import WaiveDialog
from ui.panels.problem_cards import (
    LIMITS,
    NEXT_PART,
    PREVIOUS_PART,
    TAKE_BACK,
    WAIVE,
    WAIVER,
)
from ui.showing_parts import show_part

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class Judging:
    """Opens the dialogs of one window, for whatever is selected in it or was clicked."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def do(self, asked: str, finding: Finding) -> None:
        """Do what a link of a finding says."""
        if asked in (WAIVE, WAIVER):
            self.waive(finding.organisation, finding.rule.id)
        elif asked == LIMITS:
            self.limits(finding.rule.id)
        elif asked == TAKE_BACK:
            self._window.document.commit(Waive(finding.organisation, finding.rule.id, ""))
        elif asked in (NEXT_PART, PREVIOUS_PART):
            by = 1 if asked == NEXT_PART else -1
            told = show_part(self._window.document, finding.organisation, by)
            self._window.files.told.emit(told, "info")

    def waive_current(self) -> None:
        """Ask about the problem that the keys act on, or about what is selected."""
        finding = self._window.problems.current
        if finding is not None:
            self.waive(finding.organisation, finding.rule.id)
        else:
            self.waive(self._window.document.current)

    def waive(self, organisation: str, rule: str = "") -> None:
        """Ask why a finding of an organisation is accepted."""
        window = self._window
        WaiveDialog.ask(window.document, organisation, window.theme, window, rule)

    def limits(self, rule: str = "") -> None:
        """Ask for the limits of rules, beginning with one."""
        window = self._window
        LimitsDialog.ask(window.document, window.theme, window, rule)

    def figures(self) -> None:
        """Ask for figures of one's own, of all units."""
        window = self._window
        window.inspector.flush()
        FiguresDialog.ask(window.document, window.theme, window)
