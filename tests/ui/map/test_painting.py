"""What is painted in a window: choosing, sweeping, taking back, deciding, and who follows."""

import pytest

from model import edits
from model.changes import Field
from model.events import Changed
from model.option import Preview
from model.pack import Tier
from model.stroke import Place
from tests.ui.in_the_window import CITY, LANCASHIRE, MANCHESTER, SALFORD
from ui.document import Document
from ui.map.painting import Painting


@pytest.fixture
def painting(document: Document) -> Painting:
    return Painting(document)


def settled(qtbot, painting: Painting) -> Painting:
    qtbot.waitUntil(lambda: painting.is_settled)
    return painting


def heard(document: Document) -> list[Preview | None]:
    previews: list[Preview | None] = []
    document.previewed.connect(previews.append)
    return previews


def test_what_is_swept_is_previewed_and_accepted_as_one_step(
    qtbot, document: Document, painting: Painting
) -> None:
    previews, events = heard(document), []
    painting.choose(LANCASHIRE)
    painting.sweep([CITY])
    painting.sweep([SALFORD])
    settled(qtbot, painting)
    assert document.state.group_of(CITY) == MANCHESTER
    shown = previews[-1]
    assert shown is not None
    expected = document.option.preview(edits.move(document.state, [CITY, SALFORD], LANCASHIRE))
    assert shown.totals[LANCASHIRE] == expected.totals[LANCASHIRE]
    assert shown.findings[MANCHESTER] == expected.findings[MANCHESTER]
    document.changed.connect(events.append)
    assert painting.accept()
    assert previews[-1] is None
    assert [type(e) for e in events] == [Changed]
    assert {document.state.group_of(u) for u in (CITY, SALFORD)} == {LANCASHIRE}
    assert painting.stroke is None
    document.undo()
    assert {document.state.group_of(u) for u in (CITY, SALFORD)} == {MANCHESTER}


def test_a_new_group_comes_and_goes_with_the_stroke_and_is_painted_on(
    document: Document, painting: Painting
) -> None:
    groups = document.state.at_tier(Tier.GROUP)
    painting.sweep([SALFORD, CITY])
    assert painting.accept()
    made = painting.target
    assert made not in groups
    assert document.state.members(str(made)) == sorted([SALFORD, CITY])
    assert painting.target_name == document.state.label(CITY)  # the larger of the two
    painting.sweep(["5NQ"])
    assert painting.accept()
    assert document.state.group_of("5NQ") == made
    document.undo()
    document.undo()
    assert document.state.at_tier(Tier.GROUP) == groups
    assert painting.target is Place.NEW


def test_discarding_leaves_nothing(qtbot, document: Document, painting: Painting) -> None:
    previews, before = heard(document), document.state.snapshot()
    painting.sweep([CITY, SALFORD])
    settled(qtbot, painting)
    painting.discard()
    assert (previews[-1], painting.units, document.state.snapshot()) == (None, [], before)
    assert not document.stack.canUndo()
    assert not painting.accept()


def test_units_are_taken_back_one_by_one(qtbot, document: Document, painting: Painting) -> None:
    previews, altered = heard(document), []
    painting.swept.connect(altered.append)
    painting.sweep([CITY, SALFORD])
    settled(qtbot, painting)
    painting.take_back([CITY])
    assert painting.units == [SALFORD]
    settled(qtbot, painting)
    painting.take_back([CITY, SALFORD])
    settled(qtbot, painting)
    assert painting.stroke is None
    assert previews[-1] is None
    assert altered == [{CITY, SALFORD}, {CITY}, {SALFORD}]


def test_another_target_takes_what_is_swept_along(document: Document, painting: Painting) -> None:
    painting.choose(LANCASHIRE)
    painting.sweep([CITY])
    painting.choose(Place.TRAY)
    assert painting.units == [CITY]
    painting.choose(MANCHESTER)  # it is there already
    assert painting.stroke is None
    painting.choose(LANCASHIRE)
    painting.sweep([CITY, "5F7"])
    painting.take_only(MANCHESTER)
    assert painting.units == [CITY, "5F7"]
    painting.take_only(Place.TRAY)
    assert painting.stroke is None
    painting.sweep([CITY])
    assert painting.refusal.endswith("only the tray is painted from.")


def test_the_eyedropper_picks_the_group_or_the_tray(document: Document, painting: Painting) -> None:
    painting.choose_of(CITY)
    assert painting.target == MANCHESTER
    document.commit(edits.to_tray(document.state, [SALFORD]))
    painting.choose_of(SALFORD)
    assert painting.target is Place.TRAY
    painting.choose_of(LANCASHIRE)
    assert painting.target == LANCASHIRE
    painting.choose_of(document.state.root)
    assert painting.target == LANCASHIRE


def test_painting_begins_with_the_group_that_is_selected(
    document: Document, painting: Painting
) -> None:
    painting.begin()
    assert (painting.is_on, painting.target) == (True, Place.NEW)
    painting.end()
    document.select((MANCHESTER,))
    painting.begin()
    assert painting.target == MANCHESTER


def test_an_edit_meanwhile_leaves_of_the_stroke_what_still_can(
    qtbot, document: Document, painting: Painting
) -> None:
    previews = heard(document)
    painting.choose(LANCASHIRE)
    painting.sweep([CITY, SALFORD])
    document.commit(edits.set_field(document.state, [CITY], Field.LOCKED, "yes"))
    settled(qtbot, painting)
    assert painting.units == [SALFORD]
    shown = previews[-1]
    assert shown is not None
    expected = document.option.preview(edits.move(document.state, [SALFORD], LANCASHIRE))
    assert shown.totals == {o: p for o, p in expected.totals.items() if p[0] != p[1]}
    document.commit(edits.dissolve(document.state, [LANCASHIRE]))
    assert painting.target is Place.NEW


def test_another_preview_ends_and_the_stroke_is_seen_again(
    qtbot, document: Document, painting: Painting
) -> None:
    previews = heard(document)
    painting.choose(LANCASHIRE)
    painting.sweep([CITY])
    settled(qtbot, painting)
    shown = previews[-1]
    other = document.preview(edits.move(document.state, [SALFORD], LANCASHIRE))
    assert previews[-1] is other
    document.preview(None)
    assert previews[-1] is shown
    painting.discard()
    document.preview(None)
    assert previews[-1] is None


def test_another_option_ends_the_stroke(qtbot, document: Document, painting: Painting) -> None:
    previews = heard(document)
    painting.sweep([CITY])
    settled(qtbot, painting)
    document.look_at("")
    assert painting.stroke is None
    assert previews[-1] is None
    painting.sweep([CITY])
    assert painting.stroke is None
    assert painting.refusal


def test_what_is_read_only_takes_no_paint(document: Document, painting: Painting) -> None:
    refusals: list[str] = []
    document.refused.connect(refusals.append)
    document.open_read_only()
    painting.sweep([CITY])
    assert painting.stroke is None
    assert len(refusals) == 1
