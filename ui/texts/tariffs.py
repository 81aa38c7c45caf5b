"""Refusals of tariffs: what happened, and what to do."""

from __future__ import annotations

from ui.texts.marks import QT_TRANSLATE_NOOP, Pair

REFUSED: dict[str, Pair] = {
    "no_such_tariff": (
        QT_TRANSLATE_NOOP("Messages", "There is no tariff {tariff}."),
        QT_TRANSLATE_NOOP("Messages", "Choose one of the list."),
    ),
    "no_such_version": (
        QT_TRANSLATE_NOOP("Messages", "No version of {tariff} begins on {day}."),
        QT_TRANSLATE_NOOP("Messages", "Choose one of the list."),
    ),
    "tariff_cannot_price": (
        QT_TRANSLATE_NOOP("Messages", "This use cannot be priced."),
        QT_TRANSLATE_NOOP("Messages", "{why}."),
    ),
    "tariff_in_billed_period": (
        QT_TRANSLATE_NOOP("Messages", "{tariff} has billed up to {billed} already."),
        QT_TRANSLATE_NOOP(
            "Messages", "Nothing was changed. A version begins after the last billed day."
        ),
    ),
    "tariff_other_currency": (
        QT_TRANSLATE_NOOP("Messages", "{tariff} is in {currency}, the bills are in {ours}."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Our currency has {decimals} decimals."),
    ),
    "tariff_without_day": (
        QT_TRANSLATE_NOOP("Messages", "The file of {tariff} does not say from when it holds."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Add valid_from with its first day."),
    ),
}
