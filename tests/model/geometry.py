"""What tests of the chart's geometry share: layouts as arrays, and the slow, obvious questions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from model.layout import Box, Layout, Metrics, Shape

ROW = Metrics().row_height


def boxes(of: Sequence[Box]) -> np.ndarray:
    """Return boxes as an array of four columns."""
    return np.array(of, dtype=float).reshape(-1, 4)


def lines_of(layout: Layout) -> np.ndarray:
    """Return all connectors as an array of four columns."""
    return boxes([*layout.trunk, *(line for of in layout.branches for line in of)])


def owners(layout: Layout) -> np.ndarray:
    """Return the number of each card's region as an array."""
    return np.array(layout.region_of_card, dtype=int)


def shape(cards: Sequence[int], header: float, rows: int | Sequence[int]) -> Shape:
    """Return a shape whose cards have a header of one height and so many rows."""
    total = int(sum(cards))
    each = [rows] * total if isinstance(rows, int) else rows
    return Shape([int(c) for c in cards], [header] * total, [ROW * int(r) for r in each])


def overlaps(of: np.ndarray) -> list[tuple[int, int]]:
    """Compare every pair of boxes."""
    found = []
    for i, (x, y, w, h) in enumerate(of.tolist()):
        for j, (u, v, s, t) in enumerate(of[:i].tolist()):
            if x < u + s and u < x + w and y < v + t and v < y + h:
                found.append((i, j))
    return found
