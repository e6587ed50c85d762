"""Where things are kept: the workspace file, the configuration, the person's own content."""

from __future__ import annotations

import os
import sys

from core.storage.store import FILE

VARIABLE = "ONWARD_HOME"


def home(given: str | None = None) -> str:
    """The folder of the workspace: `given` (`--home`), else `ONWARD_HOME`, else the system's own place."""
    chosen = given or os.environ.get(VARIABLE)
    if chosen:
        return os.path.abspath(os.path.expanduser(chosen))
    return _systems("data", "XDG_DATA_HOME", ".local/share")


def config(given: str | None = None) -> str:
    """The folder of the configuration: the workspace's own where one was chosen, else the system's."""
    if given or os.environ.get(VARIABLE):
        return home(given)
    return _systems("config", "XDG_CONFIG_HOME", ".config")


def workspace_file(given: str | None = None) -> str:
    """The path of the workspace file."""
    return os.path.join(home(given), FILE)


def config_file(given: str | None = None) -> str:
    """The path of the configuration file."""
    return os.path.join(config(given), "config.toml")


def content(given: str | None = None) -> str:
    """The folder of the person's own wording, practices and lists; see `core.content`."""
    return os.path.join(config(given), "content")


def _systems(kind: str, variable: str, folder: str) -> str:
    if sys.platform == "linux":
        # What platformdirs says on Linux, without the 17 ms that importing it takes; a test holds them together.
        base = os.environ.get(variable, "").strip() or os.path.join(os.path.expanduser("~"), folder)
        return os.path.join(base, "onward")
    import platformdirs

    find = platformdirs.user_data_dir if kind == "data" else platformdirs.user_config_dir
    return find("onward", appauthor=False)
