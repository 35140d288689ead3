"""Areas in a scenario file: packed and unpacked, carried on as they are, and never believed."""

from __future__ import annotations

import csv
import re
import zlib
from array import array
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.boundaries import (
    MAX_POINTS,
    OutlineError,
    pack_outline,
    read_atlas,
    ring_fault,
    unpack_outline,
)
from db.errors import InputError
from db.scenario_file import open_scenario, save
from db.sending import bytes_to_send
from model.geography.shapes import Atlas, Degrees
from model.pack import Pack
from model.scenario import Scenario, from_ready
from model.sending import Level, reduced
from tests.england import installed_pack
from tests.faults.mutants import damaged
from tests.sample_pack import WHEN, WHO, sample_pack, sample_scenario

ROOT = Path(__file__).resolve().parents[2]
DOC = (ROOT / "docs" / "file-format.md").read_text(encoding="utf-8")

longitudes = st.integers(-180_000_000, 180_000_000)
latitudes = st.integers(-90_000_000, 90_000_000)
rings = (
    st.lists(st.tuples(longitudes, latitudes), min_size=3, max_size=9)
    .map(lambda points: ([x for x, _ in points], [y for _, y in points]))
    .filter(lambda ring: not ring_fault(ring))
)
outlines = st.lists(st.lists(rings, min_size=1, max_size=3), min_size=1, max_size=3)


@given(outlines)
def test_what_is_packed_is_unpacked(polygons: list[list[Degrees]]) -> None:
    assert unpack_outline(pack_outline(polygons)) == polygons


@given(outlines)
def test_the_documented_code_reads_outlines(polygons: list[list[Degrees]]) -> None:
    code = re.search(r"```python\n(.*?)```", DOC, re.DOTALL)
    assert code
    space: dict[str, object] = {}
    exec(code[1], space)
    read = space["rings"]
    assert callable(read)
    wanted = [
        [(x / 1e6, y / 1e6) for x, y in zip(*ring, strict=True)]
        for polygon in polygons
        for ring in polygon
    ]
    assert read(pack_outline(polygons)) == wanted


def _packed(numbers: list[int]) -> bytes:
    plain = array("i", numbers).tobytes()
    return zlib.compress(b"".join(plain[i::4] for i in range(4)))


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "can't be unpacked"),
        (b"x", "can't be unpacked"),
        (zlib.compress(b"abc"), "can't be unpacked"),
        (zlib.compress(b""), "can't be unpacked"),
        (_packed([1, 1, 3, 0, 9, 0, 0, 0, 9])[:-1], "can't be unpacked"),
        (_packed([1, 1, 3, 0, 9, 0, 0, 0, 9]) + b"x", "can't be unpacked"),
        (zlib.compress(bytes(20_000_000)), "can't be unpacked"),
        (_packed([0]), "too many or too few"),
        (_packed([1, 0]), "too many or too few"),
        (_packed([1, 1, 2, 0, 0, 0, 0]), "too many or too few"),
        (_packed([-1]), "too many or too few"),
        (_packed([MAX_POINTS + 1]), "too many or too few"),
        (_packed([2, 1, 3, 0, 9, 0, 0, 0, 9]), "too many or too few"),
        (_packed([1, 1]), "as long as it says"),
        (_packed([1, 1, 3, 0, 9, 0, 0, 0]), "as long as it says"),
        (_packed([1, 1, 3, 0, 9, 0, 0, 0, 9, 0]), "as long as it says"),
        (_packed([1, 1, 3, 0, 180_000_001, 0, 0, 0, 9]), "not on the earth"),
        (_packed([1, 1, 3, 2**31 - 1, 2**31 - 1, 0, 0, 0, 9]), "not on the earth"),
        (_packed([1, 1, 3, 0, 9, 0, -90_000_001, 0, 9]), "not on the earth"),
        (_packed([1, 1, 3, 0, 9, 9, 0, 9, 9]), "nothing inside"),
    ],
)
def test_an_outline_that_is_none_says_why(data: bytes, fault: str) -> None:
    with pytest.raises(OutlineError, match=fault):
        unpack_outline(data)
    pack = sample_pack()
    pack = replace(pack, boundaries={**pack.boundaries, "U3": data})
    with pytest.raises(InputError, match=f"^the area of Çalder on the map is damaged .*{fault}"):
        read_atlas(pack)


@given(st.integers(0, 2**32))
def test_a_damaged_outline_is_read_or_refused_but_never_crashes(seed: int) -> None:
    random = Random(seed)
    pack = sample_pack()
    unit, outline = random.choice(list(pack.boundaries.items()))
    if random.random() < 0.5:
        outline = damaged(outline, random)
    else:
        outline = zlib.compress(damaged(zlib.decompress(outline), random))
    with suppress(InputError):
        atlas = read_atlas(replace(pack, boundaries={**pack.boundaries, unit: outline}))
        _use(atlas)


