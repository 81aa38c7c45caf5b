"""What was set aside: the customer's slip, and the words when its end is known."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from cashier_app.domain.money import Currency
from cashier_app.domain.payments import Settled
from cashier_app.domain.printing import UnconfirmedSlip
from cashier_app.domain.utility import SignedIn
from ui.screens.unknown import UnknownAct
from ui.widgets.banner import BannerContent, Gravity

_REFERENCE = 6


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


def words_for_settled(settled: Settled, currency: Currency) -> BannerContent:
    """Taken, and under which number; or not taken, and the cash goes back to the customer."""
    translate = QCoreApplication.translate
    reference = settled.request_id.hex[-_REFERENCE:]
    if settled.taken is None:
        lead = translate("SetAside", "Ref {reference} was not taken.").format(reference=reference)
        text = translate("SetAside", "Give its cash back, or take the payment again.")
        return _news(lead, text)
    receipt = settled.taken.receipt
    lead = translate("SetAside", "Ref {reference} was taken, receipt {number}.").format(
        reference=reference, number=receipt.number
    )
    text = translate("SetAside", "{name}, {amount}: put its cash into the drawer.").format(
        name=receipt.customer_name, amount=currency.show(receipt.total)
    )
    return _news(lead, text)


def _news(lead: str, text: str) -> BannerContent:
    """Graver than any other news: it is about money that lies apart."""
    noted = QCoreApplication.translate("SetAside", "Noted")
    return BannerContent(
        Gravity.TRAY, lead, text, icon="triangle-alert", key_cap="F12", key_label=noted
    )
