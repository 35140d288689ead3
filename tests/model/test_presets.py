"""Presets of a scenario: kept and removed like any edit of it, and merged."""

from __future__ import annotations

import pytest

from model.errors import ListRefusedError
from model.merge import copied
from model.merging import Merging
from model.option import Option
from model.presets import MAX_PRESETS, Settings
from model.scenario import Listed, Scenario, SetPreset, edit_text
from model.sending import Level, contents, contents_lines, reduced
from tests.model.packs import ON, WHEN, rich_pack

PACK = rich_pack()
PDF: Settings = {"format": ".pdf", "landscape": False, "dpi": 150, "parts": ["overview"]}
PNG: Settings = {"format": ".png"}


def scenario(**presets: Settings) -> Scenario:
    option = Option(PACK, "A", "Plan A", ON)
    return Scenario("one", PACK, WHEN, [option], "A", presets)


def test_a_preset_is_kept_replaced_and_removed_and_each_taken_back() -> None:
    one = scenario()
    begun = one.mark
    heard: list[Listed] = []
    one.subscribe(heard.append)
    steps = [one.apply(SetPreset("Board", PDF))]
    assert one.mark != begun
    steps.append(one.apply(SetPreset("Board", PNG)))
    assert one.presets == {"Board": PNG}
    steps.append(one.apply(SetPreset("Board", None)))
    assert one.presets == {}
    assert [event.edit for event in heard][-1] == SetPreset("Board", None)
    found = []
    for inverse in reversed(steps):
        one.apply(inverse)
        found.append(dict(one.presets))
    assert found == [{"Board": PNG}, {"Board": PDF}, {}]
    assert one.mark == begun


def test_keeping_and_removing_have_words() -> None:
    assert edit_text(SetPreset("Board", PDF), ()) == "Keep the preset Board"
    assert edit_text(SetPreset("Board", None), ()) == "Remove the preset Board"


@pytest.mark.parametrize("name", ["", " ", " Board", "two\nlines", "x" * 201, "a\u202eb"])
def test_a_name_is_a_line(name: str) -> None:
    one = scenario()
    with pytest.raises(ListRefusedError, match="A preset's name is one line"):
        one.apply(SetPreset(name, PDF))
    assert one.presets == {}


@pytest.mark.parametrize(
    "settings",
    [
        {"line": "x" * 201},
        {"line": "a\nb"},
        {"dpi": 10**9},
        {"dpi": 1.5},
        {"logo": None},
        {"parts": [1]},
        {"parts": ["x"] * 41},
        {"parts": [["x"]]},
        {"a b": "x"},
        {"": "x"},
        {1: "x"},
        {f"k{n}": 1 for n in range(41)},
    ],
)
def test_settings_are_few_plain_values(settings: Settings) -> None:
    with pytest.raises(ListRefusedError, match="can't be kept in a file"):
        scenario().apply(SetPreset("Board", settings))


def test_there_are_so_many_at_most() -> None:
    one = scenario(**{f"p{n}": PNG for n in range(MAX_PRESETS)})
    with pytest.raises(ListRefusedError, match="at most 100 presets"):
        one.apply(SetPreset("one more", PDF))
    one.apply(SetPreset("p1", PDF))
    assert one.presets["p1"] == PDF


def test_one_that_is_gone_is_not_removed() -> None:
    with pytest.raises(ListRefusedError, match="not there any more"):
        scenario().apply(SetPreset("Board", None))


def test_they_travel_with_the_whole_and_not_with_less() -> None:
    one = scenario(Board=PDF)
    assert reduced(one, Level.WHOLE, when=WHEN).presets == {"Board": PDF}
    lines = contents_lines(contents(one), Level.WHOLE)
    assert "1 preset for exports" in lines
    for level in (Level.PLAN, Level.NAMELESS, Level.TOTALS):
        assert reduced(one, level, when=WHEN).presets == {}


# -- merging -----------------------------------------------------------------------------------


def merged(mine: Scenario, theirs: Scenario, base: Scenario | None) -> Merging:
    other = Scenario(
        "one", PACK, WHEN, [copied(o, PACK) for o in theirs.options], "A", theirs.presets
    )
    merging = Merging(mine, other, base.mark if base is not None else None)
    for edit in merging.edits:
        mine.apply(edit)
    return merging


def test_presets_that_they_made_or_altered_are_taken() -> None:
    mine, base = scenario(Old=PDF, Same=PDF), scenario(Old=PDF, Same=PDF)
    merged(mine, scenario(Old=PNG, Same=PDF, New=PNG), base)
    assert mine.presets == {"Old": PNG, "Same": PDF, "New": PNG}
    assert merged(mine, scenario(), mine).is_nothing  # a copy without them removes none


def test_what_i_did_to_presets_stays() -> None:
    base = scenario(Mine=PDF, Gone=PDF)
    mine = scenario(Mine=PNG)
    assert merged(mine, base, base).kept == []
    assert mine.presets == {"Mine": PNG}


@pytest.mark.parametrize("is_known", [True, False])
def test_where_both_did_something_mine_stays_and_it_is_said(is_known: bool) -> None:
    mine, theirs = scenario(Board=PDF), scenario(Board=PNG, New=PNG)
    merging = merged(mine, theirs, scenario() if is_known else None)
    assert merging.kept == ["The preset Board is another in theirs; yours stays as it is."]
    assert mine.presets == {"Board": PDF, "New": PNG}
