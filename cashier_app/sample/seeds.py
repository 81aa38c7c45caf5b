"""Random numbers that depend on nothing but the seed and what they are for."""

from __future__ import annotations

import hashlib
from datetime import datetime
from random import Random
from uuid import UUID

from cashier_app.domain.canonical import micros

_VERSION_7 = 0x7 << 76
_VARIANT = 0b10 << 62


def random_for(seed: int, *purpose: str | int) -> Random:
    """A generator of its own for one purpose, so that one part never shifts another."""
    text = "|".join(map(str, (seed, *purpose)))
    return Random(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]))  # noqa: S311 - made-up people


def secret_for(seed: int, *purpose: str | int) -> bytes:
    """32 bytes that belong to one purpose of this sample."""
    text = "|".join(map(str, ("sample", seed, *purpose)))
    return hashlib.sha256(text.encode()).digest()


def counter_identity(seed: int, counter_code: str) -> UUID:
    """The identity of a sample's counter, with which its chain begins."""
    return UUID(bytes=secret_for(seed, "counter", counter_code)[:16], version=4)


def request_id(random: Random, moment: datetime) -> UUID:
    """A UUID of version 7 made at `moment`."""
    value = (micros(moment) // 1000) << 80 | random.getrandbits(74)
    return UUID(int=_spread(value))


def _spread(value: int) -> int:
    """Put version and variant between the time and the 74 random bits of `value`."""
    time, bits = value >> 80, value & ((1 << 74) - 1)
    return time << 80 | _VERSION_7 | (bits >> 62) << 64 | _VARIANT | bits & ((1 << 62) - 1)
