"""The dialog that places units as a table says: what it would do, or what is wrong with it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFrame,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from db.errors import InputError
from db.identity import new_id
from db.placements import problem_text, read_placements
from model.changes import Change, Create, Move, flatten
from model.option import Preview
from model.placements import Placement, placed_text, understand
from model.wording import capital, counted
from ui.dialogs.common import LONG, PAD, TITLE, Dialog, Standard, announce, primary, shortened
from ui.dialogs.effect_panel import EffectPanel
from ui.dialogs.effects import effects
from ui.document import Document
from ui.panels.parts import Ink, Prose, breakable
from ui.theme import BODY, Theme

_MOST = 200
"""How many slips are listed."""


class PlaceDialog(Dialog):
    """Shows what a table would do; places as it says, as one undo step, when told to.

    Attributes
    ----------
    change : Change or None
        What is to be done; None while it can't be.
    problems : tuple of str
        Why it can't, each with its line and column.
    """

    def __init__(
        self, document: Document, path: Path, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__("Place from a table", parent)
        self._document, self._path = document, path
        self._rows: list[Placement] = []
        self._fault = ""
        self._is_placing = False
        self.change: Change | None = None
        self.problems: tuple[str, ...] = ()
        self.heading = Prose(theme, TITLE, Ink.STRONG)
        self.about = Prose(theme, BODY)
        self.slips = Prose(theme, BODY)
        self.slips.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.effect = EffectPanel(theme)
        self.why = QLineEdit()
        self.why.setPlaceholderText("Why (optional, kept in the log)")
        self.why.setAccessibleName("Why")
        self.buttons = QDialogButtonBox(Standard.Cancel, parent=self)
        self.place_button = primary(
            self.buttons.addButton("&Place", QDialogButtonBox.ButtonRole.AcceptRole)
        )
        self._build()
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        document.changed.connect(self._on_changed)
        document.switched.connect(self.reject)
        document.refused.connect(self._show_refusal)
        try:
            self._rows = read_placements(path)
        except InputError as error:
            self._fault = str(error)
        self._refresh()

    @classmethod
    def ask(
        cls, document: Document, path: Path, theme: Theme, parent: QWidget | None
    ) -> PlaceDialog:
        """Open the dialog over its window."""
        dialog = cls(document, path, theme, parent)
        dialog.open()
        return dialog

    def _build(self) -> None:
        self.heading.write(breakable(f"Place from {shortened(self._path.name, LONG)}"))
        self._list = QScrollArea()
        inside = QWidget()
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 0, 4, 0)
        lines.addWidget(self.slips)
        lines.addStretch(1)
        self._list.setWidget(inside)
        self._list.setWidgetResizable(True)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setAccessibleName("What is wrong with the table")
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, 16)
        column.setSpacing(12)
        for widget in (self.heading, self.about):
            column.addWidget(widget)
        column.addWidget(self.effect, 1)
        column.addWidget(self._list, 1)
        column.addWidget(self.why)
        column.addWidget(self.buttons)
        self.fit(560, 560)

    # -- what it would do ------------------------------------------------------------------

    def _on_changed(self) -> None:
        if not self._is_placing:
            self._refresh()

    def _refresh(self) -> None:
        document = self._document
        self.change, self.problems = None, ()
        if self._fault:
            self._show_problems("This table can't be read. Nothing is changed.", [self._fault])
            return
        found = understand(document.state, self._rows, new_id)
        if found.problems:
            number = counted(len(found.problems), "slip", "slips")
            about = f"{number} in the table. Nothing is changed until they are mended."
            self._show_problems(about, list(map(problem_text, found.problems)))
        elif found.change is None:
            self._show_problems("Everything is placed as the table says already.", [])
        else:
            preview = document.option.preview(found.change)
            if preview.refused:
                self._show_problems("The plan refuses it. Nothing is changed.", [preview.refused])
                return
            self.change = found.change
            self._show(capital(", ".join(found.steps)) + ".", found.change, preview)

    def _show(self, about: str, change: Change, preview: Preview) -> None:
        parts = flatten(change)
        reached = [c.id for c in parts if isinstance(c, Create)]
        reached += dict.fromkeys(c.to for c in parts if isinstance(c, Move))
        first, *others = reached or [""]
        self._set(about, is_ready=True)
        self.effect.show_effects(
            effects(self._document.option, change, preview, first, list(dict.fromkeys(others)))
        )

    def _show_problems(self, about: str, problems: list[str]) -> None:
        self.problems = tuple(problems)
        self._set(about, is_ready=False)
        rest = len(problems) - _MOST
        shown = [*problems[:_MOST], *([f"and {rest:,} more"] if rest > 0 else [])]
        self.slips.write(breakable("\N{LINE SEPARATOR}".join(map(capital, shown))))

    def _show_refusal(self, reason: str) -> None:
        self._show_problems("The plan refuses it. Nothing is changed.", [reason])

    def _set(self, about: str, *, is_ready: bool) -> None:
        self.about.write(about)
        self.effect.setVisible(is_ready)
        self._list.setVisible(not is_ready)
        self.why.setVisible(is_ready)
        self.place_button.setEnabled(is_ready)
        announce(self, about)

    # -- ending ----------------------------------------------------------------------------

    def accept(self) -> None:
        """Place as the table says."""
        if self.change is None:
            return
        self._is_placing = True
        text = placed_text(self._path.name)
        done = self._document.commit(self.change, self.why.text().strip(), text)
        self._is_placing = False
        if done:
            super().accept()
