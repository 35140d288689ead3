"""Columns of the published data as a scenario file holds them: each a JSON list in one text.

A list has an item for each organisation, in their order. What is missing is null, and nulls at the
end are left out; in memory a column is the rows, from 0, of those that have something, and what
they have. Ten thousand are written or read in a few passes that Python makes in C, where as many
rows of a table would take thirty times as long.

Nothing is believed of a text: it is one list, not longer than any scenario's, and its items are
of the column's type. What they mean is left to those who read them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import compress, count, groupby, repeat
from operator import is_not
from types import NoneType
from typing import Any, TypeVar

from db.limits import MAX_NUMBER, text_fault
from db.schema import BrokenPromiseError

_Item = TypeVar("_Item")

MAX_ITEMS = 3_000_000
"""Most items of a list, counting the commas in its texts."""

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Return a value as the JSON text that the file's columns hold."""

_PLAIN = bytes(range(0x20, 0x7F))
_BETWEEN = "\x7f"
"""A character that no text in a file may have."""
_OF_NUMBERS = b"0123456789-,[]nul"
"""All that a list of whole numbers, or null, is written with."""
_ALIKE = bytes.maketrans(b"123456789", b"000000000")
_LONG = b"0" * len(str(MAX_NUMBER))


# -- writing -----------------------------------------------------------------------------------


def write_texts(where: str, texts: Sequence[str], rows: Sequence[int] | None = None) -> str:
    """Return a column of texts as the file has it.

    Parameters
    ----------
    where : str
        What to call the column in the message of an error.
    rows : sequence of int, optional
        Rows, ascending, of the organisations that have the texts; otherwise all have one.

    Raises
    ------
    BrokenPromiseError
        If it could not be read again; so do the others.
    """
    try:
        joined = _BETWEEN.join(texts)
    except TypeError as error:
        raise _odd(where, "a text") from error
    if joined.count(_BETWEEN) != max(len(texts) - 1, 0):
        raise BrokenPromiseError(f"a text in {where} has a control character")
    _check_characters(where, joined.replace(_BETWEEN, " "))
    if rows is not None or not texts or '"' in joined or "\\" in joined:
        return _of_size(where, encode(_spread(texts, rows)))
    # Nothing in it has to be escaped.
    return _of_size(where, '["' + joined.replace(_BETWEEN, '","') + '"]')


def write_numbers(
    where: str,
    numbers: Sequence[int],
    rows: Sequence[int] | None = None,
    *,
    least: int = -MAX_NUMBER,
) -> str:
    """Return a column of whole numbers, from `least` to MAX_NUMBER, as the file has it."""
    text = encode(_spread(numbers, rows))
    if not _has_numbers(text):
        raise _odd(where, "a whole number")
    _check_bounds(where, text, numbers, least)
    return _of_size(where, text)


def write_holding(
    where: str,
    things: Sequence[_Item],
    nrs: Mapping[_Item, int],
    rows: Sequence[int] | None = None,
) -> str:
    """Return a column that has the numbers of things, the last of which holds for all that follow.

    Parameters
    ----------
    nrs : mapping of thing to number
    """
    last = next((same for _, same in groupby(reversed(things))), ())
    length = len(things) - max(len(list(last)) - 1, 0)
    numbers = [*map(nrs.__getitem__, things[:length])]
    return write_numbers(where, numbers, None if rows is None else rows[:length])


def write_decimals(where: str, numbers: Sequence[float], rows: Sequence[int]) -> str:
    """Return a column of numbers that need not be whole as the file has it."""
    if not set(map(type, numbers)) <= {float, int}:
        raise _odd(where, "a number")
    return _of_size(where, encode(_spread([*map(float, numbers)], rows)))


def _spread(items: Sequence[_Item], rows: Sequence[int] | None) -> list[_Item | None]:
    """Return the list that has each item in its row and ends with the last."""
    if rows is None or not rows:
        return list(items)
    if is_run(rows):
        return [*repeat(None, rows[0]), *items]
    in_row = dict(zip(rows, items, strict=True))
    return list(map(in_row.get, range(rows[-1] + 1)))


def is_run(rows: Sequence[int]) -> bool:
    """Whether ascending rows, at least one, follow each other without a gap."""
    return rows[-1] - rows[0] + 1 == len(rows)


# -- reading -----------------------------------------------------------------------------------


def read_texts(where: str, text: str, most: int) -> tuple[Sequence[int], list[str]]:
    """Return the rows that have something in a column of texts, ascending, and what they have.

    Parameters
    ----------
    where : str
        What to call the column in the message of an error.
    most : int
        Most rows there may be.

    Raises
    ------
    BrokenPromiseError
        If it is no such column; so do the others.
    """
    if "\\" not in text and text.startswith('["') and text.endswith('"]'):
        # Without an escape in it, each quote is an end of a text, if there are no others.
        _of_size(where, text)
        texts = text[2:-2].split('","')
        if text.count('"') == 2 * len(texts):
            _check_characters(where, text)
            return _held(where, texts, 0, most)
    rows, texts = _typed(where, text, most, {str}, "a text")
    _check_characters(where, " ".join(texts))
    return rows, texts


