"""The window that lists what would mend a finding; it stays open beside the chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from time import perf_counter

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from model.changes import Change, Move, flatten
from model.events import Changed
from model.mend import Mend, is_mendable, mends
from model.pack import Tier
from model.rules.rule import Finding
from model.rules.standing import Sign, sign_of
from model.state import State
from model.texts import MAX_TEXT
from model.wording import capital, counted, listed
from ui.chart.ahead import Ahead
from ui.dialogs.choice_list import ChoiceDelegate, ChoiceList, Index, Row
from ui.dialogs.common import LONG, PAD, TITLE, Dialog, Standard, announce, primary, shortened
from ui.dialogs.context_menu import READ_ONLY
from ui.dialogs.effect_panel import EffectPanel
from ui.dialogs.effects import Line, effects
from ui.document import Document
from ui.panels.parts import (
    SMALL,
    Ink,
    Prose,
    SignLabel,
    breakable,
    face,
    tip,
)
from ui.theme import Theme

_SIZE = QSize(440, 720)
_ROW = 46
"""Height of a row of two lines, pixels."""
MOST = 24
"""How many are listed, the best first."""
_AGAIN_S = 0.08
"""How long a list stays as it is while better ones are found."""


class _MendDelegate(ChoiceDelegate):
    """Draws a mend on two lines: what it does, and quietly what would come of it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of a row; it takes the width that there is."""
        del option, index
        return QSize(0, _ROW)

    def _draw_row(self, painter: QPainter, rect: QRect, row: Row) -> None:
        upper = QRect(rect.left(), rect.top() + 4, rect.width(), 20)
        super()._draw_row(painter, upper, Row(row.key, row.name, sign=row.sign))
        lower = QRect(rect.left() + 36, upper.bottom() + 1, rect.width() - 48, 17)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self._draw_text(painter, lower, row.aside, face(SMALL), self.theme.quiet, flags)


class MendDialog(Dialog):
    """Lists what would mend a finding, as it is found; shows each on the chart, and makes it.

    It searches in the pauses between events, and anew after every edit.

    Parameters
    ----------
    organisation, rule : str
        Ids of what the finding is about.
    """

    def __init__(
        self,
        document: Document,
        organisation: str,
        rule: str,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Mend", parent)
        self._document = document
        self.organisation = organisation
        self.rule = rule
        self._found: tuple[Mend, ...] = ()
        self._by_key: dict[str, Mend] = {}
        self._keys: dict[Change, str] = {}
        self._serials = count(1)
        self._chosen: Mend | None = None
        self._written = 0.0
        self._is_accepting = False
        self.is_searching = False
        self._ahead = Ahead(self, self._search)
        self.heading = Prose(theme, TITLE, Ink.STRONG)
        self.sign = SignLabel(theme)
        self.sentence = Prose(theme, SMALL, Ink.QUIET)
        self.status = Prose(theme, SMALL, Ink.QUIET)
        self.list = ChoiceList(theme)
        self.list.look = _MendDelegate(theme, self.list)
        self.list.setItemDelegate(self.list.look)
        self.effect = EffectPanel(theme)
        self.buttons = QDialogButtonBox(Standard.Close, parent=self)
        self.mend_button = primary(
            self.buttons.addButton("Mend", QDialogButtonBox.ButtonRole.AcceptRole)
        )
        self._build()
        self.list.highlighted.connect(self._on_highlighted)
        self.list.chosen.connect(lambda _row: self.accept())
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        document.changed.connect(self._on_changed)
        document.switched.connect(self.reject)
        document.refused.connect(self._on_refused)
        self.begin()

    @classmethod
    def ask(
        cls,
        document: Document,
        organisation: str,
        rule: str,
        theme: Theme,
        parent: QWidget,
    ) -> MendDialog:
        """Open the window at the right of its parent, in place of one that is open."""
        for other in parent.findChildren(MendDialog):
            other.close()
        dialog = cls(document, organisation, rule, theme, parent)
        if document.state.tier(organisation) is not Tier.ROOT:
            document.reveal(organisation)
        corner = parent.mapToGlobal(QPoint(parent.width() - dialog.width() - 8, 44))
        room = dialog.screen().availableGeometry()
        corner.setX(max(room.left(), min(corner.x(), room.right() - dialog.width())))
        corner.setY(max(room.top(), min(corner.y(), room.bottom() - dialog.height())))
        dialog.move(corner)
        dialog.show()
        return dialog

    # -- building --------------------------------------------------------------------------

    def _build(self) -> None:
        self.setModal(False)
        self.list.setAccessibleName("What would mend it")
        frame = self._frame = QFrame()
        frame.setObjectName("choices")
        frame.setStyleSheet("#choices { border: 1px solid palette(midlight); border-radius: 4px; }")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.list)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.sentence, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, 16)
        column.setSpacing(6)
        column.addWidget(self.heading)
        column.addLayout(line)
        column.addSpacing(6)
        column.addWidget(frame, 3)
        column.addWidget(self.status)
        column.addSpacing(6)
        column.addWidget(self.effect, 3)
        column.addSpacing(6)
        column.addWidget(self.buttons)
        self.fit(_SIZE.width(), _SIZE.height())
        self.list.setFocus()

    # -- searching -------------------------------------------------------------------------

    @property
    def finding(self) -> Finding | None:
        """The finding as it is now; None if it is gone."""
        if self.organisation not in self._document.state:
            return None
        found = self._document.option.findings.of(self.organisation)
        return next((f for f in found if f.rule.id == self.rule), None)

    @property
    def found(self) -> tuple[Mend, ...]:
        """What was found until now, the best first."""
        return self._found

    def begin(self) -> None:
        """Search, from the start."""
        self._ahead.stop()
        self._end_preview()
        self._found, self._by_key = (), {}
        finding = self.finding
        self._write_head(finding)
        self.list.set_sections([])
        self.is_searching = finding is not None and is_mendable(finding)
        if self.is_searching:
            self._tell("Searching…")
            self._ahead.look(next(self._serials))
        elif finding is None:
            self._tell("What this was about is gone.")
        else:
            self._tell("This is in order now: there is nothing left to mend.")

    def _write_head(self, finding: Finding | None) -> None:
        state = self._document.state
        name = state.label(self.organisation) if self.organisation in state else ""
        title = f"Mend {self.rule} in {name}" if name else f"Mend {self.rule}"
        self.setWindowTitle(title)
        self.heading.write(breakable(shortened(title, LONG)))
        self.heading.setToolTip(tip(title))
        self.sign.setVisible(finding is not None)
        self.sentence.write("" if finding is None else breakable(finding.sentence))
        if finding is not None:
            self.sign.show_sign(sign_of(finding))

    def _search(self) -> Iterator[None]:
        """Search in steps, and show what was found from time to time."""
        finding = self.finding
        assert finding is not None
        for best in mends(self._document.option, finding):
            if best is not self._found:
                self._found = best
                now = perf_counter()
                if not self._by_key or now - self._written > _AGAIN_S:
                    self._written = now
                    self._show_found()
            yield
        self.is_searching = False
        self._show_found()
        if self.list.row is None:
            self.list.highlight_first()
        self._write_status()

    def _show_found(self) -> None:
        """List what was found; what is highlighted stays so."""
        row = self.list.row
        shown = self._found[:MOST]
        for mend in shown:
            self._keys.setdefault(mend.change, str(next(self._serials)))
        self._by_key = {self._keys[mend.change]: mend for mend in shown}
        rows = [
            Row(key, mend.text, summary(self._document.state, mend), sign_of_mend(mend))
            for key, mend in self._by_key.items()
        ]
        self.list.blockSignals(True)
        self.list.set_sections([("", rows)])
        if row is not None and row.key in self._by_key:
            self.list.highlight_key(row.key)
        else:
            self.list.highlight(-1)
        self.list.blockSignals(False)
        if row is not None and row.key not in self._by_key:
            self._on_highlighted(None)
        self._write_status()

    def _tell(self, status: str) -> None:
        """Say how far the search is; an empty list is not shown once that is over."""
        self.status.write(status)
        self._frame.setVisible(bool(self._by_key) or self.is_searching)

    def _write_status(self) -> None:
        number, more = len(self._by_key), len(self._found) - len(self._by_key)
        if self.is_searching:
            self._tell(f"{number} found, searching…" if number else "Searching…")
        elif number:
            text = counted(number, "way", "ways") + " to mend it, fewest new breaks first"
            self._tell(f"{text}; {more} more are not shown." if more else f"{text}.")
        else:
            self._tell(_nothing(self._document.state, self.organisation))
        if not self.is_searching:
            announce(self.list, self.status.text())

    # -- choosing --------------------------------------------------------------------------

    def _on_highlighted(self, row: Row | None) -> None:
        mend = None if row is None else self._by_key.get(row.key)
        if mend is None or row is None:
            self._end_preview()
            return
        document, state = self._document, self._document.state
        preview = document.preview(mend.change)
        assert preview is not None
        self._chosen = mend
        moved = [c.to for c in flatten(mend.change) if isinstance(c, Move)]
        pieces = {
            group: Line("Pieces", f"{before:,}", f"{after:,}")
            for group, before, after in mend.pieces
        }
        is_group = state.tier(self.organisation) is Tier.GROUP
        first = self.organisation if is_group or not moved else moved[0]
        self.effect.show_effects(
            effects(document.option, mend.change, preview, first, moved, pieces)
        )
        if document.read_only:
            self.effect.sentence.write(READ_ONLY)
            self.effect.sentence.show()
        self.mend_button.setEnabled(not document.read_only)
        announce(self.list, row.spoken)

    def _end_preview(self) -> None:
        if self._chosen is not None:
            self._document.preview(None)
        self._chosen = None
        self.effect.show_sentence("")
        self.mend_button.setEnabled(False)

    def accept(self) -> None:
        """Make the change that is highlighted, as one undo step."""
        mend, finding = self._chosen, self.finding
        if mend is None or finding is None or not self.mend_button.isEnabled():
            return
        self._end_preview()
        self._ahead.stop()
        text = shortened(f"{mend.text} (mends {self.rule})", MAX_TEXT)
        why = f"Mends {self.rule}, {finding.rule.title}: {finding.sentence}"
        self._is_accepting = True
        done = self._document.commit(mend.change, why, text)
        self._is_accepting = False
        if done:
            super().accept()

    def _on_changed(self, _event: Changed) -> None:
        if not self._is_accepting:
            self.begin()

    def _on_refused(self, reason: str) -> None:
        self.effect.show_sentence(reason)

    def done(self, result: int) -> None:
        """End search and preview with the window."""
        self._ahead.stop()
        self._end_preview()
        super().done(result)


def sign_of_mend(mend: Mend) -> Sign:
    """Return the sign of what is worst about a mend, a tick if nothing is."""
    if mend.breaks:
        return sign_of(mend.breaks[0])
    return Sign.ADVICE if mend.torn or mend.worsens else Sign.TICK


def summary(state: State, mend: Mend) -> str:
    """Return what would come of a mend, in a few words."""
    parts = []
    if mend.breaks:
        names = [f"{f.rule.id} in {_name(state, f.organisation)}" for f in mend.breaks]
        parts.append(f"newly breaks {listed(names, 3)}")
    else:
        parts.append("breaks nothing new")
    if mend.torn:
        torn = {group: after for group, _, after in mend.pieces}
        parts += [f"{_name(state, group)} in {torn[group]} pieces" for group in mend.torn]
    elif mend.pieces:
        parts.append("in one piece" if all(p[2] <= 1 for p in mend.pieces) else "no new pieces")
    if mend.worsens:
        names = [f"{f.rule.id} in {_name(state, f.organisation)}" for f in mend.worsens]
        parts.append(f"makes {listed(names, 3)} worse")
    if len(mend.clears) > 1:
        parts.append(f"clears {len(mend.clears) - 1} more")
    return capital(" · ".join(parts))


def _name(state: State, organisation: str) -> str:
    return shortened(state.label(organisation) if organisation in state else organisation, 40)


def _nothing(state: State, organisation: str) -> str:
    """Return why nothing may have been found."""
    if organisation in state and _is_held(state, organisation):
        return f"{state.label(organisation)} is locked. Unlock it to have it mended."
    unit = state.pack.kind_at(Tier.UNIT)
    return (
        f"No single change, swap or pair of moves of {unit.plural} would mend this. "
        "What is locked was left alone."
    )


def _is_held(state: State, organisation: str) -> bool:
    return any(state.is_locked(o) for o in (organisation, *state.ancestors(organisation)))


def worst_mendable(
    document: Document, organisations: Sequence[str], rule: str = ""
) -> tuple[str, str] | None:
    """Return organisation and rule of the first finding that may be mended, worst first.

    Of the first of the organisations that has one; of one rule, if one is given.
    """
    for organisation in organisations:
        for finding in document.option.findings.of(organisation):
            if is_mendable(finding) and rule in ("", finding.rule.id):
                return organisation, finding.rule.id
    return None
