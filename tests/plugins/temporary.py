"""Where temporary folders lie: in memory, if there is room.

Installing the schema is a thousand small writes that each wait for the disk, and a payment waits
twice. No test here can tell a disk from memory: a killed server is not a computer without power.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

_MEMORY = Path("/dev/shm")
_ENOUGH_BYTES = 6 * 2**30
_ROOT = "PYTEST_DEBUG_TEMPROOT"
"""pytest's own setting; a person's choice comes first."""


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    if _ROOT in os.environ or not os.access(_MEMORY, os.W_OK | os.X_OK):
        return
    if shutil.disk_usage(_MEMORY).free >= _ENOUGH_BYTES:
        os.environ[_ROOT] = str(_MEMORY)
