"""What a refusal means for the payment on screen: read again, stop, or simply try again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from enum import Enum, auto

from cashier_app.domain.errors import CashierError, Refused
from ui import dates

_READ_AGAIN = {"bill_changed", "credit_changed", "discount_gone", "more_than_due", "does_not_tie"}
_SIGN_OUT = {
    "not_a_person",
    "person_disabled",
    "sign_in_again",
    "counter_disabled",
    "counter_not_enrolled",
    "counter_not_allowed",
    "no_right",
    "not_allowed",
}


class Remedy(Enum):
    """What the flow does about it."""

    TRY_AGAIN = auto()
    READ_AGAIN = auto()
    SHIFT = auto()
    SIGN_OUT = auto()


def remedy_for(error: CashierError) -> Remedy:
    """What the flow does about `error`."""
    if not isinstance(error, Refused):
        return Remedy.TRY_AGAIN
    if error.code in _READ_AGAIN:
        return Remedy.READ_AGAIN
    if error.code == "shift_not_open":
        return Remedy.SHIFT
    return Remedy.SIGN_OUT if error.code in _SIGN_OUT else Remedy.TRY_AGAIN


def no_payment(error: CashierError) -> CashierError:
    """`error` of an act that takes no money: a bill that changed is told in other words."""
    changed = isinstance(error, Refused) and error.code == "bill_changed"
    return Refused("bill_changed_meanwhile", error.facts) if changed else error


def given_up(error: CashierError) -> CashierError:
    """`error` of an approved act: once its request is void, its approval is for nothing."""
    void = isinstance(error, Refused) and error.code in {"not_stored", "request_void"}
    return Refused("act_given_up") if void else error


def told(error: CashierError, local: Callable[[datetime], datetime]) -> CashierError:
    """`error` with the facts a sentence needs: a bill paid meanwhile is told by whom and when."""
    facts = error.facts
    if error.code != "bill_changed" or facts.get("status") != "paid" or not facts.get("receipt"):
        return error
    stored_at = facts.get("stored_at", "")
    moment = datetime.fromisoformat(stored_at).replace(tzinfo=UTC) if stored_at else None
    time = dates.clock(local(moment)) if moment else "–"
    return Refused("bill_paid", {**facts, "time": time})
