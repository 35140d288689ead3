"""The short way from the arguments to the window: taken by a scenario file alone, and no other."""

import gc
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import main as program
from db.errors import InputError
from ui import cli, start

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _collecting() -> Iterator[None]:
    """Leave the collector as it was found."""
    yield
    gc.enable()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path | None]:
    """Return what the window was opened with; no window opens."""
    found: list[Path | None] = []
    monkeypatch.setattr(start, "open_window", lambda path: found.append(path) or 0)
    return found


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Return the arguments that were read properly; nothing is run."""
    found: list[list[str]] = []
    monkeypatch.setattr(cli, "main", lambda arguments: found.append(list(arguments)) or 0)
    return found


def test_a_scenario_file_or_nothing_goes_straight_to_the_window(
    opened: list[Path | None], parsed: list[list[str]], tmp_path: Path
) -> None:
    plan = tmp_path / "Plan.FOOTPRINT"
    plan.touch()
    assert (start.main([str(plan)]), start.main([])) == (0, 0)
    assert opened == [plan, None]
    assert parsed == []


@pytest.mark.parametrize(
    "arguments",
    [["gone.footprint"], ["plan"], ["-h"], ["packs"], ["plan.footprint", "show"], ["", "x"], [""]],
    ids=str,
)
def test_anything_else_is_read_properly(
    opened: list[Path | None],
    parsed: list[list[str]],
    arguments: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.footprint").touch()
    Path("plan").touch()
    assert start.main(arguments) == 0
    assert (opened, parsed) == ([], [arguments])


def test_a_file_that_begins_with_a_dash_is_an_option(
    opened: list[Path | None],
    parsed: list[list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("-x.footprint").touch()
    start.main(["-x.footprint"])
    assert (opened, parsed) == ([], [["-x.footprint"]])


@pytest.mark.parametrize("is_short", [True, False])
def test_what_is_wrong_is_said_alike_both_ways(
    is_short: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(_path: Path | None) -> int:
        raise InputError("no pack is installed", remedy="install the program again")

    monkeypatch.setattr(start, "open_window", fail)
    plan = tmp_path / ("plan.footprint" if is_short else "plan")
    plan.touch()
    assert start.main([str(plan)]) == 2
    assert capsys.readouterr().err == (
        "footprint: no pack is installed; install the program again\n"
    )


@pytest.mark.parametrize("is_short", [True, False])
def test_ctrl_c_stops_both_ways(
    is_short: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_path: Path | None) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(start, "open_window", stop)
    plan = tmp_path / ("plan.footprint" if is_short else "plan")
    plan.touch()
    assert start.main([str(plan)]) == 130


def test_a_fault_of_ours_on_the_short_way_is_reported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_path: Path | None) -> int:
        raise KeyError("x")

    monkeypatch.setattr(start, "open_window", fail)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "argv", ["main.py"])
    assert program.main() == 3
    assert "a fault of ours (KeyError: 'x')" in capsys.readouterr().err


@pytest.mark.usefixtures("parsed")
def test_commands_collect_what_can_be_thrown_away() -> None:
    """Starting turns that off; a command may make far more than its modules."""
    gc.disable()
    start.main(["packs"])
    assert gc.isenabled()


FEATURES = """
import sys
from ui import start
if "plainly" in sys.argv:
    start.import_plainly()
else:
    import PySide6.QtCore
from ui.later import Later
from shibokensupport.feature import pyside_feature_dict
print("ui.later" in pyside_feature_dict)
"""


@pytest.mark.parametrize("how", ["plainly", "as PySide has it"])
def test_pyside_reads_no_sources_at_the_start(how: str) -> None:
    command = [sys.executable, "-c", FEATURES, how]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(how != "plainly")
