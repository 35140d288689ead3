"""Painting units into a group: which one, from where, and what is swept until it is accepted.

Mouse, keys, menus and the bar over the map all act on this; views follow by the document's preview.
"""

from __future__ import annotations

from collections.abc import Iterable
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from db.identity import new_id
from model.option import Preview
from model.pack import Tier
from model.stroke import Place, Source, Stroke, Target
from ui.document import Document
from ui.panels.dropped import Line

PAUSE_S = 0.002
"""How long it is worked out in one turn of the event loop: a frame has room for it."""
OTHERS_MS = 50
"""How often the other views follow a sweep; map and box follow each of its steps.

Numbers that change more often can't be read.
"""
ASIDE_MS = 3
"""How long they wait at least once the map has something to paint: theirs is another frame."""


class Painting(QObject):
    """What is painted in one window.

    Signals
    -------
    chosen()
        The target, the source, or whether painting goes on differs.
    swept(object)
        A set of units that came into the stroke or went out of it.
    previewed()
        More is known of what the stroke would bring.
    told(str)
        Something for a screen reader, and for whoever looks at the bar.

    Attributes
    ----------
    is_on : bool
        Whether the left button paints.
    target : str or Place
        What units are painted into.
    source : str, Place or None
        What they are taken from; None for anything.
    stroke : Stroke or None
        What was swept and is neither accepted nor discarded; never empty.
    refusal : str
        Why the last unit that was swept did not come in, "" if it did.
    preview : Preview or None
        What the stroke would bring, as far as it is known.
    said : list of line
        The same in words, once somebody has asked for them (`ui.map.stroke_words`).
    """

    chosen = Signal()
    swept = Signal(object)
    previewed = Signal()
    told = Signal(str)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.is_on = False
        self.target: Target = Place.NEW
        self.source: Source = None
        self.stroke: Stroke | None = None
        self.refusal = ""
        self.preview: Preview | None = None
        self.said: list[Line] = []
        self._is_shown = True
        self._altered: frozenset[str] = frozenset()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_pause)
        self._others = QTimer(self)
        self._others.setSingleShot(True)
        self._others.timeout.connect(self._tell_others)
        self._told_at = 0.0
        document.selected.connect(self._on_selected)
        document.changed.connect(self._on_changed)
        document.switched.connect(self._on_switched)

    # -- choosing --------------------------------------------------------------------------

    def begin(self) -> None:
        """Let the left button paint; into what is selected, if that is a group."""
        self.is_on = True
        self._on_selected()
        self.chosen.emit()
        self.told.emit(f"Painting into {self.target_name}.")

    def end(self) -> None:
        """Let the left button do something else; what is swept stays until it is decided on."""
        self.is_on = False
        self.chosen.emit()

    def choose(self, target: Target) -> None:
        """Paint into another group; what is swept already goes there too."""
        if target == self.target:
            return
        self.target = target
        self._begin_anew()
        self.chosen.emit()
        self.told.emit(f"Painting into {self.target_name}.")

    def _on_selected(self) -> None:
        """Paint into a group that is selected in any view, unless something waits for another."""
        state, current = self.document.state, self.document.current
        is_free = self.is_on and self.stroke is None and current in state
        if is_free and state.tier(current) is Tier.GROUP:
            self.choose(current)

    def choose_of(self, organisation: str) -> None:
        """Paint into the group that something is in, or into the tray if it is in none."""
        state = self.document.state
        if organisation in state and state.tier(organisation) in (Tier.GROUP, Tier.UNIT):
            self.choose(state.nearest_group(organisation) or Place.TRAY)

    def take_only(self, source: Source) -> None:
        """Take units from one place only, or from anywhere: None."""
        if source == self.source:
            return
        self.source = source
        self._begin_anew()
        self.chosen.emit()
        self.told.emit(f"Taking from {self.source_name}.")

    @property
    def target_name(self) -> str:
        """What units are painted into, in words."""
        state = self.document.state
        if isinstance(self.target, str):
            return state.label(self.target)
        kind = state.pack.kind_at(Tier.GROUP)
        return f"a new {kind.label}" if self.target is Place.NEW else "the tray"

    @property
    def source_name(self) -> str:
        """What units are taken from, in words."""
        if isinstance(self.source, str):
            return self.document.state.label(self.source)
        return "anywhere" if self.source is None else "the tray"

    # -- sweeping --------------------------------------------------------------------------

    @property
    def units(self) -> list[str]:
        """The units that are swept."""
        return [] if self.stroke is None else self.stroke.units

    def sweep(self, units: Iterable[str]) -> None:
        """Take units into the stroke; `refusal` says what keeps the last one out."""
        if self.document.refuses():
            return
        stroke = self.stroke or self._new_stroke()
        before, told = len(stroke.units), self.refusal
        for unit in units:
            self.refusal = stroke.add(unit)
        self._take(stroke, frozenset(stroke.units[before:]))
        if self.refusal != told:
            self.previewed.emit()

    def take_back(self, units: Iterable[str]) -> None:
        """Take units out of the stroke again."""
        stroke, self.refusal = self.stroke, ""
        if stroke is not None:
            gone = frozenset(units).intersection(stroke.units)
            for unit in gone:
                stroke.take_back(unit)
            self._take(stroke, gone)

    def _new_stroke(self) -> Stroke:
        return Stroke(self.document.option, self.target, self.source, new_id())

    def _take(self, stroke: Stroke, altered: frozenset[str]) -> None:
        """Have what was swept, or what is left of it, for the stroke."""
        self.stroke = stroke if stroke.units else None
        if altered:
            self._altered |= altered
            self._is_shown = False
            self._timer.start(0)

    def _begin_anew(self) -> None:
        """Sweep again what was swept, as target, source and plan are now."""
        if self.stroke is None:
            return
        units, stroke = self.stroke.units, self._new_stroke()
        for unit in units:
            if unit in self.document.state:
                stroke.add(unit)
        self._take(stroke, frozenset(units))

    # -- what it would bring ---------------------------------------------------------------

    def _on_pause(self) -> None:
        """Work out what the stroke would bring, a little at a time; show it at once and at its end.

        Between the two only what comes next is worked out: while units are swept one after the
        other, views paint once for each.
        """
        if not self._is_shown:
            self._is_shown = True
            self._timer.start(0)
            self._announce()
            return
        is_known = True
        if self.stroke is not None:
            end = perf_counter() + PAUSE_S
            for _ in self.stroke.settle():
                if perf_counter() >= end:
                    is_known = False
                    break
        if is_known:
            self._announce()
        else:
            self._timer.start(0)

    def _announce(self) -> None:
        # Once for all that one turn of the event loop brought: views paint in the next.
        altered, self._altered = self._altered, frozenset()
        if altered:
            self.swept.emit(altered)
        self.said = []
        self.preview = None if self.stroke is None else self.stroke.preview
        self.previewed.emit()
        if self.preview is None:
            self._tell_others()
        else:
            since = round((perf_counter() - self._told_at) * 1000)
            self._others.start(max(ASIDE_MS, OTHERS_MS - since))

    def _tell_others(self) -> None:
        """Have all other views show what the stroke would bring."""
        self._others.stop()
        self._told_at = perf_counter()
        self.document.keep_preview(self.preview)

    def finish(self) -> None:
        """Work out and show now all that the stroke would bring."""
        if not self.is_settled:
            self._timer.stop()
            for _ in self.stroke.settle() if self.stroke is not None else ():
                pass
            self._announce()
            self._tell_others()

    def forget_refusal(self) -> None:
        """Say no more why something did not come in."""
        if self.refusal:
            self.refusal = ""
            self.previewed.emit()

    @property
    def is_settled(self) -> bool:
        """Whether all that the stroke would bring is known and shown."""
        return not self._timer.isActive() and not self._others.isActive()

    @property
    def is_shown(self) -> bool:
        """Whether all that is swept is shown as swept, if not yet all that it would bring."""
        return self._is_shown

    # -- deciding --------------------------------------------------------------------------

    def accept(self) -> bool:
        """Put what was swept where it goes, as one undo step; False if nothing was done."""
        stroke = self.stroke
        change = None if stroke is None else stroke.change
        if stroke is None or change is None or self.document.refuses():
            return False
        self._drop()
        if not self.document.commit(change):
            self._take(stroke, frozenset(stroke.units))
            return False
        if stroke.group in self.document.state:
            self.target = stroke.group  # what comes next goes into the group that was made
        self.chosen.emit()
        number = len(stroke.units)
        self.told.emit(f"{number:,} moved to {self.target_name}.")
        return True

    def discard(self) -> None:
        """Leave everything as it is."""
        if self.stroke is not None:
            self._drop()
            self.told.emit("Nothing was moved.")

    def _drop(self) -> None:
        self._altered |= frozenset(self.units)
        self.stroke, self.refusal = None, ""
        self._timer.stop()
        self._announce()

    # -- keeping up ------------------------------------------------------------------------

    def _on_changed(self, _event: object) -> None:
        self._forget_what_is_gone()
        self._begin_anew()

    def _on_switched(self) -> None:
        if self.stroke is not None:
            self._drop()
        self._forget_what_is_gone()

    def _forget_what_is_gone(self) -> None:
        state = self.document.state
        gone = [o for o in (self.target, self.source) if isinstance(o, str) and o not in state]
        if gone:
            self.target = Place.NEW if self.target in gone else self.target
            self.source = None if self.source in gone else self.source
            self.chosen.emit()
