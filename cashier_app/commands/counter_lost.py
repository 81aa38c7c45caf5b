"""`cashier counter lost`: at a counter whose receipts a restored backup has forgotten."""

from __future__ import annotations

import argparse
from collections import defaultdict
from contextlib import closing
from pathlib import Path

from cashier_app.commands.database_options import add_password_option, read_password
from cashier_app.commands.open import load_counter
from cashier_app.commands.output import DONE, FAILED, failed, say
from cashier_app.counter_log import CounterLogInUse
from cashier_app.domain.errors import CashierError
from cashier_app.domain.lost import LostAct, LostFound, LostReceipt, must_repeat
from cashier_app.domain.money import Currency
from cashier_app.domain.payments import Receipt
from cashier_app.domain.utility import SignedIn
from cashier_app.home import places
from cashier_app.services.program import Program
from cashier_app.settings import SettingsProblem, load_settings
from ui import message_texts as texts

WHAT = "receipts that a restored backup has lost: list them, explain them, enter them again"
_EPILOG = """
Close the counter's window first. Without --approved-by it lists what this counter's log has and the
server has not, and changes nothing. With it, a supervisor's yes explains every lost number; from
then on the counter can be signed in at again. Payments are entered again into your own open shift:
their cash must lie in its drawer. Open one and run it once more where none is open. A payment is
entered once, however often this is run.
"""
_WHY_NOT = {
    "taken_back": "taken back since: not entered again",
    "newer": "entered again before: the newer receipt counts",
    "by_hand": "to be done again by hand",
}

_REFUSED = {
    "no_such_account": "its account came after the backup; a clerk opens it again first",
    "cheque_known": "its cheque was taken again since",
}
"""What is other here than on a screen."""

KINDS = {
    "payment": "payment",
    "undo": "receipt taken back",
    "reversal": "reversal",
    "move": "payment moved",
    "correction": "way of paying",
    "refund": "credit paid out",
    "bounce": "returned cheque",
    "opening": "opening",
    "count": "count",
    "z": "report (Z)",
    "movement": "cash movement",
    "check": "surprise count",
    "safe": "safe",
    "decision": "decision",
    "lost": "record of loss",
}
"""Every kind of a counter log's line, in words."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.epilog = _EPILOG
    parser.add_argument("--user", default="", metavar="NAME", help="who works at this counter")
    add_password_option(parser)
    parser.add_argument("--approved-by", default="", metavar="NAME", help="the supervisor")
    parser.add_argument(
        "--approver-password-file", type=Path, metavar="FILE", help="instead of being asked"
    )
    parser.add_argument("--reason", default="A backup was restored", help="of the approval")


def run(options: argparse.Namespace) -> int:
    """0 when nothing is lost any more."""
    if not options.user:
        raise SettingsProblem("Name who works at this counter with --user.")
    if load_settings().counter is None:
        raise SettingsProblem("This computer is no counter: run it where the receipts were taken.")
    password = read_password(f"Password of {options.user}: ", options.password_file)
    try:
        program = load_counter(places(), training=False)
    except CounterLogInUse as error:
        raise SettingsProblem("The counter's window is open: close it first.") from error
    with closing(program):
        signed_in = program.sessions.sign_in_to_recover(options.user, password)
        found = program.lost.find()
        _list(found, signed_in.utility.currency)
        if found.changed:
            return failed(
                f"The server has other contents under {', '.join(found.changed)}: this is no"
                " restored backup. Take no money, call the auditor: `cashier verify`."
            )
        if found.lost:
            if not options.approved_by:
                return failed("A supervisor explains them: run it again with --approved-by NAME.")
            _record(program, found.lost, options)
        return _enter(program, signed_in, options.user)


def _list(found: LostFound, currency: Currency) -> None:
    for line in found.lost:
        act = line.act
        at = act.taken_at.astimezone().strftime("%Y-%m-%d %H:%M")
        amount = currency.show(act.total)
        note = "to be entered again" if line.enter_again else _WHY_NOT[line.why_not]
        say(f"{act.number:<12} {KINDS[act.kind]:<18} {at}  {amount:>14}  {act.person}  {note}")
    if found.lost:
        again = sum(1 for line in found.lost if line.enter_again)
        say(
            f"{len(found.lost)} lost; {again} payments to be entered again,"
            f" {currency.show(found.total)}."
        )


def _record(program: Program, lost: tuple[LostAct, ...], options: argparse.Namespace) -> None:
    prompt = f"Password of {options.approved_by}: "
    password = read_password(prompt, options.approver_password_file, "--approver-password-file")
    recorded = program.lost.record(
        lost, options.user, options.approved_by, password, options.reason
    )
    say(f"Explained: {', '.join(loss.number for loss in recorded)}.")
    for act in must_repeat(lost):
        say(f"Do again by hand, if it still counts: {KINDS[act.kind]} {act.number} ({act.facts})")


def _enter(program: Program, signed_in: SignedIn, user: str) -> int:
    waiting = program.lost.waiting()
    if not waiting:
        say("Nothing is lost.")
        return DONE
    currency = signed_in.utility.currency
    shift = signed_in.shift
    if shift is None or shift.state != "open":
        return failed(
            f"{len(waiting)} payments wait to be entered again. Open a shift at this counter with"
            " their cash apart, close the window, and run this once more."
        )

    def told(lost: LostReceipt, receipt: Receipt) -> None:
        say(f"{lost.number} -> {receipt.number}  {currency.show(receipt.total):>14}")

    done = program.lost.enter(waiting, shift.shift_id, user, told)
    say(
        f"{len(done.entered)} entered again."
        f" {currency.show(done.cash)} of cash belongs into this drawer."
    )
    for lost, error in done.refused:
        say(f"{lost.number} not yet: {refusal_words(error)}")
    return FAILED if done.refused else DONE


def refusal_words(error: CashierError) -> str:
    """Why a payment is not entered again yet, and what the server said of it."""
    lead, _ = texts.REFUSED.get(error.code, texts.REFUSED_OTHERWISE)
    told = _REFUSED.get(error.code) or lead.format_map(defaultdict(lambda: "–", error.facts))
    facts = "".join(f", {name} {value}" for name, value in error.facts.items() if value not in told)
    return f"{told.rstrip('.')}{facts}"
