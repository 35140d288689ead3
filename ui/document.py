"""What a window shows: an option of the scenario that is open, and what is selected in it.

Every view reads the option through a `Document` and listens to its signals; every edit goes
through `Document.commit`. Views never write to the model or to each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from db.identity import now, user
from model.changes import Change
from model.errors import ChangeRefusedError, ListRefusedError
from model.events import Changed
from model.option import Option, Preview
from model.scenario import Listed, ListEdit, Mark, Scenario, Take, edit_text
from model.state import State
from ui.open_scenario import EntryStep, ListStep, OpenScenario, Step

if TYPE_CHECKING:
    from model.past import Past


class Document(QObject):
    """The scenario in a window.

    Parameters
    ----------
    scenario : Scenario or OpenScenario
        The latter if other windows show it too.

    Signals
    -------
    changed(Changed)
        After every edit, undone or done, of the option that is shown.
    switched()
        Another option or another scenario is shown: everything must be read anew.
    listed(Listed)
        The list of options was edited; what is shown was chosen anew already.
    logged()
        The log of the active option has another entry, head or remark.
    looked()
        Another point of its history is shown, or the present again.
    stepped()
        What can be undone or redone differs.
    selected()
        `selection` or `current` differs.
    hovered(str)
        The mouse is over that organisation in some view, "" when it is over none.
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
    open : OpenScenario
        What all windows on the scenario share: its file, what is saved, the undo stacks.
    live : Option
        The active option of this window; the only one that it edits.
    past : Past or None
        What that was at the point of its history that is shown, None while the present is.
    option : Option
        What is shown: either of them.
    pointed : str
        The organisation that the mouse is over, "" for none.
    held : str
        Why nothing can be edited in this window at the moment, "" if it can.
    foreseen : Preview or None
        What was announced last of what hovers, or waits to be accepted.
    own_preview : Preview or None
        The same without what hovers or waits in another window (`foresee_elsewhere`).
    """

    changed = Signal(object)
    switched = Signal()
    listed = Signal(object)
    logged = Signal()
    looked = Signal()
    stepped = Signal()
    selected = Signal()
    hovered = Signal(str)
    revealed = Signal(str)
    mend_wanted = Signal(str, str)
    previewed = Signal(object)
    refused = Signal(str)
    titled = Signal()

    def __init__(self, scenario: Scenario | OpenScenario, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.open = scenario if isinstance(scenario, OpenScenario) else OpenScenario(scenario, self)
        self.pointed = ""
        self._announced: Preview | None = None
        self._take(self.scenario.option())
        self.open.replaced.connect(self._on_replaced)
        self.open.listed.connect(self._on_listed)
        self.open.titled.connect(self.titled)
        self.open.stepped.connect(self.stepped)
        self.open.refused.connect(self.refused)

    def _take(self, option: Option, selection: frozenset[str] = frozenset()) -> None:
        """Have an option as the active one, as it is now."""
        self.live = self.option = option
        self.past: Past | None = None
        self.held = ""
        self.selection = frozenset(o for o in selection if o in option.state)
        self.current = min(self.selection, default="")
        self._forget_previews()
        self._away: tuple[QUndoStack, int] | None = None
        self.open.stack(option)  # before there is another entry: what is in the log goes on it
        self._unsubscribe = option.subscribe(self._on_option_changed)
        self._unsubscribe_log = option.subscribe(self._on_logged)

    def _forget_previews(self) -> None:
        """Know of nothing any more that hovers or waits: it was of another plan."""
        self.own_preview: Preview | None = None
        self.foreseen: Preview | None = None
        self._kept: Preview | None = None
        self._elsewhere: Preview | None = None

    def _leave(self) -> bool:
        """Listen to the active option no more; return whether its past was shown."""
        self._unsubscribe()
        self._unsubscribe_log()
        return self.past is not None

    def leave(self) -> None:
        """Hear of edits no more: nobody looks at it."""
        self._leave()
        self.open.replaced.disconnect(self._on_replaced)
        self.open.listed.disconnect(self._on_listed)
        self.open.titled.disconnect(self.titled)
        self.open.stepped.disconnect(self.stepped)
        self.open.refused.disconnect(self.refused)

    def replace(
        self,
        scenario: Scenario,
        path: Path | None = None,
        *,
        sha256: str | None = None,
        read_only: bool = False,
    ) -> None:
        """Show another scenario in place of the one that is open, in all of its windows."""
        self.open.replace(scenario, path, sha256=sha256, read_only=read_only)

    def _on_replaced(self) -> None:
        was_past = self._leave()
        self._take(self.scenario.option())
        self._tell_switched()
        if was_past:
            self.looked.emit()

    def _tell_switched(self) -> None:
        self.hover("")
        self._forget_previews()
        self.switched.emit()
        self._tell_previewed()
        self.selected.emit()
        self.stepped.emit()

    def note_file(self, path: Path, *, sha256: str, read_only: bool) -> None:
        """Note which file the scenario on screen was read from."""
        self.open.path, self.open.sha256, self.open.read_only = path, sha256, read_only
        self.open.titled.emit()

    def open_read_only(self) -> None:
        """Let nothing be changed any more; what is on screen can be saved under another name."""
        self.read_only = True
        self._tell_switched()
        self.open.titled.emit()

    def note_unfiled(self, saved: Mark | None, name: str) -> None:
        """Note that what is on screen is in no file.

        Parameters
        ----------
        saved : list, optional
            The scenario's mark when it was as in its file; None if it never was.
        name : str
            What to call it where there is no file.
        """
        self.open.name = name
        self.open.note_saved(saved)
        self.open.titled.emit()

    @property
    def scenario(self) -> Scenario:
        """What is open."""
        return self.open.scenario

    @property
    def path(self) -> Path | None:
        """The scenario's file; None if it is in none."""
        return self.open.path

    @property
    def name(self) -> str:
        """What the scenario is called that is in no file; "" if it has no name yet."""
        return self.open.name

    @property
    def sha256(self) -> str | None:
        """SHA256 of the scenario's file as it was opened or saved."""
        return self.open.sha256

    @property
    def read_only(self) -> bool:
        """Whether nothing may be changed."""
        return self.open.read_only

    @read_only.setter
    def read_only(self, is_so: bool) -> None:
        self.open.read_only = is_so

    @property
    def state(self) -> State:
        """The state of the option that is shown."""
        return self.option.state

    @property
    def is_modified(self) -> bool:
        """Whether there is something that is not in the file."""
        return self.open.is_modified

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
        if self.refuses():
            return False
        try:
            entry = self.option.commit(
                change, when=now(), who=user(), why=why, text=text, brings=brings
            )
        except ChangeRefusedError as error:
            self.refused.emit(str(error))
            return False
        self._push(EntryStep(self.live, entry))
        return True

    def refuses(self) -> bool:
        """Whether nothing may be changed; `refused` says so."""
        if self.read_only or self.held:
            read_only = "This file is open read-only. Use Save As to work on a copy."
            self.refused.emit(self.held or read_only)
        return self.read_only or bool(self.held)

    def _push(self, step: Step) -> None:
        self._away = None
        self.stack.push(step)

    def preview(self, change: Change | None) -> Preview | None:
        """Work out and announce what a change would bring; None ends the preview."""
        result = None if change is None else self.option.preview(change)
        self._foresee(self._kept if change is None else result)
        return result

    def foresee_elsewhere(self, preview: Preview | None) -> None:
        """Announce what another window on the same plan previews, while this one does nothing."""
        self._elsewhere = preview
        self._tell_previewed()

    def keep_preview(self, preview: Preview | None) -> None:
        """Announce a preview that comes back when another one ends; None lets go of it."""
        self._kept = preview
        self._foresee(preview)

    def _foresee(self, preview: Preview | None) -> None:
        self.own_preview = preview
        self.foreseen = self._announced = preview or self._elsewhere
        self.previewed.emit(self.foreseen)

    def _tell_previewed(self) -> None:
        """Announce what hovers or waits, unless views know it already."""
        if (self.own_preview or self._elsewhere) is not self._announced:
            self._foresee(self.own_preview)

    def mark_saved(self, path: Path, sha256: str) -> None:
        """Note that what is on screen is in a file."""
        self.open.path, self.open.sha256, self.open.read_only = path, sha256, False
        self.open.note_saved(self.scenario.mark)
        self.open.titled.emit()

    def annotate(self, entry: str, why: str) -> bool:
        """Give an entry of the log another note; False if it is refused.

        Neither this nor a checkpoint is an undo step: both alter nothing of the plan, and a step
        more would cost those that were undone.
        """
        return self._remark(lambda: self.live.annotate(entry, why))

    def set_checkpoint(self, entry: str, name: str) -> bool:
        """Name how the plan was after an entry, "" to take the name away; False if refused."""
        return self._remark(lambda: self.live.set_checkpoint(entry, name, when=now(), who=user()))

    def _remark(self, make: Callable[[], None]) -> bool:
        if self.refuses():
            return False
        try:
            make()
        except ChangeRefusedError as error:
            self.refused.emit(str(error))
            return False
        return True

    def _on_logged(self, _event: Changed) -> None:
        if self.past is not None and self.past.at == self.live.log.head:
            self.look_at_now()  # another window has undone what came after
        self.logged.emit()

    def _on_option_changed(self, event: Changed) -> None:
        if event.remarked:
            return
        self._forget_previews()
        # What is gone is unselected first: nobody who hears of the change may still look for it.
        if self.pointed in event.removed:
            self.hover("")
        gone = event.removed & self.selection
        if gone:
            self.selection -= gone
            if self.current in gone:
                self.current = min(self.selection, default="")
        self.changed.emit(event)
        if gone:
            self.selected.emit()

    # -- undoing ---------------------------------------------------------------------------

    @property
    def stack(self) -> QUndoStack:
        """The undo stack of the active option."""
        return self.open.stack(self.live)

    @property
    def redo_stack(self) -> QUndoStack:
        """The stack that has what `redo` does next.

        It is another option's after an edit of the list was undone that had led to that one.
        """
        if self._away is not None and self._away[1] == self.stack.index():
            return self._away[0]
        return self.stack

    def undo(self) -> None:
        """Undo the last step of the active option; where it is an edit of the list, go back too."""
        if self.refuses() or self.past is not None:
            return
        stack = self.stack
        steps, at = stack.count(), stack.index()
        stack.undo()
        step = stack.command(stack.index())
        if isinstance(step, ListStep) and stack.index() < at and stack.count() == steps:
            self.show_option(step.before)
            self._away = None if stack is self.stack else (stack, self.stack.index())
            self.stepped.emit()

    def redo(self) -> None:
        """Do again what was undone last."""
        if self.refuses() or self.past is not None:
            return
        stack = self.redo_stack
        at = stack.index()
        stack.redo()
        step = stack.command(at)
        if isinstance(step, ListStep) and stack.index() > at:
            self.show_option(step.after)

    # -- the list of options ---------------------------------------------------------------

    def show_option(self, identifier: str) -> None:
        """Show another option that is in use; what is selected stays so where it is there too."""
        found = [o for o in self.scenario.with_status() if o.id == identifier]
        if found and found[0] is not self.live:
            was_past = self._leave()
            self._take(found[0], self.selection)
            self.scenario.active = identifier
            self._tell_switched()
            if was_past:
                self.looked.emit()

    def edit_list(self, edit: ListEdit, show: str = "") -> bool:
        """Edit the list of options as one undo step; False if it is refused, with the reason told.

        Parameters
        ----------
        show : str
            Id of the option to show after it; the one that is shown now, if that is still in use,
            when empty.
        """
        if self.refuses():
            return False
        text, before = edit_text(edit, self.scenario.options), self.live.id
        try:
            inverse = self.scenario.apply(edit)
        except ListRefusedError as error:
            self.refused.emit(str(error))
            return False
        self.show_option(show)
        self._push(ListStep(self.open, text, inverse, before, self.live.id))
        return True

    def remove_for_good(self, options: Iterable[Option]) -> None:
        """Remove options from the list; that can't be undone."""
        if self.refuses():
            return
        for option in options:
            try:
                self.scenario.apply(Take(option.id))
            except ListRefusedError as error:
                self.refused.emit(str(error))
                return
            self.open.forget(option)

    def _on_listed(self, event: Listed) -> None:
        usable = self.scenario.with_status()
        if self.live not in usable:
            origin = self.live.origin
            near = [o for o in usable if origin is not None and o.id == origin.option]
            self.show_option((near or [self.scenario.option()])[0].id)
        self.listed.emit(event)

    # -- looking back ----------------------------------------------------------------------

    @property
    def at(self) -> str:
        """Id of the entry of the log after which the plan is shown, "" for before the first."""
        return self.option.at

    @property
    def steps_from_start(self) -> int:
        """After how many of the entries in effect the plan is shown."""
        log, at = self.live.log, self.at
        places = {entry.id: i for i, entry in enumerate(log.path(), 1)}
        while at and at not in places:  # it is undone: where its line parts from what is done
            at = log[at].parent
        return places.get(at, 0)

    def look_at(self, entry: str) -> None:
        """Show the plan as it was after an entry of the log, "" for before the first.

        Nothing is changed by that. The last entry in effect is the present.
        """
        if entry == self.live.log.head:
            self.look_at_now()
        elif self.past is None:
            from model.past import Past  # most sessions look ahead

            self.past = Past(self.live, entry)
            self._show(self.past)
        elif entry != self.past.at:
            self.past.go_to(entry)
            self.looked.emit()

    def look_at_now(self) -> None:
        """Show the plan as it is now."""
        if self.past is not None:
            self.past = None
            self._show(self.live)

    def step_through_past(self, steps: int) -> None:
        """Show the plan some entries earlier (below 0) or later than what is shown."""
        path = self.live.log.path()
        to = min(max(0, self.steps_from_start + steps), len(path))
        self.look_at(path[to - 1].id if to else "")

    def _show(self, option: Option) -> None:
        """Show the active option or its past; what is selected stays if it is there."""
        self._unsubscribe()
        self.option = option
        self._unsubscribe = option.subscribe(self._on_option_changed)
        self.selection = frozenset(o for o in self.selection if o in option.state)
        if self.current not in self.selection:
            self.current = min(self.selection, default="")
        self._tell_switched()
        self.looked.emit()

    # -- selecting -------------------------------------------------------------------------

    def select(self, organisations: Iterable[str], current: str = "") -> None:
        """Select organisations in every view; `current` is the one the keyboard acts on."""
        selection = frozenset(organisations)
        if not current or current not in selection:
            current = min(selection) if selection else ""
        if (selection, current) != (self.selection, self.current):
            self.selection, self.current = selection, current
            self.selected.emit()

    @property
    def groups_of_selected(self) -> frozenset[str]:
        """The groups that what is selected is in, but for those that are selected themselves."""
        return frozenset(map(self.state.nearest_group, self.selection)) - {"", *self.selection}

    def hover(self, organisation: str) -> None:
        """Say in every view which organisation the mouse is over, "" for none."""
        if organisation not in self.state:
            organisation = ""
        if organisation != self.pointed:
            self.pointed = organisation
            self.hovered.emit(organisation)

    def reveal(self, organisation: str) -> None:
        """Select one organisation and bring it into view."""
        if organisation in self.state:
            self.select((organisation,))
            self.revealed.emit(organisation)
