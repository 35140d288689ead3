"""Records are what dataclasses would be: read, compared, matched and taken for one alike."""

import copy
import pickle
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass, fields, is_dataclass, replace
from types import MappingProxyType

import pytest

from model.records import FrozenRecordError, record


@record
class Point:
    """A point."""

    x: int
    y: int = 0
    marks: tuple[str, ...] = ()

    @property
    def both(self) -> tuple[int, int]:
        return self.x, self.y


@dataclass(frozen=True, slots=True)
class Twin:
    """A point, the slow way."""

    x: int
    y: int = 0
    marks: tuple[str, ...] = ()


@record
class One:
    value: object


@record
class Ruled:
    limits: Mapping[str, int] = MappingProxyType({})


def test_fields_are_given_by_place_or_by_name() -> None:
    assert Point(1, 2).both == Point(1, y=2).both == Point(y=2, x=1).both == (1, 2)
    assert Point(1).both == (1, 0)
    for wrong in ([], [1, 2, (), 4]):
        with pytest.raises(TypeError, match=r"Point\.__init__\(\)"):
            Point(*wrong)
    with pytest.raises(TypeError, match="z"):
        Point(1, z=3)  # type: ignore[call-arg]


def test_it_never_alters() -> None:
    point = Point(1)
    for alter in (lambda: setattr(point, "x", 2), lambda: setattr(point, "other", 2)):
        with pytest.raises(FrozenRecordError, match="a Point never alters"):
            alter()
    with pytest.raises(FrozenRecordError):
        del point.x
    assert not hasattr(point, "__dict__")


def test_equal_values_are_equal_records() -> None:
    assert Point(1, 2) == Point(1, 2) != Point(2, 2)
    assert Point(1) != (1, 0, ())
    assert One(1) == One(1) != One(2)
    assert len({Point(1), Point(1, 0), Point(2), One(1), One(1)}) == 3
    with pytest.raises(TypeError, match="unhashable"):
        hash(One([]))


def test_it_prints_and_matches_as_a_dataclass() -> None:
    assert repr(Point(1, 2, ("a",))) == repr(Twin(1, 2, ("a",))).replace("Twin", "Point")
    match Point(3, 4):
        case Point(x, y):
            assert (x, y) == (3, 4)
    assert Point.__match_args__ == Twin.__match_args__
    assert Point.__doc__ == "A point."


def test_it_can_be_copied_and_pickled() -> None:
    point = Point(1, 2, ("a",))
    assert copy.copy(point) == copy.deepcopy(point) == pickle.loads(pickle.dumps(point)) == point


def test_dataclasses_takes_it_for_one() -> None:
    point, twin = Point(1, 2, ("a",)), Twin(1, 2, ("a",))
    assert is_dataclass(point)
    assert [f.name for f in fields(point)] == [f.name for f in fields(Twin)]
    assert (asdict(point), astuple(point)) == (asdict(twin), astuple(twin))
    assert replace(point, y=5) == Point(1, 5, ("a",))
    assert replace(Ruled()) == Ruled()
    assert fields(Ruled)[0].name == "limits"


def test_a_default_may_be_something_that_has_no_hash() -> None:
    assert Ruled().limits == {}
    assert Ruled(MappingProxyType({"a": 1})).limits == {"a": 1}
