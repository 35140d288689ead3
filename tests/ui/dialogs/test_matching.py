"""What a typed text means."""

import pytest

from ui.dialogs.matching import fold, has_all, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Çalder", "calder"),
        ("Bath & North East Somerset", "bath and north east somerset"),
        ("King's Lynn", "kings lynn"),
        ("King\u2019s Lynn", "kings lynn"),
        ("Halton, St. Helens", "halton st helens"),
        ("STRASSE Straße", "strasse strasse"),
        ("  5E1 ", "5e1"),
        ("Ελλάδα", "ελλαδα"),
        ("...", ""),
    ],
)
def test_case_accents_and_punctuation_do_not_matter(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_words_may_come_in_any_order_and_be_cut_short() -> None:
    assert has_all(fold("Halton and St Helens"), words("hel halt"))
    assert not has_all(fold("Halton and St Helens"), words("helsinki"))
