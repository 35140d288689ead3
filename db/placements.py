"""Placements as a table of comma-separated values, for sheets and scripts, and back.

Texts that a sheet may take for a formula get an apostrophe in front, as people write them there;
reading takes it away again.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from db.errors import InputError
from db.packs.folder import PackFolder
from db.packs.table import Sheet
from model.placements import Placement, Problem, placements
from model.state import State

LEADS = ("=", "+", "-", "@", "\t", "\r")
"""What a text begins with that a sheet may take for a formula."""
COLUMNS = {
    "unit": "unit_code",
    "unit_name": "unit_name",
    "group": "group_code",
    "group_name": "group_name",
    "region": "region_code",
    "region_name": "region_name",
}
"""Title of the column that each field of a placement is in; scripts rely on them."""

_REQUIRED = ("unit_code", "group_code")
_SHOWN = 5
"""How many problems one message tells."""


def to_csv(state: State) -> bytes:
    """Return the placements of a plan as a table, which `read_placements` reads back."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS.values())
    for row in placements(state):
        writer.writerow(_guarded(getattr(row, name)) for name in COLUMNS)
    # With the mark by which Excel knows UTF-8.
    return text.getvalue().encode("utf-8-sig")


def read_placements(path: Path) -> list[Placement]:
    """Read a table of placements.

    Raises
    ------
    InputError
        If it is none; says in which line and column.
    """
    if not path.is_file():
        raise InputError("there is no such file", where=str(path))
    optional = [title for title in COLUMNS.values() if title not in _REQUIRED]
    sheet = Sheet(PackFolder(path.parent, ""), path.name, _REQUIRED, optional)
    return [
        Placement(
            **{name: _bare(row.text(title)) for name, title in COLUMNS.items()}, line=row.line
        )
        for row in sheet
    ]


def problem_text(problem: Problem) -> str:
    """Return a problem with its place: "line 3, column group_code: is ..."."""
    place = f"line {problem.line}, column {COLUMNS[problem.column]}: " if problem.line else ""
    return place + problem.text


def refusal(path: Path, problems: list[Problem]) -> InputError:
    """Return the error that says why a table can't be used."""
    told = "; ".join(map(problem_text, problems[:_SHOWN]))
    more = len(problems) - _SHOWN
    if more > 0:
        told += f"; and {more:,} more"
    return InputError(told, where=path.name, remedy="nothing was changed")


def _guarded(text: str) -> str:
    return f"'{text}" if text.lstrip("'").startswith(LEADS) else text


def _bare(text: str) -> str:
    is_guarded = text.startswith("'") and text.lstrip("'").startswith(LEADS)
    return text[1:] if is_guarded else text
