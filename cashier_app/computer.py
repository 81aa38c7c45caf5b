"""What tells this computer from another one, for a counter's token that must not work on two."""

from __future__ import annotations

import hashlib
import os
import sys
import uuid
from pathlib import Path
from typing import Any

_MACHINE_IDS = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


def computer_id(folder: Path) -> str:
    """SHA-256 (hex) of the installation's own id and of where the counter's folder lies.

    A copied folder gives another one, on the same computer too. It is what a program says of
    itself: it stops mistakes (a cloned disk, a folder copied for a second counter), no thief.
    """
    said = f"cashier|{_installation()}|{os.path.realpath(folder)}"
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _installation() -> str:
    """The operating system's id of itself; the network card's where it has none."""
    found = _windows_id() if sys.platform == "win32" else _machine_id()
    return found or f"{uuid.getnode():012x}"


def _machine_id() -> str:
    for path in _MACHINE_IDS:
        try:
            found = path.read_text("ascii", "replace").strip()
        except OSError:
            continue
        if found:
            return found
    return ""


def _windows_id() -> str:
    import winreg

    registry: Any = winreg
    place = r"SOFTWARE\Microsoft\Cryptography"
    try:
        with registry.OpenKey(registry.HKEY_LOCAL_MACHINE, place) as key:
            return str(registry.QueryValueEx(key, "MachineGuid")[0])
    except OSError:
        return ""
