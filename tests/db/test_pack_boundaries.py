"""A pack's boundaries: what is read of them, and what is refused with which words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from db.boundaries import unpack_outline
from db.errors import PackError
from db.packs import boundaries as module
from db.packs import read_pack
from tests.db.tiny_pack import write_tiny

SQUARE = [[-2.0, 52.0], [-2.0, 53.0], [0.5, 53.0], [0.5, 52.0], [-2.0, 52.0]]
HOLE = [[-0.5, 52.3], [0.1, 52.3, 77], [0.1, 52.6], [-0.5, 52.3]]


def feature(unit: object, kind: str, coordinates: object) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"id": unit, "name": "x"},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def collection(*features: object) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


def write(folder: Path, text: str) -> Path:
    pack = write_tiny(folder, {"pack.toml": ("[files]", '[files]\nboundaries = "map.geojson"')})
    (pack / "map.geojson").write_text(text, encoding="utf-8")
    return pack


def test_areas_are_kept_in_millionths_of_a_degree(tmp_path: Path) -> None:
    other = [[2, 51], [2.0000004, 51], [2.5, 51.25], [2.5, 51], [2, 51]]
    pack = read_pack(
        write(
            tmp_path,
            collection(
                feature("b", "Polygon", [other]),
                feature("a", "MultiPolygon", [[SQUARE, HOLE], [other]]),
            ),
        )
    )
    outlines = {unit: unpack_outline(data) for unit, data in pack.boundaries.items()}
    triangle = ([2_500_000, 2_500_000, 2_000_000], [51_250_000, 51_000_000, 51_000_000])
    assert list(outlines) == ["a", "b"]  # as in the baseline
    assert outlines["b"] == [[triangle]]
    first, second = outlines["a"]
    assert second == [triangle]
    assert first[0] == (
        [-2_000_000, 500_000, 500_000, -2_000_000],
        [53_000_000, 53_000_000, 52_000_000, 52_000_000],
    )
    assert first[1] == ([100_000, 100_000, -500_000], [52_300_000, 52_600_000, 52_300_000])


def ringed(*points: object) -> str:
    return collection(feature("a", "Polygon", [list(points)]))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "line 1, column 1: is not JSON"),
        ('{"type": "FeatureCollection",\n"features": [}', "line 2, column 14: is not JSON"),
        ("[" * 100_000, "lists beyond all use"),
        ("[" * 3_000_000, "too many points; simplify"),
        ('{"a": ' * 100_000, "lists beyond all use"),
        (ringed(-1).replace("-1", "9" * 5000), "a number or lists beyond all use"),
        ("[]", "is not a GeoJSON FeatureCollection"),
        ('{"type": "FeatureCollection"}', "is not a GeoJSON FeatureCollection"),
        ('{"type": "FeatureCollection", "features": {}}', "is not a GeoJSON FeatureCollection"),
        ('{"type": "Feature", "features": []}', "is not a GeoJSON FeatureCollection"),
        (collection(7), "feature 1 is not a GeoJSON Feature"),
        (collection({"type": "Feature"}), "feature 1 has no property 'id'"),
        (collection(feature(7, "Polygon", [])), "feature 1 has no property 'id'"),
        (collection(feature("\u202e", "Polygon", [])), "feature 1 has no property 'id'"),
        (collection(feature("z", "Polygon", [])), "feature 1 is of 'z', and there is no such"),
        (
            collection(feature("S", "Polygon", [])),
            "feature 1 is of 'S', which is a shire, not one of",
        ),
        (
            collection(*[feature("a", "Polygon", [SQUARE])] * 2),
            "feature 2 is the second one of 'a'; make one MultiPolygon",
        ),
        (collection(feature("a", "Point", [1, 2])), r"feature 1 \(a\) is neither a Polygon"),
        (
            collection({**feature("a", "Polygon", []), "geometry": None}),
            r"feature 1 \(a\) is neither a Polygon",
        ),
        (collection(feature("a", "Polygon", [])), r"feature 1 \(a\) has no list of rings"),
        (collection(feature("a", "Polygon", {})), "has no list of rings"),
        (collection(feature("a", "MultiPolygon", [])), "has no list of polygons"),
        (collection(feature("a", "MultiPolygon", [[]])), "has no list of rings"),
        (collection(feature("a", "Polygon", [[]])), "has no list of points"),
        (ringed(*SQUARE, 7), "a point that is not a list of numbers"),
        (ringed(*SQUARE, None), "a point that is not a list of numbers"),
        (ringed(*SQUARE, [1]), "not a longitude and a latitude"),
        (ringed(*SQUARE, [1, 2, 3, 4]), "not a longitude and a latitude"),
        (ringed(*SQUARE, [1, True]), "not a longitude and a latitude"),
        (ringed(*SQUARE, ["1", 2]), "not a longitude and a latitude"),
        (ringed(*SQUARE, [[1], 2]), "not a longitude and a latitude"),
        (ringed(*SQUARE).replace("0.5", "NaN"), "has NaN where a number should be"),
        (ringed(*SQUARE).replace("0.5", "-Infinity"), "has -Infinity where a number should be"),
        (ringed(*SQUARE).replace("0.5", "1e999"), "not on the earth"),
        (ringed(*SQUARE).replace("0.5", "9" * 400), "not on the earth"),
        (ringed(*SQUARE).replace("0.5", "180.1"), "not on the earth; write degrees WGS84"),
        (ringed(*SQUARE).replace("53.0", "-90.1"), "not on the earth; write degrees WGS84"),
        (ringed(*SQUARE[:4]), "not closed"),
        (ringed(SQUARE[0], SQUARE[1], SQUARE[0]), "fewer than four points"),
        (ringed(SQUARE[0], SQUARE[1], SQUARE[1], SQUARE[0]), "fewer than three different"),
        (ringed(SQUARE[0], SQUARE[1], [-2, 52.5], SQUARE[0]), "nothing inside"),
    ],
)
def test_a_fault_is_told_with_file_and_feature(tmp_path: Path, text: str, fault: str) -> None:
    pack = write(tmp_path, text)
    with pytest.raises(PackError, match=fault) as told:
        read_pack(pack)
    assert told.value.file == "map.geojson"
    assert "\n" not in str(told.value)
    assert len(str(told.value)) < 300


def test_swapped_numbers_are_found_by_the_place_in_the_baseline(tmp_path: Path) -> None:
    pack = write(tmp_path, ringed(*SQUARE))
    assert read_pack(pack).boundaries

    (pack / "map.geojson").write_text(ringed(*([y, x] for x, y in SQUARE)))
    with pytest.raises(
        PackError,
        match=r"\(a\) lies elsewhere than the longitude -1.5 of a in .*; longitude comes before",
    ):
        read_pack(pack)


def test_too_many_points_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = write(tmp_path, ringed(*SQUARE))
    monkeypatch.setattr(module, "MAX_POINTS", 4)
    assert read_pack(pack).boundaries
    monkeypatch.setattr(module, "MAX_POINTS", 3)
    with pytest.raises(PackError, match=r"\(a\) is beyond the 3 points"):
        read_pack(pack)


def test_the_map_can_be_read_later_and_is_checked_then(tmp_path: Path) -> None:
    sound, broken = ringed(*SQUARE), ringed(*SQUARE[:4])
    path = write(tmp_path, broken)
    pack = read_pack(path, map_later=True)
    for _ in range(2):
        with pytest.raises(PackError, match="not closed"):
            len(pack.boundaries)
    (path / "map.geojson").write_text(sound)
    assert dict(pack.boundaries) == dict(read_pack(path).boundaries)
    (path / "map.geojson").unlink()
    assert pack.boundaries["a"]  # it is read once
    with pytest.raises(PackError, match="no such file"):
        read_pack(path, map_later=True)
