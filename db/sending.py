"""Copies of a scenario for others: written anew, so that what was left out is nowhere in them."""

from __future__ import annotations

import sqlite3

from db.errors import InputError
from db.scenario_file import to_bytes
from db.schema import BrokenPromiseError
from model.scenario import Scenario


def bytes_to_send(copy: Scenario, *, program: str = "Footprint") -> bytes:
    """Return the file of what is to be sent (`model.sending.reduced`).

    It is a new database of a scenario that was built without the rest: there is no free page and
    no log in which that could be found. `db.replace.replace_file` writes it.

    Raises
    ------
    InputError
        If something in it would be refused when the file is opened.
    """
    try:
        return to_bytes(copy, program)
    except (BrokenPromiseError, sqlite3.IntegrityError, sqlite3.DataError, UnicodeError) as error:
        raise InputError(
            f"something in the plan is not fit for a scenario file ({error})",
            remedy="shorten or clear the text that you typed last",
        ) from error
