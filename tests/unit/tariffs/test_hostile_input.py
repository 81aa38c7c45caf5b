"""What a stranger types, or a broken file holds: one sentence with the place, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from cashier_app.cli import run
from tests.support.tariff_texts import HEAD, tariff_text

ENERGY = 'code = "energy"\nform = "flat"\nprice = 0.1\n'
FIXED = 'code = "f"\nform = "fixed"\namount = 1\n'
PROMPT = 'code = "p"\nform = "prompt-discount"\namount = 1\n'
MONTHLY = '\n[[late]]\nform = "percent per month"\npercent = 1\nof = ["total"]\n'


def _priced(file: Path, options: str) -> int:
    """How the command ended; argparse ends by itself with 2."""
    try:
        return run(["tariff", "price", str(file), *options.split()])
    except SystemExit as ended:
        return int(str(ended.code))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "t.toml"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--kwh 1e1000000", "'1e1000000'"),
        ("--kwh 1000000000000000", "kWh are 1000000000000000: they must be below 1000000000000"),
        ("--kwh 0.0000000001", "at most 9 decimals"),
        ("--kwh 1_000", "'1_000'"),
        ("--kwh -0.001", "must not be negative"),
        ("--kwh 1 --kw 1000000000000", "kW are 1000000000000"),
        ("--kwh 1 --days 99999999999999999999", "'99999999999999999999' is not a whole number"),
        ("--kwh 1 --days -3", "'-3' is not a whole number like 30"),
        ("--kwh 1 --days 4000", "at most 3660 days"),
        ("--kwh 1 --from 2024-02-30 --to 2024-03-01", "'2024-02-30' is not a date like"),
        ("--kwh 1 --from 2024-01-01 --to 2034-02-01", "at most 3660 days"),
        ("--kwh 1 --from 0001-01-01 --to 0001-01-31", "between 1900 and 2199"),
        ("--kwh 1 --paid-on 9999-12-31", "between 1900 and 2199"),
        ("--kwh 1 --months 1e50", "'1e50'"),
        ("--kwh 1 --months 121", "at most 120"),
        ("--kwh 1 --amount g=1e40", "'1e40'"),
        ("--kwh 1 --amount g=1 g=2", "g is given twice"),
        ("--kwh 1 --scheme senior senior", "no scheme senior"),
        ("--kwh 1 --from 2024-07-01 --to 2024-07-31 --read-on 2024-07-02=1 2024-07-02=0", "twice"),
        ("--table NaN..10:1", "'NaN..10:1'"),
        ("--table 0..10:sNaN", "'0..10:sNaN'"),
        ("--table 0..1e999999:1e999998", "1e999999"),
        ("--table 0..1e30:1e29", "1e30"),
        ("--table 0..Infinity:1", "Infinity"),
        ("--table 10", "'10'"),
    ],
)  # fmt: skip
def test_an_absurd_option_is_refused_in_a_sentence(
    file: Path, options: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = 'code = "g"\nform = "given"\ndefault = 0'
    file.write_text(tariff_text(ENERGY, given, head='name = "T"\n'), "utf-8")
    assert _priced(file, options) in {1, 2}
    output = capsys.readouterr()
    assert said in output.err
    assert output.out == ""


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        (tariff_text(FIXED, head='months = { count = "days", decimals = 1000000000 }\n'),
         "--kwh 1 --days 30", "line 3: months decimals: must be at most 9"),
        (tariff_text(ENERGY, head='due = { days = 99999999999, after = "period" }\n'),
         "--kwh 1", "line 3: due days: must be at most 10000"),
        (tariff_text(ENERGY) + MONTHLY + "grace_days = 99999999999",
         "--kwh 1", "grace_days: must be at most 10000"),
        (tariff_text(ENERGY) + MONTHLY + 'interest = "compound"\ndays_in_month = 0.000001',
         "--kwh 1", "days_in_month: must be at least 1"),
        (tariff_text(ENERGY, PROMPT + "days_after_issue = 99999999999"),
         "--kwh 1", "days_after_issue: must be at most 10000"),
        (tariff_text(ENERGY, PROMPT + "days_before_due = 99999999999"),
         "--kwh 1", "days_before_due: must be at most 10000"),
        (tariff_text(ENERGY.replace("0.1", "9" * 5000)), "--kwh 1", "line 7: This is not TOML"),
        (HEAD + "a = " + "[" * 100_000, "--kwh 1", "nested too deeply"),
        (HEAD + "a = " + "{a=" * 400 + "1" + "}" * 400, "--kwh 1", "nested too deeply"),
        (tariff_text(ENERGY.replace("0.1", "999999999999")), "--kwh 99999",
         "too large: amounts have at most 15 digits"),
        (tariff_text(ENERGY) + MONTHLY.replace("percent = 1\n", "percent = 1e9\n")
         + 'interest = "compound"',
         "--kwh 10 --due 2024-01-01 --paid-on 2044-02-10", "too large"),
        (tariff_text(ENERGY + 'label = "a\\u001b[31mb"'), "--kwh 1",
         'line 8: charge "energy" label: holds a control character'),
        (tariff_text(ENERGY + 'kind = "rounding"'), "--kwh 1", "line 8: charge \"energy\" kind"),
        (tariff_text(ENERGY.replace("energy", "rounding")), "--kwh 1", "meaning of its own"),
    ],
)  # fmt: skip
def test_an_absurd_file_is_refused_with_its_line(
    file: Path, text: str, options: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(text, "utf-8")
    assert _priced(file, options) == 1
    output = capsys.readouterr()
    assert said in output.err
    assert output.out == ""


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (tariff_text(ENERGY).encode("utf-16"), "line 1: This is not UTF-8 text"),
        (tariff_text(ENERGY, head='name = "é"\n').encode("cp1252"), "line 3: This is not UTF-8"),
        (b'code = "a\x00"', "line 1: This is not UTF-8 text"),
        (b"", 'line 1: "code" is missing'),
        (b"\xef\xbb\xbf", 'line 1: "code" is missing'),
    ],
)  # fmt: skip
def test_a_file_in_another_encoding_is_refused_with_its_line(
    file: Path, data: bytes, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(data)
    assert _priced(file, "--kwh 1") == 1
    assert capsys.readouterr().err.startswith(f"t.toml: {said}")


def test_a_byte_order_mark_and_windows_line_ends_are_no_mistake(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(tariff_text(ENERGY).replace("\n", "\r\n").encode("utf-8-sig"))
    assert _priced(file, "--kwh 10") == 0
    assert "1.00" in capsys.readouterr().out


def test_of_several_files_the_wrong_one_is_named(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(tariff_text(ENERGY), "utf-8")
    other = file.with_name("other.toml")
    other.write_text(tariff_text(ENERGY + "prise = 1"), "utf-8")
    assert run(["tariff", "price", str(file), str(other), "--kwh", "1"]) == 1
    assert capsys.readouterr().err.startswith("other.toml: line 8: ")


def test_a_table_shows_a_rounded_subtotal_as_the_bill_does(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rounding of a subtotal is a line of its own, not a part of the subtotal's column."""
    net = 'code = "net"\nform = "subtotal"\nof = ["energy"]\nround = { mode = "up", step = 1 }'
    file.write_text(tariff_text(ENERGY, net), "utf-8")
    assert _priced(file, "--table 12..12:1") == 0
    head, row = capsys.readouterr().out.splitlines()
    assert head.split() == ["kWh", "energy", "rounding", "net", "total"]
    assert row.split() == ["12", "1.20", "0.80", "2.00", "2.00"]
