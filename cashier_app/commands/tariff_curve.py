"""The totals of a tariff over a range of kWh: as rows, and as a picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from cashier_app.domain.tariffs import Priced, Tariff, Usage, price

MOST_STEPS = 10_000
POINTS = 400
"""How finely a curve is drawn, so that a jump at a limit is seen as a jump."""

_WIDTH, _HEIGHT = 1200, 750
_LEFT, _TOP, _RIGHT, _BOTTOM = 130, 70, 40, 90
_INK, _GRID, _CURVE, _PAPER = "#1f2933", "#d9dee4", "#0b6e4f", "#ffffff"


@dataclass(frozen=True, slots=True)
class TableRange:
    """kWh from `low` to `high`, both included, by `step`."""

    low: Decimal
    high: Decimal
    step: Decimal

    @property
    def is_small(self) -> bool:
        return (self.high - self.low) / self.step <= MOST_STEPS

    def values(self) -> list[Decimal]:
        steps = int((self.high - self.low) / self.step)
        return [self.low + place * self.step for place in range(steps + 1)]


def priced_table(
    tariff: Tariff, usage: Usage, kwh_range: TableRange
) -> list[tuple[Decimal, Priced]]:
    """Each kWh of the range with its bill. Raises PricingRefused."""
    return [(kwh, price(tariff, with_kwh(usage, kwh))) for kwh in kwh_range.values()]


def curve(tariff: Tariff, usage: Usage, kwh_range: TableRange) -> list[tuple[Decimal, Decimal]]:
    """(kWh, total) along the range, finer than its steps. Raises PricingRefused."""
    width = kwh_range.high - kwh_range.low
    step = min(kwh_range.step, max(Decimal(int(width / POINTS)), Decimal(1)))
    fine = replace(kwh_range, step=step)
    return [(kwh, priced.total) for kwh, priced in priced_table(tariff, usage, fine)]


def with_kwh(usage: Usage, kwh: Decimal) -> Usage:
    """The same use with another total; registers keep their shares, the last the remainder."""
    if not usage.registers:
        return replace(usage, kwh=kwh, read=())
    whole = sum((value for _, value in usage.registers), Decimal(0))
    shares, left = [], kwh
    for name, value in usage.registers[:-1]:
        part = _thousandth(kwh, value, whole)
        shares.append((name, part))
        left -= part
    shares.append((usage.registers[-1][0], left))
    return replace(usage, kwh=None, registers=tuple(shares), read=())


def _thousandth(kwh: Decimal, value: Decimal, whole: Decimal) -> Decimal:
    if not whole:
        return Decimal(0)
    return Decimal(round(Fraction(kwh) * Fraction(value) / Fraction(whole) * 1000)) / 1000


def draw_curve(points: list[tuple[Decimal, Decimal]], tariff: Tariff, path: Path) -> None:
    """Write a PNG of the totals over the kWh. Raises OSError."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (_WIDTH, _HEIGHT), _PAPER)
    draw = ImageDraw.Draw(image)
    font, small = ImageFont.load_default(26), ImageFont.load_default(20)
    low, high = float(points[0][0]), float(points[-1][0])
    bottom = min(0.0, *(float(total) for _, total in points))
    top = max(1.0, *(float(total) for _, total in points))

    def at(kwh: float, total: float) -> tuple[float, float]:
        across = (kwh - low) / ((high - low) or 1)
        up = (total - bottom) / (top - bottom)
        return (
            _LEFT + across * (_WIDTH - _LEFT - _RIGHT),
            _HEIGHT - _BOTTOM - up * (_HEIGHT - _TOP - _BOTTOM),
        )

    for mark in _marks(low, high):
        x, _ = at(mark, bottom)
        draw.line([(x, _TOP), (x, _HEIGHT - _BOTTOM)], fill=_GRID, width=1)
        draw.text((x, _HEIGHT - _BOTTOM + 12), f"{mark:,g}", fill=_INK, font=small, anchor="mt")
    for mark in _marks(bottom, top):
        _, y = at(low, mark)
        draw.line([(_LEFT, y), (_WIDTH - _RIGHT, y)], fill=_GRID, width=1)
        draw.text((_LEFT - 12, y), f"{mark:,g}", fill=_INK, font=small, anchor="rm")
    draw.line([at(float(kwh), float(total)) for kwh, total in points], fill=_CURVE, width=4)
    draw.text((_LEFT, 20), f"{tariff.code}  {tariff.name}", fill=_INK, font=font)
    draw.text((_WIDTH - _RIGHT, _HEIGHT - 36), "kWh", fill=_INK, font=small, anchor="ra")
    draw.text((12, 24), tariff.currency, fill=_INK, font=small)
    image.save(path, format="PNG")


def _marks(low: float, high: float) -> list[float]:
    """Round numbers between two ends, five to ten of them."""
    width = (high - low) or 1.0
    step = 10.0 ** (len(f"{int(width)}") - 1)
    for divisor in (5, 2, 1):
        if width / (step / divisor) <= 10:
            step /= divisor
            break
    first = int(low // step)
    return [place * step for place in range(first, int(high // step) + 1) if place * step >= low]
