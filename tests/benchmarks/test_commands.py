"""How long a headless command takes from start to answer, beside a bare start of Python."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(*command: str | Path) -> None:
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plans") / "a.footprint"
    run("main.py", "new", path, "--pack", "pct-2011", "--option", "june-2011")
    return path


def test_bare_python(benchmark) -> None:
    benchmark(run, "-c", "pass")


@pytest.mark.parametrize("command", ["show", "check", "packs"])
def test_command(benchmark, plan: Path, command: str) -> None:
    benchmark(run, "main.py", command, *([] if command == "packs" else [plan]), "--json")
