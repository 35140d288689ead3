"""Making a database with the tables of a scenario file, and whether one has just these.

The SQL is kept in each file with its comments, so that the file explains itself to somebody who
has nothing but the `sqlite3` shell. `docs/file-format.md` says the same at length.

The text is part of the format: a file is opened only if its tables equal these (spacing and
comments aside). Any other change of it is a new version, see `FORMAT`.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from functools import cache
from typing import Any

from db.tables import TABLES
from db.views import VIEWS

FORMAT = (1, 0)
"""The version written. A new major may change anything; a new minor only adds tables or columns
that an older program can do without."""

APPLICATION_ID = int.from_bytes(b"FTPT", "big")
"""Says in bytes 68 to 71 of a file that it is a scenario; `file(1)` and we look there."""

IN_MEMORY = hasattr(sqlite3.Connection, "deserialize")
"""Whether this Python can take a database from bytes and give it as bytes; nearly all can."""

Row = tuple[Any, ...]
"""A row of a table, its values of the types that the table declares."""
Rows = dict[str, list[Row]]
"""Rows by table, in the order of the table's key."""


class BrokenPromiseError(ValueError):
    """Something that every scenario file promises does not hold in this one.

    Internal to `db`: the message lacks the file's name and becomes part of a `ScenarioFileError`.
    """


_NOISE = re.compile(
    r"('(?:[^']|'')*'|\"(?:[^\"]|\"\")*\")"  # kept: a text or a quoted name
    r"|(?:--[^\n]*(?:\n|\Z)|/\*.*?(?:\*/|\Z)|[ \t\n\f\r])+",
    re.DOTALL,
)


def user_version(version: tuple[int, int]) -> int:
    """Return a version as the one number that a file's header has room for."""
    return version[0] * 1000 + version[1]


def version_text(version: tuple[int, int]) -> str:
    """Return a version as it is written: 1.0."""
    return f"{version[0]}.{version[1]}"


def build() -> sqlite3.Connection:
    """Return a new database in memory that has the tables and nothing in them."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    if IN_MEMORY:
        connection.deserialize(_empty())
    else:
        _make(connection)
    # Whatever fails here is thrown away: there is nothing to roll back to.
    connection.execute("PRAGMA journal_mode = OFF")
    return connection


@cache
def _empty() -> bytes:
    """Return a database without rows; making one takes longer than to fill it."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        _make(connection)
        return connection.serialize()


def _make(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA page_size = 4096")
    connection.execute("PRAGMA auto_vacuum = NONE")
    connection.execute("PRAGMA encoding = 'UTF-8'")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {user_version(FORMAT)}")
    for sql in _all_sql().values():
        connection.execute(sql)


def _all_sql() -> dict[str, str]:
    """Return the SQL of each table and view by its name."""
    return {**{table.name: table.sql for table in TABLES.values()}, **VIEWS}


def fill(connection: sqlite3.Connection, rows: Rows) -> None:
    """Put rows into the tables of a database that `build` made."""
    connection.execute("BEGIN")
    for name in TABLES:
        if found := rows.get(name):
            places = ", ".join("?" * len(found[0]))
            connection.executemany(f"INSERT INTO {name} VALUES ({places})", found)
    connection.execute("COMMIT")


def normalised(sql: str) -> str:
    """Return SQL without comments and with single spaces, as the tables are compared."""
    return _NOISE.sub(lambda found: found[1] or " ", sql).strip()


def check_schema(objects: list[Row]) -> None:
    """Check that a database has our tables and views, exactly, and nothing else.

    Parameters
    ----------
    objects : list of (type, name, SQL)
        What its `sqlite_master` lists.

    Raises
    ------
    BrokenPromiseError
        If it has not; the message names the object.
    """
    wanted = _all_sql()
    for kind, name, sql in objects:
        ours = wanted.pop(name, None) if kind in ("table", "view") else None
        if ours is None or kind != _kind(name):
            raise BrokenPromiseError(f"it has {_one(kind)} {name[:60]!r} that no scenario has")
        if sql != ours and (not isinstance(sql, str) or normalised(sql) != normalised(ours)):
            raise BrokenPromiseError(f"its {kind} {name!r} is not built as in a scenario")
    if wanted:
        name = next(iter(wanted))
        raise BrokenPromiseError(f"it has no {_kind(name)} {name!r}")


def _kind(name: str) -> str:
    return "table" if name in TABLES else "view"


def check_later_schema(objects: list[Row]) -> None:
    """Check that a database of a later minor version has only plain tables, ours among them.

    Views are let be: nothing reads them.

    Raises
    ------
    BrokenPromiseError
        If it has something else.
    """
    for kind, name, sql in objects:
        plain = isinstance(sql, str) and normalised(sql).upper().startswith("CREATE TABLE ")
        if kind != "view" and not (kind == "table" and plain):
            raise BrokenPromiseError(f"it has {_one(kind)} {name[:60]!r} that is no plain table")
    missing = TABLES.keys() - {name for kind, name, _ in objects if kind == "table"}
    if missing:
        raise BrokenPromiseError(f"it has no table {min(missing)!r}")


def _one(kind: str) -> str:
    return f"an {kind}" if kind == "index" else f"a {kind[:20]}"
