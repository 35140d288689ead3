"""Scenario files as somebody else might leave them."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db.errors import ScenarioFileError
from db.scenario_file import open_scenario


def alter(path: Path, *statements: str) -> Path:
    """Run SQL on a file and set its checksum anew, as one who means harm would.

    CHECKs are not enforced and the schema's own table can be written to.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            connection.execute(statement).fetchall()
    return reseal(path)


def reseal(path: Path) -> Path:
    """Set the checksum of a file to that of its content, where it has one."""
    data = path.read_bytes()
    found = re.search(rb"checksum([0-9a-f]{64})", data)
    if found:
        blank = data.replace(found[1], b"0" * 64, 1)
        new = hashlib.sha256(blank[:24] + blank[28:60] + blank[64:92] + blank[100:]).hexdigest()
        path.write_bytes(data.replace(found[1], new.encode(), 1))
    return path


def poke(path: Path, at: int, new: bytes) -> Path:
    """Write bytes at a place in a file and set its checksum anew."""
    data = bytearray(path.read_bytes())
    data[at : at + len(new)] = new
    path.write_bytes(data)
    return reseal(path)


def assert_refused(path: Path, kind: type[ScenarioFileError], said: str) -> None:
    """Check that a file is refused, in one sentence that says that and what to do."""
    with pytest.raises(kind, match=said) as caught:
        open_scenario(path)
    sentence = str(caught.value)
    assert sentence.startswith(f"{path.name}: ")
    assert "\n" not in sentence
    assert caught.value.remedy
