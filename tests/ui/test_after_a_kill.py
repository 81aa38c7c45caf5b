"""The program was killed with a payment under way: what its next start shows (C1)."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

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
AFTER_THE_ANSWER_IS_WRITTEN_DOWN, BEFORE_THE_END_IS_WRITTEN = 11, 13


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
    desk, order = _paid_out(world)
    _, texts = _after_the_kill(qtbot, desk, order, BEFORE_THE_CALL)
    assert "Cash movement of" in texts
    assert "Was not stored, and never will be." in texts


@pytest.mark.parametrize("step", [AFTER_THE_ANSWER_IS_WRITTEN_DOWN, BEFORE_THE_END_IS_WRITTEN])
def test_a_slip_of_cash_is_offered_as_a_copy_and_not_again(
    qtbot: QtBot, world: World, step: int
) -> None:
    desk, order = _paid_out(world)
    _kill(desk, order, step)
    counter = CounterApp(qtbot, desk)
    counter.sign_in()
    counter.wait_for("left_papers")
    number = _number_of(world, order.request_id)
    assert f"Slip of cash {number}, 10.00" in _told(counter)
    counter.press("Enter")
    counter.wait_until(lambda: "Printed, copy 1" in _told(counter))
    counter.press("Enter")
    counter.wait_for("find")
    assert counter.app.program is not None
    assert counter.app.program.left_papers.of(desk.user_name) == ()


def test_a_paper_may_be_left_for_later(qtbot: QtBot, world: World) -> None:
    """Nothing waits for paper: Esc leads to the customers, and the next sign-in asks again."""
    desk, order = _paid_out(world)
    _kill(desk, order, AFTER_THE_ANSWER_IS_WRITTEN_DOWN)
    counter = CounterApp(qtbot, desk)
    counter.sign_in()
    counter.wait_for("left_papers")
    counter.press("Esc")
    counter.wait_for("find")
    assert counter.app.program is not None
    (left,) = counter.app.program.left_papers.of(desk.user_name)
    assert left.number == _number_of(world, order.request_id)


def _paid_out(world: World) -> tuple[Desk, MoveCash]:
    """A counter with an open shift, its program closed, and cash that is to leave its drawer."""
    opening = Selling(world.desk())
    order = MoveCash(
        new_request_id(), opening.shift.shift_id, CashKind.PAID_OUT, Decimal(10), "stamps",
        opening.program.clock.now(),
    )  # fmt: skip
    opening.program.close()
    return opening.desk, order


def _number_of(world: World, request_id: UUID) -> str:
    ((number,),) = world.run(
        "SELECT entry_number(c.code, j.kind, j.number) FROM journal j"
        " JOIN counters c ON c.counter_id = j.counter_id WHERE j.request_id = %s",
        request_id.bytes,
    )
    return str(number)


def _told(counter: CounterApp) -> str:
    screen = counter.screen
    assert isinstance(screen, ToldScreen)
    return " ".join(screen.texts())


def _kill(desk: Desk, work: Work, step: int) -> None:
    with Doomed() as doomed:
        assert doomed.run(Order(desk.setup, desk.user_name, PASSWORD, work), step, "kill").how == (
            "killed"
        )


def _after_the_kill(qtbot: QtBot, desk: Desk, work: Work, step: int) -> tuple[CounterApp, str]:
    """The program, started again, and what it tells at the door."""
    _kill(desk, work, step)
    counter = CounterApp(qtbot, desk)
    counter.sign_in()
    counter.wait_for("settled")
    screen = counter.screen
    assert isinstance(screen, ToldScreen)
    return counter, " ".join(screen.texts())
