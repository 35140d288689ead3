"""SVG: what is drawn is written, looks the same, and no name can break out of its text."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

import resources
from db.errors import InputError
from model import edits
from model.changes import Field
from model.pack import Tier
from model.rules.standing import Sign
from tests.sample_pack import sample_scenario
from ui import signs, theme
from ui.export_file import export
from ui.export_settings import ExportSettings
from ui.letters import letters, writing
from ui.pages import PageMaker
from ui.svg import SvgPainter, escaped

SIDE = 120
SVG = "{http://www.w3.org/2000/svg}"
WHEN = "2026-11-21T09:30:00.000000+00:00"


@pytest.fixture(autouse=True)
def _application(qtbot: QtBot) -> None:
    """All of these need Qt's fonts."""


def painter(title: str = "A title") -> SvgPainter:
    return SvgPainter(SIDE, SIDE, title=title, millimetres=(SIDE, SIDE))


def elements(data: bytes) -> list[ElementTree.Element]:
    """Return what is on the picture, without its title and ground."""
    root = ElementTree.fromstring(data)
    assert root.tag == f"{SVG}svg"
    title, ground, *rest = root
    assert (title.tag, ground.tag) == (f"{SVG}title", f"{SVG}path")
    return rest


def grey(image: QImage) -> np.ndarray:
    plain = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(plain.constBits(), dtype=np.uint8).reshape(plain.height(), -1)
    return rows[:, : plain.width()].astype(int)


# -- shapes look as they do when Qt draws them -----------------------------------------------------


def frame(p: QPainter) -> None:
    p.setPen(QPen(QColor("#123456"), 3))
    p.setBrush(QBrush(QColor("#ffeecc")))
    p.drawRoundedRect(QRectF(10, 20, 80, 60), 12, 12)


def panel_without_frame(p: QPainter) -> None:
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(QColor(200, 30, 30, 90))
    p.drawRoundedRect(QRectF(10, 20, 80, 60), 12, 6)
    p.setBrush(Qt.BrushStyle.NoBrush)
    p.setPen(QColor("#00aa00"))
    p.drawRect(QRectF(20.5, 30.5, 20, 20))


def dashes(p: QPainter) -> None:
    p.scale(1.5, 1.5)
    p.setPen(QPen(QColor("black"), 2, Qt.PenStyle.DashLine))
    p.drawLine(QLineF(5, 10, 70, 10))
    p.setBrush(Qt.BrushStyle.NoBrush)
    p.drawRoundedRect(QRectF(5, 20, 60, 40), 4, 4)


def lines(p: QPainter) -> None:
    pen = QPen(QColor("#404040"), 4)
    pen.setCosmetic(True)
    p.setPen(pen)
    p.scale(2, 2)
    p.drawLines([QLineF(5, 5, 50, 5), QLineF(8, 5, 8, 50), QLineF(12, 12, 50, 40)])
    p.fillRect(QRectF(20, 40, 30, 5.5), QColor("#005eb8"))


def nested(p: QPainter) -> None:
    p.save()
    p.translate(QPointF(20, 10))
    p.scale(0.5, 0.5)
    p.translate(10, 0)
    p.save()
    p.setOpacity(0.35)
    p.scale(2, 2)
    p.fillRect(QRectF(0, 0, 40, 40), QColor("black"))
    p.restore()
    p.fillRect(QRectF(0, 100, 40, 40), QColor("black"))
    p.restore()
    p.fillRect(QRectF(80, 80, 30, 30), QColor("black"))


def lock(p: QPainter) -> None:
    p.translate(10, 10)
    p.scale(6, 6)
    signs.draw_lock(p, theme.LIGHT, QPointF(1, 1))


def arcs(p: QPainter) -> None:
    p.setPen(QPen(QColor("black"), 3))
    p.drawArc(QRectF(10, 10, 80, 50), 30 * 16, 100 * 16)
    p.drawArc(QRectF(20, 30, 80, 80), 200 * 16, 250 * 16)
    p.drawArc(QRectF(50, 50, 30, 20), 0, -120 * 16)


def sign(kind: Sign) -> Callable[[QPainter], None]:
    def draw(p: QPainter) -> None:
        p.translate(5, 5)
        signs.draw(p, kind, QRectF(0, 0, 100, 100), theme.LIGHT)

    draw.__name__ = kind.value
    return draw


