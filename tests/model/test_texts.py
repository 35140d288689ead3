"""Reading what people write: numbers."""

import pytest

from model.errors import ChangeRefusedError
from model.texts import read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234", 1234),
        (" 1,234,567 ", 1_234_567),
        ("1 234", 1234),
        ("1\N{NO-BREAK SPACE}234", 1234),
        ("£2,000,000,000", 2_000_000_000),
        ("-5", -5),
        ("\N{MINUS SIGN}5", -5),
        ("-£5", -5),
        ("£-5", -5),
        ("(1,234)", -1234),
        ("1,234.00", 1234),
        ("0", 0),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, number: int) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text", ["", "many", "1.5", "1,23", "12,34,567", "=1+1", "1e5", "(5", "5)", "٣", "1 2", "5%"]
)
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(ChangeRefusedError, match="is not a whole number"):
        read_number(text)
