"""Makes a `Tariff` of a tariff file's text, or refuses it with every line and reason."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from cashier_app.domain.tariffs.bases import check_bases
from cashier_app.domain.tariffs.charges import Defaults, read_charge, read_months
from cashier_app.domain.tariffs.fields import Table
from cashier_app.domain.tariffs.late_rules import read_late
from cashier_app.domain.tariffs.lines_of_toml import lines_of
from cashier_app.domain.tariffs.model import (
    Charge,
    DueRule,
    Problem,
    Tariff,
    TariffRefused,
    Version,
)
from cashier_app.domain.tariffs.rounding import Rounding

_AT = re.compile(r"^(?P<why>.*) \(at line (?P<line>\d+), column \d+\)$")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,23}")
_CLASS = re.compile(r"[A-Za-z0-9_-]{1,16}")
_CURRENCY = re.compile(r"[A-Z]{3}")
WHOLE_KWH = Rounding("half up", Decimal(1))

NO_DECIMALS = frozenset({
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG",
    "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF",
})  # fmt: skip
THREE_DECIMALS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
"""ISO 4217; every other currency has two decimals unless the file says `decimals`."""


def read_tariff(*texts: str) -> Tariff:
    """The tariff of one file, or of several files that hold versions of the same code.

    The newest version's file says the name and the class. Raises TariffRefused.
    """
    tariffs = sorted((_read_one(text) for text in texts), key=_newest)
    first = tariffs[-1]
    for other in tariffs[:-1]:
        if _head(other) != _head(first):
            raise TariffRefused(
                Problem(0, "", f"The files are of two tariffs: {first.code} and {other.code}.")
                if other.code != first.code
                else Problem(
                    0, "", "The files differ in currency, decimals, registers or split_kwh."
                )
            )
    versions = [version for tariff in tariffs for version in tariff.versions]
    return replace(first, versions=_in_order(versions, Table({}, (), {(): 0})))


def decoded(data: bytes) -> str:
    """The text of a tariff file. Raises TariffRefused with the line that is not UTF-8."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(data, error.start) from error
    if "\x00" in text:
        raise _not_utf8(data, data.index(b"\x00"))
    return text


def _not_utf8(data: bytes, at: int) -> TariffRefused:
    line = data.count(b"\n", 0, at) + 1
    return TariffRefused(Problem(line, "", "This is not UTF-8 text: save it as UTF-8"))


def _newest(tariff: Tariff) -> date:
    return tariff.versions[-1].valid_from or date.min


def _head(tariff: Tariff) -> tuple[object, ...]:
    return tariff.code, tariff.currency, tariff.decimals, tariff.uncounted, tariff.split


def _read_one(text: str) -> Tariff:
    try:
        data = tomllib.loads(text, parse_float=Decimal)
        lines = lines_of(text)
    except tomllib.TOMLDecodeError as error:
        raise TariffRefused(_syntax(str(error), text)) from error
    except RecursionError as error:
        raise TariffRefused(Problem(0, "", "This is not a tariff: nested too deeply")) from error
    except ValueError as error:  # a whole number of thousands of digits
        raise TariffRefused(Problem(_line_of_digits(text), "", f"This is not TOML: {error}")) from (
            error
        )
    return _tariff(Table(data, (), lines))


def _line_of_digits(text: str) -> int:
    longest = max(re.finditer(r"\d+", text), key=lambda found: len(found.group()))
    return text.count("\n", 0, longest.start()) + 1


def _syntax(message: str, text: str) -> Problem:
    match = _AT.match(message)
    if match is None:
        why = message.removesuffix(" (at end of document)")
        return Problem(len(text.splitlines()) or 1, "", f"This is not TOML: {why}")
    return Problem(int(match["line"]), "", f"This is not TOML: {match['why']}")


