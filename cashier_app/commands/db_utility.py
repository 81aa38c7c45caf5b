"""`cashier db utility` and `cashier db settings`: show them, or change what is named."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from cashier_app.commands.database_options import add_admin_options, administrator_connection
from cashier_app.commands.typed import number
from cashier_app.db.repositories.people import UtilityRepository
from cashier_app.domain.utility import Denomination
from cashier_app.domain.utility_settings import FIELDS, UtilityFacts, field_text
from cashier_app.services.people import UtilityService
from cashier_app.settings import SettingsProblem

AddAct = Callable[[Any, str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]

_HELP = {
    "name": "on screens and papers",
    "address": "one line, on papers",
    "tax_no": "tax number",
    "contact": "the receipt's line for questions",
    "receipt_foot": "the receipt's last line",
    "currency_code": "ISO code; fixed at the first bill",
    "currency_symbol": "as printed",
    "currency_decimals": "0 to 3; fixed at the first bill",
    "digit_grouping": "3, or 3;2 as in India",
    "cash_step": "cash is rounded to it; 0 for not at all",
    "time_zone": "such as Asia/Kolkata; fixed at the first entry",
}


def add_acts(acts: Any, act: AddAct) -> None:
    """Both commands; `act` adds one."""
    utility = act(acts, "utility", "name, address, currency, logo, banknotes of the utility", _run)
    for field in FIELDS:
        utility.add_argument(f"--{field.replace('_', '-')}", metavar="TEXT", help=_HELP[field])
    utility.add_argument(
        "--logo", type=Path, metavar="FILE", help="a PNG of at most 300 kB and 4 million dots"
    )
    utility.add_argument("--no-logo", action="store_true", help="the built-in mark again")
    for kind in ("notes", "coins"):
        utility.add_argument(
            f"--{kind}", type=_values, metavar="LIST", help="the whole list, such as 500,100,50"
        )
    settings = act(acts, "settings", "limits and times of the utility", _run_settings)
    settings.add_argument(
        "values",
        nargs="*",
        metavar="name=value",
        type=_pair,
        help="such as undo_limit=3; none: show all",
    )
    for parser in (utility, settings):
        add_admin_options(parser)


def _values(text: str) -> tuple[Decimal, ...]:
    return tuple(number(part) for part in text.split(",") if part)


def _pair(text: str) -> tuple[str, str]:
    """Read idle_minutes=5. Raises ArgumentTypeError."""
    name, has_value, value = text.partition("=")
    if not has_value:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a setting with its value, like undo_limit=3"
        )
    return name, value


def _run(options: argparse.Namespace) -> int:
    changes = {field: getattr(options, field) for field in FIELDS}
    named = {field: text for field, text in changes.items() if text is not None}
    logo = b"" if options.no_logo else _logo(options.logo)
    with administrator_connection(options) as connection:
        service = UtilityService(UtilityRepository(connection))
        if named or logo is not None:
            service.change(named, logo)
        if options.notes is not None or options.coins is not None:
            service.change_denominations(_pieces(service.facts(), options))
        _show(service.facts())
    return 0


def _logo(file: Path | None) -> bytes | None:
    try:
        return None if file is None else file.read_bytes()
    except OSError as error:
        raise SettingsProblem(f"The logo {file} cannot be read: {error.strerror}") from error


def _pieces(facts: UtilityFacts, options: argparse.Namespace) -> tuple[Denomination, ...]:
    """The named list in place of its kind; the other kind stays."""
    kept = {True: options.notes, False: options.coins}
    before = {
        note: [found.value for found in facts.denominations if found.note is note] for note in kept
    }
    return tuple(
        Denomination(value, note)
        for note, values in kept.items()
        for value in (before[note] if values is None else values)
    )


def _show(facts: UtilityFacts) -> None:
    utility = facts.utility
    if utility is None:
        _print("There is no utility yet: give it a name, a currency and a time zone.")
        return
    for field in FIELDS:
        _print(f"{field.replace('_', '-'):<18} {field_text(utility, field)}")
    _print(f"{'logo':<18} {'of its own' if utility.logo else 'the built-in mark'}")
    for kind, note in (("notes", True), ("coins", False)):
        values = [f"{d.value.normalize():f}" for d in facts.denominations if d.note is note]
        _print(f"{kind:<18} {','.join(values)}")


def _run_settings(options: argparse.Namespace) -> int:
    with administrator_connection(options) as connection:
        service = UtilityService(UtilityRepository(connection))
        if options.values:
            service.change_settings(dict(options.values))
        for setting in service.facts().settings:
            _print(f"{setting.name:<22} {setting.value}")
    return 0


def _print(text: str) -> None:
    sys.stdout.write(f"{text.rstrip()}\n")
