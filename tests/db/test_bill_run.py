"""A bill run over a sample: priced by the engine, gapless, frozen, credit used, the books hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from cashier_app import cli
from cashier_app.db.engine import Login, connected
from cashier_app.db.private_server import PrivateServer
from cashier_app.db.repositories.bill_runs import BillRunRepository
from cashier_app.db.repositories.tariffs import TariffRepository
from cashier_app.db.users import create_user
from cashier_app.domain.bill_parts import Load
from cashier_app.domain.bill_run import Run, RunOrder, Use, price_use
from cashier_app.domain.errors import Refused
from cashier_app.domain.people import NewUser
from cashier_app.domain.utility import Role
from cashier_app.sample_filling import fill_with_sample
from cashier_app.verify.connection import reader_for
from cashier_app.verify.verification import verify
from tests.plugins.database import DATABASE, copy_of_template, wanted_server
from tests.support.counter import PASSWORD, unique
from tests.support.day import local_today

TODAY = date(2025, 11, 23)
ORDER = RunOrder(date(2025, 12, 1), "", date(2025, 12, 15), local_today() + timedelta(20))
READ_ON = date(2025, 12, 11)


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateServer]:
    """A sample whose meters were read once more than was billed."""
    folder = tmp_path_factory.mktemp(unique("run"))
    copy_of_template(folder / "server", wanted_server())
    with PrivateServer(folder / "server") as running:
        login = running.admin_login(DATABASE)
        fill_with_sample(login, 60, 12, 1, TODAY, quiet=True)
        with connected(login) as root:
            create_user(
                root,
                NewUser(
                    "clara", "Clara Berg", Role.CLERK, PASSWORD, (), must_change_password=False
                ),
            )
            root.execute(
                text(
                    "INSERT INTO readings (register_id, read_on, value, kind, status)"
                    " SELECT r.register_id, :day, MAX(r.value) + 100 + MOD(r.register_id, 40),"
                    " 'period', 'actual' FROM readings r GROUP BY r.register_id"
                ),
                {"day": READ_ON},
            )
        yield running


@pytest.fixture
def root(server: PrivateServer) -> Iterator[Connection]:
    with connected(server.admin_login(DATABASE)) as connection:
        yield connection


@pytest.fixture
def clerk(server: PrivateServer) -> Iterator[BillRunRepository]:
    with connected(Login(server.address(DATABASE), "clara", PASSWORD)) as connection:
        yield BillRunRepository(connection)


def quiet(_what: str, _done: int, _of: int) -> None:
    """Nobody watches."""


def priced(clerk: BillRunRepository, order: RunOrder = ORDER) -> Run:
    return clerk.price(clerk.open_run(order), quiet)


def ask(root: Connection, question: str, **binds: object) -> list[tuple[object, ...]]:
    return [tuple(row) for row in root.execute(text(question), binds)]


NEW = "b.kind = 'period' AND b.period_to = '2025-12-11'"


def test_a_run_is_previewed_issued_and_holds(
    server: PrivateServer, root: Connection, clerk: BillRunRepository
) -> None:
    before = ask(root, "SELECT last_no FROM bill_series WHERE series = '2512'")
    run = priced(clerk)
    totals = clerk.totals(run)
    assert totals.bills == run.items > 50
    assert totals.amount > 0
    assert totals.before_bills > 50
    assert ask(root, f"SELECT COUNT(*) FROM bills b WHERE {NEW}") == [(0,)], "only looked at"

    credit = ask(root, "SELECT COALESCE(SUM(credit), 0) FROM accounts")[0][0]
    done = clerk.issue(run, quiet, at_once=17)
    assert done.state == "issued"
    ((count, amount, lowest, highest),) = ask(
        root,
        "SELECT COUNT(*), SUM(b.total), MIN(b.running_no), MAX(b.running_no) FROM bills b"
        f" WHERE {NEW}",
    )
    assert count == run.items
    assert amount == totals.amount
    first = before[0][0] if before else 0
    assert (lowest, highest) == (first + 1, first + run.items)  # type: ignore[operator]
    used = ask(root, "SELECT COALESCE(SUM(credit), 0) FROM accounts")[0][0]
    assert isinstance(credit, Decimal)
    assert isinstance(used, Decimal)
    assert used < credit, "somebody's credit was used at issue"
    with reader_for(server.admin_login(DATABASE)) as reader:
        assert [str(breach) for breach in verify(reader).breaches] == []


def test_a_price_below_nothing_becomes_credit(root: Connection, clerk: BillRunRepository) -> None:
    """Without any credit before and without a true-up."""
    run = priced(clerk)
    mine = (
        "bill_run_items i JOIN accounts a ON a.account_id = i.account_id"
        " JOIN bill_run_patterns p ON p.run_id = i.run_id AND p.pattern_key = i.pattern_key"
    )
    pattern, account = root.execute(
        text(f"SELECT p.pattern_no, a.account_id FROM {mine} WHERE a.credit = 0 LIMIT 1")
    ).one()
    of_pattern = "WHERE run_id = :run AND pattern_no = :pattern"
    for statement in (
        f"UPDATE bill_run_patterns SET total = -5, discount_amount = 0 {of_pattern}",
        f"UPDATE bill_run_lines SET amount = 0 {of_pattern}",
        f"UPDATE bill_run_lines SET amount = -5 {of_pattern} AND line_no = 1",
    ):
        root.execute(text(statement), {"run": run.run_id, "pattern": pattern})
    clerk.issue(run, quiet)
    credit = text("SELECT credit FROM accounts WHERE account_id = :account")
    assert root.execute(credit, {"account": account}).scalar_one() == 5


def test_the_same_cycle_again_bills_nothing(clerk: BillRunRepository) -> None:
    clerk.issue(priced(clerk), quiet)
    again = priced(clerk)
    assert again.items == 0
    assert clerk.issue(again, quiet).state == "dropped"


def test_one_run_at_a_time_and_a_dropped_one_leaves_nothing(
    root: Connection, clerk: BillRunRepository
) -> None:
    run = priced(clerk)
    with pytest.raises(Refused, match="run_open_already"):
        clerk.open_run(ORDER)
    assert clerk.waiting(ORDER.cycle, "") is not None
    clerk.drop(run)
    assert clerk.waiting(ORDER.cycle, "") is None
    assert ask(root, f"SELECT COUNT(*) FROM bills b WHERE {NEW}") == [(0,)]
    for table in ("items", "patterns", "lines", "late_charges", "readings"):
        assert ask(root, f"SELECT COUNT(*) FROM bill_run_{table}") == [(0,)], table
    with pytest.raises(Refused, match="run_ended"):
        clerk.drop(run)


class Stopped(Exception):
    """Somebody pressed cancel."""


def test_an_issue_that_is_cut_off_goes_on_where_it_was(
    server: PrivateServer, root: Connection, clerk: BillRunRepository
) -> None:
    run = priced(clerk)

    def stop(_what: str, done: int, _of: int) -> None:
        if done >= 20:
            raise Stopped

    with pytest.raises(Stopped):
        clerk.issue(run, stop, at_once=10)
    assert ask(root, f"SELECT COUNT(*) FROM bills b WHERE {NEW}") == [(20,)]
    waiting = clerk.waiting(ORDER.cycle, "")
    assert waiting is not None
    assert (waiting.state, waiting.issued) == ("issuing", 20)
    clerk.issue(waiting, quiet, at_once=10)
    assert ask(root, f"SELECT COUNT(*) FROM bills b WHERE {NEW}") == [(run.items,)]
    with reader_for(server.admin_login(DATABASE)) as reader:
        assert [str(breach) for breach in verify(reader).breaches] == []


def test_pricing_that_is_cut_off_begins_again(clerk: BillRunRepository, root: Connection) -> None:
    run = clerk.open_run(ORDER)

    def stop(what: str, _done: int, _of: int) -> None:
        if what == "pricing":
            raise Stopped

    with pytest.raises(Stopped):
        clerk.price(run, stop)
    waiting = clerk.waiting(ORDER.cycle, "")
    assert waiting is not None
    assert clerk.price(waiting, quiet).items > 50


def test_a_route_is_billed_alone_and_what_cannot_be_billed_is_named(
    root: Connection, clerk: BillRunRepository
) -> None:
    ((route, connection_id, connection_no),) = ask(
        root,
        "SELECT r.code, k.connection_id, k.connection_no FROM connections k"
        " JOIN routes r ON r.route_id = k.route_id"
        " JOIN account_connections ac ON ac.connection_id = k.connection_id"
        " AND ac.liable_to IS NULL ORDER BY k.connection_id LIMIT 1",
    )
    root.execute(
        text("DELETE FROM connection_tariffs WHERE connection_id = :k"), {"k": connection_id}
    )
    order = RunOrder(ORDER.cycle, str(route), ORDER.issue_on, ORDER.due_on)
    run = priced(clerk, order)
    assert 0 < run.items < 40
    assert (connection_no, "no_tariff") in [
        (e.connection_no, e.reason) for e in clerk.exceptions(run)
    ]
    with pytest.raises(Refused, match="run_open_already"):
        clerk.open_run(ORDER)
    clerk.issue(run, quiet)
    routes = ask(
        root,
        "SELECT DISTINCT r.code FROM bills b JOIN connections k"
        " ON k.connection_id = b.connection_id JOIN routes r ON r.route_id = k.route_id"
        f" WHERE {NEW}",
    )
    assert routes == [(route,)]


def test_a_held_reading_is_never_billed(root: Connection, clerk: BillRunRepository) -> None:
    run = priced(clerk)
    root.execute(text("UPDATE readings SET status = 'held' WHERE read_on = :d"), {"d": READ_ON})
    with pytest.raises(Refused, match="reading_held_meanwhile"):
        clerk.issue(run, quiet)
    assert ask(root, f"SELECT COUNT(*) FROM bills b WHERE {NEW}") == [(0,)]


def test_a_bill_is_what_its_lines_come_to(
    server: PrivateServer, root: Connection, clerk: BillRunRepository
) -> None:
    """Who prices a run writes its tables by right: sum and lines must fit all the same."""
    before = ask(root, "SELECT COUNT(*), SUM(total) FROM bills")
    series = ask(root, "SELECT series, last_no FROM bill_series ORDER BY series")
    run = priced(clerk)
    with connected(Login(server.address(DATABASE), "clara", PASSWORD)) as client:
        client.execute(
            text(
                "UPDATE bill_run_patterns p JOIN bill_run_items i ON i.run_id = p.run_id"
                " AND i.pattern_key = p.pattern_key SET p.total = p.total - 1"
                " WHERE p.run_id = :run AND i.seq = 20"
            ),
            {"run": run.run_id},
        )
    with pytest.raises(Refused, match="bill_differs_from_lines"):
        clerk.issue(run, quiet)
    assert ask(root, "SELECT COUNT(*), SUM(total) FROM bills") == before
    assert ask(root, "SELECT series, last_no FROM bill_series ORDER BY series") == series


def test_nobody_bills_without_the_right(server: PrivateServer, root: Connection) -> None:
    root.execute(
        text(
            "DELETE r FROM rights r JOIN users u ON u.user_id = r.user_id"
            " WHERE u.user_name = 'clara'"
        )
    )
    login = Login(server.address(DATABASE), "clara", PASSWORD)
    with connected(login) as connection, pytest.raises(Refused, match="no_right"):
        BillRunRepository(connection).open_run(ORDER)


def test_the_command_shows_issues_and_goes_on(
    server: PrivateServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    password = tmp_path / "password"
    password.write_text(f"{PASSWORD}\n", "utf-8")
    words = (
        "bill", "run", "--cycle", "2025-12", "--issue-on", "2025-12-15", "--due-days", "9999",
        "--folder", str(server.folder), "--database", DATABASE,
        "--user", "clara", "--password-file", str(password),
    )  # fmt: skip
    assert cli.run((*words, "--dry-run")) == 0
    shown = capsys.readouterr().out
    assert "the one before" in shown
    assert "Nothing was issued." in shown
    assert cli.run((*words, "--yes")) == 0
    assert "bills are issued." in capsys.readouterr().out
    assert cli.run((*words, "--yes")) == 1
    assert "nothing to bill" in capsys.readouterr().out


RATCHET = """
code = "RATCHET"
currency = "{currency}"
valid_from = 2020-01-01

