"""This computer's folder, as far as the front door needs it: no settings are parsed here."""

from __future__ import annotations

import os
from pathlib import Path

HOME_VARIABLE = "CASHIER_HOME"


def home_folder() -> Path:
    """CASHIER_HOME, or this person's data folder."""
    named = os.environ.get(HOME_VARIABLE)
    if named:
        return Path(named)
    if os.name == "posix" and os.uname().sysname == "Linux":
        # What platformdirs says, without the 3 ms of importing it.
        data = os.environ.get("XDG_DATA_HOME", "").strip()
        return Path(data) / "cashier" if data else Path("~/.local/share/cashier").expanduser()
    from platformdirs import user_data_path

    return user_data_path("cashier", appauthor=False)


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
