"""Columns as JSON lists: what is written comes back; what is something else is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import nullcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import columns
from db.columns import (
    read_decimals,
    read_holding,
    read_numbers,
    read_texts,
    write_decimals,
    write_holding,
    write_numbers,
    write_texts,
)
from db.limits import MAX_NUMBER, text_fault
from db.schema import BrokenPromiseError

WHERE = "the column 'x'"
MOST = 60

TEXTS = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from('",\\[]\n\0\x7f'), max_size=9
).filter(lambda text: not text_fault(text))
ANY_TEXTS = st.text(st.characters() | st.sampled_from('",\\[]\n\0\x7f\u2028'), max_size=9)
NUMBERS = st.integers(-MAX_NUMBER, MAX_NUMBER) | st.integers(-9, 9)
DECIMALS = st.floats(allow_nan=False, allow_infinity=False)


def with_gaps(items: st.SearchStrategy[object]) -> st.SearchStrategy[dict[int, object]]:
    return st.dictionaries(st.integers(0, MOST - 1), items, max_size=MOST).map(
        lambda found: dict(sorted(found.items()))
    )


def as_listed(items: dict[int, object]) -> list[object]:
    """Return what JSON should make of a column, the slow way."""
    return [items.get(row) for row in range(max(items, default=-1) + 1)]


# -- what is written comes back ----------------------------------------------------------------


@given(with_gaps(NUMBERS))
def test_whole_numbers_come_back(items: dict[int, int]) -> None:
    text = write_numbers(WHERE, [*items.values()], [*items])
    assert json.loads(text) == as_listed(items)
    rows, numbers = read_numbers(WHERE, text, MOST)
    assert dict(zip(rows, numbers, strict=True)) == items


@given(with_gaps(DECIMALS))
def test_decimals_come_back(items: dict[int, float]) -> None:
    text = write_decimals(WHERE, [*items.values()], [*items])
    assert json.loads(text) == as_listed(items)
    rows, numbers = read_decimals(WHERE, text, MOST)
    assert dict(zip(rows, numbers, strict=True)) == items


@given(with_gaps(TEXTS))
def test_texts_come_back(items: dict[int, str]) -> None:
    text = write_texts(WHERE, [*items.values()], [*items])
    assert json.loads(text) == as_listed(items)
    rows, texts = read_texts(WHERE, text, MOST)
    assert dict(zip(rows, texts, strict=True)) == items


@given(st.lists(TEXTS, max_size=MOST))
def test_texts_that_all_have_come_back(items: list[str]) -> None:
    text = write_texts(WHERE, items)
    assert json.loads(text) == items
    assert read_texts(WHERE, text, MOST) == (range(len(items)), items)


@given(st.lists(st.sampled_from("abc"), max_size=MOST), st.data())
def test_what_holds_for_all_that_follow_comes_back(things: list[str], data: st.DataObject) -> None:
    choice = st.sets(st.integers(0, MOST - 1), min_size=len(things), max_size=len(things))
    rows = sorted(data.draw(choice))
    text = write_holding(WHERE, things, {"a": 1, "b": 2, "c": 3}, rows)
    assert read_holding(WHERE, text, rows, "abc") == things
    listed = json.loads(text)
    assert len(listed) < 2 or listed[-1] != listed[-2]


# -- anything else -----------------------------------------------------------------------------

Read = Callable[[str, str, int], tuple[Sequence[int], list[object]]]
READS: list[tuple[Read, set[type]]] = [
    (read_texts, {str}),
    (read_numbers, {int}),
    (read_decimals, {int, float}),
]
each_reader = pytest.mark.parametrize(
    ("read", "types"), READS, ids=["texts", "whole numbers", "decimals"]
)

ITEMS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXTS, inner, max_size=3),
    max_leaves=3,
)
LISTS = st.lists(ITEMS | st.integers(), max_size=6) | st.lists(ANY_TEXTS, max_size=6)


def is_text(text: str) -> bool:
    return not text_fault(text) and not any("\ud800" <= c <= "\udfff" for c in text)


def dumped(items: object, spaces: bool, escaped: bool) -> str:
    return json.dumps(items, separators=(", ", ": ") if spaces else None, ensure_ascii=escaped)


@each_reader
@given(
    text=st.builds(dumped, LISTS, st.booleans(), st.booleans())
    | st.text('[]{}",:\\ truefalsn0123456789-+.eENaIiy', max_size=12)
)
def test_a_column_is_what_json_makes_of_it_or_refused(
    read: Read, types: set[type], text: str
) -> None:
    """Fast ways of reading take no text for another one than the slow way does."""
    try:
        rows, found = read(WHERE, text, MOST)
    except BrokenPromiseError:
        return
    items = json.loads(text)
    assert type(items) is list
    assert {type(item) for item in items} <= {*types, type(None)}
    assert not any(text_fault(item) for item in found if str in types)
    assert int not in types or float in types or all(abs(n) <= MAX_NUMBER for n in found)
    there = {row: item for row, item in enumerate(items) if item is not None}
    assert json.dumps(dict(zip(rows, found, strict=True))) == json.dumps(
        {row: float(item) if float in types else item for row, item in there.items()}
    )
    assert list(rows) == sorted(rows)


@each_reader
@given(items=LISTS)
def test_a_list_of_the_type_is_never_refused(
    read: Read, types: set[type], items: list[object]
) -> None:
    fit = [item for item in items if type(item) in types]
    fit = [item for item in fit if type(item) is not int or abs(item) <= MAX_NUMBER]
    fit = [item for item in fit if type(item) is not str or is_text(item)]
    assert len(read(WHERE, json.dumps(fit), MOST)[1]) == len(fit)


EDGE = 10**15


@pytest.mark.parametrize("least", [0, -EDGE])
@pytest.mark.parametrize("others", [[], [5], [-1], [10**14, -(10**14), 7]])
@pytest.mark.parametrize("number", [EDGE, EDGE + 1, EDGE - 1, 10**40, -EDGE, -EDGE - 1, -1, 0])
def test_numbers_stay_in_bounds(number: int, others: list[int], least: int) -> None:
    numbers = [*others, number, *others]
    fits = all(least <= n <= EDGE for n in numbers)
    with nullcontext() if fits else pytest.raises(BrokenPromiseError, match="'x' has a number"):
        assert read_numbers(WHERE, json.dumps(numbers), MOST, least=least)[1] == numbers
    with nullcontext() if fits else pytest.raises(BrokenPromiseError, match="'x' has a number"):
        assert json.loads(write_numbers(WHERE, numbers, least=least)) == numbers


NO_LISTS = [
    "", " ", "null", "1", "{}", '"x"', "[", "]", "[1", "1]", "[]]", "[1,]", "[,1]", "[1 2]", "[-]",
    "[01]", "[--1]", "[nul]", "[nullnull]", "[1]x", '["', '["]', '["a"b"]', '["a" "b"]', '["a","b]',
    '["\\x"]', '["\\u12"]', '["a\\"]', "[" * 100_000, "[" * 2000 + "]" * 2000, "{" * 100_000,
    "[" + "9" * 5000 + "]", "[" + "[" * 900 + "]" * 900 + "]", "]1[", "\ufeff[]",
]  # fmt: skip


@each_reader
@pytest.mark.parametrize("text", NO_LISTS, ids=[f"{n}: {t[:12]}" for n, t in enumerate(NO_LISTS)])
def test_what_is_no_list(text: str, read: Read, types: set[type]) -> None:
    with pytest.raises(BrokenPromiseError, match=r"'x' (is not a list|has an item that)"):
        read(WHERE, text, MOST)


@each_reader
@pytest.mark.parametrize("item", ["1", "1.5", '""', "null", "[]", "{}"])
def test_no_list_is_read_that_would_fill_the_memory(
    item: str, read: Read, types: set[type], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns, "MAX_ITEMS", 1000)
    with pytest.raises(BrokenPromiseError, match="'x' has more than 1,000 items"):
        read(WHERE, f"[{','.join([item] * 1001)}]", 10_000)


@each_reader
def test_more_items_than_there_may_be(read: Read, types: set[type]) -> None:
    item = '"a"' if str in types else "1"
    assert read(WHERE, f"[{item},{item}]", 2)
    with pytest.raises(BrokenPromiseError, match="'x' has 3 items for 2 organisations"):
        read(WHERE, f"[{item},null,{item}]", 2)


@each_reader
def test_a_list_that_ends_with_nothing(read: Read, types: set[type]) -> None:
    for text in ("[null]", '["a",null]' if str in types else "[1,null]"):
        with pytest.raises(BrokenPromiseError, match="'x' ends with null"):
            read(WHERE, text, MOST)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "not about"),
        ("[null,1]", "not about"),
        ("[1,1]", "not about"),
        ("[1,null,1,1]", "not about|4 items"),
        ("[0]", "refers to a row that is not there"),
        ("[-1]", "refers to a row that is not there"),
        ("[3]", "refers to a row that is not there"),
        ("[1,null,4]", "refers to a row that is not there"),
    ],
)
def test_numbers_of_things_that_are_not_there(text: str, said: str) -> None:
    assert read_holding(WHERE, "[1,null,2]", [0, 2], "ab") == ["a", "b"]
    with pytest.raises(BrokenPromiseError, match=f"'x' .*({said})"):
        read_holding(WHERE, text, [0, 2], "ab")


def test_nothing_is_written_that_could_not_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (True, 1.5, "1", [1]):
        with pytest.raises(BrokenPromiseError, match="'x' has an item that is not a whole number"):
            write_numbers(WHERE, [1, number])
    for text in (None, 1, b"a"):
        with pytest.raises(BrokenPromiseError, match="'x' has an item that is not a text"):
            write_texts(WHERE, ["a", text])
    for text in ("a\nb", "a\0", "\x7f", "\ud800", "a\u202eb"):
        with pytest.raises(BrokenPromiseError, match="a text in the column 'x' has"):
            write_texts(WHERE, ["a", text, "b"])
    with pytest.raises(BrokenPromiseError, match="'x' has an item that is not a number"):
        write_decimals(WHERE, ["1.5"], [0])
    monkeypatch.setattr(columns, "MAX_ITEMS", 1000)
    with pytest.raises(BrokenPromiseError, match="'x' has more than 1,000 items"):
        write_numbers(WHERE, [1] * 1001)
