"""Invariants 4, 5 and 13 of the utility's settings, as the audit trail of them has it.

Each value was given by an entry, and what a setting limits is held against the value of its time.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from cashier_app.verify.findings import Breach, entry_name
from cashier_app.verify.reader import Reader

DEFAULTS = {
    "undo_limit": "3",
    "difference_limit": "50",
    "drawer_limit": "0",
    "implausible_factor": "10",
    "claim_seconds": "60",
    "set_aside_seconds": "120",
    "idle_minutes": "3",
    "cheque_stale_days": "90",
    "cheque_ahead_days": "0",
    "value_date_days": "90",
    "attempt_days": "5",
    "waiting_hours": "24",
    "bounce_fee": "0",
    "bounce_fee_days": "14",
}
"""Settings that guard money, and what holds where the trail has no entry of one."""
CASH_STEP = "cash_step"
"""It stands in the utility's row, and its changes beside those of the settings."""
UNSET = "(default)"
_PLAIN = re.compile(r"[0-9]{1,15}(\.[0-9]{1,6})?")
_WHILE_IT_WAS_STORED = timedelta(minutes=1)
"""An act that began before a change was committed was judged by the value before it."""

_CHANGES = "SELECT stored_at, user_id, detail FROM audit_setting_changes ORDER BY audit_event_id"
_SETTINGS = "SELECT setting, value FROM audit_settings"
_STEPS = "SELECT COALESCE(MAX(s.cash_step), 0) FROM audit_cash_steps s"
_DECIDED = """
SELECT s.counter_code, z.number, z.entry_id, s.closed_at, ABS(z.difference)
FROM audit_z_reports z
JOIN audit_shifts s ON s.shift_id = z.shift_id
WHERE z.is_decided = 1 AND z.approval_id IS NULL AND ABS(z.difference) > %(least)s
"""
_FEES = """
SELECT e.kind, e.counter_code, e.number, e.entry_id, e.stored_at, n.fee
FROM audit_bounces n
JOIN audit_entries e ON e.entry_id = n.entry_id
WHERE n.fee <> 0
"""


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the trail; `at` is UTC without a zone, as the database keeps it."""

    at: datetime
    old: str
    new: str


class Trail:
    """Every audited change of every setting, in order."""

    def __init__(self, reader: Reader) -> None:
        self.changes: defaultdict[str, list[Change]] = defaultdict(list)
        for at, user_id, detail in reader.rows(_CHANGES):
            words = detail if user_id is not None else detail.rpartition(" (by ")[0]
            name, _, values = words.partition(": ")
            old, _, new = values.partition(" -> ")
            self.changes[name].append(Change(at, old, new))

    def numbers(self, name: str, since: datetime, until: datetime | None) -> set[Decimal]:
        """The values of a number that held at some time from `since` to `until`, or until now."""
        changes = self.changes[name]
        times = [change.at for change in changes]
        first = bisect_right(times, since - _WHILE_IT_WAS_STORED)
        last = bisect_right(times, until) if until else len(times)
        before = changes[first - 1].new if first else self._before(name)
        return {_number(value, name) for value in (before, *(c.new for c in changes[first:last]))}

    def least(self, name: str) -> Decimal:
        """The least value that a number ever had."""
        values = (self._before(name), *(change.new for change in self.changes[name]))
        return min(_number(value, name) for value in values)

    def _before(self, name: str) -> str:
        """What held before the first change: an older installation may have begun with its own."""
        changes = self.changes[name]
        return changes[0].old if changes else DEFAULTS[name]


def _number(value: str, name: str) -> Decimal:
    """The trail's text as a number; one that is none counts as the default."""
    return Decimal(value if _PLAIN.fullmatch(value) else DEFAULTS.get(name, "0"))


def changed_settings(reader: Reader) -> Iterator[Breach]:
    """Values that no entry of the audit trail gave, and entries that do not follow."""
    trail = Trail(reader)
    now: dict[str, str] = dict(reader.rows(_SETTINGS))
    for name in sorted(trail.changes.keys() | DEFAULTS.keys()):
        for fact in _faults(name, trail.changes[name], now.get(name)):
            yield Breach(13, f"setting {name}", fact)


def _faults(name: str, changes: list[Change], now: str | None) -> Iterator[str]:
    last = None
    for change in changes:
        before = (UNSET, DEFAULTS.get(name)) if last is None else (last,)
        if change.old not in before and (last is not None or name in DEFAULTS):
            made = f"the change before made it {last}" if last else "no entry made it that"
            yield f"was changed from {change.old}, {made}"
        last = change.new
    if last is not None and now != last:
        yield f"is {now or 'missing'}, its last change made it {last}"
    if last is None and now is not None and now != DEFAULTS[name]:
        yield f"is {now}, no entry made it that"


def beyond_settings(reader: Reader) -> Iterator[Breach]:
    """Differences and fees beyond what the settings allowed in their time."""
    trail = Trail(reader)
    least = trail.least("difference_limit")
    for code, number, entry_id, closed, difference in reader.rows(_DECIDED, least=least):
        allowed = max(trail.numbers("difference_limit", closed, closed)) if closed else least
        if difference > allowed:
            fact = f"is decided by its cashier with a difference of {difference}, above {allowed}"
            yield Breach(5, entry_name("z", code, number, entry_id), fact)
    for *name, stored, fee in reader.rows(_FEES):
        if fee not in trail.numbers("bounce_fee", stored, stored):
            yield Breach(5, entry_name(*name), f"takes a fee of {fee}, which was none of its day")


def widest_rounding_sql(reader: Reader, moment: str, cash: str) -> str:
    """Twice what may be rounded at `moment`, a column: the cash step of that time.

    Before the first change that says both values it is not known: then the widest step that any
    entry names, or all of the receipt's `cash`.
    """
    ((widest,),) = reader.rows(_STEPS)
    unknown = f"GREATEST({cash}, {widest})"
    changes = Trail(reader).changes[CASH_STEP]
    whens = []
    before = unknown
    if changes and changes[0].old == UNSET:
        before = "0"
    for change in changes:
        step = str(_number(change.new, CASH_STEP))
        until = change.at + _WHILE_IT_WAS_STORED
        whens.append(f"WHEN {moment} < '{change.at}' THEN {before}")
        whens.append(f"WHEN {moment} < '{until}' THEN GREATEST({before}, {step})")
        before = step
    return f"CASE {' '.join(whens)} ELSE {before} END" if whens else before
