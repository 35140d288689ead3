"""Files that are not ours, damaged, too new or hostile: each is refused in a sentence that fits."""

from __future__ import annotations

import errno
import os
import random
import re
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from db import defence, schema
from db.errors import DamagedError, NotAScenarioError, ScenarioFileError, TooNewError
from db.scenario_file import open_scenario
from tests.db.tampering import alter, assert_refused, poke, reseal

# -- not ours ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04 a spreadsheet", "is not a Footprint scenario"),
        (b"SQLite format 2\0" * 20, "is not a Footprint scenario"),
    ],
)
def test_a_file_of_another_kind(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "other.footprint"
    path.write_bytes(content)
    assert_refused(path, NotAScenarioError, said)


def test_a_database_of_another_program(plan: Path) -> None:
    assert_refused(alter(plan, "PRAGMA application_id = 77"), NotAScenarioError, "another program")


def test_a_folder(tmp_path: Path) -> None:
    assert_refused(tmp_path, NotAScenarioError, "is a folder")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in folders")
def test_a_pipe_keeps_nobody_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.footprint")
    assert_refused(tmp_path / "pipe.footprint", NotAScenarioError, "a device or a pipe")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert_refused(tmp_path / "gone.footprint", ScenarioFileError, "there is no such file")


@pytest.mark.parametrize("name", ["x" * 300, "nul\0l"])
def test_a_name_that_no_file_can_have(name: str, tmp_path: Path) -> None:
    with pytest.raises(ScenarioFileError, match="can't be read"):
        open_scenario(tmp_path / name)


def test_a_file_that_we_may_not_read(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:  # root may read anything, so the refusal is played
        raise PermissionError(errno.EACCES, "Permission denied", str(plan))

    monkeypatch.setattr(Path, "open", refuse)
    assert_refused(plan, ScenarioFileError, "may not be read")


def test_a_file_larger_than_any_scenario(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(defence, "MAX_SIZE", 100_000)
    assert_refused(plan, NotAScenarioError, "larger than any scenario")


# -- too new -----------------------------------------------------------------------------------


def test_a_newer_major_version(plan: Path) -> None:
    alter(plan, "PRAGMA user_version = 2003")
    with pytest.raises(TooNewError, match=r"of format 2\.3, and .* reads up to 1\.0") as caught:
        open_scenario(plan)
    assert caught.value.found == "2.3"


NEWER = (
    "PRAGMA user_version = 1007",
    "CREATE TABLE idea (nr INTEGER PRIMARY KEY, text TEXT) STRICT",
    "ALTER TABLE option ADD COLUMN colour TEXT",
)


def test_a_newer_minor_version_that_adds_nothing_opens_read_only(plan: Path) -> None:
    with closing(sqlite3.connect(plan)) as connection:
        connection.execute("PRAGMA user_version = 1001")
    assert open_scenario(plan).read_only


def test_a_newer_minor_version_opens_read_only(plan: Path) -> None:
    same = open_scenario(plan).scenario
    opened = open_scenario(alter(plan, *NEWER))
    assert opened.read_only
    assert opened.scenario.pack == same.pack
    assert opened.scenario.options[0].state.snapshot() == same.options[0].state.snapshot()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("CREATE TRIGGER t AFTER INSERT ON log BEGIN DELETE FROM log; END", "trigger 't'"),
        ("DROP TABLE credit", "no table 'credit'"),
        ("ALTER TABLE credit RENAME COLUMN text TO words", "'credit' lacks a column"),
        ("UPDATE link SET people = -1", "CHECK constraint failed in link"),
        ("UPDATE published SET latitude = json_set(latitude, '$[3]', 91)", "place of 'U1'"),
        ("UPDATE citation SET basis = 'rumour'", "CHECK constraint failed in citation"),
        ("UPDATE rule SET check_name = 'divination'", "divination"),
    ],
)
def test_a_newer_minor_version_that_we_can_not_read(statement: str, said: str, plan: Path) -> None:
    """Whether it is damaged or beyond us, a later Footprint has to say."""
    alter(plan, *NEWER, statement)
    assert_refused(plan, TooNewError, rf"1\.7.*{said}")


def test_a_version_that_never_was(plan: Path) -> None:
    assert_refused(alter(plan, "PRAGMA user_version = 12"), DamagedError, r"format 0\.12")


# -- cut short, or left open -------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 15, 16, 60, 99, 100, 4096, 50_000, -1])
def test_a_file_cut_short(size: int, plan: Path) -> None:
    plan.write_bytes(plan.read_bytes()[:size])
    assert_refused(plan, DamagedError, "cut short")


def test_a_file_with_something_behind_it(plan: Path) -> None:
    plan.write_bytes(plan.read_bytes() + b"tail")
    assert_refused(plan, DamagedError, "4 bytes too many")


def test_a_file_that_needs_a_second_one(plan: Path) -> None:
    assert_refused(alter(plan, "PRAGMA journal_mode = WAL"), DamagedError, "journal mode")


def test_a_file_in_another_encoding(plan: Path) -> None:
    assert_refused(poke(plan, 59, b"\2"), DamagedError, "not UTF-8")


# -- a schema that is not ours -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("CREATE TABLE spy (a)", "a table 'spy' that no scenario has"),
        ("CREATE TRIGGER t AFTER INSERT ON log BEGIN DELETE FROM log; END", "a trigger 't'"),
        ("CREATE VIEW v AS SELECT * FROM log", "a view 'v'"),
        ("DROP VIEW figure", "no view 'figure'"),
        (
            "UPDATE sqlite_master SET sql = 'CREATE VIEW figure AS SELECT 1' WHERE name = 'figure'",
            "view 'figure' is not built",
        ),
        (
            "UPDATE sqlite_master SET type = 'table' WHERE name = 'figure'",
            "a table 'figure' that no scenario has|SQLite",
        ),
        ("CREATE INDEX i ON log (who)", "an index 'i'"),
        ("CREATE VIRTUAL TABLE v USING fts5 (a)", "a table 'v"),
        ("ALTER TABLE log ADD COLUMN extra TEXT", "table 'log' is not built"),
        ("ALTER TABLE log ADD COLUMN g TEXT AS (upper(who))", "table 'log' is not built"),
        ("ALTER TABLE log RENAME COLUMN who TO whom", "table 'log' is not built"),
        ("DROP TABLE border", "no table 'border'"),
        ("ANALYZE", "a table 'sqlite_stat1'"),
        (
            "UPDATE sqlite_master SET sql = replace(sql, 'BETWEEN 1 AND 200', 'BETWEEN 1 AND 9999')"
            " WHERE name = 'made'",
            "table 'made' is not built",
        ),
        (
            "UPDATE sqlite_master SET sql = replace(sql, ') STRICT', ')') WHERE name = 'link'",
            "table 'link' is not built",
        ),
        ("UPDATE sqlite_master SET sql = 'CREATE TABLE log (nr, b' WHERE name = 'log'", "SQLite"),
        ("UPDATE sqlite_master SET name = CAST(x'ff00' AS TEXT) WHERE name = 'log'", "not UTF-8"),
        ("UPDATE sqlite_master SET rootpage = 3 WHERE name = 'log'", "hold together"),
        ("UPDATE sqlite_master SET rootpage = 99999 WHERE name = 'log'", "SQLite"),
        ("UPDATE sqlite_master SET rootpage = -1 WHERE name = 'log'", "SQLite"),
    ],
)
def test_a_schema_that_is_not_ours(statement: str, said: str, plan: Path) -> None:
    assert_refused(alter(plan, statement), DamagedError, said)


