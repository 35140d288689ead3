"""What the tests of `db` start from."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.scenario_file import save
from tests.sample_pack import sample_scenario


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Return a scenario file with one option, A, alone in its folder."""
    path = tmp_path / "plan.footprint"
    save(sample_scenario(), path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "recovery"
