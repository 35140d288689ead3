"""What is found, in which order, and that it keeps up with edits."""

import pytest

from model import edits
from model.changes import Appoint, Field, SetField, Staff
from model.state import State
from ui.dialogs import search_index
from ui.dialogs.search_index import Entry, SearchIndex, What
from ui.document import Document


def read(state: State) -> SearchIndex:
    index = SearchIndex(state)
    for _ in index.read():
        pass
    return index


def entries(index: SearchIndex, query: str, most: int = 12) -> list[Entry]:
    return [entry for sort in index.find(query, most) for entry in sort.entries]


def names(index: SearchIndex, query: str) -> list[str]:
    return [entry.name for entry in entries(index, query)]


def test_every_one_of_englands_units_is_found_by_code_and_by_name(england: Document) -> None:
    index, state = read(england.state), england.state
    units = [o for o in state if state.kind(o).id == "pct"]
    assert len(units) == 151
    for unit in units:
        assert entries(index, state.code(unit))[0].id == unit
        sorts = {s.title: s.entries for s in index.find(state.label(unit).upper())}
        assert sorts["PCTs"][0].id == unit
        assert list(sorts).index("PCTs") <= 1  # after its cluster, if that is called so too


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("5nt", "Manchester Teaching"),
        ("C07", "Greater Manchester"),
        ("greater man", "Greater Manchester"),
        ("tyne north", "North of Tyne"),
        ("halton st hel", "Halton and St Helens"),
        ("england", "England"),
    ],
)
def test_what_fits_best_comes_first(england: Document, query: str, first: str) -> None:
    assert names(read(england.state), query)[0] == first


def test_starts_come_before_middles_and_organisations_before_links(england: Document) -> None:
    index = read(england.state)
    found = [(e.what, e.name) for e in entries(index, "manchester")]
    assert found == [
        (What.ORGANISATION, "Manchester Teaching"),
        (What.LINK, "Manchester"),
        (What.ORGANISATION, "Greater Manchester"),
    ]


def test_a_link_leads_to_all_units_that_have_it(document: Document) -> None:
    index = read(document.state)
    link = next(e for e in entries(index, "northtown") if e.what is What.LINK)
    assert index.units(link) == ["U1", "U4"]
    assert index.aside(link) == "E1 · Link of Ashford and Dunmere"


def test_people_are_found_in_their_posts(document: Document) -> None:
    index = read(document.state)
    person = entries(index, "ann lee")[0]
    assert (person.what, person.id) == (What.PERSON, "G1")
    assert index.aside(person) == "Chief Officer, North"


def test_it_says_where_a_unit_is(document: Document) -> None:
    index = read(document.state)
    said = {e.id: index.aside(e) for q in ("ashford", "5u6", "south") for e in entries(index, q)}
    assert said["U1"] == "5U1 · unit in North"
    assert said["U6"] == "5U6 · unit to place, South"
    assert said["R2"] == "Region"
    assert said["G3"] == "C03 · cluster in South"


def test_accents_are_not_needed(document: Document) -> None:
    index = read(document.state)
    assert names(index, "calder") == ["Çalder"]
    assert names(index, "cite du") == ["Cité-du-Nord"]


def test_an_edit_is_followed_by_reading_only_what_it_reached(document: Document) -> None:
    index, state = read(document.state), document.state
    document.changed.connect(lambda e: index.refresh(e.created | e.removed | e.edited))
    document.commit(SetField("G2", Field.NAME, "Riverside"))
    assert names(index, "riverside") == ["Riverside"]
    assert names(index, "mid") == []
    document.commit(Appoint("U3", "health", "Bo Diaz"))
    assert names(index, "diaz") == ["Bo Diaz"]
    document.commit(edits.new_group(state, "R1", "new", "Lakes", ["U3"]))
    assert names(index, "lakes") == ["Lakes"]
    document.commit(edits.dissolve(state, ["G1"]))
    assert names(index, "ann lee") == []
    for _ in range(4):
        document.stack.undo()
    assert names(index, "lakes riverside") == []
    assert names(index, "ann lee") == ["Ann Lee"]
    assert set(index) == set(read(state))


def test_no_more_than_asked_for(england: Document) -> None:
    index = read(england.state)
    assert [len(sort.entries) for sort in index.find("a", 7)] == [7, 7, 7, 7, 7, 1]
    assert index.find("  ") == []
    assert index.find("...") == []


def test_sorts_are_told_apart_and_counted(england: Document) -> None:
    index, state = read(england.state), england.state
    sorts = {sort.title: sort for sort in index.find("an", 3)}
    assert set(sorts) == {"Nations", "SHAs", "Clusters", "PCTs", "People", "Councils"}
    said = [state.label(o) + state.code(o) for o in state if state.kind(o).id == "pct"]
    assert sorts["PCTs"].count == sum("an" in text.casefold() for text in said)
    assert len(sorts["PCTs"].entries) == 3
    assert sorts["Nations"].count == len(sorts["Nations"].entries) == 1


def test_the_sort_with_the_best_comes_first(england: Document) -> None:
    index = read(england.state)
    assert [s.title for s in index.find("manchester")] == ["PCTs", "Councils", "Clusters"]
    assert index.find("england")[0].entries[0].id == "ENG"


def test_everybody_in_a_post_of_several_is_found(document: Document) -> None:
    document.commit(Staff("G1", "member", 3))
    document.commit(Appoint("G1", "member", "Cy Third", 3))
    person = entries(read(document.state), "cy third")[0]
    assert (person.role, person.number) == ("member", 3)
    document.commit(Staff("G1", "member", 2))
    assert entries(read(document.state), "cy third") == []


def test_reading_goes_in_steps(england: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "_STEP", 50)
    index = SearchIndex(england.state)
    assert sum(1 for _ in index.read()) == len(list(england.state)) // 50 + 2
    assert set(index) == set(read(england.state))