[[charge]]
code = "energy"
form = "flat"
price = 1

[[charge]]
code = "demand"
form = "demand"
unit = "kVA"
price = 10
ratchet_percent = 80
"""


def test_a_ratchet_looks_back_a_year_over_what_was_billed(
    root: Connection, clerk: BillRunRepository
) -> None:
    """Two connections used the same; one had a higher maximum eleven months before."""
    ((currency,),) = ask(root, "SELECT currency_code FROM utility")
    TariffRepository(root).take_in(RATCHET.format(currency=currency))
    places = ask(
        root,
        "SELECT ac.account_id, k.connection_id, g.meter_id, MAX(b.period_to) FROM connections k"
        " JOIN account_connections ac ON ac.connection_id = k.connection_id"
        "  AND ac.liable_to IS NULL"
        " JOIN meter_fittings f ON f.connection_id = k.connection_id AND f.removed_on IS NULL"
        " JOIN registers g ON g.meter_id = f.meter_id JOIN bills b ON b.account_id = ac.account_id"
        "  AND b.connection_id = k.connection_id AND b.kind = 'period'"
        " GROUP BY ac.account_id, k.connection_id, g.meter_id HAVING COUNT(DISTINCT g.register_id)"
        " = 1 ORDER BY k.connection_id LIMIT 2",
    )
    for at, (account_id, connection_id, meter_id, billed_to) in enumerate(places):
        register_id = _insert(root, "registers", meter_id=meter_id, code="max", unit="kVA", dials=5)
        _insert(
            root,
            "connection_tariffs",
            connection_id=connection_id,
            valid_from="2025-11-30",
            tariff_id=ask(root, "SELECT tariff_id FROM tariffs WHERE code = 'RATCHET'")[0][0],
        )
        ended = ask(
            root,
            "SELECT b.bill_id, b.period_to, MAX(br.to_reading_id) FROM bills b"
            " JOIN bill_readings br ON br.bill_id = b.bill_id"
            " WHERE b.account_id = :a AND b.connection_id = :k AND b.period_to > '2024-12-20'"
            " GROUP BY b.bill_id, b.period_to ORDER BY b.period_to", a=account_id, k=connection_id,
        )  # fmt: skip
        before = None
        for (bill_id, day, _), most in zip(
            (ended[0], ended[-1]), (100 if at else 30, 30), strict=True
        ):
            reading = _insert(
                root,
                "readings",
                register_id=register_id,
                read_on=day,
                value=most,
                kind="period",
                status="actual",
            )
            _insert(
                root,
                "bill_readings",
                bill_id=bill_id,
                to_reading_id=reading,
                from_reading_id=before or reading,
                consumption=most,
            )
            before = reading
        _insert(
            root,
            "readings",
            register_id=register_id,
            read_on=READ_ON,
            value=40,
            kind="period",
            status="actual",
        )
        assert billed_to == ended[-1][1]
    run = priced(clerk)
    refused = {e.connection_no: e.detail for e in clerk.exceptions(run)}
    assert clerk.issue(run, quiet).state == "issued"
    demands = ask(
        root,
        "SELECT l.quantity, l.amount FROM bills b JOIN bill_lines l ON l.bill_id = b.bill_id"
        f" WHERE {NEW} AND l.kind = 'demand' ORDER BY b.connection_id",
    )
    assert demands == [(40, 400), (80, 800)], refused


def _insert(root: Connection, table: str, **values: object) -> int:
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    return root.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), values).lastrowid


def test_a_true_up_scales_what_a_bill_gives_to_the_bills_it_gives_back(
    root: Connection, clerk: BillRunRepository
) -> None:
    """Without it a rising tariff would price two months' use by the blocks of one."""
    ((connection_id, register_id),) = ask(
        root,
        "SELECT f.connection_id, MIN(g.register_id) FROM meter_fittings f"
        " JOIN registers g ON g.meter_id = f.meter_id"
        " JOIN account_connections ac ON ac.connection_id = f.connection_id"
        "  AND ac.liable_to IS NULL"
        " WHERE f.removed_on IS NULL GROUP BY f.connection_id HAVING COUNT(*) = 1"
        " ORDER BY f.connection_id LIMIT 1",
    )
    here = {"r": register_id}
    root.execute(
        text("UPDATE readings SET status = 'estimated' WHERE read_on = :day AND register_id = :r"),
        {**here, "day": READ_ON},
    )
    clerk.issue(priced(clerk), quiet)
    ((before,),) = ask(root, "SELECT MAX(value) FROM readings WHERE register_id = :r", **here)
    _insert(root, "readings", register_id=register_id, read_on="2026-01-11",
            value=before + 230, kind="period", status="actual")  # type: ignore[operator]  # fmt: skip
    order = RunOrder(date(2026, 1, 1), "", date(2026, 1, 15), ORDER.due_on)
    clerk.issue(priced(clerk, order), quiet)
    ((bill_id, code, since, until, kwh, schemes),) = ask(
        root,
        "SELECT b.bill_id, t.code, b.period_from, b.period_to, b.kwh,"
        " COALESCE((SELECT GROUP_CONCAT(d.code) FROM connection_schemes s"
        "  JOIN discount_schemes d ON d.scheme_id = s.scheme_id"
        "  WHERE s.connection_id = b.connection_id), '')"
        " FROM bills b JOIN tariff_versions v ON v.tariff_version_id = b.tariff_version_id"
        " JOIN tariffs t ON t.tariff_id = v.tariff_id"
        " WHERE b.connection_id = :k AND b.period_to = '2026-01-11'",
        k=connection_id,
    )
    (load,) = ask(
        root, "SELECT load_kw, load_kva, amperes FROM connection_loads WHERE connection_id = :k",
        k=connection_id,
    )  # fmt: skip
    use = Use(
        str(code), since, until, (("total", "kWh", kwh),), Load(*load),  # type: ignore[arg-type]
        frozenset(filter(None, str(schemes).split(","))), bills=2,
    )  # fmt: skip
    right = price_use(use, TariffRepository(root).tariff(str(code)), order)
    lines = ask(
        root, "SELECT amount FROM bill_lines WHERE bill_id = :b AND line_no < 900"
        " ORDER BY line_no", b=bill_id,
    )  # fmt: skip
    assert lines == [(line.amount,) for line in right.lines]
    single = price_use(replace(use, bills=1), TariffRepository(root).tariff(str(code)), order)
    assert right.total < single.total
