"""A report's tables as they are read: fewer columns, with more in each.

A sheet of a spreadsheet has a column for everything; a page has not the width for it. What only
explains another column's text goes below it, and columns in which nothing stands are left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from model.records import altered
from model.report.table import BLANK, Cell, Column, Row, Table
from model.wording import ARROW, capital

_LEADS = {"rule": "title", "code": "organisation"}
"""What begins the text of another column: a rule's id its title."""
_BELOW = {
    "severity": ("title",),
    "force": ("title",),
    "source": ("sentence", "text"),
    "confidence": ("sentence", "text"),
    "state": ("holder",),
    "vote": ("boards",),
}
"""What stands below the text of another column, of the first that is there."""
_AFTER = {"to": "from"}
"""What follows the text of another column, with an arrow between."""
_USUAL = {"state": "filled", "vote": "yes"}
"""What is not said below: it is so unless something else is said there."""
_LABELLED = frozenset({"source", "confidence"})
"""What needs its column's title before it."""


_FINDING = ("verdict", "rule", "title", "severity", "code", "organisation", "sentence")
"""Columns of what a rule finds."""


def for_column(table: Table) -> Table | None:
    """Return a table of findings for a narrow column: one below the other, in sentences.

    None if it is a table of anything else, or has more to say of each.
    """
    if tuple(column.id for column in table.columns) != _FINDING:
        return None

    def read(row: Row) -> Row:
        verdict, rule, title, severity, code, organisation, sentence = (cell.text for cell in row)
        place = " ".join(filter(None, (code, organisation)))
        text = f"{capital(verdict)}: {rule} {title}\n{place}. {sentence}"
        return (altered(row[0], text=text, note=severity),)

    return altered(
        table,
        columns=(Column("finding", table.columns[-1].title),),
        rows=tuple(map(read, table.rows)),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Which columns, by number, make one: those that lead, its own, what follows, those below."""

    leads: tuple[int, ...]
    own: int
    then: tuple[int, ...]
    below: tuple[int, ...]


def for_reading(table: Table) -> Table:
    """Return a table for pages; nothing of it is lost."""
    ids = [column.id for column in table.columns]
    into: dict[int, int] = {}
    for number, name in enumerate(ids):
        single = _LEADS.get(name) or _AFTER.get(name)
        wanted = (single,) if single else _BELOW.get(name, ())
        target = next((ids.index(other) for other in wanted if other in ids), None)
        if target is not None:
            into[number] = target
    rows = (*table.rows, table.total) if table.total else table.rows
    places = []
    for own in range(len(ids)):
        if own in into:
            continue
        given = [number for number, target in into.items() if target == own]
        leads = tuple(n for n in given if ids[n] in _LEADS)
        then = tuple(n for n in given if ids[n] in _AFTER)
        below = tuple(n for n in given if ids[n] not in _LEADS and ids[n] not in _AFTER)
        if any(row[n].text or row[n].note for row in rows for n in (*leads, own, *then, *below)):
            places.append(_Place(leads, own, then, below))

    def read(row: Row) -> Row:
        return tuple(_cell(row, place, table.columns) for place in places)

    return altered(
        table,
        columns=tuple(_column(table.columns, place) for place in places),
        rows=tuple(map(read, table.rows)),
        total=read(table.total) if table.total else (),
    )


def _column(columns: tuple[Column, ...], place: _Place) -> Column:
    own, then = columns[place.own], [columns[n] for n in place.then]
    title = f" {ARROW} ".join((own.title, *(column.title.lower() for column in then)))
    weight = sum(columns[n].weight for n in (place.own, *place.then, *place.below))
    return altered(own, title=title, weight=weight)


def _cell(row: Row, place: _Place, columns: tuple[Column, ...]) -> Cell:
    own = row[place.own]
    if not place.leads and not place.then and not place.below:
        return own
    arrow = f" {ARROW} ".join(row[n].text for n in (place.own, *place.then))
    words = [row[n].text for n in place.leads] + [arrow]
    notes = [own.note]
    for number in place.below:
        said, column = row[number].text, columns[number]
        if said == _USUAL.get(column.id) and own.text:
            continue
        notes.append(f"{column.title}: {said}" if said and column.id in _LABELLED else said)
    text = " ".join(filter(None, words))
    note = " · ".join(filter(None, notes))
    return altered(own, text=text, note=note) if text or note else BLANK
