"""The table of what was done to an option, when, by whom and why."""

from __future__ import annotations

import datetime

from model.history import History
from model.option import Option
from model.report.table import Cell, Column, Holds, Table, text
from model.wording import day


def changes_table(option: Option) -> Table:
    """Return the changes that are in effect, the oldest first; what was undone is left out.

    A checkpoint is the note of what was done last before it.
    """
    columns = (
        Column("when", "When (UTC)", Holds.DATE, weight=2),
        Column("who", "Who", weight=2),
        Column("what", "What", weight=4),
        Column("before", "From", weight=2),
        Column("after", "To", weight=2),
        Column("why", "Why", weight=4),
    )
    history = History(option)
    rows = []
    for entry in option.log.path(option.at):
        told = history.told(entry)
        named = option.log.checkpoint(entry.id)
        rows.append(
            (
                _moment(entry.when),
                text(entry.who),
                Cell(entry.text, entry.text, note=f"Checkpoint: {named.name}" if named else ""),
                text(told.before),
                text(told.after),
                text(entry.why),
            )
        )
    return Table("Changes", columns, tuple(rows), empty="Nothing was changed yet.")


def _moment(when: str) -> Cell:
    """Return an ISO date and time as a cell: "1 June 2011, 14:05"."""
    moment = datetime.datetime.fromisoformat(when)
    return Cell(f"{day(moment.date())}, {moment:%H:%M}", when)
