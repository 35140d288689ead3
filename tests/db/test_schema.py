"""The tables: frozen, compared word for word, and described in docs/file-format.md."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db import schema
from db.scenario_file import open_scenario, save
from db.schema import BrokenPromiseError
from db.tables import TABLES
from db.views import VIEWS
from model.option import Option
from model.organisations import Organisation
from model.scenario import Scenario
from tests.model.packs import ON, wide_pack
from tests.sample_pack import WHEN

DOC = (Path(__file__).resolve().parents[2] / "docs" / "file-format.md").read_text(encoding="utf-8")


OBJECTS = [
    *(("table", table.name, table.sql) for table in TABLES.values()),
    *(("view", name, sql) for name, sql in VIEWS.items()),
]
"""What the schema of every file has."""


def test_the_tables_of_a_version_never_change() -> None:
    """If this fails, files of this version can't be opened any more: make it a new version."""
    text = "\n".join(schema.normalised(sql) for _, _, sql in OBJECTS)
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert (schema.FORMAT, digest[:16]) == ((1, 0), "261481f8acbb59f9")


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
    schema.check_schema(OBJECTS)


def test_every_table_and_view_must_be_there() -> None:
    for left_out in OBJECTS:
        kind, name, _ = left_out
        with pytest.raises(BrokenPromiseError, match=f"no {kind} '{name}'"):
            schema.check_schema([one for one in OBJECTS if one != left_out])


def test_references_are_to_tables_that_come_before() -> None:
    seen: set[str] = set()
    for table in TABLES.values():
        seen.add(table.name)
        assert set(re.findall(r"REFERENCES (\w+)", table.sql)) <= seen


# -- the documentation -------------------------------------------------------------------------


def test_every_table_and_column_is_described() -> None:
    described = re.split(r"\| \*\*(\w+)\*\* ", DOC)
    columns_of = dict(zip(described[1::2], described[2::2], strict=True))
    assert list(columns_of) == [name for _, name, _ in OBJECTS]
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


def published(path: Path) -> list[Organisation]:
    return list(open_scenario(path).scenario.pack.organisations)


@pytest.mark.parametrize("number", [0, 1], ids=["with the views", "without"])
def test_the_documented_queries_for_organisations_give_all_with_their_figure(
    number: int, plan: Path
) -> None:
    wanted = []
    for nr, o in enumerate(published(plan), 1):
        figure = o.figures.get("population")
        wanted.append((nr, o.code, o.name, figure and figure.value))
    found = ask(plan, number)
    if number == 0:  # which has kind and parent, and what the option made
        made = [row[:4] for row in found[10:]]
        assert made == [
            (11, "C01", "North", "cluster"),
            (12, "C02", "Mid", "cluster"),
            (13, "C03", "South", "cluster"),
        ]
        assert found[3][3:5] == ("unit", "North")
        found = [(*row[:3], row[5]) for row in found[:10]]
    assert found == wanted


def test_the_documented_query_for_totals_gives_the_models_totals(plan: Path) -> None:
    state = open_scenario(plan).scenario.options[0].state
    wanted = []
    for group in ("G1", "G2", "G3"):
        total = state.sum(group, "population")
        starred = int(total.estimated > 0)
        row = (state.code(group), state.label(group), state.count(group), total.value)
        wanted.append((*row, starred if total.estimated else 0, total.missing))
    assert ask(plan, 2) == wanted


def test_the_documented_query_for_history_leaves_out_what_was_undone(plan: Path) -> None:
    log = open_scenario(plan).scenario.options[0].log
    assert [row[2] for row in ask(plan, 3)] == [entry.text for entry in log.path()]


def test_the_documented_query_for_figures_gives_each_with_its_source(plan: Path) -> None:
    wanted = []
    for o in published(plan):
        for measure, f in o.figures.items():
            label = {"population": "Population", "surplus": "Surplus"}[measure]
            wanted.append((o.name, label, f.value, f.low, f.high, f.basis, f.source, f.note))
    assert sorted(ask(plan, 4)) == sorted(wanted)
    assert len(wanted) == 9


def test_the_views_show_the_lists_as_rows(plan: Path) -> None:
    scenario = open_scenario(plan).scenario
    organisations = published(plan)
    number = {o.id: nr for nr, o in enumerate(organisations, 1)}
    kinds = [kind.id for kind in scenario.pack.kinds]
    with closing(sqlite3.connect(plan)) as connection:
        rows = connection.execute("SELECT * FROM organisation ORDER BY nr").fetchall()
        facts = connection.execute("SELECT * FROM organisation_fact").fetchall()
        names = [row[1] for row in connection.execute("PRAGMA table_info(organisation)")]
    assert ", ".join(names) == "nr, id, kind, code, name, parent, longitude, latitude, option"
    for o, row in zip(organisations, rows, strict=False):
        place = o.place or (None, None)
        parent = o.parent and number[o.parent]
        kind = kinds.index(o.kind) + 1
        assert row == (number[o.id], o.id, kind, o.code, o.name, parent, *place, None)
    assert [(row[1], row[8]) for row in rows[10:]] == [("G1", 1), ("G2", 1), ("G3", 1)]
    assert facts == [(1, number["U2"], "yes"), (1, number["U3"], "no")]


def test_the_views_are_quick_enough_to_be_asked_about_ten_thousand(tmp_path: Path) -> None:
    """They look things up: going through one list for each item of another would take minutes."""
    path = tmp_path / "wide.footprint"
    pack = wide_pack(units=10_000)
    save(Scenario("wide", pack, WHEN, [Option(pack, "A", "A", ON)], "A"), path)
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    with closing(sqlite3.connect(path)) as connection:
        connection.set_progress_handler(count, 100_000)
        total = "SELECT count(*), sum(value) FROM figure JOIN organisation ON nr = organisation"
        figures = [column.values for column in pack.organisations.figures.values()]
        wanted = (sum(map(len, figures)), sum(map(sum, figures)))
        assert connection.execute(total).fetchone() == wanted
    assert steps < 100
