"""The verification and the audit pack, for whoever is connected; both change nothing."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from cashier_app.db.engine import Login
from cashier_app.domain.bill_run import OnStep
from cashier_app.domain.books import BookBreach, CheckedBooks
from cashier_app.domain.errors import Refused
from cashier_app.domain.reports import ReportOrder
from cashier_app.report_files.writers import Format, report_bytes
from cashier_app.services.reports import ReportService
from cashier_app.verify.connection import readers_for
from cashier_app.verify.findings import CannotLook, Findings
from cashier_app.verify.report import TOLD, json_report, text_report
from cashier_app.verify.verification import INVARIANTS, STEPS, verify

PACKING = "reports"
"""The step after the last of the verification."""
IN_PACK = (
    "zs",
    "zs-unsigned",
    "shifts",
    "journal",
    "approvals",
    "taken-back",
    "gaps",
    "drawer-openings",
    "reprints",
    "audit-trail",
    "period-locks",
)
"""The reports of an audit pack, each as CSV."""
_READ_ME = """\
Audit pack of {name}, {from_day} to {to_day}, made {made_at} UTC.

verify.txt and verify.json say what `cashier verify` looked at in the whole database and what it
found. The other files are reports of the days above; times are those of {time_zone}.
journal.csv holds the text of each entry and both hashes: SHA-256 over the hash before (32 bytes)
and the text (UTF-8) is the entry's hash. zs.csv holds what each counter's key signed: the hash.

SHA-256 of each file:
{sums}
"""


@dataclass(frozen=True, slots=True)
class BookCheck:
    """`login` is asked for when it is needed: the person may change."""

    login: Callable[[], Login]
    reports: ReportService
    logs: Callable[[], tuple[Path, ...]] = tuple
    """Of the counters whose logs lie on this computer."""

    def check(self, on_step: OnStep) -> CheckedBooks:
        """`cashier verify` over the whole database. Raises Refused (cannot_look)."""
        return self._checked(on_step, len(STEPS))

    def _checked(self, on_step: OnStep, of: int) -> CheckedBooks:
        step = _Step(on_step, of)
        try:
            with readers_for(self.login(), step.say) as (reader, beside):
                findings = verify(reader, self.logs(), step.begin, beside)
        except CannotLook as error:
            raise Refused("cannot_look", {"detail": str(error)[:200]}) from error
        return _checked(findings)

    def pack(self, from_day: date, to_day: date, on_step: OnStep) -> bytes:
        """Verification, Zs, journal, approvals and gaps of these days in one ZIP file."""
        of = len(STEPS) + len(IN_PACK)
        checked = self._checked(on_step, of)
        files = {
            "verify.txt": checked.text.encode() + b"\n",
            "verify.json": checked.json.encode() + b"\n",
        }
        books = None
        for done, name in enumerate(IN_PACK, len(STEPS)):
            on_step(PACKING, done, of)
            report = self.reports.run(ReportOrder(name, from_day, to_day))
            books = report.books
            files[f"{name}.csv"] = report_bytes(report, Format.CSV)
        if books is None:
            raise AssertionError("a pack has reports")
        files["README.txt"] = _READ_ME.format(
            name=books.name,
            from_day=from_day,
            to_day=to_day,
            made_at=f"{books.made_at:%Y-%m-%d %H:%M:%S}",
            time_zone=books.time_zone,
            sums="\n".join(_sums(files)),
        ).encode("utf-8", "replace")
        return _zipped(files, books.made_at)


@dataclass(slots=True)
class _Step:
    """Says the step under way again at each of its statements: there it can be stopped."""

    on_step: OnStep
    of: int
    name: str = STEPS[0]

    def begin(self, name: str) -> None:
        self.name = name
        self.say()

    def say(self) -> None:
        self.on_step(self.name, STEPS.index(self.name), self.of)


def _checked(findings: Findings) -> CheckedBooks:
    return CheckedBooks(
        findings.holds,
        tuple((words, findings.tables.get(table, 0)) for table, words in TOLD),
        tuple(BookBreach(b.number, b.subject, b.fact) for b in findings.breaches),
        tuple((number, text, findings.counts[number]) for number, text in INVARIANTS.items()),
        text_report(findings),
        json_report(findings),
        findings.counter_logs,
    )


def _sums(files: dict[str, bytes]) -> Iterator[str]:
    for name in sorted(files):
        yield f"{hashlib.sha256(files[name]).hexdigest()}  {name}"


def _zipped(files: dict[str, bytes], made_at: datetime) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, made_at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, files[name])
    return buffer.getvalue()
