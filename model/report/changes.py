"""The table of what was done to an option, when, by whom and why."""

from __future__ import annotations

from model.history import History
from model.option import Option
from model.report.table import Cell, Column, Holds, Row, Table, text
from model.texts import read_moment
from model.wording import counted, day, listed


def changes_table(option: Option) -> Table:
    """Return the changes that are in effect, the oldest first; what was undone is left out.

    A checkpoint is the note of what was done last before it.
    """
    columns = (
        Column("number", "No.", Holds.COUNT),
        Column("when", "When (UTC)", Holds.DATE, weight=2),
        Column("who", "Who", weight=2),
        Column("what", "What", weight=4),
        Column("from", "From", weight=2),
        Column("to", "To", weight=2),
        Column("why", "Why", weight=4),
    )
    history = History(option)
    rows: list[Row] = []
    for number, entry in enumerate(option.log.path(option.at), 1):
        told = history.told(entry)
        named = option.log.checkpoint(entry.id)
        rows.append(
            (
                Cell(f"{number:,}", number),
                Cell(moment(entry.when), entry.when),
                text(entry.who),
                Cell(entry.text, entry.text, note=f"Checkpoint: {named.name}" if named else ""),
                text(told.before),
                text(told.after),
                text(entry.why),
            )
        )
    return Table("What was changed", columns, tuple(rows), empty="Nothing was changed yet.")


def changes_told(option: Option) -> list[str]:
    """Return how many changes are in effect, from when to when, and by whom; nothing of none."""
    path = list(option.log.path(option.at))
    if not path:
        return []
    first, last = moment(path[0].when), moment(path[-1].when)
    who = list(dict.fromkeys(entry.who for entry in path if entry.who))
    told = [
        counted(len(path), "change", "changes"),
        f"{first} (UTC)" if first == last else f"from {first} to {last} (UTC)",
        f"by {listed(who or ['nobody named'])}",
    ]
    left_out = len(option.log) - len(path)
    if left_out:
        told.append(f"without {counted(left_out, 'that is', 'that are')} not in effect")
    return [" · ".join(told)]


def past_told(option: Option) -> list[str]:
    """Return what is to be said of a plan as it was, and no longer is; nothing of the present."""
    log = option.log
    if option.at == log.head:
        return []
    when = f"on {moment(log[option.at].when)} UTC" if option.at else "at first"
    return [f"as it was {when}"]


def moment(when: str) -> str:
    """Return an ISO date and time in words, UTC: "1 June 2011, 14:05"."""
    found = read_moment(when)
    return f"{day(found.date())}, {found:%H:%M}"
