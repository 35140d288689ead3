"""What differs between two plans: groups matched, units moved, settings, findings, totals."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import comparison_words as words
from model.changes import (
    Answer,
    Appoint,
    Arrange,
    Arrangement,
    Change,
    Create,
    Detail,
    Enter,
    Field,
    Join,
    KeepLink,
    Move,
    OptionField,
    SetField,
    SetLimit,
    SetOption,
    SetPost,
    Staff,
    Waive,
)
from model.comparison import (
    Comparison,
    ComparisonError,
    Judged,
    baseline_of,
    compare,
    compare_totals,
)
from model.comparison_words import Section
from model.errors import ChangeRefusedError
from model.matching import How, Match
from model.option import Option
from model.pack import Pack, Tier
from model.rules.rule import Verdict
from model.slots import Slot, What
from tests.model.gestures import GESTURES
from tests.model.packs import ON, WHEN, rich_pack

PACK = rich_pack()
FEW = replace(PACK, rules=tuple(r for r in PACK.rules if r.adjustable or r.items)[:6])
"""With few rules: what they find is asked of every plan that is drawn."""
NUMBERS = st.integers(0, 99)
GESTURE = st.tuples(st.sampled_from(sorted(GESTURES)), NUMBERS, NUMBERS, NUMBERS)


def plan(*changes: Change, pack: Pack = PACK) -> Option:
    option = Option(pack, "A", "Option A", ON)
    for change in changes:
        option.commit(change, when=WHEN, who="me")
    return option


def group(identifier: str, *units: str, code: str = "", region: str = "R1") -> tuple[Change, ...]:
    """Return what makes a group of units."""
    new = Create(identifier, "cluster", code or f"K-{identifier}", f"Group {identifier}", region)
    return new, *(Move(unit, identifier) for unit in units)


@st.composite
def plans(draw: st.DrawFn) -> tuple[Option, Option]:
    """Return two plans with some steps in common."""
    common = draw(st.lists(GESTURE, max_size=6))
    return tuple(_played([*common, *draw(st.lists(GESTURE, max_size=10))]) for _ in "ab")


def _played(gestures: list[tuple[str, int, int, int]]) -> Option:
    option = plan(pack=FEW)
    for name, *numbers in gestures:
        try:
            option.commit(GESTURES[name](option.state, *numbers), when=WHEN, who="me")
        except ChangeRefusedError:
            continue
    return option


def said(comparison: Comparison, before: Option, after: Option) -> list[tuple[str, ...]]:
    """Return all differences as they are read, without notes."""
    return [line.texts[:5] for line in words.lines(comparison, before, after)]


def verdicts(judged: Judged) -> tuple[str, Verdict | None, Verdict | None]:
    """Return a rule and what it says in the one and in the other."""
    old, new = (f.verdict if f is not None else None for f in (judged.old, judged.new))
    return judged.finding.rule.id, old, new


def only(before: Option, after: Option) -> words.Line:
    """Return the one line that is not about findings."""
    found = words.lines(compare(before, after), before, after)
    findings = (Section.GAINED, Section.CLEARED, Section.ALTERED)
    (line,) = [line for line in found if line.section not in findings]
    return line


# -- what always holds ---------------------------------------------------------------------------


@given(plans())
def test_a_plan_does_not_differ_from_itself_whatever_its_name(both: tuple[Option, Option]) -> None:
    option, _ = both
    again = plan(pack=FEW)
    again.restore(list(option.log), option.log.head)
    again.state.apply(SetOption(OptionField.NAME, "Another"))
    found = compare(option, again)
    assert found.is_same
    assert words.lines(found, option, again) == []
    assert words.summary(found) == "The two are the same."


@given(plans())
def test_the_other_way_round_everything_is_the_other_way_round(
    both: tuple[Option, Option],
) -> None:
    one, other = both
    there, back = compare(one, other), compare(other, one)
    assert {(m.before, m.after, m.how, m.units, m.of, m.people) for m in there.matches} == {
        (m.after, m.before, m.how, m.units, m.of, m.people) for m in back.matches
    }
    assert {(m.before, m.after, m.left, m.entered) for m in there.moves} == {
        (m.after, m.before, m.entered, m.left) for m in back.moves
    }
    assert {(e.slot.what, e.before, e.after, e.old, e.new) for e in there.edits} == {
        (e.slot.what, e.after, e.before, e.new, e.old) for e in back.edits
    }
    assert len(there.edits) == len(back.edits)
    assert {(j.before, j.after, *verdicts(j)) for j in there.judged} == {
        (j.after, j.before, verdicts(j)[0], *verdicts(j)[:0:-1]) for j in back.judged
    }
    assert there.is_same == back.is_same


@given(plans())
def test_the_moves_listed_lead_from_the_one_to_the_other(both: tuple[Option, Option]) -> None:
    one, other = both
    found = compare(one, other)
    old, new = one.state, other.state
    placed = {o: found.after_of(old.parent(o) or "") for o in old if found.after_of(o)}
    placed = {found.after_of(o): parent for o, parent in placed.items()}
    for moved in found.moves:
        assert placed[moved.after] == found.after_of(moved.left)
        placed[moved.after] = moved.entered
    come = {m.after for m in found.added}
    assert placed == {o: new.parent(o) or "" for o in new if o not in come}


@given(plans())
def test_every_finding_that_differs_is_told_and_no_other(both: tuple[Option, Option]) -> None:
    one, other = both
    found = compare(one, other)
    told = {(j.before, j.after, j.finding.rule.id) for j in found.judged}
    went = {m.before: m.after for m in found.matches if m.before}
    pairs = [(o, went.get(o, o)) for o in one.state if went.get(o, o)]
    wanted = set()
    for before, after in pairs:
        was = {f.rule.id: f.verdict for f in one.findings.of(before)}
        now = {f.rule.id: f.verdict for f in other.findings.of(after)}
        wanted |= {(before, after, rule) for rule in was if was[rule] is not now[rule]}
    for match in (*found.added, *found.dissolved):
        option = other if match.after else one
        breaks = Verdict.BREAKS
        wanted |= {
            (match.before, match.after, f.rule.id)
            for f in option.findings.of(match.after or match.before)
            if f.verdict is breaks
        }
    assert told == wanted


@given(plans())
def test_everything_can_be_put_into_words(both: tuple[Option, Option]) -> None:
    one, other = both
    found = compare(one, other)
    lines = words.lines(found, one, other)
    assert bool(lines) is not found.is_same
    made = (*found.added, *found.dissolved, *found.renamed)
    assert len(lines) == sum(map(len, (made, found.moves, found.edits, found.judged)))
    for line in lines:
        assert line.old != line.new or line.section is not Section.MOVED
        at, option = (line.after, other) if line.after else (line.before, one)
        assert not at or at in option.state


# -- matching ------------------------------------------------------------------------------------


def matched(before: Option, after: Option) -> set[tuple[str, str, How]]:
    return {(m.before, m.after, m.how) for m in compare(before, after).matches}


def test_a_group_in_both_is_the_same_whoever_is_in_it() -> None:
    before = plan(*group("C1", "T01", "T02"), *group("C2", "T06"))
    after = plan(*group("C1", "T06"), *group("C2", "T01", "T02"))
    assert matched(before, after) == {
        ("C1", "C1", How.IDENTITY),
        ("C2", "C2", How.IDENTITY),
    }
    assert {(m.after, m.left, m.entered) for m in compare(before, after).moves} == {
        ("T01", "C1", "C2"),
        ("T02", "C1", "C2"),
        ("T06", "C2", "C1"),
    }


def test_groups_made_anew_are_matched_by_the_people_they_have_in_common() -> None:
    # T01 has 300,000 people; T04 and T05 have 249,999 together.
    before = plan(*group("C1", "T01", "T04", "T05"))
    after = plan(*group("D1", "T04", "T05"), *group("D2", "T01"))
    found = compare(before, after)
    assert Match("C1", "D2", How.OVERLAP, 1, 3, 300_000) in found.matches
    assert [m.after for m in found.added] == ["D1"]
    assert {(m.after, m.left, m.entered) for m in found.moves} == {
        ("T04", "C1", "D1"),
        ("T05", "C1", "D1"),
    }


def test_a_unit_in_another_identity_of_the_same_group_has_not_moved() -> None:
    before, after = plan(*group("C1", "T01", "T02")), plan(*group("D1", "T01", "T02"))
    found = compare(before, after)
    assert found.moves == ()
    line = only(before, after)
    assert (line.section, line.old, line.new) == (Section.RENAMED, "K-C1 Group C1", "K-D1 Group D1")
    assert line.note == "matched by most members in common: 2 of 2 trusts"


def test_a_group_whose_members_mostly_went_elsewhere_is_dissolved_and_not_renamed() -> None:
    before = plan(*group("C1", "T01", "T02", "T04"), *group("C2", "T05"))
    after = plan(*group("C2", "T05", "T01", "T02"), *group("D1", "T04"))
    assert matched(before, after) == {
        ("C1", "", How.NONE),
        ("C2", "C2", How.IDENTITY),
        ("", "D1", How.NONE),
    }
    after = plan(*group("C2", "T05"), *group("D1", "T04"))
    assert ("", "D1", How.NONE) in matched(before, after)


def test_of_equals_the_lowest_code_is_taken() -> None:
    # T01 and T10 have as many people; one is left in a group of each name.
    before = plan(*group("C1", "T01", "T10"))
    after = plan(*group("D1", "T01", code="K9"), *group("D2", "T10", code="K10"))
    assert ("C1", "D2", How.OVERLAP) in matched(before, after)
    after = plan(*group("D1", "T01", code="K09"), *group("D2", "T10", code="K10"))
    assert ("C1", "D1", How.OVERLAP) in matched(before, after)


def test_where_no_people_are_known_units_are_counted() -> None:
    bare = replace(PACK, measures=(replace(PACK.measures[0], headline=False), *PACK.measures[1:]))
    bare = replace(bare, measures=tuple(replace(m, headline=False) for m in bare.measures))
    before = plan(*group("C1", "T01", "T02", "T03"), pack=bare)
    after = plan(*group("D1", "T01"), *group("D2", "T02", "T03"), pack=bare)
    assert ("C1", "D2", How.OVERLAP) in matched(before, after)


# -- what is told --------------------------------------------------------------------------------

BASE = (*group("C1", "T01", "T02"), *group("C2", "T06"))
GROUP = "K-C1 Group C1"
TRUST = "5NT Trust 1"


@pytest.mark.parametrize(
    ("change", "section", "about", "what", "old", "new"),
    [
        (
            *(Move("T01", "C2"), Section.MOVED, TRUST, ""),
            *("Group C1", "Group C2"),
        ),
        (Move("T01", "R1"), Section.MOVED, TRUST, "", "Group C1", "no cluster (North)"),
        (
            *(Move("T03", "C1"), Section.MOVED, "5E9 Trust 3", ""),
            *("no cluster (North)", "Group C1"),
        ),
        (Move("C1", "R2"), Section.MOVED, GROUP, "", "North", "Middle"),
        (Move("P1", "T02"), Section.MOVED, "P1 Practice 1", "", "Trust 1", "Trust 2"),
        (
            *(SetField("C1", Field.NAME, "Anew"), Section.RENAMED, "K-C1 Anew", ""),
            *("K-C1 Group C1", "K-C1 Anew"),
        ),
        (
            *(SetField("C1", Field.FORMED, "2011-06-01"), Section.FIELDS, GROUP, "Formed"),
            *("–", "1 June 2011"),
        ),
        (
            SetField("C1", Field.EMPLOYER, "T01"),
            *(Section.FIELDS, GROUP, "Employer of its shared posts", "–", "Trust 1"),
        ),
        (
            SetField("C1", Field.GOVERNANCE, "common"),
            *(Section.FIELDS, GROUP, "How its boards decide"),
            *("Boards of their own", "One board in common"),
        ),
        (SetField("T01", Field.LOCKED, "yes"), Section.FIELDS, TRUST, "Locked", "–", "yes"),
        (SetField("C1", Field.NOTE, "Why"), Section.FIELDS, GROUP, "Note", "–", "Why"),
        (
            Appoint("C1", "chief", "Ann Lee"),
            *(Section.POSTS, GROUP, "Chief Executive", "–", "Ann Lee"),
        ),
        (
            Appoint("T01", "member", "Bo Diaz", 2),
            *(Section.POSTS, TRUST, "Lay member 2", "–", "Bo Diaz"),
        ),
        (
            SetPost("T01", "health", 1, Detail.STATE, "vacant"),
            *(Section.POSTS, TRUST, "Director of Public Health: how filled", "as usual", "vacant"),
        ),
        (
            SetPost("T01", "health", 1, Detail.WTE, "60"),
            *(Section.POSTS, TRUST, "Director of Public Health: working time"),
            *("as usual", "0.60"),
        ),
        (
            SetPost("T01", "health", 1, Detail.COST, "95000"),
            *(Section.POSTS, TRUST, "Director of Public Health: cost", "as usual", "£95,000"),
        ),
        (
            SetPost("T01", "health", 1, Detail.EMPLOYER, "T06"),
            *(Section.POSTS, TRUST, "Director of Public Health: employer", "as usual", "Trust 6"),
        ),
        (
            SetPost("T01", "health", 1, Detail.DESTINATION, "council 60, board 40"),
            *(Section.POSTS, TRUST, "Director of Public Health: where its duties go"),
            *("as usual", "Councils 60%, The board 40%"),
        ),
        (
            Staff("T01", "member", 3),
            *(Section.POSTS, TRUST, "Lay member: number of posts", "as usual", "3"),
        ),
        (
            Arrange("T01", "health", Arrangement.SHARED),
            *(Section.POSTS, TRUST, "Director of Public Health: how the seat is filled"),
            *("as the pack has it", "shared"),
        ),
        (
            KeepLink("T01", "L1", kept=False),
            *(Section.LINKS, TRUST, "Link Council 1", "kept", "dropped"),
        ),
        (
            SetLimit("T-range", "low", "500000"),
            *(Section.RULES, "", "T-range range: low limit", "300,000", "500,000"),
        ),
        (
            Waive("C1", "T-range", "Agreed", "Ann", "2011-05-02"),
            *(Section.RULES, GROUP, "T-range range: accepted exception"),
            *("–", "Agreed (Ann, 2 May 2011)"),
        ),
        (
            Answer("C1", "T-asked", "agreed", "yes"),
            *(Section.RULES, GROUP, "T-asked agreed", "–", "yes"),
        ),
        (
            Enter("T01", "population", 12_345),
            *(Section.FIGURES, TRUST, "Population", "300,000, published", "12,345, entered"),
        ),
        (
            SetOption(OptionField.ON, "2011-07-01"),
            *(Section.OPTION, "", "As-on date", "1 May 2011", "1 July 2011"),
        ),
        (
            SetOption(OptionField.STRUCTURE, "apart"),
            *(Section.OPTION, "", "Looks ahead to", "things as they are", "Alliances apart"),
        ),
    ],
)
def test_each_difference_is_told_with_what_it_was_and_is(
    change: Change, section: Section, about: str, what: str, old: str, new: str
) -> None:
    line = only(plan(*BASE), plan(*BASE, change))
    told = (line.section, line.name, line.what, line.old, line.new)
    assert told == (section, about, what, old, new)
    back = only(plan(*BASE, change), plan(*BASE))
    assert (back.section, back.what, back.old, back.new) == (section, what, new, old)


def test_members_of_successors_are_told() -> None:
    made = (*BASE, Create("S1", "alliance", "S1", "Alliance", "C1"))
    line = only(plan(*made), plan(*made, Join("T01", "S1")))
    told = (line.section, line.name, line.what, line.old, line.new)
    assert told == (Section.MEMBERS, TRUST, "Member of", "–", "Alliance")


def test_what_is_set_on_a_group_is_compared_with_the_group_that_it_is_in_the_other() -> None:
    before = plan(*group("C1", "T01"), Appoint("C1", "chief", "Ann Lee"))
    same = plan(*group("D1", "T01"), Appoint("D1", "chief", "Ann Lee"))
    assert compare(before, same).edits == ()
    other = plan(*group("D1", "T01"), Appoint("D1", "chief", "Bo Diaz"))
    (edit,) = compare(before, other).edits
    assert edit.slot == Slot(What.HOLDER, ("D1", "chief", 1))
    assert (edit.before, edit.after, edit.old, edit.new) == ("C1", "D1", "Ann Lee", "Bo Diaz")


def test_findings_are_gained_cleared_and_altered() -> None:
    before = plan(*group("C1", "T01", "T02", "T04", "T05", "T03"))
    after = plan(*group("C1", "T01"))
    found = compare(after, before)

    def told(judged: Judged) -> tuple[str, str, str]:
        return judged.after, judged.finding.rule.id, judged.finding.verdict.value

    gained = {told(j) for j in found.judged if j.is_gained}
    assert ("C1", "T-range", "breaks") in gained
    lines = words.lines(found, after, before)
    (line,) = [x for x in lines if x.section is Section.GAINED and x.what.startswith("T-range ")]
    assert (line.old, line.new) == ("meets", "breaks")
    assert "900,000" in line.note
    altered = {told(j) for j in found.judged if not (j.is_gained or j.is_cleared)}
    assert ("C1", "T-lone", "not applicable") in altered
    back = compare(before, after)
    cleared = {told(j)[:2] for j in back.judged if j.is_cleared}
    assert cleared == {told[:2] for told in gained}


# -- totals --------------------------------------------------------------------------------------


def test_totals_stand_side_by_side_for_what_is_the_same_in_both() -> None:
    before = plan(*group("C1", "T01"), *group("C2", "T06", region="R2"))
    after = plan(*group("D1", "T01", "T02"), *group("C3", "T08", region="R2"))
    pairs = compare_totals(compare(before, after), before.state, after.state)
    assert [(p.before, p.after) for p in pairs] == [
        ("N", "N"),
        ("R1", "R1"),
        ("C1", "D1"),
        ("R2", "R2"),
        ("", "C3"),
        ("C2", ""),
        ("R3", "R3"),
    ]
    for pair in pairs:
        assert pair.old == (before.state.totals(pair.before) if pair.before else None)
        assert pair.new == (after.state.totals(pair.after) if pair.after else None)
    counts = {count.id: count for count in words.counts_of(PACK)}
    people, money = counts["population"], counts["budget"]
    _, _, same, _, come, gone, _ = pairs
    texts = [people.text(same.old), people.text(same.new), people.difference_text(same)]
    assert texts == ["300,000", "550,001", "+250,001"]
    assert money.difference_text(same) == "+£400,000,001"
    assert [people.text(come.old), people.difference_text(come)] == ["–", "+250,001"]
    assert counts["units"].difference_text(gone) == "−1"
    names = [words.pair_name(p, before.state, after.state) for p in (same, come, gone)]
    assert names == [
        "K-D1 Group D1 (was Group C1)",
        "K-C3 Group C3 (added)",
        "K-C2 Group C2 (dissolved)",
    ]


# -- what can be compared ------------------------------------------------------------------------


def test_the_baseline_is_a_plan_with_nothing_planned_on_the_same_day() -> None:
    option = plan(*BASE, SetOption(OptionField.ON, "2011-07-01"))
    baseline = baseline_of(option)
    found = compare(baseline, option)
    assert {m.after for m in found.added} == {"C1", "C2"}
    assert {(m.after, m.entered) for m in found.moves} == {
        ("T01", "C1"),
        ("T02", "C1"),
        ("T06", "C2"),
    }
    assert all(edit.slot.what is not What.OPTION for edit in found.edits)
    assert baseline.state.on == datetime.date(2011, 7, 1)


def test_plans_over_different_packs_are_refused() -> None:
    other = plan(pack=replace(PACK, id="other"))
    with pytest.raises(ComparisonError, match="one is of the pack rich, the other of other"):
        compare(plan(), other)


def test_plans_over_other_organisations_or_posts_are_refused() -> None:
    for altered in (
        replace(PACK, version="2", roles=PACK.roles[1:]),
        replace(PACK, version="2", measures=PACK.measures[1:]),
    ):
        with pytest.raises(ComparisonError, match="the pack rich 1 and of rich 2 are not the same"):
            compare(plan(), plan(pack=altered))


def test_where_only_rules_or_figures_differ_a_warning_says_so() -> None:
    altered = replace(PACK, version="2", rules=PACK.rules[1:])
    found = compare(plan(*BASE), plan(*BASE, pack=altered))
    assert found.warning.startswith("Figures or rules of the pack 1 and 2 differ")
    assert compare(plan(*BASE), plan(*BASE, pack=rich_pack())).warning == ""


def test_every_group_of_the_plan_is_in_the_totals_once() -> None:
    option = plan(*BASE)
    pairs = compare_totals(compare(option, option), option.state, option.state)
    groups = [p.after for p in pairs if option.state.tier(p.after) is Tier.GROUP]
    assert groups == ["C1", "C2"]
