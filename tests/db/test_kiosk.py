"""A kiosk's database user: what it reads with both numbers, and that it can do nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from threading import Thread
from typing import Any

import pymysql
import pytest

from cashier_app.db.kiosk_enrolment import NewKiosk, enrol_kiosk, list_kiosks, set_kiosk
from cashier_app.db.repositories.bill_papers import (
    BillPaperRepository,
    read_statement,
    utility_today,
)
from cashier_app.db.repositories.kiosk import KioskRepository
from cashier_app.db.sql_objects import ObjectKind, load_objects
from cashier_app.db.tables import metadata
from cashier_app.domain.errors import Refused, SignInFailed
from cashier_app.domain.kiosk import AccountKeys
from cashier_app.domain.numbers import is_ticket_code
from cashier_app.domain.utility import Role
from tests.support.counter import PASSWORD, World, unique
from tests.support.day import local_today
from tests.support.kiosk import HallKiosk, hall_kiosk, keys_of
from tests.support.selling import Selling, ask, locked_bill, own_connection
from tests.support.transactions import rows_held

DENIED = {1044, 1142, 1143, 1227, 1370, 1410}


@pytest.fixture
def kiosk(world: World) -> HallKiosk:
    return hall_kiosk(world)


@pytest.fixture
def gateway(kiosk: HallKiosk) -> Iterator[KioskRepository]:
    with closing(kiosk.gateway()) as made:
        yield made


def refusal(gateway: KioskRepository, keys: AccountKeys) -> Refused:
    with pytest.raises(Refused) as caught:
        gateway.account(keys)
    return caught.value


def set_limit(world: World, name: str, value: str) -> None:
    world.run("REPLACE INTO settings (setting, value) VALUES (%s, %s)", name, value)


@pytest.fixture
def few_tries(world: World) -> Iterator[None]:
    set_limit(world, "kiosk_tries", "2")
    yield
    world.run("DELETE FROM settings WHERE setting = 'kiosk_tries'")


def test_both_numbers_open_the_account_with_the_counters_figures(
    world: World, gateway: KioskRepository
) -> None:
    account = world.account(("1259.50", "260"), credit="200", discount="10")
    seen = gateway.account(keys_of(account))
    program = world.desk().program()
    desk = world.desk()
    program = desk.program()
    program.sessions.sign_in(desk.user_name, desk.password)
    there = program.lookup.open_account(account.account_id)
    assert [b.due for b in seen.bills] == [b.due for b in there.bills]
    assert (seen.credit, seen.bills, seen.payments) == (there.credit, there.bills, there.payments)
    assert (seen.phone, seen.instruction, seen.claim) == ("", "", None)
    assert there.phone


def test_looking_at_a_kiosk_is_no_claim(world: World, gateway: KioskRepository) -> None:
    account = world.account()
    gateway.account(keys_of(account))
    assert world.run("SELECT * FROM claims WHERE account_id = %s", account.account_id) == []


def test_wrong_account_and_wrong_bill_are_told_alike(
    world: World, gateway: KioskRepository
) -> None:
    account, other = world.account(), world.account()
    tries = (
        AccountKeys(unique("4"), account.bills[0].bill_no),
        AccountKeys(account.account_no, unique("7")),
        AccountKeys(account.account_no, other.bills[0].bill_no),
        AccountKeys(unique("4"), unique("7")),
    )
    told = [refusal(gateway, keys) for keys in tries]
    assert {(error.code, str(error.facts)) for error in told} == {("kiosk_no_match", "{}")}


def test_an_old_paid_bill_opens_nothing(world: World, gateway: KioskRepository) -> None:
    account = world.account(("40",))
    Selling(world.desk()).take(account)
    assert gateway.account(keys_of(account)).bills == (), "the last bill opens also when it is paid"
    (old,) = account.bills
    ((connection_id,),) = world.run(
        "SELECT connection_id FROM account_connections WHERE account_id = %s", account.account_id
    )
    due_on = local_today() + timedelta(days=30)
    last = world.bill(account.account_id, connection_id, "55", due_on=due_on)
    assert refusal(gateway, AccountKeys(account.account_no, old.bill_no)).code == "kiosk_no_match"
    assert gateway.account(AccountKeys(account.account_no, last.bill_no)).bills


@pytest.mark.usefixtures("few_tries")
def test_guessing_an_account_ends_with_a_time(world: World, gateway: KioskRepository) -> None:
    account = world.account()
    for _ in range(2):
        assert refusal(gateway, AccountKeys(account.account_no, "1")).code == "kiosk_no_match"
    error = refusal(gateway, keys_of(account))
    assert error.code == "kiosk_wait"
    assert 0 < int(error.facts["seconds"]) <= 15 * 60
    # Another customer goes on; after the time the account opens.
    assert gateway.account(keys_of(world.account())).bills
    noted = world.run("SELECT detail FROM audit_events WHERE act = 'kiosk_limit'")
    assert any(account.account_no in str(row[0]) for row in noted)


@pytest.mark.usefixtures("few_tries")
def test_an_account_is_guessed_at_no_other_kiosk_either(
    world: World, gateway: KioskRepository
) -> None:
    account = world.account()
    with closing(hall_kiosk(world).gateway()) as other:
        refusal(gateway, AccountKeys(account.account_no, "1"))
        refusal(other, AccountKeys(account.account_no, "2"))
        assert refusal(other, keys_of(account)).code == "kiosk_wait"


@pytest.mark.usefixtures("few_tries")
def test_a_kiosk_waits_whatever_accounts_it_guesses(world: World, gateway: KioskRepository) -> None:
    for _ in range(8):
        assert refusal(gateway, AccountKeys(unique("4"), "1")).code == "kiosk_no_match"
    assert refusal(gateway, keys_of(world.account())).code == "kiosk_wait"


@pytest.mark.usefixtures("few_tries")
def test_tries_that_are_sent_together_count_one_after_the_other(
    world: World, kiosk: HallKiosk
) -> None:
    account = world.account()
    codes: list[str] = []

    def guess(number: int) -> None:
        with closing(kiosk.gateway()) as mine:
            codes.append(refusal(mine, AccountKeys(account.account_no, str(number))).code)

    threads = [Thread(target=guess, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == ["kiosk_no_match"] * 2 + ["kiosk_wait"] * 6


def test_a_bill_and_a_statement_are_those_of_the_office(
    world: World, gateway: KioskRepository
) -> None:
    account = world.account(("1259.50", "260"), credit="15", discount="10")
    keys, bill_no = keys_of(account), account.bills[0].bill_no
    with world.admin.engine(world.database).connect() as connection:
        today = utility_today(connection)
        first = today.replace(year=today.year - 1, day=1)
        assert gateway.bill(keys, bill_no) == BillPaperRepository(connection).bill(bill_no, today)
        assert gateway.statement(keys, first, today) == read_statement(
            connection, account.account_no, first, today
        )
    other = world.account()
    with pytest.raises(Refused, match="no_such_bill"):
        gateway.bill(keys, other.bills[0].bill_no)


def test_a_ticket_is_scanned_into_its_account_and_bills(
    world: World, gateway: KioskRepository
) -> None:
    account = world.account(("100", "60", "40"))
    chosen = [account.bills[0].bill_no, account.bills[2].bill_no]
    ticket = gateway.ticket(keys_of(account), chosen)
    assert is_ticket_code(ticket.code)
    assert (ticket.total, [b.bill_no for b in ticket.bills]) == (Decimal(140), chosen)
    selling = Selling(world.desk())
    opened = selling.program.lookup.open_ticket(ticket.code)
    assert opened.account.account_id == account.account_id
    assert opened.open_ids == {account.bills[0].bill_id, account.bills[2].bill_id}
    assert (opened.ticket.number, opened.gone) == (ticket.number, ())
    with pytest.raises(Refused, match="no_such_ticket"):
        selling.program.lookup.open_ticket(f"9{'0' * 17}")


def test_only_open_bills_of_the_account_are_on_a_ticket(
    world: World, gateway: KioskRepository
) -> None:
    account, other = world.account(), world.account()
    for bad in (
        [other.bills[0].bill_no],
        ["nothing"],
        [account.bills[0].bill_no] * 2,
    ):
        with pytest.raises(Refused, match="kiosk_bills_changed"):
            gateway.ticket(keys_of(account), bad)
    with pytest.raises(Refused, match="kiosk_no_match"):
        gateway.ticket(AccountKeys(account.account_no, "1"), [account.bills[0].bill_no])


def test_an_account_takes_five_numbers_a_day_and_the_last_counts(world: World) -> None:
    desk = world.desk(office=unique("Q", 5))
    ((office,),) = world.run(
        "SELECT o.code FROM counters c JOIN offices o ON o.office_id = c.office_id"
        " WHERE c.counter_id = %s", desk.counter_id,
    )  # fmt: skip
    program = desk.program()
    program.sessions.sign_in(desk.user_name, desk.password)
    account, other = world.account(), world.account()
    with closing(hall_kiosk(world, office).gateway()) as gateway:
        tickets = [gateway.ticket(keys_of(account), [account.bills[0].bill_no]) for _ in range(5)]
        with pytest.raises(Refused, match="kiosk_tickets"):
            gateway.ticket(keys_of(account), [account.bills[0].bill_no])
        after = gateway.ticket(keys_of(other), [other.bills[0].bill_no])
        assert (tickets[-1].number, after.number, after.waiting) == (5, 6, 1)
        assert program.queue.call_next().number == 5
        assert program.queue.call_again().number == 5
        called = program.queue.call_next()
        assert (called.number, called.waiting) == (6, 0)
        with pytest.raises(Refused, match="nobody_waits"):
            program.queue.call_next()
        seen = gateway.calls()
    assert [(c.number, c.counter) for c in seen.calls] == [
        (6, f"Counter {desk.code}"), (5, f"Counter {desk.code}"),
    ]  # fmt: skip


def test_two_numbers_without_an_account_need_a_breath_between(
    gateway: KioskRepository,
) -> None:
    assert gateway.ticket(None, ()).code == ""
    with pytest.raises(Refused, match="kiosk_wait"):
        gateway.ticket(None, ())


def test_nothing_but_its_procedures_is_open_to_a_kiosk(kiosk: HallKiosk) -> None:
    allowed = {
        "kiosk_hello", "kiosk_account", "kiosk_bill", "kiosk_statement", "kiosk_ticket",
        "hall_calls",
    }  # fmt: skip
    with closing(kiosk.client()) as client, client.cursor() as cursor:
        for item in load_objects():
            if item.kind is ObjectKind.TRIGGER:
                continue
            if item.kind is ObjectKind.VIEW:
                assert _refused(cursor, f"SELECT * FROM {item.name}"), item.name
            elif item.name not in allowed:
                word = "CALL" if item.kind is ObjectKind.PROCEDURE else "SELECT"
                marks = ", ".join(["NULL"] * 30)
                assert _refused(cursor, f"{word} {item.name}({marks})"), item.name
        for table in metadata.tables.values():
            column = next(iter(table.c)).name
            for statement in (
                f"SELECT {column} FROM {table.name} LIMIT 1",
                f"SELECT * FROM {table.name} FOR UPDATE",
                f"UPDATE {table.name} SET {column} = {column}",
                f"DELETE FROM {table.name}",
                f"INSERT INTO {table.name} ({column}) VALUES (1)",
                f"LOCK TABLES {table.name} READ",
            ):
                assert _refused(cursor, statement), statement
        cursor.execute("SELECT table_name FROM information_schema.tables"
                       " WHERE table_schema = DATABASE()")  # fmt: skip
        assert cursor.fetchall() == ()


def _refused(cursor: Any, statement: str) -> bool:
    try:
        cursor.execute(statement)
    except pymysql.MySQLError as error:
        return error.args[0] in DENIED
    return False


def test_whatever_a_kiosk_does_it_keeps_no_lock(world: World, kiosk: HallKiosk) -> None:
    account = world.account()
    with closing(kiosk.client()) as client, client.cursor() as cursor:
        cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE")
        cursor.execute("SET autocommit = 0")
        for call, values in (
            ("kiosk_account(%s, %s)", (account.account_no, account.bills[0].bill_no)),
            ("kiosk_account(%s, %s)", (account.account_no, "1")),
            (
                "kiosk_ticket(%s, %s, %s)",
                (account.account_no, account.bills[0].bill_no, f'["{account.bills[0].bill_no}"]'),
            ),
            ("hall_calls()", ()),
        ):
            cursor.execute("START TRANSACTION")
            cursor.execute(f"CALL {call}", values)
            while cursor.nextset():
                pass
            assert rows_held(world.run, client.thread_id()) == 0, call  # type: ignore[no-untyped-call]


def test_a_number_being_given_holds_no_counter_up(world: World, gateway: KioskRepository) -> None:
    """Who calls the next number reads what is committed."""
    gateway.ticket(None, ())
    queue = Selling(world.desk()).program.queue
    with closing(own_connection(world)) as giving, giving.cursor() as cursor:
        giving.begin()
        cursor.execute(
            "INSERT INTO queue_tickets"
            " (kiosk_id, office_id, business_date, number, account_id, taken_at)"
            " SELECT kiosk_id, office_id, business_date, number + 1, NULL, taken_at"
            " FROM queue_tickets ORDER BY ticket_id DESC LIMIT 1"
        )
        called = queue.call_next()
        assert queue.call_again().number == called.number


def test_no_lock_of_a_counter_holds_a_kiosk_up(world: World, gateway: KioskRepository) -> None:
    """A SET from a table's row would wait for it."""
    account = world.account(("120",))
    (bill,) = account.bills
    keys = keys_of(account)
    with locked_bill(world, bill.bill_id):
        gateway.account(keys)
        gateway.bill(keys, bill.bill_no)
        gateway.ticket(keys, (bill.bill_no,))


