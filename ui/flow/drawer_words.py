"""Rows and questions of cash besides payments."""

from __future__ import annotations

from collections.abc import Container

from PySide6.QtCore import QCoreApplication

from cashier_app.domain.drawer import CashKind, OpenHandover, Receiver
from cashier_app.domain.money import Currency
from ui.screens.cash_form import CashQuestion
from ui.screens.told import Told
from ui.widgets.actions import Action
from ui.widgets.keys import NextKeyContent
from ui.widgets.ledger import LedgerLine

GIVE, TAKE, X_REPORT = "give", "take", "x"


def actions(rights: Container[str]) -> tuple[Action, ...]:
    """What a person of these rights can do with the drawer of an open shift."""
    translate = QCoreApplication.translate
    rows = (
        ("move_cash", Action(
            CashKind.DROP, translate("Drawer", "Bring cash to the safe"),
            translate("Drawer", "When the drawer holds too much"), "lock",
        )),
        ("pay_in", Action(
            CashKind.PAID_IN, translate("Drawer", "Put cash in"),
            translate("Drawer", "Found, brought, more float"), "arrow-down",
        )),
        ("pay_out", Action(
            CashKind.PAID_OUT, translate("Drawer", "Pay cash out"),
            translate("Drawer", "Stamps, a repair; not to a customer"), "arrow-up",
        )),
        ("move_cash", Action(
            CashKind.CHANGE, translate("Drawer", "Change notes and coins"),
            translate("Drawer", "With the safe, as much in as out"), "cash",
        )),
        ("move_cash", Action(
            GIVE, translate("Drawer", "Hand cash over"),
            translate("Drawer", "To a colleague, who takes it"), "person",
        )),
        ("open_drawer", Action(
            CashKind.NO_SALE, translate("Drawer", "Open the drawer"),
            translate("Drawer", "Without money; it stands on the Z"), "counter",
        )),
        ("close_shift", Action(
            X_REPORT, translate("Drawer", "X report"),
            translate("Drawer", "The shift so far, without the cash"), "receipt",
        )),
    )  # fmt: skip
    return tuple(action for right, action in rows if right in rights)


def take_action(name: str, way: OpenHandover, currency: Currency) -> Action:
    """A handover that waits: for oneself, or one's own that nobody took."""
    translate = QCoreApplication.translate
    amount = currency.show(way.amount)
    if way.is_mine:
        label = translate("Drawer", "Take {amount} back").format(amount=amount)
        detail = translate("Drawer", "{name} has not taken it yet").format(name=way.receiver)
    else:
        label = translate("Drawer", "Take {amount}").format(amount=amount)
        detail = translate("Drawer", "Handed to you by {name}").format(name=way.giver)
    return Action(name, label, detail, "hold-change")


def question(kind: CashKind) -> CashQuestion:
    """What is asked for an act of one's own drawer."""
    translate = QCoreApplication.translate
    amount = translate("Drawer", "Amount")
    stands = translate("Drawer", "Stands on the slip and in the books")
    return {
        CashKind.DROP: CashQuestion(
            translate("Drawer", "How much goes to the safe?"),
            translate("Drawer", "Bring {amount} to the safe"),
            translate("Drawer", "Opens the drawer, prints the slip for the envelope"),
            amount, translate("Drawer", "Envelope or remark"), stands,
        ),
        CashKind.PAID_IN: CashQuestion(
            translate("Drawer", "How much comes in, and from where?"),
            translate("Drawer", "Put {amount} in"),
            translate("Drawer", "Opens the drawer, prints a slip"),
            amount, translate("Drawer", "Where it comes from"), stands,
        ),
        CashKind.PAID_OUT: CashQuestion(
            translate("Drawer", "How much is paid out, and for what?"),
            translate("Drawer", "Pay {amount} out"),
            translate("Drawer", "Opens the drawer, prints a slip to sign"),
            amount, translate("Drawer", "What it is for"), stands,
        ),
        CashKind.NO_SALE: CashQuestion(
            translate("Drawer", "Why is the drawer opened?"),
            translate("Drawer", "Open the drawer"),
            translate("Drawer", "Counted on the Z with its reason"),
            "", translate("Drawer", "Reason"), stands,
        ),
    }[kind]  # fmt: skip


def handover_question(receiver: Receiver) -> CashQuestion:
    """How much a colleague gets."""
    translate = QCoreApplication.translate
    return CashQuestion(
        translate("Drawer", "How much does {name} get?").format(name=receiver.full_name),
        translate("Drawer", "Hand {amount} over"),
        translate("Drawer", "Opens the drawer, prints a slip"),
        translate("Drawer", "Amount"), translate("Drawer", "What it is for"),
        translate("Drawer", "Stands on the slip and in the books"),
        title=translate("Drawer", "Handed over to"),
        lines=(LedgerLine(receiver.full_name, detail=receiver.counter, rule="line"),),
        note=translate("Drawer", "The cash is on its way until it is taken at the other counter."),
    )  # fmt: skip


def take_question(way: OpenHandover, currency: Currency) -> tuple[str, Told, NextKeyContent]:
    """Question, card and green block before a handover is taken."""
    translate = QCoreApplication.translate
    amount = currency.show(way.amount)
    if way.is_mine:
        return (
            translate("Drawer", "Is the cash back in your drawer?"),
            Told(
                translate("Drawer", "{amount} for {name}").format(amount=amount, name=way.receiver),
                translate("Drawer", "Handover {number}: {reason}").format(
                    number=way.number, reason=way.reason
                ),
                icon="cash",
            ),
            NextKeyContent(
                translate("Drawer", "Take {amount} back").format(amount=amount),
                translate("Drawer", "It counts in your drawer again"),
            ),
        )
    return (
        translate("Drawer", "Have you counted it?"),
        Told(
            translate("Drawer", "{amount} from {name}").format(amount=amount, name=way.giver),
            translate("Drawer", "Handover {number}: {reason}").format(
                number=way.number, reason=way.reason
            ),
            icon="cash",
        ),
        NextKeyContent(
            translate("Drawer", "Take {amount}").format(amount=amount),
            translate("Drawer", "From now on it counts in your drawer"),
        ),
    )
