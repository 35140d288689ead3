"""All panels over one document: after any edits they show what new ones would."""

from random import Random

import pytest
import shiboken6
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from model import edits
from model.changes import Appoint, Arrange, Arrangement, Change, Field, Move, SetField
from model.errors import ChangeRefusedError
from model.pack import Tier
from model.rules.rule import Verdict
from ui import theme
from ui.document import Document
from ui.panels.inspector import InspectorPanel
from ui.panels.problem_cards import ProblemsModel
from ui.panels.problems import ProblemsPanel
from ui.panels.totals import TotalsPanel
from ui.panels.totals_model import TotalsModel
from ui.panels.tray import TrayPanel
from ui.panels.tray_list import TrayModel

SPOKEN = Qt.ItemDataRole.AccessibleTextRole


def content(model: QAbstractItemModel, parent: QModelIndex | None = None) -> list[object]:
    """Return all that a model says, nested as its rows are."""
    parent = parent or QModelIndex()
    return [
        (
            [model.index(row, c, parent).data(SPOKEN) for c in range(model.columnCount(parent))],
            content(model, model.index(row, 0, parent)),
        )
        for row in range(model.rowCount(parent))
    ]


def any_change(document: Document, random: Random, number: int) -> Change:
    state = document.state
    units, groups = state.at_tier(Tier.UNIT), state.at_tier(Tier.GROUP)
    regions = state.at_tier(Tier.REGION)
    some = random.sample(units, random.randint(1, 3))
    group = random.choice(groups) if groups else ""
    match random.randrange(9) if groups else 8:
        case 0:
            return edits.move(state, some, group)
        case 1:
            return edits.to_tray(state, some)
        case 2:
            return edits.dissolve(state, [group])
        case 3:
            return Move(group, random.choice(regions))
        case 4:
            return SetField(group, Field.NAME, f"Name {number}")
        case 5:
            return SetField(group, Field.FORMED, random.choice(["", "2011-05-01", "2011-07-01"]))
        case 6:
            role = random.choice(state.pack.roles).id
            return Arrange(some[0], role, random.choice([None, *Arrangement]))
        case 7:
            return Appoint(some[0], state.pack.roles[0].id, random.choice(["", "Ann", "Bo"]))
    return edits.new_group(state, random.choice(regions), f"X{number}", f"New {number}", some)


def said(tray: TrayPanel, problems: ProblemsPanel) -> list[object]:
    """Return what two panels say beside their lists."""
    spread, before = tray.spread, tray.before_and_after
    texts = [tray.number, tray.sentence, tray.sums, spread.heading, spread.count]
    return [
        *(w.text() for w in (*texts, *(label for row in before.rows for label in row))),
        *(w.accessibleName() for w in (spread.largest, spread.smallest, problems.heading)),
        *(w.isVisibleTo(tray) for w in (tray.sums, tray.search)),
        # Asking for the list would make it.
        "list" in vars(tray) and tray.list.isVisibleTo(tray),
        (tray.sums.toolTip(), problems.counts),
    ]


# Each also with the problems of one sort only, and as the window has them: filled when it is there.
@pytest.mark.parametrize("waits", [False, True], ids=["at-once", "later"])
@pytest.mark.parametrize("seed", range(4))
def test_panels_follow_any_edits(document: Document, qtbot, seed: int, waits: bool) -> None:
    random = Random(seed)
    if waits:  # nothing is left to place, either
        document.commit(edits.move(document.state, document.state.tray(), "G1"))
    tray = TrayPanel(document, theme.LIGHT, waits=waits)
    totals = TotalsPanel(document, theme.LIGHT, waits=waits)
    problems = ProblemsPanel(document, theme.LIGHT, waits=waits)
    if waits:
        for panel in (totals, tray, problems):
            panel.fill()
    inspector = InspectorPanel(document, theme.LIGHT)
    for panel in (tray, totals, problems, inspector):
        qtbot.addWidget(panel)
    models = (tray.model, totals.model, problems.model)
    strict = QAbstractItemModelTester.FailureReportingMode.Fatal
    # They ask each row after each signal, which takes longer than all else together.
    testers = [QAbstractItemModelTester(model, strict) for model in models if seed % 2]
    problems.list.expandAll()
    problems.verdicts.setCurrentIndex(seed)
    for number in range(30):
        try:
            change = any_change(document, random, number)
        except ChangeRefusedError:
            continue
        document.preview(change)
        document.preview(None)
        if random.random() < 0.7:
            document.commit(change)
        elif document.stack.canUndo():
            document.stack.undo()
        document.select(random.sample(list(document.state), random.randint(0, 2)))
        problems.next_problem()
        if number % 2:  # what is not as it should be stays so
            continue
        fresh = (
            TrayModel(document),
            TotalsModel(document, theme.LIGHT),
            ProblemsModel(document),
        )
        chosen = problems.verdicts.currentData()
        fresh[-1].show_only("", Verdict(chosen) if chosen else None)
        assert [content(model) for model in models] == [content(model) for model in fresh]
        new_tray, new_problems = (
            TrayPanel(document, theme.LIGHT),
            ProblemsPanel(document, theme.LIGHT),
        )
        assert said(tray, problems) == said(new_tray, new_problems)
        for panel in (new_tray, new_problems):
            shiboken6.delete(panel)
    assert len(testers) == len(models) * (seed % 2)
