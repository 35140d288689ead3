"""Hostile and damaged inputs, a few hundred of them with a seed; `make fuzz` takes ten thousand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults import fuzzing
from tests.faults.fuzzing import Fuzz

ROOT = Path(__file__).resolve().parents[2]


def test_whatever_is_read_is_refused_in_a_sentence_or_sound(tmp_path: Path) -> None:
    """No crash, no hang, not too much memory, nothing written elsewhere, nothing odd printed."""
    command = [sys.executable, "-m", "tests.faults.fuzzing", "60", "2011"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    tally = json.loads(done.stdout)
    assert tally["faults"] == []
    assert sum(tally["tried"].values()) == 60
    assert len(tally["tried"]) >= 7  # sorts
    assert sum(tally["opened"].values()) > 6
    assert sum(tally["refused"].values()) > 24


@pytest.fixture
def fuzz(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fuzz:
    monkeypatch.setattr(fuzzing, "MEMORY", 1 << 60)  # here it is the tests' own
    return Fuzz(tmp_path, 1)


def test_the_kit_sees_a_crash(fuzz: Fuzz, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(fuzzing, "open_scenario", crash)
    assert any("ZeroDivisionError" in fault for fault in fuzz.run(5).crashes)


def test_the_kit_sees_what_is_accepted_and_should_not_be(
    fuzz: Fuzz, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = fuzzing.open_scenario(fuzz._sound[0])
    monkeypatch.setattr(fuzzing, "open_scenario", lambda _: sound)
    assert fuzz.run(8).accepted


def test_the_kit_sees_what_is_written_elsewhere(
    fuzz: Fuzz, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "x"
    monkeypatch.setattr(Fuzz, "_file", lambda _: elsewhere.write_text("x"))
    assert any(str(elsewhere) in fault for fault in fuzz.run(3).written)


def test_the_kit_sees_what_is_slow_and_what_is_printed(
    fuzz: Fuzz, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fuzzing, "SECONDS", -1.0)
    fuzz._look("a\u202eb", "show")
    assert fuzz.run(1).hangs
    assert "U+202E" in fuzz.tally.printed[0]
