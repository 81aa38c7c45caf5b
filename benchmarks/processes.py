"""What the system says of a process: memory."""

from __future__ import annotations

import re
from pathlib import Path

KB = 1024
_FIELD = re.compile(r"^(\w+):\s+(\d+) kB$", re.MULTILINE)


def resident(pid: int | str = "self") -> int:
    """Bytes of memory that a process holds (RSS)."""
    return _fields(Path(f"/proc/{pid}/status"))["VmRSS"]


def proportional(pid: int | str = "self") -> int:
    """The same, with what several processes share divided among them (PSS)."""
    return _fields(Path(f"/proc/{pid}/smaps_rollup"))["Pss"]


def megabytes(count: float) -> str:
    return f"{count / KB / KB:.1f} MB"


def kilobytes(count: float) -> str:
    return f"{count / KB:.0f} kB"


def _fields(file: Path) -> dict[str, int]:
    return {name: int(value) * KB for name, value in _FIELD.findall(file.read_text("ascii"))}
