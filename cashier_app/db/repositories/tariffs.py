"""Tariffs in the database: the texts of their versions, and rows for SQL beside them.

Over a connection of the clerk, or of the administrator of a private server.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from cashier_app.db.engine import transaction
from cashier_app.db.office import call_office
from cashier_app.db.person_database import PersonDatabase
from cashier_app.db.tables.billing import bills
from cashier_app.db.tables.people import utility
from cashier_app.db.tables.prices import (
    late_payment_rules,
    tariff_blocks,
    tariff_charge_bases,
    tariff_charges,
    tariff_versions,
    tariffs,
)
from cashier_app.domain.errors import Refused
from cashier_app.domain.tariff_book import TariffKept, VersionTaken
from cashier_app.domain.tariff_rows import (
    block_rows,
    late_rows,
    rounding_text,
    unit_and_rate,
)
from cashier_app.domain.tariffs import Tariff, Version, joined_text, read_tariff, version_texts
from cashier_app.domain.tariffs.bases import resolved

MANAGE_TARIFFS = "manage_tariffs"


class _OnlyLooked(Exception):
    """Rolls back what was only looked at."""


class TariffRepository:
    """Every method raises Refused, and TariffRefused where a text is read."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def kept(self) -> tuple[TariffKept, ...]:
        """Every tariff by code, with the first days of its versions."""
        query = (
            select(tariffs.c.code, tariffs.c.name, tariffs.c.tariff_class, _VERSION.valid_from)
            .join(tariff_versions, _VERSION.tariff_id == tariffs.c.tariff_id)
            .order_by(tariffs.c.code, _VERSION.valid_from)
        )
        found: dict[str, TariffKept] = {}
        for code, name, tariff_class, day in self._connection.execute(query):
            days = found[code].valid_from if code in found else ()
            found[code] = TariffKept(code, name, tariff_class, (*days, day))
        return tuple(found.values())

    def text(self, code: str, valid_from: date | None = None) -> str:
        """All versions as one file, or the version that begins on a day as it was taken in.

        Raises Refused("no_such_tariff"), Refused("no_such_version").
        """
        texts = self._texts(code)
        if not texts:
            raise Refused("no_such_tariff", {"tariff": code})
        if valid_from is None:
            return joined_text(list(texts.values()))
        if valid_from not in texts:
            raise Refused("no_such_version", {"tariff": code, "day": str(valid_from)})
        return texts[valid_from]

    def tariff(self, code: str) -> Tariff:
        """All versions, ready to price. Raises Refused("no_such_tariff")."""
        return read_tariff(self.text(code))

    def take_in(self, text: str, *, only_look: bool = False) -> tuple[VersionTaken, ...]:
        """Keep the versions of a file: all of them, or none when one is refused.

        The same text again changes nothing. With `only_look` it is rolled back: what would be
        kept, by the same checks. Raises TariffRefused, and Refused with the codes no_right,
        tariff_other_currency, tariff_without_day, tariff_in_billed_period.
        """
        tariff = read_tariff(text)
        call_office(self._connection, "begin_work", MANAGE_TARIFFS)
        self._check(tariff)
        taken: tuple[VersionTaken, ...] = ()
        with suppress(_OnlyLooked), transaction(self._connection):
            taken = self._keep(tariff, _ordered_texts(text))
            if only_look:
                raise _OnlyLooked
        return taken

    def _keep(self, tariff: Tariff, sources: list[str]) -> tuple[VersionTaken, ...]:
        tariff_id = self._locked(tariff)
        before = self._texts(tariff.code)
        after = dict(before)
        taken = []
        for version, source in zip(tariff.versions, sources, strict=True):
            day = version.valid_from or date.min
            if before.get(day) == source:
                taken.append(VersionTaken(tariff.code, day, "unchanged"))
                continue
            self._check_not_billed(tariff, tariff_id, day)
            after[day] = source
            self._store(tariff_id, version, source, is_new=day not in before)
            done = "changed" if day in before else "added"
            taken.append(VersionTaken(tariff.code, day, done))
        newest = read_tariff(*after.values())
        self._connection.execute(
            update(tariffs)
            .where(tariffs.c.tariff_id == tariff_id)
            .values(name=newest.name, tariff_class=newest.tariff_class)
        )
        return tuple(taken)

    def _check(self, tariff: Tariff) -> None:
        row = self._connection.execute(
            select(utility.c.currency_code, utility.c.currency_decimals)
        ).one()
        if (tariff.currency, tariff.decimals) != tuple(row):
            raise Refused(
                "tariff_other_currency",
                {"tariff": tariff.code, "currency": tariff.currency, "ours": row[0],
                 "decimals": str(row[1])},
            )  # fmt: skip
        if any(version.valid_from is None for version in tariff.versions):
            raise Refused("tariff_without_day", {"tariff": tariff.code})

    def _locked(self, tariff: Tariff) -> int:
        query = select(tariffs.c.tariff_id).where(tariffs.c.code == tariff.code).with_for_update()
        found = self._connection.execute(query).scalar_one_or_none()
        if found is not None:
            return int(found)
        return self._insert(
            tariffs, code=tariff.code, name=tariff.name, tariff_class=tariff.tariff_class
        )

    def _insert(self, table: Table, **values: object) -> int:
        """One row; its key."""
        made = self._connection.execute(insert(table).values(**values))
        key = made.inserted_primary_key
        return int(key[0]) if key else 0

    def _check_not_billed(self, tariff: Tariff, tariff_id: int, day: date) -> None:
        query = (
            select(func.max(bills.c.period_to))
            .join(tariff_versions, bills.c.tariff_version_id == _VERSION.tariff_version_id)
            .where(
                _VERSION.tariff_id == tariff_id,
                bills.c.status.not_in(("draft", "cancelled")),
                bills.c.period_to >= day,
            )
        )
        billed_to = self._connection.execute(query).scalar_one()
        if billed_to is not None:
            facts = {"tariff": tariff.code, "day": str(day), "billed": str(billed_to)}
            raise Refused("tariff_in_billed_period", facts)

    def _store(self, tariff_id: int, version: Version, source: str, *, is_new: bool) -> None:
        values: Mapping[str, Any] = {
            "source_text": source,
            "source_hash": hashlib.sha256(source.encode()).digest(),
        }
        day = version.valid_from
        if is_new:
            version_id = self._insert(
                tariff_versions, tariff_id=tariff_id, valid_from=day, **values
            )
        else:
            here = (_VERSION.tariff_id == tariff_id) & (_VERSION.valid_from == day)
            version_id = self._connection.execute(
                select(_VERSION.tariff_version_id).where(here)
            ).scalar_one()
            self._connection.execute(update(tariff_versions).where(here).values(**values))
            self._clear(version_id)
        self._store_charges(version_id, version)
        late = [
            {"tariff_version_id": version_id, "step": step, "form": form, "rate": rate,
             "grace_days": grace, "cap": cap}
            for step, form, rate, grace, cap in late_rows(version.late)
        ]  # fmt: skip
        if late:
            self._connection.execute(insert(late_payment_rules), late)

    def _clear(self, version_id: int) -> None:
        charges = select(tariff_charges.c.tariff_charge_id).where(
            tariff_charges.c.tariff_version_id == version_id
        )
        for table in (tariff_charge_bases, tariff_blocks):
            self._connection.execute(delete(table).where(table.c.tariff_charge_id.in_(charges)))
        for table in (tariff_charges, late_payment_rules):
            self._connection.execute(delete(table).where(table.c.tariff_version_id == version_id))

    def _store_charges(self, version_id: int, version: Version) -> None:
        ids: dict[str, int] = {}
        for line_no, charge in enumerate(version.charges, start=1):
            unit, rate = unit_and_rate(charge)
            ids[charge.code] = self._insert(
                tariff_charges,
                tariff_version_id=version_id, line_no=line_no, code=charge.code,
                label=charge.label, form=charge.form, unit=unit, rate=rate,
                rounding=rounding_text(charge.rounding), kind=charge.kind,
            )  # fmt: skip
        bases = [
            {"tariff_charge_id": ids[charge.code], "base_charge_id": ids[base]}
            for charge in version.charges
            for base in resolved(charge.of, charge.code, version.charges)
        ]
        if bases:
            self._connection.execute(insert(tariff_charge_bases), bases)
        blocks = [
            {"tariff_charge_id": ids[charge.code], "schedule_no": schedule_no,
             "block_no": block_no, "upto": upto, "price": price, "lump": lump}
            for charge in version.charges
            for schedule_no, block_no, upto, price, lump in block_rows(charge)
        ]  # fmt: skip
        if blocks:
            self._connection.execute(insert(tariff_blocks), blocks)

    def _texts(self, code: str) -> dict[date, str]:
        query = (
            select(_VERSION.valid_from, _VERSION.source_text)
            .join(tariffs, tariffs.c.tariff_id == _VERSION.tariff_id)
            .where(tariffs.c.code == code)
            .order_by(_VERSION.valid_from)
        )
        return {row.valid_from: row.source_text for row in self._connection.execute(query)}


class PersonTariffs:
    """services.office_ports.TariffGateway over connections of the signed-in person."""

    def __init__(self, database: PersonDatabase) -> None:
        self._database = database

    def kept(self) -> tuple[TariffKept, ...]:
        """Every tariff."""
        with self._database.connect() as connection:
            return TariffRepository(connection).kept()

    def tariff(self, code: str) -> Tariff:
        """All versions of a tariff."""
        with self._database.connect() as connection:
            return TariffRepository(connection).tariff(code)

    def text(self, code: str) -> str:
        """All versions of a tariff as one file."""
        with self._database.connect() as connection:
            return TariffRepository(connection).text(code)

    def take_in(self, text: str, *, only_look: bool = False) -> tuple[VersionTaken, ...]:
        """Keep the versions of a file, or say what would be kept."""
        with self._database.connect() as connection:
            return TariffRepository(connection).take_in(text, only_look=only_look)


_VERSION = tariff_versions.c


def _ordered_texts(text: str) -> list[str]:
    """The texts of the versions of a file, oldest first, as `read_tariff` orders them."""
    return sorted(
        version_texts(text), key=lambda one: read_tariff(one).versions[0].valid_from or date.min
    )
