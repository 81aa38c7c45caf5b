"""Offices, counters, routes, streets and the numbers painted on doors and meters."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

CUSTOMERS_PER_OFFICE = 10_000
COUNTERS_PER_OFFICE = 4
CUSTOMERS_PER_ROUTE = 400
FIRST_BOOK = 4401
HIGH_TENSION_BOOK = 9902
WARDS = 14

_STREETS = (
    "Canal Road", "Mill Lane", "Temple Square", "Station Road", "Market Street", "College Road",
    "Lake View Road", "Old Bazaar", "Gandhi Marg", "Hospital Road", "Riverside Walk", "Hill Road",
    "Church Lane", "Mosque Street", "Garden Row", "Dockyard Road", "Weavers Lane", "Potters Lane",
    "Ring Road", "Park Avenue", "Bamboo Lane", "Post Office Road", "School Lane", "Ferry Ghat Road",
    "Tannery Lane", "Banyan Square", "Brick Kiln Road", "Library Street", "Museum Road",
)  # fmt: skip
_BUILDINGS = ("Lotus Court", "Shanti Niwas", "River Heights", "Sunrise Apartments", "Himal Tower")
_ESTATES = ("Riverside Industrial Estate", "Canal Bank Industrial Area", "North Export Zone")
MAKERS = ("Avon Meters", "Secura", "Landmark", "Hexel", "Genus North")


@dataclass(frozen=True, slots=True)
class Office:
    """A branch with its counters."""

    office_id: int
    code: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Counter:
    """A cash position; `code` starts its receipt numbers."""

    counter_id: int
    code: str
    name: str
    office_id: int


@dataclass(frozen=True, slots=True)
class Route:
    """A meter reader's round, billed on one day of the month."""

    route_id: int
    book: int
    name: str
    billing_day: int
    office_id: int

    @property
    def code(self) -> str:
        return f"R{self.book}"


def offices(customers: int) -> tuple[Office, ...]:
    """The main office, a second one, and more where the utility is large."""
    count = max(2, math.ceil(customers / CUSTOMERS_PER_OFFICE))
    named = [
        Office(1, "01", "Main Street office", "1 Main Street, Rivergate"),
        Office(2, "02", "North Gate office", "208 Ring Road, Rivergate"),
    ]
    more = map(branch, range(3, count + 1))
    return (*named, *more)


def branch(number: int) -> Office:
    """An office after the first two."""
    street = _STREETS[number % len(_STREETS)]
    return Office(number, f"{number:02d}", f"Branch {number}", f"{number} {street}, Rivergate")


def counters(customers: int) -> tuple[Counter, ...]:
    """Four counters in each office; one in the second where it is only a branch."""
    rooms = offices(customers)
    desks = [room for room in rooms for _ in range(COUNTERS_PER_OFFICE)]
    if len(rooms) == 2:
        desks = [rooms[0]] * COUNTERS_PER_OFFICE + [rooms[1]]
    width = max(2, len(str(len(desks))))
    return tuple(
        Counter(n, f"{n:0{width}d}", f"Counter {n}", room.office_id)
        for n, room in enumerate(desks, start=1)
    )


def routes(customers: int) -> tuple[Route, ...]:
    """At least twelve rounds, billed from the 3rd to the 25th of the month."""
    count = max(12, math.ceil(customers / CUSTOMERS_PER_ROUTE))
    rooms = offices(customers)
    return tuple(
        Route(
            n + 1, FIRST_BOOK + n, f"{_STREETS[n % len(_STREETS)]} round",
            3 + n * 23 // count, rooms[n % len(rooms)].office_id,
        )
        for n in range(count)
    )  # fmt: skip


def home_address(random: Random) -> str:
    """A house or a flat."""
    street = random.choice(_STREETS)
    if random.random() < 0.2:
        flat = f"{random.randrange(1, 13)}{random.choice('ABCD')}"
        return f"Flat {flat}, {random.choice(_BUILDINGS)}, {street}"
    suffix = random.choice("ABC") if random.random() < 0.1 else ""
    return f"{random.randrange(1, 260)}{suffix} {street}"


def shop_address(random: Random) -> str:
    """A shop or a stall."""
    if random.random() < 0.15:
        return f"Bus Park, stall {random.randrange(1, 60)}"
    return f"Shop {random.randrange(1, 90)}, {random.choice(_STREETS)}"


def works_address(random: Random) -> str:
    """A plot in an estate."""
    return f"Plot {random.randrange(1, 120)}, {random.choice(_ESTATES)}"


def ward(random: Random) -> str:
    """One of the wards."""
    return ward_name(random.randrange(1, WARDS + 1))


def ward_name(number: int) -> str:
    """As it stands in an address."""
    return f"Ward {number}"


class Numbers:
    """Account, meter and connection numbers, each given once."""

    def __init__(self, taken_accounts: frozenset[str], taken_meters: frozenset[str]) -> None:
        self._taken = {number[:8] for number in taken_accounts}
        self._taken_meters = taken_meters
        self._last: dict[int, int] = {}
        self._connections = 0
        self._meters = 0

    def account(self, book: int, random: Random) -> str:
        """Ten digits: book, place in the book, two check digits."""
        place = self._last.get(book, 0)
        while True:
            place += random.randrange(1, 9)
            stem = f"{book:04d}{place:04d}"
            if stem not in self._taken:
                break
        self._last[book] = place
        return f"{stem}{98 - int(stem) * 100 % 97:02d}"

    def connection(self) -> str:
        """The number on the service pole."""
        self._connections += 1
        return f"P{self._connections:07d}"

    def meter(self, year: int, *, high_tension: bool = False) -> str:
        """The serial on the meter: "HT" or the year it was made, then a running number."""
        while True:
            self._meters += 1
            prefix = "HT" if high_tension else f"{year % 100:02d}"
            turn, place = divmod(self._meters, 900_000)
            number = f"{prefix}{turn * 1_000_000 + 100_000 + place * 7 % 900_000:06d}"
            if number not in self._taken_meters:
                return number
