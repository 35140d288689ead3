"""One plan over the baseline: its state, its log, its findings, and those who listen.

Every edit goes through `commit`, `undo` or `redo`; each makes one `Changed` event. `preview`
answers what a change would bring, with the same arithmetic, and leaves everything as it is.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import Enum
from types import MappingProxyType

from model.changes import Change, OptionField, SetOption
from model.describe import describe
from model.edits import start
from model.errors import ChangeRefusedError, LogError
from model.events import Changed, Touched
from model.log import Checkpoint, Entry, Log, entry_id
from model.pack import Pack, ReadyOption
from model.records import record
from model.rules.engine import Findings, worst_first
from model.rules.rule import Finding
from model.rules.standing import NOT_THERE, Standing
from model.state import State
from model.texts import MAX_TEXT, check_note, is_line
from model.totals import Totals

Listener = Callable[[Changed], None]


@record
class Preview:
    """What a change would bring.

    Attributes
    ----------
    totals : mapping of organisation id to (Totals or None, Totals or None)
        Before and after, for each group, region and the root it reaches; None where the
        organisation is not there before or after.
    findings : mapping of organisation id to (findings, findings)
        Before and after, for each organisation it reaches, worst first.
    refused : str
        Why the change can't be made, "" if it can.
    change : Change or None
        What it is about.
    standings : mapping of organisation id to (Standing or None, Standing or None)
        Before and after, with all below, for each group, region and the root that it reaches, or
        something below which.
    """

    totals: Mapping[str, tuple[Totals | None, Totals | None]]
    findings: Mapping[str, tuple[Sequence[Finding], Sequence[Finding]]]
    refused: str = ""
    change: Change | None = None
    standings: Mapping[str, tuple[Standing | None, Standing | None]] = MappingProxyType({})

    def standing(self, place: str, findings: Findings) -> tuple[Standing, Standing]:
        """Return how a group, a region or the root stands before and after.

        Parameters
        ----------
        findings : Findings
            Those of the option, for a place that it does not reach.
        """
        known = self.standings.get(place)
        if known is None:
            now = findings.standing(place) if place in findings.state else NOT_THERE
            return now, now
        return known[0] or NOT_THERE, known[1] or NOT_THERE


def unlike(one: Preview | None, other: Preview | None) -> set[str]:
    """Return the organisations of which two previews do not say the very same.

    What a preview takes over from the one before it is the same object in both.
    """
    one, other = one or NOTHING, other or NOTHING
    both = (
        (one.totals, other.totals),
        (one.findings, other.findings),
        (one.standings, other.standings),
    )
    return {o for a, b in both for o in a.keys() | b if a.get(o) is not b.get(o)}


NOTHING = Preview({}, {})
"""The preview of a change that alters nothing."""


class Status(Enum):
    """What has become of an option: deleted ones are kept until they are removed for good."""

    ACTIVE = "active"
    ARCHIVED = "archived"
    DELETED = "deleted"


@record
class Origin:
    """What an option was branched from.

    Attributes
    ----------
    option : str
        Its id.
    entry : str
        Id of the last entry that both logs have, "" if they have only the baseline in common.
    """

    option: str
    entry: str


class Option:
    """A plan that can be edited.

    Parameters
    ----------
    identifier : str
        Unique among the options of a scenario.

    Attributes
    ----------
    first : tuple of str and datetime.date
        Name and as-on date before the first entry of the log.
    start : str
        Id of the entry up to which the option was made and not edited: the ready-made plan, or the
        branching. Undoing ends there. "" if all of the log are edits.
    origin : Origin or None
        None if it is no branch.
    status : Status
        Altered by `Scenario.apply`, as the origin is.
    """

    def __init__(self, pack: Pack, identifier: str, name: str, on: datetime.date) -> None:
        self.id = identifier
        self.pack = pack
        self.state = State(pack, name, on)
        self.log = Log()
        self.first = (name, on)
        self.start = ""
        self.origin: Origin | None = None
        self.status = Status.ACTIVE
        self._listeners: list[Listener] = []
        self._findings: Findings | None = None

    @classmethod
    def from_ready(
        cls, pack: Pack, ready: ReadyOption, identifier: str, *, when: str, who: str
    ) -> Option:
        """Return an option that starts as one the pack offers; that is its first log entry."""
        option = cls(pack, identifier, ready.name, ready.on)
        if ready.groups:
            option.start = option.commit(
                start(ready, option.state), when=when, who=who, text=f"Start from {ready.name}"
            ).id
        return option

    def branch(
        self, identifier: str, name: str, *, when: str, who: str, entry: str | None = None
    ) -> Option:
        """Return another option that goes on from an entry of this one's log.

        Both have the entries up to that one, with their ids, so that it can be told what they have
        in common, notes and checkpoints too. The branch has one more, which gives it its name.

        Parameters
        ----------
        entry : str, optional
            Id of the entry, "" for the baseline; the head, if not given.

        Raises
        ------
        LogError
            If the log has no such entry.
        ChangeRefusedError
            If the name is not fit for an option.
        """
        at = self.log.head if entry is None else entry
        twin = Option(self.pack, identifier, *self.first)
        path = self.log.path(at)
        named = [c for e in path if (c := self.log.checkpoint(e.id)) is not None]
        twin.restore(path, at, named)
        text = f"Branch from {self.state.name}"
        change = SetOption(OptionField.NAME, name)
        twin.start = twin.commit(change, when=when, who=who, text=text).id
        twin.origin = Origin(self.id, at)
        if self._findings is not None and at == self.log.head:
            twin._findings = self._findings.over(twin.state)
        return twin

    @property
    def at(self) -> str:
        """Id of the entry of the log that its state comes after, "" for before the first."""
        return self.log.head

    @property
    def edits(self) -> list[Entry]:
        """The entries in effect that undo can take back, the first one first."""
        path = self.log.path()
        starts = [i for i, entry in enumerate(path, 1) if entry.id == self.start]
        return path[starts[0] :] if starts else path

    @property
    def findings(self) -> Findings:
        """The findings, worked out when first asked for and kept up to date from then on."""
        if self._findings is None:
            self._findings = Findings(self.state, self.pack.rules)
        return self._findings

    @property
    def is_complete(self) -> bool:
        """Whether every unit is in a group."""
        return not self.state.tray()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after every edit; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    # -- editing ---------------------------------------------------------------------------

    def commit(
        self,
        change: Change,
        *,
        when: str,
        who: str,
        why: str = "",
        text: str = "",
        brings: str = "",
    ) -> Entry:
        """Make a change and write it to the log.

        Parameters
        ----------
        when : str
            ISO date and time, UTC.
        text : str, optional
            What it does, in words; worked out if empty.
        brings : str, optional
            Id of the entry of another copy's log whose plan comes with it.

        Raises
        ------
        ChangeRefusedError
            If the change can't be made; nothing is altered then.
        """
        # An entry stays in the log, undone or not: one that can't be saved would spoil the file.
        check_note(why)
        text = text or self._describe(change)
        inverse, event = self._apply(change)
        parent = self.log.head
        identifier = entry_id(parent, when, who, text, change)
        entry = Entry(identifier, parent, when, who, text, change, inverse, why, brings)
        self.log.add(entry)
        self._tell(event)
        return entry

    def undo(self) -> Entry:
        """Take back the entry at the head of the log.

        Raises
        ------
        LogError
            If there is nothing to undo.
        """
        if not self.log.head:
            raise LogError("there is nothing to undo")
        entry = self.log[self.log.head]
        _, event = self._apply(entry.inverse)
        self.log.head = entry.parent
        self._tell(event)
        return entry

    def redo(self, identifier: str = "") -> Entry:
        """Make an undone entry again: the one named, or the newest below the head.

        Raises
        ------
        LogError
            If there is nothing to redo, the entry does not follow the head, or does not do what
            it did when it was written.
        """
        if not identifier:
            line = self.log.after_head()
            if not line:
                raise LogError("there is nothing to redo")
            identifier = line[0].id
        entry = self.log[identifier]
        if entry.parent != self.log.head:
            raise LogError(f"entry {identifier!r} does not follow the present state")
        try:
            inverse, event = self._apply(entry.change)
        except ChangeRefusedError as error:
            raise LogError(f"entry {entry.id!r} ({entry.text}) fails: {error}") from error
        if inverse != entry.inverse:
            # `restore` checks the entries up to the head; this one was undone, and not checked.
            self._apply(inverse)
            raise LogError(f"entry {entry.id!r} ({entry.text}) had another state before it")
        self.log.head = entry.id
        self._tell(event)
        return entry

    def restore(
        self, entries: Sequence[Entry], head: str, checkpoints: Sequence[Checkpoint] = ()
    ) -> None:
        """Fill an empty log and replay it up to `head`, checking every entry's id and inverse.

        Raises
        ------
        LogError
            If the log can't be replayed as it was written.
        """
        if len(self.log):
            raise LogError("the option has a log already")
        for entry in entries:
            wanted = entry_id(entry.parent, entry.when, entry.who, entry.text, entry.change)
            if wanted != entry.id or entry.id in self.log:
                raise LogError(f"entry {entry.id!r} is not what was written")
            self.log.add(entry)
        self.log.head = head
        for checkpoint in checkpoints:
            self.log.set_checkpoint(checkpoint)
        self.log.remarks = 0
        for entry in self.log.path():
            try:
                inverse = self.state.apply(entry.change)
            except ChangeRefusedError as error:
                raise LogError(f"entry {entry.id!r} ({entry.text}) fails: {error}") from error
            if inverse != entry.inverse:
                raise LogError(f"entry {entry.id!r} ({entry.text}) had another state before it")
        self._findings = None

    # -- remarks on the log ----------------------------------------------------------------

    def annotate(self, entry: str, why: str) -> None:
        """Give an entry of the log another note, "" for none.

        Raises
        ------
        ChangeRefusedError
            If that is no note.
        LogError
            If there is no such entry.
        """
        check_note(why)
        if self.log[entry].why != why:
            self.log.annotate(entry, why)
            self._tell(Changed(remarked=entry))

    def set_checkpoint(self, entry: str, name: str, *, when: str, who: str) -> None:
        """Name how the plan was after an entry of the log, or take the name away: "".

        Raises
        ------
        ChangeRefusedError
            If that is no name.
        LogError
            If there is no such entry.
        """
        if name and not is_line(name):
            raise ChangeRefusedError(
                f"The name of a checkpoint is one line of 1 to {MAX_TEXT} characters."
            )
        old = self.log.checkpoint(self.log[entry].id)
        if (old.name if old else "") == name:
            return
        if name:
            self.log.set_checkpoint(Checkpoint(entry, name, when, who))
        else:
            self.log.remove_checkpoint(entry)
        self._tell(Changed(remarked=entry))

    def _describe(self, change: Change) -> str:
        try:
            return describe(change, self.state)
        except KeyError as error:
            raise ChangeRefusedError(f"The pack has no {error}.") from error

    def _apply(self, change: Change) -> tuple[Change, Changed]:
        """Make a change; nobody is told before the log says so too."""
        touched = Touched()
        inverse = self.state.apply(change, touched)
        changed = restated = frozenset[str]()
        if self._findings is not None:
            changed, restated = self._findings.update(touched)
        places = touched.groups | touched.regions | {self.state.root}
        return inverse, Changed(
            structure=bool(touched.created or touched.removed or touched.moved),
            created=frozenset(touched.created),
            removed=frozenset(touched.removed),
            moved=frozenset(touched.moved),
            edited=frozenset(touched.edited),
            totals=frozenset(p for p in places if p in self.state),
            findings=changed,
            standings=restated,
            option=touched.option,
        )

    def _tell(self, event: Changed) -> None:
        for listener in list(self._listeners):
            listener(event)

    # -- asking ----------------------------------------------------------------------------

    @contextmanager
    def tried(self, change: Change) -> Iterator[Touched]:
        """Have a change made while the body reads, and taken back after it; nobody is told.

        Raises
        ------
        ChangeRefusedError
            If the change can't be made.
        """
        touched = Touched()
        inverse = self.state.apply(change, touched)
        try:
            yield touched
        finally:
            self.state.apply(inverse)

    def preview(self, change: Change) -> Preview:
        """Return what a change would bring; nothing is altered and nobody is told."""
        findings = self.findings
        try:
            with self.tried(change) as touched:
                places = touched.groups | touched.regions | {self.state.root}
                after = {p: self.state.totals(p) for p in places if p in self.state}
                found = findings.evaluate(touched)
                tried = findings.tried(touched, found)
        except ChangeRefusedError as error:
            return Preview({}, {}, str(error), change)
        before = {p: self.state.totals(p) for p in places if p in self.state}
        reached = found | {o: {} for o in touched.removed}
        return Preview(
            {p: (before.get(p), after.get(p)) for p in sorted(places) if p in before or p in after},
            {o: (findings.of(o), worst_first(new)) for o, new in reached.items()},
            change=change,
            standings=findings.would_stand(tried, places),
        )
