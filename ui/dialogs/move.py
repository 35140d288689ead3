"""The dialog that moves organisations by keyboard: search a place, see what would come of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from db.identity import new_id
from model import edits
from model.changes import Change
from model.errors import ChangeRefusedError
from model.events import Changed
from model.pack import Tier
from model.totals import add_sums
from model.wording import capital, counted, listed, sum_text
from ui.dialogs.choice_list import ChoiceList, Row
from ui.dialogs.common import LONG, PAD, TITLE, Dialog, Standard, announce, primary, shortened
from ui.dialogs.effect_panel import EffectPanel
from ui.dialogs.effects import effects
from ui.dialogs.targets import (
    Target,
    Targets,
    What,
    change_to,
    movers,
    recent_targets,
    target_of,
)
from ui.document import Document
from ui.panels.parts import (
    SMALL,
    Elided,
    Ink,
    Prose,
    breakable,
    tip,
)
from ui.theme import Theme

_SIZE = QSize(760, 540)
_EFFECT_WIDTH = 280


class MoveDialog(Dialog):
    """Moves organisations to a place that is searched for; one undo step.

    Parameters
    ----------
    organisations : sequence of str
        Ids of what is moved: units into groups, or groups into regions.
    recent : list of str, optional
        Ids of the places used last, newest first; what is chosen is put at its head. Whatever it
        holds, the places that the option's log names follow.
    """

    def __init__(
        self,
        document: Document,
        organisations: Sequence[str],
        theme: Theme,
        parent: QWidget | None = None,
        recent: list[str] | None = None,
    ) -> None:
        super().__init__("Move", parent)
        self._document = document
        self._units = movers(document.state, organisations)
        self._recent = recent
        # One id for whichever new group is chosen: at most one of them is made.
        self._identifier = new_id()
        self._change: Change | None = None
        self._is_moving = False
        self.search = QLineEdit()
        self.list = ChoiceList(theme)
        self.nothing_found = Prose(theme, SMALL, Ink.QUIET)
        self.name = QLineEdit()
        self._name_label = QLabel("&Name")
        self.effect = EffectPanel(theme)
        self.buttons = QDialogButtonBox(Standard.Cancel, parent=self)
        self.move_button = primary(
            self.buttons.addButton("Move", QDialogButtonBox.ButtonRole.AcceptRole)
        )
        self._build(theme)
        self._connect()
        self._fill()

    @classmethod
    def ask(
        cls,
        document: Document,
        organisations: Sequence[str],
        theme: Theme,
        parent: QWidget | None,
        recent: list[str] | None = None,
    ) -> MoveDialog | None:
        """Open the dialog over its window; None if nothing of it can be moved."""
        if not movers(document.state, organisations):
            document.refused.emit(_why_not(document, organisations))
            return None
        dialog = cls(document, organisations, theme, parent, recent)
        dialog.open()
        return dialog

    # -- building --------------------------------------------------------------------------

    def _build(self, theme: Theme) -> None:
        title = f"Move {self._what()} to…"
        self.setWindowTitle(title)
        heading = Prose(theme, TITLE, Ink.STRONG)
        heading.write(breakable(f"Move {shortened(self._what(), LONG)} to…"))
        heading.setToolTip(tip(title))
        about = Elided(SMALL, quiet=True)
        about.write(self._about())
        self.search.setClearButtonEnabled(True)
        group = self._document.option.pack.kind_at(Tier.GROUP).label
        self.search.setPlaceholderText(f"Search by name, code or {self._region_word()}…")
        self.search.setAccessibleName(f"Search a {group}" if self._moves_units() else "Search")
        self.list.setAccessibleName("Places")
        self.name.setAccessibleName(f"Name of the new {group}")
        self._name_label.setBuddy(self.name)
        frame = QFrame()
        frame.setObjectName("choices")
        frame.setStyleSheet("#choices { border: 1px solid palette(midlight); border-radius: 4px; }")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.list)

        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.search)
        left.addWidget(frame, 1)
        left.addWidget(self.nothing_found)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addWidget(self._name_label)
        right.addWidget(self.name)
        right.addWidget(self.effect, 1)
        both = QHBoxLayout()
        both.setSpacing(PAD)
        both.addLayout(left, 3)
        both.addLayout(right, 2)
        self.effect.setMinimumWidth(200)
        self.effect.setMaximumWidth(_EFFECT_WIDTH + 80)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, 16)
        column.setSpacing(4)
        column.addWidget(heading)
        column.addWidget(about)
        column.addSpacing(8)
        column.addLayout(both, 1)
        column.addSpacing(8)
        column.addWidget(self.buttons)
        order = (self.search, self.list, self.name, *self.buttons.buttons())
        for one, next_ in pairwise(order):
            self.setTabOrder(one, next_)
        self.fit(_SIZE.width(), _SIZE.height())
        self.search.setFocus()

    def _connect(self) -> None:
        self.list.steer_by(self.search)
        self.search.textChanged.connect(self._on_searched)
        self.list.highlighted.connect(self._on_highlighted)
        self.list.chosen.connect(self._on_chosen)
        self.name.textEdited.connect(self._show_effect)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._document.changed.connect(self._on_changed)
        self._document.switched.connect(self.reject)
        self._document.refused.connect(self._on_refused)

    def _moves_units(self) -> bool:
        return self._document.state.tier(self._units[0]) is Tier.UNIT

    def _region_word(self) -> str:
        return self._document.option.pack.kind_at(Tier.REGION).label

    def _what(self) -> str:
        state, units = self._document.state, self._units
        if len(units) == 1:
            return state.label(units[0])
        kinds = {state.kind(u) for u in units}
        if len(kinds) > 1:
            return f"{len(units):,} organisations"
        kind = kinds.pop()
        return counted(len(units), kind.label, kind.plural)

    def _about(self) -> str:
        """Return where what is moved is now, and what it comes to."""
        state = self._document.state
        places = list(dict.fromkeys(p for u in self._units if (p := state.parent(u))))
        # A unit that hangs under a region waits to be placed.
        names = [
            "the tray"
            if self._moves_units() and state.tier(p) is not Tier.GROUP
            else state.label(p)
            for p in places
        ]
        parts = [f"now in {listed(list(dict.fromkeys(names)))}"]
        if len(self._units) > 1:
            parts.insert(0, listed([state.label(u) for u in self._units]))
        totals = [state.totals(u) for u in self._units]
        for measure in state.pack.measures:
            if measure.headline:
                text = sum_text(measure, add_sums(t.sums[measure.id] for t in totals), brief=True)
                parts.append(f"{text} {measure.short}".strip())
        return capital(" · ".join(parts))

    # -- filling ---------------------------------------------------------------------------

    def _fill(self) -> None:
        option = self._document.option
        recent = [*(self._recent or ()), *recent_targets(option)]
        targets = Targets(option, self._units, list(dict.fromkeys(recent)))
        self.list.set_sections(targets.sections())
        self._on_searched(self.search.text())

    def _on_changed(self, _event: Changed) -> None:
        """Follow an edit that came from elsewhere; close if it took away what is to be moved."""
        if self._is_moving:
            return
        if any(u not in self._document.state for u in self._units):
            self.reject()
            return
        row = self.list.row
        self._fill()
        if row is not None:
            self.list.highlight_key(row.key)

    def _on_searched(self, text: str) -> None:
        found = bool(self.list.rows)
        query = shortened(text, 40)
        self.nothing_found.write("" if found else breakable(f"Nothing here is called “{query}”."))
        self.nothing_found.setVisible(not found)

    # -- what would come of it -------------------------------------------------------------

    @property
    def target(self) -> Target | None:
        """What is highlighted."""
        row = self.list.row
        return None if row is None else target_of(row.key)

    def _on_highlighted(self, row: Row | None) -> None:
        target = None if row is None else target_of(row.key)
        is_new = target is not None and target.what is What.NEW
        if is_new:
            largest = edits.largest_first(self._document.state, self._units)[0]
            self.name.setText(self._document.state.label(largest))
            self.name.selectAll()
        self.name.setVisible(is_new)
        self._name_label.setVisible(is_new)
        self._show_effect()

    def _show_effect(self) -> None:
        row, target = self.list.row, self.target
        self._change = None
        if row is None or target is None:
            self._document.preview(None)
            self.effect.show_sentence("")
        else:
            refusal = self._try(target)
            if refusal:
                self.effect.show_sentence(refusal)
            if not self.name.hasFocus():
                said = refusal or "; ".join(e.spoken for e in self.effect.effects[:2])
                announce(self.search, f"{row.spoken}. {said}")
        self.move_button.setEnabled(self._change is not None)

    def _try(self, target: Target) -> str:
        """Preview a move; return why it can't be made, "" if it can."""
        document = self._document
        try:
            change = self._change_to(target)
        except ChangeRefusedError as error:
            document.preview(None)
            return str(error)
        preview = document.preview(change)
        if preview is None or preview.refused:
            document.preview(None)
            return "" if preview is None else preview.refused
        self._change = change
        into = self._identifier if target.what is What.NEW else target.organisation
        self.effect.show_effects(effects(document.option, change, preview, into))
        return ""

    def _change_to(self, target: Target) -> Change:
        # Without a name the model would find one; a field that was emptied is to be refused.
        name = self.name.text().strip() or " "
        return change_to(self._document.state, self._units, target, self._identifier, name)

    # -- ending ----------------------------------------------------------------------------

    def _on_chosen(self, _row: Row) -> None:
        self.accept()

    def accept(self) -> None:
        """Move, unless the highlighted place can't be moved to."""
        target, change = self.target, self._change
        if target is None or change is None:
            return
        self._document.preview(None)
        self._is_moving = True
        done = self._document.commit(change)
        self._is_moving = False
        if not done:
            return
        if self._recent is not None and target.what is not What.TRAY:
            into = self._identifier if target.what is What.NEW else target.organisation
            self._recent[:] = [into, *(o for o in self._recent if o != into)]
        super().accept()
        self._document.revealed.emit(self._units[0])

    def _on_refused(self, reason: str) -> None:
        self._change = None
        self.move_button.setEnabled(False)
        self.effect.show_sentence(reason)

    def done(self, result: int) -> None:
        """End the preview with the dialog."""
        self._document.preview(None)
        super().done(result)


def _why_not(document: Document, organisations: Sequence[str]) -> str:
    state = document.state
    known = [o for o in organisations if o in state]
    if not known:
        return "Select what to move first."
    return f"{state.label(known[0])} can't be moved: a {state.kind(known[0]).label} stays put."
