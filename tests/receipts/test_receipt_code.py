from __future__ import annotations

import os
import string
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from cashier_app.receipt_code import (
    CodeState,
    KeyProblem,
    check_code,
    fingerprint,
    hash_is_signed,
    load_private_key,
    make_keys,
    public_key,
    sign_hash,
    sign_receipt,
)
from receipts.escpos import picture_job
from receipts.papers import receipt_document
from receipts.picture import printed
from receipts.qr import modules
from tests.receipts import samples

KEYS = [("03", public_key(samples.KEY))]
CODE = samples.CHANGE.qr_text


def state(code: str) -> CodeState:
    return check_code(code, KEYS).state


def test_a_code_says_what_the_receipt_says() -> None:
    checked = check_code(CODE, KEYS)
    assert checked.state is CodeState.VALID
    assert checked.number == "03-000123"
    assert checked.counter_code == "03"
    assert checked.amount == Decimal("2317.50")
    assert checked.stored_at == datetime(2026, 11, 23, 4, 57, 31, tzinfo=UTC)
    assert checked.hash_prefix == samples.CHANGE.hash[:8]


def test_an_undo_has_a_negative_amount() -> None:
    checked = check_code(samples.UNDO.qr_text, KEYS)
    assert (checked.state, checked.amount) == (CodeState.VALID, Decimal("-1259.50"))


@pytest.mark.parametrize("name", samples.RECEIPTS)
def test_the_code_of_every_slip_can_be_checked(name: str) -> None:
    paper = samples.RECEIPTS[name]
    checked = check_code(paper.qr_text, KEYS)
    assert checked.state is CodeState.VALID
    assert (checked.number, checked.counter_code) == (paper.number, "03")


def test_a_copy_from_another_counter_is_signed_by_that_one() -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
    code = sign_receipt(samples.CHANGE, other)
    checked = check_code(code, [*KEYS, ("04", public_key(other))])
    assert checked.state is CodeState.VALID
    assert (checked.counter_code, checked.signed_by) == ("03", "04")
    assert check_code(CODE, [*KEYS, ("04", public_key(other))]).signed_by == "03"


def test_where_keys_may_be_missing_nothing_is_called_forged() -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
    code = sign_receipt(samples.CHANGE, other)
    assert check_code(code, KEYS).state is CodeState.FORGED
    assert check_code(code, KEYS, are_all=False).state is CodeState.UNKNOWN_KEY
    assert check_code(CODE, KEYS, are_all=False).state is CodeState.VALID


@pytest.mark.parametrize("before", ["]Q1", "]C0", "~C", "%"])
def test_what_a_scanner_sends_before_a_code_is_passed_over(before: str) -> None:
    assert state(before + CODE) is CodeState.VALID


def test_a_code_fits_a_small_qr_of_letters_and_digits() -> None:
    # Version 7 has 45 modules a side; as bytes the text would need a larger one.
    assert set(CODE) <= set(string.digits + string.ascii_uppercase + " $%*+-./:")
    assert len(modules(CODE)) <= 45


@pytest.mark.parametrize("width", [384, 576])
@pytest.mark.parametrize("name", samples.RECEIPTS)
def test_the_code_on_paper_is_read_back(name: str, width: int) -> None:
    paper = receipt_document(samples.RECEIPTS[name], samples.UTILITY, samples.OFFSET)
    picture = printed(picture_job(paper, width), width).png_image()
    (code,) = zxingcpp.read_barcodes(picture.rotate(7, fillcolor=255, expand=True))
    assert code.text == samples.RECEIPTS[name].qr_text


@pytest.mark.parametrize("at", range(0, len(CODE), 3))
def test_any_changed_character_is_noticed(at: int) -> None:
    other = "A" if CODE[at] != "A" else "B"
    assert state(CODE[:at] + other + CODE[at + 1 :]) is not CodeState.VALID


def test_a_changed_amount_is_forged() -> None:
    assert state(CODE.replace("-2317500-", "-1317500-")) is CodeState.FORGED


def test_a_code_of_a_counter_that_nobody_enrolled() -> None:
    assert check_code(CODE, ()).state is CodeState.UNKNOWN_COUNTER
    other = sign_receipt(replace(samples.CHANGE, number="04-000001"), samples.KEY)
    assert check_code(other, [("04", bytes(32))]).state is CodeState.FORGED


def test_scanners_may_add_blanks_or_send_small_letters() -> None:
    assert state(f"  {CODE.lower()}\r\n") is CodeState.VALID


def test_a_signature_has_one_spelling() -> None:
    spare = {
        last
        for last in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
        if state(CODE[:-1] + last) is CodeState.VALID
    }
    assert spare == {CODE[-1]}


@given(st.text(max_size=60) | st.text("C1-0359NABCD\u0661", max_size=160).map("C1-".__add__))
def test_anything_else_is_malformed(text: str) -> None:
    assert state(text) is CodeState.MALFORMED


def test_keys_are_kept_for_their_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "counter.key"
    public = make_keys(path)
    assert path.stat().st_mode & 0o777 == 0o600
    key = load_private_key(path)
    assert public_key(key) == public
    with pytest.raises(FileExistsError):
        make_keys(path)
    signature = sign_hash(b"z" * 32, key)
    assert hash_is_signed(b"z" * 32, signature, public)
    assert not hash_is_signed(b"y" * 32, signature, public)
    assert not hash_is_signed(b"z" * 32, b"", public)
    assert not hash_is_signed(b"z" * 32, signature, b"short")


def test_bad_key_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "counter.key"
    with pytest.raises(KeyProblem, match="cannot be read"):
        load_private_key(path)
    path.write_bytes(bytes(31))
    path.chmod(0o600)
    with pytest.raises(KeyProblem, match="damaged"):
        load_private_key(path)
    if os.name == "posix":
        path.chmod(0o640)
        with pytest.raises(KeyProblem, match="other people"):
            load_private_key(path)


def test_fingerprint_reads_aloud() -> None:
    assert fingerprint(bytes(32)) == "6668 7AAD F862 BD77"
