"""Cuts a quantity into blocks; every piece knows where it lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cashier_app.domain.tariffs.model import Block, PricingRefused


@dataclass(frozen=True, slots=True)
class Piece:
    """The units above `low` up to `high`, at a price, or for a lump (`price` None).

    The block itself lies above `floor` up to `limit`; all units may take the price of one block.
    """

    low: Fraction
    high: Fraction
    price: Decimal | None
    value: Fraction
    limit: Fraction | None = None
    floor: Fraction = Fraction(0)

    @property
    def units(self) -> Fraction:
        return self.high - self.low

    def between(self, above: Fraction, upto: Fraction | None) -> Fraction:
        """The value of its units above `above` up to `upto`."""
        low = max(self.low, above)
        high = self.high if upto is None else min(self.high, upto)
        if low <= self.low and high >= self.high:
            return self.value
        if high <= low:
            return Fraction(0)
        if self.price is None:
            raise PricingRefused("A limit falls inside a block that costs one amount.")
        return (high - low) * Fraction(self.price)


def telescopic(
    blocks: Sequence[Block], limits: Sequence[Fraction | None], units: Fraction, lumps: Fraction
) -> list[Piece]:
    """Each block's price for the units inside it; `lumps` multiplies a lump."""
    pieces: list[Piece] = []
    start = Fraction(0)
    for block, limit in zip(blocks, limits, strict=True):
        end = units if limit is None else min(units, limit)
        if block.lump is not None:
            pieces.append(Piece(start, end, None, Fraction(block.lump) * lumps, limit, start))
        elif block.price is not None and (end > start or not pieces):
            value = (end - start) * Fraction(block.price)
            pieces.append(Piece(start, end, block.price, value, limit, start))
        start = end
        if limit is None or units <= limit:
            break
    return pieces


def non_telescopic(
    blocks: Sequence[Block], limits: Sequence[Fraction | None], chosen: int, units: Fraction
) -> list[Piece]:
    """All units at the price of the block `chosen`."""
    price = blocks[chosen].price or Decimal(0)
    floor = (limits[chosen - 1] if chosen else None) or Fraction(0)
    value = units * Fraction(price)
    return [Piece(Fraction(0), units, price, value, limits[chosen], floor)]


def place_of(total: Fraction, limits: Sequence[Fraction | None]) -> int:
    """Which row a total falls in; a total at a limit is still below it."""
    for place, limit in enumerate(limits):
        if limit is None or total <= limit:
            return place
    return len(limits) - 1
