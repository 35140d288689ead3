"""The pack that ships with the program, read once for all tests of it."""

from __future__ import annotations

import pytest

from db.packs import read_pack
from model.pack import Pack
from tests.packs.examples import FOLDER


@pytest.fixture(scope="session")
def pack() -> Pack:
    return read_pack(FOLDER)
