"""How long the hot paths take on England's 151 PCTs: `make bench`. No limits are asserted here."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

import resources
from db.packs import read_pack
from db.scenario_file import open_scenario, save
from model import edits
from model.chart import Chart
from model.option import Option
from model.pack import Pack
from model.rules.engine import Findings
from model.scenario import Scenario, from_ready
from tests.model.packs import ON, wide_pack
from ui import theme
from ui.chart.faces import Faces
from ui.chart.painter import Painter
from ui.chart.view import ChartView
from ui.dialogs.search_index import SearchIndex
from ui.document import Document

WHEN = "2011-06-01T00:00:00+00:00"
UNIT, ONE, OTHER = "5NK", "C05", "C07"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return read_pack(resources.path("packs", "pct-2011"))


@pytest.fixture
def scenario(pack: Pack) -> Scenario:
    ready = next(o for o in pack.options if o.id == "june-2011")
    return from_ready(pack, ready, "s", when=WHEN, who="me")


@pytest.fixture
def option(scenario: Scenario) -> Option:
    option = scenario.option()
    assert option.findings.problems()
    return option


def there_and_back() -> Iterator[str]:
    return (OTHER if i % 2 == 0 else ONE for i in count())


def test_read_pack(benchmark) -> None:
    pack = benchmark(read_pack, resources.path("packs", "pct-2011"))
    assert pack.id == "pct-2011"


def test_move_with_totals_findings_and_log(benchmark, option: Option) -> None:
    places = there_and_back()
    entry = benchmark(
        lambda: option.commit(
            edits.move(option.state, [UNIT], next(places)), when=WHEN, who="me", text="Move"
        )
    )
    assert option.state.group_of(UNIT) == entry.change.to


def test_preview(benchmark, option: Option) -> None:
    change = edits.move(option.state, [UNIT], OTHER)
    preview = benchmark(option.preview, change)
    assert OTHER in preview.totals


def test_all_findings_anew(benchmark, option: Option) -> None:
    findings = benchmark(Findings, option.state, option.pack.rules)
    assert findings.problems()


def test_layout(benchmark, option: Option, qapp: QApplication) -> None:
    faces = Faces(option, 240)
    chart = benchmark(Chart, option.state, faces.header_height, columns=9)
    assert sum(len(stack.rows) for stack in chart.stacks) == 151


@pytest.mark.parametrize("zoom", [1.0, 0.35, 0.1])
def test_paint(benchmark, option: Option, qapp: QApplication, zoom: float) -> None:
    faces = Faces(option, 240)
    painter = Painter(Chart(option.state, faces.header_height), faces, theme.LIGHT)
    image = QImage(1280, 800, QImage.Format.Format_RGB32)

    def frame() -> None:
        canvas = QPainter(image)
        canvas.fillRect(image.rect(), theme.LIGHT.ground)
        canvas.scale(zoom, zoom)
        painter.draw(canvas, QRectF(0, 0, 1280 / zoom, 800 / zoom), zoom)
        canvas.end()

    benchmark(frame)
    assert image.pixelColor(400, 300).isValid()


def test_drop_in_the_chart(benchmark, scenario: Scenario, qtbot) -> None:
    document = Document(scenario)
    view = ChartView(document, theme.LIGHT)
    qtbot.addWidget(view)
    view.resize(1280, 800)
    view.show()
    qtbot.waitExposed(view)
    places = there_and_back()

    def drop() -> None:
        document.commit(edits.move(document.state, [UNIT], next(places)))
        view.viewport().repaint()

    benchmark(drop)
    assert document.is_modified


def test_save(benchmark, scenario: Scenario, tmp_path: Path) -> None:
    sha256 = benchmark(save, scenario, tmp_path / "a.footprint")
    assert len(sha256) == 64


def test_open(benchmark, scenario: Scenario, tmp_path: Path) -> None:
    save(scenario, tmp_path / "a.footprint")
    opened = benchmark(open_scenario, tmp_path / "a.footprint")
    assert opened.scenario.id == "s"


@pytest.mark.parametrize("query", ["t", "trust 77", "zzz"])
def test_search_ten_thousand(benchmark, query: str) -> None:
    index = SearchIndex(Option(wide_pack(units=10_000), "A", "A", ON).state)
    index.find("x")
    found = benchmark(index.find, query)
    assert bool(found) == (query != "zzz")
