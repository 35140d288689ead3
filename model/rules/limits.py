"""Limits of rules that users set to other values than the pack's."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from types import MappingProxyType

from model.changes import LARGEST
from model.errors import ChangeRefusedError
from model.pack import Pack, Style
from model.records import altered
from model.rules.rule import Finding, Rule
from model.texts import read_day
from model.wording import amount, day, grouped

Limit = int | datetime.date
LIMIT = (int, datetime.date)
"""What limits that can be set are; truth values, which switch a part of a check, are whole numbers
to Python."""
Limits = Mapping[tuple[str, str], str]
"""What limits are set to, as texts, by rule and key."""


def read_limit(rule: Rule, key: str, value: str) -> Limit:
    """Return what a text sets a rule's limit to.

    Raises
    ------
    ChangeRefusedError
        If it is no date where the pack has one, not "yes" or "no" where the pack has a switch, or
        no whole number where the pack has that.
    """
    published = rule.params.get(key)
    if isinstance(published, datetime.date):
        return read_day(value)
    if isinstance(published, bool):
        if value not in ("yes", "no"):
            raise ChangeRefusedError(f"A switch is 'yes' or 'no', not {value[:40]!r}.")
        return value == "yes"
    digits = value.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and str(int(digits[:20])) == digits):
        raise ChangeRefusedError(f"A limit is a whole number, not {value[:40]!r}.")
    if int(digits) > LARGEST:
        raise ChangeRefusedError(f"{value} is too large a limit.")
    return int(value)


def limit_text(value: object) -> str:
    """Return a limit as a text that `read_limit` reads."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


_LABELS = {"low": "low limit", "high": "high limit"}


def limit_label(key: str) -> str:
    """Return what a limit is called: "low limit", "deadline"."""
    return _LABELS.get(key, key.replace("_", " ").replace("-", " "))


def limit_words(rule: Rule, key: str, pack: Pack) -> str:
    """Return a rule's limit as people read it: "530,000", "£2,000,000,000", "1 June 2011"."""
    value = rule.params[key]
    if isinstance(value, datetime.date):
        return day(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return limit_text(value)
    measure = rule.params.get("measure")
    return grouped(value) if measure is None else amount(pack.measure(str(measure)), value)


def limit_unit(rule: Rule, key: str, pack: Pack) -> str:
    """Return what a limit is counted in: "people", "pounds", "date"; "" for a bare number."""
    value, measure = rule.params[key], rule.params.get("measure")
    if isinstance(value, bool):
        return "yes or no"
    if isinstance(value, datetime.date):
        return "date"
    if measure is None:
        return ""
    of = pack.measure(str(measure))
    return "pounds" if of.style is Style.MONEY else of.short


def changed_text(rule: Rule, pack: Pack) -> str:
    """Return which limits users have set, and from what: "" if they are all the pack's.

    "low limit 600,000, changed from 530,000".
    """
    published = pack.rule(rule.id) if rule.changed else rule
    texts = [
        f"{limit_label(key)}{':' if isinstance(rule.params[key], bool) else ''} "
        f"{limit_words(rule, key, pack)}, changed from {limit_words(published, key, pack)}"
        for key in rule.changed
    ]
    return "; ".join(texts)


def told(finding: Finding, pack: Pack) -> str:
    """Return a finding's sentence and, after it, which of its limits users have set."""
    if not finding.rule.changed:
        return finding.sentence
    text = changed_text(finding.rule, pack)
    return f"{finding.sentence} {text[:1].upper()}{text[1:]}."


def with_limits(rule: Rule, limits: Limits) -> Rule:
    """Return a rule as users have set it: the rule itself, if they have not."""
    own = {key: text for key in rule.adjustable if (text := limits.get((rule.id, key), ""))}
    if not own:
        return rule
    params = {**rule.params, **{key: read_limit(rule, key, text) for key, text in own.items()}}
    return altered(rule, params=MappingProxyType(params), changed=tuple(own))


def check_limits(rule: Rule) -> None:
    """Refuse a rule whose lower limit would be over its upper one.

    Raises
    ------
    ChangeRefusedError
        If it would.
    """
    low, high = rule.params.get("low"), rule.params.get("high")
    if isinstance(low, int) and isinstance(high, int) and low > high:
        raise ChangeRefusedError(f"The low limit ({low:,}) would be over the high one ({high:,}).")