def test_no_row_that_a_counter_locks_is_referred_to_by_a_kiosks_rows() -> None:
    written = {"kiosk_failures", "queue_tickets", "queue_ticket_bills", "queue_days"}
    targets = {
        key.column.table.name for name in written for key in metadata.tables[name].foreign_keys
    }
    assert targets <= {"kiosks", "queue_tickets"}


def test_an_administrator_enrols_stops_and_lists(world: World, kiosk: HallKiosk) -> None:
    gateway = kiosk.gateway()
    with world.admin.engine(world.database).connect() as connection:
        set_kiosk(connection, kiosk.code, is_active=False)
        with pytest.raises(Refused, match="kiosk_disabled"):
            gateway.hello()
        again = enrol_kiosk(connection, NewKiosk(kiosk.code))
        (state,) = [k for k in list_kiosks(connection) if k.code == kiosk.code]
        with pytest.raises(Refused, match="exists_already"):
            enrol_kiosk(connection, NewKiosk(unique("", 3), "", "01", world.person(Role.CLERK)))
    gateway.close()
    assert (state.user_name, state.is_active) == (kiosk.login.user, True)
    assert again.password != kiosk.login.password
    with pytest.raises(SignInFailed):
        kiosk.gateway()


@pytest.mark.parametrize(("role", "may"), [(Role.SUPERVISOR, True), (Role.CASHIER, False)])
def test_who_may_end_the_screen(
    world: World, kiosk: HallKiosk, gateway: KioskRepository, role: Role, may: bool
) -> None:
    name = world.person(role)
    if may:
        gateway.end(kiosk.code, name, PASSWORD)
    else:
        with pytest.raises(Refused):
            gateway.end(kiosk.code, name, PASSWORD)
    with pytest.raises(SignInFailed):
        gateway.end(kiosk.code, name, "wrong")


@pytest.mark.mariadb_only
@pytest.mark.parametrize("switch", ["max_statement_time = 1", "max_session_mem_used = 500000"])
def test_a_limit_of_the_session_is_refused(world: World, kiosk: HallKiosk, switch: str) -> None:
    """It could end a CALL between a wrong guess and its row."""
    account = world.account()
    with closing(kiosk.client()) as client:
        with client.cursor() as cursor:
            cursor.execute(f"SET {switch}")
        answer = ask(client, "kiosk_account", account.account_no, account.bills[0].bill_no)
    assert answer.code == "unsafe_session"
