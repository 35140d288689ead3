"""Lists of published data as somebody else might leave them: refused, and the column is named.

The sample pack's organisations are N, R1, R2, U1 to U6 and P1, in this order.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from db import columns
from db.errors import DamagedError
from db.scenario_file import open_scenario
from tests.db.tampering import alter, assert_refused

PUBLISHED = ("id", "kind", "code", "name", "parent", "longitude", "latitude")
FIGURES = ("value", "citation", "low", "high")
COLUMNS = [
    *(("published", column, "1") for column in PUBLISHED),
    *(("published_figure", column, "measure = 1") for column in FIGURES),
    ("published_fact", "value", "fact = 1"),
]
TEXTS = {("published", "id"), ("published", "code"), ("published", "name")}
"""Those that have a text for everyone."""
OF_TEXTS = TEXTS | {("published_fact", "value")}
DECIMALS = {("published", "longitude"), ("published", "latitude")}

every_column = pytest.mark.parametrize(
    ("table", "column", "where"), COLUMNS, ids=[f"{c[0]}.{c[1]}" for c in COLUMNS]
)


def put(path: Path, table: str, column: str, where: str, text: str) -> Path:
    """Set a column's text to another one."""
    quoted = text.replace("'", "''")
    return alter(path, f"UPDATE {table} SET {column} = '{quoted}' WHERE {where}")


def items_of(path: Path, table: str, column: str, where: str) -> list[object]:
    with closing(sqlite3.connect(path)) as connection:
        query = f"SELECT {column} FROM {table} WHERE {where}"
        items: list[object] = json.loads(connection.execute(query).fetchone()[0])
        return items


def damage(
    path: Path, table: str, column: str, where: str, hurt: Callable[[list[object]], None]
) -> Path:
    """Change the items of a column."""
    items = items_of(path, table, column, where)
    hurt(items)
    return put(path, table, column, where, json.dumps(items, ensure_ascii=False))


# -- what is no list ---------------------------------------------------------------------------


NO_LISTS = ["", "null", "{}", "[1,]", "[" * 100_000]
"""Some of those in `test_columns`."""


@every_column
def test_what_is_no_list(table: str, column: str, where: str, plan: Path) -> None:
    whole = plan.read_bytes()
    for text in NO_LISTS:
        plan.write_bytes(whole)
        put(plan, table, column, where, text)
        said = f"'{column}' of its table '{table}'.* (list in JSON|item that)"
        assert_refused(plan, DamagedError, said)


EMPTY = {
    "id": "'id' of its table 'published' has nobody in it",
    "kind": "'kind' .* is not about the organisations",
    "code": "'code' .* has 0 texts for 10 organisations",
    "name": "'name' .* has 0 texts for 10 organisations",
    "parent": "'R1' hangs nowhere",
    "longitude": "'latitude' .* has not the places",
    "latitude": "'latitude' .* has not the places",
    "value": "'citation' .* has 8 items for 0 organisations",
    "citation": "'citation' .* not about the organisations",
    "low": "'population' of 'U3' can't be",
    "high": "'population' of 'U3' can't be",
}


@pytest.mark.parametrize("column", EMPTY)
def test_an_empty_list(column: str, plan: Path) -> None:
    table, where = next((table, where) for table, c, where in COLUMNS if c == column)
    put(plan, table, column, where, "[]")
    assert_refused(plan, DamagedError, EMPTY[column])


# -- items of another type ---------------------------------------------------------------------

SPECIAL = ["NaN", "Infinity", "-Infinity", "1e3"]
"""Decimals that no place on earth has."""
ODD = ["true", "false", "1.5", "1.0", '"x"', "7", "[]", "[1]", "{}", '{"a":1}', *SPECIAL]


@every_column
def test_items_of_another_type(table: str, column: str, where: str, plan: Path) -> None:
    whole = plan.read_bytes()
    items = [json.dumps(item, ensure_ascii=False) for item in items_of(plan, table, column, where)]
    of_texts = column in ("id", "code", "name") or table == "published_fact"
    for odd in ODD:
        plan.write_bytes(whole)
        items[min(3, len(items) - 1)] = odd
        put(plan, table, column, where, f"[{','.join(items)}]")
        if column in ("longitude", "latitude") and odd in SPECIAL:
            assert_refused(plan, DamagedError, "place of 'U1' is not on the earth")
        elif column in ("longitude", "latitude") and odd in ("1.5", "1.0", "7"):
            assert open_scenario(plan)
        elif odd != ('"x"' if of_texts else "7"):
            assert_refused(
                plan, DamagedError, f"'{column}' of its table '{table}'.* item that is not"
            )


# -- lists that do not fit each other ----------------------------------------------------------


