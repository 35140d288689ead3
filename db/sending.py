"""Copies of a scenario for others: written anew, so that what was left out is nowhere in them."""

from __future__ import annotations

import sqlite3

from db.errors import InputError
from db.scenario_file import to_bytes
from db.schema import BrokenPromiseError
from model.scenario import Scenario
from model.sending import Level, reduced


def bytes_to_send(
    scenario: Scenario, level: Level, *, when: str, notes: bool = True, program: str = "Footprint"
) -> bytes:
    """Return the file of what is to be sent; `db.replace.replace_file` writes it.

    It is a new database of a scenario that was built without the rest: there is no free page and
    no log in which that could be found.

    Parameters
    ----------
    when, notes
        As `model.sending.reduced` takes them.

    Raises
    ------
    InputError
        If something in it would be refused when the file is opened.
    """
    try:
        return to_bytes(reduced(scenario, level, when=when, notes=notes), program)
    except (BrokenPromiseError, sqlite3.IntegrityError, sqlite3.DataError, UnicodeError) as error:
        raise InputError(
            f"something in the plan is not fit for a scenario file ({error})",
            remedy="shorten or clear the text that you typed last",
        ) from error
