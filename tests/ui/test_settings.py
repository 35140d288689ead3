"""Where the program keeps what it remembers: what platformdirs says, on every system."""

import os
from pathlib import Path

import platformdirs
import pytest

from ui.settings import recovery_folder, settings


@pytest.mark.parametrize("named", [None, "", "relative", "absolute"])
@pytest.mark.parametrize("home", ["absolute", "", "relative"])
def test_folders_are_where_platformdirs_says(
    named: str | None, home: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path) if home == "absolute" else home)
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        if named is None:
            monkeypatch.delenv(variable, raising=False)
        else:
            path = str(tmp_path / variable) if named == "absolute" else named
            monkeypatch.setenv(variable, path)
    config = platformdirs.user_config_dir("footprint", appauthor=False)
    data = platformdirs.user_data_dir("footprint", appauthor=False)
    assert settings().fileName() == os.path.join(config, "footprint.ini").replace(os.sep, "/")
    assert recovery_folder() == Path(data, "recovery")
