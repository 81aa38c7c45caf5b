"""`cashier report`: every report of the books as a file; locks periods; makes the audit pack."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cashier_app.commands.database_options import add_place_options, reader
from cashier_app.commands.typed import day
from cashier_app.db.engine import Login, UnsafeAddress
from cashier_app.db.repositories.reports import reports_of
from cashier_app.db.server_binary import ServerFailed, ServerMissing
from cashier_app.domain.journal_export import EXPORT, TOTALS, BadMap, exported, read_account_map
from cashier_app.domain.report_catalog import REPORTS
from cashier_app.domain.reports import Report, ReportOrder
from cashier_app.report_files.folder import write_file
from cashier_app.report_files.writers import Format, file_name, report_bytes
from cashier_app.services.reports import ReportService, refuse_filters
from cashier_app.settings import SettingsProblem

DONE, FAILED = 0, 1
LIST, PACK, LOCK = "list", "audit-pack", "lock-period"
_FAULTS = (UnsafeAddress, ServerMissing, ServerFailed, SettingsProblem, BadMap, OSError)

_EPILOG = """
`cashier report list` says what each report answers. Days are the utility's own; without them it
is today. The format is that of the ending of --out, else csv. `audit-pack` makes one ZIP file of
the verification, Zs, journal, approvals and gaps, and needs an auditor. `journal-export` needs
--map. `lock-period` locks the books up to --to: nothing is posted into them any more.
"""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `report` to the commands."""
    what = "reports of the books as pdf, xlsx, csv or json"
    parser = subparsers.add_parser("report", help=what, description=what, epilog=_EPILOG)
    parser.add_argument("name", metavar="NAME", help="a report's name, or: list")
    parser.add_argument("--from", type=day, dest="from_day", metavar="DATE", help="YYYY-MM-DD")
    parser.add_argument("--to", type=day, dest="to_day", metavar="DATE", help="the last day")
    for name, what in (
        ("office", "only this office's code"),
        ("counter", "only this counter's code"),
        ("person", "only this user name"),
        ("search", "what to look for, in reports that search"),
    ):
        parser.add_argument(f"--{name}", default="", metavar=name.upper(), help=what)
    parser.add_argument(
        "--format",
        choices=[f.value for f in Format],
        default="",
        help="else by the ending of --out, else csv",
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="a file or folder, not the screen")
    parser.add_argument("--map", type=Path, metavar="FILE", help="the account map, for the export")
    parser.add_argument("--reason", default="", help="why a period is locked")
    add_place_options(parser, "the database user of somebody who may read reports")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make one report. Refusals are told by the command line itself."""
    if arguments.name == LIST:
        _list()
        return DONE
    try:
        with reader(arguments) as login, reports_of(login) as gateway:
            _do(_Asked(arguments, login, ReportService(gateway)))
    except _FAULTS as error:
        sys.stderr.write(f"cashier: {error}\n")
        return FAILED
    return DONE


def _list() -> None:
    for kind in sorted((*REPORTS, EXPORT), key=lambda kind: kind.name):
        sys.stdout.write(f"{kind.name:<24}{kind.answers}\n")
        if kind.searches:
            sys.stdout.write(f"{'':<24}--search: {kind.searches}\n")
    sys.stdout.write(f"{PACK:<24}Verification, Zs, journal, approvals and gaps in one ZIP file\n")
    sys.stdout.write(f"{LOCK:<24}Locks the books up to a day\n")


@dataclass(frozen=True, slots=True)
class _Asked:
    options: argparse.Namespace
    login: Login
    service: ReportService

    @property
    def order(self) -> ReportOrder:
        options = self.options
        today = datetime.now().astimezone().date()
        from_day = options.from_day or options.to_day or today
        return ReportOrder(
            options.name,
            from_day,
            options.to_day or max(from_day, today),
            options.office,
            options.counter,
            options.person,
            options.search,
        )


def _do(asked: _Asked) -> None:
    name = asked.options.name
    if name == LOCK:
        _lock(asked)
    elif name == PACK:
        _pack(asked)
    else:
        report = _export(asked) if name == EXPORT.name else asked.service.run(asked.order)
        _save_report(asked.options, report)


def _lock(asked: _Asked) -> None:
    to_day = asked.options.to_day
    if to_day is None:
        raise SettingsProblem("Say with --to up to which day the books are locked.")
    asked.service.lock_period(to_day, asked.options.reason)
    sys.stdout.write(f"Nothing is posted up to {to_day} any more.\n")


def _pack(asked: _Asked) -> None:
    from cashier_app.book_check import BookCheck

    order = asked.order
    out = asked.options.out or Path(f"audit-{order.from_day}-{order.to_day}.zip")
    if out.is_dir():
        out /= f"audit-{order.from_day}-{order.to_day}.zip"
    check = BookCheck(lambda: asked.login, asked.service)
    _write(out, check.pack(order.from_day, order.to_day, _say))


def _say(step: str, done: int, of: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{done} of {of}: {step}")


def _export(asked: _Asked) -> Report:
    if asked.options.map is None:
        raise BadMap("The journal export needs an account map: --map FILE.")
    with asked.options.map.open(encoding="utf-8-sig", newline="") as lines:
        accounts = read_account_map(lines)
    order = asked.order
    refuse_filters(EXPORT, order)
    totals = asked.service.run(ReportOrder(TOTALS, order.from_day, order.to_day))
    return exported(totals, accounts)


def _save_report(options: argparse.Namespace, report: Report) -> None:
    wanted = _format(options)
    content = report_bytes(report, wanted)
    if options.out is None:
        if wanted in {Format.PDF, Format.XLSX} and sys.stdout.isatty():
            raise SettingsProblem(f"Name a file for the {wanted.value} with --out.")
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        return
    out: Path = options.out
    _write(out / file_name(report, wanted) if out.is_dir() else out, content)


def _format(options: argparse.Namespace) -> Format:
    if options.format:
        return Format(options.format)
    ending = options.out.suffix[1:].lower() if options.out else ""
    return Format(ending) if ending in {f.value for f in Format} else Format.CSV


def _write(path: Path, content: bytes) -> None:
    write_file(path, content)
    sys.stderr.write(f"{path}\n")
