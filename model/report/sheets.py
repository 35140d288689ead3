"""Which sheets a workbook has and what each holds: for its first sheet and for a preview."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from model.option import Option
from model.pack import Tier
from model.report.parts import Part
from model.wording import capital

_SUMS = "sums are formulas over the rows that make them up"


class Sheet(StrEnum):
    """A sheet of a workbook, in the order that they have."""

    REGIONS = "regions"
    GROUPS = "groups"
    UNITS = "units"
    POSTS = "posts"
    BEFORE = "before"
    FINDINGS = "findings"
    RESULTS = "results"
    CHANGES = "changes"
    SOURCES = "sources"
    ESTIMATES = "estimates"


_OF_PARTS = {
    Part.REGIONS: (Sheet.REGIONS,),
    Part.GROUPS: (Sheet.GROUPS, Sheet.UNITS, Sheet.POSTS),
    Part.OVERVIEW: (Sheet.BEFORE,),
    Part.FINDINGS: (Sheet.FINDINGS, Sheet.RESULTS),
    Part.CHANGES: (Sheet.CHANGES,),
    Part.SOURCES: (Sheet.SOURCES, Sheet.ESTIMATES),
}


def sheets_told(option: Option, parts: Collection[Part]) -> dict[Sheet, tuple[str, str]]:
    """Return the sheets of a workbook of some parts, each with its name and what it holds."""
    pack = option.pack
    kinds = (pack.kind_at(tier) for tier in (Tier.REGION, Tier.GROUP, Tier.UNIT))
    regions, groups, units = (capital(kind.plural) for kind in kinds)
    told = {
        Sheet.REGIONS: (regions, f"Totals and verdicts; {_SUMS}"),
        Sheet.GROUPS: (groups, f"Totals and verdicts; {_SUMS}"),
        Sheet.UNITS: (units, "Figures, and what each is placed in"),
        Sheet.POSTS: ("Posts", "Holders, boards, employers, costs"),
        Sheet.BEFORE: ("Before and after", "Posts, boards and people, counted"),
        Sheet.FINDINGS: (
            "Findings",
            "To read and print: what is broken, accepted or not yet known, with sources",
        ),
        Sheet.RESULTS: (
            "Rule results",
            "To filter and count: every rule for every organisation; rules that don't apply to "
            "one are there, hidden by the filter",
        ),
        Sheet.CHANGES: ("Changes", f"{len(option.log.path()):,}: when, who, what and why"),
        Sheet.SOURCES: ("Sources", "Rules in words, and where they are from"),
        Sheet.ESTIMATES: (
            "Estimates",
            "Figures that are estimated or entered by users, with their intervals",
        ),
    }
    wanted = {sheet for part, sheets in _OF_PARTS.items() if part in parts for sheet in sheets}
    return {sheet: words for sheet, words in told.items() if sheet in wanted}
