"""Ties so small that they are a matter of where a line was drawn, not of who serves whom."""

from __future__ import annotations

from collections.abc import Sequence

from model.pack import Link

SLIVER_BP = 200
"""Below so many basis points of the people of what it is tied to, a unit's tie is a sliver.

No source gives a number. In the data of England's councils (`links.csv`, counted by
census output areas) the ties that divide a council begin with strips of 0.8% to 1.7% of its people
and go on with villages and towns from 2.7%: the line is drawn in the gap between them.
"""
_BP = 10_000


def share_bp(some: Sequence[Link], ties: Sequence[Link]) -> int | None:
    """Return how many of the people of all ties some of them have, in basis points.

    None where not all of that is known.
    """
    known = [tie.people for tie in ties if tie.people is not None]
    total = sum(known)
    if len(known) < len(ties) or not total:
        return None
    return sum(tie.people or 0 for tie in some) * _BP // total


def without_slivers(ties: Sequence[Link]) -> list[Link]:
    """Return the ties to one place but those that are slivers; all, where people are not known."""
    shares = ((tie, share_bp([tie], ties)) for tie in ties)
    return [tie for tie, share in shares if share is None or share >= SLIVER_BP]
