"""Taking a scenario out of a PDF: what was put in comes out, and nothing else is believed."""

from __future__ import annotations

import re
import subprocess
import zlib
from pathlib import Path

import pytest

from db import schema
from db.carried import NAME, Carried
from db.errors import DamagedError, NotAScenarioError, ScenarioFileError
from db.scenario_file import open_scenario, to_bytes
from model.changes import Move
from model.report.imprint import stamp
from model.scenario import Add, Scenario
from model.sending import Level, reduced
from tests.db.pdfs import pdf_of, pdf_with
from tests.sample_pack import WHEN, WHO, sample_scenario


@pytest.fixture
def scenario() -> Scenario:
    scenario = sample_scenario()
    scenario.option().commit(Move("U4", "G1"), when=WHEN, who=WHO)
    return scenario


def carried(scenario: Scenario, level: Level = Level.WHOLE) -> Carried:
    option = scenario.option()
    return Carried(option.id, stamp(option.at), level)


@pytest.fixture
def pdf(tmp_path: Path, scenario: Scenario) -> Path:
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf_with(to_bytes(scenario), carried(scenario)))
    return path


def test_what_was_put_in_comes_out(pdf: Path, scenario: Scenario) -> None:
    opened = open_scenario(pdf)
    assert opened.carried == carried(scenario)
    assert opened.carried.fault(opened.scenario) == ""
    assert to_bytes(opened.scenario) == to_bytes(scenario)
    assert opened.size == len(to_bytes(scenario))


def test_other_programs_take_out_the_same(pdf: Path, scenario: Scenario, tmp_path: Path) -> None:
    assert subprocess.run(["qpdf", "--check", pdf], capture_output=True).returncode == 0
    out = tmp_path / "out.footprint"
    subprocess.run(["pdfdetach", "-save", "1", "-o", out, pdf], check=True)
    assert out.read_bytes() == to_bytes(scenario)


def test_a_python_that_has_no_databases_in_bytes_reads_it_too(
    pdf: Path, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "IN_MEMORY", False)
    assert open_scenario(pdf).scenario.option().log.head == scenario.option().log.head


def test_the_option_on_the_pages_is_shown_first(tmp_path: Path, scenario: Scenario) -> None:
    branch = scenario.option().branch("B", "Another way", when=WHEN, who=WHO)
    scenario.apply(Add(branch, 1))
    path = tmp_path / "plan.pdf"
    said = Carried("B", stamp(branch.log.head), Level.WHOLE)
    path.write_bytes(pdf_with(to_bytes(scenario), said))
    assert open_scenario(path).scenario.option().id == "B"


# -- what the pages say --------------------------------------------------------------------------


def fault(scenario: Scenario, state: str, option: str = "A", level: Level = Level.WHOLE) -> str:
    return Carried(option, state, level).fault(scenario)


def test_a_difference_between_pages_and_plan_is_told(scenario: Scenario) -> None:
    option = scenario.option()
    first, head = option.log[option.log.head].parent, option.log.head
    assert fault(scenario, stamp(head), option.id) == ""
    earlier = fault(scenario, stamp(first), option.id)
    assert (
        earlier == f"its pages show an earlier state of the plan, no. {first[:8]} of 1 March 2026"
    )
    assert "which is not that of the scenario" in fault(scenario, "01234567", option.id)
    assert fault(scenario, "", option.id).startswith("its pages show the plan as published, which")
    assert "an option that is not in" in fault(scenario, stamp(head), "Z")


@pytest.mark.parametrize("level", [Level.PLAN, Level.NAMELESS, Level.TOTALS])
def test_a_copy_without_history_says_which_state_it_stands_for(
    scenario: Scenario, level: Level
) -> None:
    option = scenario.option()
    copy = reduced(scenario, level, when=WHEN)
    assert fault(copy, stamp(option.log.head), option.id, level) == ""
    assert fault(copy, "01234567", option.id, level) != ""


def test_of_a_plan_as_published_pages_say_so() -> None:
    scenario = sample_scenario()
    option = scenario.option()
    while option.log.head:
        option.undo()
    assert fault(scenario, "", option.id) == ""
    copy = reduced(scenario, Level.PLAN, when=WHEN)
    assert fault(copy, "", option.id, Level.PLAN) == ""


# -- what is refused -------------------------------------------------------------------------------


def refused(path: Path, data: bytes) -> ScenarioFileError:
    path.write_bytes(data)
    with pytest.raises(ScenarioFileError) as told:
        open_scenario(path)
    assert "\n" not in str(told.value)
    return told.value


