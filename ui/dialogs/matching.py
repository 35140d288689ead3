"""Whether a text that somebody types means a name: case, accents and punctuation don't matter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_NO_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Return a text as it is compared: lower case, no accents, words with one space between."""
    text = text.casefold()
    if not text.isascii():
        parts = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in parts if not unicodedata.combining(c)).replace("\u2019", "'")
    if "'" in text or "&" in text:
        text = text.replace("'", "").replace("&", " and ")
    return _NO_WORD.sub(" ", text).strip()


def words(query: str) -> list[str]:
    """Return the words of what was typed."""
    return fold(query).split()


def has_all(folded: str, wanted: Sequence[str]) -> bool:
    """Whether every wanted word, or start or middle of a word, is in a folded text."""
    return all(word in folded for word in wanted)
