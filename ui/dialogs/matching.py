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


def places_of(text: str, wanted: Sequence[str]) -> list[tuple[int, int]]:
    """Return where words stand in a text, each as its first and last place, from left to right.

    A word that starts in the middle of another is found there only if it is at no word's start.
    """
    folded = "".join(fold(c) if len(fold(c)) == 1 else " " for c in text)
    found: set[tuple[int, int]] = set()
    for word in wanted:
        starts = [m.start() for m in re.finditer(re.escape(word), folded)]
        at_start = [at for at in starts if at == 0 or folded[at - 1] == " "]
        found |= {(at, at + len(word)) for at in at_start or starts}
    return sorted(found)
