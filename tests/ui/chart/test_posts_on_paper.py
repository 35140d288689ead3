"""Posts on paper: all names in full, each card with room for them."""

from __future__ import annotations

import itertools
from random import Random

import pytest
from PySide6.QtWidgets import QApplication

from model.chart import PostDetail
from tests.england import started
from tests.ui.chart.test_posts import IN_ROWS, LONG, SHOWN, a_post_edit, assert_set_well
from ui.chart.faces import CARD_PAD
from ui.chart.paper import ROW_HEIGHT, PaperFaces
from ui.document import Document
from ui.export_settings import ExportSettings
from ui.pages import Page, PageMaker

WHEN = "2026-11-21T09:30:00+00:00"


@pytest.fixture
def document(qapp: QApplication) -> Document:
    """Return England's plan, of which no rule was asked: else each of many edits would ask them."""
    return Document(started())


@pytest.fixture
def staffed(document: Document) -> Document:
    random = Random(8)
    for _ in range(250):
        document.commit(a_post_edit(document, random))
    return document


def pages_of(document: Document, detail: PostDetail, layout: str) -> list[Page]:
    settings = ExportSettings("A3", layout=layout, posts=detail.value)
    return PageMaker(document.option, "plan").pages(settings)


@pytest.mark.parametrize("layout", ["one-page", "pages"])
@pytest.mark.parametrize("detail", SHOWN)
def test_each_card_has_room_for_its_posts(
    staffed: Document, detail: PostDetail, layout: str
) -> None:
    pages = pages_of(staffed, detail, layout)
    for page in pages[1:] if layout == "pages" else pages:
        chart, faces = page.chart.chart, page.chart.faces
        posts = faces.posts
        assert isinstance(faces, PaperFaces)
        assert posts is not None
        boxes = chart.layout.cards
        for (ax, ay, aw, ah), (bx, by, bw, bh) in itertools.combinations(boxes, 2):
            assert ax + aw <= bx or bx + bw <= ax or ay + ah <= by or by + bh <= ay
        for card, stack in enumerate(chart.stacks):
            room = boxes[card][2] - 2 * CARD_PAD
            if not stack.waiting:
                block = posts.card(stack.card)
                assert_set_well(block, room)
                assert block.height <= posts.card_rise(stack.card) < chart.shape.header[card] - 28
            for place, (unit, depth) in enumerate(stack.rows):
                row, tall = faces.paper_row(unit, depth), chart.row_box(card, place)[3]
                assert tall == row.height
                assert max(piece.right for piece in row.pieces) <= room + 0.01
                assert min(piece.x for piece in row.pieces) >= posts.rail(unit)
                if posts.in_rows:
                    block = posts.unit(unit)
                    assert_set_well(block, room - posts.block_at(unit))
                    assert block.height <= posts.unit_rise(unit) <= tall - ROW_HEIGHT + 3


@pytest.mark.parametrize("detail", IN_ROWS)
def test_no_name_is_shortened(staffed: Document, detail: PostDetail) -> None:
    (page,) = pages_of(staffed, detail, "one-page")
    posts = page.chart.faces.posts
    assert posts is not None
    seen: set[str] = set()
    for stack in page.chart.chart.stacks:
        for organisation in (stack.card, *(unit for unit, _ in stack.rows)):
            is_card = organisation == stack.card
            if is_card and stack.waiting:
                continue
            block = posts.card(organisation) if is_card else posts.unit(organisation)
            pieces = [*block.notes, *(p for item in block.items for p in item.pieces)]
            text = "".join(piece.run.text for piece in pieces).replace(" ", "")
            assert "…" not in text
            shown = [p for item in block.items for p in item.posts if p.state != "vacant"]
            for post in shown:
                assert post.holder.replace(" ", "") in text
                seen.add(post.holder)
    assert LONG in seen


def test_an_overview_shows_no_posts(staffed: Document) -> None:
    first = pages_of(staffed, PostDetail.FULL, "pages")[0]
    assert first.chart.faces.posts is None
