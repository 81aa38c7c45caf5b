"""Refusals of cheques, slips and money from outside the hall: what happened, and what to do."""

from __future__ import annotations

from ui.texts.marks import QT_TRANSLATE_NOOP, Pair

REFUSED: dict[str, Pair] = {
    "cash_only": (
        QT_TRANSLATE_NOOP("Messages", "{name} pays cash only: a cheque came back."),
        QT_TRANSLATE_NOOP("Messages", "No money was taken. Ask for cash."),
    ),
    "cheque_known": (
        QT_TRANSLATE_NOOP("Messages", "Cheque {cheque} was taken already, receipt {receipt}."),
        QT_TRANSLATE_NOOP("Messages", "No money was taken. Look at the number again."),
    ),
    "cheque_listed": (
        QT_TRANSLATE_NOOP("Messages", "Cheque {cheque} is on a list to the bank already."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was listed. Read the register again."),
    ),
    "cheque_not_listed": (
        QT_TRANSLATE_NOOP("Messages", "This cheque has not been listed to the bank."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. List it first."),
    ),
    "cheque_ended": (
        QT_TRANSLATE_NOOP("Messages", "Cheque {cheque} is cleared or returned already."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Read the register again."),
    ),
    "cheque_taken_back": (
        QT_TRANSLATE_NOOP("Messages", "The receipt of cheque {cheque} was taken back."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was listed. The cheque went back to its giver."),
    ),
    "no_such_deposit": (
        QT_TRANSLATE_NOOP("Messages", "There is no such list to the bank."),
        QT_TRANSLATE_NOOP("Messages", "Read the register again."),
    ),
    "reference_known": (
        QT_TRANSLATE_NOOP("Messages", "This reference was taken in already, receipt {receipt}."),
        QT_TRANSLATE_NOOP("Messages", "It counts once."),
    ),
    "bill_of_other_account": (
        QT_TRANSLATE_NOOP("Messages", "The bill belongs to another account."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was taken. Correct the line."),
    ),
    "bad_value_date": (
        QT_TRANSLATE_NOOP("Messages", "The day of the money is missing or still to come."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was taken. Correct the line."),
    ),
    "not_approved": (
        QT_TRANSLATE_NOOP("Messages", "Nobody has approved these receipts."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was taken. Ask a supervisor."),
    ),
    "channel_takes_files": (
        QT_TRANSLATE_NOOP("Messages", "This counter is for money from outside the hall."),
        QT_TRANSLATE_NOOP("Messages", "Its shifts are opened by the files it takes in."),
    ),
    "channel_has_no_computer": (
        QT_TRANSLATE_NOOP("Messages", "Counter {counter} is for money from outside the hall."),
        QT_TRANSLATE_NOOP("Messages", "No computer is enrolled as it."),
    ),
}
