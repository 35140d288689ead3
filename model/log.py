"""The log of an option: who changed what, when, from what to what, and why.

Entries form a tree by their parent ids; the option's state is the baseline and all entries
from the first one to the *head*. Undo moves the head to its parent, redo back. An entry's id is a
hash of its content and its parent's id, so two copies of a file agree on their common past.

Notes and checkpoints are remarks on the log: they say something of an entry and alter nothing of
the plan, so that they are no entries themselves and no part of an entry's id.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator

from model.changes import Change, to_data
from model.errors import LogError
from model.records import altered, record


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
        An optional note, which may come later.
    brings : str
        Id of an entry of another copy's log whose plan it brought in: that was merged, or that
        was sent without its history; "" for none. As the note, it is no part of the id.
    """

    id: str
    parent: str
    when: str
    who: str
    text: str
    change: Change
    inverse: Change
    why: str = ""
    brings: str = ""


@record
class Checkpoint:
    """A name for how the plan was after an entry: what went to the board, say.

    Attributes
    ----------
    entry : str
        Id of the entry.
    when, who : str
        When it got the name, ISO, UTC, and by whom.
    """

    entry: str
    name: str
    when: str
    who: str


def entry_id(parent: str, when: str, who: str, text: str, change: Change) -> str:
    """Return the id of an entry with that content: 16 hexadecimal digits of a sha256."""
    content = json.dumps([parent, when, who, text, to_data(change)], ensure_ascii=True)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


_KEPT = 4
"""Paths that are kept: a window asks for the same ones again and again."""


class Log:
    """All entries of one option, the head, and what was said of entries later.

    Attributes
    ----------
    remarks : int
        How often a remark was made, altered or taken away since the log was read.
    """

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self._checkpoints: dict[str, Checkpoint] = {}
        self._paths: dict[str, list[Entry]] = {}
        self.head = ""
        self.remarks = 0

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

    def annotate(self, entry_id: str, why: str) -> None:
        """Give an entry another note, "" for none.

        Raises
        ------
        LogError
            If there is no such entry.
        """
        e = self[entry_id]
        self._entries[e.id] = altered(e, why=why)
        self._paths.clear()
        self.remarks += 1

    @property
    def checkpoints(self) -> list[Checkpoint]:
        """The checkpoints, in the order of their entries."""
        return [self._checkpoints[e] for e in self._entries if e in self._checkpoints]

    def checkpoint(self, entry_id: str) -> Checkpoint | None:
        """Return the checkpoint at an entry, None if there is none."""
        return self._checkpoints.get(entry_id)

    def set_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Name an entry; it may have had another name.

        Raises
        ------
        LogError
            If there is no such entry.
        """
        self._checkpoints[self[checkpoint.entry].id] = checkpoint
        self.remarks += 1

    def remove_checkpoint(self, entry_id: str) -> None:
        """Take the name of an entry away.

        Raises
        ------
        LogError
            If it has none.
        """
        if self._checkpoints.pop(entry_id, None) is None:
            raise LogError(f"the log has no checkpoint at {entry_id!r}")
        self.remarks += 1

    def path(self, head: str | None = None) -> list[Entry]:
        """Return the entries from the first to `head` (the log's own, if None).

        Raises
        ------
        LogError
            If an entry is missing or entries follow each other in a circle.
        """
        wanted = self.head if head is None else head
        kept = self._paths.get(wanted)
        if kept is None:
            kept = self._walked(wanted)
            if len(self._paths) >= _KEPT:
                self._paths.clear()
            self._paths[wanted] = kept
        return kept[:]

    def _walked(self, head: str) -> list[Entry]:
        entries, paths, path, at = self._entries, self._paths, [], head
        try:
            while at and at not in paths:
                entry = entries[at]
                path.append(entry)
                at = entry.parent
                if len(path) > len(entries):
                    raise LogError("the log's entries follow each other in a circle")
        except KeyError:
            raise LogError(f"the log has no entry {at!r}") from None
        path.reverse()
        return [*paths[at], *path] if at else path

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
