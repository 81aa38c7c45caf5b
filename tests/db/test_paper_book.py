"""Receipts of the paper book: approved as a batch, each number once, by their date of value."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cashier_app.db.private_server import PrivateServer
from cashier_app.domain.errors import CashierError, Refused
from cashier_app.domain.outside import CashCounted, PaperBatch
from cashier_app.domain.shifts import Pieces
from cashier_app.domain.utility import Role
from tests.plugins.database import DATABASE
from tests.support.correcting import breaches_added
from tests.support.counter import PASSWORD, World, unique
from tests.support.hall import Hall
from tests.support.outside import TODAY, Channel, open_channel, paper_batch, run_command
from tests.support.own_server import server  # noqa: F401
from tests.support.selling import state_of


@pytest.fixture
def paper(world: World) -> Channel:
    return open_channel(world, "paper")


@pytest.fixture
def book() -> str:
    return unique("B", 10)


def hundreds(count: int) -> CashCounted:
    """So many notes of 100; whatever is missing has a reason."""
    return CashCounted((Pieces(Decimal(100), count),), "the rest is in the safe")


def entered(channel: Channel, batch: PaperBatch, counted: CashCounted) -> Any:
    with channel.service() as service:
        channel.approve(service, batch)
        return service.enter_batch(counted)


def test_a_batch_becomes_receipts_with_its_cash(paper: Channel, world: World, book: str) -> None:
    one, two = world.account(("100",)), world.account(("150", "50"))
    batch = paper_batch((book, 11, one.account_no, "100"), (book, 12, two.account_no, "200"))
    with breaches_added(world) as added:
        done = entered(paper, batch, hundreds(3))
    assert added == []
    assert [(t.reference, t.receipt_no) for t in done.taken] == [
        (f"{book}-11", f"{paper.code}-000001"),
        (f"{book}-12", f"{paper.code}-000002"),
    ]
    assert done.z is not None
    assert (done.z.receipts, done.z.expected, done.z.difference) == (2, Decimal(300), 0)
    assert [row[2] for row in state_of(world, two)[0]] == ["paid", "paid"]


def test_a_difference_of_the_cash_stands_on_the_z(paper: Channel, world: World, book: str) -> None:
    batch = paper_batch((book, 1, world.account(("200",)).account_no, "200"))
    done = entered(paper, batch, hundreds(1))
    assert done.z is not None
    assert done.z.difference == -100


def test_each_number_counts_once(paper: Channel, world: World, book: str) -> None:
    account = world.account(("100",))
    entered(paper, paper_batch((book, 7, account.account_no, "40")), hundreds(0))
    before = state_of(world, account)
    again = paper_batch((book, 8, account.account_no, "10"), (book, 7, account.account_no, "60"))
    with paper.service() as service, pytest.raises(Refused, match="paper_number_known"):
        paper.approve(service, again)
    assert state_of(world, account) == before
    with paper.service() as service:
        assert service.unfinished() is None


def test_a_number_counts_once_over_all_counters(paper: Channel, world: World, book: str) -> None:
    account = world.account(("100",))
    entered(paper, paper_batch((book, 7, account.account_no, "40")), hundreds(0))
    other = open_channel(world, "paper")
    with other.service() as service, pytest.raises(Refused, match="paper_number_known"):
        other.approve(service, paper_batch((book, 7, account.account_no, "40")))


def test_missing_numbers_are_listed(paper: Channel, world: World, book: str) -> None:
    account = world.account(("100",))
    lines = ((book, number, account.account_no, "1") for number in (3, 4, 8, 10))
    entered(paper, paper_batch(*lines), hundreds(0))
    with paper.service() as service:
        books, gaps = service.books()
    assert [(b.first, b.last, b.receipts) for b in books if b.book == book] == [(3, 10, 4)]
    assert [(g.first, g.last) for g in gaps if g.book == book] == [(5, 7), (9, 9)]


def test_late_charges_follow_the_date_of_value(paper: Channel, world: World, book: str) -> None:
    account = world.account(("100",))
    world.insert(
        "bill_adjustments", bill_id=account.bills[0].bill_id, kind="late_charge", step=1,
        amount="7", cause="Late", posted_on=TODAY - timedelta(days=1),
        posted_at=world.run("SELECT SYSDATE(6)")[0][0],
    )  # fmt: skip
    world.run(
        "UPDATE bills SET balance = 107, version = version + 1 WHERE bill_id = %s",
        account.bills[0].bill_id,
    )
    day = str(TODAY - timedelta(days=2))
    with breaches_added(world) as added:
        entered(paper, paper_batch((book, 1, account.account_no, "100"), day=day), hundreds(1))
    assert added == []
    assert state_of(world, account)[0][0][1:3] == (Decimal(0), "paid")


def test_without_another_persons_yes_nothing_is_taken(
    paper: Channel, world: World, book: str
) -> None:
    account = world.account(("100",))
    batch = paper_batch((book, 1, account.account_no, "100"))
    with paper.service() as service:
        with pytest.raises(Refused, match="nothing_approved"):
            service.enter_batch(hundreds(1))
        with pytest.raises(Refused, match="approval_own"):
            paper.approve(service, batch, by=paper.user_name)
    cashier = world.person(Role.CASHIER, "Rana Das", (paper.code,))
    with paper.service() as service, pytest.raises(CashierError, match="not_allowed"):
        paper.approve(service, batch, by=cashier)
    assert state_of(world, account)[0][0][1:3] == (Decimal(100), "issued")


def test_another_batch_than_the_approved_one_is_refused(
    paper: Channel, world: World, book: str
) -> None:
    """The yes is for the very text: a counter cannot put another line under it."""
    account = world.account(("100",))
    approved = paper_batch((book, 1, account.account_no, "100"))
    forged = paper_batch((book, 1, account.account_no, "90"))
    with paper.door() as door, door.desk(paper.code) as desk:
        now, request = desk.service._clock.now(), desk.service._new_request_id()
        with door.approver(paper.code, paper.supervisor, PASSWORD) as supervisor:
            supervisor.approve_batch(request, approved, now, "Power cut")
        with pytest.raises(Refused, match="approval"):
            desk.service._gateway.open_batch(request, forged, now)


def test_only_what_was_approved_becomes_a_payment(paper: Channel, world: World, book: str) -> None:
    account = world.account(("100",))
    batch = paper_batch((book, 1, account.account_no, "100"))
    with paper.service() as service:
        shift_id = paper.approve(service, batch)
        line = service.unfinished()
        assert line is not None
        from cashier_app.domain.outside import OutsideLine

        for amount, reference in (("90", f"{book}-1"), ("100", f"{book}-2")):
            forged = OutsideLine(1, reference, account.account_no, "", Decimal(amount), TODAY)
            with pytest.raises(Refused, match="not_approved"):
                service._gateway.take(
                    service._new_request_id(),
                    shift_id,
                    forged,
                    service._clock.now(),
                )
        done = service.enter_batch(hundreds(1))
    assert len(done.new) == 1


def test_a_batch_that_broke_off_goes_on(paper: Channel, world: World, book: str) -> None:
    account = world.account(("100",))
    batch = paper_batch(*((book, number, account.account_no, "10") for number in range(1, 5)))

    class Stopped(Exception):
        pass

    def stop(done: int, _of: int) -> None:
        if done == 2:
            raise Stopped

    with paper.service() as service:
        paper.approve(service, batch)
        with pytest.raises(Stopped):
            service.enter_batch(hundreds(0), stop)
    with breaches_added(world) as added, paper.service() as service:
        waiting = service.unfinished()
        assert waiting is not None
        assert (waiting.sha256, len(waiting.receipts)) == (batch.sha256, 4)
        done = service.enter_batch(CashCounted((Pieces(Decimal(10), 4),)))
    assert added == []
    assert [t.repeated for t in done.taken] == [True, True, False, False]
    assert state_of(world, account)[0][0][1] == Decimal(60)


@pytest.mark.parametrize("days", [1, -91])
def test_a_date_of_value_ahead_or_too_old_is_refused(
    paper: Channel, world: World, book: str, days: int
) -> None:
    day = str(TODAY + timedelta(days=days + (1 if days > 0 else -1)))
    batch = paper_batch((book, 1, world.account(("100",)).account_no, "100"), day=day)
    with paper.service() as service, pytest.raises(Refused, match="bad_value_date"):
        paper.approve(service, batch)


def test_the_command_enters_a_book(
    paper: Channel, world: World, book: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    account = world.account(("100",))
    path, yes = tmp_path / "book.csv", tmp_path / "yes.txt"
    path.write_text(
        f"book,number,date,account,amount\n{book},1,{TODAY},{account.account_no},60\n"
        f"{book},4,{TODAY},{account.account_no},40\n"
    )
    yes.write_text(PASSWORD)
    words = (
        "paper", str(path), "--approved-by", paper.supervisor,
        "--approver-password-file", str(yes), "--counted", "1x100",
    )  # fmt: skip
    status, out = run_command(world, paper, tmp_path, capsys, *words)
    assert status == 0
    assert "2 taken (100.00), 0 taken before, 0 refused." in out
    status, out = run_command(world, paper, tmp_path, capsys, "paper")
    assert f"book {book}: 1 to 4, 2 receipts" in out
    assert f"book {book}: missing 2 to 3" in out


def test_its_cash_goes_to_a_safe_whose_ledger_is_open(
    fresh_server: PrivateServer, tmp_path: Path, book: str
) -> None:
    world = World(fresh_server.admin_login(DATABASE), DATABASE, tmp_path)
    with closing(world):
        hall = Hall(world)
        paper = open_channel(world, "paper", hall.office)
        hall.open_safe(("1000", 20))
        batch = paper_batch((book, 1, world.account(("200",)).account_no, "200"))
        with breaches_added(world) as added:
            entered(paper, batch, hundreds(2))
        assert added == []
        (line, *_) = hall.program.cash.safe_lines()
    assert (line.amount, line.balance_after) == (Decimal(200), Decimal(20200))