@every_column
def test_a_list_that_is_too_long(table: str, column: str, where: str, plan: Path) -> None:
    def lengthen(items: list[object]) -> None:
        filler = items[-1]
        items += [None] * (10 - len(items)) if column != "kind" else []
        items += [filler] * (11 - len(items))

    damage(plan, table, column, where, lengthen)
    if (table, column) == ("published", "id"):  # it is the others that are too short then
        assert_refused(plan, DamagedError, "'code' of its table 'published' has 10 texts for 11")
    else:
        assert_refused(plan, DamagedError, f"'{column}' of its table '{table}'.* 11 items for")


SHORT = {
    "id": "'kind' .* has 10 items for 9 organisations",
    "kind": "'P1' hangs under the wrong kind",
    "code": "'code' .* has 9 texts for 10 organisations",
    "name": "'name' .* has 9 texts for 10 organisations",
    "parent": "'P1' hangs nowhere",
    "longitude": "'latitude' .* has not the places",
    "latitude": "'latitude' .* has not the places",
    "low": "'population' of 'U3' can't be",
    "high": "'population' of 'U3' can't be",
}
"""A figure or a fact may be missing, and a citation holds for all that follow it."""


@pytest.mark.parametrize("column", SHORT)
def test_a_list_that_is_too_short(column: str, plan: Path) -> None:
    table, where = next((table, where) for table, c, where in COLUMNS if c == column)
    items = items_of(plan, table, column, where)
    del items[-1]
    while items and items[-1] is None:
        del items[-1]
    put(plan, table, column, where, json.dumps(items))
    assert_refused(plan, DamagedError, SHORT[column])


@every_column
def test_a_list_that_ends_with_nothing(table: str, column: str, where: str, plan: Path) -> None:
    damage(plan, table, column, where, lambda items: items.__setitem__(-1, None))
    said = f"'{column}' of its table '{table}'.* (ends with null|nobody in it|has an item)"
    assert_refused(plan, DamagedError, said)


# -- what the items say ------------------------------------------------------------------------

