"""What is said in fewer rows says all that the many said, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.changes import Appoint, Arrange, Arrangement, Change, Detail, SetPost, Staff
from model.option import Option
from model.report.condensed import (
    joined,
    not_yet_known,
    said_once,
    team_table,
    with_sources_below,
    without,
    without_zeros,
)
from model.report.posts import posts_table
from model.report.table import BLANK, Column, Holds, Table, text
from model.report.totals import count_cell
from model.rules.rule import Verdict
from model.rules.standing import UNKNOWN
from tests.model.packs import WHEN
from tests.model.report.plans import plan


def done(*changes: Change) -> Option:
    option = plan()
    for change in changes:
        option.commit(change, when=WHEN, who="Ada")
    return option


def posts(option: Option, group: str) -> list[tuple[str, str, str]]:
    table = team_table(option.state, group)
    at = {column.id: place for place, column in enumerate(table.columns)}
    return [
        (row[at["post"]].text, row[at["organisation"]].text, row[at["boards"]].text)
        for row in table.rows
    ]


def test_posts_that_every_member_has_share_a_row_as_do_those_that_differ_by_number() -> None:
    assert posts(plan(), "G1") == [
        ("Chief Executive", "the cluster", "each trust"),
        ("Director of Finance", "the cluster", "each trust"),
        ("Director of Nursing", "the cluster", "each trust"),
        ("Director of Public Health", "each trust", "its own"),
        ("Treasurer", "each trust", "its own"),
        ("Chair", "each trust", "its own"),
        ("Lay member 1 to 2", "each trust", "its own"),
    ]


def test_a_group_of_one_and_one_of_none_name_what_there_is() -> None:
    one = posts(plan(), "G2")
    assert ("Chief Executive", "the cluster", "Trust 6") in one
    assert ("Chair", "Trust 6", "its own") in one
    assert all("each" not in " ".join(row) for row in one)
    alone = posts(plan(), "G3")
    assert {of for _, of, _ in alone} <= {"the cluster"}


@pytest.mark.parametrize(
    ("change", "of_one", "of_others"),
    [
        (Appoint("T02", "health", "Ann Lee"), ("Director of Public Health", "Trust 2"), "health"),
        (
            SetPost("T02", "health", 1, Detail.STATE, "vacant"),
            ("", "Trust 2"),
            "health",
        ),
        (Staff("T02", "member", 4), ("Lay member 1 to 4", "Trust 2"), "member"),
        (SetPost("T02", "member", 2, Detail.WTE, "50"), ("Lay member 2", "Trust 2"), "member"),
    ],
)
def test_what_one_member_has_otherwise_is_told_of_it_alone(
    change: Change, of_one: tuple[str, str], of_others: str
) -> None:
    option = done(change)
    made = team_table(option.state, "G1")
    title = option.pack.role(of_others).title
    rows = [(row[0].text, row[1].text) for row in made.rows if row[0].text.startswith(title)]
    assert (of_one[0] or title, of_one[1]) in rows
    assert all(of in ("Trust 2", "Trust 3, Trust 1", "each trust") for _, of in rows)
    assert any(of == "Trust 3, Trust 1" for _, of in rows)


def test_every_post_is_told_once() -> None:
    option = done(
        Appoint("T02", "member", "Ann Lee", 2),
        Staff("T03", "member", 5),
        Arrange("T01", "health", Arrangement.SHARED),
    )
    state = option.state
    told = 0
    for row in team_table(state, "G1").rows:
        post, of = row[0].text, row[1].text
        first, _, last = post.partition(" to ")
        count = int(last) - int(first.rsplit(" ", 1)[1]) + 1 if last else 1
        told += count * (3 if of == "each trust" else 1 + of.count(", "))
    assert told == len(posts_table(state, ["G1"]).rows)


def test_posts_without_a_name_are_said_to_be_taken_as_filled_once() -> None:
    told = team_table(plan().state, "G1").remarks
    assert told == ("Posts are taken to be filled unless something else is said of them.",)
    assert posts_table(plan().state, ["G1"]).remarks == told
    assert posts_table(plan().state, []).remarks == ()


def test_an_employer_that_nobody_named_is_not_left_blank_beside_others() -> None:
    option = plan()
    table = team_table(option.state, "G1")
    at = [column.id for column in table.columns].index("employer")
    said = {row[at].text for row in table.rows}
    assert said == {"the trust itself", UNKNOWN}


def test_what_is_not_yet_known_is_every_rule_that_lacks_an_input_and_no_other() -> None:
    option = plan()
    told = not_yet_known(option, "G1")
    inside = ("G1", *option.state.members("G1"))
    missing = {
        f.rule.id
        for place in inside
        for f in option.findings.of(place)
        if f.verdict is Verdict.INCOMPLETE
    }
    assert told.endswith(".")
    assert {part.split()[0] for part in told[:-1].split("; ")} == missing
    assert "T-board-size board-size (3 trusts)" in told
    # Of the group itself it is not said whose they are.
    assert "T-employer employer;" in told
    without_rules = plan(replace(option.pack, rules=()))
    assert not_yet_known(without_rules, "G1") == ""


def sources(*names: str) -> Table:
    columns = (Column("code", "Code", Holds.CODE), Column("source", "Source", weight=5))
    rows = tuple((text(f"X{i}"), text(name)) for i, name in enumerate(names))
    return Table("Figures", columns, rows, remarks=("First.",))


def test_sources_that_come_again_are_told_once_below() -> None:
    made = with_sources_below(sources("Census", "Our own", "Census", "", "Census", "Our own"))
    assert [row[1].text for row in made.rows] == ["1", "2", "1", "", "1", "2"]
    assert made.remarks == ("First.", "Source 1: Census", "Source 2: Our own")


@pytest.mark.parametrize("names", [("a", "b", "c"), ("a", "b", "a"), ("", ""), ()])
def test_sources_that_rarely_come_again_stay(names: tuple[str, ...]) -> None:
    assert with_sources_below(sources(*names)) == sources(*names)


def test_rows_of_nothing_but_0_are_left_out() -> None:
    columns = (Column("what", "What"), *(Column(i, i, Holds.COUNT) for i in ("a", "b")))
    numbers = ((0, 0), (0, 3), (-1, 1))
    rows = tuple((text(f"{a},{b}"), count_cell(a), count_cell(b)) for a, b in numbers)
    made = without_zeros(Table("Counts", columns, rows))
    assert [row[0].text for row in made.rows] == ["0,3", "-1,1"]


# -- columns ---------------------------------------------------------------------------------------


def small_table(*rows: tuple[str, ...]) -> Table:
    columns = tuple(Column(name, name.capitalize()) for name in ("code", "name", "state"))
    return Table("Posts", columns, tuple(tuple(map(text, row)) for row in rows), (BLANK,) * 3)


def said(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_two_columns_become_one() -> None:
    table = joined(small_table(("A", "Ash", "in"), ("", "Elm", "out")), "code", "name")
    assert said(table) == [["A Ash", "in"], ["Elm", "out"]]
    assert [column.id for column in table.columns] == ["name", "state"]
    assert len(table.total) == 2
    assert joined(table, "code", "name") is table


def test_columns_can_be_left_out() -> None:
    table = without(small_table(("A", "Ash", "in")), "state", "code")
    assert said(table) == [["Ash"]]
    assert len(table.total) == 1


def test_what_all_rows_say_is_said_once() -> None:
    rows = [(f"{n}", "Ash", "filled") for n in range(3)]
    table = said_once(small_table(*rows), "code", "state")
    assert table.title == "Posts (each: state filled)"
    assert said(table)[0] == ["0", "Ash"]
    assert said_once(small_table(*rows[:2]), "state").title == "Posts"  # no gain for so few
    blank = [(f"{n}", "Ash", "") for n in range(3)]
    assert said_once(small_table(*blank), "state").title == "Posts"
