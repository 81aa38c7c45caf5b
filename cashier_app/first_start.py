"""Does what the first start's pages ask for: private database or central one, printer, settings."""

from __future__ import annotations

import json
import os
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from cashier_app.db.engine import DatabaseAddress, Login, connected, trust
from cashier_app.db.enrolment import (
    NewCounter,
    create_counter,
    enrol_counter,
    identity_of,
    list_counters,
)
from cashier_app.db.errors import Kind, classify, database_errors, error_number
from cashier_app.db.installer import LoadUnended, SchemaBroken, UpgradeBlocked, upgrade
from cashier_app.db.migrations import SCHEMA_VERSION, is_newer
from cashier_app.db.newer import NewerDatabase, version_of
from cashier_app.db.office import CommandConnection
from cashier_app.db.private_server import PrivateServer
from cashier_app.db.repositories.people import UtilityRepository
from cashier_app.db.sentences import OTHER_NAME, certificate_error
from cashier_app.db.server_binary import ServerFailed, ServerMissing
from cashier_app.db.tls_probe import NoTls, TurnedAway, server_certificate
from cashier_app.db.users import create_account, create_user, list_users, reset_password
from cashier_app.domain.errors import Refused
from cashier_app.domain.people import NewUser
from cashier_app.domain.printing import PrinterStatus
from cashier_app.domain.utility import Denomination, Role
from cashier_app.enrol_here import LogOfOther, enrol_here
from cashier_app.home import Places, in_one_folder
from cashier_app.services.first_start import (
    FIRST_COUNTER,
    Begun,
    CentralPlace,
    ChosenPrinter,
    CounterEntry,
    FirstPerson,
    NewUtility,
)
from cashier_app.services.people import UtilityService
from cashier_app.settings import (
    DatabaseSettings,
    PrinterChoice,
    Settings,
    SettingsProblem,
    load_settings,
    save_database,
    save_printer,
)
from cashier_app.whole_files import write_whole
from receipts.printers import PrinterKind, PrinterSettings, ReceiptPrinter

NOTES = "first-start.json"
_FIRST_PAGE = "way"
_UNKNOWN_DATABASE = 1049


class FirstStartHere:
    """services.first_start.FirstStart for this computer; a Path has everything in one folder."""

    def __init__(self, where: Path | Places) -> None:
        self._places = in_one_folder(where) if isinstance(where, Path) else where
        self._home = self._places.settings

    # -- how far it is ------------------------------------------------------------

    def begun(self) -> Begun:
        """An earlier start's page and answers; what cannot be read begins anew."""
        try:
            found = json.loads((self._home / NOTES).read_text("utf-8"))
            return Begun(str(found["page"]), {str(k): str(v) for k, v in found["answers"].items()})
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return Begun(_FIRST_PAGE, {})

    def keep(self, begun: Begun) -> None:
        """For the next start; it is a help, so a failure is none of this start."""
        with suppress(OSError):
            write_whole(self._home / NOTES, json.dumps(asdict(begun), ensure_ascii=False))

    def finish(self) -> None:
        """The next start opens the counter."""
        (self._home / NOTES).unlink(missing_ok=True)

    # -- this computer alone ----------------------------------------------------

    def make_alone(self, utility: NewUtility, person: FirstPerson) -> None:
        """A private database with the utility, the counter 01 and its administrator."""
        if not hasattr(socket, "AF_UNIX") or not hasattr(os, "getuid"):
            raise Refused("setup_not_here")
        with self._files(), _server_failures():
            self._places.make()
            settings = load_settings(self._places)
            name = settings.database.name
            with PrivateServer(settings.server_folder) as server:
                login = server.admin_login(name)
                upgrade(login, name)
                with connected(login) as connection:
                    _set_utility(connection, utility)
                    _add_counter(connection, utility.name)
                    _add_person(connection, person)
                    if settings.counter is None:
                        _enrol(connection, settings, FIRST_COUNTER)

    # -- the central database ------------------------------------------------------

    def look_at(self, place: CentralPlace) -> datetime:
        """The certificate's last day, checked as every connection checks it."""
        try:
            trust(place.ca_file)
        except (OSError, ValueError) as error:
            raise Refused("setup_ca_file", {"file": place.ca_file}) from error
        where = {"host": place.host, "port": str(place.port)}
        try:
            return server_certificate(_address(place)).ends_at
        except ssl.SSLCertVerificationError as error:
            code = "setup_other_name" if error.verify_code in OTHER_NAME else "setup_other_ca"
            raise Refused(code, where) from error
        except NoTls as error:
            raise Refused("setup_no_tls", where) from error
        except TurnedAway as error:
            raise Refused("setup_turned_away", {**where, "words": str(error)}) from error
        except (OSError, ValueError, IndexError) as error:
            # What listens there may be no database at all.
            raise Refused("setup_no_answer", where) from error

    def join(self, place: CentralPlace, entry: CounterEntry) -> None:
        """Make this computer a counter of the central database."""
        self.look_at(place)
        settings = load_settings(self._places)
        login = Login(_address(place), entry.user_name, entry.password)
        with self._files(), _login_failures(place), connected(login) as connection:
            _refuse_newer(connection)
            _find_or_make(connection, entry)
            save_database(
                self._home,
                DatabaseSettings(place.database, "", place.host, place.port, place.ca_file),
            )
            _enrol(connection, settings, entry.code)

    # -- the printer ---------------------------------------------------------------

    def try_printer(self, printer: ChosenPrinter) -> PrinterStatus:
        """What it says of itself; a device file and a folder must be there to write to."""
        return ReceiptPrinter(
            PrinterSettings(
                PrinterKind(printer.kind), address=printer.address, port=printer.port,
                path=Path(printer.path), width_dots=printer.width_dots,
            )
        ).status()  # fmt: skip

    def save_printer(self, printer: ChosenPrinter) -> None:
        """Keep it in cashier.toml."""
        with self._files():
            save_printer(self._home, PrinterChoice(**asdict(printer)))

    # -- files -----------------------------------------------------------------------

    @contextmanager
    def _files(self) -> Iterator[None]:
        """A folder that cannot be written, as a sentence. A connection's failure is not one."""
        try:
            yield
        except ConnectionError:
            raise
        except (OSError, SettingsProblem) as error:
            why = getattr(error, "strerror", "") or str(error)
            raise Refused("setup_folder", {"folder": str(self._home), "why": why}) from error