def test_a_hundred_thousand_tables_are_not_waited_for(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(defence, "MAX_SCHEMA_SECONDS", 0.2)
    with closing(sqlite3.connect(plan, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000)"
            " INSERT INTO sqlite_master SELECT 'table', 'x' || i, 'x' || i, 3,"
            " 'CREATE TABLE x' || i || ' (a)' FROM n"
        )
    assert_refused(plan, DamagedError, "too long to read|table 'x1'")


def test_the_comments_in_the_schema_may_differ(plan: Path) -> None:
    alter(
        plan,
        "UPDATE sqlite_master SET sql = replace(sql, '-- Types of organisation', '/* Kinds */ --')"
        " WHERE name = 'kind'",
    )
    assert open_scenario(plan)


# -- rows that break a promise -----------------------------------------------------------------

U1, G1, G2 = 4, 11, 12
"""The nr of an organisation; `published` has those up to 10."""
NOON = "'2026-03-01T12:00:00+00:00'"
HISTORY = "not what the history"
DEEP = '["batch",[' * 12 + "]]" * 12

ROWS = [
    # sizes, ranges and words, seen to by the tables' CHECKs
    ("UPDATE made SET name = hex(zeroblob(500)) WHERE id = 'G1'", "failed in made"),
    ("UPDATE made SET name = '' WHERE id = 'G1'", "failed in made"),
    ("UPDATE link SET people = -1", "failed in link"),
    ("UPDATE kind SET tier = 'galaxy' WHERE id = 'unit'", "failed in kind"),
    ("UPDATE kind SET movable = 2", "failed in kind"),
    ("UPDATE meta SET value = hex(zeroblob(2000)) WHERE key = 'pack_name'", "failed in meta"),
    ("UPDATE log SET why = hex(zeroblob(10000))", "failed in log"),
    ("UPDATE option SET nr = 5000", "refers to a row of 'option'|failed in option"),
    # references
    ("UPDATE made SET kind = 99 WHERE id = 'G1'", "refers to a row of 'kind'"),
    ("UPDATE published_figure SET measure = 9 WHERE measure = 1", "refers to a row of 'measure'"),
    ("UPDATE published_fact SET fact = 9", "refers to a row of 'fact'"),
    ("DELETE FROM credit WHERE nr = 1", "'credit' are not numbered from 1"),
    # texts
    ("UPDATE citation SET note = CAST(x'41ff42' AS TEXT)", "not UTF-8"),
    ("UPDATE citation SET note = 'a' || char(8238) || 'b'", r"U\+202E"),
    ("UPDATE rule SET advice = char(27) || '[2J'", r"U\+001B"),
    ("UPDATE rule SET params = json_set(params, '$.x', char(7))", r"U\+0007"),
    ("UPDATE meta SET value = 'a' || char(0) || 'b' WHERE key = 'program'", r"U\+0000"),
    # what the scenario says of itself
    ("UPDATE meta SET value = '../../etc/passwd' WHERE key = 'pack'", "the id of a pack"),
    ("UPDATE meta SET value = 'soon' WHERE key = 'created'", "'soon' is not a date and time"),
    ("UPDATE meta SET value = 'soon' WHERE key = 'pack_as_of'", "'soon' is not a date"),
    ("UPDATE meta SET value = 'Z' WHERE key = 'active'", "no option 'Z'"),
    ("UPDATE meta SET value = '' WHERE key = 'scenario'", "which scenario it is"),
    ("DELETE FROM meta WHERE key = 'program'", "'meta' has not the entries"),
    ("UPDATE meta SET value = '' WHERE key = 'checksum'", "its checksum is not"),
    ("UPDATE meta SET value = value || '0' WHERE key = 'checksum'", "its checksum is not"),
    ("DELETE FROM word WHERE key = 'norm'", "'word' has not the words"),
    # kinds, organisations and what hangs on them
    ("UPDATE kind SET tier = 'group' WHERE id = 'unit'", "2 kinds .* at tier group"),
    ("INSERT INTO kind_parent VALUES (2, 2, 4)", "'region' may hang under its own tier"),
    ("INSERT INTO kind_parent VALUES (1, 1, 1)", "the kind 'nation' may hang under is wrong"),
    ("UPDATE kind SET id = 'unit' WHERE id = 'part'", "kind 'unit' is there twice"),
    ("UPDATE measure SET carrier = 1", "'population' of 'U1' can't be"),
    (f"UPDATE border SET b = {U1} WHERE nr = 1", "border of 'U1' and 'U1' can't be"),
    ("UPDATE border SET a = 2 WHERE nr = 1", "border of 'R1' and 'U2' can't be"),
    (f"UPDATE border SET a = {G1} WHERE nr = 1", "row 11 .* is not a published one"),
    ("UPDATE border SET a = 0 WHERE nr = 1", "row 0 .* is not a published one"),
    ("UPDATE border SET a = -1 WHERE nr = 1", "row -1 .* is not a published one"),
    ("UPDATE link SET organisation = -2 WHERE nr = 1", "row -2 .* is not a published one"),
    ("UPDATE border SET fixed_link = 0 WHERE nr = 1", "border of 'U1' and 'U2' can't be"),
    ("UPDATE link SET code = 'E1' WHERE nr = 2", "the link 'E1' of 'U1' can't be"),
    # rules
    ("UPDATE rule SET params = '{'", "is not JSON"),
    (f"UPDATE rule SET params = '{'[' * 900_000}'", "is not JSON"),
    (f"UPDATE rule SET params = '{{\"x\":{'[' * 60}{']' * 60}}}'", "nested too deeply"),
    ("UPDATE rule SET params = '[]'", "data of rule 'S-01'"),
    ("UPDATE rule SET params = '{}'", "the rule 'S-01' names data that it has not"),
    ("UPDATE rule SET params = '{}', adjustable = '[]'", "rule S-01: .* needs 'measure'"),
    ("UPDATE rule SET params = '{\"deadline\":{\"$date\":\"2011-02-30\"}}'", "is not a date"),
    ("UPDATE rule SET check_name = '__import__'", "there is no check '__import__'"),
    ("UPDATE rule SET adjustable = '[\"nothing\"]'", "names data that it has not"),
    ("UPDATE rule SET starts = '2020-01-01' WHERE id = 'S-03'", "ends before it starts"),
    # options against their history
    (f"UPDATE placement SET parent = {G2} WHERE organisation = {U1}", f"'placement' .* {HISTORY}"),
    (f"DELETE FROM placement WHERE organisation = {U1}", "'placement' .* of 'Three clusters'"),
    ("DELETE FROM holder", f"'holder' is {HISTORY}"),
    ("UPDATE field SET value = 'Another note'", f"'field' is {HISTORY}"),
    ("INSERT INTO dropped_link VALUES (1, 1)", f"'dropped_link' is {HISTORY}"),
    (f"INSERT INTO arrangement VALUES (1, {U1}, 3, 'shared')", f"'arrangement' is {HISTORY}"),
    ("UPDATE option SET as_on = '2012-01-01'", f"'option' is {HISTORY}"),
    ("UPDATE option SET status = 'lost'", "failed in option"),
    ("UPDATE option SET status = 'archived'", "no option 'A'|archived or deleted"),
    ("UPDATE option SET start = 'nothing'", "'A' began with an entry that"),
    ("UPDATE option SET origin = 'Z'", "a branch of the option 'Z', which it lacks"),
    ("UPDATE option SET origin_entry = 'nothing'", "a branch of the option '', which it lacks"),
    ("UPDATE option SET origin = 'A', origin_entry = 'no'", "does not begin with the history"),
    ("UPDATE option SET origin = 'A'", "branched from each other in a circle"),
    ("UPDATE option SET first_as_on = 'May'", "'May' is not a date"),
    ("UPDATE option SET first_name = 'a' || char(7)", r"U\+0007"),
    ("UPDATE option SET head = ''", f"'made' is {HISTORY}|'option' is {HISTORY}"),
    ("UPDATE option SET head = 'nothing'", "history of option 'A'"),
    ("UPDATE made SET name = 'Southern' WHERE id = 'G3'", "'made' .* of 'Three clusters'"),
    ("UPDATE made SET kind = 2 WHERE id = 'G3'", f"'made' is {HISTORY}"),
    ("UPDATE made SET parent = -1 WHERE id = 'G3'", f"'made' is {HISTORY}"),
    (f"DELETE FROM made WHERE nr = {G2}", f"'made' is {HISTORY}"),
    ("UPDATE made SET nr = nr + 1 WHERE id = 'G3'", f"'made' is {HISTORY}"),
    ("INSERT INTO made VALUES (14, 1, 'G9', 3, 'C9', 'G', 2)", f"'made' is {HISTORY}"),
    (f"INSERT INTO made VALUES ({U1}, 1, 'x', 3, 'x', 'x', 2)", f"'made' is {HISTORY}"),
    ("UPDATE placement SET organisation = 400 WHERE organisation = 4", f"'placement' is {HISTORY}"),
    ("UPDATE holder SET organisation = -1", f"'holder' is {HISTORY}"),
    (
        "INSERT INTO option SELECT 2, id, 'B', first_as_on, 'B', as_on, '', '', '', '', '', '', '',"
        " status FROM option",
        "twice",
    ),
    # the log itself
    ("UPDATE log SET who = 'Mallory'", "is not what was written"),
    ("UPDATE log SET change = replace(change, 'U1', 'U6')", "is not what was written"),
    ("UPDATE log SET inverse = '[\"batch\",[]]'", "had another state before it"),
    ("UPDATE log SET parent = id", "is not what was written|not in the log"),
    ("UPDATE log SET text = 'two' || char(10) || 'lines'", "line break"),
    ("UPDATE log SET at = 'noon'", "'noon' is not a date and time"),
    ("UPDATE log SET change = '[\"explode\"]'", "malformed"),
    ("UPDATE log SET change = '{}'", "not a list"),
    (f"UPDATE log SET inverse = '{DEEP}'", "malformed"),
    (
        'UPDATE log SET inverse = \'["create","a","cluster","a","a","R1",[["colour","red"]]]\'',
        "unknown field",
    ),
    ("INSERT INTO log SELECT nr + 1, option, id, parent, at, who, text, why, change, inverse"
     ", brings FROM log", "is not what was written"),
    ("DELETE FROM log", "history of option 'A'"),
    # what is remarked on it
    ("UPDATE log SET why = 'a' || char(7)", "characters that are not text"),
    (f"INSERT INTO checkpoint VALUES (9, 'Sent', {NOON}, 'Ada')", "refers to a row of 'log'"),
    (f"INSERT INTO checkpoint VALUES (1, '', {NOON}, 'Ada')", "failed in checkpoint"),
    (f"INSERT INTO checkpoint VALUES (1, 'a' || char(10), {NOON}, 'Ada')", "name of a checkpoint"),
    (f"INSERT INTO checkpoint VALUES (1, '  ', {NOON}, 'Ada')", "name of a checkpoint"),
    (f"INSERT INTO checkpoint VALUES (1, 'Sent', {NOON}, 'a' || char(8238))", r"U\+202E"),
    ("INSERT INTO checkpoint VALUES (1, 'Sent', 'noon', 'Ada')", "'noon' is not a date and time"),
    # presets
    ("INSERT INTO preset VALUES ('Board', '[]')", "the preset 'Board' has no settings"),
    ("INSERT INTO preset VALUES ('Board', 'pdf')", "is not JSON"),
    ("INSERT INTO preset VALUES ('Board', '{\"dpi\":1e999}')", "can't be kept in a file"),
    ("INSERT INTO preset VALUES ('Board', '{\"line\":{}}')", "can't be kept in a file"),
    ("INSERT INTO preset VALUES (' ', '{}')", "A preset's name is one line"),
    ("INSERT INTO preset VALUES ('', '{}')", "failed in preset"),
    ("WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 101) "
     "INSERT INTO preset SELECT 'p' || n, '{}' FROM n", "more than 100 presets"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "said"), ROWS, ids=[row[0][:60] for row in ROWS])
def test_rows_that_break_a_promise(statement: str, said: str, plan: Path) -> None:
    before = plan.read_bytes()
    alter(plan, statement)
    assert plan.read_bytes() != before
    assert_refused(plan, DamagedError, said)


def test_values_of_another_type_than_declared(plan: Path) -> None:
    strict = "(SELECT sql FROM sqlite_master WHERE name = 'link')"
    alter(plan, f"CREATE TABLE keep AS SELECT {strict} AS sql")
    alter(
        plan,
        "UPDATE sqlite_master SET sql = replace(sql, ') STRICT', ')') WHERE name = 'link'",
    )
    alter(plan, "UPDATE link SET code = x'00ff', people = 'many'")
    alter(plan, "UPDATE sqlite_master SET sql = (SELECT sql FROM keep) WHERE name = 'link'")
    alter(plan, "DROP TABLE keep")
    assert_refused(plan, DamagedError, "does not hold together")


def test_a_table_with_too_many_rows(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(defence, "MAX_ROWS", 5)
    assert_refused(plan, DamagedError, "more than 5 rows")


def test_a_database_that_takes_for_ever(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(defence, "MAX_SECONDS", -1.0)
    monkeypatch.setattr(defence, "_STEPS", 1)
    assert_refused(plan, DamagedError, "too long to read")


def test_another_digit_in_a_figure(plan: Path) -> None:
    """What a sound database can't show: the file's own checksum does."""
    with closing(sqlite3.connect(plan)) as connection, connection:
        connection.execute("UPDATE published_figure SET value = replace(value, '41', '42')")
    assert_refused(plan, DamagedError, "checksum")


def test_a_connection_to_a_foreign_file_can_do_nothing_but_read(plan: Path) -> None:
    data = plan.read_bytes()
    for statement in (
        "DELETE FROM log",
        "CREATE TABLE x (a)",
        "ATTACH ':memory:' AS other",
        "SELECT load_extension('x')",
        "SELECT randomblob(10)",
        "PRAGMA writable_schema = ON",
        "PRAGMA query_only = OFF",
    ):
        with (
            pytest.raises(schema.BrokenPromiseError),
            defence.connected(plan, data) as connection,
        ):
            connection.execute(statement)


def test_details_go_to_the_log_and_not_to_the_screen(
    plan: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Without a log file Python writes warnings to the screen, beside the one sentence."""
    caplog.set_level("INFO")
    assert_refused(alter(plan, "UPDATE link SET people = -1"), DamagedError, "link")
    assert "integrity_check" in caplog.text
    assert {record.levelname for record in caplog.records} == {"INFO"}


# -- damage by chance --------------------------------------------------------------------------


def mutant(data: bytes, random: random.Random) -> bytes:
    """Return data with a few bits, bytes, or pages wrong, or an end missing."""
    new = bytearray(data)
    match random.randrange(6):
        case 0:
            del new[random.randrange(len(new)) :]
        case 1:  # in the header and the schema, where it hurts most
            new[random.randrange(100)] = random.randrange(256)
        case 2:
            a, b = (random.randrange(len(new) // 4096) * 4096 for _ in "ab")
            new[a : a + 4096], new[b : b + 4096] = new[b : b + 4096], new[a : a + 4096]
        case 3:
            at = random.randrange(len(new))
            new[at : at + random.randrange(1, 600)] = random.randbytes(random.randrange(1, 600))
        case _:
            for _ in range(random.choice([1, 1, 3, 30, 300])):
                new[random.randrange(len(new))] ^= 1 << random.randrange(8)
    return bytes(new)


def counted(data: bytes) -> bytes:
    """Return a file's bytes without the version and what SQLite counts."""
    return data[:24] + data[28:60] + data[64:92] + data[100:]


def refusal(path: Path) -> str:
    """Return why a file is refused, "" if it opens; its findings can be worked out then."""
    try:
        opened = open_scenario(path)
    except ScenarioFileError as error:
        return str(error)
    assert opened.scenario.options[0].findings.worst_first()
    return ""


@pytest.mark.parametrize("sealed", [False, True], ids=["as it is", "checksum set anew"])
def test_damage_by_chance_is_refused_in_a_sentence(plan: Path, sealed: bool) -> None:
    """Whatever the bytes, nothing but a refusal comes out; and by chance the checksum never fits.

    SQLite's counters in the header may differ. With the checksum set anew, what opens is a
    sound scenario all the same.
    """
    chance = random.Random(2011)
    whole = plan.read_bytes()
    for number in range(120):
        data = mutant(whole, chance)
        plan.write_bytes(data)
        if sealed:
            reseal(plan)
        sentence = refusal(plan)
        if sentence:
            assert re.fullmatch(r"plan\.footprint: .+; .+", sentence), number
        else:
            assert sealed or counted(data) == counted(whole), number
