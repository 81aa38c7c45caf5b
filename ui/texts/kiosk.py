"""Sentences of the customers' own screen, of queue numbers and of the kiosks themselves."""

from __future__ import annotations

from ui.texts.marks import QT_TRANSLATE_NOOP, Pair

REFUSED: dict[str, Pair] = {
    "kiosk_no_match": (
        QT_TRANSLATE_NOOP("Messages", "These two numbers do not belong together."),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Look at your last bill: it shows the account number and the bill number. If it still"
            " does not work, a counter can help you.",
        ),
    ),
    "kiosk_wait": (
        QT_TRANSLATE_NOOP("Messages", "Please wait {wait}."),
        QT_TRANSLATE_NOOP(
            "Messages", "Too much was tried at once. Then try again, or go to a counter."
        ),
    ),
    "kiosk_bills_changed": (
        QT_TRANSLATE_NOOP("Messages", "One of these bills has just been paid."),
        QT_TRANSLATE_NOOP("Messages", "Look at your account again and choose once more."),
    ),
    "kiosk_tickets": (
        QT_TRANSLATE_NOOP("Messages", "This account has taken several numbers today."),
        QT_TRANSLATE_NOOP("Messages", "The last of them counts. A counter can help you."),
    ),
    "kiosk_disabled": (
        QT_TRANSLATE_NOOP("Messages", "This screen is out of use."),
        QT_TRANSLATE_NOOP("Messages", "Please go to a counter."),
    ),
    "not_a_kiosk": (
        QT_TRANSLATE_NOOP("Messages", "This computer is no kiosk of this database."),
        QT_TRANSLATE_NOOP("Messages", "An administrator enrols it again."),
    ),
    "bad_kiosk_code": (
        QT_TRANSLATE_NOOP("Messages", "A kiosk's number {kiosk} does not work."),
        QT_TRANSLATE_NOOP("Messages", "It has two to four digits; its name at most 60 characters."),
    ),
    "no_such_kiosk": (
        QT_TRANSLATE_NOOP("Messages", "There is no kiosk {kiosk}."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
    ),
    "no_such_ticket": (
        QT_TRANSLATE_NOOP("Messages", "This is no queue slip of ours."),
        QT_TRANSLATE_NOOP("Messages", "Look the customer up by name or account."),
    ),
    "ticket_other_day": (
        QT_TRANSLATE_NOOP("Messages", "This queue slip is of another day, {day}."),
        QT_TRANSLATE_NOOP("Messages", "Look the customer up, or scan the bill."),
    ),
    "nobody_waits": (
        QT_TRANSLATE_NOOP("Messages", "Nobody is waiting with a number."),
        QT_TRANSLATE_NOOP("Messages", "Serve whoever stands here."),
    ),
    "nobody_called": (
        QT_TRANSLATE_NOOP("Messages", "This counter has called nobody today."),
        QT_TRANSLATE_NOOP("Messages", "Call the next number first."),
    ),
}
UNAVAILABLE: dict[str, Pair] = {
    "sheet_printer": (
        QT_TRANSLATE_NOOP("Messages", "It could not be printed here."),
        QT_TRANSLATE_NOOP("Messages", "A counter can print it for you."),
    ),
}
