"""A scenario finds its options, and its list of them can be edited and taken back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.changes import Field as F
from model.changes import OptionField, SetField, SetOption
from model.edits import new_group
from model.errors import ChangeRefusedError, ListRefusedError, LogError
from model.option import Option, Origin, Status
from model.pack import ReadyOption, Tier
from model.rules.engine import Findings
from model.scenario import (
    MAX_OPTIONS,
    Add,
    Listed,
    ListEdit,
    Place,
    Scenario,
    SetStatus,
    Take,
    edit_text,
    from_ready,
)
from tests.model.packs import ON, WHEN, rich_pack
from tests.model.reference import findings

PACK = rich_pack()


def two_options() -> Scenario:
    scenario = from_ready(PACK, ReadyOption("b", "Blank", ON), "scenario", when=WHEN, who="me")
    scenario.apply(Add(Option(PACK, "B", "Bold", ON), 1))
    return scenario


def edited(identifier: str = "A", name: str = "Plan", entries: int = 4) -> Option:
    option = Option(PACK, identifier, name, ON)
    for n in range(entries):
        note(option, f"note {n}")
    return option


def note(option: Option, text: str) -> str:
    return option.commit(SetField("N", F.NOTE, text), when=WHEN, who="me").id


def names(scenario: Scenario) -> str:
    return "".join(option.id for option in scenario.options)


# -- finding -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "found"), [("", "A"), ("A", "A"), ("B", "B"), ("Blank", "A"), ("Bold", "B")]
)
def test_an_option_is_found_by_id_or_name(wanted: str, found: str) -> None:
    assert two_options().option(wanted).id == found


def test_an_option_called_by_the_id_of_another_does_not_hide_it() -> None:
    scenario = two_options()
    scenario.options[0].commit(SetOption(OptionField.NAME, "B"), when=WHEN, who="me")
    assert scenario.option("B").id == "B"


def test_an_option_that_is_not_there_is_named() -> None:
    with pytest.raises(KeyError, match="C"):
        two_options().option("C")


# -- names -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("taken", "wanted", "free"),
    [
        ([], "Plan", "Plan"),
        (["Plan"], "Plan", "Plan (2)"),
        (["plan", "Plan (2)"], "PLAN", "PLAN (3)"),
        (["Plan (2)", "Plan"], "Plan (2)", "Plan (3)"),
        (["Option A"], "Option A", "Option B"),
        (["A", "B"], "A", "C"),
        (["Vitamin", "Vitamin (2)"], "Vitamin", "Vitamin (3)"),
        (["Plan Z"], "Plan Z", "Plan Z (2)"),
        (["x" * 200], "x" * 200, "x" * 193 + " (2)"),
    ],
)
def test_a_free_name_is_like_the_one_that_is_taken(
    taken: list[str], wanted: str, free: str
) -> None:
    options = [Option(PACK, str(n), name, ON) for n, name in enumerate(taken)]
    scenario = Scenario("s", PACK, WHEN, options, "0")
    assert scenario.free_name(wanted) == free


def test_the_name_of_a_deleted_option_is_free_again() -> None:
    scenario = two_options()
    assert scenario.name_fault(" bold ") == "There is an option called Bold already."
    assert not scenario.name_fault("Bold", "B")
    scenario.apply(SetStatus("B", Status.ARCHIVED))
    assert scenario.name_fault("Bold")
    scenario.apply(SetStatus("B", Status.DELETED))
    assert not scenario.name_fault("Bold")


# -- branching ---------------------------------------------------------------------------------


def test_a_branch_has_the_same_past_and_a_name_of_its_own() -> None:
    option = edited()
    option.set_checkpoint(list(option.log)[1].id, "To the board", when=WHEN, who="me")
    branch = option.branch("B", "Other", when=WHEN, who="me")
    assert [e.id for e in branch.log][:4] == [e.id for e in option.log]
    assert branch.origin == Origin("A", option.log.head)
    assert (branch.state.name, option.state.name) == ("Other", "Plan")
    assert branch.state.field("N", F.NOTE) == "note 3"
    assert branch.log[branch.start].text == "Branch from Plan"
    assert branch.edits == []
    assert [c.name for c in branch.log.checkpoints] == ["To the board"]
    note(branch, "mine")
    assert [e.change for e in branch.edits] == [SetField("N", F.NOTE, "mine")]
    assert option.state.field("N", F.NOTE) == "note 3"


def test_a_branch_has_the_findings_that_were_worked_out_and_goes_its_own_way() -> None:
    option = edited()
    change = new_group(option.state, "R1", "G1", "First", option.state.at_tier(Tier.UNIT)[:2])
    option.commit(change, when=WHEN, who="me")
    found = findings(option.findings)
    branch = option.branch("B", "Other", when=WHEN, who="me")
    assert findings(branch.findings) == found
    for one, group in ((branch, "G2"), (option, "G3")):
        unit = one.state.at_tier(Tier.UNIT)[0]
        change = new_group(one.state, one.state.region_of(unit), group, group, [unit])
        one.commit(change, when=WHEN, who="me")
        assert findings(one.findings) == findings(Findings(one.state, PACK.rules)) != found
    assert findings(branch.findings).keys() != findings(option.findings).keys()


@pytest.mark.parametrize("at", [0, 1, 2, 4])
def test_a_branch_starts_at_any_entry_also_an_undone_one(at: int) -> None:
    option = edited()
    entry = [e.id for e in option.log][at - 1] if at else ""
    option.undo()
    branch = option.branch("B", "Other", when=WHEN, who="me", entry=entry)
    assert len(branch.log) == at + 1
    assert branch.state.field("N", F.NOTE) == (f"note {at - 1}" if at else "")


def test_a_branch_needs_an_entry_that_is_there_and_a_name() -> None:
    with pytest.raises(LogError, match="'nothing'"):
        edited().branch("B", "Other", when=WHEN, who="me", entry="nothing")
    with pytest.raises(ChangeRefusedError, match="one line of text"):
        edited().branch("B", " ", when=WHEN, who="me")


def test_undoing_ends_where_an_option_began() -> None:
    ready = ReadyOption("r", "Ready", ON)
    assert Option.from_ready(PACK, ready, "A", when=WHEN, who="me").edits == []
    option = edited()
    assert option.edits == list(option.log)
    option.start = [e.id for e in option.log][1]
    assert option.edits == list(option.log)[2:]


# -- the list ----------------------------------------------------------------------------------


def branched() -> Scenario:
    """Return A, its branch B at A's third entry, and C, a branch of B."""
    first = edited()
    entries = [e.id for e in first.log]
    second = first.branch("B", "B", when=WHEN, who="me", entry=entries[2])
    note(second, "in B")
    third = second.branch("C", "C", when=WHEN, who="me")
    scenario = Scenario("s", PACK, WHEN, [first], "A")
    scenario.apply(Add(second, 1))
    scenario.apply(Add(third, 2))
    return scenario


