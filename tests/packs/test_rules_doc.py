"""docs/rules.md lists every rule of the pack as its data have it."""

from __future__ import annotations

import re

import pytest

from model.pack import Pack
from model.rules.checks import VOCABULARY
from tools import make_rules_doc

PAGE = make_rules_doc.PAGE.read_text(encoding="utf-8")


def test_the_page_is_what_the_rules_give() -> None:
    assert make_rules_doc.page() == PAGE, "python -m tools.make_rules_doc writes it anew"


def test_every_rule_has_severity_source_confidence_and_how_it_is_worked_out(pack: Pack) -> None:
    explained = make_rules_doc.explanations()
    for rule in pack.rules:
        (section,) = re.findall(
            rf"^### {rule.id} {re.escape(rule.title)}\n(.*?)(?=^##|\Z)",
            PAGE,
            re.DOTALL | re.MULTILINE,
        )
        assert f"| Severity | {rule.severity}: " in section
        assert f"| Source | {rule.source} |" in section
        assert f"| Confidence | {rule.confidence} |" in section
        assert (
            f"| How it is worked out | {explained[rule.check]} (check `{rule.check}`) |" in section
        )
        assert ("| You can set | " in section) == bool(rule.adjustable)
        assert ("| Asks you | " in section) == bool(rule.items)


def test_every_check_is_explained() -> None:
    assert make_rules_doc.explanations().keys() == VOCABULARY.keys()


def test_every_link_leads_to_a_heading() -> None:
    headings = re.findall(r"^### (.*)$", PAGE, re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in headings}
    assert set(re.findall(r"\]\(#([^)]*)\)", PAGE)) == anchors


def test_what_can_be_set_is_shown_with_its_value() -> None:
    assert "low limit: 530,000 people; high limit: 2,600,000 people" in PAGE
    assert "| You can set | deadline: 1 June 2011 |" in PAGE
    assert "| You can set | together: yes |" in PAGE


def test_a_table_is_not_broken_by_what_is_in_it(pack: Pack) -> None:
    for rule in pack.rules:
        assert "|" not in "".join((rule.title, rule.text, rule.advice, rule.source))


@pytest.mark.parametrize("number", range(1, 56))
def test_every_rule_of_the_guidance_is_in_the_program(pack: Pack, number: int) -> None:
    assert any(rule.id[:5] == f"DH-{number:02}" for rule in pack.rules)