def test_a_pdf_without_a_scenario_says_so(tmp_path: Path) -> None:
    pages = ["<< >>", "<< /Type /Catalog /Pages 3 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"]
    for data in (pdf_of(pages), b"%PDF-1.7\n", b"%PDF-" + bytes(3000), b"%PDF-1.7\n%%EOF\n"):
        told = refused(tmp_path / "x.pdf", data)
        assert isinstance(told, NotAScenarioError)
        assert str(told).startswith("x.pdf: carries no scenario; choose a PDF that")


def test_one_that_another_program_rewrote_says_how_to_get_at_it(pdf: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.pdf"
    subprocess.run(["qpdf", pdf, other], check=True)
    told = str(refused(other, other.read_bytes()))
    assert "was altered by another program" in told
    assert f"save the attached {NAME} with a PDF reader, and open that" in told
    out = tmp_path / "out.footprint"
    subprocess.run(["pdfdetach", "-save", "1", "-o", out, other], check=True)
    assert open_scenario(out).scenario.id == open_scenario(pdf).scenario.id


def test_what_was_written_behind_the_end_is_not_passed_over(pdf: Path) -> None:
    data = pdf.read_bytes()
    for more in (b"\n", b"startxref\n0\n%%EOF\n", data):
        refused(pdf, data + more)
    refused(pdf, data[:-1])


@pytest.mark.parametrize(
    ("what", "by"),
    [
        (rb"/Length \d+", b"/Length 99"),
        (rb"/Length \d+", b"/Length 999999999"),
        (rb"/Size \d+ /C", b"/Size 7 /C"),
        (rb"/Size \d+ /C", b"/Size 999999999 /C"),
        (rb"/CheckSum <..", b"/CheckSum <zz"),
        (rb"/Subtype /app", b"/Subtype /App"),
        (rb"/AF \[ 7", b"/AF [ 8"),
        (rb"/AF \[ 7 0 R", b"/AF [ 7 0 R 7 0 R"),
        (rb"/Root 2", b"/Root 0"),
        (rb"/Root 2 0 R", b"/Root 2 0 R /Root 2 0 R"),
        (rb"/F 6 0 R", b"/F 1 0 R"),
        (rb"/UF 6 0 R", b"/UF 4 0 R"),
        (rb"/Level /whole", b"/Level /all"),
        (rb"/Option <", b"/Option <f"),
        (rb"/Option <", b"/Option <ff"),
        (rb"/State \(", b"/State (0"),
        (rb"/Names \[", b"/Names [ (x) 4 0 R"),
        (rb"xref\n0 8", b"xref\n0 9999999"),
        (rb"startxref\n\d+", b"startxref\n9999999999"),
    ],
)
def test_whatever_else_it_says_of_itself_is_refused(pdf: Path, what: bytes, by: bytes) -> None:
    data = pdf.read_bytes()
    new, count = re.subn(what, by, data)
    assert count
    if len(new) != len(data):  # with a table that fits
        objects = re.findall(rb"\d 0 obj\n(.*?)\nendobj\n", new, re.DOTALL)
        if what.startswith((rb"/Len", rb"/Siz", rb"/AF", rb"/Lev", rb"/Opt", rb"/Sta", rb"/Nam")):
            assert len(objects) == 7
            new = pdf_of(objects)
    refused(pdf, new)


def test_a_file_that_is_larger_than_it_says_is_not_unpacked(pdf: Path) -> None:
    data = pdf.read_bytes()
    objects: list[bytes] = re.findall(rb"\d 0 obj\n(.*?)\nendobj\n", data, re.DOTALL)
    bomb = zlib.compress(bytes(50_000_000), 9)
    head = re.sub(rb"/Length \d+", b"/Length %d" % len(bomb), objects[5].split(b"stream\n")[0])
    told = refused(
        pdf, pdf_of([*objects[:5], head + b"stream\n" + bomb + b"\nendstream", *objects[6:]])
    )
    assert isinstance(told, DamagedError)
    assert "is not the one that was put in" in str(told)


def test_what_is_taken_out_is_checked_as_any_file(pdf: Path, scenario: Scenario) -> None:
    said = carried(scenario)
    for data, what in (
        (b"", "is empty"),
        (b"%PDF-1.7\n", "is not a Footprint scenario"),
        (to_bytes(scenario)[:5000], "cut short"),
        (to_bytes(scenario).replace(b"Ashford", b"Ashfort"), "checksum"),
    ):
        assert what in str(refused(pdf, pdf_with(data, said)))


def test_any_bit_that_flips_is_noticed_or_of_no_weight(pdf: Path) -> None:
    data = pdf.read_bytes()
    whole = open_scenario(pdf)
    step = max(1, len(data) // 300)
    for at in range(9, len(data), step):
        bad = bytearray(data)
        bad[at] ^= 4
        pdf.write_bytes(bad)
        try:
            opened = open_scenario(pdf)
        except ScenarioFileError:
            continue
        assert opened.sha256 == whole.sha256
