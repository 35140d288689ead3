"""Where things are on paper, by the page model: nothing leaves its box, nothing is left out."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from model import edits
from model.option import Option
from model.pack import Tier
from model.rules.standing import Sign
from model.wording import DASH
from tests.model.packs import ON, rich_pack
from tests.sample_pack import sample_scenario
from tests.ui.exported import (
    A3,
    FILE,
    LAYOUTS,
    WHEN,
    long_scenario,
    pack,
    started,
    unbroken,
    units_on,
    wordy,
)
from ui.chart.faces import CARD_PAD, COUNT_ROOM, NAME_LINE, SIGN_ROOM, Faces
from ui.chart.paper import PaperFaces, wrapped
from ui.export_settings import ExportSettings
from ui.pages import PageMaker, Placed
from ui.pages.furniture import Words


@pytest.fixture(autouse=True)
def _application(qtbot: QtBot) -> None:
    """All of these need Qt's fonts."""


ALL = [
    *(ExportSettings("A4", lies, layout) for lies in (True, False) for layout in LAYOUTS),
    ExportSettings("A3", layout="pages"),
]


@cache
def long_maker(make: Callable[[str], str]) -> PageMaker:
    return PageMaker(long_scenario(make).option(), FILE)


@pytest.mark.parametrize("settings", ALL, ids=lambda s: f"{s.paper}-{s.landscape}-{s.layout}")
@pytest.mark.parametrize("make", [str, wordy, unbroken])
def test_no_text_leaves_its_box_and_no_box_its_page(
    make: Callable[[str], str], settings: ExportSettings
) -> None:
    pages = long_maker(make).pages(settings)
    for page in pages:
        left, right = page.margin - 0.01, page.width - page.margin + 0.01
        top, bottom = page.margin - 0.01, page.height - page.margin + 0.01
        for item in page.items:
            if isinstance(item, Words):
                assert left <= item.x
                assert item.x + item.width <= right + 0.2
                assert top <= item.y
                assert item.y + item.height <= bottom
        placed = page.chart
        assert left <= placed.x
        assert placed.x + placed.width <= right
        above = [i.y for i in page.items if isinstance(i, Words) and i.y > placed.y]
        assert placed.y + placed.height <= min(above)
        _check_chart(placed)
    if settings.layout == "pages":
        shown = [u for page in pages for u in units_on(page)]
        units = long_scenario(make).option().state.at_tier(Tier.UNIT)
        assert sorted(set(shown) & set(units)) == sorted(units)


def _check_chart(placed: Placed) -> None:
    chart, faces = placed.chart, placed.faces
    room = chart.metrics.card_width - 2 * CARD_PAD
    for number, stack in enumerate(chart.stacks):
        face, header = faces.stack(stack), faces.stack_header(stack)
        assert chart.layout.cards[number][3] >= header
        if header:
            for run in face.name:
                assert run.width <= room - SIGN_ROOM - COUNT_ROOM + 0.1
            for line in face.lines:
                assert sum(run.width for run in line) <= room + 0.1
            assert 12 + NAME_LINE * len(face.name) + 16 * len(face.lines) <= header
    for unit, depth in (row for stack in chart.stacks for row in stack.rows):
        row = faces.paper_row(unit, depth)
        written = "".join(piece.text for piece in row.pieces).replace(" ", "")
        assert faces.option.state.label(unit).replace(" ", "") in written
        boxes = []
        for piece in row.pieces:
            assert piece.x >= 0
            assert piece.right <= room + 0.1
            high = QFontMetricsF(piece.letters.font).height()
            assert piece.y + high <= row.height + 0.5
            boxes.append((piece.x, piece.y, piece.right, piece.y + high - 0.6))
        assert not _overlapping(boxes)
    for region, box in zip(chart.regions, chart.layout.regions, strict=True):
        lines = faces.head_pieces(region, box[2] - 12, placed.note)
        for line in lines:
            assert line[-1].right <= box[2] - 12 + 0.1
        number = chart.regions.index(region)
        own = slice(*chart.layout.first_card[number : number + 2])
        for _, top, _, _ in chart.layout.cards[own]:
            assert box[1] + lines[-1][-1].y + 17 <= top
    root = chart.layout.root
    for line in faces.head_pieces(chart.root, root[2] - 33.5):
        assert line[-1].right <= root[2] - 33
        assert line[-1].y + 9 + 17 <= root[3]


def test_a_group_of_all_units_stands_in_columns_that_can_be_read() -> None:
    scenario = started(pack(), "blank")
    state = scenario.option().state
    units = state.at_tier(Tier.UNIT)
    change = edits.new_group(state, state.at_tier(Tier.REGION)[0], "G", "All", units)
    scenario.option().commit(change, when=WHEN, who="Ada")
    (page,) = PageMaker(scenario.option(), FILE).pages(A3)
    assert page.chart.smallest_pt >= 7
    assert sorted(units_on(page)) == sorted(units)


def test_a_row_says_on_paper_what_it_says_on_screen() -> None:
    signs, figures = set(), set()
    every = Option(rich_pack(), "A", "Every kind", ON)
    for option in (started(pack(), "alone").option(), every, sample_scenario().option()):
        paper, screen = PaperFaces(option), Faces(option, 4_000)
        for unit in (*option.state.at_tier(Tier.UNIT), *option.state.at_tier(Tier.PART)):
            row, face = paper.paper_row(unit, 0), screen.row(unit)
            code, name, *figure = [piece.text for piece in row.pieces]
            assert (code, name) == (face.code.text, face.name.text)
            assert "".join(figure) == face.figure.text
            assert row.sign is face.sign
            if figure:
                assert row.pieces[-1].tone == face.figure.tone
            signs.add(row.sign)
            figures.update(figure or [""])
    assert Sign.CROSS in signs
    assert {"", DASH, "9.0k"} <= figures


def _overlapping(boxes: list[tuple[float, float, float, float]]) -> list[tuple[int, int]]:
    return [
        (i, j)
        for i, (a, b, c, d) in enumerate(boxes)
        for j, (e, f, g, h) in enumerate(boxes[:i])
        if a < g - 0.1 and e < c - 0.1 and b < h and f < d
    ]


@pytest.mark.parametrize("text", ["", "one", "a b c", "x" * 50, "ab " * 30, "a-b/c " * 9])
def test_wrapping_keeps_every_letter(text: str) -> None:
    lines = wrapped(text, lambda part: float(len(part)), 10)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(len(line) <= 10 for line in lines)
    assert lines
