"""Banknotes and coins: how to hand change back, which notes get a key, what is implausible."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cashier_app.domain.money import ZERO
from cashier_app.domain.shifts import Pieces
from cashier_app.domain.utility import Denomination

NOTE_KEYS = 6


def hand_back(amount: Decimal, denominations: Sequence[Denomination]) -> tuple[Pieces, ...]:
    """`amount` in the fewest pieces, largest first; what no coin can make is left out."""
    pieces = []
    for denomination in sorted(denominations, key=lambda d: d.value, reverse=True):
        count = int(amount // denomination.value)
        if count:
            pieces.append(Pieces(denomination.value, count))
            amount -= denomination.value * count
    return tuple(pieces)


def note_keys(denominations: Sequence[Denomination]) -> tuple[Decimal, ...]:
    """The notes that get a key at the counter: the six largest, largest first."""
    notes = sorted((d.value for d in denominations if d.note), reverse=True)
    return tuple(notes[:NOTE_KEYS])


def is_implausible(
    received: Decimal, payable: Decimal, denominations: Sequence[Denomination], factor: int
) -> bool:
    """True for cash that looks like a slip of the finger (an account number, an extra zero).

    It is at least `factor` times the amount, and the change would be more than the
    largest note: with one note less the bill would still be covered.
    """
    largest = max((d.value for d in denominations), default=ZERO)
    return received >= payable * factor and received - payable > largest and payable > 0
