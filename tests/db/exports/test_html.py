"""The report as a page: whole in itself, with every text as text, and heard in good order."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from db.exports.html import to_html
from model.option import Option
from model.records import altered
from model.report.imprint import imprint
from model.report.outline import Section, outline
from model.report.table import MARKS, Cell, Column, Holds, Table, text
from tests.model.report.plans import HOSTILE, hostile_plan, plan

VOID = {"meta", "br", "img", "link"}


class Read(HTMLParser):
    """What a browser makes of it: elements with their texts, faults in nesting."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def page(option: Option) -> str:
    return to_html(option, outline(option), imprint(option, "", "a&b.footprint", "Footprint 1"))


@pytest.fixture(scope="module", params=[plan, hostile_plan], ids=["plan", "hostile"])
def option(request: pytest.FixtureRequest) -> Option:
    return request.param()


def test_it_is_well_formed_and_fetches_nothing(option: Option) -> None:
    made = Read(page(option))
    assert made.open == []
    tags = {tag for tag, _ in made.tags}
    assert not tags & {"script", "img", "link", "iframe", "object", "form"}
    for _, attributes in made.tags:
        assert not {"src", "onerror", "onclick", "style"} & set(attributes)
        assert (attributes.get("href") or "#").startswith("#")
    assert "url(" not in page(option)
    assert "@import" not in page(option)


def test_hostile_names_are_shown_as_they_are() -> None:
    made = Read(page(hostile_plan()))
    for name in HOSTILE:
        assert any(name in text for text in made.texts), name


def test_links_lead_to_sections_and_ids_are_their_own(option: Option) -> None:
    made = Read(page(option))
    ids = [a["id"] for _, a in made.tags if "id" in a]
    assert len(set(ids)) == len(ids)
    targets = [a["href"][1:] for tag, a in made.tags if tag == "a"]
    assert len(targets) > 8
    assert set(targets) <= set(ids)


def test_headings_descend_a_step_at_a_time_and_tables_have_captions_and_heads(
    option: Option,
) -> None:
    made = Read(page(option))
    levels = [int(tag[1]) for tag, _ in made.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    tags = [tag for tag, _ in made.tags]
    assert tags.count("table") == tags.count("caption") == tags.count("thead") > 5
    assert all(a.get("scope") in ("col", "row") for tag, a in made.tags if tag == "th")
    assert made.tags[0] == ("html", {"lang": "en-GB"})


def test_every_number_of_the_tables_is_there(option: Option) -> None:
    words = "".join(Read(page(option)).texts)

    def check(table: Table) -> None:
        for row in table.rows:
            for cell in row:
                assert cell.text in words

    for section in outline(option):
        for table in section.tables:
            check(table)


def test_what_is_said_of_numbers_has_a_row_of_its_own_and_amounts_stay_whole() -> None:
    columns = (
        Column("code", "Code", Holds.CODE),
        Column("name", "Name", weight=4),
        Column("budget", "Budget", Holds.MONEY),
    )
    row = (text("X1"), text("Mid"), Cell("£5*", 5, note="£3 of it is estimated, −£1 of that not"))
    section = Section(
        "one", "One", ("A gap of −£1,200, or <−£3.4bn.",), (Table("T", columns, (row,)),)
    )
    made = to_html(plan(), (section,), imprint(plan(), "", "a.footprint", "Footprint 1"))
    assert '<tr class="noted"><td class="code">X1</td>' in made
    assert '<td class="number">£5*</td></tr>' in made
    note = 'Budget: £3 of it is estimated, <span class="whole">−£1</span> of that not'
    assert f'<tr class="notes"><td colspan="1"></td><td colspan="2">{note}</td></tr>' in made
    told = 'of <span class="whole">−£1,200</span>, or &lt;<span class="whole">−£3.4bn</span>.'
    assert told in made


def test_a_word_that_would_make_a_table_wider_than_paper_may_be_broken() -> None:
    row = (text(f"{'x' * 20} <{'y' * 20}>"),)
    section = Section("one", "One", (), (Table("T", (Column("name", "Name"),), (row,)),))
    made = to_html(plan(), (section,), imprint(plan(), "", "a.footprint", "Footprint 1"))
    assert f'<td>{"x" * 20} <span class="long">&lt;{"y" * 20}&gt;</span></td>' in made
    assert ".long { overflow-wrap: anywhere; }" in made


def test_a_small_table_stands_beside_a_narrow_one_and_a_long_one_below() -> None:
    heads = ("verdict", "rule", "title", "severity", "code", "organisation", "sentence")
    what = (Column("what", "What", weight=3), Column("after", "After", Holds.COUNT))
    left = Table("Counts", what, ((text("Officers"), Cell("5", 5)),))
    row = tuple(map(text, ("breaks", "S-01", "Size", "norm", "C07", "Mid", "Too small.")))
    found = Table("Rules", tuple(Column(head, head.title()) for head in heads), (row,))

    def written(*tables: Table) -> str:
        section = Section("one", "One", (), tables)
        return to_html(plan(), (section,), imprint(plan(), "", "a.footprint", "Footprint 1"))

    made = written(left, found)
    assert made.count('<div class="pair">') == 1
    said = "Breaks: S-01 Size<br>C07 Mid. Too small."
    assert f'<tr><td>{said}<small class="note">norm</small></td></tr>' in made
    assert '<div class="pair">' not in written(left, altered(found, rows=(row,) * 9))
    assert '<div class="pair">' in written(left, altered(found, rows=()))
    assert '<div class="pair">' not in written(found, left)


def test_signs_are_explained_before_the_first_of_them(option: Option) -> None:
    made = page(option)
    at = made.index('class="legend"')
    assert at < made.index("<main")
    body = made.index("<body>")
    assert not any(mark and mark in made[body:at] for mark in MARKS.values())


def test_the_same_plan_gives_the_same_page() -> None:
    assert page(plan()) == page(plan())
    other = plan()
    other.undo()
    assert page(other) != page(plan())
