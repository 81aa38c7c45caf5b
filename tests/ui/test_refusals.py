"""What a refusal leads to, and the words that name who was quicker."""

from __future__ import annotations

from uuid import uuid4

import pytest

from cashier_app.domain.errors import Busy, CashierError, OutcomeUnknown, Refused, Unavailable
from tests.ui.payment_samples import local
from ui.flow.refusals import Remedy, no_payment, remedy_for, told
from ui.messages import message_for


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        (Refused("bill_changed"), Remedy.READ_AGAIN),
        (Refused("credit_changed"), Remedy.READ_AGAIN),
        (Refused("discount_gone"), Remedy.READ_AGAIN),
        (Refused("shift_not_open"), Remedy.SHIFT),
        (Refused("person_disabled"), Remedy.SIGN_OUT),
        (Refused("clock_backwards"), Remedy.TRY_AGAIN),
        (Busy("busy"), Remedy.TRY_AGAIN),
        (Unavailable("counter_log_failed"), Remedy.TRY_AGAIN),
        (OutcomeUnknown(uuid4()), Remedy.TRY_AGAIN),
    ],
)
def test_remedies(error: CashierError, remedy: Remedy) -> None:
    assert remedy_for(error) is remedy


def test_a_paid_bill_is_told_in_local_time() -> None:
    facts = {
        "bill_no": "26101182", "status": "paid", "balance": "0.000", "receipt": "03-000123",
        "counter": "Counter 3", "cashier": "Rana Das", "stored_at": "2026-11-23T04:57:31",
    }  # fmt: skip
    message = message_for(told(Refused("bill_changed", facts), local))
    assert message.lead == "Paid at Counter 3 by Rana Das at 10:42, receipt 03-000123."
    assert message.text.startswith("No money was taken.")


def test_a_bill_that_only_changed_is_told_as_such() -> None:
    facts = {"status": "part_paid", "receipt": "03-000123", "stored_at": "2026-11-23T04:57:31"}
    message = message_for(told(Refused("bill_changed", facts), local))
    assert message.lead == "The bill has changed meanwhile."


def test_an_act_that_takes_no_money_says_nothing_of_money() -> None:
    message = message_for(no_payment(Refused("bill_changed", {"status": "paid"})))
    assert message.lead == "The bill has changed meanwhile."
    assert message.text == "Nothing was changed here. Go back, and look at it again."
    other = Busy("busy")
    assert no_payment(other) is other
