"""Hostile and damaged inputs, made from sound ones: files, packs, kept changes, pasted texts."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from random import Random
from typing import Any

from tests.db.tampering import reseal

BIG = 10_000_000
"""Characters of the longest text."""

HOSTILE: tuple[object, ...] = (
    *(
        "",
        " ",
        "<b>bold</b>",
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        "&amp;&#0;",
    ),
    *("=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "\u202egnp.exe", "\u2066a\u2069", "a\0b"),
    *("\x1b[31mred\x07", "\r\n", "a\nb", "\ufeffx", "e\u0301" * 50, "🏥" * 300, "../../etc/passwd"),
    *("C:\\Windows\\x", "%s%n{0}", "'; DROP TABLE log; --", "\ud800", "null", "[]", "{}", "1e999"),
    *(-1, 0, 1, 2**31, 2**63 - 1, -(2**63), 10**15, 10**15 + 1, 0.5, 1e300, None, True),
    *(b"\xff\xfe", b"", [], {}, [[[[]]]], ["Move"], {"$date": "2011-02-30"}, [None] * 10),
)
"""Values that mean harm, or that nobody thought of."""


def hostile(random: Random) -> object:
    """Return a value out of place; once in a while a very long one."""
    if random.random() < 0.003:
        return random.choice(["x", "W", "<b>", "\u202e"]) * (BIG // random.choice([1, 1, 100]))
    return random.choice(HOSTILE)


# -- scenario files: bytes ---------------------------------------------------------------------


def damaged(data: bytes, random: Random) -> bytes:
    """Return data with a few bits, bytes, or pages wrong, or an end missing or added."""
    new = bytearray(data)
    match random.randrange(8):
        case 0:
            del new[random.randrange(len(new)) :]
        case 1:  # in the header and the schema, where it hurts most
            new[random.randrange(min(100, len(new)))] = random.randrange(256)
        case 2:
            a, b = (random.randrange(max(1, len(new) // 4096)) * 4096 for _ in "ab")
            new[a : a + 4096], new[b : b + 4096] = new[b : b + 4096], new[a : a + 4096]
        case 3:
            at = random.randrange(len(new))
            new[at : at + random.randrange(1, 600)] = random.randbytes(random.randrange(1, 600))
        case 4:
            new += random.randbytes(random.choice([1, 4096, 100_000]))
        case _:
            for _ in range(random.choice([1, 1, 3, 30, 300])):
                new[random.randrange(len(new))] ^= 1 << random.randrange(8)
    return bytes(new)


# -- scenario files: SQL -----------------------------------------------------------------------

SCHEMA = (
    "CREATE TRIGGER t{n} AFTER INSERT ON log BEGIN DELETE FROM log; END",
    "CREATE VIEW v{n} AS SELECT * FROM log",
    "CREATE TABLE t{n} (a)",
    "CREATE INDEX i{n} ON log (who)",
    "CREATE VIRTUAL TABLE f{n} USING fts5 (a)",
    "ALTER TABLE {table} ADD COLUMN c{n} TEXT",
    "ALTER TABLE {table} ADD COLUMN c{n} TEXT AS (upper('x'))",
    "DROP TABLE {table}",
    "DELETE FROM {table}",
    "PRAGMA user_version = {big}",
    "PRAGMA application_id = {big}",
    "UPDATE sqlite_master SET sql = replace(sql, 'TEXT', 'BLOB') WHERE name = '{table}'",
    "UPDATE sqlite_master SET sql = sql || ' -- x' WHERE name = '{table}'",
    "UPDATE sqlite_master SET rootpage = {n} WHERE name = '{table}'",
    "UPDATE sqlite_master SET name = 'log{n}' WHERE name = '{table}'",
    "DELETE FROM sqlite_master WHERE name = '{table}'",
)


def altered(path: Path, random: Random) -> None:
    """Change a scenario file as one who knows SQL would."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("PRAGMA foreign_keys = OFF")
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith("sqlite_")
        ]
        for _ in range(random.choice([1, 1, 1, 2, 5])):
            with suppress(sqlite3.Error, UnicodeError, OverflowError, IndexError):
                if random.random() < 0.12:
                    _alter_schema(connection, random, tables)
                else:
                    _alter_row(connection, random, random.choice(tables))


