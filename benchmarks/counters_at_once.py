"""Many counters at once, beside the same rows written by hand: each on its bill, or all on one.

`python -m benchmarks.counters_at_once` runs the sizes that the limits name; `make bench` has a
smaller one. A customer pays one unit of money after the other on a large bill, so that a bill
lasts and every payment writes the same rows.
"""

from __future__ import annotations

import argparse
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from benchmarks.by_hand import Connection, HandWritten
from benchmarks.figures import Row, Times, milliseconds
from benchmarks.payment import BRANCH_SECONDS, client, office_user
from benchmarks.setting import Setting, selling
from cashier_app.bootstrap import new_request_id
from cashier_app.db.connection import CounterConnection
from cashier_app.db.engine import DatabaseAddress
from cashier_app.db.repositories.payments import PaymentRepository
from cashier_app.domain.errors import Busy, Refused
from cashier_app.domain.payments import (
    AllocationOrder,
    TakePayment,
    TenderKind,
    TenderOrder,
)
from tests.faults.proxy import Proxy
from tests.support.counter import Desk, SeedAccount

LIMIT = 1.4
_UNIT = Decimal(1)
LARGE = "900000"
"""A bill that lasts."""
_BILL = "SELECT balance, version FROM bills WHERE bill_id = %s"


@dataclass(frozen=True, slots=True)
class Size:
    """How many counters, on how many bills, for how long."""

    apart: int = 64
    on_one: int = 16
    seconds: float = 6.0
    rounds: int = 2


FULL = Size()
SMALL = Size(apart=16, on_one=8, seconds=2.0, rounds=1)


@dataclass(slots=True)
class Station:
    """One counter with its connections: the program's, a plain one, one with every right."""

    desk: Desk
    shift_id: int
    program: PaymentRepository
    by_hand: HandWritten
    plain: Connection
    taken: list[float] = field(default_factory=list)
    again: int = 0
    errors: list[str] = field(default_factory=list)

    def order(self, account: SeedAccount, shown: tuple[Decimal, int]) -> TakePayment:
        """One unit of the account's bill as it is shown."""
        (bill,) = account.bills
        line = AllocationOrder(
            bill.bill_id, bill.bill_no, account.account_id, _UNIT, Decimal(0), *shown
        )
        return TakePayment(
            request_id=new_request_id(),
            shift_id=self.shift_id,
            account_id=account.account_id,
            allocations=(line,),
            tenders=(TenderOrder(TenderKind.CASH, _UNIT),),
            credit_used=(),
            credit_made=Decimal(0),
            rounding=Decimal(0),
            taken_at=datetime.now(UTC),
        )

    def shown(self, account: SeedAccount) -> tuple[Decimal, int]:
        """The bill as a screen would have it."""
        with self.plain.cursor() as cursor:
            cursor.execute(_BILL, (account.bills[0].bill_id,))
            row = cursor.fetchall()[0]
        return row["balance"], row["version"]


Take = Callable[[Station, TakePayment], object]


def by_program(station: Station, order: TakePayment) -> object:
    """One CALL."""
    return station.program.take(order)


def by_hand(station: Station, order: TakePayment) -> object:
    """Statement by statement; what went wrong is rolled back."""
    try:
        return station.by_hand.take(order)
    except Exception:
        station.plain.rollback()
        raise


def at_once(
    stations: Sequence[Station], accounts: Sequence[SeedAccount], take: Take, seconds: float
) -> None:
    """Every station pays its account's bill without a pause; a changed bill is read again."""
    start = threading.Barrier(len(stations) + 1)
    ended = threading.Event()

    def run(station: Station, account: SeedAccount) -> None:
        is_alone = len(set(accounts)) == len(accounts)
        shown = station.shown(account)
        start.wait()
        while not ended.is_set():
            began = time.perf_counter()
            try:
                take(station, station.order(account, shown))
            except (Refused, Busy, ValueError) as error:
                if is_alone or (isinstance(error, Refused) and error.code != "bill_changed"):
                    station.errors.append(repr(error))
                station.again += 1
                shown = station.shown(account)
                continue
            except Exception as error:  # noqa: BLE001 - counted, and the row fails
                station.errors.append(repr(error))
                return
            station.taken.append(time.perf_counter() - began)
            shown = (shown[0] - _UNIT, shown[1] + 1) if is_alone else station.shown(account)

    threads = [
        threading.Thread(target=run, args=pair) for pair in zip(stations, accounts, strict=True)
    ]
    for thread in threads:
        thread.start()
    start.wait()
    ended.wait(seconds)
    ended.set()
    for thread in threads:
        thread.join()


@contextmanager
def stations_of(
    setting: Setting, desks: Sequence[tuple[Desk, int]], address: DatabaseAddress
) -> Iterator[list[Station]]:
    """The desks with their shifts, connected over `address`."""
    office = office_user(setting)
    with ExitStack() as open_ones:
        stations = []
        for desk, shift_id in desks:
            connection = open_ones.enter_context(closing(CounterConnection(address, desk.token)))
            connection.open(desk.user_name, desk.password)
            plain = open_ones.enter_context(closing(client(address, office, desk.password)))
            ((user_id,),) = setting.world.run(
                "SELECT user_id FROM users WHERE user_name = %s", desk.user_name
            )
            stations.append(
                Station(
                    desk, shift_id, PaymentRepository(connection),
                    HandWritten(plain, desk.counter_id, user_id), plain,
                )
            )  # fmt: skip
        yield stations


