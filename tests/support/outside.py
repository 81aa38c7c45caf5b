"""Counters outside the hall for tests: a bank's files, a mobile service's, the paper book."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from cashier_app import cli
from cashier_app.bootstrap import SystemClock, new_request_id
from cashier_app.db.channel_door import SignedInChannels
from cashier_app.db.connection import CounterConnection
from cashier_app.db.engine import connected
from cashier_app.db.enrolment import NewCounter, create_counter
from cashier_app.domain.outside import PaperBatch, PaymentFile
from cashier_app.domain.payment_files import read_paper_file, read_payment_file
from cashier_app.domain.utility import Role
from cashier_app.services.outside import OutsideService
from tests.support.counter import PASSWORD, SeedAccount, World
from tests.support.day import local_today
from tests.support.tender_parts import RUPEE

TODAY = local_today()


@dataclass(frozen=True, slots=True)
class Channel:
    """One counter outside the hall, and who may work there."""

    world: World
    code: str
    user_name: str
    supervisor: str

    @contextmanager
    def door(self) -> Iterator[SignedInChannels]:
        """As `cashier payments` comes in."""
        with closing(CounterConnection(self.world.address, "")) as connection:
            connection.open(self.user_name, PASSWORD)
            yield SignedInChannels(connection, SystemClock(), new_request_id)

    @contextmanager
    def service(self) -> Iterator[OutsideService]:
        """The person's service at this counter."""
        with self.door() as door, door.desk(self.code) as desk:
            yield desk.service

    def approve(self, service: OutsideService, batch: PaperBatch, by: str = "") -> int:
        """A supervisor's yes to a batch; the shift that opens."""
        approved = service.prepare_batch(batch)
        with (
            self.door() as door,
            door.approver(self.code, by or self.supervisor, PASSWORD) as supervisor,
        ):
            return approved(supervisor, "Power cut")


def open_channel(world: World, kind: str, office: str = "01") -> Channel:
    """A new counter of a channel with a supervisor who enters and another who approves."""
    code = world.free_counter_code()
    with connected(replace(world.admin, address=world.address)) as connection:
        create_counter(connection, NewCounter(code, f"{kind} {code}", office, "", kind))
    user_name = world.person(Role.SUPERVISOR, "Lata Iyer", (code,))
    return Channel(world, code, user_name, world.person(Role.SUPERVISOR, "Tomas Okoye", (code,)))


def bank_file(*lines: tuple[str, str, str], day: str = "") -> PaymentFile:
    """Lines of reference, account and amount."""
    rows = [f'{ref},{day or TODAY},"{amount}",{account},,Payer' for ref, account, amount in lines]
    data = "\n".join(["reference,date,amount,account,bill,payer", *rows]).encode()
    return read_payment_file("bank.csv", data, RUPEE)


def paper_batch(*lines: tuple[str, int, str, str], day: str = "") -> PaperBatch:
    """Lines of book, number, account and amount."""
    rows = [
        f"{book},{number},{day or TODAY},{account},{amount}"
        for book, number, account, amount in lines
    ]
    data = "\n".join(["book,number,date,account,amount", *rows]).encode()
    return read_paper_file("book.csv", data, RUPEE)


def charged_late(world: World, posted_on: date) -> SeedAccount:
    """A bill of 100 with a late charge of 7 that was posted on a day."""
    account = world.account(("100",))
    (bill,) = account.bills
    world.insert("bill_late_charges", bill_id=bill.bill_id, step=1, post_on=posted_on, amount="7")
    world.insert(
        "bill_adjustments", bill_id=bill.bill_id, kind="late_charge", step=1, amount="7",
        cause="Late", posted_on=posted_on, posted_at=world.run("SELECT SYSDATE(6)")[0][0],
    )  # fmt: skip
    world.run(
        "UPDATE bills SET balance = 107, version = version + 1 WHERE bill_id = %s", bill.bill_id
    )
    return account


def run_command(
    world: World, channel: Channel, folder: Path, capsys: pytest.CaptureFixture[str], *words: str
) -> tuple[int, str]:
    """`cashier payments …` as the channel's person."""
    address = world.address
    password = folder / "password.txt"
    password.write_text(PASSWORD)
    status = cli.run(
        ["payments", *words, "--counter", channel.code, "--socket", str(address.socket),
         "--database", address.database, "--user", channel.user_name,
         "--password-file", str(password)]
    )  # fmt: skip
    return status, capsys.readouterr().out