def read_numbers(
    where: str, text: str, most: int, *, least: int = -MAX_NUMBER
) -> tuple[Sequence[int], list[int]]:
    """Return the rows that have something in a column of whole numbers, and what they have."""
    if _has_numbers(text):
        rows, numbers = _held(where, _list(where, text), text.count("n"), most)
    else:
        rows, numbers = _typed(where, text, most, {int}, "a whole number")
    _check_bounds(where, text, numbers, least)
    return rows, numbers


def read_holding(
    where: str, text: str, rows: Sequence[int], things: Sequence[_Item]
) -> list[_Item]:
    """Return, for each of the rows, the thing that it was given by `write_holding`.

    Parameters
    ----------
    things : sequence
        What the column's numbers, from 1, stand for.
    """
    there, numbers = read_numbers(where, text, rows[-1] + 1 if rows else 0)
    if list(there) != list(rows[: len(there)]) or bool(numbers) != bool(rows):
        raise BrokenPromiseError(f"{where} is not about the organisations that it should be about")
    if numbers and not 1 <= min(numbers) <= max(numbers) <= len(things):
        raise BrokenPromiseError(f"{where} refers to a row that is not there")
    found = [*map([*things[:1], *things].__getitem__, numbers)]
    return found + found[-1:] * (len(rows) - len(found))


def read_decimals(where: str, text: str, most: int) -> tuple[Sequence[int], list[float]]:
    """Return the rows that have something in a column of numbers, and what they have."""
    rows, numbers = _typed(where, text, most, {float, int}, "a number")
    try:
        return rows, list(map(float, numbers))
    except OverflowError as error:
        raise BrokenPromiseError(f"{where} has a number that is too large") from error


def _has_numbers(text: str) -> bool:
    """Whether a text is a list of nothing but whole numbers and null, if it is JSON at all."""
    # These characters make neither a fraction nor a text, nor true or false.
    return text.count("[") == 1 and not _bytes(text).translate(None, _OF_NUMBERS)


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")


def _check_bounds(where: str, text: str, numbers: Sequence[int], least: int) -> None:
    # As a rule a look at the text is enough: it has no minus and no number of many digits.
    is_plain = "-" not in text and _LONG not in _bytes(text).translate(_ALIKE)
    if not (is_plain or least <= min(numbers) <= max(numbers) <= MAX_NUMBER):
        raise BrokenPromiseError(f"{where} has a number that is too small or too large")


def _check_characters(where: str, texts: str) -> None:
    fault = characters_fault(texts)
    if fault:
        raise BrokenPromiseError(f"a text in {where} {fault}")


def characters_fault(texts: str) -> str:
    """Say what is wrong with the characters of many texts together, "" if nothing is.

    Refused are control characters, and marks that turn the direction of writing.
    """
    try:
        # Most characters need no look: they are ASCII, and taken out at once.
        unusual = texts.encode().translate(None, _PLAIN)
    except UnicodeEncodeError:
        return "has half of a character"
    return text_fault(unusual.decode(), len(unusual))


def _list(where: str, text: str) -> list[Any]:
    _of_size(where, text)
    try:
        items = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BrokenPromiseError(f"{where} is not a list in JSON") from error
    if type(items) is not list:
        raise BrokenPromiseError(f"{where} is not a list in JSON")
    return items


def _typed(
    where: str, text: str, most: int, types: set[type], called: str
) -> tuple[Sequence[int], list[Any]]:
    items = _list(where, text)
    if not set(map(type, items)) <= {*types, NoneType}:
        raise _odd(where, called)
    return _held(where, items, items.count(None), most)


def _held(where: str, items: list[Any], missing: int, most: int) -> tuple[Sequence[int], list[Any]]:
    """Return the rows of the items that are not None, and these."""
    if len(items) > most:
        raise BrokenPromiseError(f"{where} has {len(items):,} items for {most:,} organisations")
    if not missing:
        return range(len(items)), items
    if items[-1] is None:
        raise BrokenPromiseError(f"{where} ends with null")
    there = map(is_not, items, repeat(None))
    first = next(compress(count(), there))
    if first == missing:  # as a rule: those that have nothing come first
        return range(first, len(items)), items[first:]
    held = list(map(is_not, items, repeat(None)))
    return list(compress(count(), held)), list(compress(items, held))


def _of_size(where: str, text: str) -> str:
    # An item more is a comma more, or one level deeper, which soon is too deep.
    if len(text) > MAX_ITEMS and text.count(",") >= MAX_ITEMS:
        raise BrokenPromiseError(f"{where} has more than {MAX_ITEMS:,} items")
    return text


def _odd(where: str, called: str) -> BrokenPromiseError:
    return BrokenPromiseError(f"{where} has an item that is not {called}")
