"""The key pairs of the sample's counters: made from the seed, so that the demo holds them too."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cashier_app.sample.seeds import secret_for


def counter_private_key(seed: int, counter_code: str) -> bytes:
    """The 32 private bytes (Ed25519) of a sample counter. Never for a real utility."""
    return secret_for(seed, "counter key", counter_code)


@dataclass(frozen=True, slots=True)
class CounterKey:
    """A counter's pair, as enrolled."""

    counter_key_id: int
    private: Ed25519PrivateKey

    @classmethod
    def of(cls, seed: int, counter_key_id: int, counter_code: str) -> Self:
        """The pair of one counter."""
        raw = counter_private_key(seed, counter_code)
        return cls(counter_key_id, Ed25519PrivateKey.from_private_bytes(raw))

    @property
    def public_bytes(self) -> bytes:
        return self.private.public_key().public_bytes_raw()

    @property
    def fingerprint(self) -> bytes:
        """SHA-256 of the public key."""
        return hashlib.sha256(self.public_bytes).digest()

    def sign(self, digest: bytes) -> bytes:
        """64 bytes over a Z's hash."""
        return self.private.sign(digest)
