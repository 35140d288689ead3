"""The log of an option: who changed what, when, from what to what, and why.

Entries form a tree by their parent ids; the option's state is the baseline and all entries
from the first one to the *head*. Undo moves the head to its parent, redo back. An entry's id is a
hash of its content and its parent's id, so two copies of a file agree on their common past.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator

from model.changes import Change, to_data
from model.errors import LogError
from model.records import record


@record
class Entry:
    """One edit.

    Attributes
    ----------
    parent : str
        Id of the entry before it, "" for the first.
    when : str
        ISO date and time, UTC.
    text : str
        What was done, in words, as the organisations were called then.
    why : str
        An optional note.
    """

    id: str
    parent: str
    when: str
    who: str
    text: str
    change: Change
    inverse: Change
    why: str = ""


def entry_id(parent: str, when: str, who: str, text: str, change: Change) -> str:
    """Return the id of an entry with that content: 16 hexadecimal digits of a sha256."""
    content = json.dumps([parent, when, who, text, to_data(change)], ensure_ascii=True)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


class Log:
    """All entries of one option, and the head."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self.head = ""

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        """Iterate over all entries, also undone ones, in the order they were made."""
        return iter(self._entries.values())

    def __contains__(self, entry_id: object) -> bool:
        return entry_id in self._entries

    def __getitem__(self, entry_id: str) -> Entry:
        """Return an entry.

        Raises
        ------
        LogError
            If there is none of that id.
        """
        try:
            return self._entries[entry_id]
        except KeyError:
            raise LogError(f"the log has no entry {entry_id!r}") from None

    def add(self, entry: Entry) -> None:
        """Add an entry below one that is there, or as the first, and make it the head.

        Raises
        ------
        LogError
            If its parent is not in the log.
        """
        if entry.parent and entry.parent not in self._entries:
            raise LogError(f"entry {entry.id!r} follows {entry.parent!r}, which is not in the log")
        self._entries[entry.id] = entry
        self.head = entry.id

    def path(self, head: str | None = None) -> list[Entry]:
        """Return the entries from the first to `head` (the log's own, if None).

        Raises
        ------
        LogError
            If an entry is missing or entries follow each other in a circle.
        """
        path: list[Entry] = []
        at = self.head if head is None else head
        while at:
            if len(path) > len(self._entries):
                raise LogError("the log's entries follow each other in a circle")
            path.append(self[at])
            at = path[-1].parent
        path.reverse()
        return path

    def after_head(self) -> list[Entry]:
        """Return the undone entries that redo would bring back, the next one first.

        Where an entry was undone and another made in its place, the newest line is taken.
        """
        line: list[Entry] = []
        newest = newest_child(self._entries.values())
        at = newest.get(self.head)
        while at is not None:
            line.append(at)
            at = newest.get(at.id)
        return line


def newest_child(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Return, by parent id, the entry made last below it."""
    return {entry.parent: entry for entry in entries}
