"""The pack in a scenario file: from a `Pack` to rows of its tables and back.

Both ways stand side by side, so that a column is written and read in the same place. The ready-made
options of a pack are not kept: a file has the options that were made from them.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from db.schema import BrokenPromiseError, Row, Rows
from model.organisations import Basis, Figure, Organisation, Organisations
from model.pack import Aggregate, Border, Fact, Kind, Link, Measure, Pack, Role, Style, Tier, Words
from model.rules.rule import Rule, Severity

_Kind = TypeVar("_Kind", bound=StrEnum)

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Return a value as the JSON text that the file's columns hold."""

META = ("pack", "pack_name", "pack_version", "pack_as_of", "pack_summary")
"""The keys of `meta` that belong to the pack."""

_MAX_DEPTH = 20
"""Deepest nesting of a rule's data; those of a pack's file are flatter."""


def decode(text: str) -> object:
    """Return the value of a JSON text.

    Raises
    ------
    BrokenPromiseError
        If it is not JSON.
    """
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BrokenPromiseError(f"{text[:40]!r} is not JSON") from error
    return value


def day(text: str) -> datetime.date:
    """Return the date that a text names.

    Raises
    ------
    BrokenPromiseError
        If it names none.
    """
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise BrokenPromiseError(f"{text[:40]!r} is not a date") from error


def numbers(records: Iterable[Kind | Measure | Fact | Role | Organisation]) -> dict[str, int]:
    """Return, by id, the nr that each record has in its table."""
    return {record.id: nr for nr, record in enumerate(records, 1)}


# -- writing -----------------------------------------------------------------------------------


def pack_rows(pack: Pack) -> Rows:
    """Return the rows of a pack, by table; `meta` has the pack's own entries only."""
    kinds = numbers(pack.kinds)
    organisations = numbers(pack.organisations)
    about = (pack.id, pack.name, pack.version, pack.as_of.isoformat(), pack.summary)
    return {
        "meta": list(zip(META, about, strict=True)),
        "credit": list(enumerate(pack.credits, 1)),
        "word": sorted(asdict(pack.words).items()),
        "kind": [
            (
                *(n, k.id, k.label, k.plural, k.tier.value),
                *(k.legal_body, k.creatable, k.movable, k.deletable),
            )
            for n, k in enumerate(pack.kinds, 1)
        ],
        "kind_parent": [
            (kinds[kind.id], position, kinds[parent])
            for kind in pack.kinds
            for position, parent in enumerate(kind.parents, 1)
        ],
        "measure": [
            (
                *(n, m.id, m.label, m.short, kinds[m.carrier]),
                *(m.style.value, m.aggregate.value, m.headline, m.explanation),
            )
            for n, m in enumerate(pack.measures, 1)
        ],
        "fact": [(n, f.id, f.label, f.source) for n, f in enumerate(pack.facts, 1)],
        "role": [
            (n, r.id, r.title, r.short, r.executive, r.merges, r.accountable, r.voting)
            for n, r in enumerate(pack.roles, 1)
        ],
        "rule": [_rule_row(n, rule) for n, rule in enumerate(pack.rules, 1)],
        "organisation": [
            (n, o.id, kinds[o.kind], o.code, o.name, o.parent and organisations[o.parent])
            for n, o in enumerate(pack.organisations, 1)
        ],
        "place": [(n, *o.place) for n, o in enumerate(pack.organisations, 1) if o.place],
        **_figure_rows(pack),
        "organisation_fact": [
            (fact_nr, n, o.facts[fact.id])
            for fact_nr, fact in enumerate(pack.facts, 1)
            for n, o in enumerate(pack.organisations, 1)
            if fact.id in o.facts
        ],
        "link": [
            (n, organisations[link.unit], link.code, link.name, link.people)
            for n, link in enumerate(pack.links, 1)
        ],
        "border": [
            (n, organisations[b.a], organisations[b.b], b.kind, b.length_m, b.fixed_link, b.note)
            for n, b in enumerate(pack.borders, 1)
        ],
    }


