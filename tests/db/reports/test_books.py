"""Shifts, corrections and the books, on a small ledger with every kind of entry."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from cashier_app.db.private_server import PrivateServer
from cashier_app.db.repositories.reports import reports_of
from cashier_app.domain.report_catalog import REPORTS
from cashier_app.domain.reports import Report, ReportOrder
from cashier_app.services.reports import ReportService
from tests.db.verify_ledger import DAY, START, Ledger
from tests.db.verify_story import full_ledger
from tests.plugins.database import DATABASE, started


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    """One Z is still to be signed."""
    book = full_ledger()
    book.rows["z_signatures"].pop()
    (cheque,) = book.rows["cheques"]
    cheque.update(bank="=HYPERLINK(1)", cheque_no="000123")
    return book


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, ledger: Ledger) -> Iterator[ReportService]:
    with started(tmp_path_factory.mktemp("ledger") / "server") as server:
        with closing(server.admin_connection(DATABASE)) as connection:
            ledger.store(connection)
            _more(connection, server)
        with reports_of(server.admin_login(DATABASE)) as gateway:
            yield ReportService(gateway)


def _more(connection: Any, _server: PrivateServer) -> None:
    """A cheque that bounced, an approval that was used, an act without money."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry_id, line_no FROM tenders WHERE kind = 'cheque' LIMIT 1")
        entry_id, line = cursor.fetchone()
        cursor.execute(
            "INSERT INTO cheque_deposits (bank, stored_at, user_id) VALUES ('City Bank', %s, 1)",
            (START,),
        )
        deposit_id = cursor.lastrowid
        for state, deposit in (("listed", deposit_id), ("bounced", None)):
            cursor.execute(
                "INSERT INTO cheque_events"
                " (entry_id, line_no, state, stored_at, user_id, deposit_id)"
                " VALUES (%s, %s, %s, %s, 1, %s)",
                (entry_id, line, state, START, deposit),
            )
        cursor.execute(
            "INSERT INTO approvals (act, request_id, fingerprint, amount, reason, user_id,"
            " approved_at, ends_at) VALUES ('movement', %s, %s, 300, 'change', 3, %s, %s)",
            (bytes(16), bytes(32), START, START + timedelta(minutes=2)),
        )
        cursor.execute(
            "INSERT INTO approval_uses (approval_id, entry_id)"
            " SELECT MAX(approval_id), (SELECT MIN(entry_id) FROM cash_movements) FROM approvals"
        )
        cursor.execute(
            "INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)"
            " VALUES (%s, 1, 1, 'lock', 'went for tea')",
            (START,),
        )
    connection.commit()


def answer(service: ReportService, name: str, **filters: str) -> Report:
    return service.run(ReportOrder(name, DAY, DAY, **filters))


def column(report: Report, key: str) -> list[Any]:
    return [row[report.index(key)] for row in report.rows]


def test_every_report_answers_with_its_columns(service: ReportService) -> None:
    for kind in REPORTS:
        report = answer(service, kind.name, search="01-000001" if kind.needs_search else "")
        assert report.rows or kind.name in {"period-locks", "debtors", "disconnections"}, kind.name


def test_shifts_say_what_their_z_says(service: ReportService, ledger: Ledger) -> None:
    report = answer(service, "shifts")
    shifts = ledger.shifts.values()
    assert sorted(column(report, "state")) == sorted(shift.state for shift in shifts)
    closed = [shift for shift in shifts if shift.state == "closed"]
    assert sum(c for c in column(report, "cash_taken") if c is not None) == sum(
        shift.cash for shift in closed
    )
    expected = [s.float_amount + s.cash + s.movements for s in closed]
    assert sorted(c for c in column(report, "expected") if c is not None) == sorted(expected)
    signed = column(report, "signature").count("signed")
    assert signed + column(report, "signature").count("not signed") == len(closed)
    assert len(answer(service, "zs").rows) == len(closed)
    assert signed == len(closed) - 1
    assert len(answer(service, "zs-unsigned").rows) == 1


def test_what_a_drawer_should_hold_is_not_told_before_the_z(service: ReportService) -> None:
    report = answer(service, "shifts")
    for row in report.rows:
        if row[report.index("state")] != "closed":
            assert row[report.index("expected")] is None
            assert row[report.index("cash_taken")] is None


