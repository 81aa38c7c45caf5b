"""What differs when the program runs from its bundle (build.spec) and not from its sources."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_LIBRARIES = "LD_LIBRARY_PATH"


def is_bundled() -> bool:
    """True in the folder that PyInstaller made."""
    return bool(getattr(sys, "frozen", False))


def guides_folder() -> Path | None:
    """Where the guides lie: in the bundle, or beside the sources; None where they were left out."""
    root = Path(__file__).parents[1]
    folder = Path(getattr(sys, "_MEIPASS", root)) / "docs"
    return folder if (folder / "cashier.md").exists() else None


def own_command() -> list[str]:
    """The words that start this program once more."""
    return [sys.executable] if is_bundled() else [sys.executable, "-m", "cashier_app"]


def free_children() -> None:
    """Let the programs we start find their own libraries: the database server's, not ours.

    The bundle's starter points the loader at the bundle. The loader of this process has read
    that already, and a bundled program that we start sets it again.
    """
    if not is_bundled():
        return
    before = os.environ.pop(f"{_LIBRARIES}_ORIG", None)
    os.environ.pop(_LIBRARIES, None)
    if before:
        os.environ[_LIBRARIES] = before
    # Without it a second start of the bundle would take the first one's set-up for its own.
    os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
