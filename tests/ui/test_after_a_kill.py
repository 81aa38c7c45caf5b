"""The program was killed with a payment under way: what its next start shows (C1)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.bootstrap import new_request_id
from cashier_app.domain.drawer import CashKind, MoveCash
from tests.faults.doomed import Doomed, Order
from tests.faults.hands import PayAll, Work
from tests.support.counter import PASSWORD, Desk, World
from tests.support.selling import Selling
from tests.ui.counter_app import CounterApp
from ui.screens.told import ToldScreen

BEFORE_THE_CALL, BEFORE_THE_ANSWER_IS_WRITTEN_DOWN = 5, 7


@pytest.mark.parametrize(
    ("step", "told", "waiting"),
    [
        (BEFORE_THE_CALL, "Was not taken, and never will be.", ""),
        (BEFORE_THE_ANSWER_IS_WRITTEN_DOWN, "The money belongs in the drawer.", "1 receipt"),
    ],
)
def test_the_payment_is_told_and_its_paper_is_offered(
    qtbot: QtBot, world: World, step: int, told: str, waiting: str
) -> None:
    opening = Selling(world.desk())
    opening.program.close()
    desk = opening.desk
    counter, texts = _after_the_kill(qtbot, desk, PayAll(world.account(("80",)).account_id), step)
    assert told in texts
    counter.press("Enter")
    counter.wait_for("find")
    counter.wait_until(lambda: waiting in counter.banner_text)
    assert ("receipt" in counter.banner_text) == bool(waiting)


def test_another_act_is_told_by_its_name(qtbot: QtBot, world: World) -> None:
    opening = Selling(world.desk())
    order = MoveCash(
        new_request_id(), opening.shift.shift_id, CashKind.PAID_OUT, Decimal(10), "stamps",
        opening.program.clock.now(),
    )  # fmt: skip
    opening.program.close()
    _, texts = _after_the_kill(qtbot, opening.desk, order, BEFORE_THE_CALL)
    assert "Cash movement of" in texts
    assert "Was not stored, and never will be." in texts


def _after_the_kill(qtbot: QtBot, desk: Desk, work: Work, step: int) -> tuple[CounterApp, str]:
    """The program, started again, and what it tells at the door."""
    order = Order(desk.setup, desk.user_name, PASSWORD, work)
    with Doomed() as doomed:
        assert doomed.run(order, step, "kill").how == "killed"
    counter = CounterApp(qtbot, desk)
    counter.sign_in()
    counter.wait_for("settled")
    screen = counter.screen
    assert isinstance(screen, ToldScreen)
    return counter, " ".join(screen.texts())
