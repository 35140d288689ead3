"""Which units touch, and into how many pieces a group of them falls.

Two units touch if they share a border on land, or if a bridge or tunnel joins them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from model.pack import Border

_NOBODY: Mapping[str, int] = MappingProxyType({})


class Contiguity:
    """The borders between units, as a graph.

    It is false where no border is known: nothing can be said about pieces then.
    """

    def __init__(self, borders: Iterable[Border]) -> None:
        self._beside: dict[str, dict[str, int]] = {}
        for border in borders:
            if border.fixed_link:
                self._beside.setdefault(border.a, {})[border.b] = border.length_m
                self._beside.setdefault(border.b, {})[border.a] = border.length_m

    def __bool__(self) -> bool:
        return bool(self._beside)

    def beside(self, unit: str) -> Mapping[str, int]:
        """Return the units that touch one, each with the length of their border in metres.

        The length is 0 where only a bridge or tunnel joins the two.
        """
        return self._beside.get(unit, _NOBODY)

    def pieces(self, units: Iterable[str]) -> list[list[str]]:
        """Return the connected components of some units, the one with most units first.

        Within a piece, and among pieces of as many units, the order is that of `units`.
        """
        left = dict.fromkeys(units)
        places = {unit: place for place, unit in enumerate(left)}
        pieces = []
        while left:
            waiting = [next(iter(left))]
            del left[waiting[0]]
            piece = []
            while waiting:
                piece.append(unit := waiting.pop())
                beside = [other for other in self.beside(unit) if other in left]
                waiting += beside
                for other in beside:
                    del left[other]
            pieces.append(sorted(piece, key=places.__getitem__))
        return sorted(pieces, key=len, reverse=True)
