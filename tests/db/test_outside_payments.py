"""Files of a bank or mobile service: a receipt a line, once by its reference."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cashier_app.bootstrap import SystemClock, new_request_id
from cashier_app.domain.errors import CashierError, OutcomeUnknown, Refused, Unavailable
from cashier_app.domain.outside import OutsideLine, PaymentFile
from cashier_app.domain.payment_files import read_payment_file
from cashier_app.domain.payments import TenderKind
from cashier_app.domain.utility import Role
from cashier_app.services.outside import OutsideService
from tests.support.correcting import Correcting, breaches_added
from tests.support.counter import PASSWORD, World, unique
from tests.support.outside import (
    TODAY,
    Channel,
    bank_file,
    charged_late,
    open_channel,
    run_command,
)
from tests.support.own_server import server  # noqa: F401
from tests.support.selling import Selling, state_of
from tests.support.tender_parts import RUPEE


@pytest.fixture
def bank(world: World) -> Channel:
    return open_channel(world, "bank")


def ref() -> str:
    return unique("TX-")


def imported(channel: Channel, file: PaymentFile) -> Any:
    with channel.service() as service:
        return service.import_file(file)


def test_every_line_is_a_receipt_of_the_channel(bank: Channel, world: World) -> None:
    one, two = world.account(("100", "50")), world.account(("70",))
    file = bank_file((ref(), one.account_no, "150"), (ref(), two.account_no, "30.25"))
    with breaches_added(world) as added:
        done = imported(bank, file)
    assert added == []
    assert [(t.receipt_no, t.amount) for t in done.taken] == [
        (f"{bank.code}-000001", Decimal(150)),
        (f"{bank.code}-000002", Decimal("30.25")),
    ]
    assert done.refused == ()
    assert done.z is not None
    assert (done.z.receipts, done.z.expected) == (2, Decimal(0))
    assert [row[2] for row in state_of(world, one)[0]] == ["paid", "paid"]
    assert state_of(world, two)[0][0][1:3] == (Decimal("39.75"), "part_paid")


def test_looking_at_a_file_names_what_would_be_refused_and_takes_nothing(
    bank: Channel, world: World
) -> None:
    one, two = world.account(("100", "50"), name="Bina Thapa"), world.account(("70",))
    known, other = ref(), ref()
    imported(bank, bank_file((known, two.account_no, "30"), (other, two.account_no, "5")))
    (bill_of_two,) = world.run("SELECT bill_no FROM bills WHERE account_id = %s", two.account_id)
    day = TODAY.isoformat()
    rows = [
        f"{ref()},{day},150,{one.account_no},,",
        f"{known},{day},30,{two.account_no},,",
        f"{other},{day},6,{two.account_no},,",
        f"{ref()},{day},10,99999999,,",
        f"{ref()},{day},10,,88888888,",
        f"{ref()},{day},10,{one.account_no},{bill_of_two[0]},",
        f"{ref()},{TODAY + timedelta(days=9)},10,{one.account_no},,",
        f"{ref()},{day},minus,{one.account_no},,",
    ]
    data = "\n".join(["reference,date,amount,account,bill,payer", *rows]).encode()
    before = (state_of(world, one), world.run("SELECT COUNT(*) FROM requests"))
    file = read_payment_file("bank.csv", data, RUPEE)
    with bank.service() as service:
        seen = service.preview(file)
    assert (state_of(world, one), world.run("SELECT COUNT(*) FROM requests")) == before
    ((looked,), (repeated,)) = seen.new, seen.known
    assert (looked.customer_name, looked.due, seen.total) == (
        "Bina Thapa",
        Decimal(150),
        Decimal(150),
    )
    assert (repeated.line, repeated.amount) == (3, Decimal(30))
    reasons = [(line.line, line.code) for line in seen.refused]
    assert reasons == [
        (4, "reference_other"), (5, "no_such_account"), (6, "no_such_bill"),
        (7, "bill_of_other_account"), (8, "bad_value_date"), (9, "bad_amount"),
    ]  # fmt: skip
    done = imported(bank, file)
    assert [(line.line, line.code) for line in done.refused] == reasons, "and so it was"


def test_only_who_may_import_looks_at_a_file(bank: Channel, world: World) -> None:
    world.run(
        "DELETE r FROM rights r JOIN users u ON u.user_id = r.user_id"
        " WHERE u.user_name = %s AND r.activity = 'import_payments'",
        bank.user_name,
    )
    account = world.account(("100",))
    with bank.service() as service, pytest.raises(Refused) as caught:
        service.preview(bank_file((ref(), account.account_no, "100")))
    assert caught.value.code == "no_right"


def test_the_same_file_again_takes_nothing(bank: Channel, world: World) -> None:
    account = world.account(("100",))
    file = bank_file((ref(), account.account_no, "100"))
    first = imported(bank, file)
    before = state_of(world, account)
    shifts = world.run("SELECT COUNT(*) FROM shifts")
    again = imported(bank, file)
    assert [(t.receipt_no, t.repeated) for t in again.taken] == [(first.taken[0].receipt_no, True)]
    assert (again.new, again.refused, again.z) == ((), (), None)
    assert state_of(world, account) == before
    assert world.run("SELECT COUNT(*) FROM shifts") == shifts


def test_a_longer_file_takes_only_its_new_lines(bank: Channel, world: World) -> None:
    account, old, new = world.account(("100",)), ref(), ref()
    imported(bank, bank_file((old, account.account_no, "40")))
    longer = bank_file((old, account.account_no, "40"), (new, account.account_no, "60"))
    done = imported(bank, longer)
    assert [(t.reference, t.repeated) for t in done.taken] == [(old, True), (new, False)]
    assert state_of(world, account)[0][0][1:3] == (Decimal(0), "paid")


def test_a_reference_with_another_amount_is_refused(bank: Channel, world: World) -> None:
    account, known = world.account(("100",)), ref()
    imported(bank, bank_file((known, account.account_no, "40")))
    before = state_of(world, account)
    done = imported(bank, bank_file((known, account.account_no, "50")))
    assert [(line.code, line.line) for line in done.refused] == [("reference_other", 2)]
    assert state_of(world, account) == before


def test_bad_lines_are_listed_and_the_others_taken(bank: Channel, world: World) -> None:
    good, other = world.account(("100",)), world.account(("70",))
    file = bank_file(
        (ref(), "0000000000", "10"),
        (ref(), good.account_no, "100"),
        (ref(), good.account_no, "1,00"),
        (ref(), good.account_no, "-5"),
    )
    ahead = bank_file((ref(), good.account_no, "5"), day=str(TODAY + timedelta(days=3))).lines[0]
    not_its_own = replace(
        bank_file((ref(), good.account_no, "5")).lines[0], bill_no=other.bills[0].bill_no, line=7
    )
    no_bill = replace(not_its_own, bill_no="7" * 20, reference=ref(), line=8)
    file = replace(file, lines=(*file.lines, replace(ahead, line=6), not_its_own, no_bill))
    with breaches_added(world) as added:
        done = imported(bank, file)
    assert added == []
    assert [(line.line, line.code) for line in done.refused] == [
        (2, "no_such_account"), (4, "bad_amount"), (5, "bad_amount"), (6, "bad_value_date"),
        (7, "bill_of_other_account"), (8, "no_such_bill"),
    ]  # fmt: skip
    assert [t.line for t in done.taken] == [3]
    assert state_of(world, good)[0][0][1:3] == (Decimal(0), "paid")


def test_a_bill_number_alone_names_the_account_and_is_settled_first(
    bank: Channel, world: World
) -> None:
    account = world.account(("100", "50"))
    line = replace(
        bank_file((ref(), account.account_no, "60")).lines[0],
        account_no="",
        bill_no=account.bills[1].bill_no,
    )
    imported(bank, PaymentFile("bank.csv", "0" * 64, (line,)))
    assert [row[1] for row in state_of(world, account)[0]] == [Decimal(90), Decimal(0)]


def test_what_is_paid_too_much_is_credit(bank: Channel, world: World) -> None:
    account = world.account(("100",))
    done = imported(bank, bank_file((ref(), account.account_no, "130")))
    assert done.taken[0].credit_made == Decimal(30)
    assert state_of(world, account)[1][0][0] == Decimal(30)


def test_late_charges_and_discounts_follow_the_date_of_value(bank: Channel, world: World) -> None:
    """Who paid the bank in time is asked for no late charge and keeps the discount."""
    paid_on = TODAY - timedelta(days=3)
    late = charged_late(world, TODAY - timedelta(days=1))
    prompt = world.account(("100",), discount="5", discount_until=paid_on, due_in_days=5)
    file = bank_file(
        (ref(), late.account_no, "100"), (ref(), prompt.account_no, "95"), day=str(paid_on)
    )
    with breaches_added(world) as added:
        done = imported(bank, file)
    assert added == []
    assert done.refused == ()
    for account in (late, prompt):
        assert state_of(world, account)[0][0][1:3] == (Decimal(0), "paid")
        assert state_of(world, account)[1][0][0] == 0
    # A charge that is taken back is no prompt discount on the paper.
    selling = Selling(world.desk())
    seen = [selling.program.receipts.receipt(taken.receipt_no).lines[0] for taken in done.taken]
    assert [int(line.late_charge) for line in seen] == [0, 0]
    assert [int(line.discount) for line in seen] == [0, 5]


@pytest.mark.parametrize("times", [1, 2])
def test_a_late_charge_is_taken_back_as_often_as_it_stands_again(
    bank: Channel, world: World, times: int
) -> None:
    """Reversed, the payment gives the charge back; the next one in time is not asked for it."""
    charged_on, in_time = TODAY - timedelta(days=1), str(TODAY - timedelta(days=3))
    account, correcting = charged_late(world, charged_on), Correcting(world)
    with breaches_added(world) as added:
        for _ in range(times):
            (wrong,) = imported(
                bank, bank_file((ref(), account.account_no, "100"), day=in_time)
            ).taken
            assert state_of(world, account)[0][0][1:3] == (0, "paid")
            correcting.carry_out(correcting.reversal(wrong.receipt_no))
            assert state_of(world, account)[0][0][1:3] == (107, "issued")
        (right,) = imported(bank, bank_file((ref(), account.account_no, "100"), day=in_time)).taken
    assert added == []
    assert right.credit_made == 0
    assert state_of(world, account)[0][0][1:3] == (0, "paid")


def test_a_late_charge_that_stands_again_keeps_its_day(bank: Channel, world: World) -> None:
    """The reversal is of today, the charge is not: who pays after it owes it."""
    charged_on = TODAY - timedelta(days=2)
    account, correcting = charged_late(world, charged_on), Correcting(world)
    in_time, after = str(TODAY - timedelta(days=3)), str(TODAY - timedelta(days=1))
    (wrong,) = imported(bank, bank_file((ref(), account.account_no, "100"), day=in_time)).taken
    correcting.carry_out(correcting.reversal(wrong.receipt_no))
    imported(bank, bank_file((ref(), account.account_no, "100"), day=after))
    assert state_of(world, account)[0][0][1:3] == (7, "part_paid")


def test_an_import_that_broke_off_goes_on(bank: Channel, world: World) -> None:
    account = world.account(("100",))
    file = bank_file(*((ref(), account.account_no, "10") for _ in range(4)))

    class Stopped(Exception):
        pass

    def stop(done: int, _of: int) -> None:
        if done == 2:
            raise Stopped

    with bank.service() as service, pytest.raises(Stopped):
        service.import_file(file, stop)
    with bank.service() as service:
        with pytest.raises(Refused, match="other_file_unfinished"):
            service.import_file(bank_file((ref(), account.account_no, "10")))
        with breaches_added(world) as added:
            done = service.import_file(file)
    assert added == []
    assert [t.repeated for t in done.taken] == [True, True, False, False]
    assert done.z is not None
    assert done.z.receipts == 4
    assert state_of(world, account)[0][0][1] == Decimal(60)


def test_lines_that_were_not_taken_before_the_close_are_named_afterwards(
    bank: Channel, world: World
) -> None:
    """Broken off between count and close: nothing is taken any more, and no line is passed over."""
    account = world.account(("100",))
    file = bank_file(
        (ref(), account.account_no, "10"), (ref(), "99", "20"), (ref(), account.account_no, "30")
    )
    # The last line could not be taken then and can be now.
    with bank.service() as service, pytest.raises(Unavailable):
        _without_close(service).import_file(replace(file, lines=file.lines[:2]))
    with bank.service() as service:
        seen = service.preview(file)
        assert (seen.is_unfinished, seen.new) == (True, ())
        done = service.import_file(file)
        for refused in (seen.refused, done.refused):
            assert [(line.line, line.code) for line in refused] == [
                (3, "no_such_account"),
                (4, "broke_off"),
            ]
        assert done.z is not None
        assert done.z.receipts == 1
        again = service.import_file(file)
    assert [t.repeated for t in again.taken] == [True, False]
    assert [line.code for line in again.refused] == ["no_such_account"]


def _without_close(service: OutsideService) -> OutsideService:
    """The line breaks before the close reaches the server."""

    def send(*_: Any) -> Any:
        raise Unavailable("server_unreachable")

    shifts: Any = service._shifts
    shifts.close_shift = send
    return service


def test_an_answer_that_is_lost_makes_no_second_receipt(bank: Channel, world: World) -> None:
    account = world.account(("100",))
    with bank.service() as service:
        lose_first_answer(service, "take")
        lose_first_answer(service, "open_file")
        done = service.import_file(bank_file((ref(), account.account_no, "10")))
    assert len(done.taken) == 1
    assert state_of(world, account)[0][0][1] == Decimal(90)


def lose_first_answer(service: OutsideService, name: str) -> None:
    """The server stores the act, but its answer never arrives."""
    gateway: Any = service._gateway
    real: Callable[..., Any] = getattr(gateway, name)
    lost: list[bool] = []

    def send(*arguments: Any) -> Any:
        found = real(*arguments)
        if not lost:
            lost.append(True)
            raise OutcomeUnknown(new_request_id())
        return found

    setattr(gateway, name, send)


def test_a_file_races_a_counter_for_one_bill(bank: Channel, world: World) -> None:
    """Whoever comes first settles it: the counter is told, or the file's money becomes credit."""
    selling = Selling(world.desk())
    accounts = [world.account(("100",)) for _ in range(8)]
    orders = [selling.order(account) for account in accounts]
    file = bank_file(*((ref(), account.account_no, "100") for account in accounts))

    def at_counter() -> list[str]:
        ends = []
        for order in orders:
            try:
                ends.append(selling.send(order).number)
            except Refused as error:
                ends.append(error.code)
        return ends

    with breaches_added(world) as added, ThreadPoolExecutor(2) as pool:
        theirs = pool.submit(imported, bank, file)
        ends = pool.submit(at_counter).result()
        done = theirs.result()
    assert added == []
    assert len(done.taken) == len(accounts)
    for account, end in zip(accounts, ends, strict=True):
        bills, credit, paid = state_of(world, account)
        assert bills[0][1:3] == (0, "paid")
        assert paid[0][1] == 100
        assert credit[0][0] == (0 if end == "bill_changed" else 100)


