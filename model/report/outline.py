"""The report of an option as a tree of sections, for every format that has pages of text."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from model.before_after import BeforeAfter
from model.option import Option
from model.pack import Tier
from model.records import altered, record
from model.remarks import limits_set
from model.report.changes import changes_table, changes_told
from model.report.condensed import not_yet_known, team_table, with_sources_below, without_zeros
from model.report.parts import Part
from model.report.posts import OPTIONAL, before_after_table
from model.report.rules import JUDGED, findings_table, rules_table, verdicts_table
from model.report.table import Table
from model.report.totals import estimates_table, groups_table, regions_table, units_table
from model.rules.standing import UNKNOWN
from model.wording import capital, counted, day

OVERVIEW, MAP = "overview", "map"
"""Ids of sections."""


def region_section(number: int) -> str:
    """Return the id of the section of a region, by its place among them, from 1."""
    return f"region-{number}"


@record
class Section:
    """A heading with what is below it.

    Attributes
    ----------
    id : str
        Unique in a report, of letters, digits and hyphens; for links.
    paragraphs : tuple of str
        Plain text.
    """

    id: str
    title: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    sections: tuple[Section, ...] = ()


def outline(option: Option, parts: Collection[Part] = frozenset(Part)) -> tuple[Section, ...]:
    """Return the sections of a report of an option, in their order."""
    makers = {
        Part.OVERVIEW: _overview,
        Part.MAP: _map,
        Part.REGIONS: _regions,
        Part.GROUPS: _groups,
        Part.FINDINGS: _findings,
        Part.CHANGES: _changes,
        Part.SOURCES: _sources,
    }
    wanted = parts if option.pack.boundaries else set(parts) - {Part.MAP}
    return tuple(make(option) for part, make in makers.items() if part in wanted)


def facts(option: Option) -> tuple[tuple[str, str], ...]:
    """Return what a cover says of an option, as pairs of caption and text."""
    state = option.state
    group, unit = state.pack.kind_at(Tier.GROUP), state.pack.kind_at(Tier.UNIT)
    waiting = len(state.tray())
    placed = f"{counted(waiting, unit.label, unit.plural)} still to place" if waiting else "all"
    found = [
        ("As on", day(state.on)),
        ("Data", f"{state.pack.name}, {state.pack.version}"),
        (capital(group.plural), str(len(state.at_tier(Tier.GROUP)))),
        (f"{capital(unit.plural)} placed", placed),
    ]
    if state.structure is not None:
        found.append(("Looks ahead to", state.structure.label))
    return tuple(found)


def _overview(option: Option) -> Section:
    state = option.state
    counts = before_after_table(state, [state.root], BeforeAfter(state))
    tables = (regions_table(option), verdicts_table(option), counts)
    paragraphs = [state.note] if state.note else []
    limits = limits_set(state)
    if limits:
        paragraphs.append(f"Limits set for this plan: {'; '.join(limits)}.")
    return Section(OVERVIEW, "Overview", tuple(paragraphs), tables)


def _map(option: Option) -> Section:
    pack = option.pack
    group, unit = pack.kind_at(Tier.GROUP), pack.kind_at(Tier.UNIT)
    told = f"Where the {group.plural} lie, and the {unit.plural} in each."
    return Section(MAP, "Map", (told,))


def _regions(option: Option) -> Section:
    state = option.state
    kind = state.pack.kind_at(Tier.REGION)
    sections = tuple(
        Section(region_section(place), state.label(region), tables=(groups_table(option, region),))
        for place, region in enumerate(state.at_tier(Tier.REGION), 1)
    )
    return Section("regions", capital(kind.plural), sections=sections)


def _groups(option: Option) -> Section:
    kind = option.state.pack.kind_at(Tier.GROUP)
    return Section("groups", capital(kind.plural), sections=tuple(_group_sections(option)))


def _group_sections(option: Option) -> Iterator[Section]:
    state = option.state
    counts = BeforeAfter(state)
    for place, group in enumerate(state.at_tier(Tier.GROUP), 1):
        inside = {group, *state.members(group)}
        region = state.region_of(group)
        above = [f"In {state.label(region)}."] if region is not None else []
        yield Section(
            f"group-{place}",
            f"{state.code(group)} {state.label(group)}",
            tuple(above),
            (
                units_table(option, group),
                # What the counts mean stands once, in the overview.
                altered(without_zeros(before_after_table(state, [group], counts)), remarks=()),
                _judged(option, group, inside),
                team_table(state, group).said(OPTIONAL),
            ),
        )


def _judged(option: Option, group: str, inside: Collection[str]) -> Table:
    """Return what is against a group; what can't be judged yet is a remark.

    For want of the same inputs, that is the same in most groups: the chapter of findings has it.
    """
    table = findings_table(option, inside, JUDGED, with_sources=False)
    unknown = not_yet_known(option, group)
    remarks = (f"{capital(UNKNOWN)}: {unknown}",) if unknown else ()
    return altered(table, empty="Nothing is broken or accepted.", remarks=remarks)


def _findings(option: Option) -> Section:
    return Section("findings", "Rule findings", tables=(findings_table(option, folded=True),))


def _changes(option: Option) -> Section:
    return Section("changes", "Changes", tuple(changes_told(option)), (changes_table(option),))


def _sources(option: Option) -> Section:
    tables = (rules_table(option), with_sources_below(estimates_table(option)))
    return Section("sources", "Sources", option.pack.credits, tables)
