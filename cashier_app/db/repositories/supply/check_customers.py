"""Accounts of a file: each compared with what stands and with the records before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cashier_app.db.repositories.supply.known_customers import Known
from cashier_app.services.imports.rows import CustomerRow
from cashier_app.services.imports.table import RowRefusal

OPEN_END = date.max
Refusal = tuple[str, str, Mapping[str, str]]
_OF_CUSTOMER = ("kind", "email", "cash_only", "instruction")
_OF_PLACE = ("address", "ward", "premises", "voltage")
OF_LOAD = ("load_kw", "load_kva", "amperes")


@dataclass(slots=True)
class Checked:
    """Records sorted into new ones, movings out, ones that stand, and refused ones."""

    new: list[CustomerRow]
    leaving: list[CustomerRow]
    there: int
    refusals: list[RowRefusal]


def check(rows: Sequence[CustomerRow], known: Known, progress: Callable[[int], object]) -> Checked:
    """Who stands already comes first: a line may move somebody out for another to move in."""
    checker = _Checker(known)
    checked = Checked([], [], 0, [])
    in_order = sorted(rows, key=lambda row: row.account_no not in known.accounts)
    for done, row in enumerate(in_order):
        progress(done)
        refusal = checker.refusal(row)
        if refusal is not None:
            code, column, facts = refusal
            checked.refusals.append(RowRefusal(row.line, code, column, facts))
            continue
        if row.account_no not in known.accounts:
            checked.new.append(row)
        elif checker.leaves(row):
            checked.leaving.append(row)
        else:
            checked.there += 1
        checker.remember(row)
    return checked


class _Checker:
    """Knows the file so far."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._account_lines: dict[str, int] = {}
        self._customers: dict[str, CustomerRow] = {}
        self._places: dict[str, CustomerRow] = {}
        self._liable: dict[str, list[CustomerRow]] = {}
        self._left: dict[tuple[str, str], date] = {}
        self._routes = set(known.routes)

    def remember(self, row: CustomerRow) -> None:
        """A record that was not refused."""
        self._account_lines[row.account_no] = row.line
        if row.account_no in self._known.accounts:
            if row.liable_to is not None and row.connection_no:
                self._left[row.connection_no, row.account_no] = row.liable_to
            return
        self._customers.setdefault(row.customer_no, row)
        if row.connection_no:
            if row.route and row.route_name:
                self._routes.add(row.route)
            self._places.setdefault(row.connection_no, row)
            self._liable.setdefault(row.connection_no, []).append(row)

    def leaves(self, row: CustomerRow) -> bool:
        """True when the record ends a liability that is open."""
        liable = self._liability(row)
        return row.liable_to is not None and liable is not None and liable.liable_to is None

    def refusal(self, row: CustomerRow) -> Refusal | None:
        """The first reason against a record."""
        line = self._account_lines.get(row.account_no)
        if line is not None:
            return "twice_in_file", "account_no", {"line": str(line)}
        return next((r for r in self._reasons(row) if r is not None), None)

    def _reasons(self, row: CustomerRow) -> Iterator[Refusal | None]:
        yield self._customer(row)
        yield self._tariff(row)
        if row.liable_to is not None and row.liable_to > self._known.today:
            yield "day_in_future", "liable_to", {"value": row.liable_to.isoformat()}
        stands = self._known.accounts.get(row.account_no)
        if row.connection_no is None:
            for column in ("address", "tariff", "liable_from"):
                if stands is None and column in row.given:
                    yield "needs_connection_no", column, {}
        if stands is not None:
            yield self._same_account(row, stands)
        if row.connection_no is None:
            return
        yield self._place(row, row.connection_no)
        if stands is not None:
            yield self._same_liability(row, row.connection_no)
        else:
            yield self._nobody_liable(row, row.connection_no)
            yield self._tariff_may_begin(row, row.connection_no)
            yield self._load_may_begin(row, row.connection_no)

    def _customer(self, row: CustomerRow) -> Refusal | None:
        stands: Any = self._known.customers.get(row.customer_no)
        in_file = self._customers.get(row.customer_no)
        other = stands if stands is not None else in_file
        if other is None:
            return None
        if other.name != row.name:
            return "customer_differs", "name", {"stands": other.name}
        found = difference(row, other, _OF_CUSTOMER)
        if found is not None:
            return "customer_differs", *found
        phones = self._known.phones.get(row.customer_no, set())
        phones = phones if in_file is None else set(in_file.phones)
        if "phones" in row.given and set(row.phones) != phones:
            return "customer_differs", "phones", {"stands": "|".join(sorted(phones))}
        return None

    def _tariff(self, row: CustomerRow) -> Refusal | None:
        if row.tariff is not None and row.tariff not in self._known.tariffs:
            return "no_such_tariff", "tariff", {"value": row.tariff}
        if row.tariff is None and row.tariff_class is None:
            return "field_missing", "tariff_class", {}
        if row.schemes and row.tariff is None:
            return "needs_tariff", "schemes", {}
        known = self._known.schemes_of_tariff.get(row.tariff or "", frozenset())
        for code in row.schemes:
            if code not in known:
                facts = {"value": code, "tariff": row.tariff or ""}
                return "no_such_scheme", "schemes", {**facts, "known": ", ".join(sorted(known))}
        return None

    def _same_account(self, row: CustomerRow, stands: Any) -> Refusal | None:
        wanted = {
            "customer_no": row.customer_no,
            "opened_on": row.opened_on,
            "tariff_class": class_of(row, self._known),
        }
        for column, value in wanted.items():
            if getattr(stands, column) != value:
                return "account_differs", column, {"stands": str(getattr(stands, column))}
        former = self._known.former.get(row.account_no, set())
        if row.former_account_no is not None and row.former_account_no not in former:
            return "account_differs", "former_account_no", {"stands": ", ".join(sorted(former))}
        return None

    def _same_liability(self, row: CustomerRow, connection_no: str) -> Refusal | None:
        liable = self._liability(row)
        if liable is None:
            return "account_differs", "connection_no", {"stands": ""}
        if "liable_from" in row.given and row.liable_from != liable.liable_from:
            return "account_differs", "liable_from", {"stands": liable.liable_from.isoformat()}
        tariff = self._known.tariff_on(connection_no, liable.liable_from)
        if row.tariff is not None and row.tariff != tariff:
            return "account_differs", "tariff", {"stands": tariff or ""}
        load = self._known.load_on(connection_no, liable.liable_from)
        found = difference(row, load, OF_LOAD)
        if found is not None:
            return "connection_differs", *found
        schemes = self._known.schemes.get(connection_no, set())
        if "schemes" in row.given and liable.liable_to is None and set(row.schemes) != schemes:
            return "account_differs", "schemes", {"stands": "|".join(sorted(schemes))}
        if row.liable_to is None or row.liable_to == liable.liable_to:
            return None
        return self._may_leave(connection_no, row.liable_to, liable)

    def _may_leave(self, connection_no: str, last_day: date, liable: Any) -> Refusal | None:
        if liable.liable_to is not None:
            return "account_differs", "liable_to", {"stands": liable.liable_to.isoformat()}
        if last_day < liable.liable_from:
            return "before_moving_in", "liable_to", {"day": liable.liable_from.isoformat()}
        if self._known.billed_to.get(connection_no, date.min) > last_day:
            return "period_billed", "liable_to", {}
        for meter_no, days in self._known.unread.get(connection_no, ()):
            if last_day not in days:
                return "reading_missing", "liable_to", {"meter": meter_no}
        return None

    def _liability(self, row: CustomerRow) -> Any | None:
        """The newest of the account at the connection."""
        found = None
        for liable in self._known.liable.get(row.connection_no or "", ()):
            if liable.account_no == row.account_no:
                found = liable
        return found

    def _place(self, row: CustomerRow, connection_no: str) -> Refusal | None:
        stands: Any = self._known.connections.get(connection_no)
        in_file = self._places.get(connection_no)
        if stands is not None or in_file is not None:
            # A load may change with who moves in; a new place has one in a file.
            found = (
                difference(row, stands, _OF_PLACE)
                if stands is not None
                else difference(row, in_file, (*_OF_PLACE, *OF_LOAD))
            )
            if found is not None:
                return "connection_differs", *found
            route = in_file.route if stands is None and in_file else self._route_of(stands)
            if row.route is not None and row.route != route:
                return "connection_differs", "route", {"stands": route or ""}
            return None
        if row.address is None:
            return "field_missing", "address", {}
        if row.route is None:
            return "field_missing", "route", {}
        if row.route not in self._routes and row.route_name is None:
            return "no_such_route", "route", {"value": row.route}
        if row.route not in self._known.routes and self._known.office_id is None:
            return "no_office", "route", {}
        return None

    def _route_of(self, place: Any) -> str:
        codes = {route_id: code for code, route_id in self._known.routes.items()}
        return codes[place.route_id]

    def _nobody_liable(self, row: CustomerRow, connection_no: str) -> Refusal | None:
        begins, ends = begins_on(row), row.liable_to or OPEN_END
        if begins < row.opened_on:
            return "liable_before_opened", "liable_from", {}
        for found in self._known.liable.get(connection_no, ()):
            left = self._left.get((connection_no, found.account_no))
            if found.liable_from <= ends and (found.liable_to or left or OPEN_END) >= begins:
                return "connection_taken", "connection_no", {"account": found.account_no}
        for other in self._liable.get(connection_no, ()):
            if begins_on(other) <= ends and (other.liable_to or OPEN_END) >= begins:
                return "connection_taken", "connection_no", {"account": other.account_no}
        return None

    def _tariff_may_begin(self, row: CustomerRow, connection_no: str) -> Refusal | None:
        """Only where it differs from the one that the connection has."""
        begins = begins_on(row)
        is_billed = self._known.billed_to.get(connection_no, date.min) >= begins
        if row.schemes and is_billed:
            return "period_billed", "liable_from", {}
        if row.tariff is None or self._known.tariff_on(connection_no, begins) == row.tariff:
            return None
        later = max(self._known.priced.get(connection_no, {}), default=None)
        if later is not None and later >= begins:
            return "tariff_later", "tariff", {"day": later.isoformat()}
        return ("period_billed", "liable_from", {}) if is_billed else None

    def _load_may_begin(self, row: CustomerRow, connection_no: str) -> Refusal | None:
        """Only where it differs from the one that the connection has."""
        begins = begins_on(row)
        found = difference(row, self._known.load_on(connection_no, begins), OF_LOAD)
        if connection_no not in self._known.connections or found is None:
            return None
        later = max(self._known.loads.get(connection_no, {}), default=None)
        if later is not None and later >= begins:
            return "load_later", found[0], {"day": later.isoformat()}
        is_billed = self._known.billed_to.get(connection_no, date.min) >= begins
        return ("period_billed", "liable_from", {}) if is_billed else None


def difference(
    row: CustomerRow, stands: Any, columns: Sequence[str]
) -> tuple[str, Mapping[str, str]] | None:
    """The first given column that stands otherwise."""
    for column in columns:
        there = getattr(stands, column)
        if column in row.given and getattr(row, column) != there:
            is_figure = hasattr(there, "normalize")
            shown = f"{there.normalize():f}" if is_figure else "" if there is None else str(there)
            return column, {"stands": shown}
    return None


def begins_on(row: CustomerRow) -> date:
    """When the account becomes liable for its connection."""
    return row.liable_from or row.opened_on


def class_of(row: CustomerRow, known: Known) -> str:
    """The account's class in reports: the tariff's own where none is given."""
    if row.tariff_class is not None:
        return row.tariff_class
    return str(known.tariffs[row.tariff].tariff_class) if row.tariff else ""
