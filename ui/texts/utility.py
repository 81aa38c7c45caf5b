"""Refusals of the utility's row, its settings and its money: what happened, and what to do."""

from __future__ import annotations

from ui.texts.marks import QT_TRANSLATE_NOOP, Pair

REFUSED: dict[str, Pair] = {
    "bad_key_map": (
        QT_TRANSLATE_NOOP("Messages", "This is no whole map of the function keys."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Each key may stand there once."),
    ),
    "bad_setting": (
        QT_TRANSLATE_NOOP("Messages", "{setting} cannot have this value."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Correct it and save again."),
    ),
    "bad_utility": (
        QT_TRANSLATE_NOOP("Messages", "What is entered for {field} cannot stand."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Correct it and save again."),
    ),
    "printer_not_kept": (
        QT_TRANSLATE_NOOP("Messages", "The settings of this computer cannot be written."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. The computer says: {why}."),
    ),
    "bad_denomination": (
        QT_TRANSLATE_NOOP("Messages", "One of these is no note or coin of this currency."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Correct it and save again."),
    ),
    "currency_fixed": (
        QT_TRANSLATE_NOOP("Messages", "The currency is fixed since the first bill."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
    ),
    "zone_fixed": (
        QT_TRANSLATE_NOOP("Messages", "The time zone is fixed since the first shift."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
    ),
}
