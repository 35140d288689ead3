"""How a model's rows follow a list that has changed, without being read anew."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Span = tuple[int, int]


def runs(places: Iterable[int]) -> list[Span]:
    """Return rising numbers as runs, both ends included: 1 2 3 7 gives (1, 3), (7, 7)."""
    found: list[Span] = []
    for place in places:
        if found and found[-1][1] == place - 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found


def follow(
    old: Sequence[Key],
    new: Sequence[Key],
    remove: Callable[[int, int], None],
    insert: Callable[[int, int], None],
) -> bool:
    """Turn `old` into `new`, run by run; what is in both must be in the same order.

    Parameters
    ----------
    remove : callable
        Takes away the rows from first to last as they are numbered at that moment.
    insert : callable
        Puts in the rows from first to last of `new`.

    Returns
    -------
    bool
        Whether there was anything to do.
    """
    wanted, there = set(new), set(old)
    gone = runs(i for i, key in enumerate(old) if key not in wanted)
    come = runs(i for i, key in enumerate(new) if key not in there)
    for first, last in reversed(gone):
        remove(first, last)
    for first, last in come:
        insert(first, last)
    return bool(gone or come)
