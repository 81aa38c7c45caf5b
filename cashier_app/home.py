"""This computer's folders, as far as the front door needs them: no settings are parsed here."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

HOME_VARIABLE = "CASHIER_HOME"
SETTINGS_FILES = ("cashier.toml", "counter.toml", "kiosk.toml", "first-start.json")
"""Any of them says that a folder is somebody's settings."""

_NAME = "cashier"
_LOG = "cashier.log"


class Places(NamedTuple):
    """Where the files of this computer lie; all of them are this person's own."""

    settings: Path
    """`cashier.toml`, token, key, the look of the screen."""
    data: Path
    """The counter's log, the private server, kept papers: nothing of it can be made again."""
    logs: Path
    """What the program writes down about itself."""

    def training(self) -> Places:
        """Of the counter to practise at: its own folder in each, so that nothing meets."""
        return Places(*(folder / "training" for folder in self))

    def make(self) -> None:
        """The folders of settings and data, for this person's eyes only. Raises OSError."""
        for folder in (self.settings, self.data):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def in_one_folder(folder: Path) -> Places:
    """Everything together, as CASHIER_HOME has it."""
    return Places(folder, folder, folder)


def places() -> Places:
    """CASHIER_HOME, or the folders of this platform.

    Earlier installations have everything in the data folder. Settings and logs that lie there
    count: a computer is never asked to move its files, nor finds itself without its counter.
    """
    named = os.environ.get(HOME_VARIABLE)
    if named:
        return in_one_folder(Path(named))
    found = platform_places()
    if any((found.data / name).exists() for name in SETTINGS_FILES):
        found = found._replace(settings=found.data)
    if (found.data / _LOG).exists():
        found = found._replace(logs=found.data)
    return found


def unread_settings(found: Places) -> Path | None:
    """The platform's folder, where somebody has put settings that an earlier place outweighs."""
    folder = platform_places().settings
    if os.environ.get(HOME_VARIABLE) or folder == found.settings:
        return None
    return folder if any((folder / name).exists() for name in SETTINGS_FILES) else None


def platform_places() -> Places:
    """What platformdirs says, on Linux without the 3 ms of importing it."""
    if os.name == "posix" and os.uname().sysname == "Linux":
        return Places(
            _xdg("XDG_CONFIG_HOME", "~/.config") / _NAME,
            _xdg("XDG_DATA_HOME", "~/.local/share") / _NAME,
            _xdg("XDG_STATE_HOME", "~/.local/state") / _NAME / "log",
        )
    from platformdirs import PlatformDirs

    dirs = PlatformDirs(_NAME, appauthor=False)
    return Places(dirs.user_config_path, dirs.user_data_path, dirs.user_log_path)


def _xdg(variable: str, usual: str) -> Path:
    named = os.environ.get(variable, "").strip()
    return Path(named) if named else Path(usual).expanduser()


def counter_code(home: Path) -> str:
    """The code of the counter enrolled here, or "" where only `load_settings` can tell.

    Reads `counter.toml` as `save_counter` writes it, and only while nobody else can read it.
    """
    path = home / "counter.toml"
    if not path.exists() or (os.name == "posix" and path.stat().st_mode & 0o077):
        return ""
    first, second, *rest = [*path.read_text("utf-8", "replace").splitlines(), "", ""]
    code = first.removeprefix('code = "').removesuffix('"')
    usual = code.isdecimal() and second.startswith('token = "') and not any(rest)
    return code if usual else ""
