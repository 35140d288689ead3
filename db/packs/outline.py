"""pack.toml: what kinds of organisation, figures, posts and words a pack has, and its files."""

from __future__ import annotations

import datetime
from dataclasses import fields

from db.packs.folder import PackFolder
from db.packs.series import read_regional, read_series
from db.packs.toml import Table, TomlFile
from model.pack import (
    ENDED,
    Aggregate,
    Body,
    Destination,
    Fact,
    Governance,
    Kind,
    Measure,
    RegionalLeaders,
    Role,
    SeriesPoint,
    Structure,
    Style,
    Tier,
    Words,
    stand_in_fault,
    structure_fault,
)
from model.posts import MOST_POSTS
from model.records import record

FILE = "pack.toml"
FORMAT = 1
"""The format that this program reads."""

ARRANGEMENTS = ("none", "alone", "listed")

_RANK = {tier: i for i, tier in enumerate(Tier)}
_FIGURE_PARTS = ("value", "basis", "low", "high", "source", "note")
OWN_COLUMNS = ("id", "kind", "code", "name", "parent", "lon", "lat")
"""Columns of the table of organisations that mean the same in every pack."""


@record
class FigureColumns:
    """Where a measure's figures stand in the table of organisations; "" for no such column."""

    measure: Measure
    value: str
    basis: str = ""
    low: str = ""
    high: str = ""
    source: str = ""
    note: str = ""
    usual_source: str = ""
    """For a figure whose own source cell is empty."""


@record
class OptionHead:
    """A ready-made option before its groups are read."""

    table: Table
    id: str
    name: str
    on: datetime.date
    arrangement: str
    file: str
    summary: str
    source: str


@record
class Files:
    """Names of the pack's files, "" for one that it does without."""

    organisations: str
    links: str
    borders: str
    boundaries: str
    rules: str


@record
class Outline:
    """All of pack.toml."""

    id: str
    name: str
    version: str
    as_of: datetime.date
    summary: str
    credits: tuple[str, ...]
    words: Words
    kinds: tuple[Kind, ...]
    measures: tuple[Measure, ...]
    roles: tuple[Role, ...]
    facts: tuple[Fact, ...]
    figure_columns: tuple[FigureColumns, ...]
    fact_columns: dict[str, str]
    files: Files
    governances: tuple[Governance, ...]
    destinations: tuple[Destination, ...]
    series: tuple[SeriesPoint, ...]
    regional: tuple[RegionalLeaders, ...]
    structures: tuple[Structure, ...]
    options: tuple[OptionHead, ...]

    def kind_at(self, tier: Tier) -> Kind:
        """Return the first kind at that tier; `read_outline` has made sure of one."""
        return next(kind for kind in self.kinds if kind.tier is tier)


def read_outline(folder: PackFolder) -> Outline:
    """Read and check pack.toml."""
    top = TomlFile(folder, FILE).top
    _check_format(top)
    top.allow(
        *("format", "pack", "words", "files", "kind", "measure", "role", "fact", "option"),
        *("governance", "destination", "series", "regional", "structure"),
    )
    head = top.table("pack")
    head.allow("id", "name", "version", "as_of", "summary", "credits")
    kinds = _read_kinds(top)
    columns = _Columns()
    measures, figure_columns = _read_measures(top, kinds, columns)
    facts, fact_columns = _read_facts(top, columns)
    return Outline(
        id=head.identifier("id"),
        name=head.name("name"),
        version=head.name("version"),
        as_of=head.day("as_of"),
        summary=head.text("summary", ""),
        credits=head.texts("credits"),
        words=_read_words(top.table("words")),
        kinds=kinds,
        measures=measures,
        roles=_read_roles(top),
        facts=facts,
        figure_columns=figure_columns,
        fact_columns=fact_columns,
        files=_read_files(folder, top.table("files")),
        governances=_read_governances(top),
        destinations=_read_destinations(top),
        series=read_series(top),
        regional=read_regional(top),
        structures=_read_structures(top, kinds),
        options=_read_option_heads(folder, top),
    )


