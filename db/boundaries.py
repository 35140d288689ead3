"""Areas on a map as a scenario file holds them: packed, and unpacked when a map is first wanted.

An outline is whole numbers of 32 bits: how many polygons; of each, how many rings, and how many
points each ring has; then how far each point is to the east of the one before, and how far to the
north, in millionths of a degree WGS84. All first bytes of these, the lowest, come first, then all
second ones..., and all of it is compressed (zlib). `docs/file-format.md` says it with an example.

Opening and saving hands outlines on as they are. What is in them is believed only after
`read_atlas` has looked at it.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain
from operator import mul, sub

from db.errors import InputError
from model.geography.shapes import MICRO, Atlas, Degrees
from model.pack import Pack

MAX_POINTS = 500_000
"""Most points of all areas of a pack; England's are 58,000."""
FEWEST = 3
"""Points that a ring has at least, without one that only closes it."""

_WIDTH = 4
_MAX_UNPACKED = _WIDTH * 4 * MAX_POINTS
_EDGES = (180 * MICRO, 90 * MICRO)

Polygon = Sequence[Degrees]
"""Its rings, the outer one first."""


class OutlineError(ValueError):
    """An outline is not one; the message says why, and lacks whose it is."""


def pack_outline(polygons: Sequence[Polygon]) -> bytes:
    """Return polygons as the file has them."""
    rings = [ring for polygon in polygons for ring in polygon]
    head = [len(polygons)]
    for polygon in polygons:
        head += [len(polygon), *(len(ring[0]) for ring in polygon)]
    steps = []
    for side in (0, 1):
        degrees = list(chain.from_iterable(ring[side] for ring in rings))
        steps += [*degrees[:1], *map(sub, degrees[1:], degrees)]
    plain = _little(array("i", [*head, *steps])).tobytes()
    return zlib.compress(b"".join(plain[place::_WIDTH] for place in range(_WIDTH)))


def unpack_outline(data: bytes) -> list[list[Degrees]]:
    """Return the polygons of an outline.

    Raises
    ------
    OutlineError
        If it is not what `pack_outline` makes of sound polygons.
    """
    numbers = _numbers(data)
    shape = list(_shape(iter(numbers)))
    lengths = [length for polygon in shape for length in polygon]
    places, points = 1 + len(shape) + len(lengths), sum(lengths)
    if len(numbers) != places + 2 * points:
        raise OutlineError("it is not as long as it says")
    sides = []
    for start, most in zip((places, places + points), _EDGES, strict=True):
        degrees = list(accumulate(numbers[start : start + points]))
        if not -most <= min(degrees) <= max(degrees) <= most:
            raise OutlineError("it is not on the earth")
        sides.append(degrees)
    polygons: list[list[Degrees]] = []
    at = 0
    for polygon in shape:
        rings: list[Degrees] = []
        for length in polygon:
            ring = (sides[0][at : at + length], sides[1][at : at + length])
            if fault := ring_fault(ring):
                raise OutlineError(f"a ring of it {fault}")
            rings.append(ring)
            at += length
        polygons.append(rings)
    return polygons


def _numbers(data: bytes) -> array[int]:
    unpacking = zlib.decompressobj()
    try:
        plain = unpacking.decompress(data, _MAX_UNPACKED)
    except zlib.error as error:
        raise OutlineError("it can't be unpacked") from error
    if not unpacking.eof or unpacking.unused_data or len(plain) % _WIDTH or not plain:
        raise OutlineError("it can't be unpacked")
    mixed, number = bytearray(len(plain)), len(plain) // _WIDTH
    for place in range(_WIDTH):
        mixed[place::_WIDTH] = plain[place * number : (place + 1) * number]
    return _little(array("i", bytes(mixed)))


def _little(numbers: array[int]) -> array[int]:
    """Return numbers in the order of bytes that the file has, or from it in ours."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _shape(numbers: Iterator[int]) -> Iterator[list[int]]:
    """Iterate over the polygons that an outline says it has: how many points each ring has."""
    try:
        for _ in range(_counted(next(numbers), 1)):
            yield [_counted(next(numbers), FEWEST) for _ in range(_counted(next(numbers), 1))]
    except StopIteration as error:
        raise OutlineError("it is not as long as it says") from error


def _counted(number: int, least: int) -> int:
    if not least <= number <= MAX_POINTS:
        raise OutlineError("it says that it has too many or too few points")
    return number


def ring_fault(ring: Degrees) -> str:
    """Say what is wrong with a ring, "" if nothing is."""
    xs, ys = ring
    if len(xs) < FEWEST:
        return "has fewer than three different points"
    there, back = sum(map(mul, xs, [*ys[1:], ys[0]])), sum(map(mul, [*xs[1:], xs[0]], ys))
    return "has nothing inside" if there == back else ""


def read_atlas(pack: Pack) -> Atlas:
    """Return where the organisations of a pack are.

    Raises
    ------
    InputError
        If the areas that it carries are damaged; the message says whose.
    """
    outlines: dict[str, list[list[Degrees]]] = {}
    points = 0
    for organisation, data in pack.boundaries.items():
        try:
            polygons = unpack_outline(data)
        except OutlineError as error:
            raise _damaged(pack, organisation, str(error)) from error
        points += sum(len(ring[0]) for polygon in polygons for ring in polygon)
        if points > MAX_POINTS:
            raise _damaged(
                pack, organisation, f"all areas together have over {MAX_POINTS:,} points"
            )
        outlines[organisation] = polygons
    o = pack.organisations
    return Atlas.of(outlines, {o.ids[row]: place for row, place in o.places.items()})


def _damaged(pack: Pack, organisation: str, detail: str) -> InputError:
    row = pack.organisations.row(organisation)
    name = organisation if row is None else pack.organisations.names[row]
    return InputError(
        f"the area of {name} on the map is damaged ({detail})",
        remedy="all but the map can be used",
    )
