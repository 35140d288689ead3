"""Placements as a file: what is written is read back, whatever the names are."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from db.errors import InputError
from db.placements import LEADS, read_placements, refusal, to_csv
from model.option import Option
from model.placements import Problem, placements
from model.records import altered
from tests.model.report.plans import HOSTILE, hostile_plan, plan


def without_lines(path: Path) -> list[object]:
    return [altered(row, line=0) for row in read_placements(path)]


@pytest.mark.parametrize("option", [plan(), hostile_plan()])
def test_what_is_written_is_read_back(option: Option, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_bytes(to_csv(option.state))
    assert without_lines(path) == list(placements(option.state))
    assert [row.line for row in read_placements(path)][:2] == [2, 3]


def test_no_cell_is_a_formula_to_a_sheet(tmp_path: Path) -> None:
    text = to_csv(hostile_plan().state).decode("utf-8-sig")
    cells = [cell for row in csv.reader(text.splitlines()) for cell in row]
    assert not [cell for cell in cells if cell.startswith(LEADS)]
    assert "'=HYPERLINK(1)" in cells
    assert HOSTILE[0] in cells


@pytest.mark.parametrize("name", ["'=x", "''=x", "'x", "'", "=", "=x", "-"])
def test_names_that_have_an_apostrophe_themselves_keep_it(name: str, tmp_path: Path) -> None:
    option = plan()
    row = altered(next(placements(option.state)), group_name=name)
    written = to_csv(option.state).decode("utf-8-sig").replace("Nobody", "{}")
    path = tmp_path / "plan.csv"
    guarded = f"'{name}" if name.lstrip("'").startswith(LEADS) else name
    path.write_text(written.format(guarded), encoding="utf-8")
    assert without_lines(path)[0] == row


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("unit_code,group_code\n5NT\n", "plan.csv, line 2: has 1 cells, the header 2"),
        ("unit_code;group_code\n", "plan.csv, line 1: has semicolons between its columns"),
        ("unit_code\n5NT\n", "plan.csv, line 1, column group_code: is missing"),
        ("unit_code,group_code,x\n", "plan.csv, line 1, column x: is not a known column"),
        ("", "plan.csv, line 1, column unit_code: is missing"),
        ('unit_code,group_code\n"5N,C\n', "plan.csv, line 2: is not CSV"),
        ("unit_code,group_code\n5\x07N,C\n", "line 2, column unit_code: has a control character"),
        ("unit_code,group_code\n" + "x" * 3000 + ",C\n", "3,000 characters long"),
    ],
)
def test_what_is_no_table_is_told_by_line_and_column(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as told:
        read_placements(path)
    assert words in str(told.value)


def test_what_is_no_text_or_not_there_is_told(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    with pytest.raises(InputError, match="there is no such file"):
        read_placements(path)
    path.write_bytes(b"unit_code,group_code\n\xff\xfe,C\n")
    with pytest.raises(InputError, match=r"plan.csv, line 2: is not UTF-8 text"):
        read_placements(path)


def test_a_refusal_tells_the_first_few_and_how_many_more() -> None:
    problems = [Problem(n, "unit", f"there is no 'z{n}'") for n in range(2, 20)]
    text = str(refusal(Path("a") / "plan.csv", problems))
    assert text.startswith("plan.csv: line 2, column unit_code: there is no 'z2'; line 3, ")
    assert text.endswith("; and 13 more; nothing was changed")
