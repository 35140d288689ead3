"""The units' areas: a GeoJSON file (RFC 7946), checked and packed as scenario files carry it."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping
from contextlib import suppress
from itertools import chain, pairwise, repeat
from operator import mul
from typing import Any

from db.boundaries import MAX_POINTS, Polygon, pack_outline, ring_fault
from db.errors import PackError
from db.limits import IDENTIFIER
from db.packs.baseline import Baseline
from db.packs.folder import MAX_MAP, PackFolder
from model.geography.shapes import MICRO, Degrees
from model.pack import Tier

_MOST_BRACKETS = 4 * MAX_POINTS
"""Most lists and objects in the file: each takes memory, whatever is in it."""
_FIRST_DEPTH = {"Polygon": 0, "MultiPolygon": 1}
_NUMBERS = {int, float}


class Boundaries(Mapping[str, bytes]):
    """The outlines of units by id, in the order of the baseline, read when first asked for.

    Asking raises a PackError if the file is at fault, each time.
    """

    def __init__(self, folder: PackFolder, name: str, baseline: Baseline) -> None:
        folder.check_file(name, MAX_MAP)
        self._reader: _Reader | None = _Reader(folder, name, baseline)
        self._found: dict[str, bytes] = {}

    @property
    def is_read(self) -> bool:
        """Whether the file has been read, and nothing was at fault."""
        return self._reader is None

    @property
    def _outlines(self) -> Mapping[str, bytes]:
        for _ in self._steps():
            pass
        return self._found

    def _steps(self) -> Iterator[None]:
        reader = self._reader
        if reader is None:
            return
        found: dict[str, bytes] = {}
        for unit, outline in reader.outlines():
            found[unit] = outline
            yield
            if self._reader is None:  # somebody could not wait
                return
        self._found, self._reader = reader.in_order(found), None

    def read_slowly(self) -> Iterator[None]:
        """Read the file in steps, before anybody asks; a fault is told to those who do."""
        with suppress(PackError):
            yield from self._steps()

    def __getitem__(self, organisation: str) -> bytes:
        return self._outlines[organisation]

    def __iter__(self) -> Iterator[str]:
        return iter(self._outlines)

    def __len__(self) -> int:
        return len(self._outlines)


class _Reader:
    """Reads the file; faults name the feature, by its place and its id."""

    def __init__(self, folder: PackFolder, name: str, baseline: Baseline) -> None:
        self._folder = folder
        self._name = name
        self._baseline = baseline
        self._where = ""
        self._points = 0

    def outlines(self) -> Iterator[tuple[str, bytes]]:
        """Iterate over units and their outlines, as they stand in the file."""
        self._points = 0
        found: set[str] = set()
        for number, feature in enumerate(self._features(), 1):
            self._where = f"feature {number}"
            unit, polygons = self._read(feature, found)
            found.add(unit)
            yield unit, pack_outline(polygons)

    def in_order(self, found: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return outlines in the order of the baseline."""
        return {unit: found[unit] for unit in self._baseline.organisations if unit in found}

    def _fault(self, message: str, remedy: str = "") -> PackError:
        return self._folder.fault(f"{self._where} {message}".strip(), self._name, remedy=remedy)

    def _features(self) -> list[object]:
        self._where = ""
        data = self._load(self._folder.read(self._name, MAX_MAP))
        if isinstance(data, dict) and data.get("type") == "FeatureCollection":
            features = data.get("features")
            if isinstance(features, list):
                return features
        raise self._fault("is not a GeoJSON FeatureCollection")

    def _load(self, text: str) -> object:
        if text.count("[") + text.count("{") > _MOST_BRACKETS:
            raise self._fault("has too many points", "simplify the boundaries")
        try:
            return json.loads(text, parse_constant=self._not_a_number)
        except json.JSONDecodeError as error:
            raise self._folder.fault(
                f"is not JSON: {error.msg}", self._name, error.lineno, str(error.colno)
            ) from error
        except (ValueError, RecursionError) as error:  # too long a number, or lists too deep
            raise self._fault("is not GeoJSON: it has a number or lists beyond all use") from error

    def _not_a_number(self, name: str) -> object:
        raise self._fault(f"has {name} where a number should be")

    # -- one feature -----------------------------------------------------------------------

    def _read(self, feature: object, found: Container[str]) -> tuple[str, list[Polygon]]:
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            raise self._fault("is not a GeoJSON Feature")
        unit = self._unit(feature.get("properties"), found)
        self._where += f" ({unit})"
        geometry = feature.get("geometry")
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        if not isinstance(geometry, dict) or kind not in ("Polygon", "MultiPolygon"):
            raise self._fault("is neither a Polygon nor a MultiPolygon")
        data = geometry.get("coordinates")
        listed = self._list([data] if kind == "Polygon" else data, "polygons")
        polygons = [self._polygon(polygon) for polygon in listed]
        self._check_place(unit, polygons)
        return unit, polygons

    def _unit(self, properties: object, found: Container[str]) -> str:
        unit = properties.get("id") if isinstance(properties, dict) else None
        if not isinstance(unit, str) or not IDENTIFIER.fullmatch(unit):
            raise self._fault("has no property 'id' that is the id of a unit")
        if unit not in self._baseline.organisations:
            raise self._fault(f"is of {unit!r}, and there is no such organisation")
        kind = self._baseline.kind_of(unit)
        if kind.tier is not Tier.UNIT:
            raise self._fault(f"is of {unit!r}, which is a {kind.label}, not one of the units")
        if unit in found:
            raise self._fault(f"is the second one of {unit!r}", "make one MultiPolygon of them")
        return unit

    def _list(self, data: object, what: str) -> list[Any]:
        if not isinstance(data, list) or not data:
            raise self._fault(f"has no list of {what} where one should be")
        return data

    def _polygon(self, data: object) -> Polygon:
        return [self._ring(ring) for ring in self._list(data, "rings")]

    def _ring(self, data: object) -> Degrees:
        """Return a ring without the point that closes it, and without points that change nothing.

        All its numbers are looked at together: a list's worth at once, not one by one.
        """
        positions = self._list(data, "points")
        if not set(map(type, positions)) <= {list}:
            raise self._fault("has a point that is not a list of numbers")
        if not set(map(len, positions)) <= {2, 3}:
            raise self._fault("has a point that is not a longitude and a latitude")
        sides = [[position[side] for position in positions] for side in (0, 1)]
        if not set(map(type, chain(*sides))) <= _NUMBERS:
            raise self._fault("has a point that is not a longitude and a latitude")
        for side, most in zip(sides, (180, 90), strict=True):
            if not -most <= min(side) <= max(side) <= most:
                raise self._fault(
                    "has a point that is not on the earth",
                    "write degrees WGS84, longitude before latitude",
                )
        return self._closed([list(map(round, map(mul, side, repeat(MICRO)))) for side in sides])

    def _closed(self, sides: list[list[int]]) -> Degrees:
        points = list(zip(*sides, strict=True))
        if len(points) < 4 or points[0] != points[-1]:
            raise self._fault("has a ring of fewer than four points, or one that is not closed")
        kept = [there for here, there in pairwise(points) if here != there]
        ring = ([x for x, _ in kept], [y for _, y in kept])
        self._points += len(kept)
        if self._points > MAX_POINTS:
            raise self._fault(f"is beyond the {MAX_POINTS:,} points that a map may have")
        if fault := ring_fault(ring):
            raise self._fault(f"has a ring that {fault}")
        return ring

    def _check_place(self, unit: str, polygons: list[Polygon]) -> None:
        """Check that the place in the baseline is near: if not, one has its two numbers swapped."""
        place = self._baseline.organisations[unit].place
        if place is None:
            return
        for side, what in ((0, "longitude"), (1, "latitude")):
            degrees = list(chain.from_iterable(polygon[0][side] for polygon in polygons))
            if not min(degrees) <= place[side] * MICRO <= max(degrees):
                raise self._fault(
                    f"lies elsewhere than the {what} {place[side]:g} of {unit} in the baseline",
                    "longitude comes before latitude",
                )
