"""What is saved comes back: the pack, every option, its history, and undo."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from db import schema
from db.errors import SaveError
from db.scenario_file import Source, open_scenario, save, save_copy, to_bytes
from model.changes import Field, Move, SetField
from model.option import Option, Status
from model.organisations import Organisations
from model.pack import Pack
from model.scenario import Add, Scenario, SetPreset, SetStatus
from tests.db.edits import edit_at_random
from tests.sample_pack import WHEN, WHO, sample_pack, sample_scenario

ROOT = Path(__file__).resolve().parents[2]


def saved_and_opened(scenario: Scenario, folder: Path) -> Scenario:
    path = folder / "again.footprint"
    save(scenario, path)
    return open_scenario(path).scenario


def busy_scenario(seed: int, options: int = 1, steps: int = 80) -> Scenario:
    scenario = sample_scenario()
    for number in range(1, options):
        ready = scenario.pack.options[number % 2]
        option = Option.from_ready(scenario.pack, ready, f"O{number}", when=WHEN, who=WHO)
        scenario.options.append(option)
    for option in scenario.options:
        edit_at_random(option, Random(seed), steps)
    return scenario


def assert_same(one: Option, other: Option) -> None:
    assert one.id == other.id
    assert one.first == other.first
    assert one.state.snapshot() == other.state.snapshot()
    assert list(one.log) == list(other.log)
    assert one.log.checkpoints == other.log.checkpoints
    assert one.log.head == other.log.head
    assert (one.start, one.origin, one.status) == (other.start, other.origin, other.status)
    assert one.findings.worst_first() == other.findings.worst_first()
    assert [one.state.totals(o) for o in one.state] == [other.state.totals(o) for o in other.state]


# -- round trips -------------------------------------------------------------------------------


def test_the_pack_comes_back_whole_but_for_its_ready_made_options(tmp_path: Path) -> None:
    opened = saved_and_opened(sample_scenario(), tmp_path)
    assert opened.pack == replace(sample_pack(), options=())


def test_a_bare_pack_comes_back(tmp_path: Path) -> None:
    pack = replace(
        sample_pack(),
        **{"rules": (), "links": (), "borders": (), "credits": (), "summary": "", "roles": ()},
    )
    scenario = Scenario("bare", pack, WHEN)
    assert saved_and_opened(scenario, tmp_path).pack == replace(pack, options=())


def test_what_says_which_scenario_it_is_comes_back(tmp_path: Path) -> None:
    scenario = busy_scenario(1, options=3)
    scenario.active = "O2"
    opened = saved_and_opened(scenario, tmp_path)
    assert (opened.id, opened.created, opened.active) == (scenario.id, WHEN, "O2")
    assert [option.id for option in opened.options] == ["A", "O1", "O2"]


def test_what_options_are_to_each_other_comes_back(tmp_path: Path) -> None:
    scenario = busy_scenario(2, options=2)
    first = scenario.options[0]
    for n, entry in enumerate((None, list(first.log)[4].id, ""), 1):
        twin = first.branch(f"B{n}", f"Branch {n}", when=WHEN, who=WHO, entry=entry)
        edit_at_random(twin, Random(n), 20)
        scenario.apply(Add(twin, n % 2))
    scenario.apply(SetStatus("A", Status.DELETED))
    scenario.apply(SetStatus("B2", Status.ARCHIVED))
    opened, ids = saved_and_opened(scenario, tmp_path), [o.id for o in scenario.options]
    assert [o.id for o in opened.options] == ids != sorted(ids)
    assert opened.active == scenario.active
    for before, after in zip(scenario.options, opened.options, strict=True):
        assert_same(before, after)


@pytest.mark.parametrize("seed", range(12))
def test_an_option_comes_back_after_any_edits(seed: int, tmp_path: Path) -> None:
    scenario = busy_scenario(seed, options=1 + seed % 3)
    opened = saved_and_opened(scenario, tmp_path)
    for before, after in zip(scenario.options, opened.options, strict=True):
        assert_same(before, after)


@pytest.mark.parametrize("seed", range(6))
def test_editing_goes_on_as_if_the_file_had_never_been_closed(seed: int, tmp_path: Path) -> None:
    scenario = busy_scenario(seed)
    opened = saved_and_opened(scenario, tmp_path)
    edit_at_random(scenario.options[0], Random(99), 40)
    edit_at_random(opened.options[0], Random(99), 40)
    assert_same(scenario.options[0], opened.options[0])


def test_undo_and_redo_work_after_opening(tmp_path: Path) -> None:
    scenario = sample_scenario()
    option = scenario.options[0]
    start = option.state.snapshot()
    option.commit(Move("U3", "G1"), when=WHEN, who=WHO)
    moved = option.state.snapshot()
    option.undo()
    again = saved_and_opened(scenario, tmp_path).options[0]
    assert again.state.snapshot() == start
    again.redo()
    assert again.state.snapshot() == moved
    scenario.options[:] = [again]
    again = saved_and_opened(scenario, tmp_path).options[0]
    again.undo()
    again.undo()
    assert len(again.state.tray()) == 6


def test_an_unknown_active_option_becomes_the_first(tmp_path: Path) -> None:
    scenario = sample_scenario()
    scenario.active = "gone"
    assert saved_and_opened(scenario, tmp_path).active == "A"


def test_texts_of_any_script_come_back(tmp_path: Path) -> None:
    scenario = sample_scenario()
    note = "العربية 漢字 🏥 \r\n\t<b>&amp;</b> \N{COMBINING ACUTE ACCENT} '; DROP TABLE log; --"
    scenario.options[0].commit(SetField("G1", Field.NOTE, note), when=WHEN, who=WHO, why=note)
    again = saved_and_opened(scenario, tmp_path).options[0]
    assert again.state.field("G1", Field.NOTE) == note
    assert again.log[again.log.head].why == note


# -- copies ------------------------------------------------------------------------------------


def copied(path: Path, scenario: Scenario, source: Source) -> bytes:
    """Return the bytes of a copy, which is a sound file of the scenario as it is now."""
    copy = path.with_name("copy.footprint")
    digest = save_copy(scenario, copy, source)
    assert not list(path.parent.glob(".footprint-*"))
    opened = open_scenario(copy)
    assert digest == opened.sha256
    assert opened.scenario.pack == replace(scenario.pack, options=())
    for one, other in zip(scenario.options, opened.scenario.options, strict=True):
        assert_same(one, other)
    return copy.read_bytes()


def opened_from(path: Path) -> tuple[Scenario, Source]:
    opened = open_scenario(path)
    return opened.scenario, Source.of(opened.scenario, path, opened.sha256)


def test_a_copy_of_what_was_not_changed_has_the_files_own_bytes(plan: Path) -> None:
    save(sample_scenario(), plan, program="An older one")
    assert copied(plan, *opened_from(plan)) == plan.read_bytes()


def test_a_copy_over_the_file_itself(plan: Path) -> None:
    before = plan.read_bytes()
    scenario, source = opened_from(plan)
    assert save_copy(scenario, plan, source) == source.sha256
    assert plan.read_bytes() == before


@pytest.mark.parametrize("then", ["nothing", "undo", "undo and redo"])
def test_a_copy_has_what_was_done_since(then: str, plan: Path) -> None:
    """Also what was undone: it can be done again after opening."""
    scenario, source = opened_from(plan)
    option = scenario.options[0]
    option.commit(Move("U3", "G1"), when=WHEN, who=WHO)
    if "undo" in then:
        option.undo()
    if "redo" in then:
        option.redo()
    assert copied(plan, scenario, source) == to_bytes(scenario) != plan.read_bytes()


def test_a_copy_has_what_was_remarked_since(plan: Path) -> None:
    scenario, source = opened_from(plan)
    option = scenario.option()
    option.annotate(option.log.head, "After the meeting.")
    copy = plan.with_name("copy.footprint")
    save_copy(scenario, copy, source)
    log = open_scenario(copy).scenario.option().log
    assert [entry.why for entry in log] == ["After the meeting."]


def test_a_copy_has_what_was_undone_or_chosen_since(plan: Path) -> None:
    scenario, source = opened_from(plan)
    scenario.options[0].undo()
    assert copied(plan, scenario, source) == to_bytes(scenario) != plan.read_bytes()
    scenario = busy_scenario(1, options=2)
    source = Source.of(scenario, plan, save(scenario, plan))
    scenario.active = "O1"
    copied(plan, scenario, source)
    assert open_scenario(plan.with_name("copy.footprint")).scenario.active == "O1"


def change_it(path: Path) -> None:
    save(busy_scenario(7), path)


def replace_it(path: Path) -> None:
    path.write_bytes(b"Dear all, this is a letter")


def raise_its_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 1001")


@pytest.mark.parametrize("happens", [Path.unlink, change_it, replace_it, raise_its_version])
def test_a_copy_does_not_need_the_file_it_came_from(
    happens: Callable[[Path], None], plan: Path
) -> None:
    scenario, source = opened_from(plan)
    happens(plan)
    assert copied(plan, scenario, source) == to_bytes(scenario)


def test_a_copy_of_a_later_versions_file_is_of_ours(plan: Path) -> None:
    raise_its_version(plan)
    opened = open_scenario(plan)
    source = Source.of(opened.scenario, plan, opened.sha256)
    assert copied(plan, opened.scenario, source) == to_bytes(opened.scenario)


def test_a_copy_that_can_not_be_written_says_so(plan: Path) -> None:
    scenario, source = opened_from(plan)
    with pytest.raises(SaveError, match="there is no folder"):
        save_copy(scenario, plan.parent / "gone" / "copy.footprint", source)
    assert os.listdir(plan.parent) == [plan.name]


# -- the file ----------------------------------------------------------------------------------


def test_a_file_is_one_sound_database_that_needs_no_other(plan: Path) -> None:
    with closing(sqlite3.connect(plan)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert connection.execute("PRAGMA application_id").fetchone() == (0x46545054,)
        assert connection.execute("PRAGMA user_version").fetchone() == (1000,)
    assert os.listdir(plan.parent) == [plan.name]


def test_the_same_scenario_gives_the_same_bytes(tmp_path: Path) -> None:
    scenario = busy_scenario(3, options=2)
    first = to_bytes(scenario)
    assert to_bytes(scenario) == first
    assert to_bytes(saved_and_opened(scenario, tmp_path)) == first
    assert to_bytes(busy_scenario(3, options=2)) == first


def test_saving_and_opening_tell_the_hash_of_the_file(plan: Path) -> None:
    digest = hashlib.sha256(plan.read_bytes()).hexdigest()
    opened = open_scenario(plan)
    assert (opened.sha256, opened.size) == (digest, plan.stat().st_size)
    assert save(opened.scenario, plan, expected_sha256=opened.sha256) == digest
    assert not opened.read_only


def test_the_file_says_what_wrote_it(tmp_path: Path) -> None:
    path = tmp_path / "x.footprint"
    save(sample_scenario(), path, program="Footprint 9.8.7")
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT value FROM meta WHERE key = 'program'"
        assert connection.execute(query).fetchone() == ("Footprint 9.8.7",)


def test_opening_does_not_touch_the_file_or_its_folder(plan: Path) -> None:
    before = (plan.read_bytes(), plan.stat().st_mtime_ns)
    open_scenario(plan)
    assert (plan.read_bytes(), plan.stat().st_mtime_ns) == before
    assert os.listdir(plan.parent) == [plan.name]


def test_presets_are_kept(plan: Path) -> None:
    scenario = open_scenario(plan).scenario
    settings = {"format": ".pdf", "landscape": False, "dpi": 150, "parts": ["overview"]}
    scenario.apply(SetPreset("Zoë & co", settings))
    scenario.apply(SetPreset("A", {"format": ".png"}))
    save(scenario, plan)
    found = open_scenario(plan).scenario
    assert found.presets == {"A": {"format": ".png"}, "Zoë & co": settings}
    assert type(found.presets["Zoë & co"]["landscape"]) is bool
    assert found.mark == scenario.mark


def test_a_preset_that_would_be_refused_is_not_saved(plan: Path) -> None:
    before = plan.read_bytes()
    scenario = open_scenario(plan).scenario
    scenario.presets["Board"] = {"dpi": 10**9}
    with pytest.raises(SaveError, match="can't be kept in a file"):
        save(scenario, plan)
    assert plan.read_bytes() == before


def test_a_python_that_has_no_databases_in_bytes_reads_and_writes_the_same(
    plan: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(schema, "IN_MEMORY", False)
    odd_name = tmp_path / "100% of it? #1.footprint"
    save(open_scenario(plan).scenario, odd_name)
    assert_same(open_scenario(odd_name).scenario.options[0], sample_scenario().options[0])


def test_opening_and_saving_load_neither_qt_nor_sqlite_utils(plan: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from db.scenario_file import open_scenario, save;"
        "path = Path(sys.argv[1]); save(open_scenario(path).scenario, path);"
        "print([m for m in ('PySide6', 'sqlite_utils', 'click', 'numpy') if m in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, str(plan)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == "[]"


# -- what can't be saved -----------------------------------------------------------------------


def save_with(tmp_path: Path, **entry: str) -> None:
    scenario = sample_scenario()
    option = scenario.options[0]
    done = option.commit(Move("U3", "G1"), when=WHEN, who=WHO)
    # In place of the one that was made: the model itself refuses some of these.
    option.log.add(replace(done, **entry))
    save(scenario, tmp_path / "x.footprint")


@pytest.mark.parametrize(
    "entry",
    [
        {"why": "x" * 10_001},
        {"who": "x" * 201},
        {"why": "half of an emoji \ud83d"},
        {"who": "two\nlines"},
        {"when": "yesterday"},
    ],
)
def test_nothing_is_saved_that_could_not_be_opened(entry: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(SaveError, match="not fit for a scenario file"):
        save_with(tmp_path, **entry)
    assert os.listdir(tmp_path) == []


def deep_pack(levels: int) -> Pack:
    pack = sample_pack()
    part = pack.organisations[-1]
    chain = [
        replace(part, id=f"D{n}", code=f"D{n}", parent=f"D{n - 1}" if n else "U1")
        for n in range(levels)
    ]
    return replace(pack, organisations=Organisations.of((*pack.organisations, *chain)))


def test_a_chart_too_deep_to_walk_is_not_saved(tmp_path: Path) -> None:
    pack = deep_pack(300)
    scenario = Scenario("deep", pack, WHEN, [Option(pack, "A", "Deep", pack.as_of)], "A")
    with pytest.raises(SaveError, match="200 levels"):
        save(scenario, tmp_path / "x.footprint")
