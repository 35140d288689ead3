"""The published organisations with their figures: a list for each field, a row for each of them.

Ten thousand organisations are as many places in a handful of lists, so that reading, checking and
adding them up is a few passes over lists; a record of one is made when somebody asks for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import overload

from model.records import record

ROOT_PARENT = -1
"""What stands for the root's parent where rows are counted."""


class Basis(StrEnum):
    """How a figure came about."""

    EXACT = "exact"
    ROUNDED = "rounded"
    """As printed, rounded; the rounding is in the figure's note."""
    OUTTURN = "outturn"
    FORECAST = "forecast"
    ENTERED = "entered"
    """By a user, in an option; never published."""
    ESTIMATE = "estimate"
    """Not published: worked out, with an interval. Shown with a star everywhere."""


@record
class Figure:
    """One published or estimated number.

    Attributes
    ----------
    value : int
        In whole units of the measure (people, pounds).
    low, high : int or None
        Ends of a 90% interval; both None unless `basis` is ESTIMATE.
    """

    value: int
    basis: Basis = Basis.EXACT
    low: int | None = None
    high: int | None = None
    source: str = ""
    note: str = ""

    @property
    def is_estimate(self) -> bool:
        """Whether the number is shown with a star."""
        return self.basis is Basis.ESTIMATE


@record
class Citation:
    """How figures came about; many share one."""

    basis: Basis = Basis.EXACT
    source: str = ""
    note: str = ""


@record
class Organisation:
    """A node of the baseline, as published.

    Attributes
    ----------
    parent : str or None
        Id of the organisation above; for a unit its home region. None for the root.
    figures : mapping of measure id to Figure
        A measure that is not in it is missing, never zero.
    place : (float, float) or None
        Longitude and latitude of a label point, degrees WGS84.
    """

    id: str
    kind: str
    code: str
    name: str
    parent: str | None
    figures: Mapping[str, Figure] = MappingProxyType({})
    facts: Mapping[str, str] = MappingProxyType({})
    place: tuple[float, float] | None = None


class FigureColumn:
    """The figures of one measure; an organisation that is not in it has none.

    Parameters
    ----------
    rows : sequence of int
        Rows of the organisations that have a figure, ascending.
    values : sequence of int
        One for each of `rows`.
    cited : sequence of int
        Number of each value's citation, from 0.
    low, high : mapping of row to int
        Ends of the intervals of estimates.
    """

    def __init__(
        self,
        rows: Sequence[int],
        values: Sequence[int],
        cited: Sequence[int],
        low: Mapping[int, int] | None = None,
        high: Mapping[int, int] | None = None,
    ) -> None:
        self.rows, self.values, self.cited = list(rows), list(values), list(cited)
        self.low, self.high = dict(low or {}), dict(high or {})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FigureColumn) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]  # it holds lists

    def place(self, row: int) -> int | None:
        """Return where in `values` a row's figure stands, None if it has none."""
        return self._places.get(row)

    @cached_property
    def _places(self) -> dict[int, int]:
        return dict(zip(self.rows, range(len(self.rows)), strict=True))


