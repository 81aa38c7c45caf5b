"""Files of payments as spreadsheets and banks write them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from cashier_app.domain.errors import Refused
from cashier_app.domain.money import Currency
from cashier_app.domain.payment_files import read_account_list, read_payment_file
from cashier_app.services.payment_bytes import payment_bytes

RUPEE = Currency("INR", "Rs", 2)
LINES = ("reference,date,amount,account", "R-1,2026-11-25,1259.50,4410029761")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("behind", [0, 1, 3])
def test_a_spreadsheet_may_have_saved_it(
    ending: str, delimiter: str, mark: str, behind: int
) -> None:
    """Marked, its lines ended anyhow, with empty columns behind the last."""
    text = ending.join(line.replace(",", delimiter) + delimiter * behind for line in LINES)
    file = read_payment_file("bank.csv", f"{mark}{text}{ending}".encode(), RUPEE)
    assert file.refused == ()
    assert [(line.reference, line.amount) for line in file.lines] == [("R-1", Decimal("1259.50"))]


def test_what_stands_behind_the_last_column_is_refused() -> None:
    file = read_payment_file("bank.csv", "\n".join((LINES[0], f"{LINES[1]},,x")).encode(), RUPEE)
    assert [(line.line, line.code) for line in file.refused] == [(2, "other_columns")]


def test_a_list_may_leave_its_amounts_out() -> None:
    listed, refused = read_account_list(b"account,amount,\n4410029761,,\n4410031108,5,\n", RUPEE)
    assert ([one.amount for one in listed], refused) == ([None, Decimal(5)], ())


def test_a_file_is_looked_at_before_it_is_read(tmp_path: Path) -> None:
    """A film in the wrong folder does not fill the counter's memory."""
    path = tmp_path / "film.csv"
    with path.open("wb") as film:
        film.truncate(10**13)
    with pytest.raises(Refused) as error:
        payment_bytes(path)
    assert error.value.facts["reason"] == "too_large"
    for missing in (tmp_path, tmp_path / "none.csv", Path("/dev/zero"), tmp_path / "\0"):
        with pytest.raises(Refused) as error:
            payment_bytes(missing)
        assert error.value.facts["reason"] == "not_found"