BIG = 10**15 + 1
SAYS = [
    # names and codes
    ("published", "id", 3, "U 1", "'U 1' can't be the id"),
    ("published", "id", 3, "", "'' can't be the id"),
    ("published", "id", 3, "x" * 65, "can't be the id"),
    ("published", "id", 3, ".x", "'.x' can't be the id"),
    ("published", "id", 3, "a\nb", "'id' .* has a line break"),
    ("published", "id", 3, "U1\n", "'id' .* has a line break"),
    ("published", "id", 9, "P1\n", "'id' .* has a line break"),
    ("published", "id", 4, "U1", "the organisation 'U1' is there twice"),
    ("published", "id", 9, "Ü9", "can't be the id"),
    ("published", "code", 4, "5U1", "code '5u1' is there twice|code '5U1' is there twice"),
    ("published", "code", 4, "5u1", "code '5u1' is there twice"),
    ("published", "code", 4, "", "the code of 'U2' is empty or too long"),
    ("published", "code", 4, "x" * 201, "the code of 'U2' is empty or too long"),
    ("published", "name", 4, "", "the name of 'U2' is empty or too long"),
    ("published", "name", 4, "x" * 201, "the name of 'U2' is empty or too long"),
    ("published", "name", 4, "a\nb", "'name' of its table 'published' has a line break"),
    ("published", "name", 4, "a\0b", r"'name' .* has a control character \(U\+0000"),
    ("published", "name", 4, "a\x7fb", r"'name' .* has a control character \(U\+007F"),
    ("published", "name", 4, "a\u202eb", r"'name' .* has a control character \(U\+202E"),
    ("published", "code", 4, "a\u202eb", r"'code' .* has a control character \(U\+202E"),
    ("published", "name", 4, "a\ud800b", "'name' of its table 'published' has half of a character"),
    ("published_fact", "value", 4, "", "the 'deficit' of 'U2' is empty or too long"),
    ("published_fact", "value", 4, "x" * 2001, "the 'deficit' of 'U2' is empty or too long"),
    ("published_fact", "value", 4, "a\x1bb", r"'value' .* for 'deficit', .* \(U\+001B"),
    # kinds and parents
    ("published", "kind", 3, 0, "'kind' .* refers to a row that is not there"),
    ("published", "kind", 3, -1, "'kind' .* refers to a row that is not there"),
    ("published", "kind", 3, 7, "'kind' .* refers to a row that is not there"),
    ("published", "kind", 3, 10**30, "'kind' .* a number that is too small or too large"),
    ("published", "kind", 2, 3, "'R2' is a 'cluster' among|the wrong kind"),
    ("published", "kind", 0, 2, "'N' hangs under another one, or is no root"),
    ("published", "kind", 3, 1, "'U1' hangs nowhere, or is a second root"),
    ("published", "parent", 0, 0, "'N' hangs nowhere"),
    ("published", "parent", 1, None, "'R1' hangs nowhere"),
    ("published", "parent", 1, -1, "the parent of 'R1' does not come before it"),
    ("published", "parent", 1, -(10**30), "'parent' .* a number that is too small or too large"),
    ("published", "parent", 1, 1, "the parent of 'R1' does not come before it"),
    ("published", "parent", 1, 3, "the parent of 'R1' does not come before it"),
    ("published", "parent", 9, 10, "the parent of 'P1' does not come before it"),
    ("published", "parent", 9, 10**30, "'parent' .* a number that is too small or too large"),
    ("published", "parent", 3, 0, "'U1' hangs under the wrong kind"),
    # places
    ("published", "longitude", 3, -180.01, "the place of 'U1' is not on the earth"),
    ("published", "longitude", 3, 10**400, "'longitude' .* a number that is too large"),
    ("published", "latitude", 3, 90.01, "the place of 'U1' is not on the earth"),
    ("published", "latitude", 3, None, "'latitude' .* has not the places"),
    ("published", "longitude", 0, 1.5, "'latitude' .* has not the places"),
    # figures
    ("published_figure", "value", 3, -1, "'value' .* for 'population', .* too small"),
    ("published_figure", "value", 3, BIG, "'value' .* for 'population', .* too large"),
    ("published_figure", "value", 3, 10**4000, "'value' .* too large"),
    ("published_figure", "value", 3, None, "'citation' .* not about the organisations"),
    ("published_figure", "value", 1, 5, "'citation' .* not about the organisations"),
    ("published_figure", "citation", 3, 0, "'citation' .* refers to a row that is not there"),
    ("published_figure", "citation", 3, 99, "'citation' .* refers to a row that is not there"),
    ("published_figure", "citation", 3, None, "'citation' .* not about the organisations"),
    ("published_figure", "citation", 3, 2, "the 'population' of 'U1' can't be"),
    ("published_figure", "citation", 5, 1, "the 'population' of 'U3' can't be"),
    ("published_figure", "low", 5, 230_001, "the 'population' of 'U3' can't be"),
    ("published_figure", "low", 5, -BIG, "'low' .* for 'population', .* too small"),
    ("published_figure", "low", 4, 1, "the 'population' of 'U2' can't be"),
    ("published_figure", "low", 0, 1, "the 'population' of one without figures can't be"),
    ("published_figure", "high", 5, 229_999, "the 'population' of 'U3' can't be"),
    ("published_figure", "high", 5, BIG, "'high' .* for 'population', .* too large"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "column", "place", "item", "said"),
    SAYS,
    ids=[f"{s[0]}.{s[1]}[{s[2]}] = {str(s[3])[:20]!r}" for s in SAYS],
)
def test_items_that_can_not_be(
    table: str, column: str, place: int, item: object, said: str, plan: Path
) -> None:
    where = next(where for t, c, where in COLUMNS if (t, c) == (table, column))
    items = items_of(plan, table, column, where)
    items[place] = item
    for escaped in (True, False):  # a half of a character can't be written but as an escape
        if escaped or "half" not in said:
            put(plan, table, column, where, json.dumps(items, ensure_ascii=escaped))
            assert_refused(plan, DamagedError, said)


def test_texts_that_are_not_utf_8(plan: Path) -> None:
    alter(plan, "UPDATE published SET name = CAST(x'5b2241ff225d' AS TEXT)")
    assert_refused(plan, DamagedError, "not UTF-8")


def test_figures_of_a_kind_that_does_not_carry_them(plan: Path) -> None:
    alter(
        plan,
        "UPDATE published_figure SET value = json_replace(value, '$[2]', 5),"
        " citation = json_replace(citation, '$[2]', 1) WHERE measure = 1",
    )
    assert_refused(plan, DamagedError, "the 'population' of 'R2' can't be")


@pytest.mark.parametrize("statement", ["DELETE FROM published", "UPDATE published SET nr = 2"])
def test_there_is_one_row_of_organisations(statement: str, plan: Path) -> None:
    alter(plan, statement)
    assert_refused(plan, DamagedError, "'published' has no row|failed in published")


@every_column
def test_lists_longer_than_any_are_not_read(
    table: str, column: str, where: str, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So many items that reading them would take all the memory there is."""
    monkeypatch.setattr(columns, "MAX_ITEMS", 1000)
    for item in ("1", "[]", "{}", '""', "null"):
        put(plan, table, column, where, f"[{','.join([item] * 1001)}]")
        assert_refused(plan, DamagedError, f"'{column}' of its table '{table}'.* more than 1,000")
