"""England's pack and plan as tests have them: read and judged once for all that begin with them."""

from __future__ import annotations

from functools import cache

import resources
from db.boundaries import read_atlas
from db.packs import read_pack
from model.geography.shapes import Atlas
from model.option import Option
from model.pack import Pack
from model.rules.engine import Findings
from model.scenario import Scenario, from_ready

FORMED = "2011-06-01T00:00:00+00:00"

_judged: dict[tuple[int, str], Findings] = {}
_seen: set[tuple[int, str]] = set()


def installed_pack(name: str = "pct-2011") -> Pack:
    """Return a pack that ships with the program: it never alters, and takes long to read."""
    return _packs(name)


def installed_atlas(name: str = "pct-2011") -> Atlas:
    """Return where the organisations of a pack are that ships with the program."""
    return _atlases(name)


@cache  # the functions above are asked with a name and without: a cache would keep both
def _packs(name: str) -> Pack:
    return read_pack(resources.path("packs", name), map_later=True)


@cache
def _atlases(name: str) -> Atlas:
    return read_atlas(_packs(name))


def started(ready: str = "june-2011", *, of: Pack | None = None, who: str = "me") -> Scenario:
    """Return a new scenario that begins with one of a pack's options, England's unless told."""
    pack = of or installed_pack()
    option = next(o for o in pack.options if o.id == ready)
    return from_ready(pack, option, "s", when=FORMED, who=who)


def judged(scenario: Scenario) -> Scenario:
    """Return a scenario whose option, as it was made, has its findings, if another had them before.

    To ask England's rules of a plan takes longer than to open and to show it, and most tests begin
    with one and the same plan.
    """
    option = scenario.option()
    assert [entry.id for entry in option.log] in ([], [option.start])
    key = id(option.pack), option.state.name
    if key not in _seen:  # maybe a pack for this test alone
        _seen.add(key)
        return scenario
    if key not in _judged:
        _judged[key] = _worked_out(option)
    option._findings = _judged[key].over(option.state)
    return scenario


def _worked_out(option: Option) -> Findings:
    twin = Option(option.pack, option.id, *option.first)
    twin.restore(list(option.log), option.log.head)
    assert list(twin.findings)
    return twin.findings
