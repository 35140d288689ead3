"""The list of changes on paper: all that is in effect, whole, in order, within the margins."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from model.changes import Field, Move, SetField
from model.past import Past
from model.scenario import Scenario
from tests.sample_pack import sample_scenario
from tests.ui.commands import Run
from tests.ui.exported import WHEN, info_of, texts_of, written
from ui.export_settings import ExportSettings
from ui.pages import Page, PageMaker
from ui.pages.furniture import Words

CHANGES = ExportSettings("A4", changes=True)
LONG = " ".join(f"word{i}" for i in range(1200))


@pytest.fixture(autouse=True)
def _application(qapp: QApplication) -> None:
    """All of these need Qt's fonts."""


def busy() -> Scenario:
    scenario = sample_scenario()
    option = scenario.option()
    for number, (change, why) in enumerate(
        (
            (Move("U1", "G2"), "First reason\nin two lines"),
            (Move("U2", "G3"), LONG),
            (SetField("G2", Field.NAME, "W" * 200), "=1+1 <b>bold</b>"),
            (Move("U6", "G1"), "Never"),
        )
    ):
        when = f"2026-03-0{number + 2}T10:00:00+00:00"
        option.commit(change, when=when, who="Ann Lee" if number % 2 else "Bo Diaz", why=why)
    option.set_checkpoint(list(option.log)[1].id, "Sent to the board", when=WHEN, who="Ann")
    option.undo()
    return scenario


def pages_of(scenario: Scenario, settings: ExportSettings = CHANGES) -> list[Page]:
    return PageMaker(scenario.option(), "plan.footprint").pages(settings)


def words_on(pages: list[Page]) -> str:
    return " ".join(i.text for page in pages for i in page.items if isinstance(i, Words))


def test_the_changes_follow_the_chart_on_pages_of_their_own() -> None:
    pages = pages_of(busy())
    assert len(pages) > 2
    assert [page.chart is None for page in pages] == [False, *[True] * (len(pages) - 1)]
    assert [page.title for page in pages[1:3]] == ["Changes", "Changes (continued)"]
    assert [page.number for page in pages] == [*range(1, len(pages) + 1)]
    assert len(pages_of(busy(), ExportSettings("A4"))) == 1


def test_all_that_is_in_effect_is_there_whole_and_in_order() -> None:
    text = words_on(pages_of(busy())[1:])
    order = [
        *("4 changes", "without 1 that is not in effect", "Start from Three clusters"),
        *("Move Ashford to Mid", "Checkpoint: Sent to the board", "North → Mid"),
        *("First reason in two lines", "Move Bexham to South", "word0", "word1199"),
        "=1+1 <b>bold</b>",
    ]
    places = [text.find(part) for part in order]
    assert places == sorted(places)
    assert -1 not in places
    assert [w for w in text.split() if w.startswith("word")] == LONG.split()
    assert "Never" not in text


@pytest.mark.parametrize("landscape", [True, False])
@pytest.mark.parametrize("paper", ["A4", "A0"])
def test_nothing_leaves_its_page_or_lies_on_something_else(paper: str, *, landscape: bool) -> None:
    for page in pages_of(busy(), ExportSettings(paper, landscape, changes=True))[1:]:
        words = [item for item in page.items if isinstance(item, Words)]
        for item in words:
            assert page.margin - 0.01 <= item.x
            assert item.x + item.width <= page.width - page.margin + 0.2
            assert page.margin - 0.01 <= item.y
            assert item.y + item.height <= page.height - page.margin + 0.01
        for one in words:
            for other in words:
                if one is not other and abs(one.y - other.y) < 0.5 and one.x < other.x:
                    assert one.x + one.width <= other.x + 0.2
        foot = next(item.y for item in words if item.text.startswith("plan.footprint"))
        assert max(item.y for item in words if item.y < foot - 1) + 6 < foot


def test_a_plan_to_which_nothing_was_done() -> None:
    _, page = pages_of(sample_scenario("blank"))
    assert "Nothing was changed yet." in words_on([page])


def test_the_past_is_printed_as_what_it_is() -> None:
    option = busy().option()
    first, second, *_ = option.log
    pages = PageMaker(Past(option, second.id), "plan.footprint").pages(CHANGES)
    text = words_on(pages)
    assert "as it was on 2 March 2026" in text
    assert "Move Ashford to Mid" in text
    assert "Move Bexham to South" not in text
    assert "as it was" not in words_on(pages_of(busy()))
    at_first = PageMaker(Past(option, ""), "plan.footprint").pages(CHANGES)
    assert "as it was at first" in words_on(at_first)
    assert first.text not in words_on(at_first)


def test_it_is_in_the_pdf_to_be_searched_for(tmp_path: Path) -> None:
    pdf = tmp_path / "out.pdf"
    report = written(pdf, CHANGES, busy())
    assert report.pages > 2
    assert "Move Bexham to South" in texts_of(pdf)[1]


def test_the_command_line_includes_it(run: Run, plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    assert run("move", plan, "5NK", "--to", "C07", "--why", "Agreed").code == 0
    assert run("export", plan, out, "--paper", "A4", "--include", "changes").code == 0
    assert "Agreed" in texts_of(out)[1]
    assert run("export", plan, out, "--paper", "A4").code == 0
    assert info_of(out)["Pages"] == "1"
    assert run("export", plan, tmp_path / "out.svg", "--include", "changes").code == 0
