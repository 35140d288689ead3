"""Dividing cards over cards and pages, so that what is on each page is large enough to read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from model.chart import Stack

NEARLY = 1e-9
"""What rounding may make of a size that is just large enough."""


def _split(stack: Stack, parts: int) -> list[Stack]:
    """Return a card as several, with as nearly as many rows in each."""
    total = len(stack.rows)
    cuts = [total * i // parts for i in range(parts + 1)]
    return [
        replace(stack, rows=stack.rows[a:b], part=i, parts=parts)
        for i, (a, b) in enumerate(pairwise(cuts), 1)
    ]


_TALL = 24
"""Rows from which on the card of a group is divided too; few groups have as many units."""


def split_high(stacks: Sequence[Stack], most: int) -> list[Stack]:
    """Return cards with those of units to place, and tall ones, divided into ones of some rows."""
    result: list[Stack] = []
    for stack in stacks:
        count = len(stack.rows)
        parts = -(-count // most) if stack.waiting or count > _TALL else 1
        result += _split(stack, parts) if parts > 1 else [stack]
    return result


def split_tall(stack: Stack, scale: Callable[[list[Stack]], float], floor: float) -> list[Stack]:
    """Return a card in as many as it takes for each to be legible alone on a page."""
    rows = len(stack.rows)
    if rows < 2 or scale([stack]) >= floor:
        return [stack]
    reachable = min(floor, scale([_split(stack, rows)[-1]]))
    for parts in range(2, rows):
        cards = _split(stack, parts)
        if min(scale([cards[0]]), scale([cards[-1]])) >= reachable - NEARLY:
            return cards
    return _split(stack, rows)


def in_pages(
    stacks: list[Stack], scale: Callable[[list[Stack]], float], floor: float
) -> list[list[Stack]]:
    """Return cards in as few pages as keep them legible, about as full as each other."""
    pages: list[list[Stack]] = []
    at = 0
    while at < len(stacks):
        low, high = at + 1, len(stacks)
        while low < high:
            middle = (low + high + 1) // 2
            if scale(stacks[at:middle]) >= floor:
                low = middle
            else:
                high = middle - 1
        pages.append(stacks[at:low])
        at = low
    even = _evenly(stacks, len(pages))
    return even if all(scale(page) >= floor for page in even) else pages


def _evenly(stacks: list[Stack], pages: int) -> list[list[Stack]]:
    """Return cards in that many pages, cut where the rows so far are nearest to an even share."""
    weights = [4 + len(stack.rows) for stack in stacks]
    share = sum(weights) / pages
    result: list[list[Stack]] = [[] for _ in range(pages)]
    so_far = 0.0
    for stack, weight in zip(stacks, weights, strict=True):
        result[min(pages - 1, int((so_far + weight / 2) / share))].append(stack)
        so_far += weight
    return [page for page in result if page]
