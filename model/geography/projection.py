"""From degrees on the earth to metres on a plane on which areas are true.

Lambert's azimuthal equal-area projection of the WGS84 ellipsoid, about a centre of one's own, so
that it suits a pack of any place. Formulas: J. P. Snyder, *Map Projections: A Working Manual*, US
Geological Survey Professional Paper 1395 (1987), pages 16, 101 and 187; their numbers stand beside
them. Areas are kept; within 350 km of the centre lengths are off by less than 0.1%.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import atanh, cos, pi, radians, sin, sqrt

Point = tuple[float, float]

SEMI_MAJOR = 6_378_137.0
"""Of the WGS84 ellipsoid, metres."""
ECCENTRICITY = 0.081_819_190_842_621_49
"""Of the WGS84 ellipsoid: the square root of f (2 - f), f = 1 / 298.257223563."""

_E2 = ECCENTRICITY**2
_DEGREE = pi / 180
_FAR = 1e-9
"""Nearest to the point opposite the centre, which would be everywhere and nowhere."""
_STEEPEST = 89.9


class Projection:
    """A plane that touches the earth in a centre.

    Parameters
    ----------
    longitude, latitude : float
        Of the centre, degrees WGS84. One at a pole is taken for one beside it.
    """

    def __init__(self, longitude: float, latitude: float) -> None:
        self.centre = (longitude, latitude)
        latitude = min(max(latitude, -_STEEPEST), _STEEPEST)
        sine = sin(radians(latitude))
        self._polar = _q(1.0)
        self._sine = _q(sine) / self._polar  # of the authalic latitude (3-11)
        self._cosine = sqrt(1 - self._sine * self._sine)
        self._radius = SEMI_MAJOR * sqrt(self._polar / 2)  # (3-13)
        m = cos(radians(latitude)) / sqrt(1 - _E2 * sine * sine)  # (14-15)
        self._stretch = SEMI_MAJOR * m / (self._radius * self._cosine)  # (24-20)

    def points(self, places: Iterable[Point]) -> list[Point]:
        """Return where places are, each a longitude and a latitude: metres east and south."""
        # Tens of thousands are asked for at once, so that a call for each would be felt.
        middle_sine, middle_cosine, stretch = self._sine, self._cosine, self._stretch
        centre, radius, scale = self.centre[0], self._radius, (1 - _E2) / self._polar
        found = []
        for longitude, latitude in places:
            turn, sine = (longitude - centre) * _DEGREE, sin(latitude * _DEGREE)
            part = ECCENTRICITY * sine
            sine = scale * (sine / (1 - part * part) + atanh(part) / ECCENTRICITY)  # (3-11, 3-12)
            cosine = sqrt(abs(1 - sine * sine))
            along = cosine * cos(turn)
            far = 1 + middle_sine * sine + middle_cosine * along
            b = radius * sqrt(2 / (far if far > _FAR else _FAR))  # (24-19)
            x = b * stretch * cosine * sin(turn)  # (24-17)
            y = b / stretch * (middle_cosine * sine - middle_sine * along)  # (24-18)
            found.append((x, -y))
        return found


def _q(sine: float) -> float:
    """Return q of a latitude, from its sine (3-12)."""
    return (1 - _E2) * (sine / (1 - _E2 * sine * sine) + atanh(ECCENTRICITY * sine) / ECCENTRICITY)


def middle(longitudes: Sequence[float], latitudes: Sequence[float]) -> tuple[float, float]:
    """Return the middle of the box around places, at least one, also across the 180th meridian."""
    low, high = min(longitudes), max(longitudes)
    if high - low > 180:  # from the east of one to the west of the other it is less
        turned = [longitude % 360 for longitude in longitudes]
        low, high = min(turned), max(turned)
    longitude = (low + high) / 2
    if longitude > 180:
        longitude -= 360
    return longitude, (min(latitudes) + max(latitudes)) / 2
