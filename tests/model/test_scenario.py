"""A scenario finds its options."""

from __future__ import annotations

import pytest

from model.changes import OptionField, SetOption
from model.option import Option
from model.pack import ReadyOption
from model.scenario import Scenario, from_ready
from tests.model.packs import ON, WHEN, rich_pack


def two_options() -> Scenario:
    pack = rich_pack()
    scenario = from_ready(pack, ReadyOption("b", "Blank", ON), "scenario", when=WHEN, who="me")
    scenario.options.append(Option(pack, "B", "Bold", ON))
    return scenario


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
