"""Which labels of a map are shown at which scale, so that none lies on another.

Where a label stands and from which scale on it is shown is worked out once, for all scales: a label
that is there stays there while one looks closer, whatever part of the map is in view. Labels that
matter more come first; each takes the place at which it can be shown soonest.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

NEVER = math.inf


class Label(NamedTuple):
    """A text to be placed.

    Attributes
    ----------
    key : str
        Whose it is.
    x, y : float
        The point of the map that it belongs to.
    width, height : float
        Its size in pixels, the same at any scale.
    least : float
        Scale, pixels to a unit of the map, from which on it may be shown.
    offsets : sequence of (float, float)
        Where its middle may lie, in pixels from its point; the best first.
    """

    key: str
    x: float
    y: float
    width: float
    height: float
    least: float
    offsets: Sequence[tuple[float, float]] = ((0.0, 0.0),)


class Placed(NamedTuple):
    """Where a label stands.

    Attributes
    ----------
    scale : float
        From which on it is shown; `NEVER` if there is no room for it at any.
    dx, dy : float
        Where its middle lies, in pixels from its point.
    """

    label: Label
    scale: float
    dx: float
    dy: float


def place(labels: Iterable[Label], among: Iterable[Placed] = ()) -> dict[str, Placed]:
    """Place labels, those that matter most first.

    Parameters
    ----------
    among : iterable of Placed
        Others that stand already, which matter more.

    Returns
    -------
    dict of str to Placed
        By key, in the order of the labels.
    """
    waiting, others = list(labels), list(among)
    if not waiting:
        return {}
    # Two that lie farther apart than this never meet at a scale at which both are shown.
    wide = max(label.width for label in (*waiting, *(p.label for p in others)))
    reach = max(abs(x) for label in waiting for x, _ in label.offsets)
    reach = max([reach, *(abs(p.dx) for p in others)])
    cell = (wide + 2 * reach) / min(label.least for label in waiting)
    cells: dict[int, list[Placed]] = {}
    for other in others:
        cells.setdefault(math.floor(other.label.x / cell), []).append(other)
    result = {}
    for label in waiting:
        column = math.floor(label.x / cell)
        near = [p for c in (column - 1, column, column + 1) for p in cells.get(c, ())]
        placed = min((_at(label, o, near) for o in label.offsets), key=lambda p: p.scale)
        result[label.key] = placed
        if placed.scale < NEVER:
            cells.setdefault(column, []).append(placed)
    return result


def _at(label: Label, offset: tuple[float, float], near: Iterable[Placed]) -> Placed:
    """Return from which scale on a label can stand at an offset among others."""
    _, x, y, width, height, scale, _ = label
    dx, dy = offset
    for other in near:
        them, since = other.label, other.scale
        across = them.x - x, other.dx - dx, (them.width + width) / 2
        if abs(across[0]) * scale >= across[2] + abs(across[1]):
            continue  # they are apart by then, for good
        down = them.y - y, other.dy - dy, (them.height + height) / 2
        if abs(down[0]) * scale >= down[2] + abs(down[1]):
            continue
        ends = _meeting(across, down)
        # Where they part before the other is shown they never meet.
        if scale < ends and since < ends:
            scale = ends
    return Placed(label, scale, dx, dy)


def _meeting(*axes: tuple[float, float, float]) -> float:
    """Return the scale from which on two boxes are apart for good; 0 if they never meet.

    Along each axis their middles are `apart * scale + shift` pixels from each other, and they
    overlap while that is less than `room`.
    """
    begin, end = 0.0, NEVER
    for apart, shift, room in axes:
        if apart == 0:
            if abs(shift) >= room:
                return 0.0
            continue
        one, two = (-room - shift) / apart, (room - shift) / apart
        begin, end = max(begin, min(one, two)), min(end, max(one, two))
    return end if begin < end else 0.0


def shown(placed: Mapping[str, Placed], scale: float) -> list[Placed]:
    """Return the labels that are shown at a scale."""
    return [p for p in placed.values() if p.scale <= scale]
