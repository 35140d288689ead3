"""Make the environment that Footprint needs, then do one task in it.

Written for a bare machine: the standard library only, on Linux, macOS and Windows. ``make`` calls
it, and where there is no make it is called directly (``python tools/bootstrap.py run``). One
virtual environment, ``.venv`` in the tree, serves all tasks; a stamp for each list of requirements
tells whether it is up to date, so that a second start costs milliseconds.

Looking for a display is left to the program: it knows which of its commands need one.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
CONSTRAINTS = ROOT / "constraints.txt"

USAGE = """\
make run [ARGS="..."]    start Footprint, or one of its commands: ARGS="show plan.footprint"
make test [ARGS="..."]   ruff, mypy, then pytest; the arguments go to pytest
make lint                the quick checks alone: ruff, mypy, architecture
make bench [ARGS="..."]  measure speed, hold it against the targets, write docs/performance.md
make faults [ARGS="..."] kill the program 1,000 times, fail its disk, write docs/reliability.md
make fuzz [ARGS="..."]   feed it 10,000 hostile and damaged files, write docs/reliability.md
make venv                make .venv with everything that development needs
make clean               remove .venv and every cache

Without make, the same tasks: python tools/bootstrap.py TASK [ARGUMENTS]"""

# The libraries that Qt 6.11 loads and that no wheel brings, found by following NEEDED from its
# modules and platform plugins. Left out: what Python and apt need too (libstdc++, zlib, zstd), and
# the libraries of plugins that Qt does without when they don't load (GTK, CUPS, Wayland, GLX).
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    # the rest is for windows on X11 (platform plugin xcb)
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}

# Programs that tests read our exports back with.
TEST_PROGRAMS = {"pdftotext": "poppler-utils", "qpdf": "qpdf"}

CHECKS = (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",))


class SetupError(Exception):
    """The machine lacks something that can't be had from here; the message says what to do."""


def missing_libraries() -> dict[str, str]:
    """Return the libraries that Qt would not find, each with the Debian package that holds it."""
    if sys.platform != "linux":
        return {}
    missing = {}
    for library, package in QT_LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing[library] = package
    return missing


def missing_programs() -> dict[str, str]:
    """Return the programs that tests would not find, each with its Debian package."""
    return {name: package for name, package in TEST_PROGRAMS.items() if not shutil.which(name)}


def missing_venv() -> dict[str, str]:
    """Return what Python lacks to make a virtual environment: Debian packs it apart."""
    if importlib.util.find_spec("ensurepip"):
        return {}
    return {"ensurepip": f"python{sys.version_info.major}.{sys.version_info.minor}-venv"}


def install_rights() -> list[str] | None:
    """Return what stands before an apt-get command that may install, or None if none may."""
    if sys.platform == "win32":
        return None
    if os.geteuid() == 0:
        return []
    ask = ["sudo", "--non-interactive"]
    if shutil.which("sudo") and subprocess.run([*ask, "true"], capture_output=True).returncode == 0:
        return ask
    return None


def provide_system(missing: dict[str, str]) -> None:
    """Install Debian packages for what is missing, or say what to install.

    Parameters
    ----------
    missing
        Mapping of what is missing (library, program, module) to the Debian package that holds it.

    Raises
    ------
    SetupError
        If it can't be installed from here; names the one command to type.
    """
    if not missing:
        return
    packages = unique(missing.values())
    if not shutil.which("apt-get"):
        raise SetupError(
            f"this system lacks {', '.join(missing)}. Install the packages that hold them"
            f" (called {' '.join(packages)} on Debian), then try again."
        )
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    by_hand = f"apt-get update && {' '.join(install)}"
    by_hand = f"sudo sh -c '{by_hand}'" if shutil.which("sudo") else f"su -c '{by_hand}'"
    rights = install_rights()
    if rights is None:
        raise SetupError(
            "this system lacks packages that Footprint needs. Type this one command, then try"
            f" again:\n{by_hand}"
        )
    say(f"installing Debian packages: {' '.join(packages)}")
    apt = [*rights, "env", "DEBIAN_FRONTEND=noninteractive"]
    # Package lists that can't be renewed may still be good enough, so only the second one counts.
    subprocess.run([*apt, "apt-get", "update"], capture_output=True)
    patient = ["-o", "DPkg::Lock::Timeout=300"]
    done = subprocess.run([*apt, *install, *patient], capture_output=True, text=True)
    if done.returncode:
        raise SetupError(f"{done.stderr.strip()}\nThis command did not succeed:\n{by_hand}")


def requirements(development: bool) -> list[str]:
    """Return the requirements that ``pyproject.toml`` lists for running or for development."""
    import tomllib  # new in 3.11: an older Python must get as far as being told so

    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    wanted: list[str] = project["project"]["dependencies"]
    return wanted + project["dependency-groups"]["dev"] if development else wanted


def fingerprint(wanted: Iterable[str]) -> str:
    """Return a text that changes with the Python version, the requirements and the pins."""
    digest = hashlib.sha256("\n".join(wanted).encode() + b"\n" + CONSTRAINTS.read_bytes())
    return f"{python_version()} {digest.hexdigest()}"


def stamp(development: bool) -> Path:
    """Return the file in ``.venv`` that says what was last installed there."""
    return VENV / ("footprint-development.stamp" if development else "footprint-run.stamp")


def is_current(development: bool) -> bool:
    """Return whether ``.venv`` has what is wanted, in the versions that are pinned now."""
    try:
        noted = stamp(development).read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return VENV_PYTHON.exists() and noted == fingerprint(requirements(development))


def is_sound() -> bool:
    """Return whether ``.venv`` was once completed, by this version of Python."""
    noted = [path.read_text(encoding="utf-8") for path in VENV.glob("footprint-*.stamp")]
    return VENV_PYTHON.exists() and any(text.split()[0] == python_version() for text in noted)


