"""The command line as people and scripts use it, on the pack that ships with the program."""

from __future__ import annotations

import json
import re
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from pptx import Presentation

from tests.ui.commands import (
    MANCHESTER,
    ROOT,
    TEES,
    Run,
    by_code,
    one_line,
    run_apart,
)
from ui import cli, start

# -- new -----------------------------------------------------------------------------------------


def test_new_makes_a_file_and_says_what_is_in_it(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "plan.footprint"
    ran = run("new", out, "--pack", "pct-2011", "--option", "june-2011")
    assert (ran.code, ran.err) == (0, "")
    assert "151 PCTs, 50 clusters, 0 in the tray" in ran.out
    assert out.is_file()


def test_new_starts_from_the_first_option_unless_told(run: Run, tmp_path: Path) -> None:
    run("new", tmp_path / "plan", "--pack", "pct-2011")
    assert run("show", tmp_path / "plan", "--json").json["option"] == "Clusters of June 2011"


def test_new_takes_a_pack_by_its_folder(run: Run, tmp_path: Path) -> None:
    folder = ROOT / "resources" / "packs" / "pct-2011"
    assert run("new", tmp_path / "plan", "--pack", folder, "--option", "Blank").code == 0
    assert len(run("show", tmp_path / "plan", "--json").json["tray"]) == 151


def test_new_leaves_a_file_that_is_there_alone(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "plan.footprint"
    out.write_text("mine")
    assert "--force" in one_line(run("new", out, "--pack", "pct-2011"))
    assert out.read_text() == "mine"
    assert run("new", out, "--pack", "pct-2011", "--force").code == 0
    assert run("show", out).code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--pack", "atlantis"], "there is no pack 'atlantis'; there is: pct-2011"),
        ([], "--pack must name a pack; there is: pct-2011"),
        (["--pack", "pct-2011", "--option", "june"], "june-2011, blank, alone"),
    ],
)
def test_new_names_what_there_is(
    run: Run, tmp_path: Path, arguments: list[str], words: str
) -> None:
    assert words in one_line(run("new", tmp_path / "plan", *arguments))
    assert list(tmp_path.iterdir()) == []


def test_new_says_what_is_wrong_with_a_pack(run: Run, tmp_path: Path) -> None:
    pack = shutil.copytree(ROOT / "resources" / "packs" / "pct-2011", tmp_path / "mine")
    table = pack / "organisations.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",pct,", ",ptc,", 1), "utf-8")
    sentence = one_line(run("new", tmp_path / "plan", "--pack", pack))
    assert re.match(r"pack mine, organisations.csv, line \d+, column kind: ", sentence)


@pytest.mark.parametrize("out", ["", "no/such/folder/plan", "a-file/plan"])
def test_new_where_nothing_can_be_written(run: Run, tmp_path: Path, out: str) -> None:
    (tmp_path / "a-file").touch()
    one_line(run("new", tmp_path / out, "--pack", "pct-2011", "--force"))


# -- export --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chart.docx"], "end it in .pdf, .png, .svg"),
        (["chart"], "end it in .pdf, .png, .svg"),
        (["chart.pdf", "--paper", "B5"], "choose one of A4, A3, A2, A1, A0"),
        (["chart.png", "--dpi", "0"], "from 30 to 1200"),
        (["chart.png", "--dpi", "1200", "--paper", "A0"], "dots per inch or fewer"),
        (["chart.png", "--layout", "pages"], "PDF only"),
        (["chart.svg", "--layout", "pages"], "PDF only"),
        (["chart.pdf", "--layout", "book"], "choose one-page or pages"),
        (["chart.pdf", "--option", "B"], "there is no option 'B'"),
        (["chart.pdf", "--posts", "all"], "choose off or summary or team or full"),
    ],
)
def test_export_refuses_what_it_cannot_draw(
    run: Run, plan: Path, arguments: list[str], words: str
) -> None:
    out = plan.with_name(arguments[0])
    assert words in one_line(run("export", plan, out, *arguments[1:]))
    assert not out.exists()


def test_export_draws_a_picture_of_the_size_asked_for(run: Run, plan: Path) -> None:
    out = plan.with_name("Chart.PNG")
    how = ["--paper", "a4", "--portrait", "--dpi", "72", "--title", "For the board"]
    ran = run("export", plan, out, *how)
    assert (ran.code, ran.out) == (0, f"{out} written.\n")
    data = out.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (595, 842)
    assert "too small to read" in ran.err