def test_one_reference_at_two_files_at_once_is_one_receipt(world: World) -> None:
    """Two people start the same file: one shift, every line once."""
    bank = open_channel(world, "mobile")
    other = replace(bank, user_name=bank.supervisor)
    account = world.account(("100",))
    file = bank_file(*((ref(), account.account_no, "10") for _ in range(3)))

    def run(channel: Channel) -> str:
        try:
            return str(len(imported(channel, file).new))
        except Refused as error:
            return error.code

    with breaches_added(world) as added, ThreadPoolExecutor(2) as pool:
        ends = sorted(pool.map(run, (bank, other)))
    assert added == []
    assert "3" in ends
    assert set(ends) <= {"0", "3", "shift_already_open", "other_person_unfinished"}
    assert state_of(world, account)[0][0][1] == Decimal(70)


def test_a_transfer_is_never_taken_in_the_hall(world: World) -> None:
    selling = Selling(world.desk())
    order = selling.order(world.account(("80",)))
    forged = replace(order, tenders=(replace(order.tenders[0], kind=TenderKind.TRANSFER),))
    with pytest.raises(Refused):
        selling.send(forged)


def test_nobody_works_at_a_channel_without_right_or_counter(bank: Channel, world: World) -> None:
    file = bank_file((ref(), world.account().account_no, "10"))
    cashier = world.person(Role.CASHIER, "Rana Das", (bank.code,))
    with pytest.raises(Refused, match="no_right"):
        imported(replace(bank, user_name=cashier), file)
    stranger = world.person(Role.SUPERVISOR, "Nadia Haq")
    with pytest.raises(Refused, match="counter_not_allowed"):
        imported(replace(bank, user_name=stranger), file)