def _set_utility(connection: CommandConnection, new: NewUtility) -> None:
    """A database in which money has moved is none that a first start may touch."""
    service = UtilityService(UtilityRepository(connection))
    facts = service.facts()
    if facts.zone_is_fixed or facts.currency_is_fixed:
        raise Refused("setup_books_there")
    service.change(
        {
            "name": new.name,
            "currency_code": new.currency_code,
            "currency_symbol": new.currency_symbol,
            "currency_decimals": str(new.currency_decimals),
            "time_zone": new.time_zone,
        }
    )
    service.change_denominations(
        (
            *(Denomination(value, note=True) for value in new.notes),
            *(Denomination(value, note=False) for value in new.coins),
        )
    )


def _add_counter(connection: CommandConnection, office: str) -> None:
    if all(found.code != FIRST_COUNTER for found in list_counters(connection)):
        name = f"Counter {int(FIRST_COUNTER)}"
        create_counter(connection, NewCounter(FIRST_COUNTER, name, FIRST_COUNTER, office))


def _add_person(connection: CommandConnection, person: FirstPerson) -> None:
    """Somebody whom a start before this one has added gets the password that is typed now."""
    known = {found.user_name: found for found in list_users(connection)}
    before = known.get(person.user_name)
    if before is None:
        create_user(
            connection,
            NewUser(
                person.user_name, person.full_name, Role.ADMINISTRATOR, person.password,
                (FIRST_COUNTER,), must_change_password=False,
            ),
        )  # fmt: skip
    elif before.has_account:
        reset_password(connection, person.user_name, person.password, must_change=False)
    else:
        create_account(connection, person.user_name, person.password, must_change=False)


def _refuse_newer(connection: CommandConnection) -> None:
    driver: Any = connection.connection.driver_connection
    there = version_of(driver)
    if is_newer(there):
        raise Refused("setup_newer_database", {"there": there, "here": SCHEMA_VERSION})


def _enrol(connection: CommandConnection, settings: Settings, code: str) -> None:
    try:
        enrol_here(
            settings,
            code,
            partial(enrol_counter, connection, code),
            partial(identity_of, connection, code),
        )
    except LogOfOther as error:
        words = {"log": str(error.path), "found": str(error.found), "counter": code}
        raise Refused("setup_log_of_other", words) from error


def _find_or_make(connection: CommandConnection, entry: CounterEntry) -> None:
    found = next((c for c in list_counters(connection) if c.code == entry.code), None)
    if found is not None:
        if found.is_enrolled and not entry.take_over:
            raise Refused("setup_counter_taken", {"counter": entry.code})
        return
    if not (entry.name and entry.office):
        raise Refused("setup_no_counter", {"counter": entry.code})
    new = NewCounter(entry.code, entry.name, entry.office, entry.office_name)
    try:
        create_counter(connection, new)
    except Refused as error:
        if error.code == "no_such_office" and not entry.office_name:
            raise Refused("setup_no_office", {"office": entry.office}) from error
        raise


def _address(place: CentralPlace) -> DatabaseAddress:
    return DatabaseAddress(
        place.database, host=place.host, port=place.port, ca_file=place.ca_file
    )  # fmt: skip


@contextmanager
def _server_failures() -> Iterator[None]:
    """Our own server's failures as sentences."""
    try:
        yield
    except ServerMissing as error:
        raise Refused("setup_no_server", {"words": str(error)}) from error
    except (
        ServerFailed,
        NewerDatabase,
        LoadUnended,
        UpgradeBlocked,
        SchemaBroken,
    ) as error:
        raise Refused("setup_server_failed", {"words": str(error)}) from error


@contextmanager
def _login_failures(place: CentralPlace) -> Iterator[None]:
    """Why the central server lets nobody in, as sentences."""
    facts = {"host": place.host, "port": str(place.port), "database": place.database}
    try:
        yield
    except database_errors() as error:
        kind = classify(error)
        if error_number(error) == _UNKNOWN_DATABASE or kind is Kind.UPGRADE:
            raise Refused("setup_no_database", facts) from error
        if kind in {Kind.DENIED, Kind.EXPIRED}:
            raise Refused("setup_denied", facts) from error
        if kind is Kind.UNSAFE:
            found = certificate_error(error)
            code = "setup_other_ca" if found else "setup_no_tls"
            raise Refused(code, facts) from error
        if kind in {Kind.UNAVAILABLE, Kind.LOST}:
            raise Refused("setup_no_answer", facts) from error
        raise