DRAWINGS = [frame, panel_without_frame, dashes, lines, nested, lock, arcs, *map(sign, Sign)]


@pytest.mark.parametrize("draw", DRAWINGS, ids=lambda draw: draw.__name__)
def test_a_drawing_looks_as_if_qt_had_drawn_it(draw: Callable[[object], None]) -> None:
    images = []
    for _ in range(2):
        images.append(QImage(SIDE, SIDE, QImage.Format.Format_RGB32))
        images[-1].fill(Qt.GlobalColor.white)
    by_qt = QPainter(images[0])
    by_qt.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(by_qt)
    by_qt.end()
    written = painter()
    draw(written)
    shown = QPainter(images[1])
    renderer = QSvgRenderer(written.finish())
    assert renderer.isValid()
    renderer.render(shown)
    shown.end()
    difference = np.abs(grey(images[0]) - grey(images[1]))
    assert difference.mean() < 0.4
    assert (difference > 100).sum() < 12
    is_something = draw.__name__ != Sign.NONE.value
    assert bool((grey(images[0]) < 250).any()) is is_something


def test_what_it_has_no_way_to_show_is_refused() -> None:
    with pytest.raises(ValueError, match="not stretched"):
        painter().scale(1, 2)
    patterned = painter()
    patterned.setBrush(QBrush(QColor("black"), Qt.BrushStyle.Dense4Pattern))
    with pytest.raises(ValueError, match="Dense4Pattern"):
        patterned.drawRect(QRectF(0, 0, 1, 1))


# -- text ------------------------------------------------------------------------------------------


def test_text_is_text_where_qt_would_put_it_and_as_wide() -> None:
    p, kind = painter(), letters(14, bold=True)
    p.translate(10, 20)
    p.scale(0.5, 0.5)
    p.setPen(QPen(QColor("#5b6b7a")))
    writing(p)(kind, 6.0, 8.0, "South of Tyne")
    (text,) = elements(p.finish())
    assert text.tag == f"{SVG}text"
    assert text.text == "South of Tyne"
    said = {name: float(text.get(name)) for name in ("x", "y", "textLength", "font-size")}
    assert said == pytest.approx(
        {
            "x": 13.0,
            "y": 20 + (8 + kind.ascent) / 2,
            "textLength": kind.width("South of Tyne") / 2,
            "font-size": 7.0,
        },
        rel=1e-4,
    )
    assert (text.get("font-weight"), text.get("fill")) == ("600", "#5b6b7a")


def test_a_space_before_a_text_is_room() -> None:
    p, kind = painter(), letters(12)
    p.write(kind, 10.0, 0.0, "  people ")
    p.write(kind, 50.0, 0.0, "   ")
    p.write(kind, 50.0, 0.0, "")
    (text,) = elements(p.finish())
    assert text.text == "people"
    assert float(text.get("x")) == pytest.approx(10 + kind.width("  "), rel=1e-4)
    assert float(text.get("textLength")) == pytest.approx(kind.width("people"), rel=1e-4)


