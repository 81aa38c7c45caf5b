"""What nobody expected: logged with a short id, kept as a file, told once; the program stays up.

`sys.excepthook` can be called on any thread; a dialog is only ever asked for on the
GUI thread, by a queued signal.
"""

from __future__ import annotations

import logging
import sys
import threading
import uuid
from functools import cache
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, qVersion

from cashier_app.program_log import start_log, write_crash

_log = logging.getLogger(__name__)
_ID_LENGTH = 6


class CrashReports(QObject):
    """`reported` carries the short id, on the GUI thread where this object was made."""

    reported = Signal(str)
    _raised = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.folder: Path | None = None
        self._files: dict[str, Path] = {}
        self._raised.connect(self.reported, Qt.ConnectionType.QueuedConnection)

    def keep(self, report_id: str, error: BaseException, trace: TracebackType | None) -> None:
        """Write its file, where there is a folder for it; safe to call on any thread."""
        if self.folder is not None:
            found = write_crash(self.folder, report_id, error, trace, {"qt": qVersion()})
            if found is not None:
                self._files[report_id] = found

    def file_of(self, report_id: str) -> str:
        """Where the file of a report is, or ""."""
        return str(self._files.get(report_id, ""))

    def announce(self, report_id: str) -> None:
        """Tell the GUI thread; safe to call on any."""
        self._raised.emit(report_id)


@cache
def crash_reports() -> CrashReports:
    """The one announcer of unexpected errors; make it on the GUI thread first."""
    return CrashReports()


def report(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> str:
    """Log an unexpected error and announce it; returns its id to read out on the phone."""
    report_id = uuid.uuid4().hex[:_ID_LENGTH]
    _log.error("unexpected error %s", report_id, exc_info=(kind, error or kind(), trace))
    crash_reports().keep(report_id, error or kind(), trace)
    crash_reports().announce(report_id)
    return report_id


def install(folder: Path | None = None) -> None:
    """Send uncaught exceptions of every thread to `report`. Call on the GUI thread.

    Log and crash files are written into `folder`, if there is one.
    """
    reports = crash_reports()
    if folder is not None and reports.folder is None:
        reports.folder = folder
        start_log(folder)
    sys.excepthook = _on_uncaught
    threading.excepthook = _on_thread_uncaught


def _on_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    report(kind, error, trace)


def _on_thread_uncaught(args: threading.ExceptHookArgs) -> None:
    if args.exc_type is not SystemExit:
        report(args.exc_type, args.exc_value, args.exc_traceback)
