"""The parts into which groups fall on the ground, in the order in which they are numbered."""

from __future__ import annotations

from collections.abc import Sequence

from model.contiguity import Contiguity
from model.state import State

Part = tuple[str, ...]
"""The units of a part, in the order of the group."""


class Parts:
    """The parts of groups, worked out again only where a group has other members than before.

    Units hang together if they share a border on land, or if a bridge or tunnel joins them; a
    ferry does not. A move is two groups' work, whoever asks, before it is made or after.
    """

    def __init__(self, contiguity: Contiguity) -> None:
        self.contiguity = contiguity
        self._found: dict[str, tuple[list[str], list[list[str]]]] = {}

    def of(self, state: State, group: str) -> Sequence[Part]:
        """Return a group's parts: the one of most units first, of these the one of most people.

        (People, or whatever the pack's first measure counts.) None, where no borders are known.
        """
        if not self.contiguity:
            return ()
        members = list(state.members(group))
        known = self._found.get(group)
        if known is None or known[0] != members:
            known = self._found[group] = (members, self.contiguity.pieces(members))
        return numbered(state, known[1])


def numbered(state: State, pieces: Sequence[Sequence[str]]) -> list[Part]:
    """Return pieces of a group in the order in which they are numbered."""
    parts = [tuple(piece) for piece in pieces]
    if len(parts) > 1:
        parts.sort(key=lambda part: _rank(state, part))
    return parts


def _rank(state: State, part: Part) -> tuple[int, int, str]:
    measures = state.pack.measures
    size = sum(state.sum(unit, measures[0].id).value for unit in part) if measures else 0
    return -len(part), -size, state.code(part[0])