def test_no_more_is_taken_than_the_file_declares(bank: Channel, world: World) -> None:
    """Its receipts and its sum are in the hashed opening: a client cannot slip a line in."""
    account = world.account(("100",))
    small, rest, whole = bank_file(
        *((ref(), account.account_no, amount) for amount in ("10", "20", "0.01"))
    ).lines
    with bank.service() as service, breaches_added(world) as added:
        gateway: Any = service._gateway
        file = PaymentFile("bank.csv", "0" * 64, (small, rest))
        shift_id = gateway.open_file(new_request_id(), file, SystemClock().now()).shift.shift_id

        def take(line: OutsideLine, amount: str = "") -> str:
            sent = replace(line, amount=Decimal(amount)) if amount else line
            try:
                receipt = gateway.take(new_request_id(), shift_id, sent, SystemClock().now())
            except Refused as error:
                return error.code
            return str(receipt.total)

        assert take(small, "999999") == "beyond_file"
        assert take(small) == "10.000"
        assert take(rest, "20.01") == "beyond_file"
        assert take(rest, "19.99") == "19.990"
        assert take(whole) == "beyond_file", "two receipts were declared"
    assert added == []
    assert state_of(world, account)[0][0][1] == Decimal("70.01")


def test_no_hall_shift_opens_at_a_channel(bank: Channel, world: World) -> None:
    from contextlib import closing

    from cashier_app.db.connection import CounterConnection, channel_token
    from cashier_app.db.repositories.shifts import ShiftRepository
    from cashier_app.domain.shifts import Pieces, StartShift

    with closing(CounterConnection(world.address, channel_token(bank.code))) as connection:
        connection.open(bank.user_name, PASSWORD)
        order = StartShift(new_request_id(), (Pieces(Decimal(500), 2),), SystemClock().now())
        with pytest.raises(Refused, match="channel_takes_files"):
            ShiftRepository(connection).open_shift(order)


