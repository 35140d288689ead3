"""The pack in a scenario file: from a `Pack` to rows of its tables and back.

Both ways stand side by side, so that a column is written and read in the same place. The ready-made
options of a pack are not kept: a file has the options that were made from them.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from db.columns import encode
from db.published_tables import published_rows, read_organisations
from db.schema import BrokenPromiseError, Row, Rows
from model.organisations import Organisations
from model.pack import (
    Aggregate,
    Body,
    Border,
    Destination,
    Fact,
    Governance,
    Kind,
    Link,
    Measure,
    Pack,
    RegionalLeaders,
    Role,
    SeriesPoint,
    Structure,
    Style,
    Tier,
    Words,
)
from model.records import names_of
from model.rules.rule import Item, Rule, Severity

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


def numbers(records: Iterable[Kind | Measure | Fact | Role | Rule]) -> dict[str, int]:
    """Return, by id, the nr that each record has in its table."""
    return {record.id: nr for nr, record in enumerate(records, 1)}


# -- writing -----------------------------------------------------------------------------------


def pack_rows(pack: Pack) -> Rows:
    """Return the rows of a pack, by table; `meta` has the pack's own entries only."""
    kinds, measures = numbers(pack.kinds), numbers(pack.measures)
    about = (pack.id, pack.name, pack.version, pack.as_of.isoformat(), pack.summary)
    return {
        "meta": list(zip(META, about, strict=True)),
        "credit": list(enumerate(pack.credits, 1)),
        "word": [(word, getattr(pack.words, word)) for word in sorted(names_of(Words))],
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
                *(m.enterable, m.signed, measures.get(m.stands_for)),
            )
            for n, m in enumerate(pack.measures, 1)
        ],
        "fact": [(n, f.id, f.label, f.source) for n, f in enumerate(pack.facts, 1)],
        "role": [
            (
                *(n, r.id, r.title, r.short, r.executive, r.merges, r.accountable, r.voting),
                *(r.number, r.lay, r.statutory, r.common),
            )
            for n, r in enumerate(pack.roles, 1)
        ],
        "governance": [
            (n, g.id, g.label, g.number, g.common, g.committee, g.text)
            for n, g in enumerate(pack.governances, 1)
        ],
        "destination": [(n, d.id, d.label) for n, d in enumerate(pack.destinations, 1)],
        "series": [
            (
                *(n, p.year, p.local, p.local_label, p.regional, p.regional_label),
                *(p.source, p.note),
            )
            for n, p in enumerate(pack.series, 1)
        ],
        "regional": [
            (n, r.number, r.label, r.start and r.start.isoformat(), r.source)
            for n, r in enumerate(pack.regional, 1)
        ],
        "structure": [
            (n, s.id, s.label, s.text, s.source, s.ended, s.notice)
            for n, s in enumerate(pack.structures, 1)
        ],
        "structure_body": [
            (
                *(n, position, kinds[b.kind], b.label, b.plural, kinds.get(b.under)),
                *(b.legal_body, b.board, b.accountable, b.optional, b.word),
            )
            for n, structure in enumerate(pack.structures, 1)
            for position, b in enumerate(structure.bodies, 1)
        ],
        "rule": [_rule_row(n, rule) for n, rule in enumerate(pack.rules, 1)],
        **published_rows(pack.organisations, pack.kinds, pack.measures, pack.facts),
        "link": [
            (n, published_nr(pack, link.unit), link.code, link.name, link.people)
            for n, link in enumerate(pack.links, 1)
        ],
        "border": [
            (
                *(n, published_nr(pack, b.a), published_nr(pack, b.b)),
                *(b.kind, b.length_m, b.fixed_link, b.note),
            )
            for n, b in enumerate(pack.borders, 1)
        ],
        "boundary": sorted(
            (published_nr(pack, unit), outline) for unit, outline in pack.boundaries.items()
        ),
    }


def published_nr(pack: Pack, organisation: str) -> int:
    """Return the nr of a published organisation.

    Raises
    ------
    BrokenPromiseError
        If it is not published.
    """
    row = pack.organisations.row(organisation)
    if row is None:
        raise BrokenPromiseError(f"there is no organisation {organisation[:60]!r}")
    return row + 1


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
        encode([[item.id, item.label, item.of, item.is_text] for item in rule.items]),
    )