def provide_packages(development: bool) -> None:
    """Bring ``.venv`` up to date.

    Raises
    ------
    SetupError
        If the environment can't be made or a package can't be installed.
    """
    if not is_sound():
        say(f"making .venv with Python {python_version()}")
        if subprocess.run([sys.executable, "-m", "venv", "--clear", VENV]).returncode:
            raise SetupError(f"Python could not make a virtual environment in {VENV}.")
    for path in VENV.glob("footprint-*.stamp"):
        path.unlink()  # so that what pip leaves half-made is never taken for whole
    wanted = requirements(development)
    say(f"installing into .venv, once: {' '.join(wanted)}")
    pip = [str(VENV_PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*pip, "--no-input", "--constraint", str(CONSTRAINTS), *wanted]).returncode:
        raise SetupError("pip could not install these packages; its own words are above.")
    # The list for development holds the one for running.
    for kind in {False, development}:
        stamp(kind).write_text(fingerprint(requirements(kind)), encoding="utf-8")


def provide(development: bool, *, for_window: bool = True) -> None:
    """Provide all that a task needs, from the system and from the package index.

    Parameters
    ----------
    development
        Whether the tools of development are wanted too.
    for_window
        Whether the task is certain to use Qt. If not, missing libraries are named and no more.

    Raises
    ------
    SetupError
        If something that the task can't do without can't be had.
    """
    current = is_current(development) or (not development and is_current(True))
    needed = {} if current or is_sound() else missing_venv()
    libraries = missing_libraries()
    if development:
        needed |= missing_programs()
    try:
        # All in one go, so that the one command that is printed is the only one to type.
        provide_system({**needed, **libraries})
    except SetupError as error:
        if needed or for_window:
            raise
        say(f"a window and exports will not work: {error}")
    if not current:
        provide_packages(development)


def run(arguments: list[str]) -> int:
    """Start the program with these arguments."""
    # No argument, or a file first, asks for a window; the rest are commands, most without Qt.
    for_window = not arguments or arguments[0].endswith(".footprint")
    provide(development=False, for_window=for_window)
    command = [str(VENV_PYTHON), str(ROOT / "main.py"), *arguments]
    if os.name != "nt":  # there, execv gives the prompt back while the program still runs
        os.execv(command[0], command)
    return subprocess.run(command).returncode


def test(arguments: list[str]) -> int:
    """Run every check, pytest last; stop at the first that fails."""
    provide(development=True)
    # A process a core: the suite has to stay under three minutes on two cores.
    # Each begins with a run of files of its own, so that what tests of a file share is
    # made once, and takes over from others when it is done.
    shared = ("-n", "auto", "--maxprocesses", "4", "--dist", "worksteal")
    return modules(*CHECKS, ("pytest", *shared, *arguments))


def lint(_arguments: list[str]) -> int:
    """Run the quick checks."""
    provide(development=True)
    return modules(*CHECKS, ("pytest", "-q", "tests/test_architecture.py"))


def bench(arguments: list[str]) -> int:
    """Measure the program beside its peers; a quick look: ARGS="--quick"."""
    provide(development=True)
    return modules(("tools.bench", *arguments))


def faults(arguments: list[str]) -> int:
    """Kill the program and fail its disk; a shorter run: ARGS="--kills 100"."""
    provide(development=True)
    return modules(("tools.reliability", "faults", *arguments))


def fuzz(arguments: list[str]) -> int:
    """Feed the program hostile and damaged files; a shorter run: ARGS="--mutants 1000"."""
    provide(development=True)
    return modules(("tools.reliability", "fuzz", *arguments))


def venv(_arguments: list[str]) -> int:
    """Make the environment and do nothing in it."""
    provide(development=True)
    return 0


def clean(_arguments: list[str]) -> int:
    """Remove the environment and every cache."""
    caches = [f".{tool}_cache" for tool in ("mypy", "ruff", "pytest", "import_linter")]
    for name in (".venv", *caches, ".hypothesis", ".benchmarks"):
        shutil.rmtree(ROOT / name, ignore_errors=True)
    for folder in list(ROOT.rglob("__pycache__")):
        shutil.rmtree(folder, ignore_errors=True)
    return 0


TASKS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "test": test,
    "lint": lint,
    "bench": bench,
    "faults": faults,
    "fuzz": fuzz,
    "venv": venv,
    "clean": clean,
}


def modules(*commands: Sequence[str]) -> int:
    """Run Python modules of the environment one after the other until one fails."""
    for command in commands:
        print("$", *command, flush=True)
        # By module, not by script: a script holds the path of the folder it was first installed in.
        done = subprocess.run([VENV_PYTHON, "-m", *command], cwd=ROOT)
        if done.returncode:
            return done.returncode
    return 0


def python_version() -> str:
    """Return the version that decides whether an environment fits, as in ``3.11``."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def unique(names: Iterable[str]) -> list[str]:
    """Return the names without repeats, in their order."""
    return list(dict.fromkeys(names))


def say(text: str) -> None:
    """Print to stderr: stdout is for what the program itself prints."""
    print(f"footprint: {text}", file=sys.stderr, flush=True)


def main(arguments: list[str]) -> int:
    """Do the task that is named first; return its exit code, or 2 if it could not be started."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python is exactly who must read this
        say(
            f"Python 3.11 or newer is needed; this is {python_version()}. Name another one with"
            " make run PYTHON=python3.12"
        )
        return 2
    if not arguments or arguments[0] not in TASKS:
        print(USAGE)
        return 0 if arguments in ([], ["help"], ["--help"]) else 2
    try:
        return TASKS[arguments[0]](arguments[1:])
    except SetupError as error:
        say(str(error))
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
