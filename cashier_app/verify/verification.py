"""All invariants over one database, in the order of their numbers."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cashier_app.verify import (
    bill_checks,
    cash_checks,
    entry_checks,
    lost_checks,
    office_checks,
    setting_checks,
    shift_checks,
    tender_checks,
    trail_checks,
)
from cashier_app.verify.counter_log_check import forgotten_entries
from cashier_app.verify.findings import Breach, Check, Findings, looked_at
from cashier_app.verify.mirrors import unlike_mirrors
from cashier_app.verify.reader import Reader, run_check
from cashier_app.verify.server_checks import changed_schema, unsafe_server
from cashier_app.verify.shared_chains import SharedChains

INVARIANTS = {
    1: "bills: balance, status and version follow their postings",
    2: "numbers run without gap; series agree with the last entry",
    3: "hashes, texts and rows agree; every entry points at the one before",
    4: "tenders less change = allocations + credit + rounding",
    5: "what takes an entry back mirrors it, once, and is approved where due",
    6: "entries lie inside their shift, counter and person; times run on",
    7: "a done request has one entry, a void one none",
    8: "shifts and Zs equal the journal; closed shifts are signed",
    9: "every payment was queued for print; drawer openings have a reason",
    10: "accounts have their customers; an account's credit equals its postings",
    11: "what counters saw acknowledged is there",
    12: "cash positions equal their movements; receivables roll forward",
    13: "tables, settings, triggers and procedures are the ones shipped",
}
STEPS = (
    "schema", "settings", "bills", "entries", "shifts", "cash", "tenders", "losses", "signatures",
    "positions", "reprints", "undos", "counter logs", "chains",
)  # fmt: skip
"""In the order in which `verify` says them."""
CHAINS = "chains"
"""The step that readers share, when nobody has begun one of the others: it takes the longest."""

Step = tuple[str, Callable[[], Iterator[Breach]]]


def verify(
    reader: Reader,
    counter_logs: Iterable[Path] = (),
    on_step: Callable[[str], None] = lambda _step: None,
    beside: Sequence[Reader] = (),
) -> Findings:
    """Run everything. `on_step` hears what is looked at next. Raises CannotLook.

    Readers `beside` see the same database at the same time, and take the steps and the chains that
    nobody has begun.
    """
    logs = tuple(counter_logs)
    began = time.monotonic()
    findings = Findings(tables=reader.table_rows, counter_logs=len(logs))
    chains = SharedChains(reader)
    waiting = deque(name for name in STEPS if name != CHAINS)
    found: dict[str, Findings] = {}
    own = _Lane(reader, chains, logs, waiting, found)
    with _helped(beside, chains, logs, waiting, found):
        while name := _next(waiting.popleft):
            on_step(name)
            own.look_at(name)
        on_step(CHAINS)
        chains.follow(reader)
    found[CHAINS] = chains.ended(reader)
    for name in STEPS:
        findings.take(name, found[name])
    findings.entries, findings.counters = found[CHAINS].entries, found[CHAINS].counters
    for each in (reader, *beside):
        findings.statements += each.statements
        findings.rows_read += each.rows_read
    findings.breaches.sort(key=lambda breach: breach.number)
    findings.elapsed = time.monotonic() - began
    return findings


@contextmanager
def _helped(
    beside: Sequence[Reader],
    chains: SharedChains,
    logs: tuple[Path, ...],
    waiting: deque[str],
    found: dict[str, Findings],
) -> Iterator[None]:
    """While the block takes the steps from the front, the other readers take them from the end."""
    if not beside:
        yield
        return
    lanes = [_Lane(each, chains, logs, waiting, found) for each in beside]
    with ThreadPoolExecutor(len(lanes), "verify") as pool:
        helping = [pool.submit(lane.help) for lane in lanes]
        try:
            yield
            for lane in as_completed(helping):
                lane.result()
        finally:
            waiting.clear()
            chains.clear()
            for each in beside:
                each.stop()


@dataclass(frozen=True, slots=True)
class _Lane:
    """One reader's share of the steps; `found` is filled by all."""

    reader: Reader
    chains: SharedChains
    logs: tuple[Path, ...]
    waiting: deque[str]
    found: dict[str, Findings]

    def help(self) -> None:
        """What nobody has begun: of the steps, then of the chains."""
        while name := _next(self.waiting.pop):
            self.look_at(name)
        self.chains.follow(self.reader)

    def look_at(self, name: str) -> None:
        """Run one step."""
        self.found[name] = looked_at(dict(_steps(self.reader, self.logs))[name]())


def _next(take: Callable[[], str]) -> str:
    """The next step, nothing when another reader took the last one."""
    try:
        return take()
    except IndexError:
        return ""


def _steps(reader: Reader, logs: tuple[Path, ...]) -> Iterator[Step]:
    # The schema first: the other steps read through its views.
    yield "schema", lambda: changed_schema(reader)
    yield "settings", lambda: _settings(reader)
    yield "bills", lambda: _bills(reader)
    yield "entries", lambda: _entries(reader)
    yield "shifts", lambda: _shifts(reader)
    yield "cash", lambda: _all(reader, cash_checks.CHECKS)
    yield "tenders", lambda: _all(reader, tender_checks.CHECKS)
    yield "losses", lambda: _all(reader, lost_checks.CHECKS)
    yield "signatures", lambda: shift_checks.unsigned_zs(reader)
    yield "positions", lambda: shift_checks.wrong_positions(reader)
    yield "reprints", lambda: shift_checks.wrong_reprints(reader)
    yield "undos", lambda: unlike_mirrors(reader)
    yield "counter logs", lambda: forgotten_entries(reader, logs)


def _settings(reader: Reader) -> Iterator[Breach]:
    yield from unsafe_server(reader)
    yield from setting_checks.changed_settings(reader)
    yield from setting_checks.beyond_settings(reader)


def _bills(reader: Reader) -> Iterator[Breach]:
    yield from bill_checks.wrong_bills(reader)
    yield from _all(reader, office_checks.CHECKS)
    yield from _all(reader, trail_checks.CHECKS)
    yield from office_checks.unlike_runs(reader)


def _shifts(reader: Reader) -> Iterator[Breach]:
    yield from shift_checks.wrong_totals(reader)
    yield from shift_checks.wrong_tenders(reader)
    yield from _all(reader, shift_checks.CHECKS)


def _entries(reader: Reader) -> Iterator[Breach]:
    yield from _all(reader, entry_checks.CHECKS)
    yield from entry_checks.wrong_requests(reader)


def _all(reader: Reader, checks: Iterable[Check]) -> Iterator[Breach]:
    for check in checks:
        yield from run_check(reader, check)
