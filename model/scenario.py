"""A scenario: the pack as used and the options over it; what a file holds.

The list of options, and presets for exports, are edited as an option is: by small records with an
inverse, through `Scenario.apply`. What is done in an option is in its own log and none of the
list's business.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from model.errors import ListRefusedError
from model.option import Option, Origin, Status
from model.pack import Pack, ReadyOption
from model.records import record
from model.texts import MAX_TEXT

if TYPE_CHECKING:
    from model.presets import Settings

MAX_OPTIONS = 1000
"""Most options in a scenario, deleted ones too."""


@record
class Add:
    """Put an option into the list, whose origin, if it has one, is there.

    Attributes
    ----------
    option : Option
        One over the scenario's pack.
    at : int
        Its place, from 0; past the end is at the end.
    heirs : tuple of (str, Origin)
        Ids of options, and what they are branched from as soon as it is there.
    """

    option: Option
    at: int
    heirs: tuple[tuple[str, Origin], ...] = ()


@record
class Take:
    """Take an option out of the list. What was branched from it is then one of its own origin."""

    option: str


@record
class Place:
    """Put an option into another place of the list."""

    option: str
    at: int


@record
class SetStatus:
    """Archive or delete an option, or take it back into use."""

    option: str
    status: Status


@record
class SetPreset:
    """Keep a way to export by name, in place of what had that name; None takes it away."""

    name: str
    settings: Settings | None


ListEdit = Add | Take | Place | SetStatus | SetPreset


@record
class Listed:
    """What a scenario tells those who listen: its list of options, or of presets, was edited.

    Attributes
    ----------
    edit, inverse : ListEdit
        What was done, and what takes it back.
    """

    edit: ListEdit
    inverse: ListEdit


@record
class Mark:
    """How far a scenario is.

    Attributes
    ----------
    options : list of (str, Status, Origin or None, str, int)
        Of each option in order its id, status, origin, head and remarks.
    presets : dict of str to Settings
        As they are.
    """

    options: list[tuple[str, Status, Origin | None, str, int]]
    presets: dict[str, Settings]


class Scenario:
    """What is open in a window.

    Attributes
    ----------
    id : str
        Same in all copies of a scenario, however they are renamed: they share a past.
    created : str
        ISO date and time, UTC.
    options : list of Option
        In order, archived and deleted ones too; altered by `apply`.
    active : str
        Id of the option that is shown first; never an archived or deleted one.
    presets : dict of str to Settings
        Ways to export, by name; altered by `apply`.
    """

    def __init__(
        self,
        identifier: str,
        pack: Pack,
        created: str,
        options: Iterable[Option] = (),
        active: str = "",
        presets: Mapping[str, Settings] | None = None,
    ) -> None:
        self.id = identifier
        self.pack = pack
        self.created = created
        self.options = [*options]
        self.active = active
        self.presets = dict(presets or {})
        self._listeners: list[Callable[[Listed], None]] = []

    def option(self, identifier: str = "") -> Option:
        """Return an option by id or name; the active one, if empty.

        Raises
        ------
        KeyError
            If the scenario has no such option.
        """
        wanted = identifier or self.active
        # An id first: a user may call an option by another one's id.
        for option in self.options:
            if option.id == wanted:
                return option
        for option in self.options:
            if option.state.name == wanted:
                return option
        raise KeyError(wanted)

    def with_status(self, status: Status = Status.ACTIVE) -> list[Option]:
        """Return the options that are in use, archived or deleted, in order."""
        return [option for option in self.options if option.status is status]

    @property
    def mark(self) -> Mark:
        """What is equal to that of another time if all that a file keeps is as it was then.

        Which option is shown is not part of it, nor what was undone. What was remarked on a log
        counts, even if it was taken away again.
        """
        options = [(o.id, o.status, o.origin, o.log.head, o.log.remarks) for o in self.options]
        return Mark(options, dict(self.presets))

    # -- names -----------------------------------------------------------------------------

    def name_fault(self, name: str, option: str = "") -> str:
        """Say why an option can't be called so, "" if it can; `option` is the id of it, if any."""
        taken = name.strip().casefold()
        for other in self.options:
            is_in_use = other.status is not Status.DELETED and other.id != option
            if is_in_use and other.state.name.casefold() == taken:
                return f"There is an option called {other.state.name} already."
        return ""

    def free_name(self, name: str) -> str:
        """Return a name that no option has, like another: "Plan (2)" for "Plan", "B" for "A"."""
        used = (o for o in self.options if o.status is not Status.DELETED)
        return free_name(name, {o.state.name.casefold() for o in used})

    # -- editing the list ------------------------------------------------------------------

    def subscribe(self, listener: Callable[[Listed], None]) -> Callable[[], None]:
        """Call `listener` after every edit of the list; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def apply(self, edit: ListEdit) -> ListEdit:
        """Edit the list of options, or a preset, and return what takes that back.

        Raises
        ------
        ListRefusedError
            If that can't be done; nothing is altered then.
        """
        inverse: ListEdit
        match edit:
            case Add():
                inverse = self._add(edit)
            case Take(identifier):
                inverse = self._take(self._at(identifier))
            case Place(identifier, at):
                old = self._at(identifier)
                self.options.insert(max(at, 0), self.options.pop(old))
                inverse = Place(identifier, old)
            case SetStatus(identifier, status):
                option = self.options[self._at(identifier)]
                if status is not Status.ACTIVE:
                    self._check_not_the_last(option, status.value)
                inverse = SetStatus(identifier, option.status)
                option.status = status
            case SetPreset():
                inverse = self._set_preset(edit)
        self._choose_active()
        event = Listed(edit, inverse)
        for listener in list(self._listeners):
            listener(event)
        return inverse

    def _set_preset(self, edit: SetPreset) -> SetPreset:
        from model.presets import MAX_PRESETS, check_preset  # of no use on most starts

        inverse = SetPreset(edit.name, self.presets.get(edit.name))
        if edit.settings is None:
            if edit.name not in self.presets:
                raise ListRefusedError("That preset is not there any more.")
            del self.presets[edit.name]
            return inverse
        check_preset(edit.name, edit.settings)
        if edit.name not in self.presets and len(self.presets) >= MAX_PRESETS:
            raise ListRefusedError(f"A scenario has at most {MAX_PRESETS} presets.")
        self.presets[edit.name] = edit.settings
        return inverse

    def _at(self, identifier: str) -> int:
        for at, option in enumerate(self.options):
            if option.id == identifier:
                return at
        raise ListRefusedError("That option is not there any more.")

    def _add(self, edit: Add) -> Take:
        option = edit.option
        if option.pack is not self.pack:
            raise ListRefusedError("An option can only be added to a scenario of the same pack.")
        if any(other.id == option.id for other in self.options):
            raise ListRefusedError(f"{option.state.name} is there already.")
        if len(self.options) >= MAX_OPTIONS:
            raise ListRefusedError(f"A scenario has at most {MAX_OPTIONS:,} options.")
        if option.origin is not None:
            self._check_shared(option, self.options[self._at(option.origin.option)])
        origins = {heir: origin for heir, origin in edit.heirs if origin.option == option.id}
        for other in self.options:
            other.origin = origins.get(other.id, other.origin)
        self.options.insert(max(edit.at, 0), option)
        return Take(option.id)

    @staticmethod
    def _check_shared(option: Option, other: Option) -> None:
        assert option.origin is not None
        entry = option.origin.entry
        if entry and not (entry in option.log and entry in other.log):
            raise ListRefusedError(
                f"{option.state.name} does not begin with the history of {other.state.name}."
            )

    def _take(self, at: int) -> Add:
        option = self.options[at]
        self._check_not_the_last(option, "removed")
        heirs = [o for o in self.options if o.origin and o.origin.option == option.id]
        inverse = Add(option, at, tuple((o.id, o.origin) for o in heirs if o.origin))
        del self.options[at]
        for heir in heirs:
            heir.origin = self._inherited(heir, option.origin)
        return inverse

    def _inherited(self, heir: Option, origin: Origin | None) -> Origin | None:
        """Return what a branch of a branch comes from: the two share a past, maybe a shorter one.

        Entries above the last one that both logs have are in both.
        """
        if origin is None or origin.option == heir.id:
            return None
        log = self.options[self._at(origin.option)].log
        assert heir.origin is not None
        shared = [entry.id for entry in heir.log.path(heir.origin.entry) if entry.id in log]
        return Origin(origin.option, shared[-1] if shared else "")

    def _check_not_the_last(self, option: Option, what: str) -> None:
        if self.with_status() == [option]:
            raise ListRefusedError(
                f"{option.state.name} can't be {what}: it is the only option that is in use."
            )

    def _choose_active(self) -> None:
        """Have an option to show that is in use."""
        usable = [option.id for option in self.with_status()]
        if self.active not in usable:
            self.active = (usable or [""])[0]


# -- making options ----------------------------------------------------------------------------


def from_ready(pack: Pack, ready: ReadyOption, identifier: str, *, when: str, who: str) -> Scenario:
    """Return a new scenario with one option, made from one that the pack offers."""
    option = Option.from_ready(pack, ready, "A", when=when, who=who)
    return Scenario(identifier, pack, when, [option], option.id)


def free_name(name: str, taken: Collection[str]) -> str:
    """Return a name like another that is not taken; names that are taken are casefolded."""
    if name.strip().casefold() not in taken:
        return name
    lettered = re.fullmatch(r"(.*\b)?([A-Y])", name)
    if lettered:
        stem, letter = lettered[1] or "", lettered[2]
        for code in range(ord(letter) + 1, ord("Z") + 1):
            if (stem + chr(code)).casefold() not in taken:
                return stem + chr(code)
    stem = re.sub(r" \(\d{1,4}\)$", "", name)[: MAX_TEXT - 7]
    # No more names are taken than there are options.
    names = (f"{stem} ({n})" for n in range(2, len(taken) + 3))
    return next(free for free in names if free.casefold() not in taken)


def after(scenario: Scenario, option: str) -> int:
    """Return the place that comes after an option in use, the last if it is not there."""
    at = next((i for i, o in enumerate(scenario.options) if o.id == option), None)
    return len(scenario.options) if at is None else at + 1


def edit_text(edit: ListEdit, options: Sequence[Option]) -> str:
    """Say what an edit does, in words; `options` are those before it."""
    names = {o.id: o.state.name for o in options}
    match edit:
        case Add(option):
            verb = "Branch to" if option.origin else "Add"
            return f"{verb} {option.state.name}"
        case Take(identifier):
            return f"Remove {names.get(identifier, '')}".strip()
        case Place(identifier):
            return f"Move {names.get(identifier, '')} in the list"
        case SetStatus(identifier, Status.ACTIVE):
            return f"Restore {names.get(identifier, '')}".strip()
        case SetStatus(identifier, status):
            verb = "Archive" if status is Status.ARCHIVED else "Delete"
            return f"{verb} {names.get(identifier, '')}".strip()
        case SetPreset(name, settings):
            verb = "Keep" if settings is not None else "Remove"
            return f"{verb} the preset {name}"
