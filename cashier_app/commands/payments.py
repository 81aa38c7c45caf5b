"""`cashier payments`: files of a bank or mobile service, and the paper book."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from decimal import Decimal
from pathlib import Path

from cashier_app.bootstrap import SystemClock, new_request_id
from cashier_app.commands.database_options import add_place_options, read_password, reader
from cashier_app.commands.db import explained
from cashier_app.commands.output import DONE, FAILED, failed, say
from cashier_app.db.channel_door import SignedInChannels
from cashier_app.db.connection import CounterConnection
from cashier_app.domain.errors import Refused
from cashier_app.domain.money import Currency
from cashier_app.domain.outside import (
    CashCounted,
    Channel,
    ChannelCounter,
    FileTaken,
    PaperBatch,
    RefusedLine,
)
from cashier_app.domain.payment_files import MAX_BYTES, read_paper_file, read_payment_file
from cashier_app.domain.shifts import Pieces
from cashier_app.services.outside import OutsideDesk, OutsideService
from cashier_app.settings import SettingsProblem

_PIECES = re.compile(r"([0-9]{1,6})x([0-9]{1,12}(?:\.[0-9]{1,3})?)", re.ASCII)

_REASONS = {
    "account_missing": "names neither an account nor a bill",
    "already_known": "was taken before",
    "bad_amount": "the amount is not one of this currency above zero, such as 1259.50",
    "bad_book": "the book's name is not letters and digits, 16 at most",
    "bad_date": "the date is not of the form 2026-11-25",
    "bad_number": "the number is not a whole one above zero",
    "bad_reference": "the reference has other characters than ASCII, or more than 64",
    "bad_value_date": "the date lies ahead, or too far back",
    "beyond_file": "the file was opened with fewer receipts or less money",
    "bill_of_other_account": "the bill is another account's",
    "broke_off": "was not taken before the import broke off: give the file once more",
    "no_such_account": "there is no such account",
    "no_such_bill": "there is no such bill",
    "other_columns": "has other columns than the first line",
    "paper_number_known": "this number of the book was entered before",
    "reference_known": "this reference was taken before",
    "reference_missing": "has no reference",
    "reference_other": "this reference was taken before, for another amount or account",
    "twice_in_file": "stands in the file twice",
}
"""Why a line was refused, in words."""

_IMPORT = (
    "Takes in a CSV with the columns reference, date, amount, account and/or bill, payer. "
    "Each line is a receipt of its own and counts once by its reference: the same file may be "
    "given again. "
    "Lines that cannot be taken are listed with their reason; what a line pays too much is credit."
)
_PAPER = (
    "Takes in receipts written by hand while the program was away: a CSV with the columns book, "
    "number, date, account, amount. A supervisor other than the person who enters them approves "
    "the batch. Nothing is taken while any line is wrong. The cash that came with them is counted "
    "by denomination. Without a file: the books, and the numbers missing in them."
)


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `payments` to the commands."""
    what = "take in payments from a bank, a mobile service or the paper book"
    parser = subparsers.add_parser("payments", help=what, description=what)
    acts = parser.add_subparsers(required=True, metavar="act")
    bank = acts.add_parser("import", help="a file of a bank or mobile service", description=_IMPORT)
    bank.add_argument("file", type=Path, metavar="FILE.csv", help="as it came")
    bank.add_argument(
        "--channel",
        required=True,
        choices=[Channel.BANK.value, Channel.MOBILE.value],
        help="who took it",
    )
    bank.set_defaults(run=explained(_import))
    paper = acts.add_parser("paper", help="receipts of the paper book", description=_PAPER)
    paper.add_argument(
        "file", type=Path, nargs="?", metavar="FILE.csv", help="the batch; none: show the books"
    )
    paper.add_argument("--approved-by", default="", metavar="NAME", help="the supervisor")
    paper.add_argument(
        "--approver-password-file", type=Path, metavar="FILE", help="instead of being asked"
    )
    paper.add_argument("--reason", default="Receipts of the paper book", help="of the approval")
    paper.add_argument(
        "--counted",
        default="",
        metavar="PIECES",
        help="the cash that came with it, such as 3x500,12x100",
    )
    paper.add_argument("--difference", default="", metavar="REASON", help="why it is not the total")
    paper.set_defaults(run=explained(_paper), channel=Channel.PAPER.value)
    for found in (bank, paper):
        found.add_argument("--counter", default="", metavar="CODE", help="where there are several")
        add_place_options(found, "your database user")


def _import(options: argparse.Namespace) -> int:
    data = _bytes_of(options.file)
    with _channel(options) as (door, counter), door.desk(counter.code) as desk:
        file = read_payment_file(options.file.name, data, _currency(desk))
        done = desk.service.import_file(file, _progress)
    _report(done, counter, desk)
    return FAILED if done.refused else DONE


