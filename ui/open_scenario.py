"""A scenario that is open: its file, what of it is saved, and an undo stack for each option.

It is one for all windows that show the scenario; what a window has of its own (which option,
what is selected) is its `ui.document.Document`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import ref

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack
from shiboken6 import isValid

from db.identity import now, user
from model.changes import Change
from model.errors import ListRefusedError
from model.events import Changed
from model.log import Entry
from model.option import Option
from model.scenario import Add, Listed, ListEdit, Mark, Scenario

if TYPE_CHECKING:
    from model.geography.compactness import Measuring
    from model.geography.outlines import Outlines
    from model.geography.parts import Parts
    from model.geography.shapes import Atlas


class Step(QUndoCommand):
    """Something on an undo stack; it was done already when it is pushed."""

    def __init__(self, text: str) -> None:
        # Menus take an ampersand for the mark of a key.
        super().__init__(text.replace("&", "&&"))
        self._is_done = True

    def redo(self) -> None:
        """Do it again."""
        if not self._is_done:
            self.do()
        self._is_done = True

    def undo(self) -> None:
        """Take it back."""
        self._is_done = False
        self.take_back()

    def do(self) -> None:
        """Do it once more."""
        raise NotImplementedError

    def take_back(self) -> None:
        """Take back what was done."""
        raise NotImplementedError


class EntryStep(Step):
    """One entry of an option's log."""

    def __init__(self, option: Option, entry: Entry) -> None:
        super().__init__(entry.text)
        self._option = ref(option)
        self._entry = entry.id

    def do(self) -> None:
        """Make the entry again."""
        option = self._option()
        if option is not None:
            option.redo(self._entry)

    def take_back(self) -> None:
        """Undo the entry, unless the stack is being filled with entries that were undone."""
        option = self._option()
        if option is not None and option.log.head == self._entry:
            option.undo()


class ListStep(Step):
    """One edit of the list of options.

    Attributes
    ----------
    before, after : str
        Ids of the options that were shown before it and after it.
    """

    def __init__(
        self, opened: OpenScenario, text: str, inverse: ListEdit, before: str, after: str
    ) -> None:
        super().__init__(text)
        self._opened = ref(opened)
        self._edit = inverse
        self.before = before
        self.after = after

    def do(self) -> None:
        """Edit the list again."""
        self._apply()

    def take_back(self) -> None:
        """Edit the list back."""
        self._apply()

    def _apply(self) -> None:
        opened = self._opened()
        if opened is None:
            return
        try:
            self._edit = opened.scenario.apply(self._edit)
        except ListRefusedError as error:
            # Steps of other options' stacks may have gone before: this one leads nowhere now.
            self.setObsolete(True)
            opened.refused.emit(str(error))


