"""Groups of units with their totals, in the model's own books, for the benchmarks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from model.organisations import Citation, FigureColumn, Organisations
from model.pack import Kind
from model.totals import Ledger, TallyShape
from tests.benchmarks.convert import FIGURES, outline


@dataclass(slots=True)
class Account:
    """Groups under one root, and units in them, as the model keeps their totals."""

    ledger: Ledger
    kinds: list[Kind]
    parents: list[int]
    organisations: Organisations
    groups: int
    run: int = 0

    def count_anew(self) -> None:
        """Work all totals out from the units' own figures."""
        self.ledger.fill(self.kinds, self.parents, self.organisations, {})

    def move_next(self) -> None:
        """Move a unit into the next group, as `model.books` keeps totals right when one moves."""
        ledger, parents, groups = self.ledger, self.parents, self.groups
        self.run = (self.run * 7 + 11) % (len(parents) - 1 - groups)
        row = 1 + groups + self.run
        old = parents[row]
        new = 1 + old % groups
        tally = ledger.tally(row)
        ledger.add((old, 0), tally, -1)
        ledger.add((new, 0), tally, 1)
        parents[row] = new

    def totals(self) -> list[list[int]]:
        """Return the groups' totals, a list for each measure."""
        shape, ledger = self.ledger.shape, self.ledger
        rows = range(1, 1 + self.groups)
        return [[ledger.get(row, shape.start(m.id)) for row in rows] for m in shape.measures]


def account(part: np.ndarray, val: np.ndarray, k: int) -> Account:
    """Return units in groups with nothing added up.

    Parameters
    ----------
    part : ints, one a unit
        Group of each unit, from 0 to `k` - 1.
    val : (units, measures) array
    """
    pack = outline("pct")
    n, first = len(part), 1 + k
    ids = [str(row) for row in range(first + n)]
    names = ["nation", *["cluster"] * k, *["pct"] * n]
    parents = [-1, *[0] * k, *(part + 1).tolist()]
    rows = range(first, first + n)
    figures = {
        measure: FigureColumn(rows, column.astype(int).tolist(), [0] * n)
        for measure, column in zip(FIGURES, val.T, strict=True)
    }
    organisations = Organisations(
        ids, names, ids, ids, parents, figures=figures, citations=(Citation(),)
    )
    kinds = {kind.id: kind for kind in pack.kinds}
    ledger = Ledger(TallyShape([pack.measure(m) for m in FIGURES]), pack.kinds)
    return Account(ledger, [kinds[name] for name in names], parents, organisations, k)
