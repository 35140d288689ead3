"""The plane: known values, true areas, and places anywhere on the earth."""

from __future__ import annotations

from math import hypot, pi, radians, sin, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.geography.projection import SEMI_MAJOR, Projection, middle

AREA_OF_THE_EARTH = 510_065_621_724_089.0
"""Square metres of the WGS84 ellipsoid (its authalic radius is 6,371,007.181 m)."""


def test_it_gives_the_worked_example_of_the_manual() -> None:
    """Snyder, pages 333 and 334: Clarke's ellipsoid about 40° N, 100° W, at 30° N, 110° W.

    Its own is another ellipsoid, 150 parts in a million smaller in one axis; the numbers differ by
    as little.
    """
    ((x, y),) = Projection(-100, 40).points([(-110, 30)])
    assert x == pytest.approx(-965_932.1, rel=2e-4)
    assert -y == pytest.approx(-1_056_814.9, rel=4e-4)


def test_the_centre_is_where_it_begins_and_south_is_down() -> None:
    plane = Projection(-1.6, 52.8)
    assert plane.points([(-1.6, 52.8)]) == [pytest.approx((0, 0), abs=1e-6)]
    ((east, _), (_, south)) = plane.points([(-1.5, 52.8), (-1.6, 52.7)])
    assert east > 0
    assert south > 0
    # A minute of latitude is a nautical mile, about; one of longitude here 0.6 of it.
    assert south == pytest.approx(6 * 1854.6, rel=1e-3)
    assert east == pytest.approx(6 * 1125, rel=1e-2)


@given(
    st.floats(-180, 180),
    st.floats(-89, 89),
    st.floats(-5, 5),
    st.floats(-5, 5),
)
def test_areas_are_true(longitude: float, latitude: float, east: float, north: float) -> None:
    """A small cell of the graticule has the area that it has on the earth, wherever it is."""
    plane = Projection(longitude, latitude)
    at = max(-89.0, min(89.0, latitude + north))
    step = 0.01
    corners = [
        (longitude + east + dx * step, at + dy * step)
        for dx, dy in ((0, 0), (0.5, 0), (1, 0), (1, 1), (0.5, 1), (0, 1))
    ]
    points = plane.points(corners)
    area = abs(
        sum(
            ax * by - bx * ay
            for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]], strict=True)
        )
        / 2
    )
    assert area == pytest.approx(_cell(at, at + step) * step / 360, rel=1e-3)


def _cell(south: float, north: float) -> float:
    """Return the area of the earth between two latitudes, by adding up thin belts."""
    e2 = 2 / 298.257223563 - 1 / 298.257223563**2
    number, total = 50, 0.0
    for belt in range(number):
        latitude = radians(south + (north - south) * (belt + 0.5) / number)
        s = sin(latitude)
        meridian = SEMI_MAJOR * (1 - e2) / sqrt(1 - e2 * s * s) ** 3
        parallel = SEMI_MAJOR * sqrt(1 - s * s) / sqrt(1 - e2 * s * s)
        total += 2 * pi * parallel * meridian * radians((north - south) / number)
    return total


def test_the_belts_of_this_test_make_up_the_earth() -> None:
    degrees = sum(_cell(south, south + 1) for south in range(-90, 90))
    assert degrees == pytest.approx(AREA_OF_THE_EARTH, rel=1e-6)


@given(st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90))
def test_every_place_is_somewhere(a: float, b: float, longitude: float, latitude: float) -> None:
    """Also a pole, the point opposite the centre, and a centre at a pole."""
    (found,) = Projection(a, b).points([(longitude, latitude)])
    assert hypot(*found) < 1e12
    (opposite,) = Projection(a, b).points([(a + 180, -b)])
    assert hypot(*opposite) < 1e12


@pytest.mark.parametrize(
    ("longitudes", "wanted"),
    [([-6, 2], -2), ([170, -170], 180), ([175, -179], 178), ([-175, 179], -178), ([7], 7)],
)
def test_the_middle_is_found_across_the_180th_meridian(
    longitudes: list[float], wanted: float
) -> None:
    assert middle(longitudes, [50, 56]) == (wanted, 53)
