"""What `cashier doctor` looks at on the server, from the line to this counter's receipts."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cashier_app.commands.database_options import database_address
from cashier_app.commands.doctor_findings import Finding, fail, ok, warn
from cashier_app.commands.doctor_keeper import look_at_keeping
from cashier_app.computer import computer_id
from cashier_app.counter_log import read_acts
from cashier_app.db.connection import CounterConnection
from cashier_app.db.engine import DatabaseAddress, UnsafeAddress
from cashier_app.db.migrations import SCHEMA_VERSION
from cashier_app.db.private_server import PrivateServer
from cashier_app.db.repositories.payments import PaymentRepository
from cashier_app.db.repositories.session import SessionRepository
from cashier_app.db.server_binary import ServerFailed, ServerMissing
from cashier_app.db.server_facts import server_facts
from cashier_app.db.tls_probe import NoTls, TurnedAway, server_certificate
from cashier_app.domain.errors import CashierError, Refused
from cashier_app.domain.utility import SignedIn
from cashier_app.log_of_others import identity_in
from cashier_app.settings import Settings

ENDS_SOON = timedelta(days=30)
CLOCK_WARN, CLOCK_FAIL = 5, 120
"""Seconds between this computer's clock and the server's."""
_CHECKED_AT_ONCE = 500
_EXPIRED = 10
"""OpenSSL's verify code."""

_SIGN_IN = {
    "wrong_name_or_password": "Name and password do not fit, or the person is locked out.",
    "unsafe_server": "Set it as docs/administrator.md says, section 1, and restart the server.",
    "upgrade_running": "Wait until the upgrade has ended, or run it again: cashier db upgrade.",
    "other_schema": "The database is of an older release: cashier db upgrade.",
    "newer_database": "Install the release of the other computers on this one.",
    "schema_changed": "Somebody changed it by hand: find out who, then cashier db upgrade --force.",
    "no_utility": "Write the utility: cashier db utility.",
    "counter_not_enrolled": "Enrol it again: cashier counter enrol CODE --replace --admin NAME.",
    "other_computer": "Go on there, or enrol this one: cashier counter enrol CODE --replace.",
    "counter_disabled": "An administrator enables it: cashier counter enable CODE.",
    "counter_not_allowed": "Allow the person here: cashier db users counters NAME CODE.",
    "person_disabled": "An administrator enables the person: cashier db users enable NAME.",
    "not_a_person": "This database user is nobody of the utility: sign in as a cashier.",
}


def look_at_line(address: DatabaseAddress) -> Iterator[Finding]:
    """Reached, and who it says it is; no password is sent."""
    where = f"{address.host}:{address.port}"
    if not address.needs_tls:
        yield ok("server", f"on this computer, {address.socket or where}")
        return
    try:
        found = server_certificate(address)
    except ssl.SSLCertVerificationError as error:
        ended = error.verify_code == _EXPIRED
        remedy = (
            "Make a new server certificate: docs/administrator.md, section 1."
            if ended
            else "Compare ca_file, and the certificate's name with host in cashier.toml."
        )
        yield fail("certificate", f"{where}: {error.verify_message}", remedy)
    except NoTls:
        yield fail(
            "certificate",
            f"{where} offers no TLS",
            "Set ssl_cert and ssl_key there and restart it.",
        )
    except TurnedAway as error:
        yield fail("server", f"{where} takes nobody: {error}", "Ask who looks after the server.")
    except (OSError, UnsafeAddress) as error:
        yield fail(
            "server",
            f"{where} cannot be reached: {error}",
            "Look at the cable, host and port, and whether the server runs.",
        )
    else:
        yield ok("server", f"{where} answers with TLS")
        yield _lifetime(found.subject, found.ends_at)


def _lifetime(name: str, ends_at: datetime) -> Finding:
    left = ends_at - datetime.now(UTC)
    text = f"for {name}, until {ends_at:%Y-%m-%d}"
    if left < ENDS_SOON:
        return warn("certificate", f"{text}: {left.days} days", "Make a new one before it ends.")
    return ok("certificate", text)


def look_at_private(settings: Settings) -> Iterator[Finding]:
    """The server's program, and that it starts on its data."""
    try:
        with PrivateServer(settings.server_folder) as server:
            yield ok("server", f"{server.binary.flavour.value} {server.binary.version} starts")
    except (ServerMissing, ServerFailed, OSError) as error:
        yield fail("server", str(error), f"Look into {settings.server_folder / 'error.log'}.")