class Organisations(Sequence[Organisation]):
    """All published organisations, parents before children; the first one is the root.

    Parameters
    ----------
    ids, kinds, codes, names : sequences of str
        One for each organisation; `kinds` are ids of kinds.
    parents : sequence of int
        Row of the organisation above, `ROOT_PARENT` for the root.
    figures : mapping of measure id to FigureColumn
    citations : sequence of Citation
        What the columns of figures refer to.
    facts : mapping of fact id to {row: text}
    places : mapping of row to (longitude, latitude)
    """

    def __init__(
        self,
        ids: Sequence[str],
        kinds: Sequence[str],
        codes: Sequence[str],
        names: Sequence[str],
        parents: Sequence[int],
        *,
        figures: Mapping[str, FigureColumn] | None = None,
        citations: Sequence[Citation] = (),
        facts: Mapping[str, Mapping[int, str]] | None = None,
        places: Mapping[int, tuple[float, float]] | None = None,
    ) -> None:
        self.ids, self.kinds, self.codes, self.names = (
            list(column) for column in (ids, kinds, codes, names)
        )
        self.parents = list(parents)
        self.figures = {m: column for m, column in (figures or {}).items() if column.rows}
        self.citations = tuple(citations)
        self.facts = {f: dict(texts) for f, texts in (facts or {}).items() if texts}
        self.places = dict(places or {})
        if len({len(c) for c in (ids, kinds, codes, names, parents)}) > 1:
            raise ValueError("the columns of the organisations are not of one length")

    @classmethod
    def of(cls, records: Iterable[Organisation]) -> Organisations:
        """Return records as columns.

        Raises
        ------
        KeyError
            If a parent does not come before its child.
        """
        found = list(records)
        row_of = {o.id: row for row, o in enumerate(found)}
        citations: dict[Citation, int] = {}
        columns: dict[str, FigureColumn] = {}
        facts: dict[str, dict[int, str]] = {}
        for row, o in enumerate(found):
            if o.parent is not None and row_of[o.parent] >= row:
                raise KeyError(o.parent)
            for measure, figure in o.figures.items():
                cited = Citation(figure.basis, figure.source, figure.note)
                column = columns.setdefault(measure, FigureColumn([], [], []))
                column.rows.append(row)
                column.values.append(figure.value)
                column.cited.append(citations.setdefault(cited, len(citations)))
                if figure.low is not None:
                    column.low[row] = figure.low
                if figure.high is not None:
                    column.high[row] = figure.high
            for fact, text in o.facts.items():
                facts.setdefault(fact, {})[row] = text
        return cls(
            [o.id for o in found],
            [o.kind for o in found],
            [o.code for o in found],
            [o.name for o in found],
            [ROOT_PARENT if o.parent is None else row_of[o.parent] for o in found],
            figures=columns,
            citations=tuple(citations),
            facts=facts,
            places={row: o.place for row, o in enumerate(found) if o.place is not None},
        )

    # -- as records ------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, at: int) -> Organisation: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Organisation, ...]: ...
    def __getitem__(self, at: int | slice) -> Organisation | tuple[Organisation, ...]:
        if isinstance(at, slice):
            return tuple(self._record(row) for row in range(*at.indices(len(self))))
        return self._record(range(len(self))[at])

    def __iter__(self) -> Iterator[Organisation]:
        return map(self._record, range(len(self)))

    def __eq__(self, other: object) -> bool:
        """Whether two have the same organisations in the same order, however they are cited."""
        if not isinstance(other, Organisations):
            return NotImplemented
        return all(
            getattr(self, name) == getattr(other, name)
            for name in ("ids", "kinds", "codes", "names", "parents", "facts", "places")
        ) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # it holds lists

    def _record(self, row: int) -> Organisation:
        parent = self.parents[row]
        figures = {m: f for m in self.figures if (f := self.figure(row, m)) is not None}
        facts = {f: texts[row] for f, texts in self.facts.items() if row in texts}
        return Organisation(
            self.ids[row],
            self.kinds[row],
            self.codes[row],
            self.names[row],
            None if parent == ROOT_PARENT else self.ids[parent],
            MappingProxyType(figures),
            MappingProxyType(facts),
            self.places.get(row),
        )

    # -- one field of one ------------------------------------------------------------------

    def row(self, organisation: str) -> int | None:
        """Return the row of an organisation, None if it is not published."""
        return self.rows.get(organisation)

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Row by id."""
        return dict(zip(self.ids, range(len(self.ids)), strict=True))

    @cached_property
    def by_code(self) -> Mapping[str, str]:
        """Id by code, in lower case and without blanks around (`model.tree.folded`)."""
        folded = map(str.strip, map(str.casefold, self.codes))
        return dict(zip(folded, self.ids, strict=True))

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """How many organisations there are of each kind, by the kind's id."""
        return Counter(self.kinds)

    def figure(self, row: int, measure: str) -> Figure | None:
        """Return one figure of a row, None if it is missing."""
        column = self.figures.get(measure)
        place = None if column is None else column.place(row)
        if column is None or place is None:
            return None
        cited = self.citations[column.cited[place]]
        return Figure(
            column.values[place],
            cited.basis,
            column.low.get(row),
            column.high.get(row),
            cited.source,
            cited.note,
        )

    def value(self, row: int, measure: str) -> int | None:
        """Return the number alone of one figure of a row, None if it is missing."""
        column = self.figures.get(measure)
        place = None if column is None else column.place(row)
        return None if column is None or place is None else column.values[place]

    def fact(self, row: int, fact: str) -> str:
        """Return a fact of a row, "" if there is none."""
        return self.facts.get(fact, {}).get(row, "")
