"""What can be in a report or left out."""

from __future__ import annotations

from enum import StrEnum


class Part(StrEnum):
    """A chapter of a report, by the name that users choose it by, in the order that it has."""

    OVERVIEW = "overview"
    MAP = "map"
    """Only where the pack has boundaries."""
    REGIONS = "regions"
    GROUPS = "clusters"
    FINDINGS = "findings"
    CHANGES = "changes"
    SOURCES = "sources"