def _check_format(top: Table) -> None:
    found = top.number("format")
    if found > FORMAT:
        raise top.fault(
            f"{found} is a later format than this version of Footprint reads",
            "format",
            "install a newer Footprint",
        )
    if found != FORMAT:
        raise top.fault(f"must be {FORMAT}", "format")


def _read_words(table: Table) -> Words:
    parts = fields(Words)
    table.allow(*(part.name for part in parts))
    given = [part.name for part in parts if part.name in table]
    needed = ["officer", "officers", "accountable", "accountables"]
    return Words(**{name: table.name(name) for name in dict.fromkeys([*needed, *given])})


def _read_files(folder: PackFolder, table: Table) -> Files:
    table.allow("organisations", "links", "borders", "boundaries", "rules")
    table.text("organisations")
    return Files(
        organisations=_file_name(folder, table, "organisations"),
        links=_file_name(folder, table, "links"),
        borders=_file_name(folder, table, "borders"),
        boundaries=_file_name(folder, table, "boundaries"),
        rules=_file_name(folder, table, "rules"),
    )


def _file_name(folder: PackFolder, table: Table, key: str) -> str:
    if key not in table:
        return ""
    name = table.text(key)
    fault = folder.check_name(name)
    if fault:
        raise table.fault(fault, key)
    return name


# -- kinds -------------------------------------------------------------------------------------


def _read_kinds(top: Table) -> tuple[Kind, ...]:
    tables = top.tables("kind")
    kinds: dict[str, Kind] = {}
    for table in tables:
        kind = _read_kind(table)
        table.unique("id", kind.id, kinds)
        kinds[kind.id] = kind
    for table, kind in zip(tables, kinds.values(), strict=True):
        _check_parents(table, kind, kinds)
    _check_tiers(top, tuple(kinds.values()))
    return tuple(kinds.values())


def _read_kind(table: Table) -> Kind:
    table.allow(*(part.name for part in fields(Kind)))
    label = table.name("label")
    return Kind(
        id=table.identifier("id"),
        label=label,
        plural=table.name("plural", label + "s"),
        tier=table.choice("tier", Tier),
        parents=table.texts("parents"),
        legal_body=table.flag("legal_body"),
        creatable=table.flag("creatable"),
        movable=table.flag("movable"),
        deletable=table.flag("deletable"),
    )


def _check_parents(table: Table, kind: Kind, kinds: dict[str, Kind]) -> None:
    if kind.tier is Tier.ROOT:
        if kind.parents:
            raise table.fault("a kind at the root has no parents", "parents")
        return
    if not kind.parents:
        raise table.fault("is missing: only a kind at the root has no parents", "parents")
    for parent in kind.parents:
        if parent not in kinds:
            raise table.fault(f"there is no kind {parent!r}", "parents")
        if kind.tier is Tier.SUCCESSOR and kinds[parent].tier is not Tier.GROUP:
            raise table.fault("a successor hangs in groups only", "parents")
        nested = kind.tier in (Tier.REGION, Tier.PART) and kinds[parent].tier is kind.tier
        if not nested and _RANK[kinds[parent].tier] >= _RANK[kind.tier]:
            raise table.fault(
                f"{parent!r} is at tier {kinds[parent].tier}, which is not above {kind.tier}",
                "parents",
            )


def _check_tiers(top: Table, kinds: tuple[Kind, ...]) -> None:
    for tier in (Tier.ROOT, Tier.REGION, Tier.GROUP, Tier.UNIT):
        count = sum(kind.tier is tier for kind in kinds)
        if not count:
            raise top.fault(f"no kind is at tier {tier}", "kind")
        if count > 1 and tier in (Tier.ROOT, Tier.GROUP):
            raise top.fault(f"{count} kinds are at tier {tier}, where one can be", "kind")
    if sum(kind.tier is Tier.SUCCESSOR for kind in kinds) > 1:
        raise top.fault("several kinds are at tier successor, where one can be", "kind")


# -- measures, facts and their columns ---------------------------------------------------------