def _figure_rows(pack: Pack) -> Rows:
    citations: dict[tuple[Basis, str, str], int] = {}
    rows: list[Row] = []
    for measure_nr, measure in enumerate(pack.measures, 1):
        for n, organisation in enumerate(pack.organisations, 1):
            figure = organisation.figures.get(measure.id)
            if figure is not None:
                cited = (figure.basis, figure.source, figure.note)
                citation = citations.setdefault(cited, len(citations) + 1)
                rows.append((measure_nr, n, figure.value, citation, figure.low, figure.high))
    cited_rows = [(n, basis.value, *texts) for (basis, *texts), n in citations.items()]
    return {"citation": cited_rows, "figure": rows}


def _rule_row(nr: int, rule: Rule) -> Row:
    return (
        nr,
        rule.id,
        rule.title,
        rule.scope,
        rule.check,
        rule.severity.value,
        rule.text,
        rule.source,
        rule.confidence,
        encode(_to_json(rule.params)),
        rule.start and rule.start.isoformat(),
        rule.end and rule.end.isoformat(),
        rule.advice,
        encode(list(rule.adjustable)),
    )


def _to_json(value: object) -> object:
    """Return a rule's data with each date as {"$date": text}; a key with a $ gets another."""
    if isinstance(value, Mapping):
        return {(f"${k}" if k.startswith("$") else k): _to_json(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_to_json(v) for v in value]
    return {"$date": value.isoformat()} if isinstance(value, datetime.date) else value


# -- reading -----------------------------------------------------------------------------------


def read_pack(rows: Rows, published: int) -> Pack:
    """Return the pack that the rows hold.

    The rows obey the tables' types, CHECKs and references; what they mean together is left to
    `db.pack_checks`.

    Parameters
    ----------
    published : int
        How many rows of `organisation`, from the first, belong to the pack.

    Raises
    ------
    BrokenPromiseError
        If a row makes no sense.
    """
    meta: dict[str, str] = dict(rows["meta"])
    kinds = _read_kinds(rows)
    measures = tuple(
        Measure(
            *(id_, label, short, kinds[carrier - 1].id),
            *(Style(style), Aggregate(aggregate), bool(headline), explanation),
        )
        for _, id_, label, short, carrier, style, aggregate, headline, explanation in rows[
            "measure"
        ]
    )
    facts = tuple(Fact(*row[1:]) for row in rows["fact"])
    organisations = _read_organisations(rows, published, kinds, measures, facts)
    unit = _namer(organisations)
    return Pack(
        id=meta["pack"],
        name=meta["pack_name"],
        version=meta["pack_version"],
        as_of=day(meta["pack_as_of"]),
        words=_read_words(rows["word"]),
        kinds=kinds,
        measures=measures,
        roles=tuple(Role(*row[1:4], *map(bool, row[4:])) for row in rows["role"]),
        organisations=Organisations.of(organisations),
        rules=tuple(_read_rule(row) for row in rows["rule"]),
        links=tuple(Link(unit(n), *rest) for _, n, *rest in rows["link"]),
        borders=tuple(
            Border(unit(a), unit(b), kind, length, bool(fixed), note)
            for _, a, b, kind, length, fixed, note in rows["border"]
        ),
        facts=facts,
        credits=tuple(text for _, text in rows["credit"]),
        summary=meta["pack_summary"],
    )


def _read_words(rows: list[Row]) -> Words:
    words: dict[str, str] = dict(rows)
    if words.keys() != {part.name for part in fields(Words)}:
        raise BrokenPromiseError("its table 'word' has not the words that it should")
    return Words(**words)


def _read_kinds(rows: Rows) -> tuple[Kind, ...]:
    ids = [row[1] for row in rows["kind"]]
    parents: list[list[str]] = [[] for _ in ids]
    for kind, _, parent in rows["kind_parent"]:
        parents[kind - 1].append(ids[parent - 1])
    return tuple(
        Kind(id_, label, plural, Tier(tier), tuple(parents[n - 1]), *map(bool, flags))
        for n, id_, label, plural, tier, *flags in rows["kind"]
    )


def _read_organisations(
    rows: Rows,
    published: int,
    kinds: Sequence[Kind],
    measures: Sequence[Measure],
    facts: Sequence[Fact],
) -> tuple[Organisation, ...]:
    records = rows["organisation"][:published]
    ids = [row[1] for row in records]
    figures = _read_figures(rows, published, measures)
    said: dict[int, dict[str, str]] = {}
    for fact, n, value in rows["organisation_fact"]:
        said.setdefault(n, {})[facts[fact - 1].id] = value
    places = {n: (longitude, latitude) for n, longitude, latitude in rows["place"]}
    _check_published(published, said, places)
    nothing: Mapping[str, str] = MappingProxyType({})
    organisations = []
    for n, id_, kind, code, name, parent in records:
        if parent is not None and parent >= n:
            raise BrokenPromiseError(f"the parent of {id_[:60]!r} does not come before it")
        organisations.append(
            Organisation(
                id_,
                kinds[kind - 1].id,
                code,
                name,
                None if parent is None else ids[parent - 1],
                MappingProxyType(figures[n - 1]),
                MappingProxyType(said[n]) if n in said else nothing,
                places.get(n),
            )
        )
    return tuple(organisations)


def _read_figures(
    rows: Rows, published: int, measures: Sequence[Measure]
) -> list[dict[str, Figure]]:
    """Return the figures of each published organisation by measure."""
    citations = [(Basis(basis), source, note) for _, basis, source, note in rows["citation"]]
    figures: list[dict[str, Figure]] = [{} for _ in range(published)]
    for measure, n, value, citation, low, high in rows["figure"]:
        if n > published:
            raise BrokenPromiseError(f"its table 'figure' has one for row {n}, an option's")
        basis, source, note = citations[citation - 1]
        figures[n - 1][measures[measure - 1].id] = Figure(value, basis, low, high, source, note)
    return figures


def _check_published(published: int, *tables: Mapping[int, object]) -> None:
    for table in tables:
        if table and max(table) > published:
            raise BrokenPromiseError("it has published data on an organisation that an option made")


def _namer(organisations: Sequence[Organisation]) -> Callable[[int], str]:
    def name(nr: int) -> str:
        if nr > len(organisations):
            raise BrokenPromiseError(f"row {nr} of its organisations is not a published one")
        return organisations[nr - 1].id

    return name


def _read_rule(row: Row) -> Rule:
    _, id_, title, scope, check, severity, text, source, confidence, *rest = row
    data, start, end, advice, keys = rest
    params, adjustable = _from_json(decode(data)), decode(keys)
    if not isinstance(params, dict) or not isinstance(adjustable, list):
        raise BrokenPromiseError(f"the data of rule {id_[:60]!r} are not what they should be")
    return Rule(
        id=id_,
        title=title,
        scope=scope,
        check=check,
        severity=Severity(severity),
        text=text,
        source=source,
        confidence=confidence,
        params=MappingProxyType(params),
        start=None if start is None else day(start),
        end=None if end is None else day(end),
        advice=advice,
        adjustable=tuple(map(str, adjustable)),
    )


def _from_json(value: object, depth: int = 0) -> object:
    """Return what `_to_json` was given."""
    if depth > _MAX_DEPTH:
        raise BrokenPromiseError("the data of a rule are nested too deeply")
    if isinstance(value, list):
        return [_from_json(v, depth + 1) for v in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"$date"}:
        return day(str(value["$date"]))
    return {k.removeprefix("$"): _from_json(v, depth + 1) for k, v in value.items()}
