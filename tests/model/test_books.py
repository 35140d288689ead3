"""The quick ways to count hold against the slow ones: whole levels, closed books, late findings."""

from __future__ import annotations

import dataclasses
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from model.changes import Batch, Change, Create
from model.errors import ChangeRefusedError
from model.events import Touched
from model.organisations import Citation, Figure, FigureColumn, Organisation, Organisations
from model.rules.engine import Findings
from model.state import State
from model.totals import Ledger, TallyShape
from tests.model import reference
from tests.model.gestures import GESTURES
from tests.model.packs import ON, estimate, rich_pack, wide_pack

PACK = rich_pack()


def new_state() -> State:
    return State(PACK, "Option", ON)


# -- columns -----------------------------------------------------------------------------------


def test_columns_give_back_the_records_they_were_made_of() -> None:
    records = list(PACK.organisations)
    again = Organisations.of(records)
    assert list(again) == records
    assert again == PACK.organisations
    assert again[-1] == records[-1]
    assert again[2:4] == tuple(records[2:4])


def test_organisations_differ_by_any_field() -> None:
    first, *others = PACK.organisations
    for change in (
        {"name": "Another"},
        {"code": "ZZ"},
        {"figures": {"population": Figure(1)}},
        {"facts": {"deficit": "yes"}},
        {"place": (0.5, 51.5)},
    ):
        other = Organisations.of((*[first, *others[:-1]], _changed(others[-1], change)))
        assert other != PACK.organisations


def _changed(organisation: Organisation, change: dict[str, object]) -> Organisation:
    return dataclasses.replace(organisation, **change)


def test_a_parent_comes_before_its_children() -> None:
    child = Organisation("C", "region", "C", "Child", "P")
    parent = Organisation("P", "nation", "P", "Parent", None)
    with pytest.raises(KeyError):
        Organisations.of((child, parent))


def test_columns_are_of_one_length() -> None:
    with pytest.raises(ValueError, match="one length"):
        Organisations(["N"], ["nation"], [], ["Nation"], [-1])


# -- whole levels ------------------------------------------------------------------------------

NUMBERS = st.integers(-(10**6), 10**6) | st.integers(-(10**17), 10**17)


@example(above=[0], kinds=[0] * 61, figures=[(1, 10**17 + 1, 1)], posts={}, seed=0)
@given(
    above=st.lists(st.integers(0, 10**6), min_size=1, max_size=60),
    kinds=st.lists(st.integers(0, len(PACK.kinds) - 1), min_size=61, max_size=61),
    figures=st.lists(st.tuples(st.integers(0, 60), NUMBERS, st.integers(0, 10**9)), max_size=40),
    posts=st.dictionaries(st.integers(0, 60), st.tuples(*[st.integers(0, 20)] * 3), max_size=20),
    seed=st.integers(0, 5),
)
def test_adding_up_by_level_is_adding_up_row_by_row(
    above: list[int],
    kinds: list[int],
    figures: list[tuple[int, int, int]],
    posts: dict[int, tuple[int, int, int]],
    seed: int,
) -> None:
    n = len(above) + 1
    parents = [-1, *(a % (i + 1) for i, a in enumerate(above))]
    # Rows of what was moved may stand before the rows above them.
    order = list(range(n))
    Random(seed).shuffle(order)
    shuffled = [-1] * n
    for row, parent in enumerate(parents):
        shuffled[order[row]] = -1 if parent < 0 else order[parent]
    of_row = {row % n: (value, width) for row, value, width in figures}
    rows = sorted(of_row)
    soft = [row for row in rows if of_row[row][1]]
    column = FigureColumn(
        rows,
        [of_row[row][0] for row in rows],
        [int(row in soft) for row in rows],
        {row: of_row[row][0] - of_row[row][1] for row in soft},
        {row: of_row[row][0] + 2 * of_row[row][1] for row in soft},
    )
    cited = (Citation(), Citation(estimate(1, 0, 2).basis))
    names = [str(row) for row in range(n)]
    organisations = Organisations(
        *(names, names, names, names, shuffled), figures={"budget": column}, citations=cited
    )
    of_rows = [PACK.kinds[kind] for kind in kinds[:n]]
    told = {row: numbers for row, numbers in posts.items() if row < n}
    ledger = Ledger(TallyShape(PACK.measures), PACK.kinds)
    slow = ledger.filled_by_row(of_rows, shuffled, organisations, told)
    fast = ledger.filled_by_level(of_rows, shuffled, organisations, told)
    assert fast == slow


def test_a_large_pack_is_added_up_exactly() -> None:
    pack = wide_pack(regions=7, units=1_500)
    state = State(pack, "Option", ON)
    reference.check_totals(state)


# -- closed books ------------------------------------------------------------------------------


def _edits(seed: int, number: int) -> list[Change]:
    """Return changes that can be made one after the other."""
    random, state, made = Random(seed), new_state(), []
    names = sorted(GESTURES)
    while len(made) < number:
        a, b, c = (random.randrange(10**6) for _ in range(3))
        try:
            change = GESTURES[random.choice(names)](state, a, b, c)
            state.apply(change)
        except ChangeRefusedError:
            continue
        made.append(change)
    return made


@pytest.mark.parametrize("seed", range(6))
def test_books_opened_late_say_what_books_kept_all_along_say(seed: int) -> None:
    changes = _edits(seed, 40)
    kept, late, at_once = new_state(), new_state(), new_state()
    reference.totals(kept)
    reference.totals(at_once)
    inverses = []
    for change in changes:
        inverses.append(kept.apply(change))
        assert late.apply(change) == inverses[-1]
    back = at_once.apply(Batch(tuple(changes)))
    assert kept.snapshot() == late.snapshot() == at_once.snapshot()
    assert reference.totals(kept) == reference.totals(late) == reference.totals(at_once)
    at_once.apply(back)
    for inverse in reversed(inverses):
        kept.apply(inverse)
        late.apply(inverse)
    assert reference.totals(kept) == reference.totals(late) == reference.totals(at_once)


def test_a_large_edit_that_is_refused_half_way_leaves_the_books_right() -> None:
    changes = _edits(3, 60)
    state = new_state()
    before = reference.totals(state)
    with pytest.raises(ChangeRefusedError):
        state.apply(Batch((*changes, Create("X", "nowhere", "X", "X", "N"))))
    assert state.snapshot() == new_state().snapshot()
    assert reference.totals(state) == before


# -- late findings -----------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_findings_asked_late_are_those_that_were_kept(seed: int) -> None:
    state = new_state()
    kept, late = Findings(state, PACK.rules), Findings(state, PACK.rules)
    list(kept)
    for number, change in enumerate(_edits(seed, 30)):
        touched = Touched()
        state.apply(change, touched)
        differ, _ = kept.update(touched)
        assert differ <= late.update(touched)[0] | frozenset(o for o in differ if o in state)
        if number % 7 == 0:
            some = next(iter(state))
            assert late.of(some) == kept.of(some)
    assert reference.findings(late) == reference.findings(kept)
