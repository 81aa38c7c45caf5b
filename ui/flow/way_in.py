"""What signing in, out and settling ask of the program: operations for the counter's lane."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QObject

from cashier_app.domain.errors import CashierError, SignInFailed
from cashier_app.domain.lost import LostAct, LostReceipt
from cashier_app.domain.money import Currency
from cashier_app.domain.payments import LateEnd
from cashier_app.domain.printing import LeftPaper
from cashier_app.domain.utility import SignedIn
from cashier_app.services.program import Program
from cashier_app.services.session import SELLS
from ui.screens.told import Told
from ui.tasks import Operation, Tasks
from ui.widgets.chip import Tone


@dataclass(frozen=True, slots=True)
class WayIn:
    """Somebody signed in, and what was settled on the way, or before and nobody has noted."""

    signed_in: SignedIn
    settled: tuple[LateEnd, ...]
    lost: tuple[LostAct, ...] = ()
    """What a restored backup has lost: nothing else may be done before it is explained."""
    waiting: tuple[LostReceipt, ...] = ()
    """Lost receipts that are explained and wait to be entered again."""
    papers: tuple[LeftPaper, ...] = ()
    """Zs and slips of this person that may not have come out."""


@dataclass(frozen=True, slots=True)
class WayOut:
    """What was settled before leaving, and what still is not."""

    settled: tuple[LateEnd, ...]
    open_references: tuple[str, ...]


def sign_in(program: Program, user_name: str, password: str) -> WayIn:
    """Sign in, to sell or for office work. Raises SignInFailed or Unavailable."""
    try:
        started = program.sessions.sign_in(user_name, password)
    except SignInFailed as error:
        if error.code != "receipts_missing":
            raise
        return _sign_in_to_recover(program, user_name, password, error)
    sells = SELLS in started.signed_in.person.rights
    waiting = program.lost.waiting() if sells else ()
    papers = program.left_papers.of(started.signed_in.person.user_name)
    news = program.payments.news() if sells else ()
    return WayIn(started.signed_in, news, waiting=waiting, papers=papers)


def _sign_in_to_recover(
    program: Program, user_name: str, password: str, error: SignInFailed
) -> WayIn:
    """What is lost can be explained; what was changed cannot, and keeps the door shut."""
    signed_in = program.sessions.sign_in_to_recover(user_name, password)
    found = program.lost.find()
    if found.changed or not found.lost:
        program.sessions.sign_out()
        raise error
    return WayIn(signed_in, (), lost=found.lost)


def settle_left(program: Program) -> WayOut:
    """One try for each act that has no end yet; never raises for an expected failure."""
    settled = set()
    for line in program.payments.unsettled():
        try:
            settled.add(program.payments.settle_late(line.request_id).request_id)
        except CashierError:
            continue
    news = tuple(end for end in program.payments.news() if end.request_id in settled)
    still_open = tuple(line.reference for line in program.payments.unsettled())
    return WayOut(news, still_open)


def sign_out(program: Program, *, sells: bool) -> WayOut:
    """Settle what is left, if it is this person's to settle; then leave the counter.

    What was settled before and nobody has noted is told with it.
    """
    way_out = WayOut((), ())
    if sells:
        way_out = replace(settle_left(program), settled=program.payments.news())
    program.sessions.sign_out()
    return way_out


def note_read(tasks: Tasks, program: Program, read: Iterable[UUID], owner: QObject) -> None:
    """These ends have been read by a person; the counter log is written in its lane."""
    ids = tuple(read)
    if ids:
        operation = Operation(lambda: program.payments.noted(ids), name="noted")
        tasks.run(operation, owner, lambda _nothing: None)


def told_of(act: LateEnd, currency: Currency) -> Told:
    """A card that says what became of an act."""
    translate = QCoreApplication.translate
    lead = translate("WayIn", "{what}, Ref {reference}").format(
        what=_what(act, currency), reference=act.reference
    )
    if act.number:
        text = translate("WayIn", "Was taken: {number}. The money belongs in the drawer.")
        if act.kind != "payment":
            text = translate("WayIn", "Was stored: {number}.")
        return Told(lead, text.format(number=act.number), Tone.QUIET, "check")
    text = translate("WayIn", "Was not taken, and never will be. Cash kept for it goes back.")
    if act.kind != "payment":
        text = translate("WayIn", "Was not stored, and never will be. Do it again.")
    return Told(lead, text, Tone.WARN)


def told_of_open(reference: str) -> Told:
    """A card for an act whose end nobody knows yet."""
    translate = QCoreApplication.translate
    lead = translate("WayIn", "Not known yet, Ref {reference}").format(reference=reference)
    text = translate(
        "WayIn", "The server has not said. Keep the cash apart until the next sign-in."
    )
    return Told(lead, text, Tone.STOP)


def _what(act: LateEnd, currency: Currency) -> str:
    translate = QCoreApplication.translate
    names = {
        "payment": translate("WayIn", "Payment of {amount}"),
        "undo": translate("WayIn", "Cancelling a receipt"),
        "opening": translate("WayIn", "Opening of a shift with {amount}"),
        "count": translate("WayIn", "Count of {amount}"),
        "z": translate("WayIn", "Closing of a shift"),
        "reversal": translate("WayIn", "Reversal of a receipt"),
        "move": translate("WayIn", "Moving a payment"),
        "correction": translate("WayIn", "Another way of paying"),
        "refund": translate("WayIn", "Paying credit out"),
        "bounce": translate("WayIn", "Returned cheque"),
        "movement": translate("WayIn", "Cash movement of {amount}"),
        "check": translate("WayIn", "Surprise count of {amount}"),
        "safe": translate("WayIn", "Entry of the safe of {amount}"),
        "decision": translate("WayIn", "Decision on a difference of {amount}"),
        "lost": translate("WayIn", "Record of lost receipts"),
    }
    return names.get(act.kind, act.kind).format(amount=currency.show(act.total))
