"""Reading a database file that may come from anyone: nothing in it is run, little is believed.

The bytes are read once; what is hashed is what is opened. Of the database only plain reads go
through. What the rows mean is checked by those who read them (`db.pack_tables`, `db.plan_tables`).
"""

from __future__ import annotations

import logging
import sqlite3
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from db import schema
from db.errors import DamagedError, NotAScenarioError, ScenarioFileError, TooNewError
from db.schema import BrokenPromiseError, Row
from db.tables import TABLES

log = logging.getLogger(__name__)

MAX_SIZE = 256 << 20
"""Largest file that is opened, bytes: ten options of 100,000 organisations take a fifth of it."""
MAX_ROWS = 3_000_000
"""Most rows of one table."""
MAX_SECONDS = 60.0
"""Longest time that SQLite may spend on the rows of a file."""
MAX_SCHEMA_SECONDS = 2.0
"""Longest time that it may spend on the schema; ours takes it a thousandth of a second."""

_STEPS = 10_000
"""How many steps of SQLite it takes until the time is looked at."""

_MOST_OBJECTS = 200
_MAGIC = b"SQLite format 3\0"
_HEADER = 100
_OTHER = "choose a file that Footprint saved"
_COPY = "nothing of it was opened; use another copy of it"

# What SQLite allows a connection: enough for our tables, little for anybody else's.
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 64 << 20,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 100,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 50,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 2,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 8,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 100,
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 100,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
_PRAGMAS = {"integrity_check", "foreign_key_check", "table_xinfo"}


def damaged(path: Path, detail: str) -> DamagedError:
    """Return the error to raise for a file that breaks a promise; `detail` says which."""
    return DamagedError(
        path, f"is damaged, or was changed by something else than Footprint: {detail}", remedy=_COPY
    )


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes.

    Raises
    ------
    ScenarioFileError
        If it can't be read or is larger than any scenario.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise NotAScenarioError(path, "is a folder", remedy=_OTHER)
        if not stat.S_ISREG(status.st_mode):  # a pipe would keep us waiting for ever
            raise NotAScenarioError(path, "is a device or a pipe", remedy=_OTHER)
        if status.st_size > MAX_SIZE:
            raise NotAScenarioError(
                path, f"is larger than any scenario ({MAX_SIZE >> 20} MiB)", remedy=_OTHER
            )
        with path.open("rb") as file:
            return file.read(status.st_size + 1)
    except FileNotFoundError as error:
        raise ScenarioFileError(path, "there is no such file", remedy="look where it is") from error
    except PermissionError as error:
        raise ScenarioFileError(
            path, "may not be read by you", remedy="ask its owner for the right to read it"
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        reason = getattr(error, "strerror", None) or str(error)
        raise ScenarioFileError(path, f"can't be read ({reason})", remedy="try again") from error


def check_header(path: Path, data: bytes) -> tuple[int, int]:
    """Check the first bytes of a file and return the version of its format.

    Raises
    ------
    ScenarioFileError
        If the file is none of ours, cut short, too new, or left open by another program.
    """
    if not data:
        raise NotAScenarioError(path, "is empty", remedy=_OTHER)
    if not data.startswith(_MAGIC):
        if _MAGIC.startswith(data):
            raise damaged(path, "it is cut short")
        raise NotAScenarioError(path, "is not a Footprint scenario", remedy=_OTHER)
    if len(data) < _HEADER:
        raise damaged(path, "it is cut short")
    if _number(data, 68) != schema.APPLICATION_ID:
        raise NotAScenarioError(path, "is a database of another program", remedy=_OTHER)
    version = _check_version(path, _number(data, 60))
    if data[18] != 1 or data[19] != 1:
        raise damaged(path, "its journal mode is not the one of a file that is whole in itself")
    page = int.from_bytes(data[16:18], "big")
    wanted = (65536 if page == 1 else page) * _number(data, 28)
    if len(data) < wanted:
        raise damaged(path, f"it is cut short: {len(data):,} bytes of {wanted:,}")
    if len(data) > wanted:
        raise damaged(path, f"it has {len(data) - wanted:,} bytes too many")
    if _number(data, 56) != 1:
        raise damaged(path, "its texts are not UTF-8")
    return version


def _check_version(path: Path, number: int) -> tuple[int, int]:
    version = divmod(number, 1000)
    if version[0] > schema.FORMAT[0]:
        raise too_new(path, version)
    if version[0] < schema.FORMAT[0]:
        raise damaged(path, f"it says it is of format {schema.version_text(version)}")
    return version


def too_new(path: Path, version: tuple[int, int], detail: str = "") -> TooNewError:
    """Return the error to raise for a file of a later version."""
    found, known = schema.version_text(version), schema.version_text(schema.FORMAT)
    what = f"is of format {found}, and this version of Footprint reads up to {known}"
    return TooNewError(
        path,
        f"{what} ({detail})" if detail else what,
        found=found,
        remedy="open it with the version that saved it, or a later one",
    )


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "big")


