"""How an organisation stands, in one sign and a few words."""

from __future__ import annotations

import pytest

from model.rules.standing import Sign, standing_of


def tally(**numbers: int) -> list[int]:
    return [numbers.get(sign.value, 0) for sign in Sign]


@pytest.mark.parametrize(
    ("whole", "own", "sign", "word", "text", "meaning"),
    [
        ({}, {}, Sign.NONE, "", "", "nothing to check"),
        (
            *({"tick": 8, "open": 7}, {"tick": 2, "open": 7}, Sign.TICK, "meets"),
            *("8 met, 7 not yet known", "meets what can be checked"),
        ),
        (
            *({"open": 1_234}, {"open": 4}, Sign.OPEN, "not yet known"),
            *("1,234 not yet known", "not yet known"),
        ),
        (
            *({"cross": 1, "tick": 8}, {"tick": 8}, Sign.CROSS, "breaks"),
            *("1 broken (below it), 8 met", "below it: breaks law or instruction"),
        ),
        (
            *({"cross": 1, "under": 1, "tick": 3}, {"under": 1, "tick": 2}, Sign.CROSS, "breaks"),
            *("2 broken (1 below it), 3 met", "below it: breaks law or instruction"),
        ),
        (
            *({"over": 1, "advice": 2}, {"over": 1}, Sign.OVER, "breaks"),
            *("3 broken (2 below it)", "over the norm"),
        ),
        (
            *({"exception": 2, "tick": 1}, {"exception": 2}, Sign.EXCEPTION, "accepted exception"),
            *("2 accepted exceptions, 1 met", "accepted exception"),
        ),
        (
            *({"exception": 1}, {}, Sign.EXCEPTION, "accepted exception"),
            *("1 accepted exception (below it)", "below it: accepted exception"),
        ),
    ],
)
def test_the_worst_of_itself_and_of_all_below_is_the_sign(
    whole: dict[str, int], own: dict[str, int], sign: Sign, word: str, text: str, meaning: str
) -> None:
    standing = standing_of(tally(**whole), tally(**own))
    assert (standing.sign, standing.word, standing.text) == (sign, word, text)
    assert standing.meaning == meaning
    assert standing.said == (f"Rules: {text}" if text else "")
