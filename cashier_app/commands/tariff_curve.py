"""The totals of a tariff over a range of kWh, as a picture."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from cashier_app.domain.tariffs import Tariff
from cashier_app.domain.tariffs.curve import Points, round_marks

_WIDTH, _HEIGHT = 1200, 750
_LEFT, _TOP, _RIGHT, _BOTTOM = 130, 70, 40, 90
_INK, _GRID, _CURVE, _PAPER = "#1f2933", "#d9dee4", "#0b6e4f", "#ffffff"


def draw_curve(points: Points, tariff: Tariff, path: Path) -> None:
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

    for mark in round_marks(points[0][0], points[-1][0]):
        x, _ = at(float(mark), bottom)
        draw.line([(x, _TOP), (x, _HEIGHT - _BOTTOM)], fill=_GRID, width=1)
        draw.text((x, _HEIGHT - _BOTTOM + 12), f"{mark:,f}", fill=_INK, font=small, anchor="mt")
    for mark in round_marks(Decimal(bottom), Decimal(top)):
        _, y = at(low, float(mark))
        draw.line([(_LEFT, y), (_WIDTH - _RIGHT, y)], fill=_GRID, width=1)
        draw.text((_LEFT - 12, y), f"{mark:,f}", fill=_INK, font=small, anchor="rm")
    draw.line([at(float(kwh), float(total)) for kwh, total in points], fill=_CURVE, width=4)
    draw.text((_LEFT, 20), f"{tariff.code}  {tariff.name}", fill=_INK, font=font)
    draw.text((_WIDTH - _RIGHT, _HEIGHT - 36), "kWh", fill=_INK, font=small, anchor="ra")
    draw.text((12, 24), tariff.currency, fill=_INK, font=small)
    image.save(path, format="PNG")
