"""Refusals of reports and of the lock on periods: what happened, and what to do."""

from __future__ import annotations

from ui.texts.marks import QT_TRANSLATE_NOOP, Pair

REFUSED: dict[str, Pair] = {
    "bad_period": (
        QT_TRANSLATE_NOOP("Messages", "The first day is after the last one."),
        QT_TRANSLATE_NOOP("Messages", "Change one of them."),
    ),
    "not_narrowed": (
        QT_TRANSLATE_NOOP("Messages", "{report} cannot be narrowed by {by}."),
        QT_TRANSLATE_NOOP("Messages", "It is of the whole utility. Ask for it without."),
    ),
    "search_missing": (
        QT_TRANSLATE_NOOP("Messages", "This report needs to know what to look for."),
        QT_TRANSLATE_NOOP("Messages", "Enter a receipt's number."),
    ),
    "cannot_save": (
        QT_TRANSLATE_NOOP("Messages", "The file could not be saved in {folder}: {detail}."),
        QT_TRANSLATE_NOOP("Messages", "The report itself is not touched."),
    ),
    "cannot_look": (
        QT_TRANSLATE_NOOP("Messages", "The books could not be read to the end."),
        QT_TRANSLATE_NOOP("Messages", "Nothing is said about them: {detail}."),
    ),
    "bad_map": (
        QT_TRANSLATE_NOOP("Messages", "The account map does not fit."),
        QT_TRANSLATE_NOOP("Messages", "{said}."),
    ),
    "map_unreadable": (
        QT_TRANSLATE_NOOP("Messages", "The account map cannot be read."),
        QT_TRANSLATE_NOOP("Messages", "{said}."),
    ),
    "period_locked": (
        QT_TRANSLATE_NOOP("Messages", "The month is locked."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was posted. It belongs into the open month."),
    ),
    "period_not_over": (
        QT_TRANSLATE_NOOP("Messages", "The period is not over yet."),
        QT_TRANSLATE_NOOP("Messages", "Lock it when its last day has passed."),
    ),
    "run_still_issuing": (
        QT_TRANSLATE_NOOP("Messages", "Bill run {run} of these days is not at its end."),
        QT_TRANSLATE_NOOP("Messages", "Go on with it first: its bills could not follow later."),
    ),
    "shift_still_open": (
        QT_TRANSLATE_NOOP("Messages", "A shift of this period is not closed yet: {shift}."),
        QT_TRANSLATE_NOOP("Messages", "Close it first, then lock the period."),
    ),
}
