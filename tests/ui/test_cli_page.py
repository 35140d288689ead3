"""The page that describes the command line: every command, option and document of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest

from tests.ui.commands import (
    ROOT,
    Run,
)
from ui import cli


@pytest.fixture(scope="module")
def page() -> str:
    return (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")


def section(page: str, title: str) -> str:
    """Return the part of the page under a heading of any level, up to the next one like it."""
    found = re.search(
        rf"^(#+) {re.escape(title)}\n(.*?)(?=^\1 |\Z)", page, re.DOTALL | re.MULTILINE
    )
    assert found is not None, f"the page has no heading {title!r}"
    return found[2]


@pytest.mark.parametrize("name", sorted(cli.cli.commands))
def test_the_page_has_every_command_and_option(page: str, name: str) -> None:
    text = section(page, name)
    usage = text.split("\n\n")[0]
    for parameter in cli.cli.commands[name].params:
        if isinstance(parameter, click.Option):
            for option in (*parameter.opts, *parameter.secondary_opts):
                assert re.search(rf"^\|.*`{option}\b", text, re.MULTILINE), f"{name} {option}"
                assert option in usage, f"{option} is not in the usage of {name}"
        else:
            assert str(parameter.metavar) in usage


def shape(value: object) -> object:
    """Return a JSON value with every plain value gone, every list as its first entry's shape."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value and isinstance(value[0], dict) else []
    return None


@pytest.mark.parametrize("command", ["show", "check", "compare", "packs"])
def test_the_page_shows_each_document_as_it_is(
    run: Run, plan: Path, page: str, command: str
) -> None:
    document = run(command, *([] if command == "packs" else [plan]), "--json").json
    text = section(page, document["schema"])
    example = re.search(r"```json\n(.*?)```", text, re.DOTALL)
    assert example is not None
    assert shape(json.loads(example[1])) == shape(document)
    explained = set(re.findall(r"`([a-z_]+)`", "".join(re.findall(r"^\|[^|]*\|", text, re.M))))
    named = explained | {"population", "allocation"} | set(document.get("summary", {}))
    assert (
        keys(document) - named - {"meets", "breaks", "incomplete", "waived", "not applicable"}
        == set()
    )


def keys(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(keys, value.values()))
    return set().union(*map(keys, value)) if isinstance(value, list) else set()