HOSTILE = [
    "<script>alert(1)</script>",
    "</text><image href='x'/>",
    "]]> & &amp; &lt;",
    "a\x00b\x1b[31m\x7f",
    "lone \ud800 surrogate \ufffe",
    '" onload="x',
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_only_a_name(name: str) -> None:
    p = painter(name)
    p.write(letters(12), 0, 0, f"x{name}x")
    data = p.finish()
    root = ElementTree.fromstring(data)
    assert [child.tag.removeprefix(SVG) for child in root] == ["title", "path", "text"]
    said = root[2].text
    assert len(said) == len(name) + 2
    assert all(
        a == b or b == "\N{REPLACEMENT CHARACTER}" for a, b in zip(f"x{name}x", said, strict=True)
    )


@given(st.text(st.characters(codec=None)))
def test_any_text_is_read_back_but_for_what_xml_has_not(text: str) -> None:
    said = ElementTree.fromstring(f'<a b="{escaped(text)}">{escaped(text)}</a>'.encode()).text
    for before, after in zip(text.replace("\r", "\n"), said or "", strict=True):
        assert after in (before, "\N{REPLACEMENT CHARACTER}")


# -- the file --------------------------------------------------------------------------------------


def written(tmp_path: Path, settings: ExportSettings, scenario=None) -> bytes:
    scenario = scenario or sample_scenario()
    out = tmp_path / "chart.svg"
    report = export(scenario, scenario.option(), out, settings, source_name="a.footprint")
    data = out.read_bytes()
    assert (report.pages, report.bytes) == (1, len(data))
    return data


@pytest.mark.parametrize("landscape", [True, False])
def test_it_is_the_page_in_its_size_with_every_name(tmp_path: Path, landscape: bool) -> None:
    scenario, settings = sample_scenario(), ExportSettings("A4", landscape)
    data = written(tmp_path, settings, scenario)
    root = ElementTree.fromstring(data)
    width, height = settings.size_mm
    assert (root.get("width"), root.get("height")) == (f"{width}mm", f"{height}mm")
    box = [float(number) for number in root.get("viewBox").split()]
    assert box == pytest.approx([0, 0, width * 72 / 25.4, height * 72 / 25.4], rel=1e-4)
    assert root.get("font-family").startswith(f"'{resources.FONT_FAMILY}',")
    assert root.find(f"{SVG}title").text == "Three clusters"
    texts = [text.text for text in root.iter(f"{SVG}text")]
    state = scenario.option().state
    for tier in (Tier.ROOT, Tier.REGION, Tier.GROUP, Tier.UNIT, Tier.PART):
        assert {state.label(o) for o in state.at_tier(tier)} <= set(texts)
    (page,) = PageMaker(scenario.option(), "a.footprint").pages(settings)
    sizes = [float(text.get("font-size")) for text in root.iter(f"{SVG}text")]
    assert min(sizes) == pytest.approx(page.smallest_pt, rel=1e-3)


def test_nothing_reaches_into_the_margin(tmp_path: Path) -> None:
    settings = ExportSettings("A4")
    (page,) = PageMaker(sample_scenario().option(), "a.footprint").pages(settings)
    for text in elements(written(tmp_path, settings)):
        if text.tag == f"{SVG}text":
            left, y, wide = (float(text.get(name)) for name in ("x", "y", "textLength"))
            assert left >= page.margin - 0.1
            assert left + wide <= page.width - page.margin + 0.1
            assert page.margin < y < page.height - page.margin + 0.1


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    assert written(tmp_path, ExportSettings()) == written(tmp_path, ExportSettings())


def test_it_refers_to_nothing_outside_and_runs_nothing(tmp_path: Path) -> None:
    scenario = sample_scenario()
    option = scenario.option()
    for group, name in zip(option.state.at_tier(Tier.GROUP), HOSTILE[:3], strict=True):
        option.commit(edits.set_field(option.state, [group], Field.NAME, name), when=WHEN, who="x")
    data = written(tmp_path, ExportSettings("A4", title="<b>&\"'</b>"), scenario)
    root = ElementTree.fromstring(data)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == {
        *("svg", "title", "path", "rect", "text"),
    }
    names = {name for element in root.iter() for name in element.attrib}
    assert not any("href" in name or name.startswith("on") for name in names)
    assert "url(" not in data.decode()
    words = "".join(text.text for text in root.iter(f"{SVG}text")).replace(" ", "")
    for name in (*HOSTILE[:3], "<b>&\"'</b>"):
        assert name.replace(" ", "") in words


def test_it_is_one_page(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="PDF only"):
        written(tmp_path, ExportSettings(layout="pages"))
    assert list(tmp_path.iterdir()) == []


def test_any_resolution_will_do_for_it_has_none(tmp_path: Path) -> None:
    assert written(tmp_path, ExportSettings("A0", dpi=1200))


def test_an_arc_of_a_number_of_degrees_ends_where_it_should() -> None:
    p = painter()
    p.setPen(QPen(QColor("black")))
    p.drawArc(QRectF(0, 0, 20, 20), 0, 90 * 16)
    (arc,) = elements(p.finish())
    start, end = arc.get("d")[1:].split("A")
    x, y = (float(number) for number in end.split()[-2:])
    assert [float(number) for number in start.split()] == pytest.approx([20, 10])
    assert math.hypot(x - 10, y - 0) < 1e-4
