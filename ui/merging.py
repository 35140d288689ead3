"""Putting another copy of a scenario into the one that is open."""

from __future__ import annotations

from collections.abc import Sequence

from db.identity import now, user
from model.merge import Decisions
from model.merging import Merging
from ui.document import Document


def put_in(document: Document, merging: Merging, decisions: Sequence[Decisions]) -> bool:
    """Do what a merge comes to; False if nothing may be altered, and that is said.

    It is one undo step of each option, and one for each edit of the list of options.

    Parameters
    ----------
    decisions : sequence of mapping
        What is decided in each of the merges of options.

    Raises
    ------
    ChangeRefusedError
        If these choices can't be had together.
    """
    if document.refuses():
        return False
    changes = merging.changes(decisions)
    for merge, change, chosen in zip(merging.merges, changes, decisions, strict=True):
        if merge.mine is document.live:
            document.look_at_now()  # nothing can be merged into the past
        document.open.commit(
            merge.mine,
            change,
            why=merge.why(chosen, user()),
            text=merge.text(),
            brings=merge.brings,
        )
    for edit in (*merging.additions(when=now(), who=user()), *merging.edits):
        document.edit_list(edit)
    return True
