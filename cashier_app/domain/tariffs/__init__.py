"""Pricing: `read_tariff` makes a tariff of a file, `price` makes a bill of a tariff and a usage.

The file is described in docs/tariffs.md. Nothing here knows a database, a screen or a clock.
"""

from cashier_app.domain.tariffs.late import late_charge
from cashier_app.domain.tariffs.model import (
    PricingRefused,
    Problem,
    Tariff,
    TariffRefused,
    Version,
)
from cashier_app.domain.tariffs.priced import Late, Line, Priced, Prompt
from cashier_app.domain.tariffs.pricing import price, schemes_of
from cashier_app.domain.tariffs.reading import decoded, read_tariff
from cashier_app.domain.tariffs.texts import joined_text, version_texts
from cashier_app.domain.tariffs.usage import Usage

__all__ = [
    "Late",
    "Line",
    "Priced",
    "PricingRefused",
    "Problem",
    "Prompt",
    "Tariff",
    "TariffRefused",
    "Usage",
    "Version",
    "decoded",
    "joined_text",
    "late_charge",
    "price",
    "read_tariff",
    "schemes_of",
    "version_texts",
]
