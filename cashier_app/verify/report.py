"""The verification's report: for people, or as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from cashier_app.verify.findings import Findings
from cashier_app.verify.verification import INVARIANTS

TOLD = (
    ("journal", "journal entries"),
    ("payments", "payments"),
    ("tenders", "tenders"),
    ("payment_allocations", "allocations"),
    ("credit_entries", "credit entries"),
    ("bills", "bills"),
    ("bill_lines", "bill lines"),
    ("bill_adjustments", "adjustments"),
    ("shifts", "shifts"),
    ("z_reports", "Z reports"),
    ("requests", "requests"),
    ("print_log", "print events"),
)


def text_report(findings: Findings) -> str:
    """What was looked at, then each breach by its number."""
    return "\n".join((*_looked_at(findings), "", *_found(findings)))


def _looked_at(findings: Findings) -> Iterator[str]:
    yield "Looked at"
    for table, words in TOLD:
        yield f"  {findings.tables.get(table, 0):>12,}  {words}"
    yield f"  {findings.counters:>12,}  counters' chains with {findings.entries:,} hashes"
    if findings.counter_logs:
        yield f"  {findings.counter_logs:>12,}  counter logs"
    looked = f"{findings.statements:,} statements, {findings.rows_read:,} rows"
    yield f"  {looked}, {findings.elapsed:.1f} s"


def _found(findings: Findings) -> Iterator[str]:
    if findings.holds:
        yield _summary(findings)
        return
    number = 0
    for breach in findings.breaches:
        if breach.number != number:
            number = breach.number
            yield f"{number:>2}  {INVARIANTS[number]}: {findings.counts[number]:,} found"
        yield str(breach)
    named = Counter(breach.number for breach in findings.breaches)
    for number, count in sorted((findings.counts - named).items()):
        yield f"{number:>2}  and {count:,} more"
    yield ""
    yield _summary(findings)


def _summary(findings: Findings) -> str:
    logs = "" if findings.counter_logs else " No counter log was given: 11 was not looked at."
    if findings.holds:
        return f"Everything holds.{logs}"
    return f"{sum(findings.counts.values()):,} breaches.{logs}"


def json_report(findings: Findings) -> str:
    """The same as one JSON object."""
    return json.dumps(
        {
            "holds": findings.holds,
            "tables": findings.tables,
            "entries": findings.entries,
            "counters": findings.counters,
            "counter_logs": findings.counter_logs,
            "statements": findings.statements,
            "rows_read": findings.rows_read,
            "seconds": {step: round(spent, 3) for step, spent in findings.seconds.items()},
            "counts": {str(number): count for number, count in sorted(findings.counts.items())},
            "breaches": [
                {"number": b.number, "subject": b.subject, "fact": b.fact}
                for b in findings.breaches
            ],
        },
        ensure_ascii=False,
        indent=2,
    )
