"""The same plan gives the same bytes, whoever exports it, wherever, in every format."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from ui.export_settings import FORMATS

ROOT = Path(__file__).resolve().parents[2]

PROGRAM = """
import hashlib, sys
from pathlib import Path
from tests.sample_pack import sample_scenario
from ui.export_file import export
from ui.export_settings import FORMATS, ExportSettings

folder, scenario = Path(sys.argv[1]), sample_scenario()
for suffix in FORMATS:
    out = folder / f"plan{suffix}"
    export(scenario, scenario.option(), out, ExportSettings(), source_name="plan.footprint")
    print(suffix, hashlib.sha256(out.read_bytes()).hexdigest())
"""


def test_no_format_tells_seed_zone_account_or_folder(tmp_path: Path) -> None:
    told = []
    for name, seed, zone in (("ada", "1", "Pacific/Auckland"), ("zebedee", "2", "America/Lima")):
        folder = tmp_path / name
        folder.mkdir()
        where = {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)}
        account = dict.fromkeys(("USER", "LOGNAME", "USERNAME"), name)
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, folder],
            capture_output=True,
            text=True,
            check=True,
            cwd=folder,
            env={**os.environ, **where, **account, "QT_QPA_PLATFORM": "offscreen"},
        )
        told.append(done.stdout)
    assert told[0] == told[1]
    assert len(told[0].splitlines()) == len(FORMATS)
