"""How long each export takes, and how large it is, for England's clusters of June 2011.

`make bench` times them and notes sizes; as tests they run once each, of a small plan where any will
do, and no limits are asserted.
The chart on one page has its bound beside it: the bare drawing of the same by Qt's own writer.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from db.scenario_file import Source, save
from model.scenario import Scenario, from_ready
from tests.benchmarks.bare import Noted, bare_pdf
from tests.england import installed_pack
from tests.sample_pack import sample_scenario
from ui.export_file import export
from ui.export_settings import FORMATS, PDF, ExportSettings
from ui.pages import PageMaker


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory, exported: Scenario) -> Source:
    """Return the file that the scenario is in, as a rule."""
    path = tmp_path_factory.mktemp("saved") / "plan.footprint"
    return Source.of(exported, path, save(exported, path))


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    pack = installed_pack()
    ready = next(o for o in pack.options if o.id == "june-2011")
    return from_ready(pack, ready, "s", when="2011-06-01T00:00:00+00:00", who="me")


@pytest.fixture(scope="module")
def exported(request: pytest.FixtureRequest, scenario: Scenario) -> Scenario:
    """Return what is timed; a test that only runs it once has a small plan instead."""
    return scenario if request.config.getoption("benchmark_enable") else sample_scenario()


CASES = {
    **{suffix: (suffix, ExportSettings()) for suffix in FORMATS},
    "chart alone": (PDF, ExportSettings(scenario="")),
    "board paper": (PDF, ExportSettings("A4", landscape=False, layout="board-paper")),
}
"""The usual way of each format, of PDFs one page that carries its scenario; then other PDFs."""


@pytest.mark.parametrize("case", CASES)
def test_export(
    benchmark,
    exported: Scenario,
    source: Source,
    tmp_path: Path,
    qapp: QApplication,
    case: str,
) -> None:
    suffix, settings = CASES[case]
    out, option = tmp_path / f"plan{suffix}", exported.option()
    list(option.findings)  # which a window has asked for long before
    report = benchmark(
        export, exported, option, out, settings, source_name="plan.footprint", source=source
    )
    assert report.bytes == out.stat().st_size > 0
    benchmark.extra_info["bytes"] = report.bytes


def test_bare_drawing_of_the_chart(
    benchmark, scenario: Scenario, tmp_path: Path, qapp: QApplication
) -> None:
    (page,) = PageMaker(scenario.option(), "plan.footprint").pages(ExportSettings())
    noted = Noted(page)
    out = tmp_path / "bare.pdf"
    out.write_bytes(benchmark(bare_pdf, noted))
    benchmark.extra_info["bytes"] = out.stat().st_size
    said = subprocess.run(["pdftotext", out, "-"], capture_output=True, text=True, check=True)
    assert len(noted.boxes) > 200
    assert all(said.stdout.count(text.split()[0]) for _, _, text in noted.texts if text.strip())
