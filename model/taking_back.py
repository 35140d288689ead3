"""Taking one old change back out of a plan, if nothing later depends on it.

What a change sets are slots (`model.slots`). It can be taken back by its inverse as long as nobody
has set one of its slots since, nothing later needs what it made, and all is still there that the
inverse needs. The inverse is a new change: what was done stays in the log, and so does that it was
taken back.
"""

from __future__ import annotations

from collections.abc import Iterable

from model.changes import Change
from model.errors import ChangeRefusedError
from model.log import Entry
from model.option import Option
from model.slots import Slot, Value, What, sets
from model.wording import counted, listed

_OF_A_POST = (What.HOLDER, What.DETAIL)


class DependedOnError(ChangeRefusedError):
    """An entry can't be taken back alone.

    Attributes
    ----------
    entries : tuple of str
        Ids of the later entries that depend on it, the oldest first.
    """

    def __init__(self, text: str, entries: Iterable[str]) -> None:
        super().__init__(text)
        self.entries = tuple(entries)


def dependents(option: Option, entry: Entry) -> list[Entry]:
    """Return the later entries in effect that depend on one, the oldest first.

    Raises
    ------
    ChangeRefusedError
        If the entry is not in effect.
    """
    path = option.log.path()
    places = [i for i, done in enumerate(path) if done.id == entry.id]
    if not places:
        raise ChangeRefusedError(f"“{entry.text}” is undone already.")
    given, wanted = sets(entry.change), sets(entry.inverse)
    made = _named({s: v for s, v in given.items() if s.what is What.THERE and v})
    needed = _named(wanted)
    staffed = {s.key for s in given if s.what is What.STAFF}
    return [
        later
        for later in path[places[0] + 1 :]
        if _depends(sets(later.change), given, made, needed, staffed)
    ]


def _depends(
    later: dict[Slot, Value],
    given: dict[Slot, Value],
    made: set[str],
    needed: set[str],
    staffed: set[tuple[str | int, ...]],
) -> bool:
    return (
        not given.keys().isdisjoint(later)
        or not made.isdisjoint(_named(later))
        or any(s.what is What.THERE and s.organisation in needed for s in later)
        or any(s.what in _OF_A_POST and s.key[:2] in staffed for s in later)
    )


def _named(values: dict[Slot, Value]) -> set[str]:
    """Return the organisations that are set, or needed for that."""
    return {o for slot, value in values.items() for o in slot.named(value) | {slot.organisation}}


def taken_back(option: Option, entry: Entry) -> Change:
    """Return the change that takes an entry back out of the present plan.

    Raises
    ------
    DependedOnError
        If later changes depend on it: the sentence says which.
    ChangeRefusedError
        If it can't be for another reason.
    """
    if entry.id == option.start:
        raise ChangeRefusedError(f"“{entry.text}” is what the plan began with.")
    later = dependents(option, entry)
    if later:
        raise DependedOnError(
            f"“{entry.text}” can't be taken back alone: "
            f"{counted(len(later), 'later change depends', 'later changes depend')} on it: "
            f"{listed([f'“{one.text}”' for one in later])}.",
            (one.id for one in later),
        )
    refused = option.preview(entry.inverse).refused
    if refused:
        raise ChangeRefusedError(f"“{entry.text}” can't be taken back now: {refused}")
    return entry.inverse


def taking_back_text(entry: Entry) -> str:
    """Return what taking an entry back is called in the log."""
    return f"Take back: {entry.text}"[:10_000]
