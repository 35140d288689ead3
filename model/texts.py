"""What texts in a plan may be: names, notes, days."""

from __future__ import annotations

import datetime
import re

from model.errors import ChangeRefusedError

MAX_TEXT = 200
"""Longest name or code, characters."""
MAX_NOTE = 10_000
"""Longest note, characters."""


def is_line(text: str) -> bool:
    """Whether a text is one line of 1 to `MAX_TEXT` characters that can be seen."""
    # A no-break space comes along when text is pasted; Python does not call it printable.
    printable = text.replace("\N{NO-BREAK SPACE}", " ").isprintable()
    return 0 < len(text) <= MAX_TEXT and printable and not text.isspace()


_UNWRITABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
"""Control characters other than line ends and tabs, and halves of surrogate pairs."""


def check_note(text: str) -> None:
    """Refuse a note that is too long, or that no file could hold.

    Raises
    ------
    ChangeRefusedError
        If it is.
    """
    if len(text) > MAX_NOTE:
        raise ChangeRefusedError(f"A note has at most {MAX_NOTE:,} characters.")
    if _UNWRITABLE.search(text):
        raise ChangeRefusedError("A note is plain text; it holds characters that are not text.")


def read_day(text: str) -> datetime.date:
    """Return the day that a text names.

    Raises
    ------
    ChangeRefusedError
        If it names none, or not in the one way in which days are written here.
    """
    try:
        date = datetime.date.fromisoformat(text)
    except ValueError:
        date = None
    # Python reads 20110601 and 2011-W22-3 too; one day is written in one way here.
    if date is None or date.isoformat() != text:
        raise ChangeRefusedError(
            f"{text[:40]!r} is not a date; write year-month-day, such as 2011-06-01."
        )
    return date


_NUMBER = re.compile(
    r"(\()?([-\u2212])?(?:£ ?)?([-\u2212])?(\d{1,40}|\d{1,3}(?:[, ]\d{3}){1,12})(?:\.0*)?(\))?"
)
"""A whole number as people and spreadsheets write one; what is below 0 has a minus or brackets."""


def read_number(text: str) -> int:
    """Return the whole number that a text is, with or without separators and a pound sign.

    Raises
    ------
    ChangeRefusedError
        If it is none.
    """
    plain = (
        text.strip().replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    )
    found = _NUMBER.fullmatch(plain)
    brackets, first, second, digits, end = found.groups() if found else (None,) * 5
    if digits is None or not digits.isascii() or (brackets is None) is not (end is None):
        raise ChangeRefusedError(f"{text.strip()[:40]!r} is not a whole number.")
    number = int(digits.replace(",", "").replace(" ", ""))
    return -number if brackets or first or second else number


def read_moment(text: str) -> datetime.datetime:
    """Return an ISO date and time as UTC.

    One without a zone is taken for UTC, one that UTC has no year for as it stands: files may come
    from anywhere, and what is said of them must not depend on this machine.

    Raises
    ------
    ValueError
        If it is none.
    """
    found = datetime.datetime.fromisoformat(text)
    bare = found.replace(tzinfo=datetime.UTC)
    try:
        return bare if found.tzinfo is None else found.astimezone(datetime.UTC)
    except OverflowError:
        return bare
