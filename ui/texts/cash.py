"""Refusals of cash besides payments: what happened, and what to do."""

from __future__ import annotations

from ui.texts.marks import QT_TRANSLATE_NOOP, Pair

_NOTHING_MOVED = QT_TRANSLATE_NOOP("Messages", "Nothing was stored. Leave the cash where it is.")

REFUSED: dict[str, Pair] = {
    "not_enough_cash": (
        QT_TRANSLATE_NOOP("Messages", "The drawer does not hold that much."),
        _NOTHING_MOVED,
    ),
    "no_such_receiver": (
        QT_TRANSLATE_NOOP("Messages", "This person cannot take cash."),
        _NOTHING_MOVED,
    ),
    "no_such_handover": (
        QT_TRANSLATE_NOOP("Messages", "There is no such handover for you."),
        _NOTHING_MOVED,
    ),
    "handover_ended": (
        QT_TRANSLATE_NOOP("Messages", "This cash was taken already."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was stored again. Look at the list anew."),
    ),
    "own_drawer": (
        QT_TRANSLATE_NOOP("Messages", "This is your own drawer."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was stored. Another supervisor has to do it."),
    ),
    "no_such_shift": (
        QT_TRANSLATE_NOOP("Messages", "There is no such shift in this hall."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Look at the day anew."),
    ),
    "no_such_report": (
        QT_TRANSLATE_NOOP("Messages", "This shift has no Z with that difference."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Look at the day anew."),
    ),
    "decided_already": (
        QT_TRANSLATE_NOOP("Messages", "This difference was decided already."),
        QT_TRANSLATE_NOOP("Messages", "The first decision stands. Look at the day anew."),
    ),
    "safe_opened": (
        QT_TRANSLATE_NOOP("Messages", "The safe's ledger is open already."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was stored. Count the safe instead."),
    ),
    "safe_not_opened": (
        QT_TRANSLATE_NOOP("Messages", "The safe's ledger is not open yet."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was stored. Count what is in the safe first."),
    ),
    "safe_too_small": (
        QT_TRANSLATE_NOOP("Messages", "By its ledger the safe does not hold that much."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was stored. Let a supervisor count the safe."),
    ),
    "bag_used": (
        QT_TRANSLATE_NOOP("Messages", "A bag with this number went to the bank before."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was stored. Read the number again."),
    ),
}
