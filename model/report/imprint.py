"""What a report says of itself: of what, in which state, and by which program."""

from __future__ import annotations

import datetime

from model.option import Option
from model.records import record
from model.texts import read_moment
from model.wording import day

_DIGITS = 8


@record
class Imprint:
    """Where a report comes from; nothing in it tells who exported it, or when.

    Attributes
    ----------
    title : str
        Heading.
    source : str
        Name of the scenario file.
    stamp : str
        Short hash of all that was done to the option: the same for the same plan, and another
        one after any edit. "" if nothing was.
    changed : datetime.datetime
        When the last edit was made, UTC; if none was, the day from which the pack's data are.
    program : str
        What wrote it.
    """

    title: str
    source: str
    stamp: str
    changed: datetime.datetime
    program: str

    @property
    def line(self) -> str:
        """The source, which state of it, and of when, on one line."""
        return f"{self.source} · {self.state}"

    @property
    def state(self) -> str:
        """Which state of the source, and of when."""
        if not self.stamp:
            return "as published"
        return f"plan no. {self.stamp} of {day(self.changed.date())}, {self.changed:%H:%M} UTC"


def stamp(entry: str) -> str:
    """Return how the state after an entry of the log is called, by the entry's id."""
    return entry[:_DIGITS]


def imprint(option: Option, title: str, source: str, program: str) -> Imprint:
    """Return what a report of an option as it is says of itself."""
    head = option.at
    if head:
        changed = read_moment(option.log[head].when)
    else:
        changed = datetime.datetime.combine(option.pack.as_of, datetime.time(), datetime.UTC)
    return Imprint(title or option.state.name, source, stamp(head), changed, program)
