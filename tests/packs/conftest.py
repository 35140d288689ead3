"""The pack that ships with the program, read once for all tests of it."""

from __future__ import annotations

import pytest

from model.pack import Pack
from tests.england import installed_pack


@pytest.fixture(scope="session")
def pack() -> Pack:
    return installed_pack()
