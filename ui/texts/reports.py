"""Refusals of reports and of the lock on periods: what happened, and what to do."""

from __future__ import annotations

from ui.texts.marks import QT_TRANSLATE_NOOP, Pair

REFUSED: dict[str, Pair] = {
    "period_locked": (
        QT_TRANSLATE_NOOP("Messages", "The month is locked."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was posted. It belongs into the open month."),
    ),
    "period_not_over": (
        QT_TRANSLATE_NOOP("Messages", "The period is not over yet."),
        QT_TRANSLATE_NOOP("Messages", "Lock it when its last day has passed."),
    ),
    "shift_still_open": (
        QT_TRANSLATE_NOOP("Messages", "A shift of this period is not closed yet."),
        QT_TRANSLATE_NOOP("Messages", "Close it first, then lock the period."),
    ),
}