def look_inside(
    settings: Settings, address: DatabaseAddress, user: str, password: str
) -> Iterator[Finding]:
    """What sign-in insists on, asked as that person at this counter. Nothing is changed."""
    token = settings.counter.token if settings.counter else ""
    with closing(CounterConnection(address, token)) as connection:
        computer = "" if settings.database.is_private else computer_id(settings.counter_folder)
        session = SessionRepository(connection, SCHEMA_VERSION, computer)
        try:
            session.connect(user, password)
        except CashierError as error:
            yield _refused("sign-in", error)
            return
        try:
            session.check_server()
        except CashierError as error:
            yield _refused("server's settings and schema", error)
        else:
            yield ok("server's settings and schema", f"safe, version {SCHEMA_VERSION}, as shipped")
        if not settings.database.is_private:
            yield from _keeping(connection)
        asked = time.time()
        try:
            signed_in = session.sign_in()
        except CashierError as error:
            yield _refused("counter and person", error)
            return
        answered = time.time()
        yield ok("counter and person", f"{signed_in.person.full_name} at {signed_in.counter.name}")
        yield _clock(signed_in.server_time.timestamp(), asked, answered)
        yield _zone(signed_in)
        if identity_in(settings.log_path) not in ("", signed_in.counter.identity):
            yield _foreign(signed_in.counter.code)
            return
        yield from _receipts(settings.log_path, PaymentRepository(connection))


def _keeping(connection: CounterConnection) -> Iterator[Finding]:
    try:
        rows = connection.read_untokened("check_server")[0]
        facts = server_facts(connection.login)
    except CashierError as error:
        yield _refused("server's keeping", error)
        return
    counters = next(int(row["value"]) for row in rows if row["name"] == "counters")
    yield from look_at_keeping(facts, counters, on_a_network=connection.address.needs_tls)


def _refused(name: str, error: CashierError) -> Finding:
    facts = ", ".join(f"{key} {value}" for key, value in error.facts.items())
    text = error.code.replace("_", " ") + (f": {facts}" if facts else "")
    remedy = _SIGN_IN.get(
        error.code, "See docs/administrator.md, the table of what a counter says."
    )
    return fail(name, text, remedy)


def _clock(server: float, asked: float, answered: float) -> Finding:
    """The server's answer lies between two readings of ours; beyond them it is a difference."""
    difference = max(server - answered, asked - server, 0.0)
    text = f"{difference:.1f} s beside the server's"
    if difference > CLOCK_FAIL:
        return fail("clock", text, "Set this computer's clock: timedatectl set-ntp true.")
    if difference > CLOCK_WARN:
        return warn("clock", text, "Let this computer's clock follow a time server.")
    return ok("clock", text)


def _zone(signed_in: SignedIn) -> Finding:
    name, here = signed_in.utility.time_zone, datetime.now().astimezone().utcoffset()
    server = timedelta(minutes=signed_in.utc_offset_minutes)
    try:
        rules = datetime.now(ZoneInfo(name)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError):
        return warn(
            "time zone", f"{name} is not known on this computer", "Install the package tzdata."
        )
    if rules != server:
        return warn("time zone", f"{name}: the database has {server}, its rules say {rules}",
                    "Bring the database up to date: cashier db upgrade.")  # fmt: skip
    if here != server:
        return warn("time zone", f"the utility's is {name}, this computer's another one",
                    f"Set it: timedatectl set-timezone {name}.")  # fmt: skip
    return ok("time zone", name)


def _foreign(code: str) -> Finding:
    return fail(
        "receipts",
        "the counter log is of another database's counter: none of it is looked for here",
        f"Put it aside: cashier counter enrol {code} --replace --log aside --admin NAME.",
    )


def _receipts(log: Path, payments: PaymentRepository) -> Iterator[Finding]:
    """What the log has as acknowledged must be there."""
    acts = list(read_acts(log))
    missing: list[str] = []
    try:
        for start in range(0, len(acts), _CHECKED_AT_ONCE):
            some = acts[start : start + _CHECKED_AT_ONCE]
            known = payments.known_hashes([act.request_id for act in some])
            missing += [a.number for a in some if known.get(a.request_id) != a.entry_hash]
    except Refused as error:
        yield _refused("receipts", error)
        return
    except CashierError as error:
        yield warn(
            "receipts", f"could not be compared: {error.code}", "Ask as a cashier or supervisor."
        )
        return
    if missing:
        yield fail("receipts", f"the server has not: {', '.join(missing[:10])}"
                   f"{' …' if len(missing) > 10 else ''}",
                   "A backup was restored: cashier counter lost --user NAME.")  # fmt: skip
    else:
        yield ok("receipts", f"all {len(acts):,} of this counter's log are on the server")


def address_of(settings: Settings, private: PrivateServer | None) -> DatabaseAddress:
    """Where the settings lead. Raises UnsafeAddress."""
    if private is not None:
        return private.address(settings.database.name)
    return database_address(settings)
