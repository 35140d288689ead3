"""What every text and number of a pack must obey, in its folder and in a scenario file alike."""

from __future__ import annotations

import re

MAX_TEXT = 2000
"""Longest text of any kind, characters."""
MAX_NAME = 200
"""Longest name, code or label, characters; the model refuses longer ones too."""
MAX_OUTLINE = 5_000_000
"""Largest area of one organisation on a map, packed, bytes."""
MAX_NUMBER = 10**15
"""Largest figure, either side of zero."""

IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_UNPRINTABLE = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")


def text_fault(text: str, longest: int = MAX_TEXT) -> str:
    """Say what is wrong with a text, "" if nothing is.

    Refused are control characters, line breaks, and the marks that turn the direction of
    writing: each of them can make a table, a PDF or a warning show something else than it says.
    """
    if len(text) > longest:
        return f"is {len(text):,} characters long; {longest:,} is the most"
    found = _UNPRINTABLE.search(text)
    if found:
        return f"has a control character (U+{ord(found[0]):04X})"
    if "\n" in text or "\r" in text:
        return "has a line break in it"
    return ""
