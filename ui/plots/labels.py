"""Names beside points: as many as find room where they hide neither a point nor each other.

`model.geography.labels` places those of a map, once for all scales; here points move with every
edit, get in the way themselves, and are stretched differently across and up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

DOT = 5.0
"""Radius of dots and points, pixels."""
_CELL = 64.0
_GAP = 3.0


@dataclass(frozen=True, slots=True)
class Label:
    """A name beside its point."""

    key: str
    text: str
    box: QRectF


class _Taken:
    """What is taken of a plane, in cells, so that few boxes are looked at for each question."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[QRectF]] = {}

    @staticmethod
    def _over(box: QRectF) -> Iterator[tuple[int, int]]:
        for x in range(int(box.left() // _CELL), int(box.right() // _CELL) + 1):
            for y in range(int(box.top() // _CELL), int(box.bottom() // _CELL) + 1):
                yield x, y

    def add(self, box: QRectF) -> None:
        for cell in self._over(box):
            self._cells.setdefault(cell, []).append(box)

    def is_free(self, box: QRectF) -> bool:
        return not any(
            other.intersects(box) for cell in self._over(box) for other in self._cells.get(cell, ())
        )


def placed(
    spots: Mapping[str, QPointF],
    names: Mapping[str, tuple[str, float]],
    height: float,
    area: QRectF,
    first: Sequence[str] = (),
) -> list[Label]:
    """Return the names that find room.

    Parameters
    ----------
    spots : mapping of str to QPointF
        The points, by key.
    names : mapping of str to (text, width)
        What is written at each.
    first : sequence of str
        Keys of those that choose their place before others.
    """
    taken = _Taken()
    for spot in spots.values():
        taken.add(QRectF(spot.x() - DOT, spot.y() - DOT, 2 * DOT, 2 * DOT))
    # Outliers come before those in the crowd: theirs are the names that are asked for.
    middle_x = sum(s.x() for s in spots.values()) / max(1, len(spots))
    middle_y = sum(s.y() for s in spots.values()) / max(1, len(spots))

    def crowd(key: str) -> float:
        spot = spots[key]
        return -abs(spot.x() - middle_x) - abs(spot.y() - middle_y)

    rest = sorted((key for key in spots if key not in first), key=crowd)
    found = []
    for key in (*(k for k in first if k in spots), *rest):
        if not area.contains(spots[key]):
            continue
        text, width = names[key]
        for box in _places(spots[key], width, height):
            if area.contains(box) and taken.is_free(box):
                taken.add(box)
                found.append(Label(key, text, box))
                break
    return found


def plates(
    spots: Mapping[str, QPointF],
    names: Mapping[str, tuple[str, float]],
    area: QRectF,
    keys: Iterable[str],
) -> list[Label]:
    """Return names that stand above or below their points, over all but each other.

    Parameters
    ----------
    keys : iterable of str
        Whose, in the order in which they choose their place; who finds none is left out.
    """
    taken, found = _Taken(), list[Label]()
    for key in keys:
        (text, width), spot = names[key], spots[key]
        x = min(max(area.left() + 4, spot.x() - width / 2), area.right() - width - 4)
        above, below = (
            QRectF(x - 3, spot.y() + away - 8, width + 6, 16) for away in (-DOT - 12, DOT + 13)
        )
        room = [above] if above.top() >= area.top() else [below]
        room += [below] if below.bottom() <= area.bottom() else []
        for box in room:
            if taken.is_free(box):
                taken.add(box)
                found.append(Label(key, text, box))
                break
    return found


def _places(spot: QPointF, width: float, height: float) -> Iterator[QRectF]:
    """Iterate over where a name may stand around its point, the best first."""
    away = DOT + _GAP
    x, y = spot.x(), spot.y()
    for left, top in (
        (x + away, y - height / 2),
        (x - away - width, y - height / 2),
        (x - width / 2, y - away - height),
        (x - width / 2, y + away),
        (x + DOT, y - away - height + 2),
        (x + DOT, y + away - 2),
        (x - DOT - width, y - away - height + 2),
        (x - DOT - width, y + away - 2),
    ):
        yield QRectF(left, top, width, height)
