"""D1: whatever stands in a name, only our own commands reach the printer."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from receipts.document import BODY, Document, Pair, Text
from receipts.escpos import harmless, picture_job, raster_bytes, text_job
from receipts.papers import receipt_document, slip_document
from receipts.pdf import pdf_bytes
from receipts.picture import NotOurCommand, printed
from receipts.printable import LIMIT, printable
from receipts.z_paper import z_document
from tests.receipts import samples
from tests.receipts.samples import with_name

ANY_TEXT = st.text(st.characters(), max_size=120) | st.sampled_from(samples.HOSTILE)
COMMANDS = st.lists(
    st.sampled_from(
        ["\x1b", "\x1d", "\x10", "\x04", "\x14", "\x05", "p", "V", "v0", "A", "\n", "\x00"]
    ),
    max_size=30,
).map("".join)


def documents(name: str) -> list[Document]:
    receipt, utility = with_name(name)
    slip = replace(samples.SLIP, customer_name=name, cashier=name, reference=name)
    report = replace(samples.Z, reason=name, cashier=name, unsettled=(name,), number=name)
    return [
        receipt_document(receipt, utility, 0),
        slip_document(slip, utility, 0),
        z_document(report, utility, 0),
    ]


def assert_only_ours(document: Document) -> None:
    for width in (576, 384):
        for data in (picture_job(document, width), text_job(document, width)):
            paper = printed(data, width)
            assert (paper.cuts, paper.kicks, paper.asked) == (1, [], [])


@pytest.mark.parametrize("name", samples.HOSTILE)
def test_hostile_names_on_every_paper(name: str) -> None:
    for document in documents(name):
        assert_only_ours(document)
        assert pdf_bytes(document).startswith(b"%PDF-")


@settings(max_examples=60, deadline=None)
@given(ANY_TEXT | COMMANDS)
def test_any_name_leaves_only_our_commands(name: str) -> None:
    receipt, utility = with_name(name)
    assert_only_ours(receipt_document(receipt, utility, 0))


@given(ANY_TEXT | COMMANDS)
def test_printable_text_only_shows(text: str) -> None:
    shown = printable(text)
    assert len(shown) <= LIMIT
    assert shown == shown.strip()
    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cf", "Cs", "Co", "Cn"}
    assert printable(shown) == shown


def test_printable_keeps_what_people_are_called() -> None:
    for name in ("Karuna Sharma", "José Núñez", "Łukasz Żak", "Ελένη", "A <B> C", "100% =cmd()"):
        assert printable(name) == name


def test_printable_says_that_something_was_there() -> None:
    assert printable("a\x1bpb") == "a\ufffdpb"
    assert printable("a\ud800b") == "a\ufffdb"
    assert printable("ab\u202ecd") == "abcd"
    assert printable("a\nb\tc") == "a b c"
    assert printable("n" * 301) == "n" * 299 + "\u2026"
    assert printable(None) == "None"


def test_elements_clean_their_text_themselves() -> None:
    assert Text("a\x1b@b").text == "a\ufffd@b"
    pair = Pair("\x00l", "r\x07", note="n\x1d")
    assert (pair.left, pair.right, pair.note) == ("\ufffdl", "r\ufffd", "n\ufffd")


@pytest.mark.parametrize("hidden", [b"\x10\x04\x01", b"\x10\x05\x02", b"\x10\x14\x01\x00\x05"])
def test_no_real_time_command_hides_in_dots(hidden: bytes) -> None:
    dots = bytes(30) + hidden + bytes(42 - len(hidden))
    job = b"\x1dv0\x00\x48\x00\x01\x00"
    with pytest.raises(NotOurCommand, match="real-time"):
        printed(job + dots, 576)
    cleaned = harmless(dots)
    assert printed(job + cleaned, 576).image.size == (576, 1)
    # Ink is only added: nothing that was printed is lost.
    assert all(after & before == before for before, after in zip(dots, cleaned, strict=True))


def test_dots_are_made_harmless_before_they_are_sent() -> None:
    dots = bytes(70) + b"\x10\x14\x01\x00" + bytes(70)
    assert printed(raster_bytes(dots, 576), 576).kicks == []


@given(st.binary(max_size=400))
def test_harmless_dots_hold_no_command(dots: bytes) -> None:
    cleaned = harmless(dots)
    assert len(cleaned) == len(dots)
    assert not any(bad in cleaned for bad in (b"\x10\x04", b"\x10\x05", b"\x10\x14"))


@pytest.mark.parametrize(
    "strange",
    [
        b"\x1bp\x02\x00\x00",
        b"\x1d(k",
        b"\x1bB\x01",
        b"\x07",
        b"\x00",
        b"\x1dV\x00",
        b"\x1d!\x77",
        b"x",
    ],
)
def test_the_interpreter_fails_on_what_is_not_ours(strange: bytes) -> None:
    with pytest.raises(NotOurCommand):
        printed(b"\x1b@" + strange, 576)


def test_text_mode_draws_what_the_printer_cannot_say() -> None:
    say = Document("x", (Text("Zażółć", BODY), Text("देव", BODY), Text("plain", BODY)))
    paper = printed(text_job(say, 576), 576)
    assert paper.text == "Zażółć\nplain\n"
    assert paper.image.height > 90


def test_a_drawn_paragraph_does_not_confuse_the_code_page() -> None:
    half_known = Text("Ł" * 48 + " 漢")
    paper = printed(text_job(Document("x", (half_known, Text("Ł é"))), 576), 576)
    assert paper.text == "Ł é\n"
