"""The kit that has exports checked by programs that are not ours, and what of it is quick.

`python -m tools.foreign` asks all of them about all plans: docs/exports.md.
"""

from __future__ import annotations

import csv
import io
from itertools import count
from pathlib import Path

import pytest

from db.placements import read_placements, to_csv
from model.option import Option
from model.pack import Tier
from model.placements import understand
from model.scenario import Scenario
from model.texts import MAX_TEXT
from tests.db.exports.workbooks import Sheet, read
from tests.foreign import plans, programs
from tests.ui.exported import WHEN, written
from ui.export_settings import ExportSettings

BOARD = ExportSettings("A4", landscape=False, layout="board-paper")


@pytest.fixture(scope="module")
def small() -> Scenario:
    return plans.small()


@pytest.fixture(scope="module")
def long() -> Scenario:
    return plans.long()


@pytest.fixture
def pdf(qapp: object, tmp_path: Path, small: Scenario) -> Path:
    written(tmp_path / "board.pdf", BOARD, small)
    return tmp_path / "board.pdf"


def groups(option: Option) -> list[str]:
    return [option.state.label(group) for group in option.state.at_tier(Tier.GROUP)]


def test_a_board_paper_is_held_by_qpdf_and_poppler(pdf: Path, small: Scenario) -> None:
    assert programs.checked(pdf) == []
    assert programs.fonts(pdf) == []
    assert programs.missing(pdf, groups(small.option())) == []
    assert programs.missing(pdf, ["Nowhere"]) == ["'Nowhere' is not found"]
    assert programs.pages(pdf) > 5
    pdf.write_bytes(pdf.read_bytes()[:-2000])
    assert programs.checked(pdf)


def test_formulas_are_held_against_what_another_program_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, small: Scenario
) -> None:
    """What LibreOffice would write is written from our own results, then with one of them off."""
    book = tmp_path / "sheets.xlsx"
    written(book, of=small)
    sheets = read(book.read_bytes())
    (title, ref), *_ = [(t, r) for t, s in sheets.items() for r in s.formulas]

    def convert(file: Path, to: str, folder: Path) -> list[str]:
        assert not set(read(file.read_bytes())[title].values) & set(sheets[title].formulas)
        for name, sheet in sheets.items():
            (folder / f"bare-{name}.csv").write_text(as_csv(sheet), encoding="utf-8")
        return []

    monkeypatch.setattr(programs, "converted", convert)
    assert programs.recalculated(book, {}) == ([], sum(len(s.formulas) for s in sheets.values()))
    code = sheets[title].values[f"A{ref[-1]}"]
    head = sheets[title].values[f"{ref[0]}1"]
    (told,), _ = programs.recalculated(book, {head: {code: -1}})
    assert told.endswith("and we say -1")
    sheets[title].values[ref] += 1
    assert [said.partition(" ")[0] for said in programs.recalculated(book, {})[0]] == [
        f"{title}!{ref}"
    ]


def as_csv(sheet: Sheet) -> str:
    rows = [sheet.row(number) for number in range(1, 40)]
    text = io.StringIO(newline="")
    csv.writer(text).writerows([*row, *[""] * 40] for row in rows)
    return text.getvalue()


@pytest.mark.parametrize("name", ["small", "long"])
def test_a_table_of_placements_makes_the_same_plan(
    request: pytest.FixtureRequest, tmp_path: Path, name: str
) -> None:
    option = request.getfixturevalue(name).option()
    table = tmp_path / "placements.csv"
    table.write_bytes(to_csv(option.state))
    again = plans.blank_of(option).option()
    ids = (f"new-{number}" for number in count())
    read_back = understand(again.state, read_placements(table), lambda: next(ids))
    assert read_back.change is not None
    again.commit(read_back.change, when=WHEN, who="Ada")
    assert to_csv(again.state) == table.read_bytes()


def test_long_names_are_as_long_as_names_may_be(long: Scenario) -> None:
    state = long.option().state
    assert all(len(name) >= MAX_TEXT - 1 for name in groups(long.option()))
    assert max(map(len, state.people())) == MAX_TEXT
    assert {name[0] for name in groups(long.option())} >= {"=", "'"}
    assert all(len(option.state.name) >= MAX_TEXT - 1 for option in long.options)
    assert max(len(post.role.title) for post in state.posts_below(state.root)) >= MAX_TEXT - 1