def _tariff(table: Table) -> Tariff:
    code = table.text("code")
    if not _CODE.fullmatch(code):
        raise table.refused("must be 1 to 24 letters, digits, - or _", "code")
    currency = table.text("currency")
    if not _CURRENCY.fullmatch(currency):
        raise table.refused("must be three capital letters like USD", "currency")
    decimals = table.whole("decimals", _decimals(currency))
    if decimals > 3:
        raise table.refused("must be 0, 1, 2 or 3", "decimals")
    name, tariff_class = table.text("name", code, most=120), table.text("class", "all")
    if not _CLASS.fullmatch(tariff_class):
        raise table.refused("must be 1 to 16 letters, digits, - or _", "class")
    uncounted = table.names("uncounted_registers", needed=False)
    split = table.rounding("split_kwh", WHOLE_KWH)
    if split is None:
        raise table.refused("kWh are split by a step, for example 1", "split_kwh")
    versions = _versions(table, Decimal(1).scaleb(-decimals))
    table.done()
    return Tariff(code, name, tariff_class, currency, decimals, uncounted, split, versions)


def _decimals(currency: str) -> int:
    if currency in NO_DECIMALS:
        return 0
    return 3 if currency in THREE_DECIMALS else 2


def _versions(table: Table, unit: Decimal) -> tuple[Version, ...]:
    several = table.tables("version")
    if not several:
        since = table.day("valid_from") if table.has("valid_from") else None
        return (_version(table, unit, since),)
    versions = []
    for one in several:
        versions.append(_version(one, unit, one.day("valid_from")))
        one.done()
    return _in_order(versions, table)


def _in_order(versions: Sequence[Version], table: Table) -> tuple[Version, ...]:
    ordered = sorted(versions, key=lambda version: version.valid_from or date.min)
    days = [version.valid_from or date.min for version in ordered]
    if len(set(days)) != len(days):
        raise table.refused("two versions begin on the same day")
    return tuple(ordered)


def _version(table: Table, unit: Decimal, valid_from: date | None) -> Version:
    line = table.rounding("round_lines", Rounding("half up", unit))
    payable = table.rounding("round_payable", Rounding("half up", unit))
    if payable is None:
        raise table.refused("the payable is always rounded, at least to the currency's unit")
    if payable.step % unit:
        raise table.refused(
            f"the step must be a multiple of {unit}, the currency's smallest unit", "round_payable"
        )
    defaults = Defaults(line, read_months(table))
    label, of_exact = (
        table.text("payable_label", "Rounding", most=80),
        table.flag("payable_of_exact"),
    )
    due = _due(table)
    charges, problems = _charges(table.tables("charge"), defaults)
    if not charges and not problems:
        raise table.refused("a tariff has at least one [[charge]]")
    late = tuple(read_late(one, unit) for one in table.tables("late"))
    if not problems:
        problems = check_bases(charges, late, table)
    if problems:
        raise TariffRefused(*problems)
    return Version(valid_from, charges, late, payable, label, of_exact, due)


def _due(table: Table) -> DueRule | None:
    """`due = { days = 15, after = "issue" }`."""
    found = table.table("due")
    if found is None:
        return None
    rule = DueRule(found.whole("days"), found.choice("after", ("issue", "period")))
    found.done()
    return rule


def _other_day(charge: Charge, other: Charge) -> bool:
    """Two prompt discounts that end on different days."""
    if not (charge.is_prompt and other.is_prompt):
        return False
    days = (charge.days_after_issue, charge.days_before_due)
    return days != (other.days_after_issue, other.days_before_due)


def _charges(
    tables: Sequence[Table], defaults: Defaults
) -> tuple[tuple[Charge, ...], list[Problem]]:
    """Every charge that can be read, and what is wrong with the others."""
    charges: list[Charge] = []
    problems: list[Problem] = []
    for table in tables:
        try:
            charge = read_charge(table, defaults)
            if any(other.code == charge.code for other in charges):
                raise table.refused(f'"{charge.code}" is there twice', "code")
            if any(_other_day(charge, other) for other in charges):
                raise table.refused("all prompt discounts of a version end on the same day")
            charges.append(charge)
        except TariffRefused as refused:
            problems.extend(refused.problems)
    return tuple(charges), problems
