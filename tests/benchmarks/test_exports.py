"""How long each export takes, and how large it is, for England's clusters of June 2011.

`make bench` times them and notes sizes; as tests they run once each, and no limits are asserted.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

import resources
from db.packs import read_pack
from model.scenario import Scenario, from_ready
from ui.export_file import export
from ui.export_settings import FORMATS, ExportSettings


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    pack = read_pack(resources.path("packs", "pct-2011"))
    ready = next(o for o in pack.options if o.id == "june-2011")
    return from_ready(pack, ready, "s", when="2011-06-01T00:00:00+00:00", who="me")


@pytest.mark.parametrize("suffix", FORMATS)
def test_export(
    benchmark, scenario: Scenario, tmp_path: Path, qapp: QApplication, suffix: str
) -> None:
    out, option = tmp_path / f"plan{suffix}", scenario.option()
    list(option.findings)  # which a window has asked for long before
    report = benchmark(
        export, scenario, option, out, ExportSettings(), source_name="plan.footprint"
    )
    assert report.bytes == out.stat().st_size > 0
    benchmark.extra_info["bytes"] = report.bytes
