"""What the tests of the worked examples share: the pack, clusters made of it, other figures.

Where an example's figures are rounder than the national data, they are put in their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from model import edits
from model.changes import Change
from model.option import Option
from model.organisations import Basis, Figure, Organisations
from model.pack import Pack
from model.rules.rule import Finding

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "packs" / "pct-2011"
WHEN = "2011-05-01T09:00:00+00:00"

GREATER_MANCHESTER = ("5F5", "5F7", "5HG", "5HQ", "5J5", "5JX", "5LH", "5NQ", "5NR", "5NT")
TEES = ("5D9", "5E1", "5KM", "5QR")
SOMERSET, CAMBRIDGESHIRE, PETERBOROUGH = "5QL", "5PP", "5PN"
KIRKLEES, NORTH_YORKSHIRE = "5N2", "5NV"
CKW = ("5J6", KIRKLEES, "5N3")  # Calderdale, Kirklees, Wakefield District
BASSETLAW, MILTON_KEYNES, DERBY_CITY = "5ET", "5CQ", "5N7"
ISLE_OF_WIGHT = "5QT"
# Cumbria, North Yorkshire and York, Norfolk, Suffolk, Surrey, Lincolnshire, Hertfordshire.
ALONE = ("5NE", "5NV", "5PQ", "5PT", "5P5", "5N9", "5QV")


def start(pack: Pack, ready: str) -> Option:
    found = next(option for option in pack.options if option.id == ready)
    return Option.from_ready(pack, found, "A", when=WHEN, who="me")


def do(option: Option, change: Change) -> None:
    option.commit(change, when=WHEN, who="me")


def group(option: Option, *units: str, name: str = "") -> str:
    """Make a cluster of units in the first one's SHA and return its id."""
    own = f"G-{units[0]}"
    region = option.state.home(units[0])
    assert region is not None
    do(option, edits.new_group(option.state, region, own, name, units))
    return own


def each(units: Iterable[str], **figures: int) -> dict[str, dict[str, int]]:
    """Return the same figures for each of some units."""
    return dict.fromkeys(units, figures)


def with_figures(pack: Pack, figures: Mapping[str, Mapping[str, int]]) -> Pack:
    """Return the pack with other figures, all taken from audited accounts."""

    def changed(own: Mapping[str, int]) -> dict[str, Figure]:
        return {measure: Figure(value, Basis.OUTTURN) for measure, value in own.items()}

    organisations = Organisations.of(
        replace(o, figures={**o.figures, **changed(figures.get(o.id, {}))})
        for o in pack.organisations
    )
    return replace(pack, organisations=organisations)


def finding(option: Option, rule: str, organisation: str) -> Finding:
    return next(f for f in option.findings.of(organisation) if f.rule.id == rule)


def officers(option: Option, organisations: Iterable[str]) -> tuple[int, int]:
    """Return the officers and the accountable chief executives of some clusters together."""
    totals = [option.state.totals(o) for o in organisations]
    return sum(t.officers for t in totals), sum(t.accountable_officers for t in totals)


def alone(pack: Pack, units: Iterable[str]) -> tuple[int, int]:
    """Return the same for units that are a cluster each."""
    option = start(pack, "alone")
    return officers(option, [option.state.group_of(u) or "" for u in units])
