"""The baseline: organisations with their figures, and the units' links and borders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from db.packs.folder import PackFolder
from db.packs.outline import OWN_COLUMNS, FigureColumns, Outline
from db.packs.table import Row, Sheet
from model.organisations import Basis, Figure, Organisation
from model.pack import Border, Kind, Link, Tier

_BASES = {basis.value: basis for basis in Basis if basis is not Basis.ENTERED}
_BORDER_KINDS = ("land", "water", "sea")
_NO_FACTS: Mapping[str, str] = MappingProxyType({})


class Baseline:
    """The organisations that have been read, to be asked about by what refers to them."""

    def __init__(self, outline: Outline) -> None:
        self.kinds = {kind.id: kind for kind in outline.kinds}
        self.organisations: dict[str, Organisation] = {}
        self.codes: dict[str, str] = {}
        """Each code in lower case, with the id of the organisation that has it."""

    def kind_of(self, organisation: str) -> Kind:
        """Return the kind of an organisation that is there."""
        return self.kinds[self.organisations[organisation].kind]

    def units(self) -> Iterator[Organisation]:
        """Iterate over the units."""
        return (o for o in self.organisations.values() if self.kinds[o.kind].tier is Tier.UNIT)

    def unit(self, row: Row, column: str) -> str:
        """Return the id of a unit that a cell names."""
        return self.need_unit(row, column, row.identifier(column))

    def need_unit(self, row: Row, column: str, organisation: str) -> str:
        """Return an id found in a cell after checking that a unit has it."""
        if organisation not in self.organisations:
            raise row.fault(column, f"there is no organisation {organisation!r}")
        kind = self.kind_of(organisation)
        if kind.tier is not Tier.UNIT:
            raise row.fault(column, f"{organisation!r} is a {kind.label}, not one of the units")
        return organisation


# -- organisations -----------------------------------------------------------------------------


def read_organisations(folder: PackFolder, outline: Outline) -> Baseline:
    """Read the table of organisations."""
    baseline = Baseline(outline)
    facts = outline.fact_columns
    columns = [c for f in outline.figure_columns for c in _columns_of(f)]
    sheet = Sheet(
        folder,
        outline.files.organisations,
        required=dict.fromkeys([*OWN_COLUMNS[:5], *columns, *facts.values()]),
        optional=OWN_COLUMNS[5:],
    )
    for row in sheet:
        organisation = _read_organisation(row, baseline, outline)
        baseline.organisations[organisation.id] = organisation
        baseline.codes[organisation.code.casefold()] = organisation.id
    if not any(baseline.units()):
        label = outline.kind_at(Tier.UNIT).label
        raise folder.fault(f"has no {label}, and so nothing to arrange", sheet.name)
    return baseline


def _columns_of(figures: FigureColumns) -> list[str]:
    parts = (figures.value, figures.basis, figures.low, figures.high, figures.source, figures.note)
    return [part for part in parts if part]


def _read_organisation(row: Row, baseline: Baseline, outline: Outline) -> Organisation:
    own_id = row.identifier("id")
    if own_id in baseline.organisations:
        raise row.fault("id", f"{own_id!r} is there twice")
    code = row.name("code")
    if code.casefold() in baseline.codes:
        raise row.fault("code", f"{code!r} is the code of {baseline.codes[code.casefold()]!r} too")
    kind = _read_kind(row, baseline)
    figures = {
        columns.measure.id: figure
        for columns in outline.figure_columns
        if (figure := _read_figure(row, columns, kind)) is not None
    }
    facts = {fact: text for fact, c in outline.fact_columns.items() if (text := row.text(c))}
    return Organisation(
        id=own_id,
        kind=kind.id,
        code=code,
        name=row.name("name"),
        parent=_read_parent(row, own_id, kind, baseline),
        figures=MappingProxyType(figures),
        facts=MappingProxyType(facts) if facts else _NO_FACTS,
        place=_read_place(row),
    )


def _read_kind(row: Row, baseline: Baseline) -> Kind:
    value = row.name("kind")
    kind = baseline.kinds.get(value)
    if kind is None:
        raise row.fault("kind", f"there is no kind {value!r}")
    if kind.tier in (Tier.GROUP, Tier.SUCCESSOR):
        raise row.fault(
            *("kind", f"a {kind.label} is not part of the baseline"),
            "list it in an option's file" if kind.tier is Tier.GROUP else "",
        )
    if kind.tier is Tier.ROOT and baseline.organisations:
        raise row.fault("kind", f"a second {kind.label}: a chart has one organisation at its root")
    return kind


def _read_parent(row: Row, own_id: str, kind: Kind, baseline: Baseline) -> str | None:
    parent = row.text("parent")
    if kind.tier is Tier.ROOT:
        if parent:
            raise row.fault("parent", f"a {kind.label} is at the root and has no parent")
        return None
    if not parent:
        raise row.fault("parent", "is empty")
    if parent not in baseline.organisations:
        raise _no_parent(row, own_id, parent)
    above = baseline.kind_of(parent)
    if above.id not in kind.parents:
        raise row.fault(
            "parent",
            f"{parent!r} is a {above.label}, which can't be above a {kind.label}",
            f"it hangs under: {', '.join(baseline.kinds[k].label for k in kind.parents)}",
        )
    return parent


def _no_parent(row: Row, own_id: str, parent: str) -> Exception:
    """Tell apart the three ways in which a parent is not there yet."""
    later = {own_id: (row.line, parent)}
    for other in row.sheet:
        later.setdefault(other.text("id"), (other.line, other.text("parent")))
    if parent not in later:
        return row.fault("parent", f"there is no organisation {parent!r}")
    circle = [own_id]
    while parent in later and parent not in circle:
        circle.append(parent)
        parent = later[parent][1]
    if parent == own_id:
        way = " under ".join([*circle, own_id])
        return row.fault("parent", f"goes round in a circle: {way}")
    line = later[circle[1]][0]
    return row.fault(
        "parent", f"{circle[1]!r} comes later, in line {line}", "put parents before children"
    )


def _read_place(row: Row) -> tuple[float, float] | None:
    lon, lat = row.degrees("lon", 180), row.degrees("lat", 90)
    if lon is None and lat is None:
        return None
    if lon is None or lat is None:
        raise row.fault("lon" if lon is None else "lat", "is empty, but its other half is not")
    return (lon, lat)


# -- figures -----------------------------------------------------------------------------------


def _read_figure(row: Row, columns: FigureColumns, kind: Kind) -> Figure | None:
    value = row.integer(columns.value)
    if value is None:
        for column in (columns.basis, columns.low, columns.high):
            if row.text(column):
                raise row.fault(column, f"is filled in, but {columns.value} is empty")
        return None
    measure = columns.measure
    if measure.carrier != kind.id:
        raise row.fault(
            columns.value, f"a {kind.label} does not carry this figure", "leave it empty"
        )
    if value < 0 and not measure.signed:
        raise row.fault(columns.value, f"{measure.label} can't be below zero: it is not 'signed'")
    basis = _read_basis(row, columns)
    low, high = _read_interval(row, columns, value, basis)
    return Figure(
        value=value,
        basis=basis,
        low=low,
        high=high,
        source=row.text(columns.source) or columns.usual_source,
        note=row.text(columns.note),
    )


def _read_basis(row: Row, columns: FigureColumns) -> Basis:
    text = row.text(columns.basis)
    if not text:
        return Basis.EXACT
    if text not in _BASES:
        raise row.fault(columns.basis, f"{text!r} is not one of {', '.join(_BASES)}")
    return _BASES[text]


def _read_interval(
    row: Row, columns: FigureColumns, value: int, basis: Basis
) -> tuple[int | None, int | None]:
    low, high = row.integer(columns.low), row.integer(columns.high)
    if basis is not Basis.ESTIMATE:
        for end, column in ((low, columns.low), (high, columns.high)):
            if end is not None:
                raise row.fault(column, "only an estimate has an interval")
        return None, None
    if low is None or high is None:
        column = columns.low if low is None else columns.high
        raise row.fault(column or columns.basis, "an estimate needs both ends of its interval")
    if low > value:
        raise row.fault(columns.low, f"{low:,} is above the figure itself, {value:,}")
    if high < value:
        raise row.fault(columns.high, f"{high:,} is below the figure itself, {value:,}")
    return low, high


# -- links and borders -------------------------------------------------------------------------


def read_links(folder: PackFolder, name: str, baseline: Baseline) -> tuple[Link, ...]:
    """Read the units' ties that must survive."""
    links: dict[tuple[str, str], Link] = {}
    for row in Sheet(folder, name, ("unit", "code", "name"), ("people",)):
        link = Link(
            unit=baseline.unit(row, "unit"),
            code=row.name("code"),
            name=row.name("name"),
            people=row.integer("people"),
        )
        if link.people is not None and link.people < 0:
            raise row.fault("people", "a count can't be below zero")
        if (link.unit, link.code) in links:
            raise row.fault("code", f"{link.unit} is linked with {link.code!r} twice")
        links[link.unit, link.code] = link
    return tuple(links.values())