def test_export_writes_a_drawing_with_its_texts(run: Run, plan: Path) -> None:
    out = plan.with_name("chart.svg")
    ran = run("export", plan, out, "--title", "For <the> board")
    assert (ran.code, ran.out) == (0, f"{out} written.\n")
    drawing = out.read_text(encoding="utf-8")
    assert drawing.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<svg ')
    assert "<title>For &lt;the&gt; board</title>" in drawing
    assert ">Manchester Teaching</text>" in drawing


def test_export_shows_as_much_of_the_posts_as_is_asked_for(run: Run, plan: Path) -> None:
    shown = {}
    for level in ("off", "summary", "team", "full"):
        out = plan.with_name(f"{level}.svg")
        assert run("export", plan, out, "--posts", level).code == 0
        drawing = out.read_text(encoding="utf-8")
        shown[level] = [f">{text}</text>" in drawing for text in ("none vacant", "DPH", "NED × 6")]
    assert shown == {
        "off": [False, False, False],
        "summary": [True, False, False],
        "team": [False, True, False],
        "full": [False, True, True],
    }


def test_export_draws_a_page_for_each_region(run: Run, plan: Path) -> None:
    out = plan.with_name("chart.pdf")
    ran = run("export", plan, out, "--layout", "pages", "--no-scenario")
    assert (ran.code, ran.out, ran.err) == (0, f"{out} written.\n", "")
    assert out.read_bytes().startswith(b"%PDF-")


def test_export_writes_slides_of_the_parts_that_are_named(run: Run, plan: Path) -> None:
    out = plan.with_name("chart.pptx")
    more = ["--include", "overview", "--line", "In confidence", "--title", "For the board"]
    ran = run("export", plan, out, *more)
    assert (ran.code, ran.out, ran.err) == (0, f"{out} written.\n", "")
    slides = Presentation(str(out)).slides
    titles = [slide.shapes.title.text for slide in slides]
    assert titles[:3] == ["For the board", "Contents", "How to read these slides"]
    assert titles[3:5] == ["England: 151 PCTs in 50 clusters", "England: totals by SHA"]
    assert "In confidence" in slides[0].placeholders[1].text
    ran = run("export", plan, out, "--template", plan.with_name("none.potx"))
    assert "none.potx: can't be read" in one_line(ran)
    assert len(Presentation(str(out)).slides) == len(titles)


def test_export_to_where_nothing_can_be_written(run: Run, plan: Path) -> None:
    ran = run("export", plan, plan.with_name("missing") / "chart.pdf")
    assert "missing" in one_line(ran)
    assert not plan.with_name("missing").exists()


# -- packs, help, what is given wrongly ----------------------------------------------------------


def test_packs_lists_what_new_takes(run: Run) -> None:
    (pack,) = (p for p in run("packs", "--json").json["packs"] if p["id"] == "pct-2011")
    assert pack["options"] == ["june-2011", "blank", "alone"]
    assert pack["problem"] is None
    assert "options: june-2011, blank, alone" in run("packs").out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["shwo", "plan"], "there is no file and no command 'shwo'; commands: check, compare,"),
        (["--bar"], "No such option '--bar'"),
        (["plan.footprint", "check"], "main.py check plan.footprint"),
        (["show"], "Missing argument 'FILE'"),
        (["show", "a", "b"], "unexpected extra argument"),
        (["check", "plan", "--on", "1/6/2011"], "'1/6/2011' is not a date, such as 2011-06-01"),
        (["no-such.footprint"], "no-such.footprint: there is no such file"),
        (["show", "no-such.footprint"], "no-such.footprint"),
    ],
)
def test_wrong_arguments_get_one_line(run: Run, arguments: list[str], words: str) -> None:
    assert words in one_line(run(*arguments))


