"""Merging scenarios: the options that both have, those that one has, and the list of them."""

from __future__ import annotations

import pytest

from model.changes import OptionField, SetOption
from model.merge import Side, copied
from model.merging import Merging
from model.option import Option, Status
from model.scenario import Add, ListEdit, Place, Scenario, SetStatus, Take
from tests.model.packs import ON, WHEN, rich_pack

PACK = rich_pack()


def scenario(names: str = "ABC") -> Scenario:
    options = [Option(PACK, name, f"Plan {name}", ON) for name in names]
    return Scenario("one", PACK, WHEN, options, names[0])


def copy_of(mine: Scenario) -> Scenario:
    return Scenario(mine.id, PACK, WHEN, [copied(o, PACK) for o in mine.options], mine.active)


def set_option(of: Scenario, option: str, field: OptionField, value: str, who: str) -> None:
    of.option(option).commit(SetOption(field, value), when=WHEN, who=who)


def note(of: Scenario, option: str, text: str, who: str = "Anna") -> None:
    set_option(of, option, OptionField.NOTE, text, who)


def rename(of: Scenario, option: str, name: str, who: str = "Anna") -> None:
    set_option(of, option, OptionField.NAME, name, who)


def put_in(merging: Merging) -> None:
    """Do all of it; conflicts are decided for mine."""
    for merge, change in zip(
        merging.merges, merging.changes([{} for _ in merging.merges]), strict=True
    ):
        merge.mine.commit(change, when=WHEN, who="me", brings=merge.brings)
    for edit in (*merging.additions(when=WHEN, who="me"), *merging.edits):
        merging.mine.apply(edit)


def told(of: Scenario) -> list[tuple[str, str, Status]]:
    return [(o.id, o.state.name, o.status) for o in of.options]


def test_all_options_are_merged_and_those_that_only_they_have_are_added() -> None:
    mine, theirs = scenario(), copy_of(scenario())
    note(theirs, "A", "theirs")
    note(theirs, "C", "theirs", "Bo")
    note(mine, "C", "mine", "me")
    theirs.apply(Add(Option(PACK, "D", "Plan A", ON), 0))
    merging = Merging(mine, theirs)
    assert [m.mine.id for m in merging.merges] == ["A", "C"]
    assert [len(m.conflicts) for m in merging.merges] == [0, 1]
    assert merging.authors == "Anna and Bo"
    changes = merging.changes([{}, {0: Side.THEIRS}])
    assert len(changes) == 2
    put_in(merging)
    assert [name for _, name, _ in told(mine)] == ["Plan A", "Plan B", "Plan C", "Plan D"]
    assert mine.option("A").state.note == "theirs"
    assert Merging(mine, theirs).is_nothing


def test_one_option_alone_is_merged() -> None:
    mine, theirs = scenario(), copy_of(scenario())
    note(theirs, "A", "theirs")
    note(theirs, "B", "theirs")
    theirs.apply(Add(Option(PACK, "D", "Plan D", ON), 0))
    theirs.apply(SetStatus("C", Status.DELETED))
    merging = Merging(mine, theirs, only="B")
    assert [m.mine.id for m in merging.merges] == ["B"]
    assert (merging.only_theirs, merging.edits, merging.kept) == ((), [], [])


@pytest.mark.parametrize(
    "edit",
    [
        SetStatus("B", Status.ARCHIVED),
        SetStatus("A", Status.DELETED),
        SetStatus("D", Status.ACTIVE),
        Place("C", 0),
        Place("A", 2),
    ],
)
def test_what_they_alone_did_to_the_list_is_taken(edit: ListEdit) -> None:
    mine = scenario("ABCD")
    mine.apply(SetStatus("D", Status.ARCHIVED))
    theirs, base = copy_of(mine), mine.mark
    theirs.apply(edit)
    merging = Merging(mine, theirs, base)
    put_in(merging)
    assert told(mine) == told(theirs)
    assert merging.kept == []


@pytest.mark.parametrize("edit", [SetStatus("B", Status.ARCHIVED), Place("C", 0)])
def test_what_i_alone_did_to_the_list_stays(edit: ListEdit) -> None:
    mine = scenario()
    theirs, base = copy_of(mine), mine.mark
    mine.apply(edit)
    merging = Merging(mine, theirs, base)
    assert (merging.is_nothing, merging.kept) == (True, [])


def test_what_both_did_to_the_list_or_nobody_knows_who_stays_and_is_said() -> None:
    mine = scenario()
    theirs, base = copy_of(mine), mine.mark
    theirs.apply(SetStatus("B", Status.DELETED))
    theirs.apply(Place("C", 0))
    unknown = Merging(mine, theirs)
    assert unknown.edits == []
    assert unknown.kept == [
        "Plan B is deleted in theirs; yours is in use.",
        "Their options are in another order; yours stay as they are.",
    ]
    mine.apply(SetStatus("B", Status.ARCHIVED))
    mine.apply(Place("B", 0))
    both = Merging(mine, theirs, base)
    assert both.edits == []
    assert both.kept[0] == "Plan B is deleted in theirs; yours is archived."
    assert len(both.kept) == 2


def test_what_they_deleted_and_i_went_on_with_stays_in_use() -> None:
    mine = scenario()
    theirs, base = copy_of(mine), mine.mark
    theirs.apply(SetStatus("B", Status.DELETED))
    note(mine, "B", "more", "me")
    merging = Merging(mine, theirs, base)
    assert (merging.edits, len(merging.kept)) == ([], 1)


def test_one_option_stays_in_use_whatever_they_archived() -> None:
    mine = scenario("AB")
    theirs, base = copy_of(mine), mine.mark
    mine.apply(SetStatus("A", Status.ARCHIVED))
    theirs.apply(SetStatus("B", Status.ARCHIVED))
    merging = Merging(mine, theirs, base)
    assert merging.edits == []
    assert merging.kept == ["Plan B is archived in theirs; yours is in use."]


def test_what_i_removed_is_not_added_again_unless_they_went_on_with_it() -> None:
    mine = scenario()
    theirs, base = copy_of(mine), mine.mark
    mine.apply(Take("B"))
    mine.apply(Take("C"))
    note(theirs, "C", "more")
    merging = Merging(mine, theirs, base)
    assert [o.id for o in merging.only_theirs] == ["C"]


def test_no_two_options_have_one_name_after_a_merge() -> None:
    mine, theirs = scenario(), copy_of(scenario())
    rename(mine, "A", "Final", "me")
    rename(theirs, "B", "final")
    rename(theirs, "C", "Plan B")
    put_in(Merging(mine, theirs))
    assert [name for _, name, _ in told(mine)] == ["Final", "final (2)", "Plan B"]
    assert len(mine.option("B").log.path()) == 1  # of the one step that undo takes back


def test_two_may_change_names() -> None:
    mine, theirs = scenario("AB"), copy_of(scenario("AB"))
    rename(theirs, "A", "Other")
    rename(theirs, "B", "Plan A")
    rename(theirs, "A", "Plan B")
    put_in(Merging(mine, theirs))
    assert [name for _, name, _ in told(mine)] == ["Plan B", "Plan A"]


def test_it_is_current_until_something_is_altered() -> None:
    mine, theirs = scenario(), copy_of(scenario())
    note(theirs, "A", "theirs")
    merging = Merging(mine, theirs)
    assert merging.is_current
    note(mine, "A", "mine", "me")
    assert not merging.is_current
    again = merging.again()
    assert again.is_current
    assert [len(m.conflicts) for m in again.merges] == [1]