def test_a_branch_of_what_is_removed_comes_from_its_origin() -> None:
    scenario = branched()
    before = scenario.mark
    shared = [e.id for e in scenario.options[0].log][2]
    put_back = scenario.apply(Take("B"))
    assert scenario.option("C").origin == Origin("A", shared)
    scenario.apply(put_back)
    assert scenario.mark == before
    scenario.apply(Take("A"))
    assert scenario.option("B").origin is None
    assert scenario.option("C").origin == Origin("B", scenario.option("B").log.head)


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (Take("X"), "not there any more"),
        (Place("X", 0), "not there any more"),
        (SetStatus("X", Status.DELETED), "not there any more"),
        (Add(edited("A"), 0), "Plan is there already"),
        (Add(Option(rich_pack(), "Z", "Z", ON), 0), "of the same pack"),
    ],
)
def test_what_can_not_be_done_to_the_list(edit: ListEdit, said: str) -> None:
    scenario = branched()
    before = scenario.mark
    with pytest.raises(ListRefusedError, match=said):
        scenario.apply(edit)
    assert scenario.mark == before


def test_an_option_is_added_only_where_its_origin_is() -> None:
    scenario = branched()
    stranger = edited("Z", "Strange", 1).branch("Y", "Y", when=WHEN, who="me")
    with pytest.raises(ListRefusedError, match="not there any more"):
        scenario.apply(Add(stranger, 0))
    stranger.origin = Origin("A", stranger.log.head)
    with pytest.raises(ListRefusedError, match="Y does not begin with the history of Plan"):
        scenario.apply(Add(stranger, 0))


