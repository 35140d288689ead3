"""The tables: frozen, compared word for word, and described in docs/file-format.md."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db import schema
from db.scenario_file import open_scenario
from db.schema import BrokenPromiseError

DOC = (Path(__file__).resolve().parents[2] / "docs" / "file-format.md").read_text(encoding="utf-8")


def test_the_tables_of_a_version_never_change() -> None:
    """If this fails, files of this version can't be opened any more: make it a new version."""
    text = "\n".join(schema.normalised(table.sql) for table in schema.TABLES.values())
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert (schema.FORMAT, digest[:16]) == ((1, 0), "0dfc5fb065659a45")


@pytest.mark.parametrize(
    ("sql", "normal"),
    [
        ("CREATE  TABLE\n\tx (a)", "CREATE TABLE x (a)"),
        ("CREATE TABLE x ( -- one\n -- two\n a /* three\n*/ )", "CREATE TABLE x ( a )"),
        ("SELECT 'a  --  b''/*' , \"c  d\"", "SELECT 'a  --  b''/*' , \"c  d\""),
        ("SELECT [a -- b]\n", "SELECT [a"),
        ("a /* no end", "a"),
        ("a -- no end", "a"),
    ],
)
def test_comments_and_spacing_do_not_count(sql: str, normal: str) -> None:
    assert schema.normalised(sql) == normal


def test_a_schema_equals_itself() -> None:
    schema.check_schema([("table", t.name, t.sql) for t in schema.TABLES.values()])


def test_every_table_must_be_there() -> None:
    objects = [("table", t.name, t.sql) for t in schema.TABLES.values()]
    with pytest.raises(BrokenPromiseError, match="no table 'meta'"):
        schema.check_schema(objects[1:])


def test_references_are_to_tables_that_come_before() -> None:
    seen: set[str] = set()
    for table in schema.TABLES.values():
        seen.add(table.name)
        assert set(re.findall(r"REFERENCES (\w+)", table.sql)) <= seen


# -- the documentation -------------------------------------------------------------------------


def test_every_table_and_column_is_described() -> None:
    described = re.split(r"\| \*\*(\w+)\*\* ", DOC)
    columns_of = dict(zip(described[1::2], described[2::2], strict=True))
    assert columns_of.keys() == schema.TABLES.keys()
    with closing(schema.build()) as connection:
        for table, text in columns_of.items():
            columns = {row[1] for row in connection.execute(f"PRAGMA table_xinfo({table})")}
            cells = re.findall(r"^(?:\|)? ?\| ([\w, ]+) \|", text, re.MULTILINE)
            named = {name for cell in cells for name in cell.split(", ")}
            assert columns <= named, table


def queries() -> list[str]:
    return re.findall(r"```sql\n(.*?)```", DOC, re.DOTALL)


def ask(path: Path, number: int) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(queries()[number]).fetchall()


def test_the_documented_query_for_totals_gives_the_models_totals(plan: Path) -> None:
    state = open_scenario(plan).scenario.options[0].state
    wanted = []
    for group in ("G1", "G2", "G3"):
        total = state.sum(group, "population")
        starred = int(total.estimated > 0)
        row = (state.code(group), state.label(group), state.count(group), total.value)
        wanted.append((*row, starred if total.estimated else 0, total.missing))
    assert ask(plan, 0) == wanted


def test_the_documented_query_for_history_leaves_out_what_was_undone(plan: Path) -> None:
    log = open_scenario(plan).scenario.options[0].log
    assert [row[2] for row in ask(plan, 1)] == [entry.text for entry in log.path()]


def test_the_documented_query_for_figures_gives_each_with_its_source(plan: Path) -> None:
    organisations = open_scenario(plan).scenario.pack.organisations
    assert len(ask(plan, 2)) == sum(len(o.figures) for o in organisations)