class _Columns:
    """Which columns of the table of organisations are spoken for, and by what."""

    def __init__(self) -> None:
        self._taken = dict.fromkeys(OWN_COLUMNS, "every organisation")

    def claim(self, table: Table, key: str, column: str, owner: str) -> str:
        if column in self._taken:
            raise table.fault(f"column {column!r} belongs to {self._taken[column]} already", key)
        self._taken[column] = owner
        return column


def _read_measures(
    top: Table, kinds: tuple[Kind, ...], columns: _Columns
) -> tuple[tuple[Measure, ...], tuple[FigureColumns, ...]]:
    measures: dict[str, Measure] = {}
    found: list[FigureColumns] = []
    for table in top.tables("measure"):
        measure = _read_measure(table, kinds)
        table.unique("id", measure.id, measures)
        if fault := stand_in_fault(measure, measures.values(), kinds):
            raise table.fault(fault, "stands_for")
        measures[measure.id] = measure
        if "columns" in table:
            found.append(_read_figure_columns(table, measure, columns))
    return tuple(measures.values()), tuple(found)


RESERVED = ("units", "officers", "board_seats", "accountable_officers")
"""Names of the totals that stand beside measures in documents for scripts."""


def _read_measure(table: Table, kinds: tuple[Kind, ...]) -> Measure:
    table.allow(*(part.name for part in fields(Measure)), "columns", "source")
    carrier = table.identifier("carrier")
    if carrier not in {kind.id for kind in kinds}:
        raise table.fault(f"there is no kind {carrier!r}", "carrier")
    label = table.name("label")
    identifier = table.identifier("id")
    if identifier in RESERVED:
        raise table.fault(f"{identifier!r} is a total that Footprint itself makes", "id")
    return Measure(
        id=identifier,
        label=label,
        short=table.name("short", label),
        carrier=carrier,
        style=table.choice("style", Style, Style.COUNT),
        aggregate=table.choice("aggregate", Aggregate, Aggregate.SUM),
        headline=table.flag("headline"),
        explanation=table.text("explanation", ""),
        enterable=table.flag("enterable"),
        signed=table.flag("signed"),
        stands_for=table.identifier("stands_for") if "stands_for" in table else "",
    )


def _read_figure_columns(table: Table, measure: Measure, columns: _Columns) -> FigureColumns:
    inner = table.table("columns")
    inner.allow(*_FIGURE_PARTS)
    inner.name("value")
    named = {
        part: columns.claim(inner, part, inner.name(part), f"measure {measure.id}")
        for part in _FIGURE_PARTS
        if part in inner
    }
    if ("low" in named) != ("high" in named):
        raise table.fault("an interval has both a low and a high column", "columns")
    return FigureColumns(measure, **named, usual_source=table.text("source", ""))


def _read_facts(top: Table, columns: _Columns) -> tuple[tuple[Fact, ...], dict[str, str]]:
    facts: dict[str, Fact] = {}
    places: dict[str, str] = {}
    for table in top.tables("fact"):
        table.allow("id", "label", "source", "column")
        fact = Fact(table.identifier("id"), table.name("label"), table.text("source", ""))
        table.unique("id", fact.id, facts)
        facts[fact.id] = fact
        key = "column" if "column" in table else "id"
        places[fact.id] = columns.claim(table, key, table.name(key), f"fact {fact.id}")
    return tuple(facts.values()), places


# -- roles and options -------------------------------------------------------------------------


def _read_roles(top: Table) -> tuple[Role, ...]:
    roles: dict[str, Role] = {}
    for table in top.tables("role"):
        table.allow(*(part.name for part in fields(Role)))
        title = table.name("title")
        role = Role(
            id=table.identifier("id"),
            title=title,
            short=table.name("short", title),
            executive=table.flag("executive", default=True),
            merges=table.flag("merges"),
            accountable=table.flag("accountable"),
            voting=table.flag("voting", default=True),
            number=_read_usual_number(table),
            lay=table.flag("lay"),
            statutory=table.flag("statutory"),
            common=table.flag("common"),
        )
        if role.common and (role.executive or role.accountable or role.merges):
            raise table.fault("is for lay members: no officers are common to boards", "common")
        table.unique("id", role.id, roles)
        roles[role.id] = role
    return tuple(roles.values())


