"""An option as it was at an entry of its log, without altering the option.

Stepping goes by the changes and inverses that the log keeps, all of a way as one edit: those who
listen hear of one event for each step, as they do of an edit, and alter what must be.
"""

from __future__ import annotations

from collections.abc import Sequence

from model.changes import Batch, Change, Move, flatten
from model.errors import ChangeRefusedError
from model.log import Entry, Log
from model.option import Option, Preview

NOT_TO_BE_CHANGED = "What you look at is past: go back to now to edit, or branch from here."


class Past(Option):
    """What an option was; it can be read like any option, and never be edited.

    Parameters
    ----------
    now : Option
        The option; its log is read, also what comes to it later.
    at : str
        Id of the entry after which it is shown, "" for before the first.

    Raises
    ------
    LogError
        If the log has no such entry.
    """

    def __init__(self, now: Option, at: str) -> None:
        super().__init__(now.pack, now.id, *now.first)
        self.log = now.log
        self._at = ""
        self.go_to(at)

    @property
    def at(self) -> str:
        """Id of the entry of the log after which it is shown."""
        return self._at

    def go_to(self, at: str) -> None:
        """Show the option after another entry; those who listen hear of it as of one edit.

        Raises
        ------
        LogError
            If the log has no such entry.
        """
        way = way_between(self.log, self._at, at)
        if way:
            _, event = self._apply(Batch(tuple(shortened(way))))
            self._at = at
            self._tell(event)

    def preview(self, change: Change) -> Preview:
        """Return that the change can't be made."""
        return Preview({}, {}, NOT_TO_BE_CHANGED, change)

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
        """Refuse.

        Raises
        ------
        ChangeRefusedError
            Always.
        """
        raise ChangeRefusedError(NOT_TO_BE_CHANGED)

    def undo(self) -> Entry:
        """Refuse, as `commit` does."""
        raise ChangeRefusedError(NOT_TO_BE_CHANGED)

    def redo(self, identifier: str = "") -> Entry:
        """Refuse, as `commit` does."""
        raise ChangeRefusedError(NOT_TO_BE_CHANGED)


def way_between(log: Log, start: str, end: str) -> Sequence[Change]:
    """Return the changes that lead from the state after one entry to that after another.

    Back to where their lines part by inverses, then forward; entries may be "" for the state
    before the first.

    Raises
    ------
    LogError
        If the log has no such entry.
    """
    back, forward = log.path(start), log.path(end)
    shared = 0
    for one, other in zip(back, forward, strict=False):
        if one.id != other.id:
            break
        shared += 1
    return [
        *(entry.inverse for entry in reversed(back[shared:])),
        *(entry.change for entry in forward[shared:]),
    ]


def shortened(way: Sequence[Change]) -> list[Change]:
    """Return a way that leads to the same state with fewer steps.

    Of moves that follow each other only the last one of each organisation counts. A plan that is
    argued over for months is mostly moves of the same units to and fro.

    None of the fewer can be refused: locks and members of successors are as they were all along,
    kinds hang in tiers, and wherever something ends up, it was let in on the whole way.
    """
    steps: list[Change] = []
    moves: dict[str, Move] = {}
    for change in (simple for step in way for simple in flatten(step)):
        if isinstance(change, Move):
            moves.pop(change.id, None)
            moves[change.id] = change
        else:
            steps += moves.values()
            moves.clear()
            steps.append(change)
    return [*steps, *moves.values()]
