"""Posts on the chart: that each has its room, is found where it is written, and is never stale."""

from __future__ import annotations

import itertools
from random import Random

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from model import edits
from model.changes import (
    Appoint,
    Arrange,
    Arrangement,
    Change,
    Detail,
    Field,
    PostState,
    SetField,
    SetPost,
    Staff,
)
from model.chart import Part, PostDetail
from model.pack import Tier
from tests.england import started
from tests.ui import mouse
from tests.ui.chart.test_gestures import BOLTON, CHESHIRE, MANCHESTER, WIRRAL, Pixel
from tests.ui.chart.test_pictures import painted
from ui import theme
from ui.chart import arranging, walking
from ui.chart.arranging import arranged
from ui.chart.faces import CARD_PAD, Faces
from ui.chart.pictures import Pictures
from ui.chart.post_blocks import MARK, PITCH, Block
from ui.chart.view import ChartView
from ui.document import Document

LEFT = Qt.MouseButton.LeftButton
SHOWN = [PostDetail.SUMMARY, PostDetail.TEAM, PostDetail.FULL]
IN_ROWS = [PostDetail.TEAM, PostDetail.FULL]
LONG = "Professor Aurelia " + "Featherstonehaugh-Cholmondeley " * 5 + "of Mainwaring"


def a_post_edit(document: Document, random: Random) -> Change:
    """Return something that a user might do to posts."""
    state = document.state
    group = random.choice(state.at_tier(Tier.GROUP))
    unit = random.choice(state.members(group) or state.at_tier(Tier.UNIT))
    where = random.choice((group, unit))
    role = random.choice(state.pack.roles).id
    match random.randrange(6):
        case 0 | 1:
            return Appoint(where, role, random.choice(("", "Jo Bell", "Sam Ray", LONG)))
        case 2:
            return SetPost(where, role, 1, Detail.STATE, random.choice(list(PostState)))
        case 3:
            return Arrange(unit, role, random.choice(list(Arrangement)))
        case 4:
            return Staff(where, role, random.randrange(4))
        case _:
            return SetField(group, Field.GOVERNANCE, "common-board")


@pytest.fixture
def document(qapp: QApplication) -> Document:
    """Return England's plan, of which no rule was asked: else each of many edits would ask them."""
    return Document(started())


@pytest.fixture
def busy(view: ChartView, document: Document) -> ChartView:
    """Return a chart after many edits of posts, and one unit in the tray."""
    random = Random(5)
    for _ in range(250):
        document.commit(a_post_edit(document, random))
    document.commit(edits.to_tray(document.state, [BOLTON]))
    return view


def texts(block: Block) -> str:
    """Return all that a block says."""
    pieces = [*block.notes, *(p for item in block.items for p in item.pieces)]
    return " ".join(piece.run.text for piece in pieces)


def team(view: ChartView, group: str) -> str:
    assert view.faces.posts is not None
    return texts(view.faces.posts.card(group))


def own(view: ChartView, unit: str) -> str:
    assert view.faces.posts is not None
    return texts(view.faces.posts.unit(unit))


# -- room --------------------------------------------------------------------------------------


@pytest.mark.parametrize("arrangement", list(arranging.Arrangement))
@pytest.mark.parametrize("detail", SHOWN)
def test_cards_that_grew_do_not_overlap(
    busy: ChartView, detail: PostDetail, arrangement: arranging.Arrangement
) -> None:
    busy.show_posts(detail)
    busy.arrange(arrangement)
    for (ax, ay, aw, ah), (bx, by, bw, bh) in itertools.combinations(busy.chart.layout.cards, 2):
        assert ax + aw <= bx or bx + bw <= ax or ay + ah <= by or by + bh <= ay


