"""The safe, X and Z, the hall's day, copies (docs/cash.md)."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from threading import Event, Thread

import pytest

from cashier_app.bootstrap import new_request_id
from cashier_app.domain.drawer import CashKind, Outcome
from cashier_app.domain.hall import Line
from cashier_app.domain.reports import ReportOrder
from cashier_app.verify.connection import reader_for
from cashier_app.verify.verification import verify
from tests.support.counter import PASSWORD, World, unique
from tests.support.hall import SHORT, Hall, code_of, facts, pieces
from tests.support.outside import bank_file, open_channel
from tests.support.own_server import server  # noqa: F401
from tests.support.selling import Selling, ask


@pytest.fixture
def hall(world: World) -> Hall:
    return Hall(world)


def verified(world: World) -> list[str]:
    with reader_for(replace(world.admin, address=world.address)) as reader:
        return [str(breach) for breach in verify(reader).breaches]


# -- the safe ---------------------------------------------------------------------------


def test_the_safe_follows_every_drawer_once_it_is_opened(hall: Hall) -> None:
    hall.move(hall.first, CashKind.DROP, "100")
    assert hall.held() == 0
    slip = hall.open_safe(("1000", 20))
    assert facts(slip.kind, slip.amount, slip.held) == (CashKind.SAFE_OPENING, 20000, 20000)
    assert code_of(hall.open_safe) == "safe_opened"
    hall.move(hall.first, CashKind.DROP, "500")
    hall.move(hall.first, CashKind.CHANGE, changed=pieces(("1000", -1), ("100", 10)))
    assert hall.held() == 20500
    hall.first.count(*pieces(("500", 2), ("100", 4)))
    assert hall.held() == 21900
    Selling(hall.world.desk(office=hall.office))
    assert hall.held() == 19900
    kinds = [line.kind for line in hall.program.cash.safe_lines()]
    assert kinds == ["float", "closing", "change", "drop", "opening"]


def test_a_safe_is_counted_and_its_difference_is_a_line(hall: Hall) -> None:
    act = lambda: hall.keep(CashKind.SAFE_COUNT, pieces(("1000", 1)))  # noqa: E731
    assert code_of(act) == "safe_not_opened"
    hall.open_safe(("1000", 20))
    short = pieces(("1000", 19), ("500", 1))
    assert code_of(lambda: hall.keep(CashKind.SAFE_COUNT, short)) == "reason_missing"
    slip = hall.keep(CashKind.SAFE_COUNT, short, reason="one note missing")
    assert facts(slip.amount, slip.held) == (-500, 19500)
    assert hall.keep(CashKind.SAFE_COUNT, short).amount == 0


def test_a_deposit_leaves_the_safe_in_a_bag(hall: Hall) -> None:
    hall.open_safe(("1000", 20))
    notes = pieces(("1000", 15))
    act = lambda: hall.keep(CashKind.SAFE_DEPOSIT, notes)  # noqa: E731
    assert code_of(act) == "bad_request"
    bag = f"BAG-{hall.office}"
    slip = hall.keep(CashKind.SAFE_DEPOSIT, notes, bag=bag, bank="City Bank")
    assert facts(slip.amount, slip.held, slip.bag_no, slip.bank) == (-15000, 5000, bag, "City Bank")
    one = pieces(("1000", 1))
    assert code_of(lambda: hall.keep(CashKind.SAFE_DEPOSIT, one, bag=bag, bank="B")) == "bag_used"
    act = lambda: hall.keep(CashKind.SAFE_DEPOSIT, notes, bag=bag + "2", bank="B")  # noqa: E731
    assert code_of(act) == "safe_too_small"


def test_a_float_is_not_more_than_the_safe_holds(hall: Hall) -> None:
    hall.open_safe(("1000", 1))
    act = lambda: Selling(hall.world.desk(office=hall.office))  # noqa: E731
    assert code_of(act) == "safe_too_small"


def test_a_repeated_safe_act_is_stored_once(hall: Hall) -> None:
    from cashier_app.domain.drawer import KeepSafe

    order = KeepSafe(
        new_request_id(), CashKind.SAFE_OPENING, pieces(("1000", 2)), "", datetime.now(UTC)
    )
    keep, name = hall.program.cash.keep_safe, hall.desk.user_name
    assert keep(order, name) == keep(order, name)
    assert hall.held() == 2000


# -- X, Z, the day, copies --------------------------------------------------------------


def test_ones_own_x_tells_no_cash_before_the_count(hall: Hall) -> None:
    hall.first.take(hall.world.account(("100",)))
    hall.move(hall.first, CashKind.PAID_IN, "50")
    x = hall.first.program.shifts.x_report(hall.first.shift.shift_id)
    assert (x.receipts, x.cash_taken, x.expected, x.grand_total) == (1, None, None, None)
    full = hall.program.shifts.x_report(hall.first.shift.shift_id)
    assert facts(full.cash_taken, full.movements, full.expected) == (100, 50, 2150)


def test_an_x_is_what_the_z_will_store(hall: Hall) -> None:
    hall.first.take(hall.world.account(("100",)))
    receipt = hall.first.take(hall.world.account(("70",)))
    hall.first.undo(receipt.number)
    hall.move(hall.first, CashKind.PAID_OUT, "30")
    hall.first.count(*pieces(("500", 2), ("100", 10), ("50", 1), ("20", 1)))
    x = hall.program.shifts.x_report(hall.first.shift.shift_id)
    z = hall.first.close()
    shared = (
        "float_amount", "cash_taken", "movements", "expected", "receipts", "first_receipt",
        "last_receipt", "undos", "undone_amount", "reversals", "reversed_amount", "reprints",
        "drawer_openings", "grand_total", "tenders", "moved",
    )  # fmt: skip
    assert {name: getattr(x, name) for name in shared} == {
        name: getattr(z, name) for name in shared
    }


def test_a_copied_z_and_slip_are_counted(hall: Hall) -> None:
    slip = hall.move(hall.first, CashKind.PAID_IN, "50")
    shifts, cash = hall.first.program.shifts, hall.first.program.cash
    assert [cash.copy(slip.entry_id).copy_no for _ in range(2)] == [1, 2]
    act = lambda: hall.second.program.cash.copy(slip.entry_id)  # noqa: E731
    assert code_of(act) == "no_such_receipt"
    hall.first.count(*pieces(("500", 2), ("100", 10), ("50", 1)))
    assert hall.first.close().reprints == 2
    assert [shifts.copy_z(hall.first.shift.shift_id).copy_no for _ in range(2)] == [1, 2]


def test_the_story_is_told_after_the_count(hall: Hall) -> None:
    hall.first.take(hall.world.account(("100",)), "500")
    hall.move(hall.first, CashKind.PAID_IN, "50")
    hall.check(hall.first, *SHORT)
    shift_id = hall.first.shift.shift_id
    assert code_of(lambda: hall.first.program.shifts.story(shift_id)) == "shift_not_counted"
    story = hall.program.shifts.story(shift_id)
    (event,) = story.events
    assert facts(event.kind, event.amount, event.cash, event.change) == ("payment", 100, 500, 400)
    assert [m.kind for m in story.moved] == ["paid_in"]
    assert [c.difference for c in story.checks] == [-230]


def test_the_day_ties_out_and_a_difference_turns_it_red(hall: Hall) -> None:
    hall.open_safe()
    hall.first.take(hall.world.account(("100", "20.5")))
    rich = hall.world.account(())
    opened = hall.second.program.lookup.open_account(rich.account_id)
    hall.second.send(hall.second.order_for(opened, (), "40"))
    receipt = hall.first.take(hall.world.account(("70",)))
    hall.first.undo(receipt.number)
    day = hall.program.cash.day()
    assert day.ties
    lines = {line.line: line for line in day.tie_out()}
    assert lines[Line.RECEIPTS].amount == lines[Line.POSTED].amount == Decimal("160.5")
    assert sum(amount for _, amount in day.hours) == Decimal("160.5")
    given = hall.hand_over(hall.first, hall.second, "100")
    assert not hall.program.cash.day().ties
    hall.accept(hall.second, given.entry_id, "100")
    hall.first.count(*SHORT)
    hall.first.close("do not know")
    day = hall.program.cash.day()
    assert not day.ties
    assert [(d.difference, d.is_own) for d in day.differences] == [(Decimal("-100.5"), False)]
    hall.decide(hall.first, "-100.5", Outcome.ACCEPTED)
    assert hall.program.cash.day().ties


def test_what_came_in_from_a_bank_ties_out_too(hall: Hall) -> None:
    bank = open_channel(hall.world, "bank", hall.office)
    account = hall.world.account(("100",))
    with bank.service() as service:
        service.import_file(bank_file((unique("TX-"), account.account_no, "130")))
    day = hall.program.cash.day()
    (file,) = (shift for shift in day.of_the_day if shift.counter_code == bank.code)
    assert (file.transfer, file.total) == (Decimal(130), Decimal(130))
    assert [line.line for line in day.tie_out() if not line.ties] == []
    # Nobody will ever sign there: it is not on the list of what waits for a signature.
    order = ReportOrder("shifts", day.day, day.day, counter=bank.code)
    reports = hall.program.reporting.reports
    (shift,) = reports.run(order).rows
    assert shift[-1] == "has no key"
    assert reports.run(replace(order, name="zs-unsigned")).rows == ()


def test_reports_know_what_was_decided_after_the_z(hall: Hall) -> None:
    hall.first.count(*SHORT)
    hall.first.close("do not know")
    day = hall.program.cash.day().day

    def said(name: str, key: str) -> list[object]:
        order = ReportOrder(name, day, day, office=hall.office)
        report = hall.program.reporting.reports.run(order)
        return [row[report.index(key)] for row in report.rows]

    keys = (("shifts", "decision"), ("zs", "decision"), ("over-short", "undecided"))
    before = [said(*key) for key in keys]
    assert ("to be decided" in before[0], before[1:]) == (True, [["to be decided"], [1]])
    hall.decide(hall.first, "-80", Outcome.ACCEPTED)
    after = [said(*key) for key in keys]
    assert ("accepted" in after[0], after[1:]) == (True, [["accepted"], [0]])


def test_the_day_is_for_who_may_see_it(hall: Hall) -> None:
    with closing(hall.first.desk.client()) as client, pytest.raises(Exception, match="denied"):
        ask(client, "hall_day", hall.first.desk.token, None)


def test_everything_together_is_silent(hall: Hall) -> None:
    """All of it in one hall, then the verification over the whole database."""
    before = set(verified(hall.world))
    hall.open_safe()
    hall.move(hall.first, CashKind.PAID_IN, "50")
    hall.move(hall.first, CashKind.PAID_OUT, "20.5")
    hall.move(hall.first, CashKind.DROP, "500")
    hall.move(hall.first, CashKind.CHANGE, changed=pieces(("1000", -1), ("100", 10)))
    hall.world.run(
        "INSERT INTO rights SELECT user_id, 'open_drawer', NULL FROM users WHERE user_name = %s",
        hall.first.desk.user_name,
    )
    slip = hall.move(hall.first, CashKind.NO_SALE, reason="a pen fell in | : %")
    hall.first.program.cash.copy(slip.entry_id)
    hall.accept(hall.second, hall.hand_over(hall.first, hall.second, "100").entry_id, "100")
    hall.accept(hall.first, hall.hand_over(hall.first, hall.second, "30").entry_id, "30")
    hall.hand_over(hall.first, hall.second, "10")
    hall.check(hall.second, *SHORT)
    hall.keep(CashKind.SAFE_COUNT, pieces(("1000", 20)), reason="400 missing")
    hall.keep(CashKind.SAFE_DEPOSIT, pieces(("1000", 5)), bag=f"B{hall.office}", bank="City | Bank")
    hall.first.count(*pieces(("500", 2)))
    hall.first.close("do not know")
    hall.decide(hall.first, str(-hall.expected(hall.first) + 1000))
    hall.count_for(hall.second)
    hall.close_for(hall.second)
    hall.second.program.sessions.sign_in(hall.second.desk.user_name, PASSWORD)
    hall.second.program.shifts.sign_left_over()
    assert [breach for breach in verified(hall.world) if breach not in before] == []


def test_a_payment_that_lands_meanwhile_never_makes_the_day_or_an_x_look_wrong(hall: Hall) -> None:
    """Everything that is shown together is of one moment."""
    account = hall.world.account(())
    opened = hall.first.program.lookup.open_account(account.account_id)
    is_done = Event()

    def sell() -> None:
        try:
            for _ in range(60):
                hall.first.send(hall.first.order_for(opened, (), "10"))
        finally:
            is_done.set()

    seller = Thread(target=sell)
    seller.start()
    wrong: list[object] = []
    reads = 0
    while not is_done.is_set() or reads == 0:
        reads += 1
        day = hall.program.cash.day()
        wrong += [] if day.ties else [[line for line in day.tie_out() if not line.ties]]
        x = hall.program.shifts.x_report(hall.first.shift.shift_id)
        cash = sum(tender.amount for tender in x.tenders)
        wrong += [] if x.cash_taken == cash else [(x.cash_taken, cash)]
    seller.join()
    assert wrong == []
    assert hall.program.cash.day().receipts == 60
