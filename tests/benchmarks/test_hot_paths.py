"""How long the hot paths take, for England's 151 PCTs and for 10,000 organisations.

`make bench` times them; as tests they run once each, and no limits are asserted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

import resources
from db.packs import read_pack
from db.recovery import Recorder
from db.scenario_file import open_scenario, save
from model import edits
from model.changes import Move
from model.chart import Chart
from model.comparison import compare
from model.events import Touched
from model.mend import mends
from model.option import Option
from model.pack import Pack, Tier
from model.plots.plot import PlotKind
from model.rules.engine import Findings
from model.scenario import Scenario, from_ready
from model.tidy import tidy
from tests.benchmarks import inputs
from tests.benchmarks.convert import scenario_of
from tests.england import installed_pack
from tests.model.packs import ON, wide_pack
from ui import theme
from ui.chart.faces import Faces
from ui.chart.flipping import Flip
from ui.chart.painter import Painter
from ui.chart.view import ChartView
from ui.dialogs.search_index import SearchIndex
from ui.document import Document

WHEN = "2011-06-01T00:00:00+00:00"


@dataclass
class Case:
    """A scenario, and a unit with two groups to move it between."""

    scenario: Scenario
    option: Option
    unit: str
    groups: tuple[str, str]

    def places(self) -> Iterator[str]:
        """Iterate over where the unit goes, to and fro without end."""
        return (self.groups[i % 2] for i in count(1))


@pytest.fixture(scope="module")
def pack() -> Pack:
    return installed_pack()


@pytest.fixture(scope="module")
def size(request: pytest.FixtureRequest) -> int:
    """Return how many organisations are many; fewer will do for a test that times nothing."""
    return 10_000 if request.config.getoption("benchmark_enable") else 1_000


@pytest.fixture(scope="module")
def tree(size: int) -> inputs.Tree:
    return inputs.make(size)


@pytest.fixture(params=["june-2011", "10,000"])
def case(request: pytest.FixtureRequest) -> Case:
    if request.param == "june-2011":
        pack = request.getfixturevalue("pack")
        ready = next(o for o in pack.options if o.id == "june-2011")
        scenario = from_ready(pack, ready, "s", when=WHEN, who="me")
    else:
        scenario = scenario_of(request.getfixturevalue("tree"))
    option = scenario.option()
    assert option.findings.problems()
    one, *_, other = option.state.at_tier(Tier.GROUP)
    return Case(scenario, option, option.state.members(one)[0], (one, other))


# -- the model ---------------------------------------------------------------------------------


def test_read_pack(benchmark) -> None:
    pack = benchmark(read_pack, resources.path("packs", "pct-2011"))
    assert pack.id == "pct-2011"


def test_move(benchmark, case: Case) -> None:
    """With totals, findings and log."""
    places = case.places()
    entry = benchmark(
        lambda: case.option.commit(
            edits.move(case.option.state, [case.unit], next(places)), when=WHEN, who="me"
        )
    )
    assert case.option.state.group_of(case.unit) == entry.change.to


def test_preview(benchmark, case: Case) -> None:
    change = edits.move(case.option.state, [case.unit], case.groups[1])
    preview = benchmark(case.option.preview, change)
    assert case.groups[1] in preview.totals


def test_findings_after_a_move(benchmark, case: Case) -> None:
    findings, touched = case.option.findings, Touched()
    case.option.state.apply(Move(case.unit, case.groups[1]), touched)
    found = benchmark(findings.evaluate, touched)
    assert {case.unit, *case.groups} <= found.keys()


def test_all_findings_anew(benchmark, case: Case) -> None:
    findings = benchmark(Findings, case.option.state, case.option.pack.rules)
    assert findings.problems()


@pytest.mark.parametrize("group", ["C06", "C07", "C50"])
def test_mends_of_a_population(benchmark, pack: Pack, group: str) -> None:
    """All that would mend a cluster over or under the norm; the first comes after some 5 ms."""
    ready = next(o for o in pack.options if o.id == "june-2011")
    option = from_ready(pack, ready, "s", when=WHEN, who="me").option()
    finding = next(f for f in option.findings.of(group) if f.rule.id == "DH-32")
    *_, best = benchmark(lambda: [*mends(option, finding)])
    assert len(best) > 20


def test_first_mend_of_a_population(benchmark, pack: Pack) -> None:
    ready = next(o for o in pack.options if o.id == "june-2011")
    option = from_ready(pack, ready, "s", when=WHEN, who="me").option()
    finding = next(f for f in option.findings.of("C07") if f.rule.id == "DH-32")
    found = benchmark(lambda: next(best for best in mends(option, finding) if best))
    assert found


@pytest.mark.parametrize(
    ("rule", "group"), [("DH-07", "C33"), ("DH-28", "C17"), ("DH-32", "C06"), ("DH-32", "C50")]
)
def test_first_mend_of_other_findings(benchmark, pack: Pack, rule: str, group: str) -> None:
    """An employer to enter, a council that is divided, clusters under the norm: within 100 ms."""
    ready = next(o for o in pack.options if o.id == "june-2011")
    option = from_ready(pack, ready, "s", when=WHEN, who="me").option()
    finding = next(f for f in option.findings.of(group) if f.rule.id == rule)
    found = benchmark(lambda: next(best for best in mends(option, finding) if best))
    assert found


# -- the chart ---------------------------------------------------------------------------------


def test_compare_with_a_plan_after_a_move(benchmark, case: Case) -> None:
    other = Option(case.option.pack, "B", *case.option.first)
    other.restore(list(case.option.log), case.option.log.head)
    other.commit(Move(case.unit, case.groups[1]), when=WHEN, who="me")
    assert other.findings.problems()
    found = benchmark(compare, case.option, other)
    assert [moved.after for moved in found.moves] == [case.unit]


def test_layout(benchmark, case: Case, qapp: QApplication) -> None:
    """Of the cards, all anew."""
    faces = Faces(case.option, 240)
    chart = benchmark(Chart, case.option.state, faces.header_height, columns=9)
    assert len(chart.layout.cards) == len(case.option.state.at_tier(Tier.GROUP))


def test_tidy_layout(benchmark, tree: inputs.Tree, size: int) -> None:
    drawn = benchmark(tidy, *(np.array(tree[c]) for c in ("parent", "w", "h")))
    assert len(drawn.x) == size


@pytest.mark.parametrize("zoom", [1.0, 0.35, 0.1])
def test_paint(benchmark, case: Case, qapp: QApplication, zoom: float) -> None:
    faces = Faces(case.option, 240)
    painter = Painter(Chart(case.option.state, faces.header_height), faces, theme.LIGHT)
    image = QImage(1280, 800, QImage.Format.Format_RGB32)

    def frame() -> None:
        canvas = QPainter(image)
        canvas.fillRect(image.rect(), theme.LIGHT.ground)
        canvas.scale(zoom, zoom)
        painter.draw(canvas, QRectF(0, 0, 1280 / zoom, 800 / zoom), zoom)
        canvas.end()

    benchmark(frame)
    assert image.pixelColor(400, 300).isValid()


def test_flip_to_another_plan(benchmark, case: Case, qtbot) -> None:
    other = case.option.branch("B", "Other", when=WHEN, who="me")
    other.commit(Move(case.unit, case.groups[1]), when=WHEN, who="me")
    view = ChartView(Document(case.scenario), theme.LIGHT)
    qtbot.addWidget(view)
    view.resize(1280, 800)
    with qtbot.waitExposed(view):
        view.show()
    flip = Flip(view, other, "Other", theme.LIGHT, str, str)
    flip.prepare()

    def to_and_fro() -> None:
        for on in (True, False):
            flip.show(on)
            (flip.view if on else view).viewport().repaint()

    benchmark(to_and_fro)
    assert not flip.is_on


def test_drop_in_the_chart(benchmark, case: Case, qtbot) -> None:
    """Without the panels around it; `adapter.reparent` has them all."""
    document = Document(case.scenario)
    view = ChartView(document, theme.LIGHT)
    qtbot.addWidget(view)
    view.resize(1280, 800)
    view.show()
    qtbot.waitExposed(view)
    places = case.places()

    def drop() -> None:
        document.commit(edits.move(document.state, [case.unit], next(places)))
        view.viewport().repaint()

    benchmark(drop)
    assert document.is_modified


@pytest.mark.parametrize("kind", list(PlotKind))
def test_plot_while_something_hovers(benchmark, case: Case, qtbot, kind: PlotKind) -> None:
    """What a frame of a drag costs more with a plot in view; the preview is there already."""
    from ui.plots.panel import PlotsPanel  # brings a library along that other cases do without

    window = QWidget()
    window.document, window.theme = Document(case.scenario), theme.LIGHT
    qtbot.addWidget(window)
    panel = PlotsPanel(window)
    panel.resize(1280, 320)
    window.resize(1280, 320)
    with qtbot.waitExposed(window):
        window.show()
    panel.show_kind(kind)
    previews = [case.option.preview(Move(case.unit, to)) for to in case.groups]
    previews.append(case.option.preview(Move(case.unit, case.option.state.at_tier(Tier.GROUP)[1])))
    turn = count()

    def frame() -> None:
        window.document.previewed.emit(previews[1 + next(turn) % 2])
        # The scene notes first what is to be painted; then that is done, without waiting.
        QApplication.sendPostedEvents()
        QApplication.sendEvent(window, QEvent(QEvent.Type.UpdateRequest))

    benchmark(frame)
    # The made-up organisations have no balance, so there is nothing to draw then.
    assert panel.figure is None or panel.figure.plot.kind is kind


# -- files -------------------------------------------------------------------------------------


def test_save(benchmark, case: Case, tmp_path: Path) -> None:
    sha256 = benchmark(save, case.scenario, tmp_path / "a.footprint")
    assert len(sha256) == 64


def test_open(benchmark, case: Case, tmp_path: Path) -> None:
    save(case.scenario, tmp_path / "a.footprint")
    opened = benchmark(open_scenario, tmp_path / "a.footprint")
    assert opened.scenario.id == case.scenario.id


def test_recovery_append(benchmark, case: Case, tmp_path: Path) -> None:
    """A move with its line in the recovery file, brought to the disk."""
    path = tmp_path / "a.footprint"
    sha256 = save(case.scenario, path)
    recorder = Recorder(tmp_path / "recovery")
    recorder.watch(case.scenario, path, sha256)
    places = case.places()

    def move() -> None:
        case.option.commit(Move(case.unit, next(places)), when=WHEN, who="me", text="Move")

    move()  # the first one also copies the file
    benchmark(move)
    (changes,) = (tmp_path / "recovery").glob("*.changes")
    written = changes.read_bytes().count(b'["commit",')
    recorder.close()
    assert recorder.fault == ""
    assert written == len(case.option.log) - 1  # every entry but the one that was saved


# -- search ------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["t", "trust 77", "zzz"])
def test_search_ten_thousand(benchmark, query: str, size: int) -> None:
    index = SearchIndex(Option(wide_pack(units=size), "A", "A", ON).state)
    for _ in index.read():
        pass
    found = benchmark(index.find, query)
    assert bool(found) == (query != "zzz")
