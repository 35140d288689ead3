"""What happens when the program itself is at fault: one line, a report, exit code 3."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

import main as program
from ui import cli, faults


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every command fail in a way that nobody foresaw."""

    def fail(_arguments: list[str]) -> int:
        raise KeyError("a line\nand another")

    monkeypatch.setattr(cli, "main", fail)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "argv", ["main.py", "show", "plan.footprint"])
    monkeypatch.delenv(faults.DEBUG, raising=False)


@pytest.mark.usefixtures("broken")
def test_a_fault_is_one_line_and_a_report(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main() == 3
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("footprint: a fault of ours (KeyError: ")
    report = Path(err.rstrip("\n").rpartition("report: ")[2]).read_text(encoding="utf-8")
    assert "Traceback" in report
    assert "called with ['show', 'plan.footprint']" in report
    assert "Footprint 0" in report


@pytest.mark.usefixtures("broken")
def test_debugging_prints_the_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(faults.DEBUG, "1")
    assert program.main() == 3
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.usefixtures("broken")
def test_a_report_that_cannot_be_written_is_no_second_fault(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "a-file").touch()
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "a-file"))
    monkeypatch.setattr(Path, "mkdir", lambda *_args, **_more: os.mkdir(tmp_path / "a-file" / "x"))
    assert program.main() == 3
    err = capsys.readouterr().err
    assert "could not be written" in err
    assert f"{faults.DEBUG}=1" in err


def test_an_error_in_a_slot_is_reported_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    faults.install()
    sys.excepthook(ValueError, ValueError("in a slot"), None)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "ValueError: in a slot" in err
