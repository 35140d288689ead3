"""A plan's accountable persons beside those of the past, with the leaders above the groups."""

from __future__ import annotations

import datetime

from model.pack import Pack, RegionalLeaders, SeriesPoint, Tier
from model.state import State


def regional_leaders(pack: Pack, on: datetime.date) -> RegionalLeaders | None:
    """Return who is accountable above the groups on a day; None if the pack says nothing."""
    found = None
    for leaders in pack.regional:
        if leaders.start is None or leaders.start <= on:
            found = leaders
    return found


def series_point(state: State, accountable: int | None = None) -> SeriesPoint:
    """Return an option as a point of its pack's series.

    Parameters
    ----------
    accountable : int, optional
        How many persons are accountable for units' money; those of the option unless given.
    """
    pack = state.pack
    if accountable is None:
        accountable = state.totals(state.root).accountable_officers
    leaders = regional_leaders(pack, state.on)
    bodies = pack.kind_at(Tier.GROUP).plural
    if state.tray():
        bodies = f"{bodies} and {pack.kind_at(Tier.UNIT).plural}"
    elif not all(state.count(group) for group in state.at_tier(Tier.GROUP)):
        # An empty group answers for no money: nobody shall look for its person here.
        bodies = f"{bodies} with {pack.kind_at(Tier.UNIT).plural}"
    return SeriesPoint(
        year=state.on.year,
        local=accountable,
        local_label=bodies,
        regional=leaders.number if leaders else 0,
        regional_label=leaders.label if leaders else pack.kind_at(Tier.REGION).plural,
        source=leaders.source if leaders else "",
    )


def fall(before: int, after: int) -> int:
    """Return by how much a number fell, in whole hundredths of a per cent, below 0 if it rose.

    Raises
    ------
    ZeroDivisionError
        If there was nothing before.
    """
    part = 10_000 * abs(before - after) // before
    return part if before >= after else -part
