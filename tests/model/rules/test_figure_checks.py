"""Checks of measures: at the limit, one either side, with estimates and with figures missing."""

from __future__ import annotations

import pytest

from model.changes import Create, Move
from model.organisations import Basis, Figure
from model.rules.figures import basis_note
from model.rules.outcome import ON_RECORD
from model.state import State
from tests.model.packs import estimate, units_pack
from tests.model.rules.asking import INFO, NORM, ask, heart, some, together


def people(*figures: int | Figure | None) -> State:
    numbers = [f if isinstance(f, Figure) or f is None else Figure(f) for f in figures]
    return together(units_pack(*({"population": f} if f else {} for f in numbers)))


def in_range(state: State, **rest: object):
    norm = {"measure": "population", "low": 530_000, "high": 2_600_000, "severity": NORM, **rest}
    return ask(state, "range", "C", **norm)


# -- range -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (529_999, ("breaks", 529_999, 530_000, -1)),
        (530_000, ("meets", 530_000, 530_000, 0)),
        (530_001, ("meets", 530_001, 530_000, 1)),
        (2_599_999, ("meets", 2_599_999, 2_600_000, 1)),
        (2_600_000, ("meets", 2_600_000, 2_600_000, 0)),
        (2_600_001, ("breaks", 2_600_001, 2_600_000, -1)),
    ],
)
def test_both_ends_of_a_range_are_allowed(value: int, expected: object) -> None:
    assert heart(in_range(people(value))) == expected


def test_a_range_may_be_one_number() -> None:
    assert in_range(people(1_000), low=1_000, high=1_000).verdict == "meets"


def test_over_a_range_the_sentence_says_by_how_much() -> None:
    sentence = in_range(people(2_000_000, 715_618)).sentence
    assert sentence == ("Population 2,715,618: over the planning norm of 2,600,000 by 115,618.")


def test_under_a_range_the_sentence_says_by_how_much() -> None:
    sentence = in_range(people(500_000)).sentence
    assert sentence == "Population 500,000: under the planning norm of 530,000 by 30,000."


def test_within_a_range_the_sentence_gives_both_ends_and_the_share_of_the_reference() -> None:
    sentence = in_range(people(557_227), reference=1_000_000).sentence
    assert sentence == (
        "Population 557,227: within the planning norm of 530,000 to 2,600,000; "
        "55.7% of the reference of 1,000,000."
    )


def test_only_a_norm_is_called_one() -> None:
    sentence = in_range(people(500_000), severity="should").sentence
    assert sentence == "Population 500,000: under the limit of 530,000 by 30,000."


def test_an_estimate_is_starred_in_the_sentence() -> None:
    sentence = in_range(people(500_000, estimate(100_000, 90_000, 110_000))).sentence
    assert sentence.startswith("Population 600,000*: within")


def test_a_range_with_a_figure_missing_is_incomplete() -> None:
    finding = in_range(people(600_000, None))
    assert heart(finding) == ("incomplete", 600_000, None, None)
    assert finding.sentence == (
        "Population 600,000: no figure for 1 of 2 trusts, so the planning norm can't be tested."
    )


def test_a_range_with_no_figure_at_all_has_no_value() -> None:
    finding = in_range(people(None))
    assert heart(finding) == ("incomplete", None, None, None)
    assert finding.sentence.startswith("Population –: no figure for 1 of 1 trust,")


def test_what_is_over_a_range_already_breaks_it_whatever_is_missing() -> None:
    assert heart(in_range(people(2_600_001, None))) == ("breaks", 2_600_001, 2_600_000, -1)


def test_a_group_with_nothing_in_it_is_not_judged() -> None:
    state = people(1)
    state.apply(Move("U1", "R1"))
    finding = in_range(state)
    assert finding.verdict == "not applicable"
    assert finding.sentence == "No trust is in it yet."


# -- level -------------------------------------------------------------------------------------


def budgets(*pounds: int | Figure | None) -> State:
    numbers = [f if isinstance(f, Figure) or f is None else Figure(f) for f in pounds]
    return together(units_pack(*({"budget": f} if f else {} for f in numbers)))


def level(state: State, **rest: object):
    return ask(state, "level", "C", measure="budget", limit=2_000_000_000, severity=INFO, **rest)


@pytest.mark.parametrize(
    ("value", "side"),
    [(1_999_999_999, "not over"), (2_000_000_000, "not over"), (2_000_000_001, "over")],
)
def test_a_level_is_told_and_never_judged(value: int, side: str) -> None:
    finding = level(budgets(value))
    assert heart(finding) == ("not applicable", value, 2_000_000_000, 2_000_000_000 - value)
    assert finding.sentence == f"Budget £{value:,}: {side} £2,000,000,000; 100.0% of Nation."


def test_a_level_gives_the_share_of_the_whole() -> None:
    state = budgets(1_000, 3_000, estimate(12_000, 1_000, 20_000))
    state.apply(Move("U3", "R1"))
    assert level(state).sentence == "Budget £4,000: not over £2,000,000,000; 25.0% of Nation."


