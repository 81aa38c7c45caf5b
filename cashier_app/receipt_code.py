"""A counter's key pair, and the signed code on its receipts.

Version 1 of the code is one line of QR alphanumeric characters:

    C1-<number>-<amount>-<time>-<hash>-<signature>

number as it is printed: "03-000123" of a receipt, "03-U-0001" of a slip that corrects one;
amount in thousandths ("N" before a negative one), time as YYYYMMDDhhmmss in UTC, the
first 8 bytes of the entry's hash and the Ed25519 signature over everything before
its hyphen, both in base 32 without padding. It proves which counter printed a paper (a
copy may come from another one than the receipt), not that the counter was honest.
"""

from __future__ import annotations

import base64
import hashlib
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cashier_app.domain.entry_kinds import LETTERS
from cashier_app.domain.money import THOUSANDTH, thousandths
from cashier_app.domain.payments import Receipt

VERSION = "C1"
HASH_BYTES = 8
_TIME = "%Y%m%d%H%M%S"
_LONGEST = 400
_KEY_BYTES = 32
_LETTERS = frozenset(LETTERS.values())


class KeyProblem(Exception):
    """A private key file is missing, damaged, or readable by others."""


class CodeState(StrEnum):
    """What a check of a code found."""

    VALID = "valid"
    UNKNOWN_COUNTER = "unknown counter"
    UNKNOWN_KEY = "unknown key"
    """Forged, or signed with a key that is not among those at hand."""
    FORGED = "forged"
    MALFORMED = "malformed"


@dataclass(frozen=True, slots=True)
class CheckedCode:
    """The end of a check. The facts are claims of the paper unless `state` is VALID."""

    state: CodeState
    counter_code: str = ""
    number: str = ""
    amount: Decimal = Decimal("0")
    stored_at: datetime | None = None
    hash_prefix: bytes = b""
    signed_by: str = ""
    """Code of the counter that printed the paper, where the code is VALID."""


def make_keys(path: Path) -> bytes:
    """Make a pair, keep the private key in a new 0600 file, return the public key (32 bytes).

    Raises FileExistsError: a key is never replaced.
    """
    key = Ed25519PrivateKey.generate()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(key.private_bytes_raw())
        file.flush()
        os.fsync(file.fileno())
    return public_key(key)


def load_private_key(path: Path) -> Ed25519PrivateKey:
    """The key that `make_keys` kept; raises KeyProblem."""
    try:
        raw = path.read_bytes()
        mode = path.stat().st_mode
    except OSError as error:
        raise KeyProblem(f"the key file cannot be read: {error.strerror}") from error
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyProblem("the key file can be read by other people; make it 0600")
    if len(raw) != _KEY_BYTES:
        raise KeyProblem("the key file is damaged")
    return Ed25519PrivateKey.from_private_bytes(raw)


def public_key(private_key: Ed25519PrivateKey) -> bytes:
    """The 32 bytes that the database keeps."""
    return private_key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def fingerprint(public: bytes) -> str:
    """What stands on a Z: the start of the public key's SHA-256, like "3F2A 91C0 77B1 04DE"."""
    digest = hashlib.sha256(public).hexdigest()[:16].upper()
    return " ".join(digest[at : at + 4] for at in range(0, 16, 4))


def sign_hash(entry_hash: bytes, private_key: Ed25519PrivateKey) -> bytes:
    """The counter's signature over an entry's hash (a Z's)."""
    return private_key.sign(entry_hash)


def hash_is_signed(entry_hash: bytes, signature: bytes, public: bytes) -> bool:
    """True when `signature` over `entry_hash` is from the counter with this public key."""
    return _signed(entry_hash, signature, public)


def sign_receipt(receipt: Receipt, private_key: Ed25519PrivateKey) -> str:
    """The code of a stored receipt."""
    amount = thousandths(receipt.total)
    fields = (
        VERSION,
        receipt.number,
        f"N{-amount}" if amount < 0 else str(amount),
        _utc(receipt.stored_at).strftime(_TIME),
        _base32(receipt.hash[:HASH_BYTES]),
    )
    text = "-".join(fields)
    return f"{text}-{_base32(private_key.sign(text.encode('ascii')))}"


def check_code(
    text: str, public_keys: Iterable[tuple[str, bytes]], *, are_all: bool = True
) -> CheckedCode:
    """Check a scanned code against (counter code, public key). Never raises.

    A counter that was enrolled again has several keys: old receipts stay provable. `are_all`
    is False for keys that were kept while the server is away: one may have come since.
    """
    code = text[:_LONGEST].strip().upper()
    # What a scanner sends before a code is no part of it.
    code = code[max(code.find(f"{VERSION}-"), 0) :]
    try:
        signed, claimed, signature = _parsed(code)
    except (ValueError, ArithmeticError):
        return CheckedCode(CodeState.MALFORMED)
    own = claimed.counter_code
    # The receipt's own counter first: it has nearly always printed the paper.
    keys = sorted(public_keys, key=lambda known: known[0] != own)
    for counter, public in keys:
        if _signed(signed.encode("ascii"), signature, public):
            return replace(claimed, state=CodeState.VALID, signed_by=counter)
    if not any(counter == own for counter, _ in keys):
        return replace(claimed, state=CodeState.UNKNOWN_COUNTER)
    return replace(claimed, state=CodeState.FORGED if are_all else CodeState.UNKNOWN_KEY)


def _parsed(code: str) -> tuple[str, CheckedCode, bytes]:
    if not code.isascii():
        raise ValueError(code)
    signed, _, last = code.rpartition("-")
    version, *number, amount, when, prefix = signed.split("-")
    counter, *letter, running = number
    if version != VERSION or not (counter.isalnum() and running.isdecimal()):
        raise ValueError(code)
    if letter and not (len(letter) == 1 and letter[0] in _LETTERS):
        raise ValueError(code)
    claimed = CheckedCode(
        CodeState.MALFORMED,
        counter,
        "-".join(number),
        _amount(amount),
        datetime.strptime(when, _TIME).replace(tzinfo=UTC),
        _from_base32(prefix, HASH_BYTES),
    )
    return signed, claimed, _from_base32(last, 64)


def _amount(field: str) -> Decimal:
    digits = field.removeprefix("N")
    if not digits.isdecimal() or len(digits) > 18:
        raise ValueError(field)
    amount = Decimal(digits) * THOUSANDTH
    return -amount if field.startswith("N") else amount


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _base32(raw: bytes) -> str:
    return base64.b32encode(raw).decode("ascii").rstrip("=")


def _from_base32(text: str, length: int) -> bytes:
    raw = base64.b32decode(text + "=" * (-len(text) % 8))
    # The last character has spare bits: only one spelling of a signature is a code.
    if len(raw) != length or _base32(raw) != text:
        raise ValueError(text)
    return raw


def _signed(message: bytes, signature: bytes, public: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
