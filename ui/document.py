"""What is open in a window: a scenario, its active option, the undo stack, path and selection.

Every view reads the option through a `Document` and listens to its signals; every edit goes
through `Document.commit`. Views never write to the model or to each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from db.identity import now, user
from model.changes import Change
from model.errors import ChangeRefusedError
from model.events import Changed
from model.log import Entry
from model.option import Option, Preview
from model.scenario import Scenario
from model.state import State


class _Edit(QUndoCommand):
    """One log entry on the undo stack; it was made already when it is pushed."""

    def __init__(self, document: Document, entry: Entry) -> None:
        # Menus take an ampersand for the mark of a key.
        super().__init__(entry.text.replace("&", "&&"))
        self._document = document
        self._entry = entry.id
        self._is_made = True

    def undo(self) -> None:
        self._document.step_back()

    def redo(self) -> None:
        if self._is_made:
            self._is_made = False
            return
        self._document.step_forward(self._entry)


class Document(QObject):
    """The scenario in a window.

    Signals
    -------
    changed(Changed)
        After every edit, undone or done, of the active option.
    switched()
        Another option or another scenario is shown: everything must be read anew.
    selected()
        `selection` or `current` differs.
    revealed(str)
        That organisation should be brought into view.
    mend_wanted(str, str)
        The user asks what would mend a finding: ids of organisation and rule.
    previewed(object)
        A `Preview` while something hovers over a target, None when it ends.
    refused(str)
        An edit was refused, with the reason in a sentence.
    titled()
        Path, modified state or read-only state differs.

    Attributes
    ----------
    path : Path or None
        The scenario's file; None if it is in none.
    name : str
        What it is called then; "" if it has no name yet.
    """

    changed = Signal(object)
    switched = Signal()
    selected = Signal()
    revealed = Signal(str)
    mend_wanted = Signal(str, str)
    previewed = Signal(object)
    refused = Signal(str)
    titled = Signal()

    def __init__(self, scenario: Scenario, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stack = QUndoStack(self)
        self._load(scenario)

    def _load(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.option: Option = scenario.option()
        self.path: Path | None = None
        self.name = ""
        self.sha256: str | None = None
        self.read_only = False
        self.selection: frozenset[str] = frozenset()
        self.current = ""
        self._unsubscribe = self.option.subscribe(self._on_option_changed)
        self._note_saved(scenario.mark)
        self._fill_stack()

    def replace(
        self,
        scenario: Scenario,
        path: Path | None = None,
        *,
        sha256: str | None = None,
        read_only: bool = False,
    ) -> None:
        """Show another scenario in place of the one that is open."""
        self._unsubscribe()
        self._load(scenario)
        self.path, self.sha256, self.read_only = path, sha256, read_only
        self.switched.emit()
        self.selected.emit()
        self.titled.emit()

    def note_file(self, path: Path, *, sha256: str, read_only: bool) -> None:
        """Note which file the scenario on screen was read from."""
        self.path, self.sha256, self.read_only = path, sha256, read_only
        self.titled.emit()

    def open_read_only(self) -> None:
        """Let nothing be changed any more; what is on screen can be saved under another name."""
        self.read_only = True
        self.switched.emit()
        self.selected.emit()
        self.titled.emit()

    def note_recovered(self, saved: object, name: str) -> None:
        """Note that what is on screen is in no file.

        Parameters
        ----------
        saved : object
            The scenario's mark when it was as in its file; None if it never was.
        name : str
            What to call it where there is no file.
        """
        self.name = name
        self._note_saved(saved)
        self.titled.emit()

    @property
    def state(self) -> State:
        """The state of the active option."""
        return self.option.state

    @property
    def is_modified(self) -> bool:
        """Whether there is something that is not in the file."""
        return self.scenario.mark != self._saved

    def _note_saved(self, mark: object) -> None:
        self._saved = mark
        self._was_modified = self.is_modified

    # -- editing ---------------------------------------------------------------------------

    def commit(self, change: Change, why: str = "", text: str = "", brings: str = "") -> bool:
        """Make a change as one undo step; False if it is refused, and `refused` says why.

        Parameters
        ----------
        why : str
            A note for the log.
        text : str
            What it does, in words; worked out if empty.
        brings : str
            Id of the entry of another copy's log whose plan comes with it.
        """
        if self.read_only:
            self.refused.emit("This file is open read-only. Use Save As to work on a copy.")
            return False
        try:
            entry = self.option.commit(
                change, when=now(), who=user(), why=why, text=text, brings=brings
            )
        except ChangeRefusedError as error:
            self.refused.emit(str(error))
            return False
        self.stack.push(_Edit(self, entry))
        return True

    def preview(self, change: Change | None) -> Preview | None:
        """Work out and announce what a change would bring; None ends the preview."""
        result = None if change is None else self.option.preview(change)
        self.previewed.emit(result)
        return result

    def step_back(self) -> None:
        """Undo one log entry; called by the undo stack."""
        if not self._filling:
            self.option.undo()

    def step_forward(self, entry: str) -> None:
        """Redo one log entry; called by the undo stack."""
        self.option.redo(entry)

    def mark_saved(self, path: Path, sha256: str) -> None:
        """Note that what is on screen is in a file."""
        self.path, self.sha256, self.read_only = path, sha256, False
        self._note_saved(self.scenario.mark)
        self.titled.emit()

    def _fill_stack(self) -> None:
        """Put the option's log on the stack, so that undo goes back past the last save."""
        undone = self.option.log.after_head()
        self._filling = True
        self.stack.clear()
        for entry in self.option.edits + undone:
            self.stack.push(_Edit(self, entry))
        for _ in undone:
            self.stack.undo()
        self._filling = False

    def _on_option_changed(self, event: Changed) -> None:
        # What is gone is unselected first: nobody who hears of the change may still look for it.
        gone = event.removed & self.selection
        if gone:
            self.selection -= gone
            if self.current in gone:
                self.current = min(self.selection, default="")
        self.changed.emit(event)
        if gone:
            self.selected.emit()
        if self._was_modified != self.is_modified:
            self._was_modified = not self._was_modified
            self.titled.emit()

    # -- selecting -------------------------------------------------------------------------

    def select(self, organisations: Iterable[str], current: str = "") -> None:
        """Select organisations in every view; `current` is the one the keyboard acts on."""
        selection = frozenset(organisations)
        if not current or current not in selection:
            current = min(selection) if selection else ""
        if (selection, current) != (self.selection, self.current):
            self.selection, self.current = selection, current
            self.selected.emit()

    def reveal(self, organisation: str) -> None:
        """Select one organisation and bring it into view."""
        if organisation in self.state:
            self.select((organisation,))
            self.revealed.emit(organisation)
