"""Comparing the plan in the window with another: the panel, the marks on the chart, the flip."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QDockWidget, QFileDialog

from db.errors import InputError
from db.scenario_file import open_scenario
from model.comparison import (
    Comparison,
    ComparisonError,
    TotalsPair,
    baseline_of,
    compare_in_steps,
    compare_totals,
)
from model.comparison_words import Line, lines
from model.option import Option
from ui.chart import tips
from ui.chart.compare_marks import CompareMarks, marks_after, marks_before
from ui.chart.flipping import Flip
from ui.chart.view import ChartView
from ui.files import OPEN_FILTER
from ui.hovering import RowLights
from ui.later import Later
from ui.panels.comparison import OPEN_FILE, ComparisonPanel
from ui.panels.parts import is_seen

if TYPE_CHECKING:
    from ui.main_window import MainWindow

log = logging.getLogger(__name__)

BASELINE, NOW = "baseline", "now"
_PAUSE_MS = 120
"""How long after an edit the plans are compared anew."""
HELD = "The other plan is on the chart. Go back (X) to edit."


def comparing(window: MainWindow) -> Comparing:
    """Return what compares in a window, made when it is first asked for."""
    return window.findChild(Comparing) or Comparing(window)


class Comparing(QObject):
    """Compares the plan in a window with another one, and follows edits of both."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._document = window.document
        self._key = ""
        self._strangers: dict[str, tuple[str, Option]] = {}
        self._baseline: Option | None = None
        self._other: Option | None = None
        self._flip: Flip | None = None
        self._wants_flip = False
        self.found: Comparison | None = None
        self.panel = ComparisonPanel(window.theme)
        self.dock = QDockWidget("Compare", window)
        self.dock.setObjectName("compare")
        self.dock.setWidget(self.panel)
        window.docks.add(self.dock)
        self.later = Later(iter(()), self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._begin)
        self._connect()

    def _connect(self) -> None:
        document, panel = self._document, self.panel
        document.changed.connect(self._on_changed)
        document.switched.connect(self._on_switched)
        document.listed.connect(self._on_switched)
        panel.other_wanted.connect(self._on_other)
        panel.flip_wanted.connect(self._on_flip_wanted)
        panel.blend_wanted.connect(self._on_blend_wanted)
        RowLights(panel.list, document, panel.list.concerned)
        RowLights(panel.totals, document, lambda i: (panel.model.pair(i.row()).after,))
        panel.gone_to.connect(self._go_to)
        panel.place_wanted.connect(self._go_to_totals)
        panel.end_wanted.connect(self.end)
        self.dock.toggleViewAction().toggled.connect(self._on_toggled)

    # -- beginning and ending --------------------------------------------------------------

    @property
    def is_on(self) -> bool:
        """Whether plans are compared."""
        return not self.dock.isHidden()

    @property
    def other_view(self) -> ChartView | None:
        """The chart of the other plan, None before it is made."""
        return None if self._flip is None else self._flip.view

    def toggle(self) -> None:
        """Begin to compare and let keys go there; end it if the panel is on the screen."""
        if is_seen(self.panel):
            self.end()
        else:
            self.dock.show()
            self.dock.raise_()
            self.panel.list.setFocus()

    def compare_with(self, option: Option, name: str) -> None:
        """Compare with an option of another file."""
        self._choose(self._add(name, option))
        self.show()

    def _add(self, name: str, option: Option) -> str:
        """Add an option of another file, in place of what was read of it before; return its key."""
        known = next((key for key, (called, _) in self._strangers.items() if called == name), "")
        key = known or f"file:{len(self._strangers)}"
        self._strangers[key] = (name, option)
        return key

    def show(self) -> None:
        """Have the panel on the screen."""
        self.dock.show()
        self.dock.raise_()

    def end(self) -> None:
        """Compare no longer."""
        self.dock.hide()
        self._window.chart.setFocus()

    def _on_toggled(self, on: bool) -> None:
        if on:
            self._offer()
            self._begin()
        else:
            self._stop()
            self._let_go()

    def _on_switched(self) -> None:
        """Compare what is shown now; what is compared with stays, if it is another plan."""
        self._stop()
        self._let_go()
        self._baseline = None
        if self.is_on:
            self._offer()
            self._begin()

    # -- what is compared with -------------------------------------------------------------

    def choices(self) -> list[tuple[str, str]]:
        """Return what there is to compare with: keys and names."""
        shown = self._document.option
        own = [o for o in self._document.scenario.with_status() if o.id != shown.id]
        names = [(f"option:{option.id}", option.state.name) for option in own]
        if self._document.past is not None:
            names.insert(0, (NOW, f"{shown.state.name} as it is now"))
        strangers = [(key, name) for key, (name, _) in self._strangers.items()]
        return [*names, (BASELINE, "The published data"), *strangers]

    def _offer(self) -> None:
        choices = self.choices()
        if self._key not in dict(choices):
            self._key = choices[0][0]
        self.panel.offer(choices, self._key)

    def _option(self) -> Option:
        """Return what the plan in the window is compared with."""
        shown = self._document.option
        if self._key in self._strangers:
            return self._strangers[self._key][1]
        if self._key == BASELINE:
            known = self._baseline
            if known is None or known.state.on != shown.state.on:
                known = self._baseline = baseline_of(shown)
            return known
        if self._key == NOW:
            return self._document.live
        return self._document.scenario.option(self._key.removeprefix("option:"))

    def _on_other(self, key: str) -> None:
        if key != OPEN_FILE:
            self._choose(key)
            return
        start = str(self._document.path.parent) if self._document.path else ""
        name, _ = QFileDialog.getOpenFileName(self._window, "Compare with", start, OPEN_FILTER)
        if name:
            self.open(Path(name))
        else:
            self._offer()

    def open(self, path: Path) -> None:
        """Compare with the options of a file; nothing is written to it."""
        try:
            scenario = open_scenario(path).scenario
        except InputError as error:
            log.warning("compare with %s: %s", path, error)
            self._document.refused.emit(f"{path.name} can't be compared with: {error}")
            self._offer()
            return
        first = ""
        for option in scenario.with_status():
            key = self._add(f"{option.state.name} — {path.name}", option)
            if not first or option is scenario.option():
                first = key
        self._choose(first)

    def _choose(self, key: str) -> None:
        self._key = key
        self._offer()
        self._stop()
        self._let_go()
        if self.is_on:
            self._begin()

    # -- keeping up ------------------------------------------------------------------------

    def _on_changed(self) -> None:
        if self.is_on:
            self._stop()
            self._pause.start()

    def _stop(self) -> None:
        """Leave what is under way: what it has read may be altered by now."""
        self._pause.stop()
        self.later.begin_again(iter(()))

    def _begin(self) -> None:
        self.later.begin_again(self._steps())
        self.later.start()

    def finish(self) -> None:
        """Have compared all that there is to compare, now."""
        if self._pause.isActive():
            self._pause.stop()
            self._begin()
        self.later.finish()

    def _steps(self) -> Iterator[None]:
        """Compare, a little at a time."""
        shown, other = self._document.option, self._option()
        try:
            found = yield from compare_in_steps(other, shown)
        except ComparisonError as error:
            self._let_go()
            self.panel.say(str(error))
            return
        yield
        told = lines(found, other, shown)
        yield
        pairs = compare_totals(found, other.state, shown.state)
        yield
        self.found, self._other = found, other
        self.panel.show_result(found, told, pairs, other.state, shown.state)
        yield
        self._mark(found, other)
        yield
        if self._flip is not None:
            if self._wants_flip:
                self._set_flipped(True)
            elif not self._flip.is_on:
                self._flip.prepare()

    # -- on the chart ----------------------------------------------------------------------

    def _mark(self, found: Comparison, other: Option) -> None:
        chart, shown = self._window.chart, self._document.state
        if self._flip is None or self._flip.document.option is not other:
            self._end_flip()
            called = dict(self.choices())[self._key]
            self._flip = Flip(
                chart, other, called, self._window.theme, found.before_of, found.after_of
            )
            self._flip.flipped.connect(self._on_flipped)
            self._flip.document.changed.connect(self._on_changed)
        self._flip.there, self._flip.back = found.before_of, found.after_of
        here = CompareMarks(chart, marks_after(found, other.state, shown))
        there = CompareMarks(self._flip.view, marks_before(found, other.state, shown))
        for view, marks in ((chart, here), (self._flip.view, there)):
            view.overlays = [marks]
            view.setAccessibleDescription(tips.spoken(view))
            view.viewport().update()

    def _let_go(self) -> None:
        """Take all marks away."""
        self.found = self._other = None
        self._wants_flip = False
        self._end_flip()
        chart = self._window.chart
        if chart.overlays:
            chart.overlays = []
            chart.setAccessibleDescription(tips.spoken(chart))
            chart.viewport().update()

    def _end_flip(self) -> None:
        if self._flip is not None:
            self._flip.end()
            self._flip = None

    def flip(self) -> None:
        """Show the other plan on the chart, or go back; begin to compare, if nobody does."""
        if self._flip is not None:
            self._set_flipped(not self._flip.is_on)
            return
        self._wants_flip = True
        if not self.is_on:
            self.dock.show()
            self.dock.raise_()

    def _on_flip_wanted(self, on: bool) -> None:
        if self._flip is None:
            self._wants_flip = on
        else:
            self._set_flipped(on)

    def _on_blend_wanted(self, share: float) -> None:
        if self._flip is None:
            self._wants_flip = share > 0
        else:
            self._wants_flip = False
            self._flip.blend(share)

    def _set_flipped(self, on: bool) -> None:
        self._wants_flip = False
        if self._flip is not None:
            self._flip.show(on)

    def _on_flipped(self, on: bool) -> None:
        """Let nothing be edited while the other plan is shown."""
        self.panel.show_flipped(on)
        self._document.held = HELD if on else ""

    # -- going there -----------------------------------------------------------------------

    def _go_to(self, line: Line) -> None:
        self._reveal(line.before, line.after)

    def _go_to_totals(self, pair: TotalsPair) -> None:
        self._reveal(pair.before, pair.after)

    def _reveal(self, before: str, after: str) -> None:
        """Show an organisation on the chart; what is in the other plan only, there."""
        flip = self._flip
        if before and flip is not None and (flip.is_on or not after):
            if not flip.is_on:
                self._set_flipped(True)
            flip.document.reveal(before)
        elif after:
            self._set_flipped(False)
            self._document.reveal(after)
