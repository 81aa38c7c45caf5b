"""The keyboard map, from one table: help shows it, the README prints it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication


@dataclass(frozen=True, slots=True)
class KeyMeaning:
    """A key and what it does everywhere; `detail` adds what that is on some screens."""

    cap: str
    meaning: str
    detail: str = ""


def key_meanings() -> tuple[KeyMeaning, ...]:
    """Every key of the counter, in the order of the keyboard."""
    return tuple(
        KeyMeaning(cap, _translated(meaning), _translated(detail))
        for cap, meaning, detail in _TABLE
    )


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:  # noqa: N802 - the name lupdate looks for
    """`text` unchanged; marks it for the translators."""
    return text


def _translated(text: str) -> str:
    return QCoreApplication.translate("Help", text) if text else ""


_TABLE = (
    (
        "Enter",
        QT_TRANSLATE_NOOP("Help", "Does what stands on the green block"),
        QT_TRANSLATE_NOOP("Help", "while it is grey there is nothing to press"),
    ),
    (
        "Esc",
        QT_TRANSLATE_NOOP("Help", "One step back"),
        QT_TRANSLATE_NOOP("Help", "nothing that is entered gets lost"),
    ),
    ("F1", QT_TRANSLATE_NOOP("Help", "This map"), ""),
    (
        "F2",
        QT_TRANSLATE_NOOP("Help", "Find a customer"),
        QT_TRANSLATE_NOOP("Help", "at a difference of the drawer its cause"),
    ),
    (
        "F3",
        QT_TRANSLATE_NOOP("Help", "Pay a part"),
        QT_TRANSLATE_NOOP("Help", "of the bill that is chosen"),
    ),
    ("F4", QT_TRANSLATE_NOOP("Help", "The same as Enter: pay"), ""),
    (
        "F5 F6 F7",
        QT_TRANSLATE_NOOP("Help", "Cash, card slip, cheque"),
        QT_TRANSLATE_NOOP("Help", "Del takes the last slip or cheque off"),
    ),
    (
        "F8",
        QT_TRANSLATE_NOOP("Help", "Your shift"),
        QT_TRANSLATE_NOOP("Help", "count and close, receipts, lock, sign out"),
    ),
    (
        "F9",
        QT_TRANSLATE_NOOP("Help", "Print"),
        QT_TRANSLATE_NOOP("Help", "again, what is waiting, a report"),
    ),
    (
        "F10",
        QT_TRANSLATE_NOOP("Help", "Keep the change as credit"),
        QT_TRANSLATE_NOOP("Help", "credit on the account is used by itself"),
    ),
    (
        "F11",
        QT_TRANSLATE_NOOP("Help", "Take back"),
        QT_TRANSLATE_NOOP("Help", "the last receipt, a basket, a notice; or refuse"),
    ),
    (
        "F12",
        QT_TRANSLATE_NOOP("Help", "All counted, or aside"),
        QT_TRANSLATE_NOOP("Help", "then a last look; park, set aside, let it wait"),
    ),
    (
        "Space",
        QT_TRANSLATE_NOOP("Help", "Mark a bill, or take the mark off"),
        "",
    ),
    (
        "Q–Y",
        QT_TRANSLATE_NOOP("Help", "One more banknote"),
        QT_TRANSLATE_NOOP("Help", "by the place of the key; Backspace takes it back"),
    ),
    (
        "X",
        QT_TRANSLATE_NOOP("Help", "The exact amount"),
        QT_TRANSLATE_NOOP("Help", "or the float as the last shift left it"),
    ),
    (
        "+",
        QT_TRANSLATE_NOOP("Help", "Add what was paid together last time"),
        "",
    ),
    ("Up Down", QT_TRANSLATE_NOOP("Help", "Choose a row"), ""),
)
