"""Characters that no font has are told before they are on paper, and where they were written."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from model import edits
from model.changes import Field
from model.pack import Tier
from model.scenario import Scenario
from tests.sample_pack import sample_scenario
from tests.ui.commands import Run
from tests.ui.exported import pages_of
from ui.export_settings import ExportSettings
from ui.pages import glyph_warning, glyphs
from ui.pages.glyphs import _is_known as is_known

NOWHERE, OTHER = "\U00010600", "\U00010601"
"""Signs of a script that nobody can read, of which some machines have a font."""
WHEN = "2026-11-21T09:30:00+00:00"


@pytest.fixture(autouse=True)
def _application(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of these need Qt's fonts, and a machine that has none of such signs."""
    monkeypatch.setattr(glyphs, "_is_known", lambda char: is_known(char) and ord(char) < 0x10000)


def warning(of: Scenario, settings: ExportSettings) -> str:
    return glyph_warning(pages_of(settings, of), settings, of.option())


def test_a_place_that_no_character_has_is_in_no_font() -> None:
    assert is_known("Ł")
    assert not is_known("\U0005fff0")


def test_what_every_font_has_is_nothing_to_tell() -> None:
    assert warning(sample_scenario(), ExportSettings("A4", title="Łódź – Ελλάς − £5 ✓")) == ""


def test_a_character_is_named_with_where_it_was_written() -> None:
    of = sample_scenario()
    option = of.option()
    group = option.state.at_tier(Tier.GROUP)[0]
    name = edits.set_field(option.state, [group], Field.NAME, f"Mid {NOWHERE}")
    option.commit(name, when=WHEN, who="Ann")
    said = warning(of, ExportSettings("A4", title=f"For the board {OTHER}"))
    assert f"“{OTHER}” (U+10601) in the title" in said
    assert f"“{NOWHERE}” (U+10600) in the name of {option.state.code(group)}" in said
    assert "are empty boxes" in said
    assert "in the title" not in warning(of, ExportSettings("A4"))


def test_many_are_counted() -> None:
    title = "".join(chr(ord(NOWHERE) + n) for n in range(9))
    said = warning(sample_scenario(), ExportSettings("A4", title=title))
    assert "and 6 other characters in the title" in said


def test_a_name_in_the_log_is_told_only_if_it_is_on_a_page() -> None:
    of = sample_scenario()
    option = of.option()
    group = option.state.at_tier(Tier.GROUP)[0]
    change = edits.set_field(option.state, [group], Field.NAME, "Mid")
    option.commit(change, when=WHEN, who=f"Ann {NOWHERE}")
    assert warning(of, ExportSettings("A4")) == ""
    said = warning(of, ExportSettings("A4", layout="board-paper", landscape=False))
    assert "in the name of who made a change, which is an empty box" in said


def test_the_command_says_it_and_what_to_type_for_larger_text(
    tmp_path: Path, plan: Path, run: Run
) -> None:
    ran = run("export", plan, tmp_path / "a.pdf", "--title", NOWHERE, "--paper", "100x100mm")
    assert ran.code == 0
    assert "(U+10600) in the title, which is an empty box on paper" in ran.err
    assert "a larger paper (--paper A" in ran.err
    assert "(--layout pages) makes it larger" in ran.err
    ran = run("export", plan, tmp_path / "a.svg", "--title", NOWHERE)
    assert "U+10600" not in ran.err
