"""PDFs that carry their scenario: what is put in, and what commands and the window make of it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from db.scenario_file import Source, open_scenario, save, to_bytes
from model.changes import Appoint, Move
from model.option import Status
from model.past import Past
from model.scenario import Add, Scenario, SetStatus
from tests.sample_pack import WHEN, WHO, sample_scenario
from tests.ui.commands import Run
from ui import theme
from ui.app import make_window
from ui.comparing import comparing
from ui.dialogs import messages
from ui.dialogs.copy_found import CopyFound
from ui.export_file import ExportReport, export
from ui.export_settings import ExportSettings
from ui.main_window import MainWindow
from ui.version import PROGRAM

HOLDER = "Ermintrude Pemberton-Xu"


def made() -> Scenario:
    scenario = sample_scenario()
    option = scenario.option()
    option.commit(Move("U4", "G1"), when=WHEN, who=WHO)
    option.commit(Appoint("G2", "chief", HOLDER), when=WHEN, who=WHO)
    return scenario


def exported(
    out: Path, scenario: Scenario, option: str = "", settings: ExportSettings | None = None
) -> ExportReport:
    settings = settings or ExportSettings()
    return export(scenario, scenario.option(option), out, settings, source_name="plan.footprint")


@pytest.fixture
def pdf(qtbot: QtBot, tmp_path: Path) -> Path:
    """Return a PDF that carries a plan of three clusters with a named post."""
    out = tmp_path / "paper.pdf"
    exported(out, made())
    return out


def attached(pdf: Path) -> bytes:
    out = pdf.with_suffix(".out")
    subprocess.run(["pdfdetach", "-save", "1", "-o", out, pdf], check=True)
    return out.read_bytes()


# -- what is put in --------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", ["one-page", "board-paper"])
def test_other_programs_find_the_scenario_as_it_is_saved(
    qtbot: QtBot, tmp_path: Path, layout: str
) -> None:
    out, scenario = tmp_path / "plan.pdf", made()
    report = exported(out, scenario, settings=ExportSettings(layout=layout))
    checked = subprocess.run(["qpdf", "--check", out], capture_output=True, text=True, check=True)
    assert "No syntax or stream encoding errors" in checked.stdout
    told = subprocess.run(["pdfdetach", "-list", out], capture_output=True, text=True, check=True)
    assert told.stdout.splitlines()[:2] == ["1 embedded files", "1: scenario.footprint"]
    assert attached(out) == to_bytes(scenario, PROGRAM)
    assert report.carries.startswith("names of 2 people, 3 changes of history, by Ada")


def test_what_is_saved_is_attached_as_it_is_in_its_file(qtbot: QtBot, tmp_path: Path) -> None:
    plan, out, scenario = tmp_path / "plan.footprint", tmp_path / "plan.pdf", made()
    source = Source.of(scenario, plan, save(scenario, plan, program="An older one"))
    wanted = plan.read_bytes()

    def inside() -> bytes:
        export(
            scenario,
            scenario.option(),
            out,
            ExportSettings(),
            source_name=plan.name,
            source=source,
        )
        return attached(out)

    assert inside() == wanted
    plan.write_bytes(b"another file by now")
    assert inside() == to_bytes(scenario, PROGRAM)
    plan.write_bytes(wanted)
    scenario.option().commit(Move("U1", "G2"), when=WHEN, who=WHO)
    assert inside() == to_bytes(scenario, PROGRAM)
    plan.unlink()
    assert inside() == to_bytes(scenario, PROGRAM)


def test_what_is_taken_out_is_the_plan_on_the_pages(pdf: Path) -> None:
    opened = open_scenario(pdf)
    assert opened.carried is not None
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True)
    assert f"plan no. {opened.carried.state}" in text.stdout  # the footer
    assert opened.scenario.option().state.snapshot() == made().option().state.snapshot()
    assert opened.carried.fault(opened.scenario) == ""


def test_no_more_travels_than_is_wanted(qtbot: QtBot, tmp_path: Path) -> None:
    out = tmp_path / "plan.pdf"
    for how, names, entries in (("plan", True, 1), ("nameless", False, 1), ("totals", False, 1)):
        report = exported(out, made(), settings=ExportSettings(scenario=how))
        inside = attached(out)
        assert (HOLDER.encode() in inside) is names
        assert "history" not in report.carries or how == "totals"
        opened = open_scenario(out)
        assert len(opened.scenario.option().log) == entries
        assert opened.carried is not None
        assert opened.carried.fault(opened.scenario) == ""
    report = exported(out, made(), settings=ExportSettings(scenario=""))
    listed = subprocess.run(["pdfdetach", "-list", out], capture_output=True, text=True, check=True)
    assert listed.stdout.startswith("0 embedded files")
    assert report.carries == ""


def test_the_pages_may_be_of_an_option_that_is_not_shown_first(
    qtbot: QtBot, tmp_path: Path
) -> None:
    out, scenario = tmp_path / "plan.pdf", made()
    scenario.apply(Add(scenario.option().branch("B", "Another way", when=WHEN, who=WHO), 1))
    exported(out, scenario, "B")
    assert open_scenario(out).scenario.option().state.name == "Another way"


# -- commands --------------------------------------------------------------------------------------


def test_commands_read_it_as_they_read_a_file(run: Run, pdf: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.footprint"
    save(made(), plan)
    for command in (["show"], ["check"]):
        of_pdf, of_file = (run(*command, path, "--json") for path in (pdf, plan))
        assert of_pdf.code == of_file.code
        assert {**of_pdf.json, "file": ""} == {**of_file.json, "file": ""}
        assert of_pdf.err == ""
    assert run("compare", pdf, plan).code == 0
    assert run("export", pdf, tmp_path / "out.csv").code == 0
    assert run("send", pdf, "-o", tmp_path / "taken.footprint").code == 0
    taken = open_scenario(tmp_path / "taken.footprint").scenario
    assert taken.option().log.head == made().option().log.head


def test_an_archived_option_on_the_pages_is_the_one_that_is_meant(
    run: Run, qtbot: QtBot, tmp_path: Path
) -> None:
    out, scenario = tmp_path / "plan.pdf", made()
    scenario.apply(Add(scenario.option().branch("B", "Another way", when=WHEN, who=WHO), 1))
    scenario.apply(SetStatus("B", Status.ARCHIVED))
    exported(out, scenario, "B")
    assert run("show", out, "--json").json["option"] == "Another way"
    exported(out, scenario, "B", ExportSettings(scenario="totals"))  # which leaves it out
    told = run("show", out, "--json")
    assert told.json["option"] == "Three clusters"
    assert "its pages show an option that is not in the scenario" in told.err


def test_a_pdf_is_never_written_to(run: Run, pdf: Path, tmp_path: Path) -> None:
    before = pdf.read_bytes()
    plan = tmp_path / "plan.footprint"
    save(made(), plan)
    run("export", plan, tmp_path / "places.csv")
    for told in (
        run("move", pdf, "U1", "--to", "G2"),
        run("place", pdf, tmp_path / "places.csv"),
        run("merge", pdf, plan, "-o", pdf, "--force"),
        run("export", pdf, pdf, "--no-scenario"),
        run("send", pdf, "-o", pdf, "--force"),
    ):
        assert told.code == 2
        assert told.err.count("\n") == 1
    assert "save its scenario with: send" in run("move", pdf, "U1", "--to", "G2").err
    assert pdf.read_bytes() == before
    assert run("place", pdf, tmp_path / "places.csv", "--dry-run").code == 0
    assert run("merge", pdf, plan, "-o", tmp_path / "both.footprint").code == 0


def test_export_says_what_travels_and_leaves_it_out_if_told_so(run: Run, tmp_path: Path) -> None:
    plan, out = tmp_path / "plan.footprint", tmp_path / "out.pdf"
    save(made(), plan)
    told = run("export", plan, out)
    assert told.out.splitlines()[0] == f"{out} written."
    assert told.out.splitlines()[1].startswith("It carries the scenario: names of 2 people, ")
    assert run("export", plan, out, "--no-scenario").out == f"{out} written.\n"
    assert "carries no scenario" in run("show", out).err
    assert run("export", plan, out, "--scenario", "nameless").code == 0
    assert HOLDER.encode() not in attached(out)
    assert "never attached as 'all'" in run("export", plan, out, "--scenario", "all").err


def test_pages_of_an_earlier_state_are_told(run: Run, qtbot: QtBot, tmp_path: Path) -> None:
    scenario, out = made(), tmp_path / "old.pdf"
    option = scenario.option()
    past = Past(option, option.log[option.log.head].parent)
    export(scenario, past, out, ExportSettings(), source_name="plan.footprint")
    told = run("show", out)
    assert told.code == 0
    assert told.err.startswith("footprint: old.pdf: its pages show an earlier state of the plan, ")


# -- the window ------------------------------------------------------------------------------------


@pytest.fixture
def opened(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: QSettings
) -> Iterator[MainWindow]:
    """Return a window with a plan of its own."""
    monkeypatch.setattr(messages, "ask_save", lambda *_: messages.Answer.DISCARD)
    theme.load_fonts()
    other = sample_scenario()
    other.id = "another"
    window = MainWindow(other, store, tmp_path / "recovery")
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    yield window
    window.close()


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, left, none))


def test_one_that_is_dropped_opens_as_a_copy_in_no_file(
    opened: MainWindow, pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = pdf.read_bytes()
    drop(opened, pdf)
    document = opened.document
    assert document.state.snapshot() == made().option().state.snapshot()
    assert (document.path, document.is_modified, document.read_only) == (None, False, False)
    assert opened.windowTitle().startswith("paper[*]")
    state = made().option().log.head[:8]
    said = (
        f"This is a copy of the plan on the pages of paper.pdf (plan no. {state}), in no file yet."
    )
    assert opened.messages.text == said
    offered: list[str] = []

    def choose(*arguments: str) -> tuple[str, str]:
        offered.append(arguments[2])
        return str(pdf.with_suffix(".footprint")), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    document.commit(Move("U1", "G2"))
    assert document.is_modified
    assert opened.files.save()
    assert offered == [str(pdf.with_suffix(".footprint"))]
    assert open_scenario(pdf.with_suffix(".footprint")).scenario.option().state.parent("U1") == "G2"
    assert pdf.read_bytes() == before


def test_one_of_another_state_or_damaged_is_told(
    opened: MainWindow, pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(messages, "show_error", lambda *a, **_: said.append(a[2]))
    data, state = pdf.read_bytes(), made().option().log.head[:8].encode()
    pdf.write_bytes(
        data.replace(b"plan no. " + state, b"plan no. 01234567").replace(
            b"/State (" + state, b"/State (01234567"
        )
    )
    assert opened.files.open(pdf)
    assert "its pages show plan no. 01234567, which is not that of" in opened.messages.text
    shown = opened.document.scenario
    pdf.write_bytes(data[:-500])
    assert not opened.files.open(pdf)
    assert "paper.pdf" in said[0]
    assert opened.document.scenario is shown


def test_one_of_the_plan_that_is_open_is_merged_like_a_colleagues_copy(
    opened: MainWindow, pdf: Path, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.footprint"
    scenario = made()
    save(scenario, plan, program=PROGRAM)
    assert opened.files.open(plan)
    assert not opened.files.open(pdf)
    assert opened.messages.text == "paper.pdf carries just what is open."
    opened.document.commit(Move("U1", "G2"))
    assert not opened.files.open(pdf)
    assert opened.findChildren(CopyFound)
    assert opened.document.path == plan


def test_the_plan_is_compared_with_what_a_pdf_carries(opened: MainWindow, pdf: Path) -> None:
    found = comparing(opened)
    found.open(pdf)
    assert "Three clusters — paper.pdf" in [name for _, name in found.choices()]


def test_one_given_at_the_start_is_in_the_window(
    qtbot: QtBot, pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "ui.app.settings", lambda: QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    )
    monkeypatch.setattr("ui.app.recovery_folder", lambda: tmp_path / "recovery")
    window = make_window(pdf)
    qtbot.addWidget(window)
    window.show()
    assert window.document.path is None
    assert window.files.name == "paper"
    qtbot.waitUntil(lambda: "on the pages of paper.pdf" in window.messages.text)
    window.close()


def test_what_is_done_to_it_is_kept_until_it_is_saved(
    qtbot: QtBot, opened: MainWindow, pdf: Path, tmp_path: Path
) -> None:
    opened.files.open(pdf)
    opened.document.commit(Move("U1", "G2"))
    (kept,) = (tmp_path / "recovery").glob("*.changes")
    assert '"name":"paper"' in kept.read_text(encoding="utf-8").splitlines()[0]