@contextmanager
def connected(path: Path, data: bytes) -> Iterator[sqlite3.Connection]:
    """Open the bytes of a file as a database that can do nothing but be read.

    Raises
    ------
    BrokenPromiseError
        If what is done with it fails because of what is in it.
    """
    with _told(), closing(_connect(path)) as connection:
        _tighten(connection)
        if schema.IN_MEMORY:
            connection.deserialize(data)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)  # `deserialize` attaches
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.set_authorizer(_authorize)
        _give(connection, MAX_SECONDS)
        yield connection


def _give(connection: sqlite3.Connection, seconds: float) -> None:
    """Have SQLite give up when that time is over."""
    deadline = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)


def _connect(path: Path) -> sqlite3.Connection:
    if schema.IN_MEMORY:
        return sqlite3.connect(":memory:", isolation_level=None)
    # A Python that was built without it has to trust that nobody writes to the file meanwhile.
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(uri, uri=True, isolation_level=None)


def _tighten(connection: sqlite3.Connection) -> None:
    """Set what must be set before SQLite looks at the schema."""
    for limit, most in _LIMITS.items():
        connection.setlimit(limit, most)
    if sys.version_info >= (3, 12):
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_TRUSTED_SCHEMA, False)
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER, False)
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_VIEW, False)


def _authorize(
    action: int, first: str | None, second: str | None, database: str | None, source: str | None
) -> int:
    """Allow plain reads and the checks that we make; a trigger or view is a `source`."""
    allowed = source is None and (
        action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ)
        or (action == sqlite3.SQLITE_PRAGMA and first in _PRAGMAS)
    )
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


@contextmanager
def _told() -> Iterator[None]:
    """Turn what SQLite says of a damaged database into a `BrokenPromiseError`."""
    try:
        yield
    except UnicodeDecodeError as error:  # SQLite quotes the file in its messages
        raise BrokenPromiseError("it has text that is not UTF-8") from error
    except (sqlite3.Error, MemoryError) as error:
        text = str(error)
        if "decode to UTF-8" in text:
            raise BrokenPromiseError("it has text that is not UTF-8") from error
        if "interrupted" in text:
            raise BrokenPromiseError("it takes too long to read") from error
        log.info("SQLite on a file being opened: %r", error)
        raise BrokenPromiseError("SQLite can't make sense of it") from error


def schema_objects(connection: sqlite3.Connection) -> list[Row]:
    """Return type, name and SQL of everything in the schema but the indexes of keys."""
    _give(connection, MAX_SCHEMA_SECONDS)  # SQLite reads all of it, however long
    objects = connection.execute(
        "SELECT type, name, sql FROM sqlite_master"
        f" WHERE NOT (type = 'index' AND sql IS NULL) ORDER BY rowid LIMIT {_MOST_OBJECTS}"
    ).fetchall()
    _give(connection, MAX_SECONDS)
    if len(objects) == _MOST_OBJECTS:
        raise BrokenPromiseError("its schema is longer than that of any scenario")
    return objects


def check_integrity(connection: sqlite3.Connection) -> None:
    """Check that the database holds together: its pages, types, CHECKs, keys and references.

    Raises
    ------
    BrokenPromiseError
        If it does not.
    """
    found = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if found != ("ok",):
        log.info("integrity_check: %s", found)
        said = str(found[0]).splitlines()[-1] if found else ""
        known = ("CHECK constraint failed in ", "NULL value in ", "non-unique entry in index ")
        detail = said if said.startswith(known) or said.startswith("non-") else "SQLite's own check"
        raise BrokenPromiseError(f"it does not hold together ({detail[:120]})")
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        table, row, to = broken[:3]
        where = f"table {table!r}" if row is None else f"table {table!r}, row {row}"
        raise BrokenPromiseError(f"{where} refers to a row of {to!r} that is not there")


def read_table(connection: sqlite3.Connection, name: str, columns: str = "*") -> list[Row]:
    """Return the rows of one of our tables in the order of its key.

    Raises
    ------
    BrokenPromiseError
        If it can't be read, is too long, or is numbered with gaps.
    """
    table = TABLES[name]
    rows = connection.execute(
        f"SELECT {columns} FROM {name} ORDER BY {table.key} LIMIT {MAX_ROWS + 1}"
    ).fetchall()
    if len(rows) > MAX_ROWS:
        raise BrokenPromiseError(f"its table {name!r} has more than {MAX_ROWS:,} rows")
    if table.is_numbered and [row[0] for row in rows] != list(range(1, len(rows) + 1)):
        raise BrokenPromiseError(f"the rows of its table {name!r} are not numbered from 1")
    return rows
