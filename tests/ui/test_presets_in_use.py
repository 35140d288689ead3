"""Presets: settings to plain values and back, paths that stay in the folder, and `--preset`."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QImage

from db.errors import InputError
from db.scenario_file import open_scenario, save
from model.errors import ListRefusedError
from model.presets import MAX_PRESETS, check_preset
from model.report.parts import Part
from model.scenario import SetPreset
from tests.sample_pack import sample_scenario
from tests.ui.commands import Run
from ui.export_settings import FORMATS, HTML, PDF, PNG, PPTX, ExportSettings
from ui.presets import for_file, from_data, keep_own, of_file, own, preset_named, to_data

BOARD = ExportSettings(
    "300x600mm",
    landscape=False,
    layout="board-paper",
    parts=(Part.OVERVIEW, Part.CHANGES),
    margin_mm=20,
    line="In confidence",
    scenario="nameless",
)


@pytest.fixture
def store(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "own.ini"), QSettings.Format.IniFormat)


# -- settings and values -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("suffix", "settings"),
    [
        (PDF, BOARD),
        (PDF, ExportSettings("A4", layout="poster", tiles=(3, 2), posts="team")),
        (PDF, ExportSettings(changes=True, scenario="")),
        (PNG, ExportSettings("Letter", dpi=300, logo="/x/logo.png")),
        (PPTX, ExportSettings(template="/x/house.potx", parts=(Part.REGIONS,), line="Draft")),
        (HTML, ExportSettings(parts=(Part.SOURCES,))),
    ],
)
def test_what_is_kept_says_the_same_again(suffix: str, settings: ExportSettings) -> None:
    data = to_data(FORMATS[suffix], settings)
    check_preset("Board", data)
    assert from_data("Board", data) == (FORMATS[suffix], settings)


def test_what_tells_nothing_about_a_format_and_the_title_are_not_kept() -> None:
    data = to_data(FORMATS[HTML], ExportSettings("A4", title="Of May", logo="/x/logo.png"))
    assert data == {"format": ".html", "parts": [str(part) for part in Part]}


def test_what_a_preset_does_not_say_is_as_usual() -> None:
    assert from_data("P", {"format": ".pdf"})[1] == ExportSettings()
    upright = from_data("P", {"format": ".pdf", "layout": "board-paper", "later": 1})[1]
    assert (upright.paper, upright.landscape) == ("A4", False)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ({}, "names no format"),
        ({"format": ".exe"}, "names no format"),
        ({"format": ".pdf", "paper": "A9"}, "there is no paper 'A9'"),
        ({"format": ".pdf", "paper": 4}, "its paper is not of the right type"),
        ({"format": ".pdf", "landscape": 1}, "its landscape is not"),
        ({"format": ".pdf", "margin_mm": 900}, "out of range"),
        ({"format": ".pdf", "margin_mm": True}, "its margin_mm is not"),
        ({"format": ".pdf", "parts": ["secrets"]}, "there is no part 'secrets'"),
        ({"format": ".pdf", "tiles": "99x99"}, "no number of sheets"),
        ({"format": ".pdf", "layout": "heap"}, "there is no layout 'heap'"),
        ({"format": ".pdf", "scenario": "all"}, "never attached as 'all'"),
    ],
)
def test_a_preset_that_can_not_be_used_says_why(data: dict, what: str) -> None:
    with pytest.raises(InputError) as told:
        from_data("Board", data)
    assert str(told.value).startswith("the preset 'Board' can't be used: ")
    assert what in str(told.value)


# -- paths -------------------------------------------------------------------------------------


def test_files_beside_the_scenario_are_found_wherever_the_folder_is(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    data = to_data(FORMATS[PDF], ExportSettings(logo=str(here / "look" / "logo.png")))
    kept, left_out = for_file(data, here)
    assert (kept["logo"], left_out) == ("look/logo.png", [])
    assert of_file("P", kept, there)["logo"] == str(there / "look" / "logo.png")


@pytest.mark.parametrize("has_folder", [True, False])
def test_files_elsewhere_are_left_out(tmp_path: Path, has_folder: bool) -> None:
    logo = str(tmp_path / "elsewhere" / "logo.png")
    kept, left_out = for_file({"logo": logo}, tmp_path / "here" if has_folder else None)
    assert (kept["logo"], left_out) == ("", [logo])


@pytest.mark.parametrize(
    "path",
    [
        *("/etc/logo.png", "../logo.png", "a/../../logo.png", "C:/logo.png", "C:logo.png"),
        *("\\\\server\\share\\logo.png", "//server/share/logo.png", "a\\..\\..\\logo.png"),
        *("file:///etc/logo.png", "logo.png:stream"),
    ],
)
@pytest.mark.parametrize("field", ["logo", "template"])
def test_a_path_in_a_file_from_anywhere_does_not_lead_out_of_its_folder(
    tmp_path: Path, path: str, field: str
) -> None:
    with pytest.raises(InputError, match=f"its {field} is not in the scenario's folder"):
        of_file("P", {"format": ".pdf", field: path}, tmp_path)


# -- the user's own ----------------------------------------------------------------------------


def test_own_presets_are_kept_replaced_and_removed(store: QSettings) -> None:
    data = to_data(FORMATS[PDF], BOARD)
    keep_own(store, "Board", {"format": ".png"})
    keep_own(store, "Board", data)
    keep_own(store, "Other", {"format": ".png"})
    keep_own(store, "Other", None)
    store.sync()
    again = QSettings(store.fileName(), QSettings.Format.IniFormat)
    assert own(again) == {"Board": data}
    with pytest.raises(ListRefusedError):
        keep_own(store, "two\nlines", data)


def test_there_are_so_many_own_ones_at_most(store: QSettings) -> None:
    for number in range(MAX_PRESETS):
        keep_own(store, f"p{number}", {"format": ".png"})
    with pytest.raises(ListRefusedError, match="remove one first"):
        keep_own(store, "one more", {"format": ".png"})


@pytest.mark.parametrize("rubbish", ["", "nonsense", "[]", '{"a": 1}', '{"a": {"b": null}}'])
def test_rubbish_among_own_ones_is_passed_over(store: QSettings, rubbish: str) -> None:
    store.setValue("presets", rubbish)
    assert own(store) == {}


def test_one_of_the_file_goes_before_ones_own(store: QSettings, tmp_path: Path) -> None:
    keep_own(store, "Board", {"format": ".png"})
    keep_own(store, "Mine", {"format": ".svg"})
    kept = {"Board": {"format": ".pdf"}}
    assert preset_named("board", kept, tmp_path, store)[0].suffix == ".pdf"
    assert preset_named("Mine", kept, tmp_path, store)[0].suffix == ".svg"
    with pytest.raises(InputError, match="no preset 'Else'; there is: Board, Mine"):
        preset_named("Else", kept, tmp_path, store)


# -- the command -------------------------------------------------------------------------------


@pytest.fixture
def plan(tmp_path: Path, store: QSettings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a plan that keeps a preset; the user has one too."""
    monkeypatch.setattr("ui.settings.settings", lambda: store)
    keep_own(store, "Wall", {"format": ".pdf", "layout": "poster", "tiles": "3x1"})
    scenario = sample_scenario()
    path = tmp_path / "plan.footprint"
    logo = QImage(90, 30, QImage.Format.Format_RGB32)
    logo.fill(0xFF005EB8)
    logo.save(str(tmp_path / "logo.png"))
    settings = ExportSettings("Letter", line="Handle with care", logo=str(tmp_path / "logo.png"))
    data, _ = for_file(to_data(FORMATS[PDF], settings), tmp_path)
    scenario.apply(SetPreset("For the board", data))
    save(scenario, path)
    return path


