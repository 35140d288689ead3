"""Who, when and which: what the model is told, since it has no clock and no chance of its own."""

from __future__ import annotations

import datetime
import os
import sys

_LONGEST = 200
"""Most characters of a name in the scenario file's log."""


def now() -> str:
    """Return the moment as ISO date and time in UTC, with microseconds."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")


def today() -> str:
    """Return the day at this machine, as an ISO date."""
    return datetime.date.today().isoformat()


def user() -> str:
    """Return the name of the account at this machine, "" where there is none to be found.

    It is one line that a log can hold, whatever the account is called.
    """
    import getpass  # when the first edit is made; until then nobody asks

    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
    return one_line(name)


def host() -> str:
    """Return the name of this machine, "" if it has none."""
    if sys.platform == "win32":
        return one_line(os.environ.get("COMPUTERNAME", ""))
    return one_line(os.uname().nodename)


def one_line(name: str) -> str:
    """Return a name without what can't be printed, and no longer than a log takes."""
    return "".join(c for c in name if c.isprintable()).strip()[:_LONGEST]


def new_id() -> str:
    """Return an id that no other copy of a file will make: 16 hexadecimal digits."""
    return os.urandom(8).hex()