def test_over_and_short_by_cashier(service: ReportService, ledger: Ledger) -> None:
    report = answer(service, "over-short")
    differences = [
        shift.counted - shift.float_amount - shift.cash - shift.movements
        for shift in ledger.shifts.values()
        if shift.state == "closed"
    ]
    assert report.totals[report.index("net")] == sum(differences, Decimal(0))
    assert report.totals[report.index("shifts")] == len(differences)
    assert report.totals[report.index("short_amount")] == sum(d for d in differences if d < 0)


def test_what_was_taken_back_names_both_receipts(service: ReportService, ledger: Ledger) -> None:
    report = answer(service, "taken-back")
    assert len(report.rows) == len(ledger.rows["reversals"])
    assert set(column(report, "reason")) == {"mistyped"}
    assert column(report, "takes_back") == ["01-000003", "02-000003"]
    amounts = {-s.undone for s in ledger.shifts.values() if s.undone}
    assert set(column(report, "amount")) == {-abs(amount) for amount in amounts}


def test_copies_and_openings_are_listed(service: ReportService) -> None:
    copies = answer(service, "reprints")
    assert [row[1:3] for row in copies.rows] == [("01-000001", 1)]
    openings = answer(service, "drawer-openings")
    assert column(openings, "reason") == ["change for a note"]


def test_an_approval_says_what_it_was_used_for(service: ReportService) -> None:
    (row,) = answer(service, "approvals").rows
    assert row[1:] == (
        "movement", Decimal(300), "meera", "change", "01-M-0001", "rana",
    )  # fmt: skip


def test_a_cheque_stands_where_it_was_left(service: ReportService) -> None:
    report = answer(service, "cheques")
    assert column(report, "state") == ["bounced"]
    assert column(report, "amount") == [Decimal(600)]
    assert answer(service, "cheques", search="hyperlink").rows == report.rows
    assert answer(service, "cheques", search="nothing").rows == ()


def test_the_deposit_counts_pieces_and_cheques(service: ReportService, ledger: Ledger) -> None:
    report = answer(service, "deposit")
    counted = sum(s.counted for s in ledger.shifts.values() if s.counted)
    cash = sum(row[4] for row in report.rows if row[1] == "cash")  # type: ignore[misc]
    assert cash == counted
    assert [row[2:] for row in report.rows if row[1] == "cheque"] == [
        ("=HYPERLINK(1) 000123", 1, Decimal(600))
    ]


def test_the_audit_trail_has_every_act_and_searches(service: ReportService, ledger: Ledger) -> None:
    report = answer(service, "audit-trail")
    assert len(report.rows) == len(ledger.rows["journal"]) + 2
    assert column(report, "stored_at") == sorted(column(report, "stored_at"))
    assert column(answer(service, "audit-trail", search="TEA"), "act") == ["lock"]
    assert column(answer(service, "audit-trail", search="01-000003"), "act") == ["payment"]
    assert answer(service, "audit-trail", search="100%").rows == ()


def test_no_number_is_missing(service: ReportService) -> None:
    report = answer(service, "gaps")
    assert report.totals[report.index("missing")] == 0
    assert all(row[2] == row[3] for row in report.rows)


def test_the_journal_holds_what_is_hashed(service: ReportService, ledger: Ledger) -> None:
    report = answer(service, "journal")
    wanted = {r["entry_id"]: (r["canonical"].decode(), r["hash"].hex())
              for r in ledger.rows["journal"]}  # fmt: skip
    at, text, digest = (report.index(key) for key in ("entry_id", "canonical", "hash"))
    assert {row[at]: (row[text], row[digest]) for row in report.rows} == wanted


def test_receivables_end_at_the_balances(service: ReportService, ledger: Ledger) -> None:
    (row,) = answer(service, "receivables").rows
    issued = [
        ledger.bills[r["bill_id"]].balance for r in ledger.rows["bills"] if r["status"] != "draft"
    ]
    _, opening, *changes, closing_, aged, difference = row
    assert (opening, difference) == (0, 0)
    assert sum(changes) == closing_ == aged == sum(issued)  # type: ignore[arg-type]
    # 5 used beside a card, 33 at issue; credit that was made is no payment by credit.
    assert row[6] == -38
