"""What Pay says of a plan: the question, the card, the banner, the green block."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QObject

from cashier_app.domain.allocation import Plan
from cashier_app.domain.money import Currency
from ui.key_map import keyed
from ui.models import words
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.chip import Tone
from ui.widgets.keys import NextKeyContent


class Mode(Enum):
    """How the tender is meant."""

    NORMAL = auto()
    PART = auto()
    KEEP = auto()
    ASKED = auto()
    """An implausible amount is questioned: Enter takes it as it was meant, its change handed back
    or kept; everything else takes the question."""
    SAVING = auto()
    STOPPED = auto()


@dataclass(frozen=True, slots=True)
class CardContent:
    """The large amount and the words beside it."""

    title: str
    amount: str
    lines: tuple[str, ...] = ()
    tone: Tone = Tone.QUIET


class PayWords(QObject):
    """Says everything from the plan alone, so that no two parts of the screen differ."""

    def __init__(self, currency: Currency, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._show = currency.show

    def question(self, mode: Mode, plan: Plan) -> str:
        """One sentence; where cheques and slips pay all, no cash is asked for."""
        if mode is Mode.ASKED:
            return self.tr("{received} received for {due}?").format(
                received=self._show(plan.received), due=self._show(plan.payable)
            )
        if mode is Mode.PART:
            return self.tr("Is only a part being paid?")
        if mode is Mode.KEEP:
            return self.tr("Does the customer leave the change as credit?")
        if plan.others and plan.payable == 0 and plan.received == 0:
            return self.tr("Is everything there?")
        return self.tr("How much cash did you receive?")

    def card(self, plan: Plan, *, is_empty: bool) -> CardContent:
        """What will be handed back, or what is missing. `is_empty`: no cash was entered."""
        show = self._show
        lines = (
            self.tr("{amount} received").format(amount=show(plan.received)),
            self.tr("{amount} left to pay").format(amount=show(plan.payable)),
        )
        if plan.is_part:
            title, amount = self.tr("Stays due"), plan.left_after
            return CardContent(title, show(amount), lines, Tone.WARN)
        if is_empty and plan.payable > 0:
            return CardContent(self.tr("To pay"), show(plan.payable), lines[1:])
        if plan.still_to_pay > 0:
            title = self.tr("Not enough yet, still to pay")
            return CardContent(title, show(plan.still_to_pay), lines, Tone.WARN)
        if plan.credit_made > 0:
            told = lines if plan.received else ()
            return CardContent(self.tr("Kept as credit"), show(plan.credit_made), told)
        if plan.others and plan.received == 0:
            title = self.tr("Paid without cash")
            return CardContent(title, show(plan.paid_otherwise), lines[1:])
        return CardContent(self.tr("Change will be"), show(plan.change), lines)

    def banner(self, mode: Mode, plan: Plan) -> BannerContent | None:
        """What is asked twice."""
        if mode is Mode.ASKED:
            lead = self.tr("That is unusually much.")
            amount = plan.credit_made or plan.change
            text = self.tr("The change would be {amount}. Count the cash again.")
            if plan.credit_made:
                text = self.tr("{amount} would be kept as credit. Count the cash again.")
            return BannerContent(Gravity.LOOK, lead, text.format(amount=self._show(amount)))
        if mode is Mode.PART:
            stays = self.tr("{amount} stays due.").format(amount=self._show(plan.left_after))
            return BannerContent(Gravity.LOOK, self.tr("A part payment."), stays)
        return None

    def too_many(self, most: int) -> BannerContent:
        """No further cheque or slip fits beside the cash."""
        lead = self.tr("A payment takes {n} cheques and card slips.").format(n=most)
        text = self.tr("Del takes the last one off. Cash pays the rest.")
        return BannerContent(Gravity.LOOK, lead, text)

    def next_key(self, plan: Plan, head: str, *, is_empty: bool) -> NextKeyContent:
        """What Enter takes, or what is missing. `head` is whose account heads the receipt."""
        if not plan.can_be_taken:
            return self._not_enough(plan, is_empty=is_empty)
        if plan.is_part:
            part = plan.received + plan.paid_otherwise
            title = self.tr("Take {amount} as a part").format(amount=self._show(part))
            rest = self.tr("{amount} stays due").format(amount=self._show(plan.left_after))
            return NextKeyContent(title, rest)
        title, saves = self._taking(plan)
        if plan.credit_made:
            kept = self.tr("{amount} is kept as credit of {name}")
            saves = kept.format(amount=self._show(plan.credit_made), name=head)
        return NextKeyContent(title, saves)

    def _taking(self, plan: Plan) -> tuple[str, str]:
        """Verb, amount and the consequence of a payment that can be taken."""
        if plan.received:
            title = self.tr("Take {amount} cash").format(amount=self._show(plan.received))
            return title, self.tr("Saves, prints, opens the drawer")
        if not plan.others:
            title = self.tr("Pay {amount} from credit")
            return title.format(amount=self._show(plan.credit_total)), self.tr("Saves and prints")
        amount = self._show(plan.paid_otherwise)
        kinds = {order.kind for order in plan.others}
        if len(kinds) > 1:
            title = self.tr("Take {amount} without cash").format(amount=amount)
            return title, self.tr("Saves and prints")
        kind = words.tender_word(next(iter(kinds))).lower()
        title = self.tr("Take {amount} by {kind}").format(amount=amount, kind=kind)
        return title, self.tr("Saves and prints")

    def _not_enough(self, plan: Plan, *, is_empty: bool) -> NextKeyContent:
        if is_empty or plan.still_to_pay == 0:
            text = self.tr("Digits, or letters for notes")
            return NextKeyContent(self.tr("Enter the cash"), text, waiting=True)
        title = self.tr("{amount} still to pay").format(amount=self._show(plan.still_to_pay))
        return NextKeyContent(title, keyed(self.tr("Add cash, or F3 pays a part")), waiting=True)