def test_a_level_says_what_is_missing_and_starred() -> None:
    sentence = level(budgets(estimate(5_000, 4_000, 6_000), None)).sentence
    assert sentence == (
        "Budget £5,000*: not over £2,000,000,000; 100.0% of Nation; no figure for 1 of 2 trusts."
    )


def test_a_level_of_nought_has_no_share() -> None:
    assert level(budgets(0)).sentence == "Budget £0: not over £2,000,000,000."


def test_a_level_of_nothing_is_a_sentence_without_a_number() -> None:
    finding = level(budgets(None))
    assert finding.sentence == "Budget: no figure for 1 of 1 trust."
    assert finding.value is None


# -- balance -----------------------------------------------------------------------------------


def balance(figure: Figure | None, said: str = ""):
    facts = {"U1": said} if said else {}
    state = together(units_pack({"surplus": figure} if figure else {}, facts=facts))
    return ask(state, "balance", "U1", measure="surplus", fact="deficit")


@pytest.mark.parametrize(
    ("pounds", "expected"),
    [
        (1, ("meets", 1, 0, 1)),
        (0, ("meets", 0, 0, 0)),
        (-1, ("breaks", -1, 0, -1)),
    ],
)
def test_a_unit_balances_down_to_the_pound(pounds: int, expected: object) -> None:
    assert heart(balance(Figure(pounds))) == expected


@pytest.mark.parametrize(
    ("figure", "said", "sentence"),
    [
        (Figure(-12_800_000), "", "Surplus −£12,800,000: in deficit."),
        (Figure(500_000, Basis.OUTTURN), "", "Surplus £500,000 (outturn): in balance."),
        (Figure(-5, Basis.FORECAST), "", "Surplus −£5 (forecast): in deficit."),
        (estimate(-5, -9, -1), "", "Surplus −£5* (estimate): in deficit."),
        (Figure(-5, Basis.FORECAST), "yes", "Surplus −£5 (forecast): in deficit."),
        (
            *(Figure(-5, Basis.FORECAST), "no"),
            "Surplus: the year ended without a deficit, as published, and that counts; "
            "the forecast of −£5 was not borne out.",
        ),
        (
            *(Figure(5, Basis.FORECAST), "yes"),
            "Surplus: the year ended in deficit, as published, and that counts; "
            "the forecast of £5 was not borne out.",
        ),
        (
            *(Figure(0, Basis.FORECAST), "yes"),
            "Surplus: the year ended in deficit, as published, and that counts; "
            "the forecast of £0 was not borne out.",
        ),
        (Figure(0, Basis.FORECAST), "no", "Surplus £0 (forecast): in balance."),
        (Figure(-5, Basis.OUTTURN), "no", "Surplus −£5 (outturn): in deficit."),
        (None, "yes", "Surplus: no figure, but it ended the year in deficit."),
        (None, "no", "Surplus: no figure, but it did not end the year in deficit."),
        (None, "", "Surplus: no figure."),
    ],
)
def test_an_audited_figure_comes_before_the_published_word_and_that_before_a_forecast(
    figure: Figure | None, said: str, sentence: str
) -> None:
    finding = balance(figure, said)
    assert finding.sentence == sentence
    in_deficit = "did not" not in sentence and (
        sentence.endswith("in deficit.") or "ended in deficit" in sentence
    )
    expected = "incomplete" if sentence.endswith("no figure.") else "meets"
    assert finding.verdict == ("breaks" if in_deficit else expected)


def test_a_contradicted_forecast_is_shown_and_not_used() -> None:
    assert heart(balance(Figure(-5, Basis.FORECAST), "no")) == ("meets", None, None, None)


@pytest.mark.parametrize(
    ("figure", "said", "note"),
    [
        (Figure(-5, Basis.FORECAST), "", "forecast"),
        (Figure(-5, Basis.FORECAST), "yes", "forecast"),
        (
            *(Figure(-5, Basis.FORECAST), "no"),
            "forecast, not borne out: the year ended without a deficit, as published, "
            "and that counts (T)",
        ),
        (
            *(estimate(5, 1, 9), "yes"),
            "estimate, not borne out: the year ended in deficit, as published, and that counts (T)",
        ),
        (Figure(-5, Basis.OUTTURN), "no", ""),
        (None, "no", ""),
    ],
)
def test_beside_a_figure_stands_that_it_was_expected_and_whether_it_counts(
    figure: Figure | None, said: str, note: str
) -> None:
    facts = {"U1": said} if said else {}
    state = together(units_pack({"surplus": figure} if figure else {}, facts=facts))
    measure = next(m for m in state.pack.measures if m.id == "surplus")
    rule = ask(state, "balance", "U1", measure="surplus", fact="deficit").rule
    assert basis_note(state, "U1", measure, [rule]) == note.replace("(T)", f"({rule.id})")


def test_a_unit_that_was_made_here_has_no_balance_yet() -> None:
    state = some(1)
    state.apply(Create("V", "venture", "V1", "Venture", "C"))
    finding = ask(state, "balance", "V", measure="surplus", fact="deficit")
    assert heart(finding) == ("incomplete", None, None, None)


# -- mixed balance -----------------------------------------------------------------------------


