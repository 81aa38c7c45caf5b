"""What a verification finds: breaches by number, in the words of the field."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cashier_app.domain.canonical import IDS_PER_COUNTER

MAX_NAMED = 200
"""Breaches that a step names for one invariant; those beyond are counted. Of each step, so that
hundreds of lost triggers hide no changed setting."""

_LETTERS = {"count": "N", "correction": "K", "move": "V", "refund": "F"}


class CannotLook(Exception):
    """The database could not be read to the end, so nothing is said about it."""


@dataclass(frozen=True, slots=True)
class Breach:
    """One thing that does not hold. `number` is 1 to 13, as in the list of invariants."""

    number: int
    subject: str
    """What it is about: a receipt, a bill, a shift …"""
    fact: str

    def __str__(self) -> str:
        return f"{self.number:>2}  {self.subject}: {self.fact}"


class Span(StrEnum):
    """What a check goes through, ten thousand ids at a time; `ONCE` is a single statement."""

    ENTRIES = "entries"
    SHIFTS = "shifts"
    BILLS = "bills"
    ADJUSTMENTS = "adjustments"
    ACCOUNTS = "accounts"
    ONCE = "once"


@dataclass(frozen=True, slots=True)
class Check:
    """A statement that must return no row.

    Its columns are the arguments of `name`, then the fact. `%(lo)s` and `%(hi)s`
    are the first and the last id of the span.
    """

    number: int
    span: Span
    name: Callable[..., str]
    sql: str

    def breach(self, row: tuple[Any, ...]) -> Breach:
        """The breach that a returned row means."""
        return Breach(self.number, self.name(*row[:-1]), str(row[-1]))


@dataclass(slots=True)
class Findings:
    """What a verification looked at and found."""

    tables: dict[str, int] = field(default_factory=dict)
    entries: int = 0
    counters: int = 0
    counter_logs: int = 0
    statements: int = 0
    rows_read: int = 0
    elapsed: float = 0.0
    """Seconds."""
    seconds: dict[str, float] = field(default_factory=dict)
    breaches: list[Breach] = field(default_factory=list)
    counts: Counter[int] = field(default_factory=Counter)

    @property
    def holds(self) -> bool:
        """True when nothing was found."""
        return not self.counts

    def add(self, breach: Breach) -> None:
        """Keep a breach, or only count it when enough of its number are named."""
        self.counts[breach.number] += 1
        if self.counts[breach.number] <= MAX_NAMED:
            self.breaches.append(breach)

    def take(self, name: str, step: Findings) -> None:
        """Add what one step found."""
        self.seconds[name] = step.elapsed
        self.breaches.extend(step.breaches)
        self.counts.update(step.counts)

    def join(self, part: Findings) -> None:
        """Add what a part of the same step found."""
        self.entries += part.entries
        self.counters += part.counters
        self.elapsed += part.elapsed
        for breach in part.breaches:
            self.add(breach)
        self.counts.update(part.counts - Counter(breach.number for breach in part.breaches))


def looked_at(breaches: Iterable[Breach]) -> Findings:
    """What is found, and how long the walk took."""
    began = time.monotonic()
    findings = Findings()
    for breach in breaches:
        findings.add(breach)
    findings.elapsed = time.monotonic() - began
    return findings


def entry_name(
    kind: str | None, counter_code: str | None, number: int | None, entry_id: int
) -> str:
    """The printed name of an entry: "receipt 03-000123", "Z 03-Z-0012"."""
    if kind is None or counter_code is None or number is None:
        return f"entry {entry_id}"
    if kind == "payment":
        return f"receipt {counter_code}-{number:06d}"
    letter = _LETTERS.get(kind, kind[:1].upper())
    return f"{'Z' if kind == 'z' else kind} {counter_code}-{letter}-{number:04d}"


def bill_name(bill_no: str | None, bill_id: int) -> str:
    """The name of a bill; a draft has no number yet."""
    return f"bill {bill_no}" if bill_no else f"draft bill {bill_id}"


def shift_name(counter_code: str | None, shift_id: int) -> str:
    """The name of a shift: its counter and the chain number of its opening."""
    return f"shift {counter_code or '?'}/{shift_id % IDS_PER_COUNTER}"


def account_name(account_no: str) -> str:
    """The name of an account."""
    return f"account {account_no}"


def as_named(subject: str) -> str:
    """For statements that name their subject themselves."""
    return subject
