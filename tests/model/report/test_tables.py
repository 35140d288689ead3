"""What a report says: tables with a cell for each column, whose sums are the state's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from model import edits
from model.before_after import BeforeAfter
from model.option import Option
from model.pack import Tier
from model.report.changes import changes_table
from model.report.imprint import imprint
from model.report.legend import marks_told
from model.report.lists import groups_list
from model.report.outline import Section, facts, outline
from model.report.parts import Part
from model.report.posts import before_after_table, posts_table
from model.report.rules import findings_table, rules_table, verdicts_table
from model.report.table import MARKS, Holds, Table
from model.report.totals import estimates_table, groups_table, regions_table, units_table
from model.rules.composition import USUAL, USUAL_EXPLAINED
from model.rules.rule import Severity, Verdict
from model.rules.standing import VERDICT_WORDS, Sign
from tests.model.packs import ON, WHEN, rich_pack
from tests.model.report.plans import hostile_plan, plan


def sections_of(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from sections_of(section.sections)


def tables_of(option: Option) -> list[Table]:
    return [table for section in sections_of(outline(option)) for table in section.tables]


def column(table: Table, identifier: str) -> list[object]:
    at = [c.id for c in table.columns].index(identifier)
    return [row[at].value for row in table.rows]


def in_total(table: Table, identifier: str) -> object:
    return table.total[[c.id for c in table.columns].index(identifier)].value


@pytest.mark.parametrize("option", [plan(), hostile_plan(), Option(rich_pack(), "o", "Empty", ON)])
def test_every_row_has_a_cell_for_each_column_and_what_programs_read(option: Option) -> None:
    tables = tables_of(option)
    assert len(tables) > 8
    for table in tables:
        assert len({c.id for c in table.columns}) == len(table.columns)
        assert table.rows or table.empty
        for row in (*table.rows, *filter(None, [table.total])):
            assert len(row) == len(table.columns)
            for cell, head in zip(row, table.columns, strict=True):
                if head.holds.is_number:
                    assert cell.value is None or type(cell.value) is int
                else:
                    assert cell.value is None or isinstance(cell.value, str)
                # Colour is never the only sign, and where there is a verdict there is a word.
                if head.holds is Holds.STANDING:
                    assert cell.text
                if cell.sign is not Sign.NONE:
                    assert head.holds is Holds.STANDING


@pytest.mark.parametrize("option", [plan(), hostile_plan()])
def test_the_ids_of_sections_are_their_own(option: Option) -> None:
    ids = [section.id for section in sections_of(outline(option))]
    assert len(set(ids)) == len(ids)
    assert all(i.replace("-", "").isalnum() and i.isascii() for i in ids)


def test_columns_that_add_up_do_and_their_sums_are_the_states() -> None:
    option = plan()
    state = option.state
    tables = {state.root: regions_table(option)}
    tables |= {r: groups_table(option, r) for r in state.at_tier(Tier.REGION)}
    for place, table in tables.items():
        totals = state.totals(place)
        expected = {m.id: totals.sums[m.id].value for m in state.pack.measures if m.headline}
        expected |= {"units": totals.units, "officers": totals.officers}
        adding = {c.id for c in table.columns if c.adds_up}
        assert adding == set(expected)
        for identifier in adding:
            assert sum(v or 0 for v in column(table, identifier)) == in_total(table, identifier)
            assert in_total(table, identifier) == expected[identifier]
        assert in_total(table, "accountable") == totals.accountable_officers


def counts_of(text: str) -> Counter[str]:
    """Return what a standing says, by what it counts."""
    found = re.findall(r"([\d,]+) (broken|accepted exception|met|not yet known)", text)
    return Counter({what: int(number.replace(",", "")) for number, what in found})


@pytest.mark.parametrize("waits", [False, True])
def test_verdicts_add_up_too(waits: bool) -> None:
    """Each row counts what is below it; what is asked of the whole itself has a row of its own."""
    option = plan()
    if not waits:
        units = option.state.tray()
        option.commit(edits.move(option.state, units, "G1"), when=WHEN, who="Ada")
    regions, groups = option.state.at_tier(Tier.REGION), option.state.at_tier(Tier.GROUP)
    tables = [regions_table(option), groups_list(option)]
    tables += (groups_table(option, region) for region in regions)
    tables += (units_table(option, group) for group in groups)
    for table in tables:
        at = [c.id for c in table.columns].index("standing")
        rows = sum((counts_of(row[at].text) for row in table.rows), Counter())
        assert not table.rows or rows == counts_of(table.total[at].text)
    assert counts_of(tables[0].total[-1].text)["broken"] > 0
    assert tables[1].total[-2] == tables[0].total[-1]


def test_a_group_of_which_a_member_breaks_a_law_does_not_bear_a_tick() -> None:
    option = plan()
    state = option.state
    binding = (Severity.LAW, Severity.MUST)
    broken = {
        f.organisation
        for f in option.findings
        if f.verdict is Verdict.BREAKS and f.rule.severity in binding
    }
    group = next(g for u in broken if (g := state.group_of(u)) is not None)
    table = groups_table(option, str(state.region_of(group)))
    signs = {row[1].text: row[-1].sign for row in table.rows}
    assert signs[state.label(group)] is Sign.CROSS
    assert option.findings.judged_below(group)[0].organisation in state.members(group)


def test_units_that_wait_are_a_row_of_their_region() -> None:
    option = plan()
    table = groups_table(option, "R1")
    assert column(table, "name") == ["East", "Not placed yet", "The Region itself"]
    assert column(table, "units") == [3, 2, None]
    assert column(groups_table(option, "R3"), "name") == ["Not placed yet", "The Region itself"]


def test_a_groups_units_have_their_figures_and_no_figure_is_no_number() -> None:
    option = plan()
    table = units_table(option, "G2")
    assert column(table, "code") == ["E1", None]
    row, own = table.rows
    assert next(cell.text for cell in own if cell.text) == "The cluster itself"
    cells = dict(zip((c.id for c in table.columns), row, strict=True))
    assert (cells["population"].text, cells["population"].value) == ("200,000*", 200_000)
    assert cells["population"].note == "estimated; 90% interval 190k to 215k"
    assert "visits" not in cells  # of which none of them has a figure
    option.commit(edits.move(option.state, ["T07"], "G2"), when=WHEN, who="Ada")
    table = units_table(option, "G2")
    missing = dict(zip((c.id for c in table.columns), table.rows[1], strict=True))["population"]
    assert (missing.text, missing.value) == ("–", None)
    assert in_total(table, "population") == 200_000
    assert [units_table(option, "G3").rows, units_table(option, "G3").empty] == [
        (),
        "No trusts in it yet.",
    ]


def test_what_is_empty_is_called_by_its_name() -> None:
    option = Option(rich_pack(), "o", "Nothing placed", ON)
    assert groups_table(option, "R1").empty == f"No clusters of {option.state.label('R1')} yet."
    assert groups_list(option).empty == "No clusters yet."


def test_every_post_of_the_state_is_a_row() -> None:
    option = plan()
    state = option.state
    table = posts_table(state, [state.root])
    assert len(table.rows) == len(state.posts_below(state.root)) > 20
    assert column(table, "holder").count("A. Body") == 1


def test_columns_that_say_nothing_are_left_out_if_they_may_be() -> None:
    state = plan().state
    full = posts_table(state, ["G1"])
    said = full.said({"holder", "cost", "post"})
    left_out = {c.id for c in full.columns} - {c.id for c in said.columns}
    assert left_out == {"cost"}
    assert column(said, "holder") == column(full, "holder")
    assert all(len(row) == len(said.columns) for row in said.rows)
    waiting = groups_table(plan(), "R1").said({"units", "name"})
    assert waiting == groups_table(plan(), "R1")


def test_before_and_after_are_the_counts_of_the_window() -> None:
    state = plan().state
    counts = BeforeAfter(state)
    table = before_after_table(state, [state.root], counts)
    lines = counts.lines([state.root])
    assert column(table, "before") == [line.before for line in lines]
    for row in table.rows:
        _, before, merged, kept, after, difference = (cell.value for cell in row)
        assert merged + kept == after
        assert after - before == difference


def test_findings_are_all_there_worst_first() -> None:
    option = plan()
    wanted = {Verdict.BREAKS, Verdict.WAIVED, Verdict.INCOMPLETE}
    found = [f for f in option.findings.worst_first() if f.verdict in wanted]
    table = findings_table(option)
    assert column(table, "rule") == [f.rule.id for f in found]
    assert column(table, "sentence") == [f.sentence for f in found]
    assert {row[0].text for row in table.rows} == {VERDICT_WORDS[f.verdict] for f in found}
    assert column(table, "verdict") == [f.verdict.value for f in found]


def test_folded_findings_say_how_many_are_incomplete_and_keep_what_is_broken() -> None:
    option = plan()
    table, folded = findings_table(option), findings_table(option, folded=True)
    assert 0 < len(folded.rows) < len(table.rows)
    assert column(folded, "verdict").count("breaks") == column(table, "verdict").count("breaks")
    several = [row for row in folded.rows if row[5].text.endswith((" trusts", " clusters"))]
    number = {row[1].text: int(row[5].text.split()[0]) for row in several}
    for row in several:
        of_rule = [r for r in table.rows if r[1] == row[1] and r[0].value == "incomplete"]
        assert len(of_rule) >= number[row[1].text] > 1
        sentences = {r[6].text for r in of_rule}
        assert row[6].text in sentences or row[6].text.startswith("For example ")
    without = findings_table(option, folded=True, with_sources=False)
    assert "source" not in {c.id for c in without.columns}
    assert [row[6] for row in without.rows] == [row[6] for row in folded.rows]


def test_numbers_of_a_usual_board_are_explained_where_there_are_any() -> None:
    option = plan()
    table = findings_table(option, folded=True)
    at = [column.id for column in table.columns].index("sentence")
    assert any(USUAL in row[at].text for row in table.rows)
    assert USUAL_EXPLAINED in table.remarks
    assert USUAL_EXPLAINED not in findings_table(option, verdicts={Verdict.BREAKS}).remarks


def test_each_sign_has_a_character_of_its_own() -> None:
    marks = [mark for _, mark, _ in marks_told()]
    assert len(set(marks)) == len(marks) == sum(map(bool, MARKS.values()))


def test_findings_of_places_are_theirs_alone() -> None:
    option = plan()
    assert set(column(findings_table(option, {"G1"}), "code")) == {"C01"}


def test_verdicts_add_up_to_the_findings_that_judge() -> None:
    option = plan()
    table = verdicts_table(option)
    for verdict in ("breaks", "waived", "incomplete", "meets"):
        expected = sum(
            f.verdict.value == verdict and f.rule.severity.value != "info" for f in option.findings
        )
        at = [c.id for c in table.columns].index(verdict)
        assert table.total[at].value == expected == sum(row[at].value for row in table.rows)


def test_rules_are_told_with_the_limits_that_users_set() -> None:
    option = plan()
    table = rules_table(option)
    before = {row[0].text: row[4].text for row in table.rows}
    others = [r for r in option.pack.rules if f"{r.id} {r.title}" in table.remarks[-1]]
    assert 0 < len(others) == len(option.pack.rules) - len(before)
    assert all(not r.in_force(ON) or r.scope == "successor" for r in others)
    change = edits.set_limits(option.state, {("T-range", "low"): "250000"})
    option.commit(change, when=WHEN, who="Ada")
    after = {row[0].text: row[4].text for row in rules_table(option).rows}
    assert {rule for rule in after if after[rule] != before[rule]} == {"T-range"}
    assert "low limit 250,000, changed from 300,000" in after["T-range"]


def test_estimates_are_listed_with_their_intervals() -> None:
    table = estimates_table(plan())
    assert ("5E9", "Population", 200_000, "190k to 215k") in [
        (row[0].value, row[2].value, row[3].value, row[4].value) for row in table.rows
    ]
    assert all(row[3].text.endswith("*") for row in table.rows)


def test_changes_are_those_in_effect_with_their_reasons() -> None:
    option = plan()
    table = changes_table(option)
    assert column(table, "why") == ["Agreed in March.", "", "", "=1+1"]
    assert column(table, "when") == [WHEN] * 4
    assert column(table, "number") == [1, 2, 3, 4]
    assert table.rows[0][1].text == "1 May 2011, 09:00"
    option.undo()
    assert len(changes_table(option).rows) == 3


def test_only_the_parts_that_are_wanted_in_their_order() -> None:
    option = plan()
    kept = [part for part in Part if part is not Part.MAP]  # there are no boundaries
    assert outline(option, (Part.MAP,)) == ()
    titles = {part: outline(option, (part,))[0].title for part in kept}
    assert [s.title for s in outline(option)] == list(titles.values())
    assert [s.title for s in outline(option, (Part.CHANGES, Part.OVERVIEW))] == [
        "Overview",
        "Changes",
    ]


def test_facts_say_how_many_wait() -> None:
    assert ("Trusts placed", "8 trusts still to place") in facts(plan())


def test_the_imprint_names_the_state_not_the_moment_or_the_user() -> None:
    option = plan()
    about = imprint(option, "", "a.footprint", "Footprint 1")
    assert about.title == "A plan"
    assert about.line == f"a.footprint · plan no. {option.log.head[:8]} of 1 May 2011, 09:00 UTC"
    option.undo()
    assert imprint(option, "", "a.footprint", "Footprint 1").stamp != about.stamp
    empty = Option(rich_pack(), "o", "Empty", ON)
    assert imprint(empty, "Mine", "b", "Footprint 1").line == "b · as published"
