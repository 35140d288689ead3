"""Options that reports are tested on: one in which everything occurs, one with hostile names."""

from __future__ import annotations

from dataclasses import replace

from model import edits
from model.changes import Appoint, Field, OptionField, SetOption
from model.option import Option
from model.organisations import Organisations
from model.pack import Pack
from model.records import altered
from tests.model.packs import ON, WHEN, rich_pack

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></title>&amp;",
    "=HYPERLINK(1)",
    "+1",
    "-1",
    "@SUM(A1)",
    "x" * 200,
    "سلام 漢字",
    'a "quoted", name; of it',
)
"""Names that a careless writer takes for markup, for a formula or for a row's end."""


def plan(pack: Pack | None = None) -> Option:
    """Return a plan of three groups, one with nobody in it, and units in the tray."""
    option = Option(pack or rich_pack(), "o", "A plan", ON)
    for group, region, name, members, why in (
        ("G1", "R1", "East", ["T01", "T02", "T03"], "Agreed in March."),
        ("G2", "R2", "West", ["T06"], ""),
        ("G3", "R2", "Nobody", [], ""),
    ):
        change = edits.new_group(option.state, region, group, name, members)
        option.commit(change, when=WHEN, who="Ada", why=why)
    option.commit(Appoint("G1", "chief", "A. Body"), when=WHEN, who="Ada", why="=1+1")
    return option


def hostile_plan() -> Option:
    """Return the plan with names that are no names."""
    pack = rich_pack()
    named = (
        altered(o, name=HOSTILE[place % len(HOSTILE)]) for place, o in enumerate(pack.organisations)
    )
    option = plan(replace(pack, organisations=Organisations.of(tuple(named))))
    for group, name in zip(("G1", "G2", "G3"), HOSTILE, strict=False):
        change = edits.set_field(option.state, [group], Field.NAME, name)
        option.commit(change, when=WHEN, who=HOSTILE[0], why=HOSTILE[7])
    option.commit(Appoint("G1", "chief", HOSTILE[7]), when=WHEN, who="Ada")
    return option


def long_plan() -> Option:
    """Return the plan with names of 200 characters for all that has a name."""
    words = (
        "the Integrated Commissioning Partnership of Northamptonshire, Milton Keynes and Parishes, "
    )

    def name(number: int) -> str:
        return f"{number} {words * 3}"[:200].strip()

    pack = rich_pack()
    named = (altered(o, name=name(place)) for place, o in enumerate(pack.organisations))
    option = plan(replace(pack, organisations=Organisations.of(tuple(named))))
    for number, group in enumerate(("G1", "G2", "G3"), 100):
        option.commit(
            edits.set_field(option.state, [group], Field.NAME, name(number)), when=WHEN, who="Ada"
        )
    option.commit(Appoint("G1", "chief", name(200)), when=WHEN, who="Ada")
    option.commit(SetOption(OptionField.NAME, name(300)), when=WHEN, who="Ada")
    return option
