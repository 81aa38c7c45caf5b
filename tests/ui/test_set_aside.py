"""What became of a payment that was set aside: somebody hears it, with F12 or on the way out."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.counter_log import CounterLog
from cashier_app.domain.payments import PaymentTaken, Settled
from tests.support.counter import World
from tests.ui.counter_app import CounterApp
from tests.ui.cut_line import CutLine
from tests.ui.payment_samples import RUPEES, receipt
from ui.flow.payment_flow import PaymentFlow
from ui.flow.set_aside import AsideEnd, words_for_end
from ui.screens.told import ToldScreen
from ui.screens.unknown import UnknownAct

QUICK_MS = 20


class AsideCounter(CounterApp):
    """A counter whose line is cut: one payment is set aside and its end is learnt."""

    def __init__(self, qtbot: QtBot, world: World) -> None:
        self.world = world
        desk = world.desk()
        program = desk.program()
        self.line = CutLine(program.payments)
        super().__init__(qtbot, desk, lambda: program)

    @property
    def payment(self) -> PaymentFlow:
        assert self.app.payment is not None
        return self.app.payment

    def set_aside(self) -> str:
        """Its reference; the next customer may come."""
        self.to_find()
        self.app.scanner.scanned.emit(self.world.account(("100",)).bills[0].bill_no)
        self.wait_for("pay")
        self.press("Enter")
        self.wait_for("unknown")
        act = self.payment.taking.act
        assert act is not None
        self.payment.screens.unknown.show_tries(40, 120)
        self.press("F12")
        self.wait_for("find")
        return act.reference

    def learn_the_end(self, words: str) -> None:
        (settler,) = self.payment.taking.aside._open.values()
        self.line.dead = False
        settler._again.start(QUICK_MS)
        self.wait_until(lambda: words in self.banner_text)

    def sign_out(self) -> None:
        self.to_shift()
        self.do("sign_out")

    def told(self) -> str:
        self.wait_for("settled")
        assert isinstance(self.screen, ToldScreen)
        return " ".join(self.screen.texts())


@pytest.fixture
def counter(qtbot: QtBot, world: World) -> AsideCounter:
    return AsideCounter(qtbot, world)


def test_an_end_that_nobody_noted_is_told_before_they_go(counter: AsideCounter) -> None:
    """Read then, it is noted: no later sign-in speaks of the cash apart."""
    reference = counter.set_aside()
    counter.learn_the_end("was taken, receipt")
    counter.sign_out()
    text = counter.told()
    assert f"Payment of 100.00, Ref {reference}" in text
    assert "The money belongs in the drawer." in text
    assert not counter.app.state.is_signed_in
    counter.press("Enter")
    counter.wait_for("sign_in")
    counter.sign_in()
    counter.wait_for("find")
    assert reference not in counter.banner_text


def test_what_was_noted_is_not_told_again(counter: AsideCounter) -> None:
    counter.line.stores = False
    counter.set_aside()
    counter.learn_the_end("was not taken")
    counter.press("F12")
    counter.sign_out()
    counter.wait_for("sign_in")


def test_an_end_that_nobody_noted_is_told_by_the_next_start(
    counter: AsideCounter, qtbot: QtBot, tmp_path: Path
) -> None:
    """The program was killed with the news on its screen; the cash lies apart all the same."""
    reference = counter.set_aside()
    counter.learn_the_end("was taken, receipt")
    left = tmp_path / "counter.log"
    left.write_bytes(counter.desk.setup.log_path.read_bytes())
    counter.press("F12")
    program = counter.app.program
    assert program is not None
    counter.wait_until(lambda: program.payments.news() == ())
    assert counter.app.close()
    counter.desk.setup.log_path.write_bytes(left.read_bytes())
    again = CounterApp(qtbot, counter.desk)
    again.sign_in()
    again.wait_for("settled")
    assert isinstance(again.screen, ToldScreen)
    text = " ".join(again.screen.texts())
    assert f"Payment of 100.00, Ref {reference}" in text
    assert "The money belongs in the drawer." in text
    again.press("Enter")
    again.wait_for("find")
    assert again.app.close()
    with closing(CounterLog(counter.desk.setup.log_path)) as log:
        assert log.news() == ()


def test_an_end_is_heard_though_the_shift_was_closed_elsewhere(counter: AsideCounter) -> None:
    """An answer on its way just then was dropped, and the counter log counted it as told."""
    counter.set_aside()
    assert counter.app.session is not None
    counter.app.session._on_looked_again(replace(counter.app.state.signed_in, shift=None))
    counter.wait_for("shift_gone")
    counter.learn_the_end("was taken, receipt")
    counter.press("Enter")
    counter.wait_for("float_count")
    assert "was taken, receipt" in counter.banner_text


@pytest.mark.parametrize(
    ("stored", "lead", "text"),
    [
        (True, "Ref {ref} was cancelled, 03-000124.", "hand it back from the drawer."),
        (False, "Ref {ref} was not cancelled.", "The receipt stands. Cancel it again."),
    ],
)
def test_a_cancelling_that_was_set_aside_puts_no_cash_into_the_drawer(
    stored: bool, lead: str, text: str
) -> None:
    undone = receipt("100", "0", number="03-000124", kind="undo", total=Decimal("-100"))
    act = UnknownAct(
        uuid4(), Decimal(100), Decimal(0), undone.stored_at, "Rana Das", "0012", is_undo=True
    )
    taken = PaymentTaken(undone) if stored else None
    words = words_for_end(AsideEnd(act, Settled(act.request_id, taken)), RUPEES)
    assert words.lead == lead.format(ref=act.reference)
    assert words.text.endswith(text)
    assert "-100" not in words.text