@pytest.mark.parametrize("detail", SHOWN)
def test_headers_and_rows_have_room_for_all_that_they_say(
    busy: ChartView, detail: PostDetail
) -> None:
    busy.show_posts(detail)
    chart, faces, posts = busy.chart, busy.faces, busy.faces.posts
    assert posts is not None
    for card, stack in enumerate(chart.stacks):
        _, y, width, height = chart.layout.cards[card]
        room = width - 2 * CARD_PAD
        if not stack.waiting:
            block = posts.card(stack.card)
            assert faces.plain_height(stack.card) - 4 <= chart.shape.header[card] - posts.card_rise(
                stack.card
            )
            assert_set_well(block, room)
        assert chart.row_top(card, len(stack.rows)) <= y + height
        for place, (unit, _) in enumerate(stack.rows):
            if not posts.in_rows:
                continue
            block = posts.unit(unit)
            assert chart.row_box(card, place)[3] - posts.unit_rise(unit) >= 20
            assert block.height <= posts.unit_rise(unit)
            assert_set_well(block, room - posts.block_at(unit))
            face = faces.row(unit)
            assert posts.rail(unit) + face.code_room + face.name.width + face.figure.width <= room


def assert_set_well(block: Block, room: float) -> None:
    """Assert that all texts of a block are inside it, and that none is on another."""
    boxes = []
    for item in block.items:
        assert item.x + item.width <= room + 0.01
        boxes.append((item.x, item.y, item.x + MARK, item.y + 16))
        boxes += [(p.x, p.y, p.x + p.run.width, p.y + 16) for p in item.pieces]
    boxes += [(p.x, p.y, p.x + p.run.width, p.y + 16) for p in block.notes]
    for left, top, right, bottom in boxes:
        assert min(left, top) >= 0
        assert right <= room + 0.01
        assert bottom <= block.height
    for a, b in itertools.combinations(boxes, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


# -- what is written ---------------------------------------------------------------------------


def test_the_summary_counts_the_posts_that_are_not_filled(
    view: ChartView, document: Document
) -> None:
    view.show_posts(PostDetail.SUMMARY)
    assert team(view, CHESHIRE) == "5 shared + 4 own posts  ·  none vacant"
    document.commit(SetPost(CHESHIRE, "finance", 1, Detail.STATE, PostState.VACANT))
    document.commit(SetPost(WIRRAL, "dph", 1, Detail.STATE, PostState.INTERIM))
    assert team(view, CHESHIRE) == "5 shared + 4 own posts  ·  1 vacant 1 interim"


def test_the_team_stands_once_and_what_is_kept_stands_at_its_unit(
    view: ChartView, document: Document
) -> None:
    view.show_posts(PostDetail.TEAM)
    document.commit(Appoint(CHESHIRE, "chief-executive", ""))
    assert team(view, CHESHIRE) == "CE DoF DoC MD DoN"
    assert own(view, WIRRAL) == "DPH"
    document.commit(Appoint(CHESHIRE, "finance", "Jo Bell"))
    document.commit(SetPost(CHESHIRE, "finance", 1, Detail.STATE, PostState.ACTING))
    document.commit(SetPost(CHESHIRE, "nursing", 1, Detail.STATE, PostState.VACANT))
    document.commit(Arrange(WIRRAL, "medical", Arrangement.OWN))
    assert team(view, CHESHIRE) == "CE DoF Jo Bell acting DoC MD 3 of 4 DoN vacant"
    assert own(view, WIRRAL) == "MD DPH"
    document.stack.undo()
    assert own(view, WIRRAL) == "DPH"
    assert "of 4" not in team(view, CHESHIRE)


def test_a_vacant_post_names_nobody(view: ChartView, document: Document) -> None:
    view.show_posts(PostDetail.TEAM)
    document.commit(Appoint(CHESHIRE, "finance", "Jo Bell"))
    document.commit(SetPost(CHESHIRE, "finance", 1, Detail.STATE, PostState.VACANT))
    assert "DoF vacant" in team(view, CHESHIRE)
    assert "Jo Bell" not in team(view, CHESHIRE)


def test_who_is_in_two_places_is_marked_in_both_until_that_ends(
    view: ChartView, document: Document
) -> None:
    view.show_posts(PostDetail.TEAM)
    document.commit(Appoint(CHESHIRE, "medical", "Jo Bell"))
    assert "+1 post" not in team(view, CHESHIRE)
    document.commit(Appoint(MANCHESTER, "medical", "Jo Bell"))
    for group in (CHESHIRE, MANCHESTER):
        assert "MD Jo Bell +1 post" in team(view, group)
    document.commit(Appoint(MANCHESTER, "medical", "Sam Ray"))
    assert "+1 post" not in team(view, CHESHIRE)


def test_a_common_board_has_one_chair_and_one_set_of_lay_members(
    view: ChartView, document: Document
) -> None:
    view.show_posts(PostDetail.FULL)
    assert "NED × 6" in own(view, WIRRAL)
    assert "NED" not in team(view, CHESHIRE)
    document.commit(SetField(CHESHIRE, Field.GOVERNANCE, "common-board"))
    assert "NED" not in own(view, WIRRAL)
    assert team(view, CHESHIRE).startswith("Single common board")
    assert "Chair NED × 6" in team(view, CHESHIRE)
    document.commit(Appoint(CHESHIRE, "ned", "Jo Bell", 4))
    assert "NED × 5 NED Jo Bell" in team(view, CHESHIRE)


def test_a_thread_has_a_dot_at_each_board_that_a_post_sits_on(busy: ChartView) -> None:
    busy.show_posts(PostDetail.FULL)
    posts, state = busy.faces.posts, busy.document.state
    assert posts is not None
    for group, block in ((g, posts.card(g)) for g in state.at_tier(Tier.GROUP)):
        for item in block.items:
            role = item.posts[0].role.id
            column = block.columns.index(role) if role in block.columns else len(block.columns)
            assert item.x == column * PITCH
            assert (role in block.columns) == bool(item.posts[0].boards), group
    seen = 0
    for stack in busy.chart.stacks:
        if stack.waiting:
            assert posts.seats(stack) == ()
            continue
        columns = posts.card(stack.card).columns
        for (unit, _), seats in zip(stack.rows, posts.seats(stack), strict=True):
            dots = {columns[column] for column, how, _ in seats if how is not None}
            sits = {p.role.id for p in state.posts(stack.card) if unit in p.boards}
            assert dots == sits & set(columns)
            seen += len(dots)
        ends = [column for seats in posts.seats(stack) for column, _, on in seats if not on]
        assert sorted(ends) == list(range(len(columns)))
    assert seen > 500


# -- keeping up --------------------------------------------------------------------------------


@pytest.mark.parametrize("detail", SHOWN)
def test_what_is_written_is_what_a_fresh_chart_writes(
    view: ChartView, document: Document, detail: PostDetail
) -> None:
    view.show_posts(detail)
    random = Random(11)
    for step in range(40):
        document.commit(a_post_edit(document, random))
        if step % 4 == 0:
            unit = random.choice(document.state.at_tier(Tier.UNIT))
            to = random.choice(document.state.at_tier(Tier.GROUP))
            if document.state.group_of(unit) != to:
                document.commit(edits.move(document.state, [unit], to))
        if step % 5 == 0:
            document.stack.undo()
        if step % 8 == 7:
            assert_as_afresh(view)


def assert_as_afresh(view: ChartView) -> None:
    """Assert that the chart and its faces are those that would be made now."""
    state, fresh = view.document.state, Faces(view.document.option, view._metrics.card_width)
    fresh.show_posts(view.posts)
    size, columns = view.viewport().size(), view._columns
    chart = arranged(view.arrangement, state, fresh, size, view._metrics, columns, None)
    assert chart.layout == view.chart.layout
    kept, made = view.faces.posts, fresh.posts
    assert kept is not None
    assert made is not None
    for stack, same in zip(view.chart.stacks, chart.stacks, strict=True):
        if not stack.waiting:
            assert kept.card(stack.card) == made.card(stack.card)
        assert kept.seats(stack) == made.seats(same)
        for unit, _ in stack.rows:
            assert kept.unit(unit) == made.unit(unit)
            assert view.faces.row(unit) == fresh.row(unit)


@pytest.mark.parametrize(
    ("detail", "ratio", "look"),
    [
        (PostDetail.SUMMARY, 1.0, theme.LIGHT),
        (PostDetail.TEAM, 1.0, theme.DARK),
        (PostDetail.FULL, 2.0, theme.LIGHT),
    ],
)
def test_pictures_of_posts_are_never_out_of_date(
    view: ChartView, document: Document, detail: PostDetail, ratio: float, look: theme.Theme
) -> None:
    random, kept = Random(3), Pictures()
    view.set_theme(look)
    view.show_posts(detail)
    view.set_zoom(1.0)
    # The same few organisations again and again, in view.
    group = view.chart.cards[1]
    document.commit(Appoint(view.chart.cards[0], "medical", "Jo Bell"))
    for _ in range(5):
        unit = random.choice(document.state.members(group))
        for change in (
            Appoint(group, "medical", random.choice(("Jo Bell", "Sam Ray"))),
            SetPost(group, "finance", 1, Detail.STATE, random.choice(list(PostState))),
            Arrange(unit, "nursing", random.choice(list(Arrangement))),
            SetPost(unit, "dph", 1, Detail.STATE, random.choice(list(PostState))),
        ):
            document.commit(change)
            fresh = painted(view, ratio=ratio, kept=None)
            assert painted(view, ratio=ratio, kept=kept) == fresh
            assert painted(view, ratio=ratio, kept=kept) == fresh  # now all from pictures


def test_without_posts_the_chart_is_as_it_was(view: ChartView) -> None:
    plain, layout = painted(view, ratio=1.0, kept=None), view.chart.layout
    for detail in SHOWN:
        view.show_posts(detail)
        assert painted(view, ratio=1.0, kept=None) != plain
    view.show_posts(PostDetail.OFF)
    assert view.chart.layout == layout
    assert painted(view, ratio=1.0, kept=None) == plain


def test_the_card_on_top_stays_there_when_posts_come_and_go(view: ChartView) -> None:
    view.verticalScrollBar().setValue(1500)
    for detail in (*SHOWN, PostDetail.OFF):
        top, foot = view.to_scene(QPointF()), view.to_scene(QPointF(1280, 800))
        first = next(view.chart.cards_in(top.x(), top.y(), foot.x(), foot.y()))
        group = view.chart.cards[first]
        before = view._height_in_view(group)
        view.show_posts(detail)
        assert abs(view._height_in_view(group) - before) <= 1.5


# -- mouse and keys ----------------------------------------------------------------------------


@pytest.mark.parametrize("detail", IN_ROWS)
def test_posts_are_hit_where_they_are_written(busy: ChartView, detail: PostDetail) -> None:
    busy.show_posts(detail)
    busy.set_zoom(1.0)
    chart, posts = busy.chart, busy.faces.posts
    assert posts is not None

    def found(x: float, y: float) -> object:
        return busy.posts_at(busy.to_view(QPointF(x, y)))

    for card, stack in enumerate(chart.stacks):
        left, top = chart.layout.cards[card][0] + CARD_PAD, chart.row_top(card, 0)
        if not stack.waiting:
            for item in posts.card(stack.card).items:
                y = top - posts.card_rise(stack.card) + item.y + item.height / 2
                assert found(left + item.x + item.width / 2, y) == item.posts
        for place, (unit, _) in enumerate(stack.rows):
            row = chart.row_top(card, place)
            below = chart.row_top(card, place + 1) - posts.unit_rise(unit)
            for item in posts.unit(unit).items:
                x = left + posts.block_at(unit) + item.x + item.width / 2
                assert found(x, below + item.y + item.height / 2) == item.posts
            for column, how, _ in posts.seats(stack)[place] if posts.seats(stack) else ():
                seated = found(left + column * PITCH + MARK / 2, row + 11)
                roles = {post.role.id for post in seated}  # type: ignore[attr-defined]  # posts
                assert roles == (
                    {posts.card(stack.card).columns[column]} if how is not None else set()
                )
            name = left + posts.block_at(unit) + 4
            assert found(name, row + 8) == ()


def place_of(view: ChartView, unit: str) -> QPoint:
    """Return the pixel in the middle of the first post that is written below a unit's name."""
    posts, at = view.faces.posts, view.chart.place(unit)
    assert posts is not None
    assert at is not None
    item = posts.unit(unit).items[0]
    x = view.chart.layout.cards[at[0]][0] + CARD_PAD + posts.block_at(unit) + item.x
    y = view.chart.row_top(at[0], at[1] + 1) - posts.unit_rise(unit) + item.y
    return view.to_view(QPointF(x + item.width / 2, y + item.height / 2)).toPoint()


def test_a_unit_is_selected_and_dragged_by_its_posts_too(
    qtbot, view: ChartView, document: Document, pixel: Pixel
) -> None:
    view.show_posts(PostDetail.TEAM)
    view.fit()
    view.set_zoom(0.6)
    view.reveal(WIRRAL)
    qtbot.mouseClick(view.viewport(), LEFT, pos=place_of(view, WIRRAL))
    assert document.selection == {WIRRAL}
    mouse.drag(view.viewport(), place_of(view, WIRRAL), pixel(MANCHESTER))
    assert document.state.group_of(WIRRAL) == MANCHESTER


def test_a_double_click_on_a_post_asks_for_the_posts(qtbot, view: ChartView) -> None:
    view.show_posts(PostDetail.TEAM)
    view.reveal(WIRRAL)
    asked: list[tuple[str, str, int]] = []
    view.post_requested.connect(lambda *post: asked.append(post))
    view.move_requested.connect(lambda _: asked.append(("move", "", 0)))
    qtbot.mouseDClick(view.viewport(), LEFT, pos=place_of(view, WIRRAL))
    assert asked == [(WIRRAL, "dph", 1)]


def tip_at(view: ChartView, at: QPoint) -> str:
    event = QHelpEvent(QEvent.Type.ToolTip, at, view.viewport().mapToGlobal(at))
    QApplication.sendEvent(view.viewport(), event)
    return QToolTip.text()


def test_the_tooltip_says_who_how_and_on_which_boards(view: ChartView, document: Document) -> None:
    document.commit(Appoint(WIRRAL, "dph", "Jo <b>Bell</b>"))
    document.commit(Appoint(BOLTON, "dph", "Jo <b>Bell</b>"))
    document.commit(SetPost(WIRRAL, "dph", 1, Detail.STATE, PostState.INTERIM))
    document.commit(Arrange(WIRRAL, "dph", Arrangement.EVERYWHERE))
    view.show_posts(PostDetail.TEAM)
    view.reveal(WIRRAL)
    text = tip_at(view, place_of(view, WIRRAL))
    assert "Director of public health, Wirral" in text
    assert "Jo &lt;b&gt;Bell&lt;/b&gt;, interim" in text
    assert "Also director of public health of Bolton" in text
    assert "Sits on the 4 boards of " in text
    assert "Voting; statutory" in text
    document.commit(SetPost(WIRRAL, "dph", 1, Detail.STATE, PostState.VACANT))
    text = tip_at(view, place_of(view, WIRRAL))
    assert "Vacant; last held by Jo" in text


@pytest.mark.parametrize("detail", SHOWN)
def test_arrows_walk_as_they_do_without_posts(
    qtbot, view: ChartView, document: Document, detail: PostDetail
) -> None:
    plain = walking.step(view.chart, document.state, WIRRAL, Qt.Key.Key_Down)
    view.show_posts(detail)
    document.select([WIRRAL])
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert document.current == plain
    x, y, width, height = view.chart.box(plain)
    assert view.chart.hit(x + width / 2, y + height - 1).id == plain
    assert view.chart.hit(x + width / 2, y + height - 1).part is Part.ROW
