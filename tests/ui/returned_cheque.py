"""A supervisor took a cheque and sent it to the bank; at the counter it is said to be back."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from tests.support.correcting import Correcting
from tests.support.counter import Desk, SeedAccount, World
from tests.support.selling import Selling
from tests.ui.counter_app import CounterApp


def returning_a_cheque(qtbot: QtBot, world: World, desk: Desk, account: SeedAccount) -> CounterApp:
    """The counter, behind the Enter on the reason."""
    program = desk.program()
    taken = Correcting(world, Selling(desk, program))
    slip = taken.pay_by_cheque(account)
    taken.list_to_bank(slip.entry_id, 1001)
    program.sessions.sign_out()
    program.close()
    counter = CounterApp(qtbot, desk)
    counter.sign_in()
    counter.wait_for("home")
    counter.do("shift")
    counter.wait_for("find")
    counter.to_shift()
    counter.do("correct")
    counter.wait_for("correct_find")
    counter.type_text("1")
    counter.press("Enter")
    counter.wait_for("correct_menu")
    counter.do("bounce0")
    counter.wait_for("correct_reason")
    counter.type_text("no funds")
    counter.press("Enter")
    return counter