def test_export_starts_from_a_preset_and_options_go_before_it(
    run: Run, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[ExportSettings] = []

    def note(_scenario: object, _option: object, _out: Path, settings: ExportSettings, **_: object):
        used.append(settings)
        raise InputError("enough")

    monkeypatch.setattr("ui.export_file.export", note)
    out = plan.with_suffix(".pdf")
    run("export", plan, out, "--preset", "for the board")
    assert (used[-1].paper, used[-1].line) == ("Letter", "Handle with care")
    assert used[-1].logo == str(plan.with_name("logo.png"))
    run("export", plan, out, "--preset", "For the board", "--paper", "a3", "--line", "")
    assert (used[-1].paper, used[-1].line) == ("A3", "")
    run("export", plan, out, "--preset", "For the board", "--margins", "25", "--no-scenario")
    assert (used[-1].margin_mm, used[-1].scenario, used[-1].paper) == (25, "", "Letter")
    run("export", plan, out, "--preset", "For the board", "--include", "changes")
    assert used[-1].changes
    run("export", plan, out, "--preset", "Wall")
    assert (used[-1].layout, used[-1].tiles) == ("poster", (3, 1))
    run("export", plan, out, "--layout", "board-paper")
    assert used[-1] == ExportSettings("A4", landscape=False, layout="board-paper")


def test_a_preset_that_does_not_fit_is_said(run: Run, plan: Path) -> None:
    told = run("export", plan, plan.with_suffix(".png"), "--preset", "For the board")
    assert (told.code, told.out) == (2, "")
    assert "the preset 'For the board' is for PDF; let the name of OUT end in .pdf" in told.err
    told = run("export", plan, plan.with_suffix(".png"), "--preset", "None such")
    assert "there is: For the board, Wall" in told.err
    assert not plan.with_suffix(".png").exists()


def test_a_preset_draws_what_it_says(run: Run, plan: Path) -> None:
    out = plan.with_suffix(".pdf")
    assert run("export", plan, out, "--preset", "For the board").code == 0
    assert open_scenario(out).scenario.presets.keys() == {"For the board"}