def mixed(*surplus: int | None, facts: dict[str, str] | None = None):
    figures = ({"surplus": Figure(s)} if s is not None else {} for s in surplus)
    state = together(units_pack(*figures, facts=facts))
    return ask(state, "mixed-balance", "C", measure="surplus", fact="deficit", severity=NORM)


def test_surplus_beside_deficit_is_advised_against() -> None:
    finding = mixed(500_000, -12_800_000)
    assert heart(finding) == ("breaks", 13_300_000, None, None)
    assert finding.sentence == (
        "Unit 2 in deficit beside 1 trust that is not; spread £13,300,000, net −£12,300,000."
    )
    assert finding.involved == ("U2",)


def test_several_units_that_are_sound_are_counted() -> None:
    assert mixed(1, 2, -1).sentence.startswith("Unit 3 in deficit beside 2 trusts that are not;")


@pytest.mark.parametrize(
    ("surplus", "verdict", "sentence"),
    [
        ((0, 5), "meets", "None in deficit."),
        ((-1, -5), "meets", "All in deficit."),
        ((5,), "meets", "None in deficit."),
        ((5, None), "incomplete", "Surplus: not known for 1 of 2 trusts."),
        ((-5, None), "incomplete", "Surplus: not known for 1 of 2 trusts."),
        ((-5, 5, None), "breaks", "Unit 1 in deficit beside 1 trust that is not; spread £10, "),
    ],
)
def test_what_is_mixed_and_what_is_not_known(
    surplus: tuple[int | None, ...], verdict: str, sentence: str
) -> None:
    finding = mixed(*surplus)
    assert finding.verdict == verdict
    assert finding.sentence.startswith(sentence)


def test_one_figure_has_no_spread() -> None:
    assert heart(mixed(5)) == ("meets", None, None, None)
    assert heart(mixed(5, 7)) == ("meets", 2, None, None)


def test_the_published_word_is_enough_for_a_mixture() -> None:
    finding = mixed(None, None, facts={"U1": "yes", "U2": "no"})
    assert heart(finding) == ("breaks", None, None, None)
    assert finding.sentence == "Unit 1 in deficit beside 1 trust that is not."


# -- reserve -----------------------------------------------------------------------------------


def reserve(budget: Figure | None, held: int | None):
    figures = {"budget": budget, "held": Figure(held) if held is not None else None}
    state = some(1, {k: f for k, f in figures.items() if f is not None})
    return ask(state, "reserve", "U1", base="budget", held="held", share_bp=200)


@pytest.mark.parametrize(
    ("budget", "held", "expected"),
    [
        (1_000, 20, ("meets", 20, 20, 0)),
        (1_000, 19, ("breaks", 19, 20, -1)),
        (1_001, 20, ("breaks", 20, 21, -1)),
        (1_001, 21, ("meets", 21, 21, 0)),
        (1_050, 21, ("meets", 21, 21, 0)),
    ],
)
def test_a_share_is_rounded_up_to_the_pound(budget: int, held: int, expected: object) -> None:
    assert heart(reserve(Figure(budget), held)) == expected


def test_a_reserve_that_is_short_says_by_how_much() -> None:
    sentence = reserve(estimate(4_700_000_000, 1, 5_000_000_000), 90_000_000).sentence
    assert sentence == (
        "2.0% of £4,700,000,000* is £94,000,000*; £90,000,000 is held back, £4,000,000 too little."
    )


def test_a_reserve_of_just_enough_says_no_more() -> None:
    sentence = reserve(Figure(1_000), 20).sentence
    assert sentence == "2.0% of £1,000 is £20; £20 is held back."


def test_a_reserve_without_its_figures_is_incomplete() -> None:
    finding = reserve(Figure(1_000), None)
    assert heart(finding) == ("incomplete", None, 20, None)
    assert finding.sentence == "2.0% of £1,000 is £20; no figure for what is held back."
    assert heart(reserve(None, 20)) == ("incomplete", None, None, None)


NOTE = "Excused by the region, board paper of January."


@pytest.mark.parametrize(
    ("held", "verdict", "start"),
    [
        (
            19,
            "waived",
            f"{ON_RECORD}: 2.0% of £1,000 is £20; £19 is held back, £1 too",
        ),
        (
            None,
            "waived",
            f"{ON_RECORD}: 2.0% of £1,000 is £20; no figure for what is held",
        ),
        (20, "meets", "2.0% of £1,000 is £20; £20 is held back."),
    ],
)
def test_who_is_excused_need_not_hold_back(held: int | None, verdict: str, start: str) -> None:
    figures = {"budget": Figure(1_000)} | ({} if held is None else {"held": Figure(held)})
    state = some(2, figures, figures)
    data = {"base": "budget", "held": "held", "share_bp": 200}
    excused = [{"unit": "U1", "note": NOTE}]
    finding = ask(state, "reserve", "U1", **data, exceptions=excused)
    assert (finding.verdict, finding.exception) == (verdict, verdict == "waived")
    assert finding.sentence.startswith(start)
    assert finding.sentence.endswith(NOTE) == finding.exception
    assert not ask(state, "reserve", "U2", **data, exceptions=excused).exception
