"""The dialog in which one chooses what is painted into: groups to search, a new one, the tray."""

from __future__ import annotations

from PySide6.QtWidgets import QDialogButtonBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from model.pack import Tier
from model.stroke import Place, Target
from model.wording import capital
from ui.dialogs.choice_list import ChoiceList, Row, Section
from ui.dialogs.common import PAD, Dialog, Standard, announce, primary, shortened
from ui.map.painting import Painting
from ui.panels.parts import SMALL, Ink, Prose, breakable
from ui.theme import Theme

NEW, TRAY = "new ", "tray "
"""What stands for those targets; ids have no space at their end."""
_WIDTH, _HEIGHT = 460, 520
LOCKED = "locked"


class TargetDialog(Dialog):
    """Chooses what a map's painting goes into."""

    def __init__(self, painting: Painting, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Paint into", parent)
        self._painting = painting
        state = painting.document.state
        group = state.pack.kind_at(Tier.GROUP)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        region = state.pack.kind_at(Tier.REGION).label
        self.search.setPlaceholderText(f"Search a {group.label} by name, code or {region}…")
        self.search.setAccessibleName(f"Search a {group.label} to paint into")
        self.list = ChoiceList(theme)
        self.list.setAccessibleName(capital(group.plural))
        self.nothing_found = Prose(theme, SMALL, Ink.QUIET)
        self.buttons = QDialogButtonBox(Standard.Cancel, parent=self)
        self.choose = primary(
            self.buttons.addButton("Paint into it", QDialogButtonBox.ButtonRole.AcceptRole)
        )
        frame = QFrame()
        frame.setObjectName("choices")
        frame.setStyleSheet("#choices { border: 1px solid palette(midlight); border-radius: 4px; }")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, 16)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(frame, 1)
        column.addWidget(self.nothing_found)
        column.addWidget(self.buttons)
        self.fit(_WIDTH, _HEIGHT)
        self.list.steer_by(self.search)
        self.list.set_sections(self._sections())
        target = painting.target
        self.list.highlight_key(
            target if isinstance(target, str) else NEW if target is Place.NEW else TRAY
        )
        self._on_searched("")
        self.search.textChanged.connect(self._on_searched)
        self.list.highlighted.connect(self._on_highlighted)
        self.list.chosen.connect(lambda _row: self.accept())
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        painting.document.switched.connect(self.reject)
        painting.document.changed.connect(self._on_changed)
        self.search.setFocus()

    @classmethod
    def ask(cls, painting: Painting, theme: Theme, parent: QWidget) -> TargetDialog:
        """Open the dialog over its window."""
        dialog = cls(painting, theme, parent)
        dialog.open()
        return dialog

    def _sections(self) -> list[Section]:
        state = self._painting.document.state
        group = state.pack.kind_at(Tier.GROUP)
        first = [Row(NEW, f"New {group.label}", "in the region of what is swept first")]
        if not group.creatable:
            first = []
        found: list[Section] = [("", first)]
        for region in state.at_tier(Tier.REGION):
            groups = [g for g in state.children(region) if state.tier(g) is Tier.GROUP]
            found.append((state.label(region), [self._row(g, region) for g in groups]))
        found.append(("Not placed", [Row(TRAY, "The tray", "takes them out", also="unplaced")]))
        return found

    def _row(self, group: str, region: str) -> Row:
        painting = self._painting
        state = painting.document.state
        is_locked = state.is_locked(group)
        return Row(
            group,
            state.label(group),
            state.code(group),
            painting.document.option.findings.standing(group).sign,
            also=state.label(region),
            refusal=LOCKED if is_locked else "",
            is_locked=is_locked,
        )

    @property
    def target(self) -> Target | None:
        """What is highlighted, None if nothing that can be chosen is."""
        row = self.list.row
        if row is None or row.refusal:
            return None
        return {NEW: Place.NEW, TRAY: Place.TRAY}.get(row.key, row.key)

    def _on_changed(self, _event: object) -> None:
        self.list.set_sections(self._sections())

    def _on_searched(self, text: str) -> None:
        found = bool(self.list.rows)
        self.nothing_found.write(
            "" if found else breakable(f"Nothing here is called “{shortened(text, 40)}”.")
        )
        self.nothing_found.setVisible(not found)

    def _on_highlighted(self, row: Row | None) -> None:
        self.choose.setEnabled(self.target is not None)
        if row is not None:
            announce(self.search, row.spoken)

    def accept(self) -> None:
        """Paint into what is highlighted."""
        target = self.target
        if target is not None:
            self._painting.choose(target)
            super().accept()