def _paper(options: argparse.Namespace) -> int:
    with _channel(options) as (door, counter), door.desk(counter.code) as desk:
        if options.file is None:
            return _books(desk.service)
        counted = CashCounted(_pieces(options.counted), options.difference)
        batch = read_paper_file(options.file.name, _bytes_of(options.file), _currency(desk))
        if batch.refused:
            _refusals(batch.refused)
            return failed("Nothing was taken: first put these lines right.")
        unfinished = desk.service.unfinished()
        if unfinished is None:
            _approve(options, door, counter, desk.service, batch)
        elif unfinished.sha256 != batch.sha256:
            raise Refused("other_file_unfinished", {"file": unfinished.file_name})
        done = desk.service.enter_batch(counted, _progress)
    _report(done, counter, desk)
    return FAILED if done.refused else DONE


def _approve(
    options: argparse.Namespace,
    door: SignedInChannels,
    counter: ChannelCounter,
    service: OutsideService,
    batch: PaperBatch,
) -> None:
    if not options.approved_by:
        raise SettingsProblem("Name the supervisor who approves the batch with --approved-by.")
    prompt = f"Password of {options.approved_by}: "
    password = read_password(prompt, options.approver_password_file, "--approver-password-file")
    approved = service.prepare_batch(batch)
    with door.approver(counter.code, options.approved_by, password) as supervisor:
        approved(supervisor, options.reason)


@contextmanager
def _channel(
    options: argparse.Namespace,
) -> Iterator[tuple[SignedInChannels, ChannelCounter]]:
    """The person's door to channels, and the counter of the wanted one."""
    if not options.user:
        raise SettingsProblem("Name your database user with --user.")
    with reader(options) as login, closing(CounterConnection(login.address, "")) as connection:
        connection.open(login.user, login.password)
        door = SignedInChannels(connection, SystemClock(), new_request_id)
        yield door, _counter(door.channels(), options.channel, options.counter)


def _counter(found: tuple[ChannelCounter, ...], channel: str, code: str) -> ChannelCounter:
    fitting = [c for c in found if c.channel == channel and code in ("", c.code)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        codes = ", ".join(c.code for c in fitting)
        raise SettingsProblem(f"Several counters are for this; choose with --counter: {codes}")
    raise SettingsProblem(
        f"You have no counter of the channel {channel}. An administrator makes one with "
        "`cashier counter channel` and gives it to you with `cashier db users counters`."
    )


def _currency(desk: OutsideDesk) -> Currency:
    return desk.signed_in.utility.currency


def _bytes_of(file: Path) -> bytes:
    try:
        if file.stat().st_size > MAX_BYTES:
            raise Refused("bad_file", {"reason": "too_large"})
        return file.read_bytes()
    except OSError as error:
        raise SettingsProblem(f"The file {file} cannot be read: {error.strerror}") from error


def _pieces(text: str) -> tuple[Pieces, ...]:
    """Read 3x500,12x100 as pieces. Raises SettingsProblem."""
    pieces = []
    for part in filter(None, text.replace(" ", "").split(",")):
        found = _PIECES.fullmatch(part)
        if found is None:
            raise SettingsProblem(f"--counted takes pieces such as 3x500,12x100, not {part}")
        pieces.append(Pieces(Decimal(found[2]), int(found[1])))
    return tuple(pieces)


def _report(done: FileTaken, counter: ChannelCounter, desk: OutsideDesk) -> None:
    currency = _currency(desk)
    for taken in done.taken:
        note = "  taken before" if taken.repeated else ""
        if taken.credit_made:
            note += f"  credit {currency.show(taken.credit_made)}"
        amount = currency.show(taken.amount)
        say(f"line {taken.line}: {taken.reference}  {taken.receipt_no}  {amount}{note}")
    _refusals(done.refused)
    new = done.new
    total = currency.show(sum((taken.amount for taken in new), Decimal(0)))
    known, refused = len(done.taken) - len(new), len(done.refused)
    say(f"{counter.name}: {len(new)} taken ({total}), {known} taken before, {refused} refused.")
    if done.z is not None:
        say(f"Z {done.z.number}")


def _refusals(refused: tuple[RefusedLine, ...]) -> None:
    for line in refused:
        facts = "".join(f", {name} {value}" for name, value in line.facts)
        reason = _REASONS.get(line.code, line.code.replace("_", " "))
        say(f"line {line.line}: refused: {reason}{facts}: {_plain(line.text)}")


def _books(service: OutsideService) -> int:
    books, gaps = service.books()
    for book in books:
        say(f"book {book.book}: {book.first} to {book.last}, {book.receipts} receipts")
    for gap in gaps:
        say(f"book {gap.book}: missing {gap.first} to {gap.last}")
    if not books:
        say("No receipt of a paper book was entered yet.")
    return DONE


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done} of {of}" + ("\n" if done == of else ""))


def _plain(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)
