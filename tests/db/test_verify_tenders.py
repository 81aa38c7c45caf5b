"""Cheques, slips, files and the paper book are silent; what is changed in them is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pymysql
import pytest

from cashier_app.domain.cheques import ChequeState
from cashier_app.domain.outside import CashCounted
from cashier_app.domain.shifts import Pieces
from cashier_app.domain.utility import Role
from cashier_app.verify.findings import Span
from cashier_app.verify.proved import proved_payments
from cashier_app.verify.reader import Reader
from tests.db.verify_unguarded import found_in, run, unguarded
from tests.plugins.database import DATABASE, started
from tests.support.correcting import Correcting
from tests.support.counter import World
from tests.support.outside import TODAY, bank_file, charged_late, open_channel, paper_batch
from tests.support.selling import Selling
from tests.support.tender_parts import a_cheque, by_card, by_cheque, order_with

if TYPE_CHECKING:
    Connection = pymysql.Connection[Any]


@dataclass(frozen=True)
class Story:
    """A server without triggers, and the entries of each kind by name."""

    connection: Connection
    entries: dict[str, int]

    def found(self, *statements: str) -> list[tuple[int, str]]:
        """The breaches after `statements`, where {cheque} is the entry of that name."""
        try:
            run(self.connection, "SET foreign_key_checks = 0")
            for statement in statements:
                run(self.connection, statement.format(**self.entries))
            return found_in(self.connection)
        finally:
            self.connection.rollback()


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    folder = tmp_path_factory.mktemp("tendered")
    with started(folder / "server") as server:
        world = World(server.admin_login(DATABASE), DATABASE, folder / "counters")
        entries = _one_of_each(world)
        world.close()
        with unguarded(server) as connection:
            yield Story(connection, entries)


def _one_of_each(world: World) -> dict[str, int]:
    selling = Selling(world.desk(Role.SUPERVISOR, "Lata Iyer"))
    listed, waiting = a_cheque("80"), a_cheque("60")
    split = order_with(
        selling, world.account(("200",)), by_cheque(listed), by_card("50"), cash="100"
    )
    cheque = selling.send(split)
    other = selling.send(order_with(selling, world.account(("60",)), by_cheque(waiting)))
    cheques = selling.program.cheques
    received = [
        q for q in cheques.register(ChequeState.RECEIVED) if q.cheque_no == listed.cheque_no
    ]
    cheques.list_to_bank("City Bank", received)
    cheques.clear(received)
    bank, paper = open_channel(world, "bank"), open_channel(world, "paper")
    account = world.account(("100",))
    with bank.service() as service:
        service.import_file(bank_file(("TX-1", account.account_no, "30")))
    with paper.service() as service:
        paper.approve(service, paper_batch(("A", 1, account.account_no, "20")))
        service.enter_batch(CashCounted((Pieces(Decimal(20), 1),)))
    late, in_time = charged_late(world, TODAY), str(TODAY - timedelta(days=2))
    correcting = Correcting(world, selling)
    with bank.service() as service:
        lines = bank_file(("TX-8", late.account_no, "100"), day=in_time)
        (wrong,) = service.import_file(lines).taken
        correcting.carry_out(correcting.reversal(wrong.receipt_no))
        service.import_file(bank_file(("TX-9", late.account_no, "100"), day=in_time))
    found = world.run("SELECT reference, entry_id FROM outside_payments")
    by_reference = {str(row[0]): int(row[1]) for row in found}
    return {
        "cheque": cheque.entry_id, "other": other.entry_id,
        "bank": by_reference["TX-1"], "paper": by_reference["A-1"], "again": by_reference["TX-9"],
    }  # fmt: skip


def test_one_of_each_is_silent(story: Story) -> None:
    assert story.found() == []


@pytest.mark.parametrize(
    ("number", "statement"),
    [
        # The numbers are in the hashed text.
        (3, "UPDATE cheques SET cheque_no = '9' WHERE entry_id = {cheque}"),
        (3, "UPDATE cheques SET bank = 'Hill Bank' WHERE entry_id = {cheque}"),
        (3, "UPDATE cheques SET dated_on = dated_on - INTERVAL 1 DAY WHERE entry_id = {cheque}"),
        (3, "UPDATE card_slips SET slip_no = '9' WHERE entry_id = {cheque}"),
        (3, "UPDATE outside_payments SET reference = 'TX-2' WHERE entry_id = {bank}"),
        (3, "UPDATE outside_payments SET payer = 'Other' WHERE entry_id = {bank}"),
        (3, "UPDATE payment_files SET total = 1"),
        (3, "UPDATE payment_files SET file_name = 'other.csv'"),
        # 1: a late charge that stood again was taken back by money of a day before it
        (1, ("UPDATE outside_payments SET value_date = value_date + INTERVAL 2 DAY"
            " WHERE entry_id = {again}")),
        # 4: numbers and amounts of tenders
        (4, "DELETE FROM cheques WHERE entry_id = {cheque}"),
        (4, "DELETE FROM card_slips WHERE entry_id = {cheque}"),
        (4, "DELETE FROM outside_payments WHERE entry_id = {bank}"),
        (4, "UPDATE cheques SET face_amount = 79 WHERE entry_id = {cheque}"),
        (4, ("UPDATE cheques a JOIN cheques b ON b.entry_id = {cheque} SET a.bank = b.bank,"
            " a.cheque_no = b.cheque_no WHERE a.entry_id = {other}")),
        # 5: states of cheques, approved paper receipts
        (5, ("INSERT INTO cheque_events (entry_id, line_no, state, stored_at, user_id)"
            " VALUES ({other}, 1, 'cleared', SYSDATE(6), 1)")),
        (5, "DELETE FROM cheque_events WHERE state = 'listed'"),
        (5, "UPDATE cheque_events SET deposit_id = NULL WHERE state = 'listed'"),
        (5, "UPDATE cheque_events SET entry_id = 77"),
        (5, ("INSERT INTO cheque_events (entry_id, line_no, state, stored_at, user_id, deposit_id)"
            " SELECT {other}, 1, x.state, x.stored_at, x.user_id, x.deposit_id"
            " FROM cheque_events x WHERE x.state = 'listed'"
            " UNION ALL SELECT {other}, 1, 'bounced', SYSDATE(6), 1, NULL")),
        (5, "UPDATE paper_lines SET amount = 21"),
        (5, "UPDATE paper_lines SET number = 2"),
        (5, "UPDATE approvals SET act = 'refund' WHERE act = 'paper'"),
        # 6 and 8: money from outside belongs to its channel and its file
        (6, "UPDATE outside_payments SET counter_id = 1 WHERE entry_id = {bank}"),
        (6, "UPDATE outside_payments SET value_date = '2999-01-01' WHERE entry_id = {bank}"),
        (6, "UPDATE counters SET channel = 'hall' WHERE channel = 'bank'"),
        (6, "DELETE FROM paper_lines"),
        (8, "DELETE FROM payment_files"),
        (8, "UPDATE payment_files SET receipts = 0"),
        (8, "UPDATE payment_files SET total = total - 1"),
        (8, "DELETE FROM approval_uses WHERE entry_id IN (SELECT shift_id FROM paper_lines)"),
        (8, "UPDATE counters SET channel = 'bank' WHERE channel = 'hall'"),
    ],
)  # fmt: skip
def test_what_was_changed_is_named(story: Story, number: int, statement: str) -> None:
    assert number in [found for found, _ in story.found(statement)]


def test_the_server_proves_money_from_outside_too(story: Story) -> None:
    """What it does not prove is read whole: right, but slow where most money comes from banks."""
    reader = Reader(story.connection)
    others = [e for b in reader.spans(Span.ENTRIES) for e in proved_payments(reader, b).others]
    outside = {row[0] for row in run(story.connection, "SELECT entry_id FROM outside_payments")}
    assert outside
    assert not outside & set(others)
