"""Refusals of the office's acts on bills: what happened, and what to do."""

from __future__ import annotations

from ui.texts.marks import QT_TRANSLATE_NOOP, Pair

REFUSED: dict[str, Pair] = {
    "nothing_waits": (
        QT_TRANSLATE_NOOP("Messages", "Nothing is open that this slip could hold."),
        QT_TRANSLATE_NOOP(
            "Messages", "Nothing is due, or each open bill had a slip already. It holds once."
        ),
    ),
    "slip_ahead": (
        QT_TRANSLATE_NOOP("Messages", "The slip is dated ahead of the server's clock."),
        QT_TRANSLATE_NOOP("Messages", "Set this computer's clock, then try again."),
    ),
    "slip_too_old": (
        QT_TRANSLATE_NOOP("Messages", "The slip is older than three days."),
        QT_TRANSLATE_NOOP("Messages", "The office can take a late charge back."),
    ),
    "run_open_already": (
        QT_TRANSLATE_NOOP("Messages", "Run {run} of these connections has not ended."),
        QT_TRANSLATE_NOOP("Messages", "Issue it or give it up first."),
    ),
    "no_such_run": (
        QT_TRANSLATE_NOOP("Messages", "This run is not there."),
        QT_TRANSLATE_NOOP("Messages", "Read the list again."),
    ),
    "run_ended": (
        QT_TRANSLATE_NOOP("Messages", "This run has ended: {state}."),
        QT_TRANSLATE_NOOP("Messages", "Begin a new one for what was read since."),
    ),
    "no_such_route": (
        QT_TRANSLATE_NOOP("Messages", "There is no such route."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Look at the code again."),
    ),
    "no_bills": (
        QT_TRANSLATE_NOOP("Messages", "Route {route} has no bills of {month}."),
        QT_TRANSLATE_NOOP("Messages", "Look at the month again, or issue them first."),
    ),
    "billed_already": (
        QT_TRANSLATE_NOOP("Messages", "Some of these readings were billed meanwhile."),
        QT_TRANSLATE_NOOP("Messages", "Nothing more was issued. Give the run up and price anew."),
    ),
    "reading_held_meanwhile": (
        QT_TRANSLATE_NOOP("Messages", "Some of these readings are held for review now."),
        QT_TRANSLATE_NOOP("Messages", "Nothing more was issued. Give the run up and price anew."),
    ),
    "run_outdated": (
        QT_TRANSLATE_NOOP("Messages", "What this run was priced on was changed meanwhile."),
        QT_TRANSLATE_NOOP("Messages", "Nothing more was issued. Give the run up and price anew."),
    ),
    "due_day_over": (
        QT_TRANSLATE_NOOP("Messages", "The day on which these bills are due is over: {day}."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was begun. Give them a day that is to come."),
    ),
    "issue_day_to_come": (
        QT_TRANSLATE_NOOP("Messages", "The day on these bills has not come yet: {day}."),
        QT_TRANSLATE_NOOP(
            "Messages", "Nothing was issued. Issue them then, or give the run up and price anew."
        ),
    ),
    "issue_day_too_early": (
        QT_TRANSLATE_NOOP(
            "Messages", "The day on these bills is {day}, but they bill up to {read}."
        ),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Nothing more was issued. Give the run up and price anew with a later day.",
        ),
    ),
    "issue_day_before_bill": (
        QT_TRANSLATE_NOOP(
            "Messages", "The day on these bills is {day}, but they give back a bill of {issued}."
        ),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Nothing more was issued. Give the run up and price anew with a later day.",
        ),
    ),
    "run_priced_elsewhere": (
        QT_TRANSLATE_NOOP("Messages", "Somebody is pricing run {run} just now."),
        QT_TRANSLATE_NOOP("Messages", "Wait until it is issued or given up."),
    ),
    "bill_given_back": (
        QT_TRANSLATE_NOOP("Messages", "Bill {bill} has given this bill back already."),
        QT_TRANSLATE_NOOP("Messages", "Cancel that bill first, or correct it."),
    ),
    "bill_differs_from_lines": (
        QT_TRANSLATE_NOOP("Messages", "A bill of this run is not what its lines come to."),
        QT_TRANSLATE_NOOP("Messages", "Nothing more was issued. Give the run up and price anew."),
    ),
    "bad_amount": (
        QT_TRANSLATE_NOOP("Messages", "This is no amount that can be posted."),
        QT_TRANSLATE_NOOP("Messages", "It is above zero, with the currency's decimals."),
    ),
    "below_zero": (
        QT_TRANSLATE_NOOP("Messages", "The bill owes only {balance}."),
        QT_TRANSLATE_NOOP("Messages", "Correct it by that at most."),
    ),
    "bill_cancelled": (
        QT_TRANSLATE_NOOP("Messages", "This bill was cancelled."),
        QT_TRANSLATE_NOOP("Messages", "Nothing can be posted to it any more."),
    ),
    "bill_has_payments": (
        QT_TRANSLATE_NOOP("Messages", "{paid} was paid on this bill."),
        QT_TRANSLATE_NOOP("Messages", "Move what was paid first, or correct the rest."),
    ),
    "credit_spent": (
        QT_TRANSLATE_NOOP(
            "Messages", "This bill carried {carried} to the account's credit; {credit} is left."
        ),
        QT_TRANSLATE_NOOP("Messages", "Cancel the bill that used it, or take its payment back."),
    ),
    "plan_runs_already": (
        QT_TRANSLATE_NOOP("Messages", "This account pays by instalments already."),
        QT_TRANSLATE_NOOP("Messages", "End that plan first."),
    ),
    "nothing_due": (
        QT_TRANSLATE_NOOP("Messages", "This account owes nothing."),
        "",
    ),
    "bad_instalment": (
        QT_TRANSLATE_NOOP("Messages", "Instalment {number} is not possible."),
        QT_TRANSLATE_NOOP("Messages", "Each is above zero and not before the one before it."),
    ),
    "plan_differs": (
        QT_TRANSLATE_NOOP("Messages", "The instalments are {planned}, the account owes {owed}."),
        QT_TRANSLATE_NOOP("Messages", "Make them equal."),
    ),
    "no_such_plan": (
        QT_TRANSLATE_NOOP("Messages", "This plan is not there."),
        QT_TRANSLATE_NOOP("Messages", "Read the list again."),
    ),
    "plan_ended_already": (
        QT_TRANSLATE_NOOP("Messages", "This plan has ended already."),
        "",
    ),
    "cut_too_soon": (
        QT_TRANSLATE_NOOP("Messages", "A supply is cut off on {day} at the earliest."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Choose a later day."),
    ),
    "notice_too_small": (
        QT_TRANSLATE_NOOP("Messages", "Notices are given for more than {minimum} only."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Ask for that or more."),
    ),
    "supply_unchanged": (
        QT_TRANSLATE_NOOP("Messages", "The supply is so already, or the number is unknown."),
        QT_TRANSLATE_NOOP("Messages", "Read the list again."),
    ),
    "bad_period": (
        QT_TRANSLATE_NOOP("Messages", "The days do not make a period."),
        QT_TRANSLATE_NOOP("Messages", "The first day comes before the last."),
    ),
}
