"""The sentences for every code an error can carry: what happened; the money, and what next.

`{names}` are facts of the error. Marked for translation here, translated where shown.
"""

from __future__ import annotations

from ui.texts import (
    bills,
    cash,
    corrections,
    first_start,
    kiosk,
    reports,
    supply,
    tariffs,
    tenders,
    utility,
)
from ui.texts.marks import QT_TRANSLATE_NOOP, Pair

REFUSED: dict[str, Pair] = {
    **bills.REFUSED,
    **cash.REFUSED,
    **corrections.REFUSED,
    **first_start.REFUSED,
    **kiosk.REFUSED,
    **reports.REFUSED,
    **supply.REFUSED,
    **tariffs.REFUSED,
    **tenders.REFUSED,
    **utility.REFUSED,
    "bill_changed": (
        QT_TRANSLATE_NOOP("Messages", "The bill has changed meanwhile."),
        QT_TRANSLATE_NOOP(
            "Messages", "No money was taken. Look at the new amount and take it again."
        ),
    ),
    "bill_changed_meanwhile": (
        QT_TRANSLATE_NOOP("Messages", "The bill has changed meanwhile."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed here. Go back, and look at it again."),
    ),
    "bill_paid": (
        QT_TRANSLATE_NOOP(
            "Messages", "Paid at {counter} by {cashier} at {time}, receipt {receipt}."
        ),
        QT_TRANSLATE_NOOP("Messages", "No money was taken. Give the cash back."),
    ),
    "credit_changed": (
        QT_TRANSLATE_NOOP("Messages", "The credit on account has changed meanwhile."),
        QT_TRANSLATE_NOOP(
            "Messages", "No money was taken. Look at the new amount and take it again."
        ),
    ),
    "credit_used": (
        QT_TRANSLATE_NOOP("Messages", "The credit of this receipt has been used already."),
        QT_TRANSLATE_NOOP("Messages", "The receipt stands. A supervisor can reverse it."),
    ),
    "discount_gone": (
        QT_TRANSLATE_NOOP("Messages", "The discount for paying early has ended."),
        QT_TRANSLATE_NOOP(
            "Messages", "No money was taken. Look at the new amount and take it again."
        ),
    ),
    "more_than_due": (
        QT_TRANSLATE_NOOP("Messages", "That is more than the bill asks for now."),
        QT_TRANSLATE_NOOP(
            "Messages", "No money was taken. Look at the new amount and take it again."
        ),
    ),
    "too_many_bills": (
        QT_TRANSLATE_NOOP("Messages", "A receipt has {most} bills at most."),
        QT_TRANSLATE_NOOP(
            "Messages", "No money was taken. Take off some bills, or make a receipt for each line."
        ),
    ),
    "does_not_tie": (
        QT_TRANSLATE_NOOP("Messages", "The amounts of this payment do not add up."),
        QT_TRANSLATE_NOOP(
            "Messages", "No money was taken. Enter it again; if it stays, tell the office."
        ),
    ),
    "too_slow": (
        QT_TRANSLATE_NOOP("Messages", "The server took too long and gave up."),
        QT_TRANSLATE_NOOP("Messages", "No money was taken. Take it again."),
    ),
    "bad_request": (
        QT_TRANSLATE_NOOP("Messages", "The server did not understand this counter."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed, no money was taken. Tell the office."),
    ),
    "request_void": (
        QT_TRANSLATE_NOOP("Messages", "This payment was given up before."),
        QT_TRANSLATE_NOOP("Messages", "No money was taken. Enter it again."),
    ),
    "other_contents": (
        QT_TRANSLATE_NOOP("Messages", "This payment was already sent with other amounts."),
        QT_TRANSLATE_NOOP(
            "Messages", "The first one counts. Look at the account before you go on."
        ),
    ),
    "already_undone": (
        QT_TRANSLATE_NOOP("Messages", "This receipt has been cancelled already."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Do not hand back money again."),
    ),
    "not_last_receipt": (
        QT_TRANSLATE_NOOP("Messages", "Only the last receipt can be cancelled here."),
        QT_TRANSLATE_NOOP(
            "Messages", "The receipt stands. A supervisor can reverse an earlier one."
        ),
    ),
    "not_your_receipt": (
        QT_TRANSLATE_NOOP(
            "Messages", "This receipt was made by somebody else or in another shift."
        ),
        QT_TRANSLATE_NOOP("Messages", "The receipt stands. A supervisor can reverse it."),
    ),
    "undo_limit": (
        QT_TRANSLATE_NOOP("Messages", "This shift has cancelled as many receipts as it may."),
        QT_TRANSLATE_NOOP("Messages", "The receipt stands. A supervisor can reverse it."),
    ),
    "reason_missing": (
        QT_TRANSLATE_NOOP("Messages", "A reason is needed."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Write a few words and go on."),
    ),
    "no_such_receipt": (
        QT_TRANSLATE_NOOP("Messages", "There is no such receipt."),
        QT_TRANSLATE_NOOP("Messages", "Check the number on the paper and enter it again."),
    ),
    "no_such_bill": (
        QT_TRANSLATE_NOOP("Messages", "No bill has the number {bill_no}."),
        QT_TRANSLATE_NOOP("Messages", "Find the customer by name or account."),
    ),
    "no_such_account": (
        QT_TRANSLATE_NOOP("Messages", "This account is not there any more."),
        QT_TRANSLATE_NOOP("Messages", "Find the customer again."),
    ),
    "shift_already_open": (
        QT_TRANSLATE_NOOP("Messages", "{cashier} has a shift open at this counter."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. It has to be closed first."),
    ),
    "shift_not_open": (
        QT_TRANSLATE_NOOP("Messages", "The shift is not open any more."),
        QT_TRANSLATE_NOOP("Messages", "No money was taken. Open a shift to go on."),
    ),
    "shift_not_counted": (
        QT_TRANSLATE_NOOP("Messages", "The drawer has not been counted yet."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Lock the count first."),
    ),
    "not_allowed": (
        QT_TRANSLATE_NOOP("Messages", "You may not do this."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed, no money was taken. Ask a supervisor."),
    ),
    "counter_not_enrolled": (
        QT_TRANSLATE_NOOP("Messages", "This counter is not known to the server."),
        QT_TRANSLATE_NOOP(
            "Messages", "Nothing was changed, no money was taken. Ask the administrator."
        ),
    ),
    "other_computer": (
        QT_TRANSLATE_NOOP("Messages", "This counter belongs to another computer or folder."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Go on there, or enrol it here."),
    ),
    "password_too_weak": (
        QT_TRANSLATE_NOOP("Messages", "The new password must be another one, {minimum} or longer."),
        QT_TRANSLATE_NOOP("Messages", "The old password still counts."),
    ),
    "upgrade_running": (
        QT_TRANSLATE_NOOP("Messages", "The database is being upgraded."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed, no money was taken. Wait a moment."),
    ),
    "person_disabled": (
        QT_TRANSLATE_NOOP("Messages", "You may not work here any more."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed, no money was taken. Sign out."),
    ),
    "sign_in_again": (
        QT_TRANSLATE_NOOP("Messages", "Your password was changed, or your name is locked."),
        QT_TRANSLATE_NOOP("Messages", "Sign in again. What is not known yet is settled then."),
    ),
    "no_right": (
        QT_TRANSLATE_NOOP("Messages", "You may not do this."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed, no money was taken. Ask a supervisor."),
    ),
    "not_stored": (
        QT_TRANSLATE_NOOP("Messages", "The connection broke before this was stored."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Press Enter once more."),
    ),
    "exists_already": (
        QT_TRANSLATE_NOOP("Messages", "That is there already."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
    ),
    "too_short": (
        QT_TRANSLATE_NOOP("Messages", "Type at least three letters or digits."),
        "",
    ),
    "rule": (
        QT_TRANSLATE_NOOP("Messages", "A rule of the books forbids this."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed, no money was taken. Tell the office."),
    ),
    "clock_backwards": (
        QT_TRANSLATE_NOOP(
            "Messages", "The server's clock stands before the last receipt of this counter."
        ),
        QT_TRANSLATE_NOOP(
            "Messages", "No money was taken. Tell the administrator before you go on."
        ),
    ),
    "other_version": (
        QT_TRANSLATE_NOOP("Messages", "Program and database do not belong together."),
        QT_TRANSLATE_NOOP(
            "Messages", "Nothing was changed, no money was taken. Tell the administrator."
        ),
    ),
    "unsafe_server": (
        QT_TRANSLATE_NOOP("Messages", "The server is not safe to take money."),
        QT_TRANSLATE_NOOP(
            "Messages", "Nothing was changed, no money was taken. Tell the administrator."
        ),
    ),
    "unsafe_session": (
        QT_TRANSLATE_NOOP("Messages", "The connection is not safe to take money."),
        QT_TRANSLATE_NOOP(
            "Messages", "Nothing was changed, no money was taken. Sign out and in again."
        ),
    ),
    "not_a_person": (
        QT_TRANSLATE_NOOP("Messages", "The server does not know you any more."),
        QT_TRANSLATE_NOOP(
            "Messages", "Nothing was changed, no money was taken. Ask the administrator."
        ),
    ),
    "counter_disabled": (
        QT_TRANSLATE_NOOP("Messages", "This counter may not be used any more."),
        QT_TRANSLATE_NOOP(
            "Messages", "Nothing was changed, no money was taken. Ask the administrator."
        ),
    ),
    "counter_not_allowed": (
        QT_TRANSLATE_NOOP("Messages", "You may not work at this counter any more."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed, no money was taken. Ask a supervisor."),
    ),
    "not_a_bill_code": (
        QT_TRANSLATE_NOOP("Messages", "This is not a bill's code: {code}."),
        QT_TRANSLATE_NOOP("Messages", "Find the customer by name or account."),
    ),
    "above_limit": (
        QT_TRANSLATE_NOOP("Messages", "That is above your limit of {limit}."),
        QT_TRANSLATE_NOOP(
            "Messages", "Nothing was changed. Somebody with a higher limit has to approve it."
        ),
    ),
    "approved_already": (
        QT_TRANSLATE_NOOP("Messages", "This has been approved already."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Go back and ask for it again."),
    ),
    "approval_ended": (
        QT_TRANSLATE_NOOP("Messages", "The approval has run out."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed, no money was taken. Ask for it again."),
    ),
    "approval_missing": (
        QT_TRANSLATE_NOOP("Messages", "This needs somebody's approval."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed, no money was taken. Ask a supervisor."),
    ),
    "approval_other": (
        QT_TRANSLATE_NOOP("Messages", "The approval was for something else."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed, no money was taken. Ask for it again."),
    ),
    "approval_own": (
        QT_TRANSLATE_NOOP("Messages", "Nobody can approve their own act."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Ask another supervisor."),
    ),
    "approval_used": (
        QT_TRANSLATE_NOOP("Messages", "The approval has been used already."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed, no money was taken. Ask for it again."),
    ),
    "approval_withdrawn": (
        QT_TRANSLATE_NOOP("Messages", "The approval was taken back."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed, no money was taken. Ask a supervisor."),
    ),
    "bad_counter_code": (
        QT_TRANSLATE_NOOP("Messages", "A counter's code is two to four digits, not {counter}."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
    ),
    "bad_full_name": (
        QT_TRANSLATE_NOOP("Messages", "This is not a person's name."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Enter it again."),
    ),
    "bad_right": (
        QT_TRANSLATE_NOOP("Messages", "There is no such right."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
    ),
    "bad_role": (
        QT_TRANSLATE_NOOP("Messages", "There is no such role."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
    ),
    "bad_user_name": (
        QT_TRANSLATE_NOOP("Messages", "This cannot be a user name: {user_name}."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Use small letters, digits and dots."),
    ),
    "enrolled_already": (
        QT_TRANSLATE_NOOP("Messages", "Counter {counter} is enrolled already."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Take its enrolment back first."),
    ),
    "no_account": (
        QT_TRANSLATE_NOOP("Messages", "This person has no way to sign in."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
    ),
    "no_such_counter": (
        QT_TRANSLATE_NOOP("Messages", "There is no counter {counter}."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
    ),
    "no_such_office": (
        QT_TRANSLATE_NOOP("Messages", "There is no office {office}."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
    ),
    "no_such_user": (
        QT_TRANSLATE_NOOP("Messages", "Nobody has the user name {user_name}."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
    ),
    "not_yourself": (
        QT_TRANSLATE_NOOP("Messages", "You cannot do this to yourself."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Ask another administrator."),
    ),
    "other_account": (
        QT_TRANSLATE_NOOP("Messages", "This user name belongs to something else on the server."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Choose another one."),
    ),
    "password_has_name": (
        QT_TRANSLATE_NOOP("Messages", "The password contains the user name."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Choose another one."),
    ),
    "password_too_short": (
        QT_TRANSLATE_NOOP("Messages", "The password is too short."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Choose a longer one."),
    ),
}

REFUSED_OTHERWISE: Pair = (
    QT_TRANSLATE_NOOP("Messages", "The server refused this."),
    QT_TRANSLATE_NOOP(
        "Messages", "Nothing was changed, no money was taken. Tell the office: {code}."
    ),
)

SIGN_IN: dict[str, Pair] = {
    "other_computer": (
        QT_TRANSLATE_NOOP("Messages", "This counter belongs to another computer or folder."),
        QT_TRANSLATE_NOOP("Messages", "Go on there, or let the administrator enrol it here."),
    ),
    "wrong_name_or_password": (
        QT_TRANSLATE_NOOP("Messages", "Name or password is wrong."),
        QT_TRANSLATE_NOOP("Messages", "Type the password again."),
    ),
    "password_expired": (
        QT_TRANSLATE_NOOP("Messages", "The password has run out."),
        QT_TRANSLATE_NOOP("Messages", "Ask the administrator for a new one."),
    ),
    "person_disabled": (
        QT_TRANSLATE_NOOP("Messages", "This person may not sign in."),
        QT_TRANSLATE_NOOP("Messages", "Ask the administrator."),
    ),
    "counter_not_enrolled": (
        QT_TRANSLATE_NOOP("Messages", "This counter is not known to the server."),
        QT_TRANSLATE_NOOP("Messages", "The administrator can enrol it."),
    ),
    "counter_not_allowed": (
        QT_TRANSLATE_NOOP("Messages", "You may not work at this counter."),
        QT_TRANSLATE_NOOP("Messages", "Ask a supervisor."),
    ),
    "server_not_trusted": (
        QT_TRANSLATE_NOOP("Messages", "The server could not prove who it is."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was sent. Tell the administrator."),
    ),
    "counter_disabled": (
        QT_TRANSLATE_NOOP("Messages", "This counter has been taken out of use."),
        QT_TRANSLATE_NOOP("Messages", "Ask the administrator."),
    ),
    "not_a_person": (
        QT_TRANSLATE_NOOP("Messages", "This name belongs to nobody who works here."),
        QT_TRANSLATE_NOOP("Messages", "Sign in with your own name."),
    ),
    "unlock_not_allowed": (
        QT_TRANSLATE_NOOP("Messages", "Only the same person or a supervisor can unlock."),
        QT_TRANSLATE_NOOP("Messages", "The open entry is kept."),
    ),
    "unsafe_server": (
        QT_TRANSLATE_NOOP("Messages", "The server is not set up to take money: {reason}."),
        QT_TRANSLATE_NOOP("Messages", "Take no money. Tell the administrator."),
    ),
    "unsafe_session": (
        QT_TRANSLATE_NOOP("Messages", "The connection has switched off rules of the books."),
        QT_TRANSLATE_NOOP("Messages", "Take no money. Tell the administrator."),
    ),
    "upgrade_running": (
        QT_TRANSLATE_NOOP("Messages", "The database is being upgraded."),
        QT_TRANSLATE_NOOP("Messages", "Wait a few minutes, then sign in again."),
    ),
    "other_schema": (
        QT_TRANSLATE_NOOP(
            "Messages", "The database is of an older release: {there} there, {here} here."
        ),
        QT_TRANSLATE_NOOP(
            "Messages", "Take no money. The administrator runs `cashier db upgrade`."
        ),
    ),
    "newer_database": (
        QT_TRANSLATE_NOOP(
            "Messages", "This database is of a newer release: {there} there, {here} here."
        ),
        QT_TRANSLATE_NOOP(
            "Messages", "Take no money. The administrator installs that release on this computer."
        ),
    ),
    "schema_changed": (
        QT_TRANSLATE_NOOP("Messages", "Rules of the database were changed by hand: {objects}."),
        QT_TRANSLATE_NOOP("Messages", "Take no money. Tell the administrator."),
    ),
    "no_utility": (
        QT_TRANSLATE_NOOP("Messages", "The database has no utility yet."),
        QT_TRANSLATE_NOOP("Messages", "The administrator writes it with `cashier db utility`."),
    ),
    "not_training": (
        QT_TRANSLATE_NOOP("Messages", "This database is not for training: its money is real."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was done. Tell the administrator."),
    ),
    "log_of_other": (
        QT_TRANSLATE_NOOP("Messages", "The log on this computer is of another database's counter."),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Take no money. Administrator: cashier counter enrol {counter} --replace --log aside.",
        ),
    ),
    "receipts_missing": (
        QT_TRANSLATE_NOOP("Messages", "The server has forgotten receipts: {numbers}."),
        QT_TRANSLATE_NOOP("Messages", "Take no money. Tell the administrator."),
    ),
}

SIGN_IN_OTHERWISE: Pair = (
    QT_TRANSLATE_NOOP("Messages", "Signing in is not possible."),
    QT_TRANSLATE_NOOP("Messages", "Tell the administrator: {code}."),
)

BUSY: Pair = (
    QT_TRANSLATE_NOOP("Messages", "Another counter is working on this account."),
    QT_TRANSLATE_NOOP("Messages", "No money was taken. Take it again in a moment."),
)
UNAVAILABLE: Pair = (
    QT_TRANSLATE_NOOP("Messages", "The server cannot be reached."),
    QT_TRANSLATE_NOOP(
        "Messages", "No money was taken. The counter tries again; go on when the lamp is grey."
    ),
)
UNAVAILABLE_BY_CODE: dict[str, Pair] = {
    **kiosk.UNAVAILABLE,
    "newer_database": (
        QT_TRANSLATE_NOOP(
            "Messages", "The database was upgraded to a newer release: {there} there, {here} here."
        ),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Nothing is sent any more. Close the window; the administrator installs that release.",
        ),
    ),
    "counter_log_failed": (
        QT_TRANSLATE_NOOP("Messages", "This computer's disk takes no more lines."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was sent, no money was taken. Free some space."),
    ),
    "counter_log_in_use": (
        QT_TRANSLATE_NOOP("Messages", "The program is open already on this counter."),
        QT_TRANSLATE_NOOP("Messages", "Use the other window, or close it and start again."),
    ),
    "not_started": (
        QT_TRANSLATE_NOOP("Messages", "The program could not start."),
        QT_TRANSLATE_NOOP("Messages", "Try again; if it stays, tell the administrator."),
    ),
    "still_deciding": (
        QT_TRANSLATE_NOOP("Messages", "The server is still deciding about Ref {reference}."),
        QT_TRANSLATE_NOOP("Messages", "Wait a moment, then sign in again."),
    ),
}
UNKNOWN: Pair = (
    QT_TRANSLATE_NOOP("Messages", "Connection lost. Do not hand back money yet."),
    QT_TRANSLATE_NOOP("Messages", "Checking whether the payment was taken."),
)
CONFIRM: Pair = (
    QT_TRANSLATE_NOOP("Messages", "This needs a second look."),
    QT_TRANSLATE_NOOP("Messages", "Nothing was changed yet."),
)
BUG_KEPT: Pair = (
    QT_TRANSLATE_NOOP("Messages", "Something went wrong in the program."),
    QT_TRANSLATE_NOOP(
        "Messages", "What was stored is safe. Go on; give the office the reference and {file}."
    ),
)

BUG: Pair = (
    QT_TRANSLATE_NOOP("Messages", "Something went wrong in the program."),
    QT_TRANSLATE_NOOP("Messages", "What was stored is safe. Go on; tell the office the reference."),
)
