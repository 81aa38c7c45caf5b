"""A print queue of the system: it takes bytes and never says what became of the paper."""

from __future__ import annotations

import os
import shutil
import subprocess

from cashier_app.domain.printing import PrinterFault, PrinterStatus, PrintResult, PrintState
from receipts.status import SILENT, UNREACHABLE

_SECONDS = 5


class QueuePrinter:
    """CUPS through its own commands `lp` and `lpstat`."""

    def __init__(self, name: str) -> None:
        self._name = name

    def send(self, data: bytes) -> PrintResult:
        """Hand bytes over as they are. Whether they came out is NOT_KNOWN at best."""
        status = self.status()
        if not status.ready:
            return PrintResult(PrintState.NOT_PRINTED, status, f"queue {self._name}")
        command = shutil.which("lp") or "lp"
        try:
            done = subprocess.run(
                [command, "-d", self._name, "-o", "raw"],
                input=data, capture_output=True, timeout=_SECONDS, check=False,
            )  # fmt: skip
        except (OSError, subprocess.SubprocessError) as error:
            return PrintResult(PrintState.NOT_KNOWN, UNREACHABLE, f"lp: {error}")
        if done.returncode:
            detail = f"lp: {done.stderr.decode(errors='replace').strip()}"
            return PrintResult(PrintState.NOT_PRINTED, UNREACHABLE, detail)
        return PrintResult(PrintState.NOT_KNOWN, SILENT, "the queue has it")

    def status(self) -> PrinterStatus:
        """Whether the queue is there and running; of paper and cover it knows nothing."""
        said = _said("lpstat", "-p", self._name)
        if not self._name or said is None:
            return UNREACHABLE
        return PrinterStatus(PrinterFault.OFFLINE) if "disabled" in said else SILENT


def queue_names() -> tuple[str, ...]:
    """The queues of this computer; none where there is no CUPS."""
    said = _said("lpstat", "-e")
    return tuple(line.strip() for line in (said or "").splitlines() if line.strip())


def _said(name: str, *words: str) -> str | None:
    """What a command says in its plain language, or None where it fails or is not there."""
    command = shutil.which(name)
    if command is None:
        return None
    try:
        done = subprocess.run(
            [command, *words],
            capture_output=True, text=True, timeout=_SECONDS, check=False,
            env={**os.environ, "LC_ALL": "C"},
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None