def _to_json(value: object) -> object:
    """Return a rule's data with each date as {"$date": text}; a key with a $ gets another."""
    if isinstance(value, Mapping):
        return {(f"${k}" if k.startswith("$") else k): _to_json(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_to_json(v) for v in value]
    return {"$date": value.isoformat()} if isinstance(value, datetime.date) else value


# -- reading -----------------------------------------------------------------------------------


def read_pack(rows: Rows) -> Pack:
    """Return the pack that the rows hold.

    The rows obey the tables' types, CHECKs and references; what they mean together is left to
    `db.pack_checks`.

    Raises
    ------
    BrokenPromiseError
        If a row makes no sense.
    """
    meta: dict[str, str] = dict(rows["meta"])
    kinds = _read_kinds(rows)
    measures = _read_measures(rows, kinds)
    facts = tuple(Fact(*row[1:]) for row in rows["fact"])
    organisations = read_organisations(rows, kinds, measures, facts)
    unit = _namer(organisations)
    return Pack(
        id=meta["pack"],
        name=meta["pack_name"],
        version=meta["pack_version"],
        as_of=day(meta["pack_as_of"]),
        words=_read_words(rows["word"]),
        kinds=kinds,
        measures=measures,
        roles=tuple(map(_read_role, rows["role"])),
        organisations=organisations,
        rules=tuple(_read_rule(row) for row in rows["rule"]),
        links=tuple(Link(unit(n), *rest) for _, n, *rest in rows["link"]),
        borders=tuple(
            Border(unit(a), unit(b), kind, length, bool(fixed), note)
            for _, a, b, kind, length, fixed, note in rows["border"]
        ),
        boundaries=MappingProxyType({unit(n): outline for n, outline in rows["boundary"]}),
        facts=facts,
        governances=tuple(
            Governance(id_, label, number, bool(common), bool(committee), text)
            for _, id_, label, number, common, committee, text in rows["governance"]
        ),
        destinations=tuple(Destination(*row[1:]) for row in rows["destination"]),
        series=tuple(SeriesPoint(*row[1:]) for row in rows["series"]),
        regional=tuple(
            RegionalLeaders(number, label, None if start is None else day(start), source)
            for _, number, label, start, source in rows["regional"]
        ),
        structures=_read_structures(rows, kinds),
        credits=tuple(text for _, text in rows["credit"]),
        summary=meta["pack_summary"],
    )


def _read_measures(rows: Rows, kinds: Sequence[Kind]) -> tuple[Measure, ...]:
    ids = [row[1] for row in rows["measure"]]
    found = []
    for row in rows["measure"]:
        _, id_, label, short, carrier, style, aggregate, *flags, stands_for = row
        headline, explanation, enterable, signed = flags
        found.append(
            Measure(
                *(id_, label, short, kinds[carrier - 1].id, Style(style), Aggregate(aggregate)),
                headline=bool(headline),
                explanation=explanation,
                enterable=bool(enterable),
                signed=bool(signed),
                stands_for="" if stands_for is None else ids[stands_for - 1],
            )
        )
    return tuple(found)


def _read_role(row: Row) -> Role:
    _, id_, title, short, *flags = row
    executive, merges, accountable, voting, number, lay, statutory, common = flags
    return Role(
        *(id_, title, short, bool(executive), bool(merges), bool(accountable), bool(voting)),
        number=number,
        lay=bool(lay),
        statutory=bool(statutory),
        common=bool(common),
    )


def _read_structures(rows: Rows, kinds: Sequence[Kind]) -> tuple[Structure, ...]:
    bodies: list[list[Body]] = [[] for _ in rows["structure"]]
    for row in rows["structure_body"]:
        structure, _, kind, label, plural, under, legal, board, accountable, optional, word = row
        bodies[structure - 1].append(
            Body(
                kind=kinds[kind - 1].id,
                label=label,
                plural=plural,
                under="" if under is None else kinds[under - 1].id,
                legal_body=bool(legal),
                board=bool(board),
                accountable=bool(accountable),
                optional=bool(optional),
                word=word,
            )
        )
    return tuple(
        Structure(id_, label, tuple(bodies[n - 1]), text, source, ended, notice)
        for n, id_, label, text, source, ended, notice in rows["structure"]
    )


def _read_words(rows: list[Row]) -> Words:
    words: dict[str, str] = dict(rows)
    if words.keys() != set(names_of(Words)):
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


def _namer(organisations: Organisations) -> Callable[[int], str]:
    def name(nr: int) -> str:
        if not 1 <= nr <= len(organisations):
            raise BrokenPromiseError(f"row {nr} of its organisations is not a published one")
        return organisations.ids[nr - 1]

    return name


def _read_rule(row: Row) -> Rule:
    _, id_, title, scope, check, severity, text, source, confidence, *rest = row
    data, start, end, advice, keys, asked = rest
    params, adjustable, items = _from_json(decode(data)), decode(keys), decode(asked)
    if not (
        isinstance(params, dict)
        and isinstance(adjustable, list)
        and isinstance(items, list)
        and all(map(_is_item, items))
    ):
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
        items=tuple(Item(*item) for item in items),
    )


def _is_item(value: object) -> bool:
    match value:
        case [str(), str(), str(), bool()]:
            return True
    return False


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