def opened_desks(setting: Setting, count: int) -> list[tuple[Desk, int]]:
    """New counters with a person and an open shift each."""
    desks = []
    for _ in range(count):
        desk = setting.world.desk()
        program = desk.program()
        program.sessions.sign_in(desk.user_name, desk.password)
        desks.append((desk, desk.open_shift(program).shift_id))
        program.close()
        desk.programs.clear()
    return desks


def counters_at_once(setting: Setting, size: Size = SMALL) -> Iterator[Row]:
    """Apart and on one bill, here and over a line."""
    desks = opened_desks(setting, size.apart)
    with Proxy(setting.port, round_trip=BRANCH_SECONDS) as line:
        places = (
            ("", setting.desk.address),
            (f" over {BRANCH_SECONDS * 1000:.0f} ms", setting.over(line.port).address),
        )
        for words, address in places:
            with stations_of(setting, desks, address) as stations:
                warm_up(setting, stations)
                yield _compared(
                    setting, stations, size, f"{size.apart} counters{words}", alone=True
                )
                few = stations[: size.on_one]
                what = f"{size.on_one} counters on one bill{words}"
                yield _compared(setting, few, size, what, alone=False)


def warm_up(setting: Setting, stations: Sequence[Station]) -> None:
    """A payment each way: a connection's first CALL compiles its procedures, once a day."""
    for station in stations:
        account = setting.world.account((LARGE,))
        for take in (by_program, by_hand):
            take(station, station.order(account, station.shown(account)))


def _compared(
    setting: Setting, stations: list[Station], size: Size, what: str, *, alone: bool
) -> Row:
    found: dict[Take, list[float]] = {by_program: [], by_hand: []}
    seconds: list[float] = []
    faults: list[str] = []
    again = 0
    for number in range(2 * size.rounds):
        take = (by_program, by_hand)[(number + number // 2) % 2]
        forget(stations)
        accounts = _accounts(setting, len(stations), alone=alone)
        at_once(stations, accounts, take, size.seconds)
        count = sum(len(station.taken) for station in stations)
        found[take].append(count / size.seconds)
        if take is by_program:
            faults += [fault for station in stations for fault in station.errors]
            faults += wrongs(setting, accounts, count, stations)
            seconds += [spent for station in stations for spent in station.taken]
            again += sum(station.again for station in stations)
    ours, theirs = (sum(found[take]) / size.rounds for take in (by_program, by_hand))
    ratio = ours / max(theirs, 0.01)
    times = Times(tuple(seconds) or (0.0,))
    return Row(
        what,
        milliseconds(times.median),
        milliseconds(times.p95),
        f"{ratio:.2f} × as many",
        f"≥ {LIMIT} ×",
        f"{ours:.0f} payments a second, by hand {theirs:.0f};"
        f" {again} read again, {len(faults)} errors" + (f": {faults[0][:80]}" if faults else ""),
        holds=ratio >= LIMIT and not faults,
    )


def forget(stations: Sequence[Station]) -> None:
    for station in stations:
        station.taken, station.errors, station.again = [], [], 0


def _accounts(setting: Setting, count: int, *, alone: bool) -> list[SeedAccount]:
    if alone:
        return [setting.world.account((LARGE,)) for _ in range(count)]
    return [setting.world.account((LARGE,))] * count


def wrongs(
    setting: Setting, accounts: Sequence[SeedAccount], count: int, stations: Sequence[Station]
) -> list[str]:
    """What must hold after `count` payments: nothing lost, nothing paid twice, no gap."""
    faults: list[str] = []
    bills = sorted({account.bills[0].bill_id for account in accounts})
    marks = ", ".join(["%s"] * len(bills))
    ((left,),) = setting.world.run(
        f"SELECT SUM(balance) FROM bills WHERE bill_id IN ({marks})",
        *bills,
    )
    if Decimal(LARGE) * len(bills) - left != count:
        faults.append(f"{count} payments were answered, {Decimal(LARGE) * len(bills) - left} paid")
    for station in stations:
        ((found, highest, last),) = _series(setting, station.desk.counter_id)
        if not found == highest == last:
            faults.append(f"{found} receipts up to number {highest}, the series says {last}")
    return faults


def _series(setting: Setting, counter_id: int) -> Sequence[Sequence[Any]]:
    return setting.world.run(
        "SELECT COUNT(j.entry_id), COALESCE(MAX(j.number), 0), MAX(s.last_no) FROM series s"
        " LEFT JOIN journal j ON j.counter_id = s.counter_id AND j.kind = s.kind"
        " WHERE s.counter_id = %s AND s.kind = 'payment'",
        counter_id,
    )


def main() -> None:
    """Print the rows for the sizes that the limits name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--apart", type=int, default=FULL.apart)
    parser.add_argument("--on-one", type=int, default=FULL.on_one)
    parser.add_argument("--seconds", type=float, default=FULL.seconds)
    options = parser.parse_args()
    with selling() as setting:
        size = Size(options.apart, options.on_one, options.seconds)
        for row in counters_at_once(setting, size):
            verdict = "" if row.holds else "ABOVE"
            print(row.what, row.median, row.p95, row.ratio, row.note, verdict, sep="  ", flush=True)


if __name__ == "__main__":
    main()
