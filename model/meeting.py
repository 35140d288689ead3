"""Where two copies of an option's log met last: the past that both have.

As a rule that is what both logs begin with. It is later where one copy was merged into the other,
and elsewhere where one was sent without its history: such an entry says which entry of the other
log it brings in (`Entry.brings`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from model.log import Entry, Log
from model.option import Option
from model.records import record
from model.state import State

Entries = tuple[Entry, ...]


@record
class Meeting:
    """The past that two copies have, and what came after it in each.

    Attributes
    ----------
    mine, theirs : tuple of Entry
        The entries that lead to that past, for each side. They differ if one was sent without its
        history, and maybe without some of the plan.
    after_mine, after_theirs : tuple of Entry
        What is in effect in each and not in the other.
    """

    mine: Entries
    theirs: Entries
    after_mine: Entries
    after_theirs: Entries

    @property
    def left(self) -> int:
        """How many entries there are to merge."""
        return len(self.after_mine) + len(self.after_theirs)


def meeting(mine: Log, theirs: Log) -> Meeting | None:
    """Return where two logs met last; None if they never did.

    It is the same place whichever is mine: if each has the other merged, one of both is taken.
    """
    return min(_meetings(mine, theirs), key=_order, default=None)


def _order(met: Meeting) -> tuple[int, list[str]]:
    return met.left, sorted(e.id for path in (met.mine, met.theirs) for e in path[-1:])


def _meetings(mine: Log, theirs: Log) -> Iterator[Meeting]:
    here, there = mine.path(), theirs.path()
    shared = 0
    for one, other in zip(here, there, strict=False):
        if one.id != other.id:
            break
        shared += 1
    past = tuple(here[:shared])
    if shared or not (_is_sent(here) or _is_sent(there)):
        yield Meeting(past, past, tuple(here[shared:]), tuple(there[shared:]))
    for own, known, after, left in _brought(here, there, theirs, shared):
        yield Meeting(own, known, after, left)
    for own, known, after, left in _brought(there, here, mine, shared):
        yield Meeting(known, own, left, after)


def _is_sent(path: Sequence[Entry]) -> bool:
    """Whether a log begins with what was sent without its history."""
    return bool(path and path[0].brings)


def _brought(
    path: Sequence[Entry], other: Sequence[Entry], log: Log, shared: int
) -> Iterator[tuple[Entries, Entries, Entries, Entries]]:
    """Iterate over what entries of a path bring in of another log.

    Each is the past as it is on the side of the path and on the other, and what came after it on
    the one and the other.
    """
    for entry in path:
        if not entry.brings or entry.brings not in log:
            continue
        known = tuple(log.path(entry.brings))
        ids = {e.id for e in known}
        left = tuple(e for e in other if e.id not in ids)
        if entry.parent:
            yield known, known, tuple(e for e in path[shared:] if e.id not in ids), left
        else:
            yield (entry,), known, tuple(path[1:]), left


def state_after(option: Option, entries: Sequence[Entry]) -> State:
    """Return the state of an option after the first entries of its log."""
    past = Option(option.pack, option.id, *option.first)
    past.restore(entries, entries[-1].id if entries else "")
    return past.state
