"""The program was killed with a payment under way: what its next start shows (C1)."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.faults.doomed import Doomed, Order
from tests.faults.hands import PayAll
from tests.support.counter import PASSWORD, World
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
    order = Order(desk.setup, desk.user_name, PASSWORD, PayAll(world.account(("80",)).account_id))
    with Doomed() as doomed:
        assert doomed.run(order, step, "kill").how == "killed"
    counter = CounterApp(qtbot, desk)
    counter.sign_in()
    counter.wait_for("settled")
    screen = counter.screen
    assert isinstance(screen, ToldScreen)
    assert told in " ".join(screen.texts())
    counter.press("Enter")
    counter.wait_for("find")
    counter.wait_until(lambda: waiting in counter.banner_text)
    assert ("receipt" in counter.banner_text) == bool(waiting)