class Stack(QUndoStack):
    """An undo stack that keeps its steps until it is gone itself.

    Python's collector may come to the stack first: it gives the steps back to Python, which
    deletes them, and Qt deletes them again. So they are held from where the collector does not
    look: by what is connected to the end of the stack. They hold nothing of the scenario, or all
    of it would be held with them.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._steps: list[QUndoCommand] = []
        self.destroyed.connect(partial(_let_go, self._steps))

    def push(self, step: QUndoCommand) -> None:
        """Push a step, and hold it."""
        self._steps.append(step)
        super().push(step)
        if len(self._steps) > 2 * self.count() + _SOME:  # those that were undone are deleted
            self._steps[:] = [kept for kept in self._steps if isValid(kept)]


_SOME = 100


def _let_go(steps: list[QUndoCommand], _gone: object = None) -> None:
    steps.clear()


class OpenScenario(QObject):
    """A scenario that is open in one window, or in several.

    Signals
    -------
    replaced()
        Another scenario is open in its place.
    listed(Listed)
        The list of options was edited.
    stepped()
        What can be undone or redone differs.
    titled()
        Path, modified state or read-only state differs.
    refused(str)
        An edit of the list can't be undone or redone any more, with the reason.
    mapped()
        The atlas was asked for, and is there.

    Attributes
    ----------
    path : Path or None
        The scenario's file; None if it is in none.
    name : str
        What it is called then; "" if it has no name yet.
    saved : list or None
        The scenario's mark when it was as in its file, None if it never was.
    """

    replaced = Signal()
    listed = Signal(object)
    stepped = Signal()
    titled = Signal()
    refused = Signal(str)
    mapped = Signal()

    def __init__(self, scenario: Scenario, parent: QObject) -> None:
        super().__init__(parent)
        self._unsubscribe: list[Callable[[], None]] = []
        self._stacks: dict[Option, QUndoStack] = {}
        self._take(scenario)

    def _take(self, scenario: Scenario) -> None:
        if not scenario.options:  # a file may have none yet; a window shows one
            first = Option(scenario.pack, "A", "Option A", scenario.pack.as_of)
            scenario.apply(Add(first, 0))
        self.scenario = scenario
        self._atlas: Atlas | None = None
        self._outlines: Outlines | None = None
        self._measuring: Measuring | None = None
        self._parts: Parts | None = None
        self.path: Path | None = None
        self.name = ""
        self.sha256: str | None = None
        self.read_only = False
        for stack in self._stacks.values():
            stack.indexChanged.disconnect(self.stepped)
            stack.deleteLater()
        self._stacks = {}
        self._listen()
        self.note_saved(scenario.mark)

    def leave(self) -> None:
        """Hear of edits no more: no window shows it."""
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        self._unsubscribe = []

    def _listen(self) -> None:
        self.leave()
        self._unsubscribe = [
            self.scenario.subscribe(self._on_listed),
            *(option.subscribe(self._on_changed) for option in self.scenario.options),
        ]

    def replace(
        self,
        scenario: Scenario,
        path: Path | None = None,
        *,
        sha256: str | None = None,
        read_only: bool = False,
    ) -> None:
        """Have another scenario open in place of this one."""
        self._take(scenario)
        self.path, self.sha256, self.read_only = path, sha256, read_only
        self.replaced.emit()
        self.titled.emit()

    # -- where it is ------------------------------------------------------------------------

    def atlas(self) -> Atlas:
        """Return where the scenario's organisations are; all windows have the same.

        Raises
        ------
        InputError
            If what the file has of this is damaged; the message says what.
        """
        if self._atlas is None:
            from db.boundaries import read_atlas  # few need a map in their first seconds

            self._atlas = read_atlas(self.scenario.pack)
            self.mapped.emit()
        return self._atlas

    @property
    def is_mapped(self) -> bool:
        """Whether the atlas has been asked for: what is only said of areas need not ask first."""
        return self._atlas is not None

    def outlines(self) -> Outlines:
        """Return what outlines groups of organisations have.

        Raises
        ------
        InputError
            As `atlas` does.
        """
        if self._outlines is None:
            from model.geography.outlines import Outlines

            self._outlines = Outlines(self.atlas())
        return self._outlines

    def measuring(self) -> Measuring:
        """Return what measures how compact groups of organisations are.

        Raises
        ------
        InputError
            As `atlas` does.
        """
        if self._measuring is None:
            from model.geography.compactness import Measuring

            self._measuring = Measuring(self.atlas(), self.outlines())
        return self._measuring

    def parts(self) -> Parts:
        """Return what knows the parts into which groups fall."""
        if self._parts is None:
            from model.contiguity import Contiguity
            from model.geography.parts import Parts

            self._parts = Parts(Contiguity(self.scenario.pack.borders))
        return self._parts

    # -- what is saved ---------------------------------------------------------------------

    @property
    def is_modified(self) -> bool:
        """Whether there is something that is not in the file."""
        return self.scenario.mark != self.saved

    def note_saved(self, mark: Mark | None) -> None:
        """Note the scenario's mark when it was as in its file; None if it never was."""
        self.saved = mark
        self._was_modified = self.is_modified

    def _on_changed(self, _event: Changed) -> None:
        if self._was_modified != self.is_modified:
            self._was_modified = not self._was_modified
            self.titled.emit()

    def _on_listed(self, event: Listed) -> None:
        if isinstance(event.edit, Add):
            self._listen()
        self.listed.emit(event)
        if self._was_modified != self.is_modified:
            self._was_modified = not self._was_modified
            self.titled.emit()

    # -- undoing ---------------------------------------------------------------------------

    def stack(self, option: Option) -> QUndoStack:
        """Return an option's undo stack; its log is on it, so undo goes back past the last save."""
        stack = self._stacks.get(option)
        if stack is None:
            stack = Stack(self)
            undone = option.log.after_head()
            for entry in option.edits + undone:
                stack.push(EntryStep(option, entry))
            for _ in undone:
                stack.undo()
            stack.indexChanged.connect(self.stepped)
            self._stacks[option] = stack
        return stack

    def commit(
        self, option: Option, change: Change, *, why: str = "", text: str = "", brings: str = ""
    ) -> None:
        """Make a change in an option, whichever is shown, as one undo step.

        Raises
        ------
        ChangeRefusedError
            If it can't be made; nothing is altered then.
        """
        stack = self.stack(option)  # before there is another entry: what is in the log goes on it
        entry = option.commit(change, when=now(), who=user(), why=why, text=text, brings=brings)
        stack.push(EntryStep(option, entry))

    def forget(self, option: Option) -> None:
        """Let go of the undo stack of an option that was removed for good."""
        stack = self._stacks.pop(option, None)
        if stack is not None:
            stack.indexChanged.disconnect(self.stepped)
            stack.deleteLater()
