"""The house's rules about what may know what, as tests that fail in the same run as a wrong result.

The import contracts stand in ``pyproject.toml``; they run here and nowhere else.
"""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest
from importlinter.application.use_cases import lint_imports
from importlinter.configuration import configure

ROOT = Path(__file__).resolve().parent.parent


def tracked(*patterns: str) -> list[Path]:
    """Return the files that git keeps, or would keep if they were added."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for name in listing.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def matches(paths: list[Path], pattern: str) -> str:
    """Return the lines that match, with file and number; binary files are passed over."""
    found = []
    for path in paths:
        data = path.read_bytes()
        if b"\0" in data:
            continue
        for number, line in enumerate(data.decode("utf-8").splitlines(), 1):
            if re.search(pattern, line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    return "\n".join(found)


def test_imports_follow_the_arrows(capfd: pytest.CaptureFixture[str]) -> None:
    configure()
    kept = lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None, no_logo=True)
    assert kept, capfd.readouterr().out


def test_main_builds_from_ui_alone() -> None:
    """Import-linter takes packages only, and main.py is a file."""
    tree = ast.parse((ROOT / "main.py").read_text(encoding="utf-8"))
    imported = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").split(".")[0])
    assert imported & {"model", "db", "resources"} == set()


def test_the_program_does_not_know_its_first_domain() -> None:
    """The words of 2010 come from the pack; any other reorganisation has words of its own."""
    sources = tracked("model/*.py", "db/*.py", "ui/*.py")
    assert matches(sources, r"\b(PCTs?|SHA|DH)\b") == ""


# Put together from parts, so that this file does not find itself.
MACHINE_PATH = r"(^|[^A-Za-z0-9_.-])/" + r"(work|farm|root|home)/[a-z.]"
HOSTS = [("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("deb.debian", "org")]
REGISTRY = "|".join(
    [r"(index|extra-index|registry)[-_a-z]*[= :\"]+https?:", *map(r"\.".join, HOSTS)]
)


def test_no_file_names_a_machine_or_a_registry() -> None:
    """A clone works anywhere; which index serves the packages is the machine's own matter."""
    everything = tracked()
    # In prose a path may be an example.
    assert matches([p for p in everything if p.suffix != ".md"], MACHINE_PATH) == ""
    assert matches(everything, REGISTRY) == ""
