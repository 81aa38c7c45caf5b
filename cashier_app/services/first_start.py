"""The first start of a computer: what is asked, and what is done with the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from cashier_app.domain.printing import PrinterStatus

FIRST_COUNTER = "01"
"""The counter of a computer that works alone."""


@dataclass(frozen=True, slots=True)
class NewUtility:
    """What a utility needs before its first bill; the rest is told later, at its own screen."""

    name: str
    currency_code: str
    currency_symbol: str
    currency_decimals: int
    time_zone: str
    notes: tuple[Decimal, ...]
    coins: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class FirstPerson:
    """The administrator who adds everybody else."""

    full_name: str
    user_name: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CentralPlace:
    """Where the central database is."""

    host: str
    port: int
    ca_file: str
    database: str


@dataclass(frozen=True, slots=True)
class CounterEntry:
    """Who lets this computer in, and as which counter. `name` and `office` make a new one.

    An office that is new, too, needs `office_name`.
    """

    user_name: str
    password: str = field(repr=False)
    code: str
    name: str = ""
    office: str = ""
    office_name: str = ""
    take_over: bool = False
    """End the enrolment of the computer that is this counter now."""


@dataclass(frozen=True, slots=True)
class ChosenPrinter:
    """The receipt printer; `kind` is one of network, device, folder, none."""

    kind: str
    address: str = ""
    port: int = 9100
    path: str = ""
    width_dots: int = 576


@dataclass(frozen=True, slots=True)
class Begun:
    """How far an earlier start came: its page and what was typed. Passwords are never in it."""

    page: str
    answers: Mapping[str, str]


class FirstStart(Protocol):
    """Each act may be done again after a failure; what is done already is left as it is."""

    def begun(self) -> Begun: ...

    def keep(self, begun: Begun) -> None:
        """For the next start, should this one end here. A disk that is full is no failure."""

    def make_alone(self, utility: NewUtility, person: FirstPerson) -> None:
        """A private database with the utility, the counter 01 and its administrator.

        Raises Refused: setup_not_here, setup_no_server, setup_server_failed, setup_folder,
        setup_books_there, and those of the utility's row and of a new person.
        """

    def look_at(self, place: CentralPlace) -> datetime:
        """Ask for the server's certificate and check it; when it ends. No name is sent.

        Raises Refused: setup_ca_file, setup_no_answer, setup_turned_away, setup_no_tls,
        setup_other_name, setup_other_ca.
        """

    def join(self, place: CentralPlace, entry: CounterEntry) -> None:
        """Make this computer a counter of the central database.

        Raises Refused: setup_denied, setup_no_database, setup_newer_database, setup_no_counter,
        setup_no_office, setup_counter_taken, setup_folder, those of `look_at` and of a new counter.
        """

    def try_printer(self, printer: ChosenPrinter) -> PrinterStatus:
        """Ask it how it is; nothing is printed."""

    def save_printer(self, printer: ChosenPrinter) -> None:
        """Keep it in this computer's settings. Raises Refused: setup_folder."""

    def finish(self) -> None:
        """The next start opens the counter."""
