"""Refusals of corrections of payments and approvals: what happened, and what to do."""

from __future__ import annotations

from ui.texts.marks import QT_TRANSLATE_NOOP, Pair

REFUSED: dict[str, Pair] = {
    "discount_depends": (
        QT_TRANSLATE_NOOP("Messages", "Receipt {receipt} earned its discount by this payment."),
        QT_TRANSLATE_NOOP(
            "Messages", "Nothing was changed. Receipt {receipt} has to be taken back first."
        ),
    ),
    "act_given_up": (
        QT_TRANSLATE_NOOP("Messages", "The connection broke before this was stored."),
        QT_TRANSLATE_NOOP(
            "Messages", "Nothing was changed, pay nothing out. Go back and ask for it again."
        ),
    ),
    "amount_changed": (
        QT_TRANSLATE_NOOP("Messages", "Meanwhile another correction has changed this receipt."),
        QT_TRANSLATE_NOOP(
            "Messages", "Nothing was changed. Find the receipt again and look at it."
        ),
    ),
    "drawer_short": (
        QT_TRANSLATE_NOOP("Messages", "The drawer does not hold that much cash."),
        QT_TRANSLATE_NOOP(
            "Messages", "Nothing was changed, pay nothing out. Have cash brought first."
        ),
    ),
    "cheque_at_bank": (
        QT_TRANSLATE_NOOP("Messages", "Cheque {cheque} is at the bank."),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Nothing was changed, pay nothing out. When it comes back, record it as returned.",
        ),
    ),
    "cheque_not_cleared": (
        QT_TRANSLATE_NOOP(
            "Messages", "{held} of this credit came by cheque and is not cleared yet."
        ),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. {free} can be paid out now."),
    ),
    "cheque_incomplete": (
        QT_TRANSLATE_NOOP("Messages", "Bank, number and date of the cheque are needed."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Read them from the cheque."),
    ),
    "cheque_post_dated": (
        QT_TRANSLATE_NOOP("Messages", "The cheque's date is still to come."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Such a cheque cannot be taken."),
    ),
    "cheque_stale": (
        QT_TRANSLATE_NOOP("Messages", "The cheque is too old."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Such a cheque cannot be taken."),
    ),
    "no_such_cheque": (
        QT_TRANSLATE_NOOP("Messages", "There is no such cheque."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Look at the list of cheques again."),
    ),
    "already_bounced": (
        QT_TRANSLATE_NOOP("Messages", "This cheque has been recorded as returned already."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
    ),
    "same_tender": (
        QT_TRANSLATE_NOOP("Messages", "The receipt says so already."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
    ),
    "other_shift": (
        QT_TRANSLATE_NOOP(
            "Messages", "{cashier} took this cash in a shift that is still open at {counter}."
        ),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. It is put right there."),
    ),
    "counted_already": (
        QT_TRANSLATE_NOOP("Messages", "The drawer that took this cash has been counted."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. The difference stands on that count."),
    ),
    "already_decided": (
        QT_TRANSLATE_NOOP("Messages", "Somebody has decided this already."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Look at the list again."),
    ),
    "act_withdrawn": (
        QT_TRANSLATE_NOOP("Messages", "Who asked for this has taken it back."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Look at the list again."),
    ),
    "no_such_act": (
        QT_TRANSLATE_NOOP("Messages", "This is not on the list any more."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Look at the list again."),
    ),
}