def test_the_command_lists_what_it_refuses(
    bank: Channel, world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    account = world.account(("100",))
    path = tmp_path / "lines.csv"
    path.write_text(
        "Reference;Date;Amount;Account\n"
        f"{ref()};{TODAY};100.00;{account.account_no}\n"
        f"{ref()};{TODAY};5.00;99\n"
    )
    words = ("import", str(path), "--channel", "bank")
    status, out = run_command(world, bank, tmp_path, capsys, *words)
    assert status == 1
    assert re.search(rf"line 2: .* {bank.code}-000001  100\.00", out)
    assert "line 3: refused: there is no such account" in out
    assert "1 taken (100.00), 0 taken before, 1 refused." in out
    status, out = run_command(world, bank, tmp_path, capsys, *words)
    assert status == 1
    assert "0 taken (0.00), 1 taken before, 1 refused." in out


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("amount", -1), ("amount", 0), ("amount", 10_005), ("amount", "x"), ("amount", None),
        ("amount", 10**16), ("reference", ""), ("reference", " R"), ("reference", "Ü"),
        ("reference", "x" * 65), ("reference", None), ("account", None), ("bill", {"a": 1}),
        ("value_date", "2026-02-30"), ("value_date", ""), ("value_date", "0000-00-00"),
        ("shift", 1), ("payer", None), ("payer", "x" * 121), ("taken_at", None),
    ],
)  # fmt: skip
def test_lines_of_any_client_are_refused_and_store_nothing(
    bank: Channel, world: World, name: str, value: object
) -> None:
    account = world.account(("100",))
    before = state_of(world, account)
    file = bank_file((ref(), account.account_no, "10"))
    with bank.service() as service:
        gateway: Any = service._gateway
        opened = gateway.open_file(new_request_id(), file, SystemClock().now())
        text: dict[str, object] = {
            "shift": opened.shift.shift_id, "line": 2, "reference": ref(),
            "account": account.account_no, "bill": "", "amount": 10_000,
            "value_date": str(TODAY), "payer": "", "taken_at": 1_700_000_000_000_000,
        }  # fmt: skip
        with pytest.raises((Refused, CashierError)):
            gateway._connection.act("take_outside_payment", new_request_id(), {**text, name: value})
        assert state_of(world, account) == before
        gateway._connection.act("take_outside_payment", new_request_id(), text)
