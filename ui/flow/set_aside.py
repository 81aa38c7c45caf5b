"""What was set aside: the customer's slip, and the words when its end is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from cashier_app.domain.money import Currency
from cashier_app.domain.payments import Settled
from cashier_app.domain.printing import UnconfirmedSlip
from cashier_app.domain.utility import SignedIn
from ui.screens.unknown import UnknownAct
from ui.widgets.banner import BannerContent, Gravity


@dataclass(frozen=True, slots=True)
class AsideEnd:
    """An act that was set aside, and what became of it."""

    act: UnknownAct
    settled: Settled


def slip_for(act: UnknownAct, signed_in: SignedIn, now: datetime) -> UnconfirmedSlip:
    """The paper without a receipt number."""
    return UnconfirmedSlip(
        reference=act.reference,
        total=act.total,
        customer_name=act.customer_name,
        account_no=act.account_no,
        counter_name=signed_in.counter.name,
        office=signed_in.counter.office,
        cashier=signed_in.person.full_name,
        set_aside_at=now,
    )


def words_for_end(end: AsideEnd, currency: Currency) -> BannerContent:
    """Taken, and under which number; or not taken, and the cash goes back to the customer."""
    translate = QCoreApplication.translate
    taken, reference = end.settled.taken, end.act.reference
    if taken is None:
        lead = translate("SetAside", "Ref {reference} was not taken.")
        text = translate("SetAside", "Give its cash back, or take the payment again.")
        if end.act.is_undo:
            lead = translate("SetAside", "Ref {reference} was not cancelled.")
            text = translate("SetAside", "The receipt stands. Cancel it again.")
        return _news(lead.format(reference=reference), text)
    receipt = taken.receipt
    lead = translate("SetAside", "Ref {reference} was taken, receipt {number}.")
    text = translate("SetAside", "{name}, {amount}: put its cash into the drawer.")
    if end.act.is_undo:
        lead = translate("SetAside", "Ref {reference} was cancelled, {number}.")
        text = translate("SetAside", "{name}, {amount}: hand it back from the drawer.")
    return _news(
        lead.format(reference=reference, number=receipt.number),
        text.format(name=receipt.customer_name, amount=currency.show(abs(receipt.total))),
    )


def _news(lead: str, text: str) -> BannerContent:
    """Graver than any other news: it is about money that lies apart."""
    noted = QCoreApplication.translate("SetAside", "Noted")
    return BannerContent(
        Gravity.TRAY, lead, text, icon="triangle-alert", key_cap="F12", key_label=noted
    )
