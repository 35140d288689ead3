"""Two copies of the clusters of June 2011, edited differently, put together again."""

from __future__ import annotations

from random import Random

from model.changes import Move
from model.merge import Merge, Side
from model.option import Option
from model.pack import Pack, Tier
from tests.packs.examples import WHEN, start


def test_thirty_moves_here_and_thirty_there_of_which_five_disagree(pack: Pack) -> None:
    mine = start(pack, "june-2011")
    theirs = Option(pack, "A", *mine.first)
    theirs.restore(list(mine.log), mine.log.head)
    random = Random(2011)
    groups = mine.state.at_tier(Tier.GROUP)
    units = random.sample(mine.state.at_tier(Tier.UNIT), 52)
    both_alike, disputed = units[:3], units[3:8]
    only_mine, only_theirs = units[8:30], units[30:]
    expected = {u: mine.state.parent(u) for u in mine.state.at_tier(Tier.UNIT)}

    def elsewhere(unit: str, step: int) -> str:
        return groups[(groups.index(str(expected[unit])) + step) % len(groups)]

    to_mine = {u: elsewhere(u, 1) for u in (*both_alike, *disputed, *only_mine)}
    to_theirs = {u: elsewhere(u, 1) for u in (*both_alike, *only_theirs)}
    to_theirs |= {u: elsewhere(u, 2) for u in disputed}
    assert len(to_mine) == len(to_theirs) == 30
    for option, moves, who in ((mine, to_mine, "Ben"), (theirs, to_theirs, "Anna")):
        for unit, to in moves.items():
            option.commit(Move(unit, to), when=WHEN, who=who)

    merge = Merge(mine, theirs)
    assert {c.title for c in merge.conflicts} == {
        f"Where {mine.state.label(u)} is" for u in disputed
    }
    assert len(merge.taken) == 22
    assert merge.text() == "Merge Anna's changes (30 changes, 5 decided)"
    decisions = {n: (Side.MINE, Side.THEIRS)[n % 2] for n in range(5)}
    before = mine.state.snapshot()
    mine.commit(merge.change(decisions), when=WHEN, who="Ben", text=merge.text())

    titles = {f"Where {mine.state.label(u)} is": u for u in disputed}
    expected |= to_mine | to_theirs
    for number, conflict in enumerate(merge.conflicts):
        unit = titles[conflict.title]
        expected[unit] = (to_theirs if number % 2 else to_mine)[unit]
    assert {u: mine.state.parent(u) for u in expected} == expected
    mine.undo()
    assert mine.state.snapshot() == before
