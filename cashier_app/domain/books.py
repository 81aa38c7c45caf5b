"""What a check of the books came to, as the screen and the audit pack show it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BookBreach:
    """One thing that does not hold; `number` is that of the invariant."""

    number: int
    subject: str
    fact: str


@dataclass(frozen=True, slots=True)
class CheckedBooks:
    """The whole answer of `cashier verify`."""

    holds: bool
    looked_at: tuple[tuple[str, int], ...]
    """Kinds of rows and how many of each were looked at."""
    breaches: tuple[BookBreach, ...]
    found: tuple[tuple[int, str, int], ...]
    """Every invariant: number, sentence, how many breaches."""
    text: str
    """The report as `cashier verify` prints it."""
    json: str
    counter_logs: int = 0
    """How many counters' logs were compared; without one invariant 11 was not looked at."""
