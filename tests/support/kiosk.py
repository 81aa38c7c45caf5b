"""A kiosk of a test: enrolled by the administrator, with its own database user."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pymysql

from cashier_app.db.engine import Login
from cashier_app.db.kiosk_enrolment import NewKiosk, enrol_kiosk
from cashier_app.db.migrations import SCHEMA_VERSION
from cashier_app.db.repositories.kiosk import KioskRepository
from cashier_app.domain.kiosk import AccountKeys
from cashier_app.services.kiosk import KioskService
from receipts.bill_drawing import PdfDrawing
from tests.support.counter import SeedAccount, World, unique

_codes = itertools.count(1000)


@dataclass
class Sheets:
    """services.kiosk_ports.SheetPrinter that keeps what it is given."""

    folder: Path
    is_there: bool = True

    def print_pdf(self, name: str, content: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{name}.pdf").write_bytes(content)


@dataclass
class HallKiosk:
    """A kiosk of one hall."""

    code: str
    login: Login

    def gateway(self) -> KioskRepository:
        made = KioskRepository(self.login, SCHEMA_VERSION)
        made.hello()
        return made

    def service(self, folder: Path) -> KioskService:
        return KioskService(
            KioskRepository(self.login, SCHEMA_VERSION), PdfDrawing(), Sheets(folder)
        )

    def client(self) -> pymysql.Connection[Any]:
        """Its database user with a plain client."""
        return pymysql.connect(**self.login.driver_arguments(), autocommit=True)


def hall_kiosk(world: World, office: str = "01") -> HallKiosk:
    """A new kiosk in the hall of `office`."""
    code = str(next(_codes))
    new = NewKiosk(code, f"Kiosk {code}", office, unique("k", 10))
    with world.admin.engine(world.database).connect() as connection:
        made = enrol_kiosk(connection, new)
    return HallKiosk(code, Login(world.address, made.user_name, made.password))


def keys_of(account: SeedAccount) -> AccountKeys:
    """What its customer reads from the last bill."""
    return AccountKeys(account.account_no, account.bills[-1].bill_no)
