"""The lines of a counter log, read without holding it; how they are written: `counter_log`.

The front door reads its last close from here: little is imported, and of a log of years
only the end is read.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from decimal import Decimal
    from pathlib import Path
    from typing import Any

_BLOCK = 1 << 16


class LastClose(NamedTuple):
    """What the sign-in screen says before anybody is connected."""

    number: str
    closed_at: datetime
    difference: Decimal


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The whole lines of a counter log, oldest first; a torn or damaged line is skipped."""
    if not path.exists():
        return
    with path.open("rb") as file:
        for raw in file:
            line = _parse(raw)
            if line is not None:
                yield line


def read_last_close(path: Path) -> LastClose | None:
    """The last shift that closed at this counter, without holding the log."""
    if not path.exists():
        return None
    for raw in _lines_from_the_end(path):
        line = _parse(raw) if b'"closed"' in raw else None
        if line is not None and line["state"] == "closed":
            return _last_close(line)
    return None


def _last_close(line: dict[str, Any]) -> LastClose:
    from datetime import datetime
    from decimal import Decimal

    return LastClose(
        line["number"], datetime.fromisoformat(line["at"]), Decimal(line["difference"])
    )


def _lines_from_the_end(path: Path) -> Iterator[bytes]:
    """Every line with its newline, the newest first."""
    with path.open("rb") as file:
        place = file.seek(0, 2)
        rest = b""
        while place > 0:
            start = max(0, place - _BLOCK)
            file.seek(start)
            block = file.read(place - start) + rest
            first, *lines = block.splitlines(keepends=True)
            yield from reversed(lines)
            place, rest = start, first
        if rest:
            yield rest


def _parse(raw: bytes) -> dict[str, Any] | None:
    import json

    checksum, _, body = raw.rstrip(b"\n").partition(b" ")
    if not raw.endswith(b"\n") or checksum != b"%08x" % zlib.crc32(body):
        return None
    line = json.loads(body)
    return line if isinstance(line, dict) else None
