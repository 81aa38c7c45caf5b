"""`cashier report` as people type it, on the sample's server."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from cashier_app import cli
from cashier_app.db.private_server import PrivateServer
from cashier_app.domain.report_catalog import REPORTS
from tests.db.reports.conftest import AUDITOR
from tests.plugins.database import DATABASE
from tests.support.people import PASSWORD

Command = Callable[..., tuple[int, str, str]]
DAYS = ("--from", "2026-10-01", "--to", "2026-10-31")


@pytest.fixture
def report(
    books: PrivateServer, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> Command:
    password = tmp_path / "password"
    password.write_text(PASSWORD + "\n")
    socket = books.address(DATABASE).socket
    where = ("--socket", socket, "--database", DATABASE, "--user", AUDITOR)

    def run(*arguments: str) -> tuple[int, str, str]:
        status = cli.run(("report", *arguments, *where, "--password-file", str(password)))
        written = capsysbinary.readouterr()
        return status, written.out.decode(), written.err.decode()

    return run


def test_list_says_what_each_answers(report: Command) -> None:
    status, out, _ = report("list")
    assert status == 0
    for kind in REPORTS:
        assert f"{kind.name} " in out
        assert kind.answers in out
    assert "audit-pack" in out
    assert "journal-export" in out


def test_csv_goes_to_the_screen(report: Command) -> None:
    status, out, _ = report("ageing", *DAYS)
    rows = list(csv.reader(io.StringIO(out)))
    assert status == 0
    assert rows[0][0] == "Tariff class"
    assert [row[0] for row in rows[1:]] == ["commercial", "residential"]


@pytest.mark.parametrize("ending", ["pdf", "xlsx", "csv", "json"])
def test_the_ending_decides_the_format(report: Command, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"out.{ending}"
    status, out, err = report("collections-by-day", *DAYS, "--out", str(file))
    assert (status, out, err) == (0, "", f"{file}\n")
    begins = {"pdf": b"%PDF", "xlsx": b"PK", "csv": b"Day,", "json": b"{"}
    assert file.read_bytes().startswith(begins[ending])
    assert [p.name for p in tmp_path.glob(".out*")] == []


def test_a_folder_gets_a_name_of_its_own(report: Command, tmp_path: Path) -> None:
    report("receivables", *DAYS, "--format", "json", "--out", str(tmp_path))
    found = json.loads((tmp_path / "receivables-2026-10-01-2026-10-31.json").read_text())
    assert found["totals"]["difference"] == "0.00"
    assert found["totals"]["closing"] == found["totals"]["aged"]


def test_what_cannot_be_done_is_said(report: Command, tmp_path: Path) -> None:
    assert report("nonsense")[::2] == (1, "cashier: no such report, report: nonsense\n")
    assert report("ageing", "--from", "2026-10-31", "--to", "2026-10-01")[0] == 1
    assert "search missing" in report("receipt")[2]
    assert "--map" in report("journal-export", *DAYS)[2]
    missing = tmp_path / "no-folder" / "x.csv"
    status, _, err = report("ageing", "--out", str(missing))
    assert status == 1
    assert err.startswith("cashier: ")
    with pytest.raises(SystemExit):
        report("ageing", "--from", "yesterday")


MAP = """\
item,detail,debit,credit
billed,*,1200 Receivables,4000 Energy
billed,duty,1200 Receivables,2300 Duty
adjusted,*,1200 Receivables,4900 Adjustments
adjusted,late_charge,1200 Receivables,4100 Late charges
credit_used,*,2100 Customers' credit,1200 Receivables
tender,cash,1000 Drawers,1900 Clearing
tender,cheque,1010 Cheques,1900 Clearing
tender,card,1020 Cards,1900 Clearing
paid,*,1900 Clearing,1200 Receivables
credit,*,1900 Clearing,2100 Customers' credit
rounding,*,1900 Clearing,4950 Rounding
over_short,*,1000 Drawers,6900 Over and short
moved,*,1000 Drawers,1001 Safe
"""


def test_the_journal_export_balances_and_leaves_clearing_empty(
    report: Command, tmp_path: Path
) -> None:
    accounts = tmp_path / "map.csv"
    accounts.write_text(MAP)
    status, out, _ = report("journal-export", *DAYS, "--map", str(accounts), "--format", "json")
    assert status == 0
    found = json.loads(out)
    assert found["totals"]["debit"] == found["totals"]["credit"] != "0.00"
    sums: dict[str, int] = {}
    for row in found["rows"]:
        cents = int((row["debit"] or f"-{row['credit']}").replace(".", ""))
        sums[row["account"]] = sums.get(row["account"], 0) + cents
    assert sums["1900 Clearing"] == 0
    receivables = json.loads(report("receivables", *DAYS, "--format", "json")[1])["totals"]
    moved = int(receivables["closing"].replace(".", "")) - int(
        receivables["opening"].replace(".", "")
    )
    assert sums["1200 Receivables"] == moved


def test_a_total_without_accounts_is_named(report: Command, tmp_path: Path) -> None:
    accounts = tmp_path / "map.csv"
    accounts.write_text("item,detail,debit,credit\ntender,*,1,2\n")
    status, out, err = report("journal-export", *DAYS, "--map", str(accounts))
    assert (status, out) == (1, "")
    assert "billed/energy" in err
    assert "paid/bill" in err


def test_the_audit_pack_holds_the_books_and_their_sums(report: Command, tmp_path: Path) -> None:
    file = tmp_path / "pack.zip"
    assert report("audit-pack", *DAYS, "--out", str(file))[0] == 0
    with zipfile.ZipFile(file) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert {"README.txt", "verify.txt", "verify.json", "zs.csv", "journal.csv", "approvals.csv",
            "gaps.csv"} <= set(files)  # fmt: skip
    assert json.loads(files["verify.json"])["holds"] is True
    read_me = files.pop("README.txt").decode()
    for name, content in files.items():
        assert f"{sha256(content).hexdigest()}  {name}" in read_me
    previous = ""
    checked = 0
    for row in csv.DictReader(io.StringIO(files["journal.csv"].decode())):
        before = bytes.fromhex(row["Hash before"])
        digest = sha256(before + row["Canonical text"].encode()).hexdigest()
        assert digest == row["Hash"]
        checked += previous == row["Hash before"]
        previous = row["Hash"]
    assert checked > 50, "the pack alone shows the chain"
