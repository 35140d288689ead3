"""The published organisations in a scenario file: their columns as lists, written and read.

`db.columns` sees to what a list is; here are the tables `published`, `published_figure` and
`published_fact`. Whether what comes out makes sense is left to `db.pack_checks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from db.columns import (
    MAX_ITEMS,
    is_run,
    read_decimals,
    read_holding,
    read_numbers,
    read_texts,
    write_decimals,
    write_holding,
    write_numbers,
    write_texts,
)
from db.limits import MAX_NUMBER
from db.schema import BrokenPromiseError, Row, Rows
from model.organisations import ROOT_PARENT, Basis, Citation, FigureColumn, Organisations
from model.pack import Fact, Kind, Measure


def _called(column: str, table: str = "published", of: str = "") -> str:
    """Return what a column is called in a message."""
    return f"the column {column!r} of its table {table!r}" + (f", for {of[:60]!r}," if of else "")


# -- writing -----------------------------------------------------------------------------------


def published_rows(
    organisations: Organisations,
    kinds: Sequence[Kind],
    measures: Sequence[Measure],
    facts: Sequence[Fact],
) -> Rows:
    """Return the rows of the published organisations, by table.

    Raises
    ------
    BrokenPromiseError
        If something would be refused when the file is opened.
    """
    o = organisations
    kind_nr = {kind.id: nr for nr, kind in enumerate(kinds, 1)}
    placed = sorted(o.places)
    published: Row = (
        1,
        write_texts(_called("id"), o.ids),
        write_holding(_called("kind"), o.kinds, kind_nr),
        write_texts(_called("code"), o.codes),
        write_texts(_called("name"), o.names),
        # The root, which has no parent, comes first.
        write_numbers(_called("parent"), o.parents[1:], range(1, len(o))),
        write_decimals(_called("longitude"), [o.places[row][0] for row in placed], placed),
        write_decimals(_called("latitude"), [o.places[row][1] for row in placed], placed),
    )
    texts = [
        (nr, _write_fact(fact.id, o.facts[fact.id]))
        for nr, fact in enumerate(facts, 1)
        if fact.id in o.facts
    ]
    return {"published": [published], "published_fact": texts, **_figure_rows(o, measures)}


def _write_fact(fact: str, texts: Mapping[int, str]) -> str:
    rows = sorted(texts)
    where = _called("value", "published_fact", fact)
    return write_texts(where, [*map(texts.__getitem__, rows)], rows)


def _figure_rows(organisations: Organisations, measures: Sequence[Measure]) -> Rows:
    columns = {
        nr: (measure, organisations.figures[measure.id])
        for nr, measure in enumerate(measures, 1)
        if measure.id in organisations.figures
    }
    # Citations are numbered as they come up, so that equal data are written alike.
    used = dict.fromkeys(chain.from_iterable(_in_order(c.cited) for _, c in columns.values()))
    citations: dict[Citation, int] = {}
    nrs = {n: citations.setdefault(organisations.citations[n], len(citations) + 1) for n in used}
    rows = [(nr, *_write_figures(measure, c, nrs)) for nr, (measure, c) in columns.items()]
    cited = [(nr, c.basis.value, c.source, c.note) for c, nr in citations.items()]
    return {"citation": cited, "published_figure": rows}


def _in_order(numbers: Sequence[int]) -> Iterable[int]:
    """Return the different ones among numbers, as they come up."""
    return numbers[:1] if numbers.count(numbers[0]) == len(numbers) else dict.fromkeys(numbers)


def _write_figures(measure: Measure, column: FigureColumn, nrs: Mapping[int, int]) -> list[str]:
    def where(name: str) -> str:
        return _called(name, "published_figure", measure.id)

    ends = [
        write_numbers(where(name), [end[row] for row in sorted(end)], sorted(end))
        for name, end in (("low", column.low), ("high", column.high))
    ]
    return [
        write_numbers(where("value"), column.values, column.rows, least=_least(measure)),
        write_holding(where("citation"), column.cited, nrs, column.rows),
        *ends,
    ]


def _least(measure: Measure) -> int:
    return -MAX_NUMBER if measure.signed else 0


# -- reading -----------------------------------------------------------------------------------


def read_organisations(
    rows: Rows, kinds: Sequence[Kind], measures: Sequence[Measure], facts: Sequence[Fact]
) -> Organisations:
    """Return the published organisations that the rows hold.

    Raises
    ------
    BrokenPromiseError
        If a column is not what it should be; the message names it.
    """
    if len(rows["published"]) != 1:
        raise BrokenPromiseError("its table 'published' has no row")
    _, id_, kind, code, name, parent, longitude, latitude = rows["published"][0]
    every, ids = read_texts(_called("id"), id_, MAX_ITEMS)
    if not every or len(every) != every[-1] + 1:
        raise BrokenPromiseError(f"{_called('id')} has nobody in it, or somebody without one")
    places = list(every)  # one for all figures, instead of as many numbers for each measure
    citations = tuple(Citation(Basis(basis), *texts) for _, basis, *texts in rows["citation"])
    return Organisations(
        ids,
        read_holding(_called("kind"), kind, every, [k.id for k in kinds]),
        _read_whole("code", code, every),
        _read_whole("name", name, every),
        _read_parents(parent, ids),
        figures={
            measures[nr - 1].id: _read_figures(measures[nr - 1], texts, len(citations), places)
            for nr, *texts in rows["published_figure"]
        },
        citations=citations,
        facts={
            facts[nr - 1].id: _read_fact(facts[nr - 1].id, text, len(ids))
            for nr, text in rows["published_fact"]
        },
        places=_read_places(longitude, latitude, len(ids)),
    )


def _read_whole(column: str, text: str, every: Sequence[int]) -> list[str]:
    rows, texts = read_texts(_called(column), text, len(every))
    if len(rows) != len(every):
        raise BrokenPromiseError(
            f"{_called(column)} has {len(rows):,} texts for {len(every):,} organisations"
        )
    return texts


def _read_parents(text: str, ids: Sequence[str]) -> list[int]:
    rows, numbers = read_numbers(_called("parent"), text, len(ids))
    if len(rows) != len(ids) - 1 or rows != range(1, len(ids)):
        odd = 0 if rows and not rows[0] else next(n for n in range(1, len(ids)) if n not in rows)
        raise BrokenPromiseError(f"{ids[odd][:60]!r} hangs nowhere, or is a second root")
    return [ROOT_PARENT, *numbers]


def _read_places(longitude: str, latitude: str, count: int) -> dict[int, tuple[float, float]]:
    rows, east = read_decimals(_called("longitude"), longitude, count)
    others, north = read_decimals(_called("latitude"), latitude, count)
    if list(rows) != list(others):
        raise BrokenPromiseError(f"{_called('latitude')} has not the places that 'longitude' has")
    return dict(zip(rows, zip(east, north, strict=True), strict=True))


def _read_fact(fact: str, text: str, count: int) -> dict[int, str]:
    rows, texts = read_texts(_called("value", "published_fact", fact), text, count)
    return dict(zip(rows, texts, strict=True))


def _read_figures(
    measure: Measure, texts: Sequence[str], cited: int, places: Sequence[int]
) -> FigureColumn:
    def where(name: str) -> str:
        return _called(name, "published_figure", measure.id)

    value, citation, low, high = texts
    count = len(places)
    rows, values = read_numbers(where("value"), value, count, least=_least(measure))
    return FigureColumn(
        places[rows[0] : rows[-1] + 1] if rows and is_run(rows) else rows,
        values,
        read_holding(where("citation"), citation, rows, range(cited)),
        dict(zip(*read_numbers(where("low"), low, count), strict=True)),
        dict(zip(*read_numbers(where("high"), high, count), strict=True)),
    )
