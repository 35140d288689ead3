"""What takes many rows, said in few: for reports that are read, not sorted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from model.option import Option
from model.pack import Tier
from model.posts import Post
from model.records import altered
from model.report.posts import POST_COLUMNS, post_row, taken_as_filled
from model.report.rules import alike
from model.report.table import BLANK, Cell, Row, Table, text
from model.rules.rule import Verdict
from model.rules.standing import UNKNOWN
from model.state import State
from model.wording import counted

_FEW = 3
"""Rows from which on it pays to say once what all have."""
_NUMBERED = re.compile(r"(.*\S) ([0-9]+)")


# -- posts -----------------------------------------------------------------------------------------


def team_table(state: State, group: str) -> Table:
    """Return the posts of a group and its members; those that differ by whose they are share a row.

    So do those that differ by their number: "Lay member 1 to 6, each trust".
    """
    ids = [column.id for column in POST_COLUMNS]
    order = ("post", "organisation", *(i for i in ids if i not in ("post", "organisation")))
    columns = [POST_COLUMNS[ids.index(i)] for i in order]
    columns[1] = altered(columns[1], title="Of")
    of_each: dict[str, list[Row]] = {}
    posts = state.posts_below(group)
    for post in posts:
        said = dict(zip(ids, post_row(state, post), strict=True)) | _seen_from(state, group, post)
        of_each.setdefault(post.organisation, []).append(tuple(said[i] for i in order))
    shared: dict[Row, list[str]] = {}
    for organisation, rows in of_each.items():
        for row in _gathered(rows):
            shared.setdefault(row, []).append(organisation)
    made = ((row[0], text(_whose(state, group, of)), *row[2:]) for row, of in shared.items())
    remarks = taken_as_filled(posts)
    return _employers_told(
        Table("Posts", tuple(columns), tuple(made), empty="No posts.", remarks=remarks)
    )


def _employers_told(table: Table) -> Table:
    """Return a table of posts that says where an employer is not known, if any is known."""
    at = next(place for place, column in enumerate(table.columns) if column.id == "employer")
    if not any(row[at].text for row in table.rows):
        return table
    rows = (
        row if row[at].text else (*row[:at], text(UNKNOWN), *row[at + 1 :]) for row in table.rows
    )
    return altered(table, rows=tuple(rows))


def _seen_from(state: State, group: str, post: Post) -> dict[str, Cell]:
    """Return what is said of a post in other words where only its group is spoken of."""
    members, own = state.members(group), post.organisation
    unit = state.pack.kind_at(Tier.UNIT)
    said: dict[str, Cell] = {"organisation": text("")}
    if post.boards == (own,):
        said["boards"] = text("its own")
    elif len(members) > 1 and set(post.boards) == set(members):
        said["boards"] = text(f"each {unit.label}")
    if post.employer == own and own in members:
        said["employer"] = text(f"the {unit.label} itself")
    return said


def _whose(state: State, group: str, of: Sequence[str]) -> str:
    """Return whose posts are: the group's, each member's, or some by name."""
    if list(of) == [group]:
        return f"the {state.kind(group).label}"
    members = state.members(group)
    if len(members) > 1 and set(of) == set(members):
        return f"each {state.pack.kind_at(Tier.UNIT).label}"
    return ", ".join(map(state.label, of))


def _gathered(rows: Sequence[Row]) -> Iterator[Row]:
    """Iterate over rows, those together whose first cells differ by their number alone."""
    begun: list[Row] = []
    for row in rows:
        if begun and _goes_on(begun[-1], row):
            begun.append(row)
            continue
        yield from _joined(begun)
        begun = [row]
    yield from _joined(begun)


def _goes_on(before: Row, row: Row) -> bool:
    """Whether a row says what the one before it says, of the next number."""
    if before[1:] != row[1:]:
        return False
    one, other = _NUMBERED.fullmatch(before[0].text), _NUMBERED.fullmatch(row[0].text)
    if one is None or other is None or one[1] != other[1]:
        return False
    return int(other[2]) == int(one[2]) + 1


def _joined(rows: Sequence[Row]) -> Iterator[Row]:
    if len(rows) < 2:
        yield from rows
        return
    last = _NUMBERED.fullmatch(rows[-1][0].text)
    number = last[2] if last is not None else ""
    yield (text(f"{rows[0][0].text} to {number}"), *rows[0][1:])


# -- findings --------------------------------------------------------------------------------------


def not_yet_known(option: Option, group: str) -> str:
    """Return which rules lack an input in a group: "S-01 Size; S-02 Cost (3 trusts)."."""
    state = option.state
    places = (group, *state.members(group))
    found = (f for place in places for f in option.findings.of(place))
    missing = (f for f in found if f.verdict is Verdict.INCOMPLETE)
    told = []
    for findings in alike(state, sorted(missing, key=lambda f: f.order)):
        first = findings[0]
        rule, place, kind = first.rule, first.organisation, state.kind(first.organisation)
        where = state.label(place)
        if len(findings) > 1:
            where = counted(len(findings), kind.label, kind.plural)
        told.append(f"{rule.id} {rule.title}{'' if place == group else f' ({where})'}")
    return f"{'; '.join(told)}." if told else ""


# -- sources ---------------------------------------------------------------------------------------


def with_sources_below(table: Table) -> Table:
    """Return a table with a number for each source, and what they are below it.

    If most rows have a source of their own, it stays as it is.
    """
    at = next(place for place, column in enumerate(table.columns) if column.id == "source")
    numbers: dict[str, int] = {}
    for row in table.rows:
        if row[at].text:
            numbers.setdefault(row[at].text, len(numbers) + 1)
    if not numbers or len(numbers) > len(table.rows) / 2:
        return table
    columns = (*table.columns[:at], altered(table.columns[at], weight=1), *table.columns[at + 1 :])
    rows = tuple(
        (*row[:at], text(f"{numbers[row[at].text]}") if row[at].text else BLANK, *row[at + 1 :])
        for row in table.rows
    )
    told = tuple(f"Source {number}: {source}" for source, number in numbers.items())
    return altered(table, columns=columns, rows=rows, remarks=(*table.remarks, *told))


# -- columns ---------------------------------------------------------------------------------------


def joined(table: Table, first: str, second: str, title: str = "") -> Table:
    """Return a table with two columns in one: "R-01 Every trust is in a cluster".

    Parameters
    ----------
    title : str
        Its heading; the second's, if not given.
    """
    ids = [column.id for column in table.columns]
    if first not in ids or second not in ids:
        return table
    one, other = ids.index(first), ids.index(second)

    def row_with(row: Row) -> Row:
        words = text(f"{row[one].text} {row[other].text}".strip())
        cells = (words if place == other else cell for place, cell in enumerate(row))
        return tuple(cell for place, cell in enumerate(cells) if place != one)

    column = table.columns[other]
    columns = [*table.columns]
    columns[other] = altered(column, title=title or column.title)
    del columns[one]
    rows = tuple(map(row_with, table.rows))
    total = row_with(table.total) if table.total else ()
    return altered(table, columns=tuple(columns), rows=rows, total=total)


def without(table: Table, *ids: str) -> Table:
    """Return a table without some columns."""
    kept = [place for place, column in enumerate(table.columns) if column.id not in ids]

    def only(row: Row) -> Row:
        return tuple(row[place] for place in kept) if row else row

    columns = tuple(table.columns[place] for place in kept)
    return altered(
        table, columns=columns, rows=tuple(map(only, table.rows)), total=only(table.total)
    )


def said_once(table: Table, *ids: str) -> Table:
    """Return a table without those columns that say the same in every row; its heading says it.

    "Posts (each: state filled, WTE 1.00)".
    """
    if len(table.rows) < _FEW:
        return table
    same = []
    for place, column in enumerate(table.columns):
        said = {row[place].text for row in table.rows}
        if column.id in ids and len(said) == 1 and "" not in said:
            same.append((column, said.pop()))
    if not same:
        return table
    told = ", ".join(f"{_inside(column.title)} {words}" for column, words in same)
    left = without(table, *(column.id for column, _ in same))
    return altered(left, title=f"{table.title} (each: {told})")


def _inside(title: str) -> str:
    """Return a heading as it stands within a sentence: "state", but "WTE"."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


# -- numbers ---------------------------------------------------------------------------------------


def without_zeros(table: Table) -> Table:
    """Return a table without the rows in which every number is 0."""
    numbers = [place for place, column in enumerate(table.columns) if column.holds.is_number]
    rows = (row for row in table.rows if any(row[place].value for place in numbers))
    return altered(table, rows=tuple(rows))
