"""The dialog for merging: what is taken of each option, and what has to be decided."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QScrollArea, QVBoxLayout, QWidget

from model.errors import ChangeRefusedError
from model.merge import Side
from model.merging import Merging
from model.scenario import SetPreset
from model.wording import counted, listed
from ui.chart.ahead import Ahead
from ui.dialogs.common import LONG, PAD, TITLE, Dialog, Standard, primary, shortened, theme_of
from ui.dialogs.context_menu import READ_ONLY
from ui.dialogs.merge_part import NAME, ConflictRow, MergePart
from ui.document import Document
from ui.merging import put_in
from ui.panels.parts import SMALL, Ink, Prose, breakable, set_theme_below
from ui.theme import Theme

_SIZE = QSize(720, 640)

STALE = "Your plan was altered meanwhile: look once more at what is merged."


class MergeDialog(Dialog):
    """Shows what a merge takes, asks for each conflict, and makes it one undo step of each option.

    The window below can be read, and altered, meanwhile: then it is reckoned anew.

    Parameters
    ----------
    name : str
        What their file is called.

    Signals
    -------
    merged(str)
        It was done, in words.
    """

    merged = Signal(str)

    def __init__(
        self,
        document: Document,
        merging: Merging,
        name: str,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Merge", parent)
        self._document = document
        self._merging = merging
        self._name = name
        self._theme = theme
        self.parts: list[MergePart] = []
        self._is_merging = False
        self._ahead = Ahead(self, self._work_out)
        self.heading = Prose(theme, TITLE, Ink.STRONG)
        self.area = QScrollArea()
        self.status = Prose(theme, SMALL, Ink.QUIET)
        self.buttons = QDialogButtonBox(Standard.Cancel, parent=self)
        self.buttons.button(Standard.Cancel).setAutoDefault(False)
        role = QDialogButtonBox.ButtonRole
        self.merge_button = primary(self.buttons.addButton("&Merge", role.AcceptRole))
        self.all_buttons = {
            Side.MINE: self.buttons.addButton("All &yours", role.ResetRole),
            Side.THEIRS: self.buttons.addButton("All &theirs", role.ResetRole),
        }
        self._build()
        for side, button in self.all_buttons.items():
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, s=side: self.choose_all(s))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        document.open.replaced.connect(self.reject)
        document.open.titled.connect(self._check)
        document.logged.connect(self._on_altered)
        document.listed.connect(self._on_altered)
        self._fill()

    @classmethod
    def ask(
        cls, document: Document, merging: Merging, name: str, theme: Theme, parent: QWidget | None
    ) -> MergeDialog:
        """Open the dialog beside its window, in place of one that is open there."""
        for old in parent.findChildren(cls) if parent is not None else ():
            old.reject()
        dialog = cls(document, merging, name, theme, parent)
        dialog.show()
        return dialog

    def _build(self) -> None:
        scroll = self.area
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName("What is merged")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(PAD, PAD, PAD, 16)
        outer.setSpacing(12)
        outer.addWidget(self.heading)
        outer.addWidget(scroll, 1)
        outer.addWidget(self.status)
        outer.addWidget(self.buttons)
        self.fit(_SIZE.width(), _SIZE.height())

    def _fill(self) -> None:
        """Show what there is to merge as the plan is now."""
        merging, theme = self._merging, self._theme
        whose = f"{shortened(merging.authors, NAME)}'s" if merging.authors else "their"
        into = f"{len(merging.merges)} options"
        if len(merging.merges) == 1:
            into = shortened(merging.merges[0].mine.state.name, NAME, tail=10)
        self.heading.write(breakable(f"Merge {whose} changes into {into}"))
        about = Prose(theme, SMALL, Ink.QUIET)
        step = "one step of each option" if len(merging.merges) > 1 else "one step"
        about.write(
            breakable(
                f"From {shortened(self._name, LONG)}. What only they changed is taken; where both "
                f"of you changed the same, choose. All of it is {step}, which Undo takes back."
            )
        )
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addWidget(about)
        for text in self._also():
            line = Prose(theme, SMALL)
            line.write(breakable(text))
            column.addWidget(line)
        self.parts = [
            MergePart(merge, theme, is_headed=len(merging.merges) > 1) for merge in merging.merges
        ]
        for part in self.parts:
            column.addWidget(part)
            part.decided.connect(self._check)
        column.addStretch(1)
        self.area.setWidget(inside)
        for button in self.all_buttons.values():
            button.setVisible(bool(self.rows))
        self._check()
        self._ahead.look(merging)

    def _also(self) -> list[str]:
        """Say what comes with it beside what is in options."""
        merging = self._merging
        texts = []
        if merging.only_theirs:
            names = listed([shortened(o.state.name, NAME) for o in merging.only_theirs], 4)
            texts.append(f"Added, for only they have it: {names}.")
        presets = [edit.name for edit in merging.edits if isinstance(edit, SetPreset)]
        if len(presets) < len(merging.edits):
            texts.append("The list of options is put as they have it, where only they altered it.")
        if presets:
            names = listed([shortened(name, NAME) for name in presets], 4)
            texts.append(f"Presets for exports that they made or altered: {names}.")
        return [*texts, *merging.kept, *merging.faults]

    @property
    def rows(self) -> list[ConflictRow]:
        """The conflicts of all options."""
        return [row for part in self.parts for row in part.rows]

    def _work_out(self) -> Iterator[object]:
        """Work out what each choice brings, one after the other."""
        for part in self.parts:
            yield from part.work_out()

    def changeEvent(self, event: QEvent) -> None:
        """Take the window's theme: it may be another while this is open."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and "area" in self.__dict__:
            self._theme = theme_of(self)
            set_theme_below(self, self._theme)

    # -- deciding --------------------------------------------------------------------------

    def choose_all(self, side: Side) -> None:
        """Choose one side in every conflict."""
        for part in self.parts:
            for row in part.all_rows:
                row.choose(side)
        self._check()

    def _check(self) -> None:
        """Say what is still to be decided, and what can't be had together."""
        left = sum(part.left for part in self.parts)
        text, ink = "", Ink.QUIET
        if self._document.read_only:
            text, ink = READ_ONLY, Ink.BROKEN
        elif left:
            text = f"{counted(left, 'conflict', 'conflicts')} to decide."
        else:
            try:
                self._merging.changes([part.decisions for part in self.parts])
            except ChangeRefusedError as error:
                text, ink = f"These choices can't be had together: {error}", Ink.BROKEN
        self.status.write((breakable(text), ink))
        self.merge_button.setEnabled(not text)

    def _on_altered(self) -> None:
        """Reckon anew what to merge when the plan was altered; what is decided stays so."""
        if self._is_merging or self._merging.is_current:
            return
        chosen = {part.merge.mine.id: part.chosen for part in self.parts}
        self._merging = self._merging.again()
        self._fill()
        for part in self.parts:
            part.choose(chosen.get(part.merge.mine.id, {}))
        self._check()
        self._document.refused.emit(STALE)

    def accept(self) -> None:
        """Merge, as one undo step of each option."""
        if not self.merge_button.isEnabled():
            return
        if not self._merging.is_current:  # in an option that another window shows
            self._on_altered()
            return
        decisions = [part.decisions for part in self.parts]
        self._is_merging = True
        is_done = put_in(self._document, self._merging, decisions)
        self._is_merging = False
        if is_done:
            self._ahead.stop()
            self.merged.emit(_told(self._merging))
            super().accept()


def _told(merging: Merging) -> str:
    """Say what was done, and how it is taken back."""
    texts = [merge.text() for merge in merging.merges]
    if len(texts) == 1:
        return f"{texts[0]}: done. Undo takes it back."
    names = listed([merge.mine.state.name for merge in merging.merges], 4)
    return f"Merged in {names}. Undo takes it back in each."
