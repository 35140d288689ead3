"""What is found, in which order, and that it keeps up with edits."""

import pytest

from model import edits
from model.changes import Appoint, Field, SetField
from ui.dialogs.search_index import SearchIndex, What
from ui.document import Document


def names(index: SearchIndex, query: str) -> list[str]:
    return [entry.name for entry in index.find(query)]


def test_every_one_of_englands_units_is_found_by_code_and_by_name(england: Document) -> None:
    index, state = SearchIndex(england.state), england.state
    units = [o for o in state if state.kind(o).id == "pct"]
    assert len(units) == 151
    for unit in units:
        assert index.find(state.code(unit))[0].id == unit
        found = [entry.id for entry in index.find(state.label(unit).upper())]
        assert unit in found[:2]


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
    assert names(SearchIndex(england.state), query)[0] == first


def test_starts_come_before_middles_and_organisations_before_links(england: Document) -> None:
    index = SearchIndex(england.state)
    found = [(e.what, e.name) for e in index.find("manchester")]
    assert found == [
        (What.ORGANISATION, "Manchester Teaching"),
        (What.LINK, "Manchester"),
        (What.ORGANISATION, "Greater Manchester"),
    ]


def test_a_link_leads_to_all_units_that_have_it(document: Document) -> None:
    index = SearchIndex(document.state)
    link = next(e for e in index.find("northtown") if e.what is What.LINK)
    assert index.units(link) == ["U1", "U4"]
    assert index.aside(link) == "Link of Ashford and Dunmere"


def test_people_are_found_in_their_posts(document: Document) -> None:
    index = SearchIndex(document.state)
    person = index.find("ann lee")[0]
    assert (person.what, person.id) == (What.PERSON, "G1")
    assert index.aside(person) == "Chief Officer, North"


def test_it_says_where_a_unit_is(document: Document) -> None:
    index = SearchIndex(document.state)
    said = {e.id: index.aside(e) for q in ("ashford", "5u6", "south") for e in index.find(q)}
    assert said["U1"] == "5U1 · unit in North"
    assert said["U6"] == "5U6 · unit to place, South"
    assert said["R2"] == "Region"
    assert said["G3"] == "C03 · cluster in South"


def test_accents_are_not_needed(document: Document) -> None:
    index = SearchIndex(document.state)
    assert names(index, "calder") == ["Çalder"]
    assert names(index, "cite du") == ["Cité-du-Nord"]


def test_an_edit_is_followed_by_reading_only_what_it_reached(document: Document) -> None:
    index, state = SearchIndex(document.state), document.state
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
    assert set(index) == set(SearchIndex(state))


def test_no_more_than_asked_for(england: Document) -> None:
    index = SearchIndex(england.state)
    assert len(index.find("a", 7)) == 7
    assert index.find("  ") == []
    assert index.find("...") == []
