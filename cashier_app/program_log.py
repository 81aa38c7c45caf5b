"""What the program writes down about itself: a log that never grows large, and a file per crash.

Neither holds what a customer is called or owes: of an error its kind and the places in the code
are written, never its text nor a value, for both may quote a row.
"""

from __future__ import annotations

import logging
import os
import platform
import sys
import traceback
from datetime import UTC, datetime
from importlib import metadata
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

LOG_NAME = "cashier.log"
CRASHES = "crashes"
LOG_BYTES, OLD_LOGS = 1_000_000, 4
KEPT_CRASHES = 20
_PRIVATE = 0o600


class _PrivateLog(RotatingFileHandler):
    """Readable by the person who runs the program alone."""

    def _open(self):  # type: ignore[no-untyped-def]  # the base class says what it returns
        return open(self.baseFilename, "a", encoding="utf-8", opener=_opener)


def _opener(path: str, flags: int) -> int:
    return os.open(path, flags, _PRIVATE)


class _WithoutValues(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """Never the traceback as another handler has written it: that one quotes the error."""
        at = datetime.fromtimestamp(record.created, UTC)
        line = f"{at:%Y-%m-%d %H:%M:%S}Z {record.levelname} {record.name}: {record.getMessage()}"
        if record.exc_info and record.exc_info[1] is not None:
            line += "\n" + trace_without_values(record.exc_info[1], record.exc_info[2])
        return line


def start_log(folder: Path) -> logging.Handler | None:
    """Write warnings and errors into `folder` from now on; None where that cannot be."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = _PrivateLog(folder / LOG_NAME, maxBytes=LOG_BYTES, backupCount=OLD_LOGS)
    except OSError:
        return None
    handler.setLevel(logging.WARNING)
    handler.setFormatter(_WithoutValues())
    logging.getLogger().addHandler(handler)
    return handler


def write_crash(
    folder: Path,
    report_id: str,
    error: BaseException,
    trace: TracebackType | None,
    parts: dict[str, str],
) -> Path | None:
    """Keep an unexpected error as a file of its own, the newest twenty; None where it cannot be.

    `parts` are names and versions of what else is at work.
    """
    now = datetime.now(UTC)
    facts = {
        "reference": report_id,
        "at": f"{now:%Y-%m-%d %H:%M:%S}Z",
        "cashier": _version(),
        "python": platform.python_version(),
        "system": platform.platform(),
        **parts,
    }
    lines = [f"{name}: {value}" for name, value in facts.items()]
    text = "\n".join([*lines, "", trace_without_values(error, trace), ""])
    path = folder / CRASHES / f"crash-{now:%Y%m%d-%H%M%S}-{report_id}.txt"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(path, "x", encoding="utf-8", opener=_opener) as file:
            file.write(text)
        for old in sorted(path.parent.glob("crash-*.txt"))[:-KEPT_CRASHES]:
            old.unlink(missing_ok=True)
    except OSError:
        return None
    return path


def trace_without_values(error: BaseException, trace: TracebackType | None) -> str:
    """Kinds of errors and places in the code, innermost last; those that led to it come first."""
    found = traceback.TracebackException(type(error), error, trace, lookup_lines=False)
    return "\n".join(_kinds_and_places(found))


def _kinds_and_places(found: traceback.TracebackException) -> list[str]:
    before = found.__cause__ or (None if found.__suppress_context__ else found.__context__)
    lines = [*_kinds_and_places(before), "which led to:"] if before is not None else []
    lines += [f"  {_short(f.filename)}:{f.lineno} in {f.name}" for f in found.stack]
    return [*lines, found.exc_type.__qualname__]


def _short(file: str) -> str:
    """From the package on: where a person's folders lie is nobody's business."""
    for place in sorted(filter(None, sys.path), key=len, reverse=True):
        if file.startswith(place + os.sep):
            return file[len(place) + 1 :]
    return Path(file).name


def _version() -> str:
    try:
        return metadata.version("cashier")
    except metadata.PackageNotFoundError:
        return "unknown"