def _read_usual_number(table: Table) -> int:
    number = table.number("number") if "number" in table else 1
    if not 0 <= number <= MOST_POSTS:
        raise table.fault(f"is not between 0 and {MOST_POSTS}", "number")
    return number


def _read_governances(top: Table) -> tuple[Governance, ...]:
    found: dict[str, Governance] = {}
    for table in top.tables("governance"):
        table.allow(*(part.name for part in fields(Governance)))
        governance = Governance(
            id=table.identifier("id"),
            label=table.name("label"),
            number=table.text("number", ""),
            common=table.flag("common"),
            committee=table.flag("committee"),
            text=table.text("text", ""),
        )
        table.unique("id", governance.id, found)
        found[governance.id] = governance
    return tuple(found.values())


def _read_destinations(top: Table) -> tuple[Destination, ...]:
    found: dict[str, Destination] = {}
    for table in top.tables("destination"):
        table.allow("id", "label")
        destination = Destination(table.identifier("id"), table.name("label"))
        table.unique("id", destination.id, found)
        found[destination.id] = destination
    return tuple(found.values())


def _read_structures(top: Table, kinds: tuple[Kind, ...]) -> tuple[Structure, ...]:
    found: dict[str, Structure] = {}
    for table in top.tables("structure"):
        table.allow(*(part.name for part in fields(Structure) if part.name != "bodies"), "body")
        structure = Structure(
            id=table.identifier("id"),
            label=table.name("label"),
            bodies=tuple(_read_body(inner, kinds) for inner in table.tables("body")),
            text=table.text("text", ""),
            source=table.text("source", ""),
            ended=table.name("ended", ENDED),
            notice=table.name("notice", ""),
        )
        table.unique("id", structure.id, found)
        fault = structure_fault(structure, kinds)
        if fault:
            raise table.fault(fault, "body")
        found[structure.id] = structure
    return tuple(found.values())


def _read_body(table: Table, kinds: tuple[Kind, ...]) -> Body:
    table.allow(*(part.name for part in fields(Body)))
    kind = table.identifier("kind")
    usual = next((k for k in kinds if k.id == kind), None)
    if usual is None:
        raise table.fault(f"there is no kind {kind!r}", "kind")
    label = table.name("label", usual.label)
    return Body(
        kind=kind,
        label=label,
        plural=table.name("plural", usual.plural if label == usual.label else label + "s"),
        under=table.identifier("under") if "under" in table else "",
        legal_body=table.flag("legal_body"),
        board=table.flag("board"),
        accountable=table.flag("accountable"),
        optional=table.flag("optional"),
        word=table.name("word", ""),
    )


def _read_option_heads(folder: PackFolder, top: Table) -> tuple[OptionHead, ...]:
    heads: dict[str, OptionHead] = {}
    for table in top.tables("option"):
        table.allow("id", "name", "on", "arrangement", "file", "summary", "source")
        head = OptionHead(
            table=table,
            id=table.identifier("id"),
            name=table.name("name"),
            on=table.day("on"),
            arrangement=table.name("arrangement"),
            file=_file_name(folder, table, "file"),
            summary=table.text("summary", ""),
            source=table.text("source", ""),
        )
        table.unique("id", head.id, heads)
        _check_arrangement(head)
        heads[head.id] = head
    return tuple(heads.values())


def _check_arrangement(head: OptionHead) -> None:
    if head.arrangement not in ARRANGEMENTS:
        known = ", ".join(ARRANGEMENTS)
        raise head.table.fault(f"{head.arrangement!r} is not one of {known}", "arrangement")
    if (head.arrangement == "listed") != bool(head.file):
        what = "is missing" if not head.file else "belongs to the arrangement 'listed' only"
        raise head.table.fault(what, "file")
