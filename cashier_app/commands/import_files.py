"""`cashier import`: customers, meters and readings from CSV files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from cashier_app.commands.database_options import add_place_options, reader
from cashier_app.commands.db import explained
from cashier_app.commands.output import DONE, FAILED
from cashier_app.db.engine import LONG_READ_SECONDS, Login, connected
from cashier_app.db.repositories.supply.desk import OfficeDesk
from cashier_app.db.repositories.supply.imports import ImportRepository
from cashier_app.domain.errors import Busy, Refused, Unavailable
from cashier_app.services.imports.importing import ImportOrder, ImportReport, ImportService
from cashier_app.services.imports.rows import FIELDS, FileKind
from ui.texts.imports import HOLDS, file_sentence, record_sentence

SHOWN_HELD = 20
_WHAT = {
    FileKind.CUSTOMERS: "accounts with their customers and connections",
    FileKind.METERS: "meters with their registers, and where they stand",
    FileKind.READINGS: "readings; each counts at once or is held for a person",
}
_EPILOG = """
UTF-8, with comma, semicolon or tab between the fields and the columns' names in the first line, in
any order; docs/import.md explains each. A file is stored whole: one refused record, and nothing is.
The same file twice is stored once. Ends with 0 when the file is in, 1 when something was refused.
"""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `import` to the commands."""
    what = "read customers, meters or readings in from a CSV file"
    parser = subparsers.add_parser("import", help=what, description=what)
    kinds = parser.add_subparsers(required=True, metavar="kind")
    for kind in FileKind:
        _add_kind(kinds, kind)


def _add_kind(kinds: argparse._SubParsersAction[argparse.ArgumentParser], kind: FileKind) -> None:
    parser = kinds.add_parser(
        kind.value,
        help=_WHAT[kind],
        description=f"{_WHAT[kind].capitalize()}. Columns: {_columns(kind)}.",
        epilog=_EPILOG,
    )
    parser.add_argument("file", type=Path, metavar="FILE.csv", help="UTF-8, names of columns first")
    parser.add_argument("--dry-run", action="store_true", help="check everything, store nothing")
    parser.add_argument(
        "--leave-out-refused",
        action="store_true",
        help="store the other records when some are refused",
    )
    if kind is FileKind.READINGS:
        parser.add_argument(
            "--route", default="", metavar="CODE", help="refuse meters that are not on this round"
        )
    add_place_options(parser, "the clerk's database user")
    parser.set_defaults(run=explained(_run), kind=kind)


def _columns(kind: FileKind) -> str:
    """The needed ones are starred."""
    return ", ".join(f"{f.name}*" if f.is_needed else f.name for f in FIELDS[kind])


def _run(options: argparse.Namespace) -> int:
    order = ImportOrder(
        options.kind,
        options.file,
        dry_run=options.dry_run,
        leave_out_refused=options.leave_out_refused,
        route=getattr(options, "route", ""),
    )
    with reader(options) as login:
        try:
            report = _import(login, order)
        except (Refused, Busy, Unavailable) as error:
            sys.stderr.write(f"cashier: {options.file}: {file_sentence(error.code, error.facts)}\n")
            return FAILED
    _tell(report)
    return FAILED if report.refusals else DONE


def _import(login: Login, order: ImportOrder) -> ImportReport:
    desk = OfficeDesk(lambda: connected(login, LONG_READ_SECONDS))
    return ImportService(ImportRepository(desk)).run(order)


def _tell(report: ImportReport) -> None:
    """Refused records on standard error, the outcome on standard output."""
    for refusal in report.refusals:
        sys.stderr.write(f"{record_sentence(refusal)}\n")
    sys.stdout.write("".join(f"{line}\n" for line in _outcome(report)))


def _outcome(report: ImportReport) -> Sequence[str]:
    stored, kind = report.stored, report.order.kind.value
    if stored.before is not None:
        day = f"{stored.before:%Y-%m-%d %H:%M} UTC"
        return [f"This file was read in on {day} already. Nothing was changed."]
    refused = len({refusal.line for refusal in report.refusals})
    counts = f"{stored.new:,} new, {stored.there:,} there already, {refused:,} refused"
    lines = [f"{report.records:,} records of {kind}: {counts}."]
    if stored.held:
        lines.append(f"{len(stored.held):,} of the new readings are held for a person:")
        lines += [
            f"  line {held.line}, meter {held.meter_no}: {HOLDS[held.reason.value]}"
            for held in stored.held[:SHOWN_HELD]
        ]
        if len(stored.held) > SHOWN_HELD:
            lines.append(f"  and {len(stored.held) - SHOWN_HELD:,} more")
    lines.append(_end(report))
    return lines


def _end(report: ImportReport) -> str:
    stored = report.stored
    if stored.is_written:
        return f"{stored.new:,} stored."
    if report.order.dry_run:
        return "Checked only: nothing was changed."
    return "Nothing was changed."
