"""pack.toml: how many persons were accountable in the past, and how many are above the groups."""

from __future__ import annotations

from db.packs.toml import Table
from model.pack import RegionalLeaders, SeriesPoint

MOST_PERSONS = 1_000_000
FIRST_YEAR, LAST_YEAR = 1000, 9999


def read_series(top: Table) -> tuple[SeriesPoint, ...]:
    """Read the years of the past, which come in their order."""
    found: list[SeriesPoint] = []
    for table in top.tables("series"):
        table.allow(
            *("year", "local", "local_label", "regional", "regional_label", "source", "note")
        )
        point = SeriesPoint(
            year=_within(table, "year", FIRST_YEAR, LAST_YEAR),
            local=_within(table, "local", 0, MOST_PERSONS),
            local_label=table.name("local_label"),
            regional=_within(table, "regional", 0, MOST_PERSONS),
            regional_label=table.name("regional_label"),
            source=table.text("source", ""),
            note=table.text("note", ""),
        )
        if found and point.year <= found[-1].year:
            raise table.fault("is not after the one before", "year")
        found.append(point)
    return tuple(found)


def read_regional(top: Table) -> tuple[RegionalLeaders, ...]:
    """Read how many persons are accountable above the groups; each but the first has a start."""
    found: list[RegionalLeaders] = []
    for table in top.tables("regional"):
        table.allow("number", "label", "start", "source")
        leaders = RegionalLeaders(
            number=_within(table, "number", 0, MOST_PERSONS),
            label=table.name("label"),
            start=table.day("start") if found else table.day_or_none("start"),
            source=table.text("source", ""),
        )
        before = found[-1].start if found else None
        if before is not None and leaders.start is not None and leaders.start <= before:
            raise table.fault("is not after the one before", "start")
        found.append(leaders)
    return tuple(found)


def _within(table: Table, key: str, low: int, high: int) -> int:
    number = table.number(key)
    if not low <= number <= high:
        raise table.fault(f"is not between {low} and {high}", key)
    return number