def _alter_schema(connection: sqlite3.Connection, random: Random, tables: list[str]) -> None:
    statement = random.choice(SCHEMA).format(
        n=random.randrange(100),
        big=random.choice([0, 1, 999, 1001, 1999, 2**31 - 1]),
        table=random.choice(tables),
    )
    connection.execute(statement).fetchall()


def _alter_row(connection: sqlite3.Connection, random: Random, table: str) -> None:
    cursor = connection.execute(f"SELECT * FROM {table}")
    columns = [column[0] for column in cursor.description]
    rows = cursor.fetchmany(20_000)
    row, column = random.choice(rows), random.randrange(len(columns))
    where = " AND ".join(f"{name} IS ?" for name in columns)
    match random.randrange(8):
        case 0:
            connection.execute(f"DELETE FROM {table} WHERE {where}", row)
        case 1:
            other = random.choice(rows)
            new = [random.choice(pair) for pair in zip(row, other, strict=True)]
            marks = ", ".join("?" * len(columns))
            connection.execute(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", new)
        case _:
            value = _changed(row[column], [r[column] for r in rows], random)
            connection.execute(
                f"UPDATE {table} SET {columns[column]} = ? WHERE {where}", [value, *row]
            )


def _changed(value: object, others: list[object], random: Random) -> Any:
    """Return another value for a cell: a text that is JSON stays so, as a rule."""
    if isinstance(value, str) and value[:1] in "[{" and random.random() < 0.8:
        with suppress(ValueError):
            return json.dumps(_grafted(json.loads(value), random))
    if isinstance(value, bytes) and random.random() < 0.8:
        return _repacked(value, random)
    if random.random() < 0.4:
        return random.choice(others)
    new = hostile(random)
    return json.dumps(new) if isinstance(new, list | dict) else new


def _repacked(data: bytes, random: Random) -> bytes:
    """Return something else for packed bytes: as a rule, what still unpacks."""
    with suppress(zlib.error):
        if random.random() < 0.8:
            plain = zlib.decompress(data)
            bomb = bytes(BIG) if random.random() < 0.05 else b""
            return zlib.compress(damaged(plain, random) + bomb)
    return damaged(data, random)


def _grafted(data: Any, random: Random) -> Any:
    """Return JSON's data with something else somewhere in it."""
    if not isinstance(data, list | dict) or not data or random.random() < 0.05:
        new = hostile(random)
        return new.decode("latin-1") if isinstance(new, bytes) else new
    keys = list(data) if isinstance(data, dict) else range(len(data))
    at = random.choice(keys)
    match random.randrange(10):
        case 0:
            del data[at]
        case 1:
            data[at] = data[random.choice(keys)]
        case 2 if isinstance(data, list):
            data.append(random.choice(data))
        case _:
            data[at] = _grafted(data[at], random)
    return data


def rewritten(path: Path, random: Random) -> None:
    """Change what an option's log says, with ids that fit, as one who knows the format would."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        select = (
            "SELECT nr, option, id, parent, at, who, text, change, inverse FROM log ORDER BY nr"
        )
        with suppress(sqlite3.Error):
            rows = connection.execute(select).fetchall()
            _rewrite(connection, rows, random)


def _rewrite(connection: sqlite3.Connection, rows: list[Any], random: Random) -> None:
    at = random.randrange(len(rows))
    renamed: dict[str, str] = {}
    for number, (nr, _, old, parent, when, who, text, change, inverse) in enumerate(rows):
        data = json.loads(change)
        if number == at and random.random() < 0.3:
            data = _grafted(data, random)
        elif number == at:  # of the right sort, and out of place
            data = _with_another(data, json.loads(random.choice(rows)[7]), random)
            if random.random() < 0.3:
                inverse = json.dumps(_grafted(json.loads(inverse), random))
        parent = renamed.get(parent, parent)
        content = json.dumps([parent, when, who, text, data], ensure_ascii=True)
        new = hashlib.sha256(content.encode()).hexdigest()[:16]
        renamed[old] = new
        connection.execute(
            "UPDATE log SET id = ?, parent = ?, change = ?, inverse = ? WHERE nr = ?",
            [new, parent, json.dumps(data, separators=(",", ":")), inverse, nr],
        )
    for old, new in renamed.items():
        connection.execute("UPDATE option SET head = ? WHERE head = ?", [new, old])


def _with_another(data: Any, other: Any, random: Random) -> Any:
    """Return data with one of its values in the place of which another's of its type stands."""
    places = list(_leaves(data))
    if not places:
        return data
    parent, key = random.choice(places)
    kind = type(parent[key])
    same = [box[at] for box, at in _leaves(other) if type(box[at]) is kind]
    if same:
        parent[key] = random.choice(same)
    return data


def _leaves(data: Any) -> Iterator[tuple[Any, Any]]:
    """Iterate over the places of all single values, but of what says what a change is."""
    items = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in list(items):
        if isinstance(value, list | dict):
            yield from _leaves(value)
        elif key != 0:
            yield data, key


def mutate(sound: Path, path: Path, random: Random) -> str:
    """Make a mutant of a scenario file.

    Returns
    -------
    str
        Its sort; "as it is" if its checksum was not set anew: then none of these may be opened.
    """
    shutil.copyfile(sound, path)
    match random.randrange(10):
        case 0 | 1:
            path.write_bytes(damaged(sound.read_bytes(), random))
            return "as it is"
        case 2 | 3:
            path.write_bytes(damaged(sound.read_bytes(), random))
            sort = "bytes"
        case 4 | 5:
            rewritten(path, random)
            sort = "history"
        case _:
            altered(path, random)
            sort = "rows"
    for beside in ("-journal", "-wal"):
        path.with_name(path.name + beside).unlink(missing_ok=True)
    reseal(path)
    return sort


# -- PDFs --------------------------------------------------------------------------------------


def mutate_pdf(data: bytes, random: Random) -> bytes:
    """Make a mutant of a PDF that carries a scenario."""
    if random.random() < 0.3:
        return damaged(data, random)
    # What says where the attached file is, and what it is, is at the beginning and the end.
    at = data.index(b"stream\n") + 7
    end = data.rindex(b"\nendstream")
    if random.random() < 0.2:
        packed = zlib.compress(random.choice([bytes(BIG), b"x", data[at:end]]), 1)
        return data[:at] + packed + data[end:]
    before, after = data[:at], data[end:]
    if random.random() < 0.5:
        before = _renumbered(before, random)
    else:
        after = _renumbered(after, random)
    return before + data[at:end] + after


def _renumbered(text: bytes, random: Random) -> bytes:
    """Return a part of a PDF with a number or a word in it altered, or with two lines swapped."""
    found = list(re.finditer(rb"\d+|/\w+|<[0-9a-f]*>|\([^)]*\)", text))
    one, other = random.choice(found), random.choice(found)
    new = hostile(random)
    raw = new if isinstance(new, bytes) else str(new).encode("utf-8", "surrogatepass")
    by = random.choice([other[0], raw, b"", b"0", b"4294967296", one[0] * 2])
    return text[: one.start()] + by + text[one.end() :]


# -- what else is read -------------------------------------------------------------------------


def mutate_text(data: bytes, random: Random) -> bytes:
    """Make a mutant of a table, a TOML file or another text."""
    if random.random() < 0.25:
        return damaged(data, random) if data else b"\xff"
    lines = data.split(b"\n")
    at = random.randrange(len(lines))
    new = hostile(random)
    raw = new if isinstance(new, bytes) else str(new).encode("utf-8", "surrogatepass")
    match random.randrange(7):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, random.choice(lines))
        case 2:
            lines[at] = raw
        case 3:
            cells = re.split(rb"([,=\t])", lines[at])
            cells[random.randrange(len(cells))] = raw
            lines[at] = b"".join(cells)
        case 4:
            lines[at] = re.sub(rb"\d+", raw[:2000].replace(b"\\", b""), lines[at], count=1)
        case 5:
            other = random.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        case _:
            lines[at] = re.sub(rb"\"[^\"]*\"", lambda _: b'"' + raw + b'"', lines[at], count=1)
    return b"\n".join(lines)


def mutate_folder(sound: Path, folder: Path, random: Random) -> None:
    """Make a mutant of a pack."""
    shutil.copytree(sound, folder)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    for _ in range(random.choice([1, 1, 2])):
        path = random.choice(files)
        if not path.is_file():
            continue
        match random.randrange(14):
            case 0:
                path.unlink()
            case 1:
                path.unlink()
                path.mkdir()
            case _ if path.suffix == ".geojson" and random.random() < 0.7:
                with suppress(ValueError):  # the first of two mutations may have torn it
                    data = _grafted(json.loads(path.read_bytes()), random)
                    path.write_text(json.dumps(data), encoding="utf-8")
            case _:
                path.write_bytes(mutate_text(path.read_bytes(), random))