def _use(atlas: Atlas) -> None:
    for organisation, shape in atlas.shapes.items():
        assert shape.area >= 0
        assert shape.perimeter >= 0
        assert atlas.at(*shape.label) in {None, *atlas.shapes}
        assert shape.organisation == organisation


def test_points_are_counted_over_all_areas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.boundaries.MAX_POINTS", 28)
    assert read_atlas(sample_pack())
    monkeypatch.setattr("db.boundaries.MAX_POINTS", 27)
    with pytest.raises(InputError, match=r"the area of Eskdale .* over 27 points"):
        read_atlas(sample_pack())


def odd_scenario() -> Scenario:
    """Return a scenario with areas of which one is none."""
    pack = sample_pack()
    pack = replace(pack, boundaries={**pack.boundaries, "U6": b"no outline"})
    return from_ready(pack, pack.options[0], "A", when=WHEN, who=WHO)


def test_a_file_carries_areas_as_they_are(tmp_path: Path) -> None:
    """What is no outline too: only the map looks at it, and says so."""
    scenario = odd_scenario()
    odd = scenario.pack.boundaries
    path = tmp_path / "plan.footprint"
    save(scenario, path)

    opened = open_scenario(path).scenario
    assert dict(opened.pack.boundaries) == odd
    again = tmp_path / "again.footprint"
    save(opened, again)
    assert again.read_bytes() == path.read_bytes()
    with pytest.raises(InputError, match="Fenwick"):
        read_atlas(opened.pack)


@pytest.mark.parametrize("level", list(Level))
def test_a_copy_that_is_sent_carries_areas_as_they_are(level: Level, tmp_path: Path) -> None:
    scenario = odd_scenario()
    path = tmp_path / "sent.footprint"
    path.write_bytes(bytes_to_send(reduced(scenario, level, when=WHEN)))
    assert dict(open_scenario(path).scenario.pack.boundaries) == scenario.pack.boundaries


def test_areas_hang_together_with_places(tmp_path: Path) -> None:
    save(sample_scenario(), tmp_path / "plan.footprint")
    atlas = read_atlas(open_scenario(tmp_path / "plan.footprint").scenario.pack)

    assert list(atlas.shapes) == ["U1", "U2", "U3", "U4", "U5"]
    for unit, shape in atlas.shapes.items():
        assert atlas.at(*shape.label) == unit
    assert [len(shape.parts) for shape in atlas.shapes.values()] == [1, 1, 1, 2, 1]
    assert len(atlas.shapes["U5"].parts[0].holes) == 1
    assert atlas.points == {}


# -- England -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def england() -> Pack:
    return installed_pack()


@pytest.fixture(scope="module")
def atlas(england: Pack) -> Atlas:
    return read_atlas(england)


def test_areas_are_those_that_were_published(atlas: Atlas) -> None:
    """Square kilometres of the reference data, from outlines that were not simplified."""
    with (ROOT / "tests" / "data" / "area-km2.csv").open(encoding="utf-8", newline="") as stream:
        published = {row["id"]: float(row["area_km2"]) for row in csv.DictReader(stream)}

    assert atlas.shapes.keys() == published.keys()
    for unit, shape in atlas.shapes.items():
        assert shape.area / 1e6 == pytest.approx(published[unit], rel=0.006, abs=0.05), unit
    total = sum(shape.area for shape in atlas.shapes.values()) / 1e6
    assert total == pytest.approx(sum(published.values()), rel=0.001)


def test_each_label_stands_in_its_own_area(atlas: Atlas) -> None:
    assert {unit: atlas.at(*shape.label) for unit, shape in atlas.shapes.items()} == {
        unit: unit for unit in atlas.shapes
    }


def test_neighbours_have_their_shared_line_in_common(atlas: Atlas, england: Pack) -> None:
    """Every pair that meets on dry land has an edge in common, there and back."""
    edges = {unit: set(_edges(atlas, unit)) for unit in atlas.shapes}
    apart = [
        (border.a, border.b)
        for border in england.borders
        if border.kind == "land"
        and not edges[border.a] & {(c, d, a, b) for a, b, c, d in edges[border.b]}
    ]
    # Two meet in full detail, on some tens of metres, but not when simplified.
    assert len(apart) <= 3


def _edges(atlas: Atlas, unit: str) -> list[tuple[float, float, float, float]]:
    return [
        edge
        for ring in atlas.shapes[unit].rings
        for edge in zip(
            ring[::2],
            ring[1::2],
            [*ring[2::2], ring[0]],
            [*ring[3::2], ring[1]],
            strict=True,
        )
    ]


def test_practices_are_points(england: Pack) -> None:
    pack = installed_pack("pct-2011-practices")
    assert pack.boundaries == england.boundaries
    atlas = read_atlas(pack)
    assert len(atlas.points) == 8_234
    o = pack.organisations
    own = sum(
        atlas.at(x, y) == o.ids[o.parents[o.rows[practice]]]
        for practice, (x, y) in atlas.points.items()
    )
    assert own / len(atlas.points) > 0.98
