"""What the chart shows of the structure that an option looks ahead to, on screen and on paper."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from model import edits
from model.changes import Change, Field, Join, OptionField, SetField, SetOption
from model.chart import PostDetail
from model.pack import Pack, Tier
from model.scenario import from_ready
from model.wording import DASH, short
from tests.england import installed_pack
from tests.sample_pack import WHEN, WHO
from tests.ui.chart.test_pictures import an_edit, painted
from ui import theme
from ui.chart import tips
from ui.chart.faces import CARD_PAD, Faces
from ui.chart.painter import Painter
from ui.chart.paper import PaperFaces
from ui.chart.pictures import Pictures
from ui.chart.view import ChartView
from ui.document import Document
from ui.export_settings import ExportSettings
from ui.pages import PageMaker
from ui.pages.furniture import Words

NOTICE = "PCTs and SHAs end on 31 March 2013; people and money stay on their area"
BOARD = "NHS Commissioning Board"
SOLID, DOTS, DASHES = "solid", "dots", "dashes"
TABLE = [
    (
        *("bill", ""),
        ["abolished 2013"],
        DASHES,
        ["legal body · authorised", "legal body · not authorised"],
        ["Bill as introduced · " + BOARD, "3 boards · 3 accountable officers"],
    ),
    (
        *("statutory-clusters", ""),
        ["statutory cluster · legal body", "board · accountable officer"],
        SOLID,
        [
            "sub-committee · authorised",
            "sub-committee · not authorised",
        ],
        ["Statutory clusters · " + BOARD, "51 boards · 51 accountable officers"],
    ),
    (
        *("outposts", ""),
        ["outpost · office of the Board", "no board · no accountable officer"],
        DOTS,
        ["legal body · authorised", "legal body · not authorised"],
        ["Outposts of the Board · " + BOARD, "3 boards · 3 accountable officers"],
    ),
    (
        *("local-health-boards", ""),
        ["local health board · legal body", "board · accountable officer"],
        SOLID,
        ["not a legal body · authorised", "not a legal body · not authorised"],
        ["Local health boards · " + BOARD, "51 boards · 51 accountable officers"],
    ),
    (
        *("local-health-boards", "yes"),
        ["local health board · legal body", "board · accountable officer"],
        SOLID,
        ["legal body · authorised", "legal body · not authorised"],
        ["Local health boards · " + BOARD, "53 boards · 53 accountable officers"],
    ),
]


def look_ahead(structure: str) -> Change:
    return SetOption(OptionField.STRUCTURE, structure)


@pytest.fixture
def group(document: Document) -> str:
    """Return a cluster with two consortia, H0 authorised and H1 not."""
    state = document.state
    group = max(state.at_tier(Tier.GROUP), key=state.count)
    for consortium in ("H0", "H1"):
        document.commit(edits.new_successor(state, group, consortium))
    document.commit(SetField("H0", Field.AUTHORISED, "yes"))
    document.commit(Join(state.members(group)[0], "H0"))
    return group


def texts_of(faces: Faces, card: str) -> list[str]:
    return ["".join(run.text for run in line) for line in faces.card(card).lines]


@pytest.mark.parametrize(("structure", "legal", "card", "frame", "rows", "head"), TABLE)
def test_cards_rows_and_head_say_what_becomes_of_them(
    view: ChartView,
    document: Document,
    group: str,
    structure: str,
    legal: str,
    card: list[str],
    frame: str,
    rows: list[str],
    head: list[str],
) -> None:
    document.commit(look_ahead(structure))
    if legal:
        document.commit(SetOption(OptionField.LEGAL, legal))
    number = view.chart.card_of[group]
    pen = view.painter._marked_frame(number, view.marks)
    assert pen is not None
    dash = pen.dashPattern()
    assert frame == (SOLID if not dash else DOTS if dash[0] < 2 else DASHES)
    paper = PaperFaces(document.option)
    for faces in (view.faces, paper):
        assert texts_of(faces, group)[: len(card)] == card
        is_faded = frame == DASHES
        assert {run.tone for run in faces.card(group).name} == {"quiet" if is_faded else "text"}
    shown = [view.faces.ahead.words(consortium) for consortium in ("H0", "H1")]
    assert shown == rows
    view.show_posts(PostDetail.FULL)  # leaves rows the least room
    assert [view.faces.row(consortium).words.text for consortium in ("H0", "H1")] == rows
    assert [line.text for line in view.faces.head_lines(1000.0)] == [*head, NOTICE]
    on_paper = [
        piece.text for line in paper.head_pieces(document.state.root, 700.0) for piece in line
    ]
    assert on_paper[-3:] == [*head, NOTICE]
    for row, consortium in zip(rows, ("H0", "H1"), strict=True):
        assert row in " ".join(p.text for p in paper.paper_row(consortium, 0).pieces)
    assert card[0].replace(" · ", ", ") in tips.lines(document, group)
    assert NOTICE in tips.lines(document, document.state.root)


def test_units_are_shown_as_ever(view: ChartView, document: Document, group: str) -> None:
    units = document.state.members(group)
    before = [view.faces.row(unit) for unit in units]
    document.commit(look_ahead("bill"))
    assert [view.faces.row(unit).name.text for unit in units] == [f.name.text for f in before]
    assert [view.faces.row(unit).figure.text for unit in units] == [f.figure.text for f in before]
    assert all(view.faces.row(unit).words is None for unit in units)


def test_the_head_says_old_and_new_counts_during_a_drag(
    view: ChartView, document: Document, group: str
) -> None:
    document.commit(look_ahead("statutory-clusters"))
    now = view.faces.ahead.head()
    document.preview(edits.dissolve(document.state, [group]))
    assert view.faces.ahead.head()[1] == "51 → 50 boards · 51 → 50 accountable officers"
    assert view.faces.ahead.title("England") == "England · 51 → 50 boards"
    document.preview(None)
    assert view.faces.ahead.head() == now
    assert view.faces.ahead.title("England") == "England · 51 boards"
    unit = document.state.members(group)[0]
    document.preview(edits.to_tray(document.state, [unit]))
    assert view.faces.ahead.head() == now


def test_from_far_the_root_has_its_boards(
    view: ChartView, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(Painter, "_title", lambda _self, _p, text, *_, **__: drawn.append(text))
    for structure, said in (("outposts", "England · 1 board"), ("", "England")):
        document.commit(look_ahead(structure))
        view.fit()
        view.set_zoom(0.3)
        drawn.clear()
        view.viewport().grab()
        assert said in drawn


def test_what_an_office_is_given_beyond_its_structure_is_said(
    view: ChartView, document: Document, group: str
) -> None:
    document.commit(look_ahead("outposts"))
    document.commit(SetField(group, Field.BOARD, "yes"))
    assert texts_of(view.faces, group)[1] == "board · no accountable officer"
    assert view.faces.head_lines(1000.0)[1].text == "4 boards · 3 accountable officers"
    document.commit(SetField("H1", Field.AUTHORISED, "yes"))
    assert view.faces.row("H1").words.text == "legal body · authorised"


def test_undoing_the_choice_brings_the_picture_back(
    view: ChartView, document: Document, group: str
) -> None:
    view.set_zoom(1.0)
    before = painted(view, ratio=1.0, kept=None)
    for structure in ("bill", "outposts"):
        document.commit(look_ahead(structure))
        assert painted(view, ratio=1.0, kept=None) != before
        document.stack.undo()
        assert view.faces.ahead is None
        assert painted(view, ratio=1.0, kept=view._pictures) == before


@pytest.mark.parametrize(("ratio", "look"), [(1.0, theme.LIGHT), (2.0, theme.DARK)])
def test_pictures_are_never_out_of_date(
    view: ChartView, document: Document, group: str, ratio: float, look: theme.Theme
) -> None:
    random, kept = Random(5), Pictures()
    view.set_theme(look)
    view.set_zoom(1.0)
    for step in range(12):
        if step % 3 == 0:
            document.commit(look_ahead([row[0] for row in TABLE][step // 3]))
        document.commit(an_edit(document, random))
        view._slide.finish()
        y = view.chart.box(group)[1]
        view.verticalScrollBar().setValue(round(y) - 40)
        fresh = painted(view, ratio=ratio, kept=None)
        assert painted(view, ratio=ratio, kept=kept) == fresh
        assert painted(view, ratio=ratio, kept=kept) == fresh  # now all from pictures


def test_what_was_looked_at_stays_in_view(view: ChartView, document: Document, group: str) -> None:
    view.fit()
    view.verticalScrollBar().setValue(0)
    document.commit(look_ahead("outposts"))
    assert view.verticalScrollBar().maximum() == view.horizontalScrollBar().maximum() == 0
    view.read()
    middle = len(view.chart.cards) // 2
    view.verticalScrollBar().setValue(round(view.chart.layout.cards[middle][1] * view.zoom))
    top = view.to_scene(QPointF())
    at = view.chart.cards[next(view.chart.cards_in(top.x(), top.y(), 1e6, top.y() + 800))]
    before = view.to_view(QPointF(*view.chart.box(at)[:2])).y()
    document.commit(look_ahead("bill"))
    after = view.to_view(QPointF(*view.chart.box(at)[:2])).y()
    assert abs(after - before) <= 1


def test_a_consortium_is_found_by_the_words_below_its_name(
    view: ChartView, document: Document, group: str
) -> None:
    low = view.chart.box("H1")
    document.commit(look_ahead("statutory-clusters"))
    x, y, width, height = view.chart.box("H1")
    assert height > low[3]
    assert view.chart.hit(x + width / 2, y + height - 3).id == "H1"
    _, top, _, tall = view.chart.box(group)
    assert top + tall >= y + height


def test_long_words_of_a_pack_stay_in_their_cards(pack: Pack, document: Document) -> None:
    state = document.state
    state.structure = replace(
        pack.structure("outposts"),
        bodies=tuple(
            replace(b, label="An office " * 15, word="of a very remote Board " * 6)
            for b in pack.structure("outposts").bodies
        ),
        notice="All ends " * 20,
    )
    group = state.at_tier(Tier.GROUP)[0]
    screen, paper = Faces(document.option, 240.0), PaperFaces(document.option, 240.0)
    room = 240.0 - 2 * CARD_PAD
    for faces in (screen, paper):
        for line in faces.card(group).lines:
            assert sum(run.width for run in line) <= room + 0.01
    assert len(screen.card(group).lines) == 4
    whole = " ".join(texts_of(paper, group)).replace(" ", "")
    assert ("An office " * 15 + "·" + "of a very remote Board " * 6).replace(" ", "") in whole
    assert max(line.width for line in screen.head_lines(300.0)) <= 300.0
    lines = paper.head_pieces(state.root, 300.0)
    assert max(piece.right for line in lines for piece in line) <= 300.0


def legend(document: Document, layout: str, posts: PostDetail) -> list[str]:
    settings = ExportSettings("A3", layout=layout, posts=posts.value)
    pages = PageMaker(document.option, "plan").pages(settings)
    return [" ".join(i.text for i in page.items if isinstance(i, Words)) for page in pages]


@pytest.mark.parametrize(
    ("structure", "said", "unsaid"),
    [
        ("", "consortium", "legal body"),
        ("bill", "abolished 2013 consortium, a legal body", "not a legal body"),
        ("statutory-clusters", "legal body consortium, not a legal body", "abolished"),
        ("outposts", "office of the Board consortium, a legal body", "abolished"),
    ],
)
def test_the_legend_on_paper_says_what_frames_mean(
    document: Document, group: str, structure: str, said: str, unsaid: str
) -> None:
    if structure:
        document.commit(look_ahead(structure))
    (text,) = legend(document, "one-page", PostDetail.OFF)
    assert said in text
    assert unsaid not in text


def test_the_legend_says_what_marks_of_posts_mean_where_they_are(document: Document) -> None:
    marks = "post, filled vacant interim or acting"
    thread = "post of a cluster, with a dot where it sits on the board of a PCT"
    for detail, are_marked, has_threads in (
        (PostDetail.OFF, False, False),
        (PostDetail.SUMMARY, False, False),
        (PostDetail.TEAM, True, False),
        (PostDetail.FULL, True, True),
    ):
        overview, *regions = legend(document, "pages", detail)
        assert marks not in overview
        assert all((marks in text) == are_marked for text in regions)
        assert all((thread in text) == has_threads for text in regions)


def test_the_row_of_a_consortium_counts_all_its_members_alike(qapp: QApplication) -> None:
    pack = installed_pack("pct-2011-practices")
    option = from_ready(pack, pack.options[0], "s", when=WHEN, who=WHO).options[0]
    state = option.state
    group = state.group_of("5NT")
    assert group is not None
    faces = PaperFaces(option)
    practices = [o for o in state.below("5NT") if state.tier(o) is Tier.PART][:2]
    whole = state.sum("5F5", "population").value
    parts = sum(state.value(o, "patients") or 0 for o in practices)
    adults = state.sum("5F5", "patients").value
    for code, members, number in (
        ("X1", ["5F5"], short(whole)),
        ("X2", practices, short(parts)),
        ("X3", ["5F5", *practices], short(adults + parts)),
    ):
        change = edits.new_successor(state, group, code, code)
        option.commit(change, when=WHEN, who=WHO)
        option.commit(edits.set_members(state, code, members), when=WHEN, who=WHO)
        assert faces.row_figure(code) == (number, "text")
        option.commit(edits.set_members(state, code, []), when=WHEN, who=WHO)
        assert faces.row_figure(code) == (DASH, "quiet")