def test_a_scenario_has_a_most_options() -> None:
    options = [Option(PACK, str(n), str(n), ON) for n in range(MAX_OPTIONS)]
    scenario = Scenario("s", PACK, WHEN, options, "0")
    with pytest.raises(ListRefusedError, match="at most 1,000"):
        scenario.apply(Add(Option(PACK, "x", "x", ON), 0))


def test_the_last_option_in_use_stays() -> None:
    scenario = two_options()
    scenario.apply(SetStatus("A", Status.ARCHIVED))
    for edit, what in (
        (SetStatus("B", Status.ARCHIVED), "archived"),
        (SetStatus("B", Status.DELETED), "deleted"),
        (Take("B"), "removed"),
    ):
        with pytest.raises(ListRefusedError, match=f"Bold can't be {what}: it is the only"):
            scenario.apply(edit)
    scenario.apply(SetStatus("A", Status.DELETED))
    scenario.apply(Take("A"))
    assert names(scenario) == "B"


def test_another_option_is_shown_when_the_active_one_goes() -> None:
    scenario = branched()
    for edit, active in (
        (SetStatus("A", Status.ARCHIVED), "B"),
        (SetStatus("A", Status.ACTIVE), "B"),
        (Take("B"), "A"),
    ):
        scenario.apply(edit)
        assert scenario.active == active


def test_listeners_hear_of_what_was_done() -> None:
    scenario = branched()
    heard: list[Listed] = []
    stop = scenario.subscribe(heard.append)
    inverse = scenario.apply(Place("C", 0))
    assert heard == [Listed(Place("C", 0), inverse)]
    stop()
    scenario.apply(inverse)
    assert len(heard) == 1


@pytest.mark.parametrize(
    ("edit", "text"),
    [
        (SetStatus("B", Status.ARCHIVED), "Archive B"),
        (SetStatus("B", Status.DELETED), "Delete B"),
        (SetStatus("B", Status.ACTIVE), "Restore B"),
        (Place("A", 2), "Move Plan in the list"),
        (Take("C"), "Remove C"),
        (Add(edited("Z", "Plan Z"), 0), "Add Plan Z"),
    ],
)
def test_what_is_done_to_the_list_has_words(edit: ListEdit, text: str) -> None:
    assert edit_text(edit, branched().options) == text


NUMBERS = st.integers(0, 9)


def _edit(scenario: Scenario, kind: int, which: int, number: int) -> ListEdit:
    options = scenario.options
    option = options[which % len(options)]
    match kind % 5:
        case 0:
            entries = ["", *(e.id for e in option.log)]
            entry = entries[number % len(entries)]
            name = f"n{kind}.{which}.{number}.{len(options)}"
            return Add(option.branch(name, name, when=WHEN, who="me", entry=entry), number)
        case 1:
            return Take(option.id)
        case 2:
            return Place(option.id, number)
        case _:
            return SetStatus(option.id, list(Status)[number % 3])


@given(st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), max_size=30))
def test_whatever_is_done_to_the_list_can_be_taken_back(steps: list[tuple[int, int, int]]) -> None:
    scenario = branched()
    marks: list[object] = []
    back: list[ListEdit] = []
    for step in steps:
        edit = _edit(scenario, *step)
        before = scenario.mark
        try:
            back.append(scenario.apply(edit))
            marks.append(before)
        except ListRefusedError:
            assert scenario.mark == before
        ids = [o.id for o in scenario.options]
        assert len(set(ids)) == len(ids)
        assert scenario.active in [o.id for o in scenario.with_status()]
        for option in scenario.options:
            if option.origin is not None:
                other = scenario.option(option.origin.option)
                entry = option.origin.entry
                assert other is not option
                assert not entry or (entry in option.log and entry in other.log)
    last = scenario.mark
    forward = [scenario.apply(edit) for edit in reversed(back) if marks]
    assert not marks or scenario.mark == marks[0]
    for edit in reversed(forward):
        scenario.apply(edit)
    assert scenario.mark == last
