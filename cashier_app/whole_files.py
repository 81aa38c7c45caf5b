"""Small files that are there whole or as they were: written beside, synced, put in place."""

from __future__ import annotations

import os
import stat
from pathlib import Path

PRIVATE = 0o600
_ORDINARY = 0o666


def write_whole(path: Path, text: str, *, private: bool = False) -> None:
    """Replace `path` in one step; its folder is made. `private`: for this person's eyes only.

    What stood there keeps its rights. Raises OSError.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    # Left by a start that ended here: its rights are not ours.
    fresh.unlink(missing_ok=True)
    mode = PRIVATE if private else _ORDINARY
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if path.exists() and not private:
        fresh.chmod(stat.S_IMODE(path.stat().st_mode))
    fresh.replace(path)