def read_borders(folder: PackFolder, name: str, baseline: Baseline) -> tuple[Border, ...]:
    """Read which units touch."""
    borders: dict[frozenset[str], Border] = {}
    for row in Sheet(folder, name, ("a", "b", "kind"), ("length_m", "fixed_link", "note")):
        border = _read_border(row, baseline)
        pair = frozenset((border.a, border.b))
        if len(pair) == 1:
            raise row.fault("b", f"{border.b} can't have a border with itself")
        if pair in borders:
            raise row.fault("b", f"the border of {border.a} and {border.b} is there twice")
        borders[pair] = border
    return tuple(borders.values())


def _read_border(row: Row, baseline: Baseline) -> Border:
    kind = row.name("kind")
    if kind not in _BORDER_KINDS:
        raise row.fault("kind", f"{kind!r} is not one of {', '.join(_BORDER_KINDS)}")
    length = row.integer("length_m") or 0
    if length < 0:
        raise row.fault("length_m", "a length can't be below zero")
    linked = row.yes("fixed_link")
    if kind == "land" and linked is False:
        raise row.fault(
            "fixed_link", "units that meet on land need no bridge", "say yes or nothing"
        )
    return Border(
        a=baseline.unit(row, "a"),
        b=baseline.unit(row, "b"),
        kind=kind,
        length_m=length,
        fixed_link=kind == "land" or bool(linked),
        note=row.text("note"),
    )
