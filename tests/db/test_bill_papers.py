"""Bills and statements as they are printed, read from a sample on a real server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from cashier_app import cli
from cashier_app.db.private_server import PrivateServer
from cashier_app.db.repositories.bill_papers import (
    BillPaperRepository,
    read_statement,
    utility_today,
)
from cashier_app.domain.errors import Refused
from cashier_app.sample_filling import fill_with_sample
from tests.plugins.database import DATABASE, copy_of_template, wanted_server
from tests.support.counter import unique

TODAY = date(2026, 11, 23)
SAMPLE = 60


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateServer]:
    """A sample that these tests only read."""
    folder = tmp_path_factory.mktemp(unique("bills"))
    copy_of_template(folder / "server", wanted_server())
    with PrivateServer(folder / "server") as running:
        fill_with_sample(running.admin_login(DATABASE), SAMPLE, 12, 1, TODAY, quiet=True)
        yield running


@pytest.fixture
def connection(server: PrivateServer) -> Iterator[Connection]:
    engine = server.admin_login(DATABASE).engine()
    with engine.connect() as connected:
        yield connected
    engine.dispose()


@pytest.fixture
def october(connection: Connection) -> str:
    """The number of the demo's own bill: its customer is the same in every sample."""
    query = (
        "SELECT b.bill_no FROM bills b JOIN accounts a ON a.account_id = b.account_id"
        " WHERE a.account_no = '4410029761' AND b.total = 1217"
    )
    return str(connection.execute(text(query)).scalar_one())


def test_a_bill_is_printed_as_it_was_issued(connection: Connection, october: str) -> None:
    paper = BillPaperRepository(connection).bill(october, TODAY)
    assert paper.holder.customer_name == "Karuna Sharma"
    assert paper.holder.account_no == "4410-0297-61"
    assert sum(line.amount for line in paper.lines) == paper.total == 1217
    assert [step.amount for step in paper.late_steps] == [42.5]
    assert paper.after_due == 1259.5
    (reading,) = paper.readings
    assert (reading.to_value - reading.from_value) * reading.multiplier == reading.units == 188
    assert len(paper.months) == 11, "what was billed later is not on this paper"
    assert paper.months[-1].kwh == 188
    assert paper.other_bills == 260 + 998
    assert paper.credit == 200


def test_an_unknown_bill_is_refused(connection: Connection) -> None:
    with pytest.raises(Refused, match="no_such_bill"):
        BillPaperRepository(connection).bill("00000000", TODAY)


def test_a_route_has_a_page_for_each_of_its_bills(connection: Connection) -> None:
    route, month, count = connection.execute(
        text(
            "SELECT r.code, DATE_FORMAT(b.period_to, '%Y-%m-01'), COUNT(*) FROM bills b"
            " JOIN connections k ON k.connection_id = b.connection_id"
            " JOIN routes r ON r.route_id = k.route_id"
            " WHERE b.kind = 'period' AND b.status <> 'cancelled'"
            " GROUP BY r.code, DATE_FORMAT(b.period_to, '%Y-%m-01')"
            " ORDER BY COUNT(*) DESC, r.code LIMIT 1"
        )
    ).one()
    papers = list(BillPaperRepository(connection).route(route, date.fromisoformat(month), TODAY))
    assert len(papers) == count > 1
    assert all(sum(line.amount for line in paper.lines) == paper.total for paper in papers)
    addresses = [paper.holder.address for paper in papers]
    assert addresses == sorted(addresses)


@pytest.mark.parametrize(("route", "refusal"), [("nowhere", "no_such_route"), ("", "no_bills")])
def test_a_route_without_bills_is_refused(connection: Connection, route: str, refusal: str) -> None:
    route = route or str(connection.execute(text("SELECT MIN(code) FROM routes")).scalar_one())
    with pytest.raises(Refused, match=refusal):
        next(BillPaperRepository(connection).route(route, date(1999, 1, 1), TODAY))


def test_every_statement_ends_with_what_is_owed(connection: Connection) -> None:
    """Opening and postings lead to the balances less the credit, for every account."""
    owed = {
        row.account_no: row.owed
        for row in connection.execute(
            text(
                "SELECT a.account_no, COALESCE((SELECT SUM(b.balance) FROM bills b"
                " WHERE b.account_id = a.account_id AND b.status <> 'draft'), 0) - a.credit AS owed"
                " FROM accounts a"
            )
        )
    }
    assert len(owed) >= SAMPLE
    for account_no, amount in owed.items():
        statement = read_statement(connection, account_no, date(2026, 9, 1), date(2030, 1, 1))
        assert statement.closing == amount, account_no
        whole = read_statement(connection, account_no, date(2000, 1, 1), date(2030, 1, 1))
        assert whole.opening == 0
        assert whole.closing == amount


def test_a_statement_refuses_what_is_not_there(connection: Connection) -> None:
    with pytest.raises(Refused, match="no_such_account"):
        read_statement(connection, "1", TODAY, TODAY)
    with pytest.raises(Refused, match="bad_period"):
        read_statement(connection, "4410029761", TODAY, date(2026, 1, 1))


def test_today_is_the_utilitys(connection: Connection) -> None:
    local = connection.execute(text("SELECT local_date(SYSDATE(6))")).scalar_one()
    assert utility_today(connection) == local


def test_the_commands_write_files(
    server: PrivateServer, october: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ("--folder", str(server.folder), "--database", DATABASE)
    bill, statement = tmp_path / "bill.pdf", tmp_path / "statement.pdf"
    assert cli.run(("bill", "print", "--bill", october, "--out", str(bill), *place)) == 0
    assert bill.read_bytes().startswith(b"%PDF")
    words = ("--account", "4410-0297-61", "--from", "2026-01-01", "--to", "2026-12-31")
    assert cli.run(("bill", "statement", *words, "--out", str(statement), *place)) == 0
    assert statement.read_bytes().startswith(b"%PDF")
    assert "postings in" in capsys.readouterr().out
    assert cli.run(("bill", "print", "--route", "x", "--out", str(bill), *place)) == 1
    assert "--cycle" in capsys.readouterr().err
