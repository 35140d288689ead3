"""Records: what `@dataclass(frozen=True, slots=True)` makes, in a fraction of the time.

A dataclass has source text written and compiled for each of its methods when its module is loaded:
half a millisecond for each class, a quarter of the program's start for all of them. A record has
its methods from a class that all records share, but for the one that takes its values, which is
made from another's of as many fields. It is read, compared, matched, hashed and printed as a
dataclass is; `dataclasses.replace` and `fields` take it for one, and get what they need when they
ask.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from operator import attrgetter
from types import CodeType, FunctionType
from typing import Any, ClassVar, TypeVar, dataclass_transform

T = TypeVar("T")

Values = tuple[object, ...]


class FrozenRecordError(AttributeError):
    """Somebody tried to alter a record."""


class Record:
    """What all records can do; made by `record`, never written as a base."""

    __slots__ = ()

    __match_args__: ClassVar[tuple[str, ...]] = ()
    _values: ClassVar[staticmethod[[Record], Values]]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Record) or other.__class__ is not self.__class__:
            return NotImplemented
        return self._values(self) == self._values(other)

    def __hash__(self) -> int:
        return hash(self._values(self))

    def __repr__(self) -> str:
        pairs = zip(self.__match_args__, self._values(self), strict=True)
        shown = ", ".join(f"{name}={value!r}" for name, value in pairs)
        return f"{self.__class__.__qualname__}({shown})"

    def __reduce__(self) -> tuple[type[Record], Values]:
        return self.__class__, self._values(self)

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenRecordError(f"a {self.__class__.__name__} never alters: {name}")

    def __delattr__(self, name: str) -> None:
        raise FrozenRecordError(f"a {self.__class__.__name__} never alters: {name}")


@dataclass_transform(frozen_default=True)
def record(cls: type[T]) -> type[T]:
    """Make a class of annotated fields one whose instances hold just these and never alter.

    A default is shared by all instances, so it must not be a list or the like.
    """
    body = dict(cls.__dict__)
    names = tuple(body["__annotations__"])
    defaults = {name: body.pop(name) for name in names if name in body}
    for name in ("__dict__", "__weakref__"):
        body.pop(name, None)
    values = attrgetter(*names)
    body["__slots__"] = body["__match_args__"] = names
    body["_values"] = staticmethod(values if len(names) > 1 else lambda one: (values(one),))
    body["__dataclass_fields__"] = _Fields(body["__annotations__"], defaults)
    made: Any = type(cls.__name__, (Record,), body)
    made.__init__ = _init(made, names, defaults)
    result: type[T] = made
    return result


def altered(one: T, **values: object) -> T:
    """Return a record like another, but for some fields."""
    kept = {name: getattr(one, name) for name in names_of(type(one))}
    return type(one)(**kept | values)


def names_of(cls: type) -> tuple[str, ...]:
    """Return the names of a record's fields, in their order."""
    names: tuple[str, ...] = cls.__dict__["__match_args__"]
    return names


def _init(cls: type, names: tuple[str, ...], defaults: Mapping[str, object]) -> Callable[..., None]:
    """Return a function that takes the fields by place or by name and sets them."""
    code = _code(len(names)).replace(co_varnames=("self", *names))
    setters = {f"set{i}": cls.__dict__[name].__set__ for i, name in enumerate(names)}
    init = FunctionType(code, setters, "__init__", tuple(defaults.values()))
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


@lru_cache(maxsize=64)
def _code(number: int) -> CodeType:
    """Return the code of a function that sets so many fields, whatever they are called."""
    names = [f"v{i}" for i in range(number)]
    calls = [f"set{i}(self, v{i})" for i in range(number)]
    space: dict[str, Any] = {}
    exec(f"def init({', '.join(['self', *names])}): {'; '.join(calls)}", space)
    code: CodeType = space["init"].__code__
    return code


class _Fields:
    """Makes what `dataclasses` knows of a class, when it first asks."""

    def __init__(self, annotations: Mapping[str, str], defaults: Mapping[str, object]) -> None:
        self._annotations = dict(annotations)
        self._defaults = defaults

    def __get__(self, instance: object, owner: type) -> Mapping[str, object]:
        from dataclasses import dataclass, field  # takes longer to load than all records

        # By a factory, since a default may be one without a hash, which would not be taken.
        body: dict[str, object] = {"__annotations__": self._annotations}
        for name, value in self._defaults.items():
            body[name] = field(default_factory=partial(_same, value))
        twin: Any = dataclass(type(owner.__name__, (), body))
        found: Mapping[str, object] = twin.__dataclass_fields__
        owner.__dataclass_fields__ = found  # type: ignore[attr-defined]  # in place of this
        return found


def _same(value: T) -> T:
    return value