@pytest.mark.parametrize("command", ["show", "check", "move", "export"])
def test_files_that_are_no_scenarios_get_one_line(
    run: Run, plan: Path, command: str, tmp_path: Path
) -> None:
    bad = tmp_path / "bad\x1b[2J name.footprint"
    rest = {"move": [MANCHESTER, "--to", TEES], "export": [tmp_path / "x.pdf"]}.get(command, [])
    whole = plan.read_bytes()
    for content in (b"", b"not a database", whole[:5000], whole[: len(whole) // 2], whole[100:]):
        bad.write_bytes(content)
        sentence = one_line(run(command, bad, *rest))
        assert "\x1b" not in sentence
        assert bad.read_bytes() == content
    one_line(run(command, tmp_path, *rest))


def test_version_is_that_of_the_project(run: Run) -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    version = re.search(r'^version = "(.+)"', project, re.MULTILINE)
    assert version is not None
    assert run("--version").out == f"Footprint {version[1]}\n"


def test_help_names_every_command(run: Run) -> None:
    assert run("--help").code == 0
    assert all(f"\n  {name} " in run("-h").out for name in start.HEADLESS)
    assert set(start.HEADLESS) == set(cli.cli.commands)


# -- the window ----------------------------------------------------------------------------------

NO_DISPLAY = {"DISPLAY": None, "WAYLAND_DISPLAY": None, "QT_QPA_PLATFORM": None}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others always have a display")
@pytest.mark.parametrize("with_file", [False, True])
def test_without_a_display_the_window_says_what_works(made: Path, with_file: bool) -> None:
    ran = run_apart(*[made] * with_file, **NO_DISPLAY)
    sentence = one_line(ran)
    assert all(name in sentence for name in start.HEADLESS)
    assert "qt" not in sentence.casefold()


def test_a_file_in_place_of_a_command_opens_the_window(
    run: Run, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    monkeypatch.setattr(start, "open_window", lambda path: opened.append(path) or 0)
    elsewhere = plan.rename(plan.with_name("without-suffix"))
    assert (run().code, run(elsewhere).code) == (0, 0)
    assert opened == [None, elsewhere]


# -- as a program of its own ---------------------------------------------------------------------


def test_the_whole_way_as_a_program(tmp_path: Path) -> None:
    """In a folder with a name that no code page of Windows has."""
    folder = tmp_path / "Plan – “Tees”, ř"
    folder.mkdir()
    plan = folder / "a.footprint"
    steps = [
        ("new", plan, "--pack", "pct-2011", "--option", "june-2011"),
        ("move", plan, MANCHESTER, "--to", "Tees"),
        ("show", plan, "--json"),
        ("check", plan, "--json"),
    ]
    new, move, show, check = (run_apart(*s, PYTHONIOENCODING="ascii", **NO_DISPLAY) for s in steps)
    assert [r.err for r in (new, move, show, check)] == ["", "", "", ""]
    assert (new.code, move.code, show.code) == (0, 0, 0)
    assert by_code(show.json)[TEES]["totals"]["units"] == 5
    assert show.json["file"] == str(plan)
    assert check.code == (1 if check.json["summary"]["law"]["breaks"] else 0)
    assert sorted(p.name for p in folder.iterdir()) == ["a.footprint"]


HEAVY = {"PySide6", "shiboken6", "numpy", "sqlite_utils", "pyqtgraph"}
LOADED = """
import json, sys
from ui import cli
told = {}
for command in json.loads(sys.argv[1]):
    code = cli.main(command)
    told[" ".join(command)] = code, sorted({name.split(".")[0] for name in sys.modules})
print(json.dumps(told), file=sys.stderr)
"""


def test_commands_load_nothing_heavy(plan: Path) -> None:
    """One after the other in one process: the first that does names itself."""
    commands = [
        ["packs"],
        ["show", plan],
        ["show", plan, "--json", "--all"],
        ["check", plan],
        ["check", plan, "--json"],
        ["move", plan, MANCHESTER, "--to", TEES],
        ["new", plan.with_name("new"), "--pack", "pct-2011"],
        ["merge", plan, plan, "-o", plan.with_name("merged")],
        ["send", plan, "-o", plan.with_name("sent"), "--what", "totals"],
        ["--help"],
    ]
    done = subprocess.run(
        [sys.executable, "-c", LOADED, json.dumps(commands, default=str)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stderr)
    assert len(told) == len(commands)
    for command, (code, loaded) in told.items():
        assert code in (0, 1), command
        assert HEAVY.isdisjoint(loaded), command


def test_a_reader_who_has_seen_enough_is_no_error(plan: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, ROOT / "main.py", "check", plan, "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    with process.stderr:
        assert process.stderr.read() == b""
    assert process.wait(timeout=60) in (0, 1)
