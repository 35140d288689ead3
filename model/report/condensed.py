"""Tables that say in few rows what others say in many, for slides and other short readings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from model.option import Option
from model.report.table import Cell, Column, Holds, Row, Table, text
from model.rules.rule import Finding, Verdict
from model.rules.standing import SEVERITY_WORDS, sign_of
from model.wording import grouped, listed

_NUMBERED = re.compile(r"(.*\S) ([0-9]+)")
_NAMES = 6


def incomplete_table(option: Option, places: Collection[str] | None = None) -> Table:
    """Return which rules lack an input, one row for each rule, and whose input it is.

    Parameters
    ----------
    places
        Ids of the organisations meant; all, if None.
    """
    columns = (
        Column("verdict", "Verdict", Holds.STANDING),
        Column("rule", "Rule", Holds.CODE),
        Column("title", "What it asks", weight=3),
        Column("severity", "Binding as"),
        Column("count", "Open for", Holds.COUNT),
        Column("organisations", "Of", weight=4),
    )
    together: dict[str, list[Finding]] = {}
    for finding in option.findings.worst_first():
        if finding.verdict is Verdict.INCOMPLETE and (
            places is None or finding.organisation in places
        ):
            together.setdefault(finding.rule.id, []).append(finding)
    rows = tuple(_open_row(option, found) for found in together.values())
    return Table("Not yet known", columns, rows, empty="Every rule has what it needs.")


def _open_row(option: Option, found: list[Finding]) -> Row:
    rule = found[0].rule
    names = [option.state.label(finding.organisation) for finding in found]
    return (
        Cell(Verdict.INCOMPLETE.value, Verdict.INCOMPLETE.value, sign_of(found[0])),
        text(rule.id),
        text(rule.title),
        text(SEVERITY_WORDS[rule.severity]),
        Cell(grouped(len(found)), len(found)),
        text(listed(names, _NAMES)),
    )


def gathered(posts: Table) -> Table:
    """Return a table of posts in which those that differ by their number alone share a row.

    "Lay member 1 to 6" instead of six rows of which each says the same.
    """
    at = next(i for i, column in enumerate(posts.columns) if column.id == "post")
    rows = tuple(_gathered(posts.rows, at))
    return Table(posts.title, posts.columns, rows, posts.total, posts.empty)


def _gathered(rows: tuple[Row, ...], at: int) -> Iterator[Row]:
    begun: list[Row] = []
    for row in rows:
        if begun and _goes_on(begun[-1], row, at):
            begun.append(row)
            continue
        yield from _joined(begun, at)
        begun = [row]
    yield from _joined(begun, at)


def _goes_on(before: Row, row: Row, at: int) -> bool:
    """Whether a row says what the one before it says, of the next number."""
    if (*before[:at], *before[at + 1 :]) != (*row[:at], *row[at + 1 :]):
        return False
    one, other = _NUMBERED.fullmatch(before[at].text), _NUMBERED.fullmatch(row[at].text)
    if one is None or other is None or one[1] != other[1]:
        return False
    return int(other[2]) == int(one[2]) + 1


def _joined(rows: list[Row], at: int) -> Iterator[Row]:
    if len(rows) < 2:
        yield from rows
        return
    last = _NUMBERED.fullmatch(rows[-1][at].text)
    number = last[2] if last is not None else ""
    yield (*rows[0][:at], text(f"{rows[0][at].text} to {number}"), *rows[0][at + 1 :])
